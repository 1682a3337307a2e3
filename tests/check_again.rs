//! `oppdrag check` over files: read again, digests, links, and JSON of another program.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;

use exports::{run, well};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with `inbox`, a letter and its supplement, and `out`, their JSON, linked.
fn linked() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox/2027");
    fs::create_dir_all(&inbox).unwrap();
    for name in ["letter-2026.md", "letter-2027.md", "supplement-2027-1.md"] {
        fs::write(inbox.join(name), common::fixture(&format!("series/{name}"))).unwrap();
    }
    well(
        folder.path(),
        &["extract", "inbox", "--out", "out", "--quiet"],
    );
    well(folder.path(), &["link", "out"]);
    folder
}

fn json_of(folder: &Path) -> PathBuf {
    folder.join("out/2027/supplement-2027-1.md.json")
}

/// Changes the JSON; with new digests, or the old ones.
fn change(folder: &Path, seal: bool, deed: impl FnOnce(&mut Value)) {
    let path = json_of(folder);
    let mut value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    deed(&mut value);
    if seal {
        let mut extraction: oppdrag::Extraction = serde_json::from_value(value).unwrap();
        extraction.seal();
        value = serde_json::to_value(&extraction).unwrap();
    }
    let mut bytes = serde_json::to_vec_pretty(&value).unwrap();
    bytes.push(b'\n');
    fs::write(&path, bytes).unwrap();
}

const AGAIN: [&str; 5] = ["check", "out", "--source", "inbox", "--again"];

#[test]
fn what_nobody_changed_is_proven() {
    let folder = linked();
    let ran = well(folder.path(), &AGAIN);
    assert!(ran.err.contains("3 files read again\n"), "{}", ran.err);
    assert!(ran.err.contains(" 0 errors"), "{}", ran.err);
    // Sources are known by their content, wherever they lie.
    let moved = folder.path().join("elsewhere");
    fs::rename(folder.path().join("inbox/2027"), &moved).unwrap();
    well(
        folder.path(),
        &["check", "out", "--source", "elsewhere", "--again"],
    );
}

#[test]
fn the_first_difference_is_named() {
    let folder = linked();
    // Nothing in the text says how urgent it is to whom: only another reading finds it.
    change(folder.path(), true, |json| {
        json["documents"][0]["assignments"] = json!([]);
        json["documents"][0]["deadlines"] = json!([]);
        json["documents"][0]["citations"] = json!([]);
        json["documents"][0]["links"] = json!([]);
    });
    let ran = run(folder.path(), &AGAIN);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let told = "error read_otherwise: at /documents/0/assignments/0 stands nothing, and the source gives {\"id\":";
    assert!(ran.err.contains(told), "{}", ran.err);
}

#[test]
fn another_order_of_fields_or_white_space_is_told() {
    let folder = linked();
    let path = json_of(folder.path());
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen(": ", ":  ", 1)).unwrap();
    let ran = run(folder.path(), &AGAIN);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("its bytes are not what extract writes"),
        "{}",
        ran.err
    );
}

#[test]
fn what_another_program_wrote_is_no_failure_of_the_document() {
    let folder = linked();
    change(folder.path(), true, |json| {
        json["source"]["tool"]["commit"] = json!("0000000")
    });
    let ran = run(folder.path(), &AGAIN);
    // Nothing is proven, and that is said; without --again there is nothing to say.
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err
            .contains("warning other_program: written by oppdrag 0."),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("(commit 0000000, grammar files "),
        "{}",
        ran.err
    );
    assert!(ran.err.contains(" 0 errors"), "{}", ran.err);
    assert!(
        ran.err
            .contains("2 files read again; 1 file could not be, and nothing is proven of them"),
        "{}",
        ran.err
    );
    well(folder.path(), &["check", "out", "--source", "inbox"]);
}

#[test]
fn other_grammar_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = common::path("fixtures");
    let letter = fixtures.join("letters/invented-ministry.txt");
    let (letter, letters) = (letter.to_str().unwrap(), fixtures.join("letters"));
    let grammars = fixtures.join("grammars");
    let grammars = grammars.to_str().unwrap();
    well(
        folder.path(),
        &[
            "extract",
            letter,
            "--out",
            "out",
            "--quiet",
            "--grammars",
            grammars,
        ],
    );
    let mut args = vec![
        "check",
        "out",
        "--source",
        letters.to_str().unwrap(),
        "--again",
    ];
    let ran = run(folder.path(), &args);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("written with other grammar files"),
        "{}",
        ran.err
    );
    args.extend(["--grammars", grammars]);
    let ran = well(folder.path(), &args);
    assert!(ran.err.contains("1 file read again\n"), "{}", ran.err);
}

#[test]
fn digests_show_what_is_gone() {
    let folder = linked();
    change(folder.path(), false, |json| {
        json["documents"][0]["withdrawals"] = json!([]);
    });
    let ran = run(folder.path(), &["check", "out"]);
    assert_eq!(ran.code, 1);
    let told = "error digest_mismatch: the document or its records were changed";
    assert!(ran.err.contains(told), "{}", ran.err);
    // Linking vouches for nothing that others changed.
    run(folder.path(), &["link", "out"]);
    assert_eq!(run(folder.path(), &["check", "out"]).code, 1);
}

#[test]
fn a_link_is_held_against_both_its_ends() {
    for (deed, told) in [
        (
            ("/documents/0/links/0/kind", json!("answers")),
            "no link is of such a kind",
        ),
        (
            ("/documents/0/links/0/ground", json!("title")),
            "its ground cannot be «title»",
        ),
        (
            ("/documents/0/links/0/to/id", json!("TB2027-99")),
            "has no record TB2027-99",
        ),
        (
            ("/documents/0/links/0/spans_to", json!([])),
            "stands elsewhere than the link says",
        ),
    ] {
        let folder = linked();
        change(folder.path(), true, |json| {
            *json.pointer_mut(deed.0).unwrap() = deed.1.clone();
        });
        let ran = run(folder.path(), &["check", "out"]);
        assert_eq!(ran.code, 1, "{}", deed.0);
        assert!(ran.err.contains(told), "{}: {}", deed.0, ran.err);
    }
}
