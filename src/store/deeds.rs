//! What is done to the store in one go: extractions put in and taken out.

use super::doubles::Touched;
use super::ledger::{self, Entry, Failure};
use super::records::{Record, RecordType, Row};
use super::{APPLICATION, FORMAT, StoreError, changes, fold};
use crate::findings::{About, List};
use crate::model::{Diagnostic, Document, DocumentHead, Extraction, Lists, Severity, Span, sha256};
use crate::same::Print;
use fold::{name, words};
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

const SCHEMA: &str = include_str!("schema.sql");

/// What is done in one go.
#[derive(Debug)]
pub struct Deeds<'a>(
    pub(super) &'a Connection,
    pub(super) &'a RefCell<HashSet<String>>,
    /// Whether all was taken out.
    Cell<bool>,
);

impl<'a> Deeds<'a> {
    pub(super) fn new(connection: &'a Connection, noted: &'a RefCell<HashSet<String>>) -> Self {
        Self(connection, noted, Cell::new(false))
    }

    /// Writes down what all deeds came to.
    pub(super) fn finish(&self) -> Result<(), StoreError> {
        if self.2.get() {
            changes::missing(self.0)?;
        }
        changes::revised(self.0)
    }

    /// Takes everything out, to be put in anew.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn clear(&self) -> Result<(), StoreError> {
        self.1.borrow_mut().clear();
        self.2.set(true);
        lay_out(self.0)
    }

    /// Puts an extraction in, in the place of what the same JSON file held before.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put(&self, entry: &Entry, extraction: &Extraction) -> Result<(), StoreError> {
        let mut touched = self.take_out(&entry.path)?;
        let mut own = Vec::new();
        let source = &extraction.source;
        self.0
            .prepare_cached(
                "INSERT INTO files (path, source, root, origin, sha256, media_type, pages, characters,
                   schema_version, tool_version, reading, bytes, errors, warnings, gone, coverage)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                entry.path,
                source.file,
                entry.root,
                entry.origin,
                source.sha256,
                source.media_type,
                source.pages,
                source.characters,
                extraction.schema_version,
                source.tool.version,
                entry.reading,
                entry.bytes,
                extraction.count(Severity::Error),
                extraction.count(Severity::Warning),
                entry.gone,
                serde_json::to_string(&extraction.coverage)?,
            ])?;
        let file = self.0.last_insert_rowid();
        let about = About::of(extraction);
        for (position, document) in extraction.documents.iter().enumerate() {
            let print = Print::of(extraction, document, position);
            own.push(self.document(file, position, document, &about, &print)?);
        }
        for (position, found) in extraction.diagnostics.iter().enumerate() {
            self.0
                .prepare_cached(
                    "INSERT INTO diagnostics (file, position, page, json) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    file,
                    position,
                    Span::first_page(&found.spans),
                    serde_json::to_string(found)?
                ])?;
        }
        touched.documents.extend(own);
        self.settle(touched)?;
        ledger::mended(self.0, &entry.path)
    }

    /// Takes the records of a JSON file out.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn remove(&self, path: &str) -> Result<(), StoreError> {
        let touched = self.take_out(path)?;
        self.settle(touched)?;
        ledger::mended(self.0, path)
    }

    /// Notes that the source of a JSON file is gone.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn gone(&self, path: &str) -> Result<(), StoreError> {
        self.0
            .prepare_cached("UPDATE files SET gone = 1 WHERE path = ?1")?
            .execute([path])?;
        self.settle(Touched::of(self.documents_of(path)?))
    }

    /// Notes that the source of a JSON file is there, unchanged, and where.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn seen(
        &self,
        path: &str,
        root: Option<&str>,
        origin: Option<&str>,
    ) -> Result<(), StoreError> {
        self.0
            .prepare_cached("UPDATE files SET gone = 0, root = ?2, origin = ?3 WHERE path = ?1")?
            .execute(params![path, root, origin])?;
        self.settle(Touched::of(self.documents_of(path)?))?;
        ledger::mended(self.0, path)
    }

    /// Notes that a file could not be read.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn failed(&self, failure: &Failure) -> Result<(), StoreError> {
        ledger::failed(self.0, failure)
    }

    /// Strikes out that a file could not be read.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn mended(&self, path: &str) -> Result<(), StoreError> {
        ledger::mended(self.0, path)
    }

    /// Takes a file out; what has to be settled anew.
    fn take_out(&self, path: &str) -> Result<Touched, StoreError> {
        let file: Option<i64> = self
            .0
            .prepare_cached("SELECT file FROM files WHERE path = ?1")?
            .query_row([path], |row| row.get(0))
            .optional()?;
        let Some(file) = file else {
            return Ok(Touched::default());
        };
        let documents = self.documents_of(path)?;
        let touched = self.around(&documents)?;
        for document in &documents {
            let within = params![document << 24, (document + 1) << 24];
            self.0
                .prepare_cached("DELETE FROM words WHERE rowid >= ?1 AND rowid < ?2")?
                .execute(within)?;
            self.0
                .prepare_cached("DELETE FROM names WHERE row >= ?1 AND row < ?2")?
                .execute(within)?;
        }
        self.0
            .prepare_cached("DELETE FROM files WHERE file = ?1")?
            .execute([file])?;
        Ok(touched)
    }

    fn document(
        &self,
        file: i64,
        position: usize,
        document: &Document,
        about: &About<'_>,
        print: &Print,
    ) -> Result<i64, StoreError> {
        let head = DocumentHead::from(document);
        self.0
            .prepare_cached(
                "INSERT INTO documents (file, position, counts, digest, json, print)
                 VALUES (?1, ?2, 1, ?3, ?4, ?5)",
            )?
            .execute(params![
                file,
                position,
                digest(document, about.everything(position))?,
                serde_json::to_string(&head)?,
                serde_json::to_string(print)?
            ])?;
        let number = self.0.last_insert_rowid();
        self.meet(number, print)?;
        self.found(file, number, about.all(position))?;
        let lists = [
            ("issuer", &document.issuers),
            ("recipient", &document.recipients),
            ("copy", &document.copies_to),
        ];
        for (role, names) in lists {
            for (position, name) in names.iter().enumerate() {
                self.0
                    .prepare_cached(
                        "INSERT INTO parties (document, role, position, name) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![number, role, position, name])?;
            }
        }
        // Taken apart by name: none can be forgotten.
        let Lists {
            sections,
            goals,
            indicators,
            assignments,
            withdrawals,
            carry_over,
            requirements,
            deadlines,
            requests,
            appropriations,
            authorisations,
            reports,
            tables,
            citations,
            links,
        } = document.lists();
        let Some(own) = Row::new(number, RecordType::Document, 0) else {
            return Err(StoreError::TooMany(head.key));
        };
        self.searched(own, &head)?;
        self.named(own, &head.key)?;
        self.list(&head.key, number, sections)?;
        self.list(&head.key, number, goals)?;
        self.list(&head.key, number, indicators)?;
        let assignments = self.list(&head.key, number, assignments)?;
        self.list(&head.key, number, withdrawals)?;
        self.list(&head.key, number, carry_over)?;
        let requirements = self.list(&head.key, number, requirements)?;
        let requests = self.list(&head.key, number, requests)?;
        self.list(&head.key, number, appropriations)?;
        self.list(&head.key, number, authorisations)?;
        let reports = self.list(&head.key, number, reports)?;
        self.list(&head.key, number, deadlines)?;
        self.list(&head.key, number, tables)?;
        self.list(&head.key, number, citations)?;
        self.list(&head.key, number, links)?;
        for (position, deadline) in deadlines.iter().enumerate() {
            let row = |rows: &HashMap<&str, Row>, id: &Option<String>| {
                let row = rows.get(id.as_deref()?)?;
                Some(row.0)
            };
            let bound = [
                row(&assignments, &deadline.assignment),
                row(&requests, &deadline.request),
                row(&requirements, &deadline.requirement),
                row(&reports, &deadline.report),
            ];
            if bound.iter().all(Option::is_none) {
                continue;
            }
            let own = Row::new(number, RecordType::Deadline, position).map(|row| row.0);
            self.0
                .prepare_cached(
                    "UPDATE deadlines SET assignment_row = ?2, request_row = ?3,
                       requirement_row = ?4, report_row = ?5 WHERE row = ?1",
                )?
                .execute(params![own, bound[0], bound[1], bound[2], bound[3]])?;
        }
        for (position, assignment) in document.assignments.iter().enumerate() {
            if let (Some(number), Some(row)) = (
                &assignment.number,
                Row::new(number, RecordType::Assignment, position),
            ) {
                self.named(row, number)?;
            }
        }
        for (position, withdrawal) in document.withdrawals.iter().enumerate() {
            if let (Some(number), Some(row)) = (
                &withdrawal.assignment,
                Row::new(number, RecordType::Withdrawal, position),
            ) {
                self.named(row, number)?;
            }
        }
        for (position, report) in document.reports.iter().enumerate() {
            if let (Some(reference), Some(row)) = (
                &report.reference,
                Row::new(number, RecordType::Report, position),
            ) {
                self.named(row, reference)?;
            }
        }
        Ok(number)
    }

    /// Notes what the findings of a document are about.
    fn found(
        &self,
        file: i64,
        document: i64,
        findings: impl Iterator<Item = (Option<(List, usize)>, usize)>,
    ) -> Result<(), StoreError> {
        for (record, at) in findings {
            let row = match record {
                None => Some(Row(document << Row::WITHIN)),
                Some((list, position)) => Row::new(document, RecordType::of_list(list), position),
            };
            self.0
                .prepare_cached("INSERT INTO findings (row, file, position) VALUES (?1, ?2, ?3)")?
                .execute(params![row.map(|row| row.0), file, at])?;
        }
        Ok(())
    }

    /// Puts the records of a list in; the row of each id.
    fn list<'r, T: Record>(
        &self,
        key: &str,
        document: i64,
        records: &'r [T],
    ) -> Result<HashMap<&'r str, Row>, StoreError> {
        let sql = format!(
            "INSERT INTO {} (row, document, page, json) VALUES (?1, ?2, ?3, ?4)",
            T::TYPE.table()
        );
        let mut rows = HashMap::new();
        for (position, record) in records.iter().enumerate() {
            let Some(row) = Row::new(document, T::TYPE, position) else {
                return Err(StoreError::TooMany(key.to_string()));
            };
            self.0.prepare_cached(&sql)?.execute(params![
                row.0,
                document,
                Span::first_page(record.spans()),
                serde_json::to_string(record)?
            ])?;
            self.searched(row, record)?;
            if let Some(id) = record.id() {
                rows.entry(id).or_insert(row);
                // The ids of assignments are printed where they have a number; see below.
                if T::TYPE == RecordType::Request {
                    self.named(row, id)?;
                }
            }
        }
        Ok(rows)
    }

    pub(super) fn named(&self, row: Row, called: &str) -> Result<(), StoreError> {
        self.0
            .prepare_cached("INSERT OR IGNORE INTO names (name, row) VALUES (?1, ?2)")?
            .execute(params![name(called), row.0])?;
        Ok(())
    }

    /// Puts the words of a record into the index.
    fn searched<T: Record>(&self, row: Row, record: &T) -> Result<(), StoreError> {
        let (title, text) = record.searched();
        let (title, text) = (words(&title), words(&text));
        if title.is_empty() && text.is_empty() {
            return Ok(());
        }
        self.0
            .prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")?
            .execute(params![row.0, title.join(" "), text.join(" ")])?;
        for word in title.iter().chain(&text) {
            self.word(word)?;
        }
        Ok(())
    }

    /// Notes a word, so that its parts are found. Numbers are only found whole.
    fn word(&self, word: &str) -> Result<(), StoreError> {
        if word.starts_with(|c: char| c.is_numeric()) || self.1.borrow().contains(word) {
            return Ok(());
        }
        self.1.borrow_mut().insert(word.to_string());
        let new = self
            .0
            .prepare_cached("INSERT OR IGNORE INTO vocabulary (word) VALUES (?1)")?
            .execute([word])?;
        if new == 1 {
            self.0
                .prepare_cached("INSERT INTO compounds (rowid, word) VALUES (?1, ?2)")?
                .execute(params![self.0.last_insert_rowid(), word])?;
        }
        Ok(())
    }
}

