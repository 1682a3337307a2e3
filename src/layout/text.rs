//! Running text that knows where in the canonical text every piece of it stands.

use crate::grammar::place::within;
use crate::source::{Canonical, is_hyphen};
use std::ops::Range;

/// How a line is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// A blank stands for the line end.
    Blank,
    /// The line end goes; a hyphen before it stays (`Sør-/Øst`).
    Glue,
    /// The line end goes, and the hyphen before it (`departe-/mentet`).
    CloseUp,
    /// A new paragraph inside the same text.
    Paragraph,
}

/// Bytes `at..at + len` of the text are bytes `from..from + len` of the canonical text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    at: usize,
    from: usize,
    len: usize,
}

/// A text and its map to the canonical text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    words: String,
    pieces: Vec<Piece>,
}

impl Text {
    /// The text of one place.
    pub fn at(canonical: &Canonical, place: Range<usize>) -> Self {
        let mut text = Self::default();
        text.push(canonical, place, Joint::Blank);
        text
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How long it is, in bytes.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Adds a place of the canonical text.
    pub fn push(&mut self, canonical: &Canonical, place: Range<usize>, joint: Joint) {
        let words = &canonical.text()[place.clone()];
        if words.is_empty() {
            return;
        }
        self.join(joint);
        self.pieces.push(Piece {
            at: self.words.len(),
            from: place.start,
            len: words.len(),
        });
        self.words.push_str(words);
    }

    /// Adds another text.
    pub fn append(&mut self, other: &Text, joint: Joint) {
        if other.is_empty() {
            return;
        }
        self.join(joint);
        let at = self.words.len();
        self.words.push_str(&other.words);
        self.pieces.extend(other.pieces.iter().map(|piece| Piece {
            at: piece.at + at,
            ..*piece
        }));
    }

    fn join(&mut self, joint: Joint) {
        if self.words.is_empty() {
            return;
        }
        match joint {
            Joint::Blank => self.words.push(' '),
            Joint::Paragraph => self.words.push('\n'),
            Joint::Glue => {}
            Joint::CloseUp => {
                if let (Some(hyphen), Some(last)) =
                    (self.words.chars().next_back(), self.pieces.last_mut())
                    && is_hyphen(hyphen)
                    && last.len >= hyphen.len_utf8()
                {
                    last.len -= hyphen.len_utf8();
                    self.words.truncate(self.words.len() - hyphen.len_utf8());
                }
            }
        }
    }

    /// A part of it, without white space at its ends.
    ///
    /// `range` has to be places of this text, and is cut short to such where it is not: what is quoted
    /// then is still what stands there, but whoever asks has a place of another text, which a build
    /// for development does not let pass.
    pub fn slice(&self, range: Range<usize>) -> Text {
        debug_assert!(
            self.words.get(range.clone()).is_some(),
            "bytes {range:?} are no part of «{}»",
            self.words
        );
        let range = within(&self.words, range);
        let words = &self.words[range.clone()];
        let start = range.start + (words.len() - words.trim_start().len());
        let end = start.max(range.start + words.trim_end().len());
        let mut part = Text {
            words: self.words[start..end].to_string(),
            pieces: Vec::new(),
        };
        let first = self
            .pieces
            .partition_point(|piece| piece.at + piece.len <= start);
        for piece in self.pieces[first..]
            .iter()
            .take_while(|piece| piece.at < end)
        {
            let from = piece.at.max(start);
            let to = (piece.at + piece.len).min(end);
            part.pieces.push(Piece {
                at: from - start,
                from: piece.from + (from - piece.at),
                len: to - from,
            });
        }
        part
    }

    /// Where it stands in the canonical text, in the order of its words.
    pub fn places(&self) -> Vec<Range<usize>> {
        self.pieces
            .iter()
            .filter(|piece| piece.len > 0)
            .map(|piece| piece.from..piece.from + piece.len)
            .collect()
    }

    /// Where a part of it stands.
    pub fn places_of(&self, range: Range<usize>) -> Vec<Range<usize>> {
        self.slice(range).places()
    }

    /// The byte of the canonical text that byte `at` of the words is, or the next one that is any.
    pub fn origin(&self, at: usize) -> Option<usize> {
        let piece = self.pieces.get(
            self.pieces
                .partition_point(|piece| piece.at + piece.len <= at),
        )?;
        Some(piece.from + at.saturating_sub(piece.at))
    }

    /// Whether all of another text stands between its first and its last byte.
    pub fn holds(&self, other: &Text) -> bool {
        let ends = |text: &Text| {
            let last = text.pieces.last()?;
            Some((text.start()?, last.from + last.len))
        };
        match (ends(self), ends(other)) {
            (Some((from, to)), Some((start, end))) => from <= start && end <= to,
            _ => false,
        }
    }

    /// The first byte of the canonical text that it takes.
    pub fn start(&self) -> Option<usize> {
        self.pieces.first().map(|piece| piece.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Builder;

    fn two_lines() -> Canonical {
        let mut builder = Builder::new();
        builder.line("til omsorgsdeparte-");
        builder.line("mentet i Sør-");
        builder.line("Øst");
        builder.finish()
    }

    #[test]
    fn every_byte_is_traced() {
        let canonical = two_lines();
        let mut text = Text::at(&canonical, 0..19);
        text.push(&canonical, 20..34, Joint::CloseUp);
        text.push(&canonical, 35..39, Joint::Glue);
        assert_eq!(text.as_str(), "til omsorgsdepartementet i Sør-Øst");
        for (at, c) in text.as_str().char_indices() {
            let origin = text.origin(at).expect("an origin");
            assert_eq!(canonical.text()[origin..].chars().next(), Some(c));
        }
        let word = text.slice(3..24);
        assert_eq!(word.as_str(), "omsorgsdepartementet");
        assert_eq!(word.places(), [4..18, 20..26]);
    }

    #[test]
    fn a_slice_of_a_slice_keeps_its_places() {
        let canonical = two_lines();
        let mut text = Text::at(&canonical, 0..19);
        text.push(&canonical, 20..34, Joint::Blank);
        let slice = text.slice(4..30).slice(16..26);
        assert_eq!(slice.as_str(), "mentet i S");
        assert_eq!(slice.places(), vec![20..30; 1]);
    }
}
