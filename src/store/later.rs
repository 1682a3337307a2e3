//! What later letters do to a deadline: they withdraw its assignment, let it lapse, or set another.

use super::any::AnyRecord;
use super::documents::Place;
use super::fold::name;
use super::records::{RecordType, Row};
use super::shelf::{Attributes, Shelf};
use super::{Store, StoreError};
use crate::link::is_bare;
use crate::model::{CarryOverEffect, Deadline};

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

/// How a later deadline of the same assignment stands to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In its place: it is of the same kind, and for all its parts.
    InPlace,
    /// It may be: which parts it is for is not said, or it is for some of them.
    Perhaps,
    /// It is for something else.
    Apart,
}

impl Stands {
    fn of(earlier: &Deadline, later: &Deadline) -> Self {
        let shared = |part| later.parts.contains(part);
        if earlier.kind != later.kind {
            return Self::Apart;
        }
        match (earlier.parts.is_empty(), later.parts.is_empty()) {
            (true, true) => Self::InPlace,
            (false, false) if earlier.parts.iter().all(shared) => Self::InPlace,
            (false, false) if !earlier.parts.iter().any(shared) => Self::Apart,
            _ => Self::Perhaps,
        }
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
        for row in self.rows(
            "SELECT row FROM names WHERE name = ?1 ORDER BY row",
            [name(number)],
        )? {
            let Some(other) = shelf.documents.get(&row.document()) else {
                continue;
            };
            if is_later(own, other, number) {
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

    /// Whether no other deadline of its assignment is of the same kind and for the same parts.
    fn is_alone(&self, assignment: Row, deadline: &Deadline) -> Result<bool, StoreError> {
        let all = self.deadlines_of_row(assignment)?;
        let alike = |one: &Deadline| one.kind == deadline.kind && one.parts == deadline.parts;
        Ok(all.iter().filter(|(_, one)| alike(one)).count() <= 1)
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
        let Some(year) = own.brief.year else {
            return Ok(None);
        };
        let carried = self.carried_over(shelf)?;
        let mut last = None;
        for said in own.parties().iter().filter_map(|one| carried.get(&**one)) {
            for one in said {
                let Some(other) = shelf.documents.get(&one.row.document()) else {
                    continue;
                };
                if one.effect == CarryOverEffect::Lapses
                    && one.years.contains(&year)
                    && other.brief.kind == own.brief.kind
                    && own.brief.year < other.brief.year
                {
                    last = last.max(Some((other.brief.order(), one.row)));
                }
            }
        }
        Ok(last.map(|(_, row)| row))
    }
}

/// Whether a document is a later one of the same series, so that what it calls by a number is what the
/// earlier one calls by it: of the same kind, between the same parties, and where the number is bare
/// ("12"), of the same year.
pub(super) fn is_later(own: &Attributes, other: &Attributes, number: &str) -> bool {
    let parties = other.parties();
    other.brief.kind == own.brief.kind
        && parties.iter().any(|one| own.parties().contains(one))
        && (!is_bare(number) || other.brief.year == own.brief.year)
        && own.brief.order() < other.brief.order()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DeadlineKind, DeadlineStatus, Precision};

    fn deadline(kind: DeadlineKind, parts: &[&str]) -> Deadline {
        Deadline {
            id: "d".into(),
            assignment: Some("TB2026-1".into()),
            parts: parts.iter().map(ToString::to_string).collect(),
            request: None,
            requirement: None,
            report: None,
            section: None,
            raw: String::new(),
            what: None,
            responsible: None,
            kind,
            status: DeadlineStatus::Fixed,
            date: None,
            earliest: None,
            latest: None,
            precision: Precision::None,
            year_inferred: false,
            recurrence: None,
            spans: Vec::new(),
            what_spans: Vec::new(),
        }
    }

    #[test]
    fn a_deadline_is_in_the_place_of_another_where_kind_and_parts_agree() {
        use DeadlineKind::{Delivery, Report};
        let stands = |earlier: &[&str], later: &[&str]| {
            Stands::of(&deadline(Delivery, earlier), &deadline(Delivery, later))
        };
        assert_eq!(stands(&[], &[]), Stands::InPlace);
        assert_eq!(stands(&["a"], &["a"]), Stands::InPlace);
        assert_eq!(stands(&["a"], &["a", "b"]), Stands::InPlace);
        assert_eq!(stands(&["a"], &["b"]), Stands::Apart);
        assert_eq!(stands(&["a", "b"], &["b"]), Stands::Perhaps);
        assert_eq!(stands(&["a"], &[]), Stands::Perhaps);
        assert_eq!(stands(&[], &["a"]), Stands::Perhaps);
        assert_eq!(
            Stands::of(&deadline(Delivery, &[]), &deadline(Report, &[])),
            Stands::Apart
        );
    }
}
