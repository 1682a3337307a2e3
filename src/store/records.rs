//! The types of records as the store numbers them, and the words by which each is found.

use crate::model::{
    Appropriation, Assignment, Authorisation, CarryOver, Citation, Deadline, DocumentHead, Goal,
    Indicator, Link, Report, Request, Requirement, Section, Span, Table, Withdrawal,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The types of records that belong to a document, in the order of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// The document itself (dokument).
    Document,
    /// A section (avsnitt).
    Section,
    /// A goal (mål).
    Goal,
    /// An indicator (indikator, styringsparameter).
    Indicator,
    /// An assignment (oppdrag).
    Assignment,
    /// A withdrawal (utgår).
    Withdrawal,
    /// What becomes of earlier years' assignments.
    CarryOver,
    /// A requirement (krav).
    Requirement,
    /// A deadline (frist).
    Deadline,
    /// A parliamentary request (anmodningsvedtak).
    Request,
    /// An appropriation (bevilgning).
    Appropriation,
    /// An authorisation (fullmakt).
    Authorisation,
    /// A report (rapportering).
    Report,
    /// Another table (tabell).
    Table,
    /// A citation (henvisning).
    Citation,
    /// A link (kobling).
    Link,
}

impl RecordType {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Document,
        Self::Section,
        Self::Goal,
        Self::Indicator,
        Self::Assignment,
        Self::Withdrawal,
        Self::CarryOver,
        Self::Requirement,
        Self::Deadline,
        Self::Request,
        Self::Appropriation,
        Self::Authorisation,
        Self::Report,
        Self::Table,
        Self::Citation,
        Self::Link,
    ];

    /// Its name on a line of NDJSON: `carry_over`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Section => "section",
            Self::Goal => "goal",
            Self::Indicator => "indicator",
            Self::Assignment => "assignment",
            Self::Withdrawal => "withdrawal",
            Self::CarryOver => "carry_over",
            Self::Requirement => "requirement",
            Self::Deadline => "deadline",
            Self::Request => "request",
            Self::Appropriation => "appropriation",
            Self::Authorisation => "authorisation",
            Self::Report => "report",
            Self::Table => "table",
            Self::Citation => "citation",
            Self::Link => "link",
        }
    }

    /// The type of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The table of the store that holds it.
    pub fn table(self) -> &'static str {
        match self {
            Self::Document => "documents",
            Self::Section => "sections",
            Self::Goal => "goals",
            Self::Indicator => "indicators",
            Self::Assignment => "assignments",
            Self::Withdrawal => "withdrawals",
            Self::CarryOver => "carry_over",
            Self::Requirement => "requirements",
            Self::Deadline => "deadlines",
            Self::Request => "requests",
            Self::Appropriation => "appropriations",
            Self::Authorisation => "authorisations",
            Self::Report => "reports",
            Self::Table => "tables",
            Self::Citation => "citations",
            Self::Link => "links",
        }
    }
}

/// The number of a record in the whole store: its document, its type and its position among the
/// records of that type; see `schema.sql`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub i64);

impl Row {
    /// Bits of the position.
    const POSITION: u32 = 19;
    /// Bits of the type and the position.
    pub(super) const WITHIN: u32 = 24;

    /// The row of the record at a position (from 0) of a document's list of that type.
    ///
    /// `None` where the list is longer than half a million records.
    pub fn new(document: i64, kind: RecordType, position: usize) -> Option<Self> {
        let position = i64::try_from(position).ok()?;
        (position < 1 << Self::POSITION).then_some(Self(
            (document << Self::WITHIN) | ((kind as i64) << Self::POSITION) | position,
        ))
    }

    /// The number of the document.
    pub fn document(self) -> i64 {
        self.0 >> Self::WITHIN
    }

    /// The position among the document's records of its type, from 0.
    pub fn position(self) -> usize {
        usize::try_from(self.0 & ((1 << Self::POSITION) - 1)).unwrap_or_default()
    }

    /// The type of the record.
    pub fn kind(self) -> RecordType {
        let code = (self.0 >> Self::POSITION) & ((1 << (Self::WITHIN - Self::POSITION)) - 1);
        usize::try_from(code)
            .ok()
            .and_then(|code| RecordType::ALL.get(code).copied())
            .unwrap_or(RecordType::Document)
    }
}

/// What the store asks of a record.
pub trait Record: Serialize + DeserializeOwned {
    /// Its type.
    const TYPE: RecordType;

    /// Its id within its document, where it has one.
    fn id(&self) -> Option<&str>;

    /// Its first place.
    fn spans(&self) -> &[Span];

    /// The words of its title, and its other words; empty where it is found by another record.
    fn searched(&self) -> (String, String);
}

/// Texts in a row, one a line.
fn lines<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let texts: Vec<&str> = texts.into_iter().flatten().collect();
    texts.join("\n")
}

impl Record for Section {
    const TYPE: RecordType = RecordType::Section;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (
            String::new(),
            lines([self.number.as_deref(), Some(&self.title)]),
        )
    }
}

impl Record for Goal {
    const TYPE: RecordType = RecordType::Goal;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (String::new(), self.text.clone())
    }
}

