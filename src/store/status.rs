//! How a record stands, as its own words and those of later letters have it.

use super::fold::name;
use super::records::{RecordType, Row};
use super::requests::RequestState;
use super::shelf::Shelf;
use super::{Store, StoreError};
use crate::link::later::comes_after;
use crate::model::{Action, DeadlineStatus, Outcome};
use foldhash::{HashMap, HashMapExt};
use schemars::JsonSchema;
use serde::de::value::Error as NoSuchWord;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};

/// How a record stands: a deadline as it is worded, a request as its print tells, an assignment as it
/// was given and as later letters of the same series leave it. Other records do not stand in any way.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// An assignment that is given for the first time (nytt).
    New,
    /// An assignment that restates or adds to an earlier one (presisert).
    Clarified,
    /// An assignment that a later letter withdraws (utgår).
    Withdrawn,
    /// An assignment that a later letter lets lapse with all others of its year (bortfaller).
    Lapsed,
    /// A deadline with a day or an interval (fast).
    Fixed,
    /// A tentative deadline (foreløpig).
    Tentative,
    /// A deadline that is to be agreed (avtales).
    ToBeAgreed,
    /// A deadline that comes again (gjentas).
    Recurring,
    /// Something that goes on (løpende).
    Ongoing,
    /// A deadline that hangs on something else (relativ).
    Relative,
    /// A day that does not exist (ugyldig).
    Invalid,
    /// A request on which reporting goes on (åpent).
    Open,
    /// A request of which the document does not say (uklart).
    Unclear,
    /// A request on which reporting ends (avsluttet).
    Closed,
    /// An assignment or a deadline that is worded otherwise (annet).
    Other,
}

impl Status {
    /// All of them: of assignments, of deadlines, of requests.
    pub const ALL: [Self; 15] = [
        Self::New,
        Self::Clarified,
        Self::Withdrawn,
        Self::Lapsed,
        Self::Fixed,
        Self::Tentative,
        Self::ToBeAgreed,
        Self::Recurring,
        Self::Ongoing,
        Self::Relative,
        Self::Invalid,
        Self::Open,
        Self::Unclear,
        Self::Closed,
        Self::Other,
    ];

    /// Its word in addresses, on the command line and in JSON: `to_be_agreed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Clarified => "clarified",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Fixed => "fixed",
            Self::Tentative => "tentative",
            Self::ToBeAgreed => "to_be_agreed",
            Self::Recurring => "recurring",
            Self::Ongoing => "ongoing",
            Self::Relative => "relative",
            Self::Invalid => "invalid",
            Self::Open => "open",
            Self::Unclear => "unclear",
            Self::Closed => "closed",
            Self::Other => "other",
        }
    }

    /// The status of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    fn of_deadline(status: DeadlineStatus) -> Self {
        match status {
            DeadlineStatus::Fixed => Self::Fixed,
            DeadlineStatus::Tentative => Self::Tentative,
            DeadlineStatus::ToBeAgreed => Self::ToBeAgreed,
            DeadlineStatus::Recurring => Self::Recurring,
            DeadlineStatus::Ongoing => Self::Ongoing,
            DeadlineStatus::Relative => Self::Relative,
            DeadlineStatus::Invalid => Self::Invalid,
            DeadlineStatus::Other => Self::Other,
        }
    }

    fn of_assignment(action: Action) -> Self {
        match action {
            Action::New => Self::New,
            // What is printed again is there from before, as what is clarified is.
            Action::Clarified | Action::Restated => Self::Clarified,
            Action::Other => Self::Other,
        }
    }

    fn of_request(state: RequestState) -> Self {
        match state {
            RequestState::Open => Self::Open,
            RequestState::Unclear => Self::Unclear,
            RequestState::Closed => Self::Closed,
        }
    }
}

/// How records stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Statuses {
    /// By row; new assignments are left out, for most are.
    of: HashMap<i64, Status>,
}

impl Statuses {
    /// How a record stands, where its type has that.
    pub(super) fn of(&self, row: Row) -> Option<Status> {
        match row.kind() {
            RecordType::Assignment => Some(self.of.get(&row.0).copied().unwrap_or(Status::New)),
            RecordType::Deadline | RecordType::Request => self.of.get(&row.0).copied(),
            _ => None,
        }
    }
}

