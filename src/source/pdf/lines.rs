//! Words to visual lines.

use super::glyphs::Glyph;
use super::paragraphs::is_marker;
use super::words::{Word, close_up};
use crate::source::Box2;

/// Words that stand on one line, from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// Its words.
    pub words: Vec<Word>,
    /// Its left edge.
    pub x0: f64,
    /// Its right edge.
    pub x1: f64,
    /// The base line of its largest words.
    pub base: f64,
    /// The size of its largest words.
    pub size: f64,
}

impl TextLine {
    fn new(word: Word) -> Self {
        Self {
            x0: word.x0,
            x1: word.x1,
            base: word.base,
            size: word.size,
            words: vec![word],
        }
    }

    /// A line of glyphs in the order they are drawn, wherever they stand.
    pub fn drawn(glyphs: Vec<Glyph>) -> Option<Self> {
        let first = *glyphs.first()?;
        let x0 = glyphs.iter().map(|g| g.x0).fold(f64::MAX, f64::min);
        let x1 = glyphs.iter().map(|g| g.x1).fold(f64::MIN, f64::max);
        Some(Self::new(Word {
            x0,
            x1,
            base: glyphs.iter().map(|g| g.base).fold(f64::MIN, f64::max),
            size: first.size,
            bold: glyphs.iter().all(|g| g.bold),
            blank_before: false,
            blank_after: false,
            glyphs,
        }))
    }

    /// About where its letters reach up to.
    pub fn top(&self) -> f64 {
        self.base - 0.75 * self.size
    }

    /// About where its letters reach down to.
    pub fn bottom(&self) -> f64 {
        self.base + 0.2 * self.size
    }

    /// Its box.
    pub fn bbox(&self) -> Box2 {
        let top = self.words.iter().map(Word::top).fold(f64::MAX, f64::min);
        let bottom = self.words.iter().map(Word::bottom).fold(f64::MIN, f64::max);
        [self.x0 as f32, top as f32, self.x1 as f32, bottom as f32]
    }

    /// Whether all of it is bold.
    pub fn bold(&self) -> bool {
        self.words.iter().all(|word| word.bold)
    }

    /// How many bytes of its text are bold before the rest, which is not: a title run in before it.
    ///
    /// The sign of a list before it need not be bold.
    pub fn lead(&self) -> usize {
        let sign = usize::from(
            self.words
                .first()
                .is_some_and(|word| !word.bold && is_sign(word)),
        );
        let bold = self.words[sign..].iter().take_while(|word| word.bold);
        let count = sign + bold.count();
        if count == sign || count == self.words.len() {
            return 0;
        }
        let lead = Self {
            words: self.words[..count].to_vec(),
            ..*self
        };
        let text = lead.text().0;
        if text.contains(char::is_alphanumeric) {
            text.len()
        } else {
            0
        }
    }

    /// Its text, and the left edge of each character with, last, its right edge.
    pub fn text(&self) -> (String, Vec<f32>) {
        let mut text = String::new();
        let mut edges = Vec::new();
        let mut before: Option<&Word> = None;
        for word in &self.words {
            // A no-break space that the file holds is the blank.
            let held = |glyph: Option<&Glyph>| glyph.is_some_and(|g| g.c.is_whitespace());
            if let Some(left) = before
                && left.parted_from(word)
                && !held(left.glyphs.last())
                && !held(word.glyphs.first())
            {
                text.push(' ');
                edges.push(left.x1 as f32);
            }
            for glyph in &word.glyphs {
                text.push(glyph.c);
                edges.push(glyph.x0 as f32);
            }
            before = Some(word);
        }
        // White space at the ends is nothing that is printed.
        let lead = text.chars().take_while(|c| c.is_whitespace()).count();
        edges.drain(..lead);
        let kept = text.trim();
        let count = kept.chars().count();
        // A soft hyphen that is drawn amid a line is a hyphen: `TB2026-1`, in fonts that have one glyph for both.
        let hyphen = |(at, c): (usize, char)| {
            if c == '\u{ad}' && at + 1 < count {
                '-'
            } else {
                c
            }
        };
        let kept: String = kept.chars().enumerate().map(hyphen).collect();
        let end = edges.get(count).copied().unwrap_or(self.x1 as f32);
        edges.truncate(count);
        edges.push(end);
        (kept, edges)
    }

    /// The stretches of it that wide gaps part, as ranges of its words.
    pub fn segments(&self, gap: f64) -> Vec<std::ops::Range<usize>> {
        let mut segments = Vec::new();
        let mut from = 0;
        let mut reach = f64::MIN;
        for (at, word) in self.words.iter().enumerate() {
            if at > from && word.x0 - reach > gap {
                segments.push(from..at);
                from = at;
            }
            reach = reach.max(word.x1);
        }
        if from < self.words.len() {
            segments.push(from..self.words.len());
        }
        segments
    }
}

/// Whether a word is the sign of a list: `•`, `–`.
fn is_sign(word: &Word) -> bool {
    is_marker(word) && !word.glyphs.iter().any(|glyph| glyph.c.is_alphanumeric())
}

/// Sorts words into lines, from above to below.
pub fn lines(words: Vec<Word>) -> Vec<TextLine> {
    let mut order = words;
    // Large words make the lines that small raised or lowered ones then join.
    order.sort_by(|a, b| {
        let coarse = |w: &Word| (w.size * 2.0).round();
        coarse(b)
            .total_cmp(&coarse(a))
            .then(a.base.total_cmp(&b.base))
    });
    // Lines by their base line, so that only near ones are asked.
    let mut lines: Vec<TextLine> = Vec::new();
    for word in order {
        let near = lines.partition_point(|line| line.base < word.base - 60.0);
        let joined = lines[near..]
            .iter()
            .enumerate()
            .take_while(|(_, line)| line.base < word.base + 60.0)
            .filter_map(|(at, line)| fit(line, &word).map(|fit| (near + at, fit)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        match joined {
            Some((at, _)) => {
                let line = &mut lines[at];
                line.x0 = line.x0.min(word.x0);
                line.x1 = line.x1.max(word.x1);
                line.words.push(word);
            }
            None => {
                let at = lines.partition_point(|line| line.base <= word.base);
                lines.insert(at, TextLine::new(word));
            }
        }
    }
    for line in &mut lines {
        line.words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        close_up(&mut line.words);
    }
    lines
}

/// How well a word stands on a line; `None` if it does not.
fn fit(line: &TextLine, word: &Word) -> Option<f64> {
    let offset = (line.base - word.base).abs();
    let overlap = line.bottom().min(word.bottom()) - line.top().max(word.top());
    let height = word.bottom() - word.top();
    let alike = word.size > 0.8 * line.size;
    let stands = if alike {
        offset < 0.3 * word.size
    } else {
        overlap > 0.5 * height && offset < 0.6 * line.size
    };
    stands.then_some(overlap / height - offset / line.size)
}
