//! The comparison laid out for people.

use super::{Change, Diff, Item, Pair, SeriesDiff};
use crate::{
    export::{Cell, Column, DocumentName, Overview, Part},
    model::{Outcome, Side, Target},
    state::Line,
};

/// The columns of what is told in words.
const WORDS: [Column; 7] = [
    Column::new("Mottaker", 22),
    Column::new("Endring", 14),
    Column::new("Nr. før", 14),
    Column::new("Nr. nå", 14),
    Column::new("Tittel", 36),
    Column::new("Tekst før", 60),
    Column::new("Tekst nå", 60),
];

/// The columns of the measures.
const MEASURES: [Column; 6] = [
    Column::new("Mottaker", 22),
    Column::new("Endring", 14),
    Column::new("Før", 60),
    Column::new("Nå", 60),
    Column::new("Krav før", 30),
    Column::new("Krav nå", 30),
];

/// The columns of the money.
const MONEY: [Column; 10] = [
    Column::new("Mottaker", 22),
    Column::new("Endring", 14),
    Column::new("Kap.", 8),
    Column::new("Post", 8),
    Column::new("Navn", 40),
    Column::new("Utgift/inntekt", 12),
    Column::new("Før", 18),
    Column::new("Nå", 18),
    Column::new("Kroner", 18),
    Column::new("Prosent", 12),
];

/// The columns of the requests.
const REQUESTS: [Column; 6] = [
    Column::new("Mottaker", 22),
    Column::new("Endring", 14),
    Column::new("Vedtak", 18),
    Column::new("Stikkord", 40),
    Column::new("Utfall før", 26),
    Column::new("Utfall nå", 26),
];

/// The comparison laid out; what changed comes first, what is the same is only counted, save money.
pub fn overview(diff: &Diff) -> Overview {
    let mut notes: Vec<String> = Vec::new();
    for one in &diff.series {
        notes.push(format!(
            "{}: før {}; nå {}",
            one.party,
            DocumentName::listed(&one.old),
            DocumentName::listed(&one.new)
        ));
        if !one.in_order {
            notes.push(format!(
                "OBS: {}: det som står som nytt, er ikke fra et senere år",
                one.party
            ));
        }
    }
    for (names, what) in [
        (&diff.only_old, "Bare før, uten motstykke nå"),
        (&diff.only_new, "Bare nå, uten motstykke før"),
    ] {
        if !names.is_empty() {
            notes.push(format!("{what}: {}", DocumentName::listed(names)));
        }
    }
    let mut parts = Vec::new();
    let words = |parts: &mut Vec<Part>,
                 notes: &mut Vec<String>,
                 heading: &str,
                 columns: &[Column],
                 list: fn(&SeriesDiff) -> &Vec<Pair<Item>>,
                 cells: fn(&SeriesDiff, &Pair<Item>) -> Vec<Cell>| {
        let same = diff
            .series
            .iter()
            .flat_map(list)
            .filter(|pair| pair.change == Change::Same)
            .count();
        if same > 0 {
            notes.push(format!(
                "{heading}: {same} er uendret og står ikke i tabellen"
            ));
        }
        parts.push(Part {
            heading: heading.into(),
            columns: columns.to_vec(),
            rows: rows(diff, list, cells),
        });
    };
    words(
        &mut parts,
        &mut notes,
        "Oppdrag",
        &WORDS,
        |one| &one.assignments,
        assignment,
    );
    words(
        &mut parts,
        &mut notes,
        "Mål",
        &MEASURES,
        |one| &one.goals,
        measure,
    );
    words(
        &mut parts,
        &mut notes,
        "Indikatorer og styringsparametere",
        &MEASURES,
        |one| &one.indicators,
        measure,
    );
    let mut money: Vec<(&SeriesDiff, &Pair<Line>)> = diff
        .series
        .iter()
        .flat_map(|one| one.money.iter().map(move |pair| (one, pair)))
        .collect();
    // By chapter and post, what is gone where it stood.
    money.sort_by_key(|(_, pair)| {
        let number = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
        let line = pair.new.as_ref().or(pair.old.as_ref());
        line.map(|line| {
            (
                line.side != Side::Expense,
                number(&line.chapter),
                number(&line.post),
            )
        })
    });
    parts.push(Part {
        heading: "Tildelinger og bevilgninger".into(),
        columns: MONEY.to_vec(),
        rows: money
            .into_iter()
            .map(|(one, pair)| amount(one, pair))
            .collect(),
    });
    if diff.series.iter().any(|one| !one.requests.is_empty()) {
        words(
            &mut parts,
            &mut notes,
            "Anmodningsvedtak",
            &REQUESTS,
            |one| &one.requests,
            request,
        );
    }
    Overview {
        title: "Endringer fra år til år".into(),
        notes,
        parts,
    }
}

