//! `oppdrag export --update`: a workbook that people have worked in is brought up to date.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;

use calamine::{Data, Reader, Xlsx};
use exports::{by_id, cell, column, read, run, sheet, sheets, well};
use rust_xlsxwriter::{ConditionalFormatDuplicate, DataValidation, Format, Formula, Workbook};
use serde_json::Value;
use std::fs;
use std::io::Cursor;
use std::path::Path;

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
        let had = cell(&old, row, id);
        // An id that people spoilt is mended where the words say whose it is.
        let had = had.strip_suffix("-99").unwrap_or(&had);
        assert_eq!(cell(&new, row, id), had, "row {row}");
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
    // Who wrote another thing is not known: the sheet that tells is not there.
    assert_eq!(cell(&new, 2, change), "Ulikt: Frist");
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
    // It has another id, and says what a record says.
    assert_eq!(mark("borte"), "");
    // The deleted row and the broken one's record come back below.
    assert_eq!(mark(""), "Ny|Ny");
    assert_eq!(marks.len(), 4);
    assert!(ran.err.contains("has the id of row"), "{}", ran.err);
    assert!(ran.err.contains("1 rows without an id"), "{}", ran.err);
    assert!(
        ran.err.contains("records that it has no sheet of: "),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("2 new, 1 changed, 0 edited by hand, 0 gone, 1 not among what was read, "),
        "{}",
        ran.err
    );
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
        again
            .err
            .contains("igjen.xlsx: 0 new, 0 changed, 0 edited by hand, 0 gone, 1 not among"),
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
fn a_column_of_people_s_own_that_is_called_as_ours_is_is_left_alone() {
    let folder = read();
    let at = folder.path();
    well(
        at,
        &["export", "out", "--to", "a.xlsx", "--record", "requirement"],
    );
    let range = sheet(&at.join("a.xlsx"), "Krav");
    let mut book = Workbook::new();
    let mine = book.add_worksheet();
    // A «Type» of their own, left of ours.
    mine.write(0, 0, "Type").unwrap();
    for (row, column, value) in range.cells() {
        let row = u32::try_from(row).unwrap();
        if row > 0 {
            mine.write(row, 0, "hastesak").unwrap();
        }
        if !matches!(value, Data::Empty) {
            mine.write(row, u16::try_from(column + 1).unwrap(), value.to_string())
                .unwrap();
        }
    }
    book.save(at.join("b.xlsx")).unwrap();
    let ran = well(
        at,
        &["export", "out", "--to", "c.xlsx", "--update", "b.xlsx"],
    );
    assert!(
        ran.err
            .contains("several columns are called «Type»; C is taken for ours"),
        "{}",
        ran.err
    );
    let new = sheet(&at.join("c.xlsx"), "Sheet1");
    let rows = new.end().unwrap().0;
    assert!(rows > 3);
    for row in 1..=rows {
        assert_eq!(cell(&new, row, 0), "hastesak");
        assert_eq!(cell(&new, row, 2), cell(&range, row, 1));
    }
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
    let key = "allocation_letter-2026-fyr-og-losdepartementet-kystetaten-2026-01-10";
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
    mine.set_name("Mål & tiltak").unwrap();
    mine.add_data_validation(
        1,
        9,
        5,
        9,
        &DataValidation::new()
            .allow_list_strings(&["ny", "ferdig"])
            .unwrap(),
    )
    .unwrap();
    mine.add_conditional_format(1, 1, 5, 1, &ConditionalFormatDuplicate::new())
        .unwrap();
    mine.protect();
    mine.set_column_hidden(3).unwrap();
    book.save(at.join("a.xlsx")).unwrap();
    let before = fs::read(at.join("a.xlsx")).unwrap();
    let ran = run(
        at,
        &["export", "out", "--to", "a.xlsx", "--update", "a.xlsx"],
    );
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("cannot be kept: comments"), "{}", ran.err);
    for what in [
        "drop-down lists",
        "conditional formatting",
        "its protection",
    ] {
        let said = format!("cannot be kept: sheet Mål & tiltak: {what}");
        assert!(ran.err.contains(&said), "{}", ran.err);
    }
    assert!(ran.err.contains("--accept-loss"), "{}", ran.err);
    assert_eq!(fs::read(at.join("a.xlsx")).unwrap(), before);
    assert!(!at.join("a.forrige.xlsx").exists());
    // Beside it, or over it with leave.
    well(
        at,
        &["export", "out", "--to", "b.xlsx", "--update", "a.xlsx"],
    );
    // A column that people hid stays so.
    let mut file = zip::ZipArchive::new(Cursor::new(fs::read(at.join("b.xlsx")).unwrap())).unwrap();
    let mut xml = String::new();
    let mut part = file.by_name("xl/worksheets/sheet1.xml").unwrap();
    std::io::Read::read_to_string(&mut part, &mut xml).unwrap();
    let hidden: Vec<&str> = xml
        .split('<')
        .filter(|tag| tag.starts_with("col ") && tag.contains("hidden=\"1\""))
        .collect();
    assert_eq!(hidden.len(), 1, "{hidden:?}");
    assert!(hidden[0].contains("min=\"4\" max=\"4\""), "{hidden:?}");
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
