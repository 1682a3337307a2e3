//! Targets (måltall) inside the text of an indicator: «skal være minst 70 pst.».
//!
//! ```text
//! targets   ::= pair *([sep] pair) | sentence               the whole text is pairs, or prose
//! pair      ::= [subject] ([bound] value | value or-more)   BUP: 40 dagar TSB: 40 dagar   ≥ 80 %
//!                                                           80 pst. eller mer
//! sentence  ::= … (bounded *(sep value in) | compared | changed | exact) …
//! bounded   ::= bound value                                 maks 5 pst.   lik eller under 61 dager
//! compared  ::= be (more-than | less-than) baseline         skal være høyere enn den …
//! changed   ::= [modal] (rises | falls) ["med" [bound] value] [against]
//!                                                           økes med minst 15 prosent   er økt fra 2025
//! exact     ::= "skal" "være" value                         skal være 100 pst.
//! against   ::= ("sammenlignet med" | "fra" | …) year       sammenlignet med 2025
//! value     ::= decimal [unit] | amount
//! unit      ::= "pst." | "prosent" | "%" | "dager" | other-word
//! ```
//!
//! Numbers without such words are no targets: «for 24 kreftformer», «innen 30 dager».

use super::P;
use super::amount::{amounts, signed};
use super::lexeme::{
    Prefixes, blanks0, blanks1, dash, goes_on, is_blank, longest, lower, phrase, refuse,
    word_before, word_starts, year,
};
use crate::model::{Comparator, Target, Unit};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, one_of};
use nom::combinator::{opt, recognize, value as is, verify};
use nom::sequence::{preceded, terminated};
use nom::{Offset, Parser};
use std::sync::LazyLock;

use Comparator::{Decrease, Eq, Ge, Gt, Increase, Le, Lt};

/// Words that hold a value against a bound, the longer before the shorter.
///
/// The firm ones make a target wherever they stand; the others («over», «under») also tell whom a
/// measure is about («barn under 18 år»), and need a verb, a colon or a bracket before them.
const BOUNDS: [(&str, Comparator, bool); 57] = [
    ("lik eller under", Le, true),
    ("lik eller lavere enn", Le, true),
    ("under eller lik", Le, true),
    ("mindre enn eller lik", Le, true),
    ("lik eller over", Ge, true),
    ("lik eller høyere enn", Ge, true),
    ("over eller lik", Ge, true),
    ("større enn eller lik", Ge, true),
    ("ikke overstige", Le, true),
    ("ikke overstiger", Le, true),
    ("ikkje overstige", Le, true),
    ("ikkje overstiga", Le, true),
    ("ikke være høyere enn", Le, true),
    ("ikke være lavere enn", Ge, true),
    ("ikkje vere høgare enn", Le, true),
    ("ikkje vere lågare enn", Ge, true),
    ("ikke være over", Le, true),
    ("ikke være under", Ge, true),
    ("ikke høyere enn", Le, true),
    ("ikke lavere enn", Ge, true),
    ("ikke mer enn", Le, true),
    ("ikke mindre enn", Ge, true),
    ("ikkje meir enn", Le, true),
    ("ikkje mindre enn", Ge, true),
    ("ikke over", Le, true),
    ("ikke under", Ge, true),
    ("ikkje over", Le, true),
    ("ikkje under", Ge, true),
    ("ikke lenger enn", Le, true),
    ("ikkje lenger enn", Le, true),
    ("ikke flere enn", Le, true),
    ("ikkje fleire enn", Le, true),
    ("minst", Ge, true),
    ("minimum", Ge, true),
    ("maks", Le, true),
    ("maks.", Le, true),
    ("maksimalt", Le, true),
    ("maksimum", Le, true),
    ("høyst", Le, true),
    ("høgst", Le, true),
    ("inntil", Le, true),
    ("opptil", Le, true),
    ("under", Lt, false),
    ("lavere enn", Lt, false),
    ("lågare enn", Lt, false),
    ("mindre enn", Lt, false),
    ("færre enn", Lt, false),
    ("kortere enn", Lt, false),
    ("over", Gt, false),
    ("høyere enn", Gt, false),
    ("høgare enn", Gt, false),
    ("større enn", Gt, false),
    ("mer enn", Gt, false),
    ("flere enn", Gt, false),
    ("meir enn", Gt, false),
    ("fleire enn", Gt, false),
    ("kortare enn", Lt, false),
];

/// Signs that do the same.
const SIGNS: [(&str, Comparator); 8] = [
    (">=", Ge),
    ("<=", Le),
    ("≥", Ge),
    ("≤", Le),
    ("&gt;", Gt),
    ("&lt;", Lt),
    (">", Gt),
    ("<", Lt),
];

/// Words after a value that make it a bound.
const OR_MORE: [(&str, Comparator); 15] = [
    ("eller mer", Ge),
    ("eller meir", Ge),
    ("eller høyere", Ge),
    ("eller høgare", Ge),
    ("eller flere", Ge),
    ("eller fleire", Ge),
    ("eller over", Ge),
    ("eller lengre", Ge),
    ("eller mindre", Le),
    ("eller lavere", Le),
    ("eller lågare", Le),
    ("eller færre", Le),
    ("eller under", Le),
    ("eller kortere", Le),
    ("eller kortare", Le),
];

