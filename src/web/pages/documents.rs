//! Dokumenter: what was read, each with what the tool was unsure of.

use super::record;
use crate::export::{Cell, Column, day};
use crate::model::Severity;
use crate::store::{
    Contents, DocumentBrief, DocumentEntry, Filter, Finding, Findings, Item, RecordType, Suggestion,
};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::html::{self, Place};
use crate::web::parts::{self, Choice, ROWS, Tone};
use crate::web::query::{
    DocumentParams, Format, ListParams, Printer, document_path, encoded, source_path,
};
use crate::web::sheets::{MOST, Sheet};
use crate::web::words;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many findings of a document are shown.
const FINDINGS: usize = 150;
/// How many signals that nobody has looked at are shown.
const SIGNALS: usize = 50;

/// `/dokumenter`
pub(super) async fn list(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, Problem> {
    let params = DocumentParams::of(&uri)?;
    let filter = params.filter.clone();
    let mut documents = app.ask(move |store| Ok(store.documents(&filter)?)).await?;
    if params.doubtful {
        documents.retain(|one| one.file.errors + one.file.warnings > 0);
    }
    // The newest first.
    documents.sort_by_cached_key(|one| {
        let day = one.head.date.clone();
        (Reverse(one.head.year), Reverse(day), one.head.key.clone())
    });
    if params.format != Format::Page {
        return sheet(&params, &documents).send(params.format);
    }
    let body = list_body(&params, &documents);
    Ok(html::page("Dokumenter", Place::Documents, &body).into_response())
}

fn narrowed(params: &DocumentParams, filter: Filter) -> String {
    let narrowed = DocumentParams {
        filter,
        page: 1,
        ..params.clone()
    };
    narrowed.address()
}

fn name(entry: &DocumentEntry) -> String {
    let head = &entry.head;
    crate::web::words::capital(&crate::export::DocumentName::of_head(head).name)
}

fn list_body(params: &DocumentParams, documents: &[DocumentEntry]) -> Markup {
    let total = documents.len();
    let start = ((params.page - 1) * ROWS).min(total);
    let end = (start + ROWS).min(total);
    let tab = |doubtful: bool| {
        DocumentParams {
            doubtful,
            page: 1,
            ..params.clone()
        }
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
                input #recipient name="recipient" maxlength="300" data-keys="/" value=(params.filter.recipients.first().map_or("", String::as_str));
            }
            div.field {
                label for="issuer" { "Avsender" }
                input #issuer name="issuer" maxlength="300" value=(params.filter.issuers.first().map_or("", String::as_str));
            }
            @if params.doubtful { input type="hidden" name="doubtful" value="1"; }
            (parts::kept(&params.filter, &["recipient", "issuer"]))
            button type="submit" { "Vis" }
        }
        (parts::chips(&parts::filter_chips(&params.filter, |filter| narrowed(params, filter)), &narrowed(params, Filter::default())))
        p #status .status role="status" aria-live="polite" {
            (words::counted(total, "dokument", "dokumenter"))
            @if total > ROWS && start < end { ", viser " (start + 1) "–" (end) }
        }
        div #resultater .beside {
            (parts::facets(&facets(params, documents)))
            div {
                @if total == 0 {
                    (parts::nothing("Ingen dokumenter her", &[html! { a href="/dokumenter" { "Vis alle dokumenter" } }]))
                } @else {
                    (parts::downloads(params, total))
                    h2.hidden { "Dokumentene" }
                    ul.rows { @for entry in &documents[start..end] { li { (row(entry)) } } }
                    (parts::pager(params.page, ROWS, total, |page| params.clone().at_page(page).address()))
                }
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

fn facets(params: &DocumentParams, documents: &[DocumentEntry]) -> Markup {
    let mut years: BTreeMap<Reverse<i32>, usize> = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    let mut recipients: BTreeMap<&str, usize> = BTreeMap::new();
    for one in documents {
        if let Some(year) = one.head.year {
            *years.entry(Reverse(year)).or_default() += 1;
        }
        *kinds.entry(one.head.kind).or_default() += 1;
        for name in &one.head.recipients {
            *recipients.entry(name).or_default() += 1;
        }
    }
    let choice = |word: String, count: usize, filter: Filter| Choice {
        word,
        count,
        address: narrowed(params, filter),
    };
    let years: Vec<Choice> = years
        .iter()
        .map(|(Reverse(year), count)| {
            let years = vec![*year];
            let filter = Filter {
                years,
                ..params.filter.clone()
            };
            choice(year.to_string(), *count, filter)
        })
        .collect();
    let kinds: Vec<Choice> = kinds
        .iter()
        .map(|(kind, count)| {
            let kinds = vec![*kind];
            let filter = Filter {
                kinds,
                ..params.filter.clone()
            };
            choice(words::word(*kind).into(), *count, filter)
        })
        .collect();
    let mut recipients: Vec<(&str, usize)> = recipients.into_iter().collect();
    recipients.sort_by_key(|(_, count)| Reverse(*count));
    let recipients: Vec<Choice> = recipients
        .into_iter()
        .map(|(name, count)| {
            let recipients = vec![name.to_string()];
            let filter = Filter {
                recipients,
                ..params.filter.clone()
            };
            choice(name.to_string(), count, filter)
        })
        .collect();
    html! {
        (parts::facet("År", &years))
        (parts::facet("Dokumenttype", &kinds))
        (parts::facet("Mottaker", &recipients))
    }
}

fn sheet(params: &DocumentParams, documents: &[DocumentEntry]) -> Sheet {
    let rows = documents.iter().take(MOST).map(|one| {
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
        ],
        rows: rows.collect(),
        total: documents.len(),
    }
}

/// A document whole.
struct Whole {
    item: Item,
    findings: Option<Findings>,
    /// Its records of the type that is asked for.
    listed: Option<(RecordType, Contents)>,
}

/// `/dokument/{key}`
pub(super) async fn one(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    let params = DocumentParams::of(&uri)?;
    let (asked, key_asked) = (params.clone(), key.clone());
    let found = app
        .ask(move |store| {
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
            let listed = match asked.filter.types.first() {
                Some(kind) => {
                    let (offset, limit) = match asked.format {
                        Format::Page => ((asked.page - 1) * ROWS, ROWS),
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
    if params.format != Format::Page {
        let Some((kind, contents)) = &whole.listed else {
            return Err(crate::web::query::bad(
                "Velg en type for å laste ned: type=assignment.",
            ));
        };
        return contents_sheet(&whole.item.place.document, *kind, contents).send(params.format);
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
        (record::body(&item.item))
        (contents(whole))
        @if let Some((kind, contents)) = &whole.listed { (listed(params, document, *kind, contents)) }
        @if let Some(findings) = &whole.findings { (findings_of(findings, item, pdf)) }
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
            @if !item.also_in.is_empty() { p.quiet { "Et dokument med samme nøkkel er også lest fra " (item.also_in.join(", ")) ". Det som står der, vises ikke." } }
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
) -> Markup {
    let key = &document.key;
    html! {
        section #liste tabindex="-1" {
            h2 { (words::record(kind)) " " span.count { "(" (contents.total) ")" } }
            @if contents.total == 0 { p { "Ingen." } } @else {
                p.downloads {
                    "Last ned: "
                    a href=(listed_at(key, kind, 1, Format::Xlsx)) { "Excel" } " "
                    a href=(listed_at(key, kind, 1, Format::Csv)) { "CSV" }
                }
            }
            ul.rows { @for (place, record) in &contents.records { li {
                p.what { (parts::record_link(place, record.number(), record.title())) span.quiet { (parts::page_of(place)) } }
                @if let Some(text) = record.texts().first() { p.snippet { (parts::shortened(text, 240)) } }
            } } }
            (parts::pager(params.page, ROWS, contents.total, |page| listed_at(key, kind, page, Format::Page)))
        }
    }
}

fn findings_of(findings: &Findings, item: &Item, pdf: bool) -> Markup {
    let key = &item.place.document.key;
    let coverage = &findings.coverage;
    let share = match coverage.characters {
        0 => 100.0,
        all => coverage.claimed as f64 * 100.0 / all as f64,
    };
    let mut diagnostics: Vec<&Finding> = findings.diagnostics.iter().collect();
    diagnostics.sort_by_key(|one| Reverse(one.diagnostic.severity));
    html! {
        section #funn {
            h2 { "Det verktøyet var usikkert på" }
            @if findings.documents.len() > 1 {
                p.quiet { "Funnene gjelder hele fila, som har " (findings.documents.len()) " dokumenter." }
            }
            @if diagnostics.is_empty() { p { "Ingenting å melde." } }
            ul.rows.findings { @for one in diagnostics.iter().take(FINDINGS) { li { (finding(one, key, pdf)) } } }
            @if diagnostics.len() > FINDINGS { p.quiet { "Og " (diagnostics.len() - FINDINGS) " til." } }
            h3 { "Dekning" }
            p {
                (Cell::Percent(share).shown()) " av tegnene hører til en post eller en overskrift. "
                (words::counted(coverage.unclaimed.len(), "sted", "steder")) " ser ut som en frist, et nummer, et beløp eller et vedtak uten å være lest som det."
            }
            @if !coverage.unclaimed.is_empty() {
                details {
                    summary { "Stedene" }
                    ul.rows { @for one in coverage.unclaimed.iter().take(SIGNALS) { li {
                        (parts::badge(Tone::Warn, words::word(one.signal))) " «" (parts::shortened(&one.raw, 160)) "»"
                        (at(&one.spans, key, pdf))
                    } } }
                    @if coverage.unclaimed.len() > SIGNALS { p.quiet { "Og " (coverage.unclaimed.len() - SIGNALS) " til." } }
                }
            }
        }
    }
}

fn at(spans: &[crate::model::Span], key: &str, pdf: bool) -> Markup {
    let Some(page) = crate::model::Span::first_page(spans) else {
        return html! {};
    };
    html! {
        @match parts::stretch(spans).filter(|_| pdf) {
            Some((counted, start, end)) => { ", " a href=(source_path(key, counted, start, end)) { "side " (page) } }
            None => { ", side " (page) }
        }
    }
}

fn finding(found: &Finding, key: &str, pdf: bool) -> Markup {
    let one = &found.diagnostic;
    let tone = match one.severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
        Severity::Info => Tone::Plain,
    };
    html! {
        (parts::badge(tone, words::word(one.severity))) " "
        code { (one.code) } (at(&one.spans, key, pdf))
        // The messages are the program's own, in English; what they quote is the document's.
        p.snippet lang="en" { (one.message) }
        @match (&one.item, &found.document) {
            (Some(id), Some(key)) => {
                p.meta { "Gjelder " a href=(format!("/post/{}/{}", encoded(key), encoded(id))) { (parts::shortened(id, 80)) } }
            }
            (Some(id), None) => { p.meta { "Gjelder " (parts::shortened(id, 80)) } }
            _ => {}
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
        ],
        rows: rows.collect(),
        total: contents.total,
    }
}
