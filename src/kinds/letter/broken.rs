//! Tables of measures whose cells a tool has broken apart, a line or a paragraph each, and those whose cells
//! only blanks keep apart.
//!
//! ```text
//! broken ::= title-of-measures (title | measure | value)+     Styringsparameter · Resultat 2025 · Mål 2026 ·
//!                                                             Andel tilsyn · 61 pst. · Minst 70 pst. · …
//! gapped ::= head row+      Styringsparameter      2024    2025*    Krav 2026
//!                           Grunnstøytingar          61       58         < 45
//! ```
//! There are as many values as rows times columns, or the table is not read. Where measures and values take turns,
//! or no title follows a value, they go row by row; where each title is followed by its values, column by column;
//! where both would do, the way decides in which the values of a row are of one unit.

use super::{
    Letter,
    runs::{Placed, Run, RunRow, Values},
};
use crate::{grammar::ColumnRole, layout::Text, model::IndicatorKind};
use std::ops::Range;

/// How many cells such a table has at most.
const CELLS: usize = 120;
/// How long a value is at most, in bytes.
const VALUE: usize = 40;
/// How long a sentence is at least that ends a table, in bytes.
const SENTENCE: usize = 60;

/// What a cell is.
enum Cell {
    Title(Values),
    Value(Text),
    Measure(Text),
}

/// The cells of a broken table so far.
#[derive(Default)]
struct Cells {
    titles: Vec<Values>,
    measures: Vec<Text>,
    /// Each with how many titles stood before it, and how many measures.
    values: Vec<(usize, usize, Text)>,
    /// The line after the last value.
    end: usize,
    /// What stood last was a measure.
    open: bool,
}

impl Letter<'_> {
    /// The broken table whose title of measures stands on a line, and where it ends.
    pub(super) fn broken(
        &self,
        lines: &[Placed],
        at: usize,
        announced: Option<IndicatorKind>,
    ) -> Option<(Run, usize)> {
        let head = lines[at].1.as_str().trim();
        if self.grammar.column(head) != Some(ColumnRole::Indicator) {
            return None;
        }
        let cells = self.cells_from(lines, at + 1);
        let order = cells.order()?;
        let wanted = wanted_of(&cells.titles)?;
        let count = cells.values.len() / cells.titles.len();
        let rows: Vec<RunRow> = (0..count)
            .map(|row| {
                let own = wanted.iter().map(|&column| {
                    let place = match order {
                        Order::Rows => row * cells.titles.len() + column,
                        Order::Columns => column * count + row,
                    };
                    let year = cells.titles[column].year.clone();
                    let year = year.filter(|_| wanted.len() > 1);
                    (cells.values[place].2.clone(), year)
                });
                (cells.measures[row].clone(), own.collect())
            })
            .collect();
        let kind = self.kind_of_title(head).or(announced);
        Some((Run::of(&lines[at..cells.end], kind, rows), cells.end))
    }

    /// The cells below a title, up to what is none.
    fn cells_from(&self, lines: &[Placed], from: usize) -> Cells {
        let mut cells = Cells::default();
        let mut at = from;
        while at < lines.len() && cells.measures.len() + cells.values.len() < CELLS {
            let (cell, next) = self.cell_at(lines, at);
            match cell {
                Cell::Title(title) => {
                    // The titles of another table begin.
                    let words = title.text.as_str();
                    let again = cells.titles.iter().any(|own| own.text.as_str() == words);
                    if again && cells.order().is_some() {
                        break;
                    }
                    cells.titles.push(title);
                    cells.open = false;
                }
                Cell::Value(text) => {
                    let before = (cells.titles.len(), cells.measures.len());
                    cells.values.push((before.0, before.1, text));
                    cells.end = next;
                    cells.open = false;
                }
                Cell::Measure(text) => {
                    let words = text.as_str();
                    let sentence = words.ends_with('.') && words.len() >= SENTENCE;
                    if self.ends_run(words) || sentence {
                        break;
                    }
                    let small = words.starts_with(char::is_lowercase);
                    match cells.measures.last_mut().filter(|_| cells.open) {
                        Some(last) if small => last.append(&text, self.joint(last, &text)),
                        _ if small => break,
                        _ => cells.measures.push(text),
                    }
                    cells.open = true;
                }
            }
            at = next;
        }
        cells
    }

    /// The cell that begins on a line, and the line after it: all of its paragraph, where that is a title or a
    /// value, else the line and those of the paragraph that go on with it.
    fn cell_at(&self, lines: &[Placed], at: usize) -> (Cell, usize) {
        let block = lines[at].0;
        let first = at == 0 || lines[at - 1].0 != block;
        let same = lines[at..].iter().take_while(|line| line.0 == block);
        let count = same.count();
        let kind = |text: &Text| {
            if let Some(title) = self.value_title(text) {
                return Some(Cell::Title(title));
            }
            self.is_value(text.as_str())
                .then(|| Cell::Value(text.clone()))
        };
        let join = |range: Range<usize>| {
            let mut whole = Text::default();
            for (_, line) in &lines[range] {
                let joint = self.joint(&whole, line);
                whole.append(line, joint);
            }
            whole
        };
        if first
            && count > 1
            && let Some(cell) = kind(&join(at..at + count))
        {
            return (cell, at + count);
        }
        let goes_on = |line: &&Placed| line.1.as_str().starts_with(char::is_lowercase);
        let more = lines[at + 1..at + count].iter().take_while(goes_on).count();
        let text = join(at..at + 1 + more);
        match kind(&text) {
            Some(cell) => (cell, at + 1 + more),
            None => (Cell::Measure(text), at + 1 + more),
        }
    }

    /// Whether words are the value of such a table: a target, a dash, or a short figure.
    fn is_value(&self, words: &str) -> bool {
        let words = words.trim();
        let figure = words.starts_with(|c: char| c.is_ascii_digit())
            && words.len() <= VALUE
            && words.split_whitespace().count() <= 3;
        figure || self.says_value(words) || self.says_target(words)
    }

    /// The gapped table whose head stands on a line, and where it ends.
    pub(super) fn gapped(
        &self,
        lines: &[Placed],
        at: usize,
        announced: Option<IndicatorKind>,
    ) -> Option<(Run, usize)> {
        let head = &lines[at].1;
        let places = gaps(head.as_str());
        let (first, others) = places
            .split_first()
            .filter(|(_, others)| !others.is_empty())?;
        let title = &head.as_str()[first.clone()];
        if self.grammar.column(title) != Some(ColumnRole::Indicator) {
            return None;
        }
        let titles: Vec<Values> = others
            .iter()
            .map(|place| self.value_title(&head.slice(place.clone())))
            .collect::<Option<_>>()?;
        let wanted = wanted_of(&titles)?;
        let mut rows: Vec<RunRow> = Vec::new();
        let mut end = at + 1;
        for (_, line) in &lines[at + 1..] {
            let cells = gaps(line.as_str());
            let (measure, values) = cells.split_first()?;
            if values.is_empty() {
                match rows.last_mut() {
                    Some((text, _)) if line.as_str().starts_with(char::is_lowercase) => {
                        text.append(line, self.joint(text, line));
                    }
                    _ => break,
                }
            } else {
                let mut own = Vec::new();
                for (nth, place) in values.iter().enumerate() {
                    let column = match values.len() == titles.len() {
                        true => nth,
                        false => nearest(others, place)?,
                    };
                    let year = titles[column].year.clone();
                    let year = year.filter(|_| wanted.len() > 1);
                    if wanted.contains(&column) {
                        own.push((line.slice(place.clone()), year));
                    }
                }
                rows.push((line.slice(measure.clone()), own));
            }
            end += 1;
        }
        let kind = self.kind_of_title(title).or(announced);
        (!rows.is_empty()).then(|| (Run::of(&lines[at..end], kind, rows), end))
    }
}

