//! A record as a citation: its words, and where they stand, as plain text that one can paste anywhere.

use super::record;
use crate::export::day;
use crate::model::Span;
use crate::store::{AnyRecord, Item};
use crate::web::words;

/// The longest quotation; of longer ones the beginning, and a mark that it is cut.
const QUOTED: usize = 1_500;

/// The citation of an item: «words» document, from whom, to whom, section, page.
pub(super) fn citation(item: &Item) -> String {
    let document = &item.place.document;
    let mut text = String::new();
    if let Some(words) = quotation(&item.item) {
        text += &format!("«{}»\n", cut(words));
    }
    let mut place = Vec::new();
    if let AnyRecord::Request(one) = &item.item {
        place.push(match &one.session {
            Some(session) => format!("Vedtak {} ({session})", one.number),
            None => format!("Vedtak {}", one.number),
        });
    } else if let AnyRecord::Appropriation(one) = &item.item {
        let figures = one.figures.iter();
        let figures: Vec<String> = figures
            .map(|one| match one.nok {
                Some(_) => format!("{} {} kroner", record::label(one), record::figure(one)),
                None => format!("{} {}", record::label(one), record::figure(one)),
            })
            .collect();
        let name = super::item::name(&item.item, item.place.record);
        text += &format!("{name}: {}\n", figures.join("; "));
    } else if let Some(number) = item
        .item
        .number()
        .filter(|_| !matches!(item.item, AnyRecord::Section(_)))
    {
        place.push(match item.item.title() {
            Some(title) => format!("{number} {title}"),
            None => number.to_string(),
        });
    }
    place.push(words::document(document));
    if !document.issuers.is_empty() {
        place.push(format!("fra {}", document.issuers.join(", ")));
    }
    if !document.recipients.is_empty() {
        place.push(format!(
            "til {}",
            crate::web::parts::names(&document.recipients)
        ));
    }
    if let Some(last) = item.sections.last() {
        place.push(match &last.number {
            Some(number) => format!("avsnitt {number}"),
            None => format!("avsnittet «{}»", last.title),
        });
    }
    if let Some(page) = Span::first_page(item.item.spans()) {
        place.push(format!("side\u{a0}{page}"));
    }
    text + &place.join(", ") + "."
}

/// The words that are quoted.
fn quotation(record: &AnyRecord) -> Option<&str> {
    match record {
        AnyRecord::Assignment(one) => one.text.as_deref().or(one.title.as_deref()),
        AnyRecord::Request(one) => one.text.as_deref(),
        AnyRecord::Report(one) => one.answer.as_deref(),
        AnyRecord::Deadline(one) => Some(one.what.as_deref().unwrap_or(&one.raw)),
        AnyRecord::Section(one) => Some(&one.title),
        AnyRecord::Appropriation(_) | AnyRecord::Table(_) | AnyRecord::Link(_) => None,
        other => other.texts().first().copied(),
    }
}

fn cut(words: &str) -> String {
    let words = words.trim();
    if words.chars().count() <= QUOTED {
        return words.to_string();
    }
    let start: String = words.chars().take(QUOTED).collect();
    let end = start.rfind(char::is_whitespace).unwrap_or(start.len());
    format!("{} […]", start[..end].trim_end())
}

/// A day for people, where there is one.
pub(super) fn dated(iso: Option<&str>) -> String {
    iso.map(day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_at_a_word_and_say_so() {
        let long = "ord ".repeat(500);
        let short = cut(&long);
        assert!(short.ends_with("ord […]"), "{short}");
        assert!(short.chars().count() < QUOTED + 5);
        assert_eq!(cut(" kort "), "kort");
    }
}
