//! Places in a text: byte offsets that stand between two characters.
//!
//! A text of Norwegian letters has characters of one byte, of two (`å`, a no-break space), of three (a
//! thin space, a dash, an ideographic space) and of four. Whoever adds one to the place of a character
//! is right only while that character is known to be a plain one (`(`, `.`, a digit); everything else
//! is asked for here.

use std::ops::Range;

/// Where what follows the last character of a kind begins; the text's start where none stands.
///
/// ```
/// # use oppdrag::grammar::place::after_last;
/// assert_eq!(&"kan\u{2009}ikke"[after_last("kan\u{2009}ikke", char::is_whitespace)..], "ikke");
/// assert_eq!(after_last("ikke", char::is_whitespace), 0);
/// ```
pub fn after_last(text: &str, kind: impl Fn(char) -> bool) -> usize {
    text.char_indices()
        .rfind(|&(_, c)| kind(c))
        .map_or(0, |(at, c)| at + c.len_utf8())
}

/// The last place of a text at or before a byte that is one.
pub fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A range of places of a text: one that runs over the text's end or begins behind its own end is cut
/// short.
pub fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let start = floor(text, range.start);
    start..floor(text, range.end).max(start)
}

/// The words at [`within`].
pub fn part(text: &str, range: Range<usize>) -> &str {
    &text[within(text, range)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_two_numbers_are_a_part(text in any::<String>(), a in 0usize..40, b in 0usize..40) {
            let found = within(&text, a..b);
            prop_assert!(found.start <= found.end && found.end <= text.len());
            prop_assert_eq!(part(&text, a..b), &text[found.clone()]);
            let sound = a <= b && text.get(a..b).is_some();
            prop_assert!(!sound || found == (a..b));
        }

        #[test]
        fn what_follows_the_last_has_none(text in "[a-zæøå \u{a0}\u{2009}\u{3000}]*") {
            let rest = &text[after_last(&text, char::is_whitespace)..];
            prop_assert!(!rest.contains(char::is_whitespace));
            prop_assert_eq!(rest, text.rsplit(char::is_whitespace).next().unwrap_or(""));
        }
    }
}
