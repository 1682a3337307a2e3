//! Tables: one type, whatever drew them (rules, gaps, pipes, HTML, Word).
//!
//! ```text
//! table ::= head* row+
//! row   ::= cell+        a cell may reach over columns to its right and over rows below it
//! ```
//! The source tells which cell each line stands in; here its blocks are gathered to rows, in the order of
//! the columns. What a column is for is not asked here: that needs words.
//!
//! An empty cell has no blocks and is no member of its row; the columns after it keep their numbers.

use crate::{
    layout::{Block, Dictionary, Text},
    source::{Canonical, Cell as Place, Reach},
};
use std::{collections::BTreeMap, ops::Range};

/// A table of a document.
#[derive(Debug, Clone)]
pub struct Table {
    /// The number that the source gives it.
    pub number: u32,
    /// Its blocks, in the order of reading: what a running head parts is one table.
    pub blocks: Vec<usize>,
    /// Its rows, from above to below; each has one cell at least.
    pub rows: Vec<Row>,
    /// How many columns it has, counted to the last that holds anything.
    pub width: u32,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its cells that say something, by column.
    pub cells: BTreeMap<u32, Cell>,
}

/// A cell that says something.
#[derive(Debug, Clone)]
pub struct Cell {
    /// All that it says.
    pub text: Text,
    /// Its blocks.
    pub blocks: Vec<usize>,
    /// How far it reaches.
    pub reach: Reach,
    /// All of it is bold.
    pub bold: bool,
}

impl Cell {
    fn empty(reach: Reach) -> Self {
        Self {
            text: Text::default(),
            blocks: Vec::new(),
            reach,
            bold: true,
        }
    }

    fn push(&mut self, at: usize, block: &Block, source: &Canonical, dictionary: &Dictionary<'_>) {
        let more = block.whole(source);
        let joint = dictionary.joint(self.text.as_str(), more.as_str());
        self.text.append(&more, joint);
        self.blocks.push(at);
        self.bold &= block.bold;
    }
}

impl Row {
    /// What a column says, or nothing.
    pub fn text(&self, column: u32) -> Option<&Text> {
        self.cells.get(&column).map(|cell| &cell.text)
    }

    /// The blocks of all its cells.
    pub fn blocks(&self) -> impl Iterator<Item = usize> {
        self.cells
            .values()
            .flat_map(|cell| cell.blocks.iter().copied())
    }

    /// The form marks every cell as a head's, or sets every one in bold.
    pub fn is_marked(&self) -> bool {
        !self.cells.is_empty()
            && (self.cells.values().all(|cell| cell.reach.head)
                || self.cells.values().all(|cell| cell.bold))
    }

    /// Whether another row says the same, cell for cell.
    pub fn repeats(&self, other: &Row) -> bool {
        self.cells.len() == other.cells.len()
            && self
                .cells
                .iter()
                .zip(&other.cells)
                .all(|(own, one)| own.0 == one.0 && own.1.text.as_str() == one.1.text.as_str())
    }
}

impl Table {
    /// The tables among some blocks, in the order in which they begin.
    pub fn all(
        source: &Canonical,
        dictionary: &Dictionary<'_>,
        blocks: &[Block],
        range: Range<usize>,
    ) -> Vec<Table> {
        let mut found: Vec<Table> = Vec::new();
        let mut rows: Vec<BTreeMap<u32, Row>> = Vec::new();
        for at in range {
            let block = &blocks[at];
            let Some(Place { table, row, column }) = block.cell else {
                continue;
            };
            let n = match found.iter().rposition(|own| own.number == table) {
                Some(n) => n,
                None => {
                    found.push(Table {
                        number: table,
                        blocks: Vec::new(),
                        rows: Vec::new(),
                        width: 0,
                    });
                    rows.push(BTreeMap::new());
                    found.len() - 1
                }
            };
            let table = &mut found[n];
            table.blocks.push(at);
            table.width = table.width.max(column + block.reach.columns.max(1));
            let cells = &mut rows[n].entry(row).or_default().cells;
            let cell = cells
                .entry(column)
                .or_insert_with(|| Cell::empty(block.reach));
            cell.push(at, block, source, dictionary);
        }
        for (table, rows) in found.iter_mut().zip(rows) {
            table.rows = rows.into_values().collect();
            table.part_repeated_heads(blocks, source, dictionary);
        }
        found
    }

