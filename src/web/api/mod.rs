//! `/api/v1/`: the records of the contract as JSON, for programs.
//!
//! * `paths`: every path, what it is asked with and what it answers: the router and the OpenAPI
//!   description are both made from that one table;
//! * `answers`: the shapes of the answers;
//! * `ask`: what every question passes: parameters, cursors, tags;
//! * `handlers`: who answers;
//! * `openapi`: the description.

mod answers;
mod ask;
mod handlers;
mod openapi;
mod paths;

use super::App;
use axum::Router;
use std::sync::Arc;

/// The routes of the API.
pub(super) fn routes() -> Router<Arc<App>> {
    paths::PATHS
        .iter()
        .fold(Router::new(), |routes, path| path.on(routes))
}
