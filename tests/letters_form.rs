//! A letter of a form that is not known is read as a letter, and its form is added by one TOML file and by no
//! Rust.

mod common;

use common::{all, text};

const LETTER: &str = "letters/invented-ministry.txt";

#[test]
fn the_built_in_grammar_reads_the_form_as_a_letter_of_no_known_kind() {
    let bytes = common::fixture(LETTER);
    let read = oppdrag::extract("brev.txt", &bytes, &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.documents[0].kind, oppdrag::model::DocumentKind::Letter);
    let told: Vec<&str> = read
        .diagnostics
        .iter()
        .filter(|one| one.code == "kind_unknown")
        .map(|one| one.message.as_str())
        .collect();
    assert!(
        told.len() == 1 && told[0].contains("titles = [\"Styringsskriv for {year}\"]"),
        "{told:?}"
    );
}

#[test]
fn one_grammar_file_gives_its_assignments_and_deadlines() {
    let files: Vec<_> = std::fs::read_dir(common::path("fixtures/grammars"))
        .expect("the folder")
        .collect();
    assert_eq!(files.len(), 1, "one file describes the form");

    let bytes = common::fixture(LETTER);
    let extraction = oppdrag::extract("brev.txt", &bytes, &common::own_grammar())
        .unwrap_or_else(|error| panic!("{error}"));
    let json = serde_json::to_value(&extraction).expect("JSON");
    let ids: Vec<String> = all(&json, "assignments")
        .iter()
        .map(|one| text(one, "id").to_string())
        .collect();
    let expected: Vec<String> = (1..=8).map(|n| format!("{n}/26")).collect();
    assert_eq!(ids, expected);

    let due = |id: &str| -> Vec<String> {
        all(&json, "deadlines")
            .iter()
            .filter(|one| one["assignment"] == id)
            .map(common::when)
            .collect()
    };
    assert_eq!(due("1/26"), ["2026-06-01"]);
    assert_eq!(due("2/26"), ["2026-09-15"]);
    assert_eq!(due("5/26"), ["2026-10-31"]);
    assert_eq!(due("6/26"), ["by 2026-06-30", "2026-12-01"]);
    assert_eq!(due("8/26"), ["2026-11-30"]);
    assert_eq!(json["documents"][0]["kind"], "allocation_letter");
    assert_eq!(json["documents"][0]["year"], 2026);
}

/// A chapter is one whose next chapter stands right below its few short lines; and a section that only
/// advises, or an annex with numbers of its own, gives no assignment.
#[test]
fn sections_that_ask_for_nothing_give_no_assignment() {
    let letter = "Fyrdepartementet\n\nFyrverket\nPostboks 12\n0030 OSLO\n\nDato 18. desember 2025\n\n\
        Tildelingsbrev til Fyrverket for 2026\n\n1 Innledning\nFyrdepartementet viser til Prop. 1 S \
        (2025–2026).\n\n2 Prioriteringer og oppdrag\n2.1 Bakgrunn\nArbeidet skal ses i sammenheng med \
        planen.\n\n2.2 Oppdrag\n1. Fyrverket skal lage en plan innen 1. mai 2026.\n2. Fyrverket skal male \
        fyrene.\n\n2.3 Samarbeid\nFyrverket bør delta i nettverk.\n\n3 Mål og styringsparametere\n\
        Hovedmål: Lys langs hele kysten vår\nFyr 12 13\nLykter 4,8 4,9\n\n4 Økonomi\n4.1 Budsjett\n\
        Fyrverket får det samme som før.\n\nVedlegg A Mandat for styret\n1. Formål\nStyret skal gi råd.\n\
        1.1 Møter\nStyret skal møtes ofte.\n";
    let found = oppdrag::extract(
        "letter.txt",
        letter.as_bytes(),
        &oppdrag::Grammar::built_in(),
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let document = &found.documents[0];
    let ids: Vec<&str> = document
        .assignments
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids, ["1", "2"]);
    let sections: Vec<&str> = document
        .sections
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert!(
        sections.contains(&"3") && sections.contains(&"4"),
        "{sections:?}"
    );
}
