//! A letter that changed, exported again: notes of people and events of calendars stay with what they
//! were made for.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;

use calamine::{Data, Range, Reader, Xlsx};
use exports::{Ran, cell, column, run, sheet, well};
use rust_xlsxwriter::{Workbook, Worksheet};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// Reads a letter of an assignment with some sentences, in place of what was read before.
fn letter(at: &Path, sentences: &[&str]) {
    let text = format!(
        "Tildelingsbrev 2026 – Kystetaten\n\n1 Oppdrag\n\nTB2026-1 Avd. KFD: HAV Ny havneplan\n\n{}\n",
        sentences.join("\n\n")
    );
    fs::write(at.join("brev.txt"), text).unwrap();
    well(at, &["extract", "brev.txt", "--out", "out", "--quiet"]);
}

const SKETCH: &str = "Skisse til planen skal leveres innen 1. februar 2026.";
const DRAFT: &str = "Utkast til planen skal leveres innen 1. mars 2026.";
const START: &str = "Arbeidsplanen skal leveres innen 15. januar 2026.";

/// Copies a workbook, hidden sheets too, with a column of notes and whatever else is done to a sheet.
fn noted(
    from: &Path,
    to: &Path,
    name: &str,
    skip: impl Fn(u32) -> bool,
    change: impl Fn(&mut Worksheet),
) {
    let mut book = Workbook::new();
    let names = Xlsx::new(Cursor::new(fs::read(from).unwrap()))
        .map(|book: Xlsx<_>| book.sheet_names())
        .unwrap();
    for one in [name, "Avtrykk"] {
        if !names.iter().any(|name| name == one) {
            continue;
        }
        let range = sheet(from, one);
        let sheet = book.add_worksheet();
        sheet.set_name(one).unwrap();
        let mut line = 0;
        let (height, width) = range.end().unwrap();
        for row in 0..=height {
            if one == name && skip(row) {
                continue;
            }
            for at in 0..=width {
                let place = u16::try_from(at).unwrap();
                match range.get_value((row, at)) {
                    Some(Data::Float(value)) => {
                        sheet.write(line, place, *value).unwrap();
                    }
                    Some(Data::DateTime(moment)) => {
                        sheet.write(line, place, moment.as_f64()).unwrap();
                    }
                    None | Some(Data::Empty) => {}
                    Some(words) => {
                        sheet.write(line, place, words.to_string()).unwrap();
                    }
                }
            }
            if one == name {
                let note = if row == 0 {
                    "Notat".to_string()
                } else {
                    format!("notat om {}", said(&range, row))
                };
                let place = u16::try_from(width + 1).unwrap();
                sheet.write(line, place, note).unwrap();
            }
            line += 1;
        }
        if one == name {
            change(sheet);
        }
    }
    book.save(to).unwrap();
}

/// The first word of what falls due.
fn said(range: &Range<Data>, row: u32) -> String {
    let what = cell(range, row, column(range, 0, "Hva"));
    what.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_string()
}

/// First word, note and mark of each row.
fn rows(file: &Path) -> Vec<(String, String, String)> {
    let range = sheet(file, "Frister");
    let (note, change) = (column(&range, 0, "Notat"), column(&range, 0, "Endring"));
    (1..=range.end().unwrap().0)
        .map(|row| {
            (
                said(&range, row),
                cell(&range, row, note),
                cell(&range, row, change),
            )
        })
        .collect()
}

fn triples(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    let own = |words: &&str| (*words).to_string();
    rows.iter()
        .map(|(a, b, c)| (own(a), own(b), own(c)))
        .collect()
}

fn update(at: &Path, from: &str, to: &str) -> Ran {
    run(at, &["export", "out", "--to", to, "--update", from])
}

/// A folder with a letter of a sketch and a draft, and a workbook with notes on both.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    letter(at, &[SKETCH, DRAFT]);
    well(
        at,
        &["export", "out", "--to", "a.xlsx", "--record", "deadline"],
    );
    noted(
        &at.join("a.xlsx"),
        &at.join("b.xlsx"),
        "Frister",
        |_| false,
        |_| {},
    );
    folder
}

