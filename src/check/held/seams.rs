//! What is between: between the words of a text its white space, between its spans what is left out.
//!
//! ```text
//! blank ::= the blanks of the source        of several, or at a line end, one blank or a new line may stand
//!         | nothing                         at a line end behind a hyphen, a dash between numbers or a slash
//! seam  ::= (furniture | cell of another column | line that recurs | letter head)*   whole lines
//!           label?                          of the item that goes on
//! ```
//! So «ikke» cannot be cut out of a sentence by spans around it. An authorisation is put together of what
//! introduces a list and one item of it, and what stands between them is other items.

use super::error;
use crate::check::quotation::{Index, Quote, quoted, quotes};
use crate::grammar::{Grammar, phrases::Role};
use crate::layout::text_lines;
use crate::model::{Code, Diagnostic, Extraction};
use crate::source::{Canonical, is_hyphen};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Texts whose white space is not the source's, and texts that leave out what belongs to them.
pub(super) fn seams(
    extraction: &Extraction,
    source: &Canonical,
    grammar: &Grammar,
) -> Vec<Diagnostic> {
    let index = Index::of(source.text());
    let page = Page::of(source, grammar);
    let times: HashMap<&str, &str> = extraction
        .documents
        .iter()
        .flat_map(|document| &document.deadlines)
        .map(|deadline| (deadline.id.as_str(), deadline.raw.as_str()))
        .collect();
    let mut found = Vec::new();
    for quote in quotes(extraction) {
        let Some(spans) = quote.whole() else { continue };
        let places: Option<Vec<Range<usize>>> =
            spans.iter().map(|span| index.range(span)).collect();
        // What is no place, or another text altogether, was told of.
        let Some(places) = places else { continue };
        // A hyphen at a line end that was left out stands behind its span.
        let last = places.len().saturating_sub(1);
        let pieces: Vec<&str> = places
            .iter()
            .enumerate()
            .map(|(n, place)| {
                let after = source.text()[place.end..].chars().next();
                let hyphen = after.filter(|c| n < last && is_hyphen(*c));
                &source.text()[place.start..place.end + hyphen.map_or(0, char::len_utf8)]
            })
            .collect();
        if !quoted(quote.text, &pieces.join("\n")) {
            continue;
        }
        let mut say = |what: String| {
            let message = format!("{}: {what}", quote.field);
            found.push(error(Code::Quotation, message, quote.item, spans));
        };
        let lines = quote.field == "indicator text";
        if let Some(at) = blanks_differ(quote.text, &pieces, lines) {
            let near: String = quote
                .text
                .chars()
                .skip(at.saturating_sub(15))
                .take(30)
                .collect();
            say(format!(
                "the white space at «{near}» is not that of the source"
            ));
        }
        let time = quote.item.and_then(|id| times.get(id)).copied();
        for pair in places.windows(2) {
            if let Some(left) = page.left_out(&pair[0], &pair[1], &quote, time) {
                say(format!("between its spans stands {left}"));
            }
        }
    }
    found
}

// ------------------------------------------------------------------ white space

/// Where in a text (in code points) its white space first is not that of its source, whose pieces a line
/// end parts. `lines`: cells that one blank parts may stand on lines of their own.
fn blanks_differ(text: &str, pieces: &[&str], lines: bool) -> Option<usize> {
    let text: Vec<char> = text.chars().collect();
    let mut source: Vec<char> = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        if n > 0 {
            source.push('\n');
        }
        source.extend(piece.chars());
    }
    let (mut at, mut from) = (0, 0);
    loop {
        let (own, theirs) = (blank(&text[at..]), blank(&source[from..]));
        let before = from.checked_sub(1).map(|last| source[last]);
        let (next, then) = (at + own.len(), from + theirs.len());
        match (text.get(next), source.get(then)) {
            (None, None) => return None,
            (Some(a), Some(b)) if a == b => {
                let parts = lines && own == ['\n'] && !theirs.is_empty();
                if at > 0 && !parts && !blank_fits(own, theirs, before) {
                    return Some(at);
                }
                (at, from) = (next + 1, then + 1);
            }
            // A hyphen at the line end that was left out: it parts nothing.
            (_, Some(mark)) if is_hyphen(*mark) && own.is_empty() && theirs.is_empty() => {
                from = then + 1;
                let rest = blank(&source[from..]);
                from += rest.len();
            }
            _ => return Some(at),
        }
    }
}

fn blank(text: &[char]) -> &[char] {
    let end = text.iter().take_while(|c| c.is_whitespace()).count();
    &text[..end]
}

