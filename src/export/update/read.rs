//! A workbook of people, read: every cell with its value, formula and look.

use super::prints::{self, Prints};
use super::{UpdateError, unseen};
use calamine::{Data, Dimensions, Reader, SheetType, SheetVisible, StyleRange, Xlsx};
use jiff::civil::{Date, DateTime};
use std::io::Cursor;

/// A workbook.
pub(super) struct People {
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    /// Names that people gave to places, with what they stand for.
    pub names: Vec<(String, String)>,
    /// What the last export wrote, where the workbook has the sheet of it.
    pub prints: Prints,
    /// What it has that cannot be carried over.
    pub lost: Vec<String>,
}

/// A sheet.
pub(super) struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is shown.
    pub visible: SheetVisible,
    /// Its cells from A1 on, all rows of one length.
    pub rows: Vec<Vec<Value>>,
    /// How its cells look.
    pub styles: StyleRange,
    /// Its hidden columns, first and last, from 0.
    pub hidden: Vec<(u16, u16)>,
    /// Cells that are one.
    pub merged: Vec<Dimensions>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A figure.
    Number(f64),
    /// A day, or a time of a day, as Excel counts it.
    Moment(f64),
    /// True or false.
    Truth(bool),
    /// A formula, without its `=`, and what it came to.
    Formula(String, Box<Value>),
}

impl Value {
    /// As words, days as Norwegian print has them.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(words) => words.clone(),
            Self::Number(value) => value.to_string(),
            Self::Moment(serial) => day_of(*serial).map_or_else(
                || serial.to_string(),
                |day| {
                    if serial.fract() == 0.0 {
                        crate::export::cell::printed(day)
                    } else {
                        format!("{} ({serial})", crate::export::cell::printed(day))
                    }
                },
            ),
            Self::Truth(value) => (if *value { "SANN" } else { "USANN" }).to_string(),
            Self::Formula(_, result) => result.shown(),
        }
    }

    /// Whether there is anything in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(words) => words.trim().is_empty(),
            _ => false,
        }
    }
}

/// The day that Excel's number stands for.
fn day_of(serial: f64) -> Option<Date> {
    const EPOCH: Date = Date::constant(1899, 12, 30);
    let days = serial.floor();
    if !(0.0..=2_958_465.0).contains(&days) {
        return None;
    }
    // Within i32 by the check above.
    EPOCH
        .checked_add(jiff::Span::new().try_days(days as i64).ok()?)
        .ok()
}

