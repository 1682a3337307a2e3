//! Citations (henvisninger): propositions, recommendations, white papers, documents and requests of
//! Parliament, official reports, laws, circulars.
//!
//! ```text
//! citation        ::= proposition | recommendation | white-paper | document | nou | requests | circular | law
//! proposition     ::= "Prop" ["."] number letters ["Tillegg" number] [session]     Prop. 1 S (2025–2026)
//!                   | ("Ot.prp." | "St.prp.") "nr." number [session]
//! recommendation  ::= "Innst" ["."] ["nr."] number [letters] [session]             Innst. 11 S (2025–2026)
//! white-paper     ::= ("Meld" ["."] "St" | "St" ["."] "Meld") ["."] number [session]
//! document        ::= ("Dokument" | "DOK") ["."] number ":" number [letters] [session]
//!                   | ("Dokument" | "Lovvedtak" | "Representantforslag") number [letters] session
//! nou             ::= "NOU" year ":" number                                        NOU 2023: 17
//! requests        ::= request-word ["nr."] request *(and ["nr."] request)
//! request         ::= number [session]                                             vedtak 67 (2025–2026)
//! circular        ::= capitals "-" number ["/" year]                               R-110/2025
//! law             ::= law-name ("§" | "§§") paragraph *(and paragraph) *subdivision
//! letters         ::= "S" | "L" | "LS"
//! session         ::= ["."] "(" years ")" | [","] years
//! years           ::= year [dash] (year | 2DIGIT)
//! ```
//!
//! Identifiers of assignments are citations too; [`super::identifier`] finds them.

use super::P;
use super::identifier::Identifier;
use super::lexeme::{
    MONTHS, Prefixes, blanks0, blanks1, dash, goes_on, is_blank, is_dash, lower, number, phrase,
    refuse, stem, word_starts, year,
};
use crate::model::CitationKind;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::{char, satisfy};
use nom::combinator::{map_opt, opt, peek, verify};
use nom::sequence::{delimited, preceded, terminated};
use nom::{Offset, Parser};
use std::ops::Range;
use std::sync::LazyLock;

/// A citation as found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Where it stands: bytes of the text.
    pub range: Range<usize>,
    /// What is cited.
    pub kind: CitationKind,
    /// Normalised: "Prop. 1 S (2025–2026)", "NOU 2023: 17", "vedtak 67 (2025–2026)".
    pub reference: String,
}

impl From<Identifier> for Citation {
    /// An assignment that is named where it is not set.
    fn from(identifier: Identifier) -> Self {
        Self {
            range: identifier.range,
            kind: CitationKind::Assignment,
            reference: identifier.number,
        }
    }
}

type Found = (CitationKind, String);

// ------------------------------------------------------------------ documents

/// session ::= ["."] blanks0 "(" years ")" | [","] blanks1 years; as " (2025–2026)"
fn session(i: &str) -> P<'_, String> {
    let bracketed = preceded(
        (opt(char('.')), blanks0),
        delimited((char('('), blanks0), years, (blanks0, char(')'))),
    );
    let bare = preceded(
        (opt(char(',')), blanks1),
        verify(years, |(a, b)| b - a == 1),
    );
    alt((bracketed, bare))
        .map(|(from, to)| format!(" ({from}–{to})"))
        .parse(i)
}

/// years ::= year blanks0 [dash] blanks0 (year | 2DIGIT)
fn years(i: &str) -> P<'_, (i32, i32)> {
    let (rest, from) = year(i)?;
    let between = alt(((blanks0, dash, blanks0).map(drop), blanks1.map(drop)));
    let short = number(2, 2).map(|n| from - from % 100 + n as i32);
    let (rest, to) = preceded(between, alt((year, short))).parse(rest)?;
    Ok((rest, (from, to)))
}

/// [session], the empty string where none is printed
fn maybe_session(i: &str) -> P<'_, String> {
    opt(session).map(Option::unwrap_or_default).parse(i)
}

/// letters ::= "S" | "L" | "LS", as " S"; they may touch the number
fn letters(i: &str) -> P<'_, String> {
    let (rest, found) = preceded(blanks0, alt((tag("LS"), tag("S"), tag("L")))).parse(i)?;
    if goes_on(rest) {
        return refuse(i);
    }
    Ok((rest, format!(" {found}")))
}

/// [letters]
fn maybe_letters(i: &str) -> P<'_, String> {
    opt(letters).map(Option::unwrap_or_default).parse(i)
}

/// A number of a document, of up to four figures.
fn count(i: &str) -> P<'_, u32> {
    number(1, 4)(i)
}

