//! Running `pdf-extract` over the pages, so that a page or a font on which it panics harms no other.

use super::flatten::flatten;
use super::fonts::{Shelf, WEAKEST};
use super::glyphs::{Collector, Drawing};
use super::open::Sheet;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream, output_doc};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// Pages that are run at once: a font is read anew in every run.
const BATCH: usize = 32;

/// The drawings of all pages; `None` for a page that could not be run. A page whose text runs up or
/// down it, as wide tables do, is turned.
pub fn draw(document: &mut Document, sheets: &mut [Sheet]) -> Vec<Option<Drawing>> {
    let mut shelf = Shelf::default();
    let mut stage = Stage::new(document);
    let mut drawn = draw_all(&mut stage, sheets, &mut shelf);
    let (mut places, mut turned) = (Vec::new(), Vec::new());
    for (at, drawing) in drawn.iter().enumerate() {
        if let Some(turn) = drawing.as_ref().and_then(Drawing::turn) {
            sheets[at].turn(turn);
            places.push(at);
            turned.push(sheets[at].clone());
        }
    }
    for (at, drawing) in places
        .into_iter()
        .zip(draw_all(&mut stage, &turned, &mut shelf))
    {
        drawn[at] = drawing;
    }
    drawn
}

fn draw_all(stage: &mut Stage<'_>, sheets: &[Sheet], shelf: &mut Shelf) -> Vec<Option<Drawing>> {
    let sizes: Vec<(f64, f64)> = sheets.iter().map(|s| (s.width, s.height)).collect();
    let mut drawn: Vec<Option<Drawing>> = vec![None; sheets.len()];
    for start in (0..sheets.len()).step_by(BATCH) {
        let end = (start + BATCH).min(sheets.len());
        let pages: Vec<Option<Vec<u8>>> = (start..end)
            .map(|at| quietly(|| flatten(stage.document, &sheets[at], at, shelf)).ok())
            .collect();
        let whole = || {
            let pages: Vec<&[u8]> = pages.iter().flatten().map(Vec::as_slice).collect();
            pages.concat()
        };
        let mut found = stage.run(whole(), shelf, &sizes);
        if found.is_none() {
            stage.mend_fonts(shelf, &sizes);
            found = stage.run(whole(), shelf, &sizes);
        }
        let found = found.unwrap_or_else(|| {
            pages
                .iter()
                .flatten()
                .filter_map(|page| stage.run(page.clone(), shelf, &sizes))
                .flatten()
                .collect()
        });
        for (at, drawing) in found {
            if let Some(place) = drawn.get_mut(at) {
                *place = Some(drawing);
            }
        }
    }
    drawn
}

/// A document of one page, on which flattened pages are run.
struct Stage<'d> {
    document: &'d mut Document,
    page: ObjectId,
    content: ObjectId,
    shelved: Vec<ObjectId>,
}

impl<'d> Stage<'d> {
    fn new(document: &'d mut Document) -> Self {
        // Some files number their objects beyond what they say.
        document.max_id = document
            .objects
            .keys()
            .map(|id| id.0)
            .max()
            .unwrap_or(0)
            .max(document.max_id);
        let content = document.add_object(Object::Null);
        let page = document.add_object(Object::Null);
        let mut tree = Dictionary::new();
        tree.set("Type", Object::Name(b"Pages".to_vec()));
        tree.set("Kids", Object::Array(vec![Object::Reference(page)]));
        tree.set("Count", Object::Integer(1));
        let tree = document.add_object(tree);
        let mut root = Dictionary::new();
        root.set("Type", Object::Name(b"Catalog".to_vec()));
        root.set("Pages", Object::Reference(tree));
        let root = document.add_object(root);
        document.trailer.set("Root", Object::Reference(root));
        Self {
            document,
            page,
            content,
            shelved: Vec::new(),
        }
    }

    /// Runs some operators; `None` if that panics.
    fn run(
        &mut self,
        content: Vec<u8>,
        shelf: &Shelf,
        sizes: &[(f64, f64)],
    ) -> Option<Vec<(usize, Drawing)>> {
        while self.shelved.len() < shelf.fonts().len() {
            self.shelved.push(self.document.add_object(Object::Null));
        }
        let mut fonts = Dictionary::new();
        for (number, font) in shelf.fonts().iter().enumerate() {
            let id = self.shelved[number];
            let dict = Object::Dictionary(font.dict.clone());
            self.document.objects.insert(id, dict);
            fonts.set(Shelf::name(number), Object::Reference(id));
        }
        let mut resources = Dictionary::new();
        resources.set("Font", Object::Dictionary(fonts));
        let mut page = Dictionary::new();
        page.set("Type", Object::Name(b"Page".to_vec()));
        page.set("Contents", Object::Reference(self.content));
        page.set("Resources", Object::Dictionary(resources));
        let corners = [0, 0, 600, 800].map(Object::Integer);
        page.set("MediaBox", Object::Array(corners.to_vec()));
        let objects = &mut self.document.objects;
        objects.insert(self.page, Object::Dictionary(page));
        objects.insert(
            self.content,
            Object::Stream(Stream::new(Dictionary::new(), content)),
        );
        let bold: Vec<bool> = shelf.fonts().iter().map(|font| font.bold).collect();
        let mut collector = Collector::new(sizes, &bold);
        let document = &*self.document;
        quietly(|| output_doc(document, &mut collector))
            .ok()?
            .ok()?;
        Some(collector.drawings)
    }

    /// Tries every font with every byte, and makes those that cannot bear it plainer.
    fn mend_fonts(&mut self, shelf: &mut Shelf, sizes: &[(f64, f64)]) {
        let all: String = (0..=255).map(|byte| format!("{byte:02x}")).collect();
        for number in 0..shelf.fonts().len() {
            let test = format!("BT\n/{} 1 Tf\n<{all}>Tj\nET\n", Shelf::name(number));
            for level in 0..WEAKEST {
                if self.run(test.clone().into_bytes(), shelf, sizes).is_some() {
                    break;
                }
                shelf.weaken(number, level);
            }
        }
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic; the panic's message is given back and printed nowhere.
pub fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.with(Cell::get) {
                usual(panic);
            }
        }));
    });
    let before = QUIET.with(|quiet| quiet.replace(true));
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.with(|quiet| quiet.set(before));
    result.map_err(|panic| {
        panic
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default()
    })
}
