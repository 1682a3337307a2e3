//! What questions to a store of ten thousand documents cost.
//!
//! `cargo bench --bench store` reads the fixtures once, puts ten thousand copies of them into a store,
//! each with a key, numbers, years, bodies and words of its own, and asks. Every common word then stands in
//! far more records than any true store of that size has.

mod made;

use made::{DOCUMENTS, year};
use oppdrag::store::{DeadlineQuery, Filter, Post, RecordType, SearchQuery, Store};
use std::path::Path;
use std::time::{Duration, Instant};

/// What a look-up may cost, in milliseconds.
const LOOK_UP: u32 = 5;

/// What a search may cost, in milliseconds.
const SEARCH: u32 = 50;

fn main() {
    let bases = made::bases();
    let folder = tempfile::tempdir().expect("a folder");
    let start = Instant::now();
    made::fill(folder.path(), &bases);
    let size = std::fs::metadata(folder.path().join("oppdrag.db")).map_or(0, |data| data.len());
    println!(
        "{DOCUMENTS} documents put in: {:.0} s, {} MB",
        start.elapsed().as_secs_f64(),
        size / 1_000_000
    );
    let store = Store::open(folder.path()).expect("a store");
    let stats = store.stats().expect("counts");
    let records: usize = stats.records.iter().map(|one| one.count).sum();
    println!("{records} records\n");

    let number = format!("TB{}-{}1", year(4321), 4321);
    let look = |id: &str| {
        let id = id.to_string();
        move |store: &Store| {
            let found = store.lookup(&id, &Filter::default()).expect("an answer");
            found.items.len()
        }
    };
    measure(
        folder.path(),
        &format!("look up {number}"),
        LOOK_UP,
        look(&number),
    );
    let key = store
        .search(&query(&number))
        .expect("an answer")
        .hits
        .first()
        .map_or_else(String::new, |hit| hit.place.reference.clone());
    measure(
        folder.path(),
        &format!("look up {key}"),
        LOOK_UP,
        look(&key),
    );

    let searches = [
        ("a rare word", query("nordvarsel77")),
        ("a word in every document", query("skal")),
        ("two common words", query("skal plan")),
        ("a phrase", query("\"skal lage en plan\"")),
        ("an inner part of compounds", query("løft")),
        ("a part of very many words", query("tid")),
        ("a number", query(&number)),
        ("narrowed by year and recipient", narrowed()),
    ];
    for (name, query) in searches {
        measure(
            folder.path(),
            &format!("{name}: {}", query.text),
            SEARCH,
            move |store| store.search(&query).expect("an answer").total,
        );
    }
    measure(folder.path(), "deadlines of a month", SEARCH, |store| {
        let query = DeadlineQuery {
            from: Some("2026-05-01".into()),
            to: Some("2026-05-31".into()),
            today: Some("2026-05-10".into()),
            ..DeadlineQuery::default()
        };
        store.deadlines(&query).expect("an answer").len()
    });
    measure(
        folder.path(),
        "a post through all documents",
        SEARCH,
        |store| {
            let post = Post::parse("910.70").expect("a post");
            store
                .budget(&post, &Filter::default())
                .expect("an answer")
                .rows
                .len()
        },
    );
    measure(
        folder.path(),
        "what is not there (nearest names)",
        SEARCH,
        |store| {
            let found = store
                .lookup("TB2026-99999x", &Filter::default())
                .expect("an answer");
            found.nearest.len()
        },
    );
}

fn query(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.into(),
        limit: 20,
        ..SearchQuery::default()
    }
}

fn narrowed() -> SearchQuery {
    SearchQuery {
        filter: Filter {
            years: vec![2020],
            recipients: vec!["fjell".into()],
            types: vec![RecordType::Assignment],
            ..Filter::default()
        },
        ..query("plan")
    }
}

/// Prints what a question costs a store that was just opened, and one that was asked before.
fn measure(folder: &Path, name: &str, target: u32, ask: impl Fn(&Store) -> usize) {
    let store = Store::open(folder).expect("a store");
    let start = Instant::now();
    let found = ask(&store);
    let first = start.elapsed();
    let mut least = Duration::MAX;
    for _ in 0..7 {
        let start = Instant::now();
        ask(&store);
        least = least.min(start.elapsed());
    }
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{name:60} {found:>8} found  first {:>7.1} ms  then {:>7.1} ms  (target {target} ms)",
        ms(first),
        ms(least)
    );
}
