//! Oppdrag, and every other record: its words, and all that other records say of it.

use super::around::{self, Around};
use super::beside::{self, Beside};
use super::{citation, record, remarks, search};
use crate::export::day;
use crate::model::Span;
use crate::store::{
    AnyRecord, DeadlineAt, Event, EventKind, Filter, Item, LinkAt, Lookup, Mention, Place,
    RecordType,
};
use crate::web::app::App;
use crate::web::errors::Problem;
use crate::web::html;
use crate::web::parts::{self, Tone};
use crate::web::query::{Address, document_path, item_path, source_path};
use crate::web::words;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
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
    let assignment = uri.path().starts_with("/oppdrag/");
    let (found, beside, around) = app
        .ask(move |store| {
            let mut found = store.lookup(&reference, &Filter::default())?;
            // A number may be that of an assignment and of a section alike: the address says which is meant.
            found
                .items
                .sort_by_key(|item| (item.item_type() == RecordType::Assignment) != assignment);
            let Some(item) = found.items.first() else {
                return Ok((found, Vec::new(), Around::default()));
            };
            let (beside, around) = (beside::of(store, item)?, around::of(store, item)?);
            Ok((found, beside, around))
        })
        .await?;
    let Some(item) = found.items.first() else {
        let body = unknown(&key, &id, &found);
        let page = html::page("Finnes ikke", html::Place::None, &body);
        return Ok((StatusCode::NOT_FOUND, page).into_response());
    };
    let title = name(&item.item, item.item_type());
    let body = html! {
        (body(item, &title, &beside, &around))
        @for other in &found.items[1..] {
            hr;
            h2 { "Også med denne id-en: " (words::record(other.place.record)) }
            (record::body(&other.item))
        }
    };
    let short = parts::shortened(&title, 90);
    Ok(html::page(&short, html::Place::None, &body).into_response())
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

/// What a record is called.
pub(super) fn name(record: &AnyRecord, kind: RecordType) -> String {
    let number = match record {
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
    let record_title = match record {
        AnyRecord::Request(one) => one.heading.as_deref().or(one.keyword.as_deref()),
        other => other.title(),
    };
    match (number, record_title) {
        (Some(number), Some(title)) => format!("{number} {title}"),
        // The number of a goal alone says nothing, and is a small thing to hit.
        (Some(number), None) => match record {
            AnyRecord::Goal(one) => format!("{number} {}", parts::shortened(&one.text, 90)),
            _ => number,
        },
        (None, Some(title)) => title.to_string(),
        (None, None) => {
            let name = words::record(kind);
            match record.texts().first() {
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

fn body(item: &Item, title: &str, beside: &[Beside], around: &Around) -> Markup {
    let kind = item.item_type();
    let document = &item.place.document;
    let facts = about(item, around);
    let also = item.also_in.iter();
    let also: Vec<&str> = also
        .map(|one| one.strip_suffix(".json").unwrap_or(one))
        .collect();
    let also = also.join(", ");
    html! {
        (around::path(item, around))
        p.kind {
            (parts::badge(Tone::Plain, words::record(kind)))
            (action(item))
        }
        h1.item { (title) }
        (around::belongs(around))
        (remarks::of(&item.place.findings))
        div.place {
            (parts::source(&item.file, &document.key, item.item.spans()))
        }
        @if item.answers.is_empty() && beside.is_empty() {
            // What it is about stands beside the words where there is room.
            div.sides.about {
                section.words aria-label="Ordlyden" { (words_of(item, around)) }
                @if let Some(facts) = &facts { div { (facts) } }
            }
        } @else if item.item_type() == RecordType::Request {
            // Decision and account stand beside each other already.
            section.words aria-label="Ordlyden" { (words_of(item, around)) }
            (beside::column(item, beside))
            @if let Some(facts) = &facts { (facts) }
        } @else {
            // What was asked for beside what was answered, and what it carries out.
            div.sides {
                section.words aria-labelledby="gitt" { h2 #gitt { "Ordlyden" } (words_of(item, around)) }
                div { (beside::column(item, beside)) }
            }
            @if let Some(facts) = &facts { div.sides.under { (facts) } }
        }
        (history(item))
        (earmarks(item))
        (links(item, beside))
        (mentions(item))
        (around::unread(around))
        (cite(item, around))
        section.origin {
            h2 { "Kilde" }
            dl.facts {
                div { dt { "Dokument" } dd { a href=(document_path(&document.key)) { (document.title.clone().unwrap_or_else(|| words::document(document))) } } }
                (parts::fact("Fil", &item.file.source))
                (parts::fact("Side", citation::pages(item.item.spans()).unwrap_or_default()))
                (parts::fact("Referanse", &item.place.reference))
            }
            @if item.file.gone { p.note { "Kilden lå ikke lenger der den ble lest fra, sist det ble sett etter." } }
            @if !item.also_in.is_empty() { p.quiet { "Dokumentet er også lest fra: " (also) } }
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

/// Its words, what falls due in part beside that part.
fn words_of(item: &Item, around: &Around) -> Markup {
    match &item.item {
        AnyRecord::Assignment(one) => record::assignment(one, &item.deadlines, &around.overdue),
        AnyRecord::Deadline(one) => {
            record::deadline(one, around.overdue.contains(&item.place.reference))
        }
        other => record::body(other),
    }
}

/// Whom it concerns, and what is due.
fn about(item: &Item, around: &Around) -> Option<Markup> {
    let sections = [facts(item), deadlines(item, around)];
    let any = sections.iter().any(Option::is_some);
    any.then(|| html! { @for one in sections.iter().flatten() { (one) } })
}

fn facts(item: &Item) -> Option<Markup> {
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
    any.then(|| {
        html! {
            section { h2 { @if item.item_type() == RecordType::Assignment { "Om oppdraget" } @else { "Sammenheng" } } dl.facts {
                (parts::fact("Hvem", addressees)) (parts::fact("Ledes av", lead))
                (parts::fact("Avdeling", department)) (parts::fact("Mål", goal))
            } }
        }
    })
}

fn deadlines(item: &Item, around: &Around) -> Option<Markup> {
    let one = |at: &DeadlineAt| {
        html! {
            (record::deadline(&at.deadline, around.overdue.contains(&at.place.reference)))
            p.meta { (parts::document(&at.place.document)) (parts::page_of(&at.place)) }
            (parts::check(&at.place.findings))
        }
    };
    (!item.deadlines.is_empty()).then(|| {
        html! {
            section { h2 { "Frister" } ul.rows { @for at in &item.deadlines { li { (one(at)) } } } }
        }
    })
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
    // A letter of a later year or day, as far as the store knows.
    let time = |place: &Place| (place.document.year, place.document.date.clone());
    let later = |place: &Place| {
        place.document.key != item.place.document.key
            && place.document.kind.is_letter()
            && time(place) > time(&item.place)
    };
    let cited = item.citations.iter().map(|one| &one.place);
    let linked = item.links.iter().filter_map(|link| link.other.as_ref());
    let untouched =
        alone && item.item_type() == RecordType::Assignment && !cited.chain(linked).any(later);
    html! {
        @if untouched { p.quiet.untouched { "Ingen senere brev her nevner oppdraget." } }
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
                            @if event.place != item.place { (parts::check(&event.place.findings)) }
                        }
                    }
                }
            }
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
                (parts::check(&one.place.findings))
            } } } }
        }
    }
}

