//! Files made to do harm: each is its own error, and the batch goes on.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Runs the program on a folder with these hostile files among letters that are none.
fn batch(hostile: &[&str], args: &[&str]) -> (TempDir, Output) {
    let here = TempDir::new().unwrap();
    let inbox = here.path().join("in");
    fs::create_dir(&inbox).unwrap();
    let letter = common::path("fixtures/letters/allocation-letter.pdf");
    // The first and the last by their names, so that each thread meets one after the harm.
    for name in ["a.pdf", "y.pdf", "z.pdf"] {
        fs::copy(&letter, inbox.join(name)).unwrap();
    }
    for name in hostile {
        let file = common::path("fixtures/hostile").join(name);
        fs::copy(file, inbox.join(name)).unwrap();
    }
    let ran = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .args(["extract", "in", "--out", "out", "--jobs", "2"])
        .args(args)
        .current_dir(here.path())
        .output()
        .unwrap();
    (here, ran)
}

fn written(here: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(here.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .collect();
    names.sort();
    names
}

fn errors(ran: &Output) -> String {
    String::from_utf8(ran.stderr.clone()).unwrap()
}

#[test]
fn every_hostile_file_has_its_test() {
    let mut names: Vec<String> = fs::read_dir(common::path("fixtures/hostile"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let known = [
        "deep.pdf",
        "form-of-itself.pdf",
        "inflates.pdf",
        "never-done.pdf",
        "page-tree-cycle.pdf",
    ];
    assert_eq!(names, known);
}

#[test]
fn circles_do_no_harm() {
    let (here, ran) = batch(&["form-of-itself.pdf", "page-tree-cycle.pdf"], &[]);
    assert_eq!(ran.status.code(), Some(0), "{}", errors(&ran));
    let all = [
        "a.pdf.json",
        "form-of-itself.pdf.json",
        "page-tree-cycle.pdf.json",
        "y.pdf.json",
        "z.pdf.json",
    ];
    assert_eq!(written(here.path()), all);
}

#[test]
fn a_stack_that_overflows_and_memory_that_runs_out_cost_one_file_each() {
    // The depth takes most of 900 MB before its stack overflows, how much depends on how far the build is optimised.
    let (here, ran) = batch(&["deep.pdf", "inflates.pdf"], &["--pdf-memory", "1500"]);
    let said = errors(&ran);
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(
        said.contains("deep.pdf: the PDF is nested deeper"),
        "{said}"
    );
    assert!(
        said.contains("inflates.pdf: reading the PDF takes more than 1500 MB"),
        "{said}"
    );
    assert!(said.contains("--pdf-memory"), "{said}");
    assert_eq!(
        written(here.path()),
        ["a.pdf.json", "y.pdf.json", "z.pdf.json"]
    );
}

#[test]
fn a_file_that_is_never_done_is_given_up() {
    let (here, ran) = batch(&["never-done.pdf"], &["--pdf-timeout", "3"]);
    let said = errors(&ran);
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(
        said.contains("never-done.pdf: the PDF was not read within 3 s"),
        "{said}"
    );
    assert!(said.contains("--pdf-timeout"), "{said}");
    assert_eq!(
        written(here.path()),
        ["a.pdf.json", "y.pdf.json", "z.pdf.json"]
    );
}

#[test]
fn a_file_with_too_many_pages_is_given_up() {
    let (here, ran) = batch(&["page-tree-cycle.pdf"], &["--pdf-pages", "1"]);
    let said = errors(&ran);
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(
        said.contains("a.pdf: the PDF has more pages than the 1"),
        "{said}"
    );
    assert_eq!(written(here.path()), ["page-tree-cycle.pdf.json"]);
}

#[test]
fn the_layout_and_the_blocks_of_a_letter_are_shown() {
    let letter = common::path("fixtures/letters/commissioning-document.pdf");
    let shown = |flag: &str| {
        let ran = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
            .args(["text", flag])
            .arg(&letter)
            .output()
            .unwrap();
        assert_eq!(ran.status.code(), Some(0), "{}", errors(&ran));
        String::from_utf8(ran.stdout).unwrap()
    };
    let layout = shown("--layout");
    let line = layout
        .lines()
        .find(|line| line.ends_with("Dialyse på små steder"));
    let columns: Vec<&str> = line.unwrap().split_whitespace().take(7).collect();
    assert_eq!(columns[0], "2");
    assert!(columns[1].parse::<f32>().unwrap() > 100.0, "{columns:?}");
    assert_eq!(columns[6], "0:1,1");
    let blocks = shown("--blocks");
    assert!(
        blocks
            .lines()
            .any(|line| line.contains("heading 1") && line.ends_with("3 Oppdrag"))
    );
    assert!(blocks.contains("(taken out)"));
    assert!(
        blocks.contains("Felles vaktordning for øye- og øresykdommer i helger og på helligdager"),
        "{blocks}"
    );
}
