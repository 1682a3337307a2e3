//! `oppdrag link`: links the documents of a folder of JSON.

use super::inputs::Input;
use super::messages::{count, say};
use super::{Outcome, Usage, extract, index, lock, output};
use crate::link;
use crate::model::Extraction;
use crate::store;
use std::path::{Path, PathBuf};

/// Link the documents of a set: who answers, continues, supplements and cites what
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Reads the JSON that `oppdrag extract` wrote below DIR, looks up what each document refers \
to in the others, and fills their `links`: a report and what it answers, an assignment and the one it \
continues, a supplementary letter and the letter it changes, a parliamentary request and what carries it \
out, a citation and the document it names. Each link says its ground (same identifier, title, cited) and \
stands on both sides. A store beside the JSON gets them, too. A link is made where one record fits and no other: two that fit, and references that \
lead nowhere in the set, are diagnostics of the document (link_ambiguous, link_unresolved).",
    after_help = concat!(
        "\
Examples:
  oppdrag extract inbox --out out && oppdrag link out
  oppdrag link out --out linked         leave out as it is, write the linked JSON to linked

",
        super::exit_codes!("a file is no such JSON, or could not be written", "wrong usage: a folder that is missing, or without a .json file in it")
    )
)]
pub(super) struct Args {
    /// The folder that extract wrote to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Where the linked JSON goes; without it, back to its place
    #[arg(long, value_name = "OUT")]
    out: Option<PathBuf>,
    /// A folder of grammar files to lay over the built-in ones: `predecessors` of bodies stand there
    #[arg(long, value_name = "DIR")]
    grammars: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let mut plan = index::plan(&args.folder)?;
    if plan.inputs.is_empty() {
        return Err(Usage::new(
            format!(
                "{}: no .json file in this folder, nothing to link",
                args.folder.display()
            ),
            "name the folder that `oppdrag extract` wrote to with --out",
        ));
    }
    let out = args.out.as_deref().unwrap_or(&args.folder);
    output::prepare(out)?;
    let lock = lock::hold(out)?;
    if lock.waited {
        // Whoever wrote meanwhile has written files.
        plan = index::plan(&args.folder)?;
    }
    let mut failed = false;
    let mut set: Vec<Extraction> = Vec::new();
    let mut files: Vec<(&Input, bool)> = Vec::new();
    for input in &plan.inputs {
        match read(input) {
            Ok((extraction, pretty)) => {
                set.push(extraction);
                files.push((input, pretty));
            }
            Err(message) => {
                say(&format!("{}: error: {message}", input.shown));
                failed = true;
            }
        }
    }
    let tally = link::link(&mut set, &extract::grammar(args.grammars.as_deref())?);
    let mut written: Vec<(&Input, u64, &Extraction)> = Vec::new();
    for ((input, pretty), extraction) in files.iter().zip(&set) {
        match write(out, input, *pretty, extraction) {
            Ok(Some(bytes)) => written.push((input, bytes, extraction)),
            Ok(None) => {}
            Err(message) => {
                say(&format!("{}: error: {message}", input.shown));
                failed = true;
            }
        }
    }
    // The store is of this JSON: without the links it would be behind.
    if out.join(store::FILE).exists()
        && !written.is_empty()
        && let Err(error) = index::renew(&mut index::open(out)?, &written)
    {
        say(&format!(
            "error: {error}; the JSON files are linked: run `oppdrag index {}` when there is room",
            out.display()
        ));
        failed = true;
    }
    say(&format!(
        "{}, {}; {} lead nowhere in the set, {} fit several records",
        count(tally.documents, "document"),
        count(tally.links, "link"),
        count(tally.unresolved, "reference"),
        count(tally.ambiguous, "reference"),
    ));
    Ok(if failed {
        Outcome::Failed
    } else {
        Outcome::Well
    })
}

/// Writes an extraction to its place; its size, or `None` where the file holds it already.
fn write(
    out: &Path,
    input: &Input,
    pretty: bool,
    extraction: &Extraction,
) -> Result<Option<u64>, String> {
    let bytes = if pretty {
        serde_json::to_vec_pretty(extraction)
    } else {
        serde_json::to_vec(extraction)
    };
    let mut bytes = bytes.map_err(|error| error.to_string())?;
    bytes.push(b'\n');
    let file = out.join(&input.relative);
    // Of a night's letters, few change the links of the others.
    if std::fs::read(&file).is_ok_and(|there| there == bytes) {
        return Ok(None);
    }
    output::write_by_way_of(&lock::workshop(out), &file, &bytes)?;
    Ok(Some(bytes.len() as u64))
}

/// The extraction in a file, and whether it is written over several lines.
pub(super) fn read(input: &Input) -> Result<(Extraction, bool), String> {
    let bytes = input.read()?;
    let extraction = parse(&bytes)?;
    let pretty = bytes.iter().take(64).any(|byte| *byte == b'\n');
    Ok((extraction, pretty))
}

/// The extraction that JSON holds.
pub(super) fn parse(bytes: &[u8]) -> Result<Extraction, String> {
    serde_json::from_slice(bytes).map_err(|error| {
        format!("not the JSON of `oppdrag extract` ({error}); name what it wrote with --out")
    })
}
