//! `oppdrag text`: the canonical text of a source.

use super::messages::{self, say};
use super::{Outcome, Usage, guard, inputs, output};
use crate::source;
use std::path::PathBuf;

/// Print the text that all places refer to
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Prints the canonical text of a source: its decoded lines, a line feed between lines, a \
form feed between pages, markup left out, everything else as it stands. The `start` and `end` of every span \
in the JSON count the Unicode code points of this text, from 0. Nothing is added at its end.",
    after_help = concat!("\
Examples:
  oppdrag text brev.pdf | less
  oppdrag text - < brev.txt

", super::exit_codes!(
        "the file could not be read",
        "wrong usage: a file that is missing, or a folder"
    ))
)]
pub(super) struct Args {
    /// The file to read; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    if args.file.is_dir() {
        return Err(Usage::new(
            format!("{}: a folder", args.file.display()),
            "name one file; `oppdrag extract` reads folders",
        ));
    }
    let plan = inputs::plan(std::slice::from_ref(&args.file), None)?;
    guard::install();
    for input in &plan.inputs {
        let text = input.read().and_then(|bytes| {
            guard::guarded(|| source::read(&input.name(), &bytes))?
                .map_err(|error| error.to_string())
        });
        let printed = text
            .map_err(|reason| format!("{}: {reason}", input.shown))
            .and_then(|source| {
                output::print(source.canonical.text().as_bytes())
                    .map_err(|error| format!("standard output: {}", messages::io(&error)))
            });
        if let Err(line) = printed {
            say(&format!("error: {line}"));
            return Ok(Outcome::Failed);
        }
    }
    Ok(Outcome::Well)
}