impl Record for Indicator {
    const TYPE: RecordType = RecordType::Indicator;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (String::new(), self.text.clone())
    }
}

impl Record for Assignment {
    const TYPE: RecordType = RecordType::Assignment;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        self.place()
    }
    fn searched(&self) -> (String, String) {
        let text = self.text.as_deref().unwrap_or_default();
        // The text holds the words of the parts, but for parts that stand in cells of their own.
        let apart = self.parts.iter().filter(|part| !text.contains(&part.text));
        let parts = apart.flat_map(|part| [part.title.as_deref(), Some(part.text.as_str())]);
        (
            lines([self.number.as_deref(), self.title.as_deref()]),
            lines(std::iter::once(Some(text)).chain(parts)),
        )
    }
}

impl Record for Withdrawal {
    const TYPE: RecordType = RecordType::Withdrawal;
    fn id(&self) -> Option<&str> {
        None
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (String::new(), self.text.clone())
    }
}

impl Record for CarryOver {
    const TYPE: RecordType = RecordType::CarryOver;
    fn id(&self) -> Option<&str> {
        None
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (String::new(), self.text.clone())
    }
}

impl Record for Requirement {
    const TYPE: RecordType = RecordType::Requirement;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (String::new(), self.text.clone())
    }
}

impl Record for Deadline {
    const TYPE: RecordType = RecordType::Deadline;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        let bound = [
            &self.assignment,
            &self.request,
            &self.requirement,
            &self.report,
        ];
        if bound.iter().any(|one| one.is_some()) {
            return (String::new(), String::new());
        }
        (
            String::new(),
            lines([Some(&*self.raw), self.what.as_deref()]),
        )
    }
}

impl Record for Request {
    const TYPE: RecordType = RecordType::Request;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (
            lines([
                Some(&*self.id),
                self.keyword.as_deref(),
                self.heading.as_deref(),
            ]),
            lines([self.text.as_deref(), self.response.as_deref()]),
        )
    }
}

impl Record for Appropriation {
    const TYPE: RecordType = RecordType::Appropriation;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        let post = match (&self.chapter, &self.post) {
            (Some(chapter), Some(post)) => Some(format!("{chapter}.{post}")),
            (chapter, _) => chapter.clone(),
        };
        let earmarks = self
            .earmarks
            .iter()
            .map(|earmark| Some(earmark.text.as_str()));
        (
            lines([
                post.as_deref(),
                self.chapter_name.as_deref(),
                self.name.as_deref(),
            ]),
            lines(
                self.conditions
                    .iter()
                    .map(|one| Some(one.as_str()))
                    .chain(earmarks),
            ),
        )
    }
}

impl Record for Authorisation {
    const TYPE: RecordType = RecordType::Authorisation;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (String::new(), self.text.clone())
    }
}

impl Record for Report {
    const TYPE: RecordType = RecordType::Report;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        (
            lines([self.reference.as_deref(), self.title.as_deref()]),
            lines([
                self.indicator_text.as_deref(),
                self.requirement.as_deref(),
                self.answer.as_deref(),
            ]),
        )
    }
}

impl Record for Table {
    const TYPE: RecordType = RecordType::Table;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    fn searched(&self) -> (String, String) {
        let cells = self.header.iter().chain(&self.rows).flatten();
        (
            String::new(),
            lines(
                std::iter::once(self.caption.as_deref())
                    .chain(cells.map(|cell| Some(cell.as_str()))),
            ),
        )
    }
}

impl Record for Citation {
    const TYPE: RecordType = RecordType::Citation;
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
    fn spans(&self) -> &[Span] {
        &self.spans
    }
    // It is found by the record that it stands in.
    fn searched(&self) -> (String, String) {
        (String::new(), String::new())
    }
}

impl Record for Link {
    const TYPE: RecordType = RecordType::Link;
    fn id(&self) -> Option<&str> {
        None
    }
    fn spans(&self) -> &[Span] {
        &self.spans_from
    }
    fn searched(&self) -> (String, String) {
        (String::new(), String::new())
    }
}

impl Record for DocumentHead {
    const TYPE: RecordType = RecordType::Document;
    fn id(&self) -> Option<&str> {
        Some(&self.key)
    }
    fn spans(&self) -> &[Span] {
        &[]
    }
    fn searched(&self) -> (String, String) {
        let parties = self.issuers.iter().chain(&self.recipients);
        (
            String::new(),
            lines(
                [self.title.as_deref(), self.reference.as_deref()]
                    .into_iter()
                    .chain(parties.map(|name| Some(name.as_str()))),
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_tells_its_document_and_type() {
        let row = Row::new(12, RecordType::Link, 3).expect("a small position");
        assert_eq!((row.document(), row.kind()), (12, RecordType::Link));
        assert_eq!(Row::new(12, RecordType::Goal, 1 << 19), None);
        for kind in RecordType::ALL {
            assert_eq!(RecordType::of_name(kind.name()), Some(kind));
            assert_eq!(Row::new(1, kind, 0).map(Row::kind), Some(kind));
        }
    }
}
