//! An overview as an Excel workbook: a sheet of what it was made from, then a sheet a part, the head
//! frozen and filtered, figures as figures, days as days, words wrapped. The same overview gives the
//! same bytes.

use super::{Cell, Column, Overview, Part};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatUnderline, Formula, Workbook,
    Worksheet, XlsxError,
};
use thiserror::Error;

/// Why no workbook could be written: more rows or columns than Excel takes, a full disk.
#[derive(Debug, Error)]
#[error("the Excel file could not be written: {0}")]
pub struct ExcelError(#[from] XlsxError);

/// The characters (UTF-16 units) that a cell of Excel takes.
pub(super) const CELL: usize = 32_767;
/// The name of the sheet that tells what the others hold.
pub(super) const ABOUT: &str = "Om tabellene";
/// The characters that the name of a sheet takes.
const NAME: usize = 31;
/// The characters that a text inside a formula takes.
const FORMULA_TEXT: usize = 255;
/// The lines that a row shows; what is longer stands in the cell all the same.
const LINES: f64 = 18.0;
/// The height of a line in points.
const LINE: f64 = 15.0;

/// Writes an overview as a workbook.
///
/// Words that are longer than a cell takes go on in the row below, and the cell says so: nothing is lost.
///
/// # Errors
/// [`ExcelError`] where Excel's own limits are passed: 1 048 576 rows on a sheet.
pub fn excel(overview: &Overview) -> Result<Vec<u8>, ExcelError> {
    Ok(book(overview)?.save_to_buffer()?)
}

/// The workbook of an overview, to which sheets may be added.
pub(super) fn book(overview: &Overview) -> Result<Workbook, XlsxError> {
    let mut book = workbook(overview)?;
    about(book.add_worksheet(), overview)?;
    let mut names: Vec<String> = vec![ABOUT.to_string()];
    for part in &overview.parts {
        let name = sheet_name(&part.heading, &names);
        names.push(name);
    }
    let goals: Vec<Goal<'_>> = overview
        .parts
        .iter()
        .zip(&names[1..])
        .map(|(part, sheet)| Goal {
            part: &part.heading,
            sheet,
            column: 0,
        })
        .collect();
    for (part, name) in overview.parts.iter().zip(&names[1..]) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        write(sheet, part, &goals)?;
    }
    Ok(book)
}

/// A workbook without sheets that says what it is; the time of writing would make every file another
/// one.
pub(super) fn workbook(overview: &Overview) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new()
        .set_title(&overview.title)
        .set_comment(overview.notes.join("\n"))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    Ok(book)
}

/// Where links to a part lead: its sheet, and the column there that holds the row ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goal<'a> {
    /// The heading of the part.
    pub part: &'a str,
    /// The name of its sheet.
    pub sheet: &'a str,
    /// The column of its row ids, from 0.
    pub column: u16,
}

/// How the kinds of cells look.
pub(super) struct Formats {
    /// The titles of columns.
    pub head: Format,
    words: Format,
    identifier: Format,
    kroner: Format,
    percent: Format,
    number: Format,
    day: Format,
    link: Format,
}

impl Formats {
    /// The looks of all sheets.
    pub(super) fn new() -> Self {
        let plain = Format::new().set_align(FormatAlign::Top);
        // Figures stand off from the words of the next column.
        let figure = plain.clone().set_align(FormatAlign::Right).set_indent(1);
        Self {
            head: plain
                .clone()
                .set_bold()
                .set_background_color(0x00EE_EEEE)
                .set_text_wrap(),
            words: plain.clone().set_text_wrap(),
            identifier: plain.clone().set_font_color(Color::Gray),
            kroner: figure.clone().set_num_format("#,##0"),
            percent: figure.clone().set_num_format("0.0\"\u{a0}%\""),
            number: figure.clone().set_num_format("General"),
            day: plain
                .clone()
                .set_num_format("d.m.yyyy")
                .set_align(FormatAlign::Left),
            link: plain
                .set_text_wrap()
                .set_font_color(Color::RGB(0x0005_63C1))
                .set_underline(FormatUnderline::Single),
        }
    }

