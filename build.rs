//! Gives the program a mark of what it was built from, so that the batch can tell that it is another
//! program than the one that read a file before, also where both bear the same version.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What decides over what is read out of a file.
const PARTS: [&str; 4] = ["src", "grammars", "Cargo.toml", "Cargo.lock"];

fn main() {
    let mut files = BTreeSet::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        gather(Path::new(part), &mut files);
    }
    let mut mark = DefaultHasher::new();
    for file in files {
        file.hash(&mut mark);
        std::fs::read(&file).unwrap_or_default().hash(&mut mark);
    }
    println!("cargo::rustc-env=OPPDRAG_BUILD={:016x}", mark.finish());
}

fn gather(path: &Path, files: &mut BTreeSet<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => entries
            .flatten()
            .for_each(|entry| gather(&entry.path(), files)),
        Err(_) => {
            files.insert(path.to_path_buf());
        }
    }
}
