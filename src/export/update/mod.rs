//! A workbook that people have worked in, brought up to date.
//!
//! People sort and filter, move and hide columns, rename sheets, copy and delete rows, add columns of
//! their own, formulas and whole sheets. So the workbook is left as it stands, cell by cell, and only
//! this is done to it:
//!
//! * a **sheet** of ours is known by its first column's title ("Frist-ID"), wherever that column and
//!   the sheet have gone, and whatever the sheet is called; all other sheets are copied;
//! * a **column** of ours is known by its title; all others are people's, and are copied. A column that
//!   people took away stays away;
//! * a **row** is known by what it says, and by its id only then: many ids count, and shift when a
//!   record is put in before others. What the records now say is written into our columns, the id too;
//!   the row stays where it is, so that formulas go on pointing at what they pointed at. New rows come
//!   below the last. Rows whose record is gone stay, as they were; one whose id has become another's
//!   gets `~utgått` after it;
//! * «Endring» says *Ny*, *Endret: Frist, Hva* (the document says another thing), *Rettet her: Frist* (a
//!   person had changed the cell), *Ulikt: Frist* (one of the two: the workbook does not say which),
//!   *Kan være en annen post* (a counted id alone speaks for it), *Utgått* (the document is read and no
//!   longer has the record), *Ikke i grunnlaget* (the document is not among those read), *Tilbake*;
//!   «Før endringen» keeps what a changed cell said before. Both stay until people empty them, so that
//!   a nightly run hides nothing. Updating again changes nothing.
//!
//! What the last export wrote is kept as hashes in a sheet that Excel does not offer to show.
//!
//! What cannot be carried over is told in [`Updated::lost`], never dropped in silence.

mod compare;
mod marks;
mod matching;
mod merge;
mod prints;
mod read;
mod rows;
mod unseen;
mod write;

use super::Overview;
use super::excel::{self, ExcelError};
use crate::export::records::{self, RecordType};
use crate::model::Extraction;
use rust_xlsxwriter::XlsxError;
use thiserror::Error;

/// The title of the column that says what has become of a row.
pub const CHANGE: &str = "Endring";
/// The title of the column that keeps what changed cells said before.
pub const BEFORE: &str = "Før endringen";

/// What is never carried over, because the reader of workbooks does not show it.
pub const NEVER_KEPT: &str = "column widths, hidden rows, filters in use, drawn shapes, and bold or coloured words inside a cell";

/// What a workbook is brought up to date with.
#[derive(Debug, Clone, Copy)]
pub struct Update<'a> {
    /// All that was read: it tells a record that is gone from one that was not asked for.
    pub all: &'a [Extraction],
    /// What was asked for: only of these are rows added.
    pub chosen: &'a [Extraction],
    /// The types to write; none: those that the workbook has sheets of.
    pub types: Option<&'a [RecordType]>,
    /// Whether «Endring» and «Før endringen» begin anew.
    pub clear_marks: bool,
}

/// A workbook brought up to date.
#[derive(Debug, Clone, PartialEq)]
pub struct Updated {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// What became of the rows of each sheet.
    pub tallies: Vec<Tally>,
    /// What people should know: copied ids, rows without an id, columns that stay away.
    pub notes: Vec<String>,
    /// What of the old workbook is not in the new one.
    pub lost: Vec<String>,
}

/// What became of the rows of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The name of the sheet.
    pub sheet: String,
    /// The type of its records.
    pub kind: Option<RecordType>,
    /// Rows that are new.
    pub new: usize,
    /// Those of them that the last export had written, and that people deleted.
    pub back: usize,
    /// Rows of which the document says another thing, or in which a cell differs for an unknown reason.
    pub changed: usize,
    /// Rows in which only people changed cells of ours.
    pub edited: usize,
    /// Rows whose document no longer has the record.
    pub gone: usize,
    /// Rows whose document was not read.
    pub absent: usize,
    /// Rows that are as they were.
    pub same: usize,
}

/// Why a workbook cannot be brought up to date.
#[derive(Debug, Error)]
pub enum UpdateError {
    /// It cannot be read as one.
    #[error("no Excel workbook that can be read ({0}); save it as .xlsx, without a password")]
    Unreadable(String),
    /// No sheet of it is one of ours.
    #[error(
        "no sheet of this workbook has a column of row ids («Frist-ID», «Oppdrag-ID», …): not a workbook that export wrote, or the column was taken away"
    )]
    Foreign,
    /// A sheet of ours has lost its column of ids.
    #[error(
        "sheet {sheet}: the column «{title}» was taken away, so no row of it can be brought up to date; put it back (from the copy .forrige.xlsx, or by a new export of --record {kind}), or delete the sheet"
    )]
    WithoutIds {
        /// The name of the sheet.
        sheet: String,
        /// The type of its records.
        kind: &'static str,
        /// The title of the column.
        title: &'static str,
    },
    /// The new one could not be written.
    #[error("the Excel file could not be written: {0}")]
    Excel(#[from] XlsxError),
}

/// Writes a new workbook of the tables of some types, to be brought up to date later.
///
/// # Errors
/// [`ExcelError`] where Excel's limits are passed.
pub fn workbook(
    set: &[Extraction],
    types: &[RecordType],
) -> Result<(Overview, Vec<u8>), ExcelError> {
    let mut overview = records::overview(set, types);
    overview.parts.iter_mut().for_each(records::split_for_excel);
    let mut book = excel::book(&overview)?;
    let mut prints = prints::Prints::default();
    for (kind, part) in types.iter().zip(&overview.parts) {
        for row in &part.rows {
            prints.set(*kind, row[0].shown(), prints::of(&part.columns, row));
        }
    }
    prints.write(&mut book)?;
    let bytes = book.save_to_buffer()?;
    Ok((overview, bytes))
}

/// Brings a workbook up to date.
///
/// # Errors
/// [`UpdateError`] where the bytes are no workbook, or none of ours, or Excel's limits are passed.
pub fn update(workbook: &[u8], with: Update<'_>) -> Result<Updated, UpdateError> {
    let people = read::read(workbook)?;
    let merged = merge::merge(people, with)?;
    let overview: Overview = records::overview(with.chosen, &[]);
    let bytes = write::write(&merged, &overview)?;
    Ok(Updated {
        bytes,
        tallies: merged.tallies,
        notes: merged.notes,
        lost: merged.lost,
    })
}
