//! The pieces that pages are put together from.

use super::query::{Format, ListParams, document_path, item_path, source_path};
use super::{sheets, words};
pub(super) use crate::export::shortened;
use crate::findings::{Remark, Remarks, TO_CHECK};
use crate::model::{Severity, Span};
use crate::store::{Count, DocumentBrief, FileEntry, Filter, Incomplete, Misspelt, Piece, Place};
use maud::{Markup, html};

/// How many rows a page of a list has.
pub(super) const ROWS: usize = 50;

/// How many values of a facet are shown before «Vis flere».
const FEW: usize = 6;
/// How many values of a facet are shown at all; the others are found by searching.
const MANY: usize = 40;

/// How many characters of page furniture may lie between two spans of one quotation.
const FURNITURE: usize = 400;

/// A tone of a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Nothing to see.
    Plain,
    /// All is well.
    Good,
    /// To be looked at.
    Warn,
    /// Wrong, or too late.
    Bad,
}

/// A word that says how something stands; it is told by the word, never by the colour alone.
pub(super) fn badge(tone: Tone, word: &str) -> Markup {
    let class = match tone {
        Tone::Plain => "badge",
        Tone::Good => "badge good",
        Tone::Warn => "badge warn",
        Tone::Bad => "badge bad",
    };
    html! { span class=(class) { (word) } }
}

/// What the tool was unsure of in a row of a list, or found wrong there: a word that opens to the words of
/// the case officer. Nothing where nothing was found.
pub(super) fn check(findings: &[Remark]) -> Markup {
    html! {
        @if !findings.is_empty() {
            details.check {
                summary { (check_word(findings)) }
                @for one in findings.sorts() { p { strong { (one.title()) "." } " " (one.means()) } }
            }
        }
    }
}

/// How many documents that are not wholly read are named.
const NAMED: usize = 5;

/// That a list is not whole: documents that it is of have something that was not read.
pub(super) fn incomplete(documents: &[Incomplete]) -> Markup {
    html! {
        @if !documents.is_empty() {
            p.note.incomplete {
                "Listen er ikke hel. Noe er ikke lest i "
                @for (at, one) in documents.iter().take(NAMED).enumerate() {
                    @if at > 0 { "; " }
                    (document(&one.document))
                }
                @if documents.len() > NAMED {
                    " og "
                    a href="/dokumenter?doubtful=1" { (words::counted(documents.len() - NAMED, "dokument", "dokumenter")) " til" }
                }
                "."
            }
        }
    }
}

/// How loudly findings are told: what is a choice of the tool only, and no fault, more quietly.
pub(super) fn check_word(findings: &[Remark]) -> Markup {
    match findings.iter().any(|one| one.severity > Severity::Info) {
        true => badge(Tone::Warn, TO_CHECK),
        false => badge(Tone::Plain, "Merk"),
    }
}

/// A text in pieces, what was searched for marked.
pub(super) fn pieces(pieces: &[Piece]) -> Markup {
    html! {
        @for piece in pieces {
            @if piece.marked { mark { (piece.text) } } @else { (piece.text) }
        }
    }
}

/// A document by its name, as a link, with whom it concerns.
pub(super) fn document(brief: &DocumentBrief) -> Markup {
    html! {
        a href=(document_path(&brief.key)) { (words::document(brief)) }
        @if !brief.parties().is_empty() { ", " (names(brief.parties())) }
    }
}

/// Some names in a row; of many the first and how many more.
pub(super) fn names(names: &[String]) -> String {
    match names.len() {
        0..=4 => names.join(", "),
        more => format!("{} og {} til", names[..3].join(", "), more - 3),
    }
}

/// The printed page, in words.
pub(super) fn page_of(place: &Place) -> Markup {
    html! { @if let Some(page) = &place.page { ", side\u{a0}" (page) } }
}

/// What leads to a record: its number and title, else its type.
pub(super) fn record_link(place: &Place, number: Option<&str>, title: Option<&str>) -> Markup {
    html! {
        a href=(item_path(place)) {
            @match (number, title) {
                (Some(number), Some(title)) => { (number) " " (title) }
                (Some(one), None) | (None, Some(one)) => (one),
                (None, None) => (words::record(place.record)),
            }
        }
    }
}

/// The stretch of the source that some spans cover from the first on: page, start and end.
pub(super) fn stretch(spans: &[Span]) -> Option<(u32, usize, usize)> {
    let first = spans.first()?;
    let mut end = first.end;
    for span in &spans[1..] {
        // Spans far from each other are a table row and its sentence, not one quotation.
        if span.start < end || span.start > end + FURNITURE {
            break;
        }
        end = span.end;
    }
    Some((first.page?, first.start, end))
}

