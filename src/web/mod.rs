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
mod errors;
mod guard;
mod html;
mod marks;
mod pages;
mod parts;
mod query;
mod sheets;
mod source;
mod words;

pub use app::App;

use axum::Router;
use axum::routing::get;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The routes of the page and of the API.
pub fn router(app: Arc<App>) -> Router {
    let routes = Router::new()
        .route("/healthz", get(app::health))
        .route("/static/{name}", get(assets::asset))
        .merge(api::routes())
        .route("/kilde/{key}", get(source::of_document))
        .route("/kilde/{key}/{*id}", get(source::of_record))
        .merge(pages::routes())
        .fallback(errors::no_such_page);
    guard::guarded(routes).with_state(app)
}

/// Serves on an address until the process is told to stop (SIGTERM, Ctrl+C); requests at work are
/// finished first.
///
/// # Errors
/// Where the system does not give the address, or takes it away.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}
