//! Tables that divide a post: what each amount is for, and no post.
//!
//! ```text
//! table ::= announcement [unit] [titles] row{2,} [sum]
//! row   ::= name amount
//! ```
//! «Bevilgningen fordeles slik:» announces it, below the heading of the post or with the post named. Its rows
//! are earmarks of the post.

use super::{
    earmarks::Found,
    keys::{key_at, sum_at},
    table::Reader,
    text::Walk,
};
use crate::{
    grammar::{ColumnRole, amount::Scale, lexeme::is_blank, money::MoneyRole, sentence::sentences},
    kinds::{
        letter::Letter,
        money::unit::{unit_line, unit_sentence},
    },
    layout::Text,
};
use std::ops::Range;

/// The longest line of such a row, in characters.
const WIDTH: usize = 120;

/// A table that divides a post.
#[derive(Debug, Clone)]
pub(in crate::kinds::letter) struct Purposes {
    pub(super) rows: Vec<Purpose>,
    /// Its lines.
    pub(super) lines: Range<usize>,
}

/// What an amount is for.
#[derive(Debug, Clone)]
pub(super) struct Purpose {
    name: Text,
    own: Text,
    /// Whole kroner.
    nok: i64,
}

impl Reader<'_> {
    /// The tables that divide posts, outside the lines that tables of posts have.
    pub(super) fn purposes(&self, taken: impl Fn(usize) -> bool) -> Vec<Purposes> {
        let mut found: Vec<Purposes> = Vec::new();
        let mut at = self.range.start;
        while at < self.range.end {
            let one = (!taken(at) && self.announces(at))
                .then(|| self.divided(at + 1, &taken))
                .flatten();
            at = one.as_ref().map_or(at + 1, |one| one.lines.end);
            found.extend(one);
        }
        found
    }

    /// Whether a line ends the sentence that announces how a post is divided.
    fn announces(&self, at: usize) -> bool {
        let text = self.lines[at].text;
        if !text.ends_with(':') || self.lines[at].cell.is_some() {
            return false;
        }
        // The sentence may have begun on the line above.
        let above = at.checked_sub(1).filter(|_| !self.lines[at].gap);
        let words = match above {
            Some(above) => format!("{} {text}", self.lines[above].text),
            None => text.to_string(),
        };
        let last = sentences(&words).pop().map_or("", |own| &words[own]);
        [
            MoneyRole::WholeList,
            MoneyRole::SetsAside,
            MoneyRole::Allots,
        ]
        .into_iter()
        .any(|role| self.grammar.money.find(last, role).is_some())
    }

    fn divided(&self, first: usize, taken: &impl Fn(usize) -> bool) -> Option<Purposes> {
        let mut scale = unit_sentence(self.lines[first - 1].text);
        let mut rows = Vec::new();
        let mut at = first;
        let mut end = first;
        while at < self.range.end && !taken(at) && !self.headings.contains(&at) {
            let (next, words) = self.row_of_lines(at);
            let text = words.as_str();
            let unit = unit_line(text).or_else(|| unit_sentence(text).filter(|_| rows.is_empty()));
            if let Some(unit) = unit {
                scale = Some(unit);
            } else if rows.is_empty() && self.titles(at..next) {
            } else if let Some(row) = self.purpose(&words, scale) {
                rows.push(row);
                end = next;
            } else if sum_at(text, self.grammar).is_some() {
                end = next;
                break;
            } else {
                break;
            }
            at = next;
        }
        (rows.len() > 1).then_some(Purposes {
            rows,
            lines: first..end,
        })
    }

    /// The lines of a row of cells, or a line; one past the last, and the words.
    fn row_of_lines(&self, at: usize) -> (usize, Text) {
        let row = |n: usize| self.lines[n].cell.map(|cell| (cell.table, cell.row));
        let own = row(at);
        let mut words = self.text(at, 0..self.lines[at].text.len());
        let mut next = at + 1;
        while own.is_some() && next < self.range.end && row(next) == own {
            let more = self.text(next, 0..self.lines[next].text.len());
            words.append(&more, crate::layout::Joint::Blank);
            next += 1;
        }
        (next, words)
    }

    /// «Formål Beløp»: a short line, the last of whose words is the title of amounts.
    fn titles(&self, lines: Range<usize>) -> bool {
        let words: Vec<&str> = (lines.clone())
            .flat_map(|at| self.lines[at].text.split_whitespace())
            .collect();
        let amount =
            |words: &[&str]| self.grammar.column(&words.join(" ")) == Some(ColumnRole::Amount);
        (2..=8).contains(&words.len()) && (1..words.len()).any(|from| amount(&words[from..]))
    }

    fn purpose(&self, words: &Text, scale: Option<Scale>) -> Option<Purpose> {
        let text = words.as_str();
        let name = text.starts_with(char::is_uppercase) && text.chars().count() <= WIDTH;
        if !name || key_at(text).is_some() || sum_at(text, self.grammar).is_some() {
            return None;
        }
        let (until, nok) = self.last_amount(text, scale)?;
        let edge = |c: char| is_blank(c) || matches!(c, ':' | '.' | '–' | '-' | '…');
        let end = text[..until].trim_end_matches(edge).len();
        (end > 0).then(|| Purpose {
            name: words.slice(0..end),
            own: words.clone(),
            nok,
        })
    }
}

impl Letter<'_> {
    /// Writes the rows of a table that divides a post down as earmarks of it; whether the post is known.
    pub(super) fn divide(&mut self, walk: &mut Walk, at: usize, table: &Purposes) -> bool {
        let heading = walk.heading.as_ref().map(|heading| heading.post.clone());
        let Some(post) = walk.list.clone().or(heading) else {
            return false;
        };
        let record = self.record_of(walk, at, Some(post));
        let found: Vec<Found> = table
            .rows
            .iter()
            .map(|row| Found::of_row(Some(row.nok), row.own.clone(), row.name.as_str()))
            .collect();
        let taken = self.document.appropriations[record].earmarks.len();
        let id = self.document.appropriations[record].id.clone();
        let earmarks = self.earmark_records(&id, &found, taken);
        self.document.appropriations[record]
            .earmarks
            .extend(earmarks);
        true
    }
}
