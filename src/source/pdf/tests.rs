//! PDFs built by hand, and the corpus where it is at hand.

use super::{Limits, read as read_within};
use crate::model::Code;
use crate::source::{Line, Source, SourceError};
use pdf_extract::{Dictionary, Document, Object, Stream, dictionary};
use std::fmt::Write;

fn read(bytes: &[u8]) -> Result<Source, SourceError> {
    read_within(bytes, Limits::default())
}

/// A PDF whose pages have this content; `/F` is Helvetica, `/X` the form, if there is one.
fn pdf(pages: &[&str], form: Option<&str>) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let mut resources = dictionary! { "Font" => dictionary! { "F" => font } };
    if let Some(form) = form {
        let id = document.new_object_id();
        resources.set("XObject", dictionary! { "X" => id });
        let dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "Resources" => resources.clone(),
            "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 0.into(), Object::Integer(-100)],
        };
        let stream = Stream::new(dict, form.as_bytes().to_vec());
        document.objects.insert(id, Object::Stream(stream));
    }
    let kids: Vec<Object> = pages
        .iter()
        .map(|content| {
            let content = content.as_bytes().to_vec();
            let content = document.add_object(Stream::new(Dictionary::new(), content));
            let page = document.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
            });
            page.into()
        })
        .collect();
    let pages = dictionary! {
        "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids,
        "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    document.objects.insert(tree, Object::Dictionary(pages));
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Draws `text` with its left end and base line at a place, counted from the upper left corner.
fn at(x: f32, y: f32, text: &str) -> String {
    let text = text.bytes().map(|b| format!("{b:02x}")).collect::<String>();
    format!("BT /F 10 Tf 1 0 0 1 {x} {} Tm <{text}> Tj ET\n", 842.0 - y)
}

fn rule(from: (f32, f32), to: (f32, f32)) -> String {
    let (y0, y1) = (842.0 - from.1, 842.0 - to.1);
    format!("{} {y0} m {} {y1} l S\n", from.0, to.0)
}

fn said(source: &Source, show: impl Fn(&Line) -> Option<String>) -> String {
    let mut out = String::new();
    for line in source.canonical.lines() {
        let text = source.canonical.line_text(line);
        assert_eq!(line.edges.len(), text.chars().count() + 1, "{text}");
        let shown = show(line).unwrap_or_default();
        writeln!(out, "{shown}{text}").unwrap();
    }
    out
}

fn cell(line: &Line) -> Option<String> {
    let cell = line.cell?;
    Some(format!("{}:{},{} ", cell.table, cell.row, cell.column))
}

/// Two columns of eight lines each.
fn two_columns() -> String {
    let mut content = String::new();
    for n in 0..8 {
        let y = 110.0 + 12.0 * n as f32;
        content += &at(
            72.0,
            y,
            &format!("left {n} with words that fill the column"),
        );
        content += &at(310.0, y, &format!("right {n} with words that fill it too"));
    }
    content
}

#[test]
fn two_lines_with_places() {
    let content = at(72.0, 100.0, "First line") + &at(72.0, 112.0, "second line");
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(source.canonical.text(), "First line\nsecond line");
    let line = &source.canonical.lines()[0];
    assert_eq!(line.page, Some(1));
    assert_eq!(line.style.size, Some(10.0));
    let bbox = line.bbox.unwrap();
    assert!(
        (bbox[0] - 72.0).abs() < 0.1 && bbox[1] > 90.0 && bbox[3] < 104.0,
        "{bbox:?}"
    );
    assert!(line.edges.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(!line.style.ends_paragraph);
}

#[test]
fn a_wide_step_and_a_short_line_end_paragraphs() {
    let mut content = String::new();
    for (y, text) in [
        (
            100.0,
            "A line that is as long as the column is wide at this place",
        ),
        (112.0, "and ends here."),
        (
            124.0,
            "- an item of a list that begins right below the paragraph so",
        ),
        (136.0, "far."),
        (160.0, "A line further down."),
    ] {
        content += &at(72.0, y, text);
    }
    let source = read(&pdf(&[&content], None)).unwrap();
    let ends: Vec<bool> = source
        .canonical
        .lines()
        .iter()
        .map(|line| line.style.ends_paragraph)
        .collect();
    assert_eq!(ends, [false, true, false, true, false]);
}

#[test]
fn text_drawn_twice_is_taken_once() {
    let content = at(72.0, 100.0, "Bold all too well") + &at(72.3, 100.0, "Bold all too well");
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(source.canonical.text(), "Bold all too well");
}

#[test]
fn blanks_are_found_in_gaps() {
    let content = "BT /F 10 Tf 72 700 Td [(Two) -400 (words) 30 (joined)] TJ ET".to_owned()
        + " BT /F 10 Tf 72 680 Td (' next) ' ET"
        + " BT /F 10 Tf 72 660 Td (12) Tj /F 6 Tf 4 Ts (3) Tj ET";
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(source.canonical.text(), "Two wordsjoined\n' next\n12 3");
}

#[test]
fn a_drawn_table_is_read_cell_by_cell_over_pages() {
    let columns = [70.0, 120.0, 250.0, 500.0];
    let grid = |ys: &[f32]| {
        let mut out = String::new();
        for &y in ys {
            out += &rule((columns[0], y), (columns[3], y));
        }
        for x in columns {
            out += &rule((x, ys[0]), (x, ys[ys.len() - 1]));
        }
        out
    };
    let first = grid(&[100.0, 120.0, 160.0, 190.0])
        + &at(74.0, 114.0, "No.")
        + &at(124.0, 114.0, "Title")
        + &at(254.0, 114.0, "Task")
        + &at(74.0, 132.0, "1")
        + &at(254.0, 132.0, "Do what is")
        + &at(124.0, 132.0, "A title of")
        + &at(124.0, 144.0, "two lines")
        + &at(254.0, 144.0, "asked for.")
        + &at(74.0, 172.0, "2")
        + &at(124.0, 172.0, "Other")
        + &at(254.0, 172.0, "Goes on");
    let second = grid(&[60.0, 90.0]) + &at(254.0, 80.0, "overleaf.");
    let source = read(&pdf(&[&first, &second], None)).unwrap();
    assert_eq!(
        said(&source, cell),
        "0:0,0 No.\n0:0,1 Title\n0:0,2 Task\n\
         0:1,0 1\n0:1,1 A title of\n0:1,1 two lines\n0:1,2 Do what is\n0:1,2 asked for.\n\
         0:2,0 2\n0:2,1 Other\n0:2,2 Goes on\n0:2,2 overleaf.\n"
    );
}

/// Standing lines only: keys and amounts on the same base lines tell the rows; where they do not, the
/// cells stay whole.
#[test]
fn rows_that_no_line_parts_are_told_by_keys_and_amounts() {
    let columns = [70.0, 120.0, 350.0, 500.0];
    let mut frame = String::new();
    for y in [100.0, 120.0, 190.0] {
        frame += &rule((columns[0], y), (columns[3], y));
    }
    for x in columns {
        frame += &rule((x, 100.0), (x, 190.0));
    }
    let body = |amounts: [f32; 2]| {
        frame.clone()
            + &at(74.0, 114.0, "Post")
            + &at(124.0, 114.0, "Name")
            + &at(354.0, 114.0, "Amount")
            + &at(74.0, 132.0, "01")
            + &at(124.0, 132.0, "Running the")
            + &at(124.0, 144.0, "lights")
            + &at(354.0, amounts[0], "12 500")
            + &at(74.0, 156.0, "21")
            + &at(124.0, 156.0, "Buoys")
            + &at(354.0, amounts[1], "-300")
    };
    let read = |amounts| said(&read(&pdf(&[&body(amounts)], None)).unwrap(), cell);
    let head = "0:0,0 Post\n0:0,1 Name\n0:0,2 Amount\n";
    assert_eq!(
        read([132.0, 156.0]),
        format!(
            "{head}0:1,0 01\n0:1,1 Running the\n0:1,1 lights\n0:1,2 12 500\n\
             0:2,0 21\n0:2,1 Buoys\n0:2,2 -300\n"
        )
    );
    assert_eq!(
        read([132.0, 170.0]),
        format!(
            "{head}0:1,0 01\n0:1,0 21\n0:1,1 Running the\n0:1,1 lights\n0:1,1 Buoys\n\
             0:1,2 12 500\n0:1,2 -300\n"
        )
    );
}

#[test]
fn a_table_between_rules_has_its_columns_from_the_white() {
    let mut content = String::new();
    for y in [90.0, 110.0, 170.0] {
        content += &rule((70.0, y), (400.0, y));
    }
    for (y, cells) in [
        (103.0, ["Post", "Name", "Sum"]),
        (124.0, ["01", "Running costs of", ""]),
        (136.0, ["", "the directorate", "12 500"]),
        (148.0, ["21", "Special costs", "900"]),
        (160.0, ["70", "Grants", "31 000"]),
    ] {
        for (text, x) in cells.into_iter().zip([72.0, 110.0, 360.0]) {
            content += &at(x, y, text);
        }
    }
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(
        said(&source, cell),
        "0:0,0 Post\n0:0,1 Name\n0:0,2 Sum\n\
         0:1,0 01\n0:1,1 Running costs of\n0:1,1 the directorate\n0:1,2 12 500\n\
         0:2,0 21\n0:2,1 Special costs\n0:2,2 900\n0:3,0 70\n0:3,1 Grants\n0:3,2 31 000\n"
    );
}

#[test]
fn rules_below_the_rows_leave_the_head_to_the_table_and_text_to_itself() {
    // Two tables, each cell with a line below it and none above; text stands between them.
    let mut content = String::new();
    for y in [90.0, 110.0, 210.0, 230.0] {
        content += &rule((70.0, y), (238.0, y));
        content += &rule((240.0, y), (400.0, y));
    }
    for (y, cells) in [
        (86.0, ["Post", "Sum"]),
        (106.0, ["01", "12 500"]),
        (206.0, ["Day", "What"]),
        (226.0, ["1 May", "Report"]),
    ] {
        for (text, x) in cells.into_iter().zip([72.0, 250.0]) {
            content += &at(x, y, text);
        }
    }
    for (y, line) in [
        (
            124.0,
            "The sum above is for the lights of the whole coast and its",
        ),
        (
            136.0,
            "harbours, and nothing of it may be used for other things than",
        ),
        (
            148.0,
            "that, unless the ministry has said so in writing before May.",
        ),
    ] {
        content += &at(72.0, y, line);
    }
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(
        said(&source, cell),
        "0:0,0 Post\n0:0,1 Sum\n0:1,0 01\n0:1,1 12 500\n\
         The sum above is for the lights of the whole coast and its\n\
         harbours, and nothing of it may be used for other things than\n\
         that, unless the ministry has said so in writing before May.\n1:0,0 Day\n1:0,1 What\n1:1,0 1 May\n1:1,1 Report\n"
    );
}

#[test]
fn a_table_without_any_line_is_seen_by_its_white() {
    let mut content = at(
        72.0,
        60.0,
        "Text above the table that goes over the whole width of the page, as text does",
    );
    for (y, cells) in [
        (100.0, ["No.", "Title", "Task"]),
        (
            118.0,
            [
                "1",
                "A title that",
                "Do what is asked for in this cell of the table,",
            ],
        ),
        (130.0, ["", "is wrapped", "and write a report."]),
        (148.0, ["", "", "Deadline: 1 May"]),
        (166.0, ["2", "Another", "Do the other thing as well."]),
    ] {
        for (text, x) in cells.into_iter().zip([72.0, 110.0, 230.0]) {
            content += &at(x, y, text);
        }
    }
    content += &at(
        72.0,
        200.0,
        "Text below the table that goes over the whole width of the page, as text does",
    );
    let source = read(&pdf(&[&content], None)).unwrap();
    let all = said(&source, cell);
    let rows: Vec<&str> = all.lines().collect();
    assert_eq!(
        rows[1..rows.len() - 1],
        [
            "0:0,0 No.",
            "0:0,1 Title",
            "0:0,2 Task",
            "0:1,0 1",
            "0:1,1 A title that",
            "0:1,1 is wrapped",
            "0:1,2 Do what is asked for in this cell of the table,",
            "0:1,2 and write a report.",
            "0:1,2 Deadline: 1 May",
            "0:2,0 2",
            "0:2,1 Another",
            "0:2,2 Do the other thing as well.",
        ]
    );
}

#[test]
fn a_row_of_three_cells_above_text_is_a_row() {
    let content = at(72.0, 100.0, "X2026-1")
        + &at(150.0, 100.0, "Unit: ABC")
        + &at(260.0, 100.0, "A title of its own")
        + &at(
            72.0,
            114.0,
            "Body text that goes over the whole width of the page below the row of the head.",
        );
    let source = read(&pdf(&[&content], None)).unwrap();
    let all = said(&source, cell);
    assert!(
        all.starts_with("0:0,0 X2026-1\n0:0,1 Unit: ABC\n0:0,2 A title of its own\nBody"),
        "{all}"
    );
}

#[test]
fn lists_and_contents_are_no_tables() {
    let mut content = String::new();
    for (at_y, text) in [
        (100.0, "First thing"),
        (112.0, "Second thing"),
        (124.0, "Third"),
    ] {
        content += &at(72.0, at_y, "-");
        content += &at(90.0, at_y, text);
    }
    for (y, title, page) in [
        (200.0, "Introduction", "1"),
        (212.0, "Goals", "4"),
        (224.0, "Budget", "9"),
    ] {
        content += &at(72.0, y, title);
        content += &at(480.0, y, page);
    }
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(
        said(&source, cell),
        "- First thing\n- Second thing\n- Third\nIntroduction 1\nGoals 4\nBudget 9\n"
    );
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut content = at(
        72.0,
        80.0,
        "A heading that goes over both of the columns, from the left to the right edge",
    );
    content += &two_columns();
    let source = read(&pdf(&[&content], None)).unwrap();
    let firsts: Vec<&str> = source
        .canonical
        .text()
        .lines()
        .map(|line| line.split(" with").next().unwrap_or_default())
        .collect();
    assert_eq!(firsts[1], "left 0");
    assert_eq!(firsts[8], "left 7");
    assert_eq!(firsts[9], "right 0");
}

#[test]
fn a_form_is_placed_and_one_that_draws_itself_ends() {
    let form = at(72.0, 100.0, "In the form") + "/X Do";
    let content = at(72.0, 100.0, "On the page") + "/X Do\n" + &at(72.0, 300.0, "Below");
    let source = read(&pdf(&[&content], Some(&form))).unwrap();
    assert_eq!(source.canonical.text(), "On the page\nIn the form\nBelow");
}

#[test]
fn operators_that_trip_the_reader_are_left_out() {
    let content = "(no font yet) Tj /Nope cs /Nope gs /Nope Do 1 2 cm v\n".to_owned()
        + &at(72.0, 100.0, "Still read");
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(source.canonical.text(), "Still read");
}

/// A PDF with one more object, which the fonts' or the page's resources may name as `{}`.
fn pdf_with(content: &str, resources: impl FnOnce(&mut Document) -> Dictionary) -> Vec<u8> {
    let mut document = Document::load_mem(&pdf(&[content], None)).unwrap();
    let own = resources(&mut document);
    let page = *document.get_pages().get(&1).unwrap();
    let page = document.get_dictionary_mut(page).unwrap();
    page.set("Resources", own);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn text(bytes: &[u8]) -> String {
    read(bytes).unwrap().canonical.text().to_owned()
}

#[test]
fn ligatures_are_letters() {
    let bytes = pdf_with(&at(72.0, 100.0, "o\u{1}ce and \u{2}ve"), |document| {
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
            "Encoding" => dictionary! {
                "BaseEncoding" => "WinAnsiEncoding",
                "Differences" => vec![1.into(), "ffi".into(), "fi".into()],
            },
        });
        dictionary! { "Font" => dictionary! { "F" => font } }
    });
    let source = read(&bytes).unwrap();
    assert_eq!(source.canonical.text(), "office and five");
    let edges = &source.canonical.lines()[0].edges;
    assert_eq!(edges.len(), 16);
    assert!(edges.windows(2).all(|pair| pair[0] <= pair[1]), "{edges:?}");
}

#[test]
fn letters_set_apart_are_a_word() {
    let mut content = "BT /F 10 Tf 72 700 Td [".to_owned();
    for c in "OPPDRAG FOR ALLE".chars() {
        content += &match c {
            ' ' => "-700 ".to_owned(),
            c => format!("({c}) -300 "),
        };
    }
    content += "] TJ ET";
    assert_eq!(text(&pdf(&[&content], None)), "OPPDRAG FOR ALLE");
    // Columns of letters stand further apart, and unlike distances make no word.
    let columns: String = (0..5)
        .map(|n| at(72.0 + 60.0 * n as f32, 100.0, "x"))
        .collect();
    assert_eq!(text(&pdf(&[&columns], None)), "x x x x x");
    let unlike: String = [72.0, 80.0, 92.0, 101.0, 119.0]
        .map(|x| at(x, 100.0, "I"))
        .concat();
    assert_eq!(text(&pdf(&[&unlike], None)), "I I I I I");
}

#[test]
fn an_invisible_layer_is_read_where_nothing_else_is() {
    let hidden = |y: f32, text: &str| format!("3 Tr\n{}0 Tr\n", at(72.0, y, text));
    // Over the same words printed, as some programs leave them: once.
    let both = at(72.0, 100.0, "printed words") + &hidden(101.0, "prinled worde");
    let source = read(&pdf(&[&both], None)).unwrap();
    assert_eq!(source.canonical.text(), "printed words");
    assert!(source.notes.is_empty(), "{:?}", source.notes);
    // Over a picture, beside a stamp that is printed.
    let picture = "q 400 0 0 100 60 680 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \u{7f} EI Q\n";
    let stamped = at(72.0, 40.0, "printed") + picture + &hidden(130.0, "recognised");
    let source = read(&pdf(&[&stamped], None)).unwrap();
    assert_eq!(source.canonical.text(), "printed\nrecognised");
    assert_eq!(source.notes[0].code, Code::InvisibleText);
    let message = &source.notes[0].message;
    assert!(message.starts_with("page 1: 10 of 17"), "{message}");
    // Where there is nothing else at all.
    let source = read(&pdf(&[&hidden(130.0, "recognised")], None)).unwrap();
    assert_eq!(source.canonical.text(), "recognised");
    // Beside words that are printed, and over nothing, it is hidden.
    let alone = at(72.0, 100.0, "printed") + &hidden(130.0, "smuggled");
    let source = read(&pdf(&[&alone], None)).unwrap();
    assert_eq!(source.canonical.text(), "printed");
    assert_eq!(source.notes[0].code, Code::HiddenText);
    let message = &source.notes[0].message;
    assert!(message.starts_with("page 1: 8 characters"), "{message}");
    assert!(message.ends_with("«smuggled»"), "{message}");
}

/// What is read of a page, and what is told of it.
fn seen(content: &str) -> (String, Vec<String>) {
    let source = read(&pdf(&[content], None)).unwrap();
    let notes = source.notes.into_iter().map(|note| note.message).collect();
    (source.canonical.text().to_owned(), notes)
}

#[test]
fn a_page_cannot_forge_what_is_told_of_it() {
    let hidden = "3 Tr\n".to_owned() + &at(72.0, 200.0, "smuggled") + "0 Tr\n";
    for forged in [
        "n -777777 0 0 0 re S\n",
        "n -777777.0 1 0 0 re S\n",
        "n -888888 5 0 0 re S\n",
        "n -888888 0 0 0 re S\n",
    ] {
        let content =
            at(72.0, 100.0, "printed") + forged + &hidden + forged + &at(72.0, 300.0, "after");
        let (text, notes) = seen(&content);
        assert_eq!(text, "printed\nafter", "{forged}");
        assert_eq!(notes.len(), 1, "{notes:?}");
    }
}

#[test]
fn a_colour_is_seen_or_not_by_what_is_under_it() {
    let white = "1 g\n".to_owned() + &at(72.0, 100.0, "white") + "0 g\n";
    let boxed = |colour: &str| format!("{colour} 60 730 300 30 re f 0 g\n");
    // Drawn before, and dark: a head of a table.
    assert_eq!(seen(&(boxed("0 0 .4 rg") + &white)).0, "white");
    // Black on black.
    let (text, notes) =
        seen(&(boxed("0 g") + &at(72.0, 100.0, "black") + &at(72.0, 300.0, "seen")));
    assert_eq!((text.as_str(), notes.len()), ("seen", 1));
    // A light veil over black paper is grey.
    let veiled = boxed("0 g") + &boxed("1 0 0 rg") + &white;
    assert_eq!(seen(&veiled).0, "white");
    // Four inks, none of them used.
    let (text, notes) = seen(
        &("0 0 0 0 k\n".to_owned() + &at(72.0, 100.0, "bare") + "0 g\n" + &at(72.0, 300.0, "seen")),
    );
    assert_eq!((text.as_str(), notes.len()), ("seen", 1));
    // Filled with white, and outlined in black.
    assert_eq!(
        seen(&("1 g 0 G 2 Tr\n".to_owned() + &at(72.0, 100.0, "outlined"))).0,
        "outlined"
    );
    // Hardly seen: kept, and told.
    let (text, notes) = seen(&(".91 g\n".to_owned() + &at(72.0, 100.0, "pale")));
    assert_eq!(text, "pale");
    assert!(notes[0].contains("may not be seen"), "{notes:?}");
    // A frame has a hole, and hides nothing in it.
    let frame = "0 g 50 720 400 60 re 60 730 300 30 re f*\n";
    assert_eq!(
        seen(&(at(72.0, 100.0, "framed") + frame)),
        ("framed".to_owned(), vec![])
    );
}

#[test]
fn many_boxes_and_wild_numbers_take_no_time() {
    let clock = std::time::Instant::now();
    let mut content = String::new();
    for n in 0..30_000 {
        let (x, y) = (n % 600, n / 50);
        writeln!(content, "{x} {y} 590 3 re f").unwrap();
    }
    content += &at(72.0, 100.0, &"covered ".repeat(200));
    content += "1e30 99999999999 -99999999999 5 re f 9999999 0 0 9999999 9999999 9999999 cm\n";
    content += "0 0 m 99999999 99999999 99999999 99999999 99999999 99999999 c W n\n";
    content += &at(1e9, -1e9, "far");
    let _ = read(&pdf(&[&content], None));
    assert!(clock.elapsed().as_secs() < 20, "{:?}", clock.elapsed());
}

#[test]
fn names_side_by_side_are_read_one_after_the_other() {
    let row = |y: f32, texts: [&str; 3]| -> String {
        let place = |(n, text): (usize, &&str)| at(72.0 + 150.0 * n as f32, y, text);
        texts.iter().enumerate().map(place).collect()
    };
    let names = row(300.0, ["Kari Holm (e.f.)", "Ola Lunde Moe", "Siv Berg"]);
    let offices = row(313.0, ["head", "second", "third"]);
    let (text, _) = seen(&(at(72.0, 260.0, "Yours") + &names + &offices));
    assert_eq!(
        text,
        "Yours\nKari Holm (e.f.)\nhead\nOla Lunde Moe\nsecond\nSiv Berg\nthird"
    );
    // Figures make a table.
    let table =
        row(300.0, ["Ada Bok", "Bo Dal", "Eva Fjell"]) + &row(313.0, ["1 200", "1 300", "1 400"]);
    let (text, _) = seen(&table);
    assert!(
        text.starts_with("Ada Bok Bo Dal Eva Fjell") || text.starts_with("Ada Bok\nBo Dal"),
        "{text}"
    );
}

#[test]
fn a_page_of_turned_text_is_turned() {
    // Text that runs up the page: 20 pt from the left, from 100 pt above the lower edge on.
    let up = |x: f32, text: &str| {
        let hex: String = text.bytes().map(|b| format!("{b:02x}")).collect();
        format!("BT /F 10 Tf 0 1 -1 0 {x} 100 Tm <{hex}> Tj ET\n")
    };
    let content = up(20.0, "The first line of a wide table") + &up(34.0, "and the second");
    let source = read(&pdf(&[&content], None)).unwrap();
    let canonical = &source.canonical;
    assert_eq!(
        canonical.text(),
        "The first line of a wide table\nand the second"
    );
    // Its box stands where the text does on the page as it is.
    let bbox = canonical.spans(std::slice::from_ref(&(0..30)))[0]
        .bbox
        .unwrap();
    assert!((bbox[3] - 742.0).abs() < 0.2 && bbox[1] < 640.0, "{bbox:?}");
    assert!(bbox[0] > 10.0 && bbox[2] < 24.0, "{bbox:?}");
}

#[test]
fn characters_that_the_file_does_not_name_are_counted() {
    let bytes = pdf_with("BT /F 10 Tf 72 700 Td <00010002> Tj ET", |document| {
        let inner = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Unnamed",
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
            },
            "FontDescriptor" => dictionary! { "Type" => "FontDescriptor", "Flags" => 4 },
        });
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Unnamed",
            "Encoding" => "Identity-H", "DescendantFonts" => vec![inner.into()],
        });
        dictionary! { "Font" => dictionary! { "F" => font } }
    });
    let source = read(&bytes).unwrap();
    let note = &source.notes[0];
    assert_eq!(note.code, Code::UndecodedCharacters);
    assert!(
        note.message.starts_with("page 1: 2 of 2"),
        "{}",
        note.message
    );
}

