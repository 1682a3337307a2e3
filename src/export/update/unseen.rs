//! What the reader of workbooks does not show of a sheet, looked up in the file itself.

use regex::Regex;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What of a sheet is not read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Unseen {
    /// Hidden columns, first and last, from 0.
    pub hidden: Vec<(u16, u16)>,
    /// What cannot be carried over.
    pub lost: Vec<&'static str>,
}

/// What cannot be carried over, by the element that tells of it.
const ELEMENTS: [(&str, &str); 3] = [
    (
        "dataValidation",
        "drop-down lists and other rules of what cells take",
    ),
    ("conditionalFormatting", "conditional formatting"),
    ("sheetProtection", "its protection"),
];

/// What is not read, by the name of the sheet; nothing of what is no workbook.
pub(super) fn unseen(bytes: &[u8]) -> HashMap<String, Unseen> {
    let Ok(mut file) = ZipArchive::new(Cursor::new(bytes)) else {
        return HashMap::new();
    };
    let book = text(&mut file, "xl/workbook.xml");
    let relations = text(&mut file, "xl/_rels/workbook.xml.rels");
    let targets: HashMap<String, String> = tags(&relations, "Relationship")
        .filter_map(|tag| Some((value(tag, "Id")?, value(tag, "Target")?)))
        .collect();
    let sheets: Vec<(String, String)> = tags(&book, "sheet")
        .filter_map(|tag| {
            let target = targets.get(&value(tag, "r:id")?)?;
            let place = match target.strip_prefix('/') {
                Some(whole) => whole.to_string(),
                None => format!("xl/{target}"),
            };
            Some((value(tag, "name")?, place))
        })
        .collect();
    sheets
        .into_iter()
        .map(|(name, place)| {
            let sheet = text(&mut file, &place);
            let lost = ELEMENTS
                .iter()
                .filter(|(element, _)| tags(&sheet, element).next().is_some())
                .map(|(_, what)| *what)
                .collect();
            let hidden = tags(&sheet, "col")
                .filter(|tag| matches!(value(tag, "hidden").as_deref(), Some("1" | "true")))
                .filter_map(|tag| {
                    let place = |name| value(tag, name)?.parse::<u16>().ok()?.checked_sub(1);
                    Some((place("min")?, place("max")?))
                })
                .collect();
            (name, Unseen { hidden, lost })
        })
        .collect()
}

/// A part of the file as text; empty where it is not there.
fn text(file: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> String {
    let mut words = Vec::new();
    if let Ok(mut part) = file.by_name(name)
        && part.read_to_end(&mut words).is_err()
    {
        words.clear();
    }
    String::from_utf8_lossy(&words).into_owned()
}

/// The opening tags of an element, with or without a prefix.
fn tags<'a>(xml: &'a str, element: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split('<').skip(1).filter(move |tag| {
        let name = tag
            .split([' ', '>', '/', '\n', '\r', '\t'])
            .next()
            .unwrap_or_default();
        name.rsplit(':').next() == Some(element)
    })
}

/// What an attribute of a tag says.
fn value(tag: &str, name: &str) -> Option<String> {
    let pattern = Regex::new(&format!(r#"\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')"#)).ok()?;
    let found = pattern.captures(tag)?;
    let words = found.get(1).or(found.get(2))?.as_str();
    Some(html_escape::decode_html_entities(words).into_owned())
}