/// Verbs of change. A participle («økt») needs its auxiliary: «økt kvalitet» is no target.
const CHANGES: [(&str, Comparator, Form); 24] = [
    ("økes", Increase, Form::Finite),
    ("øker", Increase, Form::Modal),
    ("øke", Increase, Form::Modal),
    ("økt", Increase, Form::Participle),
    ("auke", Increase, Form::Modal),
    ("aukar", Increase, Form::Modal),
    ("aukast", Increase, Form::Finite),
    ("auka", Increase, Form::Participle),
    ("opp", Increase, Form::Modal),
    ("gå opp", Increase, Form::Modal),
    ("stige", Increase, Form::Modal),
    ("reduseres", Decrease, Form::Finite),
    ("reduserast", Decrease, Form::Finite),
    ("redusert", Decrease, Form::Participle),
    ("senkes", Decrease, Form::Finite),
    ("senkast", Decrease, Form::Finite),
    ("forkortes", Decrease, Form::Finite),
    ("ned", Decrease, Form::Modal),
    ("gå ned", Decrease, Form::Modal),
    ("synke", Decrease, Form::Modal),
    ("minke", Decrease, Form::Modal),
    ("minskes", Decrease, Form::Finite),
    ("avta", Decrease, Form::Modal),
    ("falle", Decrease, Form::Modal),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// «økes»: alone, or after a modal verb.
    Finite,
    /// «øke»: after «skal».
    Modal,
    /// «økt»: after «er».
    Participle,
}

const MODALS: [&str; 6] = ["skal", "må", "bør", "kan", "vil", "ventes"];
const AUXILIARIES: [&str; 10] = [
    "er", "har", "være", "vere", "vera", "ha", "blitt", "blir", "vorte", "vert",
];

/// Words before «over 80 pst.» that make it a target.
const BEFORE_LOOSE: [&str; 22] = [
    "skal", "være", "vere", "vera", "er", "på", "ligge", "til", "bli", "utgjøre", "utgjere",
    "holdes", "komme", "ha", "mål", "målet", "krav", "kravet", "måltall", "måltal", "måles", "enn",
];

/// Words before a colon that name no subject.
const NO_SUBJECT: [&str; 9] = [
    "mål",
    "målet",
    "krav",
    "kravet",
    "måltall",
    "måltal",
    "målkrav",
    "resultatkrav",
    "ambisjon",
];

/// Words between a target and what it is compared with.
const AGAINST: [&str; 14] = [
    "sammenlignet med",
    "sammenliknet med",
    "samanlikna med",
    "sammenlikna med",
    "i forhold til",
    "i høve til",
    "målt mot",
    "mot",
    "fra",
    "frå",
    "enn",
    "sett opp mot",
    "utover",
    "utover nivået i",
];

/// Words of the period that a target holds for.
const EACH: [&str; 9] = [
    "hvert år",
    "kvart år",
    "årlig",
    "årleg",
    "per år",
    "pr. år",
    "i året",
    "hvert tertial",
    "per tertial",
];

// ------------------------------------------------------------------ values

/// A value, and its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Value {
    number: f64,
    unit: Option<Unit>,
}

/// value ::= amount | decimal [unit]
fn value(i: &str) -> P<'_, Value> {
    let (after, number) = signed(i)?;
    if let Some(money) = money(i) {
        return Ok(money);
    }
    let of = |unit| Value {
        number: number.value(),
        unit,
    };
    if let Ok((rest, unit)) = preceded(blanks0, unit).parse(after) {
        return Ok((rest, of(Some(unit))));
    }
    let more = after.strip_prefix(['.', ',', ':', '/', '-', '–']);
    if goes_on(after) || more.is_some_and(goes_on) {
        return refuse(i);
    }
    let noun = preceded(blanks1, take_while1(|c: char| c.is_lowercase() || c == '-'));
    let counted = verify(noun, |word: &str| !FUNCTION_WORDS.contains(&word));
    let unit = if number.places == 0 && counted.map(drop).parse(after).is_ok() {
        Some(Unit::Count)
    } else {
        None
    };
    Ok((after, of(unit)))
}

/// Numbers in words, as a bound has them before what it counts: «minst to fartøy».
const NUMBERS: [(&str, f64); 17] = [
    ("én", 1.0),
    ("éin", 1.0),
    ("ett", 1.0),
    ("eitt", 1.0),
    ("to", 2.0),
    ("tre", 3.0),
    ("fire", 4.0),
    ("fem", 5.0),
    ("seks", 6.0),
    ("sju", 7.0),
    ("syv", 7.0),
    ("åtte", 8.0),
    ("ni", 9.0),
    ("ti", 10.0),
    ("elleve", 11.0),
    ("tolv", 12.0),
    ("tjue", 20.0),
];

/// written ::= number-word blanks (unit | noun)
fn written(i: &str) -> P<'_, Value> {
    let fits = |(word, number): &(&str, f64)| Some((phrase(word)(i).ok()?.0, *number));
    let Some((after, number)) = NUMBERS.iter().find_map(fits) else {
        return refuse(i);
    };
    let of = |unit| Value {
        number,
        unit: Some(unit),
    };
    if let Ok((rest, unit)) = preceded(blanks1, unit).parse(after) {
        return Ok((rest, of(unit)));
    }
    let noun = preceded(blanks1, take_while1(|c: char| c.is_lowercase() || c == '-'));
    let counted = verify(noun, |word: &str| !FUNCTION_WORDS.contains(&word));
    let _ = counted.map(drop).parse(after)?;
    Ok((after, of(Unit::Count)))
}

