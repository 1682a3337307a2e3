//! Propositions of other ministries and years: requests, money, authorisations and sections as a person
//! reads them, all of them in one list each, whatever the form of the file.

#![allow(clippy::unwrap_used)]

mod common;

use common::{letters, list, text};
use oppdrag::Grammar;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// A file, and the facts that it has.
const FIXTURES: [(&str, &str); 6] = [
    ("two-columns.txt", "two-columns"),
    ("two-columns.pdf", "two-columns"),
    ("points-2020.txt", "points-2020"),
    ("blanks-2025.txt", "blanks-2025"),
    ("revised-2024.txt", "revised-2024"),
    ("changes-2024.md", "changes-2024"),
];

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(Grammar::built_in);

/// The figures of a row that are money, by what they are.
fn row(row: &Value) -> Value {
    let mut fact = json!({});
    for key in ["id", "chapter", "post", "name", "side", "section"] {
        fact[key] = row[key].clone();
    }
    for figure in list(row, "figures") {
        if !figure["nok"].is_null() {
            fact[text(figure, "role")] = figure["nok"].clone();
        }
    }
    if row["conditions"] != json!([]) {
        fact["conditions"] = row["conditions"].clone();
    }
    fact
}

/// Some keys of each record.
fn pick(values: &[Value], keys: &[&str]) -> Vec<Value> {
    let cut = |one: &Value| {
        let pairs = keys
            .iter()
            .map(|key| ((*key).to_string(), one[key].clone()));
        Value::Object(pairs.collect())
    };
    values.iter().map(cut).collect()
}

#[test]
fn the_propositions_give_their_facts() {
    let mut wrong: Vec<String> = Vec::new();
    for (name, stem) in FIXTURES {
        let facts = common::fixture(&format!("propositions/{stem}.facts.json"));
        let facts: Value = serde_json::from_slice(&facts).unwrap();
        let bytes = common::fixture(&format!("propositions/{name}"));
        let extraction = oppdrag::extract(name, &bytes, &GRAMMAR).unwrap();
        let source = oppdrag::source::read(name, &bytes).unwrap();
        let broken = common::broken(&extraction, source.canonical.text());
        assert!(broken.is_empty(), "{name}: {broken:#?}");
        let read = serde_json::to_value(&extraction).unwrap();
        let document = &read["documents"][0];
        let mut same = |what: &str, wanted: &[Value], got: &[Value]| {
            for one in wanted.iter().filter(|one| !got.contains(one)) {
                wrong.push(format!("{name}: {what}: missing {one}"));
            }
            for one in got.iter().filter(|one| !wanted.contains(one)) {
                wrong.push(format!("{name}: {what}: extra {one}"));
            }
        };
        same(
            "document",
            &pick(list(&facts, "documents"), &["kind", "year", "session"]),
            &pick(list(&read, "documents"), &["kind", "year", "session"]),
        );
        let keys = [
            "id",
            "number",
            "date",
            "keyword",
            "heading",
            "basis",
            "reporting_ends",
            "outcome",
        ];
        same(
            "request",
            &pick(list(&facts, "requests"), &keys),
            &pick(list(document, "requests"), &keys),
        );
        for fact in list(&facts, "requests") {
            let id = text(fact, "id");
            let Some(one) = list(document, "requests")
                .iter()
                .find(|one| text(one, "id") == id)
            else {
                continue;
            };
            let body = letters(text(one, "text"));
            let held = body.starts_with(&letters(text(fact, "text_start")))
                && body.ends_with(&letters(text(fact, "text_end")))
                && letters(text(one, "response")).ends_with(&letters(text(fact, "response_end")));
            same(&format!("texts of {id}"), &[json!(true)], &[json!(held)]);
        }
        let rows: Vec<Value> = list(document, "appropriations").iter().map(row).collect();
        same("appropriation", list(&facts, "appropriations"), &rows);
        let keys = ["kind", "chapter", "posts", "income_posts", "limit_nok"];
        same(
            "authorisation",
            list(&facts, "authorisations"),
            &pick(list(document, "authorisations"), &keys),
        );
        let sections: Vec<Value> = list(document, "sections")
            .iter()
            .map(|section| section["id"].clone())
            .collect();
        same("section", list(&facts, "sections"), &sections);
        let warnings: Vec<Value> = list(&read, "diagnostics")
            .iter()
            .filter(|one| text(one, "severity") == "warning")
            .map(|one| json!([one["code"], one["item"]]))
            .collect();
        same("warning", list(&facts, "warnings"), &warnings);
        same("unclaimed", &[], list(&read["coverage"], "unclaimed"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_proposition_may_be_cut_anywhere() {
    for (name, _) in FIXTURES.iter().filter(|(name, _)| !name.ends_with("pdf")) {
        let words = String::from_utf8(common::fixture(&format!("propositions/{name}"))).unwrap();
        for n in 1..40 {
            let mut at = words.len() * n / 40;
            while !words.is_char_boundary(at) {
                at += 1;
            }
            let part = &words.as_bytes()[..at];
            let Ok(extraction) = oppdrag::extract(name, part, &GRAMMAR) else {
                continue;
            };
            let source = oppdrag::source::read(name, part).unwrap();
            let broken = common::broken(&extraction, source.canonical.text());
            assert!(broken.is_empty(), "{name} cut at {at}: {broken:#?}");
        }
    }
}
