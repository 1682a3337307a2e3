//! Lists a page at a time: the pages together are the whole list, and no page is large however many
//! records there are.

#![allow(clippy::unwrap_used)]

mod common;
mod exports;
mod served;

use oppdrag::store::{DeadlineQuery, DeadlineRow, DeadlineSelection, Filter, Store};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The most that a page weighs, pictures aside.
const PAGE: usize = 100_000;

fn queries() -> Vec<DeadlineQuery> {
    let today = Some("2027-05-20".to_string());
    let all = DeadlineQuery {
        today,
        ..DeadlineQuery::default()
    };
    let of = |filter: Filter| DeadlineQuery {
        filter,
        ..all.clone()
    };
    vec![
        of(Filter {
            recipients: vec!["kyst".into()],
            ..Filter::default()
        }),
        of(Filter {
            departments: vec!["HAV".into()],
            ..Filter::default()
        }),
        of(Filter {
            years: vec![2026],
            issuers: vec!["dep".into()],
            ..Filter::default()
        }),
        DeadlineQuery {
            from: Some("2026-05-01".into()),
            to: Some("2027-03-31".into()),
            ..all.clone()
        },
        all,
    ]
}

/// What the list as a whole says.
fn whole(store: &Store, query: &DeadlineQuery, selection: DeadlineSelection) -> Vec<String> {
    let list = store.deadlines(query).unwrap();
    let name = |row: &DeadlineRow| row.place.reference.clone();
    let dated = list
        .dated
        .iter()
        .chain(&list.tentative)
        .chain(&list.to_be_agreed);
    match selection {
        DeadlineSelection::Due => {
            let mut rows: Vec<&DeadlineRow> = dated.filter(|row| row.due.is_some()).collect();
            rows.sort_by_key(|row| (row.due.clone(), row.place.document.key.clone()));
            rows.into_iter().map(name).collect()
        }
        DeadlineSelection::Overdue => {
            let mut rows: Vec<&DeadlineRow> = dated.filter(|row| row.overdue).collect();
            rows.sort_by_key(|row| std::cmp::Reverse(row.due.clone()));
            rows.into_iter().map(name).collect()
        }
        DeadlineSelection::Unsettled => {
            let rows = list.tentative.iter().chain(&list.to_be_agreed);
            rows.chain(&list.undated).map(name).collect()
        }
    }
}

#[test]
fn the_pages_of_deadlines_are_the_whole_list() {
    let folder = exports::read();
    let store = Store::open(&folder.path().join("out")).unwrap();
    let mut seen = [0; 3];
    for query in queries() {
        for (at, selection) in [
            DeadlineSelection::Due,
            DeadlineSelection::Overdue,
            DeadlineSelection::Unsettled,
        ]
        .into_iter()
        .enumerate()
        {
            let expected = whole(&store, &query, selection);
            seen[at] += expected.len();
            let mut found = Vec::new();
            let first = store.deadline_page(&query, selection, 0..7).unwrap();
            assert_eq!(first.total, expected.len(), "{query:?} {selection:?}");
            for start in (0..first.total).step_by(7) {
                let page = store
                    .deadline_page(&query, selection, start..start + 7)
                    .unwrap();
                assert!(page.rows.len() <= 7);
                found.extend(page.rows.into_iter().map(|row| row.place.reference));
            }
            assert_eq!(found, expected, "{query:?} {selection:?}");
            // Who can be chosen does not hang on who is chosen, and each count is what choosing gives.
            for oppdrag::store::Count { value: name, count } in first.who.iter().take(4) {
                let narrowed = DeadlineQuery {
                    filter: Filter {
                        recipients: vec![name.clone()],
                        ..query.filter.clone()
                    },
                    ..query.clone()
                };
                let narrowed = store.deadline_page(&narrowed, selection, 0..0).unwrap();
                assert!(narrowed.total >= *count, "{name}");
                assert_eq!(narrowed.who, first.who);
            }
            let past_the_end = store.deadline_page(&query, selection, 9000..9050).unwrap();
            assert!(past_the_end.rows.is_empty());
        }
    }
    assert!(seen.iter().all(|seen| *seen > 3), "{seen:?}");
}

#[test]
fn the_pages_of_documents_are_the_whole_list_the_newest_first() {
    let folder = exports::read();
    let store = Store::open(&folder.path().join("out")).unwrap();
    let all = store.documents(&Filter::default()).unwrap();
    let page = |doubtful, at: usize| {
        store
            .document_page(&Filter::default(), doubtful, at..at + 2)
            .unwrap()
    };
    for doubtful in [false, true] {
        let total = page(doubtful, 0).total;
        let mut found = Vec::new();
        for at in (0..total).step_by(2) {
            found.extend(page(doubtful, at).entries);
        }
        let years: Vec<Option<i32>> = found.iter().map(|one| one.head.year).collect();
        assert!(years.is_sorted_by(|a, b| a >= b), "{years:?}");
        let mut keys: Vec<&str> = found.iter().map(|one| one.head.key.as_str()).collect();
        keys.sort_unstable();
        let doubt = |errors: u32, warnings: u32| !doubtful || errors + warnings > 0;
        let expected = all
            .iter()
            .filter(|one| doubt(one.file.errors, one.file.warnings));
        let expected: Vec<&str> = expected.map(|one| one.head.key.as_str()).collect();
        assert_eq!(keys, expected);
        assert!(!keys.is_empty());
    }
}

