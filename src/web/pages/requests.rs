//! Anmodningsvedtak: the requests of Parliament, open and closed, by session.

use crate::export::{CHECK, Cell, Column};
use crate::findings::Remarks;
use crate::store::{self, Filter, Misspelt, RequestList, RequestRow, RequestState};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::html::{self, Place};
use crate::web::parts::{self, Chip, Choice, ROWS, Tone};
use crate::web::query::{Format, ListParams, RequestParams, item_path};
use crate::web::sheets::{MOST, Sheet};
use crate::web::words;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// `/vedtak`
pub(super) async fn page(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, Problem> {
    let params = RequestParams::of(&uri)?;
    let filter = params.list.filter.clone();
    let format = params.list.format;
    let (turn, (list, misspelt)) = app
        .ask_for(format, move |store| {
            let list = store.requests(&filter, None)?;
            let none = list.open.is_empty() && list.unclear.is_empty() && list.closed.is_empty();
            let misspelt = match none {
                true => store.misspelt(&filter)?,
                false => Vec::new(),
            };
            Ok((list, misspelt))
        })
        .await?;
    let RequestList {
        open,
        unclear,
        closed,
    } = list;
    let mut all = open;
    all.extend(unclear);
    all.extend(closed);
    all.sort_by_cached_key(|row| (Reverse(row.request.session.clone()), row.request.number));
    if let Some(turn) = turn {
        let file = move || {
            let rows: Vec<RequestRow> = all.into_iter().filter(|row| fits(row, &params)).collect();
            sheet(&params, &rows).send(format)
        };
        return turn.build(file).await;
    }
    let body = body(&params, &all, &misspelt);
    Ok(html::page("Anmodningsvedtak", Place::Requests, &body).into_response())
}

fn of_session(row: &RequestRow, params: &RequestParams) -> bool {
    let Some(asked) = params.session.as_deref() else {
        return true;
    };
    let own = row.request.session.as_deref();
    own.is_some_and(|own| store::name(own) == store::name(asked))
}

fn fits(row: &RequestRow, params: &RequestParams) -> bool {
    of_session(row, params) && params.state.is_none_or(|state| state == row.state)
}

fn body(params: &RequestParams, all: &[RequestRow], misspelt: &[Misspelt]) -> Markup {
    let rows: Vec<&RequestRow> = all.iter().filter(|row| fits(row, params)).collect();
    let total = rows.len();
    let (start, end) = params.list.window(ROWS, total);
    html! {
        h1 { "Anmodningsvedtak" }
        p.quiet { "Stortingets anmodnings- og utredningsvedtak, slik proposisjonene gjør rede for dem. Hvert vedtak står som det sist ble trykt." }
        (states(params, all))
        (parts::chips(&chips(params), &RequestParams { state: params.state, ..RequestParams::default() }.at_page(1).address()))
        p #status .status role="status" aria-live="polite" {
            (total) " vedtak"
            @if total > ROWS && start < end { ", viser " (start + 1) "–" (end) }
        }
        div #resultater .beside {
            (parts::facets(&facets(params, all)))
            div {
                @if total == 0 {
                    (parts::misspelt(params, misspelt))
                    (parts::nothing("Ingen vedtak her", &[html! { a href="/vedtak" { "Vis alle vedtak" } }]))
                } @else {
                    (parts::downloads(params, total))
                    @for run in rows[start..end].chunk_by(|a, b| a.request.session == b.request.session) {
                        section.day {
                            h2 { @match &run[0].request.session {
                                Some(session) => { "Sesjonen " (session) }
                                None => { "Uten sesjon" }
                            } }
                            ul.rows { @for row in run { li { (one(row)) } } }
                        }
                    }
                    (parts::pager(params.list.page, ROWS, total, |page| params.clone().at_page(page).address()))
                }
            }
        }
    }
}

fn states(params: &RequestParams, all: &[RequestRow]) -> Markup {
    let count = |state: Option<RequestState>| {
        let own = |row: &&RequestRow| {
            of_session(row, params) && state.is_none_or(|state| state == row.state)
        };
        all.iter().filter(own).count()
    };
    let states = [
        (None, "Alle"),
        (Some(RequestState::Open), "Åpne"),
        (Some(RequestState::Unclear), "Uklare"),
        (Some(RequestState::Closed), "Avsluttede"),
    ];
    html! {
        nav.tabs aria-label="Hvordan de står" {
            ul {
                @for (state, word) in states {
                    li {
                        a href=(RequestParams { state, ..params.clone() }.at_page(1).address())
                            aria-current=[(state == params.state).then_some("page")] {
                            (word) " " span.count { "(" (count(state)) ")" }
                        }
                    }
                }
            }
        }
    }
}

