//! Assignments that the letter's own form shows, whatever its words: a series of labels, or sentences that ask.
//!
//! ```text
//! assignment ::= label [task-word ":"] title body       B-01 Kart over kaier / Etaten skal …
//!              | label sentence …                        1.1.2 Foretaket skal …    a) Utarbeide …
//!              | title paragraph …                        Kart over leia / I fjor … Etaten skal …
//!              | sentence that asks …                    Departementet ber om at …
//!              | sentence that changes …                 Oppdrag 4 om … utvides til …     in a supplement
//! ```
//! The heads were found where the first reading had nothing (`residue`); here what they begin is read. Each
//! goes on to where the next begins; the last as far as its sisters do.

use super::{
    Letter,
    body::{Draft, Form, Unit, Walk, separators},
    title::{HeadSign, names_somebody, run_together},
    titled::{bold_title, split_title},
};
use crate::{
    grammar::{
        Zone,
        change::{Change, change},
        cue::Cue,
        sentence::sentences,
    },
    layout::{BlockKind, Text},
    model::{Action, Relation},
    structure::{head::Head, label::label},
};

impl Letter<'_> {
    /// Opens the assignment that a block heads, if it is a member of a series.
    pub(super) fn series_head(&mut self, walk: &mut Walk, at: usize) -> bool {
        let Some(head) = self.series.get(&at).cloned() else {
            return false;
        };
        let blocks = self.blocks;
        let block = &blocks[at];
        let Some(label) = &head.label else {
            return self.prose_head(walk, at, &head);
        };
        let whole = block.whole(self.source);
        let mut from = label.len;
        let label = whole.slice(0..from);
        from += usize::from(whole.as_str()[from..].starts_with('.'));
        from += separators(&whole.as_str()[from..]);
        from += self.task_word(&whole.as_str()[from..]);
        // What stands before the text of an item or a numbered heading is its label alone.
        let from = from.saturating_sub(whole.len() - block.text.len());
        let words = block.text.slice(from..block.text.len());
        let sentence = self.opens_task(words.as_str(), at);
        self.leave_last(walk, at);
        let heading = match &block.kind {
            BlockKind::Heading { number, level } => Some((number, level)),
            _ => None,
        };
        let mut level = 6;
        if let Some((number, own)) = heading {
            level = u32::from(own.unwrap_or(6));
            if number.is_some() && !sentence {
                // It is a section as well.
                self.open_chapter(number.clone(), block.text.clone(), *own, &mut walk.ids);
                level += 1;
            }
        }
        let mut draft = self.draft(match (&block.kind, heading) {
            (_, Some(_)) => Form::Heading(level),
            (BlockKind::Item(_), _) => Form::Item,
            _ => Form::HeadRow(HeadSign::Title),
        });
        draft.number = Some(self.number(label.as_str()));
        draft.label = label;
        draft.again = true;
        if sentence {
            self.push(walk, draft);
            self.sentence(walk, words, head.end.block);
        } else if block.lead > from && block.lead < block.text.len() {
            // Bold type tells the title from the text that it is run in before.
            let end = block.lead - from;
            self.title_words(&mut draft, &words, 0..end);
            self.push(walk, draft);
            self.rest(words.slice(end..words.len()));
        } else if heading.is_some() {
            // `Digital beredskap Etaten skal:` runs the title and the body together.
            let body = run_together(words.as_str(), &[], &self.names(), self.grammar);
            let end = body.unwrap_or(words.len());
            self.title_words(&mut draft, &words, 0..end);
            self.push(walk, draft);
            self.rest(words.slice(end..words.len()));
        } else {
            self.opened_row(walk, at, draft, from);
        }
        self.end_of(walk, &head);
        true
    }

    /// Opens an assignment that a sentence or an item gives in prose.
    fn prose_head(&mut self, walk: &mut Walk, at: usize, head: &Head) -> bool {
        // What a letter asks for there is no assignment: reports, money, what all agencies are told.
        let elsewhere = matches!(
            self.zone(),
            Some(
                Zone::Reporting
                    | Zone::Calendar
                    | Zone::Contents
                    | Zone::CommonDirectives
                    | Zone::Authorisations
                    | Zone::Attachments
                    | Zone::WithdrawnAssignments
            )
        );
        if elsewhere {
            return false;
        }
        let blocks = self.blocks;
        self.leave_last(walk, at);
        let heads = matches!(blocks[at].kind, BlockKind::Heading { .. });
        if heads || blocks[at].title_like && blocks[at].kind == BlockKind::Paragraph {
            return self.title_head(walk, at, head);
        }
        let mut draft = self.draft(match &blocks[at].kind {
            BlockKind::Item(_) => Form::Item,
            _ => Form::HeadRow(HeadSign::Nothing),
        });
        draft.again = true;
        let mut text = blocks[at].text.clone();
        // `• **Kart over leia:** Etaten skal …`, `Kart over leia. Etaten skal …`
        let bold = bold_title(&blocks[at]).filter(|_| draft.form == Form::Item);
        if let Some(end) = bold.or_else(|| self.leads_task(at)) {
            (draft.title, text) = split_title(&text, end);
        }
        if let Some(change) = self.changes(text.as_str()) {
            text = changed_text(&mut draft, change, &text);
        }
        self.push(walk, draft);
        self.sentence(walk, text, head.end.block);
        self.end_of(walk, head);
        true
    }

    /// Opens an assignment that has a title over its prose.
    fn title_head(&mut self, walk: &mut Walk, at: usize, head: &Head) -> bool {
        let mut draft = self.draft(Form::Titled);
        draft.again = true;
        draft.title = self.blocks[at].text.clone();
        self.push(walk, draft);
        self.end_of(walk, head);
        true
    }

    /// A paragraph that says first how an earlier assignment is changed: `Bestilling 2: Fristen forlenges …`.
    pub(super) fn changed(&mut self, walk: &mut Walk, at: usize) -> bool {
        let blocks = self.blocks;
        let text = &blocks[at].text;
        let Some(change) = self.changes(text.as_str()).filter(|change| change.from > 0) else {
            return false;
        };
        walk.close();
        let mut draft = self.draft(Form::HeadRow(HeadSign::Nothing));
        let rest = changed_text(&mut draft, change, text);
        self.push(walk, draft);
        self.rest(rest);
        true
    }

    /// What a supplement's paragraph changes.
    fn changes(&self, words: &str) -> Option<Change> {
        let first = sentences(words).into_iter().next()?;
        (self.announced.relation != Relation::Original)
            .then(|| change(&words[first], self.grammar))
            .flatten()
    }

    /// Gives the open assignment its first sentence; layout may have cut it at the end of a line, for a
    /// heading.
    fn sentence(&mut self, walk: &mut Walk, mut text: Text, end: usize) {
        let blocks = self.blocks;
        while !text.as_str().ends_with(['.', ':', '!', '?', ')', '»'])
            && walk.at < end
            && let Some(next) = blocks.get(walk.at)
            && next.kind == BlockKind::Paragraph
            && next.cell.is_none()
            && !next.aside
            && !self.aside[walk.at]
            && matches!(blocks[walk.at - 1].kind, BlockKind::Heading { .. })
        {
            text.append(&next.text, self.joint(&text, &next.text));
            walk.at += 1;
        }
        self.rest(text);
    }

    /// Sets where the open assignment ends.
    fn end_of(&self, walk: &mut Walk, head: &Head) {
        walk.until = Some(head.end.block.max(walk.at));
    }

    /// Ends the assignment before a head.
    fn leave_last(&mut self, walk: &mut Walk, at: usize) {
        self.hand_over(walk, at);
        walk.close();
        walk.run = false;
        walk.at = at + 1;
    }

    /// A heading right above a head, with nothing under it, belongs to what follows: it is taken out of the
    /// assignment before.
    fn hand_over(&mut self, walk: &Walk, at: usize) {
        let blocks = self.blocks;
        let Some(above) = at.checked_sub(1) else {
            return;
        };
        let unnumbered = matches!(blocks[above].kind, BlockKind::Heading { number: None, .. });
        if walk.open.is_none() || !unnumbered {
            return;
        }
        let Some(draft) = self.drafts.last_mut() else {
            return;
        };
        let is_it = |unit: &Unit| unit.text == blocks[above].text;
        if draft.units.last().is_some_and(is_it) {
            draft.units.pop();
            if let Some(chapter) = self.chapters.last_mut() {
                chapter.blocks.push(above);
            }
        }
    }

    /// How far a word for tasks reaches that a colon parts from the title: «Oppdrag: Kart».
    fn task_word(&self, words: &str) -> usize {
        const LONGEST: usize = 40;
        let Some((lead, _)) = words.split_once(':') else {
            return 0;
        };
        let tasks = |lead: &str| {
            let hits = self.grammar.cues.words(lead);
            hits.iter()
                .any(|hit| hit.role == Cue::Tasks && hit.range.start == 0)
        };
        if lead.len() > LONGEST || !tasks(lead) {
            return 0;
        }
        let colon = lead.len() + 1;
        colon + separators(&words[colon..])
    }

    /// Whether words are the task itself, and no title over it: a sentence that lays a duty on somebody, a
    /// question, or an infinitive that no paragraph below it explains.
    fn opens_task(&self, words: &str, at: usize) -> bool {
        let Some(first) = sentences(words).into_iter().next() else {
            return false;
        };
        let first = &words[first];
        let infinitive =
            self.grammar.cues.words(first).iter().any(|hit| {
                hit.role == Cue::Infinitive && first[..hit.range.start].trim().is_empty()
            });
        let names = self.names();
        let question = first.trim_end().ends_with('?');
        question
            || infinitive && !self.titles_next(at)
            || self.obliges(first)
                && (names_somebody(first, &names, self.grammar)
                    || run_together(words, &[], &names, self.grammar).is_none())
    }

    /// Takes a label that only an identifier has off a title: `B-01 Vedlikehold av bruer`.
    pub(super) fn take_label(&self, draft: &mut Draft) {
        let title = draft.title.clone();
        let Some(own) = label(title.as_str()).filter(|own| own.strong) else {
            return;
        };
        let from = own.len + separators(&title.as_str()[own.len..]);
        if from < title.len() {
            draft.number = Some(self.number(&title.as_str()[..own.len]));
            draft.label = title.slice(0..own.len);
            draft.title = title.slice(from..title.len());
        }
    }

    /// The number that a label prints, closed up as others of its kind are.
    fn number(&self, label: &str) -> String {
        match self.grammar.head_identifier(label) {
            Some((known, end)) if end == label.len() && !known.contains(' ') => known,
            _ => number(label),
        }
    }
}

