//! The points of a list that a time names: «punkt 1 og 2», «bokstav c».

use super::{Reader, Terms, floor};
use std::ops::Range;

impl Reader<'_> {
    /// `Bokstav a og b leveres 15. mai, bokstav c 1. juni`: the points that the clause of a time begins with.
    pub(super) fn points_of_clauses(&mut self, sentence: &Range<usize>) {
        let ends: Vec<usize> = self
            .found
            .iter()
            .filter(|found| found.sentence == *sentence)
            .map(|found| found.raw.end)
            .collect();
        for found in self.found.iter_mut() {
            if found.sentence != *sentence || !found.points.is_empty() || found.labelled {
                continue;
            }
            let start = found.raw.start;
            let since = ends.iter().filter(|end| **end <= start).max();
            let since = since.copied().unwrap_or(sentence.start);
            found.points = leading_points(&self.text[since..start], &self.grammar.deadlines);
            if found.points.is_empty() {
                found.points =
                    leading_points(&self.text[found.raw.clone()], &self.grammar.deadlines);
            }
        }
    }
}

/// `punkt 1 og 2`, `deloppdrag 3`: the labels named between a deadline's word and its time.
pub(super) fn points(clause: &str, terms: &Terms) -> Vec<String> {
    let clause = clause.trim_start_matches([':', ' ', ',']);
    let head = &clause[..clause
        .find(':')
        .unwrap_or(clause.len().min(floor(clause, 60.min(clause.len()))))];
    let mut words = head.split_whitespace().peekable();
    let mut points = Vec::new();
    let keyword = |word: &str| {
        terms.point.is(word
            .to_lowercase()
            .trim_matches(|c: char| !c.is_alphanumeric()))
    };
    while let Some(word) = words.next() {
        // `a) 1. mars`: a bare letter with its bracket.
        if word.len() == 2
            && word.ends_with(')')
            && word.starts_with(|c: char| c.is_ascii_lowercase())
        {
            points.push(word[..1].to_string());
            continue;
        }
        // `Frist for a: 30. april`, `Frist for a og b:`
        let letter = |next: &&str| {
            let bare = next.trim_end_matches([':', ',', ')']);
            bare.len() == 1 && ('a'..='h').contains(&bare.chars().next().unwrap_or(' '))
        };
        let of_letter = terms.point_for.is(word) && words.peek().is_some_and(letter);
        if !keyword(word) && !of_letter {
            continue;
        }
        while let Some(next) = words.peek() {
            let bare = next.trim_matches(|c: char| !c.is_alphanumeric());
            let mut range = bare.split(['-', '–']);
            let label = |part: &str| {
                !part.is_empty()
                    && part.len() <= 3
                    && (part.chars().all(|c| c.is_ascii_digit())
                        || part.len() == 1
                        || part.chars().next().is_some_and(|c| c.is_ascii_digit()))
            };
            if terms.point_joint.is(bare) {
                words.next();
            } else if let (Some(from), Some(to), None) = (
                range.next().and_then(|n| n.parse::<u32>().ok()),
                range.next().and_then(|n| n.parse::<u32>().ok()),
                range.next(),
            ) {
                points.extend((from..=to.min(from + 30)).map(|n| n.to_string()));
                words.next();
            } else if label(bare) && !(next.contains('.') && bare.contains('.')) {
                points.push(bare.to_lowercase());
                words.next();
            } else {
                break;
            }
        }
    }
    points
}

/// The points that stand before a label in its sentence: `For bokstav b gjelder`.
pub(super) fn points_of_lead(lead: &str, terms: &Terms) -> Vec<String> {
    let lower = lead.trim_start().to_lowercase();
    if terms.point_leads.begin(&lower) {
        points(lead, terms)
    } else {
        Vec::new()
    }
}

/// The points that a clause begins with: `Bokstav a og b leveres`, `, bokstav c`.
pub(super) fn leading_points(clause: &str, terms: &Terms) -> Vec<String> {
    let mut lead = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    if let Some(joint) = terms.clause_joint.opening(lead) {
        lead = lead[joint.len()..].trim_start();
    }
    points_of_lead(lead, terms)
}
