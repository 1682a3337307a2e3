//! Earmarks: amounts set aside for a purpose, and rates.
//!
//! ```text
//! item     ::= [least | most] amount purpose ("." "Av dette" … amount purpose)*
//!            | purpose "(" amount ")"
//! sentence ::= … allots … amount purpose ((","| "og" | "hvorav") … amount purpose)*
//! rate     ::= … "enhetspris" | "sats" | "egenandel" | … amount ["per" unit]
//! ```
//! What «hvorav», «herunder» or «andel på» opens is a part of the amount before it, and so is a list
//! under a sentence that ends in a colon. Where «hvorav» ends an item and the list does not show which
//! of the next items are its parts, the sum of the post decides; else nothing is guessed.

use super::table::Unit;
use crate::{
    grammar::{
        Grammar,
        amount::{Amount, Scale, amounts},
        identifier::identifiers,
        lexeme::{is_blank, is_dash},
        money::MoneyRole,
        sentence::sentences,
    },
    kinds::money::titles::year,
    layout::Text,
    model::EarmarkKind,
};
use std::ops::Range;

/// An earmark, not yet written down.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub kind: EarmarkKind,
    pub nok: Option<i64>,
    pub minimum: bool,
    pub maximum: bool,
    /// The place in the list of the one that it is a part of.
    pub parent: Option<usize>,
    pub text: Text,
    pub purpose: Option<String>,
    pub assignments: Vec<String>,
    /// «totalt»: the next ones may be its parts.
    pub subtotal: bool,
    /// Of a rate, the year that it is said to be of: «innslagspunktet for 2025».
    pub year: Option<i32>,
    /// Of a rate, the stem of the word that names it: said twice, it is one fact.
    pub subject: String,
}

impl Found {
    /// The row of a part of a post.
    pub(super) fn of_row(nok: Option<i64>, text: Text, purpose: &str) -> Self {
        Self {
            kind: EarmarkKind::Earmark,
            nok,
            minimum: false,
            maximum: false,
            parent: None,
            text,
            purpose: (!purpose.is_empty()).then(|| purpose.to_string()),
            assignments: Vec::new(),
            subtotal: false,
            year: None,
            subject: String::new(),
        }
    }
}

/// What is said of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub found: Vec<Found>,
    /// The text says that the list is the whole of the post.
    pub whole: bool,
    /// Earmarks of which it is not known whether they are parts of the one before.
    pub uncertain: Vec<usize>,
    /// Amounts that allot nothing.
    pub passed: Vec<Text>,
}

impl Said {
    /// Leaves earmarks out. Those that are parts of others know their new places.
    pub(super) fn retain(&mut self, keep: impl FnMut(&Found) -> bool) {
        let kept: Vec<bool> = self.found.iter().map(keep).collect();
        let mut places = Vec::with_capacity(kept.len());
        let mut next = 0;
        for own in &kept {
            places.push(own.then_some(next));
            next += usize::from(*own);
        }
        let mut at = 0;
        self.found.retain(|_| {
            at += 1;
            kept[at - 1]
        });
        for one in &mut self.found {
            one.parent = one.parent.and_then(|parent| places[parent]);
        }
        self.uncertain = self.uncertain.iter().filter_map(|&at| places[at]).collect();
    }
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// In a list item.
    Item,
    /// In what is said of a row: an amount that leads is allotted.
    Comment,
    /// In running text: only a word that allots will do.
    Text,
}

/// Reads what is said of a row whose amount is `post`.
pub(super) fn comment(units: &[Unit], post: Option<i64>, grammar: &Grammar) -> Said {
    let mut said = Said::default();
    // Of each unit: its earmarks.
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (n, unit) in units.iter().enumerate() {
        let start = said.found.len();
        let place = if unit.item.is_some() {
            Where::Item
        } else {
            Where::Comment
        };
        let from = unit.item.unwrap_or(0);
        read(&unit.text, from, place, grammar, &mut said, start);
        let words = &unit.text.as_str()[from..];
        let opens = n == 0 && words.trim_end().ends_with(':') || words.starts_with("Fordeling");
        said.whole |= opens && grammar.money.find(words, MoneyRole::WholeList).is_some();
        spans.push(start..said.found.len());
    }
    nest(units, &spans, post, &mut said);
    if let Some(post) = post {
        for range in spans {
            rest_of_whole(&mut said.found, range, post);
        }
    }
    subtotals(&mut said.found, 0);
    said
}

