//! What a revised budget changes: in its tables, its decision and its text.
//!
//! ```text
//! new ::= previous + change*
//! ```
//! A table may print changes that are made already beside the one proposed. Some add all of them to what
//! the year began with, others print what was after the earlier ones: a row is right where either way
//! leads to the new figure.

use super::arithmetic::{called, kroner, step, undecided, warning};
use crate::model::Code;
use crate::model::{AppropriationTable as Table, Diagnostic, Document, Figure, FigureRole as Role};

/// Rows and sentences whose changes do not lead to the new figure (`change_mismatch`).
pub(super) fn changes(document: &Document) -> Vec<Diagnostic> {
    let rows = document.appropriations.iter().filter(|row| !undecided(row));
    rows.filter_map(|row| {
        let before = row.figure(Role::Previous).or(row.figure(Role::Budget))?;
        let after = row.figure(Role::New)?;
        let all = row
            .figures
            .iter()
            .filter(|figure| figure.role == Role::Change);
        let all: Vec<(i64, &Figure)> = all
            .map(|change| Some((change.nok?, change)))
            .collect::<Option<_>>()?;
        let (last, _) = all.last()?;
        let (was, will) = (before.nok?, after.nok?);
        let sum = all
            .iter()
            .fold(was, |sum, (change, _)| sum.saturating_add(*change));
        // What the text says is rounded, each amount to its last digit.
        let rounded = |figure: &Figure| match row.table {
            Table::Text => step(figure) / 2,
            _ => 0,
        };
        let slack = all.iter().map(|(_, change)| rounded(change)).sum::<i64>()
            + rounded(before)
            + rounded(after);
        let leads = |sum: i64| sum.saturating_sub(will).saturating_abs() <= slack;
        let message = || {
            format!(
                "{}: {} and a change of {} are {}, the figure printed is {}",
                called(row),
                kroner(was),
                kroner(sum.saturating_sub(was)),
                kroner(sum),
                kroner(will)
            )
        };
        (!leads(sum) && !leads(was.saturating_add(*last)))
            .then(|| warning(Code::ChangeMismatch, message(), row))
    })
    .collect()
}
