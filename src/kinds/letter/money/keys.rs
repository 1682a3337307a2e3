//! The key of a row, and the heading of the text about a post.
//!
//! ```text
//! key     ::= ["Kap" ["."]] chapter ("." | "/" | "," | blank) ["post"] post     701.21   0225 01   Kap. 732, post 70
//!           | ["Kap" ["."]] chapter                                             a chapter's name above its posts
//!           | ["Post"] post                                                     a post below its chapter
//!           | "Sum" …
//! heading ::= "Kap" ["."] chapter [","] "post" post [name] | "Kap" ["."] chapter name | "Post" post name
//! chapter ::= 2*4DIGIT          post ::= 2DIGIT
//! ```

use super::movement;
use crate::{
    grammar::{
        Grammar,
        amount::amounts,
        lexeme::{is_blank, is_dash},
        money::MoneyRole,
        phrases::Role,
        sentence::sentences,
    },
    kinds::money::posts::bare,
};

/// What a row is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Key {
    /// "732".
    pub chapter: Option<String>,
    /// "70".
    pub post: Option<String>,
    /// It sums what stands above it.
    pub sum: bool,
    /// It says «Kap.» or «Post».
    pub worded: bool,
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn blanks(text: &str) -> &str {
    text.trim_start_matches(is_blank)
}

/// A word at the start of a text, whatever its case, and what follows it.
fn word<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let head = text.get(..word.len())?;
        let rest = &text[word.len()..];
        (head.eq_ignore_ascii_case(word) && !rest.starts_with(char::is_alphabetic))
            .then(|| blanks(rest.trim_start_matches('.')))
    })
}

/// chapter, post or both at the start of a text; where its words begin.
///
/// Whether a bare number is a chapter or a post, its length tells.
pub(super) fn key_at(text: &str) -> Option<(Key, usize)> {
    let mut rest = text;
    let mut key = Key::default();
    if let Some(after) = word(rest, &["kapittel", "kap"]) {
        (rest, key.worded) = (after, true);
    } else if let Some(after) = word(rest, &["post"]) {
        key.worded = true;
        let count = digits(after);
        let end = &after[count..];
        if count != 2 || !bounded(end) {
            return None;
        }
        key.post = Some(after[..2].to_string());
        return Some((
            key,
            text.len() - blanks(end.trim_start_matches([':', ','])).len(),
        ));
    }
    let count = digits(rest);
    let after = &rest[count..];
    if count == 2 && !key.worded {
        key.post = Some(rest[..2].to_string());
        return bounded(after).then(|| (key, text.len() - blanks(after).len()));
    }
    let lowest = if key.worded { 2 } else { 3 };
    if !(lowest..=4).contains(&count) {
        return None;
    }
    key.chapter = Some(bare(&rest[..count]));
    // The post: closed up, after a mark, or after a blank.
    let marked = after.trim_start_matches(['.', '/', ',']);
    let mut second = blanks(marked);
    let mut named = false;
    if let Some(own) = word(second, &["post"]) {
        (second, named) = (own, true);
    }
    let size = digits(second);
    let end = &second[size..];
    let closed = marked.len() < after.len();
    let parted = second.len() < after.len();
    // `kap. 554, post 1`: older letters leave the nought out.
    let short = size == 1 && named && key.worded && !second.starts_with('0');
    if (short || size == 2)
        && parted
        && bounded(end)
        && (named || closed || after.starts_with(is_blank))
    {
        key.post = Some(format!("{:0>2}", &second[..size]));
        return Some((
            key,
            text.len() - blanks(end.trim_start_matches([':', ','])).len(),
        ));
    }
    if key.worded
        && let Some((post, rest)) = post_behind_name(after)
    {
        key.post = Some(post);
        return Some((key, text.len() - rest.len()));
    }
    bounded(after).then(|| {
        (
            key,
            text.len() - blanks(after.trim_start_matches(':')).len(),
        )
    })
}

