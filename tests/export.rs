//! `oppdrag export` to CSV and NDJSON, as a user meets it: what is written is read back with
//! other readers.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;

use calamine::Data;
use exports::{column, documents, read, records, run, sheet, sheets, there, well};
use serde_json::Value;
use std::fs;
use std::process::Command;

#[test]
fn csv_gives_back_every_text() {
    let folder = read();
    let at = folder.path();
    well(
        at,
        &["export", "out", "--to", "tabeller/", "--format", "csv"],
    );
    let read = |name: &str| {
        let mut reader = csv::Reader::from_path(at.join("tabeller").join(name)).unwrap();
        let head: Vec<String> = reader.headers().unwrap().iter().map(String::from).collect();
        let rows: Vec<Vec<String>> = reader
            .records()
            .map(|one| one.unwrap().iter().map(String::from).collect())
            .collect();
        (head, rows)
    };
    let (head, rows) = read("assignment.csv");
    let words = head.iter().position(|one| one == "Oppdragstekst").unwrap();
    let texts: Vec<&str> = rows.iter().map(|row| row[words].as_str()).collect();
    let assignments = records(at, "assignments");
    let expected: Vec<&str> = assignments
        .iter()
        .map(|(_, one)| common::text(one, "text"))
        .collect();
    assert_eq!(texts, expected);
    for (list, name) in [
        ("deadlines", "deadline"),
        ("requests", "request"),
        ("reports", "report"),
        ("citations", "citation"),
        ("sections", "section"),
    ] {
        assert_eq!(
            read(&format!("{name}.csv")).1.len(),
            records(at, list).len(),
            "{name}"
        );
    }
    assert_eq!(fs::read_dir(at.join("tabeller")).unwrap().count(), 23);
    // Excel's form: a mark, semicolons, and a text that begins as a formula held back.
    let excel = well(
        at,
        &[
            "export",
            "out",
            "--to",
            "-",
            "--format",
            "csv",
            "--record",
            "figure",
            "--bom",
            "--separator",
            ";",
        ],
    );
    assert!(
        excel
            .out
            .starts_with("\u{feff}Beløp-ID;Bevilgning;".as_bytes())
    );
    let ran = run(at, &["export", "out", "--to", "alt.csv"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("one type of record"), "{}", ran.err);
}

#[test]
fn filters_choose_documents_and_deadlines() {
    let folder = read();
    let at = folder.path();
    let ids = |args: &[&str]| -> Vec<String> {
        let mut all = vec!["export", "out", "--to", "-", "--format", "csv"];
        all.extend(args);
        let ran = well(at, &all);
        csv::Reader::from_reader(ran.out.as_slice())
            .records()
            .map(|one| one.unwrap()[0].to_string())
            .collect()
    };
    let all = ids(&["--record", "deadline"]);
    let year = ids(&["--record", "deadline", "--year", "2027"]);
    assert!(!year.is_empty() && year.len() < all.len());
    assert!(year.iter().all(|one| one.contains("-2027-")), "{year:?}");
    let kind = ids(&["--record", "document", "--kind", "budget_proposition"]);
    assert!(
        kind.iter()
            .all(|one| one.starts_with("budget_proposition-"))
            && !kind.is_empty()
    );
    // In the words of the look-ups, too.
    assert_eq!(
        ids(&["--record", "document", "--kind", "proposisjon"]),
        kind
    );
    let to = ids(&["--record", "document", "--recipient", "kystETATEN"]);
    assert!(
        to.iter().all(|one| one.contains("kystetaten")) && to.len() == 3,
        "{to:?}"
    );
    let unit = ids(&["--record", "assignment", "--department", "hav"]);
    let expected = records(at, "assignments")
        .iter()
        .filter(|(_, one)| one["department"] == "HAV")
        .count();
    assert!(expected > 0);
    assert_eq!(unit.len(), expected);
    let june = ids(&[
        "--record",
        "deadline",
        "--from-date",
        "2026-06-01",
        "--to-date",
        "2026-06-30",
    ]);
    let expected = records(at, "deadlines")
        .iter()
        .filter(|(_, one)| one["status"] != "invalid")
        .filter_map(|(_, one)| {
            one["date"]
                .as_str()
                .or(one["latest"].as_str())
                .map(String::from)
        })
        .filter(|day| day.starts_with("2026-06"))
        .count();
    assert!(expected > 0);
    assert_eq!(june.len(), expected);
    let ran = run(
        at,
        &[
            "export",
            "out",
            "--to",
            "x.xlsx",
            "--recipient",
            "Finnes ikke",
        ],
    );
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Kystetaten"), "{}", ran.err);
}

#[test]
fn ndjson_is_what_extract_writes() {
    let folder = read();
    let at = folder.path();
    let lines = well(
        at,
        &[
            "export", "out", "--to", "-", "--format", "ndjson", "--record", "deadline",
        ],
    )
    .out;
    let lines: Vec<Value> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let deadlines = records(at, "deadlines");
    assert_eq!(lines.len(), deadlines.len());
    for (line, (key, one)) in lines.iter().zip(&deadlines) {
        assert_eq!(line["record"], "deadline");
        assert_eq!(line["document"], key.as_str());
        assert_eq!(line["raw"], one["raw"]);
    }
    let ran = run(
        at,
        &["export", "out", "--to", "x.ndjson", "--record", "figure"],
    );
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("inside another record"), "{}", ran.err);
}

