//! Strips of white that go down through the lines of a table: the gutters between its columns.
//!
//! One line shows little: between any two words is white. What tells a gutter is that it goes on from line
//! to line, that it is wide somewhere, and that what stands to its right begins at one edge. A wide gap
//! says that at least one gutter is in it: a line that leaves no white of it is no line of the table.

use crate::source::pdf::lines::TextLine;
use crate::source::pdf::paragraphs::is_marker;
use crate::source::pdf::words::Word;

/// A strip narrower than this, in points, is none.
const NARROW: f64 = 1.5;

/// A gap of so many times the size is a wide one: words are seldom so far apart.
pub const WIDE: f64 = 0.85;

/// A gap of so many times the size is no word space, save in a line that is stretched.
const LOOSE: f64 = 0.42;

/// What wide gaps weigh that no line of their table may bridge together.
pub const SURE: f64 = 3.0;

/// How many wide gaps are kept before those are left out that say nothing new.
const GAPS: usize = 64;

/// How much further left than the white what stands left of it ends, as a share of the size, where it does not
/// reach the white: more than word spaces of one line differ.
const RAGGED: f64 = 0.12;

/// How near two edges are that are one.
const EDGE: f64 = 1.2;

/// How far from the white the edge may be that most cells begin at: a title is set a little apart.
const BESIDE: f64 = 4.0;

/// A strip of white.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strip {
    /// Its left edge; less than any place where nothing stands to the left of it.
    pub from: f64,
    /// Its right edge.
    pub to: f64,
}

impl Strip {
    /// Whether words stand on both sides of it.
    pub fn is_inner(&self) -> bool {
        self.from.is_finite() && self.to.is_finite()
    }

    /// Whether it shares white with another.
    pub fn meets(&self, other: &Self) -> bool {
        self.to.min(other.to) - self.from.max(other.from) >= NARROW
    }

    /// Its middle.
    pub fn middle(&self) -> f64 {
        (self.from + self.to) / 2.0
    }
}

impl From<(f64, f64)> for Strip {
    fn from((from, to): (f64, f64)) -> Self {
        Self { from, to }
    }
}

/// A strip that parts columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gutter {
    /// The white of it.
    pub white: Strip,
    /// Where most of what stands right of it begins.
    pub edge: f64,
    /// Several lines say so.
    pub plain: bool,
}

impl From<Strip> for Gutter {
    fn from(white: Strip) -> Self {
        Self {
            white,
            edge: white.to,
            plain: false,
        }
    }
}

/// Words that no gutter parts: a single word, or the groups of a number.
#[derive(Debug, Clone, Copy)]
struct Unit {
    x0: f64,
    x1: f64,
    /// It holds letters.
    worded: bool,
    /// A blank is drawn before it, and after it.
    blanks: (bool, bool),
    /// The word that it is, if it is a single one.
    single: Option<usize>,
}

fn units(line: &TextLine) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::with_capacity(line.words.len());
    let mut last: Option<&Word> = None;
    // A list item's sign belongs to its text.
    let bullet =
        |word: &Word| is_marker(word) && !word.glyphs.iter().any(|g| g.c.is_alphanumeric());
    let is_item = line.words.first().is_some_and(bullet)
        && line.words.get(1).is_some_and(|word| {
            let letter = word.glyphs.iter().any(|g| g.c.is_alphabetic());
            letter && word.x0 - line.words[0].x1 < 4.0 * line.size
        });
    for (at, word) in line.words.iter().enumerate() {
        let worded = word.glyphs.iter().any(|g| g.c.is_lowercase());
        match units.last_mut() {
            Some(unit)
                if word.x0 < unit.x1 + 0.01
                    || (at == 1 && is_item)
                    || last.is_some_and(|last| is_one_number(last, word)) =>
            {
                unit.x1 = unit.x1.max(word.x1);
                unit.worded |= worded;
                unit.blanks.1 = word.blank_after;
                unit.single = None;
            }
            _ => units.push(Unit {
                x0: word.x0,
                x1: word.x1,
                worded,
                blanks: (word.blank_before, word.blank_after),
                single: Some(at),
            }),
        }
        last = Some(word);
    }
    units
}

