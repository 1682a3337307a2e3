//! The words of a record, whichever type it is of, verbatim.

use super::citation::dated;
use super::rows;
use crate::export::{Cell, day, deadline as printed, grouped};
use crate::model::{
    Appropriation, Assignment, Authorisation, Deadline, DocumentHead, Earmark, Figure, Indicator,
    Report, Request, Table,
};
use crate::store::{AnyRecord, DeadlineAt, RequestState};
use crate::web::parts;
use crate::web::words::word;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The most rows of a printed table that a page shows.
const ROWS: usize = 60;

/// A text as it stands.
pub(super) fn verbatim(text: &str) -> Markup {
    html! { div.verbatim { (text) } }
}

/// The words of a record.
pub(super) fn body(record: &AnyRecord) -> Markup {
    match record {
        AnyRecord::Document(one) => head(one),
        AnyRecord::Section(one) => verbatim(&one.title),
        AnyRecord::Goal(one) => {
            html! { p { (parts::badge(parts::Tone::Plain, word(one.kind))) } (verbatim(&one.text)) }
        }
        AnyRecord::Indicator(one) => indicator(one),
        AnyRecord::Assignment(one) => assignment(one, &[], &BTreeSet::new()),
        AnyRecord::Withdrawal(one) => verbatim(&one.text),
        AnyRecord::CarryOver(one) => {
            html! { p { (parts::badge(parts::Tone::Plain, word(one.effect))) } (verbatim(&one.text)) }
        }
        AnyRecord::Requirement(one) => html! {
            p {
                (parts::badge(parts::Tone::Plain, word(one.kind)))
                @if let Some(channel) = one.channel { " " (parts::badge(parts::Tone::Plain, word(channel))) }
            }
            (verbatim(&one.text))
        },
        AnyRecord::Deadline(one) => deadline(one, false),
        AnyRecord::Request(one) => request(one),
        AnyRecord::Appropriation(one) => appropriation(one),
        AnyRecord::Authorisation(one) => authorisation(one),
        AnyRecord::Report(one) => report(one),
        AnyRecord::Table(one) => table(one),
        AnyRecord::Citation(one) => {
            html! { (verbatim(&one.raw)) dl { (parts::fact("Viser til", &one.reference)) (parts::fact("Slag", word(one.kind))) } }
        }
        AnyRecord::Link(_) => html! {},
    }
}

