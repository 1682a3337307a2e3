//! Documents, and what letters ask for: assignments, deadlines, demands, goals and indicators.

use super::words::Word;
use super::{Layout, RecordType, Row, Rows, events, link, words, yes};
use crate::export::{Cell, Column, names};
use crate::model::{Document, Signatory, Span};

/// Documents.
pub(super) const DOCUMENTS: Layout = Layout {
    name: "document",
    heading: "Dokumenter",
    id: "Dokument-ID",
    columns: &[
        Column::new("Type", 20),
        Column::new("Forhold", 14),
        Column::new("Tillegg nr.", 9),
        Column::new("Tittel", 44),
        Column::new("Dato", 12),
        Column::new("Dokumentets referanse", 16),
        Column::new("Avsender", 30),
        Column::new("Mottaker", 30),
        Column::new("Sesjon", 12),
        Column::new("Målform", 10),
        Column::new("Underskrevet av", 30),
        Column::new("Kopi til", 30),
        Column::new("Vedlegg", 30),
        Column::new("Antall oppdrag", 10),
        Column::new("Antall frister", 10),
    ],
    rows: Rows::Of(|document| {
        let signatory = |one: &Signatory| match &one.title {
            Some(title) => format!("{}, {title}", one.name),
            None => one.name.clone(),
        };
        let signatories: Vec<String> = document.signatories.iter().map(signatory).collect();
        vec![Row::new(
            "",
            vec![
                Cell::text(document.kind.word()),
                Cell::text(document.relation.word()),
                document
                    .supplement
                    .map_or(Cell::Empty, |number| Cell::Number(f64::from(number))),
                words(&document.title),
                Cell::date(document.date.as_deref()),
                words(&document.reference),
                Cell::text(document.issuers.join("\n")),
                Cell::text(document.recipients.join("\n")),
                words(&document.session),
                Cell::text(document.language.word()),
                Cell::text(signatories.join("\n")),
                Cell::text(document.copies_to.join("\n")),
                Cell::text(document.attachments.join("\n")),
                Cell::count(document.assignments.len()),
                Cell::count(document.deadlines.len()),
            ],
            &None,
            &[],
        )]
    }),
};

/// Assignments.
pub(super) const ASSIGNMENTS: Layout = Layout {
    name: "assignment",
    heading: "Oppdrag",
    id: "Oppdrag-ID",
    columns: &[
        Column::new("Nr.", 14),
        Column::new("Oppdrag", 34),
        Column::new("Oppdragstekst", 80),
        Column::new("Frister", 30),
        Column::new("Adressater", 28),
        Column::new("Avdeling", 10),
        Column::new("Ledes av", 20),
        Column::new("Nytt eller presisert", 12),
        Column::new("Unntatt offentlighet", 12),
        Column::new("Mål", 30),
    ],
    rows: Rows::Of(|document| {
        document
            .assignments
            .iter()
            .map(|one| {
                Row::new(
                    one.id.as_str(),
                    vec![
                        words(&one.number),
                        words(&one.title),
                        words(&one.text),
                        deadlines(document, |deadline| {
                            deadline.assignment.as_deref() == Some(&one.id)
                        }),
                        Cell::text(one.addressees.join("\n")),
                        words(&one.department),
                        words(&one.lead),
                        Cell::text(one.action.word()),
                        yes(one.withheld),
                        goal(document, one.goal.as_deref()),
                    ],
                    &one.section,
                    one.place(),
                )
            })
            .collect()
    }),
};

/// The deadlines of a record, leading to the first of them.
pub(super) fn deadlines(document: &Document, of: impl Fn(&crate::model::Deadline) -> bool) -> Cell {
    let own: Vec<_> = document.deadlines.iter().filter(|one| of(one)).collect();
    let shown: Vec<String> = own.iter().map(|one| names::deadline(one)).collect();
    match own.first() {
        Some(first) => link(document, shown.join("; "), RecordType::Deadline, &first.id),
        None => Cell::Empty,
    }
}

