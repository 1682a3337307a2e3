//! DOCX files made to do harm: what is not needed and cannot be had is told and the rest read; what is needed
//! and cannot be had is an error of its own, and the batch goes on.

#![allow(clippy::unwrap_used)]

mod common;

use oppdrag::Extraction;
use oppdrag::model::Code;
use std::fs;
use std::io::{Cursor, Write as _};
use std::process::Command;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A paragraph, bold or not.
fn p(text: &str, bold: bool) -> String {
    let bold = if bold { "<w:b/>" } else { "" };
    format!("<w:p><w:r><w:rPr>{bold}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

/// The body of a letter of two assignments, something between them.
fn body(between: &str) -> String {
    [
        p("Tildelingsbrev 2026 – Kystetaten", true),
        p("1 Oppdrag", true),
        p("Oppdrag 1: Fyr", true),
        p("Kystetaten skal male alle fyr innen 1. juni 2026.", false),
        between.to_owned(),
        p("Oppdrag 2: Varder", true),
        p(
            "Kystetaten skal telle alle varder innen 1. mai 2026.",
            false,
        ),
    ]
    .concat()
}

/// A document of a body.
fn document(body: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='{WORD}' xmlns:r='{OFFICE}'><w:body>{body}</w:body></w:document>"
    )
}

/// A package of the main part, of some content type, and parts beside it: their kind, name and bytes.
fn package(of: &str, main: &str, parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='{OFFICE}/{kind}' Target='{target}'/>")
    };
    let relations = |inner: &str| {
        format!("<Relationships xmlns='{PACKAGE}/relationships'>{inner}</Relationships>")
    };
    let beside: String = parts
        .iter()
        .zip(1..)
        .map(|((kind, name, _), n)| relation(&format!("r{n}"), kind, name))
        .collect();
    let types = format!(
        "<Types xmlns='{PACKAGE}/content-types'><Default Extension='xml' ContentType='application/xml'/>\
         <Override PartName='/word/document.xml' ContentType='{of}'/></Types>"
    );
    let top = relations(&relation("r0", "officeDocument", "word/document.xml"));
    let own = relations(&beside);
    let mut files: Vec<(String, &[u8])> = vec![
        ("[Content_Types].xml".into(), types.as_bytes()),
        ("_rels/.rels".into(), top.as_bytes()),
        ("word/_rels/document.xml.rels".into(), own.as_bytes()),
        ("word/document.xml".into(), main.as_bytes()),
    ];
    let parts = parts.iter();
    files.extend(parts.map(|(_, name, bytes)| (format!("word/{name}"), *bytes)));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(main: &str, parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    package(&format!("{TYPES}.document.main+xml"), main, parts)
}

/// A part that unpacks to more than is unpacked.
fn bomb() -> Vec<u8> {
    vec![b' '; 129 << 20]
}

/// What is read, if both assignments are, each with its day.
fn read(bytes: &[u8]) -> Extraction {
    let grammar = oppdrag::Grammar::built_in();
    let extraction = oppdrag::extract("brev.docx", bytes, &grammar).unwrap();
    let document = &extraction.documents[0];
    let assignments = document.assignments.iter();
    let titles: Vec<_> = assignments.filter_map(|one| one.title.as_deref()).collect();
    assert_eq!(titles, ["Fyr", "Varder"]);
    let deadlines = document.deadlines.iter();
    let days: Vec<_> = deadlines.filter_map(|one| one.date.as_deref()).collect();
    assert_eq!(days, ["2026-06-01", "2026-05-01"]);
    extraction
}

/// The messages of a code.
fn told(extraction: &Extraction, code: Code) -> Vec<&str> {
    let all = extraction.diagnostics.iter();
    all.filter(|one| one.code == code.name())
        .map(|one| one.message.as_str())
        .collect()
}

const NOTE: &str =
    "<w:p><w:r><w:t>Viser til budsjettet.</w:t><w:footnoteReference w:id='1'/></w:r></w:p>";

#[test]
fn a_sound_letter_has_no_finding() {
    let letter = read(&docx(&document(&body("")), &[]));
    assert!(told(&letter, Code::PartUnreadable).is_empty());
}

#[test]
fn a_bomb_in_a_part_that_is_not_needed_is_told_and_the_rest_read() {
    for (kind, name, between) in [
        ("footnotes", "footnotes.xml", NOTE),
        ("styles", "styles.xml", ""),
    ] {
        let letter = document(&body(between));
        let letter = read(&docx(&letter, &[(kind, name, &bomb())]));
        let told = told(&letter, Code::PartUnreadable);
        assert!(told.len() == 1 && told[0].contains(kind), "{told:?}");
    }
}

#[test]
fn a_damaged_part_is_told_and_the_rest_read() {
    let letter = document(&body(NOTE));
    for bad in [&b"<w:footnotes><w:footnote"[..], b"\x00\xff\x00\xff", b""] {
        let letter = read(&docx(&letter, &[("footnotes", "footnotes.xml", bad)]));
        let told = told(&letter, Code::PartUnreadable);
        assert!(told.len() == 1 && told[0].contains("footnotes"), "{told:?}");
    }
}

#[test]
fn nothing_outside_is_fetched_and_no_entity_unfolded() {
    let secret = TempDir::new().unwrap();
    let path = secret.path().join("secret.txt");
    fs::write(&path, "q7-hemmelig").unwrap();
    let entity = format!(
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{}'><!ENTITY a 'q7-q7'><!ENTITY b '&a;&a;&a;&a;'>]>",
        path.display()
    );
    // In a part that is not needed.
    let notes = format!(
        "<?xml version='1.0'?>{entity}<w:footnotes xmlns:w='{WORD}'><w:footnote w:id='1'><w:p><w:r><w:t>&e;&b;</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let part = ("footnotes", "footnotes.xml", notes.as_bytes());
    let letter = read(&docx(&document(&body(NOTE)), &[part]));
    assert_eq!(told(&letter, Code::PartUnreadable).len(), 1);
    assert!(!serde_json::to_string(&letter).unwrap().contains("q7"));
    // In the document itself.
    let main = document(&body("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>"))
        .replace("?>", &format!("?>{entity}"));
    let refused = oppdrag::extract("x.docx", &docx(&main, &[]), &oppdrag::Grammar::built_in());
    let said = refused.unwrap_err().to_string();
    assert!(
        said.contains("document type") && !said.contains("q7"),
        "{said}"
    );
}

#[test]
fn macros_are_never_looked_at() {
    let of = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let part: (&str, &str, &[u8]) = (
        "vbaProject",
        "vbaProject.bin",
        b"\xd0\xcf\x11\xe0Sub AutoOpen()",
    );
    let letter = read(&package(of, &document(&body("")), &[part]));
    assert!(told(&letter, Code::PartUnreadable).is_empty());
    // A macro that is a bomb, or broken, is none of the letter's.
    let part = ("vbaProject", "vbaProject.bin", &bomb()[..]);
    read(&package(of, &document(&body("")), &[part]));
}

#[test]
fn a_table_of_too_much_is_read_whole() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text, false));
    let columns: String = (0..10_000).map(|n| cell(&format!("q{n}"))).collect();
    let rows = format!("<w:tr>{}{}</w:tr>", cell("A"), cell("q7")).repeat(5000);
    let large = cell(&"ord q7 ".repeat(150_000));
    let nested = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(200),
        p("q7", false),
        "<w:p/></w:tc></w:tr></w:tbl>".repeat(200)
    );
    for table in [
        format!("<w:tbl><w:tr>{columns}</w:tr></w:tbl>"),
        format!("<w:tbl>{rows}</w:tbl>"),
        format!("<w:tbl><w:tr>{}{large}</w:tr></w:tbl>", cell("A")),
        nested,
    ] {
        read(&docx(&document(&body(&table)), &[]));
    }
}

