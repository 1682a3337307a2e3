//! What running text says of whole posts, and the records that its sentences belong to.
//!
//! ```text
//! sentence ::= … ("økes" | "reduseres") "med" amount        a change of the post
//!            | "Korrekt tildeling" … "skal være" amount     what it is after the change
//!            | "Det budsjetteres med" amount                the whole post
//! ```

use super::{
    known::Post,
    mention::Mention,
    movement,
    records::places,
    sentence::{named_in, says_whole},
    text::Walk,
};
use crate::model::Code;
use crate::{
    grammar::{amount::Amount, lexeme::is_blank, money::MoneyRole},
    kinds::{
        letter::Letter,
        money::{
            name::condition_split,
            posts::{self, side},
        },
    },
    layout::Text,
    model::{
        Action, Appropriation, AppropriationLevel as Level, AppropriationTable, Figure, FigureRole,
        Severity, Side,
    },
};
use std::ops::Range;

/// A change that a sentence tells of.
pub(super) struct Told {
    /// Whole kroner, negative where it lowers.
    nok: i64,
    /// Half of the last place that it is printed to, in kroner.
    slack: i64,
    /// Nothing is said of what it is for.
    whole: bool,
    sentence: Text,
}

impl Letter<'_> {
    /// The record that the amounts of a sentence belong to.
    pub(super) fn record_of(&mut self, walk: &mut Walk, at: usize, post: Option<Post>) -> usize {
        if let Some(own) = &post
            && self.is_supplement()
            && let Some(&change) = walk.changes.get(own)
            && walk
                .heading
                .as_ref()
                .is_none_or(|heading| !heading.clarifies && heading.post == *own)
        {
            return change;
        }
        self.text_record(walk, at, post)
    }

    /// The place of the records of a text: its heading's, or its block's.
    fn text_place(walk: &Walk, at: usize) -> usize {
        let heading = walk.heading.as_ref();
        heading.map_or(usize::MAX - at, |heading| heading.number)
    }

    /// The record of the text about a post, if there is one.
    pub(super) fn text_known(&self, walk: &Walk, at: usize, post: &Post) -> Option<usize> {
        let key = (Self::text_place(walk, at), post.clone());
        walk.texts.get(&key).copied()
    }

    /// The record of the text about a post: one under each heading, else one a paragraph.
    pub(super) fn text_record(&mut self, walk: &mut Walk, at: usize, post: Option<Post>) -> usize {
        let heading = walk.heading.as_ref();
        let post = post
            .or_else(|| heading.map(|h| h.post.clone()))
            .unwrap_or_default();
        let place = Self::text_place(walk, at);
        if let Some(&known) = walk.texts.get(&(place, post.clone())) {
            return known;
        }
        let own = heading.filter(|heading| heading.post == post);
        let name = own
            .map(|h| condition_split(h.name.as_str(), self.grammar))
            .unwrap_or_default();
        let spans = own.map(|h| self.spans(&h.line)).unwrap_or_default();
        let action = heading.filter(|h| h.clarifies).map(|_| Action::Clarified);
        let section = match heading {
            Some(heading) => heading.section.clone(),
            None => {
                let origin = self.blocks[at].text.start().unwrap_or(0);
                self.section_at(&walk.starts, origin)
            }
        };
        let id = match (&post.0, &post.1) {
            (Some(chapter), Some(post)) => format!("text-{chapter}.{post}"),
            _ => format!("text-{}", section.as_deref().unwrap_or("0")),
        };
        let id = self.money_id(id);
        let chapter_name = walk
            .chapter
            .as_ref()
            .filter(|(number, name)| Some(number) == post.0.as_ref() && !name.is_empty())
            .map(|(_, name)| name.clone());
        self.document.appropriations.push(Appropriation {
            id,
            level: if post.1.is_some() {
                Level::Post
            } else {
                Level::Other
            },
            chapter_name,
            side: post.0.as_deref().map_or(Side::Other, side),
            chapter: post.0.clone(),
            post: post.1.clone(),
            name: (!name.name.is_empty()).then_some(name.name),
            table: AppropriationTable::Text,
            section,
            figures: Vec::new(),
            conditions: name.conditions,
            note: name.note,
            action,
            earmarks: Vec::new(),
            spans,
        });
        let n = self.document.appropriations.len() - 1;
        walk.texts.insert((place, post), n);
        n
    }

    /// Changes and whole posts that a sentence gives.
    pub(super) fn said_figures(
        &mut self,
        walk: &mut Walk,
        at: usize,
        text: &Text,
        range: Range<usize>,
        list: &[Amount],
        post: Post,
    ) -> Option<usize> {
        let mut last = None;
        let words = text.as_str()[range.clone()].to_string();
        let sentence = text.slice(range.clone());
        let origin = text.start().unwrap_or(0);
        let changing = self.is_supplement() || self.changes_at(&walk.starts, origin);
        let mut past = 0;
        let first = list.first().map_or(0, |amount| amount.range.start);
        // «økes med 5 mill. kroner, fra 120 mill. kroner til 125 mill. kroner», in any order.
        let mut sign: Option<i64> = movement::sign(words[..first].trim_end(), self.grammar);
        let turned = sign.is_some();
        let roles = movement::roles(&words, list, self.grammar);
        let told = |role| roles.contains(&Some(role));
        let moves = told(FigureRole::Change) || told(FigureRole::Previous);
        // «er nå 21 mill. kroner, en økning på 1 mill. kroner fra 20 mill. kroner»
        let ends_new = changing
            && sign.is_none()
            && list.len() > 1
            && self.turns(&words[list[0].range.end..list[1].range.start]);
        let mut stated = false;
        let mut became = false;
        let named = named_in(&words, 0).is_some() || walk.heading.is_some() && list.len() == 1;
        for (n, amount) in list.iter().enumerate() {
            let before = words[past..amount.range.start].trim_end();
            past = amount.range.end;
            let has = |role| self.grammar.money.find(before, role).is_some();
            let own = match (has(MoneyRole::Raises), has(MoneyRole::Lowers)) {
                (true, _) => Some(1),
                (_, true) => Some(-1),
                _ => movement::sign(before, self.grammar),
            };
            let role = match roles[n]
                .or((ends_new && n == 0).then_some(FigureRole::New))
                .filter(|role| {
                    let was = became && *role == FigureRole::Previous;
                    turned || ends_new || own.is_some() || was
                }) {
                Some(FigureRole::New) if !moves => None,
                role => role,
            };
            let role = if let Some(role) = role {
                sign = own.or(sign);
                role
            } else if has(MoneyRole::WholePost)
                || named && says_whole(self.grammar, before, &words[past..])
            {
                FigureRole::Allocation
            } else if has(MoneyRole::Becomes) {
                FigureRole::New
            } else {
                // `…, og med 15 mill. kroner`
                let on = before.ends_with("og med") || before.ends_with("og");
                sign = own.or(sign.filter(|_| on && n > 0));
                if sign.is_none() {
                    continue;
                }
                FigureRole::Change
            };
            // «Bevilgningen er 12 mill. kroner, en økning på 2 mill. kroner fra 2025» changes nothing.
            if stated && !changing && role == FigureRole::Change {
                continue;
            }
            stated |= role == FigureRole::Allocation;
            became |= role == FigureRole::New;
            let nok = amount.nok.map(|nok| match role {
                FigureRole::Change => nok.saturating_mul(sign.unwrap_or(1)),
                _ => nok,
            });
            let figure = Figure {
                label: None,
                year: self.document.year,
                role,
                nok,
                percent: None,
                raw: words[amount.range.clone()].to_string(),
            };
            let whole = ends_there(&words[amount.range.end..]);
            last = Some(self.tell(walk, at, &post, figure, &sentence, whole));
        }
        last
    }

    /// Whether words end with a noun that raises or lowers: «…, en økning på».
    pub(super) fn turns(&self, between: &str) -> bool {
        let money = &self.grammar.money;
        [MoneyRole::Raises, MoneyRole::Lowers]
            .into_iter()
            .any(|role| money.find(between.trim_end(), role).is_some())
    }

    /// Adds a figure that a sentence gives to the record of its post. `whole`: nothing is said of what it
    /// is for.
    pub(super) fn tell(
        &mut self,
        walk: &mut Walk,
        at: usize,
        post: &Post,
        figure: Figure,
        sentence: &Text,
        whole: bool,
    ) -> usize {
        let (role, nok) = (figure.role, figure.nok);
        let origin = sentence.start().unwrap_or(0);
        let changing = self.is_supplement() || self.changes_at(&walk.starts, origin);
        let n = match walk.changes.get(post) {
            Some(&known) if changing => known,
            _ => {
                let n = self.text_record(walk, at, Some(post.clone()));
                if changing && role != FigureRole::Allocation {
                    let id = self.money_id(format!(
                        "change-{}.{}",
                        post.0.as_deref().unwrap_or(""),
                        post.1.as_deref().unwrap_or("")
                    ));
                    let record = &mut self.document.appropriations[n];
                    if record.earmarks.is_empty() {
                        record.table = AppropriationTable::Change;
                        record.id = id;
                        walk.changes.insert(post.clone(), n);
                        walk.said.insert(post.clone());
                    }
                }
                n
            }
        };
        let table = self.document.appropriations[n].table;
        let tabled = walk.tabled.contains(&n);
        let own = self.document.appropriations[n].figures.iter();
        let known: Vec<Option<i64>> = own
            .filter(|own| own.role == role && table == AppropriationTable::Change)
            .map(|own| own.nok)
            .collect();
        if role == FigureRole::Change && table == AppropriationTable::Change {
            // It may be a part of the change: what all of them come to is asked at the end.
            if let Some(nok) = nok {
                walk.told.entry(n).or_default().push(Told {
                    nok,
                    slack: slack(&figure.raw),
                    whole,
                    sentence: sentence.clone(),
                });
            }
            if !tabled && !known.contains(&nok) {
                self.document.appropriations[n].figures.push(figure);
            }
        } else {
            match known.first().copied().flatten() {
                Some(known) if Some(known) != nok => {
                    let id = self.document.appropriations[n].id.clone();
                    let nok =
                        nok.map_or_else(|| "another amount".to_string(), |nok| nok.to_string());
                    let message = match tabled {
                        true => format!("the sentence says {nok}, the table {known} kroner"),
                        false => format!("one sentence says {known}, another {nok} kroner"),
                    };
                    self.say(
                        Code::ChangeDisagrees,
                        Severity::Warning,
                        message,
                        Some(&id),
                        &sentence.places(),
                    );
                }
                Some(_) => {}
                None => self.document.appropriations[n].figures.push(figure),
            }
        }
        let spans = self.source.spans(&places(&[sentence]));
        let record = &mut self.document.appropriations[n];
        if !spans.iter().all(|span| record.spans.contains(span)) {
            record.spans.extend(spans);
        }
        n
    }

    /// Reads what a sentence moves from one post to another: a change of each. Whether it was such a one.
    ///
    /// ```text
    /// moved ::= … moves amount … ("fra" | "frå") post … "til" post        in any order
    /// ```
    pub(super) fn moved_between(
        &mut self,
        walk: &mut Walk,
        at: usize,
        text: &Text,
        range: &Range<usize>,
        named: &[Mention],
        list: &[Amount],
    ) -> bool {
        let words = &text.as_str()[range.clone()];
        let origin = text.start().unwrap_or(0);
        let changing = self.is_supplement() || self.changes_at(&walk.starts, origin);
        let [amount] = list else { return false };
        if !changing || self.grammar.money.find(words, MoneyRole::Moves).is_none() {
            return false;
        }
        let (Some(from), Some(to)) = (
            self.post_after(walk, words, &["fra", "frå"], named),
            self.post_after(walk, words, &["til"], named),
        ) else {
            return false;
        };
        let sentence = text.slice(range.clone());
        let raw = words[amount.range.clone()].to_string();
        for (post, sign) in [(from, -1), (to, 1)] {
            let figure = Figure {
                label: None,
                year: self.document.year,
                role: FigureRole::Change,
                nok: amount.nok.map(|nok| nok.saturating_mul(sign)),
                percent: None,
                raw: raw.clone(),
            };
            let record = self.tell(walk, at, &post, figure, &sentence, true);
            if let Some(one) = named.iter().find(|one| one.post == post) {
                self.call(record, &one.name);
            }
        }
        true
    }

    /// The post that stands right after a preposition: «fra kap. 701 post 01», «til post 21».
    fn post_after(
        &self,
        walk: &Walk,
        words: &str,
        prepositions: &[&str],
        named: &[Mention],
    ) -> Option<Post> {
        let leads = |at: usize| {
            let last = words[..at].trim_end().rsplit(is_blank).next();
            last.is_some_and(|word| prepositions.contains(&word))
        };
        if let Some(one) = named.iter().find(|one| leads(one.range.start)) {
            return Some(one.post.clone());
        }
        let at = words
            .match_indices("post ")
            .map(|(at, _)| at)
            .find(|&at| leads(at))?;
        let post: String = words[at + "post ".len()..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        if post.len() != 2 {
            return None;
        }
        // Of the chapter that the sentence, the heading or the tables name.
        let chapter = named
            .first()
            .and_then(|one| one.post.0.clone())
            .or_else(|| posts::named(words).chapter)
            .or_else(|| walk.heading.as_ref().and_then(|own| own.post.0.clone()))
            .or_else(|| walk.known.expense_of(&post).map(str::to_string))?;
        Some((Some(chapter), Some(post)))
    }

    /// Holds the changes that sentences tell against those of the tables. A sentence may tell a part of
    /// a change: they disagree where together they come to more, or where one tells all of it.
    pub(super) fn told_changes(&mut self, walk: &Walk) {
        for (&n, told) in &walk.told {
            if !walk.tabled.contains(&n) {
                continue;
            }
            let record = &self.document.appropriations[n];
            let Some(printed) = record.nok(FigureRole::Change) else {
                continue;
            };
            let sum = told
                .iter()
                .fold(0i64, |sum, one| sum.saturating_add(one.nok));
            let slack = told
                .iter()
                .fold(0i64, |sum, one| sum.saturating_add(one.slack));
            let near = |nok: i64, slack: i64| nok.abs_diff(printed) <= slack.unsigned_abs();
            if near(sum, slack) || told.iter().any(|one| near(one.nok, one.slack)) {
                continue;
            }
            let more = sum.signum() != printed.signum()
                || sum.unsigned_abs() > printed.unsigned_abs() + slack.unsigned_abs();
            let whole = told.iter().find(|one| one.whole);
            let (message, sentences) = match (whole, told.as_slice()) {
                (Some(one), _) | (None, [one]) if more || whole.is_some() => (
                    format!("the sentence says {}, the table {printed} kroner", one.nok),
                    vec![&one.sentence],
                ),
                _ if more => (
                    format!("the sentences come to {sum}, the table says {printed} kroner"),
                    told.iter().map(|one| &one.sentence).collect(),
                ),
                _ => continue,
            };
            let (id, place) = (record.id.clone(), places(&sentences));
            self.say(
                Code::ChangeDisagrees,
                Severity::Warning,
                message,
                Some(&id),
                &place,
            );
        }
    }

    /// All of a post, as its text gives it.
    pub(super) fn said_whole(
        &mut self,
        walk: &mut Walk,
        at: usize,
        sentence: &Text,
        nok: Option<i64>,
        raw: String,
        post: Post,
    ) -> usize {
        let n = self.text_record(walk, at, Some(post));
        self.add_figure(n, FigureRole::Allocation, nok, raw, sentence);
        n
    }

    /// What is paid or expected on a post: no allotment, and kept in its own words.
    pub(super) fn said_estimate(
        &mut self,
        walk: &mut Walk,
        at: usize,
        sentence: &Text,
        nok: Option<i64>,
        post: Post,
    ) {
        let n = self.text_record(walk, at, Some(post));
        let raw = sentence.as_str().to_string();
        self.add_figure(n, FigureRole::Other, nok, raw, sentence);
    }

    fn add_figure(
        &mut self,
        n: usize,
        role: FigureRole,
        nok: Option<i64>,
        raw: String,
        sentence: &Text,
    ) {
        let spans = self.spans(sentence);
        let year = self.document.year;
        let record = &mut self.document.appropriations[n];
        record.figures.push(Figure {
            label: None,
            year,
            role,
            nok,
            percent: None,
            raw,
        });
        record.spans.extend(spans);
    }
}

/// Half of the last place that an amount is printed to: 50 000 of «4,2 mill. kroner».
fn slack(raw: &str) -> i64 {
    let places = raw.split_once(',').map_or(0, |(_, rest)| {
        rest.bytes().take_while(u8::is_ascii_digit).count() as u32
    });
    let unit: i64 = match raw {
        _ if raw.contains("mill") => 1_000_000,
        _ if raw.contains("mrd") || raw.contains("milliard") => 1_000_000_000,
        _ => return 0,
    };
    // «5 mill. kroner» is as likely to be exact.
    match places {
        0 => 0,
        _ => unit / 10i64.pow(places.min(9)) / 2,
    }
}

/// Whether a sentence ends after an amount, or goes on with what the post was and is: nothing tells what
/// a part of it is for.
fn ends_there(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\u{a0}', ',']);
    let moved = ["fra ", "frå ", "til "]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    after.is_empty() || after.starts_with('.') || moved
}
