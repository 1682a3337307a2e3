//! The documents of the store, the files that they were read from, and places in them.

use super::any::AnyRecord;
use super::doubles::PassedOver;
use super::filter::{Filter, Sieve};
use super::ledger::{self, Failure};
use super::records::{RecordType, Row};
use super::{Store, StoreError, fold};
use crate::findings::Remark;
use crate::link::later::{self, Order};
use crate::model::{DocumentHead, DocumentKind, Relation};
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error as NoSuchWord};

/// What tells a document from others: its head without the small print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentBrief {
    /// Its key.
    pub key: String,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its title, verbatim.
    pub title: Option<String>,
    /// The budget year that it is about.
    pub year: Option<i32>,
    /// Propositions: the parliamentary session.
    pub session: Option<String>,
    /// A supplement's number.
    pub supplement: Option<u32>,
    /// What it is to the year's letter.
    pub relation: Relation,
    /// Its day, ISO 8601.
    pub date: Option<String>,
    /// Whom it is from.
    pub issuers: Vec<String>,
    /// Whom it is to.
    pub recipients: Vec<String>,
}

impl DocumentBrief {
    /// Whom the document is about: of a letter its recipients, of others its issuers.
    pub fn parties(&self) -> &[String] {
        if self.kind.is_letter() {
            &self.recipients
        } else {
            &self.issuers
        }
    }

    /// By when it was sent.
    pub(super) fn order(&self) -> Order {
        later::order(
            self.date.as_deref(),
            self.year,
            self.relation,
            self.supplement,
            &self.key,
        )
    }
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// What it is looked up by: the document's key, `#` and the record's id; of a document its key.
    /// A record without an id has its type and its ordinal there: `withdrawal-1`.
    pub reference: String,
    /// Its type.
    #[serde(rename = "type")]
    pub record: RecordType,
    /// The printed page, else the page counted; `null` where the form has none.
    pub page: Option<String>,
    /// Its document.
    pub document: DocumentBrief,
    /// What the tool was unsure of in it, or found wrong; of a document, in it as a whole.
    pub findings: Vec<Remark>,
}

impl Place {
    /// The place of a record.
    pub(super) fn new(
        row: Row,
        id: Option<&str>,
        page: Option<String>,
        document: DocumentBrief,
        findings: Vec<Remark>,
    ) -> Self {
        let record = row.kind();
        let reference = match (record, id) {
            (RecordType::Document, _) => document.key.clone(),
            (_, Some(id)) => format!("{}#{id}", document.key),
            (_, None) => format!("{}#{}-{}", document.key, record.name(), row.position() + 1),
        };
        Self {
            reference,
            record,
            page,
            document,
            findings,
        }
    }

    /// The record's id: what stands after `#`.
    pub fn id(&self) -> Option<&str> {
        self.reference.split_once('#').map(|(_, id)| id)
    }
}

/// The file that a document was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileEntry {
    /// The JSON, below the store's folder.
    pub path: String,
    /// The source's name, as the JSON has it.
    pub source: String,
    /// Where the source lay, where known.
    pub origin: Option<String>,
    /// SHA-256 of the source, in hexadecimal.
    pub sha256: String,
    /// "text/plain", "text/markdown", "text/html", "application/pdf", or, of a DOCX,
    /// "application/vnd.openxmlformats-officedocument.wordprocessingml.document".
    pub media_type: String,
    /// How many pages the source has.
    pub pages: Option<u32>,
    /// The source was not there any more when it was last looked for.
    pub gone: bool,
    /// Diagnostics that are errors.
    pub errors: u32,
    /// Diagnostics that are warnings.
    pub warnings: u32,
}

/// A document, where it was read from, and where else it stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentEntry {
    /// Its head.
    pub head: DocumentHead,
    /// The file that it was read from.
    pub file: FileEntry,
    /// Other JSON files with the same document: what they say is not shown.
    pub also_in: Vec<String>,
    /// The same, each with the ground on which this file's reading counts in its place.
    pub passed_over: Vec<PassedOver>,
    /// What the tool was unsure of in the document as a whole, or found wrong.
    pub findings: Vec<Remark>,
}

/// A word of the contract, read.
pub(super) fn word<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    let read = T::deserialize(IntoDeserializer::<NoSuchWord>::into_deserializer(text));
    read.map_err(|error| StoreError::Json(serde::de::Error::custom(error)))
}

const BRIEF: &str =
    "SELECT document, key, kind, title, year, session, supplement, relation, date FROM documents";

