//! A letter printed as plain text: typed, in columns set with blanks, as `pdftotext -layout` or a
//! careful typist leave it; or run together, a row of a table a line, as Tika leaves it.

use super::dress::{Dress, Furniture, Gutter, Length, Rules};
use super::page::{Block, Cell, Page, Place, Table, words};

/// Lines to a page.
const PAGE: usize = 54;

/// How the text was made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Typed,
    RunTogether,
}

/// The letter as text.
pub fn print(page: &Page, dress: &Dress, manner: Manner) -> String {
    let mut paper = Paper {
        dress,
        manner,
        out: String::new(),
        line: 0,
        number: 1,
        foot: page.foot.clone(),
        running: page.running.clone(),
        notes: Vec::new(),
        noted: 0,
    };
    for block in &page.blocks {
        paper.block(block);
    }
    paper.finish();
    paper.out
}

struct Paper<'a> {
    dress: &'a Dress,
    manner: Manner,
    out: String,
    /// Lines on this page so far, its number.
    line: usize,
    number: usize,
    foot: Option<Vec<Vec<String>>>,
    running: Option<String>,
    /// Footnotes that this page still owes.
    notes: Vec<String>,
    noted: usize,
}

impl Paper<'_> {
    fn line(&mut self, text: &str) {
        if self.line >= PAGE - if self.number == 1 { 5 } else { 0 } - self.notes.len() * 2 {
            self.turn();
        }
        self.put(text);
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
        self.line += 1;
    }

    fn blank(&mut self) {
        if self.line > 0 {
            self.put("");
        }
    }

    /// What stands at the foot of the page.
    fn bottom(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            self.put("");
            self.put(&note);
        }
        if let Some(columns) = self.foot.take() {
            self.put("");
            self.address(&columns);
        }
        let number = self.number;
        match self.dress.furniture {
            Furniture::PageNumber => {
                let set = if self.manner == Manner::Typed {
                    format!("{:>1$}", number, self.dress.width / 2)
                } else {
                    number.to_string()
                };
                self.put("");
                self.put(&set);
            }
            Furniture::SideAv => {
                let side = format!("Side {number}");
                let set = if self.manner == Manner::Typed {
                    format!("{side:>0$}", self.dress.width)
                } else {
                    side
                };
                self.put("");
                self.put(&set);
            }
            _ => {}
        }
    }

    fn turn(&mut self) {
        self.bottom();
        self.number += 1;
        self.line = 0;
        match self.manner {
            Manner::Typed => self.out.push('\u{c}'),
            Manner::RunTogether => self.out.push(' '),
        }
        if let Some(running) = self.running.clone() {
            self.put(&running);
            self.put("");
        }
    }

    fn finish(&mut self) {
        self.bottom();
    }

    fn address(&mut self, columns: &[Vec<String>]) {
        let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..rows {
            let mut line = String::new();
            for column in columns {
                let text = column.get(row).map_or("", String::as_str);
                match self.manner {
                    Manner::Typed => line.push_str(&format!("{text:<20}")),
                    Manner::RunTogether if text.is_empty() => {}
                    Manner::RunTogether => {
                        line.push_str(text);
                        line.push(' ');
                    }
                }
            }
            self.put(&line);
        }
    }

    fn lines(&mut self, text: &str, indent: usize, hanging: usize) {
        let width = self.dress.width.saturating_sub(indent + hanging);
        for (n, line) in wrap(text, width, self.dress.hyphens)
            .into_iter()
            .enumerate()
        {
            let blanks = if n == 0 || self.manner == Manner::RunTogether {
                indent
            } else {
                indent + hanging
            };
            let blanks = if self.manner == Manner::RunTogether {
                0
            } else {
                blanks
            };
            self.line(&format!("{}{line}", " ".repeat(blanks)));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Letterhead(text) | Block::Title(text) => {
                self.lines(text, 0, 0);
                self.blank();
            }
            Block::Lines(lines) => {
                for line in lines {
                    self.line(line);
                }
                self.blank();
            }
            Block::References(fields) => {
                match self.manner {
                    Manner::Typed => {
                        let titles: String = fields
                            .iter()
                            .map(|(title, _)| format!("{title:<28}"))
                            .collect();
                        let values: String = fields
                            .iter()
                            .map(|(_, value)| format!("{value:<28}"))
                            .collect();
                        self.line(&titles);
                        self.line(&values);
                    }
                    Manner::RunTogether => {
                        let titles: Vec<&str> =
                            fields.iter().map(|(title, _)| title.as_str()).collect();
                        let values: Vec<&str> = fields
                            .iter()
                            .map(|(_, value)| value.as_str())
                            .filter(|value| !value.is_empty())
                            .collect();
                        self.line(&titles.join(" "));
                        self.line(&values.join(" "));
                    }
                }
                self.blank();
            }
            Block::Address(columns) => {
                self.address(columns);
                self.blank();
            }
            Block::Heading(_, text) => {
                // A heading does not stand last on its page.
                if self.line + 10 > PAGE {
                    self.turn();
                } else {
                    self.blank();
                }
                self.lines(text, 0, 4);
                if self.manner == Manner::Typed || self.dress.colon {
                    self.blank();
                }
            }
            Block::Paragraph(runs) => {
                let mut text = String::new();
                for run in runs {
                    text.push_str(&run.text);
                    if let Some(note) = &run.note {
                        self.noted += 1;
                        text.push_str(&self.noted.to_string());
                        self.notes.push(format!("{} {note}", self.noted));
                    }
                }
                self.lines(&text, 0, 0);
                self.blank();
            }
            Block::Items(items) => {
                for (marker, runs) in items {
                    let indent = if marker == "•" { 2 } else { 0 };
                    self.lines(
                        &format!("{marker} {}", words(runs)),
                        indent,
                        marker.chars().count() + 1,
                    );
                    if self.dress.length != Length::Short {
                        self.blank();
                    }
                }
                if self.dress.length == Length::Short {
                    self.blank();
                }
            }
            Block::Fields(fields) => {
                for (name, runs) in fields {
                    match self.manner {
                        Manner::Typed => {
                            let width = self.dress.width - 26;
                            for (n, line) in wrap(&words(runs), width, self.dress.hyphens)
                                .into_iter()
                                .enumerate()
                            {
                                let name = if n == 0 { name.as_str() } else { "" };
                                self.line(&format!("         {name:<17}{line}"));
                            }
                        }
                        Manner::RunTogether => {
                            let text = format!("{name} {}", words(runs));
                            self.lines(text.trim(), 0, 0);
                        }
                    }
                }
                self.blank();
            }
            Block::Table(table) => {
                match self.manner {
                    Manner::Typed => self.typed(table),
                    Manner::RunTogether => self.run_together(table),
                }
                self.blank();
            }
            Block::Beside(left, right) => {
                for block in left.iter().chain(right) {
                    self.block(block);
                }
            }
            Block::Caption(text) | Block::Small(text) => {
                self.lines(text, 0, 0);
                if self.manner == Manner::Typed {
                    self.blank();
                }
            }
            Block::Signatures(people) => {
                if self.dress.signatures_side_by_side && self.manner == Manner::Typed {
                    for pick in [0, 1] {
                        let line: String = people
                            .iter()
                            .map(|one| format!("{:<44}", if pick == 0 { &one.0 } else { &one.1 }))
                            .collect();
                        self.line(&line);
                    }
                } else {
                    for (name, title) in people {
                        self.line(name);
                        self.line(title);
                        self.blank();
                    }
                }
                self.blank();
            }
        }
    }

    /// A table in columns of blanks.
    fn typed(&mut self, table: &Table) {
        let gutter = match self.dress.gutter {
            Gutter::Narrow => 2,
            Gutter::Medium => 3,
            Gutter::Wide => 5,
        };
        let room = self.dress.width - gutter * (table.columns.len() - 1);
        let total: usize = table.columns.iter().map(|column| column.width).sum();
        let widths: Vec<usize> = table
            .columns
            .iter()
            .map(|column| (room * column.width / total).max(4))
            .collect();
        let heads = table.head.len();
        let indent = if self.dress.length == Length::Short && self.dress.size > 100 {
            2
        } else {
            0
        };
        let grid = table.grid();
        let mut head_lines: Vec<String> = Vec::new();
        for (n, places) in grid.iter().enumerate() {
            let mut columns: Vec<(usize, usize, bool, Vec<String>)> = Vec::new();
            let mut start = indent;
            for (at, place) in places.iter().enumerate() {
                if let Place::Cell(cell) = place {
                    let reach: usize = widths[at..at + cell.columns].iter().sum::<usize>()
                        + gutter * (cell.columns - 1);
                    columns.push((
                        start,
                        reach,
                        table.columns[at].right,
                        self.cell(cell, reach),
                    ));
                }
                start += widths[at] + gutter;
            }
            let height = columns
                .iter()
                .map(|(.., lines)| lines.len())
                .max()
                .unwrap_or(0);
            for row in 0..height {
                let mut line = String::new();
                for (start, reach, right, lines) in &columns {
                    let Some(text) = lines.get(row).filter(|text| !text.is_empty()) else {
                        continue;
                    };
                    let blanks = if *right {
                        reach.saturating_sub(text.chars().count())
                    } else {
                        0
                    };
                    let target = start + blanks;
                    let have = line.chars().count();
                    line.push_str(&" ".repeat(target.saturating_sub(have)));
                    line.push_str(text);
                }
                if n < heads {
                    head_lines.push(line.clone());
                } else if self.dress.repeated_head
                    && self.line
                        >= PAGE - if self.number == 1 { 5 } else { 0 } - self.notes.len() * 2
                {
                    self.turn();
                    for head in head_lines.clone() {
                        self.put(&head);
                    }
                }
                self.line(&line);
            }
            if matches!(self.dress.rules, Rules::Ruled | Rules::Horizontal) && n + 1 < grid.len() {
                self.blank();
            }
        }
    }

    fn cell(&self, cell: &Cell, width: usize) -> Vec<String> {
        cell.paragraphs
            .iter()
            .flat_map(|runs| wrap(&words(runs), width, self.dress.hyphens))
            .collect()
    }

    /// A table whose cells have lost their places.
    fn run_together(&mut self, table: &Table) {
        for places in table.grid() {
            let text: Vec<String> = places
                .iter()
                .filter_map(|place| match place {
                    Place::Cell(cell) => Some(
                        cell.paragraphs
                            .iter()
                            .map(words)
                            .collect::<Vec<_>>()
                            .join(" "),
                    ),
                    _ => None,
                })
                .filter(|text| !text.is_empty())
                .collect();
            self.lines(&text.join(" "), 0, 0);
        }
    }
}

