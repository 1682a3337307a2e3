//! `oppdrag index`: the store made anew from the JSON.

use super::inputs::{self, Input, Plan};
use super::messages::{count, say};
use super::{Outcome, Usage, folders, link as link_command, lock};
use crate::model::Extraction;
use crate::store::{self, Entry, StoreError, Writer};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// Make the store anew from the JSON
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Reads all JSON that `oppdrag extract` wrote below DIR and makes DIR/oppdrag.db anew: the \
store that show, find, deadlines, requests, budget, stats and serve ask. `extract` keeps it up to date by \
itself; this is for when it was deleted, or the JSON was changed by something else. Those who read the \
store meanwhile see the old one until the new one is whole.",
    after_help = concat!(
        "\
Examples:
  oppdrag index out
  rm out/oppdrag.db && oppdrag index out     no record is lost; but what was known of former
                                             runs is, and the next extract reads all files again

",
        super::exit_codes!("a file is no such JSON, or the store could not be written", "wrong usage: a folder that is missing, or without a .json file in it")
    )
)]
pub(super) struct Args {
    /// The folder that extract wrote to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let looked = plan(&args.folder)?;
    if looked.inputs.is_empty() {
        return Err(Usage::new(
            format!(
                "{}: no .json file in this folder, nothing to index",
                args.folder.display()
            ),
            "name the folder that `oppdrag extract` wrote to with --out",
        ));
    }
    let lock = lock::hold(&args.folder)?;
    // Whoever wrote meanwhile has written files.
    let plan = if lock.waited {
        plan(&args.folder)?
    } else {
        looked
    };
    let mut writer = raw(&args.folder)?;
    match fill(&mut writer, &plan) {
        Ok(filled) => {
            say(&format!(
                "{}: {} of {}",
                args.folder.join(store::FILE).display(),
                count(filled.documents, "document"),
                count(filled.files, "file"),
            ));
            Ok(if filled.failed {
                Outcome::Failed
            } else {
                Outcome::Well
            })
        }
        Err(error) => {
            say(&format!("{}: error: {error}", args.folder.display()));
            Ok(Outcome::Failed)
        }
    }
}

/// The JSON files of a folder.
pub(super) fn plan(folder: &Path) -> Result<Plan, Usage> {
    if let Err(error) = folder.metadata() {
        return Err(inputs::missing(folder, &error));
    }
    let mut plan = Plan::default();
    inputs::walk_json(folder, &mut plan);
    Ok(plan)
}

/// What to do where the store cannot be written.
pub(super) const FULL: &str =
    "see that this user may write to the folder, and that the disk is not full";

/// Opens the store of a folder for writing; one that holds nothing yet, or nothing that this version
/// can use, is filled with the JSON that is there.
pub(super) fn open(folder: &Path) -> Result<Writer, Usage> {
    let mut writer = raw(folder)?;
    if writer.is_fresh() {
        let plan = plan(folder)?;
        fill(&mut writer, &plan).map_err(|error| Usage::new(error.to_string(), FULL))?;
    }
    Ok(writer)
}

/// Opens the store of a folder for writing, as it is.
fn raw(folder: &Path) -> Result<Writer, Usage> {
    Writer::open(folder).map_err(|error| {
        let hint = match error {
            StoreError::Foreign(_) => "move that file away, or choose another output folder",
            _ => FULL,
        };
        Usage::new(error.to_string(), hint)
    })
}

/// Makes a damaged store anew from the JSON that is there.
pub(super) fn heal(writer: &mut Writer, folder: &Path) -> Result<(), StoreError> {
    say(&format!(
        "{}: the store is damaged; making it anew from the JSON",
        folder.join(store::FILE).display()
    ));
    writer.start_over()?;
    let plan = plan(folder).unwrap_or_default();
    fill(writer, &plan).map(|_| ())
}

/// What was put into the store.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// How many files.
    pub files: usize,
    /// How many documents they hold.
    pub documents: usize,
    /// Whether a file was no such JSON; it was told of.
    pub failed: bool,
}

/// Puts all files of a plan into the store, in the place of what it holds, in one go: readers see the
/// old one or the new one. What was known of how a file was read stays known where its JSON is still
/// of the same source. A store that turns out to be damaged is begun anew.
pub(super) fn fill(writer: &mut Writer, plan: &Plan) -> Result<Filled, StoreError> {
    match refill(writer, plan) {
        Err(error) if error.is_damage() => {
            writer.start_over()?;
            refill(writer, plan)
        }
        done => done,
    }
}

fn refill(writer: &mut Writer, plan: &Plan) -> Result<Filled, StoreError> {
    let mut known: HashMap<String, Entry> = HashMap::new();
    for entry in writer.entries()? {
        known.insert(entry.path.clone(), entry);
    }
    let failures = writer.failures()?;
    let folders = plan.roots.iter().flat_map(|root| folders::known(root));
    let folders: BTreeSet<String> = folders.collect();
    let filled = writer.in_one_go(|deeds| {
        deeds.clear()?;
        let mut filled = Filled::default();
        // A stretch bounds what waits in memory.
        for stretch in plan.inputs.chunks(rayon::current_num_threads() * 16) {
            let read: Vec<_> = stretch
                .par_iter()
                .map(|input| {
                    let bytes = input.read()?;
                    let extraction = link_command::parse(&bytes)?;
                    Ok::<_, String>((bytes.len() as u64, extraction))
                })
                .collect();
            for (input, read) in stretch.iter().zip(read) {
                match read {
                    Ok((bytes, extraction)) => {
                        let before = known.get(&input.name());
                        let mut entry = entry(input, bytes, &extraction, before);
                        if entry.origin.is_none() {
                            entry.origin = folders::origin(&folders, &extraction.source);
                        }
                        deeds.put(&entry, &extraction)?;
                        filled.files += 1;
                        filled.documents += extraction.documents.len();
                    }
                    Err(message) => {
                        say(&format!("{}: error: {message}", input.shown));
                        filled.failed = true;
                    }
                }
            }
        }
        for failure in &failures {
            deeds.failed(failure)?;
        }
        Ok(filled)
    })?;
    writer.tidy()?;
    Ok(filled)
}

/// Puts some JSON files into the store anew, in one go.
pub(super) fn renew(
    writer: &mut Writer,
    files: &[(&Input, u64, &Extraction)],
) -> Result<(), StoreError> {
    let mut entries = Vec::with_capacity(files.len());
    for (input, bytes, extraction) in files {
        let before = writer.entry(&input.name())?;
        entries.push(entry(input, *bytes, extraction, before.as_ref()));
    }
    writer.in_one_go(|deeds| {
        let mut files = entries.iter().zip(files);
        files.try_for_each(|(entry, (_, _, extraction))| deeds.put(entry, extraction))
    })?;
    writer.tidy()
}

/// The entry of a JSON file. What was known of how it was read stays known where it is still of the
/// same source.
fn entry(input: &Input, bytes: u64, extraction: &Extraction, before: Option<&Entry>) -> Entry {
    let sha256 = &extraction.source.sha256;
    let before = before.filter(|one| one.sha256 == *sha256);
    Entry {
        path: input.name(),
        root: before.and_then(|one| one.root.clone()),
        origin: before.and_then(|one| one.origin.clone()),
        sha256: sha256.clone(),
        reading: before.and_then(|one| one.reading.clone()),
        bytes,
        errors: 0,
        warnings: 0,
        gone: before.is_some_and(|one| one.gone),
    }
}
