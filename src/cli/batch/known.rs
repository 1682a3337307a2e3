//! What is known of the files of a batch from former runs, and what it says of reading them again.

use crate::cli::extract;
use crate::cli::inputs::Input;
use crate::grammar::Grammar;
use crate::store::{Entry, StoreError, Writer};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Why a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Why {
    /// It was not read before.
    New,
    /// Its content is another.
    Content,
    /// Another version of the program, or other grammar files, read it before, or it is not known which.
    Program,
    /// The JSON is not what was written.
    Json,
    /// `--again`.
    Asked,
    /// It lay elsewhere before.
    Moved,
}

/// What is known of the files of a batch. Shared by the threads that read them.
#[derive(Debug)]
pub(crate) struct Known {
    folder: PathBuf,
    entries: HashMap<String, Entry>,
    /// Files that could not be read when they were last tried.
    failing: HashSet<String>,
    again: bool,
    /// Which program and grammar files read now.
    pub reading: String,
}

impl Known {
    /// What the store knows of the files of a plan.
    pub(crate) fn look_up(
        writer: &Writer,
        folder: &Path,
        inputs: &[Input],
        reading: String,
        again: bool,
    ) -> Result<Self, StoreError> {
        let mut entries = HashMap::with_capacity(inputs.len());
        for input in inputs {
            let path = extract::json_name(input);
            if let Some(entry) = writer.entry(&path)? {
                entries.insert(path, entry);
            }
        }
        Ok(Self {
            folder: folder.to_path_buf(),
            entries,
            failing: writer.failures()?.into_iter().map(|one| one.path).collect(),
            again,
            reading,
        })
    }

    /// The entry of a JSON file.
    pub(crate) fn entry(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// The folder that a file belongs to, absolute: the one that was walked, or, of a file that was
    /// named itself, the one in which it was found before.
    pub(crate) fn root(&self, input: &Input, path: &str) -> Option<String> {
        if let Some(root) = &input.root {
            return Some(root.display().to_string());
        }
        let before = self.entry(path)?;
        before
            .root
            .clone()
            .filter(|_| before.origin == input.absolute())
    }

    /// Whether the account of a file that has not changed is right as it is.
    pub(crate) fn is_settled(&self, input: &Input, path: &str) -> bool {
        !self.failing.contains(path)
            && self.entry(path).is_some_and(|entry| {
                !entry.gone
                    && entry.origin == input.absolute()
                    && entry.root == self.root(input, path)
            })
    }

    /// The other file that a JSON file was made from and that is still there, if there is one: two
    /// folders can hold files of one name.
    pub(crate) fn other_source(&self, input: &Input, path: &str, sha256: &str) -> Option<String> {
        let entry = self.entry(path)?;
        let (before, now) = (entry.origin.as_deref()?, input.absolute()?);
        let place = |path: &str| Path::new(path).canonicalize().ok();
        let other = before != now && entry.sha256 != sha256;
        (other && place(before).is_some() && place(before) != place(&now))
            .then(|| before.to_string())
    }

    /// Why a file is to be read; `None` where nothing has changed.
    pub(crate) fn why(&self, path: &str, sha256: &str) -> Option<Why> {
        let Some(entry) = self.entry(path) else {
            return Some(Why::New);
        };
        let json = || std::fs::metadata(self.folder.join(path)).map(|json| json.len());
        if entry.sha256 != sha256 {
            Some(Why::Content)
        } else if entry.reading.as_deref() != Some(&self.reading) {
            Some(Why::Program)
        } else if json().ok() != Some(entry.bytes) {
            Some(Why::Json)
        } else {
            self.again.then_some(Why::Asked)
        }
    }
}

/// A mark of the program and of the grammar files that it reads by: what is read out of a file depends
/// on these two and on nothing else.
pub(crate) fn reading(grammar: &Grammar) -> String {
    let (version, build) = (env!("CARGO_PKG_VERSION"), env!("OPPDRAG_BUILD"));
    format!("{version} {build} {}", &grammar.sha256()[..16])
}