/// Parts of a workbook that are not read, by the names that they have in the file. Drawings are not
/// among them: LibreOffice writes an empty one for every sheet.
const PARTS: [(&str, &str); 9] = [
    ("xl/comments", "comments (notes) at cells"),
    ("xl/threadedComments", "threads of comments"),
    ("xl/charts/", "charts"),
    ("xl/media/", "pictures"),
    ("xl/vbaProject.bin", "macros"),
    ("xl/pivotTables/", "pivot tables"),
    (
        "xl/tables/",
        "tables («Formater som tabell»); their cells are kept",
    ),
    (
        "xl/externalLinks/",
        "links to other workbooks; the values are kept",
    ),
    ("xl/slicers/", "slicers"),
];

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<People, UpdateError> {
    let unreadable = |error: calamine::XlsxError| UpdateError::Unreadable(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut lost: Vec<String> = PARTS
        .iter()
        .filter(|(name, _)| contains(bytes, name.as_bytes()))
        .map(|(_, what)| (*what).to_string())
        .collect();
    let metadata = book.sheets_metadata().to_vec();
    let later = if book.has_1904_epoch() { 1462.0 } else { 0.0 };
    let mut sheets = Vec::new();
    let mut unseen = unseen::unseen(bytes);
    for one in metadata {
        if one.typ != SheetType::WorkSheet {
            lost.push(format!("sheet {}: it is no sheet of cells", one.name));
            continue;
        }
        let values = book.worksheet_range(&one.name).map_err(unreadable)?;
        let formulas = book.worksheet_formula(&one.name).map_err(unreadable)?;
        let styles = book.worksheet_style(&one.name).map_err(unreadable)?;
        let merged = book
            .merge_cells_by_sheet_name(&one.name)
            .unwrap_or_default();
        let unseen = unseen.remove(&one.name).unwrap_or_default();
        for what in unseen.lost {
            lost.push(format!("sheet {}: {what}", one.name));
        }
        let links = book.hyperlinks_by_sheet_name(&one.name).unwrap_or_default();
        if !links.is_empty() {
            lost.push(format!(
                "sheet {}: the targets of {} links; their words are kept",
                one.name,
                links.len()
            ));
        }
        let ends = [values.end(), formulas.end()];
        let height = ends
            .iter()
            .flatten()
            .map(|end| end.0 + 1)
            .max()
            .unwrap_or(0);
        let width = ends
            .iter()
            .flatten()
            .map(|end| end.1 + 1)
            .max()
            .unwrap_or(0);
        let mut dropped = 0;
        let rows = (0..height)
            .map(|row| {
                (0..width)
                    .map(|column| {
                        let value = values
                            .get_value((row, column))
                            .map_or(Value::Empty, |data| value(data, later));
                        match formulas.get_value((row, column)) {
                            // What stands in brackets is a table or another workbook, and neither
                            // is carried over: Excel would call the workbook damaged.
                            Some(formula) if formula.contains('[') => {
                                dropped += 1;
                                value
                            }
                            Some(formula) if !formula.is_empty() => {
                                Value::Formula(formula.clone(), Box::new(value))
                            }
                            _ => value,
                        }
                    })
                    .collect()
            })
            .collect();
        if dropped > 0 {
            lost.push(format!(
                "sheet {}: {dropped} formulas that refer to tables or other workbooks; what they came to is kept",
                one.name
            ));
        }
        sheets.push(Sheet {
            name: one.name,
            visible: one.visible,
            rows,
            styles,
            hidden: unseen.hidden,
            merged,
        });
    }
    let mut names = Vec::new();
    for (name, formula) in book.defined_names() {
        if name.starts_with("_xlnm") {
            continue; // filters and print areas, which are made anew
        }
        if formula.contains(['[', '#']) {
            lost.push(format!("the name {name}, which stands for {formula}"));
        } else {
            names.push((name.clone(), formula.clone()));
        }
    }
    let at = sheets.iter().position(|sheet| sheet.name == prints::SHEET);
    let prints = at.map_or_else(Prints::default, |at| Prints::read(&sheets.remove(at)));
    Ok(People {
        sheets,
        names,
        prints,
        lost,
    })
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// A value; days of a workbook that counts from 1904 are `later` by four years.
fn value(data: &Data, later: f64) -> Value {
    match data {
        Data::Empty => Value::Empty,
        Data::Int(value) => Value::Number(*value as f64),
        Data::Float(value) => Value::Number(*value),
        Data::String(words) => Value::Text(words.replace("\r\n", "\n")),
        Data::Bool(value) => Value::Truth(*value),
        Data::DateTime(moment) if moment.is_datetime() => Value::Moment(moment.as_f64() + later),
        Data::DateTime(duration) => Value::Number(duration.as_f64()),
        Data::DateTimeIso(words) => {
            moment(words).map_or_else(|| Value::Text(words.clone()), Value::Moment)
        }
        Data::DurationIso(words) => Value::Text(words.clone()),
        Data::Error(error) => Value::Text(error.to_string()),
    }
}

/// Excel's number for a day or a time that the file spells as ISO 8601.
fn moment(iso: &str) -> Option<f64> {
    let at: DateTime = iso
        .trim_end_matches('Z')
        .parse()
        .or_else(|_| iso.parse::<Date>().map(DateTime::from))
        .ok()?;
    let seconds =
        f64::from(at.hour()) * 3600.0 + f64::from(at.minute()) * 60.0 + f64::from(at.second());
    Some(crate::export::excel::serial(at.date()) + seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_excel_counts_them() {
        assert_eq!(Value::Moment(46_511.0).shown(), "4.5.2027");
        assert_eq!(moment("2027-05-04"), Some(46_511.0));
        assert_eq!(moment("2027-05-04T12:00:00"), Some(46_511.5));
        assert_eq!(moment("mai"), None);
        assert_eq!(Value::Moment(-1.0).shown(), "-1");
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(matches!(
            read(b"PK rubbish"),
            Err(UpdateError::Unreadable(_))
        ));
    }
}
