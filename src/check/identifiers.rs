//! Printed series of assignment numbers: what is missing from them, and what stands twice.
//!
//! ```text
//! series   ::= new assignments of one letter, in the order of the text, whose numbers share a prefix
//! restart  ::= a number that a series began with, in another section: a further series begins
//! misprint ::= another number where the one between its neighbours is missing (30, 301, 32)
//! ```
//! A prefix with a year or a section in it ("TB2026-", "2.") never begins again.

use super::diagnostic;
use crate::model::Code;
use crate::model::{Action, Assignment, Diagnostic, Document, Extraction, Relation, Severity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A printed number taken apart: `number ::= prefix digits letter? ("/" year)?`
/// ("TB2026-" and 14; "TB 2025-" and 22 of "TB 2025-22a"; "" and 12; "Oppdrag " and 7 of "Oppdrag 7/2026").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number<'a> {
    prefix: &'a str,
    digits: &'a str,
    value: u32,
    year: Option<&'a str>,
}

impl<'a> Number<'a> {
    fn of(printed: &'a str) -> Option<Self> {
        // `Bestilling 7/26`: the year stands after the number.
        let (counted, year) = match printed.rsplit_once('/') {
            Some((counted, year))
                if matches!(year.len(), 2 | 4)
                    && year.bytes().all(|b| b.is_ascii_digit())
                    && counted.ends_with(|c: char| c.is_ascii_digit()) =>
            {
                (counted, Some(year))
            }
            _ => (printed, None),
        };
        let stem = counted.strip_suffix(char::is_alphabetic).unwrap_or(counted);
        let prefix = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &stem[prefix.len()..];
        let value = digits.parse().ok()?;
        Some(Self {
            prefix,
            digits,
            value,
            year,
        })
    }

    /// Whether its series may begin again: nothing in it says of which year or section it is.
    fn counts_alone(&self) -> bool {
        self.year.is_none() && !self.prefix.contains(|c: char| c.is_ascii_digit())
    }

    /// Another number of its series, as it would be printed.
    fn print(&self, value: u32) -> String {
        let width = match self.digits.starts_with('0') {
            true => self.digits.len(),
            false => 0,
        };
        let year = self.year.map_or(String::new(), |year| format!("/{year}"));
        format!("{}{value:0width$}{year}", self.prefix)
    }
}

/// Gaps in a series of numbers (`identifier_gap`) and numbers that are given to two assignments
/// (`identifier_duplicate`), as warnings: both are what the ministry printed.
///
/// Gaps are looked for in the year's own letter, in series that are whole but for them: a supplement
/// takes up only some numbers, and so does a letter of a series that several agencies share. Numbers
/// that the letter clarifies or withdraws fill gaps but open none.
pub fn identifiers(extraction: &Extraction) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in &extraction.documents {
        let all = series(document);
        for own in &all {
            found.extend(own.duplicates());
        }
        if document.relation == Relation::Original {
            let named = named(document);
            let held = all
                .iter()
                .filter(|own| !of_another_year(&own.key, document.year));
            found.extend(held.flat_map(|own| own.gaps(&named)));
        }
    }
    found.extend(reused(&extraction.documents));
    found
}

fn warning(code: Code, message: String, about: &Assignment) -> Diagnostic {
    let spans = match about.title_spans.as_slice() {
        [] => &about.spans,
        title => title,
    };
    diagnostic(code, Severity::Warning, message, Some(&about.id), spans)
}

/// Prefix and year of a number: what its series has in common.
type Key<'a> = (&'a str, Option<&'a str>);

/// One run of numbers in one document.
struct Series<'a> {
    key: Key<'a>,
    /// The new assignments, in the order of the text.
    members: Vec<(Number<'a>, &'a Assignment)>,
}

