//! Tables whose cells stand one after the other, a column at a time, as some converters leave them.
//!
//! ```text
//! dumped ::= (caption | unit) (title* cell+)+       «1470» «1471» … «105 230» «88 120» …
//! ```
//! Which figure belongs to which row is not told where a cell may be empty, so no row is read: the table
//! is reported with its place.

use super::{
    columns::unit_line,
    rows::{Table, only_figures},
};
use crate::model::Code;
use crate::{grammar::money::MoneyRole, kinds::budget_proposition::Proposition, model::Severity};
use std::ops::Range;

/// How far below its caption or unit the cells of a table may stand, in lines.
const REACH: usize = 60;
/// How many cells of nothing but figures make a table.
const CELLS: usize = 3;

impl Table {
    /// Whether its rows' keys stand one right below the other, and hardly any row has figures.
    pub(super) fn by_column(&self) -> bool {
        let rows = || self.rows.iter().filter(|row| !row.key.sums());
        let read = rows().filter(|row| row.figures).count();
        let pairs = self.rows.windows(2);
        let bare = pairs
            .filter(|pair| {
                !pair[0].key.sums() && pair[0].words_missing() && pair[0].line + 1 == pair[1].line
            })
            .count();
        bare > 0 && read * 2 < rows().count()
    }
}

impl Proposition<'_> {
    /// Reports a table by columns whose head was read.
    pub(super) fn report_by_column(&mut self, table: &Table) -> Range<usize> {
        let end = self.cells_below(table.line).1.max(table.end);
        self.dumped(table.line..end);
        table.line..end
    }

    /// Reports the tables by columns that only their caption or unit tells; `read` are the lines of
    /// those that are read.
    pub(super) fn report_dumped(&mut self, read: &[Range<usize>]) {
        let mut at = 0;
        while at < self.lines.len() {
            let next = read.partition_point(|range| range.end <= at);
            let line = &self.lines[at];
            let heads = line.cell.is_none()
                && (unit_line(line.text).is_some()
                    || line.text.len() <= 160
                        && !line.text.ends_with('.')
                        && self
                            .grammar
                            .money
                            .find(line.text, MoneyRole::Caption)
                            .is_some());
            if !heads {
                at += 1;
                continue;
            }
            let (cells, end) = self.cells_below(at);
            let known = read.get(next).is_some_and(|range| range.start < end);
            if cells < CELLS || known {
                at += 1;
                continue;
            }
            self.dumped(at..end);
            at = end;
        }
    }

    /// How many cells of nothing but figures stand below a line, up to the next heading or running
    /// text, and one past the last.
    fn cells_below(&self, at: usize) -> (usize, usize) {
        let (mut cells, mut end) = (0, at + 1);
        for next in at + 1..(at + REACH).min(self.lines.len()) {
            let line = &self.lines[next];
            if line.cell.is_some() || line.width > 70 || line.text.ends_with('.') && line.width > 40
            {
                break;
            }
            let chapter = || line.text.len() <= 4;
            if self.outline.begins(next) && !chapter() {
                break;
            }
            if only_figures(line.text) {
                cells += 1;
                end = next + 1;
            }
        }
        (cells, end)
    }

    fn dumped(&mut self, lines: Range<usize>) {
        let places: Vec<Range<usize>> = self.lines[lines.clone()]
            .iter()
            .map(|line| line.at..line.at + line.text.len())
            .collect();
        let message = format!(
            "the cells under «{}» stand column by column: its rows cannot be told",
            self.lines[lines.start].text
        );
        self.say(Code::TableUnread, Severity::Warning, message, None, &places);
    }
}
