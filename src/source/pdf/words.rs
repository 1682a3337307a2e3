//! Glyphs to words: text drawn twice taken once, blanks and gaps found.

use super::glyphs::Glyph;

/// A gap wider than this share of the size is a blank.
const BLANK: f64 = 0.15;

/// Glyphs that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its glyphs, in the order they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Its left edge.
    pub x0: f64,
    /// Its right edge.
    pub x1: f64,
    /// Where its base line is.
    pub base: f64,
    /// The size of its type.
    pub size: f64,
    /// Set in a bold font.
    pub bold: bool,
    /// A blank is drawn before it.
    pub blank_before: bool,
    /// A blank is drawn after it.
    pub blank_after: bool,
}

impl Word {
    /// The middle of its body, for asking in which cell it stands.
    pub fn middle(&self) -> (f64, f64) {
        ((self.x0 + self.x1) / 2.0, self.base - 0.3 * self.size)
    }

    /// About where its letters reach up to.
    pub fn top(&self) -> f64 {
        self.base - 0.75 * self.size
    }

    /// About where its letters reach down to.
    pub fn bottom(&self) -> f64 {
        self.base + 0.2 * self.size
    }

    /// What it says.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|g| g.c).collect()
    }

    /// Whether a blank stands between it and the word to its right.
    pub fn parted_from(&self, right: &Self) -> bool {
        let size = self.size.min(right.size);
        let spacing = self.glyphs.last().map_or(0.0, |g| g.spacing);
        let gap = right.x0 - self.x1 - spacing;
        gap > BLANK * size
            || ((self.blank_after || right.blank_before) && gap > -0.1 * size)
            || self.is_marked_by(right)
    }

    /// Whether `right` is a small raised digit after a digit: a footnote mark on a number.
    fn is_marked_by(&self, right: &Self) -> bool {
        let ends = self.glyphs.last().is_some_and(|g| g.c.is_numeric());
        let starts = right.glyphs.first().is_some_and(|g| g.c.is_numeric());
        ends && starts && right.size < 0.85 * self.size && right.base < self.base - 0.1 * self.size
    }
}

/// Puts glyphs together to words.
pub fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut blank = false;
    for glyph in once(glyphs) {
        if glyph.c == ' ' {
            if let Some(last) = words.last_mut().filter(|_| open) {
                last.blank_after = true;
            }
            (open, blank) = (false, true);
            continue;
        }
        match words.last_mut().filter(|_| open) {
            Some(last) if goes_on(last, &glyph) => {
                last.x0 = last.x0.min(glyph.x0);
                last.x1 = last.x1.max(glyph.x1);
                last.bold &= glyph.bold;
                last.glyphs.push(glyph);
            }
            _ => words.push(Word {
                glyphs: vec![glyph],
                x0: glyph.x0,
                x1: glyph.x1,
                base: glyph.base,
                size: glyph.size,
                bold: glyph.bold,
                blank_before: blank,
                blank_after: false,
            }),
        }
        (open, blank) = (true, false);
    }
    words
}

/// Closes up what is set with space between its letters, `O P P D R A G`, on a line from left to
/// right: four letters or more, each alone, as far from each other as all of them, on white that no
/// column leaves. Where the white is much wider, the next word begins.
pub fn close_up(words: &mut Vec<Word>) {
    const LETTERS: usize = 4;
    let alone = |word: &Word| matches!(word.glyphs[..], [one] if one.c.is_alphabetic());
    if words.len() < LETTERS || words.iter().filter(|w| alone(w)).count() < LETTERS {
        return;
    }
    let mut closed: Vec<Word> = Vec::with_capacity(words.len());
    let mut rest = std::mem::take(words).into_iter().peekable();
    while let Some(word) = rest.next() {
        let mut run = vec![word];
        while let Some(last) = run.last().filter(|last| alone(last))
            && let Some(next) = rest.next_if(|next| {
                alone(next)
                    && (next.size - last.size).abs() < 0.05 * last.size
                    && next.x0 - last.x1 < 1.5 * last.size
            })
        {
            run.push(next);
        }
        if run.len() >= LETTERS {
            spaced(run, &mut closed);
        } else {
            closed.append(&mut run);
        }
    }
    *words = closed;
}

