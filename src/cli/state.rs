//! `oppdrag state`: what a set of letters leaves in force.

use super::{Outcome, Usage, extract, set, tables};
use crate::link;
use crate::state::{State, overview};
use std::path::PathBuf;

/// Show what a set of letters leaves in force: assignments, allocations, and what led to it
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Reads letters and their supplements in the order in which they were sent and shows what is in \
force after the last of them: assignments given, restated, withdrawn, carried on from earlier years or \
lapsed, and allocations with every change, each with the letters and pages that say so. What the letters \
leave open is listed as open (\u{ab}Uavklart\u{bb}); nothing is guessed. A letter that prints another earlier amount \
than the letters before it gave is marked.",
    after_help = concat!(
        "\
Examples:
  oppdrag state out > status.md
  oppdrag state out/2025 out/2026 --out status.xlsx
  oppdrag state out --format json | jq '.series[].allocations[] | select(.post == \"70\")'

",
        super::exit_codes!("a file is no such JSON, or the table could not be written", "wrong usage: a path that is missing, no letter among the files")
    )
)]
pub(super) struct Args {
    /// JSON that extract wrote: files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A folder of grammar files to lay over the built-in ones: `predecessors` of bodies stand there
    #[arg(long, value_name = "DIR")]
    grammars: Option<PathBuf>,
    #[command(flatten)]
    table: tables::Table,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    args.table.check()?;
    let (mut documents, failed) = set::read(&args.paths)?;
    if failed && documents.is_empty() {
        return Ok(Outcome::Failed); // said already, file by file
    }
    link::link(&mut documents, &extract::grammar(args.grammars.as_deref())?);
    let state = State::of(&documents);
    if state.series.is_empty() {
        return Err(Usage::new(
            "no letter is among the files",
            "name the JSON of allocation letters or commissioning documents, as `oppdrag extract` wrote it",
        ));
    }
    let written = args.table.write(&state, &overview(&state))?;
    Ok(if failed { Outcome::Failed } else { written })
}
