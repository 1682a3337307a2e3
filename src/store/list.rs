//! Records of one type, a stretch at a time, in an order that lasts: by the key of the document, then
//! as the contract has them. Who goes on from the last place that was given misses nothing and gets
//! nothing twice, though documents are put in anew meanwhile.

use super::any::AnyRecord;
use super::deadlines::{DeadlineQuery, DeadlineRow};
use super::documents::Place;
use super::filter::Sieve;
use super::records::{RecordType, Row};
use super::requests::RequestState;
use super::shelf::Shelf;
use super::{Filter, Post, Store, StoreError};
use crate::model::Diagnostic;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use std::sync::Arc;

/// How many records one question looks at; where few of many pass, a stretch is shorter than asked for.
const LOOKED_AT: usize = 20_000;

/// Which records are asked for.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// What they are narrowed to; of its types the first is asked for, without one documents. Of
    /// deadlines, recipients are those who are to do it.
    pub filter: Filter,
    /// Records of one document only: its key.
    pub document: Option<String>,
    /// Deadlines: the interval, kinds and statuses; its filter is not looked at.
    pub deadlines: DeadlineQuery,
    /// Requests: the session ("2024–2025", in any dash).
    pub session: Option<String>,
    /// Requests: how they stand.
    pub state: Option<RequestState>,
    /// Appropriations and authorisations: the chapter or post.
    pub post: Option<Post>,
    /// The last record that was given, by the key of its document and its place in it.
    pub after: Option<(String, usize)>,
    /// How many are given at most.
    pub limit: usize,
}

/// A stretch of records.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// In order.
    pub records: Vec<ListedRecord>,
    /// From where to go on; `None` where there are no more.
    pub next: Option<(String, usize)>,
}

/// A record and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedRecord {
    /// Where.
    pub place: Place,
    /// The record.
    pub record: AnyRecord,
    /// Of a deadline: what one needs to act on it.
    pub deadline: Option<Box<DeadlineRow>>,
}

