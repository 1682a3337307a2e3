//! Sums in tables of other things than appropriations, held against their rows.
//!
//! ```text
//! rows   ::= row{2,} sum            as many cells in each as in the sum's row
//! sum    ::= "Sum" … | "Totalt" …   its first cell
//! column ::= "Sum" | "Totalt"       the last title of a head of one line: each row adds up by itself
//! ```
//! A figure that is wrong below its column is wrong beside its row as well: that is one finding.
//! Figures are rounded: as many halves of the last digit as there are figures may be lacking. Shares,
//! averages and changes in per cent have no sums: a column that has other things than numbers, or a
//! sum among its figures, is left alone, and so are rows that lack a cell.

use super::diagnostic;
use crate::model::Code;
use crate::model::{Diagnostic, Extraction, Severity, Table};

/// The warnings about sums in tables: `sum_mismatch`.
pub fn table_sums(extraction: &Extraction) -> Vec<Diagnostic> {
    let tables = extraction
        .documents
        .iter()
        .flat_map(|document| &document.tables);
    let mut found = Vec::new();
    for table in tables {
        let columns = below(table);
        let rows = beside(table, &columns);
        for one in columns.iter().chain(&rows) {
            found.push(diagnostic(
                Code::SumMismatch,
                Severity::Warning,
                format!(
                    "{}: the figures add up to {}, printed is {}",
                    one.part, one.computed, one.printed
                ),
                Some(&table.id),
                &table.spans,
            ));
        }
    }
    found
}

/// What does not add up.
struct Mismatch {
    /// What is called so.
    part: String,
    /// What the figures give.
    computed: String,
    /// What is printed.
    printed: String,
    /// The cell that holds it: row and column.
    cell: (usize, usize),
}

/// Rows of sums, against the rows above them.
fn below(table: &Table) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, row) in table.rows.iter().enumerate() {
        if !row.first().is_some_and(|cell| sums(cell)) {
            continue;
        }
        let parts = &table.rows[std::mem::replace(&mut from, at + 1)..at];
        if parts.len() < 2 || parts.iter().any(|part| part.len() != row.len()) {
            continue;
        }
        for column in 1..row.len() {
            let cells: Option<Vec<Number>> =
                parts.iter().map(|part| number(&part[column])).collect();
            if let (Some(cells), Some(sum)) = (cells, number(&row[column]))
                && let Some(computed) = differs(&cells, sum)
            {
                found.push(Mismatch {
                    part: format!("{}, column {}", row[0], column + 1),
                    computed,
                    printed: row[column].clone(),
                    cell: (at, column),
                });
            }
        }
    }
    found
}

/// The column of sums, against the figures before it in each row; `columns` is what has been found below
/// them.
fn beside(table: &Table, columns: &[Mismatch]) -> Vec<Mismatch> {
    let titled = match table.header.as_slice() {
        [head] => head
            .last()
            .and_then(|cell| cell.split_whitespace().next_back())
            .is_some_and(sums),
        _ => false,
    };
    let width = table.rows.first().map_or(0, Vec::len);
    if !titled || width < 4 || table.rows.iter().any(|row| row.len() != width) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let adds_up = |cells: &[Number]| {
        let (sum, parts) = cells.split_last()?;
        differs(parts, *sum)
    };
    for (at, row) in table.rows.iter().enumerate() {
        let cells: Option<Vec<Number>> = row[1..].iter().map(|cell| number(cell)).collect();
        let Some(cells) = cells else { continue };
        let Some(computed) = adds_up(&cells) else {
            continue;
        };
        // With what its column comes to, the row adds up: the fault has been told.
        let told = columns.iter().filter(|one| one.cell.0 == at).any(|one| {
            let mut mended = cells.clone();
            match number(&one.computed) {
                Some(value) => mended[one.cell.1 - 1] = value,
                None => return false,
            }
            adds_up(&mended).is_none()
        });
        if !told {
            found.push(Mismatch {
                part: row[0].clone(),
                computed,
                printed: row[width - 1].clone(),
                cell: (at, width - 1),
            });
        }
    }
    found
}

fn sums(cell: &str) -> bool {
    let word = cell
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    ["sum", "totalt", "total"]
        .iter()
        .any(|name| word.to_lowercase() == *name)
}

/// A number in its last digit's units, and how many places it has.
type Number = (i64, u32);

/// `1 496`, `-407`, `2 316,4`; nothing else.
fn number(cell: &str) -> Option<Number> {
    let cell = cell.trim();
    let (sign, digits) = match cell.strip_prefix(['-', '–', '−']) {
        Some(rest) => (-1, rest.trim_start()),
        None => (1, cell),
    };
    let (whole, decimals) = digits.split_once(',').unwrap_or((digits, ""));
    let plain: String = whole.chars().filter(|c| !c.is_whitespace()).collect();
    let all = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if plain.is_empty() || !all(&plain) || !all(decimals) || decimals.len() > 4 {
        return None;
    }
    // A footnote's sign makes a group of four: `1 2345`.
    let grouped = whole
        .split_whitespace()
        .skip(1)
        .all(|group| group.len() == 3);
    let value: i64 = format!("{plain}{decimals}").parse().ok()?;
    (grouped && plain.len() <= 12).then(|| (sign * value, decimals.len() as u32))
}

/// What the parts add up to, where that is not the sum.
fn differs(parts: &[Number], sum: Number) -> Option<String> {
    let places = parts.iter().chain([&sum]).map(|one| one.1).max()?;
    let scaled = |one: &Number| one.0.saturating_mul(10i64.pow(places - one.1));
    let values: Vec<i64> = parts.iter().map(scaled).collect();
    let (printed, total) = (scaled(&sum), values.iter().sum::<i64>());
    // An average or a share is no more than the largest figure.
    let highest = values.iter().copied().max()?;
    if values.iter().all(|value| *value >= 0) && (0..=highest).contains(&printed) {
        return None;
    }
    let mut step = 1;
    while step < 1_000_000
        && values
            .iter()
            .chain([&printed])
            .all(|value| value % (step * 10) == 0)
    {
        step *= 10;
    }
    let slack = step * (values.len() as i64 + 1) / 2;
    ((total - printed).abs() > slack).then(|| decimal(total, places))
}

/// `2316,4`
fn decimal(value: i64, places: u32) -> String {
    let unit = 10i64.pow(places);
    let sign = if value < 0 { "-" } else { "" };
    let value = value.abs();
    match places {
        0 => format!("{sign}{value}"),
        _ => format!(
            "{sign}{},{:0width$}",
            value / unit,
            value % unit,
            width = places as usize
        ),
    }
}
