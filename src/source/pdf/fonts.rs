//! The fonts of a file, mended where `pdf-extract` would stop on them or misread them.

use super::content::Reader;
use super::flatten::plain;
use super::open::{get, number, resolve};
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use std::collections::HashMap;

/// A font, ready to be read.
#[derive(Debug, Clone)]
pub struct Font {
    /// Its mended dictionary.
    pub dict: Dictionary,
    /// Whether it is a bold cut.
    pub bold: bool,
    /// Whether its codes have two bytes or so.
    pub composite: bool,
    /// Of a font of programs (Type 3): the codes for which nothing is drawn.
    pub blank: Option<Box<[bool; 256]>>,
    /// How high its letters are, as a share of its size.
    pub em: f64,
}

/// The fonts met so far, by number.
#[derive(Debug, Default)]
pub struct Shelf {
    fonts: Vec<Font>,
    known: HashMap<ObjectId, Option<usize>>,
}

impl Shelf {
    /// The number of a font; `None` if it is no font at all.
    pub fn number(&mut self, document: &Document, font: &Object) -> Option<usize> {
        let id = font.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return *known;
        }
        let number = resolve(document, font)
            .and_then(|font| font.as_dict().ok())
            .map(|dict| {
                self.fonts.push(mend(document, dict));
                self.fonts.len() - 1
            });
        if let Some(id) = id {
            self.known.insert(id, number);
        }
        number
    }

    /// The name that a font has in a flattened page's resources.
    pub fn name(number: usize) -> String {
        format!("F{number}")
    }

    /// All fonts, in the order of their numbers.
    pub fn fonts(&self) -> &[Font] {
        &self.fonts
    }

    /// Puts a plainer form of a font in its place.
    pub fn weaken(&mut self, number: usize, level: usize) {
        weaken(&mut self.fonts[number], level);
    }
}

/// How many plainer forms of a font there are to try.
pub const WEAKEST: usize = 4;

fn mend(document: &Document, font: &Dictionary) -> Font {
    let mut dict = Dictionary::new();
    for (key, value) in font.iter() {
        // Font programs and maps stay references: they are large.
        let value = match resolve(document, value) {
            Some(Object::Stream(_)) => value.clone(),
            Some(plain) => plain.clone(),
            None => continue,
        };
        dict.set(key.clone(), value);
    }
    let name = dict
        .get(b"BaseFont")
        .and_then(Object::as_name)
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .unwrap_or_default();
    dict.set("BaseFont", Object::Name(name.clone().into_bytes()));
    let subtype = dict
        .get(b"Subtype")
        .and_then(Object::as_name)
        .unwrap_or(b"");
    let subtype = match subtype {
        b"Type0" | b"Type1" | b"TrueType" | b"Type3" | b"MMType1" => subtype.to_vec(),
        _ if dict.has(b"DescendantFonts") => b"Type0".to_vec(),
        _ => b"TrueType".to_vec(),
    };
    if matches!(dict.get(b"ToUnicode"), Ok(object) if !matches!(object, Object::Reference(_))) {
        dict.remove(b"ToUnicode");
    }
    let composite = subtype == b"Type0";
    let programs = subtype == b"Type3";
    let mut bold = is_bold_name(&name);
    if composite {
        bold |= mend_composite(document, &mut dict);
    } else {
        bold |= mend_simple(document, &mut dict, &subtype);
    }
    dict.set("Subtype", Object::Name(subtype));
    Font {
        dict,
        bold,
        composite,
        blank: programs.then(|| Box::new(blank(document, font))),
        em: if programs { em(document, font) } else { 1.0 },
    }
}

/// Operators that leave something on the page.
const PAINTING: &[&[u8]] = &[
    b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"BI", b"Tj", b"TJ",
    b"'", b"\"",
];

/// For every code of a font of programs whether its program draws nothing, or there is none.
fn blank(document: &Document, font: &Dictionary) -> [bool; 256] {
    let dict = |of: &'_ Dictionary, key: &[u8]| {
        get(document, of, key).and_then(|o| o.as_dict().ok().cloned())
    };
    let programs = dict(font, b"CharProcs").unwrap_or_default();
    let draws = |name: &[u8]| {
        let Some(program) = get(document, &programs, name).and_then(|o| o.as_stream().ok()) else {
            return false;
        };
        let content = plain(program);
        let mut reader = Reader::new(&content);
        std::iter::from_fn(|| reader.operator()).any(|operator| PAINTING.contains(&operator))
    };
    // What the font does not name it may still draw, if it draws anything.
    let mut all = [!programs.iter().any(|(name, _)| draws(name)); 256];
    let differences = dict(font, b"Encoding").and_then(|encoding| {
        get(document, &encoding, b"Differences")?
            .as_array()
            .ok()
            .cloned()
    });
    let mut code = 0_usize;
    for entry in differences.iter().flatten() {
        match resolve(document, entry) {
            Some(Object::Name(name)) => {
                if let Some(blank) = all.get_mut(code) {
                    *blank = !draws(name);
                }
                code += 1;
            }
            Some(other) => code = number(other).unwrap_or(0.0).clamp(0.0, 256.0) as usize,
            None => {}
        }
    }
    all
}

