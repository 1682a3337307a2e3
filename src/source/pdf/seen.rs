//! What of a page's text a reader sees.
//!
//! Text that is in a file and not on its page (white on white, off the page, cut off, under a box) must
//! not pass for what the letter says. Where that is certain it is left out, and told; where it only may
//! be so, the text is kept, and told as well. Pages that a machine has read are another thing: the
//! layer of words over a picture, which nobody sees, is all the text that there is.

use super::glyphs::{Drawing, Glyph};
use super::ink::{Ink, PAPER, Rgb, Tone, distance, over};
use super::shapes::{Shape, Shapes};

/// Type smaller than this, in points, is not read by anyone.
const TINY: f64 = 1.5;

/// Colours nearer to each other than this are one to the eye.
const ALIKE: f32 = 0.06;

/// Colours further from each other than this are told apart without effort.
const CLEAR: f32 = 0.12;

/// How many characters of what is not seen are quoted.
const QUOTED: usize = 60;

/// Why text is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is drawn in a mode that leaves no trace.
    Unprinted,
    /// It is wholly transparent.
    Transparent,
    /// It has the colour of what is under it.
    Colour,
    /// A box or shape is drawn over it.
    Covered,
    /// A picture is drawn over it.
    UnderPicture,
    /// It is cut off.
    Clipped,
    /// It stands off the page.
    OffPage,
    /// It is too small.
    Tiny,
    /// Its layer is switched off.
    Layer,
    /// Its font draws nothing.
    Blank,
}

impl Why {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unprinted => "drawn without a trace",
            Self::Transparent => "wholly transparent",
            Self::Colour => "in the colour of what is under them",
            Self::Covered => "under a box that is drawn over them",
            Self::UnderPicture => "under a picture",
            Self::Clipped => "cut off",
            Self::OffPage => "off the page",
            Self::Tiny => "smaller than can be read",
            Self::Layer => "in a layer that is switched off",
            Self::Blank => "in a font that draws nothing",
        }
    }

    /// Whether text recognition leaves its words so over or under the picture that it read.
    fn is_recognised(self) -> bool {
        matches!(
            self,
            Self::Unprinted | Self::Transparent | Self::Colour | Self::UnderPicture
        )
    }
}

/// Text of a page that is not seen, or perhaps not.
#[derive(Debug, Clone, PartialEq)]
pub struct Unseen {
    /// Why.
    pub why: Why,
    /// It is in doubt, and kept.
    pub kept: bool,
    /// How many characters, blanks apart.
    pub count: usize,
    /// The first of them.
    pub words: String,
}

