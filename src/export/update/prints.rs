//! What the last export wrote, cell by cell: a sheet that Excel does not offer to show.
//!
//! ```text
//! sheet ::= (head row*)*        a head a type of record
//! head  ::= type "" title ("|" title)*
//! row   ::= type row-id print (" " print)*      a print a title; "-" where none is known
//! ```
//! A print is eight hexadecimal digits of a cell's words ([`compare::print`]). By them a change of the
//! letter is told from a person's own, a row is known though a person changed its words, and a row that
//! a person deleted is known to have been there. A workbook without the sheet is brought up to date
//! from its cells alone.

use super::compare;
use super::read::{Sheet, Value};
use crate::export::records::{self, GIST, RecordType, gist};
use crate::export::{Cell, Column};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::collections::BTreeMap;

/// The name of the sheet.
pub(super) const SHEET: &str = "Avtrykk";

/// What a row was written as: a print a column of its type's table, then that of what falls due
/// without its time ([`gist`]); none where it is not known.
pub(super) type Print = Vec<Option<u32>>;

/// The prints of a workbook, by type and row id.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Prints {
    rows: BTreeMap<RecordType, BTreeMap<String, Print>>,
    /// The columns that the last export had, by their titles; none of a type that it did not write.
    titles: BTreeMap<RecordType, Vec<String>>,
}

/// The print of a row; `words` gives those of a column of the type's table, none where it is not there.
pub(super) fn print(columns: &[Column], words: impl Fn(usize) -> Option<String>) -> Print {
    let at = |title: &str| columns.iter().position(|column| column.title == title);
    let named = |title: &str| at(title).and_then(&words);
    let own = match (named("Hva"), named("Frist")) {
        (Some(what), Some(raw)) => Some(gist(&what, std::iter::once(raw.as_str()))),
        _ => None,
    };
    (0..columns.len())
        .map(&words)
        .chain([own])
        .map(|words| words.map(|words| compare::print(&words)))
        .collect()
}

/// The print of a row of ours.
pub(super) fn of(columns: &[Column], row: &[Cell]) -> Print {
    print(columns, |at| row.get(at).map(compare::ours))
}

/// The place of a title in a print.
pub(super) fn place(columns: &[Column], title: &str) -> Option<usize> {
    if title == GIST {
        return Some(columns.len());
    }
    columns.iter().position(|column| column.title == title)
}

impl Prints {
    /// The prints of a sheet; rows that cannot be read as such are left out.
    pub(super) fn read(sheet: &Sheet) -> Self {
        let mut prints = Self::default();
        let mut places: Vec<Option<usize>> = Vec::new();
        let mut length = 0;
        for row in &sheet.rows {
            let cell = |at: usize| row.get(at).map_or_else(String::new, Value::shown);
            let Some(kind) = RecordType::of_name(&cell(0)) else {
                continue;
            };
            let (id, said) = (cell(1), cell(2));
            if id.is_empty() {
                let columns = records::part(kind, &[]).columns;
                places = said
                    .split('|')
                    .map(|title| place(&columns, title))
                    .collect();
                length = columns.len() + 1;
                let titles = said.split('|').map(str::to_string).collect();
                prints.titles.insert(kind, titles);
                continue;
            }
            let mut print = vec![None; length];
            for (place, words) in places.iter().zip(said.split(' ')) {
                if let Some(slot) = place.and_then(|place| print.get_mut(place)) {
                    *slot = u32::from_str_radix(words, 16).ok();
                }
            }
            prints.set(kind, id, print);
        }
        prints
    }

    /// The prints of the rows of a type by their ids.
    pub(super) fn of(&self, kind: RecordType) -> Option<&BTreeMap<String, Print>> {
        self.rows.get(&kind)
    }

    /// Whether a column has come to the table of a type after the last export: people have not taken away
    /// what they never had.
    pub(super) fn is_new(&self, kind: RecordType, title: &str) -> bool {
        let had = self.titles.get(&kind);
        had.is_some_and(|had| had.iter().all(|one| one != title))
    }

    /// Sets down what a row is written as.
    pub(super) fn set(&mut self, kind: RecordType, id: String, print: Print) {
        self.rows.entry(kind).or_default().insert(id, print);
    }

    /// Takes over the prints of a type that is not brought up to date.
    pub(super) fn keep(&mut self, kind: RecordType, from: &Self) {
        if let Some(own) = from.of(kind) {
            self.rows.insert(kind, own.clone());
        }
        // A column that is new now is new when the sheet is next brought up to date, too.
        if let Some(own) = from.titles.get(&kind) {
            self.titles.insert(kind, own.clone());
        }
    }

    /// Adds the sheet to a workbook.
    pub(super) fn write(&self, book: &mut Workbook) -> Result<(), XlsxError> {
        let sheet = book.add_worksheet();
        sheet.set_name(SHEET)?.set_very_hidden(true);
        let mut line = 0;
        for (kind, rows) in &self.rows {
            let columns = records::part(*kind, &[]).columns;
            let titles = columns.iter().map(|column| column.title);
            let titles = titles.map(|title| if self.is_new(*kind, title) { "" } else { title });
            let titles: Vec<&str> = titles.collect();
            let titles = format!("{}|{GIST}", titles.join("|"));
            sheet.write_string(line, 0, kind.name())?;
            sheet.write_string(line, 2, titles)?;
            line += 1;
            for (id, print) in rows {
                let words: Vec<String> = print
                    .iter()
                    .map(|one| one.map_or_else(|| "-".into(), |one| format!("{one:08x}")))
                    .collect();
                sheet.write_string(line, 0, kind.name())?;
                sheet.write_string(line, 1, id)?;
                sheet.write_string(line, 2, words.join(" "))?;
                line += 1;
            }
        }
        Ok(())
    }
}
