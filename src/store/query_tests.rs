//! Questions to a small store.

use super::*;
use crate::model::Extraction;
use crate::{Grammar, link};
use proptest::prelude::*;

const LETTERS: [(&str, &str); 3] = [
    (
        "letter-2026.md",
        include_str!("../../fixtures/series/letter-2026.md"),
    ),
    (
        "letter-2027.md",
        include_str!("../../fixtures/series/letter-2027.md"),
    ),
    (
        "supplement-2027-1.md",
        include_str!("../../fixtures/series/supplement-2027-1.md"),
    ),
];

/// A store of the series, linked.
fn store() -> (tempfile::TempDir, Store) {
    let grammar = Grammar::built_in();
    let mut set: Vec<Extraction> = LETTERS
        .iter()
        .map(|(name, text)| crate::extract(name, text.as_bytes(), &grammar).expect("a letter"))
        .collect();
    link::link(&mut set, &grammar);
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(folder.path()).expect("a store");
    writer
        .in_one_go(|deeds| {
            for extraction in &set {
                let entry = Entry {
                    path: format!("{}.json", extraction.source.file),
                    root: None,
                    origin: None,
                    sha256: extraction.source.sha256.clone(),
                    reading: None,
                    bytes: 1,
                    errors: 0,
                    warnings: 0,
                    gone: false,
                };
                deeds.put(&entry, extraction)?;
            }
            Ok(())
        })
        .expect("put");
    let store = Store::open(folder.path()).expect("a store");
    (folder, store)
}

fn search(store: &Store, text: &str) -> SearchResult {
    let query = SearchQuery {
        text: text.into(),
        limit: 1000,
        ..SearchQuery::default()
    };
    store.search(&query).expect("an answer")
}

fn references(result: &SearchResult) -> Vec<&str> {
    result
        .hits
        .iter()
        .map(|hit| hit.place.reference.as_str())
        .collect()
}

#[test]
fn an_assignment_is_found_by_its_number_with_all_that_letters_did_to_it() {
    let (_folder, store) = store();
    let found = store
        .lookup("tb 2027 – 3", &Filter::default())
        .expect("an answer");
    assert_eq!(found.items.len(), 1);
    let what: Vec<EventKind> = found.items[0]
        .history
        .iter()
        .map(|event| event.what)
        .collect();
    assert_eq!(what, [EventKind::Given, EventKind::Withdrawn]);
    assert_eq!(
        found.items[0].place.reference,
        "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-3"
    );

    let found = store
        .lookup("TB2026-2", &Filter::default())
        .expect("an answer");
    let cites: Vec<&str> = found.items[0]
        .citations
        .iter()
        .map(|one| one.place.reference.as_str())
        .collect();
    assert_eq!(
        cites,
        ["allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-2"]
    );
    assert_eq!(found.items[0].links[0].link.kind, "continues");

    let found = store
        .lookup("TB2027-9", &Filter::default())
        .expect("an answer");
    assert!(found.items.is_empty());
    let names: Vec<&str> = found.nearest.iter().map(|one| one.name.as_str()).collect();
    assert!(names.contains(&"TB2027-1"), "{names:?}");
}

#[test]
fn every_hit_has_a_reference_that_finds_it() {
    let (_folder, store) = store();
    for reference in references(&search(&store, "fyr")) {
        let found = store
            .lookup(reference, &Filter::default())
            .expect("an answer");
        assert_eq!(found.items[0].place.reference, reference);
    }
}

