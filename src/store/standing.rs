//! How a deadline stands on a day, by itself: what a list says of each of its rows, for the page of one.

use super::deadlines::{DeadlineQuery, DeadlineRow};
use super::documents::Place;
use super::filter::Sieve;
use super::records::RecordType;
use super::{Store, StoreError};

impl Store {
    /// A deadline as lists have it, asked on a day (ISO 8601); `None` where the place is of none.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn deadline_at(
        &self,
        place: &Place,
        today: &str,
    ) -> Result<Option<DeadlineRow>, StoreError> {
        let (RecordType::Deadline, Some(id)) = (place.record, place.id()) else {
            return Ok(None);
        };
        self.at_once(|| {
            let Some(document) = self.document_of(&place.document.key)? else {
                return Ok(None);
            };
            let rows = self.rows_of_id(document, id)?;
            let Some(row) = rows
                .into_iter()
                .find(|row| row.kind() == RecordType::Deadline)
            else {
                return Ok(None);
            };
            let query = DeadlineQuery {
                today: Some(today.to_string()),
                ..DeadlineQuery::default()
            };
            let shelf = self.shelf()?;
            self.deadline_row(row, &query, &Sieve::new(&query.filter), &shelf)
        })
    }
}
