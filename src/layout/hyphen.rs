//! What becomes of a hyphen at a line end.
//!
//! The document is the best dictionary: of `XY` and `X-Y`, the form that it uses elsewhere is taken.
//! Where it uses neither, the hyphen goes, save where it can only be the word's own: before a capital
//! or a digit (`Sør-/Øst`, `ICD-/11`), after an abbreviation or a single letter (`EØS-/avtalen`,
//! `e-/helse`). A soft hyphen always goes, and so does U+2010 in a document that has it at line ends
//! only. A hyphen that stands for a word to come (`tilsyns-/og`) keeps its blank.

use super::text::Joint;
use crate::source::is_hyphen;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// How many lines end in U+2010 before it is said that it only breaks words.
const SET: usize = 10;

/// The words of a document, lower case, that do not stand at a line end or begin.
///
/// Every word of the document is looked up here, so the hash is a quick one; nothing depends on it.
#[derive(Debug, Default)]
pub struct Dictionary<'a> {
    counts: HashMap<&'a str, u32, RandomState>,
    folded: HashMap<String, u32, RandomState>,
    /// U+2010 stands at line ends and nowhere else, and words have hyphens of their own: it was set by
    /// whoever broke the lines, and is no part of a word.
    breaks: bool,
}

impl<'a> Dictionary<'a> {
    /// Collects the words of lines.
    pub fn of(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut dictionary = Self::default();
        let (mut at_ends, mut inside, mut own) = (0, 0, 0);
        for line in lines {
            let line = line.trim_end();
            at_ends += usize::from(line.ends_with('\u{2010}'));
            inside += usize::from(line.trim_end_matches('\u{2010}').contains('\u{2010}'));
            own += usize::from(line.contains('-'));
            for word in line.split_whitespace() {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if word.len() < 4 {
                    continue;
                }
                if word.chars().any(char::is_uppercase) {
                    *dictionary.folded.entry(word.to_lowercase()).or_default() += 1;
                } else {
                    *dictionary.counts.entry(word).or_default() += 1;
                }
            }
        }
        dictionary.breaks = at_ends >= SET && inside == 0 && own > 0;
        dictionary
    }

    fn count(&self, word: &str) -> u32 {
        self.counts.get(word).copied().unwrap_or(0) + self.folded.get(word).copied().unwrap_or(0)
    }

    /// Whether a blank between two words stands inside one: the document has them closed up elsewhere,
    /// and one of them nowhere else: `kontrollkommisjo nene`.
    pub fn is_gap(&self, before: &str, after: &str) -> bool {
        let word = |text: &str| text.chars().all(char::is_alphabetic);
        if !word(before) || !word(after) || !after.starts_with(char::is_lowercase) {
            return false;
        }
        let (before, after) = (before.to_lowercase(), after.to_lowercase());
        let alone = |part: &str| part.len() >= 4 && self.count(part) <= 1;
        (alone(&before) || alone(&after)) && self.count(&format!("{before}{after}")) > 0
    }

