//! Tables of measures, and the goals beside them.
//!
//! ```text
//! table ::= head row+        Nasjonalt mål | Resultatmål | Indikator | Resultat 2025 | Nivå 2026
//! row   ::= goal* measure target*
//! ```
//! A row is a measure; a cell of goals reaches down over the measures of it. What is measured and what is
//! wanted stand in cells of their own, and so does each in the record: the target has a place of its own.

use super::{
    Letter,
    indicators::measure,
    labels::{exact_goal_label, kind_named},
};
use crate::{
    grammar::{ColumnRole, Zone, target::targets},
    kinds::columns::{Columns, Part, is_year},
    layout::{Joint, Text},
    model::{Comparator, GoalKind, IndicatorKind, Target, Unit},
    structure::{
        label::label,
        table::{Cell, Row, Table},
    },
};
use std::collections::BTreeMap;

impl Letter<'_> {
    /// Reads a table of measures, if it is one: in a chapter of measures of some kind, or one whose columns
    /// say so. `goal` is the one that stood last before it.
    pub(super) fn measures(
        &mut self,
        chapter: usize,
        kind: Option<IndicatorKind>,
        goal: &Option<String>,
        number: u32,
    ) {
        let Some(grid) = self.grid(number) else {
            return;
        };
        for part in &grid.parts {
            // Titles that stand above the table as lines.
            let titled = self.titles_above(chapter, &grid.table, part);
            let titled = titled.map(|columns| Part {
                columns,
                ..part.clone()
            });
            let part = titled.as_ref().unwrap_or(part);
            if let Some(column) = measured(&part.columns, kind.is_some()) {
                let wanted = self.wanted(&part.columns);
                self.measure_part(chapter, kind, goal, &grid.table, part, (column, wanted));
            } else if let Some(columns) = self.shown_measures(chapter, &grid.table, part) {
                self.measure_part(chapter, kind, goal, &grid.table, part, columns);
            }
        }
    }

    fn measure_part(
        &mut self,
        chapter: usize,
        kind: Option<IndicatorKind>,
        goal: &Option<String>,
        table: &Table,
        part: &Part,
        (column, wanted): (u32, Vec<u32>),
    ) {
        // The title says what the rows are, before the heading above them does.
        let title = part.columns.titles.get(&column);
        let named = title.and_then(|title| self.kind_of_title(title.as_str()));
        let above = || kind_named(self.chapters[chapter].title.as_str(), self.grammar);
        let kind = named.or(kind).or_else(above);
        let kind = kind.unwrap_or(IndicatorKind::Indicator);
        let mut goals = Goals::default();
        for &at in &part.rows {
            let row = &table.rows[at];
            if self.goal_over_rows(chapter, row, &mut goals) {
                continue;
            }
            self.goals_of_row(chapter, row, &part.columns, &mut goals);
            let own = goals.last.clone();
            let Some(text) = row.text(column).filter(|text| !text.is_empty()) else {
                continue;
            };
            let goal = own.or_else(|| goal.clone());
            if let [only] = &wanted[..]
                && self.paired_rows(chapter, kind, &goal, row, (column, *only))
            {
                continue;
            }
            if self.runs_together(row, column, &wanted) {
                continue;
            }
            for cell in row.cells.values() {
                self.dismiss_periods(&cell.text);
            }
            let text = text.clone();
            let mut found: Vec<Target> = Vec::new();
            for &column in &wanted {
                let Some(cell) = row.text(column) else {
                    continue;
                };
                let title = part
                    .columns
                    .titles
                    .get(&column)
                    .filter(|_| wanted.len() > 1);
                let period = title.and_then(|title| {
                    let year = year_in(title.as_str())?;
                    let from = title.as_str().rfind(year)?;
                    Some(title.slice(from..from + year.len()))
                });
                let title = part.columns.titles.get(&column);
                let counts = title.is_some_and(|title| self.counts(title.as_str()));
                found.extend(self.cell_targets(&text, cell, counts).into_iter().map(
                    |target| match (&target.period, &period) {
                        (None, Some(year)) => Target {
                            period: Some(year.as_str().to_string()),
                            period_spans: self.spans(year),
                            ..target
                        },
                        _ => target,
                    },
                ));
            }
            let said = !wanted.is_empty() && wanted.iter().any(|one| row.text(*one).is_some());
            let written = self.indicator(kind, chapter, goal, None, text, None);
            if said
                && written.is_some()
                && let Some(record) = self.document.indicators.last_mut()
            {
                record.targets = found;
            }
        }
    }

    /// Whether a row holds two measures of which no line says which target is whose: `Antall klager` over
    /// `Svartid på e-post`, or as many lines that begin anew as beside them.
    fn runs_together(&self, row: &Row, column: u32, wanted: &[u32]) -> bool {
        let lines = |column: &u32| -> Vec<Text> {
            let cell = row.cells.get(column);
            let blocks = cell.map(|cell| cell.blocks.as_slice()).unwrap_or_default();
            blocks.iter().flat_map(|&at| self.lines_of(at)).collect()
        };
        let own = lines(&column);
        let capital = |line: &Text| line.as_str().starts_with(char::is_uppercase);
        let measures = |line: &Text| {
            let words = line.as_str();
            capital(line) && (self.counts(words) || self.is_share(words))
        };
        let beside = || wanted.iter().any(|other| lines(other).len() == own.len());
        own.len() > 1 && (own[1..].iter().any(measures) || own.iter().all(capital) && beside())
    }

    /// Whether a row is one cell, the goal that the rows below it measure: `Mål 2: Reine hamner` over all columns,
    /// or where it was cut at the first of them: `Mål 2: | Reine hamner`.
    fn goal_over_rows(&mut self, chapter: usize, row: &Row, goals: &mut Goals) -> bool {
        let cells: Vec<(u32, &Cell)> = row
            .cells
            .iter()
            .filter(|(_, cell)| !cell.text.is_empty())
            .map(|(column, cell)| (*column, cell))
            .collect();
        let text = match cells[..] {
            [(_, cell)] => cell.text.clone(),
            [(0, name), (1, cell)] if name.text.as_str().ends_with(':') && name.bold => {
                let mut text = name.text.clone();
                text.append(&cell.text, Joint::Blank);
                text
            }
            _ => return false,
        };
        let Some(label) = self.goal_label(text.as_str()) else {
            return false;
        };
        let words = text.slice(label.from..text.len());
        goals.last = self.goal_in_table(label.kind, label.number, words, chapter);
        true
    }

    /// The columns of measures and of targets that no title calls so, in a chapter of goals or beside a title of
    /// measures: those whose cells nearly all are values (`Hva måles | Nivå i dag | Nivå ved utgangen av 2026`), and
    /// the first left of them that is words. Of several columns of values titles tell which is wanted.
    fn shown_measures(
        &self,
        chapter: usize,
        table: &Table,
        part: &Part,
    ) -> Option<(u32, Vec<u32>)> {
        let zone = self.chapters[chapter].zone;
        let goal = self.chapters[chapter].goal.is_some() && self.may_name_goals(chapter);
        let own = goal || matches!(zone, Some(Zone::Goals)) || zone.and_then(measure).is_some();
        let columns = &part.columns;
        let titled = columns.of(ColumnRole::Indicator);
        let others = [ColumnRole::Deadline, ColumnRole::Number, ColumnRole::Date];
        if !(own || titled.is_some())
            || others.iter().any(|role| columns.has(*role))
            || !columns.is_titled()
        {
            return None;
        }
        let says = |column: u32| {
            let rows = part.rows.iter();
            let cells = rows.filter_map(|&row| table.rows[row].text(column));
            let cells: Vec<&Text> = cells.filter(|cell| !cell.is_empty()).collect();
            let said = cells.iter().filter(|cell| self.says_target(cell.as_str()));
            (cells.len() >= 2).then(|| said.count() * 3 >= cells.len() * 2)
        };
        let mut valued = (0..table.width).filter(|&n| says(n) == Some(true));
        let first = valued.next()?;
        let several = valued.next().is_some();
        let words = || (0..first).find(|&column| says(column) == Some(false));
        let measure = titled.or_else(words)?;
        let wanted = match several {
            true => self.wanted(columns),
            false => vec![first],
        };
        let told = |column: &u32| {
            let comment = columns.roles.get(column) == Some(&ColumnRole::Comment);
            *column > measure && (!comment || columns.untold.contains(column))
        };
        (!wanted.is_empty() && wanted.iter().all(told)).then_some((measure, wanted))
    }

    /// A target with the year that the title of its column names.
    pub(super) fn of_year(&self, target: Target, year: &Text) -> Target {
        Target {
            period: Some(year.as_str().to_string()),
            period_spans: self.spans(year),
            ..target
        }
    }

    /// The columns of what is wanted: every one where each has its year, this one's or a later; else the first.
    fn wanted(&self, columns: &Columns) -> Vec<u32> {
        let own = self.announced_year();
        let year = |column: &u32| {
            let title = columns.titles.get(column)?;
            year_in(title.as_str())?.parse::<i32>().ok()
        };
        // `Krav 2024 | Krav 2025` in a letter of 2025: what was wanted is no target.
        let past = |column: &u32| year(column).zip(own).is_some_and(|(year, own)| year < own);
        // A title over several columns, no year below it, does not tell which value is of what.
        let alone = |column: &u32| {
            let title = columns.titles.get(column).map(|title| title.as_str());
            let same = |other: &&Text| Some(other.as_str()) == title;
            columns.titles.values().filter(same).count() <= 1
        };
        let targets = columns.all(ColumnRole::Target).filter(alone);
        let targets: Vec<u32> = targets.collect();
        if !targets.is_empty() && targets.iter().all(|column| year(column).is_some()) {
            return targets.into_iter().filter(|column| !past(column)).collect();
        }
        // `Styringsparameter | 2025 | 2026 | 2027`: what was is no target.
        let bare: Vec<u32> = columns
            .titles
            .iter()
            .filter(|(column, title)| {
                title.len() == 4
                    && year(column).is_some_and(|year| own.is_none_or(|own| year >= own))
            })
            .map(|(column, _)| *column)
            .collect();
        if targets.is_empty() && !bare.is_empty() {
            return bare;
        }
        let first = targets.iter().copied().find(|column| !past(column));
        first.or(columns.of(ColumnRole::Body)).into_iter().collect()
    }

    /// Writes down the goals that begin in a row; the last is what the measures are of, until the next.
    ///
    /// A cell that names a goal only by its number refers to it; one that begins with a small letter goes
    /// on with the cell above, as a converter parts a cell that reaches over several rows.
    fn goals_of_row(&mut self, chapter: usize, row: &Row, columns: &Columns, goals: &mut Goals) {
        for (column, role) in &columns.roles {
            let kind = match role {
                ColumnRole::SectorGoal => GoalKind::Sector,
                ColumnRole::Goal => GoalKind::Main,
                _ => continue,
            };
            let Some(text) = row.text(*column).filter(|text| !text.is_empty()) else {
                continue;
            };
            let words = text.as_str();
            if let Some((id, open)) = goals.open.get_mut(column)
                && words.starts_with(char::is_lowercase)
                && !open.as_str().ends_with('.')
            {
                let joint = self.dictionary.joint(open.as_str(), words);
                open.append(text, joint);
                let (id, whole) = (id.clone(), open.clone());
                self.lengthen_goal(&id, &whole);
                continue;
            }
            let (number, from) = self.number_of_goal(words);
            // `Hovedmål` beside a measure of it.
            let refers = exact_goal_label(words, self.grammar);
            let number = refers.as_ref().map_or(number, |(_, own)| own.clone());
            let words = text.slice(from..text.len());
            let id = match &number {
                Some(number) if words.is_empty() || refers.is_some() => {
                    self.goal_referred(kind, Some(number.as_str()))
                }
                None if refers.is_some() => self.goal_referred(kind, None),
                None if words.is_empty() => None,
                _ => self.goal_in_table(kind, number, words.clone(), chapter),
            };
            if let Some(id) = id {
                if !words.is_empty() && refers.is_none() {
                    goals.open.insert(*column, (id.clone(), words));
                }
                goals.last = Some(id);
            }
        }
    }

    /// The number that a goal's cell begins with, and where its words begin: `1.1 Økosystemene …`,
    /// `Mål 2: …`, `Delmål 2`.
    pub(super) fn number_of_goal(&self, words: &str) -> (Option<String>, usize) {
        if let Some(label) = self.goal_label(words) {
            return (label.number, label.from);
        }
        match label(words) {
            Some(own) => {
                let counter: Vec<String> = own.counter.iter().map(u32::to_string).collect();
                let rest = words[own.len..].trim_start_matches([':', '.', ' ', '–', '-']);
                let number = Some(counter.join(".")).filter(|number| !number.is_empty());
                (number, words.len() - rest.len())
            }
            None => (None, 0),
        }
    }

    /// Whether a table has a column of goals beside its measures: they are read with its rows.
    pub(super) fn holds_goals(&self, number: u32) -> bool {
        let goal = |columns: &Columns| {
            columns.has(ColumnRole::Goal) || columns.has(ColumnRole::SectorGoal)
        };
        self.grid(number).is_some_and(|grid| {
            grid.parts
                .iter()
                .any(|part| goal(&part.columns) && measured(&part.columns, false).is_some())
        })
    }

    /// A row whose cells hold several measures, a line each: `A<br>B | ≥ 85 %<br>Ned fra 2025`. Read so
    /// only where every line of the one cell begins anew and every line of the other says a target.
    fn paired_rows(
        &mut self,
        chapter: usize,
        kind: IndicatorKind,
        goal: &Option<String>,
        row: &Row,
        (measure, target): (u32, u32),
    ) -> bool {
        let lines = |column: u32, wanted: bool| -> Vec<Text> {
            let cell = row.cells.get(&column);
            let blocks = cell.map(|cell| cell.blocks.as_slice()).unwrap_or_default();
            let mut found: Vec<Text> = Vec::new();
            for line in blocks.iter().flat_map(|&at| self.lines_of(at)) {
                // A line that begins small goes on with the one above.
                let small = line.as_str().starts_with(char::is_lowercase)
                    && !(wanted && self.says_target(line.as_str()));
                match found.last_mut().filter(|_| small) {
                    Some(last) => last.append(&line, self.joint(last, &line)),
                    None => found.push(line),
                }
            }
            found
        };
        let (measures, targeted) = (lines(measure, false), lines(target, true));
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
        for (text, target) in measures.into_iter().zip(targeted) {
            self.dismiss_periods(&text);
            self.dismiss_periods(&target);
            self.indicator(kind, chapter, goal.clone(), None, text, Some(target));
        }
        true
    }

    /// Whether some words are a target and nothing else: `Minst 90 pst.`, `Nedgang fra 2025`, `240`.
    pub(super) fn says_target(&self, words: &str) -> bool {
        let bare = |text: &str| text.trim_end_matches('.').len();
        self.direction(words).is_some()
            || bare_change(words).is_some()
            || matches!(&of_cell(words)[..], [one] if bare(&one.raw) == bare(words.trim()))
    }

    /// What the cell beside a measure wants of it; where it says nothing of the sort, what the measure's
    /// own words do.
    ///
    /// `counts`: the column's title says that its numbers count something.
    pub(super) fn cell_targets(&self, measure: &Text, cell: &Text, counts: bool) -> Vec<Target> {
        self.targets_of(measure.as_str(), cell, counts)
    }

    /// The same of a measure whose words are all that is known.
    pub(super) fn targets_of(&self, measure: &str, cell: &Text, counts: bool) -> Vec<Target> {
        let words = cell.as_str();
        let mut found = match self.direction(words) {
            Some(change) => vec![change],
            None => of_cell(words),
        };
        if found.is_empty() {
            // `God helse` in the second cell is no target: what the first says holds.
            found = match bare_change(words) {
                Some(change) => vec![change],
                None if words.contains(|c: char| c.is_ascii_digit()) => Vec::new(),
                None => return targets(measure),
            };
        }
        for target in &mut found {
            if target.value.is_some() {
                target.unit = self.unit_of(measure, target, counts);
            }
            let place = |part: &str| words.find(part).map(|at| cell.slice(at..at + part.len()));
            if let Some(own) = place(&target.raw) {
                target.spans = self.spans(&own);
            }
            if let Some(period) = &target.period
                && !target.raw.contains(period.as_str())
                && let Some(own) = place(period)
            {
                target.period_spans = self.spans(&own);
            }
        }
        found
    }

    /// The unit of a target: its own, or what the measure's words or the column's title tell of a number
    /// that stands alone.
    fn unit_of(&self, measure: &str, target: &Target, counts: bool) -> Option<Unit> {
        let first = measure.split_whitespace().next().unwrap_or("");
        match target.unit {
            // `Timer med veiledning: minst 600 timer` counts them.
            Some(Unit::Other) if ends_with_word(&target.raw, first) => Some(Unit::Count),
            None if counts && !self.is_share(measure) => Some(Unit::Count),
            None => self.unit_alone(measure, target),
            own => own,
        }
    }
}

