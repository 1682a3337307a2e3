//! Letters as Word writes them: one that is ready to be sent, and the draft of it that was sent by mistake.

#![allow(clippy::unwrap_used)]

mod common;

use oppdrag::model::Extraction;
use oppdrag::source::{MediaType, read};

fn extract(name: &str) -> Extraction {
    let bytes = common::fixture(&format!("docx/{name}"));
    oppdrag::extract(name, &bytes, &oppdrag::Grammar::built_in()).unwrap()
}

fn codes(extraction: &Extraction) -> Vec<&str> {
    let all = extraction.diagnostics.iter();
    all.map(|one| one.code.as_str()).collect()
}

/// The identifiers of the assignments, and the days of their deadlines.
fn facts(extraction: &Extraction) -> (Vec<String>, Vec<String>) {
    let document = &extraction.documents[0];
    let identifiers = document
        .assignments
        .iter()
        .map(|one| one.id.clone())
        .collect();
    let days = document
        .deadlines
        .iter()
        .filter_map(|one| one.date.clone())
        .collect();
    (identifiers, days)
}

#[test]
fn a_letter_says_what_word_prints() {
    let read = read("letter.docx", &common::fixture("docx/letter.docx")).unwrap();
    assert_eq!(read.media_type, MediaType::Docx);
    let text = read.canonical.text();
    for line in [
        "1 Innledning",
        "2.1 Oppdrag til hele direktoratet",
        "FY2027-1",
        "b) vise hva det koster å tenne dem",
        "- nå og om ti år",
        "FY2027-4 Fyrdirektoratet skal telle måkene på taket.",
        "Fyr- og havdepartementet viser til budsjettvedtaket og stiller rammene for 2027 til disposisjon.",
        "¹ Innst. 9 S (2026–2027).",
    ] {
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
    }
    assert!(text.starts_with("Fyr- og havdepartementet\n"), "{text}");
    assert_eq!(text.matches("Spørsmål rettes").count(), 1);
    // A cell that two rows share, and a head that is marked as one.
    let lines = read.canonical.lines();
    let of = |words: &str| {
        let found = lines
            .iter()
            .find(|line| read.canonical.line_text(line) == words);
        found.unwrap_or_else(|| panic!("no {words}"))
    };
    assert_eq!(of("FY2027-2").reach.rows, 2);
    assert!(of("Frist").reach.head && !of("FY2027-1").reach.head);
}

#[test]
fn a_letters_facts_are_read_from_word() {
    let letter = extract("letter.docx");
    let (identifiers, days) = facts(&letter);
    assert_eq!(
        identifiers,
        ["FY2027-1", "FY2027-2", "FY2027-3", "FY2027-4"]
    );
    assert!(days.contains(&"2027-06-01".to_owned()), "{days:?}");
    assert_eq!(
        letter.source.media_type,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    );
    // The entries of the table of contents are no headings.
    let document = &letter.documents[0];
    assert_eq!(document.sections.len(), 5);
    for code in [
        "hidden_text",
        "tracked_changes",
        "comments_left_out",
        "part_unreadable",
    ] {
        assert!(!codes(&letter).contains(&code), "{code}");
    }
}

#[test]
fn a_draft_tells_what_is_not_settled_in_it() {
    let draft = extract("draft.docx");
    let (identifiers, days) = facts(&draft);
    // What was struck out and what is hidden is no record; what was put in is one.
    assert_eq!(
        identifiers,
        ["FY2027-1", "FY2027-2", "FY2027-3", "FY2027-4"]
    );
    assert!(days.contains(&"2027-06-01".to_owned()), "{days:?}");
    assert!(!days.contains(&"2027-05-01".to_owned()) && !days.contains(&"2027-04-01".to_owned()));
    for code in [
        "hidden_text",
        "tracked_changes",
        "comments_left_out",
        "part_unreadable",
    ] {
        let found = codes(&draft).iter().filter(|own| **own == code).count();
        assert_eq!(found, 1, "{code}");
    }
}
