//! What was found of a record, or of a document as a whole.

use super::documents::DocumentBrief;
use super::filter::{Filter, Sieve};
use super::records::{RecordType, Row};
use super::shelf::Attributes;
use super::{Store, StoreError};
use crate::findings::{INCOMPLETE, List, Remark};
use crate::model::Diagnostic;

impl RecordType {
    /// The type of the records of a list.
    pub(super) fn of_list(list: List) -> Self {
        match list {
            List::Sections => Self::Section,
            List::Goals => Self::Goal,
            List::Indicators => Self::Indicator,
            List::Assignments => Self::Assignment,
            List::Withdrawals => Self::Withdrawal,
            List::CarryOver => Self::CarryOver,
            List::Requirements => Self::Requirement,
            List::Deadlines => Self::Deadline,
            List::Requests => Self::Request,
            List::Appropriations => Self::Appropriation,
            List::Authorisations => Self::Authorisation,
            List::Reports => Self::Report,
            List::Tables => Self::Table,
            List::Citations => Self::Citation,
            List::Links => Self::Link,
        }
    }
}

/// A document of which something is known not to be read, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Incomplete {
    /// The document.
    pub document: DocumentBrief,
    /// Why: its findings of that sort ([`INCOMPLETE`]).
    pub findings: Vec<Remark>,
}

impl Store {
    /// The documents that pass a filter and of which something is known not to be read, by key: a list
    /// of their records is not whole. Types and departments are not looked at.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn incomplete(&self, filter: &Filter) -> Result<Vec<Incomplete>, StoreError> {
        self.at_once(|| {
            let codes = INCOMPLETE.map(|code| format!("'{}'", code.name()));
            // Few files have any: from their codes to their documents.
            let sql = format!(
                "SELECT DISTINCT f.row >> {} FROM diagnostics g JOIN findings f USING (file, position)
                 WHERE g.json ->> '$.code' IN ({}) AND f.row & {} = 0",
                Row::WITHIN,
                codes.join(", "),
                (1 << Row::WITHIN) - 1,
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let documents: Vec<i64> = statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let sieve = Sieve::new(filter);
            let mut found = Vec::new();
            for document in documents {
                let Some(brief) = self.brief(document)? else {
                    continue;
                };
                if !sieve.document(&Attributes::of(brief.clone())) {
                    continue;
                }
                let mut findings = self.remarks(Row(document << Row::WITHIN))?;
                findings.retain(|one| INCOMPLETE.iter().any(|code| one.code == *code));
                found.push(Incomplete {
                    document: brief,
                    findings,
                });
            }
            found.sort_by(|a, b| a.document.key.cmp(&b.document.key));
            Ok(found)
        })
    }

    /// What was found of a record, in the order found; of a document's own row, of it as a whole.
    pub(super) fn remarks(&self, row: Row) -> Result<Vec<Remark>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT g.json FROM findings f JOIN diagnostics g USING (file, position)
             WHERE f.row = ?1 ORDER BY position",
        )?;
        let mut rows = statement.query([row.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let json = row.get_ref(0)?.as_str().unwrap_or_default();
            let one: Diagnostic = serde_json::from_str(json)?;
            found.push(Remark::of(&one));
        }
        Ok(found)
    }
}
