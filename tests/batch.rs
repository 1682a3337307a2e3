//! The batch job over many runs: what is read again and what is not, what moved, what is gone, what
//! failed; two at once; and killed at any moment.

#![allow(clippy::unwrap_used)]

mod common;

use oppdrag::store::{Store, StoreError, Writer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;
use tempfile::TempDir;

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oppdrag"));
    command.current_dir(folder).args(args);
    command
}

/// Runs `extract in --out out` with more arguments; its exit code and what it told.
fn extract(folder: &Path, more: &[&str]) -> (i32, String) {
    let mut args = vec!["extract", "in", "--out", "out"];
    args.extend(more);
    done(program(folder, &args).output().unwrap())
}

fn done(output: Output) -> (i32, String) {
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// The report of the last run.
fn report(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("out/.oppdrag/run.json")).unwrap()).unwrap()
}

/// The counts that are not nought.
fn counts(folder: &Path) -> BTreeMap<String, u64> {
    let report = report(folder);
    let counts = report["counts"].as_object().unwrap();
    counts
        .iter()
        .map(|(what, n)| (what.clone(), n.as_u64().unwrap()))
        .filter(|(_, n)| *n > 0)
        .collect()
}

fn counted(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
    counts
        .iter()
        .map(|(what, n)| (what.to_string(), *n))
        .collect()
}

/// A letter with a number of its own.
fn letter(n: usize) -> String {
    format!(
        "Tildelingsbrev 2026 – Kystetat nr. {n}\n\nFjord- og fjelldepartementet sender dette brevet.\n\n1 Oppdrag\n\nTB2026-{n} Avd. KFD: HAV Ny havneplan {n}\n\nKystetaten skal lage en plan.\n\nFrist: 1.6.2026\n"
    )
}

/// A folder `in` with letters.
fn inbox(letters: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("in/more")).unwrap();
    for n in 0..letters {
        let below = if n % 2 == 0 { "" } else { "more/" };
        fs::write(folder.path().join(format!("in/{below}{n}.txt")), letter(n)).unwrap();
    }
    folder
}

