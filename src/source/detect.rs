//! Which form a source has, judged by its bytes first and by its name only where they are silent.

use super::decode::{self, Decoded};
use super::other::{self, Compound, Other};
use super::{MediaType, SourceError, docx};

/// What a source turned out to be.
#[derive(Debug)]
pub(super) enum Form {
    /// A DOCX; its own reader unpacks it.
    Docx,
    /// A PDF; its own reader decodes it.
    Pdf,
    /// A form made of characters, decoded.
    Characters(MediaType, Decoded),
}

/// How many bytes this tool reads at most; the archive's largest letters have a tenth of it.
pub(super) const LIMIT: usize = 256 << 20;

/// Within how many bytes a PDF announces itself (ISO 32000-1, annex H.3, note 13).
const PDF_HEADER_WITHIN: usize = 1024;

/// First bytes of forms that are no text, and what a case officer calls them.
const MAGICS: &[(&[u8], &str)] = &[
    (b"PK\x05\x06", "an empty ZIP file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file"),
    (b"Rar!\x1a\x07", "a RAR file"),
    (b"SQLite format 3\0", "a SQLite database"),
];

/// Tells the form of a source and decodes it, unless it is a PDF.
pub(super) fn form(name: &str, bytes: &[u8]) -> Result<Form, SourceError> {
    if bytes.is_empty() {
        return Err(SourceError::Empty);
    }
    if bytes.len() > LIMIT {
        return Err(SourceError::TooLarge {
            size: bytes.len(),
            limit: LIMIT,
        });
    }
    if is_pdf(bytes) {
        return Ok(Form::Pdf);
    }
    if let Some(form) = office(bytes) {
        return form;
    }
    if let Some((_, found)) = MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(SourceError::NotText {
            at: 0,
            found: (*found).to_owned(),
        });
    }
    let decoded = decode::decode(bytes)?;
    if is_flat(&decoded.text) {
        return Err(other_form(other::FLAT));
    }
    let media = media_type(name, &decoded.text);
    Ok(Form::Characters(media, decoded))
}

/// What office programs save: a ZIP of parts (ISO/IEC 29500-2), a compound file of streams (MS-CFB), RTF.
fn office(bytes: &[u8]) -> Option<Result<Form, SourceError>> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(match docx::form(bytes) {
            docx::Form::Docx => Ok(Form::Docx),
            docx::Form::Other(other) => Err(other_form(other)),
            docx::Form::Damaged(reason) => Err(SourceError::PartDamaged {
                part: "the file".to_owned(),
                reason,
            }),
        });
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(Err(match other::compound(bytes) {
            Compound::Encrypted => SourceError::OfficeEncrypted,
            Compound::Other(other) => other_form(other),
        }));
    }
    bytes
        .starts_with(b"{\\rtf")
        .then(|| Err(other_form(other::RTF)))
}

fn other_form(other: Other) -> SourceError {
    SourceError::OtherForm {
        name: other.name.to_owned(),
        how: other.how.to_owned(),
    }
}

/// Whether a text is a document of an office program in one XML file: its first element says so.
fn is_flat(text: &str) -> bool {
    let head = text.trim_start();
    if !head.starts_with("<?xml") {
        return false;
    }
    let end = head
        .char_indices()
        .nth(600)
        .map_or(head.len(), |(at, _)| at);
    let head = &head[..end];
    ["<office:document", "<pkg:package", "<w:wordDocument"]
        .iter()
        .any(|root| head.contains(root))
}

/// A PDF has its header first, or after some rubbish that a mail gateway or a web server left.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"%PDF-") {
        return true;
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    // A text may speak of the header; only a PDF also has objects.
    find(head, b"%PDF-")
        .and_then(|at| bytes.get(at + 5))
        .is_some_and(u8::is_ascii_digit)
        && find(bytes, b" obj").is_some()
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|w| w == needle)
}

/// HTML by its first tag, Markdown by its name or its marks, else plain text.
fn media_type(name: &str, text: &str) -> MediaType {
    let extension = name
        .rsplit(['/', '\\'])
        .next()
        .and_then(|file| file.rsplit_once('.'))
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let extension = extension.as_deref().unwrap_or_default();
    if starts_as_html(text) {
        return MediaType::Html;
    }
    match extension {
        "md" | "markdown" => MediaType::Markdown,
        "html" | "htm" | "xhtml" => MediaType::Html,
        _ if looks_like_markdown(text) => MediaType::Markdown,
        _ => MediaType::Text,
    }
}

