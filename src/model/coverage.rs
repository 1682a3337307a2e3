//! What of the source was claimed, and what nobody has looked at.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a stretch of text looks like.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// A deadline word with a time.
    Deadline,
    /// An assignment's identifier.
    Identifier,
    /// An amount in a table.
    Amount,
    /// «Vedtak nr.».
    Request,
    /// Somebody is asked or bound to do something.
    Duty,
    /// An item of a series that no record took.
    Series,
    /// A table that no record took.
    Table,
}

/// A signal that no record claims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unclaimed {
    /// What it looks like.
    pub signal: SignalKind,
    /// The words, verbatim.
    pub raw: String,
    /// Where they stand.
    pub spans: Vec<Span>,
}

/// A signal that a named rule judged to be something else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dismissed {
    /// What it looks like.
    pub signal: SignalKind,
    /// The words, verbatim.
    pub raw: String,
    /// Where they stand.
    pub spans: Vec<Span>,
    /// The rule's name.
    pub rule: String,
}

/// How much of the source some record or heading claims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Code points of the canonical text that are not white space.
    pub characters: usize,
    /// How many of them some record or heading claims.
    pub claimed: usize,
    /// Signals that nobody has looked at.
    pub unclaimed: Vec<Unclaimed>,
    /// Signals judged otherwise by a named rule.
    pub dismissed: Vec<Dismissed>,
}
