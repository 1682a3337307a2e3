//! Tables (ISO/IEC 29500-1, 17.4): which cell of which column a paragraph stands in, and how far it reaches.

use super::super::Reach;
use super::look::Ink;
use super::styles::{Dress, Part, Styles};
use std::collections::HashMap;

/// Columns that one cell may reach over; Word allows 63.
const MOST_SPAN: u32 = 1000;

/// A cell of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellAt {
    /// Its table, as the tables begin.
    pub table: usize,
    /// Its row, from 0.
    pub row: u32,
    /// Its column in the grid, from 0.
    pub column: u32,
    /// How far it reaches.
    pub reach: Reach,
    /// The cell that its table stands in.
    pub around: Option<usize>,
}

/// A table that was met.
#[derive(Debug, Clone, Default)]
pub(super) struct TableAt {
    rows: u32,
    cells: u32,
    head: bool,
    /// Widths of its grid's columns.
    widths: Vec<i64>,
    /// The table that this one may go on with, and whether a paragraph parts them.
    goes_on: Option<(usize, bool)>,
}

/// What a cell says of itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellSaid {
    /// Columns of the grid that it spans.
    pub span: u32,
    /// Merged with the cell above: `Some(true)` begins a merged one.
    pub down: Option<bool>,
    /// Merged with the cell before it.
    pub across: Option<bool>,
    /// The colour behind it.
    pub fill: Option<Ink>,
}

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// Which.
    pub table: usize,
    /// Its style.
    pub style: Option<usize>,
    /// Which parts its style dresses apart: first row, last row, first and last column, bands.
    pub look: Looks,
    /// The cell at work.
    pub cell: Option<usize>,
    /// What the cell at work says of itself.
    pub said: CellSaid,
    /// Inside a cell's element.
    pub in_cell: bool,
    /// The text of the cell at work is not shown: it is merged into the one above.
    pub merged_away: bool,
    /// The text of the row at work is not shown.
    pub row_hidden: bool,
    row_head: bool,
    no_head_before: bool,
    column: u32,
    /// For every column where a merged cell is open, that cell and its last row.
    down: HashMap<u32, (usize, u32)>,
    /// The cell before the one at work.
    before: Option<usize>,
}

/// Which parts a table lets its style dress apart (17.4.55).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looks {
    pub first_row: bool,
    pub last_row: bool,
    pub first_column: bool,
    pub last_column: bool,
    pub bands: bool,
}

impl Looks {
    /// The bits of `w:tblLook`'s value.
    pub fn of_bits(bits: u32) -> Self {
        Self {
            first_row: bits & 0x20 != 0,
            last_row: bits & 0x40 != 0,
            first_column: bits & 0x80 != 0,
            last_column: bits & 0x100 != 0,
            bands: bits & 0x600 != 0x600,
        }
    }
}

/// All tables of a document and their cells.
#[derive(Debug, Default)]
pub(super) struct Tables {
    cells: Vec<CellAt>,
    tables: Vec<TableAt>,
}

impl Tables {
    /// A table begins; `goes_on` is the one that ended before it, and whether a paragraph parts them.
    pub fn begin(&mut self, goes_on: Option<(usize, bool)>) -> Open {
        self.tables.push(TableAt {
            goes_on,
            ..TableAt::default()
        });
        Open {
            table: self.tables.len() - 1,
            ..Open::default()
        }
    }

    /// A column of an open table's grid.
    pub fn grid_column(&mut self, open: &Open, width: i64) {
        let widths = &mut self.tables[open.table].widths;
        if widths.len() < MOST_SPAN as usize {
            widths.push(width);
        }
    }

    /// A row begins.
    pub fn row(&mut self, open: &mut Open) {
        self.tables[open.table].rows += 1;
        open.column = 0;
        open.before = None;
        open.row_head = false;
        open.row_hidden = false;
    }

    /// The row at work was deleted.
    pub fn row_deleted(&mut self, open: &mut Open) {
        let table = &mut self.tables[open.table];
        table.rows = table.rows.saturating_sub(1);
        open.row_head = false;
    }

    /// The row at work ends.
    pub fn row_end(&mut self, open: &mut Open) {
        open.no_head_before |= !open.row_head;
    }

    /// The row at work is one of the head: only if all before it are (17.4.49).
    pub fn row_is_head(&mut self, open: &mut Open) {
        if !open.no_head_before {
            open.row_head = true;
            self.tables[open.table].head = true;
        }
    }

