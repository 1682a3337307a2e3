//! What a record cites and the store does not have: so that who reads it knows that it is not there to be
//! found, rather than that nothing is cited.

use super::fold::name;
use super::records::{RecordType, Row};
use super::{Store, StoreError};
use crate::model::{Citation, CitationKind};

impl Store {
    /// The citations in a record of what a store can have (assignments, requests, budget propositions) and
    /// this one does not, each once, in the order printed.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn unread(&self, key: &str, id: &str) -> Result<Vec<Citation>, StoreError> {
        self.at_once(|| {
            let Some(document) = self.document_of(key)? else {
                return Ok(Vec::new());
            };
            let mut statement = self.connection.prepare_cached(
                "SELECT json FROM citations WHERE document = ?1 AND \"in\" = ?2 ORDER BY row",
            )?;
            let mut rows = statement.query((document, id))?;
            let mut unread: Vec<Citation> = Vec::new();
            while let Some(row) = rows.next()? {
                let one: Citation =
                    serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
                let told = unread.iter().any(|other| other.reference == one.reference);
                if !told && !self.has(&one)? {
                    unread.push(one);
                }
            }
            Ok(unread)
        })
    }

    /// Whether the store has what is cited; of what no store has, that nothing is missing.
    fn has(&self, one: &Citation) -> Result<bool, StoreError> {
        let session = one
            .reference
            .split_once('(')
            .map(|(before, session)| (before.trim(), session.trim_end_matches(')')));
        match (one.kind, session) {
            (CitationKind::Assignment, _) => {
                let rows = self.rows_named(&name(&one.reference))?;
                let has = |row: &Row| {
                    matches!(row.kind(), RecordType::Assignment | RecordType::Withdrawal)
                };
                Ok(rows.iter().any(has))
            }
            (CitationKind::Request, Some((before, session))) => {
                let number = before.trim_start_matches("vedtak").trim();
                let rows = self.rows(
                    "SELECT row FROM requests WHERE json ->> '$.id' = ?1 LIMIT 1",
                    [format!("{session}/{number}")],
                )?;
                Ok(!rows.is_empty())
            }
            (CitationKind::Proposition, Some(("Prop. 1 S", session))) => {
                let rows = self.rows(
                    "SELECT document FROM documents WHERE kind = 'budget_proposition' AND session = ?1 LIMIT 1",
                    [session],
                )?;
                Ok(!rows.is_empty())
            }
            _ => Ok(true),
        }
    }
}
