//! A table of a report: rows of cells.

use crate::{
    layout::{Block, Joint, Text},
    source::Canonical,
};
use std::{collections::BTreeMap, ops::Range};

/// One cell that says something.
#[derive(Debug, Clone)]
pub struct Field {
    /// All of its paragraphs.
    pub text: Text,
    /// All of it is bold.
    pub bold: bool,
    /// Where in `text` its first paragraph ends, if it has more than one.
    pub first: usize,
}

/// The filled cells of a row, by column.
pub type Row = BTreeMap<u32, Field>;

/// A table.
#[derive(Debug, Clone)]
pub struct Grid {
    /// Its rows that say something.
    pub rows: Vec<Row>,
    /// Its blocks.
    pub blocks: Range<usize>,
    /// How many columns it has.
    pub columns: u32,
}

impl Grid {
    /// The table that begins at block `at`.
    pub fn at(source: &Canonical, blocks: &[Block], at: usize, end: usize) -> Option<Self> {
        let table = blocks.get(at)?.cell?.table;
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        let (mut next, mut columns) = (at, 0);
        while next < end {
            let block = &blocks[next];
            let Some(cell) = block.cell.filter(|cell| cell.table == table) else {
                break;
            };
            columns = columns.max(cell.column + 1);
            let whole = block.whole(source);
            rows.entry(cell.row)
                .or_default()
                .entry(cell.column)
                .and_modify(|field| {
                    field.bold &= block.bold;
                    field.text.append(&whole, Joint::Paragraph);
                })
                .or_insert_with(|| Field {
                    first: whole.len(),
                    text: whole.clone(),
                    bold: block.bold,
                });
            next += 1;
        }
        Some(Self {
            rows: rows.into_values().collect(),
            blocks: at..next,
            columns,
        })
    }

    /// All that it says, a row a line.
    pub fn text(&self) -> Text {
        let mut all = Text::default();
        for row in &self.rows {
            let mut line = Text::default();
            for field in row.values() {
                line.append(&field.text, Joint::Blank);
            }
            all.append(&line, Joint::Paragraph);
        }
        all
    }

    /// Whether figures stand in it: a cell beside the first that begins with a number and says
    /// little else.
    pub fn has_figures(&self) -> bool {
        self.rows.iter().any(|row| {
            row.iter()
                .any(|(&column, field)| column > 0 && is_figure(field.text.as_str()))
        })
    }
}

/// Whether a cell holds a figure: `69,5`, `12 %`, `18,8 mill`, `+4`, `-`.
pub fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let first = text.trim_start_matches(['+', '-', '–', '−', ' ', '<', '>', '≤', '≥', '~']);
    text.len() <= 24
        && (first.is_empty() && !text.is_empty()
            || first.starts_with(|c: char| c.is_ascii_digit())
                && text
                    .split_whitespace()
                    .filter(|word| word.chars().any(char::is_alphabetic))
                    .count()
                    <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        for figure in [
            "69,5",
            "12 %",
            "18,8 mill",
            "+4",
            "-",
            "2 063 000",
            "374****",
            "41, 8 mill",
        ] {
            assert!(is_figure(figure), "{figure}");
        }
        for words in [
            "FIN",
            "",
            "Rapportering i årlig melding.",
            "3 av de fem tiltakene er satt i verk",
            "HN25-01",
        ] {
            assert!(!is_figure(words), "{words}");
        }
    }
}
