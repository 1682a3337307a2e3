//! `oppdrag export` to Excel, and a workbook that people have worked in brought up to date.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;

use calamine::{Data, Reader, Xlsx};
use exports::{by_id, cell, column, read, records, run, sheet, sheets, well};
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::Value;
use std::fs;
use std::io::Cursor;
use std::path::Path;

#[test]
fn the_workbook_has_a_sheet_a_type_with_real_days_and_numbers() {
    let folder = read();
    let at = folder.path();
    let said = well(at, &["export", "out", "--to", "alt.xlsx"]).err;
    let file = at.join("alt.xlsx");
    assert!(said.contains("alt.xlsx: "), "{said}");
    let names = sheets(&file);
    for name in [
        "Om tabellene",
        "Oppdrag",
        "Deloppdrag",
        "Frister",
        "Anmodningsvedtak",
        "Beløp",
        "Resultater",
    ] {
        assert!(names.iter().any(|one| one == name), "{name}: {names:?}");
    }
    let range = sheet(&file, "Frister");
    let deadlines = records(at, "deadlines");
    assert_eq!(range.end().unwrap().0 as usize, deadlines.len());
    assert_eq!(cell(&range, 0, 0), "Frist-ID");
    let (due, printed) = (column(&range, 0, "Forfall"), column(&range, 0, "Trykt dag"));
    for (row, (key, one)) in (1..).zip(&deadlines) {
        assert_eq!(
            cell(&range, row, 0),
            format!("{key}#{}", common::text(one, "id"))
        );
        let day = one["date"].as_str().filter(|_| one["status"] != "invalid");
        match (range.get_value((row, printed)).unwrap(), day) {
            (Data::DateTime(read), Some(day)) => {
                let (year, month, of_month, ..) = read.to_ymd_hms_milli();
                assert_eq!(format!("{year:04}-{month:02}-{of_month:02}"), day);
            }
            (Data::Empty, None) => {}
            other => panic!("{other:?}"),
        }
        let latest = one["latest"].as_str().is_some() && one["status"] != "invalid";
        let has = matches!(range.get_value((row, due)), Some(Data::DateTime(_)));
        assert_eq!(has, day.is_some() || latest, "{one}");
    }
    let range = sheet(&file, "Beløp");
    let (nok, chapter) = (column(&range, 0, "Kroner"), column(&range, 0, "Kap."));
    let sum: f64 = (1..=range.end().unwrap().0)
        .filter_map(|row| match range.get_value((row, nok)) {
            Some(Data::Float(value)) => Some(*value),
            Some(Data::Int(value)) => Some(*value as f64),
            _ => None,
        })
        .sum();
    let expected: i64 = records(at, "appropriations")
        .iter()
        .flat_map(|(_, one)| common::list(one, "figures").to_vec())
        .filter_map(|figure| figure["nok"].as_i64())
        .sum();
    assert_eq!(sum, expected as f64);
    // A chapter is a name, not a count.
    assert!(matches!(
        range.get_value((1, chapter)),
        Some(Data::String(_))
    ));
    // The same set gives the same bytes.
    well(at, &["export", "out", "--to", "igjen.xlsx"]);
    assert_eq!(
        fs::read(&file).unwrap(),
        fs::read(at.join("igjen.xlsx")).unwrap()
    );
}

#[test]
fn an_assignment_leads_to_its_deadlines_by_id() {
    let folder = read();
    well(
        folder.path(),
        &[
            "export",
            "out",
            "--to",
            "alt.xlsx",
            "--record",
            "assignment",
            "--record",
            "deadline",
        ],
    );
    let file = folder.path().join("alt.xlsx");
    assert_eq!(sheets(&file), ["Om tabellene", "Oppdrag", "Frister"]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(&file).unwrap())).unwrap();
    let formulas = book.worksheet_formula("Oppdrag").unwrap();
    let ids = by_id(&file, "Frister", 0, "Frist-ID");
    let mut links = 0;
    for (_, _, formula) in formulas.used_cells() {
        let id = formula
            .split("MATCH(\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(
            formula.starts_with("HYPERLINK(\"#'Frister'!A\"&MATCH("),
            "{formula}"
        );
        assert!(ids.contains_key(id), "{formula}");
        links += 1;
    }
    let bound: std::collections::BTreeSet<(String, String)> = records(folder.path(), "deadlines")
        .iter()
        .filter_map(|(key, one)| Some((key.clone(), one["assignment"].as_str()?.to_string())))
        .collect();
    assert!(links > 10);
    assert_eq!(links, bound.len());
    // Mål is not a sheet of this workbook: words, and no link that leads nowhere.
    assert!(
        by_id(&file, "Oppdrag", 0, "Oppdrag-ID")
            .values()
            .any(|row| !row["Mål"].is_empty())
    );
}

