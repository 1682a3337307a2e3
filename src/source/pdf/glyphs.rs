//! The collector: every glyph with its place, every straight line.

use super::flatten::{INK_MARK, PAGE_MARK};
use super::fonts::Font;
use super::ink::Ink;
use super::ruled::joined;
use super::seen::Unseen;
use pdf_extract::{ColorSpace, MediaBox, OutputDev, OutputError, Path, PathOp, Transform};

/// One character where it stands, in points from the page's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// What it says.
    pub c: char,
    /// Its left edge.
    pub x0: f64,
    /// Its right edge.
    pub x1: f64,
    /// Where its base line is.
    pub base: f64,
    /// The size of its type.
    pub size: f64,
    /// What is put between it and the next on purpose.
    pub spacing: f64,
    /// Set in a bold font.
    pub bold: bool,
    /// Not seen, and read all the same: a machine has left it over or under a picture.
    pub hidden: bool,
}

/// A straight line along an axis: drawn as a line or as a thin box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Its y if it lies, its x if it stands.
    pub at: f64,
    /// Where it starts along its own axis.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// What is drawn on a page.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// Upright text, in the order it is drawn.
    pub glyphs: Vec<Glyph>,
    /// Text that runs in another direction, in the order it is drawn.
    pub turned: Vec<Glyph>,
    /// Lying lines.
    pub lying: Vec<Rule>,
    /// Standing lines.
    pub standing: Vec<Rule>,
    /// Strokes and boxes too small to be lines by themselves: lying, and standing.
    pub specks: [Vec<Rule>; 2],
    /// Filled boxes that are no lines: left, upper, right and lower edge.
    pub fills: Vec<[f64; 4]>,
    /// A picture is drawn.
    pub pictured: bool,
    /// How many of `turned` run upwards, upside down, and downwards.
    pub quarters: [usize; 3],
    /// From which of `glyphs` on which ink is used, by its number.
    pub runs: Vec<(u32, u32)>,
    /// The same of `turned`.
    pub turned_runs: Vec<(u32, u32)>,
    /// What was left out because it is not seen, or kept although it may not be.
    pub unseen: Vec<Unseen>,
    /// More lines are drawn than are kept.
    pub crowded: bool,
}

impl Drawing {
    /// How most of the page's text runs, if not upright: in quarters of a turn against the clock.
    pub fn turn(&self) -> Option<u8> {
        let most = (0..3).max_by_key(|&quarter| self.quarters[quarter])?;
        (self.quarters[most] > 3 * self.glyphs.len()).then_some(most as u8 + 1)
    }

    /// Makes lines of what is drawn in specks: a dotted line is one.
    pub fn gather(&mut self) {
        let [lying, standing] = std::mem::take(&mut self.specks);
        let whole = |specks: Vec<Rule>| {
            let lines = joined(&specks).into_iter();
            lines.filter(|line| line.to - line.from > DOTTED)
        };
        self.lying.extend(whole(lying));
        self.standing.extend(whole(standing));
    }

    /// Takes what is too small to be a line, lying or standing or both.
    fn speck(&mut self, a: (f64, f64), b: (f64, f64)) {
        if self.crowded {
            return;
        }
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let lying = Rule {
            at: (a.1 + b.1) / 2.0,
            from: a.0.min(b.0),
            to: a.0.max(b.0),
        };
        let standing = Rule {
            at: (a.0 + b.0) / 2.0,
            from: a.1.min(b.1),
            to: a.1.max(b.1),
        };
        let own = [(dx >= dy).then_some(lying), (dy >= dx).then_some(standing)];
        for (specks, own) in self.specks.iter_mut().zip(own) {
            specks.extend(own);
            if specks.len() > RULES {
                *specks = joined(specks);
                self.crowded |= specks.len() > RULES / 2;
            }
        }
    }

    /// How many characters of a machine's layer are read.
    pub fn hidden(&self) -> usize {
        let hidden = |glyph: &&Glyph| glyph.hidden && glyph.c != ' ';
        self.glyphs.iter().filter(hidden).count()
    }
}

/// A box thinner than this is a line.
const THIN: f64 = 3.0;

/// Specks that go on for so long are a line.
const DOTTED: f64 = 12.0;

/// How many lines a page may have before it is a picture rather than a form.
const RULES: usize = 20_000;

/// Collects the drawings of some pages.
#[derive(Debug)]
pub struct Collector<'a> {
    /// Width and height of every page.
    sizes: &'a [(f64, f64)],
    fonts: &'a [Font],
    /// The inks of some pages.
    inks: Inks<'a>,
    /// What was drawn, by page number.
    pub drawings: Vec<(usize, Drawing)>,
    size: (f64, f64),
    ink: u32,
    bold: bool,
    em: f64,
}

/// The inks of some pages, from one page on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inks<'a> {
    /// The number of the first page.
    pub first: usize,
    /// The inks of each.
    pub pages: &'a [Vec<Ink>],
}

