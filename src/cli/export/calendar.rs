//! `oppdrag export` to a calendar, beside the one that was written before.

use super::super::messages::{count, say};
use super::super::{Usage, inputs};
use super::Args;
use crate::export::revision::{Known, Renewed, renewed};
use crate::export::{EventStatus, ics, records};
use crate::model::Extraction;
use std::collections::HashSet;

/// Writes the calendar; the summary, or why it could not be written.
pub(super) fn write(
    args: &Args,
    all: &[Extraction],
    set: &[Extraction],
) -> Result<Result<String, String>, Usage> {
    // A letter that was not asked for can withdraw what one that was asked for gives.
    let letters = records::Letters::of(all);
    let uids = records::uids(all);
    let (calendar, undated) = records::calendar(set, &uids, &letters, &args.name, args.stamp);
    let off = calendar
        .events
        .iter()
        .filter(|event| event.status == EventStatus::Cancelled)
        .count();
    let (whole, _) = records::calendar(all, &uids, &letters, &args.name, args.stamp);
    let known = Known {
        uids: &whole
            .events
            .iter()
            .map(|event| event.uid.as_str())
            .collect(),
        documents: &records::documents(all)
            .map(|(_, document)| document.key.as_str())
            .collect::<HashSet<&str>>(),
        restamp: args.stamp.is_some(),
    };
    let mut bytes = ics(&calendar, args.alarm);
    let mut said = format!(
        "{}: {} as of {}",
        args.shown(),
        count(calendar.events.len(), "event"),
        calendar.stamp
    );
    if off > 0 {
        said +=
            &format!(", {off} of them cancelled: withdrawn, lapsed or set anew by a later letter");
    }
    match beside(args, &bytes, &known) {
        Ok(Some((newer, counts))) => {
            bytes = newer;
            said += &format!("; {}", told(&counts));
        }
        Ok(None) => {}
        Err(Beside::Usage(usage)) => return Err(usage),
        Err(Beside::Unread(message)) => return Ok(Err(message)),
    }
    if let Err(message) = args.put(&args.to, &bytes) {
        return Ok(Err(message));
    }
    if !undated.is_empty() {
        let each: Vec<String> = undated
            .iter()
            .map(|(status, n)| format!("{n} {status}"))
            .collect();
        said += &format!(
            "; NOT in the calendar, for want of a day: {} ({})",
            count(undated.values().sum(), "deadline"),
            each.join(", ")
        );
    }
    Ok(Ok(said))
}

/// Why there is no calendar beside an earlier one.
enum Beside {
    Usage(Usage),
    Unread(String),
}

/// The calendar beside the earlier one, where there is one.
fn beside(
    args: &Args,
    written: &[u8],
    known: &Known<'_>,
) -> Result<Option<(Vec<u8>, Renewed)>, Beside> {
    let file = match &args.update {
        Some(file) => file,
        None if !args.stdout() && args.to.is_file() => &args.to,
        None => return Ok(None),
    };
    let shown = file.display();
    let old = inputs::read_file(file).map_err(|message| match args.update {
        Some(_) => Beside::Usage(Usage::new(
            format!("{shown}: {message}"),
            "name the calendar that was imported last after --update, or leave it out",
        )),
        None => Beside::Unread(format!("{shown}: {message}")),
    })?;
    match renewed(written, &old, known) {
        Ok(renewed) => Ok(Some(renewed)),
        Err(error) if args.update.is_some() => Err(Beside::Usage(Usage::new(
            format!("{shown}: {error}"),
            "name the calendar that was imported last after --update, or leave it out",
        ))),
        Err(error) => {
            say(&format!("warning: {shown}: {error}; it is written over"));
            Ok(None)
        }
    }
}

fn told(counts: &Renewed) -> String {
    format!(
        "beside the earlier one {} new, {} changed, {} gone (now cancelled), {} kept as they were (cancelled before, or of documents not read), {} unchanged",
        counts.new, counts.changed, counts.gone, counts.kept, counts.same
    )
}
