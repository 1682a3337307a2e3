//! Tags, as they stand in HTML and inside Markdown. Broken markup is text, never a failure.

use std::borrow::Cow;

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name as written.
    name: &'a str,
    /// `</name>`
    pub closes: bool,
    /// What stands between the name and the bracket.
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Its name in small letters; empty for one longer than any that is known.
    pub fn name(&self, buffer: &'a mut [u8; 12]) -> &'a str {
        let Some(place) = buffer.get_mut(..self.name.len()) else {
            return "";
        };
        place.copy_from_slice(self.name.as_bytes());
        place.make_ascii_lowercase();
        std::str::from_utf8(place).unwrap_or_default()
    }

    /// A whole number in an attribute: `colspan="2"`.
    pub fn number(&self, wanted: &str) -> Option<u32> {
        self.attribute(wanted)?.trim().parse().ok()
    }

    /// The value of an attribute.
    pub fn attribute(&self, wanted: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .find(|c: char| c.is_whitespace() || c == '=' || c == '/')
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            rest = after.trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                (value, rest) = match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let inner = &after[1..];
                        inner.split_once(quote).unwrap_or((inner, ""))
                    }
                    _ => {
                        let end = after.find(char::is_whitespace).unwrap_or(after.len());
                        after.split_at(end)
                    }
                };
            } else if name.is_empty() {
                return None;
            }
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
        }
    }
}

/// What a `<` begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Angle<'a> {
    /// A tag.
    Tag(Tag<'a>),
    /// A comment, a declaration, an element that holds no text to read.
    Nothing,
}

/// Elements whose content is no text of the document.
const SILENT: &[&str] = &[
    "script", "style", "head", "nav", "template", "svg", "textarea", "select", "title",
];

/// What stands at the start of `text`, which begins with `<`, and how many bytes of it. `None`: the
/// bracket is a character like any other.
pub(super) fn angle(text: &str) -> Option<(Angle<'_>, usize)> {
    if text.starts_with("<!--") {
        // A comment left open ends where the next begins: no text is looked through twice.
        let (at, _) = text
            .match_indices("--")
            .skip(1)
            .find(|&(at, _)| text[at + 2..].starts_with('>') || text[..at].ends_with("<!"))?;
        return text[at + 2..]
            .starts_with('>')
            .then_some((Angle::Nothing, at + 3));
    }
    if text[1..].starts_with(['!', '?']) {
        let end = 1 + text[1..].find(['>', '<', '\n'])?;
        return text[end..]
            .starts_with('>')
            .then_some((Angle::Nothing, end + 1));
    }
    let (tag, end) = tag(text)?;
    let silent = SILENT
        .iter()
        .find(|name| !tag.closes && tag.name.eq_ignore_ascii_case(name));
    if let Some(name) = silent {
        return Some((Angle::Nothing, end + silent_end(&text[end..], name)));
    }
    Some((Angle::Tag(tag), end))
}

/// How much of `text` belongs to a silent element; nothing if it is never closed.
fn silent_end(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find('<') {
        let rest = &text[from + at..];
        let word = rest.get(2..2 + name.len());
        if rest.starts_with("</") && word.is_some_and(|word| word.eq_ignore_ascii_case(name)) {
            return from + at + rest.find('>').map_or(rest.len(), |end| end + 1);
        }
        // An element left open ends where it begins anew, and a head with the body.
        let word = rest.get(1..1 + name.len());
        if word.is_some_and(|word| word.eq_ignore_ascii_case(name))
            || (name == "head"
                && rest
                    .get(1..5)
                    .is_some_and(|word| word.eq_ignore_ascii_case("body")))
        {
            return if name == "head" { from + at } else { 0 };
        }
        from += at + 1;
    }
    0
}

/// tag ::= "<" "/"? letter name* attributes ">"
fn tag(text: &str) -> Option<(Tag<'_>, usize)> {
    let closes = text[1..].starts_with('/');
    let start = 1 + usize::from(closes);
    let rest = &text[start..];
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))
        .unwrap_or(rest.len());
    let name = &rest[..length];
    // An address in brackets is no tag; nor is `<ord og tall`.
    let inside = &rest[length..];
    if name.ends_with(':')
        || !inside.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
    {
        return None;
    }
    let end = tag_end(inside)?;
    let tag = Tag {
        name,
        closes,
        attributes: inside[..end].trim_end_matches('/'),
    };
    Some((tag, start + length + end + 1))
}

/// Where the bracket stands that closes a tag: outside quotation marks, before any other tag.
fn tag_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut value = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at),
            b'<' => return None,
            // A quotation mark is one only where a value begins.
            b'"' | b'\'' if value => at += 1 + text[at + 1..].find(char::from(byte))?,
            _ => {}
        }
        value = byte == b'=' || (value && byte.is_ascii_whitespace());
        at += 1;
    }
    None
}

/// Character references spelt out: `&nbsp;`, `&#229;`.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if text.contains('&') {
        html_escape::decode_html_entities(text)
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        match angle(text) {
            Some((Angle::Tag(tag), length)) => {
                let mark = if tag.closes { "/" } else { "" };
                format!("{mark}{} {length}", tag.name(&mut [0; 12]))
            }
            Some((Angle::Nothing, length)) => format!("nothing {length}"),
            None => "text".to_owned(),
        }
    }

    #[test]
    fn tags_and_what_only_looks_so() {
        for (text, expected) in [
            ("<p>x", "p 3"),
            ("</LI >x", "/li 6"),
            ("<br/>", "br 5"),
            ("<a title=\"1 > 0\" href='#'>x", "a 26"),
            ("<td\nrowspan=2>", "td 14"),
            ("<!-- <p> -->x", "nothing 12"),
            ("<!doctype html>x", "nothing 15"),
            ("<style>p {}</style>x", "nothing 19"),
            ("<HEAD><title>x</title><body>", "nothing 22"),
            ("<script>x", "nothing 8"),
            ("<p", "text"),
            ("< 18 år", "text"),
            ("<18>", "text"),
            ("<post@dep.no>", "text"),
            ("<p <b>", "text"),
            ("<a href=\"x>y", "text"),
            ("<!-- x", "text"),
            ("<", "text"),
        ] {
            assert_eq!(name(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes() {
        let (tag, _) =
            tag("<td class=x data-colspan = 3 rowspan='2' COLSPAN=\"4\" nowrap>").expect("a tag");
        assert_eq!(tag.number("rowspan"), Some(2));
        assert_eq!(tag.number("colspan"), Some(4));
        assert_eq!(tag.attribute("nowrap"), Some(""));
        assert_eq!(tag.attribute("class"), Some("x"));
        assert_eq!(tag.attribute("id"), None);
    }
}
