//! Money: appropriations, their figures, what is set aside, authorisations.

use super::words::Word;
use super::{Layout, RecordType, Row, Rows, link, words, yes};
use crate::export::{Cell, Column};
use crate::model::{Action, Appropriation, FigureRole};

/// Rows of money.
pub(super) const APPROPRIATIONS: Layout = Layout {
    name: "appropriation",
    heading: "Bevilgninger",
    id: "Bevilgning-ID",
    columns: &[
        Column::new("Nivå", 12),
        Column::new("Kap.", 8),
        Column::new("Kapittelnavn", 30),
        Column::new("Post", 8),
        Column::new("Navn", 40),
        Column::new("Utgift eller inntekt", 10),
        Column::new("Tabell", 16),
        Column::new("Regnskap", 17),
        Column::new("Saldert budsjett", 17),
        Column::new("Forslag", 17),
        Column::new("Tidligere tildeling", 17),
        Column::new("Endring i kroner", 17),
        Column::new("Ny tildeling", 17),
        Column::new("Tildeling", 17),
        Column::new("Endring i prosent", 10),
        Column::new("Antall beløp", 8),
        Column::new("Vilkår", 24),
        Column::new("Fotnote", 8),
        Column::new("Presisert", 9),
        Column::new("Øremerking", 14),
    ],
    rows: Rows::Of(|document| {
        document
            .appropriations
            .iter()
            .map(|one| {
                let nok = |role| Cell::nok(one.nok(role));
                Row::new(
                    one.id.as_str(),
                    vec![
                        Cell::text(one.level.word()),
                        words(&one.chapter),
                        words(&one.chapter_name),
                        words(&one.post),
                        words(&one.name),
                        Cell::text(one.side.word()),
                        Cell::text(one.table.word()),
                        nok(FigureRole::Accounts),
                        nok(FigureRole::Budget),
                        nok(FigureRole::Proposal),
                        nok(FigureRole::Previous),
                        nok(FigureRole::Change),
                        nok(FigureRole::New),
                        nok(FigureRole::Allocation),
                        one.figure(FigureRole::Percent)
                            .and_then(|figure| figure.percent)
                            .map_or(Cell::Empty, Cell::Percent),
                        Cell::count(one.figures.len()),
                        Cell::text(one.conditions.join(", ")),
                        words(&one.note),
                        yes(one.action == Some(Action::Clarified)),
                        match one.earmarks.first() {
                            Some(first) => link(
                                document,
                                format!("{} øremerket", one.earmarks.len()),
                                RecordType::Earmark,
                                &first.id,
                            ),
                            None => Cell::Empty,
                        },
                    ],
                    &one.section,
                    &one.spans,
                )
            })
            .collect()
    }),
};

/// What people call a row: chapter, post and name.
fn named(one: &Appropriation) -> String {
    let mut words = Vec::new();
    if let Some(chapter) = &one.chapter {
        words.push(format!("kap. {chapter}"));
    }
    if let Some(post) = &one.post {
        words.push(format!("post {post}"));
    }
    words.extend(one.name.clone());
    if words.is_empty() {
        words.push(one.id.clone());
    }
    words.join(" ")
}

/// Figures of rows.
pub(super) const FIGURES: Layout = Layout {
    name: "figure",
    heading: "Beløp",
    id: "Beløp-ID",
    columns: &[
        Column::new("Bevilgning", 40),
        Column::new("Kap.", 8),
        Column::new("Post", 8),
        Column::new("Kolonne", 30),
        Column::new("Gjelder år", 9),
        Column::new("Hva", 18),
        Column::new("Kroner", 18),
        Column::new("Prosent", 10),
        Column::new("Som trykt", 16),
    ],
    rows: Rows::Of(|document| {
        document
            .appropriations
            .iter()
            .flat_map(|one| {
                (1..).zip(&one.figures).map(|(at, figure)| {
                    Row::new(
                        format!("{}-figure-{at}", one.id),
                        vec![
                            link(document, named(one), RecordType::Appropriation, &one.id),
                            words(&one.chapter),
                            words(&one.post),
                            words(&figure.label),
                            figure
                                .year
                                .map_or(Cell::Empty, |year| Cell::Number(f64::from(year))),
                            Cell::text(figure.role.word()),
                            Cell::nok(figure.nok),
                            figure.percent.map_or(Cell::Empty, Cell::Percent),
                            Cell::text(figure.raw.as_str()),
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

/// Money set aside.
pub(super) const EARMARKS: Layout = Layout {
    name: "earmark",
    heading: "Øremerking",
    id: "Øremerking-ID",
    columns: &[
        Column::new("Bevilgning", 36),
        Column::new("Kap.", 8),
        Column::new("Post", 8),
        Column::new("Type", 16),
        Column::new("Kroner", 18),
        Column::new("Minst", 8),
        Column::new("Inntil", 8),
        Column::new("Formål", 40),
        Column::new("Tekst", 60),
        Column::new("Del av", 24),
        Column::new("Oppdrag", 20),
    ],
    rows: Rows::Of(|document| {
        document
            .appropriations
            .iter()
            .flat_map(|one| {
                one.earmarks.iter().map(|earmark| {
                    Row::new(
                        earmark.id.as_str(),
                        vec![
                            link(document, named(one), RecordType::Appropriation, &one.id),
                            words(&one.chapter),
                            words(&one.post),
                            Cell::text(earmark.kind.word()),
                            Cell::nok(earmark.nok),
                            yes(earmark.minimum),
                            yes(earmark.maximum),
                            words(&earmark.purpose),
                            Cell::text(earmark.text.as_str()),
                            match &earmark.parent {
                                Some(id) => link(document, id.as_str(), RecordType::Earmark, id),
                                None => Cell::Empty,
                            },
                            Cell::text(earmark.assignments.join(", ")),
                        ],
                        &one.section,
                        &earmark.spans,
                    )
                    .within(&earmark.id)
                })
            })
            .collect()
    }),
};

/// Authorisations.
pub(super) const AUTHORISATIONS: Layout = Layout {
    name: "authorisation",
    heading: "Fullmakter",
    id: "Fullmakt-ID",
    columns: &[
        Column::new("Type", 16),
        Column::new("Kap.", 8),
        Column::new("Poster", 14),
        Column::new("Inntektsposter", 16),
        Column::new("Grense i kroner", 18),
        Column::new("Fullmakt", 80),
    ],
    rows: Rows::Of(|document| {
        document
            .authorisations
            .iter()
            .map(|one| {
                Row::new(
                    one.id.as_str(),
                    vec![
                        Cell::text(one.kind.word()),
                        words(&one.chapter),
                        Cell::text(one.posts.join(", ")),
                        Cell::text(one.income_posts.join(", ")),
                        Cell::nok(one.limit_nok),
                        Cell::text(one.text.as_str()),
                    ],
                    &None,
                    &one.spans,
                )
            })
            .collect()
    }),
};
