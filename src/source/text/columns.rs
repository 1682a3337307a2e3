//! Tables of plain text: columns that runs of blanks or tabs part, as `pdftotext -layout`, a typist or
//! Word leave them.
//!
//! ```text
//! table  ::= line+            no line has words in a gutter, but cells that reach over several columns
//! gutter ::= character columns that stay blank, two or more wide on two lines at least
//! ```
//! The lines are cut where they stand: every piece becomes a line of the canonical text with its cell,
//! and the text is as it was. On which line a row begins is told in [`rows`](super::rows).

use super::rows;
use crate::{
    source::{Canonical, Cell, Line, Reach},
    structure::label::{Label, label},
};
use std::ops::Range;

/// Most columns that a table has; a line of more pieces is none of a table's.
const MOST_COLUMNS: usize = 40;
/// Most empty lines inside a table.
const MOST_EMPTY: usize = 2;
/// Characters that a gutter may be moved by on one line: blanks stand for type of other widths.
const BEND: usize = 3;
/// Characters that a column may be moved by from one page to the next.
const SHIFT: usize = 6;
/// Of how many characters one may be, by which a page's are wider than those of the page before.
const SCALE: usize = 8;
/// Lines of a page that may stand below a table that goes on overleaf: notes, an address, the number.
const MOST_FOOT: usize = 8;
/// Names of fields that show a column of them.
const LEAST_FIELDS: usize = 3;
/// Where a tab leads to: the next multiple of this.
const TAB: usize = 8;

/// A word: its first character column, the one after its last, and its bytes in the text.
#[derive(Debug, Clone, PartialEq)]
struct Word {
    from: usize,
    to: usize,
    bytes: Range<usize>,
    /// Two blanks or a tab stand before it, and another word before them.
    wide: bool,
    /// It goes on with the digits of the word before it: `12 000`.
    digits: bool,
    /// It begins with a digit.
    figure: bool,
}

/// A line in its words.
#[derive(Debug, Default)]
struct Shape {
    words: Vec<Word>,
    /// How many wide gaps it has between words.
    gaps: usize,
    /// It has dots that lead to a page's number.
    leads: bool,
}

impl Shape {
    fn of(text: &str, start: usize) -> Self {
        let mut shape = Self::default();
        let mut column = 0;
        let mut open: Option<(usize, usize)> = None;
        let (mut blanks, mut tab) = (0, false);
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if matches!(c, ' ' | '\t') {
                if let Some((from, first)) = open.take() {
                    let wide = !shape.words.is_empty() && (blanks >= 2 || tab);
                    shape.gaps += usize::from(wide);
                    let digits = text[first..].starts_with(|c: char| c.is_ascii_digit())
                        && text[..first]
                            .trim_end()
                            .ends_with(|c: char| c.is_ascii_digit());
                    shape.words.push(Word {
                        digits,
                        figure: text[first..].starts_with(|c: char| c.is_ascii_digit()),
                        from,
                        to: column,
                        bytes: start + first..start + at,
                        wide,
                    });
                    (blanks, tab) = (0, false);
                }
                blanks += 1;
                tab |= c == '\t';
                column = if c == '\t' {
                    (column / TAB + 1) * TAB
                } else {
                    column + 1
                };
            } else {
                open.get_or_insert((column, at));
                column += 1;
            }
        }
        shape.leads = text.contains("....") || text.contains(". . .") || text.contains("……");
        shape
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn from(&self) -> usize {
        self.words.first().map_or(0, |word| word.from)
    }

    fn to(&self) -> usize {
        self.words.last().map_or(0, |word| word.to)
    }

    /// Several pieces side by side, and few enough for a table.
    fn parts(&self) -> bool {
        self.gaps > 0 && self.gaps < MOST_COLUMNS && !self.leads
    }

    /// What its wide gaps part, the first in the first column, the next in the next.
    fn in_order(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for word in &self.words {
            match pieces.last_mut() {
                Some(open) if !word.wide => {
                    (open.to, open.bytes.end) = (word.to, word.bytes.end);
                }
                _ => pieces.push(Piece {
                    column: pieces.len(),
                    reach: 1,
                    from: word.from,
                    to: word.to,
                    bytes: word.bytes.clone(),
                }),
            }
        }
        pieces
    }

    /// The blanks between its words, and whether they are wide.
    fn blanks(&self) -> impl Iterator<Item = (usize, usize, bool)> {
        self.words
            .windows(2)
            .map(|pair| (pair[0].to, pair[1].from, pair[1].wide))
    }
}

/// A white strip between two columns.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gutter {
    from: usize,
    to: usize,
    /// Lines that have words on both sides of it and wide blanks there.
    lines: usize,
}

/// What a line makes of the gutters.
enum Fit {
    /// It leaves them all, narrower perhaps.
    All(Vec<Gutter>),
    /// It leaves some; the others are as they were.
    Some(Vec<Gutter>),
    /// It has words in all of them.
    None,
}

/// The gutters and how far the words reach.
#[derive(Debug, Clone)]
struct Grid {
    gutters: Vec<Gutter>,
    left: usize,
    right: usize,
}

impl Grid {
    fn of(shape: &Shape) -> Self {
        let wide = shape.blanks().filter(|(.., wide)| *wide);
        Self {
            gutters: wide
                .map(|(from, to, _)| Gutter { from, to, lines: 1 })
                .collect(),
            left: shape.from(),
            right: shape.to(),
        }
    }