/// A goal's words, leading to it.
fn goal(document: &Document, id: Option<&str>) -> Cell {
    match id.and_then(|id| document.goals.iter().find(|one| one.id == id)) {
        Some(goal) => link(document, goal.text.as_str(), RecordType::Goal, &goal.id),
        None => Cell::text(id.unwrap_or_default()),
    }
}

/// Parts of assignments.
pub(super) const PARTS: Layout = Layout {
    name: "part",
    heading: "Deloppdrag",
    id: "Deloppdrag-ID",
    columns: &[
        Column::new("Oppdrag", 16),
        Column::new("Del", 8),
        Column::new("Tittel", 30),
        Column::new("Tekst", 80),
    ],
    rows: Rows::Of(|document| {
        document
            .assignments
            .iter()
            .flat_map(|one| {
                one.parts.iter().map(|part| {
                    let number = one.number.as_deref().unwrap_or(&one.id);
                    Row::new(
                        format!("{}-part-{}", one.id, part.label),
                        vec![
                            link(document, number, RecordType::Assignment, &one.id),
                            Cell::text(part.label.as_str()),
                            words(&part.title),
                            Cell::text(part.text.as_str()),
                        ],
                        &one.section,
                        &part.spans,
                    )
                    .within(&one.id)
                })
            })
            .collect()
    }),
};

/// Deadlines.
pub(super) const DEADLINES: Layout = Layout {
    name: "deadline",
    heading: "Frister",
    id: "Frist-ID",
    columns: &[
        Column::new("Forfall", 12),
        Column::new("Frist", 24),
        Column::new("Hva", 70),
        Column::new("Gjelder", 30),
        Column::new("Deler", 8),
        Column::new("Ansvarlig i teksten", 24),
        Column::new("Adressater", 28),
        Column::new("Avdeling", 10),
        Column::new("Type", 14),
        Column::new("Fristens status", 16),
        Column::new("Trykt dag", 12),
        Column::new("Tidligst", 12),
        Column::new("Senest", 12),
        Column::new("Nøyaktighet", 12),
        Column::new("Året er dokumentets", 12),
        Column::new("Gjentas", 18),
    ],
    rows: Rows::Of(|document| {
        document
            .deadlines
            .iter()
            .map(|one| {
                let owner = events::owner(document, one);
                let due = events::due(one);
                let printed = if due.is_some() {
                    one.date.as_deref()
                } else {
                    None
                };
                Row::new(
                    one.id.as_str(),
                    vec![
                        Cell::date(due),
                        Cell::text(one.raw.as_str()),
                        words(&one.what),
                        owner.as_ref().map_or(Cell::Empty, |owner| {
                            link(document, owner.named(), owner.kind, owner.id)
                        }),
                        Cell::text(one.parts.join(", ")),
                        words(&one.responsible),
                        Cell::text(owner.as_ref().map_or("", |owner| owner.addressees.as_str())),
                        Cell::text(owner.as_ref().map_or("", |owner| owner.department)),
                        Cell::text(one.kind.word()),
                        Cell::text(one.status.word()),
                        Cell::date(printed),
                        Cell::date(one.earliest.as_deref()),
                        Cell::date(one.latest.as_deref()),
                        Cell::text(one.precision.word()),
                        yes(one.year_inferred),
                        words(&one.recurrence),
                    ],
                    &one.section,
                    place(&one.spans, &one.what_spans),
                )
            })
            .collect()
    }),
};

/// The first of two places that there is.
fn place<'a>(first: &'a [Span], second: &'a [Span]) -> &'a [Span] {
    if first.is_empty() { second } else { first }
}