/// Words after a bare number that it does not count.
const FUNCTION_WORDS: [&str; 16] = [
    "i", "på", "for", "og", "av", "til", "per", "med", "fra", "ved", "hvert", "kvart", "innen",
    "som", "er", "eller",
];

/// An amount of money at the head of the input.
fn money(i: &str) -> Option<(&str, Value)> {
    let end = (i.char_indices().nth(48)).map_or(i.len(), |(at, _)| at);
    let found = amounts(&i[..end]).into_iter().next()?;
    let nok = found.nok.filter(|_| found.range.start == 0)?;
    let value = Value {
        number: nok as f64,
        unit: Some(Unit::Nok),
    };
    Some((&i[found.range.end..], value))
}

/// unit ::= "pst" ["."] | "prosent" | "%" | "dager" | "uker" | …
fn unit(i: &str) -> P<'_, Unit> {
    let any = |words: &'static [&'static str]| {
        move |i| {
            let found = words.iter().find_map(|w| phrase(w)(i).ok());
            found.map_or_else(|| refuse(i), Ok)
        }
    };
    const DAYS: [&str; 9] = [
        "dager",
        "dagar",
        "dag",
        "døgn",
        "virkedager",
        "virkedagar",
        "yrkedagar",
        "arbeidsdager",
        "kalenderdager",
    ];
    const OTHER: [&str; 18] = [
        "prosentpoeng",
        "prosenteining",
        "prosentenheter",
        "uker",
        "veker",
        "uke",
        "måneder",
        "månader",
        "måned",
        "timer",
        "timar",
        "time",
        "minutter",
        "minutt",
        "år",
        "sekunder",
        "poeng",
        "promille",
    ];
    alt((
        is(Unit::Percent, terminated(phrase("pst"), opt(char('.')))),
        is(Unit::Percent, phrase("prosent")),
        is(Unit::Percent, tag("%")),
        is(Unit::Days, any(&DAYS)),
        is(Unit::Other, any(&OTHER)),
    ))
    .parse(i)
}

/// The unit that some words are, and nothing else: `pst.`, `dager`.
pub fn is_unit(words: &str) -> Option<Unit> {
    match unit(words.trim()) {
        Ok(("", unit)) => Some(unit),
        _ => None,
    }
}

/// bound ::= one of the words or signs
fn bound(i: &str) -> P<'_, (Comparator, bool)> {
    for (sign, comparator) in SIGNS {
        if let Some(rest) = i.strip_prefix(sign) {
            return Ok((rest, (comparator, true)));
        }
    }
    let fits = |(words, comparator, firm): &(&str, Comparator, bool)| {
        let (rest, _) = phrase(words)(i).ok()?;
        Some((rest, (*comparator, *firm)))
    };
    let longest = BOUNDS
        .iter()
        .filter_map(fits)
        .min_by_key(|(rest, _)| rest.len());
    longest.map_or_else(|| refuse(i), Ok)
}

// ------------------------------------------------------------------ pairs

/// pair ::= [subject] [bound] value
fn pair(i: &str) -> P<'_, Target> {
    let (rest, subject) = opt(subject).parse(i)?;
    let (after, (bound, value)) = (opt(terminated(bound, blanks0)), value).parse(rest)?;
    // «80 pst. eller mer»
    let more = |i| {
        let found = OR_MORE.iter().find_map(|(words, comparator)| {
            let (rest, _) = preceded(blanks1, phrase(words)).parse(i).ok()?;
            Some((rest, (*comparator, true)))
        });
        found.map_or_else(|| refuse(i), Ok)
    };
    let (after, bound) = match bound {
        None => opt(more).parse(after)?,
        own => (after, own),
    };
    let target = target(
        bound.map_or(Eq, |(comparator, _)| comparator),
        Some(value),
        &rest[..rest.offset(after)],
    );
    // A bare number, or a row that counts something, is no target.
    let bare = bound.is_none() && matches!(value.unit, None | Some(Unit::Count | Unit::Other));
    if bare {
        return refuse(i);
    }
    let subject = subject.filter(|s| !NO_SUBJECT.contains(&low(s).as_str()));
    Ok((
        after,
        Target {
            subject: subject.map(str::to_owned),
            ..target
        },
    ))
}

/// subject ::= words without figures ":" | capitals [":"]
fn subject(i: &str) -> P<'_, &str> {
    let words = take_while1(|c: char| !c.is_ascii_digit() && !":;.,()".contains(c));
    let named = terminated(verify(words, |w: &str| w.len() <= 60), (char(':'), blanks0));
    let capitals = take_while1(|c: char| c.is_uppercase());
    let short = terminated(verify(capitals, |w: &str| w.len() >= 2), blanks1);
    alt((named, short)).map(str::trim_end).parse(i)
}

/// The whole text as pairs.
fn pairs(text: &str) -> Option<Vec<Target>> {
    let mut rest = text.trim_matches(is_blank);
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (after, one) = pair(rest).ok()?;
        found.push(one);
        let sep = alt((
            recognize((blanks0, one_of(",;/"), blanks0)),
            recognize((blanks1, phrase("og"), blanks1)),
            recognize((blanks0, char('.'), blanks0)),
            blanks1,
        ));
        rest = opt(sep).parse(after).ok()?.0;
    }
    (!found.is_empty()).then_some(found)
}

