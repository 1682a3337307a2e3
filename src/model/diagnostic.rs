//! Findings and choices.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How grave a finding is. Only errors make the exit code 1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A choice made.
    Info,
    /// A finding about the source.
    Warning,
    /// The file could not be read, or the output breaks its own rules.
    Error,
}

/// Something a reader of the record should know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diagnostic {
    /// A stable word for the finding ("impossible_date").
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, in a sentence.
    pub message: String,
    /// Id of the record it is about.
    pub item: Option<String>,
    /// Where it was found.
    pub spans: Vec<Span>,
}