    /// How a line that ends in `before` is joined to one that begins with `after`.
    pub fn joint(&self, before: &str, after: &str) -> Joint {
        let Some(last) = before.chars().next_back() else {
            return Joint::Blank;
        };
        if matches!(last, '–' | '/') {
            // A range or a pair of words: `2024–/2025`. A dash between words has a blank before it.
            let word = before.trim_end_matches(['–', '/']);
            return if word.ends_with(char::is_alphanumeric)
                && after.starts_with(char::is_alphanumeric)
            {
                Joint::Glue
            } else {
                Joint::Blank
            };
        }
        if !is_hyphen(last) {
            return Joint::Blank;
        }
        if last == '\u{ad}' {
            return Joint::CloseUp;
        }
        let head = before.trim_end_matches(is_hyphen);
        if head.len() == before.len() || !head.ends_with(char::is_alphanumeric) {
            return Joint::Blank; // a dash on its own
        }
        if last == '\u{2010}' && self.breaks {
            return Joint::CloseUp;
        }
        let head_word = head
            .rsplit(|c: char| c.is_whitespace() || "/(«\"".contains(c))
            .next()
            .unwrap_or(head);
        let tail_word: &str = after
            .split(|c: char| c.is_whitespace() || ",.;:)»/".contains(c))
            .next()
            .unwrap_or(after);
        if matches!(tail_word, "og" | "eller" | "samt" | "til" | "men" | "som")
            || tail_word.is_empty()
        {
            // `inn-/til` is a word of its own; `tilsyns-/og` waits for one.
            let whole = format!("{}{tail_word}", head_word.to_lowercase());
            return if !tail_word.is_empty() && self.count(&whole) > 0 {
                Joint::CloseUp
            } else {
                Joint::Blank
            };
        }
        if !tail_word.starts_with(char::is_lowercase) {
            return Joint::Glue;
        }
        let letters = head_word.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = head_word.chars().filter(|c| c.is_uppercase()).count();
        let last_part = head_word.rsplit(is_hyphen).next().unwrap_or(head_word);
        if last_part.chars().count() == 1
            || (capitals == letters && letters > 1)
            || last_part.ends_with(|c: char| c.is_ascii_digit())
        {
            return Joint::Glue;
        }
        let head_word = head_word.to_lowercase();
        let tail = tail_word.trim_end_matches(is_hyphen).to_lowercase();
        let closed = self.count(&format!("{head_word}{tail}"));
        let kept = self.count(&format!("{head_word}-{tail}"));
        if kept > closed {
            Joint::Glue
        } else {
            Joint::CloseUp
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_inside_words() {
        let words =
            Dictionary::of("Kontrollkommisjonene møtes. kontrollkommisjo nene til drift".lines());
        assert!(words.is_gap("kontrollkommisjo", "nene"));
        assert!(!words.is_gap("til", "drift"));
        assert!(!words.is_gap("kontrollkommisjo", "Nene"));
    }

    fn joint(document: &str, before: &str, after: &str) -> Joint {
        Dictionary::of(document.lines()).joint(before, after)
    }

    #[test]
    fn a_broken_word_closes_up() {
        assert_eq!(
            joint("", "Helse- og omsorgsdeparte-", "mentets styring"),
            Joint::CloseUp
        );
        assert_eq!(joint("", "Forebyg-", "gings- og"), Joint::CloseUp);
        assert_eq!(joint("", "departe\u{ad}", "mentet"), Joint::CloseUp);
    }

    #[test]
    fn a_words_own_hyphen_stays() {
        assert_eq!(joint("", "Sør-", "Øst RHF"), Joint::Glue);
        assert_eq!(joint("", "EØS-", "avtalen"), Joint::Glue);
        assert_eq!(joint("", "bruk av e-", "helse"), Joint::Glue);
        assert_eq!(joint("", "til ICD-", "11."), Joint::Glue);
        assert_eq!(joint("", "(2024–", "2025)"), Joint::Glue);
        assert_eq!(
            joint(
                "om tale-til-tekst-løsninger",
                "tale-til-tekst-",
                "løsninger"
            ),
            Joint::Glue
        );
    }

    #[test]
    fn a_suspended_hyphen_keeps_its_blank() {
        assert_eq!(joint("", "tilsyns-", "og kontroll"), Joint::Blank);
        assert_eq!(joint("", "målet -", "om lag"), Joint::Blank);
        assert_eq!(joint("", "hele året –", "også"), Joint::Blank);
        assert_eq!(joint("og inntil 5", "inn-", "til 5"), Joint::CloseUp);
    }

    #[test]
    fn a_hyphen_that_only_breaks_lines_goes() {
        let mut document = "e-helse\n".to_string();
        document += &"plattfor\u{2010}\n".repeat(10);
        assert_eq!(
            joint(&document, "ny strafferam\u{2010}", "men for"),
            Joint::CloseUp
        );
        // One that also stands inside a line is a hyphen like any other.
        document += "helse\u{2010} og omsorg\n";
        assert_eq!(
            joint(&document, "ny strafferam\u{2010}", "men for"),
            Joint::Blank
        );
    }

    #[test]
    fn the_document_is_the_best_dictionary() {
        assert_eq!(joint("den nord-norske", "nord-", "norske"), Joint::Glue);
        assert_eq!(joint("den nordnorske", "nord-", "norske"), Joint::CloseUp);
    }
}