/// What is known of a page beside its glyphs.
#[derive(Debug, Clone, Default)]
pub struct Surface {
    /// What its text is drawn with, by number.
    pub inks: Vec<Ink>,
    /// What else is drawn.
    pub shapes: Shapes,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Verdict {
    Seen,
    Doubt(Why),
    Unseen(Why),
}

/// Sorts out what a reader does not see. What is left of a machine's own layer is marked as hidden.
pub fn settle(drawing: &mut Drawing, surface: &Surface, size: (f64, f64)) {
    let judge = Judge::new(surface, size);
    let upright = judge.all(&drawing.glyphs, &drawing.runs);
    let turned = judge.all(&drawing.turned, &drawing.turned_runs);
    let says = |glyph: &Glyph| glyph.c != ' ';
    let seen = |glyphs: &[Glyph], verdicts: &[Verdict]| {
        glyphs
            .iter()
            .zip(verdicts)
            .any(|(glyph, verdict)| says(glyph) && !matches!(verdict, Verdict::Unseen(_)))
    };
    if upright.iter().chain(&turned).all(|v| *v == Verdict::Seen) {
        return;
    }
    let alone = !seen(&drawing.glyphs, &upright) && !seen(&drawing.turned, &turned);
    let mut unseen = Vec::new();
    for (glyphs, verdicts) in [
        (&mut drawing.glyphs, upright),
        (&mut drawing.turned, turned),
    ] {
        let shown = Rows::of(glyphs.iter().zip(&verdicts).filter_map(|(glyph, verdict)| {
            (says(glyph) && !matches!(verdict, Verdict::Unseen(_))).then_some(*glyph)
        }));
        let mut verdicts = verdicts.into_iter();
        glyphs.retain_mut(|glyph| {
            let (why, kept) = match verdicts.next() {
                Some(Verdict::Unseen(why)) => (why, false),
                Some(Verdict::Doubt(why)) => (why, true),
                _ => return true,
            };
            let pictured = || judge.is_pictured(glyph);
            let layer = !kept
                && why.is_recognised()
                && if why == Why::Unprinted {
                    alone || pictured()
                } else {
                    alone && pictured()
                };
            if layer {
                // A second layer of words that are printed there says nothing of its own.
                glyph.hidden = true;
                return !shown.stand_over(glyph);
            }
            if kept || !shown.stand_over(glyph) {
                tell(&mut unseen, why, kept, glyph);
            }
            kept
        });
    }
    for one in &mut unseen {
        one.words.truncate(one.words.trim_end().len());
    }
    unseen.sort_by_key(|one: &Telling| (one.kept, one.why));
    drawing.unseen = unseen
        .into_iter()
        .filter(|one| one.count > 0)
        .map(|one| Unseen {
            why: one.why,
            kept: one.kept,
            count: one.count,
            words: one.words,
        })
        .collect();
}

/// What is gathered of one sort of unseen text.
struct Telling {
    why: Why,
    kept: bool,
    count: usize,
    words: String,
    quoted: usize,
    /// Where the last glyph ended: its right edge and base line.
    end: (f64, f64),
}

fn tell(unseen: &mut Vec<Telling>, why: Why, kept: bool, glyph: &Glyph) {
    let found = unseen
        .iter()
        .position(|one| one.why == why && one.kept == kept);
    let at = found.unwrap_or_else(|| {
        unseen.push(Telling {
            why,
            kept,
            count: 0,
            words: String::new(),
            quoted: 0,
            end: (glyph.x0, glyph.base),
        });
        unseen.len() - 1
    });
    let one = &mut unseen[at];
    one.count += usize::from(glyph.c != ' ');
    let apart = (glyph.base - one.end.1).abs() > 0.3 * glyph.size
        || (glyph.x0 - one.end.0).abs() > 0.2 * glyph.size;
    one.end = (glyph.x1, glyph.base);
    if one.quoted < QUOTED {
        if (apart || glyph.c == ' ') && !one.words.is_empty() && !one.words.ends_with(' ') {
            one.words.push(' ');
        }
        if glyph.c != ' ' {
            one.words.push(glyph.c);
            one.quoted += 1;
            if one.quoted == QUOTED {
                one.words.push('…');
            }
        }
    }
}

/// Where visible text stands, by base line.
struct Rows {
    rows: std::collections::HashMap<i64, Vec<(f64, f64)>>,
}

impl Rows {
    fn band(base: f64) -> i64 {
        (base / 4.0).floor() as i64
    }

