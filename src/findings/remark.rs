//! A finding as it is shown beside what it is about.

use super::words::doubt;
use crate::model::{Code, Diagnostic, Severity};
use schemars::JsonSchema;
use serde::Serialize;

/// What stands above remarks wherever they are shown: a badge, a column, a line of a calendar.
pub const TO_CHECK: &str = "Bør kontrolleres";

/// Findings of what is not there: what they are about is in no record, or in no text at all.
pub const INCOMPLETE: [Code; 5] = [
    Code::AssignmentsMissing,
    Code::SeriesUnread,
    Code::TableUnread,
    Code::PageUnreadable,
    Code::PageWithoutText,
];

/// What the tool was unsure of in a record or a document, or found wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Remark {
    /// The stable word for the finding ("impossible_date").
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, in a sentence in English, with the figures or words that it is about.
    pub message: String,
    /// What is the matter and what to do, in bokmål; `null` where another version of the program found it.
    pub message_nb: Option<String>,
}

impl Remark {
    /// A diagnostic with its words.
    pub fn of(found: &Diagnostic) -> Self {
        let code = Code::of_name(&found.code);
        Self {
            code: found.code.clone(),
            severity: found.severity,
            message: found.message.clone(),
            message_nb: code.map(in_words),
        }
    }

    /// What is only seen where several documents stand beside each other: a warning.
    pub fn warning(code: Code, message: String) -> Self {
        Self {
            code: code.to_string(),
            severity: Severity::Warning,
            message,
            message_nb: Some(in_words(code)),
        }
    }

    /// What is the matter, in a few words of bokmål; without such the code.
    pub fn title(&self) -> &str {
        match Code::of_name(&self.code) {
            Some(code) => doubt(code).title,
            None => &self.code,
        }
    }

    /// What it means for the reader, and what to do; nothing where there are no words for it.
    pub fn means(&self) -> &'static str {
        Code::of_name(&self.code).map_or("", |code| doubt(code).means)
    }

    /// What is the matter and what to do; without words in bokmål the program's own.
    pub fn whole(&self) -> &str {
        self.message_nb.as_deref().unwrap_or(&self.message)
    }
}

/// What is the matter and what to do.
fn in_words(code: Code) -> String {
    let doubt = doubt(code);
    format!("{}. {}", doubt.title, doubt.means)
}

/// What is told of several findings of one record.
pub trait Remarks {
    /// One of each sort, in the order found: a record with three amounts that disagree is told so once.
    fn sorts(&self) -> Vec<&Remark>;

    /// Whether something that the source says is known to be in no record: lists of its records are not whole.
    fn incomplete(&self) -> bool;

    /// What is the matter, in a few words: «Datoen finnes ikke i kalenderen; Summen stemmer ikke».
    fn titles(&self) -> String {
        let titles: Vec<&str> = self.sorts().into_iter().map(Remark::title).collect();
        titles.join("; ")
    }

    /// What is the matter and what to do, a line a sort.
    fn told(&self) -> String {
        let told: Vec<&str> = self.sorts().into_iter().map(Remark::whole).collect();
        told.join("\n")
    }
}

impl Remarks for [Remark] {
    fn incomplete(&self) -> bool {
        self.iter()
            .any(|one| INCOMPLETE.iter().any(|code| one.code == *code))
    }

    fn sorts(&self) -> Vec<&Remark> {
        let mut sorts: Vec<&Remark> = Vec::new();
        for one in self {
            if sorts.iter().all(|other| other.code != one.code) {
                sorts.push(one);
            }
        }
        sorts
    }
}
