//! Who answers each path.

use super::answers::{
    ChangeList, DeadlineItem, DocumentWhole, Index, IndexPath, Item, List, RequestItem,
};
use super::ask::{Answer, Cursor, answered, limit, today};
use super::openapi;
use super::paths::PATHS;
use crate::model::SCHEMA_VERSION;
use crate::store::{
    AnyRecord, ListQuery, ListedRecord, Post, RecordType, RequestState, SearchQuery, SearchResult,
};
use crate::web::App;
use crate::web::errors::{ApiProblem, Problem};
use crate::web::query::{Address, DeadlineParams, ListParams, RequestParams, not};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use jiff::civil::Date;
use serde_json::Value;
use std::sync::Arc;

/// One page of hits.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub(super) struct SearchPage {
    #[serde(flatten)]
    found: SearchResult,
    /// The address of what follows; `null` at the end.
    next: Option<String>,
}

/// What every handler is given.
pub(super) type Asked = (State<Arc<App>>, Uri, HeaderMap);

pub(super) async fn index((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
    Address::of(&uri)?.done()?;
    answered(&app, &uri, headers, |_, _| {
        Answer::json(&Index {
            name: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
            schema_version: SCHEMA_VERSION.into(),
            openapi: "/api/v1/openapi.json".into(),
            paths: PATHS
                .iter()
                .map(|one| IndexPath {
                    path: one.path.into(),
                    summary: one.summary.into(),
                })
                .collect(),
        })
    })
    .await
}

pub(super) async fn description((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
    Address::of(&uri)?.done()?;
    answered(&app, &uri, headers, |_, _| {
        Answer::json(&openapi::description())
    })
    .await
}

pub(super) async fn document(
    (State(app), uri, headers): Asked,
    key: String,
) -> Result<Response, ApiProblem> {
    Address::of(&uri)?.done()?;
    answered(&app, &uri, headers, move |store, _| {
        let Some(mut entry) = store.document(&key)? else {
            return Err(Problem::NotFound(key));
        };
        entry.file.origin = None;
        Answer::json(&DocumentWhole {
            diagnostics: store.diagnostics_of(&entry.head.key)?,
            findings: entry.findings,
            document: entry.head,
            file: entry.file,
            also_in: entry.also_in,
            passed_over: entry.passed_over,
        })
    })
    .await
}

/// What a list of records is asked with.
fn asked_for(uri: &Uri, kind: RecordType) -> Result<(ListQuery, bool), Problem> {
    let mut address = Address::of(uri)?;
    let limit = limit(&mut address)?;
    let lines = match address.one("format")?.as_deref() {
        None | Some("json") => false,
        Some("ndjson") => true,
        Some(other) => return Err(not("format", other, "json, ndjson")),
    };
    let mut query = ListQuery {
        after: Cursor::take(&mut address, uri)?,
        document: address.one("document")?,
        limit,
        ..ListQuery::default()
    };
    // These names are of the pages, not of these lists.
    let mut foreign = Vec::new();
    let mut refuse = |names: &[&'static str], address: &mut Address| {
        for name in names {
            if !address.all(name).is_empty() {
                foreign.push(*name);
            }
        }
    };
    refuse(&["type", "page", "view", "month"], &mut address);
    match kind {
        RecordType::Deadline => {
            let day = |day: Option<Date>| day.map(|day| day.to_string());
            let read = DeadlineParams::take(&mut address)?;
            query.filter = read.list.filter;
            query.deadlines.from = day(read.from);
            query.deadlines.to = day(read.to);
            query.deadlines.kinds = read.kinds;
            query.deadlines.statuses = read.statuses;
            query.deadlines.today = Some(today());
        }
        RecordType::Request => {
            refuse(&["department"], &mut address);
            let read = RequestParams::take(&mut address)?;
            query.filter = read.list.filter;
            query.session = read.session;
            query.state = read.state;
        }
        RecordType::Assignment => query.filter = address.filter()?,
        RecordType::Appropriation | RecordType::Authorisation => {
            refuse(&["department"], &mut address);
            query.filter = address.filter()?;
            if let Some(typed) = address.one("post")? {
                let post = Post::parse(&typed);
                let like = "en post eller et kapittel, som 732.70";
                query.post = Some(post.ok_or_else(|| not("post", &typed, like))?);
            }
        }
        _ => {
            refuse(&["department"], &mut address);
            query.filter = address.filter()?;
        }
    }
    address.done()?;
    if let Some(name) = foreign.first() {
        return Err(Problem::BadRequest(format!(
            "Denne listen kjenner ikke «{name}» i adressen."
        )));
    }
    query.filter.types = vec![kind];
    Ok((query, lines))
}

pub(super) async fn list(
    (State(app), uri, headers): Asked,
    kind: RecordType,
) -> Result<Response, ApiProblem> {
    let (query, lines) = asked_for(&uri, kind)?;
    let own = uri.clone();
    answered(&app, &uri, headers, move |store, _| {
        let found = store.list(&query)?;
        let next = found.next.map(|(key, at)| Cursor::next(&own, &key, at));
        let items: Result<Vec<Value>, Problem> = found.records.into_iter().map(listed).collect();
        let items = items?;
        let answer = if lines {
            Answer::lines(&items)?
        } else {
            let findings = match &query.document {
                Some(key) => store.document(key)?.map(|one| one.findings),
                None => None,
            };
            Answer::json(&List {
                items,
                next: next.clone(),
                findings: findings.unwrap_or_default(),
            })?
        };
        Ok(answer.with_next(next))
    })
    .await
}

/// A record in the shape of its list.
fn listed(one: ListedRecord) -> Result<Value, Problem> {
    let made = match (one.record, one.deadline) {
        (_, Some(row)) => serde_json::to_value(DeadlineItem {
            place: row.place,
            due: row.due,
            who: row.who,
            bound: row.bound,
            overdue: row.overdue,
            withdrawn: row.withdrawn,
            restated: row.restated,
            record: row.deadline,
        }),
        (AnyRecord::Request(request), None) => serde_json::to_value(RequestItem {
            place: one.place,
            state: RequestState::of(&request),
            record: *request,
        }),
        (record, None) => serde_json::to_value(Item {
            place: one.place,
            record: record.plain().map_err(|_| Problem::Internal)?,
        }),
    };
    made.map_err(|_| Problem::Internal)
}

pub(super) async fn search((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
    let mut address = Address::of(&uri)?;
    let limit = limit(&mut address)?;
    let offset = Cursor::take(&mut address, &uri)?.map_or(0, |(_, at)| at);
    let query = SearchQuery {
        text: address.one("q")?.unwrap_or_default(),
        filter: address.filter()?,
        statuses: address.statuses()?,
        offset,
        limit,
    };
    address.done()?;
    let own = uri.clone();
    answered(&app, &uri, headers, move |store, _| {
        let found = store.search(&query)?;
        let end = found.offset + found.hits.len();
        let next = (end < found.total && end > found.offset).then(|| Cursor::next(&own, "", end));
        let page = SearchPage {
            found,
            next: next.clone(),
        };
        Ok(Answer::json(&page)?.with_next(next))
    })
    .await
}

pub(super) async fn item(
    (State(app), uri, headers): Asked,
    id: String,
) -> Result<Response, ApiProblem> {
    let mut address = Address::of(&uri)?;
    let filter = address.filter()?;
    address.done()?;
    answered(&app, &uri, headers, move |store, _| {
        let mut found = store.lookup(&id, &filter)?;
        if found.items.is_empty() {
            let names: Vec<&str> = found.nearest.iter().map(|one| one.name.as_str()).collect();
            let near = match names.is_empty() {
                true => id,
                false => format!("{id}» – nesten likt: «{}", names.join("», «")),
            };
            return Err(Problem::NotFound(near));
        }
        for item in &mut found.items {
            item.file.origin = None;
        }
        Answer::json(&found)
    })
    .await
}

pub(super) async fn stats((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
    Address::of(&uri)?.done()?;
    answered(&app, &uri, headers, |store, _| {
        Answer::json(&store.stats()?)
    })
    .await
}

pub(super) async fn changes((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
    let mut address = Address::of(&uri)?;
    let limit = limit(&mut address)?;
    let since = address.one("since")?;
    address.done()?;
    let cut = match &since {
        None => None,
        Some(text) => {
            let cut = text.split_once('-');
            let cut = cut.and_then(|(epoch, seq)| Some((epoch.to_string(), seq.parse().ok()?)));
            Some(cut.ok_or_else(|| not("since", text, "en «cursor» herfra; begynn uten"))?)
        }
    };
    answered(&app, &uri, headers, move |store, state| {
        let after = match cut {
            None => 0,
            Some((epoch, seq)) if epoch == state.epoch && seq <= state.seq => seq,
            Some(_) => {
                return Err(Problem::Gone(
                    "Lageret er laget helt på nytt siden «since» ble gitt ut, så endringene siden da er ikke kjent. Hent alt på nytt: spør uten «since», og ta bort det som ikke kommer med.".into(),
                ));
            }
        };
        let found = store.changes(after, limit)?;
        let cursor = format!("{}-{}", state.epoch, found.until);
        let next = format!("/api/v1/changes?since={cursor}&limit={limit}");
        Answer::json(&ChangeList {
            changes: found.changes,
            cursor,
            next,
            more: found.more,
        })
    })
    .await
}
