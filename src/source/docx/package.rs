//! The package (ISO/IEC 29500-2): a ZIP of parts, and the relationships between them.
//!
//! Only parts that are read are unpacked, and no more of them than a limit: a part of a few kilobytes
//! can say that it unpacks to more than the machine holds.

use super::super::SourceError;
use super::tags::Tag;
use super::xml::{Next, Xml};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How many bytes one part may unpack to, and all that are read together. The text of the largest
/// letters takes a twentieth of it.
const MOST_PART: u64 = 128 << 20;
const MOST_ALL: u64 = 256 << 20;
/// How many files a package may hold.
const MOST_FILES: usize = 1 << 16;

/// Why a part gives no text.
#[derive(Debug)]
pub(super) enum Fault {
    /// It unpacks to too much.
    TooLarge { limit: u64 },
    /// It cannot be unpacked or read.
    Damaged(String),
}

impl Fault {
    /// As the reason why the file cannot be read.
    pub fn of(self, part: &str) -> SourceError {
        match self {
            Self::TooLarge { limit } => SourceError::Unpacks {
                part: part.to_owned(),
                limit,
            },
            Self::Damaged(reason) => SourceError::PartDamaged {
                part: part.to_owned(),
                reason,
            },
        }
    }
}

/// A package that was opened.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

/// What a part refers to: the last word of the relationship's type, and the part.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations {
    all: Vec<Relation>,
}

#[derive(Debug, Clone)]
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Relations {
    /// The first part of a kind: `styles`.
    pub fn of_kind(&self, kind: &str) -> Option<&str> {
        let found = self.all.iter().find(|one| one.kind == kind)?;
        Some(&found.target)
    }

    /// The part of an id.
    pub fn of_id(&self, id: &str) -> Option<&str> {
        let found = self.all.iter().find(|one| one.id == id)?;
        Some(&found.target)
    }
}

impl<'a> Package<'a> {
    /// Opens a package by its list of files.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        // Counted first: the list of files is held in memory whole.
        if count(bytes, b"PK\x01\x02") > MOST_FILES {
            return Err(Fault::Damaged(format!(
                "it holds more than {MOST_FILES} files"
            )));
        }
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(zip) => Ok(Self {
                zip,
                left: MOST_ALL,
            }),
            Err(error) => Err(Fault::Damaged(format!(
                "its list of parts cannot be read, as where a download broke off ({error})"
            ))),
        }
    }

    /// Whether it holds a file of this name.
    pub fn holds(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Whether some file in it wants a password.
    pub fn is_locked(&mut self) -> bool {
        let mut files = 0..self.zip.len();
        files.any(|at| {
            let file = self.zip.by_index_raw(at);
            file.is_ok_and(|file| file.encrypted())
        })
    }

    /// The names of its files.
    pub fn names(&self) -> Vec<String> {
        let names = self.zip.file_names().flatten();
        names.map(|name| name.into_owned()).collect()
    }

    /// The bytes of a file.
    pub fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        let limit = self.left.min(MOST_PART);
        let damaged = |error: &dyn std::fmt::Display| {
            Fault::Damaged(format!("it cannot be unpacked ({error})"))
        };
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => {
                return Err(Fault::Damaged("it is missing".to_owned()));
            }
            Err(error) => return Err(damaged(&error)),
        };
        if file.size() > limit {
            return Err(Fault::TooLarge { limit });
        }
        // What it says of its size may be a lie.
        let mut bytes = Vec::new();
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        read.map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > limit {
            return Err(Fault::TooLarge { limit });
        }
        Ok(bytes)
    }

    /// The text of a part, and how many of its characters could not be decoded.
    pub fn text(&mut self, name: &str) -> Result<(String, usize), Fault> {
        let bytes = self.bytes(name)?;
        Ok(decoded(bytes))
    }

    /// What a part refers to within the package (29500-2, 9.3); nothing where it has no relationships.
    pub fn relations(&mut self, part: &str) -> Result<Relations, Fault> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = match folder {
            "" => format!("_rels/{file}.rels"),
            folder => format!("{folder}/_rels/{file}.rels"),
        };
        if !self.holds(&name) {
            return Ok(Relations::default());
        }
        let (text, _) = self.text(&name)?;
        let mut relations = Relations::default();
        let mut xml = Xml::new(&text);
        loop {
            match xml.next().map_err(Fault::Damaged)? {
                Next::Over => return Ok(relations),
                Next::Start(Tag::Relationship, element) => {
                    let said = |name: &str| element.attribute(name).unwrap_or_default();
                    if said("TargetMode").eq_ignore_ascii_case("external") {
                        continue;
                    }
                    relations.all.push(Relation {
                        id: said("Id").into_owned(),
                        kind: said("Type").rsplit('/').next().unwrap_or("").to_owned(),
                        target: resolved(folder, &said("Target")),
                    });
                }
                _ => {}
            }
        }
    }

    /// The content type that the package gives a part by name (29500-2, 10.1.2.2).
    pub fn content_types(&mut self) -> Result<HashMap<String, String>, Fault> {
        let (text, _) = self.text("[Content_Types].xml")?;
        let mut types = HashMap::new();
        let mut xml = Xml::new(&text);
        loop {
            match xml.next().map_err(Fault::Damaged)? {
                Next::Over => return Ok(types),
                Next::Start(Tag::Override, element) => {
                    let part = element.attribute("PartName").unwrap_or_default();
                    let of = element.attribute("ContentType").unwrap_or_default();
                    types.insert(part.trim_start_matches('/').to_owned(), of.into_owned());
                }
                _ => {}
            }
        }
    }
}

