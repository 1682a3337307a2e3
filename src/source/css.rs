//! As much of CSS as decides whether words are seen, how they are set, and what is a block: inline
//! styles, and the rules of `<style>` sheets whose selectors are made of names, classes, ids and
//! attributes ([Selectors 4] without pseudo-classes), in the order of [CSS Cascade 4].
//!
//! [Selectors 4]: https://www.w3.org/TR/selectors-4/
//! [CSS Cascade 4]: https://www.w3.org/TR/css-cascade-4/

use super::flow::Marks;
use std::collections::HashMap;

/// A colour, as far as one is stated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Colour {
    /// Red, green and blue.
    Plain([u8; 3]),
    /// Nothing is painted.
    Transparent,
    /// A picture, a gradient, a name that is not known.
    Unknown,
}

/// A length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Length {
    Pixels(f32),
    /// In sizes of the type.
    Em(f32),
    /// In hundredths of what it is measured by.
    Percent(f32),
}

/// What kind of box an element makes (CSS Display 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    None,
    Inline,
    Block,
    /// A block whose children are blocks, too.
    Flex,
    /// The element itself has no box.
    Contents,
}

/// One declaration that matters here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Declaration {
    Display(Display),
    Visible(bool),
    Size(Length),
    Opacity(f32),
    Colour(Colour),
    Background(Colour),
    Bold(bool),
    Struck(bool),
    Preformatted(bool),
    Marks(Marks),
    /// `position: absolute` or `fixed`.
    Lifted(bool),
    /// `left`, `top`, `margin-left` …: how far towards the upper left.
    Moved(Side, Length),
    Indent(Length),
    /// Cut down to nothing.
    Clipped(bool),
    Width(Length),
    Height(Length),
    /// `overflow: hidden`
    Cut(bool),
}

/// What a box is moved by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Top,
    Right,
    Margin,
    Shift,
}

/// What the declarations for one element come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Declared {
    pub display: Option<Display>,
    pub visible: Option<bool>,
    pub size: Option<Length>,
    pub opacity: Option<f32>,
    pub colour: Option<Colour>,
    pub background: Option<Colour>,
    pub bold: Option<bool>,
    pub struck: Option<bool>,
    pub preformatted: Option<bool>,
    pub marks: Option<Marks>,
    lifted: bool,
    moved: [Option<Length>; 5],
    indent: Option<Length>,
    clipped: bool,
    width: Option<Length>,
    height: Option<Length>,
    cut: bool,
}

/// How far off the page words must be to be off it: no page is as wide.
const OFF: f32 = -900.0;

impl Declared {
    /// Takes a declaration in place of those before it.
    pub fn take(&mut self, declaration: Declaration) {
        match declaration {
            Declaration::Display(display) => self.display = Some(display),
            Declaration::Visible(visible) => self.visible = Some(visible),
            Declaration::Size(size) => self.size = Some(size),
            Declaration::Opacity(opacity) => self.opacity = Some(opacity),
            Declaration::Colour(colour) => self.colour = Some(colour),
            Declaration::Background(colour) => self.background = Some(colour),
            Declaration::Bold(bold) => self.bold = Some(bold),
            Declaration::Struck(struck) => self.struck = Some(struck),
            Declaration::Preformatted(on) => self.preformatted = Some(on),
            Declaration::Marks(marks) => self.marks = Some(marks),
            Declaration::Lifted(lifted) => self.lifted = lifted,
            Declaration::Moved(side, length) => self.moved[side as usize] = Some(length),
            Declaration::Indent(length) => self.indent = Some(length),
            Declaration::Clipped(clipped) => self.clipped = clipped,
            Declaration::Width(length) => self.width = Some(length),
            Declaration::Height(length) => self.height = Some(length),
            Declaration::Cut(cut) => self.cut = cut,
        }
    }

