//! The walk through a letter's blocks: chapters, and drafts of assignments.
//!
//! An assignment begins at an identifier that heads a line or a cell, at the next row of an
//! assignment table, at a heading that holds an identifier, or, where the letter gives no
//! identifiers, at each item under a heading of the assignments zone. It ends where the next one or
//! the next chapter begins. An identifier in running text or in a list inside an assignment is a
//! citation.

use super::{
    Letter,
    title::{
        HeadSign, TitleLine, department, dotted_title, head_row, heads_assignment, run_together,
    },
    titled::{bold_title, split_title},
};
use crate::{
    grammar::{
        ColumnRole, Zone,
        date::times,
        deadline::When,
        identifier::{identifier_at, identifiers},
        lexeme::capital,
        marker::{Marker, MarkerKind},
        phrases::Role,
        sentence::{last_word, sentences},
    },
    kinds::ids::Ids,
    layout::{Block, BlockKind, Text, holds_assignments},
    model::Action,
};

/// A stretch of an assignment's body.
#[derive(Debug, Clone)]
pub struct Unit {
    /// What it says, its marker included.
    pub text: Text,
    /// How many bytes of `text` the marker takes, blanks after it included.
    pub skip: usize,
    /// The marker of a list item.
    pub marker: Option<Marker>,
}

/// How an assignment was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An identifier heads a row or a paragraph.
    HeadRow(HeadSign),
    /// A row of a table whose cells run together.
    Run,
    /// A row of a table.
    Cells,
    /// A heading, of this level.
    Heading(u32),
    /// A list item.
    Item,
    /// A title alone on its line.
    Titled,
}

/// An assignment, not yet written down.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The printed identifier, closed up.
    pub number: Option<String>,
    /// The words of the identifier as they stand.
    pub label: Text,
    /// The title.
    pub title: Text,
    /// The department's mark.
    pub department: Option<String>,
    /// Abbreviations of a printed tag.
    pub tag: Vec<String>,
    /// Whom its row names as the one who answers for it.
    pub answers: Option<String>,
    /// The body.
    pub units: Vec<Unit>,
    /// What stands in its deadline column.
    pub deadline_cells: Vec<Text>,
    /// The chapter that it stands in.
    pub chapter: usize,
    /// New or clarified.
    pub action: Action,
    /// How it was announced.
    pub form: Form,
    /// The letter was read again for it.
    pub again: bool,
}

