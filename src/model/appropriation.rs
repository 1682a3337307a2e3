//! Appropriations (bevilgninger), their figures and earmarks (øremerking).

use super::{Action, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppropriationLevel {
    /// A post of a chapter.
    Post,
    /// The sum of a chapter.
    Chapter,
    /// A group of posts (01–29).
    PostGroup,
    /// A programme category.
    Category,
    /// A grand total.
    Total,
    /// None of these.
    Other,
}

/// Expense or income.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Utgift.
    Expense,
    /// Inntekt.
    Income,
    /// It cannot be told.
    Other,
}

/// The form of table that a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppropriationTable {
    /// A chapter's table of a proposition.
    Chapter,
    /// A category's table of a proposition.
    Category,
    /// The proposed decision.
    Decision,
    /// The allocation of a letter.
    Allocation,
    /// The change of a supplementary letter.
    Change,
    /// Running text.
    Text,
    /// None of these.
    Other,
}

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureRole {
    /// Regnskap.
    Accounts,
    /// Saldert budsjett.
    Budget,
    /// Forslag.
    Proposal,
    /// Tildeling.
    Allocation,
    /// Tidligere tildeling.
    Previous,
    /// Endring.
    Change,
    /// Ny tildeling.
    New,
    /// Prosent.
    Percent,
    /// None of these.
    Other,
}

/// One figure of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The column's title, verbatim.
    pub label: Option<String>,
    /// The year it stands for.
    pub year: Option<i32>,
    /// What it is.
    pub role: FigureRole,
    /// Whole kroner; negative for a cut.
    pub nok: Option<i64>,
    /// Per cent.
    pub percent: Option<f64>,
    /// The figure as printed.
    pub raw: String,
}

/// Whether a sum is set aside, or a rate is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EarmarkKind {
    /// A sum set aside for a purpose.
    Earmark,
    /// A price or a rate.
    Rate,
    /// None of these.
    Other,
}

/// Money of a post set aside for a purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Earmark {
    /// The post's id and an ordinal.
    pub id: String,
    /// A sum or a rate.
    pub kind: EarmarkKind,
    /// Whole kroner.
    pub nok: Option<i64>,
    /// "minst".
    pub minimum: bool,
    /// "inntil".
    pub maximum: bool,
    /// Id of the earmark that this one is a "hvorav" of.
    pub parent: Option<String>,
    /// The item, verbatim.
    pub text: String,
    /// Its words after the amount.
    pub purpose: Option<String>,
    /// Identifiers of the assignments it names.
    pub assignments: Vec<String>,
    /// Where `text` stands.
    pub spans: Vec<Span>,
}

/// A row of money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appropriation {
    /// `"<table>-<chapter>.<post>"`, with an ordinal where needed.
    pub id: String,
    /// What the row stands for.
    pub level: AppropriationLevel,
    /// "732".
    pub chapter: Option<String>,
    /// The chapter's name.
    pub chapter_name: Option<String>,
    /// "01", "70".
    pub post: Option<String>,
    /// The name, without conditions.
    pub name: Option<String>,
    /// Expense or income.
    pub side: Side,
    /// The form of table.
    pub table: AppropriationTable,
    /// Id of the section.
    pub section: Option<String>,
    /// The figures, in the order printed.
    pub figures: Vec<Figure>,
    /// "kan overføres", "overslagsbevilgning" and the like.
    pub conditions: Vec<String>,
    /// A footnote mark.
    pub note: Option<String>,
    /// What a supplement does to the row.
    pub action: Option<Action>,
    /// Money set aside.
    pub earmarks: Vec<Earmark>,
    /// Where the row stands.
    pub spans: Vec<Span>,
}

impl Appropriation {
    /// The first figure of a role.
    pub fn figure(&self, role: FigureRole) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.role == role)
    }

    /// What a post is changed by, in whole kroner: all its changes together.
    pub fn change(&self) -> Option<i64> {
        let mut all = self
            .figures
            .iter()
            .filter(|figure| figure.role == FigureRole::Change)
            .map(|figure| figure.nok);
        let first = all.next()??;
        all.try_fold(first, |sum, nok| sum.checked_add(nok?))
    }

    /// The whole kroner of the first figure of a role.
    pub fn nok(&self, role: FigureRole) -> Option<i64> {
        self.figure(role)?.nok
    }
}