#[test]
fn notes_stay_with_their_deadline_when_another_is_put_in_before_it() {
    let folder = desk();
    let at = folder.path();
    letter(at, &[START, SKETCH, &DRAFT.replace("1. mars", "8. mars")]);
    let ran = update(at, "b.xlsx", "c.xlsx");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let expected = triples(&[
        ("Skisse", "notat om Skisse", ""),
        (
            "Utkast",
            "notat om Utkast",
            "Endret: Forfall, Frist, Hva, Trykt dag, Senest",
        ),
        ("Arbeidsplanen", "", "Ny"),
    ]);
    let got = rows(&at.join("c.xlsx"));
    assert_eq!(got[0], expected[0], "{got:?}");
    assert_eq!(got[2], expected[2], "{got:?}");
    assert_eq!((&got[1].0, &got[1].1), (&expected[1].0, &expected[1].1));
    assert!(
        got[1].2.starts_with("Endret: Forfall, Frist, Hva"),
        "{got:?}"
    );
    let range = sheet(&at.join("c.xlsx"), "Frister");
    let ids: Vec<String> = (1..4).map(|row| cell(&range, row, 0)).collect();
    assert!(
        ids[0].ends_with("-deadline-2") && ids[2].ends_with("-deadline-1"),
        "{ids:?}"
    );
    assert!(
        ran.err.contains("2 rows have another id than before"),
        "{}",
        ran.err
    );
    // And again, with nothing new; then the first is taken out.
    let ran = update(at, "c.xlsx", "d.xlsx");
    assert!(ran.err.contains("d.xlsx: 0 new, 0 changed, 0 edited by hand, 0 gone, 0 not among what was read, 3 unchanged"), "{}", ran.err);
    letter(at, &[START, DRAFT]);
    update(at, "d.xlsx", "e.xlsx");
    let got = rows(&at.join("e.xlsx"));
    assert_eq!(got[0].1, "notat om Skisse");
    assert_eq!((got[0].0.as_str(), got[0].2.as_str()), ("Skisse", "Utgått"));
    assert_eq!(
        (got[1].0.as_str(), got[1].1.as_str()),
        ("Utkast", "notat om Utkast")
    );
    let range = sheet(&at.join("e.xlsx"), "Frister");
    let ids: std::collections::BTreeSet<String> = (1..4).map(|row| cell(&range, row, 0)).collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
    // It comes back.
    letter(at, &[START, SKETCH, DRAFT]);
    update(at, "e.xlsx", "f.xlsx");
    let got = rows(&at.join("f.xlsx"));
    assert_eq!(
        got[0],
        ("Skisse".into(), "notat om Skisse".into(), "Tilbake".into())
    );
    assert_eq!(got.len(), 3);
}

#[test]
fn where_only_a_counted_id_speaks_for_a_row_it_says_so() {
    let folder = desk();
    let at = folder.path();
    letter(
        at,
        &[
            "Befaringen av havnen skal gjennomføres innen 1. april 2026.",
            DRAFT,
        ],
    );
    update(at, "b.xlsx", "c.xlsx");
    let got = rows(&at.join("c.xlsx"));
    assert_eq!(
        (got[0].0.as_str(), got[0].1.as_str()),
        ("Befaringen", "notat om Skisse")
    );
    assert!(
        got[0].2.starts_with("Endret: ") && got[0].2.ends_with("; Kan være en annen post"),
        "{got:?}"
    );
    let range = sheet(&at.join("c.xlsx"), "Frister");
    let before = cell(&range, 1, column(&range, 0, "Før endringen"));
    assert!(before.contains(SKETCH), "{before}");
    assert_eq!(got[1].2, "");
}

#[test]
fn a_person_s_own_change_is_not_called_one_of_the_letter() {
    let folder = desk();
    let at = folder.path();
    let range = sheet(&at.join("a.xlsx"), "Frister");
    let frist = u16::try_from(column(&range, 0, "Frist")).unwrap();
    noted(
        &at.join("a.xlsx"),
        &at.join("b.xlsx"),
        "Frister",
        |_| false,
        |sheet| {
            sheet.write(1, frist, "rettet for hånd").unwrap();
        },
    );
    letter(at, &[START, SKETCH, &DRAFT.replace("1. mars", "8. mars")]);
    let ran = update(at, "b.xlsx", "c.xlsx");
    let got = rows(&at.join("c.xlsx"));
    assert_eq!(got[0].1, "notat om Skisse");
    assert_eq!(got[0].2, "Rettet her: Frist");
    assert!(got[1].2.starts_with("Endret: "), "{got:?}");
    assert!(
        ran.err
            .contains("c.xlsx: 1 new, 1 changed, 1 edited by hand, 0 gone"),
        "{}",
        ran.err
    );
    let range = sheet(&at.join("c.xlsx"), "Frister");
    assert_eq!(
        cell(&range, 1, column(&range, 0, "Før endringen")),
        "Frist: rettet for hånd"
    );
    assert_eq!(cell(&range, 1, u32::from(frist)), "innen 1. februar 2026");
}