    /// Whether the element and all that stands in it is not to be seen, whatever stands around it;
    /// `size` is that of its type in pixels.
    pub fn hides(&self, size: f32) -> bool {
        let pixels = |length: Length| match length {
            Length::Pixels(pixels) => pixels,
            Length::Em(ems) => ems * size.max(1.0),
            // Of a window that is not known: a hundred per cent is as wide as the page.
            Length::Percent(share) => share * 10.0,
        };
        let away = |length: Option<Length>| length.is_some_and(|length| pixels(length) <= OFF);
        let small = |length: Option<Length>| {
            length.is_some_and(|length| {
                !matches!(length, Length::Percent(p) if p > 0.0) && pixels(length) <= 1.0
            })
        };
        let [left, top, right, margin, shift] = self.moved;
        self.display == Some(Display::None)
            || self.opacity.is_some_and(|opacity| opacity < 0.05)
            || away(left)
            || away(top)
            || away(right)
            || away(margin)
            || away(shift)
            || away(self.indent)
            || self.clipped && self.lifted
            || self.cut && (small(self.width) || small(self.height))
    }
}

/// Whether an inline style hides the words of its element.
pub(super) fn hides(style: &str) -> bool {
    let mut own = Declared::default();
    for (declaration, _) in declarations(style) {
        own.take(declaration);
    }
    let none = |size: Length| match size {
        Length::Pixels(n) => n < 2.0,
        Length::Em(n) => n < 0.1,
        Length::Percent(n) => n < 10.0,
    };
    own.hides(16.0)
        || own.visible == Some(false)
        || own.size.is_some_and(none)
        || own.colour == Some(Colour::Transparent)
        || matches!(
            (own.colour, own.background),
            (Some(Colour::Plain(a)), Some(Colour::Plain(b))) if alike(a, b)
        )
}

/// Whether two colours cannot be told apart.
pub(super) fn alike(a: [u8; 3], b: [u8; 3]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 16)
}

/// The declarations of a block that matter here, and whether each is important.
pub(super) fn declarations(block: &str) -> Vec<(Declaration, bool)> {
    let mut found = Vec::new();
    for part in split(block, b';') {
        let Some((name, value)) = part.split_once(':') else {
            continue;
        };
        let value = value.trim();
        let (value, important) = match value.rsplit_once('!') {
            Some((value, word)) if word.trim().eq_ignore_ascii_case("important") => {
                (value.trim_end(), true)
            }
            _ => (value, false),
        };
        let mut buffer = [0; 24];
        let Some(name) = known(name.trim(), &mut buffer) else {
            continue;
        };
        let mut take = |declaration: Option<Declaration>| {
            found.extend(declaration.map(|declaration| (declaration, important)));
        };
        // Values of no more than a screen's width: pictures as data are none of ours.
        let short = &value[..value.len().min(300)];
        let value = if value.is_char_boundary(short.len()) {
            short.to_ascii_lowercase()
        } else {
            continue;
        };
        let value = value.as_str();
        match name {
            "display" => take(display(value).map(Declaration::Display)),
            "visibility" => take(Some(Declaration::Visible(!matches!(
                value,
                "hidden" | "collapse"
            )))),
            "content-visibility" => {
                take((value == "hidden").then_some(Declaration::Visible(false)));
            }
            "font-size" => take(size(value).map(Declaration::Size)),
            "opacity" => take(number(value).map(Declaration::Opacity)),
            "color" | "-webkit-text-fill-color" => take(colour(value).map(Declaration::Colour)),
            "background-color" => take(colour(value).map(Declaration::Background)),
            "background-image" if value == "none" => {}
            "background" | "background-image" => {
                take(background(value).map(Declaration::Background));
            }
            "font-weight" => take(weight(value).map(Declaration::Bold)),
            "font" => {
                // `bold 12pt/14pt Arial`: the size is the word before the names.
                for word in value.split_whitespace() {
                    if let Some(bold) = weight(word).filter(|_| !word.ends_with("00")) {
                        take(Some(Declaration::Bold(bold)));
                    }
                    let word = word.split('/').next().unwrap_or_default();
                    if let Some(length) = length(word) {
                        take(Some(Declaration::Size(length)));
                        break;
                    }
                }
            }
            "text-decoration" | "text-decoration-line" => {
                take(Some(Declaration::Struck(value.contains("line-through"))));
            }
            "white-space" => take(Some(Declaration::Preformatted(matches!(
                value,
                "pre" | "pre-wrap" | "pre-line" | "break-spaces"
            )))),
            "list-style" | "list-style-type" => {
                for word in value.split_whitespace() {
                    take(marks(word).map(Declaration::Marks));
                }
            }
            "position" => take(Some(Declaration::Lifted(matches!(
                value,
                "absolute" | "fixed"
            )))),
            "left" => take(length(value).map(|length| Declaration::Moved(Side::Left, length))),
            "top" => take(length(value).map(|length| Declaration::Moved(Side::Top, length))),
            "right" => take(length(value).map(|length| Declaration::Moved(Side::Right, length))),
            "margin-left" => {
                take(length(value).map(|length| Declaration::Moved(Side::Margin, length)));
            }
            "transform" => take(transform(value)),
            "text-indent" => take(length(value).map(Declaration::Indent)),
            "clip" | "clip-path" => take(Some(Declaration::Clipped(clipped(value)))),
            "width" | "max-width" => take(length(value).map(Declaration::Width)),
            "height" | "max-height" => take(length(value).map(Declaration::Height)),
            "overflow" => take(Some(Declaration::Cut(value.starts_with("hidden")))),
            "mso-hide" => take((value == "all").then_some(Declaration::Display(Display::None))),
            _ => {}
        }
    }
    found
}

