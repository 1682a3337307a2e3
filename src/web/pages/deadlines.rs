//! Frister: what falls due in a month or later, what is overdue, and what is not yet settled.

use super::search;
use super::{due, month, rows};
use crate::export::day;
use crate::model::DeadlineStatus;
use crate::store::{
    Count, DeadlinePage, DeadlineQuery, DeadlineSelection, Filter, Incomplete, Misspelt, Store,
};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::hosts;
use crate::web::html::{self, Place};
use crate::web::parts::{self, Chip, Choice, ROWS};
use crate::web::query::{DeadlineParams, DeadlineView, Format, ListParams, Month, word_of};
use crate::web::sheets::{self, MOST};
use crate::web::words;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use std::sync::Arc;

/// How far back what is overdue is shown, unless asked for: years.
const OVERDUE: i32 = 2;

/// The statuses that one filters by.
const STATUSES: [DeadlineStatus; 7] = [
    DeadlineStatus::Fixed,
    DeadlineStatus::Tentative,
    DeadlineStatus::ToBeAgreed,
    DeadlineStatus::Recurring,
    DeadlineStatus::Ongoing,
    DeadlineStatus::Relative,
    DeadlineStatus::Invalid,
];

/// `/frister`
pub(super) async fn page(
    State(app): State<Arc<App>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let today = jiff::Zoned::now().date();
    let params = resolved(DeadlineParams::of(&uri)?, today);
    let asked = params.clone();
    match params.list.format {
        Format::Page => {
            let (shown, misspelt, incomplete) = app
                .ask(move |store| {
                    let shown = shown(store, &asked, today)?;
                    let misspelt = match shown.total {
                        0 => store.misspelt(&asked.list.filter)?,
                        _ => Vec::new(),
                    };
                    let incomplete = search::incomplete(store, &asked.list.filter)?;
                    Ok((shown, misspelt, incomplete))
                })
                .await?;
            let title = match (params.view, params.month) {
                (DeadlineView::Month, Some(month)) => {
                    format!("Frister i {}", words::month(month.first()))
                }
                (DeadlineView::Overdue, _) => "Forfalte frister".into(),
                (DeadlineView::Unsettled, _) => "Uavklarte frister".into(),
                _ => "Frister".into(),
            };
            let body = body(&title, &params, &shown, &misspelt, &incomplete, today);
            Ok(html::page(&title, Place::Deadlines, &body).into_response())
        }
        Format::Ics => {
            let origin = hosts::origin(&uri, &headers);
            let calendar = app.ask_for_file(move |store| {
                let all = shown(store, &asked, today)?;
                due::calendar(store, &asked, &all, origin.as_deref())
            });
            let (turn, calendar) = calendar.await?;
            turn.build(move || sheets::calendar(&calendar)).await
        }
        format => {
            let all = app.ask_for_file(move |store| shown(store, &asked, today));
            let (turn, all) = all.await?;
            let file = move || due::sheet(&params, all).send(format);
            turn.build(file).await
        }
    }
}

/// The parameters with what is understood where nothing is said: this month, from today on, this year.
fn resolved(mut params: DeadlineParams, today: Date) -> DeadlineParams {
    let page = params.list.format == Format::Page;
    match params.view {
        DeadlineView::Month if params.from.is_some() || params.to.is_some() => {
            params.view = DeadlineView::All;
        }
        DeadlineView::Month => params.month = params.month.or(Some(Month::of(today))),
        DeadlineView::All if page && params.from.is_none() && params.to.is_none() => {
            params.from = Some(today);
        }
        DeadlineView::Overdue if params.from.is_none() => {
            params.from = today.checked_sub(OVERDUE.years()).ok();
        }
        DeadlineView::Unsettled if params.list.filter.years.is_empty() => {
            params.list.filter.years = vec![i32::from(today.year())];
        }
        _ => {}
    }
    if params.view != DeadlineView::Month {
        params.month = None;
    }
    params
}

fn shown(store: &Store, params: &DeadlineParams, today: Date) -> Result<DeadlinePage, Problem> {
    let (from, to) = match (params.view, params.month) {
        (DeadlineView::Month, Some(month)) => (Some(month.first()), Some(month.last())),
        (DeadlineView::Overdue, _) => {
            let yesterday = today.checked_sub(1.day()).unwrap_or(today);
            (
                params.from,
                Some(params.to.map_or(yesterday, |to| to.min(yesterday))),
            )
        }
        // Whenever it may fall due: what is asked for are the documents of a year.
        (DeadlineView::Unsettled, _) => (None, None),
        _ => (params.from, params.to),
    };
    let query = DeadlineQuery {
        filter: params.list.filter.clone(),
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        kinds: params.kinds.clone(),
        statuses: params.statuses.clone(),
        today: Some(today.to_string()),
        overdue: false,
    };
    let selection = match params.view {
        DeadlineView::Overdue => DeadlineSelection::Overdue,
        DeadlineView::Unsettled => DeadlineSelection::Unsettled,
        DeadlineView::Month | DeadlineView::All => DeadlineSelection::Due,
    };
    let start = (params.list.page - 1) * ROWS;
    let places = match params.list.format {
        Format::Page => start..start + ROWS,
        _ => 0..MOST,
    };
    Ok(store.deadline_page(&query, selection, places)?)
}