/// Files that cannot be read are refused one by one, each with what to do.
#[test]
fn refused_files_cost_one_file_each() {
    let sound = docx(&document(&body("")), &[]);
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    locked.extend(wide("EncryptedPackage"));
    // As a mask of the ZIP itself, and not of Word.
    let mut masked = sound.clone();
    for (mark, at) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = (0..masked.len() - 4)
            .filter(|&n| &masked[n..n + 4] == mark)
            .collect();
        places.iter().for_each(|&place| masked[place + at] |= 1);
    }
    let huge = String::from_utf8(bomb()).unwrap();
    let files: [(&str, Vec<u8>, &str); 6] = [
        (
            "bomb.docx",
            docx(&document(&huge), &[]),
            "word/document.xml",
        ),
        (
            "broken.docx",
            docx("<w:document><w:p>", &[]),
            "word/document.xml",
        ),
        ("cut.docx", sound[..sound.len() / 2].to_vec(), "broke off"),
        ("empty.docx", Vec::new(), "0 bytes"),
        ("locked.docx", locked, "password"),
        ("masked.docx", masked, "password"),
    ];
    let here = TempDir::new().unwrap();
    let inbox = here.path().join("in");
    fs::create_dir(&inbox).unwrap();
    for (name, bytes, _) in &files {
        fs::write(inbox.join(name), bytes).unwrap();
    }
    for name in ["a.docx", "z.docx"] {
        fs::write(inbox.join(name), &sound).unwrap();
    }
    let ran = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .args(["extract", "in", "--out", "out", "--jobs", "2"])
        .current_dir(here.path())
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    for (name, _, words) in &files {
        let line = said.lines().find(|line| line.contains(name));
        let line = line.unwrap_or_else(|| panic!("{name} is not told of: {said}"));
        assert!(line.contains(words), "«{words}» is not in: {line}");
        assert!(!here.path().join(format!("out/{name}.json")).exists());
    }
    for name in ["a.docx", "z.docx"] {
        assert!(here.path().join(format!("out/{name}.json")).exists());
    }
}