/// From which place on which ink is used.
fn inked(runs: &mut Vec<(u32, u32)>, at: usize, ink: u32) {
    if runs.last().is_none_or(|last| last.1 != ink) {
        runs.push((at as u32, ink));
    }
}

impl<'a> Collector<'a> {
    /// A collector for pages of these sizes, with these fonts and inks.
    pub fn new(sizes: &'a [(f64, f64)], fonts: &'a [Font], inks: Inks<'a>) -> Self {
        Self {
            sizes,
            fonts,
            inks,
            drawings: Vec::new(),
            size: (0.0, 0.0),
            ink: 0,
            bold: false,
            em: 1.0,
        }
    }

    fn rule(&mut self, a: (f64, f64), b: (f64, f64)) {
        let Some((_, drawing)) = self.drawings.last_mut() else {
            return;
        };
        if drawing.lying.len() + drawing.standing.len() > RULES && !drawing.crowded {
            // A line may be drawn in many small pieces.
            drawing.lying = joined(&drawing.lying);
            drawing.standing = joined(&drawing.standing);
            drawing.crowded = drawing.lying.len() + drawing.standing.len() > RULES / 2;
        }
        if drawing.crowded {
            return;
        }
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        if dy < 1.0 && dx > 2.0 {
            drawing.lying.push(Rule {
                at: (a.1 + b.1) / 2.0,
                from: a.0.min(b.0),
                to: a.0.max(b.0),
            });
        } else if dx < 1.0 && dy > 2.0 {
            drawing.standing.push(Rule {
                at: (a.0 + b.0) / 2.0,
                from: a.1.min(b.1),
                to: a.1.max(b.1),
            });
        } else if dx <= 2.0 && dy <= 2.0 {
            drawing.speck(a, b);
        }
    }

    /// A filled or drawn box that is thin is one line.
    fn thin(&mut self, a: (f64, f64), b: (f64, f64)) -> bool {
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
        if dy < THIN && dx > THIN {
            self.rule((a.0, middle.1), (b.0, middle.1));
            true
        } else if dx < THIN && dy > THIN {
            self.rule((middle.0, a.1), (middle.0, b.1));
            true
        } else {
            let speck = dx < THIN && dy < THIN;
            if let Some((_, drawing)) = self.drawings.last_mut().filter(|_| speck) {
                drawing.speck(a, b);
            }
            speck
        }
    }

    /// A filled box with an area shades what stands on it.
    fn shade(&mut self, a: (f64, f64), b: (f64, f64)) {
        let size = self.size;
        let Some((_, drawing)) = self.drawings.last_mut() else {
            return;
        };
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        // What covers most of a page is its ground.
        let ground = dx * dy > 0.5 * size.0 * size.1;
        if dx > 6.0 && dy > 6.0 && !ground && drawing.fills.len() < RULES {
            drawing
                .fills
                .push([a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)]);
        }
    }

    fn paint(&mut self, ctm: &Transform, path: &Path, stroked: bool) {
        let height = self.size.1;
        let place = |x: f64, y: f64| {
            (
                x * ctm.m11 + y * ctm.m21 + ctm.m31,
                height - (x * ctm.m12 + y * ctm.m22 + ctm.m32),
            )
        };
        let mut shape: Vec<(f64, f64)> = Vec::new();
        for op in &path.ops {
            match *op {
                PathOp::Rect(x, y, w, h) => {
                    let (a, b) = (place(x, y), place(x + w, y + h));
                    if self.thin(a, b) {
                        continue;
                    }
                    if !stroked {
                        self.shade(a, b);
                    } else {
                        let (c, d) = ((a.0, b.1), (b.0, a.1));
                        for (from, to) in [(a, c), (c, b), (b, d), (d, a)] {
                            self.rule(from, to);
                        }
                    }
                }
                PathOp::MoveTo(x, y) => {
                    self.shape(&shape, stroked);
                    shape = vec![place(x, y)];
                }
                PathOp::LineTo(x, y) => shape.push(place(x, y)),
                PathOp::CurveTo(..) => {}
                PathOp::Close => {
                    if let Some(&first) = shape.first() {
                        shape.push(first);
                    }
                }
            }
        }
        self.shape(&shape, stroked);
    }

    fn shape(&mut self, shape: &[(f64, f64)], stroked: bool) {
        if shape.len() < 2 {
            return;
        }
        if stroked {
            for pair in shape.windows(2) {
                self.rule(pair[0], pair[1]);
            }
            return;
        }
        let around = shape.iter().fold(
            (f64::MAX, f64::MAX, f64::MIN, f64::MIN),
            |(x0, y0, x1, y1), p| (x0.min(p.0), y0.min(p.1), x1.max(p.0), y1.max(p.1)),
        );
        let (a, b) = ((around.0, around.1), (around.2, around.3));
        // A box has its corners where its edges meet.
        let corner = |p: &(f64, f64)| {
            let on = |value: f64, one: f64, other: f64| {
                (value - one).abs() < 0.5 || (value - other).abs() < 0.5
            };
            on(p.0, a.0, b.0) && on(p.1, a.1, b.1)
        };
        if !self.thin(a, b) && shape.len() >= 4 && shape.iter().all(corner) {
            self.shade(a, b);
        }
    }
}

