//! Where calendars and columns of deadlines print a time, whether a record came of it or not.
//!
//! ```text
//! day ::= time                in a cell under «Dato» or «Frist», or in the first column of a calendar
//!       | time words          a line of a calendar
//!       | words time words?   a line under `Rapport Frist`
//! ```
//! No deadline word stands by these times, so the words alone do not give them away; and the reader of
//! the calendars is not asked, whose omissions this is to show.

use super::recognise::heads_days;
use crate::{
    grammar::{
        ColumnRole, Grammar, Zone,
        date::{Time, times},
        deadline::When,
    },
    layout::{Block, BlockKind},
    model::Precision,
    source::{Canonical, Cell},
};
use std::{collections::BTreeSet, ops::Range};

/// The longest line that is a row.
const ROW: usize = 200;

/// Reads block for block which times are a calendar's.
#[derive(Debug, Default)]
pub struct Days {
    /// The level of the heading of a calendar that is open, and whether it has a number.
    calendar: Option<(u8, bool)>,
    /// The table that is open, its first row, and its columns of times.
    table: Option<(u32, u32, BTreeSet<u32>)>,
    /// Under a head of columns as text: whether the times stand first in a row.
    columns: Option<bool>,
}

impl Days {
    /// The times of the next block that a deadline should claim: ranges of all that it says.
    pub fn next(
        &mut self,
        blocks: &[Block],
        at: usize,
        source: &Canonical,
        grammar: &Grammar,
    ) -> Vec<Range<usize>> {
        let block = &blocks[at];
        let whole = block.whole(source);
        let words = whole.as_str();
        if let Some(Cell { table, row, column }) = block.cell {
            self.columns = None;
            if self.table.as_ref().is_none_or(|(own, ..)| *own != table) {
                self.table = Some((table, row, BTreeSet::new()));
            }
            let calendar = self.calendar.is_some();
            let Some((_, head, columns)) = &mut self.table else {
                return Vec::new();
            };
            if *head == row {
                let role = grammar.column(words);
                if role == Some(ColumnRole::Deadline) || heads_days(blocks, at, grammar) {
                    columns.insert(column);
                }
                if role.is_some() {
                    return Vec::new();
                }
            }
            let titled = columns.contains(&column);
            let first = calendar && columns.is_empty() && column == 0;
            if !titled && !first {
                return Vec::new();
            }
            let found = stretch(words, 0, &own(words, grammar));
            // `Høst`, `1.11`: under «Dato», whatever is no time that is known is one nevertheless.
            // Below a time in its cell stands what is said of it: `kl. 9:30`.
            let alone = at == 0 || blocks[at - 1].cell != block.cell;
            return if found.is_none() && titled && alone && words.contains(char::is_alphanumeric) {
                Some(0..words.len())
            } else {
                found
            }
            .into_iter()
            .collect();
        }
        match &block.kind {
            BlockKind::Heading { level, number } => {
                let level = level.unwrap_or(1);
                self.columns = None;
                if grammar.zone(block.text.as_str()) == Some(Zone::Calendar) {
                    self.calendar = Some((level, number.is_some()));
                } else if self.calendar.is_some_and(|(own, _)| level <= own) {
                    self.calendar = None;
                }
                // `1.12. Budsjett` looks like a section, but a calendar without a number has none.
                let row = self.calendar.is_some_and(|(_, numbered)| !numbered);
                let end = figures(words).filter(|_| row);
                end.map(|end| 0..end).into_iter().collect()
            }
            BlockKind::TableHead(roles) => {
                let dated =
                    |role: &ColumnRole| matches!(role, ColumnRole::Date | ColumnRole::Deadline);
                let holds = crate::layout::holds_assignments(roles);
                self.columns =
                    (!holds && roles.iter().any(dated)).then(|| roles.first().is_some_and(dated));
                Vec::new()
            }
            BlockKind::Paragraph | BlockKind::Row { .. } => {
                let ends = (1..block.starts.len()).map(|n| block.starts[n]);
                let lead = words.len() - block.text.len();
                let mut found = Vec::new();
                let mut start = 0;
                for end in ends.map(|end| end + lead).chain([words.len()]) {
                    let line = &words[start..end];
                    let times = own(line, grammar);
                    let opens = times.first().is_some_and(|time| time.range.start == 0)
                        && !line.trim_end().ends_with('.');
                    let closes = self.columns == Some(false)
                        && line.len() <= ROW
                        && !line.trim_end().ends_with('.')
                        && times.iter().any(|time| time.precision() == Precision::Day);
                    let row = self.calendar.is_some() || self.columns == Some(true);
                    if let Some(end) = figures(line).filter(|_| row && !opens) {
                        found.push(start..start + end);
                    }
                    if row && opens && line.len() <= ROW || closes {
                        found.extend(stretch(line, start, &times));
                    }
                    start = end;
                }
                found
            }
            _ => {
                self.columns = None;
                Vec::new()
            }
        }
    }
}

/// The times of a text finer than a year.
fn own(words: &str, grammar: &Grammar) -> Vec<Time> {
    let mut found = times(words, &grammar.calendar);
    found.retain(|time| !matches!(time.when, When::Year));
    found
}

/// Where a day and a month in figures at the start of a line end: `1.3. Innspill`.
fn figures(line: &str) -> Option<usize> {
    let end = line.find(char::is_whitespace)?;
    let parts: Vec<&str> = line[..end].strip_suffix('.')?.split('.').collect();
    let figure = |part: &str, most: u8| part.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n));
    matches!(parts[..], [day, month] if figure(day, 31) && figure(month, 12)).then_some(end)
}

/// From the first of the times to the end of the last: one signal, for a deadline may hold them all.
fn stretch(words: &str, from: usize, times: &[Time]) -> Option<Range<usize>> {
    match (times.first(), times.last()) {
        (Some(first), Some(last)) if last.range.end <= words.len() => {
            Some(from + first.range.start..from + last.range.end)
        }
        _ => None,
    }
}