/// What tells a document from another of its key: what it says, and what was found of it.
fn digest<'d>(
    document: &Document,
    findings: impl Iterator<Item = &'d Diagnostic>,
) -> Result<String, StoreError> {
    let mut whole = serde_json::to_vec(document)?;
    for one in findings {
        whole.extend(serde_json::to_vec(one)?);
    }
    let mut digest = sha256(&whole);
    digest.truncate(32);
    Ok(digest)
}

/// Lays out the tables, those of a former version taken away. What this version knows of changes stays.
fn lay_out(connection: &Connection) -> Result<(), StoreError> {
    let format: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let kept: &[&str] = match format {
        FORMAT => &["changes", "state"],
        _ => &[],
    };
    connection.pragma_update(None, "defer_foreign_keys", true)?;
    let mut statement = connection.prepare(
        "SELECT type, name FROM sqlite_schema
         WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'
         -- A virtual table takes its shadows with it, and what refers goes before what it refers to.
         ORDER BY type = 'view' DESC, sql LIKE 'CREATE VIRTUAL%' DESC, rowid DESC",
    )?;
    let things: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    drop(statement);
    for (kind, name) in things {
        if kept.contains(&&*name) {
            continue;
        }
        connection.execute_batch(&format!("DROP {kind} IF EXISTS \"{name}\""))?;
    }
    connection.execute_batch(SCHEMA)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", FORMAT)?;
    Ok(())
}
