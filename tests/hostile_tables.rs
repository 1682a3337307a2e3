//! Pages made to cost much: tables of too many columns, rows, letters and lines, turned and nested ones.
//!
//! Each stands on the second page of three. Whatever becomes of it, the pages around it are read, and what is
//! read of it otherwise than as a table is told. What it costs is bounded by what is counted, never by a clock.

#![allow(clippy::unwrap_used)]

mod common;

use oppdrag::Extraction;
use oppdrag::model::Code;
use oppdrag::source::Source;
use pdf_extract::{Dictionary, Document, Object, Stream, dictionary};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// The height of a page, in points.
const HEIGHT: f64 = 842.0;

/// A PDF of pages: how wide and high they are, what is drawn on them.
fn pdf(pages: &[([f64; 2], &str)]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = |document: &mut Document, base: &str| {
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => base, "Encoding" => "WinAnsiEncoding",
        })
    };
    let (plain, bold) = (
        font(&mut document, "Helvetica"),
        font(&mut document, "Helvetica-Bold"),
    );
    let fonts = dictionary! { "F" => plain, "B" => bold };
    let kids: Vec<Object> = pages
        .iter()
        .map(|([width, height], content)| {
            let stream = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
            let content = document.add_object(stream);
            let sides = [0.0, 0.0, *width as f32, *height as f32].map(Object::Real);
            let page = document.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content, "MediaBox" => sides.to_vec(),
            });
            page.into()
        })
        .collect();
    let all = dictionary! {
        "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids,
        "Resources" => dictionary! { "Font" => fonts },
    };
    document.objects.insert(tree, Object::Dictionary(all));
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Text of a font and a size with its left end and base line at a place, counted from the upper left corner of
/// a page of some height.
fn set(font: &str, size: f64, height: f64, (x, y): (f64, f64), text: &str) -> String {
    let mut codes = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        // WinAnsi is Latin-1 but for the dash.
        let code = if c == '–' { 0x96 } else { c as u32 };
        write!(codes, "{code:02x}").unwrap();
    }
    let y = height - y;
    format!("BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n")
}

/// The same in the type of a letter, on a page of a letter.
fn at(x: f64, y: f64, text: &str) -> String {
    set("F", 10.0, HEIGHT, (x, y), text)
}

fn rule(from: (f64, f64), to: (f64, f64)) -> String {
    let (y0, y1) = (HEIGHT - from.1, HEIGHT - to.1);
    format!("{} {y0} m {} {y1} l S\n", from.0, to.0)
}

/// A letter of an assignment before the page and one after it.
fn around(size: [f64; 2], content: &str) -> Vec<u8> {
    let head = |y: f64, size: f64, text: &str| set("B", size, HEIGHT, (72.0, y), text);
    let first = head(120.0, 16.0, "Tildelingsbrev 2026 – Kystetaten")
        + &head(180.0, 13.0, "1 Oppdrag")
        + &head(220.0, 10.0, "Oppdrag 1: Fyr")
        + &at(
            72.0,
            240.0,
            "Kystetaten skal male alle fyr innen 1. juni 2026.",
        );
    let last = head(120.0, 10.0, "Oppdrag 2: Varder")
        + &at(
            72.0,
            140.0,
            "Kystetaten skal telle alle varder innen 1. mai 2026.",
        );
    let a4 = [595.0, HEIGHT];
    pdf(&[(a4, &first), (size, content), (a4, &last)])
}

fn page(content: &str) -> Vec<u8> {
    around([595.0, HEIGHT], content)
}

/// What is read, if both assignments around the page are, each with its day.
fn read(bytes: &[u8]) -> (Source, Extraction) {
    let source = oppdrag::source::read("brev.pdf", bytes).unwrap();
    let grammar = oppdrag::Grammar::built_in();
    let extraction = oppdrag::extract_read("brev.pdf", bytes, &source, &grammar).unwrap();
    let broken = common::broken(&extraction, source.canonical.text());
    assert!(broken.is_empty(), "{broken:?}");
    let document = &extraction.documents[0];
    let titles: Vec<&str> = document
        .assignments
        .iter()
        .filter_map(|one| one.title.as_deref())
        .filter(|title| ["Fyr", "Varder"].contains(title))
        .collect();
    assert_eq!(titles, ["Fyr", "Varder"]);
    let days: Vec<&str> = document
        .deadlines
        .iter()
        .filter_map(|one| one.date.as_deref())
        .collect();
    for day in ["2026-06-01", "2026-05-01"] {
        assert!(days.contains(&day), "{days:?}");
    }
    (source, extraction)
}

/// Whether it is told that tables of the second page may be read as lines.
fn is_told(extraction: &Extraction) -> bool {
    let told = |one: &oppdrag::model::Diagnostic| {
        one.code == Code::PartUnreadable && one.message.starts_with("page 2: so much is drawn")
    };
    extraction.diagnostics.iter().any(told)
}