    /// So many columns of the grid stand empty before the row's first cell (17.4.14).
    pub fn skip(open: &mut Open, columns: i64) {
        let columns = u32::try_from(columns).unwrap_or(0).min(MOST_SPAN);
        open.column = open.column.saturating_add(columns);
    }

    /// What the cell at work says of itself is known: it gets its place.
    pub fn place(&mut self, open: &mut Open, around: Option<usize>) {
        if !open.in_cell || open.cell.is_some() {
            return;
        }
        let columns = open.said.span.clamp(1, MOST_SPAN);
        let row = self.tables[open.table].rows.saturating_sub(1);
        let column = open.column;
        let above = open.down.get(&column).copied();
        let above = above
            .filter(|&(cell, last)| last + 1 == row && self.cells[cell].reach.columns == columns);
        match (open.said.down, above, open.said.across, open.before) {
            (Some(false), Some((cell, _)), _, _) => {
                self.cells[cell].reach.rows += 1;
                open.down.insert(column, (cell, row));
                open.cell = Some(cell);
                open.merged_away = true;
            }
            (_, _, Some(false), Some(before)) => {
                self.cells[before].reach.columns += columns;
                open.cell = Some(before);
                open.merged_away = true;
            }
            (down, ..) => {
                let cell = self.cells.len();
                self.tables[open.table].cells += 1;
                self.cells.push(CellAt {
                    table: open.table,
                    row,
                    column,
                    reach: Reach {
                        rows: 1,
                        columns,
                        head: open.row_head,
                    },
                    around,
                });
                if down.is_some() {
                    open.down.insert(column, (cell, row));
                }
                open.cell = Some(cell);
            }
        }
    }

    /// The cell at work ends.
    pub fn cell_end(&mut self, open: &mut Open, around: Option<usize>) {
        self.place(open, around);
        let columns = open.said.span.clamp(1, MOST_SPAN);
        open.column = open.column.saturating_add(columns);
        open.before = open.cell.take();
        open.said = CellSaid::default();
        open.in_cell = false;
        open.merged_away = false;
    }

    /// How a table's style dresses the cell at work, the first said last.
    pub fn dresses<'s>(
        &self,
        open: &Open,
        styles: &'s Styles,
    ) -> impl Iterator<Item = &'s Dress> + use<'s> {
        let place = open.cell.map(|cell| &self.cells[cell]);
        let (row, column) = place.map_or((0, 0), |cell| (cell.row, cell.column));
        let looks = open.look;
        let dresses = open.style.and_then(|at| styles.style(at));
        let dresses = dresses.map_or(&[][..], |style| &style.dresses);
        dresses.iter().rev().filter(move |dress| match dress.part {
            Part::Whole => true,
            Part::FirstRow => looks.first_row && row == 0,
            // Where a table ends is not known yet; its last row may be any.
            Part::LastRow => looks.last_row && row > 0,
            Part::FirstColumn => looks.first_column && column == 0,
            Part::LastColumn => looks.last_column && column > 0,
            Part::Band => looks.bands,
            Part::Corner => false,
        })
    }

    /// For every cell, its place in the text: the table by its number, the row, how far it reaches. A
    /// table within a cell is that cell's text; one of a single cell is a frame around text.
    pub fn settle(self) -> Vec<Option<(super::super::Cell, Reach)>> {
        let frame = |table: &TableAt| table.rows <= 1 && table.cells <= 1;
        // The number and first row of every table that counts.
        let mut places: Vec<Option<(u32, u32)>> = vec![None; self.tables.len()];
        let mut count = 0;
        let mut settled: Vec<Option<(super::super::Cell, Reach)>> = Vec::new();
        for cell in &self.cells {
            let outer = cell.around.and_then(|around| settled[around]);
            let table = &self.tables[cell.table];
            if outer.is_some() || frame(table) {
                settled.push(outer);
                continue;
            }
            let goes_on = table
                .goes_on
                .filter(|_| !table.head)
                .and_then(|(at, apart)| {
                    let before = &self.tables[at];
                    let alike = match apart {
                        true => !table.widths.is_empty() && table.widths == before.widths,
                        false => table.widths.len() == before.widths.len(),
                    };
                    let (number, first) = places[at].filter(|_| alike)?;
                    Some((number, first + before.rows))
                });
            let (number, first) = *places[cell.table].get_or_insert_with(|| {
                goes_on.unwrap_or_else(|| {
                    count += 1;
                    (count - 1, 0)
                })
            });
            settled.push(Some((
                super::super::Cell {
                    table: number,
                    row: first + cell.row,
                    column: cell.column,
                },
                cell.reach,
            )));
        }
        settled
    }
}
