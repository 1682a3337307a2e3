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
    /// Text that is spelt out of a formula.
    Spelt(String),
    /// `~~`: what is struck out begins or ends, where it has a partner.
    Strike(Strike),
    /// Markup that is left out.
    Nothing,
}

/// What two tildes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strike {
    Alone,
    Begins,
    Ends,
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
    if !text.contains(['*', '_', '<', '[', '`', '\\', '{', '\n', '!', '~', '^', '$'])
        && !text.contains("--")
    {
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
            Piece::Spelt(text) => flow.text(&text),
            Piece::Strike(Strike::Alone) => flow.text("~~"),
            Piece::Strike(strike) => flow.struck(strike == Strike::Begins),
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
    // The piece that begins words struck out and waits for their end.
    let mut striking: Option<usize> = None;
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
            b'~' if rest.starts_with("~~") => {
                let length = rest.bytes().take_while(|&b| b == b'~').count();
                if length != 2 {
                    at += length;
                    continue;
                }
                (Piece::Strike(Strike::Alone), 2)
            }
            b'^' | b'~' => match set_off(rest) {
                Some(words) => (Piece::Plain(words), words.len() + 2),
                None => {
                    at += 1;
                    continue;
                }
            },
            b'-' => {
                let length = rest.bytes().take_while(|&b| b == b'-').count();
                let fits = |c: Option<char>| {
                    c.is_none_or(|c| c.is_alphanumeric() || c.is_whitespace() || c == ')')
                };
                let before = fits(text[..at].chars().next_back());
                let after = fits(text[at + length..].chars().next());
                // Dashes as pandoc writes them.
                match length {
                    2 if before && after => (Piece::Plain("–"), 2),
                    3 if before && after => (Piece::Plain("—"), 3),
                    _ => {
                        at += length;
                        continue;
                    }
                }
            }
            b'$' => match formula(rest) {
                Some((words, length)) => (Piece::Spelt(words), length),
                None => {
                    at += 1;
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
            Piece::Strike(_) => {
                let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
                let before = space(text[..at].chars().next_back());
                let after = space(text[at + length..].chars().next());
                let own = match striking.filter(|&begin| begin < pieces.len()) {
                    Some(begin) if !before => {
                        pieces[begin] = Piece::Strike(Strike::Begins);
                        striking = None;
                        Strike::Ends
                    }
                    _ => {
                        striking = (!after).then_some(pieces.len());
                        Strike::Alone
                    }
                };
                pieces.push(Piece::Strike(own));
                at += length;
                plain = at;
                continue;
            }
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

/// `^1)^`, `~2~`: a mark or a short word that pandoc sets above or below the line.
fn set_off(text: &str) -> Option<&str> {
    let sign = &text[..1];
    let inside = &text[1..];
    let end = inside.find(sign)?;
    let words = &inside[..end];
    let marks = words
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ')' | ','));
    let short = words.len() <= 4 && words.chars().all(char::is_alphanumeric);
    (!words.is_empty() && words.len() <= 8 && (marks || short)).then_some(words)
}

/// Longest formula that is looked at.
const MOST_FORMULA: usize = 120;

/// A formula that is no more than a number or a word with signs, as OCR models write what they take for
/// mathematics: `$95\,\%$`, `$\geq 1\,000$`, `$1 0 2 \, 7 0 0$`. What it says, and its length. All
/// else between two `$` stands as it is.
fn formula(text: &str) -> Option<(String, usize)> {
    let inside = &text[1..];
    let mut end = inside.len().min(MOST_FORMULA);
    while !inside.is_char_boundary(end) {
        end -= 1;
    }
    let mut from = 0;
    let end = loop {
        let at = from + inside[from..end].find('$')?;
        if !inside[..at].ends_with('\\') {
            break at;
        }
        from = at + 1;
    };
    let inside = &inside[..end];
    // Two signs of a currency with blanks between them are none of a formula.
    let loose = inside.starts_with(' ') || inside.ends_with(' ');
    if inside.trim().is_empty() || inside.contains('\n') || loose && !inside.contains('\\') {
        return None;
    }
    let spelt = spelt(inside)?;
    Some((spelt, end + 2))
}

/// The signs of TeX that stand for one of print.
const SIGNS: &[(&str, &str)] = &[
    ("geq", "≥"),
    ("geqslant", "≥"),
    ("ge", "≥"),
    ("leq", "≤"),
    ("leqslant", "≤"),
    ("le", "≤"),
    ("times", "×"),
    ("cdot", "·"),
    ("pm", "±"),
    ("approx", "≈"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("S", "§"),
    ("circ", "°"),
    ("ldots", "…"),
    ("dots", "…"),
    ("quad", " "),
    ("qquad", " "),
];

/// A formula without its commands; none where it has one that is more than a sign or a type.
fn spelt(formula: &str) -> Option<String> {
    // Pieces of print, a blank between them where the formula has one that is set.
    let mut out = String::new();
    let mut rest = formula;
    let mut raised = false;
    let mut known = false;
    // A model that sets every digit by itself parts groups with `\,`.
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let word = rest.len()
                    - rest
                        .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                        .len();
                known = true;
                if word == 0 {
                    let sign = rest.chars().next()?;
                    rest = &rest[sign.len_utf8()..];
                    match sign {
                        ',' | ';' | ':' | ' ' => out.push('\u{a0}'),
                        '!' => {}
                        '%' | '&' | '#' | '$' | '_' | '{' | '}' => out.push(sign),
                        _ => return None,
                    }
                    continue;
                }
                let (name, after) = rest.split_at(word);
                rest = after;
                if let Some((_, sign)) = SIGNS.iter().find(|(own, _)| *own == name) {
                    out.push_str(sign);
                } else if !matches!(
                    name,
                    "mathrm"
                        | "text"
                        | "mathbf"
                        | "textbf"
                        | "textit"
                        | "mathit"
                        | "rm"
                        | "bf"
                        | "operatorname"
                ) {
                    return None;
                }
            }
            '^' => {
                known = true;
                raised = true;
                continue;
            }
            '_' => known = true,
            '~' => out.push('\u{a0}'),
            '{' if raised => {
                let (inside, after) = rest.split_once('}')?;
                out.push_str(&above(inside));
                rest = after;
            }
            '{' | '}' => {}
            c if raised => out.push_str(&above(c.encode_utf8(&mut [0; 4]))),
            c if c.is_alphanumeric() || c.is_whitespace() || ".,:;%()/-–+<>=§".contains(c) => {
                out.push(c);
            }
            _ => return None,
        }
        raised = false;
    }
    let digits = out.chars().any(|c| c.is_ascii_digit());
    if !known && !digits {
        return None;
    }
    Some(closed_up(&out))
}

