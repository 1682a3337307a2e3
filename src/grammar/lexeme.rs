//! What the notions share: blanks, dashes, whole words, and the search for where to try a parser.
//!
//! The scanners of this room are linear: they walk the text once, stop at the starts of words, and
//! try a parser only where [`Prefixes`] or a digit says that one may fit.

use super::P;
use nom::bytes::complete::{take_while, take_while_m_n, take_while1};
use nom::character::complete::satisfy;
use nom::combinator::{map_opt, map_res};
use nom::error::{Error, ErrorKind};
use nom::{Err, Parser};

/// Blanks that print sets between words and figures, no-break and thin ones included.
pub fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{200a}' | '\u{202f}'
    )
}

/// blanks0 ::= *blank
pub fn blanks0(i: &str) -> P<'_, &str> {
    take_while(is_blank).parse(i)
}

/// blanks1 ::= 1*blank
pub fn blanks1(i: &str) -> P<'_, &str> {
    take_while1(is_blank).parse(i)
}

/// one-blank ::= blank, with no blank after it
pub fn one_blank(i: &str) -> P<'_, char> {
    let (rest, blank) = satisfy(is_blank).parse(i)?;
    if rest.starts_with(is_blank) {
        return refuse(i);
    }
    Ok((rest, blank))
}

/// dash ::= "-" | "–" | "—" | "−" | no-break hyphen
pub fn dash(i: &str) -> P<'_, char> {
    satisfy(is_dash).parse(i)
}

/// Whether a text begins as a title does: with a capital, or with a name that has its capital inside
/// (`eID`).
pub fn capital(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| {
        first.is_uppercase()
            || first.is_lowercase() && letters.next().is_some_and(char::is_uppercase)
    })
}

/// Hyphens, dashes and the minus sign, which print mixes freely.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '–' | '—' | '−'
    )
}

/// number ::= min*max DIGIT, with no digit after it
pub fn number<'a>(min: usize, max: usize) -> impl Fn(&'a str) -> P<'a, u32> {
    move |i| {
        let (rest, value) = map_res(
            take_while_m_n(min, max, |c: char| c.is_ascii_digit()),
            str::parse::<u32>,
        )
        .parse(i)?;
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return refuse(i);
        }
        Ok((rest, value))
    }
}

/// year ::= ("19" | "20") 2DIGIT, with no digit after it
pub fn year(i: &str) -> P<'_, i32> {
    map_opt(number(4, 4), |n| {
        (1900..2100).contains(&n).then_some(n as i32)
    })
    .parse(i)
}

/// The plain refusal of a parser.
pub fn refuse<T>(i: &str) -> P<'_, T> {
    Err(Err::Error(Error::new(i, ErrorKind::Verify)))
}

/// Lower case of the letters that Norwegian words are made of.
pub fn lower(c: char) -> char {
    match c {
        'Æ' => 'æ',
        'Ø' => 'ø',
        'Å' => 'å',
        c => c.to_ascii_lowercase(),
    }
}

/// Letters and digits alone: what two prints of one title share.
pub fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The months, whose names are the same in bokmål and nynorsk.
pub const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

/// A text in lower case, in which every letter stands where it stood: only letters whose small form
/// is as long are changed.
pub fn lower_in_place(text: &str) -> String {
    if let Some(lower) = lower_plain(text) {
        return lower;
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        let mut small = c.to_lowercase();
        lower.push(match (small.next(), small.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
            _ => c,
        });
    }
    lower
}

/// The same of a text whose letters are those of Norwegian: by bytes, for it is done to every text.
fn lower_plain(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_ascii_lowercase();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| !byte.is_ascii()) {
        at += next;
        at += match bytes[at] {
            // Æ, Ø, Å and their like: a second byte that 0x20 makes small.
            0xc3 => {
                if let Some(second @ (0x80..=0x96 | 0x98..=0x9e)) = bytes.get_mut(at + 1) {
                    *second |= 0x20;
                }
                2
            }
            // Blanks, dashes and quotes, which have no cases.
            0xc2 => 2,
            0xe2 => 3,
            _ => return None,
        };
    }
    String::from_utf8(bytes).ok()
}

