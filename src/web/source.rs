//! The source PDF of a document, its quotations marked: `/kilde/{key}` and `/kilde/{key}/{id}`.
//!
//! The one way by which a request reaches a file: by the key of a document of the store, to the file
//! that the store says it was read from, and only while that is a PDF of the very same bytes. What
//! cannot be opened (damaged since, encrypted with a password) is never handed out unread, and what
//! is given is the bytes of the file with the marks appended (see [`super::marks`]). It is opened in a
//! process of its own (see [`marker`]); where that takes too much or dies, the file is given unmarked: it
//! is the one that was read when the store was written.

use super::errors::Problem;
use super::log;
use super::marker;
use super::marks::Mark;
use super::query::{Address, not};
use super::{App, app};
use crate::model::{Span, sha256};
use crate::source::SourceError;
use crate::store::{AnyRecord, FileEntry, Store};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::io::Read;
use std::sync::Arc;

/// The largest file that is shown, in bytes.
const LARGEST: u64 = 64 << 20;

/// What the viewers of Chromium and Firefox need and no more: the viewer is a part of the browser, and
/// sets its own styles.
const POLICY: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; \
base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is to be shown of a source.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    file: FileEntry,
    marks: Vec<Mark>,
    /// The page to open, from 1; else that of the first mark.
    page: Option<u32>,
}

/// `/kilde/{key}?side=N&start=N&slutt=N`: opened at a page, the quotation that takes up those code points
/// of the canonical text marked, with what belongs to it on other pages and in other columns.
pub(super) async fn of_document(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut address = Address::of(&uri)?;
    let page: Option<u32> = address.read("side", "et sidetall fra 1")?;
    if page == Some(0) {
        return Err(not("side", 0, "et sidetall fra 1"));
    }
    let start: Option<usize> = address.read("start", "et tall fra 0")?;
    let end: Option<usize> = address.read("slutt", "et tall fra 1")?;
    address.done()?;
    let range = match (start, end) {
        (Some(start), Some(end)) if start < end => Some((start, end)),
        (None, None) => None,
        _ => {
            return Err(Problem::BadRequest(
                "«start» og «slutt» hører sammen: to tall, det første minst.".into(),
            ));
        }
    };
    let wanted = app
        .ask(move |store| {
            let file = file_of(store, &key)?;
            let mut spans = Vec::new();
            if let Some((start, end)) = range {
                let records = store.records_at(&key, start, end)?;
                spans = records
                    .iter()
                    .find_map(|json| list_with(json, start, end))
                    .ok_or_else(|| Problem::NotFound(format!("{key}, tegn {start}–{end}")))?;
            }
            Ok(Wanted {
                file,
                marks: marks(&spans),
                page,
            })
        })
        .await?;
    shown(&app, wanted, &headers).await
}

/// `/kilde/{key}/{id}`: opened at a record, its quotations marked.
pub(super) async fn of_record(
    State(app): State<Arc<App>>,
    Path((key, id)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Address::of(&uri)?.done()?;
    let wanted = app
        .ask(move |store| {
            let file = file_of(store, &key)?;
            let records = store.records_of(&key, &id)?;
            let Some((_, record)) = records.first() else {
                return Err(Problem::NotFound(format!("{key}#{id}")));
            };
            Ok(Wanted {
                file,
                marks: marks(&spans_of(record)?),
                page: None,
            })
        })
        .await?;
    shown(&app, wanted, &headers).await
}

fn file_of(store: &Store, key: &str) -> Result<FileEntry, Problem> {
    let entry = store.document(key)?;
    let entry = entry.ok_or_else(|| Problem::NotFound(key.to_string()))?;
    Ok(entry.file)
}

/// All places of a record in its own document, each once.
fn spans_of(record: &AnyRecord) -> Result<Vec<Span>, Problem> {
    let json = serde_json::to_value(record).map_err(|_| Problem::Internal)?;
    let mut spans = Vec::new();
    collect(&json, &mut spans);
    Ok(spans)
}

fn collect(json: &Value, into: &mut Vec<Span>) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                // Where it is printed again, and the other end of a link, are other places.
                if matches!(name.as_str(), "also_at" | "spans_to") {
                    continue;
                }
                if name.contains("spans") {
                    let own: Vec<Span> = serde_json::from_value(value.clone()).unwrap_or_default();
                    into.extend(own);
                } else {
                    collect(value, into);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        _ => {}
    }
}

