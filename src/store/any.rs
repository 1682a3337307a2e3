//! A record of any type, read back from its JSON.

use super::records::{Record, RecordType, Row};
use super::{Store, StoreError};
use crate::model::{
    Appropriation, Assignment, Authorisation, CarryOver, Citation, Deadline, DocumentHead, Goal,
    Indicator, Link, Report, Request, Requirement, Section, Span, Table, Withdrawal,
};
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A record as the JSON of `extract` has it, with its type: `{"record": "assignment", "id": …}`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "record", rename_all = "snake_case")]
#[allow(missing_docs)] // the contract describes them
pub enum AnyRecord {
    Document(Box<DocumentHead>),
    Section(Section),
    Goal(Goal),
    Indicator(Indicator),
    Assignment(Box<Assignment>),
    Withdrawal(Withdrawal),
    CarryOver(CarryOver),
    Requirement(Requirement),
    Deadline(Box<Deadline>),
    Request(Box<Request>),
    Appropriation(Box<Appropriation>),
    Authorisation(Box<Authorisation>),
    Report(Box<Report>),
    Table(Table),
    Citation(Citation),
    Link(Box<Link>),
}

/// What every record is asked alike.
macro_rules! each {
    ($record:expr, $one:ident => $asked:expr) => {
        match $record {
            AnyRecord::Document($one) => $asked,
            AnyRecord::Section($one) => $asked,
            AnyRecord::Goal($one) => $asked,
            AnyRecord::Indicator($one) => $asked,
            AnyRecord::Assignment($one) => $asked,
            AnyRecord::Withdrawal($one) => $asked,
            AnyRecord::CarryOver($one) => $asked,
            AnyRecord::Requirement($one) => $asked,
            AnyRecord::Deadline($one) => $asked,
            AnyRecord::Request($one) => $asked,
            AnyRecord::Appropriation($one) => $asked,
            AnyRecord::Authorisation($one) => $asked,
            AnyRecord::Report($one) => $asked,
            AnyRecord::Table($one) => $asked,
            AnyRecord::Citation($one) => $asked,
            AnyRecord::Link($one) => $asked,
        }
    };
}

impl AnyRecord {
    /// The record of a type that JSON holds.
    pub(super) fn read(kind: RecordType, json: &str) -> Result<Self, StoreError> {
        fn of<T: DeserializeOwned>(json: &str) -> Result<T, StoreError> {
            Ok(serde_json::from_str(json)?)
        }
        Ok(match kind {
            RecordType::Document => Self::Document(of(json)?),
            RecordType::Section => Self::Section(of(json)?),
            RecordType::Goal => Self::Goal(of(json)?),
            RecordType::Indicator => Self::Indicator(of(json)?),
            RecordType::Assignment => Self::Assignment(of(json)?),
            RecordType::Withdrawal => Self::Withdrawal(of(json)?),
            RecordType::CarryOver => Self::CarryOver(of(json)?),
            RecordType::Requirement => Self::Requirement(of(json)?),
            RecordType::Deadline => Self::Deadline(of(json)?),
            RecordType::Request => Self::Request(of(json)?),
            RecordType::Appropriation => Self::Appropriation(of(json)?),
            RecordType::Authorisation => Self::Authorisation(of(json)?),
            RecordType::Report => Self::Report(of(json)?),
            RecordType::Table => Self::Table(of(json)?),
            RecordType::Citation => Self::Citation(of(json)?),
            RecordType::Link => Self::Link(of(json)?),
        })
    }

    /// The record alone, as the JSON of `extract` has it, without its type.
    ///
    /// # Errors
    /// None that can be: every record is JSON.
    pub fn plain(&self) -> Result<serde_json::Value, StoreError> {
        let mut json = serde_json::to_value(self)?;
        if let Some(fields) = json.as_object_mut() {
            fields.shift_remove("record");
        }
        Ok(json)
    }

    /// Its id within its document, where it has one.
    pub fn id(&self) -> Option<&str> {
        each!(self, one => one.id())
    }

