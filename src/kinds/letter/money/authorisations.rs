//! Authorisations (fullmakter) of a letter.
//!
//! ```text
//! authorisation ::= sentence that authorises
//!                 | sentence ending in a colon, and an item, a row of a table or a pair below it
//! pair          ::= "kap." chapter "post" posts "kap." chapter "post" posts
//! ```

use super::{known::Known, movement, sentence::lone_post, table::Table};
use crate::{
    grammar::{
        Grammar, Zone,
        amount::{amounts, shared},
        lexeme::is_dash,
        money::MoneyRole,
        sentence::sentences,
    },
    kinds::{
        letter::Letter,
        money::{
            posts::{Named, named, pair, side},
            titles::year,
        },
    },
    layout::{Block, BlockKind, Joint, Text},
    model::{Authorisation, AuthorisationKind as Kind, FigureRole, Side},
};

impl Letter<'_> {
    /// Reads the chapters of authorisations, and sentences elsewhere that give one.
    pub(super) fn authorisations(&mut self, starts: &[usize], known: &Known) {
        let mut intro: Option<Text> = None;
        let mut chapter: Option<usize> = None;
        for at in self.announced.blocks.clone() {
            if self.aside[at] || self.money_blocks[at] {
                continue;
            }
            let block = &self.blocks[at];
            let text = block.text.clone();
            let Some(origin) = text.start() else { continue };
            let own = starts.partition_point(|start| *start <= origin);
            if chapter != Some(own) {
                (chapter, intro) = (Some(own), None);
            }
            let within = own > 0 && self.under(own - 1, Zone::Authorisations);
            if matches!(block.kind, BlockKind::Heading { .. }) {
                // A short line above a list may look like one: «Etaten gis følgende fullmakter:»
                let money = &self.grammar.money;
                let words = text.as_str();
                let opens = within
                    && words.ends_with(':')
                    && money.find(words, MoneyRole::Authorises).is_some();
                intro = opens.then_some(text);
                continue;
            }
            let words = text.as_str();
            let item = matches!(block.kind, BlockKind::Item(_));
            // Below «gis fullmakt til å:» an item need not say the word again.
            let given = sentences(words).into_iter().any(|range| {
                let own = &words[range];
                own.contains("post") && self.gives(own) && self.kind(own) != Kind::Other
            });
            if !(within || words.contains("ullmakt") || given || item && intro.is_some()) {
                intro = None;
                continue;
            }
            if within && self.pairs(at, intro.as_ref()) {
                continue;
            }
            // The titles of a table of pairs go on with the sentence above it.
            if let Some(lead) = intro.as_mut().filter(|_| block.cell.is_some()) {
                if !words.starts_with("kap") {
                    lead.append(&text, Joint::Blank);
                }
                continue;
            }
            // `fullmakt til å:` and what may be done, an item each; of other lists the items name
            // those who are authorised.
            let listing = intro.as_ref().is_some_and(|lead| opens_list(lead.as_str()));
            let mut ranges = sentences(words);
            if let Some(mut whole) = intro.clone().filter(|_| item && listing) {
                // A paragraph right below the last item, with an authorisation of its own, is none of it.
                let next = ranges.iter().skip(1).position(|range| {
                    let own = &words[range.clone()];
                    block.starts.contains(&range.start) && own.contains("ullmakt")
                });
                let rest = ranges.split_off(next.map_or(ranges.len(), |n| n + 1));
                let own = text.slice(0..rest.first().map_or(text.len(), |range| range.start));
                // A dash at a line's start might be a hyphen that a quotation leaves out: it stays.
                if let Some(label) = &block.label
                    && self.source.text()[label.clone()].chars().all(is_dash)
                {
                    whole.push(self.source, label.clone(), Joint::Blank);
                }
                whole.append(&own, Joint::Blank);
                let kind = match self.kind(own.as_str()) {
                    Kind::Other => self.kind(whole.as_str()),
                    kind => kind,
                };
                self.authorisation_of(
                    kind,
                    named(own.as_str()),
                    limit(own.as_str(), self.grammar),
                    &whole,
                );
                ranges = rest;
                if ranges.is_empty() {
                    continue;
                }
                intro = None;
            }
            let item = item && ranges.first().is_none_or(|range| range.start == 0);
            // Those who are authorised, an item each, are named by the items below.
            let grantees = self.items_below(at);
            let mut told: Option<usize> = None;
            for range in ranges {
                let mut sentence = text.slice(range.clone());
                let words = &text.as_str()[range.clone()];
                // «Fullmakten delegeres med dette …»: a sentence before says which.
                match told {
                    Some(start) if refers_back(words) => sentence = text.slice(start..range.end),
                    _ => told = Some(range.start),
                }
                let gives = self.gives(words);
                // The list below may follow without a colon: «Etaten kan / a) overskride …».
                let listed = words.contains("ullmakt") && opens_list(words);
                let open = (within || listed)
                    && gives
                    && !item
                    && !words.ends_with('.')
                    && self
                        .blocks
                        .get(at + 1)
                        .is_some_and(|next| matches!(next.kind, BlockKind::Item(_)));
                if words.ends_with(':') || open {
                    if gives {
                        if !opens_list(words) {
                            let (found, most) = (named(words), limit(words, self.grammar));
                            let mut whole = sentence.clone();
                            if words.ends_with(':') {
                                whole.append(&grantees, Joint::Blank);
                            }
                            self.authorisation_of(self.kind(words), found, most, &whole);
                        }
                        intro = Some(sentence);
                    }
                    continue;
                }
                // An item of a list of those who are authorised gives nothing of its own.
                if item && intro.is_some() {
                    continue;
                }
                if !item {
                    intro = None;
                }
                let (mut found, most) = (
                    named(sentence.as_str()),
                    limit(sentence.as_str(), self.grammar),
                );
                // «overskride bevilgningen på post 01»: of the only chapter that has it.
                if found.chapter.is_none()
                    && let Some(post) = lone_expense(sentence.as_str())
                    && let Some(chapter) = known.expense_of(&post)
                {
                    found.chapter = Some(chapter.to_string());
                    found.posts = vec![post];
                }
                let named = !found.posts.is_empty() && self.kind(words) != Kind::Other;
                let sure =
                    within || words.contains("ullmakt") && !words.contains("eierfullmakt") || named;
                let about_money =
                    found.chapter.is_some() || most.is_some() || self.kind(words) != Kind::Other;
                // Below a heading of authorisations an item may only say what may be done.
                let listed = within && item && !gives && self.kind(words) != Kind::Other;
                if listed || gives && sure && (within || about_money) {
                    let kind = match self.kind(words) {
                        Kind::Other => self.kind(sentence.as_str()),
                        kind => kind,
                    };
                    self.authorisation_of(kind, found, most, &sentence);
                }
            }
        }
        // Tables of ceilings, each with the introduction above it.
        for ceiling in std::mem::take(&mut self.ceiling_rows) {
            let origin = ceiling.row.start().unwrap_or(0);
            let mut whole = self.introduction_before(starts, origin).unwrap_or_default();
            whole.append(&ceiling.row, Joint::Blank);
            self.authorisation(ceiling.named, ceiling.limit, &whole);
        }
    }

    /// The sentence that authorises, nearest above a place.
    fn introduction_before(&self, starts: &[usize], origin: usize) -> Option<Text> {
        let own = starts.partition_point(|start| *start <= origin);
        let mut found = None;
        for at in self.announced.blocks.clone() {
            let block = &self.blocks[at];
            let Some(start) = block.text.start() else {
                continue;
            };
            if start >= origin {
                break;
            }
            let same = starts.partition_point(|s| *s <= start) == own;
            if !same || self.money_blocks[at] {
                continue;
            }
            for range in sentences(block.text.as_str()) {
                let words = &block.text.as_str()[range.clone()];
                if self
                    .grammar
                    .money
                    .find(words, MoneyRole::Authorises)
                    .is_some()
                {
                    found = Some(block.text.slice(range));
                }
            }
        }
        found
    }

    /// Keeps the rows of a table of ceilings until the sentences are read.
    pub(super) fn ceilings(&mut self, table: &Table) {
        for row in &table.rows {
            let Some(post) = &row.key.post else { continue };
            let scale = table.scale;
            let value = row.figures.first();
            let limit = value.and_then(|figure| {
                limit(row.own.as_str(), self.grammar)
                    .or_else(|| super::amounts::nok(figure.value, scale))
            });
            self.ceiling_rows.push(Ceiling {
                row: row.own.clone(),
                named: Named {
                    chapter: row.key.chapter.clone(),
                    posts: vec![post.clone()],
                    income_posts: income(row.own.as_str()),
                },
                limit: limit.or_else(|| self::limit(row.own.as_str(), self.grammar)),
            });
        }
    }

    /// Rows of two columns: what may be exceeded, and against which income. Their titles may stand
    /// before them in the same block.
    fn pairs(&mut self, at: usize, intro: Option<&Text>) -> bool {
        let block = &self.blocks[at];
        let text = block.text.clone();
        let mut cuts: Vec<usize> = block
            .starts
            .iter()
            .copied()
            .filter(|&start| {
                text.as_str()[start..]
                    .get(..4)
                    .is_some_and(|head| head.eq_ignore_ascii_case("kap."))
            })
            .collect();
        cuts.push(text.len());
        let rows: Vec<Text> = cuts
            .windows(2)
            .map(|part| text.slice(part[0]..part[1]))
            .collect();
        // Where the form tells cells apart, each of the two stands in its own.
        let mut rows = rows;
        if let (Some(own), Some(next)) = (block.cell, self.blocks.get(at + 1))
            && let Some(beside) = next.cell
            && (own.table, own.row) == (beside.table, beside.row)
            && let Some(row) = rows.last_mut()
        {
            row.append(&next.text, Joint::Blank);
        }
        if rows.is_empty() || !rows.iter().all(|row| pair(row.as_str())) {
            return false;
        }
        let mut lead = intro.cloned().unwrap_or_default();
        lead.append(&text.slice(0..cuts[0]), Joint::Blank);
        for row in rows {
            let found = named(row.as_str());
            let mut whole = lead.clone();
            whole.append(&row, Joint::Blank);
            self.authorisation(found, None, &whole);
        }
        true
    }

    /// The items of the list right below a block, if it opens one. Each is taken once.
    fn items_below(&self, at: usize) -> Text {
        let mut all = Text::default();
        if !self.blocks[at].text.as_str().ends_with(':') {
            return all;
        }
        let label = |block: &Block| match &block.kind {
            BlockKind::Item(marker) => Some(marker.label.clone()),
            _ => None,
        };
        let own = label(&self.blocks[at]);
        for block in &self.blocks[at + 1..] {
            // A list inside an item ends with the next one.
            let marked = label(block).filter(|mark| own.as_ref() != Some(mark));
            if marked.is_none() || block.cell.is_some() {
                break;
            }
            all.append(&block.whole(self.source), Joint::Paragraph);
        }
        all
    }

    /// Whether a sentence gives an authorisation, and does not tell of one that others have.
    fn gives(&self, words: &str) -> bool {
        let has = |role| self.grammar.money.find(words, role).is_some();
        has(MoneyRole::Authorises) && !has(MoneyRole::Background) || self.ceiling_said(words)
    }

    /// Whether the only amount of a sentence is the most that may be ordered or promised of a post that it
    /// names: «Tilsagnsfullmakten på kap. 701, post 63 økes fra 4 mill. kroner til 6 mill. kroner».
    pub(super) fn ceiling_said(&self, words: &str) -> bool {
        let has = |role| self.grammar.money.find(words, role).is_some();
        let may = has(MoneyRole::Ceiling)
            || has(MoneyRole::Authorises)
                && matches!(self.kind(words), Kind::Ordering | Kind::Commitment);
        may && !has(MoneyRole::Background)
            && !named(words).posts.is_empty()
            && limit(words, self.grammar).is_some()
            && !self.of_earlier_year(words)
    }

    fn kind(&self, words: &str) -> Kind {
        let has = |role| self.grammar.money.find(words, role).is_some();
        // «Fullmakten til å inngå avtaler … delegeres til Fyrverket»
        if words.starts_with("Fullmakt") && has(MoneyRole::Delegation) {
            return Kind::Delegation;
        }
        let roles = [
            (MoneyRole::Ordering, Kind::Ordering),
            (MoneyRole::ExcessIncome, Kind::ExcessIncome),
            (MoneyRole::Commitment, Kind::Commitment),
            (MoneyRole::Overspending, Kind::Overspending),
            (MoneyRole::Delegation, Kind::Delegation),
        ];
        roles
            .iter()
            .find(|(role, _)| self.grammar.money.find(words, *role).is_some())
            .map_or(Kind::Other, |(_, kind)| *kind)
    }

    fn authorisation(&mut self, named: Named, limit_nok: Option<i64>, text: &Text) {
        let kind = self.kind(text.as_str());
        self.authorisation_of(kind, named, limit_nok, text);
    }

    fn authorisation_of(&mut self, kind: Kind, named: Named, limit_nok: Option<i64>, text: &Text) {
        if text.is_empty() {
            return;
        }
        let id = format!("authorisation-{}", self.document.authorisations.len() + 1);
        let record = Authorisation {
            id,
            kind,
            chapter: named.chapter,
            posts: named.posts,
            income_posts: named.income_posts,
            limit_nok,
            text: text.as_str().to_string(),
            spans: self.spans(text),
        };
        self.document.authorisations.push(record);
    }
}

