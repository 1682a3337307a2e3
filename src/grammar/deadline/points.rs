//! The points of a list that a time names: «punkt 1 og 2», «bokstav c».

use super::{Grammar, Reader, Terms, floor};
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
        let of_letter =
            terms.point_for.is(&word.to_lowercase()) && words.peek().is_some_and(letter);
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

/// How short a noun may be that is known again, in letters.
const SHORTEST: usize = 6;

/// `Veilederen skal sendes`, `og veilederen`: the one noun that a clause is about, in lower case.
pub fn thing_of(clause: &str, grammar: &Grammar) -> Option<String> {
    let terms = &grammar.deadlines;
    let lower = clause.to_lowercase();
    let clause = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let clause = match terms.clause_joint.opening(clause) {
        Some(joint) => clause[joint.len()..].trim_start(),
        None => clause,
    };
    let mut words = clause.split_whitespace();
    let noun = words.next()?;
    let alone = words
        .next()
        .is_none_or(|verb| terms.shall.is(verb) || super::asked::is_passive(verb));
    let long = noun.chars().count() >= SHORTEST && noun.chars().all(char::is_alphabetic);
    (alone && long).then(|| noun.to_string())
}

/// Whether words name a thing that is known again: «en veileder» and «veilederen», «retningslinjer» and
/// «retningslinjene».
pub fn names_thing(words: &str, thing: &str, grammar: &Grammar) -> bool {
    let terms = &grammar.deadlines;
    let same = |word: &str| {
        terms.known_again.each().any(|end| {
            thing.strip_suffix(end).is_some_and(|stem| {
                let mut many = terms.plural.each();
                stem == word || many.any(|mark| word.strip_suffix(mark) == Some(stem))
            })
        })
    };
    let lower = words.to_lowercase();
    lower.split(|c: char| !c.is_alphabetic()).any(same)
}

/// The points that stand before a label in its sentence: `For bokstav b gjelder`.
pub(super) fn points_of_lead(lead: &str, terms: &Terms) -> Vec<String> {
    // `Frist: For bokstav b gjelder`: behind the name of the field.
    let lead = lead.rsplit_once(": ").map_or(lead, |(_, lead)| lead);
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
    let named = points_of_lead(lead, terms);
    match named.is_empty() {
        true => points_of_thing(lead, terms),
        false => named,
    }
}

/// `Oversikten i bokstav a skal foreligge`, `Planen for del 1`, `Alternativet i nr. 3`: the points of the list that
/// the clause's subject is said to be of, near its head and before its verb.
fn points_of_thing(lead: &str, terms: &Terms) -> Vec<String> {
    /// How many words may stand before the word for a point.
    const LEAD: usize = 4;
    let lower = lead.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_point = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        terms.point.is(bare) || terms.point_of_thing.is(bare)
    };
    let Some(at) = words.iter().take(LEAD + 1).position(|word| is_point(word)) else {
        return Vec::new();
    };
    let led = at > 1 && terms.point_in.is(words[at - 1]);
    let plain = words[..at]
        .iter()
        .all(|word| word.ends_with(char::is_alphanumeric));
    let acts = words[..at].iter().any(|word| terms.shall.is(word));
    if !led || !plain || acts {
        return Vec::new();
    }
    let place = words[at].as_ptr() as usize - lower.as_ptr() as usize + words[at].len();
    let rest = lower[place..].trim_start();
    // `del 1`, `nr. 3` are read as points are: `punkt 1`.
    let named = format!("{} {rest}", terms.point.each().next().unwrap_or_default());
    points(&named, terms)
}
