//! What was found of a record, or of a document as a whole.

use super::records::{RecordType, Row};
use super::{Store, StoreError};
use crate::findings::{List, Remark};
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

impl Store {
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