/// What people make of the sheet of deadlines: a line above the titles, the id column last, two columns
/// of their own in the middle, rows the other way round, one row broken, one copied, one gone stale.
fn worked_in(from: &Path, to: &Path) -> Vec<String> {
    let range = sheet(from, "Frister");
    let (height, width) = range.end().unwrap();
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let yellow = Format::new().set_background_color(0x00FF_FF00);
    let mine = book.add_worksheet();
    mine.set_name("Mine frister").unwrap();
    mine.write(0, 0, "Vår liste").unwrap();
    let mut ids = Vec::new();
    let mut write = |row: u32, from: u32, id: &str, own: &str| {
        for column in 1..=width {
            let place = u16::try_from(if column < 3 { column - 1 } else { column + 1 }).unwrap();
            match range.get_value((from, column)).unwrap() {
                Data::Empty => {}
                Data::DateTime(moment) => {
                    mine.write_with_format(row, place, moment.as_f64(), &day)
                        .unwrap();
                }
                Data::Float(value) => {
                    mine.write(row, place, *value).unwrap();
                }
                words => {
                    mine.write(row, place, words.to_string()).unwrap();
                }
            }
        }
        mine.write_with_format(row, 2, own, &yellow).unwrap();
        let last = u16::try_from(width + 1).unwrap();
        mine.write(row, last, id).unwrap();
        if from > 0 {
            let formula = Formula::new(format!("=A{}+7", row + 1)).set_result("7");
            mine.write_formula_with_format(row, 3, formula, &day)
                .unwrap();
            ids.push(id.to_string());
        }
    };
    write(1, 0, "Frist-ID", "Egen status");
    let mut row = 2;
    for from in (1..=height).rev() {
        let id = cell(&range, from, 0);
        match from {
            // Deleted by a person.
            2 => continue,
            3 => write(row, from, &id.replace('#', "-"), "ødelagt"),
            4 => write(row, from, &format!("{}-99", id), "borte"),
            5 => {
                write(row, from, &id, "først");
                row += 2; // an empty row between
                write(row, from, &id, "kopi");
            }
            _ => write(row, from, &id, &format!("sak {from}")),
        }
        row += 1;
    }
    mine.write(1, 3, "Purring").unwrap();
    // A person mends what the letter says.
    mine.write(2, 1, "rettet for hånd").unwrap();
    mine.write(row, 2, "Sum av mine").unwrap();
    let notes = book.add_worksheet();
    notes.set_name("Notater").unwrap();
    notes.write(3, 1, "Husk møtet").unwrap();
    notes
        .write_formula(4, 1, Formula::new("=SUM(1,2)").set_result("3"))
        .unwrap();
    notes.write_boolean(5, 1, true).unwrap();
    notes.set_hidden(true);
    book.save(to).unwrap();
    ids
}

