//! A document: what it says of itself, what it holds, and what the tool was unsure of.

use super::item::name;
use super::{findings, record, remarks};
use crate::export::{CHECK, Cell, Column, day};
use crate::findings::Remarks;
use crate::store::{
    AnyRecord, Contents, DocumentBrief, Filter, Findings, Item, RecordType, Suggestion,
};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::html::{self, Place};
use crate::web::parts::{self, ROWS};
use crate::web::query::{DocumentParams, Format, ListParams, Printer, document_path, encoded};
use crate::web::sheets::{MOST, Sheet};
use crate::web::words;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// A document whole.
struct Whole {
    item: Item,
    findings: Option<Findings>,
    /// Its records of the type that is asked for.
    listed: Option<(RecordType, Contents)>,
}

/// `/dokument/{key}`
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    let params = DocumentParams::of(&uri)?;
    let (asked, key_asked) = (params.clone(), key.clone());
    let format = params.list.format;
    let (turn, found) = app
        .ask_for(format, move |store| {
            let Some(entry) = store.document(&key_asked)? else {
                let nearest = store.lookup(&key_asked, &Filter::default())?.nearest;
                return Ok(Err(nearest));
            };
            let key = entry.head.key;
            // A key can also be what another record is called.
            let found = store.lookup(&key, &Filter::default())?;
            let own = found.items.into_iter().find(|one| {
                one.place.record == RecordType::Document && one.place.document.key == key
            });
            let Some(item) = own else {
                return Ok(Err(Vec::new()));
            };
            let listed = match asked.list.filter.types.first() {
                Some(kind) => {
                    let (offset, limit) = match asked.list.format {
                        Format::Page => ((asked.list.page - 1) * ROWS, ROWS),
                        _ => (0, MOST),
                    };
                    Some((*kind, store.contents_of(&key, *kind, offset, limit)?))
                }
                None => None,
            };
            Ok(Ok(Whole {
                findings: store.findings(&key)?,
                item,
                listed,
            }))
        })
        .await?;
    let whole = match found {
        Ok(whole) => whole,
        Err(nearest) => {
            let page = html::page("Finnes ikke", Place::None, &unknown(&key, &nearest));
            return Ok((StatusCode::NOT_FOUND, page).into_response());
        }
    };
    if let Some(turn) = turn {
        let Some((kind, contents)) = whole.listed else {
            return Err(crate::web::query::bad(
                "Velg en type for å laste ned: type=assignment.",
            ));
        };
        let document = whole.item.place.document;
        let file = move || contents_sheet(&document, kind, &contents).send(format);
        return turn.build(file).await;
    }
    let title = words::document(&whole.item.place.document);
    let body = body(&params, &whole, &title);
    Ok(html::page(&title, Place::Documents, &body).into_response())
}

fn unknown(key: &str, nearest: &[Suggestion]) -> Markup {
    html! {
        h1 { "Finnes ikke" }
        p { "Vi finner ikke dokumentet «" (parts::shortened(key, 120)) "»." }
        @if !nearest.is_empty() {
            h2 { "Mente du" }
            ul { @for one in nearest { li { a href=(document_path(&one.name)) { (one.name) } @if let Some(title) = &one.title { ": " (parts::shortened(title, 120)) } } } }
        }
        p { a href="/dokumenter" { "Til dokumentene" } }
    }
}

/// The address of a document's records of a type.
fn listed_at(key: &str, kind: RecordType, page: usize, format: Format) -> String {
    let mut printer = Printer::new(&document_path(key));
    printer.put("type", kind.name());
    printer.page(page);
    printer.some("format", format.name());
    printer.done()
}

