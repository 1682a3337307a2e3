//! `oppdrag extract`: letters in, JSON out.

use super::inputs::{Input, Plan};
use super::messages::{self, say};
use super::output::Reader;
use super::pdfs::{self, Pdfs};
use super::tally::Tally;
use super::{Outcome, Usage, guard, inputs, output, records};
use crate::grammar::GrammarError;
use crate::model::Severity;
use crate::{Extraction, Grammar};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// How the JSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One JSON document a file.
    Json,
    /// One record a line.
    Ndjson,
}

/// Read documents and write JSON
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Reads letters, propositions and reports and writes, for each file, OUT/<its path>.json: \
assignments, deadlines, goals, indicators, requests of Parliament, money, answers, each with its place in the source.\n\n\
Folders are walked in the order of names. In them, files ending in .txt .text .md .markdown .html .htm .pdf \
are read, hidden files and files inside OUT are passed over, and the rest is listed as skipped. A file named \
directly is always tried. A file that cannot be read is reported and the rest of the batch goes on. Files \
are written whole or not at all.",
    after_help = super::exit_codes!(),
    after_long_help = concat!("\
Examples:
  oppdrag extract inbox --out out
      inbox/2026/brev.pdf becomes out/2026/brev.pdf.json
  oppdrag extract brev.pdf --out -
      prints the JSON of one file; of several, one compact JSON a line
  curl -s https://example.org/brev.txt | oppdrag extract - --out -
      reads standard input
  oppdrag extract inbox --out - --format ndjson | grep '\"record\":\"deadline\"'
      one record a line: source, document, section, goal, indicator, assignment,
      withdrawal, carry_over, requirement, deadline, request, appropriation,
      authorisation, report, table, citation, link, diagnostic, coverage
  oppdrag extract inbox --out out --grammars my-grammars
      with descriptions of your own of letters that look otherwise

", super::exit_codes!())
)]
pub(super) struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder to write to, made where it is missing; `-` is standard output
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// One JSON document a file, or one record a line
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// How many files to read at the same time [default: one a processor]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// A folder of grammar files to lay over the built-in ones
    #[arg(long, value_name = "DIR")]
    grammars: Option<PathBuf>,
    /// Warnings make the exit code 1, too
    #[arg(long)]
    strict: bool,
    /// Print errors only: no warnings, no progress, no summary
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    limits: pdfs::Limits,
}

/// What became of one file.
struct Finished {
    /// Its figures, or why there are none.
    result: Result<Tally, String>,
    /// What its diagnostics say.
    messages: Vec<String>,
    /// What is to be printed, where the output is standard output.
    printed: Vec<u8>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let grammar = grammar(args.grammars.as_deref())?;
    let folder = (args.out.as_os_str() != "-").then_some(args.out.as_path());
    let plan = inputs::plan(&args.paths, folder)?;
    if let Some(folder) = folder {
        inputs::apart(&plan.inputs, |input| target(folder, input, args.format))?;
        output::prepare(folder)?;
    }
    let pool = super::pool(args.jobs, plan.inputs.len())?;
    guard::install();
    Ok(batch(args, &grammar, folder, &plan, &pool))
}

/// The grammar: what is built in, with the files of a folder over it.
pub(super) fn grammar(folder: Option<&Path>) -> Result<Grammar, Usage> {
    match folder {
        None => Ok(Grammar::built_in()),
        Some(folder) => Grammar::with_folder(folder).map_err(|error| {
            Usage::new(
                error.to_string(),
                match error {
                    GrammarError::Unreadable { .. } => "name a folder with .toml files after --grammars",
                    GrammarError::Broken { .. } => {
                        "mend the file or leave out --grammars; grammars/README.md shows every kind of entry"
                    }
                },
            )
        }),
    }
}

/// Reads all files, a stretch at a time; results and messages come in the order of the plan.
fn batch(
    args: &Args,
    grammar: &Grammar,
    folder: Option<&Path>,
    plan: &Plan,
    pool: &rayon::ThreadPool,
) -> Outcome {
    let bar = progress(args, plan.inputs.len());
    let pdfs = Pdfs::new(args.limits);
    let one = plan.inputs.len() == 1;
    let mut sum = Tally::default();
    let mut failed: Vec<String> = Vec::new();
    let mut reader = Reader::Listens;
    // A stretch bounds what waits in memory for its turn on standard output.
    for stretch in plan.inputs.chunks(pool.current_num_threads() * 16) {
        let finished: Vec<Finished> = pool.install(|| {
            stretch
                .par_iter()
                .with_max_len(1)
                .map(|input| {
                    let done = file(args, grammar, &pdfs, folder, input, one);
                    bar.inc(1);
                    done
                })
                .collect()
        });
        for (input, done) in stretch.iter().zip(finished) {
            // The bar is taken away only for those who have something to say.
            if !done.messages.is_empty() {
                bar.suspend(|| done.messages.iter().for_each(|line| say(line)));
            }
            match done.result {
                Ok(tally) => sum.add(&tally),
                Err(reason) => {
                    let line = format!("{}: {reason}", input.shown);
                    bar.suspend(|| say(&format!("error: {line}")));
                    failed.push(line);
                }
            }
            if done.printed.is_empty() {
                continue;
            }
            match bar.suspend(|| output::print(&done.printed)) {
                Ok(Reader::Listens) => {}
                Ok(Reader::Left) => reader = Reader::Left,
                Err(error) => {
                    let line = format!("standard output: {}", messages::io(&error));
                    say(&format!("error: {line}"));
                    failed.push(line);
                    reader = Reader::Left;
                }
            }
            if reader == Reader::Left {
                break;
            }
        }
        if reader == Reader::Left {
            break;
        }
    }
    bar.finish_and_clear();
    if !args.quiet {
        summary(&sum, &failed, &plan.skipped, one);
    }
    if failed.is_empty() && sum.errors == 0 && !(args.strict && sum.warnings > 0) {
        Outcome::Well
    } else {
        Outcome::Failed
    }
}

