//! Assignments that a title alone announces, where the letter gives no identifiers.
//!
//! ```text
//! assignment ::= numbered-heading body           4.2 Rekruttering … Vi ber …        below «Særskilte oppdrag»
//!              | heading body                    Rekruttering … Vi ber …            right below «Nye oppdrag»
//!              | going-back-number title body    3.1 Mål … Oppdrag: 1.1 Kampanje …  a number of its own
//!              | title-line body                 Kart over leia / Etaten skal …
//!              | title "." body                  Gebyrmodell. Etaten skal …        two and more of them
//! item       ::= marker title-line body | marker title "." body
//! body       ::= a paragraph that asks for something …
//! ```
//! What asks for nothing is no assignment: introductions and accounts stand under the same headings.

use super::{
    Letter,
    body::{Draft, Form, Walk, year_of},
    cells::whole_label,
    title::{
        HeadSign, heads_assignment, is_title, names_somebody, opens_sentence, title_before_text,
    },
};
use crate::{
    grammar::{
        cue::Cue,
        identifier::identifier_at,
        phrases::{Hit, Role},
        sentence::sentences,
    },
    layout::{Block, BlockKind, Text},
};
use std::ops::Range;

impl Letter<'_> {
    /// A heading below one of assignments, with text that asks for something, or says that it may not be
    /// shown: its title is the assignment's, and it is a section as well.
    pub(super) fn headed_assignment(&mut self, walk: &mut Walk, at: usize) {
        let block = &self.blocks[at];
        let BlockKind::Heading { number, level } = &block.kind else {
            return;
        };
        let nested = self.chapters.last().is_some_and(|own| own.nested);
        if number.is_none() && !nested {
            return;
        }
        let below = number.as_ref().map(|number| format!("{number}."));
        let inherited = self.chapters.last().is_some_and(|own| !own.own_zone);
        if !inherited || !self.lists_assignments() || self.own_identifiers_follow(at) {
            return;
        }
        // `4.2 Etaten skal …` was taken for a heading; it is the task itself, which its series gives.
        if self.asks_for(block.text.as_str()) {
            return;
        }
        let level = u32::from(level.unwrap_or(6));
        let mut asked = false;
        for (n, next) in self.following(at).enumerate() {
            // The assignments of its section begin where its series says.
            if self.series.contains_key(&(at + 1 + n))
                && !matches!(next.kind, BlockKind::Heading { .. })
            {
                return;
            }
            match &next.kind {
                BlockKind::Heading {
                    number: Some(own), ..
                } => {
                    // The heading of a group: the assignments stand under the next one.
                    if below.as_ref().is_some_and(|below| own.starts_with(below)) {
                        return;
                    }
                    break;
                }
                BlockKind::Heading { .. } if nested => break,
                BlockKind::Heading { .. } | BlockKind::TableHead(_) => return,
                // The assignments stand in the table.
                _ if next.cell.is_some() => return,
                BlockKind::Paragraph => {
                    let words = next.text.as_str();
                    // `Direktoratet skal i 2026:` has its assignments in the list below, and so has what
                    // is asked for after reasons, unless each of the sections beside it is one: then its
                    // list says what this one consists of.
                    let opens = n == 0 || self.bids(words);
                    let lists = opens && words.ends_with(':') && !lists_its_object(words);
                    if lists && !self.sections_beside_ask(at, number.as_deref()) {
                        return;
                    }
                    asked |= self.asks_for(words)
                        || nested && n == 0 && self.grammar.has(words, Role::Withheld);
                }
                _ if n == 0 => return,
                _ => {}
            }
        }
        // It looks through all the sections beside it, so it comes last.
        let theme = || {
            let number = number.as_deref();
            number.is_some_and(|number| self.heads_theme(at, number))
        };
        if !asked || theme() {
            return;
        }
        let mut draft = self.draft(Form::Heading(level + 1));
        draft.title = self.blocks[at].text.clone();
        self.push(walk, draft);
    }

    /// Whether the sections beside a heading are themes, under which tasks are asked for in prose: two paragraphs
    /// of one of them ask, each for its own.
    fn heads_theme(&self, at: usize, number: &str) -> bool {
        let Some((parent, _)) = number.rsplit_once('.') else {
            return false;
        };
        let mut asked = 0;
        for at in self.chapter_of(at, parent) {
            if self
                .number_of(at)
                .is_some_and(|other| is_below(other, parent))
            {
                asked = 0;
            }
            let block = &self.blocks[at];
            let paragraph = block.kind == BlockKind::Paragraph && block.cell.is_none();
            asked += usize::from(paragraph && self.bids(block.text.as_str()));
            if asked >= 2 {
                return true;
            }
        }
        false
    }

    /// The blocks of the chapter with this number that a block stands in.
    fn chapter_of(&self, at: usize, parent: &str) -> Range<usize> {
        let outside = |at: &usize| {
            self.number_of(*at)
                .is_some_and(|other| !other.starts_with(parent))
        };
        let own = &self.announced.blocks;
        let first = (own.start..at)
            .rev()
            .find(outside)
            .map_or(own.start, |at| at + 1);
        first..(at..own.end).find(outside).unwrap_or(own.end)
    }

    fn number_of(&self, at: usize) -> Option<&str> {
        match &self.blocks[at].kind {
            BlockKind::Heading { number, .. } => number.as_deref(),
            _ => None,
        }
    }

    /// Whether most of the sections beside one, and two of them, open with a paragraph that asks for something.
    fn sections_beside_ask(&self, at: usize, number: Option<&str>) -> bool {
        let Some((parent, _)) = number.and_then(|number| number.rsplit_once('.')) else {
            return false;
        };
        let beside: Vec<usize> = self
            .chapter_of(at, parent)
            .filter(|other| *other != at)
            .filter(|other| {
                self.number_of(*other)
                    .is_some_and(|own| is_below(own, parent))
            })
            .collect();
        let asks = |at: &&usize| {
            self.following(**at)
                .next()
                .is_some_and(|next| self.is_body(next) && !next.text.as_str().ends_with(':'))
        };
        let asking = beside.iter().filter(asks).count();
        asking >= 2 && asking * 2 > beside.len()
    }

    /// Whether the ministry asks somebody for something: «ber om», «bes om».
    pub(super) fn bids(&self, words: &str) -> bool {
        let hits = self.grammar.cues.words(words);
        hits.iter()
            .any(|hit| matches!(hit.role, Cue::Asks | Cue::Bidden))
    }

    /// A heading whose number goes back (`1.1` below `3.1`) where assignments are listed: no section,
    /// but an assignment that has this number.
    pub(super) fn goes_back(&mut self, walk: &mut Walk, at: usize) -> bool {
        let block = &self.blocks[at];
        let BlockKind::Heading {
            number: Some(number),
            level,
        } = &block.kind
        else {
            return false;
        };
        let (Some(own), Some(last)) = (
            parts(number),
            self.chapters
                .iter()
                .rev()
                .find_map(|chapter| parts(chapter.number.as_deref()?)),
        ) else {
            return false;
        };
        let asked = self
            .following(at)
            .next()
            .is_some_and(|next| self.is_body(next));
        if own.len() < 2 || own >= last || !self.lists_assignments() || !asked {
            return false;
        }
        let mut draft = self.draft(Form::Heading(u32::from(level.unwrap_or(6))));
        draft.number = Some(number.clone());
        draft.label = block
            .label
            .clone()
            .map(|label| Text::at(self.source, label))
            .unwrap_or_default();
        draft.title = block.text.clone();
        self.push(walk, draft);
        true
    }

    /// A title alone on its line, and a paragraph right below it that asks for something.
    pub(super) fn titled(&mut self, walk: &mut Walk, at: usize) -> bool {
        let block = &self.blocks[at];
        let chapter = self.chapters.len() - 1;
        let before = self
            .drafts
            .iter()
            .any(|draft| draft.chapter == chapter && draft.form == Form::Titled);
        let words = block.text.as_str();
        // What stands inside an assignment under a title of its own belongs to it.
        let free = walk.open.is_none() || before;
        let apart = block.gap || block.bold || at > 0 && self.is_heading(at - 1);
        let title = block.title_like
            && block.cell.is_none()
            && is_title(words)
            && !self.grammar.has(words, Role::Duty)
            && !self.is_deadline_line(words);
        if !free || !apart || !title || !self.lists_assignments() {
            return false;
        }
        let asked = self
            .following(at)
            .next()
            .is_some_and(|next| !next.gap && !next.title_like && self.is_body(next));
        if !asked || self.own_identifiers_follow(at) {
            return false;
        }
        let mut draft = self.draft(Form::Titled);
        draft.title = block.text.clone();
        if !self.take_label_above(walk, at, &mut draft) {
            self.take_label(&mut draft);
        }
        self.push(walk, draft);
        true
    }

    /// A paragraph that opens with a title, `Gebyrmodell. Etaten skal …`, where others of its chapter do, too.
    pub(super) fn title_run_in(&mut self, walk: &mut Walk, at: usize) -> bool {
        let Some(end) = self.leads_task(at) else {
            return false;
        };
        let chapter = self.chapters.len() - 1;
        let alike = |draft: &Draft| {
            draft.chapter == chapter && draft.form == Form::Titled && draft.number.is_none()
        };
        let before = self.drafts.iter().any(alike);
        // Inside another assignment it is what that one says: `Oppdraget utvides. I tillegg …`.
        let free = walk.open.is_none_or(|open| alike(&self.drafts[open]));
        if !free || !self.lists_assignments() || self.own_identifiers_follow(at) {
            return false;
        }
        let heading = |at: &usize| self.is_heading(*at);
        let rest = at + 1..self.announced.blocks.end;
        let mut below = rest.take_while(|at| !heading(at));
        if !before && !below.any(|other| self.leads_task(other).is_some()) {
            return false;
        }
        let mut draft = self.draft(Form::Titled);
        let (title, text) = split_title(&self.blocks[at].text, end);
        draft.title = title;
        self.push(walk, draft);
        self.rest(text);
        true
    }

    /// Where the title ends that a paragraph opens with, if what follows asks for something.
    pub(super) fn leads_task(&self, at: usize) -> Option<usize> {
        let block = &self.blocks[at];
        if block.kind != BlockKind::Paragraph || block.cell.is_some() || block.title_like {
            return None;
        }
        let words = block.text.as_str();
        let end = title_before_text(words, self.grammar)?;
        self.asks_for(&words[end..]).then_some(end)
    }

    /// Takes the identifier that stands alone on the line above a title; whether one does. It was left to the
    /// assignment before, or to the section.
    fn take_label_above(&mut self, walk: &Walk, at: usize, draft: &mut Draft) -> bool {
        let blocks = self.blocks;
        let Some(above) = at.checked_sub(1).map(|above| &blocks[above]) else {
            return false;
        };
        let plain = above.kind == BlockKind::Paragraph && above.cell.is_none();
        if !plain || whole_label(above.text.as_str()).is_none() {
            return false;
        }
        draft.number = Some(super::series::number(above.text.as_str()));
        draft.label = above.text.clone();
        let last = walk.open.and_then(|open| self.drafts.get_mut(open));
        if let Some(last) = last
            && last
                .units
                .last()
                .is_some_and(|unit| unit.text == above.text)
        {
            last.units.pop();
        }
        true
    }

    /// Where the title ends that a text begins with: `Museumsreform. Direktoratet skal …`, or the first
    /// of its lines where the next opens a sentence.
    pub(super) fn lead_title(&self, text: &str, starts: &[usize]) -> Option<usize> {
        if let Some(&second) = starts.get(1) {
            let first = text.get(..second)?.trim_end();
            if is_title(first)
                && !self.grammar.has(first, Role::Duty)
                && text[second..].starts_with(char::is_uppercase)
                && opens_sentence(&text[second..], self.grammar)
            {
                return Some(first.len());
            }
        }
        let end = title_before_text(text, self.grammar)?;
        opens_sentence(text[end..].trim_start(), self.grammar).then_some(end)
    }

    /// An item that is a title alone on its line, with a paragraph below it that asks for something.
    pub(super) fn titles_next(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        is_title(block.text.as_str())
            && !self.grammar.has(block.text.as_str(), Role::Duty)
            && self
                .following(at)
                .next()
                .is_some_and(|next| self.is_body(next))
    }

    /// A paragraph that opens with what somebody is to do.
    fn is_body(&self, block: &Block) -> bool {
        let words = block.text.as_str();
        block.kind == BlockKind::Paragraph && block.cell.is_none() && self.asks_for(words)
    }

    /// Whether a text lays a duty on somebody whom it names, or says when something is due.
    fn asks_for(&self, words: &str) -> bool {
        let names = self.names();
        self.grammar.has(words, Role::DeadlineLabel)
            || sentences(words).into_iter().any(|range| {
                let sentence = &words[range];
                let short = self.grammar.organisations().iter().any(|one| {
                    one.abbreviations.iter().any(|short| {
                        sentence
                            .strip_prefix(short.as_str())
                            .is_some_and(|rest| rest.starts_with(' '))
                    })
                });
                (short || names_somebody(sentence, &names, self.grammar))
                    && self.obliges(sentence)
                    && !self.is_of_sender(sentence)
            })
    }

    /// Whether a sentence says what the sender itself will do: `Departementet vil nedsette et utvalg som skal …`.
    fn is_of_sender(&self, sentence: &str) -> bool {
        let asks = |hit: &Hit<Cue>| {
            matches!(
                hit.role,
                Cue::Asks | Cue::AskedThen | Cue::Expects | Cue::Addressed
            )
        };
        self.grammar.opens_with_sender(sentence)
            && !self.grammar.cues.words(sentence).iter().any(asks)
    }

    /// Whether a sentence lays a duty on somebody; «bør» only advises.
    pub(super) fn obliges(&self, sentence: &str) -> bool {
        self.grammar.words(sentence).iter().any(|hit| {
            hit.role == Role::Duty
                && !matches!(
                    sentence[hit.range.clone()].to_lowercase().as_str(),
                    "bør" | "oppdrag" | "foreligge" | "ønsker" | "ønskjer"
                )
        })
    }

    pub(super) fn following(&self, at: usize) -> impl Iterator<Item = &Block> {
        self.blocks[at + 1..self.announced.blocks.end.max(at + 1)].iter()
    }

    fn is_heading(&self, at: usize) -> bool {
        matches!(self.blocks[at].kind, BlockKind::Heading { .. })
    }

    /// Whether identifiers of this letter's own year, or of none, head what follows in the chapter.
    fn own_identifiers_follow(&self, at: usize) -> bool {
        // `Bestilling 1 – Kart`, a title alone on its line.
        let counted = |block: &Block| {
            let words = block.text.as_str();
            let own = self
                .grammar
                .counted_word(words)
                .filter(|_| block.title_like);
            own.is_some_and(|(_, end)| {
                let sign = heads_assignment(&words[end..], self.grammar);
                sign.is_some_and(|sign| sign != HeadSign::Nothing)
            })
        };
        self.further_down(at).any(|block| match &block.kind {
            BlockKind::Row { .. } => true,
            _ if counted(block) => true,
            _ => identifier_at(block.text.as_str(), &self.grammar.templates).is_ok_and(
                |(rest, identifier)| {
                    let sign = heads_assignment(rest, self.grammar);
                    let year = year_of(&identifier.number);
                    sign.is_some_and(|sign| sign != HeadSign::Nothing)
                        && year.is_none_or(|year| self.announced_year() == Some(year))
                },
            ),
        })
    }
}