    fn of(glyphs: impl Iterator<Item = Glyph>) -> Self {
        let mut rows: std::collections::HashMap<i64, Vec<(f64, f64)>> = Default::default();
        for glyph in glyphs {
            let row = rows.entry(Self::band(glyph.base)).or_default();
            row.push((glyph.x0, glyph.x1));
        }
        for row in rows.values_mut() {
            row.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        Self { rows }
    }

    /// Whether visible text stands where a glyph does.
    fn stand_over(&self, glyph: &Glyph) -> bool {
        let middle = (glyph.x0 + glyph.x1) / 2.0;
        let size = glyph.size.min(72.0);
        let near = Self::band(glyph.base - 0.5 * size)..=Self::band(glyph.base + 0.5 * size);
        near.filter_map(|at| self.rows.get(&at)).any(|row| {
            let next = row.partition_point(|&(x0, _)| x0 <= middle);
            next > 0 && row[next - 1].1 + 0.3 * size >= middle
        })
    }
}

/// How high the bands are that shapes are looked up by.
const BAND: f32 = 16.0;

/// Shapes over more bands than this are asked everywhere.
const TALL: usize = 8;

struct Judge<'s> {
    inks: &'s [Ink],
    shapes: &'s [Shape],
    /// By band the shapes that reach into it, in order.
    bands: Vec<Vec<u32>>,
    tall: Vec<u32>,
    size: (f64, f64),
}

impl<'s> Judge<'s> {
    fn new(surface: &'s Surface, size: (f64, f64)) -> Self {
        let shapes = &surface.shapes.kept;
        let count = (size.1 as f32 / BAND).clamp(0.0, 2000.0) as usize + 1;
        let mut bands = vec![Vec::new(); if shapes.is_empty() { 0 } else { count }];
        let mut tall = Vec::new();
        for (at, shape) in shapes.iter().enumerate() {
            let band = |y: f32| ((y / BAND).max(0.0) as usize).min(count - 1);
            let (first, last) = (band(shape.around[1]), band(shape.around[3]));
            if last - first >= TALL {
                tall.push(at as u32);
            } else {
                bands[first..=last]
                    .iter_mut()
                    .for_each(|band| band.push(at as u32));
            }
        }
        Self {
            inks: &surface.inks,
            shapes,
            bands,
            tall,
            size,
        }
    }

    /// What is to be thought of each glyph; `runs` say from which glyph on which ink is used. A blank is
    /// as what stands before it.
    fn all(&self, glyphs: &[Glyph], runs: &[(u32, u32)]) -> Vec<Verdict> {
        let mut verdicts = Vec::with_capacity(glyphs.len());
        let mut runs = runs.iter().peekable();
        let mut ink = None;
        let mut last = Verdict::Seen;
        for (at, glyph) in glyphs.iter().enumerate() {
            while let Some((_, number)) = runs.next_if(|(from, _)| *from as usize <= at) {
                ink = self.inks.get(*number as usize);
            }
            if glyph.c != ' ' {
                last = ink.map_or(Verdict::Seen, |ink| self.one(glyph, ink));
            }
            verdicts.push(last);
        }
        verdicts
    }

    fn one(&self, glyph: &Glyph, ink: &Ink) -> Verdict {
        use Verdict::{Doubt, Seen, Unseen};
        let place = middle(glyph);
        let (x, y) = (f64::from(place.0), f64::from(place.1));
        if ink.off {
            return Unseen(Why::Layer);
        }
        if ink.blank {
            return Unseen(Why::Blank);
        }
        if glyph.size < TINY {
            return Unseen(Why::Tiny);
        }
        if !(0.0..=self.size.0).contains(&x) || !(0.0..=self.size.1).contains(&y) {
            return Unseen(Why::OffPage);
        }
        if let Some([x0, y0, x1, y1]) = ink.clip
            && !(place.0 >= x0 - 0.5
                && place.0 <= x1 + 0.5
                && place.1 >= y0 - 0.5
                && place.1 <= y1 + 0.5)
        {
            return Unseen(Why::Clipped);
        }
        let tones = [ink.fill, ink.stroke];
        if tones.iter().all(Option::is_none) {
            return Unseen(Why::Unprinted);
        }
        let under = match self.around(place, ink.after) {
            Ok(under) => under,
            Err(why) => return Unseen(why),
        };
        let verdict = tones
            .into_iter()
            .flatten()
            .map(|tone| shows(tone, &under))
            .fold(Unseen(Why::Colour), better);
        match (verdict, under.doubt_over) {
            (Seen, Some(why)) => Doubt(why),
            (Seen, None) if ink.masked => Doubt(Why::Transparent),
            (verdict, _) => verdict,
        }
    }

