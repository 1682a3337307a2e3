//! Lines from running markup: what Markdown and HTML have in common.

use super::css;
use super::markup::Tag;
use super::roman::roman;
use super::unseen::{Tally, Why};
use super::{Builder, Canonical, Cell, Note, Reach, Style};

/// Takes text, tags and table cells in reading order and makes lines of them.
#[derive(Debug, Default)]
pub(super) struct Flow {
    lines: Vec<Made>,
    /// Before which lines a page begins.
    pages: Vec<usize>,
    /// The line at work.
    text: String,
    /// Letters and digits of it that are bold, and that are not.
    weight: (usize, usize),
    /// How many bytes of it stand before its first letter or digit that is not bold.
    lead: Option<usize>,
    /// White space that is written only if more text follows.
    gap: bool,
    bold: u32,
    heading: Option<u8>,
    /// Depth of the list item that the next line begins, with the mark it gets.
    item: Option<(u8, String)>,
    lists: Vec<List>,
    /// Tables that are open, the innermost last.
    open: Vec<Open>,
    tables: Vec<Table>,
    /// Nothing but empty lines since the last table.
    clean: bool,
    /// White space is layout only, as in HTML.
    collapse: bool,
    /// Inside `<pre>`.
    preformatted: u32,
    /// How deep in text that is struck out.
    struck: u32,
    /// How deep in text that is set above the line.
    raised: u32,
    /// The element that hides what stands in it, and how many of its name are open in it.
    hiding: Option<(String, u32)>,
    /// What the text leaves out.
    unseen: Tally,
}

#[derive(Debug)]
struct Made {
    text: String,
    style: Style,
    cell: Option<Cell>,
    reach: Reach,
}

/// A list: the number of its last item, where its items are numbered.
#[derive(Debug)]
struct List {
    number: Option<u32>,
    marks: Marks,
}

/// How the items of a list are marked ([HTML], `type` of `ol`; CSS Lists 3, `list-style-type`).
///
/// [HTML]: https://html.spec.whatwg.org/#attr-ol-type
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Marks {
    /// A dot, a disc.
    #[default]
    Bullet,
    /// `1.`
    Decimal,
    /// `a.` or `A.`
    Letter { upper: bool },
    /// `i.` or `I.`
    Roman { upper: bool },
    /// Nothing is shown.
    None,
}

impl Marks {
    /// What the `type` attribute of a numbered list says.
    pub fn of_type(kind: Option<&str>) -> Self {
        match kind.map(str::trim) {
            Some("a") => Self::Letter { upper: false },
            Some("A") => Self::Letter { upper: true },
            Some("i") => Self::Roman { upper: false },
            Some("I") => Self::Roman { upper: true },
            _ => Self::Decimal,
        }
    }

    /// The mark of an item, a blank after it.
    fn mark(self, number: u32) -> String {
        let cased = |upper: bool, mark: String| match upper {
            true => mark.to_uppercase(),
            false => mark,
        };
        match self {
            Self::Bullet => "- ".to_owned(),
            Self::None => String::new(),
            Self::Letter { upper } if number > 0 => {
                format!("{}. ", cased(upper, letters(number)))
            }
            Self::Roman { upper } if (1..4000).contains(&number) => {
                format!("{}. ", cased(upper, roman(number)))
            }
            _ => format!("{number}. "),
        }
    }
}

/// `a`, `b` … `z`, `aa`, `ab` …
fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    letters.iter().rev().collect()
}

/// A table being read.
#[derive(Debug)]
struct Open {
    table: u32,
    /// Rows begun so far.
    rows: u32,
    column: u32,
    in_cell: bool,
    /// For every column, how many of the coming rows a cell above reaches into.
    reach: Vec<u32>,
    /// Which columns of this row are taken from above.
    taken: Vec<bool>,
    /// How bold the text around the open cell is.
    bold: u32,
    /// How far the open cell reaches.
    cell: Reach,
}

/// A table that was read.
#[derive(Debug, Default)]
struct Table {
    columns: u32,
    rows: u32,
    first_line: Option<usize>,
    last_line: usize,
    /// Nothing but empty lines parts it from the table before.
    follows: bool,
}

/// No table of a letter is wider; a larger number is a slip.
const MOST_COLUMNS: u32 = 200;
const MOST_ROWS: u32 = 5000;

