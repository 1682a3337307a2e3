//! What every request passes: limits on the way in, and headers that keep a page to itself on the way out.

use super::App;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// The longest address with its query, in bytes.
const ADDRESS: usize = 4096;
/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Only what is compiled in is loaded; nothing inline, nothing framed, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Puts the guard around the routes.
pub(super) fn guarded(routes: Router<Arc<App>>) -> Router<Arc<App>> {
    routes
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            PATIENCE,
        ))
        .layer(RequestBodyLimitLayer::new(0))
        .layer(middleware::from_fn(watch))
}

/// Refuses what is too long or would change something, sets the headers, and notes the access: the
/// path, never the query, for what people search for is their own business.
async fn watch(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_string();
    let from = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|from| from.0.ip().to_string());
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |all| all.as_str().len());
    let mut response = if length > ADDRESS {
        StatusCode::URI_TOO_LONG.into_response()
    } else if method != Method::GET && method != Method::HEAD {
        StatusCode::METHOD_NOT_ALLOWED.into_response()
    } else {
        next.run(request).await
    };
    protect(response.headers_mut());
    if path != "/healthz" {
        eprintln!(
            "{} {method} {path} {} {} ms",
            from.as_deref().unwrap_or("-"),
            response.status().as_u16(),
            begun.elapsed().as_millis()
        );
    }
    response
}

fn protect(headers: &mut HeaderMap) {
    let mut set = |name, value| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::CACHE_CONTROL, "no-cache");
}
