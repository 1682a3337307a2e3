//! Requirements (krav): what the letter demands outside its numbered assignments.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What sort of demand it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequirementKind {
    /// A priority of the year (prioritering).
    Priority,
    /// A common directive to all agencies (fellesføring).
    CommonDirective,
    /// Something to report on (rapportering).
    Reporting,
    /// A condition of the allocation (forutsetning).
    Condition,
    /// None of these.
    Other,
}

/// Where an answer is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Årsrapport, årlig melding.
    AnnualReport,
    /// Tertialrapport, virksomhetsrapport.
    TertialReport,
    /// Plan.
    Plan,
    /// Møte.
    Meeting,
    /// Printed otherwise.
    Other,
}

/// A demand in running text: a sentence or a list item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// `"requirement-<section>-<ordinal>"`.
    pub id: String,
    /// What sort of demand it is.
    pub kind: RequirementKind,
    /// Id of the section that it stands in.
    pub section: Option<String>,
    /// The sentence or item, verbatim.
    pub text: String,
    /// Where the answer is expected.
    pub channel: Option<Channel>,
    /// Where `text` stands.
    pub spans: Vec<Span>,
}
