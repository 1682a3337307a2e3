//! What documents, days and deadlines are called in tables for people.

use super::records::Word;
use crate::model::{Deadline, DeadlineStatus, Document, DocumentHead, DocumentKind, Relation};
use crate::same::Ground;
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
        Self {
            key: document.key.clone(),
            name: Self::called_by(
                document.kind,
                document.relation,
                document.supplement,
                document.year,
                document.date.as_deref(),
            ),
        }
    }

    /// What a document is called, from what makes up its name.
    pub fn called_by(
        kind: DocumentKind,
        relation: Relation,
        supplement: Option<u32>,
        year: Option<i32>,
        date: Option<&str>,
    ) -> String {
        let kind = kind.in_text();
        let mut name = match relation {
            Relation::Original => kind,
            Relation::Supplement => format!("supplerende {kind}"),
            Relation::Revision => format!("revidert {kind}"),
        };
        if let Some(number) = supplement {
            name += &format!(" nr. {number}");
        }
        if let Some(year) = year {
            name += &format!(" {year}");
        }
        if let Some(date) = date {
            name += &format!(" ({})", day(date));
        }
        name
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

/// Why another file's reading of a document counts, after a colon: `derfra er 15 poster lest, herfra 35`.
pub fn passed_over(ground: &Ground) -> String {
    match ground {
        Ground::Gone => "kilden er borte".into(),
        Ground::Records { counting, here } => {
            format!("der er det lest {here} poster, her {counting}")
        }
        Ground::Unclaimed { counting, here } => {
            format!("like mange poster, men {here} steder er ikke tolket der, mot {counting} her")
        }
        Ground::Pages => "like mange poster, og PDF-en har sidene som på papir".into(),
        Ground::First => "like mange poster, og denne fila er den første etter navn".into(),
    }
}

/// A day as Norwegian print has it: `2027-05-04` is `4.5.2027`.
pub fn day(iso: &str) -> String {
    match iso.parse::<jiff::civil::Date>() {
        Ok(date) => super::cell::printed(date),
        Err(_) => iso.to_string(),
    }
}

/// Words on one line, at most so many characters, ending at a word, with `…` where there
/// is more.
pub fn shortened(words: &str, most: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= most {
        return words;
    }
    let start: String = words.chars().take(most).collect();
    let end = start.rfind(' ').unwrap_or(start.len());
    format!("{} …", start[..end].trim_end())
}

/// A deadline as printed, and the day that it comes to: `1. juni (1.6.2027)`,
/// `høsten 2026 (senest 31.12.2026)`, of what begins `fra 2027 (tidligst 1.1.2027)`, `31.6.2026 (ingen dag i kalenderen)`.
pub fn deadline(deadline: &Deadline) -> String {
    let raw = &deadline.raw;
    if deadline.status == DeadlineStatus::Invalid {
        return format!("{raw} (ingen dag i kalenderen)");
    }
    match (&deadline.date, deadline.due()) {
        (Some(date), _) => format!("{raw} ({})", day(date)),
        (None, Some(due)) if deadline.latest.as_deref() == Some(due) => {
            format!("{raw} (senest {})", day(due))
        }
        (None, Some(due)) => format!("{raw} (tidligst {})", day(due)),
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
