//! A set of documents: the JSON that `oppdrag extract` wrote, in files and folders.

use super::inputs::{self, Plan};
use super::messages::say;
use super::{Usage, link as link_command};
use crate::model::Extraction;
use crate::same;
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

/// The set with each document told apart from others of its key, and with those readings last of which
/// another file's counts, so that the first document of a key is the one that counts. All is told.
fn preferred_first(set: Vec<(&str, Extraction)>) -> Vec<Extraction> {
    let (shown, mut set): (Vec<&str>, Vec<Extraction>) = set.into_iter().unzip();
    let found = same::tell_apart(&mut set);
    for ((file, at), before) in &found.renamed {
        say(&format!(
            "warning: {} holds a document with the key {before} of another one and a different text; it is called {}",
            shown[*file], set[*file].documents[*at].key
        ));
    }
    for double in &found.doubles {
        let (file, at) = double.at;
        say(&format!(
            "warning: {} and {} both hold {}; the first counts: {}",
            shown[double.counts.0],
            shown[file],
            set[file].documents[at].key,
            double.ground.words()
        ));
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (file, mut extraction) in set.into_iter().enumerate() {
        let counting = |at: usize| found.counts((file, at));
        let all = extraction.documents.len();
        match (0..all).filter(|at| counting(*at)).count() {
            0 if all > 0 => after.push(extraction),
            some => {
                // Of a file whose other documents count, what does not is left out.
                if some < all {
                    let mut at = 0..;
                    extraction
                        .documents
                        .retain(|_| at.next().is_none_or(counting));
                }
                before.push(extraction);
            }
        }
    }
    before.append(&mut after);
    before
}
