//! Bytes to lines: plain text, Markdown, HTML, DOCX and PDF all give a [`Canonical`] text. This room
//! knows no Norwegian.

mod canonical;
mod css;
mod decode;
mod detect;
mod docx;
mod error;
mod flow;
mod html;
mod inline;
mod markdown;
mod markup;
mod other;
mod pdf;
mod roman;
mod series;
mod text;
mod unseen;

pub use canonical::{Box2, Builder, Canonical, Cell, Line, Reach, Style, is_hyphen};
pub use error::SourceError;
pub use pdf::Limits;
pub(crate) use pdf::{Sheet, objects};
pub use series::series_head;

use crate::model::Code;
use serde::{Deserialize, Serialize};

/// The form that a source was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaType {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// DOCX.
    Docx,
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
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A note of the reader about a place: something that it could not decode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What sort of note.
    pub code: Code,
    /// What was found, naming the page.
    pub message: String,
}

/// A source that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
/// A PDF is read in this process, on a thread of its own. That is enough for panics; a file made to
/// do harm can still take the whole process with it (its stack, its memory, its time). Whoever reads
/// files of strangers reads PDFs in a process that may die, as the command line does.
///
/// # Errors
/// [`SourceError`] says why the bytes give no text.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, SourceError> {
    let (media_type, decoded) = match detect::form(name, bytes)? {
        detect::Form::Docx => return docx::read(bytes),
        detect::Form::Pdf => return pdf::read(bytes, Limits::default()),
        detect::Form::Characters(media_type, decoded) => (media_type, decoded),
    };
    let (canonical, unseen) = match media_type {
        MediaType::Markdown => markdown::read(&decoded.text),
        MediaType::Html => html::read(&decoded.text),
        _ => (text::read(&decoded.text), Vec::new()),
    };
    let mut notes = decoded.notes;
    notes.extend(unseen);
    Ok(Source {
        media_type,
        canonical,
        notes,
    })
}

/// Whether the bytes are a PDF, whatever their name.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.len() <= detect::LIMIT && detect::is_pdf(bytes)
}

