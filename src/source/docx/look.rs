//! Properties of runs and paragraphs, as one place says them.

use super::styles::Styles;
use super::tags::Tag;
use super::xml::Element;

/// A colour: of letters, or behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Whatever can be read on what is behind; behind letters: nothing.
    Auto,
    /// Red, green and blue.
    Rgb([u8; 3]),
}

impl Ink {
    /// A page's own.
    pub const PAPER: Self = Self::Rgb([255; 3]);

    /// `auto` or six hexadecimal digits (ISO/IEC 29500-1, 17.18.38).
    pub fn of(value: &str) -> Self {
        let hex = value.trim_start_matches('#');
        match (hex.len(), u32::from_str_radix(hex, 16)) {
            (6, Ok(all)) => Self::Rgb([(all >> 16) as u8, (all >> 8) as u8, all as u8]),
            _ => Self::Auto,
        }
    }

    /// Whether letters of this colour cannot be told from what is behind them.
    pub fn lost_on(self, behind: Self) -> bool {
        let (Self::Rgb(own), Self::Rgb(behind)) = (self, behind) else {
            return false;
        };
        own.iter()
            .zip(behind)
            .all(|(own, behind)| own.abs_diff(behind) <= MOST_ALIKE)
    }
}

/// Steps of 255 by which two colours may differ that look the same.
const MOST_ALIKE: u8 = 16;

/// Properties of a run (17.3.2); none where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Letters {
    /// Its character style.
    pub style: Option<usize>,
    /// Bold.
    pub bold: Option<bool>,
    /// Hidden.
    pub vanish: Option<bool>,
    /// Of a paragraph's mark: always hidden, so that the next paragraph runs in after this one.
    pub run_in: bool,
    /// Size of the type, in half points.
    pub size: Option<u32>,
    /// Colour of the letters.
    pub color: Option<Ink>,
    /// Colour behind them.
    pub fill: Option<Ink>,
    /// Their width, per cent.
    pub scale: Option<u32>,
    /// Raised or lowered.
    pub raised: Option<bool>,
}

impl Letters {
    /// Reads a child of `w:rPr`.
    pub fn read(&mut self, tag: Tag, element: &Element<'_>, styles: Option<&Styles>) {
        match tag {
            Tag::RStyle => {
                self.style = styles.and_then(|styles| styles.character(&element.val()?));
            }
            Tag::B => self.bold = Some(element.on()),
            Tag::Vanish => self.vanish = Some(element.on()),
            Tag::SpecVanish => self.run_in = element.on(),
            Tag::Sz => self.size = element.number("val").and_then(|n| u32::try_from(n).ok()),
            Tag::Color => self.color = element.val().map(|value| Ink::of(&value)),
            Tag::Shd => self.fill = fill(element),
            Tag::Highlight => {
                self.fill = element.val().map(|value| match &*value {
                    "none" => Ink::Auto,
                    "white" => Ink::PAPER,
                    "yellow" => Ink::Rgb([255, 255, 0]),
                    _ => Ink::Rgb([0; 3]),
                });
            }
            Tag::W => self.scale = element.number("val").and_then(|n| u32::try_from(n).ok()),
            Tag::VertAlign => {
                self.raised = element
                    .val()
                    .map(|value| matches!(&*value, "superscript" | "subscript"));
            }
            _ => {}
        }
    }

    /// These properties, and below them those of `base` where these say nothing.
    pub fn over(self, base: Self) -> Self {
        Self {
            style: self.style.or(base.style),
            bold: self.bold.or(base.bold),
            vanish: self.vanish.or(base.vanish),
            run_in: self.run_in || base.run_in,
            size: self.size.or(base.size),
            color: self.color.or(base.color),
            fill: self.fill.or(base.fill),
            scale: self.scale.or(base.scale),
            raised: self.raised.or(base.raised),
        }
    }
}

/// What a shading leaves behind the letters (17.3.5): its fill, or its pattern's colour where it is solid.
pub(super) fn fill(element: &Element<'_>) -> Option<Ink> {
    let solid = element.val().is_some_and(|value| value == "solid");
    let name = if solid { "color" } else { "fill" };
    element.attribute(name).map(|value| Ink::of(&value))
}

/// Properties of a paragraph (17.3.1); none where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// Its paragraph style.
    pub style: Option<usize>,
    /// The level of the outline that it heads, from 0; 9 is running text.
    pub outline: Option<u8>,
    /// The numbering that it takes part in; 0 is none.
    pub num: Option<i64>,
    /// At which level.
    pub level: Option<u8>,
    /// Left indent, in twentieths of a point.
    pub left: Option<i64>,
    /// Colour behind it.
    pub fill: Option<Ink>,
    /// The exact height of its lines, in twentieths of a point; `None` within: as high as its letters.
    pub line: Option<Option<i64>>,
    /// It is the first letter of the next paragraph, set large (17.3.1.11).
    pub drop_cap: bool,
    /// It begins a page.
    pub new_page: bool,
}

impl Block {
    /// Reads a child of `w:pPr`, or of its `w:numPr`.
    pub fn read(&mut self, tag: Tag, element: &Element<'_>, styles: Option<&Styles>) {
        match tag {
            Tag::PStyle => {
                self.style = styles.and_then(|styles| styles.paragraph_style(&element.val()?));
            }
            Tag::OutlineLvl => {
                self.outline = element.number("val").and_then(|n| u8::try_from(n).ok());
            }
            Tag::NumId => self.num = element.number("val"),
            Tag::Ilvl => self.level = element.number("val").and_then(|n| u8::try_from(n).ok()),
            Tag::Ind => {
                let left = element.number("start").or_else(|| element.number("left"));
                self.left = left.or(self.left);
            }
            Tag::Spacing => {
                if let Some(height) = element.number("line") {
                    let exact = element
                        .attribute("lineRule")
                        .is_some_and(|rule| rule == "exact");
                    self.line = Some(exact.then_some(height));
                }
            }
            Tag::Shd => self.fill = fill(element),
            Tag::FramePr => {
                self.drop_cap = element
                    .attribute("dropCap")
                    .is_some_and(|value| value != "none");
            }
            Tag::PageBreakBefore => self.new_page = element.on(),
            _ => {}
        }
    }

    /// These properties, and below them those of `base` where these say nothing.
    pub fn over(self, base: Self) -> Self {
        Self {
            style: self.style.or(base.style),
            outline: self.outline.or(base.outline),
            num: self.num.or(base.num),
            level: self.level.or(base.level),
            left: self.left.or(base.left),
            fill: self.fill.or(base.fill),
            line: self.line.or(base.line),
            drop_cap: self.drop_cap || base.drop_cap,
            new_page: self.new_page || base.new_page,
        }
    }
}