/// A word that may be shortened with a full stop, and the blanks after it. It has a capital.
fn word<'a>(words: &str) -> impl Fn(&'a str) -> P<'a, ()> {
    move |i| {
        let capital = peek(satisfy(char::is_uppercase));
        (capital, stem(words), opt(char('.')), blanks0)
            .map(drop)
            .parse(i)
    }
}

/// "nr" ["."] blanks0
fn nr(i: &str) -> P<'_, ()> {
    (phrase("nr"), opt(char('.')), blanks0).map(drop).parse(i)
}

/// proposition ::= "Prop" ["."] number letters ["Tillegg" number] [session]
fn proposition(i: &str) -> P<'_, Found> {
    let tillegg = preceded((blanks1, phrase("Tillegg"), blanks1), count);
    (word("prop"), count, letters, opt(tillegg), maybe_session)
        .map(|((), n, letters, more, session)| {
            let more = more.map(|m| format!(" Tillegg {m}")).unwrap_or_default();
            (
                CitationKind::Proposition,
                format!("Prop. {n}{letters}{more}{session}"),
            )
        })
        .parse(i)
}

/// old-form ::= ("Ot.prp." | "St.prp." | "St.meld.") "nr." number [session], as before 2009
fn old_form(i: &str) -> P<'_, Found> {
    let names = alt((
        (word("ot"), stem("prp")).map(|_| (CitationKind::Proposition, "Ot.prp.")),
        (word("st"), stem("prp")).map(|_| (CitationKind::Proposition, "St.prp.")),
        (word("st"), stem("meld")).map(|_| (CitationKind::WhitePaper, "St.meld.")),
    ));
    let name = terminated(names, (opt(char('.')), blanks0, nr));
    (name, count, maybe_session)
        .map(|((kind, name), n, session)| (kind, format!("{name} nr. {n}{session}")))
        .parse(i)
}

/// recommendation ::= "Innst" ["."] ["nr."] number [letters] [session] | "Innst. S. nr." number [session]
fn recommendation(i: &str) -> P<'_, Found> {
    let old = |i| {
        let chamber = alt((char('S'), char('O')));
        (
            word("innst"),
            chamber,
            char('.'),
            blanks0,
            nr,
            count,
            maybe_session,
        )
            .map(|(_, chamber, _, _, (), n, session)| format!("Innst. {chamber}. nr. {n}{session}"))
            .parse(i)
    };
    let new = |i| {
        (word("innst"), opt(nr), count, maybe_letters, maybe_session)
            .map(|(_, _, n, letters, session)| format!("Innst. {n}{letters}{session}"))
            .parse(i)
    };
    alt((new, old))
        .map(|reference| (CitationKind::Recommendation, reference))
        .parse(i)
}

/// white-paper ::= ("Meld" ["."] "St" | "St" ["."] "Meld") ["."] number [session]
fn white_paper(i: &str) -> P<'_, Found> {
    let name = alt(((word("meld"), word("st")), (word("st"), word("meld"))));
    (name, count, maybe_session)
        .map(|(_, n, session)| (CitationKind::WhitePaper, format!("Meld. St. {n}{session}")))
        .parse(i)
}

/// document ::= ("Dokument" | "Dok") ["."] number ":" number [letters] [session]
fn document(i: &str) -> P<'_, Found> {
    let name = (
        alt((stem("dokument"), stem("dok"))),
        opt(char('.')),
        blanks0,
    );
    let parts = (
        terminated(number(1, 2), (blanks0, char(':'), blanks0)),
        count,
    );
    (name, opt(nr), parts, maybe_letters, maybe_session)
        .map(|(_, _, (series, n), letters, session)| {
            format!("Dokument {series}:{n}{letters}{session}")
        })
        .map(|reference| (CitationKind::ParliamentDocument, reference))
        .parse(i)
}

/// session-document ::= ("Dokument" | "Lovvedtak" | "Representantforslag") number [letters] session
fn session_document(i: &str) -> P<'_, Found> {
    let name = alt((
        (stem("dokument"), opt(nr_after)).map(|_| "Dokument"),
        (stem("lovvedtak"), opt(nr_after)).map(|_| "Lovvedtak"),
        (stem("representantforslag"), opt(nr_after)).map(|_| "Representantforslag"),
    ));
    (terminated(name, blanks1), count, maybe_letters, session)
        .map(|(name, n, letters, session)| {
            (
                CitationKind::ParliamentDocument,
                format!("{name} {n}{letters}{session}"),
            )
        })
        .parse(i)
}

fn nr_after(i: &str) -> P<'_, ()> {
    (blanks1, phrase("nr"), opt(char('.'))).map(drop).parse(i)
}

