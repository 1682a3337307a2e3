//! What a batch gave, in figures.

use super::messages::count;
use crate::model::{DeadlineStatus, Extraction, Severity};

/// The statuses of a deadline, in the order of the contract.
const STATUSES: [(DeadlineStatus, &str); 8] = [
    (DeadlineStatus::Fixed, "fixed"),
    (DeadlineStatus::Tentative, "tentative"),
    (DeadlineStatus::ToBeAgreed, "to be agreed"),
    (DeadlineStatus::Recurring, "recurring"),
    (DeadlineStatus::Ongoing, "ongoing"),
    (DeadlineStatus::Relative, "relative"),
    (DeadlineStatus::Invalid, "invalid"),
    (DeadlineStatus::Other, "other"),
];

/// Figures of one file or of many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub files: usize,
    pub documents: usize,
    pub assignments: usize,
    pub goals: usize,
    pub indicators: usize,
    pub deadlines: [usize; STATUSES.len()],
    pub warnings: usize,
    pub errors: usize,
}

impl Tally {
    /// The figures of one file.
    pub(super) fn of(extraction: &Extraction) -> Self {
        let mut tally = Self {
            files: 1,
            documents: extraction.documents.len(),
            ..Self::default()
        };
        for document in &extraction.documents {
            tally.assignments += document.assignments.len();
            tally.goals += document.goals.len();
            tally.indicators += document.indicators.len();
            for deadline in &document.deadlines {
                for (n, (status, _)) in tally.deadlines.iter_mut().zip(STATUSES) {
                    *n += usize::from(deadline.status == status);
                }
            }
        }
        for found in &extraction.diagnostics {
            match found.severity {
                Severity::Info => {}
                Severity::Warning => tally.warnings += 1,
                Severity::Error => tally.errors += 1,
            }
        }
        tally
    }

    /// Adds the figures of another file.
    pub(super) fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.documents += other.documents;
        self.assignments += other.assignments;
        self.goals += other.goals;
        self.indicators += other.indicators;
        for (n, more) in self.deadlines.iter_mut().zip(other.deadlines) {
            *n += more;
        }
        self.warnings += other.warnings;
        self.errors += other.errors;
    }

    /// The figures as lines; `failed` and `skipped` are counted beside the files read.
    pub(super) fn lines(&self, failed: usize, skipped: usize) -> Vec<String> {
        let beside = [(failed, "failed"), (skipped, "skipped")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!(", {n} {what}"))
            .collect::<String>();
        let statuses: Vec<_> = self
            .deadlines
            .iter()
            .zip(STATUSES)
            .filter(|(n, _)| **n > 0)
            .map(|(n, (_, word))| format!("{n} {word}"))
            .collect();
        let statuses = match statuses.as_slice() {
            [] => String::new(),
            words => format!(" ({})", words.join(", ")),
        };
        vec![
            format!("files        {} read{beside}", self.files),
            format!("documents    {}", self.documents),
            format!("assignments  {}", self.assignments),
            format!(
                "deadlines    {}{statuses}",
                self.deadlines.iter().sum::<usize>()
            ),
            format!("goals        {}", self.goals),
            format!("indicators   {}", self.indicators),
            format!(
                "diagnostics  {}, {}",
                count(self.warnings, "warning"),
                count(self.errors, "error")
            ),
        ]
    }
}
