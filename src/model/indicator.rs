//! How goals are measured: qualitative goals, indicators, steering parameters and key figures.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the letter calls the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorKind {
    /// Kvalitativt mål.
    QualitativeGoal,
    /// Indikator.
    Indicator,
    /// Styringsparameter.
    SteeringParameter,
    /// Nøkkeltall.
    KeyFigure,
    /// Another name; the heading tells which.
    Other,
}

/// How a value is held against its target.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// Less than (under, lavere enn).
    Lt,
    /// At most (maks, lik eller under).
    Le,
    /// Equal to.
    Eq,
    /// At least (minst, minimum).
    Ge,
    /// More than (over, høyere enn).
    Gt,
    /// Shall rise (økes).
    Increase,
    /// Shall fall (reduseres).
    Decrease,
    /// Printed otherwise; see `raw`.
    Other,
}

/// The unit of a target's value.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Per cent (pst., prosent, %).
    Percent,
    /// Days (dager).
    Days,
    /// Whole kroner.
    Nok,
    /// A number of things.
    Count,
    /// A share (andel).
    Share,
    /// Printed otherwise; see `raw`.
    Other,
}

/// One target inside an indicator's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// What is measured, verbatim, where the text names it beside the target ("BUP").
    pub subject: Option<String>,
    /// How the value is held against it.
    pub comparator: Comparator,
    /// The value; money in whole kroner; `null` for "shall be reduced" without a figure.
    pub value: Option<f64>,
    /// The unit of `value`.
    pub unit: Option<Unit>,
    /// The period it holds for, verbatim.
    pub period: Option<String>,
    /// What it is compared with, verbatim ("2025").
    pub baseline: Option<String>,
    /// The words of the target, verbatim.
    pub raw: String,
    /// Where `raw` stands, where that is a cell of its own; empty where it stands in the indicator's text.
    pub spans: Vec<Span>,
    /// Where `period` stands, where that is the title of a column; else empty.
    pub period_spans: Vec<Span>,
}

/// A measure of goal attainment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// `"<kind>-<section>-<ordinal>"`; of a sub-item, its parent's id and ordinal.
    pub id: String,
    /// What the letter calls it.
    pub kind: IndicatorKind,
    /// Id of the section that lists it.
    pub section: Option<String>,
    /// Id of the goal that its section belongs to.
    pub goal: Option<String>,
    /// Id of the indicator that this one is a sub-item of.
    pub parent: Option<String>,
    /// The item, verbatim.
    pub text: String,
    /// Targets read from the text.
    pub targets: Vec<Target>,
    /// Where `text` stands.
    pub spans: Vec<Span>,
}
