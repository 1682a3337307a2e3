//! The findings of a set of files, asked by document.

use super::{About, List, Remark};
use crate::model::{Document, Extraction};
use std::collections::HashMap;

/// The findings of a set.
#[derive(Debug)]
pub struct OfSet<'a> {
    files: Vec<About<'a>>,
    /// Its file and its place there, of each document. By the document itself: two files may hold one of
    /// the same key, and each has findings of its own.
    places: HashMap<*const Document, (usize, usize)>,
}

impl<'a> OfSet<'a> {
    /// The findings of a set.
    pub fn of(set: &'a [Extraction]) -> Self {
        let mut places = HashMap::new();
        for (file, one) in set.iter().enumerate() {
            for (place, document) in one.documents.iter().enumerate() {
                places.insert(std::ptr::from_ref(document), (file, place));
            }
        }
        Self {
            files: set.iter().map(About::of).collect(),
            places,
        }
    }

    /// What was found of the record of an id in a document of the set; nothing of other documents.
    pub fn id(&self, document: &Document, id: &str) -> Vec<Remark> {
        self.ask(document, |about, place| about.id(place, id))
    }

    /// What was found of a record of a list of a document.
    pub fn record(&self, document: &Document, list: List, position: usize) -> Vec<Remark> {
        self.ask(document, |about, place| about.record(place, list, position))
    }

    /// What was found of a document as a whole.
    pub fn document(&self, document: &Document) -> Vec<Remark> {
        self.ask(document, About::document)
    }

    fn ask(
        &self,
        document: &Document,
        ask: impl Fn(&About<'a>, usize) -> Vec<Remark>,
    ) -> Vec<Remark> {
        let place = self.places.get(&std::ptr::from_ref(document));
        place.map_or_else(Vec::new, |(file, place)| ask(&self.files[*file], *place))
    }
}
