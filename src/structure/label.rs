//! Labels: what stands at the start of a line, a cell or a heading and counts it.
//!
//! ```text
//! label   ::= mark | worded | year-mark | outline | count | roman | bullet
//! mark    ::= 1*6CAPITAL [sep] *(1*4DIGIT sep) 1*4DIGIT [letter]   TB2026-14   B-01   O 002   R13   PD26/01
//! worded  ::= word ["nr."] blank number [end]                       Oppdrag 14   Oppdrag 13/2024   Mål 1:
//!           | word "." blank outline                                  Pkt. 5.2.3
//!           | word blank CAPITAL end                                  Oppgåve B –
//!           | word ":" blank (mark | year-mark)                      ID: 2026-01
//!           | word blank (mark | year-mark)                          Oppdrag O22-01:   Oppdrag G1 –
//!           | word blank word blank (outline | number end)           Nytt punkt 4.3.5   Nytt oppdrag 7:
//! year-mark ::= "20" 2DIGIT "-" 1*3DIGIT *("-" 1*3DIGIT)             2026-014-1
//! outline ::= 1*2DIGIT 1*4("." 1*2DIGIT) ["."]                       1.1.2
//!           | (ROMAN | CAPITAL) 1*3("." 1*2DIGIT) ["."]               III.1   B.2
//! count   ::= number (")" | ".") | "(" number ")" | letter ")"       1.   2)   (3)   a)
//! roman   ::= ROMAN ("." | ")" | ":")                               IV.   II)
//! bullet  ::= • | – | - | *
//! sep     ::= "-" | "–" | "/" | "." | blank
//! ```
//! A label is its *shape* (what its sisters share) and its *counter* (what goes on).

use crate::grammar::lexeme::{capital, is_dash};

/// What the labels of a series share: `TB2026-#`, `Oppdrag #`, `#.#.#`, `#)`.
pub type Shape = String;

/// A label at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What its sisters share.
    pub shape: Shape,
    /// Its counters, the outermost first; none for a bullet.
    pub counter: Vec<u32>,
    /// Bytes of the text that it takes, without the blanks after it.
    pub len: usize,
    /// Letters and figures together, as only an identifier has them: `B-01`, not `1.` or `a)`.
    pub strong: bool,
}

/// Words in capitals before a figure that count no items: «EU 27».
const LONGEST_MARK: usize = 6;
/// How long an abbreviated word before a number is at most: «Pkt.»
const ABBREVIATION: usize = 4;
/// How long a word before it is at most that says more of it, and how short it is itself at least: «Nytt punkt».
const LONGEST_DESCRIPTION: usize = 12;
const SHORTEST_WORD: usize = 4;

/// The label that a text begins with.
///
/// ```
/// use oppdrag::structure::label::label;
/// let found = label("PD26/01 Ungdom").unwrap();
/// assert_eq!((found.shape.as_str(), found.counter.as_slice(), found.len), ("PD26/#", &[1][..], 7));
/// assert_eq!(label("1.1.2 Foretaket skal").unwrap().counter, [1, 1, 2]);
/// assert_eq!(label("Etaten skal"), None);
/// ```
pub fn label(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    let heads = |found: &Label| begins_title(&text[found.len..]);
    if first.is_ascii_digit() {
        return year_mark(text)
            .filter(heads)
            .or_else(|| outline(text))
            .or_else(|| count(text));
    }
    if first.is_uppercase() {
        return part_outline(text)
            .or_else(|| mark(text).filter(heads))
            .or_else(|| worded(text))
            .or_else(|| described(text))
            .or_else(|| roman(text))
            .or_else(|| lettered(text));
    }
    if first == '(' || first.is_lowercase() {
        return bracketed(text).or_else(|| lettered(text));
    }
    bullet(text)
}

/// The figures that a text begins with: their value and how many there are.
fn figures(text: &str, most: usize) -> Option<(u32, usize)> {
    let len = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (1..=most)
        .contains(&len)
        .then(|| text[..len].parse().ok().map(|value| (value, len)))?
}

/// Whether a label may end before this rest: nothing of a word or a number goes on.
fn ends(rest: &str) -> bool {
    let decimal = rest
        .strip_prefix([',', '.'])
        .is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()));
    !decimal && !rest.starts_with(char::is_alphanumeric)
}

