//! The money of a proposition: chapter tables, category tables, the proposed decision and what it
//! authorises, what the prose says of a post's money, and the other tables.
//!
//! The decision is read first, then the categories' tables, then the chapters': the sums of the later
//! ones may leave open what the earlier ones tell.

mod aligned;
mod authorisations;
mod cells;
mod changes;
mod chapter_table;
pub(super) mod columns;
mod decision;
mod dumped;
mod other_tables;
mod prose;
mod rows;
mod solve;

use super::Proposition;
use crate::{
    grammar::{amount::Scale, money::MoneyRole},
    kinds::ids::Ids,
    model::{AppropriationLevel, AppropriationTable, Figure, FigureRole},
};
pub(super) use decision::roman;

use columns::{Form, head, unit_line};
use rows::Table;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// What is known of a chapter's or post's figures from a table read before.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    /// By role; a role without a value is known to be empty.
    values: Vec<(FigureRole, Option<i64>)>,
}

impl Figures {
    /// 1 where another figure is known for this column, else 0.
    fn misfit(&self, role: FigureRole, value: Option<i64>) -> u32 {
        self.values
            .iter()
            .find(|(own, _)| *own == role)
            .map_or(0, |(_, known)| u32::from(*known != value))
    }
}

/// What the tables read so far tell of the others, and the ids given.
#[derive(Debug, Default)]
pub(super) struct Known {
    chapters: HashMap<String, Figures>,
    posts: HashMap<String, Figures>,
    /// Chapters of the decision, whose posts are all known.
    decided: HashSet<String>,
    /// Chapters whose sum stands in a table.
    summed: HashSet<String>,
    ids: Ids,
}

impl Known {
    /// An id that is not taken.
    pub(super) fn id(&mut self, base: String) -> String {
        self.ids.next(base).0
    }

    fn chapter(&self, number: &str) -> Option<Figures> {
        // A chapter that the decision does not name has no proposal.
        let none = || {
            (!self.decided.is_empty()).then(|| Figures {
                values: vec![(FigureRole::Proposal, None)],
            })
        };
        self.chapters.get(number).cloned().or_else(none)
    }

    fn post(&self, chapter: Option<&str>, post: &str) -> Option<Figures> {
        let chapter = chapter?;
        let known = self.posts.get(&format!("{chapter}.{post}")).cloned();
        // A post that the decision does not propose has no proposal.
        known.or_else(|| {
            self.decided.contains(chapter).then(|| Figures {
                values: vec![(FigureRole::Proposal, None)],
            })
        })
    }

    /// Keeps what a record says for the tables to come.
    pub(super) fn learn(
        &mut self,
        table: AppropriationTable,
        level: AppropriationLevel,
        chapter: Option<&str>,
        post: Option<&str>,
        figures: &[Figure],
    ) {
        let Some(chapter) = chapter else { return };
        if figures
            .iter()
            .any(|figure| figure.role == FigureRole::Other)
        {
            return;
        }
        let value = |role| {
            figures
                .iter()
                .find(|figure| figure.role == role)
                .and_then(|figure| figure.nok)
        };
        match (table, level) {
            (AppropriationTable::Category, AppropriationLevel::Chapter) => {
                let roles = [
                    FigureRole::Accounts,
                    FigureRole::Budget,
                    FigureRole::Proposal,
                ];
                self.chapters.insert(
                    chapter.to_string(),
                    Figures {
                        values: roles.map(|role| (role, value(role))).to_vec(),
                    },
                );
            }
            (AppropriationTable::Decision, AppropriationLevel::Chapter) => {
                self.decided.insert(chapter.to_string());
                let own = self.chapters.entry(chapter.to_string()).or_default();
                own.values = vec![(FigureRole::Proposal, value(FigureRole::Proposal))];
            }
            (AppropriationTable::Decision, AppropriationLevel::Post) => {
                if let Some(post) = post {
                    self.posts.insert(
                        format!("{chapter}.{post}"),
                        Figures {
                            values: vec![(FigureRole::Proposal, value(FigureRole::Proposal))],
                        },
                    );
                }
            }
            _ => {}
        }
    }
}

