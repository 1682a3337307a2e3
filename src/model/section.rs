//! The sections of a document (kapittel, avsnitt).

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A heading and its place in the outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The printed number ("3.4.3"); the second of its kind is "3.4.3-2"; without a number, the
    /// words of the title.
    pub id: String,
    /// The number as printed, without a closing full stop.
    pub number: Option<String>,
    /// The title, verbatim.
    pub title: String,
    /// Depth in the outline, from 1.
    pub level: u32,
    /// Id of the section that this one stands in.
    pub parent: Option<String>,
    /// Where the heading stands.
    pub spans: Vec<Span>,
}
