//! Oppdrag, and every other record: its words, and all that other records say of it.

use super::{citation, record, search};
use crate::export::day;
use crate::store::{
    Answer, AnyRecord, DeadlineAt, Event, EventKind, Filter, Item, LinkAt, Lookup, Mention,
    RecordType,
};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::html::{self, Place};
use crate::web::parts::{self, Tone};
use crate::web::query::{Address, document_path, item_path};
use crate::web::words;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// How many places that cite an item are shown.
const MENTIONS: usize = 40;

/// `/oppdrag/{key}/{id}` and `/post/{key}/{id}`
pub(super) async fn page(
    State(app): State<Arc<App>>,
    Path((key, id)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Problem> {
    Address::of(&uri)?.done()?;
    let reference = format!("{key}#{id}");
    let found = app
        .ask(move |store| Ok(store.lookup(&reference, &Filter::default())?))
        .await?;
    let Some(item) = found.items.first() else {
        let body = unknown(&key, &id, &found);
        let page = html::page("Finnes ikke", Place::None, &body);
        return Ok((StatusCode::NOT_FOUND, page).into_response());
    };
    let title = title(item);
    let body = html! {
        (body(item, &title))
        @for other in &found.items[1..] {
            hr;
            h2 { "Også med denne id-en: " (words::record(other.place.record)) }
            (record::body(&other.item))
        }
    };
    let short = parts::shortened(&title, 90);
    Ok(html::page(&short, Place::None, &body).into_response())
}

/// There is no such record: what is called nearly so.
fn unknown(key: &str, id: &str, found: &Lookup) -> Markup {
    html! {
        h1 { "Finnes ikke" }
        p { "Vi finner ingen post «" (parts::shortened(id, 120)) "» i dokumentet «" (parts::shortened(key, 120)) "»." }
        @if found.nearest.is_empty() {
            p { "Dokumentet kan være lest på nytt siden lenken ble laget." }
        } @else {
            h2 { "Mente du" }
            (search::suggestions(&found.nearest))
        }
        p { a href="/" { "Til søket" } " eller " a href="/dokumenter" { "dokumentene" } }
    }
}

/// What an item is called.
fn title(item: &Item) -> String {
    let number = match &item.item {
        AnyRecord::Request(one) => Some(match &one.session {
            Some(session) => format!("Vedtak {} ({session})", one.number),
            None => format!("Vedtak {}", one.number),
        }),
        AnyRecord::Appropriation(one) => Some(match (&one.chapter, &one.post) {
            (Some(chapter), Some(post)) => format!("Kap. {chapter}, post {post}"),
            (Some(chapter), None) => format!("Kap. {chapter}"),
            _ => "Bevilgning".to_string(),
        }),
        other => other.number().map(str::to_string),
    };
    let record_title = match &item.item {
        AnyRecord::Request(one) => one.heading.as_deref().or(one.keyword.as_deref()),
        other => other.title(),
    };
    match (number, record_title) {
        (Some(number), Some(title)) => format!("{number} {title}"),
        (Some(number), None) => number,
        (None, Some(title)) => title.to_string(),
        (None, None) => {
            let name = words::record(item.item_type());
            match item.item.texts().first() {
                Some(text) => format!("{name}: {}", parts::shortened(text, 90)),
                None => name.to_string(),
            }
        }
    }
}

impl Item {
    fn item_type(&self) -> RecordType {
        self.place.record
    }
}

fn body(item: &Item, title: &str) -> Markup {
    let kind = item.item_type();
    let document = &item.place.document;
    html! {
        nav.path aria-label="Hvor teksten står" {
            ol {
                li { (parts::document(document)) }
                @for section in &item.sections {
                    li {
                        @if let Some(number) = &section.number { (number) " " }
                        (parts::shortened(&section.title, 80))
                    }
                }
            }
        }
        p.kind {
            (parts::badge(Tone::Plain, words::record(kind)))
            (action(item))
        }
        h1.item { (title) }
        div.place {
            (parts::source(&item.file, &document.key, item.item.spans()))
        }
        @if item.answers.is_empty() {
            section.words aria-label="Ordlyden" { (record::body(&item.item)) }
        } @else {
            // What was asked for beside what was answered.
            div.sides {
                section.words aria-labelledby="gitt" { h2 #gitt { "Ordlyden" } (record::body(&item.item)) }
                section.words aria-labelledby="svar" { h2 #svar { "Svar" } @for one in &item.answers { (answer(one)) } }
            }
        }
        (facts(item))
        (deadlines(item))
        (history(item))
        (earmarks(item))
        (links(item))
        (mentions(item))
        (cite(item))
        section.origin {
            h2 { "Kilde" }
            dl.facts {
                div { dt { "Dokument" } dd { a href=(document_path(&document.key)) { (document.title.as_deref().unwrap_or(&document.key)) } } }
                (parts::fact("Fil", &item.file.source))
                (parts::fact("Side", item.place.page.as_deref().unwrap_or_default()))
                (parts::fact("Referanse", &item.place.reference))
            }
            @if item.file.gone { p.note { "Kilden lå ikke lenger der den ble lest fra, sist det ble sett etter." } }
            @if !item.also_in.is_empty() { p.quiet { "Dokumentet er også lest fra: " (item.also_in.join(", ")) } }
        }
    }
}

fn action(item: &Item) -> Markup {
    let AnyRecord::Assignment(one) = &item.item else {
        return html! {};
    };
    let gone = item
        .history
        .iter()
        .any(|event| matches!(event.what, EventKind::Withdrawn | EventKind::Lapsed));
    html! {
        " " (parts::badge(Tone::Plain, words::word(one.action)))
        @if gone { " " (parts::badge(Tone::Warn, "Utgår")) }
        @if one.withheld { " " (parts::badge(Tone::Warn, "Unntatt offentlighet")) }
    }
}

fn facts(item: &Item) -> Markup {
    let goal = item.goal.as_ref().map_or_else(String::new, |goal| {
        goal.number.as_ref().map_or_else(
            || goal.text.clone(),
            |number| format!("{number} {}", goal.text),
        )
    });
    let (addressees, lead, department) = match &item.item {
        AnyRecord::Assignment(one) => (
            one.addressees.join(", "),
            one.lead.clone().unwrap_or_default(),
            one.department.clone().unwrap_or_default(),
        ),
        _ => Default::default(),
    };
    let any = [&goal, &addressees, &lead, &department]
        .iter()
        .any(|one| !one.is_empty());
    html! {
        @if any {
            section { h2 { "Om oppdraget" } dl.facts {
                (parts::fact("Hvem", addressees)) (parts::fact("Ledes av", lead))
                (parts::fact("Avdeling", department)) (parts::fact("Mål", goal))
            } }
        }
    }
}

fn deadlines(item: &Item) -> Markup {
    let one = |at: &DeadlineAt| {
        html! {
            (record::deadline(&at.deadline))
            p.meta { (parts::document(&at.place.document)) (parts::page_of(&at.place)) }
        }
    };
    html! {
        @if !item.deadlines.is_empty() {
            section { h2 { "Frister" } ul.rows { @for at in &item.deadlines { li { (one(at)) } } } }
        }
    }
}

fn history(item: &Item) -> Markup {
    let alone = item.history.len() <= 1;
    let words = |event: &Event| -> Option<String> {
        // The item's own words stand above.
        if event.place == item.place {
            return None;
        }
        event
            .item
            .texts()
            .first()
            .map(|text| parts::shortened(text, 400))
    };
    html! {
        @if !alone {
            section {
                h2 { "Historikk" }
                ol.history {
                    @for event in &item.history {
                        li {
                            p.what {
                                span.when { @match &event.place.document.date {
                                    Some(date) => (day(date)),
                                    None => (event.place.document.year.map_or_else(|| "–".into(), |year| year.to_string())),
                                } } " "
                                @if event.place == item.place { strong { (words::event(event.what)) " (vist her)" } }
                                @else { a href=(item_path(&event.place)) { (words::event(event.what)) } }
                            }
                            p.meta { (parts::document(&event.place.document)) (parts::page_of(&event.place)) }
                            @if let Some(words) = words(event) { p.snippet { (words) } }
                        }
                    }
                }
            }
        }
    }
}

fn answer(one: &Answer) -> Markup {
    html! {
        article.answer {
            p.meta {
                a href=(item_path(&one.place)) { (words::document(&one.place.document)) }
                @if !one.place.document.parties().is_empty() { ", " (parts::names(one.place.document.parties())) }
                (parts::page_of(&one.place))
                " · koblet på " (words::ground(&one.ground))
            }
            (record::report(&one.report))
        }
    }
}

fn earmarks(item: &Item) -> Markup {
    html! {
        @if !item.earmarks.is_empty() {
            section { h2 { "Øremerkede midler" } ul.rows { @for one in &item.earmarks { li {
                (record::earmark(&one.earmark))
                p.meta {
                    a href=(item_path(&one.place)) {
                        "Kap. " (one.chapter.as_deref().unwrap_or("–")) ", post " (one.post.as_deref().unwrap_or("–"))
                    }
                    " · " (parts::document(&one.place.document)) (parts::page_of(&one.place))
                }
            } } } }
        }
    }
}

fn links(item: &Item) -> Markup {
    let one = |link: &LinkAt| {
        let end = if link.outgoing {
            &link.link.to
        } else {
            &link.link.from
        };
        html! {
            span.kind { (words::link(&link.link.kind, link.outgoing)) ": " }
            @match &link.other {
                Some(place) => {
                    a href=(item_path(place)) { (end.id.as_deref().unwrap_or("dokumentet")) }
                    " i " (parts::document(&place.document)) (parts::page_of(place))
                }
                None => { (end.id.as_deref().unwrap_or_default()) " i " (end.document) " (ikke lest)" }
            }
            span.quiet { " · " (words::ground(&link.link.ground)) }
        }
    };
    html! {
        @if !item.links.is_empty() {
            section { h2 { "Koblinger" } ul.rows { @for link in &item.links { li { (one(link)) } } } }
        }
    }
}

fn mentions(item: &Item) -> Markup {
    let one = |mention: &Mention| {
        html! {
            "«" (mention.raw) "» i "
            (parts::record_link(&mention.place, None, mention.title.as_deref()))
            " · " (parts::document(&mention.place.document)) (parts::page_of(&mention.place))
        }
    };
    html! {
        @if !item.citations.is_empty() {
            section {
                h2 { "Vist til" }
                ul.rows { @for mention in item.citations.iter().take(MENTIONS) { li { (one(mention)) } } }
                @if item.citations.len() > MENTIONS { p.quiet { "Og " (item.citations.len() - MENTIONS) " steder til." } }
            }
        }
    }
}

fn cite(item: &Item) -> Markup {
    html! {
        section.cite {
            h2 { "Som sitat" }
            // The script puts the button beside it; without, the text is marked and copied by hand.
            p #sitat .citation data-copy="Kopier som sitat" { (citation::citation(item)) }
        }
    }
}