/// Whether two words are groups of one number, `118 430`.
fn is_one_number(left: &Word, right: &Word) -> bool {
    let digits = |word: &Word| word.glyphs.iter().filter(|g| g.c.is_ascii_digit()).count();
    let ends = left.glyphs.last().is_some_and(|g| g.c.is_ascii_digit());
    ends && digits(left) <= 3
        && right.x0 - left.x1 < 0.5 * right.size
        && right.glyphs.len() >= 3
        && right.glyphs[..3].iter().all(|g| g.c.is_ascii_digit())
        && right.glyphs.get(3).is_none_or(|g| !g.c.is_alphanumeric())
}

/// A gap between two units of a line.
#[derive(Debug, Clone, Copy)]
struct Gap {
    from: f64,
    to: f64,
    /// Words of letters stand on both sides.
    worded: bool,
    /// No blank is drawn in it, as one is between words in most files.
    bare: bool,
}

impl Gap {
    fn width(&self) -> f64 {
        self.to - self.from
    }

    fn holds(&self, x: f64) -> bool {
        x > self.from && x < self.to
    }
}

fn gaps(units: &[Unit]) -> Vec<Gap> {
    let pairs = units.windows(2);
    pairs
        .map(|pair| Gap {
            from: pair[0].x1,
            to: pair[1].x0,
            worded: pair[0].worded && pair[1].worded,
            bare: !(pair[0].blanks.1 && pair[1].blanks.0),
        })
        .collect()
}

/// What a gap says for a gutter.
fn weight(gap: &Gap, size: f64, stretched: bool) -> f64 {
    match gap.width() / size.max(1.0) {
        _ if stretched => 0.25,
        share if share >= 1.5 => 3.0,
        share if share >= WIDE => 2.0,
        share if share >= 0.5 => 1.0,
        _ => 0.25,
    }
}

/// Whether a gap is one of those that a line of words is stretched by to fill its column: others of the line
/// are as wide, those left out that are known as gutters.
fn is_stretched(gap: &Gap, gaps: &[Gap], gutters: &[Strip]) -> bool {
    let alike = |other: &&Gap| {
        other.worded
            && (other.width() - gap.width()).abs() < 0.8
            && !gutters.iter().any(|gutter| other.holds(gutter.middle()))
    };
    // The gap itself and one other; a line of ten thousand words is not gone through for each.
    gap.worded && gaps.iter().filter(alike).nth(1).is_some()
}

/// The widest gap of a line, as a share of its size; 0 where it says nothing.
pub fn widest(line: &TextLine) -> f64 {
    let gaps = gaps(&units(line));
    let plain = gaps.iter().filter(|gap| !is_stretched(gap, &gaps, &[]));
    plain.map(Gap::width).fold(0.0, f64::max) / line.size.max(1.0)
}

/// The white of lines, and the wide gaps that they show.
#[derive(Debug, Clone)]
pub struct White {
    /// What white goes down through all of the lines.
    pub strips: Vec<Strip>,
    /// The wide gaps, and what each weighs.
    wide: Vec<(Strip, f64)>,
}

impl White {
    /// The white of one line.
    pub fn of(line: &TextLine) -> Self {
        let units = units(line);
        let mut strips = Vec::with_capacity(units.len() + 1);
        let mut from = f64::NEG_INFINITY;
        for unit in &units {
            if unit.x0 > from {
                strips.push(Strip { from, to: unit.x0 });
            }
            from = unit.x1;
        }
        let to = f64::INFINITY;
        strips.push(Strip { from, to });
        let gaps = gaps(&units);
        let wide = gaps
            .iter()
            .filter(|gap| !is_stretched(gap, &gaps, &[]))
            .map(|gap| {
                let strip = Strip {
                    from: gap.from,
                    to: gap.to,
                };
                // Between words a wide gap may be stretched: one such line is not enough.
                let most = if gap.worded { 1.6 } else { 3.0 };
                (strip, weight(gap, line.size, false).min(most))
            })
            .filter(|(_, weight)| *weight >= 1.6)
            .collect();
        Self { strips, wide }
    }