/// The name of a property in small letters; none for one that cannot be any of ours.
fn known<'a>(name: &str, buffer: &'a mut [u8; 24]) -> Option<&'a str> {
    let place = buffer.get_mut(..name.len())?;
    place.copy_from_slice(name.as_bytes());
    place.make_ascii_lowercase();
    let name = std::str::from_utf8(place).ok()?;
    let ours = matches!(
        name.as_bytes().first()?,
        b'd' | b'v'
            | b'c'
            | b'f'
            | b'o'
            | b'b'
            | b't'
            | b'w'
            | b'l'
            | b'p'
            | b'r'
            | b'm'
            | b'h'
            | b'-'
    );
    let others =
        name.starts_with("border") || name.starts_with("padding") || name.starts_with("page");
    (ours && !others).then_some(name)
}

fn display(value: &str) -> Option<Display> {
    Some(match value {
        "none" => Display::None,
        "inline" | "inline-block" | "inline-table" | "ruby" => Display::Inline,
        "block" | "flow-root" | "list-item" | "table" | "table-row" | "table-cell" => {
            Display::Block
        }
        "flex" | "grid" | "inline-flex" | "inline-grid" => Display::Flex,
        "contents" | "table-row-group" | "table-header-group" | "table-footer-group" => {
            Display::Contents
        }
        _ => return None,
    })
}

fn number(value: &str) -> Option<f32> {
    match value.strip_suffix('%') {
        Some(share) => share.trim().parse::<f32>().ok().map(|share| share / 100.0),
        None => value.parse().ok(),
    }
}

/// `12px`, `-9999em`, `50%`, `0`.
fn length(value: &str) -> Option<Length> {
    let end = value
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(value.len());
    let number: f32 = value[..end].parse().ok()?;
    Some(match value[end..].trim() {
        "" if number == 0.0 => Length::Pixels(0.0),
        // Old pages leave the unit out.
        "px" | "" => Length::Pixels(number),
        "pt" => Length::Pixels(number * 96.0 / 72.0),
        "pc" => Length::Pixels(number * 16.0),
        "cm" => Length::Pixels(number * 96.0 / 2.54),
        "mm" => Length::Pixels(number * 9.6 / 2.54),
        "in" => Length::Pixels(number * 96.0),
        "em" | "ex" | "ch" => Length::Em(number),
        "rem" => Length::Pixels(number * 16.0),
        "%" => Length::Percent(number),
        "vw" | "vh" => Length::Pixels(number * 10.0),
        _ => return None,
    })
}

fn size(value: &str) -> Option<Length> {
    match value {
        "xx-small" | "x-small" | "small" | "medium" | "large" | "x-large" | "xx-large"
        | "smaller" | "larger" | "initial" => Some(Length::Pixels(16.0)),
        _ => length(value),
    }
}

fn weight(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" => Some(false),
        _ => value.parse::<u32>().ok().map(|weight| weight >= 600),
    }
}

fn marks(value: &str) -> Option<Marks> {
    Some(match value {
        "none" => Marks::None,
        "disc" | "circle" | "square" => Marks::Bullet,
        "decimal" | "decimal-leading-zero" => Marks::Decimal,
        "lower-alpha" | "lower-latin" => Marks::Letter { upper: false },
        "upper-alpha" | "upper-latin" => Marks::Letter { upper: true },
        "lower-roman" => Marks::Roman { upper: false },
        "upper-roman" => Marks::Roman { upper: true },
        _ => return None,
    })
}

