//! Citations, wherever they stand, each with the record that holds it.

use super::Letter;
use crate::{
    grammar::{citation::citations, identifier::identifiers},
    model::{Citation, CitationKind, Span},
};
use std::collections::HashSet;

impl Letter<'_> {
    /// Reads the citations of the whole letter. What begins at one of `heads` heads a record.
    pub(in crate::kinds) fn citations(&mut self, heads: &HashSet<usize>) {
        let mut records: Vec<(usize, usize, String)> = Vec::new();
        let mut add = |spans: &[Span], id: &str| {
            records.extend(
                spans
                    .iter()
                    .map(|span| (span.start, span.end, id.to_string())),
            )
        };
        for record in &self.document.assignments {
            add(&record.spans, &record.id);
            add(&record.title_spans, &record.id);
        }
        for record in &self.document.indicators {
            add(&record.spans, &record.id);
        }
        for record in &self.document.goals {
            add(&record.spans, &record.id);
        }
        for record in &self.document.requirements {
            add(&record.spans, &record.id);
        }
        for record in &self.document.reports {
            add(&record.spans, &record.id);
        }
        records.sort();
        let withdrawn: Vec<(usize, usize)> = self
            .document
            .withdrawals
            .iter()
            .flat_map(|record| record.spans.iter().map(|span| (span.start, span.end)))
            .collect();
        let mut found: Vec<Citation> = Vec::new();
        for at in self.announced.blocks.clone() {
            let text = self.blocks[at].whole(self.source);
            let words = text.as_str();
            let mut cited: Vec<(std::ops::Range<usize>, CitationKind, String)> = citations(words)
                .into_iter()
                .map(|one| (one.range, one.kind, one.reference))
                .collect();
            for identifier in identifiers(words, &self.grammar.templates) {
                let heads_one = text
                    .origin(identifier.range.start)
                    .is_some_and(|origin| heads.contains(&origin));
                if !heads_one
                    && !cited.iter().any(|(range, ..)| {
                        range.start < identifier.range.end && identifier.range.start < range.end
                    })
                {
                    cited.push((
                        identifier.range,
                        CitationKind::Assignment,
                        identifier.number,
                    ));
                }
            }
            cited.sort_by_key(|(range, ..)| range.start);
            for (range, kind, reference) in cited {
                let raw = text.slice(range);
                let spans = self.spans(&raw);
                let Some(first) = spans.first() else { continue };
                if kind == CitationKind::Assignment
                    && withdrawn
                        .iter()
                        .any(|(start, end)| *start <= first.start && first.end <= *end)
                {
                    continue;
                }
                let within = records
                    .iter()
                    .filter(|(start, end, _)| *start <= first.start && first.end <= *end)
                    .min_by_key(|(start, end, _)| end - start)
                    .map(|(_, _, id)| id.clone());
                found.push(Citation {
                    id: format!("citation-{}", found.len() + 1),
                    kind,
                    reference,
                    raw: raw.as_str().to_string(),
                    within,
                    spans,
                });
            }
        }
        self.document.citations = found;
    }
}
