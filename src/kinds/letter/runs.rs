//! Tables of measures as plain lines, where a row ends with what is wanted.
//!
//! ```text
//! run     ::= head row+
//! head    ::= words title-of-targets         Utdanning Krav til nye kandidatar
//!           | title-of-measures blanks year  Etappemål          2026
//! row     ::= line* target small-letter-line*      Andel tilsyn etter planen Minst 95 pst.
//! head    ::= title-of-measures (year | result | title-of-targets)+      Styringsparameter 2026 2027 2028
//! row     ::= line* value+                         Andel tilsyn etter planen 70 pst. 75 pst. 80 pst.
//! columns ::= title-of-measures measure+ title-of-targets target+      one column after the other
//! ```
//! A tool that knows no cells leaves them so. The target's shape tells where a row ends, and a row has as many
//! values as its head has columns of them; where a line may be read in two ways the run is not.

use super::{Letter, rows::TextTable};
use crate::{
    grammar::{ColumnRole, phrases::Role},
    kinds::columns::is_year,
    layout::{BlockKind, Text, is_caption},
    model::{Comparator, IndicatorKind},
};
use std::ops::Range;

/// How many lines a row has before its target at most.
const LINES: usize = 3;
/// How long a target is at most, in bytes.
const TARGET: usize = 60;
/// How long a value between others is at most, in bytes.
const VALUE: usize = 32;
/// In how many ways a line may seem to end with its values before it is given up.
const WAYS: usize = 8;
/// How long the first title of a head is at most, in bytes.
const TITLE: usize = 40;

/// A table that no source and no layout knew for one.
#[derive(Debug, Clone)]
pub struct Run {
    /// The block of its head.
    pub head: usize,
    /// The kind of its measures.
    pub kind: IndicatorKind,
    /// The title of its targets says that they count something.
    pub counts: bool,
    /// The blocks that its rows stand in.
    pub blocks: Vec<usize>,
    /// Each row: what is measured, and what is wanted of it.
    pub rows: Vec<RunRow>,
}

impl Run {
    /// The run of some lines, its head the first of them.
    pub(super) fn of(lines: &[Placed], kind: Option<IndicatorKind>, rows: Vec<RunRow>) -> Self {
        let mut blocks: Vec<usize> = lines.iter().map(|line| line.0).collect();
        blocks.dedup();
        Self {
            head: blocks[0],
            kind: kind.unwrap_or(IndicatorKind::Indicator),
            counts: false,
            blocks,
            rows,
        }
    }
}

/// A row: the measure, and what is wanted of it, each with the year that its column names.
pub type RunRow = (Text, Vec<(Text, Option<Text>)>);

/// A line of running text, and its block.
pub type Placed = (usize, Text);

/// Rows read, and where the reading stopped.
struct Taken {
    rows: Vec<(Text, Text)>,
    /// The first line that is no row.
    end: usize,
    /// Nothing was left half read.
    whole: bool,
}

