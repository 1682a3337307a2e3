//! Tables for people: how they are written, and where to.

use super::messages::{self, say};
use super::{Outcome, Usage, output};
use crate::export::{Overview, excel, html, markdown};
use clap::ValueEnum;
use serde::Serialize;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Markdown.
    Md,
    /// A page for the browser.
    Html,
    /// An Excel workbook.
    Xlsx,
    /// The records behind the table, for programs.
    Json,
}

/// How a table is written, and where to.
#[derive(Debug, clap::Args)]
pub(super) struct Table {
    /// How the table is written; without it, as the ending of --out says, else Markdown
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file rather than to standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Table {
    fn format(&self) -> Format {
        let ending = self
            .out
            .as_deref()
            .and_then(Path::extension)
            .and_then(|ending| ending.to_str())
            .map(str::to_ascii_lowercase);
        self.format.unwrap_or(match ending.as_deref() {
            Some("html" | "htm") => Format::Html,
            Some("xlsx") => Format::Xlsx,
            Some("json") => Format::Json,
            _ => Format::Md,
        })
    }

    /// Refuses what cannot be shown, before any work is done.
    pub(super) fn check(&self) -> Result<(), Usage> {
        let ending = self.out.as_deref().and_then(Path::extension);
        if self.format.is_none()
            && let Some(ending) = ending.map(|ending| ending.to_string_lossy().to_lowercase())
            && !["md", "markdown", "txt", "html", "htm", "xlsx", "json"].contains(&ending.as_str())
        {
            return Err(Usage::new(
                format!(".{ending} is no form that a table is written in"),
                "end the name in .md, .html, .xlsx or .json, or say which with --format",
            ));
        }
        if self.format() == Format::Xlsx && self.out.is_none() && std::io::stdout().is_terminal() {
            return Err(Usage::new(
                "an Excel workbook cannot be shown on a terminal",
                "name a file: --out tabell.xlsx",
            ));
        }
        Ok(())
    }

    /// Writes what a command found: the records as JSON, else their table.
    pub(super) fn write(
        &self,
        records: &impl Serialize,
        overview: &Overview,
    ) -> Result<Outcome, Usage> {
        let bytes = match self.format() {
            Format::Md => Ok(markdown(overview).into_bytes()),
            Format::Html => Ok(html(overview).into_bytes()),
            Format::Xlsx => excel(overview).map_err(|error| error.to_string()),
            Format::Json => serde_json::to_vec_pretty(records)
                .map(|mut bytes| {
                    bytes.push(b'\n');
                    bytes
                })
                .map_err(|error| error.to_string()),
        };
        let written = bytes.and_then(|bytes| match &self.out {
            Some(file) => output::write_whole(file, &bytes),
            None => output::print(&bytes)
                .map(|_| ())
                .map_err(|error| format!("standard output: {}", messages::io(&error))),
        });
        Ok(match written {
            Ok(()) => Outcome::Well,
            Err(message) => {
                say(&format!("error: {message}"));
                Outcome::Failed
            }
        })
    }
}