/// A letter with so much of everything that its lists go over pages.
fn large(year: i32) -> String {
    let long =
        "Etaten skal kartlegge tilstanden langs hele kysten og legge fram en samlet vurdering. "
            .repeat(12);
    let mut letter = format!(
        "# Tildelingsbrev {year} til Kystetaten\n\nDato: 10. januar {year}\n\nVår ref: 26/14\n\n# 1 Oppdrag\n\n"
    );
    for n in 1..=120 {
        let day = n % 28 + 1;
        writeln!(
            letter,
            "TB{year}-{n} Avd. KFD: HAV Plan nummer {n} for «fyr» & <lykter>\n\n{long}\n\na) Etaten skal levere del a innen 31.6.{year}.\n\nb) Etaten skal levere del b innen utgangen av juni {year}.\n\nFrist: {day}.6.{year}\n"
        )
        .unwrap();
    }
    letter += "# 2 Budsjett\n\nTabell 1 Tildelte midler (i 1 000 kroner)\n\n| Kap. | Post | Betegnelse | Midler |\n|---|---|---|---|\n";
    for chapter in 0..90 {
        for post in ["01", "21", "70", "71"] {
            writeln!(
                letter,
                "| {} | {post} | Tilskudd til fyr og lykter | 8 000 |",
                900 + chapter
            )
            .unwrap();
        }
    }
    letter
}

/// The pages of every kind that a list leads to, a few of each.
fn walk(server: &served::Server, lists: &[&str]) -> usize {
    let mut left: Vec<String> = lists.iter().map(|one| (*one).to_string()).collect();
    let mut known: BTreeSet<String> = left.iter().cloned().collect();
    let mut room = [
        ("/oppdrag/", 12),
        ("/post/", 25),
        ("/dokument/", 25),
        ("/budsjett?post=", 12),
    ];
    let mut looked = 0;
    while let Some(address) = left.pop() {
        let reply = server.get(&address);
        assert_eq!(reply.status, 200, "{address}");
        assert!(
            reply.body.len() < PAGE,
            "{address}: {} bytes",
            reply.body.len()
        );
        looked += 1;
        for link in reply.text().split("href=\"").skip(1) {
            let link = link
                .split('"')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&");
            let link = link.split('#').next().unwrap_or_default().to_string();
            for (below, room) in &mut room {
                if link.starts_with(*below)
                    && !link.contains("format=")
                    && *room > 0
                    && known.insert(link.clone())
                {
                    *room -= 1;
                    left.push(link.clone());
                }
            }
        }
    }
    looked
}

const LISTS: [&str; 14] = [
    "/",
    "/?q=plan",
    "/?q=etaten",
    "/frister",
    "/frister?month=2026-06",
    "/frister?month=2026-06&page=2",
    "/frister?view=all&from=2020-01-01",
    "/frister?view=overdue",
    "/frister?view=unsettled&year=2026",
    "/vedtak",
    "/budsjett",
    "/budsjett?post=910",
    "/dokumenter",
    "/dokumenter?doubtful=1",
];

fn served(folder: &Path) -> served::Server {
    served::Server::start(&folder.join("out"), &[])
}

#[test]
fn no_page_is_large_however_many_records_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for year in [2025, 2026] {
        fs::write(at.join(format!("{year}.md")), large(year)).unwrap();
    }
    // Many documents of a page of the list.
    for n in 0..60 {
        let letter = format!(
            "# Tildelingsbrev 2026 til Etat nummer {n} for kyst, havn, los og farled\n\nDato: 10. januar 2026\n\n# 1 Oppdrag\n\nTB2026-1 Avd. KFD: HAV Plan\n\nEtaten skal lage en plan.\n\nFrist: 31.6.2026\n"
        );
        fs::write(at.join(format!("liten-{n}.md")), letter).unwrap();
    }
    exports::well(at, &["extract", ".", "--out", "out", "--quiet"]);
    let server = served(at);
    assert!(walk(&server, &LISTS) > 60);
}

#[test]
fn no_page_of_the_corpus_is_large() {
    let corpus = common::path("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!("skipped: there is no ../shared/corpus");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus.display().to_string();
    exports::run(
        folder.path(),
        &["extract", &corpus, "--out", "out", "--quiet"],
    );
    let server = served(folder.path());
    assert!(walk(&server, &LISTS) > 40);
}