/// How often a few bytes stand in many.
fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    memchr_like(bytes, wanted).take(MOST_FILES + 1).count()
}

fn memchr_like<'b>(bytes: &'b [u8], wanted: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    bytes
        .windows(wanted.len())
        .enumerate()
        .filter(move |(_, window)| *window == wanted)
        .map(|(at, _)| at)
}

/// A target as a name in the package: relative to its folder, `..` goes up.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A part's characters: UTF-8 or UTF-16 (29500-2, 9.1.4), or what its first line says.
fn decoded(bytes: Vec<u8>) -> (String, usize) {
    let wide = match bytes.get(..2) {
        Some([0xff, 0xfe] | [b'<', 0]) => Some(UTF_16LE),
        Some([0xfe, 0xff] | [0, b'<']) => Some(UTF_16BE),
        _ => declared(&bytes),
    };
    if let Some(encoding) = wide {
        let (text, _, lost) = encoding.decode(&bytes);
        let undecoded = if lost {
            text.matches('\u{fffd}').count()
        } else {
            0
        };
        return (text.into_owned(), undecoded);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, 0),
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let undecoded = text.matches('\u{fffd}').count();
            (text, undecoded)
        }
    }
}

/// The encoding that an XML declaration names, if it is not UTF-8.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(200)];
    let head = head.strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|two| two == b"?>")?;
    let head = std::str::from_utf8(&head[..end]).ok()?;
    let (_, value) = head.split_once("encoding")?;
    let value = value.trim_start_matches([' ', '=']);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // UTF-16 would not have let these bytes be read one by one.
    (encoding != encoding_rs::UTF_8 && !encoding.name().starts_with("UTF-16")).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_in_the_package() {
        for (folder, target, name) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("a/b", "../c.xml", "a/c.xml"),
            ("", "../../c.xml", "c.xml"),
        ] {
            assert_eq!(resolved(folder, target), name);
        }
    }

    #[test]
    fn parts_are_decoded() {
        let wide: Vec<u8> = "<a>å".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?>\xe5".to_vec();
        assert_eq!(decoded("<a>å".into()), ("<a>å".to_owned(), 0));
        assert_eq!(decoded(wide), ("<a>å".to_owned(), 0));
        assert!(decoded(latin).0.ends_with('å'));
        assert_eq!(decoded(b"<a>\xe5</a>".to_vec()).1, 1);
    }
}
