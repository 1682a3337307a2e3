//! What the text under a post says of its money, as records of their own, to be held against the
//! tables.
//!
//! ```text
//! proposal ::= … "foreslår å bevilge" amount ["på posten" | "i" year] ["," by] "."    for the whole post
//! by       ::= … ("økning" | "reduksjon") "på" amount ["fra" … "budsjett" … | "fra" year]
//! change   ::= … "saldert budsjett" … ("økning" | "reduksjon") "på" amount    right after it
//! revision ::= … "økes" | "reduseres" "med" amount ["fra" amount] ["til" amount]    in a revised budget
//! growth   ::= spent … spent … ["." "Dette"] … ("økning" | "reduksjon") "på" percent
//! spent    ::= amount "i" year | "i" year "var" amount      of years before the proposition's own
//! ```
//! An amount for a purpose («… mill. kroner til et program») is a part of the post, and so is one
//! under a title of its own: neither speaks of the whole.

use super::{Known, columns::unit_line};
use crate::{
    grammar::{
        amount::{Amount, amounts, decimal, signed},
        lexeme::is_blank,
        money::MoneyRole,
        place::after_last,
        sentence::sentences,
    },
    kinds::{budget_proposition::Proposition, money::posts::side},
    layout::{Joint, Text},
    model::{Appropriation, AppropriationLevel, AppropriationTable, Figure, FigureRole},
};
use std::ops::Range;

/// What a sentence says: its figures, and where it stands in the text.
struct Said {
    figures: Vec<Figure>,
    range: Range<usize>,
}

