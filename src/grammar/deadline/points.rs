//! The points of a list that a time names: «punkt 1 og 2», «bokstav c».

use super::{Reader, floor};
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
            found.points = leading_points(&self.text[since..start]);
            if found.points.is_empty() {
                found.points = leading_points(&self.text[found.raw.clone()]);
            }
        }
    }
}

/// `punkt 1 og 2`, `deloppdrag 3`: the labels named between a deadline's word and its time.
pub(super) fn points(clause: &str) -> Vec<String> {
    let clause = clause.trim_start_matches([':', ' ', ',']);
    let head = &clause[..clause
        .find(':')
        .unwrap_or(clause.len().min(floor(clause, 60.min(clause.len()))))];
    let mut words = head.split_whitespace().peekable();
    let mut points = Vec::new();
    let keyword = |word: &str| {
        matches!(
            word.to_lowercase()
                .trim_matches(|c: char| !c.is_alphanumeric()),
            "punkt"
                | "pkt"
                | "punktene"
                | "punkta"
                | "deloppdrag"
                | "delpunkt"
                | "bokstav"
                | "deloppgave"
                | "deloppdragene"
        )
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
        let of_letter = word == "for" && words.peek().is_some_and(letter);
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
            if matches!(bare, "og" | "samt" | "til") {
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
pub(super) fn points_of_lead(lead: &str) -> Vec<String> {
    let lower = lead.trim_start().to_lowercase();
    if lower.starts_with("for ") || lower.starts_with("punkt") || lower.starts_with("bokstav") {
        points(lead)
    } else {
        Vec::new()
    }
}

/// The points that a clause begins with: `Bokstav a og b leveres`, `, bokstav c`.
pub(super) fn leading_points(clause: &str) -> Vec<String> {
    let mut lead = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    for joint in ["og ", "samt ", "mens ", "medan "] {
        lead = lead.strip_prefix(joint).unwrap_or(lead);
    }
    points_of_lead(lead)
}
