//! Sentences that give several posts an amount each, cut into what is said of each.
//!
//! ```text
//! sentence ::= clause (joint clause)+         each names a post and an amount, in the same order
//! joint    ::= [","] ("og" | "mens" | "samt" | "medan") | ";" | ","
//! clause   ::= … post … amount …  |  … amount … post …
//! ```
//! «Post 01 økes med 5 mill. kroner, mens post 21 reduseres med 3 mill. kroner», «tildeles 4 mill. kroner på
//! kap. 701 post 01 og 2 mill. kroner på kap. 701 post 21».

use super::{mention::numbers, movement};
use crate::grammar::{
    Grammar,
    amount::{amounts, shared},
    lexeme::is_blank,
    money::MoneyRole,
};
use std::ops::Range;

/// The clauses of a sentence; all of it where it is one.
pub(super) fn clauses(words: &str, range: Range<usize>, grammar: &Grammar) -> Vec<Range<usize>> {
    let own = &words[range.clone()];
    let whole = vec![range.clone()];
    let posts = numbers(own, grammar);
    let list = shared(own, amounts(own));
    if posts.len() < 2
        || list.len() < 2
        || grammar.money.find(own, MoneyRole::Respectively).is_some()
    {
        return whole;
    }
    let cuts = match list[0].range.start < posts[0].start {
        true => amounts_first(
            own,
            &posts,
            &list.iter().map(|one| one.range.clone()).collect::<Vec<_>>(),
            grammar,
        ),
        false => posts_first(own, &posts, grammar),
    };
    let mut found = Vec::new();
    let mut start = range.start;
    for (end, next) in cuts {
        found.push(start..range.start + end);
        start = range.start + next;
    }
    found.push(start..range.end);
    found
}

/// The last joint of words: where it begins and ends, blanks and marks with it.
fn joint(words: &str, grammar: &Grammar) -> Option<(usize, usize)> {
    let mark = |c: char| is_blank(c) || matches!(c, ',' | ';');
    let mut places = words.match_indices(is_blank).collect::<Vec<_>>();
    places.reverse();
    places.into_iter().find_map(|(at, blank)| {
        let next = &words[at + blank.len()..];
        let size = next.find(is_blank).unwrap_or(next.len());
        let begin = words[..at].trim_end_matches(mark).len();
        let joins = size < next.len()
            && grammar
                .money
                .find(&next[..size], MoneyRole::Joint)
                .is_some();
        match joins {
            true => Some((begin, at + blank.len() + size + 1)),
            // «…, 2 mill. kroner på post 21 og …»
            false => (begin < at).then_some((begin, at + blank.len())),
        }
    })
}

/// `amount post | amount post`: cut before each amount that a post follows.
fn amounts_first(
    own: &str,
    posts: &[Range<usize>],
    list: &[Range<usize>],
    grammar: &Grammar,
) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    for (n, amount) in list.iter().enumerate().skip(1) {
        let until = list.get(n + 1).map_or(own.len(), |next| next.start);
        let followed = posts
            .iter()
            .any(|post| amount.end <= post.start && post.end <= until);
        let before = &list[n - 1];
        let led = posts
            .iter()
            .rfind(|post| before.end <= post.start && post.end <= amount.start);
        let (true, Some(led)) = (followed, led) else {
            continue;
        };
        // «med 3 mill. kroner på post 01 til 9 mill. kroner»: nothing joins them.
        let lead = &own[led.end..amount.start];
        if let Some((at, end)) = joint(lead, grammar) {
            cuts.push((led.end + at, led.end + end));
        }
    }
    cuts
}

/// `post amount | post amount`: cut before each post that an amount follows, where one went before.
fn posts_first(own: &str, posts: &[Range<usize>], grammar: &Grammar) -> Vec<(usize, usize)> {
    /// How many words may stand between the joint and the post: «og løyvinga på kap. 701 post 21».
    const WORDS: usize = 7;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for post in &posts[1..] {
        let start = cuts.last().map_or(0, |(_, next)| *next);
        let Some((at, end)) = joint(&own[start..post.start], grammar) else {
            continue;
        };
        let (before, after) = (&own[start..start + at], &own[start + end..]);
        let near = own[start + end..post.start].split_whitespace().count() <= WORDS;
        let turns = |part: &str| {
            let list = amounts(part);
            let first = list.first().map(|amount| amount.range.start);
            first.is_some_and(|first| movement::sign(part[..first].trim_end(), grammar).is_some())
        };
        let gives = |part: &str| {
            [MoneyRole::Allots, MoneyRole::SetsAside]
                .into_iter()
                .any(|role| grammar.money.find(part, role).is_some())
        };
        let each = |part: &str| !amounts(part).is_empty() && !numbers(part, grammar).is_empty();
        if near
            && each(before)
            && each(after)
            && (turns(before) && turns(after) || gives(before) && !turns(after))
        {
            cuts.push((start + at, start + end));
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(words: &str) -> Vec<&str> {
        clauses(words, 0..words.len(), &Grammar::built_in())
            .into_iter()
            .map(|range| &words[range])
            .collect()
    }

    #[test]
    fn what_is_said_of_each_post() {
        for wanted in [
            vec![
                "Post 01 økes med 5 mill. kroner",
                "post 21 reduseres med 3 mill. kroner.",
            ],
            vec![
                "Etaten tildeles 4 mill. kroner på kap. 701 post 01 Drift",
                "2 mill. kroner på kap. 701 post 21 Fyr.",
            ],
            vec![
                "Det er satt av 3 mill. kroner på post 01 til lys",
                "1 mill. kroner på post 21 til kart.",
            ],
            vec![
                "Av bevilgningen på post 01 er 3 mill. kroner satt av til lys",
                "av post 21 er 2 mill. kroner satt av til kart.",
            ],
            vec!["Av post 01 er 3 mill. kroner satt av til lys og 2 mill. kroner til kart."],
            vec!["Det flyttes 3 mill. kroner fra post 01 til post 21."],
            vec![
                "Kap. 701 post 01 økes med 2 mill. kroner mot en reduksjon på post 21 på 2 mill. kroner.",
            ],
        ] {
            let joint = if wanted[0].starts_with("Post") {
                ", mens "
            } else {
                " og "
            };
            assert_eq!(cut(&wanted.join(joint)), wanted);
        }
    }
}