/// Gives a draft what a sentence says that it changes; the text that says how.
fn changed_text(draft: &mut Draft, change: Change, text: &Text) -> Text {
    draft.number = Some(change.number);
    draft.action = Action::Clarified;
    draft.label = text.slice(0..change.from);
    text.slice(change.from..text.len())
}

/// The number that a label prints: without a generic word before it and without what closes it.
///
/// `Oppdrag nr. 14` is `14`, `ID: 2026-01` is `2026-01`, `B-01` is `B-01`, `a)` is `a`.
pub(super) fn number(label: &str) -> String {
    let generic = |word: &&str| {
        let lower = word.chars().any(char::is_lowercase) || word.ends_with(':');
        lower && !word.contains(|c: char| c.is_ascii_digit())
    };
    let mut words: Vec<&str> = label.split_whitespace().collect();
    let count = words.iter().take_while(|word| generic(word)).count();
    if count < words.len() {
        words.drain(..count);
    }
    let joined = words.join(" ");
    joined
        .trim_end_matches(['.', ':', ')'])
        .trim_start_matches('(')
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_label() {
        for (label, wanted) in [
            ("Oppdrag nr. 14", "14"),
            ("Oppdrag 13/2024:", "13/2024"),
            ("ID: 2026-01", "2026-01"),
            ("B-01", "B-01"),
            ("PD26/01", "PD26/01"),
            ("a)", "a"),
            ("(3)", "3"),
            ("1.1.2", "1.1.2"),
            ("Oppgåve B", "B"),
        ] {
            assert_eq!(number(label), wanted);
        }
    }
}
