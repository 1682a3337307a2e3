//! Goals that no word labels: what stands below a heading that names goals.
//!
//! ```text
//! goals ::= heading-of-goals paragraph* entry+        «Virksomhetsmål», and below it «V1 Kartene er oppdaterte» …
//!         | heading-of-goals (heading statement)+     «3 Mål», and «3.1 Havnene er trygge», «3.2 Losene er i rute»
//!         | head-of-goals row+                        Hovedmål | Delmål
//!         | (label-cell words-cell)+                  Delmål 1 | Kaiene er tørre
//! entry ::= label statement                           1.1 Kaiene er tørre   V2 Havnene er rene
//! ```
//! An entry has the label of a series; a heading without one is a goal where all its sisters say how things are to
//! be. A number that goes on with no chapter's (`4.1` below 3.2) opens none.

use super::{
    Letter,
    labels::{exact_goal_label, kind_named},
};
use crate::{
    grammar::{ColumnRole, Zone, phrases::Role, target::targets},
    layout::{BlockKind, Text},
    model::GoalKind,
    structure::{
        label::{Label, label},
        table::Row,
    },
};
use std::collections::BTreeMap;

/// How long a goal is at most, in bytes.
const LONGEST: usize = 240;
/// How many words a goal has at least.
const WORDS: usize = 3;
/// How many paragraphs may stand between a heading of goals and the first of them.
const INTRO: usize = 2;

/// A goal as it stands below its heading: its number, and its words.
type Entry = (Label, String, Text);

