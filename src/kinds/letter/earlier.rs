//! What a letter says of earlier assignments: withdrawn, lapsed, going on.
//!
//! ```text
//! withdrawal ::= identifier … "utgår"
//! carry-over ::= earlier … ("videreføres" | "held fram" | "utgår")       "Oppdrag fra 2025 som ikke er levert, videreføres."
//!              | earlier "." "Oppdraget" … "videreføres" …               what goes on stands in the sentence before
//! earlier    ::= … assignment … (year | "i fjor" | "tidligere år")
//! ```
//! A sentence that only says «oppdraget» is quoted with the one before it, which tells the year.

use super::Letter;
use crate::{
    grammar::{Grammar, Zone, identifier::identifiers, phrases::Role, sentence::sentences},
    layout::Text,
    model::{CarryOver, CarryOverEffect, Relation, Withdrawal},
};
use std::ops::Range;

impl Letter<'_> {
    /// Reads what the letter says of earlier assignments.
    pub(super) fn earlier_assignments(&mut self) {
        let chapters = self.chapters.clone();
        for (n, chapter) in chapters.iter().enumerate() {
            let withdrawn_zone = self.under(n, Zone::WithdrawnAssignments);
            for &at in &chapter.blocks {
                let text = self.blocks[at].text.clone();
                let mut before: Option<Range<usize>> = None;
                for range in sentences(text.as_str()) {
                    let words = &text.as_str()[range.clone()];
                    let named = self.assignments_named(words);
                    let gone = self.grammar.has(said(words, self.grammar), Role::Withdrawn);
                    if !named.is_empty() && (gone || withdrawn_zone) {
                        let part = text.slice(range.clone());
                        for identifier in named {
                            let record = Withdrawal {
                                assignment: Some(identifier),
                                text: part.as_str().to_string(),
                                spans: self.spans(&part),
                            };
                            self.document.withdrawals.push(record);
                        }
                    } else {
                        self.carried(&text, range.clone(), before.clone(), &named);
                    }
                    before = Some(range);
                }
            }
        }
        self.withdrawn_drafts();
    }

    /// The assignments that a sentence names by their numbers.
    fn assignments_named(&self, words: &str) -> Vec<String> {
        let mut named: Vec<String> = identifiers(words, &self.grammar.templates)
            .into_iter()
            .map(|identifier| identifier.number)
            .collect();
        if named.is_empty() {
            let own = self.grammar.named_assignment(words);
            named.extend(own.map(|(number, _)| number));
        }
        named
    }

    /// Reads what a sentence says of the assignments of earlier years, with the sentence before it where that
    /// tells which.
    fn carried(
        &mut self,
        text: &Text,
        range: Range<usize>,
        before: Option<Range<usize>>,
        named: &[String],
    ) {
        let words = &text.as_str()[range.clone()];
        let own = said(words, self.grammar);
        let Some(effect) = self.effect(own) else {
            return;
        };
        if named.is_empty() && !self.grammar.has(own, Role::EarlierAssignment) {
            return;
        }
        let mut years = years_in(own);
        for year in years_of(named) {
            if !years.contains(&year) {
                years.push(year);
            }
        }
        let part = if self.of_earlier_years(own, &years) {
            text.slice(range)
        } else if let Some(before) = before
            && self.grammar.first_word(words, Role::GoesBack).is_some()
            && let lead = said(&text.as_str()[before.clone()], self.grammar)
            && self.grammar.has(lead, Role::EarlierAssignment)
            && self.of_earlier_years(lead, &years_in(lead))
        {
            years = years_in(lead);
            text.slice(before.start..range.end)
        } else {
            return;
        };
        let record = CarryOver {
            years,
            effect,
            text: part.as_str().to_string(),
            spans: self.spans(&part),
        };
        self.document.carry_over.push(record);
    }

    /// Whether a sentence says that something lapses or goes on.
    fn effect(&self, words: &str) -> Option<CarryOverEffect> {
        let hits = self.grammar.words(words);
        if hits.iter().any(|hit| hit.role == Role::Withdrawn) {
            return Some(CarryOverEffect::Lapses);
        }
        let goes_on = hits.iter().find(|hit| hit.role == Role::Continued)?;
        // «Oppdrag fra 2025 videreføres ikke.»
        let rest = words[goes_on.range.end..].trim_start();
        Some(match self.grammar.first_word(rest, Role::Not).is_some() {
            true => CarryOverEffect::Lapses,
            false => CarryOverEffect::Continues,
        })
    }

    /// Whether a sentence is about an earlier year: it names one, or says «i fjor». A supplement may speak of
    /// the assignments of its own year.
    fn of_earlier_years(&self, words: &str, years: &[i32]) -> bool {
        let later = self.announced.relation != Relation::Original;
        let own = self.document.year;
        let earlier = |year: &i32| later || own.is_none_or(|own| *year < own);
        years.iter().any(earlier) || self.grammar.has(words, Role::EarlierYear)
    }

    /// An assignment whose whole body says that it lapses is a withdrawal.
    fn withdrawn_drafts(&mut self) {
        let mut kept = Vec::new();
        for assignment in std::mem::take(&mut self.document.assignments) {
            let title = assignment.title.clone().unwrap_or_default();
            let body = assignment.text.clone().unwrap_or_default();
            let gone = |words: &str| words.len() < 240 && self.grammar.has(words, Role::Withdrawn);
            // «Oppdraget utgår. Det er tatt opp i …»: what follows says why.
            const REASONS: usize = 3;
            let all = sentences(&body);
            let first = all.first().map_or("", |range| &body[range.clone()]);
            let lapses = all.len() <= REASONS && gone(first);
            // `Oppdrag 5 – Portal`, and below it «Oppdrag 5 utgår.», which is read.
            let gone_below = body.is_empty()
                && assignment.number.is_some()
                && self
                    .document
                    .withdrawals
                    .iter()
                    .any(|one| one.assignment == assignment.number);
            if gone_below {
                continue;
            }
            let withdrawn = self.announced.relation != Relation::Original
                && (body.is_empty() && gone(&title) || lapses);
            if withdrawn {
                let (text, spans) = if lapses {
                    (body, assignment.spans)
                } else {
                    (title, assignment.title_spans)
                };
                self.document.withdrawals.push(Withdrawal {
                    assignment: assignment.number.clone(),
                    text,
                    spans,
                });
                let id = assignment.id.clone();
                self.document
                    .deadlines
                    .retain(|deadline| deadline.assignment.as_ref() != Some(&id));
            } else {
                kept.push(assignment);
            }
        }
        self.document.assignments = kept;
    }
}

/// What a sentence says itself: «…, jf. oppdrag gitt i 2025» refers to assignments, and says nothing of them.
fn said<'a>(words: &'a str, grammar: &Grammar) -> &'a str {
    let hits = grammar.words(words).into_iter();
    let mut compares = hits.filter(|hit| hit.role == Role::Compares);
    let at = compares.find(|hit| words[..hit.range.start].ends_with(", "));
    at.map_or(words, |hit| {
        words[..hit.range.start].trim_end_matches([',', ' '])
    })
}

/// The years named in a sentence, in order.
pub(super) fn years_in(words: &str) -> Vec<i32> {
    let mut years = Vec::new();
    for part in words.split(|c: char| !c.is_alphanumeric()) {
        if part.len() == 4
            && let Ok(year) = part.parse::<i32>()
            && (1990..2100).contains(&year)
            && !years.contains(&year)
        {
            years.push(year);
        }
    }
    years
}

/// The years in the numbers of assignments: `TB2025-12`, `2/2025`.
fn years_of(named: &[String]) -> Vec<i32> {
    let digits = |c: char| !c.is_ascii_digit();
    named
        .iter()
        .flat_map(|number| years_in(&number.replace(digits, " ")))
        .collect()
}
