//! `oppdrag extract`: letters in, JSON out.

use super::batch::{Account, Fate, Known, Why, Written};
use super::guard::Broken;
use super::inputs::{Input, Plan};
use super::messages::{self, say};
use super::output::Reader;
use super::pdfs::{self, Pdfs};
use super::tally::Tally;
use super::{Outcome, Usage, guard, inputs, lock, output, records};
use crate::grammar::GrammarError;
use crate::model::Severity;
use crate::{Extraction, Grammar};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

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
directly is always tried. A file that cannot be read is reported, the rest of the batch goes on, and the next \
run tries it again. Files are written whole or not at all.\n\n\
OUT/oppdrag.db, the store that show, find, deadlines and the others ask, is kept with the JSON. It also knows \
what was read: a file whose content has not changed is left as it is, unless another version of the program or \
other grammar files read it. Files that moved, and files that are gone, are told of; OUT/.oppdrag/run.json is \
the report of the last run, for programs. It may be killed at any time, and of two runs into one folder the \
second waits.\n\n\
What a letter asks, dates or pays and no record took stands in `coverage.unclaimed`; series and assignments that \
were missed are warnings, told once more at the end of the run. (--format ndjson and --out - read everything, and keep no store.)",
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
  oppdrag extract inbox --out out --quiet && oppdrag link out
      every night: reads what is new; tells errors only
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
    /// Read also what has not changed
    #[arg(long)]
    again: bool,
    /// Take away the JSON of files that are gone from the folders named
    #[arg(long)]
    prune: bool,
    /// Write the report of the run to this file, too
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Warnings make the exit code 1, too
    #[arg(long)]
    strict: bool,
    /// Print only what makes the run fail: no progress, no summary, warnings only with --strict
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    limits: pdfs::Limits,
}

