//! How goals are measured.
//!
//! ```text
//! measures ::= heading-of-zone (item subitem*)+
//!            | heading-of-zone table with a column of indicators and one of targets
//! subitem  ::= an item of another marker or a deeper one        • … o … a. …
//! ```

use super::Letter;
use crate::{
    grammar::{ColumnRole, Zone, marker::MarkerKind, target::targets},
    layout::{BlockKind, Joint, Text},
    model::{Comparator, Indicator, IndicatorKind, Target},
    source::Cell,
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
            let mut table: BTreeMap<(u32, u32), BTreeMap<u32, Text>> = BTreeMap::new();
            let tabled = self.tabled(n);
            let mut goals: BTreeMap<usize, String> = BTreeMap::new();
            for &at in &blocks {
                if tabled.contains(&at) {
                    continue;
                }
                let block = &self.blocks[at];
                if let Some(Cell {
                    table: name,
                    row,
                    column,
                }) = block.cell
                {
                    let cell = table
                        .entry((name, row))
                        .or_default()
                        .entry(column)
                        .or_default();
                    let more = block.whole(self.source);
                    cell.append(&more, self.joint(cell, &more));
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
                    BlockKind::Paragraph => {
                        let words = block.text.as_str();
                        if super::opens_goal(words) {
                            kind = self.chapters[n].zone.and_then(measure);
                            goal = self.goal_of_line(n, words);
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
                    _ => {
                        goals.extend(goal.clone().map(|goal| (at, goal)));
                        list = None;
                    }
                }
            }
            self.indicator_table(n, kind, &table);
            self.measure_rows(n, kind, &goals);
        }
    }

    /// A table with a column of indicators: a row is one.
    fn indicator_table(
        &mut self,
        chapter: usize,
        kind: Option<IndicatorKind>,
        rows: &BTreeMap<(u32, u32), BTreeMap<u32, Text>>,
    ) {
        let mut head: Option<(u32, BTreeMap<u32, ColumnRole>)> = None;
        for (key, cells) in rows {
            let (table, _) = key;
            let roles: BTreeMap<u32, ColumnRole> = cells
                .iter()
                .filter_map(|(column, text)| Some((*column, self.grammar.column(text.as_str())?)))
                .collect();
            let named = roles.len() == cells.len() && cells.len() >= 2;
            // `Indikator | Datakilde`: a column of indicators will do where the heading says so.
            let listed = kind.is_some()
                && head.as_ref().is_none_or(|(own, _)| own != table)
                && roles.values().any(|role| *role == ColumnRole::Indicator);
            if named || listed {
                head = Some((*table, roles));
                continue;
            }
            let Some((_, roles)) = head.as_ref().filter(|(own, _)| own == table) else {
                continue;
            };
            let Some((&column, _)) = roles
                .iter()
                .find(|(_, role)| **role == ColumnRole::Indicator)
            else {
                continue;
            };
            let Some(text) = cells.get(&column).filter(|text| !text.is_empty()) else {
                continue;
            };
            if self.paired_rows(chapter, kind, *key, roles, column) {
                continue;
            }
            let target = roles
                .iter()
                .find(|(_, role)| matches!(role, ColumnRole::Target | ColumnRole::Body))
                .and_then(|(column, _)| cells.get(column))
                .cloned();
            let kind = kind.unwrap_or(IndicatorKind::SteeringParameter);
            for cell in cells.values() {
                self.dismiss_periods(cell);
            }
            self.indicator(
                kind,
                chapter,
                self.chapters[chapter].goal.clone(),
                None,
                text.clone(),
                target,
            );
        }
    }

    /// A row whose cells hold several measures, a line each: `A<br>B | ≥ 85 %<br>Ned fra 2025`. Read so
    /// only where every line of the one cell begins anew and every line of the other says a target.
    fn paired_rows(
        &mut self,
        chapter: usize,
        kind: Option<IndicatorKind>,
        (table, row): (u32, u32),
        roles: &BTreeMap<u32, ColumnRole>,
        measure: u32,
    ) -> bool {
        let target = roles
            .iter()
            .find(|(_, role)| matches!(role, ColumnRole::Target | ColumnRole::Body))
            .map(|(column, _)| *column);
        let lines = |column: u32| -> Vec<Text> {
            self.chapters[chapter]
                .blocks
                .iter()
                .filter(|&&at| self.blocks[at].cell == Some(Cell { table, row, column }))
                .flat_map(|&at| self.lines_of(at))
                .collect()
        };
        let Some(target) = target else { return false };
        let (measures, targeted) = (lines(measure), lines(target));
        let anew = measures.iter().all(|line| {
            line.as_str()
                .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        });
        let each = targeted.iter().all(|line| {
            let words = line.as_str();
            !targets(words).is_empty()
                || bare_change(words).is_some()
                || words.starts_with(char::is_uppercase)
                    && words.chars().any(|c| c.is_ascii_digit())
        });
        if measures.len() < 2 || measures.len() != targeted.len() || !anew || !each {
            return false;
        }
        let kind = kind.unwrap_or(IndicatorKind::SteeringParameter);
        for (text, target) in measures.into_iter().zip(targeted) {
            self.dismiss_periods(&text);
            self.dismiss_periods(&target);
            let goal = self.chapters[chapter].goal.clone();
            self.indicator(kind, chapter, goal, None, text, Some(target));
        }
        true
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
        let mut whole = text;
        let labelled = self.labelled_target(&whole);
        let measured = match target {
            // The target's cell is part of what the row says; the other cell's numbers are none.
            Some(target) if !target.is_empty() => {
                whole.append(&target, Joint::Paragraph);
                let own = targets(target.as_str());
                // `God helse` in the second cell is no target: what the first says holds.
                if let Some(change) = bare_change(target.as_str()).filter(|_| own.is_empty()) {
                    vec![change]
                } else if own.is_empty() && !target.as_str().contains(|c: char| c.is_ascii_digit())
                {
                    targets(whole.as_str())
                } else {
                    own
                }
            }
            _ if labelled.is_some() => labelled.unwrap_or_default(),
            _ => targets(whole.as_str()),
        };
        let id = format!("{base}-{ordinal}");
        let record = Indicator {
            id: id.clone(),
            kind,
            section,
            goal,
            parent,
            targets: measured,
            spans: self.spans(&whole),
            text: whole.as_str().to_string(),
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

/// The number after «mål» in a line that announces measures.
fn goal_named(words: &str) -> Option<&str> {
    let after = words[words.rfind("mål ")?..].strip_prefix("mål ")?;
    let number = after.trim_end_matches([':', '.', ' ']);
    (!number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')).then_some(number)
}

/// A target's cell that is one verb of change, as the column implies its «skal»: `Øker`, `Ned`.
fn bare_change(cell: &str) -> Option<Target> {
    let words = cell.trim().trim_end_matches('.');
    if words.split_whitespace().count() > 3 {
        return None;
    }
    let found = targets(&format!("skal {}", words.to_lowercase()));
    match &found[..] {
        [target]
            if matches!(
                target.comparator,
                Comparator::Increase | Comparator::Decrease
            ) =>
        {
            Some(Target {
                raw: words.to_string(),
                ..target.clone()
            })
        }
        _ => None,
    }
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

fn measure(zone: Zone) -> Option<IndicatorKind> {
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
