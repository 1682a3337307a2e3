//! Links across a set of documents.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One end of a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkEnd {
    /// The document's key.
    pub document: String,
    /// The record's id.
    pub id: Option<String>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What ties the ends together ("report_of", "continues", "clarifies",
    /// "withdraws", "supplements", "replaces", "carried_out_by", "cites").
    pub kind: String,
    /// Where it starts.
    pub from: LinkEnd,
    /// Where it leads.
    pub to: LinkEnd,
    /// Why it was made ("same identifier", "title", "cited").
    pub ground: String,
    /// The quotation at the start.
    pub spans_from: Vec<Span>,
    /// The quotation at the end.
    pub spans_to: Vec<Span>,
}
