//! DOCX, as Word writes it (Office Open XML, ISO/IEC 29500): what stands on the page, computed from what
//! stands in the file.
//!
//! - The numbers that Word prints before paragraphs are text; marks of lists become `- `.
//! - A document has no pages: where they break is known only when it is laid out for a printer. A break
//!   ends a line, nothing more.
//! - The header of the first page comes first, once: letters have their reference and date in it.
//!   Headers of other pages and all footers repeat what the letter says, or whose paper it is.
//! - Notes come last, each behind its raised number; the number does not stand in the sentence, so that
//!   what is quoted is the sentence. Text boxes come after the paragraph that they are anchored in.
//! - Changes that are tracked count as accepted; hidden text and comments are no text. Of each a note
//!   tells. Macros are never looked at, nothing is fetched.

mod fields;
mod found;
mod look;
mod numbering;
mod numerals;
mod package;
mod paragraph;
mod story;
mod styles;
mod symbols;
mod tables;
mod tags;
#[cfg(test)]
mod tests;
mod xml;

use super::{Builder, MediaType, Source, SourceError, Style};
use found::Found;
use look::Ink;
use numbering::Numbering;
use package::{Fault, Package, Relations};
use std::collections::{HashMap, HashSet};
use story::{Call, Definitions, Stories};
use styles::Styles;
use tags::Tag;
use xml::{Next, Xml};

/// A line that was made.
#[derive(Debug)]
struct Made {
    text: String,
    style: Style,
    /// Its cell, as the cells were met.
    cell: Option<usize>,
}

/// What sort of file a ZIP is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// A document of Word.
    Docx,
    /// Another form, and what it is called.
    Other(super::other::Other),
    /// One that is damaged.
    Damaged(String),
}

/// Content types of main parts that are documents of Word, with and without macros (17.2, and those
/// that Word adds).
const MAIN: &[&str] = &["wordprocessingml", "ms-word.document", "ms-word.template"];

/// Tells what a ZIP is, by the files in it.
pub(super) fn form(bytes: &[u8]) -> Form {
    let mut package = match Package::open(bytes) {
        Ok(package) => package,
        Err(fault) => return Form::Damaged(reason(fault)),
    };
    if package.is_locked() {
        return Form::Other(super::other::LOCKED);
    }
    if package.holds("mimetype")
        && let Ok(kind) = package.bytes("mimetype")
        && let Some(other) = super::other::by_mimetype(&String::from_utf8_lossy(&kind))
    {
        return Form::Other(other);
    }
    if package.holds("[Content_Types].xml") {
        let main = main_part(&mut package).unwrap_or_default();
        let types = package.content_types().unwrap_or_default();
        let of = types.get(&main).map(String::as_str).unwrap_or_default();
        if MAIN.iter().any(|own| of.contains(own)) || main.starts_with("word/") {
            return Form::Docx;
        }
        return Form::Other(super::other::by_main_part(of, &main));
    }
    Form::Other(super::other::by_names(
        package.names().iter().map(String::as_str),
    ))
}

fn reason(fault: Fault) -> String {
    match fault {
        Fault::Damaged(reason) => reason,
        Fault::TooLarge { limit } => format!("it unpacks to more than {limit} bytes"),
    }
}

/// The part that the document is (29500-1, 11.3.10), by the package's own relationships.
fn main_part(package: &mut Package<'_>) -> Option<String> {
    let relations = package.relations("").ok()?;
    let part = relations.of_kind("officeDocument").map(str::to_owned);
    part.or_else(|| {
        let usual = "word/document.xml";
        package.holds(usual).then(|| usual.to_owned())
    })
}

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Source, SourceError> {
    let mut package = Package::open(bytes).map_err(|fault| fault.of("the file"))?;
    let main = main_part(&mut package).unwrap_or_else(|| "word/document.xml".to_owned());
    let (body, undecoded) = package.text(&main).map_err(|fault| fault.of(&main))?;
    let mut found = Found {
        undecoded,
        ..Found::default()
    };
    let relations = match package.relations(&main) {
        Ok(relations) => relations,
        Err(fault) => {
            found.part(
                "the list of related parts",
                "so that numbers, headings and notes are missing",
                &reason(fault),
            );
            Relations::default()
        }
    };
    let definitions = definitions(&mut package, &relations, &body, &mut found);
    let mut stories = Stories::new(&definitions);
    stories.found = found;
    let lines = stories
        .read(&body)
        .map_err(|reason| SourceError::PartDamaged {
            part: main.clone(),
            reason,
        })?;
    drop(body);
    let mut all = header(&mut package, &relations, &mut stories);
    all.extend(lines);
    notes(&mut package, &relations, &mut stories, &mut all);
    let Stories { tables, found, .. } = stories;
    if found.pictures > 0
        && !all
            .iter()
            .any(|line| line.text.contains(char::is_alphanumeric))
    {
        return Err(SourceError::OnlyPictures {
            pictures: found.pictures,
        });
    }
    let cells = tables.settle();
    let mut builder = Builder::new();
    for made in all {
        let line = builder.line(&made.text);
        line.style = made.style;
        if let Some((cell, reach)) = made.cell.and_then(|at| cells.get(at).copied().flatten()) {
            line.cell = Some(cell);
            line.reach = reach;
        }
    }
    Ok(Source {
        media_type: MediaType::Docx,
        canonical: builder.finish(),
        notes: found.into_notes(),
    })
}