/// «Det tildeles 10 mill. kroner til A. Minst 1 mill. kroner settes av til B.»: where the first amount of
/// a paragraph is all of the post, the next ones can only be parts of it.
fn rest_of_whole(found: &mut [Found], range: Range<usize>, post: i64) {
    let tops: Vec<usize> = range
        .filter(|&at| found[at].parent.is_none() && found[at].kind == EarmarkKind::Earmark)
        .collect();
    let Some((&first, rest)) = tops.split_first() else {
        return;
    };
    let limit = |one: &Found| one.minimum || one.maximum;
    if found[first].nok != Some(post) || limit(&found[first]) {
        return;
    }
    for &at in rest {
        if limit(&found[at]) && found[at].text.start() != found[first].text.start() {
            found[at].parent = Some(first);
        }
    }
}

/// The parts of what an item or a sentence opens.
fn nest(units: &[Unit], spans: &[Range<usize>], post: Option<i64>, said: &mut Said) {
    for (n, unit) in units.iter().enumerate() {
        let words = unit.text.as_str().trim_end();
        let last = words.rsplit(is_blank).next().unwrap_or("");
        let list = words.ends_with(':');
        let opens = list
            || matches!(
                last.trim_end_matches([':', ',']),
                "hvorav" | "kvarav" | "herav" | "derav" | "herunder"
            );
        let Some(parent) = spans[n]
            .clone()
            .find(|&at| said.found[at].parent.is_none())
            .filter(|_| opens)
        else {
            continue;
        };
        // The items right below it, each with its first earmark.
        let below: Vec<(usize, usize)> = (n + 1..units.len())
            .take_while(|&next| units[next].item.is_some())
            .filter_map(|next| {
                spans[next]
                    .clone()
                    .find(|&at| said.found[at].parent.is_none())
                    .map(|at| (next, at))
            })
            .collect();
        if unit.item.is_none() {
            for (_, at) in below {
                said.found[at].parent = Some(parent);
            }
            continue;
        }
        let indented = |next: usize| match (unit.indent, units[next].indent) {
            (Some(own), Some(other)) => Some(other > own + 3.0),
            _ => None,
        };
        let deeper = below
            .iter()
            .take_while(|(next, _)| indented(*next) == Some(true))
            .count();
        let count = if deeper > 0 {
            Some(deeper)
        } else {
            by_sum(&said.found, parent, &below, post)
        };
        match count {
            Some(count) => {
                for &(_, at) in &below[..count] {
                    said.found[at].parent = Some(parent);
                }
            }
            None => {
                for (k, &(_, at)) in below.iter().enumerate() {
                    if k == 0 {
                        said.found[at].parent = Some(parent);
                    } else {
                        said.uncertain.push(at);
                    }
                }
            }
        }
    }
}

/// How many of the next items are parts of `parent`: the post is the sum of the others.
fn by_sum(
    found: &[Found],
    parent: usize,
    below: &[(usize, usize)],
    post: Option<i64>,
) -> Option<usize> {
    let post = post?;
    let all: i64 = found
        .iter()
        .filter(|one| one.parent.is_none() && one.kind == EarmarkKind::Earmark)
        .filter_map(|one| one.nok)
        .sum();
    let mut parts = 0;
    let mut fits = Vec::new();
    for (k, &(_, at)) in below.iter().enumerate() {
        parts += found[at].nok?;
        if parts > found[parent].nok? {
            break;
        }
        if all - parts == post {
            fits.push(k + 1);
        }
    }
    match fits[..] {
        [one] => Some(one),
        _ => None,
    }
}

