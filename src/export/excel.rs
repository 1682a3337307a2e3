//! An overview as an Excel workbook: a sheet of what it was made from, then a sheet a part, the head frozen and filtered, figures as
//! figures, words wrapped. The same overview gives the same bytes.

use super::{Cell, Overview, Part};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

/// Why no workbook could be written: more rows or columns than Excel takes, a full disk.
#[derive(Debug, Error)]
#[error("the Excel file could not be written: {0}")]
pub struct ExcelError(#[from] XlsxError);

/// The characters (UTF-16 units) that a cell of Excel takes.
const CELL: usize = 32_767;
/// The name of the sheet that tells what the others hold.
const ABOUT: &str = "Om tabellene";
/// The characters that the name of a sheet takes.
const NAME: usize = 31;

/// Writes an overview as a workbook.
///
/// Words that are longer than a cell takes go on in the row below, so that nothing is lost.
///
/// # Errors
/// [`ExcelError`] where Excel's own limits are passed: 1 048 576 rows on a sheet.
pub fn excel(overview: &Overview) -> Result<Vec<u8>, ExcelError> {
    let mut book = Workbook::new();
    // The time of writing would make every file another one.
    let properties = DocProperties::new()
        .set_title(&overview.title)
        .set_comment(overview.notes.join("\n"))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let mut names: Vec<String> = Vec::new();
    about(book.add_worksheet(), overview)?;
    names.push(ABOUT.to_string());
    for part in &overview.parts {
        let name = sheet_name(&part.heading, &names);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        names.push(name);
        write(sheet, part)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The first sheet: what the tables were made from, and what to know of them.
fn about(sheet: &mut Worksheet, overview: &Overview) -> Result<(), XlsxError> {
    let words = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    sheet.set_name(ABOUT)?;
    sheet.set_column_width(0, 110.0)?;
    sheet.write_string_with_format(0, 0, &overview.title, &Format::new().set_bold())?;
    let notes = overview.notes.iter().flat_map(|note| pieces(note));
    for (line, piece) in (2..).zip(notes) {
        sheet.write_string_with_format(line, 0, piece, &words)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, part: &Part) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_background_color(0x00EE_EEEE)
        .set_align(FormatAlign::Top)
        .set_text_wrap();
    let words = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let kroner = Format::new()
        .set_align(FormatAlign::Top)
        .set_num_format("#,##0");
    let percent = Format::new()
        .set_align(FormatAlign::Top)
        .set_num_format("0.0\"\u{a0}%\"");
    for (at, column) in (0..).zip(&part.columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.write_with_format(0, at, column.title, &head)?;
    }
    let mut line = 0;
    for row in &part.rows {
        let mut height = 1;
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    for (more, piece) in (0..).zip(pieces(text)) {
                        sheet.write_string_with_format(line + 1 + more, column, piece, &words)?;
                        height = height.max(more + 1);
                    }
                }
                Cell::Nok(amount) => {
                    sheet.write_number_with_format(line + 1, column, *amount as f64, &kroner)?;
                }
                Cell::Percent(value) => {
                    sheet.write_number_with_format(line + 1, column, *value, &percent)?;
                }
            }
        }
        line += height;
    }
    if let Some(last) = u16::try_from(part.columns.len())
        .ok()
        .and_then(|count| count.checked_sub(1))
    {
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, line.max(1), last)?;
        sheet.set_repeat_rows(0, 0)?;
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A text in pieces that a cell takes.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut units) = (0, 0);
    for (at, c) in text.char_indices() {
        if units + c.len_utf16() > CELL {
            pieces.push(&text[start..at]);
            (start, units) = (at, 0);
        }
        units += c.len_utf16();
    }
    pieces.push(&text[start..]);
    pieces
}

/// A name that Excel takes for a sheet, unlike those before it.
fn sheet_name(heading: &str, taken: &[String]) -> String {
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
    fn long_words_go_on_in_the_next_row() {
        let text = "å".repeat(CELL + 5);
        let pieces = pieces(&text);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces.concat(), text);
        assert_eq!(super::pieces(""), [""]);
    }
}