/// Whether what follows a plain number is a text of its own: a capital, a quotation mark, or nothing.
fn begins_text(rest: &str) -> bool {
    let after = rest.trim_start();
    let opens = capital(after) || after.starts_with(['«', '"', '(']);
    rest.len() > after.len() && opens || after.is_empty()
}

/// Whether what follows an identifier is a title of its own, and no sentence goes on: `NP-8 og brev`.
fn begins_title(rest: &str) -> bool {
    let after = rest.trim_start_matches([' ', '\u{a0}', '\t']);
    let bare = after
        .trim_start_matches([':', '.', '–', '-', ')'])
        .trim_start();
    bare.is_empty()
        || capital(bare)
        || bare.starts_with(['«', '"', '('])
        || bare.starts_with(|c: char| c.is_ascii_digit()) && bare.len() < after.len()
}

/// Whether a colon or a dash parts a label from its title: `Oppdrag G1 – Kart`, and not `Riksvei E6 skal`.
fn parts_title(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\u{a0}'])
        .starts_with([':', '–', '—', '-'])
}

fn mark(text: &str) -> Option<Label> {
    let capitals = text.len() - text.trim_start_matches(|c: char| c.is_uppercase()).len();
    if capitals == 0 || text[..capitals].chars().count() > LONGEST_MARK {
        return None;
    }
    let mut shape: String = text[..capitals].to_string();
    let mut at = capitals;
    let mut last = None;
    loop {
        let rest = &text[at..];
        let sep: usize = rest
            .chars()
            .take_while(|c| is_dash(*c) || matches!(c, '/' | ' ' | '.'))
            .take(2)
            .map(char::len_utf8)
            .sum();
        let Some((value, len)) = figures(&rest[sep..], 4) else {
            break;
        };
        // A blank parts the capitals from their number, not one number from the next.
        if last.is_some() && rest[..sep].contains(' ') || last.is_some() && sep == 0 {
            break;
        }
        for c in rest[..sep].chars().filter(|c| *c != ' ') {
            shape.push(if is_dash(c) { '-' } else { c });
        }
        last = Some((value, shape.len()));
        shape.push_str(&rest[sep..sep + len]);
        at += sep + len;
    }
    let (value, from) = last?;
    // `V4-1`, `V5-1`: what is counted by chapter goes on over the chapters; `HN25-01` by its year does not.
    if let Some((outer, sep)) = by_chapter(&text[capitals..at]) {
        return ends(&text[at..]).then(|| Label {
            shape: format!("{}#{sep}#", &text[..capitals]),
            counter: vec![outer, value],
            len: at,
            strong: true,
        });
    }
    // `A1`, `A2`, `B1`: a letter that goes on, too, and no mark between.
    if text[..capitals].chars().count() == 1 && from == capitals && shape.len() == at {
        let letter = text[..capitals].chars().next()?;
        return ends(&text[at..]).then_some(Label {
            shape: "A#".into(),
            counter: vec![u32::from(letter) - u32::from('A') + 1, value],
            len: at,
            strong: true,
        });
    }
    shape.truncate(from);
    shape.push('#');
    // `22a` is counted with 22.
    let letter = text[at..].chars().next().filter(|c| {
        c.is_lowercase() && !text[at + c.len_utf8()..].starts_with(char::is_alphanumeric)
    });
    at += letter.map_or(0, char::len_utf8);
    ends(&text[at..]).then_some(Label {
        shape,
        counter: vec![value],
        len: at,
        strong: true,
    })
}

/// The chapter and the mark behind it, where two numbers follow each other and the first is no year's: `4-1`.
fn by_chapter(numbers: &str) -> Option<(u32, char)> {
    const LAST: u32 = 19;
    let (outer, len) = figures(numbers, 2)?;
    let sep = numbers[len..].chars().next()?;
    let (_, inner) = figures(&numbers[len + sep.len_utf8()..], 3)?;
    let whole = len + sep.len_utf8() + inner == numbers.len();
    (outer <= LAST && whole && !sep.is_whitespace()).then_some((outer, sep))
}