/// nou ::= "NOU" year blanks0 ":" blanks0 number
fn nou(i: &str) -> P<'_, Found> {
    let number = preceded((blanks0, char(':'), blanks0), number(1, 2));
    ((tag("NOU"), blanks1), year, number)
        .map(|(_, year, n)| (CitationKind::Nou, format!("NOU {year}: {n}")))
        .parse(i)
}

/// circular ::= 1*2CAPITAL "-" number ["/" (year | 2DIGIT)]
///
/// Without a year only the standing ones of the ministry of finance, «R-115».
fn circular(i: &str) -> P<'_, Found> {
    let capitals = take_while_m_n(1, 2, |c: char| c.is_ascii_uppercase());
    let edition = preceded(
        (blanks0, char('/'), blanks0),
        alt((
            year.map(|y| y.to_string()),
            number(2, 2).map(|n| format!("{n:02}")),
        )),
    );
    let (rest, (series, _, n, edition)) = (capitals, dash, number(1, 3), opt(edition)).parse(i)?;
    let standing = series == "R" && n >= 100;
    if goes_on(rest) || (edition.is_none() && !standing) {
        return refuse(i);
    }
    let edition = edition.map(|y| format!("/{y}")).unwrap_or_default();
    Ok((
        rest,
        (CitationKind::Circular, format!("{series}-{n}{edition}")),
    ))
}

/// What stands alone and is led by its word.
fn single(i: &str) -> P<'_, Found> {
    let (rest, found) = alt((
        proposition,
        recommendation,
        white_paper,
        old_form,
        document,
        session_document,
        nou,
    ))
    .parse(i)?;
    if goes_on(rest) {
        return refuse(i);
    }
    Ok((rest, found))
}

// ------------------------------------------------------------------ requests

const REQUEST_WORDS: [&str; 4] = [
    "anmodningsvedtak",
    "utredningsvedtak",
    "oppmodingsvedtak",
    "vedtak",
];

/// Words that may follow a request's number; before others «vedtak 3 ganger» counts something.
const AFTER_NUMBER: [&str; 26] = [
    "og",
    "eller",
    "av",
    "om",
    "fra",
    "frå",
    "i",
    "er",
    "var",
    "ble",
    "blei",
    "vart",
    "anses",
    "samt",
    "der",
    "som",
    "med",
    "til",
    "jf",
    "jf.",
    "foreslås",
    "skal",
    "ber",
    "på",
    "under",
    "at",
];

/// request-word ::= ("anmodningsvedtak" | …) ["et" | "ene" | "a"]
fn request_word(i: &str) -> P<'_, ()> {
    for word in REQUEST_WORDS {
        if let Ok((rest, _)) = stem(word)(i) {
            let ending = alt((tag("ene"), tag("et"), tag("a")));
            let (rest, _) = opt(ending).parse(rest)?;
            return if goes_on(rest) {
                refuse(i)
            } else {
                Ok((rest, ()))
            };
        }
    }
    refuse(i)
}

/// One request of a list: from where it is quoted, its number, its session.
struct Request<'a> {
    from: &'a str,
    end: &'a str,
    number: u32,
    session: String,
}

/// request ::= number [session], where no date or count begins
fn request(named: bool, i: &str) -> P<'_, (u32, String)> {
    let (rest, n) = count(i)?;
    let day = (
        char('.'),
        blanks0,
        satisfy(|c| c.is_lowercase() || c.is_ascii_digit()),
    );
    if goes_on(rest) || (peek(day)).parse(rest).is_ok() {
        return refuse(i);
    }
    let (after, session) = maybe_session(rest)?;
    let looks_like_year = (1900..2100).contains(&n);
    if session.is_empty() && !named && (looks_like_year || counts(after)) {
        return refuse(i);
    }
    Ok((after, (n, session)))
}

/// Whether the number before is a count of what follows: «3 ganger».
fn counts(i: &str) -> bool {
    let word = i.trim_start_matches(is_blank);
    let begins_word = word.len() < i.len() && word.starts_with(|c: char| c.is_lowercase());
    begins_word && !AFTER_NUMBER.iter().any(|w| phrase(w)(word).is_ok())
}

/// and ::= [date] ("," | "og" | "eller" | "samt"), where a date is «, 3. desember 2024» or «av …»
fn and(i: &str) -> P<'_, ()> {
    let letters = |i| take_while_m_n(3, 10, char::is_alphabetic).parse(i);
    let date = (
        alt((
            (char(','), blanks0).map(drop),
            (blanks1, opt((phrase("av"), blanks1))).map(drop),
        )),
        (number(1, 2), char('.'), blanks0, letters, blanks1, year),
    );
    let joint = alt((
        (
            char(','),
            blanks1,
            opt((alt((phrase("og"), phrase("samt"))), blanks1)),
        )
            .map(drop),
        (
            blanks1,
            alt((phrase("og"), phrase("eller"), phrase("samt"))),
            blanks1,
        )
            .map(drop),
    ));
    (opt(date), joint).map(drop).parse(i)
}