impl Flow {
    /// A flow in which white space is layout only.
    pub fn collapsing() -> Self {
        Self {
            collapse: true,
            ..Self::default()
        }
    }

    /// Adds text, its character references spelt out already.
    pub fn text(&mut self, text: &str) {
        if self.hiding.is_some() {
            self.unseen(Why::Hidden, text);
            return;
        }
        if self.struck > 0 {
            self.unseen(Why::Struck, text);
            return;
        }
        let marks;
        let mut text = text;
        // Behind a number it is none of its figures.
        let number = self.text.ends_with(|c: char| c.is_ascii_digit()) && !self.gap;
        if self.raised > 0 && self.collapse && number && is_raised_mark(text) {
            marks = raised(text);
            text = &marks;
        }
        let collapse = self.collapse || self.in_cell();
        for c in text.chars() {
            match c {
                '\n' | '\r' if self.preformatted > 0 => self.line_end(),
                ' ' | '\t' if collapse && self.preformatted == 0 => self.gap = true,
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    self.gap = true;
                }
                c => {
                    if self.gap {
                        self.gap = false;
                        if !self.text.is_empty() {
                            self.text.push(' ');
                        }
                    }
                    if c.is_alphanumeric() {
                        if self.bold > 0 {
                            self.weight.0 += 1;
                        } else {
                            self.weight.1 += 1;
                            self.lead.get_or_insert(self.text.len());
                        }
                    }
                    self.text.push(c);
                }
            }
        }
    }

    /// Notes text that the running text leaves out.
    pub fn unseen(&mut self, why: Why, text: &str) {
        let line = self.lines.len();
        let before = match self.text.trim() {
            "" => self.lines.last().map_or("", |made| made.text.as_str()),
            text => text,
        };
        self.unseen.add(why, text, (line, before));
        // What stands on both sides of it is not one word.
        self.gap |= text.contains(char::is_whitespace);
    }

    /// Text from here on is struck out, or no longer; it nests.
    pub fn struck(&mut self, on: bool) {
        self.struck = if on {
            self.struck + 1
        } else {
            self.struck.saturating_sub(1)
        };
    }

    /// Text from here on is set above the line, or no longer; it nests.
    pub fn raised(&mut self, on: bool) {
        self.raised = if on {
            self.raised + 1
        } else {
            self.raised.saturating_sub(1)
        };
    }

    /// Text from here on is bold, or not.
    pub fn set_bold(&mut self, on: bool) {
        self.bold = u32::from(on);
    }

    /// White space from here on stands as it is, or no longer; it nests.
    pub fn preformatted(&mut self, on: bool) {
        self.preformatted = if on {
            self.preformatted + 1
        } else {
            self.preformatted.saturating_sub(1)
        };
    }

    /// Turns bold on or off; it nests.
    pub fn bold(&mut self, on: bool) {
        self.bold = if on {
            self.bold + 1
        } else {
            self.bold.saturating_sub(1)
        };
    }

    /// Forgets bold, struck out and hidden words and list items that were never closed.
    pub fn plain(&mut self) {
        self.bold = 0;
        self.item = None;
        (self.struck, self.raised) = (0, 0);
        if matches!(&self.hiding, Some((name, _)) if matches!(name.as_str(), "span" | "a" | "b" | "i" | "em" | "strong" | "font" | "small"))
        {
            self.hiding = None;
        }
    }

    /// Ends the line at work; an empty one leaves nothing.
    pub fn line_end(&mut self) {
        self.gap = false;
        let text = std::mem::take(&mut self.text);
        let weight = std::mem::take(&mut self.weight);
        let lead = self.lead.take().unwrap_or(0);
        let begin = text.len() - text.trim_start_matches([' ', '\t']).len();
        let text = text.trim_matches([' ', '\t']);
        if text.is_empty() {
            return;
        }
        let mut made = Made {
            text: String::new(),
            style: Style {
                heading: self.heading,
                bold: weight.0 > 0 && weight.1 == 0,
                lead: if weight.0 > 0 {
                    text[..lead.saturating_sub(begin)].trim_end().len()
                } else {
                    0
                },
                ..Style::default()
            },
            cell: self.cell(),
            reach: self.reach(),
        };
        if let Some((depth, mark)) = self.item.take() {
            made.style.item = Some(depth);
            if !begins_with_mark(text) {
                made.text = mark;
                if made.style.lead > 0 {
                    made.style.lead += made.text.len();
                }
            }
        }
        made.text.push_str(text);
        if let Some(cell) = made.cell {
            let table = &mut self.tables[cell.table as usize];
            table.first_line.get_or_insert(self.lines.len());
            table.last_line = self.lines.len();
        }
        self.lines.push(made);
    }

    /// Ends the line and its paragraph.
    pub fn paragraph_end(&mut self) {
        self.line_end();
        if let Some(last) = self.lines.last_mut() {
            last.style.ends_paragraph = true;
        }
    }

    /// Lines from here on are a heading of this level, or none.
    pub fn heading(&mut self, level: Option<u8>) {
        self.paragraph_end();
        self.heading = level;
    }

    /// The next line begins a list item; `mark` is put before it unless it has one of its own.
    pub fn item(&mut self, depth: usize, mark: String) {
        self.paragraph_end();
        self.item = Some((depth.min(usize::from(u8::MAX)) as u8, mark));
    }

    /// A page begins.
    pub fn page(&mut self) {
        self.line_end();
        self.pages.push(self.lines.len());
    }

    /// A rule parts what stands before from what follows.
    pub fn rule(&mut self) {
        self.paragraph_end();
        self.clean = false;
    }

    /// Whether a table is open.
    pub fn in_table(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether a cell is open.
    fn in_cell(&self) -> bool {
        self.open.last().is_some_and(|open| open.in_cell)
    }

    fn cell(&self) -> Option<Cell> {
        // A nested table's white space stands in the cell around it.
        self.open
            .iter()
            .rev()
            .find(|open| open.in_cell)
            .map(|open| Cell {
                table: open.table,
                row: open.rows.saturating_sub(1),
                column: open.column.saturating_sub(1),
            })
    }

    /// How far the open cell reaches.
    fn reach(&self) -> Reach {
        let open = self.open.iter().rev().find(|open| open.in_cell);
        open.map(|open| open.cell).unwrap_or_default()
    }

    /// The number of columns of the table that ended last, if nothing stands after it.
    pub fn columns_before(&self) -> Option<u32> {
        let table = self.tables.last()?;
        (self.clean && self.text.is_empty() && table.last_line + 1 == self.lines.len())
            .then_some(table.columns)
    }

    /// A table begins.
    pub fn table(&mut self) {
        self.paragraph_end();
        self.open.push(Open {
            table: self.tables.len() as u32,
            rows: 0,
            column: 0,
            in_cell: false,
            reach: Vec::new(),
            taken: Vec::new(),
            bold: 0,
            cell: Reach::default(),
        });
        self.tables.push(Table {
            follows: self.clean,
            ..Table::default()
        });
    }

    /// A row begins.
    pub fn row(&mut self) {
        self.cell_end();
        if let Some(open) = self.open.last_mut() {
            open.rows += 1;
            open.column = 0;
            open.taken.clear();
            open.taken.extend(open.reach.iter().map(|&rows| rows > 0));
            for rows in &mut open.reach {
                *rows = rows.saturating_sub(1);
            }
            self.tables[open.table as usize].rows = open.rows;
        }
    }

    /// A cell begins that reaches over so many columns and rows.
    pub fn cell_start(&mut self, columns: u32, rows: u32, head: bool) {
        if self.open.last().is_some_and(|open| open.rows == 0) {
            self.row();
        }
        self.cell_end();
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let columns = columns.clamp(1, MOST_COLUMNS);
        while open.taken.get(open.column as usize) == Some(&true) {
            open.column += 1;
        }
        if rows > 1 {
            let end = (open.column + columns).min(MOST_COLUMNS) as usize;
            if open.reach.len() < end {
                open.reach.resize(end, 0);
            }
            let start = (open.column as usize).min(end);
            open.reach[start..end].fill(rows.min(MOST_ROWS) - 1);
        }
        open.column += 1;
        open.in_cell = true;
        open.bold = self.bold;
        open.cell = Reach {
            rows: rows.clamp(1, MOST_ROWS),
            columns,
            head,
        };
        let table = &mut self.tables[open.table as usize];
        table.columns = table.columns.max(open.column + columns - 1);
        // The cell's own column is the first that it reaches over.
        if columns > 1 {
            open.taken
                .resize((open.column as usize).max(open.taken.len()), false);
            let end = (open.column + columns - 1) as usize;
            if open.taken.len() < end {
                open.taken.resize(end, false);
            }
            open.taken[open.column as usize..end].fill(true);
        }
    }

    /// The open cell ends.
    pub fn cell_end(&mut self) {
        if self.in_cell() {
            if self.text.is_empty() {
                self.gap = false;
            } else {
                self.line_end();
            }
            // The last line of the cell, if it has one, ends its paragraph.
            let cell = self.cell();
            if let Some(last) = self.lines.last_mut()
                && last.cell == cell
            {
                last.style.ends_paragraph = true;
            }
            self.item = None;
            if let Some(open) = self.open.last_mut() {
                open.in_cell = false;
                self.bold = open.bold;
            }
        } else {
            self.paragraph_end();
        }
    }

    /// The open table ends.
    pub fn table_end(&mut self) {
        self.cell_end();
        self.open.pop();
        self.clean = true;
    }

    /// Closes every table that was left open.
    pub fn close_tables(&mut self) {
        while self.in_table() {
            self.table_end();
        }
    }

    /// A tag of HTML. Unknown ones mean nothing.
    pub fn tag(&mut self, tag: &Tag<'_>) {
        let mut buffer = [0; 12];
        let name = tag.name(&mut buffer);
        if self.hides(tag, name) {
            return;
        }
        match (name, tag.closes) {
            ("b" | "strong", closes) => self.bold(!closes),
            ("del" | "s" | "strike", closes) => self.struck(!closes),
            ("sup", closes) => self.raised(!closes),
            ("br", _) => self.line_end(),
            ("hr", _) => self.rule(),
            ("pre", closes) => {
                self.paragraph_end();
                self.preformatted(!closes);
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", closes) => {
                let level = name.as_bytes()[1] - b'0';
                self.heading((!closes).then_some(level));
            }
            ("ul", false) => self.list(None, Marks::Bullet),
            ("ol", false) => self.list(
                Some(tag.number("start").unwrap_or(1)),
                Marks::of_type(tag.attribute("type")),
            ),
            ("ul" | "ol", true) => self.list_end(),
            ("li", false) => self.list_item(tag.number("value"), None),
            ("li", true) => self.item_end(),
            ("table", false) => self.table(),
            ("table", true) if self.in_table() => self.table_end(),
            ("tr", false) if self.in_table() => self.row(),
            ("td" | "th", false) if self.in_table() => {
                self.cell_start(
                    tag.number("colspan").unwrap_or(1),
                    tag.number("rowspan").unwrap_or(1),
                    name == "th",
                );
                if name == "th" {
                    self.bold(true);
                }
            }
            ("td" | "th" | "tr", true) if self.in_cell() => self.cell_end(),
            (
                "p" | "div" | "section" | "article" | "blockquote" | "dl" | "dt" | "dd" | "figure"
                | "figcaption" | "caption" | "header" | "footer" | "main" | "aside" | "address"
                | "form" | "fieldset" | "details" | "summary" | "center" | "body" | "html" | "td"
                | "th" | "tr",
                _,
            ) => self.paragraph_end(),
            _ => {}
        }
    }

    /// Whether a tag stands in an element that hides its words, or begins or ends one.
    fn hides(&mut self, tag: &Tag<'_>, name: &str) -> bool {
        let Some((hiding, depth)) = &mut self.hiding else {
            let hidden = !tag.closes
                && !matches!(
                    name,
                    "br" | "hr" | "img" | "input" | "td" | "th" | "tr" | "table"
                )
                && (tag.attribute("hidden").is_some()
                    || tag.attribute("style").is_some_and(css::hides));
            if hidden {
                self.hiding = Some((name.to_owned(), 1));
            }
            return hidden;
        };
        if hiding == name {
            match tag.closes {
                true => *depth -= 1,
                false => *depth += 1,
            }
            if *depth == 0 {
                self.hiding = None;
            }
        }
        true
    }

    /// A list begins; `start` is the number of its first item, where its items are numbered.
    pub fn list(&mut self, start: Option<u32>, marks: Marks) {
        self.paragraph_end();
        self.lists.push(List {
            number: start.map(|start| start.saturating_sub(1)),
            marks,
        });
    }

    /// The innermost list ends.
    pub fn list_end(&mut self) {
        self.paragraph_end();
        self.lists.pop();
        self.item = None;
    }

    /// An item of the innermost list begins, with its own number or mark where it has one.
    pub fn list_item(&mut self, value: Option<u32>, marks: Option<Marks>) {
        self.paragraph_end();
        let mark = match self.lists.last_mut() {
            Some(list) => {
                let number = list
                    .number
                    .map(|last| value.unwrap_or(last.saturating_add(1)));
                list.number = number;
                marks.unwrap_or(list.marks).mark(number.unwrap_or(0))
            }
            None => Marks::Bullet.mark(0),
        };
        let depth = self.lists.len().saturating_sub(1);
        self.item = Some((depth.min(usize::from(u8::MAX)) as u8, mark));
    }

    /// The list item at work ends.
    pub fn item_end(&mut self) {
        self.paragraph_end();
        self.item = None;
    }

    /// The finished text, and what it leaves out.
    pub fn finish(mut self) -> (Canonical, Vec<Note>) {
        self.paragraph_end();
        self.close_tables();
        let notes = std::mem::take(&mut self.unseen).notes();
        let places = self.joined_tables();
        let mut builder = Builder::new();
        let mut pages = self.pages.iter().copied().peekable();
        for (at, made) in self.lines.into_iter().enumerate() {
            while pages.next_if_eq(&at).is_some() {
                builder.page();
            }
            let line = builder.line(&made.text);
            line.style = made.style;
            line.reach = made.reach;
            line.cell = made.cell.map(|cell| {
                let (table, first_row) = places[cell.table as usize];
                Cell {
                    table,
                    row: first_row + cell.row,
                    ..cell
                }
            });
        }
        for _ in pages {
            builder.page();
        }
        (builder.finish(), notes)
    }

    /// For every table its final number and first row: a table of as many columns that follows
    /// directly goes on with the one before, as where a page broke it.
    fn joined_tables(&self) -> Vec<(u32, u32)> {
        let mut places: Vec<(u32, u32)> = Vec::with_capacity(self.tables.len());
        let mut last: Option<usize> = None;
        let mut count = 0;
        for (at, table) in self.tables.iter().enumerate() {
            let Some(first_line) = table.first_line else {
                places.push((0, 0));
                continue;
            };
            let before = last.filter(|&last| {
                let before = &self.tables[last];
                table.follows
                    && before.columns == table.columns
                    && before.last_line + 1 == first_line
            });
            places.push(match before {
                Some(before) => {
                    let (number, first_row) = places[before];
                    (number, first_row + self.tables[before].rows)
                }
                None => {
                    count += 1;
                    (count - 1, 0)
                }
            });
            last = Some(at);
        }
        places
    }
}

