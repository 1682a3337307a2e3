//! One page: its text and its tables in reading order.

use super::aligned::part;
use super::aside::Setting;
use super::glyphs::Drawing;
use super::lines::{TextLine, lines};
use super::order::{Block, Frame, Gutter, Usual, order, own_gutter};
use super::ruled::{Grid, grids, merged};
use super::stacked::{row_of, rows_within};
use super::table::{Budget, Marks, framed, plain};
use super::words::{Word, words};
use crate::source::Reach;
use std::collections::BTreeMap;

/// Something that a page holds.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Running text of one column.
    Text {
        /// Its lines, from above to below.
        lines: Vec<TextLine>,
        /// The column's left and right edge.
        column: (f64, f64),
    },
    /// A table.
    Table(PageTable),
    /// Lines that stand aside of the running text.
    Aside(Vec<TextLine>),
}

/// A table, or as much of one as stands on a page.
#[derive(Debug, Clone)]
pub struct PageTable {
    /// The edges of its columns.
    pub xs: Vec<f64>,
    /// The white between them, where nothing is drawn between them.
    pub gutters: Vec<(f64, f64)>,
    /// Its cells, row by row.
    pub cells: Vec<PageCell>,
    /// White parts its rows, and nearly all of its cells tell so.
    pub parted: bool,
}

impl PageTable {
    /// Whether it has one cell only: a frame around text, unless it continues a table.
    pub fn is_frame(&self) -> bool {
        self.cells.len() < 2
    }

    /// How many rows at its top are wholly bold, where others are not: its head.
    pub fn heads(&self) -> u32 {
        let bold = |row: u32| {
            let mut lines = self
                .cells
                .iter()
                .filter(|cell| cell.row == row)
                .flat_map(|c| &c.lines);
            lines.all(TextLine::bold)
        };
        let rows = self.rows();
        let heads = (0..rows).take_while(|&row| bold(row)).count() as u32;
        if heads < rows && heads < 4 { heads } else { 0 }
    }

    /// How many rows it has.
    pub fn rows(&self) -> u32 {
        self.cells
            .iter()
            .map(|cell| cell.row + 1)
            .max()
            .unwrap_or(0)
    }
}

/// The gutters of the table that a page ends with, but for what stands in its margin.
pub fn open_gutters(pieces: &[Piece], height: f64) -> Vec<(f64, f64)> {
    let in_margin = |piece: &&Piece| match piece {
        Piece::Text { lines, .. } => lines.iter().all(|line| line.base > 0.9 * height),
        Piece::Table(_) => false,
        Piece::Aside(_) => true,
    };
    match pieces.iter().rev().find(|piece| !in_margin(piece)) {
        Some(Piece::Table(table)) => table.gutters.clone(),
        _ => Vec::new(),
    }
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub struct PageCell {
    /// Its row, from 0, within this page's part of the table.
    pub row: u32,
    /// Its lines, from above to below.
    pub lines: Vec<TextLine>,
    /// Its left and right edge.
    pub edges: (f64, f64),
    /// How far it reaches.
    pub reach: Reach,
}

impl PageCell {
    /// What it says, line by line.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(|line| line.text().0).collect();
        lines.join("\n")
    }
}

/// A page's words, told apart by whether they stand in a drawn table.
#[derive(Debug)]
pub struct Sorted<'d> {
    drawing: &'d Drawing,
    grids: Vec<Grid>,
    inside: Vec<Vec<((usize, usize), Word)>>,
    outside: Vec<Word>,
    /// More is drawn than tables are looked for in.
    crowded: bool,
}

/// Finds the drawn tables of a page and what stands in them.
pub fn sorted(drawing: &Drawing) -> Sorted<'_> {
    let found = grids(drawing);
    let crowded = found.is_none();
    let grids = found.unwrap_or_default();
    let mut inside: Vec<Vec<((usize, usize), Word)>> = vec![Vec::new(); grids.len()];
    let mut outside = Vec::new();
    for word in words(&drawing.glyphs) {
        let middle = word.middle();
        let home = grids
            .iter()
            .enumerate()
            .find_map(|(at, grid)| Some((at, grid.cell_at(middle)?)));
        match home {
            Some((at, cell)) => inside[at].push((cell, word)),
            None => outside.push(word),
        }
    }
    Sorted {
        drawing,
        grids,
        inside,
        outside,
        crowded,
    }
}

impl Sorted<'_> {
    /// The gutter between the page's two columns, if it has two; a table's own gutter is none.
    pub fn gutter(&self, height: f64) -> Option<Gutter> {
        let own = own_gutter(self.outside.clone())?;
        let marks = Marks::of(self.drawing, &[], height);
        let mut all = lines(self.outside.clone());
        let tables = plain(&all, &marks, height, &mut Budget::new());
        let plainly = |table: &PageTable| {
            let begins = table.xs.iter().any(|&at| own.begins(at));
            (table.parted || table.gutters.len() > 1) && table.rows() > 2 && begins
        };
        let tables: Vec<_> = tables
            .into_iter()
            .filter(|(_, table)| plainly(table))
            .collect();
        if tables.is_empty() {
            return Some(own);
        }
        for (range, _) in tables.into_iter().rev() {
            all.drain(range);
        }
        own_gutter(all.into_iter().flat_map(|line| line.words).collect())
    }
}

