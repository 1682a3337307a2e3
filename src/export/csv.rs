//! A table as CSV (RFC 4180).
//!
//! Days are ISO 8601, amounts whole kroner, figures plain. Two readers want two forms:
//!
//! * **programs**: `,` between fields, a decimal point, every text as it is;
//! * **Excel in Norwegian**: a byte order mark (without it, Excel reads UTF-8 as Latin-1), `;` between
//!   fields and a decimal comma (with a point, `1.5` is the first of May), and a guard against formulas.
//!
//! The guard: Excel carries out a field that begins with `=`, `+`, `-`, `@` or a tab, quoted or not,
//! and the texts come from documents of strangers. A text that begins so, or with an apostrophe, gets
//! an apostrophe in front, which spreadsheets know as "this is text". Taking one leading apostrophe
//! away gives the quotation back. Figures and days are never guarded.

use super::{Cell, Part};
use thiserror::Error;

/// When texts are guarded against being read as formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Guard {
    /// Where the file is for Excel: it has a byte order mark, or its separator is `;`.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never: every text is as it stands in its document.
    Never,
}

/// How a table is written as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvStyle {
    /// Between fields: `b','` or `b';'`. With `;`, figures have a decimal comma.
    pub separator: u8,
    /// Whether a byte order mark comes first.
    pub bom: bool,
    /// When texts are guarded.
    pub guard: Guard,
}

impl Default for CsvStyle {
    /// For programs.
    fn default() -> Self {
        Self {
            separator: b',',
            bom: false,
            guard: Guard::Auto,
        }
    }
}

impl CsvStyle {
    fn guarded(self) -> bool {
        match self.guard {
            Guard::Auto => self.bom || self.separator == b';',
            Guard::Always => true,
            Guard::Never => false,
        }
    }
}

/// Why no CSV could be written; it does not happen while rows have as many cells as columns.
#[derive(Debug, Error)]
#[error("the CSV could not be written: {0}")]
pub struct CsvError(String);

/// Writes a table as CSV: the titles of the columns, then a record a row, with CRLF after each.
///
/// # Errors
/// [`CsvError`] where a row has more or fewer cells than there are columns.
pub fn csv(part: &Part, style: CsvStyle) -> Result<Vec<u8>, CsvError> {
    let mut bytes = Vec::new();
    if style.bom {
        bytes.extend_from_slice("\u{feff}".as_bytes());
    }
    let mut writer = csv::WriterBuilder::new()
        .delimiter(style.separator)
        .terminator(csv::Terminator::CRLF)
        .from_writer(bytes);
    let fail = |error: csv::Error| CsvError(error.to_string());
    writer
        .write_record(part.columns.iter().map(|column| column.title))
        .map_err(fail)?;
    for row in &part.rows {
        writer
            .write_record(row.iter().map(|cell| field(cell, style)))
            .map_err(fail)?;
    }
    writer
        .into_inner()
        .map_err(|error| CsvError(error.to_string()))
}

/// A cell as a field.
fn field(cell: &Cell, style: CsvStyle) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(words) | Cell::Link { text: words, .. } => {
            let risky = words.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
            if risky && style.guarded() {
                format!("'{words}")
            } else {
                words.clone()
            }
        }
        Cell::Nok(amount) => amount.to_string(),
        Cell::Percent(value) | Cell::Number(value) => {
            let plain = value.to_string();
            if style.separator == b';' {
                plain.replace('.', ",")
            } else {
                plain
            }
        }
        Cell::Date(day) => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Column, tests::tricky};

    fn text(part: &Part, style: CsvStyle) -> String {
        String::from_utf8(csv(part, style).expect("rows fit")).expect("UTF-8")
    }

    #[test]
    fn programs_get_every_text_as_it_is() {
        assert_eq!(
            text(&tricky().parts[0], CsvStyle::default()),
            "Nr.,Beløp,Endring\r\n\"rad | en\n<to>\",-1234567,-4.25\r\n=SUM(A1),,-0.01\r\n"
        );
    }

    #[test]
    fn excel_gets_a_mark_a_decimal_comma_and_no_formula() {
        let style = CsvStyle {
            separator: b';',
            bom: true,
            guard: Guard::Auto,
        };
        assert_eq!(
            text(&tricky().parts[0], style),
            "\u{feff}Nr.;Beløp;Endring\r\n\"rad | en\n<to>\";-1234567;-4,25\r\n'=SUM(A1);;-0,01\r\n"
        );
        let verbatim = CsvStyle {
            guard: Guard::Never,
            ..style
        };
        assert!(text(&tricky().parts[0], verbatim).contains("\r\n=SUM(A1);"));
    }

    #[test]
    fn taking_one_apostrophe_away_gives_the_text_back() {
        let words = ["=1", "+1", "-1", "@a", "\tx", "'x", "''x", "x='", "– strek"];
        let part = Part {
            heading: String::new(),
            columns: vec![Column::new("Tekst", 10)],
            rows: words.map(|one| vec![Cell::text(one)]).to_vec(),
        };
        let style = CsvStyle {
            guard: Guard::Always,
            ..CsvStyle::default()
        };
        let bytes = csv(&part, style).expect("rows fit");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let read: Vec<String> = reader
            .records()
            .map(|one| one.expect("a record")[0].to_string())
            .collect();
        let back: Vec<&str> = read
            .iter()
            .map(|one| one.strip_prefix('\'').unwrap_or(one))
            .collect();
        assert_eq!(back, words);
        assert!(
            read.iter()
                .all(|one| !one.starts_with(['=', '+', '-', '@', '\t']))
        );
    }

    #[test]
    fn days_are_iso() {
        let day = Cell::date(Some("2027-05-04"));
        assert_eq!(field(&day, CsvStyle::default()), "2027-05-04");
    }
}
