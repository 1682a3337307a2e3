//! The allocations of a series: what each post was given, what changed it, and what it is now.

use super::Series;
use crate::{
    findings::{OfSet, Remark},
    link::folded,
    model::{
        Appropriation, AppropriationLevel, AppropriationTable, Code, Document, DocumentKind,
        FigureRole, Relation, Side, Span,
    },
};
use serde::Serialize;

/// A post, or one line of a post that is given out in several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Expense or income.
    pub side: Side,
    /// "732".
    pub chapter: String,
    /// "70".
    pub post: String,
    /// The name, as first printed.
    pub name: Option<String>,
    /// Whole kroner after the last move; null where the letters do not say it.
    pub nok: Option<i64>,
    /// Whether the letters do not agree on it: one prints another amount as the earlier one than the letters
    /// before it gave, or other amounts in one place than in another.
    pub disagrees: bool,
    /// What the tool was unsure of in the rows that led to it, or found wrong there.
    pub findings: Vec<Remark>,
    /// What led to it, first things first.
    pub history: Vec<Move>,
}

/// What one document does to a post.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// What it does.
    pub what: MoveKind,
    /// The document's key.
    pub document: String,
    /// The row's id in it.
    pub id: String,
    /// The document's date.
    pub date: Option<String>,
    /// The page, as printed or counted.
    pub page: Option<String>,
    /// Whole kroner before, as the document prints it.
    pub previous: Option<i64>,
    /// Whole kroner more or less, as the document prints it.
    pub change: Option<i64>,
    /// Whole kroner after: printed, or the sum of what is.
    pub nok: Option<i64>,
}

/// What a document does to a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// It gives it.
    Allocated,
    /// It changes it.
    Changed,
}

/// Findings that say that what is printed of an amount does not agree.
const DISAGREE: [Code; 7] = [
    Code::ChangeDisagrees,
    Code::ChangeMismatch,
    Code::PreviousDisagrees,
    Code::TablesDisagree,
    Code::TextDisagrees,
    Code::DirectionMismatch,
    Code::AssignmentAmountDiffers,
];

impl Line {
    /// Carries over what was found of the rows that led to it.
    pub(super) fn found(&mut self, series: &Series<'_>, findings: &OfSet<'_>) {
        for own in &self.history {
            let document = series.documents.iter().find(|one| one.key == own.document);
            for one in document.map_or_else(Vec::new, |of| findings.id(of, &own.id)) {
                self.disagrees |= DISAGREE.iter().any(|code| one.code == *code);
                if !self.findings.contains(&one) {
                    self.findings.push(one);
                }
            }
        }
    }

    /// What the post had before the first change: what it was given, or what the change says.
    pub fn first(&self) -> Option<i64> {
        let first = self.history.first()?;
        match first.what {
            MoveKind::Allocated => first.nok,
            MoveKind::Changed => first.previous,
        }
    }

    fn is_post(&self, row: &Appropriation) -> bool {
        self.side == row.side
            && Some(self.chapter.as_str()) == row.chapter.as_deref()
            && Some(self.post.as_str()) == row.post.as_deref()
    }

    fn has_name(&self, row: &Appropriation) -> bool {
        let key = |name: &Option<String>| name.as_deref().map(folded);
        key(&self.name) == key(&row.name)
    }
}

/// The posts of the newest year of a series, by side, chapter and post.
///
/// Of a proposition they are the proposed ones: of its decision, else of its chapters' tables.
pub fn amounts(series: &Series<'_>) -> Vec<Line> {
    let newest = series.newest_year();
    let mut lines: Vec<Line> = Vec::new();
    for document in &series.documents {
        if document.year != newest {
            continue;
        }
        for (row, what) in rows(document) {
            let (Some(chapter), Some(post)) = (&row.chapter, &row.post) else {
                continue;
            };
            let at = place(&lines, row, document, what);
            let known = at.and_then(|at| lines[at].nok);
            let (previous, change) = (row.nok(FigureRole::Previous), row.change());
            let nok = match what {
                MoveKind::Allocated => row.nok(role(document)),
                MoveKind::Changed => row.nok(FigureRole::New).or_else(|| {
                    previous
                        .or(known)
                        .zip(change)
                        .and_then(|(before, change)| before.checked_add(change))
                }),
            };
            let own = Move {
                what,
                document: document.key.clone(),
                id: row.id.clone(),
                date: document.date.clone(),
                page: Span::first_page(&row.spans),
                previous,
                change,
                nok,
            };
            match at {
                Some(at) => {
                    let line = &mut lines[at];
                    if let Some((printed, known)) = previous.zip(known).filter(|(a, b)| a != b) {
                        line.disagrees = true;
                        line.findings.push(Remark::warning(
                            Code::PreviousDisagrees,
                            format!("{} prints {printed} kroner as the earlier amount, the letters before it give {known}", document.key),
                        ));
                    }
                    line.nok = nok;
                    line.history.push(own);
                }
                None => lines.push(Line {
                    side: row.side,
                    chapter: chapter.clone(),
                    post: post.clone(),
                    name: row.name.clone(),
                    nok,
                    disagrees: false,
                    findings: Vec::new(),
                    history: vec![own],
                }),
            }
        }
    }
    let number = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
    // Stable: the lines of one post stay in the order printed.
    lines.sort_by_key(|line| {
        (
            line.side != Side::Expense,
            number(&line.chapter),
            number(&line.post),
        )
    });
    lines
}

