//! What running text says of whole posts, and the records that its sentences belong to.
//!
//! ```text
//! sentence ::= … ("økes" | "reduseres") "med" amount        a change of the post
//!            | "Korrekt tildeling" … "skal være" amount     what it is after the change
//!            | "Det budsjetteres med" amount                the whole post
//! ```

use super::{
    known::Post,
    records::places,
    sentence::{named_in, says_whole},
    text::Walk,
};
use crate::model::Code;
use crate::{
    grammar::{amount::Amount, lexeme::is_blank, money::MoneyRole},
    kinds::{
        letter::Letter,
        money::{name::condition_split, posts::side},
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
        let mut sign: Option<i64> = None;
        // «økes med 5 mill. kroner, fra 120 mill. kroner til 125 mill. kroner», «økes med 2 til 14 mill.»
        let mut previous = false;
        let mut moved = false;
        let mut stated = false;
        let named = named_in(&words, 0).is_some();
        for amount in list {
            let before = words[past..amount.range.start].trim_end();
            past = amount.range.end;
            let has = |role| self.grammar.money.find(before, role).is_some();
            let last_word = before.rsplit(is_blank).next().unwrap_or("");
            let moves = sign.is_some() || has(MoneyRole::Raises) || has(MoneyRole::Lowers);
            let role = if matches!(last_word, "fra" | "frå") && moves {
                // «økes fra 20 mill. kroner med 3 mill. kroner til 23 mill. kroner»
                if has(MoneyRole::Raises) || has(MoneyRole::Lowers) {
                    sign = Some(if has(MoneyRole::Raises) { 1 } else { -1 });
                }
                FigureRole::Previous
            } else if last_word == "til" && (previous || moved && before.trim() == "til") {
                FigureRole::New
            } else if has(MoneyRole::WholePost)
                || named && says_whole(self.grammar, before, &words[past..])
            {
                FigureRole::Allocation
            } else if has(MoneyRole::Becomes) {
                FigureRole::New
            } else {
                sign = if has(MoneyRole::Raises) {
                    Some(1)
                } else if has(MoneyRole::Lowers) {
                    Some(-1)
                } else {
                    // `…, og med 15 mill. kroner`
                    sign.filter(|_| {
                        before.ends_with("og med")
                            || before.ends_with("og")
                            || previous && before.trim() == "med"
                    })
                };
                // «Bevilgningen er 12 mill. kroner, en økning på 2 mill. kroner fra 2025» changes nothing.
                if sign.is_none() || stated && !changing {
                    continue;
                }
                FigureRole::Change
            };
            previous = role == FigureRole::Previous;
            moved = role == FigureRole::Change;
            stated |= role == FigureRole::Allocation;
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
            let n = match walk.changes.get(&post) {
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
            last = Some(n);
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
                        whole: ends_there(&words[amount.range.end..]),
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
            let spans = self.source.spans(&places(&[&sentence]));
            let record = &mut self.document.appropriations[n];
            if !spans.iter().all(|span| record.spans.contains(span)) {
                record.spans.extend(spans);
            }
        }
        last
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
