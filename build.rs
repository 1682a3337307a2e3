//! Gives the program a mark of what it was built from, so that the batch can tell that it is another
//! program than the one that read a file before, also where both bear the same version; and the commit,
//! for the JSON to name.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What decides over what is read out of a file.
const PARTS: [&str; 5] = ["src", "grammars", "Cargo.toml", "Cargo.lock", "build.rs"];

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
    let mark = format!("{:016x}", mark.finish());
    println!("cargo::rustc-env=OPPDRAG_BUILD={mark}");
    if let Some(commit) = commit(&mark) {
        println!("cargo::rustc-env=OPPDRAG_COMMIT={commit}");
    }
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

/// The commit that is built; where a part was changed since, with a mark of what the parts hold, so that
/// two programs never bear one name. None outside a checkout of this very package (a tarball, perhaps
/// unpacked below a repository of others), or without git.
fn commit(mark: &str) -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    // To watch what a commit changes makes each commit a new build: for what is released only. A build
    // to try things out names the commit that it saw when its parts last changed.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        for place in ["HEAD", "logs/HEAD"] {
            let path = git(&["rev-parse", "--git-path", place])?;
            // What is missing would be built anew each time.
            if Path::new(&path).exists() {
                println!("cargo::rerun-if-changed={path}");
            }
        }
    }
    let head = git(&["rev-parse", "HEAD"])?;
    let mut changed = vec!["status", "--porcelain", "--"];
    changed.extend(PARTS);
    match git(&changed)?.as_str() {
        "" => Some(head),
        _ => Some(format!("{head}-dirty-{mark}")),
    }
}

/// What git answers, without the line end.
fn git(arguments: &[&str]) -> Option<String> {
    let answer = Command::new("git").args(arguments).output().ok()?;
    let words = String::from_utf8(answer.stdout).ok()?;
    answer
        .status
        .success()
        .then(|| words.trim_end().to_string())
}
