//! Decisions that are quoted again in running text, under their chapter in part II, without the line
//! that heads a request's section.
//!
//! The quoted words alone say which decision it is: they are the same, letter by letter, as those of
//! one request and of no other. A decision in other words, or only named, is cited, not printed again.

use super::super::Proposition;
use crate::{grammar::lexeme::folded, source::Canonical};
use std::collections::HashMap;

/// Fewer letters than these are no decision.
const SHORTEST: usize = 60;
/// More bytes than these are none either.
const LONGEST: usize = 8000;
/// How its quotation begins.
const OPENING: &str = "«Stortinget";

impl Proposition<'_> {
    /// Adds to `also_at` where decisions are quoted outside the sections of requests.
    pub(super) fn quoted_again(&mut self) {
        let mut known: HashMap<String, Option<usize>> = HashMap::new();
        for (at, request) in self.document.requests.iter().enumerate() {
            let letters = folded(request.text.as_deref().unwrap_or_default());
            if letters.len() >= SHORTEST {
                known
                    .entry(letters)
                    .and_modify(|one| *one = None)
                    .or_insert(Some(at));
            }
        }
        if known.is_empty() {
            return;
        }
        let taken = self.request_places();
        let mut found = Vec::new();
        for block in self.blocks {
            let words = block.text.as_str();
            for (open, _) in words.match_indices(OPENING) {
                let Some(close) = closing(&words[open..]) else {
                    continue;
                };
                let inside = open + '«'.len_utf8()..open + close;
                let Some(Some(request)) = known.get(&folded(&words[inside.clone()])) else {
                    continue;
                };
                let places = block.text.places_of(inside);
                let start = places.first().map_or(0, |place| place.start);
                if !stands_in(self.source, &taken, start) {
                    found.push((*request, places));
                }
            }
        }
        for (request, places) in found {
            let spans = self.spans(&places);
            if let Some(request) = self.document.requests.get_mut(request) {
                request.also_at.extend(spans);
            }
        }
    }

    /// Where the requests stand, in code points and by place.
    pub(super) fn request_places(&self) -> Vec<(usize, usize)> {
        let mut taken: Vec<(usize, usize)> = self
            .document
            .requests
            .iter()
            .flat_map(|request| request.spans.iter().chain(&request.also_at))
            .map(|span| (span.start, span.end))
            .collect();
        taken.sort_unstable();
        taken
    }
}

/// Whether a byte of the source stands in one of the places.
pub(super) fn stands_in(source: &Canonical, taken: &[(usize, usize)], byte: usize) -> bool {
    let point = source.code_point(byte);
    let at = taken.partition_point(|(from, _)| *from <= point);
    at > 0 && point < taken[at - 1].1
}

/// Where the quotation that a text begins with is closed, quotations inside it left out.
fn closing(words: &str) -> Option<usize> {
    let mut level = 0;
    for (at, c) in words.char_indices().take_while(|(at, _)| *at < LONGEST) {
        match c {
            '«' => level += 1,
            '»' => {
                level -= 1;
                if level == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_inside_a_quotation() {
        let text = "«Stortinget ber om «lys».» Mer.";
        assert_eq!(
            closing(text).map(|at| &text[..at]),
            Some("«Stortinget ber om «lys».")
        );
        assert_eq!(closing("«Stortinget ber"), None);
        assert_eq!(folded("Lys-\nvakt, 2026"), "lysvakt2026");
    }
}
