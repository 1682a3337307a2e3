//! What later letters do to a deadline: they withdraw its assignment, let it lapse, or set another.

use super::any::AnyRecord;
use super::documents::Place;
use super::fold::name;
use super::records::{RecordType, Row};
use super::shelf::{Attributes, Shelf};
use super::{Store, StoreError};
use crate::link::later::{self, Letter, Order, Stands, comes_after, lets_lapse};
use crate::model::{Deadline, DocumentKind};

/// What later letters of the same series do to a deadline; of each the last that does it.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Where the assignment is withdrawn.
    pub(super) withdrawn: Option<Place>,
    /// Where all assignments of its year lapse.
    pub(super) lapsed: Option<Place>,
    /// The deadline in its place.
    pub(super) restated: Option<Place>,
    /// A deadline of the assignment of which the letter does not say that it is in the place of this
    /// one.
    pub(super) another: Option<Place>,
}

impl Letter for Attributes {
    fn kind(&self) -> DocumentKind {
        self.brief.kind
    }

    fn year(&self) -> Option<i32> {
        self.brief.year
    }

    fn order(&self) -> Order {
        self.brief.order()
    }

    fn shares_party(&self, other: &Self) -> bool {
        let others = other.parties();
        self.parties().iter().any(|one| others.contains(one))
    }

    fn is_of_another_sender(&self, other: &Self) -> bool {
        later::apart(&self.issuers, &other.issuers)
    }
}

impl Store {
    /// What later letters do to a deadline of an assignment.
    pub(super) fn later(
        &self,
        assignment: Row,
        number: Option<&str>,
        deadline: &Deadline,
        shelf: &Shelf,
    ) -> Result<Later, StoreError> {
        let Some(own) = shelf.documents.get(&assignment.document()) else {
            return Ok(Later::default());
        };
        let mut found = Later {
            lapsed: match self.lapse_of(own, shelf)? {
                Some(row) => self.place(row)?.map(|(place, _)| place),
                None => None,
            },
            ..Later::default()
        };
        let Some(number) = number else {
            return Ok(found);
        };
        let mut rows = Vec::new();
        for row in self.rows_named(&name(number))? {
            let Some(other) = shelf.documents.get(&row.document()) else {
                continue;
            };
            if comes_after(own, other, number) {
                rows.push((other.brief.order(), row));
            }
        }
        rows.sort();
        let mut alone = None;
        for (_, row) in rows {
            match row.kind() {
                RecordType::Withdrawal => {
                    found.withdrawn = self.place(row)?.map(|(place, _)| place);
                }
                RecordType::Assignment => {
                    for (row, one) in self.deadlines_of_row(row)? {
                        let stands = Stands::of(deadline, &one);
                        if stands == Stands::Apart {
                            continue;
                        }
                        // Of two alike in one letter, nobody can tell which is meant.
                        let alone = match alone {
                            Some(alone) => alone,
                            None => *alone.insert(self.is_alone(assignment, deadline)?),
                        };
                        let there = self.place(row)?.map(|(place, _)| place);
                        match stands {
                            Stands::InPlace if alone => found.restated = there,
                            _ => found.another = there,
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// Whether no other deadline of its assignment is like it.
    fn is_alone(&self, assignment: Row, deadline: &Deadline) -> Result<bool, StoreError> {
        let all = self.deadlines_of_row(assignment)?;
        Ok(later::is_alone(deadline, all.iter().map(|(_, one)| one)))
    }

    fn deadlines_of_row(&self, assignment: Row) -> Result<Vec<(Row, Deadline)>, StoreError> {
        let mut found = Vec::new();
        for row in self.rows(
            "SELECT row FROM deadlines WHERE assignment_row = ?1 ORDER BY row",
            [assignment.0],
        )? {
            if let Some((AnyRecord::Deadline(deadline), _)) = self.record(row)? {
                found.push((row, *deadline));
            }
        }
        Ok(found)
    }

    /// Where a later letter to the same body lets all assignments of a letter's year lapse.
    pub(super) fn lapse_of(
        &self,
        own: &Attributes,
        shelf: &Shelf,
    ) -> Result<Option<Row>, StoreError> {
        let carried = self.carried_over(shelf)?;
        let mut last = None;
        for said in own.parties().iter().filter_map(|one| carried.get(&**one)) {
            for one in said {
                let Some(other) = shelf.documents.get(&one.row.document()) else {
                    continue;
                };
                if lets_lapse(own, other, &one.years, one.effect) {
                    last = last.max(Some((other.brief.order(), one.row)));
                }
            }
        }
        Ok(last.map(|(_, row)| row))
    }
}