/// [","] ["av" | "("] day month year, as the session in which Parliament sat on that day: from October
/// to September.
fn session_of_day(i: &str) -> Option<String> {
    let lead = alt((
        (opt(char(',')), blanks0, char('(')).map(drop),
        (char(','), blanks0).map(drop),
        (blanks1, opt((phrase("av"), blanks1))).map(drop),
    ));
    let named = preceded(
        blanks0,
        map_opt(take_while_m_n(3, 10, char::is_alphabetic), month),
    );
    let figures = terminated(preceded(blanks0, number(1, 2)), char('.'));
    let date = (
        number(1, 2),
        char('.'),
        alt((named, figures)),
        blanks0,
        year,
    );
    let (_, (day, _, month, _, year)) = preceded(lead, date).parse(i).ok()?;
    if !(1..=31).contains(&day) || !(1..=12).contains(&month) {
        return None;
    }
    let from = if month >= 10 { year } else { year - 1 };
    Some(format!(" ({from}–{})", from + 1))
}

/// The number of a month, which has one name in both languages.
fn month(word: &str) -> Option<u32> {
    let at = MONTHS
        .iter()
        .position(|name| phrase(name)(word).is_ok_and(|(rest, _)| rest.is_empty()))?;
    u32::try_from(at + 1).ok()
}

/// requests ::= request-word ["nr."] request *(and ["nr."] request)
fn requests(i: &str) -> P<'_, Vec<Request<'_>>> {
    let (rest, _) = terminated(request_word, (opt(char(',')), blanks1)).parse(i)?;
    let (rest, named) = opt(nr).parse(rest)?;
    let (mut rest, (number, session)) = request(named.is_some(), rest)?;
    let mut found = vec![Request {
        from: i,
        end: rest,
        number,
        session,
    }];
    while found.len() < 24 {
        let next = and(rest).and_then(|(from, ())| {
            let (after, named) = opt(nr).parse(from)?;
            let (end, (number, session)) = request(named.is_some(), after)?;
            Ok((
                end,
                Request {
                    from,
                    end,
                    number,
                    session,
                },
            ))
        });
        let Ok((end, next)) = next else { break };
        found.push(next);
        rest = end;
    }
    // «vedtak nr. 504, 17. mars 2025»: the day says the session that is not printed.
    for one in found.iter_mut().filter(|one| one.session.is_empty()) {
        one.session = session_of_day(one.end).unwrap_or_default();
    }
    // «704 og 705 (2024–2025)»: the session is printed once.
    let mut shared = String::new();
    for one in found.iter_mut().rev() {
        if one.session.is_empty() {
            one.session.clone_from(&shared);
        } else {
            shared.clone_from(&one.session);
        }
    }
    Ok((rest, found))
}

// ------------------------------------------------------------------ laws

/// Ends of words that name a law or regulation.
const LAW_ENDINGS: [&str; 13] = [
    "loven",
    "lovens",
    "lova",
    "lov",
    "forskriften",
    "forskriftens",
    "forskrifta",
    "forskrift",
    "reglementet",
    "reglement",
    "instruksen",
    "instruks",
    "grunnlova",
];

/// Short names of laws, before their paragraph.
const LAW_SHORT: [&str; 12] = [
    "offl.", "offl", "grl.", "grl", "fvl.", "forvl.", "strl.", "ftrl.", "hpl.", "phvl.", "hol.",
    "spesl.",
];

/// Words that begin the long name of a law.
const LAW_LONG: [&str; 8] = [
    "lov om",
    "lov av",
    "lov",
    "forskrift om",
    "forskrift til",
    "forskrift for",
    "reglement for",
    "instruks for",
];

/// law ::= law-name paragraphs, found from its «§» at `at`
fn law(text: &str, at: usize) -> Option<(Range<usize>, Found)> {
    let (start, end_of_name) = law_name(text, at)?;
    let (rest, paragraphs) = paragraphs(&text[at..]).ok()?;
    let words = text[start..end_of_name]
        .split(is_blank)
        .filter(|w| !w.is_empty());
    let name = words.collect::<Vec<_>>().join(" ");
    let reference = format!("{name} {paragraphs}");
    Some((start..text.offset(rest), (CitationKind::Law, reference)))
}

