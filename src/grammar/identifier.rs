//! Identifiers of assignments (oppdragsnummer): «TB2026-14», «HN25-01», «Oppdrag 13/2024».
//!
//! ```text
//! identifier  ::= template *(("/" [blank] | and dash) number)     TTB2024-40/41
//! template    ::= what an entry of `grammars/identifiers.toml` says
//! {year}      ::= "20" 2DIGIT                  before it: [blank]
//! {yy}        ::= 2DIGIT                       before it: [blank]
//! {n}         ::= 1*3DIGIT [letter]
//! {nn} {nnn}  ::= 2DIGIT | 3DIGIT
//! {letters}   ::= 2*5CAPITAL
//! {region}    ::= one of the regions
//! -           ::= [blank] (dash | "/") [blank]
//! ```

use super::P;
use super::lexeme::{
    dash, goes_on, number, one_blank, phrase, refuse, stem, word_starts, year as full_year,
};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::{char, satisfy};
use nom::combinator::{consumed, opt, recognize, value, verify};
use nom::sequence::{preceded, terminated};
use nom::{Offset, Parser};
use serde::Deserialize;
use std::ops::Range;
use thiserror::Error;

/// An identifier as found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// Where it stands: bytes of the text. Of «TTB2024-40/41» the second is at «41».
    pub range: Range<usize>,
    /// As the template writes it, closed up and without a generic word before it: «TB 2025-22a» is
    /// "TB2025-22a", «Oppdrag nr. 13/2024» is "13/2024".
    pub number: String,
    /// Which of the templates, from 0.
    pub template: usize,
}

/// One template, and what it reads.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateEntry {
    /// "TB{year}-{n}".
    pub template: String,
    /// Identifiers in print, each read whole by this template.
    pub examples: Vec<String>,
}

/// A template that says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// Braces around a word that is not known.
    #[error(
        "template «{template}»: {{{name}}} is not one of {{year}}, {{yy}}, {{n}}, {{nn}}, {{nnn}}, {{letters}}, {{region}}"
    )]
    UnknownName {
        /// The template.
        template: String,
        /// What stands in the braces.
        name: String,
    },
    /// A brace is not closed.
    #[error("template «{template}»: a brace is not closed")]
    OpenBrace {
        /// The template.
        template: String,
    },
    /// Without a number every assignment would have the same identifier.
    #[error("template «{template}»: no {{n}}, {{nn}} or {{nnn}} in it")]
    NoNumber {
        /// The template.
        template: String,
    },
}

/// The templates of a grammar, compiled.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "TemplatesFile")]
pub struct Templates {
    templates: Vec<Template>,
    regions: Vec<String>,
    not_letters: Vec<String>,
    /// First bytes that a template may begin with.
    first: [bool; 256],
    /// Within so many bytes an identifier has shown a digit.
    window: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplatesFile {
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    not_letters: Vec<String>,
    #[serde(rename = "identifier")]
    templates: Vec<TemplateEntry>,
}

#[derive(Debug, Clone)]
struct Template {
    entry: TemplateEntry,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// As it stands: in capitals only in capitals, else in any case.
    Literal(String),
    Year,
    ShortYear,
    /// {n}
    Number,
    /// {nn}, {nnn}
    Digits(usize),
    Letters,
    Region,
    /// -
    Dash,
    /// /
    Slash,
    Blank,
}

impl TryFrom<TemplatesFile> for Templates {
    type Error = TemplateError;

    fn try_from(file: TemplatesFile) -> Result<Self, TemplateError> {
        Self::new(file.templates, file.regions, file.not_letters)
    }
}

impl Templates {
    /// The templates that are compiled in.
    ///
    /// # Panics
    /// Never: a test reads the file.
    pub fn built_in() -> Self {
        Self::from_toml(include_str!("../../grammars/identifiers.toml"))
            .expect("grammars/identifiers.toml is read by a test")
    }

    /// Templates of the form of `grammars/identifiers.toml`.
    pub fn from_toml(toml: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(toml)
    }