impl Proposition<'_> {
    /// Reads the text under each post; `taken` are the lines of tables, which part its sentences.
    pub(super) fn prose(&mut self, taken: &[Range<usize>], known: &mut Known) {
        let mut found: Vec<Appropriation> = Vec::new();
        let revised = self.document.appropriations.iter().any(|row| {
            row.table == AppropriationTable::Decision
                && row
                    .figures
                    .iter()
                    .any(|figure| matches!(figure.role, FigureRole::Change | FigureRole::New))
        });
        let heads = self.outline.heads();
        for (n, head) in heads.iter().enumerate() {
            let (Some(chapter), Some(post)) = (&head.chapter, &head.post) else {
                continue;
            };
            let until = heads.get(n + 1).map_or(self.lines.len(), |next| next.line);
            let text = self.text_between(head.end, until, taken);
            for said in self.said(text.as_str(), head.is_post(), revised) {
                let id = known.id(format!("text-{chapter}.{post}"));
                let name = self
                    .outline
                    .chapter(chapter)
                    .map(|(_, title)| title.to_string());
                found.push(Appropriation {
                    id,
                    level: AppropriationLevel::Post,
                    chapter: Some(chapter.clone()),
                    chapter_name: name,
                    post: Some(post.clone()),
                    name: None,
                    side: side(chapter),
                    table: AppropriationTable::Text,
                    section: Some(head.id.clone()),
                    figures: said.figures,
                    conditions: Vec::new(),
                    note: None,
                    action: None,
                    earmarks: Vec::new(),
                    spans: self.spans(&text.places_of(said.range)),
                });
            }
        }
        self.document.appropriations.extend(found);
    }

    /// The running text of lines, tables left out.
    fn text_between(&self, from: usize, until: usize, taken: &[Range<usize>]) -> Text {
        let mut text = Text::default();
        let mut next = taken.partition_point(|range| range.end <= from);
        let mut last: Option<&str> = None;
        for at in from..until {
            while taken.get(next).is_some_and(|range| range.end <= at) {
                next += 1;
            }
            let line = &self.lines[at];
            if taken.get(next).is_some_and(|range| range.start <= at)
                || line.cell.is_some()
                || unit_line(line.text).is_some()
            {
                continue;
            }
            let joint = match last {
                Some(last)
                    if line.gap && last.ends_with(['.', ':'])
                        || line.text.starts_with(['–', '•']) =>
                {
                    Joint::Paragraph
                }
                Some(last) => self.joint(last, line.text),
                None => Joint::Blank,
            };
            text.push(self.source, line.at..line.at + line.text.len(), joint);
            last = Some(line.text);
        }
        text
    }

    fn said(&self, text: &str, whole: bool, revised: bool) -> Vec<Said> {
        let mut found: Vec<Said> = Vec::new();
        let mut proposed = false;
        let mut following = sentences(text).into_iter().peekable();
        while let Some(sentence) = following.next() {
            let words = &text[sentence.clone()];
            let after_proposal = std::mem::take(&mut proposed);
            if !words.contains("kr") || !words.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let money = ["bevilg", "Bevilg", "løyv", "Løyv"]
                .iter()
                .any(|word| words.contains(word));
            let changed = |words: &str| {
                words.contains("pst") || words.contains("prosent") || words.contains('%')
            };
            let change = changed(words);
            // «Dette er en økning på …» goes on with the figures of the sentence before.
            let joined = following
                .peek()
                .filter(|next| !change && text[(*next).clone()].starts_with("Dette "))
                .filter(|next| changed(&text[(*next).clone()]))
                .map(|next| sentence.start..next.end);
            if whole
                && money
                && let Some(figures) = self.proposal(words)
            {
                proposed = figures.len() == 1;
                found.push(Said {
                    figures,
                    range: sentence,
                });
            } else if whole
                && revised
                && money
                && let Some(figures) = self.revision(words)
            {
                found.push(Said {
                    figures,
                    range: sentence,
                });
            } else if after_proposal
                && let Some(figure) = self.change(words)
                && let Some(last) = found.last_mut()
            {
                last.figures.push(figure);
                last.range.end = sentence.end;
            } else if change && let Some(figures) = self.growth(words) {
                found.push(Said {
                    figures,
                    range: sentence,
                });
            } else if let Some(range) = joined
                && let Some(figures) = self.growth(&text[range.clone()])
            {
                found.push(Said { figures, range });
            }
        }
        found
    }

    /// proposal
    fn proposal(&self, words: &str) -> Option<Vec<Figure>> {
        let amounts = amounts(words);
        let (amount, more) = match amounts.as_slice() {
            [amount] => (amount, None),
            [amount, more] => (amount, Some(more)),
            _ => return None,
        };
        let amount = &whole(words, amount);
        let before = words[..amount.range.start].trim_end();
        self.grammar.money.find(before, MoneyRole::Proposes)?;
        let year = self.document.year;
        let mut figures = vec![self.said_figure(FigureRole::Proposal, year, amount, words, 1)];
        let until = match more {
            Some(by) => {
                let between = words.get(amount.range.end..by.range.start)?;
                let comma = between.find([',', '–'])?;
                let sign = self.direction(between[comma..].trim_end())?;
                // What it is compared with may be a year before the last: then it is no change.
                if self.than_budget(&words[by.range.end..]) {
                    figures.push(self.said_figure(FigureRole::Change, year, by, words, sign));
                }
                amount.range.end + comma
            }
            None => words.len(),
        };
        let after = words[amount.range.end..until].trim_matches(|c: char| is_blank(c) || c == '.');
        let named = |rest: &str| rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit());
        let after = ["på posten", "på ny post"]
            .iter()
            .find_map(|word| after.strip_prefix(word))
            .unwrap_or(after)
            .trim_start();
        let plain = after.is_empty()
            || after
                .strip_prefix("i ")
                .or(after.strip_prefix("for "))
                .is_some_and(named);
        plain.then_some(figures)
    }

    /// Whether the words after a change compare it with the budget before: they say so, name the year
    /// before, or say nothing.
    fn than_budget(&self, words: &str) -> bool {
        let words = words.trim_matches(|c: char| is_blank(c) || c == '.');
        let before = self.document.year.map(|year| (year - 1).to_string());
        words.is_empty()
            || self
                .grammar
                .money
                .find(words, MoneyRole::ThanBudget)
                .is_some()
            || before.is_some_and(|year| {
                words
                    .strip_suffix(year.as_str())
                    .is_some_and(|rest| rest.len() <= 30 && !rest.contains(','))
            })
    }

    /// revision
    fn revision(&self, words: &str) -> Option<Vec<Figure>> {
        let lower = words.to_lowercase();
        if !["foresl", "føresl", "framlegg"]
            .iter()
            .any(|word| lower.contains(word))
        {
            return None;
        }
        let amounts = amounts(words);
        let (by, rest) = amounts.split_first()?;
        let before = words[..by.range.start].trim_end();
        let is = |role| self.grammar.money.find(before, role).is_some();
        let sign = match (is(MoneyRole::Raises), is(MoneyRole::Lowers)) {
            (true, false) => 1,
            (false, true) => -1,
            _ => return None,
        };
        let year = self.document.year;
        let mut figures = vec![self.said_figure(FigureRole::Change, year, by, words, sign)];
        for amount in rest {
            let before = words[..amount.range.start].trim_end();
            let figure = |role| self.said_figure(role, year, amount, words, 1);
            // An amount of anything else: the sentence says more than the post's money.
            match before.rsplit(is_blank).next()? {
                "fra" | "frå" => figures.insert(0, figure(FigureRole::Previous)),
                "til" => figures.push(figure(FigureRole::New)),
                _ => return None,
            }
        }
        Some(figures)
    }

    /// change
    fn change(&self, words: &str) -> Option<Figure> {
        self.grammar.money.find(words, MoneyRole::ThanBudget)?;
        let amounts = amounts(words);
        let amount = amounts.first()?;
        let sign = self.direction(words[..amount.range.start].trim_end())?;
        Some(self.said_figure(FigureRole::Change, self.document.year, amount, words, sign))
    }

    /// growth
    fn growth(&self, words: &str) -> Option<Vec<Figure>> {
        let mut figures: Vec<Figure> = Vec::new();
        let mut end = 0;
        for amount in amounts(words) {
            let after = words[amount.range.end..].trim_start_matches(is_blank);
            let year = ["i ", "for "]
                .iter()
                .find_map(|word| after.strip_prefix(word))
                .and_then(|rest| rest.get(..4))
                .or_else(|| {
                    let before = words[..amount.range.start].trim_end();
                    let lead = before.strip_suffix(" var")?;
                    let at = lead.len().checked_sub(4)?;
                    lead.get(..at)?.ends_with(" i ").then(|| &lead[at..])
                })
                .and_then(|year| year.parse::<i32>().ok())
                .filter(|year| (1980..2100).contains(year));
            if let Some(year) = year {
                figures.push(self.said_figure(FigureRole::Accounts, Some(year), &amount, words, 1));
                end = amount.range.end;
            }
        }
        let [first, second] = figures.as_slice() else {
            return None;
        };
        // What is paid in the proposition's own year is a rate or a proposal, and was spent by nobody.
        let own = self.document.year;
        let to_come = |figure: &Figure| figure.year.zip(own).is_some_and(|(year, own)| year >= own);
        if first.year == second.year || to_come(first) || to_come(second) {
            return None;
        }
        let rest = &words[end..];
        let (at, unit) = ["pst", "prosent", "%"]
            .iter()
            .filter_map(|unit| rest.find(unit).map(|at| (at, *unit)))
            .min()?;
        let number = rest[..at].trim_end_matches(is_blank);
        let start = after_last(number, |c| !(c.is_ascii_digit() || c == ','));
        let (left, value) = signed(&number[start..]).ok()?;
        let sign = self.direction(number[..start].trim_end())?;
        if !left.is_empty() {
            return None;
        }
        figures.push(Figure {
            label: None,
            year: None,
            role: FigureRole::Percent,
            nok: None,
            percent: Some(value.value() * sign as f64),
            raw: rest[start..at + unit.len()].to_string(),
        });
        Some(figures)
    }

    /// 1 where words end in a rise, -1 where they end in a cut.
    fn direction(&self, words: &str) -> Option<i64> {
        if self.grammar.money.find(words, MoneyRole::Rise).is_some() {
            return Some(1);
        }
        self.grammar
            .money
            .find(words, MoneyRole::Cut)
            .is_some()
            .then_some(-1)
    }

    fn said_figure(
        &self,
        role: FigureRole,
        year: Option<i32>,
        amount: &Amount,
        words: &str,
        sign: i64,
    ) -> Figure {
        Figure {
            label: None,
            year,
            role,
            nok: amount.nok.map(|nok| nok.saturating_mul(sign)),
            percent: None,
            raw: words[amount.range.clone()].to_string(),
        }
    }
}

/// The amount with all the groups that stand before it. «1⍽614 978 mill. kroner» is a million millions,
/// which is taken for two numbers elsewhere; after «bevilge» it is one, misprinted.
fn whole(words: &str, amount: &Amount) -> Amount {
    let mut start = amount.range.start;
    loop {
        let before = words[..start].trim_end_matches(is_blank);
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if before.len() == start || !(1..=3).contains(&digits) {
            break;
        }
        start = before.len() - digits;
    }
    match decimal(&words[start..]) {
        Ok((_, number)) if start < amount.range.start => Amount {
            range: start..amount.range.end,
            nok: amount.unit.nok(number),
            unit: amount.unit,
        },
        _ => amount.clone(),
    }
}
