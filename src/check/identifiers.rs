//! Printed series of assignment numbers: what is missing from them, and what stands twice.

use super::diagnostic;
use crate::model::Code;
use crate::model::{Action, Assignment, Diagnostic, Document, Extraction, Relation, Severity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A printed number taken apart: `number ::= prefix digits letter?`
/// ("TB2026-" and 14; "TB 2025-" and 22 of "TB 2025-22a"; "" and 12).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number<'a> {
    prefix: &'a str,
    digits: &'a str,
    value: u32,
}

impl<'a> Number<'a> {
    fn of(printed: &'a str) -> Option<Self> {
        // `Bestilling 7/26`: the year stands after the number.
        let counted = match printed.rsplit_once('/') {
            Some((counted, year))
                if matches!(year.len(), 2 | 4)
                    && counted.ends_with(|c: char| c.is_ascii_digit()) =>
            {
                counted
            }
            _ => printed,
        };
        let stem = counted.strip_suffix(char::is_alphabetic).unwrap_or(counted);
        let prefix = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &stem[prefix.len()..];
        let value = digits.parse().ok()?;
        Some(Self {
            prefix,
            digits,
            value,
        })
    }
}

/// Gaps in a series of numbers (`identifier_gap`) and numbers that stand twice
/// (`identifier_duplicate`), as warnings: both are what the ministry printed.
///
/// A series is the new assignments of one document whose numbers share a prefix. The year's own
/// letter begins at 1; a supplement begins where it begins. Numbers that the document clarifies or
/// withdraws fill gaps but open none.
pub fn identifiers(extraction: &Extraction) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in &extraction.documents {
        found.extend(duplicates(document));
        found.extend(gaps(document));
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

/// Numbers that stand twice in one document.
fn duplicates(document: &Document) -> Vec<Diagnostic> {
    let mut first: HashMap<&str, &Assignment> = HashMap::new();
    let mut found = Vec::new();
    for assignment in &document.assignments {
        let Some(number) = assignment.number.as_deref() else {
            continue;
        };
        match first.get(number) {
            None => {
                first.insert(number, assignment);
            }
            Some(other) => {
                let title = |a: &Assignment| a.title.clone().unwrap_or_else(|| "no title".into());
                let message = format!(
                    "the number {number} is given to two assignments («{}» and «{}»)",
                    title(other),
                    title(assignment)
                );
                found.push(warning(Code::IdentifierDuplicate, message, assignment));
            }
        }
    }
    found
}

/// Numbers that a later document of the file gives anew, for the same year and to the same bodies.
fn reused(documents: &[Document]) -> Vec<Diagnostic> {
    let mut first = BTreeMap::new();
    let mut found = Vec::new();
    for document in documents {
        let given = document
            .assignments
            .iter()
            .filter(|a| a.action == Action::New)
            .filter_map(|a| Some((a, a.number.as_deref()?)));
        for (assignment, number) in given {
            let place = (document.kind, document.year, &document.recipients, number);
            let earlier = *first.entry(place).or_insert(&document.key);
            if *earlier != document.key {
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

/// One prefix's numbers in one document.
#[derive(Default)]
struct Series<'a> {
    /// The new assignments, by number.
    new: BTreeMap<u32, &'a Assignment>,
    /// Every number that the document names as its own, however.
    named: BTreeSet<u32>,
    /// How many digits the numbers are filled up to ("01").
    width: usize,
}

fn gaps(document: &Document) -> Vec<Diagnostic> {
    let mut all: BTreeMap<&str, Series<'_>> = BTreeMap::new();
    for assignment in &document.assignments {
        let Some(number) = assignment.number.as_deref().and_then(Number::of) else {
            continue;
        };
        let series = all.entry(number.prefix).or_default();
        series.named.insert(number.value);
        if number.digits.starts_with('0') {
            series.width = series.width.max(number.digits.len());
        }
        if assignment.action == Action::New {
            series.new.entry(number.value).or_insert(assignment);
        }
    }
    let withdrawn = document
        .withdrawals
        .iter()
        .filter_map(|w| w.assignment.as_deref());
    for number in withdrawn.filter_map(Number::of) {
        if let Some(series) = all.get_mut(number.prefix) {
            series.named.insert(number.value);
        }
    }
    all.iter()
        .filter(|(prefix, _)| !of_another_year(prefix, document.year))
        .flat_map(|(prefix, series)| missing(prefix, series, document.relation))
        .collect()
}

/// Whether a prefix names a year that is not the document's: earlier assignments printed again are
/// no series.
fn of_another_year(prefix: &str, year: Option<i32>) -> bool {
    let Some(year) = year else { return false };
    let digits: String = prefix.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        4 => digits != year.to_string(),
        2 => digits != format!("{:02}", year.rem_euclid(100)),
        _ => false,
    }
}

fn missing(prefix: &str, series: &Series<'_>, relation: Relation) -> Vec<Diagnostic> {
    let Some((&first, _)) = series.new.first_key_value() else {
        return vec![];
    };
    let mut expected = match relation {
        // A letter that begins far up takes its numbers from a series that others share.
        Relation::Original if first as usize > series.new.len() + 1 => first,
        Relation::Original => first.min(1),
        Relation::Supplement | Relation::Revision => first,
    };
    let print = |n: u32| format!("{prefix}{n:0width$}", width = series.width);
    let mut found = Vec::new();
    for (&number, assignment) in &series.new {
        // What is named between two new numbers parts the gap; what remains is one finding each.
        let mut stops: Vec<u32> = series
            .named
            .range(expected.min(number)..number)
            .copied()
            .collect();
        stops.push(number);
        for stop in stops {
            if stop > expected {
                let last = stop - 1;
                let names = match stop - expected {
                    1 => format!("{} is", print(expected)),
                    2..=5 => {
                        let names: Vec<_> = (expected..stop).map(print).collect();
                        format!("{} are", names.join(", "))
                    }
                    n => format!("{} to {} ({n} numbers) are", print(expected), print(last)),
                };
                let message = format!("{names} missing before {}", print(stop));
                found.push(warning(Code::IdentifierGap, message, assignment));
            }
            expected = stop.saturating_add(1);
        }
    }
    found
}
