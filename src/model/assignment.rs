//! Assignments (oppdrag), what withdraws them and what becomes of earlier years' ones.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a letter does to an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Given here for the first time.
    New,
    /// A supplement changes or adds to an earlier one.
    Clarified,
    /// An earlier one, printed again as it was.
    Restated,
    /// Printed otherwise.
    Other,
}

/// What shows that a text is an assignment: of its place, of its print, of its words.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// It stands where the letter lists assignments («Oppdrag», «Nye oppdrag»).
    Zone,
    /// It has an identifier that a grammar file knows, or a word for assignments before its number.
    Identifier,
    /// Its label has letters and figures together, as only identifiers have (`B-01`).
    Label,
    /// Its label is one that any list has (`1.`, `a)`).
    Count,
    /// It is a row of a table of assignments, or a form of labels and values.
    Table,
    /// It is a heading with what it asks below it.
    Heading,
    /// It is a title alone on its line with what it asks below it.
    Title,
    /// It is an item of a list.
    Item,
    /// Its sisters ask as it does, or a sentence does: the letter was read again for it.
    Series,
    /// Somebody is asked in so many words («Departementet ber om …»).
    Asks,
    /// A duty is laid on somebody («Etaten skal …»).
    Binds,
    /// It says when it is due.
    Deadline,
    /// It says that it changes an earlier one.
    Changes,
}

/// A numbered or lettered part of an assignment (deloppdrag).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// "1", "a"; nested: outer and inner, "2b".
    pub label: String,
    /// The words before a colon that name the part, verbatim.
    pub title: Option<String>,
    /// The part, its label left out, verbatim.
    pub text: String,
    /// Where `text` stands.
    pub spans: Vec<Span>,
}

/// An assignment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The printed number; where the letter gives none, the section's id and an ordinal.
    pub id: String,
    /// The printed number, closed up, without a generic word before it ("TB2026-14", "HN25-01", "14" of
    /// "Oppdrag 14").
    pub number: Option<String>,
    /// The label as printed ("Oppdrag 14", "a)"), what closes it left out.
    pub label: Option<String>,
    /// The title, verbatim.
    pub title: Option<String>,
    /// Id of the section that it stands in.
    pub section: Option<String>,
    /// Id of the goal that its section belongs to.
    pub goal: Option<String>,
    /// The ministry's own unit ("KTA"; avdeling).
    pub department: Option<String>,
    /// A printed tag spelt out, else the document's recipients.
    pub addressees: Vec<String>,
    /// The body named as leader ("under ledelse av …").
    pub lead: Option<String>,
    /// Exempt from publication (unntatt offentlighet).
    pub withheld: bool,
    /// New here, changed, or printed again.
    pub action: Action,
    /// The body, closing deadline lines included, verbatim; `null` where only the number is named.
    pub text: Option<String>,
    /// Numbered and lettered parts, in the order printed.
    pub parts: Vec<Part>,
    /// Where `text` stands.
    pub spans: Vec<Span>,
    /// Where `title` stands.
    pub title_spans: Vec<Span>,
    /// What shows that it is one, in the order of the codes.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

impl Assignment {
    /// Where it stands: its text, or its title where it has none.
    pub fn place(&self) -> &[Span] {
        if self.spans.is_empty() {
            &self.title_spans
        } else {
            &self.spans
        }
    }
}

/// A sentence that withdraws an earlier assignment ("… utgår").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The identifier of what is withdrawn, closed up.
    pub assignment: Option<String>,
    /// The sentence, verbatim.
    pub text: String,
    /// Where `text` stands.
    pub spans: Vec<Span>,
}

/// What becomes of earlier years' assignments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CarryOverEffect {
    /// They lapse (utgår).
    Lapses,
    /// They go on (videreføres).
    Continues,
    /// Printed otherwise.
    Other,
}

/// What a letter says of earlier years' assignments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CarryOver {
    /// The years named, in the order printed.
    pub years: Vec<i32>,
    /// Lapse or go on.
    pub effect: CarryOverEffect,
    /// The sentence, verbatim.
    pub text: String,
    /// Where `text` stands.
    pub spans: Vec<Span>,
}