impl Letter<'_> {
    /// Walks the blocks.
    pub(super) fn body(&mut self) {
        let mut walk = Walk {
            ids: Ids::default(),
            open: None,
            run: false,
            due: false,
            at: 0,
            until: None,
            headed: false,
        };
        self.chapters.push(super::outline::Chapter::preface());
        let blocks = self.announced.blocks.clone();
        walk.at = blocks.start;
        while walk.at < blocks.end {
            let at = walk.at;
            if walk.until.is_some_and(|end| at >= end) {
                walk.close();
            }
            if self.below_its_time(at) {
                self.keep(&walk, at);
                walk.at += 1;
                continue;
            }
            if self.series_head(&mut walk, at) {
                continue;
            }
            if self.aside[at] {
                walk.at += 1;
                continue;
            }
            if self.blocks[at].aside {
                // It belongs to the chapter; to no assignment whose text it stands under.
                if let Some(chapter) = self.chapters.last_mut() {
                    chapter.blocks.push(at);
                }
                walk.at += 1;
                continue;
            }
            if self.money_blocks[at] {
                // A row of money is no assignment.
                self.keep(&walk, at);
                walk.at += 1;
                continue;
            }
            if self.blocks[at].cell.is_some() {
                walk.at = self.table(&mut walk, at);
                continue;
            }
            self.block(&mut walk, at);
        }
        if self.announced.single && self.drafts.is_empty() {
            self.single();
        }
        self.settle_duplicates();
    }

    /// A letter that gives one assignment: its title, and all its running text.
    fn single(&mut self) {
        let Some(title) = self.announced.title else {
            return;
        };
        // The boxes of the letter head may stand below the signatures.
        let end = self.closing().unwrap_or(usize::MAX);
        let mut blocks = Vec::new();
        for chapter in &mut self.chapters {
            let own = std::mem::take(&mut chapter.blocks);
            let (body, rest): (Vec<usize>, Vec<usize>) = own
                .into_iter()
                .partition(|at| (title..end).contains(at) && !self.blocks[*at].aside);
            chapter.blocks = rest;
            blocks.extend(body);
        }
        let mut draft = self.draft(Form::Heading(0));
        draft.chapter = 0;
        draft.title = self.blocks[title].text.clone();
        draft.units = blocks
            .into_iter()
            .filter(|&at| at != title)
            .map(|at| self.unit(at))
            .collect();
        self.drafts.push(draft);
    }

    fn block(&mut self, walk: &mut Walk, at: usize) {
        let block = &self.blocks[at];
        walk.at = at + 1;
        match &block.kind {
            BlockKind::Heading { number, level } => {
                if self.assignment_heading(walk, at)
                    || self.goes_back(walk, at)
                    || self.inside_assignment(walk, at)
                {
                    return;
                }
                if self.measure_heading(at) || self.goal_among_headings(at) {
                    self.keep(walk, at);
                    return;
                }
                walk.close();
                let (number, level) = (number.clone(), *level);
                self.open_chapter(number, block.text.clone(), level, &mut walk.ids);
                if !self.numbered_assignment(walk, at) {
                    self.headed_assignment(walk, at);
                }
            }
            BlockKind::TableHead(roles) => {
                walk.run = holds_assignments(roles);
                walk.due = walk.run && roles.contains(&ColumnRole::Deadline);
                if walk.run {
                    walk.close();
                } else {
                    self.keep(walk, at);
                }
            }
            BlockKind::Row { number } if walk.run && self.in_assignments() => {
                let number = number.clone();
                self.open_run(walk, at, number);
            }
            BlockKind::Item(_) => {
                if !self.item(walk, at) {
                    self.keep(walk, at);
                }
            }
            _ if self.withdraws(at) => {
                walk.close();
                self.keep(walk, at);
            }
            _ => {
                if !self.changed(walk, at)
                    && !self.group(walk, at)
                    && !self.identified(walk, at)
                    && !self.titled(walk, at)
                    && !self.title_run_in(walk, at)
                {
                    self.keep(walk, at);
                }
            }
        }
    }

    /// A numbered heading in a chapter of assignments that says that it is one: `3.1 Bestilling 1: Kart`.
    /// It is a section as well.
    fn numbered_assignment(&mut self, walk: &mut Walk, at: usize) -> bool {
        let block = &self.blocks[at];
        let BlockKind::Heading {
            number: Some(_),
            level,
        } = &block.kind
        else {
            return false;
        };
        let level = u32::from(level.unwrap_or(6));
        let Some((identifier, from)) = self.heading_identifier(block.text.as_str()) else {
            return false;
        };
        if !self.lists_assignments()
            || heads_assignment(&block.text.as_str()[from..], self.grammar).is_none()
        {
            return false;
        }
        let mut draft = self.draft(Form::Heading(level + 1));
        draft.number = Some(identifier);
        draft.label = block.text.slice(0..from);
        self.title_words(&mut draft, &block.text, from..block.text.len());
        self.push(walk, draft);
        true
    }

    /// The heading of a group of assignments, alone on its line right before the first of them.
    fn group(&mut self, walk: &mut Walk, at: usize) -> bool {
        let block = &self.blocks[at];
        let words = block.text.as_str();
        let title = block.title_like
            && block.cell.is_none()
            && words.len() <= 60
            && words.split_whitespace().count() <= 6
            && words
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '-' | '–' | '\u{a0}'));
        if !title || !self.lists_assignments() {
            return false;
        }
        let before = at == self.announced.blocks.start
            || block.gap
            || self.blocks[at - 1].text.as_str().ends_with(['.', ')']);
        let after = self
            .blocks
            .get(at + 1)
            .filter(|_| at + 1 < self.announced.blocks.end)
            .is_some_and(|next| {
                let text = next.text.as_str();
                // The next of the lists whose items are assignments, under a title of its own.
                let list = matches!(next.kind, BlockKind::Item(_))
                    && block.gap
                    && walk
                        .open
                        .is_none_or(|open| self.drafts[open].form == Form::Item);
                let identified = || {
                    self.grammar.head_identifier(text).is_some_and(|(_, from)| {
                        heads_assignment(&text[from..], self.grammar).is_some()
                    })
                };
                let plain = matches!(next.kind, BlockKind::Paragraph);
                next.cell.is_none() && (list || plain && identified())
            });
        if before && after {
            walk.close();
            self.open_chapter(None, block.text.clone(), None, &mut walk.ids);
        }
        before && after
    }

    /// A line that looks like a heading, among measures that have numbers of their own: its sisters are
    /// none, and nothing stands under it.
    fn measure_heading(&self, at: usize) -> bool {
        let measured = matches!(
            self.zone(),
            Some(Zone::SteeringParameters | Zone::Indicators | Zone::KeyFigures)
        );
        let unnumbered = self.chapters.last().is_some_and(|own| own.number.is_none());
        // Deeper than the section that it stands in: `3.2.2` below `3.2`.
        let BlockKind::Heading {
            number: Some(number),
            ..
        } = &self.blocks[at].kind
        else {
            return false;
        };
        let section = self
            .chapters
            .iter()
            .rev()
            .find_map(|chapter| chapter.number.as_deref());
        let deeper = section.is_some_and(|own| {
            number
                .strip_prefix(own)
                .is_some_and(|rest| rest.starts_with('.'))
        });
        let unnumbered = unnumbered && deeper;
        let bare = self.blocks.get(at + 1).is_none_or(|next| {
            matches!(next.kind, BlockKind::Heading { .. }) || self.numbered_measures(at + 1)
        });
        let words = self.blocks[at].text.as_str();
        measured
            && unnumbered
            && bare
            && self.grammar.zone(words).is_none()
            && !super::opens_goal(words, self.grammar)
            && self.numbered_measures(at)
            && (at > 0 && self.numbered_measures(at - 1)
                || at + 1 < self.announced.blocks.end && self.numbered_measures(at + 1))
    }

    /// Whether the open chapter lists assignments.
    pub(super) fn lists_assignments(&self) -> bool {
        matches!(
            self.zone(),
            Some(Zone::Assignments | Zone::NewAssignments | Zone::ClarifiedAssignments)
        )
    }

    /// A paragraph of one sentence that names an assignment first and says that it lapses.
    fn withdraws(&self, at: usize) -> bool {
        let words = self.blocks[at].text.as_str();
        let lead: String = words.chars().take(60).collect();
        let named = !identifiers(&lead, &self.grammar.templates).is_empty()
            || self.grammar.named_assignment(&lead).is_some();
        words.len() <= 320
            && named
            && sentences(words).len() <= 2
            && self
                .grammar
                .words(words)
                .iter()
                .any(|hit| hit.role == Role::Withdrawn)
    }

    /// The zone of the chapter that is open.
    pub(super) fn zone(&self) -> Option<Zone> {
        self.chapters.last().and_then(|chapter| chapter.zone)
    }

    fn in_assignments(&self) -> bool {
        // A table of assignments may stand under the heading of a goal.
        !matches!(
            self.zone(),
            Some(Zone::Calendar | Zone::Allocation | Zone::Contents | Zone::Authorisations)
        )
    }

    /// Adds a block to the open assignment, else to its chapter.
    fn keep(&mut self, walk: &Walk, at: usize) {
        if walk.open.is_some() {
            let unit = self.unit(at);
            if let Some(draft) = self.drafts.last_mut() {
                draft.units.push(unit);
            }
        } else if let Some(chapter) = self.chapters.last_mut() {
            chapter.blocks.push(at);
        }
    }

    /// A block as a stretch of a body.
    pub(super) fn unit(&self, at: usize) -> Unit {
        let block = &self.blocks[at];
        let text = block.whole(self.source);
        let marker = match &block.kind {
            BlockKind::Item(marker) => Some(marker.clone()),
            _ => None,
        };
        Unit {
            skip: text.len() - block.text.len(),
            text,
            marker,
        }
    }

    /// A heading whose title begins with an identifier.
    fn assignment_heading(&mut self, walk: &mut Walk, at: usize) -> bool {
        let block = &self.blocks[at];
        let BlockKind::Heading { level, number } = &block.kind else {
            return false;
        };
        let level = u32::from(level.unwrap_or(6));
        let Some((identifier, from)) = self.heading_identifier(block.text.as_str()) else {
            return false;
        };
        let rest = &block.text.as_str()[from..];
        if number.is_some() || heads_assignment(rest, self.grammar).is_none() {
            return false;
        }
        let mut draft = self.draft(Form::Heading(level));
        draft.number = Some(identifier);
        draft.label = block.text.slice(0..from);
        self.title_words(&mut draft, &block.text, from..block.text.len());
        self.push(walk, draft);
        true
    }

    /// The identifier at the start of a heading. Where assignments are listed, `Oppdrag 1 Kart` needs
    /// no colon.
    pub(super) fn heading_identifier(&self, words: &str) -> Option<(String, usize)> {
        self.grammar.head_identifier(words).or_else(|| {
            self.grammar.counted_word(words).filter(|(_, end)| {
                words[*end..]
                    .strip_prefix(' ')
                    .is_some_and(|title| capital(title) || title.starts_with('('))
                    && self.lists_assignments()
            })
        })
    }

    /// Whether the open assignment is a section of its own below an unnumbered heading, and a heading of this
    /// level is no smaller than that.
    fn headed_like_last(&self, level: Option<u32>) -> bool {
        let last = self.chapters.last().filter(|last| last.nested);
        last.is_some_and(|last| level.is_none_or(|level| level < last.level + 1))
    }

    /// A heading inside an assignment's body: without a number, and of no zone that ends it.
    fn inside_assignment(&mut self, walk: &mut Walk, at: usize) -> bool {
        let block = &self.blocks[at];
        let BlockKind::Heading { number, level } = &block.kind else {
            return false;
        };
        let Some(form) = walk.open.map(|draft| self.drafts[draft].form) else {
            return false;
        };
        if number.is_some() {
            return false;
        }
        // `Oppdrag:` over the task of each assignment is the name of a field.
        let of_it = self.of_the_assignment(block.text.as_str());
        let zone = match of_it || self.names_field(block) {
            true => None,
            false => self.grammar.zone(block.text.as_str()),
        };
        let ends = matches!(
            zone,
            Some(
                Zone::Assignments
                    | Zone::NewAssignments
                    | Zone::ClarifiedAssignments
                    | Zone::WithdrawnAssignments
                    | Zone::PreviousAssignments
                    | Zone::SteeringParameters
                    | Zone::KeyFigures
                    | Zone::Indicators
                    | Zone::QualitativeGoals
                    | Zone::Attachments
                    | Zone::Calendar
                    | Zone::Authorisations
                    | Zone::CommonDirectives
                    | Zone::Allocation
            )
        );
        let ends = ends
            || block.text.as_str().to_lowercase().starts_with("vedlegg")
            || self.next_goal(block.text.as_str());
        let within = match (form, level) {
            _ if ends => false,
            _ if of_it => true,
            _ if self.closes_series(walk, at) => false,
            // Where its series tells how far it goes, headings below it are its own.
            _ if walk.until.is_some() => true,
            // The next one of a list of titles, or what closes the list.
            _ if self.headed_like_last(level.map(u32::from)) => false,
            // Sub-headings may stand at the assignment's own level; a higher one closes it.
            (Form::Heading(own), Some(level)) => u32::from(*level) >= own,
            (_, None) => true,
            (Form::HeadRow(_) | Form::Item | Form::Titled, Some(level)) => self
                .chapters
                .last()
                .is_some_and(|chapter| u32::from(*level) > chapter.level.max(1)),
            _ => false,
        };
        if within {
            walk.headed = true;
            let unit = Unit {
                text: block.text.clone(),
                skip: 0,
                marker: None,
            };
            if let Some(draft) = self.drafts.last_mut() {
                draft.units.push(unit);
            }
        }
        within
    }

    /// Whether a heading says that it goes on with the one assignment above it, and nothing else.
    fn of_the_assignment(&self, title: &str) -> bool {
        let title = title.trim_end_matches([':', ' ']);
        let found = self.grammar.first_word(title, Role::OfTheAssignment);
        found.is_some_and(|hit| hit.range.end == title.len())
    }

    /// Whether a heading is the next goal of those that head the letter's sections: `Mål 2. …` after `Mål 1. …`.
    fn next_goal(&self, title: &str) -> bool {
        let number = |title: &str| self.goal_label(title).and_then(|label| label.number);
        number(title).is_some_and(|own| {
            let heads = |title: &str| number(title).is_some_and(|other| other != own);
            self.chapters.iter().any(|one| heads(one.title.as_str()))
        })
    }

    /// Whether a heading below the last of several numbered assignments, none of which has headings of its own, ends
    /// it: `Videre oppfølging` behind `B-1` to `B-4`.
    fn closes_series(&self, walk: &Walk, at: usize) -> bool {
        /// How many assignments show that theirs have no headings.
        const SHOWN: usize = 3;
        let numbered = self
            .drafts
            .iter()
            .filter(|draft| draft.number.is_some() && matches!(draft.form, Form::HeadRow(_)));
        let block = &self.blocks[at];
        let later = self.blocks[at + 1..self.announced.blocks.end]
            .iter()
            .any(|next| {
                identifier_at(next.text.as_str(), &self.grammar.templates)
                    .is_ok_and(|(rest, _)| heads_assignment(rest, self.grammar).is_some())
            });
        !walk.headed && !later && !self.names_field(block) && numbered.count() >= SHOWN
    }

    /// Whether a heading is the name of a field: it closes with a colon, and comes again.
    fn names_field(&self, block: &Block) -> bool {
        let own = &self.blocks[self.announced.blocks.clone()];
        let name = block.text.as_str().ends_with(':');
        let alike = |other: &&Block| other.text.as_str() == block.text.as_str();
        name && own.iter().filter(alike).take(2).count() > 1
    }

    /// A paragraph that an identifier heads.
    fn identified(&mut self, walk: &mut Walk, at: usize) -> bool {
        let block = &self.blocks[at];
        let text = block.text.as_str();
        // A title that stands alone needs no mark before it.
        let alone = || {
            let title = block.title_like && block.starts.len() == 1;
            title.then(|| self.heading_identifier(text)).flatten()
        };
        let Some((number, after)) = self.grammar.head_identifier(text).or_else(alone) else {
            return false;
        };
        let rest = &text[after..];
        let line = &text[after
            ..block
                .starts
                .get(1)
                .map_or(text.len(), |&end| end.max(after))];
        let dotted = dotted_title(&text[..after], line.trim_end(), self.grammar);
        let Some(sign) = heads_assignment(rest, self.grammar).or(dotted) else {
            return false;
        };
        // `Oppdrag nr. 2025-14: Kart (videreført)` says itself that it is one.
        let spelt = rest.starts_with(':')
            && !text.starts_with(|c: char| c.is_ascii_digit())
            && text[..after].contains(' ')
            && self.lists_assignments();
        if !spelt && !self.may_head(walk, sign, &number, block.title_like && block.gap) {
            return false;
        }
        let mut draft = self.draft(Form::HeadRow(sign));
        draft.label = block.text.slice(0..after);
        draft.number = Some(number);
        self.opened_row(walk, at, draft, after + usize::from(dotted.is_some()));
        true
    }

    /// Opens an assignment whose title begins at a byte of a block, and its body after it.
    pub(super) fn opened_row(
        &mut self,
        walk: &mut Walk,
        at: usize,
        mut draft: Draft,
        after: usize,
    ) {
        let row = self.joined(at);
        let (joined, lines, used) = (&row.text, &row.lines, row.ends.len());
        let mut from = after;
        if let Some((range, mark)) = department(&joined.as_str()[after..], self.grammar) {
            from = after + range.end;
            draft.department = Some(mark);
        }
        from += separators(&joined.as_str()[from..]);
        // The lines of the title: what is left of the line where it begins, and those after.
        let first = lines
            .iter()
            .rposition(|line| line.range.start <= from)
            .unwrap_or(0);
        let mut own: Vec<TitleLine> = lines[first..].to_vec();
        own[0].range.start = from;
        if own[0].range.end <= from && own.len() > 1 {
            own.remove(0);
            own[0].gap = false;
        }
        if walk.due
            && let Some(time) = self.due_cell(joined.as_str(), from)
        {
            // `HN25-01 Etablere team 1. juni 2025 Årlig melding`: body, deadline, and what follows it.
            draft.deadline_cells.push(joined.slice(time.clone()));
            let cells = [
                joined.slice(from..time.start),
                joined.slice(time.end..joined.len()),
            ];
            self.push(walk, draft);
            cells.into_iter().for_each(|cell| self.rest(cell));
            walk.at = at + used;
            return;
        }
        if walk.run {
            // Title and body run together: the body begins with its first sentence.
            let rest = joined.slice(from.min(joined.len())..joined.len());
            let lines: Vec<TitleLine> = own
                .iter()
                .map(|line| TitleLine {
                    range: line.range.start - from.min(line.range.start)
                        ..line.range.end.saturating_sub(from),
                    gap: line.gap,
                })
                .collect();
            if let Some(body) = run_together(rest.as_str(), &lines, &self.names(), self.grammar) {
                draft.title = rest.slice(0..body);
                self.push(walk, draft);
                walk.at = self.leave(at, &row, from + body);
                return;
            }
        }
        let following = self.widths(at + used, 12);
        let taken = head_row(joined, &own, &following, self.grammar);
        let mut end = own[taken - 1].range.end.min(joined.len());
        // `O 002 Revisjon av listen. Oversendes innen 1. september.`: title and body on one line.
        let words = &joined.as_str()[from.min(end)..end];
        if let [first, _, ..] = sentences(words)[..].as_ref()
            && words[first.end..]
                .trim_start()
                .starts_with(char::is_uppercase)
            && self.asks(&words[first.end..])
        {
            end = from + first.end;
        }
        // A sentence that lays a duty on somebody is the task, not its title.
        let title = joined.as_str()[from.min(end)..end].trim_end();
        if title.ends_with('.') && self.obliges(title) {
            end = from;
        }
        self.title_words(&mut draft, joined, from.min(end)..end);
        self.push(walk, draft);
        walk.at = self.leave(at, &row, end);
    }

    /// The deadline column of a row whose cells run together: the last time, or «løpende», with a
    /// few words at most after it.
    fn due_cell(&self, words: &str, from: usize) -> Option<std::ops::Range<usize>> {
        let last = times(words, &self.grammar.calendar)
            .into_iter()
            .filter(|time| !matches!(time.when, When::Year))
            .map(|time| time.range)
            .chain(
                self.grammar
                    .words(words)
                    .into_iter()
                    .filter(|hit| {
                        hit.role == Role::Ongoing
                            && words[hit.range.clone()].starts_with(char::is_uppercase)
                    })
                    .map(|hit| hit.range),
            )
            .filter(|range| range.start > from + 10)
            .find(|range| {
                let after = &words[range.end..];
                after.split_whitespace().count() <= 4 && !after.contains('.')
            })?;
        let before = last_word(words[..last.start].trim_end());
        (!matches!(
            before,
            "av" | "fra" | "frå" | "til" | "per" | "pr." | "i" | "innen" | "innan"
        ))
        .then_some(last)
    }

    /// Whether words ask for something, or say when it is due.
    fn asks(&self, words: &str) -> bool {
        self.grammar.words(words).iter().any(|hit| {
            matches!(
                hit.role,
                Role::DeadlineLabel | Role::Before | Role::Duty | Role::Ongoing
            )
        })
    }

    /// Whether an identifier at the start of a paragraph can head an assignment here.
    fn may_head(&self, walk: &Walk, sign: HeadSign, number: &str, alone: bool) -> bool {
        if sign == HeadSign::Department {
            return true;
        }
        if matches!(
            self.zone(),
            Some(Zone::Allocation | Zone::Contents | Zone::Calendar | Zone::WithdrawnAssignments)
        ) {
            return false;
        }
        // Inside an assignment, an earlier year's identifier is a reference.
        let year = year_of(number);
        let clarified = self.zone() == Some(Zone::ClarifiedAssignments);
        let earlier = year.is_some_and(|year| self.context.year.is_some_and(|own| year < own));
        let again = walk.open.is_some()
            && self
                .drafts
                .iter()
                .any(|draft| draft.number.as_deref() == Some(number));
        // A title that stands alone where assignments are listed is no reference.
        let restated = earlier && self.lists_assignments() && alone;
        (!earlier || clarified || restated) && !again
    }

    /// A row of a table whose cells run together.
    fn open_run(&mut self, walk: &mut Walk, at: usize, number: String) {
        let mut draft = self.draft(Form::Run);
        if let Some(label) = self.blocks[at].label.clone() {
            draft.label = Text::at(self.source, label);
        }
        let words = self.joined(at);
        let (joined, lines) = (&words.text, &words.lines);
        let text = joined.as_str();
        let mut from = 0;
        if let Some((end, tag)) = tag(text, self.grammar) {
            from = end;
            draft.tag = tag;
        }
        from += text[from..].len() - text[from..].trim_start().len();
        let own: Vec<TitleLine> = lines
            .iter()
            .filter(|line| line.range.end > from)
            .map(|line| TitleLine {
                range: line.range.start.max(from) - from..line.range.end - from,
                gap: line.gap,
            })
            .collect();
        let rest = joined.slice(from..joined.len());
        let body = run_together(rest.as_str(), &own, &self.names(), self.grammar);
        draft.number = Some(number);
        match body {
            Some(body) => {
                draft.title = rest.slice(0..body);
                self.push(walk, draft);
                walk.at = self.leave(at, &words, from + body);
            }
            None => {
                // No sentence opens: the first block is the title.
                draft.title = joined.slice(from.min(words.ends[0])..words.ends[0]);
                self.push(walk, draft);
                walk.at = at + 1;
            }
        }
    }

    /// A list item: an assignment where its chapter holds such items.
    fn item(&mut self, walk: &mut Walk, at: usize) -> bool {
        let block = &self.blocks[at];
        let BlockKind::Item(marker) = &block.kind else {
            return false;
        };
        let zone = self.zone();
        let listed = matches!(
            zone,
            Some(Zone::Assignments | Zone::NewAssignments | Zone::ClarifiedAssignments)
        );
        if !listed {
            return false;
        }
        if let Ok((rest, identifier)) = identifier_at(block.text.as_str(), &self.grammar.templates)
        {
            let in_list = walk
                .open
                .is_none_or(|draft| self.drafts[draft].form == Form::Item)
                && heads_assignment(rest, self.grammar).is_some();
            if !in_list {
                return false;
            }
            let mut draft = self.draft(Form::Item);
            let from = block.text.len() - rest.len();
            draft.label = block.text.slice(0..from);
            draft.number = Some(identifier.number);
            // `(unntatt offentlighet). For detaljer …`: the tag is the title, the rest the body.
            let words = &block.text.as_str()[from..];
            let end = words
                .find(". ")
                .or_else(|| words.find(": "))
                .map_or(words.len(), |end| end + 1);
            let short = end < words.len() && end <= 160;
            let title = if short {
                from..from + end
            } else {
                from..block.text.len()
            };
            self.title_words(&mut draft, &block.text, title.clone());
            let rest = block.text.slice(title.end..block.text.len());
            self.push(walk, draft);
            self.rest(rest);
            return true;
        }
        // Without identifiers: top-level items of a chapter that has no other assignments.
        let outer = matches!(
            marker.kind,
            MarkerKind::Bullet | MarkerKind::Number(_) | MarkerKind::Letter(_)
        );
        let chapter = self.chapters.len() - 1;
        let first = self
            .drafts
            .iter()
            .rev()
            .find(|draft| draft.chapter == chapter);
        let same_list = first.is_none_or(|draft| {
            let counted = draft.number.as_deref().is_none_or(is_count);
            draft.form == Form::Item && counted && self.same_list(draft, block)
        });
        if !outer
            || !same_list
            || self.lists_parts(at)
            || zone != Some(Zone::Assignments) && zone != Some(Zone::NewAssignments)
        {
            return false;
        }
        if walk
            .open
            .is_some_and(|draft| self.drafts[draft].form != Form::Item)
            || self.identifiers_follow(at)
        {
            return false;
        }
        let mut draft = self.draft(Form::Item);
        draft.label = block
            .label
            .clone()
            .map(|label| Text::at(self.source, label))
            .unwrap_or_default();
        draft.number = counted(marker);
        let text = block.text.clone();
        let bold = bold_title(block);
        let title = match self.titles_next(at) {
            // `**Kart over leia** Etaten skal …`
            false if bold.is_some() => bold,
            true => Some(text.len()),
            // «Oppdrag unntatt offentlighet»: what it is stands elsewhere.
            false if is_withheld(text.as_str(), "", self.grammar) => Some(text.len()),
            false => self.lead_title(text.as_str(), &block.starts),
        };
        let (title, rest) = split_title(&text, title.unwrap_or(0));
        draft.title = title;
        self.push(walk, draft);
        self.rest(rest);
        true
    }

    /// Whether the list that an item begins says what belongs to the task that the paragraph above asks for:
    /// `Vi ber etaten lage en oversikt. Oversikten skal  a) …`.
    fn lists_parts(&self, at: usize) -> bool {
        let above = at.checked_sub(1).map(|above| &self.blocks[above]);
        let Some(above) = above.filter(|above| above.kind == BlockKind::Paragraph) else {
            return false;
        };
        let words = above.text.as_str();
        let said = sentences(words);
        let opens = !words.trim_end().ends_with(['.', ':']);
        opens && said.len() > 1 && self.bids(&words[..said[said.len() - 1].start])
    }

    /// Whether an item belongs to the list whose items are assignments: by its marker and depth.
    fn same_list(&self, draft: &Draft, block: &Block) -> bool {
        let BlockKind::Item(marker) = &block.kind else {
            return false;
        };
        let bullet = |label: &str| label.trim_matches(['(', '.', ')']).to_string();
        let first = bullet(draft.label.as_str());
        match marker.kind {
            MarkerKind::Bullet => first == bullet(&marker.label) || draft.label.is_empty(),
            MarkerKind::Number(_) => first.chars().all(|c| c.is_ascii_digit()),
            MarkerKind::Letter(_) => {
                first.chars().count() == 1 && first.chars().all(char::is_alphabetic)
            }
            MarkerKind::Roman(_) => false,
        }
    }

    /// What stands further down in the same chapter, and near.
    pub(super) fn further_down(&self, at: usize) -> impl Iterator<Item = &Block> {
        let in_chapter = |block: &&Block| {
            !matches!(
                block.kind,
                BlockKind::Heading {
                    number: Some(_),
                    ..
                }
            )
        };
        self.following(at).take_while(in_chapter).take(80)
    }

    /// Whether identified assignments stand further down in the same chapter.
    fn identifiers_follow(&self, at: usize) -> bool {
        self.further_down(at).any(|block| {
            matches!(block.kind, BlockKind::Row { .. })
                || !matches!(block.kind, BlockKind::Item(_))
                    && identifier_at(block.text.as_str(), &self.grammar.templates)
                        .is_ok_and(|(rest, _)| heads_assignment(rest, self.grammar).is_some())
        })
    }

    /// The year that the letter is about.
    pub(super) fn announced_year(&self) -> Option<i32> {
        self.context.year
    }

    pub(super) fn draft(&self, form: Form) -> Draft {
        Draft {
            number: None,
            label: Text::default(),
            title: Text::default(),
            department: None,
            tag: Vec::new(),
            answers: None,
            units: Vec::new(),
            deadline_cells: Vec::new(),
            chapter: self.chapters.len() - 1,
            action: if self.zone() == Some(Zone::ClarifiedAssignments) {
                Action::Clarified
            } else {
                Action::New
            },
            form,
            again: false,
        }
    }

    pub(super) fn push(&mut self, walk: &mut Walk, draft: Draft) {
        self.drafts.push(draft);
        walk.open = Some(self.drafts.len() - 1);
        walk.until = None;
    }

    /// Adds what is left of a block to the open assignment.
    pub(super) fn rest(&mut self, text: Text) {
        if text.is_empty() {
            return;
        }
        if let Some(draft) = self.drafts.last_mut() {
            draft.units.push(Unit {
                text,
                skip: 0,
                marker: None,
            });
        }
    }

    /// The title out of a range of a text: separators, a department and a tag taken off.
    pub(super) fn title_words(
        &self,
        draft: &mut Draft,
        text: &Text,
        range: std::ops::Range<usize>,
    ) {
        let mut from = range.start;
        let words = text.as_str();
        if draft.department.is_none()
            && let Some((place, mark)) = department(&words[from..range.end], self.grammar)
            && place.end < range.end - from
        {
            from += place.end;
            draft.department = Some(mark);
        }
        from += separators(&words[from..range.end]);
        if draft.tag.is_empty()
            && let Some((end, tag)) = tag(&words[from..range.end], self.grammar)
        {
            from += end;
            draft.tag = tag;
        }
        draft.title = text.slice(from.min(range.end)..range.end);
    }

    /// A block and the paragraphs after it, as far as a title may go; where each line stands.
    fn joined(&self, at: usize) -> Joined {
        let mut text = self.blocks[at].text.clone();
        let mut lines = Vec::new();
        push_lines(&mut lines, &self.blocks[at], 0, false);
        let mut ends = vec![text.len()];
        let mut closed = self.blocks[at].closed;
        let mut used = 1;
        while lines.len() < 9 {
            let Some(next) = self
                .blocks
                .get(at + used)
                .filter(|_| at + used < self.announced.blocks.end)
            else {
                break;
            };
            if !matches!(next.kind, BlockKind::Paragraph)
                || next.cell.is_some()
                || identifier_at(next.text.as_str(), &self.grammar.templates).is_ok()
                || self.series.contains_key(&(at + used))
            {
                break;
            }
            text.append(&next.text, self.joint(&text, &next.text));
            let offset = text.len() - next.text.len();
            // A hyphen that went stood at the end of what was there.
            let line = lines.last_mut().map(|line| &mut line.range.end);
            for end in ends.last_mut().into_iter().chain(line) {
                *end = offset.min(*end);
            }
            push_lines(&mut lines, next, offset, next.gap || closed);
            ends.push(text.len());
            closed = next.closed;
            used += 1;
        }
        Joined { text, lines, ends }
    }

    /// Adds what a title leaves of its block to the open assignment; the next block to be read.
    fn leave(&mut self, at: usize, joined: &Joined, from: usize) -> usize {
        let block = joined
            .ends
            .iter()
            .position(|&end| from <= end)
            .unwrap_or(joined.ends.len() - 1);
        self.rest(joined.text.slice(from..joined.ends[block]));
        at + block + 1
    }

    /// How wide the next lines are.
    fn widths(&self, at: usize, count: usize) -> Vec<usize> {
        let mut widths = Vec::new();
        for block in self.blocks[at.min(self.blocks.len())..].iter().take(count) {
            let text = block.text.as_str();
            for (n, &start) in block.starts.iter().enumerate() {
                let end = block.starts.get(n + 1).copied().unwrap_or(text.len());
                widths.push(text.get(start..end).map_or(0, |line| line.chars().count()));
            }
        }
        widths.truncate(40);
        widths
    }

    /// Names that may be the subject of an assignment's first sentence.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .grammar
            .organisations()
            .iter()
            .map(|organisation| organisation.name.clone())
            .collect();
        let called = self.grammar.called(&self.document.recipients);
        names.extend(called.map(str::to_string));
        names
    }
}

