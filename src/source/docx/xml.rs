//! A part's XML as a row of events: names in their namespaces, text spelt out, nothing fetched.
//!
//! There is no document type in Office Open XML (ISO/IEC 29500-2, 9.1.4 forbids one): a part that has
//! one was made to do harm, and is refused before an entity of it is met. Nothing here calls itself:
//! nesting costs a name on a stack, and there is a limit to it.

use super::tags::{Space, Tag, tag};
use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// Elements within elements; Word itself gives up long before.
const MOST_DEPTH: usize = 2000;
/// Prefixes that are bound at once; Word binds some forty, all at the root.
const MOST_BOUND: usize = 1000;

/// An element that begins, and its attributes.
#[derive(Debug)]
pub(super) struct Element<'a> {
    raw: BytesStart<'a>,
}

impl Element<'_> {
    /// The value of an attribute, by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let found = self
            .raw
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|one| one.key.local_name().into_inner() == name)?;
        Some(match found.value {
            Cow::Borrowed(raw) => spelt(raw),
            Cow::Owned(raw) => Cow::Owned(spelt(&raw).into_owned()),
        })
    }

    /// `w:val`.
    pub fn val(&self) -> Option<Cow<'_, str>> {
        self.attribute("val")
    }

    /// A whole number in an attribute. Measures may be written `12pt` (ISO/IEC 29500-1, 22.9.2.15): those
    /// are none.
    pub fn number(&self, name: &str) -> Option<i64> {
        let value = self.attribute(name)?;
        value.trim().parse().ok()
    }

    /// A property that is on or off (17.17.4): on, if it says nothing else.
    pub fn on(&self) -> bool {
        !self
            .val()
            .is_some_and(|value| matches!(&*value, "0" | "false" | "off"))
    }
}

/// An attribute's value with its references spelt out; one with broken ones as it stands.
fn spelt(raw: &str) -> Cow<'_, str> {
    if raw.contains('&') {
        unescape(raw).unwrap_or(Cow::Borrowed(raw))
    } else {
        Cow::Borrowed(raw)
    }
}

/// What comes next in a part.
#[derive(Debug)]
pub(super) enum Next<'a> {
    /// An element begins.
    Start(Tag, Element<'a>),
    /// The last element that began ends.
    End,
    /// Text.
    Text(Cow<'a, str>),
    /// The part ends.
    Over,
}

/// A part being read.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// Prefixes and the depth of the element that binds them.
    bound: Vec<(usize, String, Space)>,
}

impl<'a> Xml<'a> {
    /// Begins to read a part.
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            depth: 0,
            bound: Vec::new(),
        }
    }

    /// What comes next; the error says what is wrong with the XML.
    pub fn next(&mut self) -> Result<Next<'a>, String> {
        loop {
            let event = self.reader.read_event().map_err(|error| {
                format!(
                    "its XML is broken at byte {} ({error})",
                    self.reader.buffer_position()
                )
            })?;
            return Ok(match event {
                Event::Start(raw) => {
                    self.depth += 1;
                    if self.depth > MOST_DEPTH {
                        return Err(format!("its XML is nested more than {MOST_DEPTH} deep"));
                    }
                    self.bind(&raw)?;
                    let name = raw.name();
                    let prefix = name.prefix().map_or("", |prefix| prefix.into_inner());
                    let tag = tag(self.space(prefix), name.local_name().into_inner());
                    Next::Start(tag, Element { raw })
                }
                Event::End(_) => {
                    while self.bound.last().is_some_and(|one| one.0 == self.depth) {
                        self.bound.pop();
                    }
                    self.depth -= 1;
                    Next::End
                }
                Event::Text(text) => Next::Text(text.xml10_content()),
                Event::CData(text) => Next::Text(text.into_inner()),
                Event::GeneralRef(reference) => {
                    let known = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        Ok(None) => resolve_xml_entity(&reference).map(str::to_owned),
                        Err(_) => None,
                    };
                    match known {
                        Some(known) => Next::Text(Cow::Owned(known)),
                        None => {
                            return Err(format!(
                                "its XML has a reference to nothing (&{};)",
                                shortened(&reference)
                            ));
                        }
                    }
                }
                Event::DocType(_) => {
                    return Err(
                        "it has a document type declaration, which no Word file has and which is never followed"
                            .to_owned(),
                    );
                }
                Event::Eof if self.depth > 0 => return Err("its XML breaks off".to_owned()),
                Event::Eof => Next::Over,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// Whether the namespace that a prefix stands for is one that is understood here (ISO/IEC 29500-3,
    /// 10.2): what `Requires` of a choice asks.
    pub fn understands(&self, prefix: &str) -> bool {
        self.space(prefix) != Space::Other
    }

    fn space(&self, prefix: &str) -> Space {
        let found = self.bound.iter().rev().find(|one| one.1 == prefix);
        found.map_or(Space::Other, |one| one.2)
    }

    fn bind(&mut self, raw: &BytesStart<'_>) -> Result<(), String> {
        if !raw.attributes_raw().contains("xmlns") {
            return Ok(());
        }
        for one in raw.attributes().with_checks(false).flatten() {
            let key = one.key.into_inner();
            let prefix = match key.strip_prefix("xmlns:") {
                Some(prefix) => prefix,
                None if key == "xmlns" => "",
                None => continue,
            };
            if self.bound.len() == MOST_BOUND {
                return Err(format!("its XML binds more than {MOST_BOUND} prefixes"));
            }
            let space = Space::of(&spelt(&one.value));
            self.bound.push((self.depth, prefix.to_owned(), space));
        }
        Ok(())
    }
}

/// A name, cut where it is long.
fn shortened(name: &str) -> String {
    name.chars().take(30).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    fn read(xml: &str) -> Result<Vec<String>, String> {
        let mut xml = Xml::new(xml);
        let mut all = Vec::new();
        loop {
            match xml.next()? {
                Next::Start(tag, element) => {
                    all.push(format!("{tag:?}={}", element.val().unwrap_or_default()));
                }
                Next::End => all.push("/".to_owned()),
                Next::Text(text) => all.push(text.into_owned()),
                Next::Over => return Ok(all),
            }
        }
    }

    #[test]
    fn names_are_known_by_their_namespaces() {
        let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
        for space in [WORD, strict] {
            let xml = format!(
                "<?xml version='1.0'?><x:p xmlns:x='{space}'><x:t x:val='a&amp;b'>c&lt;&#100;</x:t><p/></x:p>"
            );
            assert_eq!(
                read(&xml).expect("sound").join(" "),
                "P= T=a&b c < d / Other= / /"
            );
        }
        let default = format!("<p xmlns='{WORD}'><y xmlns=''/><t/></p>");
        assert_eq!(
            read(&default).expect("sound").join(" "),
            "P= Other= / T= / /"
        );
    }

    #[test]
    fn broken_and_hostile_parts_are_refused() {
        let deep = "<a>".repeat(5000);
        let bound: String = (0..2000).map(|n| format!(" xmlns:p{n}='x'")).collect();
        for (xml, says) in [
            ("<a><b></a>", "broken"),
            ("<a>", "breaks off"),
            (
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "document type",
            ),
            ("<a>&x;</a>", "reference to nothing"),
            (&deep, "nested"),
            (&format!("<a{bound}/>"), "prefixes"),
        ] {
            let told = read(xml).expect_err("refused");
            assert!(told.contains(says), "{told}");
        }
    }
}
