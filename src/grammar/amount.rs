//! Amounts of money (beløp), exact to the krone.
//!
//! ```text
//! amount   ::= [currency] [minus] decimal unit | currency [minus] decimal [unit]
//! decimal  ::= grouped ["," 1*DIGIT]                     21,756   27, 559   1 993   30.000
//! grouped  ::= 1*3DIGIT *(group-sep 3DIGIT) | 1*DIGIT    12 600 000
//! group-sep::= blank | "."                               the same throughout
//! unit     ::= scale ["of-year"] [krone] | krone         mill. kroner   mrd.   mill. 2025-kroner
//!            | "MNOK" | "TNOK"
//! scale    ::= "tusen" | "mill" ["."] | "millioner" | "mrd" ["."] | "milliarder"
//! krone    ::= "kroner" | "kr" ["."]
//! currency ::= "kr" ["."] | "NOK"
//! ```
//!
//! Groups after the first have just three figures: «132 168 22 mill. kroner» holds «22 mill. kroner»,
//! and what stands before it is another number.

use super::P;
use super::lexeme::{
    blanks0, goes_on, is_blank, is_dash, lower, phrase, refuse, stem, word_before, word_starts,
};
use nom::branch::alt;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{char, digit1, satisfy};
use nom::combinator::{map_opt, opt, recognize, value, verify};
use nom::multi::fold_many_m_n;
use nom::sequence::{preceded, terminated};
use nom::{Offset, Parser};
use std::ops::Range;

/// The scale that a number is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// «kroner».
    Kroner,
    /// «tusen kroner», «i 1 000 kroner».
    Thousand,
    /// «mill. kroner».
    Million,
    /// «mrd. kroner», «milliarder kroner».
    Billion,
}

impl Scale {
    /// How many zeros it stands for.
    fn zeros(self) -> u32 {
        match self {
            Self::Kroner => 0,
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
        }
    }

    /// Whole kroner; `None` where it is not whole, or too much for 64 bits.
    ///
    /// ```
    /// use oppdrag::grammar::amount::{Scale, decimal};
    /// let (_, number) = decimal("21,756").unwrap();
    /// assert_eq!(Scale::Million.nok(number), Some(21_756_000));
    /// assert_eq!(Scale::Kroner.nok(number), None);
    /// ```
    pub fn nok(self, number: Decimal) -> Option<i64> {
        let power = |n: u32| 10i64.checked_pow(n);
        let zeros = self.zeros();
        if zeros >= number.places {
            return number.digits.checked_mul(power(zeros - number.places)?);
        }
        let divisor = power(number.places - zeros)?;
        (number.digits % divisor == 0).then_some(number.digits / divisor)
    }
}

/// A number as printed: `digits` without their comma, and how many stand after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// All digits; negative after a minus.
    pub digits: i64,
    /// Digits after the comma.
    pub places: u32,
}

impl Decimal {
    /// The number as a float, for values that are no money.
    pub fn value(self) -> f64 {
        // «0,1» is the float that a reader of "0.1" gets, as both are correctly rounded.
        self.digits as f64 / 10f64.powi(i32::try_from(self.places).unwrap_or(i32::MAX))
    }
}

/// An amount as found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Where it stands, number and unit: bytes of the text.
    pub range: Range<usize>,
    /// Whole kroner, negative after a minus; `None` where the print names no whole kroner.
    pub nok: Option<i64>,
    /// The scale as printed.
    pub unit: Scale,
}

// ------------------------------------------------------------------ numbers

/// grouped ::= 1*3DIGIT 1*(group-sep 3DIGIT) | 1*18DIGIT
fn grouped(i: &str) -> P<'_, String> {
    let blanks = |i| groups(i, is_blank);
    let stops = |i| groups(i, |c| c == '.');
    let plain = verify(digit1, |d: &str| d.len() <= 18).map(str::to_owned);
    alt((blanks, stops, plain)).parse(i)
}

