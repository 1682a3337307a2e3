//! Every path of the API: what it is asked with, what it answers, and who answers it. The router and
//! the OpenAPI description are made from this table.

use super::answers::{ChangeList, DeadlineItem, DocumentWhole, Index, Item, List, RequestItem};
use super::handlers::{self, SearchPage};
use crate::model;
use crate::store::{Lookup, RecordType, Stats};
use crate::web::App;
use crate::web::errors::ApiProblem;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::get;
use schemars::{Schema, SchemaGenerator};
use std::sync::Arc;

/// A path of the API.
pub(super) struct ApiPath {
    /// As OpenAPI writes it.
    pub(super) path: &'static str,
    /// What it gives.
    pub(super) summary: &'static str,
    /// The parameters of its query, by their keys in [`openapi::PARAMETERS`].
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
    "document",
    "year",
    "kind",
    "issuer",
    "recipient",
    "limit",
    "cursor",
    "format",
];
const OF_ASSIGNMENTS: &[&str] = &[
    "document",
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
    "document",
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
    "document",
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
    "document",
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
    "standing",
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
        summary: "Which documents came in, changed or went since a cursor: of each the last thing only. Without a cursor: all that are there. To be applied as it comes: put in what is added or changed (the lists take `document=KEY`), take out what is removed. What is worked out from other documents (`withdrawn`, `restated`, `lapsed`, `another`, `overdue`) changes without a change of its own document: of these, ask anew",
        parameters: &["since", "limit"],
        problems: &[400, 410],
        answer: |g| g.subschema_for::<ChangeList>(),
        handler: Handler::Changes,
    },
];

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
            Handler::Index => handlers::index(asked).await,
            Handler::OpenApi => handlers::description(asked).await,
            Handler::Document => handlers::document(asked, name).await,
            Handler::Records(kind) => handlers::list(asked, kind).await,
            Handler::Search => handlers::search(asked).await,
            Handler::Item => handlers::item(asked, name).await,
            Handler::Stats => handlers::stats(asked).await,
            Handler::Changes => handlers::changes(asked).await,
        }
    }
}
