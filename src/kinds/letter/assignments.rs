//! Drafts to assignments: body, parts, lead, addressees.
//!
//! ```text
//! body  ::= (paragraph | item | part)*
//! part  ::= number text (letter text)*        1. … a. … b. …      labels "1", "1a", "1b"
//!         | letter text                       a. … b. …           labels "a", "b"
//!         | "Deloppdrag" number text
//! ```
//! Numbers of parts go on from one; a bullet is no part. A part ends where the next begins. The last
//! one ends with its paragraph, unless the parts before it close with a deadline line of their own:
//! then the last does, too, at the first such line after it.

use super::{
    Letter,
    body::{Draft, Unit, is_withheld},
    lead::lead,
    title::status_mark,
};
use crate::kinds::ids::Ids;
use crate::{
    grammar::{Zone, deadline::Parties, marker::MarkerKind, phrases::Role, sentence::sentences},
    layout::{Joint, Text},
    model::{Action, Assignment, Part, Relation},
};
use std::{collections::HashMap, ops::Range};

/// A part, as a range of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRange {
    /// Its label, outer and inner.
    pub label: String,
    /// The label of the part it stands in.
    pub outer: Option<String>,
    /// Its words, marker left out.
    pub range: Range<usize>,
    /// Where its marker begins.
    pub from: usize,
}

/// The body of an assignment.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// All of it.
    pub text: Text,
    /// Where each stretch of it stands, and whether it is a bare deadline line.
    pub units: Vec<Range<usize>>,
    /// Its parts.
    pub parts: Vec<PartRange>,
}

