//! `oppdrag follow-up`: what a letter asks for beside what the report answers.

use super::{Outcome, Usage, extract, set, tables};
use crate::follow_up::{FollowUp, Side, overview};
use crate::link;
use std::path::PathBuf;

/// Put what a letter asks for beside what the report answers
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Puts the assignments, goals and indicators of letters beside what the reports answer: assignment, \
what was asked for, deadlines, answer, and the page in both. What has no answer comes first, then the \
answers in the order of the letter, then answers to what none of the letters gives. Which belongs to which is \
told as `oppdrag link` tells it: by number, else by title in the same year, and only between documents of the \
same body; nothing is guessed. Where no report of a letter's recipient and year is among the files, the table says \
so, and nothing of that letter stands as answered or unanswered.",
    after_help = concat!(
        "\
Examples:
  oppdrag follow-up out/letter.pdf.json out/report.pdf.json > meeting.md
  oppdrag follow-up out --out meeting.xlsx

",
        super::exit_codes!("a file is no such JSON, or standard output could not be written", "wrong usage: a path that is missing, no letter or no report among the files")
    )
)]
pub(super) struct Args {
    /// JSON that extract wrote, files or folders: letters (supplements too) and reports, in any order
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
    let (mut set, failed) = set::read(&args.paths)?;
    if failed && set.is_empty() {
        return Ok(Outcome::Failed); // said already, file by file
    }
    let grammar = extract::grammar(args.grammars.as_deref())?;
    link::link(&mut set, &grammar);
    let follow_up = FollowUp::of(&set, &grammar);
    for (side, what) in [(Side::Letter, "letter"), (Side::Report, "annual report")] {
        if !follow_up.has(side) {
            if failed {
                return Ok(Outcome::Failed); // said already, file by file
            }
            return Err(Usage::new(
                format!("no {what} is among the files"),
                "name the JSON of a letter and of the report that answers it, as `oppdrag extract` wrote them",
            ));
        }
    }
    let written = args.table.write(&follow_up, &overview(&follow_up))?;
    Ok(if failed { Outcome::Failed } else { written })
}
