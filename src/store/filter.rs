//! What a question is narrowed to.

use super::fold::folded;
use super::records::RecordType;
use super::shelf::Attributes;
use crate::model::DocumentKind;

/// What a question is narrowed to: of each list one must fit, an empty list lets everything pass.
///
/// Names fit where they contain the words given, case and accents aside: `helse nord` fits
/// "Helse Nord RHF". Words in quotation marks are a whole name: `"Elvetilsynet"` does not fit
/// "Innsjø- og elvetilsynet".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Types of records.
    pub types: Vec<RecordType>,
    /// Kinds of documents.
    pub kinds: Vec<DocumentKind>,
    /// Budget years of documents.
    pub years: Vec<i32>,
    /// Senders.
    pub issuers: Vec<String>,
    /// Recipients.
    pub recipients: Vec<String>,
    /// The ministry's own units, as printed beside assignments ("KTA"): these are compared whole.
    pub departments: Vec<String>,
}

/// A filter with its names folded.
#[derive(Debug)]
pub(super) struct Sieve<'a> {
    pub(super) filter: &'a Filter,
    issuers: Vec<String>,
    recipients: Vec<String>,
    departments: Vec<String>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(filter: &'a Filter) -> Self {
        let all = |names: &[String]| names.iter().map(|name| folded(name.trim())).collect();
        Self {
            filter,
            issuers: all(&filter.issuers),
            recipients: all(&filter.recipients),
            departments: all(&filter.departments),
        }
    }

    /// Whether records of a type pass.
    pub(super) fn record(&self, kind: RecordType) -> bool {
        self.filter.types.is_empty() || self.filter.types.contains(&kind)
    }

    /// Whether a document passes, by its kind, year, sender and recipients.
    pub(super) fn document(&self, document: &Attributes) -> bool {
        self.but_recipients(document) && contained(&self.recipients, &document.recipients)
    }

    /// Whether a document passes whoever its recipients are.
    pub(super) fn but_recipients(&self, document: &Attributes) -> bool {
        let filter = self.filter;
        let brief = &document.brief;
        (filter.kinds.is_empty() || filter.kinds.contains(&brief.kind))
            && (filter.years.is_empty()
                || brief.year.is_some_and(|year| filter.years.contains(&year)))
            && contained(&self.issuers, &document.issuers)
    }

    /// Whether one of the bodies that are to do something passes.
    pub(super) fn bodies(&self, names: &[String]) -> bool {
        self.recipients.is_empty()
            || contained(
                &self.recipients,
                &names.iter().map(|one| folded(one)).collect::<Vec<String>>(),
            )
    }

    /// Whether departments matter.
    pub(super) fn asks_for_department(&self) -> bool {
        !self.departments.is_empty()
    }

    /// Whether a department passes.
    pub(super) fn department(&self, department: Option<&str>) -> bool {
        self.departments.is_empty()
            || department.is_some_and(|one| self.departments.contains(&folded(one)))
    }
}

/// Whether one of the names contains one of the words asked for, or is the whole name asked for.
fn contained<N: AsRef<str>>(asked: &[String], names: &[N]) -> bool {
    let fits = |word: &str| match whole(word) {
        Some(word) => names.iter().any(|name| name.as_ref() == word),
        None => names.iter().any(|name| name.as_ref().contains(word)),
    };
    asked.is_empty() || asked.iter().any(|word| fits(word))
}

/// The name that is asked for whole.
pub(super) fn whole(asked: &str) -> Option<&str> {
    asked.strip_prefix('"')?.strip_suffix('"')
}
