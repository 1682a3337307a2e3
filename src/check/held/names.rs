//! What stands in the JSON as printed is printed: names, titles, numbers, words of a table's head.
//!
//! These have no spans of their own, so they are sought in the whole source; white space and hyphens
//! apart, every one of them must be there. What was put together of several places (the two lines of a
//! column's title) must be there word by word.

use super::error;
use crate::check::quotation::quotes;
use crate::grammar::Grammar;
use crate::model::{Code, Diagnostic, Document, Extraction};
use crate::source::{Canonical, is_hyphen};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{HashMap, HashSet};

/// A text that claims to be printed somewhere.
struct Name<'a> {
    field: &'static str,
    item: &'a str,
    text: &'a str,
    /// It may be put together of words that stand apart.
    apart: bool,
    /// It is words, not a number that may stand within a larger one.
    whole: bool,
}

/// Names that stand nowhere in the source.
pub(super) fn names(
    extraction: &Extraction,
    source: &Canonical,
    grammar: &Grammar,
) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for document in &extraction.documents {
        of_document(document, &mut all);
        of_records(document, &mut all);
    }
    let mut sought: HashMap<String, usize> = HashMap::new();
    let mut add = |text: String| {
        if !text.is_empty() {
            let next = sought.len();
            sought.entry(text).or_insert(next);
        }
    };
    for name in &all {
        add(bare(name.text));
        if name.apart {
            words(name.text).for_each(&mut add);
        }
    }
    let printed = printed(&sought, &bare(source.text()));
    let stands = |text: &str| {
        let text = bare(text);
        text.is_empty() || sought.get(&text).is_some_and(|n| printed.contains(n))
    };
    // A printed tag is spelt out: `(HSØ)`.
    let spelt_out: HashSet<&str> = (grammar.organisations().iter())
        .map(|one| one.name.as_str())
        .collect();
    let tokens = Tokens::of(source.text());
    let mut found: Vec<Diagnostic> = quotes(extraction)
        .iter()
        .filter(|quote| quote.whole().is_none() && !tokens.hold(quote.text))
        .map(|quote| {
            let message = format!(
                "{} «{}» is not printed in such words",
                quote.field, quote.text
            );
            error(Code::Quotation, message, quote.item, &[])
        })
        .collect();
    found.extend(
        all.iter()
            .filter(|name| name.whole && !tokens.hold(name.text))
            .filter(|name| !(name.field == "addressees" && spelt_out.contains(name.text)))
            .filter(|name| stands(name.text))
            .map(|name| {
                let message = format!(
                    "{} «{}» is not printed in such words",
                    name.field, name.text
                );
                error(Code::ValueDisagrees, message, Some(name.item), &[])
            }),
    );
    let missing = all
        .iter()
        .filter(|name| !stands(name.text))
        .filter(|name| !(name.apart && words(name.text).all(|word| stands(&word))))
        .filter(|name| !(name.field == "addressees" && spelt_out.contains(name.text)))
        .map(|name| {
            let message = format!(
                "{} «{}» stands nowhere in the source",
                name.field, name.text
            );
            error(Code::ValueDisagrees, message, Some(name.item), &[])
        });
    found.extend(missing);
    found
}

/// The words of a source, those that a line end parts closed up as well.
struct Tokens<'a> {
    source: &'a str,
    words: HashSet<&'a str>,
    joined: HashSet<String>,
}

impl<'a> Tokens<'a> {
    fn of(source: &'a str) -> Self {
        let mut words = HashSet::new();
        let mut joined = HashSet::new();
        let mut open: Vec<&str> = Vec::new();
        for word in source.split_whitespace() {
            words.insert(trimmed(word));
            words.extend(word.split('/').map(trimmed));
            // A hyphen that ends a word may end its line, and a page may end with that.
            for head in open.drain(..) {
                let stem = head.trim_end_matches(is_hyphen);
                joined.insert(trimmed(&format!("{stem}{word}")).to_string());
                joined.insert(trimmed(&format!("{head}{word}")).to_string());
            }
            if word.ends_with(|c| is_hyphen(c) || matches!(c, '/' | '–')) {
                open.push(word);
            }
        }
        Self {
            source,
            words,
            joined,
        }
    }

    /// Whether each word of a text is a word of the source, and one blank parts any two.
    fn hold(&self, text: &str) -> bool {
        // A letter head in capitals is written as names are.
        let stands = |word: &str| {
            word.is_empty()
                || self.words.contains(word)
                || self.joined.contains(word)
                || self.words.contains(word.to_uppercase().as_str())
        };
        (!text.contains("  ") || self.source.contains(text))
            && text.split_whitespace().map(trimmed).all(stands)
    }
}

