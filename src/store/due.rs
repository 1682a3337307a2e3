//! A document as the calendar of its deadlines needs it.

use super::records::RecordType;
use super::{Store, StoreError};
use crate::model::Document;
use serde::de::DeserializeOwned;

impl Store {
    /// The document of a key with its deadlines, what they bind and its sections, all other lists left
    /// empty, and the name of the file that it was read from; `None` where there is none.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn document_of_deadlines(
        &self,
        key: &str,
    ) -> Result<Option<(String, Document)>, StoreError> {
        self.at_once(|| {
            let Some(document) = self.document_of(key)? else {
                return Ok(None);
            };
            let entry = self.entry(document)?;
            let mut made = Document::from(entry.head);
            made.deadlines = self.list_of(document, RecordType::Deadline)?;
            made.sections = self.list_of(document, RecordType::Section)?;
            if made.deadlines.iter().any(|one| one.assignment.is_some()) {
                made.assignments = self.list_of(document, RecordType::Assignment)?;
            }
            if made.deadlines.iter().any(|one| one.request.is_some()) {
                made.requests = self.list_of(document, RecordType::Request)?;
            }
            if made.deadlines.iter().any(|one| one.report.is_some()) {
                made.reports = self.list_of(document, RecordType::Report)?;
            }
            Ok(Some((entry.file.source, made)))
        })
    }

    /// A document's records of a type, in the order printed.
    fn list_of<T: DeserializeOwned>(
        &self,
        document: i64,
        kind: RecordType,
    ) -> Result<Vec<T>, StoreError> {
        let sql = format!(
            "SELECT json FROM {} WHERE document = ?1 ORDER BY row",
            kind.table()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([document])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            let json = row.get_ref(0)?.as_str().unwrap_or_default();
            list.push(serde_json::from_str(json)?);
        }
        Ok(list)
    }
}
