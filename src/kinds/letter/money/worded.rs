//! Rows in words: lines that each say which post they are about, and its amount with its unit.
//!
//! ```text
//! rows    ::= (side | chapter | row | part | sum)+
//! side    ::= "Utgifter" | "Inntekter"
//! chapter ::= [number] "Kap" ["."] chapter [name] [unit]
//! row     ::= [mark] ["Kap" ["."] chapter] "post" post [name] [":" | "…"] amount      over up to three lines
//! row     ::= name ("," | "(") "kap" ["."] chapter ["," | "/"] "post" post [")"] [":"] amount
//! row     ::= … movement          "forhøyes med kr 500, fra kr 4 000 til kr 4 500"
//! part    ::= "herav" name amount
//! ```
//! The chapter is that of the row, of the line above the rows, or the one that the text above is about.
//! One row alone heads the text below it, and is no table; nor are rows that text parts.

use super::{
    amounts::split,
    head::{Column, Head},
    keys::{Key, key_at, part_at, sum_at},
    movement,
    table::{Figure, Part, Reader, Row, Table, captioned},
};
use crate::{
    grammar::{
        ColumnRole,
        amount::{Decimal, Scale, amounts, shared},
        lexeme::is_blank,
        money::MoneyRole,
    },
    kinds::money::unit::{unit_line, unit_sentence},
    layout::{Joint, Text},
    model::FigureRole,
};
use std::ops::Range;

/// How many lines a row may take, and how long a line of one is, in characters.
const LINES: usize = 3;
const WIDTH: usize = 160;
/// From so many digits on, a figure without a unit is in kroner.
const KRONER: i64 = 1_000_000;
/// The columns of the figures of a change.
const CHANGE: [(FigureRole, ColumnRole); 3] = [
    (FigureRole::Previous, ColumnRole::Previous),
    (FigureRole::Change, ColumnRole::Change),
    (FigureRole::New, ColumnRole::New),
];

/// A figure: its role where it is one of a change, its place in its line, and whole kroner.
type Found = (Option<FigureRole>, usize, Range<usize>, i64);

/// What a row gives.
struct Given {
    name: Text,
    figures: Vec<Found>,
    own: Text,
    /// One past its last line.
    end: usize,
}