    /// These templates, with what {region} stands for and what {letters} does not.
    pub fn new(
        entries: Vec<TemplateEntry>,
        regions: Vec<String>,
        not_letters: Vec<String>,
    ) -> Result<Self, TemplateError> {
        let templates = entries
            .into_iter()
            .map(|entry| {
                let pieces = compile(&entry.template)?;
                Ok(Template { entry, pieces })
            })
            .collect::<Result<Vec<_>, TemplateError>>()?;
        let mut first = [false; 256];
        let mut window = 12;
        for template in &templates {
            match template.pieces.first() {
                Some(Piece::Literal(words)) => {
                    for form in [words.to_lowercase(), words.to_uppercase(), words.clone()] {
                        if let Some(&byte) = form.as_bytes().first() {
                            first[usize::from(byte)] = true;
                        }
                    }
                    window = window.max(words.len() + 8);
                }
                Some(Piece::Letters | Piece::Region) => {
                    first[usize::from(b'A')..=usize::from(b'Z')].fill(true);
                    first[0xc3] = true;
                }
                _ => first[usize::from(b'0')..=usize::from(b'9')].fill(true),
            }
        }
        Ok(Self {
            templates,
            regions,
            not_letters,
            first,
            window,
        })
    }

    /// These templates with more of them after them, as a user's own file adds.
    pub fn and(self, entries: Vec<TemplateEntry>) -> Result<Self, TemplateError> {
        let all = self.templates.into_iter().map(|t| t.entry);
        Self::new(all.chain(entries).collect(), self.regions, self.not_letters)
    }

    /// The entries, in the order that [`Identifier::template`] counts.
    pub fn entries(&self) -> impl Iterator<Item = &TemplateEntry> {
        self.templates.iter().map(|t| &t.entry)
    }

    fn may_start(&self, bytes: &[u8]) -> bool {
        let window = &bytes[..bytes.len().min(self.window)];
        window.first().is_some_and(|&b| self.first[usize::from(b)])
            && window.iter().any(u8::is_ascii_digit)
    }
}

/// "TB{year}-{n}" to its pieces.
fn compile(template: &str) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        let (piece, after) = match c {
            '{' => {
                let open = || TemplateError::OpenBrace {
                    template: template.to_owned(),
                };
                let (name, after) = rest[1..].split_once('}').ok_or_else(open)?;
                (named(template, name)?, after)
            }
            '-' => (Piece::Dash, &rest[1..]),
            '/' => (Piece::Slash, &rest[1..]),
            ' ' => (Piece::Blank, &rest[1..]),
            _ => {
                let end = rest.find(['{', '-', '/', ' ']).unwrap_or(rest.len());
                (Piece::Literal(rest[..end].to_owned()), &rest[end..])
            }
        };
        pieces.push(piece);
        rest = after;
    }
    let numbered = |p: &Piece| matches!(p, Piece::Number | Piece::Digits(_));
    if !pieces.iter().any(numbered) {
        return Err(TemplateError::NoNumber {
            template: template.to_owned(),
        });
    }
    Ok(pieces)
}

fn named(template: &str, name: &str) -> Result<Piece, TemplateError> {
    Ok(match name {
        "year" => Piece::Year,
        "yy" => Piece::ShortYear,
        "n" => Piece::Number,
        "nn" => Piece::Digits(2),
        "nnn" => Piece::Digits(3),
        "letters" => Piece::Letters,
        "region" => Piece::Region,
        _ => {
            return Err(TemplateError::UnknownName {
                template: template.to_owned(),
                name: name.to_owned(),
            });
        }
    })
}

// ------------------------------------------------------------------ the grammar

/// {n} ::= 1*3DIGIT [letter]
fn counted(i: &str) -> P<'_, &str> {
    recognize((
        number(1, 3),
        opt(terminated(
            satisfy(|c| c.is_ascii_lowercase()),
            nom::combinator::not(satisfy(char::is_alphanumeric)),
        )),
    ))
    .parse(i)
}

