//! Lists as files: the same rows as on the page, all of them, as a workbook, CSV or a calendar.

use super::errors::Problem;
use super::log;
use super::query::Format;
use super::words;
use crate::export::{self, Calendar, Cell, Column, CsvStyle, Guard, Overview, Part};
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The most rows that a file has: it is put together in memory. Of a list with more there is no file,
/// for one that is cut short would be taken for the whole; the page says so before one asks.
pub(super) const MOST: usize = 20_000;

/// Why a list of so many rows is no file, and what to do.
pub(super) fn too_many(total: usize) -> String {
    format!(
        "Utvalget har {}, og en fil herfra tar høyst {}. Avgrens utvalget, eller be den som drifter oppslagssiden om hele listen: kommandoen «oppdrag export» har ingen grense.",
        words::counted(total, "rad", "rader"),
        words::counted(MOST, "rad", "rader"),
    )
}

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
    /// [`Problem::TooMany`] where rows are left out, [`Problem::Internal`] where it cannot be written.
    pub(super) fn send(self, format: Format) -> Result<Response, Problem> {
        if self.rows.len() < self.total {
            return Err(Problem::TooMany(too_many(self.total)));
        }
        let notes = vec![
            format!("Utvalget: {}", self.address),
            "Tekstene er sitater fra dokumentene; dokument og side står på hver rad.".to_string(),
        ];
        let part = Part {
            heading: self.title.clone(),
            columns: self.columns,
            rows: self.rows,
        };
        let failed = |error: &dyn std::fmt::Display| {
            log::line(format!("error: {error}"));
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
///
/// # Errors
/// [`Problem::TooMany`] where it has more events than a file has rows.
pub(super) fn calendar(calendar: &Calendar) -> Result<Response, Problem> {
    if calendar.events.len() > MOST {
        return Err(Problem::TooMany(too_many(calendar.events.len())));
    }
    let bytes = export::ics(calendar, None);
    let kind = "text/calendar; charset=utf-8";
    Ok(file("frister", "ics", kind, bytes))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: usize, total: usize) -> Sheet {
        Sheet {
            name: "frister",
            title: "Frister".into(),
            address: "/frister".into(),
            columns: vec![Column::new("Hva", 10)],
            rows: vec![vec![Cell::text("plan")]; rows],
            total,
        }
    }

    fn calendar_of(events: usize) -> Calendar {
        let event = |n: usize| export::Event {
            uid: export::Event::uid_of(&n.to_string()),
            document: "brev".into(),
            day: jiff::civil::Date::constant(2026, 6, 1),
            summary: "Frist".into(),
            description: String::new(),
            categories: Vec::new(),
            status: export::EventStatus::Confirmed,
            url: None,
        };
        Calendar {
            name: "Frister".into(),
            stamp: jiff::civil::Date::constant(2026, 1, 1),
            events: (0..events).map(event).collect(),
        }
    }

    #[test]
    fn a_file_has_all_rows_or_there_is_none() {
        for format in [Format::Csv, Format::Xlsx] {
            assert!(sheet(2, 2).send(format).is_ok());
            match sheet(2, 3).send(format) {
                Err(Problem::TooMany(why)) => {
                    assert!(why.contains("3 rader"), "{why}");
                    assert!(why.contains("Avgrens") && why.contains("oppdrag export"));
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_calendar_has_all_events_or_there_is_none() {
        assert!(calendar(&calendar_of(2)).is_ok());
        let refused = calendar(&calendar_of(MOST + 1));
        assert!(matches!(refused, Err(Problem::TooMany(_))), "{refused:?}");
    }
}