// ------------------------------------------------------------------ prose

fn target(comparator: Comparator, value: Option<Value>, raw: &str) -> Target {
    Target {
        subject: None,
        comparator,
        value: value.map(|v| v.number),
        unit: value.and_then(|v| v.unit),
        period: None,
        baseline: None,
        raw: raw.to_owned(),
        spans: Vec::new(),
        period_spans: Vec::new(),
    }
}

fn low(word: &str) -> String {
    word.chars().map(lower).collect()
}

/// against ::= [blanks] against-word blanks ["i" blanks] year
fn against(i: &str) -> P<'_, &str> {
    let (rest, _) = blanks0(i)?;
    for words in AGAINST {
        let year = recognize(terminated(year, nom::combinator::not(dash)));
        let nivå = opt((alt((phrase("nivået"), phrase("nivå"))), blanks1));
        let placed = opt((phrase("i"), blanks1));
        let found = preceded((phrase(words), blanks1, nivå, placed), year).parse(rest);
        if found.is_ok() {
            return found;
        }
    }
    refuse(i)
}

/// period ::= each [in-period] | in-period | "i" year
fn period(i: &str) -> P<'_, &str> {
    let each = |i| {
        let found = EACH.iter().find_map(|w| phrase(w)(i).ok());
        found.map_or_else(|| refuse(i), Ok)
    };
    let years = || (year, opt((blanks0, dash, blanks0, year)));
    let named = || take_while1(|c: char| c.is_lowercase());
    let in_period = || {
        let word = verify(named(), |w: &str| w.ends_with("perioden"));
        (opt((phrase("i"), blanks1)), word, blanks1, years())
    };
    let innen = opt((
        alt((
            phrase("innen"),
            phrase("innan"),
            phrase("i løpet av"),
            phrase("i"),
        )),
        blanks1,
        opt((phrase("utgangen av"), blanks1)),
    ));
    alt((
        recognize((each, opt((blanks1, in_period())))),
        recognize(in_period()),
        recognize((verify(innen, |w| w.is_some()), years())),
    ))
    .map(|found: &str| {
        let bare = found
            .strip_prefix("i ")
            .or_else(|| found.strip_prefix("i\u{a0}"));
        bare.filter(|_| !EACH.contains(&found)).unwrap_or(found)
    })
    .parse(i)
}

/// The words that a target in prose may begin with.
static PREFIXES: LazyLock<Prefixes> = LazyLock::new(|| {
    let bounds = BOUNDS.iter().map(|(words, ..)| *words);
    let changes = CHANGES.iter().map(|(words, ..)| *words);
    Prefixes::of(bounds.chain(changes).chain(BE))
});

/// Verbs that an exact value follows.
const BE: [&str; 5] = ["være", "vere", "vera", "utgjøre", "utgjere"];

/// So far from a target its sentence is searched for what belongs to it; a text without stops
/// must not be searched again and again.
const REACH: usize = 600;

/// The place nearest before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What of a sentence has been read, and where.
struct Reader<'t> {
    text: &'t str,
    found: Vec<Target>,
    /// Up to here the text is spent.
    past: usize,
}

impl<'t> Reader<'t> {
    /// Where the sentence that `at` stands in ends: a stop before a capital, or the text's end.
    fn sentence_end(&self, at: usize) -> usize {
        let reach = boundary(self.text, at + REACH);
        let stops = self.text[at..reach].match_indices(['.', ';']);
        let mut ends = stops.map(|(k, _)| at + k + 1).filter(|&end| {
            let rest = &self.text[end..];
            let word = rest.trim_start_matches(is_blank);
            rest.len() > word.len()
                && word.starts_with(char::is_uppercase)
                && !["St", "S "].iter().any(|w| word.starts_with(w))
        });
        ends.next().unwrap_or(reach)
    }

    /// Whether «skal» or the like stands before `at` in its sentence.
    fn modal_before(&self, at: usize) -> bool {
        let from = boundary(self.text, at.saturating_sub(REACH)).max(self.past.min(at));
        let head = &self.text[from..at];
        let sentence = head.rsplit(['.', ';']).next().unwrap_or(head);
        let skal = |at: usize| MODALS.iter().any(|m| phrase(m)(&sentence[at..]).is_ok());
        word_starts(sentence).any(skal)
    }

    fn push(&mut self, mut target: Target, end: usize) {
        let until = self.sentence_end(end);
        let tail = &self.text[end..until];
        if target.baseline.is_none() && matches!(target.comparator, Increase | Decrease) {
            target.baseline = first(tail, against).map(str::to_owned);
        }
        if target.period.is_none() {
            target.period = first(tail, period).map(str::to_owned);
        }
        self.found.push(target);
        self.past = end;
    }