/// What opens the source at a quotation: a button where the source is a PDF, else the page in words.
pub(super) fn source(file: &FileEntry, key: &str, spans: &[Span]) -> Markup {
    let printed = Span::first_page(spans);
    html! {
        @match (stretch(spans), file.media_type == "application/pdf" && !file.gone) {
            (Some((page, start, end)), true) => {
                a.button href=(source_path(key, page, start, end)) {
                    "Åpne kilden på side " (printed.unwrap_or_else(|| page.to_string()))
                }
            }
            _ => {
                span.where {
                    @if let Some(page) = printed { "Side " (page) " i " } @else { "I " }
                    span.file { (file.source) }
                    // Where there are no pages, the place in the text is all that there is.
                    @if let (Some(span), None) = (spans.first(), Span::first_page(spans)) { ", tegn " (span.start) "–" (span.end) }
                }
            }
        }
    }
}

/// A list as files: the same address, the same selection; or why there are none.
pub(super) fn downloads<P: ListParams>(params: &P, count: usize) -> Markup {
    files(count, |format| {
        params.clone().at_page(1).in_format(format).address()
    })
}

/// A list of so many rows as files, each at its address; or why there are none.
pub(super) fn files(count: usize, at: impl Fn(Format) -> String) -> Markup {
    html! {
        @if count > sheets::MOST {
            p.downloads { (sheets::too_many(count)) }
        } @else if count > 0 {
            p.downloads {
                "Last ned utvalget: "
                a href=(at(Format::Xlsx)) { "Excel" }
                " "
                a href=(at(Format::Csv)) { "CSV" }
            }
        }
    }
}

/// The way from page to page; nothing where one page holds all.
pub(super) fn pager(
    page: usize,
    rows: usize,
    total: usize,
    at: impl Fn(usize) -> String,
) -> Markup {
    let last = total.div_ceil(rows).max(1);
    html! {
        @if last > 1 {
            nav.pager aria-label="Sider" {
                @if page > 1 {
                    a href=(at(page.min(last + 1) - 1)) rel="prev" { "Forrige side" }
                }
                span { "Side " (page) " av " (last) }
                @if page < last {
                    a href=(at(page + 1)) rel="next" { "Neste side" }
                }
            }
        }
    }
}

/// A filter that is on, as what takes it off.
#[derive(Debug)]
pub(super) struct Chip {
    /// What it is: "År".
    pub name: &'static str,
    /// Its value in words.
    pub value: String,
    /// The address without it.
    pub without: String,
}

/// The filters that are on.
pub(super) fn chips(chips: &[Chip], clear: &str) -> Markup {
    html! {
        @if !chips.is_empty() {
            div.chips {
                h2.hidden { "Valgte avgrensninger" }
                ul {
                    @for chip in chips {
                        li { a href=(chip.without) {
                            span.hidden { "Fjern " } (chip.name) ": " (chip.value) span aria-hidden="true" { " ✕" }
                        } }
                    }
                    @if chips.len() > 1 { li { a.clear href=(clear) { "Fjern alle" } } }
                }
            }
        }
    }
}

/// The chips of a filter; `at` gives the address of another one.
pub(super) fn filter_chips(filter: &Filter, at: impl Fn(Filter) -> String) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut put = |name, value: String, without: Filter| {
        chips.push(Chip {
            name,
            value,
            without: at(without),
        });
    };
    macro_rules! of {
        ($field:ident, $name:literal, $word:expr) => {
            for one in &filter.$field {
                let mut without = filter.clone();
                without.$field.retain(|other| other != one);
                put($name, ($word)(one), without);
            }
        };
    }
    of!(types, "Type", |one: &_| words::record(*one).to_string());
    of!(years, "År", |one: &i32| one.to_string());
    of!(kinds, "Dokumenttype", |one: &_| words::word(*one)
        .to_string());
    of!(issuers, "Avsender", |one: &String| one.clone());
    of!(recipients, "Mottaker", |one: &String| one.clone());
    of!(departments, "Avdeling", |one: &String| one.clone());
    chips
}

/// A value that a list can be narrowed to.
#[derive(Debug)]
pub(super) struct Choice {
    /// In words.
    pub word: String,
    /// How many there are.
    pub count: usize,
    /// The address with it.
    pub address: String,
}

/// A name as a filter that lets no other of them pass: in quotation marks where another contains it.
pub(super) fn alone(name: &str, all: &[Count<String>]) -> String {
    let folded = name.to_lowercase();
    let within =
        |other: &Count<String>| other.value != name && other.value.to_lowercase().contains(&folded);
    match all.iter().any(within) {
        true => format!("\"{name}\""),
        false => name.to_string(),
    }
}