/// Demands outside the assignments.
pub(super) const REQUIREMENTS: Layout = Layout {
    name: "requirement",
    heading: "Krav",
    id: "Krav-ID",
    columns: &[
        Column::new("Type", 16),
        Column::new("Krav", 80),
        Column::new("Svares på i", 16),
        Column::new("Frister", 30),
    ],
    rows: Rows::Of(|document| {
        document
            .requirements
            .iter()
            .map(|one| {
                Row::new(
                    one.id.as_str(),
                    vec![
                        Cell::text(one.kind.word()),
                        Cell::text(one.text.as_str()),
                        Cell::text(one.channel.map_or("", Word::word)),
                        deadlines(document, |deadline| {
                            deadline.requirement.as_deref() == Some(&one.id)
                        }),
                    ],
                    &one.section,
                    &one.spans,
                )
            })
            .collect()
    }),
};

/// Goals.
pub(super) const GOALS: Layout = Layout {
    name: "goal",
    heading: "Mål",
    id: "Mål-ID",
    columns: &[
        Column::new("Type", 14),
        Column::new("Nr.", 8),
        Column::new("Mål", 70),
    ],
    rows: Rows::Of(|document| {
        document
            .goals
            .iter()
            .map(|one| {
                Row::new(
                    one.id.as_str(),
                    vec![
                        Cell::text(one.kind.word()),
                        words(&one.number),
                        Cell::text(one.text.as_str()),
                    ],
                    &one.section,
                    &one.spans,
                )
            })
            .collect()
    }),
};

/// Indicators.
pub(super) const INDICATORS: Layout = Layout {
    name: "indicator",
    heading: "Indikatorer",
    id: "Indikator-ID",
    columns: &[
        Column::new("Type", 18),
        Column::new("Indikator", 70),
        Column::new("Måltall", 40),
        Column::new("Del av", 30),
        Column::new("Mål", 40),
    ],
    rows: Rows::Of(|document| {
        document
            .indicators
            .iter()
            .map(|one| {
                let raws: Vec<&str> = one
                    .targets
                    .iter()
                    .map(|target| target.raw.as_str())
                    .collect();
                let parent = one
                    .parent
                    .as_deref()
                    .and_then(|id| document.indicators.iter().find(|other| other.id == id));
                Row::new(
                    one.id.as_str(),
                    vec![
                        Cell::text(one.kind.word()),
                        Cell::text(one.text.as_str()),
                        if raws.is_empty() {
                            Cell::Empty
                        } else {
                            let first = format!("{}-target-1", one.id);
                            link(document, raws.join("; "), RecordType::Target, &first)
                        },
                        match parent {
                            Some(parent) => link(
                                document,
                                parent.text.as_str(),
                                RecordType::Indicator,
                                &parent.id,
                            ),
                            None => words(&one.parent),
                        },
                        goal(document, one.goal.as_deref()),
                    ],
                    &one.section,
                    &one.spans,
                )
            })
            .collect()
    }),
};

/// Targets of indicators.
pub(super) const TARGETS: Layout = Layout {
    name: "target",
    heading: "Måltall",
    id: "Måltall-ID",
    columns: &[
        Column::new("Indikator", 50),
        Column::new("Hva", 30),
        Column::new("Vilkår", 12),
        Column::new("Verdi", 14),
        Column::new("Enhet", 10),
        Column::new("Periode", 20),
        Column::new("Sammenlignet med", 20),
        Column::new("Ordlyd", 40),
    ],
    rows: Rows::Of(|document| {
        document
            .indicators
            .iter()
            .flat_map(|one| {
                (1..).zip(&one.targets).map(|(at, target)| {
                    Row::new(
                        format!("{}-target-{at}", one.id),
                        vec![
                            link(document, one.text.as_str(), RecordType::Indicator, &one.id),
                            words(&target.subject),
                            Cell::text(target.comparator.word()),
                            target.value.map_or(Cell::Empty, Cell::Number),
                            Cell::text(target.unit.map_or("", Word::word)),
                            words(&target.period),
                            words(&target.baseline),
                            Cell::text(target.raw.as_str()),
                        ],
                        &one.section,
                        &one.spans,
                    )
                    .within(&one.id)
                })
            })
            .collect()
    }),
};