/// {letters} ::= 2*5CAPITAL
fn letters<'a>(t: &Templates, i: &'a str) -> P<'a, &'a str> {
    let capital = |c: char| c.is_ascii_uppercase() || matches!(c, 'Æ' | 'Ø' | 'Å');
    let known = |word: &&str| !t.not_letters.iter().any(|w| w == word);
    verify(take_while_m_n(2, 5, capital), known).parse(i)
}

/// {region} ::= one of the regions
fn region<'a>(t: &Templates, i: &'a str) -> P<'a, &'a str> {
    let fits = |r: &&String| i.starts_with(r.as_str());
    match t.regions.iter().filter(fits).max_by_key(|r| r.len()) {
        Some(r) => tag(r.as_str()).parse(i),
        None => refuse(i),
    }
}

/// What one template reads at the head of the input: the number as the template writes it.
fn template<'a>(t: &Templates, template: &Template, i: &'a str) -> P<'a, String> {
    let mut written = String::with_capacity(template.entry.template.len() + 4);
    let mut rest = i;
    // Capitals that nobody has named could be any word; the print must then be tidier.
    let strict = template.pieces.contains(&Piece::Letters);
    // `Oppdrag nr. ` says what is counted, and is no part of the number.
    let generic = template
        .pieces
        .chunks(2)
        .take_while(|pair| {
            matches!(pair, [Piece::Literal(word), Piece::Blank] if word.contains(char::is_lowercase))
        })
        .count();
    for (place, piece) in template.pieces.iter().enumerate() {
        let joint = place > 0;
        rest = match piece {
            Piece::Literal(words) => {
                let exact = !words.contains(char::is_lowercase);
                let (rest, _) = if exact {
                    tag(words.as_str()).parse(rest)?
                } else {
                    stem(words)(rest)?
                };
                written.push_str(words);
                rest
            }
            Piece::Year | Piece::ShortYear => {
                let (rest, _) = if joint {
                    gap(strict, rest)?
                } else {
                    (rest, ())
                };
                let (after, _) = match piece {
                    Piece::Year => verify(full_year, |&y| y >= 2000).map(drop).parse(rest)?,
                    _ => number(2, 2).map(drop).parse(rest)?,
                };
                written.push_str(&rest[..rest.offset(after)]);
                after
            }
            Piece::Number => push(&mut written, counted(rest)?),
            Piece::Digits(n) => push(&mut written, recognize(number(*n, *n)).parse(rest)?),
            Piece::Letters => push(&mut written, letters(t, rest)?),
            Piece::Region => push(&mut written, region(t, rest)?),
            Piece::Dash => {
                written.push('-');
                hyphen(strict, rest)?.0
            }
            Piece::Slash => {
                written.push('/');
                (opt(one_blank), char('/'), opt(one_blank)).parse(rest)?.0
            }
            Piece::Blank => {
                written.push(' ');
                one_blank(rest)?.0
            }
        };
    }
    if goes_on(rest) {
        return refuse(i);
    }
    let bare = written.splitn(generic + 1, ' ').nth(generic);
    Ok((rest, bare.unwrap_or_default().to_string()))
}

fn push<'a>(written: &mut String, (rest, found): (&'a str, &'a str)) -> &'a str {
    written.push_str(found);
    rest
}

/// Before a year: [blank] | dash blank, for «TB- 2026-2»
fn gap(strict: bool, i: &str) -> P<'_, ()> {
    if strict {
        return opt(one_blank).map(drop).parse(i);
    }
    alt(((dash, opt(one_blank)).map(drop), opt(one_blank).map(drop))).parse(i)
}

/// - ::= [blank] (dash | "/") [blank]; after unnamed capitals no slash and no blanks on both sides
fn hyphen(strict: bool, i: &str) -> P<'_, ()> {
    let (rest, (before, slash, after)) = (
        opt(one_blank),
        alt((value(false, dash), value(true, char('/')))),
        opt(one_blank),
    )
        .parse(i)?;
    let blanks = before.is_some() && after.is_some();
    if strict && (slash || blanks) || slash && (before.is_some() || after.is_some()) {
        return refuse(i);
    }
    Ok((rest, ()))
}

