//! Marks at the head of a line: of a list item, and the numbers of headings.
//!
//! ```text
//! marker   ::= [bullet [blanks]] | dash blanks | "o" blanks | counter blanks
//! counter  ::= count "." | count ")" | "(" count ")"        1.   1)   (1)   a)   ii.
//! count    ::= 1*3DIGIT | letter | roman
//! heading  ::= 1*2DIGIT *("." 1*2DIGIT) ["."] blanks        3.4.3   3.4.   3
//! ```

use super::P;
use super::date::{self, Calendar};
use super::lexeme::{blanks0, blanks1, is_dash, lower, number, phrase, refuse};
use nom::branch::alt;
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{consumed, eof, not, opt, peek, recognize, verify};
use nom::multi::many_m_n;
use nom::sequence::{delimited, preceded, terminated};
use nom::{Offset, Parser};

/// What a list item is marked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkerKind {
    /// •, –, o and the like.
    Bullet,
    /// 1.
    Number(u32),
    /// a), in lower case.
    Letter(char),
    /// ii). A lone «i» is read as one; see [`Marker::as_letter`].
    Roman(u32),
}

/// The mark of a list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// What sort of mark.
    pub kind: MarkerKind,
    /// The mark without its stop and brackets: "•", "1", "a", "ii".
    pub label: String,
    /// Bytes of the line that are mark and the blanks after it: the item's text starts here.
    pub len: usize,
}

impl Marker {
    /// The letter, where one letter is the mark: «i)» after «h)» is a letter, not a one.
    pub fn as_letter(&self) -> Option<char> {
        match self.kind {
            MarkerKind::Letter(letter) => Some(letter),
            MarkerKind::Roman(_) if self.label.len() == 1 => self.label.chars().next().map(lower),
            _ => None,
        }
    }

    /// Whether a list begins with it.
    pub fn is_first(&self) -> bool {
        matches!(
            self.kind,
            MarkerKind::Bullet
                | MarkerKind::Number(1)
                | MarkerKind::Letter('a')
                | MarkerKind::Roman(1)
        )
    }

    /// Whether it goes on with the list of another.
    pub fn follows(&self, last: &Self) -> bool {
        match (last.kind, self.kind) {
            (MarkerKind::Bullet, MarkerKind::Bullet) => true,
            (MarkerKind::Number(one), MarkerKind::Number(other))
            | (MarkerKind::Roman(one), MarkerKind::Roman(other)) => other == one + 1,
            _ => last
                .as_letter()
                .zip(self.as_letter())
                .is_some_and(|(one, other)| u32::from(other) == u32::from(one) + 1),
        }
    }
}

/// Signs that nothing but a list item begins with. The last are from the private use area, where
/// word processors keep the bullets of their symbol fonts.
const BULLETS: &str = "•·▪◦●○■□‣∙➢➔✓\u{f0b7}\u{f0a7}\u{f02d}\u{f076}\u{f0d8}\u{f0fc}";

/// Words after which «2.» counts something other than items: «2. ledd».
const COUNTED: [&str; 5] = ["ledd", "punktum", "gang", "utgave", "trinn"];

/// Words that a letter and a stop begin: «f. eks.», «o. l.», «s. 12».
const SHORTENED: [&str; 8] = [
    "f. eks", "o. l", "m. m", "m. fl", "d. v", "t. o", "f. o", "p. t",
];

/// marker ::= the mark that the line begins with, and the blanks after it
///
/// A calendar tells «1. juni» from «1. Utrede».
///
/// ```
/// use oppdrag::grammar::{date::Calendar, marker::{MarkerKind, marker}};
/// let (text, mark) = marker("a) Utrede saken", &Calendar::built_in()).unwrap();
/// assert_eq!((text, mark.kind, mark.len), ("Utrede saken", MarkerKind::Letter('a'), 3));
/// ```
pub fn marker<'a>(i: &'a str, calendar: &Calendar) -> P<'a, Marker> {
    // Most lines begin with a word; a letter that marks an item has its bracket or full stop near.
    let mut head = i.bytes().take(8);
    let word = head.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    if word && !i.starts_with('o') && !head.any(|byte| matches!(byte, b')' | b'.')) {
        return refuse(i);
    }
    let (rest, (label, kind)) = alt((bullet, |i| counter(i, calendar))).parse(i)?;
    let found = Marker {
        kind,
        label: label.to_owned(),
        len: i.offset(rest),
    };
    Ok((rest, found))
}

