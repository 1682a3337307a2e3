//! Bytes to characters: UTF-8, UTF-16, and the Windows code page that older archives kept.

use super::{Note, SourceError};
use crate::model::Code;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// A decoded source.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Its characters; every line end is `\n`.
    pub text: String,
    /// What was guessed, and what could not be decoded.
    pub notes: Vec<Note>,
}

/// Bytes in which control characters are counted.
const SAMPLE: usize = 64 << 10;

/// Decodes a source, or says at which byte it stops being text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, SourceError> {
    let mut notes = Vec::new();
    let text = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, lossy) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if encoding != encoding_rs::UTF_8 || !lossy {
            if encoding == encoding_rs::UTF_8 {
                refuse_binary(&bytes[mark..], mark)?;
            } else if let Some((at, _)) = text.char_indices().find(|&(_, c)| c == '\0') {
                return Err(not_text(mark + 2 * at, "a NUL character"));
            }
            text
        } else {
            refuse_binary(&bytes[mark..], mark)?;
            eight_bit(&bytes[mark..], &mut notes)?
        }
    } else if let Some(encoding) = unmarked_utf16(bytes) {
        notes.push(Note {
            code: Code::Encoding,
            message: format!(
                "no byte order mark; read as {}, which its NUL bytes point to",
                encoding.name()
            ),
        });
        encoding.decode_without_bom_handling(bytes).0
    } else {
        refuse_binary(bytes, 0)?;
        eight_bit(bytes, &mut notes)?
    };
    let text = line_ends(text);
    note_undecoded(&text, &mut notes);
    Ok(Decoded { text, notes })
}

fn not_text(at: usize, found: &str) -> SourceError {
    SourceError::NotText {
        at,
        found: found.to_owned(),
    }
}

/// NUL bytes, or control characters by the dozen, are no text.
fn refuse_binary(bytes: &[u8], offset: usize) -> Result<(), SourceError> {
    if bytes.contains(&0)
        && let Some(at) = bytes.iter().position(|&b| b == 0)
    {
        return Err(not_text(offset + at, "a NUL byte: binary data"));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let control = |b: &u8| (*b < 0x20 && !matches!(b, b'\t'..=b'\r' | 0x1b)) || *b == 0x7f;
    let count = sample.iter().filter(|b| control(b)).count();
    match sample.iter().position(control) {
        Some(at) if count >= 4 && count * 50 > sample.len() => {
            Err(not_text(offset + at, "control characters: binary data"))
        }
        _ => Ok(()),
    }
}

/// UTF-16 whose mark got lost: in text of our kind nearly every other byte is NUL, all on the same
/// side.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let pairs = sample.len() / 2;
    if pairs < 8 || bytes.len() % 2 == 1 {
        return None;
    }
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    match (first, second) {
        (0, n) if n * 10 > pairs * 8 => Some(UTF_16LE),
        (n, 0) if n * 10 > pairs * 8 => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-8; else the Windows code page, if what it gives are characters that letters use.
fn eight_bit<'a>(bytes: &'a [u8], notes: &mut Vec<Note>) -> Result<Cow<'a, str>, SourceError> {
    let Err(error) = std::str::from_utf8(bytes) else {
        return Ok(String::from_utf8_lossy(bytes));
    };
    let at = error.valid_up_to();
    let high = bytes.iter().filter(|b| **b >= 0x80).count();
    // A damaged UTF-8 text: far more characters are sound than not.
    let lossy = String::from_utf8_lossy(bytes);
    let bad = lossy.matches('\u{fffd}').count();
    let sound = lossy.chars().filter(|&c| c >= '\u{80}').count() - bad;
    if sound > 4 * bad {
        return Ok(lossy);
    }
    let usual = bytes.iter().filter(|b| **b >= 0x80 && usual(**b)).count();
    if high * 3 > bytes.len() || usual * 4 < high * 3 {
        return Err(not_text(at, "bytes in no encoding that is known"));
    }
    notes.push(Note {
        code: Code::Encoding,
        message: format!("byte {at} is no UTF-8; read as windows-1252"),
    });
    Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0)
}

