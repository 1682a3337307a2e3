//! A content stream's operators, read as leniently as viewers read them.
//!
//! `content ::= (operand* operator)*`, `operand ::= number | name | string | '[' operand* ']' | map`,
//! with white space and comments between. What is none of these is passed over: one bad byte must not
//! cost the rest of the page. Nothing is copied: operands stay as they are written, to be written
//! again.

use std::borrow::Cow;

/// A number as it is written: `sign? digits ('.' digits?)?` or `sign? '.' digits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number<'c>(pub &'c [u8]);

impl Number<'_> {
    /// Its value.
    pub fn value(self) -> f64 {
        let text = std::str::from_utf8(self.0).unwrap_or_default();
        text.parse::<f32>()
            .ok()
            .filter(|value| value.is_finite())
            .map_or(0.0, f64::from)
    }
}

/// A string as it is written, with its brackets: `(...)` or `<...>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'c>(pub &'c [u8]);

impl Text<'_> {
    /// Writes it in the form `(...)`.
    pub fn write(self, out: &mut Vec<u8>) {
        if self.0.first() == Some(&b'(') {
            out.extend_from_slice(self.0);
            return;
        }
        out.push(b'(');
        let mut high = None;
        for digit in self.0.iter().filter_map(|&b| hex(b)) {
            match high.take() {
                None => high = Some(digit),
                Some(high) => escaped(high << 4 | digit, out),
            }
        }
        if let Some(high) = high {
            escaped(high << 4, out);
        }
        out.push(b')');
    }
}

impl Text<'_> {
    /// The bytes that it stands for (ISO 32000-1, 7.3.4).
    pub fn bytes(self) -> Vec<u8> {
        let inner = match self.0 {
            [b'(', inner @ .., b')'] => inner,
            hexes => {
                let digits: Vec<u8> = hexes.iter().filter_map(|&b| hex(b)).collect();
                let byte = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
                return digits.chunks(2).map(byte).collect();
            }
        };
        let mut bytes = Vec::with_capacity(inner.len());
        let mut rest = inner.iter().copied().peekable();
        while let Some(byte) = rest.next() {
            if byte != b'\\' {
                bytes.push(byte);
                continue;
            }
            match rest.next() {
                Some(b'n') => bytes.push(b'\n'),
                Some(b'r') => bytes.push(b'\r'),
                Some(b't') => bytes.push(b'\t'),
                Some(b'b') => bytes.push(8),
                Some(b'f') => bytes.push(12),
                Some(b'\r') => _ = rest.next_if_eq(&b'\n'),
                Some(b'\n') | None => {}
                Some(digit @ b'0'..=b'7') => {
                    let mut code = u32::from(digit - b'0');
                    for _ in 0..2 {
                        if let Some(digit) = rest.next_if(|b| matches!(b, b'0'..=b'7')) {
                            code = code * 8 + u32::from(digit - b'0');
                        }
                    }
                    bytes.push(code as u8);
                }
                Some(other) => bytes.push(other),
            }
        }
        bytes
    }
}

fn escaped(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
        b'\n' => out.extend(b"\\n"),
        b'\r' => out.extend(b"\\r"),
        _ => out.push(byte),
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// What stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'c> {
    /// A number.
    Number(Number<'c>),
    /// A string.
    Text(Text<'c>),
}

/// The operands of the operator that was read last, sorted.
#[derive(Debug, Default)]
pub struct Operands<'c> {
    /// The numbers.
    pub numbers: Vec<Number<'c>>,
    /// The first name.
    pub name: Option<Cow<'c, [u8]>>,
    /// The second name.
    pub second: Option<Cow<'c, [u8]>>,
    /// The last string.
    pub text: Option<Text<'c>>,
    /// What stands in lists.
    pub list: Vec<Piece<'c>>,
    /// The picture that was read in the stream itself lets through what is under it.
    pub stencil: bool,
}

impl Operands<'_> {
    fn clear(&mut self) {
        self.numbers.clear();
        self.list.clear();
        self.stencil = false;
        (self.name, self.second, self.text) = (None, None, None);
    }
}

/// Reads a content stream operator by operator.
#[derive(Debug)]
pub struct Reader<'c> {
    rest: &'c [u8],
    /// The operands of the operator that was read last.
    pub operands: Operands<'c>,
    lists: usize,
    maps: usize,
}

impl<'c> Reader<'c> {
    /// A reader at the start of a content stream.
    pub fn new(content: &'c [u8]) -> Self {
        Self {
            rest: content,
            operands: Operands::default(),
            lists: 0,
            maps: 0,
        }
    }

