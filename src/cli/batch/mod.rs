//! The batch keeps account: which files are read and which are left as they are, what became of each,
//! which are not there any more. The account is in the store; the report of a run is a file beside it.
//!
//! The order of things keeps it safe to kill: first the JSON of a file is written, whole or not at all,
//! then its records and its entry in the account, together. What was killed in between is read again.

mod known;
mod report;

use known::reading;
pub(super) use known::{Known, Why};

use super::guard::Broken;
use super::inputs::{Input, Plan};
use super::{Usage, extract, folders, index, lock, messages, output, tally};
use crate::model::{Severity, Tool};
use crate::store::{Deeds, Entry, Failure, StoreError, Writer};
use crate::{Extraction, Grammar};
use jiff::Timestamp;
use report::{Counts, Failed, Gone, OneKey, Read, Renamed, Report, SameKey};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What became of a file of the batch.
#[derive(Debug)]
pub(super) enum Fate {
    /// Nothing had changed.
    Unchanged,
    /// It was read, and its JSON written.
    Written(Box<Written>),
    /// It could not be read.
    Failed(Broken),
}

/// A file that was read, and its JSON written.
#[derive(Debug)]
pub(super) struct Written {
    pub extraction: Extraction,
    /// Of the JSON.
    pub bytes: u64,
    pub why: Why,
    pub seconds: f64,
}

/// The account of a run. While it lives, nobody else writes to the folder.
#[derive(Debug)]
pub(super) struct Account {
    folder: PathBuf,
    writer: Writer,
    known: Known,
    report: Report,
    begun: Instant,
    /// What went wrong at the end, for people.
    errors: Vec<String>,
    /// The JSON files that the plan comes to.
    planned: BTreeSet<String>,
    /// Diagnostics of the files that were left as they are.
    pub unchanged_errors: usize,
    pub unchanged_warnings: usize,
    _lock: lock::Lock,
}

/// What the end of a run has to tell.
#[derive(Debug)]
pub(super) struct Closing {
    /// Lines for people.
    pub lines: Vec<String>,
    /// Lines for people that are told also where they asked for quiet.
    pub errors: Vec<String>,
}

impl Account {
    /// Opens the account of a folder, to which this process has the right to write, and looks up what
    /// is known.
    pub(super) fn open(
        folder: &Path,
        lock: lock::Lock,
        plan: &Plan,
        grammar: &Grammar,
        again: bool,
    ) -> Result<Self, Usage> {
        let begun = Instant::now();
        let reading = reading(grammar);
        let started = Timestamp::now().to_string();
        let mut writer = index::open(folder)?;
        let look_up =
            |writer: &Writer| Known::look_up(writer, folder, &plan.inputs, reading.clone(), again);
        let mut known = look_up(&writer);
        if known.as_ref().is_err_and(StoreError::is_damage) {
            known = index::heal(&mut writer, folder).and_then(|()| look_up(&writer));
        }
        let known = known.map_err(|error| {
            Usage::new(
                error.to_string(),
                "make the store anew with `oppdrag index`",
            )
        })?;
        Ok(Self {
            folder: folder.to_path_buf(),
            writer,
            known,
            report: Report {
                tool: Tool::running(grammar.sha256()),
                started,
                seconds: 0.0,
                paths: Vec::new(),
                folders: folders::with(folder, plan),
                out: folder.display().to_string(),
                exit_code: 0,
                counts: Counts {
                    skipped: plan.skipped.len(),
                    ..Counts::default()
                },
                read: Vec::new(),
                failed: Vec::new(),
                renamed: Vec::new(),
                gone: Vec::new(),
                skipped: plan.skipped.clone(),
                same_key: Vec::new(),
                told_apart: Vec::new(),
                diagnostics: Default::default(),
                store_error: None,
            },
            begun,
            errors: Vec::new(),
            planned: plan.inputs.iter().map(extract::json_name).collect(),
            unchanged_errors: 0,
            unchanged_warnings: 0,
            _lock: lock,
        })
    }

    /// What is known of the files.
    pub(super) fn known(&self) -> &Known {
        &self.known
    }

    /// How many files were left as they are.
    pub(super) fn unchanged(&self) -> usize {
        self.report.counts.unchanged
    }