/// How high the letters of a font of programs are: its box, in the units of its programs. A font that
/// says nothing of it has letters of its size.
fn em(document: &Document, font: &Dictionary) -> f64 {
    let numbers = |key: &[u8]| -> Option<Vec<f64>> {
        let list = get(document, font, key)?.as_array().ok()?;
        Some(
            list.iter()
                .filter_map(|n| number(resolve(document, n)?))
                .collect(),
        )
    };
    let height = || {
        let (matrix, around) = (numbers(b"FontMatrix")?, numbers(b"FontBBox")?);
        Some(matrix.get(3)?.abs() * (around.get(3)? - around.get(1)?).abs())
    };
    height().filter(|height| *height > 0.01).unwrap_or(1.0)
}

fn is_bold_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["bold", "black", "heavy", "semibold", "demi"]
        .iter()
        .any(|word| name.contains(word))
}

/// Whether a descriptor says that the font is bold.
fn is_bold(descriptor: &Dictionary) -> bool {
    let value = |key: &[u8]| descriptor.get(key).ok().and_then(number);
    value(b"FontWeight").is_some_and(|weight| weight >= 600.0)
        || value(b"Flags").is_some_and(|flags| (flags as i64) & (1 << 18) != 0)
}

fn descriptor(document: &Document, dict: &Dictionary) -> Dictionary {
    let mut whole = Dictionary::new();
    if let Some(found) = get(document, dict, b"FontDescriptor").and_then(|o| o.as_dict().ok()) {
        for (key, value) in found.iter() {
            match resolve(document, value) {
                Some(Object::Stream(_)) => whole.set(key.clone(), value.clone()),
                Some(plain) => whole.set(key.clone(), plain.clone()),
                None => {}
            }
        }
    }
    whole
}

fn mend_composite(document: &Document, dict: &mut Dictionary) -> bool {
    let inner = get(document, dict, b"DescendantFonts")
        .and_then(|list| list.as_array().ok())
        .and_then(|list| resolve(document, list.first()?)?.as_dict().ok())
        .cloned()
        .unwrap_or_default();
    let mut cid = Dictionary::new();
    for (key, value) in inner.iter() {
        if let Some(value) = resolve(document, value) {
            cid.set(key.clone(), value.clone());
        }
    }
    let descriptor = descriptor(document, &inner);
    let bold = is_bold(&descriptor);
    cid.set("FontDescriptor", Object::Dictionary(descriptor));
    let default = cid.get(b"DW").ok().and_then(number).unwrap_or(1000.0);
    cid.set("DW", Object::Integer(default as i64));
    cid.remove(b"CIDToGIDMap");
    if let Some(widths) = get(document, &inner, b"W").and_then(|w| w.as_array().ok()) {
        cid.set("W", Object::Array(spelt_out(document, widths)));
    } else {
        cid.remove(b"W");
    }
    let known = match dict.get(b"Encoding") {
        Ok(Object::Reference(_)) => true,
        Ok(Object::Name(name)) => name == b"Identity-H" || name == b"Identity-V",
        _ => false,
    };
    if !known {
        dict.set("Encoding", Object::Name(b"Identity-H".to_vec()));
    }
    dict.set(
        "DescendantFonts",
        Object::Array(vec![Object::Dictionary(cid)]),
    );
    bold
}

/// Widths given for a range (`first last width`) as one list a range: the other form is the only
/// one that `pdf-extract` reads aright.
fn spelt_out(document: &Document, widths: &[Object]) -> Vec<Object> {
    let mut out = Vec::new();
    let mut at = 0;
    while at + 1 < widths.len() {
        let Some(first) = resolve(document, &widths[at]).and_then(number) else {
            break;
        };
        match resolve(document, &widths[at + 1]) {
            Some(Object::Array(list)) => {
                let list = list
                    .iter()
                    .filter_map(|w| resolve(document, w).and_then(number))
                    .map(|w| Object::Real(w as f32))
                    .collect();
                out.push(Object::Integer(first as i64));
                out.push(Object::Array(list));
                at += 2;
            }
            Some(last) => {
                let (Some(last), Some(width)) = (
                    number(last),
                    widths
                        .get(at + 2)
                        .and_then(|w| resolve(document, w))
                        .and_then(number),
                ) else {
                    break;
                };
                let count = (last - first + 1.0).clamp(0.0, 65_536.0) as usize;
                out.push(Object::Integer(first as i64));
                out.push(Object::Array(vec![Object::Real(width as f32); count]));
                at += 3;
            }
            None => break,
        }
    }
    out
}

