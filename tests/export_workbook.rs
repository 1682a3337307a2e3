//! `oppdrag export` to Excel.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;

use calamine::{Data, Reader, Xlsx};
use exports::{by_id, cell, column, read, records, sheet, sheets, well};
use std::fs;
use std::io::Cursor;

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
