//! Automatic numbering (ISO/IEC 29500-1, 17.9), computed as Word prints it.
//!
//! ```text
//! numbering ::= abstract* num*
//! abstract  ::= level{0,9}                   how numbers look and count
//! num       ::= abstract override*           a list that takes part in that count
//! ```
//! All lists of one abstract definition count on together; one with a start of its own begins there
//! where it is met first. A number of a level begins anew after a paragraph of any level above it,
//! unless its definition says otherwise.

use super::numerals::Numerals;
use super::styles::Styles;
use super::tags::Tag;
use super::xml::{Element, Next, Xml};
use std::collections::{HashMap, HashSet};

/// Levels that a list has at most (17.9.3).
pub(super) const LEVELS: usize = 9;
/// Links from list to style to list that are followed.
const MOST_LINKS: usize = 10;

/// What stands between a number and its text (17.9.28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Suffix {
    #[default]
    Blank,
    Nothing,
}

/// A level of a list (17.9.6).
#[derive(Debug, Clone, Default)]
struct Level {
    start: i64,
    numerals: Numerals,
    /// `%1.%2`
    text: String,
    suffix: Suffix,
    /// After which level, from 1, its numbers begin anew; 0: never.
    restart: Option<i64>,
    /// All numbers in decimal.
    legal: bool,
    left: Option<i64>,
    /// The id of the paragraph style that stands for it.
    style: Option<String>,
    /// Its mark is a picture.
    picture: bool,
    /// Its number is not printed.
    hidden: bool,
}

#[derive(Debug, Clone, Default)]
struct Abstract {
    levels: Vec<Option<Level>>,
    /// The style of numberings that this one is.
    style: Option<String>,
    /// The style of numberings that has its levels.
    styled_by: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Override {
    start: Option<i64>,
    level: Option<Level>,
}

#[derive(Debug, Clone, Default)]
struct Num {
    of: i64,
    overrides: HashMap<usize, Override>,
}

/// The definitions of a document's numberings.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Where each abstract definition stands in `abstracts`.
    places: HashMap<i64, usize>,
    abstracts: Vec<Abstract>,
    nums: HashMap<i64, Num>,
    /// The abstract definition that a list's levels stand in.
    settled: HashMap<i64, usize>,
}

/// What is printed before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// A number, with the blank that parts it from the text, if any does.
    Number(String),
    /// A mark that counts nothing.
    Bullet,
}

impl Numbering {
    /// Reads `word/numbering.xml`; the error says what is wrong with it.
    pub fn read(text: &str, styles: &Styles) -> Result<Self, String> {
        let mut read = Self::default();
        read.parse(text)?;
        read.settle(styles);
        Ok(read)
    }

