//! The walk through a report's blocks: chapters, groups, and the item that is open.

use super::{
    columns::Columns,
    grid::Grid,
    item::{Form, Item, add, goes_on},
};
use crate::{
    grammar::{Grammar, report::ReportHeading},
    kinds::{ids::Ids, letter::Letter},
    layout::{Block, BlockKind, Dictionary, Text},
};
use std::collections::HashSet;

/// A table outside the items, with the section that it stands in and the line above it.
#[derive(Debug, Clone)]
pub struct Loose {
    /// The table.
    pub grid: Grid,
    /// Id of the section.
    pub section: Option<String>,
    /// The line above it that introduces it.
    pub caption: Option<Text>,
}

/// The items of a report and the tables between them.
pub fn items(letter: &mut Letter<'_>) -> (Vec<Item>, Vec<Loose>) {
    let blocks = letter.announced.blocks.clone();
    let source = letter.source;
    let all = letter.blocks;
    let mut walk = Walk {
        grammar: letter.grammar,
        dictionary: letter.dictionary,
        ids: Ids::default(),
        at: blocks.start,
        end: blocks.end,
        columns: None,
        group: None,
        groups: HashSet::new(),
        section: None,
        level: None,
        titled: None,
        under: Vec::new(),
        items: Vec::new(),
        tables: Vec::new(),
        open: false,
        marks: HashSet::new(),
        outlined: false,
        letter,
    };
    walk.letter.preface();
    while walk.at < walk.end {
        let at = walk.at;
        walk.at += 1;
        if walk.letter.aside[at] && !walk.outlined {
            continue;
        }
        match Grid::at(source, all, at, walk.end) {
            Some(grid) => {
                walk.at = grid.blocks.end;
                walk.table(grid);
            }
            None => walk.block(at),
        }
    }
    (walk.items, walk.tables)
}

/// The state of the walk.
pub(super) struct Walk<'l, 'a> {
    pub letter: &'l mut Letter<'a>,
    pub grammar: &'a Grammar,
    /// The words that tell how one at the end of a stretch closes up.
    pub dictionary: &'a Dictionary<'a>,
    ids: Ids,
    /// The next block.
    pub at: usize,
    /// The end of the document.
    pub end: usize,
    /// The columns of the last table of answers in this chapter.
    pub columns: Option<Columns>,
    /// The group that is open.
    pub group: Option<Text>,
    /// Titles of groups.
    pub groups: HashSet<String>,
    /// Id of the section that items stand in.
    pub section: Option<String>,
    /// How deep the form marks that section's heading.
    level: Option<u8>,
    /// How deep the form marks the heading that titles the open item.
    titled: Option<u8>,
    /// What stands under the open headings, each with its depth.
    under: Vec<(u32, Option<ReportHeading>)>,
    pub items: Vec<Item>,
    pub tables: Vec<Loose>,
    /// The last item is open.
    pub open: bool,
    /// Marks of footnotes that were seen in running text.
    marks: HashSet<String>,
    /// A heading was seen.
    outlined: bool,
}

