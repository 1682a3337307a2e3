//! The PDF's objects: opening the file, finding its pages.
//!
//! The page tree is walked here, with its own guards, since readers of PDF tend to follow a
//! `Parent` that points at itself for ever.

use crate::source::SourceError;
use pdf_extract::{Dictionary, Document, Error, Object, ObjectId};
use std::collections::HashSet;

/// How deep a page tree, or a chain of references, may go.
const DEPTH: usize = 64;

/// A page as it is to be seen: upright, its upper left corner at the origin.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its dictionary.
    pub id: ObjectId,
    /// Its fonts and forms.
    pub resources: Dictionary,
    /// Its width as shown, in points.
    pub width: f64,
    /// Its height as shown, in points.
    pub height: f64,
    /// What puts its lower left corner, as shown, at the origin.
    pub upright: [f64; 6],
    /// How its text was found to run, in quarters of a turn against the clock; it is turned back, and
    /// `upright`, `width` and `height` with it.
    pub turned: u8,
}

impl Sheet {
    /// Turns the page so that text that runs so many quarters against the clock is upright.
    pub fn turn(&mut self, quarters: u8) {
        let (w, h) = (self.width, self.height);
        let [a, b, c, d, e, f] = self.upright;
        (self.upright, self.width, self.height) = match quarters {
            1 => ([b, -a, d, -c, f, w - e], h, w),
            2 => ([-a, -b, -c, -d, w - e, h - f], w, h),
            3 => ([-b, a, -d, c, h - f, e], h, w),
            _ => return,
        };
        self.turned = quarters;
    }
}

/// Opens the file, with the empty password where it is encrypted.
pub fn open(bytes: &[u8]) -> Result<Document, SourceError> {
    let document = Document::load_mem(bytes).map_err(|error| match error {
        Error::InvalidPassword | Error::Decryption(_) => SourceError::Encrypted,
        other => damaged(&other.to_string()),
    })?;
    // The file's reader has tried the empty password; what it could not open stays encrypted.
    if document.is_encrypted() {
        return Err(SourceError::Encrypted);
    }
    Ok(document)
}

/// The error for a file that breaks the rules.
pub fn damaged(reason: &str) -> SourceError {
    let reason = reason.trim();
    SourceError::Damaged {
        reason: if reason.is_empty() {
            "unreadable structure".to_owned()
        } else {
            reason.chars().take(200).collect()
        },
    }
}

/// The error where the program itself is at fault.
pub fn internal(place: &str) -> SourceError {
    SourceError::Internal {
        place: place.chars().take(300).collect(),
    }
}

/// The pages, in order, if there are no more than `limit`.
pub fn sheets(document: &Document, limit: usize) -> Result<Vec<Sheet>, SourceError> {
    let root = document
        .catalog()
        .map_err(|_| damaged("no catalogue of its objects"))?;
    let mut walk = Walk {
        document,
        limit,
        seen: HashSet::new(),
        sheets: Vec::new(),
    };
    if let Ok(tree) = root.get(b"Pages") {
        walk.node(tree, &Inherited::default(), 0);
    }
    if walk.sheets.len() > limit {
        return Err(SourceError::TooManyPages { limit });
    }
    if walk.sheets.is_empty() {
        return Err(damaged("no pages"));
    }
    Ok(walk.sheets)
}

/// What a page takes from the nodes above it.
#[derive(Debug, Clone, Default)]
struct Inherited {
    resources: Option<Dictionary>,
    media: Option<[f64; 4]>,
    crop: Option<[f64; 4]>,
    rotate: i64,
}

struct Walk<'d> {
    document: &'d Document,
    limit: usize,
    seen: HashSet<ObjectId>,
    sheets: Vec<Sheet>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Object, above: &Inherited, depth: usize) {
        let Ok(id) = node.as_reference() else { return };
        if depth > DEPTH || self.sheets.len() > self.limit || !self.seen.insert(id) {
            return;
        }
        let Some(dict) = resolve(self.document, node).and_then(|o| o.as_dict().ok()) else {
            return;
        };
        let own = self.inherit(dict, above);
        match get(self.document, dict, b"Kids").and_then(|kids| kids.as_array().ok()) {
            Some(kids) => {
                for kid in kids {
                    self.node(kid, &own, depth + 1);
                }
            }
            None => self.sheets.push(sheet(id, own)),
        }
    }

    fn inherit(&self, dict: &Dictionary, above: &Inherited) -> Inherited {
        let area = |key: &[u8]| get(self.document, dict, key).and_then(|o| area(self.document, o));
        Inherited {
            resources: get(self.document, dict, b"Resources")
                .and_then(|o| o.as_dict().ok())
                .cloned()
                .or_else(|| above.resources.clone()),
            media: area(b"MediaBox").or(above.media),
            crop: area(b"CropBox").or(above.crop),
            rotate: get(self.document, dict, b"Rotate")
                .and_then(number)
                .map_or(above.rotate, |turn| turn as i64),
        }
    }
}

fn sheet(id: ObjectId, own: Inherited) -> Sheet {
    // A file without a page size is broken; A4 is what its neighbours are printed on.
    let media = own.media.unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let [x0, y0, x1, y1] = own
        .crop
        .map(|crop| {
            [
                crop[0].max(media[0]),
                crop[1].max(media[1]),
                crop[2].min(media[2]),
                crop[3].min(media[3]),
            ]
        })
        .filter(|b| b[2] - b[0] > 1.0 && b[3] - b[1] > 1.0)
        .unwrap_or(media);
    let (w, h) = (x1 - x0, y1 - y0);
    let (width, height, upright) = match own.rotate.rem_euclid(360) {
        90 => (h, w, [0.0, -1.0, 1.0, 0.0, -y0, x1]),
        180 => (w, h, [-1.0, 0.0, 0.0, -1.0, x1, y1]),
        270 => (h, w, [0.0, 1.0, -1.0, 0.0, y1, -x0]),
        _ => (w, h, [1.0, 0.0, 0.0, 1.0, -x0, -y0]),
    };
    Sheet {
        id,
        resources: own.resources.unwrap_or_default(),
        width,
        height,
        upright,
        turned: 0,
    }
}

fn area(document: &Document, object: &Object) -> Option<[f64; 4]> {
    let sides: Vec<f64> = object
        .as_array()
        .ok()?
        .iter()
        .filter_map(|side| resolve(document, side).and_then(number))
        .collect();
    let &[a, b, c, d] = sides.as_slice() else {
        return None;
    };
    let area = [a.min(c), b.min(d), a.max(c), b.max(d)];
    (area[2] - area[0] > 1.0 && area[3] - area[1] > 1.0).then_some(area)
}

/// The value of an integer or a real.
pub fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(n) => Some(*n as f64),
        Object::Real(n) if n.is_finite() => Some(f64::from(*n)),
        _ => None,
    }
}

/// What a reference, or a short chain of them, points to.
pub fn resolve<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Object> {
    let mut object = object;
    for _ in 0..DEPTH {
        match object {
            Object::Reference(id) => object = document.objects.get(id)?,
            other => return Some(other),
        }
    }
    None
}

/// An entry of a dictionary, resolved.
pub fn get<'d>(document: &'d Document, dict: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    resolve(document, dict.get(key).ok()?)
}
