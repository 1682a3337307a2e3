//! The proposed decision (forslag til vedtak): chapters and posts in whole kroner.
//!
//! ```text
//! decision ::= head (category | head | "Utgifter:" | "Inntekter:")* roman
//! category ::= [title] chapter+ "Sum" name sum
//! chapter  ::= number name post+
//! post     ::= 2DIGIT name kroner [sum]       the chapter's last post has the chapter's sum beside it
//! ```
//! Pages repeat the head, and «Inntekter:» may stand in the wrong place: the side is told by the
//! chapter's number.

use super::{
    Known,
    chapter_table::nok,
    columns::{Form, head},
    rows::{Key, Row, only_figures},
};
use crate::model::Code;
use crate::{
    grammar::{amount::Scale, money::MoneyRole},
    kinds::{
        budget_proposition::Proposition,
        money::{
            figures::{Item, Reading, has_figures, readings},
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

/// A row of the decision.
pub(super) struct Line {
    row: Row,
    figures: bool,
}

impl Line {
    pub(super) fn row(&self) -> &Row {
        &self.row
    }
}

/// A roman numeral alone on its line: `II`.
pub(in crate::kinds::budget_proposition) fn roman(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 6
        && text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'))
}

impl Proposition<'_> {
    /// The rows of the decision whose head stands at a line, and one past its last line.
    pub(super) fn decision_rows(&self, at: usize) -> (Vec<Line>, usize) {
        let mut rows: Vec<Line> = Vec::new();
        let mut next = at;
        let mut end = at;
        let mut strange = 0;
        while next < self.lines.len() {
            let line = &self.lines[next];
            if let Some(head) = head(self.lines, next, self.grammar) {
                if head.form != Form::Decision {
                    break;
                }
                next = head.end.max(next + 1);
                continue;
            }
            if roman(line.text) && !rows.is_empty() {
                break;
            }
            let side = [MoneyRole::Expenses, MoneyRole::Income];
            if line.width < 14 && self.grammar.money.first(line.text, &side).is_some() {
                next += 1;
                continue;
            }
            let (mut text, cells, after) = self.unit(next);
            // Figures on lines of their own: the chapter's sum below its last post's.
            if line.cell.is_none()
                && only_figures(line.text)
                && next > 0
                && only_figures(self.lines[next - 1].text)
                && !self.key_alone(next, Form::Decision)
                && let Some(row) = rows.last_mut().filter(|row| row.figures)
            {
                row.row.take_figure(&text);
                (end, next) = (after, after);
                continue;
            }
            // A row of cells may have taken the first line of the sum below it.
            let sum = (next + 1..after).find(|&at| {
                self.lines[at].cell.is_some() && self.lines[at].text.starts_with("Sum ")
            });
            if let Some(sum) = sum {
                text = Text::default();
                for line in (next..after)
                    .filter(|at| *at != sum)
                    .map(|at| &self.lines[at])
                {
                    text.push(
                        self.source,
                        line.at..line.at + line.text.len(),
                        Joint::Blank,
                    );
                }
            }
            let open = rows
                .last()
                .is_some_and(|row| !row.figures && !matches!(row.row.key, Key::Chapter(_)));
            match self.decision_key(&rows, text.as_str(), after) {
                Some((key, words)) => {
                    let figures = has_figures(text.as_str(), words);
                    rows.push(Line {
                        row: Row::new(key, text, words, cells, next),
                        figures,
                    });
                    (end, strange) = (after, 0);
                }
                None => {
                    let wraps = rows.last().is_some_and(|row| {
                        open || !row.figures && text.as_str().starts_with(char::is_lowercase)
                            || text.as_str().starts_with(|c: char| c.is_lowercase())
                            || self.lines[next - 1].text.ends_with(['-', '\u{2010}'])
                            // «til kr» has its amount on the next line.
                            || self.lines[next - 1].text.ends_with(" kr")
                    });
                    if wraps && line.width <= 90 && strange == 0 {
                        let joint = self.joint(self.lines[next - 1].text, line.text);
                        if let Some(row) = rows.last_mut() {
                            if row.figures {
                                row.row.more.append(&text, Joint::Blank);
                            } else {
                                row.row.text.append(&text, joint);
                                row.figures = has_figures(row.row.text.as_str(), row.row.words);
                            }
                        }
                        end = after;
                    } else {
                        // A category's title is a line or two; more is the text that follows.
                        strange += if line.width > 90 { 4 } else { 1 };
                        if strange > 6 {
                            break;
                        }
                    }
                }
            }
            if let Some(sum) = sum {
                let line = &self.lines[sum];
                let text = Text::at(self.source, line.at..line.at + line.text.len());
                rows.push(Line {
                    row: Row::new(Key::Sum, text, 0, Vec::new(), sum),
                    figures: false,
                });
            }
            next = after;
        }
        (rows, end.max(at + 1))
    }

    /// The key of a row: a chapter has no figures, a post has.
    fn decision_key(&self, rows: &[Line], text: &str, after: usize) -> Option<(Key, usize)> {
        let (key, words) = self.row_key(text, Form::Decision)?;
        if key.sums() {
            return Some((key, words));
        }
        let open = rows
            .last()
            .is_some_and(|row| !row.figures && matches!(row.row.key, Key::Post(_)));
        if let Key::Post(number) = &key {
            // `66 nye plasser` goes on with a name; chapters below 100 have no figures of their own,
            // and a post follows.
            let last = rows.iter().rev().find_map(|row| match &row.row.key {
                Key::Post(post) => Some(Some(post.clone())),
                Key::Chapter(_) => Some(None),
                _ => None,
            });
            let follows = self.lines.get(after).is_some_and(|next| {
                matches!(
                    self.row_key(next.text, Form::Decision),
                    Some((Key::Post(_), _))
                )
            });
            let summed = rows
                .last()
                .is_none_or(|row| row.row.key.sums() || row.figures);
            if !has_figures(text, words) && follows && summed && !matches!(last, Some(None)) {
                return Some((
                    Key::Chapter(crate::kinds::money::posts::bare(number)),
                    words,
                ));
            }
            let ascends = !matches!(&last, Some(Some(last)) if last >= number);
            if open && !ascends {
                return None;
            }
        }
        Some((key, words))
    }

    /// The records of the decision.
    pub(super) fn decision_records(&mut self, rows: Vec<Line>, known: &mut Known) {
        let mut at = 0;
        let mut side_now = Side::Other;
        let mut categories = 0;
        let mut totals = 0;
        while at < rows.len() {
            match &rows[at].row.key {
                Key::Chapter(number) => {
                    let number = number.clone();
                    side_now = side(&number);
                    let posts = rows[at + 1..]
                        .iter()
                        .take_while(|row| matches!(row.row.key, Key::Post(_)))
                        .count();
                    self.decision_chapter(
                        &number,
                        &rows[at].row,
                        &rows[at + 1..at + 1 + posts],
                        known,
                    );
                    at += 1 + posts;
                }
                Key::Post(_) => {
                    // A post whose chapter was lost.
                    self.decision_post(None, None, &rows[at].row, None, Side::Other, known);
                    at += 1;
                }
                _ => {
                    let row = &rows[at].row;
                    let all = readings(row.text.as_str(), row.words, 1);
                    let reading = all.first();
                    let end = reading.map_or(row.text.len(), |reading| reading.words_end);
                    let printed = words(&row.text.as_str()[..end]);
                    let total = self
                        .grammar
                        .money
                        .find(&printed, MoneyRole::SumTotal)
                        .is_some();
                    let name = printed
                        .strip_prefix("Sum ")
                        .filter(|_| !total)
                        .unwrap_or(&printed)
                        .to_string();
                    let id = if total {
                        totals += 1;
                        format!("decision-total-{totals}")
                    } else {
                        categories += 1;
                        format!("decision-category-{categories}")
                    };
                    let figures = reading
                        .and_then(|reading| reading.items.last())
                        .map(|item| self.kroner(row, item))
                        .into_iter()
                        .collect();
                    let level = if total { Level::Total } else { Level::Category };
                    let row = row.clone();
                    self.push_decision(
                        known.id(id),
                        level,
                        None,
                        None,
                        None,
                        Some(name),
                        side_now,
                        figures,
                        &[],
                        &row,
                        &[],
                    );
                    at += 1;
                }
            }
        }
    }

    fn decision_chapter(&mut self, number: &str, row: &Row, posts: &[Line], known: &mut Known) {
        if posts.iter().any(|post| self.change_of(&post.row).is_some()) {
            self.chapter_changes(number, row, posts, known);
            return;
        }
        let name = self.row_name(row, row.text.len(), true);
        let chapter_name = Some(name.name.clone()).filter(|name| !name.is_empty());
        // The last post has two figures: its own and the chapter's sum.
        let read: Vec<Vec<Reading>> = posts
            .iter()
            .map(|post| readings(post.row.text.as_str(), post.row.words, 2))
            .collect();
        let single = |n: usize| {
            read[n]
                .iter()
                .find(|reading| reading.items.len() == 1)
                .or(read[n].first())
        };
        let value = |reading: &Reading, at: usize| {
            reading
                .items
                .get(at)
                .and_then(|item| nok(item, Some(Scale::Kroner)))
        };
        let last = posts.len().checked_sub(1);
        let before: i64 = (0..last.unwrap_or(0))
            .filter_map(|n| single(n).and_then(|reading| value(reading, 0)))
            .fold(0, i64::saturating_add);
        let double = last.and_then(|last| {
            let pairs = || read[last].iter().filter(|reading| reading.items.len() == 2);
            pairs()
                .find(|reading| {
                    value(reading, 0).map(|own| own.saturating_add(before)) == value(reading, 1)
                })
                .or(pairs().next())
        });
        let sum = last
            .zip(double)
            .map(|(last, reading)| (last, reading.items[1].clone()));
        let figures: Vec<Figure> = sum
            .iter()
            .map(|(last, item)| self.kroner(&posts[*last].row, item))
            .collect();
        let extra: Vec<Range<usize>> = sum
            .iter()
            .flat_map(|(last, item)| posts[*last].row.text.places_of(item.range.clone()))
            .collect();
        let side = side(number);
        known.learn(
            AppropriationTable::Decision,
            Level::Chapter,
            Some(number),
            None,
            &figures,
        );
        let id = known.id(format!("decision-{number}"));
        if figures.is_empty() {
            self.say(
                Code::SumMissing,
                Severity::Warning,
                format!("the decision gives no sum for chapter {number}"),
                Some(&id),
                &row.text.places(),
            );
        }
        self.push_decision(
            id,
            Level::Chapter,
            Some(number.to_string()),
            chapter_name.clone(),
            None,
            chapter_name.clone(),
            side,
            figures,
            &name.conditions,
            row,
            &extra,
        );
        for (n, post) in posts.iter().enumerate() {
            let reading = if Some(n) == last {
                double.or(single(n))
            } else {
                single(n)
            };
            self.decision_post(
                Some(number),
                chapter_name.clone(),
                &post.row,
                reading.cloned(),
                side,
                known,
            );
        }
    }

    fn decision_post(
        &mut self,
        chapter: Option<&str>,
        chapter_name: Option<String>,
        row: &Row,
        reading: Option<Reading>,
        side: Side,
        known: &mut Known,
    ) {
        let Key::Post(post) = &row.key else { return };
        let reading =
            reading.or_else(|| readings(row.text.as_str(), row.words, 2).into_iter().next());
        let end = reading
            .as_ref()
            .map_or(row.text.len(), |reading| reading.words_end);
        let name = self.row_name(row, end, reading.is_none());
        let figures: Vec<Figure> = reading
            .iter()
            .filter_map(|reading| reading.items.first())
            .map(|item| self.kroner(row, item))
            .collect();
        known.learn(
            AppropriationTable::Decision,
            Level::Post,
            chapter,
            Some(post),
            &figures,
        );
        let id = known.id(format!("decision-{}.{post}", chapter.unwrap_or_default()));
        let row = row.clone();
        self.push_decision(
            id,
            Level::Post,
            chapter.map(str::to_string),
            chapter_name,
            Some(post.clone()),
            Some(name.name).filter(|name| !name.is_empty()),
            side,
            figures,
            &name.conditions,
            &row,
            &[],
        );
    }

    fn kroner(&self, row: &Row, item: &Item) -> Figure {
        Figure {
            label: None,
            year: self.document.year,
            role: FigureRole::Proposal,
            nok: nok(item, Some(Scale::Kroner)),
            percent: None,
            raw: row.text.as_str()[item.range.clone()].to_string(),
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn push_decision(
        &mut self,
        id: String,
        level: Level,
        chapter: Option<String>,
        chapter_name: Option<String>,
        post: Option<String>,
        name: Option<String>,
        side: Side,
        figures: Vec<Figure>,
        conditions: &[String],
        row: &Row,
        extra: &[Range<usize>],
    ) {
        let mut places = row.text.places();
        places.extend(row.more.places());
        places.extend(extra.iter().cloned());
        let section = self.outline.at(row.line).map(|head| head.id.clone());
        let spans = self.spans(&places);
        self.document.appropriations.push(Appropriation {
            id,
            level,
            chapter,
            chapter_name,
            post,
            name,
            side,
            table: AppropriationTable::Decision,
            section,
            figures,
            conditions: conditions.to_vec(),
            note: None,
            action: None,
            earmarks: Vec::new(),
            spans,
        });
    }
}