/// The name of a law that stands before `at`: where it begins and ends.
fn law_name(text: &str, at: usize) -> Option<(usize, usize)> {
    let end = text[..at].trim_end_matches(is_blank).len();
    let words = last_words(&text[..end]);
    let (start, last) = *words.first()?;
    let low: String = last.chars().map(lower).collect();
    let ended = LAW_ENDINGS.iter().any(|e| low.ends_with(e));
    let alone = LAW_ENDINGS.contains(&low.as_str()) && !low.starts_with("grunnl");
    if LAW_SHORT.contains(&low.as_str()) || (ended && !alone) {
        return Some((with_first_half(&words).unwrap_or(start), end));
    }
    // «forskrift om kompetansekrav for leger»: back to its first word, within the sentence
    for (k, &(start, word)) in words.iter().enumerate() {
        let ends_before = k > 0 && word.ends_with(['.', ':', ';', '»', ')']);
        if ends_before || text[start..end].contains('(') {
            return None;
        }
        if LAW_LONG
            .iter()
            .any(|name| phrase(name)(&text[start..end]).is_ok())
        {
            return (k > 0).then_some((start, end));
        }
    }
    None
}

/// The last words of a text, the last first, with where they begin; a dozen at most.
fn last_words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut end = text.len();
    while words.len() < 12 && end > 0 {
        let window = &text[..end];
        let start = window
            .char_indices()
            .rev()
            .take(60)
            .find(|&(_, c)| is_blank(c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        if end - start > 200 {
            break;
        }
        let word = window[start..].trim_start_matches(['(', '«', '"', '[']);
        words.push((end - word.len(), word));
        end = text[..start].trim_end_matches(is_blank).len();
    }
    words
}

/// «pasient- og brukerrettighetsloven», «psykisk helsevernloven»: the name's first half.
fn with_first_half(words: &[(usize, &str)]) -> Option<usize> {
    let is = |k: usize, word: &str| {
        words
            .get(k)
            .is_some_and(|(_, w)| w.eq_ignore_ascii_case(word))
    };
    if is(1, "og")
        && let Some((start, word)) = words.get(2)
        && word.ends_with(is_dash)
    {
        return Some(*start);
    }
    is(1, "psykisk").then(|| words[1].0)
}

/// paragraphs ::= ("§" | "§§") paragraph *(and paragraph) *subdivision
fn paragraphs(i: &str) -> P<'_, String> {
    let (rest, sign) = terminated(alt((tag("§§"), tag("§"))), blanks0).parse(i)?;
    let (mut rest, first) = paragraph(rest)?;
    let mut written = format!("{sign} {first}");
    if sign == "§§" {
        for _ in 0..12 {
            let Ok((after, (joint, next))) = (joint, paragraph).parse(rest) else {
                break;
            };
            written.push_str(joint);
            written.push_str(&next);
            rest = after;
        }
    }
    for _ in 0..6 {
        let Ok((after, more)) = subdivision(rest) else {
            break;
        };
        written.push_str(&more);
        rest = after;
    }
    Ok((rest, written))
}

/// and ::= "," | "og" | "eller" | "til" | dash
fn joint(i: &str) -> P<'_, &'static str> {
    alt((
        (blanks1, phrase("og"), blanks1).map(|_| " og "),
        (blanks1, phrase("eller"), blanks1).map(|_| " eller "),
        (blanks1, phrase("til"), blanks1).map(|_| " til "),
        (char(','), blanks1).map(|_| ", "),
        (blanks1, dash, blanks1).map(|_| " til "),
    ))
    .parse(i)
}

/// paragraph ::= number [dash number] [letter]                 15   3-8   3-9 c   5-10a
fn paragraph(i: &str) -> P<'_, String> {
    let (rest, first) = number(1, 3)(i)?;
    let (rest, second) = opt(preceded((dash, blanks0), number(1, 3))).parse(rest)?;
    let near = satisfy(|c| c.is_ascii_lowercase());
    let far = preceded(blanks1, satisfy(|c| ('a'..='h').contains(&c)));
    let letter = map_opt(
        (
            alt((near.map(|c| c.to_string()), far.map(|c| format!(" {c}")))),
            nom::combinator::rest,
        ),
        |(letter, rest): (String, &str)| (!goes_on(rest)).then_some((letter, rest)),
    );
    let (rest, letter) = match peek(letter).parse(rest) {
        Ok((_, (letter, after))) => (after, letter),
        Err(_) => (rest, String::new()),
    };
    if goes_on(rest) {
        return refuse(i);
    }
    let second = second.map(|n| format!("-{n}")).unwrap_or_default();
    Ok((rest, format!("{first}{second}{letter}")))
}