/// The post behind the name of its chapter: ` Fyr og leder, post 01 Driftsutgifter`, and what follows it.
fn post_behind_name(after: &str) -> Option<(String, &str)> {
    const NAME: usize = 70;
    let name = blanks(after);
    let at = name.find("post ").filter(|&at| at <= NAME)?;
    let (own, rest) = (&name[..at], &name[at + "post ".len()..]);
    let titled = own.starts_with(char::is_uppercase)
        && own.ends_with(is_blank)
        && own
            .chars()
            .all(|c| c.is_alphabetic() || is_blank(c) || matches!(c, ',' | '-' | '/'));
    let count = digits(rest);
    let end = &rest[count..];
    (titled && (1..=2).contains(&count) && bounded(end)).then(|| {
        let post = format!("{:0>2}", &rest[..count]);
        (post, blanks(end.trim_start_matches([':', ','])))
    })
}

/// A number ends before a blank, a mark or the end.
fn bounded(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(is_blank) || rest.starts_with([':', ','])
}

/// The sum of a table at the start of a line; where its figures may begin.
pub(super) fn sum_at(text: &str, grammar: &Grammar) -> Option<(Key, usize)> {
    if !text.starts_with(['S', 'T', 'I']) || text.len() > 120 {
        return None;
    }
    let stop = text
        .char_indices()
        .find(|(at, c)| c.is_ascii_digit() && *at > 0 && text[..*at].ends_with(is_blank))
        .map_or(text.len(), |(at, _)| at);
    let mut key = Key {
        sum: true,
        ..Key::default()
    };
    let lead = text[..stop].trim_end();
    // `Sum kap. 201 5 000`: the chapter's number is none of the figures.
    let mut from = stop;
    if lead.ends_with("kap.") || lead.ends_with("kap") || lead.ends_with("kapittel") {
        let count = digits(&text[stop..]);
        if (2..=4).contains(&count) {
            key.chapter = Some(bare(&text[stop..stop + count]));
            from = stop + count;
        }
    }
    grammar.money.find(lead, MoneyRole::SumRow)?;
    Some((key, from))
}

/// The row of a part of the post above it, and where its name begins: `– herav overvåking`.
pub(super) fn part_at(text: &str, grammar: &Grammar) -> Option<usize> {
    let words = text.trim_start_matches(|c: char| is_dash(c) || is_blank(c));
    let first = words.split(is_blank).next()?;
    let lead = first.trim_end_matches([':', ',']);
    if words.len() > 200 || !lead.starts_with(char::is_alphabetic) {
        return None;
    }
    grammar.money.find(lead, MoneyRole::PartOf)?;
    let rest = words[first.len()..].trim_start_matches(is_blank);
    Some(text.len() - rest.len())
}

/// The heading of the text about a post or a chapter: its key, and where its name begins.
///
/// A section's number may stand before it: `4.2 Kap. 732, post 70`.
pub(super) fn heading_at(text: &str, grammar: &Grammar) -> Option<(Key, usize)> {
    let own = match text.split_once(is_blank) {
        Some((number, rest))
            if number.contains('.') && number.bytes().all(|b| b.is_ascii_digit() || b == b'.') =>
        {
            rest.trim_start_matches(is_blank)
        }
        _ => text,
    };
    if own.len() < text.len() {
        let skipped = text.len() - own.len();
        return heading_at(own, grammar).map(|(key, at)| (key, at + skipped));
    }
    if !text.starts_with(['K', 'P']) || text.len() > 140 {
        return None;
    }
    let (key, at) = key_at(text).filter(|(key, _)| key.worded)?;
    let name = text[at..].trim_start_matches(['–', '-', ':', ' ']);
    let title = name.is_empty()
        || name.starts_with(|c: char| c.is_uppercase() || c == '(')
        || key.post.is_some() && lone_amount(name);
    // A sentence begins otherwise: «Kap. 732, post 70 økes med …», «Kap. 732, post 70 Tilskudd økes med 3».
    let turns = || {
        let list = amounts(name);
        let first = list.first().map_or(0, |amount| amount.range.start);
        first > 0 && movement::sign(name[..first].trim_end(), grammar).is_some()
    };
    let sentence = name.ends_with('.')
        && !lone_amount(name)
        && !name.ends_with("mv.")
        && !name.ends_with("m.v.")
        // «…, post 71: Tilskuddet deles ut etter søknad. Inntil 3 mill. kroner», where the line ends.
        || sentences(name).len() > 1
        || grammar.words(name).iter().any(|hit| hit.role == Role::Duty)
        || !lone_amount(name) && !amounts(name).is_empty() && sets_aside(name, grammar)
        || turns();
    (title && !sentence).then_some((key, at))
}