/// Reads a PDF, within limits.
///
/// # Errors
/// [`SourceError`] says why the bytes give no text.
pub fn read_pdf(bytes: &[u8], limits: Limits) -> Result<Source, SourceError> {
    pdf::read(bytes, limits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

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

    /// What holds for every canonical text: its lines hold no line end, and with one character
    /// between them they are the text; what ends a page is a form feed. Around cells that stand side by
    /// side there are blanks, too.
    fn assert_sound(text: &Canonical) {
        let mut end = 0;
        let mut page = None;
        for (n, line) in text.lines().iter().enumerate() {
            let words = text.line_text(line);
            assert!(!words.contains(['\n', '\r', '\u{c}']), "{words:?}");
            let between = &text.text()[end..line.range.start];
            let beside = text.is_beside(n);
            assert!(!beside || line.cell.is_some(), "{words:?}");
            let cells = n > 0 && text.lines()[n - 1].cell.is_some() || line.cell.is_some();
            let between = if cells {
                between.trim_matches([' ', '\t'])
            } else {
                between
            };
            let expected = match (n, page == line.page) {
                (0, _) => between.trim_start_matches('\u{c}').is_empty(),
                (_, true) => between == "\n" || beside && between.is_empty(),
                (_, false) => !between.is_empty() && between.bytes().all(|b| b == 0xc),
            };
            assert!(expected, "{between:?} before {words:?}");
            assert_eq!(text.page_of(line.range.start), line.page);
            assert!(line.page >= page);
            (end, page) = (line.range.end, line.page);
        }
        assert!(text.text()[end..].bytes().all(|b| b == 0xc));
    }

    /// Pieces that markup is made of, broken in every way that chance finds.
    const PIECES: &[&str] = &[
        "\n",
        "\n",
        "\n\n",
        "\t",
        " ",
        "  ",
        "\u{a0}",
        "\u{c}",
        "\r\n",
        "ord",
        "Å",
        "1.",
        "a)",
        "- ",
        "* ",
        "**",
        "*",
        "_",
        "__",
        "***",
        "#",
        "## ",
        "|",
        "|---|",
        "---",
        "---\t---",
        "+--+--+",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "{#x}",
        "{",
        "}",
        "`",
        "```",
        "\\",
        ">",
        "<",
        "</",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "<li>",
        "<ul>",
        "</ul>",
        "<ol start=9>",
        "<table>",
        "</table>",
        "<tr>",
        "<td colspan=3 rowspan=2>",
        "<th>",
        "</td>",
        "<td rowspan=99999 colspan=99999>",
        "<h2>",
        "</h2>",
        "<pre>",
        "</pre>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<head>",
        "<a href=\"",
        "\"",
        "&amp;",
        "&#10;",
        "&#12;",
        "&",
        ";",
        "<sup>1</sup>",
        "<!doctype html>",
    ];

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
            for name in ["a.txt", "a.md", "a.html"] {
                if let Ok(source) = read(name, &bytes) {
                    assert_sound(&source.canonical);
                }
            }
        }

        #[test]
        fn any_text_is_read(pieces in vec(0..PIECES.len(), 0..60), word in "\\PC{0,3}") {
            let text: String = pieces.iter().flat_map(|&at| [PIECES[at], &word]).collect();
            let text = decode::decode(text.as_bytes()).map_or(String::new(), |decoded| decoded.text);
            for canonical in [text::read(&text), markdown::read(&text).0, html::read(&text).0] {
                assert_sound(&canonical);
            }
        }

        #[test]
        fn plain_text_is_kept(text in "[ a-zæ0-9\n]{0,300}") {
            let canonical = text::read(&text);
            prop_assert_eq!(
                canonical.text().replace('\u{c}', "\n"),
                text.strip_suffix('\n').unwrap_or(&text)
            );
        }
    }

    #[test]
    fn long_and_hostile_texts_take_no_longer_than_their_length() {
        let size = 100_000;
        for piece in PIECES.iter().chain(&[
            "<a \"",
            "<a b='",
            "<a b=\"",
            "[a](",
            "](",
            "*a",
            "**a *b",
            "_a ",
            "`a ",
            "` `` ",
            "<!-- ",
            "<!x",
            "<script><style>",
            "<table><tr><td>",
            "<ul><li>",
            "a\tb\n",
            "|a",
            "![[",
            "<p <p",
            "&#",
            "- \n",
            "<td rowspan=99999 colspan=99999><tr>",
            "<!--\n",
            "a\t\n\n",
            "|a\n",
            "* *a\n",
        ]) {
            let text = piece.repeat(size / piece.len());
            for (name, reader) in [
                ("text", text::read as fn(&str) -> Canonical),
                ("markdown", |text| markdown::read(text).0),
                ("html", |text| html::read(text).0),
            ] {
                let clock = std::time::Instant::now();
                reader(&text);
                let taken = clock.elapsed();
                // What grows with the square takes minutes; a busy machine takes its time.
                assert!(taken.as_secs() < 2, "{name}, {piece:?}: {taken:?}");
            }
        }
    }

    #[test]
    fn pages_of_the_corpus() {
        for (file, expected) in [
            ("tildelingsbrev-2026-helsedirektoratet.txt", 84),
            ("oppdragsdokument-2026-helse-nord.txt", 23),
            ("prop-1-s-2025-2026-hod.txt", 341),
        ] {
            let Some(source) = corpus(file) else { continue };
            assert_sound(&source.canonical);
            assert_eq!(source.canonical.page_count(), Some(expected), "{file}");
        }
    }

    #[test]
    fn tables_of_the_corpus() {
        let Some(source) = corpus("arlig-melding-2025-helse-nord.md") else {
            return;
        };
        assert_sound(&source.canonical);
        let lines = source.canonical.lines();
        let cells = |column| {
            let of = |line: &&Line| line.cell.is_some_and(|cell| cell.column == column);
            lines.iter().filter(of).count()
        };
        assert!(cells(0) > 150 && cells(2) > 90, "{} {}", cells(0), cells(2));
        // The numbers of the assignments are cells of a first column, each its own line.
        let numbers = lines
            .iter()
            .filter(|line| source.canonical.line_text(line).starts_with("HN25-"))
            .filter(|line| line.cell.is_some_and(|cell| cell.column == 0));
        assert_eq!(numbers.count(), 36);
    }
}
