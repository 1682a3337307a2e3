//! Citations of documents and of other requests, each with the request that holds it.

use super::Proposition;
use crate::model::Code;
use crate::{
    grammar::{
        citation::citations,
        date::{When, times},
        request::{session_in, session_of},
    },
    kinds::citations::{Holders, citations_in},
    model::{Citation, CitationKind, Severity},
};
use std::ops::Range;

impl Proposition<'_> {
    /// Reads the citations of the whole proposition.
    pub(super) fn citations(&mut self) {
        let requests = &self.document.requests;
        let holders = Holders::new(requests.iter().flat_map(|request| {
            [
                (&request.spans[..], request.id.as_str()),
                (&request.also_at[..], request.id.as_str()),
            ]
        }));
        // The line that heads a request cites nothing.
        let mut labels = self.labels.clone();
        labels.sort_by_key(|label| label.start);
        let repeals = std::mem::take(&mut self.document.citations);
        self.document.citations = citations_in(
            self.source,
            self.grammar,
            self.blocks,
            &holders,
            |kind, origin, _| {
                kind == CitationKind::Request && origin.is_some_and(|at| stands_in(&labels, at))
            },
        );
        self.add_repeals(repeals);
        self.cited_days(&labels);
    }

    /// What the decision repeals is cited there by number and day, and the day tells the session.
    fn add_repeals(&mut self, repeals: Vec<Citation>) {
        for mut repeal in repeals {
            let meets = |one: &Citation| {
                one.kind == repeal.kind
                    && one.spans.iter().any(|span| {
                        repeal
                            .spans
                            .iter()
                            .any(|own| own.start < span.end && span.start < own.end)
                    })
            };
            match self.document.citations.iter_mut().find(|one| meets(one)) {
                Some(known) => known.reference = repeal.reference,
                None => {
                    repeal.id = format!("citation-{}", self.document.citations.len() + 1);
                    self.document.citations.push(repeal);
                }
            }
        }
    }

    /// `vedtak nr. 61, 13. juni 2025`: whether the day is the one that the request's own section has.
    fn cited_days(&mut self, labels: &[Range<usize>]) {
        let mut wrong: Vec<(String, String, Vec<Range<usize>>)> = Vec::new();
        for block in self.blocks {
            if !block.text.as_str().contains("edtak nr") {
                continue;
            }
            let text = block.whole(self.source);
            let words = text.as_str();
            for cited in citations(words) {
                let own = text.origin(cited.range.start);
                if cited.kind != CitationKind::Request
                    || own.is_some_and(|at| stands_in(labels, at))
                {
                    continue;
                }
                let after = words[cited.range.end..].trim_start_matches([',', ' ', '\u{a0}', '(']);
                let head: String = after.chars().take(30).collect();
                let Some(day) = times(&head, &self.grammar.calendar)
                    .into_iter()
                    .find(|time| time.range.start == 0 && matches!(time.when, When::Day { .. }))
                    .and_then(|time| Some(time.interval(time.year?)?.0))
                else {
                    continue;
                };
                let session = session_in(&cited.reference).unwrap_or_else(|| session_of(day));
                let number = cited.reference.split_whitespace().nth(1);
                let id = format!("{session}/{}", number.unwrap_or_default());
                let printed = self
                    .document
                    .requests
                    .iter()
                    .find(|request| request.id == id)
                    .and_then(|request| request.date.clone());
                if let Some(printed) = printed.filter(|printed| *printed != day.to_string()) {
                    let message = format!(
                        "vedtak {id} is cited with the day {day}; its section has {printed}"
                    );
                    wrong.push((id, message, text.places_of(cited.range)));
                }
            }
        }
        for (id, message, places) in wrong {
            self.say(
                Code::CitedDayDisagrees,
                Severity::Warning,
                message,
                Some(&id),
                &places,
            );
        }
    }
}

/// Whether a byte stands in one of the places, which are in order.
fn stands_in(places: &[Range<usize>], byte: usize) -> bool {
    let at = places.partition_point(|place| place.start <= byte);
    at > 0 && byte < places[at - 1].end
}