/// A word without the marks around it.
fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Which of the texts stand in the source: one pass, for all of them at once.
fn printed(sought: &HashMap<String, usize>, source: &str) -> HashSet<usize> {
    let mut texts = vec![""; sought.len()];
    for (text, n) in sought {
        texts[*n] = text;
    }
    let Ok(automaton) = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(&texts)
    else {
        return (0..texts.len())
            .filter(|n| source.contains(texts[*n]))
            .collect();
    };
    automaton
        .find_overlapping_iter(source)
        .map(|found| found.pattern().as_usize())
        .collect()
}

/// Without white space and hyphens, small letters.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !is_hyphen(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace().map(bare)
}

fn of_document<'a>(document: &'a Document, all: &mut Vec<Name<'a>>) {
    let item = document.key.as_str();
    let mut add = |field: &'static str, text: &'a str| {
        all.push(Name {
            field,
            item,
            text,
            apart: false,
            whole: field != "session",
        });
    };
    for (field, text) in [
        ("title", &document.title),
        ("session", &document.session),
        ("reference", &document.reference),
    ] {
        if let Some(text) = text {
            add(field, text);
        }
    }
    for (field, list) in [
        ("issuers", &document.issuers),
        ("recipients", &document.recipients),
        ("copies_to", &document.copies_to),
        ("attachments", &document.attachments),
    ] {
        list.iter().for_each(|text| add(field, text));
    }
    for one in &document.signatories {
        add("signatory", &one.name);
        if let Some(title) = &one.title {
            add("signatory's title", title);
        }
    }
}

fn of_records<'a>(document: &'a Document, all: &mut Vec<Name<'a>>) {
    let mut one = |item: &'a str, field: &'static str, text: Option<&'a str>, apart: bool| {
        if let Some(text) = text {
            all.push(Name {
                field,
                item,
                text,
                apart,
                // A post's name has gaps closed up, conditions and citations are brought to one form.
                whole: apart && !matches!(field, "name" | "condition" | "basis")
                    || matches!(field, "department" | "lead" | "addressees" | "responsible"),
            });
        }
    };
    for r in &document.sections {
        one(&r.id, "section number", r.number.as_deref(), false);
    }
    for r in &document.goals {
        one(&r.id, "goal number", r.number.as_deref(), false);
    }
    for r in &document.assignments {
        one(&r.id, "number", r.number.as_deref(), false);
        one(&r.id, "department", r.department.as_deref(), false);
        one(&r.id, "lead", r.lead.as_deref(), false);
        for text in &r.addressees {
            one(&r.id, "addressees", Some(text), false);
        }
    }
    for r in &document.deadlines {
        one(&r.id, "responsible", r.responsible.as_deref(), false);
    }
    for r in &document.requests {
        one(&r.id, "keyword", r.keyword.as_deref(), true);
        one(&r.id, "heading", r.heading.as_deref(), true);
        one(&r.id, "session", r.session.as_deref(), false);
        for text in &r.basis {
            one(&r.id, "basis", Some(text), true);
        }
    }
    for r in &document.appropriations {
        one(&r.id, "chapter", r.chapter.as_deref(), false);
        one(&r.id, "chapter_name", r.chapter_name.as_deref(), true);
        one(&r.id, "post", r.post.as_deref(), false);
        one(&r.id, "name", r.name.as_deref(), true);
        one(&r.id, "note", r.note.as_deref(), false);
        for text in &r.conditions {
            one(&r.id, "condition", Some(text), true);
        }
        for figure in &r.figures {
            one(&r.id, "column", figure.label.as_deref(), true);
        }
        for earmark in &r.earmarks {
            for text in &earmark.assignments {
                one(&earmark.id, "assignment", Some(text), false);
            }
        }
    }
    for r in &document.authorisations {
        one(&r.id, "chapter", r.chapter.as_deref(), false);
        for text in &r.posts {
            one(&r.id, "post", Some(text), false);
        }
        for text in r.income_posts.iter().flat_map(|post| post.split('.')) {
            one(&r.id, "income post", Some(text), false);
        }
    }
    for r in &document.reports {
        one(&r.id, "reference", r.reference.as_deref(), false);
        one(&r.id, "indicator_text", r.indicator_text.as_deref(), true);
        one(&r.id, "goal", r.goal.as_deref(), true);
        one(&r.id, "title", r.title.as_deref(), true);
        one(&r.id, "group", r.group.as_deref(), true);
        for result in &r.results {
            one(&r.id, "measure", result.measure.as_deref(), true);
            one(&r.id, "area", result.area.as_deref(), true);
            one(&r.id, "period", result.period.as_deref(), true);
        }
    }
    for r in &document.tables {
        one(&r.id, "caption", r.caption.as_deref(), true);
    }
}
