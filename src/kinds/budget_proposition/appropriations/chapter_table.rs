//! Rows to records: the tables of chapters and of categories.
//!
//! A chapter's table belongs to the chapter that its sum names, wherever the layout has put it; a
//! table without a sum belongs to the chapter that it stands under. The columns' sums decide which
//! column of a row is empty; what they leave open, the category's table and the decision may tell,
//! and else the figure stands without a column and is reported.

use super::{
    Known,
    columns::{Column, Form},
    rows::{Key, Row, Table},
    solve::{Choice, Chosen, solve},
};
use crate::model::Code;
use crate::{
    grammar::amount::Scale,
    kinds::{
        budget_proposition::Proposition,
        money::{
            figures::{Item, Reading, readings},
            name::{Name, condition_split},
            posts::side,
            words,
        },
    },
    layout::{Joint, Text},
    model::{
        Appropriation, AppropriationLevel as Level, AppropriationTable, Figure, FigureRole,
        Severity, Side,
    },
};
use std::ops::Range;

/// One way to read a row: the reading, and for each of its figures the column.
#[derive(Debug, Clone)]
struct Way {
    reading: Reading,
    columns: Vec<usize>,
    choice: Choice,
    /// How many of its figures are not those that a table read before has.
    misfit: u32,
}

/// How much less likely the readings may be that are looked at where the likely ones do not add up.
const SLACK: [u32; 2] = [6, u32::MAX];

/// How many ways to read a row are looked at.
const WAYS: usize = 60;

