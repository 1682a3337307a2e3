//! How goals are measured.
//!
//! ```text
//! measures ::= heading-of-zone (item subitem*)+
//!            | table with a column of indicators                 see `measures`
//!            | rows of text below a head                         see `rows`, `runs`
//!            | label ":" measure                                 «Styringsparameter: Andel …»
//!            | sentence ":" item+                                «… vurderes ut fra disse styringsparameterne:»
//!            | goal item+                                        points below «Mål 1: …» of which most measure
//! subitem  ::= an item of another marker or a deeper one        • … o … a. …
//! ```

use super::{
    Letter,
    labels::{kind_named, leads_to_measures},
};
use crate::{
    grammar::{Zone, marker::MarkerKind, phrases::Role, sentence::sentences, target::targets},
    layout::{BlockKind, Joint, Text},
    model::{Indicator, IndicatorKind},
};
use std::ops::Range;

impl Letter<'_> {
    /// Reads the measures of every chapter whose heading announces them, those that a sentence or a line of
    /// its own announces inside another chapter (`Styringsparametre:`), and those that a label calls so.
    pub(super) fn indicators(&mut self) {
        for n in 0..self.chapters.len() {
            let tabled = self.tabled(n);
            let mut tables = self.line_tables(n);
            let mut state = State {
                kind: self.chapters[n].zone.and_then(measure),
                goal: self.chapters[n].goal.clone(),
                below_goals: self.kind_below_goals(n),
                ..State::default()
            };
            let blocks = self.chapters[n].blocks.clone();
            for (position, &at) in blocks.iter().enumerate() {
                for table in tables.extract_if(.., |table| table.head() == at) {
                    self.line_table(n, state.kind, &state.goal, table);
                }
                if tabled.contains(&at) {
                    continue;
                }
                let block = &self.blocks[at];
                if let Some(cell) = block.cell {
                    state.list = None;
                    if state.read.replace(cell.table) != Some(cell.table) {
                        self.measures(n, state.kind, &state.goal, cell.table);
                    }
                    continue;
                }
                // A footnote or an address between two points ends no list.
                if self.aside[at] {
                    continue;
                }
                match &block.kind {
                    BlockKind::Item(_) => self.measure_item(n, position, at, &mut state),
                    BlockKind::Paragraph
                    | BlockKind::Heading {
                        number: Some(_), ..
                    } if state.kind.is_some() && self.numbered_measures(at) => {
                        state.list = None;
                        for text in self.measure_lines(at) {
                            self.dismiss_periods(&text);
                            if let Some(kind) = state.kind {
                                self.indicator(kind, n, state.goal.clone(), None, text, None);
                            }
                        }
                    }
                    BlockKind::Paragraph => self.measure_paragraph(n, position, at, &mut state),
                    _ => state.list = None,
                }
            }
        }
    }

    /// An item: a goal of which the next are measures, a measure that a label names, or one of a list of them.
    fn measure_item(&mut self, n: usize, position: usize, at: usize, state: &mut State) {
        let text = self.blocks[at].text.clone();
        if self.labelled_measure(n, &text, state) || self.goal_before(n, position, &text, state) {
            state.list = None;
            return;
        }
        let kind = state.kind.or_else(|| {
            let below = state.below_goals.filter(|_| state.listed.is_some());
            below.filter(|_| !self.is_demand(text.as_str()))
        });
        let Some(kind) = kind else { return };
        // `Etaten skal vurdere …` below a title of its own asks, and measures nothing.
        if state.titled
            && self.grammar.has(text.as_str(), Role::Duty)
            && self.own_targets(&text).is_empty()
        {
            return;
        }
        // `8. Rapportering`: the heading of what follows, though it looks like a point.
        let block = &self.blocks[at];
        let BlockKind::Item(marker) = &block.kind else {
            return;
        };
        if matches!(marker.kind, MarkerKind::Number(_)) && self.heads_another(text.as_str()) {
            state.kind = None;
            return;
        }
        let shape = Shape {
            marker: marker.kind,
            label: marker.label.clone(),
            depth: block.depth,
            left: block.left,
        };
        let list = state.list.get_or_insert_with(|| List {
            first: shape.clone(),
            parent: None,
        });
        let sub = list.parent.is_some() && shape.is_below(&list.first);
        let parent = if sub { list.parent.clone() } else { None };
        let id = self.indicator(kind, n, state.goal.clone(), parent, text, None);
        if let Some(list) = state.list.as_mut().filter(|_| !sub && id.is_some()) {
            list.parent = id;
        }
    }

    /// Whether words are the heading of another chapter and nothing else.
    pub(super) fn heads_another(&self, words: &str) -> bool {
        let own = |zone| matches!(zone, Zone::Goals | Zone::SectorGoals) || measure(zone).is_some();
        words.split_whitespace().count() <= 4
            && self.grammar.zone(words).is_some_and(|zone| !own(zone))
    }

    /// A paragraph: a goal, a measure that a label names, or what announces measures.
    fn measure_paragraph(&mut self, n: usize, position: usize, at: usize, state: &mut State) {
        let text = self.blocks[at].text.clone();
        let words = text.as_str();
        state.list = None;
        let goal = self.goal_before(n, position, &text, state);
        if goal {
            state.kind = self.chapters[n].zone.and_then(measure);
        }
        // What stands below a title ends at the next.
        state.titled &= !self.blocks[at].title_like;
        if self.labelled_measure(n, &text, state) {
            return;
        }
        // `Krav 2026: minst 80 pst.` on the line below a measure that no target was read of.
        if let Some(wanted) = self.wanted_alone(&text)
            && let Some(last) = self.document.indicators.last()
            && last.targets.is_empty()
            && last.section == self.chapters[n].id
        {
            let measure = last.text.clone();
            let targets = self.targets_of(&measure, &wanted, false);
            self.dismiss_periods(&text);
            if let Some(last) = self.document.indicators.last_mut() {
                last.targets = targets;
            }
            return;
        }
        if state.led {
            state.kind = self.chapters[n].zone.and_then(measure);
            state.led = false;
        }
        if let Some(own) = (words.len() <= 80)
            .then(|| self.grammar.zone(words))
            .flatten()
            .and_then(measure)
        {
            state.kind = Some(own);
            // `Styringsparametere for delmål 1:` names its goal.
            if let Some(number) = goal_named(words) {
                state.goal = self.goal_numbered(n, number);
            }
        } else if let Some(named) = leads_to_measures(words, self.grammar) {
            let title = self.chapters[n].title.as_str();
            let kind = named.or_else(|| kind_named(title, self.grammar));
            state.kind = Some(kind.unwrap_or(IndicatorKind::SteeringParameter));
            state.led = true;
        } else if self.blocks[at].title_like && words.len() <= 60 && !words.ends_with(':') && !goal
        {
            // `Kvalitative vurderinger` below the measures: its points are others.
            if self.blocks[at].bold {
                state.kind = self.chapters[n].zone.and_then(measure);
            }
            state.titled = true;
            self.measures_in_sentences(n, &text, state);
        } else {
            self.measures_in_sentences(n, &text, state);
        }
    }

    /// The measures that sentences count (`Måloppnåelsen vurderes ut fra antall A (krav: 5) og andel B (skal øke).`),
    /// and in a chapter of goals or measures those that are sentences (`Svartiden skal ikke overstige 5 dager.`).
    fn measures_in_sentences(&mut self, n: usize, text: &Text, state: &State) {
        let title = kind_named(self.chapters[n].title.as_str(), self.grammar);
        let kind = state
            .kind
            .or(title)
            .unwrap_or(IndicatorKind::SteeringParameter);
        let zone = self.chapters[n].zone;
        let measuring = matches!(zone, Some(Zone::Goals))
            || zone.and_then(measure).is_some()
            || state.goal.is_some() && self.may_name_goals(n);
        for place in sentences(text.as_str()) {
            let words = &text.as_str()[place.clone()];
            let hits = self.grammar.words(words);
            let mut led = hits.iter().filter(|hit| hit.role == Role::MeasuredBy);
            // `Styringsparametere for målet er antall …`
            let named = hits
                .iter()
                .find(|hit| matches!(hit.role, Role::SteeringParameters | Role::Indicators));
            let listed = named.and_then(|hit| {
                let at = words[hit.range.end..].find(" er ")?;
                Some(hit.range.end + at + " er ".len())
            });
            let listed = listed.map(|from| self.counted_measures(words, from));
            let found: Vec<Range<usize>> = match led.next() {
                Some(hit) => self.counted_measures(words, hit.range.end),
                None if measuring && listed.as_ref().is_some_and(|one| !one.is_empty()) => {
                    listed.unwrap_or_default()
                }
                None if measuring && self.is_measure_sentence(words) => {
                    std::iter::once(0..words.len()).collect()
                }
                None => continue,
            };
            for one in found {
                let own = text.slice(place.start + one.start..place.start + one.end);
                self.dismiss_periods(&own);
                self.indicator(kind, n, state.goal.clone(), None, own, None);
            }
        }
    }

    /// The measures that a sentence counts from a place on: each ends with what is wanted in brackets, or begins
    /// with a word that counts.
    fn counted_measures(&self, words: &str, from: usize) -> Vec<Range<usize>> {
        let begins = |at: usize| {
            let rest = &words[at..];
            self.grammar.first_word(rest, Role::Counts).is_some() || self.is_share(rest)
        };
        let mut cuts = vec![from];
        for mark in [", ", " og ", "), ", ") og "] {
            for (at, _) in words[from..].match_indices(mark) {
                let next = from + at + mark.len();
                if mark.starts_with(')') || begins(next) {
                    cuts.push(next);
                }
            }
        }
        cuts.sort_unstable();
        cuts.dedup();
        let ends = cuts[1..].iter().copied().chain([words.len()]);
        let mut found = Vec::new();
        for (&start, end) in cuts.iter().zip(ends) {
            let own = words[start..end].trim_end_matches([' ', ',', '.']);
            let own = own
                .strip_suffix(" og")
                .unwrap_or(own)
                .trim_end_matches([' ', ',']);
            let lead = own.len() - own.trim_start().len();
            let place = start + lead..start + own.len();
            let shown = own.ends_with(')') && self.closes_with_target(own) || begins(place.start);
            match shown && !place.is_empty() {
                true => found.push(place),
                false => return Vec::new(),
            }
        }
        found
    }

    /// Whether a sentence says how a measure is to be: `Andelen klager skal være under 5 pst.`
    fn is_measure_sentence(&self, words: &str) -> bool {
        (self.counts(words) || self.is_share(words))
            && words.len() <= 240
            && self.grammar.has(words, Role::Duty)
            && targets(words).iter().any(|target| target.value.is_some())
    }

    /// Writes down a measure that its label names, if it is one.
    fn labelled_measure(&mut self, n: usize, text: &Text, state: &State) -> bool {
        let Some((kind, from)) = self.measure_label(text.as_str()) else {
            return false;
        };
        let words = text.slice(from..text.len());
        self.dismiss_periods(&words);
        self.indicator(kind, n, state.goal.clone(), None, words, None);
        true
    }

    /// Takes note of a goal that the measures below it are of, if a text is one.
    fn goal_before(&self, n: usize, position: usize, text: &Text, state: &mut State) -> bool {
        let words = text.as_str();
        let own = self.goal_of_line(n, words);
        let label = self.goal_label(words);
        let Some(label) = label.filter(|label| label.number.is_some() || own.is_some()) else {
            return false;
        };
        state.goal = own;
        // Of goals that are listed one after the other, the last has no measures of its own; a part of a
        // goal stands right below it.
        let before = state.listed.filter(|last| *last + 1 == position);
        let beside = before.is_some_and(|last| {
            let words = self.blocks[self.chapters[n].blocks[last]].text.as_str();
            self.goal_label(words).is_some_and(|own| own.beside(&label))
        });
        if beside {
            state.goal = None;
        }
        state.listed = Some(position);
        true
    }

    /// The kind of the points that stand below the goals of a chapter without a word that says so, where most
    /// of them show that they are measures: they count, are shares, or say what is wanted.
    fn kind_below_goals(&self, n: usize) -> Option<IndicatorKind> {
        let chapter = &self.chapters[n];
        if !self.may_name_goals(n) {
            return None;
        }
        let (mut goals, mut points, mut shown) = (0, 0, 0);
        for &at in &chapter.blocks {
            let block = &self.blocks[at];
            let words = block.text.as_str();
            let item = matches!(block.kind, BlockKind::Item(_));
            if self
                .goal_label(words)
                .is_some_and(|label| label.number.is_some())
            {
                goals += 1;
            } else if goals > 0 && item && self.measure_label(words).is_none() {
                points += 1;
                let measures = self.counts(words)
                    || self.is_share(words)
                    || self.parted(&block.text).1.is_some();
                shown += usize::from(measures && !self.is_demand(words));
            }
        }
        let kind = kind_named(chapter.title.as_str(), self.grammar);
        (shown >= 2 && shown * 3 >= points * 2)
            .then_some(kind.unwrap_or(IndicatorKind::SteeringParameter))
    }

    /// Whether words are a sentence that gives a duty, and measure nothing.
    fn is_demand(&self, words: &str) -> bool {
        words.ends_with('.') && self.grammar.has(words, Role::Duty) && targets(words).is_empty()
    }

    /// Whether a block is measures that have numbers of their own, one on each line that has one.
    pub(super) fn numbered_measures(&self, at: usize) -> bool {
        let first = self.lines_of(at).into_iter().next();
        first.is_some_and(|line| numbered_measure(line.as_str()))
    }

    /// The measures of such a block: a line without a number goes on with the one before.
    fn measure_lines(&self, at: usize) -> Vec<Text> {
        let mut found: Vec<Text> = Vec::new();
        for line in self.lines_of(at) {
            match found.last_mut() {
                Some(last) if !numbered_measure(line.as_str()) => last.append(&line, Joint::Blank),
                _ => found.push(line),
            }
        }
        found
    }

    /// Whether words may say what is measured: no figure alone, no title of values, no goal.
    pub(super) fn may_be_measured(&self, text: &Text) -> bool {
        let words = text.as_str();
        words.contains(char::is_alphabetic)
            && self.value_title(text).is_none()
            && !super::opens_goal(words, self.grammar)
            && !self.is_target_alone(words)
    }

    /// `Mål 2026 minst 88 pst.`: a target and its label, of which nothing tells what it is the target of.
    fn is_target_alone(&self, words: &str) -> bool {
        let label = self.grammar.first_word(words, Role::TargetLabel);
        label.is_some_and(|hit| {
            let rest = words[hit.range.end..].trim_start();
            let figures = |c: char| c.is_ascii_digit() || c == ':' || c == ' ';
            self.says_target(rest) || self.says_target(rest.trim_start_matches(figures))
        })
    }

    /// Writes down a measure; its id, or nothing where its words cannot be one.
    pub(super) fn indicator(
        &mut self,
        kind: IndicatorKind,
        chapter: usize,
        goal: Option<String>,
        parent: Option<String>,
        text: Text,
        target: Option<Text>,
    ) -> Option<String> {
        if !self.may_be_measured(&text) {
            return None;
        }
        let section = self.chapters[chapter].id.clone();
        let base = match &parent {
            Some(parent) => parent.clone(),
            None => format!("{}-{}", name(kind), section.as_deref().unwrap_or("0")),
        };
        let ordinal = 1 + self
            .document
            .indicators
            .iter()
            .filter(|other| {
                other.parent == parent
                    && (parent.is_some() || other.kind == kind && other.section == section)
            })
            .count();
        let (text, target) = match target {
            Some(target) => (text, Some(target)),
            None => self.parted(&text),
        };
        let measured = match target {
            Some(target) => self.cell_targets(&text, &target, false),
            None => self.own_targets(&text),
        };
        let (id, _) = self.ids.next(format!("{base}-{ordinal}"));
        let record = Indicator {
            id: id.clone(),
            kind,
            section,
            goal,
            parent,
            targets: measured,
            spans: self.spans(&text),
            text: text.as_str().to_string(),
        };
        self.document.indicators.push(record);
        Some(id)
    }
}