    /// Enters what became of some files, in one go.
    pub(super) fn enter<'f>(&mut self, fates: impl Iterator<Item = (&'f Input, &'f Fate)>) {
        let mut done: Vec<(&Input, String, &Fate)> = Vec::new();
        for (input, fate) in fates {
            let path = extract::json_name(input);
            self.count(input, &path, fate);
            done.push((input, path, fate));
        }
        let known = &self.known;
        // Most runs of most nights have nothing to write.
        let settled = |(input, path, fate): &(&Input, String, &Fate)| {
            matches!(fate, Fate::Unchanged) && known.is_settled(input, path)
        };
        if self.report.store_error.is_some() || done.iter().all(settled) {
            return;
        }
        let folder = &self.folder;
        let started = &self.report.started;
        let enter_all = |deeds: &Deeds<'_>| {
            done.iter().try_for_each(|(input, path, fate)| {
                enter(deeds, known, folder, started, input, path, fate)
            })
        };
        let mut entered = self.writer.in_one_go(enter_all);
        if entered.as_ref().is_err_and(StoreError::is_damage) {
            // It is a cache: made anew from the JSON, it is as good as before.
            entered = index::heal(&mut self.writer, folder)
                .and_then(|()| self.writer.in_one_go(enter_all));
        }
        self.note(entered);
    }

    /// Counts a file.
    fn count(&mut self, input: &Input, path: &str, fate: &Fate) {
        let counts = &mut self.report.counts;
        match fate {
            Fate::Unchanged => {
                counts.unchanged += 1;
                if let Some(entry) = self.known.entry(path) {
                    self.unchanged_errors += entry.errors;
                    self.unchanged_warnings += entry.warnings;
                }
            }
            Fate::Written(written) => {
                match written.why {
                    Why::New => counts.new += 1,
                    _ => counts.changed += 1,
                }
                let extraction = &written.extraction;
                self.report.count(extraction);
                self.report.read.push(Read {
                    file: input.shown.clone(),
                    json: path.to_string(),
                    why: written.why,
                    documents: extraction
                        .documents
                        .iter()
                        .map(|one| one.key.clone())
                        .collect(),
                    errors: extraction.count(Severity::Error),
                    warnings: extraction.count(Severity::Warning),
                    unclaimed: tally::unclaimed(extraction),
                    missed: tally::missed(extraction),
                    seconds: rounded(written.seconds),
                });
            }
            Fate::Failed(Broken { reason, fault }) => {
                counts.failed += 1;
                self.report.failed.push(Failed {
                    file: input.shown.clone(),
                    reason: reason.clone(),
                    fault: *fault,
                    attempts: 1,
                    since: self.report.started.clone(),
                    stale: self.folder.join(path).exists(),
                });
            }
        }
    }

    /// Keeps the first thing that went wrong with the store. The JSON does not depend on it, and what
    /// was not entered is read again by the next run.
    fn note<T>(&mut self, done: Result<T, StoreError>) -> Option<T> {
        match done {
            Ok(done) => Some(done),
            Err(error) => {
                self.report.store_error.get_or_insert(error.to_string());
                None
            }
        }
    }

    /// Closes the account: files that moved and files that are gone, doubles, the report.
    ///
    /// `exit_code` is what the files came to; the report is written to `.oppdrag/run.json`, and to
    /// `copy` where that is asked for.
    pub(super) fn close(
        mut self,
        plan: &Plan,
        paths: &[PathBuf],
        prune: bool,
        exit_code: u8,
        copy: Option<&Path>,
    ) -> Closing {
        if self.report.store_error.is_none() {
            for root in &plan.roots {
                let done = self.look_for_gone(root, prune);
                self.note(done);
            }
            let done = self.attempts(plan);
            self.note(done);
            let doubles = self.writer.doubles();
            let doubles = self.note(doubles).unwrap_or_default();
            self.report.same_key = doubles.into_iter().map(SameKey::from).collect();
            let told_apart = self.writer.told_apart();
            let told_apart = self.note(told_apart).unwrap_or_default();
            self.report.told_apart = told_apart.into_iter().map(OneKey::from).collect();
            let tidied = self.writer.tidy();
            self.note(tidied);
        }
        let mut errors = std::mem::take(&mut self.errors);
        if let Some(error) = &self.report.store_error {
            errors.push(format!(
                "error: {error}; the JSON files are written and complete; `oppdrag index {}` makes the store anew from them, where the disk has room",
                self.folder.display()
            ));
        }
        self.report.exit_code = if errors.is_empty() { exit_code } else { 1 };
        self.report.paths = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        self.report.seconds = rounded(self.begun.elapsed().as_secs_f64());
        let own = folders::report(&self.folder);
        let mut report = serde_json::to_vec_pretty(&self.report).unwrap_or_default();
        report.push(b'\n');
        for file in [Some(own.as_path()), copy].into_iter().flatten() {
            let way = lock::workshop(&self.folder);
            let written = match file == own {
                true => output::write_by_way_of(&way, file, &report),
                false => output::write_whole(file, &report),
            };
            if let Err(error) = written {
                errors.push(format!("error: {error}"));
            }
        }
        Closing {
            lines: self.lines(&own),
            errors,
        }
    }

    /// What is told at the end, for people.
    fn lines(&self, own: &Path) -> Vec<String> {
        let mut lines = Vec::new();
        for one in &self.report.renamed {
            lines.push(format!("renamed: {} is {} now", one.from, one.to));
        }
        for one in self.report.gone.iter().take(extract::NAMED) {
            lines.push(if one.pruned {
                format!("gone: {}; its JSON was taken away", one.file)
            } else {
                format!(
                    "gone: {}; its JSON is kept (--prune takes it away)",
                    one.file
                )
            });
        }
        let more = self.report.gone.len().saturating_sub(extract::NAMED);
        if more > 0 {
            lines.push(format!("gone: {more} more"));
        }
        for one in self.report.same_key.iter().take(extract::NAMED) {
            let ground = one.passed_over.first().map(|other| other.ground.words());
            lines.push(format!(
                "one document in several files: {} of {} counts, not that of {}{}",
                one.key,
                one.json[0],
                named(&one.json[1..]),
                ground.map_or_else(String::new, |ground| format!(": {ground}"))
            ));
        }
        let more = self.report.same_key.len().saturating_sub(extract::NAMED);
        if more > 0 {
            lines.push(format!("one document in several files: {more} more"));
        }
        for one in self.report.told_apart.iter().take(extract::NAMED) {
            lines.push(format!(
                "two documents under one key: {} of {} has the key of {} and a different text; it is called {}",
                one.own_key, one.json, one.other, one.key
            ));
        }
        let more = self.report.told_apart.len().saturating_sub(extract::NAMED);
        if more > 0 {
            lines.push(format!("two documents under one key: {more} more"));
        }
        lines.push(format!("report       {}", own.display()));
        lines
    }

    /// Files of a folder that were read before and are not there now.
    fn look_for_gone(&mut self, root: &Path, prune: bool) -> Result<(), StoreError> {
        let name = root.to_string_lossy();
        let missing: Vec<Entry> = self
            .writer
            .entries_of(&name)?
            .into_iter()
            .filter(|entry| !self.planned.contains(&entry.path))
            .filter(|entry| entry.origin.as_deref().is_some_and(is_absent))
            .collect();
        for failure in self.writer.failures()? {
            if failure.root.as_deref() == Some(&*name) && is_absent(&failure.origin) {
                self.writer.in_one_go(|deeds| deeds.mended(&failure.path))?;
            }
        }
        for entry in missing {
            let origin = entry.origin.clone().unwrap_or_default();
            if let Some(to) = self.moved_to(&entry)? {
                if self.take_away(&entry, Some(&to)) {
                    self.writer.in_one_go(|deeds| deeds.remove(&entry.path))?;
                    self.report.counts.renamed += 1;
                    self.report.renamed.push(Renamed {
                        from: entry.path,
                        to,
                    });
                }
                continue;
            }
            let mut pruned = false;
            if prune {
                if let Some(empty) = empty_folder(root, &origin) {
                    self.errors.push(format!(
                        "error: {} is empty, and the JSON of what lay there was not taken away: is the disk mounted? (else take the folder away, too)",
                        empty.display()
                    ));
                } else {
                    pruned = self.take_away(&entry, None);
                }
            }
            if pruned {
                self.writer.in_one_go(|deeds| deeds.remove(&entry.path))?;
            } else if !entry.gone {
                self.writer.in_one_go(|deeds| deeds.gone(&entry.path))?;
            }
            self.report.counts.gone += 1;
            self.report.gone.push(Gone {
                file: origin,
                json: entry.path,
                pruned,
            });
        }
        // One empty folder, one line.
        self.errors.dedup();
        Ok(())
    }

    /// The JSON of the same content elsewhere among the files of this run: the file was moved there.
    fn moved_to(&mut self, entry: &Entry) -> Result<Option<String>, StoreError> {
        let same = self.writer.entries_with(&entry.sha256)?;
        let to = same
            .into_iter()
            .find(|one| one.path != entry.path && self.planned.contains(&one.path));
        let Some(to) = to else { return Ok(None) };
        // A file that moved is not a new one; of two that became one, only one did.
        let new = |read: &Read| read.json == to.path && read.why == Why::New;
        if let Some(read) = self.report.read.iter_mut().find(|read| new(read)) {
            read.why = Why::Moved;
            self.report.counts.new -= 1;
        }
        Ok(Some(to.path))
    }

    /// Takes the JSON of a file away; whether it is gone. On a disk that does not tell capitals from
    /// small letters, the JSON of a file that moved can be the same file under its new name.
    fn take_away(&mut self, entry: &Entry, to: Option<&str>) -> bool {
        let json = self.folder.join(&entry.path);
        let place = |path: &Path| path.canonicalize().ok();
        if let Some(to) = to
            && place(&json).is_some()
            && place(&json) == place(&self.folder.join(to))
        {
            return true;
        }
        match std::fs::remove_file(&json) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                self.errors.push(format!(
                    "error: {}: cannot be taken away: {}",
                    json.display(),
                    messages::io(&error)
                ));
                false
            }
            _ => true,
        }
    }

    /// How often the files that failed have been tried, from the account.
    fn attempts(&mut self, plan: &Plan) -> Result<(), StoreError> {
        if self.report.failed.is_empty() {
            return Ok(());
        }
        let known: HashMap<String, Failure> = self
            .writer
            .failures()?
            .into_iter()
            .map(|one| (one.path.clone(), one))
            .collect();
        let paths: HashMap<&str, String> = plan
            .inputs
            .iter()
            .map(|input| (input.shown.as_str(), extract::json_name(input)))
            .collect();
        for failed in &mut self.report.failed {
            if let Some(one) = paths
                .get(failed.file.as_str())
                .and_then(|path| known.get(path))
            {
                failed.attempts = one.attempts;
                failed.since.clone_from(&one.since);
            }
        }
        Ok(())
    }
}

