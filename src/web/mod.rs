//! The lookup page for the secretariat, and the API behind it.
//!
//! ```text
//! request ── limits ── routes ──▶ pages (HTML, bokmål)  ─┐
//!                            ├──▶ api   (JSON, OpenAPI) ─┼──▶ store (read-only)
//!                            └──▶ assets (compiled in)   ┘
//! ```
//! Nothing is sent to or fetched from another host; nothing that a request names reaches the file system,
//! but the source file of a document by the document's key.

mod api;
mod app;
mod assets;
mod connections;
mod errors;
mod guard;
mod hosts;
mod html;
mod kept;
mod log;
mod marker;
mod marks;
mod pages;
mod parts;
mod query;
mod sheets;
mod source;
mod words;

pub use app::App;
pub use hosts::Hosts;
pub(crate) use marker::answer_one as mark_one;

use axum::Router;
use axum::routing::get;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The routes of the page and of the API, for requests to some names.
pub fn router(app: Arc<App>, hosts: Hosts) -> Router {
    let routes = Router::new()
        .route("/healthz", get(app::health))
        .route("/static/{name}", get(assets::asset))
        .route("/favicon.ico", get(assets::favicon))
        .merge(api::routes())
        .merge(pages::routes())
        .route("/kilde/{key}", get(source::of_document))
        .route("/kilde/{key}/{*id}", get(source::of_record))
        .fallback(errors::no_such_page);
    guard::guarded(routes, &app, hosts).with_state(app)
}

/// Serves on an address until the process is told to stop (SIGTERM, Ctrl+C); requests at work are
/// finished first, for ten seconds at most.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    hosts: Hosts,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    tokio::spawn(Arc::clone(&app).warm());
    connections::serve(listener, router(app, hosts), stop).await;
}