    /// The first strip that may be a gutter by a wide gap.
    pub fn first_wide(&self) -> Option<Strip> {
        let is_wide = |strip: &&Strip| {
            let inside = |gap: &Strip| gap.from < strip.to - NARROW && gap.to > strip.from + NARROW;
            strip.is_inner() && self.wide.iter().any(|(gap, _)| inside(gap))
        };
        self.strips.iter().find(is_wide).copied()
    }

    /// What white there is of a strip; none where it is bridged.
    pub fn along(&self, strip: &Strip) -> Option<Strip> {
        let shared = self.strips.iter().filter(|own| own.meets(strip));
        let shared = shared.map(|own| Strip {
            from: own.from.max(strip.from),
            to: own.to.min(strip.to),
        });
        shared.max_by(|a, b| (a.to - a.from).total_cmp(&(b.to - b.from)))
    }

    /// What it costs to add a line.
    pub fn cost(&self) -> usize {
        self.strips.len() + self.wide.len()
    }

    /// The white of one more line, too; nothing where it bridges wide gaps that are sure together.
    pub fn with(&self, line: &TextLine) -> Option<Self> {
        let (white, bridged) = self.through(line);
        (bridged < SURE && white.strips.iter().any(Strip::is_inner)).then_some(white)
    }

    /// The white of one more line, too, and what the wide gaps weigh that it bridges.
    pub fn through(&self, line: &TextLine) -> (Self, f64) {
        let own = Self::of(line);
        let mut strips = Vec::with_capacity(self.strips.len());
        for strip in &self.strips {
            let first = own
                .strips
                .partition_point(|white| white.to < strip.from + NARROW);
            let through = own.strips[first..]
                .iter()
                .take_while(|white| white.from < strip.to - NARROW)
                .map(|white| Strip {
                    from: white.from.max(strip.from),
                    to: white.to.min(strip.to),
                });
            strips.extend(through.filter(|white| white.to - white.from >= NARROW));
        }
        let alive = |gap: &Strip| {
            let at = strips.partition_point(|strip| strip.to < gap.from + NARROW);
            strips
                .get(at)
                .is_some_and(|strip| strip.from < gap.to - NARROW)
        };
        let mut wide = self.wide.clone();
        wide.extend(own.wide);
        let bridged: f64 = wide
            .iter()
            .filter(|(gap, _)| !alive(gap))
            .map(|w| w.1)
            .sum();
        wide.retain(|(gap, _)| alive(gap));
        if wide.len() > GAPS {
            thin_out(&mut wide, &strips);
        }
        (Self { strips, wide }, bridged)
    }
}

/// Leaves a few wide gaps to each strip, the narrowest: they are bridged first, and are sure together.
fn thin_out(wide: &mut Vec<(Strip, f64)>, strips: &[Strip]) {
    let strip = |gap: &Strip| strips.partition_point(|strip| strip.to < gap.from + NARROW);
    let width = |gap: &Strip| gap.to - gap.from;
    wide.sort_by(|(a, _), (b, _)| {
        let by_strip = strip(a).cmp(&strip(b));
        by_strip.then(width(a).total_cmp(&width(b)))
    });
    let (mut last, mut count) = (usize::MAX, 0);
    wide.retain(|(gap, _)| {
        let own = strip(gap);
        count = if own == last { count + 1 } else { 0 };
        last = own;
        count < 8
    });
}

