//! Every path of the API: what it is asked with, what it answers, and who answers it. The router and
//! the OpenAPI description are made from this table.

use super::answers::{
    ChangeList, DeadlineItem, DocumentWhole, Index, IndexPath, Item, List, RequestItem,
};
use super::ask::{Answer, Cursor, answered, limit, today};
use super::openapi;
use crate::model::{self, SCHEMA_VERSION};
use crate::store::{
    AnyRecord, ListQuery, ListedRecord, Lookup, Post, RecordType, RequestState, SearchQuery,
    SearchResult, Stats,
};
use crate::web::App;
use crate::web::errors::{ApiProblem, Problem};
use crate::web::query::{Address, DeadlineParams, ListParams, RequestParams, not};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::get;
use jiff::civil::Date;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use std::sync::Arc;

/// A path of the API.
pub(super) struct ApiPath {
    /// As OpenAPI writes it.
    pub(super) path: &'static str,
    /// What it gives.
    pub(super) summary: &'static str,
    /// The parameters of its query, by their names in [`openapi::PARAMETERS`].
    pub(super) parameters: &'static [&'static str],
    /// The statuses of problems that are its own.
    pub(super) problems: &'static [u16],
    /// The shape of its answer.
    pub(super) answer: fn(&mut SchemaGenerator) -> Schema,
    /// Who answers it.
    handler: Handler,
}

/// Who answers a path.
enum Handler {
    Index,
    OpenApi,
    Document,
    Records(RecordType),
    Search,
    Item,
    Stats,
    Changes,
}

const LIST: &[&str] = &[
    "year",
    "kind",
    "issuer",
    "recipient",
    "limit",
    "cursor",
    "format",
];
const OF_ASSIGNMENTS: &[&str] = &[
    "year",
    "kind",
    "issuer",
    "recipient",
    "department",
    "limit",
    "cursor",
    "format",
];
const OF_DEADLINES: &[&str] = &[
    "year",
    "kind",
    "issuer",
    "recipient",
    "department",
    "from",
    "to",
    "what",
    "status",
    "limit",
    "cursor",
    "format",
];
const OF_REQUESTS: &[&str] = &[
    "year",
    "kind",
    "issuer",
    "recipient",
    "session",
    "state",
    "limit",
    "cursor",
    "format",
];
const OF_MONEY: &[&str] = &[
    "year",
    "kind",
    "issuer",
    "recipient",
    "post",
    "limit",
    "cursor",
    "format",
];
const OF_SEARCH: &[&str] = &[
    "q",
    "type",
    "year",
    "kind",
    "issuer",
    "recipient",
    "department",
    "limit",
    "cursor",
];
const OF_ITEMS: &[&str] = &["type", "year", "kind", "issuer", "recipient", "department"];

/// Records of one type.
const fn records(
    path: &'static str,
    summary: &'static str,
    kind: RecordType,
    parameters: &'static [&'static str],
    answer: fn(&mut SchemaGenerator) -> Schema,
) -> ApiPath {
    ApiPath {
        path,
        summary,
        parameters,
        problems: &[400],
        answer,
        handler: Handler::Records(kind),
    }
}

/// The schema of a list of a model's records.
fn list_of<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<List<Item<T>>>()
}

