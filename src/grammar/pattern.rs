//! Patterns for headings and titles, as the grammar files write them.
//!
//! ```text
//! pattern     ::= piece+
//! piece       ::= "*" | "{year}" | "{n}" | words
//! ```
//! `*` stands for any words, `{year}` for four digits, `{n}` for a number. Case does not matter,
//! nor how much white space stands between words. A pattern matches the whole of a heading.

use super::lexeme::lower_in_place;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::{HashMap, HashSet};

/// Patterns, each with what it stands for; of those that match, the first counts.
///
/// Most patterns are plain words. They are looked up, and only those with a placeholder are tried:
/// every line of a letter is held against all of them.
#[derive(Debug, Clone)]
pub struct Patterns<T> {
    values: Vec<T>,
    /// Patterns without a placeholder: the words, and the place in `values`.
    plain: HashMap<String, usize>,
    /// The others, in order, each with the place of its longest words in `finder`.
    open: Vec<(usize, Pattern, Option<usize>)>,
    /// Those words: a pattern whose words a text lacks is not tried.
    finder: Option<AhoCorasick>,
    /// Which texts may match at all.
    gate: Gate,
}

/// A quick *no* for most texts, before anything is folded.
#[derive(Debug, Clone, Default)]
struct Gate {
    /// How texts begin that match a pattern which begins with words.
    starts: HashSet<Start>,
    /// What stands anywhere in texts that match one of the others.
    within: Option<AhoCorasick>,
    /// Whether a pattern begins with a number or a year.
    figures: bool,
    /// Whether a pattern says nothing that could be looked for.
    open: bool,
}

impl Gate {
    fn of<'a>(patterns: impl Iterator<Item = &'a Pattern>) -> Self {
        let mut gate = Self::default();
        let mut within = Vec::new();
        for pattern in patterns {
            match pattern.pieces.first() {
                // Of few letters and a placeholder, the next byte may be anything.
                Some(Piece::Words(words)) if words.len() > 2 || pattern.pieces.len() == 1 => {
                    gate.starts.insert(start(words));
                }
                Some(Piece::Year | Piece::Number) => gate.figures = true,
                _ => match pattern.longest_words().and_then(longest_plain) {
                    Some(word) => within.push(word),
                    None => gate.open = true,
                },
            }
        }
        if !within.is_empty() {
            gate.within = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(&within)
                .ok();
            gate.open |= gate.within.is_none();
        }
        gate
    }

    fn lets_in(&self, text: &str) -> bool {
        self.open
            || self.starts.contains(&start(text))
            || self.figures && text.trim_start().starts_with(|c: char| c.is_ascii_digit())
            || self
                .within
                .as_ref()
                .is_some_and(|within| within.is_match(text))
    }
}

/// The longest run of ASCII letters and digits: it stands in a text whatever its case and its blanks.
fn longest_plain(words: &str) -> Option<&str> {
    words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .max_by_key(|run| run.len())
        .filter(|run| run.len() > 1)
}

/// The first bytes of a text in lower case, a blank for what is neither letter nor digit there.
type Start = [u8; 3];

fn start(text: &str) -> Start {
    let fold = |byte: Option<u8>| match byte {
        Some(byte) if byte.is_ascii() && !byte.is_ascii_alphanumeric() => b' ',
        // Leads no letter, but a no-break blank.
        Some(0xc2) => b' ',
        // Folds ASCII letters and the second bytes of Æ, Ø and Å.
        Some(byte) => byte | 0x20,
        None => b' ',
    };
    let mut bytes = text.trim_start().bytes();
    [0; 3].map(|_: u8| fold(bytes.next()))
}

