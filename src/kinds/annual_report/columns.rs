//! The columns of a table of answers.
//!
//! ```text
//! head ::= reference? title+ requirement             Nr. | Tittel | Krav til rapportering
//!        | reference? title+ requirement? answer     Oppdrag | Status
//!        | (goal | indicator) requirement            Indikatorer | Krav til rapportering
//!        | (goal | indicator) target? result+        Styringsparameter | Mål 2025 | Resultat 2025
//! ```
//! Without a column of answers the answer fills the row below, or stands below the table.

use super::grid::{Grid, Row};
use crate::{
    grammar::{Grammar, identifier::identifier_at, report::ReportColumn},
    layout::Text,
};
use std::collections::BTreeMap;

/// What stands in each column.
#[derive(Debug, Clone)]
pub struct Columns {
    roles: BTreeMap<u32, ReportColumn>,
    /// How many columns there are.
    pub count: u32,
    /// The title of the column of goals or indicators: the group that its rows belong to.
    pub measures: Option<(ReportColumn, Text)>,
    /// The titles of columns of figures.
    pub figures: BTreeMap<u32, Text>,
}

impl Columns {
    /// The columns that a row announces, if it is a head.
    pub fn announced(row: &Row, count: u32, grammar: &Grammar) -> Option<Self> {
        use ReportColumn::{
            Answer, Change, Goal, Indicator, Reference, Requirement, Result, Target, Title,
        };
        let mut roles: BTreeMap<u32, ReportColumn> = BTreeMap::new();
        for (&column, field) in row {
            let words = field.text.as_str();
            // `HN25-30 | Vurdering av …` is a row, whatever its words.
            let row = words.len() > 80
                || words.len() > 6 && words.ends_with('.')
                || identifier_at(words, &grammar.templates).is_ok();
            if row {
                return None;
            }
            if let Some(role) = grammar.report_column(field.text.as_str()) {
                roles.insert(column, role);
            }
        }
        let has = |role| roles.values().any(|own| *own == role);
        let measured = has(Goal) || has(Indicator);
        let asked = roles.len() >= 2
            && (has(Requirement) || has(Answer) || has(Reference) && (has(Title) || measured));
        let figures = measured && (has(Target) || has(Result) || has(Change));
        if !asked && !figures {
            return None;
        }
        // `Krav | Status`: what is asked for is the title where nothing else is.
        if !roles
            .values()
            .any(|role| matches!(role, Title | Goal | Indicator))
        {
            let first = roles
                .iter()
                .find(|(_, role)| **role == Requirement && has(Answer))
                .map(|(column, _)| *column)
                .or_else(|| {
                    row.keys()
                        .copied()
                        .find(|column| !roles.contains_key(column))
                });
            if let Some(first) = first {
                roles.insert(first, Title);
            }
        }
        // `Tittel | Oppdrag | Status`: of two titles the second is what is asked for.
        let mut titled = false;
        for role in roles.values_mut() {
            if *role == Title {
                if titled || measured {
                    *role = Requirement;
                }
                titled = true;
            }
        }
        let measures = roles
            .iter()
            .find(|(_, role)| matches!(role, Goal | Indicator))
            .map(|(column, role)| (*role, row[column].text.clone()));
        let figures = roles
            .iter()
            .filter(|(_, role)| matches!(role, Target | Result | Change))
            .map(|(column, _)| (*column, row[column].text.clone()))
            .collect();
        Some(Self {
            roles,
            count,
            measures,
            figures,
        })
    }

    /// The columns of a table without a head whose first column holds identifiers.
    pub fn guessed(grid: &Grid) -> Self {
        use ReportColumn::{Answer, Reference, Requirement, Title};
        let spanned = grid
            .rows
            .iter()
            .any(|row| row.len() == 1 && row.contains_key(&0));
        let order: &[ReportColumn] = match (grid.columns, spanned) {
            (0..=1, _) => &[Reference],
            (2, true) => &[Reference, Title],
            (2, false) => &[Reference, Answer],
            (3, true) => &[Reference, Title, Requirement],
            (3, false) => &[Reference, Title, Answer],
            _ => &[Reference, Title, Requirement, Answer],
        };
        Self {
            roles: (0..).zip(order.iter().copied()).collect(),
            count: grid.columns,
            measures: None,
            figures: BTreeMap::new(),
        }
    }

    /// What stands in a column.
    pub fn role(&self, column: u32) -> Option<ReportColumn> {
        self.roles.get(&column).copied()
    }

    /// Whether there is such a column.
    pub fn has(&self, role: ReportColumn) -> bool {
        self.roles.values().any(|own| *own == role)
    }
}
