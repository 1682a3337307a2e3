//! How goals are measured.
//!
//! ```text
//! measures ::= heading-of-zone (item subitem*)+
//!            | table with a column of indicators                 see `measures`
//!            | rows of text below a head                         see `rows`, `runs`
//!            | label ":" measure                                 «Styringsparameter: Andel …»
//! subitem  ::= an item of another marker or a deeper one        • … o … a. …
//! ```

use super::{
    Letter,
    labels::{goal_label, measure_label},
};
use crate::{
    grammar::{ColumnRole, Zone, marker::MarkerKind, target::targets},
    layout::{BlockKind, Joint, Text},
    model::{Indicator, IndicatorKind, Target, Unit},
};
use std::collections::BTreeMap;

impl Letter<'_> {
    /// Reads the measures of every chapter whose heading announces them, and those that a line of
    /// its own announces inside another chapter (`Styringsparametre:`).
    pub(super) fn indicators(&mut self) {
        for n in 0..self.chapters.len() {
            let blocks = self.chapters[n].blocks.clone();
            let mut kind = self.chapters[n].zone.and_then(measure);
            let mut list: Option<List> = None;
            let mut goal = self.chapters[n].goal.clone();
            // The table that was read last.
            let mut read: Option<u32> = None;
            let tabled = self.tabled(n);
            let mut goals: BTreeMap<usize, String> = BTreeMap::new();
            // The block of the goal that stood last, if goals alone have stood since.
            let mut listed: Option<usize> = None;
            for (position, &at) in blocks.iter().enumerate() {
                goals.extend(goal.clone().map(|goal| (at, goal)));
                if tabled.contains(&at) {
                    continue;
                }
                let block = &self.blocks[at];
                if let Some(cell) = block.cell {
                    list = None;
                    if read.replace(cell.table) != Some(cell.table) {
                        self.measures(n, kind, &goal, cell.table);
                    }
                    continue;
                }
                match &block.kind {
                    BlockKind::Item(marker) => {
                        let Some(kind) = kind else { continue };
                        let shape = Shape {
                            marker: marker.kind,
                            label: marker.label.clone(),
                            depth: block.depth,
                            left: block.left,
                        };
                        let state = list.get_or_insert_with(|| List {
                            first: shape.clone(),
                            parent: None,
                        });
                        let sub = state.parent.is_some() && shape.is_below(&state.first);
                        let parent = if sub { state.parent.clone() } else { None };
                        let text = block.text.clone();
                        let id = self.indicator(kind, n, goal.clone(), parent, text, None);
                        if let Some(state) = &mut list
                            && !sub
                        {
                            state.parent = Some(id);
                        }
                    }
                    BlockKind::Paragraph
                    | BlockKind::Heading {
                        number: Some(_), ..
                    } if kind.is_some() && self.numbered_measures(at) => {
                        list = None;
                        for text in self.measure_lines(at) {
                            self.dismiss_periods(&text);
                            if let Some(kind) = kind {
                                self.indicator(kind, n, goal.clone(), None, text, None);
                            }
                        }
                    }
                    BlockKind::Paragraph => {
                        let words = block.text.as_str();
                        let own = self.goal_of_line(n, words);
                        if let Some(label) = goal_label(words, self.grammar)
                            .filter(|label| label.number.is_some() || own.is_some())
                        {
                            kind = self.chapters[n].zone.and_then(measure);
                            goal = own;
                            // Of goals that are listed one after the other, the last has no measures of
                            // its own; a part of a goal stands right below it.
                            let before = listed.filter(|last| *last + 1 == position);
                            let beside = before.is_some_and(|last| {
                                let words = self.blocks[blocks[last]].text.as_str();
                                goal_label(words, self.grammar)
                                    .is_some_and(|own| own.beside(&label))
                            });
                            if beside {
                                goal = None;
                            }
                            listed = Some(position);
                        }
                        if let Some((kind, from)) = measure_label(words, self.grammar) {
                            let text = block.text.slice(from..words.len());
                            self.indicator(kind, n, goal.clone(), None, text, None);
                            list = None;
                            continue;
                        }
                        if let Some(own) = (words.len() <= 80)
                            .then(|| self.grammar.zone(words))
                            .flatten()
                            .and_then(measure)
                        {
                            kind = Some(own);
                            // `Styringsparametere for delmål 1:` names its goal.
                            if let Some(number) = goal_named(words) {
                                goal = self.goal_numbered(n, number);
                            }
                        }
                        list = None;
                    }
                    _ => list = None,
                }
            }
            self.measure_rows(n, kind, &goals);
            self.measure_runs(n, &goals);
        }
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

    pub(super) fn indicator(
        &mut self,
        kind: IndicatorKind,
        chapter: usize,
        goal: Option<String>,
        parent: Option<String>,
        text: Text,
        target: Option<Text>,
    ) -> String {
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
        let labelled = self.labelled_target(&text);
        let measured = match target {
            Some(target) => self.cell_targets(&text, &target, false),
            None if labelled.is_some() => labelled.unwrap_or_default(),
            None => {
                let mut found = match targets(text.as_str()) {
                    // `Oppetid for porten: 99,95 %`
                    none if none.is_empty() => after_colon(text.as_str()),
                    found => found,
                };
                // `Antall kontroller: minst 5 200`
                if let [one] = &mut found[..]
                    && one.unit.is_none()
                    && one.value.is_some()
                    && self.counts(text.as_str())
                {
                    one.unit = Some(Unit::Count);
                }
                found
            }
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
        id
    }
}

impl Letter<'_> {
    /// What a measure's text says after a label of its target: `Antall tilsyn. Resultatkrav 2026: 350`.
    fn labelled_target(&self, text: &Text) -> Option<Vec<Target>> {
        let words = text.as_str();
        let colon = words.rfind(": ")?;
        let head = &words[..colon];
        let label = head.rfind(". ").map_or(head, |end| &head[end + 2..]);
        let own = label.len() < head.len()
            && matches!(
                self.grammar.column(label),
                Some(ColumnRole::Target | ColumnRole::Indicator | ColumnRole::Body)
            );
        let value = words[colon + 2..].trim_end_matches('.');
        if !own {
            return None;
        }
        // `Mål: 12 innen utgangen av 2026`
        let (value, period) = match value.find(" innen ").or_else(|| value.find(" innan ")) {
            Some(at) => (&value[..at], Some(&value[at + 1..])),
            None => (value, None),
        };
        let mut found = targets(value);
        for target in &mut found {
            target.period = target.period.take().or(period.map(str::to_string));
        }
        Some(found).filter(|found| !found.is_empty())
    }
}

/// The value that closes a measure's text: a number and a unit after a colon, and nothing else.
fn after_colon(text: &str) -> Vec<Target> {
    let Some((_, value)) = text.trim_end_matches('.').rsplit_once(": ") else {
        return Vec::new();
    };
    let short = value.len() <= 24 && value.starts_with(|c: char| c.is_ascii_digit());
    let unit = value.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}')
    });
    let named = matches!(unit, "%" | "pst" | "prosent" | "dager" | "dagar");
    match short && named {
        true => targets(value),
        false => Vec::new(),
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

    #[test]
    fn a_value_that_closes_a_measure() {
        let closing = |text: &str| after_colon(text).first().and_then(|target| target.value);
        assert_eq!(closing("Oppetid for porten: 99,95 %"), Some(99.95));
        assert_eq!(closing("Tilsyn: 12 kommuner i 2026"), None);
    }
}
