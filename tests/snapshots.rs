//! The whole JSON of every fixture, held against what was accepted before.
//!
//! `INSTA_UPDATE=always cargo test --test snapshots` writes the snapshots anew; the diff is then
//! read like any other change.

mod common;

/// The version changes with every release, and nothing else should with it.
#[test]
fn letters_give_the_json_that_was_accepted() {
    let built_in = oppdrag::Grammar::built_in();
    let own = common::own_grammar();
    let names = common::letter_names();
    assert!(names.len() >= 9, "only {names:?}");
    for name in names {
        let grammar = if name.starts_with("invented") {
            &own
        } else {
            &built_in
        };
        let bytes = common::fixture(&format!("letters/{name}"));
        let mut extraction = oppdrag::extract(&name, &bytes, grammar)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(extraction.source.tool.version, env!("CARGO_PKG_VERSION"));
        extraction.source.tool.version = "[version]".to_string();
        insta::assert_json_snapshot!(name, extraction);
    }
}