#[test]
fn a_type_3_font_is_read_by_the_names_of_its_glyphs() {
    let bytes = pdf_with(&at(72.0, 100.0, "ab"), |document| {
        let glyph = document.add_object(Stream::new(
            Dictionary::new(),
            b"500 0 d0 0 0 400 600 re f".to_vec(),
        ));
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type3", "FirstChar" => 97, "LastChar" => 98,
            "FontMatrix" => vec![0.001.into(), 0.into(), 0.into(), 0.001.into(), 0.into(), 0.into()],
            "FontBBox" => vec![0.into(), 0.into(), 500.into(), 700.into()],
            "Widths" => vec![500.into(), 500.into()],
            "CharProcs" => dictionary! { "oslash" => glyph, "l" => glyph },
            "Encoding" => dictionary! {
                "Differences" => vec![97.into(), "oslash".into(), "l".into()],
            },
        });
        dictionary! { "Font" => dictionary! { "F" => font } }
    });
    assert_eq!(text(&bytes), "øl");
}

#[test]
fn pages_without_text_are_told_of() {
    let text = at(72.0, 100.0, "Text");
    let picture = "q 100 0 0 100 72 500 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q";
    let source = read(&pdf(&[&text, picture, "", &text], None)).unwrap();
    // A page with nothing on it is none that could not be read.
    assert_eq!(source.notes.len(), 1, "{:?}", source.notes);
    assert_eq!(source.notes[0].code, Code::PageWithoutText);
    assert!(source.notes[0].message.starts_with("page 2: no text layer"));
    assert_eq!(source.canonical.page_count(), Some(4));
    assert_eq!(
        read(&pdf(&["", ""], None)).unwrap_err(),
        SourceError::NoTextLayer { pages: 2 }
    );
}

