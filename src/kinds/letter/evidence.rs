//! What shows that a text is an assignment.
//!
//! The record says so for itself ([`Evidence`]): a reader of the JSON can tell an item of a numbered series from a
//! sentence of prose, and choose what to look at.

use super::{
    Letter,
    body::{Draft, Form, is_count},
};
use crate::{
    grammar::{Zone, cue::Cue, phrases::Role},
    model::{Action, Evidence},
    structure::label::label,
};

impl Letter<'_> {
    /// The codes of a draft that says these words.
    pub(super) fn evidence(&self, draft: &Draft, words: &str) -> Vec<Evidence> {
        let mut found = Vec::new();
        let mut add = |holds: bool, code: Evidence| {
            if holds {
                found.push(code);
            }
        };
        let zones = [
            Zone::Assignments,
            Zone::NewAssignments,
            Zone::ClarifiedAssignments,
        ];
        add(
            zones.iter().any(|zone| self.under(draft.chapter, *zone)),
            Evidence::Zone,
        );
        let printed = draft.label.as_str().trim();
        let known = self.grammar.head_identifier(printed).is_some();
        let strong = label(printed).is_some_and(|label| label.strong);
        add(known, Evidence::Identifier);
        add(strong && !known, Evidence::Label);
        let count = draft.number.as_deref().is_some_and(is_count);
        add(count && !strong && !known, Evidence::Count);
        add(
            matches!(draft.form, Form::Cells | Form::Run),
            Evidence::Table,
        );
        add(matches!(draft.form, Form::Heading(_)), Evidence::Heading);
        add(draft.form == Form::Titled, Evidence::Title);
        add(draft.form == Form::Item, Evidence::Item);
        add(draft.again, Evidence::Series);
        let asks = self.grammar.cues.words(words);
        let asks = asks
            .iter()
            .any(|hit| matches!(hit.role, Cue::Asks | Cue::Bidden | Cue::AskedThen));
        add(asks, Evidence::Asks);
        add(self.obliges(words), Evidence::Binds);
        let due = !draft.deadline_cells.is_empty() || self.grammar.has(words, Role::DeadlineLabel);
        add(due, Evidence::Deadline);
        add(draft.action == Action::Clarified, Evidence::Changes);
        found
    }
}