impl Store {
    /// How all records stand.
    pub(super) fn statuses<'s>(&self, shelf: &'s Shelf) -> Result<&'s Statuses, StoreError> {
        if let Some(statuses) = shelf.statuses.get() {
            return Ok(statuses);
        }
        let mut of = HashMap::new();
        // The expressions are those of the indexes, which answer alone.
        let mut statement = self.connection.prepare_cached(
            "SELECT json ->> '$.status', row FROM deadlines ORDER BY json ->> '$.status'",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(status) = said(row.get_ref(0)?.as_str().ok()) {
                of.insert(row.get(1)?, Status::of_deadline(status));
            }
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT json ->> '$.reporting_ends', json ->> '$.outcome', row FROM requests
             ORDER BY json ->> '$.reporting_ends'",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let state = RequestState::told(row.get(0)?, said(row.get_ref(1)?.as_str().ok()));
            of.insert(row.get(2)?, Status::of_request(state));
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT json ->> '$.action', row FROM assignments WHERE json ->> '$.action' > 'new'
             UNION ALL
             SELECT json ->> '$.action', row FROM assignments WHERE json ->> '$.action' < 'new'",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(action) = said(row.get_ref(0)?.as_str().ok()) {
                of.insert(row.get(1)?, Status::of_assignment(action));
            }
        }
        self.lapsed(shelf, &mut of)?;
        for (row, number) in self.numbered("SELECT row, assignment FROM withdrawals", [])? {
            let Some(later) = shelf.documents.get(&row.document()) else {
                continue; // it does not count
            };
            for one in self.called_so(&number, RecordType::Assignment)? {
                let own = shelf.documents.get(&one.document());
                if own.is_some_and(|own| comes_after(own, later, &number)) {
                    of.insert(one.0, Status::Withdrawn);
                }
            }
        }
        Ok(shelf.statuses.get_or_init(|| Statuses { of }))
    }

    /// How some records stand, asked one by one.
    pub(super) fn statuses_of_rows(
        &self,
        rows: &[Row],
        shelf: &Shelf,
    ) -> Result<Statuses, StoreError> {
        let mut of = HashMap::new();
        for row in rows {
            let status = match row.kind() {
                RecordType::Deadline => self
                    .connection
                    .prepare_cached("SELECT json ->> '$.status' FROM deadlines WHERE row = ?1")?
                    .query_row([row.0], |found| Ok(said(found.get_ref(0)?.as_str().ok())))?
                    .map(Status::of_deadline),
                RecordType::Request => {
                    let (ends, outcome): (Option<bool>, Option<Outcome>) = self
                        .connection
                        .prepare_cached(
                            "SELECT json ->> '$.reporting_ends', json ->> '$.outcome'
                             FROM requests WHERE row = ?1",
                        )?
                        .query_row([row.0], |found| {
                            Ok((found.get(0)?, said(found.get_ref(1)?.as_str().ok())))
                        })?;
                    Some(Status::of_request(RequestState::told(ends, outcome)))
                }
                RecordType::Assignment => Some(self.status_of_assignment(*row, shelf)?),
                _ => None,
            };
            of.extend(status.map(|status| (row.0, status)));
        }
        Ok(Statuses { of })
    }

    fn status_of_assignment(&self, row: Row, shelf: &Shelf) -> Result<Status, StoreError> {
        let (action, number): (Option<Action>, Option<String>) = self
            .connection
            .prepare_cached(
                "SELECT json ->> '$.action', json ->> '$.number' FROM assignments WHERE row = ?1",
            )?
            .query_row([row.0], |found| {
                Ok((said(found.get_ref(0)?.as_str().ok()), found.get(1)?))
            })?;
        let Some(own) = shelf.documents.get(&row.document()) else {
            return Ok(Status::New); // it does not count, and is not shown
        };
        if let Some(number) = number {
            for one in self.called_so(&number, RecordType::Withdrawal)? {
                let later = shelf.documents.get(&one.document());
                if later.is_some_and(|later| comes_after(own, later, &number)) {
                    return Ok(Status::Withdrawn);
                }
            }
        }
        if self.lapse_of(own, shelf)?.is_some() {
            return Ok(Status::Lapsed);
        }
        Ok(action.map_or(Status::Other, Status::of_assignment))
    }

    /// Marks the assignments of all letters that a later one lets lapse.
    fn lapsed(&self, shelf: &Shelf, of: &mut HashMap<i64, Status>) -> Result<(), StoreError> {
        if self.carried_over(shelf)?.is_empty() {
            return Ok(());
        }
        for (document, own) in &shelf.documents {
            if self.lapse_of(own, shelf)?.is_none() {
                continue;
            }
            let sql = "SELECT row FROM assignments WHERE document = ?1";
            let rows = self.rows(sql, [document])?;
            of.extend(rows.into_iter().map(|row| (row.0, Status::Lapsed)));
        }
        Ok(())
    }

    /// The records of a type that are called by a printed number.
    fn called_so(&self, number: &str, kind: RecordType) -> Result<Vec<Row>, StoreError> {
        let rows = self.rows_named(&name(number))?;
        Ok(rows.into_iter().filter(|row| row.kind() == kind).collect())
    }

    fn numbered(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<(Row, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, |row| Ok((Row(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A word of the contract that a record's JSON says.
fn said<T: DeserializeOwned>(word: Option<&str>) -> Option<T> {
    T::deserialize(IntoDeserializer::<NoSuchWord>::into_deserializer(word?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_json() {
        for status in Status::ALL {
            let json = serde_json::to_value(status).expect("a word");
            assert_eq!(json, status.name());
            assert_eq!(Status::of_name(status.name()), Some(status));
        }
        assert_eq!(Status::of_name("gone"), None);
    }
}
