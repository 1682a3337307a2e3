//! Goals.
//!
//! ```text
//! goals ::= intro item+                   «… følgende hovedmål:» 1. … 2. …
//!         | heading of a goal             «Mål 1: …», «Sektormål 2 – …»
//! ```
//! A goal that is listed and printed again as a heading is one goal; the heading stands in `also_at`,
//! and everything below it belongs to the goal.

use super::{Letter, outline::Chapter};
use crate::{
    grammar::{Zone, lexeme::lower_in_place, marker::MarkerKind, phrases::Role},
    layout::{BlockKind, Text, introduces_measures},
    model::{Goal, GoalKind, Span},
};

impl Letter<'_> {
    /// Reads the goals, and gives every chapter its own.
    pub(super) fn goals(&mut self) {
        self.listed_goals();
        self.goal_headings();
        self.goals_of_chapters();
    }

    fn listed_goals(&mut self) {
        for n in 0..self.chapters.len() {
            let blocks = self.chapters[n].blocks.clone();
            let mut kind: Option<GoalKind> = None;
            let mut count = 0u32;
            for (position, &at) in blocks.iter().enumerate() {
                let block = &self.blocks[at];
                match &block.kind {
                    BlockKind::Item(marker) if kind.is_some() => {
                        let Some(kind) = kind else { continue };
                        let number = match marker.kind {
                            MarkerKind::Number(number) => Some(number.to_string()),
                            MarkerKind::Bullet if count == 0 || !self.has_number(count, kind) => {
                                None
                            }
                            _ => continue,
                        };
                        count += 1;
                        self.goal(kind, number, block.text.clone(), n);
                    }
                    _ => {
                        let next_is_item = blocks.get(position + 1).is_some_and(|&next| {
                            matches!(self.blocks[next].kind, BlockKind::Item(_))
                        });
                        kind = if next_is_item {
                            self.introduces(block.text.as_str(), n)
                        } else {
                            None
                        };
                        count = 0;
                    }
                }
            }
            if self.chapters[n].own_zone && self.chapters[n].zone == Some(Zone::SectorGoals) {
                self.numbered_goals(n);
            }
            // A chapter of goals without an introduction that says so: its first list.
            let kind = match self.chapters[n].zone.filter(|_| self.chapters[n].own_zone) {
                Some(Zone::Goals) => Some(GoalKind::Main),
                Some(Zone::SectorGoals) => Some(GoalKind::Sector),
                _ => None,
            };
            // `Mål 1: …` says itself what the goals are; the lists below it measure them.
            let headed = blocks.iter().any(|&at| {
                let words = self.blocks[at].text.as_str();
                words.len() <= 240
                    && (goal_heading(words).is_some() || introduces_measures(words, self.grammar))
            });
            if let Some(kind) = kind.filter(|_| !headed)
                && !self
                    .document
                    .goals
                    .iter()
                    .any(|goal| goal.kind == kind || goal.section == self.chapters[n].id)
            {
                let list = blocks
                    .iter()
                    .skip_while(|&&at| !matches!(self.blocks[at].kind, BlockKind::Item(_)));
                for &at in list.clone().take(if blocks.len() - list.count() <= 2 {
                    40
                } else {
                    0
                }) {
                    let BlockKind::Item(marker) = &self.blocks[at].kind else {
                        break;
                    };
                    let number = match marker.kind {
                        MarkerKind::Number(number) => Some(number.to_string()),
                        _ => None,
                    };
                    self.goal(kind, number, self.blocks[at].text.clone(), n);
                }
            }
        }
    }

    /// `1.1 Økosystemene skal …`: wider goals that are numbered like sections, a sentence each.
    fn numbered_goals(&mut self, chapter: usize) {
        let mut open: Option<(String, Text)> = None;
        let mut found = Vec::new();
        for at in self.chapters[chapter].blocks.clone() {
            if self.blocks[at].cell.is_some() || self.blocks[at].kind != BlockKind::Paragraph {
                break;
            }
            for line in self.lines_of(at) {
                let words = line.as_str();
                let digits = words.len()
                    - words
                        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
                        .len();
                let number = words[..digits].trim_end_matches('.');
                let numbered = number.contains('.') && words[digits..].starts_with(' ');
                if numbered {
                    found.extend(open.take());
                    open = Some((number.to_string(), line.slice(digits + 1..words.len())));
                } else if let Some((_, text)) = &mut open
                    && !text.as_str().ends_with('.')
                {
                    let joint = self.joint(text, &line);
                    text.append(&line, joint);
                } else {
                    found.extend(open.take());
                }
            }
        }
        found.extend(open);
        for (number, text) in found {
            self.goal(GoalKind::Sector, Some(number), text, chapter);
        }
    }

    /// Whether the last goals of a kind were numbered: then bullets among them are no goals.
    fn has_number(&self, count: u32, kind: GoalKind) -> bool {
        self.document
            .goals
            .iter()
            .rev()
            .filter(|goal| goal.kind == kind)
            .take(count as usize)
            .any(|goal| goal.number.is_some())
    }

    /// What goals the last sentence of a paragraph introduces.
    pub(super) fn introduces(&self, words: &str, chapter: usize) -> Option<GoalKind> {
        if !words.trim_end().ends_with(':') {
            return None;
        }
        let last = words
            .rfind(['.', '\n'])
            .filter(|at| at + 2 < words.len())
            .map_or(0, |at| at + 1);
        let hits = self.grammar.words(&words[last..]);
        let main = hits.iter().any(|hit| hit.role == Role::MainGoals);
        // `Hovedmålene for justissektoren er:` are wider goals, too.
        let wider = words[last..]
            .split_whitespace()
            .any(|word| word.trim_end_matches([':', ',']).ends_with("sektoren"));
        if hits.iter().any(|hit| hit.role == Role::SectorGoals) || main && wider {
            return Some(GoalKind::Sector);
        }
        let zone = self.chapters[chapter].zone;
        (main
            && !matches!(
                zone,
                Some(Zone::Allocation | Zone::Authorisations | Zone::Reporting)
            ))
        .then_some(GoalKind::Main)
    }

    /// Headings and lines that are goals themselves: `Mål 1: …`.
    fn goal_headings(&mut self) {
        for n in 0..self.chapters.len() {
            let lines = self.chapters[n]
                .blocks
                .iter()
                .map(|&at| &self.blocks[at])
                .filter(|block| {
                    matches!(block.kind, BlockKind::Paragraph) && block.text.len() <= 240
                })
                .map(|block| block.text.clone());
            let titles: Vec<Text> = std::iter::once(self.chapters[n].title.clone())
                .chain(lines)
                .collect();
            for title in titles {
                self.goal_heading(n, &title);
            }
        }
    }

    fn goal_heading(&mut self, n: usize, title: &Text) {
        let Some((kind, number, from)) = goal_heading(title.as_str()) else {
            return;
        };
        let words = title.slice(from..title.len());
        if words.is_empty() {
            return;
        }
        let known = self.document.goals.iter().any(|goal| {
            goal.kind == kind
                && (alike(&goal.text, words.as_str())
                    || goal.number.as_deref() == Some(number.as_str()) && self.listed(kind))
        });
        if !known {
            // Measures under a heading without a number end where the next goal begins.
            let unnumbered = self.chapters[n].number.is_none()
                && self.chapters[n].own_zone
                && *title != self.chapters[n].title;
            let home = self.chapters[n].parent.filter(|_| unnumbered).unwrap_or(n);
            self.goal(kind, Some(number), words, home);
        }
    }

    fn listed(&self, kind: GoalKind) -> bool {
        self.document
            .goals
            .iter()
            .filter(|goal| goal.kind == kind)
            .count()
            > 1
    }

    /// The goal of these words, written down if it is not yet; its id.
    pub(super) fn goal_in_table(
        &mut self,
        kind: GoalKind,
        number: Option<String>,
        text: Text,
        chapter: usize,
    ) -> Option<String> {
        let same = |goal: &&Goal| goal.kind == kind && alike(&goal.text, text.as_str());
        if let Some(known) = self.document.goals.iter().find(same) {
            return Some(known.id.clone());
        }
        self.goal(kind, number, text, chapter);
        self.document.goals.last().map(|goal| goal.id.clone())
    }

    fn goal(&mut self, kind: GoalKind, number: Option<String>, text: Text, chapter: usize) {
        let prefix = match kind {
            GoalKind::Sector => "sector-goal",
            _ => "goal",
        };
        let ordinal = self
            .document
            .goals
            .iter()
            .filter(|goal| goal.kind == kind)
            .count()
            + 1;
        let base = format!(
            "{prefix}-{}",
            number.clone().unwrap_or_else(|| ordinal.to_string())
        );
        let mut id = base.clone();
        let mut count = 1;
        while self.document.goals.iter().any(|goal| goal.id == id) {
            count += 1;
            id = format!("{base}-{count}");
        }
        let goal = Goal {
            id,
            kind,
            section: self.chapters[chapter].id.clone(),
            number,
            spans: self.spans(&text),
            text: text.as_str().to_string(),
            also_at: Vec::new(),
        };
        self.document.goals.push(goal);
    }

    /// Gives each chapter the goal that its heading, or one above it, prints again.
    fn goals_of_chapters(&mut self) {
        for n in 0..self.chapters.len() {
            let own = self.goal_of_heading(n);
            if let Some((goal, spans)) = own {
                let record = &mut self.document.goals[goal];
                if record.spans != spans {
                    record.also_at.extend(spans);
                }
                self.chapters[n].goal = Some(record.id.clone());
            } else if let Some(parent) = self.chapters[n].parent {
                self.chapters[n].goal = self.chapters[parent].goal.clone();
            }
        }
        self.goals_of_measures();
    }

    /// `Hovedmål 2: …` on a line, and then a heading «Styringsparametere» without a number: these
    /// measure the goal that stands last before them in the same numbered chapter.
    fn goals_of_measures(&mut self) {
        let mut last: Option<String> = None;
        for n in 0..self.chapters.len() {
            let chapter = &self.chapters[n];
            if chapter.number.is_some() {
                last = None;
            } else if chapter.goal.is_none() && chapter.own_zone {
                self.chapters[n].goal = last.clone();
            }
            for at in self.chapters[n].blocks.clone() {
                let words = self.blocks[at].text.as_str();
                if words.len() <= 240
                    && let Some(goal) = self.goal_of_line(n, words)
                {
                    last = Some(goal);
                }
            }
        }
    }

    /// The goal that a line `Mål 1: …` prints: by its words, else by its number in the same chapter.
    pub(super) fn goal_of_line(&self, chapter: usize, line: &str) -> Option<String> {
        let (_, number, from) = goal_heading(line)?;
        let goals = &self.document.goals;
        goals
            .iter()
            .find(|goal| alike(&goal.text, &line[from..]))
            .or_else(|| {
                goals.iter().find(|goal| {
                    goal.number.as_deref() == Some(number.as_str())
                        && goal.section == self.chapters[chapter].id
                })
            })
            .map(|goal| goal.id.clone())
    }

    /// The one goal with this number that stands in a chapter; none where two do.
    pub(super) fn goal_numbered(&self, chapter: usize, number: &str) -> Option<String> {
        let mut found = self.document.goals.iter().filter(|goal| {
            goal.number.as_deref() == Some(number) && goal.section == self.chapters[chapter].id
        });
        let first = found.next()?;
        found.next().is_none().then(|| first.id.clone())
    }

    fn goal_of_heading(&self, n: usize) -> Option<(usize, Vec<Span>)> {
        let chapter: &Chapter = &self.chapters[n];
        chapter.id.as_ref()?;
        let title = chapter.title.as_str();
        let from = goal_heading(title).map_or(0, |(.., from)| from);
        let words = chapter.title.slice(from..title.len());
        let main = self
            .document
            .goals
            .iter()
            .position(|goal| goal.kind == GoalKind::Main && alike(&goal.text, words.as_str()));
        let goal = main.or_else(|| {
            self.document
                .goals
                .iter()
                .position(|goal| alike(&goal.text, words.as_str()))
        })?;
        Some((goal, self.spans(&words)))
    }
}