/// Whether a number is that of a section right below another: `5.2` below `5`.
fn is_below(number: &str, parent: &str) -> bool {
    number
        .rsplit_once('.')
        .is_some_and(|(own, _)| own == parent)
}

/// Where the title ends that bold type parts from the text after it: `**Kart over leia:** Etaten skal …`.
pub(super) fn bold_title(block: &Block) -> Option<usize> {
    let words = block.text.as_str();
    (1..words.len())
        .contains(&block.lead)
        .then(|| words[..block.lead].trim_end_matches([' ', '.', ':']))
        .filter(|title| is_title(title))
        .map(|_| block.lead)
}

/// A text cut in its title, the full stop or colon after it left out, and what follows.
pub(super) fn split_title(text: &Text, end: usize) -> (Text, Text) {
    let words = text.as_str()[..end].trim_end_matches([' ', '.', ':']).len();
    (text.slice(0..words), text.slice(end..text.len()))
}

/// Whether the list below a colon only says what of: `Etaten skal levere:`. After `Etaten skal:` each
/// item is an assignment of its own.
fn lists_its_object(words: &str) -> bool {
    let last = words.trim_end_matches(':').split_whitespace().next_back();
    last.is_some_and(|verb| {
        [
            "levere",
            "sende",
            "oversende",
            "omfatte",
            "inneholde",
            "innehalde",
            "beskrive",
            "vise",
            "vurdere",
            "dekke",
            "inkludere",
            "leverast",
            "sendast",
        ]
        .contains(&verb)
    })
}

/// The parts of a decimal number.
fn parts(number: &str) -> Option<Vec<u32>> {
    number
        .trim_end_matches('.')
        .split('.')
        .map(|part| part.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_numbers() {
        assert!(is_title("Kart over indre lei"));
        assert!(!is_title("Etaten skal lage et kart."));
        assert!(!is_title("følge opp kartet"));
        assert!(parts("1.1") < parts("3.1"));
        assert_eq!(parts("II.1"), None);
    }
}