    /// The shapes at a place, the last one first.
    fn at(&self, place: (f32, f32)) -> impl Iterator<Item = &'s Shape> {
        let band = (place.1 / BAND).max(0.0) as usize;
        let near: &[u32] = self.bands.get(band).map_or(&[], Vec::as_slice);
        let (mut near, mut tall) = (near, self.tall.as_slice());
        let shapes = self.shapes;
        std::iter::from_fn(move || {
            let from = match (near.last(), tall.last()) {
                (Some(a), Some(b)) if a > b => &mut near,
                (Some(_), None) => &mut near,
                (_, Some(_)) => &mut tall,
                (None, None) => return None,
            };
            let (last, rest) = from.split_last()?;
            *from = rest;
            Some(&shapes[*last as usize])
        })
        .filter(move |shape| shape.is_at(place))
    }

    /// What is under a place where text is drawn after so many shapes, or what hides the text.
    fn around(&self, place: (f32, f32), after: u32) -> Result<Under, Why> {
        let mut under = Under {
            colour: Some(PAPER),
            doubt: false,
            doubt_over: None,
        };
        let mut veils: Vec<(Option<Rgb>, f32)> = Vec::new();
        for shape in self.at(place) {
            let opaque = shape.alpha > 0.95;
            if shape.order >= after {
                let why = if shape.picture {
                    Why::UnderPicture
                } else {
                    Why::Covered
                };
                match (shape.is_sure(), opaque) {
                    (true, true) => return Err(why),
                    (false, true) => under.doubt_over = Some(why),
                    // Through a veil the text is seen.
                    (_, false) => {}
                }
            } else if !shape.is_sure() {
                under.doubt = true;
            } else if opaque {
                under.colour = shape.colour;
                break;
            } else {
                veils.push((shape.colour, shape.alpha));
            }
        }
        for (colour, alpha) in veils.into_iter().rev() {
            under.colour = match (under.colour, colour) {
                (Some(below), Some(above)) => Some(over(below, above, alpha)),
                _ => None,
            };
        }
        Ok(under)
    }

    /// Whether a picture stands where a glyph does.
    fn is_pictured(&self, glyph: &Glyph) -> bool {
        self.at(middle(glyph)).any(|shape| shape.picture)
    }
}

/// What text stands on.
struct Under {
    /// Its colour, where it is known.
    colour: Option<Rgb>,
    /// A shape whose outline is not known may stand there as well.
    doubt: bool,
    /// Something may be drawn over the text.
    doubt_over: Option<Why>,
}

/// The middle of a glyph's body.
fn middle(glyph: &Glyph) -> (f32, f32) {
    (
        ((glyph.x0 + glyph.x1) / 2.0) as f32,
        (glyph.base - 0.3 * glyph.size) as f32,
    )
}

/// Whether a tone is told from what is under it.
fn shows(tone: Tone, under: &Under) -> Verdict {
    if tone.alpha < 0.03 {
        return Verdict::Unseen(Why::Transparent);
    }
    let Some(colour) = tone.colour else {
        return Verdict::Seen;
    };
    let Some(below) = under.colour else {
        // White words over a picture are seen or not as the picture is.
        let light = distance(colour, PAPER) < CLEAR;
        return if light {
            Verdict::Doubt(Why::Colour)
        } else {
            Verdict::Seen
        };
    };
    let seen = distance(below, over(below, colour, tone.alpha));
    match seen {
        d if d >= CLEAR => Verdict::Seen,
        d if d >= ALIKE || under.doubt => Verdict::Doubt(Why::Colour),
        _ => Verdict::Unseen(Why::Colour),
    }
}

/// What is seen by its filling or by its outline is seen.
fn better(a: Verdict, b: Verdict) -> Verdict {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Seen => 2,
        Verdict::Doubt(_) => 1,
        Verdict::Unseen(_) => 0,
    };
    if rank(&b) >= rank(&a) { b } else { a }
}
