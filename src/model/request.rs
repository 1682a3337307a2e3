//! Parliamentary requests (anmodnings- og utredningsvedtak).

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the ministry says became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Followed up.
    FollowedUp,
    /// The ministry will come back to Parliament.
    ReturnsToParliament,
    /// Proposed repealed.
    ProposedRepealed,
    /// Printed otherwise.
    Other,
}

/// A request of Parliament and the ministry's account of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// "2024–2025/46": numbers recur between sessions.
    pub id: String,
    /// The session ("2024–2025").
    pub session: Option<String>,
    /// The decision's number.
    pub number: u32,
    /// The day of the decision, ISO 8601.
    pub date: Option<String>,
    /// Stikkord of the overview table.
    pub keyword: Option<String>,
    /// The heading of its section.
    pub heading: Option<String>,
    /// The decision without its outer guillemets.
    pub text: Option<String>,
    /// The documents it was made in connection with.
    pub basis: Vec<String>,
    /// The ministry's account, verdict included, verbatim.
    pub response: Option<String>,
    /// Ja or Nei of the overview: whether reporting ends.
    pub reporting_ends: Option<bool>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// Whether `outcome` says that it is followed up.
    pub followed_up: Option<bool>,
    /// Its section.
    pub spans: Vec<Span>,
    /// Where `text` stands.
    pub text_spans: Vec<Span>,
    /// Where `response` stands.
    pub response_spans: Vec<Span>,
    /// Where it is printed again.
    pub also_at: Vec<Span>,
}
