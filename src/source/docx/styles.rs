//! Styles (ISO/IEC 29500-1, 17.7): what a paragraph, a run or a cell looks like before it says so itself.

use super::look::{Block, Ink, Letters, fill};
use super::tags::Tag;
use super::xml::{Next, Xml};
use std::collections::HashMap;

/// Styles that one may be based on another through; Word allows ten or so.
const MOST_BASES: usize = 50;

/// What sort of style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Paragraph,
    Character,
    Table,
    Other,
}

/// A part of a table that its style dresses apart (17.18.89).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    #[default]
    Whole,
    FirstRow,
    LastRow,
    FirstColumn,
    LastColumn,
    Band,
    Corner,
}

/// How a table style dresses a part.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dress {
    /// Which part.
    pub part: Part,
    /// The letters in it.
    pub letters: Letters,
    /// The colour behind them.
    pub fill: Option<Ink>,
}

/// A style, with what it is based on below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// Its paragraphs.
    pub block: Block,
    /// Its letters.
    pub letters: Letters,
    /// The level of its heading, from 1.
    pub heading: Option<u8>,
    /// It is that of an entry in a table of contents.
    pub contents: bool,
    /// How it dresses the parts of a table, the last said last.
    pub dresses: Vec<Dress>,
    /// The style whose level of a numbering this one's is: itself, or the one that it has it from.
    pub numbered_by: Option<usize>,
}

#[derive(Debug, Clone)]
struct Said {
    kind: Kind,
    id: String,
    name: String,
    based_on: Option<String>,
    style: Style,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    places: HashMap<(Kind, String), usize>,
    all: Vec<Style>,
    ids: Vec<String>,
    /// What holds before any style.
    pub letters: Letters,
    /// What holds before any style.
    pub block: Block,
    paragraph: Option<usize>,
    table: Option<usize>,
}

