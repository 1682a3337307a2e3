//! Authorisations (fullmakter).

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is authorised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthorisationKind {
    /// Merinntektsfullmakt.
    ExcessIncome,
    /// Bestillingsfullmakt.
    Ordering,
    /// Tilsagnsfullmakt.
    Commitment,
    /// Overskridelse.
    Overspending,
    /// Delegering.
    Delegation,
    /// None of these.
    Other,
}

/// An authorisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authorisation {
    /// `"authorisation-<ordinal>"`.
    pub id: String,
    /// What is authorised.
    pub kind: AuthorisationKind,
    /// The chapter.
    pub chapter: Option<String>,
    /// Its posts.
    pub posts: Vec<String>,
    /// Posts whose income it is measured against ("3714.04").
    pub income_posts: Vec<String>,
    /// The limit in whole kroner.
    pub limit_nok: Option<i64>,
    /// The authorisation, verbatim.
    pub text: String,
    /// Where `text` stands.
    pub spans: Vec<Span>,
}
