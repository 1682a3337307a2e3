//! Sentences.
//!
//! ```text
//! sentence ::= words ("." | "!" | "?" | line end)     a full stop that ends it stands before a blank
//!                                                     and a capital, a quotation mark or a marker
//! ```
//! The full stop of an abbreviation, of an initial or of an ordinal (`1. mai`) ends nothing. That of a
//! unit after its number does before a word with a capital: `på 1,2 mill. Posten dekker …`.

use std::ops::Range;

/// Abbreviations after which a capital may follow in the same sentence.
const ABBREVIATIONS: [&str; 44] = [
    "jf", "nr", "kap", "st", "meld", "prop", "innst", "dok", "mill", "mrd", "pst", "f.eks", "bl.a",
    "bla", "ev", "evt", "inkl", "ekskl", "kl", "ca", "dvs", "ifb", "ifm", "offl", "pkt", "hhv",
    "ang", "iht", "fvl", "forskr", "avd", "tlf", "vedr", "ref", "kgl", "res", "ad", "adm", "dir",
    "mht", "pr", "org", "m.fl", "tidl",
];

/// Whether a text ends in a word that wants another: «og», «i», «under».
///
/// Neither a paragraph nor a title ends there.
pub fn wants_more(text: &str) -> bool {
    matches!(
        last_word(text),
        "og" | "i"
            | "av"
            | "for"
            | "til"
            | "på"
            | "med"
            | "om"
            | "som"
            | "at"
            | "å"
            | "en"
            | "et"
            | "ei"
            | "den"
            | "det"
            | "samt"
            | "eller"
            | "fra"
            | "frå"
            | "ved"
            | "under"
            | "over"
            | "mot"
    )
}

/// The last word of a text.
pub fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or("")
}

/// Whether a text ends a sentence, where `next` is the first character of what follows.
pub fn ends_sentence(text: &str, next: Option<char>) -> bool {
    let bare = text.trim_end_matches(['»', '"', ')', '”']);
    match bare.chars().next_back() {
        Some('!' | '?' | ':' | ';') => true,
        Some('.') => {
            let mut letter = [0; 4];
            let next = next.map_or("", |next| next.encode_utf8(&mut letter));
            bare.len() < text.len() || !is_abbreviation(&bare[..bare.len() - 1], next)
        }
        _ => false,
    }
}

/// The sentences of a text, in order, without white space at their ends. A line end is an end.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    // All that ends a sentence is one byte long, and no byte of a longer letter.
    for (at, &byte) in bytes.iter().enumerate() {
        let end = at + 1;
        let ends = match byte {
            b'\n' => true,
            b'.' | b'!' | b'?' => {
                let after = text[end..].trim_start_matches(['»', '"', ')', '”']);
                let skipped = text.len() - end - after.len();
                let blank = after.starts_with([' ', '\n', '\u{a0}']) || after.is_empty();
                let next = after.trim_start().chars().next();
                blank
                    && next.is_none_or(|c| {
                        c.is_uppercase()
                            || matches!(c, '«' | '"' | '(' | '•' | '-' | '–')
                            || c.is_ascii_digit()
                    })
                    && !(byte == b'.'
                        && skipped == 0
                        && is_abbreviation(&text[start..at], after.trim_start())
                        && !ends_with_unit(&text[start..at], after.trim_start()))
            }
            _ => false,
        };
        if ends {
            let close = end + text[end..].len()
                - text[end..].trim_start_matches(['»', '"', ')', '”']).len();
            let close = if byte == b'\n' { at } else { close };
            push(text, start..close, &mut found);
            start = close.max(end);
        }
    }
    push(text, start..bytes.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    if range.start >= range.end {
        return;
    }
    let words = &text[range.clone()];
    let start = range.start + words.len() - words.trim_start().len();
    let end = range.start + words.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}

/// Whether a sentence ends with a unit after its number: a word with a capital follows that is no name of
/// kroner, nor all capitals.
fn ends_with_unit(before: &str, after: &str) -> bool {
    let number = ["mill", "mrd", "pst"]
        .iter()
        .find_map(|unit| before.strip_suffix(unit));
    let number = number.is_some_and(|rest| rest.trim_end().ends_with(|c: char| c.is_ascii_digit()));
    let mut letters = after.chars();
    let word = letters.next().is_some_and(char::is_uppercase)
        && letters
            .next()
            .is_some_and(|c| c.is_lowercase() || c.is_whitespace());
    number && word && !after.starts_with("Kr") && !after.starts_with("Nok")
}

/// Months cut short before a year, and a quarter: `10. jan. 2027`, `1. kv. 2026`.
const MONTHS: [&str; 15] = [
    "jan", "feb", "febr", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "sept", "okt", "nov",
    "des", "kv",
];

