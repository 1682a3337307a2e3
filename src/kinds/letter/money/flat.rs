//! Rows of a table whose lines run together.
//!
//! ```text
//! row ::= key name figure* [name] [comment]   the second half of a name may stand below the figure
//! ```
//! A row goes on until the next key. Where nothing is said of rows (no column of comments), the first
//! line that is neither key nor name ends the table; else a heading, another table or a line as wide
//! as running text does.

use super::{
    amounts::{cell, split, wants},
    head::head,
    keys::{Key, heading_at, key_at, part_at, sum_at},
    table::{Figure, Part, Reader, Row, Table},
};
use crate::{
    grammar::lexeme::is_blank,
    kinds::money::unit::unit_line,
    layout::{Joint, Text},
};

/// How wide a line of running text is, and no line of a column of comments.
const WIDE: usize = 78;
/// How many lines a name may take.
const NAME: usize = 14;

impl Reader<'_> {
    pub(super) fn flat(&self, table: &mut Table, first: usize) -> usize {
        let columns = table.head.figures(None).len();
        let comment = table.head.comment();
        let mut at = first;
        // Keys say «Kap.»; chapters stand on rows of their own.
        let mut chapter: Option<String> = table.chapter.clone();
        let (mut worded, mut parted) = (false, chapter.is_some());
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
            if self.headings.contains(&at) {
                break;
            }
            if open.complete()
                && !open.key.sum
                && open.comment.is_empty()
                && let Some(part) = self.part(at, columns, comment)
            {
                open.parts.push(part);
                at += 1;
                continue;
            }
            if self.ends(open, at, comment) {
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
        // `kan nyttast under post / 45`: the number goes on with the line before.
        let number = match from == 0 && wants(open.name.as_str()) {
            true => text.bytes().take_while(u8::is_ascii_digit).count(),
            false => 0,
        };
        match split(text, from + number, columns, comment) {
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

    /// The row of a part of the post above: a word such as «herav», a name and its figures, on a line.
    fn part(&self, at: usize, columns: usize, comment: bool) -> Option<Part> {
        let text = self.lines[at].text;
        let from = part_at(text, self.grammar)?;
        let found = split(text, from, columns, comment).filter(|one| one.comment == text.len())?;
        let full = found.figures.len() == columns;
        let figures = found.figures.iter().enumerate();
        Some(Part {
            own: self.text(at, 0..text.len()),
            name: self.text(at, from..found.name),
            figures: figures
                .map(|(n, (range, value))| Figure {
                    column: full.then_some(n),
                    raw: self.text(at, range.clone()),
                    value: *value,
                })
                .collect(),
        })
    }

    fn close(&self, open: Open) -> Row {
        Row {
            parts: open.parts,
            comment: self.units(&open.comment),
            key: open.key,
            name: open.name,
            named: None,
            figures: open.figures,
            note: open.note,
            own: open.own,
        }
    }
}

/// A row while it is read.
struct Open {
    key: Key,
    name: Text,
    figures: Vec<Figure>,
    /// Lines of what is said of it, and where in them it begins.
    comment: Vec<(usize, usize)>,
    parts: Vec<Part>,
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
            parts: Vec::new(),
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