impl Proposition<'_> {
    /// The records of a table.
    pub(super) fn table_records(&mut self, table: &Table, scale: Option<Scale>, known: &mut Known) {
        let columns = &table.head.columns;
        let mut rows: Vec<&Row> = table.rows.iter().collect();
        let sum = match rows.last() {
            Some(last) if last.key.sums() => rows.pop(),
            _ => None,
        };
        if rows.is_empty() && sum.is_none() {
            return;
        }
        let chapter = match (table.head.form, sum.map(|sum| &sum.key)) {
            (Form::Posts, Some(Key::SumChapter(number))) => Some(number.clone()),
            // Where another table's sum names the chapter of the heading, this table is not its own.
            (Form::Posts, _) => self
                .outline
                .at(table.line)
                .and_then(|head| head.chapter.clone())
                .filter(|chapter| !known.summed.contains(chapter)),
            _ => None,
        };
        let look = |slack| self.ways(&rows, sum, columns, scale, known, chapter.as_deref(), slack);
        let mut ways = look(0);
        let mut chosen = decide(&ways, true);
        for slack in SLACK.into_iter().filter(|_| sum.is_some()) {
            if chosen.is_some() {
                break;
            }
            let wider = look(slack);
            // First the ways that agree with the tables read before, which are fewer.
            let agreeing = agreeing(&wider);
            for looked in [agreeing, wider] {
                if let Some(found) = decide(&looked, false) {
                    (ways, chosen) = (looked, Some(found));
                    break;
                }
            }
        }
        let (row_ways, sum_ways) = ways;
        let side = chapter.as_deref().map_or(Side::Other, side);
        let side = match (
            &side,
            rows.iter().find_map(|row| match &row.key {
                Key::Chapter(number) => Some(number),
                _ => None,
            }),
        ) {
            (Side::Other, Some(number)) => self::side(number),
            (Side::Other, None) if table.head.form == Form::Groups => Side::Expense,
            _ => side,
        };
        let section = match &chapter {
            Some(chapter) => self.outline.chapter(chapter).map(|(id, _)| id.to_string()),
            None => self
                .outline
                .section(&self.category_name(table, sum))
                .map(str::to_string),
        }
        .or_else(|| {
            // Under another chapter's heading it is not at home.
            let head = self.outline.at(table.line)?;
            let at_home = head.chapter.is_none() || head.chapter == chapter;
            at_home.then(|| head.id.clone())
        });
        let chapter_name = chapter
            .as_deref()
            .and_then(|chapter| self.outline.chapter(chapter))
            .map(|(_, title)| title.to_string());
        let kind = match table.head.form {
            Form::Posts => AppropriationTable::Chapter,
            _ => AppropriationTable::Category,
        };
        let category = self.category_name(table, sum);
        for (n, row) in rows.iter().copied().chain(sum).enumerate() {
            let ways = if n < rows.len() {
                &row_ways[n]
            } else {
                &sum_ways
            };
            let way = match &chosen {
                Some(Chosen { rows: picks, sum }) => {
                    ways.get(if n < rows.len() { picks[n] } else { *sum })
                }
                None if ways.len() == 1 => ways.first(),
                None => {
                    let full: Vec<&Way> = ways
                        .iter()
                        .filter(|way| way.columns.len() == columns.len())
                        .collect();
                    if full.len() == 1 { Some(full[0]) } else { None }
                }
            };
            let best = way.or(ways.first());
            let words_end = best.map_or(row.text.len(), |way| way.reading.words_end);
            let named = self.row_name(
                row,
                words_end,
                best.is_none_or(|way| way.columns.is_empty()),
            );
            let figures = match (way, best) {
                (Some(way), _) => figures(row, &way.reading, &way.columns, columns, scale),
                (None, Some(best)) => loose_figures(row, &best.reading, scale),
                (None, None) => Vec::new(),
            };
            let (level, own_chapter, post) = match &row.key {
                Key::Post(post) => (Level::Post, chapter.clone(), Some(post.clone())),
                Key::Chapter(number) => (Level::Chapter, Some(number.clone()), None),
                Key::Group(group) => (Level::PostGroup, None, Some(group.clone())),
                Key::SumChapter(number) => (Level::Chapter, Some(number.clone()), None),
                Key::SumCategory => (Level::Category, None, None),
                Key::Sum if kind == AppropriationTable::Chapter => {
                    (Level::Chapter, chapter.clone(), None)
                }
                Key::Sum => (Level::Category, None, None),
            };
            let base = match kind {
                AppropriationTable::Chapter => match (&own_chapter, &post) {
                    (Some(chapter), Some(post)) => format!("chapter-{chapter}.{post}"),
                    (Some(chapter), None) => format!("chapter-{chapter}"),
                    (None, Some(post)) => format!("chapter-unknown.{post}"),
                    (None, None) => "chapter-sum".to_string(),
                },
                _ => match (&own_chapter, &post) {
                    (Some(chapter), _) => format!("category-{chapter}"),
                    (None, Some(post)) => format!("category-{category}.{post}"),
                    (None, None) => format!("category-{category}"),
                },
            };
            let id = known.id(base);
            let mut places = row.text.places();
            places.extend(row.more.places());
            if way.is_none() && !ways.is_empty() {
                self.say(
                    Code::FiguresUndecided,
                    Severity::Warning,
                    format!(
                        "{id}: the sums do not decide which columns «{}» belongs to",
                        words(&row.text.as_str()[words_end..])
                    ),
                    Some(&id),
                    &places,
                );
            }
            if ways.is_empty() {
                self.say(
                    Code::FiguresMissing,
                    Severity::Warning,
                    format!(
                        "{id}: no figures were read in «{}»",
                        words(row.text.as_str())
                    ),
                    Some(&id),
                    &places,
                );
            }
            let name = match level {
                Level::Chapter if kind == AppropriationTable::Chapter => chapter_name.clone(),
                _ => Some(named.name.clone()).filter(|name| !name.is_empty()),
            };
            let own_name = match level {
                Level::Chapter if kind == AppropriationTable::Category => name.clone(),
                _ => chapter_name.clone(),
            };
            known.learn(
                kind,
                level,
                own_chapter.as_deref(),
                post.as_deref(),
                &figures,
            );
            let record = Appropriation {
                id,
                level,
                chapter: own_chapter,
                chapter_name: own_name,
                post,
                name,
                side,
                table: kind,
                section: section.clone(),
                figures,
                conditions: named.conditions,
                note: named.note,
                action: None,
                earmarks: Vec::new(),
                spans: self.spans(&places),
            };
            self.document.appropriations.push(record);
        }
        if sum.is_none() {
            let places: Vec<Range<usize>> =
                rows.last().map(|row| row.text.places()).unwrap_or_default();
            self.say(
                Code::SumMissing,
                Severity::Warning,
                match &chapter {
                    Some(chapter) => format!("the table of chapter {chapter} has no sum"),
                    None => "a table has no sum".to_string(),
                },
                None,
                &places,
            );
        }
    }

    /// The number of the category that a table is about: its sum's last word, or the heading's.
    fn category_name(&self, table: &Table, sum: Option<&Row>) -> String {
        let printed = sum.and_then(|sum| {
            sum.text
                .as_str()
                .split_whitespace()
                .find(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()))
                .map(|word| word.trim_end_matches('.').to_string())
        });
        printed
            .or_else(|| self.outline.at(table.line).map(|head| head.id.clone()))
            .unwrap_or_else(|| "table".to_string())
    }

    /// The name of a row, its conditions and its note.
    pub(super) fn row_name(&self, row: &Row, end: usize, bare: bool) -> Name {
        let end = if bare {
            row.text.len()
        } else {
            end.max(row.words)
        };
        let mut text = row.text.slice(row.words..end);
        text.append(&row.more, Joint::Blank);
        let text: Text = text;
        condition_split(text.as_str(), self.grammar)
    }

    /// All ways to read the rows and the sum.
    #[allow(clippy::too_many_arguments)]
    fn ways(
        &self,
        rows: &[&Row],
        sum: Option<&Row>,
        columns: &[Column],
        scale: Option<Scale>,
        known: &Known,
        chapter: Option<&str>,
        slack: u32,
    ) -> Ways {
        let one = |row: &Row| {
            let mut ways = ways_of(row, columns, scale, slack);
            for way in &mut ways {
                let own = match &row.key {
                    Key::Post(post) => known.post(chapter, post),
                    Key::Chapter(number) | Key::SumChapter(number) => known.chapter(number),
                    _ => None,
                };
                if let Some(own) = own {
                    let found = columns
                        .iter()
                        .enumerate()
                        .filter(|(_, c)| c.role != FigureRole::Percent);
                    for (n, column) in found {
                        let value = way
                            .columns
                            .iter()
                            .position(|c| *c == n)
                            .and_then(|at| nok(&way.reading.items[at], scale));
                        let misfit = own.misfit(column.role, value);
                        way.choice.penalty += misfit;
                        way.misfit += misfit;
                    }
                }
            }
            ways
        };
        (
            rows.iter().map(|row| one(row)).collect(),
            sum.map(one).unwrap_or_default(),
        )
    }
}

