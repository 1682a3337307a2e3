//! Tables of other things than appropriations, as they are printed.
//!
//! ```text
//! table   ::= caption line* row+
//! caption ::= "Tabell" number title [unit]
//! row     ::= words figure+          its cells: the words, and each figure
//! ```
//! Where the form tells cells apart they are taken as they are. Boxes of amounts, with dots between
//! words and amounts, are tables too.

use crate::{
    kinds::{
        budget_proposition::Proposition,
        money::{
            figures::{has_figures, readings},
            words,
        },
    },
    layout::{Joint, Text},
    model::Table,
};
use std::ops::Range;

/// How many lines of a head or of wrapped words may stand between two rows.
const APART: usize = 14;
/// How wide a row's figures are read.
const COLUMNS: usize = 12;

impl Proposition<'_> {
    /// Reads the tables with a caption, and those of cells, that are not `taken`, up to a line.
    pub(super) fn other_tables(&mut self, taken: &[Range<usize>], until: usize) {
        let mut found: Vec<Table> = Vec::new();
        let mut at = 0;
        while at < until.min(self.lines.len()) {
            let next = taken.partition_point(|range| range.end <= at);
            if let Some(range) = taken.get(next)
                && range.start <= at
            {
                at = range.end.max(at + 1);
                continue;
            }
            let stop = taken
                .get(next)
                .map_or(self.lines.len(), |range| range.start)
                .min(until);
            let line = &self.lines[at];
            let read = if line.cell.is_some() {
                Some(self.cell_table(at, stop))
            } else if caption(line.text) {
                self.line_table(at, stop, true)
            } else if bare_row(line.text) {
                self.line_table(at, stop, false)
            } else {
                None
            };
            match read {
                Some((table, end)) => {
                    found.extend(table);
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        for mut table in found {
            let section = table.section.clone().unwrap_or_else(|| "0".to_string());
            let ordinal = 1 + self
                .document
                .tables
                .iter()
                .rev()
                .take_while(|other| other.section == table.section)
                .count();
            table.id = format!("table-{section}-{ordinal}");
            self.document.tables.push(table);
        }
    }

    /// A table whose cells the form tells: those of one table, from a line on.
    fn cell_table(&self, at: usize, stop: usize) -> (Option<Table>, usize) {
        let own = self.lines[at].cell.map(|cell| cell.table);
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut places: Vec<Range<usize>> = Vec::new();
        let mut figures = false;
        let mut end = at;
        while end < stop && self.lines[end].cell.map(|cell| cell.table) == own {
            let (text, cells, after) = self.unit(end);
            figures |= cells
                .iter()
                .any(|(_, range)| number_cell(&text.as_str()[range.clone()]));
            rows.push(
                cells
                    .iter()
                    .map(|(_, range)| words(&text.as_str()[range.clone()]))
                    .collect(),
            );
            places.extend(text.places());
            end = after;
        }
        let before = at.checked_sub(1).map(|before| self.lines[before].text);
        let titled = before.filter(|text| caption(text)).map(words);
        if !figures {
            return (None, end);
        }
        let header = rows
            .iter()
            .take_while(|row| !row.iter().skip(1).any(|cell| number_cell(cell)))
            .count()
            .min(rows.len().saturating_sub(1));
        let body = rows.split_off(header);
        (Some(self.other_table(titled, at, rows, body, places)), end)
    }

    /// A table of lines, from its caption or its first row on; none where no row of figures follows.
    fn line_table(
        &self,
        at: usize,
        stop: usize,
        captioned: bool,
    ) -> Option<(Option<Table>, usize)> {
        let mut title = Text::default();
        let first = &self.lines[at];
        let mut next = at;
        if captioned {
            title.push(
                self.source,
                first.at..first.at + first.text.len(),
                Joint::Blank,
            );
            next += 1;
        }
        while captioned
            && next < stop
            && next < at + 3
            && !self.lines[next].gap
            && !row(self.lines[next].text)
        {
            let line = &self.lines[next];
            title.push(
                self.source,
                line.at..line.at + line.text.len(),
                self.joint(self.lines[next - 1].text, line.text),
            );
            next += 1;
        }
        let mut header: Vec<Vec<String>> = Vec::new();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut places = title.places();
        let mut open: Vec<usize> = Vec::new();
        let mut end = next;
        let mut last: Option<usize> = None;
        let mut columns: Option<usize> = None;
        while next < stop && next < end + APART {
            let line = &self.lines[next];
            if line.cell.is_some()
                || caption(line.text)
                || self.outline.begins(next) && last.is_some()
            {
                break;
            }
            if self.running_head(next) {
                next += 1;
                continue;
            }
            if !row(line.text) {
                // Running text below the rows, or the words of a row that wraps.
                let prose = line.width > 70 || line.text.ends_with('.') && line.width > 40;
                if prose || last.is_some() && open.len() >= 2 {
                    break;
                }
                open.push(next);
                next += 1;
                continue;
            }
            let text = Text::at(self.source, line.at..line.at + line.text.len());
            let all = readings(text.as_str(), 0, COLUMNS);
            // Of several ways to part the figures, the one with as many as the row above.
            let alike = all
                .iter()
                .find(|reading| Some(reading.items.len()) == columns && reading.penalty < 20);
            let Some(reading) = alike.or(all.first()) else {
                break;
            };
            columns = Some(reading.items.len());
            // A paragraph's line may end in a number.
            if last.is_some() && line.text.starts_with(char::is_lowercase) && open.is_empty() {
                break;
            }
            let mut lead = String::new();
            for &line in &open {
                let line = &self.lines[line];
                if last.is_none() {
                    header.push(vec![words(line.text)]);
                } else {
                    lead.push_str(line.text);
                    lead.push(' ');
                }
                places.push(line.at..line.at + line.text.len());
            }
            let mut cells: Vec<String> = Vec::new();
            let own = words(&text.as_str()[..reading.words_end]);
            if !lead.is_empty() {
                cells.push(words(&lead));
            }
            if !own.is_empty() {
                cells.push(own);
            }
            cells.extend(
                reading
                    .items
                    .iter()
                    .map(|item| words(&text.as_str()[item.range.clone()])),
            );
            rows.push(cells);
            places.extend(text.places());
            open.clear();
            (last, end) = (Some(next), next + 1);
            next += 1;
        }
        last?;
        if !captioned && rows.len() < 2 {
            return None;
        }
        let title = Some(words(title.as_str())).filter(|_| captioned);
        let table = self.other_table(title, at, header, rows, places);
        Some((Some(table), end))
    }

    fn other_table(
        &self,
        caption: Option<String>,
        at: usize,
        header: Vec<Vec<String>>,
        rows: Vec<Vec<String>>,
        places: Vec<Range<usize>>,
    ) -> Table {
        Table {
            id: String::new(),
            caption,
            section: self.outline.at(at).map(|head| head.id.clone()),
            header,
            rows,
            spans: self.spans(&places),
        }
    }
}

/// `Tabell 4.1 Fordeling`, `Boks 2.1 …`
fn caption(text: &str) -> bool {
    ["Tabell ", "Tabell\u{a0}", "Boks ", "Boks\u{a0}"]
        .iter()
        .any(|word| {
            text.strip_prefix(word).is_some_and(|rest| {
                let digits = rest
                    .bytes()
                    .take_while(|b| b.is_ascii_digit() || *b == b'.')
                    .count();
                digits > 0
                    && rest[digits..]
                        .trim_start()
                        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            })
        })
}

/// A row of a table without a caption: a name and two figures or more, one of them with groups or a
/// comma.
fn bare_row(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit() || c == '%')
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && row(text)
        && readings(text, 0, COLUMNS).first().is_some_and(|reading| {
            reading.items.len() >= 2
                && reading.words_end > 0
                && reading.items.iter().any(|item| {
                    item.value.is_some_and(|value| value.places > 0) || item.range.len() > 4
                })
        })
}

/// A line that ends in figures, or in an amount with its unit.
fn row(text: &str) -> bool {
    let bare = without_unit(text);
    !text.ends_with('.') && has_figures(bare, 0) && bare.len() == text.len() && !only_years(text)
        || bare.len() < text.len() && text.contains("....") && has_figures(bare, 0)
}

/// A line whose only figures are years: a title of columns, or running text.
fn only_years(text: &str) -> bool {
    text.split_whitespace()
        .rev()
        .take_while(|word| word.bytes().all(|b| b.is_ascii_digit()))
        .all(|word| word.len() == 4 && matches!(&word[..2], "19" | "20"))
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text
            .split_whitespace()
            .next_back()
            .is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()))
}

/// `… 17 mill. kroner` without its unit.
fn without_unit(text: &str) -> &str {
    [
        "mill. kroner",
        "mrd. kroner",
        "mill.\u{a0}kroner",
        "mrd.\u{a0}kroner",
    ]
    .iter()
    .find_map(|unit| text.strip_suffix(unit))
    .map_or(text, str::trim_end)
}

/// A cell that holds a number and no words.
fn number_cell(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '−'))
        && cell.chars().any(|c| c.is_ascii_digit())
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || ",.%-–−+()".contains(c))
}