    /// Which column a place stands in.
    fn column(&self, at: usize) -> usize {
        self.gutters.partition_point(|gutter| gutter.to <= at)
    }

    /// Whether all words stand in one column: which one.
    fn only(&self, shape: &Shape) -> Option<usize> {
        let column = self.column(shape.from());
        let end = self.gutters.get(column).map_or(usize::MAX, |own| own.to);
        (shape.to() < end).then_some(column)
    }

    /// On a new page, gutters of the last table of the page before are gutters where one line shows them.
    fn lean_on(&mut self, last: Option<&Found>, text: &Canonical, page: usize) {
        let lines = text.lines();
        let own = |table: &&Found| {
            let end = table.lines[table.lines.len() - 1].line;
            lines[end].page.map(|page| page + 1) == lines[page].page
        };
        let Some(last) = last.filter(own) else {
            return;
        };
        let columns = &last.columns[last.columns.len() - 1];
        for gutter in &mut self.gutters {
            let known = |(from, _): &(usize, usize)| from.abs_diff(gutter.to) <= 2;
            gutter.lines += usize::from(columns.iter().skip(1).any(known));
        }
    }

    /// Whether a line without wide gaps crosses one sure gutter, and its only blank there stands before
    /// the very place where the next column begins.
    fn touches(&self, text: &Canonical, shape: &Shape) -> bool {
        let crossed = |gutter: &&Gutter| shape.from() < gutter.from && shape.to() > gutter.to;
        let mut crossed = self.gutters.iter().filter(crossed);
        match (crossed.next(), crossed.next()) {
            (Some(gutter), None) => {
                // A sentence that fills its column ends in a word of small letters: `… opplegg for kartlegging av`.
                let value = |word: &Word| {
                    let words = &text.text()[word.bytes.clone()];
                    word.from == gutter.to && !words.starts_with(char::is_lowercase)
                };
                gutter.lines >= 2 && shape.words[1..].iter().any(value)
            }
            _ => false,
        }
    }

    /// Whether a wide gap of a line stands where the others have words: a line of another table.
    fn is_foreign(&self, shape: &Shape) -> bool {
        shape
            .blanks()
            .filter(|(from, to, wide)| *wide && *from > self.left && *to < self.right)
            .any(|(from, to, _)| {
                let first = self
                    .gutters
                    .partition_point(|gutter| gutter.to + BEND <= from);
                let over = self
                    .gutters
                    .get(first)
                    .is_some_and(|gutter| gutter.from < to + BEND);
                !over
            })
    }

    /// Whether a line is the next row though its cells stand elsewhere: it begins with the label that comes
    /// next, and has as many cells as the row with the label before it. Type of other widths moves what
    /// stands on one line by many characters.
    fn goes_on_in_order(
        &self,
        text: &Canonical,
        shapes: &[Shape],
        lines: &[usize],
        at: usize,
    ) -> bool {
        let shape = &shapes[at];
        let own = |shape: &Shape| {
            let first = shape.in_order().into_iter().next()?;
            whole_label(&text.text()[first.bytes])
        };
        let sure = |gutter: &&Gutter| gutter.lines >= 2;
        shape.gaps > 1
            && shape.gaps <= self.gutters.len()
            && self.gutters.iter().filter(sure).count() <= shape.gaps
            && shape.from().abs_diff(self.left) <= 1
            && own(shape).is_some_and(|next| {
                let rows = lines.iter().rev().map(|&line| &shapes[line]);
                let mut last = rows.filter(|row| row.gaps == shape.gaps).map(own);
                let last = last.next().flatten();
                last.is_some_and(|last| last.shape == next.shape && last.counter < next.counter)
            })
    }

