//! Markdown inside a paragraph or a cell: emphasis, links, code, escapes, and tags of HTML.

use super::flow::Flow;
use super::markup::Tag;
use super::markup::{Angle, angle, decoded};

/// A piece of a paragraph.
#[derive(Debug)]
enum Piece<'a> {
    /// Text with character references.
    Text(&'a str),
    /// Text as it stands: an escaped character, code, an address.
    Plain(&'a str),
    /// A run of `*` or `_`.
    Marks(Marks<'a>),
    Tag(Tag<'a>),
    LineEnd,
    /// Markup that is left out.
    Nothing,
}

/// A run of emphasis marks.
#[derive(Debug)]
struct Marks<'a> {
    run: &'a str,
    /// How many of them found no partner.
    left: usize,
    /// How often bold ends here, and how often it begins.
    ends: u32,
    begins: u32,
}

/// Brackets that may be open at once; no text has more.
const MOST_OPEN: usize = 100;
/// Longest attribute list in braces, longest code span.
const MOST_BRACES: usize = 300;
const MOST_CODE: usize = 1000;

/// Sends a paragraph to the flow; `\n` ends a line.
pub(super) fn inline(text: &str, flow: &mut Flow) {
    if !text.contains(['*', '_', '<', '[', '`', '\\', '{', '\n', '!']) {
        flow.text(&decoded(text));
        return;
    }
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => flow.text(&decoded(text)),
            Piece::Plain(text) => flow.text(text),
            Piece::Marks(marks) => {
                for _ in 0..marks.ends {
                    flow.bold(false);
                }
                flow.text(&marks.run[..marks.left]);
                for _ in 0..marks.begins {
                    flow.bold(true);
                }
            }
            Piece::Tag(tag) => flow.tag(&tag),
            Piece::LineEnd => flow.line_end(),
            Piece::Nothing => {}
        }
    }
}

/// Cuts a paragraph into pieces and pairs its marks.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut brackets: Vec<usize> = Vec::new();
    let mut pairs = Pairs::default();
    let mut plain = 0;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_punctuation() && bytes[at] != b'\n' {
            at += 1;
            continue;
        }
        let rest = &text[at..];
        // The piece that begins here and how long it is.
        let (piece, length) = match bytes[at] {
            b'\n' => (Piece::LineEnd, 1),
            b'\\' => match bytes.get(at + 1) {
                Some(b'\n') => (Piece::Nothing, 1),
                Some(c) if c.is_ascii_punctuation() => (Piece::Plain(&rest[1..2]), 2),
                _ => {
                    at += 1;
                    continue;
                }
            },
            b'*' | b'_' => {
                let length = rest.bytes().take_while(|&b| b == bytes[at]).count();
                // A line to write on, or dots of a kind.
                if length > 3 {
                    at += length;
                    continue;
                }
                let run = &rest[..length];
                let marks = Marks {
                    run,
                    left: length,
                    ends: 0,
                    begins: 0,
                };
                (Piece::Marks(marks), length)
            }
            b'<' => match angle(rest) {
                Some((Angle::Tag(tag), length)) => (Piece::Tag(tag), length),
                Some((Angle::Nothing, length)) => (Piece::Nothing, length),
                None => match address(rest) {
                    Some(address) => (Piece::Plain(address), address.len() + 2),
                    None => {
                        at += 1;
                        continue;
                    }
                },
            },
            b'`' => match code(text, at) {
                Some((code, length)) => (Piece::Plain(code), length),
                None => {
                    at += rest.bytes().take_while(|&b| b == b'`').count();
                    continue;
                }
            },
            b'!' if bytes.get(at + 1) == Some(&b'[') && brackets.len() < MOST_OPEN => {
                (Piece::Plain("!["), 2)
            }
            b'[' if brackets.len() < MOST_OPEN => (Piece::Plain("["), 1),
            b']' => match brackets.pop() {
                None => {
                    at += 1;
                    continue;
                }
                Some(opening) => {
                    let target = target(&rest[1..]);
                    if target == 0 {
                        at += 1;
                        continue;
                    }
                    if plain < at {
                        pieces.push(Piece::Text(&text[plain..at]));
                    }
                    if matches!(pieces[opening], Piece::Plain("![")) {
                        // A picture and the words that stand in for it.
                        pieces.truncate(opening);
                        pairs.forget_from(opening);
                    } else {
                        pieces[opening] = Piece::Nothing;
                    }
                    at += 1 + target;
                    plain = at;
                    continue;
                }
            },
            b'{' => match braces(rest) {
                // After a piece of markup or at the end of a line; else the braces are printed.
                Some(length) if rest[length..].is_empty() || rest[length..].starts_with('\n') => {
                    (Piece::Nothing, length)
                }
                _ => {
                    at += 1;
                    continue;
                }
            },
            _ => {
                at += 1;
                continue;
            }
        };
        if plain < at {
            pieces.push(Piece::Text(&text[plain..at]));
        }
        match &piece {
            Piece::Plain("[" | "![") if matches!(bytes[at], b'[' | b'!') => {
                brackets.push(pieces.len());
            }
            Piece::Marks(_) => {
                let before = text[..at].chars().next_back();
                let after = text[at + length..].chars().next();
                pieces.push(piece);
                pairs.add(&mut pieces, before, after);
                at += length;
                plain = at;
                continue;
            }
            _ => {}
        }
        pieces.push(piece);
        at += length;
        plain = at;
    }
    if plain < text.len() {
        pieces.push(Piece::Text(&text[plain..]));
    }
    pieces
}

