//! Tables of money: rows out of lines that run together, or out of cells.
//!
//! ```text
//! table ::= [caption] [unit] head row+
//!         | unit row+                           a table without a head of its own: as the last one
//! row   ::= key name figure* [name] [comment]   the second half of a name may stand below the figure
//! ```
//! A row goes on until the next key. Where nothing is said of rows (no column of comments), the first
//! line that is neither key nor name ends the table; else a heading, another table or a line as wide
//! as running text does.

use super::{
    amounts::{cell, split},
    head::{Head, head},
    keys::{Key, heading_at, key_at, sum_at},
};
use crate::{
    grammar::{
        ColumnRole, Grammar,
        amount::{Decimal, Scale},
        lexeme::is_blank,
        sentence::sentences,
    },
    kinds::money::unit::{unit_line, unit_sentence},
    layout::{Block, BlockKind, Dictionary, Joint, Text, TextLine},
    source::Canonical,
};
use std::{collections::HashSet, ops::Range};

/// A figure of a row.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// Its column, where that can be told.
    pub column: Option<usize>,
    pub raw: Text,
    pub value: Option<Decimal>,
}

/// A paragraph or list item of what is said of a row.
#[derive(Debug, Clone)]
pub(in crate::kinds::letter) struct Unit {
    pub text: Text,
    /// Where the words of a list item begin; none for a paragraph.
    pub item: Option<usize>,
    /// Its left edge or its depth, where the form tells.
    pub indent: Option<f32>,
}

/// A row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub key: Key,
    pub name: Text,
    pub figures: Vec<Figure>,
    pub note: Option<String>,
    pub comment: Vec<Unit>,
    /// Key, name and figures.
    pub own: Text,
}

/// A table.
#[derive(Debug, Clone)]
pub(in crate::kinds::letter) struct Table {
    pub(super) head: Head,
    pub(super) rows: Vec<Row>,
    pub(super) scale: Option<Scale>,
    /// Its lines.
    pub lines: Range<usize>,
    /// Footnotes below it, by their marks.
    pub(super) notes: Vec<String>,
}

impl Table {
    /// What is said of the rows.
    pub(in crate::kinds::letter) fn comments(&self) -> impl Iterator<Item = &Text> {
        self.rows
            .iter()
            .flat_map(|row| row.comment.iter().map(|unit| &unit.text))
    }
}

/// How wide a line of running text is, and no line of a column of comments.
const WIDE: usize = 78;
/// How many lines a name may take.
const NAME: usize = 14;

