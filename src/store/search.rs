//! Full-text search: what holds all words of a query, the best first.
//!
//! The order can be told from the printed page: what is called so; then what has the words in its
//! title before what has them in its text, words as they were typed before longer words that hold
//! them, newer years first, then by document and place. Sections and tables come after all others.

use super::any::AnyRecord;
use super::documents::Place;
use super::filter::{Filter, Sieve};
use super::gather::Fit;
use super::query::{Query, QueryWord, Term};
use super::records::{RecordType, Row};
use super::shelf::{Departments, Shelf};
use super::snippet::{Piece, Snippet, marked, snippet};
use super::{Store, StoreError, fold};
use crate::model::DocumentKind;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

/// What is searched for.
#[derive(Debug, Clone, Default)]
pub struct SearchQuery {
    /// The words as typed; see [`Query`].
    pub text: String,
    /// What the hits are narrowed to.
    pub filter: Filter,
    /// How many hits are passed over.
    pub offset: usize,
    /// How many are given at most.
    pub limit: usize,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SearchResult {
    /// How each word was looked up; empty where the query holds none.
    pub words: Vec<QueryWord>,
    /// How many records have all words.
    pub total: usize,
    /// How many of them were passed over.
    pub offset: usize,
    /// All of them counted, by what they can be narrowed to.
    pub facets: Facets,
    /// One page of them, the best first.
    pub hits: Vec<Hit>,
}

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
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// The printed number, where it has one.
    pub number: Option<String>,
    /// Its title, verbatim, in pieces; empty where it has none.
    pub title: Vec<Piece>,
    /// The words around what was found.
    pub snippet: Option<Snippet>,
}

impl Store {
    /// Searches the records.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn search(&self, query: &SearchQuery) -> Result<SearchResult, StoreError> {
        self.at_once(|| {
            let parts = Query::parse(&query.text).parts;
            let terms = parts.iter().map(|part| self.term(part));
            let terms: Vec<Term> = terms.collect::<Result<_, _>>()?;
            let sieve = Sieve::new(&query.filter);
            let shelf = self.shelf()?;
            let mut rows = self.gather(&terms)?;
            self.called(&query.text, &mut rows)?;
            let departments = self.departments_of(&rows, &sieve, &shelf)?;
            let departments = departments.as_ref();
            let (mut rows, facets) = sift(rows, &sieve, &shelf, departments);
            let total = rows.len();
            let end = query.offset.saturating_add(query.limit).min(total);
            let start = query.offset.min(end);
            if end > 0 && end < total {
                rows.select_nth_unstable(end - 1);
            }
            rows[..end].sort_unstable();
            let hits = rows[start..end]
                .iter()
                .map(|rank| self.hit(rank.row, &terms));
            Ok(SearchResult {
                words: terms.iter().map(Term::told).collect(),
                total,
                offset: start,
                facets,
                hits: hits
                    .filter_map(Result::transpose)
                    .collect::<Result<_, _>>()?,
            })
        })
    }

    /// The departments of the assignments among some rows: those of a few are read one by one, for all
    /// take long to load.
    fn departments_of<'s>(
        &self,
        rows: &[(i64, Fit)],
        sieve: &Sieve<'_>,
        shelf: &'s Shelf,
    ) -> Result<Cow<'s, Departments>, StoreError> {
        const FEW: usize = 400;
        let assignments = rows.iter().map(|(row, _)| Row(*row));
        let assignments: Vec<Row> = assignments
            .filter(|row| row.kind() == RecordType::Assignment)
            .collect();
        if assignments.len() > FEW || shelf.has_departments() || sieve.asks_for_department() {
            return Ok(Cow::Borrowed(self.departments(shelf)?));
        }
        Ok(Cow::Owned(self.departments_of_rows(&assignments)?))
    }

    /// Marks what is called as the query says, and adds what the index has not found.
    fn called(&self, text: &str, rows: &mut Vec<(i64, Fit)>) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT row FROM names WHERE name = ?1 ORDER BY row")?;
        let mut called = statement.query([fold::name(text)])?;
        let mut more = Vec::new();
        while let Some(row) = called.next()? {
            let row: i64 = row.get(0)?;
            match rows.binary_search_by_key(&row, |(row, _)| *row) {
                Ok(at) => rows[at].1 = Fit::Name,
                Err(_) => more.push((row, Fit::Name)),
            }
        }
        if !more.is_empty() {
            rows.extend(more);
            rows.sort_unstable_by_key(|(row, _)| *row);
        }
        Ok(())
    }

    fn hit(&self, row: i64, terms: &[Term]) -> Result<Option<Hit>, StoreError> {
        let Some((place, record)) = self.place(Row(row))? else {
            return Ok(None);
        };
        let title = record
            .title()
            .map_or_else(Vec::new, |title| marked(title, terms));
        // The whole title is shown beside it; where there is no other text, it is shown once.
        let snippet = snippet(&record.texts(), terms);
        Ok(Some(Hit {
            number: match record {
                AnyRecord::Document(_) => None,
                _ => record.number().map(str::to_string),
            },
            place,
            title,
            snippet,
        }))
    }
}

/// The place of a hit among all; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    named: bool,
    structure: bool,
    fit: Fit,
    year: Reverse<Option<i32>>,
    document: u32,
    row: i64,
}

/// What passes the filter, ranked, and counted.
fn sift(
    rows: Vec<(i64, Fit)>,
    sieve: &Sieve<'_>,
    shelf: &Shelf,
    departments: &Departments,
) -> (Vec<Rank>, Facets) {
    let mut ranks = Vec::with_capacity(rows.len());
    let mut types = [0_usize; RecordType::ALL.len()];
    let mut units: HashMap<u32, usize> = HashMap::new();
    let mut documents: Vec<(i64, usize)> = Vec::new();
    // Rows of one document stand beside each other.
    for run in rows.chunk_by(|(a, _), (b, _)| Row(*a).document() == Row(*b).document()) {
        let document = Row(run[0].0).document();
        let Some(attributes) = shelf.documents.get(&document) else {
            continue; // it does not count
        };
        if !sieve.document(attributes) {
            continue;
        }
        let before = ranks.len();
        for (row, fit) in run {
            let kind = Row(*row).kind();
            if !sieve.record(kind) {
                continue;
            }
            let unit = match kind {
                RecordType::Assignment => departments.of.get(row),
                _ => None,
            };
            if sieve.asks_for_department()
                && !sieve.department(unit.and_then(|_| departments.name(*row)))
            {
                continue;
            }
            if let Some(unit) = unit {
                *units.entry(*unit).or_default() += 1;
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
    facets.departments = counted(units.into_iter().filter_map(|(unit, count)| {
        let name = departments.names.get(usize::try_from(unit).ok()?)?;
        Some((name.clone(), count))
    }));
    (ranks, facets)
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
