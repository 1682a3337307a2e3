//! Posts that running text names with their chapter, and what they are called there.
//!
//! ```text
//! mention ::= "kap" ["."] chapter [","] "post" post [" " Name ("," condition)*]
//! ```
//! A name begins with a capital and goes on until a mark, a figure, or a word that no name goes on with:
//! «kap. 558 post 62 Kompetanse i distrikta, kan overførast, til disposisjon».

use super::{keys::key_at, known::Post, movement};
use crate::{
    grammar::{
        Grammar,
        amount::amounts,
        lexeme::{is_blank, word_starts},
        money::MoneyRole,
    },
    kinds::money::name::{Name, condition_split},
};
use std::ops::Range;

/// A post that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// All of it: bytes of the text.
    pub range: Range<usize>,
    pub post: Post,
    /// What it is called, and the conditions after its name.
    pub name: Name,
}

/// The posts that a text names with their chapter, from left to right.
pub(super) fn mentions(words: &str, grammar: &Grammar) -> Vec<Mention> {
    mentions_of(words, None, grammar)
}

/// The posts that a text names with their chapter, or alone, of the chapter that the text above it is about.
pub(super) fn mentions_of(words: &str, chapter: Option<&str>, grammar: &Grammar) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for at in word_starts(words) {
        if !words[at..].starts_with(['k', 'K', 'p', 'P'])
            || found.last().is_some_and(|m| at < m.range.end)
        {
            continue;
        }
        let Some((key, from)) = key_at(&closed(&words[at..])).filter(|(key, _)| key.worded) else {
            continue;
        };
        let own = key.chapter.or_else(|| chapter.map(str::to_string));
        if own.is_none() || key.post.is_none() {
            continue;
        }
        let start = at + from;
        let number = words[..start].trim_end_matches(|c: char| !c.is_ascii_digit());
        let called = words[number.len()..start].chars().all(is_blank) && start > number.len();
        let end = match called {
            true => name_end(words, start, grammar),
            false => start,
        };
        // «Driftsutgifter og 3 mill. kroner på post 21»: what joins the next amount is no word of the name.
        let end = end.max(start);
        let joined = [" og", " samt"]
            .iter()
            .find_map(|word| words[start..end].strip_suffix(word));
        let end = joined.map_or(end, |name| start + name.len());
        let end = if end > start { end } else { number.len() };
        let name = match words.get(start..end) {
            Some(name) => condition_split(name, grammar),
            None => Name::default(),
        };
        found.push(Mention {
            range: at..end,
            post: (own, key.post),
            name,
        });
    }
    found
}

/// The numbers of posts that a text names, alone or in a list: where in it they stand.
///
/// ```text
/// numbers ::= ("post" | "posten" | "postene" | "postane") number (("," | "og" | "samt") number)*
/// ```
pub(super) fn numbers(words: &str, grammar: &Grammar) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let money = &grammar.money;
    let all = amounts(words);
    for start in word_starts(words) {
        let rest = &words[start..];
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        if money.find(&rest[..end], MoneyRole::PostWord).is_none() {
            continue;
        }
        let mut at = start + end;
        loop {
            let rest = &words[at..];
            let blank = rest.len() - rest.trim_start_matches(is_blank).len();
            let number = &rest[blank..];
            let size = number.bytes().take_while(u8::is_ascii_digit).count();
            let after = &number[size..];
            let own = at + blank..at + blank + size;
            let fraction = after.starts_with([',', '.'])
                && after[1..].starts_with(|c: char| c.is_ascii_digit());
            let counts = all.iter().any(|amount| amount.range.contains(&own.start));
            let bounded = !after.starts_with(char::is_alphanumeric) && !fraction && !counts;
            if blank == 0 || size != 2 || !bounded {
                break;
            }
            at = own.end;
            found.push(own);
            // The mark or the word that joins another one.
            let next = words[at..].trim_start_matches(is_blank);
            let size = next.find(is_blank).unwrap_or(next.len());
            if words[at..].starts_with(',') {
                at += 1;
            } else if money.find(&next[..size], MoneyRole::Joint).is_some() {
                at = words.len() - next.len() + size;
            } else {
                break;
            }
        }
    }
    found
}

/// The head of a text, in which a mark that ends a number ends it for a key, too: «post 21.», «post 21)».
fn closed(text: &str) -> String {
    const KEY: usize = 40;
    let mut all = String::new();
    let mut chars = text.chars().take(KEY).peekable();
    while let Some(c) = chars.next() {
        let ends = matches!(c, '.' | ')' | ';' | '?')
            && all.ends_with(|c: char| c.is_ascii_digit())
            && chars.peek().is_none_or(|next| !next.is_ascii_digit());
        all.push(if ends { ',' } else { c });
    }
    all
}

