//! How the commands that ask the store are told what to ask, and how they answer: tables on a
//! terminal, aligned text in a pipe, JSON, CSV.

use super::messages::{self, say};
use super::terms::column;
use super::{Outcome, Usage, output};
use crate::model::DocumentKind;
use crate::store::{self, Filter, Piece, Snippet, Store, StoreError};
use clap::ValueEnum;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use serde::Serialize;
use std::io::IsTerminal;
use std::path::PathBuf;

/// The folder that is asked where none is named.
const FOLDER: &str = "out";

/// The variable that names another one.
const VARIABLE: &str = "OPPDRAG_STORE";

/// Which store is asked, and how the answer is written.
#[derive(Debug, clap::Args)]
pub(super) struct Asked {
    /// The store, or the folder of JSON that it lies in [default: $OPPDRAG_STORE, else ./out]
    #[arg(long, value_name = "PATH")]
    store: Option<PathBuf>,
    /// Write the records as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Write one line a record as CSV
    #[arg(long)]
    csv: bool,
}

/// What the answer is narrowed to.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Narrowed {
    /// Only documents of this kind (may be repeated)
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Vec<Kind>,
    /// Only documents about this budget year (may be repeated)
    #[arg(long, value_name = "YEAR")]
    year: Vec<i32>,
    /// Only what is to a body whose name holds these words (may be repeated)
    #[arg(long, value_name = "NAME")]
    recipient: Vec<String>,
    /// Only what is from a body whose name holds these words (may be repeated)
    #[arg(long, value_name = "NAME")]
    sender: Vec<String>,
    /// Only assignments of this unit of the ministry, as printed (may be repeated)
    #[arg(long, value_name = "UNIT")]
    department: Vec<String>,
}

/// A kind of document, in the words of the contract or of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    #[value(name = "tildelingsbrev", alias = "allocation_letter")]
    AllocationLetter,
    #[value(name = "oppdragsdokument", alias = "commissioning_document")]
    CommissioningDocument,
    #[value(name = "proposisjon", alias = "budget_proposition")]
    BudgetProposition,
    #[value(name = "melding", alias = "annual_report")]
    AnnualReport,
}

impl Kind {
    /// The kind.
    pub(super) fn kind(self) -> DocumentKind {
        match self {
            Self::AllocationLetter => DocumentKind::AllocationLetter,
            Self::CommissioningDocument => DocumentKind::CommissioningDocument,
            Self::BudgetProposition => DocumentKind::BudgetProposition,
            Self::AnnualReport => DocumentKind::AnnualReport,
        }
    }
}

impl Narrowed {
    /// The filter.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            types: Vec::new(),
            kinds: self.kind.iter().map(|kind| kind.kind()).collect(),
            years: self.year.clone(),
            issuers: self.sender.clone(),
            recipients: self.recipient.clone(),
            departments: self.department.clone(),
        }
    }
}

impl Asked {
    /// Opens the store.
    pub(super) fn open(&self) -> Result<Store, Usage> {
        let named = self
            .store
            .clone()
            .or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from));
        let path = named.unwrap_or_else(|| PathBuf::from(FOLDER));
        Store::open(&path).map_err(|error| {
            let hint = match &error {
                StoreError::Missing(file) => {
                    let folder = file.parent().filter(|folder| file.ends_with(store::FILE) && folder.is_dir());
                    match folder {
                        Some(folder) => format!(
                            "if the JSON is there, make the store with `oppdrag index {}`; else read the documents with `oppdrag extract`",
                            folder.display()
                        ),
                        None => format!(
                            "name the folder that `oppdrag extract` wrote to: --store DIR, or ${VARIABLE}"
                        ),
                    }
                }
                StoreError::Foreign(_) => "name the folder that `oppdrag extract` wrote to: --store DIR".to_string(),
                StoreError::Version { path, .. } => format!(
                    "make it anew from the JSON: `oppdrag index {}`",
                    path.parent().unwrap_or(path).display()
                ),
                _ => "see that this user may read the file, and make it anew with `oppdrag index` if it is damaged".to_string(),
            };
            Usage::new(error.to_string(), hint)
        })
    }

    /// Writes what was found. Where nothing was, `nothing` says so on standard error, and JSON is
    /// written all the same.
    pub(super) fn answer(
        &self,
        records: &impl Serialize,
        answer: &Answer,
        found: bool,
        nothing: &str,
    ) -> Result<Outcome, Usage> {
        let bytes = if self.json {
            serde_json::to_vec_pretty(records)
                .map(|mut bytes| {
                    bytes.push(b'\n');
                    bytes
                })
                .map_err(|error| error.to_string())
        } else if self.csv {
            answer.sheet.csv()
        } else if found {
            Ok(answer.text(Screen::here()).into_bytes())
        } else {
            Ok(Vec::new())
        };
        if !found {
            say(nothing);
        }
        let written = bytes.and_then(|bytes| {
            output::print(&bytes)
                .map_err(|error| format!("standard output: {}", messages::io(&error)))
        });
        if let Err(message) = written {
            say(&format!("error: {message}"));
            return Ok(Outcome::Failed);
        }
        Ok(if found {
            Outcome::Well
        } else {
            Outcome::Failed
        })
    }

    /// Says that the store failed.
    pub(super) fn failed(&self, error: &StoreError) -> Outcome {
        say(&format!("error: {error}"));
        Outcome::Failed
    }
}