/// The mark of a footnote, or an exponent: `1`, `2)`, `1, 2`.
fn is_raised_mark(text: &str) -> bool {
    let words = text.trim();
    words.starts_with(|c: char| c.is_ascii_digit())
        && words.len() <= 8
        && words
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ')' | ',' | ' '))
}

/// Digits as they are set above the line: beside a number they are none of its own.
fn raised(text: &str) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    text.chars()
        .map(|c| c.to_digit(10).map_or(c, |digit| DIGITS[digit as usize]))
        .collect()
}

/// Whether a list item brings its printed mark along: `- x`, `• x`, `1. x`, `a) x`.
fn begins_with_mark(text: &str) -> bool {
    let word = text.split([' ', '\u{a0}']).next().unwrap_or_default();
    if word.len() == text.len() {
        return false;
    }
    let label = word.trim_end_matches(['.', ')']);
    match word.len() - label.len() {
        0 => word.chars().count() == 1 && !word.contains(char::is_alphanumeric),
        1 => {
            label.len() <= 3
                && (label.bytes().all(|b| b.is_ascii_digit()) || label.chars().count() == 1)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_marks_are_known() {
        for text in ["- x", "• x", "1. x", "12) x", "a) x", "–\u{a0}x"] {
            assert!(begins_with_mark(text), "{text}");
        }
        for text in ["x", "-", "A x", "2026. x", "mv. x", "(x) y"] {
            assert!(!begins_with_mark(text), "{text}");
        }
    }
}
