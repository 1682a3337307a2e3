//! What the tests share: the fixtures, the JSON of an extraction, and how running text is compared.

#![allow(dead_code, clippy::unwrap_used)]

use serde_json::Value;
use std::{collections::BTreeMap, fs, path::PathBuf};

/// A path of this package.
pub fn path(below: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(below)
}

/// The bytes of a fixture.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = path("fixtures").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The letters of `fixtures/letters` by name, in order.
pub fn letter_names() -> Vec<String> {
    names("letters")
}

/// The documents of a folder of fixtures, without the facts beside them.
pub fn names(folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(path("fixtures").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".json"))
        .collect();
    names.sort();
    names
}

/// The grammar of the invented ministry, over the one that is built in.
pub fn own_grammar() -> oppdrag::Grammar {
    oppdrag::Grammar::with_folder(&path("fixtures/grammars")).unwrap()
}

/// Letters and digits only: line ends and hyphens cannot differ.
pub fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A string, or nothing.
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}

/// A list, or an empty one.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The records of one list, of all documents.
pub fn all(extraction: &Value, key: &str) -> Vec<Value> {
    list(extraction, "documents")
        .iter()
        .flat_map(|document| list(document, key).to_vec())
        .collect()
}

/// When a deadline falls due: the day, else the interval's end, else the status.
pub fn when(deadline: &Value) -> String {
    match (deadline["date"].as_str(), deadline["latest"].as_str()) {
        (Some(date), _) => date.to_string(),
        (None, Some(latest)) => format!("by {latest}"),
        _ => text(deadline, "status").to_string(),
    }
}

/// How often each of the things stands.
pub fn counted<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for one in things {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

/// What `left` has more of than `right`, each as often as it has more.
pub fn more<T: Ord + Clone>(left: &BTreeMap<T, usize>, right: &BTreeMap<T, usize>) -> Vec<T> {
    left.iter()
        .flat_map(|(one, count)| {
            let surplus = count.saturating_sub(right.get(one).copied().unwrap_or(0));
            std::iter::repeat_n(one.clone(), surplus)
        })
        .collect()
}

/// What no extraction may break: no error-level diagnostic, and every text quoted.
pub fn broken(extraction: &oppdrag::Extraction, canonical: &str) -> Vec<String> {
    extraction
        .diagnostics
        .iter()
        .filter(|one| one.severity == oppdrag::model::Severity::Error)
        .cloned()
        .chain(oppdrag::check::quotation(extraction, canonical))
        .map(|one| format!("{}: {}", one.code, one.message))
        .collect()
}