/// Reads a page of some height, and tells whether some of its tables are read as mere lines, because more is drawn
/// or set on it than is gone through; `usual` is how most pages of the source are set, `first` tells the
/// first one, `before` are the gutters of a table that ended the page before.
pub fn page(
    sorted: Sorted<'_>,
    usual: &Usual,
    height: f64,
    first: bool,
    before: &[(f64, f64)],
) -> (Vec<Piece>, bool) {
    let Sorted {
        drawing,
        grids,
        inside,
        mut outside,
        crowded,
    } = sorted;
    let marks = Marks::of(drawing, before, height);
    let mut budget = Budget::new();
    let mut tables = Vec::new();
    let mut frames = Vec::new();
    for (grid, words) in grids.iter().zip(inside) {
        if words.is_empty() {
            continue;
        }
        // A frame around much of a page says nothing of its text's order.
        if grid.cell_count() == 1 && is_page_frame(grid, &words) {
            outside.extend(words.into_iter().map(|(_, word)| word));
            continue;
        }
        frames.push(Frame {
            edges: [grid.left(), grid.top(), grid.right(), grid.bottom()],
        });
        // Lines that part rows only leave the columns to the white between them.
        let open = (grid.xs.len() == 2)
            .then(|| lines(words.iter().map(|(_, word)| word.clone()).collect()))
            .and_then(|lines| framed(&lines, &marks, &mut budget));
        tables.push(open.unwrap_or_else(|| table(grid, words)));
    }
    // What is plainly a table is no matter of columns of text.
    let mut all = lines(outside);
    let plain = match usual.gutter {
        None => plain(&all, &marks, height, &mut budget),
        // In a source of two columns the order has to be known first.
        Some(_) => Vec::new(),
    };
    for (range, table) in plain.into_iter().rev() {
        let own: Vec<TextLine> = all.drain(range).collect();
        let edge = |of: fn(&TextLine) -> f64| own.iter().map(of);
        frames.push(Frame {
            edges: [
                edge(|line| line.x0).fold(f64::MAX, f64::min),
                edge(TextLine::top).fold(f64::MAX, f64::min),
                edge(|line| line.x1).fold(f64::MIN, f64::max),
                edge(TextLine::bottom).fold(f64::MIN, f64::max),
            ],
        });
        tables.push(table);
    }
    let outside = all.into_iter().flat_map(|line| line.words).collect();
    let setting = Setting {
        height,
        rules: &drawing.lying,
        body: usual.body,
        inner: &usual.inner,
        first,
    };
    let rules = wide_rules(drawing);
    let mut pieces: Vec<Piece> = order(outside, &frames, &rules, usual.gutter, &setting)
        .into_iter()
        .flat_map(|block| match block {
            Block::Text { lines, column } => {
                part(lines, column, drawing, &marks, height, &mut budget)
            }
            Block::Table(at) => vec![Piece::Table(tables[at].clone())],
            Block::Aside(lines) => vec![Piece::Aside(lines)],
        })
        .collect();
    pieces.extend(turned(drawing));
    (pieces, crowded || budget.fell_short())
}

/// Whether a frame with one cell is an ornament of the page rather than a box in its text.
fn is_page_frame(grid: &Grid, words: &[((usize, usize), Word)]) -> bool {
    words.len() > 20 && grid.bottom() - grid.top() > 700.0
}

/// Lying lines that go over most of the text's width.
fn wide_rules(drawing: &Drawing) -> Vec<f64> {
    let left = drawing.glyphs.iter().map(|g| g.x0).fold(f64::MAX, f64::min);
    let right = drawing.glyphs.iter().map(|g| g.x1).fold(f64::MIN, f64::max);
    merged(&drawing.lying)
        .into_iter()
        .filter(|rule| rule.to - rule.from > 0.7 * (right - left))
        .map(|rule| rule.at)
        .collect()
}

fn table(grid: &Grid, words: Vec<((usize, usize), Word)>) -> PageTable {
    let mut bands: BTreeMap<usize, BTreeMap<usize, Vec<&Word>>> = BTreeMap::new();
    for ((row, column), word) in &words {
        let band = bands.entry(*row).or_default();
        band.entry(*column).or_default().push(word);
    }
    let within: BTreeMap<usize, Vec<f64>> = bands
        .iter()
        .map(|(row, cells)| (*row, rows_within(cells)))
        .collect();
    let mut cells: BTreeMap<((usize, usize), usize), Vec<Word>> = BTreeMap::new();
    for ((row, column), word) in words {
        let own = row_of(&within[&row], &word);
        cells.entry(((row, own), column)).or_default().push(word);
    }
    // Rows and columns are counted where cells with text begin.
    let mut rows: Vec<(usize, usize)> = cells.keys().map(|cell| cell.0).collect();
    rows.dedup();
    let cells = cells
        .into_iter()
        .map(|((row, column), words)| PageCell {
            row: rows.partition_point(|&other| other < row) as u32,
            lines: lines(words),
            edges: grid.reach(row.0, column),
            reach: Reach::default(),
        })
        .collect();
    PageTable {
        xs: grid.xs.clone(),
        gutters: Vec::new(),
        cells,
        parted: false,
    }
}

/// Text that runs up or down the page: after all else, as it is drawn.
fn turned(drawing: &Drawing) -> Option<Piece> {
    let mut lines: Vec<TextLine> = Vec::new();
    let mut run: Vec<super::glyphs::Glyph> = Vec::new();
    let close = |run: &mut Vec<super::glyphs::Glyph>, lines: &mut Vec<TextLine>| {
        lines.extend(TextLine::drawn(std::mem::take(run)));
    };
    for glyph in &drawing.turned {
        if let Some(last) = run.last() {
            let step = (glyph.x0 - last.x0).hypot(glyph.base - last.base);
            if step > 3.0 * glyph.size {
                close(&mut run, &mut lines);
            }
        }
        run.push(*glyph);
    }
    close(&mut run, &mut lines);
    let column = (0.0, f64::MAX);
    (!lines.is_empty()).then_some(Piece::Text { lines, column })
}