/// The list of places in which one, or several in a row, go from `start` to `end`: the whole of a quotation.
fn list_with(json: &Value, start: usize, end: usize) -> Option<Vec<Span>> {
    match json {
        Value::Object(fields) => fields.values().find_map(|one| list_with(one, start, end)),
        Value::Array(items) => {
            let first = items.iter().position(|one| one["start"] == start);
            if first.is_some_and(|at| items[at..].iter().any(|one| one["end"] == end)) {
                return serde_json::from_value(json.clone()).ok();
            }
            items.iter().find_map(|one| list_with(one, start, end))
        }
        _ => None,
    }
}

/// What is marked: a place within another is marked by that, so that no mark is darker than another.
fn marks(spans: &[Span]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        let (Some(page), Some(bbox)) = (span.page, span.bbox) else {
            continue;
        };
        let within = spans.iter().enumerate().any(|(other_at, other)| {
            let same = (other.start, other.end) == (span.start, span.end);
            other.bbox.is_some()
                && other.page == span.page
                && other.start <= span.start
                && span.end <= other.end
                && (!same || other_at < at)
        });
        if !within {
            marks.push(Mark { page, bbox });
        }
    }
    marks
}

/// The marked file.
async fn shown(app: &Arc<App>, wanted: Wanted, headers: &HeaderMap) -> Result<Response, Problem> {
    if wanted.file.media_type != "application/pdf" {
        return Err(Problem::Gone(format!(
            "Kilden «{}» er ikke en PDF ({}); sitatene kan ikke merkes i den.",
            wanted.file.source, wanted.file.media_type
        )));
    }
    let mut tag = Some(tag(&wanted));
    let name = disposition(&wanted.file.source);
    let unchanged = tag.as_ref().is_some_and(|tag| app::has(headers, tag));
    let body = if unchanged {
        Vec::new()
    } else {
        match app.work(move || pdf(&wanted)).await?? {
            Shown::Marked(bytes) => bytes,
            Shown::Plain(bytes) => {
                // It may be marked the next time.
                tag = None;
                bytes
            }
        }
    };
    let status = if unchanged {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    };
    let mut response = (status, body).into_response();
    let own = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            own.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, "application/pdf");
    set(header::CONTENT_DISPOSITION, &name);
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::CACHE_CONTROL, "private, no-cache");
    if let Some(tag) = &tag {
        set(header::ETAG, tag);
    }
    Ok(response)
}

/// What is given of a source.
enum Shown {
    /// With its quotations marked.
    Marked(Vec<u8>),
    /// As it is.
    Plain(Vec<u8>),
}