/// Where people read the answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screen {
    /// How wide a terminal is; none: it is a pipe, lines are as long as they are.
    width: Option<u16>,
    /// Whether hits are shown bold.
    bold: bool,
}

impl Screen {
    fn here() -> Self {
        let terminal = std::io::stdout().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let width = || terminal_size::terminal_size().map_or(100, |(width, _)| width.0);
        Self {
            width: terminal.then(width),
            bold: terminal
                && !set("NO_COLOR")
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

/// An answer as people read it.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    /// Headings, lines and tables, in order.
    pub(super) parts: Vec<Part>,
    /// One row a record, for CSV.
    pub(super) sheet: Sheet,
}

/// A part of an answer.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A heading.
    Heading(String),
    /// A line or several, wrapped to the screen.
    Lines(String),
    /// A table.
    Table(Sheet),
}

/// A table: the titles of its columns, and its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// Titles.
    pub(super) columns: Vec<&'static str>,
    /// Rows, as many cells as columns.
    pub(super) rows: Vec<Vec<String>>,
}

/// Stand around a hit while a table is laid out; they take no room.
const ON: char = '\u{2063}';
const OFF: char = '\u{2064}';

/// A text in pieces, its hits marked for the screen.
pub(super) fn pieces(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        if !piece.marked {
            text += &piece.text;
            continue;
        }
        // Word by word, for a line may end between two.
        for word in piece.text.split_inclusive(char::is_whitespace) {
            let (bare, blank) = word.split_at(word.trim_end().len());
            text.push(ON);
            text += bare;
            text.push(OFF);
            text += blank;
        }
    }
    text
}

/// A snippet, with «…» where it was cut.
pub(super) fn snippet(snippet: &Snippet) -> String {
    let before = if snippet.cut_before { "… " } else { "" };
    let after = if snippet.cut_after { " …" } else { "" };
    format!("{before}{}{after}", pieces(&snippet.pieces))
}

/// A text without marks.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(*c, ON | OFF)).collect()
}

/// Line ends and the like as blanks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Sheet {
    /// An empty table.
    pub(super) fn new(columns: &[&'static str]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    fn csv(&self) -> Result<Vec<u8>, String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let write = |writer: &mut csv::Writer<Vec<u8>>| -> Result<(), csv::Error> {
            writer.write_record(&self.columns)?;
            for row in &self.rows {
                writer.write_record(row.iter().map(|cell| bare(cell)))?;
            }
            Ok(())
        };
        write(&mut writer).map_err(|error| error.to_string())?;
        writer.into_inner().map_err(|error| error.to_string())
    }

    /// The table for a screen; columns without any text are left out.
    fn text(&self, screen: Screen) -> String {
        let Some(width) = screen.width else {
            return self.aligned();
        };
        match self
            .columns
            .iter()
            .position(|one| *one == column::REFERENCE)
        {
            // A reference that is broken over several lines cannot be copied.
            Some(at) if self.longest(at) > usize::from(width) / 4 => {
                let (table, references) = self.without(at);
                table.framed(width) + &references
            }
            _ => self.framed(width),
        }
    }

    /// The table with its rows numbered instead of a column, and that column as a list.
    fn without(&self, at: usize) -> (Self, String) {
        let mut table = Self::new(&["#"]);
        table.columns.extend(&self.columns);
        table.columns.remove(at + 1);
        let mut list = String::new();
        for (n, row) in (1..).zip(&self.rows) {
            let mut cells = vec![n.to_string()];
            cells.extend(row.iter().cloned());
            list += &format!("{n:>3}  {}\n", cells.remove(at + 1));
            table.rows.push(cells);
        }
        (table, list)
    }

    /// How many characters the longest cell of a column has.
    fn longest(&self, at: usize) -> usize {
        self.rows
            .iter()
            .map(|row| row[at].chars().count())
            .max()
            .unwrap_or_default()
    }

    /// The columns with any text in them.
    fn filled(&self) -> Vec<usize> {
        (0..self.columns.len())
            .filter(|at| self.rows.iter().any(|row| !row[*at].is_empty()))
            .collect()
    }

    /// In frames, as wide as a terminal at most.
    fn framed(&self, width: u16) -> String {
        /// No column is held wider than this for the sake of one long word.
        const WORD: usize = 17;
        let filled = self.filled();
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width)
            .set_header(filled.iter().map(|at| self.columns[*at]));
        for row in &self.rows {
            // A cell may have lines of its own where there is a frame around it.
            let cell = |at: &usize| {
                row[*at]
                    .lines()
                    .map(one_line)
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            table.add_row(filled.iter().map(cell).collect::<Vec<_>>());
        }
        let longest_word = |at: &usize| {
            let cells = self
                .rows
                .iter()
                .map(|row| row[*at].as_str())
                .chain([self.columns[*at]]);
            let words = cells.flat_map(str::split_whitespace);
            words
                .map(|word| bare(word).chars().count())
                .max()
                .unwrap_or_default()
                .min(WORD)
        };
        let least: Vec<usize> = filled.iter().map(longest_word).collect();
        // Frames and blanks take three characters a column. Where that is too much, words are broken.
        if least.iter().map(|one| one + 3).sum::<usize>() < usize::from(width) {
            for (column, least) in table.column_iter_mut().zip(least) {
                let least = u16::try_from(least + 2).unwrap_or(u16::MAX);
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
        format!("{table}\n")
    }

    /// In columns without frames, each row on one line.
    fn aligned(&self) -> String {
        let filled = self.filled();
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(filled.iter().map(|at| self.columns[*at]));
        for row in &self.rows {
            table.add_row(
                filled
                    .iter()
                    .map(|at| one_line(&row[*at]))
                    .collect::<Vec<_>>(),
            );
        }
        let mut text = String::new();
        for line in table.to_string().lines() {
            // The first column stands at the margin.
            text += line.strip_prefix(' ').unwrap_or(line).trim_end();
            text.push('\n');
        }
        text
    }
}

impl Answer {
    /// A heading, where there are rows below it, and its table.
    pub(super) fn table(&mut self, heading: &str, sheet: Sheet) {
        if !sheet.rows.is_empty() {
            self.parts.push(Part::Heading(heading.to_string()));
            self.parts.push(Part::Table(sheet));
        }
    }

    /// The answer for a screen.
    pub(super) fn text(&self, screen: Screen) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Heading(heading) => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text += &match screen.bold {
                        true => format!("{ON}{heading}{OFF}\n"),
                        false => format!("{heading}\n"),
                    };
                }
                Part::Lines(lines) => {
                    for line in lines.lines() {
                        text += &wrapped(line, screen.width);
                        text.push('\n');
                    }
                }
                Part::Table(sheet) => text += &sheet.text(screen),
            }
        }
        match screen.bold {
            true => text.replace(ON, "\u{1b}[1m").replace(OFF, "\u{1b}[0m"),
            false => bare(&text),
        }
    }
}

