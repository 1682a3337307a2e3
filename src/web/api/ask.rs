//! What every question to the API passes: its parameters, where it goes on, and whether the asker has
//! the answer already.

use crate::store::{Store, StoreState};
use crate::web::App;
use crate::web::app::{has, tag};
use crate::web::errors::{ApiProblem, Problem};
use crate::web::query::{Address, Printer, not};
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::Zoned;
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;

/// How many items are given where nobody says.
pub(super) const USUAL: usize = 100;
/// How many items are given at most.
pub(super) const MOST: usize = 1000;

/// An answer before it is written down.
pub(super) struct Answer {
    /// The bytes.
    pub(super) body: Vec<u8>,
    /// Their media type.
    pub(super) kind: &'static str,
    /// The address of what follows.
    pub(super) next: Option<String>,
}

impl Answer {
    /// JSON.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self {
            body: serde_json::to_vec(value).map_err(|_| Problem::Internal)?,
            kind: "application/json",
            next: None,
        })
    }

    /// One item a line.
    pub(super) fn lines<T: Serialize>(items: &[T]) -> Result<Self, Problem> {
        let mut body = Vec::new();
        for item in items {
            serde_json::to_writer(&mut body, item).map_err(|_| Problem::Internal)?;
            body.push(b'\n');
        }
        Ok(Self {
            body,
            kind: "application/x-ndjson",
            next: None,
        })
    }

    pub(super) fn with_next(self, next: Option<String>) -> Self {
        Self { next, ..self }
    }
}

/// Asks the store, unless the asker has the answer of its present state already.
pub(super) async fn answered<F>(
    app: &Arc<App>,
    uri: &Uri,
    headers: HeaderMap,
    question: F,
) -> Result<Response, ApiProblem>
where
    F: FnOnce(&Store, &StoreState) -> Result<Answer, Problem> + Send + 'static,
{
    let address = uri.to_string();
    let (state, tag, answer) = app
        .ask(move |store| {
            // Before the answer: what is put in between makes the answer newer than its tag, and it is
            // asked for once more; the other way round it would be taken for new for ever.
            let state = store.state()?;
            let revision = state.revision.to_string();
            let tag = tag(&[&state.epoch, &revision, &address, &today()]);
            if has(&headers, &tag) {
                return Ok((state, tag, None));
            }
            let answer = question(store, &state)?;
            Ok((state, tag, Some(answer)))
        })
        .await?;
    let mut response = match answer {
        None => StatusCode::NOT_MODIFIED.into_response(),
        Some(answer) => {
            let kind = HeaderValue::from_static(answer.kind);
            let mut response = ([(header::CONTENT_TYPE, kind)], answer.body).into_response();
            let next = answer.next.map(|next| format!("<{next}>; rel=\"next\""));
            if let Some(Ok(link)) = next.map(HeaderValue::try_from) {
                response.headers_mut().insert(header::LINK, link);
            }
            response
        }
    };
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    let changed = HeaderValue::try_from(http_date(&state.at));
    if let Ok(changed) = changed {
        response
            .headers_mut()
            .insert(header::LAST_MODIFIED, changed);
    }
    Ok(response)
}

/// Today, for what is overdue.
pub(super) fn today() -> String {
    Zoned::now().date().to_string()
}

/// An instant as HTTP has it: «Sun, 06 Nov 1994 08:49:37 GMT».
fn http_date(at: &str) -> String {
    let instant = at.parse::<jiff::Timestamp>().unwrap_or_default();
    instant.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// How many items are asked for.
///
/// # Errors
/// Where it is no number from 1 to [`MOST`].
pub(super) fn limit(address: &mut Address) -> Result<usize, Problem> {
    let like = format!("et tall fra 1 til {MOST}");
    let limit = address.read("limit", &like)?.unwrap_or(USUAL);
    if (1..=MOST).contains(&limit) {
        Ok(limit)
    } else {
        Err(not("limit", limit, like))
    }
}

/// Where a list goes on: a place, and the digest of what is asked for, so that a cursor of another
/// question is told apart.
#[derive(Debug)]
pub(super) struct Cursor;

impl Cursor {
    /// The cursor of an address, if it has one.
    ///
    /// # Errors
    /// Where it is none, or one of another question.
    pub(super) fn take(
        address: &mut Address,
        uri: &Uri,
    ) -> Result<Option<(String, usize)>, Problem> {
        let Some(text) = address.one("cursor")? else {
            return Ok(None);
        };
        let read = || -> Option<(String, usize)> {
            let bytes: Option<Vec<u8>> = (0..text.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
                .collect();
            let plain = String::from_utf8(bytes?).ok()?;
            let (said, place) = plain.split_once(' ')?;
            let (at, key) = place.split_once(' ')?;
            (said == digest(uri, place)).then_some((key.to_string(), at.parse().ok()?))
        };
        read().map(Some).ok_or_else(|| {
            not(
                "cursor",
                &text,
                "den som sto i «next» for det samme søket; begynn uten",
            )
        })
    }

    /// The address of what follows a place.
    pub(super) fn next(uri: &Uri, key: &str, at: usize) -> String {
        let place = format!("{at} {key}");
        let plain = format!("{} {place}", digest(uri, &place));
        let cursor = plain.bytes().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let mut printer = Printer::new(uri.path());
        for (name, value) in pairs(uri) {
            if name != "cursor" {
                printer.put(&name, &value);
            }
        }
        printer.put("cursor", &cursor);
        printer.done()
    }
}

fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::<Vec<(String, String)>>::try_from_uri(uri).map_or_else(|_| Vec::new(), |query| query.0)
}

/// What tells a question and a place in its answer from others, however they are written.
fn digest(uri: &Uri, place: &str) -> String {
    let mut asked: Vec<String> = pairs(uri)
        .into_iter()
        .filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit" | "format"))
        .map(|(name, value)| format!("{name}={}", value.trim()))
        .collect();
    asked.sort();
    let tag = tag(&[uri.path(), &asked.join("&"), place]);
    tag.chars()
        .filter(char::is_ascii_hexdigit)
        .take(12)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_on_with_its_own_question_only() {
        let uri: Uri = "/api/v1/goals?year=2026&limit=2"
            .parse()
            .expect("an address");
        let next = Cursor::next(&uri, "allocation_letter-2026-å", 7);
        let next: Uri = next.parse().expect("an address");
        let mut address = Address::of(&next).expect("well formed");
        assert_eq!(
            Cursor::take(&mut address, &next).expect("a cursor"),
            Some(("allocation_letter-2026-å".to_string(), 7))
        );
        let other: Uri = next
            .to_string()
            .replace("2026&", "2025&")
            .parse()
            .expect("an address");
        let mut address = Address::of(&other).expect("well formed");
        assert!(Cursor::take(&mut address, &other).is_err());
        for broken in ["x", "zz", "ff", "c3", ""] {
            let uri: Uri = format!("/api/v1/goals?cursor={broken}")
                .parse()
                .expect("an address");
            let mut address = Address::of(&uri).expect("well formed");
            assert_eq!(
                Cursor::take(&mut address, &uri).is_err(),
                !broken.is_empty()
            );
        }
    }

    #[test]
    fn instants_are_told_as_http_has_them() {
        assert_eq!(
            http_date("1994-11-06T08:49:37Z"),
            "Sun, 06 Nov 1994 08:49:37 GMT"
        );
    }
}
