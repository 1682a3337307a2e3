//! Tables of money: heads, units, and rows out of lines that run together or out of cells.
//!
//! ```text
//! table ::= [caption] [unit] head row+
//!         | unit row+                           a table without a head of its own: as the last one
//! row   ::= key name figure* [comment] part*
//! part  ::= ("herav" | "hvorav" | …) name figure*      a row of its own below the post's
//! ```
//! Where lines run together, see `flat`; where the form tells cells apart, see `cells`.

use super::{
    amounts::split,
    head::{Head, drawn, head, of_part},
    keys::{Key, key_at, sum_at},
    records::inferred,
    worded::unnumbered,
};
use crate::{
    grammar::{
        ColumnRole, Grammar,
        amount::{Decimal, Scale},
        lexeme::is_blank,
        sentence::sentences,
    },
    kinds::{
        columns::Parted,
        money::{
            posts::bare,
            unit::{unit_line, unit_sentence},
        },
    },
    layout::{Block, BlockKind, Dictionary, Joint, Text, TextLine},
    source::Canonical,
};
use std::{borrow::Cow, collections::HashSet, ops::Range, rc::Rc};

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
    /// Where in the name a row without a key went on that gave the figures: the post's own name stands before.
    pub named: Option<usize>,
    pub figures: Vec<Figure>,
    pub note: Option<String>,
    pub comment: Vec<Unit>,
    /// Rows of its parts.
    pub parts: Vec<Part>,
    /// Key, name and figures.
    pub own: Text,
}

impl Row {
    /// A row that is about a post, with nothing read of it yet.
    pub(super) fn of(key: Key) -> Self {
        Self {
            key,
            name: Text::default(),
            named: None,
            figures: Vec::new(),
            note: None,
            comment: Vec::new(),
            parts: Vec::new(),
            own: Text::default(),
        }
    }
}

/// A row of a part of a post: `herav overvåking 44 000`.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// All of it.
    pub own: Text,
    /// What it is for.
    pub name: Text,
    pub figures: Vec<Figure>,
}

/// A table.
#[derive(Debug, Clone)]
pub(in crate::kinds::letter) struct Table {
    pub(super) head: Head,
    pub(super) rows: Vec<Row>,
    pub(super) scale: Option<Scale>,
    /// Its lines.
    pub lines: Range<usize>,
    /// The chapter of its rows, where the text above names it.
    pub(super) chapter: Option<String>,
    /// Words of its names that a narrow cell has broken in two: `kontrollkommisjo nene`.
    pub(super) gaps: Vec<(String, String)>,
    /// Footnotes below it, by their marks.
    pub(super) notes: Vec<String>,
}

impl Table {
    /// A table without rows yet, which begins at a line.
    pub(super) fn new(head: Head, scale: Option<Scale>, lines: Range<usize>) -> Self {
        Self {
            scale: head.scale().or(scale),
            lines,
            rows: Vec::new(),
            notes: Vec::new(),
            gaps: Vec::new(),
            chapter: None,
            head,
        }
    }

    /// What is said of the rows.
    pub(in crate::kinds::letter) fn comments(&self) -> impl Iterator<Item = &Text> {
        self.rows
            .iter()
            .flat_map(|row| row.comment.iter().map(|unit| &unit.text))
    }
}