#[test]
fn printed_page_numbers_are_labels() {
    let page = |n: &str| at(72.0, 100.0, "Text") + &at(300.0, 810.0, n);
    let source = read(&pdf(&[&page("ii"), &page("7"), &page("8")], None)).unwrap();
    let labels: Vec<Option<String>> = source
        .canonical
        .lines()
        .iter()
        .filter(|line| source.canonical.line_text(line) == "Text")
        .map(|line| {
            source.canonical.spans(std::slice::from_ref(&line.range))[0]
                .page_label
                .clone()
        })
        .collect();
    let expected = ["ii", "7", "8"].map(|label| Some(label.to_owned()));
    assert_eq!(labels, expected);
}

/// A line whose foot is less than a point below a rule stands on either side of it, and in one table.
#[test]
fn a_line_right_below_a_rule_is_in_one_table() {
    let mut content = String::new();
    for y in [100.0, 119.5, 140.0, 160.0] {
        content += &rule((70.0, y), (525.0, y));
    }
    for (n, y) in [112.0, 120.0, 132.0, 152.0].into_iter().enumerate() {
        content += &at(72.0, y, &format!("Row {n}"));
        content += &at(300.0, y, &format!("told {n}"));
    }
    let source = read(&pdf(&[&content], None)).unwrap();
    for n in 0..4 {
        let words = source
            .canonical
            .text()
            .matches(&format!("told {n}"))
            .count();
        assert_eq!(words, 1, "{}", source.canonical.text());
    }
}