/// «totalt 46,5 mill. kroner»: the next ones are its parts where they add up to it.
pub(super) fn subtotals(found: &mut [Found], from: usize) {
    for at in from..found.len() {
        let (true, Some(total)) = (found[at].subtotal, found[at].nok) else {
            continue;
        };
        let mut sum = 0i64;
        let mut parts = Vec::new();
        for (next, one) in found.iter().enumerate().skip(at + 1).take(20) {
            if one.parent.is_some() || one.kind != EarmarkKind::Earmark {
                continue;
            }
            sum = sum.saturating_add(one.nok.unwrap_or(0));
            parts.push(next);
            if sum >= total {
                break;
            }
        }
        if sum == total && parts.len() > 1 {
            for part in parts {
                found[part].parent = Some(at);
            }
        }
    }
}

/// Reads the sentences of a text from `from` on; `first` is the first earmark that «Av dette» may mean.
pub(super) fn read(
    text: &Text,
    from: usize,
    place: Where,
    grammar: &Grammar,
    said: &mut Said,
    first: usize,
) {
    let words = &text.as_str()[from..];
    if !words.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    for (n, range) in sentences(words).into_iter().enumerate() {
        let range = from + range.start..from + range.end;
        let whole = place == Where::Item && n == 0;
        let quoted = if whole {
            from..text.len()
        } else {
            range.clone()
        };
        sentence(text, range, quoted, place, grammar, said, first);
    }
}

/// Reads one sentence; `quoted` is what its earmarks quote.
pub(super) fn sentence(
    text: &Text,
    range: Range<usize>,
    quoted: Range<usize>,
    place: Where,
    grammar: &Grammar,
    said: &mut Said,
    first: usize,
) {
    let words = &text.as_str()[range.clone()];
    let list = amounts(words);
    if list.is_empty() {
        return;
    }
    let money = &grammar.money;
    let has = |words: &str, role| money.find(words, role).is_some();
    let allots = has(words, MoneyRole::Allots) || has(words, MoneyRole::SetsAside);
    let pays = !has(words, MoneyRole::Allots) && has(words, MoneyRole::Payment);
    let of_post = has(words, MoneyRole::OfPost);
    let of_this = !of_post && has(words, MoneyRole::OfThis);
    let mut lead: Option<usize> = None;
    // The amount before was a part: «herunder 2 mill. kroner til A og 1 mill. kroner til B».
    let mut parted = false;
    let mut past = 0;
    for (n, amount) in list.iter().enumerate() {
        let (head, before) = (
            &words[..amount.range.start],
            &words[past..amount.range.start],
        );
        let after = &words[amount.range.end..];
        past = amount.range.end;
        let close = before.trim_end();
        let rate = amount.unit == Scale::Kroner && has(head.trim_end(), MoneyRole::Rate) && !allots;
        if rate {
            if !has(close, MoneyRole::Raises) && !has(close, MoneyRole::Lowers) {
                push(
                    said,
                    EarmarkKind::Rate,
                    amount,
                    close,
                    text,
                    &quoted,
                    purpose(after, None),
                    None,
                    grammar,
                );
            }
            continue;
        }
        let bracket = close.ends_with('(') && after.trim_start().starts_with(')');
        let depth = head.matches('(').count() > head.matches(')').count();
        let on = parted && close.ends_with(" og") && !close.contains(',');
        let part = (has(close, MoneyRole::PartOf) || on) && (n > 0 || lead.is_some());
        let accepted = !pays
            && !has(close.trim_end_matches(','), MoneyRole::Recalls)
            && !matches!(last_word(close), "fra" | "frå")
            && match () {
                () if bracket => place == Where::Item || allots,
                () if depth && !part => false,
                () if n == 0 => {
                    allots || of_this || of_post || place != Where::Text && leads(head, grammar)
                }
                () if part => true,
                () => {
                    lead.is_some()
                        && (joins(close, grammar) || allots && is_allotting(close, grammar))
                }
            };
        if !accepted {
            if place != Where::Text {
                said.passed.push(
                    text.slice(range.start + amount.range.start..range.start + amount.range.end),
                );
            }
            continue;
        }
        let parent = if part {
            lead
        } else if n == 0 && of_this {
            (first..said.found.len())
                .rev()
                .find(|&at| said.found[at].parent.is_none())
        } else {
            None
        };
        let what = if bracket {
            let end = before.rfind('(').unwrap_or(0);
            purpose(before[..end].trim_start_matches([',', ')', ' ']), None)
        } else if part
            && ["andel på", "del på"]
                .iter()
                .any(|word| close.ends_with(word))
        {
            let share = close.trim_end_matches("på").trim_end();
            let share = share.trim_start_matches([',', ' ']);
            let share = ["til ", "og ", "samt "]
                .iter()
                .find_map(|word| share.strip_prefix(word))
                .unwrap_or(share);
            (!share.is_empty()).then(|| share.to_string())
        } else {
            let next = list.get(n + 1).filter(|next| {
                let between = words[amount.range.end..next.range.start].trim_end();
                !between.ends_with("andel på")
                    && between.matches('(').count() <= between.matches(')').count()
            });
            purpose(after, next.map(|next| next.range.start - amount.range.end))
        };
        let at = said.found.len();
        push(
            said,
            EarmarkKind::Earmark,
            amount,
            close,
            text,
            &quoted,
            what,
            parent,
            grammar,
        );
        if !part {
            lead = Some(at);
        }
        parted = part && !bracket;
    }
}