/// `<!doctype html` or `<html` is the first that stands there, save comments and an XML header.
fn starts_as_html(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?xml") {
            "?>"
        } else {
            break;
        };
        match rest.find(end) {
            Some(at) => rest = rest[at + end.len()..].trim_start(),
            None => return false,
        }
    }
    let begins = |tag: &str| {
        rest.get(..tag.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(tag))
    };
    begins("<!doctype html") || begins("<html")
}

/// Two marks that plain text seldom has: a rule under a table's head, a `#` heading, a line wholly
/// in `**`. One alone may be a slip in a plain text.
fn looks_like_markdown(text: &str) -> bool {
    let mut marks = 0;
    // Every line end is `\n` by now.
    for line in text.split('\n') {
        let line = line.trim_start();
        if !line.starts_with(['|', '#', '*']) {
            continue;
        }
        let line = line.trim_end();
        marks += match line.as_bytes().first() {
            Some(b'|') if is_table_rule(line) => 2,
            Some(b'#') if is_heading(line) => 1,
            Some(b'*') if line.len() > 4 && line.starts_with("**") && line.ends_with("**") => 1,
            _ => 0,
        };
        if marks >= 2 {
            return true;
        }
    }
    false
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    line.len() - rest.len() <= 6 && rest.starts_with(' ') && rest.contains(char::is_alphabetic)
}

/// `|---|:--:|`
fn is_table_rule(line: &str) -> bool {
    line.contains("--") && line.bytes().all(|b| b"|-: \t".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(name: &str, text: &str) -> Option<MediaType> {
        match form(name, text.as_bytes()) {
            Ok(Form::Characters(media, _)) => Some(media),
            _ => None,
        }
    }

    #[test]
    fn the_form_is_told_by_content_before_name() {
        for (name, text, expected) in [
            ("brev.txt", "1 Innledning\n\nTekst", MediaType::Text),
            ("brev.md", "Tekst", MediaType::Markdown),
            ("BREV.MD", "Tekst", MediaType::Markdown),
            ("brev", "# Mål\n\n## Oppdrag\n", MediaType::Markdown),
            ("brev", "| a | b |\n|---|:-:|\n", MediaType::Markdown),
            ("brev.txt", "# alene\n", MediaType::Text),
            ("brev.txt", "#1\n#2\n", MediaType::Text),
            ("brev.md", "<!DOCTYPE html><p>x", MediaType::Html),
            ("brev.txt", "  <HTML lang=nb>", MediaType::Html),
            (
                "x",
                "<?xml version='1.0'?><!-- x --><html>",
                MediaType::Html,
            ),
            ("brev.htm", "<p>x", MediaType::Html),
            ("a.md/brev", "En %PDF-leser kan brukes", MediaType::Text),
        ] {
            assert_eq!(media(name, text), Some(expected), "{name}: {text}");
        }
    }

    #[test]
    fn a_pdf_is_known_behind_rubbish() {
        for bytes in [&b"%PDF-1.7\n"[..], b"HTTP/1.1 200\r\n\r\n%PDF-1.4\n1 0 obj"] {
            assert!(matches!(form("x.txt", bytes), Ok(Form::Pdf)));
        }
    }

    #[test]
    fn other_forms_are_refused_by_name() {
        assert_eq!(form("x", b"").err(), Some(SourceError::Empty));
        for (bytes, word) in [
            (&b"\x89PNG\r\n\x1a\n\0"[..], "PNG"),
            (b"\xff\xd8\xff\xe0", "JPEG"),
        ] {
            match form("brev.txt", bytes).err() {
                Some(SourceError::NotText { at: 0, found }) => assert!(found.contains(word)),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn cousins_are_told_how_to_become_docx() {
        for (bytes, name, how) in [
            (
                &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"[..],
                ".doc",
                "DOCX",
            ),
            (b"{\\rtf1\\ansi", ".rtf", "DOCX"),
            (
                b"<?xml version='1.0'?><office:document x='y'/>",
                ".fodt",
                "DOCX",
            ),
        ] {
            let told = form("brev.txt", bytes).expect_err("not read").to_string();
            assert!(told.contains(name) && told.contains(how), "{told}");
        }
        let damaged = form("brev.docx", b"PK\x03\x04rest").expect_err("not read");
        assert!(damaged.to_string().contains("broke off"), "{damaged}");
    }
}