/// `translate(-9999px)`, `scale(0)`.
fn transform(value: &str) -> Option<Declaration> {
    let (name, inside) = value.split_once('(')?;
    let first = inside.split([',', ')']).next().unwrap_or_default().trim();
    if name.starts_with("translate") {
        return length(first).map(|length| Declaration::Moved(Side::Shift, length));
    }
    (name.starts_with("scale") && number(first) == Some(0.0)).then_some(Declaration::Opacity(0.0))
}

/// `rect(0, 0, 0, 0)`, `inset(50%)`, `circle(0)`: nothing is left.
fn clipped(value: &str) -> bool {
    let Some((name, inside)) = value.split_once('(') else {
        return false;
    };
    let inside = inside.trim_end_matches(')');
    let mut sides = inside
        .split([',', ' '])
        .filter(|word| !word.is_empty())
        .map(length);
    match name.trim() {
        "rect" => sides.all(|side| matches!(side, Some(Length::Pixels(n)) if n.abs() <= 1.0)),
        "inset" => sides.any(|side| matches!(side, Some(Length::Percent(n)) if n >= 50.0)),
        "circle" => {
            matches!(sides.next(), Some(Some(Length::Pixels(n) | Length::Percent(n))) if n == 0.0)
        }
        _ => false,
    }
}

/// The colour of a background: one alone, or the first word that is one.
fn background(value: &str) -> Option<Colour> {
    if value.contains("url(") || value.contains("gradient") || value.contains("var(") {
        return Some(Colour::Unknown);
    }
    if value.contains('(') {
        return colour(value);
    }
    value
        .split_whitespace()
        .filter(|word| {
            !matches!(
                *word,
                "repeat" | "no-repeat" | "scroll" | "fixed" | "center"
            )
        })
        .find_map(colour)
}

/// The colours that pages are written with by name (CSS Color 4, 6.1, in part).
const NAMED: &[(&str, u32)] = &[
    ("white", 0xffffff),
    ("black", 0x000000),
    ("snow", 0xfffafa),
    ("ivory", 0xfffff0),
    ("whitesmoke", 0xf5f5f5),
    ("ghostwhite", 0xf8f8ff),
    ("floralwhite", 0xfffaf0),
    ("azure", 0xf0ffff),
    ("mintcream", 0xf5fffa),
    ("silver", 0xc0c0c0),
    ("lightgray", 0xd3d3d3),
    ("lightgrey", 0xd3d3d3),
    ("gray", 0x808080),
    ("grey", 0x808080),
    ("red", 0xff0000),
    ("maroon", 0x800000),
    ("yellow", 0xffff00),
    ("olive", 0x808000),
    ("lime", 0x00ff00),
    ("green", 0x008000),
    ("aqua", 0x00ffff),
    ("cyan", 0x00ffff),
    ("teal", 0x008080),
    ("blue", 0x0000ff),
    ("navy", 0x000080),
    ("fuchsia", 0xff00ff),
    ("purple", 0x800080),
    ("orange", 0xffa500),
];