/// The JSON files below `out`, by name.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    if !folder.join("out").exists() {
        return BTreeMap::new();
    }
    walkdir::WalkDir::new(folder.join("out"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "json"))
        .filter(|entry| {
            !entry
                .path()
                .components()
                .any(|c| c.as_os_str() == ".oppdrag")
        })
        .map(|entry| {
            let name = entry.path().strip_prefix(folder.join("out")).unwrap();
            (name.display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// The account: each JSON file, its size, and whether its source is gone.
fn account(folder: &Path) -> BTreeMap<String, (u64, bool)> {
    let writer = Writer::open(&folder.join("out")).unwrap();
    let entries = writer.entries().unwrap();
    entries
        .into_iter()
        .map(|entry| (entry.path, (entry.bytes, entry.gone)))
        .collect()
}

#[test]
fn what_has_not_changed_is_left_as_it_is() {
    let folder = inbox(4);
    let folder = folder.path();
    assert_eq!(extract(folder, &[]).0, 0);
    assert_eq!(counts(folder), counted(&[("new", 4)]));
    let written = tree(folder);
    assert_eq!(written.len(), 4);
    let time = fs::metadata(folder.join("out/0.txt.json"))
        .unwrap()
        .modified()
        .unwrap();

    let (code, told) = extract(folder, &[]);
    assert_eq!(code, 0);
    assert!(told.contains("0 read, 4 unchanged"), "{told}");
    assert!(told.contains("--again"), "{told}");
    assert_eq!(counts(folder), counted(&[("unchanged", 4)]));
    assert_eq!(
        fs::metadata(folder.join("out/0.txt.json"))
            .unwrap()
            .modified()
            .unwrap(),
        time
    );

    fs::write(folder.join("in/0.txt"), letter(77)).unwrap();
    assert_eq!(extract(folder, &[]).0, 0);
    assert_eq!(counts(folder), counted(&[("changed", 1), ("unchanged", 3)]));
    let read = report(folder)["read"].clone();
    assert_eq!(read[0]["why"], "content");
    assert_eq!(read[0]["documents"].as_array().unwrap().len(), 1);
    assert!(String::from_utf8_lossy(&tree(folder)["0.txt.json"]).contains("TB2026-77"));

    assert_eq!(extract(folder, &["--again"]).0, 0);
    assert_eq!(counts(folder), counted(&[("changed", 4)]));
    assert_eq!(report(folder)["read"][0]["why"], "asked");
}

#[test]
fn other_grammar_files_and_json_that_was_touched_are_read_again() {
    let folder = inbox(2);
    let folder = folder.path();
    extract(folder, &[]);
    let before = tree(folder);
    let grammars = common::path("fixtures/grammars");
    let grammars = ["--grammars", grammars.to_str().unwrap()];
    extract(folder, &grammars);
    assert_eq!(report(folder)["read"][0]["why"], "program");
    assert_eq!(counts(folder), counted(&[("changed", 2)]));
    extract(folder, &grammars);
    assert_eq!(counts(folder), counted(&[("unchanged", 2)]));
    extract(folder, &[]);
    fs::remove_file(folder.join("out/0.txt.json")).unwrap();
    fs::write(folder.join("out/more/1.txt.json"), "{}").unwrap();
    extract(folder, &[]);
    assert_eq!(report(folder)["read"][1]["why"], "json");
    assert_eq!(counts(folder), counted(&[("changed", 2)]));
    assert_eq!(tree(folder), before);
}

#[test]
fn a_file_that_moved_takes_its_json_along_and_one_that_is_gone_leaves_it() {
    let folder = inbox(4);
    let folder = folder.path();
    extract(folder, &[]);
    fs::rename(folder.join("in/0.txt"), folder.join("in/more/nought.txt")).unwrap();
    fs::remove_file(folder.join("in/2.txt")).unwrap();
    let (code, told) = extract(folder, &[]);
    assert_eq!(code, 0);
    assert_eq!(
        counts(folder),
        counted(&[("renamed", 1), ("gone", 1), ("unchanged", 2)])
    );
    assert!(
        told.contains("renamed: 0.txt.json is more/nought.txt.json now"),
        "{told}"
    );
    assert!(told.contains("in/2.txt; its JSON is kept"), "{told}");
    let names: Vec<String> = tree(folder).into_keys().collect();
    assert_eq!(
        names,
        [
            "2.txt.json",
            "more/1.txt.json",
            "more/3.txt.json",
            "more/nought.txt.json"
        ]
    );
    assert!(account(folder)["2.txt.json"].1);

    // It is told of as long as the JSON is there; one that comes back is no news.
    extract(folder, &[]);
    assert_eq!(counts(folder), counted(&[("gone", 1), ("unchanged", 3)]));
    fs::write(folder.join("in/2.txt"), letter(2)).unwrap();
    extract(folder, &[]);
    assert_eq!(counts(folder), counted(&[("unchanged", 4)]));
    assert!(!account(folder)["2.txt.json"].1);

    fs::remove_file(folder.join("in/2.txt")).unwrap();
    extract(folder, &["--prune"]);
    assert_eq!(report(folder)["gone"][0]["pruned"], true);
    assert!(!tree(folder).contains_key("2.txt.json"));
    assert!(!account(folder).contains_key("2.txt.json"));
}

#[test]
fn only_the_folders_that_were_named_are_looked_through_for_what_is_gone() {
    let folder = inbox(2);
    let folder = folder.path();
    fs::create_dir(folder.join("other")).unwrap();
    fs::write(folder.join("other/x.txt"), letter(9)).unwrap();
    assert_eq!(
        done(
            program(folder, &["extract", "other", "--out", "out"])
                .output()
                .unwrap()
        )
        .0,
        0
    );
    fs::remove_file(folder.join("other/x.txt")).unwrap();
    extract(folder, &[]);
    assert_eq!(counts(folder), counted(&[("new", 2)]));
    // A file named itself stays one of the folder in which it was found.
    assert_eq!(
        done(
            program(folder, &["extract", "in/0.txt", "--out", "out"])
                .output()
                .unwrap()
        )
        .0,
        0
    );
    assert_eq!(counts(folder), counted(&[("unchanged", 1)]));
    fs::remove_file(folder.join("in/0.txt")).unwrap();
    extract(folder, &[]);
    assert_eq!(counts(folder), counted(&[("gone", 1), ("unchanged", 1)]));
}

#[test]
fn what_failed_is_tried_again_and_counted_until_it_is_mended() {
    let folder = inbox(2);
    let folder = folder.path();
    fs::write(folder.join("in/bad.txt"), "").unwrap();
    for attempt in 1..=2 {
        assert_eq!(extract(folder, &["--report", "copy.json"]).0, 1);
        let report = report(folder);
        assert_eq!(report["failed"][0]["attempts"], attempt);
        assert_eq!(report["failed"][0]["stale"], false);
        assert_eq!(report["exit_code"], 1);
        assert_eq!(
            serde_json::from_slice::<Value>(&fs::read(folder.join("copy.json")).unwrap()).unwrap(),
            report
        );
    }
    assert_eq!(counts(folder), counted(&[("failed", 1), ("unchanged", 2)]));
    fs::write(folder.join("in/bad.txt"), letter(5)).unwrap();
    assert_eq!(extract(folder, &[]).0, 0);
    assert_eq!(counts(folder), counted(&[("new", 1), ("unchanged", 2)]));
    // Of a file that was good once the JSON stays, and the report says that it is of another content.
    fs::write(folder.join("in/bad.txt"), "nothing of the kind").unwrap();
    assert_eq!(extract(folder, &[]).0, 1);
    assert_eq!(report(folder)["failed"][0]["stale"], true);
    assert_eq!(report(folder)["failed"][0]["attempts"], 1);
    assert!(tree(folder).contains_key("bad.txt.json"));
    // What was bad and is gone is not waited for.
    fs::remove_file(folder.join("in/bad.txt")).unwrap();
    assert_eq!(extract(folder, &[]).0, 0);
    assert!(
        Writer::open(&folder.join("out"))
            .unwrap()
            .failures()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn warnings_of_what_was_left_as_it_is_still_count() {
    let folder = inbox(0);
    let folder = folder.path();
    fs::copy(
        common::path("fixtures/letters/allocation-letter.txt"),
        folder.join("in/a.txt"),
    )
    .unwrap();
    for _ in 0..2 {
        assert_eq!(extract(folder, &["--strict"]).0, 1);
        assert_eq!(extract(folder, &[]).0, 0);
    }
    assert_eq!(counts(folder), counted(&[("unchanged", 1)]));
}

#[test]
fn one_document_in_two_files_is_told_of() {
    let folder = inbox(1);
    let folder = folder.path();
    fs::copy(folder.join("in/0.txt"), folder.join("in/copy.txt")).unwrap();
    let (_, told) = extract(folder, &[]);
    let same = report(folder)["same_key"].clone();
    assert_eq!(same.as_array().unwrap().len(), 1);
    assert_eq!(
        same[0]["json"],
        serde_json::json!(["0.txt.json", "copy.txt.json"])
    );
    assert!(told.contains("one document in several files"), "{told}");
}

#[test]
fn a_whole_document_counts_before_its_excerpt_and_a_pdf_before_its_text() {
    let folder = inbox(0);
    let folder = folder.path();
    let whole = String::from_utf8(common::fixture("letters/allocation-letter.txt")).unwrap();
    let excerpt: String = whole
        .lines()
        .take(100)
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(folder.join("in/a-excerpt.txt"), excerpt).unwrap();
    fs::write(folder.join("in/b-whole.txt"), whole).unwrap();
    assert_eq!(extract(folder, &[]).0, 0);
    let counting = || -> String {
        let store = rusqlite::Connection::open(folder.join("out/oppdrag.db")).unwrap();
        store
            .query_row(
                "SELECT group_concat(DISTINCT path) FROM documents JOIN files USING (file)
                 WHERE counts AND key = 'allocation_letter-2026-kyst-og-fjelldepartementet-kystvaktdirektoratet'",
                [],
                |row| row.get(0),
            )
            .unwrap()
    };
    assert_eq!(counting(), "b-whole.txt.json");
    // The tables made from the JSON choose alike.
    let (_, told) = done(program(folder, &["state", "out"]).output().unwrap());
    assert!(
        told.contains("out/b-whole.txt.json and out/a-excerpt.txt.json both hold"),
        "{told}"
    );
    for name in ["two-columns.txt", "two-columns.pdf"] {
        let bytes = common::fixture(&format!("propositions/{name}"));
        fs::write(folder.join("in").join(name.replace("two", "c-two")), bytes).unwrap();
    }
    assert_eq!(extract(folder, &[]).0, 0);
    let same = report(folder)["same_key"].clone();
    let two = same.as_array().unwrap().iter();
    let two = two.filter(|one| one["key"].as_str().unwrap().starts_with("budget"));
    let json: Vec<&Value> = two.map(|one| &one["json"][0]).collect();
    assert_eq!(json, ["c-two-columns.pdf.json"]);
}

#[test]
fn the_store_is_made_anew_from_the_json_and_knows_what_it_knew() {
    let folder = inbox(3);
    let folder = folder.path();
    extract(folder, &[]);
    let before = account(folder);
    let (code, told) = done(program(folder, &["index", "out"]).output().unwrap());
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("3 documents of 3 files"), "{told}");
    assert_eq!(account(folder), before);
    extract(folder, &[]);
    assert_eq!(counts(folder), counted(&[("unchanged", 3)]));
    // Deleted, it is made from the JSON; which program read it is not known any more.
    for file in ["oppdrag.db", "oppdrag.db-wal", "oppdrag.db-shm"] {
        let _ = fs::remove_file(folder.join("out").join(file));
    }
    let json = tree(folder);
    extract(folder, &[]);
    assert_eq!(account(folder), before);
    assert_eq!(tree(folder), json);
    // Files that are no JSON of ours are told of; the others are in.
    fs::write(folder.join("out/other.json"), "{\"a\": 1}").unwrap();
    let (code, told) = done(program(folder, &["index", "out"]).output().unwrap());
    assert_eq!(code, 1);
    assert!(
        told.contains("out/other.json: error: not the JSON"),
        "{told}"
    );
    assert_eq!(account(folder), before);
}

#[test]
fn a_store_of_another_program_is_left_alone() {
    let folder = inbox(1);
    let folder = folder.path();
    fs::create_dir(folder.join("out")).unwrap();
    let theirs = rusqlite::Connection::open(folder.join("out/oppdrag.db")).unwrap();
    theirs.execute_batch("CREATE TABLE theirs (x)").unwrap();
    let (code, told) = extract(folder, &[]);
    assert_eq!(code, 2);
    assert!(told.contains("this is no store of oppdrag"), "{told}");
    assert!(told.contains("hint:"), "{told}");
    theirs
        .execute_batch("INSERT INTO theirs VALUES (1)")
        .unwrap();
}

#[test]
fn an_empty_place_of_a_disk_takes_nothing_away() {
    let folder = inbox(2);
    let folder = folder.path();
    extract(folder, &[]);
    for name in ["0.txt", "more/1.txt"] {
        fs::remove_file(folder.join("in").join(name)).unwrap();
    }
    let (code, told) = extract(folder, &["--prune"]);
    assert_eq!(code, 1);
    assert!(
        told.contains("in/more is empty") && told.contains("mounted"),
        "{told}"
    );
    // The folder of the other one holds a folder, and is no empty place.
    assert_eq!(
        tree(folder).into_keys().collect::<Vec<_>>(),
        ["more/1.txt.json"]
    );
    // A folder that is taken away, too, was no such place.
    fs::remove_dir(folder.join("in/more")).unwrap();
    fs::write(folder.join("in/2.txt"), letter(2)).unwrap();
    assert_eq!(extract(folder, &["--prune"]).0, 0);
    assert_eq!(tree(folder).into_keys().collect::<Vec<_>>(), ["2.txt.json"]);
}

#[test]
fn of_two_alike_that_became_one_the_counts_are_right() {
    let folder = inbox(1);
    let folder = folder.path();
    fs::copy(folder.join("in/0.txt"), folder.join("in/copy.txt")).unwrap();
    extract(folder, &[]);
    for name in ["0.txt", "copy.txt"] {
        fs::remove_file(folder.join("in").join(name)).unwrap();
    }
    fs::write(folder.join("in/one.txt"), letter(0)).unwrap();
    assert_eq!(extract(folder, &[]).0, 0);
    assert_eq!(counts(folder), counted(&[("renamed", 2)]));
    assert_eq!(report(folder)["read"][0]["why"], "moved");
    assert_eq!(
        tree(folder).into_keys().collect::<Vec<_>>(),
        ["one.txt.json"]
    );
}

#[test]
fn a_corrected_letter_under_another_name_counts_before_the_one_that_is_gone() {
    let folder = inbox(1);
    let folder = folder.path();
    extract(folder, &[]);
    fs::remove_file(folder.join("in/0.txt")).unwrap();
    fs::write(
        folder.join("in/corrected.txt"),
        letter(0).replace("1.6.2026", "1.7.2026"),
    )
    .unwrap();
    extract(folder, &[]);
    let show = program(folder, &["show", "TB2026-0", "--store", "out"])
        .output()
        .unwrap();
    let shown = String::from_utf8(show.stdout).unwrap();
    assert!(
        shown.contains("1.7.2026") && !shown.contains("1.6.2026"),
        "{shown}"
    );
}

#[test]
fn two_folders_with_files_of_one_name_do_not_write_over_each_other() {
    let folder = inbox(1);
    let folder = folder.path();
    extract(folder, &[]);
    let before = tree(folder);
    fs::create_dir(folder.join("other")).unwrap();
    fs::write(folder.join("other/0.txt"), letter(9)).unwrap();
    let (code, told) = done(
        program(folder, &["extract", "other", "--out", "out"])
            .output()
            .unwrap(),
    );
    assert_eq!(code, 1);
    assert!(told.contains("a file of the same name"), "{told}");
    assert_eq!(tree(folder), before);
    // The same folder by another way is the same file.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.join("in"), folder.join("way")).unwrap();
        fs::write(folder.join("in/0.txt"), letter(7)).unwrap();
        let (code, told) = done(
            program(folder, &["extract", "way", "--out", "out"])
                .output()
                .unwrap(),
        );
        assert_eq!(code, 0, "{told}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf_8_stay_two() {
    use std::os::unix::ffi::OsStrExt;
    let folder = inbox(0);
    let folder = folder.path();
    for (n, name) in [b"br\xe6v.txt".as_slice(), b"br\xf8v.txt"]
        .into_iter()
        .enumerate()
    {
        let name = std::ffi::OsStr::from_bytes(name);
        fs::write(folder.join("in").join(name), letter(n)).unwrap();
    }
    assert_eq!(extract(folder, &[]).0, 0);
    assert_eq!(
        tree(folder).into_keys().collect::<Vec<_>>(),
        ["br%E6v.txt.json", "br%F8v.txt.json"]
    );
    extract(folder, &["--prune"]);
    assert_eq!(counts(folder), counted(&[("unchanged", 2)]));
}

#[test]
fn stores_of_other_layouts_and_damaged_ones_are_made_anew_whole() {
    let folder = inbox(40);
    let folder = folder.path();
    for name in ["letter-2026.md", "letter-2027.md", "supplement-2027-1.md"] {
        let text = common::fixture(&format!("series/{name}"));
        fs::write(folder.join("in").join(name), text).unwrap();
    }
    extract(folder, &[]);
    let before = account(folder);
    let file = folder.join("out/oppdrag.db");
    let set_aside = || {
        let store = rusqlite::Connection::open(&file).unwrap();
        store.pragma_update(None, "user_version", 99).unwrap();
    };
    set_aside();
    assert!(matches!(
        Store::open(&folder.join("out")),
        Err(StoreError::Version { .. })
    ));
    assert_eq!(
        done(program(folder, &["link", "out"]).output().unwrap()).0,
        0
    );
    assert_eq!(account(folder).len(), before.len());
    set_aside();
    fs::write(folder.join("in/new.txt"), letter(99)).unwrap();
    assert_eq!(
        done(
            program(folder, &["extract", "in/new.txt", "--out", "out"])
                .output()
                .unwrap()
        )
        .0,
        0
    );
    assert_eq!(account(folder).len(), before.len() + 1);
    // Pages overwritten in the middle.
    let size = fs::metadata(&file).unwrap().len() as usize;
    for at in [4096, 8192, size / 3 / 4096 * 4096, size / 2 / 4096 * 4096] {
        let mut bytes = fs::read(&file).unwrap();
        bytes[at..at + 6000].fill(0xA7);
        fs::write(&file, bytes).unwrap();
        let (code, told) = done(program(folder, &["index", "out"]).output().unwrap());
        assert_eq!(code, 0, "{at}: {told}");
        assert_eq!(account(folder).len(), before.len() + 1);
        sound(folder);
    }
    let mut bytes = fs::read(&file).unwrap();
    bytes[4096..12_000].fill(0xA7);
    fs::write(&file, bytes).unwrap();
    let (code, told) = extract(folder, &["--again"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(sound(folder).len(), before.len() + 1);
}

#[test]
fn killed_while_it_fills_a_new_store_it_leaves_none_or_a_whole_one() {
    let folder = inbox(60);
    let folder = folder.path();
    assert_eq!(extract(folder, &["-q"]).0, 0);
    // What the inbox no longer holds can only come from the JSON.
    fs::remove_dir_all(folder.join("in")).unwrap();
    fs::create_dir(folder.join("in")).unwrap();
    fs::remove_file(folder.join("out/oppdrag.db")).unwrap();
    let begun = Instant::now();
    assert_eq!(extract(folder, &["-q"]).0, 0);
    let straight = begun.elapsed();
    let mut whole = 0;
    for kill in 0..20_u32 {
        for file in ["oppdrag.db", "oppdrag.db-wal", "oppdrag.db-shm"] {
            let _ = fs::remove_file(folder.join("out").join(file));
        }
        let mut run = program(folder, &["extract", "in", "--out", "out", "-q"])
            .spawn()
            .unwrap();
        // Moments spread over the run; the last few runs come to their end.
        std::thread::sleep(straight.mul_f64(f64::from(kill) / 12.0));
        let _ = run.kill();
        run.wait().unwrap();
        match Store::open(&folder.join("out")) {
            Err(StoreError::Missing(_)) => {}
            Err(error) => panic!("{error}"),
            Ok(_) => {
                assert_eq!(account(folder).len(), 60);
                whole += 1;
            }
        }
    }
    assert!(whole > 0, "it never came to its end");
}

#[test]
fn links_stay_in_what_is_not_read_again() {
    let folder = inbox(0);
    let folder = folder.path();
    for name in ["letter-2026.md", "letter-2027.md", "supplement-2027-1.md"] {
        fs::write(
            folder.join("in").join(name),
            common::fixture(&format!("series/{name}")),
        )
        .unwrap();
    }
    extract(folder, &[]);
    let (code, told) = done(program(folder, &["link", "out"]).output().unwrap());
    assert_eq!(code, 0, "{told}");
    let linked = tree(folder);
    extract(folder, &[]);
    assert_eq!(counts(folder), counted(&[("unchanged", 3)]));
    assert_eq!(tree(folder), linked);
    let store = rusqlite::Connection::open(folder.join("out/oppdrag.db")).unwrap();
    let links: i64 = store
        .query_row("SELECT count(*) FROM links", [], |row| row.get(0))
        .unwrap();
    assert!(links > 0);
}

#[test]
fn account_is_kept_of_folders_of_json_only() {
    let folder = inbox(1);
    let folder = folder.path();
    let args = ["extract", "in", "--out", "out", "--format", "ndjson"];
    assert_eq!(done(program(folder, &args).output().unwrap()).0, 0);
    assert!(!folder.join("out/oppdrag.db").exists());
    let args = ["extract", "in", "--out", "-", "--again"];
    let (code, told) = done(program(folder, &args).output().unwrap());
    assert_eq!(code, 2);
    assert!(told.contains("--out"), "{told}");
}

#[test]
fn of_two_at_once_the_second_waits_and_says_so() {
    let folder = inbox(2);
    let folder = folder.path();
    fs::create_dir_all(folder.join("out/.oppdrag")).unwrap();
    let lock = fs::File::create(folder.join("out/.oppdrag/lock")).unwrap();
    lock.lock().unwrap();
    let mut second = program(folder, &["extract", "in", "--out", "out"]);
    let mut second = second.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut told = std::io::BufReader::new(second.stderr.take().unwrap());
    let mut line = String::new();
    std::io::BufRead::read_line(&mut told, &mut line).unwrap();
    assert!(line.contains("another oppdrag is writing here"), "{line}");
    assert!(!folder.join("out/0.txt.json").exists());
    assert_eq!(second.try_wait().unwrap(), None);
    drop(lock);
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut told, &mut rest).unwrap();
    assert!(second.wait().unwrap().success(), "{rest}");
    assert_eq!(counts(folder), counted(&[("new", 2)]));

    // And two that start together both end well, with all there is.
    let both: Vec<_> = (0..2)
        .map(|_| {
            program(folder, &["extract", "in", "--out", "out", "--again", "-q"])
                .spawn()
                .unwrap()
        })
        .collect();
    for mut one in both {
        assert!(one.wait().unwrap().success());
    }
    assert_eq!(account(folder).len(), 2);
}

/// What a killed run may leave: whole JSON files, and a store that readers open and whose account is of
/// files that are there as it says. Gives the account.
fn sound(folder: &Path) -> BTreeMap<String, (u64, bool)> {
    for (name, bytes) in tree(folder) {
        let whole: Result<oppdrag::Extraction, _> = serde_json::from_slice(&bytes);
        assert!(whole.is_ok(), "{name} is not whole");
    }
    let out = folder.join("out");
    match Store::open(&out) {
        Ok(_) => {}
        // Killed before anything was written.
        Err(StoreError::Missing(_)) => return BTreeMap::new(),
        Err(error) => panic!("{error}"),
    }
    let connection = rusqlite::Connection::open(out.join("oppdrag.db")).unwrap();
    let whole: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, "ok");
    let unbound: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(unbound, 0);
    drop(connection);
    let writer = Writer::open(&out).unwrap();
    for entry in writer.entries().unwrap() {
        let json = fs::read(out.join(&entry.path)).unwrap();
        let there: oppdrag::Extraction = serde_json::from_slice(&json).unwrap();
        // The JSON comes first, the entry after: one of another content is read again by the next run.
        if there.source.sha256 == entry.sha256 {
            assert_eq!(json.len() as u64, entry.bytes, "{}", entry.path);
        }
    }
    drop(writer);
    account(folder)
}

#[test]
fn killed_at_any_moment_it_loses_nothing_that_was_entered() {
    const FILES: usize = 150;
    const KILLS: usize = 50;
    let folder = inbox(FILES);
    let folder = folder.path();
    let mut entered = 0;
    let mut cut = 0;
    let mut rounds = 0;
    // How long it takes on this machine, now.
    let begun = Instant::now();
    assert_eq!(extract(folder, &["-q", "--jobs", "1"]).0, 0);
    let straight = begun.elapsed();
    fs::remove_dir_all(folder.join("out")).unwrap();
    for kill in 0..KILLS {
        let mut run = program(
            folder,
            &["extract", "in", "--out", "out", "-q", "--jobs", "1"],
        )
        .spawn()
        .unwrap();
        // Moments spread over the run, in no order.
        std::thread::sleep(straight.mul_f64((kill * 37 % 50) as f64 / 60.0));
        if run.try_wait().unwrap().is_none() {
            run.kill().unwrap();
            cut += 1;
        }
        run.wait().unwrap();
        let account = sound(folder);
        assert!(
            account.len() >= entered,
            "{} were entered, {} are there",
            entered,
            account.len()
        );
        entered = account.len();
        if entered == FILES {
            rounds += 1;
            // All is done: begin again with new contents, so that files are replaced, too.
            for n in 0..FILES {
                let below = if n % 2 == 0 { "" } else { "more/" };
                let text = letter(n).replace("havneplan", &format!("havneplan {kill}"));
                fs::write(folder.join(format!("in/{below}{n}.txt")), text).unwrap();
            }
        }
    }
    assert!(cut > KILLS / 2, "only {cut} runs were cut short");
    assert!(rounds > 0, "nothing was replaced");
    assert_eq!(extract(folder, &["-q"]).0, 0);
    let after = tree(folder);
    assert_eq!(sound(folder).len(), FILES);
    // The same as if nobody had killed anything.
    let straight = TempDir::new().unwrap();
    let from: PathBuf = folder.join("in");
    fs::rename(from, straight.path().join("in")).unwrap();
    assert_eq!(extract(straight.path(), &["-q"]).0, 0);
    assert!(tree(straight.path()) == after);
    // And no litter.
    let litter: Vec<_> = walkdir::WalkDir::new(folder.join("out"))
        .into_iter()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(".oppdrag-"))
        .collect();
    assert_eq!(litter, Vec::<String>::new());
}
