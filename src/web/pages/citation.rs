//! A record as a citation: its words, and where they stand, as plain text that one can paste anywhere.

use super::record;
use crate::export::{day, shortened};
use crate::findings::{Remarks, TO_CHECK};
use crate::model::Span;
use crate::store::{AnyRecord, Item, Place};
use crate::web::words;

/// The longest quotation; of longer ones the beginning, and a mark that it is cut.
const QUOTED: usize = 1_500;
/// The longest name of what a deadline is of.
const NAMED: usize = 160;

/// A record as a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cited {
    /// Long words cut.
    pub text: String,
    /// With all of its words, where they are cut.
    pub whole: Option<String>,
}

/// The citation of an item: «words» document, from whom, to whom, section, pages; `parent` is what it
/// belongs to.
pub(super) fn citation(item: &Item, parent: Option<&(Place, AnyRecord)>) -> Cited {
    let (words, spans) = quotation(&item.item, parent.is_some());
    let after = place(item, spans, parent);
    // Whoever pastes the words pastes the doubt.
    let after = match item.place.findings.titles() {
        none if none.is_empty() => after,
        titles => format!("{after}\n{TO_CHECK}: {titles}."),
    };
    let quoted = |words: &str| format!("«{words}»\n{after}");
    match words.map(str::trim) {
        None => Cited {
            text: after,
            whole: None,
        },
        Some(words) => {
            let short = cut(words);
            Cited {
                whole: (short != words).then(|| quoted(words)),
                text: quoted(&short),
            }
        }
    }
}

/// What is cited, and where it stands.
fn place(item: &Item, spans: &[Span], parent: Option<&(Place, AnyRecord)>) -> String {
    let document = &item.place.document;
    let mut text = String::new();
    let mut place = Vec::new();
    match &item.item {
        AnyRecord::Request(one) => place.push(match &one.session {
            Some(session) => format!("Vedtak {} ({session})", one.number),
            None => format!("Vedtak {}", one.number),
        }),
        AnyRecord::Appropriation(one) => {
            let figures = one.figures.iter();
            let figures: Vec<String> = figures
                .map(|one| match one.nok {
                    Some(_) => format!("{} {} kroner", record::label(one), record::figure(one)),
                    None => format!("{} {}", record::label(one), record::figure(one)),
                })
                .collect();
            let name = super::item::name(&item.item, item.place.record);
            text += &format!("{name}: {}\n", figures.join("; "));
        }
        AnyRecord::Deadline(one) => {
            let parts = match one.parts.is_empty() {
                true => String::new(),
                false => format!(" (del {})", one.parts.join(", ")),
            };
            if let Some((place_of, owner)) = parent {
                let name = super::item::name(owner, place_of.record);
                place.push(format!("Frist for {}{parts}", shortened(&name, NAMED)));
            } else if let Some(what) = one.what.as_ref().filter(|what| !what.contains(&one.raw)) {
                place.push(format!("Frist for «{}»", shortened(what, NAMED)));
            }
        }
        AnyRecord::Section(_) => {}
        other => place.extend(other.number().map(|number| match other.title() {
            Some(title) => format!("{number} {title}"),
            None => number.to_string(),
        })),
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
            Some(number) => format!("punkt {number}"),
            None => format!("under «{}»", last.title),
        });
    }
    if let Some(pages) = pages(spans) {
        place.push(format!("side\u{a0}{pages}"));
    }
    text + &place.join(", ") + "."
}

/// The pages of a quotation as printed: «16», «16–18», «16–17 og 82».
pub(super) fn pages(spans: &[Span]) -> Option<String> {
    let mut runs: Vec<(&Span, &Span)> = Vec::new();
    for span in spans.iter().filter(|span| span.page.is_some()) {
        let told = |(first, last): &(&Span, &Span)| (first.page..=last.page).contains(&span.page);
        if runs.iter().any(told) {
            continue;
        }
        match runs.last_mut() {
            Some((_, last)) if last.page.map(|page| page + 1) == span.page => *last = span,
            _ => runs.push((span, span)),
        }
    }
    let printed = |span: &Span| span.printed_page().unwrap_or_default();
    let runs: Vec<String> = runs
        .into_iter()
        .map(|(first, last)| match first.page == last.page {
            true => printed(first),
            false => format!("{}–{}", printed(first), printed(last)),
        })
        .collect();
    let (last, others) = runs.split_last()?;
    Some(match others {
        [] => last.clone(),
        others => format!("{} og {last}", others.join(", ")),
    })
}

/// The words that are quoted, and where they stand; a deadline of something says only its own.
fn quotation(record: &AnyRecord, owned: bool) -> (Option<&str>, &[Span]) {
    let words = match record {
        AnyRecord::Assignment(one) => one.text.as_deref().or(one.title.as_deref()),
        AnyRecord::Request(one) => one.text.as_deref(),
        AnyRecord::Report(one) => {
            let spans = match one.answer_spans.is_empty() {
                true => record.spans(),
                false => &one.answer_spans,
            };
            return (one.answer.as_deref(), spans);
        }
        AnyRecord::Deadline(one) => match &one.what {
            Some(what) if !owned && what.contains(&one.raw) => {
                return (Some(what), &one.what_spans);
            }
            _ => Some(one.raw.as_str()),
        },
        AnyRecord::Section(one) => Some(one.title.as_str()),
        AnyRecord::Appropriation(_) | AnyRecord::Table(_) | AnyRecord::Link(_) => None,
        other => other.texts().first().copied(),
    };
    (words, record.spans())
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
    fn a_quotation_over_several_pages_names_them_all() {
        let span = |page: u32, label: &str| Span {
            page: Some(page),
            page_label: Some(label.into()),
            start: 0,
            end: 1,
            bbox: None,
        };
        let (a, b, c) = (span(18, "16"), span(19, "17"), span(20, "18"));
        assert_eq!(pages(std::slice::from_ref(&a)).as_deref(), Some("16"));
        let over = [a.clone(), b.clone(), b.clone(), c];
        assert_eq!(pages(&over).as_deref(), Some("16–18"));
        assert_eq!(
            pages(&[a, b, span(84, "82")]).as_deref(),
            Some("16–17 og 82")
        );
        assert_eq!(pages(&[]), None);
    }

    #[test]
    fn long_words_are_cut_at_a_word_and_say_so() {
        let long = "ord ".repeat(500);
        let short = cut(&long);
        assert!(short.ends_with("ord […]"), "{short}");
        assert!(short.chars().count() < QUOTED + 5);
        assert_eq!(cut(" kort "), "kort");
    }
}