/// What the reading of tables needs.
pub(super) struct Reader<'a> {
    pub source: &'a Canonical,
    pub grammar: &'a Grammar,
    pub lines: &'a [TextLine<'a>],
    /// The lines of the letter.
    pub range: Range<usize>,
    headings: HashSet<usize>,
    words: Option<Dictionary<'a>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        source: &'a Canonical,
        grammar: &'a Grammar,
        lines: &'a [TextLine<'a>],
        blocks: &[Block],
    ) -> Self {
        let range = match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => first.lines.start..last.lines.end.min(lines.len()),
            _ => 0..0,
        };
        let headings = blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Heading { .. }))
            .map(|block| block.lines.start)
            .collect();
        Self {
            source,
            grammar,
            lines,
            range,
            headings,
            words: None,
        }
    }

    /// All tables of money of the letter.
    pub(super) fn tables(&mut self) -> Vec<Table> {
        let mut found: Vec<Table> = Vec::new();
        let mut scale: Option<Scale> = None;
        let mut at = self.range.start;
        while at < self.range.end {
            let line = &self.lines[at];
            let named = unit_line(line.text).or_else(|| unit_sentence(line.text));
            scale = named.or(scale);
            let own = head(self.lines, at, self.grammar).or_else(|| {
                // Rows right below a unit, without a head: as in the table before.
                let last = found
                    .last()
                    .filter(|_| named.is_some() && line.cell.is_none())?;
                let next = self.lines.get(at + 1).filter(|_| at + 1 < self.range.end)?;
                let (key, _) = key_at(next.text)?;
                (key.post.is_some() && key.chapter.is_some() && !key.worded).then(|| Head {
                    end: at + 1,
                    ..last.head.clone()
                })
            });
            let Some(head) = own else {
                at += 1;
                continue;
            };
            if self.words.is_none() {
                let lines = &self.lines[self.range.clone()];
                self.words = Some(Dictionary::of(lines.iter().map(|line| line.text)));
            }
            let mut table = Table {
                scale: head.scale().or(scale),
                lines: at..head.end,
                rows: Vec::new(),
                notes: Vec::new(),
                head,
            };
            let first = table.head.end;
            let end = match self.lines.get(first).filter(|_| first < self.range.end) {
                Some(line) if line.cell.is_some() => self.cells(&mut table, first),
                Some(_) => self.flat(&mut table, first),
                None => first,
            };
            table.lines.end = end;
            at = end.max(at + 1);
            if !table.rows.is_empty() {
                table.notes = self.notes_below(end);
                found.push(table);
            }
        }
        found
    }

    fn joint(&self, before: &str, after: &str) -> Joint {
        self.words
            .as_ref()
            .map_or(Joint::Blank, |words| words.joint(before, after))
    }

    fn text(&self, line: usize, range: Range<usize>) -> Text {
        let at = self.lines[line].at;
        let words = &self.lines[line].text[range.clone()];
        let start = range.start + (words.len() - words.trim_start().len());
        let end = start + words.trim().len();
        Text::at(self.source, at + start..at + end)
    }

    /// Marks of the footnotes right below a table, or at the foot of its last page.
    fn notes_below(&self, end: usize) -> Vec<String> {
        let page = self.lines[end.saturating_sub(1)].page;
        self.lines[end..self.range.end]
            .iter()
            .take(60)
            .enumerate()
            .take_while(|(n, line)| *n < 6 || line.page == page && page.is_some())
            .filter_map(|(_, line)| {
                let mark: String = line.text.chars().take_while(char::is_ascii_digit).collect();
                let rest = line.text[mark.len()..].trim_start_matches(')');
                let words = rest.trim_start();
                let note = (1..=2).contains(&mark.len())
                    && words.len() < rest.len()
                    && words.starts_with(char::is_uppercase);
                note.then_some(mark)
            })
            .collect()
    }

    // -------------------------------------------------------------- lines that run together

    fn flat(&self, table: &mut Table, first: usize) -> usize {
        let columns = table.head.figures(None).len();
        let comment = table.head.comment();
        let mut at = first;
        // Keys say «Kap.»; chapters stand on rows of their own.
        let (mut worded, mut parted) = (false, false);
        let mut chapter: Option<String> = None;
        let mut row: Option<Open> = None;
        while at < self.range.end {
            let line = &self.lines[at];
            if line.cell.is_some() {
                break;
            }
            // The head again, on a new page.
            if let Some(again) = head(self.lines, at, self.grammar) {
                if again.columns == table.head.columns && line.first_on_page {
                    at = again.end.max(at + 1);
                    continue;
                }
                break;
            }
            if at > first && unit_line(line.text).is_some() {
                break;
            }
            let found = self.key(at, table, chapter.as_deref(), (worded, parted), at == first);
            if let Some((key, from)) = found {
                if at == first {
                    worded = key.worded;
                }
                if let Some(open) = row.take() {
                    table.rows.push(self.close(open));
                }
                if !key.sum && key.chapter.is_some() {
                    chapter.clone_from(&key.chapter);
                    parted = key.post.is_none();
                }
                let mut key = key;
                if key.post.is_some() && key.chapter.is_none() {
                    key.chapter.clone_from(&chapter);
                }
                let mut open = Open::new(key);
                open.own.append(&self.text(at, 0..from), Joint::Blank);
                self.take(&mut open, at, from, columns, comment);
                row = Some(open);
                at += 1;
                continue;
            }
            let Some(open) = &mut row else { break };
            if self.headings.contains(&at) || self.ends(open, at, comment) {
                break;
            }
            if !open.complete() {
                self.take(open, at, 0, columns, comment);
            } else if open.goes_on(at, line.text) {
                let raw = self.text(at, 0..line.text.len());
                open.extend(&raw);
            } else if open.comment.is_empty()
                && open.ended
                && line
                    .text
                    .starts_with(|c: char| c.is_lowercase() || c == '(')
                && line.width <= 40
            {
                let half = self.text(at, 0..line.text.len());
                open.name
                    .append(&half, self.joint(self.lines[at - 1].text, line.text));
                open.own.append(&half, Joint::Blank);
            } else if !comment
                && !open.key.sum
                && line.width <= 100
                && line.text.starts_with(char::is_uppercase)
                && split(line.text, 0, columns, false).is_some()
            {
                // One more amount of the same post, under a name of its own.
                let key = open.key.clone();
                // The post's own name stood alone above the first of them.
                if let Some(from) = open.named {
                    open.name = open.name.slice(from..open.name.len());
                }
                if let Some(done) = row.take() {
                    table.rows.push(self.close(done));
                }
                let mut open = Open::new(key);
                self.take(&mut open, at, 0, columns, comment);
                row = Some(open);
            } else if comment && !open.key.sum {
                open.comment.push((at, 0));
            } else {
                break;
            }
            at += 1;
        }
        if let Some(mut open) = row {
            // The caption of the next table stands below what is said of the last row.
            let next = self.lines.get(at).filter(|_| at < self.range.end);
            let another = next.is_some_and(|line| {
                unit_line(line.text).is_some() || head(self.lines, at, self.grammar).is_some()
            });
            while another
                && let [.., (before, _), (last, 0)] = open.comment[..]
                && last + 1 == at
                && self.is_caption(before, last)
            {
                open.comment.pop();
                at = last;
            }
            table.rows.push(self.close(open));
        }
        at
    }

    /// A title: a capital after the end of a sentence, and no end of its own.
    fn is_caption(&self, before: usize, at: usize) -> bool {
        let line = &self.lines[at];
        line.text.starts_with(char::is_uppercase)
            && !line.text.ends_with(['.', ':', ';', ','])
            && self.lines[before].text.ends_with(['.', ')', ':'])
    }

    /// Whether a line ends the table, though it is no key.
    fn ends(&self, open: &Open, at: usize, comment: bool) -> bool {
        let line = &self.lines[at];
        let before = self.lines[at - 1].text;
        let note = line.text.starts_with(|c: char| c.is_ascii_digit()) && {
            let rest = line.text.trim_start_matches(|c: char| c.is_ascii_digit());
            line.text.len() - rest.len() == 1
                && rest.starts_with([' ', '\u{a0}'])
                && rest.trim_start().starts_with(char::is_uppercase)
        };
        if !open.complete() {
            let prose = line.width >= WIDE || line.text.ends_with('.') && !comment;
            let apart = line.gap && line.text.starts_with(char::is_uppercase) && !comment;
            return prose && split(line.text, 0, 1, comment).is_none()
                || apart
                || note && !comment
                || open.lines >= NAME;
        }
        let closed = open.comment.is_empty() || before.ends_with(['.', ')', ':']);
        comment && line.width >= WIDE && closed && !line.text.starts_with(char::is_lowercase)
    }

    /// The key of a row at a line.
    fn key(
        &self,
        at: usize,
        table: &Table,
        chapter: Option<&str>,
        (worded, parted): (bool, bool),
        first: bool,
    ) -> Option<(Key, usize)> {
        let text = self.lines[at].text;
        if let Some(sum) = sum_at(text, self.grammar).filter(|_| !table.head.comment() || !first) {
            let columns = table.head.figures(None).len();
            let figures = split(text, sum.1, columns, table.head.comment());
            return figures.map(|_| sum);
        }
        let (key, from) = key_at(text)?;
        let rest = &text[from..];
        // `Kap. 703, post 21` below rows of another form heads the text about a post.
        if key.worded
            && !worded
            && (!first || heading_at(text, self.grammar).is_some() && table.head.columns.is_empty())
        {
            return None;
        }
        let capital = rest.is_empty() || rest.starts_with(|c: char| c.is_uppercase() || c == '«');
        let number = rest.starts_with(|c: char| c.is_ascii_digit());
        let ok = match (&key.chapter, &key.post) {
            (Some(_), Some(_)) => capital || number,
            (Some(_), None) => {
                let below = self
                    .lines
                    .get(at + 1)
                    .and_then(|next| key_at(next.text))
                    .is_some_and(|(next, _)| next.chapter.is_none() && next.post.is_some());
                capital && !rest.is_empty() && below
            }
            (None, Some(_)) => capital && !rest.is_empty() && chapter.is_some() && parted,
            _ => false,
        };
        ok.then_some((key, from))
    }

    /// Takes a line, or what is left of it, into an open row.
    fn take(&self, open: &mut Open, at: usize, from: usize, columns: usize, comment: bool) {
        let line = &self.lines[at];
        let text = line.text;
        open.lines += 1;
        let joint = match from {
            0 if at > 0 => self.joint(self.lines[at - 1].text, text),
            _ => Joint::Blank,
        };
        // A dash marks an empty column.
        let bare = text[from..].trim_end_matches(|c: char| is_blank(c) || c == '-' || c == '–');
        let dash = bare.len() < text[from..].trim_end().len()
            && (bare.is_empty()
                || bare.ends_with(is_blank)
                || text[from..][bare.len()..].starts_with(is_blank))
            && !comment;
        match split(text, from, columns, comment) {
            Some(found) => {
                if !open.name.is_empty() && from == 0 && text.starts_with(char::is_uppercase) {
                    open.named = Some(open.name.len());
                }
                open.note = found.note;
                open.name.append(&self.text(at, from..found.name), joint);
                for (n, (range, value)) in found.figures.iter().enumerate() {
                    open.figures.push(Figure {
                        column: (found.figures.len() == columns).then_some(n),
                        raw: self.text(at, range.clone()),
                        value: *value,
                    });
                }
                open.own
                    .append(&self.text(at, from..found.comment), Joint::Blank);
                open.ended = found.comment == text.len();
                open.last = at;
                if !open.ended {
                    open.comment.push((at, found.comment));
                }
            }
            None if dash => {
                open.name
                    .append(&self.text(at, from..from + bare.len()), joint);
                open.own
                    .append(&self.text(at, from..text.len()), Joint::Blank);
                open.empty = true;
            }
            None => {
                open.name.append(&self.text(at, from..text.len()), joint);
                open.own
                    .append(&self.text(at, from..text.len()), Joint::Blank);
            }
        }
    }

    fn close(&self, open: Open) -> Row {
        Row {
            comment: self.units(&open.comment),
            key: open.key,
            name: open.name,
            figures: open.figures,
            note: open.note,
            own: open.own,
        }
    }

    /// The paragraphs and items of what is said of a row.
    fn units(&self, lines: &[(usize, usize)]) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut before: Option<&str> = None;
        for &(at, from) in lines {
            let line = &self.lines[at];
            let words = &line.text[from..];
            let text = self.text(at, from..line.text.len());
            let marker = self.grammar.marker(words);
            let marked = from == 0 && line.style.item.is_some();
            let opens = match before {
                None => true,
                Some(before) => {
                    marker.is_some()
                        || marked
                        || words.starts_with(char::is_uppercase)
                            && (before.ends_with(':')
                                || before.ends_with('.') && ends_sentence(before, words)
                                || before.ends_with(')') && opens_sentence(words))
                }
            };
            match units.last_mut() {
                Some(unit) if !opens => {
                    let joint = before.map_or(Joint::Blank, |before| self.joint(before, words));
                    unit.text.append(&text, joint);
                }
                _ => units.push(Unit {
                    text,
                    item: match &marker {
                        Some(marker) => Some(marker.len),
                        None => marked.then_some(0),
                    },
                    indent: match (line.style.item, line.left) {
                        (Some(depth), _) => Some(f32::from(depth) * 20.0),
                        (None, Some(left)) if from == 0 => Some(left),
                        _ => None,
                    },
                }),
            }
            before = Some(line.text);
        }
        // A sentence that went on after the end of another's line is one paragraph with it.
        units
    }

    // -------------------------------------------------------------- cells

    fn cells(&self, table: &mut Table, first: usize) -> usize {
        let mut at = first;
        let mut chapter: Option<String> = None;
        let roles: Vec<(u32, ColumnRole)> = table
            .head
            .columns
            .iter()
            .filter_map(|column| Some((column.cell?, column.role)))
            .collect();
        let figures = table.head.figures(None);
        let own = self.lines[first.saturating_sub(1)]
            .cell
            .map(|cell| cell.table);
        while at < self.range.end {
            let Some(place) = self.lines[at].cell else {
                break;
            };
            if let Some(again) = head(self.lines, at, self.grammar) {
                let same = again.columns.iter().map(|c| &c.label).eq(table
                    .head
                    .columns
                    .iter()
                    .map(|c| &c.label));
                if !same {
                    break;
                }
                at = again.end.max(at + 1);
                continue;
            }
            if own.is_some_and(|own| own != place.table) {
                break;
            }
            if let Some((rows, end)) = self.merged(at, figures.len()) {
                table.rows.extend(rows);
                at = end;
                continue;
            }
            let mut end = at;
            let mut row = Row {
                key: Key::default(),
                name: Text::default(),
                figures: Vec::new(),
                note: None,
                comment: Vec::new(),
                own: Text::default(),
            };
            let mut keys = Text::default();
            let mut said: Vec<(usize, usize)> = Vec::new();
            let mut columns: Vec<(u32, Text)> = Vec::new();
            while end < self.range.end
                && let Some(cell) = self.lines[end].cell
                && (cell.table, cell.row) == (place.table, place.row)
            {
                let line = &self.lines[end];
                let text = self.text(end, 0..line.text.len());
                let role = roles
                    .iter()
                    .find(|(n, _)| *n == cell.column)
                    .map(|(_, role)| *role);
                if role.is_none_or(|role| role == ColumnRole::Comment) && role.is_some() {
                    said.push((end, 0));
                } else {
                    match columns.last_mut() {
                        Some((column, own)) if *column == cell.column => {
                            own.append(&text, self.joint(self.lines[end - 1].text, line.text));
                        }
                        _ => columns.push((cell.column, text)),
                    }
                }
                end += 1;
            }
            for (column, text) in columns {
                let role = roles
                    .iter()
                    .find(|(n, _)| *n == column)
                    .map(|(_, role)| *role);
                match role {
                    Some(ColumnRole::Chapter | ColumnRole::Post) => {
                        keys.append(&text, Joint::Blank)
                    }
                    Some(ColumnRole::Name) | None => row.name.append(&text, Joint::Blank),
                    Some(_) => match figures
                        .iter()
                        .position(|(_, _, _, cell)| *cell == Some(column))
                    {
                        Some(n) => {
                            let (value, note) = cell(text.as_str());
                            match value {
                                Some((range, value)) => row.figures.push(Figure {
                                    column: Some(n),
                                    raw: text.slice(range),
                                    value: Some(value),
                                }),
                                None if note.is_none()
                                    && text.as_str().contains(|c: char| c.is_ascii_digit()) =>
                                {
                                    row.figures.push(Figure {
                                        column: Some(n),
                                        raw: text.clone(),
                                        value: None,
                                    });
                                }
                                None => {}
                            }
                            row.note = note.or(row.note);
                            row.own.append(&text, Joint::Blank);
                        }
                        None => row.name.append(&text, Joint::Blank),
                    },
                }
            }
            row.comment = self.units(&said);
            self.cell_row(table, row, keys, &mut chapter);
            at = end;
        }
        at
    }

    /// Rows that no rule parts: the keys stand below each other in one cell, the figures in another.
    fn merged(&self, at: usize, columns: usize) -> Option<(Vec<Row>, usize)> {
        let place = self.lines[at].cell?;
        let mut rows: Vec<Row> = Vec::new();
        let mut amounts: Vec<(Text, Decimal)> = Vec::new();
        let mut end = at;
        while end < self.range.end
            && let Some(own) = self.lines[end].cell
            && (own.table, own.row) == (place.table, place.row)
        {
            let line = &self.lines[end];
            let text = self.text(end, 0..line.text.len());
            if let Some((key, from)) = key_at(line.text).filter(|(key, from)| {
                key.chapter.is_some()
                    && key.post.is_some()
                    && line.text[*from..].starts_with(char::is_alphabetic)
            }) {
                rows.push(Row {
                    key,
                    name: text.slice(from..text.len()),
                    figures: Vec::new(),
                    note: None,
                    comment: Vec::new(),
                    own: text,
                });
            } else if let (Some((range, value)), _) = cell(line.text)
                && range == (0..line.text.len())
            {
                amounts.push((text, value));
            } else if amounts.is_empty() {
                let row = rows.last_mut()?;
                row.name
                    .append(&text, self.joint(self.lines[end - 1].text, line.text));
                row.own.append(&text, Joint::Blank);
            } else {
                return None;
            }
            end += 1;
        }
        if rows.len() < 2 || columns != 1 || amounts.len() != rows.len() {
            return None;
        }
        for (row, (raw, value)) in rows.iter_mut().zip(amounts) {
            row.own.append(&raw, Joint::Blank);
            row.figures.push(Figure {
                column: Some(0),
                raw,
                value: Some(value),
            });
        }
        Some((rows, end))
    }

    /// Gives a row of cells its key, or adds it to the row that it goes on with.
    fn cell_row(&self, table: &mut Table, mut row: Row, keys: Text, chapter: &mut Option<String>) {
        let words = keys.as_str();
        let sum = [words, row.name.as_str()]
            .iter()
            .find_map(|text| sum_at(text, self.grammar));
        if let Some((key, _)) = sum {
            row.key = key;
        } else if let Some((mut key, from)) = key_at(words) {
            // The chapter's name may stand beside its number.
            let mut name = keys.slice(from..words.len());
            name.append(&row.name, Joint::Blank);
            row.name = name;
            match (&key.chapter, &key.post) {
                (Some(own), _) => *chapter = Some(own.clone()),
                (None, _) => key.chapter.clone_from(chapter),
            }
            row.key = key;
        } else if let Some(last) = table.rows.last_mut() {
            // A row that a page has cut in two.
            last.name.append(&row.name, Joint::Blank);
            last.own.append(&row.name, Joint::Blank);
            last.own.append(&row.own, Joint::Blank);
            last.figures.extend(row.figures);
            match (last.comment.last_mut(), row.comment.first()) {
                (Some(open), Some(first)) if first.item.is_none() => {
                    let joint = self.joint(open.text.as_str(), first.text.as_str());
                    open.text.append(&first.text, joint);
                    last.comment.extend(row.comment.drain(1..));
                }
                _ => last.comment.append(&mut row.comment),
            }
            return;
        } else {
            return;
        }
        let mut own = keys;
        own.append(&row.name, Joint::Blank);
        own.append(&row.own, Joint::Blank);
        row.own = own;
        table.rows.push(row);
    }
}

