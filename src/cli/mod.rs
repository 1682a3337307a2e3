//! The command line: one file a subcommand. This room stands above all others; it reads and writes
//! files and speaks to people, and leaves the reading of letters to [`crate::extract`].

/// What the exit codes say; printed under every `--help`, each command with its own 1 and 2.
macro_rules! exit_codes {
    () => {
        exit_codes!(
            "some file failed, or a diagnostic is an error (with --strict: or a warning)",
            "wrong usage: an input that is missing, an output folder that cannot be written,
     a broken grammar file"
        )
    };
    ($one:literal, $two:literal) => {
        concat!("Exit codes:\n  0  all well\n  1  ", $one, "\n  2  ", $two)
    };
}
use exit_codes;

mod answer;
mod asked;
mod batch;
mod budget;
mod check;
mod completions;
mod dates;
mod deadlines;
mod diff;
mod drawing;
mod export;
mod extract;
mod find;
mod folders;
mod follow_up;
mod grammars;
mod guard;
mod index;
mod inputs;
mod link;
mod lock;
mod man;
mod messages;
mod one_file;
mod output;
mod pdfs;
mod records;
mod requests;
mod schema;
mod serve;
mod set;
mod show;
mod state;
mod stats;
mod tables;
mod tally;
mod terms;
mod text;

use clap::{Parser, Subcommand};
use messages::say;
use std::num::NonZeroUsize;
use std::process::ExitCode;

/// Reads the documents by which Norwegian ministries steer their agencies, and writes validated JSON.
#[derive(Debug, Parser)]
#[command(
    name = "oppdrag",
    version,
    long_about = "Reads the documents by which Norwegian ministries steer their agencies (tildelingsbrev, \
oppdragsdokument and their supplements, Prop. 1 S, årlig melding; PDF, plain text, Markdown or HTML) and \
writes down, as validated JSON, what each of them asks for, from whom, by when, for how much, how it is \
measured, and what was answered.\n\n\
Every text in the JSON is a quotation with its place in the source; `oppdrag check` proves it.",
    after_help = exit_codes!(),
    after_long_help = concat!(
        "\
Examples:
  oppdrag extract brev.pdf --out -         read one letter, print its JSON
  oppdrag extract inbox --out out          read a folder; write out/<path>.json for each file
  oppdrag extract inbox --out - --format ndjson | grep '\"record\":\"deadline\"'
  oppdrag check out --source inbox         prove the JSON against its schema and its sources
  oppdrag link out                         link the documents of a set to each other
  oppdrag show TB2026-14                   an item whole, from the store of ./out
  oppdrag find ventetid --year 2026        search all texts
  oppdrag deadlines --in mai               what falls due, and who is to do it
  oppdrag follow-up brev.json rapport.json what was asked for beside what was answered
  oppdrag state out                        what the letters of a set leave in force
  oppdrag diff out/2025 out/2026           what changed from year to year
  oppdrag index out                        make the store of a folder anew
  oppdrag export out --to frister.ics      deadlines for a calendar; .xlsx and .csv for Excel
  oppdrag schema > oppdrag.schema.json     the JSON Schema of what extract writes
  oppdrag text brev.pdf                    the text that all places refer to
  oppdrag grammars brev.pdf                how a letter of a new form was understood

",
        exit_codes!()
    )
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Args),
    Check(check::Args),
    Link(link::Args),
    Index(index::Args),
    Show(show::Args),
    Find(find::Args),
    Deadlines(deadlines::Args),
    Requests(requests::Args),
    Budget(budget::Args),
    Stats(stats::Args),
    FollowUp(follow_up::Args),
    State(state::Args),
    Diff(diff::Args),
    Export(export::Args),
    Schema(schema::Args),
    Text(text::Args),
    Grammars(grammars::Args),
    Serve(serve::Args),
    Completions(completions::Args),
    Man(man::Args),
    #[command(hide = true)]
    PdfReader(pdfs::child::Args),
    #[command(hide = true)]
    PdfMarker(pdfs::marker::Args),
}

/// How a command went that was asked for rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All well.
    Well,
    /// Some file failed, or a check found an error.
    Failed,
}

/// A request that cannot be carried out as it stands: what is wrong with it, and what to do.
#[derive(Debug)]
struct Usage {
    message: String,
    hint: String,
}

impl Usage {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// Threads to read files on: as many as asked for, else one a processor, never more than files.
fn pool(jobs: Option<NonZeroUsize>, files: usize) -> Result<rayon::ThreadPool, Usage> {
    let jobs = jobs
        .or_else(|| std::thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get)
        .min(files.max(1));
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        // Damaged files nest deeper than letters do, and a stack that overflows cannot be caught.
        .stack_size(64 * 1024 * 1024)
        .build()
        .map_err(|error| {
            Usage::new(
                format!("cannot start {jobs} threads: {error}"),
                "ask for fewer with --jobs",
            )
        })
}

/// Runs the command that the arguments name; returns the exit code of the process.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::PdfReader(args) => return pdfs::child::run(&args),
        Command::PdfMarker(args) => return pdfs::marker::run(&args),
        Command::Extract(args) => extract::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Link(args) => link::run(&args),
        Command::Index(args) => index::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Find(args) => find::run(&args),
        Command::Deadlines(args) => deadlines::run(&args),
        Command::Requests(args) => requests::run(&args),
        Command::Budget(args) => budget::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::FollowUp(args) => follow_up::run(&args),
        Command::State(args) => state::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Schema(_) => schema::run(),
        Command::Text(args) => text::run(&args),
        Command::Grammars(args) => grammars::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    match done {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(usage) => {
            say(&format!("error: {}\nhint: {}", usage.message, usage.hint));
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_well_formed() {
        Cli::command().debug_assert();
    }
}