/// `Hovedmål 1: …`: the kind, the number, and where the words begin.
pub fn goal_heading(title: &str) -> Option<(GoalKind, String, usize)> {
    // Most lines begin with another letter than a goal.
    if !title.starts_with(|c: char| {
        matches!(
            c.to_ascii_lowercase(),
            's' | 'h' | 'd' | 'e' | 'r' | 'o' | 'm'
        )
    }) {
        return None;
    }
    // No name is longer; what follows is not looked at.
    let mut until = title.len().min(24);
    while !title.is_char_boundary(until) {
        until += 1;
    }
    let lower = lower_in_place(&title[..until]);
    let (name, kind) = [
        ("sektormål", GoalKind::Sector),
        ("samfunnsmål", GoalKind::Sector),
        ("hovedmål", GoalKind::Main),
        ("hovudmål", GoalKind::Main),
        ("delmål", GoalKind::Main),
        ("effektmål", GoalKind::Main),
        ("resultatområde", GoalKind::Main),
        ("overordnet mål", GoalKind::Main),
        ("mål", GoalKind::Main),
    ]
    .into_iter()
    .find(|(name, _)| lower.starts_with(name))?;
    let rest = title[name.len()..].trim_start();
    let digits = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let number = rest[..digits].trim_end_matches('.').to_string();
    let after = rest[digits..]
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '–' | '-' | '.'));
    (!number.is_empty() && after.len() < rest[digits..].len())
        .then(|| (kind, number, title.len() - after.len()))
}

/// The same words, marks and case apart. Every goal is held against every heading: what differs is
/// told apart by its first letters, and nothing is copied.
fn alike(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
    }
    letters(one).next().is_some() && letters(one).eq(letters(other))
}