impl Store {
    /// The files that could not be read when they were last tried, in the order of their paths.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn failures(&self) -> Result<Vec<Failure>, StoreError> {
        ledger::failures(&self.connection)
    }

    /// The documents that count, by key.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn documents(&self, filter: &Filter) -> Result<Vec<DocumentEntry>, StoreError> {
        self.at_once(|| {
            let shelf = self.shelf()?;
            let sieve = Sieve::new(filter);
            let mut found: Vec<_> = shelf
                .documents
                .iter()
                .filter(|(_, one)| sieve.document(one))
                .collect();
            found.sort_by_key(|(_, one)| one.order);
            let entries = found.into_iter().map(|(document, _)| self.entry(*document));
            entries.collect()
        })
    }

    /// The document of a key, however it is typed.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn document(&self, key: &str) -> Result<Option<DocumentEntry>, StoreError> {
        self.at_once(|| match self.document_of(key)? {
            Some(document) => self.entry(document).map(Some),
            None => Ok(None),
        })
    }

    /// The number of the document of a key that counts.
    pub(super) fn document_of(&self, key: &str) -> Result<Option<i64>, StoreError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT d.document FROM names n JOIN documents d ON d.document = n.row >> 24
                 WHERE n.name = ?1 AND n.row & 0xFFFFFF = 0 AND d.counts LIMIT 1",
            )?
            .query_row([fold::name(key)], |row| row.get(0))
            .optional()?)
    }

    /// A document with its file.
    pub(super) fn entry(&self, document: i64) -> Result<DocumentEntry, StoreError> {
        let (json, file) = self
            .connection
            .prepare_cached(
                "SELECT d.json, f.path, f.source, f.origin, f.sha256, f.media_type, f.pages, f.gone,
                   f.errors, f.warnings
                 FROM documents d JOIN files f USING (file) WHERE d.document = ?1",
            )?
            .query_row([document], |row| {
                let file = FileEntry {
                    path: row.get(1)?,
                    source: row.get(2)?,
                    origin: row.get(3)?,
                    sha256: row.get(4)?,
                    media_type: row.get(5)?,
                    pages: row.get(6)?,
                    gone: row.get(7)?,
                    errors: row.get(8)?,
                    warnings: row.get(9)?,
                };
                Ok((row.get::<_, String>(0)?, file))
            })?;
        let head: DocumentHead = serde_json::from_str(&json)?;
        let passed_over = self.passed_over(&head.key, document)?;
        Ok(DocumentEntry {
            head,
            file,
            also_in: passed_over.iter().map(|one| one.json.clone()).collect(),
            passed_over,
            findings: self.remarks(Row(document << Row::WITHIN))?,
        })
    }

    /// The other files of a document, and why they do not count.
    fn passed_over(&self, key: &str, document: i64) -> Result<Vec<PassedOver>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT f.path, d.ground FROM documents d JOIN files f USING (file)
             WHERE d.key = ?1 AND d.document <> ?2 AND d.ground IS NOT NULL
             ORDER BY f.path, d.position",
        )?;
        let mut rows = statement.query((key, document))?;
        let mut passed_over = Vec::new();
        while let Some(row) = rows.next()? {
            passed_over.push(PassedOver {
                json: row.get(0)?,
                ground: serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default())?,
            });
        }
        Ok(passed_over)
    }

    /// What tells a document from others; `None` where it is none that counts.
    pub(super) fn brief(&self, document: i64) -> Result<Option<DocumentBrief>, StoreError> {
        let sql = format!("{BRIEF} WHERE document = ?1 AND counts");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([document])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let (_, mut brief) = brief_of(row)?;
        let mut parties = self.connection.prepare_cached(
            "SELECT role, name FROM parties WHERE document = ?1 ORDER BY role, position",
        )?;
        let mut rows = parties.query([document])?;
        while let Some(row) = rows.next()? {
            put(
                &mut brief,
                row.get_ref(0)?.as_str().unwrap_or_default(),
                row.get(1)?,
            );
        }
        Ok(Some(brief))
    }

    /// All documents that count.
    pub(super) fn briefs(&self) -> Result<Vec<(i64, DocumentBrief)>, StoreError> {
        let sql = format!("{BRIEF} WHERE counts ORDER BY document");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut briefs: Vec<(i64, DocumentBrief)> = Vec::new();
        while let Some(row) = rows.next()? {
            briefs.push(brief_of(row)?);
        }
        let mut parties = self.connection.prepare_cached(
            "SELECT document, role, name FROM parties ORDER BY document, role, position",
        )?;
        let mut rows = parties.query([])?;
        let mut at = 0;
        while let Some(row) = rows.next()? {
            let document: i64 = row.get(0)?;
            while briefs.get(at).is_some_and(|(one, _)| *one < document) {
                at += 1;
            }
            if let Some((one, brief)) = briefs.get_mut(at)
                && *one == document
            {
                put(
                    brief,
                    row.get_ref(1)?.as_str().unwrap_or_default(),
                    row.get(2)?,
                );
            }
        }
        Ok(briefs)
    }

    /// The place of a record; `None` where its document does not count.
    pub(super) fn place(&self, row: Row) -> Result<Option<(Place, AnyRecord)>, StoreError> {
        let Some(brief) = self.brief(row.document())? else {
            return Ok(None);
        };
        let Some((record, page)) = self.record(row)? else {
            return Ok(None);
        };
        let findings = self.remarks(row)?;
        let place = Place::new(row, record.id(), page, brief, findings);
        Ok(Some((place, record)))
    }
}

fn put(brief: &mut DocumentBrief, role: &str, name: String) {
    match role {
        "issuer" => brief.issuers.push(name),
        "recipient" => brief.recipients.push(name),
        _ => {}
    }
}

fn brief_of(row: &rusqlite::Row<'_>) -> Result<(i64, DocumentBrief), StoreError> {
    let text = |at: usize| -> Result<&str, rusqlite::Error> { Ok(row.get_ref(at)?.as_str()?) };
    let brief = DocumentBrief {
        key: row.get(1)?,
        kind: word(text(2)?)?,
        title: row.get(3)?,
        year: row.get(4)?,
        session: row.get(5)?,
        supplement: row.get(6)?,
        relation: word(text(7)?)?,
        date: row.get(8)?,
        issuers: Vec::new(),
        recipients: Vec::new(),
    };
    Ok((row.get(0)?, brief))
}