impl Proposition<'_> {
    /// Reads the tables and the decision.
    pub(super) fn appropriations(&mut self) {
        let mut known = Known::default();
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut tables: Vec<(Table, Option<Scale>)> = Vec::new();
        let mut decisions: Vec<usize> = Vec::new();
        let mut scale: Option<Scale> = None;
        let mut at = 0;
        while at < self.lines.len() {
            if let Some(named) = unit_line(self.lines[at].text) {
                scale = Some(named);
            }
            let Some(head) = head(self.lines, at, self.grammar) else {
                at += 1;
                continue;
            };
            match head.form {
                Form::Decision => {
                    decisions.push(at);
                    at = head.end.max(at + 1);
                }
                Form::Ceiling => at = head.end.max(at + 1),
                _ => {
                    let own = head.scale.or(scale);
                    let table = self.table(at, head);
                    at = table.end.max(at + 1);
                    tables.push((table, own));
                }
            }
        }
        let (dumped, tables): (Vec<_>, Vec<_>) =
            tables.into_iter().partition(|(table, _)| table.by_column());
        let mut by_column: Vec<Range<usize>> = Vec::new();
        for (table, _) in &dumped {
            if by_column.last().is_none_or(|range| range.end <= table.line) {
                by_column.push(self.report_by_column(table));
            }
        }
        let mut authorised = self.lines.len();
        // Where pages stand twice or out of order, other text parts the decision.
        let mut rows = Vec::new();
        for &at in &decisions {
            let after = taken.last().map_or(0, |range| range.end);
            if at >= after && (rows.is_empty() || self.goes_on_deciding(after, at)) {
                let (own, end) = self.decision_rows(at);
                rows.extend(own);
                taken.push(at..end);
                authorised = end;
            }
        }
        self.decision_records(rows, &mut known);
        let (categories, chapters): (Vec<_>, Vec<_>) = tables
            .into_iter()
            .partition(|(table, _)| table.head.form != Form::Posts);
        let (mut orphans, decided) = (self.orphans(&chapters), self.document.appropriations.len());
        for (table, scale) in &categories {
            self.table_records(table, *scale, &mut known);
            taken.push(table.line..table.end);
        }
        let mut chapters = chapters;
        chapters.append(&mut orphans);
        chapters.sort_by_key(|(table, _)| table.line);
        known.summed = chapters
            .iter()
            .filter_map(|(table, _)| match table.rows.last().map(|row| &row.key) {
                Some(rows::Key::SumChapter(number)) => Some(number.clone()),
                _ => None,
            })
            .collect();
        for (table, scale) in &chapters {
            self.table_records(table, *scale, &mut known);
            taken.push(table.line..table.end);
        }
        // In the order of the document: the decision stands last.
        self.document.appropriations.rotate_left(decided);
        if !decisions.is_empty() {
            self.authorisations(authorised);
        }
        taken.extend(by_column);
        taken.sort_by_key(|range| range.start);
        self.recover_chapters();
        self.prose(&taken, &mut known);
        taken.extend(self.other_tables(&taken, authorised));
        taken.sort_by_key(|range| range.start);
        self.report_dumped(&taken);
        self.chapter_names();
    }

    /// Whether the head of a decision at a line goes on with the one that broke off: it did not end in
    /// its next romertall, or this one stands under «Utgifter:» or «Inntekter:».
    fn goes_on_deciding(&self, end: usize, at: usize) -> bool {
        let sides = [MoneyRole::Expenses, MoneyRole::Income];
        let side = self.lines[at.saturating_sub(2).max(end)..at]
            .iter()
            .any(|line| self.grammar.money.first(line.text, &sides).is_some());
        side || !self
            .lines
            .get(end)
            .is_some_and(|line| decision::roman(line.text))
    }

    /// A chapter whose heading is lost has its name in the category's table and in the decision.
    fn chapter_names(&mut self) {
        let mut names: HashMap<String, String> = HashMap::new();
        for row in &self.document.appropriations {
            let named = row.level == AppropriationLevel::Chapter
                && row.table != AppropriationTable::Chapter;
            if let (true, Some(chapter), Some(name)) = (named, &row.chapter, &row.name) {
                names.entry(chapter.clone()).or_insert_with(|| name.clone());
            }
        }
        for row in &mut self.document.appropriations {
            if row.chapter_name.is_none()
                && let Some(chapter) = &row.chapter
            {
                row.chapter_name = names.get(chapter).cloned();
            }
        }
    }

    /// Tables whose head the layout has moved below their rows, or lost: known by their sums.
    fn orphans(&self, tables: &[(Table, Option<Scale>)]) -> Vec<(Table, Option<Scale>)> {
        let mut found: Vec<(Table, Option<Scale>)> = Vec::new();
        let mut next = 0;
        for (at, line) in self.lines.iter().enumerate() {
            while tables.get(next).is_some_and(|(table, _)| table.end <= at) {
                next += 1;
            }
            if !line.text.starts_with("Sum")
                || tables.get(next).is_some_and(|(table, _)| table.line <= at)
            {
                continue;
            }
            // The head nearest to it, below or above, is its own.
            let near = tables
                .get(next)
                .or(next.checked_sub(1).and_then(|last| tables.get(last)));
            if let Some((near, scale)) = near
                && let Some(table) =
                    self.rows_above(at, near, found.last().map_or(0, |(t, _)| t.end))
            {
                found.push((table, *scale));
            }
        }
        found
    }
}