impl Styles {
    /// Reads `word/styles.xml`; the error says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut styles = Self::default();
        let mut said: Vec<Said> = Vec::new();
        let mut xml = Xml::new(text);
        let mut stack: Vec<Tag> = Vec::new();
        loop {
            match xml.next()? {
                Next::Over => break,
                Next::Text(_) => {}
                Next::End => {
                    stack.pop();
                }
                Next::Start(tag, element) => {
                    let parent = stack.last().copied();
                    stack.push(tag);
                    if tag == Tag::Style {
                        let kind = match element.attribute("type").as_deref() {
                            Some("character") => Kind::Character,
                            Some("table") => Kind::Table,
                            Some("paragraph") | None => Kind::Paragraph,
                            Some(_) => Kind::Other,
                        };
                        let id = element.attribute("styleId").unwrap_or_default();
                        let default = element
                            .attribute("default")
                            .is_some_and(|value| !matches!(&*value, "0" | "false" | "off"));
                        let at = said.len();
                        match kind {
                            Kind::Paragraph if default => styles.paragraph = Some(at),
                            Kind::Table if default => styles.table = Some(at),
                            _ => {}
                        }
                        said.push(Said {
                            kind,
                            id: id.into_owned(),
                            name: String::new(),
                            based_on: None,
                            style: Style::default(),
                        });
                        continue;
                    }
                    let within = |tag: Tag| stack.contains(&tag);
                    if parent == Some(Tag::RPr) && within(Tag::RPrDefault) {
                        styles.letters.read(tag, &element, None);
                        continue;
                    }
                    if within(Tag::PPrDefault) {
                        styles.block.read(tag, &element, None);
                        continue;
                    }
                    let Some(one) = said.last_mut().filter(|_| within(Tag::Style)) else {
                        continue;
                    };
                    match (tag, parent) {
                        (Tag::Name, Some(Tag::Style)) => {
                            one.name = element.val().unwrap_or_default().into_owned();
                        }
                        (Tag::BasedOn, Some(Tag::Style)) => {
                            one.based_on = element.val().map(|value| value.into_owned());
                        }
                        (Tag::TblStylePr, _) => one.style.dresses.push(Dress {
                            part: part(&element.attribute("type").unwrap_or_default()),
                            ..Dress::default()
                        }),
                        (Tag::Shd, Some(Tag::TcPr)) => {
                            if !within(Tag::TblStylePr) {
                                one.style.dresses.push(Dress::default());
                            }
                            if let Some(dress) = one.style.dresses.last_mut() {
                                dress.fill = fill(&element);
                            }
                        }
                        // The look of a paragraph's mark is not that of its letters.
                        (_, Some(Tag::RPr)) if within(Tag::PPr) => {}
                        (_, Some(Tag::RPr)) if within(Tag::TblStylePr) => {
                            if let Some(dress) = one.style.dresses.last_mut() {
                                dress.letters.read(tag, &element, None);
                            }
                        }
                        (_, Some(Tag::RPr)) => one.style.letters.read(tag, &element, None),
                        (_, Some(Tag::PPr | Tag::NumPr)) if !within(Tag::TblStylePr) => {
                            one.style.block.read(tag, &element, None);
                        }
                        _ => {}
                    }
                }
            }
        }
        styles.settle(said);
        Ok(styles)
    }

    /// Puts below every style what it is based on.
    fn settle(&mut self, said: Vec<Said>) {
        for (at, one) in said.iter().enumerate() {
            self.places.entry((one.kind, one.id.clone())).or_insert(at);
        }
        for (at, one) in said.iter().enumerate() {
            let mut whole = one.style.clone();
            whole.heading = heading(&one.name).or_else(|| heading(&one.id));
            whole.contents = is_contents(&one.name) || is_contents(&one.id);
            whole.numbered_by = one.style.block.num.map(|_| at);
            let mut next = one.based_on.clone();
            for _ in 0..MOST_BASES {
                let Some(base) = next.and_then(|id| self.places.get(&(one.kind, id)).copied())
                else {
                    break;
                };
                if base == at {
                    break;
                }
                let base_said = &said[base];
                if whole.numbered_by.is_none() && base_said.style.block.num.is_some() {
                    whole.numbered_by = Some(base);
                }
                whole.letters = whole.letters.over(base_said.style.letters);
                whole.block = whole.block.over(base_said.style.block);
                whole.heading = whole
                    .heading
                    .or_else(|| heading(&base_said.name))
                    .or_else(|| heading(&base_said.id));
                // Few styles of tables have a base that dresses parts; what is nearer comes later.
                if !base_said.style.dresses.is_empty() && whole.dresses.len() < 100 {
                    let mut dresses = base_said.style.dresses.clone();
                    dresses.append(&mut whole.dresses);
                    whole.dresses = dresses;
                }
                next = base_said.based_on.clone();
            }
            // The outline that a style says counts before its name.
            whole.heading = match whole.block.outline {
                Some(level) if level < 9 => Some(level + 1),
                Some(_) => None,
                None => whole.heading,
            };
            self.all.push(whole);
            self.ids.push(one.id.clone());
        }
    }

    /// The paragraph style of an id.
    pub fn paragraph_style(&self, id: &str) -> Option<usize> {
        self.places.get(&(Kind::Paragraph, id.to_owned())).copied()
    }

    /// The character style of an id.
    pub fn character(&self, id: &str) -> Option<usize> {
        self.places.get(&(Kind::Character, id.to_owned())).copied()
    }

    /// The style of a table: that of an id, or the one of tables that name none.
    pub fn table(&self, id: Option<&str>) -> Option<usize> {
        match id {
            Some(id) => self.places.get(&(Kind::Table, id.to_owned())).copied(),
            None => self.table,
        }
    }

    /// The style of a paragraph: its own, or that of paragraphs that name none.
    pub fn of_paragraph(&self, own: Option<usize>) -> Option<&Style> {
        self.all.get(own.or(self.paragraph)?)
    }

    /// A style.
    pub fn style(&self, at: usize) -> Option<&Style> {
        self.all.get(at)
    }

    /// The id of a style.
    pub fn id(&self, at: usize) -> Option<&str> {
        self.ids.get(at).map(String::as_str)
    }

    /// The numbering that a style of numberings stands for (17.9.21).
    pub fn numbering(&self, id: &str) -> Option<i64> {
        let at = self.places.get(&(Kind::Other, id.to_owned()))?;
        self.all.get(*at)?.block.num
    }
}