/// Enters what became of a file.
fn enter(
    deeds: &Deeds<'_>,
    known: &Known,
    folder: &Path,
    started: &str,
    input: &Input,
    path: &str,
    fate: &Fate,
) -> Result<(), StoreError> {
    let (root, origin) = (known.root(input, path), input.absolute());
    match fate {
        Fate::Unchanged => deeds.seen(path, root.as_deref(), origin.as_deref()),
        Fate::Written(written) => deeds.put(
            &Entry {
                path: path.to_string(),
                root,
                origin,
                sha256: written.extraction.source.sha256.clone(),
                reading: Some(known.reading.clone()),
                bytes: written.bytes,
                errors: 0,
                warnings: 0,
                gone: false,
            },
            &written.extraction,
        ),
        Fate::Failed(Broken { reason, .. }) => deeds.failed(&Failure {
            path: path.to_string(),
            origin: origin.unwrap_or_else(|| input.shown.clone()),
            root,
            reason: reason.clone(),
            attempts: 1,
            since: started.to_string(),
            stale: folder.join(path).exists(),
        }),
    }
}

/// Whether a file is certainly not there: a folder that cannot be looked into says nothing.
fn is_absent(origin: &str) -> bool {
    Path::new(origin).try_exists().is_ok_and(|there| !there)
}

/// The folder, at or below a root, in which a file that is gone should lie, where that is there and
/// empty: the place of a disk that is not mounted looks like that.
fn empty_folder(root: &Path, origin: &str) -> Option<PathBuf> {
    let above = Path::new(origin).ancestors().skip(1);
    let folder = above
        .take_while(|folder| folder.starts_with(root))
        .find(|folder| folder.is_dir())?;
    let mut entries = std::fs::read_dir(folder).ok()?;
    entries.next().is_none().then(|| folder.to_path_buf())
}

/// A few names, and how many more there are.
fn named(names: &[String]) -> String {
    let few = names.len().min(3);
    match names.len() - few {
        0 => names.join(" and "),
        more => format!("{} and {more} more", names[..few].join(", ")),
    }
}

/// To thousandths.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}
