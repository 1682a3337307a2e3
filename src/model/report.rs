//! Reports (rapportering) of an annual report.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a measured value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResultKind {
    /// Resultat.
    Result,
    /// Mål.
    Target,
    /// Endring.
    Change,
    /// None of these.
    Other,
}

/// A measured value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// What is measured, verbatim.
    pub measure: Option<String>,
    /// The enterprise or field it holds for, verbatim.
    pub area: Option<String>,
    /// The period, verbatim.
    pub period: Option<String>,
    /// The value.
    pub value: Option<f64>,
    /// Its unit, verbatim.
    pub unit: Option<String>,
    /// What it is.
    pub kind: ResultKind,
    /// Where it stands.
    pub spans: Vec<Span>,
}

/// The answer to one assignment, goal or indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The reference, else `"report-<section>-<ordinal>"`.
    pub id: String,
    /// The assignment's printed identifier.
    pub reference: Option<String>,
    /// The indicator it answers, verbatim.
    pub indicator_text: Option<String>,
    /// The goal it answers, verbatim.
    pub goal: Option<String>,
    /// The title, verbatim.
    pub title: Option<String>,
    /// The heading of its group, verbatim.
    pub group: Option<String>,
    /// Id of the section.
    pub section: Option<String>,
    /// Krav til rapportering, verbatim.
    pub requirement: Option<String>,
    /// The answer, verbatim.
    pub answer: Option<String>,
    /// "Felles tekst".
    pub joint: bool,
    /// Values measured.
    pub results: Vec<Measurement>,
    /// The whole item.
    pub spans: Vec<Span>,
    /// Where `requirement` stands.
    pub requirement_spans: Vec<Span>,
    /// Where `answer` stands.
    pub answer_spans: Vec<Span>,
}