    /// The next operator; `None` at the end. A picture in the stream itself is read as a whole, as
    /// `BI`.
    pub fn operator(&mut self) -> Option<&'c [u8]> {
        self.operands.clear();
        (self.lists, self.maps) = (0, 0);
        loop {
            let (&byte, after) = self.rest.split_first()?;
            match byte {
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    let number = self.number();
                    self.piece(Piece::Number(number));
                }
                b'(' => {
                    let text = self.take(literal(self.rest)?);
                    self.piece(Piece::Text(Text(text)));
                }
                b'<' if after.first() == Some(&b'<') => {
                    self.take(2);
                    self.maps += 1;
                }
                b'<' => {
                    let end = self.rest.iter().position(|&b| b == b'>')?;
                    let text = self.take(end + 1);
                    self.piece(Piece::Text(Text(text)));
                }
                b'>' => {
                    let is_map = after.first() == Some(&b'>');
                    self.take(1 + usize::from(is_map));
                    self.maps = self.maps.saturating_sub(1);
                }
                b'[' | b']' => {
                    self.take(1);
                    self.lists = if byte == b'[' {
                        self.lists + 1
                    } else {
                        self.lists.saturating_sub(1)
                    };
                }
                b'/' => {
                    let name = self.name();
                    if self.maps == 0 && self.lists == 0 {
                        if self.operands.name.is_none() {
                            self.operands.name = Some(name);
                        } else if self.operands.second.is_none() {
                            self.operands.second = Some(name);
                        }
                    }
                }
                b'%' => {
                    let eol = |b: &u8| matches!(b, b'\n' | b'\r');
                    let end = self.rest.iter().position(eol).unwrap_or(self.rest.len());
                    self.take(end);
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'"' | b'*' => {
                    let is_own = |b: &u8| b.is_ascii_alphabetic() || b"*'\"".contains(b);
                    let end = self.rest.iter().position(|b| !is_own(b));
                    let word = self.take(end.unwrap_or(self.rest.len()));
                    match word {
                        b"true" | b"false" | b"null" => {}
                        b"BI" => {
                            self.picture();
                            return Some(word);
                        }
                        // A list or map that is never closed ends here.
                        _ => return Some(word),
                    }
                }
                _ => {
                    self.take(1);
                }
            }
        }
    }

    fn take(&mut self, count: usize) -> &'c [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn piece(&mut self, piece: Piece<'c>) {
        if self.maps > 0 {
            return;
        }
        match piece {
            _ if self.lists > 0 => self.operands.list.push(piece),
            Piece::Number(number) => self.operands.numbers.push(number),
            Piece::Text(text) => self.operands.text = Some(text),
        }
    }

    /// A number; what only begins like one is nought, as viewers have it.
    fn number(&mut self) -> Number<'c> {
        /// No whole number that is meant is longer.
        const LONGEST: usize = 18;
        let signs = self.rest.iter().take_while(|&b| b"+-".contains(b)).count();
        self.take(signs.saturating_sub(1));
        let signs = signs.min(1);
        let digits = |from: usize| {
            let rest = self.rest.get(from..).unwrap_or_default();
            rest.iter().take_while(|b| b.is_ascii_digit()).count()
        };
        let whole = digits(signs);
        let mut end = signs + whole;
        let mut fraction = 0;
        let is_real = self.rest.get(end) == Some(&b'.');
        if is_real {
            fraction = digits(end + 1);
            end += 1 + fraction;
        }
        let raw = self.take(end);
        let is_none = whole + fraction == 0 || (!is_real && whole > LONGEST);
        Number(if is_none { b"0" } else { raw })
    }

    fn name(&mut self) -> Cow<'c, [u8]> {
        self.take(1);
        let ends = |b: &u8| b" \t\n\r\0\x0c()<>[]{}/%".contains(b);
        let end = self.rest.iter().position(ends).unwrap_or(self.rest.len());
        let raw = self.take(end);
        if !raw.contains(&b'#') {
            return Cow::Borrowed(raw);
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((&byte, after)) = rest.split_first() {
            let code = || Some(hex(*after.first()?)? << 4 | hex(*after.get(1)?)?);
            match code().filter(|_| byte == b'#') {
                Some(code) => {
                    name.push(code);
                    rest = &after[2..];
                }
                None => {
                    name.push(byte);
                    rest = after;
                }
            }
        }
        Cow::Owned(name)
    }

    /// Passes over a picture that stands in the stream: `keys 'ID' data 'EI'`.
    ///
    /// The data may hold anything, and its length is not told: its end is the first `EI` on its own
    /// with plain text after it.
    fn picture(&mut self) {
        const AFTER: usize = 12;
        let is_blank = |b: Option<&u8>| b.is_none_or(|b| b" \t\r\n\0\x0c".contains(b));
        let is_plain = |b: &u8| matches!(b, b' '..=b'~' | b'\t' | b'\r' | b'\n');
        let alone = |rest: &[u8], word: &[u8], from: usize| {
            let found = |at: &usize| {
                rest[*at..].starts_with(word)
                    && (*at == 0 || is_blank(rest.get(at - 1)))
                    && is_blank(rest.get(at + 2))
            };
            (from..rest.len().saturating_sub(1)).find(found)
        };
        let Some(data) = alone(self.rest, b"ID", 0) else {
            return;
        };
        let keys: Vec<&[u8]> = self.rest[..data]
            .split(|b| b" \t\r\n\0\x0c/".contains(b))
            .filter(|word| !word.is_empty())
            .collect();
        self.operands.stencil = keys
            .windows(2)
            .any(|pair| matches!(pair[0], b"IM" | b"ImageMask") && pair[1] == b"true");
        let mut from = data + 3;
        while let Some(end) = alone(self.rest, b"EI", from) {
            let after = &self.rest[end + 2..];
            if after.iter().take(AFTER).all(is_plain) {
                self.rest = after;
                return;
            }
            from = end + 2;
        }
        self.rest = &[];
    }
}

