//! The rows of a table of money, read by lines.
//!
//! ```text
//! table ::= head row* [sum]
//! row   ::= key name figures [name]        the name wraps; the amount may stand between its halves
//! key   ::= 2DIGIT | chapter | 2DIGIT "–" 2DIGIT
//! sum   ::= "Sum" words figures
//! ```
//! A row is open until it has figures. Between the rows may stand the table's own head, repeated, and
//! its unit. Running text ends the table, unless rows with higher keys and the table's sum follow
//! within a few lines: the layout has moved the text between them.

use super::columns::{Form, Head, head, unit_line};
use crate::{
    grammar::{ColumnRole, money::MoneyRole},
    kinds::{
        budget_proposition::Proposition,
        money::{figures::has_figures, posts::bare},
    },
    layout::{Joint, Text},
};
use std::ops::Range;

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// A post: "01".
    Post(String),
    /// A chapter: "732".
    Chapter(String),
    /// A group of posts: "01–29".
    Group(String),
    /// The sum of a chapter, with its number.
    SumChapter(String),
    /// The sum of a category.
    SumCategory,
    /// Any other sum.
    Sum,
}

impl Key {
    /// Whether it sums what stands above.
    pub(super) fn sums(&self) -> bool {
        matches!(self, Self::SumChapter(_) | Self::SumCategory | Self::Sum)
    }
}

/// A row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) key: Key,
    /// All its words up to the figures, and the figures.
    pub(super) text: Text,
    /// Where its words begin, after the key.
    pub(super) words: usize,
    /// The second half of a name that the figures cut in two.
    pub(super) more: Text,
    /// Where its cells stand in `text`, and their columns, where the form tells.
    pub(super) cells: Vec<(u32, Range<usize>)>,
    /// Its first line.
    pub(super) line: usize,
    pub(super) figures: bool,
    /// How many lines of nothing but figures it has, where each figure stands on a line of its own.
    alone: usize,
}

impl Row {
    /// A row that begins with `text`.
    pub(super) fn new(
        key: Key,
        text: Text,
        words: usize,
        cells: Vec<(u32, Range<usize>)>,
        line: usize,
    ) -> Self {
        Self {
            figures: has_figures(text.as_str(), words),
            key,
            text,
            words,
            more: Text::default(),
            cells,
            line,
            alone: 0,
        }
    }

    /// Only its key has been read.
    pub(super) fn words_missing(&self) -> bool {
        !self.key.sums() && self.text.len() <= self.words
    }

    /// Takes a line of nothing but figures.
    pub(super) fn take_figure(&mut self, text: &Text) {
        self.text.append(text, Joint::Blank);
        self.figures = true;
        self.alone += 1;
    }
}

/// A line of nothing but figures.
pub(super) fn only_figures(text: &str) -> bool {
    has_figures(text, 0) && !text.contains(char::is_alphabetic)
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) head: Head,
    pub(super) rows: Vec<Row>,
    /// The line that its head begins at.
    pub(super) line: usize,
    /// One past its last line.
    pub(super) end: usize,
}

/// How many lines of text may stand between the rows of a table.
const MOVED: usize = 40;

/// `2DIGIT blank`: the post's number, and where the words begin.
pub(super) fn post_key(text: &str) -> Option<(&str, usize)> {
    key_of(text, 2..=2)
}

/// `1*4DIGIT blank`: the chapter's number, and where the words begin.
pub(super) fn chapter_key(text: &str) -> Option<(&str, usize)> {
    key_of(text, 1..=4)
}

fn key_of(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(&str, usize)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[count..];
    let words = rest.trim_start();
    let parted = rest.starts_with([' ', '\t', '\n']);
    let named =
        words.starts_with(|c: char| !c.is_ascii_digit() && !c.is_lowercase() && !",.%".contains(c));
    (digits.contains(&count) && (parted && named || rest.is_empty()))
        .then(|| (&text[..count], text.len() - words.len()))
}

/// `2DIGIT dash 2DIGIT blank`: a group of posts.
fn group_key(text: &str) -> Option<(&str, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let rest = &text[first..];
    let dash = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '–' | '-' | '−'))?;
    let second = digits(&rest[dash.len_utf8()..]);
    let end = first + dash.len_utf8() + second;
    let words = text[end..].trim_start();
    (first == 2 && second == 2 && words.len() < text[end..].len())
        .then(|| (&text[..end], text.len() - words.len()))
}