    /// Puts a line on the grid.
    fn fit(&self, shape: &Shape) -> Fit {
        let words = &shape.words;
        let mut all: Vec<Gutter> = Vec::with_capacity(self.gutters.len() + 2);
        let (mut lost, mut kept) = (0, 0);
        // Columns further left or right than any so far.
        for (from, to, wide) in shape.blanks() {
            if wide && from < self.left && to <= self.left {
                all.push(Gutter { from, to, lines: 1 });
            } else if wide && from < self.left {
                all.push(Gutter {
                    from,
                    to: self.left,
                    lines: 1,
                });
            }
        }
        let mut next = 0;
        for (n, gutter) in self.gutters.iter().enumerate() {
            while words.get(next).is_some_and(|word| word.to <= gutter.from) {
                next += 1;
            }
            let inside: &[Word] = {
                let end = next
                    + words[next..]
                        .iter()
                        .take_while(|word| word.from < gutter.to)
                        .count();
                &words[next..end]
            };
            if inside.is_empty() {
                let both = next > 0 && next < words.len();
                kept += usize::from(both);
                all.push(Gutter {
                    lines: gutter.lines + usize::from(both && words[next].wide),
                    ..*gutter
                });
                continue;
            }
            // What the words leave of it: before, between, behind.
            let mut parts: Vec<(usize, usize, bool, bool)> = Vec::new();
            let mut from = gutter.from;
            for (ahead, word) in inside.iter().enumerate() {
                if from < word.from {
                    let at = next + ahead;
                    parts.push((from, word.from, at == 0 || word.wide, at > 0));
                }
                from = word.to;
            }
            if from < gutter.to {
                let after = words.get(next + inside.len());
                let wide = after.is_none_or(|word| word.wide);
                parts.push((from, gutter.to, wide, after.is_some()));
            }
            let wide: Vec<_> = parts.iter().filter(|part| part.2).collect();
            if wide.is_empty() {
                // One blank where the cell before fills its column, or the number behind it does.
                let edge = parts.iter().rev().find(|part| {
                    let behind = words.partition_point(|word| word.from < part.1);
                    // The blank of `877 000` is within a number.
                    let group = words
                        .get(behind)
                        .is_some_and(|word| word.digits && !word.wide && word.bytes.len() == 3);
                    !group && (part.1 == gutter.to || is_last_figure(words, behind))
                });
                match edge {
                    Some(&(from, to, ..)) => {
                        kept += 1;
                        all.push(Gutter {
                            from,
                            to,
                            lines: gutter.lines,
                        });
                    }
                    None => {
                        let bent = cut_at(words, &self.gutters, n)
                            .is_some_and(|at| at > 0 && at < words.len());
                        kept += usize::from(bent);
                        lost += usize::from(!bent);
                        all.push(*gutter);
                    }
                }
                continue;
            }
            kept += usize::from(wide.iter().any(|part| part.3));
            // The evidence of the lines before is for the whole strip.
            let lines = if wide.len() == 1 { gutter.lines } else { 0 };
            for (from, to, _, both) in wide {
                all.push(Gutter {
                    from: *from,
                    to: *to,
                    lines: lines + usize::from(*both),
                });
            }
        }
        for (from, to, wide) in shape.blanks() {
            if wide && to > self.right {
                all.push(Gutter {
                    from: from.max(self.right),
                    to,
                    lines: 1,
                });
            }
        }
        match (lost, kept) {
            (0, _) => Fit::All(all),
            (_, 0) => Fit::None,
            _ => Fit::Some(all),
        }
    }
}

/// Whether the words from one on are one figure, up to the end or a wide gap.
fn is_last_figure(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.figure)
        && words[at + 1..]
            .iter()
            .take_while(|word| !word.wide)
            .all(|word| word.digits)
}

/// Where the words end that stand behind one with no wide gap between.
fn run_to(words: &[Word], at: usize) -> usize {
    let rest = words[at + 1..].iter().take_while(|word| !word.wide);
    rest.last().unwrap_or(&words[at]).to
}

/// Where a line is cut for a gutter: the first word behind it. A wide gap goes before a single blank, and
/// one in the gutter before one beside it; none where no blank is near.
fn cut_at(words: &[Word], gutters: &[Gutter], n: usize) -> Option<usize> {
    let gutter = &gutters[n];
    let other = |from: usize, to: usize| {
        let meets = |own: &Gutter| from < own.to && own.from < to;
        n > 0 && meets(&gutters[n - 1]) || gutters.get(n + 1).is_some_and(meets)
    };
    let first = words.partition_point(|word| word.from + BEND < gutter.to);
    if first == words.len() && words.last().is_none_or(|word| word.to <= gutter.to) {
        return Some(first);
    }
    let near = (first.max(1)..words.len())
        .take_while(|&at| words[at - 1].to <= gutter.to + BEND && words[at - 1].from < gutter.to)
        .filter_map(|at| {
            let (from, to, wide) = (words[at - 1].to, words[at].from, words[at].wide);
            let meets = from < gutter.to && gutter.from < to;
            let class = match (wide, meets) {
                (false, _) if words[at].digits => 4,
                (true, true) => 0,
                (true, false) if !other(from, to) => 1,
                (false, true) if to == gutter.to || is_last_figure(words, at) => 2,
                // A sentence that ends at the gutter has nothing behind it.
                (false, false) if gutter.lines >= 2 && run_to(words, at) > gutter.to => 3,
                _ => return None,
            };
            Some((class, to.abs_diff(gutter.to), at))
        });
    let near = near.min();
    // All of it stands behind the gutter, or beside it.
    if near.is_none() && first == 0 && words.first().is_some_and(|word| word.from + 1 >= gutter.to)
    {
        return Some(0);
    }
    near.map(|(.., at)| at)
}

/// A piece of a line: a cell, or a line of one.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub column: usize,
    /// How many columns it reaches over.
    pub reach: usize,
    pub from: usize,
    pub to: usize,
    pub bytes: Range<usize>,
}

/// A line of a table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The line's number in the text.
    pub line: usize,
    pub pieces: Vec<Piece>,
    /// An empty line stands before it.
    pub gap: bool,
    /// It is the first of the table on its page.
    pub turns: bool,
    /// How wide the columns are on its page.
    pub page: usize,
}

impl Row {
    /// What stands in a column.
    pub fn of(&self, column: usize) -> Option<&Piece> {
        self.pieces.iter().find(|piece| piece.column == column)
    }
}

/// A table's lines and its columns.
#[derive(Debug)]
pub(super) struct Found {
    pub lines: Vec<Row>,
    /// For each page that it stands on, where its columns begin and end.
    pub columns: Vec<Vec<(usize, usize)>>,
}

