//! An item of a report while it is gathered: what was asked for, and the answer.

use super::grid::Grid;
use crate::{
    grammar::{report::ReportColumn, sentence::wants_more},
    layout::{Dictionary, Joint, Text},
};

/// How an item was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A row of a table; the answer fills the row below, or stands below the table.
    Row,
    /// A row of a table that holds the answer.
    Answered,
    /// Running text: what was asked for, then the answer.
    Prose,
}

/// A figure in a column of its own.
#[derive(Debug, Clone)]
pub struct FigureCell {
    /// Target, result or change.
    pub role: ReportColumn,
    /// The column's title.
    pub head: Text,
    /// The cell.
    pub cell: Text,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Item {
    /// How it was announced.
    pub form: Form,
    /// The printed identifier as it stands.
    pub label: Text,
    /// The identifier, closed up.
    pub reference: Option<String>,
    /// The title.
    pub title: Text,
    /// It answers a goal or an indicator.
    pub measure: Option<ReportColumn>,
    /// The heading of its group.
    pub group: Option<Text>,
    /// Id of its section.
    pub section: Option<String>,
    /// What was asked for.
    pub requirement: Text,
    /// Cells of a deadline column.
    pub due: Vec<Text>,
    /// The answer.
    pub answer: Text,
    /// Figures in columns of their own.
    pub figures: Vec<FigureCell>,
    /// Tables inside the answer.
    pub tables: Vec<Grid>,
}

impl Item {
    /// An item with nothing in it.
    pub fn new(form: Form) -> Self {
        Self {
            form,
            label: Text::default(),
            reference: None,
            title: Text::default(),
            measure: None,
            group: None,
            section: None,
            requirement: Text::default(),
            due: Vec::new(),
            answer: Text::default(),
            figures: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// Whether an answer has begun.
    pub fn answered(&self) -> bool {
        !self.answer.is_empty() || !self.figures.is_empty()
    }
}

/// Adds a stretch to a text: in the same paragraph where the sentence goes on, a word that was broken
/// between them as at a line end.
pub fn add(text: &mut Text, more: &Text, dictionary: &Dictionary<'_>) {
    let joint = if goes_on(text.as_str(), more.as_str()) {
        dictionary.joint(text.as_str(), more.as_str())
    } else {
        Joint::Paragraph
    };
    text.append(more, joint);
}

/// Whether a sentence that was open goes on.
pub fn goes_on(text: &str, more: &str) -> bool {
    let ended = text
        .trim_end_matches(['»', '"', ')', '”'])
        .ends_with(['.', '!', '?', ':', ';']);
    let item = more.starts_with(['-', '–', '•', '*', '·']);
    !text.is_empty()
        && !ended
        && !item
        && (more.starts_with(char::is_lowercase) || wants_more(text) || text.ends_with(','))
}
