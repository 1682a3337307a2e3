//! What is in a document, record by record, and what the tool was unsure of; and which chapters of the
//! budget there are at all.

use super::any::AnyRecord;
use super::documents::Place;
use super::records::{RecordType, Row};
use super::{Store, StoreError};
use crate::model::{Coverage, Diagnostic};
use serde::Serialize;

/// The findings of the file that a document was read from; they are of the file, as the JSON has them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Findings {
    /// In the order found.
    pub diagnostics: Vec<Finding>,
    /// What was claimed and what nobody has looked at.
    pub coverage: Coverage,
    /// The keys of the documents of the file, the one asked for first.
    pub documents: Vec<String>,
}

/// A finding and what it is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// As the JSON has it.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// The key of the document of the file that has the record it is about.
    pub document: Option<String>,
    /// That record's own words, verbatim: of a deadline its time, of others the number and the title, or
    /// what it says.
    #[serde(skip)]
    pub quote: Option<String>,
}

/// Some of a document's records of one type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contents {
    /// How many there are.
    pub total: usize,
    /// Some of them, in the order printed.
    pub records: Vec<(Place, AnyRecord)>,
}

/// A chapter of the budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// "732".
    pub chapter: String,
    /// Its name as one of the documents prints it.
    pub name: Option<String>,
    /// Its posts.
    pub posts: Vec<String>,
    /// In how many documents it stands.
    pub documents: usize,
}

impl Store {
    /// The findings of a document's file; `None` where there is no such document.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn findings(&self, key: &str) -> Result<Option<Findings>, StoreError> {
        self.at_once(|| {
            let Some(document) = self.document_of(key)? else {
                return Ok(None);
            };
            let (file, coverage): (i64, String) = self
                .connection
                .prepare_cached(
                    "SELECT f.file, f.coverage FROM documents d JOIN files f USING (file)
                     WHERE d.document = ?1",
                )?
                .query_row([document], |row| Ok((row.get(0)?, row.get(1)?)))?;
            // The document asked for first: an id can stand in several documents of a file.
            let mut siblings: Vec<(i64, String)> = self
                .connection
                .prepare_cached(
                    "SELECT document, key FROM documents WHERE file = ?1 AND counts ORDER BY position",
                )?
                .query_map([file], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            siblings.sort_by_key(|(one, _)| *one != document);
            let mut diagnostics = Vec::new();
            for diagnostic in self.diagnostics_in(file)? {
                let (mut of, mut quote) = (None, None);
                for (one, key) in &siblings {
                    if let Some(id) = &diagnostic.item
                        && let Some(row) = self.rows_of_id(*one, id)?.first()
                    {
                        of = Some(key.clone());
                        quote = self.record(*row)?.and_then(|(record, _)| words_of(&record));
                        break;
                    }
                }
                diagnostics.push(Finding {
                    diagnostic,
                    document: of,
                    quote,
                });
            }
            let documents = siblings.into_iter().map(|(_, key)| key).collect();
            Ok(Some(Findings {
                diagnostics,
                coverage: serde_json::from_str(&coverage)?,
                documents,
            }))
        })
    }

    /// A document's records of one type, from an offset (from 0); none where there is no such document.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn contents_of(
        &self,
        key: &str,
        kind: RecordType,
        offset: usize,
        limit: usize,
    ) -> Result<Contents, StoreError> {
        self.at_once(|| {
            let mut found = Contents {
                total: 0,
                records: Vec::new(),
            };
            let Some(document) = self.document_of(key)? else {
                return Ok(found);
            };
            if kind == RecordType::Document {
                return Ok(found);
            }
            let table = kind.table();
            found.total = self
                .connection
                .prepare_cached(&format!("SELECT count(*) FROM {table} WHERE document = ?1"))?
                .query_row([document], |row| row.get(0))?;
            let rows: Vec<Row> = self.rows(
                &format!(
                    "SELECT row FROM {table} WHERE document = ?1 ORDER BY row LIMIT ?2 OFFSET ?3"
                ),
                (document, limit, offset),
            )?;
            for row in rows {
                found.records.extend(self.place(row)?);
            }
            Ok(found)
        })
    }

    /// The chapters that documents have money for, by number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn chapters(&self) -> Result<Vec<Chapter>, StoreError> {
        self.at_once(|| {
            let mut statement = self.connection.prepare_cached(
                "SELECT chapter, max(chapter_name), group_concat(DISTINCT post), count(DISTINCT document)
                 FROM appropriations JOIN documents USING (document)
                 WHERE chapter IS NOT NULL AND counts GROUP BY chapter
                 ORDER BY CAST(chapter AS INTEGER), chapter",
            )?;
            let rows = statement.query_map([], |row| {
                let posts: Option<String> = row.get(2)?;
                let mut posts: Vec<String> = posts
                    .unwrap_or_default()
                    .split(',')
                    .filter(|post| !post.is_empty())
                    .map(str::to_string)
                    .collect();
                posts.sort();
                Ok(Chapter {
                    chapter: row.get(0)?,
                    name: row.get(1)?,
                    posts,
                    documents: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// What a record says, in its own words.
fn words_of(record: &AnyRecord) -> Option<String> {
    if let AnyRecord::Deadline(one) = record {
        return Some(one.raw.clone());
    }
    match (record.number(), record.title()) {
        (Some(number), Some(title)) => Some(format!("{number} {title}")),
        (None, Some(title)) => Some(title.to_string()),
        _ => record.texts().first().map(|text| (*text).to_string()),
    }
}