/// In which order the values of a broken table stand.
#[derive(Clone, Copy)]
enum Order {
    Rows,
    Columns,
}

impl Cells {
    /// The order of the values; none where they are not as many as the cells.
    fn order(&self) -> Option<Order> {
        let columns = self.titles.len();
        if columns == 0 || self.values.is_empty() || !self.values.len().is_multiple_of(columns) {
            return None;
        }
        let count = self.values.len() / columns;
        // What stands below the last value is no row.
        let before = self.values.iter().map(|value| value.1).max();
        if count < 2 || before != Some(count) {
            return None;
        }
        let tagged = |column: usize| self.values.iter().filter(|value| value.0 == column).count();
        if columns > 1 && (1..=columns).all(|column| tagged(column) == count) {
            return Some(Order::Columns);
        }
        if tagged(columns) < self.values.len() {
            return None;
        }
        let turns = self.values.iter().any(|value| value.1 < count);
        if columns == 1 || turns {
            return Some(Order::Rows);
        }
        let unit = |place: usize| unit_of(self.values[place].2.as_str());
        let alike = |row: usize, place: &dyn Fn(usize, usize) -> usize| {
            let mut units: Vec<Sort> = (0..columns)
                .filter_map(|column| unit(place(row, column)))
                .collect();
            units.dedup();
            units.len() <= 1
        };
        let by_rows = (0..count)
            .filter(|&row| alike(row, &|row, column| row * columns + column))
            .count();
        let by_columns = (0..count)
            .filter(|&row| alike(row, &|row, column| column * count + row))
            .count();
        match by_rows.cmp(&by_columns) {
            std::cmp::Ordering::Greater => Some(Order::Rows),
            std::cmp::Ordering::Less => Some(Order::Columns),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// What sort of figure a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Bare,
    Percent,
    Named,
}

/// The sort of a value's figure; none where it has none.
fn unit_of(words: &str) -> Option<Sort> {
    if !words.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let last = words.trim_end_matches('.').rsplit(' ').next().unwrap_or("");
    Some(
        if words.contains('%') || matches!(last, "pst" | "prosent") {
            Sort::Percent
        } else if last.ends_with(char::is_alphabetic) {
            Sort::Named
        } else {
            Sort::Bare
        },
    )
}

/// The columns of what is wanted: those that are called so; else this year's and the later ones.
fn wanted_of(titles: &[Values]) -> Option<Vec<usize>> {
    let of = |pick: &dyn Fn(&Values) -> bool| -> Vec<usize> {
        let own = titles.iter().enumerate().filter(|(_, title)| pick(title));
        own.map(|(column, _)| column).collect()
    };
    let named = of(&|title| title.target && !title.bare);
    let wanted = match named.is_empty() {
        true => of(&|title| title.target),
        false => named,
    };
    let apart = wanted.iter().all(|&column| titles[column].year.is_some());
    (wanted.len() <= 1 || apart).then_some(wanted)
}

/// The stretches of a line that two blanks or more keep apart.
pub(super) fn gaps(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = line.len() - line.trim_start().len();
    while from < line.len() {
        let end = line[from..].find("  ").map_or(line.len(), |at| from + at);
        found.push(from..end);
        from = end + line[end..].len() - line[end..].trim_start().len();
    }
    found
}

/// The column that a cell stands below, by its middle.
pub(super) fn nearest(titles: &[Range<usize>], place: &Range<usize>) -> Option<usize> {
    let middle = |range: &Range<usize>| range.start + range.end;
    (0..titles.len()).min_by_key(|&column| middle(&titles[column]).abs_diff(middle(place)))
}