impl Letter<'_> {
    /// Reads the goals that no word labels. What another form gave stands.
    pub(super) fn stated_goals(&mut self) {
        for n in 0..self.chapters.len() {
            self.tables_of_goals(n);
            let Some(kind) = self.names_goals(n) else {
                continue;
            };
            if self.has_goals(n) {
                continue;
            }
            let found = self.entries(n);
            match found.is_empty() {
                false => {
                    // The label itself is no section of a letter whose sections have numbers.
                    let unnumbered = self.chapters[n].number.is_none();
                    let home = self.chapters[n].parent.filter(|_| unnumbered).unwrap_or(n);
                    for (_, number, text) in found {
                        self.goal(kind, Some(number), text, home);
                    }
                }
                true => self.headings_that_state(n, kind),
            }
        }
    }

    /// The kind of goals that a chapter's heading names.
    fn names_goals(&self, n: usize) -> Option<GoalKind> {
        let chapter = &self.chapters[n];
        match chapter.zone.filter(|_| chapter.own_zone)? {
            Zone::Goals => Some(GoalKind::Main),
            Zone::SectorGoals => Some(GoalKind::Sector),
            _ => None,
        }
    }

    fn has_goals(&self, n: usize) -> bool {
        let own = &self.chapters[n].id;
        self.document.goals.iter().any(|goal| goal.section == *own)
    }

    /// The entries of a chapter: those of one series, the first of which stands right below the heading or below
    /// what leads to them. One alone is enough where nothing else stands there.
    fn entries(&self, n: usize) -> Vec<Entry> {
        let chapter = &self.chapters[n];
        let mut found: Vec<Entry> = Vec::new();
        let (mut before, mut after) = (0, false);
        for &at in &chapter.blocks {
            let block = &self.blocks[at];
            if self.aside[at] {
                continue;
            }
            let mut own = match block.cell {
                None => self.entries_of(at),
                Some(_) => Vec::new(),
            };
            if own.is_empty() {
                after |= !found.is_empty();
                before += usize::from(found.is_empty());
                if before > INTRO || after {
                    break;
                }
                continue;
            }
            found.append(&mut own);
        }
        let measures = kind_named(chapter.title.as_str(), self.grammar).is_some();
        let goes_on = found.windows(2).all(|two| {
            let (one, other) = (&two[0].0, &two[1].0);
            one.counter < other.counter
                && (one.shape == other.shape || !one.strong && !other.strong)
        });
        let states = |(own, _, text): &Entry| {
            let words = text.as_str();
            self.states(words)
                && (!own.strong || !measures)
                && !self.counts(words)
                && !self.is_share(words)
                && self.parted(text).1.is_none()
        };
        let alone = found.len() == 1 && before == 0 && !after;
        match goes_on && found.iter().all(states) && (found.len() > 1 || alone) {
            true => found,
            false => Vec::new(),
        }
    }

    /// The entries of a block: its lines, each with its label; none where a line has none and does not go on.
    fn entries_of(&self, at: usize) -> Vec<Entry> {
        let block = &self.blocks[at];
        if !matches!(
            block.kind,
            BlockKind::Paragraph
                | BlockKind::Item(_)
                | BlockKind::Heading {
                    number: Some(_),
                    ..
                }
        ) {
            return Vec::new();
        }
        let mut found: Vec<Entry> = Vec::new();
        for line in self.lines_of(at) {
            let words = line.as_str();
            match label(words).filter(counts_goals) {
                Some(own) => {
                    let mark = words[..own.len].trim_matches(['(', ')', '.', ':', ' ']);
                    let rest = words[own.len..].trim_start_matches(['.', ':', ')', ' ', '–', '-']);
                    let text = line.slice(words.len() - rest.len()..words.len());
                    found.push((own, mark.to_string(), text));
                }
                None => match found.last_mut() {
                    Some((.., text)) if !text.as_str().ends_with('.') => {
                        let joint = self.joint(text, &line);
                        text.append(&line, joint);
                    }
                    _ => return Vec::new(),
                },
            }
        }
        found
    }

    /// Whether words may be a goal: a few, and neither a title of something else nor what is measured.
    fn states(&self, words: &str) -> bool {
        words.starts_with(char::is_uppercase)
            && words.split_whitespace().count() >= WORDS
            && words.len() <= LONGEST
            && !words.ends_with([':', ';', '?'])
            && self.grammar.zone(words).is_none()
            && targets(words).iter().all(|target| target.value.is_none())
    }

    /// Headings below one of goals that all say how things are to be.
    fn headings_that_state(&mut self, n: usize, kind: GoalKind) {
        let below = |chapter: &usize| self.chapters[*chapter].parent == Some(n);
        let own: Vec<usize> = (n + 1..self.chapters.len()).filter(below).collect();
        let titled = |chapter: &&usize| self.chapters[**chapter].zone.is_none();
        let sisters: Vec<usize> = own.iter().filter(titled).copied().collect();
        let says = |chapter: &usize| {
            let title = self.chapters[*chapter].title.as_str();
            let verb = self.grammar.has(title, Role::StateVerb);
            verb && self.states(title) && self.goal_label(title).is_none()
        };
        if sisters.len() < 2 || !sisters.iter().all(says) {
            return;
        }
        for chapter in sisters {
            let (number, title) = {
                let own = &self.chapters[chapter];
                (own.number.clone(), own.title.clone())
            };
            self.goal(kind, number, title, chapter);
            self.headings_that_state(chapter, kind);
        }
    }

    /// The goals of a chapter's tables that hold nothing else.
    fn tables_of_goals(&mut self, n: usize) {
        if !self.may_name_goals(n) {
            return;
        }
        let blocks = self.chapters[n].blocks.iter();
        let mut numbers: Vec<u32> = blocks
            .filter_map(|&at| Some(self.blocks[at].cell?.table))
            .collect();
        numbers.dedup();
        for number in numbers {
            let Some(grid) = self.grid(number) else {
                continue;
            };
            for part in &grid.parts {
                let roles = &part.columns.roles;
                let goal =
                    |role: &ColumnRole| matches!(role, ColumnRole::Goal | ColumnRole::SectorGoal);
                let titled = part.columns.is_titled() && roles.len() == part.columns.titles.len();
                let rows = part.rows.iter().map(|&row| &grid.table.rows[row]);
                // `Hovedmål | Kaiene er tørre` looks like a head.
                let head = grid.table.rows[part.head.clone()].iter();
                let all: Option<Vec<(GoalKind, Option<String>, Text)>> = head
                    .chain(rows.clone())
                    .map(|row| self.labelled_row(row))
                    .collect();
                let found = match all.filter(|rows| rows.len() > 1) {
                    Some(found) => found,
                    None if titled && roles.len() > 1 && roles.values().all(goal) => {
                        self.goals_of_cells(rows, roles)
                    }
                    None => continue,
                };
                for (kind, number, text) in found {
                    self.goal_in_table(kind, number, text, n);
                }
            }
        }
    }

    /// A row of two cells, the label of a goal and its words.
    fn labelled_row(&self, row: &Row) -> Option<(GoalKind, Option<String>, Text)> {
        let mut cells = row.cells.values().filter(|cell| !cell.text.is_empty());
        let (Some(first), Some(second), None) = (cells.next(), cells.next(), cells.next()) else {
            return None;
        };
        let (kind, number) = exact_goal_label(first.text.as_str(), self.grammar)?;
        let says = self.states(second.text.as_str());
        says.then(|| (kind, number, second.text.clone()))
    }

    /// The goals of rows that hold nothing else, a label each. A line without one goes on with the goal above it
    /// in its column, where that has labels or the line begins with a small letter.
    fn goals_of_cells<'r>(
        &self,
        rows: impl Iterator<Item = &'r Row>,
        roles: &BTreeMap<u32, ColumnRole>,
    ) -> Vec<(GoalKind, Option<String>, Text)> {
        let mut found: Vec<(GoalKind, Option<String>, Text)> = Vec::new();
        let mut open: BTreeMap<u32, usize> = BTreeMap::new();
        for row in rows {
            for (column, role) in roles {
                let kind = match role {
                    ColumnRole::SectorGoal => GoalKind::Sector,
                    _ => GoalKind::Main,
                };
                let Some(cell) = row.cells.get(column) else {
                    continue;
                };
                for (nth, line) in cell
                    .blocks
                    .iter()
                    .flat_map(|&at| self.lines_of(at))
                    .enumerate()
                {
                    let (number, from) = self.number_of_goal(line.as_str());
                    let text = line.slice(from..line.len());
                    let small = text.as_str().starts_with(char::is_lowercase);
                    let last = open.get(column).copied();
                    let labelled = last.is_some_and(|last| found[last].1.is_some());
                    match last.filter(|_| number.is_none() && (small || labelled || nth > 0)) {
                        Some(last) => {
                            let joint = self.joint(&found[last].2, &text);
                            found[last].2.append(&text, joint);
                        }
                        None if text.is_empty() => {}
                        None => {
                            open.insert(*column, found.len());
                            found.push((kind, number, text));
                        }
                    }
                }
            }
        }
        found
    }

    /// Whether a heading below one of goals is a goal itself: its number goes on with no chapter's (`5.1` under
    /// 3.3, `1.` under 2).
    pub(super) fn goal_among_headings(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        let BlockKind::Heading {
            number: Some(number),
            ..
        } = &block.kind
        else {
            return false;
        };
        let Some(last) = self.chapters.len().checked_sub(1) else {
            return false;
        };
        let mut above = self.chapters.iter().rev();
        let above = above.find_map(|own| own.number.as_deref());
        let strange = above.is_some_and(|above| !may_follow(above, number));
        // `2.1` below the goal `2.` goes on with the goals, though the chapter is the second as well.
        let goes_on = || {
            let before = self.chapters[last].blocks.last();
            let before = before.and_then(|&before| self.entries_of(before).pop());
            before.is_some_and(|(_, mark, _)| may_follow(&mark, number))
                && self.grammar.has(block.text.as_str(), Role::StateVerb)
        };
        self.names_goals(last).is_some()
            && self.states(block.text.as_str())
            && (strange || goes_on())
    }
}

