//! The heads of letters, as ministries of many sorts write them and converters leave them: what each of
//! `tests/heads` is read to be, and what is no letter that asks.

mod common;

use oppdrag::{Grammar, model::Document};
use std::fmt::Write;

/// One line a document: file, kind, year, date, supplement, recipient, sender, form; of a file with several, the
/// ordinal behind `#`. `refused` stands for all of them where a file is not read.
const TABLE: &str = include_str!("heads/table.tsv");

fn row(document: &Document) -> String {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "-".into());
    let names = |names: &[String]| or_none((!names.is_empty()).then(|| names.join("; ")));
    [
        document.kind.name().to_string(),
        or_none(document.year.map(|year| year.to_string())),
        or_none(document.date.clone()),
        or_none(document.supplement.map(|number| number.to_string())),
        names(&document.recipients),
        names(&document.issuers),
        or_none(document.form.clone()),
    ]
    .join("\t")
}

#[test]
fn each_head_is_read_as_the_table_says() {
    let grammar = Grammar::built_in();
    let mut wrong = String::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, expected)) = line.split_once('\t') else {
            continue;
        };
        let (file, ordinal) = name.split_once('#').unwrap_or((name, "1"));
        let nth = ordinal.parse::<usize>().expect("a number") - 1;
        let bytes = std::fs::read(common::path("tests/heads").join(file)).expect(file);
        let read = oppdrag::extract(file, &bytes, &grammar);
        let got = match &read {
            Ok(read) => read
                .documents
                .get(nth)
                .map_or("no such document".into(), row),
            Err(_) => "refused".to_string(),
        };
        if got != expected {
            writeln!(wrong, "{name}\n  read     {got}\n  expected {expected}").expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A letter whose kind nothing tells says so, and which line of a grammar file would tell it.
#[test]
fn a_letter_of_unknown_kind_says_how_it_becomes_known() {
    let bytes = std::fs::read(common::path("tests/heads/20-bold-labels.md")).expect("the letter");
    let read = oppdrag::extract("brev.md", &bytes, &Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    let found = read
        .diagnostics
        .iter()
        .find(|one| one.code == "kind_unknown")
        .expect("the finding");
    assert!(
        found
            .message
            .contains("titles = [\"Rammebrev {year} for Lyktevesenet\"]"),
        "{}",
        found.message
    );
    // Of a letter whose title is known nothing is said.
    let known = std::fs::read(common::path("tests/heads/03-royal.md")).expect("the letter");
    let read = oppdrag::extract("brev.md", &known, &Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(
        read.diagnostics
            .iter()
            .all(|one| one.code != "kind_unknown")
    );
}

#[test]
fn a_letter_that_asks_nothing_is_refused_by_that_name() {
    let file = "x08-letter-that-asks-nothing.txt";
    let bytes = std::fs::read(common::path("tests/heads").join(file)).expect("the letter");
    let read = oppdrag::extract(file, &bytes, &Grammar::built_in());
    assert!(matches!(read, Err(oppdrag::Error::AsksNothing { .. })));
}