/// The rows and columns of the largest table of the second page.
fn largest(source: &Source) -> (usize, usize) {
    let mut tables: std::collections::BTreeMap<u32, (u32, u32, usize)> = Default::default();
    for line in source.canonical.lines() {
        if let Some(cell) = line.cell.filter(|_| line.page == Some(2)) {
            let own = tables.entry(cell.table).or_default();
            *own = (
                own.0.max(cell.row + 1),
                own.1.max(cell.column + 1),
                own.2 + 1,
            );
        }
    }
    let largest = tables.values().max_by_key(|own| own.2);
    largest.map_or((0, 0), |own| (own.0 as usize, own.1 as usize))
}

/// How often words stand in what was read of the second page.
fn count(source: &Source, words: &str) -> usize {
    let lines = source.canonical.lines().iter();
    lines
        .filter(|line| line.page == Some(2))
        .map(|line| source.canonical.line_text(line).matches(words).count())
        .sum()
}

#[test]
fn ten_thousand_columns_are_read_as_lines_and_told() {
    const COLUMNS: usize = 10_000;
    let width = 20.0 * COLUMNS as f64 + 100.0;
    let mut content = String::new();
    for row in 0..2 {
        for n in 0..COLUMNS {
            let place = (50.0 + 20.0 * n as f64, 300.0 + 20.0 * f64::from(row));
            content += &set("F", 8.0, HEIGHT, place, "Q7");
        }
    }
    let (source, extraction) = read(&around([width, HEIGHT], &content));
    assert_eq!(count(&source, "Q7"), 2 * COLUMNS);
    assert!(is_told(&extraction), "{:?}", extraction.diagnostics);
}

#[test]
fn ten_thousand_drawn_columns_are_told() {
    const COLUMNS: usize = 10_000;
    let width = 12.0 * COLUMNS as f64 + 100.0;
    let right = 50.0 + 12.0 * COLUMNS as f64;
    let mut content = rule((50.0, 290.0), (right, 290.0)) + &rule((50.0, 310.0), (right, 310.0));
    for n in 0..=COLUMNS {
        let x = 50.0 + 12.0 * n as f64;
        content += &rule((x, 290.0), (x, 310.0));
        if n < COLUMNS {
            content += &set("F", 8.0, HEIGHT, (x + 2.0, 302.0), "q");
        }
    }
    let (source, extraction) = read(&around([width, HEIGHT], &content));
    assert_eq!(count(&source, "q"), COLUMNS);
    assert!(is_told(&extraction), "{:?}", extraction.diagnostics);
}

/// Rows of three columns, the first at a height, on a page of some height.
fn rows(count: usize, top: f64, step: f64, height: f64) -> String {
    let mut content = String::new();
    for n in 0..count {
        let y = top + step * n as f64;
        let day = format!("{}. mai", n % 28 + 1);
        for (x, text) in [(72.0, "A-1"), (130.0, "Male q7"), (400.0, &day)] {
            content += &set("F", 10.0, height, (x, y), text);
        }
    }
    content
}

#[test]
fn very_many_rows_on_one_page_are_one_table() {
    const ROWS: usize = 700;
    let height = 14.0 * ROWS as f64 + 4000.0;
    let content = rows(ROWS, 2000.0, 14.0, height);
    let (source, extraction) = read(&around([595.0, height], &content));
    assert_eq!(count(&source, "q7"), ROWS);
    assert_eq!(largest(&source), (ROWS, 3));
    assert!(!is_told(&extraction));
}

/// Each row has to be held against all rows above it where its columns are no further apart than words.
#[test]
fn more_rows_than_are_gone_through_are_told() {
    const ROWS: usize = 1300;
    let height = 14.0 * ROWS as f64 + 6000.0;
    let mut content = String::new();
    for n in 0..ROWS {
        let y = 3000.0 + 14.0 * n as f64;
        let cells = if n < 4 {
            ["N", "M", "D"]
        } else {
            ["A-1", "Male q7", "1. mai"]
        };
        for (x, text) in [72.0, 90.5, 129.0].into_iter().zip(cells) {
            content += &set("F", 10.0, height, (x, y), text);
        }
    }
    let (source, extraction) = read(&around([595.0, height], &content));
    assert_eq!(count(&source, "q7"), ROWS - 4);
    assert!(is_told(&extraction), "{:?}", largest(&source));
}

/// Rows on as many pages as they need: what is read within the time that a file has is whole, and a file that
/// takes longer is given up alone.
#[test]
fn a_hundred_thousand_rows_cost_one_file() {
    let here = TempDir::new().unwrap();
    let inbox = here.path().join("in");
    fs::create_dir(&inbox).unwrap();
    let one = rows(50, 80.0, 14.0, HEIGHT);
    let pages = vec![([595.0, HEIGHT], one.as_str()); 2000];
    fs::write(inbox.join("rows.pdf"), pdf(&pages)).unwrap();
    let letter = common::path("fixtures/letters/allocation-letter.pdf");
    fs::copy(letter, inbox.join("z.pdf")).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .args(["extract", "in", "--out", "out", "--pdf-timeout", "3"])
        .current_dir(here.path())
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(
        said.contains("rows.pdf: the PDF was not read within 3 s"),
        "{said}"
    );
    assert!(here.path().join("out/z.pdf.json").exists());
}

