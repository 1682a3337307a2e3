//! The folders that sources were read from, as the report of the last run has them: by them a store that
//! is made anew knows again where the sources lie.

use super::inputs::{Input, Origin, Plan};
use super::lock;
use crate::model::{SourceInfo, sha256};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The report of a run, in the folder of the program's own below that of the JSON.
pub(super) fn report(folder: &Path) -> PathBuf {
    lock::own_folder(folder).join("run.json")
}

/// The folders of the runs so far; none where there is no report, or one of a version that had none.
pub(super) fn known(folder: &Path) -> BTreeSet<String> {
    #[derive(Deserialize)]
    struct Report {
        #[serde(default)]
        folders: BTreeSet<String>,
    }
    let read = std::fs::read(report(folder)).ok();
    let read = read.and_then(|bytes| serde_json::from_slice::<Report>(&bytes).ok());
    read.map(|report| report.folders).unwrap_or_default()
}

/// The folders of the runs so far that are still there, and those of a plan.
pub(super) fn with(folder: &Path, plan: &Plan) -> Vec<String> {
    let mut folders = known(folder);
    folders.retain(|one| Path::new(one).is_dir());
    folders.extend(plan.inputs.iter().filter_map(of));
    folders.into_iter().collect()
}

/// The folder that an input's name counts from, absolute.
fn of(input: &Input) -> Option<String> {
    let folder = match (&input.root, &input.origin) {
        (Some(root), _) => root.clone(),
        (None, Origin::File(file)) => std::path::absolute(file).ok()?.parent()?.to_path_buf(),
        (None, _) => return None,
    };
    folder.to_str().map(str::to_string)
}

/// Where a source lies, below one of some folders; where several have a file of its name, the one whose
/// content it is.
pub(super) fn origin(folders: &BTreeSet<String>, source: &SourceInfo) -> Option<String> {
    let there: Vec<PathBuf> = folders
        .iter()
        .map(|folder| Path::new(folder).join(&source.file))
        .filter(|file| file.is_file())
        .collect();
    let own = match there.as_slice() {
        [one] => Some(one),
        several => several
            .iter()
            .find(|file| std::fs::read(file).is_ok_and(|bytes| sha256(&bytes) == source.sha256)),
    };
    own?.to_str().map(str::to_string)
}
