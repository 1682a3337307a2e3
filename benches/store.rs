//! What questions to a store of ten thousand documents cost.
//!
//! `cargo bench --bench store` reads the fixtures once, puts ten thousand copies of them into a store,
//! each with a key, numbers, years, bodies and words of its own, and asks. Every common word then stands in
//! far more records than any true store of that size has.

use oppdrag::model::Extraction;
use oppdrag::store::{DeadlineQuery, Entry, Filter, Post, RecordType, SearchQuery, Store, Writer};
use oppdrag::{Grammar, extract};
use std::path::Path;
use std::time::{Duration, Instant};

/// Documents in the store.
const DOCUMENTS: usize = 10_000;

/// What a look-up may cost, in milliseconds.
const LOOK_UP: u32 = 5;

/// What a search may cost, in milliseconds.
const SEARCH: u32 = 50;

/// Invented bodies.
const BODIES: [&str; 20] = [
    "Ask", "Bjerk", "Dal", "Eid", "Fjell", "Gran", "Hav", "Is", "Jord", "Kyst", "Lauv", "Myr",
    "Nes", "Os", "Pors", "Rogn", "Sand", "Tind", "Ur", "Vik",
];

/// First and last parts of invented compounds.
const FIRST: [&str; 12] = [
    "havne",
    "skjær",
    "fjord",
    "losing",
    "bølge",
    "strand",
    "brygge",
    "tang",
    "ferje",
    "sjømerke",
    "tare",
    "holme",
];
const LAST: [&str; 12] = [
    "tiltak", "plan", "register", "tilsyn", "kartet", "vern", "løftet", "varsel", "rapport",
    "tjeneste", "drift", "råd",
];

fn main() {
    let bases = bases();
    let folder = tempfile::tempdir().expect("a folder");
    let start = Instant::now();
    fill(folder.path(), &bases);
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

/// The fixtures, read.
fn bases() -> Vec<Extraction> {
    let grammar = Grammar::built_in();
    let mut bases = Vec::new();
    for folder in ["letters", "propositions", "reports", "series"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(folder);
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("fixtures")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|ending| ending == "md" || ending == "txt")
            })
            .collect();
        files.sort();
        for file in files {
            let name = file
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            if let Ok(extraction) =
                extract(&name, &std::fs::read(&file).expect("a fixture"), &grammar)
            {
                bases.push(extraction);
            }
        }
    }
    bases
}

fn year(n: usize) -> usize {
    2005 + n % 25
}

fn fill(folder: &Path, bases: &[Extraction]) {
    let mut writer = Writer::open(folder).expect("a store");
    let printed = regex::Regex::new(r"TB20\d\d-(\d)").expect("a pattern");
    let jsons: Vec<String> = bases
        .iter()
        .map(|one| serde_json::to_string(one).expect("JSON"))
        .collect();
    for stretch in (0..DOCUMENTS).collect::<Vec<_>>().chunks(500) {
        writer
            .in_one_go(|deeds| {
                for &n in stretch {
                    let year = year(n);
                    let body = BODIES[n / 25 % BODIES.len()];
                    let json = &jsons[n % jsons.len()];
                    let json = printed.replace_all(json, format!("TB{year}-{n}$1"));
                    let json = json
                        .replace("\"date\":\"2026-", &format!("\"date\":\"{year}-"))
                        .replace("\"latest\":\"2026-", &format!("\"latest\":\"{year}-"))
                        .replace("Kystetaten", &format!("{body}etaten"));
                    let mut extraction: Extraction =
                        serde_json::from_str(&json).expect("an extraction");
                    let word = format!("{}{}", FIRST[n % 12], LAST[n / 12 % 12]);
                    for (at, document) in extraction.documents.iter_mut().enumerate() {
                        document.key = format!("{}-{n}-{at}", document.key);
                        document.year = i32::try_from(year).ok();
                        document.recipients = vec![format!("{body}etaten")];
                        for assignment in &mut document.assignments {
                            let title = assignment.title.get_or_insert_default();
                            *title += &format!(" {word}{}", n % 40);
                        }
                    }
                    if n == 77 {
                        for document in &mut extraction.documents {
                            document.title = Some("Nordvarsel77".into());
                        }
                    }
                    let entry = Entry {
                        path: format!("{n:05}.json"),
                        root: None,
                        origin: None,
                        sha256: format!("{n:064x}"),
                        reading: None,
                        bytes: json.len() as u64,
                        errors: 0,
                        warnings: 0,
                        gone: false,
                    };
                    deeds.put(&entry, &extraction)?;
                }
                Ok(())
            })
            .expect("put in");
    }
    writer.tidy().expect("tidy");
}
