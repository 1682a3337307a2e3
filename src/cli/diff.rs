//! `oppdrag diff`: two years of one series beside each other.

use super::messages::say;
use super::{Outcome, Usage, extract, set, tables};
use crate::diff::{Diff, overview};
use crate::link;
use crate::model::Extraction;
use std::path::PathBuf;

/// Compare two years' documents of the same series
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Puts two years' letters to the same recipient (or propositions of the same ministry) beside each \
other: assignments new, carried on and gone; goals and indicators new, gone, and with another target; \
allocations in kroner and per cent; parliamentary requests new and gone. Supplements count: the amount of a \
year is the one after its last letter. A pair is made where one record of each side fits and no other, by \
what cites the other, else by title, words, or chapter and post.",
    after_help = concat!(
        "\
Examples:
  oppdrag diff out/tildelingsbrev-2025.pdf.json out/tildelingsbrev-2026.pdf.json > endringer.md
  oppdrag diff out/2025 out/2026 --out endringer.xlsx

",
        super::exit_codes!("a file is no such JSON, or the table could not be written", "wrong usage: a path that is missing, no series that both sides hold")
    )
)]
pub(super) struct Args {
    /// The earlier documents: JSON that extract wrote, or a folder of it
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The later documents
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// A folder of grammar files to lay over the built-in ones: `predecessors` of bodies stand there
    #[arg(long, value_name = "DIR")]
    grammars: Option<PathBuf>,
    #[command(flatten)]
    table: tables::Table,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    args.table.check()?;
    let (mut all, failed_old) = set::read(std::slice::from_ref(&args.old))?;
    let (new, failed_new) = set::read(std::slice::from_ref(&args.new))?;
    if failed_old && all.is_empty() || failed_new && new.is_empty() {
        return Ok(Outcome::Failed); // said already, file by file
    }
    let olds = all.len();
    all.extend(new);
    link::link(&mut all, &extract::grammar(args.grammars.as_deref())?);
    let (old, new) = all.split_at(olds);
    let diff = Diff::of(old, new);
    if diff.series.is_empty() {
        let keys = |set: &[Extraction]| {
            let keys: Vec<&str> = set
                .iter()
                .flat_map(|one| &one.documents)
                .map(|document| document.key.as_str())
                .collect();
            if keys.is_empty() {
                "no document".to_string()
            } else {
                keys.join(", ")
            }
        };
        return Err(Usage::new(
            format!(
                "the two sides hold no document of the same series: {} against {}",
                keys(old),
                keys(new)
            ),
            "name two years' letters to one recipient, or two propositions of one ministry",
        ));
    }
    for one in diff.series.iter().filter(|one| !one.in_order) {
        say(&format!(
            "warning: {}: NEW is not of a later year than OLD",
            one.party
        ));
    }
    let written = args.table.write(&diff, &overview(&diff))?;
    Ok(if failed_old || failed_new {
        Outcome::Failed
    } else {
        written
    })
}