    fn parse(&mut self, text: &str) -> Result<(), String> {
        let mut xml = Xml::new(text);
        let mut stack: Vec<Tag> = Vec::new();
        // The abstract definition or the list at work, and the level.
        let mut num: Option<i64> = None;
        let mut at: Option<usize> = None;
        let mut skip: Option<usize> = None;
        loop {
            match xml.next()? {
                Next::Over => return Ok(()),
                Next::Text(_) => {}
                Next::End => {
                    match stack.pop() {
                        Some(Tag::AbstractNum | Tag::Num) => num = None,
                        Some(Tag::Lvl) if num.is_none() => at = None,
                        Some(Tag::LvlOverride) => at = None,
                        _ => {}
                    }
                    if skip.is_some_and(|depth| stack.len() < depth) {
                        skip = None;
                    }
                }
                Next::Start(tag, element) => {
                    stack.push(tag);
                    if skip.is_some() {
                        continue;
                    }
                    // Of two ways to say it, the one that is understood.
                    if tag == Tag::Fallback {
                        skip = Some(stack.len());
                        continue;
                    }
                    let level = || {
                        let level = element.number("ilvl").unwrap_or(0);
                        usize::try_from(level).ok().filter(|&level| level < LEVELS)
                    };
                    match tag {
                        Tag::AbstractNum => {
                            if let Some(id) = element.number("abstractNumId") {
                                self.places.insert(id, self.abstracts.len());
                            }
                            self.abstracts.push(Abstract {
                                levels: vec![None; LEVELS],
                                ..Abstract::default()
                            });
                        }
                        Tag::Num => {
                            num = element.number("numId");
                            if let Some(id) = num {
                                self.nums.insert(id, Num::default());
                            }
                        }
                        Tag::LvlOverride => {
                            at = level();
                            if let (Some(level), Some(own)) = (at, self.num(num)) {
                                own.overrides.entry(level).or_default();
                            }
                        }
                        Tag::Lvl => {
                            if num.is_none() {
                                at = level();
                            }
                            if let Some(place) = self.level_place(num, at) {
                                *place = Some(Level::default());
                            }
                        }
                        Tag::AbstractNumId => {
                            let of = element.number("val");
                            if let (Some(of), Some(own)) = (of, self.num(num)) {
                                own.of = of;
                            }
                        }
                        Tag::StartOverride => {
                            let start = element.number("val");
                            if let (Some(level), Some(own)) = (at, self.num(num)) {
                                own.overrides.entry(level).or_default().start = start;
                            }
                        }
                        Tag::StyleLink => {
                            if let Some(last) = self.abstracts.last_mut() {
                                last.style = element.val().map(|value| value.into_owned());
                            }
                        }
                        Tag::NumStyleLink => {
                            if let Some(last) = self.abstracts.last_mut() {
                                last.styled_by = element.val().map(|value| value.into_owned());
                            }
                        }
                        _ if stack.contains(&Tag::Lvl) => {
                            if let Some(Some(level)) = self.level_place(num, at) {
                                level.read(tag, &element);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    fn num(&mut self, id: Option<i64>) -> Option<&mut Num> {
        self.nums.get_mut(&id?)
    }

    /// Where the level at work is kept: in a list's overrides, or in an abstract definition.
    fn level_place(&mut self, num: Option<i64>, at: Option<usize>) -> Option<&mut Option<Level>> {
        let at = at?;
        match num {
            Some(_) => Some(&mut self.num(num)?.overrides.entry(at).or_default().level),
            None => self.abstracts.last_mut()?.levels.get_mut(at),
        }
    }

    /// Follows the links from lists to styles of numberings and back (17.9.21, 17.9.27).
    fn settle(&mut self, styles: &Styles) {
        for (&id, num) in &self.nums {
            let mut place = self.places.get(&num.of).copied();
            for _ in 0..MOST_LINKS {
                let Some(at) = place else { break };
                let Some(link) = &self.abstracts[at].styled_by else {
                    break;
                };
                let own = |one: &Abstract| one.style.as_ref() == Some(link);
                let next = styles
                    .numbering(link)
                    .and_then(|num| self.places.get(&self.nums.get(&num)?.of).copied())
                    .or_else(|| self.abstracts.iter().position(own));
                if next == place {
                    break;
                }
                place = next;
            }
            if let Some(at) = place {
                self.settled.insert(id, at);
            }
        }
    }

    /// The level of a list, with what the list says otherwise.
    fn level(&self, num: i64, level: usize) -> Option<&Level> {
        let own = self.nums.get(&num)?;
        let over = own.overrides.get(&level).and_then(|o| o.level.as_ref());
        over.or_else(|| {
            let at = *self.settled.get(&num)?;
            self.abstracts[at].levels.get(level)?.as_ref()
        })
    }

    /// Where the numbers of a level of a list begin.
    fn start(&self, num: i64, level: usize) -> i64 {
        let own = self
            .nums
            .get(&num)
            .and_then(|num| num.overrides.get(&level));
        own.and_then(|own| own.start)
            .or_else(|| self.level(num, level).map(|level| level.start))
            .unwrap_or(1)
    }

    /// The left indent that a level gives its paragraphs.
    pub fn left(&self, num: i64, level: usize) -> Option<i64> {
        self.level(num, level)?.left
    }

    /// The level of a list that stands for a paragraph style (17.9.23).
    pub fn level_of_style(&self, num: i64, style: &str) -> Option<usize> {
        (0..LEVELS).find(|&at| {
            self.level(num, at)
                .is_some_and(|level| level.style.as_deref() == Some(style))
        })
    }
}

impl Level {
    fn read(&mut self, tag: Tag, element: &Element<'_>) {
        match tag {
            Tag::Start => self.start = element.number("val").unwrap_or(0),
            Tag::NumFmt => {
                let name = element.val().unwrap_or_default();
                self.numerals = Numerals::of(&name, element.attribute("format").as_deref());
            }
            Tag::LvlText => self.text = element.val().unwrap_or_default().into_owned(),
            Tag::Suff => {
                let nothing = element.val().is_some_and(|value| value == "nothing");
                self.suffix = if nothing {
                    Suffix::Nothing
                } else {
                    Suffix::Blank
                };
            }
            Tag::LvlRestart => self.restart = element.number("val"),
            Tag::IsLgl => self.legal = element.on(),
            Tag::PStyle => self.style = element.val().map(|value| value.into_owned()),
            Tag::LvlPicBulletId => self.picture = true,
            Tag::Ind => {
                let left = element.number("start").or_else(|| element.number("left"));
                self.left = left.or(self.left);
            }
            Tag::Vanish => self.hidden = element.on(),
            _ => {}
        }
    }
}

/// How far the numberings have counted in one story.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// By abstract definition, the number of every level that has begun.
    counts: HashMap<usize, [Option<i64>; LEVELS]>,
    /// Lists and levels that were met.
    met: HashSet<(i64, usize)>,
}

impl Counters {
    /// Counts a paragraph of a list; what is printed before it, if anything is.
    pub fn next(&mut self, numbering: &Numbering, num: i64, level: usize) -> Option<Label> {
        let own = numbering.level(num, level)?;
        let place = *numbering.settled.get(&num)?;
        let counts = self.counts.entry(place).or_default();
        let overridden = numbering
            .nums
            .get(&num)
            .and_then(|num| num.overrides.get(&level)?.start);
        let first = self.met.insert((num, level));
        counts[level] = Some(match (counts[level], overridden) {
            (_, Some(start)) if first => start,
            (Some(last), _) => last.saturating_add(1),
            (None, _) => numbering.start(num, level),
        });
        for (at, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restarts = numbering.level(num, at).and_then(|level| level.restart);
            // From 1: after a paragraph of that level, or one above it.
            if restarts.is_none_or(|after| (level as i64) < after) {
                *count = None;
            }
        }
        // A level that no paragraph has used is printed as if one had.
        for (at, count) in counts.iter_mut().enumerate().take(level) {
            count.get_or_insert_with(|| numbering.start(num, at));
        }
        if own.hidden {
            return None;
        }
        if own.numerals == Numerals::Bullet || own.picture {
            let printed = own.picture || own.text.chars().any(|c| !c.is_whitespace());
            return printed.then_some(Label::Bullet);
        }
        let mut printed = String::new();
        let mut rest = own.text.chars();
        while let Some(c) = rest.next() {
            let at = match (c, rest.as_str().chars().next()) {
                ('%', Some(digit @ '1'..='9')) => digit as usize - '1' as usize,
                _ => {
                    printed.push(if c.is_control() { ' ' } else { c });
                    continue;
                }
            };
            rest.next();
            if let (Some(count), Some(other)) = (counts[at], numbering.level(num, at)) {
                let numerals = match (own.legal, other.numerals) {
                    (true, Numerals::None) | (false, _) => other.numerals,
                    (true, _) => Numerals::Plain,
                };
                printed.push_str(&numerals.print(count));
            }
        }
        let printed = printed.trim();
        if printed.is_empty() {
            return None;
        }
        Some(Label::Number(match own.suffix {
            Suffix::Blank => format!("{printed} "),
            Suffix::Nothing => printed.to_owned(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbering(inner: &str) -> Numbering {
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let text = format!("<w:numbering xmlns:w='{space}'>{inner}</w:numbering>");
        Numbering::read(&text, &Styles::default()).expect("sound")
    }

    fn level(at: usize, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>\
             <w:lvlText w:val='{text}'/>{more}</w:lvl>"
        )
    }

    fn printed(numbering: &Numbering, paragraphs: &[(i64, usize)]) -> String {
        let mut counters = Counters::default();
        let labels =
            paragraphs
                .iter()
                .map(|&(num, level)| match counters.next(numbering, num, level) {
                    Some(Label::Number(number)) => number.trim().to_owned(),
                    Some(Label::Bullet) => "-".to_owned(),
                    None => "none".to_owned(),
                });
        labels.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn levels_begin_anew_below_those_above_them() {
        let levels = level(0, "upperRoman", "%1", "")
            + &level(1, "decimal", "%1.%2", "")
            + &level(2, "lowerLetter", "%1.%2 %3)", "<w:isLgl/>")
            + &level(3, "decimal", "(%4)", "<w:lvlRestart w:val='1'/>")
            + &level(4, "decimal", "*%5", "<w:lvlRestart w:val='0'/>")
            + &level(5, "bullet", "o", "")
            + &level(6, "bullet", " ", "")
            + &level(7, "none", "", "");
        let one = numbering(&format!(
            "<w:abstractNum w:abstractNumId='3'>{levels}</w:abstractNum>\
             <w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num>"
        ));
        let of = |levels: &[usize]| {
            let all: Vec<_> = levels.iter().map(|&level| (7, level)).collect();
            printed(&one, &all)
        };
        assert_eq!(of(&[0, 1, 1, 0, 1]), "I I.1 I.2 II II.1");
        assert_eq!(of(&[0, 1, 2, 2, 1, 2]), "I I.1 1.1 1) 1.1 2) I.2 1.2 1)");
        assert_eq!(of(&[0, 1, 3, 1, 3, 0, 3]), "I I.1 (1) I.2 (2) II (1)");
        assert_eq!(of(&[0, 4, 0, 4]), "I *1 II *2");
        assert_eq!(of(&[5, 6, 7]), "- none none");
    }

    #[test]
    fn lists_of_one_definition_count_on_together() {
        let levels = level(0, "decimal", "%1.", "") + &level(1, "lowerLetter", "%2)", "");
        let one = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>\
             <w:num w:numId='3'><w:abstractNumId w:val='0'/>\
               <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>\
             <w:num w:numId='4'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>{}\
               </w:lvlOverride></w:num>",
            level(0, "upperLetter", "%1", "")
        ));
        let of = |nums: &[i64]| {
            let all: Vec<_> = nums.iter().map(|&num| (num, 0)).collect();
            printed(&one, &all)
        };
        assert_eq!(of(&[1, 1, 2, 1]), "1. 2. 3. 4.");
        assert_eq!(of(&[1, 3, 3, 1, 3]), "1. 5. 6. 7. 8.");
        assert_eq!(of(&[1, 4]), "1. B");
        assert_eq!(of(&[9]), "none");
    }
}
