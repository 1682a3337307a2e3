//! What every request passes: limits on the way in, and headers that keep a page to itself on the way out.

use super::App;
use super::errors::{Problem, refused};
use super::hosts::Hosts;
use super::kept::keep;
use super::log;
use super::query::{asks_for_file, bad};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

/// The longest address with its query, in bytes.
const ADDRESS: usize = 4096;
/// So many answers that may be large are held at once.
const LARGE: usize = 8;
/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Only what is compiled in is loaded; nothing inline, nothing framed, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Puts the guard around the routes.
pub(super) fn guarded(routes: Router<Arc<App>>, app: &Arc<App>, hosts: Hosts) -> Router<Arc<App>> {
    routes
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(broken))
        .layer(middleware::from_fn_with_state(Arc::clone(app), keep))
        .layer(RequestBodyLimitLayer::new(0))
        .layer(middleware::from_fn_with_state(
            Arc::new(Guard::new(hosts)),
            watch,
        ))
}

/// What is looked at before a request is let in.
struct Guard {
    hosts: Hosts,
    /// So many answers that may be large are made or on their way at once: each is held in memory until
    /// it is sent.
    large: Arc<Semaphore>,
}

impl Guard {
    fn new(hosts: Hosts) -> Self {
        Self {
            hosts,
            large: Arc::new(Semaphore::new(LARGE)),
        }
    }
}

/// An answer that keeps its place until it is sent.
struct Held {
    bytes: Bytes,
    _place: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Makes an answer that may be large, when there is room for it.
async fn make_room(guard: &Guard, request: Request, next: Next) -> Result<Response, Problem> {
    let place = Arc::clone(&guard.large).acquire_owned().await;
    let place = place.map_err(|_| Problem::Busy)?;
    let (parts, body) = next.run(request).await.into_parts();
    let bytes = to_bytes(body, usize::MAX).await;
    let bytes = bytes.map_err(|_| Problem::Internal)?;
    let held = Bytes::from_owner(Held {
        bytes,
        _place: place,
    });
    Ok(Response::from_parts(parts, Body::from(held)))
}

/// Whether the answer may be large: a source, or a list as a file.
fn may_be_large(uri: &Uri) -> bool {
    uri.path().starts_with("/kilde/") || asks_for_file(uri)
}

/// What a panic leaves: a marker that [`watch`] turns into the problem, for only it knows the path.
fn broken(_panic: Box<dyn std::any::Any + Send>) -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(Broken);
    response
}

/// The mark of an answer that a panic left.
#[derive(Clone)]
pub(super) struct Broken;

/// Refuses what is too long, sent to another name or would change something, sets the headers, and notes
/// the access: the path, never the query, for what people search for is their own business.
async fn watch(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_string();
    let from = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|from| from.0.ip().to_string());
    let refused_for = refusal(&request, &guard.hosts);
    let answer = async {
        match may_be_large(request.uri()) {
            true => make_room(&guard, request, next).await,
            false => Ok(next.run(request).await),
        }
    };
    let mut response = match refused_for {
        Some(problem) => refused(problem, &path),
        None => match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Err(problem)) => refused(problem, &path),
            Ok(Ok(response)) if response.extensions().get::<Broken>().is_some() => {
                refused(Problem::Internal, &path)
            }
            Ok(Ok(response)) => response,
            Err(_) => refused(Problem::Slow, &path),
        },
    };
    if response.status() == axum::http::StatusCode::METHOD_NOT_ALLOWED {
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    protect(response.headers_mut());
    if path != "/healthz" {
        log::line(format!(
            "{} {} {} {} {} ms",
            from.as_deref().unwrap_or("-"),
            plain(method.as_str(), 20),
            plain(told(&path), 500),
            response.status().as_u16(),
            begun.elapsed().as_millis()
        ));
    }
    response
}

/// A path as the log tells it: what is looked up by its number may be any words.
fn told(path: &str) -> &str {
    const ITEMS: &str = "/api/v1/items/";
    match path.starts_with(ITEMS) {
        true => ITEMS,
        false => path,
    }
}

/// Whether a path is text when its percent signs are undone.
fn is_text(path: &str) -> bool {
    percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .is_ok()
}

/// A stranger's words for one line of the log.
fn plain(text: &str, most: usize) -> String {
    let kept = text.chars().take(most);
    kept.map(|c| if c.is_control() { '?' } else { c }).collect()
}

/// Why a request is not looked at.
fn refusal(request: &Request, hosts: &Hosts) -> Option<Problem> {
    let uri = request.uri();
    if uri.path_and_query().map_or(0, |all| all.as_str().len()) > ADDRESS {
        return Some(Problem::TooLong(ADDRESS));
    }
    if !is_text(uri.path()) {
        return Some(bad("Adressen er ikke tekst i UTF-8."));
    }
    // What a request names itself goes before the header, as in HTTP.
    let named = uri.authority().map(|one| one.as_str()).or_else(|| {
        let mut all = request.headers().get_all(header::HOST).iter();
        let first = all.next().and_then(|host| host.to_str().ok());
        first.filter(|_| all.next().is_none())
    });
    if !hosts.allow(named) {
        return Some(Problem::OtherHost(plain(named.unwrap_or_default(), 200)));
    }
    let method = request.method();
    (method != Method::GET && method != Method::HEAD).then_some(Problem::Method)
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
    let mut own = |name: &'static str, value| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    own("cross-origin-opener-policy", "same-origin");
    own("cross-origin-resource-policy", "same-origin");
    own(
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Writer;
    use axum::routing::get;
    use tower::ServiceExt;

    async fn ask(routes: &Router, path: &str) -> Response {
        let request = Request::get(path).header("host", "localhost:80");
        let request = request.body(Body::empty()).expect("a request");
        routes.clone().oneshot(request).await.expect("an answer")
    }

    #[tokio::test]
    async fn a_panic_costs_its_own_request_only() {
        let folder = tempfile::tempdir().expect("a folder");
        Writer::open(folder.path())
            .and_then(|mut writer| writer.in_one_go(|_| Ok(())))
            .expect("an empty store");
        let app = App::new(folder.path()).expect("a store");
        let own = Router::new()
            .route(
                "/api/v1/broken",
                get(async || -> &'static str { panic!("as it may") }),
            )
            .route(
                "/broken",
                get(async |State(app): State<Arc<App>>| {
                    let asked =
                        app.ask(|_| -> Result<&'static str, Problem> { panic!("as it may") });
                    asked.await
                }),
            )
            .route("/healthz", get(super::super::app::health));
        let routes = guarded(own, &app, Hosts::any()).with_state(app);
        for path in ["/api/v1/broken", "/broken"] {
            let reply = ask(&routes, path).await;
            assert_eq!(reply.status(), 500, "{path}");
            assert_eq!(reply.headers()["x-content-type-options"], "nosniff");
            let kind = reply.headers()["content-type"].to_str().expect("a type");
            assert_eq!(
                kind == "application/problem+json",
                path.starts_with("/api/")
            );
            assert_eq!(ask(&routes, "/healthz").await.status(), 200);
        }
    }
}