    /// bounded ::= bound value *(sep value in)
    fn bounded(&mut self, at: usize) -> bool {
        let i = &self.text[at..];
        let Ok((after, (comparator, firm))) = terminated(bound, blanks0).parse(i) else {
            return false;
        };
        let spelt = |i| if firm { written(i) } else { refuse(i) };
        let Ok((rest, read)) = value(after).or_else(|_| spelt(after)) else {
            return self.compared(at, after, comparator, firm);
        };
        let countable = matches!(read.unit, Some(Unit::Percent | Unit::Days | Unit::Nok));
        let year_alone = read.unit.is_none() && (1900.0..2100.0).contains(&read.number);
        if year_alone {
            return self.compared(at, after, comparator, firm);
        }
        let placed = if firm {
            countable || self.led(at) || self.modal_before(at)
        } else {
            self.led(at)
        };
        let aged = !firm && read.unit == Some(Unit::Other);
        if !placed || (aged && !self.modal_before(at)) {
            return false;
        }
        let end = self.text.offset(rest);
        let mut one = target(comparator, Some(read), &self.text[at..end]);
        one.subject = self.subject_before(at);
        self.push(one, end);
        self.continued(comparator, read);
        true
    }

    /// Whether a verb, a colon, a bracket or the text's start leads to a bound.
    fn led(&self, at: usize) -> bool {
        let head = self.text[..at].trim_end_matches(is_blank);
        let word = low(word_before(self.text, at));
        head.is_empty()
            || head.ends_with([':', '(', '–', ';', '='])
            || BEFORE_LOOSE.contains(&word.as_str())
    }

    /// «BUP: under 40 dager»: the words before a colon.
    fn subject_before(&self, at: usize) -> Option<String> {
        let head = self.text[self.past..at]
            .trim_end_matches(is_blank)
            .strip_suffix(':')?;
        let words = head
            .rsplit(['.', ';', ',', '(', ':'])
            .next()
            .unwrap_or(head);
        let words = words.trim_matches(is_blank);
        let named =
            !words.is_empty() && words.len() <= 60 && !NO_SUBJECT.contains(&low(words).as_str());
        named.then(|| words.to_owned())
    }

    /// «61 dager i somatikken, 44 dager i psykisk helsevern og 33 dager i …»: the bound holds on.
    fn continued(&mut self, comparator: Comparator, first: Value) {
        let area = || {
            let words = take_while1(|c: char| !c.is_ascii_digit() && !",;.:()".contains(c));
            preceded(
                (
                    blanks1,
                    alt((phrase("i"), phrase("for"), phrase("innen"))),
                    blanks1,
                ),
                words,
            )
        };
        let sep = |i| {
            let comma = (char(','), blanks1, opt((phrase("og"), blanks1)));
            alt((comma.map(drop), (phrase("og"), blanks1).map(drop))).parse(i)
        };
        loop {
            let rest = &self.text[self.past..];
            let Ok((after, words)) = area().parse(rest) else {
                return;
            };
            // «… og 33 dager»: the last «og» is no part of the area
            let trimmed = words.trim_end_matches(is_blank);
            let cut = trimmed.strip_suffix("og").filter(|w| w.ends_with(is_blank));
            let (words, after) = match cut {
                Some(w) => {
                    let w = w.trim_end_matches(is_blank);
                    let start = self.text.offset(words) + w.len();
                    (w, self.text[start..].trim_start_matches(is_blank))
                }
                None => (trimmed, after),
            };
            let Ok((end, read)) = preceded(sep, value).parse(after) else {
                // the last of a list has its area too, where the ones before have theirs
                if self.found.len() > 1
                    && self.found[self.found.len() - 2].subject.is_some()
                    && let Some(last) = self.found.last_mut()
                    && last.subject.is_none()
                {
                    last.subject = Some(words.to_owned());
                }
                return;
            };
            if read.unit != first.unit || read.unit.is_none() {
                return;
            }
            if let Some(last) = self.found.last_mut()
                && last.subject.is_none()
            {
                last.subject = Some(words.to_owned());
            }
            let start = self.text.offset(after);
            let start = start
                + self.text[start..]
                    .find(|c: char| c.is_ascii_digit())
                    .unwrap_or(0);
            let end = self.text.offset(end);
            self.push(target(comparator, Some(read), &self.text[start..end]), end);
        }
    }

    /// compared ::= be (more-than | less-than) baseline
    fn compared(&mut self, at: usize, after: &'t str, comparator: Comparator, firm: bool) -> bool {
        let word = low(word_before(self.text, at));
        let be = ["være", "vere", "vera", "er", "ligge", "skal"].contains(&word.as_str());
        let than = self.text[at..self.text.offset(after)]
            .trim_end_matches(is_blank)
            .ends_with("enn");
        if firm || !be || !than || !self.modal_before(at) {
            return false;
        }
        let end = self.clause_end(self.text.offset(after));
        let words = self.text[self.text.offset(after)..end].trim_matches(is_blank);
        if words.is_empty() {
            return false;
        }
        let placed = opt(terminated(phrase("i"), blanks1)).parse(words);
        let mut one = target(comparator, None, &self.text[at..end]);
        let baseline = placed.map_or(words, |(rest, _)| rest);
        one.baseline = Some(baseline.to_owned());
        self.push(one, end);
        true
    }

    /// Where the words of a clause end: before a comma, or the stop that ends the sentence.
    fn clause_end(&self, from: usize) -> usize {
        let until = self.sentence_end(from);
        let clause = &self.text[from..until];
        let cut = clause.find([',', ';']).map_or(clause, |k| &clause[..k]);
        let cut = cut.trim_end_matches(is_blank);
        from + cut.strip_suffix('.').unwrap_or(cut).len()
    }