impl OutputDev for Collector<'_> {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        trm: &Transform,
        width: f64,
        spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let Some((_, drawing)) = self.drawings.last_mut() else {
            return Ok(());
        };
        let along = trm.m11.hypot(trm.m12);
        let reach = font_size.abs() * along;
        let mut size = (font_size * trm.m21.hypot(trm.m22)).abs();
        // A font of programs may have letters far larger than its size, in its own units.
        if self.em > 3.0 {
            size *= self.em;
        }
        // What is squeezed to nothing is as small as what is set so.
        if reach < 0.05 * size && self.em <= 3.0 {
            size = reach;
        }
        let (x, y) = (trm.m31, self.size.1 - trm.m32);
        let advance = width * reach;
        // What is far off the page is told, but its place is no matter.
        const FAR: f64 = 1e6;
        if ![x, y, size, advance, spacing].iter().all(|v| v.is_finite()) {
            return Ok(());
        }
        let (x, y) = (x.clamp(-FAR, FAR), y.clamp(-FAR, FAR));
        let upright = trm.m11 * font_size > 0.0 && trm.m12.abs() < 0.2 * trm.m11.abs();
        let spacing = (spacing * along).max(0.0);
        let text = if text.is_empty() { "\u{fffd}" } else { text };
        // A ligature is a way to draw letters, no letter.
        let spelt = match text {
            "\u{fb00}" => "ff",
            "\u{fb01}" => "fi",
            "\u{fb02}" => "fl",
            "\u{fb03}" => "ffi",
            "\u{fb04}" => "ffl",
            "\u{fb05}" => "ft",
            "\u{fb06}" => "st",
            other => other,
        };
        let text = spelt;
        let count = text.chars().count() as f64;
        if upright {
            inked(&mut drawing.runs, drawing.glyphs.len(), self.ink);
        } else {
            inked(&mut drawing.turned_runs, drawing.turned.len(), self.ink);
        }
        for (at, c) in text.chars().enumerate() {
            let share = |n: usize| x + advance * n as f64 / count;
            let glyph = Glyph {
                c: readable(c),
                x0: share(at),
                x1: share(at + 1),
                base: y,
                size,
                spacing: if at + 1 == text.chars().count() {
                    spacing
                } else {
                    0.0
                },
                bold: self.bold,
                hidden: false,
            };
            if upright {
                drawing.glyphs.push(glyph);
            } else {
                drawing.turned.push(glyph);
                let (along, up) = (trm.m11 * font_size, trm.m12 * font_size);
                drawing.quarters[if along.abs() > up.abs() {
                    1
                } else if up > 0.0 {
                    0
                } else {
                    2
                }] += 1;
            }
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn stroke(
        &mut self,
        ctm: &Transform,
        _: &ColorSpace,
        _: &[f64],
        path: &Path,
    ) -> Result<(), OutputError> {
        if let [PathOp::Rect(x, value, _, _)] = path.ops[..] {
            let value = value.max(0.0) as usize;
            if x == PAGE_MARK {
                self.size = self.sizes.get(value).copied().unwrap_or_default();
                self.drawings.push((value, Drawing::default()));
                return Ok(());
            }
            if x == INK_MARK {
                self.ink = value as u32;
                let page = self.drawings.last().map_or(0, |(page, _)| *page);
                let ink = page
                    .checked_sub(self.inks.first)
                    .and_then(|page| self.inks.pages.get(page)?.get(value));
                let font = ink.and_then(|ink| self.fonts.get(ink.font));
                self.bold = font.is_some_and(|font| font.bold);
                self.em = font.map_or(1.0, |font| font.em);
                return Ok(());
            }
        }
        self.paint(ctm, path, true);
        Ok(())
    }

    fn fill(
        &mut self,
        ctm: &Transform,
        _: &ColorSpace,
        _: &[f64],
        path: &Path,
    ) -> Result<(), OutputError> {
        self.paint(ctm, path, false);
        Ok(())
    }
}

/// Breaking white space as a plain blank; control characters say nothing and count as undecoded.
fn readable(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        // What the Symbol and Wingdings fonts call their bullets.
        '\u{f0b7}' | '\u{f09f}' => '•',
        '\u{f0a7}' => '▪',
        '\u{f06f}' | '\u{f0a8}' => '□',
        '\u{f0d8}' => '➢',
        '\u{f0e0}' => '→',
        '\u{f0fc}' => '✓',
        '\u{f076}' => '❖',
        '\u{f02d}' => '-',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}