#[test]
fn a_part_of_a_compound_finds_it_and_what_is_called_so_comes_first() {
    let (_folder, store) = store();
    let found = search(&store, "lykt");
    assert_eq!(
        references(&found),
        ["allocation_letter-2027-fyr-og-losdepartementet-kystetaten-1#TB2027-1"]
    );
    let snippet = found.hits[0].snippet.as_ref().expect("a snippet");
    let marked: Vec<&str> = snippet
        .pieces
        .iter()
        .filter(|one| one.marked)
        .map(|one| &*one.text)
        .collect();
    assert_eq!(marked, ["fyrlykter"]);
    let found = search(&store, "TB2026-2");
    assert_eq!(
        references(&found)[..2],
        [
            "allocation_letter-2026-fyr-og-losdepartementet-kystetaten-2026-01-10#TB2026-2",
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-2"
        ]
    );
    // In the title before in the text, the newer before the older, sections last.
    let found = search(&store, "fyr");
    let types: Vec<RecordType> = found.hits.iter().map(|hit| hit.place.record).collect();
    assert_eq!(types[0], RecordType::Assignment);
    assert_eq!(found.hits[0].place.document.year, Some(2027));
    let total: usize = found.facets.types.iter().map(|one| one.count).sum();
    assert_eq!((total, found.total), (found.hits.len(), found.hits.len()));
}

#[test]
fn filters_narrow_by_document_and_department() {
    let (_folder, store) = store();
    let mut query = SearchQuery {
        text: "fyr".into(),
        limit: 1000,
        ..SearchQuery::default()
    };
    query.filter.years = vec![2026];
    query.filter.recipients = vec!["KYST".into()];
    query.filter.types = vec![RecordType::Assignment];
    assert_eq!(
        references(&store.search(&query).expect("an answer")),
        ["allocation_letter-2026-fyr-og-losdepartementet-kystetaten-2026-01-10#TB2026-1"]
    );
    query.filter.departments = vec!["ukjent".into()];
    assert_eq!(store.search(&query).expect("an answer").total, 0);
}

#[test]
fn a_query_without_words_finds_all_that_it_is_narrowed_to() {
    let (_folder, store) = store();
    let all = search(&store, "");
    assert!(all.total > 30, "{}", all.total);
    assert_eq!(all.unfiltered, all.total);
    let mut query = SearchQuery {
        limit: 1000,
        ..SearchQuery::default()
    };
    query.filter.types = vec![RecordType::Assignment];
    query.filter.years = vec![2027];
    let found = store.search(&query).expect("an answer");
    assert_eq!(
        references(&found),
        [
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-1#TB2027-1",
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-1",
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-2",
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-3",
        ]
    );
    assert_eq!((found.total, found.unfiltered), (4, all.total));
    assert!(found.words.is_empty());
}

#[test]
fn records_stand_as_their_words_and_later_letters_have_it() {
    let (_folder, store) = store();
    let standing = |statuses: &[Status]| -> Vec<String> {
        let query = SearchQuery {
            statuses: statuses.to_vec(),
            limit: 1000,
            ..SearchQuery::default()
        };
        let found = store.search(&query).expect("an answer");
        let told = found.hits.iter().map(|hit| hit.status.expect("a status"));
        assert!(told.into_iter().all(|one| statuses.contains(&one)));
        references(&found).into_iter().map(str::to_string).collect()
    };
    assert_eq!(
        standing(&[Status::Withdrawn]),
        ["allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-3"]
    );
    assert_eq!(
        standing(&[Status::Clarified]),
        ["allocation_letter-2027-fyr-og-losdepartementet-kystetaten-1#TB2027-1"]
    );
    assert_eq!(standing(&[Status::New]).len(), 5);
    assert_eq!(standing(&[Status::Fixed]).len(), 2);
    assert_eq!(standing(&[Status::Fixed, Status::Withdrawn]).len(), 3);
    assert_eq!(standing(&[Status::Open]), [""; 0]);
    // The counts are those of what is found.
    let facets = search(&store, "").facets.statuses;
    let count = |status| facets.iter().find(|one| one.value == status);
    assert_eq!(count(Status::New).map(|one| one.count), Some(5));
    assert_eq!(count(Status::Open), None);
}

