//! Tables of other things than appropriations, as they are printed.
//!
//! ```text
//! table   ::= caption line* row+
//! caption ::= "Tabell" number title [unit]
//! row     ::= words figure+          its cells: the words, and each figure
//! figure  ::= number | number "pst." | number "/" number | number "(" letter ")"
//! ```
//! The words of a row may stand on the lines above its figures; so may the first of its cells.
//! Where the form tells cells apart they are taken as they are. Boxes of amounts, with dots between
//! words and amounts, are tables too.

use super::cells::{COLUMNS, Row, cells_of, cells_of_rows, loose_cells, sums_up};
use crate::{
    grammar::ColumnRole,
    kinds::{
        budget_proposition::Proposition,
        money::{
            figures::{has_figures, readings},
            words,
        },
    },
    layout::{Joint, Text, TextLine},
    model::Table,
};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// How many lines of a head or of wrapped words may stand between two rows.
const APART: usize = 14;
/// How many lines the words of a row may take above it, and how wide they are if more than one.
const LEAD: (usize, usize) = (5, 36);

impl Proposition<'_> {
    /// Reads the tables with a caption, and those of cells, that are not `taken`, up to a line; gives
    /// their lines.
    pub(super) fn other_tables(
        &mut self,
        taken: &[Range<usize>],
        until: usize,
    ) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
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
                    lines.extend(table.is_some().then_some(at..end.max(at + 1)));
                    found.extend(table);
                    at = end.max(at + 1);
                }
                None => {
                    // A text that cites a table at a line start goes on in its line.
                    if caption(line.text) && !line.text.starts_with("Boks") {
                        self.unread.push(at);
                    }
                    at += 1;
                }
            }
        }
        // A page repeats the caption of a table that is read.
        let numbers: HashSet<String> = found
            .iter()
            .filter_map(|table| Some(number(table.caption.as_deref()?)))
            .collect();
        self.unread
            .retain(|&at| !numbers.contains(&number(self.lines[at].text)));
        let told = self.sections_that_cite_tables(until);
        let mut ordinals: HashMap<String, usize> = HashMap::new();
        for mut table in found {
            let cited = table
                .caption
                .as_deref()
                .and_then(|it| told.get(&number(it)));
            if let Some(Some(section)) = cited {
                table.section = Some(section.clone());
            }
            let section = table.section.clone().unwrap_or_else(|| "0".to_string());
            let ordinal = ordinals.entry(section.clone()).or_default();
            *ordinal += 1;
            table.id = format!("table-{section}-{ordinal}");
            self.document.tables.push(table);
        }
        lines
    }

    /// The sections whose text refers to a table by its number, `jf. tabell 4.20`: the layout moves
    /// tables, and the one section that speaks of a table is its place. `None` where several do.
    fn sections_that_cite_tables(&self, until: usize) -> HashMap<String, Option<String>> {
        let mut told: HashMap<String, Option<String>> = HashMap::new();
        for (at, line) in self.lines[..until.min(self.lines.len())].iter().enumerate() {
            if line.cell.is_some() || caption(line.text) {
                continue;
            }
            for (from, _) in line.text.match_indices("abell") {
                let Some(number) = self.cited_table(at, from) else {
                    continue;
                };
                let section = self.outline.at(at).map(|head| head.id.clone());
                told.entry(number)
                    .and_modify(|own| *own = own.take().filter(|own| Some(own) == section.as_ref()))
                    .or_insert(section);
            }
        }
        told
    }

    /// `Tabell 4.1`, of a word that begins with «tabell» in a line of text; its number may stand at the
    /// start of the next one.
    fn cited_table(&self, at: usize, from: usize) -> Option<String> {
        let text = self.lines[at].text;
        if !text[..from].ends_with(['T', 't']) {
            return None;
        }
        let rest = text[from + "abell".len()..].trim_start();
        let rest = match rest.is_empty() {
            true => self.lines.get(at + 1)?.text,
            false => rest,
        };
        let length = rest
            .bytes()
            .take_while(|b| b.is_ascii_digit() || *b == b'.')
            .count();
        let digits = rest[..length].trim_end_matches('.');
        (!digits.is_empty()).then(|| format!("Tabell {digits}"))
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
        let mut next = match captioned {
            true => at,
            false => self.lead_above(at),
        };
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
        let mut read: Vec<Row> = Vec::new();
        let mut places = title.places();
        let above = match captioned {
            true => next..next,
            false => self.head_above(next),
        };
        for line in &self.lines[above] {
            header.push(vec![words(line.text)]);
            places.push(line.at..line.at + line.text.len());
        }
        let mut open: Vec<usize> = Vec::new();
        let mut end = next;
        let mut last: Option<usize> = None;
        let mut adds_up = false;
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
                let lead = open.len() < 2
                    || open.len() < LEAD.0
                        && line.width <= LEAD.1
                        && open.iter().all(|&at| self.lines[at].width <= LEAD.1);
                if prose || last.is_some() && !lead {
                    break;
                }
                open.push(next);
                next += 1;
                continue;
            }
            let text = Text::at(self.source, line.at..line.at + line.text.len());
            let summed = open
                .last()
                .filter(|_| last.is_none())
                .is_some_and(|&head| sums_up(self.lines[head].text));
            // «2023–24» is the title of a column.
            if cells_of(text.as_str(), None, false).is_none() {
                open.push(next);
                next += 1;
                continue;
            }
            adds_up |= summed;
            // A paragraph's line may end in a number.
            if last.is_some() && line.text.starts_with(char::is_lowercase) && open.is_empty() {
                break;
            }
            let mut lead = Text::default();
            // Below the titles, what is set off from them goes on with the first row.
            let goes_on = line
                .text
                .starts_with(|c: char| c.is_lowercase() || c == '(' || c.is_ascii_digit())
                && !line.gap;
            let heads = match (last, goes_on) {
                (Some(_), _) => 0,
                (None, true) if captioned => {
                    let years = |line: &&usize| only_years(self.lines[**line].text);
                    let below = open.iter().rposition(|line| years(&line)).map(|at| at + 1);
                    let set_off = || open.iter().rposition(|&line| self.lines[line].gap);
                    below
                        .filter(|&at| open.get(at).is_some_and(|&line| self.lines[line].gap))
                        .or_else(set_off)
                        .filter(|at| *at > 0)
                        .unwrap_or(open.len())
                }
                (None, true) => 0,
                (None, false) => open.len(),
            };
            for (n, &line) in open.iter().enumerate() {
                let line = &self.lines[line];
                if n < heads {
                    header.push(vec![words(line.text)]);
                } else {
                    let joint = match lead.is_empty() {
                        true => Joint::Blank,
                        false => self.joint(self.lines[open[n - 1]].text, line.text),
                    };
                    lead.push(self.source, line.at..line.at + line.text.len(), joint);
                }
                places.push(line.at..line.at + line.text.len());
            }
            // Words that a line end breaks are those of one cell.
            let joint = match open.last() {
                Some(&above) if text.as_str().starts_with(char::is_lowercase) => {
                    Some(self.joint(self.lines[above].text, line.text))
                }
                _ => None,
            };
            places.extend(text.places());
            read.push(Row { lead, text, joint });
            open.clear();
            (last, end) = (Some(next), next + 1);
            next += 1;
        }
        last?;
        // A box with one figure in its words is no table.
        let boxed = first.text.starts_with("Boks");
        if (!captioned || boxed) && read.len() < 2 {
            return None;
        }
        let rows = cells_of_rows(&read, adds_up);
        let title = Some(words(title.as_str())).filter(|_| captioned);
        let table = self.other_table(title, at, header, rows, places);
        Some((Some(table), end))
    }

    /// The titles of columns above a table without a caption: short lines from the first that is one.
    fn head_above(&self, at: usize) -> Range<usize> {
        let from = at.saturating_sub(APART);
        let short = |line: &TextLine<'_>| {
            line.cell.is_none() && line.width <= 60 && !line.text.ends_with(['.', ':', ';'])
                || line.text.ends_with("pst.") && line.width <= 20
        };
        let reach = (from..at).rev().take_while(|&n| short(&self.lines[n]));
        reach
            .filter(|&n| {
                let words = self.lines[n].text;
                words.len() <= 40 && self.grammar.column(words) == Some(ColumnRole::Name)
            })
            .last()
            .map_or(at..at, |first| first..at)
    }

    /// The first line of the words that a table's first row goes on with: «(pr. 1.7.) 53,0 582,3».
    fn lead_above(&self, at: usize) -> usize {
        let mut from = at;
        while self.lines[at].text.starts_with('(')
            && from > 0
            && at - from < LEAD.0
            && !self.outline.begins(from)
        {
            let above = &self.lines[from - 1];
            if above.cell.is_some()
                || above.width > LEAD.1
                || above.text.ends_with(['.', ':'])
                || self.outline.begins(from - 1)
                || above.page != self.lines[at].page
            {
                break;
            }
            from -= 1;
        }
        from
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

/// `Tabell 4.1`
fn number(caption: &str) -> String {
    let mut words = caption.split_whitespace();
    format!(
        "{} {}",
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default()
    )
}

/// A row of a table without a caption: a name and two figures or more, one of them with groups or a
/// comma.
fn bare_row(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit() || c == '%')
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(')
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
        || loose_cells(text).is_some()
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