/// Opening marks that wait for their partners: the pieces they are.
#[derive(Default)]
struct Pairs {
    stars: Vec<usize>,
    bars: Vec<usize>,
}

impl Pairs {
    /// Pairs the marks that were pushed last with those that wait, or lets them wait.
    fn add(&mut self, pieces: &mut [Piece<'_>], before: Option<char>, after: Option<char>) {
        let (earlier, last) = pieces.split_at_mut(pieces.len() - 1);
        let Some(Piece::Marks(marks)) = last.first_mut() else {
            return;
        };
        let star = marks.run.starts_with('*');
        let (waiting, other) = if star {
            (&mut self.stars, &mut self.bars)
        } else {
            (&mut self.bars, &mut self.stars)
        };
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        // Between two words `_` is part of a name, between two numbers `*` a sign.
        let inside = if star {
            marks.run.len() == 1 && digit(before) && digit(after)
        } else {
            word(before) && word(after)
        };
        let strong = marks.run.len() > 1;
        // Converters write `**word **next`: two marks close even after a blank.
        let closes = !inside && (!space(before) || strong);
        let opens = !inside && !space(after);
        while closes && marks.left > 0 {
            let Some(&opening) = waiting.last() else {
                break;
            };
            let Some(Piece::Marks(partner)) = earlier.get_mut(opening) else {
                break;
            };
            // After a blank one mark opens; two close what two opened.
            if space(before) && partner.left < 2 {
                break;
            }
            if marks.left >= 2 && partner.left >= 2 {
                marks.ends += 1;
                partner.begins += 1;
                marks.left -= 2;
                partner.left -= 2;
            } else if partner.left >= 2 && marks.run.len() == 1 {
                // `**x*`: a footnote mark within bold.
                break;
            } else {
                marks.left -= 1;
                partner.left -= 1;
            }
            if partner.left == 0 {
                waiting.pop();
            }
            // What was opened inside is closed with it.
            while other.last().is_some_and(|&inner| inner > opening) {
                other.pop();
            }
        }
        if opens && marks.left > 0 {
            waiting.push(earlier.len());
        }
    }

    /// The pieces from here on are gone.
    fn forget_from(&mut self, piece: usize) {
        for waiting in [&mut self.stars, &mut self.bars] {
            while waiting.last().is_some_and(|&at| at >= piece) {
                waiting.pop();
            }
        }
    }
}

/// `<https://…>` or `<post@…>`: what stands inside.
fn address(text: &str) -> Option<&str> {
    let inside = &text[1..];
    let end = inside.find(|c: char| c == '>' || c == '<' || c.is_whitespace())?;
    let address = &inside[..end];
    (inside[end..].starts_with('>') && (address.contains("://") || address.contains('@')))
        .then_some(address)
}

/// The code that begins at `at` and the length with its ticks. A tick after a letter is an
/// apostrophe.
fn code(text: &str, at: usize) -> Option<(&str, usize)> {
    if text[..at]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    let ticks = text[at..].bytes().take_while(|&b| b == b'`').count();
    let start = at + ticks;
    let bytes = &text.as_bytes()[start..];
    let mut end = 0;
    while end < bytes.len().min(MOST_CODE) {
        let run = bytes[end..].iter().take_while(|&&b| b == b'`').count();
        if run == ticks {
            return Some((&text[start..start + end], ticks + end + ticks));
        }
        end += run.max(1);
    }
    None
}

/// How long the target of a link is that stands behind its words: `(address "title")`, and the
/// attributes that pandoc writes in braces. 0: no link.
fn target(text: &str) -> usize {
    let mut length = 0;
    if text.starts_with('(') {
        let mut depth = 0;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'(' if depth == 4 => return 0,
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'\n' | b'[' => return 0,
                _ => {}
            }
            if depth == 0 {
                length = at + 1;
                break;
            }
        }
        // Words in brackets before others in parentheses are no link.
        let inside = text.get(1..length.saturating_sub(1)).unwrap_or_default();
        if length == 0 || !is_address(inside) {
            return 0;
        }
    }
    length + braces(&text[length..]).unwrap_or(0)
}

/// No blank in it, save before a title in quotation marks.
fn is_address(inside: &str) -> bool {
    let inside = inside.trim();
    if inside.starts_with('<') {
        return true;
    }
    match inside.split_once(char::is_whitespace) {
        Some((_, title)) => title.trim_start().starts_with(['"', '\'', '(']),
        None => true,
    }
}

/// `{#id .class key=value}`
fn braces(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('{')?;
    if !inside.starts_with(['#', '.', '=']) && !inside.starts_with(|c: char| c.is_ascii_lowercase())
    {
        return None;
    }
    let head = &inside.as_bytes()[..inside.len().min(MOST_BRACES)];
    let end = head
        .iter()
        .position(|&b| matches!(b, b'}' | b'{' | b'\n'))?;
    (head[end] == b'}' && (inside.starts_with(['#', '.', '=']) || head[..end].contains(&b'=')))
        .then_some(end + 2)
}