/// The ways to read the rows, and the sum.
type Ways = (Vec<Vec<Way>>, Vec<Way>);

/// Of the ways to read each row, those that fit best what is known of it.
fn agreeing((rows, sums): &Ways) -> Ways {
    let best = |ways: &Vec<Way>| -> Vec<Way> {
        let least = ways.iter().map(|way| way.misfit).min();
        ways.iter()
            .filter(|way| Some(way.misfit) == least)
            .cloned()
            .collect()
    };
    (rows.iter().map(best).collect(), best(sums))
}

/// What the sums decide.
fn decide((rows, sums): &Ways, lenient: bool) -> Option<Chosen> {
    let rows: Vec<Vec<Choice>> = rows
        .iter()
        .map(|ways| ways.iter().map(|way| way.choice.clone()).collect())
        .collect();
    let sums: Vec<Choice> = sums.iter().map(|way| way.choice.clone()).collect();
    solve(&rows, &sums, lenient)
}

/// The ways to read one row: the most likely readings and, where the sums have refused these, those
/// that are less likely by no more than `slack`.
fn ways_of(row: &Row, columns: &[Column], scale: Option<Scale>, slack: u32) -> Vec<Way> {
    let all = match cell_reading(row, columns) {
        Some(told) => vec![told],
        None => readings(row.text.as_str(), row.words, columns.len()),
    };
    let mut ways = Vec::new();
    let least = all.iter().map(|reading| reading.penalty).min().unwrap_or(0);
    let most = all
        .iter()
        .filter(|reading| reading.penalty == least)
        .map(|reading| reading.items.len())
        .max()
        .unwrap_or(0);
    for reading in all {
        let kept = match slack {
            0 => reading.penalty == least && (most < columns.len() || reading.items.len() == most),
            _ => reading.penalty <= least.saturating_add(slack),
        };
        if !kept {
            continue;
        }
        for chosen in spread(row, &reading, columns, scale) {
            let values = columns
                .iter()
                .enumerate()
                .filter(|(_, column)| column.role != FigureRole::Percent)
                .map(|(n, _)| {
                    let at = chosen.iter().position(|column| *column == n)?;
                    nok(&reading.items[at], scale)
                })
                .collect();
            ways.push(Way {
                choice: Choice {
                    values,
                    penalty: 4 * reading.penalty,
                },
                columns: chosen,
                misfit: 0,
                reading: reading.clone(),
            });
            if ways.len() >= WAYS {
                return ways;
            }
        }
    }
    ways
}

