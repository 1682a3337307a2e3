//! The shapes of the answers.

use crate::findings::Remark;
use crate::model::{Deadline, Diagnostic, DocumentHead, Request};
use crate::store::{Bound, Change, FileEntry, PassedOver, Place, RequestState};
use schemars::JsonSchema;
use serde::Serialize;

/// A stretch of records of one type.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub(super) struct List<T> {
    /// In the order of their documents' keys, then as the contract has them. May be fewer than asked for,
    /// or none, though more follow.
    pub(super) items: Vec<T>,
    /// The address of what follows; `null` at the end.
    pub(super) next: Option<String>,
    /// Where the list is of one document (`document=KEY`): what the tool was unsure of in it as a whole, or
    /// found wrong. Of each record, its own `findings` tell it.
    pub(super) findings: Vec<Remark>,
}

/// A record and where it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "{T}Item")]
pub(super) struct Item<T> {
    /// Where.
    #[serde(flatten)]
    pub(super) place: Place,
    /// The record, as the JSON of `oppdrag extract` has it.
    pub(super) record: T,
}

/// A deadline and what one needs to act on it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct DeadlineItem {
    /// Where.
    #[serde(flatten)]
    pub(super) place: Place,
    /// The day by which it is due: the printed one, else the last that the words allow; of
    /// what begins, the first.
    pub(super) due: Option<String>,
    /// Who is to do it: the body named, else those whom the assignment is given to, else the document's
    /// recipients.
    pub(super) who: Vec<String>,
    /// What it binds.
    pub(super) bound: Option<Bound>,
    /// The day has passed. Whether it was delivered no letter says.
    pub(super) overdue: bool,
    /// Where a later letter withdraws the assignment.
    pub(super) withdrawn: Option<Place>,
    /// Where a later letter gives the assignment another deadline.
    pub(super) restated: Option<Place>,
    /// The record, as the JSON of `oppdrag extract` has it.
    pub(super) record: Deadline,
}

/// One print of a request of Parliament.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct RequestItem {
    /// Where.
    #[serde(flatten)]
    pub(super) place: Place,
    /// How it stands by what is printed here.
    pub(super) state: RequestState,
    /// The record, as the JSON of `oppdrag extract` has it.
    pub(super) record: Request,
}

/// A document, what it was read from, and what the tool was unsure of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct DocumentWhole {
    /// What it says of itself.
    pub(super) document: DocumentHead,
    /// The file that it was read from. Where that lay on the server is not told.
    pub(super) file: FileEntry,
    /// Other JSON files with the same document: what they say is not shown.
    pub(super) also_in: Vec<String>,
    /// The same, each with the ground on which this file's reading counts in its place.
    pub(super) passed_over: Vec<PassedOver>,
    /// What the tool was unsure of in the document as a whole, or found wrong there.
    pub(super) findings: Vec<Remark>,
    /// What the tool was unsure of in the file, and what it found wrong there. A file may hold several
    /// documents.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What became of documents.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct ChangeList {
    /// Of each document the last thing only, in the order in which they came.
    pub(super) changes: Vec<Change>,
    /// To be given as `since` the next time.
    pub(super) cursor: String,
    /// The address of what follows: at once where there is `more`, else later.
    pub(super) next: String,
    /// Whether there is more already.
    pub(super) more: bool,
}

/// What there is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Index {
    /// "oppdrag".
    pub(super) name: String,
    /// The version of the program.
    pub(super) version: String,
    /// The version of the records' contract.
    pub(super) schema_version: String,
    /// The address of the OpenAPI description.
    pub(super) openapi: String,
    /// The addresses; `{key}` and `{id}` are to be filled in.
    pub(super) paths: Vec<IndexPath>,
}

/// An address and what it gives.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct IndexPath {
    /// The address.
    pub(super) path: String,
    /// What it gives.
    pub(super) summary: String,
}