/// The rows of what is not the same, changed ones first.
fn rows(
    diff: &Diff,
    list: fn(&SeriesDiff) -> &Vec<Pair<Item>>,
    cells: fn(&SeriesDiff, &Pair<Item>) -> Vec<Cell>,
) -> Vec<Vec<Cell>> {
    let mut found: Vec<(&SeriesDiff, &Pair<Item>)> = diff
        .series
        .iter()
        .flat_map(|one| list(one).iter().map(move |pair| (one, pair)))
        .filter(|(_, pair)| pair.change != Change::Same)
        .collect();
    found.sort_by_key(|(_, pair)| pair.change);
    found
        .into_iter()
        .map(|(one, pair)| cells(one, pair))
        .collect()
}

fn change(change: Change) -> Cell {
    Cell::text(match change {
        Change::Changed => "endret",
        Change::New => "ny",
        Change::Gone => "ikke med nå",
        Change::Same => "uendret",
    })
}

fn quoted(item: Option<&Item>) -> Cell {
    let Some(item) = item else {
        return Cell::Empty;
    };
    let text = item.text.as_deref().unwrap_or_default();
    Cell::text(match &item.page {
        Some(page) if !text.is_empty() => format!("{text} (s. {page})"),
        _ => text.to_string(),
    })
}

fn plain(words: Option<&String>) -> Cell {
    Cell::text(words.cloned().unwrap_or_default())
}

/// A name, and the one before it where that was another.
fn renamed(old: Option<&String>, new: Option<&String>) -> String {
    match (old, new) {
        (Some(old), Some(new)) if crate::link::folded(old) != crate::link::folded(new) => {
            format!("{new} (før: {old})")
        }
        (old, new) => new.or(old).cloned().unwrap_or_default(),
    }
}

fn assignment(series: &SeriesDiff, pair: &Pair<Item>) -> Vec<Cell> {
    let (old, new) = (pair.old.as_ref(), pair.new.as_ref());
    let title = renamed(
        old.and_then(|one| one.title.as_ref()),
        new.and_then(|one| one.title.as_ref()),
    );
    let changed = match pair.change {
        // The pair is the same task; its words are others.
        Change::Changed => Cell::text("videreført, endret"),
        other => change(other),
    };
    vec![
        Cell::text(series.party.as_str()),
        changed,
        plain(old.and_then(|one| one.number.as_ref())),
        plain(new.and_then(|one| one.number.as_ref())),
        Cell::text(title),
        quoted(old),
        quoted(new),
    ]
}

fn measure(series: &SeriesDiff, pair: &Pair<Item>) -> Vec<Cell> {
    let targets = |one: Option<&Item>| {
        let raws: Vec<&str> = one
            .iter()
            .flat_map(|one| &one.targets)
            .map(|target: &Target| target.raw.as_str())
            .collect();
        Cell::text(raws.join("\n"))
    };
    vec![
        Cell::text(series.party.as_str()),
        change(pair.change),
        quoted(pair.old.as_ref()),
        quoted(pair.new.as_ref()),
        targets(pair.old.as_ref()),
        targets(pair.new.as_ref()),
    ]
}

fn amount(series: &SeriesDiff, pair: &Pair<Line>) -> Vec<Cell> {
    let (old, new) = (pair.old.as_ref(), pair.new.as_ref());
    let any = new.or(old);
    let before = old.and_then(|one| one.nok);
    let now = new.and_then(|one| one.nok);
    let more = match (pair.change, before, now) {
        (Change::New, _, now) => now,
        (Change::Gone, before, _) => before.and_then(i64::checked_neg),
        (_, Some(before), Some(now)) => now.checked_sub(before),
        _ => None,
    };
    let percent = before
        .zip(more)
        .filter(|(before, _)| *before != 0 && now.is_some())
        .map(|(before, more)| more as f64 * 100.0 / before.abs() as f64);
    // A post that is given another name may be another post.
    let name = renamed(
        old.and_then(|one| one.name.as_ref()),
        new.and_then(|one| one.name.as_ref()),
    );
    vec![
        Cell::text(series.party.as_str()),
        change(pair.change),
        Cell::text(any.map_or("", |one| one.chapter.as_str())),
        Cell::text(any.map_or("", |one| one.post.as_str())),
        Cell::text(name),
        Cell::text(any.map_or("", |one| match one.side {
            Side::Expense => "utgift",
            Side::Income => "inntekt",
            Side::Other => "",
        })),
        Cell::nok(before),
        Cell::nok(now),
        Cell::nok(more),
        percent.map_or(Cell::Empty, Cell::Percent),
    ]
}

fn request(series: &SeriesDiff, pair: &Pair<Item>) -> Vec<Cell> {
    let (old, new) = (pair.old.as_ref(), pair.new.as_ref());
    let any = new.or(old);
    let outcome = |one: Option<&Item>| {
        Cell::text(match one.and_then(|one| one.outcome) {
            Some(Outcome::FollowedUp) => "fulgt opp",
            Some(Outcome::ReturnsToParliament) => "kommer tilbake til Stortinget",
            Some(Outcome::ProposedRepealed) => "foreslått opphevet",
            _ => "",
        })
    };
    vec![
        Cell::text(series.party.as_str()),
        change(pair.change),
        plain(any.and_then(|one| one.number.as_ref())),
        plain(any.and_then(|one| one.title.as_ref())),
        outcome(old),
        outcome(new),
    ]
}