fn links(item: &Item, beside: &[Beside]) -> Markup {
    let one = |link: &LinkAt| {
        let end = if link.outgoing {
            &link.link.to
        } else {
            &link.link.from
        };
        let spans = if link.outgoing {
            &link.link.spans_to
        } else {
            &link.link.spans_from
        };
        html! {
            span.kind { (words::link(&link.link.kind, link.outgoing)) ": " }
            @match &link.other {
                Some(place) => {
                    @match &end.id {
                        Some(id) => { a href=(item_path(place)) { (id) } " i " (parts::document(&place.document)) (parts::page_of(place)) }
                        // A document as a whole stands nowhere; its words that are linked do.
                        None => { (parts::document(&place.document)) (said_at(spans, place)) }
                    }
                }
                None => { (end.id.as_deref().unwrap_or_default()) " i " (end.document) " (ikke lest)" }
            }
            span.quiet { " · " (words::ground(&link.link.ground)) }
        }
    };
    // What stands beside the words, in the history or among what cites it has been said. Of two that
    // cite each other, that this one cites the other has not.
    let history: Vec<&Place> = item.history.iter().map(|event| &event.place).collect();
    let citing: Vec<&Place> = item.citations.iter().map(|one| &one.place).collect();
    let links = item.links.iter().enumerate();
    let others = links.filter(|(at, link)| {
        let same = |one: &&Place| {
            link.other
                .as_ref()
                .is_some_and(|other| other.reference == one.reference && other.record == one.record)
        };
        // Of a document as a whole: its citation stands among what cites the item.
        let told = |mention: &Mention| {
            !link.outgoing
                && link.link.kind == "cites"
                && link.link.from.id.is_none()
                && mention.place.document.key == link.link.from.document
                && mention.place.page == Span::first_page(&link.link.spans_from)
        };
        beside.iter().all(|one| one.link != *at)
            && !history.iter().any(same)
            && (link.outgoing || !citing.iter().any(same))
            && !item.citations.iter().any(told)
    });
    let mut rows: Vec<String> = Vec::new();
    for (_, link) in others {
        // What would read the same twice is told once.
        let row = one(link).into_string();
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    html! {
        @if !rows.is_empty() {
            section { h2 { "Koblinger" } ul.rows { @for row in rows { li { (PreEscaped(row)) } } } }
        }
    }
}

/// Where in a document as a whole something is said: the page, and the way to it.
fn said_at(spans: &[Span], place: &Place) -> Markup {
    let key = &place.document.key;
    html! {
        @if let Some(page) = citation::pages(spans) {
            @match parts::stretch(spans).filter(|_| spans.iter().any(|span| span.bbox.is_some())) {
                Some((counted, start, end)) => { ", " a href=(source_path(key, counted, start, end)) { "side\u{a0}" (page) } }
                None => { ", side\u{a0}" (page) }
            }
        }
    }
}

fn mentions(item: &Item) -> Markup {
    let one = |mention: &Mention| {
        html! {
            "«" (mention.raw) "» i "
            @if mention.place.record == RecordType::Citation {
                a href=(item_path(&mention.place)) { "løpende tekst" }
            } @else {
                (parts::record_link(&mention.place, None, mention.title.as_deref()))
            }
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

fn cite(item: &Item, around: &Around) -> Markup {
    let cited = citation::citation(item, around.parent.as_ref());
    html! {
        section.cite {
            h2 { "Som sitat" }
            // The script puts the button beside it; without, the text is marked and copied by hand.
            p #sitat .citation data-copy="Kopier som sitat" { (cited.text) }
            @if let Some(whole) = &cited.whole {
                details {
                    summary { "Hele teksten som sitat" }
                    p #sitat-hele .citation data-copy="Kopier hele teksten" { (whole) }
                }
            }
        }
    }
}
