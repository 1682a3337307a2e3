//! What the columns, labels and headings of an annual report mean.

use serde::Deserialize;

/// What stands in a column of a report's table, or behind its title as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportColumn {
    /// Nr.
    Reference,
    /// Tittel, Oppdrag.
    Title,
    /// Kvalitative mål.
    Goal,
    /// Indikatorer.
    Indicator,
    /// Krav til rapportering.
    Requirement,
    /// Rapportering, Status.
    Answer,
    /// Målkrav.
    Target,
    /// Resultat.
    Result,
    /// Endring.
    Change,
    /// Datakilde.
    Source,
    /// Frist.
    Deadline,
}

/// What stands under a heading of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportHeading {
    /// Rapportering på oppdrag: each heading below it is an item.
    Answers,
    /// Foretaksmøte: each «Sak 3 …» below it is an item.
    Meeting,
}

/// A column as a grammar file writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportColumnEntry {
    /// What stands in it.
    pub role: ReportColumn,
    /// Its titles.
    pub titles: Vec<String>,
    /// Titles that are taken for it.
    pub examples: Vec<String>,
}

/// A heading as a grammar file writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportHeadingEntry {
    /// What stands under it.
    pub role: ReportHeading,
    /// Its forms.
    pub headings: Vec<String>,
    /// Headings that are taken for it.
    pub examples: Vec<String>,
}