fn blank_fits(own: &[char], theirs: &[char], before: Option<char>) -> bool {
    let ends = theirs.iter().any(|c| matches!(c, '\n' | '\u{c}' | '\r'));
    let one = matches!(own, [' ' | '\n']);
    if own.is_empty() {
        let parts_nothing = |c: char| is_hyphen(c) || matches!(c, '–' | '/');
        return theirs.is_empty() || ends && before.is_some_and(parts_nothing);
    }
    if ends || theirs.len() > 1 {
        return one || own == theirs;
    }
    own == theirs
}

// ------------------------------------------------------------------ what is left out

/// The lines of a source, and which of them may be left out of a text.
struct Page<'a> {
    source: &'a Canonical,
    grammar: &'a Grammar,
    furniture: HashSet<usize>,
    /// How often a line is printed, by its letters and digits.
    printed: HashMap<String, usize>,
}

impl<'a> Page<'a> {
    fn of(source: &'a Canonical, grammar: &'a Grammar) -> Self {
        let (_, furniture) = text_lines(source);
        let mut printed = HashMap::new();
        for line in source.lines() {
            *printed.entry(letters(source.line_text(line))).or_default() += 1;
        }
        Self {
            source,
            grammar,
            furniture: furniture.into_iter().map(|(line, _)| line).collect(),
            printed,
        }
    }

    /// What stands between two spans of one text and belongs there, in words.
    fn left_out(
        &self,
        before: &Range<usize>,
        after: &Range<usize>,
        quote: &Quote<'_>,
        time: Option<&str>,
    ) -> Option<String> {
        if after.start < before.end {
            return Some("nothing: the second comes before the first".into());
        }
        let gap = &self.source.text()[before.end..after.start];
        let bare = gap.trim();
        let hyphen = bare.chars().count() == 1 && bare.chars().all(is_hyphen);
        if bare.is_empty() || hyphen {
            return None;
        }
        // A sentence without its own deadline is what falls due.
        if quote.field == "deadline what" && time.is_some_and(|raw| quoted(bare, raw)) {
            return None;
        }
        let lines = self.source.lines();
        let (first, last) = (
            self.source.line_of(before.end),
            self.source.line_of(after.start),
        );
        let said = || {
            let words: String = bare.split_whitespace().collect::<Vec<_>>().join(" ");
            Some(format!("«{}»", words.chars().take(60).collect::<String>()))
        };
        if first == last {
            return said();
        }
        if quote.field == "authorisation text" {
            return None;
        }
        let tail = self.source.text()[before.end..lines[first].range.end].trim();
        if !(tail.is_empty() || tail.chars().count() == 1 && tail.chars().all(is_hyphen)) {
            return said();
        }
        let line = self.source.line_text(&lines[last]);
        let head = line[..after.start - lines[last].range.start].trim();
        let is_label = || {
            let own = line.trim_start();
            (self.grammar.marker(own)).is_some_and(|mark| own[..mark.len].trim() == head)
        };
        if !head.is_empty() && !is_label() {
            return said();
        }
        let cells = lines[first].cell.zip(lines[last].cell);
        let turns = gap.contains('\u{c}');
        let may_go = |n: usize| {
            let words = self.source.line_text(&lines[n]).trim();
            let beside = cells
                .zip(lines[n].cell)
                .is_some_and(|((a, b), own)| own.column != a.column && own.column != b.column);
            self.furniture.contains(&n)
                || !words.contains(char::is_alphanumeric)
                || beside
                || turns && self.printed.get(&letters(words)).is_some_and(|n| *n > 1)
                || self.is_letter_head(words)
        };
        (first + 1..last).any(|n| !may_go(n)).then(said).flatten()
    }

    /// `Postadresse Besøksadresse Telefon`: the foot of a letter's first page.
    fn is_letter_head(&self, words: &str) -> bool {
        let hits = self.grammar.words(words);
        (hits.first()).is_some_and(|hit| hit.role == Role::LetterHead && hit.range.start == 0)
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_the_sources() {
        let same = |text: &str, source: &str| blanks_differ(text, &[source], false).is_none();
        assert!(same("Lag en plan", "Lag en\nplan"));
        assert!(same(
            "departementet i Sør-Øst",
            "departe-\nmentet i Sør-\nØst"
        ));
        assert!(same("a\u{a0}b", "a\u{a0}b") && !same("a b", "a\u{a0}b"));
        assert!(same("1. juni", "1.  juni") && same("1.\njuni", "1.  juni"));
        assert!(!same("Lag  en plan", "Lag en\nplan"));
        assert!(!same("Lagen plan", "Lag en\nplan"));
        assert!(!same("Lag enplan", "Lag en\nplan"));
        assert!(!same("La g en plan", "Lag en\nplan"));
        assert!(blanks_differ("e-læring", &["e-", "læring"], false).is_none());
        assert!(blanks_differ("elæring", &["e-", "læring"], false).is_none());
    }
}
