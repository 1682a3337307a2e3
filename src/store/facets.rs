//! What passes a filter, in its order, and how many of it have each value that it can be narrowed to.

use super::filter::Sieve;
use super::gather::Fit;
use super::records::{RecordType, Row};
use super::shelf::{Departments, Shelf};
use super::status::{Status, Statuses};
use crate::model::DocumentKind;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

/// A value, and how many have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count<T> {
    /// The value.
    pub value: T,
    /// How many have it.
    pub count: usize,
}

/// How many hits have each value; the most frequent first. A hit counts for each sender and recipient
/// of its document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Facets {
    /// By type of record.
    pub types: Vec<Count<RecordType>>,
    /// By budget year of the document.
    pub years: Vec<Count<i32>>,
    /// By kind of document.
    pub kinds: Vec<Count<DocumentKind>>,
    /// By sender.
    pub issuers: Vec<Count<String>>,
    /// By recipient.
    pub recipients: Vec<Count<String>>,
    /// Assignments, by the ministry's own unit.
    pub departments: Vec<Count<String>>,
    /// Assignments, deadlines and requests, by how they stand.
    pub statuses: Vec<Count<Status>>,
}

/// What is told of single records, where documents tell the rest.
#[derive(Debug)]
pub(super) struct Traits<'s> {
    pub(super) departments: Cow<'s, Departments>,
    pub(super) statuses: Cow<'s, Statuses>,
}

/// What passes a filter.
#[derive(Debug)]
pub(super) struct Sifted {
    /// Not yet in order.
    pub(super) ranks: Vec<Rank>,
    pub(super) facets: Facets,
    /// How many there were before.
    pub(super) unfiltered: usize,
}

/// The place of a hit among all; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    named: bool,
    structure: bool,
    fit: Fit,
    year: Reverse<Option<i32>>,
    document: u32,
    pub(super) row: i64,
}

/// What passes the filter, ranked, and counted.
pub(super) fn sift(
    rows: Vec<(i64, Fit)>,
    sieve: &Sieve<'_>,
    asked: &[Status],
    shelf: &Shelf,
    traits: &Traits<'_>,
) -> Sifted {
    let mut ranks = Vec::with_capacity(rows.len());
    let mut unfiltered = 0;
    let mut types = [0_usize; RecordType::ALL.len()];
    let mut statuses = [0_usize; Status::ALL.len()];
    let mut units: HashMap<u32, usize> = HashMap::new();
    let mut documents: Vec<(i64, usize)> = Vec::new();
    // Rows of one document stand beside each other.
    for run in rows.chunk_by(|(a, _), (b, _)| Row(*a).document() == Row(*b).document()) {
        let document = Row(run[0].0).document();
        let Some(attributes) = shelf.documents.get(&document) else {
            continue; // it does not count
        };
        unfiltered += run.len();
        if !sieve.document(attributes) {
            continue;
        }
        let before = ranks.len();
        for (row, fit) in run {
            let kind = Row(*row).kind();
            if !sieve.record(kind) {
                continue;
            }
            let status = traits.statuses.of(Row(*row));
            if !asked.is_empty() && !status.is_some_and(|one| asked.contains(&one)) {
                continue;
            }
            let unit = match kind {
                RecordType::Assignment => traits.departments.of.get(row),
                _ => None,
            };
            if sieve.asks_for_department()
                && !sieve.department(unit.and_then(|_| traits.departments.name(*row)))
            {
                continue;
            }
            if let Some(unit) = unit {
                *units.entry(*unit).or_default() += 1;
            }
            if let Some(status) = status {
                statuses[status as usize] += 1;
            }
            types[kind as usize] += 1;
            ranks.push(Rank {
                named: *fit != Fit::Name,
                structure: matches!(kind, RecordType::Section | RecordType::Table),
                fit: *fit,
                year: Reverse(attributes.brief.year),
                document: attributes.order,
                row: *row,
            });
        }
        if ranks.len() > before {
            documents.push((document, ranks.len() - before));
        }
    }
    let mut facets = facets(&documents, shelf);
    let types = RecordType::ALL.into_iter().zip(types);
    facets.types = counted(types.filter(|(_, count)| *count > 0));
    let statuses = Status::ALL.into_iter().zip(statuses);
    facets.statuses = counted(statuses.filter(|(_, count)| *count > 0));
    facets.departments = counted(units.into_iter().filter_map(|(unit, count)| {
        let name = traits.departments.names.get(usize::try_from(unit).ok()?)?;
        Some((name.clone(), count))
    }));
    Sifted {
        ranks,
        facets,
        unfiltered,
    }
}

fn facets(documents: &[(i64, usize)], shelf: &Shelf) -> Facets {
    let mut years: HashMap<i32, usize> = HashMap::new();
    let mut kinds: HashMap<DocumentKind, usize> = HashMap::new();
    let mut issuers: HashMap<&str, usize> = HashMap::new();
    let mut recipients: HashMap<&str, usize> = HashMap::new();
    for (document, count) in documents {
        let Some(attributes) = shelf.documents.get(document) else {
            continue;
        };
        let brief = &attributes.brief;
        if let Some(year) = brief.year {
            *years.entry(year).or_default() += count;
        }
        *kinds.entry(brief.kind).or_default() += count;
        for name in &brief.issuers {
            *issuers.entry(name).or_default() += count;
        }
        for name in &brief.recipients {
            *recipients.entry(name).or_default() += count;
        }
    }
    let named = |counts: HashMap<&str, usize>| {
        counted(
            counts
                .into_iter()
                .map(|(name, count)| (name.to_string(), count)),
        )
    };
    Facets {
        years: counted(years),
        kinds: counted(kinds),
        issuers: named(issuers),
        recipients: named(recipients),
        ..Facets::default()
    }
}

/// Counts, the greatest first, equal ones by value.
pub(super) fn counted<T: Ord + Hash>(
    counts: impl IntoIterator<Item = (T, usize)>,
) -> Vec<Count<T>> {
    let mut counts: Vec<Count<T>> = counts
        .into_iter()
        .map(|(value, count)| Count { value, count })
        .collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    counts
}