#[allow(clippy::too_many_arguments)]
fn push(
    said: &mut Said,
    kind: EarmarkKind,
    amount: &Amount,
    close: &str,
    text: &Text,
    quoted: &Range<usize>,
    purpose: Option<String>,
    parent: Option<usize>,
    grammar: &Grammar,
) {
    let has = |role| grammar.money.find(close, role).is_some();
    let quote = text.slice(quoted.clone());
    let mut assignments: Vec<String> = Vec::new();
    if parent.is_none() {
        for one in identifiers(quote.as_str(), &grammar.templates) {
            if !assignments.contains(&one.number) {
                assignments.push(one.number);
            }
        }
    }
    said.found.push(Found {
        kind,
        nok: amount.nok,
        minimum: has(MoneyRole::Least),
        maximum: has(MoneyRole::Most),
        parent,
        purpose,
        assignments,
        subtotal: has(MoneyRole::Subtotal),
        year: year_of(close),
        subject: match kind {
            EarmarkKind::Rate => subject(close),
            _ => String::new(),
        },
        text: quote,
    });
}

/// The year that an amount is said to be of: «for 2025 på», «I 2025 var satsen».
fn year_of(close: &str) -> Option<i32> {
    let of = |pair: &[&str]| match pair {
        [word, number] if matches!(word.to_lowercase().as_str(), "for" | "i") => year(number),
        _ => None,
    };
    let words: Vec<&str> = close.split_whitespace().collect();
    let near = &words[words.len().saturating_sub(5)..];
    near.windows(2)
        .rev()
        .find_map(of)
        .or_else(|| of(words.get(..2)?))
}

/// The stem of the last long word before an amount that is not the verb.
fn subject(close: &str) -> String {
    const VERBS: [&str; 6] = [
        "beregnet", "berekna", "utregnet", "fastsatt", "fastsett", "kroner",
    ];
    close
        .split(|c: char| !c.is_alphabetic())
        .rev()
        .find(|word| word.chars().count() >= 6 && !VERBS.contains(word))
        .map(|word| word.to_lowercase().chars().take(8).collect())
        .unwrap_or_default()
}

