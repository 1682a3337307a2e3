//! Goals (mål): what the recipient shall achieve.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whose goal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoalKind {
    /// Set for this recipient (hovedmål).
    Main,
    /// A wider goal that the letter quotes (sektormål, overordnet mål).
    Sector,
    /// Neither can be told.
    Other,
}

/// A goal that the letter sets or quotes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// `"goal-<number>"` of a main goal; `"sector-goal-<number>"` of a quoted one.
    pub id: String,
    /// Set for this recipient, or quoted.
    pub kind: GoalKind,
    /// Id of the section in which it is listed.
    pub section: Option<String>,
    /// Its number in the list, as printed.
    pub number: Option<String>,
    /// The goal, verbatim.
    pub text: String,
    /// Where `text` stands.
    pub spans: Vec<Span>,
    /// Where it is printed again, as the heading of its own section.
    pub also_at: Vec<Span>,
}
