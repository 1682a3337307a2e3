//! What is said of a row: its earmarks, and which of them are parts of others.
//!
//! ```text
//! comment ::= (paragraph | item)*
//! ```
//! A list under a sentence that ends in a colon is part of the sentence's amount. Where «hvorav» ends an
//! item and the list does not show which of the next items are its parts, the sum of the post decides;
//! else nothing is guessed.

use super::{
    earmarks::{Found, Said, Where, read},
    table::Unit,
};
use crate::{
    grammar::{Grammar, lexeme::is_blank, money::MoneyRole},
    model::EarmarkKind,
};
use std::ops::Range;

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
    nest(units, &spans, post, &mut said, grammar);
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
fn nest(
    units: &[Unit],
    spans: &[Range<usize>],
    post: Option<i64>,
    said: &mut Said,
    grammar: &Grammar,
) {
    for (n, unit) in units.iter().enumerate() {
        let words = unit.text.as_str().trim_end();
        let last = words.rsplit(is_blank).next().unwrap_or("");
        let list = words.ends_with(':');
        let opens = list
            || grammar
                .money
                .find(last.trim_end_matches([':', ',']), MoneyRole::PartWord)
                .is_some();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layout::Text, source::Builder};

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
