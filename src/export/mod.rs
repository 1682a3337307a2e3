//! Tables for people: what a command found, laid out once and written as Markdown, a page for the
//! browser, or an Excel workbook.
//!
//! ```text
//! Overview ::= title notes* Part*
//! Part     ::= heading columns Row*
//! Row      ::= Cell*                 as many as there are columns
//! ```
//! The words of headings and columns are Norwegian bokmål, for the case officers who read them; the
//! texts of cells are quotations.

mod excel;
mod html;
mod markdown;
mod names;

pub use excel::{ExcelError, excel};
pub use html::html;
pub use markdown::markdown;
pub use names::{DocumentName, day, deadline};

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
}

impl Column {
    /// A column of a title and a width.
    pub const fn new(title: &'static str, width: u16) -> Self {
        Self { title, width }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words; lines are parted by `\n`.
    Text(String),
    /// Whole kroner.
    Nok(i64),
    /// Per cent.
    Percent(f64),
}

impl Cell {
    /// Words, or nothing where there are none.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() {
            Self::Empty
        } else {
            Self::Text(words)
        }
    }

    /// An amount, or nothing.
    pub fn nok(amount: Option<i64>) -> Self {
        amount.map_or(Self::Empty, Self::Nok)
    }

    /// As it is read in running text: amounts in groups of three, per cent with one decimal.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(words) => words.clone(),
            Self::Nok(amount) => grouped(*amount),
            Self::Percent(value) => {
                let rounded = format!("{value:.1}").replace('.', ",").replace('-', "−");
                format!(
                    "{}\u{a0}%",
                    if rounded == "−0,0" { "0,0" } else { &rounded }
                )
            }
        }
    }

    fn is_figure(&self) -> bool {
        matches!(self, Self::Nok(_) | Self::Percent(_))
    }
}

/// `1 234 000`, with no-break spaces and a minus sign, as Norwegian print has it.
pub fn grouped(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::new();
    if amount < 0 {
        text.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An overview with everything in it that a writer must take care of.
    pub(crate) fn tricky() -> Overview {
        let column = |title| Column { title, width: 20 };
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

    #[test]
    fn figures_are_printed_as_norwegian_print_has_them() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(-1000), "−1\u{a0}000");
        assert_eq!(
            grouped(i64::MIN),
            "−9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775\u{a0}808"
        );
        assert_eq!(Cell::Percent(-4.26).shown(), "−4,3\u{a0}%");
        assert_eq!(Cell::Percent(-0.01).shown(), "0,0\u{a0}%");
        assert_eq!(Cell::text(""), Cell::Empty);
    }
}
