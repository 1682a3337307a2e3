//! What text and boxes are drawn with: their colours, as far as that can be told, and what else decides
//! whether a reader sees them.
//!
//! Colours are kept as red, green and blue from 0 to 1. The colour spaces are those of ISO 32000-1, 8.6;
//! a space whose colours would have to be computed by a program is unknown, and what is unknown hides
//! nothing.

use super::open::{get, number, resolve};
use pdf_extract::{Dictionary, Document, Object};

/// Red, green and blue, each from 0 to 1.
pub type Rgb = [f32; 3];

/// White, as paper is.
pub const PAPER: Rgb = [1.0; 3];

/// How far two colours are from each other, from 0 to 1.
pub fn distance(a: Rgb, b: Rgb) -> f32 {
    (0..3).map(|at| (a[at] - b[at]).abs()).fold(0.0, f32::max)
}

/// One colour laid over another, so much of it being opaque.
pub fn over(below: Rgb, above: Rgb, alpha: f32) -> Rgb {
    std::array::from_fn(|at| below[at] + (above[at] - below[at]) * alpha.clamp(0.0, 1.0))
}

/// A colour and how opaque it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tone {
    /// The colour, where it is known.
    pub colour: Option<Rgb>,
    /// From 0, nothing is drawn, to 1.
    pub alpha: f32,
}

/// What a stretch of text is drawn with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// The font.
    pub font: usize,
    /// What its letters are filled with, where they are filled.
    pub fill: Option<Tone>,
    /// What they are outlined with, where they are.
    pub stroke: Option<Tone>,
    /// How many shapes were drawn on the page before.
    pub after: u32,
    /// What is drawn beyond this box is cut off: left, upper, right and lower edge.
    pub clip: Option<[f32; 4]>,
    /// It stands in a layer that is switched off.
    pub off: bool,
    /// The font draws nothing for these characters.
    pub blank: bool,
    /// A mask decides how much of it is seen.
    pub masked: bool,
}

/// How the numbers of a colour are to be understood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Space {
    /// One number from black to white.
    Grey,
    /// Red, green and blue.
    Rgb,
    /// The four inks of print.
    Cmyk,
    /// Lightness, and two numbers of hue.
    Lab,
    /// One ink or several: none of any leaves the paper white. What all of it looks like, where known.
    Inks(Option<Rgb>),
    /// A pattern.
    Pattern,
    /// An ink that no printer has: nothing is drawn.
    Nothing,
    /// Any other.
    Unknown,
}

impl Space {
    /// The space of a name, or of what the page's resources call so.
    pub fn named(document: &Document, resources: &Dictionary, name: &[u8]) -> Self {
        match Self::of_device(name) {
            Some(space) => space,
            None => get(document, resources, b"ColorSpace")
                .and_then(|spaces| get(document, spaces.as_dict().ok()?, name))
                .map_or(Self::Unknown, |object| Self::of(document, object)),
        }
    }

