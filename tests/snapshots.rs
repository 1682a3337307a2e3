//! All that is read from each document of [`FOLDERS`], as it was when a reader last held it beside
//! its source: one record a line in `tests/snapshots/`, so that a difference shows what became of which
//! record. `tests/facts.rs` says what is right; this says that nothing else has changed.
//!
//! A change that is meant is taken in with `cargo insta accept`, or by `INSTA_UPDATE=always cargo test
//! --test snapshots`, after the lines that differ have been read beside the letter.

#![allow(clippy::unwrap_used)]

mod common;

use serde_json::{Map, Value};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The folders of `fixtures` whose documents are read.
const FOLDERS: [&str; 3] = ["letters", "propositions", "reports"];

/// The letter whose form stands in `fixtures/grammars` and not in the program.
const OF_ANOTHER_FORM: &str = "invented-ministry.txt";

/// A value as the snapshot has it: a span is `page:start–end` with what else it holds after it, and
/// what is absent (`null`, `[]`) is left out, since each record has the same keys.
fn squeezed(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(list) if list.is_empty() => None,
        Value::Array(list) => Some(list.iter().filter_map(squeezed).collect()),
        Value::Object(object) if object.contains_key("start") => {
            let mut span = match &object["page"] {
                Value::Null => String::new(),
                page => format!("{page}:"),
            };
            span += &format!("{}–{}", object["start"], object["end"]);
            for key in ["page_label", "bbox"] {
                if let Some(more) = object.get(key).filter(|more| !more.is_null()) {
                    span += &format!(" {more}");
                }
            }
            Some(span.into())
        }
        Value::Object(object) => {
            let kept = object
                .iter()
                .filter_map(|(key, one)| squeezed(one).map(|squeezed| (key.clone(), squeezed)));
            Some(Value::Object(kept.collect()))
        }
        other => Some(other.clone()),
    }
}

/// An object that is a record of its own: an id, or a place, and more beside it.
fn is_record(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.len() > 1) && value.get("start").is_none()
}

/// Writes the lists of records of an object, one record a line, after the line of all else in it.
fn lines(kind: &str, object: &Map<String, Value>, into: &mut Vec<String>) {
    let lists = |value: &Value| {
        value
            .as_array()
            .is_some_and(|list| list.iter().any(is_record))
    };
    let own: Map<String, Value> = object
        .iter()
        .filter(|(_, one)| !lists(one))
        .map(|(key, one)| (key.clone(), one.clone()))
        .collect();
    let own = squeezed(&own.into()).unwrap_or_default();
    into.push(format!("{kind} {own}"));
    for (key, list) in object.iter().filter(|(_, one)| lists(one)) {
        for record in list.as_array().unwrap() {
            match (key.as_str(), record.as_object()) {
                ("documents", Some(document)) => lines(key, document, into),
                _ => {
                    let record = squeezed(record).unwrap_or_default();
                    into.push(format!("{key} {record}"));
                }
            }
        }
    }
}

/// What is read from a document, one record a line.
fn reading(folder: &str, name: &str) -> String {
    let grammar = if name == OF_ANOTHER_FORM {
        common::own_grammar()
    } else {
        oppdrag::Grammar::built_in()
    };
    let bytes = common::fixture(&format!("{folder}/{name}"));
    let extraction =
        oppdrag::extract(name, &bytes, &grammar).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut json = serde_json::to_value(&extraction).unwrap();
    // A new version alone is no news, nor are digests of what stands here itself.
    let source = json["source"].as_object_mut().unwrap();
    source["tool"] = serde_json::json!({"name": "oppdrag", "version": "(version)"});
    source.remove("digests");
    let mut all = Vec::new();
    lines("extraction", json.as_object().unwrap(), &mut all);
    all.join("\n") + "\n"
}

/// All documents, each with its folder.
fn documents() -> Vec<(&'static str, String)> {
    FOLDERS
        .into_iter()
        .flat_map(|folder| {
            common::names(folder)
                .into_iter()
                .map(move |name| (folder, name))
        })
        .collect()
}

#[test]
fn documents_are_read_as_when_a_reader_last_held_them_beside_their_source() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut changed = Vec::new();
    for (folder, name) in documents() {
        let text = reading(folder, &name);
        // Each is held, whatever became of the one before it; insta prints the difference.
        let held = catch_unwind(AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
        }));
        if held.is_err() {
            changed.push(name);
        }
    }
    assert!(changed.is_empty(), "read otherwise: {changed:?}");
}

/// A snapshot without a document would be held against nothing.
#[test]
fn every_snapshot_has_its_document() {
    let mut snapshots: Vec<String> = fs::read_dir(common::path("tests/snapshots"))
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".snap").map(str::to_string)
        })
        .collect();
    snapshots.sort();
    let mut names: Vec<String> = documents().into_iter().map(|(_, name)| name).collect();
    names.sort();
    assert_eq!(snapshots, names);
}