#[test]
fn records_stand_alike_whether_few_are_asked_for_or_all() {
    let (_folder, store) = store();
    let shelf = store.shelf().expect("a shelf");
    let rows = store.searchable(&shelf).expect("rows");
    let rows: Vec<Row> = rows.iter().map(|row| Row(*row)).collect();
    let few = store.statuses_of_rows(&rows, &shelf).expect("statuses");
    let all = store.statuses(&shelf).expect("statuses");
    let mut some = 0;
    for row in rows {
        assert_eq!(few.of(row), all.of(row), "{row:?}");
        some += usize::from(all.of(row).is_some());
    }
    assert!(some > 8, "{some}");
}

#[test]
fn what_the_query_is_the_name_of_comes_first_however_it_is_typed() {
    let (_folder, store) = store();
    for typed in [
        "TB2027-2",
        "tb 2027 2",
        "TB-2027-2",
        "tb2027 – 2",
        "TB20272",
    ] {
        let found = search(&store, typed);
        let first = references(&found).first().map(ToString::to_string);
        let wanted =
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10#TB2027-2";
        assert_eq!(first.as_deref(), Some(wanted), "{typed}");
    }
    for typed in ["910.70", "kap. 910 post 70", "post 70 kap 910"] {
        let found = search(&store, typed);
        assert!(found.total >= 3, "{typed}: {}", found.total);
        let first = &found.hits[0].place;
        assert_eq!(first.record, RecordType::Appropriation, "{typed}");
    }
    // Nothing that could be a word or a name is no question for everything.
    assert_eq!(search(&store, "*").total, 0);
    assert_eq!(search(&store, "%").total, 0);
}

#[test]
fn misspelt_words_are_spelt_as_the_documents_have_them() {
    let (_folder, store) = store();
    let respelt = |text: &str| store.respelt(text).expect("an answer");
    assert_eq!(respelt("kystetatten").as_deref(), Some("kystetaten"));
    assert_eq!(
        respelt("Driftsutgitfer 910").as_deref(),
        Some("driftsutgifter 910")
    );
    // Every word stands somewhere, nothing is alike, or the right spelling finds nothing either.
    assert_eq!(respelt("kystetaten"), None);
    assert_eq!(respelt("fyr ferjer"), None);
    assert_eq!(respelt("xyzzyplugh"), None);
    assert_eq!(respelt("driftsutgitfer 99999"), None);
    assert_eq!(respelt(""), None);
}

#[test]
fn deadlines_tell_what_a_later_letter_did() {
    let (_folder, store) = store();
    let query = DeadlineQuery {
        from: Some("2026-01-01".into()),
        to: Some("2027-12-31".into()),
        today: Some("2027-01-01".into()),
        ..DeadlineQuery::default()
    };
    let found = store.deadlines(&query).expect("an answer");
    let rows: Vec<(Option<&str>, bool)> = found
        .dated
        .iter()
        .map(|one| (one.due.as_deref(), one.overdue))
        .collect();
    assert_eq!(
        rows,
        [(Some("2026-06-01"), true), (Some("2027-06-01"), false)]
    );
    assert_eq!(found.dated[0].who, ["Kystetaten"]);
    let bound = found.dated[0]
        .bound
        .as_ref()
        .and_then(|one| one.number.as_deref());
    assert_eq!(bound, Some("TB2026-1"));
}

#[test]
fn a_post_goes_through_all_documents_in_order() {
    let (_folder, store) = store();
    let post = Post::parse("910.70").expect("a post");
    let found = store.budget(&post, &Filter::default()).expect("an answer");
    let keys: Vec<&str> = found
        .rows
        .iter()
        .map(|row| row.place.document.key.as_str())
        .collect();
    assert_eq!(
        keys,
        [
            "allocation_letter-2026-fyr-og-losdepartementet-kystetaten-2026-01-10",
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10",
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-1"
        ]
    );
}