/// subdivision ::= ["nytt"] ordinal "ledd" | "nr." number | "bokstav" letter | "punktum"
fn subdivision(i: &str) -> P<'_, String> {
    const ORDINALS: [&str; 12] = [
        "første", "fyrste", "andre", "annet", "tredje", "fjerde", "femte", "sjette", "sjuende",
        "syvende", "åttende", "siste",
    ];
    let ordinal = |i| {
        let fits = ORDINALS.iter().find_map(|word| phrase(word)(i).ok());
        fits.map_or_else(|| refuse(i), Ok)
    };
    let part = |i| alt((phrase("ledd"), phrase("punktum"))).parse(i);
    alt((
        (
            blanks1,
            opt(terminated(phrase("nytt"), blanks1)),
            ordinal,
            blanks1,
            part,
        )
            .map(|(_, new, ordinal, _, part)| {
                let new = if new.is_some() { "nytt " } else { "" };
                format!(" {new}{ordinal} {part}")
            }),
        preceded(
            (blanks1, nr),
            (
                number(1, 3),
                opt(preceded((blanks1, phrase("og"), blanks1), number(1, 3))),
            ),
        )
        .map(|(n, and)| {
            format!(
                " nr. {n}{}",
                and.map(|n| format!(" og {n}")).unwrap_or_default()
            )
        }),
        preceded(
            (blanks1, phrase("bokstav"), blanks1),
            satisfy(|c| c.is_ascii_lowercase()),
        )
        .map(|c| format!(" bokstav {c}")),
    ))
    .parse(i)
}

// ------------------------------------------------------------------ the search

static PREFIXES: LazyLock<Prefixes> = LazyLock::new(|| {
    let documents = [
        "prop",
        "ot.",
        "st.",
        "st ",
        "innst",
        "meld",
        "dok",
        "lovvedtak",
        "nou",
        "representantforslag",
    ];
    Prefixes::of(documents.iter().chain(&REQUEST_WORDS))
});

/// Whether a circular may begin here: one or two capitals and a dash.
fn may_be_circular(bytes: &[u8]) -> bool {
    let is_dash = |b: Option<&u8>| matches!(b, Some(b'-' | 0xe2));
    bytes.first().is_some_and(u8::is_ascii_uppercase)
        && (is_dash(bytes.get(1))
            || bytes.get(1).is_some_and(u8::is_ascii_uppercase) && is_dash(bytes.get(2)))
}

/// All citations of a text, from left to right; assignments apart.
///
/// ```
/// use oppdrag::grammar::citation::citations;
/// let found = citations("jf. Prop 1 S (2025-2026) og NOU 2023:17");
/// assert_eq!(found[0].reference, "Prop. 1 S (2025–2026)");
/// assert_eq!(found[1].reference, "NOU 2023: 17");
/// ```
pub fn citations(text: &str) -> Vec<Citation> {
    let mut found = laws(text);
    let mut starts = word_starts(text);
    let prefixes: &Prefixes = &PREFIXES;
    while let Some(at) = starts.next() {
        let i = &text[at..];
        let bytes = i.as_bytes();
        if may_be_circular(bytes) && !text[..at].ends_with(is_dash) {
            if let Ok((rest, (kind, reference))) = circular(i) {
                let range = at..text.offset(rest);
                starts.skip_to(range.end);
                found.push(Citation {
                    range,
                    kind,
                    reference,
                });
            }
        } else if prefixes.may_start(bytes) {
            if let Ok((rest, (kind, reference))) = single(i) {
                let range = at..text.offset(rest);
                starts.skip_to(range.end);
                found.push(Citation {
                    range,
                    kind,
                    reference,
                });
            } else if let Ok((rest, list)) = requests(i) {
                starts.skip_to(text.offset(rest));
                found.extend(list.into_iter().map(|one| Citation {
                    range: text.offset(one.from)..text.offset(one.end),
                    kind: CitationKind::Request,
                    reference: format!("vedtak {}{}", one.number, one.session),
                }));
            }
        }
    }
    found.sort_by_key(|c| c.range.start);
    found.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    found
}

