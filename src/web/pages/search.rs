//! Søk: one box for words and identifiers, and what the hits can be narrowed to.

use crate::export::{CHECK, Cell, Column};
use crate::findings::Remarks;
use crate::store::{
    Count, Facets, Filter, Hit, Incomplete, Matched, Misspelt, Query, SearchQuery, SearchResult,
    Status, Store, StoreError, Suggestion,
};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::html::{self, Place};
use crate::web::parts::{self, Chip, Choice, Tone};
use crate::web::query::{Format, ListParams, SearchParams, document_path, item_path};
use crate::web::sheets::{MOST, Sheet, too_many};
use crate::web::words;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// Hits on a page.
const HITS: usize = 20;

/// What a search found, and where it found nothing, what may help.
struct Found {
    result: SearchResult,
    /// What is called nearly so.
    nearest: Vec<Suggestion>,
    /// The words as the documents spell them.
    respelt: Option<String>,
    /// Names that nobody has, among what the hits are narrowed to.
    misspelt: Vec<Misspelt>,
    /// Documents that the search is narrowed to and that are not wholly read.
    incomplete: Vec<Incomplete>,
}

/// The documents that a filter narrows a list to and that are not wholly read; none where it narrows to
/// no documents, for then they are of no list in particular.
pub(super) fn incomplete(store: &Store, filter: &Filter) -> Result<Vec<Incomplete>, StoreError> {
    let of_documents = Filter {
        types: Vec::new(),
        departments: Vec::new(),
        ..filter.clone()
    };
    match of_documents == Filter::default() {
        true => Ok(Vec::new()),
        false => store.incomplete(&of_documents),
    }
}

/// `/`
pub(super) async fn page(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, Problem> {
    let params = SearchParams::of(&uri)?;
    let asked = params.clone();
    let format = params.list.format;
    let (turn, found) = app
        .ask_for(format, move |store| {
            let (offset, limit) = match asked.list.format {
                // The page shows what there is to choose from.
                Format::Page if asked.text.is_empty() && !asked.is_narrowed() => (0, 0),
                Format::Page => ((asked.list.page - 1) * HITS, HITS),
                _ => (0, MOST),
            };
            let query = SearchQuery {
                text: asked.text.clone(),
                filter: asked.list.filter.clone(),
                statuses: asked.statuses.clone(),
                offset,
                limit,
            };
            if asked.list.format != Format::Page {
                // Told before thousands of hits are read.
                let counted = SearchQuery {
                    limit: 0,
                    ..query.clone()
                };
                let total = store.search(&counted)?.total;
                if total > MOST {
                    return Err(Problem::TooMany(too_many(total)));
                }
            }
            let result = store.search(&query)?;
            let (mut nearest, mut respelt) = (Vec::new(), None);
            if result.unfiltered == 0 && !asked.text.is_empty() {
                nearest = store.lookup(&asked.text, &Filter::default())?.nearest;
                respelt = store.respelt(&asked.text)?;
            }
            let misspelt = match result.total {
                0 => store.misspelt(&asked.list.filter)?,
                _ => Vec::new(),
            };
            let incomplete = match asked.list.format {
                Format::Page => incomplete(store, &asked.list.filter)?,
                _ => Vec::new(),
            };
            Ok(Found {
                incomplete,
                result,
                nearest,
                respelt,
                misspelt,
            })
        })
        .await?;
    if let Some(turn) = turn {
        let file = move || sheet(&params, found.result).send(format);
        return turn.build(file).await;
    }
    let title = match params.text.as_str() {
        "" => "Søk".to_string(),
        text => format!("{} – søk", parts::shortened(text, 60)),
    };
    Ok(html::page(&title, Place::Search, &body(&params, &found)).into_response())
}

fn body(params: &SearchParams, found: &Found) -> Markup {
    html! {
        h1 { "Søk i dokumentene" }
        form.search action="/" method="get" role="search" data-live="resultater" {
            label for="q" { "Ord, sitat eller nummer" }
            div.row {
                input #q type="search" name="q" value=(params.text) maxlength="300" autocomplete="off"
                    aria-describedby="q-hjelp" data-keys="/";
                button type="submit" { "Søk" }
            }
            p #q-hjelp .quiet {
                "Skriv for eksempel " q { "TB2026-14" } ", " q { "732.70" } " eller noen ord. Ord i anførselstegn må følge hverandre. "
                "Søket går gjennom det som er hentet ut av dokumentene – oppdrag, frister, krav, vedtak, tall – og ikke all løpende tekst."
            }
            (parts::kept(&params.list.filter, &[]))
            @for status in &params.statuses { input type="hidden" name="status" value=(status.name()); }
        }
        // Its words are changed by the script; told at leisure.
        p #status .status role="status" aria-live="polite" { (told(params, found)) }
        div #resultater {
            @if params.text.is_empty() && !params.is_narrowed() {
                (welcome(params, found))
            } @else {
                (parts::chips(&chips(params), &unfiltered(params)))
                (parts::incomplete(&found.incomplete))
                @if found.result.total == 0 {
                    (none(params, found))
                } @else {
                    div.beside {
                        (parts::facets(&facets(params, &found.result.facets)))
                        div { (hits(params, &found.result)) }
                    }
                }
            }
        }
    }
}