#[test]
fn a_cell_of_very_much_text_is_whole() {
    // A megabyte of it in a release build; a debug build takes ten times as long for each word.
    let size = if cfg!(debug_assertions) {
        100_000
    } else {
        1_000_000
    };
    let line = "Kystetaten maler fyr q7 og teller varder ";
    let lines = size / line.len();
    let height = 12.0 * lines as f64 + 2000.0;
    let mut content = String::new();
    for n in 0..lines {
        let y = 1000.0 + 12.0 * n as f64;
        content += &set("F", 10.0, height, (152.0, y), line.trim_end());
    }
    content += &set("F", 10.0, height, (74.0, 1000.0), "Fyr");
    let (top, bottom) = (985.0, 1000.0 + 12.0 * lines as f64);
    for y in [top, bottom] {
        let y = height - y;
        writeln!(content, "70 {y} m 520 {y} l S").unwrap();
    }
    for x in [70.0, 150.0, 520.0] {
        let (from, to) = (height - top, height - bottom);
        writeln!(content, "{x} {from} m {x} {to} l S").unwrap();
    }
    let (source, extraction) = read(&around([595.0, height], &content));
    assert_eq!(count(&source, "q7"), lines);
    assert_eq!(largest(&source), (1, 2));
    assert!(!is_told(&extraction));
}

/// Two columns and three rows of cells, the lines between them drawn in strokes of a point's part.
#[test]
fn fifty_thousand_strokes_are_the_lines_of_a_table() {
    let mut content = String::new();
    let mut strokes = 0;
    for _ in 0..28 {
        for y in [100.0, 130.0, 160.0, 190.0] {
            for n in 0..360 {
                let x = 70.0 + 1.25 * f64::from(n);
                content += &rule((x, y), (x + 1.25, y));
                strokes += 1;
            }
        }
        for x in [70.0, 300.0, 520.0] {
            for n in 0..120 {
                let y = 100.0 + 0.75 * f64::from(n);
                content += &rule((x, y), (x, y + 0.75));
                strokes += 1;
            }
        }
    }
    assert!(strokes > 50_000, "{strokes}");
    for (row, y) in [118.0, 148.0, 178.0].into_iter().enumerate() {
        content += &(at(74.0, y, &format!("Fyr {row}")) + &at(304.0, y, &format!("Lys q{row}")));
    }
    let (source, extraction) = read(&page(&content));
    assert_eq!(largest(&source), (3, 2));
    assert!(!is_told(&extraction));
}

/// What is set on a page that lies down, its text running upwards, is read as if the page stood.
#[test]
fn turned_tables_are_tables() {
    let turned = |degrees: u32| {
        let mut content = String::new();
        let mut put = |x: f64, y: f64, text: &str| {
            let (a, b, c, d, e, f) = match degrees {
                90 => (0, 1, -1, 0, y, x),
                180 => (-1, 0, 0, -1, 595.0 - x, y),
                _ => (0, -1, 1, 0, 595.0 - y, HEIGHT - x),
            };
            let codes: String = text.bytes().map(|b| format!("{b:02x}")).collect();
            writeln!(
                content,
                "BT /F 10 Tf {a} {b} {c} {d} {e} {f} Tm <{codes}> Tj ET"
            )
            .unwrap();
        };
        for n in 0..12 {
            let y = 100.0 + 16.0 * f64::from(n);
            put(72.0, y, &format!("A-{n}"));
            put(140.0, y, "Male fyret langs kysten q7");
            put(380.0, y, &format!("{}. mai", n + 1));
        }
        content
    };
    for degrees in [90, 180, 270] {
        let (source, _) = read(&page(&turned(degrees)));
        assert_eq!(count(&source, "q7"), 12, "{degrees}");
        assert_eq!(largest(&source), (12, 3), "{degrees}");
    }
}

/// Tables in cells of tables, each a frame within the other.
#[test]
fn tables_in_tables_end() {
    let mut content = String::new();
    let mut depth = 0;
    let (mut left, mut top, mut right, mut bottom) = (40.0, 80.0, 560.0, 800.0);
    while right - left > 40.0 && bottom - top > 40.0 {
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        for at in [top, y, bottom] {
            content += &rule((left, at), (right, at));
        }
        for at in [left, x, right] {
            content += &rule((at, top), (at, bottom));
        }
        content += &self::at(left + 4.0, top + 14.0, &format!("q{depth}"));
        depth += 1;
        (left, top) = (x + 6.0, y + 6.0);
        (right, bottom) = (right - 6.0, bottom - 6.0);
    }
    // Frames within frames, a hair apart, as many as a page holds.
    for n in 0..60 {
        let gap = 4.0 + 3.5 * f64::from(n);
        let (left, top, right, bottom) = (40.0 + gap, 84.0 + gap, 296.0 - gap, 436.0 - gap);
        if right - left < 20.0 {
            break;
        }
        for at in [top, bottom] {
            content += &rule((left, at), (right, at));
        }
        for at in [left, right] {
            content += &rule((at, top), (at, bottom));
        }
    }
    let (source, _) = read(&page(&content));
    for n in 0..depth {
        assert_eq!(count(&source, &format!("q{n}")), 1, "{n}");
    }
}