/// The income posts of a row: `855/01 mot 3855/02`.
fn income(words: &str) -> Vec<String> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    words
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter_map(|word| word.split_once(['/', '.']))
        .filter(|(chapter, post)| {
            chapter.len() == 4 && post.len() == 2 && digits(chapter) && digits(post)
        })
        .filter(|(chapter, _)| side(chapter) == Side::Income)
        .map(|(chapter, post)| format!("{chapter}.{post}"))
        .collect()
}

/// A sentence about an authorisation that the one before it has told of: `Fullmakten delegeres …`.
fn refers_back(words: &str) -> bool {
    let mut words = words.split(' ');
    let lead = words.next().unwrap_or("");
    matches!(
        lead,
        "Fullmakten" | "Fullmakta" | "Fullmaktene" | "Fullmaktane"
    ) && !matches!(words.next(), Some("til" | "etter" | "i" | "om" | "på"))
}

/// `fullmakt til å:`: the list below says to what.
fn opens_list(words: &str) -> bool {
    let mut lead = words.trim_end_matches(':').trim_end();
    // «Etaten kan i 2026:»
    if let Some((before, last)) = lead.rsplit_once(" i ")
        && year(last).is_some()
    {
        lead = before;
    }
    [
        " å",
        " til",
        " kan",
        "fullmakter",
        "fullmaktene",
        "fullmaktar",
        "beløp",
        "ramme",
    ]
    .iter()
    .any(|word| lead.ends_with(word))
}

/// A row of a table of ceilings.
#[derive(Debug, Clone)]
pub(in crate::kinds::letter) struct Ceiling {
    row: Text,
    named: Named,
    limit: Option<i64>,
}

/// The one amount that a text names; of what is widened or narrowed, the one that it is now: «fra 5 mill.
/// kroner til 6 mill. kroner».
fn limit(words: &str, grammar: &Grammar) -> Option<i64> {
    let list = shared(words, amounts(words));
    match list.as_slice() {
        [one] => one.nok,
        [_, _] => match movement::roles(words, &list, grammar)[..] {
            [Some(FigureRole::Previous), Some(FigureRole::New)] => list[1].nok,
            _ => None,
        },
        _ => None,
    }
}

/// The post of a sentence that names one before the chapter of the income that it is set against.
fn lone_expense(words: &str) -> Option<String> {
    let until = words.find(" mot ").unwrap_or(words.len());
    lone_post(&words[..until])
}