    /// Where it stands in the source; of an assignment its text, else its title; of a request its
    /// decision, else its section.
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Request(one) if !one.text_spans.is_empty() => &one.text_spans,
            _ => each!(self, one => one.spans()),
        }
    }

    /// The number that is printed for it: of a section, a goal, an assignment, a request, a report.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Section(one) => one.number.as_deref(),
            Self::Goal(one) => one.number.as_deref(),
            Self::Assignment(one) => one.number.as_deref(),
            Self::Withdrawal(one) => one.assignment.as_deref(),
            Self::Request(one) => Some(&one.id),
            Self::Report(one) => one.reference.as_deref(),
            _ => None,
        }
    }

    /// Its title, verbatim.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Document(one) => one.title.as_deref(),
            Self::Section(one) => Some(&one.title),
            Self::Assignment(one) => one.title.as_deref(),
            Self::Request(one) => one.heading.as_deref().or(one.keyword.as_deref()),
            Self::Appropriation(one) => one.name.as_deref().or(one.chapter_name.as_deref()),
            Self::Report(one) => one.title.as_deref(),
            Self::Table(one) => one.caption.as_deref(),
            _ => None,
        }
    }

    /// Its other texts by which it is found, each verbatim, in the order printed.
    pub fn texts(&self) -> Vec<&str> {
        fn some<'a>(texts: impl IntoIterator<Item = &'a Option<String>>) -> Vec<&'a str> {
            texts
                .into_iter()
                .filter_map(|text| text.as_deref())
                .collect()
        }
        match self {
            Self::Document(one) => some([&one.reference])
                .into_iter()
                .chain(
                    one.issuers
                        .iter()
                        .chain(&one.recipients)
                        .map(String::as_str),
                )
                .collect(),
            Self::Section(one) => some([&one.number]),
            Self::Goal(one) => vec![&one.text],
            Self::Indicator(one) => vec![&one.text],
            Self::Assignment(one) => {
                let parts = one.parts.iter();
                let parts = parts.flat_map(|part| [part.title.as_deref(), Some(&*part.text)]);
                let number = one.number.as_deref();
                std::iter::once(one.text.as_deref())
                    .chain(parts)
                    .chain([number])
                    .flatten()
                    .collect()
            }
            Self::Withdrawal(one) => vec![&one.text],
            Self::CarryOver(one) => vec![&one.text],
            Self::Requirement(one) => vec![&one.text],
            Self::Deadline(one) => one.what.as_deref().into_iter().chain([&*one.raw]).collect(),
            Self::Request(one) => {
                let mut texts = some([&one.text, &one.response, &one.keyword]);
                texts.push(&one.id);
                texts
            }
            Self::Appropriation(one) => {
                let earmarks = one.earmarks.iter().map(|earmark| &earmark.text);
                let words = one.conditions.iter().chain(earmarks).map(String::as_str);
                words.chain(one.chapter_name.as_deref()).collect()
            }
            Self::Authorisation(one) => vec![&one.text],
            Self::Report(one) => some([
                &one.answer,
                &one.requirement,
                &one.indicator_text,
                &one.reference,
            ]),
            Self::Table(one) => {
                let cells = one.header.iter().chain(&one.rows).flatten();
                cells.map(String::as_str).collect()
            }
            Self::Citation(one) => vec![&one.raw],
            Self::Link(_) => Vec::new(),
        }
    }
}

impl Store {
    /// A record and the printed page of its first place.
    pub(super) fn record(
        &self,
        row: Row,
    ) -> Result<Option<(AnyRecord, Option<String>)>, StoreError> {
        let kind = row.kind();
        let (sql, key) = match kind {
            RecordType::Document => (
                "SELECT json, NULL FROM documents WHERE document = ?1".to_string(),
                row.document(),
            ),
            _ => (
                format!("SELECT json, page FROM {} WHERE row = ?1", kind.table()),
                row.0,
            ),
        };
        let found: Option<(String, Option<String>)> = self
            .connection
            .prepare_cached(&sql)?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match found {
            Some((json, page)) => Ok(Some((AnyRecord::read(kind, &json)?, page))),
            None => Ok(None),
        }
    }
}