fn body(
    title: &str,
    params: &DeadlineParams,
    shown: &DeadlinePage,
    misspelt: &[Misspelt],
    incomplete: &[Incomplete],
    today: Date,
) -> Markup {
    let total = shown.total;
    let (start, end) = params.list.window(ROWS, total);
    html! {
        h1 { (title) }
        (views(params))
        (form(params, shown))
        (parts::chips(&chips(params), &params.narrowed(Filter { years: params.list.filter.years.clone(), ..Filter::default() })))
        p #status .status role="status" aria-live="polite" {
            (words::counted(total, "frist", "frister"))
            @if total > ROWS && start < end { ", viser " (start + 1) "–" (end) }
        }
        div #resultater {
            (parts::incomplete(incomplete))
            @if total == 0 { (parts::misspelt(params, misspelt)) }
            @if let (DeadlineView::Month, Some(month)) = (params.view, params.month) {
                (turning(params, month))
                (month::table(month, today, &shown.days, |day| {
                    if total <= ROWS { format!("#dag-{day}") } else { of_day(params, day) }
                }))
            }
            @if params.view == DeadlineView::Unsettled { (years(params)) }
            @if params.view == DeadlineView::Overdue {
                p.quiet {
                    "Dagen er forbi. Om oppdraget er levert, står ikke i brevene. "
                    @if let Some(from) = params.from {
                        "Listen går tilbake til " (day(&from.to_string())) ". "
                        a href=(DeadlineParams { from: Some(from.checked_sub(5.years()).unwrap_or(from)), ..params.clone() }.at_page(1).address()) { "Vis eldre" }
                    }
                }
            }
            div.beside {
                (parts::facets(&html! { (parts::facet("Hvem", &choices(params, shown))) }))
                div {
                    @if total == 0 {
                        (nothing(params, shown))
                    } @else {
                        div.actions {
                            (parts::downloads(params, total))
                            (subscribe(params))
                        }
                        (rows::list(&shown.rows, params.view))
                        (parts::pager(params.list.page, ROWS, total, |page| params.clone().at_page(page).address()))
                    }
                    @if shown.undated > 0 && params.view == DeadlineView::Month {
                        p { a href=(view(params, DeadlineView::Unsettled)) {
                            (words::counted(shown.undated, "frist", "frister")) " uten dag i " (params.month.map_or(0, |month| month.first().year()))
                        } }
                    }
                }
            }
        }
    }
}

/// The same selection in another view.
fn view(params: &DeadlineParams, view: DeadlineView) -> String {
    let year = params.month.map(|month| i32::from(month.first().year()));
    let mut filter = params.list.filter.clone();
    if params.view == DeadlineView::Unsettled {
        filter.years.clear();
    } else if view == DeadlineView::Unsettled && filter.years.is_empty() {
        filter.years.extend(year);
    }
    let other = DeadlineParams {
        view,
        kinds: params.kinds.clone(),
        statuses: params.statuses.clone(),
        ..DeadlineParams::default()
    };
    other.narrowed(filter)
}

fn views(params: &DeadlineParams) -> Markup {
    let views = [
        (DeadlineView::Month, "Måned"),
        (DeadlineView::All, "Kommende"),
        (DeadlineView::Overdue, "Forfalt"),
        (DeadlineView::Unsettled, "Uavklart"),
    ];
    html! {
        nav.tabs aria-label="Visning" {
            ul {
                @for (one, word) in views {
                    li { a href=(view(params, one)) aria-current=[(one == params.view).then_some("page")] { (word) } }
                }
            }
        }
    }
}

fn chips(params: &DeadlineParams) -> Vec<Chip> {
    // The year of what is not settled is chosen elsewhere.
    let mut filter = params.list.filter.clone();
    let years = match params.view {
        DeadlineView::Unsettled => std::mem::take(&mut filter.years),
        _ => Vec::new(),
    };
    let mut chips = parts::filter_chips(&filter, |mut without| {
        without.years.extend(&years);
        params.narrowed(without)
    });
    let mut put = |name, value: &str, without: DeadlineParams| {
        chips.push(Chip {
            name,
            value: value.to_string(),
            without: without.at_page(1).address(),
        });
    };
    for one in &params.statuses {
        let mut without = params.clone();
        without.statuses.retain(|other| other != one);
        put("Status", words::word(*one), without);
    }
    for one in &params.kinds {
        let mut without = params.clone();
        without.kinds.retain(|other| other != one);
        put("Slag", words::word(*one), without);
    }
    chips
}

