//! Two years of one series beside each other: invented letters.

#![allow(clippy::unwrap_used)]

use oppdrag::{
    Extraction, Grammar,
    diff::{Change, Diff, overview},
    link,
};

fn read(name: &str, text: &str) -> Extraction {
    oppdrag::extract(name, text.as_bytes(), &Grammar::built_in()).unwrap()
}

fn diff(old: Extraction, new: Extraction) -> Diff {
    let mut set = [old, new];
    link::link(&mut set, &Grammar::built_in());
    Diff::of(&set[..1], &set[1..])
}

fn old() -> Extraction {
    read(
        "letter-2026.md",
        include_str!("../fixtures/series/letter-2026.md"),
    )
}

fn new() -> Extraction {
    read(
        "letter-2027.md",
        include_str!("../fixtures/series/letter-2027.md"),
    )
}

#[test]
fn assignments_are_new_carried_on_or_gone() {
    let diff = diff(old(), new());
    let number = |one: &Option<oppdrag::diff::Item>| {
        one.as_ref()
            .and_then(|one| one.number.clone())
            .unwrap_or_default()
    };
    let rows: Vec<(Change, String, String, Option<&str>)> = diff.series[0]
        .assignments
        .iter()
        .map(|pair| {
            (
                pair.change,
                number(&pair.old),
                number(&pair.new),
                pair.ground,
            )
        })
        .collect();
    let row = |change, old: &str, new: &str, ground| (change, old.into(), new.into(), ground);
    assert_eq!(
        rows,
        [
            // The same words, and another deadline.
            row(Change::Changed, "TB2026-1", "TB2027-1", Some("title")),
            row(Change::Changed, "TB2026-2", "TB2027-2", Some("cited")),
            row(Change::New, "", "TB2027-3", None),
            row(Change::Gone, "TB2026-3", "", None),
        ]
    );
}

#[test]
fn a_target_that_moves_is_seen() {
    let diff = diff(old(), new());
    let rows: Vec<(Change, Option<f64>, Option<f64>)> = diff.series[0]
        .indicators
        .iter()
        .map(|pair| {
            let value = |one: &Option<oppdrag::diff::Item>| one.as_ref()?.targets.first()?.value;
            (pair.change, value(&pair.old), value(&pair.new))
        })
        .collect();
    assert_eq!(
        rows,
        [
            (Change::Changed, Some(61.0), Some(58.0)),
            (Change::Same, Some(95.0), Some(95.0)),
        ]
    );
}

#[test]
fn money_is_compared_in_kroner_and_per_cent() {
    let diff = diff(old(), new());
    let rows: Vec<(Change, String, Option<i64>, Option<i64>)> = diff.series[0]
        .money
        .iter()
        .map(|pair| {
            let any = pair.new.as_ref().or(pair.old.as_ref()).unwrap();
            (
                pair.change,
                format!("{}.{}", any.chapter, any.post),
                pair.old.as_ref().and_then(|one| one.nok),
                pair.new.as_ref().and_then(|one| one.nok),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (
                Change::Changed,
                "910.01".into(),
                Some(110_000_000),
                Some(121_000_000)
            ),
            (
                Change::Same,
                "910.70".into(),
                Some(8_000_000),
                Some(8_000_000)
            ),
            (Change::New, "910.71".into(), None, Some(2_000_000)),
            (Change::Gone, "910.21".into(), Some(5_000_000), None),
        ]
    );
    let text = oppdrag::export::markdown(&overview(&diff));
    assert!(
        text.contains("| 11\u{a0}000\u{a0}000 | 10,0\u{a0}% |"),
        "{text}"
    );
}

#[test]
fn two_of_equal_title_are_no_pair() {
    let twice = |text: &str, year: i32| {
        read(
            &format!("brev-{year}.md"),
            &format!(
                "# Tildelingsbrev {year} til Kystetaten\n\nDato: 10. januar {year}\n\n# 1 Oppdrag\n\n{text}"
            ),
        )
    };
    let old = twice(
        "TB2026-1 Avd. KFD: Kart\n\nDet ene.\n\nTB2026-2 Avd. KFD: Kart\n\nDet andre.\n",
        2026,
    );
    let new = twice("TB2027-1 Avd. KFD: Kart\n\nDet tredje.\n", 2027);
    let diff = diff(old, new);
    let changes: Vec<Change> = diff.series[0]
        .assignments
        .iter()
        .map(|pair| pair.change)
        .collect();
    assert_eq!(changes, [Change::New, Change::Gone, Change::Gone]);
}

#[test]
fn series_of_one_side_only_are_named() {
    let other = read(
        "annet.md",
        "# Tildelingsbrev 2027 til Fjelletaten\n\nDato: 10. januar 2027\n\n# 1 Oppdrag\n\nTB2027-1 Avd. KFD: Kart\n\nDet ene.\n",
    );
    let diff = diff(old(), other);
    assert!(diff.series.is_empty());
    assert_eq!(
        diff.only_old[0].key,
        "allocation_letter-2026-fyr-og-losdepartementet-kystetaten-2026-01-10"
    );
    assert_eq!(
        diff.only_new[0].key,
        "allocation_letter-2027-fjelletaten-2027-01-10-annet"
    );
}

#[test]
fn what_a_supplement_withdraws_is_not_new() {
    let supplement = read(
        "supplement-2027-1.md",
        include_str!("../fixtures/series/supplement-2027-1.md"),
    );
    let mut set = [old(), new(), supplement];
    link::link(&mut set, &Grammar::built_in());
    let diff = Diff::of(&set[..1], &set[1..]);
    assert!(diff.series[0].in_order);
    let numbers: Vec<&str> = diff.series[0]
        .assignments
        .iter()
        .filter_map(|pair| pair.new.as_ref()?.number.as_deref())
        .collect();
    assert_eq!(numbers, ["TB2027-1", "TB2027-2"]);
    // The other way round is said to be so.
    assert!(!Diff::of(&set[1..], &set[..1]).series[0].in_order);
}