#[test]
fn of_two_files_with_one_document_the_first_counts() {
    let folder = read();
    let at = folder.path();
    let first = fs::read(at.join("out/letter-2026.md.json")).unwrap();
    let mut second: Value = serde_json::from_slice(&first).unwrap();
    second["source"]["file"] = "andre.md".into();
    fs::write(at.join("out/z.json"), serde_json::to_vec(&second).unwrap()).unwrap();
    let ran = well(
        at,
        &["export", "out", "--to", "d.csv", "--record", "document"],
    );
    let (named, rest) = ran.err.split_once(" and ").unwrap();
    assert!(named.ends_with("letter-2026.md.json"), "{}", ran.err);
    assert!(rest.contains("z.json both hold "), "{}", ran.err);
    assert!(rest.contains("the first counts"), "{}", ran.err);
    let args = ["export", "out", "--to", "-", "--format", "ndjson"];
    let lines = String::from_utf8(well(at, &args).out).unwrap();
    assert!(lines.contains("letter-2026.md") && !lines.contains("andre.md"));
    let rows = csv::Reader::from_path(at.join("d.csv"))
        .unwrap()
        .into_records()
        .count();
    assert_eq!(rows, documents(at).len() - 1);
}

#[test]
fn what_does_not_fit_is_a_usage_error_that_says_what_does() {
    let folder = read();
    for (args, words) in [
        (vec!["--to", "x.pdf"], ".xlsx, .csv, .ics or .ndjson"),
        (vec!["--to", "-"], "--format"),
        (
            vec!["--to", "x.csv", "--record", "goal", "--alarm", "3"],
            "--alarm is for .ics",
        ),
        (vec!["--to", "x.ics", "--record", "goal"], "deadlines only"),
        (vec!["--to", "x.xlsx", "--bom"], "is for .csv"),
        (
            vec![
                "--to",
                "x.ics",
                "--from-date",
                "2026-02-01",
                "--to-date",
                "2026-01-01",
            ],
            "is after",
        ),
        (vec!["--to", "x.xlsx", "--record", "frist"], "deadline"),
        (vec!["--to", "x.xlsx", "--clear-marks"], "--update"),
    ] {
        let mut all = vec!["export", "out"];
        all.extend(args);
        let ran = run(folder.path(), &all);
        assert_eq!(ran.code, 2, "{all:?}: {}", ran.err);
        assert!(ran.err.contains(words), "{all:?}: {}", ran.err);
    }
}

#[test]
fn python_reads_the_csv() {
    if !there("python3") {
        return;
    }
    let folder = read();
    let at = folder.path();
    well(
        at,
        &[
            "export",
            "out",
            "--to",
            "a.csv",
            "--record",
            "assignment",
            "--bom",
            "--separator",
            ";",
        ],
    );
    let script = "import csv, json, sys\nrows = list(csv.DictReader(open('a.csv', encoding='utf-8-sig', newline=''), delimiter=';'))\nsys.stdout.buffer.write(json.dumps([r['Oppdragstekst'] for r in rows]).encode())";
    let ran = Command::new("python3")
        .args(["-c", script])
        .current_dir(at)
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let read: Vec<String> = serde_json::from_slice(&ran.stdout).unwrap();
    let texts: Vec<String> = records(at, "assignments")
        .iter()
        .map(|(_, one)| common::text(one, "text").to_string())
        .collect();
    assert_eq!(read, texts);
}

#[test]
fn libre_office_reads_the_workbook() {
    // LibreOffice without its Calc turns no workbook into another, and says that all went well.
    if !there("soffice") || !there("localc") {
        return;
    }
    let folder = read();
    let at = folder.path();
    well(at, &["export", "out", "--to", "a.xlsx"]);
    let profile = at.join("profile");
    let ran = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args([
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            "lo",
            "a.xlsx",
        ])
        .current_dir(at)
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let theirs = at.join("lo/a.xlsx");
    assert_eq!(sheets(&theirs), sheets(&at.join("a.xlsx")));
    // Days, figures, words and links that it has read, reckoned and written are still what they were.
    let ran = well(
        at,
        &["export", "out", "--to", "b.xlsx", "--update", "lo/a.xlsx"],
    );
    assert!(
        ran.err.contains(
            "b.xlsx: 0 new, 0 changed, 0 edited by hand, 0 gone, 0 not among what was read, "
        ),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("cannot be kept"), "{}", ran.err);
    let range = sheet(&theirs, "Frister");
    let due = column(&range, 0, "Forfall");
    let days = (1..=range.end().unwrap().0)
        .filter(|row| matches!(range.get_value((*row, due)), Some(Data::DateTime(_))))
        .count();
    assert!(days > 20);
}
