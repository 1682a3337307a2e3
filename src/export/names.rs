//! What documents, days and deadlines are called in tables for people.

use crate::model::{Deadline, DeadlineStatus, Document, DocumentHead, DocumentKind, Relation};
use serde::Serialize;

/// A document's key and what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentName {
    /// Its key.
    pub key: String,
    /// `supplerende tildelingsbrev nr. 1 2027 (4.5.2027)`.
    pub name: String,
}

impl DocumentName {
    /// The name of a document: its kind, number, year and day.
    pub fn of(document: &Document) -> Self {
        Self::of_head(&DocumentHead::from(document))
    }

    /// The name of a document of which only the head is at hand.
    pub fn of_head(document: &DocumentHead) -> Self {
        let kind = match document.kind {
            DocumentKind::AllocationLetter => "tildelingsbrev",
            DocumentKind::CommissioningDocument => "oppdragsdokument",
            DocumentKind::BudgetProposition => "budsjettproposisjon",
            DocumentKind::AnnualReport => "årlig melding",
        };
        let mut name = match document.relation {
            Relation::Original => kind.to_string(),
            Relation::Supplement => format!("supplerende {kind}"),
            Relation::Revision => format!("revidert {kind}"),
        };
        if let Some(number) = document.supplement {
            name += &format!(" nr. {number}");
        }
        if let Some(year) = document.year {
            name += &format!(" {year}");
        }
        if let Some(date) = &document.date {
            name += &format!(" ({})", day(date));
        }
        Self {
            key: document.key.clone(),
            name,
        }
    }

    /// What several are called, in a row.
    pub fn listed(names: &[Self]) -> String {
        let names: Vec<&str> = names.iter().map(|one| one.name.as_str()).collect();
        names.join(", ")
    }

    /// What a key of these is called; the key itself where it is none of them.
    pub fn called<'a>(names: &'a [Self], key: &'a str) -> &'a str {
        names
            .iter()
            .find(|one| one.key == key)
            .map_or(key, |one| &one.name)
    }
}

/// A day as Norwegian print has it: `2027-05-04` is `4.5.2027`.
pub fn day(iso: &str) -> String {
    match iso.parse::<jiff::civil::Date>() {
        Ok(date) => super::cell::printed(date),
        Err(_) => iso.to_string(),
    }
}

/// A deadline as printed, and the day that it comes to: `1. juni (1.6.2027)`,
/// `høsten 2026 (senest 31.12.2026)`, `31.6.2026 (ingen dag i kalenderen)`.
pub fn deadline(deadline: &Deadline) -> String {
    let raw = &deadline.raw;
    if deadline.status == DeadlineStatus::Invalid {
        return format!("{raw} (ingen dag i kalenderen)");
    }
    match (&deadline.date, &deadline.latest) {
        (Some(date), _) => format!("{raw} ({})", day(date)),
        (None, Some(latest)) => format!("{raw} (senest {})", day(latest)),
        (None, None) => raw.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_people_use() {
        let mut document = Document::empty(DocumentKind::AllocationLetter);
        document.key = "allocation_letter-2027-x-1".into();
        document.year = Some(2027);
        assert_eq!(DocumentName::of(&document).name, "tildelingsbrev 2027");
        document.relation = Relation::Supplement;
        document.supplement = Some(1);
        document.date = Some("2027-05-04".into());
        let names = [DocumentName::of(&document)];
        assert_eq!(
            DocumentName::called(&names, "allocation_letter-2027-x-1"),
            "supplerende tildelingsbrev nr. 1 2027 (4.5.2027)"
        );
        assert_eq!(DocumentName::called(&names, "other"), "other");
    }
}