/// The series of a document.
fn series(document: &Document) -> Vec<Series<'_>> {
    let mut all: Vec<Series<'_>> = Vec::new();
    let mut open: HashMap<Key<'_>, usize> = HashMap::new();
    let numbered: Vec<(Number<'_>, &Assignment)> = document
        .assignments
        .iter()
        .filter(|own| own.action == Action::New)
        .filter_map(|own| Some((Number::of(own.number.as_deref()?)?, own)))
        .collect();
    for &(number, assignment) in &numbered {
        let key = (number.prefix, number.year);
        let known = open.get(&key).copied();
        let restarts = |own: &Series<'_>| {
            let section = own
                .members
                .last()
                .and_then(|(_, last)| last.section.as_ref());
            number.counts_alone()
                && own
                    .members
                    .first()
                    .is_some_and(|(first, _)| number.value <= first.value)
                && section != assignment.section.as_ref()
        };
        match known.filter(|&at| !restarts(&all[at])) {
            Some(at) => all[at].members.push((number, assignment)),
            None => {
                open.insert(key, all.len());
                all.push(Series {
                    key,
                    members: vec![(number, assignment)],
                });
            }
        }
    }
    all
}

/// Every number that a document names as its own, however.
fn named(document: &Document) -> BTreeSet<(Key<'_>, u32)> {
    let assignments = document.assignments.iter();
    let withdrawn = document.withdrawals.iter();
    assignments
        .filter_map(|own| own.number.as_deref())
        .chain(withdrawn.filter_map(|own| own.assignment.as_deref()))
        .filter_map(Number::of)
        .map(|number| ((number.prefix, number.year), number.value))
        .collect()
}