    /// How a cell of a column looks.
    pub(super) fn of(&self, cell: &Cell, column: &Column) -> &Format {
        match cell {
            Cell::Nok(_) => &self.kroner,
            Cell::Percent(_) => &self.percent,
            Cell::Number(_) => &self.number,
            Cell::Date(_) => &self.day,
            Cell::Link { .. } => &self.link,
            Cell::Empty | Cell::Text(_) if !column.wrap => &self.identifier,
            Cell::Empty | Cell::Text(_) => &self.words,
        }
    }
}

/// Writes a cell, the look given; words must fit into one cell.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
    goals: &[Goal<'_>],
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(words) => {
            sheet.write_string_with_format(row, column, words, format)?;
        }
        Cell::Link { text, to } => match goals
            .iter()
            .find(|goal| goal.part == to.part)
            .and_then(|goal| link(text, &to.row, goal))
        {
            Some(formula) => {
                sheet.write_formula_with_format(row, column, formula, format)?;
            }
            None => {
                sheet.write_string_with_format(row, column, text, format)?;
            }
        },
        Cell::Nok(amount) => {
            sheet.write_number_with_format(row, column, *amount as f64, format)?;
        }
        Cell::Percent(value) | Cell::Number(value) => {
            sheet.write_number_with_format(row, column, *value, format)?;
        }
        Cell::Date(day) => {
            let serial = serial(*day);
            sheet.write_number_with_format(row, column, serial, format)?;
        }
    }
    Ok(())
}

/// The number that Excel has for a day: days since 30.12.1899, right from March 1900 on.
pub(super) fn serial(day: jiff::civil::Date) -> f64 {
    const EPOCH: jiff::civil::Date = jiff::civil::Date::constant(1899, 12, 30);
    day.since(EPOCH)
        .map_or(0.0, |span| f64::from(span.get_days()))
}

/// A link that looks its row up by id: people sort the sheet that it leads to, and a link to a cell
/// would then lead to the wrong row. None where the words are too long for a formula, or the id has a
/// sign that a look-up takes for a wildcard.
fn link(text: &str, row: &str, goal: &Goal<'_>) -> Option<Formula> {
    let fits = |words: &str| words.encode_utf16().count() <= FORMULA_TEXT;
    if !fits(text) || !fits(row) || row.contains(['*', '?', '~']) {
        return None;
    }
    let column = column_name(goal.column);
    let quoted = |words: &str| words.replace('"', "\"\"");
    let sheet = goal.sheet.replace('\'', "''");
    Some(
        Formula::new(format!(
            "=HYPERLINK(\"#'{}'!{column}\"&MATCH(\"{}\",'{sheet}'!${column}:${column},0),\"{}\")",
            quoted(&sheet),
            quoted(row),
            // A line feed inside a formula is kept by Excel, but not by all others.
            quoted(&text.replace('\n', " ")),
        ))
        .set_result(text.replace('\n', " ")),
    )
}

/// "A", "Z", "AA".
pub(super) fn column_name(column: u16) -> String {
    let mut rest = u32::from(column) + 1;
    let mut name = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        name.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// The height of a row in points: that of its tallest cell, up to what can be looked past. Excel finds
/// heights by itself where none is said; LibreOffice does not, and shows one line.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a str, u16)>) -> f64 {
    let lines = cells
        .map(|(words, width)| {
            let wide = f64::from(width.max(4));
            words
                .split('\n')
                .map(|line| (line.chars().count() as f64 / wide).ceil().max(1.0))
                .sum::<f64>()
        })
        .fold(1.0, f64::max);
    lines.min(LINES) * LINE
}