#[test]
fn a_workbook_that_people_worked_in_keeps_what_they_wrote() {
    let folder = read();
    let at = folder.path();
    well(
        at,
        &["export", "out", "--to", "ny.xlsx", "--record", "deadline"],
    );
    let ids = worked_in(&at.join("ny.xlsx"), &at.join("vår.xlsx"));
    let before = fs::read(at.join("vår.xlsx")).unwrap();
    let ran = well(
        at,
        &["export", "out", "--to", "vår.xlsx", "--update", "vår.xlsx"],
    );
    let file = at.join("vår.xlsx");
    assert_eq!(sheets(&file), ["Mine frister", "Notater"]);
    // The old one is still there.
    assert_eq!(fs::read(at.join("vår.forrige.xlsx")).unwrap(), before);
    let old = {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(before)).unwrap();
        book.worksheet_range("Mine frister").unwrap()
    };
    let new = sheet(&file, "Mine frister");
    // Every row stands where it stood, with what people wrote beside it.
    let own = column(&new, 1, "Egen status");
    let id = column(&new, 1, "Frist-ID");
    let change = column(&new, 1, "Endring");
    let earlier = column(&new, 1, "Før endringen");
    assert_eq!(cell(&new, 0, 0), "Vår liste");
    assert_eq!(own, column(&old, 1, "Egen status"));
    for row in 0..=old.end().unwrap().0 {
        assert_eq!(cell(&new, row, own), cell(&old, row, own), "row {row}");
        assert_eq!(cell(&new, row, id), cell(&old, row, id), "row {row}");
    }
    let formulas = |file: &Path| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(file).unwrap())).unwrap();
        let formulas = book.worksheet_formula("Mine frister").unwrap();
        (2..5)
            .map(|row| formulas.get_value((row, 3)).cloned().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(formulas(&file), ["A3+7", "A4+7", "A5+7"]);
    // What a person mended is kept beside what the letter says.
    assert_ne!(cell(&new, 2, 1), "rettet for hånd");
    assert_eq!(cell(&new, 2, change), "Endret: Frist");
    assert_eq!(cell(&new, 2, earlier), "Frist: rettet for hånd");
    let marks: Vec<(String, String)> = (2..=new.end().unwrap().0)
        .map(|row| (cell(&new, row, own), cell(&new, row, change)))
        .filter(|(_, mark)| !mark.is_empty())
        .collect();
    let mark = |own: &str| {
        let all: Vec<&str> = marks
            .iter()
            .filter(|(one, _)| one == own)
            .map(|(_, mark)| mark.as_str())
            .collect();
        all.join("|")
    };
    assert_eq!(mark("ødelagt"), "Ikke i grunnlaget");
    assert_eq!(mark("borte"), "Utgått");
    // The deleted row, the broken one's record and the stale one's come back below.
    assert_eq!(mark(""), "Ny|Ny|Ny");
    assert_eq!(marks.len(), 6);
    assert!(ran.err.contains("has the id of row"), "{}", ran.err);
    assert!(ran.err.contains("1 rows without an id"), "{}", ran.err);
    assert!(
        ran.err.contains("records that it has no sheet of: "),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("3 new, 1 changed, 2 gone"), "{}", ran.err);
    // Sheets of people's own.
    let notes = sheet(&file, "Notater");
    assert_eq!(
        notes.get_value((3, 1)),
        Some(&Data::String("Husk møtet".into()))
    );
    assert_eq!(notes.get_value((5, 1)), Some(&Data::Bool(true)));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(&file).unwrap())).unwrap();
    let kept = book.worksheet_formula("Notater").unwrap();
    assert_eq!(kept.get_value((4, 1)).map(String::as_str), Some("SUM(1,2)"));
    // People's colours and days.
    let styles = book.worksheet_style("Mine frister").unwrap();
    let fill = styles.get((3, 2)).unwrap().fill.clone().unwrap();
    assert_eq!(
        fill.get_color().unwrap().to_argb() & 0x00FF_FFFF,
        0x00FF_FF00
    );
    assert!(ids.len() > 20);
    // Again: nothing is new, changed or moved.
    let again = well(
        at,
        &[
            "export",
            "out",
            "--to",
            "igjen.xlsx",
            "--update",
            "vår.xlsx",
        ],
    );
    assert!(
        again.err.contains("igjen.xlsx: 0 new, 0 changed, 2 gone"),
        "{}",
        again.err
    );
    let twice = sheet(&at.join("igjen.xlsx"), "Mine frister");
    assert_eq!(
        twice.used_cells().collect::<Vec<_>>(),
        new.used_cells().collect::<Vec<_>>()
    );
    // Marks go when they are asked to.
    well(
        at,
        &[
            "export",
            "out",
            "--to",
            "tom.xlsx",
            "--update",
            "vår.xlsx",
            "--clear-marks",
        ],
    );
    let cleared = sheet(&at.join("tom.xlsx"), "Mine frister");
    assert_eq!(cell(&cleared, 2, change), "");
    assert_eq!(cell(&cleared, 2, earlier), "");
}