/// The words of `words` at the head of the input, in any case, a blank standing for any one blank.
/// What follows may go on with the same word; see [`phrase`].
pub fn stem<'a>(words: &str) -> impl Fn(&'a str) -> P<'a, &'a str> {
    move |i| {
        // Most words fail on their first byte; 0x20 folds ASCII letters and leaves 0xC3 alone.
        if let (Some(first), Some(wanted)) = (i.bytes().next(), words.bytes().next())
            && (first | 0x20) != (wanted | 0x20)
            && wanted != b' '
        {
            return refuse(i);
        }
        let mut rest = i.chars();
        for wanted in words.chars() {
            match rest.next() {
                Some(c) if lower(c) == lower(wanted) => {}
                Some(c) if wanted == ' ' && is_blank(c) => {}
                _ => return refuse(i),
            }
        }
        let left = rest.as_str();
        Ok((left, &i[..i.len() - left.len()]))
    }
}

/// [`stem`], with no letter or digit after it.
pub fn phrase<'a>(words: &str) -> impl Fn(&'a str) -> P<'a, &'a str> {
    move |i| {
        let (rest, found) = stem(words)(i)?;
        if goes_on(rest) {
            return refuse(i);
        }
        Ok((rest, found))
    }
}

/// The longest of `words` that stands at the head of the input as whole words.
pub fn longest<'a, W: AsRef<str>>(
    words: impl IntoIterator<Item = W>,
    i: &'a str,
) -> P<'a, &'a str> {
    let mut best = None;
    for word in words {
        if let Ok((rest, found)) = phrase(word.as_ref())(i)
            && best.is_none_or(|(_, b): (&str, &str)| found.len() > b.len())
        {
            best = Some((rest, found));
        }
    }
    best.map_or_else(|| refuse(i), Ok)
}

/// Whether the input goes on with a letter or a digit.
pub fn goes_on(i: &str) -> bool {
    i.starts_with(char::is_alphanumeric)
}

/// The word (all that is not blank) that stands before `at`, without what opens a bracket or
/// quotation; at most a few dozen bytes are looked at.
pub fn word_before(text: &str, at: usize) -> &str {
    let head = text[..at].trim_end_matches(is_blank);
    let mut start = head.len();
    for (place, c) in head.char_indices().rev().take(24) {
        if is_blank(c) {
            break;
        }
        start = place;
    }
    head[start..].trim_start_matches(['(', '«', '"', '['])
}

/// The character before `at`.
pub fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The byte offsets at which a word or a number starts.
pub fn word_starts(text: &str) -> WordStarts<'_> {
    WordStarts {
        bytes: text.as_bytes(),
        at: 0,
        inside: false,
    }
}

/// See [`word_starts`].
#[derive(Debug, Clone)]
pub struct WordStarts<'a> {
    bytes: &'a [u8],
    at: usize,
    inside: bool,
}

impl WordStarts<'_> {
    /// Goes on at `at`, which a parser has read up to; never backwards.
    pub fn skip_to(&mut self, at: usize) {
        if at > self.at {
            self.at = at;
            self.inside = false;
        }
    }
}

impl Iterator for WordStarts<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while let Some(&byte) = self.bytes.get(self.at) {
            let place = self.at;
            // The first byte tells enough: 0xC2 and 0xE2 lead blanks, dashes, quotes and bullets,
            // other leads of more than one byte lead letters.
            let (letter, width) = match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => (true, 1),
                0..=0x7f => (false, 1),
                0xc2 => (false, 2),
                0xc3..=0xdf => (true, 2),
                0xe2 => (false, 3),
                0xe0..=0xef => (true, 3),
                _ => (true, 4),
            };
            self.at += width;
            let starts = letter && !self.inside;
            self.inside = letter;
            if starts {
                return Some(place);
            }
        }
        None
    }
}

/// The beginnings of a set of words: a quick *no* for most places of a text.
#[derive(Debug, Clone)]
pub struct Prefixes {
    /// Keys of the first three bytes of words of fewer than five.
    short: Keys,
    /// Keys of the first five bytes of the others: «sommer» is not looked for at every «som».
    long: Keys,
}

