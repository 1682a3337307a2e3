//! Dokumenter: what was read, and how many doubts the tool had about each.

use super::unread;
use crate::export::{CHECK, Cell, Column};
use crate::findings::Remarks;
use crate::store::{Count, DocumentEntry, DocumentPage, Failure, Filter, Misspelt};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::html::{self, Place};
use crate::web::parts::{self, Choice, ROWS, Tone};
use crate::web::query::{DocumentParams, Format, ListParams, document_path};
use crate::web::sheets::{MOST, Sheet};
use crate::web::words;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// `/dokumenter`
pub(super) async fn list(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, Problem> {
    let params = DocumentParams::of(&uri)?;
    let filter = params.list.filter.clone();
    let doubtful = params.doubtful;
    let start = (params.list.page - 1) * ROWS;
    let places = match params.list.format {
        Format::Page => start..start + ROWS,
        _ => 0..MOST,
    };
    let format = params.list.format;
    let (turn, (documents, misspelt, failures)) = app
        .ask_for(format, move |store| {
            let page = store.document_page(&filter, doubtful, places)?;
            let misspelt = match page.total {
                0 => store.misspelt(&filter)?,
                _ => Vec::new(),
            };
            Ok((page, misspelt, store.failures()?))
        })
        .await?;
    if let Some(turn) = turn {
        let file = move || sheet(&params, &documents).send(format);
        return turn.build(file).await;
    }
    let body = list_body(&params, &documents, &misspelt, &failures);
    Ok(html::page("Dokumenter", Place::Documents, &body).into_response())
}

fn name(entry: &DocumentEntry) -> String {
    let head = &entry.head;
    crate::web::words::capital(&crate::export::DocumentName::of_head(head).name)
}

fn list_body(
    params: &DocumentParams,
    documents: &DocumentPage,
    misspelt: &[Misspelt],
    failures: &[Failure],
) -> Markup {
    let total = documents.total;
    let (start, end) = params.list.window(ROWS, total);
    let tab = |doubtful: bool| {
        DocumentParams {
            doubtful,
            ..params.clone()
        }
        .at_page(1)
        .address()
    };
    html! {
        h1 { "Dokumenter" }
        nav.tabs aria-label="Utvalg" { ul {
            li { a href=(tab(false)) aria-current=[(!params.doubtful).then_some("page")] { "Alle" } }
            li { a href=(tab(true)) aria-current=[params.doubtful.then_some("page")] { "Med advarsler" } }
        } }
        form.narrow action="/dokumenter" method="get" {
            div.field {
                label for="recipient" { "Mottaker" }
                input #recipient name="recipient" maxlength="300" data-keys="/" value=(params.list.filter.recipients.first().map_or("", String::as_str));
            }
            div.field {
                label for="issuer" { "Avsender" }
                input #issuer name="issuer" maxlength="300" value=(params.list.filter.issuers.first().map_or("", String::as_str));
            }
            @if params.doubtful { input type="hidden" name="doubtful" value="1"; }
            (parts::kept(&params.list.filter, &["recipient", "issuer"]))
            button type="submit" { "Vis" }
        }
        (parts::chips(&parts::filter_chips(&params.list.filter, |filter| params.narrowed(filter)), &params.narrowed(Filter::default())))
        p #status .status role="status" aria-live="polite" {
            (words::counted(total, "dokument", "dokumenter"))
            @if total > ROWS && start < end { ", viser " (start + 1) "–" (end) }
        }
        div #resultater .beside {
            (parts::facets(&facets(params, documents)))
            div {
                @if total == 0 {
                    (parts::misspelt(params, misspelt))
                    (parts::nothing("Ingen dokumenter her", &[html! { a href="/dokumenter" { "Vis alle dokumenter" } }]))
                } @else {
                    (parts::downloads(params, total))
                    h2.hidden { "Dokumentene" }
                    ul.rows { @for entry in &documents.entries { li { (row(entry)) } } }
                    (parts::pager(params.list.page, ROWS, total, |page| params.clone().at_page(page).address()))
                }
                (unread::files(failures))
            }
        }
    }
}