/// identifier ::= the template that reads most; of several, the first
pub fn identifier_at<'a>(i: &'a str, templates: &Templates) -> P<'a, Identifier> {
    if !templates.may_start(i.as_bytes()) {
        return refuse(i);
    }
    let mut best: Option<(&str, Identifier)> = None;
    for (n, one) in templates.templates.iter().enumerate() {
        let Ok((rest, number)) = template(templates, one, i) else {
            continue;
        };
        if best.as_ref().is_none_or(|(b, _)| rest.len() < b.len()) {
            let found = Identifier {
                range: 0..i.offset(rest),
                number,
                template: n,
            };
            best = Some((rest, found));
        }
    }
    best.map_or_else(|| refuse(i), Ok)
}

/// more ::= "/" [blank] {n} | and dash {n}            TTB2024-40/41   TB2026-2 og -3
fn more(i: &str) -> P<'_, &str> {
    let and = alt((
        (char(','), opt(one_blank)).map(drop),
        (one_blank, phrase("og"), one_blank).map(drop),
    ));
    let (rest, number) = alt((
        preceded((char('/'), opt(one_blank)), counted),
        preceded((and, dash), counted),
    ))
    .parse(i)?;
    if goes_on(rest) {
        return refuse(i);
    }
    Ok((rest, number))
}

// ------------------------------------------------------------------ the search