/// Words set into lines of a width; long ones parted where the dress parts words.
pub fn wrap(text: &str, width: usize, hyphens: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word.to_string();
        loop {
            let have = line.chars().count();
            let blank = usize::from(have > 0);
            let length = word.chars().count();
            if have + blank + length <= width {
                if blank > 0 {
                    line.push(' ');
                }
                line.push_str(&word);
                break;
            }
            let room = width.saturating_sub(have + blank + 1);
            let part = if hyphens || length > width {
                part_at(&word, room, length > width && have == 0)
            } else {
                None
            };
            match part {
                Some(at) => {
                    if blank > 0 {
                        line.push(' ');
                    }
                    line.extend(word.chars().take(at));
                    line.push('-');
                    word = word.chars().skip(at).collect();
                    lines.push(std::mem::take(&mut line));
                }
                None if have > 0 => lines.push(std::mem::take(&mut line)),
                None => {
                    line.push_str(&word);
                    break;
                }
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Where a word can be parted with so many letters before: between a vowel and a consonant that a
/// vowel follows, three letters on either side at least.
fn part_at(word: &str, room: usize, must: bool) -> Option<usize> {
    let letters: Vec<char> = word.chars().collect();
    if !letters
        .iter()
        .all(|c| c.is_alphabetic() || ".,".contains(*c))
    {
        return None;
    }
    let vowel = |c: char| "aeiouyæøå".contains(c.to_ascii_lowercase());
    let end = letters.len().saturating_sub(3).min(room);
    (3..=end)
        .rev()
        .find(|at| {
            vowel(letters[at - 1])
                && !vowel(letters[*at])
                && letters.get(at + 1).is_some_and(|c| vowel(*c))
        })
        .or_else(|| (must && room > 1).then(|| room.min(letters.len() - 1)))
}