/// All paths.
pub(super) const PATHS: &[ApiPath] = &[
    ApiPath {
        path: "/api/v1/",
        summary: "What there is",
        parameters: &[],
        problems: &[400],
        answer: |g| g.subschema_for::<Index>(),
        handler: Handler::Index,
    },
    ApiPath {
        path: "/api/v1/openapi.json",
        summary: "This description",
        parameters: &[],
        problems: &[400],
        answer: |_| schemars::json_schema!({ "type": "object", "required": ["openapi", "paths"] }),
        handler: Handler::OpenApi,
    },
    records(
        "/api/v1/documents",
        "Documents",
        RecordType::Document,
        LIST,
        list_of::<model::DocumentHead>,
    ),
    ApiPath {
        path: "/api/v1/documents/{key}",
        summary: "A document with its file and what the tool was unsure of",
        parameters: &[],
        problems: &[400, 404],
        answer: |g| g.subschema_for::<DocumentWhole>(),
        handler: Handler::Document,
    },
    records(
        "/api/v1/sections",
        "Sections (avsnitt)",
        RecordType::Section,
        LIST,
        list_of::<model::Section>,
    ),
    records(
        "/api/v1/goals",
        "Goals (mål)",
        RecordType::Goal,
        LIST,
        list_of::<model::Goal>,
    ),
    records(
        "/api/v1/indicators",
        "Indicators (styringsparametere, indikatorer)",
        RecordType::Indicator,
        LIST,
        list_of::<model::Indicator>,
    ),
    records(
        "/api/v1/assignments",
        "Assignments (oppdrag)",
        RecordType::Assignment,
        OF_ASSIGNMENTS,
        list_of::<model::Assignment>,
    ),
    records(
        "/api/v1/withdrawals",
        "Withdrawals of assignments (utgår)",
        RecordType::Withdrawal,
        LIST,
        list_of::<model::Withdrawal>,
    ),
    records(
        "/api/v1/carry_over",
        "What becomes of earlier years' assignments",
        RecordType::CarryOver,
        LIST,
        list_of::<model::CarryOver>,
    ),
    records(
        "/api/v1/requirements",
        "Requirements (krav)",
        RecordType::Requirement,
        LIST,
        list_of::<model::Requirement>,
    ),
    records(
        "/api/v1/deadlines",
        "Deadlines (frister), with who is to do it and by when",
        RecordType::Deadline,
        OF_DEADLINES,
        |g| g.subschema_for::<List<DeadlineItem>>(),
    ),
    records(
        "/api/v1/requests",
        "Requests of Parliament (anmodningsvedtak), each print",
        RecordType::Request,
        OF_REQUESTS,
        |g| g.subschema_for::<List<RequestItem>>(),
    ),
    records(
        "/api/v1/appropriations",
        "Appropriations (bevilgninger)",
        RecordType::Appropriation,
        OF_MONEY,
        list_of::<model::Appropriation>,
    ),
    records(
        "/api/v1/authorisations",
        "Authorisations (fullmakter)",
        RecordType::Authorisation,
        OF_MONEY,
        list_of::<model::Authorisation>,
    ),
    records(
        "/api/v1/reports",
        "Reports (rapportering)",
        RecordType::Report,
        LIST,
        list_of::<model::Report>,
    ),
    records(
        "/api/v1/tables",
        "Other tables",
        RecordType::Table,
        LIST,
        list_of::<model::Table>,
    ),
    records(
        "/api/v1/citations",
        "Citations (henvisninger)",
        RecordType::Citation,
        LIST,
        list_of::<model::Citation>,
    ),
    records(
        "/api/v1/links",
        "Links between documents",
        RecordType::Link,
        LIST,
        list_of::<model::Link>,
    ),
    ApiPath {
        path: "/api/v1/search",
        summary: "Full-text search over all records, the best first, with counts to narrow it by",
        parameters: OF_SEARCH,
        problems: &[400],
        answer: |g| g.subschema_for::<SearchPage>(),
        handler: Handler::Search,
    },
    ApiPath {
        path: "/api/v1/items/{id}",
        summary: "What an identifier means (TB2026-14, vedtak 46 (2024–2025), a document's key, a reference): the items whole, with history, deadlines, answers and citations",
        parameters: OF_ITEMS,
        problems: &[400, 404],
        answer: |g| g.subschema_for::<Lookup>(),
        handler: Handler::Item,
    },
    ApiPath {
        path: "/api/v1/stats",
        summary: "What the store holds, counted",
        parameters: &[],
        problems: &[400],
        answer: |g| g.subschema_for::<Stats>(),
        handler: Handler::Stats,
    },
    ApiPath {
        path: "/api/v1/changes",
        summary: "Which documents came in, changed or went since a cursor: of each the last thing only. Without a cursor: all that are there. To be applied as it comes: put in what is added or changed, take out what is removed",
        parameters: &["since", "limit"],
        problems: &[400, 410],
        answer: |g| g.subschema_for::<ChangeList>(),
        handler: Handler::Changes,
    },
];