fn year_mark(text: &str) -> Option<Label> {
    let (year, mut at) = figures(text, 4)?;
    let short = at == 2 && (19..40).contains(&year);
    if !short && !(2000..2100).contains(&year) {
        return None;
    }
    let mut counter = Vec::new();
    while let Some(dash) = text[at..].chars().next().filter(|c| is_dash(*c))
        && let Some((value, len)) = figures(&text[at + dash.len_utf8()..], 3)
    {
        counter.push(value);
        at += dash.len_utf8() + len;
    }
    // `26-01` counts within a year, `20-30` does not.
    if short && !text[..at].contains("-0") && !text[..at].contains("–0") {
        return None;
    }
    // `2025-2026` is no label, and `2026-06-01` a day.
    let day = counter.len() == 2
        && text[..at].len() == 10
        && counter.iter().all(|n| (1..=31).contains(n))
        && text.as_bytes()[7] == b'-';
    (!counter.is_empty() && !day && ends(&text[at..])).then(|| Label {
        shape: format!("{year}{}", "-#".repeat(counter.len())),
        counter,
        len: at,
        strong: true,
    })
}

fn worded(text: &str) -> Option<Label> {
    let end = text.find(|c: char| !c.is_alphabetic())?;
    let word = &text[..end];
    if word.chars().count() < 2 {
        return None;
    }
    let rest = &text[end..];
    if let Some(after) = rest.strip_prefix(':') {
        let skip = after.len() - after.trim_start_matches(' ').len();
        let inner = &after[skip..];
        let own = mark(inner).or_else(|| year_mark(inner))?;
        return Some(Label {
            shape: format!("{word}: {}", own.shape),
            len: end + 1 + skip + own.len,
            ..own
        });
    }
    // `Pkt. 5.2.3`
    let short = rest.strip_prefix('.').filter(|_| end <= ABBREVIATION);
    let rest = short.unwrap_or(rest);
    let after = rest.trim_start_matches([' ', '\u{a0}']);
    if after.len() == rest.len() {
        return None;
    }
    let numbered = ["nr. ", "nr ", "nr."];
    let after = numbered
        .iter()
        .find_map(|nr| after.strip_prefix(nr))
        .unwrap_or(after);
    let from = text.len() - after.len();
    // `Oppdrag O22-01: Kart`
    if short.is_none()
        && let Some(own) = mark(after).or_else(|| year_mark(after))
        && (own.len > 2 || parts_title(&after[own.len..]))
        && begins_title(&after[own.len..])
    {
        return Some(Label {
            shape: format!("{word} {}", own.shape),
            len: from + own.len,
            ..own
        });
    }
    let Some((value, len)) = figures(after, 3) else {
        // A letter alone is one only where its title is set off: «Oppgåve B – Kart».
        let capital = after.chars().next().filter(char::is_ascii_uppercase)?;
        let set_off = after[1..].trim_start().starts_with([':', '–', '-', '.']);
        return set_off.then(|| Label {
            shape: format!("{word} A"),
            counter: vec![u32::from(capital) - u32::from('A') + 1],
            len: from + 1,
            strong: true,
        });
    };
    let mut counter = vec![value];
    let mut at = from + len;
    while let Some(next) = text[at..].strip_prefix('.')
        && let Some((value, len)) = figures(next, 2)
    {
        counter.push(value);
        at += 1 + len;
    }
    if let Some(next) = text[at..].strip_prefix('/')
        && let Some((_, len)) = figures(next, 4)
    {
        at += 1 + len;
    }
    let rest = &text[at..];
    let closed = rest.trim_start().starts_with([':', '.', '–', '-', ')']) || begins_text(rest);
    let whole = short.is_none() || counter.len() > 1;
    (ends(rest) && closed && whole).then(|| Label {
        shape: format!("{word} #{}", ".#".repeat(counter.len() - 1)),
        counter,
        len: at,
        strong: true,
    })
}

/// A word that is said more of: `Nytt punkt 4.3.5`, `Nytt oppdrag 7:`. It counts with its sisters that stand bare.
///
/// Only a number that is no other one's: `Under post 01 Drift` is not labelled.
fn described(text: &str) -> Option<Label> {
    let first = text.find(|c: char| !c.is_alphabetic())?;
    let second = text[first..].strip_prefix([' ', '\u{a0}'])?;
    let from = text.len() - second.len();
    let small = second.find(|c: char| !c.is_lowercase())?;
    if first > LONGEST_DESCRIPTION || small < SHORTEST_WORD {
        return None;
    }
    let capital = second.chars().next()?.to_uppercase();
    let own = worded(second)?;
    let set_off = || parts_title(&second[own.len..]);
    (own.counter.len() > 1 || set_off()).then(|| Label {
        shape: capital.chain(own.shape.chars().skip(1)).collect(),
        len: from + own.len,
        ..own
    })
}

