//! How the tests ask the store: the real binary, over fixtures or over letters of their own.

#![allow(dead_code, clippy::unwrap_used)]

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What a run gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn run(folder: &Path, args: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .args(args)
        .current_dir(folder)
        .env_remove("OPPDRAG_STORE")
        .output()
        .unwrap();
    Ran {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub fn json(folder: &Path, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
    let ran = run(folder, &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// A folder with some texts read into `out`, and their store.
pub fn of_texts(texts: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    for (name, text) in texts {
        std::fs::write(inbox.join(name), text).unwrap();
    }
    let ran = run(
        folder.path(),
        &["extract", "inbox", "--out", "out", "--quiet"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

/// The rows of a CSV, each by the titles of its columns.
pub fn csv_rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let titles = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let cells = row.iter().map(str::to_string);
            titles.iter().map(str::to_string).zip(cells).collect()
        })
        .collect()
}

pub fn strings<'a>(rows: &'a Value, key: &str) -> Vec<&'a str> {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row[key].as_str().unwrap_or(""))
        .collect()
}
