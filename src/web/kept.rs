//! Answers kept for as long as the store stays as it is: fifty readers who look for the same thing are
//! answered by one search.
//!
//! An answer is of an address, a form (compressed or not) and a version: the state of the store and the
//! day, for lists tell what is overdue. What is of another version is never given, so that what the
//! batch job puts in shows at once.

use super::App;
use super::app::Version;
use super::query::asks_for_file;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// All answers kept take so many bytes at most.
const ALL: usize = 16 << 20;
/// A larger answer than this is not kept.
const ONE: usize = 256 << 10;
/// What an answer takes besides its body and address, about.
const OVERHEAD: usize = 2048;

/// Tells an answer from others of its version: address, and whether it may be compressed.
type Asked = (String, bool);

/// Answers of one version, the oldest first to go.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Answers>);

#[derive(Debug, Default)]
struct Answers {
    version: Option<Version>,
    of: HashMap<Asked, (HeaderMap, Bytes)>,
    order: VecDeque<Asked>,
    bytes: usize,
}

impl Kept {
    fn get(&self, version: &Version, asked: &Asked) -> Option<(HeaderMap, Bytes)> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.version.as_ref() != Some(version) {
            return None;
        }
        answers.of.get(asked).cloned()
    }

    fn put(&self, version: &Version, asked: Asked, headers: HeaderMap, body: Bytes) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.version.as_ref() != Some(version) {
            *answers = Answers {
                version: Some(version.clone()),
                ..Answers::default()
            };
        }
        let size = |asked: &Asked, body: &Bytes| asked.0.len() + body.len() + OVERHEAD;
        let own = size(&asked, &body);
        if answers.of.contains_key(&asked) {
            return;
        }
        while answers.bytes + own > ALL {
            let Some(oldest) = answers.order.pop_front() else {
                break;
            };
            if let Some((_, body)) = answers.of.remove(&oldest) {
                answers.bytes -= size(&oldest, &body);
            }
        }
        answers.bytes += own;
        answers.order.push_back(asked.clone());
        answers.of.insert(asked, (headers, body));
    }
}

/// Gives a kept answer, or keeps the one that is made.
pub(super) async fn keep(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let other = ["/kilde/", "/static/", "/favicon.ico", "/healthz"];
    let headers = request.headers();
    if request.method() != Method::GET
        || other.iter().any(|one| path.starts_with(one))
        || headers.contains_key(header::IF_NONE_MATCH)
    {
        return next.run(request).await;
    }
    // Before the answer is made: what is put in meanwhile makes it newer than it is taken for, and the
    // next who asks has it made anew.
    let Ok(version) = app.version().await else {
        return next.run(request).await;
    };
    let compressed = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(takes_gzip);
    // A calendar leads back to the page by the name that it was asked for: another name, another answer.
    let named = asks_for_file(request.uri());
    let origin = super::hosts::origin(request.uri(), headers).filter(|_| named);
    let asked = (
        format!("{} {}", request.uri(), origin.unwrap_or_default()),
        compressed,
    );
    if let Some((headers, body)) = app.kept().get(&version, &asked) {
        return (headers, body).into_response();
    }
    let (parts, body) = next.run(request).await.into_parts();
    let small = axum::body::HttpBody::size_hint(&body)
        .upper()
        .is_none_or(|size| size <= ONE as u64);
    if parts.status != StatusCode::OK
        || !small
        || parts.extensions.get::<super::guard::Broken>().is_some()
    {
        return Response::from_parts(parts, body);
    }
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return super::errors::Problem::Internal.into_response();
    };
    if body.len() <= ONE {
        let kept = parts.headers.clone();
        app.kept().put(&version, asked, kept, body.clone());
    }
    Response::from_parts(parts, Body::from(body))
}

/// Whether what a browser says it accepts lets an answer be compressed.
fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|one| {
        let (name, rest) = one.split_once(';').unwrap_or((one, ""));
        let weight = rest.trim().strip_prefix("q=");
        let none = weight.is_some_and(|weight| weight.trim().parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !none
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_refuses_compressed_answers_gets_none() {
        for yes in ["gzip", "gzip, br", "br;q=1.0, GZIP;q=0.5"] {
            assert!(takes_gzip(yes), "{yes}");
        }
        for no in [
            "",
            "identity",
            "gzip;q=0, identity",
            "gzip; q=0.0",
            "gzipped",
        ] {
            assert!(!takes_gzip(no), "{no}");
        }
    }

    fn version(revision: &str) -> Version {
        Version(vec![revision.to_string()])
    }

    #[test]
    fn answers_are_of_their_version_and_take_no_more_than_they_may() {
        let kept = Kept::default();
        let (one, two) = (version("1"), version("2"));
        let asked = |n: usize| (format!("/?q={n}"), false);
        let body = Bytes::from(vec![0; ONE]);
        kept.put(&one, asked(0), HeaderMap::new(), body.clone());
        assert!(kept.get(&one, &asked(0)).is_some());
        assert!(kept.get(&one, &(asked(0).0, true)).is_none());
        assert!(kept.get(&two, &asked(0)).is_none());
        for n in 0..2 * ALL / ONE {
            kept.put(&two, asked(n), HeaderMap::new(), body.clone());
        }
        assert!(kept.get(&one, &asked(0)).is_none());
        let last = 2 * ALL / ONE - 1;
        assert!(kept.get(&two, &asked(0)).is_none() && kept.get(&two, &asked(last)).is_some());
        let answers = kept.0.lock().expect("no panic");
        assert!(answers.bytes <= ALL && answers.of.len() == answers.order.len());
    }
}