/// A line that begins with a measure's own number: `3.1.2 Andel …`, `1a) Oppetid …`, `SP 2: …`.
fn numbered_measure(line: &str) -> bool {
    let Some((first, rest)) = line.split_once(' ') else {
        return false;
    };
    let mark = first.trim_end_matches([')', '.', ':']);
    let digits = mark.chars().filter(char::is_ascii_digit).count();
    let letters = mark.chars().filter(|c| c.is_alphabetic()).count();
    let dotted = mark.contains('.') && letters == 0;
    let lettered = letters == 1 && mark.ends_with(char::is_lowercase);
    let coded = super::rows::code(line).is_some();
    let shape = mark.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
        && mark.starts_with(|c: char| c.is_ascii_digit());
    (coded || shape && (1..=4).contains(&digits) && (dotted || lettered))
        && rest.trim_start().starts_with(char::is_uppercase)
}

/// The number after «mål» in a line that announces measures.
fn goal_named(words: &str) -> Option<&str> {
    let after = words[words.rfind("mål ")?..].strip_prefix("mål ")?;
    let number = after.trim_end_matches([':', '.', ' ']);
    (!number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')).then_some(number)
}

/// Where the reading of a chapter stands.
#[derive(Default)]
struct State {
    /// What the next points measure, if they do.
    kind: Option<IndicatorKind>,
    /// A sentence announced them: the next one that announces nothing ends that.
    led: bool,
    /// A title that names no measures stands above.
    titled: bool,
    /// What points below goals are.
    below_goals: Option<IndicatorKind>,
    list: Option<List>,
    /// The goal that stood last.
    goal: Option<String>,
    /// Where it stands among the chapter's blocks.
    listed: Option<usize>,
    /// The table that was read last.
    read: Option<u32>,
}

/// The list that is being read.
struct List {
    first: Shape,
    /// The last top-level item.
    parent: Option<String>,
}

/// What tells the levels of a list apart.
#[derive(Clone)]
struct Shape {
    marker: MarkerKind,
    label: String,
    depth: Option<u8>,
    left: Option<f32>,
}

impl Shape {
    fn is_below(&self, first: &Shape) -> bool {
        if let (Some(own), Some(outer)) = (self.depth, first.depth)
            && own != outer
        {
            return own > outer;
        }
        if let (Some(own), Some(outer)) = (self.left, first.left) {
            return own > outer + 6.0;
        }
        let same = std::mem::discriminant(&self.marker) == std::mem::discriminant(&first.marker);
        !same || self.marker == MarkerKind::Bullet && self.label != first.label && self.label == "o"
    }
}

impl Letter<'_> {
    /// The kind of measures that the title of their column names, or that of a head's first words.
    pub(super) fn kind_of_title(&self, title: &str) -> Option<IndicatorKind> {
        let ends = title.match_indices(' ').map(|(at, _)| at);
        ends.chain([title.len()])
            .filter_map(|end| self.grammar.zone(title[..end].trim_end()))
            .find_map(measure)
    }
}