/// Whether an amount leads its sentence: nothing before it but «minst», «inntil» or a label.
fn leads(head: &str, grammar: &Grammar) -> bool {
    let words = head.trim();
    words.is_empty()
        || words.ends_with(':')
        || words.len() <= 24
            && (grammar.money.find(words, MoneyRole::Least).is_some()
                || grammar.money.find(words, MoneyRole::Most).is_some()
                || matches!(
                    words.to_lowercase().as_str(),
                    "om lag" | "ca." | "ca" | "omlag" | "kr" | "totalt"
                ))
}

fn last_word(words: &str) -> &str {
    words.rsplit(is_blank).next().unwrap_or("")
}

/// `…, og minst`: the amount that follows is one more of its kind.
fn joins(close: &str, grammar: &Grammar) -> bool {
    let mut words = close;
    for role in [MoneyRole::Least, MoneyRole::Most] {
        if grammar.money.find(words, role).is_some() {
            words = words.rsplit_once(is_blank).map_or("", |(before, _)| before);
        }
    }
    let words = words.trim_end_matches("om lag").trim_end();
    words.ends_with(',') || words.ends_with(';') || matches!(last_word(words), "og" | "samt")
}

fn is_allotting(close: &str, grammar: &Grammar) -> bool {
    grammar.money.find(close, MoneyRole::Allots).is_some()
        || grammar.money.find(close, MoneyRole::SetsAside).is_some()
}

