//! The decision as a section quotes it.
//!
//! ```text
//! quote     ::= [lead] 1*quotation | paragraphs          without marks, a decision ends before its basis
//! quotation ::= "«" *(words | quotation) "»"             the closing mark may be missing
//! ```

use std::ops::Range;

/// Marks that open a quotation.
pub const OPENING: [char; 5] = ['«', '“', '"', '”', '„'];

/// A quoted decision in a text.
#[derive(Debug, Default, PartialEq)]
pub struct Quote {
    /// Its parts, without the outer marks.
    pub parts: Vec<Range<usize>>,
    /// Where the rest of the text begins.
    pub end: usize,
    /// How much stands before it.
    pub lead: usize,
    /// A closing mark is missing.
    pub unclosed: bool,
}

/// Finds the quoted decision; it ends before `basis` at the latest.
pub fn quote(words: &str, basis: Option<usize>) -> Quote {
    let limit = basis.unwrap_or(words.len());
    let text = &words[..limit];
    let start = text.len() - text.trim_start().len();
    let Some(open) = quotation_start(text, start) else {
        // Without quotation marks: the paragraphs before the basis, or the first one.
        if !text[start..].starts_with("Stortinget ") {
            return Quote {
                end: 0,
                ..Quote::default()
            };
        }
        let end = match basis {
            Some(_) => limit,
            None => text[start..].find('\n').map_or(limit, |at| start + at),
        };
        return Quote {
            parts: std::iter::once(start..end).collect(),
            end,
            ..Quote::default()
        };
    };
    let mut found = Quote {
        lead: open,
        ..Quote::default()
    };
    let mut at = open;
    loop {
        let (part, end, closed) = one_quotation(text, at, basis.is_some());
        found.parts.push(part);
        found.end = end;
        found.unclosed |= !closed;
        // Another one follows, in a paragraph of its own or on the same line.
        let rest = &text[end..];
        let next = end + rest.len() - rest.trim_start().len();
        if !closed || !text[next..].starts_with('«') || next == end && !rest.starts_with('«') {
            break;
        }
        at = next;
    }
    // A full stop after the closing mark belongs to the quotation's sentence.
    let rest = &text[found.end..];
    found.end += rest.len() - rest.trim_start_matches(['.', ' ']).len();
    found
}

/// Where the quotation begins: at the start, or at the start of a later line or after a colon.
fn quotation_start(text: &str, start: usize) -> Option<usize> {
    if text[start..].starts_with(OPENING) {
        return Some(start);
    }
    if text[start..].starts_with("Stortinget ber") || text[start..].starts_with("Stortinget bed") {
        return None;
    }
    let head = text.char_indices().take_while(|(at, _)| *at < start + 600);
    head.filter(|(at, c)| {
        matches!(c, '«' | '“')
            && text[..*at].trim_end().ends_with([':', '\n'])
            && text[at + c.len_utf8()..].starts_with("Stortinget")
    })
    .map(|(at, _)| at)
    .next()
}

/// One quotation: what it holds, where it ends, whether it is closed.
fn one_quotation(text: &str, open: usize, has_basis: bool) -> (Range<usize>, usize, bool) {
    let mark = text[open..].chars().next().unwrap_or('«');
    let inside = open + mark.len_utf8();
    let mut level = 1;
    let mut last_close = None;
    for (at, c) in text[inside..].char_indices() {
        let at = inside + at;
        if mark == '«' {
            match c {
                '«' => level += 1,
                '»' => {
                    level -= 1;
                    last_close = Some(at);
                    let rest = text[at + c.len_utf8()..].trim_start_matches(['.', ')', ' ', ',']);
                    // Words that go on with a small letter are inside: one mark too many.
                    if level <= 0 && !rest.starts_with(char::is_lowercase) {
                        return (inside..at, at + c.len_utf8(), true);
                    }
                    level = level.max(1);
                }
                _ => {}
            }
        } else if matches!(c, '"' | '”' | '“' | '»') {
            let rest = &text[at + c.len_utf8()..];
            let ended = text[..at].ends_with(['.', '!', '?']) || rest.trim_start().is_empty();
            if ended && (rest.is_empty() || rest.starts_with(['\n', ' '])) {
                return (inside..at, at + c.len_utf8(), true);
            }
        }
    }
    // An inner quotation without its closing mark: the last mark closes the outer one.
    let whole = text.trim_end().len();
    if let Some(at) = last_close
        && at + '»'.len_utf8() == whole
    {
        return (inside..at, whole, true);
    }
    let end = if has_basis {
        whole
    } else {
        text[inside..].find('\n').map_or(whole, |at| inside + at)
    };
    (inside..end, end, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(words: &str) -> (Vec<&str>, &str, bool) {
        let basis = words.find("Vedtaket ble");
        let found = quote(words, basis);
        (
            found
                .parts
                .iter()
                .map(|part| &words[part.clone()])
                .collect(),
            &words[found.end..],
            found.unclosed,
        )
    }

    #[test]
    fn guillemets_inside_guillemets() {
        assert_eq!(
            quoted("«Stortinget ber om «lys» i fyret.»\nVedtaket ble gjort."),
            (
                vec!["Stortinget ber om «lys» i fyret."],
                "\nVedtaket ble gjort.",
                false
            )
        );
        assert_eq!(
            quoted("«Stortinget ber om at «lyset»»\nSvar."),
            (vec!["Stortinget ber om at «lyset»"], "\nSvar.", false)
        );
    }

    #[test]
    fn a_mark_is_missing() {
        assert_eq!(
            quoted("«Stortinget ber om lys.\nVedtaket ble gjort."),
            (
                vec!["Stortinget ber om lys."],
                "\nVedtaket ble gjort.",
                true
            )
        );
        assert_eq!(
            quoted("«Stortinget ber om «lys i fyret.»\nVedtaket ble gjort."),
            (
                vec!["Stortinget ber om «lys i fyret."],
                "\nVedtaket ble gjort.",
                false
            )
        );
        assert_eq!(
            quoted("«Stortinget ber om «lys»» i fyret.» Vedtaket ble gjort."),
            (
                vec!["Stortinget ber om «lys»» i fyret."],
                "Vedtaket ble gjort.",
                false
            )
        );
    }

    #[test]
    fn paragraphs_and_several_quotations() {
        assert_eq!(
            quoted("«Stortinget ber om:\n1. lys\n2. ly\nStortinget orienteres.»\nSvar."),
            (
                vec!["Stortinget ber om:\n1. lys\n2. ly\nStortinget orienteres."],
                "\nSvar.",
                false
            )
        );
        assert_eq!(
            quoted("«Stortinget ber om lys.»\n«Stortinget ber om ly.»\nSvar."),
            (
                vec!["Stortinget ber om lys.", "Stortinget ber om ly."],
                "\nSvar.",
                false
            )
        );
        assert_eq!(
            quoted("Stortinget ber om lys.\nSvar."),
            (vec!["Stortinget ber om lys."], "\nSvar.", false)
        );
    }
}