/// The file's bytes, where they are still those of the store, with the marks.
fn pdf(wanted: &Wanted) -> Result<Shown, Problem> {
    let file = &wanted.file;
    let gone = |why: &str| Problem::Gone(format!("Kilden «{}» {why}", file.source));
    let Some(origin) = &file.origin else {
        return Err(gone(
            "kan ikke vises: lageret vet ikke hvor filen ligger. Den som leser inn brevene, må kjøre «oppdrag extract» på nytt.",
        ));
    };
    let missing = || {
        gone(
            "ligger ikke lenger der den lå da den ble lest, eller kan ikke leses av denne tjeneren.",
        )
    };
    let opened = std::fs::File::open(origin).map_err(|_| missing())?;
    let data = opened.metadata().map_err(|_| missing())?;
    if !data.is_file() {
        return Err(missing());
    }
    if data.len() > LARGEST {
        return Err(gone(&format!(
            "er større enn {} MB og vises ikke her.",
            LARGEST >> 20
        )));
    }
    let mut bytes = Vec::new();
    // It may grow while it is read.
    let read = opened.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|_| missing())?;
    if sha256(&bytes) != file.sha256 {
        return Err(gone(
            "er endret siden den ble lest, så sitatene kan ikke merkes i den. De er riktige for filen slik den var; den nye leses ved neste kjøring.",
        ));
    }
    let marked = match marker::marked(&bytes, &wanted.marks, wanted.page) {
        Ok(marked) => marked.map(Shown::Marked),
        Err(error) => {
            log::line(format!("warning: {}: not marked: {error}", file.source));
            Ok(Shown::Plain(bytes))
        }
    };
    marked.map_err(|error| match error {
        SourceError::Encrypted => gone("er beskyttet med passord og kan ikke vises her."),
        SourceError::TooManyPages { limit } => {
            gone(&format!("har mer enn {limit} sider og vises ikke her."))
        }
        SourceError::Internal { place } => {
            log::line(format!("error: {}: internal error {place}", file.source));
            gone("kan ikke vises her på grunn av en feil i programmet. Filen selv er trolig i orden.")
        }
        _ => gone("kan ikke åpnes: PDF-filen er skadet."),
    })
}

/// Tells one marked file from another.
fn tag(wanted: &Wanted) -> String {
    let what = format!("{:?} {:?}", wanted.marks, wanted.page);
    app::tag(&[&wanted.file.sha256, &what])
}

/// The name under which it is saved: that of the source, without its folders.
fn disposition(source: &str) -> String {
    let name = source.rsplit(['/', '\\']).next().unwrap_or_default();
    format!("inline; filename*=UTF-8''{}", super::query::encoded(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(page: u32, start: usize, end: usize) -> Span {
        Span {
            page: Some(page),
            page_label: None,
            start,
            end,
            bbox: Some([1.0, 2.0, 3.0, 4.0]),
        }
    }

    #[test]
    fn places_within_others_are_not_marked_twice() {
        let spans = [
            span(1, 10, 50),
            span(1, 20, 30),
            span(1, 10, 50),
            span(2, 60, 70),
        ];
        let pages: Vec<u32> = marks(&spans).iter().map(|mark| mark.page).collect();
        assert_eq!(pages, [1, 2]);
    }

    #[test]
    fn a_quotation_is_found_by_one_of_its_places() {
        let json = serde_json::json!({
            "spans": [span(1, 10, 50)],
            "parts": [{ "spans": [span(1, 60, 70), span(2, 71, 80)] }],
        });
        let found = list_with(&json, 71, 80).expect("a list");
        assert_eq!(found.len(), 2);
        assert_eq!(list_with(&json, 60, 80).map(|found| found.len()), Some(2));
        assert_eq!(list_with(&json, 71, 81), None);
        assert_eq!(list_with(&json, 71, 70), None);
    }

    #[test]
    fn a_source_that_nobody_could_mark_is_given_as_it_was_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let (origin, bytes) = (folder.path().join("brev.pdf"), b"%PDF-1.7 of strangers");
        std::fs::write(&origin, bytes).expect("a file");
        let mut wanted = Wanted {
            file: FileEntry {
                path: "brev.pdf.json".into(),
                source: "brev.pdf".into(),
                origin: origin.to_str().map(str::to_string),
                sha256: sha256(bytes),
                media_type: "application/pdf".into(),
                pages: Some(1),
                gone: false,
                errors: 0,
                warnings: 0,
            },
            marks: Vec::new(),
            page: None,
        };
        // The program that runs the tests marks nothing, and ends when it is asked to.
        assert!(matches!(pdf(&wanted), Ok(Shown::Plain(given)) if given == bytes));
        wanted.file.sha256 = sha256(b"another");
        assert!(matches!(pdf(&wanted), Err(Problem::Gone(_))));
    }

    #[test]
    fn names_of_files_cannot_break_the_header() {
        assert_eq!(
            disposition("a/b\"\r\nc å.pdf"),
            "inline; filename*=UTF-8''b%22%0D%0Ac%20%C3%A5.pdf"
        );
    }
}
