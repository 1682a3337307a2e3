//! Citations, wherever they stand, each with the record that holds it.

use super::Letter;
use crate::{
    kinds::citations::{Holders, citations_in},
    model::CitationKind,
};
use std::collections::HashSet;

impl Letter<'_> {
    /// Reads the citations of the whole letter.
    pub(super) fn citations(&mut self) {
        let document = &self.document;
        let assignments = document.assignments.iter().flat_map(|record| {
            [
                (&record.spans[..], record.id.as_str()),
                (&record.title_spans[..], record.id.as_str()),
            ]
        });
        let indicators = document
            .indicators
            .iter()
            .map(|record| (&record.spans[..], record.id.as_str()));
        let goals = document
            .goals
            .iter()
            .map(|record| (&record.spans[..], record.id.as_str()));
        let requirements = document
            .requirements
            .iter()
            .map(|record| (&record.spans[..], record.id.as_str()));
        let holders = Holders::new(
            assignments
                .chain(indicators)
                .chain(goals)
                .chain(requirements),
        );
        // The identifiers that head assignments are no citations, nor those that are withdrawn.
        let heads: HashSet<usize> = self
            .drafts
            .iter()
            .filter_map(|draft| draft.label.start())
            .collect();
        let withdrawn = Holders::new(
            document
                .withdrawals
                .iter()
                .map(|record| (&record.spans[..], record.text.as_str())),
        );
        self.document.citations = citations_in(
            self.source,
            self.grammar,
            &self.blocks[self.announced.blocks.clone()],
            &holders,
            |kind, origin, span| {
                kind == CitationKind::Assignment
                    && (origin.is_some_and(|origin| heads.contains(&origin))
                        || withdrawn.of(span).is_some())
            },
        );
    }
}