/// Whether a heading's number may follow another's: below it, beside it, or beside one above it.
fn may_follow(above: &str, number: &str) -> bool {
    let parts = |number: &str| -> Vec<u32> {
        let parts = number.split('.');
        parts.filter_map(|part| part.parse().ok()).collect()
    };
    let (above, number) = (parts(above), parts(number));
    let same = above.iter().zip(&number);
    let same = same.take_while(|(one, other)| one == other).count();
    match (above.get(same), number.get(same)) {
        // The first of a chapter's sections does not stand without the chapter.
        (Some(one), Some(other)) => *other == one + 1 && number.len() == same + 1,
        (None, Some(_)) => true,
        _ => false,
    }
}

/// Whether a label may count goals: a number, a chapter's kind of number, or a letter with its number.
fn counts_goals(own: &Label) -> bool {
    let bullet = own.counter.is_empty();
    let capitals = own.shape.chars().filter(|c| c.is_uppercase()).count();
    let worded = own.shape.chars().any(char::is_lowercase);
    !bullet && !worded && capitals <= 2
}

#[cfg(test)]
mod tests {
    use super::may_follow;

    #[test]
    fn numbers_that_go_on() {
        for (above, number) in [("3", "3.1"), ("3.1", "3.2"), ("3.2", "4"), ("3.1.2", "3.2")] {
            assert!(may_follow(above, number), "{above} {number}");
        }
        for (above, number) in [("3.2", "4.1"), ("2", "1"), ("3.3", "5.2"), ("3.1", "1.1")] {
            assert!(!may_follow(above, number), "{above} {number}");
        }
    }
}
