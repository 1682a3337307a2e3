//! The walk through a letter's money: tables, headings of posts, and the running text below them.
//!
//! ```text
//! heading ::= "Kap" ["."] chapter [","] "post" post [name]
//!           | "Kap" ["."] chapter name, and below it "Post" post name
//!           | "Post" post name            below a table that tells the chapter
//! ```

use super::{
    keys::{Key, heading_at},
    known::{Known, Post},
    mention::numbers,
    said::Told,
};
use crate::model::Code;
use crate::{
    grammar::{Zone, amount::amounts, lexeme::is_blank},
    kinds::{
        diagnostic,
        letter::{Letter, outline::Chapter},
        money::name::condition_split,
    },
    layout::{BlockKind, Text},
    model::{
        Action, Appropriation, AppropriationLevel as Level, AppropriationTable, Earmark,
        FigureRole, Relation, Severity,
    },
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

/// Where the walk stands.
#[derive(Default)]
pub(super) struct Walk {
    /// The heading that is open.
    pub(super) heading: Option<Heading>,
    /// The chapter's number and name, of the heading above the posts'.
    pub(super) chapter: Option<(String, String)>,
    /// Records of text, by place and post.
    pub(super) texts: HashMap<(usize, Post), usize>,
    /// Changes, by post.
    pub(super) changes: HashMap<Post, usize>,
    /// Posts whose change sentences alone have told of.
    pub(super) said: HashSet<Post>,
    /// Records whose change a table gives.
    pub(super) tabled: HashSet<usize>,
    /// Changes that sentences tell of, by record.
    pub(super) told: BTreeMap<usize, Vec<Told>>,
    /// The post of the list that a paragraph has opened.
    pub(super) list: Option<Post>,
    /// The chapter of the list that a paragraph has opened: «Over kap. 701 stilles til disposisjon:»
    pub(super) list_chapter: Option<String>,
    /// The paragraph that has opened the list gives money: «Etaten disponerer i 2026:»
    pub(super) list_gives: bool,
    /// What tables and assignments tell.
    pub(super) known: Known,
    /// The sentence before, if it was of a post.
    pub(super) last: Option<Last>,
    /// The post that the last sentence with a post named, and its block.
    pub(super) topic: Option<(Post, usize)>,
    /// The post that a sentence has opened its paragraph with: «Post 21 Fyr. …»
    pub(super) led: Option<super::led::Led>,
    /// Rates that have been read: their record, amount and name.
    pub(super) rates: HashSet<(usize, Option<i64>, String)>,
    /// Where the sections begin.
    pub(super) starts: Vec<usize>,
    /// Of each section, the last numbered one at or before it.
    numbered: Vec<Option<usize>>,
    /// The numbered section of the last post's heading, and the section of the first one there.
    area: Option<(usize, Option<String>)>,
}

/// A sentence of a post, for the next one that goes on with it.
pub(super) struct Last {
    pub(super) post: Post,
    pub(super) record: usize,
    pub(super) block: usize,
    pub(super) section: Option<String>,
}

/// A line that heads the text about a post, not opened yet.
struct Head {
    /// Its number among the lines.
    at: usize,
    key: Key,
    name: Text,
    line: Text,
    /// All of the post, and as printed, where the line names it.
    amount: Option<(Option<i64>, String)>,
}

pub(super) struct Heading {
    pub(super) post: Post,
    pub(super) name: Text,
    /// All of its line.
    pub(super) line: Text,
    pub(super) clarifies: bool,
    /// The record of another post that the text below names.
    pub(super) other: Option<usize>,
    pub(super) section: Option<String>,
    /// A number that no other heading has.
    pub(super) number: usize,
}

impl Letter<'_> {
    /// Reads tables and text, in the order of the letter.
    pub(in crate::kinds::letter) fn money(&mut self) {
        let tables = std::mem::take(&mut self.tables);
        let starts: Vec<usize> = self
            .chapters
            .iter()
            .map(|c| c.title.start().unwrap_or(0))
            .collect();
        let mut walk = Walk {
            known: Known::of(&tables, &self.document.assignments, self.document.year),
            starts: starts.clone(),
            numbered: self
                .chapters
                .iter()
                .enumerate()
                .scan(None, |last, (n, chapter)| {
                    *last = chapter.number.as_ref().map(|_| n).or(*last);
                    Some(*last)
                })
                .collect(),
            ..Walk::default()
        };
        let mut next: usize = 0;
        self.tables = tables.clone();
        let divided = std::mem::take(&mut self.purposes);
        let mut read = 0;
        for at in self.announced.blocks.clone() {
            let lines = self.blocks[at].lines.clone();
            if lines.start < read {
                continue;
            }
            if let Some(table) = divided.iter().find(|one| one.lines.start == lines.start)
                && self.divide(&mut walk, at, table)
            {
                read = table.lines.end;
                continue;
            }
            // What stands in one block with the last rows of a table that began above it.
            let tail = next.checked_sub(1).map(|last| tables[last].lines.clone());
            let tail = tail.filter(|own| own.start < lines.start && own.end < lines.end);
            let free = match (self.money_blocks[at], tail) {
                (false, _) => self.free_text(at),
                (true, Some(own)) if own.end > lines.start => self.free_text(at),
                (true, _) => Vec::new(),
            };
            for (line, text) in free {
                if tables
                    .get(next)
                    .is_none_or(|table| line < table.lines.start)
                {
                    self.money_text(&mut walk, at, line, text);
                }
            }
            while let Some(table) = tables
                .get(next)
                .filter(|table| table.lines.start < lines.end)
            {
                next += 1;
                let origin = self.lines[table.lines.start].at;
                let section = self.section_at(&starts, origin);
                let changes = table.head.changes(self.document.year);
                let authorised = self.authorised_at(&starts, origin);
                if table.head.ceiling() || authorised && (!changes || table.head.has_frame()) {
                    self.ceilings(table);
                    continue;
                }
                let first = self.table_records(table, section);
                self.know_changes(&mut walk, first);
                if table.lines.end < lines.end {
                    for (line, text) in self.free_text(at) {
                        if line >= table.lines.end {
                            self.money_text(&mut walk, at, line, text);
                        }
                    }
                }
            }
        }
        self.told_changes(&walk);
        // A post that only its earmarks speak of stands where they stand.
        for record in &mut self.document.appropriations {
            if record.spans.is_empty() {
                record.spans = record
                    .earmarks
                    .iter()
                    .flat_map(|earmark| earmark.spans.iter().cloned())
                    .collect();
            }
        }
        self.authorisations(&starts, &walk.known);
    }

    pub(super) fn chapter_at(&self, starts: &[usize], origin: usize) -> Option<&Chapter> {
        let n = starts.partition_point(|start| *start <= origin);
        self.chapters.get(n.checked_sub(1)?)
    }

    pub(super) fn section_at(&self, starts: &[usize], origin: usize) -> Option<String> {
        self.chapter_at(starts, origin)?.id.clone()
    }

    pub(super) fn authorised_at(&self, starts: &[usize], origin: usize) -> bool {
        let n = starts.partition_point(|start| *start <= origin);
        n > 0 && self.under(n - 1, Zone::Authorisations)
    }

    /// Whether a place stands under «Endringer i tildelinger», however far below.
    pub(super) fn changes_at(&self, starts: &[usize], origin: usize) -> bool {
        let n = starts.partition_point(|start| *start <= origin);
        n > 0 && self.under_changes(n - 1)
    }

    /// Whether a chapter stands under «Endringer i tildelinger», however far below.
    pub(in crate::kinds::letter) fn under_changes(&self, chapter: usize) -> bool {
        let mut at = Some(chapter);
        while let Some(chapter) = at.and_then(|n| self.chapters.get(n)) {
            if chapter.title.as_str().starts_with("Endring") {
                return true;
            }
            at = chapter.parent;
        }
        false
    }

    pub(super) fn is_supplement(&self) -> bool {
        self.document.supplement.is_some() || self.document.relation == Relation::Supplement
    }

    /// Changes of a table, for the sentences below it; the heading's action is theirs. A change that
    /// a sentence above the table gave is the same record.
    fn know_changes(&mut self, walk: &mut Walk, first: usize) {
        let rows: Vec<Appropriation> = self.document.appropriations.drain(first..).collect();
        for mut record in rows {
            let post = (record.chapter.clone(), record.post.clone());
            if record.level == Level::Post {
                let heading = walk.heading.as_ref();
                if heading.is_some_and(|own| own.clarifies && own.post == post) {
                    record.action = Some(Action::Clarified);
                }
                if record.table == AppropriationTable::Change {
                    let known = walk.changes.get(&post).copied();
                    if let Some(known) = known.filter(|_| walk.said.remove(&post)) {
                        self.merge_change(known, record);
                        walk.tabled.insert(known);
                        continue;
                    }
                    walk.tabled.insert(self.document.appropriations.len());
                    walk.changes
                        .insert(post, self.document.appropriations.len());
                }
            }
            self.document.appropriations.push(record);
        }
    }

    /// Adds the row of a table to the record of the sentences that told of the change before.
    fn merge_change(&mut self, known: usize, row: Appropriation) {
        let own = &mut self.document.appropriations[known];
        let (id, taken) = (own.id.clone(), own.earmarks.len());
        let mut told = Vec::new();
        for figure in &row.figures {
            // What its sentences come to is asked at the end.
            let before = own
                .figure(figure.role)
                .filter(|_| figure.role != FigureRole::Change);
            if let (Some(said), Some(printed)) = (before.and_then(|one| one.nok), figure.nok)
                && said != printed
            {
                told.push(format!(
                    "the sentence says {said}, the table {printed} kroner"
                ));
            }
        }
        own.figures
            .retain(|one| !row.figures.iter().any(|other| other.role == one.role));
        own.figures.splice(0..0, row.figures);
        own.name = own.name.take().or(row.name);
        own.chapter_name = own.chapter_name.take().or(row.chapter_name);
        own.note = own.note.take().or(row.note);
        if own.conditions.is_empty() {
            own.conditions = row.conditions;
        }
        // Ids count on from those of the sentences.
        let renamed = |old: &str| {
            let n = old.rsplit('-').next().and_then(|n| n.parse().ok());
            format!("{id}-earmark-{}", taken + n.unwrap_or(1))
        };
        let earmarks: Vec<Earmark> = row
            .earmarks
            .iter()
            .map(|one| Earmark {
                id: renamed(&one.id),
                parent: one.parent.as_deref().map(renamed),
                ..one.clone()
            })
            .collect();
        own.earmarks.extend(earmarks);
        let places = own.spans.clone();
        own.spans.extend(row.spans);
        for message in told {
            let found = diagnostic(
                Code::ChangeDisagrees,
                Severity::Warning,
                message,
                Some(id.clone()),
                places.clone(),
            );
            self.diagnostics.push(found);
        }
    }

    /// The section that a post's heading stands in. «Mål for ordningen» below the heading of a post
    /// is no section of the next one: posts of one numbered section stand together.
    fn heading_section(&self, walk: &mut Walk, line: Range<usize>) -> Option<String> {
        let own = self.section_at(&walk.starts, line.end);
        let n = walk.starts.partition_point(|start| *start <= line.end);
        // The heading may be a section itself.
        if n > 0 && walk.starts[n - 1] >= line.start {
            return own;
        }
        let numbered = n
            .checked_sub(1)
            .and_then(|n| walk.numbered.get(n).copied().flatten());
        match (&walk.area, numbered) {
            (Some((area, section)), Some(numbered)) if *area == numbered => section.clone(),
            (_, Some(numbered)) => {
                walk.area = Some((numbered, own.clone()));
                own
            }
            _ => own,
        }
    }

    /// A stretch of running text: headings in it, and what stands below them.
    fn money_text(&mut self, walk: &mut Walk, at: usize, line: usize, text: Text) {
        if text.is_empty() {
            return;
        }
        if self.aside[at] {
            // A page may begin with a post's heading right after an address block.
            for own in line..self.blocks[at].lines.end {
                self.heads_post(own, own == line, walk);
            }
            return;
        }
        let block = &self.blocks[at];
        let words = text.as_str();
        // A quick no: most paragraphs hold neither money nor a post.
        if let BlockKind::Heading { number, .. } = &block.kind {
            let posts = heading_at(self.lines[block.lines.start].text, self.grammar).is_some();
            // «Mål for ordningen» stands under a post as well as over a chapter.
            let zone = self.grammar.zone(words).is_some_and(|zone| {
                !matches!(
                    zone,
                    Zone::Goals
                        | Zone::SectorGoals
                        | Zone::Indicators
                        | Zone::QualitativeGoals
                        | Zone::KeyFigures
                        | Zone::Contents
                )
            });
            // «Rammen er 3 mill. kroner. Midlene fordeles slik:» is short, and heads no section.
            let says = number.is_none() && !amounts(words).is_empty();
            if !posts && !says && (number.is_some() || zone) {
                walk.heading = None;
                walk.chapter = None;
                if number.is_some() && numbers(words, self.grammar).len() == 1 {
                    self.open_section(walk, &text);
                }
            }
        }
        let headed = self.lines[line.max(block.lines.start)]
            .text
            .starts_with(|c: char| matches!(c, 'K' | 'P') || c.is_ascii_digit());
        let item = matches!(block.kind, BlockKind::Item(_));
        let mut from = 0;
        if headed || words.contains("Kap") || words.contains("Post ") {
            // Headings inside the block.
            let first = line - block.lines.start;
            for n in first..block.starts.len() {
                let own = block.lines.start + n;
                if item && n == 0 {
                    continue;
                }
                let Some(head) = self.post_heading(own, n == 0, walk) else {
                    continue;
                };
                let offset = block.starts[n]
                    .saturating_sub(block.starts[first])
                    .min(words.len());
                let before = text.slice(from.min(offset)..offset);
                // What stands above the heading is of the one before.
                self.money_sentences(walk, at, &before);
                self.open_heading(walk, head);
                from = block.starts.get(n + 1).map_or(words.len(), |next| {
                    next.saturating_sub(block.starts[first]).min(words.len())
                });
            }
        }
        let rest = text.slice(from..words.len());
        self.money_sentences(walk, at, &rest);
    }

    /// Opens the section whose title names one post: «3.2 Tilskudd under post 73», «3.3 Kart (kap. 701 post 21)».
    fn open_section(&self, walk: &mut Walk, title: &Text) {
        let words = title.as_str();
        let Some(post) = self.post_named(walk, words, 0) else {
            return;
        };
        let from = words.find(is_blank).map_or(0, |at| at + 1);
        let name = match words.find(" (") {
            Some(at) if words.ends_with(')') && at > from => title.slice(from..at),
            _ => Text::default(),
        };
        let start = title.start().unwrap_or(0);
        walk.heading = Some(Heading {
            section: self.section_at(&walk.starts, start + words.len()),
            post,
            name,
            number: start,
            clarifies: false,
            other: None,
            line: title.clone(),
        });
        walk.last = None;
        walk.topic = None;
        walk.led = None;
    }

    /// Opens the heading of a post that a line is, if it is one.
    fn heads_post(&mut self, at: usize, free: bool, walk: &mut Walk) {
        if let Some(head) = self.post_heading(at, free, walk) {
            self.open_heading(walk, head);
        }
    }

    /// The post that a line heads the text about.
    fn post_heading(&self, at: usize, free: bool, walk: &Walk) -> Option<Head> {
        let line = &self.lines[at];
        let (mut key, from) = heading_at(line.text, self.grammar)?;
        let before = at.checked_sub(1).map_or("", |n| self.lines[n].text);
        let whole = Text::at(self.source, line.at..line.at + line.text.len());
        // Rows in words, a line each: `Kap. 701 post 01 Drift: kr 3 000`
        let row = || heading_at(before, self.grammar).is_some_and(|(key, _)| key.post.is_some());
        if !free && !line.gap && !before.ends_with(['.', ':', '»']) && !row() {
            return None;
        }
        let words = &line.text[from..];
        let skip = words.len() - words.trim_start_matches(['–', '-', ':', ' ', '.']).len();
        let mut name = whole.slice(from + skip..line.text.len());
        if key.chapter.is_none() && walk.chapter.is_none() {
            let plain = condition_split(name.as_str(), self.grammar).name;
            let post = key.post.as_deref().unwrap_or("");
            key.chapter = Some(walk.known.chapter_of(post, &plain)?.to_string());
        }
        // `Kap. 701 post 21 Havner: 4 mill. kroner`
        let mut amount = None;
        if let [one] = amounts(name.as_str()).as_slice()
            && key.post.is_some()
            && name.as_str()[one.range.end..]
                .trim_matches([' ', '.', ',', '-'])
                .is_empty()
        {
            amount = Some((one.nok, name.as_str()[one.range.clone()].to_string()));
            let words =
                name.as_str()[..one.range.start].trim_end_matches(['–', '-', ':', ' ', ',']);
            name = name.slice(0..words.len());
        }
        Some(Head {
            at,
            key,
            name,
            line: whole,
            amount,
        })
    }

    fn open_heading(&mut self, walk: &mut Walk, head: Head) {
        let Head {
            at,
            key,
            name,
            line,
            amount,
        } = head;
        let Some(post) = key.post else {
            walk.chapter = key
                .chapter
                .map(|chapter| (chapter, name.as_str().to_string()));
            walk.heading = None;
            return;
        };
        let chapter = key
            .chapter
            .or_else(|| walk.chapter.as_ref().map(|(n, _)| n.clone()));
        let lower = name.as_str().to_lowercase();
        let clarifies = ["presiser", "korri", "rettel", "retting", "klargjøring"]
            .iter()
            .any(|word| lower.starts_with(word));
        // The section's own number stands before its title.
        let end = line.places().last().map_or(0, |place| place.end - 1);
        let section = self.heading_section(walk, line.start().unwrap_or(0)..end);
        walk.heading = Some(Heading {
            section,
            post: (chapter, Some(post)),
            name: if clarifies { Text::default() } else { name },
            number: line.start().unwrap_or(0),
            clarifies,
            other: None,
            line: line.clone(),
        });
        // What follows is of this post.
        walk.last = None;
        walk.topic = None;
        walk.led = None;
        if let (Some((nok, raw)), Some(heading)) = (amount, &walk.heading) {
            let own = heading.post.clone();
            self.said_whole(walk, at, &line, nok, raw, own);
        }
    }
}
