//! What a set of letters leaves in force: invented letters over two years.

#![allow(clippy::unwrap_used)]

use oppdrag::{
    Extraction, Grammar, link,
    state::{MoveKind, Standing, State, StepKind, overview},
};

fn read(name: &str, text: &str) -> Extraction {
    oppdrag::extract(name, text.as_bytes(), &Grammar::built_in()).unwrap()
}

fn state(mut set: Vec<Extraction>) -> State {
    link::link(&mut set, &Grammar::built_in());
    State::of(&set)
}

/// The year's letter to the invented agency.
fn letter(year: i32, oppdrag: &str, table: &str) -> Extraction {
    let text = format!(
        "# Tildelingsbrev {year} til Kystetaten\n\nDato: 10. januar {year}\n\nVår ref: {year}/1\n\n# 1 Oppdrag\n\n{oppdrag}\n\n# 2 Budsjett\n\n## 2.1 Tildeling\n\nTabell 1 Tildelte midler (i 1 000 kroner)\n\n{table}\n"
    );
    read(&format!("brev-{year}.md"), &text)
}

const HEAD: &str = "| Kap. | Post | Betegnelse | Midler |\n|---|---|---|---|\n";
/// The order of the files says nothing; the dates do.
fn set() -> Vec<Extraction> {
    vec![
        read(
            "supplement-2027-1.md",
            include_str!("../fixtures/series/supplement-2027-1.md"),
        ),
        read(
            "letter-2026.md",
            include_str!("../fixtures/series/letter-2026.md"),
        ),
        read(
            "letter-2027.md",
            include_str!("../fixtures/series/letter-2027.md"),
        ),
    ]
}

#[test]
fn assignments_stand_as_the_last_letter_leaves_them() {
    let state = state(set());
    assert_eq!(state.series.len(), 1);
    let series = &state.series[0];
    let letters: Vec<&str> = series.letters.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(
        letters,
        [
            "allocation_letter-2026-fyr-og-losdepartementet-kystetaten-2026-01-10",
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-2027-01-10",
            "allocation_letter-2027-fyr-og-losdepartementet-kystetaten-1"
        ]
    );
    let rows: Vec<(&str, Standing, Vec<StepKind>)> = series
        .assignments
        .iter()
        .map(|one| {
            (
                one.number.as_deref().unwrap(),
                one.standing,
                one.history.iter().map(|step| step.what).collect(),
            )
        })
        .collect();
    use StepKind::{Clarified, Continued, Given, Withdrawn};
    assert_eq!(
        rows,
        [
            // No letter says what became of it: it is not for the tool to say.
            ("TB2026-1", Standing::Unsettled, vec![Given]),
            ("TB2026-2", Standing::Continued, vec![Given, Continued]),
            ("TB2026-3", Standing::Unsettled, vec![Given]),
            ("TB2027-1", Standing::InForce, vec![Given, Clarified]),
            ("TB2027-2", Standing::InForce, vec![Given]),
            ("TB2027-3", Standing::Withdrawn, vec![Given, Withdrawn]),
        ]
    );
    let restated = &series.assignments[3].history[1];
    assert_eq!(
        restated.text.as_deref(),
        Some("Planen skal også gjelde fyrlykter.")
    );
    assert_eq!(series.assignments[3].history[0].deadlines.len(), 1);
}

#[test]
fn amounts_are_those_after_the_last_change() {
    let state = state(set());
    let lines: Vec<_> = state.series[0]
        .allocations
        .iter()
        .map(|line| {
            let post = (line.chapter.as_str(), line.post.as_str());
            (post, line.first(), line.nok, line.disagrees)
        })
        .collect();
    assert_eq!(
        lines,
        [
            (("910", "01"), Some(121_000_000), Some(119_500_000), false),
            // The supplement prints 7 million as the earlier amount, where the letter gave 8.
            (("910", "70"), Some(8_000_000), Some(7_250_000), true),
            (("910", "71"), Some(2_000_000), Some(2_000_000), false),
        ]
    );
    let moves: Vec<MoveKind> = state.series[0].allocations[0]
        .history
        .iter()
        .map(|one| one.what)
        .collect();
    assert_eq!(moves, [MoveKind::Allocated, MoveKind::Changed]);
}

#[test]
fn a_later_letter_settles_the_years_before() {
    for (words, standing) in [
        ("Oppdrag fra 2026 utgår.", Standing::Lapsed),
        (
            "Oppdrag fra 2026 som ikke er fullført, videreføres.",
            Standing::InForce,
        ),
        (
            "Oppdrag fra 2026 utgår. Oppdrag gitt i 2026 som gjelder fyr, videreføres.",
            Standing::Unsettled,
        ),
    ] {
        let mut set = set();
        set[2] = letter(
            2027,
            &format!(
                "{words}\n\nTB2027-1 Avd. KFD: Plan for havner\n\nKystetaten skal lage en plan."
            ),
            &format!("{HEAD}| 910 | 01 | Driftsutgifter | 120 000 |\n"),
        );
        let state = state(set);
        let first = &state.series[0].assignments[0];
        assert_eq!(first.number.as_deref(), Some("TB2026-1"));
        assert_eq!(first.standing, standing, "{words}: {:#?}", first.history);
        // What is said of it is quoted in its history.
        assert!(first.history[1..].iter().all(|step| step.text.is_some()));
    }
}

#[test]
fn a_set_without_the_year_s_letter_is_told_as_it_is() {
    let only = state(set().drain(..1).collect());
    let rows: Vec<(&str, Standing)> = only.series[0]
        .assignments
        .iter()
        .map(|one| (one.number.as_deref().unwrap(), one.standing))
        .collect();
    assert_eq!(
        rows,
        [
            ("TB2027-1", Standing::InForce),
            ("TB2027-3", Standing::Withdrawn)
        ]
    );
    // That the year's letter is not there is said.
    assert_eq!(only.series[0].lacking, [2027]);
    let line = &only.series[0].allocations[0];
    assert_eq!(
        (line.first(), line.nok),
        (Some(121_000_000), Some(119_500_000))
    );
}

#[test]
fn the_table_says_what_led_to_it() {
    let overview = overview(&state(set()));
    let text = oppdrag::export::markdown(&overview);
    for words in [
        "## Utgått (1)",
        "utgår ifølge supplerende tildelingsbrev nr. 1 2027 (4.5.2027)",
        "videreført i tildelingsbrev 2027 (10.1.2027) som TB2027-2",
        // What was given stands beside what a supplement adds to it.
        "Kystetaten skal lage en plan for fyr.",
        "Presisert: Planen skal også gjelde fyrlykter.",
        "OBS: et brev oppgir et annet tidligere beløp",
        "−1\u{a0}500\u{a0}000",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn what_only_refers_to_earlier_assignments_says_nothing_of_them() {
    let words = "Arbeidet med fyr skal videreføres, jf. oppdrag gitt i 2026.";
    let letter = letter(2027, words, HEAD);
    assert_eq!(letter.documents[0].carry_over, []);
}