/// One page of hits.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
struct SearchPage {
    #[serde(flatten)]
    found: SearchResult,
    /// The address of what follows; `null` at the end.
    next: Option<String>,
}

type Asked = (State<Arc<App>>, Uri, HeaderMap);

impl ApiPath {
    /// Puts it on the router.
    pub(super) fn on(&'static self, routes: Router<Arc<App>>) -> Router<Arc<App>> {
        let plain = move |State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap| {
            self.answer(State(app), uri, headers, String::new())
        };
        let named =
            move |State(app): State<Arc<App>>,
                  Path(name): Path<String>,
                  uri: Uri,
                  headers: HeaderMap| { self.answer(State(app), uri, headers, name) };
        match self.handler {
            Handler::Document => routes.route(self.path, get(named)),
            // Identifiers hold slashes.
            Handler::Item => routes.route(&self.path.replace("{id}", "{*id}"), get(named)),
            Handler::Index => routes
                .route(self.path, get(plain))
                .route(self.path.trim_end_matches('/'), get(plain)),
            _ => routes.route(self.path, get(plain)),
        }
    }

    async fn answer(
        &self,
        State(app): State<Arc<App>>,
        uri: Uri,
        headers: HeaderMap,
        name: String,
    ) -> Result<Response, ApiProblem> {
        let asked = (State(app), uri, headers);
        match self.handler {
            Handler::Index => index(asked).await,
            Handler::OpenApi => description(asked).await,
            Handler::Document => document(asked, name).await,
            Handler::Records(kind) => list(asked, kind).await,
            Handler::Search => search(asked).await,
            Handler::Item => item(asked, name).await,
            Handler::Stats => stats(asked).await,
            Handler::Changes => changes(asked).await,
        }
    }
}

async fn index((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
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

async fn description((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
    Address::of(&uri)?.done()?;
    answered(&app, &uri, headers, |_, _| {
        Answer::json(&openapi::description())
    })
    .await
}

async fn document((State(app), uri, headers): Asked, key: String) -> Result<Response, ApiProblem> {
    Address::of(&uri)?.done()?;
    answered(&app, &uri, headers, move |store, _| {
        let Some(mut entry) = store.document(&key)? else {
            return Err(Problem::NotFound(key));
        };
        entry.file.origin = None;
        Answer::json(&DocumentWhole {
            diagnostics: store.diagnostics_of(&entry.head.key)?,
            document: entry.head,
            file: entry.file,
            also_in: entry.also_in,
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
            query.filter = read.filter;
            query.deadlines.from = day(read.from);
            query.deadlines.to = day(read.to);
            query.deadlines.kinds = read.kinds;
            query.deadlines.statuses = read.statuses;
            query.deadlines.today = Some(today());
        }
        RecordType::Request => {
            refuse(&["department"], &mut address);
            let read = RequestParams::take(&mut address)?;
            query.filter = read.filter;
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

async fn list((State(app), uri, headers): Asked, kind: RecordType) -> Result<Response, ApiProblem> {
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
            Answer::json(&List {
                items,
                next: next.clone(),
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

async fn search((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
    let mut address = Address::of(&uri)?;
    let limit = limit(&mut address)?;
    let offset = Cursor::take(&mut address, &uri)?.map_or(0, |(_, at)| at);
    let query = SearchQuery {
        text: address.one("q")?.unwrap_or_default(),
        filter: address.filter()?,
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

async fn item((State(app), uri, headers): Asked, id: String) -> Result<Response, ApiProblem> {
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

async fn stats((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
    Address::of(&uri)?.done()?;
    answered(&app, &uri, headers, |store, _| {
        Answer::json(&store.stats()?)
    })
    .await
}

async fn changes((State(app), uri, headers): Asked) -> Result<Response, ApiProblem> {
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