impl Letter<'_> {
    /// Whom of those that a letter to several is to the first sentence with a duty binds; all of them where it
    /// names none.
    fn bound_of_recipients(&self, words: &str) -> Vec<String> {
        let all = &self.document.recipients;
        let subject = sentences(words).into_iter().find_map(|range| {
            let sentence = &words[range];
            let duty = self.grammar.words(sentence);
            let duty = duty.iter().find(|hit| hit.role == Role::Duty)?;
            Some(&sentence[..duty.range.start])
        });
        let named = |name: &&String| subject.is_some_and(|one| one.contains(name.as_str()));
        let bound: Vec<String> = all.iter().filter(named).cloned().collect();
        match bound.is_empty() {
            true => all.clone(),
            false => bound,
        }
    }

    /// Writes the drafts down as assignments.
    pub(super) fn assignments(&mut self) {
        let mut drafts = std::mem::take(&mut self.drafts);
        super::marks::take(&mut drafts, self.source, self.grammar);
        drafts.iter_mut().for_each(|draft| self.untitle(draft));
        let mut ordinals: HashMap<String, usize> = HashMap::new();
        let mut ids = Ids::default();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for number in drafts.iter().filter_map(|draft| draft.number.as_deref()) {
            *counts.entry(number).or_default() += 1;
        }
        let supplement = self.announced.relation != Relation::Original;
        let parties = self.named_parties(&drafts);
        self.parties = parties.clone();
        let led = super::lead::column_of_leaders(&drafts, &parties);
        for draft in &drafts {
            let section = self.chapters[draft.chapter].id.clone();
            let mut units = draft.units.clone();
            let department = draft
                .department
                .clone()
                .or_else(|| self.department_line(&mut units));
            let body = self.assemble(&units);
            let printed = draft.number.clone();
            // A count that another list of the letter has, too, is told apart by its section.
            let told_apart = |number: &str| match &section {
                Some(section) if super::body::is_count(number) && counts[number] > 1 => {
                    format!("{section}-{number}")
                }
                _ => number.to_string(),
            };
            let base = printed.as_deref().map(told_apart).unwrap_or_else(|| {
                let section = section.clone().unwrap_or_else(|| "0".to_string());
                let n = ordinals.entry(section.clone()).or_default();
                *n += 1;
                format!("{section}-{n}")
            });
            let (id, _) = ids.next(base.clone());
            let words = body.text.as_str();
            // «Nye oppdrag» may be printed smaller than the «Presisering av oppdrag» before it.
            let own = self.chapters[draft.chapter].zone;
            let clarified = own != Some(Zone::NewAssignments)
                && self.under(draft.chapter, Zone::ClarifiedAssignments)
                // `4 Endringer`, and below it the points of the letter that is changed.
                || supplement && printed.is_some() && own.is_none() && self.under_changes(draft.chapter)
                || supplement
                    && draft
                        .number
                        .as_deref()
                        .and_then(super::body::year_of)
                        .is_some_and(|year| self.context.year.is_some_and(|own| year < own));
            let mark = status_mark(draft.title.as_str(), self.grammar);
            let title_end = mark.map_or(draft.title.len(), |(end, _)| end);
            let title = draft
                .title
                .slice(0..draft.title.as_str()[..title_end].trim_end().len());
            let mut addressees = draft.tag.clone();
            if addressees.is_empty() {
                addressees = self.bound_of_recipients(words);
            }
            let parts = body
                .parts
                .iter()
                .map(|part| {
                    let text = body.text.slice(part.range.clone());
                    Part {
                        label: part.label.clone(),
                        title: part_title(text.as_str()).map(|title| title.to_string()),
                        spans: self.spans(&text),
                        text: text.as_str().to_string(),
                    }
                })
                .collect();
            let assignment = Assignment {
                number: printed,
                title: (!title.is_empty()).then(|| title.as_str().to_string()),
                section,
                goal: self.chapters[draft.chapter].goal.clone(),
                department,
                addressees,
                lead: lead(words, &body.parts, self.grammar)
                    .or_else(|| draft.answers.clone().filter(|_| led)),
                withheld: is_withheld(draft.title.as_str(), words, self.grammar)
                    || self.grammar.has(draft.label.as_str(), Role::Withheld),
                action: if clarified {
                    Action::Clarified
                } else {
                    mark.map_or(draft.action, |(_, action)| action)
                },
                text: (!words.is_empty()).then(|| words.to_string()),
                parts,
                spans: if words.is_empty() {
                    self.spans(&draft.label)
                } else {
                    self.spans(&body.text)
                },
                title_spans: self.spans(&title),
                label: printed_label(draft.label.as_str()),
                evidence: self.evidence(draft, words),
                id,
            };
            self.assignment_deadlines(draft, &body, &assignment, &parties);
            self.document.assignments.push(assignment);
        }
        self.drafts = drafts;
    }

    /// That an assignment is exempt from publication is what it says, and no title.
    fn untitle(&self, draft: &mut Draft) {
        let hits = self.grammar.words(draft.title.as_str());
        let exempt =
            |hit: &crate::grammar::phrases::Hit| hit.role == Role::Withheld && hit.range.start == 0;
        if draft.units.is_empty() && hits.iter().any(exempt) {
            draft.units.push(Unit {
                text: std::mem::take(&mut draft.title),
                skip: 0,
                marker: None,
            });
        }
    }

    /// `Ansvarlig avdeling: KTA` in a line of its own at the end of the text, or at the end of a line that
    /// says more.
    fn department_line(&self, units: &mut Vec<Unit>) -> Option<String> {
        self.own_department_line(units)
            .or_else(|| self.trailing_department(units))
    }

    /// `Frist: 1.5.2026 Kontakt: ETF`: the words stay, the mark is read.
    fn trailing_department(&self, units: &[Unit]) -> Option<String> {
        units.iter().rev().find_map(|unit| {
            let words = unit.text.as_str().trim_end();
            let hits = self.grammar.words(words);
            let label = hits.iter().rfind(|hit| hit.role == Role::Department)?;
            let (place, mark) =
                super::title::department(&words[label.range.start..], self.grammar)?;
            let capitals = mark
                .chars()
                .all(|c| c.is_uppercase() || matches!(c, '/' | '-'));
            (capitals && place.end + label.range.start == words.len()).then_some(mark)
        })
    }

    fn own_department_line(&self, units: &mut Vec<Unit>) -> Option<String> {
        let at = units.iter().rposition(|unit| {
            let words = unit.text.as_str();
            words.chars().count() <= 80
                && super::title::department(words, self.grammar).is_some_and(|(range, _)| {
                    range.start == 0 && range.end + 1 >= words.trim_end().len()
                })
        })?;
        let (_, mark) = super::title::department(units[at].text.as_str(), self.grammar)?;
        units.remove(at);
        Some(mark)
    }

    /// Whom the letter is to, and whom it names.
    fn named_parties(&self, drafts: &[Draft]) -> Parties {
        let openings: Vec<Text> = drafts
            .iter()
            .map(|draft| self.assemble(&draft.units).text)
            .collect();
        let blocks = &self.blocks[self.announced.blocks.clone()];
        Parties::new(
            &self.document.recipients,
            openings.iter().map(Text::as_str),
            blocks.iter().map(|block| block.text.as_str()),
            self.grammar,
        )
    }

    /// Joins the stretches of a body and finds its parts.
    fn assemble(&self, units: &[Unit]) -> Body {
        let mut body = Body::default();
        let mut starts = Vec::new();
        for unit in units {
            // A row that a page break cut goes on in the middle of a sentence.
            let before = body.text.as_str();
            let goes_on = unit.marker.is_none()
                && unit.text.as_str().starts_with(char::is_lowercase)
                && !before.ends_with(['.', ':', ';', '!', '?', ',']);
            let joint = match self.joint(&body.text, &unit.text) {
                joint @ (Joint::Glue | Joint::CloseUp) if unit.marker.is_none() => joint,
                joint if goes_on => joint,
                _ => Joint::Paragraph,
            };
            body.text.append(&unit.text, joint);
            let at = body.text.len() - unit.text.len();
            starts.push(at);
            // A hyphen that went stood at the end of what was there.
            if let Some(last) = body.units.last_mut() {
                last.end = last.end.min(at);
            }
            body.units.push(at..at + unit.text.len());
        }
        let end = body.text.len();
        let mut outer: Option<u32> = None;
        let mut inner: Option<char> = None;
        for (n, unit) in units.iter().enumerate() {
            let at = starts[n];
            let kind = unit.marker.as_ref().map(|marker| marker.kind);
            // `1. …` and `Deloppdrag 1: …` both begin a part of the outer level.
            let numbered = match kind {
                Some(MarkerKind::Number(number)) => Some((number, unit.skip)),
                None => named_part(unit.text.as_str()),
                _ => None,
            };
            match (kind, numbered) {
                (_, Some((number, skip)))
                    if outer.map_or(number == 1, |last| number == last + 1) =>
                {
                    outer = Some(number);
                    inner = None;
                    body.parts.push(PartRange {
                        label: number.to_string(),
                        outer: None,
                        range: at + skip..end,
                        from: at,
                    });
                }
                (Some(MarkerKind::Letter(letter)), _)
                    if inner.map_or(letter == 'a', |last| next_letter(last) == letter) =>
                {
                    inner = Some(letter);
                    let label =
                        outer.map_or(letter.to_string(), |number| format!("{number}{letter}"));
                    body.parts.push(PartRange {
                        label,
                        outer: outer.map(|number| number.to_string()),
                        range: at + unit.skip..end,
                        from: at,
                    });
                }
                _ => {}
            }
        }
        self.close_parts(&mut body, units, &starts);
        if body.parts.is_empty() {
            body.parts = super::run_in::run_in_parts(body.text.as_str(), &body.units, self.grammar);
        }
        body
    }

    /// Ends every part.
    fn close_parts(&self, body: &mut Body, units: &[Unit], starts: &[usize]) {
        let end_before = |at: usize| body.text.as_str()[..at].trim_end().len();
        let froms: Vec<(usize, bool)> = body
            .parts
            .iter()
            .map(|part| (part.from, part.outer.is_some()))
            .collect();
        let mut ends: Vec<usize> = Vec::new();
        for (n, (_, nested)) in froms.iter().enumerate() {
            let next = froms[n + 1..]
                .iter()
                .find(|(_, other)| *nested || !*other)
                .map(|(from, _)| *from);
            ends.push(next.map_or(body.text.len(), end_before));
        }
        // The last part of each level ends with its own list items and paragraph.
        let own_lines = |from: usize, to: usize| {
            starts
                .iter()
                .enumerate()
                .filter(move |(_, start)| **start > from && **start < to)
                .map(|(n, _)| n)
                .collect::<Vec<_>>()
        };
        let deadline_line = |n: usize| self.is_deadline_line(units[n].text.as_str());
        for n in 0..froms.len() {
            let (from, nested) = froms[n];
            let last = !froms[n + 1..]
                .iter()
                .any(|(_, other)| nested == *other || !*other);
            let inside = own_lines(from, ends[n]);
            if nested {
                // A deadline line after the last letter belongs to the outer part.
                if let Some(&line) = inside.iter().find(|&&line| deadline_line(line)) {
                    ends[n] = end_before(starts[line]);
                }
                if last || froms.get(n + 1).is_some_and(|(_, other)| !*other) {
                    ends[n] = self.paragraph_end(body, units, &inside, from, ends[n]);
                }
                continue;
            }
            if !last {
                continue;
            }
            // The last outer part: do its sisters close with deadline lines of their own?
            let sisters_have = (0..n).filter(|&other| !froms[other].1).any(|other| {
                let range = froms[other].0..ends[other];
                own_lines(range.start, range.end)
                    .into_iter()
                    .any(deadline_line)
                    || self.has_label(&body.text.as_str()[range])
            });
            let own = {
                let first = self.paragraph_end(body, units, &inside, from, ends[n]);
                self.has_label(&body.text.as_str()[from..first])
            };
            let closing = inside
                .iter()
                .copied()
                .find(|&line| deadline_line(line) && !self.names_points(units[line].text.as_str()));
            ends[n] = match closing {
                Some(line) if sisters_have && !own => body.units[line].end,
                _ => self.paragraph_end(body, units, &inside, from, ends[n]),
            };
        }
        for (part, end) in body.parts.iter_mut().zip(ends) {
            part.range.end = end.max(part.range.start);
        }
    }

    /// Where a last part's own paragraph ends: with its bullets, or its inner letters.
    fn paragraph_end(
        &self,
        body: &Body,
        units: &[Unit],
        inside: &[usize],
        from: usize,
        limit: usize,
    ) -> usize {
        let first = body.units.iter().find(|unit| unit.start == from);
        let mut end = first.map_or(from, |unit| unit.end);
        let colon = |words: &str| words.trim_end().ends_with(':');
        let mut open = colon(&body.text.as_str()[from..end]);
        for &line in inside {
            let item = units[line].marker.is_some();
            if !item && !open {
                break;
            }
            if !item && self.is_deadline_line(units[line].text.as_str()) {
                break;
            }
            end = body.units[line].end;
            let listed = units
                .get(line + 1)
                .is_some_and(|next| next.marker.is_some());
            open = if item {
                listed
            } else {
                colon(units[line].text.as_str())
            };
        }
        end.min(limit)
    }

    /// A stretch that begins with a deadline label.
    pub(super) fn is_deadline_line(&self, words: &str) -> bool {
        let head: String = words.chars().take(40).collect();
        self.grammar.words(&head).iter().any(|hit| {
            hit.role == Role::DeadlineLabel
                && matches!(
                    head[..hit.range.start].trim().to_lowercase().as_str(),
                    "" | "tentativ" | "endelig" | "endeleg" | "foreløpig"
                )
        })
    }

    /// Whether a deadline label stands in a text, with something after it.
    pub(super) fn has_label(&self, words: &str) -> bool {
        self.grammar.words(words).iter().any(|hit| {
            let after = words[hit.range.end..].trim_start();
            hit.role == Role::DeadlineLabel
                && (words[hit.range.clone()].ends_with(':')
                    || after.starts_with([':', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0'])
                    || words[hit.range.start..].starts_with('F') && after.starts_with("for "))
        })
    }

    fn names_points(&self, words: &str) -> bool {
        self.grammar.has(words, Role::PartWord)
    }
}

/// `Deloppdrag 1: …`: the number, and how many bytes stand before the part's words.
fn named_part(words: &str) -> Option<(u32, usize)> {
    let rest = words
        .strip_prefix("Deloppdrag ")
        .or_else(|| words.strip_prefix("DELOPPDRAG "))?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = rest[..digits].parse().ok()?;
    let after = rest[digits..].trim_start_matches([':', '.', ' ', '–', '-']);
    Some((number, words.len() - after.len()))
}

pub(super) fn next_letter(letter: char) -> char {
    char::from_u32(letter as u32 + 1).unwrap_or(letter)
}

/// The words before a colon that name a part.
fn part_title(text: &str) -> Option<&str> {
    let head = &text[..text.find(['.', '\n', '?']).unwrap_or(text.len())];
    let title = head[..head.find(':')?].trim();
    let words = title.split_whitespace().count();
    (words <= 10
        && !title.is_empty()
        && !title.to_lowercase().contains("frist")
        && title.starts_with(char::is_uppercase)
        && !["skal", "bes", "må", "om å"]
            .iter()
            .any(|verb| title.split_whitespace().any(|word| word == *verb)))
    .then_some(title)
}

/// A label as printed, without what closes it: `Oppdrag 14:` is `Oppdrag 14`.
fn printed_label(words: &str) -> Option<String> {
    let words = words.trim().trim_end_matches([':', '.', '–', '-', ' ']);
    (!words.is_empty()).then(|| words.to_string())
}