fn row(entry: &DocumentEntry) -> Markup {
    let head = &entry.head;
    html! {
        article.document {
            h3.what { a href=(document_path(&head.key)) { (name(entry)) } }
            @if let Some(title) = &head.title { p.snippet { (parts::shortened(title, 200)) } }
            p.meta {
                @if !head.issuers.is_empty() { (parts::names(&head.issuers)) }
                @if !head.recipients.is_empty() { " → " (parts::names(&head.recipients)) }
                @if let Some(pages) = entry.file.pages { " · " (words::counted(pages as usize, "side", "sider")) }
                " " (doubts(entry))
            }
            @for one in &entry.passed_over { p.meta { "Også lest fra " (one.json.strip_suffix(".json").unwrap_or(&one.json)) "; den lesningen vises ikke: " (words::passed_over(&one.ground)) "." } }
            (parts::check(&entry.findings))
        }
    }
}

fn doubts(entry: &DocumentEntry) -> Markup {
    let file = &entry.file;
    html! {
        @if file.errors > 0 { (parts::badge(Tone::Bad, &words::counted(file.errors as usize, "feil", "feil"))) " " }
        @if file.warnings > 0 { (parts::badge(Tone::Warn, &words::counted(file.warnings as usize, "advarsel", "advarsler"))) " " }
        @if file.gone { (parts::badge(Tone::Warn, "Kilden er borte")) }
    }
}

fn facets(params: &DocumentParams, documents: &DocumentPage) -> Markup {
    let choice = |word: String, count: usize, filter: Filter| Choice {
        word,
        count,
        address: params.narrowed(filter),
    };
    let years: Vec<Choice> = documents
        .years
        .iter()
        .map(|Count { value, count }| {
            let years = vec![*value];
            let filter = Filter {
                years,
                ..params.list.filter.clone()
            };
            choice(value.to_string(), *count, filter)
        })
        .collect();
    let kinds: Vec<Choice> = documents
        .kinds
        .iter()
        .map(|Count { value, count }| {
            let kinds = vec![*value];
            let filter = Filter {
                kinds,
                ..params.list.filter.clone()
            };
            choice(words::word(*value).into(), *count, filter)
        })
        .collect();
    let recipients: Vec<Choice> = documents
        .recipients
        .iter()
        .map(|Count { value, count }| {
            let recipients = vec![parts::alone(value, &documents.recipients)];
            let filter = Filter {
                recipients,
                ..params.list.filter.clone()
            };
            choice(value.clone(), *count, filter)
        })
        .collect();
    html! {
        (parts::facet("År", &years))
        (parts::facet("Dokumenttype", &kinds))
        (parts::facet("Mottaker", &recipients))
    }
}

fn sheet(params: &DocumentParams, documents: &DocumentPage) -> Sheet {
    let rows = documents.entries.iter().map(|one| {
        let head = &one.head;
        let of = |text: &Option<String>| Cell::text(text.clone().unwrap_or_default());
        vec![
            Cell::text(head.key.as_str()),
            Cell::text(name(one)),
            of(&head.title),
            Cell::text(words::word(head.kind)),
            head.year
                .map_or(Cell::Empty, |year| Cell::Number(f64::from(year))),
            Cell::date(head.date.as_deref()),
            of(&head.reference),
            Cell::text(head.issuers.join("\n")),
            Cell::text(head.recipients.join("\n")),
            one.file
                .pages
                .map_or(Cell::Empty, |pages| Cell::Number(f64::from(pages))),
            Cell::Number(f64::from(one.file.errors)),
            Cell::Number(f64::from(one.file.warnings)),
            Cell::text(if one.file.gone { "Ja" } else { "" }),
            Cell::text(one.file.source.as_str()),
            Cell::text(one.findings.told()),
        ]
    });
    Sheet {
        name: "dokumenter",
        title: "Dokumenter".into(),
        address: params.clone().in_format(Format::Page).address(),
        columns: vec![
            Column::identifier("Dokument-ID", 14),
            Column::new("Dokument", 34),
            Column::new("Tittel", 44),
            Column::new("Type", 20),
            Column::new("År", 7),
            Column::new("Dato", 12),
            Column::new("Referanse", 16),
            Column::new("Avsender", 30),
            Column::new("Mottaker", 30),
            Column::new("Sider", 7),
            Column::new("Feil", 7),
            Column::new("Advarsler", 10),
            Column::new("Kilden er borte", 9),
            Column::new("Kildefil", 26),
            CHECK,
        ],
        rows: rows.collect(),
        total: documents.total,
    }
}
