//! Citations of other documents.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is cited.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CitationKind {
    /// Prop. 1 S (2025–2026).
    Proposition,
    /// Innst. 11 S (2025–2026).
    Recommendation,
    /// Meld. St. 9 (2023–2024).
    WhitePaper,
    /// Dokument 3:5 (2024–2025), Dokument 8:268 S (2024–2025).
    ParliamentDocument,
    /// NOU 2023: 16.
    Nou,
    /// A law or regulation and its paragraph.
    Law,
    /// vedtak 1033 (2024–2025).
    Request,
    /// TB2025-21.
    Assignment,
    /// A circular (R-110, D-1/26).
    Circular,
    /// None of these.
    Other,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// `"citation-<ordinal>"`.
    pub id: String,
    /// What is cited.
    pub kind: CitationKind,
    /// Normalised: "Prop. 1 S (2025–2026)".
    #[serde(rename = "ref")]
    pub reference: String,
    /// As printed.
    pub raw: String,
    /// Id of the record it stands in.
    #[serde(rename = "in")]
    pub within: Option<String>,
    /// Where `raw` stands.
    pub spans: Vec<Span>,
}
