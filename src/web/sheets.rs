//! Lists as files: the same rows as on the page, all of them, as a workbook, CSV or a calendar.

use super::errors::Problem;
use super::query::Format;
use crate::export::{self, Calendar, Cell, Column, CsvStyle, Guard, Overview, Part};
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The most rows that a file has; a file that is cut short says so.
pub(super) const MOST: usize = 20_000;

/// A table to be sent.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The name of the file, its ending left out.
    pub name: &'static str,
    /// What it holds, in words.
    pub title: String,
    /// The address of the page that shows the same.
    pub address: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows the whole list has.
    pub total: usize,
}

impl Sheet {
    /// As a workbook or as CSV for Excel in Norwegian.
    ///
    /// # Errors
    /// [`Problem::Internal`] where it cannot be written.
    pub(super) fn send(self, format: Format) -> Result<Response, Problem> {
        let mut notes = vec![
            format!("Utvalget: {}", self.address),
            "Tekstene er sitater fra dokumentene; dokument og side står på hver rad.".to_string(),
        ];
        if self.rows.len() < self.total {
            notes.push(format!(
                "Bare de første {} av {} rader er med. Avgrens utvalget for å få alle.",
                self.rows.len(),
                self.total
            ));
        }
        let part = Part {
            heading: self.title.clone(),
            columns: self.columns,
            rows: self.rows,
        };
        let failed = |error: &dyn std::fmt::Display| {
            eprintln!("error: {error}");
            Problem::Internal
        };
        match format {
            Format::Csv => {
                let style = CsvStyle {
                    separator: b';',
                    bom: true,
                    guard: Guard::Auto,
                };
                let bytes = export::csv(&part, style).map_err(|error| failed(&error))?;
                Ok(file(self.name, "csv", "text/csv; charset=utf-8", bytes))
            }
            _ => {
                let mut part = part;
                export::records::split_for_excel(&mut part);
                let overview = Overview {
                    title: self.title,
                    notes,
                    parts: vec![part],
                };
                let bytes = export::excel(&overview).map_err(|error| failed(&error))?;
                let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
                Ok(file(self.name, "xlsx", kind, bytes))
            }
        }
    }
}

/// A calendar to subscribe to.
pub(super) fn calendar(calendar: &Calendar) -> Response {
    let bytes = export::ics(calendar, None);
    file("frister", "ics", "text/calendar; charset=utf-8", bytes)
}

fn file(name: &str, ending: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}.{ending}\"");
    (
        [
            (header::CONTENT_TYPE, kind.to_string()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response()
}