/// The length of a string with its brackets, which may hold brackets in pairs.
fn literal(rest: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth <= 1 => return Some(at + 1),
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The operators with their operands, as they are understood.
    fn read(content: &[u8]) -> String {
        let mut reader = Reader::new(content);
        let mut out = String::new();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let string = |t: Text<'_>| {
            let mut out = Vec::new();
            t.write(&mut out);
            text(&out)
        };
        while let Some(operator) = reader.operator() {
            let operands = &reader.operands;
            out.extend(operands.name.iter().map(|n| format!("/{} ", text(n))));
            out.extend(operands.numbers.iter().map(|n| text(n.0) + " "));
            out.extend(operands.text.map(|t| string(t) + " "));
            for piece in &operands.list {
                out += &match piece {
                    Piece::Number(n) => format!("[{}] ", text(n.0)),
                    Piece::Text(t) => format!("[{}] ", string(*t)),
                };
            }
            out += &text(operator);
            out.push('\n');
        }
        out
    }

    #[test]
    fn operands_stay_as_they_are_written() {
        let content = b"/F#31 12.50 Tf [(a(b)\\))-20 <48 4>]TJ(x)'% a note )\n/P<</K(no)/L[1]>>BDC 1 0 0 1 .5 -3. cm";
        assert_eq!(
            read(content),
            "/F1 12.50 Tf\n[(a(b)\\))] [-20] [(H@)] TJ\n(x) '\n/P BDC\n1 0 0 1 .5 -3. cm\n"
        );
    }

    #[test]
    fn bytes_of_a_string_are_told_from_its_brackets() {
        assert_eq!(read(b"<28295c0a0d41>Tj"), "(\\(\\)\\\\\\n\\rA) Tj\n");
    }

    #[test]
    fn a_string_stands_for_bytes() {
        assert_eq!(Text(b"(a\\(\\)\\101\\0\\n\\\nb)").bytes(), b"a()A\0\nb");
        assert_eq!(Text(b"<41 4>").bytes(), b"A@");
    }

    #[test]
    fn a_stencil_is_told_from_a_picture() {
        for (content, stencil) in [
            (&b"BI /IM true /W 1 ID x EI"[..], true),
            (b"BI /W 1/H 1 /CS /G ID x EI", false),
        ] {
            let mut reader = Reader::new(content);
            assert_eq!(reader.operator(), Some(&b"BI"[..]));
            assert_eq!(reader.operands.stencil, stencil);
        }
    }

    #[test]
    fn bad_bytes_cost_nothing_but_themselves() {
        assert_eq!(
            read(b"\0--5 - 1.2.3 99999999999999999999 Td }>>])\xff(a)Tj"),
            "-5 0 1.2 .3 0 Td\n(a) Tj\n"
        );
        // What is never closed ends the stream.
        assert_eq!(read(b"1 w (a"), "1 w\n");
        assert_eq!(read(b"1 w <41"), "1 w\n");
        assert_eq!(read(b"[1 2 w"), "[1] [2] w\n");
    }

    #[test]
    fn a_picture_in_the_stream_is_passed_over() {
        let content = b"q BI /W 2/H 2 ID \x01 EI \x02\xff(\nEI Q (after) Tj";
        assert_eq!(read(content), "q\nBI\nQ\n(after) Tj\n");
        assert_eq!(read(b"BI /W 2 ID never done"), "BI\n");
    }

    #[test]
    fn numbers_have_values() {
        let values: Vec<f64> = [&b"12"[..], b"-.5", b"+3.", b""]
            .map(|raw| Number(raw).value())
            .to_vec();
        assert_eq!(values, [12.0, -0.5, 3.0, 0.0]);
    }
}