type Keys = [u64; 64];

impl Default for Prefixes {
    fn default() -> Self {
        Self {
            short: [0; 64],
            long: [0; 64],
        }
    }
}

impl Prefixes {
    /// Of these words, each at least three bytes long.
    pub fn of<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        let mut prefixes = Self::default();
        for word in words {
            let word: String = word.as_ref().chars().map(lower).collect();
            for form in [word.clone(), word.replace(' ', "\u{a0}")] {
                let bytes = form.as_bytes();
                let (keys, key) = match long_key(bytes) {
                    Some(key) => (&mut prefixes.long, Some(key)),
                    None => (&mut prefixes.short, key(bytes)),
                };
                if let Some(key) = key {
                    keys[key >> 6] |= 1 << (key & 63);
                }
            }
        }
        prefixes
    }

    /// Whether one of the words may stand at the head of these bytes.
    pub fn may_start(&self, bytes: &[u8]) -> bool {
        let holds = |keys: &Keys, key: usize| keys[key >> 6] & (1 << (key & 63)) != 0;
        key(bytes).is_some_and(|key| holds(&self.short, key))
            || long_key(bytes).is_some_and(|key| holds(&self.long, key))
    }
}

/// Three bytes, case folded, in twelve bits.
fn key(bytes: &[u8]) -> Option<usize> {
    let head = bytes.get(..3)?;
    // Setting 0x20 folds ASCII letters and the second bytes of Æ, Ø and Å; what else it throws
    // together costs a vain attempt.
    let [a, b, c] = [head[0] | 0x20, head[1] | 0x20, head[2] | 0x20].map(usize::from);
    Some((a ^ (b << 3) ^ (c << 6) ^ (c >> 2)) & 0xfff)
}

/// The same of five bytes.
fn long_key(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.get(3..5)?;
    let [d, e] = [tail[0] | 0x20, tail[1] | 0x20].map(usize::from);
    Some((key(bytes)? ^ (d << 1) ^ (e << 4)) & 0xfff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_in_any_case_and_with_any_blank() {
        assert!(phrase("utgangen av")("Utgangen\u{a0}av året").is_ok());
        assert!(phrase("året")("ÅRET").is_ok());
        assert!(phrase("mai")("maiblomst").is_err());
        assert!(stem("mai")("maiblomst").is_ok());
    }

    #[test]
    fn words_start_where_words_start() {
        let text = "én «to»\u{a0}tre–4";
        let starts: Vec<&str> = word_starts(text).map(|at| &text[at..]).collect();
        assert_eq!(
            starts,
            ["én «to»\u{a0}tre–4", "to»\u{a0}tre–4", "tre–4", "4"]
        );
    }

    #[test]
    fn a_prefix_is_never_missed() {
        let words = ["årsskiftet", "i år", "mai", "Ørsta"];
        let prefixes = Prefixes::of(words);
        for text in ["ÅRSSKIFTET", "I år", "i\u{a0}år", "mai", "Mai", "ørsta"] {
            assert!(prefixes.may_start(text.as_bytes()), "{text}");
        }
        assert!(!prefixes.may_start(b"og"));
    }

    #[test]
    fn the_word_before() {
        assert_eq!(word_before("jf. (kap. 4.1", 10), "kap.");
        assert_eq!(word_before("", 0), "");
    }

    proptest! {
        #[test]
        fn lower_case_moves_nothing(text in "[A-Za-zÆØÅæøåÉßŠšİ×–«» \u{a0}]*") {
            let lower = lower_in_place(&text);
            prop_assert_eq!(lower.len(), text.len());
            for (small, c) in lower.chars().zip(text.chars()) {
                prop_assert!(small == c || c.to_lowercase().eq([small]), "{} {}", c, small);
                prop_assert!(!matches!(small, 'A'..='Z' | 'Æ' | 'Ø' | 'Å' | 'É'));
            }
        }

        #[test]
        fn word_starts_are_boundaries(text in any::<String>()) {
            for at in word_starts(&text) {
                prop_assert!(text.is_char_boundary(at));
            }
        }
    }
}
