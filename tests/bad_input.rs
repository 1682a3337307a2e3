//! Whatever a file holds, it is read or refused with a reason; nothing panics.

#![allow(clippy::unwrap_used)]

mod common;

use common::{all, letters, list, text};
use oppdrag::{Error, Extraction, Grammar, source::SourceError};
use serde_json::Value;
use std::fs;

/// Files that are refused, the kind of error, and words that its message must hold: where it is,
/// and what a person can do.
const REFUSED: [(&str, &str, &[&str]); 7] = [
    ("empty.txt", "empty", &["0 bytes", "fetch it again"]),
    (
        "encrypted.pdf",
        "encrypted",
        &["encrypted", "password", "save a copy without one"],
    ),
    (
        "not-a-letter.pdf",
        "unknown",
        &[
            "page 1, line 1",
            "«Tre dager rundt Langvatnet",
            "grammar file",
        ],
    ),
    ("rubbish.bin", "not text", &["byte 40", "PDF or plain text"]),
    ("scanned.pdf", "no text", &["page 1", "scanned", "OCR"]),
    ("truncated.pdf", "damaged", &["damaged", "fetch it again"]),
    (
        "unknown-kind.txt",
        "unknown",
        &["line 1", "«Innkalling til årsmøte", "grammar file"],
    ),
];

/// The head of a letter: what comes after it is read as one.
const LETTER: &str = "Tildelingsbrev 2026 – Kystetaten\n\n1 Oppdrag\n\n";

fn extract(name: &str, bytes: &[u8]) -> Result<Extraction, Error> {
    oppdrag::extract(name, bytes, &Grammar::built_in())
}

fn kind(error: &Error) -> &'static str {
    match error {
        Error::Source(SourceError::Empty) => "empty",
        Error::Source(SourceError::NotText { .. }) => "not text",
        Error::Source(SourceError::Encrypted) => "encrypted",
        Error::Source(SourceError::Damaged { .. }) => "damaged",
        Error::Source(SourceError::Internal { .. }) => "internal",
        Error::Source(SourceError::NoTextLayer { .. }) => "no text",
        Error::Source(SourceError::TooLarge { .. }) => "too large",
        Error::Source(SourceError::TooManyPages { .. }) => "too many pages",
        Error::UnknownKind { .. } => "unknown",
        Error::AsksNothing { .. } => "asks nothing",
        Error::Source(_) => "another form",
    }
}

#[test]
fn every_bad_file_has_its_test() {
    let mut found: Vec<String> = fs::read_dir(common::path("fixtures/bad"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".json"))
        .collect();
    found.sort();
    let mut known: Vec<&str> = REFUSED.iter().map(|(name, ..)| *name).collect();
    known.extend(["cut-in-table.txt", "latin1.txt"]);
    known.sort_unstable();
    assert_eq!(found, known);
}