/// Whether a target ends with the word that its measure begins with.
fn ends_with_word(raw: &str, first: &str) -> bool {
    let last = raw.split_whitespace().next_back().unwrap_or("");
    !last.is_empty() && last.trim_end_matches('.').to_lowercase() == first.to_lowercase()
}

/// The goals of a table's rows so far.
#[derive(Default)]
struct Goals {
    /// The id of the last one.
    last: Option<String>,
    /// By column, the id and the words of the one that may go on in the next row.
    open: BTreeMap<u32, (String, Text)>,
}

/// The column of measures, where a part's rows are measures.
fn measured(columns: &Columns, announced: bool) -> Option<u32> {
    let column = columns.of(ColumnRole::Indicator)?;
    let known =
        |column: &u32| columns.roles.contains_key(column) && !columns.untold.contains(column);
    let named = columns.titles.len() >= 2 && columns.titles.keys().all(known);
    // `Nr. | Styringsparameter | Resultat 2023 | Krav 2025`: measures and targets will do; years, too.
    let targeted = columns.has(ColumnRole::Target) && !columns.has(ColumnRole::Deadline);
    let years = columns
        .titles
        .values()
        .any(|title| title.len() == 4 && year_in(title.as_str()).is_some());
    (announced || named || targeted || years).then_some(column)
}