    /// changed ::= [modal] (rises | falls) ["med" [bound] value] [against]
    fn changed(&mut self, at: usize) -> bool {
        let i = &self.text[at..];
        let fits = |(words, comparator, form): &(&str, Comparator, Form)| {
            let (rest, _) = phrase(words)(i).ok()?;
            Some((rest, *comparator, *form))
        };
        let Some((rest, comparator, form)) = CHANGES.iter().find_map(fits) else {
            return false;
        };
        let word = low(word_before(self.text, at));
        let modal = MODALS.contains(&word.as_str());
        let auxiliary = AUXILIARIES.contains(&word.as_str());
        let stands = match form {
            Form::Finite => true,
            Form::Modal => modal,
            Form::Participle => auxiliary,
        };
        if !stands {
            return false;
        }
        // «reduseres til under 50 dager»: the bound is the target
        if preceded(
            (blanks1, phrase("til"), blanks1),
            (opt(terminated(bound, blanks0)), value),
        )
        .parse(rest)
        .is_ok_and(|(_, (_, v))| v.unit.is_some())
        {
            return self.changed_to(rest);
        }
        let about = || {
            let words = ["om lag", "ca.", "ca", "rundt"];
            opt(move |i| {
                let found = words
                    .iter()
                    .find_map(|w| phrase(w.trim_end_matches('.'))(i).ok());
                let (rest, _) = match found {
                    Some(found) => found,
                    None => return refuse(i),
                };
                (opt(char('.')), blanks1).map(drop).parse(rest)
            })
        };
        let by = preceded(
            (
                blanks1,
                phrase("med"),
                blanks1,
                about(),
                opt(terminated(bound, blanks0)),
            ),
            value,
        );
        let (rest, by) = opt(by).parse(rest).unwrap_or((rest, None));
        let (rest, baseline) = opt(preceded(blanks1, against))
            .parse(rest)
            .unwrap_or((rest, None));
        let start = if modal || auxiliary {
            self.text[..at].trim_end_matches(is_blank).len() - word_before(self.text, at).len()
        } else {
            at
        };
        let end = self.text.offset(rest);
        let mut one = target(comparator, by, &self.text[start..end]);
        one.baseline = baseline.map(str::to_owned);
        self.push(one, end);
        true
    }

    /// «økes til (minst) 80 pst.»
    fn changed_to(&mut self, rest: &'t str) -> bool {
        let Ok((start, _)) = (blanks1, phrase("til"), blanks1).parse(rest) else {
            return false;
        };
        let Ok((after, (bound, read))) = (opt(terminated(bound, blanks0)), value).parse(start)
        else {
            return false;
        };
        let (from, to) = (self.text.offset(start), self.text.offset(after));
        let comparator = bound.map_or(Eq, |(comparator, _)| comparator);
        self.push(target(comparator, Some(read), &self.text[from..to]), to);
        true
    }

    /// exact ::= "skal" … "være" value
    fn exact(&mut self, at: usize) -> bool {
        let i = &self.text[at..];
        let be = |i| longest(BE, i);
        let lik = opt(terminated(phrase("lik"), blanks1));
        let Ok((rest, read)) = preceded((be, blanks1, lik), value).parse(i) else {
            return false;
        };
        // `Antall klager skal være 40.`: a number and no more of the sentence; four figures may be a year.
        let alone = matches!(rest.trim_end(), "" | ".") && read.unit.is_none();
        let dated = (1990.0..2100.0).contains(&read.number);
        let countable =
            matches!(read.unit, Some(Unit::Percent | Unit::Days | Unit::Nok)) || alone && !dated;
        if !countable || !self.modal_before(at) {
            return false;
        }
        // `skal være 30 prosent lavere enn i 2012`: a change, and against what.
        for (words, comparator) in THAN {
            let Ok((than, _)) = preceded(blanks1, phrase(words)).parse(rest) else {
                continue;
            };
            let against = preceded(
                (blanks1, opt(terminated(phrase("i"), blanks1))),
                recognize(year),
            );
            let (rest, baseline) = opt(against).parse(than).unwrap_or((than, None));
            let end = self.text.offset(rest);
            let mut one = target(comparator, Some(read), &self.text[at..end]);
            one.baseline = baseline.map(str::to_owned);
            self.push(one, end);
            return true;
        }
        let end = self.text.offset(rest);
        self.push(target(Eq, Some(read), &self.text[at..end]), end);
        true
    }
}

/// Words after a value that make it a change.
const THAN: [(&str, Comparator); 8] = [
    ("lavere enn", Comparator::Decrease),
    ("lågare enn", Comparator::Decrease),
    ("mindre enn", Comparator::Decrease),
    ("færre enn", Comparator::Decrease),
    ("høyere enn", Comparator::Increase),
    ("høgare enn", Comparator::Increase),
    ("mer enn", Comparator::Increase),
    ("flere enn", Comparator::Increase),
];