#[test]
fn items_are_the_same_whether_all_documents_are_loaded_or_few() {
    let (_folder, store) = store();
    let names = [
        "TB2027-1",
        "TB2026-2",
        "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10",
    ];
    let look = || names.map(|id| store.lookup(id, &Filter::default()).expect("an answer"));
    let few = look();
    store.documents(&Filter::default()).expect("all are loaded");
    assert!(few.iter().all(|one| one.items.len() == 1));
    assert_eq!(few, look());
}

#[test]
fn a_store_that_sees_what_is_written_is_not_frozen() {
    let (folder, store) = store();
    assert!(!store.is_frozen());
    assert_eq!(store.stats().expect("counts").files, 3);
    let mut writer = Writer::open(folder.path()).expect("a store");
    writer
        .in_one_go(|deeds| deeds.remove("letter-2026.md.json"))
        .expect("removed");
    assert_eq!(store.stats().expect("counts").files, 2);
    assert!(
        references(&search(&store, "fyr"))
            .iter()
            .all(|one| !one.contains("2026"))
    );
}

#[test]
fn plans_use_the_indexes() {
    let (_folder, store) = store();
    for (sql, index) in [
        (
            "SELECT row FROM deadlines WHERE due BETWEEN 'a' AND 'b'",
            "deadlines_due",
        ),
        (
            "SELECT row FROM assignments WHERE document = 1 AND id = 'x'",
            "assignments_document",
        ),
        (
            "SELECT row FROM appropriations WHERE chapter = '1' AND post = '2'",
            "appropriations_post",
        ),
        (
            "SELECT row FROM citations WHERE ref = 'x' ORDER BY row",
            "citations_ref",
        ),
        (
            "SELECT json ->> '$.department', row FROM assignments WHERE json ->> '$.department' IS NOT NULL ORDER BY json ->> '$.department'",
            "COVERING INDEX assignments_department",
        ),
        (
            "SELECT row FROM links WHERE to_document = 'a' AND to_id IS 'b'",
            "links_to",
        ),
        (
            "SELECT json ->> '$.id', row FROM requests ORDER BY json ->> '$.id', row",
            "COVERING INDEX requests_id",
        ),
    ] {
        let plan: Vec<String> = store
            .connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .expect("a plan")
            .query_map([], |row| row.get(3))
            .expect("rows")
            .collect::<Result<_, _>>()
            .expect("text");
        assert!(
            plan.iter().any(|step| step.contains(index)),
            "{sql}: {plan:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_is_a_query_and_snippets_are_cut_from_the_record(
        queries in proptest::collection::vec(
            prop_oneof![
                "\\PC{0,12}",
                "[a-zæøå\"«»* ():^-]{0,14}",
                "(fyr|plan|skal|AND|NOT|NEAR\\(|\"kyst|kart\"|TB2026-1|ar|en|910\\.70| ){1,4}",
            ],
            24,
        )
    ) {
        let (_folder, store) = store();
        for query in queries {
            let found = search(&store, &query);
            prop_assert!(store.lookup(&query, &Filter::default()).is_ok());
            let asked: Vec<String> = found
                .words
                .iter()
                .flat_map(|word| word.word.split(' ').map(str::to_string))
                .collect();
            for hit in &found.hits {
                let looked = store.lookup(&hit.place.reference, &Filter::default()).expect("an item");
                let record = &looked.items[0].item;
                let title: String = hit.title.iter().map(|one| one.text.as_str()).collect();
                prop_assert_eq!(record.title().unwrap_or_default(), &title);
                let Some(snippet) = &hit.snippet else { continue };
                let cut: String = snippet.pieces.iter().map(|one| one.text.as_str()).collect();
                prop_assert!(record.texts().iter().any(|text| text.contains(&cut)), "{cut}");
                for piece in hit.title.iter().chain(&snippet.pieces).filter(|one| one.marked) {
                    let word = fold::folded(&piece.text);
                    prop_assert!(asked.iter().any(|one| word.contains(one.as_str())), "{word}: {asked:?}");
                }
            }
        }
    }
}