#[test]
fn an_update_tells_new_changed_and_gone_records_of_another_reading() {
    let folder = read();
    let at = folder.path();
    well(
        at,
        &["export", "out", "--to", "a.xlsx", "--record", "assignment"],
    );
    // The supplement and the later letter come; one text is read otherwise; one assignment goes.
    let path = at.join("out/letter-2026.md.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let list = json["documents"][0]["assignments"].as_array_mut().unwrap();
    let gone = list.remove(1)["id"].as_str().unwrap().to_string();
    list[0]["title"] = "Ny tittel".into();
    let mut more = list[0].clone();
    more["id"] = "TB2026-99".into();
    list.push(more);
    fs::write(&path, serde_json::to_vec(&json).unwrap()).unwrap();
    fs::remove_file(at.join("out/supplement-2027-1.md.json")).unwrap();
    let ran = well(
        at,
        &["export", "out", "--to", "b.xlsx", "--update", "a.xlsx"],
    );
    let rows = by_id(&at.join("b.xlsx"), "Oppdrag", 0, "Oppdrag-ID");
    let key = "allocation_letter-2026-kystetaten";
    let first = &rows[&format!("{key}#TB2026-1")];
    assert_eq!(first["Oppdrag"], "Ny tittel");
    assert_eq!(first["Endring"], "Endret: Oppdrag");
    assert!(first["Før endringen"].starts_with("Oppdrag: "), "{first:?}");
    let lost = &rows[&format!("{key}#{gone}")];
    assert_eq!(lost["Endring"], "Utgått");
    assert!(!lost["Oppdragstekst"].is_empty());
    assert_eq!(rows[&format!("{key}#TB2026-99")]["Endring"], "Ny");
    let absent: Vec<_> = rows
        .values()
        .filter(|row| row["Endring"] == "Ikke i grunnlaget")
        .collect();
    assert!(!absent.is_empty());
    assert!(
        ran.err.contains("of documents that were not read"),
        "{}",
        ran.err
    );
    // A filter adds fewer rows; it does not call the others gone.
    let ran = well(
        at,
        &[
            "export", "out", "--to", "c.xlsx", "--update", "b.xlsx", "--year", "2027",
        ],
    );
    let again = by_id(&at.join("c.xlsx"), "Oppdrag", 0, "Oppdrag-ID");
    assert_eq!(again, rows, "{}", ran.err);
}

#[test]
fn a_workbook_that_would_lose_something_is_not_written_over() {
    let folder = read();
    let at = folder.path();
    well(at, &["export", "out", "--to", "a.xlsx", "--record", "goal"]);
    let range = sheet(&at.join("a.xlsx"), "Mål");
    let mut book = Workbook::new();
    let mine = book.add_worksheet();
    for (row, column, value) in range.cells() {
        mine.write(
            u32::try_from(row).unwrap(),
            u16::try_from(column).unwrap(),
            value.to_string(),
        )
        .unwrap();
    }
    mine.insert_note(1, 1, &rust_xlsxwriter::Note::new("Ring Kari"))
        .unwrap();
    book.save(at.join("a.xlsx")).unwrap();
    let before = fs::read(at.join("a.xlsx")).unwrap();
    let ran = run(
        at,
        &["export", "out", "--to", "a.xlsx", "--update", "a.xlsx"],
    );
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("cannot be kept: comments"), "{}", ran.err);
    assert!(ran.err.contains("--accept-loss"), "{}", ran.err);
    assert_eq!(fs::read(at.join("a.xlsx")).unwrap(), before);
    assert!(!at.join("a.forrige.xlsx").exists());
    // Beside it, or over it with leave.
    well(
        at,
        &["export", "out", "--to", "b.xlsx", "--update", "a.xlsx"],
    );
    well(
        at,
        &[
            "export",
            "out",
            "--to",
            "a.xlsx",
            "--update",
            "a.xlsx",
            "--accept-loss",
        ],
    );
    assert_eq!(fs::read(at.join("a.forrige.xlsx")).unwrap(), before);
    assert_eq!(
        fs::read(at.join("a.xlsx")).unwrap(),
        fs::read(at.join("b.xlsx")).unwrap()
    );
}

#[test]
fn what_is_no_workbook_of_ours_is_refused() {
    let folder = read();
    let at = folder.path();
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "Noe annet").unwrap();
    book.save(at.join("annet.xlsx")).unwrap();
    let ran = run(
        at,
        &["export", "out", "--to", "x.xlsx", "--update", "annet.xlsx"],
    );
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(
        ran.err.contains("no column of row ids") || ran.err.contains("no sheet of this workbook"),
        "{}",
        ran.err
    );
    fs::write(at.join("rot.xlsx"), b"ikke en arbeidsbok").unwrap();
    let ran = run(
        at,
        &["export", "out", "--to", "rot.xlsx", "--update", "rot.xlsx"],
    );
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("no Excel workbook"), "{}", ran.err);
    assert_eq!(
        fs::read(at.join("rot.xlsx")).unwrap(),
        b"ikke en arbeidsbok"
    );
    assert_eq!(
        run(
            at,
            &[
                "export",
                "out",
                "--to",
                "x.xlsx",
                "--update",
                "ikke-der.xlsx"
            ]
        )
        .code,
        2
    );
    assert!(!at.join("x.xlsx").exists());
}