/// The figure that a document gives a post by.
fn role(document: &Document) -> FigureRole {
    match document.kind {
        DocumentKind::BudgetProposition => FigureRole::Proposal,
        _ => FigureRole::Allocation,
    }
}

/// The rows of a document that give or change a post; a row that is printed twice counts once.
fn rows(document: &Document) -> Vec<(&Appropriation, MoveKind)> {
    let posts = || {
        document
            .appropriations
            .iter()
            .filter(|row| row.level == AppropriationLevel::Post)
    };
    let has = |row: &Appropriation, role| {
        row.figures
            .iter()
            .any(|figure| figure.role == role && figure.nok.is_some())
    };
    let of = |table| posts().filter(move |row| row.table == table);
    let role = role(document);
    let tables = if document.kind == DocumentKind::BudgetProposition {
        if of(AppropriationTable::Decision).next().is_some() {
            [AppropriationTable::Decision; 2]
        } else {
            [AppropriationTable::Chapter; 2]
        }
    } else {
        [AppropriationTable::Allocation, AppropriationTable::Text]
    };
    let mut found: Vec<(&Appropriation, MoveKind)> = Vec::new();
    let same_post = |one: &Appropriation, row: &Appropriation| {
        (one.side, &one.chapter, &one.post) == (row.side, &row.chapter, &row.post)
    };
    for row in of(tables[0]).filter(|row| has(row, role)) {
        let figures = |row: &Appropriation| -> Vec<Option<i64>> {
            row.figures.iter().map(|figure| figure.nok).collect()
        };
        let twice = found.iter().any(|(one, _)| {
            same_post(one, row) && one.name == row.name && figures(one) == figures(row)
        });
        if !twice {
            found.push((row, MoveKind::Allocated));
        }
    }
    // What running text says of a post that stands in a table is told there.
    for row in of(tables[1]).filter(|row| has(row, role)) {
        if !found.iter().any(|(one, _)| same_post(one, row)) {
            found.push((row, MoveKind::Allocated));
        }
    }
    if document.relation != Relation::Original {
        let changes = of(AppropriationTable::Change).chain(of(AppropriationTable::Text));
        for row in changes {
            let moves = has(row, FigureRole::Change) || has(row, FigureRole::New);
            let known = found.iter().any(|(one, _)| {
                same_post(one, row)
                    && (row.table == AppropriationTable::Text || one.name == row.name)
            });
            if moves && !known {
                found.push((row, MoveKind::Changed));
            }
        }
    }
    found
}

/// The line that a row speaks of: the one of its post, or of several the one of its name.
fn place(
    lines: &[Line],
    row: &Appropriation,
    document: &Document,
    what: MoveKind,
) -> Option<usize> {
    let posts: Vec<usize> = (0..lines.len())
        .filter(|&at| lines[at].is_post(row))
        .collect();
    // Two lines of one letter are two, whatever their names.
    let own = |at: usize| {
        what == MoveKind::Allocated
            && lines[at]
                .history
                .last()
                .is_some_and(|one| one.document == document.key)
    };
    match posts[..] {
        [] => None,
        [at] if !own(at) => Some(at),
        _ => {
            let mut named = posts
                .into_iter()
                .filter(|&at| lines[at].has_name(row) && !own(at));
            named.next().filter(|_| named.next().is_none())
        }
    }
}