fn mend_simple(document: &Document, dict: &mut Dictionary, subtype: &[u8]) -> bool {
    let mut descriptor = descriptor(document, dict);
    let bold = is_bold(&descriptor);
    let missing = descriptor.get(b"MissingWidth").ok().and_then(number);
    if let Some(missing) = missing {
        dict.set("MissingWidth", Object::Real(missing as f32));
    }

    // Widths from the first character to the last, all of them numbers.
    let first = dict.get(b"FirstChar").ok().and_then(number).unwrap_or(0.0) as i64;
    let scale = glyph_space(document, dict, subtype);
    let listed: Option<Vec<f64>> = dict
        .get(b"Widths")
        .and_then(Object::as_array)
        .ok()
        .map(|w| {
            w.iter()
                .take(256)
                .map(|w| resolve(document, w).and_then(number).unwrap_or(0.0) * scale)
                .collect()
        });
    let mut widths = listed.unwrap_or_default();
    let mut first = first.clamp(0, 255);
    if subtype == b"Type3" {
        // Type 3 fonts must have a width for every code that is shown.
        let mut all = vec![0.0; 256];
        for (at, width) in widths.iter().enumerate() {
            if let Some(place) = all.get_mut(first as usize + at) {
                *place = *width;
            }
        }
        (widths, first) = (all, 0);
    }
    if widths.is_empty() {
        for key in [b"FirstChar".as_slice(), b"LastChar", b"Widths"] {
            dict.remove(key);
        }
    } else {
        dict.set("FirstChar", Object::Integer(first));
        dict.set("LastChar", Object::Integer(first + widths.len() as i64 - 1));
        let widths = widths.iter().map(|&w| Object::Real(w as f32)).collect();
        dict.set("Widths", Object::Array(widths));
    }

    let encoding = dict.get(b"Encoding").ok().cloned();
    let encoding = match encoding {
        Some(Object::Name(name)) if is_known_encoding(&name) => Some(Object::Name(name)),
        Some(Object::Dictionary(own)) => Some(Object::Dictionary(mend_encoding(document, &own))),
        _ if subtype == b"Type3" || dict.has(b"ToUnicode") && subtype != b"TrueType" => {
            Some(Object::Name(b"WinAnsiEncoding".to_vec()))
        }
        _ => None,
    };
    match encoding {
        Some(encoding) => {
            // The file's own encoding has precedence over the font program's.
            descriptor.remove(b"FontFile3");
            descriptor.remove(b"FontFile");
            dict.set("Encoding", encoding);
        }
        None => {
            dict.remove(b"Encoding");
        }
    }
    // Only read for its existence, but decompressed all the same.
    descriptor.remove(b"FontFile2");
    if dict.has(b"FontDescriptor") {
        dict.set("FontDescriptor", Object::Dictionary(descriptor));
    }
    bold
}

/// What a Type 3 font's widths must be multiplied by to be thousandths.
fn glyph_space(document: &Document, dict: &Dictionary, subtype: &[u8]) -> f64 {
    if subtype != b"Type3" {
        return 1.0;
    }
    get(document, dict, b"FontMatrix")
        .and_then(|m| m.as_array().ok())
        .and_then(|m| number(m.first()?))
        .map_or(1.0, |unit| (unit * 1000.0).abs())
}

fn is_known_encoding(name: &[u8]) -> bool {
    matches!(
        name,
        b"MacRomanEncoding" | b"MacExpertEncoding" | b"WinAnsiEncoding"
    )
}

/// The differences with names and codes only, within one byte.
fn mend_encoding(document: &Document, own: &Dictionary) -> Dictionary {
    let mut mended = Dictionary::new();
    if let Some(Object::Name(base)) = get(document, own, b"BaseEncoding")
        && is_known_encoding(base)
    {
        mended.set("BaseEncoding", Object::Name(base.clone()));
    }
    let mut code = 0;
    let mut list = Vec::new();
    for entry in get(document, own, b"Differences")
        .and_then(|o| o.as_array().ok())
        .into_iter()
        .flatten()
    {
        match resolve(document, entry) {
            Some(Object::Name(name)) => {
                if (0..256).contains(&code) {
                    list.push(Object::Name(name.clone()));
                }
                code += 1;
            }
            Some(other) => {
                code = number(other).unwrap_or(0.0) as i64;
                if (0..256).contains(&code) {
                    list.push(Object::Integer(code));
                }
            }
            None => {}
        }
    }
    mended.set("Differences", Object::Array(list));
    mended
}

/// Takes out of a font, level by level, what its reader may stop on.
fn weaken(font: &mut Font, level: usize) {
    let dict = &mut font.dict;
    let programs = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"];
    match level {
        0 => {
            if let Ok(Object::Dictionary(descriptor)) = dict.get_mut(b"FontDescriptor") {
                for program in programs {
                    descriptor.remove(program);
                }
            }
        }
        1 if !font.composite => dict.set("Encoding", Object::Name(b"WinAnsiEncoding".to_vec())),
        1 => dict.set("Encoding", Object::Name(b"Identity-H".to_vec())),
        2 => {
            dict.remove(b"ToUnicode");
        }
        _ => {
            let mut plain = Dictionary::new();
            plain.set("Subtype", Object::Name(b"TrueType".to_vec()));
            plain.set("BaseFont", Object::Name(b"Helvetica".to_vec()));
            plain.set("Encoding", Object::Name(b"WinAnsiEncoding".to_vec()));
            font.composite = false;
            *dict = plain;
        }
    }
}