fn chips(params: &RequestParams) -> Vec<Chip> {
    let mut chips = parts::filter_chips(&params.list.filter, |filter| params.narrowed(filter));
    if let Some(session) = &params.session {
        let without = RequestParams {
            session: None,
            ..params.clone()
        };
        chips.push(Chip {
            name: "Sesjon",
            value: session.clone(),
            without: without.at_page(1).address(),
        });
    }
    chips
}

fn facets(params: &RequestParams, all: &[RequestRow]) -> Markup {
    let mut sessions: BTreeMap<&str, usize> = BTreeMap::new();
    let mut issuers: BTreeMap<&str, usize> = BTreeMap::new();
    for row in all.iter().filter(|row| fits(row, params)) {
        if let Some(session) = row.request.session.as_deref() {
            *sessions.entry(session).or_default() += 1;
        }
        for issuer in &row.place.document.issuers {
            *issuers.entry(issuer).or_default() += 1;
        }
    }
    let sessions = sessions.iter().rev().map(|(session, count)| Choice {
        word: (*session).to_string(),
        count: *count,
        address: RequestParams {
            session: Some((*session).to_string()),
            ..params.clone()
        }
        .at_page(1)
        .address(),
    });
    let issuers = issuers.iter().map(|(issuer, count)| Choice {
        word: (*issuer).to_string(),
        count: *count,
        address: params.narrowed(Filter {
            issuers: vec![(*issuer).to_string()],
            ..params.list.filter.clone()
        }),
    });
    let sessions: Vec<Choice> = sessions.collect();
    let issuers: Vec<Choice> = issuers.collect();
    html! {
        (parts::facet("Sesjon", &sessions))
        @if issuers.len() > 1 { (parts::facet("Avsender", &issuers)) }
    }
}

/// How a request stands, as a badge.
pub(super) fn standing(state: RequestState) -> Markup {
    let tone = match state {
        RequestState::Open => Tone::Warn,
        RequestState::Unclear => Tone::Plain,
        RequestState::Closed => Tone::Good,
    };
    parts::badge(tone, words::state(state))
}

fn one(row: &RequestRow) -> Markup {
    let request = &row.request;
    let title = request.heading.as_deref().or(request.keyword.as_deref());
    html! {
        article.deadline {
            h3.what { a href=(item_path(&row.place)) {
                "Vedtak " (request.number)
                @if let Some(title) = title { ": " (parts::shortened(title, 200)) }
            } }
            p.meta {
                (standing(row.state)) " "
                @if let Some(outcome) = request.outcome { (parts::badge(Tone::Plain, words::word(outcome))) " " }
                // The day of the decision, told by its word from the day on which Parliament hears of it.
                @if let Some(date) = &request.date { "· " span.decided { "Vedtatt\u{a0}" (crate::export::day(date)) } " · " }
                (parts::document(&row.place.document)) (parts::page_of(&row.place))
                @if row.prints > 1 { " · trykt i " (row.prints) " dokumenter" }
            }
            (parts::check(&row.place.findings))
            @if let Some(text) = &request.text { p.snippet { (parts::shortened(text, 280)) } }
        }
    }
}

fn sheet(params: &RequestParams, rows: &[RequestRow]) -> Sheet {
    let yes = |value: Option<bool>| match value {
        Some(true) => "Ja",
        Some(false) => "Nei",
        None => "",
    };
    let cells = rows.iter().take(MOST).map(|row| {
        let request = &row.request;
        let of = |text: &Option<String>| Cell::text(text.clone().unwrap_or_default());
        vec![
            Cell::text(row.place.reference.as_str()),
            Cell::Number(f64::from(request.number)),
            of(&request.session),
            Cell::date(request.date.as_deref()),
            Cell::text(words::state(row.state)),
            of(&request.keyword),
            of(&request.heading),
            of(&request.text),
            of(&request.response),
            Cell::text(request.outcome.map_or("", words::word)),
            Cell::text(yes(request.followed_up)),
            Cell::text(yes(request.reporting_ends)),
            Cell::text(words::document(&row.place.document)),
            Cell::number_or_text(row.place.page.as_deref()),
            Cell::text(row.place.findings.told()),
        ]
    });
    Sheet {
        name: "anmodningsvedtak",
        title: "Anmodningsvedtak".into(),
        address: params.clone().in_format(Format::Page).address(),
        columns: vec![
            Column::identifier("Vedtak-ID", 14),
            Column::new("Vedtak nr.", 10),
            Column::new("Sesjon", 12),
            Column::new("Dato", 12),
            Column::new("Står", 12),
            Column::new("Stikkord", 30),
            Column::new("Overskrift", 30),
            Column::new("Vedtak", 60),
            Column::new("Svar", 80),
            Column::new("Utfall", 20),
            Column::new("Fulgt opp", 9),
            Column::new("Rapporteringen avsluttes", 14),
            Column::new("Dokument", 30),
            Column::new("Side", 7),
            CHECK,
        ],
        rows: cells.collect(),
        total: rows.len(),
    }
}