#[test]
fn what_cannot_be_read_is_refused_with_place_and_advice() {
    let mut wrong = Vec::new();
    for (name, expected, words) in REFUSED {
        match extract(name, &common::fixture(&format!("bad/{name}"))) {
            Ok(extraction) => {
                let documents = extraction.documents.len();
                wrong.push(format!("{name}: read as {documents} document(s)"));
            }
            Err(error) => {
                let message = error.to_string();
                if kind(&error) != expected {
                    wrong.push(format!("{name}: no {expected} error: {message}"));
                }
                wrong.extend(
                    words
                        .iter()
                        .filter(|words| !message.contains(**words))
                        .map(|words| format!("{name}: «{words}» is not in: {message}")),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The facts of a bad file that a reader finds all the same, and what is read.
fn facts_and_reading(name: &str) -> (Value, Value) {
    let stem = name.split('.').next().unwrap();
    let facts = common::fixture(&format!("bad/{stem}.facts.json"));
    let bytes = common::fixture(&format!("bad/{name}"));
    let extraction = extract(name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let source = oppdrag::source::read(name, &bytes).unwrap();
    let broken = common::broken(&extraction, source.canonical.text());
    assert!(broken.is_empty(), "{name}: {broken:?}");
    (
        serde_json::from_slice(&facts).unwrap(),
        serde_json::to_value(&extraction).unwrap(),
    )
}

/// Holds assignments, their first and last words and their days against the facts.
fn hold(facts: &Value, read: &Value) {
    let assignment = |one: &Value| {
        (
            text(one, "id").to_string(),
            letters(text(one, "title")),
            text(one, "section").to_string(),
        )
    };
    let got = all(read, "assignments");
    assert_eq!(
        got.iter().map(assignment).collect::<Vec<_>>(),
        list(facts, "assignments")
            .iter()
            .map(assignment)
            .collect::<Vec<_>>()
    );
    for (one, fact) in got.iter().zip(list(facts, "assignments")) {
        let body = letters(text(one, "text"));
        assert!(
            body.starts_with(&letters(text(fact, "text_start"))),
            "{body}"
        );
        assert!(body.ends_with(&letters(text(fact, "text_end"))), "{body}");
    }
    let due = |one: &Value| (text(one, "assignment").to_string(), common::when(one));
    let bound = all(read, "deadlines");
    assert_eq!(
        bound
            .iter()
            .map(due)
            .filter(|(id, _)| !id.is_empty())
            .collect::<Vec<_>>(),
        list(facts, "deadlines").iter().map(due).collect::<Vec<_>>()
    );
}

#[test]
fn latin_1_is_recognised_and_said_so() {
    let (facts, read) = facts_and_reading("latin1.txt");
    hold(&facts, &read);
    assert!(
        list(&read, "diagnostics")
            .iter()
            .any(|one| one["code"] == "encoding"),
        "{}",
        read["diagnostics"]
    );
}

#[test]
fn a_letter_that_breaks_off_gives_what_is_there() {
    let (facts, read) = facts_and_reading("cut-in-table.txt");
    hold(&facts, &read);
}

#[test]
fn letters_cut_anywhere_are_read_or_refused() {
    for name in common::letter_names() {
        let whole = common::fixture(&format!("letters/{name}"));
        let steps = if name.ends_with(".pdf") { 3 } else { 7 };
        for step in 1..steps {
            // In the middle of a character, too.
            let bytes = &whole[..whole.len() * step / steps];
            let Ok(extraction) = extract(&name, bytes) else {
                continue;
            };
            let source = oppdrag::source::read(&name, bytes).unwrap();
            let broken = common::broken(&extraction, source.canonical.text());
            assert!(broken.is_empty(), "{name} at {step}/{steps}: {broken:?}");
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow; cargo test --release")]
fn fifty_megabytes_of_one_line_come_to_an_end() {
    for words in ["a", "ord ", "1", "| ", "<p>"] {
        for head in ["", LETTER] {
            let letter = head.to_string() + &words.repeat(50_000_000 / words.len());
            let read = extract("brev.txt", letter.as_bytes());
            assert_eq!(read.is_ok(), !head.is_empty(), "{words:?}");
        }
    }
}

/// A line of many facts gives as many records, not as many times the line.
#[test]
fn the_json_grows_with_the_letter_and_not_with_its_square() {
    for words in [
        "TB2026-1 Frist: 1.6.2026 ",
        "innen 1. mai 2026, jf. Prop. 1 S (2025–2026) ",
        "Etaten skal rapportere innen 1. mai 2026 ",
    ] {
        let size = |count: usize| {
            let letter = LETTER.to_string() + &words.repeat(count);
            let extraction = extract("brev.txt", letter.as_bytes()).unwrap();
            serde_json::to_string(&extraction).unwrap().len()
        };
        let (one, ten) = (size(60), size(600));
        assert!(
            ten < one * 15,
            "{words:?}: {one} bytes, ten times as much: {ten}"
        );
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow; cargo test --release")]
fn other_peoples_pdfs_are_no_letters() {
    let folder = common::path("../shared/corpus/other-pdf");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: no {}", folder.display());
        return;
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 10, "only {}", paths.len());
    let mut taken = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let read = extract(&name, &fs::read(&path).unwrap());
        match read {
            Err(error) => assert!(!error.to_string().is_empty()),
            Ok(extraction) => taken.extend(extraction.documents.iter().map(|one| {
                let title: String = one
                    .title
                    .iter()
                    .flat_map(|title| title.chars())
                    .take(60)
                    .collect();
                format!(
                    "{name}: {} ({title}), {} assignments, {} deadlines",
                    one.key,
                    one.assignments.len(),
                    one.deadlines.len()
                )
            })),
        }
    }
    assert!(taken.is_empty(), "taken for ours:\n{}", taken.join("\n"));
}
