//! Bytes to lines: plain text, Markdown, HTML and PDF all give a [`Canonical`] text. This room
//! knows no Norwegian.

mod canonical;
mod decode;
mod detect;
mod error;
mod text;

pub use canonical::{Box2, Builder, Canonical, Cell, Line, Style, is_hyphen};
pub use error::SourceError;

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

/// Reads a source: tells its form, decodes it and gives its canonical text.
///
/// `name` is the file's name; its ending counts only where the bytes do not tell the form.
///
/// ```
/// use oppdrag::source::{MediaType, read};
/// let source = read("brev.txt", "1 Innledning\nTekst på ø".as_bytes())?;
/// assert_eq!(source.media_type, MediaType::Text);
/// assert_eq!(source.canonical.lines().len(), 2);
/// # Ok::<(), oppdrag::source::SourceError>(())
/// ```
///
/// # Errors
/// [`SourceError`] says why the bytes give no text.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, SourceError> {
    let (media_type, decoded) = match detect::form(name, bytes)? {
        detect::Form::Pdf => return read_pdf(bytes),
        detect::Form::Characters(media_type, decoded) => (media_type, decoded),
    };
    let canonical = text::read(&decoded.text);
    Ok(Source {
        media_type,
        canonical,
        notes: decoded.notes,
    })
}

fn read_pdf(_bytes: &[u8]) -> Result<Source, SourceError> {
    Err(SourceError::Damaged {
        reason: "not built yet".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of the corpus, if it lies beside the working copy.
    fn corpus(file: &str) -> Option<Source> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../shared/corpus")
            .join(file);
        let Ok(bytes) = std::fs::read(&path) else {
            println!("skipped: no {}", path.display());
            return None;
        };
        read(file, &bytes).ok()
    }

    #[test]
    fn pages_of_the_corpus() {
        for (file, least, most) in [
            ("tildelingsbrev-2026-helsedirektoratet.txt", 80, 90),
            ("oppdragsdokument-2026-helse-nord.txt", 22, 24),
            ("prop-1-s-2025-2026-hod.txt", 315, 345),
        ] {
            let Some(source) = corpus(file) else { continue };
            let pages = source.canonical.page_count().unwrap_or(0);
            assert!((least..=most).contains(&pages), "{file}: {pages}");
        }
    }
}