/// The same search, narrowed otherwise.
fn with(params: &SearchParams, filter: Filter) -> String {
    params.narrowed(filter)
}

/// The same search, narrowed to nothing.
fn unfiltered(params: &SearchParams) -> String {
    let all = SearchParams {
        statuses: Vec::new(),
        ..params.clone()
    };
    with(&all, Filter::default())
}

/// What the hits are narrowed to.
fn chips(params: &SearchParams) -> Vec<Chip> {
    let mut chips = parts::filter_chips(&params.list.filter, |filter| with(params, filter));
    for status in &params.statuses {
        let mut without = params.clone();
        without.statuses.retain(|one| one != status);
        chips.push(Chip {
            name: "Status",
            value: words::status(*status).to_string(),
            without: without.at_page(1).address(),
        });
    }
    chips
}

fn told(params: &SearchParams, found: &Found) -> String {
    let total = found.result.total;
    if params.text.is_empty() && !params.is_narrowed() {
        return String::new();
    }
    if total == 0 {
        return "Ingen treff".to_string();
    }
    let first = found.result.offset + 1;
    let last = found.result.offset + found.result.hits.len();
    let mut words = words::counted(total, "treff", "treff");
    if total > HITS {
        words += &format!(", viser {first}–{last}");
    }
    words
}

fn welcome(params: &SearchParams, found: &Found) -> Markup {
    html! {
        div.welcome {
            h2 { "Hva du kan slå opp" }
            ul.cards {
                li { a href="/frister" { "Frister" } p { "Kalender og liste: hva som forfaller, hva som er forfalt, og hva som ikke er avklart." } }
                li { a href="/vedtak" { "Anmodningsvedtak" } p { "Stortingets vedtak, åpne og avsluttede, med departementets svar." } }
                li { a href="/budsjett" { "Budsjett" } p { "En post gjennom årene, i proposisjoner og brev." } }
                li { a href="/dokumenter" { "Dokumenter" } p { "Alt som er lest, og det verktøyet var usikkert på." } }
            }
            p.quiet { "Alle tekster er ordrette sitater. Side og dokument står ved hvert av dem." }
        }
        @if found.result.total > 0 {
            (parts::browse("Bla i alt som er lest", &facets(params, &found.result.facets)))
        }
    }
}