impl Reader<'_> {
    /// The rows in words that begin at a line.
    pub(super) fn worded(&mut self, at: usize, scale: Option<Scale>) -> Option<Table> {
        if !self.opens_rows(at) {
            return None;
        }
        self.learn();
        let mut scale = scale;
        let mut chapter: Option<String> = None;
        let mut rows: Vec<Row> = Vec::new();
        let mut changes = 0;
        let (mut next, mut end) = (at, at);
        while let Some(line) = self.lines.get(next).filter(|_| next < self.range.end) {
            if line.cell.is_some() {
                break;
            }
            if let Some(own) = captioned(unnumbered(line.text)) {
                // A section of its own is no line of the rows above it.
                if next > at && self.headings.contains(&next) && unnumbered(line.text) != line.text
                {
                    break;
                }
                scale = unit_line(line.text)
                    .or_else(|| unit_sentence(line.text))
                    .or(scale);
                chapter = Some(own);
                next += 1;
                continue;
            }
            if self.is_side(line.text) || next > at && unit_line(line.text).is_some() {
                scale = unit_line(line.text).or(scale);
                next += 1;
                continue;
            }
            if let Some((key, from)) = self.row_key(next) {
                let mut key = key;
                let Some(given) = self.given(next, from, scale) else {
                    break;
                };
                if key.chapter.is_none() {
                    key.chapter = match &chapter {
                        Some(own) => Some(own.clone()),
                        None => self.chapter_above(at),
                    };
                } else {
                    chapter.clone_from(&key.chapter);
                }
                key.chapter.as_ref()?;
                changes += usize::from(given.figures.iter().any(|one| one.0.is_some()));
                (next, end) = (given.end, given.end);
                rows.push(self.worded_row(key, given));
                continue;
            }
            if let Some((key, given)) = self.key_behind(next, scale) {
                chapter.clone_from(&key.chapter);
                (next, end) = (given.end, given.end);
                rows.push(self.worded_row(key, given));
                continue;
            }
            if let (Some((key, from)), true) = (sum_at(line.text, self.grammar), !rows.is_empty())
                && let Some(given) = self.given(next, from, scale)
            {
                (next, end) = (given.end, given.end);
                rows.push(self.worded_row(key, given));
                continue;
            }
            if let (Some(from), Some(last)) = (part_at(line.text, self.grammar), rows.last_mut())
                && let Some(given) = self.given(next, from, scale)
            {
                last.parts.push(Part {
                    own: self.text(next, 0..line.text.len()),
                    name: given.name.clone(),
                    figures: self.worded_figures(&given),
                });
                (next, end) = (given.end, given.end);
                continue;
            }
            break;
        }
        let posts = rows.iter().filter(|row| row.key.post.is_some()).count();
        if posts < 2 || changes > 0 && changes < posts {
            return None;
        }
        let mut table = Table::new(head(changes > 0, at), Some(Scale::Kroner), at..end);
        table.rows = rows;
        Some(table)
    }

    /// Whether rows may begin at a line: with one, or with its chapter right above one.
    fn opens_rows(&self, at: usize) -> bool {
        let chapter = |at: usize| {
            let line = self.lines.get(at).filter(|_| at < self.range.end);
            line.is_some_and(|line| {
                line.cell.is_none() && captioned(unnumbered(line.text)).is_some()
            })
        };
        if self.row_key(at).is_some() || self.key_behind(at, None).is_some() {
            return true;
        }
        chapter(at) && (at + 1..at + 3).any(|next| self.row_key(next).is_some())
    }

    /// «Utgifter» or «Inntekter», alone.
    fn is_side(&self, text: &str) -> bool {
        let money = &self.grammar.money;
        [MoneyRole::Expenses, MoneyRole::Income]
            .into_iter()
            .any(|role| money.find(text, role).is_some())
    }

    /// The key of a row that says «post», and where its words begin.
    fn row_key(&self, at: usize) -> Option<(Key, usize)> {
        let line = self.lines.get(at).filter(|_| at < self.range.end)?;
        if line.cell.is_some() || line.width > WIDTH {
            return None;
        }
        let mark = self.grammar.marker(line.text).map_or(0, |mark| mark.len);
        let text = &line.text[mark..];
        let (key, from) = key_at(text).filter(|(key, _)| key.worded && key.post.is_some())?;
        // `post 01 Drift`, `Kap. 701 post 01`, and not «Kap. 701 21».
        let worded = text[..from].to_lowercase().contains("post");
        worded.then_some((key, mark + from))
    }

    /// A row whose name stands before its key: `Driftsutgifter, kap. 490 post 01: 33 mill. kroner`.
    fn key_behind(&self, at: usize, scale: Option<Scale>) -> Option<(Key, Given)> {
        let line = self.lines.get(at).filter(|_| at < self.range.end)?;
        if line.cell.is_some() || line.width > WIDTH {
            return None;
        }
        let mark = self.grammar.marker(line.text).map_or(0, |mark| mark.len);
        if !line.text[mark..].starts_with(char::is_uppercase) {
            return None;
        }
        let places = line.text.match_indices([',', '(', '–']);
        let (place, key, from) = places.into_iter().find_map(|(place, sign)| {
            let rest = &line.text[place + sign.len()..];
            let own = rest.trim_start_matches(is_blank);
            // The bracket closes before the amount.
            let closed = own.replacen(')', ",", 1);
            let (key, from) = key_at(&closed).filter(|(key, _)| key.worded)?;
            (key.chapter.is_some() && key.post.is_some())
                .then(|| (place, key, line.text.len() - own.len() + from))
        })?;
        let mut given = self
            .given(at, from, scale)
            .filter(|given| given.end == at + 1)?;
        if !given.name.is_empty() {
            return None;
        }
        given.name = self.name_in(at, mark..place);
        Some((key, given))
    }

    /// The name and the figures of a row that begins at `from` of a line.
    fn given(&self, at: usize, from: usize, scale: Option<Scale>) -> Option<Given> {
        let mut name = Text::default();
        let mut own = Text::default();
        for n in 0..LINES {
            let line = self
                .lines
                .get(at + n)
                .filter(|line| at + n < self.range.end && line.cell.is_none())?;
            let from = if n == 0 { from } else { 0 };
            if n > 0
                && (line.gap || self.headings.contains(&(at + n)) || self.row_key(at + n).is_some())
            {
                return None;
            }
            let joint = match n {
                0 => Joint::Blank,
                _ => self.joint(self.lines[at + n - 1].text, line.text),
            };
            own.append(&self.text(at + n, 0..line.text.len()), joint);
            if let Some((until, figures)) = self.figures_in(at + n, from, scale) {
                name.append(&self.name_in(at + n, from..until), joint);
                let end = at + n + 1;
                return Some(Given {
                    name,
                    figures,
                    own,
                    end,
                });
            }
            if line.text.ends_with('.') || !amounts(line.text).is_empty() {
                return None;
            }
            name.append(&self.name_in(at + n, from..line.text.len()), joint);
        }
        None
    }

    /// A name without the marks and leaders around it.
    fn name_in(&self, line: usize, range: Range<usize>) -> Text {
        let words = &self.lines[line].text[range.clone()];
        let edge = |c: char| is_blank(c) || matches!(c, ':' | '–' | '—' | '-' | '…');
        let start = words.len() - words.trim_start_matches(edge).len();
        let words = &words[start..];
        // «mv.» keeps its stop; leaders are many.
        let mut end = words.trim_end_matches(edge).len();
        let dots = words[..end].len() - words[..end].trim_end_matches(['.', ' ', '…']).len();
        if dots > 1 {
            end -= dots;
        }
        let end = words[..end].trim_end_matches([',', ' ']).len();
        self.text(line, range.start + start..range.start + start + end)
    }

    /// The figures of a line, and where the words before them end; none where they do not end the line.
    fn figures_in(
        &self,
        at: usize,
        from: usize,
        scale: Option<Scale>,
    ) -> Option<(usize, Vec<Found>)> {
        let words = &self.lines[at].text[from..];
        let list = shared(words, amounts(words));
        let ends = |rest: &str| {
            let rest = rest.trim_matches([' ', '\u{a0}', '.', ',', ';', '-', '–']);
            rest.is_empty() || rest.starts_with('(') && rest.ends_with(')')
        };
        if let [first, rest @ ..] = &list[..] {
            let last = rest.last().unwrap_or(first);
            let lead = words[..first.range.start].trim_end();
            // «Post 70 Tilskudd, forhøyes med kr 500 fra …»: the verb is no part of the name.
            if let Some(sign) = movement::sign(lead, self.grammar) {
                let roles = movement::roles(words, &list, self.grammar);
                let found: Option<Vec<Found>> = list
                    .iter()
                    .zip(roles)
                    .map(|(amount, role)| {
                        let role = role?;
                        let nok = match role {
                            FigureRole::Change => amount.nok?.saturating_mul(sign),
                            _ => amount.nok?,
                        };
                        let range = from + amount.range.start..from + amount.range.end;
                        Some((Some(role), at, range, nok))
                    })
                    .collect();
                let figures = found.filter(|_| ends(&words[last.range.end..]))?;
                let until = lead.rfind(',').unwrap_or_else(|| {
                    lead.rfind(is_blank)
                        .map_or(0, |verb| lead[..verb].trim_end().len())
                });
                return Some((from + until, figures));
            }
            let bracketed =
                rest.is_empty() || words[first.range.end..].trim_start().starts_with('(');
            if !bracketed || !ends(&words[first.range.end..]) {
                return None;
            }
            let range = from + first.range.start..from + first.range.end;
            return Some((range.start, vec![(None, at, range, first.nok?)]));
        }
        let text = self.lines[at].text;
        let found = split(text, from, 1, false).filter(|found| found.comment == text.len())?;
        let (range, value) = found.figures.first()?.clone();
        let value = value?;
        let big = value.places == 0 && value.digits.abs() >= KRONER;
        let scale = scale.or(big.then_some(Scale::Kroner))?;
        let nok = scale.nok(value)?;
        Some((found.name, vec![(None, at, range, nok)]))
    }

    /// Where the words of a text end that an amount ends, and whole kroner.
    pub(super) fn last_amount(&self, text: &str, scale: Option<Scale>) -> Option<(usize, i64)> {
        let list = shared(text, amounts(text));
        if let [one] = &list[..] {
            let ends = text[one.range.end..]
                .trim_matches([' ', '.', ',', '-'])
                .is_empty();
            return ends.then_some((one.range.start, one.nok?));
        }
        let found = split(text, 0, 1, false).filter(|found| found.comment == text.len())?;
        let (_, value) = found.figures.first()?;
        let nok = scale?.nok((*value)?)?;
        list.is_empty().then_some((found.name, nok))
    }

    fn worded_row(&self, key: Key, given: Given) -> Row {
        let mut row = Row::of(key);
        row.figures = self.worded_figures(&given);
        row.name = given.name;
        row.own = given.own;
        row
    }

    fn worded_figures(&self, given: &Given) -> Vec<Figure> {
        let column = |own: &Option<FigureRole>| match own {
            None => Some(0),
            Some(own) => CHANGE.iter().position(|(role, _)| role == own),
        };
        given
            .figures
            .iter()
            .map(|(role, at, range, nok)| Figure {
                column: column(role),
                raw: self.text(*at, range.clone()),
                value: Some(Decimal {
                    digits: *nok,
                    places: 0,
                }),
            })
            .collect()
    }
}

/// The head of rows that have none.
fn head(changes: bool, end: usize) -> Head {
    if !changes {
        return Head::of_posts(end);
    }
    let column = |role| Column {
        role,
        label: String::new(),
        cell: None,
    };
    let keys = [ColumnRole::Post, ColumnRole::Name].map(column);
    let figures = CHANGE.map(|(_, role)| column(role));
    Head {
        columns: keys.into_iter().chain(figures).collect(),
        end,
    }
}

/// A line without the number of the section that it heads: `3.1 Kap. 410 Fyrene`.
pub(super) fn unnumbered(text: &str) -> &str {
    match text.split_once(is_blank) {
        Some((number, rest))
            if number.starts_with(|c: char| c.is_ascii_digit())
                && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
                && rest.trim_start().starts_with(['K', 'k', 'P', 'p']) =>
        {
            rest.trim_start_matches(is_blank)
        }
        _ => text,
    }
}