fn groups(i: &str, separates: fn(char) -> bool) -> P<'_, String> {
    let digit = |c: char| c.is_ascii_digit();
    let (rest, first) = take_while_m_n(1, 3, digit).parse(i)?;
    let three = verify(digit1, |d: &str| d.len() == 3);
    let (rest, all) = fold_many_m_n(
        0,
        6,
        preceded(satisfy(separates), three),
        || first.to_owned(),
        |mut all, group: &str| {
            all.push_str(group);
            all
        },
    )
    .parse(rest)?;
    if all.len() == first.len() || all.len() > 18 {
        return refuse(i);
    }
    Ok((rest, all))
}

/// decimal ::= grouped ["," 1*6DIGIT], with no digit after it
///
/// A decimal without its sign; see [`signed`].
pub fn decimal(i: &str) -> P<'_, Decimal> {
    decimal_with(i, |i| {
        preceded(char(','), verify(digit1, |d: &str| d.len() <= 6)).parse(i)
    })
}

/// decimal, of which the comma may have a blank after it: «27, 559»
fn loose_decimal(i: &str) -> P<'_, Decimal> {
    let spaced = |i| {
        preceded(
            (char(','), satisfy(is_blank)),
            verify(digit1, |d: &str| d.len() == 3),
        )
        .parse(i)
    };
    let short = |i: &&str| i.bytes().take_while(u8::is_ascii_digit).count() <= 3;
    if !short(&i) {
        return refuse(i);
    }
    let (rest, found) = decimal_with(i, spaced)?;
    if found.places == 0 {
        refuse(i)
    } else {
        Ok((rest, found))
    }
}

fn decimal_with<'a>(i: &'a str, fraction: impl Fn(&'a str) -> P<'a, &'a str>) -> P<'a, Decimal> {
    let number = (grouped, opt(fraction));
    map_opt(number, |(whole, fraction)| {
        let fraction = fraction.unwrap_or_default();
        Some(Decimal {
            digits: format!("{whole}{fraction}").parse().ok()?,
            places: fraction.len() as u32,
        })
    })
    .parse(i)
}

/// sign ::= (dash | "+") that touches its number; whether it is a minus
fn minus(i: &str) -> P<'_, bool> {
    opt(terminated(
        satisfy(|c| is_dash(c) || c == '+'),
        nom::combinator::peek(satisfy(|c| c.is_ascii_digit())),
    ))
    .map(|sign| sign.is_some_and(is_dash))
    .parse(i)
}

/// `signed ::= [sign] decimal`
pub fn signed(i: &str) -> P<'_, Decimal> {
    (minus, decimal)
        .map(|(minus, n)| Decimal {
            digits: if minus { -n.digits } else { n.digits },
            places: n.places,
        })
        .parse(i)
}

/// `table-number ::= [sign] grouped`, a bare number of a table's cell
///
/// Of «78⍽014 868 88⍽215 193» the first number is read and the second left. Where three figures
/// follow that may be the next cell's, they are taken: only the table can tell.
///
/// ```
/// use oppdrag::grammar::amount::table_number;
/// assert_eq!(table_number("-3 400").unwrap().1, -3400);
/// assert_eq!(table_number("+3 400").unwrap().1, 3400);
/// assert_eq!(table_number("132 168 22 mill.").unwrap(), (" 22 mill.", 132_168));
/// ```
pub fn table_number(i: &str) -> P<'_, i64> {
    let (rest, number) = map_opt((minus, grouped), |(minus, digits)| {
        let n: i64 = digits.parse().ok()?;
        Some(if minus { -n } else { n })
    })
    .parse(i)?;
    let fraction = rest
        .strip_prefix([',', '.'])
        .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    if fraction || goes_on(rest) {
        return refuse(i);
    }
    Ok((rest, number))
}

// ------------------------------------------------------------------ units