/// The words after an amount, «til» and closing marks left out; `until` is where the next one stands.
fn purpose(after: &str, until: Option<usize>) -> Option<String> {
    let mut words = match until {
        Some(end) => {
            let own = &after[..end];
            let cut = [
                " herunder",
                " hvorav",
                " kvarav",
                " derav",
                " herav",
                " og ",
                " samt ",
                ",",
            ]
            .iter()
            .filter_map(|word| own.rfind(word))
            .max_by_key(|at| *at);
            let first = [" herunder", " hvorav", " derav", " herav", " kvarav"]
                .iter()
                .filter_map(|word| own.find(word))
                .min();
            &own[..first.or(cut).unwrap_or(end)]
        }
        None => after,
    };
    let blank = |c: char| is_blank(c) || is_dash(c) || matches!(c, ',' | ':' | ')');
    words = words.trim_start_matches(blank);
    // `over kap. 760, post 21 til …`: the post is no purpose.
    if words.starts_with("over ")
        && let Some(at) = words.find(" til ").filter(|at| *at <= 48)
        && words[..at].contains(|c: char| c.is_ascii_digit())
    {
        words = &words[at + 1..];
    }
    for lead in [
        "skal gå til ",
        "går til ",
        "settes av til ",
        "er satt av til ",
        "til ",
    ] {
        if let Some(rest) = words.strip_prefix(lead) {
            words = rest;
            break;
        }
    }
    let words =
        words.trim_end_matches(|c: char| blank(c) && c != ')' || matches!(c, '.' | ';' | '('));
    (!words.is_empty()).then(|| words.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Builder;

    fn units(lines: &[&str]) -> Vec<Unit> {
        let grammar = Grammar::built_in();
        let mut builder = Builder::new();
        for line in lines {
            builder.line(line);
        }
        let source = builder.finish();
        source
            .lines()
            .iter()
            .filter(|line| !line.range.is_empty())
            .map(|line| {
                let text = Text::at(&source, line.range.clone());
                Unit {
                    item: grammar.marker(text.as_str()).map(|marker| marker.len),
                    indent: None,
                    text,
                }
            })
            .collect()
    }

    fn read_all(lines: &[&str], post: Option<i64>) -> Vec<(i64, Option<usize>, Option<String>)> {
        comment(&units(lines), post, &Grammar::built_in())
            .found
            .into_iter()
            .map(|one| (one.nok.unwrap_or(-1), one.parent, one.purpose))
            .collect()
    }

    fn fact(
        nok: i64,
        parent: Option<usize>,
        purpose: &str,
    ) -> (i64, Option<usize>, Option<String>) {
        (nok, parent, Some(purpose.to_string()))
    }

    #[test]
    fn items_and_what_is_part_of_them() {
        assert_eq!(
            read_all(
                &[
                    "Det tildeles:",
                    "- 30 mill. kroner til fyrlys. Av dette er 1 mill. kroner øremerket maling.",
                    "- 64,0 mill. kroner til sjøkart, hvorav",
                    "- 25,0 mill. kr skal gå til trykking",
                    "- minst 12 mill. kroner skal gå til kontroll",
                    "- 3,5 mill. kroner til båter",
                ],
                Some(97_500_000)
            ),
            [
                fact(30_000_000, None, "fyrlys"),
                fact(1_000_000, Some(0), "øremerket maling"),
                fact(64_000_000, None, "sjøkart, hvorav"),
                fact(25_000_000, Some(2), "trykking"),
                fact(12_000_000, Some(2), "kontroll"),
                fact(3_500_000, None, "båter"),
            ]
        );
    }

    #[test]
    fn parts_joined_by_and() {
        let lines = [
            "Det tildeles 7,5 mill. kroner til lys, herunder 2,5 mill. kroner til fyr og 1 mill. kroner til lykter.",
        ];
        assert_eq!(
            read_all(&lines, None),
            [
                fact(7_500_000, None, "lys"),
                fact(2_500_000, Some(0), "fyr"),
                fact(1_000_000, Some(0), "lykter"),
            ]
        );
    }

    #[test]
    fn what_is_left_of_a_whole_post() {
        let lines =
            ["Det tildeles 10 mill. kroner til lys. Minst 1 mill. kroner settes av til fyr."];
        let parents = |post| -> Vec<Option<usize>> {
            read_all(&lines, post)
                .into_iter()
                .map(|one| one.1)
                .collect()
        };
        assert_eq!(parents(Some(10_000_000)), [None, Some(0)]);
        assert_eq!(parents(Some(11_000_000)), [None, None]);
    }

    #[test]
    fn shares_and_brackets() {
        assert_eq!(
            read_all(&["- 8 mill. kroner til etatens andel på 3,0 mill. kroner og vaktas andel på 5,0 mill. kroner av beredskapen."], None)
                .into_iter()
                .map(|(nok, parent, _)| (nok, parent))
                .collect::<Vec<_>>(),
            [(8_000_000, None), (3_000_000, Some(0)), (5_000_000, Some(0))]
        );
        assert_eq!(
            read_all(
                &[
                    "Etaten tildeles 3 mill. kroner til konkrete oppdrag:",
                    "- Nye lys, jf. TB2026-12 (1 mill. kroner)",
                    "- Nye kart (2 mill. kroner)",
                ],
                None
            ),
            [
                fact(3_000_000, None, "konkrete oppdrag"),
                fact(1_000_000, Some(0), "Nye lys, jf. TB2026-12"),
                fact(2_000_000, Some(0), "Nye kart"),
            ]
        );
    }

    #[test]
    fn a_sum_that_has_been_named_is_no_earmark() {
        assert_eq!(
            read_all(&["For tildelingen på 10 mill. kroner gjelder dette."], None),
            []
        );
        assert_eq!(
            read_all(
                &["Det er avsatt 4 mill. kroner til lys (bevilget 5 mill. kroner)."],
                None
            )
            .len(),
            1
        );
        assert_eq!(
            read_all(&["Det er bevilget 2,8 mill. kroner i budsjettet."], None),
            []
        );
    }

    #[test]
    fn rates() {
        let found = comment(
            &units(&["Egenandelen er 163 kroner per døgn. Enhetsprisen er 56 153 kroner."]),
            None,
            &Grammar::built_in(),
        )
        .found;
        let all: Vec<_> = found.iter().map(|one| (one.kind, one.nok)).collect();
        assert_eq!(
            all,
            [
                (EarmarkKind::Rate, Some(163)),
                (EarmarkKind::Rate, Some(56_153))
            ]
        );
    }
}