    fn of_device(name: &[u8]) -> Option<Self> {
        match name {
            b"DeviceGray" | b"CalGray" | b"G" => Some(Self::Grey),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Self::Rgb),
            b"DeviceCMYK" | b"CMYK" => Some(Self::Cmyk),
            b"Pattern" => Some(Self::Pattern),
            _ => None,
        }
    }

    fn of(document: &Document, object: &Object) -> Self {
        if let Ok(name) = object.as_name() {
            return Self::of_device(name).unwrap_or(Self::Unknown);
        }
        let Ok(parts) = object.as_array() else {
            return Self::Unknown;
        };
        let part = |at: usize| parts.get(at).and_then(|part| resolve(document, part));
        let name = |at: usize| part(at).and_then(|part| part.as_name().ok());
        match name(0) {
            Some(b"ICCBased") => {
                let profile = part(1).and_then(|part| part.as_stream().ok());
                let count = profile.and_then(|profile| get(document, &profile.dict, b"N"));
                match count.and_then(number).map(|count| count as i64) {
                    Some(1) => Self::Grey,
                    Some(3) => Self::Rgb,
                    Some(4) => Self::Cmyk,
                    _ => Self::Unknown,
                }
            }
            Some(b"Lab") => Self::Lab,
            Some(b"Separation") => match name(1) {
                Some(b"None") => Self::Nothing,
                Some(b"Black" | b"All") => Self::Inks(Some([0.0; 3])),
                _ => Self::Inks(full(document, part(2), part(3))),
            },
            Some(b"DeviceN" | b"NChannel") => Self::Inks(None),
            Some(name) => Self::of_device(name).unwrap_or(Self::Unknown),
            None => Self::Unknown,
        }
    }

    /// The colour that a space starts with.
    pub fn first(self) -> Tone {
        let colour = match self {
            Self::Grey | Self::Rgb | Self::Cmyk | Self::Lab => Some([0.0; 3]),
            Self::Inks(full) => full,
            Self::Nothing | Self::Pattern | Self::Unknown => None,
        };
        self.tone(colour)
    }

    /// The colour that some numbers are.
    pub fn colour(self, values: &[f64]) -> Tone {
        let value = |at: usize| values.get(at).map_or(0.0, |&v| v.clamp(0.0, 1.0) as f32);
        let colour = match (self, values.len()) {
            (Self::Grey, 1) => Some([value(0); 3]),
            (Self::Rgb, 3) => Some([value(0), value(1), value(2)]),
            (Self::Cmyk, 4) => {
                let ink = |at: usize| (1.0 - value(at)) * (1.0 - value(3));
                Some([ink(0), ink(1), ink(2)])
            }
            // Only greys are told from each other; a hue is unlike the paper.
            (Self::Lab, 3) => {
                let hue = values[1].abs().max(values[2].abs());
                (hue < 10.0).then(|| [(values[0] / 100.0).clamp(0.0, 1.0) as f32; 3])
            }
            (Self::Inks(_), 1..) if values.iter().all(|&v| v < 0.02) => Some(PAPER),
            (Self::Inks(full), 1) => full.map(|full| over(PAPER, full, value(0))),
            _ => None,
        };
        self.tone(colour)
    }

    fn tone(self, colour: Option<Rgb>) -> Tone {
        let alpha = if self == Self::Nothing { 0.0 } else { 1.0 };
        Tone { colour, alpha }
    }
}

/// What an ink looks like where all of it is printed: the last value of a plain function between two
/// colours (ISO 32000-1, 7.10.3).
fn full(document: &Document, space: Option<&Object>, function: Option<&Object>) -> Option<Rgb> {
    let space = Space::of(document, space?);
    let function = function?.as_dict().ok()?;
    let kind = get(document, function, b"FunctionType").and_then(number)?;
    let last = get(document, function, b"C1")?.as_array().ok()?;
    let last: Vec<f64> = last.iter().filter_map(number).collect();
    let plain = matches!(space, Space::Grey | Space::Rgb | Space::Cmyk);
    (kind == 2.0 && plain).then(|| space.colour(&last).colour)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_without_ink_are_white() {
        let white = |space: Space, values: &[f64]| space.colour(values).colour == Some(PAPER);
        assert!(white(Space::Grey, &[1.0]));
        assert!(white(Space::Rgb, &[1.0, 2.0, 1.0]));
        assert!(white(Space::Cmyk, &[0.0; 4]));
        assert!(white(Space::Lab, &[100.0, 0.0, 1.0]));
        assert!(white(Space::Inks(None), &[0.0, 0.0]));
        assert!(!white(Space::Cmyk, &[0.0, 0.0, 0.0, 1.0]));
        // Numbers that do not fit say nothing.
        assert_eq!(Space::Rgb.colour(&[1.0]).colour, None);
        assert_eq!(Space::Unknown.colour(&[1.0]).colour, None);
        assert_eq!(Space::Nothing.colour(&[1.0]).alpha, 0.0);
    }

    #[test]
    fn half_of_an_ink_is_half_as_dark() {
        let ink = Space::Inks(Some([0.0, 0.0, 0.5]));
        assert_eq!(ink.colour(&[0.5]).colour, Some([0.5, 0.5, 0.75]));
        assert_eq!(distance([0.0, 0.5, 1.0], [0.2, 0.5, 0.5]), 0.5);
    }
}
