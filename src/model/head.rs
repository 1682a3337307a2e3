//! A document without the lists of its records.

use super::{Document, DocumentKind, Language, Relation, Signatory};
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