fn none(params: &SearchParams, found: &Found) -> Markup {
    let mut tries = Vec::new();
    if found.result.unfiltered > 0 && params.is_narrowed() {
        tries.push(html! {
            a href=(unfiltered(params)) { "Søk uten avgrensninger" }
            " (" (words::counted(found.result.unfiltered, "treff", "treff")) ")"
        });
    }
    if Query::parse(&params.text).parts.is_empty() && !params.text.is_empty() {
        tries.push(html! { "Skriv minst ett ord eller tall. Tegn som * og % betyr ikke noe her." });
    } else {
        tries.push(html! { "Skriv færre ord, eller bare begynnelsen av dem." });
    }
    tries.push(html! {
        "Det du leter etter, kan stå i løpende tekst som ikke er hentet ut. Finn "
        a href="/dokumenter" { "dokumentet" } " og søk i kilden."
    });
    if params.text.contains(['"', '«', '“']) {
        tries.push(html! { "Ta bort anførselstegnene, så kan ordene stå hvor som helst." });
    }
    tries.push(html! { "Se etter skrivefeil. Bokmål og nynorsk er ikke det samme her: dokumentene er ordrette." });
    html! {
        (parts::misspelt(params, &found.misspelt))
        @if !found.nearest.is_empty() || found.respelt.is_some() {
            div.nearest {
                h2 { "Mente du" }
                @if let Some(respelt) = &found.respelt {
                    @let other = SearchParams { text: respelt.clone(), ..params.clone() };
                    p { a href=(other.at_page(1).address()) { (respelt) } }
                }
                @if !found.nearest.is_empty() { (suggestions(&found.nearest)) }
            }
        }
        (parts::nothing("Ingenting å vise", &tries))
    }
}

/// What is called nearly so, as searches.
pub(super) fn suggestions(nearest: &[Suggestion]) -> Markup {
    html! {
        ul {
            @for one in nearest {
                li {
                    a href=(SearchParams { text: one.name.clone(), ..SearchParams::default() }.address()) { (one.name) }
                    @if let Some(title) = &one.title { ": " (parts::shortened(title, 120)) }
                }
            }
        }
    }
}

fn facets(params: &SearchParams, facets: &Facets) -> Markup {
    fn choices<T: Clone>(
        params: &SearchParams,
        counts: &[Count<T>],
        word: impl Fn(&T) -> String,
        chosen: impl Fn(&mut SearchParams, T),
    ) -> Vec<Choice> {
        // One value only, and all hits have it: there is nothing to choose.
        let counts = if counts.len() > 1 { counts } else { &[] };
        let choice = |one: &Count<T>| {
            let mut narrowed = params.clone().at_page(1);
            chosen(&mut narrowed, one.value.clone());
            Choice {
                word: word(&one.value),
                count: one.count,
                address: narrowed.address(),
            }
        };
        counts.iter().map(choice).collect()
    }
    let own = |one: &String| one.clone();
    let types = choices(
        params,
        &facets.types,
        |one| words::record(*one).into(),
        |narrowed, one| narrowed.list.filter.types = vec![one],
    );
    let years = choices(
        params,
        &facets.years,
        |one: &i32| one.to_string(),
        |narrowed, one| narrowed.list.filter.years = vec![one],
    );
    let kinds = choices(
        params,
        &facets.kinds,
        |one| words::word(*one).into(),
        |narrowed, one| narrowed.list.filter.kinds = vec![one],
    );
    let issuers = choices(params, &facets.issuers, own, |narrowed, one| {
        narrowed.list.filter.issuers = vec![parts::alone(&one, &facets.issuers)];
    });
    let recipients = choices(params, &facets.recipients, own, |narrowed, one| {
        narrowed.list.filter.recipients = vec![parts::alone(&one, &facets.recipients)];
    });
    let departments = choices(params, &facets.departments, own, |narrowed, one| {
        narrowed.list.filter.departments = vec![one];
    });
    // Not all hits stand in some way: one value may be a choice.
    let statuses = match params.statuses.is_empty() {
        true => facets
            .statuses
            .iter()
            .map(|one| {
                let mut narrowed = params.clone().at_page(1);
                narrowed.statuses = vec![one.value];
                Choice {
                    word: words::status(one.value).into(),
                    count: one.count,
                    address: narrowed.address(),
                }
            })
            .collect(),
        false => Vec::new(),
    };
    html! {
        (parts::facet("Type", &types))
        (parts::facet("År", &years))
        (parts::facet("Dokumenttype", &kinds))
        (parts::facet("Mottaker", &recipients))
        (parts::facet("Avsender", &issuers))
        (parts::facet("Avdeling", &departments))
        (parts::facet("Status", &statuses))
    }
}