impl Letter<'_> {
    /// Writes down a run. `goal` is the one that stood last before it.
    pub(super) fn measure_run(&mut self, chapter: usize, goal: &Option<String>, run: Run) {
        for (text, wanted) in run.rows {
            self.measure_row(run.kind, chapter, goal, text, &wanted, run.counts);
        }
    }

    /// Writes down a row: a measure and its targets.
    pub(super) fn measure_row(
        &mut self,
        kind: IndicatorKind,
        chapter: usize,
        goal: &Option<String>,
        text: Text,
        wanted: &[(Text, Option<Text>)],
        counts: bool,
    ) {
        self.dismiss_periods(&text);
        let mut targets = Vec::new();
        for (cell, year) in wanted {
            self.dismiss_periods(cell);
            let found = self.cell_targets(&text, cell, counts);
            targets.extend(found.into_iter().map(|target| match year {
                Some(year) if target.period.is_none() => self.of_year(target, year),
                _ => target,
            }));
        }
        let written = self.indicator(kind, chapter, goal.clone(), None, text, None);
        if written.is_some()
            && let Some(record) = self.document.indicators.last_mut()
        {
            record.targets = targets;
        }
    }

    /// The runs of a chapter.
    pub(super) fn runs(&self, chapter: usize) -> Vec<Run> {
        let own = self.chapters[chapter].zone;
        let announced = own.and_then(super::indicators::measure);
        let mut found = Vec::new();
        for lines in self.stretches(chapter) {
            let mut at = 0;
            while at < lines.len() {
                let run = self.run_at(&lines, at, announced);
                // Where one row measures nothing, the lines were read wrongly.
                let measures = |run: &Run| run.rows.iter().all(|row| self.may_be_measured(&row.0));
                match run.filter(|(run, _)| measures(run)) {
                    Some((run, end)) => {
                        found.push(run);
                        at = end.max(at + 1);
                    }
                    None => at += 1,
                }
            }
        }
        found
    }

    /// The lines of a chapter's paragraphs, parted where something else stands between them.
    fn stretches(&self, chapter: usize) -> Vec<Vec<Placed>> {
        let mut found: Vec<Vec<Placed>> = vec![Vec::new()];
        // A title that the converter set on a line of its own heads the columns below it.
        let own = &self.chapters[chapter];
        if let Some(&first) = own.blocks.first()
            && own.number.is_none()
            && self.grammar.column(own.title.as_str()) == Some(ColumnRole::Indicator)
        {
            found[0].push((first, own.title.clone()));
        }
        let tabled: Vec<usize> = self
            .text_tables(chapter)
            .into_iter()
            .flat_map(|table| table.blocks)
            .collect();
        for &at in &self.chapters[chapter].blocks {
            let block = &self.blocks[at];
            let text = block.kind == BlockKind::Paragraph && block.cell.is_none();
            match found.last_mut() {
                Some(lines) if text && !tabled.contains(&at) && !self.aside[at] => {
                    lines.extend(self.lines_of(at).into_iter().map(|line| (at, line)));
                }
                // An address at the foot of a page ends no table.
                Some(_) if self.aside[at] => {}
                _ => found.push(Vec::new()),
            }
        }
        found
    }

    /// The run whose head stands on a line, and where it ends.
    fn run_at(
        &self,
        lines: &[Placed],
        at: usize,
        announced: Option<IndicatorKind>,
    ) -> Option<(Run, usize)> {
        let words = lines[at].1.as_str().trim();
        if !words.starts_with(char::is_uppercase) || words.ends_with(['.', ':', ';', ',']) {
            return None;
        }
        if let Some(found) = self.gapped(lines, at, announced) {
            return Some(found);
        }
        if let Some((title, columns)) = self.head_of_values(&lines[at].1) {
            let (rows, end) = self.valued_rows(lines, at + 1, &columns)?;
            let kind = self.kind_of_title(title).or(announced);
            return Some((Run::of(&lines[at..end], kind, rows), end));
        }
        if let Some(found) = self.broken(lines, at, announced) {
            return Some(found);
        }
        let (kind, counts, taken) = if self.grammar.column(words) == Some(ColumnRole::Indicator) {
            let (title, taken) = self.columns_after(lines, at)?;
            let kind = self.kind_of_title(words).or(announced);
            (kind.unwrap_or(IndicatorKind::Indicator), title, taken)
        } else if let Some(title) = self.head_on_two_lines(lines, at) {
            let kind = self.kind_of_title(words).or(announced);
            let taken = self.rows_from(lines, at + 2, true);
            (kind.unwrap_or(IndicatorKind::Indicator), title, taken)
        } else {
            let (first, last) = self.head_of_run(words)?;
            let known = matches!(
                self.grammar.column(first),
                Some(ColumnRole::Indicator | ColumnRole::Target)
            );
            let kind = self.kind_of_title(first).or(announced);
            let kind = kind.or(known.then_some(IndicatorKind::Indicator))?;
            (
                kind,
                self.counts(last),
                self.rows_from(lines, at + 1, false),
            )
        };
        if taken.rows.len() < 2 || !taken.whole {
            return None;
        }
        let rows = single(taken.rows);
        let run = Run {
            counts,
            ..Run::of(&lines[at..taken.end], Some(kind), rows)
        };
        Some((run, taken.end))
    }

    /// A head that gives what is measured a title and its values more than one: bare years, results, targets.
    fn head_of_values<'t>(&self, line: &'t Text) -> Option<(&'t str, Vec<Values>)> {
        let words = line.as_str();
        let gaps: Vec<usize> = words.match_indices(' ').map(|(at, _)| at).collect();
        let first = *gaps
            .iter()
            .take(3)
            .find(|&&at| self.grammar.column(&words[..at]) == Some(ColumnRole::Indicator))?;
        let mut columns = Vec::new();
        let mut from = first + words[first..].len() - words[first..].trim_start().len();
        while from < words.len() {
            let ends = gaps.iter().copied().filter(|&at| at > from).take(4);
            let mut ends: Vec<usize> = ends.chain([words.len()]).take(4).collect();
            ends.reverse();
            let (end, column) = ends.into_iter().find_map(|end| {
                let length = words[from..end].trim_end().len();
                let title = self.value_title(&line.slice(from..from + length))?;
                Some((end, title))
            })?;
            columns.push(column);
            from = end + words[end..].len() - words[end..].trim_start().len();
        }
        // A year that is not called a target beside one that is tells what was.
        if columns
            .iter()
            .any(|column: &Values| column.target && !column.bare)
        {
            for column in &mut columns {
                column.target &= !column.bare;
            }
        }
        let wanted = columns.iter().filter(|column| column.target).count();
        // A year that each target has tells them apart; else the one that is wanted is enough.
        let apart = columns
            .iter()
            .filter(|column| column.target)
            .all(|column| column.year.is_some());
        (columns.len() > 1 && (wanted == 1 || wanted > 1 && apart))
            .then(|| (&words[..first], columns))
    }

    /// What a column's title says of its values: a bare year, a result, a target; the mark of a footnote behind it
    /// says nothing.
    pub(super) fn value_title(&self, title: &Text) -> Option<Values> {
        let words = title.as_str().trim().trim_end_matches(['*', '¹', '²', '³']);
        let place = words.match_indices("20").map(|(at, _)| at);
        let mut years = place.filter(|&at| words.get(at..at + 4).is_some_and(is_year));
        let year = years.next().map(|at| title.slice(at..at + 4));
        let bare = is_year(words);
        // What was wanted of an earlier year is no target.
        let past = year.as_ref().is_some_and(|year| {
            let year = year.as_str().parse::<i32>().ok();
            year.zip(self.announced_year())
                .is_some_and(|(year, own)| year < own)
        });
        let target = match self.grammar.column(words) {
            _ if bare => !past,
            Some(ColumnRole::Target) => !past,
            Some(ColumnRole::Comment) => false,
            _ => return None,
        };
        Some(Values {
            text: title.clone(),
            target,
            bare,
            year,
        })
    }

    /// Rows that end with as many values as there are columns, and where they end.
    fn valued_rows(
        &self,
        lines: &[Placed],
        from: usize,
        columns: &[Values],
    ) -> Option<(Vec<RunRow>, usize)> {
        let several = columns.iter().filter(|column| column.target).count() > 1;
        let mut rows: Vec<RunRow> = Vec::new();
        let mut open: Option<(Text, usize)> = None;
        let mut end = from;
        for (at, (_, line)) in lines.iter().enumerate().skip(from) {
            let words = line.as_str();
            if self.ends_run(words) || self.head_of_values(line).is_some() {
                break;
            }
            let cuts = self.values_of(words, columns.len());
            let [cut] = &cuts[..] else {
                // Two ways to read the line.
                if !cuts.is_empty() {
                    return None;
                }
                let small = words.starts_with(char::is_lowercase);
                match (&mut open, rows.last_mut()) {
                    (None, Some((measure, _))) if small => {
                        measure.append(line, self.joint(measure, line));
                        end = at + 1;
                    }
                    (Some((text, count)), _) if *count < LINES && small => {
                        text.append(line, self.joint(text, line));
                        *count += 1;
                    }
                    (None, _) => open = Some((line.clone(), 1)),
                    _ => break,
                }
                continue;
            };
            let mut measure = open.take().map(|(text, _)| text).unwrap_or_default();
            let head = line.slice(0..words[..cut[0].start].trim_end().len());
            // What begins anew below a line without values is not of one row with it.
            let small = words.starts_with(char::is_lowercase);
            if !measure.is_empty() && !head.is_empty() && !small {
                break;
            }
            // What goes on with the row above and has values of its own may be of either; `innen 30 dager
            // 80 pst.` may have a value left out.
            let either = measure.is_empty() && (head.is_empty() || small);
            if either || self.leads_to_time(head.as_str()) {
                return None;
            }
            let joint = self.joint(&measure, &head);
            measure.append(&head, joint);
            let wanted = columns.iter().zip(cut).filter(|(column, _)| column.target);
            let wanted = wanted.map(|(column, place)| {
                let year = column.year.clone().filter(|_| several);
                (line.slice(place.clone()), year)
            });
            rows.push((measure, wanted.collect()));
            end = at + 1;
        }
        (rows.len() > 1).then_some((rows, end))
    }

    /// The ways in which a line ends with so many values: `412 430 450`, `54,2 pst. 55 pst. Auke`.
    fn values_of(&self, words: &str, count: usize) -> Vec<Vec<Range<usize>>> {
        let starts: Vec<usize> = [0]
            .into_iter()
            .chain(words.match_indices(' ').map(|(at, _)| at + 1))
            .collect();
        // How the words up to a place end with so many values, from the right.
        let mut open: Vec<Vec<Range<usize>>> = vec![Vec::new()];
        for _ in 0..count {
            let mut next = Vec::new();
            for values in &open {
                let end = values.first().map_or(words.len(), |value| value.start);
                let end = words[..end].trim_end().len();
                for &start in starts.iter().rev().filter(|&&start| start < end) {
                    if end - start > VALUE {
                        break;
                    }
                    if self.says_value(&words[start..end]) {
                        let mut values = values.clone();
                        values.insert(0, start..end);
                        next.push(values);
                    }
                }
            }
            open = next;
            if open.len() > WAYS {
                break;
            }
        }
        // A number before the values that is none of them belongs to the measure: `innen 30 dager 80 pst.`
        open.retain(|values| values.first().is_some_and(|value| value.start > 0));
        // `1 250 1 312`: where all digits can be values, none of them is the measure's.
        let bare = |values: &Vec<Range<usize>>| {
            let start = values.first().map_or(0, |value| value.start);
            !words[..start]
                .trim_end()
                .ends_with(|c: char| c.is_ascii_digit())
        };
        if open.iter().any(bare) {
            open.retain(bare);
        }
        open
    }

    /// Whether words are a value of such a table: a target, a dash, or words of one that is not set.
    pub(super) fn says_value(&self, words: &str) -> bool {
        let small = words.starts_with(char::is_lowercase);
        matches!(words, "–" | "-" | "—") || !small && self.says_target(words)
    }

    /// The two titles of a head: what is measured, and what is wanted.
    fn head_of_run<'t>(&self, words: &'t str) -> Option<(&'t str, &'t str)> {
        if let Some(gap) = words.find("   ") {
            let (first, last) = (&words[..gap], words[gap..].trim_start());
            let role = self.grammar.column(first);
            let wanted = matches!(role, Some(ColumnRole::Indicator | ColumnRole::Target))
                && is_year(last)
                || self.grammar.column(last) == Some(ColumnRole::Target)
                || role == Some(ColumnRole::Indicator)
                    && self.grammar.column(last) == Some(ColumnRole::Body);
            return (wanted && is_title(first) && !last.contains("   ")).then_some((first, last));
        }
        let mut parts = words.match_indices(' ').map(|(at, _)| at);
        parts.find_map(|at| {
            let (first, last) = (&words[..at], &words[at + 1..]);
            let wanted = self.grammar.column(last) == Some(ColumnRole::Target);
            (wanted && is_title(first) && last.starts_with(char::is_uppercase))
                .then_some((first, last))
        })
    }

    /// The rows of a table whose head gives it a column of targets, where its lines show where each ends.
    pub(super) fn shaped_rows(&self, table: &TextTable) -> Option<Vec<RunRow>> {
        let lines: Vec<Placed> = table
            .blocks
            .iter()
            .flat_map(|&at| self.lines_of(at).into_iter().map(move |line| (at, line)))
            .collect();
        let parted = |line: &Placed| line.1.as_str().contains(" | ");
        if lines.iter().any(parted) {
            return None;
        }
        if let Some((_, columns)) = self.head_of_values(&self.blocks[table.head].text) {
            let (rows, end) = self.valued_rows(&lines, 0, &columns)?;
            return (end == lines.len()).then_some(rows);
        }
        let taken = self.rows_from(&lines, 0, false);
        (taken.whole && taken.end == lines.len() && !taken.rows.is_empty())
            .then(|| single(taken.rows))
    }

    /// A head whose two titles stand on lines of their own, `Utdanning` and `Måltall`; whether the numbers below count.
    fn head_on_two_lines(&self, lines: &[Placed], at: usize) -> Option<bool> {
        let (first, second) = (lines[at].1.as_str().trim(), lines.get(at + 1)?.1.as_str());
        let target = self.grammar.column(second.trim()) == Some(ColumnRole::Target);
        let others = lines.get(at + 2)?.1.as_str();
        let more = self.grammar.column(others.trim()).is_some();
        // A number below «Måltall» that names no unit counts.
        (target && !more && is_title(first)).then_some(true)
    }

    /// Rows of which each ends with its target. `bare`: a number alone will do.
    fn rows_from(&self, lines: &[Placed], from: usize, bare: bool) -> Taken {
        let mut taken = Taken {
            rows: Vec::new(),
            end: from,
            whole: true,
        };
        let mut open: Option<(Text, usize)> = None;
        for (at, (_, line)) in lines.iter().enumerate().skip(from) {
            let words = line.as_str();
            if self.ends_run(words) {
                break;
            }
            let small = words.starts_with(char::is_lowercase);
            let close = match &open {
                Some(_) if self.says_target(words) => Some(0),
                _ => self.closing_target(words).or_else(|| {
                    let at = words.rfind(' ')? + 1;
                    let number = words[at..].bytes().all(|byte| byte.is_ascii_digit());
                    (bare && number && !self.leads_to_time(&words[..at])).then_some(at)
                }),
            };
            let Some(cut) = close else {
                match (&mut open, taken.rows.last_mut()) {
                    (None, Some((measure, _))) if small => {
                        measure.append(line, self.joint(measure, line));
                        taken.end = at + 1;
                    }
                    (Some((text, count)), _) if *count < LINES && small => {
                        text.append(line, self.joint(text, line));
                        *count += 1;
                    }
                    (None, _) => open = Some((line.clone(), 1)),
                    _ => break,
                }
                continue;
            };
            // «… innen 90 dager», and the target on the next line: the first is none.
            let next = lines.get(at + 1).map(|next| next.1.as_str());
            let doubled = cut > 0 && next.is_some_and(|next| self.says_target(next));
            // What begins anew below a line without a target is not of one row with it.
            if open.is_some() && cut > 0 && !small {
                break;
            }
            // What goes on with the row above and ends with a target may be of either.
            if doubled || open.is_none() && (small || cut == 0) {
                taken.whole = false;
                break;
            }
            let mut measure = open.take().map(|(text, _)| text).unwrap_or_default();
            let head = line.slice(0..words[..cut].trim_end().len());
            let joint = self.joint(&measure, &head);
            measure.append(&head, joint);
            taken.rows.push((measure, line.slice(cut..words.len())));
            taken.end = at + 1;
        }
        // Lines without a target above the end are perhaps a row of another kind.
        taken
    }

    /// Where the target begins that a line ends with.
    fn closing_target(&self, words: &str) -> Option<usize> {
        let starts = words.match_indices(' ').map(|(at, _)| at + 1);
        starts
            .filter(|&at| words.len() - at <= TARGET && !words[at..].starts_with(' '))
            .find(|&at| {
                let (before, rest) = (&words[..at], &words[at..]);
                if !self.says_target(rest) || before.trim().is_empty() {
                    return false;
                }
                if before.ends_with("  ") || rest.starts_with(char::is_uppercase) {
                    return true;
                }
                // On a line without gaps only a bound stands clear of the words: «minst 55», not «under
                // 18 år», nor «innen 90 dager».
                let firm = crate::grammar::target::targets(rest);
                let bound = matches!(
                    firm.first().map(|target| target.comparator),
                    Some(Comparator::Ge | Comparator::Le)
                );
                let value = rest.starts_with(|c: char| c.is_ascii_digit());
                bound || value && !self.leads_to_time(before) && !firm.is_empty()
            })
    }

    /// Whether words end with one that a time goes on with: `besvart innen`.
    fn leads_to_time(&self, words: &str) -> bool {
        self.grammar.words(words).into_iter().any(|hit| {
            matches!(hit.role, Role::Before | Role::Within)
                && words[hit.range.end..].trim().is_empty()
        })
    }

    /// Whether a line is no row of measures: a goal, a caption, a point that asks, a sentence.
    pub(super) fn ends_run(&self, words: &str) -> bool {
        super::opens_goal(words, self.grammar)
            || super::opens_duty(words, self.grammar)
            || is_caption(words, self.grammar)
            || self.grammar.has(words, Role::LetterHead)
            || self.grammar.may_begin_with_column(words) && self.head_of_run(words).is_some()
            || words.ends_with(':')
            || words.ends_with('.') && self.grammar.has(words, Role::Duty)
    }

    /// A column of measures and a column of targets below it, line by line; whether the targets count.
    fn columns_after(&self, lines: &[Placed], at: usize) -> Option<(bool, Taken)> {
        let target =
            |line: &Placed| self.grammar.column(line.1.as_str().trim()) == Some(ColumnRole::Target);
        let head = at + 1 + lines[at + 1..].iter().take(TITLE).position(target)?;
        let mut measures: Vec<Text> = Vec::new();
        for (_, line) in &lines[at + 1..head] {
            let small = line.as_str().starts_with(char::is_lowercase);
            match measures.last_mut().filter(|_| small) {
                Some(last) => last.append(line, self.joint(last, line)),
                None => measures.push(line.clone()),
            }
        }
        let says = |line: &&Placed| self.says_target(line.1.as_str().trim());
        let targets: Vec<Text> = lines[head + 1..]
            .iter()
            .take_while(says)
            .map(|line| line.1.clone())
            .collect();
        (measures.len() == targets.len()).then(|| {
            let taken = Taken {
                end: head + 1 + targets.len(),
                rows: measures.into_iter().zip(targets).collect(),
                whole: true,
            };
            (self.counts(lines[head].1.as_str()), taken)
        })
    }
}

/// Rows of one target each.
fn single(rows: Vec<(Text, Text)>) -> Vec<RunRow> {
    let row = |(measure, target)| (measure, vec![(target, None)]);
    rows.into_iter().map(row).collect()
}

/// Words that may be the title of what is measured.
fn is_title(words: &str) -> bool {
    words.len() <= TITLE
        && words.starts_with(char::is_uppercase)
        && !words.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | ','))
        && words.split_whitespace().count() <= 4
}

/// A column of values: what was, or what is wanted, and of which year.
#[derive(Debug, Clone)]
pub struct Values {
    /// Its title.
    pub text: Text,
    /// What is wanted, not what was.
    pub target: bool,
    /// The title is a year and nothing else.
    pub bare: bool,
    /// The year that the title names.
    pub year: Option<Text>,
}