/// The kind of measures that a zone holds.
pub(super) fn measure(zone: Zone) -> Option<IndicatorKind> {
    match zone {
        Zone::QualitativeGoals => Some(IndicatorKind::QualitativeGoal),
        Zone::Indicators => Some(IndicatorKind::Indicator),
        Zone::SteeringParameters => Some(IndicatorKind::SteeringParameter),
        Zone::KeyFigures => Some(IndicatorKind::KeyFigure),
        _ => None,
    }
}

fn name(kind: IndicatorKind) -> &'static str {
    match kind {
        IndicatorKind::QualitativeGoal => "qualitative-goal",
        IndicatorKind::Indicator => "indicator",
        IndicatorKind::SteeringParameter => "steering-parameter",
        IndicatorKind::KeyFigure => "key-figure",
        IndicatorKind::Other => "measure",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_with_numbers_of_their_own() {
        for line in [
            "3.1.2 Andel vassverk",
            "1a) Oppetid",
            "SP2: Svartid",
            "A1 Andel",
        ] {
            assert!(numbered_measure(line), "{line}");
        }
        for line in [
            "2025 Andel vassverk",
            "12 Tilsyn",
            "Andel vassverk",
            "3.1 prosent av alle",
        ] {
            assert!(!numbered_measure(line), "{line}");
        }
    }
}