/// Where the name ends that begins at `start`, its conditions with it; `start` where none does.
fn name_end(words: &str, start: usize, grammar: &Grammar) -> usize {
    let money = &grammar.money;
    if !words[start..].starts_with(char::is_uppercase) {
        return start;
    }
    let mut end = start;
    let mut at = start;
    while at < words.len() {
        let rest = &words[at..];
        let size = rest.find(is_blank).unwrap_or(rest.len());
        let word = &rest[..size];
        let stops = at > start
            && (word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '(' | '–' | '-'))
                || word == "kr"
                || word == "kap."
                || movement::sign(word, grammar).is_some()
                || money.find(word, MoneyRole::AfterName).is_some()
                || money.find(&two(rest), MoneyRole::AfterName).is_some());
        if stops {
            break;
        }
        let bare = word.trim_end_matches([',', ':', ';', ')']);
        let abbreviated = ["mv.", "m.v.", "m.m."].contains(&bare);
        let bare = if abbreviated {
            bare
        } else {
            bare.trim_end_matches('.')
        };
        end = at + bare.len();
        if bare.len() < size {
            // A condition may follow a comma, and nothing else goes on after a mark.
            let after = end + 1;
            let blank = words[after..].len() - words[after..].trim_start_matches(is_blank).len();
            let next = after + blank;
            let until = words[next..]
                .find([',', ':', ';', '.', '('])
                .map_or(words.len(), |n| next + n);
            let condition = words[end..].starts_with(',')
                && money
                    .find(&words[next..until], MoneyRole::Condition)
                    .is_some();
            if !condition {
                break;
            }
            end = until;
            at = until + 1;
            at += words.get(at..).map_or(0, |rest| {
                rest.len() - rest.trim_start_matches(is_blank).len()
            });
            if !words[until..].starts_with(',') {
                break;
            }
            // One more condition, or the end.
            let until = words[at..]
                .find([',', ':', ';', '.', '('])
                .map_or(words.len(), |n| at + n);
            if money
                .find(&words[at..until], MoneyRole::Condition)
                .is_some()
            {
                end = until;
            }
            break;
        }
        at += size;
        at += words[at..].len() - words[at..].trim_start_matches(is_blank).len();
    }
    end
}

/// The first two words of a text.
fn two(text: &str) -> String {
    text.split(is_blank).take(2).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Vec<(String, String, String, usize)> {
        mentions(words, &Grammar::built_in())
            .into_iter()
            .map(|one| {
                let (chapter, post) = one.post;
                (
                    chapter.unwrap_or_default() + "." + &post.unwrap_or_default(),
                    one.name.name,
                    words[one.range].to_string(),
                    one.name.conditions.len(),
                )
            })
            .collect()
    }

    #[test]
    fn posts_with_their_names() {
        let one = |words: &str, post: &str, name: &str, whole: &str, conditions| {
            assert_eq!(
                read(words),
                [(
                    post.to_string(),
                    name.to_string(),
                    whole.to_string(),
                    conditions
                )],
                "{words}"
            );
        };
        one(
            "Departementet stiller 4 mill. kroner på kap. 701 post 62 Fyr i nord, kan overførast, til disposisjon for etaten.",
            "701.62",
            "Fyr i nord",
            "kap. 701 post 62 Fyr i nord, kan overførast",
            1,
        );
        one(
            "Kap. 701 post 60 Tilskudd til lykter: 4 mill. kroner",
            "701.60",
            "Tilskudd til lykter",
            "Kap. 701 post 60 Tilskudd til lykter",
            0,
        );
        one(
            "Tilskuddet på kap. 701, post 60 Lykter mv. er økt med 4 mill. kroner.",
            "701.60",
            "Lykter mv.",
            "kap. 701, post 60 Lykter mv.",
            0,
        );
        one(
            "Over kap. 701 post 70 Fyr er det sett av kr 3 000.",
            "701.70",
            "Fyr",
            "kap. 701 post 70 Fyr",
            0,
        );
        one(
            "set vi 3 000 kroner på kap. 701 post 70 Fyr og lykter til disposisjon",
            "701.70",
            "Fyr og lykter",
            "kap. 701 post 70 Fyr og lykter",
            0,
        );
        one(
            "av bevilgningen på kap. 701 post 21.",
            "701.21",
            "",
            "kap. 701 post 21",
            0,
        );
        one(
            "over kap. 701, post 21, Departementet",
            "701.21",
            "",
            "kap. 701, post 21",
            0,
        );
    }
}
