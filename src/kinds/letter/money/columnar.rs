//! Tables whose cells have a line each, as pdftotext leaves them: row by row, or column by column.
//!
//! ```text
//! table  ::= title{n} row+  |  (title cell+){n}
//! row    ::= [chapter] [post] name+ figure{m}        what is empty has no line
//! ```
//! Column by column, the figures tell how many rows there are. Where names, keys and figures do not come
//! out even, or a cell is left over, nothing shows which belong together, and no table is read. The number
//! of a chapter may look like the year that is the title of a column: what comes out even decides.

use super::{
    amounts::cell,
    head::{Column, Head},
    keys::{Key, key_at, sum_at},
    table::{Figure, Reader, Row, Table},
};
use crate::{
    grammar::{
        ColumnRole,
        amount::{Decimal, Scale},
        lexeme::is_dash,
    },
    kinds::money::titles::year,
    layout::Joint,
};
use std::ops::Range;

/// How many columns a table has at most, and how many rows.
const COLUMNS: usize = 8;
const ROWS: usize = 60;
/// How many lines a name may take.
const NAME: usize = 3;

/// A column, read from above to below: its title, and the lines of its cells.
struct Run {
    column: Column,
    cells: Range<usize>,
}

impl Reader<'_> {
    /// The table whose first title is a line, alone.
    pub(super) fn columnar(&mut self, at: usize, scale: Option<Scale>) -> Option<Table> {
        let first = self.title(at)?;
        if !matches!(first.role, ColumnRole::Chapter | ColumnRole::Post) {
            return None;
        }
        let by_row = self.title(at + 1).is_some().then(|| {
            let most = (at..at + COLUMNS)
                .take_while(|&n| self.title(n).is_some())
                .count();
            (2..=most)
                .rev()
                .find_map(|columns| self.row_by_row(at, columns, scale))
        });
        by_row
            .flatten()
            .or_else(|| self.column_by_column(at, scale))
            .filter(|table| self.is_even(table))
    }

    /// Whether every post of a table has its chapter and all its figures, and no cell is left over.
    fn is_even(&self, table: &Table) -> bool {
        let mut posts = table.rows.iter().filter(|row| row.key.post.is_some());
        let full = |row: &Row| {
            row.key.chapter.is_some()
                && !row.figures.is_empty()
                && row.figures.iter().all(|figure| figure.column.is_some())
        };
        let end = table.lines.end;
        let over = self.lone_key(end).is_some() || self.lone_figure(end).is_some();
        posts.clone().next().is_some() && posts.all(full) && !over
    }

    /// The title that a line is.
    fn title(&self, at: usize) -> Option<Column> {
        let line = self.lines.get(at).filter(|_| at < self.range.end)?;
        let role = match self.grammar.column(line.text) {
            Some(role) => role,
            None if year(line.text).is_some() => ColumnRole::Amount,
            None => return None,
        };
        (line.cell.is_none() && line.width <= 40).then(|| Column {
            role,
            label: line.text.to_string(),
            cell: None,
        })
    }

    /// The key that a line is, and nothing else.
    fn lone_key(&self, at: usize) -> Option<Key> {
        let line = self.lines.get(at).filter(|_| at < self.range.end)?;
        let (key, end) = key_at(line.text)?;
        (end == line.text.len() && line.cell.is_none()).then_some(key)
    }

    /// The figure that a line is, and nothing else; a dash is an empty cell.
    fn lone_figure(&self, at: usize) -> Option<Option<Decimal>> {
        let line = self.lines.get(at).filter(|_| at < self.range.end)?;
        let text = line.text;
        if line.cell.is_some() || text.is_empty() {
            return None;
        }
        if text.chars().all(is_dash) {
            return Some(None);
        }
        let post = text.len() == 2 && text.starts_with('0');
        match cell(text) {
            (Some((range, value)), None) if range == (0..text.len()) && !post => Some(Some(value)),
            _ => None,
        }
    }

    fn is_name(&self, at: usize) -> bool {
        let line = self.lines.get(at).filter(|_| at < self.range.end);
        line.is_some_and(|line| {
            line.cell.is_none()
                && line.text.starts_with(char::is_alphabetic)
                && line.width <= 70
                && !line.text.ends_with('.')
                && !self.headings.contains(&at)
        })
    }

    fn row_by_row(&mut self, at: usize, count: usize, scale: Option<Scale>) -> Option<Table> {
        let columns: Vec<Column> = (at..at + count).map_while(|n| self.title(n)).collect();
        let head = Head {
            end: at + columns.len(),
            columns,
        };
        let wanted = head.figures(None).len();
        let first = head.end;
        // Rows that run together on their lines have their own reader.
        self.lone_key(first)?;
        if wanted == 0 || !head.keyed() || head.comment() {
            return None;
        }
        self.learn();
        let mut table = Table::new(head, scale, at..first);
        let mut chapter: Option<String> = None;
        let mut next = first;
        while table.rows.len() < ROWS && next < self.range.end {
            let Some((row, end)) = self.row_at(next, wanted, chapter.as_deref()) else {
                break;
            };
            if !row.key.sum && row.key.chapter.is_some() {
                chapter.clone_from(&row.key.chapter);
            }
            table.rows.push(row);
            next = end;
        }
        table.lines.end = next;
        self.is_even(&table).then_some(table)
    }

    /// The row that begins at a line, and one past its last.
    fn row_at(&self, at: usize, wanted: usize, chapter: Option<&str>) -> Option<(Row, usize)> {
        let text = self.lines.get(at).filter(|_| at < self.range.end)?.text;
        let mut next = at;
        let mut row = match sum_at(text, self.grammar) {
            Some((key, from)) if from == text.len() => Row::of(key),
            _ => {
                let mut key = self.lone_key(at)?;
                next += 1;
                if key.post.is_none()
                    && let Some(own) = self.lone_key(next).filter(|own| own.chapter.is_none())
                {
                    key.post = own.post;
                    next += 1;
                }
                if key.chapter.is_none() {
                    key.chapter = chapter.map(str::to_string);
                }
                Row::of(key)
            }
        };
        let names = next;
        while next < names + NAME && self.is_name(next) {
            next += 1;
        }
        // A sum's own words are its name.
        if next == names {
            return None;
        }
        for line in at..next {
            let part = self.text(line, 0..self.lines[line].text.len());
            if line >= names {
                let joint = match line == names {
                    true => Joint::Blank,
                    false => self.joint(self.lines[line - 1].text, self.lines[line].text),
                };
                row.name.append(&part, joint);
            }
            row.own.append(&part, Joint::Blank);
        }
        let figures = next;
        while next < figures + wanted && self.lone_figure(next).is_some() {
            next += 1;
        }
        let full = next - figures == wanted;
        for line in figures..next {
            self.put(&mut row, line, full.then_some(line - figures));
        }
        // The name of a chapter stands above its posts.
        let heads = row.key.post.is_none() && !row.key.sum && self.lone_key(next).is_some();
        (!row.figures.is_empty() || heads).then_some((row, next))
    }

    /// Puts the figure that a line is into a row.
    fn put(&self, row: &mut Row, line: usize, column: Option<usize>) {
        let raw = self.text(line, 0..self.lines[line].text.len());
        row.own.append(&raw, Joint::Blank);
        if let Some(Some(value)) = self.lone_figure(line) {
            row.figures.push(Figure {
                column,
                raw,
                value: Some(value),
            });
        }
    }

    fn column_by_column(&mut self, at: usize, scale: Option<Scale>) -> Option<Table> {
        let mut runs: Vec<Run> = Vec::new();
        let mut next = at;
        while runs.len() < COLUMNS
            && let Some(column) = self.title(next)
        {
            let start = next + 1;
            let figures = super::head::is_figure(column.role);
            let cells = (start..start + ROWS).take_while(|&line| {
                self.title(line).is_none()
                    && match column.role {
                        ColumnRole::Chapter | ColumnRole::Post => self.lone_key(line).is_some(),
                        _ if figures => self.lone_figure(line).is_some(),
                        _ => self.is_name(line),
                    }
            });
            let end = start + cells.count();
            runs.push(Run {
                column,
                cells: start..end,
            });
            next = end;
        }
        let own = |role| move |run: &&Run| run.column.role == role;
        let amounts: Vec<&Run> = runs
            .iter()
            .filter(|run| super::head::is_figure(run.column.role))
            .collect();
        let chapters = runs.iter().find(own(ColumnRole::Chapter));
        let posts = runs.iter().find(own(ColumnRole::Post));
        let names = runs.iter().find(own(ColumnRole::Name))?;
        let count = amounts.first()?.cells.len();
        let keys = posts.or(chapters)?;
        // A sum has figures and no key; its words may stand among the names.
        let summed = (keys.cells.len() + 1 == count).then(|| count - 1);
        let even = count > 0
            && amounts.iter().all(|run| run.cells.len() == count)
            && (keys.cells.len() == count || summed.is_some())
            && (names.cells.len() == count || names.cells.len() == keys.cells.len())
            && chapters
                .is_none_or(|run| run.cells.len() == 1 || run.cells.len() == keys.cells.len());
        if !even {
            return None;
        }
        let mut rows = Vec::new();
        for n in 0..count {
            let line = |run: &Run, n: usize| run.cells.clone().nth(n);
            let mut parts: Vec<usize> = Vec::new();
            let mut key = Key {
                sum: summed == Some(n),
                ..Key::default()
            };
            if !key.sum {
                for run in [chapters, posts].into_iter().flatten() {
                    let n = if run.cells.len() == 1 { 0 } else { n };
                    let at = line(run, n)?;
                    let own = self.lone_key(at)?;
                    key.chapter = own.chapter.or(key.chapter);
                    key.post = own.post.or(key.post);
                    parts.push(at);
                }
            }
            let mut row = Row::of(key);
            if let Some(at) = line(names, n) {
                row.name = self.text(at, 0..self.lines[at].text.len());
                parts.push(at);
            }
            for at in parts {
                let part = self.text(at, 0..self.lines[at].text.len());
                row.own.append(&part, Joint::Blank);
            }
            for (column, run) in amounts.iter().enumerate() {
                self.put(&mut row, line(run, n)?, Some(column));
            }
            rows.push(row);
        }
        self.learn();
        let head = Head {
            columns: runs.into_iter().map(|run| run.column).collect(),
            end: at + 1,
        };
        let mut table = Table::new(head, scale, at..next);
        table.rows = rows;
        Some(table)
    }
}