#[test]
fn damaged_files_are_said_to_be_damaged() {
    let whole = pdf(&[&at(72.0, 100.0, "Text")], None);
    for bytes in [
        &whole[..whole.len() / 2],
        b"%PDF-1.7\n",
        b"not a PDF at all",
    ] {
        let error = read(bytes).unwrap_err();
        assert!(matches!(error, SourceError::Damaged { .. }), "{error}");
    }
    // A byte changed anywhere gives text or an error, and never a panic.
    for at in (0..whole.len()).step_by(7) {
        let mut broken = whole.clone();
        broken[at] ^= 0x15;
        let _ = read(&broken);
    }
}

#[test]
fn a_page_tree_that_goes_round_ends() {
    let mut document = Document::load_mem(&pdf(&[&at(72.0, 100.0, "Text")], None)).unwrap();
    let ids: Vec<_> = document.objects.keys().copied().collect();
    for id in ids {
        if let Ok(dict) = document.get_object_mut(id).and_then(Object::as_dict_mut)
            && dict.has_type(b"Pages")
        {
            dict.set("Parent", id);
            dict.remove(b"MediaBox");
            let mut kids = dict.get(b"Kids").unwrap().as_array().unwrap().clone();
            kids.push(id.into());
            dict.set("Kids", kids);
        }
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    assert_eq!(read(&bytes).unwrap().canonical.text(), "Text");
}

#[test]
fn the_corpus_is_read_without_harm() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let mut read_any = false;
    for folder in ["pdf", "other-pdf"] {
        let Ok(entries) = std::fs::read_dir(shared.join(folder)) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            // The rest takes long without optimisation.
            if cfg!(debug_assertions) && bytes.len() > 110_000 {
                continue;
            }
            match read(&bytes) {
                Ok(source) => assert!(source.canonical.characters() > 0),
                Err(error) => println!("{}: {error}", path.display()),
            }
            read_any = true;
        }
    }
    if !read_any {
        println!("skipped: no corpus at {}", shared.display());
    }
}

