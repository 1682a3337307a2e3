//! The report of a run, for programs: what was read, what was not, and why.

use super::super::guard::Fault;
use super::known::Why;
use crate::Extraction;
use crate::model::{Severity, SignalKind, Tool};
use crate::store::{PassedOver, SeveralFiles, ToldApart};
use serde::Serialize;
use std::collections::BTreeMap;

/// A run of `oppdrag extract`.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The program.
    pub tool: Tool,
    /// When it began, ISO 8601, UTC.
    pub started: String,
    /// How long it took.
    pub seconds: f64,
    /// What was asked for.
    pub paths: Vec<String>,
    /// The folders that sources lie in, of this run and those before it, absolute: `index` finds the
    /// sources there.
    pub folders: Vec<String>,
    /// The folder of the JSON.
    pub out: String,
    /// What the process ends with.
    pub exit_code: u8,
    /// How many files of each sort there were.
    pub counts: Counts,
    /// The files that were read, in the order of the plan. Those that had not changed are only counted.
    pub read: Vec<Read>,
    /// The files that could not be read.
    pub failed: Vec<Failed>,
    /// Files of former runs that lie elsewhere now: their old JSON was taken away.
    pub renamed: Vec<Renamed>,
    /// Files of former runs that are not there any more.
    pub gone: Vec<Gone>,
    /// Files that were left alone, for their ending.
    pub skipped: Vec<String>,
    /// Documents that stand in several files; the first counts when things are looked up.
    pub same_key: Vec<SameKey>,
    /// Different documents that their files give one key: those that are called otherwise when things are
    /// looked up.
    pub told_apart: Vec<OneKey>,
    /// The diagnostics of the files that were read, by code.
    pub diagnostics: BTreeMap<String, CodeCount>,
    /// What went wrong with the store, or null.
    pub store_error: Option<String>,
}

/// How many files of each sort.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Counts {
    /// Read for the first time.
    pub new: usize,
    /// Read anew.
    pub changed: usize,
    /// Not read, for nothing had changed.
    pub unchanged: usize,
    /// Not readable.
    pub failed: usize,
    /// Lying elsewhere now.
    pub renamed: usize,
    /// Not there any more.
    pub gone: usize,
    /// Left alone.
    pub skipped: usize,
}

/// A file that was read.
#[derive(Debug, Serialize)]
pub(crate) struct Read {
    /// Where it lies.
    pub file: String,
    /// Its JSON, below the folder.
    pub json: String,
    /// Why it was read.
    pub why: Why,
    /// The keys of its documents.
    pub documents: Vec<String>,
    /// Diagnostics of that severity.
    pub errors: usize,
    /// Diagnostics of that severity.
    pub warnings: usize,
    /// Entries of `coverage.unclaimed`, by signal: what asks, dates, pays or numbers and is in no record.
    pub unclaimed: BTreeMap<SignalKind, usize>,
    /// What of it is told aloud: the messages of `assignments_missing` and `series_unread`.
    pub missed: Vec<String>,
    /// How long it took.
    pub seconds: f64,
}

/// A file that could not be read.
#[derive(Debug, Serialize)]
pub(crate) struct Failed {
    /// Where it lies.
    pub file: String,
    /// Why.
    pub reason: String,
    /// Whether the file is at fault, or this program.
    pub fault: Fault,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// When it failed first.
    pub since: String,
    /// Whether the JSON of its former content is still there.
    pub stale: bool,
}

/// A file that lies elsewhere now.
#[derive(Debug, Serialize)]
pub(crate) struct Renamed {
    /// Its JSON before, below the folder.
    pub from: String,
    /// Its JSON now.
    pub to: String,
}

/// A file that is not there any more.
#[derive(Debug, Serialize)]
pub(crate) struct Gone {
    /// Where it lay.
    pub file: String,
    /// Its JSON, below the folder.
    pub json: String,
    /// Whether the JSON was taken away (`--prune`).
    pub pruned: bool,
}

/// A document that stands in several files.
#[derive(Debug, Serialize)]
pub(crate) struct SameKey {
    /// Its key.
    pub key: String,
    /// The JSON files, the one that counts first.
    pub json: Vec<String>,
    /// The others, each with the ground on which it does not count: `gone`, `records` and `unclaimed`
    /// (with both figures), `pages` or `first`.
    pub passed_over: Vec<PassedOver>,
}

impl From<SeveralFiles> for SameKey {
    fn from(several: SeveralFiles) -> Self {
        let others = several.others.iter().map(|one| one.json.clone());
        Self {
            json: std::iter::once(several.counts).chain(others).collect(),
            key: several.key,
            passed_over: several.others,
        }
    }
}

/// A document whose file gives it the key of a different one.
#[derive(Debug, Serialize)]
pub(crate) struct OneKey {
    /// What it is called when things are looked up.
    pub key: String,
    /// The key that its file gives it.
    pub own_key: String,
    /// Its JSON.
    pub json: String,
    /// The JSON of the document that keeps the key.
    pub other: String,
}

impl From<ToldApart> for OneKey {
    fn from(one: ToldApart) -> Self {
        Self {
            key: one.key,
            own_key: one.own_key,
            json: one.json,
            other: one.other,
        }
    }
}

/// How often a diagnostic was made.
#[derive(Debug, Serialize)]
pub(crate) struct CodeCount {
    /// The gravest that it was.
    pub severity: Severity,
    /// How often.
    pub count: usize,
}

impl Report {
    /// Counts the diagnostics of a file that was read.
    pub(crate) fn count(&mut self, extraction: &Extraction) {
        for found in &extraction.diagnostics {
            let one = self
                .diagnostics
                .entry(found.code.clone())
                .or_insert(CodeCount {
                    severity: found.severity,
                    count: 0,
                });
            one.severity = one.severity.max(found.severity);
            one.count += 1;
        }
    }
}
