//! Addresses printed: what stands in them is percent-encoded, whatever a document calls things.

use crate::store::{Filter, Place, RecordType};
use crate::web::marks::PLACE;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Prints an address, a pair at a time.
#[derive(Debug, Clone)]
pub(in crate::web) struct Printer {
    address: String,
    first: bool,
}

impl Printer {
    /// An address of a path that is encoded already.
    pub(in crate::web) fn new(path: &str) -> Self {
        Self {
            address: path.to_string(),
            first: true,
        }
    }

    /// Adds a pair.
    pub(in crate::web) fn put(&mut self, name: &str, value: &str) {
        self.address.push(if self.first { '?' } else { '&' });
        self.first = false;
        self.address += name;
        self.address.push('=');
        self.address += &encoded(value);
    }

    /// Adds a pair, where there is a value.
    pub(in crate::web) fn some(&mut self, name: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.put(name, value.as_ref());
        }
    }

    /// Adds what a list is narrowed to.
    pub(in crate::web) fn filter(&mut self, filter: &Filter) {
        for (name, value) in pairs(filter) {
            self.put(name, &value);
        }
    }

    /// Adds a page, but the first.
    pub(in crate::web) fn page(&mut self, page: usize) {
        if page > 1 {
            self.put("page", &page.to_string());
        }
    }

    /// The address.
    pub(in crate::web) fn done(self) -> String {
        self.address
    }
}

/// A filter as names and values.
pub(in crate::web) fn pairs(filter: &Filter) -> Vec<(&'static str, String)> {
    let names = |name, values: &[String]| -> Vec<(&'static str, String)> {
        values.iter().map(|value| (name, value.clone())).collect()
    };
    let types = filter.types.iter();
    let mut pairs: Vec<_> = types.map(|one| ("type", one.name().to_string())).collect();
    pairs.extend(filter.years.iter().map(|one| ("year", one.to_string())));
    let kinds = filter.kinds.iter();
    pairs.extend(kinds.map(|one| ("kind", one.name().to_string())));
    pairs.extend(names("issuer", &filter.issuers));
    pairs.extend(names("recipient", &filter.recipients));
    pairs.extend(names("department", &filter.departments));
    pairs
}

/// What is percent-encoded: all but what RFC 3986 reserves for nothing.
const ENCODED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encoded.
pub(in crate::web) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, &ENCODED).to_string()
}

/// The page of a document.
pub(in crate::web) fn document_path(key: &str) -> String {
    format!("/dokument/{}", encoded(key))
}

/// The page of a record: `/oppdrag/{key}/{id}` of an assignment, `/post/{key}/{id}` of others.
pub(in crate::web) fn item_path(place: &Place) -> String {
    let key = encoded(&place.document.key);
    match (place.record, place.id()) {
        (RecordType::Document, _) | (_, None) => document_path(&place.document.key),
        (RecordType::Assignment, Some(id)) => format!("/oppdrag/{key}/{}", encoded(id)),
        (_, Some(id)) => format!("/post/{key}/{}", encoded(id)),
    }
}

/// The source of a document, opened on a page with a stretch of it marked. The viewers of browsers go to
/// a place only where the address asks for it; it is called so in what [`crate::web::source`] answers.
pub(in crate::web) fn source_path(key: &str, page: u32, start: usize, end: usize) -> String {
    let mut printer = Printer::new(&format!("/kilde/{}", encoded(key)));
    printer.put("side", &page.to_string());
    printer.put("start", &start.to_string());
    printer.put("slutt", &end.to_string());
    format!("{}#nameddest={PLACE}", printer.done())
}