/// Whether a line is the heading of the text about a post or a chapter: `Post 21 Spesielle driftsutgifter`.
pub(crate) fn heads_post(line: &str, grammar: &Grammar) -> bool {
    heading_at(line, grammar).is_some()
}

/// Whether words set an amount aside: «Kap. 701, post 21: Det er satt av 4 mill. kroner til merking og».
fn sets_aside(words: &str, grammar: &Grammar) -> bool {
    [MoneyRole::SetsAside, MoneyRole::Allots]
        .into_iter()
        .any(|role| grammar.money.find(words, role).is_some())
}

/// Whether words are an amount and nothing else: `Kap. 701 post 21: 4 mill. kroner`.
fn lone_amount(words: &str) -> bool {
    let own = words.trim_end_matches(['.', ' ']);
    own.len() <= 40
        && matches!(amounts(own).as_slice(), [one] if one.range.start == 0 && one.range.end == own.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<String>, Option<String>, &str)> {
        key_at(text).map(|(key, at)| (key.chapter, key.post, &text[at..]))
    }

    fn key<'a>(
        chapter: &str,
        post: &str,
        rest: &'a str,
    ) -> Option<(Option<String>, Option<String>, &'a str)> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
        Some((some(chapter), some(post), rest))
    }

    #[test]
    fn keys_of_all_forms() {
        assert_eq!(read("701.21 Drift"), key("701", "21", "Drift"));
        assert_eq!(
            read("0225 01 Drift 10 000"),
            key("225", "01", "Drift 10 000")
        );
        assert_eq!(
            read("732 70 66 nye senger"),
            key("732", "70", "66 nye senger")
        );
        assert_eq!(read("Kap. 0225 post 01"), key("225", "01", ""));
        assert_eq!(
            read("Kap. 732, post 70 Tilskudd"),
            key("732", "70", "Tilskudd")
        );
        assert_eq!(read("Kap 225/01 Drift"), key("225", "01", "Drift"));
        assert_eq!(
            read("Kap. 701 Havner og leder, post 21 Fyr"),
            key("701", "21", "Fyr")
        );
        assert_eq!(read("Kap. 701, post 1 Drift"), key("701", "01", "Drift"));
        assert_eq!(read("Post 60 Tilskudd"), key("", "60", "Tilskudd"));
        assert_eq!(read("21 Drift"), key("", "21", "Drift"));
        assert_eq!(read("Kap. 575 Tjenester"), key("575", "", "Tjenester"));
        assert_eq!(read("920 Romsenteret"), key("920", "", "Romsenteret"));
    }

    #[test]
    fn amounts_are_no_keys() {
        assert_eq!(read("15 569"), key("", "15", "569")); // judged by what follows
        assert_eq!(
            read("142 056 Det tildeles"),
            key("142", "", "056 Det tildeles")
        );
        assert_eq!(read("1,5 mill."), None);
        assert_eq!(read("20251 tekst"), None);
    }

    #[test]
    fn sums() {
        let grammar = Grammar::built_in();
        let (key, at) = sum_at("Sum kap. 201 5 000", &grammar).expect("a sum");
        assert_eq!((key.chapter.as_deref(), at), (Some("201"), 12));
        assert!(sum_at("Totalt 17 000", &grammar).is_some());
        assert!(sum_at("Tilskudd 17 000", &grammar).is_none());
    }

    #[test]
    fn headings() {
        let grammar = Grammar::built_in();
        assert!(heading_at("Kap. 703, post 21 Spesielle driftsutgifter", &grammar).is_some());
        assert!(heading_at("Kap. 760, post 21 – Presisering", &grammar).is_some());
        assert!(heading_at("Kap. 703, post 21 dekker reiser.", &grammar).is_none());
        assert!(heading_at("kap. 703, post 21", &grammar).is_none());
        let aside = "Kap. 703, post 21: Det er satt av 4 mill. kroner til merking og";
        assert!(heading_at(aside, &grammar).is_none());
        let moved =
            "Kap. 703, post 21 Fyr og lykter økes med 4 mill. kroner til 9 mill. kroner, fra";
        assert!(heading_at(moved, &grammar).is_none());
        let numbered = heading_at("2.1 Kap. 1340, post 01 Drift", &grammar);
        assert_eq!(numbered.map(|(_, at)| at), Some(23));
    }
}