/// Finds the tables and cuts their lines into cells.
pub(super) fn cut(text: &mut Canonical) {
    let shapes: Vec<Shape> = text
        .lines()
        .iter()
        .map(|line| Shape::of(text.line_text(line), line.range.start))
        .collect();
    if !shapes.iter().any(Shape::parts) {
        return;
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < shapes.len() {
        let page = text.lines()[at].page;
        let rest = &text.lines()[at..];
        let end = at + rest.iter().take_while(|line| line.page == page).count();
        in_page(text, &shapes, at..end, &mut found);
        at = end;
    }
    let found = joined(text, &shapes, found);
    let mut cells: Vec<Vec<(Range<usize>, Cell, Reach)>> = vec![Vec::new(); shapes.len()];
    let mut number = 0;
    for table in &found {
        let Some(numbers) = rows::number(text.text(), table) else {
            continue;
        };
        let reaches = rows::reaches(table, &numbers);
        for (line, row) in table.lines.iter().zip(numbers) {
            for piece in &line.pieces {
                let over = reaches
                    .iter()
                    .find(|_| row == 0)
                    .map_or(0, |over| over[piece.column]);
                cells[line.line].push((
                    piece.bytes.clone(),
                    Cell {
                        table: number,
                        row,
                        column: piece.column as u32,
                    },
                    Reach {
                        columns: piece.reach.max(over) as u32,
                        ..Reach::default()
                    },
                ));
            }
        }
        number += 1;
    }
    if number > 0 {
        text.cut_lines(|at, line: Line| {
            let own = std::mem::take(&mut cells[at]);
            if own.is_empty() {
                return vec![line];
            }
            own.into_iter()
                .map(|(range, cell, reach)| Line {
                    range,
                    cell: Some(cell),
                    reach,
                    ..line.clone()
                })
                .collect()
        });
    }
}

/// The tables of a page.
fn in_page(text: &Canonical, shapes: &[Shape], page: Range<usize>, found: &mut Vec<Found>) {
    let mut at = page.start;
    let mut free = page.start;
    while at < page.end {
        if !shapes[at].parts() || is_heading(text, shapes, at) {
            at += 1;
            continue;
        }
        let mut grown = grown(text, shapes, at..page.end);
        if free == page.start && page.start > 0 {
            grown.grid.lean_on(found.last(), text, page.start);
        }
        let next = grown.lines.last().map_or(at, |last| last + 1);
        let count = grown.lines.len();
        match settled(text, shapes, grown, free) {
            Some(table) => {
                found.push(table);
                at = next;
                free = next;
            }
            // A line that spans columns may stand first.
            None if count <= 2 => at += 1,
            None => at = next,
        }
    }
}

/// `4   Budsjett`, an empty line below it: a heading with its number.
fn is_heading(text: &Canonical, shapes: &[Shape], at: usize) -> bool {
    let shape = &shapes[at];
    let first = &text.text()[shape.words[0].bytes.clone()];
    let number = first.starts_with(|c: char| c.is_ascii_digit())
        && first.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    number
        && shape.gaps == 1
        && shape.words[1].wide
        && shapes.get(at + 1).is_none_or(Shape::is_empty)
}

/// Lines that may be a table.
struct Grown {
    grid: Grid,
    lines: Vec<usize>,
    /// Those that reach over all columns.
    spans: Vec<usize>,
    /// Those whose cells are told by their order, not by their places.
    ordered: Vec<usize>,
}

/// The lines of the table that may begin with the first one, and its gutters.
fn grown(text: &Canonical, shapes: &[Shape], range: Range<usize>) -> Grown {
    let mut grid = Grid::of(&shapes[range.start]);
    let mut lines = vec![range.start];
    let mut spans = Vec::new();
    let mut ordered = Vec::new();
    // Lines that belong to it if more come.
    let mut held: Vec<usize> = Vec::new();
    let mut empty = 0;
    // Empty lines stand between its lines, and several.
    let (mut apart, mut wide_apart) = (false, false);
    for at in range.start + 1..range.end {
        let shape = &shapes[at];
        if shape.is_empty() {
            empty += 1;
            if empty > MOST_EMPTY {
                break;
            }
            continue;
        }
        if shape.leads || shape.gaps >= MOST_COLUMNS {
            break;
        }
        let empty_before = std::mem::take(&mut empty);
        let gap = empty_before > 0;
        if shape.gaps == 0 {
            let Some(column) = grid.only(shape) else {
                // One blank before the last column, or a title of the rows below it: only a line that
                // stands among the table's.
                let next = at + 1 + usize::from(gap);
                let even = gap == shapes.get(at + 1).is_some_and(Shape::is_empty);
                let full = shapes
                    .get(next)
                    .is_some_and(|next| next.gaps >= grid.gutters.len());
                let among = (!gap || (apart || lines.len() == 1) && full)
                    && even
                    && continues(shapes, next..range.end, &grid);
                let again = among && same(&shapes[lines[0]], &shapes[next]);
                let touches = grid.touches(text, shape);
                if !among || again || !touches && shape.from() > grid.left + 1 {
                    break;
                }
                if !touches {
                    spans.push(at);
                } else if let Fit::All(gutters) = grid.fit(shape) {
                    grid.gutters = gutters;
                }
                lines.append(&mut held);
                lines.push(at);
                continue;
            };
            // A heading, a title: where no row was set off, none is by its empty line.
            if shape.from() < grid.left || gap && (column == 0 && !apart || lines.len() == 1) {
                break;
            }
            if gap || column == 0 {
                if held.len() >= 60 {
                    break;
                }
                // A heading or the words below the table; a row of one cell, if more rows come.
                held.push(at);
            } else {
                lines.append(&mut held);
                lines.push(at);
            }
            if let Fit::All(gutters) = grid.fit(shape) {
                grid.gutters = gutters;
            }
            continue;
        }
        if empty_before >= 2 && !wide_apart && lines.len() > 1 {
            break;
        }
        let fit = match grid.is_foreign(shape) {
            true => Fit::None,
            false => grid.fit(shape),
        };
        let goes_on = || grid.goes_on_in_order(text, shapes, &lines, at);
        let gutters = match fit {
            Fit::All(gutters) if gutters.len() == grid.gutters.len() || !goes_on() => gutters,
            Fit::Some(gutters) if lines.len() >= 2 && !goes_on() => gutters,
            _ if goes_on() => {
                ordered.push(at);
                grid.gutters.clone()
            }
            _ => break,
        };
        if gutters.len() >= MOST_COLUMNS {
            break;
        }
        // What stood between was a heading where the table below it has a head of its own.
        if !held.is_empty() && parts_tables(shapes, &lines, &held, at) {
            break;
        }
        apart |= gap;
        wide_apart |= empty_before >= 2;
        lines.append(&mut held);
        grid.gutters = gutters;
        grid.left = grid.left.min(shape.from());
        grid.right = grid.right.max(shape.to());
        lines.push(at);
    }
    // The last cell of the first column goes on where its line was full.
    let mut before = *lines.last().unwrap_or(&range.start);
    for at in held {
        if at != before + 1 || !goes_on(shapes, &grid, before, at) {
            break;
        }
        lines.push(at);
        before = at;
    }
    Grown {
        grid,
        lines,
        spans,
        ordered,
    }
}

/// Whether a line has wide blanks where the grid has gutters, and fits.
fn continues(shapes: &[Shape], range: Range<usize>, grid: &Grid) -> bool {
    let next = (!range.is_empty()).then(|| &shapes[range.start]);
    next.is_some_and(|next| {
        !next.leads
            && next.gaps > 0
            && next.from() >= grid.left.saturating_sub(1)
            && !grid.is_foreign(next)
            && matches!(grid.fit(next), Fit::All(_))
    })
}

/// Whether two lines have words of the same lengths at the same places.
fn same(a: &Shape, b: &Shape) -> bool {
    a.words.len() == b.words.len()
        && a.words
            .iter()
            .zip(&b.words)
            .all(|(a, b)| a.bytes.len() == b.bytes.len() && a.from == b.from)
}

/// Whether lines of the first column, an empty line before them, stand between two tables: the line
/// below them says what the first line above says.
fn parts_tables(shapes: &[Shape], lines: &[usize], held: &[usize], at: usize) -> bool {
    let first = &shapes[lines[0]];
    let gap = |line: usize| line > 0 && shapes[line - 1].is_empty();
    gap(held[0])
        && (same(first, &shapes[at]) || held.len() == 1 && gap(at) && !gap(lines[lines.len() - 1]))
}

/// Whether a line goes on in the first column: its first word had no room on the line before.
fn goes_on(shapes: &[Shape], grid: &Grid, before: usize, at: usize) -> bool {
    let Some(gutter) = grid.gutters.first() else {
        return false;
    };
    let own = &shapes[before].words;
    let last = own.iter().take_while(|word| word.to <= gutter.from).last();
    let first = shapes[at].words.first();
    match (last, first) {
        (Some(last), Some(first)) => last.to + 1 + (first.to - first.from) > gutter.from,
        _ => false,
    }
}

/// The table of some lines, if they are one.
fn settled(text: &Canonical, shapes: &[Shape], grown: Grown, free: usize) -> Option<Found> {
    let Grown {
        mut grid,
        mut lines,
        spans,
        ordered,
    } = grown;
    // A column that the head alone names is one, too.
    let head = &shapes[lines[0]];
    let named = |gutter: &Gutter| {
        gutter.to >= gutter.from + 2
            && head
                .blanks()
                .any(|(from, to, wide)| wide && from <= gutter.from && gutter.to <= to)
    };
    grid.gutters
        .retain(|gutter| gutter.lines >= 2 || named(gutter));
    if grid.gutters.iter().all(|gutter| gutter.lines < 2) {
        return None;
    }
    if grid.gutters.is_empty() || lines.len() < 2 {
        return None;
    }
    // The first lines of a head whose columns stand one lower.
    let mut above = Vec::new();
    while let Some(at) = lines[0]
        .checked_sub(1 + above.len())
        .filter(|at| *at >= free)
    {
        let shape = &shapes[at];
        let fits = !shape.is_empty() && !shape.leads && above.len() < 40;
        let head = shape.gaps == 0 && grid.only(shape).is_some_and(|column| column > 0)
            || shape.parts()
                && above.len() < 4
                && shape.from() + BEND >= grid.left
                && !grid.is_foreign(shape)
                && !matches!(grid.fit(shape), Fit::None)
                // Words that the gutters would part are a caption's: `Tabell 2: Rammer      (i 1 000 kroner)`.
                && !holds_gap(text.text(), &pieces(shape, &grid));
        if !fits || !head {
            break;
        }
        above.push(at);
    }
    above.reverse();
    above.append(&mut lines);
    let lines = above;
    let mut rows = Vec::with_capacity(lines.len());
    for (n, &at) in lines.iter().enumerate() {
        rows.push(Row {
            line: at,
            pieces: if spans.binary_search(&at).is_ok() {
                vec![whole(&shapes[at], &grid)]
            } else if ordered.binary_search(&at).is_ok() {
                shapes[at].in_order()
            } else {
                pieces(&shapes[at], &grid)
            },
            gap: n > 0 && lines[n - 1] + 1 < at,
            turns: n == 0,
            page: 0,
        });
    }
    // A list that stands above a table, an empty line between them, is none of it.
    let listed = leading_lists(text.text(), &rows);
    if listed == rows.len() {
        return None;
    }
    if listed > 0 {
        rows.drain(..listed);
        rows[0].gap = false;
        rows[0].turns = true;
    }
    let width = grid.gutters.len() + 1;
    let placed: Vec<&Row> = rows
        .iter()
        .filter(|row| ordered.binary_search(&row.line).is_err())
        .collect();
    if ordered.iter().any(|&at| shapes[at].gaps + 1 != width) {
        return None;
    }
    let mut columns = vec![(usize::MAX, 0); width];
    for piece in placed.iter().flat_map(|row| &row.pieces) {
        if piece.reach == 1 {
            let own = &mut columns[piece.column];
            *own = (own.0.min(piece.from), own.1.max(piece.to));
        }
    }
    let shown = aligned(text.text(), &placed, width) || counted(text.text(), &rows, width);
    if columns.iter().any(|(from, _)| *from == usize::MAX) || !shown {
        return None;
    }
    // A column has room up to the next one.
    for column in 1..width {
        let next = columns[column].0;
        let own = &mut columns[column - 1];
        own.1 = own.1.max(next.saturating_sub(2));
    }
    part_figures(text.text(), shapes, &mut rows, width);
    let table = Found {
        lines: rows,
        columns: vec![columns],
    };
    is_table(text.text(), &table).then_some(table)
}

/// Whether a wide gap stands inside a piece: the line has columns of its own, as a caption with a unit has.
fn holds_gap(text: &str, pieces: &[Piece]) -> bool {
    const WIDE: &str = "   ";
    pieces
        .iter()
        .any(|piece| text[piece.bytes.clone()].contains(WIDE))
}

/// How many rows at the head of a table are lists: stretches that empty lines part, each of labels and the
/// text that hangs behind them.
fn leading_lists(text: &str, rows: &[Row]) -> usize {
    let mut end = 0;
    while end < rows.len() {
        let next = (end + 1..rows.len())
            .find(|&n| rows[n].gap)
            .unwrap_or(rows.len());
        let stretch = &rows[end..next];
        let pieces = || stretch.iter().flat_map(|row| &row.pieces);
        let last = pieces().map(|piece| piece.column).max().unwrap_or(0);
        let starts = pieces().any(|piece| piece.column == 0 && piece.reach == 1);
        if last == 0 || !starts || !(0..last).all(|column| labelled(text, stretch, column)) {
            break;
        }
        end = next;
    }
    end
}

/// A line that reaches over all columns.
fn whole(shape: &Shape, grid: &Grid) -> Piece {
    let (first, last) = (&shape.words[0], &shape.words[shape.words.len() - 1]);
    Piece {
        column: 0,
        reach: grid.gutters.len() + 1,
        from: first.from,
        to: last.to,
        bytes: first.bytes.start..last.bytes.end,
    }
}

/// A line cut at the gutters.
fn pieces(shape: &Shape, grid: &Grid) -> Vec<Piece> {
    let words = &shape.words;
    // For each gutter, the first word behind it, where a blank stands in it.
    let cuts: Vec<(usize, Option<usize>)> = (0..grid.gutters.len())
        .map(|n| {
            let behind = words.partition_point(|word| word.from < grid.gutters[n].to);
            (behind, cut_at(words, &grid.gutters, n))
        })
        .collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    let mut column = 0;
    while at < words.len() {
        // The column that this word stands in, and the first gutter behind it that the line leaves.
        while cuts
            .get(column)
            .is_some_and(|(own, cut)| cut.unwrap_or(*own) <= at)
        {
            column += 1;
        }
        let mut last = column;
        let end = loop {
            match cuts.get(last) {
                None => break words.len(),
                Some((_, Some(end))) if *end > at => break (*end).min(words.len()),
                Some(_) => last += 1,
            }
        };
        pieces.push(Piece {
            column,
            reach: last - column + 1,
            from: words[at].from,
            to: words[end - 1].to,
            bytes: words[at].bytes.start..words[end - 1].bytes.end,
        });
        at = end;
        column = last + 1;
    }
    pieces
}

/// A name that has no room runs into the last column's figure: `…, kan overføres 9 870 000`.
fn part_figures(text: &str, shapes: &[Shape], rows: &mut [Row], width: usize) {
    let digit = |piece: &Piece| text[piece.bytes.clone()].starts_with(|c: char| c.is_ascii_digit());
    let last = width - 1;
    let own = || {
        rows.iter()
            .flat_map(|row| &row.pieces)
            .filter(|piece| piece.column == last)
    };
    if own().filter(|piece| digit(piece)).count() * 2 <= own().count() {
        return;
    }
    let begins = own().map(|piece| piece.from).min().unwrap_or(0);
    for row in rows {
        let Some(piece) = row.pieces.last_mut() else {
            continue;
        };
        if piece.column == 0 || piece.column == last || piece.to < begins {
            continue;
        }
        let words = &shapes[row.line].words;
        let tail = words.iter().rev().take_while(|word| word.digits).count();
        let mut at = words.len() - 1 - tail;
        // Blanks that do not break group the digits of one word.
        let figure = |word: &Word| {
            let mut own = text[word.bytes.clone()].chars();
            own.all(|c| c.is_ascii_digit() || c.is_whitespace())
        };
        if tail > 0 && !figure(&words[at]) {
            at += 1;
        }
        let word = &words[at];
        if at == 0 || word.bytes.start <= piece.bytes.start || !figure(word) {
            continue;
        }
        let end = (piece.to, piece.bytes.end);
        (piece.to, piece.bytes.end) = (words[at - 1].to, words[at - 1].bytes.end);
        piece.reach = piece.reach.saturating_sub(1).max(1);
        row.pieces.push(Piece {
            column: last,
            reach: 1,
            from: word.from,
            to: end.0,
            bytes: word.bytes.start..end.1,
        });
    }
}

/// Whether each column but the first has lines that begin or end at one place; figures about there, for type
/// of several widths stands before them.
fn aligned(text: &str, rows: &[&Row], width: usize) -> bool {
    (1..width).all(|column| {
        let own = || {
            rows.iter()
                .flat_map(|row| &row.pieces)
                .filter(|piece| piece.column == column && piece.reach == 1)
        };
        let most = |place: fn(&Piece) -> usize| {
            let mut places: Vec<usize> = own().map(place).collect();
            places.sort_unstable();
            let runs = places.chunk_by(|a, b| a == b).map(<[usize]>::len);
            runs.max().unwrap_or(0)
        };
        let count = own().count();
        let figure = |piece: &&Piece| {
            let words = text[piece.bytes.clone()].trim_start_matches(['+', '-', '−', '–']);
            !words.is_empty()
                && words
                    .chars()
                    .all(|c| c.is_ascii_digit() || c.is_whitespace())
        };
        let near = || {
            let mut ends: Vec<usize> = own().filter(figure).map(|piece| piece.to).collect();
            ends.sort_unstable();
            let within = |n: usize| {
                ends[n..]
                    .iter()
                    .take_while(|end| **end <= ends[n] + BEND)
                    .count()
            };
            (0..ends.len()).map(within).max().unwrap_or(0)
        };
        let best = most(|piece| piece.from)
            .max(most(|piece| piece.to))
            .max(near());
        best >= 2 && best * 2 >= count || count <= 1
    })
}

/// Whether full rows of three columns and more begin with labels that go on: they need no other sign.
fn counted(text: &str, rows: &[Row], width: usize) -> bool {
    let full = |row: &&Row| width > 2 && row.pieces.len() == width;
    let labels: Vec<_> = rows
        .iter()
        .filter(full)
        .filter_map(|row| whole_label(&text[row.pieces[0].bytes.clone()]))
        .collect();
    labels
        .windows(2)
        .any(|pair| pair[0].shape == pair[1].shape && pair[0].counter < pair[1].counter)
}

/// The label that is all of some words.
fn whole_label(words: &str) -> Option<Label> {
    label(words).filter(|label| label.len == words.len())
}

/// Whether the columns are a table's, and no list's: what counts items, at any depth, or names their fields
/// (`Frist:`), and the text that hangs behind it; nor a list of contents, whose last column are page numbers.
fn is_table(text: &str, table: &Found) -> bool {
    let labels = |column: usize| {
        labelled(text, &table.lines, column) || column > 0 && fields(text, &table.lines, column)
    };
    let mut columns = 0..table.columns[0].len();
    let last = columns.rfind(|column| !labels(*column));
    last.is_some_and(|last| !(0..last).all(labels))
}

/// Whether all that stands in a column, save what reaches over more, are labels.
fn labelled(text: &str, rows: &[Row], column: usize) -> bool {
    let mut own = rows.iter().flat_map(|row| &row.pieces);
    own.all(|piece| {
        piece.column != column || piece.reach != 1 || is_label(&text[piece.bytes.clone()])
    })
}

/// Whether what stands in a column, wide blanks behind it, are names of fields: `Frist:`. Titles of the items
/// whose fields they are stand over them and reach further, one blank between their words.
fn fields(text: &str, rows: &[Row], column: usize) -> bool {
    let names = rows.iter().filter_map(|row| {
        let at = row.pieces.iter().position(|piece| piece.column == column)?;
        let next = row.pieces.get(at + 1)?;
        let own = &row.pieces[at];
        (own.reach == 1 && next.from >= own.to + 2).then(|| text[own.bytes.clone()].trim_end())
    });
    let mut count = 0;
    let mut own = names.inspect(|_| count += 1);
    own.all(|name| name.ends_with(':')) && count >= LEAST_FIELDS
}

/// Whether words are a label and nothing else: `Mål 1`, `B-01`, `3.2`, `a)`, `iv)`.
fn is_label(words: &str) -> bool {
    let words = words.trim();
    let bare = words.trim_end_matches([':', '.']);
    is_marker(words)
        || words.len() <= 3 && words.bytes().all(|b| b.is_ascii_digit())
        || whole_label(bare).is_some()
        || whole_label(words).is_some()
}

/// `•`, `a)`, `1.`, `(iv)`
fn is_marker(words: &str) -> bool {
    let bare = words.trim_end_matches(['.', ')']).trim_start_matches('(');
    let short = bare.chars().count() <= 4;
    !words.contains(char::is_alphanumeric)
        || bare.len() < words.len()
            && short
            && bare
                .chars()
                .all(|c| c.is_ascii_digit() || c == '.' || c.is_lowercase())
}

/// Tables that go on overleaf are one.
fn joined(text: &Canonical, shapes: &[Shape], found: Vec<Found>) -> Vec<Found> {
    let lines = text.lines();
    // The pages' first and last lines of words, to tell running heads by.
    let heads = Heads::of(text);
    let mut all: Vec<Found> = Vec::with_capacity(found.len());
    for mut next in found {
        let start = next.lines[0].line;
        let head = words_of(text, &next.lines[0]);
        // The last table of the page before, or the one above it where that stands at the page's foot.
        let end = all.len();
        let mut goes = None;
        for at in (end.saturating_sub(2)..end).rev() {
            let last: &Found = &all[at];
            let end = last.lines[last.lines.len() - 1].line;
            let follows = lines[start].page.zip(lines[end].page);
            if follows.is_none_or(|(b, a)| b != a + 1) {
                break;
            }
            let foot = |at: usize| lines[at].page == lines[end].page;
            let between = || (end + 1..start).filter(|&at| !shapes[at].is_empty());
            let below = between().filter(|&at| foot(at)).count();
            let tight = end + 1 < start
                && !shapes[end + 1].is_empty()
                && foot(end + 1)
                && !is_note(text.line_text(&lines[end + 1]));
            let clear = between()
                .filter(|&at| !foot(at))
                .all(|at| heads.recurs(text, at));
            if below > MOST_FOOT || tight || !clear {
                continue;
            }
            let again = words_of(text, &last.lines[0]) == head;
            // A head that another table has begins another one.
            let other = !again && all.iter().any(|own| words_of(text, &own.lines[0]) == head);
            if other {
                continue;
            }
            let map = mapped(
                &last.columns[last.columns.len() - 1],
                &next.columns[0],
                again,
            );
            if let Some(map) = map {
                goes = Some((at, map));
                break;
            }
        }
        let Some((at, map)) = goes else {
            all.push(next);
            continue;
        };
        let last = &mut all[at];
        let page = last.columns.len();
        let mut columns = last.columns[page - 1].clone();
        for (own, &column) in next.columns[0].iter().zip(&map) {
            columns[column] = *own;
        }
        last.columns.push(columns);
        for mut row in next.lines.drain(..) {
            row.page = page;
            for piece in &mut row.pieces {
                let end = map[piece.column + piece.reach - 1];
                piece.column = map[piece.column];
                piece.reach = end - piece.column + 1;
            }
            last.lines.push(row);
        }
    }
    all
}

/// `1 Se …`, `1` alone: a note at the foot of its page.
fn is_note(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or("");
    first.len() <= 2 && first.bytes().all(|b| b.is_ascii_digit())
}

/// What a line says, its blanks made one.
fn words_of(text: &Canonical, row: &Row) -> Vec<String> {
    let words = |piece: &Piece| {
        let words = text.text()[piece.bytes.clone()].split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    };
    row.pieces.iter().map(words).collect()
}

/// For each column of a table, the column of the table before it that it goes on in.
fn mapped(above: &[(usize, usize)], below: &[(usize, usize)], again: bool) -> Option<Vec<usize>> {
    let near = |own: &(usize, usize), other: &(usize, usize), by: usize| {
        own.0.abs_diff(other.0) <= by || own.1.abs_diff(other.1) <= 1
    };
    if above.len() == below.len() {
        // Each page is set with characters of its own width, by which columns far to the right are moved
        // most: all of them by the same share.
        let wide = |columns: &[(usize, usize)]| columns.last().map_or(0, |last| last.0);
        let (a, b) = (wide(above), wide(below));
        let share = a.abs_diff(b) * SCALE <= a.max(b) && b > 0;
        let scaled = |column: &(usize, usize)| match share {
            true => (column.0 * a / b, column.1 * a / b),
            false => *column,
        };
        let close = above
            .iter()
            .zip(below)
            .all(|(a, b)| near(a, b, SHIFT) || near(a, &scaled(b), SHIFT));
        return (again || close).then(|| (0..below.len()).collect());
    }
    let mut map = Vec::new();
    let mut from = 0;
    for own in below {
        let at = from
            + above
                .get(from..)?
                .iter()
                .position(|other| near(own, other, 2))?;
        map.push(at);
        from = at + 1;
    }
    Some(map)
}

/// Lines that stand first on several pages, whatever their numbers.
struct Heads(std::collections::HashMap<String, usize>);

impl Heads {
    fn of(text: &Canonical) -> Self {
        let mut heads = std::collections::HashMap::new();
        let mut page = None;
        for line in text.lines() {
            let words = text.line_text(line);
            if line.page != page && !words.trim().is_empty() {
                page = line.page;
                *heads.entry(key(words)).or_default() += 1;
            }
        }
        Self(heads)
    }

    fn recurs(&self, text: &Canonical, at: usize) -> bool {
        let words = text.line_text(&text.lines()[at]);
        let key = key(words);
        key.is_empty() || self.0.get(&key).is_some_and(|count| *count >= 2)
    }
}

fn key(words: &str) -> String {
    words.chars().filter(|c| c.is_alphabetic()).collect()
}