impl<'a> Walk<'_, 'a> {
    pub fn blocks(&self) -> &'a [Block] {
        self.letter.blocks
    }

    /// The whole text of a block, its marker included.
    pub fn whole(&self, at: usize) -> Text {
        self.blocks()[at].whole(self.letter.source)
    }

    /// The open item.
    pub fn item(&mut self) -> Option<&mut Item> {
        if self.open {
            self.items.last_mut()
        } else {
            None
        }
    }

    /// Opens an item in the group and section that are open.
    pub fn push(&mut self, mut item: Item) {
        if item.group.is_none() {
            item.group = self.group.clone();
        }
        item.section = self.section.clone();
        self.items.push(item);
        self.open = true;
        self.titled = None;
    }

    /// Opens a group.
    pub fn open_group(&mut self, title: Text, level: Option<u8>) {
        self.open = false;
        self.groups.insert(title.as_str().to_string());
        let level = level.filter(|level| self.level.is_some_and(|own| *level > own));
        let below = self.under.last().map_or(0, |(depth, _)| *depth);
        self.letter
            .open_chapter(None, title.clone(), level, &mut self.ids);
        let depth = self
            .letter
            .chapters
            .last()
            .map_or(below + 1, |chapter| chapter.level);
        self.under.retain(|(own, _)| *own < depth);
        self.under
            .push((depth, self.grammar.report_heading(title.as_str())));
        self.group = Some(title);
    }

    /// Opens a chapter.
    fn open_section(&mut self, at: usize) {
        let block = &self.blocks()[at];
        let BlockKind::Heading { number, level } = &block.kind else {
            return;
        };
        self.open = false;
        self.columns = None;
        self.group = None;
        self.level = *level;
        self.letter
            .open_chapter(number.clone(), block.text.clone(), *level, &mut self.ids);
        let Some(chapter) = self.letter.chapters.last() else {
            return;
        };
        self.section = chapter.id.clone();
        let depth = chapter.level;
        self.under.retain(|(own, _)| *own < depth);
        self.under
            .push((depth, self.grammar.report_heading(block.text.as_str())));
    }

    /// Whether a heading of this sort stands over the place.
    pub fn stands_under(&self, what: ReportHeading) -> bool {
        self.under.iter().any(|(_, own)| *own == Some(what))
    }

    fn block(&mut self, at: usize) {
        let block = &self.blocks()[at];
        if let BlockKind::Heading { number, level } = &block.kind {
            self.outlined = true;
            self.heading(at, number.is_some(), *level);
            return;
        }
        if self.is_footnote(at) {
            return;
        }
        self.remember_marks(at);
        if block.bold && block.title_like && self.items_follow(at + 1) {
            self.open_group(block.text.clone(), None);
            return;
        }
        if self.case(at)
            || self.identified(at)
            || self.run_together(at)
            || self.measure(at)
            || self.required(at)
        {
            return;
        }
        let text = self.whole(at);
        let title_like = block.title_like;
        self.answer(text, title_like);
    }

    /// Adds a stretch of running text to the open item.
    fn answer(&mut self, text: Text, title_like: bool) {
        let dictionary = self.dictionary;
        let Some(item) = self.item() else {
            return;
        };
        match item.form {
            // A cell that the table's end cut off.
            Form::Row
                if !item.answered()
                    && text.as_str().starts_with(char::is_lowercase)
                    && goes_on(item.requirement.as_str(), text.as_str()) =>
            {
                add(&mut item.requirement, &text, dictionary);
            }
            // Below a table with a column of answers stands other text, unless the last one goes on.
            Form::Answered if item.answered() && !goes_on(item.answer.as_str(), text.as_str()) => {
                self.open = false;
            }
            Form::Answered if title_like => self.open = false,
            _ => add(&mut item.answer, &text, dictionary),
        }
    }

    fn heading(&mut self, at: usize, numbered: bool, level: Option<u8>) {
        let block = &self.blocks()[at];
        let words = block.text.as_str();
        if self.identified(at) {
            return;
        }
        if numbered {
            self.open_section(at);
            if self.asked_below(at + 1) && !self.rows_in_chapter(at + 1) {
                self.titled(at);
            }
            return;
        }
        if self.items_follow(at + 1)
            || self.grammar.report_heading(words) == Some(ReportHeading::Meeting)
        {
            self.open_group(block.text.clone(), level);
            return;
        }
        let deeper = level.is_none_or(|level| self.level.is_some_and(|own| level > own));
        let label = level.is_none() || words.ends_with(':');
        // A heading beside the one that titles the open item begins another.
        let beside = level.is_some() && self.titled.is_some_and(|own| level <= Some(own));
        if self.open && !beside && (label || deeper && !self.asked_below(at + 1)) {
            let text = self.whole(at);
            self.answer(text, false);
            return;
        }
        let item = self.asked_below(at + 1)
            || self.stands_under(ReportHeading::Answers) && !self.rows_in_chapter(at + 1);
        if item && deeper {
            self.group = None;
            self.open_group(block.text.clone(), level);
            self.group = None;
            self.titled(at);
            return;
        }
        self.open_section(at);
        if item {
            self.titled(at);
        }
    }

    /// Opens an item that is titled by a heading.
    fn titled(&mut self, at: usize) {
        let mut item = Item::new(Form::Prose);
        item.title = self.blocks()[at].text.clone();
        self.push(item);
        if let BlockKind::Heading { level, .. } = self.blocks()[at].kind {
            self.titled = level;
        }
    }

    /// Whether rows of answers stand in a chapter, up to the next numbered heading.
    fn rows_in_chapter(&self, from: usize) -> bool {
        self.blocks()[from..self.end]
            .iter()
            .take_while(|block| {
                !matches!(
                    block.kind,
                    BlockKind::Heading {
                        number: Some(_),
                        ..
                    }
                )
            })
            .take(400)
            .enumerate()
            .any(|(n, block)| {
                let first = block.cell.is_some_and(|cell| {
                    n == 0
                        || self.blocks()[from + n - 1]
                            .cell
                            .is_none_or(|before| before.table != cell.table)
                });
                first
                    && Grid::at(self.letter.source, self.blocks(), from + n, self.end)
                        .is_some_and(|grid| self.takes(&grid))
            })
    }

    /// Whether the next block begins an item: a row of a table, an identifier, a case.
    pub fn items_follow(&self, at: usize) -> bool {
        if at >= self.end {
            return false;
        }
        if self.blocks()[at].cell.is_some() {
            return Grid::at(self.letter.source, self.blocks(), at, self.end)
                .is_some_and(|grid| self.takes(&grid));
        }
        self.opens_case(at) || self.identifier(at).is_some()
    }

    /// A note at the foot of a page: its mark, and a capital, after the same mark in running text.
    fn is_footnote(&self, at: usize) -> bool {
        let block = &self.blocks()[at];
        let words = block.text.as_str();
        let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        matches!(block.kind, BlockKind::Paragraph)
            && (1..=2).contains(&digits)
            && words[digits..]
                .strip_prefix(' ')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || c == 'h'))
            && self.marks.contains(&words[..digits])
    }

    /// Remembers digits that are set behind a word or a full stop as a raised mark is: `ordet1 er`.
    pub fn remember_marks(&mut self, at: usize) {
        let words = self.blocks()[at].text.as_str();
        let bytes = words.as_bytes();
        let mut from = 0;
        while let Some(offset) = bytes[from..].iter().position(u8::is_ascii_digit) {
            let start = from + offset;
            let end = start
                + bytes[start..]
                    .iter()
                    .take_while(|b| b.is_ascii_digit())
                    .count();
            let raised = words[..start]
                .chars()
                .next_back()
                .is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | ',' | '»' | ')'));
            let closed = !words[end..]
                .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '/'));
            if raised && closed && end - start <= 2 {
                self.marks.insert(words[start..end].to_string());
            }
            from = end;
        }
    }
}
