//! The lines among which requests are read: those that the overview table does not take.

use crate::{
    grammar::{Grammar, marker::Marker, sentence},
    layout::{Dictionary, Joint, Text, TextLine},
    source::Canonical,
};
use std::ops::Range;

/// Lines in reading order, without what stands between them but belongs elsewhere.
pub struct Flow<'a> {
    source: &'a Canonical,
    grammar: &'a Grammar,
    dictionary: &'a Dictionary<'a>,
    lines: &'a [TextLine<'a>],
    /// Which of the running text's lines these are.
    own: Vec<usize>,
}

impl<'a> Flow<'a> {
    /// The lines that are not `taken`.
    pub fn new(
        source: &'a Canonical,
        grammar: &'a Grammar,
        dictionary: &'a Dictionary<'a>,
        lines: &'a [TextLine<'a>],
        taken: &[bool],
    ) -> Self {
        Self {
            own: (0..lines.len()).filter(|&at| !taken[at]).collect(),
            source,
            grammar,
            dictionary,
            lines,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.own.len()
    }

    /// A line.
    pub fn line(&self, at: usize) -> &TextLine<'a> {
        &self.lines[self.own[at]]
    }

    /// The words of a line.
    pub fn words(&self, at: usize) -> &'a str {
        self.line(at).text
    }

    /// Where a line stands.
    pub fn place(&self, at: usize) -> Range<usize> {
        let line = self.line(at);
        line.at..line.at + line.text.len()
    }

    /// An empty line, or something taken out, stands before a line.
    pub fn gap(&self, at: usize) -> bool {
        at == 0 || self.line(at).gap || self.own[at] > self.own[at - 1] + 1
    }

    /// Whether nothing of the form parts a line from the one before.
    pub fn same_paragraph(&self, at: usize) -> bool {
        !self.gap(at) && {
            let (last, line) = (&self.line(at - 1).style, &self.line(at).style);
            !last.ends_paragraph
                && last.heading == line.heading
                && last.bold == line.bold
                && line.item.is_none()
                && self.line(at - 1).cell == self.line(at).cell
        }
    }

    /// Whether the sentence of the line before has come to an end.
    pub fn free(&self, at: usize) -> bool {
        at == 0 || {
            let next = self.words(at).chars().next();
            // `… romertallsvedtak X.` before an empty line: a numeral, no initial.
            let last = self.words(at - 1);
            let numeral = sentence::last_word(last)
                .strip_suffix('.')
                .is_some_and(|word| !word.is_empty() && word.chars().all(|c| "IVX".contains(c)));
            sentence::ends_sentence(last, next)
                || numeral && (self.gap(at) || self.line(at).first_on_page)
        }
    }

    /// Whether a new paragraph may begin at a line: the form parts it from the one before, and no
    /// sentence goes on.
    pub fn opens(&self, at: usize) -> bool {
        if at == 0 {
            return true;
        }
        let (last, line) = (self.line(at - 1), self.line(at));
        if last.style.ends_paragraph || line.style.heading.is_some() || line.cell != last.cell {
            return true;
        }
        if line.text.starts_with(char::is_lowercase) {
            return false;
        }
        self.free(at)
            || (self.gap(at) || line.first_on_page || line.style.bold != last.style.bold)
                && !last
                    .text
                    .ends_with([',', '-', '\u{ad}', '\u{2010}', '–', '/'])
                && !sentence::wants_more(last.text)
                && !last.text.ends_with('.')
    }

    /// Whether a paragraph begins at a line that stands in a text: an empty line inside a sentence
    /// (a column or page break) begins none.
    fn begins_paragraph(&self, at: usize, list: &mut Option<Marker>) -> bool {
        let (last, line) = (self.line(at - 1), self.line(at));
        if line.style.item.is_some() || line.cell != last.cell {
            return true;
        }
        let free = self.free(at);
        if let Some(marker) = self.grammar.marker(line.text) {
            let next = list.as_ref().is_some_and(|last| marker.follows(last));
            if free || next || last.text.ends_with(':') {
                *list = Some(marker);
                return true;
            }
        }
        if !self.gap(at) && !last.style.ends_paragraph {
            return false;
        }
        // `Innst. ⏎ 77 S (2024–2025)` is a reference that goes on.
        if opens_footnote(line.text) && !last.text.ends_with('.') {
            return true;
        }
        // After a list whose items end no sentence, a line that its next word would have fitted on.
        let word = line.text.split_whitespace().next().unwrap_or("");
        let width = (at.saturating_sub(4)..at)
            .map(|at| self.line(at).width)
            .max()
            .unwrap_or(0);
        free || list.is_some()
            && word.starts_with(char::is_uppercase)
            && last.width + 1 + word.chars().count() < width
            && !last.text.ends_with([',', '-', '–', '/'])
    }

    /// The text of some lines, words at line ends closed up.
    pub fn text(&self, range: Range<usize>) -> Text {
        let mut text = Text::default();
        let mut list = None;
        for at in range.clone() {
            let joint = if at == range.start {
                Joint::Blank
            } else if self.begins_paragraph(at, &mut list) {
                Joint::Paragraph
            } else {
                self.dictionary.joint(self.words(at - 1), self.words(at))
            };
            text.push(self.source, self.place(at), joint);
        }
        text
    }
}

/// `1 Fyr uten lampe`: a mark at the foot of a page, which an empty line parts from the text, and a
/// word with a capital.
pub fn opens_footnote(line: &str) -> bool {
    let figures = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = line[figures..].chars();
    (1..=2).contains(&figures)
        && rest.next().is_some_and(|c| matches!(c, ' ' | '\u{a0}'))
        && rest.next().is_some_and(char::is_uppercase)
        && rest.next().is_some_and(char::is_lowercase)
}
