//! Letters that exist in two forms: whatever the file, its assignments, deadlines and money are the same.
//!
//! The letters are the corpus of `../shared`; where it is missing nothing is held.

#![allow(clippy::unwrap_used)]

mod common;

use oppdrag::model::Extraction;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder by the letter that they are; a name ends in its form.
fn letters(folder: &Path) -> BTreeMap<String, Vec<PathBuf>> {
    let mut letters: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for below in [folder.to_path_buf(), folder.join("pdf")] {
        for entry in fs::read_dir(below).into_iter().flatten() {
            let path = entry.unwrap().path();
            let form = path.extension().and_then(|form| form.to_str());
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            // A proposition's second form is an excerpt.
            let letter = !stem.starts_with("prop-") && stem != "README";
            if letter && form.is_some_and(|form| FORMS.contains(&form)) {
                letters.entry(stem).or_default().push(path);
            }
        }
    }
    letters.values_mut().for_each(|files| files.sort());
    letters.retain(|_, files| files.len() > 1);
    letters
}

const FORMS: [&str; 5] = ["docx", "html", "md", "pdf", "txt"];

/// What a letter holds, each fact in one line: no text, whose line ends and marks of lists are the form's.
fn facts(extraction: &Extraction) -> BTreeMap<String, usize> {
    let read = serde_json::to_value(extraction).unwrap();
    let mut facts = Vec::new();
    for one in common::all(&read, "assignments") {
        let title = common::letters(common::text(&one, "title"));
        facts.push(format!(
            "assignment {} {title}",
            common::text(&one, "number")
        ));
    }
    for one in common::all(&read, "deadlines") {
        let of = common::text(&one, "assignment");
        facts.push(format!("deadline {of} {}", common::when(&one)));
    }
    for kind in ["allocations", "earmarks"] {
        for one in common::all(&read, kind) {
            let of = |key: &str| match &one[key] {
                Value::Null => String::new(),
                value => value.to_string(),
            };
            let money = ["chapter", "post", "amount"].map(of).join(" ");
            facts.push(format!("{kind} {money}"));
        }
    }
    common::counted(facts)
}

#[test]
fn a_letter_says_the_same_in_every_form() {
    let folder = common::path("../shared/corpus");
    let letters = letters(&folder);
    if letters.is_empty() {
        println!("skipped: no letters in two forms in {}", folder.display());
        return;
    }
    let grammar = oppdrag::Grammar::built_in();
    let mut wrong = Vec::new();
    for (letter, files) in letters {
        let mut read = files.iter().map(|file| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let extraction = oppdrag::extract(&name, &fs::read(file).unwrap(), &grammar);
            (name, facts(&extraction.unwrap()))
        });
        let (_, first) = read.next().unwrap();
        assert!(!first.is_empty(), "{letter}");
        for (name, other) in read {
            let lacks = first.iter().filter(|(fact, n)| other.get(*fact) < Some(n));
            wrong.extend(lacks.map(|(fact, _)| format!("{name} lacks {fact}")));
            let has = other.iter().filter(|(fact, n)| first.get(*fact) < Some(n));
            wrong.extend(has.map(|(fact, _)| format!("{name} alone has {fact}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