/// An assignment, the deadlines of its parts beside them; `overdue` are the references of some.
pub(super) fn assignment(
    one: &Assignment,
    deadlines: &[DeadlineAt],
    overdue: &BTreeSet<String>,
) -> Markup {
    let due = |label: &str| -> Vec<&DeadlineAt> {
        let own = deadlines.iter();
        own.filter(|at| at.deadline.parts.iter().any(|part| part == label))
            .collect()
    };
    let text = one.text.as_deref().unwrap_or_default();
    html! {
        @if text.is_empty() { p.quiet { "Brevet trykker bare nummer og tittel." } } @else { (verbatim(text)) }
        @if !one.parts.is_empty() {
            details.parts open[!one.parts.iter().all(|part| text.contains(&part.text))] {
                summary {
                    "Deler (" (one.parts.len()) ")"
                    @if one.parts.iter().any(|part| !due(&part.label).is_empty()) { " med frister" }
                }
                dl.parts {
                    @for part in &one.parts {
                        div {
                            dt { (part.label) }
                            dd {
                                @if let Some(title) = &part.title { strong { (title) } " " }
                                span.verbatim { (part.text) }
                                @for one in due(&part.label) { p.due { (rows::status(&one.deadline, overdue.contains(&one.place.reference))) " " (said(&one.deadline)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A deadline in a list of them.
pub(super) fn deadline(one: &Deadline, overdue: bool) -> Markup {
    html! {
        p.what {
            (rows::status(one, overdue)) " " strong { (said(one)) }
            @if !one.parts.is_empty() { " (del " (one.parts.join(", ")) ")" }
        }
        @if let Some(what) = &one.what { div.verbatim.small { (what) } }
        @if one.year_inferred { p.quiet { "Året er ikke trykt ved fristen; det er dokumentets år." } }
        dl {
            (parts::fact("Ansvarlig", one.responsible.as_deref().unwrap_or_default()))
            (parts::fact("Gjentas", one.recurrence.as_deref().unwrap_or_default()))
            @if one.date.is_none() {
                @if let (Some(earliest), Some(latest)) = (&one.earliest, &one.latest) {
                    (parts::fact("Tidsrom", format!("{}–{}", day(earliest), day(latest))))
                }
            }
        }
    }
}

/// A deadline as printed, with its day where the print has it otherwise.
fn said(one: &Deadline) -> String {
    let day = one.date.as_deref().map(day);
    match day {
        Some(day) if one.raw.contains(&day) => one.raw.clone(),
        _ => printed(one),
    }
}

fn request(one: &Request) -> Markup {
    html! {
        p {
            (super::requests::standing(RequestState::of(one)))
            @if let Some(outcome) = one.outcome { " " (parts::badge(parts::Tone::Plain, word(outcome))) }
        }
        div.sides {
            section aria-labelledby="vedtaket" {
                h2 #vedtaket { "Vedtaket" }
                @match &one.text {
                    Some(text) => (verbatim(text)),
                    None => { p.quiet { "Teksten er ikke trykt her." } }
                }
            }
            section aria-labelledby="svaret" {
                h2 #svaret { "Departementets redegjørelse" }
                @match &one.response {
                    Some(text) => (verbatim(text)),
                    None => { p.quiet { "Ingen redegjørelse er trykt her." } }
                }
            }
        }
        dl {
            (parts::fact("Sesjon", one.session.as_deref().unwrap_or_default()))
            (parts::fact("Vedtatt", dated(one.date.as_deref())))
            (parts::fact("Stikkord", one.keyword.as_deref().unwrap_or_default()))
            (parts::fact("Grunnlag", one.basis.join(", ")))
            (parts::fact("Rapporteringen avsluttes", match one.reporting_ends {
                Some(true) => "Ja",
                Some(false) => "Nei",
                None => "",
            }))
        }
    }
}

/// An answer of a report.
pub(super) fn report(one: &Report) -> Markup {
    html! {
        @if one.joint { p { (parts::badge(parts::Tone::Plain, "Felles tekst")) } }
        @if let Some(asked) = &one.requirement { p.label { "Krav til rapportering" } div.verbatim.small { (asked) } }
        @if let Some(indicator) = &one.indicator_text { p.label { "Indikator" } div.verbatim.small { (indicator) } }
        @if let Some(goal) = &one.goal { p.label { "Mål" } div.verbatim.small { (goal) } }
        @match &one.answer {
            Some(answer) => (verbatim(answer)),
            None if one.results.is_empty() => { p.quiet { "Ingen svartekst." } }
            None => {}
        }
        @if !one.results.is_empty() {
            div.wide tabindex="0" role="region" aria-label="Resultater" {
                table {
                    caption { "Resultater" }
                    thead { tr { th scope="col" { "Hva" } th scope="col" { "Område" } th scope="col" { "Periode" } th scope="col" { "Slag" } th.figure scope="col" { "Verdi" } } }
                    tbody {
                        @for one in &one.results {
                            tr {
                                td { (one.measure.as_deref().unwrap_or_default()) }
                                td { (one.area.as_deref().unwrap_or_default()) }
                                td { (one.period.as_deref().unwrap_or_default()) }
                                td { (word(one.kind)) }
                                td.figure {
                                    @if let Some(value) = one.value { (Cell::Number(value).shown()) }
                                    @if let Some(unit) = &one.unit { " " (unit) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn indicator(one: &Indicator) -> Markup {
    html! {
        p { (parts::badge(parts::Tone::Plain, word(one.kind))) }
        (verbatim(&one.text))
        @if !one.targets.is_empty() {
            h2 { "Måltall" }
            ul { @for target in &one.targets {
                li {
                    @if let Some(subject) = &target.subject { (subject) ": " }
                    "«" (target.raw) "»"
                    @if let Some(period) = &target.period { " (" (period) ")" }
                }
            } }
        }
    }
}

/// A figure as it is read: kroner in groups, else as printed.
pub(super) fn figure(one: &Figure) -> String {
    match (one.nok, one.percent) {
        (Some(nok), _) => grouped(nok),
        (None, Some(percent)) => Cell::Percent(percent).shown(),
        (None, None) => one.raw.clone(),
    }
}

/// What a figure is: the title of its column, else its role and year.
pub(super) fn label(one: &Figure) -> String {
    match (&one.label, one.year) {
        (Some(label), _) => label.clone(),
        (None, Some(year)) => format!("{} {year}", word(one.role)),
        (None, None) => word(one.role).to_string(),
    }
}

fn appropriation(one: &Appropriation) -> Markup {
    html! {
        p {
            (parts::badge(parts::Tone::Plain, word(one.side))) " "
            (parts::badge(parts::Tone::Plain, word(one.table)))
        }
        table.narrow {
            caption { "Tall, i kroner" }
            thead { tr { th scope="col" { "Kolonne" } th.figure scope="col" { "Beløp" } th.figure scope="col" { "Som trykt" } } }
            tbody { @for one in &one.figures {
                tr { th scope="row" { (label(one)) } td.figure { (figure(one)) } td.figure { (one.raw) } }
            } }
        }
        dl {
            (parts::fact("Kapittel", [one.chapter.as_deref(), one.chapter_name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")))
            (parts::fact("Post", [one.post.as_deref(), one.name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")))
            (parts::fact("Vilkår", one.conditions.join(", ")))
            (parts::fact("Fotnote", one.note.as_deref().unwrap_or_default()))
        }
        @if !one.earmarks.is_empty() {
            h2 { "Øremerkede beløp" }
            ul.rows { @for one in &one.earmarks { li { (earmark(one)) } } }
        }
    }
}

/// Money set aside.
pub(super) fn earmark(one: &Earmark) -> Markup {
    html! {
        p.what {
            @if one.minimum { "Minst " }
            @if one.maximum { "Inntil " }
            @if let Some(nok) = one.nok { strong { (grouped(nok)) " kroner" } }
            @if one.parent.is_some() { " (hvorav)" }
        }
        div.verbatim.small { (one.text) }
    }
}

fn authorisation(one: &Authorisation) -> Markup {
    html! {
        p { (parts::badge(parts::Tone::Plain, word(one.kind))) }
        (verbatim(&one.text))
        dl {
            (parts::fact("Kapittel", one.chapter.as_deref().unwrap_or_default()))
            (parts::fact("Poster", one.posts.join(", ")))
            (parts::fact("Mot merinntekter på", one.income_posts.join(", ")))
            (parts::fact("Grense", one.limit_nok.map_or_else(String::new, |nok| format!("{} kroner", grouped(nok)))))
        }
    }
}

fn table(one: &Table) -> Markup {
    let columns = one.header.iter().chain(&one.rows).map(Vec::len).max();
    html! {
        div.wide tabindex="0" role="region" aria-label="Tabell" {
            table {
                @if let Some(caption) = &one.caption { caption { (caption) } }
                @if !one.header.is_empty() {
                    thead { @for row in &one.header { tr { @for cell in row { th scope="col" { (cell) } } } } }
                }
                tbody { @for row in one.rows.iter().take(ROWS) { tr { @for cell in row { td { (cell) } } } } }
            }
        }
        @if one.rows.len() > ROWS {
            p.quiet { "De første " (ROWS) " av " (one.rows.len()) " rader og " (columns.unwrap_or_default()) " kolonner. Hele tabellen står i kilden." }
        }
    }
}

/// What a document says of itself.
pub(super) fn head(one: &DocumentHead) -> Markup {
    let signed: Vec<String> = one
        .signatories
        .iter()
        .map(|one| match &one.title {
            Some(title) => format!("{}, {title}", one.name),
            None => one.name.clone(),
        })
        .collect();
    html! {
        dl.facts {
            (parts::fact("Type", word(one.kind)))
            (parts::fact("Fra", one.issuers.join(", ")))
            (parts::fact("Til", if one.recipients.is_empty() && one.kind.is_letter() { "Ingen mottaker er funnet".to_string() } else { one.recipients.join(", ") }))
            (parts::fact("Dato", dated(one.date.as_deref())))
            (parts::fact("År", one.year.map_or_else(String::new, |year| year.to_string())))
            (parts::fact("Sesjon", one.session.as_deref().unwrap_or_default()))
            (parts::fact("Vår referanse", one.reference.as_deref().unwrap_or_default()))
            (parts::fact("Målform", word(one.language)))
            (parts::fact("Underskrevet av", signed.join("; ")))
            (parts::fact("Kopi til", one.copies_to.join(", ")))
            (parts::fact("Vedlegg", one.attachments.join("; ")))
        }
    }
}
