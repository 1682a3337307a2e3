//! A span is the place it says: its page, the page's label and its box are those of its characters, and
//! it begins and ends with words.

use super::error;
use crate::check::quotation::Index;
use crate::model::{Code, Diagnostic, Extraction, Span};
use crate::source::Canonical;
use serde_json::Value;

/// Spans whose page, label or box is another than the source has there, that begin or end in white space
/// or within a word, or are no place; and what the source says of itself.
pub(super) fn places(extraction: &Extraction, source: &Canonical) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let info = &extraction.source;
    if info.pages != source.page_count() || info.characters != source.characters() {
        let message = format!(
            "the source has {} characters and {:?} pages, not {} and {:?}",
            source.characters(),
            source.page_count(),
            info.characters,
            info.pages
        );
        found.push(error(Code::PlaceDisagrees, message, None, &[]));
    }
    let index = Index::of(source.text());
    // As JSON, so that no list of spans can be forgotten, whatever the model comes to hold.
    if let Ok(value) = serde_json::to_value(extraction) {
        walk(&value, None, source, &index, &mut found);
    }
    found
}

fn walk(
    value: &Value,
    item: Option<&str>,
    source: &Canonical,
    index: &Index<'_>,
    found: &mut Vec<Diagnostic>,
) {
    match value {
        Value::Object(object) if object.contains_key("start") && object.contains_key("end") => {
            if let Ok(span) = serde_json::from_value::<Span>(value.clone())
                && let Some(wrong) = wrong(&span, source, index)
            {
                let message = format!("the span {}..{} {wrong}", span.start, span.end);
                let spans = std::slice::from_ref(&span);
                found.push(error(Code::PlaceDisagrees, message, item, spans));
            }
        }
        Value::Object(object) => {
            let own = |name: &str| object.get(name).and_then(Value::as_str);
            let item = own("id").or_else(|| own("item")).or(item);
            for (name, one) in object {
                // The other end of a link may stand in another source.
                if name != "links" {
                    walk(one, item, source, index, found);
                }
            }
        }
        Value::Array(list) => list
            .iter()
            .for_each(|one| walk(one, item, source, index, found)),
        _ => {}
    }
}

/// What is wrong with a span.
pub(super) fn wrong(span: &Span, source: &Canonical, index: &Index<'_>) -> Option<String> {
    let place = index.range(span).filter(|place| !place.is_empty());
    let Some(place) = place else {
        return Some("is no place of the source".into());
    };
    let words = &source.text()[place.clone()];
    if words.trim() != words {
        return Some("begins or ends in white space".into());
    }
    let inside = |at: usize| {
        let (before, after) = source.text().split_at(at);
        before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
    };
    if inside(place.start) || inside(place.end) {
        return Some("begins or ends within a word".into());
    }
    match source.spans(std::slice::from_ref(&place)).as_slice() {
        [real] if real == span => None,
        [real] if real.page != span.page => Some(format!(
            "is on page {}, not {}",
            said(&real.page),
            said(&span.page)
        )),
        [real] if real.page_label != span.page_label => Some(format!(
            "is on a page labelled {}, not {}",
            said(&real.page_label),
            said(&span.page_label)
        )),
        [real] if real.bbox != span.bbox => Some(format!(
            "stands in the box {:?}, not {:?}",
            real.bbox, span.bbox
        )),
        _ => Some("goes over the end of a page or a column".into()),
    }
}

fn said(value: &Option<impl std::fmt::Display>) -> String {
    match value {
        Some(value) => value.to_string(),
        None => "null".into(),
    }
}
