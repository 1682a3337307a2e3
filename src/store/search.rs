//! Full-text search: what holds all words of a query, the best first.
//!
//! The order can be told from the printed page: what is called so; then what has the words in its
//! title before what has them in its text, words as they were typed before longer words that hold
//! them, newer years first, then by document and place. Sections and tables come after all others.
//!
//! A query without words finds everything, to be narrowed and leafed through.

use super::any::AnyRecord;
use super::documents::Place;
use super::facets::{Facets, Traits, sift};
use super::filter::{Filter, Sieve};
use super::gather::Fit;
use super::query::{Query, QueryWord, Term};
use super::records::{RecordType, Row};
use super::shelf::Shelf;
use super::snippet::{Piece, Snippet, marked, snippet};
use super::status::Status;
use super::{Store, StoreError};
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;

/// What is searched for.
#[derive(Debug, Clone, Default)]
pub struct SearchQuery {
    /// The words as typed; see [`Query`].
    pub text: String,
    /// What the hits are narrowed to.
    pub filter: Filter,
    /// How they must stand, one of these; empty lets everything pass.
    pub statuses: Vec<Status>,
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
    /// How many records have all words, and pass what they are narrowed to.
    pub total: usize,
    /// How many have all words.
    pub unfiltered: usize,
    /// How many of them were passed over.
    pub offset: usize,
    /// All of them counted, by what they can be narrowed to.
    pub facets: Facets,
    /// One page of them, the best first.
    pub hits: Vec<Hit>,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// The printed number, where it has one.
    pub number: Option<String>,
    /// How it stands; `null` for types of records that do not.
    pub status: Option<Status>,
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
            let rows = match query.text.trim().is_empty() {
                true => self
                    .searchable(&shelf)?
                    .iter()
                    .map(|row| (*row, Fit::Whole))
                    .collect(),
                false => {
                    let mut rows = self.gather(&terms)?;
                    self.add_called(&query.text, &mut rows)?;
                    rows
                }
            };
            let traits = self.traits_of(&rows, &query.statuses, &sieve, &shelf)?;
            let sifted = sift(rows, &sieve, &query.statuses, &shelf, &traits);
            let mut rows = sifted.ranks;
            let total = rows.len();
            let end = query.offset.saturating_add(query.limit).min(total);
            let start = query.offset.min(end);
            if end > 0 && end < total {
                rows.select_nth_unstable(end - 1);
            }
            rows[..end].sort_unstable();
            let hits = rows[start..end]
                .iter()
                .map(|rank| self.hit(rank.row, &terms, &traits));
            Ok(SearchResult {
                words: terms.iter().map(Term::told).collect(),
                total,
                unfiltered: sifted.unfiltered,
                offset: start,
                facets: sifted.facets,
                hits: hits
                    .filter_map(Result::transpose)
                    .collect::<Result<_, _>>()?,
            })
        })
    }

    /// What is told of single records among some rows: of a few it is read one by one, for that of all
    /// takes long to load.
    fn traits_of<'s>(
        &self,
        rows: &[(i64, Fit)],
        statuses: &[Status],
        sieve: &Sieve<'_>,
        shelf: &'s Shelf,
    ) -> Result<Traits<'s>, StoreError> {
        const FEW: usize = 400;
        let of = |kinds: &[RecordType]| -> Vec<Row> {
            let rows = rows.iter().map(|(row, _)| Row(*row));
            rows.filter(|row| kinds.contains(&row.kind())).collect()
        };
        let assignments = of(&[RecordType::Assignment]);
        let all = shelf.has_departments() || sieve.asks_for_department();
        let departments = match all || assignments.len() > FEW {
            true => Cow::Borrowed(self.departments(shelf)?),
            false => Cow::Owned(self.departments_of_rows(&assignments)?),
        };
        let standing = of(&[
            RecordType::Assignment,
            RecordType::Deadline,
            RecordType::Request,
        ]);
        let all = shelf.has_statuses() || !statuses.is_empty();
        let statuses = match all || standing.len() > FEW {
            true => Cow::Borrowed(self.statuses(shelf)?),
            false => Cow::Owned(self.statuses_of_rows(&standing, shelf)?),
        };
        Ok(Traits {
            departments,
            statuses,
        })
    }

    /// Marks what is called as the query says, and adds what the index has not found.
    fn add_called(&self, text: &str, rows: &mut Vec<(i64, Fit)>) -> Result<(), StoreError> {
        let mut more = Vec::new();
        for row in self.called(text)? {
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

    fn hit(
        &self,
        row: i64,
        terms: &[Term],
        traits: &Traits<'_>,
    ) -> Result<Option<Hit>, StoreError> {
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
            status: traits.statuses.of(Row(row)),
            place,
            title,
            snippet,
        }))
    }
}