impl Store {
    /// Records of one type.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list(&self, query: &ListQuery) -> Result<Listed, StoreError> {
        let kind = query.filter.types.first().copied();
        let kind = kind.unwrap_or(RecordType::Document);
        self.at_once(|| {
            let shelf = self.shelf()?;
            let sieve = Sieve::new(&query.filter);
            let own = query.document.as_deref().map(super::name);
            let mut documents: Vec<_> = shelf
                .documents
                .iter()
                .filter(|(_, one)| match kind {
                    RecordType::Deadline => sieve.but_recipients(one),
                    _ => sieve.document(one),
                })
                .filter(|(_, one)| {
                    own.as_ref()
                        .is_none_or(|own| super::name(&one.brief.key) == *own)
                })
                .filter(|(_, one)| {
                    query
                        .after
                        .as_ref()
                        .is_none_or(|(key, _)| one.brief.key >= *key)
                })
                .collect();
            documents.sort_unstable_by_key(|(_, one)| one.order);
            let mut found = Listed {
                records: Vec::new(),
                next: None,
            };
            let (narrowed, values) = narrowed(kind, query);
            let (column, table) = match kind {
                RecordType::Document => ("document << 24", "documents"),
                _ => ("row", kind.table()),
            };
            let sql = format!(
                "SELECT {column} FROM {table} WHERE document = ?1 AND {column} >= ?2{narrowed} ORDER BY {column}"
            );
            let mut looked_at = 0;
            for (document, attributes) in documents {
                let first = match &query.after {
                    Some((key, at)) if *key == attributes.brief.key => at + 1,
                    _ => 0,
                };
                let Some(from) = Row::new(*document, kind, first) else {
                    continue;
                };
                let own = [Value::Integer(*document), Value::Integer(from.0)];
                let own = own.into_iter().chain(values.iter().cloned());
                for row in self.rows(&sql, params_from_iter(own))? {
                    looked_at += 1;
                    let listed = self.listed(row, query, &sieve, &shelf)?;
                    let place = (attributes.brief.key.clone(), row.position());
                    if let Some(one) = listed {
                        if found.records.len() == query.limit {
                            return Ok(found);
                        }
                        found.records.push(one);
                        found.next = Some(place);
                    } else if looked_at >= LOOKED_AT {
                        found.next = Some(place);
                        return Ok(found);
                    }
                }
            }
            found.next = None;
            Ok(found)
        })
    }

    /// A record with its place, where it passes.
    fn listed(
        &self,
        row: Row,
        query: &ListQuery,
        sieve: &Sieve<'_>,
        shelf: &Arc<Shelf>,
    ) -> Result<Option<ListedRecord>, StoreError> {
        if row.kind() == RecordType::Deadline {
            let found = self.deadline_row(row, &query.deadlines, sieve, shelf)?;
            return Ok(found.map(|one| ListedRecord {
                place: one.place.clone(),
                record: AnyRecord::Deadline(Box::new(one.deadline.clone())),
                deadline: Some(Box::new(one)),
            }));
        }
        let Some((record, page)) = self.record(row)? else {
            return Ok(None);
        };
        let passes = match &record {
            AnyRecord::Assignment(one) => sieve.department(one.department.as_deref()),
            AnyRecord::Request(one) => {
                let session = query.session.as_deref().map(super::name);
                query
                    .state
                    .is_none_or(|state| state == RequestState::of(one))
                    && (session.is_none() || session == one.session.as_deref().map(super::name))
            }
            AnyRecord::Authorisation(one) => {
                let post = query.post.as_ref().and_then(|one| one.post.as_ref());
                post.is_none_or(|post| one.posts.is_empty() || one.posts.contains(post))
            }
            _ => true,
        };
        let Some(attributes) = shelf.documents.get(&row.document()).filter(|_| passes) else {
            return Ok(None);
        };
        Ok(Some(ListedRecord {
            place: Place::new(
                row,
                record.id(),
                page,
                attributes.brief.clone(),
                self.remarks(row)?,
            ),
            record,
            deadline: None,
        }))
    }

    /// The records of an id in a document, as references name them (`withdrawal-1` where there is no id).
    ///
    /// # Errors
    /// What SQLite says.
    pub fn records_of(&self, key: &str, id: &str) -> Result<Vec<(Place, AnyRecord)>, StoreError> {
        self.at_once(|| {
            let rows = self.rows_of(key, id)?;
            let found = rows.into_iter().map(|row| self.place(row));
            found.filter_map(Result::transpose).collect()
        })
    }

    /// The JSON of the records of a document, of the diagnostics of its file, and of what nobody claimed there,
    /// that have a place from one code point, and one to another: one place, or several in a row.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn records_at(
        &self,
        key: &str,
        start: usize,
        end: usize,
    ) -> Result<Vec<serde_json::Value>, StoreError> {
        self.at_once(|| {
            let Some(document) = self.document_of(key)? else {
                return Ok(Vec::new());
            };
            // As every record was written.
            let first = format!("\"start\":{start},");
            let last = [format!("\"end\":{end},"), format!("\"end\":{end}}}")];
            let mut found = Vec::new();
            let tables = RecordType::ALL
                .iter()
                .filter(|one| **one != RecordType::Document);
            let tables = tables.map(|one| (one.table(), "json", "document = ?1"));
            let file = "file = (SELECT file FROM documents WHERE document = ?1)";
            let others = [("diagnostics", "json", file), ("files", "coverage", file)];
            for (table, json, own) in tables.chain(others) {
                let sql = format!(
                    "SELECT {json} FROM {table} WHERE {own} AND instr({json}, ?2) \
                     AND (instr({json}, ?3) OR instr({json}, ?4))"
                );
                let mut statement = self.connection.prepare_cached(&sql)?;
                let mut rows = statement.query((document, &first, &last[0], &last[1]))?;
                while let Some(row) = rows.next()? {
                    found.push(serde_json::from_str(
                        row.get_ref(0)?.as_str().unwrap_or_default(),
                    )?);
                }
            }
            Ok(found)
        })
    }

    /// What the tool was unsure of in the file of a document, and what it found wrong there. A file
    /// may hold several documents; its diagnostics are of all of them.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn diagnostics_of(&self, key: &str) -> Result<Vec<Diagnostic>, StoreError> {
        self.at_once(|| {
            let Some(document) = self.document_of(key)? else {
                return Ok(Vec::new());
            };
            let file = self
                .connection
                .prepare_cached("SELECT file FROM documents WHERE document = ?1")?
                .query_row([document], |row| row.get(0))?;
            self.diagnostics_in(file)
        })
    }

    /// The diagnostics of a file, in the order found.
    pub(super) fn diagnostics_in(&self, file: i64) -> Result<Vec<Diagnostic>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT json FROM diagnostics WHERE file = ?1 ORDER BY position")?;
        let mut rows = statement.query([file])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(serde_json::from_str(
                row.get_ref(0)?.as_str().unwrap_or_default(),
            )?);
        }
        Ok(found)
    }
}

/// What the index of a table can tell apart: conditions in SQL, and what stands in them.
fn narrowed(kind: RecordType, query: &ListQuery) -> (&'static str, Vec<Value>) {
    match (kind, &query.post) {
        (RecordType::Deadline, _) => {
            let DeadlineQuery { from, to, .. } = &query.deadlines;
            if from.is_none() && to.is_none() {
                return ("", Vec::new());
            }
            let text = |day: &Option<String>, else_: &str| {
                Value::Text(day.clone().unwrap_or_else(|| else_.to_string()))
            };
            (
                " AND due BETWEEN ?3 AND ?4",
                vec![text(from, "0000-01-01"), text(to, "9999-12-31")],
            )
        }
        (
            RecordType::Appropriation,
            Some(Post {
                chapter,
                post: Some(post),
            }),
        ) => (
            " AND chapter = ?3 AND post = ?4",
            vec![Value::Text(chapter.clone()), Value::Text(post.clone())],
        ),
        (RecordType::Appropriation | RecordType::Authorisation, Some(post)) => {
            (" AND chapter = ?3", vec![Value::Text(post.chapter.clone())])
        }
        _ => ("", Vec::new()),
    }
}
