//! A document in two: what it says of itself, and the lists of its records.

use super::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a document says of itself: the fields of [`Document`] that are no lists of records, by the
/// same names. A line of NDJSON and a row of the store carry it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentHead {
    /// Its key.
    pub key: String,
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// What its title calls it.
    pub form: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its language.
    pub language: Language,
    /// The budget year.
    pub year: Option<i32>,
    /// The session of Parliament, of propositions.
    pub session: Option<String>,
    /// The number of a supplement.
    pub supplement: Option<u32>,
    /// What it is to the document of the year.
    pub relation: Relation,
    /// Whom it is from.
    pub issuers: Vec<String>,
    /// Whom it is to.
    pub recipients: Vec<String>,
    /// Its day, ISO 8601.
    pub date: Option<String>,
    /// Its reference number (saksnummer).
    pub reference: Option<String>,
    /// Who signed it.
    pub signatories: Vec<Signatory>,
    /// Whom copies go to.
    pub copies_to: Vec<String>,
    /// What is attached.
    pub attachments: Vec<String>,
}

impl DocumentHead {
    /// Whom the document is about: of a letter its recipients, of others its issuers.
    pub fn parties(&self) -> &[String] {
        if self.kind.is_letter() {
            &self.recipients
        } else {
            &self.issuers
        }
    }
}

impl From<&Document> for DocumentHead {
    fn from(document: &Document) -> Self {
        Self {
            key: document.key.clone(),
            kind: document.kind,
            form: document.form.clone(),
            title: document.title.clone(),
            language: document.language,
            year: document.year,
            session: document.session.clone(),
            supplement: document.supplement,
            relation: document.relation,
            issuers: document.issuers.clone(),
            recipients: document.recipients.clone(),
            date: document.date.clone(),
            reference: document.reference.clone(),
            signatories: document.signatories.clone(),
            copies_to: document.copies_to.clone(),
            attachments: document.attachments.clone(),
        }
    }
}

impl From<DocumentHead> for Document {
    /// The document without its records.
    fn from(head: DocumentHead) -> Self {
        Self {
            key: head.key,
            form: head.form,
            title: head.title,
            language: head.language,
            year: head.year,
            session: head.session,
            supplement: head.supplement,
            relation: head.relation,
            issuers: head.issuers,
            recipients: head.recipients,
            date: head.date,
            reference: head.reference,
            signatories: head.signatories,
            copies_to: head.copies_to,
            attachments: head.attachments,
            ..Self::empty(head.kind)
        }
    }
}

/// The lists of records of a document, in the order of the contract. Whoever takes them apart by name
/// cannot forget one that is added.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)] // as in [`Document`]
pub struct Lists<'a> {
    pub sections: &'a [Section],
    pub goals: &'a [Goal],
    pub indicators: &'a [Indicator],
    pub assignments: &'a [Assignment],
    pub withdrawals: &'a [Withdrawal],
    pub carry_over: &'a [CarryOver],
    pub requirements: &'a [Requirement],
    pub deadlines: &'a [Deadline],
    pub requests: &'a [Request],
    pub appropriations: &'a [Appropriation],
    pub authorisations: &'a [Authorisation],
    pub reports: &'a [Report],
    pub tables: &'a [Table],
    pub citations: &'a [Citation],
    pub links: &'a [Link],
}

impl Document {
    /// The lists of its records.
    pub fn lists(&self) -> Lists<'_> {
        // Taken apart by name, so that a list that is added to the model cannot be forgotten here.
        let Self {
            key: _,
            kind: _,
            form: _,
            title: _,
            language: _,
            year: _,
            session: _,
            supplement: _,
            relation: _,
            issuers: _,
            recipients: _,
            date: _,
            reference: _,
            signatories: _,
            copies_to: _,
            attachments: _,
            sections,
            goals,
            indicators,
            assignments,
            withdrawals,
            carry_over,
            requirements,
            deadlines,
            requests,
            appropriations,
            authorisations,
            reports,
            tables,
            citations,
            links,
        } = self;
        Lists {
            sections,
            goals,
            indicators,
            assignments,
            withdrawals,
            carry_over,
            requirements,
            deadlines,
            requests,
            appropriations,
            authorisations,
            reports,
            tables,
            citations,
            links,
        }
    }
}
