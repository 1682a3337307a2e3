//! Rows of a table whose cells the form tells apart.
//!
//! ```text
//! row ::= cell+       a row without a key goes on with the one above it, which a page has cut in two
//!       | key+ figure+        where no rule parts the rows: all keys in one cell, all figures in another
//! ```

use super::{
    amounts::cell,
    head::{Column, head},
    keys::{Key, key_at, part_at, sum_at},
    table::{Figure, Part, Reader, Row, Table},
};
use crate::{
    grammar::{ColumnRole, amount::Decimal},
    layout::{Joint, Text},
    model::FigureRole,
};
use std::collections::HashSet;

impl Reader<'_> {
    pub(super) fn cells(&self, table: &mut Table, first: usize) -> usize {
        let mut at = first;
        let mut chapter: Option<String> = table.chapter.clone();
        let roles: Vec<(u32, ColumnRole)> = table
            .head
            .columns
            .iter()
            .filter_map(|column| Some((column.cell?, column.role)))
            .collect();
        let role_of = |column: u32| {
            let found = roles.iter().find(|(n, _)| *n == column);
            found.map(|(_, role)| *role)
        };
        let figures = table.head.figures(None);
        let mut own = self.lines[first.saturating_sub(1)]
            .cell
            .map(|cell| cell.table);
        // Where only the head is ruled into all its columns, the rows are a table of two: words, figures.
        let mut two = false;
        while at < self.range.end {
            let Some(place) = self.lines[at].cell else {
                // A running head between the pages of a table.
                let next = self.lines[at..self.range.end]
                    .iter()
                    .take(3)
                    .position(|line| line.cell.is_some_and(|cell| Some(cell.table) == own));
                match next.filter(|_| self.lines[at].first_on_page) {
                    Some(lines) => at += lines,
                    None => break,
                }
                continue;
            };
            let titles = self.head_in_row(table, at);
            if let Some(again) = head(self.lines, at, self.grammar).filter(|_| titles.is_empty()) {
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
                let next = table.rows.is_empty() && self.merged(at, figures.len()).is_some();
                if !next {
                    break;
                }
                (own, two) = (Some(place.table), true);
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
                parts: Vec::new(),
                own: Text::default(),
            };
            let mut keys = Text::default();
            let mut said: Vec<(usize, usize)> = Vec::new();
            let mut columns: Vec<(u32, Text)> = Vec::new();
            while end < self.range.end
                && let Some(cell) = self.lines[end].cell
                && (cell.table, cell.row) == (place.table, place.row)
            {
                if titles.contains(&end) {
                    end += 1;
                    continue;
                }
                let line = &self.lines[end];
                let text = self.text(end, 0..line.text.len());
                let role = match two {
                    true => Some(ColumnRole::Name),
                    false => role_of(cell.column),
                };
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
            under_no_title(&mut columns, &role_of, &figures);
            for (column, text) in columns {
                row.own.append(&text, Joint::Blank);
                let (role, place) = match (two, column) {
                    (true, 0) => (Some(ColumnRole::Name), None),
                    (true, _) => (Some(ColumnRole::Amount), Some(0)),
                    _ => {
                        let at = |one: &(String, _, _, Option<u32>)| one.3 == Some(column);
                        (role_of(column), figures.iter().position(at))
                    }
                };
                match role {
                    Some(ColumnRole::Chapter | ColumnRole::Post) => {
                        keys.append(&text, Joint::Blank)
                    }
                    Some(ColumnRole::Name) | None => row.name.append(&text, Joint::Blank),
                    Some(_) => match place {
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

    /// The head again at the top of a new page, in the very cells of the row that goes on there: the
    /// lines of its titles. None where nothing else stands in the row.
    fn head_in_row(&self, table: &Table, at: usize) -> HashSet<usize> {
        let none = HashSet::new();
        let Some(place) = self.lines[at].cell else {
            return none;
        };
        let mut titles = HashSet::new();
        let mut rest = false;
        let mut read: Option<(u32, String, bool)> = None;
        let mut count = 0;
        for (n, line) in self.lines[at..self.range.end].iter().enumerate() {
            let Some(cell) = line.cell else { break };
            if (cell.table, cell.row) != (place.table, place.row) {
                break;
            }
            let (title, done) = match &mut read {
                Some((column, title, done)) if *column == cell.column => (title, done),
                _ => {
                    read = Some((cell.column, String::new(), false));
                    match &mut read {
                        Some((_, title, done)) => (title, done),
                        None => break,
                    }
                }
            };
            if *done {
                rest = true;
                continue;
            }
            if !title.is_empty() && !title.ends_with('-') {
                title.push(' ');
            }
            title.push_str(line.text);
            titles.insert(at + n);
            let own = |one: &&Column| one.cell == Some(cell.column);
            let Some(column) = table.head.columns.iter().find(own) else {
                return none;
            };
            if column.label == *title {
                *done = true;
                count += 1;
            } else if !column.label.starts_with(title.as_str()) {
                return none;
            }
        }
        match rest && count == table.head.columns.len() {
            true => titles,
            false => none,
        }
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
                    parts: Vec::new(),
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
            // The figure of a sum may stand short of its column: `Sum kap. 1320 | | 442 500 |`.
            let columns = table.head.figures(None).len();
            if row.figures.is_empty()
                && columns == 1
                && let (Some((range, value)), None) = cell(row.name.as_str())
                && range == (0..row.name.len())
            {
                row.figures.push(Figure {
                    column: Some(0),
                    raw: std::mem::take(&mut row.name),
                    value: Some(value),
                });
            }
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
        } else if let Some(last) = table.rows.last_mut()
            && words.is_empty()
            && !row.figures.is_empty()
            && let Some(from) = part_at(row.name.as_str(), self.grammar)
        {
            last.parts.push(Part {
                own: row.own,
                name: row.name.slice(from..row.name.len()),
                figures: row.figures,
            });
            return;
        } else if let Some(last) = table.rows.last_mut() {
            // A row that a page has cut in two.
            last.name.append(&row.name, Joint::Blank);
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
        table.rows.push(row);
    }
}

/// A figure in a column without a title belongs to the one before it that has a title and, in this
/// row, no figure: converters part a wide column in two.
fn under_no_title(
    columns: &mut [(u32, Text)],
    role_of: &dyn Fn(u32) -> Option<ColumnRole>,
    figures: &[(String, Option<i32>, FigureRole, Option<u32>)],
) {
    for n in 0..columns.len() {
        let (column, text) = &columns[n];
        let Some(before) = column.checked_sub(1) else {
            continue;
        };
        let whole =
            matches!(cell(text.as_str()), (Some((range, _)), None) if range == (0..text.len()));
        let titled = figures.iter().any(|one| one.3 == Some(before));
        let free = columns.iter().all(|(own, _)| *own != before);
        if role_of(*column).is_none() && whole && titled && free {
            columns[n].0 = before;
        }
    }
}