/// scale ::= "tusen" | "mill" ["."] | "millioner" | "mrd" ["."] | "milliarder" | …
fn scale(i: &str) -> P<'_, Scale> {
    let word = |words| terminated(phrase(words), opt(char('.')));
    let ending = || opt(alt((stem("er"), stem("ar"))));
    let (rest, found) = alt((
        value(Scale::Thousand, phrase("tusen")),
        value(Scale::Million, word("mill")),
        value(Scale::Million, recognize((stem("million"), ending()))),
        value(Scale::Billion, word("mrd")),
        value(Scale::Billion, recognize((stem("milliard"), ending()))),
    ))
    .parse(i)?;
    if goes_on(rest) && !i[..i.offset(rest)].ends_with('.') {
        return refuse(i);
    }
    Ok((rest, found))
}

/// krone ::= [4DIGIT "-"] ("kroner" | "kr" ["."])       2025-kroner
fn krone(i: &str) -> P<'_, ()> {
    let of_year = (verify(digit1, |d: &str| d.len() == 4), satisfy(is_dash));
    let (rest, _) = opt(of_year).parse(i)?;
    alt((
        alt((phrase("kroner"), phrase("kronar"), phrase("krone"))).map(drop),
        (phrase("kr"), opt(char('.'))).map(drop),
    ))
    .parse(rest)
}

/// Words that may follow an amount whose kroner are left out; before others «mill.» counts
/// something else: «2,9 mill. doser».
const AFTER_SCALE: [&str; 42] = [
    "til", "i", "som", "av", "for", "på", "over", "under", "og", "eller", "fra", "frå", "er",
    "var", "mot", "ble", "blei", "vart", "med", "ved", "om", "per", "pr", "etter", "hvert",
    "kvart", "årlig", "årleg", "samt", "hvorav", "derav", "der", "skal", "ut", "innen", "innan",
    "mens", "når", "går", "utgjør", "gjelder", "gjeld",
];

/// unit ::= scale [blanks0 krone] | krone; a scale alone stands before a stop or a small word
fn unit(i: &str) -> P<'_, Scale> {
    let kroner = |i| preceded(blanks0, krone).parse(i);
    if let Ok((rest, found)) = scale(i) {
        if let Ok((rest, ())) = kroner(rest) {
            return Ok((rest, found));
        }
        let word = rest.trim_start_matches(is_blank);
        let counts = word.starts_with(char::is_alphanumeric)
            && !AFTER_SCALE.iter().any(|w| phrase(w)(word).is_ok())
            // «knytt», «knyttet»
            && !word.starts_with("knytt");
        let noun = found == Scale::Thousand || counts || word.starts_with('%');
        return if noun { refuse(i) } else { Ok((rest, found)) };
    }
    alt((
        value(Scale::Million, phrase("mnok")),
        value(Scale::Thousand, phrase("tnok")),
        krone.map(|()| Scale::Kroner),
    ))
    .parse(i)
}

/// ",-" after an amount in kroner
fn closing(i: &str) -> P<'_, ()> {
    opt((char(','), satisfy(is_dash))).map(drop).parse(i)
}