/// All identifiers of a text, from left to right.
///
/// ```
/// use oppdrag::grammar::identifier::{Templates, identifiers};
/// let found = identifiers("jf. TTB2024-40/41", &Templates::built_in());
/// assert_eq!(found[1].number, "TTB2024-41");
/// assert_eq!(found[1].range, 15..17);
/// ```
pub fn identifiers(text: &str, templates: &Templates) -> Vec<Identifier> {
    let mut identifiers = Vec::new();
    // Every template asks for a digit; most texts have none.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return identifiers;
    }
    let mut starts = word_starts(text);
    // Where the next digit stands: a word with none near begins no identifier.
    let mut digit = 0;
    while let Some(at) = starts.next() {
        if digit < at {
            let Some(next) = text.as_bytes()[at..].iter().position(u8::is_ascii_digit) else {
                break;
            };
            digit = at + next;
        }
        if digit >= at + templates.window {
            continue;
        }
        let Ok((mut rest, mut found)) = identifier_at(&text[at..], templates) else {
            continue;
        };
        found.range = at..text.offset(rest);
        let stem = match templates.templates[found.template].pieces.last() {
            Some(Piece::Number) => found.number.rfind(['-', '/']).map(|end| end + 1),
            _ => None,
        };
        let stem = stem.map(|end| found.number[..end].to_owned());
        let template = found.template;
        identifiers.push(found);
        while let Some(stem) = &stem {
            let Ok((after, (covers, number))) = consumed(more).parse(rest) else {
                break;
            };
            let end = text.offset(covers) + covers.len();
            identifiers.push(Identifier {
                range: end - number.len()..end,
                number: format!("{stem}{number}"),
                template,
            });
            rest = after;
        }
        starts.skip_to(text.offset(rest));
    }
    identifiers
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        identifiers(text, &Templates::built_in())
            .into_iter()
            .map(|found| {
                assert!(text.get(found.range).is_some());
                found.number
            })
            .collect()
    }

    #[test]
    fn closed_up() {
        for (printed, number) in [
            ("TB2026-14", "TB2026-14"),
            ("TTB 2024-41", "TTB2024-41"),
            ("TTB\u{a0}2024-41", "TTB2024-41"),
            ("TB 2025-22a", "TB2025-22a"),
            ("TB- 2026-2", "TB2026-2"),
            ("TB2026–32", "TB2026-32"),
            ("TB2026 -12", "TB2026-12"),
            ("TB2025- 103", "TB2025-103"),
            ("TTB2024/62", "TTB2024-62"),
            ("HN25-01", "HN25-01"),
            ("HSØ 26-4", "HSØ26-4"),
            ("ØST2026-4", "ØST2026-4"),
            ("oppdrag 13/2024", "13/2024"),
        ] {
            assert_eq!(read(printed), [number], "{printed}");
            assert_eq!(read(&format!("jf. ({printed}).")), [number], "{printed}");
        }
    }

    #[test]
    fn several_in_a_row() {
        let text = "TB2026-2 TTB2024-40/41";
        let found = identifiers(text, &Templates::built_in());
        let numbers: Vec<&str> = found.iter().map(|f| f.number.as_str()).collect();
        assert_eq!(numbers, ["TB2026-2", "TTB2024-40", "TTB2024-41"]);
        assert_eq!(&text[found[2].range.clone()], "41");
        assert_eq!(read("TTB2024-40/ 41"), ["TTB2024-40", "TTB2024-41"]);
        assert_eq!(read("TB2026-2 og -3"), ["TB2026-2", "TB2026-3"]);
        assert_eq!(read("TB2026-2, TB2026-3"), ["TB2026-2", "TB2026-3"]);
        assert_eq!(read("TB2026-2 og 3 andre"), ["TB2026-2"]);
    }

    #[test]
    fn what_is_none() {
        for text in [
            "R-110/2025",
            "COVID-19",
            "ICD-11",
            "2025-2029",
            "S (2024-2025)",
            "Prop. 1 S (2024-2025)",
            "983 544 622",
            "25/2306-",
            "(EU) 2021/123",
            "EU 2016/679",
            "NOU 2024-18",
            "RHF 2025-2026",
            "TB2026",
            "XTB2026-1b2",
            "tb2026-1",
            "D-1/26",
            "oppdrag 2026",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn at_the_start_of_a_line() {
        let templates = Templates::built_in();
        let (rest, found) = identifier_at("TB2026-14 Avd. HOD", &templates).unwrap();
        assert_eq!((rest, found.range), (" Avd. HOD", 0..9));
        assert!(identifier_at(" TB2026-14", &templates).is_err());
    }

    #[test]
    fn templates_of_ones_own() {
        let entry = |template: &str| TemplateEntry {
            template: template.to_owned(),
            examples: vec![],
        };
        let templates = Templates::built_in().and(vec![entry("Bestilling {n}")]);
        let found = identifiers("se bestilling 12.", &templates.unwrap());
        assert_eq!(found[0].number, "12");
        for (template, message) in [
            ("TB{yaer}-{n}", "{yaer} is not one of"),
            ("TB{year-{n", "brace is not closed"),
            ("TB{year}", "no {n}, {nn} or {nnn}"),
        ] {
            let error = Templates::new(vec![entry(template)], vec![], vec![]).unwrap_err();
            assert!(error.to_string().contains(message), "{error}");
        }
    }

    /// Each example is read whole, by its own template.
    #[test]
    fn the_templates_keep_their_word() {
        let templates = Templates::built_in();
        for (n, entry) in templates.entries().enumerate() {
            assert!(!entry.examples.is_empty());
            for example in &entry.examples {
                let (rest, found) = identifier_at(example, &templates).unwrap();
                assert_eq!((rest, found.template), ("", n), "{example}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_number_reads_back(letters in "[A-ZÆØÅ]{2,5}", year in 2000..2100, n in 1..1000, blank in 0usize..3) {
            prop_assume!(!Templates::built_in().not_letters.contains(&letters));
            let gap = ["", " ", "\u{a0}"][blank];
            let printed = format!("{letters}{gap}{year}-{n}");
            prop_assert_eq!(read(&printed), [format!("{letters}{year}-{n}")]);
        }

        #[test]
        fn ranges_stand_in_order(text in "(TB|TTB|HN|OPP|2026|[0-9]{1,4}|[-–/, ]|\\PC){0,40}") {
            let mut end = 0;
            for found in identifiers(&text, &Templates::built_in()) {
                prop_assert!(found.range.start >= end && text.get(found.range.clone()).is_some());
                end = found.range.end;
            }
        }
    }
}