impl Series<'_> {
    /// The number that is missing where a member stands: the one between its neighbours.
    fn misprinted(&self, at: usize) -> Option<u32> {
        let value = |at: usize| self.members.get(at).map(|(number, _)| number.value);
        let (own, before, after) = (value(at)?, value(at.checked_sub(1)?)?, value(at + 1)?);
        let missing = before.checked_add(1)?;
        let held = |one: u32| self.members.iter().any(|(number, _)| number.value == one);
        (own != missing && missing.checked_add(1) == Some(after) && !held(missing))
            .then_some(missing)
    }

    /// Numbers that stand twice.
    fn duplicates(&self) -> Vec<Diagnostic> {
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut found = Vec::new();
        for (at, (number, assignment)) in self.members.iter().enumerate() {
            let Some(printed) = assignment.number.as_deref() else {
                continue;
            };
            let Some(&other) = first.get(printed) else {
                first.insert(printed, at);
                continue;
            };
            let title = |at: usize| self.members[at].1.title.as_deref().unwrap_or("no title");
            // The wrong one is the one that stands where another number is missing.
            let missing = [other, at].into_iter().find_map(|at| self.misprinted(at));
            let lacks = missing.map_or(String::new(), |missing| {
                format!("; {} is missing", number.print(missing))
            });
            let message = format!(
                "the number {printed} is given to two assignments («{}» and «{}»){lacks}",
                title(other),
                title(at)
            );
            found.push(warning(Code::IdentifierDuplicate, message, assignment));
        }
        found
    }

    /// Numbers that are missing.
    fn gaps(&self, named: &BTreeSet<(Key<'_>, u32)>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut count: HashMap<u32, usize> = HashMap::new();
        for (number, _) in &self.members {
            *count.entry(number.value).or_default() += 1;
        }
        // A misprint is one finding: the number that it stands for is missing, its own is no member.
        let mut held: BTreeMap<u32, &Assignment> = BTreeMap::new();
        for (at, (number, assignment)) in self.members.iter().enumerate() {
            let Some(missing) = self.misprinted(at) else {
                held.entry(number.value).or_insert(assignment);
                continue;
            };
            held.insert(missing, assignment);
            // Where it stands twice, that has been told.
            if count.get(&number.value) == Some(&1) {
                let message = format!(
                    "{} is missing; {} stands in its place, between {} and {}",
                    number.print(missing),
                    number.print(number.value),
                    number.print(missing - 1),
                    number.print(missing + 1)
                );
                found.push(warning(Code::IdentifierGap, message, assignment));
            }
        }
        let Some((&lowest, _)) = held.first_key_value() else {
            return found;
        };
        // A letter that begins far up takes its numbers from a series that others share.
        let start = match lowest as usize > held.len() + 1 {
            true => lowest,
            false => lowest.min(1),
        };
        let fills = |value: u32| held.contains_key(&value) || named.contains(&(self.key, value));
        let own = |(key, value): &&(Key<'_>, u32)| *key == self.key && *value >= start;
        let others = named
            .iter()
            .filter(own)
            .filter(|one| !held.contains_key(&one.1));
        let present = held.len() + others.count();
        let mut stretches: Vec<(u32, u32, &Assignment)> = Vec::new();
        let mut expected = start;
        for (&number, assignment) in &held {
            // A stretch that is longer than the series is none of its gaps.
            if (number.saturating_sub(expected) as usize) > present {
                return found;
            }
            let mut open = None;
            for value in expected..=number {
                match (fills(value), open) {
                    (false, None) => open = Some(value),
                    (true, Some(from)) => {
                        stretches.push((from, value, assignment));
                        open = None;
                    }
                    _ => {}
                }
            }
            expected = number.saturating_add(1);
        }
        let missing: u32 = stretches.iter().map(|(from, to, _)| to - from).sum();
        if missing as usize > (present / 4).max(1) || present < 3 {
            return found;
        }
        let print = |value: u32| {
            let model = self
                .members
                .iter()
                .find(|(own, _)| own.digits.starts_with('0'));
            model.unwrap_or(&self.members[0]).0.print(value)
        };
        for (from, to, assignment) in stretches {
            let names = match to - from {
                1 => format!("{} is", print(from)),
                2..=5 => {
                    let names: Vec<_> = (from..to).map(print).collect();
                    format!("{} are", names.join(", "))
                }
                n => format!("{} to {} ({n} numbers) are", print(from), print(to - 1)),
            };
            let message = format!("{names} missing before {}", print(to));
            found.push(warning(Code::IdentifierGap, message, assignment));
        }
        found
    }
}

/// Numbers that a later document of the file gives anew, for the same year and to the same bodies, to
/// something else.
fn reused(documents: &[Document]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<_, (&str, &Assignment)> = BTreeMap::new();
    let mut found = Vec::new();
    for document in documents {
        // A revised letter gives all of them again.
        if document.relation == Relation::Revision {
            continue;
        }
        let given = document
            .assignments
            .iter()
            .filter(|own| own.action == Action::New)
            .filter_map(|own| Some((own, own.number.as_deref()?)))
            // `Oppdrag 1` begins again in every letter.
            .filter(|(_, printed)| Number::of(printed).is_none_or(|own| !own.counts_alone()));
        for (assignment, number) in given {
            let place = (document.kind, document.year, &document.recipients, number);
            let (earlier, other) = *first.entry(place).or_insert((&document.key, assignment));
            let same = other.title.is_some() && other.title == assignment.title;
            if earlier != document.key && !same {
                let message = format!(
                    "{} gives the number {number} to a new assignment; {earlier} had given it already",
                    document.key
                );
                found.push(warning(Code::IdentifierDuplicate, message, assignment));
            }
        }
    }
    found
}

/// Whether a prefix names a year that is not the document's: earlier assignments printed again are
/// no series.
fn of_another_year((prefix, behind): &Key<'_>, year: Option<i32>) -> bool {
    let Some(year) = year else { return false };
    let digits: String = match behind {
        Some(behind) => (*behind).to_string(),
        None => prefix.chars().filter(char::is_ascii_digit).collect(),
    };
    match digits.len() {
        4 => digits != year.to_string(),
        2 => digits != format!("{:02}", year.rem_euclid(100)),
        _ => false,
    }
}
