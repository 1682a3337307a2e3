//! The amounts of running text: under the heading of a post, or with the post named beside them.
//!
//! ```text
//! sentence ::= earmark+                                     "tildeles 5 mill. kroner til …"
//!            | … ("økes" | "reduseres") "med" amount        a change of the post
//!            | "Korrekt tildeling" … "skal være" amount     what it is after the change
//!            | "Det budsjetteres med" amount                the whole post
//! ```
//! A post that the sentence names counts before the one of the heading.

use super::{
    earmarks::{self, Said, Where},
    keys::{Key, heading_at},
    records::places,
};
use crate::{
    grammar::{
        Zone,
        amount::{Amount, amounts},
        lexeme::is_blank,
        money::MoneyRole,
        sentence::sentences,
    },
    kinds::{
        letter::{Letter, outline::Chapter},
        money::{
            name::condition_split,
            posts::{bare, named, side},
        },
    },
    layout::{BlockKind, Text},
    model::{
        Action, Appropriation, AppropriationLevel as Level, AppropriationTable, Figure, FigureRole,
        Relation, Severity, Side,
    },
};
use std::{collections::HashMap, ops::Range};

/// A chapter and a post.
type Post = (Option<String>, Option<String>);

/// Where the walk stands.
#[derive(Default)]
struct Walk {
    /// The heading that is open.
    heading: Option<Heading>,
    /// The chapter's number and name, of the heading above the posts'.
    chapter: Option<(String, String)>,
    /// Records of text, by place and post.
    texts: HashMap<(usize, Post), usize>,
    /// Changes, by post.
    changes: HashMap<Post, usize>,
}