/// What became of one file.
struct Finished {
    fate: Fate,
    /// Its figures, where it was read.
    tally: Option<Tally>,
    /// What its diagnostics say.
    messages: Vec<String>,
    /// What is to be printed, where the output is standard output.
    printed: Vec<u8>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let grammar = grammar(args.grammars.as_deref())?;
    let folder = (args.out.as_os_str() != "-").then_some(args.out.as_path());
    let mut plan = inputs::plan(&args.paths, folder)?;
    if let Some(folder) = folder {
        inputs::apart(&plan.inputs, |input| target(folder, input, args.format))?;
        output::prepare(folder)?;
    }
    let mut account = match folder {
        Some(folder) if args.format == Format::Json => {
            let lock = lock::hold(folder)?;
            if lock.waited {
                // Whoever wrote meanwhile took his time; files may have come and gone.
                plan = inputs::plan(&args.paths, Some(folder))?;
                inputs::apart(&plan.inputs, |input| target(folder, input, args.format))?;
            }
            Some(Account::open(folder, lock, &plan, &grammar, args.again)?)
        }
        _ if args.again || args.prune || args.report.is_some() => {
            return Err(Usage::new(
                "--again, --prune and --report are for a folder of JSON, of which account is kept",
                "name a folder after --out, and leave --format ndjson out",
            ));
        }
        _ => None,
    };
    let pool = super::pool(args.jobs, plan.inputs.len())?;
    guard::install();
    let sum = batch(args, &grammar, folder, &plan, &pool, &mut account);
    Ok(conclude(args, &plan, sum, account))
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

/// What the files came to.
struct Sum {
    tally: Tally,
    /// The files that failed, and why.
    failed: Vec<String>,
}

/// Reads all files, a stretch at a time; results and messages come in the order of the plan.
fn batch(
    args: &Args,
    grammar: &Grammar,
    folder: Option<&Path>,
    plan: &Plan,
    pool: &rayon::ThreadPool,
    account: &mut Option<Account>,
) -> Sum {
    let bar = progress(args, plan.inputs.len());
    let pdfs = Pdfs::new(args.limits);
    let one = plan.inputs.len() == 1;
    let mut sum = Sum {
        tally: Tally::default(),
        failed: Vec::new(),
    };
    // A stretch bounds what waits in memory for its turn.
    for stretch in plan.inputs.chunks(pool.current_num_threads() * 16) {
        let known = account.as_ref().map(Account::known);
        let finished: Vec<Finished> = pool.install(|| {
            stretch
                .par_iter()
                .with_max_len(1)
                .map(|input| {
                    let done = file(args, grammar, &pdfs, folder, known, input, one);
                    bar.inc(1);
                    done
                })
                .collect()
        });
        if let Some(account) = account {
            account.enter(stretch.iter().zip(finished.iter().map(|done| &done.fate)));
        }
        for (input, done) in stretch.iter().zip(finished) {
            // The bar is taken away only for those who have something to say.
            if !done.messages.is_empty() {
                bar.suspend(|| done.messages.iter().for_each(|line| say(line)));
            }
            if let Some(tally) = &done.tally {
                sum.tally.add(tally);
            }
            if let Fate::Failed(broken) = &done.fate {
                let line = format!("{}: {}", input.shown, broken.reason);
                bar.suspend(|| say(&format!("error: {line}")));
                sum.failed.push(line);
            }
            if done.printed.is_empty() {
                continue;
            }
            match bar.suspend(|| output::print(&done.printed)) {
                Ok(Reader::Listens) => {}
                Ok(Reader::Left) => return sum,
                Err(error) => {
                    let line = format!("standard output: {}", messages::io(&error));
                    say(&format!("error: {line}"));
                    sum.failed.push(line);
                    return sum;
                }
            }
        }
    }
    bar.finish_and_clear();
    sum
}

/// Says what the files came to.
fn conclude(args: &Args, plan: &Plan, sum: Sum, account: Option<Account>) -> Outcome {
    let unchanged = account.as_ref().map_or(0, Account::unchanged);
    let (mut errors, mut warnings) = (sum.tally.errors, sum.tally.warnings);
    if let Some(account) = &account {
        // The exit code is about the folder of JSON, not about what happened to be new in it.
        errors += account.unchanged_errors;
        warnings += account.unchanged_warnings;
    }
    if let Some(account) = &account {
        let left = (account.unchanged_errors, account.unchanged_warnings);
        if left.0 > 0 || (args.strict && left.1 > 0) {
            say(&format!(
                "{} and {} are of files that have not changed; --again tells them once more",
                messages::count(left.0, "error"),
                messages::count(left.1, "warning")
            ));
        }
    }
    let mut well = sum.failed.is_empty() && errors == 0 && !(args.strict && warnings > 0);
    let closing = account.map(|account| {
        account.close(
            plan,
            &args.paths,
            args.prune,
            u8::from(!well),
            args.report.as_deref(),
        )
    });
    if !args.quiet {
        let one = plan.inputs.len() == 1;
        summary(&sum.tally, &sum.failed, &plan.skipped, unchanged, one);
    }
    if let Some(closing) = closing {
        if !args.quiet {
            closing.lines.iter().for_each(|line| say(line));
        }
        closing.errors.iter().for_each(|line| say(line));
        well &= closing.errors.is_empty();
    }
    if well { Outcome::Well } else { Outcome::Failed }
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
    known: Option<&Known>,
    input: &Input,
    one: bool,
) -> Finished {
    let begun = Instant::now();
    let mut done = Finished {
        fate: Fate::Unchanged,
        tally: None,
        messages: Vec::new(),
        printed: Vec::new(),
    };
    let mut work = || -> Result<(), Broken> {
        let bytes = input.read()?;
        let why = match known {
            Some(known) => {
                let (path, sha256) = (json_name(input), crate::model::sha256(&bytes));
                if let Some(other) = known.other_source(input, &path, &sha256) {
                    return Err(format!(
                        "its JSON would take the place of that of {other}, a file of the same name; name the folder above both, or choose another --out"
                    )
                    .into());
                }
                match known.why(&path, &sha256) {
                    Some(why) => why,
                    None => return Ok(()),
                }
            }
            None => Why::Asked,
        };
        let name = input.name();
        let misnamed = |reason: String| format!("{}{reason}", misnamed(input, &bytes));
        let source = pdfs.read(&name, &bytes).map_err(|broken| Broken {
            reason: misnamed(broken.reason),
            ..broken
        })?;
        let read = || crate::extract_read(&name, &bytes, &source, grammar);
        let extraction = guard::guarded(read)?.map_err(|error| misnamed(error.to_string()))?;
        drop((bytes, source));
        let text = render(&extraction, args.format, folder.is_some() || one).map_err(|error| {
            Broken::program(format!(
                "internal error ({error}); please report it with the file"
            ))
        })?;
        let size = text.len() as u64;
        match folder {
            Some(folder) if known.is_some() => {
                let file = target(folder, input, args.format);
                output::write_by_way_of(&lock::workshop(folder), &file, &text)?;
            }
            Some(folder) => output::write_whole(&target(folder, input, args.format), &text)?,
            None => done.printed = text,
        }
        let shown = |severity| match severity {
            Severity::Info => false,
            // Where a warning fails the run, it is told.
            Severity::Warning => !args.quiet || args.strict,
            Severity::Error => true,
        };
        for found in &extraction.diagnostics {
            if shown(found.severity) {
                done.messages
                    .push(messages::diagnostic(&input.shown, found));
            }
        }
        done.tally = Some(Tally::of(&extraction));
        done.fate = Fate::Written(Box::new(Written {
            extraction,
            bytes: size,
            why,
            seconds: begun.elapsed().as_secs_f64(),
        }));
        Ok(())
    };
    if let Err(broken) = work() {
        done.fate = Fate::Failed(broken);
    }
    done
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
    match format {
        Format::Json => folder.join(json_name(input)),
        Format::Ndjson => folder.join(format!("{}.ndjson", input.name())),
    }
}

/// The name of a file's JSON below the output folder, `/` between its parts.
pub(super) fn json_name(input: &Input) -> String {
    format!("{}.json", input.name())
}

/// How many files are named one by one.
pub(super) const NAMED: usize = 10;

fn summary(sum: &Tally, failed: &[String], skipped: &[String], unchanged: usize, one: bool) {
    let mut lines = sum.lines(unchanged, failed.len(), skipped.len());
    // Figures of nothing would hide what went wrong.
    if sum.files == 0 {
        lines.truncate(1);
    }
    lines.iter().for_each(|line| say(line));
    if !sum.unread.is_empty() {
        say("missed:");
        for line in sum.unread.iter().take(NAMED) {
            say(&format!("  {line}"));
        }
        let more = sum.unread.len().saturating_sub(NAMED);
        if more > 0 {
            say(&format!(
                "  and {more} more, each told above and in the report of the run"
            ));
        }
    }
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
            "skipped (no text, Markdown, HTML, DOCX or PDF by their names): {}{more}",
            named.join(", ")
        ));
    }
    if sum.files == 0 && failed.is_empty() && unchanged > 0 {
        say("nothing has changed since these files were read; --again reads them anyway");
    } else if sum.files == 0 && failed.is_empty() {
        say("no file to read was found");
    }
}
