//! `oppdrag stats`: what the store holds.

use super::answer::{Answer, Sheet};
use super::asked::Asked;
use super::terms::{self, column};
use super::{Outcome, Usage};
use crate::export::records::Word;
use crate::store::Stats;

/// Show what the store holds
#[derive(Debug, clap::Args)]
#[command(after_help = concat!(
    "\
Examples:
  oppdrag stats
  oppdrag stats --json | jq .records

",
    super::exit_codes!("the store is empty", "wrong usage: no store there")
))]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let store = args.asked.open()?;
    match store.stats() {
        Ok(found) => {
            args.asked
                .answer(&found, &answer(&found), found.files > 0, "Lageret er tomt.")
        }
        Err(error) => Ok(args.asked.failed(&error)),
    }
}

fn answer(found: &Stats) -> Answer {
    let mut answer = Answer {
        sheet: Sheet::new(&[column::GROUP, column::VALUE, column::COUNT]),
        ..Answer::default()
    };
    let percent = |part: u64, whole: u64| match whole {
        0 => String::new(),
        _ => format!("{:.1} %", 100.0 * part as f64 / whole as f64).replace('.', ","),
    };
    let whole = vec![
        ("filer", found.files.to_string()),
        ("filer der kilden er borte", found.gone.to_string()),
        ("filer som ikke kunne leses", found.failures.to_string()),
        ("dokumenter", found.documents.to_string()),
        (
            "dokumenter som også står i en annen fil",
            found.copies.to_string(),
        ),
        (
            "andel av teksten som er lest som noe",
            percent(found.claimed, found.characters),
        ),
        (
            "signaler som ingen har sett på",
            found.unclaimed.to_string(),
        ),
    ];
    group(
        &mut answer,
        "Lageret",
        whole.into_iter().map(|(name, n)| (name.to_string(), n)),
    );
    let kinds = found
        .kinds
        .iter()
        .map(|one| (one.value.in_text(), one.count.to_string()));
    group(&mut answer, "Dokumenter", kinds);
    let years = found
        .years
        .iter()
        .map(|one| (one.value.to_string(), one.count.to_string()));
    group(&mut answer, "År", years);
    let recipients = found
        .recipients
        .iter()
        .map(|one| (one.value.clone(), one.count.to_string()));
    group(&mut answer, "Brev etter mottaker", recipients);
    let records = found.records.iter().filter(|one| one.count > 0);
    group(
        &mut answer,
        "Poster",
        records.map(|one| (terms::record(one.value).to_string(), one.count.to_string())),
    );
    let severities = found.severities.iter().map(|one| {
        (
            terms::severity(one.value).to_string(),
            one.count.to_string(),
        )
    });
    group(&mut answer, "Funn", severities);
    let codes = found
        .codes
        .iter()
        .map(|one| (one.value.clone(), one.count.to_string()));
    group(&mut answer, "Funn etter kode", codes);
    answer
}

fn group(answer: &mut Answer, heading: &str, rows: impl Iterator<Item = (String, String)>) {
    let mut sheet = Sheet::new(&[column::VALUE, column::COUNT]);
    for (value, count) in rows {
        answer
            .sheet
            .rows
            .push(vec![heading.to_string(), value.clone(), count.clone()]);
        sheet.rows.push(vec![value, count]);
    }
    answer.table(heading, sheet);
}
