//! Running `pdf-extract` over the pages, so that a page or a font on which it panics harms no other.

use super::flatten::{Flat, flatten};
use super::fonts::{Shelf, WEAKEST};
use super::glyphs::{Collector, Drawing, Inks};
use super::layers::Layers;
use super::open::{Sheet, damaged, internal};
use super::seen::{Surface, settle};
use crate::source::SourceError;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream, output_doc};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

/// Pages that are run at once: a font is read anew in every run.
const BATCH: usize = 32;

/// The drawings of all pages; `None` for a page that could not be run. A page whose text runs up or
/// down it, as wide tables do, is turned.
pub fn draw(document: &mut Document, sheets: &mut [Sheet]) -> Vec<Option<Drawing>> {
    let mut shelf = Shelf::default();
    let layers = quietly(|| Layers::of(document)).unwrap_or_default();
    let mut stage = Stage::new(document);
    let mut drawn = draw_all(&mut stage, &layers, sheets, &mut shelf);
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
        .zip(draw_all(&mut stage, &layers, &turned, &mut shelf))
    {
        drawn[at] = drawing;
    }
    drawn
}

fn draw_all(
    stage: &mut Stage<'_>,
    layers: &Layers,
    sheets: &[Sheet],
    shelf: &mut Shelf,
) -> Vec<Option<Drawing>> {
    let sizes: Vec<(f64, f64)> = sheets.iter().map(|s| (s.width, s.height)).collect();
    let mut drawn: Vec<Option<Drawing>> = vec![None; sheets.len()];
    for start in (0..sheets.len()).step_by(BATCH) {
        let end = (start + BATCH).min(sheets.len());
        let (mut pages, mut inks, mut beside) = (Vec::new(), Vec::new(), Vec::new());
        for (at, sheet) in sheets.iter().enumerate().take(end).skip(start) {
            let flat = quietly(|| flatten(stage.document, layers, sheet, at, shelf)).ok();
            let flat: Option<Flat> = flat;
            let (content, surface, pictured) = match flat {
                Some(flat) => (Some(flat.content), flat.surface, flat.pictured),
                None => (None, Surface::default(), false),
            };
            pages.push(content);
            inks.push(surface.inks.clone());
            beside.push((surface, pictured));
        }
        let whole = || {
            let pages: Vec<&[u8]> = pages.iter().flatten().map(Vec::as_slice).collect();
            pages.concat()
        };
        let run = Inked {
            inks: Inks {
                first: start,
                pages: &inks,
            },
            sizes: &sizes,
        };
        let mut found = stage.run(whole(), shelf, run);
        if found.is_none() {
            stage.mend_fonts(shelf, &sizes);
            found = stage.run(whole(), shelf, run);
        }
        let found = found.unwrap_or_else(|| {
            pages
                .iter()
                .flatten()
                .filter_map(|page| stage.run(page.clone(), shelf, run))
                .flatten()
                .collect()
        });
        for (at, mut drawing) in found {
            let own = at.checked_sub(start).and_then(|page| beside.get(page));
            if let (Some(place), Some((surface, pictured))) = (drawn.get_mut(at), own) {
                drawing.gather();
                drawing.pictured = *pictured;
                settle(&mut drawing, surface, sizes[at]);
                *place = Some(drawing);
            }
        }
    }
    drawn
}

/// What the pages that are run at once are drawn with, and how large they are.
#[derive(Clone, Copy)]
struct Inked<'a> {
    inks: Inks<'a>,
    sizes: &'a [(f64, f64)],
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
        with: Inked<'_>,
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
        let mut collector = Collector::new(with.sizes, shelf.fonts(), with.inks);
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
                let with = Inked {
                    inks: Inks::default(),
                    sizes,
                };
                if self.run(test.clone().into_bytes(), shelf, with).is_some() {
                    break;
                }
                shelf.weaken(number, level);
            }
        }
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic was while this thread was quiet.
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
    static FAULT: RefCell<Option<SourceError>> = const { RefCell::new(None) };
}

/// Where a panic was.
struct Place {
    /// In this program itself, and in none that it is built on.
    own: bool,
    /// "at src/source/pdf/draw.rs:7".
    words: String,
}

impl Place {
    fn of(panic: &PanicHookInfo<'_>) -> Option<Self> {
        let at = panic.location()?;
        // What stands before the path of this file stands before those of all files of this program.
        let root = file!()
            .strip_suffix("source/pdf/draw.rs")
            .unwrap_or_default();
        let below = at.file().strip_prefix(root);
        let shown = below.map_or(at.file().to_owned(), |below| format!("src/{below}"));
        Some(Self {
            own: below.is_some(),
            words: format!("at {shown}:{}", at.line()),
        })
    }
}

/// A panic that was caught.
#[derive(Debug)]
pub struct Panic {
    /// What it said.
    pub words: String,
    /// Where in this program it was; none where a library that reads PDFs gave up on the file.
    pub own: Option<String>,
}

impl Panic {
    /// The error that it is: the program's where it was the program's, else the file's.
    pub fn error(&self) -> SourceError {
        match &self.own {
            Some(place) => internal(&format!("{place} ({})", self.words)),
            None => damaged(&self.words),
        }
    }
}

/// Runs what may panic; the panic is given back and printed nowhere.
pub fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.with(Cell::get) {
                return usual(panic);
            }
            PLACE.set(Place::of(panic));
        }));
    });
    let before = QUIET.with(|quiet| quiet.replace(true));
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.with(|quiet| quiet.set(before));
    result.map_err(|panic| {
        let words = panic
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let place = PLACE.take().filter(|place| place.own);
        let panic = Panic {
            words,
            own: place.map(|place| place.words),
        };
        if panic.own.is_some() {
            FAULT.with_borrow_mut(|first| _ = first.get_or_insert_with(|| panic.error()));
        }
        panic
    })
}

/// The first fault of this program itself that this thread has kept quiet about.
pub fn own_fault() -> Option<SourceError> {
    FAULT.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_this_program_says_nothing_of_the_file() {
        let cut = "å".to_owned();
        let own = quietly(|| cut[1..].len()).expect_err("no character begins there");
        let error = own.error();
        assert!(matches!(error, SourceError::Internal { .. }), "{error:?}");
        let said = error.to_string();
        assert!(said.contains("at src/source/pdf/draw.rs:"), "{said}");
        assert!(!said.contains("damaged"), "{said}");
        assert!(own_fault().is_some_and(|first| matches!(first, SourceError::Internal { .. })));
        // A library that gave up on the file.
        let words = "no such object".to_owned();
        let error = Panic { words, own: None }.error();
        assert!(matches!(error, SourceError::Damaged { .. }), "{error:?}");
    }
}
