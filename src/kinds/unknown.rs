//! What is said of a letter whose kind nothing tells: which lines of a grammar file would tell it.

use super::diagnostic;
use crate::{
    grammar::{Grammar, phrases::Role},
    layout::Block,
    model::{Code, Diagnostic, Severity},
    source::Canonical,
};

/// The finding of a letter that is read by its form alone; `title` is the block of its subject.
pub fn finding(
    source: &Canonical,
    blocks: &[Block],
    title: Option<usize>,
    grammar: &Grammar,
) -> Diagnostic {
    const WHY: &str =
        "it is read as a letter because it has the form of one and asks for something";
    let Some(block) = title.map(|at| &blocks[at]) else {
        let message =
            format!("nothing says what kind of letter this is, and no title was found; {WHY}");
        return diagnostic(
            Code::KindUnknown,
            Severity::Warning,
            message,
            None,
            Vec::new(),
        );
    };
    let words = block.text.as_str();
    let label = grammar.first_word(words, Role::SubjectLabel);
    let title = words[label.map_or(0, |label| label.range.end)..].trim();
    let quoted = title.replace('"', "\\\"");
    let message = format!(
        "«{title}» is no title of a kind that is known; {WHY}; if such a letter is, say, an allocation letter, this line of a grammar file makes it known: document = [{{ kind = \"allocation_letter\", relation = \"original\", titles = [\"{}\"], phrases = [], examples = [\"{quoted}\"] }}]",
        pattern(&quoted),
    );
    let spans = source.spans(&block.text.places());
    diagnostic(Code::KindUnknown, Severity::Warning, message, None, spans)
}

/// A pattern that takes a title and those of other years: `Styringsskriv for 2026` → `Styringsskriv for {year}`.
fn pattern(title: &str) -> String {
    let year = |word: &str| {
        let number: Option<i32> = word.parse().ok();
        word.len() == 4 && number.is_some_and(|year| (1990..2100).contains(&year))
    };
    let mut seen = false;
    let words: Vec<String> = title
        .split(' ')
        .map(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if !seen && year(bare) {
                seen = true;
                word.replace(bare, "{year}")
            } else {
                word.replace(['{', '}', '*'], "*")
            }
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_a_pattern_of_all_years() {
        assert_eq!(
            pattern("Styringsskriv for 2026"),
            "Styringsskriv for {year}"
        );
        assert_eq!(
            pattern("Rammebrev (2026) – Etaten"),
            "Rammebrev ({year}) – Etaten"
        );
        assert_eq!(pattern("Planer 2026 og 2027"), "Planer {year} og 2027");
        assert_eq!(pattern("Bestilling"), "Bestilling");
    }
}
