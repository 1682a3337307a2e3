//! Deadlines (frister).

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happens at the time named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// Something is delivered.
    Delivery,
    /// Something is reported.
    Report,
    /// Something starts or takes effect.
    Start,
    /// A meeting is held.
    Meeting,
    /// A goal, no duty (mål, sikte på).
    Aim,
    /// A date set inside a quoted decision of Parliament.
    Parliament,
    /// None of these.
    Other,
}

/// How firm the time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineStatus {
    /// As printed.
    Fixed,
    /// Tentative (tentativ, foreløpig).
    Tentative,
    /// To be agreed (settes i dialog, avtales nærmere).
    ToBeAgreed,
    /// Comes again (årlig, hvert tertial).
    Recurring,
    /// Without end (løpende).
    Ongoing,
    /// Counted from something else.
    Relative,
    /// No such day ("31.6.2026").
    Invalid,
    /// None of these.
    Other,
}

/// How fine the printed time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A day.
    Day,
    /// An ISO week (uke 46).
    Week,
    /// A third of a month (primo, medio, ultimo).
    MonthThird,
    /// A month.
    Month,
    /// A quarter (kvartal).
    Quarter,
    /// A third of a year (tertial).
    Tertial,
    /// A half year (halvår).
    HalfYear,
    /// A season (vår, sommer, høst).
    Season,
    /// A year.
    Year,
    /// No time is printed.
    None,
    /// None of these.
    Other,
}

/// One printed deadline.
///
/// `date` is set only where a day is printed. A coarser time is the interval `earliest..=latest`;
/// after *innen*, *senest* and *før* `earliest` is `null`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// `"<owner>-deadline-<ordinal>"`.
    pub id: String,
    /// Id of the assignment it binds.
    pub assignment: Option<String>,
    /// Labels of the assignment's parts it binds; none: all of it.
    pub parts: Vec<String>,
    /// Id of the parliamentary request it binds.
    pub request: Option<String>,
    /// Id of the requirement it binds.
    pub requirement: Option<String>,
    /// Id of the report it stands in.
    pub report: Option<String>,
    /// Id of the section it stands in.
    pub section: Option<String>,
    /// The time expression with its deadline word, verbatim.
    pub raw: String,
    /// What falls due, verbatim: the sentence, the list item, the title or the calendar row.
    pub what: Option<String>,
    /// The body that is to do it, where one is named.
    pub responsible: Option<String>,
    /// What happens then.
    pub kind: DeadlineKind,
    /// How firm it is.
    pub status: DeadlineStatus,
    /// The day (ISO 8601), only where one is printed.
    pub date: Option<String>,
    /// First day of the interval.
    pub earliest: Option<String>,
    /// Last day of the interval.
    pub latest: Option<String>,
    /// How fine the printed time is.
    pub precision: Precision,
    /// The year was not printed; it is the document's.
    pub year_inferred: bool,
    /// The words of recurrence, verbatim.
    pub recurrence: Option<String>,
    /// Where `raw` stands.
    pub spans: Vec<Span>,
    /// Where `what` stands.
    pub what_spans: Vec<Span>,
}

impl Deadline {
    /// The day by which it is due, ISO 8601: the printed one, else the last of its interval; of what
    /// begins in an interval, the first, for from then on it is to be there.
    pub fn due(&self) -> Option<&str> {
        let begins = match self.kind {
            DeadlineKind::Start => self.earliest.as_deref(),
            _ => None,
        };
        self.date.as_deref().or(begins).or(self.latest.as_deref())
    }
}