/// What a list can be narrowed to, the most frequent first.
pub(super) fn facet(name: &str, choices: &[Choice]) -> Markup {
    let list = |choices: &[Choice]| {
        html! {
            ul {
                @for one in choices {
                    li { a href=(one.address) {
                        span.what { (one.word) } " "
                        span.count { "(" (crate::export::grouped(i64::try_from(one.count).unwrap_or(i64::MAX))) ")" }
                    } }
                }
            }
        }
    };
    let few = choices.len().min(FEW);
    let many = choices.len().min(MANY);
    html! {
        @if !choices.is_empty() {
            details.facet {
                summary { (name) }
                (list(&choices[..few]))
                @if many > few {
                    details {
                        summary { "Vis " (many - few) " til" }
                        (list(&choices[few..many]))
                        @if choices.len() > many {
                            p.quiet { "Og " (choices.len() - many) " til, som kan søkes fram." }
                        }
                    }
                }
            }
        }
    }
}

/// The facets beside a list, folded away where the screen is narrow.
pub(super) fn facets(body: &Markup) -> Markup {
    html! {
        nav.facets aria-label="Avgrens" {
            h2 { "Avgrens" }
            (body)
        }
    }
}

/// The facets by themselves, side by side, under a heading.
pub(super) fn browse(heading: &str, body: &Markup) -> Markup {
    html! {
        nav.facets.browse aria-labelledby="bla" {
            h2 #bla { (heading) }
            div { (body) }
        }
    }
}

/// Hidden fields that keep a filter when a form is sent.
pub(super) fn kept(filter: &Filter, but: &[&str]) -> Markup {
    html! {
        @for (name, value) in super::query::filter_pairs(filter) {
            @if !but.contains(&name) { input type="hidden" name=(name) value=(value); }
        }
    }
}

/// What a list says when there is nothing in it.
pub(super) fn nothing(what: &str, tries: &[Markup]) -> Markup {
    html! {
        div.nothing {
            p.strong { (what) }
            @if !tries.is_empty() {
                p { "Dette kan hjelpe:" }
                ul { @for one in tries { li { (one) } } }
            }
        }
    }
}

/// The names that a list is narrowed to and nobody has, with those that may be meant.
pub(super) fn misspelt<P: ListParams>(params: &P, misspelt: &[Misspelt]) -> Markup {
    let filter = params.clone().list().filter.clone();
    html! {
        @for one in misspelt {
            div.nearest {
                p.strong { (one.told()) }
                @if !one.nearest.is_empty() {
                    p { "Mente du" }
                    ul { @for name in &one.nearest {
                        li { a href=(params.narrowed(one.mended(&filter, name))) { (name) } }
                    } }
                }
            }
        }
    }
}

/// A pair of a description list, where there is something to say.
pub(super) fn fact(name: &str, value: impl AsRef<str>) -> Markup {
    let value = value.as_ref();
    html! {
        @if !value.is_empty() { div { dt { (name) } dd { (value) } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(page: u32, start: usize, end: usize) -> Span {
        Span {
            page: Some(page),
            page_label: None,
            start,
            end,
            bbox: None,
        }
    }

    #[test]
    fn a_quotation_goes_over_the_page_but_not_to_the_next_table() {
        assert_eq!(stretch(&[]), None);
        let over = [span(3, 100, 180), span(4, 230, 300)];
        assert_eq!(stretch(&over), Some((3, 100, 300)));
        let apart = [span(3, 100, 180), span(9, 9000, 9100)];
        assert_eq!(stretch(&apart), Some((3, 100, 180)));
    }

    #[test]
    fn a_list_that_is_too_long_for_a_file_says_so_before_one_asks() {
        let shown = |count| files(count, |_| "/frister".into()).into_string();
        assert_eq!(shown(sheets::MOST).matches("href").count(), 2);
        let long = shown(sheets::MOST + 1);
        assert!(!long.contains("href"), "{long}");
        assert!(
            long.contains("Avgrens") && long.contains("20\u{a0}001 rader"),
            "{long}"
        );
        assert_eq!(shown(0), "");
    }

    #[test]
    fn many_names_are_counted() {
        let all: Vec<String> = (1..=6).map(|n| format!("N{n}")).collect();
        assert_eq!(names(&all[..2]), "N1, N2");
        assert_eq!(names(&all), "N1, N2, N3 og 3 til");
        assert_eq!(shortened("en  to\ntre fire", 9), "en to …");
    }
}
