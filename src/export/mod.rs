//! What leaves the program for people and their tools: laid out once, written as Markdown, a page for
//! the browser, an Excel workbook, CSV, or a calendar.
//!
//! ```text
//! Overview ::= title notes* Part*
//! Part     ::= heading columns Row*
//! Row      ::= Cell*                 as many as there are columns
//! Calendar ::= name stamp Event*
//! ```
//! Writers know nothing of records: they take an [`Overview`], a [`Part`] or a [`Calendar`] from
//! whoever lays one out. [`records`] lays the records of a set out; [`update`] brings a workbook that
//! people have worked in up to date.
//!
//! The words of headings and columns are Norwegian bokmål, for the case officers who read them; the
//! texts of cells are quotations.

mod calendar;
mod cell;
mod csv;
mod excel;
mod html;
mod markdown;
mod names;
pub mod records;
pub mod revision;
pub mod update;

pub use self::csv::{CsvError, CsvStyle, Guard, csv};
pub use calendar::{Calendar, Event, EventStatus, ics};
pub use cell::{Cell, Place, grouped};
pub use excel::{ExcelError, excel};
pub use html::html;
pub use markdown::markdown;
pub use names::{DocumentName, day, deadline, passed_over, shortened};

use crate::findings::TO_CHECK;

/// What a command found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overview {
    /// What it is.
    pub title: String,
    /// Lines below the title: which documents it was made from, and what to know of it.
    pub notes: Vec<String>,
    /// Its tables, in order.
    pub parts: Vec<Part>,
}

/// A table with its heading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// The titles of its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its title.
    pub title: &'static str,
    /// How wide it is on a sheet, in characters.
    pub width: u16,
    /// Whether long words go on in the next line of the cell; identifiers do not.
    pub wrap: bool,
}

/// What the tool was unsure of in what a row is of, or found wrong there; empty where nothing is.
pub const CHECK: Column = Column::new(TO_CHECK, 40);

impl Column {
    /// A column of a title and a width.
    pub const fn new(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width,
            wrap: true,
        }
    }

    /// A column of identifiers, for programs more than for people: on one line, in grey.
    pub const fn identifier(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width,
            wrap: false,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An overview with everything in it that a writer must take care of.
    pub(crate) fn tricky() -> Overview {
        let column = |title| Column::new(title, 20);
        Overview {
            title: "Prøve & <b>".into(),
            notes: vec!["Brev: a|b".into()],
            parts: vec![
                Part {
                    heading: "Første: [1/2]?".into(),
                    columns: vec![column("Nr."), column("Beløp"), column("Endring")],
                    rows: vec![
                        vec![
                            Cell::text("rad | en\n<to>"),
                            Cell::Nok(-1_234_567),
                            Cell::Percent(-4.25),
                        ],
                        vec![Cell::text("=SUM(A1)"), Cell::Empty, Cell::Percent(-0.01)],
                    ],
                },
                Part {
                    heading: "Første: [1/2]?".into(),
                    columns: vec![column("Nr.")],
                    rows: vec![],
                },
            ],
        }
    }
}
