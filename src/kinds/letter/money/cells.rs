//! Rows of a table whose cells the form tells apart.
//!
//! ```text
//! row ::= cell+       a row without a key goes on with the one above it, which a page has cut in two
//!       | key+ figure+        where no rule parts the rows: all keys in one cell, all figures in another
//! ```

use super::{
    amounts::cell,
    keys::{Key, key_at, part_at, sum_at},
    table::{Figure, Part, Reader, Row, Table},
};
use crate::{
    grammar::{ColumnRole, amount::Decimal},
    kinds::columns,
    layout::{Joint, Text},
    model::FigureRole,
    structure::table::{Row as GridRow, Table as Grid},
};

impl Reader<'_> {
    /// The rows of a part of a table that has a head of money, and whether the table after it is a part
    /// of it: where only the head is ruled into all its columns, the rows are one of two, words and figures.
    pub(super) fn cells(&self, table: &mut Table, grid: &Grid, part: &columns::Part) {
        let figures = table.head.figures(None);
        let mut chapter: Option<String> = table.chapter.clone();
        for &at in &part.rows {
            let row = &grid.rows[at];
            let first = row.blocks().next().map(|at| self.blocks[at].lines.start);
            match first.and_then(|line| self.merged(line, figures.len())) {
                Some((rows, _)) => table.rows.extend(rows),
                None => self.row_of_cells(table, row, &figures, &mut chapter),
            }
        }
    }

    /// The rows of a table of two columns, words and figures, that stands right below a head of more;
    /// whether it is one.
    pub(super) fn below_head(&self, table: &mut Table, grid: &Grid) -> bool {
        let figures = table.head.figures(None);
        let merged = |row: &GridRow| {
            let first = self.blocks[row.blocks().next()?].lines.start;
            self.merged(first, figures.len())
        };
        let first = grid.rows.first().and_then(merged);
        let [amount] = &figures[..] else {
            return false;
        };
        if first.is_none() {
            return false;
        }
        // The rows that rules do part: a sum below all others.
        let own = table.head.columns.clone();
        let column = |role, cell, label: &str| super::head::Column {
            role,
            label: label.to_string(),
            cell: Some(cell),
        };
        table.head.columns = vec![
            column(ColumnRole::Name, 0, ""),
            column(ColumnRole::Amount, 1, &amount.0),
        ];
        let figures = table.head.figures(None);
        let mut chapter = table.chapter.clone();
        for row in &grid.rows {
            match merged(row) {
                Some((rows, _)) => table.rows.extend(rows),
                None => self.row_of_cells(table, row, &figures, &mut chapter),
            }
        }
        table.head.columns = own;
        true
    }

    fn row_of_cells(
        &self,
        table: &mut Table,
        from: &GridRow,
        figures: &[(String, Option<i32>, FigureRole, Option<u32>)],
        chapter: &mut Option<String>,
    ) {
        let role_of = |column: u32| {
            let own = |one: &&super::head::Column| one.cell == Some(column);
            table.head.columns.iter().find(own).map(|one| one.role)
        };
        let mut row = Row {
            key: Key::default(),
            name: Text::default(),
            figures: Vec::new(),
            note: None,
            comment: Vec::new(),
            parts: Vec::new(),
            named: None,
            own: Text::default(),
        };
        let again = self.repeats_head(table, from);
        let mut keys = Text::default();
        let mut short: Option<String> = None;
        let mut said: Vec<(usize, usize)> = Vec::new();
        let mut columns: Vec<(u32, Text)> = Vec::new();
        for (&column, cell) in &from.cells {
            if role_of(column) == Some(ColumnRole::Comment) && !again {
                let lines = cell
                    .blocks
                    .iter()
                    .flat_map(|&at| self.blocks[at].lines.clone());
                said.extend(lines.map(|line| (line, 0)));
                continue;
            }
            let text = match again {
                // The head again at the top of a page, in the very cells of the row that goes on there.
                true => cell.text.slice(title_len(table, column)..cell.text.len()),
                false => cell.text.clone(),
            };
            if !text.is_empty() {
                columns.push((column, text));
            }
        }
        under_no_title(&mut columns, &role_of, figures);
        for (column, text) in columns {
            row.own.append(&text, Joint::Blank);
            let at = |one: &(String, _, _, Option<u32>)| one.3 == Some(column);
            let place = figures.iter().position(at);
            match (role_of(column), place) {
                // `587 | 1 | Driftsutgifter`: the nought may be left out in a column of its own.
                (Some(ColumnRole::Post), _) if is_short_post(text.as_str()) => {
                    short = Some(format!("0{}", text.as_str().trim()));
                }
                (Some(ColumnRole::Chapter | ColumnRole::Post), _) => {
                    keys.append(&text, Joint::Blank);
                }
                (Some(role), Some(n)) if role != ColumnRole::Name => {
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
                (Some(ColumnRole::Comment), _) => row.comment.push(super::table::Unit {
                    text,
                    item: None,
                    indent: None,
                }),
                _ => row.name.append(&text, Joint::Blank),
            }
        }
        row.comment.extend(self.units(&said));
        self.cell_row(table, row, keys, short, chapter);
    }

    /// Whether every title of the head stands again at the beginning of its cell, and more in one of them.
    fn repeats_head(&self, table: &Table, row: &GridRow) -> bool {
        let columns = &table.head.columns;
        let all = columns.iter().all(|one| {
            let own = one.cell.and_then(|column| row.text(column));
            own.is_some_and(|text| text.as_str().starts_with(&one.label))
        });
        let more = row
            .cells
            .iter()
            .any(|(column, cell)| cell.text.len() > title_len(table, *column));
        !columns.is_empty() && all && more
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
                    named: None,
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
    fn cell_row(
        &self,
        table: &mut Table,
        mut row: Row,
        mut keys: Text,
        short: Option<String>,
        chapter: &mut Option<String>,
    ) {
        if let Some(from) = post_before_name(table, &row, keys.as_str()) {
            keys.append(&row.name.slice(0..2), Joint::Blank);
            row.name = row.name.slice(from..row.name.len());
        }
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
            key.post = key.post.or(short);
            row.key = key;
        } else if short.is_some() && words.is_empty() {
            row.key = Key {
                chapter: chapter.clone(),
                post: short,
                ..Key::default()
            };
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
        } else if let Some(last) = table.rows.last_mut()
            && words.is_empty()
            && last.key.post.is_some()
            && row.name.as_str().starts_with(char::is_uppercase)
            && (row.figures.iter())
                .any(|own| last.figures.iter().any(|one| one.column == own.column))
        {
            // One more amount of the same post, under a name of its own; the post's own name stood alone
            // above the first of them.
            if let Some(from) = last.named {
                last.name = last.name.slice(from..last.name.len());
            }
            row.key = last.key.clone();
        } else if words.is_empty()
            && row.figures.is_empty()
            && let Some((key, from)) = key_at(row.name.as_str())
            && key.worded
            && key.post.is_none()
            && row.name.as_str()[from..].starts_with(char::is_uppercase)
        {
            // `Kap. 4622 Kontoret`, alone among the names: the chapter of the posts below it.
            chapter.clone_from(&key.chapter);
            row.name = row.name.slice(from..row.name.len());
            row.key = key;
        } else if let Some(last) = table.rows.last_mut() {
            // A row that a page has cut in two.
            let capital = row.name.as_str().starts_with(char::is_uppercase);
            if last.figures.is_empty()
                && !row.figures.is_empty()
                && capital
                && !last.name.is_empty()
            {
                last.named = Some(last.name.len() + 1);
            }
            last.note = row.note.or(last.note.take());
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

/// Where the name begins behind the post of a row whose column of posts no title tells: «Post Betegnelse»
/// over `01       Driftsutgifter`, or «Navn» over two columns.
fn post_before_name(table: &Table, row: &Row, keys: &str) -> Option<usize> {
    let name = row.name.as_str();
    let bare = keys.is_empty() || key_at(keys).is_some_and(|(key, _)| key.post.is_none());
    let (key, from) = key_at(name)?;
    (bare
        && !table.head.has(ColumnRole::Post)
        && !row.figures.is_empty()
        && !key.worded
        && key.chapter.is_none()
        && name[from..].starts_with(char::is_uppercase))
    .then_some(from)
}

/// Whether a cell of the column of posts holds one whose nought is left out.
fn is_short_post(text: &str) -> bool {
    let mut all = text.trim().bytes();
    matches!((all.next(), all.next()), (Some(b'1'..=b'9'), None))
}

/// How long the title of a column is, in bytes.
fn title_len(table: &Table, column: u32) -> usize {
    let own = |one: &&super::head::Column| one.cell == Some(column);
    table
        .head
        .columns
        .iter()
        .find(own)
        .map_or(0, |one| one.label.len())
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