/// A colour; none where it is left to what stands around.
pub(super) fn colour(value: &str) -> Option<Colour> {
    let value = value.trim();
    let plain = |rgb: u32| Colour::Plain([(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8]);
    if let Some(hex) = value.strip_prefix('#') {
        return hex_colour(hex);
    }
    match value {
        "" | "inherit" | "currentcolor" | "unset" | "revert" => return None,
        "transparent" | "none" | "initial" => return Some(Colour::Transparent),
        "windowtext" => return Some(plain(0)),
        "window" => return Some(plain(0xff_ff_ff)),
        _ => {}
    }
    if let Some((_, rgb)) = NAMED.iter().find(|(name, _)| *name == value) {
        return Some(plain(*rgb));
    }
    if let Some((name, inside)) = value.split_once('(')
        && matches!(name.trim(), "rgb" | "rgba")
    {
        let parts: Vec<f32> = inside
            .trim_end_matches(')')
            .split([',', ' ', '/'])
            .filter(|part| !part.is_empty())
            .enumerate()
            .filter_map(|(n, part)| match (n, part.strip_suffix('%')) {
                (3, _) => number(part),
                (_, Some(share)) => share.parse::<f32>().ok().map(|share| share * 2.55),
                _ => part.parse().ok(),
            })
            .collect();
        return Some(match parts[..] {
            [_, _, _, alpha] if alpha < 0.05 => Colour::Transparent,
            [r, g, b] | [r, g, b, _] => Colour::Plain([r as u8, g as u8, b as u8]),
            _ => Colour::Unknown,
        });
    }
    Some(Colour::Unknown)
}

/// `fff`, `ffffff`, with or without a last part that tells how far it covers.
pub(super) fn hex_colour(hex: &str) -> Option<Colour> {
    let digits: Vec<u8> = hex
        .chars()
        .map(|c| c.to_digit(16).map(|digit| digit as u8))
        .collect::<Option<_>>()?;
    let pair = |n: usize| digits[2 * n] * 16 + digits[2 * n + 1];
    Some(match digits.len() {
        4 if digits[3] == 0 => Colour::Transparent,
        3 | 4 => Colour::Plain([digits[0] * 17, digits[1] * 17, digits[2] * 17]),
        8 if pair(3) < 13 => Colour::Transparent,
        6 | 8 => Colour::Plain([pair(0), pair(1), pair(2)]),
        _ => return None,
    })
}

/// Cuts at a byte that stands outside quotation marks and parentheses.
fn split(text: &str, at: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = outside(text, &[at]).unwrap_or(text.len());
        rest = text.get(end + 1..);
        Some(&text[..end])
    })
}

