//! The pages, in bokmål: one file a page.

mod around;
mod beside;
mod budget;
mod chart;
mod citation;
mod deadlines;
mod document;
mod documents;
mod due;
mod findings;
mod item;
mod month;
mod record;
mod remarks;
mod requests;
mod rows;
mod search;
mod unread;

use super::App;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// The routes of the pages.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(search::page))
        .route("/frister", get(deadlines::page))
        .route("/vedtak", get(requests::page))
        .route("/budsjett", get(budget::page))
        .route("/dokumenter", get(documents::list))
        .route("/dokument/{key}", get(document::page))
        .route("/oppdrag/{key}/{*id}", get(item::page))
        .route("/post/{key}/{*id}", get(item::page))
}