/// Styles, numberings and the paper. A part of them that is damaged is told, and the rest is read.
fn definitions(
    package: &mut Package<'_>,
    relations: &Relations,
    body: &str,
    found: &mut Found,
) -> Definitions {
    let mut definitions = Definitions::default();
    if let Some(part) = relations.of_kind("styles") {
        match part_text(package, part).and_then(|text| Styles::read(&text)) {
            Ok(styles) => definitions.styles = styles,
            Err(reason) => found.part(part, "so that headings may be missing", &reason),
        }
    }
    if let Some(part) = relations.of_kind("numbering") {
        let numbering =
            part_text(package, part).and_then(|text| Numbering::read(&text, &definitions.styles));
        match numbering {
            Ok(numbering) => definitions.numbering = numbering,
            Err(reason) => found.part(
                part,
                "so that the numbers before paragraphs are missing",
                &reason,
            ),
        }
    }
    definitions.paper = background(body).filter(|_| {
        let settings = relations.of_kind("settings");
        settings
            .and_then(|part| part_text(package, part).ok())
            .is_some_and(|text| shows_background(&text))
    });
    definitions
}

fn part_text(package: &mut Package<'_>, part: &str) -> Result<String, String> {
    package.text(part).map(|(text, _)| text).map_err(reason)
}

/// The colour of the pages (17.2.1), where the document has one.
fn background(body: &str) -> Option<Ink> {
    let mut xml = Xml::new(body);
    // It stands before the body or not at all.
    loop {
        match xml.next().ok()? {
            Next::Start(Tag::Background, element) => {
                return element.attribute("color").map(|color| Ink::of(&color));
            }
            Next::Start(Tag::Body, _) | Next::Over => return None,
            _ => {}
        }
    }
}

/// Whether the colour of the pages is shown (17.15.1.25).
fn shows_background(settings: &str) -> bool {
    let mut xml = Xml::new(settings);
    loop {
        match xml.next() {
            Ok(Next::Start(Tag::DisplayBackground, element)) => return element.on(),
            Ok(Next::Over) | Err(_) => return false,
            _ => {}
        }
    }
}

/// The header of the first page: its own, if it has one, or that of all pages (17.10.6).
fn header(
    package: &mut Package<'_>,
    relations: &Relations,
    stories: &mut Stories<'_>,
) -> Vec<Made> {
    let wanted = if stories.section.title_page {
        "first"
    } else {
        "default"
    };
    let id = stories
        .section
        .headers
        .iter()
        .find(|(kind, _)| kind == wanted)
        .map(|(_, id)| id.clone());
    let Some(part) = id.and_then(|id| relations.of_id(&id)) else {
        return Vec::new();
    };
    stories.in_header = true;
    let read = part_text(package, part).and_then(|text| stories.read(&text));
    stories.in_header = false;
    read.unwrap_or_else(|reason| {
        let what = "so that the header of the first page is missing";
        stories.found.part(part, what, &reason);
        Vec::new()
    })
}

/// The notes that the text calls, in the order of their calls.
fn notes(
    package: &mut Package<'_>,
    relations: &Relations,
    stories: &mut Stories<'_>,
    all: &mut Vec<Made>,
) {
    let calls = std::mem::take(&mut stories.calls);
    for (end, kind) in [(false, "footnotes"), (true, "endnotes")] {
        let own = |call: &&Call| call.end == end;
        if !calls.iter().any(|call| own(&call)) {
            continue;
        }
        let read = match relations.of_kind(kind) {
            Some(part) => part_text(package, part)
                .and_then(|text| stories.read_notes(&text))
                .map_err(|reason| (part, reason)),
            None => Err((kind, "it is missing".to_owned())),
        };
        let mut notes = match read {
            Ok(notes) => notes,
            Err((part, reason)) => {
                let what = "so that the notes are missing";
                stories.found.part(part, what, &reason);
                continue;
            }
        };
        let mut places: HashMap<String, usize> = notes
            .iter()
            .enumerate()
            .map(|(at, (id, _))| (id.clone(), at))
            .collect();
        // A part may be whole, and yet not hold what is called: one that was emptied.
        let called: HashSet<&str> = calls.iter().filter(own).map(|call| &*call.id).collect();
        let missing = called.iter().filter(|id| !places.contains_key(**id));
        let missing = missing.count();
        if missing > 0 {
            let part = relations.of_kind(kind).unwrap_or(kind);
            let what = "so that notes are missing";
            let reason = format!("{missing} of the notes that the text calls are not in it");
            stories.found.part(part, what, &reason);
        }
        let mut number = 0;
        for call in calls.iter().filter(own) {
            let mark = match &call.mark {
                Some(mark) => mark.trim().to_owned(),
                None => {
                    number += 1;
                    raised(number)
                }
            };
            // A note is printed once, at its first call.
            let Some(at) = places.remove(&call.id) else {
                continue;
            };
            let mut lines = std::mem::take(&mut notes[at].1);
            if let Some(first) = lines.first_mut() {
                let mark = format!("{mark} ");
                if first.style.lead > 0 {
                    first.style.lead += mark.len();
                }
                first.text.insert_str(0, &mark);
                first.style.item = None;
            }
            all.append(&mut lines);
        }
    }
}

/// A number in raised figures, as it is printed.
fn raised(number: usize) -> String {
    const FIGURES: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .to_string()
        .bytes()
        .map(|digit| FIGURES[usize::from(digit - b'0') % 10])
        .collect()
}