#[test]
fn a_row_that_a_person_deleted_came_back_and_is_told() {
    let folder = desk();
    let at = folder.path();
    noted(
        &at.join("a.xlsx"),
        &at.join("b.xlsx"),
        "Frister",
        |row| row == 1,
        |_| {},
    );
    letter(at, &[START, SKETCH, DRAFT]);
    let ran = update(at, "b.xlsx", "c.xlsx");
    assert!(
        ran.err.contains(
            "c.xlsx: 2 new (1 came back: deleted from the sheet, not from the documents)"
        ),
        "{}",
        ran.err
    );
    let help = well(at, &["export", "--help"]).out;
    assert!(String::from_utf8(help).unwrap().contains("came back"));
}

#[test]
fn a_sheet_without_its_ids_is_refused() {
    let folder = desk();
    let at = folder.path();
    well(
        at,
        &[
            "export",
            "out",
            "--to",
            "a.xlsx",
            "--record",
            "deadline",
            "--record",
            "assignment",
        ],
    );
    let mut book = Workbook::new();
    for name in ["Oppdrag", "Frister"] {
        let range = sheet(&at.join("a.xlsx"), name);
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, at, value) in range.cells() {
            if name == "Frister" && at == 0 || matches!(value, Data::Empty) {
                continue;
            }
            let (row, at) = (u32::try_from(row).unwrap(), u16::try_from(at).unwrap());
            sheet.write(row, at, value.to_string()).unwrap();
        }
    }
    book.save(at.join("b.xlsx")).unwrap();
    let ran = update(at, "b.xlsx", "c.xlsx");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err
            .contains("sheet Frister: the column «Frist-ID» was taken away"),
        "{}",
        ran.err
    );
    assert!(!at.join("c.xlsx").exists());
    // The other sheet alone can be asked for.
    well(
        at,
        &[
            "export",
            "out",
            "--to",
            "c.xlsx",
            "--update",
            "b.xlsx",
            "--record",
            "assignment",
        ],
    );
}

/// UID, day, sequence, stamp and status of the events by the first word of what falls due.
fn events(file: &Path) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = fs::read_to_string(file).unwrap().replace("\r\n ", "");
    text.split("BEGIN:VEVENT\r\n")
        .skip(1)
        .map(|event| {
            let lines: BTreeMap<String, String> = event
                .lines()
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect();
            let what = lines["DESCRIPTION"].split("Hva: ").nth(1).unwrap();
            (what.split(' ').next().unwrap().to_string(), lines)
        })
        .collect()
}

#[test]
fn an_event_stays_the_same_when_others_are_put_in_and_when_its_day_moves() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    letter(at, &[SKETCH, DRAFT]);
    let export = |to: &str, more: &[&str]| {
        let mut args = vec!["export", "out", "--to", to];
        args.extend(more);
        well(at, &args)
    };
    export("a.ics", &[]);
    let first = events(&at.join("a.ics"));
    fs::copy(at.join("a.ics"), at.join("b.ics")).unwrap();
    export("b.ics", &[]);
    assert_eq!(
        fs::read(at.join("a.ics")).unwrap(),
        fs::read(at.join("b.ics")).unwrap()
    );
    letter(at, &[START, SKETCH, &DRAFT.replace("1. mars", "8. mars")]);
    let ran = export("b.ics", &[]);
    assert!(ran.err.contains("1 new, 2 changed, 0 gone"), "{}", ran.err);
    let second = events(&at.join("b.ics"));
    assert_eq!(second.len(), 3);
    let number = |one: &BTreeMap<String, String>| one["SEQUENCE"].parse::<u32>().unwrap();
    for word in ["Skisse", "Utkast"] {
        assert_eq!(first[word]["UID"], second[word]["UID"], "{word}");
    }
    assert_eq!(second["Utkast"]["DTSTART;VALUE=DATE"], "20260308");
    assert!(number(&second["Utkast"]) > number(&first["Utkast"]));
    for stamp in ["DTSTAMP", "LAST-MODIFIED"] {
        assert!(second["Utkast"][stamp] > first["Utkast"][stamp]);
    }
    // What is gone is cancelled; what a filter leaves out is not.
    letter(at, &[START, DRAFT]);
    let ran = export("b.ics", &["--from-date", "2026-02-01"]);
    assert!(ran.err.contains("1 gone (now cancelled)"), "{}", ran.err);
    let third = events(&at.join("b.ics"));
    assert_eq!(third["Skisse"]["STATUS"], "CANCELLED");
    assert!(number(&third["Skisse"]) > number(&second["Skisse"]));
    assert_eq!(third["Skisse"]["UID"], first["Skisse"]["UID"]);
    assert!(!third.contains_key("Arbeidsplanen"));
    // Another file than the one that is written.
    export("c.ics", &["--update", "a.ics"]);
    let other = events(&at.join("c.ics"));
    assert_eq!(other["Skisse"]["STATUS"], "CANCELLED");
    fs::write(at.join("d.ics"), "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").unwrap();
    let ran = run(at, &["export", "out", "--to", "c.ics", "--update", "d.ics"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}