/// What all lines together say of a strip.
#[derive(Debug, Clone, Copy, Default)]
pub struct Witness {
    /// Lines with words on both sides of it.
    pub both: usize,
    /// Those of them whose words to its right begin at the edge that most of them begin at.
    pub aligned: usize,
    /// That edge.
    pub edge: f64,
    /// Lines that begin there, with nothing left of it.
    pub hung: usize,
    /// Those of them with no words of letters to its right.
    pub figures: usize,
    /// Those of them whose gap is wide.
    pub wide: usize,
    /// The first line, the head if there is one, has its own wide gap there.
    pub headed: bool,
    /// The first line has a word space there, but wide gaps elsewhere: one title of several words.
    pub cramped: bool,
    /// Lines that say something of it: they have words to its right, and no other gutter's white there.
    pub told: usize,
    /// Evidence of their gaps.
    pub gaps: f64,
    /// The widest of their gaps, as a share of the size.
    pub widest: f64,
    /// Those of them whose gap is wider than a word space, though no line is stretched.
    pub loose: usize,
    /// Those of them with no blank drawn in the gap.
    pub bare: usize,
    /// The narrowest of their gaps, as a share of the size.
    pub narrowest: f64,
    /// Those of them whose words to its left end elsewhere than at the white, though no sign of a list does.
    pub ragged: usize,
    /// How many word spaces of all lines are drawn blanks, and how wide they are together, as shares of the size.
    pub blanks: (usize, f64),
}

impl Witness {
    /// Asks the lines, save for those whose white there is another gutter's, too.
    pub fn of(strip: &Strip, lines: &[&TextLine], gutters: &[Strip]) -> Self {
        let mut witness = Self::default();
        let mut starts: Vec<f64> = Vec::new();
        let mut alone: Vec<f64> = Vec::new();
        let mut beside: Vec<f64> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let units = units(line);
            let gaps = gaps(&units);
            for gap in gaps.iter().filter(|gap| !gap.bare) {
                let share = gap.width() / line.size.max(1.0);
                if share < LOOSE {
                    let (count, width) = witness.blanks;
                    witness.blanks = (count + 1, width + share);
                }
            }
            let Some(gap) = gaps.iter().find(|gap| gap.holds(strip.middle())) else {
                if line.x0 > strip.middle() {
                    alone.push(line.x0);
                    witness.told += 1;
                }
                continue;
            };
            if gutters.iter().any(|other| gap.holds(other.middle())) {
                // Beside an empty cell what begins at the edge hangs there, too: one may do so by chance.
                let left = |other: &&Strip| gap.holds(other.middle()) && other.to < strip.from;
                if gutters.iter().any(|other| left(&other)) {
                    beside.push(gap.to);
                }
                continue;
            }
            let stretched = is_stretched(gap, &gaps, gutters);
            let wide = |gap: &Gap| gap.width() >= WIDE * line.size;
            witness.cramped |= at == 0 && gap.width() < 0.36 * line.size && gaps.iter().any(wide);
            witness.both += 1;
            witness.told += 1;
            witness.bare += usize::from(gap.bare);
            let share = gap.width() / line.size.max(1.0);
            witness.narrowest = match witness.both {
                1 => share,
                _ => witness.narrowest.min(share),
            };
            starts.push(gap.to);
            let ends = strip.from - gap.from > RAGGED * line.size;
            let sign = || {
                let left = units.iter().rfind(|unit| unit.x1 <= gap.from + 0.01);
                let single = left.and_then(|left| left.single);
                single.is_some_and(|at| is_marker(&line.words[at]))
            };
            witness.ragged += usize::from(ends && !sign());
            witness.gaps += weight(gap, line.size, stretched);
            let right = units.iter().find(|unit| unit.x0 >= gap.to);
            witness.figures += usize::from(right.is_some_and(|unit| !unit.worded));
            if !stretched {
                witness.loose += usize::from(gap.width() > LOOSE * line.size);
                let wide = gap.width() >= WIDE * line.size;
                witness.wide += usize::from(wide);
                witness.headed |= at == 0 && wide;
                witness.widest = witness.widest.max(gap.width() / line.size.max(1.0));
            }
        }
        // Asked of every row of the table, of which there may be thousands.
        for places in [&mut starts, &mut alone, &mut beside] {
            places.sort_by(f64::total_cmp);
        }
        let near = |edge: f64, places: &[f64]| {
            let from = places.partition_point(|place| place - edge <= -EDGE);
            let to = places.partition_point(|place| place - edge < EDGE);
            to.saturating_sub(from)
        };
        // Where what stands right of it begins elsewhere, another gutter lies between.
        let edge = starts
            .iter()
            .filter(|&&edge| (edge - strip.to).abs() < BESIDE)
            .map(|&edge| (near(edge, &starts), edge))
            .max_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        if let Some((aligned, edge)) = edge {
            witness.aligned = aligned;
            witness.hung = near(edge, &alone);
            let beside = near(edge, &beside);
            // Amounts of one width, set to the right, begin at one place, too: within them are word spaces.
            if beside > 1 && witness.loose * 2 >= witness.both {
                witness.hung += beside;
            }
            witness.edge = edge;
        }
        witness
    }

    /// How much it is.
    pub fn evidence(&self) -> f64 {
        self.gaps + self.aligned as f64
    }

    /// Whether they say that it is a gutter; `drawn` where a line or a shade parts there, too, `others`
    /// where there are other gutters.
    pub fn is_gutter(&self, drawn: bool, others: bool) -> bool {
        if drawn || (others && self.headed) {
            return true;
        }
        // A gutter no wider than a word space is wide beside some short cell, or every line keeps its edge.
        let edged =
            self.aligned * 10 >= self.both * 8 && self.hung > 0 && self.aligned + self.hung >= 4;
        // What is set to the right or in the middle keeps no left edge.
        let set = self.aligned * 10 >= self.both * 6
            || self.figures * 2 >= self.both
            || (self.wide * 10 >= self.both * 9 && self.both >= 3 && self.both * 3 >= self.told);
        // A gutter hardly wider than a word space, but for words the file has blanks; a blank that does not
        // break is as wide as they are, and keeps its width however long the word before it is.
        let (blanks, width) = self.blanks;
        let bare = self.both >= 4 && self.bare == self.both && blanks >= self.both.max(8);
        let kept = self.aligned.max(self.figures) * 10 >= self.both * 8;
        let blank = self.narrowest * blanks as f64;
        let unlike = blank > 1.04 * width || blank < 0.95 * width && self.narrowest > 0.2;
        if bare && kept && (unlike || self.ragged * 4 >= self.both) {
            return true;
        }
        // What begins at one edge, wherever the words before it end: words that follow words do not.
        if others
            && self.both >= 4
            && self.aligned == self.both
            && self.both * 2 >= self.told
            && self.ragged * 3 >= self.both
        {
            return true;
        }
        if self.cramped && !edged {
            return false;
        }
        // A column whose cells stand on rows of their own.
        let hung =
            self.both > 0 && self.aligned == self.both && self.widest >= WIDE && self.hung >= 2;
        // A narrow gutter that all lines keep to, wider than their word spaces, though a head's may be one of
        // several that are as wide.
        let kept = self.both >= 5
            && self.loose * 10 >= self.both * 8
            && self.aligned * 10 >= self.both * 9
            && self.both * 3 >= self.told;
        hung || kept
            || self.both >= 2 && (edged || (set && self.widest >= WIDE && self.evidence() >= 4.0))
    }
}

