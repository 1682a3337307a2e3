//! A set of documents: the JSON that `oppdrag extract` wrote, in files and folders.

use super::inputs::{self, Plan};
use super::messages::say;
use super::{Usage, link as link_command};
use crate::model::{Extraction, SourceInfo};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Reads the JSON files that paths stand for, those of folders in the order of their names.
///
/// A file that is no such JSON is told of, and the others are read; the second value is whether
/// there was one.
pub(super) fn read(paths: &[PathBuf]) -> Result<(Vec<Extraction>, bool), Usage> {
    let mut plan = Plan::default();
    for path in paths {
        let kind = path
            .metadata()
            .map_err(|error| inputs::missing(path, &error))?;
        if !kind.is_dir() {
            plan.inputs.push(inputs::named(path));
            continue;
        }
        let before = plan.inputs.len();
        inputs::walk_json(path, &mut plan);
        if plan.inputs.len() == before {
            return Err(Usage::new(
                format!("{}: no .json file in this folder", path.display()),
                "name the folder that `oppdrag extract` wrote to with --out",
            ));
        }
    }
    let mut failed = false;
    let mut set: Vec<(&str, Extraction)> = Vec::new();
    for input in &plan.inputs {
        match link_command::read(input) {
            Ok((extraction, _)) => set.push((&input.shown, extraction)),
            Err(message) => {
                say(&format!("{}: error: {message}", input.shown));
                failed = true;
            }
        }
    }
    Ok((preferred_first(set), failed))
}

/// The set with those files last of which another file holds a document in a better form, so that the
/// first document of a key is the one that counts. They are told of.
fn preferred_first(set: Vec<(&str, Extraction)>) -> Vec<Extraction> {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (_, extraction)) in set.iter().enumerate() {
        for document in &extraction.documents {
            let files = holders.entry(&document.key).or_default();
            // A key that stands twice in one file is a matter of that file.
            if files.last() != Some(&at) {
                files.push(at);
            }
        }
    }
    let mut last: BTreeSet<usize> = BTreeSet::new();
    for (key, files) in holders {
        let sources: Vec<&SourceInfo> = files.iter().map(|at| &set[*at].1.source).collect();
        let Some(first) = SourceInfo::preferred(&sources).map(|at| files[at]) else {
            continue;
        };
        for other in files.into_iter().filter(|at| *at != first) {
            say(&format!(
                "warning: {} and {} both hold {key}; the first counts",
                set[first].0, set[other].0
            ));
            last.insert(other);
        }
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (at, (_, extraction)) in set.into_iter().enumerate() {
        if last.contains(&at) {
            after.push(extraction);
        } else {
            before.push(extraction);
        }
    }
    before.append(&mut after);
    before
}