/// The first sheet: what the tables were made from, and what to know of them.
pub(super) fn about(sheet: &mut Worksheet, overview: &Overview) -> Result<(), XlsxError> {
    let words = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    sheet.set_name(ABOUT)?;
    sheet.set_column_width(0, 110.0)?;
    sheet.write_string_with_format(0, 0, &overview.title, &Format::new().set_bold())?;
    let notes = overview.notes.iter();
    let notes = notes.flat_map(|note| pieces(note, |_| BELOW.into()));
    for (line, piece) in (2..).zip(notes) {
        sheet.write_string_with_format(line, 0, piece, &words)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, part: &Part, goals: &[Goal<'_>]) -> Result<(), XlsxError> {
    let formats = Formats::new();
    for (at, column) in (0..).zip(&part.columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.write_with_format(0, at, column.title, &formats.head)?;
    }
    let titles = part
        .columns
        .iter()
        .map(|column| (column.title, column.width));
    sheet.set_row_height(0, height(titles))?;
    let mut line = 0;
    for row in &part.rows {
        let mut rows = 1;
        for ((at, column), cell) in (0..).zip(&part.columns).zip(row) {
            let format = formats.of(cell, column);
            match cell {
                Cell::Text(text) => {
                    for (more, piece) in (0..).zip(pieces(text, |_| BELOW.into())) {
                        sheet.write_string_with_format(line + 1 + more, at, piece, format)?;
                        rows = rows.max(more + 1);
                    }
                }
                cell => write_cell(sheet, (line + 1, at), cell, format, goals)?,
            }
        }
        let words = row
            .iter()
            .zip(&part.columns)
            .filter(|(_, column)| column.wrap)
            .filter_map(|(cell, column)| Some((cell.words()?, column.width)));
        sheet.set_row_height(line + 1, height(words))?;
        line += rows;
    }
    frame(sheet, 0, line, part.columns.len())
}

/// What makes a table of a sheet: its head stays in sight, has filters, and is printed on every page.
pub(super) fn frame(
    sheet: &mut Worksheet,
    head: u32,
    last: u32,
    columns: usize,
) -> Result<(), XlsxError> {
    if let Some(right) = u16::try_from(columns)
        .ok()
        .and_then(|count| count.checked_sub(1))
    {
        sheet.set_freeze_panes(head + 1, 0)?;
        sheet.autofilter(head, 0, last.max(head + 1), right)?;
        sheet.set_repeat_rows(head, head)?;
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// What stands at the head of a cell that goes on from another one.
pub(super) const CONTINUED: &str = "[fortsatt] ";
/// Where a table has no ids to name rows by, words go on here.
pub(super) const BELOW: &str = "i cellen under";

/// A text in pieces that a cell takes, parted between words. Each but the last says at its end, in
/// brackets, where the text goes on (`next` has the words for it: of the second piece it is given 2), and
/// each but the first that it is no beginning: so nobody takes a part for the whole.
pub(super) fn pieces(text: &str, next: impl Fn(usize) -> String) -> Vec<String> {
    // No text has more units than bytes, and most are short.
    if text.len() <= CELL {
        return vec![text.to_string()];
    }
    let units = |text: &str| text.encode_utf16().count();
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let head = if pieces.is_empty() { "" } else { CONTINUED };
        if units(head) + units(rest) <= CELL {
            pieces.push(format!("{head}{rest}"));
            return pieces;
        }
        let tail = format!(" […] [fortsetter {}]", next(pieces.len() + 2));
        let (own, after) = parted(rest, CELL.saturating_sub(units(head) + units(&tail)));
        pieces.push(format!("{head}{own}{tail}"));
        rest = after;
    }
}

/// A text in two, the first of so many units of UTF-16 at most and up to the end of a word, where one
/// ends in its last tenth.
pub(super) fn parted(text: &str, most: usize) -> (&str, &str) {
    let (mut end, mut units) = (0, 0);
    for c in text.chars() {
        units += c.len_utf16();
        if units > most && end > 0 {
            break;
        }
        end += c.len_utf8();
    }
    let (own, rest) = text.split_at(end);
    if rest.is_empty() || rest.starts_with(char::is_whitespace) {
        return (own, rest);
    }
    match own.rfind(char::is_whitespace) {
        Some(at) if at > end / 10 * 9 => text.split_at(at),
        _ => (own, rest),
    }
}

/// A name that Excel takes for a sheet, unlike those before it.
pub(super) fn sheet_name(heading: &str, taken: &[String]) -> String {
    let base: String = heading
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c })
        .collect();
    let base = base.split_whitespace().collect::<Vec<_>>().join(" ");
    let base = base.trim_matches('\'').trim();
    let base = if base.is_empty() { "Ark" } else { base };
    let free = |name: &str| {
        !taken
            .iter()
            .any(|other| other.to_lowercase() == name.to_lowercase())
    };
    let cut = |base: &str, room: usize| -> String {
        let mut name = String::new();
        for c in base.chars() {
            if name.encode_utf16().count() + c.len_utf16() > room {
                break;
            }
            name.push(c);
        }
        name.trim_end().to_string()
    };
    let name = cut(base, NAME);
    if free(&name) {
        return name;
    }
    (2..)
        .map(|n: u32| {
            let end = format!(" {n}");
            format!("{}{end}", cut(base, NAME - end.len()))
        })
        .find(|name| free(name))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::tricky;

    #[test]
    fn the_same_overview_gives_the_same_bytes() {
        let bytes = excel(&tricky()).expect("a workbook");
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(bytes, excel(&tricky()).expect("a workbook"));
    }

    #[test]
    fn sheets_have_names_that_excel_takes() {
        assert_eq!(sheet_name("Uten svar", &[]), "Uten svar");
        assert_eq!(sheet_name("Første: [1/2]?", &[]), "Første 1 2");
        assert_eq!(
            sheet_name("Rapportert, men ikke gitt i brevene her", &[]),
            "Rapportert, men ikke gitt i bre"
        );
        let taken = ["Nye".to_string()];
        assert_eq!(sheet_name("nye", &taken), "nye 2");
        assert_eq!(sheet_name("[]", &[]), "Ark");
    }

    #[test]
    fn columns_are_named_as_excel_names_them() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702]
            .into_iter()
            .map(column_name)
            .collect();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_link_that_no_formula_takes_is_words() {
        let goal = Goal {
            part: "Frister",
            sheet: "Frister",
            column: 0,
        };
        assert!(link("1. juni", "brev#1", &goal).is_some());
        assert!(link("1. juni", "brev#1?", &goal).is_none());
        assert!(link(&"å".repeat(256), "brev#1", &goal).is_none());
    }

    #[test]
    fn days_are_the_numbers_that_excel_has() {
        assert_eq!(serial(jiff::civil::Date::constant(1900, 3, 1)), 61.0);
        assert_eq!(serial(jiff::civil::Date::constant(2027, 5, 4)), 46_511.0);
    }

    #[test]
    fn very_tall_rows_are_cut_to_what_can_be_looked_past() {
        assert_eq!(height([("kort", 10)].into_iter()), LINE);
        assert_eq!(height([("en\nto", 10), ("en", 10)].into_iter()), 2.0 * LINE);
        let long = "ord ".repeat(400);
        assert_eq!(height([(long.as_str(), 60)].into_iter()), LINES * LINE);
    }

    #[test]
    fn long_words_go_on_elsewhere_and_each_cell_says_where() {
        let next = |n| format!("i raden x~{n}");
        for text in [
            "ordet ".repeat(15_000),
            "å".repeat(CELL * 2),
            "𝄞".repeat(CELL),
        ] {
            let pieces = pieces(&text, next);
            assert_eq!(pieces.len(), 3);
            let mut whole = String::new();
            for (n, piece) in (1..).zip(&pieces) {
                assert!(piece.encode_utf16().count() <= CELL);
                let own = match n {
                    1 => piece.as_str(),
                    _ => piece.strip_prefix(CONTINUED).expect("says so"),
                };
                let own = match n {
                    3 => own,
                    _ => own
                        .strip_suffix(&format!(" […] [fortsetter i raden x~{}]", n + 1))
                        .expect("says where"),
                };
                let cut = text.contains(' ') && n < 3;
                assert!(!cut || own.ends_with("ordet"), "in mid-word");
                whole += own;
            }
            assert_eq!(whole, text);
        }
        let fits = "å".repeat(CELL);
        assert_eq!(pieces(&fits, next), [fits.as_str()]);
        assert_eq!(pieces("", next), [""]);
    }
}