fn laws(text: &str) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    for (at, _) in text.match_indices('§') {
        let past = found.last().map_or(0, |c| c.range.end);
        if at < past || text[..at].ends_with('§') {
            continue;
        }
        if let Some((range, (kind, reference))) = law(text, at)
            && range.start >= past
        {
            found.push(Citation {
                range,
                kind,
                reference,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use CitationKind::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(CitationKind, String)> {
        citations(text)
            .into_iter()
            .map(|c| (c.kind, c.reference))
            .collect()
    }

    #[track_caller]
    fn one(text: &str, kind: CitationKind, reference: &str) {
        let wrapped = format!("Det vises til {text}.");
        let found = citations(&wrapped);
        assert_eq!(read(&wrapped), [(kind, reference.to_owned())], "{text}");
        assert_eq!(&wrapped[found[0].range.clone()], text);
    }

    #[test]
    fn propositions() {
        for printed in [
            "Prop. 1 S (2025–2026)",
            "Prop.\u{a0}1\u{a0}S (2025–2026)",
            "Prop 1 S (2025-2026)",
            "Prop. 1 S (2025 – 2026)",
            "Prop. 1 S (2025– 2026)",
            "Prop. 1 S (2025 2026)",
            "Prop. 1S (2025–26)",
        ] {
            one(printed, Proposition, "Prop. 1 S (2025–2026)");
        }
        one("Prop. 1S", Proposition, "Prop. 1 S");
        one(
            "Prop. 146 LS (2024–2025)",
            Proposition,
            "Prop. 146 LS (2024–2025)",
        );
        one(
            "Ot.prp. nr. 10 (1998–1999)",
            Proposition,
            "Ot.prp. nr. 10 (1998–1999)",
        );
        one(
            "St.prp. nr. 1 (2008-2009)",
            Proposition,
            "St.prp. nr. 1 (2008–2009)",
        );
    }

    #[test]
    fn recommendations_and_white_papers() {
        one(
            "Innst. 11 S (2025–2026)",
            Recommendation,
            "Innst. 11 S (2025–2026)",
        );
        one(
            "Innst. 172 (2024–2025)",
            Recommendation,
            "Innst. 172 (2024–2025)",
        );
        one("Innst.nr.72 S", Recommendation, "Innst. 72 S");
        one(
            "Innst. S. nr. 5 (2007–2008)",
            Recommendation,
            "Innst. S. nr. 5 (2007–2008)",
        );
        one(
            "Meld. St. 9 (2023–2024)",
            WhitePaper,
            "Meld. St. 9 (2023–2024)",
        );
        one(
            "Meld St. 21 (2024-2025)",
            WhitePaper,
            "Meld. St. 21 (2024–2025)",
        );
        one(
            "Meld. St. 23. (2022 – 2023)",
            WhitePaper,
            "Meld. St. 23 (2022–2023)",
        );
        one(
            "St. Meld. 38 (2020–2021)",
            WhitePaper,
            "Meld. St. 38 (2020–2021)",
        );
        one(
            "St.meld. nr. 47 (2008–2009)",
            WhitePaper,
            "St.meld. nr. 47 (2008–2009)",
        );
    }

    #[test]
    fn documents_of_parliament() {
        one(
            "Dokument 3:5 (2024−2025)",
            ParliamentDocument,
            "Dokument 3:5 (2024–2025)",
        );
        one(
            "DOK.3:5, 2018-2019",
            ParliamentDocument,
            "Dokument 3:5 (2018–2019)",
        );
        one(
            "Dokument 8:268 S (2024–2025)",
            ParliamentDocument,
            "Dokument 8:268 S (2024–2025)",
        );
        one("dokument 8: 255 S", ParliamentDocument, "Dokument 8:255 S");
        one(
            "Dokument 12 (2019–2020)",
            ParliamentDocument,
            "Dokument 12 (2019–2020)",
        );
        one(
            "Lovvedtak 64 (2024–2025)",
            ParliamentDocument,
            "Lovvedtak 64 (2024–2025)",
        );
        one("NOU 2023: 17", Nou, "NOU 2023: 17");
        one("NOU 2024:18", Nou, "NOU 2024: 18");
    }

    #[test]
    fn laws_and_regulations() {
        for (printed, reference) in [
            (
                "spesialisthelsetjenesteloven § 3-8",
                "spesialisthelsetjenesteloven § 3-8",
            ),
            ("helseforetaksloven §\u{a0}45", "helseforetaksloven § 45"),
            ("helseregisterloven §12", "helseregisterloven § 12"),
            ("Offl. § 15 tredje ledd", "Offl. § 15 tredje ledd"),
            ("Bevilgningsreglementet § 10", "Bevilgningsreglementet § 10"),
            (
                "forskrift om krav til leger §§ 3 og 3a",
                "forskrift om krav til leger §§ 3 og 3a",
            ),
            (
                "pasient- og brukerrettighetsloven § 7-6",
                "pasient- og brukerrettighetsloven § 7-6",
            ),
            (
                "psykisk helsevernloven § 7–1",
                "psykisk helsevernloven § 7-1",
            ),
            (
                "folketrygdloven §§ 5-6, 5-6 a og 5-25",
                "folketrygdloven §§ 5-6, 5-6 a og 5-25",
            ),
            (
                "alkohollovens § 5-2 første ledd nr. 1 og 2",
                "alkohollovens § 5-2 første ledd nr. 1 og 2",
            ),
            ("folketrygdloven § 5- 24a", "folketrygdloven § 5-24a"),
        ] {
            one(printed, Law, reference);
        }
        assert_eq!(
            read("jf. legemiddelloven § 10 og apotekforskriften § 15-3 fjerde ledd."),
            [
                (Law, "legemiddelloven § 10".to_owned()),
                (Law, "apotekforskriften § 15-3 fjerde ledd".to_owned())
            ]
        );
        // the paragraph's own words are none of it
        one(
            "spesialistforskriften § 4",
            Law,
            "spesialistforskriften § 4",
        );
        assert_eq!(
            read("spesialistforskriften § 4 i saken")[0].1,
            "spesialistforskriften § 4"
        );
        for text in [
            "etter § 5 og (§ 6)",
            "lov om trygd (opphevelse av § 5-9)",
            "lov om trygd. Etter § 5",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn circulars() {
        one("R-110/2025", Circular, "R-110/2025");
        one("D-1/26", Circular, "D-1/26");
        one("R-115", Circular, "R-115");
        one("IK-28/89", Circular, "IK-28/89");
    }

    #[test]
    fn requests_of_parliament() {
        let some = |list: &[&str]| -> Vec<(CitationKind, String)> {
            list.iter().map(|r| (Request, (*r).to_owned())).collect()
        };
        for (text, list) in [
            (
                "anmodningsvedtak 67 (2025-2026)",
                &["vedtak 67 (2025–2026)"][..],
            ),
            ("jf. vedtak 64.", &["vedtak 64"]),
            (
                "Vedtak nr. 1031, 12. juni 2025",
                &["vedtak 1031 (2024–2025)"],
            ),
            (
                "vedtak nr. 504 og 507 av 17. mars 2025 med",
                &["vedtak 504 (2024–2025)", "vedtak 507 (2024–2025)"],
            ),
            (
                "anmodningsvedtakene 704 og 705 (2024-2025)",
                &["vedtak 704 (2024–2025)", "vedtak 705 (2024–2025)"],
            ),
            (
                "vedtak nr. 46 (2024–2025) og nr. 123 (2023–2024)",
                &["vedtak 46 (2024–2025)", "vedtak 123 (2023–2024)"],
            ),
            (
                "Vedtak nr. 46, 3. desember 2024, nr. 123, 9. mai 2025 og nr. 9, 4. juni 2025",
                &[
                    "vedtak 46 (2024–2025)",
                    "vedtak 123 (2024–2025)",
                    "vedtak 9 (2024–2025)",
                ],
            ),
            (
                "Vedtak nr. 5, 6, 7 og 8, 20. mai 2025.",
                &[
                    "vedtak 5 (2024–2025)",
                    "vedtak 6 (2024–2025)",
                    "vedtak 7 (2024–2025)",
                    "vedtak 8 (2024–2025)",
                ],
            ),
            (
                "vedtak nr. 25 (9. desember 2024)",
                &["vedtak 25 (2024–2025)"],
            ),
            ("vedtak nr. 25 av 30.9.2024", &["vedtak 25 (2023–2024)"]),
            ("vedtak 67 og 3 andre saker", &["vedtak 67"]),
        ] {
            assert_eq!(read(text), some(list), "{text}");
        }
    }

    #[test]
    fn ranges_of_a_list() {
        let text = "vedtak nr. 46 (2024–2025) og nr. 123";
        let ranges: Vec<&str> = citations(text)
            .into_iter()
            .map(|c| &text[c.range])
            .collect();
        assert_eq!(ranges, ["vedtak nr. 46 (2024–2025)", "nr. 123"]);
    }

    #[test]
    fn what_is_none() {
        for text in [
            "stortingsmelding om saken",
            "dokument 1234 fått i oppdrag",
            "vedtak 3 ganger",
            "fattet vedtak 2025",
            "19 400 vedtak i bidragssaker",
            "COVID-19",
            "ICD-11",
            "B-12",
            "meld. 3 dager",
            "TB2026-14",
            "Meldingen 5",
            "proposisjon 3",
            "vedtaket som",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_proposition_reads_back(n in 1u32..999, from in 2000i32..2090, dash in 0usize..4) {
            let dash = ["–", "-", " – ", "– "][dash];
            let text = format!("jf. Prop. {n} S ({from}{dash}{}).", from + 1);
            prop_assert_eq!(read(&text), [(Proposition, format!("Prop. {n} S ({from}–{})", from + 1))]);
        }

        #[test]
        fn ranges_stand_in_order(text in "(Prop\\.|Innst|vedtak|nr\\.|loven|§|og|[0-9]{1,4}|[-–/,:() SL]|\\PC){0,40}") {
            let mut end = 0;
            for found in citations(&text) {
                prop_assert!(found.range.start >= end && text.get(found.range.clone()).is_some());
                end = found.range.end;
            }
        }
    }
}