/// What a parser finds first in a text, at the start of a word.
fn first<'a>(text: &'a str, parser: fn(&'a str) -> P<'a, &'a str>) -> Option<&'a str> {
    word_starts(text).find_map(|at| Some(parser(&text[at..]).ok()?.1))
}

/// The targets of an indicator's text, in the order printed.
///
/// ```
/// use oppdrag::{grammar::target::targets, model::{Comparator, Unit}};
/// let found = targets("Andelen skal være minst 95 pst. (maks 5 pst. utenfor).");
/// assert_eq!((found[0].comparator, found[0].value), (Comparator::Ge, Some(95.0)));
/// assert_eq!((found[1].comparator, found[1].unit), (Comparator::Le, Some(Unit::Percent)));
/// ```
pub fn targets(text: &str) -> Vec<Target> {
    if let Some(found) = pairs(text) {
        return found;
    }
    let mut reader = Reader {
        text,
        found: Vec::new(),
        past: 0,
    };
    let signs = text
        .match_indices(['≥', '≤', '<', '>', '&'])
        .map(|(at, _)| at);
    let prefixes: &Prefixes = &PREFIXES;
    let mut places: Vec<usize> = word_starts(text).chain(signs).collect();
    places.sort_unstable();
    for at in places {
        let sign = !text[at..].starts_with(char::is_alphanumeric);
        let may_start = sign || prefixes.may_start(&text.as_bytes()[at..]);
        if may_start && at >= reader.past {
            let _ = reader.bounded(at) || reader.changed(at) || reader.exact(at);
        }
    }
    reader.found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use Unit::{Count, Days, Nok, Percent};
    use proptest::prelude::*;

    type Row = (Comparator, Option<f64>, Option<Unit>);

    fn read(text: &str) -> Vec<Row> {
        let found = targets(text);
        for one in &found {
            let parts = [
                Some(&one.raw),
                one.subject.as_ref(),
                one.period.as_ref(),
                one.baseline.as_ref(),
            ];
            for part in parts.into_iter().flatten() {
                assert!(
                    text.contains(part.as_str()) && !part.is_empty(),
                    "{part:?} in {text:?}"
                );
            }
        }
        found
            .into_iter()
            .map(|t| (t.comparator, t.value, t.unit))
            .collect()
    }

    #[test]
    fn a_share_of_what_was_is_a_change() {
        let found = targets("Forbruket skal være 30 prosent lavere enn i 2012.");
        let [one] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!((one.comparator, one.value), (Decrease, Some(30.0)));
        assert_eq!(one.baseline.as_deref(), Some("2012"));
    }

    #[test]
    fn bounds() {
        for (text, comparator, value, unit) in [
            ("Andelen skal være minst 95 pst.", Ge, 95.0, Percent),
            ("80 pst. eller mer", Ge, 80.0, Percent),
            ("40 dager eller færre", Le, 40.0, Days),
            ("Andel utenfor (maks 5 pst.)", Le, 5.0, Percent),
            (
                "Ventetiden skal være lik eller under 61 dager.",
                Le,
                61.0,
                Days,
            ),
            ("Ventetiden skal vere under 50 dagar", Lt, 50.0, Days),
            ("Minimum 80 prosent skal svare", Ge, 80.0, Percent),
            ("Fraværet skal være høyst 7,5 %", Le, 7.5, Percent),
            ("inntil 10 prosent", Le, 10.0, Percent),
            ("Fraværet skal ikke overstige 5 pst.", Le, 5.0, Percent),
            ("Andelen skal ikke være under 80 %", Ge, 80.0, Percent),
            ("Andelen skal være over 80 %", Gt, 80.0, Percent),
            ("≥ 80 %", Ge, 80.0, Percent),
            ("Andel: < 20 %", Lt, 20.0, Percent),
            ("100 %", Eq, 100.0, Percent),
            ("Andelen skal være 100 prosent", Eq, 100.0, Percent),
            ("Ventetiden reduseres til under 50 dager", Lt, 50.0, Days),
            ("Andelen økes til minst 80 pst.", Ge, 80.0, Percent),
            (
                "Det skal brukes minst 3 milliarder kroner årlig.",
                Ge,
                3e9,
                Nok,
            ),
            ("Det skal etableres minst 10 plasser", Ge, 10.0, Count),
        ] {
            assert_eq!(
                read(text),
                [(comparator, Some(value), Some(unit))],
                "{text}"
            );
        }
    }

    #[test]
    fn changes() {
        assert_eq!(
            read("Antallet økes med minst 15 prosent."),
            [(Increase, Some(15.0), Some(Percent))]
        );
        for text in [
            "Ventetiden skal reduseres.",
            "Ventetida skal reduserast.",
            "Bruken er redusert.",
        ] {
            assert_eq!(read(text), [(Decrease, None, None)], "{text}");
        }
        for text in [
            "Talet skal aukast.",
            "Antallet skal økes.",
            "Antallet er økt.",
            "Talet skal auke.",
        ] {
            assert_eq!(read(text), [(Increase, None, None)], "{text}");
        }
    }

    #[test]
    fn what_it_is_compared_with() {
        let baseline = |text| targets(text)[0].baseline.clone();
        assert_eq!(
            baseline("Antallet er økt fra 2025.").as_deref(),
            Some("2025")
        );
        assert_eq!(
            baseline("Antallet skal økes sammenlignet med 2025.").as_deref(),
            Some("2025")
        );
        assert_eq!(
            baseline("Talet skal aukast mykje samanlikna med 2025").as_deref(),
            Some("2025")
        );
        assert_eq!(
            baseline("Bruken økes med 5 % fra nivået i 2024").as_deref(),
            Some("2024")
        );
        let found = targets("Veksten skal være høyere enn veksten ellers, jf. over.");
        assert_eq!((found[0].comparator, found[0].value), (Gt, None));
        assert_eq!(found[0].baseline.as_deref(), Some("veksten ellers"));
        let found = targets("Andelen skal være høyere enn i 2025.");
        assert_eq!((found[0].comparator, found[0].value), (Gt, None));
        assert_eq!(found[0].baseline.as_deref(), Some("2025"));
    }

    #[test]
    fn periods_and_subjects() {
        let found = targets("Tiden skal reduseres hvert år i stortingsperioden 2025-2029.");
        assert_eq!(
            found[0].period.as_deref(),
            Some("hvert år i stortingsperioden 2025-2029")
        );
        let found =
            targets("Det skal brukes minst 3 mrd. kroner årlig på utstyr i perioden 2026-2029.");
        assert_eq!(found[0].period.as_deref(), Some("årlig"));
        let found = targets("BUP: 40 dagar TSB: 30 dagar");
        let rows: Vec<_> = found
            .iter()
            .map(|t| (t.subject.as_deref(), t.value, t.raw.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                (Some("BUP"), Some(40.0), "40 dagar"),
                (Some("TSB"), Some(30.0), "30 dagar")
            ]
        );
        let found = targets(
            "Tiden skal være under 60 dager i somatikk, 44 dager i voksenpsykiatri og 33 dager i rus.",
        );
        let rows: Vec<_> = found
            .iter()
            .map(|t| (t.subject.as_deref(), t.comparator, t.value))
            .collect();
        assert_eq!(
            rows,
            [
                (Some("somatikk"), Lt, Some(60.0)),
                (Some("voksenpsykiatri"), Lt, Some(44.0)),
                (Some("rus"), Lt, Some(33.0))
            ]
        );
        assert_eq!(targets("Mål: minst 90 %")[0].subject, None);
    }

    #[test]
    fn several_in_one_sentence() {
        assert_eq!(
            read("Enheten skal holde minst 95 pst. av avtalene (maks 5 pst. for sent)."),
            [
                (Ge, Some(95.0), Some(Percent)),
                (Le, Some(5.0), Some(Percent))
            ]
        );
    }

    #[test]
    fn a_number_alone_is_exact() {
        assert_eq!(
            read("Antall fyr i drift skal være 70."),
            [(Eq, Some(70.0), None)]
        );
        assert_eq!(read("Planen skal være klar i 2026."), []);
        assert_eq!(read("Neste år skal være 2026."), []);
    }

    #[test]
    fn what_is_none() {
        for text in [
            "Andel forløp som er innenfor standard forløpstid for 24 kreftformer",
            "Andel epikriser sendt innen en dag",
            "Overlevelse 30 dager etter innleggelse",
            "Andel innbyggere 80 år og eldre",
            "Andel barn under 18 år",
            "Andel som venter over 60 dager",
            "Etaten skal bidra til økt kompetanse",
            "Etaten skal bidra til å redusere uønsket variasjon",
            "Antall personer",
            "inntil videre",
            "4.1",
            "2026",
            "Innen 1. mai 2026",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    /// Every target that people have read in the indicators of a letter, and no other.
    #[test]
    fn gold() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../shared/gold/oppdragsdokument-2026-helse-nord.json"
        );
        let Ok(json) = std::fs::read_to_string(path) else {
            eprintln!("skipped: no {path}");
            return;
        };
        let gold: serde_json::Value = serde_json::from_str(&json).unwrap();
        let mut seen = 0;
        for indicator in gold["indicators"].as_array().unwrap() {
            let text = indicator["text"].as_str().unwrap();
            let empty = Vec::new();
            let wanted: Vec<Row> = (indicator["targets"].as_array().unwrap_or(&empty).iter())
                .map(|t| {
                    let comparator = serde_json::from_value(t["comparator"].clone()).unwrap();
                    let unit = serde_json::from_value(t["unit"].clone()).unwrap();
                    (comparator, t["value"].as_f64(), unit)
                })
                .collect();
            seen += wanted.len();
            assert_eq!(read(text), wanted, "{text}");
        }
        assert!(seen >= 11, "{seen} targets");
    }

    proptest! {
        #[test]
        fn a_bound_reads_back(n in 1u32..1000, which in 0usize..6, unit in 0usize..3) {
            let (words, comparator) = [("minst", Ge), ("maks", Le), ("lik eller under", Le), ("under", Lt), ("over", Gt), ("høyst", Le)][which];
            let (printed, unit) = [("pst.", Percent), ("%", Percent), ("dager", Days)][unit];
            let text = format!("Andelen skal være {words} {n} {printed}");
            prop_assert_eq!(read(&text), [(comparator, Some(f64::from(n)), Some(unit))]);
        }

        #[test]
        fn what_is_said_is_quoted(text in "(minst|skal være|økes|fra|høyere enn|BUP:|dager|pst\\.|[0-9]{1,4}|[ ,.:(]|i|og|\\PC){0,40}") {
            read(&text);
        }
    }

    #[test]
    fn numbers_in_words_after_a_bound() {
        let found = targets("Minst to kaier er bygd");
        assert_eq!(
            (found[0].value, found[0].unit),
            (Some(2.0), Some(Unit::Count))
        );
        assert!(targets("Kaiene til to kommuner").is_empty());
        assert_eq!(is_unit("pst."), Some(Unit::Percent));
        assert_eq!(is_unit("pst. av alle"), None);
    }
}