fn part(name: &str) -> Part {
    match name {
        "wholeTable" => Part::Whole,
        "firstRow" => Part::FirstRow,
        "lastRow" => Part::LastRow,
        "firstCol" => Part::FirstColumn,
        "lastCol" => Part::LastColumn,
        "band1Horz" | "band2Horz" | "band1Vert" | "band2Vert" => Part::Band,
        _ => Part::Corner,
    }
}

/// The names that Word gives its styles of headings, in the languages that letters come in. The file
/// has the English name (17.7.4.9); other programs write their own.
const HEADINGS: &[&str] = &["heading", "overskrift", "rubrik", "titre", "überschrift"];
/// Those of the entries of a table of contents.
const CONTENTS: &[&str] = &["toc", "innh", "innhold", "contents", "inh"];

/// The level of a heading's style, by its name: `heading 1`, `Overskrift1`.
fn heading(name: &str) -> Option<u8> {
    numbered(name, HEADINGS)
}

fn is_contents(name: &str) -> bool {
    numbered(name, CONTENTS).is_some() || name.eq_ignore_ascii_case("table of figures")
}

/// name ::= one of `words`, blank*, "1".."9"
fn numbered(name: &str, words: &[&str]) -> Option<u8> {
    let level = name.chars().next_back()?.to_digit(10)? as u8;
    let word = name[..name.len() - 1].trim_end().to_lowercase();
    (level > 0 && words.contains(&word.as_str())).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(inner: &str) -> Styles {
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        Styles::read(&format!("<w:styles xmlns:w='{space}'>{inner}</w:styles>")).expect("sound")
    }

    #[test]
    fn what_a_style_is_based_on_lies_below_it() {
        let styles = styles(
            "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='22'/></w:rPr></w:rPrDefault></w:docDefaults>\
             <w:style w:type='paragraph' w:styleId='N' w:default='1'><w:name w:val='Normal'/></w:style>\
             <w:style w:type='paragraph' w:styleId='Overskrift1'><w:name w:val='heading 1'/><w:basedOn w:val='N'/>\
               <w:pPr><w:numPr><w:numId w:val='4'/></w:numPr><w:outlineLvl w:val='0'/></w:pPr>\
               <w:rPr><w:b/><w:sz w:val='32'/></w:rPr></w:style>\
             <w:style w:type='paragraph' w:styleId='Mal'><w:basedOn w:val='Overskrift1'/>\
               <w:rPr><w:b w:val='0'/></w:rPr></w:style>\
             <w:style w:type='paragraph' w:styleId='Avsnitt'><w:basedOn w:val='Overskrift1'/>\
               <w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>\
             <w:style w:type='paragraph' w:styleId='x'><w:name w:val='Overskrift 3'/><w:basedOn w:val='x'/></w:style>\
             <w:style w:type='paragraph' w:styleId='INNH2'><w:name w:val='toc 2'/></w:style>",
        );
        let of = |id: &str| {
            styles
                .of_paragraph(styles.paragraph_style(id))
                .expect("a style")
        };
        assert_eq!(styles.letters.size, Some(22));
        assert_eq!(
            (of("Overskrift1").heading, of("Overskrift1").letters.bold),
            (Some(1), Some(true))
        );
        assert_eq!(
            (of("Mal").heading, of("Mal").letters.bold),
            (Some(1), Some(false))
        );
        assert_eq!(of("Mal").letters.size, Some(32));
        assert_eq!(
            (of("Mal").block.num, of("Mal").numbered_by),
            (Some(4), Some(1))
        );
        assert_eq!(of("Avsnitt").heading, None);
        assert_eq!(of("x").heading, Some(3));
        assert!(of("INNH2").contents && !of("x").contents);
        assert_eq!(
            styles.of_paragraph(None).expect("the default").heading,
            None
        );
    }

    #[test]
    fn styles_that_are_based_on_each_other_end() {
        let styles = styles(
            "<w:style w:styleId='a'><w:basedOn w:val='b'/><w:rPr><w:b/></w:rPr></w:style>\
             <w:style w:styleId='b'><w:basedOn w:val='a'/></w:style>",
        );
        let b = styles.of_paragraph(styles.paragraph_style("b"));
        assert_eq!(b.expect("a style").letters.bold, Some(true));
    }
}