fn hits(params: &SearchParams, result: &SearchResult) -> Markup {
    let common: Vec<&str> = result
        .words
        .iter()
        .filter(|word| word.matched == Matched::TooCommon)
        .map(|word| word.word.as_str())
        .collect();
    html! {
        h2.hidden { "Treff" }
        (parts::downloads(params, result.total))
        @if !common.is_empty() {
            p.quiet {
                "Så mange ord inneholder «" (common.join("», «")) "» at bare ord som begynner slik, er tatt med."
            }
        }
        @if result.hits.is_empty() {
            p { "Det er ikke så mange sider. " a href=(params.clone().at_page(1).address()) { "Til den første" } }
        }
        ol.hits start=(result.offset + 1) {
            @for hit in &result.hits { li { (one(hit)) } }
        }
        (parts::pager(params.list.page, HITS, result.total, |page| params.clone().at_page(page).address()))
    }
}

fn one(hit: &Hit) -> Markup {
    let document = &hit.place.document;
    let is_document = hit.place.record == crate::store::RecordType::Document;
    html! {
        article.hit {
            h3 {
                a href=(if is_document { document_path(&document.key) } else { item_path(&hit.place) }) {
                    @if let Some(number) = &hit.number { (number) " " }
                    @if hit.title.is_empty() && hit.number.is_none() {
                        @if is_document { (words::document(document)) }
                        @else { (words::record(hit.place.record)) " i " (uncapital(&words::document(document))) }
                    }
                    (parts::pieces(&hit.title))
                }
            }
            p.meta {
                (parts::badge(parts::Tone::Plain, if is_document { words::word(document.kind) } else { words::record(hit.place.record) }))
                @if let Some(status) = hit.status.filter(|one| !matches!(one, Status::New | Status::Fixed)) {
                    " " (parts::badge(tone(status), words::status(status)))
                }
                " " (parts::document(document)) (parts::page_of(&hit.place))
            }
            (parts::check(&hit.place.findings))
            @if let Some(snippet) = &hit.snippet {
                p.snippet {
                    @if snippet.cut_before { "… " }
                    (parts::pieces(&snippet.pieces))
                    @if snippet.cut_after { " …" }
                }
            }
        }
    }
}

/// How loudly a status is told.
fn tone(status: Status) -> Tone {
    match status {
        Status::Withdrawn | Status::Lapsed | Status::Invalid | Status::Open => Tone::Warn,
        Status::Closed => Tone::Good,
        _ => Tone::Plain,
    }
}

fn uncapital(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn sheet(params: &SearchParams, result: SearchResult) -> Sheet {
    let joined = |pieces: &[crate::store::Piece]| -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    };
    let rows = result.hits.iter().map(|hit| {
        let document = &hit.place.document;
        vec![
            Cell::text(hit.place.reference.as_str()),
            Cell::text(words::record(hit.place.record)),
            Cell::text(hit.number.as_deref().unwrap_or_default()),
            Cell::text(hit.status.map(words::status).unwrap_or_default()),
            Cell::text(joined(&hit.title)),
            Cell::text(hit.snippet.as_ref().map_or_else(String::new, |snippet| {
                let dots = |cut| if cut { " … " } else { "" };
                format!(
                    "{}{}{}",
                    dots(snippet.cut_before),
                    joined(&snippet.pieces),
                    dots(snippet.cut_after)
                )
                .trim()
                .to_string()
            })),
            Cell::text(words::document(document)),
            Cell::text(document.issuers.join(", ")),
            Cell::text(document.recipients.join(", ")),
            document
                .year
                .map_or(Cell::Empty, |year| Cell::Number(f64::from(year))),
            Cell::number_or_text(hit.place.page.as_deref()),
            Cell::text(hit.place.findings.told()),
        ]
    });
    Sheet {
        name: "treff",
        title: match params.text.as_str() {
            "" => "Utvalg".to_string(),
            text => format!("Treff på «{text}»"),
        },
        address: params.clone().in_format(Format::Page).address(),
        columns: vec![
            Column::identifier("Rad-ID", 14),
            Column::new("Type", 16),
            Column::new("Nr.", 14),
            Column::new("Status", 12),
            Column::new("Tittel", 44),
            Column::new("Utdrag", 70),
            Column::new("Dokument", 30),
            Column::new("Avsender", 26),
            Column::new("Mottaker", 26),
            Column::new("År", 7),
            Column::new("Side", 7),
            CHECK,
        ],
        rows: rows.collect(),
        total: result.total,
    }
}