/// The scale that a table's caption or a column's title names: «(i 1 000 kroner)», «mill. kroner».
///
/// ```
/// use oppdrag::grammar::amount::{Scale, caption_scale};
/// assert_eq!(caption_scale("Utgifter (i 1 000 kroner)"), Some(Scale::Thousand));
/// assert_eq!(caption_scale("Sum i mill. kroner"), Some(Scale::Million));
/// assert_eq!(caption_scale("Beløp (i hele tusen)"), Some(Scale::Thousand));
/// assert_eq!(caption_scale("Tall i hele tusen"), Some(Scale::Thousand));
/// assert_eq!(caption_scale("Inntekter i 1000-kroner"), Some(Scale::Thousand));
/// assert_eq!(caption_scale("Antall"), None);
/// ```
pub fn caption_scale(text: &str) -> Option<Scale> {
    let thousand = |i| {
        let (rest, n) = grouped(i)?;
        if n == "1000" {
            // «i 1000-kroner»
            preceded((blanks0, opt(satisfy(is_dash))), krone).parse(rest)
        } else {
            refuse(i)
        }
    };
    word_starts(text)
        .find_map(|at| {
            let i = &text[at..];
            if thousand(i).is_ok() {
                return Some(Scale::Thousand);
            }
            let (rest, found) = alt((scale, krone.map(|()| Scale::Kroner))).parse(i).ok()?;
            let named = found == Scale::Kroner || preceded(blanks0, krone).parse(rest).is_ok();
            named.then_some(found)
        })
        .or_else(|| {
            // «Beløp (i hele tusen)», «Tildeling i 1000»: kroner need not be named where money is.
            let words = text.trim_end_matches([')', ':', '.', ' ']);
            let money = ["eløp", "ildel", "evilg", "øyv"];
            // «Tall i hele tusen», and not «Antall».
            let figures = ["Tall i ", "tall i ", "Tal i ", "tal i "];
            let numbers = figures.iter().any(|stem| {
                words
                    .match_indices(stem)
                    .any(|(at, _)| !words[..at].ends_with(char::is_alphanumeric))
            });
            if !numbers && !money.iter().any(|stem| words.contains(stem)) {
                return None;
            }
            [
                "i tusen",
                "i hele tusen",
                "i heile tusen",
                "i 1000",
                "i 1 000",
                "i 1\u{a0}000",
            ]
            .iter()
            .any(|end| words.ends_with(end))
            .then_some(Scale::Thousand)
        })
}

// ------------------------------------------------------------------ the search

/// All amounts of a text that have a scale or a currency, from left to right.
///
/// ```
/// use oppdrag::grammar::amount::amounts;
/// let found = amounts("Det er satt av 21,756 mill. kroner.");
/// assert_eq!((found[0].nok, &found[0].range), (Some(21_756_000), &(15..34)));
/// ```
pub fn amounts(text: &str) -> Vec<Amount> {
    let mut amounts: Vec<Amount> = Vec::new();
    let mut starts = word_starts(text);
    while let Some(at) = starts.next() {
        if !text.as_bytes()[at].is_ascii_digit() {
            continue;
        }
        if is_caption(text, at) {
            // past «1» and «000», whatever blank is between them
            starts.next();
            continue;
        }
        let past = amounts.last().map_or(0, |a| a.range.end);
        if let Some(found) = amount_at(text, at, past) {
            starts.skip_to(found.range.end);
            amounts.push(found);
        }
    }
    amounts
}

/// «(i 1 000 kroner)» tells the scale of a table.
fn is_caption(text: &str, at: usize) -> bool {
    let i = &text[at..];
    i.starts_with('1')
        && word_before(text, at).eq_ignore_ascii_case("i")
        && grouped(i)
            .is_ok_and(|(rest, n)| n == "1000" && preceded(blanks0, krone).parse(rest).is_ok())
}

/// The amount whose number starts at `at`; nothing before `past` belongs to it.
fn amount_at(text: &str, at: usize, past: usize) -> Option<Amount> {
    let head = &text[..at];
    let mut before = head.chars().rev();
    let inside = matches!(before.next(), Some(',' | '.' | ':' | '/'))
        && before.next().is_some_and(|c| c.is_ascii_digit());
    if inside || is_label(word_before(text, at)) {
        return None;
    }
    let (start, minus) = with_minus(head);
    let (start, currency) = with_currency(text, start, past);
    let i = &text[at..];
    let (rest, number, unit) = with_unit(i).or_else(|| currency.then(|| in_kroner(i)).flatten())?;
    // Between two amounts lies any: «2–3 mill. kroner» is neither.
    if let Some(first) = spread(head).filter(|first| *first >= past) {
        return Some(Amount {
            range: first..text.offset(rest),
            nok: None,
            unit,
        });
    }
    let digits = if minus { -number.digits } else { number.digits };
    Some(Amount {
        range: start..text.offset(rest),
        nok: unit.nok(Decimal { digits, ..number }),
        unit,
    })
}