/// The ways to lay the figures of a reading into the columns, in order.
fn spread(
    row: &Row,
    reading: &Reading,
    columns: &[Column],
    scale: Option<Scale>,
) -> Vec<Vec<usize>> {
    if let Some(told) = by_cells(row, reading, columns) {
        return vec![told];
    }
    let fits = |item: &Item, column: &Column| match item.value {
        None => true,
        Some(value) => match column.role {
            FigureRole::Percent => value.places > 0 || item.percent || value.digits.abs() < 1000,
            _ => {
                !item.percent
                    && (value.places == 0
                        || !matches!(scale, Some(Scale::Thousand | Scale::Kroner) | None))
            }
        },
    };
    let mut all = vec![Vec::new()];
    for (n, item) in reading.items.iter().enumerate() {
        let left = reading.items.len() - n - 1;
        let mut next = Vec::new();
        for begun in &all {
            let from = begun.last().map_or(0, |last: &usize| last + 1);
            for (column, title) in columns
                .iter()
                .enumerate()
                .take(columns.len().saturating_sub(left))
                .skip(from)
            {
                if fits(item, title) {
                    let mut own = begun.clone();
                    own.push(column);
                    next.push(own);
                }
            }
        }
        all = next;
    }
    all
}

/// The figures of a row whose form tells cells apart: one in each cell under a column, or none.
fn cell_reading(row: &Row, columns: &[Column]) -> Option<Reading> {
    let text = row.text.as_str();
    let mut items: Vec<Item> = Vec::new();
    for column in columns {
        let cell = column.cell?;
        let Some((_, range)) = row.cells.iter().find(|(own, _)| *own == cell) else {
            continue;
        };
        let words = text[range.clone()].trim();
        if words.is_empty() {
            continue;
        }
        let start =
            range.start + text[range.clone()].len() - text[range.clone()].trim_start().len();
        let reading = readings(&text[..range.end], start, 1).into_iter().next();
        // A dash alone marks an empty column.
        let Some(reading) = reading else {
            if words.chars().all(|c| !c.is_alphanumeric()) {
                continue;
            }
            return None;
        };
        items.extend(
            reading
                .items
                .into_iter()
                .filter(|item| item.range.start == start),
        );
        if items.last().is_none_or(|item| item.range.start != start) {
            return None;
        }
    }
    let first = items.first()?.range.start;
    let ascend = items
        .windows(2)
        .all(|pair| pair[0].range.end <= pair[1].range.start);
    (ascend && first >= row.words).then(|| Reading {
        words_end: text[..first].trim_end().len(),
        items,
        penalty: 0,
    })
}

/// The columns of the cells that the figures stand in, where the form tells them all.
fn by_cells(row: &Row, reading: &Reading, columns: &[Column]) -> Option<Vec<usize>> {
    reading
        .items
        .iter()
        .map(|item| {
            let (cell, _) = row.cells.iter().find(|(_, range)| {
                range.start <= item.range.start && item.range.end <= range.end
            })?;
            columns.iter().position(|column| column.cell == Some(*cell))
        })
        .collect::<Option<Vec<usize>>>()
        .filter(|found| found.windows(2).all(|pair| pair[0] < pair[1]))
}

/// Whole kroner.
pub(super) fn nok(item: &Item, scale: Option<Scale>) -> Option<i64> {
    scale?.nok(item.value?)
}

fn figures(
    row: &Row,
    reading: &Reading,
    chosen: &[usize],
    columns: &[Column],
    scale: Option<Scale>,
) -> Vec<Figure> {
    reading
        .items
        .iter()
        .zip(chosen)
        .filter(|(item, _)| item.value.is_some())
        .map(|(item, &column)| {
            let column = &columns[column];
            let percent = column.role == FigureRole::Percent;
            Figure {
                label: Some(column.label.clone()),
                year: column.year,
                role: column.role,
                nok: if percent { None } else { nok(item, scale) },
                percent: item.value.filter(|_| percent).map(|value| value.value()),
                raw: row.text.as_str()[item.range.clone()].to_string(),
            }
        })
        .collect()
}

/// Figures whose columns nothing tells.
fn loose_figures(row: &Row, reading: &Reading, scale: Option<Scale>) -> Vec<Figure> {
    reading
        .items
        .iter()
        .filter(|item| item.value.is_some())
        .map(|item| Figure {
            label: None,
            year: None,
            role: FigureRole::Other,
            nok: nok(item, scale).filter(|_| reading.penalty == 0),
            percent: None,
            raw: row.text.as_str()[item.range.clone()].to_string(),
        })
        .collect()
}