/// A PDF of one page with this content, and bookmarks of these titles one below the other, the last
/// of which leads back to the first.
fn bookmarked(content: &str, titles: &[&str]) -> Vec<u8> {
    let mut document = Document::load_mem(&pdf(&[content], None)).unwrap();
    let page = *document.get_pages().get(&1).unwrap();
    let root = document.new_object_id();
    let ids: Vec<_> = titles.iter().map(|_| document.new_object_id()).collect();
    for (at, title) in titles.iter().enumerate() {
        let item = dictionary! {
            "Title" => Object::string_literal(*title), "Parent" => root,
            "Dest" => vec![page.into(), "Fit".into()],
            "Next" => *ids.get(at + 1).unwrap_or(&ids[0]),
        };
        document.objects.insert(ids[at], Object::Dictionary(item));
    }
    let outline = dictionary! { "First" => ids[0], "Last" => ids[ids.len() - 1] };
    document.objects.insert(root, Object::Dictionary(outline));
    document.catalog_mut().unwrap().set("Outlines", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn bookmarks_mark_the_headings_that_they_lead_to() {
    let content = [
        (100.0, "A heading that is so long that it"),
        (112.0, "goes on over a line"),
        (130.0, "Text of a paragraph."),
        (150.0, "Short heading"),
    ]
    .map(|(y, text)| at(72.0, y, text))
    .concat();
    let titles = [
        "A heading that is so long that it goes on over a line",
        "What stands nowhere",
        "Short  heading",
    ];
    let source = read(&bookmarked(&content, &titles)).unwrap();
    let lines = source.canonical.lines();
    let headings: Vec<_> = lines.iter().map(|line| line.style.heading).collect();
    assert_eq!(headings, [Some(1), Some(1), None, Some(1)]);
    let ends: Vec<_> = lines.iter().map(|line| line.style.ends_paragraph).collect();
    assert_eq!(ends[..2], [false, true]);
}

#[test]
fn labels_of_the_file_fill_those_that_are_not_printed() {
    let numbered = at(297.0, 800.0, "31") + &at(72.0, 100.0, "Text");
    let plain = at(72.0, 100.0, "Text");
    let labels = |first: i64| {
        let pages = [
            plain.as_str(),
            &numbered,
            &numbered.replace("3331", "3332"),
            &plain,
        ];
        let mut document = Document::load_mem(&pdf(&pages, None)).unwrap();
        let roman = dictionary! { "S" => "r" };
        let arabic = dictionary! { "S" => "D", "St" => first };
        let nums = vec![0.into(), roman.into(), 1.into(), arabic.into()];
        let catalog = document.catalog_mut().unwrap();
        catalog.set("PageLabels", dictionary! { "Nums" => nums });
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        let canonical = read(&bytes).unwrap().canonical;
        let label = |at: usize| {
            canonical.spans(std::slice::from_ref(&(at..at + 1)))[0]
                .page_label
                .clone()
        };
        let starts: Vec<usize> = canonical
            .text()
            .match_indices("Text")
            .map(|(at, _)| at)
            .collect();
        starts.into_iter().map(label).collect::<Vec<_>>()
    };
    let some = |labels: [&str; 4]| labels.map(|label| Some(label.to_owned())).to_vec();
    assert_eq!(labels(31), some(["i", "31", "32", "33"]));
    // What is printed otherwise proves them wrong.
    let printed = vec![None, Some("31".to_owned()), Some("32".to_owned()), None];
    assert_eq!(labels(1), printed);
}

#[test]
fn the_title_of_the_file_keeps_its_lines_together_where_it_stands() {
    // Set so far apart that each line would be a paragraph.
    let content = at(72.0, 100.0, "A title of")
        + &at(72.0, 130.0, "two lines")
        + &at(72.0, 160.0, "Text of a paragraph")
        + &at(72.0, 172.0, "and more text.");
    let ends = |title: &str| {
        let mut document = Document::load_mem(&pdf(&[&content], None)).unwrap();
        let info = document.add_object(dictionary! { "Title" => Object::string_literal(title) });
        document.trailer.set("Info", info);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        let source = read(&bytes).unwrap();
        let lines = source.canonical.lines();
        assert!(lines.iter().all(|line| line.style.heading.is_none()));
        lines
            .iter()
            .map(|line| line.style.ends_paragraph)
            .collect::<Vec<_>>()
    };
    assert_eq!(ends("A title of two lines")[..2], [false, true]);
    assert_eq!(ends("letter_final(2).docx")[..2], [true, true]);
    assert_eq!(ends("Another title")[..2], [true, true]);
}

#[test]
fn a_span_over_two_columns_has_a_box_in_each() {
    let content = two_columns();
    let canonical = read(&pdf(&[&content], None)).unwrap().canonical;
    let from = canonical.text().find("left 6").unwrap();
    let to = canonical.text().find("right 2").unwrap();
    let spans = canonical.spans(std::slice::from_ref(&(from..to)));
    let texts: Vec<String> = spans
        .iter()
        .map(|s| {
            canonical
                .text()
                .chars()
                .skip(s.start)
                .take(s.end - s.start)
                .collect()
        })
        .collect();
    assert_eq!(spans.len(), 2, "{spans:?}");
    assert!(
        texts[0].starts_with("left 6") && texts[0].ends_with("column"),
        "{texts:?}"
    );
    assert!(
        texts[1].starts_with("right 0") && texts[1].trim_end().ends_with("too"),
        "{texts:?}"
    );
    let boxes: Vec<_> = spans.iter().map(|s| s.bbox.unwrap()).collect();
    assert!(boxes[0][2] < 300.0 && boxes[1][0] > 300.0, "{boxes:?}");
}

#[test]
fn the_box_of_a_span_covers_its_glyphs_and_no_more_of_its_line() {
    let content = [
        (100.0, "The first line is longer than the second"),
        (112.0, "second line"),
        (124.0, "and the third line goes on from there"),
    ]
    .map(|(y, text)| at(72.0, y, text))
    .concat();
    let canonical = read(&pdf(&[&content], None)).unwrap().canonical;
    let lines = canonical.lines();
    let near = |a: f64, b: f32| (a - f64::from(b)).abs() < 0.11;
    // Every stretch of the text: its box is that of its characters.
    let text = canonical.text();
    let places: Vec<usize> = (0..text.len())
        .filter(|&at| !text[at..].starts_with(char::is_whitespace))
        .collect();
    for &from in places.iter().step_by(7) {
        for &last in places.iter().filter(|&&last| last > from).step_by(5) {
            let span = &canonical.spans(std::slice::from_ref(&(from..last + 1)))[0];
            let bbox = span.bbox.unwrap();
            let own = lines
                .iter()
                .filter(|line| line.range.start <= last && line.range.end > from);
            let mut around = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
            for line in own {
                let edge = |at: usize| {
                    line.edges[at.clamp(line.range.start, line.range.end) - line.range.start]
                };
                let y = line.bbox.unwrap();
                around = [
                    around[0].min(edge(from)),
                    around[1].min(y[1]),
                    around[2].max(edge(last + 1)),
                    around[3].max(y[3]),
                ];
            }
            let fits = bbox.iter().zip(around).all(|(&a, b)| near(a, b));
            assert!(fits, "{from}..{last}: {bbox:?} {around:?}");
        }
    }
}

/// Two columns and three rows, each line drawn in strokes of `step` points, `over` times one above the other.
fn stroked(step: f32, over: usize) -> String {
    let mut out = String::new();
    let mut strokes = |(x0, y0): (f32, f32), (x1, y1): (f32, f32)| {
        let count = ((x1 - x0).max(y1 - y0) / step) as usize;
        for n in 0..count {
            let place = |n: usize| {
                let share = n as f32 / count as f32;
                (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
            };
            out += &rule(place(n), place(n + 1));
        }
    };
    for _ in 0..over {
        for y in [100.0, 130.0, 160.0, 190.0] {
            strokes((70.0, y), (520.0, y));
        }
        for x in [70.0, 300.0, 520.0] {
            strokes((x, 100.0), (x, 190.0));
        }
    }
    out
}

#[test]
fn lines_drawn_in_many_small_strokes_are_whole_lines() {
    let content = stroked(2.5, 62)
        + &at(74.0, 118.0, "Fyr")
        + &at(304.0, 118.0, "Lys")
        + &at(74.0, 148.0, "Nord")
        + &at(304.0, 148.0, "Fast");
    assert!(content.lines().count() > 50_000);
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(
        said(&source, cell),
        "0:0,0 Fyr\n0:0,1 Lys\n0:1,0 Nord\n0:1,1 Fast\n"
    );
    assert!(source.notes.is_empty(), "{:?}", source.notes);
}

#[test]
fn a_dotted_line_parts_cells() {
    let content = stroked(1.5, 1)
        + &at(74.0, 126.0, "Fyr")
        + &at(304.0, 126.0, "Lys langs")
        + &at(304.0, 140.0, "hele kysten");
    let source = read(&pdf(&[&content], None)).unwrap();
    assert_eq!(
        said(&source, cell),
        "0:0,0 Fyr\n0:0,1 Lys langs\n0:1,1 hele kysten\n"
    );
}

#[test]
fn a_page_with_more_lines_than_are_gone_through_is_told() {
    let mut content = at(74.0, 800.0, "Kartet viser kysten.");
    for n in 0..2600 {
        let place = (20.0 + 10.0 * (n % 55) as f32, 20.0 + 16.0 * (n / 55) as f32);
        content += &rule(place, (place.0 + 5.0, place.1));
        content += &rule(place, (place.0, place.1 + 5.0));
    }
    let source = read(&pdf(&[&content, &at(74.0, 100.0, "Lys")], None)).unwrap();
    let notes: Vec<_> = source.notes.iter().map(|note| note.code).collect();
    assert_eq!(notes, [Code::PartUnreadable]);
    assert!(
        source.notes[0]
            .message
            .starts_with("page 1: so much is drawn")
    );
}
