//! A PDF with its quotations marked.
//!
//! The file's own bytes stay as they are; what marks them is appended, as PDF lets later changes be
//! («incremental update»), so that all before it can still be compared with the original. Only a
//! file that was encrypted with an empty password is written anew, without the encryption.

use crate::source::{Limits, Sheet, SourceError, objects};
use pdf_extract::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream};
use serde::{Deserialize, Serialize};

/// A place to be marked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The page, from 1.
    pub(super) page: u32,
    /// Its box, in points from the upper left corner of the page as shown.
    pub(super) bbox: [f64; 4],
}

/// The colour of a marker: pale enough for black print, strong enough on white.
const COLOUR: [f32; 3] = [1.0, 0.88, 0.3];
/// How far a mark reaches beyond the letters, in points.
const MARGIN: f64 = 1.0;
/// What stays visible above the first mark when the file is opened there, in points.
const ABOVE: f64 = 72.0;
/// The name of the place at which the file is opened, for viewers that ask for it in the address:
/// those of Chromium and Firefox pass over what the file itself says. It sorts before the names that
/// files have, so that it can stand first among them.
pub(super) const PLACE: &str = "!oppdrag";
/// Printed with the page, and not to be moved or changed.
const FLAGS: i64 = 4 | 64 | 128;

/// The PDF with marks, to be opened at a page (from 1) or at its first mark.
///
/// Pages that the file lacks are passed over.
///
/// # Errors
/// Where the file cannot be opened, or not be written.
pub(super) fn marked(
    bytes: &[u8],
    marks: &[Mark],
    page: Option<u32>,
) -> Result<Vec<u8>, SourceError> {
    objects(bytes, Limits::default(), |document, sheets| {
        let broken = |error: &dyn std::fmt::Display| SourceError::Damaged {
            reason: error.to_string(),
        };
        let mut update = Update::new(&document);
        for (at, sheet) in sheets.iter().enumerate() {
            let own = marks
                .iter()
                .filter(|mark| usize::try_from(mark.page) == Ok(at + 1))
                .map(|mark| (mark, user_space(sheet, mark.bbox)));
            let own: Vec<_> = own.collect();
            if !own.is_empty() {
                update.annotate(&document, sheet, &own);
            }
        }
        let first = page.or_else(|| marks.first().map(|mark| mark.page));
        if let Some(sheet) = first
            .and_then(|page| usize::try_from(page).ok()?.checked_sub(1))
            .and_then(|at| sheets.get(at))
        {
            let top = marks
                .iter()
                .find(|mark| Some(mark.page) == first)
                .map(|mark| mark.bbox[1]);
            update.open_at(&document, sheet, top);
        }
        let mut written = Vec::with_capacity(bytes.len() + 4096);
        update
            .write(bytes, document, &mut written)
            .map_err(|error| broken(&error))?;
        Ok(written)
    })?
}

/// A box on the page as shown, from its upper left corner, in the page's own coordinates: [left, bottom,
/// right, top].
fn user_space(sheet: &Sheet, [x0, y0, x1, y1]: [f64; 4]) -> [f64; 4] {
    let (ax, ay) = point(sheet, x0 - MARGIN, y0 - MARGIN);
    let (bx, by) = point(sheet, x1 + MARGIN, y1 + MARGIN);
    [ax.min(bx), ay.min(by), ax.max(bx), ay.max(by)]
}

/// A point of the page as shown, from its upper left corner, in the page's own coordinates.
fn point(sheet: &Sheet, x: f64, y: f64) -> (f64, f64) {
    // A page is only turned and moved, so that its matrix turned over undoes the turn.
    let [a, b, c, d, e, f] = sheet.upright;
    let (x, y) = (x - e, sheet.height - y - f);
    (a * x + b * y, c * x + d * y)
}

/// Objects that come anew, or in the place of those that were.
struct Update {
    objects: Vec<(ObjectId, Object)>,
    last: u32,
}

impl Update {
    fn new(document: &Document) -> Self {
        // Some files number their objects beyond what they say.
        let numbered = document.objects.keys().map(|id| id.0).max().unwrap_or(0);
        Self {
            objects: Vec::new(),
            last: document.max_id.max(numbered),
        }
    }

    fn add(&mut self, object: Object) -> ObjectId {
        self.last += 1;
        self.objects.push(((self.last, 0), object));
        (self.last, 0)
    }

