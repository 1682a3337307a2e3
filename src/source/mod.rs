//! Bytes to lines: plain text, Markdown, HTML and PDF all give a [`Canonical`] text. This room
//! knows no Norwegian.

mod canonical;
mod error;
mod pdf;

pub use canonical::{Box2, Builder, Canonical, Cell, Line, Style, is_hyphen};
pub use error::SourceError;
pub use pdf::read as read_pdf;

/// The form that a source was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// PDF.
    Pdf,
}

impl MediaType {
    /// The name that the JSON gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A note of the reader about a place: something that it could not decode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// A stable word ("undecoded_characters", "page_without_text").
    pub code: &'static str,
    /// What was found, naming the page.
    pub message: String,
}

/// A source that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its form.
    pub media_type: MediaType,
    /// What it says.
    pub canonical: Canonical,
    /// What the reader could not decode.
    pub notes: Vec<Note>,
}