/// The first of some bytes that stands outside quotation marks and parentheses.
fn outside(text: &str, wanted: &[u8]) -> Option<usize> {
    let (mut quote, mut depth, mut escaped) = (None, 0u32, false);
    for (at, byte) in text.bytes().enumerate() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quote, byte) {
            (_, b'\\') => escaped = true,
            (Some(open), _) if open == byte || byte == b'\n' => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, _) if depth == 0 && wanted.contains(&byte) => return Some(at),
            (None, b'(') => depth += 1,
            (None, b')') => depth = depth.saturating_sub(1),
            // A parenthesis left open does not swallow the sheet.
            (None, b'{' | b'}') => {
                depth = 0;
                if wanted.contains(&byte) {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// What an element shows to selectors.
pub(super) trait Selected {
    /// Its name in small letters.
    fn name(&self) -> &str;
    /// An attribute.
    fn attribute(&self, name: &str) -> Option<&str>;
    /// The element around it.
    fn around(&self) -> Option<Self>
    where
        Self: Sized;
}

/// A selector without blanks: `p.note#n[hidden]`.
#[derive(Debug, Default, Clone)]
struct Compound {
    name: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    /// Attributes, with the value they must have.
    attributes: Vec<(String, Option<String>)>,
    /// `>` stands after it.
    child: bool,
}

/// A rule for one selector.
#[derive(Debug)]
struct Rule {
    /// The compounds, the last one first.
    selector: Vec<Compound>,
    specificity: (u32, u32, u32),
    block: usize,
}

/// The rules of a document's style sheets.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    rules: Vec<Rule>,
    blocks: Vec<Vec<(Declaration, bool)>>,
    by_id: HashMap<String, Vec<usize>>,
    by_class: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    by_nothing: Vec<usize>,
    /// A rule paints something that is not known to be what.
    pub paints_unknown: bool,
    /// How many tests of selectors are left.
    tests: std::cell::Cell<u64>,
}

/// Rules that one document's sheets may have: those that matter here are a few hundred.
const MOST_RULES: usize = 20_000;
/// Tests of selectors for one document; a page of the web has some hundred thousand.
const MOST_TESTS: u64 = 4_000_000;
/// How deep at-rules are nested.
const MOST_NESTED: usize = 8;
/// The width of the window that media queries are asked of, in pixels.
const WINDOW: f32 = 1280.0;

impl Sheets {
    /// Adds a sheet.
    pub fn add(&mut self, sheet: &str) {
        self.tests.set(MOST_TESTS);
        let clean = without_comments(sheet);
        self.rules(&clean, 0);
    }

    fn rules(&mut self, sheet: &str, nested: usize) {
        let mut rest = sheet;
        while let Some(open) = outside(rest, b"{;}") {
            let head = rest[..open].trim();
            if !rest[open..].starts_with('{') {
                rest = &rest[open + 1..];
                continue;
            }
            let inside = &rest[open + 1..];
            let end = block_end(inside);
            let block = &inside[..end];
            rest = inside.get(end + 1..).unwrap_or_default();
            if let Some(at) = head.strip_prefix('@') {
                let (name, query) = at
                    .split_once(|c: char| c.is_whitespace() || c == '(')
                    .map_or((at, ""), |(name, _)| (name, &at[name.len()..]));
                let applies = match name.to_ascii_lowercase().as_str() {
                    "media" => asked(query),
                    "supports" | "layer" | "container" => true,
                    _ => false,
                };
                if applies && nested < MOST_NESTED {
                    self.rules(block, nested + 1);
                }
                continue;
            }
            if self.rules.len() < MOST_RULES {
                self.rule(head, block);
            }
        }
    }

    fn rule(&mut self, head: &str, block: &str) {
        let declarations = declarations(block);
        if declarations.is_empty() {
            return;
        }
        let paints = declarations
            .iter()
            .any(|(declaration, _)| matches!(declaration, Declaration::Background(_)));
        let block = self.blocks.len();
        self.blocks.push(declarations);
        for selector in split(head, b',').take(200) {
            let Some(selector) = compounds(selector) else {
                self.paints_unknown |= paints && !selector.contains("::");
                continue;
            };
            let mut specificity = (0, 0, 0);
            for compound in &selector {
                specificity.0 += u32::from(compound.id.is_some());
                specificity.1 += (compound.classes.len() + compound.attributes.len()) as u32;
                specificity.2 += u32::from(compound.name.is_some());
            }
            let at = self.rules.len();
            let last = &selector[0];
            match (&last.id, last.classes.first(), &last.name) {
                (Some(id), _, _) => self.by_id.entry(id.clone()).or_default().push(at),
                (_, Some(class), _) => self.by_class.entry(class.clone()).or_default().push(at),
                (_, _, Some(name)) => self.by_name.entry(name.clone()).or_default().push(at),
                _ => self.by_nothing.push(at),
            }
            self.rules.push(Rule {
                selector,
                specificity,
                block,
            });
        }
    }

    /// What the sheets and its own style declare for an element, over `hints` of its attributes.
    pub fn declared<E: Selected>(&self, element: &E, hints: &[Declaration]) -> Declared {
        let mut own = Declared::default();
        for &hint in hints {
            own.take(hint);
        }
        let mut found: Vec<usize> = Vec::new();
        if !self.rules.is_empty() {
            let mut try_all = |rules: Option<&Vec<usize>>| {
                for &at in rules.into_iter().flatten() {
                    if self.matches(&self.rules[at], element) {
                        found.push(at);
                    }
                }
            };
            try_all(Some(&self.by_nothing));
            try_all(self.by_name.get(element.name()));
            for class in classes(element) {
                try_all(self.by_class.get(class));
            }
            if let Some(id) = element.attribute("id") {
                try_all(self.by_id.get(id));
            }
            found.sort_by_key(|&at| (self.rules[at].specificity, at));
            found.dedup();
        }
        let style = element.attribute("style").map(declarations);
        for wanted in [false, true] {
            for &at in &found {
                for &(declaration, important) in &self.blocks[self.rules[at].block] {
                    if important == wanted {
                        own.take(declaration);
                    }
                }
            }
            for &(declaration, important) in style.iter().flatten() {
                if important == wanted {
                    own.take(declaration);
                }
            }
        }
        own
    }

    fn matches<E: Selected>(&self, rule: &Rule, element: &E) -> bool {
        let spend = || {
            let left = self.tests.get();
            self.tests.set(left.saturating_sub(1));
            left > 0
        };
        if !spend() || !fits(&rule.selector[0], element) {
            return false;
        }
        let mut around = element.around();
        for compound in &rule.selector[1..] {
            loop {
                let Some(next) = around.filter(|_| spend()) else {
                    return false;
                };
                let fits = fits(compound, &next);
                around = next.around();
                if fits {
                    break;
                }
                if compound.child {
                    return false;
                }
            }
        }
        true
    }
}

fn classes<E: Selected>(element: &E) -> impl Iterator<Item = &str> {
    element
        .attribute("class")
        .unwrap_or_default()
        .split_ascii_whitespace()
        .take(100)
}

fn fits<E: Selected>(compound: &Compound, element: &E) -> bool {
    compound
        .name
        .as_ref()
        .is_none_or(|name| name == element.name())
        && compound
            .id
            .as_ref()
            .is_none_or(|id| element.attribute("id") == Some(id))
        && compound
            .classes
            .iter()
            .all(|class| classes(element).any(|own| own == class))
        && compound.attributes.iter().all(|(name, value)| {
            element
                .attribute(name)
                .is_some_and(|own| value.as_ref().is_none_or(|value| value == own))
        })
}

/// The compounds of a selector, the last one first; none where it holds what is not understood.
fn compounds(selector: &str) -> Option<Vec<Compound>> {
    let mut compounds = Vec::new();
    // `>` marks the compound before it; it may stand without blanks.
    let spaced = selector.replace('>', " > ");
    for word in spaced.split_whitespace() {
        if word == ">" {
            let last: &mut Compound = compounds.last_mut()?;
            last.child = true;
        } else {
            compounds.push(compound(word)?);
        }
        if compounds.len() > 20 {
            return None;
        }
    }
    compounds.reverse();
    (!compounds.is_empty()).then_some(compounds)
}

fn compound(word: &str) -> Option<Compound> {
    let mut compound = Compound::default();
    let name = |text: &str| -> Option<(String, usize)> {
        let end = text
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
            .unwrap_or(text.len());
        (end > 0).then(|| (text[..end].to_owned(), end))
    };
    let mut rest = word;
    if let Some(after) = rest.strip_prefix('*') {
        rest = after;
    } else if let Some((found, end)) = name(rest) {
        compound.name = Some(found.to_ascii_lowercase());
        rest = &rest[end..];
    }
    while !rest.is_empty() {
        let (sign, after) = rest.split_at_checked(1)?;
        match sign {
            "." => {
                let (found, end) = name(after)?;
                compound.classes.push(found);
                rest = &after[end..];
            }
            "#" => {
                let (found, end) = name(after)?;
                compound.id = Some(found);
                rest = &after[end..];
            }
            "[" => {
                let (inside, after) = after.split_once(']')?;
                let (found, value) = match inside.split_once('=') {
                    Some((found, value)) => (found, Some(value.trim_matches(['"', '\'']))),
                    None => (inside, None),
                };
                if !found.chars().all(|c| c.is_alphanumeric() || c == '-') {
                    return None;
                }
                let found = found.to_ascii_lowercase();
                compound.attributes.push((found, value.map(str::to_owned)));
                rest = after;
            }
            ":" if after == "root" => {
                compound.name = Some("html".to_owned());
                rest = "";
            }
            _ => return None,
        }
    }
    Some(compound)
}

/// Whether a media query holds for a window on a screen.
fn asked(query: &str) -> bool {
    query.split(',').any(|query| {
        query.split(" and ").all(|part| {
            let part = part.trim().to_ascii_lowercase();
            match part.as_str() {
                "" | "all" | "screen" | "only screen" | "only all" => true,
                _ => {
                    let inside = part.trim_start_matches('(').trim_end_matches(')');
                    let Some((name, value)) = inside.split_once(':') else {
                        return false;
                    };
                    let width = match length(value.trim()) {
                        Some(Length::Pixels(width)) => width,
                        Some(Length::Em(ems)) => ems * 16.0,
                        _ => return false,
                    };
                    match name.trim() {
                        "min-width" => width <= WINDOW,
                        "max-width" => width >= WINDOW,
                        _ => false,
                    }
                }
            }
        })
    })
}

/// Where the bracket stands that closes a block.
fn block_end(inside: &str) -> usize {
    let mut depth = 0;
    let mut from = 0;
    while let Some(at) = outside(&inside[from..], b"{}") {
        let at = from + at;
        match inside.as_bytes()[at] {
            b'{' => depth += 1,
            _ if depth == 0 => return at,
            _ => depth -= 1,
        }
        from = at + 1;
    }
    inside.len()
}

/// A sheet without its comments, and without those of HTML that old pages put around it.
fn without_comments(sheet: &str) -> String {
    let mut clean = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(at) = rest.find("/*") {
        clean.push_str(&rest[..at]);
        clean.push(' ');
        rest = rest[at + 2..]
            .split_once("*/")
            .map_or("", |(_, after)| after);
    }
    clean.push_str(rest);
    if clean.contains("<!--") || clean.contains("-->") {
        clean = clean.replace("<!--", " ").replace("-->", " ");
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_and_what_does_not() {
        for style in [
            "display:none",
            "Display : NONE !important",
            "visibility:hidden",
            "font-size:0",
            "font-size: 0.5pt",
            "font: 0/0 a",
            "opacity:0",
            "color:#fff;background:#ffffff",
            "color:white;background-color:rgb(255, 255, 255)",
            "color:#fefefe; background: white none repeat",
            "color: transparent",
            "color: rgba(0,0,0,0)",
            "position:absolute;left:-9999px",
            "text-indent:-9999em",
            "text-indent: -999em",
            "margin-left:-2000px",
            "position:absolute;width:1px;height:1px;overflow:hidden",
            "position:absolute; clip: rect(0 0 0 0)",
            "position:absolute; clip-path: inset(50%)",
            "max-height:0;overflow:hidden",
            "transform: translateX(-9999px)",
            "mso-hide:all",
        ] {
            assert!(hides(style), "{style}");
        }
        for style in [
            "display:block",
            "font-size:8pt",
            "font-size:80%",
            "opacity:.5",
            "color:white",
            "color:white;background:navy",
            "color:white;background:url(data:image/png;base64,AAA=)",
            "color:#000",
            "left:-10px",
            "text-indent:-1cm",
            "margin-left:-18.0pt",
            "overflow:hidden",
            "width:100%;overflow:hidden",
            "width:0",
            "clip: rect(0 0 0 0)",
            "background:white",
            "color:inherit;background:inherit",
        ] {
            assert!(!hides(style), "{style}");
        }
    }

    #[derive(Clone, Copy)]
    struct Plain<'a>(&'a [(&'a str, &'a [(&'a str, &'a str)])]);

    impl Selected for Plain<'_> {
        fn name(&self) -> &str {
            self.0[0].0
        }
        fn attribute(&self, name: &str) -> Option<&str> {
            self.0[0]
                .1
                .iter()
                .find(|(own, _)| *own == name)
                .map(|(_, value)| *value)
        }
        fn around(&self) -> Option<Self> {
            (self.0.len() > 1).then(|| Self(&self.0[1..]))
        }
    }

    fn display_of(sheet: &str, path: &[(&str, &[(&str, &str)])]) -> Option<Display> {
        let mut sheets = Sheets::default();
        sheets.add(sheet);
        sheets.declared(&Plain(path), &[]).display
    }

    #[test]
    fn rules_are_chosen_by_selector_and_order() {
        let none = Some(Display::None);
        let x: (&str, &[(&str, &str)]) = ("p", &[("class", "a x"), ("id", "i")]);
        for (sheet, expected) in [
            ("p{display:none}", none),
            ("P.x { color: red; display: none }", none),
            ("#i{display:none}", none),
            ("*{display:none}", none),
            (".a.x{display:none}", none),
            (".b, .x {display:none}", none),
            ("div .x{display:none}", none),
            ("div > p.x{display:none}", none),
            ("main>.x{display:none}", None),
            ("main .x{display:none}", none),
            ("p[class]{display:none}", none),
            ("p[hidden]{display:none}", None),
            (".y{display:none}", None),
            ("p:hover{display:none}", None),
            ("/* p{display:none} */", None),
            ("<!-- p{display:none} -->", none),
            ("@media print{p{display:none}}", None),
            ("@media screen{p{display:none}}", none),
            ("@media (max-width: 600px){p{display:none}}", None),
            ("@media (min-width: 600px){p{display:none}}", none),
            ("@font-face{src:url(x;y)} p{display:none}", none),
            ("@page A {size: 21cm} p.x{display:none}", none),
            ("@import 'x'; p{display:none}", none),
            ("p{display:none} .x{display:block}", Some(Display::Block)),
            (".x{display:block} p{display:none}", Some(Display::Block)),
            ("#i{display:block} p{display:none!important}", none),
            ("p{display:none", none),
            ("p{background:url('}') ; display:none}", none),
        ] {
            let path = [x, ("div", &[][..]), ("main", &[][..])];
            assert_eq!(display_of(sheet, &path), expected, "{sheet}");
        }
        let own: (&str, &[(&str, &str)]) = ("p", &[("style", "display:block")]);
        assert_eq!(display_of("p{display:none}", &[own]), Some(Display::Block));
        assert_eq!(display_of("p{display:none!important}", &[own]), none);
    }
}
