//! The program as a user meets it: what it prints, what it writes, and its exit code.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const LETTERS: [&str; 2] = ["allocation-letter.txt", "commissioning-document.txt"];

/// What a run gave.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_oppdrag"))
}

/// Runs the program in a folder, with `input` on its standard input.
fn run_with(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let mut child = program()
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that reads nothing closes the pipe; that is its right.
    let feed = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    Ran {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(folder: &Path, args: &[&str]) -> Ran {
    run_with(folder, args, b"")
}

/// A file of `fixtures/letters`. What is done with it passes the library's front door.
fn letter(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/letters")
        .join(name);
    assert!(path.exists(), "{} is missing", path.display());
    path
}

/// A folder with an `in` that holds `files`; a name that is one of [`LETTERS`] gets that letter.
fn inbox(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for (name, content) in files {
        let path = folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match content.strip_prefix("letter:") {
            Some(name) => drop(fs::copy(letter(name), path).unwrap()),
            None => fs::write(path, content).unwrap(),
        }
    }
    folder
}

/// Every file below a folder, with its bytes, by path; without the store and its account, which
/// `tests/batch.rs` is about.
fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .filter(|entry| {
            !entry
                .file_name()
                .to_string_lossy()
                .starts_with("oppdrag.db")
        })
        .filter(|entry| {
            !entry
                .path()
                .components()
                .any(|c| c.as_os_str() == ".oppdrag")
        })
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap();
            (name.display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect();
    all.sort();
    all
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_iter().map(|(name, _)| name).collect()
}

// ---- help

#[test]
fn help_teaches_and_names_the_exit_codes() {
    let here = TempDir::new().unwrap();
    for args in [
        &["--help"][..],
        &["extract", "--help"],
        &["check", "--help"],
        &["text", "--help"],
        &["schema", "--help"],
    ] {
        let ran = run(here.path(), args);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Example"), "{args:?}: {}", ran.out);
        assert!(ran.out.contains("Exit codes:"), "{args:?}: {}", ran.out);
        let strict = ran.out.contains("--strict");
        assert_eq!(strict, !matches!(args[0], "text" | "schema"), "{args:?}");
    }
    let version = run(here.path(), &["--version"]);
    assert_eq!(
        version.out,
        format!("oppdrag {}\n", env!("CARGO_PKG_VERSION"))
    );
}

// ---- usage: exit code 2, before anything is read

#[test]
fn wrong_arguments_are_usage_errors() {
    let here = inbox(&[("a.txt", "x")]);
    for args in [
        &[][..],
        &["extract"],
        &["extract", "in"],
        &["extract", "--out", "out"],
        &["extract", "in", "--out", "out", "--jobs", "0"],
        &["extract", "in", "--out", "out", "--format", "xml"],
        &["check"],
        &["text"],
        &["text", "in"],
        &["print"],
    ] {
        let ran = run(here.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "{args:?}: {}", ran.err);
    }
    assert_eq!(names(here.path()), ["in/a.txt"]);
}

#[test]
fn a_missing_path_is_a_usage_error_that_names_it() {
    let here = inbox(&[("a.txt", "x")]);
    for args in [
        &["extract", "in/a.txt", "in/b.txt", "--out", "out"][..],
        &["check", "in/b.txt"],
        &["text", "in/b.txt"],
        &["check", "in/a.txt", "--source", "in/b.txt"],
    ] {
        let ran = run(here.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.starts_with("error: in/b.txt: "), "{}", ran.err);
        assert!(ran.err.contains("\nhint: "), "{}", ran.err);
    }
    assert!(!here.path().join("out").exists());
}

#[test]
fn an_output_that_cannot_be_a_folder_is_a_usage_error() {
    let here = inbox(&[("a.txt", "x"), ("taken", "")]);
    for out in ["in/taken", "in/taken/below"] {
        let ran = run(here.path(), &["extract", "in/a.txt", "--out", out]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(
            ran.err.starts_with(&format!("error: {out}: ")),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("\nhint: "), "{}", ran.err);
    }
}

/// A folder below a file cannot be made by anybody, root or not; one whose name is too long neither.
#[test]
fn an_unwritable_output_folder_is_a_usage_error() {
    let here = inbox(&[("a.txt", "letter:allocation-letter.txt"), ("taken", "")]);
    for out in ["in/taken/below", &"x".repeat(300)] {
        let ran = run(here.path(), &["extract", "in/a.txt", "--out", out]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("cannot be written"), "{}", ran.err);
        assert_eq!(names(here.path()), ["in/a.txt", "in/taken"]);
    }
}

/// A result that cannot be put in its place fails its own file only, and leaves nothing half done.
#[test]
fn an_output_file_that_cannot_be_written_fails_alone() {
    let here = inbox(&[
        ("a.txt", "letter:allocation-letter.txt"),
        ("b.txt", "letter:allocation-letter.txt"),
    ]);
    fs::create_dir_all(here.path().join("out/a.txt.json/taken")).unwrap();
    let ran = run(here.path(), &["extract", "in", "--out", "out"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err.contains("error: in/a.txt: cannot write"),
        "{}",
        ran.err
    );
    assert_eq!(names(&here.path().join("out")), ["b.txt.json"]);
}

#[test]
fn a_folder_without_json_is_a_usage_error_of_check() {
    let here = inbox(&[("a.txt", "x"), ("b.ndjson", "{}")]);
    let ran = run(here.path(), &["check", "in"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(
        ran.err.starts_with("error: in: no .json file"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("\nhint: "), "{}", ran.err);
}

/// `--quiet` prints errors only, whatever else is asked; `--strict` makes the exit code 1 all the same.
#[test]
fn strict_and_quiet_fails_on_warnings_and_says_only_why() {
    let here = inbox(&[("a.txt", "letter:allocation-letter.txt")]);
    let args = ["extract", "in", "--out", "out", "--strict"];
    let loud = run(here.path(), &args);
    assert_eq!(loud.code, 1, "{}", loud.err);
    assert!(loud.err.contains("warning impossible_date"), "{}", loud.err);
    let quiet = run(here.path(), &[&args[..], &["--quiet"]].concat());
    assert_eq!(quiet.code, 1);
    // The file has not changed, and is not read again; a run that fails says why all the same.
    assert_eq!(
        quiet.err,
        "0 errors and 1 warning are of files that have not changed; --again tells them once more\n"
    );
    let again = run(here.path(), &[&args[..], &["--quiet", "--again"]].concat());
    assert_eq!(again.code, 1);
    let told: Vec<&str> = again.err.lines().collect();
    assert!(
        told.len() == 1 && told[0].contains("warning impossible_date"),
        "{}",
        again.err
    );
}

#[test]
fn two_inputs_for_one_output_are_a_usage_error() {
    let here = inbox(&[("1/brev.txt", "x"), ("2/brev.txt", "y")]);
    let ran = run(here.path(), &["extract", "in/1", "in/2", "--out", "out"]);
    assert_eq!(ran.code, 2);
    for words in [
        "in/1/brev.txt",
        "in/2/brev.txt",
        "out/brev.txt.json",
        "hint: ",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    let twice = run(here.path(), &["extract", "-", "-", "--out", "-"]);
    assert_eq!(twice.code, 2, "{}", twice.err);
}

#[test]
fn an_output_over_an_input_is_a_usage_error() {
    let here = inbox(&[("a.txt", "x"), ("a.txt.json", "y")]);
    let ran = run(
        here.path(),
        &["extract", "in/a.txt", "in/a.txt.json", "--out", "in"],
    );
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(fs::read(here.path().join("in/a.txt.json")).unwrap(), b"y");
}

#[test]
fn a_broken_grammar_file_is_a_usage_error_that_names_it() {
    let here = inbox(&[("a.txt", "letter:allocation-letter.txt")]);
    fs::create_dir(here.path().join("grammars")).unwrap();
    fs::write(here.path().join("grammars/mine.toml"), "[broken\nx = ").unwrap();
    for (folder, words) in [("grammars", "mine.toml"), ("nowhere", "nowhere")] {
        let args = ["extract", "in", "--out", "out", "--grammars", folder];
        let ran = run(here.path(), &args);
        assert_eq!(ran.code, 2, "{folder}: {}", ran.err);
        assert!(ran.err.contains(words), "{}", ran.err);
        assert_eq!(ran.err.matches("hint: ").count(), 1, "{}", ran.err);
    }
    assert!(!here.path().join("out").exists());
}

#[test]
fn a_broken_pattern_is_named_by_file_and_line() {
    let here = inbox(&[("a.txt", "letter:allocation-letter.txt")]);
    fs::create_dir(here.path().join("grammars")).unwrap();
    for (text, place) in [
        (
            "\n[[zone]]\nname = \"goals\"\nheadings = [\"Mål {x}\"]\nexamples = []\n",
            "mine.toml:4: ",
        ),
        (
            "[[zone]]\nname = \"mål\"\nheadings = []\nexamples = []\n",
            "mine.toml:2: ",
        ),
    ] {
        fs::write(here.path().join("grammars/mine.toml"), text).unwrap();
        // Another file before it is not blamed.
        fs::write(here.path().join("grammars/a.toml"), "").unwrap();
        let args = ["extract", "in", "--out", "out", "--grammars", "grammars"];
        let ran = run(here.path(), &args);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
}

// ---- what is read, and what is not

#[test]
fn an_empty_folder_is_no_error() {
    let here = inbox(&[]);
    let ran = run(here.path(), &["extract", "in", "--out", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("no file to read"), "{}", ran.err);
    assert!(!ran.err.contains("deadlines"), "{}", ran.err);
    assert!(here.path().join("out").is_dir());
}

#[test]
fn a_bad_file_fails_alone_with_a_reason() {
    let here = inbox(&[
        ("a.txt", "letter:allocation-letter.txt"),
        ("b.txt", ""),
        ("c.pdf", "no PDF, nor a letter of any known kind"),
        ("d.txt", "letter:commissioning-document.txt"),
    ]);
    let ran = run(here.path(), &["extract", "in", "--out", "out"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(
        names(&here.path().join("out")),
        ["a.txt.json", "d.txt.json"]
    );
    for words in [
        "error: in/b.txt: ",
        "error: in/c.pdf: named as a PDF, but it is none",
        "2 read, 2 failed",
        "failed:\n  in/b.txt",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert!(!ran.err.contains("internal error"), "{}", ran.err);
}

#[test]
fn a_file_of_more_than_256_mib_is_refused() {
    let here = inbox(&[]);
    let large = fs::File::create(here.path().join("in/large.txt")).unwrap();
    large.set_len(256 * 1024 * 1024 + 1).unwrap();
    for args in [
        &["extract", "in", "--out", "out"][..],
        &["text", "in/large.txt"],
    ] {
        let ran = run(here.path(), args);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains("error: in/large.txt: "), "{}", ran.err);
        assert!(ran.err.contains("256 MiB"), "{}", ran.err);
    }
}

#[test]
fn a_folder_is_walked_by_name_without_hidden_files_and_its_own_output() {
    let here = inbox(&[
        ("b/2.txt", "letter:allocation-letter.txt"),
        ("a.TXT", "letter:allocation-letter.txt"),
        ("notes.odt", "x"),
        (".hidden.txt", "x"),
        (".git/x.txt", "x"),
        ("out/old.txt", "x"),
    ]);
    let ran = run(here.path(), &["extract", "in", "--out", "in/out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        names(&here.path().join("in/out")),
        ["a.TXT.json", "b/2.txt.json", "old.txt"]
    );
    assert!(
        ran.err.contains("files        2 read, 1 skipped"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("in/notes.odt"), "{}", ran.err);
    // Named directly, it is tried whatever it is called.
    let named = run(here.path(), &["extract", "in/notes.odt", "--out", "out"]);
    assert_eq!(named.code, 1, "{}", named.err);
    assert!(named.err.contains("error: in/notes.odt: "), "{}", named.err);
}

// ---- what is written

#[test]
fn the_json_is_pretty_and_conforms_and_proves_itself() {
    let here = inbox(&[
        ("a.txt", "letter:allocation-letter.txt"),
        ("b/c.txt", "letter:commissioning-document.txt"),
    ]);
    let ran = run(here.path(), &["extract", "in", "--out", "out", "-q"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let text = fs::read_to_string(here.path().join("out/b/c.txt.json")).unwrap();
    assert!(
        text.starts_with("{\n  \"schema_version\": \"1\",\n"),
        "{text:.60}"
    );
    assert!(text.ends_with("\n}\n"));
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["source"]["file"], "b/c.txt");

    let checked = run(here.path(), &["check", "out", "--source", "in"]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    assert!(
        checked.err.contains("2 files checked: 0 errors"),
        "{}",
        checked.err
    );
    assert!(
        checked.err.contains("of 2 files held against the source"),
        "{}",
        checked.err
    );

    // A source that was moved is still known by its digest; one that was changed is not.
    fs::rename(here.path().join("in/a.txt"), here.path().join("in/moved")).unwrap();
    let moved = run(here.path(), &["check", "out", "--source", "in"]);
    assert_eq!(moved.code, 0, "{}", moved.err);
    assert!(
        moved.err.contains("of 2 files held against the source"),
        "{}",
        moved.err
    );
    fs::write(here.path().join("in/moved"), "changed").unwrap();
    let gone = run(here.path(), &["check", "out", "--source", "in"]);
    assert_eq!(gone.code, 0, "{}", gone.err);
    assert!(
        gone.err
            .contains("out/a.txt.json: warning source_not_found: "),
        "{}",
        gone.err
    );
    let strict = run(here.path(), &["check", "out", "--source", "in", "--strict"]);
    assert_eq!(strict.code, 1, "{}", strict.err);
}

#[test]
fn check_finds_a_changed_text_and_a_broken_schema() {
    let here = inbox(&[("a.txt", "letter:allocation-letter.txt")]);
    run(here.path(), &["extract", "in", "--out", "out", "-q"]);
    let file = here.path().join("out/a.txt.json");
    let right: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();

    let mut wrong = right.clone();
    let deadline = &mut wrong["documents"][0]["deadlines"][0];
    let raw = deadline["raw"].as_str().expect("the letter has a deadline");
    deadline["raw"] = format!("{raw} x").into();
    fs::write(&file, wrong.to_string()).unwrap();
    let ran = run(here.path(), &["check", "out/a.txt.json", "--source", "in"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err
            .contains("out/a.txt.json: error quotation: deadline raw"),
        "{}",
        ran.err
    );

    let mut wrong = right;
    wrong["documents"][0]
        .as_object_mut()
        .unwrap()
        .remove("goals");
    fs::write(&file, wrong.to_string()).unwrap();
    let ran = run(here.path(), &["check", "out"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("error schema: "), "{}", ran.err);
    assert!(ran.err.contains("(at /documents/0)"), "{}", ran.err);
}

#[test]
fn check_refuses_what_is_no_extraction() {
    let here = inbox(&[
        ("a.json", "{\"x\": "),
        ("b.json", "{}"),
        ("c.json", "{\"schema_version\": \"9\"}"),
    ]);
    let ran = run(here.path(), &["check", "in"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for words in [
        "error: in/a.json: not one JSON document",
        "error: in/b.json: no schema_version",
        "error: in/c.json: schema version 9",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
}

#[test]
fn the_schema_is_json() {
    let here = TempDir::new().unwrap();
    let ran = run(here.path(), &["schema"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let schema: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
}

#[test]
fn standard_input_and_output() {
    let here = TempDir::new().unwrap();
    let bytes = fs::read(letter(LETTERS[0])).unwrap();
    let ran = run_with(here.path(), &["extract", "-", "--out", "-"], &bytes);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let value: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(value["source"]["file"], "stdin");
    assert!(ran.out.starts_with("{\n  \""));
    let ran = run_with(here.path(), &["extract", "-", "--out", "out", "-q"], &bytes);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(names(here.path()), ["out/stdin.json"]);
}

#[test]
fn several_files_on_standard_output_are_one_a_line() {
    let here = inbox(&LETTERS.map(|name| {
        (
            name,
            if name == LETTERS[0] {
                "letter:allocation-letter.txt"
            } else {
                "letter:commissioning-document.txt"
            },
        )
    }));
    let ran = run(here.path(), &["extract", "in", "--out", "-", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files: Vec<_> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["source"]["file"].clone())
        .collect();
    assert_eq!(files, LETTERS);
}

/// What the grammar files know of a letter, before a file of one's own and with it.
#[test]
fn grammars_shows_what_is_known_of_a_letter() {
    let here = TempDir::new().unwrap();
    let path = letter("invented-ministry.txt");
    let path = path.to_str().unwrap();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/grammars");
    let of = |args: &[&str]| {
        let ran = run(here.path(), &[&["grammars", path], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let json = |args: &[&str]| -> Value {
        let value: Value =
            serde_json::from_str(&of(&[args, &["--format", "json"]].concat())).unwrap();
        value["documents"][0].clone()
    };
    let zone = |told: &Value, text: &str| {
        let headings = told["headings"].as_array().unwrap();
        let heading = headings.iter().find(|one| one["text"] == text).unwrap();
        heading["zone"].clone()
    };
    let without = json(&[]);
    assert_eq!(zone(&without, "B Måltall"), Value::Null);
    assert!(of(&[]).contains("headings = [\"Måltall\"]"));
    let series = without["series"].as_array().unwrap();
    let orders = series
        .iter()
        .find(|one| one["first"] == "Bestilling 1/26")
        .unwrap();
    assert_eq!(orders["last"], "Bestilling 8/26");
    assert_eq!(orders["records"]["assignment"], 8);
    assert_eq!(orders["evidence"][0], "zone");
    let with = json(&["--grammars", own]);
    assert_eq!(zone(&with, "B Måltall"), "indicators");
    assert!(!of(&["--grammars", own]).contains("headings = [\"Måltall\"]"));
    let folder = run(here.path(), &["grammars", own]);
    assert_eq!(folder.code, 2, "{}", folder.err);
}

#[test]
fn text_is_the_text_that_spans_count_in() {
    let here = TempDir::new().unwrap();
    let path = letter(LETTERS[0]);
    let path = path.to_str().unwrap();
    let text = run(here.path(), &["text", path]);
    assert_eq!(text.code, 0, "{}", text.err);
    let canonical: Vec<char> = text.out.chars().collect();
    let ran = run(here.path(), &["extract", path, "--out", "-", "-q"]);
    let value: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(value["source"]["characters"], canonical.len());
    let assignment = &value["documents"][0]["assignments"][0];
    let span = &assignment["title_spans"][0];
    let place = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
    let squeeze = |text: &str| text.split_whitespace().collect::<String>();
    let there: String = canonical[place].iter().collect();
    let title = assignment["title"].as_str().unwrap();
    assert!(
        squeeze(title).starts_with(&squeeze(&there)[..8]),
        "{title} / {there}"
    );
}

// ---- one record a line

#[test]
fn ndjson_is_one_record_a_line_with_its_keys_first() {
    let here = inbox(&[("a.txt", "letter:allocation-letter.txt")]);
    let args = [
        "extract", "in/a.txt", "--out", "-", "--format", "ndjson", "-q",
    ];
    let ran = run(here.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let records: Vec<Value> = ran
        .out
        .lines()
        .map(|line| {
            assert!(line.starts_with("{\"record\":\""), "{line:.60}");
            serde_json::from_str(line).unwrap()
        })
        .collect();
    let count = |kind: &str| records.iter().filter(|r| r["record"] == kind).count();
    for record in &records {
        let keys: Vec<_> = record.as_object().unwrap().keys().take(3).collect();
        assert_eq!(keys, ["record", "source", "document"]);
        assert_eq!(record["source"], "a.txt");
    }
    // The same records as in the JSON, none left out.
    let whole = run(here.path(), &["extract", "in/a.txt", "--out", "-", "-q"]);
    let whole: Value = serde_json::from_str(&whole.out).unwrap();
    let documents = whole["documents"].as_array().unwrap();
    for (list, kind) in [
        ("sections", "section"),
        ("goals", "goal"),
        ("indicators", "indicator"),
        ("assignments", "assignment"),
        ("withdrawals", "withdrawal"),
        ("carry_over", "carry_over"),
        ("requirements", "requirement"),
        ("deadlines", "deadline"),
        ("citations", "citation"),
        ("appropriations", "appropriation"),
        ("tables", "table"),
    ] {
        let listed: usize = documents
            .iter()
            .map(|d| d[list].as_array().unwrap().len())
            .sum();
        assert_eq!(count(kind), listed, "{kind}");
    }
    assert_eq!(count("document"), documents.len());
    assert_eq!((count("source"), count("coverage")), (1, 1));
    assert_eq!(
        count("diagnostic"),
        whole["diagnostics"].as_array().unwrap().len()
    );
    let head = records.iter().find(|r| r["record"] == "document").unwrap();
    assert_eq!(head["key"], documents[0]["key"]);
    assert!(head.get("assignments").is_none());
    let first = records
        .iter()
        .find(|r| r["record"] == "assignment")
        .unwrap();
    assert_eq!(first["document"], documents[0]["key"]);
    assert_eq!(first["text"], documents[0]["assignments"][0]["text"]);

    run(
        here.path(),
        &["extract", "in", "--out", "out", "--format", "ndjson", "-q"],
    );
    assert_eq!(
        tree(&here.path().join("out")),
        [("a.txt.ndjson".to_owned(), ran.out.into_bytes())]
    );
}

// ---- the same, whatever the circumstances

#[test]
fn any_number_of_jobs_gives_the_same_bytes_and_messages() {
    let files: Vec<(String, &str)> = (0..24)
        .map(|n| {
            let content = match n % 4 {
                0 => "letter:commissioning-document.txt",
                3 => "",
                _ => "letter:allocation-letter.txt",
            };
            (format!("{}/{n}.txt", n % 5), content)
        })
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(name, content)| (name.as_str(), *content))
        .collect();
    let here = inbox(&files);
    let one = run(
        here.path(),
        &["extract", "in", "--out", "one", "--jobs", "1"],
    );
    let four = run(
        here.path(),
        &["extract", "in", "--out", "four", "--jobs", "4"],
    );
    assert_eq!((one.code, four.code), (1, 1));
    assert_eq!(one.err, four.err.replace("four/", "one/"));
    assert_eq!(
        tree(&here.path().join("one")),
        tree(&here.path().join("four"))
    );
    assert_eq!(names(&here.path().join("one")).len(), 18);
    let line = |jobs| {
        run(
            here.path(),
            &["extract", "in", "--out", "-", "--jobs", jobs, "-q"],
        )
        .out
    };
    assert_eq!(line("1"), line("3"));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let here = inbox(&[
        ("a.txt", "letter:allocation-letter.txt"),
        ("b.txt", "letter:allocation-letter.txt"),
        ("c.txt", "letter:allocation-letter.txt"),
    ]);
    for args in [
        &["schema"][..],
        &["extract", "in", "--out", "-", "-q"],
        &["extract", "in", "--out", "-", "-q", "--format", "ndjson"],
        &["text", "in/a.txt"],
    ] {
        let mut child = program()
            .args(args)
            .current_dir(here.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        let code = child.wait().unwrap().code();
        assert_eq!((code, err.as_str()), (Some(0), ""), "{args:?}");
    }
}

/// Files get the rights that any new file gets, and no half-written ones are left behind.
#[cfg(unix)]
#[test]
fn written_files_are_plain_files() {
    use std::os::unix::fs::PermissionsExt;
    let here = inbox(&[("a.txt", "letter:allocation-letter.txt")]);
    let mode = |path: &str| {
        let path = here.path().join(path);
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    fs::write(here.path().join("plain"), "").unwrap();
    for _ in 0..2 {
        let ran = run(here.path(), &["extract", "in", "--out", "out", "-q"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(names(&here.path().join("out")), ["a.txt.json"]);
        assert_eq!(mode("out/a.txt.json"), mode("plain"));
    }
}

#[test]
fn a_page_is_drawn_with_its_cells() {
    let folder = TempDir::new().unwrap();
    let letter = letter("allocation-letter.pdf");
    let letter = letter.to_str().unwrap();
    let ran = run(folder.path(), &["text", "--draw", "3", letter]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("<svg ") && ran.out.ends_with("</svg>\n"));
    assert!(ran.out.contains("1455") && ran.out.contains("stroke=\"#080\""));
    let ran = run(folder.path(), &["text", "--draw", "40", letter]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no page 40"), "{}", ran.err);
}

#[test]
fn tables_are_written_as_the_ending_says() {
    let folder = TempDir::new().unwrap();
    let series = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/series");
    let series = series.to_str().unwrap();
    let ran = run(
        folder.path(),
        &["extract", series, "--out", "out", "--quiet"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (old, new) = ("out/letter-2026.md.json", "out/letter-2027.md.json");
    for (command, paths) in [("state", &["out"][..]), ("diff", &[old, new])] {
        for (ending, begins) in [
            ("md", &b"# "[..]),
            ("html", b"<!DOCTYPE html>"),
            ("xlsx", b"PK"),
            ("json", b"{\n"),
        ] {
            let file = format!("{command}.{ending}");
            let args = [&[command], paths, &["--out", &file]].concat();
            let ran = run(folder.path(), &args);
            assert_eq!(ran.code, 0, "{}", ran.err);
            let bytes = fs::read(folder.path().join(&file)).unwrap();
            assert!(bytes.starts_with(begins), "{file}");
        }
    }
    fs::write(folder.path().join("other.json"), "{}").unwrap();
    let ran = run(folder.path(), &["diff", old, "other.json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err.contains("other.json: error: not the JSON"),
        "{}",
        ran.err
    );
    let ran = run(folder.path(), &["diff", old, "no-such-folder"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

// ---- what shells and readers of manuals need

#[test]
fn every_command_has_a_manual_page_and_is_completed() {
    let folder = TempDir::new().unwrap();
    let help = run(folder.path(), &["--help"]).out;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() > 10, "{commands:?}");
    assert_eq!(run(folder.path(), &["man", "--out", "man"]).code, 0);
    let mut pages = vec!["oppdrag.1".to_string()];
    pages.extend(
        commands
            .iter()
            .map(|command| format!("oppdrag-{command}.1")),
    );
    pages.sort();
    assert_eq!(names(&folder.path().join("man")), pages);
    for page in &pages {
        let page = fs::read_to_string(folder.path().join("man").join(page)).unwrap();
        assert!(page.contains(".SH NAME") && page.contains("SYNOPSIS"));
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(folder.path(), &["completions", shell]);
        assert_eq!(script.code, 0);
        for command in &commands {
            assert!(script.out.contains(command), "{shell}: {command}");
        }
    }
}