/// Where the lower bound of a spread begins whose upper one follows: «2–», «mellom 2 og ».
fn spread(head: &str) -> Option<usize> {
    let (before, dashed) = match head.strip_suffix(is_dash) {
        Some(before) => (before, true),
        None => {
            let words = head.trim_end_matches(is_blank).strip_suffix("og")?;
            (words.trim_end_matches(is_blank), false)
        }
    };
    let number = before
        .bytes()
        .rev()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b',')
        .count();
    let first = before.len() - number;
    let own = &before[first..];
    let plain = own.len() <= 5 && decimal(own).is_ok_and(|(rest, _)| rest.is_empty());
    let free = first == 0 || before[..first].ends_with(|c| is_blank(c) || c == '(');
    let word = word_before(before, first);
    let between = word.eq_ignore_ascii_case("mellom");
    (plain && free && (dashed && !is_label(word) || between)).then_some(first)
}

/// A number before an amount that shares its unit: «fra 10 til 13 mill. kroner».
///
/// ```
/// use oppdrag::grammar::amount::{amounts, shared};
/// let words = "økes fra 10 til 13 mill. kroner";
/// let list = shared(words, amounts(words));
/// assert_eq!(list.iter().map(|a| a.nok).collect::<Vec<_>>(), [Some(10_000_000), Some(13_000_000)]);
/// ```
pub fn shared(text: &str, list: Vec<Amount>) -> Vec<Amount> {
    let mut all = Vec::with_capacity(list.len());
    let mut past = 0;
    for amount in list {
        let head = &text[past..amount.range.start];
        past = amount.range.end;
        all.extend(sharing(head, amount.range.start - head.len(), &amount));
        all.push(amount);
    }
    all
}

/// `("fra" | "frå") decimal "til"`, the end of what stands before an amount; `from` is where that begins.
fn sharing(head: &str, from: usize, amount: &Amount) -> Option<Amount> {
    let words = head.trim_end_matches(is_blank).strip_suffix("til")?;
    let lead = ["fra ", "frå ", "Fra ", "Frå ", "fra\u{a0}", "frå\u{a0}"];
    let at = lead
        .iter()
        .filter_map(|word| Some(words.rfind(word)? + word.len()))
        .max()?;
    let own = words[at..].trim_end_matches(is_blank);
    let skip = own.find(|c: char| c.is_ascii_digit()).filter(|&n| {
        n == 0
            || own[..n]
                .trim()
                .trim_end_matches('.')
                .eq_ignore_ascii_case("kr")
    })?;
    let (rest, number) = decimal(&own[skip..]).ok()?;
    let year = number.places == 0 && (1900..2100).contains(&number.digits) && own.len() == 4;
    if !rest.is_empty() || year {
        return None;
    }
    let start = from + at;
    Some(Amount {
        range: start..start + own.len(),
        nok: amount.unit.nok(number),
        unit: amount.unit,
    })
}

/// decimal blanks0 unit [",-"]
fn with_unit(i: &str) -> Option<(&str, Decimal, Scale)> {
    let read = |number: fn(&str) -> P<'_, Decimal>| (number, preceded(blanks0, unit)).parse(i);
    let (rest, (number, unit)) = read(decimal).or_else(|_| read(loose_decimal)).ok()?;
    // A million millions is two numbers that stand side by side.
    let whole = number.digits / 10i64.checked_pow(number.places)?;
    if unit != Scale::Kroner && whole >= 1_000_000 {
        return None;
    }
    let (rest, ()) = closing(rest).ok()?;
    Some((rest, number, unit))
}

/// decimal [",-"], after «kr»
fn in_kroner(i: &str) -> Option<(&str, Decimal, Scale)> {
    let (rest, number) = decimal(i).ok()?;
    let (rest, ()) = closing(rest).ok()?;
    (!goes_on(rest)).then_some((rest, number, Scale::Kroner))
}