fn body(params: &DocumentParams, whole: &Whole, title: &str) -> Markup {
    let item = &whole.item;
    let document = &item.place.document;
    let pdf = item.file.media_type == "application/pdf" && !item.file.gone;
    html! {
        h1.item { (title) }
        @if let Some(printed) = &document.title { p.lead { (printed) } }
        div.place {
            @if pdf { a.button href=(format!("/kilde/{}", encoded(&document.key))) { "Åpne kilden" } }
            @else { span.where { "Lest fra " span.file { (item.file.source) } } }
        }
        (remarks::of(&item.place.findings))
        @if let Some(findings) = &whole.findings { (findings::residue_told(findings)) }
        (record::body(&item.item))
        (contents(whole))
        @if let Some((kind, contents)) = &whole.listed { (listed(params, document, *kind, contents, item.place.findings.incomplete())) }
        @if let Some(findings) = &whole.findings { (findings::of(findings, item, pdf)) }
        section.origin {
            h2 { "Fila" }
            dl.facts {
                (parts::fact("Fil", &item.file.source))
                (parts::fact("Sider", item.file.pages.map_or_else(String::new, |pages| pages.to_string())))
                (parts::fact("Form", &item.file.media_type))
                (parts::fact("SHA-256", &item.file.sha256))
                (parts::fact("Nøkkel", &document.key))
            }
            @if item.file.gone { p.note { "Kilden lå ikke lenger der den ble lest fra, sist det ble sett etter." } }
            @for one in &item.passed_over { p.quiet { "Dokumentet er også lest fra " (one.json.strip_suffix(".json").unwrap_or(&one.json)) ". Den lesningen vises ikke: " (words::passed_over(&one.ground)) "." } }
        }
    }
}

fn contents(whole: &Whole) -> Markup {
    let key = &whole.item.place.document.key;
    let chosen = whole.listed.as_ref().map(|(kind, _)| *kind);
    html! {
        @if !whole.item.contents.is_empty() {
            nav.contents aria-label="Innhold" {
                h2 { "Innhold" }
                ul { @for one in &whole.item.contents {
                    li { a href=(format!("{}#liste", listed_at(key, one.value, 1, Format::Page))) aria-current=[(chosen == Some(one.value)).then_some("true")] {
                        (words::record(one.value)) " " span.count { "(" (one.count) ")" }
                    } }
                } }
            }
        }
    }
}

fn listed(
    params: &DocumentParams,
    document: &DocumentBrief,
    kind: RecordType,
    contents: &Contents,
    incomplete: bool,
) -> Markup {
    let key = &document.key;
    html! {
        section #liste tabindex="-1" {
            h2 { (words::record(kind)) " " span.count { "(" (contents.total) ")" } }
            @if incomplete { p.note { "Listen er ikke hel: noe i dokumentet er ikke lest. " a href="#kontroller" { "Se hva" } "." } }
            @if contents.total == 0 { p { "Ingen." } }
            (parts::files(contents.total, |format| listed_at(key, kind, 1, format)))
            ul.rows { @for (place, record) in &contents.records { li {
                // A deadline has no title of its own: what falls due.
                @let due = matches!(record, AnyRecord::Deadline(_)).then(|| name(record, kind));
                p.what { (parts::record_link(place, record.number(), due.as_deref().or(record.title()))) span.quiet { (parts::page_of(place)) } }
                @if let Some(text) = record.texts().first() { p.snippet { (parts::shortened(text, 240)) } }
                (parts::check(&place.findings))
            } } }
            (parts::pager(params.list.page, ROWS, contents.total, |page| listed_at(key, kind, page, Format::Page)))
        }
    }
}

fn contents_sheet(document: &DocumentBrief, kind: RecordType, contents: &Contents) -> Sheet {
    let rows = contents.records.iter().map(|(place, record)| {
        vec![
            Cell::text(place.reference.as_str()),
            Cell::text(record.number().unwrap_or_default()),
            Cell::text(record.title().unwrap_or_default()),
            Cell::text(record.texts().first().copied().unwrap_or_default()),
            Cell::number_or_text(place.page.as_deref()),
            Cell::text(place.findings.told()),
        ]
    });
    let dated = document.date.as_deref().map(day).unwrap_or_default();
    Sheet {
        name: "poster",
        title: format!("{} {dated}", words::record(kind))
            .trim()
            .to_string(),
        address: listed_at(&document.key, kind, 1, Format::Page),
        columns: vec![
            Column::identifier("Rad-ID", 14),
            Column::new("Nr.", 14),
            Column::new("Tittel", 50),
            Column::new("Tekst", 90),
            Column::new("Side", 7),
            CHECK,
        ],
        rows: rows.collect(),
        total: contents.total,
    }
}