/// bullet ::= sign blanks0 | (dash | "*" | "o") blanks1
fn bullet(i: &str) -> P<'_, (&str, MarkerKind)> {
    let plain = alt((satisfy(is_dash), one_of("*o")));
    alt((
        terminated(recognize(one_of(BULLETS)), blanks0),
        terminated(recognize(plain), blanks1),
    ))
    .map(|label| (label, MarkerKind::Bullet))
    .parse(i)
}

/// counter ::= "(" count ")" blanks0 | count ")" blanks0 | count "." end
fn counter<'a>(i: &'a str, calendar: &Calendar) -> P<'a, (&'a str, MarkerKind)> {
    alt((
        terminated(delimited(char('('), count, char(')')), blanks0),
        terminated(terminated(count, char(')')), blanks0),
        |i| counted_stop(i, calendar),
    ))
    .parse(i)
}

/// count "." (blanks1 | end | before a capital), unless it is a date or a short form
fn counted_stop<'a>(i: &'a str, calendar: &Calendar) -> P<'a, (&'a str, MarkerKind)> {
    let (rest, found) = terminated(count, char('.')).parse(i)?;
    let (text, _) = match found.1 {
        MarkerKind::Number(_) => {
            let capital = peek(satisfy(char::is_uppercase));
            alt((blanks1, eof, recognize(capital))).parse(rest)?
        }
        _ => alt((blanks1, eof)).parse(rest)?,
    };
    let counts = COUNTED.iter().any(|word| phrase(word)(text).is_ok());
    let shortened = SHORTENED.iter().any(|word| phrase(word)(i).is_ok());
    let page = found.0 == "s" && text.starts_with(|c: char| c.is_ascii_digit());
    if counts || shortened || page || date::begins(i, calendar) {
        return refuse(i);
    }
    Ok((text, found))
}

/// count ::= 1*3DIGIT | roman | letter
fn count(i: &str) -> P<'_, (&str, MarkerKind)> {
    alt((
        consumed(number(1, 3).map(MarkerKind::Number)),
        consumed(roman.map(MarkerKind::Roman)),
        consumed(letter.map(MarkerKind::Letter)),
    ))
    .parse(i)
}

/// letter ::= "a" … "å", alone
fn letter(i: &str) -> P<'_, char> {
    let norwegian = |c: char| c.is_ascii_alphabetic() || "æøåÆØÅ".contains(c);
    terminated(
        satisfy(norwegian).map(lower),
        not(satisfy(char::is_alphanumeric)),
    )
    .parse(i)
}

/// roman ::= "i" … "xx"; «v», «x» and other lone letters than «i» are letters
fn roman(i: &str) -> P<'_, u32> {
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let (rest, printed) =
        nom::bytes::complete::take_while1(|c: char| "ivxIVX".contains(c)).parse(i)?;
    let low = printed.to_ascii_lowercase();
    let one_case = printed == low || printed == low.to_ascii_uppercase();
    let tens = low.strip_prefix('x');
    let unit = UNITS.iter().position(|u| *u == tens.unwrap_or(&low));
    match unit {
        Some(n) if one_case && (low.len() > 1 || low == "i") => {
            let tens = if tens.is_some() { 10 } else { 0 };
            Ok((rest, tens + n as u32))
        }
        _ => refuse(i),
    }
}

