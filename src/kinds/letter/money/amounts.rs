//! The figures of a row, told apart from its name and its comment.
//!
//! ```text
//! row  ::= name figure* comment?
//! ```
//! In text the three run together: the figure ends the line, or a comment follows it, which begins
//! with a capital, a list marker or an amount of its own: «61 235 3 mill. kroner i tilskudd».

use crate::{
    grammar::{
        amount::{Decimal, Scale, amounts, signed},
        lexeme::{is_blank, is_dash},
    },
    kinds::money::figures::readings,
};
use std::ops::Range;

/// A line, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Split {
    /// Where the name ends.
    pub name: usize,
    /// The figures.
    pub figures: Vec<(Range<usize>, Option<Decimal>)>,
    /// Where the comment begins; the end of the line where there is none.
    pub comment: usize,
    /// A footnote mark after the figure.
    pub note: Option<String>,
}

/// Words that a number goes on with, and no amount.
const BEFORE: [&str; 9] = [
    "post", "postene", "postane", "kap.", "kapittel", "nr.", "del", "punkt", "artikkel",
];

/// Takes a line apart from `from` on; none where it holds no figure.
pub(super) fn split(text: &str, from: usize, columns: usize, comment: bool) -> Option<Split> {
    if columns > 1 {
        return several(text, from, columns);
    }
    let mut at = from;
    while at < text.len() {
        let rest = &text[at..];
        let lead = rest.chars().next()?;
        let free = at == from || text[..at].ends_with(is_blank);
        let number = lead.is_ascii_digit()
            || signs(lead) && rest[lead.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        if free
            && number
            && let Some(end) = figure(text, at, comment)
            && !wants(&text[from..at])
        {
            let value = signed(&text[at..end]).ok().map(|(_, value)| value);
            let after = &text[end..];
            let mark = after.trim();
            let note = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_digit());
            return Some(Split {
                name: from + text[from..at].trim_end().len(),
                figures: vec![(at..end, value)],
                comment: match note {
                    true => text.len(),
                    false => text.len() - after.trim_start_matches(is_blank).len(),
                },
                note: note.then(|| mark.to_string()),
            });
        }
        at += lead.len_utf8();
        while at < text.len() && !text[..at].ends_with(is_blank) {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

/// Whether words end with one that a number goes on with: `kan nyttes under post`, or within a list
/// of such numbers: `kan nyttes under postene 72, 73 og`.
pub(super) fn wants(words: &str) -> bool {
    let mut back = words.split_whitespace().rev().peekable();
    let mut listed = false;
    while let Some(word) = back.next_if(|word| {
        let number = word.trim_end_matches(',');
        listed && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit())
            || matches!(*word, "og" | "eller")
            || word.ends_with(',')
                && number.len() == 2
                && number.bytes().all(|b| b.is_ascii_digit())
    }) {
        // A number that ends the words is the amount's own, unless something joins another to it.
        listed = listed || matches!(word, "og" | "eller") || word.ends_with(',');
    }
    back.next()
        .is_some_and(|last| BEFORE.contains(&last.to_lowercase().as_str()))
}

/// Where the figure that begins at `at` ends: as far as its groups go, and what follows allows.
fn figure(text: &str, at: usize, comment: bool) -> Option<usize> {
    let mut ends = group_ends(text, at);
    while let Some(end) = ends.pop() {
        let rest = &text[end..];
        let next = rest.trim_start_matches(is_blank);
        // `1)`: a mark, where an amount would stand.
        if next.is_empty() || rest == ")" {
            return Some(text.len());
        }
        // A footnote mark, glued on or after a blank: `8 500 000 1`.
        let mark = next.len() == 1 && next.bytes().all(|b| b.is_ascii_digit());
        if mark && (next.len() == rest.len() || !ends.is_empty()) {
            return Some(end);
        }
        // A year stands in a name: `Tilskudd 2026 Norge`.
        let year =
            ends.is_empty() && end - at == 4 && matches!(text.get(at..at + 2), Some("19" | "20"));
        if comment && next.len() < rest.len() && !year && opens_comment(next) {
            return Some(end);
        }
    }
    None
}

/// Where a figure may end: after each of its groups.
fn group_ends(text: &str, at: usize) -> Vec<usize> {
    let skip = text[at..]
        .chars()
        .next()
        .filter(|c| signs(*c))
        .map_or(0, char::len_utf8);
    let count = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let first = count(at + skip);
    let mut end = at + skip + first;
    let mut ends = vec![end];
    // A number of more figures than three has no groups.
    loop {
        let rest = if first <= 3 { &text[end..] } else { "" };
        let Some(sep) = rest.chars().next().filter(|c| is_blank(*c) || *c == '.') else {
            break;
        };
        let digits = count(end + sep.len_utf8());
        // A footnote mark that a superscript left: `420 0002`.
        let marked = digits == 4 && !text[..end + sep.len_utf8() + 4].ends_with('0');
        if digits != 3 && !marked {
            break;
        }
        end += sep.len_utf8() + 3;
        ends.push(end);
        if marked {
            break;
        }
    }
    // `21,8` in millions.
    if text[end..].starts_with(',') && count(end + 1) > 0 {
        ends = vec![end + 1 + count(end + 1)];
    }
    ends
}

fn opens_comment(next: &str) -> bool {
    let mut chars = next.chars();
    let first = chars.next();
    match first {
        Some(c) if c.is_uppercase() || matches!(c, '«' | '•' | '"' | '(') => true,
        Some(c) if is_dash(c) => chars.next().is_some_and(is_blank),
        Some(c) if c.is_ascii_digit() => {
            let head: String = next.chars().take(40).collect();
            amounts(&head)
                .first()
                .is_some_and(|one| one.range.start == 0)
        }
        _ => false,
    }
}

/// Several figures: of all readings the one whose figures add up, else the likely one.
fn several(text: &str, from: usize, columns: usize) -> Option<Split> {
    let all = readings(text, from, columns);
    let full = all.iter().filter(|one| one.items.len() == columns);
    let adds = |reading: &&crate::kinds::money::figures::Reading| {
        let values: Option<Vec<i64>> = reading
            .items
            .iter()
            .map(|item| item.value.filter(|v| v.places == 0).map(|v| v.digits))
            .collect();
        matches!(values.as_deref(), Some([a, b, c]) if a.checked_add(*b) == Some(*c))
    };
    let chosen = full
        .clone()
        .find(adds)
        .or_else(|| full.min_by_key(|one| one.penalty))
        .or_else(|| all.first())?;
    Some(Split {
        name: chosen.words_end.max(from),
        figures: chosen
            .items
            .iter()
            .map(|item| (item.range.clone(), item.value))
            .collect(),
        comment: text.len(),
        note: None,
    })
}

/// A cell of figures: the number, and a footnote mark beside it or in its place.
pub(super) fn cell(text: &str) -> (Option<(Range<usize>, Decimal)>, Option<String>) {
    let words = text.trim();
    let start = text.len() - text.trim_start().len();
    let lead = ["kr.", "kr", "NOK"]
        .iter()
        .find_map(|word| words.strip_prefix(word))
        .map_or(words, |rest| rest.trim_start_matches(is_blank));
    let at = start + words.len() - lead.len();
    // `+ 3 150`: a sign and its figure may stand apart.
    let sign = lead.chars().next().filter(|c| signs(*c));
    let bare = &lead[sign.map_or(0, char::len_utf8)..];
    let bare = bare.trim_start_matches(is_blank);
    if sign.is_some()
        && bare.len() + 1 < lead.len()
        && bare.starts_with(|c: char| c.is_ascii_digit())
    {
        let from = at + lead.len() - bare.len();
        let (value, note) = cell(&text[from..]);
        let value = value.map(|(range, value)| {
            let minus = sign.is_some_and(is_dash);
            let digits = if minus { -value.digits } else { value.digits };
            (at..from + range.end, Decimal { digits, ..value })
        });
        return (value, note);
    }
    let number = lead.starts_with(|c: char| c.is_ascii_digit() || signs(c));
    if !number {
        let mark = words.chars().all(|c| c == '*' || is_superscript(c));
        return (None, (mark && !words.is_empty()).then(|| words.to_string()));
    }
    let mut ends = group_ends(text, at);
    while let Some(end) = ends.pop() {
        let rest = text[end..].trim();
        let plain =
            rest.is_empty() || rest.starts_with("kr") || rest == ",-" || rest.starts_with("mill");
        let mark = rest.trim_end_matches(')');
        // `25 000 000¹`
        if !mark.is_empty() && mark.chars().all(is_superscript) {
            let value = signed(&text[at..end])
                .ok()
                .map(|(_, value)| (at..end, value));
            return (value, Some(mark.to_string()));
        }
        let note = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_digit()) || mark == "*";
        if plain || note && ends.len() + 1 >= 2 {
            let value = signed(&text[at..end])
                .ok()
                .map(|(_, value)| (at..end, value));
            return (value, (note && !plain).then(|| mark.to_string()));
        }
        if rest == ")" {
            return (None, Some(text[at..end].to_string()));
        }
    }
    (None, None)
}

/// A sign before a figure: `−3 000`, `+185 000`.
fn signs(c: char) -> bool {
    is_dash(c) || c == '+'
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Whole kroner of a figure.
pub(super) fn nok(value: Option<Decimal>, scale: Option<Scale>) -> Option<i64> {
    scale?.nok(value?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_of_posts_are_no_amounts() {
        assert!(wants("Tilskudd, kan nyttes under post"));
        assert!(wants("Tilskudd, kan nyttes under postene 72, 73, 74 og"));
        assert!(wants("Tilskudd, kan nyttes under postene 72,"));
        assert!(!wants("Tilskudd, kan nyttes under post 72"));
        assert!(!wants("Veiledning og"));
    }

    use super::*;

    fn read(text: &str, comment: bool) -> Option<(&str, &str, &str)> {
        let split = split(text, 0, 1, comment)?;
        Some((
            &text[..split.name],
            &text[split.figures[0].0.clone()],
            &text[split.comment..],
        ))
    }

    #[test]
    fn name_figure_and_comment() {
        assert_eq!(
            read("Frukt m.v. 20 996 Det tildeles", true),
            Some(("Frukt m.v.", "20 996", "Det tildeles"))
        );
        assert_eq!(
            read("142 056 Det tildeles:", true),
            Some(("", "142 056", "Det tildeles:"))
        );
        assert_eq!(
            read("Tilskudd 61 235 3 mill. kroner i", true),
            Some(("Tilskudd", "61 235", "3 mill. kroner i"))
        );
        assert_eq!(
            read("132 168 22 mill. kroner til", true),
            Some(("", "132 168", "22 mill. kroner til"))
        );
        assert_eq!(
            read("18 720 100 mill. kroner til", true),
            Some(("", "18 720", "100 mill. kroner til"))
        );
        assert_eq!(read("Tilskudd 2026 Norge", true), None);
        assert_eq!(read("kan nyttes under post 21", false), None);
        assert_eq!(
            read("barna) 8 230 000", false),
            Some(("barna)", "8 230 000", ""))
        );
        assert_eq!(
            read("Prosjekt 2 46 500 000", false),
            Some(("Prosjekt 2", "46 500 000", ""))
        );
        let marked = split("Båt 8 500 000 1", 0, 1, false).expect("a figure");
        assert_eq!(
            (marked.figures[0].0.clone(), marked.note.as_deref()),
            (5..14, Some("1"))
        );
        assert_eq!(
            read("overslagsbevilgning 1", false),
            Some(("overslagsbevilgning", "1", ""))
        );
    }

    #[test]
    fn three_columns_that_add_up() {
        let found = split("335 550 12 200 347 750", 0, 3, false).expect("figures");
        let values: Vec<i64> = found
            .figures
            .iter()
            .filter_map(|(_, v)| Some((*v)?.digits))
            .collect();
        assert_eq!(values, [335_550, 12_200, 347_750]);
        let found = split("190 000 -3 400 186 600", 0, 3, false).expect("figures");
        let values: Vec<i64> = found
            .figures
            .iter()
            .filter_map(|(_, v)| Some((*v)?.digits))
            .collect();
        assert_eq!(values, [190_000, -3_400, 186_600]);
    }

    #[test]
    fn cells() {
        let (value, note) = cell("17 420 000 000 2");
        assert_eq!(
            (value.map(|(_, v)| v.digits), note.as_deref()),
            (Some(17_420_000_000), Some("2"))
        );
        let (value, note) = cell("17 420 000 0002");
        assert_eq!(
            (value.map(|(_, v)| v.digits), note.as_deref()),
            (Some(17_420_000_000), Some("2"))
        );
        let (value, note) = cell("25 000 000¹");
        assert_eq!(
            (value.map(|(_, v)| v.digits), note.as_deref()),
            (Some(25_000_000), Some("¹"))
        );
        assert_eq!(cell("+5 000 000").0.map(|(_, v)| v.digits), Some(5_000_000));
        assert_eq!(cell("").0, None);
        assert_eq!(
            cell("kr 5 000 000").0.map(|(_, v)| v.digits),
            Some(5_000_000)
        );
        assert_eq!(cell("*"), (None, Some("*".to_string())));
    }
}