impl<T> Patterns<T> {
    /// Patterns in the order in which they count.
    pub fn new(patterns: impl IntoIterator<Item = (T, Pattern)>) -> Self {
        let mut list = Self {
            values: Vec::new(),
            plain: HashMap::new(),
            open: Vec::new(),
            finder: None,
            gate: Gate::default(),
        };
        let patterns: Vec<_> = patterns.into_iter().collect();
        list.gate = Gate::of(patterns.iter().map(|(_, pattern)| pattern));
        let mut words = Vec::new();
        for (place, (value, mut pattern)) in patterns.into_iter().enumerate() {
            list.values.push(value);
            match (pattern.pieces.pop(), pattern.pieces.is_empty()) {
                (Some(Piece::Words(words)), true) => {
                    list.plain.entry(words).or_insert(place);
                }
                (last, _) => {
                    pattern.pieces.extend(last);
                    let longest = pattern.longest_words().map(|longest| {
                        words.push(longest.to_string());
                        words.len() - 1
                    });
                    list.open.push((place, pattern, longest));
                }
            }
        }
        // A set too large to be compiled only means that every pattern is tried.
        list.finder = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&words)
            .ok();
        list
    }

    /// A quick *no* for most texts: whether some pattern could match.
    pub fn may_match(&self, text: &str) -> bool {
        self.gate.lets_in(text)
    }

    /// What the first pattern that matches a text stands for, and what its placeholders do.
    pub fn find(&self, text: &str) -> Option<(&T, Captures)> {
        if !self.may_match(text) {
            return None;
        }
        let folded = fold(text);
        let plain = self.plain.get(&folded).copied();
        let mut stands = vec![self.finder.is_none(); self.open.len()];
        for hit in self
            .finder
            .iter()
            .flat_map(|finder| finder.find_overlapping_iter(&folded))
        {
            stands[hit.pattern().as_usize()] = true;
        }
        let found = self
            .open
            .iter()
            .take_while(|(place, ..)| plain.is_none_or(|plain| *place < plain))
            .filter(|(.., words)| words.is_none_or(|words| stands[words]))
            .find_map(|(place, pattern, _)| Some((*place, pattern.matches_folded(&folded)?)))
            .or(plain.map(|plain| (plain, Captures::default())))?;
        Some((&self.values[found.0], found.1))
    }
}

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Any,
    Year,
    Number,
}

/// What the placeholders of a pattern stood for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Captures {
    /// `{year}`.
    pub year: Option<i32>,
    /// `{n}`.
    pub number: Option<u32>,
}

impl Pattern {
    /// Reads a pattern; an unknown placeholder is an error.
    pub fn new(source: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = source;
        while !rest.is_empty() {
            let at = rest.find(['*', '{']).unwrap_or(rest.len());
            let words = fold_words(&rest[..at]);
            if !words.is_empty() {
                pieces.push(Piece::Words(words));
            }
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix('*') {
                pieces.push(Piece::Any);
                rest = after;
            } else if let Some(after) = rest.strip_prefix("{year}") {
                pieces.push(Piece::Year);
                rest = after;
            } else if let Some(after) = rest.strip_prefix("{n}") {
                pieces.push(Piece::Number);
                rest = after;
            } else if !rest.is_empty() {
                return Err(format!(
                    "pattern «{source}»: only *, {{year}} and {{n}} may stand for other words"
                ));
            }
        }
        if pieces.is_empty() {
            return Err("an empty pattern matches nothing".to_string());
        }
        Ok(Self { pieces })
    }

    /// The longest words in it: no text without them matches.
    fn longest_words(&self) -> Option<&str> {
        self.pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Words(words) => Some(words.as_str()),
                _ => None,
            })
            .max_by_key(|words| words.len())
    }

    /// What the placeholders stand for, where the pattern matches all of `text`.
    pub fn matches(&self, text: &str) -> Option<Captures> {
        self.matches_folded(&fold(text))
    }

    /// The same for a text that went through [`fold`].
    pub fn matches_folded(&self, folded: &str) -> Option<Captures> {
        let mut captures = Captures::default();
        take(&self.pieces, folded, &mut captures).then_some(captures)
    }
}

/// Lower case, white space folded to single blanks, closing colon and full stop away.
pub fn fold(text: &str) -> String {
    let mut folded = fold_words(text);
    let kept = folded.trim_end_matches([':', '.']).trim_end().len();
    folded.truncate(kept);
    folded
}

fn fold_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    lower_in_place(&folded)
}