/// Whether a line keeps to gutters as cells do, rather than by chance: what stands right of one begins at
/// its edge, or a wide gap is there, or it is a figure.
pub fn keeps(line: &TextLine, gutters: &[Gutter]) -> bool {
    let units = units(line);
    gutters.iter().all(|gutter| {
        let at = units.partition_point(|unit| unit.x0 < gutter.white.middle());
        let (Some(left), Some(right)) = (at.checked_sub(1).map(|at| units[at]), units.get(at))
        else {
            return true;
        };
        !right.worded && !left.worded
            || right.x0 - left.x1 > 0.6 * line.size
            || (right.x0 - gutter.edge).abs() < EDGE
    })
}

/// Whether the line below begins where a later word of this one does: what it says hangs.
pub fn hangs(line: &TextLine, below: &TextLine) -> bool {
    let units = units(line);
    let later = units.get(1..).unwrap_or_default();
    later
        .iter()
        .take(6)
        .any(|unit| (unit.x0 - below.x0).abs() < EDGE)
}

/// Whether a line has no gap that only a table has.
pub fn is_close(line: &TextLine) -> bool {
    let gaps = gaps(&units(line));
    !gaps.is_empty()
        && gaps
            .iter()
            .all(|gap| gap.width() < 0.6 * line.size || is_stretched(gap, &gaps, &[]))
}