impl Proposition<'_> {
    /// A line, or all the lines of a row of cells: its words, its cells, and one past its last line.
    pub(super) fn unit(&self, at: usize) -> (Text, Vec<(u32, Range<usize>)>, usize) {
        let line = &self.lines[at];
        let Some(cell) = line.cell else {
            return (
                Text::at(self.source, line.at..line.at + line.text.len()),
                Vec::new(),
                at + 1,
            );
        };
        let mut text = Text::default();
        let mut cells: Vec<(u32, Range<usize>)> = Vec::new();
        let mut end = at;
        while let Some(line) = self.lines.get(end)
            && let Some(own) = line.cell
            && (own.table, own.row) == (cell.table, cell.row)
        {
            if end > at && self.is_mark(end) || end == at && self.marks_below(at) {
                end += 1;
                continue;
            }
            let same = cells
                .last()
                .is_some_and(|(column, _)| *column == own.column);
            let joint = match same {
                true => self.joint(self.lines[end - 1].text, line.text),
                false => Joint::Blank,
            };
            text.push(self.source, line.at..line.at + line.text.len(), joint);
            let start = text.len() - line.text.len();
            match cells.last_mut() {
                Some((_, range)) if same => range.end = text.len(),
                _ => cells.push((own.column, start..text.len())),
            }
            end += 1;
        }
        (text, cells, end)
    }

    /// The raised mark of a footnote, on a line of its own: a figure or two in smaller type than the line
    /// before or after it.
    fn is_mark(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let short = line.text.len() <= 2 && line.text.bytes().all(|b| b.is_ascii_digit());
        let smaller = |other: usize| {
            let other = self.lines.get(other);
            let sizes = line
                .style
                .size
                .zip(other.and_then(|other| other.style.size));
            sizes.is_some_and(|(own, other)| own < other * 0.9)
        };
        short && line.cell.is_some() && (smaller(at + 1) || at > 0 && smaller(at - 1))
    }

    /// Whether a line is all of its row.
    fn lone_row(&self, at: usize) -> bool {
        let row = |at: usize| {
            let line = self.lines.get(at)?;
            line.cell.map(|cell| (cell.table, cell.row))
        };
        row(at) != row(at + 1) && (at == 0 || row(at) != row(at - 1))
    }

    /// A mark that stands above the words of its own cell.
    fn marks_below(&self, at: usize) -> bool {
        let next = self.lines.get(at + 1);
        self.is_mark(at) && next.is_some_and(|next| next.cell == self.lines[at].cell)
    }

    /// How two lines are joined where only their own words can tell.
    pub(super) fn joint(&self, before: &str, after: &str) -> Joint {
        self.words.joint(before, after)
    }

    /// The key of a row, and where its words begin.
    pub(super) fn row_key(&self, text: &str, form: Form) -> Option<(Key, usize)> {
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            let (key, words) = match form {
                Form::Groups => group_key(text).map(|(key, at)| (Key::Group(key.into()), at)),
                Form::Chapters => chapter_key(text).map(|(key, at)| (Key::Chapter(bare(key)), at)),
                Form::Posts => post_key(text).map(|(key, at)| (Key::Post(key.into()), at)),
                Form::Decision | Form::Ceiling => post_key(text)
                    .map(|(key, at)| (Key::Post(key.into()), at))
                    .or_else(|| {
                        chapter_key(text)
                            .filter(|(key, _)| key.len() > 2)
                            .map(|(key, at)| (Key::Chapter(bare(key)), at))
                    }),
            }?;
            return Some((key, words));
        }
        self.sum_key(text)
    }

    /// The key of a sum row.
    pub(super) fn sum_key(&self, text: &str) -> Option<(Key, usize)> {
        let sum = ["Sum ", "Sum\u{a0}", "Samle", "Samla", "Total"]
            .iter()
            .any(|word| text.starts_with(word))
            || text == "Sum";
        if !sum {
            return None;
        }
        let mut ends = text
            .match_indices(char::is_whitespace)
            .map(|(at, _)| at)
            .chain([text.len()])
            .take(8);
        let chapter = ends.find_map(|end| {
            let captures = self
                .grammar
                .money
                .find(&text[..end], MoneyRole::SumChapter)?;
            Some((captures.number?, end))
        });
        if let Some((number, end)) = chapter {
            // `Sum kap. 2755, post 70` sums no chapter.
            return Some((Key::SumChapter(number.to_string()), end));
        }
        let category = self
            .grammar
            .money
            .find(text, MoneyRole::SumCategory)
            .is_some();
        Some((if category { Key::SumCategory } else { Key::Sum }, 0))
    }

    /// Reads the table whose head begins at a line.
    pub(super) fn table(&self, at: usize, head: Head) -> Table {
        let mut table = Table {
            line: at,
            end: head.end,
            rows: Vec::new(),
            head,
        };
        let mut next = table.head.end;
        let mut repeated: Option<usize> = None;
        while next < self.lines.len() {
            let line = &self.lines[next];
            if unit_line(line.text).is_some() && self.repeats(&table, next + 1).is_some() {
                repeated.get_or_insert(next);
                next += 1;
                continue;
            }
            if let Some(end) = self.repeats(&table, next) {
                repeated.get_or_insert(next);
                next = end;
                continue;
            }
            if self.is_mark(next) && !self.marks_below(next) && self.lone_row(next) {
                next += 1;
                continue;
            }
            let (text, cells, end) = self.unit(next);
            if self.stands_alone(&table, next) {
                if let Some(row) = table.rows.last_mut() {
                    row.take_figure(&text);
                }
                (table.end, next) = (end, end);
                if self.closed(&table, next) {
                    return table;
                }
                continue;
            }
            match self.row_key(text.as_str(), table.head.form) {
                Some((key, words)) if self.goes_on(&table, &key, text.as_str(), words) => {
                    // After a head, keys that begin again are another table's.
                    if repeated.is_some() && !ascends(&table, &key) {
                        table.end = repeated.unwrap_or(next);
                        return table;
                    }
                    table.rows.push(Row::new(key, text, words, cells, next));
                    (table.end, next) = (end, end);
                    if self.closed(&table, next) {
                        return table;
                    }
                }
                _ if self.wraps(&table, text.as_str(), next) => {
                    self.append(&mut table, text, cells, next);
                    (table.end, next) = (end, end);
                    if self.closed(&table, next) {
                        return table;
                    }
                }
                _ => match self.moved(&table, next) {
                    Some(row) => next = row,
                    None => return table,
                },
            }
        }
        table
    }

    /// Whether the last row is a sum with all its figures.
    fn closed(&self, table: &Table, next: usize) -> bool {
        table
            .rows
            .last()
            .is_some_and(|row| row.key.sums() && row.figures)
            && !(next < self.lines.len() && self.stands_alone(table, next))
    }

    /// Whether a line has one figure more of a row whose figures stand on lines of their own.
    fn stands_alone(&self, table: &Table, at: usize) -> bool {
        let line = &self.lines[at];
        let Some(last) = table.rows.last() else {
            return false;
        };
        // The first comes after the row's words, the others after it.
        let room = match last.figures {
            true => last.alone > 0 && last.alone < table.head.columns.len(),
            false => !last.words_missing(),
        };
        if !room || line.cell.is_some() || !only_figures(line.text) {
            return false;
        }
        !self.key_alone(at, table.head.form)
    }

    /// Whether a line is a key and nothing else: its words stand on the next one.
    pub(super) fn key_alone(&self, at: usize, form: Form) -> bool {
        let named = self
            .lines
            .get(at + 1)
            .is_some_and(|next| next.text.starts_with(char::is_alphabetic));
        named && self.row_key(self.lines[at].text, form).is_some()
    }

    /// Where the head of this table stands again.
    fn repeats(&self, table: &Table, at: usize) -> Option<usize> {
        // The upper halves of its titles may stand on a line above its keys.
        let halves = |at: usize| {
            let first = self.lines.get(at)?.text.split_whitespace().next()?;
            matches!(self.grammar.column(first), Some(ColumnRole::Accounts)).then_some(at + 1)
        };
        let at = halves(at).unwrap_or(at);
        let head = head(self.lines, at, self.grammar)?;
        (head.form == table.head.form && head.columns.len() == table.head.columns.len())
            .then_some(head.end)
    }

    /// Whether a key begins a new row, and is no number of the open row's name.
    fn goes_on(&self, table: &Table, key: &Key, text: &str, words: usize) -> bool {
        if key.sums() {
            return !matches!(key, Key::SumChapter(_)) || !text[words..].starts_with(',');
        }
        let open = table.rows.last().is_some_and(|row| !row.figures);
        !open || ascends(table, key)
    }

    /// Whether a line goes on with the last row.
    fn wraps(&self, table: &Table, text: &str, at: usize) -> bool {
        let Some(last) = table.rows.last() else {
            return false;
        };
        let line = &self.lines[at];
        if !last.figures {
            return line.width <= 80 && !text.ends_with(['.', ':']) || has_figures(text, 0);
        }
        // The second half of a name, with the next row after it.
        let Some(following) = self.lines.get(at + 1) else {
            return false;
        };
        line.width <= 60
            && text.starts_with(|c: char| c.is_lowercase() || c == '(')
            && !text.ends_with('.')
            && !has_figures(text, 0)
            && self
                .row_key(self.unit(at + 1).0.as_str(), table.head.form)
                .is_some_and(|(key, _)| key.sums() || ascends(table, &key))
            && following.cell.is_some() == line.cell.is_some()
    }

    fn append(&self, table: &mut Table, text: Text, cells: Vec<(u32, Range<usize>)>, at: usize) {
        let Some(row) = table.rows.last_mut() else {
            return;
        };
        let joint = match self.lines.get(at.wrapping_sub(1)) {
            Some(before) if self.lines[at].cell.is_none() => {
                self.joint(before.text, self.lines[at].text)
            }
            _ => Joint::Blank,
        };
        if row.figures {
            row.more.append(&text, Joint::Blank);
            return;
        }
        row.text.append(&text, joint);
        let base = row.text.len() - text.len();
        // A hyphen that went stood at the end of what was there.
        if let Some((_, last)) = row.cells.last_mut() {
            last.end = last.end.min(base);
        }
        row.cells.extend(
            cells
                .into_iter()
                .map(|(column, range)| (column, range.start + base..range.end + base)),
        );
        row.figures = has_figures(row.text.as_str(), row.words);
    }

    /// The rows that stand above a chapter's sum without a head of their own, under the head of a
    /// table near by. `floor` is the line that they cannot reach above.
    pub(super) fn rows_above(&self, sum: usize, near: &Table, floor: usize) -> Option<Table> {
        let (text, cells, end) = self.unit(sum);
        let (key, words) = self.sum_key(text.as_str())?;
        let figures = has_figures(text.as_str(), words);
        let whole = matches!(key, Key::SumChapter(_)) && !text.as_str()[words..].starts_with(',');
        if !whole || !figures || near.head.form != Form::Posts {
            return None;
        }
        // Up, while lines are rows or go on with one.
        let mut first = sum;
        let mut lowest = u32::MAX;
        let mut at = sum;
        while at > floor && sum - at < MOVED {
            at -= 1;
            let line = &self.lines[at];
            if line.text.starts_with("Sum") || line.cell.is_some() {
                break;
            }
            match post_key(line.text).and_then(|(key, _)| key.parse::<u32>().ok()) {
                Some(post) if post < lowest => (lowest, first) = (post, at),
                Some(_) => break,
                None if line.width > 80 || line.text.ends_with(['.', ':']) => break,
                None => {}
            }
        }
        let mut head = near.head.clone();
        head.end = first;
        let mut table = self.table(first, head);
        if first == sum {
            table.rows.clear();
        }
        let closed = table
            .rows
            .last()
            .is_some_and(|row| row.key.sums() && row.line == sum);
        if !closed {
            table.rows = vec![Row::new(key, text, words, cells, sum)];
            (table.line, table.end) = (sum, end);
        }
        Some(table)
    }

    /// The next row of a table whose rows the layout has parted by running text.
    fn moved(&self, table: &Table, at: usize) -> Option<usize> {
        if table.head.form != Form::Posts || table.rows.is_empty() {
            return None;
        }
        let until = (at + MOVED).min(self.lines.len());
        let mut first = None;
        for next in at..until {
            if head(self.lines, next, self.grammar).is_some() || self.outline.begins(next) {
                return None;
            }
            let line = self.lines[next].text;
            match self.row_key(line, table.head.form) {
                Some((Key::SumChapter(_), words)) if !line[words..].starts_with(',') => {
                    return first.or(Some(next));
                }
                Some((key @ Key::Post(_), words))
                    if first.is_none() && ascends(table, &key) && has_figures(line, words) =>
                {
                    first = Some(next);
                }
                _ => {}
            }
        }
        None
    }
}

/// Whether a key is higher than the last one of its kind.
fn ascends(table: &Table, key: &Key) -> bool {
    let number = |key: &Key| match key {
        Key::Post(n) | Key::Chapter(n) => n.parse::<u32>().ok(),
        Key::Group(n) => n.get(..2).and_then(|n| n.parse().ok()),
        _ => None,
    };
    let last = table.rows.iter().rev().find_map(|row| number(&row.key));
    match (last, number(key)) {
        (Some(last), Some(own)) => own > last,
        _ => true,
    }
}
