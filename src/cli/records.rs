//! An extraction as one record a line (`--format ndjson`).
//!
//! Each line begins with `record` (its type), `source` (the file) and `document` (the key of the
//! document, `null` for what belongs to the file as a whole); then come the record's own fields as
//! in the JSON. The order: the `source`, each `document` (without the lists that its records come
//! from) followed by its records, the diagnostics, the `coverage`.

use crate::model::{Document, DocumentHead, Extraction, Lists, SourceInfo};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Line<'a, T> {
    record: &'static str,
    source: &'a str,
    document: Option<&'a str>,
    #[serde(flatten)]
    fields: &'a T,
}

#[derive(Serialize)]
struct Source<'a> {
    schema_version: &'a str,
    #[serde(flatten)]
    info: &'a SourceInfo,
}

/// Writes lines that belong to one document, or to the file as a whole.
struct Lines<'a> {
    source: &'a str,
    document: Option<&'a str>,
    bytes: &'a mut Vec<u8>,
}

impl Lines<'_> {
    fn one<T: Serialize>(&mut self, record: &'static str, fields: &T) -> serde_json::Result<()> {
        serde_json::to_writer(
            &mut *self.bytes,
            &Line {
                record,
                source: self.source,
                document: self.document,
                fields,
            },
        )?;
        self.bytes.write_all(b"\n").map_err(serde_json::Error::io)
    }

    fn all<T: Serialize>(&mut self, record: &'static str, items: &[T]) -> serde_json::Result<()> {
        items.iter().try_for_each(|item| self.one(record, item))
    }
}

/// The lines of an extraction.
pub(super) fn lines(extraction: &Extraction) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut whole = Lines {
        source: &extraction.source.file,
        document: None,
        bytes: &mut bytes,
    };
    whole.one(
        "source",
        &Source {
            schema_version: &extraction.schema_version,
            info: &extraction.source,
        },
    )?;
    for document in &extraction.documents {
        let mut own = Lines {
            source: whole.source,
            document: Some(&document.key),
            bytes: whole.bytes,
        };
        document_lines(&mut own, document)?;
    }
    whole.all("diagnostic", &extraction.diagnostics)?;
    whole.one("coverage", &extraction.coverage)?;
    Ok(bytes)
}

fn document_lines(lines: &mut Lines<'_>, document: &Document) -> serde_json::Result<()> {
    // Taken apart by name: none can be forgotten.
    let Lists {
        sections,
        goals,
        indicators,
        assignments,
        withdrawals,
        carry_over,
        requirements,
        deadlines,
        requests,
        appropriations,
        authorisations,
        reports,
        tables,
        citations,
        links,
    } = document.lists();
    lines.one("document", &DocumentHead::from(document))?;
    lines.all("section", sections)?;
    lines.all("goal", goals)?;
    lines.all("indicator", indicators)?;
    lines.all("assignment", assignments)?;
    lines.all("withdrawal", withdrawals)?;
    lines.all("carry_over", carry_over)?;
    lines.all("requirement", requirements)?;
    lines.all("deadline", deadlines)?;
    lines.all("request", requests)?;
    lines.all("appropriation", appropriations)?;
    lines.all("authorisation", authorisations)?;
    lines.all("report", reports)?;
    lines.all("table", tables)?;
    lines.all("citation", citations)?;
    lines.all("link", links)
}