/// What the reading of tables needs.
pub(super) struct Reader<'a> {
    pub source: &'a Canonical,
    pub grammar: &'a Grammar,
    pub lines: &'a [TextLine<'a>],
    /// The lines of the letter.
    pub range: Range<usize>,
    pub(super) headings: HashSet<usize>,
    /// All blocks of the source, and the tables among those of the letter.
    pub(super) blocks: &'a [Block],
    grids: &'a [Rc<Parted>],
    words: Option<Dictionary<'a>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        source: &'a Canonical,
        grammar: &'a Grammar,
        lines: &'a [TextLine<'a>],
        blocks: &'a [Block],
        own: Range<usize>,
        grids: &'a [Rc<Parted>],
    ) -> Self {
        let all = blocks;
        let blocks = &all[own];
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
            blocks: all,
            grids,
            words: None,
        }
    }

    /// All tables of money of the letter.
    pub(super) fn tables(&mut self) -> Vec<Table> {
        let mut found = self.tables_from(None);
        self.units_of_the_letter(&mut found);
        found
    }

    /// All tables of money, below a unit that has been told.
    fn tables_from(&mut self, mut scale: Option<Scale>) -> Vec<Table> {
        let mut found: Vec<Table> = Vec::new();
        let mut at = self.range.start;
        while at < self.range.end {
            let line = &self.lines[at];
            if let Some(cell) = line.cell {
                at = self.grid(cell.table, at, scale, &mut found);
                continue;
            }
            let named = self.unit_at(at);
            scale = named.or(scale);
            let own = head(self.lines, at, self.grammar).or_else(|| {
                // Rows right below a unit, without a head: as in the table before.
                let last = found
                    .last()
                    .filter(|_| named.is_some() && line.cell.is_none())?;
                let next = self.lines.get(at + 1).filter(|_| at + 1 < self.range.end)?;
                let (key, _) = key_at(next.text)?;
                // `Kap. 4320 Etaten (i 1000 kr)` names the chapter of the rows below it.
                let known = key.chapter.is_some() || captioned(line.text).is_some();
                (key.post.is_some() && known && !key.worded && last.head.repeats()).then(|| Head {
                    end: at + 1,
                    ..last.head.clone()
                })
            });
            let mut chapter = None;
            let own = own.or_else(|| {
                // `Post 01 Driftsutgifter 431 250`, of the chapter that the text above names.
                let next = self
                    .lines
                    .get(at + 1)
                    .filter(|_| named.is_some() && line.cell.is_none())?;
                let (_, from) = key_at(next.text).filter(|(key, _)| {
                    key.worded && key.post.is_some() && key.chapter.is_none() && next.cell.is_none()
                })?;
                split(next.text, from, 1, false)?;
                let above = self.lines[self.range.start..=at].iter().rev().take(5);
                chapter = Some(above.into_iter().find_map(|line| last_chapter(line.text))?);
                Some(Head::of_posts(at + 1))
            });
            let own = own.or_else(|| {
                let last = found.last().filter(|last| last.lines.end == at)?;
                self.row_below(&last.head, at)
            });
            // Before a head whose titles have a line each is taken for one of rows that have.
            let whole = self.columnar(at, scale);
            let whole = whole.or_else(|| self.worded(at, named));
            let whole =
                whole.or_else(|| own.is_none().then(|| self.named_rows(at, scale)).flatten());
            if let Some(table) = whole {
                at = table.lines.end.max(at + 1);
                let before = found.last().map(|last| last.lines.end);
                found.extend(self.closed(table, before));
                continue;
            }
            let Some(head) = own else {
                at += 1;
                continue;
            };
            if chapter.is_none()
                && !head
                    .columns
                    .iter()
                    .any(|one| one.role == ColumnRole::Chapter)
            {
                chapter = self.chapter_of(at, head.end);
            }
            self.learn();
            let first = head.end;
            let mut table = Table::new(head, scale, at..first);
            table.chapter = chapter;
            let end = match self.lines.get(first).filter(|_| first < self.range.end) {
                Some(_) => self.flat(&mut table, first),
                None => first,
            };
            table.lines.end = end;
            at = end.max(at + 1);
            let before = found.last().map(|last| last.lines.end);
            found.extend(self.closed(table, before));
        }
        found
    }

    /// The unit that a line names, or one that the line end before it has cut: «… fordelt slik (tall / i 1 000 kr):».
    fn unit_at(&self, at: usize) -> Option<Scale> {
        let line = &self.lines[at];
        let own = unit_line(line.text).or_else(|| unit_sentence(line.text));
        let cut = || {
            let above = at.checked_sub(1).map(|above| self.lines[above].text)?;
            let from = above
                .rmatch_indices(is_blank)
                .nth(2)
                .map_or(0, |(from, _)| from);
            let goes_on = !line.gap && line.text.ends_with(':') && line.width <= 40;
            let words = format!("{} {}", &above[from..], line.text);
            goes_on.then(|| unit_sentence(&words))?
        };
        own.or_else(cut)
    }

    /// The unit of tables that have none of their own: that of «Alle beløp i brevet er i …», wherever it
    /// stands; else what their figures together show.
    fn units_of_the_letter(&self, tables: &mut [Table]) {
        if tables.iter().all(|table| table.scale.is_some()) {
            return;
        }
        let of_all = self.lines[self.range.clone()].iter().find_map(|line| {
            let lower = line.text.to_lowercase();
            [
                "alle beløp",
                "alle tall",
                "alle tal ",
                "alle summar",
                "alle summer",
            ]
            .iter()
            .any(|word| lower.contains(word))
            .then(|| unit_sentence(line.text))?
        });
        let mut open: Vec<&mut Table> = tables
            .iter_mut()
            .filter(|table| table.scale.is_none())
            .collect();
        for table in &mut open {
            table.scale = of_all.or_else(|| inferred(table.rows.iter()));
        }
        let rows = || open.iter().flat_map(|table| table.rows.iter());
        let together = inferred(rows());
        for table in open {
            table.scale = table.scale.or(together);
        }
    }

    /// The head of a table for a row right below it whose cells a converter has lost: key, name, and as
    /// many figures as there are columns of them.
    fn row_below(&self, head: &Head, at: usize) -> Option<Head> {
        let text = self.lines[at].text;
        let (key, from) = key_at(text)?;
        let columns = head.figures(None).len();
        let whole = split(text, from, columns, false)
            .is_some_and(|own| own.figures.len() == columns && own.comment == text.len());
        let keyed = key.chapter.is_some() && key.post.is_some();
        (columns > 1 && keyed && whole && !head.comment()).then(|| Head {
            end: at,
            ..head.clone()
        })
    }

    /// Reads the tables of money in a table whose cells the form tells apart; the line after it, or after
    /// as much of it as stands together.
    fn grid(
        &mut self,
        number: u32,
        at: usize,
        scale: Option<Scale>,
        found: &mut Vec<Table>,
    ) -> usize {
        let own = |line: &TextLine<'_>| line.cell.map(|cell| cell.table) == Some(number);
        let end = at
            + self.lines[at..self.range.end]
                .iter()
                .take_while(|line| own(line))
                .count();
        let grids = self.grids;
        let Some(n) = grids.iter().position(|grid| grid.table.number == number) else {
            return end;
        };
        let grid = &grids[n].table;
        let lines_of = |row: usize| {
            let blocks = || {
                grid.rows[row]
                    .blocks()
                    .map(|at| self.blocks[at].lines.clone())
            };
            let start = blocks().map(|lines| lines.start).min();
            Some(start?..blocks().map(|lines| lines.end).max()?)
        };
        // Read where it begins.
        if lines_of(0).is_none_or(|lines| lines.start != at) {
            return end;
        }
        let known = found.len();
        let mut after = end;
        let mut scale = scale;
        for part in &grids[n].parts {
            // `(i 1 000 kroner)`, alone in the row above the head.
            let mut units = part.rows.iter().filter_map(|&row| {
                let mut cells = grid.rows[row].cells.values();
                let (only, None) = (cells.next()?, cells.next()) else {
                    return None;
                };
                let words = only.text.as_str();
                unit_line(words).or_else(|| unit_sentence(words))
            });
            scale = units.next_back().or(scale);
            // Without a head, text that the form could not tell from the table may stand below it.
            let mut part = Cow::Borrowed(part);
            if !part.columns.is_titled() {
                let wide = |&row: &usize| grid.rows[row].cells.len() > 1;
                let end = part.rows.iter().rposition(wide).map_or(0, |last| last + 1);
                if end < part.rows.len() {
                    part.to_mut().rows.truncate(end);
                }
            }
            let all = part.head.clone().chain(part.rows.iter().copied());
            let lines = all.filter_map(lines_of);
            let Some(range) =
                lines.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end))
            else {
                continue;
            };
            // The table goes on from the one above, or its head stands on a line without cells.
            let above = found
                .last()
                .filter(|last| last.lines.end == range.start)
                .map(|last| last.head.clone())
                .or_else(|| {
                    let line = range.start.checked_sub(1)?;
                    let own = head(self.lines, line, self.grammar);
                    own.filter(|own| own.end == range.start).or_else(|| {
                        drawn(self.source.text(), self.lines, range.start, self.grammar)
                    })
                });
            let Some(head) = of_part(grid, &part, range.start, above.as_ref(), self.grammar) else {
                continue;
            };
            let named = head
                .columns
                .iter()
                .any(|one| one.role == ColumnRole::Chapter);
            // `Kap. 2421 Foretaket | Beløp`: a title may be the chapter of the posts below it.
            let titled = head.columns.iter().find_map(|one| captioned(&one.label));
            let chapter = titled.or_else(|| match named && part.columns.is_titled() {
                true => None,
                false => self.chapter_of(range.start, range.end),
            });
            self.learn();
            let mut table = Table::new(head, scale, range.clone());
            table.chapter = chapter;
            self.cells(&mut table, grid, &part);
            if part.rows.is_empty()
                && let Some(next) = grids.get(n + 1).map(|next| &next.table)
                && let Some(first) = next.blocks.first().map(|&at| &self.blocks[at])
                && first.lines.start == end
                && self.below_head(&mut table, next)
                && let Some(last) = next.blocks.last()
            {
                after = self.blocks[*last].lines.end;
                table.lines.end = after;
            }
            let before = found.last().map(|last| last.lines.end);
            found.extend(self.closed(table, before));
        }
        // Cells that hold what no figure is, or two: the gaps are not those of its columns.
        let unread = |table: &Table| {
            let mut figures = table.rows.iter().flat_map(|row| &row.figures).peekable();
            figures.peek().is_some() && figures.all(|figure| figure.value.is_none())
        };
        if found[known..].iter().all(unread) {
            let above = match known.checked_sub(1) {
                Some(last) => found[last].lines.end,
                None => self.range.start,
            };
            let read = self.joined(above, at..end, scale);
            if !read.is_empty() {
                found.truncate(known);
            }
            after = read.last().map_or(after, |last| last.lines.end.max(after));
            found.extend(read);
        }
        after
    }

    /// The tables of lines that gaps have been taken to cut into cells, read as whole lines again, with the
    /// head or the chapter right above them: the gaps of such lines may not be those of columns.
    fn joined(&self, above: usize, own: Range<usize>, scale: Option<Scale>) -> Vec<Table> {
        /// How many lines above and below belong to a table.
        const ABOVE: usize = 5;
        const BELOW: usize = 2;
        let start = own.start.saturating_sub(ABOVE).max(above);
        let end = (own.end..self.range.end.min(own.end + BELOW))
            .take_while(|at| !self.headings.contains(at) && self.lines[*at].cell.is_none())
            .last()
            .map_or(own.end, |last| last + 1);
        let source = self.source.text();
        let mut lines: Vec<TextLine<'_>> = Vec::new();
        // Where each of them begins among the letter's lines.
        let mut places: Vec<usize> = Vec::new();
        // As they are printed: a cell may go on below the line of its row.
        let mut order: Vec<usize> = (start..end).collect();
        order[own.start - start..own.end - start].sort_by_key(|&at| self.lines[at].at);
        for at in order {
            let line = &self.lines[at];
            if let (Some(last), Some(_)) = (lines.last_mut(), line.cell)
                && own.contains(&at)
                && last.at < line.at
                && !source[last.at..line.at].contains('\n')
            {
                last.text = &source[last.at..line.at + line.text.len()];
                last.width = last.text.chars().count();
                continue;
            }
            let mut line = line.clone();
            if own.contains(&at) {
                line.cell = None;
            }
            lines.push(line);
            places.push(at);
        }
        if lines.len() == end - start {
            return Vec::new();
        }
        let headings = (0..lines.len()).filter(|&n| self.headings.contains(&places[n]));
        let mut whole = Reader {
            source: self.source,
            grammar: self.grammar,
            lines: &lines,
            range: 0..lines.len(),
            headings: headings.collect(),
            blocks: self.blocks,
            grids: &[],
            words: None,
        };
        let mut tables = whole.tables_from(scale);
        let place = |n: usize| places.get(n).copied().unwrap_or(end);
        for table in &mut tables {
            table.lines = place(table.lines.start)..place(table.lines.end);
        }
        tables.retain(|table| table.lines.end > own.start);
        // Whatever the order of its cells, all of it is read.
        if let Some(last) = tables.last_mut() {
            last.lines.end = last.lines.end.max(own.end);
        }
        tables
    }

    /// A table that was read, with what stands below it; none where it has no rows.
    ///
    /// `before`: where the table before it ends.
    fn closed(&self, mut table: Table, before: Option<usize>) -> Option<Table> {
        if table.rows.is_empty() {
            return None;
        }
        // A page may have parted a sum from its rows.
        if let Some(line) = self
            .lines
            .get(table.lines.end)
            .filter(|line| line.cell.is_none())
            && table.lines.end < self.range.end
            && let Some((key, from)) = sum_at(line.text, self.grammar)
            && key.chapter.is_some()
            && table
                .rows
                .last()
                .is_some_and(|last| !last.key.sum && last.key.chapter == key.chapter)
            && let Some(found) = split(line.text, from, table.head.figures(None).len(), false)
            && found.figures.len() == table.head.figures(None).len()
        {
            let at = table.lines.end;
            let mut row = Row::of(key);
            row.name = self.text(at, 0..found.name);
            row.own = self.text(at, 0..line.text.len());
            row.figures = (found.figures.iter().enumerate())
                .map(|(n, (range, value))| Figure {
                    column: Some(n),
                    raw: self.text(at, range.clone()),
                    value: *value,
                })
                .collect();
            table.rows.push(row);
            table.lines.end += 1;
        }
        let end = table.lines.end;
        // A unit that is told below its table goes before one that another table was told.
        let own = table.head.scale().is_some() || self.has_unit_above(table.lines.start, before);
        if !own || table.scale.is_none() {
            let below = self.unit_below(end).filter(|_| {
                table.scale.is_none()
                    || !(end..self.range.end.min(end + 5)).any(|at| {
                        head(self.lines, at, self.grammar).is_some()
                            || self.lines[at].cell.is_some()
                    })
            });
            table.scale = below.or(table.scale);
        }
        table.notes = self.notes_below(end);
        table.gaps = self.gaps(&table.rows);
        Some(table)
    }

    /// Knows the words of the letter, by which those that a narrow cell has broken are told.
    pub(super) fn learn(&mut self) {
        if self.words.is_none() {
            let lines = &self.lines[self.range.clone()];
            self.words = Some(Dictionary::of(lines.iter().map(|line| line.text)));
        }
    }

    /// Whether a unit stands right above a table, and not below the one before it.
    fn has_unit_above(&self, start: usize, before: Option<usize>) -> bool {
        let first = before.map_or(self.range.start, |end| end + 1);
        (first.max(start.saturating_sub(3))..=start)
            .rev()
            .take_while(|&at| at == start || !self.headings.contains(&at))
            .any(|at| {
                let words = self.lines[at].text;
                unit_line(words).or_else(|| unit_sentence(words)).is_some()
            })
    }

    /// The unit that a line right below a table names: «Beløpene er i 1 000 kroner.»
    fn unit_below(&self, end: usize) -> Option<Scale> {
        let below = end..self.range.end.min(end + 3);
        below
            .take_while(|&at| {
                !self.headings.contains(&at) && head(self.lines, at, self.grammar).is_none()
            })
            .find_map(|at| {
                let words = self.lines[at].text;
                unit_line(words).or_else(|| unit_sentence(words))
            })
    }

    /// The chapter of a table whose columns name only posts: its caption's, or its sum's.
    ///
    /// ```text
    /// caption ::= "Kap" ["."] chapter name [unit]      above the head, with nothing but a unit between
    /// sum     ::= "Sum kap." chapter                   below the rows, before the next head or heading
    /// ```
    fn chapter_of(&self, at: usize, end: usize) -> Option<String> {
        let above = self.lines[self.range.start..=at].iter().rev().take(4);
        for (n, line) in above.enumerate() {
            if let Some(chapter) = captioned(line.text) {
                return Some(chapter);
            }
            let unit = unit_line(line.text).is_some() || unit_sentence(line.text).is_some();
            if line.text.ends_with(':')
                && let Some(chapter) = last_chapter(line.text)
            {
                return Some(chapter);
            }
            if n > 0 && !unit {
                break;
            }
        }
        let below = self.lines[end..self.range.end].iter().enumerate().take(120);
        for (n, line) in below {
            if let Some((key, _)) = sum_at(line.text, self.grammar) {
                return key.chapter;
            }
            let other = self.headings.contains(&(end + n))
                || captioned(line.text).is_some()
                || head(self.lines, end + n, self.grammar).is_some();
            if other {
                break;
            }
        }
        self.chapter_above(at)
    }

    /// The chapter that rows are of by what stands above them: the caption right above, the sentence that
    /// announces them, the heading of their section or of one that it is a part of.
    pub(super) fn chapter_above(&self, at: usize) -> Option<String> {
        /// How far up a section may have begun.
        const FAR: usize = 200;
        let mut near = true;
        let mut number: Option<&str> = None;
        let mut sentence: Vec<&str> = Vec::new();
        for n in (self.range.start..at).rev().take(FAR) {
            let line = &self.lines[n];
            let text = unnumbered(line.text);
            if self.headings.contains(&n) {
                let own = section_number(line.text);
                let above = match (number, own) {
                    (None, _) => true,
                    (Some(part), Some(own)) => {
                        part.len() > own.len()
                            && part.starts_with(own)
                            && part[own.len()..].starts_with('.')
                    }
                    _ => false,
                };
                if !above {
                    continue;
                }
                if let Some(chapter) = captioned(text).or_else(|| only_chapter(text)) {
                    return Some(chapter);
                }
                near = false;
                number = Some(own?);
                continue;
            }
            if !near {
                continue;
            }
            if let Some(chapter) = captioned(text).filter(|_| line.cell.is_none()) {
                return Some(chapter);
            }
            let unit = unit_line(text).is_some();
            if line.cell.is_some() {
                near = false;
            } else if !unit {
                // The paragraph right above, from its end.
                sentence.insert(0, text);
                if line.gap {
                    let words = sentence.join(" ");
                    let last = sentences(&words)
                        .pop()
                        .map(|range| words[range].to_string());
                    if let Some(chapter) = last.and_then(|own| only_chapter(&own)) {
                        return Some(chapter);
                    }
                    near = false;
                }
            }
        }
        None
    }

    /// The words of names that have a blank inside.
    fn gaps(&self, rows: &[Row]) -> Vec<(String, String)> {
        let Some(dictionary) = &self.words else {
            return Vec::new();
        };
        let mut gaps = Vec::new();
        for row in rows {
            let words: Vec<&str> = row.name.as_str().split_whitespace().collect();
            for two in words.windows(2) {
                let after = two[1].trim_end_matches([',', '.']);
                if dictionary.is_gap(two[0], after) {
                    gaps.push((two[0].to_string(), after.to_string()));
                }
            }
        }
        gaps
    }

    pub(super) fn joint(&self, before: &str, after: &str) -> Joint {
        self.words
            .as_ref()
            .map_or(Joint::Blank, |words| words.joint(before, after))
    }

    pub(super) fn text(&self, line: usize, range: Range<usize>) -> Text {
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

    /// The paragraphs and items of what is said of a row.
    pub(super) fn units(&self, lines: &[(usize, usize)]) -> Vec<Unit> {
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
}

/// The chapter that a caption names: `Kap. 1320 Etaten (i 1000 kr)`. A sentence is none.
pub(super) fn captioned(text: &str) -> Option<String> {
    let (key, from) = key_at(text).filter(|(key, _)| key.worded && key.post.is_none())?;
    let name = text[from..].trim_start_matches(['–', '-', ' ']);
    let titled = name.is_empty() || name.starts_with(|c: char| c.is_uppercase() || c == '(');
    (titled && text.len() <= 120 && !text.ends_with('.')).then_some(key.chapter)?
}

/// The number of the section that a line heads: `3.1`, without its last stop.
fn section_number(text: &str) -> Option<&str> {
    let number = text.split(is_blank).next()?.trim_end_matches('.');
    let own = number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    own.then_some(number)
}

/// The chapter that a sentence names, where it is the only one: «Under kap. 701 stilles til disposisjon:»
fn only_chapter(words: &str) -> Option<String> {
    let mut found: Option<String> = None;
    for (at, _) in words.match_indices(['k', 'K']) {
        let free = !words[..at].ends_with(char::is_alphanumeric);
        let Some((key, _)) = key_at(&words[at..]).filter(|(key, _)| free && key.worded) else {
            continue;
        };
        let number = key.chapter?;
        if found.as_ref().is_some_and(|own| *own != number) {
            return None;
        }
        found = Some(number);
    }
    found
}

/// The last chapter that a text names: `bevilgninger på kap. 329 Arkiv:`.
pub(super) fn last_chapter(text: &str) -> Option<String> {
    ["kap. ", "kapittel ", "Kap. ", "Kapittel "]
        .iter()
        .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
        .max()
        .and_then(|at| {
            let number: String = text[at..]
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            (2..=4).contains(&number.len()).then(|| bare(&number))
        })
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
