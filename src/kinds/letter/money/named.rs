//! Rows of text that begin with a name, the key behind it.
//!
//! ```text
//! table ::= head row+ [sum]
//! head  ::= title title-of-keys title-of-amounts       Inntekt Kap./post Beløp
//! row   ::= name-line* name chapter "." post figure    Basisramme 732.75 1 842 517
//! ```

use super::{
    amounts::split,
    head::{Column, Head},
    keys::{key_at, sum_at},
    table::{Figure, Reader, Row, Table},
};
use crate::{
    grammar::{ColumnRole, amount::Scale, lexeme::is_blank},
    layout::{Joint, Text},
};

/// How long the title of the names is at most, in bytes.
const TITLE: usize = 40;
/// How many lines a name may take before its key.
const LINES: usize = 3;

impl Reader<'_> {
    /// The table whose head stands on a line, with its rows.
    pub(super) fn named_rows(&mut self, at: usize, scale: Option<Scale>) -> Option<Table> {
        let head = self.named_head(at)?;
        self.learn();
        let end = head.end;
        let mut table = Table::new(head, scale, at..end);
        let mut open: Vec<usize> = Vec::new();
        for line in at + 1..self.range.end {
            let text = self.lines[line].text;
            if self.lines[line].cell.is_some() || self.headings.contains(&line) {
                break;
            }
            if let Some((key, from)) = sum_at(text, self.grammar)
                && let Some(found) = split(text, from, 1, false)
            {
                let mut row = self.row(&[], line, 0, from);
                row.key = key;
                self.figures(&mut row, line, &found.figures);
                table.rows.push(row);
                table.lines.end = line + 1;
                break;
            }
            let Some((start, from)) = key_in(text) else {
                if open.len() == LINES || text.ends_with('.') {
                    break;
                }
                open.push(line);
                continue;
            };
            let found = split(text, from, 1, false)
                .filter(|found| found.comment == text.len() && found.name <= from);
            let (Some((key, _)), Some(found)) = (key_at(&text[start..]), found) else {
                break;
            };
            let mut row = self.row(&open, line, start, from);
            row.key = key;
            self.figures(&mut row, line, &found.figures);
            table.rows.push(row);
            table.lines.end = line + 1;
            open.clear();
        }
        (table.rows.len() > 1).then_some(table)
    }

    /// A title of names, one of keys and one of amounts on a line.
    fn named_head(&self, at: usize) -> Option<Head> {
        let line = &self.lines[at];
        let words: Vec<&str> = line.text.split_whitespace().collect();
        if line.cell.is_some() || !(3..=10).contains(&words.len()) {
            return None;
        }
        let role = |words: &[&str]| self.grammar.column(&words.join(" "));
        // What a line ends with is looked at once, and rules out nearly all of them.
        let amounts: Vec<usize> = (2..words.len())
            .filter(|&last| role(&words[last..]) == Some(ColumnRole::Amount))
            .collect();
        (1..words.len() - 1).find_map(|first| {
            let title = words[..first].join(" ");
            let named = title.len() <= TITLE
                && title.starts_with(char::is_uppercase)
                && !title.contains(|c: char| c.is_ascii_digit());
            let last = *amounts
                .iter()
                .filter(|&&last| named && last > first)
                .find(|&&last| role(&words[first..last]) == Some(ColumnRole::Chapter))?;
            let column = |role, words: &[&str]| Column {
                role,
                label: words.join(" "),
                cell: None,
            };
            Some(Head {
                columns: vec![
                    column(ColumnRole::Name, &words[..first]),
                    column(ColumnRole::Chapter, &words[first..last]),
                    column(ColumnRole::Amount, &words[last..]),
                ],
                end: at + 1,
            })
        })
    }

    /// A row whose name stands on some lines and before `start` on the last, the key before `from`.
    fn row(&self, lines: &[usize], line: usize, start: usize, from: usize) -> Row {
        let mut name = Text::default();
        let mut own = Text::default();
        for (n, &at) in lines.iter().chain([&line]).enumerate() {
            let text = self.lines[at].text;
            let end = if at == line { start } else { text.len() };
            let joint = match n {
                0 => Joint::Blank,
                _ => self.joint(self.lines[at - 1].text, text),
            };
            name.append(&self.text(at, 0..end), joint);
            own.append(&self.text(at, 0..end), joint);
        }
        own.append(&self.text(line, start..from), Joint::Blank);
        Row {
            key: Default::default(),
            name,
            named: None,
            figures: Vec::new(),
            note: None,
            comment: Vec::new(),
            parts: Vec::new(),
            own,
        }
    }

    fn figures(
        &self,
        row: &mut Row,
        line: usize,
        found: &[(
            std::ops::Range<usize>,
            Option<crate::grammar::amount::Decimal>,
        )],
    ) {
        for (range, value) in found {
            let raw = self.text(line, range.clone());
            row.own.append(&raw, Joint::Blank);
            row.figures.push(Figure {
                column: Some(0),
                raw,
                value: *value,
            });
        }
    }
}

/// Where the key of a post stands that a name goes before: `732.75`, `732/75`; and where it ends.
fn key_in(text: &str) -> Option<(usize, usize)> {
    let starts = text
        .match_indices(is_blank)
        .map(|(at, blank)| at + blank.len());
    [0].into_iter().chain(starts).find_map(|at| {
        let word = text[at..].split(is_blank).next()?;
        let (chapter, post) = word.split_once(['.', '/'])?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let key =
            matches!(chapter.len(), 3 | 4) && post.len() == 2 && digits(chapter) && digits(post);
        key.then_some((at, at + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_behind_names() {
        let key = |text: &'static str| key_in(text).map(|(start, end)| &text[start..end]);
        assert_eq!(key("Basisramme 732.75 1 842 517"), Some("732.75"));
        assert_eq!(key("Drift 1 842.517"), None);
        assert_eq!(key("Drift 12.75"), None);
    }
}
