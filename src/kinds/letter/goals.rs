//! Goals.
//!
//! ```text
//! goals ::= intro item+                   «… følgende hovedmål:» 1. … 2. …
//!         | heading of a goal             «Mål 1: …», «Sektormål 2 – …», «Mål: …»
//!         | what stands below a heading   see `stated`
//!         | label ":" paragraph           «Hovedmål:», and on the next line its words
//!         | sentence                      «Hovedmålet er at …», where the letter names no goal otherwise
//! ```
//! Several goals may stand on one line, each with its label and number.
//! A goal that is listed and printed again as a heading is one goal; the heading stands in `also_at`,
//! and everything below it belongs to the goal.

use super::{
    Letter,
    labels::{bare_goal_label, exact_goal_label, goals_in, leads_to_measures},
    outline::Chapter,
};
use crate::{
    grammar::{Zone, marker::MarkerKind, phrases::Role, sentence::sentences},
    layout::{BlockKind, Text, introduces_measures},
    model::{Goal, GoalKind, Span},
};

/// How long a goal is at most, in bytes.
const LONGEST: usize = 240;

impl Letter<'_> {
    /// Reads the goals, and gives every chapter its own.
    pub(super) fn goals(&mut self) {
        self.know_labels();
        self.listed_goals();
        self.goals_below_labels();
        self.goal_headings();
        self.stated_goals();
        self.first_lists();
        self.goals_in_sentences();
        // In the letter's order, whatever form they were read by.
        let place = |goal: &Goal| goal.spans.first().map(|span| span.start);
        self.document.goals.sort_by_key(place);
        self.goals_of_chapters();
    }

    fn listed_goals(&mut self) {
        for n in 0..self.chapters.len() {
            let blocks = self.chapters[n].blocks.clone();
            let title = self.chapters[n].title.as_str();
            let mut kind: Option<GoalKind> = match title.ends_with(':') {
                true => self.introduces(title, n),
                false => None,
            };
            let mut count = 0u32;
            let mut labelled = false;
            for (position, &at) in blocks.iter().enumerate() {
                let block = &self.blocks[at];
                match &block.kind {
                    BlockKind::Item(marker) if kind.is_some() => {
                        let Some(kind) = kind else { continue };
                        let words = block.text.as_str();
                        // `Mål 1: …`, and below it `Resultatmål: minst 35 pst. …` and points without a label.
                        if self.goal_label(words).is_some() {
                            labelled = true;
                            let text = block.text.clone();
                            self.goal_heading(n, &text);
                            continue;
                        }
                        if labelled
                            || self.measure_label(words).is_some()
                            || self.heads_another(words)
                        {
                            continue;
                        }
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
                        labelled = false;
                    }
                }
            }
        }
    }

    /// The first list of a chapter of goals that no other form gave any.
    fn first_lists(&mut self) {
        for n in 0..self.chapters.len() {
            let blocks = self.chapters[n].blocks.clone();
            let kind = match self.chapters[n].zone.filter(|_| self.chapters[n].own_zone) {
                Some(Zone::Goals) => Some(GoalKind::Main),
                Some(Zone::SectorGoals) => Some(GoalKind::Sector),
                _ => None,
            };
            // `Mål 1: …` says itself what the goals are; the lists below it measure them.
            let headed = blocks.iter().any(|&at| {
                let words = self.blocks[at].text.as_str();
                // `Prioriteringer` above a list: it holds those.
                if self.heads_another(words) {
                    return true;
                }
                words.len() <= 240
                    && (super::opens_goal(words, self.grammar)
                        || introduces_measures(words, self.grammar))
                    || leads_to_measures(words, self.grammar).is_some()
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
                    if self.heads_another(self.blocks[at].text.as_str()) {
                        break;
                    }
                    let number = match marker.kind {
                        MarkerKind::Number(number) => Some(number.to_string()),
                        _ => None,
                    };
                    self.goal(kind, number, self.blocks[at].text.clone(), n);
                }
            }
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
        // `Delmål:` and nothing else.
        if let Some((kind, None)) = exact_goal_label(words, self.grammar) {
            return Some(kind).filter(|_| self.may_name_goals(chapter));
        }
        let last = words
            .rfind(['.', '\n'])
            .filter(|at| at + 2 < words.len())
            .map_or(0, |at| at + 1);
        let hits = self.grammar.words(&words[last..]);
        // `Målene for verket i 2026 er:`, and not `For å nå målene for verket skal etaten:`
        let said = || {
            let own = words[last..].trim();
            let verb = own.trim_end_matches(':').rsplit(' ').next().unwrap_or("");
            self.grammar.first_role(own, &[Role::GoalsOf]).is_some()
                && self.grammar.has(verb, Role::StateVerb)
        };
        let main = hits.iter().any(|hit| hit.role == Role::MainGoals) || said();
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

    /// Headings, lines and items that are goals themselves: `Mål 1: …`.
    fn goal_headings(&mut self) {
        for n in 0..self.chapters.len() {
            let mut titles: Vec<Text> = vec![self.chapters[n].title.clone()];
            let named = self.may_name_goals(n);
            for (position, &at) in self.chapters[n].blocks.iter().enumerate() {
                let block = &self.blocks[at];
                let stands = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_));
                let Some(label) = self.goal_label(block.text.as_str()).filter(|_| stands) else {
                    continue;
                };
                // A goal without a number is one where nothing is asked, or right below a heading.
                if label.number.is_none() && !(named || position == 0)
                    || block.cell.is_some_and(|cell| self.holds_goals(cell.table))
                {
                    continue;
                }
                let words = block.text.as_str();
                let mut starts = goals_in(words, self.grammar);
                // Measures right below it are none of its words: `Andel feilfrie registreringer`.
                let lines = block.starts.iter().skip(1);
                let measures = |&at: &usize| {
                    let line = &words[at..];
                    line.starts_with(char::is_uppercase)
                        && !words[..at].trim_end().ends_with([',', '-'])
                        && (self.counts(line) || self.is_share(line))
                };
                let end = lines.copied().find(measures).unwrap_or(words.len());
                starts.retain(|start| *start < end);
                starts.push(end);
                titles.extend(
                    starts
                        .windows(2)
                        .map(|two| block.text.slice(two[0]..two[1])),
                );
            }
            for title in titles.iter().filter(|title| title.len() <= LONGEST) {
                self.goal_heading(n, title);
            }
        }
    }

    /// `Hovedmål:` as a heading or on a line of its own, and the goal's words in the paragraph below it.
    fn goals_below_labels(&mut self) {
        for n in 0..self.chapters.len() {
            let chapter = &self.chapters[n];
            let blocks = chapter.blocks.clone();
            let title = Some(chapter.title.as_str().to_string());
            let own = |&at: &usize| Some(self.blocks[at].text.as_str().to_string());
            let above = title.into_iter().map(Some).chain(blocks.iter().map(own));
            // Labels one below the other are a column: what stands under it is not of the last.
            let exact = |&at: &usize| {
                exact_goal_label(self.blocks[at].text.as_str(), self.grammar).is_some()
            };
            let column = blocks.windows(2).any(|two| two.iter().all(exact));
            let pairs: Vec<(usize, GoalKind, Option<String>)> = above
                .zip(&blocks)
                .filter(|_| !column)
                .filter_map(|(label, &at)| {
                    let (kind, number) = bare_goal_label(&label?, self.grammar)?;
                    let block = &self.blocks[at];
                    let words = block.text.as_str().trim_end_matches('.');
                    let one = block.kind == BlockKind::Paragraph
                        && block.cell.is_none()
                        && words.len() <= LONGEST
                        && words.starts_with(char::is_uppercase)
                        && !words.contains(". ")
                        && !words.ends_with(':')
                        && self.goal_label(words).is_none();
                    one.then_some((at, kind, number))
                })
                .collect();
            for (at, kind, number) in pairs {
                let text = self.blocks[at].text.clone();
                let end = text.as_str().trim_end().len();
                // The label itself is no section of a letter whose sections have numbers.
                let unnumbered = self.chapters[n].number.is_none();
                let home = self.chapters[n].parent.filter(|_| unnumbered).unwrap_or(n);
                self.goal(kind, number, text.slice(0..end), home);
            }
        }
    }

    /// Goals that sentences of a chapter of goals say, where the letter names none otherwise: `Hovedmålet er at …`,
    /// `Det første er at …`.
    fn goals_in_sentences(&mut self) {
        let named = |goal: &Goal| goal.kind == GoalKind::Main;
        if self.document.goals.iter().any(named) {
            return;
        }
        for n in 0..self.chapters.len() {
            let chapter = &self.chapters[n];
            if !(chapter.own_zone && chapter.zone == Some(Zone::Goals)) {
                continue;
            }
            for at in chapter.blocks.clone() {
                let block = &self.blocks[at];
                if block.kind != BlockKind::Paragraph || block.cell.is_some() || self.aside[at] {
                    continue;
                }
                let text = block.text.clone();
                let mut several = false;
                for place in sentences(text.as_str()) {
                    let words = &text.as_str()[place.clone()];
                    let opens = |role| self.grammar.first_word(words, role).is_some();
                    let says = opens(Role::GoalSentence) || several && opens(Role::GoalOrdinal);
                    several |= self.grammar.has(words, Role::GoalLabel);
                    let hits = self.grammar.words(words);
                    let content = hits.iter().find(|hit| hit.role == Role::GoalContent);
                    let Some(from) = content.filter(|_| says).map(|hit| hit.range.end) else {
                        continue;
                    };
                    let own = words[from..].trim_end_matches(['.', ' ']);
                    let start = place.start + from + own.len() - own.trim_start().len();
                    let end = place.start + from + own.len();
                    if start < end {
                        self.goal(GoalKind::Main, None, text.slice(start..end), n);
                    }
                }
            }
        }
    }

    /// Whether a chapter may hold goals without a number: it asks for nothing, and gives no money.
    pub(super) fn may_name_goals(&self, n: usize) -> bool {
        !matches!(
            self.chapters[n].zone,
            Some(
                Zone::Assignments
                    | Zone::NewAssignments
                    | Zone::ClarifiedAssignments
                    | Zone::WithdrawnAssignments
                    | Zone::PreviousAssignments
                    | Zone::Allocation
                    | Zone::Authorisations
                    | Zone::Reporting
                    | Zone::Calendar
            )
        )
    }

    fn goal_heading(&mut self, n: usize, title: &Text) {
        let Some(label) = self.goal_label(title.as_str()) else {
            return;
        };
        let kind = label.kind;
        let end = title.as_str().trim_end().len();
        let words = title.slice(label.from.min(end)..end);
        if words.is_empty() {
            return;
        }
        let known = self.document.goals.iter().any(|goal| {
            goal.kind == kind
                && (alike(&goal.text, words.as_str())
                    || label.number.is_some() && goal.number == label.number && self.listed(kind))
        });
        if !known {
            // Measures under a heading without a number end where the next goal begins.
            let unnumbered = self.chapters[n].number.is_none()
                && self.chapters[n].own_zone
                && *title != self.chapters[n].title;
            let home = self.chapters[n].parent.filter(|_| unnumbered).unwrap_or(n);
            self.goal(kind, label.number, words, home);
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

    /// The goal of this number that a cell refers to: `Delmål 2` beside a measure. One that no other has.
    pub(super) fn goal_referred(&self, kind: GoalKind, number: Option<&str>) -> Option<String> {
        let mut found = self
            .document
            .goals
            .iter()
            .filter(|goal| goal.kind == kind && goal.number.as_deref() == number);
        let first = found.next()?;
        found.next().is_none().then(|| first.id.clone())
    }

    /// Adds the rest of a goal whose cell goes on in the row below.
    pub(super) fn lengthen_goal(&mut self, id: &str, text: &Text) {
        let spans = self.spans(text);
        if let Some(goal) = self.document.goals.iter_mut().find(|goal| goal.id == id) {
            goal.text = text.as_str().to_string();
            goal.spans = spans;
        }
    }

    pub(super) fn goal(
        &mut self,
        kind: GoalKind,
        number: Option<String>,
        text: Text,
        chapter: usize,
    ) {
        // A tool may leave a number alone on its line.
        if text.as_str().trim().is_empty() {
            return;
        }
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
        let label = self.goal_label(line)?;
        let goals = &self.document.goals;
        goals
            .iter()
            .find(|goal| alike(&goal.text, &line[label.from..]))
            .or_else(|| {
                goals.iter().find(|goal| {
                    label.number.is_some()
                        && goal.number == label.number
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
        let from = self.goal_label(title).map_or(0, |label| label.from);
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
