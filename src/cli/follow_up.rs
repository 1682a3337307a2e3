//! `oppdrag follow-up`: what a letter asks for beside what the report answers.

use super::inputs::{Input, Origin};
use super::messages::{self, say};
use super::{Outcome, Usage, inputs, link as link_command, output};
use crate::follow_up::{FollowUp, Side, html, markdown};
use crate::grammar::Grammar;
use crate::link;
use crate::model::Extraction;
use clap::ValueEnum;
use std::path::PathBuf;

/// How the table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown.
    Md,
    /// A page for the browser.
    Html,
}

/// Put what a letter asks for beside what the report answers
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Puts the assignments, goals and indicators of letters beside what the reports answer: assignment, \
what was asked for, deadlines, answer, and the page in both. What has no answer comes first, then the \
answers in the order of the letter, then answers to what none of the letters gives. Which belongs to which is \
told as `oppdrag link` tells it: by number, else by title in the same year; nothing is guessed.",
    after_help = concat!(
        "\
Examples:
  oppdrag follow-up out/letter.pdf.json out/report.pdf.json > meeting.md
  oppdrag follow-up out/*.json --format html > meeting.html

",
        super::exit_codes!("a file is no such JSON, or standard output could not be written", "wrong usage: a file that is missing, no letter or no report among the files")
    )
)]
pub(super) struct Args {
    /// JSON files that extract wrote: letters (supplements too) and reports, in any order
    #[arg(required = true, value_name = "FILE.json")]
    files: Vec<PathBuf>,
    /// How the table is written
    #[arg(long, value_enum, default_value = "md")]
    format: Format,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let mut set: Vec<Extraction> = Vec::new();
    for path in &args.files {
        if let Err(error) = path.metadata() {
            return Err(inputs::missing(path, &error));
        }
        let input = Input {
            origin: Origin::File(path.clone()),
            shown: path.display().to_string(),
            relative: path.clone(),
        };
        match link_command::read(&input) {
            Ok((extraction, _)) => set.push(extraction),
            Err(message) => {
                say(&format!("{}: error: {message}", input.shown));
                return Ok(Outcome::Failed);
            }
        }
    }
    link::link(&mut set, &Grammar::built_in());
    let follow_up = FollowUp::of(&set);
    for (side, what) in [(Side::Letter, "letter"), (Side::Report, "annual report")] {
        if !follow_up.has(side) {
            return Err(Usage::new(
                format!("no {what} is among the files"),
                "name the JSON of a letter and of the report that answers it, as `oppdrag extract` wrote them",
            ));
        }
    }
    let text = match args.format {
        Format::Md => markdown(&follow_up),
        Format::Html => html(&follow_up),
    };
    Ok(match output::print(text.as_bytes()) {
        Ok(_) => Outcome::Well,
        Err(error) => {
            say(&format!("error: standard output: {}", messages::io(&error)));
            Outcome::Failed
        }
    })
}