/// Puts single letters together where the white between them is the usual one.
fn spaced(run: Vec<Word>, closed: &mut Vec<Word>) {
    let mut gaps: Vec<f64> = run.windows(2).map(|two| two[1].x0 - two[0].x1).collect();
    gaps.sort_by(f64::total_cmp);
    let usual = gaps[gaps.len() / 2];
    // Letters of one distance, and words further apart: anything else is no spaced word.
    let near = |gap: f64| (gap - usual).abs() < 0.25 * usual;
    if usual <= 0.0 || gaps.iter().any(|&gap| !near(gap) && gap < 1.6 * usual) {
        closed.extend(run);
        return;
    }
    let mut fresh = true;
    for word in run {
        match closed.last_mut().filter(|_| !fresh) {
            Some(last) if near(word.x0 - last.x1) => {
                last.x1 = word.x1;
                last.bold &= word.bold;
                last.blank_after = word.blank_after;
                last.glyphs.extend(word.glyphs);
            }
            _ => closed.push(word),
        }
        fresh = false;
    }
}

fn goes_on(word: &Word, glyph: &Glyph) -> bool {
    let Some(last) = word.glyphs.last() else {
        return false;
    };
    let size = word.size.max(glyph.size);
    let gap = glyph.x0 - last.x1;
    (glyph.base - word.base).abs() < 0.08 * size
        && (glyph.size - word.size).abs() < 0.15 * size
        && gap - last.spacing <= BLANK * size
        && gap >= -0.4 * size
}

/// Takes text that is drawn twice, a hair apart, to make it bold, once.
fn once(glyphs: &[Glyph]) -> Vec<Glyph> {
    const HAIR: f64 = 0.1;
    /// Wide enough that most glyphs have their twin, if any, in their own square.
    const SQUARE: f64 = 8.0;
    let mut squares = Squares::with_capacity(glyphs.len());
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let square = |v: f64| (v / SQUARE).floor() as i32;
        let reach = HAIR * glyph.size;
        let near = reach.min(SQUARE);
        let around = |v: f64| square(v - near)..=square(v + near);
        let is_twin = |other: &Glyph| {
            other.c == glyph.c
                && (other.x0 - glyph.x0).abs() <= reach
                && (other.base - glyph.base).abs() <= reach
                && (other.size - glyph.size).abs() < 0.05 * glyph.size
        };
        // A character without width may well be drawn over itself.
        let twin = glyph.x1 > glyph.x0
            && around(glyph.x0).any(|x| {
                around(glyph.base).any(|y| squares.of(x, y, glyph.c).any(|at| is_twin(&kept[at])))
            });
        if !twin {
            squares.put(square(glyph.x0), square(glyph.base), glyph.c);
            kept.push(*glyph);
        }
    }
    kept
}

/// What stands in which square of a page: chains of glyphs, hashed by square and character. Every
/// glyph is asked after, and a general map takes a quarter of all the time that a page takes.
struct Squares {
    /// The last glyph of each chain, and one more; 0 where there is none.
    last: Vec<u32>,
    /// The glyph before each in its chain, in the same way.
    before: Vec<u32>,
}

impl Squares {
    fn with_capacity(count: usize) -> Self {
        Self {
            last: vec![0; (2 * count).next_power_of_two().max(64)],
            before: Vec::with_capacity(count),
        }
    }

    fn chain(&self, x: i32, y: i32, c: char) -> usize {
        let mix =
            |hash: u64, next: u32| (hash ^ u64::from(next)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash = mix(mix(mix(0, x as u32), y as u32).rotate_left(29), c as u32);
        (hash >> 32) as usize & (self.last.len() - 1)
    }

    /// The glyphs that may be this character in this square, and perhaps others.
    fn of(&self, x: i32, y: i32, c: char) -> impl Iterator<Item = usize> {
        let link = |at: u32| at.checked_sub(1).map(|at| at as usize);
        let first = link(self.last[self.chain(x, y, c)]);
        std::iter::successors(first, move |&at| link(self.before[at]))
    }

    /// Puts the next glyph in its square.
    fn put(&mut self, x: i32, y: i32, c: char) {
        let chain = self.chain(x, y, c);
        self.before.push(self.last[chain]);
        self.last[chain] = self.before.len() as u32;
    }
}