/// Whether a byte of windows-1252 is a character that letters use: quotation marks, dashes, dots,
/// a no-break space, the section sign, guillemets, degrees, and letters with marks.
fn usual(byte: u8) -> bool {
    matches!(
        byte,
        0x80 | 0x84 | 0x85 | 0x91..=0x97 | 0xa0 | 0xa7 | 0xab | 0xad | 0xb0 | 0xb4 | 0xb7 | 0xbb
    ) || (byte >= 0xc0 && byte != 0xd7 && byte != 0xf7)
}

/// Every line end becomes `\n`: `\r\n`, `\r`, and the soft ones of word processors.
fn line_ends(text: Cow<'_, str>) -> String {
    // One at a time: a search for one character goes by the machine's widest words.
    let ends = ['\r', '\u{b}', '\u{2028}', '\u{2029}'];
    if !ends.into_iter().any(|end| text.contains(end)) {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{b}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            c => out.push(c),
        }
    }
    out
}

fn note_undecoded(text: &str, notes: &mut Vec<Note>) {
    let Some(first) = text.find('\u{fffd}') else {
        return;
    };
    let line = text[..first].matches('\n').count() + 1;
    let count = text[first..].matches('\u{fffd}').count();
    notes.push(Note {
        code: Code::UndecodedCharacters,
        message: format!("{count} character(s) could not be decoded, first in line {line}"),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<&'static str>) {
        match decode(bytes) {
            Ok(decoded) => (
                decoded.text,
                decoded.notes.iter().map(|note| note.code.name()).collect(),
            ),
            Err(error) => (error.to_string(), vec!["refused"]),
        }
    }

    #[test]
    fn encodings() {
        let utf16 = |be: bool, mark: bool| -> Vec<u8> {
            let text = if mark {
                "\u{feff}Oppdrag på øy"
            } else {
                "Oppdrag på øy"
            };
            text.encode_utf16()
                .flat_map(|unit| {
                    if be {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect()
        };
        let expected = "Oppdrag på øy".to_owned();
        assert_eq!(read("Oppdrag på øy".as_bytes()), (expected.clone(), vec![]));
        assert_eq!(
            read("\u{feff}Oppdrag på øy".as_bytes()),
            (expected.clone(), vec![])
        );
        assert_eq!(read(&utf16(true, true)), (expected.clone(), vec![]));
        assert_eq!(read(&utf16(false, true)), (expected.clone(), vec![]));
        assert_eq!(
            read(&utf16(false, false)),
            (expected.clone(), vec!["encoding"])
        );
        assert_eq!(
            read(&utf16(true, false)),
            (expected.clone(), vec!["encoding"])
        );
        assert_eq!(read(b"Oppdrag p\xe5 \xf8y"), (expected, vec!["encoding"]));
    }

    #[test]
    fn damage_is_noted_and_rubbish_refused() {
        let mut damaged = "æøå æøå".as_bytes().to_vec();
        damaged.push(0xc3);
        assert_eq!(
            read(&damaged),
            ("æøå æøå\u{fffd}".into(), vec!["undecoded_characters"])
        );
        assert!(matches!(
            decode(b"abc\0def"),
            Err(SourceError::NotText { at: 3, .. })
        ));
        assert!(matches!(
            decode(b"ab\x01\x02\x03\x04\x05"),
            Err(SourceError::NotText { at: 2, .. })
        ));
        assert!(matches!(
            decode(b"abcdefg \x8c\x8e\x81\x8f abcdefghijk"),
            Err(SourceError::NotText { at: 8, .. })
        ));
    }

    #[test]
    fn line_ends_are_one() {
        assert_eq!(read(b"a\r\nb\rc\n\r\nd\x0be").0, "a\nb\nc\n\nd\ne");
    }
}
