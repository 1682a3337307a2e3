//! What layout makes of the PDFs among the fixtures, as a reader last held it beside their pages: the
//! lines as placed (`oppdrag text --layout`), the blocks (`--blocks`), and what could not be decoded.
//! `tests/snapshots.rs` says how a change that is meant is taken in.

#![allow(clippy::unwrap_used)]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;

const PDFS: [&str; 5] = [
    "layout/aside.pdf",
    "layout/order.pdf",
    "layout/type.pdf",
    "letters/allocation-letter.pdf",
    "letters/commissioning-document.pdf",
];

fn shown(flag: &str, pdf: &str) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_oppdrag"))
        .args(["text", flag])
        .arg(common::path("fixtures").join(pdf))
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(0), "{pdf}");
    let text = String::from_utf8(ran.stdout).unwrap();
    text.lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect()
}

#[test]
fn pages_are_laid_out_as_when_a_reader_last_held_them_beside_their_source() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("layouts");
    let mut changed = Vec::new();
    for pdf in PDFS {
        let name = pdf.rsplit('/').next().unwrap();
        for flag in ["--layout", "--blocks"] {
            let text = shown(flag, pdf);
            let snapshot = format!("{name}{flag}");
            let held = catch_unwind(AssertUnwindSafe(|| {
                settings.bind(|| insta::assert_snapshot!(snapshot.as_str(), text));
            }));
            if held.is_err() {
                changed.push(snapshot);
            }
        }
    }
    assert!(changed.is_empty(), "laid out otherwise: {changed:?}");
}

#[test]
fn what_could_not_be_decoded_is_told_with_its_page() {
    let bytes = common::fixture("layout/type.pdf");
    let source = oppdrag::source::read("type.pdf", &bytes).unwrap();
    let notes: Vec<(&str, &str)> = source
        .notes
        .iter()
        .map(|note| {
            (
                note.code.name(),
                note.message.split([':', ';']).next().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        notes,
        [
            ("invisible_text", "page 2"),
            ("page_without_text", "page 3"),
            ("undecoded_characters", "page 6"),
        ]
    );
    let labels: Vec<_> = (1..=6).map(|page| source.canonical.label(page)).collect();
    // The fourth page on are numbered anew by the file itself.
    assert_eq!(
        labels,
        [
            Some("ii"),
            Some("iii"),
            Some("iv"),
            Some("1"),
            Some("2"),
            Some("3")
        ]
    );
}

#[test]
fn text_that_no_reader_sees_is_left_out_and_told_with_its_page() {
    let bytes = common::fixture("layout/unseen.pdf");
    let source = oppdrag::source::read("unseen.pdf", &bytes).unwrap();
    let told: Vec<(&str, &str)> = source
        .notes
        .iter()
        .map(|note| {
            let (page, rest) = note.message.split_once(':').unwrap();
            assert_eq!(note.code.name(), "hidden_text");
            (page, rest.rsplit(": ").next().unwrap())
        })
        .collect();
    let hidden = [
        ("page 1", "«hvitt på hvitt»"),
        ("page 2", "«for lite»"),
        ("page 3", "«utenfor siden»"),
        ("page 4", "«klippet bort»"),
        ("page 5", "«under en boks»"),
        ("page 6", "«gjennomsiktig»"),
        ("page 7", "«i et lag som er av»"),
        ("page 8", "«uten spor»"),
    ];
    assert_eq!(told, hidden);
    let shown = "Dette står på siden";
    let text = source.canonical.text();
    assert_eq!(text.matches(shown).count(), 9);
    // White on a dark box is seen.
    assert!(
        text.ends_with("Dette står på siden\nhvitt på mørkt"),
        "{text}"
    );
    assert!(
        hidden
            .iter()
            .all(|(_, words)| !text.contains(words.trim_matches(['«', '»'])))
    );
}

#[test]
fn what_stands_aside_is_in_no_assignment() {
    let found = assignments("aside.pdf", &common::fixture("layout/aside.pdf"));
    let [(title, text)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(title, "Måling av merker");
    assert!(text.starts_with("Fyrverket skal gå gjennom alle merker"));
    assert!(text.ends_with("Frist: 1. november 2026"), "{text}");
    for aside in [
        "listet opp",
        "Postadresse",
        "Ada Vik",
        "Merkedepartementet",
        "Se instruksen",
        "Avklares",
    ] {
        assert!(!text.contains(aside), "{aside}: {text}");
    }
    let read = oppdrag::extract(
        "aside.pdf",
        &common::fixture("layout/aside.pdf"),
        &oppdrag::Grammar::built_in(),
    )
    .unwrap();
    let signed: Vec<&str> = read.documents[0]
        .signatories
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(signed, ["Kari Holm (e.f.)", "Ola Lunde Moe", "Siv Berg"]);
}

/// The assignments of a letter: title and text.
fn assignments(file: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let read = oppdrag::extract(file, bytes, &oppdrag::Grammar::built_in()).unwrap();
    read.documents
        .into_iter()
        .flat_map(|one| one.assignments)
        .map(|one| (one.title.unwrap_or_default(), one.text.unwrap_or_default()))
        .collect()
}

#[test]
fn a_word_that_a_page_break_cuts_keeps_the_hyphen_that_it_keeps_at_a_line_end() {
    let head = "| Nr. | Tittel | Oppdrag |\n|---|---|---|\n";
    let letter = format!(
        "# Oppdragsdokument 2026 for Helse Øy RHF\n\n# 1 Innledning\n\nFjord- og fjelldepartementet gir oppdrag.\n\n# 2 Oppdrag\n\n\
         {head}| HØ26-01 | Kurs om tale i nord- | Helse Øy RHF skal gjøre et nytt e- |\n\n\
         {head}| | norske bygder | læringsprogram om fyr tilgjengelig i Nord- |\n\n\
         {head}| | | Norge. Programmet skal omtale det nord-norske kystlandska- |\n\n\
         {head}| | | pet. |\n"
    );
    assert_eq!(
        assignments("letter.md", letter.as_bytes()),
        [(
            "Kurs om tale i nord-norske bygder".to_string(),
            "Helse Øy RHF skal gjøre et nytt e-læringsprogram om fyr tilgjengelig i Nord-Norge. \
             Programmet skal omtale det nord-norske kystlandskapet."
                .to_string()
        )]
    );
}

#[test]
fn a_letter_says_the_same_as_pdf_and_as_text() {
    let corpus = common::path("../shared/corpus");
    let name = "oppdragsdokument-2026-helse-nord";
    let read = |file: String| std::fs::read(corpus.join(file));
    let (Ok(pdf), Ok(text)) = (read(format!("pdf/{name}.pdf")), read(format!("{name}.txt"))) else {
        eprintln!("no corpus: nothing compared");
        return;
    };
    // A blank more or less between signs is the converter's; a hyphen is a word's.
    let words = |file: &str, bytes: &[u8]| -> Vec<String> {
        assignments(file, bytes)
            .into_iter()
            .map(|(title, text)| format!("{title}: {text}").split_whitespace().collect())
            .collect()
    };
    let (pdf, text) = (words("a.pdf", &pdf), words("a.txt", &text));
    assert!(pdf.len() > 10);
    assert_eq!(pdf, text);
}