/// Whether a text may begin with the name of a month: `Mai feires`.
fn names_month(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("").to_lowercase();
    MONTHS.iter().any(|month| first.starts_with(month))
}

/// Whether a figure after this word is the number of what it names, «vedlegg 2», and no ordinal of what
/// follows, «innen 1. Juni»: a word in small letters that leads to no other.
fn names_what_is_counted(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(char::is_lowercase) && !wants_more(word)
}

/// Whether the full stop after `before` belongs to its last word.
fn is_abbreviation(before: &str, after: &str) -> bool {
    let next = after.chars().next();
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '«' | '"' | '/'))
        .next()
        .unwrap_or("");
    if word.is_empty() {
        return true; // « . » on its own
    }
    if word.chars().all(|c| c.is_ascii_digit()) {
        // `1. Mai` and `§ 3. Loven`: an ordinal; a year or a large number ends a sentence, and so does
        // one that counts what the word before it names: `over kap. 714, post 21. Det`, `i vedlegg 2. Innspill`.
        let mut words = before.split_whitespace().rev().skip(1);
        let counted = words.next().is_some_and(names_what_is_counted);
        if next.is_some_and(char::is_uppercase) && counted && !names_month(after) {
            return false;
        }
        // Alone it is an item's number, save for a year that the line end has cut off.
        return word.len() <= 2 || before.trim() == word && word.len() < 4;
    }
    let lower = word.to_lowercase();
    if lower == "mv" || lower == "m.m" || lower == "o.l" {
        return false;
    }
    // `10. jan. 2027`: a month cut short after its day, before a year.
    let month = MONTHS.contains(&lower.as_str());
    let day = || {
        let words = before[..before.len() - word.len()].trim_end();
        words.ends_with(|c: char| c == '.' || c.is_ascii_digit())
    };
    if month && next.is_some_and(|c| c.is_ascii_digit()) && day() {
        return true;
    }
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial && next.is_some_and(char::is_uppercase) || ABBREVIATIONS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_alone_on_its_line_ends_a_sentence() {
        assert!(ends_sentence("2020.", Some('D')));
        assert!(!ends_sentence("12.", Some('D')));
    }

    fn split(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn a_month_cut_short_ends_nothing_before_its_year() {
        assert_eq!(
            split("Frist: 10. jan. 2027. Det er alt."),
            ["Frist: 10. jan. 2027.", "Det er alt."]
        );
        assert_eq!(
            split("Frist: 10. jan. Det er alt."),
            ["Frist: 10. jan.", "Det er alt."]
        );
    }

    #[test]
    fn sentences_end_at_full_stops_before_capitals() {
        assert_eq!(
            split("Etaten skal levere. Frist: 1.6.2026. Det er alt."),
            ["Etaten skal levere.", "Frist: 1.6.2026.", "Det er alt."]
        );
        assert_eq!(
            split("Han sa «nei.» Så gikk han."),
            ["Han sa «nei.»", "Så gikk han."]
        );
        assert_eq!(
            split("Første linje\nAndre linje"),
            ["Første linje", "Andre linje"]
        );
    }

    #[test]
    fn some_words_want_another() {
        assert!(wants_more("Samarbeid med kommunene og"));
        assert!(!wants_more("Samarbeid med kommunene"));
        assert!(!wants_more("hos") && !wants_more(""));
    }

    #[test]
    fn abbreviations_and_ordinals_end_nothing() {
        assert_eq!(
            split("Det vises til Meld. St. 9 (2023–2024) og kap. 4. Videre skal 15. Mai feires."),
            ["Det vises til Meld. St. 9 (2023–2024) og kap. 4. Videre skal 15. Mai feires."]
        );
        assert_eq!(
            split("Det tildeles 3 mill. Kroner til formål mv. Etaten skal."),
            ["Det tildeles 3 mill. Kroner til formål mv.", "Etaten skal."]
        );
        assert_eq!(
            split("Det er 3 mill. NOK. En reduksjon på 1,2\u{a0}mill. Posten dekker 4 pst. ISF."),
            [
                "Det er 3 mill. NOK.",
                "En reduksjon på 1,2\u{a0}mill.",
                "Posten dekker 4 pst. ISF."
            ]
        );
        assert_eq!(split("Det skjer i 2026. Så."), ["Det skjer i 2026.", "Så."]);
        assert_eq!(
            split("Midlene gis over kap. 714, post 21. Det er alt."),
            ["Midlene gis over kap. 714, post 21.", "Det er alt."]
        );
        assert_eq!(
            split("Krava står i vedlegg 2. Innspel om klasse 6. I 2020 kom dei over 3. Etasje."),
            [
                "Krava står i vedlegg 2.",
                "Innspel om klasse 6.",
                "I 2020 kom dei over 3. Etasje."
            ]
        );
    }
}