/// The year that a title names: the last, `Krav 2026`, else the first, `2026 mål`.
fn year_in(title: &str) -> Option<&str> {
    let mut words = title.split_whitespace();
    let bare = |word: &str| is_year(word);
    words
        .next_back()
        .filter(|word| bare(word))
        .or_else(|| words.next().filter(|word| bare(word)))
}

/// What a target's cell says; a bare number is a target, too: `76`, `4 500`, `12 innen utgangen av 2026`.
fn of_cell(cell: &str) -> Vec<Target> {
    let found = targets(cell);
    let within = [" innen ", " innan "]
        .iter()
        .find_map(|mark| cell.find(mark));
    if let Some(at) = within.filter(|_| found.is_empty()) {
        let period = cell[at..].trim().trim_end_matches('.');
        let mut found = of_cell(&cell[..at]);
        for target in &mut found {
            target.period = target.period.take().or(Some(period.to_string()));
        }
        return found;
    }
    let words = cell.trim().trim_end_matches('.');
    // `30 minutter`: a number with its unit and nothing else.
    let bound = format!("minst {words}");
    if found.is_empty()
        && words.starts_with(|c: char| c.is_ascii_digit())
        && let [one] = &targets(&bound)[..]
        && one.raw == bound
        && one.unit.is_some()
    {
        return vec![Target {
            comparator: Comparator::Eq,
            raw: words.to_string(),
            ..one.clone()
        }];
    }
    let plain: String = words.split([' ', '\u{a0}']).collect();
    let grouped = words
        .split([' ', '\u{a0}'])
        .skip(1)
        .all(|group| group.len() == 3 || group.starts_with(|c: char| !c.is_ascii_digit()));
    let number = plain.replacen(',', ".", 1);
    let bare = plain.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c == '.')
        && grouped;
    match number.parse::<f64>() {
        Ok(value) if found.is_empty() && bare => vec![Target {
            subject: None,
            comparator: Comparator::Eq,
            value: Some(value),
            unit: None,
            period: None,
            baseline: None,
            raw: words.to_string(),
            spans: Vec::new(),
            period_spans: Vec::new(),
        }],
        _ => found,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_in_a_column_of_targets() {
        let value = |cell: &str| of_cell(cell).first().and_then(|target| target.value);
        assert_eq!(value("4 500"), Some(4500.0));
        assert_eq!(value("99,7"), Some(99.7));
        assert_eq!(value("4 50"), None);
        assert_eq!(value("Rapporteres"), None);
    }
}
