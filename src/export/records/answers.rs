//! What is answered and what is let go: Parliament's requests, reports and their results, withdrawals
//! and what becomes of earlier years' assignments.

use super::letters::deadlines;
use super::words::Word;
use super::{Layout, RecordType, Row, Rows, link, words, yes, yes_or_no};
use crate::export::{Cell, Column};
use crate::model::{Report, Request, Span};

/// Parliamentary requests.
pub(super) const REQUESTS: Layout = Layout {
    name: "request",
    heading: "Anmodningsvedtak",
    id: "Vedtak-ID",
    columns: &[
        Column::new("Vedtak nr.", 10),
        Column::new("Sesjon", 12),
        Column::new("Dato", 12),
        Column::new("Stikkord", 30),
        Column::new("Overskrift", 30),
        Column::new("Vedtak", 60),
        Column::new("Grunnlag", 26),
        Column::new("Svar", 80),
        Column::new("Utfall", 20),
        Column::new("Fulgt opp", 9),
        Column::new("Rapporteringen avsluttes", 14),
        Column::new("Frister", 26),
    ],
    rows: Rows::Of(|document| {
        document
            .requests
            .iter()
            .map(|one| {
                Row::new(
                    one.id.as_str(),
                    vec![
                        Cell::Number(f64::from(one.number)),
                        words(&one.session),
                        Cell::date(one.date.as_deref()),
                        words(&one.keyword),
                        words(&one.heading),
                        words(&one.text),
                        Cell::text(one.basis.join("\n")),
                        words(&one.response),
                        Cell::text(one.outcome.map_or("", Word::word)),
                        yes_or_no(one.followed_up),
                        yes_or_no(one.reporting_ends),
                        deadlines(document, |deadline| {
                            deadline.request.as_deref() == Some(&one.id)
                        }),
                    ],
                    &None,
                    request_place(one),
                )
            })
            .collect()
    }),
};

fn request_place(one: &Request) -> &[Span] {
    [&one.text_spans, &one.spans]
        .into_iter()
        .find(|spans| !spans.is_empty())
        .unwrap_or(&one.also_at)
}

/// Answers.
pub(super) const REPORTS: Layout = Layout {
    name: "report",
    heading: "Rapportering",
    id: "Rapportering-ID",
    columns: &[
        Column::new("Rapporterer på", 14),
        Column::new("Tittel", 34),
        Column::new("Gruppe", 24),
        Column::new("Mål", 30),
        Column::new("Indikator", 30),
        Column::new("Krav til rapportering", 50),
        Column::new("Svar", 80),
        Column::new("Felles tekst", 8),
        Column::new("Resultater", 14),
        Column::new("Frister", 26),
    ],
    rows: Rows::Of(|document| {
        document
            .reports
            .iter()
            .map(|one| {
                Row::new(
                    one.id.as_str(),
                    vec![
                        words(&one.reference),
                        words(&one.title),
                        words(&one.group),
                        words(&one.goal),
                        words(&one.indicator_text),
                        words(&one.requirement),
                        words(&one.answer),
                        yes(one.joint),
                        match one.results.len() {
                            0 => Cell::Empty,
                            n => link(
                                document,
                                format!("{n} resultat{}", if n == 1 { "" } else { "er" }),
                                RecordType::Result,
                                &format!("{}-result-1", one.id),
                            ),
                        },
                        deadlines(document, |deadline| {
                            deadline.report.as_deref() == Some(&one.id)
                        }),
                    ],
                    &one.section,
                    &one.spans,
                )
            })
            .collect()
    }),
};

/// What people call a report.
pub(super) fn report_named(one: &Report) -> String {
    let title = [&one.title, &one.indicator_text, &one.goal]
        .into_iter()
        .find_map(Clone::clone);
    match (&one.reference, title) {
        (Some(reference), Some(title)) => format!("{reference} {title}"),
        (Some(reference), None) => reference.clone(),
        (None, Some(title)) => title,
        (None, None) => one.id.clone(),
    }
}

/// Values measured.
pub(super) const RESULTS: Layout = Layout {
    name: "result",
    heading: "Resultater",
    id: "Resultat-ID",
    columns: &[
        Column::new("Rapportering", 36),
        Column::new("Hva", 44),
        Column::new("Område", 28),
        Column::new("Periode", 16),
        Column::new("Verdi", 14),
        Column::new("Enhet", 12),
        Column::new("Type", 10),
    ],
    rows: Rows::Of(|document| {
        document
            .reports
            .iter()
            .flat_map(|one| {
                (1..).zip(&one.results).map(|(at, result)| {
                    Row::new(
                        format!("{}-result-{at}", one.id),
                        vec![
                            link(document, report_named(one), RecordType::Report, &one.id),
                            words(&result.measure),
                            words(&result.area),
                            words(&result.period),
                            result.value.map_or(Cell::Empty, Cell::Number),
                            words(&result.unit),
                            Cell::text(result.kind.word()),
                        ],
                        &one.section,
                        &result.spans,
                    )
                    .within(&one.id)
                })
            })
            .collect()
    }),
};

/// Withdrawn assignments.
pub(super) const WITHDRAWALS: Layout = Layout {
    name: "withdrawal",
    heading: "Trukne oppdrag",
    id: "Trekk-ID",
    columns: &[Column::new("Oppdrag", 16), Column::new("Tekst", 80)],
    rows: Rows::Of(|document| {
        (1..)
            .zip(&document.withdrawals)
            .map(|(at, one)| {
                // A withdrawal has no id in the JSON; what it withdraws tells it from the others.
                let id = match &one.assignment {
                    Some(number) => format!("withdrawal-{number}"),
                    None => format!("withdrawal-{at}"),
                };
                Row::new(
                    id,
                    vec![words(&one.assignment), Cell::text(one.text.as_str())],
                    &None,
                    &one.spans,
                )
            })
            .collect()
    }),
};

/// Earlier years' assignments.
pub(super) const CARRY_OVER: Layout = Layout {
    name: "carry_over",
    heading: "Tidligere års oppdrag",
    id: "Videreføring-ID",
    columns: &[
        Column::new("Gjelder år", 14),
        Column::new("Virkning", 14),
        Column::new("Tekst", 80),
    ],
    rows: Rows::Of(|document| {
        (1..)
            .zip(&document.carry_over)
            .map(|(at, one)| {
                let years: Vec<String> = one.years.iter().map(ToString::to_string).collect();
                Row::new(
                    format!("carry_over-{at}"),
                    vec![
                        Cell::text(years.join(", ")),
                        Cell::text(one.effect.word()),
                        Cell::text(one.text.as_str()),
                    ],
                    &None,
                    &one.spans,
                )
            })
            .collect()
    }),
};