/// A block and the paragraphs after it, as one text.
struct Joined {
    text: Text,
    lines: Vec<TitleLine>,
    /// Where in the text each block ends.
    ends: Vec<usize>,
}

/// The state of the walk.
pub(super) struct Walk {
    pub ids: Ids,
    /// The open assignment.
    pub open: Option<usize>,
    /// Below the head of a table whose cells run together.
    pub run: bool,
    /// Such a table has a column of deadlines.
    pub due: bool,
    /// The next block.
    pub at: usize,
    /// Where the open assignment ends, if its series tells.
    pub until: Option<usize>,
    /// Some assignment has a heading in its text.
    pub headed: bool,
}

impl Walk {
    pub(super) fn close(&mut self) {
        self.open = None;
        self.until = None;
    }
}

fn push_lines(lines: &mut Vec<TitleLine>, block: &Block, offset: usize, gap: bool) {
    let text = block.text.as_str();
    for (n, &start) in block.starts.iter().enumerate() {
        let end = block.starts.get(n + 1).copied().unwrap_or(text.len());
        let end = start + text[start..end].trim_end().len();
        lines.push(TitleLine {
            range: offset + start..offset + end,
            gap: gap && n == 0,
        });
    }
}

/// The number of an item that is counted.
fn counted(marker: &Marker) -> Option<String> {
    match marker.kind {
        MarkerKind::Number(number) => Some(number.to_string()),
        MarkerKind::Letter(letter) => Some(letter.to_string()),
        MarkerKind::Bullet | MarkerKind::Roman(_) => None,
    }
}