fn form(params: &DeadlineParams, shown: &DeadlinePage) -> Markup {
    let first = |names: &[String]| names.first().cloned().unwrap_or_default();
    html! {
        form.narrow action="/frister" method="get" {
            div.field {
                label for="recipient" { "Mottaker" }
                input #recipient name="recipient" value=(first(&params.list.filter.recipients)) maxlength="300" list="hvem" data-keys="/";
                datalist #hvem { @for one in shown.who.iter().take(100) { option value=(one.value) {} } }
            }
            div.field {
                label for="department" { "Avdeling" }
                input #department name="department" value=(first(&params.list.filter.departments)) maxlength="100";
            }
            div.field {
                label for="status-valg" { "Status" }
                select #status-valg name="status" {
                    option value="" { "Alle" }
                    @for one in STATUSES {
                        option value=(word_of(&one)) selected[params.statuses.contains(&one)] { (words::word(one)) }
                    }
                }
            }
            @match params.view {
                DeadlineView::Month => {
                    div.field {
                        label for="month" { "Måned" }
                        input #month name="month" type="month" placeholder="2026-05" pattern="[0-9]{4}-[0-9]{2}" value=[params.month];
                    }
                }
                DeadlineView::All => {
                    input type="hidden" name="view" value="all";
                    div.field {
                        label for="from" { "Fra og med" }
                        input #from name="from" type="date" value=[params.from];
                    }
                    div.field {
                        label for="to" { "Til og med" }
                        input #to name="to" type="date" value=[params.to];
                    }
                }
                other => { input type="hidden" name="view" value=[other.name()]; }
            }
            (parts::kept(&params.list.filter, &["recipient", "department"]))
            button type="submit" { "Vis" }
        }
    }
}

fn turning(params: &DeadlineParams, month: Month) -> Markup {
    let at = |month: Month| DeadlineParams {
        month: Some(month),
        ..params.clone()
    };
    let link = |months, rel| {
        let to = month.later(months);
        html! { a href=(at(to).at_page(1).address()) rel=(rel) { (words::capital(&words::month(to.first()))) } }
    };
    html! {
        nav.turning aria-label="Måneder" {
            span { span aria-hidden="true" { "← " } (link(-1, "prev")) }
            span { (link(1, "next")) span aria-hidden="true" { " →" } }
        }
    }
}

fn years(params: &DeadlineParams) -> Markup {
    let Some(year) = params.list.filter.years.first().copied() else {
        return html! {};
    };
    let at = |year: i32| {
        let years = vec![year];
        params.narrowed(Filter {
            years,
            ..params.list.filter.clone()
        })
    };
    html! {
        p.quiet {
            "Frister i dokumenter om " (year) " som er tentative, skal avtales, gjentas, eller ikke har noen dag."
        }
        nav.turning aria-label="År" {
            span { span aria-hidden="true" { "← " } a href=(at(year - 1)) rel="prev" { (year - 1) } }
            span { a href=(at(year + 1)) rel="next" { (year + 1) } span aria-hidden="true" { " →" } }
        }
    }
}

/// The page of a day.
fn of_day(params: &DeadlineParams, day: Date) -> String {
    let one = DeadlineParams {
        view: DeadlineView::All,
        month: None,
        from: Some(day),
        to: Some(day),
        ..params.clone()
    };
    one.at_page(1).address()
}

fn choices(params: &DeadlineParams, shown: &DeadlinePage) -> Vec<Choice> {
    let choice = |one: &Count<String>| Choice {
        word: one.value.clone(),
        count: one.count,
        address: params.narrowed(Filter {
            recipients: vec![parts::alone(&one.value, &shown.who)],
            ..params.list.filter.clone()
        }),
    };
    shown.who.iter().map(choice).collect()
}

fn nothing(params: &DeadlineParams, shown: &DeadlinePage) -> Markup {
    let mut tries = Vec::new();
    if params.view == DeadlineView::Month {
        tries.push(html! { "Se i en annen måned, eller på " a href=(view(params, DeadlineView::All)) { "alle kommende frister" } "." });
    }
    if !chips(params).is_empty() {
        tries.push(html! { a href=(DeadlineParams { statuses: vec![], kinds: vec![], ..params.clone() }.narrowed(Filter::default())) { "Fjern avgrensningene" } "." });
    }
    if !shown.who.is_empty() {
        tries.push(html! { "Velg en annen mottaker: " (words::counted(shown.who.len(), "har", "har")) " frister her." });
    }
    if params.view == DeadlineView::Unsettled {
        tries.push(html! { "Velg et annet år." });
    }
    parts::nothing("Ingen frister her", &tries)
}

fn subscribe(params: &DeadlineParams) -> Markup {
    let feed = DeadlineParams {
        view: DeadlineView::All,
        month: None,
        from: None,
        to: None,
        ..params.clone()
    }
    .at_page(1)
    .in_format(Format::Ics);
    html! {
        details.subscribe {
            summary { "Abonner" }
            p {
                "Kalenderen følger utvalget av mottaker, avdeling og status, for alle måneder, og holder seg oppdatert. Den tar høyst " (words::counted(MOST, "frist", "frister")) "; avgrens til en mottaker om utvalget er større."
            }
            p { a href=(feed.address()) { "Kalender for utvalget (iCalendar)" } }
            p.quiet {
                "Kopier lenkens adresse, og lim den inn i Outlook: «Legg til kalender», «Abonner fra nettet»."
            }
        }
    }
}
