//! Citations in running text, each with the record that holds it.

use crate::{
    grammar::{Grammar, citation::citations, identifier::identifiers, request::session_years},
    layout::{Block, Joint, Text},
    model::{Citation, CitationKind, Span},
    source::Canonical,
};

/// Which record stands where; of records inside each other, the innermost holds a citation.
#[derive(Debug, Default)]
pub struct Holders {
    /// Start, end and id; by start, the longest first.
    places: Vec<(usize, usize, String)>,
    /// The furthest end of the places up to each.
    reach: Vec<usize>,
}

impl Holders {
    /// The places of records.
    pub fn new<'a>(records: impl IntoIterator<Item = (&'a [Span], &'a str)>) -> Self {
        let mut places: Vec<(usize, usize, String)> = records
            .into_iter()
            .flat_map(|(spans, id)| {
                spans
                    .iter()
                    .map(move |span| (span.start, span.end, id.to_string()))
            })
            .collect();
        places.sort_by(|one, other| {
            (one.0, std::cmp::Reverse(one.1), &one.2).cmp(&(
                other.0,
                std::cmp::Reverse(other.1),
                &other.2,
            ))
        });
        let mut furthest = 0;
        let reach = places
            .iter()
            .map(|(_, end, _)| {
                furthest = furthest.max(*end);
                furthest
            })
            .collect();
        Self { places, reach }
    }

    /// The record that holds a span.
    pub fn of(&self, span: &Span) -> Option<&str> {
        let before = self
            .places
            .partition_point(|(start, ..)| *start <= span.start);
        (0..before)
            .rev()
            .take_while(|&at| self.reach[at] >= span.end)
            .filter(|&at| self.places[at].1 >= span.end)
            .min_by_key(|&at| (self.places[at].1 - self.places[at].0, at))
            .map(|at| self.places[at].2.as_str())
    }
}

/// The citations of some blocks. `is_own` tells what heads a record itself and cites nothing: by its
/// kind and where it stands, in the canonical text and as spans.
pub fn citations_in<'a>(
    source: &Canonical,
    grammar: &Grammar,
    blocks: impl IntoIterator<Item = &'a Block>,
    holders: &Holders,
    is_own: impl Fn(CitationKind, Option<usize>, &Span) -> bool,
) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let mut text = block.whole(source);
        if let Some(next) = blocks.peek() {
            goes_on_with_session(&mut text, &next.text);
        }
        let words = text.as_str();
        let mut cited: Vec<(std::ops::Range<usize>, CitationKind, String)> = citations(words)
            .into_iter()
            .map(|one| (one.range, one.kind, one.reference))
            .collect();
        let documents = cited.len();
        for identifier in identifiers(words, &grammar.templates) {
            let taken = cited[..documents].iter().any(|(range, ..)| {
                range.start < identifier.range.end && identifier.range.start < range.end
            });
            if !taken {
                cited.push((
                    identifier.range,
                    CitationKind::Assignment,
                    identifier.number,
                ));
            }
        }
        cited.sort_by_key(|(range, ..)| range.start);
        for (range, kind, reference) in cited {
            let origin = text.origin(range.start);
            let raw = text.slice(range);
            let spans = source.spans(&raw.places());
            let Some(first) = spans.first() else { continue };
            if is_own(kind, origin, first) {
                continue;
            }
            let within = holders.of(first).map(str::to_string);
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
    found
}

/// An empty line or a page break inside a citation: `Innst. 216 S` ends a block, and the next begins
/// with `(2024–2025)`. The text takes the session in.
fn goes_on_with_session(text: &mut Text, next: &Text) {
    let ends = text.as_str().trim_end();
    if !next.as_str().starts_with('(')
        || !ends.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'S' | 'L'))
    {
        return;
    }
    if let Ok((rest, _)) = session_years(next.as_str()) {
        let end = next.len() - rest.len();
        text.append(&next.slice(0..end), Joint::Blank);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span {
            page: None,
            page_label: None,
            start,
            end,
            bbox: None,
        }
    }

    #[test]
    fn the_innermost_record_holds_it() {
        let (outer, inner, other) = ([span(0, 100)], [span(10, 20)], [span(40, 60)]);
        let holders = Holders::new([(&outer[..], "a"), (&inner[..], "b"), (&other[..], "c")]);
        assert_eq!(holders.of(&span(12, 15)), Some("b"));
        assert_eq!(holders.of(&span(18, 25)), Some("a"));
        assert_eq!(holders.of(&span(61, 70)), Some("a"));
        assert_eq!(holders.of(&span(99, 101)), None);
    }
}