fn take(pieces: &[Piece], text: &str, captures: &mut Captures) -> bool {
    let text = text.trim_start();
    let Some((piece, rest)) = pieces.split_first() else {
        return text.is_empty();
    };
    match piece {
        Piece::Words(words) => text.strip_prefix(words.as_str()).is_some_and(|after| {
            // Words end where words end, unless a placeholder goes on inside the word.
            let whole = after.is_empty() || !after.starts_with(char::is_alphanumeric);
            (whole || matches!(rest.first(), Some(Piece::Any | Piece::Year | Piece::Number)))
                && take(rest, after, captures)
        }),
        Piece::Any => {
            let mut goes_on_at = |at: usize| {
                let word_start = at == 0
                    || !text[..at].ends_with(char::is_alphanumeric)
                    || !text[at..].starts_with(char::is_alphanumeric);
                word_start && take(rest, &text[at..], captures)
            };
            match rest.first() {
                None => true,
                // Words are found where they stand, not tried at every character.
                Some(Piece::Words(words)) => text
                    .match_indices(words.as_str())
                    .any(|(at, _)| goes_on_at(at)),
                Some(_) => text
                    .char_indices()
                    .map(|(at, _)| at)
                    .chain([text.len()])
                    .any(goes_on_at),
            }
        }
        Piece::Year => {
            let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits != 4 || !take(rest, &text[4..], captures) {
                return false;
            }
            captures.year = text[..4].parse().ok();
            true
        }
        Piece::Number => {
            let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits == 0 || digits > 4 || !take(rest, &text[digits..], captures) {
                return false;
            }
            captures.number = text[..digits].parse().ok();
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(pattern: &str, text: &str) -> Option<(Option<i32>, Option<u32>)> {
        Pattern::new(pattern)
            .expect("a pattern")
            .matches(text)
            .map(|c| (c.year, c.number))
    }

    #[test]
    fn placeholders_are_read() {
        assert_eq!(
            seen(
                "Supplerende tildelingsbrev nr. {n} for {year}",
                "SUPPLERENDE  tildelingsbrev nr. 2 for 2026"
            ),
            Some((Some(2026), Some(2)))
        );
        assert_eq!(seen("Oppdrag", "Oppdrag:"), Some((None, None)));
        assert_eq!(
            seen(
                "*tildelingsbrev*",
                "Statsbudsjettet 2026 – Tildelingsbrev til Etaten"
            ),
            Some((None, None))
        );
        assert_eq!(
            seen("Tildelingsbrev {year}*", "Tildelingsbrev 2026 – Etaten"),
            Some((Some(2026), None))
        );
    }

    #[test]
    fn of_several_patterns_the_first_counts() {
        let pattern = |source: &str| Pattern::new(source).expect("a pattern");
        let list = Patterns::new([
            ("open", pattern("Oppdrag *")),
            ("plain", pattern("Oppdrag")),
            ("late", pattern("Opp*")),
            ("hidden", pattern("Oppdrag i 2026")),
        ]);
        let found = |text: &str| list.find(text).map(|(value, _)| *value);
        assert_eq!(found("Oppdrag"), Some("open"), "the rest may be empty");
        assert_eq!(found("Oppdrag i 2026"), Some("open"));
        assert_eq!(found("Oppgaver"), Some("late"));
        assert_eq!(found("Tildeling"), None);
        let plain = Patterns::new([(1, pattern("Frist")), (2, pattern("Frist*"))]);
        assert_eq!(plain.find("FRIST:").map(|(value, _)| *value), Some(1));
        assert_eq!(plain.find("Frister").map(|(value, _)| *value), Some(2));
    }

    #[test]
    fn what_may_match_is_known_before_it_is_read() {
        let pattern = |source: &str| Pattern::new(source).expect("a pattern");
        let list = Patterns::new([
            ("known", pattern("Frist")),
            ("within", pattern("*til økt rådighet*")),
            ("figures", pattern("{year} mål")),
            ("short", pattern("Ny*")),
        ]);
        for text in [
            "FRIST:",
            "Til  ØKT\u{a0}RÅDIGHET",
            "2026 mål",
            "Nytt",
            " Ny",
        ] {
            assert!(list.may_match(text) && list.find(text).is_some(), "{text}");
        }
        for text in ["Post", "Til disposisjon", "Økt ramme"] {
            assert!(!list.may_match(text), "{text}");
        }
        assert!(Patterns::new([(1, pattern("*å*"))]).may_match("Post"));
    }

    #[test]
    fn words_after_any_words_are_found_wherever_they_stand() {
        assert!(seen("*brev nr. {n}", "Tilleggsbrev og brev nr. 3").is_some());
        assert!(
            seen("*kalender*", "Styringskalender 2026").is_none(),
            "words begin at words"
        );
        assert!(seen("*kalender*", "Møte- og kalender for 2026").is_some());
    }

    #[test]
    fn other_words_are_refused() {
        assert_eq!(seen("Oppdrag", "Oppdragsliste"), None);
        assert_eq!(seen("Oppdrag", "Oppdrag fra 2024"), None);
        assert_eq!(seen("Tildelingsbrev {year}", "Tildelingsbrev 20265"), None);
        assert!(Pattern::new("Oppdrag {noe}").is_err());
        assert!(Pattern::new("  ").is_err());
    }
}
