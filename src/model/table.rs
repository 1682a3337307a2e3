//! Tables that no other record takes.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A table as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// `"table-<section>-<ordinal>"`.
    pub id: String,
    /// The caption, verbatim.
    pub caption: Option<String>,
    /// Id of the section.
    pub section: Option<String>,
    /// Head rows of cells.
    pub header: Vec<Vec<String>>,
    /// Rows of cells.
    pub rows: Vec<Vec<String>>,
    /// Where the table stands.
    pub spans: Vec<Span>,
}