/// A bar on standard error, where that is a terminal and there is something to wait for.
fn progress(args: &Args, files: usize) -> ProgressBar {
    if args.quiet || files < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) =
        ProgressStyle::with_template("{bar:30} {pos}/{len} files, {elapsed} (left: {eta})")
    {
        bar.set_style(style);
    }
    bar
}

/// From bytes to the written result, for one file; a panic stays inside.
fn file(
    args: &Args,
    grammar: &Grammar,
    pdfs: &Pdfs,
    folder: Option<&Path>,
    input: &Input,
    one: bool,
) -> Finished {
    let mut messages = Vec::new();
    let mut printed = Vec::new();
    let mut work = || -> Result<Tally, String> {
        let bytes = input.read()?;
        let name = input.name();
        let misnamed = |reason: String| format!("{}{reason}", misnamed(input, &bytes));
        let source = pdfs.read(&name, &bytes).map_err(misnamed)?;
        let read = || crate::extract_read(&name, &bytes, &source, grammar);
        let extraction = guard::guarded(read)?.map_err(|error| misnamed(error.to_string()))?;
        drop((bytes, source));
        let text = render(&extraction, args.format, folder.is_some() || one)
            .map_err(|error| format!("internal error ({error}); please report it with the file"))?;
        match folder {
            Some(folder) => output::write_whole(&target(folder, input, args.format), &text)?,
            None => printed = text,
        }
        let shown = |severity| match severity {
            Severity::Info => false,
            Severity::Warning => !args.quiet,
            Severity::Error => true,
        };
        for found in &extraction.diagnostics {
            if shown(found.severity) {
                messages.push(messages::diagnostic(&input.shown, found));
            }
        }
        Ok(Tally::of(&extraction))
    };
    let result = work();
    Finished {
        result,
        messages,
        printed,
    }
}

/// What is to be said first of a file that was not read: a «PDF» that is none is often the page of a
/// web server that had no such file, and its text would be a riddle.
fn misnamed(input: &Input, bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(1024)];
    if inputs::has_extension(&input.relative, &["pdf"])
        && !bytes.is_empty()
        && !head.windows(5).any(|five| five == b"%PDF-")
    {
        "named as a PDF, but it is none; see in another program what it holds, or fetch it again; "
    } else {
        ""
    }
}

/// The JSON of an extraction, with a line end.
fn render(extraction: &Extraction, format: Format, pretty: bool) -> serde_json::Result<Vec<u8>> {
    let mut bytes = match format {
        Format::Ndjson => return records::lines(extraction),
        Format::Json if pretty => serde_json::to_vec_pretty(extraction)?,
        Format::Json => serde_json::to_vec(extraction)?,
    };
    bytes.push(b'\n');
    Ok(bytes)
}

/// `OUT/<relative path>.json`, the extension kept.
fn target(folder: &Path, input: &Input, format: Format) -> PathBuf {
    let mut path = folder.join(&input.relative).into_os_string();
    path.push(match format {
        Format::Json => ".json",
        Format::Ndjson => ".ndjson",
    });
    path.into()
}

/// How many skipped files are named.
const NAMED: usize = 10;

fn summary(sum: &Tally, failed: &[String], skipped: &[String], one: bool) {
    let mut lines = sum.lines(failed.len(), skipped.len());
    // Figures of nothing would hide what went wrong.
    if sum.files == 0 {
        lines.truncate(1);
    }
    lines.iter().for_each(|line| say(line));
    if !one && !failed.is_empty() {
        say("failed:");
        for line in failed {
            say(&format!("  {line}"));
        }
    }
    if !skipped.is_empty() {
        let named = &skipped[..skipped.len().min(NAMED)];
        let more = match skipped.len() - named.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        say(&format!(
            "skipped (no text, Markdown, HTML or PDF by their names): {}{more}",
            named.join(", ")
        ));
    }
    if sum.files == 0 && failed.is_empty() {
        say("no file to read was found");
    }
}
