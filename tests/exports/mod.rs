//! What the tests of `oppdrag export` share: a set of documents read, and workbooks read back.

#![allow(dead_code, clippy::unwrap_used)]

use super::common;
use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What a run gave.
pub struct Ran {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

pub fn run(folder: &Path, args: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: output.stdout,
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program, which has to end well.
pub fn well(folder: &Path, args: &[&str]) -> Ran {
    let ran = run(folder, args);
    assert_eq!(ran.code, 0, "{args:?}\n{}", ran.err);
    ran
}

/// A folder with `out`, the JSON of letters, a proposition, a report and a series.
pub fn read() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixture = |name: &str| common::path("fixtures").join(name).display().to_string();
    let inputs = [
        fixture("letters/allocation-letter.txt"),
        fixture("letters/commissioning-document.md"),
        fixture("propositions/requests.txt"),
        fixture("propositions/budget-nynorsk.txt"),
        fixture("reports/annual-report.md"),
        fixture("series"),
    ];
    let mut args = vec!["extract", "--out", "out", "--quiet"];
    args.extend(inputs.iter().map(String::as_str));
    well(folder.path(), &args);
    folder
}

/// The documents of a folder of JSON.
pub fn documents(folder: &Path) -> Vec<Value> {
    let mut files: Vec<_> = fs::read_dir(folder.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|file| {
            let json: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
            common::list(&json, "documents").to_vec()
        })
        .collect()
}

/// The records of one list with the key of their document.
pub fn records(folder: &Path, list: &str) -> Vec<(String, Value)> {
    documents(folder)
        .iter()
        .flat_map(|document| {
            let key = common::text(document, "key").to_string();
            common::list(document, list)
                .iter()
                .map(move |one| (key.clone(), one.clone()))
                .collect::<Vec<_>>()
        })
        .collect()
}

pub fn sheet(file: &Path, name: &str) -> Range<Data> {
    let bytes = fs::read(file).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheet_range(name).unwrap()
}

/// The names of the sheets that people can see or show.
pub fn sheets(file: &Path) -> Vec<String> {
    let book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(file).unwrap())).unwrap();
    let mut names = book.sheet_names();
    names.retain(|name| name != "Avtrykk");
    names
}

/// The column of a title, in the row of titles.
pub fn column(range: &Range<Data>, head: u32, title: &str) -> u32 {
    let width = range.end().unwrap().1;
    (0..=width)
        .find(|at| {
            range
                .get_value((head, *at))
                .is_some_and(|value| matches!(value, Data::String(words) if words == title))
        })
        .unwrap_or_else(|| panic!("no column {title}"))
}

pub fn cell(range: &Range<Data>, row: u32, column: u32) -> String {
    range
        .get_value((row, column))
        .map_or_else(String::new, ToString::to_string)
}

/// The rows of a sheet by their ids: title and words.
pub fn by_id(
    file: &Path,
    name: &str,
    head: u32,
    id: &str,
) -> BTreeMap<String, BTreeMap<String, String>> {
    let range = sheet(file, name);
    let own = column(&range, head, id);
    let (height, width) = range.end().unwrap();
    (head + 1..=height)
        .map(|row| {
            let cells = (0..=width)
                .map(|at| (cell(&range, head, at), cell(&range, row, at)))
                .collect();
            (cell(&range, row, own), cells)
        })
        .collect()
}

/// Whether a program is there; where it is not, that is said.
pub fn there(program: &str) -> bool {
    let there = Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|ran| ran.status.success());
    if !there {
        eprintln!("skipped: {program} is not installed");
    }
    there
}

/// The properties of each event, lines unfolded and texts unescaped: a reader of its own.
pub fn events(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(!text.replace("\r\n", "").contains(['\n', '\r']));
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    let mut events = Vec::new();
    let mut alarm = false;
    for line in text.replace("\r\n ", "").split("\r\n") {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        match (name, value) {
            ("BEGIN", "VEVENT") => events.push(BTreeMap::new()),
            ("BEGIN", "VALARM") => alarm = true,
            ("END", "VALARM") => alarm = false,
            _ => {
                let Some(event) = events.last_mut() else {
                    continue;
                };
                let name = if alarm {
                    format!("ALARM-{name}")
                } else {
                    name.to_string()
                };
                let value = value
                    .replace("\\\\", "\u{0}")
                    .replace("\\n", "\n")
                    .replace("\\,", ",")
                    .replace("\\;", ";")
                    .replace('\u{0}', "\\");
                event.insert(name, value);
            }
        }
    }
    events
}
