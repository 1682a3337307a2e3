//! Authorisations (fullmakter) of a letter.
//!
//! ```text
//! authorisation ::= sentence that authorises
//!                 | sentence ending in a colon, and an item, a row of a table or a pair below it
//! pair          ::= "kap." chapter "post" posts "kap." chapter "post" posts
//! ```

use super::table::Table;
use crate::{
    grammar::{Zone, amount::amounts, money::MoneyRole, sentence::sentences},
    kinds::{
        letter::Letter,
        money::{
            posts::{Named, named, pair, side},
            titles::year,
        },
    },
    layout::{BlockKind, Joint, Text},
    model::{Authorisation, AuthorisationKind as Kind, Side},
};

impl Letter<'_> {
    /// Reads the chapters of authorisations, and sentences elsewhere that give one.
    pub(super) fn authorisations(&mut self, starts: &[usize]) {
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
            if !within && !words.contains("fullmakt") && !words.contains("Fullmakt") {
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
            let item = matches!(block.kind, BlockKind::Item(_));
            // `fullmakt til å:` and what may be done, an item each; of other lists the items name
            // those who are authorised.
            let listing = intro.as_ref().is_some_and(|lead| opens_list(lead.as_str()));
            if let Some(lead) = intro.clone().filter(|_| item && listing) {
                let mut whole = lead;
                let found = named(words);
                whole.append(&text, Joint::Blank);
                let limit = limit(words);
                self.authorisation(found, limit, &whole);
                continue;
            }
            for range in sentences(words) {
                let sentence = text.slice(range);
                let words = sentence.as_str();
                let has = |role| self.grammar.money.find(words, role).is_some();
                let gives = has(MoneyRole::Authorises) && !has(MoneyRole::Background);
                // The list below may follow without a colon: «Etaten kan / a) overskride …».
                let open = within
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
                            self.authorisation(named(words), limit(words), &sentence);
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
                let sure = within || words.contains("fullmakt") && !words.contains("eierfullmakt");
                let (found, most) = (named(words), limit(words));
                let about_money =
                    found.chapter.is_some() || most.is_some() || self.kind(words) != Kind::Other;
                if gives && sure && (within || about_money) {
                    self.authorisation(found, most, &sentence);
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
                limit(row.own.as_str()).or_else(|| super::amounts::nok(figure.value, scale))
            });
            self.ceiling_rows.push(Ceiling {
                row: row.own.clone(),
                named: Named {
                    chapter: row.key.chapter.clone(),
                    posts: vec![post.clone()],
                    income_posts: income(row.own.as_str()),
                },
                limit: limit.or_else(|| self::limit(row.own.as_str())),
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

    fn kind(&self, words: &str) -> Kind {
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
        if text.is_empty() {
            return;
        }
        let id = format!("authorisation-{}", self.document.authorisations.len() + 1);
        let record = Authorisation {
            id,
            kind: self.kind(text.as_str()),
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

/// The one amount that a text names.
fn limit(words: &str) -> Option<i64> {
    match amounts(words).as_slice() {
        [one] => one.nok,
        _ => None,
    }
}
