//! What a later letter of the same series does to a deadline: the rules alone, of letters that are in
//! a set as of letters that are in a store.

use super::is_bare;
use crate::model::{CarryOverEffect, Deadline, DocumentKind, Relation};

/// By when a letter was sent; the earlier is less.
pub type Order = (String, bool, Option<u32>, String);

/// A letter as the rules see it.
pub trait Letter {
    /// Its kind.
    fn kind(&self) -> DocumentKind;
    /// The budget year that it is about.
    fn year(&self) -> Option<i32>;
    /// By when it was sent.
    fn order(&self) -> Order;
    /// Whether it is about a body that the other is about.
    fn shares_party(&self, other: &Self) -> bool;
    /// Whether both name whom they are from, and nobody is named by both: two ministries may number what
    /// they give to one body alike.
    fn is_of_another_sender(&self, other: &Self) -> bool;
}

/// By when a letter was sent: its day; without one, a year's letter on the first day of its year, and
/// what changes it after all others of that year, for it came after the letter that it changes.
pub fn order(
    date: Option<&str>,
    year: Option<i32>,
    relation: Relation,
    supplement: Option<u32>,
    key: &str,
) -> Order {
    let undated = || {
        let year = year.unwrap_or_default();
        match relation {
            Relation::Original => format!("{year:04}-01-01"),
            Relation::Supplement | Relation::Revision => format!("{year:04}-99"),
        }
    };
    (
        date.map_or_else(undated, str::to_string),
        relation != Relation::Original,
        supplement,
        key.to_string(),
    )
}

/// Whether both lists name somebody, and nobody stands in both.
pub fn apart<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    !one.is_empty() && !other.is_empty() && !one.iter().any(|name| other.contains(name))
}

/// Whether a letter comes after another in its series, so that a number of the one is that of the other.
pub fn comes_after<L: Letter>(own: &L, other: &L, number: &str) -> bool {
    other.kind() == own.kind()
        && other.shares_party(own)
        // What one ministry gave in a former year, another may take over.
        && !(other.year() == own.year() && other.is_of_another_sender(own))
        && (!is_bare(number) || other.year() == own.year())
        && own.order() < other.order()
}

/// Whether what a letter to the same body says of earlier years lets all assignments of another lapse.
pub fn lets_lapse<L: Letter>(own: &L, other: &L, years: &[i32], effect: CarryOverEffect) -> bool {
    effect == CarryOverEffect::Lapses
        && own.year().is_some_and(|year| years.contains(&year))
        && other.kind() == own.kind()
        && !other.is_of_another_sender(own)
        && own.year() < other.year()
}

/// How a later deadline of the same assignment stands to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In its place: it is of the same kind, and for all its parts.
    InPlace,
    /// It may be: which parts it is for is not said, or it is for some of them.
    Perhaps,
    /// It is for something else.
    Apart,
}

impl Stands {
    /// How the later stands to the earlier.
    pub fn of(earlier: &Deadline, later: &Deadline) -> Self {
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

/// Whether no other of the deadlines of its assignment is of the same kind and for the same parts: of two
/// alike in one letter, nobody can tell which a later letter means.
pub fn is_alone<'a>(deadline: &Deadline, all: impl Iterator<Item = &'a Deadline>) -> bool {
    all.filter(|one| one.kind == deadline.kind && one.parts == deadline.parts)
        .count()
        <= 1
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
