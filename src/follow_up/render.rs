//! The table laid out for people.

use super::{FollowUp, Later, Quoted, Row, State};
use crate::export::{CHECK, Cell, Column, DocumentName, Overview, Part};
use crate::findings::Remarks;

/// The parts of the table, in order, with their headings.
const PARTS: [(State, &str); 3] = [
    (State::Unanswered, "Uten svar"),
    (State::Answered, "Besvart"),
    (State::Ungiven, "Rapportert, men ikke gitt i brevene her"),
];

/// The columns.
const COLUMNS: [Column; 9] = [
    Column::new("Mottaker", 22),
    Column::new("Nr.", 14),
    Column::new("Oppdrag", 28),
    Column::new("Oppdragstekst", 60),
    Column::new("Krav til rapportering", 32),
    Column::new("Frist", 24),
    Column::new("Svar", 70),
    Column::new("Grunnlag", 24),
    CHECK,
];

/// The table laid out, what has no answer first.
pub fn overview(table: &FollowUp) -> Overview {
    Overview {
        title: "Oppfølging".into(),
        notes: [
            format!("Brev: {}", DocumentName::listed(&table.letters)),
            format!("Rapport: {}", DocumentName::listed(&table.reports)),
        ]
        .into_iter()
        .chain((!table.unreported.is_empty()).then(|| {
            format!(
                "OBS: ingen rapport for samme mottaker og år er med for {}; det de ber om, står ikke her uten svar",
                DocumentName::listed(&table.unreported)
            )
        }))
        .chain((!table.unaddressed.is_empty()).then(|| {
            format!(
                "OBS: mottakeren er ikke kjent for {}; bare svar med både samme nummer og samme tittel er satt sammen med det, og ingenting av det står uten svar",
                DocumentName::listed(&table.unaddressed)
            )
        }))
        .chain((!table.unrecognised.is_empty()).then(|| {
            format!(
                "OBS: rapporten fra mottakeren er med, men ingen svar er kjent igjen for {}; det de ber om, kan være besvart på en måte som ikke er lest, og står ikke her uten svar",
                DocumentName::listed(&table.unrecognised)
            )
        }))
        .chain((!table.replaced.is_empty()).then(|| {
            format!(
                "Ikke med, fordi en nyere utgave av brevet er det: {}",
                DocumentName::listed(&table.replaced)
            )
        }))
        .chain((!table.incomplete.is_empty()).then(|| {
            format!(
                "OBS: noe er ikke lest i {}; rader kan mangle her",
                DocumentName::listed(&table.incomplete)
            )
        }))
        .collect(),
        parts: PARTS
            .into_iter()
            .map(|(state, heading)| Part {
                heading: heading.into(),
                columns: COLUMNS.to_vec(),
                rows: table
                    .rows
                    .iter()
                    .filter(|row| row.state == state)
                    .map(|row| cells(table, row))
                    .collect(),
            })
            .collect(),
    }
}

/// The cells of a row.
fn cells(table: &FollowUp, row: &Row) -> Vec<Cell> {
    let quoted = |one: &Option<Quoted>| {
        Cell::text(
            one.as_ref()
                .map_or_else(String::new, |one| match &one.page {
                    Some(page) => format!("{} (s. {page})", one.text),
                    None => one.text.clone(),
                }),
        )
    };
    let plain = |words: &Option<String>| Cell::text(words.clone().unwrap_or_default());
    let mut notes: Vec<String> = Vec::new();
    notes.extend(row.ground.as_deref().map(|ground| {
        match ground {
            "same identifier" => "samme nummer",
            "title" => "samme tittel",
            other => other,
        }
        .to_string()
    }));
    if row.joint {
        notes.push("felles tekst".to_string());
    }
    notes.extend(
        row.later
            .iter()
            .map(|(what, letter)| (what, DocumentName::called(&table.letters, letter)))
            .map(|(what, letter)| match what {
                Later::Clarified => format!("presisert i {letter}"),
                Later::Withdrawn => format!("utgår, jf. {letter}"),
            }),
    );
    vec![
        Cell::text(row.party.as_str()),
        plain(&row.number),
        plain(&row.title),
        quoted(&row.assignment),
        plain(&row.requirement),
        Cell::text(row.deadlines.join("\n")),
        quoted(&row.answer),
        Cell::text(notes.join("; ")),
        Cell::text(row.findings.told()),
    ]
}
