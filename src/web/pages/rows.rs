//! Deadlines as a list, those of a day or of a status together.

use crate::model::DeadlineStatus;
use crate::store::DeadlineRow;
use crate::web::parts::{self, Tone};
use crate::web::query::{DeadlineView, item_path};
use crate::web::words;
use maud::{Markup, html};

/// The list.
pub(super) fn list(rows: &[DeadlineRow], view: DeadlineView) -> Markup {
    let heading = |row: &DeadlineRow| match (view, &row.due) {
        (DeadlineView::Unsettled, _) => words::word(row.deadline.status).to_string(),
        (_, Some(due)) => match due.parse() {
            Ok(date) => words::capital(&words::long_day(date)),
            Err(_) => due.clone(),
        },
        (_, None) => "Uten dag".to_string(),
    };
    html! {
        h2.hidden { "Frister" }
        @for run in rows.chunk_by(|a, b| heading(a) == heading(b)) {
            @let day = run[0].due.as_ref().filter(|_| view != DeadlineView::Unsettled);
            section.day {
                h3 id=[day.map(|day| format!("dag-{day}"))] tabindex=[day.map(|_| "-1")] { (heading(&run[0])) }
                ul.rows { @for row in run { li { (one(row)) } } }
            }
        }
    }
}

fn one(row: &DeadlineRow) -> Markup {
    let deadline = &row.deadline;
    let bound = row.bound.as_ref();
    let title = bound.and_then(|one| one.title.as_deref());
    let number = bound.and_then(|one| one.number.as_deref());
    let leads = item_path(bound.map_or(&row.place, |one| &one.place));
    let what = title
        .map(str::to_string)
        .or_else(|| {
            deadline
                .what
                .as_deref()
                .map(|one| parts::shortened(one, 160))
        })
        .unwrap_or_else(|| deadline.raw.clone());
    html! {
        article.deadline {
            p.what {
                a href=(leads) {
                    @if let Some(number) = number { (number) " " }
                    (what)
                }
                @if !deadline.parts.is_empty() { " (del " (deadline.parts.join(", ")) ")" }
            }
            p.meta {
                (standing(row))
                span.raw { "«" (deadline.raw) "»" }
                @if !row.who.is_empty() && row.who != row.place.document.parties() { " · " (parts::names(&row.who)) }
                " · " (parts::document(&row.place.document)) (parts::page_of(&row.place))
            }
            (parts::check(&row.place.findings))
            @if let Some(said) = deadline.what.as_deref().filter(|_| title.is_some() && !deadline.parts.is_empty()) {
                p.snippet { (parts::shortened(said, 240)) }
            }
            @if let Some(place) = &row.withdrawn { p.note { "Oppdraget utgår, se " (parts::document(&place.document)) "." } }
            @if let Some(place) = &row.lapsed { p.note { "Oppdraget videreføres ikke, se " (parts::document(&place.document)) "." } }
            @if let Some(place) = &row.another { p.note { "Se også ny frist i " a href=(item_path(place)) { (words::document(&place.document)) } "." } }
            @if let Some(place) = &row.restated { p.note { "Ny frist i " a href=(item_path(place)) { (words::document(&place.document)) } "." } }
        }
    }
}

/// How a deadline stands, in badges.
fn standing(row: &DeadlineRow) -> Markup {
    let deadline = &row.deadline;
    html! {
        @if row.withdrawn.is_some() { (parts::badge(Tone::Plain, "Utgår")) " " }
        (status(deadline, row.overdue)) " "
    }
}

/// Whether its day has passed, the status and the kind of a deadline, in badges.
pub(super) fn status(deadline: &crate::model::Deadline, overdue: bool) -> Markup {
    let tone = match deadline.status {
        DeadlineStatus::Fixed => Tone::Good,
        DeadlineStatus::Invalid => Tone::Bad,
        _ => Tone::Warn,
    };
    html! {
        @if overdue { (parts::badge(Tone::Bad, "Dagen er forbi")) " " }
        (parts::badge(tone, words::word(deadline.status))) " "
        (parts::badge(Tone::Plain, words::word(deadline.kind)))
    }
}
