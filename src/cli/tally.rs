//! What a batch gave, in figures.

use super::messages::count;
use crate::findings::{About, List};
use crate::model::{
    AppropriationLevel, AppropriationTable, Code, DeadlineStatus, Document, Extraction, FigureRole,
    Severity, Side, SignalKind,
};
use std::collections::{BTreeMap, HashMap};

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

/// What a signal is called, one and many.
fn noun(signal: SignalKind) -> (&'static str, &'static str) {
    match signal {
        SignalKind::Deadline => ("time", "times"),
        SignalKind::Identifier => ("identifier", "identifiers"),
        SignalKind::Amount => ("amount", "amounts"),
        SignalKind::Request => ("request", "requests"),
        SignalKind::Duty => ("duty", "duties"),
        SignalKind::Series => ("point of a series", "points of series"),
        SignalKind::Table => ("table", "tables"),
    }
}

/// Figures of one file or of many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub files: usize,
    pub documents: usize,
    pub assignments: usize,
    pub goals: usize,
    pub indicators: usize,
    pub requests: usize,
    pub reports: usize,
    pub deadlines: [usize; STATUSES.len()],
    /// Posts of tables of allotment, and whole kroner: expenses, income, changes.
    pub posts: usize,
    pub nok: [i64; 3],
    /// Rows among them that there is a warning about: the sums are no surer than they.
    pub doubtful: usize,
    pub warnings: usize,
    pub errors: usize,
    /// Entries of `coverage.unclaimed`, by signal.
    pub unclaimed: BTreeMap<SignalKind, usize>,
    /// What the loud ones of the residue say: series and assignments that were not read.
    pub unread: Vec<String>,
}

/// Entries of `coverage.unclaimed`, by signal.
pub(super) fn unclaimed(extraction: &Extraction) -> BTreeMap<SignalKind, usize> {
    let mut counts = BTreeMap::new();
    for one in &extraction.coverage.unclaimed {
        *counts.entry(one.signal).or_default() += 1;
    }
    counts
}

/// The messages of the findings that tell what was missed.
pub(super) fn missed(extraction: &Extraction) -> Vec<String> {
    const LOUD: [Code; 2] = [Code::AssignmentsMissing, Code::SeriesUnread];
    extraction
        .diagnostics
        .iter()
        .filter(|found| LOUD.iter().any(|code| found.code == *code))
        .map(|found| found.message.clone())
        .collect()
}

impl Tally {
    /// The figures of one file.
    pub(super) fn of(extraction: &Extraction) -> Self {
        let mut tally = Self {
            files: 1,
            documents: extraction.documents.len(),
            ..Self::default()
        };
        let about = About::of(extraction);
        for (place, document) in extraction.documents.iter().enumerate() {
            tally.assignments += document.assignments.len();
            tally.goals += document.goals.len();
            tally.indicators += document.indicators.len();
            tally.requests += document.requests.len();
            tally.reports += document.reports.len();
            tally.money(document, |row| {
                let found = about.record(place, List::Appropriations, row);
                found.iter().any(|one| one.severity > Severity::Info)
            });
            for deadline in &document.deadlines {
                for (n, (status, _)) in tally.deadlines.iter_mut().zip(STATUSES) {
                    *n += usize::from(deadline.status == status);
                }
            }
        }
        tally.warnings = extraction.count(Severity::Warning);
        tally.errors = extraction.count(Severity::Error);
        tally.unclaimed = unclaimed(extraction);
        let file = &extraction.source.file;
        tally.unread = missed(extraction)
            .into_iter()
            .map(|message| format!("{file}: {message}"))
            .collect();
        tally
    }

    /// What the letters allot: a post that stands in two tables counts once.
    fn money(&mut self, document: &Document, is_doubtful: impl Fn(usize) -> bool) {
        let mut seen: HashMap<_, Option<&str>> = HashMap::new();
        for (place, row) in document.appropriations.iter().enumerate() {
            let nok = |role| {
                row.figures
                    .iter()
                    .find(|one| one.role == role)
                    .and_then(|one| one.nok)
            };
            let (at, nok) = match (row.table, row.side) {
                _ if row.level != AppropriationLevel::Post => continue,
                (AppropriationTable::Allocation, Side::Income) => (1, nok(FigureRole::Allocation)),
                (AppropriationTable::Allocation, _) => (0, nok(FigureRole::Allocation)),
                (AppropriationTable::Change, _) => (2, nok(FigureRole::Change)),
                _ => continue,
            };
            // Two rows of one table are two, whatever they are called.
            let section = row.section.as_deref();
            let same = (at, &row.chapter, &row.post, row.name.as_deref(), nok);
            if *seen.entry(same).or_insert(section) == section {
                self.posts += usize::from(at < 2);
                self.nok[at] = self.nok[at].saturating_add(nok.unwrap_or(0));
                self.doubtful += usize::from(is_doubtful(place));
            }
        }
    }

    /// Adds the figures of another file.
    pub(super) fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.documents += other.documents;
        self.assignments += other.assignments;
        self.goals += other.goals;
        self.indicators += other.indicators;
        self.requests += other.requests;
        self.reports += other.reports;
        for (n, more) in self.deadlines.iter_mut().zip(other.deadlines) {
            *n += more;
        }
        self.posts += other.posts;
        for (n, more) in self.nok.iter_mut().zip(other.nok) {
            *n = n.saturating_add(more);
        }
        self.doubtful += other.doubtful;
        self.warnings += other.warnings;
        self.errors += other.errors;
        for (signal, n) in &other.unclaimed {
            *self.unclaimed.entry(*signal).or_default() += n;
        }
        self.unread.extend(other.unread.iter().cloned());
    }

    /// `not read     12 places (9 series, 3 duties): see coverage.unclaimed`; nothing where all was read.
    fn not_read(&self) -> Option<String> {
        let all: usize = self.unclaimed.values().sum();
        let sorts: Vec<String> = self
            .unclaimed
            .iter()
            .map(|(signal, n)| {
                let (one, many) = noun(*signal);
                format!("{n} {}", if *n == 1 { one } else { many })
            })
            .collect();
        (all > 0).then(|| {
            format!(
                "not read     {} ({}): see coverage.unclaimed in the JSON",
                count(all, "place"),
                sorts.join(", ")
            )
        })
    }

    /// The figures as lines; the other files are counted beside those that were read.
    pub(super) fn lines(&self, unchanged: usize, failed: usize, skipped: usize) -> Vec<String> {
        let beside = [
            (unchanged, "unchanged"),
            (failed, "failed"),
            (skipped, "skipped"),
        ]
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
        let mut money = format!("allocated    {}", count(self.posts, "post"));
        for (nok, what) in self.nok.iter().zip(["expenses", "income", "changes"]) {
            if *nok != 0 {
                money.push_str(&format!(", {what} {nok} kroner"));
            }
        }
        if self.doubtful > 0 {
            money.push_str(&format!("; {} to be checked", count(self.doubtful, "row")));
        }
        let mut lines = vec![
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
        ];
        // What only some kinds of document hold is said where there is some.
        for (n, what) in [
            (self.requests, "requests   "),
            (self.reports, "reports    "),
        ] {
            if n > 0 {
                lines.insert(lines.len() - 1, format!("{what}  {n}"));
            }
        }
        if self.posts > 0 || self.nok != [0; 3] {
            lines.insert(lines.len() - 1, money);
        }
        if let Some(line) = self.not_read() {
            lines.insert(lines.len() - 1, line);
        }
        lines
    }
}