struct Heading {
    post: Post,
    name: Text,
    /// All of its line.
    line: Text,
    clarifies: bool,
    /// A number that no other heading has.
    number: usize,
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
        let mut walk = Walk::default();
        let mut next = 0;
        self.tables = tables.clone();
        for at in self.announced.blocks.clone() {
            let lines = self.blocks[at].lines.clone();
            for (line, text) in if self.money_blocks[at] {
                Vec::new()
            } else {
                self.free_text(at)
            } {
                if tables
                    .get(next)
                    .is_none_or(|table| line < table.lines.start)
                {
                    self.money_text(&mut walk, at, line, text, &starts);
                }
            }
            while let Some(table) = tables
                .get(next)
                .filter(|table| table.lines.start < lines.end)
            {
                next += 1;
                let origin = self.lines[table.lines.start].at;
                let section = self.section_at(&starts, origin);
                if table.head.ceiling() || self.authorised_at(&starts, origin) {
                    self.ceilings(table);
                    continue;
                }
                let first = self.table_records(table, section);
                self.know_changes(&mut walk, first);
                if table.lines.end < lines.end {
                    for (line, text) in self.free_text(at) {
                        if line >= table.lines.end {
                            self.money_text(&mut walk, at, line, text, &starts);
                        }
                    }
                }
            }
        }
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
        self.authorisations(&starts);
    }

    fn chapter_at(&self, starts: &[usize], origin: usize) -> Option<&Chapter> {
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

    fn is_supplement(&self) -> bool {
        self.document.supplement.is_some() || self.document.relation == Relation::Supplement
    }

    /// Changes of a table, for the sentences below it; the heading's action is theirs.
    fn know_changes(&mut self, walk: &mut Walk, first: usize) {
        for n in first..self.document.appropriations.len() {
            let record = &mut self.document.appropriations[n];
            if record.level != Level::Post {
                continue;
            }
            let post = (record.chapter.clone(), record.post.clone());
            if let Some(heading) = walk
                .heading
                .as_ref()
                .filter(|h| h.clarifies && h.post == post)
            {
                record.action = Some(Action::Clarified);
                let _ = heading;
            }
            if record.table == AppropriationTable::Change {
                walk.changes.insert(post, n);
            }
        }
    }

    /// A stretch of running text: headings in it, and what stands below them.
    fn money_text(
        &mut self,
        walk: &mut Walk,
        at: usize,
        line: usize,
        text: Text,
        starts: &[usize],
    ) {
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
            if !posts && (number.is_some() || zone) {
                walk.heading = None;
                walk.chapter = None;
            }
        }
        let headed = self.lines[line.max(block.lines.start)]
            .text
            .starts_with(['K', 'P']);
        let item = matches!(block.kind, BlockKind::Item(_));
        let mut from = 0;
        if headed || words.contains("Kap") || words.contains("Post ") {
            // Headings inside the block.
            let first = line - block.lines.start;
            for n in first..block.starts.len() {
                let own = block.lines.start + n;
                if item && n == 0 || !self.heads_post(own, n == 0, walk) {
                    continue;
                }
                let offset = block.starts[n]
                    .saturating_sub(block.starts[first])
                    .min(words.len());
                let before = text.slice(from.min(offset)..offset);
                self.money_sentences(walk, at, &before, starts);
                from = block.starts.get(n + 1).map_or(words.len(), |next| {
                    next.saturating_sub(block.starts[first]).min(words.len())
                });
            }
        }
        let rest = text.slice(from..words.len());
        self.money_sentences(walk, at, &rest, starts);
    }

    /// Whether a line heads the text about a post; it is opened then.
    fn heads_post(&mut self, at: usize, free: bool, walk: &mut Walk) -> bool {
        let line = &self.lines[at];
        let Some((key, from)) = heading_at(line.text, self.grammar) else {
            return false;
        };
        let before = at.checked_sub(1).map_or("", |n| self.lines[n].text);
        let whole = Text::at(self.source, line.at..line.at + line.text.len());
        if !free && !line.gap && !before.ends_with(['.', ':', '»']) {
            return false;
        }
        if key.chapter.is_none() && walk.chapter.is_none() {
            return false;
        }
        let words = &line.text[from..];
        let skip = words.len() - words.trim_start_matches(['–', '-', ':', ' ', '.']).len();
        let name = whole.slice(from + skip..line.text.len());
        self.open_heading(walk, key, name, whole);
        true
    }

    fn open_heading(&mut self, walk: &mut Walk, key: Key, name: Text, line: Text) {
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
        walk.heading = Some(Heading {
            post: (chapter, Some(post)),
            name: if clarifies { Text::default() } else { name },
            number: line.start().unwrap_or(0),
            clarifies,
            line,
        });
    }

    fn money_sentences(&mut self, walk: &mut Walk, at: usize, text: &Text, starts: &[usize]) {
        let words = text.as_str();
        if !words.contains("kr") && !words.contains("mill") && !words.contains("mrd") {
            if let Some(heading) = &walk.heading
                && heading.clarifies
                && !text.is_empty()
            {
                let n = self.text_record(walk, at, None, starts);
                let spans = self.spans(text);
                self.document.appropriations[n].spans.extend(spans);
            }
            return;
        }
        let mut block: Option<(usize, usize)> = None;
        let found = sentences(words);
        let clarifies = walk
            .heading
            .as_ref()
            .is_some_and(|heading| heading.clarifies);
        if clarifies {
            let n = self.text_record(walk, at, None, starts);
            let spans = self.spans(text);
            self.document.appropriations[n].spans.extend(spans);
        }
        for range in found {
            self.money_sentence(walk, at, text, range, starts, &mut block);
        }
        if let Some((record, from)) = block {
            self.settle_subtotals(record, from);
        }
    }

    fn money_sentence(
        &mut self,
        walk: &mut Walk,
        at: usize,
        text: &Text,
        range: Range<usize>,
        starts: &[usize],
        block: &mut Option<(usize, usize)>,
    ) {
        let words = &text.as_str()[range.clone()];
        let list = amounts(words);
        let Some(amount) = list.first() else { return };
        let target = self.named_post(words, amount);
        let heading = walk.heading.as_ref().map(|heading| heading.post.clone());
        let origin = text.start().unwrap_or(0);
        let allotting = self
            .chapter_at(starts, origin)
            .is_some_and(|chapter| chapter.zone == Some(Zone::Allocation));
        let money = &self.grammar.money;
        if heading.is_none() && target.is_none() {
            let sure = money.find(words, MoneyRole::Allots).is_some();
            let aside = allotting && money.find(words, MoneyRole::SetsAside).is_some();
            if !sure && !aside {
                return;
            }
        }
        let post = target.clone().or(heading.clone());
        if let (Some(own), Some(heading)) = (&target, &walk.heading)
            && heading.clarifies
            && *own != heading.post
        {
            let called = |post: &Post| {
                format!(
                    "{}.{}",
                    post.0.as_deref().unwrap_or("?"),
                    post.1.as_deref().unwrap_or("?")
                )
            };
            let message = format!(
                "the heading names post {}, the text below it post {}",
                called(&heading.post),
                called(own)
            );
            let place = text.places_of(range.clone());
            self.say(
                "heading_names_other_post",
                Severity::Warning,
                message,
                None,
                &place,
            );
        }
        let before = words[..amount.range.start].trim_end();
        let role = |role| money.find(before, role).is_some();
        let whole = role(MoneyRole::WholePost);
        let becomes = role(MoneyRole::Becomes)
            && ["tildeling", "bevilgning", "løyving"]
                .iter()
                .any(|word| before.to_lowercase().contains(word));
        // «… en økning på 3 mill. kroner» alone says nothing of a post.
        let lower = words.to_lowercase();
        let of_post = ["bevilgning", "tildeling", "løyving", "posten", "ramme"]
            .iter()
            .any(|word| lower.contains(word));
        let moved = of_post && (role(MoneyRole::Raises) || role(MoneyRole::Lowers));
        if post.is_some() && (whole || becomes || moved) {
            self.said_figures(walk, at, text, range, &list, post, starts);
            return;
        }
        // In a list about a post, an amount that leads its item is allotted.
        let item = matches!(self.blocks[at].kind, BlockKind::Item(_));
        let place = match item && (heading.is_some() || allotting) {
            true => Where::Item,
            false => Where::Text,
        };
        let mut said = Said::default();
        earmarks::sentence(
            text,
            range.clone(),
            range.clone(),
            place,
            self.grammar,
            &mut said,
            0,
        );
        if said.found.is_empty() {
            return;
        }
        let record = self.record_of(walk, at, post, starts);
        let taken = self.document.appropriations[record].earmarks.len();
        let id = self.document.appropriations[record].id.clone();
        let mut earmarks = self.earmark_records(&id, &said.found, taken);
        // «Av dette» is a part of what the sentence before set aside.
        if money_opens(words, self.grammar)
            && let Some(last) = self.document.appropriations[record]
                .earmarks
                .iter()
                .rev()
                .find(|one| one.parent.is_none())
            && let Some(first) = earmarks.first_mut()
        {
            first.parent = Some(last.id.clone());
        }
        if block.is_none_or(|(own, _)| own != record) {
            *block = Some((record, taken));
        }
        self.document.appropriations[record]
            .earmarks
            .extend(earmarks);
        if walk.heading.is_none() {
            let spans = self.spans(&text.slice(range));
            self.document.appropriations[record].spans.extend(spans);
        }
    }

    /// A total in running text whose parts the next sentences of the paragraph give.
    fn settle_subtotals(&mut self, record: usize, from: usize) {
        let grammar = self.grammar;
        let earmarks = &mut self.document.appropriations[record].earmarks;
        for at in from..earmarks.len() {
            let words = earmarks[at].text.clone();
            let Some(amount) = amounts(&words).into_iter().next() else {
                continue;
            };
            let before = words[..amount.range.start].trim_end();
            if earmarks[at].parent.is_some()
                || grammar.money.find(before, MoneyRole::Subtotal).is_none()
            {
                continue;
            }
            let Some(total) = earmarks[at].nok else {
                continue;
            };
            let mut sum = 0i64;
            let mut parts = Vec::new();
            // As long as a paragraph's parts may be.
            for (next, one) in earmarks.iter().enumerate().skip(at + 1).take(20) {
                sum = sum.saturating_add(one.nok.unwrap_or(0));
                parts.push(next);
                if sum >= total {
                    break;
                }
            }
            if sum == total && parts.len() > 1 {
                let id = earmarks[at].id.clone();
                for part in parts {
                    earmarks[part].parent = Some(id.clone());
                }
            }
        }
    }

    /// The post that a sentence names: `over kap. 760, post 21`, `over 760.21`.
    fn named_post(&self, words: &str, amount: &Amount) -> Option<Post> {
        if !words.contains("ost") && !words.contains('.') {
            return None;
        }
        // Where it names several, the first one after the amount.
        let after = &words[amount.range.end..];
        for part in [after, words] {
            let found = named(part);
            if let (Some(chapter), Some(post)) = (&found.chapter, found.posts.first()) {
                return Some((Some(chapter.clone()), Some(post.clone())));
            }
            if let Some(income) = found.income_posts.first()
                && let Some((chapter, post)) = income.split_once('.')
            {
                return Some((Some(chapter.to_string()), Some(post.to_string())));
            }
            let closed = part
                .split(|c: char| is_blank(c) || matches!(c, '(' | ')' | ',' | ';'))
                .map(|word| word.trim_end_matches('.'))
                .find_map(|word| {
                    let (chapter, post) = word.split_once('.')?;
                    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
                    (matches!(chapter.len(), 3 | 4)
                        && post.len() == 2
                        && digits(chapter)
                        && digits(post))
                    .then(|| (Some(bare(chapter)), Some(post.to_string())))
                });
            if closed.is_some() {
                return closed;
            }
        }
        None
    }

    /// The record that the amounts of a sentence belong to.
    fn record_of(
        &mut self,
        walk: &mut Walk,
        at: usize,
        post: Option<Post>,
        starts: &[usize],
    ) -> usize {
        if let Some(own) = &post
            && self.is_supplement()
            && let Some(&change) = walk.changes.get(own)
            && walk
                .heading
                .as_ref()
                .is_none_or(|heading| !heading.clarifies && heading.post == *own)
        {
            return change;
        }
        self.text_record(walk, at, post, starts)
    }

    /// The record of the text about a post: one under each heading, else one a paragraph.
    fn text_record(
        &mut self,
        walk: &mut Walk,
        at: usize,
        post: Option<Post>,
        starts: &[usize],
    ) -> usize {
        let heading = walk.heading.as_ref();
        let post = post
            .or_else(|| heading.map(|h| h.post.clone()))
            .unwrap_or_default();
        let place = heading.map_or(usize::MAX - at, |heading| heading.number);
        if let Some(&known) = walk.texts.get(&(place, post.clone())) {
            return known;
        }
        let own = heading.filter(|heading| heading.post == post);
        let name = own
            .map(|h| condition_split(h.name.as_str(), self.grammar))
            .unwrap_or_default();
        let spans = own.map(|h| self.spans(&h.line)).unwrap_or_default();
        let action = heading.filter(|h| h.clarifies).map(|_| Action::Clarified);
        let origin = self.blocks[at].text.start().unwrap_or(0);
        let section = self.section_at(starts, origin);
        let id = match (&post.0, &post.1) {
            (Some(chapter), Some(post)) => format!("text-{chapter}.{post}"),
            _ => format!("text-{}", section.as_deref().unwrap_or("0")),
        };
        let id = self.money_id(id);
        let chapter_name = walk
            .chapter
            .as_ref()
            .filter(|(number, name)| Some(number) == post.0.as_ref() && !name.is_empty())
            .map(|(_, name)| name.clone());
        self.document.appropriations.push(Appropriation {
            id,
            level: if post.1.is_some() {
                Level::Post
            } else {
                Level::Other
            },
            chapter_name,
            side: post.0.as_deref().map_or(Side::Other, side),
            chapter: post.0.clone(),
            post: post.1.clone(),
            name: (!name.name.is_empty()).then_some(name.name),
            table: AppropriationTable::Text,
            section,
            figures: Vec::new(),
            conditions: name.conditions,
            note: name.note,
            action,
            earmarks: Vec::new(),
            spans,
        });
        let n = self.document.appropriations.len() - 1;
        walk.texts.insert((place, post), n);
        n
    }

    /// Changes and whole posts that a sentence gives.
    #[allow(clippy::too_many_arguments)]
    fn said_figures(
        &mut self,
        walk: &mut Walk,
        at: usize,
        text: &Text,
        range: Range<usize>,
        list: &[Amount],
        post: Option<Post>,
        starts: &[usize],
    ) {
        let Some(post) = post else { return };
        let words = text.as_str()[range.clone()].to_string();
        let sentence = text.slice(range.clone());
        let origin = text.start().unwrap_or(0);
        let changing = self.is_supplement()
            || self
                .chapter_at(starts, origin)
                .is_some_and(|chapter| chapter.title.as_str().starts_with("Endring"));
        let mut past = 0;
        let mut sign: Option<i64> = None;
        for amount in list {
            let before = words[past..amount.range.start].trim_end();
            past = amount.range.end;
            let has = |role| self.grammar.money.find(before, role).is_some();
            let role = if has(MoneyRole::WholePost) {
                FigureRole::Allocation
            } else if has(MoneyRole::Becomes) {
                FigureRole::New
            } else {
                sign = if has(MoneyRole::Raises) {
                    Some(1)
                } else if has(MoneyRole::Lowers) {
                    Some(-1)
                } else {
                    // `…, og med 15 mill. kroner`
                    sign.filter(|_| before.ends_with("og med") || before.ends_with("og"))
                };
                if sign.is_none() {
                    continue;
                }
                FigureRole::Change
            };
            let nok = amount.nok.map(|nok| match role {
                FigureRole::Change => nok.saturating_mul(sign.unwrap_or(1)),
                _ => nok,
            });
            let figure = Figure {
                label: None,
                year: self.document.year,
                role,
                nok,
                percent: None,
                raw: words[amount.range.clone()].to_string(),
            };
            let n = match walk.changes.get(&post) {
                Some(&known) if changing => known,
                _ => {
                    let n = self.text_record(walk, at, Some(post.clone()), starts);
                    if changing && role != FigureRole::Allocation {
                        let id = self.money_id(format!(
                            "change-{}.{}",
                            post.0.as_deref().unwrap_or(""),
                            post.1.as_deref().unwrap_or("")
                        ));
                        let record = &mut self.document.appropriations[n];
                        if record.earmarks.is_empty() {
                            record.table = AppropriationTable::Change;
                            record.id = id;
                            walk.changes.insert(post.clone(), n);
                        }
                    }
                    n
                }
            };
            let table = self.document.appropriations[n].table;
            let known = self.document.appropriations[n]
                .figures
                .iter()
                .find(|own| own.role == role && table == AppropriationTable::Change)
                .and_then(|own| own.nok);
            match known {
                Some(known) if Some(known) != nok => {
                    let id = self.document.appropriations[n].id.clone();
                    let message = format!(
                        "the sentence says {}, the table {known} kroner",
                        nok.map_or_else(|| "another amount".to_string(), |nok| nok.to_string())
                    );
                    self.say(
                        "change_disagrees",
                        Severity::Warning,
                        message,
                        Some(&id),
                        &sentence.places(),
                    );
                }
                Some(_) => {}
                None => self.document.appropriations[n].figures.push(figure),
            }
            let spans = self.source.spans(&places(&[&sentence]));
            let record = &mut self.document.appropriations[n];
            if !spans.iter().all(|span| record.spans.contains(span)) {
                record.spans.extend(spans);
            }
        }
    }
}

fn money_opens(words: &str, grammar: &crate::grammar::Grammar) -> bool {
    grammar.money.find(words, MoneyRole::OfThis).is_some()
}
