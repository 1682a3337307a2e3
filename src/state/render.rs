//! The state of things laid out for people.

use super::{AssignmentState, Line, Move, MoveKind, SeriesState, Standing, State, Step, StepKind};
use crate::{
    export::{CHECK, Cell, Column, DocumentName, Overview, Part, grouped},
    findings::Remarks,
    model::{Code, Side},
};

/// How assignments stand, in the order of the parts, with their headings.
const STANDINGS: [(Standing, &str); 5] = [
    (Standing::InForce, "Oppdrag i kraft"),
    (Standing::Continued, "Videreført i nye oppdrag"),
    (Standing::Unsettled, "Uavklart: fra tidligere år"),
    (Standing::Lapsed, "Bortfalt"),
    (Standing::Withdrawn, "Utgått"),
];

/// The columns of the assignments.
const ASSIGNMENTS: [Column; 7] = [
    Column::new("Mottaker", 22),
    Column::new("Nr.", 14),
    Column::new("Oppdrag", 30),
    Column::new("Tekst", 70),
    Column::new("Frist", 28),
    Column::new("Historikk", 60),
    CHECK,
];

/// The columns of the allocations.
const ALLOCATIONS: [Column; 9] = [
    Column::new("Mottaker", 22),
    Column::new("Kap.", 8),
    Column::new("Post", 8),
    Column::new("Navn", 40),
    Column::new("Først tildelt", 18),
    Column::new("I kraft", 18),
    Column::new("Endring", 18),
    Column::new("Historikk", 70),
    CHECK,
];

/// The state laid out: assignments by how they stand, then the allocations.
pub fn overview(state: &State) -> Overview {
    let mut parts: Vec<Part> = STANDINGS
        .into_iter()
        .map(|(standing, heading)| Part {
            heading: heading.into(),
            columns: ASSIGNMENTS.to_vec(),
            rows: state
                .series
                .iter()
                .flat_map(|series| {
                    series
                        .assignments
                        .iter()
                        .filter(move |one| one.standing == standing)
                        .map(|one| assignment(series, one))
                })
                .collect(),
        })
        .collect();
    for (side, heading) in [
        (Side::Expense, "Tildelinger"),
        (Side::Income, "Inntektskrav"),
        (Side::Other, "Tildelinger, utgift eller inntekt uklart"),
    ] {
        let rows: Vec<Vec<Cell>> = state
            .series
            .iter()
            .flat_map(|series| {
                series
                    .allocations
                    .iter()
                    .filter(move |line| line.side == side)
                    .map(|line| allocation(series, line))
            })
            .collect();
        if side == Side::Expense || !rows.is_empty() {
            parts.push(Part {
                heading: heading.into(),
                columns: ALLOCATIONS.to_vec(),
                rows,
            });
        }
    }
    Overview {
        title: "Status etter siste brev".into(),
        notes: state
            .series
            .iter()
            .flat_map(|series| {
                let party = match series.party.as_str() {
                    "" => "Mottaker ikke lest",
                    party => party,
                };
                std::iter::once(format!(
                    "{party}: {}",
                    DocumentName::listed(&series.letters)
                ))
                .chain(series.lacking.iter().map(move |year| {
                    format!(
                        "OBS: {party}: brevet for {year} er ikke med, bare det som supplerer det"
                    )
                }))
                .chain((!series.incomplete.is_empty()).then(|| {
                    format!(
                        "OBS: {party}: noe er ikke lest i {}; det kan være mer i kraft enn det som står her",
                        DocumentName::listed(&series.incomplete)
                    )
                }))
            })
            .collect(),
        parts,
    }
}

fn assignment(series: &SeriesState, one: &AssignmentState) -> Vec<Cell> {
    // What was given, and every letter's words that restate it or add to it, first things first.
    let mut texts: Vec<String> = Vec::new();
    let mut deadlines: Vec<String> = Vec::new();
    for step in &one.history {
        let restated = step.what == StepKind::Clarified;
        if !restated && step.what != StepKind::Given {
            continue;
        }
        let head = if restated { "Presisert: " } else { "" };
        if let Some(text) = &step.text {
            let page = step
                .page
                .as_ref()
                .map_or_else(String::new, |page| format!(" (s. {page})"));
            texts.push(format!("{head}{text}{page}"));
        }
        for deadline in &step.deadlines {
            let own = format!("{head}{deadline}");
            if !deadlines.contains(&own) {
                deadlines.push(own);
            }
        }
    }
    let history: Vec<String> = one.history.iter().map(|own| step(series, own)).collect();
    let to = if one.addressees.is_empty() {
        series.party.clone()
    } else {
        one.addressees.join(", ")
    };
    vec![
        Cell::text(to),
        Cell::text(one.number.clone().unwrap_or_default()),
        Cell::text(one.title.clone().unwrap_or_default()),
        Cell::text(texts.join("\n")),
        Cell::text(deadlines.join("\n")),
        Cell::text(history.join("\n")),
        Cell::text(one.findings.told()),
    ]
}

/// `gitt i tildelingsbrev 2026, s. 4`; what takes it back or carries it on is quoted.
fn step(series: &SeriesState, step: &Step) -> String {
    let (what, quoted) = match step.what {
        StepKind::Given => ("gitt i", false),
        StepKind::Clarified => ("presisert i", false),
        StepKind::Withdrawn => ("utgår ifølge", true),
        StepKind::CarriedOn => ("videreføres ifølge", true),
        StepKind::Lapsed => ("faller bort ifølge", true),
        StepKind::Continued => ("videreført i", false),
    };
    let letter = DocumentName::called(&series.letters, &step.document);
    let mut words = format!("{what} {letter}");
    if let (StepKind::Continued, Some(id)) = (step.what, &step.id) {
        words += &format!(" som {id}");
    }
    if let Some(page) = &step.page {
        words += &format!(", s. {page}");
    }
    if let (true, Some(text)) = (quoted, &step.text) {
        words += &format!(": «{text}»");
    }
    words
}

fn allocation(series: &SeriesState, line: &Line) -> Vec<Cell> {
    let change = line
        .nok
        .zip(line.first())
        .and_then(|(now, first)| now.checked_sub(first));
    let mut history: Vec<String> = line.history.iter().map(|own| moved(series, own)).collect();
    if line.disagrees {
        let earlier = line
            .findings
            .iter()
            .any(|one| one.code == Code::PreviousDisagrees.name());
        history.push(
            match earlier {
                true => "OBS: et brev oppgir et annet tidligere beløp enn brevene før det gir",
                false => "OBS: brevet oppgir ulike beløp; se kilden før du bruker tallet",
            }
            .into(),
        );
    }
    vec![
        Cell::text(series.party.as_str()),
        Cell::text(line.chapter.as_str()),
        Cell::text(line.post.as_str()),
        Cell::text(line.name.clone().unwrap_or_default()),
        Cell::nok(line.first()),
        Cell::nok(line.nok),
        Cell::nok(change),
        Cell::text(history.join("\n")),
        Cell::text(line.findings.told()),
    ]
}

fn moved(series: &SeriesState, one: &Move) -> String {
    let letter = DocumentName::called(&series.letters, &one.document);
    let mut words = match (one.what, one.change) {
        (MoveKind::Allocated, _) => format!("tildelt i {letter}"),
        (MoveKind::Changed, Some(change)) => {
            format!("endret med {} i {letter}", grouped(change))
        }
        (MoveKind::Changed, None) => format!("endret i {letter}"),
    };
    if let Some(page) = &one.page {
        words += &format!(", s. {page}");
    }
    if let Some(nok) = one.nok {
        words += &format!(": {}", grouped(nok));
    }
    words
}