/// Whether a number is one that any list has: `3`, `c`.
pub(super) fn is_count(number: &str) -> bool {
    number.chars().all(|c| c.is_ascii_digit()) || number.chars().count() == 1
}

/// What stands between an identifier and its title.
pub(super) fn separators(text: &str) -> usize {
    text.len()
        - text
            .trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '–' | '-' | '—' | '|' | '*')
            })
            .len()
}

/// `(HSØ HV)`: a tag of abbreviations, where it ends, and the names it spells out.
pub(super) fn tag(text: &str, grammar: &crate::grammar::Grammar) -> Option<(usize, Vec<String>)> {
    let inner = text.trim_start().strip_prefix('(')?;
    let close = inner.find(')')?;
    let names: Option<Vec<String>> = inner[..close]
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '+'))
        .filter(|word| !word.is_empty() && *word != "og")
        .map(|word| {
            grammar
                .organisation(word)
                .map(|organisation| organisation.name.clone())
        })
        .collect();
    let names = names.filter(|names| !names.is_empty())?;
    Some((text.len() - inner.len() + close + 1, names))
}

/// The year in an identifier.
pub(super) fn year_of(number: &str) -> Option<i32> {
    let digits: Vec<&str> = number
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    digits
        .iter()
        .find(|part| part.len() == 4 && (part.starts_with("20") || part.starts_with("19")))
        .and_then(|part| part.parse().ok())
}

/// Whether a body says that the assignment is exempt from publication.
pub(super) fn is_withheld(title: &str, body: &str, grammar: &crate::grammar::Grammar) -> bool {
    grammar.has(title, Role::Withheld) || body.len() < 200 && grammar.has(body, Role::Withheld)
}