fn outline(text: &str) -> Option<Label> {
    let (value, mut at) = figures(text, 2)?;
    let mut counter = vec![value];
    while let Some(next) = text[at..].strip_prefix('.')
        && let Some((value, len)) = figures(next, 2)
    {
        counter.push(value);
        at += 1 + len;
    }
    let full = usize::from(text[at..].starts_with('.'));
    let rest = &text[at + full..];
    (counter.len() > 1 && counter.len() <= 5 && begins_text(rest)).then(|| Label {
        shape: vec!["#"; counter.len()].join("."),
        counter,
        len: at + full,
        strong: false,
    })
}

/// `III.1`, `B.2`: an outline whose chapters have no figures.
fn part_outline(text: &str) -> Option<Label> {
    let end = text.find('.')?;
    let part = &text[..end];
    let letter = part.chars().next().filter(char::is_ascii_uppercase)?;
    let roman = roman_value(part);
    let value = match roman {
        Some(value) => value,
        None => (end == 1).then_some(u32::from(letter) - u32::from('A') + 1)?,
    };
    let mut counter = vec![value];
    let mut at = end;
    while let Some(next) = text[at..].strip_prefix('.')
        && let Some((value, len)) = figures(next, 2)
    {
        counter.push(value);
        at += 1 + len;
    }
    let full = usize::from(text[at..].starts_with('.'));
    let rest = &text[at + full..];
    let part = if roman.is_some() { "I" } else { "A" };
    ((2..=4).contains(&counter.len()) && begins_text(rest)).then(|| Label {
        shape: format!("{part}{}", ".#".repeat(counter.len() - 1)),
        counter,
        len: at + full,
        strong: false,
    })
}

fn count(text: &str) -> Option<Label> {
    let (value, len) = figures(text, 3)?;
    let rest = &text[len..];
    let label = |shape: &str, len| Label {
        shape: shape.to_string(),
        counter: vec![value],
        len,
        strong: false,
    };
    if let Some(after) = rest.strip_prefix(')') {
        return ends(after).then(|| label("#)", len + 1));
    }
    if let Some(after) = rest.strip_prefix('.') {
        return begins_text(after).then(|| label("#.", len + 1));
    }
    // A number with its title on one line: `7  Ventetid`. A cell of its own is one too.
    (len <= 2 && begins_text(rest)).then(|| label("#", len))
}

fn bracketed(text: &str) -> Option<Label> {
    let inner = text.strip_prefix('(')?;
    let (value, len) = figures(inner, 2).or_else(|| {
        letter(inner).map(|value| (value, inner.chars().next().map_or(1, char::len_utf8)))
    })?;
    inner[len..].starts_with(')').then(|| Label {
        shape: if inner.starts_with(|c: char| c.is_ascii_digit()) {
            "(#)".into()
        } else {
            "(a)".into()
        },
        counter: vec![value],
        len: len + 2,
        strong: false,
    })
}

/// The place of a letter in the alphabet, from 1.
fn letter(text: &str) -> Option<u32> {
    let c = text.chars().next()?.to_ascii_lowercase();
    c.is_ascii_lowercase()
        .then(|| u32::from(c) - u32::from('a') + 1)
}

fn lettered(text: &str) -> Option<Label> {
    let value = letter(text)?;
    let first = text.chars().next()?;
    (text[1..].starts_with(')')).then(|| Label {
        shape: if first.is_uppercase() {
            "A)".into()
        } else {
            "a)".into()
        },
        counter: vec![value],
        len: 2,
        strong: false,
    })
}

/// `IV. Plan`: a roman numeral that a mark closes, and a text of its own behind it.
fn roman(text: &str) -> Option<Label> {
    let end = text.find(|c| !matches!(c, 'I' | 'V' | 'X' | 'L'))?;
    let value = roman_value(&text[..end])?;
    let close = text[end..].chars().next()?;
    if !matches!(close, '.' | ')' | ':') || !begins_text(&text[end + 1..]) {
        return None;
    }
    Some(Label {
        shape: format!("I{close}"),
        counter: vec![value],
        len: end + 1,
        strong: false,
    })
}

