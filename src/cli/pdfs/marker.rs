//! The process that marks a PDF for the lookup page.

use super::child::contain;
use std::io;
use std::process::ExitCode;

/// Marks the PDF on standard input, writes it to standard output
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The memory that it may have, in MB
    #[arg(long)]
    memory: u64,
    /// The time of a processor that it may have
    #[arg(long)]
    seconds: u64,
}

/// Marks it.
pub(in crate::cli) fn run(args: &Args) -> ExitCode {
    // The time is kept from within, too: whoever waits may be gone.
    contain(args.memory, Some(args.seconds));
    match crate::web::mark_one(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
