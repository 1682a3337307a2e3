//! Forms that are not read, and how to make one of them that is.
//!
//! Case officers meet them by their endings; what they want to know is which program saves which form.

/// A form that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Other {
    /// What it is called.
    pub name: &'static str,
    /// What to do with it.
    pub how: &'static str,
}

const WORD: &str = "open it in Word or LibreOffice and save it as DOCX or PDF, or run `soffice --headless --convert-to docx FILE`";
const PAGES: &str = "open it in Pages and choose File > Export To > Word, or PDF";
const SHEET: &str = "open it in Excel or LibreOffice and save it as PDF, or run `soffice --headless --convert-to pdf FILE`";
const SLIDES: &str = "open it in PowerPoint or LibreOffice and save it as PDF, or run `soffice --headless --convert-to pdf FILE`";
const MAIL: &str = "open it in Outlook, save what is attached, or save the message as PDF";
const UNPACK: &str = "unpack it, and read what is in it";
const BOOK: &str = "convert it to HTML or PDF first";

const fn other(name: &'static str, how: &'static str) -> Other {
    Other { name, how }
}

/// An older document of Word.
pub(super) const DOC: Other = other("an older Word document (.doc)", WORD);
/// A document in Rich Text Format.
pub(super) const RTF: Other = other("a Rich Text document (.rtf)", WORD);
/// A document of Word, or another, in one XML file.
pub(super) const FLAT: Other = other("a document in one XML file (.xml, .fodt)", WORD);
const ODT: Other = other("an OpenDocument text (.odt)", WORD);
const ZIP: Other = other("a ZIP archive", UNPACK);
/// A package that a program for ZIP archives, and not an office program, has locked.
pub(super) const LOCKED: Other = other("a ZIP archive that wants a password", UNPACK);

/// Older Office files hold streams (MS-CFB); the names of the streams tell the program.
const STREAMS: &[(&str, Other)] = &[
    ("WordDocument", DOC),
    ("Workbook", other("an older Excel workbook (.xls)", SHEET)),
    ("Book", other("an older Excel workbook (.xls)", SHEET)),
    (
        "PowerPoint Document",
        other("an older PowerPoint presentation (.ppt)", SLIDES),
    ),
    (
        "__properties_version1.0",
        other("a message of Outlook (.msg)", MAIL),
    ),
];

/// What an older Office file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compound {
    /// A newer one within, encrypted (MS-OFFCRYPTO, 2.3.4).
    Encrypted,
    /// Another form.
    Other(Other),
}

/// Tells what a compound file is.
pub(super) fn compound(bytes: &[u8]) -> Compound {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes
            .windows(wide.len())
            .any(|window| window[0] == wide[0] && window == wide)
    };
    if holds("EncryptedPackage") {
        return Compound::Encrypted;
    }
    let found = STREAMS.iter().find(|(stream, _)| holds(stream));
    Compound::Other(found.map_or(
        other("an older Office file (.doc, .xls or .msg)", WORD),
        |(_, other)| *other,
    ))
}

/// The form of a package that names it in a file of its own (ODF 1.3, part 2, 3.3; EPUB).
pub(super) fn by_mimetype(kind: &str) -> Option<Other> {
    let kind = kind.trim();
    let open = kind.strip_prefix("application/vnd.oasis.opendocument.");
    Some(match open {
        Some(kind) if kind.starts_with("text") => ODT,
        Some(kind) if kind.starts_with("spreadsheet") => {
            other("an OpenDocument spreadsheet (.ods)", SHEET)
        }
        Some(kind) if kind.starts_with("presentation") => {
            other("an OpenDocument presentation (.odp)", SLIDES)
        }
        Some(_) => other("an OpenDocument file", WORD),
        None if kind == "application/epub+zip" => other("an e-book (.epub)", BOOK),
        None => return None,
    })
}

/// The form of an Office file, by the content type and the name of its main part.
pub(super) fn by_main_part(of: &str, name: &str) -> Other {
    if of.contains("spreadsheetml") || of.contains("ms-excel") || name.starts_with("xl/") {
        other("an Excel workbook (.xlsx)", SHEET)
    } else if of.contains("presentationml")
        || of.contains("ms-powerpoint")
        || name.starts_with("ppt/")
    {
        other("a PowerPoint presentation (.pptx)", SLIDES)
    } else {
        other("an Office file that is no Word document", WORD)
    }
}

/// The form of a ZIP by the names of its files.
pub(super) fn by_names<'a>(mut names: impl Iterator<Item = &'a str>) -> Other {
    let apple = |name: &str| name.ends_with(".iwa") || name == "index.xml";
    if names.any(apple) {
        other(
            "a document of Pages (.pages), or of Numbers or Keynote",
            PAGES,
        )
    } else {
        ZIP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_what_is_in_them() {
        let open = "application/vnd.oasis.opendocument.text";
        assert_eq!(by_mimetype(open), Some(ODT));
        assert_eq!(by_mimetype("text/plain"), None);
        assert!(by_main_part("", "xl/workbook.xml").name.contains(".xlsx"));
        assert!(
            by_names(["Index/Document.iwa"].into_iter())
                .name
                .contains("Pages")
        );
        assert_eq!(by_names(["a.txt"].into_iter()), ZIP);
        let wide =
            |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        assert_eq!(compound(&wide("xEncryptedPackage")), Compound::Encrypted);
        assert_eq!(compound(&wide("WordDocument")), Compound::Other(DOC));
        assert!(matches!(compound(b""), Compound::Other(_)));
    }
}