/// What a roman numeral below fifty says, if it is well formed.
fn roman_value(numeral: &str) -> Option<u32> {
    const TENS: [&str; 5] = ["", "X", "XX", "XXX", "XL"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    (1..50)
        .find(|n| numeral == format!("{}{}", TENS[n / 10], ONES[n % 10]))?
        .try_into()
        .ok()
}

fn bullet(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    let sign = "•·▪◦●○■□‣➢✓*".contains(first) || is_dash(first);
    let rest = &text[first.len_utf8()..];
    (sign && rest.starts_with([' ', '\t', '\u{a0}'])).then(|| Label {
        shape: first.to_string(),
        counter: Vec::new(),
        len: first.len_utf8(),
        strong: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(String, Vec<u32>)> {
        label(text).map(|label| (label.shape, label.counter))
    }

    #[test]
    fn labels_of_any_shape() {
        for (text, shape, counter) in [
            ("TB2026-14 Tittel", "TB2026-#", vec![14]),
            ("B-01     Tilstand", "B-#", vec![1]),
            ("O 002 Plan", "O#", vec![2]),
            ("R13 Rapport", "A#", vec![18, 13]),
            ("B2. Kart", "A#", vec![2, 2]),
            ("NP-9", "NP-#", vec![9]),
            ("TB2026–32 Tittel", "TB2026-#", vec![32]),
            ("TB2026-22a Tittel", "TB2026-#", vec![22]),
            ("ID: 2026-01 Samhandling", "ID: 2026-#", vec![1]),
            ("2026-014-1 Flom", "2026-#-#", vec![14, 1]),
            ("Oppdrag 14 Tittel", "Oppdrag #", vec![14]),
            ("Oppgåve B – Kart", "Oppgåve A", vec![2]),
            ("Oppdrag O22-01: Kart", "Oppdrag O22-#", vec![1]),
            ("Bestilling 2026-04 Kart", "Bestilling 2026-#", vec![4]),
            ("Oppdrag nr. 3: Tittel", "Oppdrag #", vec![3]),
            ("Oppdrag 13/2024", "Oppdrag #", vec![13]),
            ("Nytt punkt 4.3.5 Kart", "Punkt #.#.#", vec![4, 3, 5]),
            ("Nytt oppdrag 7: Kart", "Oppdrag #", vec![7]),
            ("1.1.2 Helseforetaket", "#.#.#", vec![1, 1, 2]),
            ("3.2. Mål", "#.#", vec![3, 2]),
            ("7. Ventetid", "#.", vec![7]),
            ("12) utrede", "#)", vec![12]),
            ("(3) utrede", "(#)", vec![3]),
            ("b) Vurdere", "a)", vec![2]),
            ("B) Vurdere", "A)", vec![2]),
            ("NP-8 eSpor for båter", "NP-#", vec![8]),
            ("IV. Styret skal", "I.", vec![4]),
            ("XIX) Plan", "I)", vec![19]),
            ("– Vurdere", "–", vec![]),
        ] {
            assert_eq!(read(text), Some((shape.to_string(), counter)), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "1. juni 2026",
            "1.6.2026",
            "2026-06-01",
            "2025–2026",
            "12,5 mill. kroner",
            "1 000",
            "Etaten skal",
            "I 2026 skal",
            "TB2026-14,5",
            "-tekst",
            "a og b",
            "",
            "Oppdragene 3 og 4",
            "NP-8 og brev av",
            "Klart: 3. mai 2026",
            "TB2026-14, TB2026-15",
            "Oppgåve B og C",
            "Under post 01 Drift",
            "Se punkt 4 Økonomi",
            "I Norge skal",
            "IIII. Plan",
            "I. januar",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,12}") {
            if let Some(found) = label(&text) {
                prop_assert!(text.get(..found.len).is_some());
            }
        }

        #[test]
        fn a_mark_reads_back(letters in "[A-Z]{1,5}", sep in "[-/ ]", n in 1u32..200) {
            let text = format!("{letters}{sep}{n} Tittel");
            let found = label(&text).expect("a label");
            prop_assert_eq!(found.counter, vec![n]);
            prop_assert_eq!(&text[..found.len], format!("{letters}{sep}{n}"));
        }
    }
}