/// A line broken between words where it is wider than the screen.
fn wrapped(line: &str, width: Option<u16>) -> String {
    let Some(width) = width.map(usize::from) else {
        return line.to_string();
    };
    let mut text = String::new();
    let mut column = 0;
    for word in line.split(' ') {
        let length = word.chars().filter(|c| !matches!(*c, ON | OFF)).count();
        if column > 0 && column + 1 + length > width {
            text.push('\n');
            column = 0;
        } else if !text.is_empty() {
            text.push(' ');
            column += 1;
        }
        text += word;
        column += length;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        let mut sheet = Sheet::new(&["Nr.", "Tom", "Treff"]);
        let hit = Piece {
            text: "ny havneplan".into(),
            marked: true,
        };
        sheet.rows.push(vec![
            "TB2026-1".into(),
            String::new(),
            format!("En {} i\nnord for alle som ferdes der", pieces(&[hit])),
        ]);
        let mut answer = Answer {
            parts: Vec::new(),
            sheet: sheet.clone(),
        };
        answer.table("Treff", sheet);
        answer
    }

    #[test]
    fn tables_fit_the_screen_and_marks_take_no_room() {
        let screen = Screen {
            width: Some(40),
            bold: true,
        };
        let text = answer().text(screen);
        assert!(text.contains("\u{1b}[1mhavneplan\u{1b}[0m"), "{text}");
        let plain = text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
        let widths: Vec<usize> = plain
            .lines()
            .skip(1)
            .map(|line| line.chars().count())
            .collect();
        assert!(
            widths
                .iter()
                .all(|width| *width == widths[0] && *width <= 40),
            "{plain}"
        );
        assert!(!plain.contains("Tom"), "{plain}");
    }

    #[test]
    fn long_references_stand_below_the_table_whole() {
        let mut sheet = Sheet::new(&["Nr.", column::REFERENCE]);
        let reference = "allocation_letter-2026-kystetaten#TB2026-1";
        sheet.rows.push(vec!["TB2026-1".into(), reference.into()]);
        let screen = Screen {
            width: Some(60),
            bold: false,
        };
        let text = sheet.text(screen);
        assert!(text.ends_with(&format!("\n  1  {reference}\n")), "{text}");
        assert!(!text.contains(column::REFERENCE), "{text}");
    }

    #[test]
    fn a_pipe_gets_aligned_lines_without_marks() {
        let screen = Screen {
            width: None,
            bold: false,
        };
        assert_eq!(
            answer().text(screen),
            "Treff\nNr.       Treff\nTB2026-1  En ny havneplan i nord for alle som ferdes der\n"
        );
    }

    #[test]
    fn csv_has_every_column_and_keeps_line_ends() {
        let csv = String::from_utf8(answer().sheet.csv().expect("csv")).expect("text");
        assert_eq!(
            csv,
            "Nr.,Tom,Treff\nTB2026-1,,\"En ny havneplan i\nnord for alle som ferdes der\"\n"
        );
    }
}
