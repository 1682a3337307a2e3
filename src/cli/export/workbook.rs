//! `oppdrag export --update`: a workbook that people have worked in.

use super::super::messages::{count, say};
use super::super::{Usage, inputs};
use super::Args;
use crate::export::records::{self, RecordType};
use crate::export::update::{NEVER_KEPT, Tally, Update, UpdateError, update as bring};
use crate::model::Extraction;
use std::path::{Path, PathBuf};

/// Brings a workbook up to date and writes it; the summary, or why it could not be written.
pub(super) fn update(
    args: &Args,
    file: &Path,
    all: &[Extraction],
    chosen: &[Extraction],
) -> Result<Result<String, String>, Usage> {
    let shown = file.display();
    let old = match inputs::read_file(file) {
        Ok(bytes) => bytes,
        Err(message) => {
            return Err(Usage::new(
                format!("{shown}: {message}"),
                "name the workbook after --update; without --update a new one is written",
            ));
        }
    };
    let types = args.types(chosen);
    let updated = match bring(
        &old,
        Update {
            all,
            chosen,
            types: (!args.record.is_empty()).then_some(types.as_slice()),
            clear_marks: args.clear_marks,
        },
    ) {
        Ok(updated) => updated,
        Err(error @ UpdateError::Foreign) => {
            return Err(Usage::new(
                format!("{shown}: {error}"),
                "name a workbook that `oppdrag export` wrote, or leave --update out",
            ));
        }
        Err(error) => return Ok(Err(format!("{shown}: {error}"))),
    };
    for note in &updated.notes {
        say(&format!("{shown}: {note}"));
    }
    if args.record.is_empty() {
        without_a_sheet(&types, &updated.tallies, chosen, file);
    }
    let over = same_file(file, &args.to);
    for lost in &updated.lost {
        say(&format!("warning: {shown}: cannot be kept: {lost}"));
    }
    if over && !updated.lost.is_empty() && !args.accept_loss {
        return Err(Usage::new(
            format!("{shown} is not written over: something in it cannot be kept, see above"),
            "write to another file (--to ny.xlsx), or accept the loss with --accept-loss; the old workbook then stays beside it",
        ));
    }
    let mut beside = String::new();
    // The copy is of the last workbook that was another one.
    if over && updated.bytes != old {
        // Some things cannot even be seen to be lost.
        let backup = backup(file);
        if let Err(message) = super::output::write_whole(&backup, &old) {
            return Ok(Err(message));
        }
        beside = format!("; the old one is {}", backup.display());
    }
    if let Err(message) = args.put(&args.to, &updated.bytes) {
        return Ok(Err(message));
    }
    for tally in &updated.tallies {
        say(&line(tally));
    }
    say(&format!("never kept: {NEVER_KEPT}"));
    let absent: usize = updated.tallies.iter().map(|one| one.absent).sum();
    if absent > 0 {
        say(&format!(
            "warning: {} of documents that were not read, marked «Ikke i grunnlaget»; name all folders if they should be",
            count(absent, "row")
        ));
    }
    let sum = updated.tallies.iter().fold(Tally::default(), add);
    Ok(Ok(format!("{}: {}{beside}", args.shown(), counts(&sum))))
}

fn add(sum: Tally, one: &Tally) -> Tally {
    Tally {
        new: sum.new + one.new,
        back: sum.back + one.back,
        changed: sum.changed + one.changed,
        edited: sum.edited + one.edited,
        gone: sum.gone + one.gone,
        absent: sum.absent + one.absent,
        same: sum.same + one.same,
        ..sum
    }
}

fn line(tally: &Tally) -> String {
    format!("  {}: {}", tally.sheet, counts(tally))
}

/// The figures of a sheet, or of all.
fn counts(tally: &Tally) -> String {
    let back = match tally.back {
        0 => String::new(),
        n => format!(" ({n} came back: deleted from the sheet, not from the documents)"),
    };
    format!(
        "{} new{back}, {} changed, {} edited by hand, {} gone, {} not among what was read, {} unchanged",
        tally.new, tally.changed, tally.edited, tally.gone, tally.absent, tally.same
    )
}

/// Tells of records whose type the workbook has no sheet of.
fn without_a_sheet(types: &[RecordType], tallies: &[Tally], chosen: &[Extraction], file: &Path) {
    let rows = |kind: &RecordType| records::part(*kind, chosen).rows.len();
    let missing: Vec<String> = types
        .iter()
        .filter(|kind| !tallies.iter().any(|tally| tally.kind == Some(**kind)))
        .map(|kind| format!("{} {}", rows(kind), kind.name()))
        .collect();
    if !missing.is_empty() {
        say(&format!(
            "{}: records that it has no sheet of: {}; --record TYPE adds one",
            file.display(),
            missing.join(", ")
        ));
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// `frister.xlsx` stays as `frister.forrige.xlsx`.
fn backup(file: &Path) -> PathBuf {
    file.with_extension("forrige.xlsx")
}
