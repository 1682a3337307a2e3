//! `oppdrag schema`: the JSON Schema of what `extract` writes.

use super::messages::{self, say};
use super::{Outcome, Usage, output};

/// Print the JSON Schema of what extract writes
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Prints the JSON Schema (2020-12) of the JSON that `oppdrag extract` writes. It is made \
from the program's own types, so that it cannot differ from them.",
    after_help = concat!(
        "Example:\n  oppdrag schema > oppdrag.schema.json\n\n",
        super::exit_codes!("standard output could not be written", "wrong usage")
    )
)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run() -> Result<Outcome, Usage> {
    let text = format!("{:#}\n", crate::check::schema());
    Ok(match output::print(text.as_bytes()) {
        Ok(_) => Outcome::Well,
        Err(error) => {
            say(&format!("error: standard output: {}", messages::io(&error)));
            Outcome::Failed
        }
    })
}