/// heading ::= 1*2DIGIT *("." 1*2DIGIT) ["."] blanks, without its closing stop and the blanks
///
/// A lone number before a small letter is none: «3 milliarder», «1. juni»; nor is «1 000».
///
/// ```
/// use oppdrag::grammar::marker::heading_number;
/// assert_eq!(heading_number("3.4.3 Barn og unge").unwrap(), ("Barn og unge", "3.4.3"));
/// assert!(heading_number("1.6.2026 var en mandag").is_err());
/// ```
pub fn heading_number(i: &str) -> P<'_, &str> {
    let part = || verify(number(1, 2), |&n| n < 100);
    let levels = recognize((part(), many_m_n(0, 6, preceded(char('.'), part()))));
    let (rest, found) = terminated(levels, (opt(char('.')), blanks1)).parse(i)?;
    let lone = !found.contains('.');
    let counts = rest.starts_with(|c: char| c.is_lowercase());
    let figures = rest.starts_with(|c: char| c.is_ascii_digit());
    if lone && (counts || figures) {
        return refuse(i);
    }
    Ok((rest, found))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(line: &str) -> Option<(MarkerKind, String, &str)> {
        let (rest, found) = marker(line, &Calendar::built_in()).ok()?;
        assert_eq!(&line[found.len..], rest);
        Some((found.kind, found.label, rest))
    }

    #[test]
    fn bullets() {
        for mark in ["•", "·", "-", "–", "*", "o", "▪", "\u{f0b7}"] {
            let line = format!("{mark} Tekst");
            let (kind, label, rest) = read(&line).unwrap();
            assert_eq!(
                (kind, label.as_str(), rest),
                (MarkerKind::Bullet, mark, "Tekst")
            );
        }
        assert_eq!(read("•Tekst").unwrap().2, "Tekst");
        assert_eq!(read("– 1,5 mill. kroner").unwrap().2, "1,5 mill. kroner");
    }

    #[test]
    fn counters() {
        use MarkerKind::{Letter, Number, Roman};
        for (line, kind, label) in [
            ("1. Utrede", Number(1), "1"),
            ("12) Utrede", Number(12), "12"),
            ("(3) Utrede", Number(3), "3"),
            ("1.Utrede", Number(1), "1"),
            ("2. utrede", Number(2), "2"),
            ("a. Utrede", Letter('a'), "a"),
            ("b) utrede", Letter('b'), "b"),
            ("B) utrede", Letter('b'), "B"),
            ("(c) utrede", Letter('c'), "c"),
            ("å) utrede", Letter('å'), "å"),
            ("v) utrede", Letter('v'), "v"),
            ("i) utrede", Roman(1), "i"),
            ("ii. utrede", Roman(2), "ii"),
            ("(iv) utrede", Roman(4), "iv"),
            ("XII. Utrede", Roman(12), "XII"),
        ] {
            let found = read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.0, found.1.as_str()), (kind, label), "{line}");
            assert!(found.2.to_lowercase().starts_with("utrede"), "{line}");
        }
        assert_eq!(read("1."), Some((Number(1), "1".into(), "")));
    }

    #[test]
    fn a_lone_i_may_be_the_ninth_letter() {
        let (_, found) = marker("i) tekst", &Calendar::built_in()).unwrap();
        assert_eq!(found.as_letter(), Some('i'));
        let (_, found) = marker("ii) tekst", &Calendar::built_in()).unwrap();
        assert_eq!(found.as_letter(), None);
    }

    #[test]
    fn what_is_no_mark() {
        for line in [
            "1.6.2026",
            "1. juni",
            "1.–15. mai",
            "1. og 2. tertial",
            "2. ledd",
            "1 000",
            "-3 400",
            "-tekst",
            "3.1 Overskrift",
            "o.l.",
            "o. l. gjelder",
            "f. eks. dette",
            "s. 12",
            "og",
            "ok",
            "2026. Det",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_of_headings() {
        for (line, found) in [
            ("3.4.3 Barn", Some("3.4.3")),
            ("3.4. Barn", Some("3.4")),
            ("3 Barn", Some("3")),
            ("3.\u{a0}Barn", Some("3")),
            ("1.6.2026 Barn", None),
            ("1 000", None),
            ("3 milliarder", None),
            ("1. juni", None),
            ("3.4.3", None),
            ("732.01 Post", None),
        ] {
            assert_eq!(heading_number(line).ok().map(|(_, n)| n), found, "{line}");
        }
    }

    proptest! {
        #[test]
        fn the_text_starts_where_the_mark_ends(line in "([0-9]{1,3}|[a-z]|[.)(•–-]| |\\PC){0,8}") {
            read(&line);
            let _ = heading_number(&line);
        }

        #[test]
        fn a_number_reads_back(n in 1u32..1000, form in 0usize..3) {
            let line = [format!("{n}. Tekst"), format!("{n}) Tekst"), format!("({n}) Tekst")][form].clone();
            prop_assert_eq!(read(&line), Some((MarkerKind::Number(n), n.to_string(), "Tekst")));
        }
    }
}