/// Whether the full stop at the end of a line ends a sentence: `jf. / TB2026-15` does not.
fn ends_sentence(before: &str, after: &str) -> bool {
    let last = before.rsplit(is_blank).next().unwrap_or(before);
    let next = after.split(is_blank).next().unwrap_or("");
    sentences(&format!("Så {last} {next}")).len() > 1
}

/// Words that open a sentence of their own after a list.
fn opens_sentence(words: &str) -> bool {
    [
        "Det ",
        "I tillegg",
        "Videre",
        "Utover",
        "Av ",
        "Resten",
        "Øvrige",
        "Departementet",
        "Midlene",
        "Posten",
        "Tildelingen",
    ]
    .iter()
    .any(|word| words.starts_with(word))
        || words.starts_with(|c: char| c.is_ascii_digit())
}

/// A row while it is read.
struct Open {
    key: Key,
    name: Text,
    figures: Vec<Figure>,
    /// Lines of what is said of it, and where in them it begins.
    comment: Vec<(usize, usize)>,
    own: Text,
    /// Its figure ended its line.
    ended: bool,
    /// A dash stood where the figure would.
    empty: bool,
    /// The line of its figure.
    last: usize,
    /// How many lines it has before its figure.
    lines: usize,
    /// Where the name on the figure's own line begins, if it may be another's.
    named: Option<usize>,
    note: Option<String>,
}

impl Open {
    fn new(key: Key) -> Self {
        Self {
            key,
            name: Text::default(),
            figures: Vec::new(),
            comment: Vec::new(),
            own: Text::default(),
            ended: false,
            empty: false,
            last: 0,
            lines: 0,
            named: None,
            note: None,
        }
    }

    fn complete(&self) -> bool {
        !self.figures.is_empty() || self.empty
    }

    /// `15 569 / 000`: the last groups of the figure stand on the next line.
    fn goes_on(&self, at: usize, text: &str) -> bool {
        let groups = text
            .split(is_blank)
            .all(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()));
        groups
            && self.ended
            && self.last + 1 == at
            && self.comment.is_empty()
            && self.figures.len() == 1
    }

    fn extend(&mut self, raw: &Text) {
        if let Some(figure) = self.figures.last_mut() {
            figure.raw.append(raw, Joint::Blank);
            let (value, _) = cell(figure.raw.as_str());
            figure.value = value.map(|(_, value)| value);
        }
        self.own.append(raw, Joint::Blank);
        self.last += 1;
    }
}
