//! A set of documents: the JSON that `oppdrag extract` wrote, in files and folders.

use super::inputs::{self, Plan};
use super::messages::say;
use super::{Usage, link as link_command};
use crate::model::Extraction;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Reads the JSON files that paths stand for, those of folders in the order of their names.
///
/// A file that is no such JSON is told of, and the others are read; the second value is whether
/// there was one.
pub(super) fn read(paths: &[PathBuf]) -> Result<(Vec<Extraction>, bool), Usage> {
    let json = |path: &Path| inputs::has_extension(path, &["json"]);
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
        inputs::walk(path, None, json, &mut plan);
        if plan.inputs.len() == before {
            return Err(Usage::new(
                format!("{}: no .json file in this folder", path.display()),
                "name the folder that `oppdrag extract` wrote to with --out",
            ));
        }
    }
    let mut failed = false;
    let mut set: Vec<Extraction> = Vec::new();
    let mut holders: HashMap<String, &str> = HashMap::new();
    for input in &plan.inputs {
        match link_command::read(input) {
            Ok((extraction, _)) => {
                for document in &extraction.documents {
                    if let Some(first) = holders.get(&document.key) {
                        say(&format!(
                            "warning: {first} and {} both hold {}; the first counts",
                            input.shown, document.key
                        ));
                    } else {
                        holders.insert(document.key.clone(), &input.shown);
                    }
                }
                set.push(extraction);
            }
            Err(message) => {
                say(&format!("{}: error: {message}", input.shown));
                failed = true;
            }
        }
    }
    Ok((set, failed))
}