    /// Parts the first row's words from a row whose cells begin with them: at the top of a page the head
    /// comes again, in the very cells of the row that goes on there.
    fn part_repeated_heads(
        &mut self,
        blocks: &[Block],
        source: &Canonical,
        dictionary: &Dictionary<'_>,
    ) {
        let Some(head) = self.rows.first().cloned().filter(|row| row.cells.len() > 1) else {
            return;
        };
        let mut at = 1;
        while at < self.rows.len() {
            let row = &self.rows[at];
            let more = row.cells.iter().any(|(column, cell)| {
                let own = head.cells.get(column).map_or(0, |own| own.blocks.len());
                cell.blocks.len() > own
            });
            let part = |cells: &Cell, range: Range<usize>| {
                let mut part = Cell::empty(cells.reach);
                for &at in cells.blocks.get(range).unwrap_or_default() {
                    part.push(at, &blocks[at], source, dictionary);
                }
                part
            };
            let again = more
                && head.cells.iter().all(|(column, own)| {
                    row.cells.get(column).is_some_and(|cell| {
                        cell.blocks.len() >= own.blocks.len()
                            && part(cell, 0..own.blocks.len()).text.as_str() == own.text.as_str()
                    })
                });
            if again {
                let (mut titles, mut rest) = (Row::default(), Row::default());
                for (&column, cell) in &row.cells {
                    let count = head.cells.get(&column).map_or(0, |own| own.blocks.len());
                    for (row, range) in [
                        (&mut titles, 0..count),
                        (&mut rest, count..cell.blocks.len()),
                    ] {
                        let part = part(cell, range);
                        if !part.blocks.is_empty() {
                            row.cells.insert(column, part);
                        }
                    }
                }
                self.rows.splice(at..=at, [titles, rest]);
                at += 1;
            }
            at += 1;
        }
    }

    /// The cell that stands in a column of a row, or reaches down to it from a row above.
    ///
    /// Only cells whose form tells that they reach so far do: an empty cell below one is empty.
    pub fn covering(&self, row: usize, column: u32) -> Option<&Cell> {
        if let Some(cell) = self.rows.get(row)?.cells.get(&column) {
            return Some(cell);
        }
        self.rows[..row]
            .iter()
            .enumerate()
            .rev()
            .find_map(|(at, above)| {
                let cell = above.cells.get(&column)?;
                // The last that stands above: if it does not reach here, none does.
                Some((at + cell.reach.rows.max(1) as usize > row).then_some(cell))
            })?
    }

    /// How many rows at its top the form marks as a head, or sets in bold while what stands below is not.
    pub fn marked_head(&self) -> usize {
        let marked = self.rows.iter().take_while(|row| row.is_marked()).count();
        // Where all is bold, nothing is told apart.
        if marked == self.rows.len() { 0 } else { marked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Grammar,
        layout::{blocks, text_lines},
        source::read,
    };

    fn tables(html: &str) -> Vec<Table> {
        let source = read("a.html", html.as_bytes()).expect("a source").canonical;
        let (lines, _) = text_lines(&source);
        let dictionary = Dictionary::of(lines.iter().map(|line| line.text));
        let grammar = Grammar::built_in();
        let blocks = blocks(&source, &lines, &dictionary, &grammar, &|_, _| false);
        Table::all(&source, &dictionary, &blocks, 0..blocks.len())
    }

    fn shown(table: &Table) -> Vec<String> {
        let row = |row: &Row| {
            let cells = row.cells.iter();
            let cells = cells.map(|(column, cell)| format!("{column}={}", cell.text.as_str()));
            cells.collect::<Vec<_>>().join(" ")
        };
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn rows_of_cells_an_empty_one_keeps_its_place() {
        let found = tables(
            "<html><table><tr><th>Nr.<th>Hva<th>Når</tr><tr><td>1<td><p>Lage</p><p>kart</p><td></tr>\
             <tr><td><td>Sende<td>1. mai</tr></table><p>x</p>",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(
            shown(&found[0]),
            ["0=Nr. 1=Hva 2=Når", "0=1 1=Lage kart", "1=Sende 2=1. mai"]
        );
        assert_eq!(found[0].marked_head(), 1);
        assert_eq!(found[0].width, 3);
    }

    #[test]
    fn a_cell_reaches_down_as_far_as_the_form_says() {
        let found = tables(
            "<html><table><tr><td rowspan=2>A<td>b</tr><tr><td>c</tr><tr><td><td>d</tr></table>",
        );
        let text = |row| found[0].covering(row, 0).map(|cell| cell.text.as_str());
        assert_eq!([text(0), text(1), text(2)], [Some("A"), Some("A"), None]);
    }
}