/// What stands above the line: digits as such.
fn above(words: &str) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    words
        .trim()
        .chars()
        .map(|c| c.to_digit(10).map_or(c, |digit| DIGITS[digit as usize]))
        .collect()
}

/// `1 0 2 , 5 %` is a number whose digits stand apart; `102 700` is one in groups. A no-break space is
/// one that the formula sets.
fn closed_up(words: &str) -> String {
    let apart = |word: &str| word.chars().count() == 1;
    let parts: Vec<&str> = words.split(' ').filter(|part| !part.is_empty()).collect();
    let mut out = String::new();
    for (n, part) in parts.iter().enumerate() {
        let before = n.checked_sub(1).map(|n| parts[n]);
        let joined = before.is_some_and(|before| {
            let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ".,".contains(c));
            (apart(part) || part.starts_with('\u{a0}') || part.ends_with('\u{a0}'))
                && (apart(before) || before.starts_with('\u{a0}') || before.ends_with('\u{a0}'))
                && edge(part.trim_matches('\u{a0}').chars().next().or(Some('.')))
                && edge(
                    before
                        .trim_matches('\u{a0}')
                        .chars()
                        .next_back()
                        .or(Some('.')),
                )
        });
        if n > 0 && !joined {
            out.push(' ');
        }
        out.push_str(part);
    }
    let words = out.split([' ', '\u{a0}']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
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