/// A minus touches its number and has a blank or bracket before it: «10–15 mill.» has none.
fn with_minus(head: &str) -> (usize, bool) {
    let cut = head.strip_suffix(is_dash);
    let lone = |h: &&str| h.is_empty() || h.ends_with(|c| is_blank(c) || c == '(');
    cut.filter(lone)
        .map_or((head.len(), false), |h| (h.len(), true))
}

/// «kr» before the number.
fn with_currency(text: &str, at: usize, past: usize) -> (usize, bool) {
    let word = word_before(text, at);
    let low: String = word.chars().take(4).map(lower).collect();
    let start = text[..at].trim_end_matches(is_blank).len() - word.len();
    let is = ["kr", "kr.", "nok"].contains(&low.as_str()) && start >= past;
    if is { (start, true) } else { (at, false) }
}

/// Words after which the first number is a label: «post 70 500 mill. kroner».
fn is_label(word: &str) -> bool {
    let low: String = word.chars().take(8).map(lower).collect();
    [
        "post", "kap", "kap.", "kapittel", "punkt", "pkt.", "nr.", "tabell",
    ]
    .contains(&low.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(&str, Option<i64>)> {
        amounts(text)
            .into_iter()
            .map(|a| (&text[a.range], a.nok))
            .collect()
    }

    #[test]
    fn in_kroner_and_scales() {
        for (printed, nok) in [
            ("12 600 000 kroner", 12_600_000),
            ("12\u{a0}600\u{a0}000 kroner", 12_600_000),
            ("12\u{2009}600\u{2009}000\u{a0}kroner", 12_600_000),
            ("500 000 kroner", 500_000),
            ("kr 30.000", 30_000),
            ("kr. 30.000,-", 30_000),
            ("kr 500", 500),
            ("NOK 1 500", 1_500),
            ("30000 kr", 30_000),
            ("1 993 kroner", 1_993),
            ("21,756 mill. kroner", 21_756_000),
            ("27, 559 mill. kroner", 27_559_000),
            ("27, 559 mill.", 27_559_000),
            ("25,0 mill. kr", 25_000_000),
            ("1,2 mill. Kroner", 1_200_000),
            ("3 mrd. kroner", 3_000_000_000),
            ("3 milliarder kroner", 3_000_000_000),
            ("2 milliardar kroner", 2_000_000_000),
            ("2,5 millioner kroner", 2_500_000),
            ("1 million kroner", 1_000_000),
            ("14 249,9 mill. kroner", 14_249_900_000),
            ("5 mill. 2025-kroner", 5_000_000),
            ("500 tusen kroner", 500_000),
            ("-3 400 kroner", -3_400),
            ("kr 2,5 mill.", 2_500_000),
            ("3 mill.kroner", 3_000_000),
        ] {
            let text = format!("Det er {printed} til dette.");
            assert_eq!(read(&text), [(printed, Some(nok))], "{printed}");
        }
    }

    #[test]
    fn where_one_number_ends_and_the_next_begins() {
        assert_eq!(
            read("132 168 22 mill. kroner"),
            [("22 mill. kroner", Some(22_000_000))]
        );
        assert_eq!(
            read("61 235 3 mill. kroner"),
            [("3 mill. kroner", Some(3_000_000))]
        );
        assert_eq!(
            read("1 500 1,5 mill. kroner"),
            [("1,5 mill. kroner", Some(1_500_000))]
        );
        assert_eq!(
            read("post 70 500 mill. kroner"),
            [("500 mill. kroner", Some(500_000_000))]
        );
        assert_eq!(read("i 2025 500 kroner"), [("500 kroner", Some(500))]);
        assert_eq!(read("10–15 mill. kroner"), [("10–15 mill. kroner", None)]);
        assert_eq!(
            read("mellom 2 og 3,5 mill. kroner"),
            [("2 og 3,5 mill. kroner", None)]
        );
        assert_eq!(read("3,5 MNOK"), [("3,5 MNOK", Some(3_500_000))]);
        assert_eq!(
            read("post 21 og 3 mill. kroner"),
            [("3 mill. kroner", Some(3_000_000))]
        );
        assert_eq!(
            read("hhv, 105,549 mill. kroner"),
            [("105,549 mill. kroner", Some(105_549_000))]
        );
        assert_eq!(
            read("– 9,9 mill. kroner og 1 mill. kroner"),
            [
                ("9,9 mill. kroner", Some(9_900_000)),
                ("1 mill. kroner", Some(1_000_000))
            ]
        );
    }

    #[test]
    fn no_whole_kroner() {
        assert_eq!(read("12,50 kroner"), [("12,50 kroner", None)]);
        assert_eq!(read("12,00 kroner"), [("12,00 kroner", Some(12))]);
    }

    #[test]
    fn what_is_none() {
        for text in [
            "12 600 000 personer",
            "2,9 mill. doser",
            "7,2 mill. liter",
            "kap. 732, post 70",
            "(i 1 000 kroner)",
            "5 prosent",
            "2026",
            "mill. kroner",
            "krav 5",
            "3 kronologiske",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn bare_numbers_of_tables() {
        let number = |i| table_number(i).ok();
        assert_eq!(number("-3 400"), Some(("", -3_400)));
        assert_eq!(number("−3\u{a0}400 5"), Some((" 5", -3_400)));
        assert_eq!(
            number("78\u{a0}014 868 88\u{a0}215 193"),
            Some((" 88\u{a0}215 193", 78_014_868))
        );
        assert_eq!(number("21,756"), None);
        assert_eq!(number("–"), None);
        assert_eq!(number("5a"), None);
    }

    #[test]
    fn scales_of_tables() {
        assert_eq!(caption_scale("(i 1 000 kr)"), Some(Scale::Thousand));
        assert_eq!(caption_scale("Sum i 1000 kr"), Some(Scale::Thousand));
        assert_eq!(caption_scale("(mill. kr)"), Some(Scale::Million));
        assert_eq!(caption_scale("Beløp i kroner"), Some(Scale::Kroner));
        assert_eq!(caption_scale("Beløp i hele tusen"), Some(Scale::Thousand));
        assert_eq!(caption_scale("Antall i hele tusen"), None);
    }

    proptest! {
        #[test]
        fn a_printed_sum_reads_back(n in 0i64..1_000_000_000_000, blank in 0usize..3) {
            let blank = [' ', '\u{a0}', '\u{2009}'][blank];
            let digits = n.to_string();
            let mut grouped = String::new();
            for (k, c) in digits.chars().enumerate() {
                if k > 0 && (digits.len() - k) % 3 == 0 {
                    grouped.push(blank);
                }
                grouped.push(c);
            }
            let text = format!("{grouped} kroner");
            prop_assert_eq!(read(&text), [(text.as_str(), Some(n))]);
            prop_assert_eq!(table_number(&grouped), Ok(("", n)));
        }

        #[test]
        fn millions_are_exact(whole in 0i64..100_000, thousands in 0i64..1000) {
            let text = format!("{whole},{thousands:03} mill. kroner");
            prop_assert_eq!(amounts(&text)[0].nok, Some(whole * 1_000_000 + thousands * 1_000));
        }

        #[test]
        fn ranges_stand_in_order(text in "([0-9]{1,4}|mill\\.|mrd|kroner|kr|[-–,. \u{a0}]|\\PC){0,40}") {
            let mut end = 0;
            for found in amounts(&text) {
                prop_assert!(found.range.start >= end && text.get(found.range.clone()).is_some());
                end = found.range.end;
            }
            let _ = (table_number(&text), signed(&text), caption_scale(&text));
        }
    }
}