    /// Puts marks on a page.
    fn annotate(&mut self, document: &Document, sheet: &Sheet, marks: &[(&Mark, [f64; 4])]) {
        let Ok(page) = document.get_dictionary(sheet.id) else {
            return;
        };
        let mut page = page.clone();
        let mut annotations = match page.get(b"Annots") {
            Ok(Object::Array(own)) => own.clone(),
            Ok(Object::Reference(id)) => document
                .get_object(*id)
                .and_then(Object::as_array)
                .cloned()
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        for (at, (mark, area)) in marks.iter().enumerate() {
            let appearance = self.add(appearance(*area));
            let mut looks = Dictionary::new();
            looks.set("N", appearance);
            let mut one = Dictionary::new();
            one.set("Type", name("Annot"));
            one.set("Subtype", name("Highlight"));
            one.set(
                "NM",
                Object::string_literal(format!("oppdrag-{}-{}", mark.page, at + 1)),
            );
            one.set("Rect", reals(area));
            let [left, bottom, right, top] = *area;
            one.set(
                "QuadPoints",
                reals(&[left, top, right, top, left, bottom, right, bottom]),
            );
            one.set("C", Object::Array(COLOUR.map(Object::Real).to_vec()));
            one.set("F", FLAGS);
            one.set("P", sheet.id);
            one.set("AP", looks);
            let id = self.add(Object::Dictionary(one));
            annotations.push(Object::Reference(id));
        }
        page.set("Annots", annotations);
        self.objects.push((sheet.id, Object::Dictionary(page)));
    }

    /// Has the file open at a page, and that place known by its name; at a height from the top of the
    /// page as shown, where one is given.
    fn open_at(&mut self, document: &Document, sheet: &Sheet, top: Option<f64>) {
        let root = document.trailer.get(b"Root").and_then(Object::as_reference);
        let Ok(id) = root else { return };
        let Ok(catalog) = document.get_dictionary(id) else {
            return;
        };
        let mut catalog = catalog.clone();
        let upright = sheet.upright[1] == 0.0 && sheet.upright[3] > 0.0;
        let place = if upright {
            let top = top.map_or(0.0, |top| (top - ABOVE).max(0.0));
            vec![
                Object::Reference(sheet.id),
                name("XYZ"),
                Object::Null,
                real(point(sheet, 0.0, top).1),
                Object::Null,
            ]
        } else {
            vec![Object::Reference(sheet.id), name("Fit")]
        };
        self.call(document, &mut catalog, place.clone());
        catalog.set("OpenAction", place);
        self.objects.push((id, Object::Dictionary(catalog)));
    }

    /// Gives the place its name, beside the names that the file has: in its tree of them, else in the
    /// plain dictionary of older files.
    fn call(&mut self, document: &Document, catalog: &mut Dictionary, place: Vec<Object>) {
        let own = |within: &Dictionary, key: &[u8]| {
            let found = within.get(key).ok()?;
            let (_, found) = document.dereference(found).ok()?;
            found.as_dict().ok().cloned()
        };
        let tree = own(catalog, b"Names").and_then(|names| Some((own(&names, b"Dests")?, names)));
        let Some((mut tree, mut names)) = tree else {
            let mut plain = own(catalog, b"Dests").unwrap_or_default();
            plain.set(PLACE, place);
            catalog.set("Dests", plain);
            return;
        };
        let pair = [Object::string_literal(PLACE), Object::Array(place)];
        let list = |tree: &Dictionary, key: &[u8]| {
            let found = tree.get(key).ok()?;
            let (_, found) = document.dereference(found).ok()?;
            found.as_array().ok().cloned()
        };
        if let Some(mut kids) = list(&tree, b"Kids") {
            let mut leaf = Dictionary::new();
            leaf.set("Limits", vec![pair[0].clone(), pair[0].clone()]);
            leaf.set("Names", pair.to_vec());
            kids.insert(0, Object::Reference(self.add(Object::Dictionary(leaf))));
            tree.set("Kids", kids);
        } else {
            let all = list(&tree, b"Names").unwrap_or_default();
            tree.set("Names", [&pair[..], &all].concat());
        }
        names.set("Dests", tree);
        catalog.set("Names", names);
    }

    fn write(
        self,
        bytes: &[u8],
        mut document: Document,
        into: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        if document.encryption_state.is_some() {
            document.max_id = self.last;
            document.objects.extend(self.objects);
            return document.save_to(into);
        }
        let mut update = IncrementalDocument::create_from(bytes.to_vec(), document);
        update.new_document.max_id = self.last;
        update.new_document.objects.extend(self.objects);
        update.save_to(into)
    }
}

/// What a mark looks like, for viewers that draw none by themselves: the print shows through it.
fn appearance(area: [f64; 4]) -> Object {
    let [left, bottom, right, top] = area;
    let [red, green, blue] = COLOUR;
    let (width, height) = (right - left, top - bottom);
    let content = format!(
        "/M gs {red} {green} {blue} rg {left:.2} {bottom:.2} {width:.2} {height:.2} re f\n"
    );
    let mut multiply = Dictionary::new();
    multiply.set("Type", name("ExtGState"));
    multiply.set("BM", name("Multiply"));
    let mut states = Dictionary::new();
    states.set("M", multiply);
    let mut resources = Dictionary::new();
    resources.set("ExtGState", states);
    let mut group = Dictionary::new();
    group.set("S", name("Transparency"));
    let mut form = Dictionary::new();
    form.set("Type", name("XObject"));
    form.set("Subtype", name("Form"));
    form.set("BBox", reals(&area));
    form.set("Resources", resources);
    form.set("Group", group);
    Object::Stream(Stream::new(form, content.into_bytes()))
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A number of points; hundredths are finer than print.
#[allow(clippy::cast_possible_truncation)]
fn real(value: f64) -> Object {
    Object::Real(((value * 100.0).round() / 100.0) as f32)
}

fn reals(values: &[f64]) -> Object {
    Object::Array(values.iter().map(|value| real(*value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(upright: [f64; 6], width: f64, height: f64) -> Sheet {
        Sheet {
            id: (1, 0),
            resources: Dictionary::new(),
            width,
            height,
            upright,
            turned: 0,
        }
    }

    #[test]
    fn marks_lie_where_the_page_shows_them() {
        let bbox = [11.0, 21.0, 99.0, 39.0];
        // A box of 500 by 700 points that begins at 30, 40.
        let plain = sheet([1.0, 0.0, 0.0, 1.0, -30.0, -40.0], 500.0, 700.0);
        assert_eq!(user_space(&plain, bbox), [40.0, 700.0, 130.0, 720.0]);
        // The same page shown a quarter turned with the clock: its left side is above.
        let turned = sheet([0.0, -1.0, 1.0, 0.0, -40.0, 530.0], 700.0, 500.0);
        assert_eq!(user_space(&turned, bbox), [50.0, 50.0, 70.0, 140.0]);
        let head_down = sheet([-1.0, 0.0, 0.0, -1.0, 530.0, 740.0], 500.0, 700.0);
        assert_eq!(user_space(&head_down, bbox), [430.0, 60.0, 520.0, 80.0]);
    }
}
