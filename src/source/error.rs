//! Why a source could not be read, in words that a case officer can act on.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A source that gives no text.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum SourceError {
    /// The file has no bytes.
    #[error("the file is empty (0 bytes); fetch it again from where it was published")]
    Empty,
    /// The bytes are no text and no form that is known.
    #[error(
        "byte {at}: not a text, Markdown, HTML, DOCX or PDF file ({found}); convert the document to DOCX, PDF or plain text first"
    )]
    NotText {
        /// The first byte that gives it away, from 0.
        at: usize,
        /// What the bytes look like.
        found: String,
    },
    /// A form that is known and not read.
    #[error("this is {name}, which is not read; {how}")]
    OtherForm {
        /// What it is called.
        name: String,
        /// How to make of it a form that is read.
        how: String,
    },
    /// An Office file that wants a password.
    #[error(
        "the Office file is encrypted and wants a password; take the password away in Word (File > Info > Protect Document > Encrypt with Password), save it, and read that file"
    )]
    OfficeEncrypted,
    /// A part of a DOCX that cannot be read, without which there is no text.
    #[error(
        "the DOCX is damaged: {part}: {reason}; open it in Word (File > Open > Open and Repair) and save it anew, or fetch it again"
    )]
    PartDamaged {
        /// The part.
        part: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A part of a DOCX that unpacks to more than is read.
    #[error(
        "the DOCX unpacks to too much: {part} has more than the {limit} bytes that may still be unpacked of it; split it"
    )]
    Unpacks {
        /// The part.
        part: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A DOCX whose pages are pictures.
    #[error("the DOCX has no text, only {pictures} picture(s): run it through OCR first")]
    OnlyPictures {
        /// How many.
        pictures: usize,
    },
    /// A PDF that wants a password.
    #[error("the PDF is encrypted and wants a password; save a copy without one")]
    Encrypted,
    /// A PDF that breaks off or is damaged.
    #[error("the PDF is damaged ({reason}); fetch it again from where it was published")]
    Damaged {
        /// What the reader of the PDF said.
        reason: String,
    },
    /// A fault of this program, met while it read the file, which may well be sound.
    #[error("internal error {place}; this is a bug in oppdrag, please report it with the file")]
    Internal {
        /// Where in the program, and what it said there.
        place: String,
    },
    /// A PDF whose pages are pictures.
    #[error(
        "no text layer on any of {pages} page(s), first at page 1: the PDF is scanned; run it through OCR first (for instance ocrmypdf)"
    )]
    NoTextLayer {
        /// How many pages it has.
        pages: u32,
    },
    /// More pages than are read of one PDF.
    #[error(
        "the PDF has more pages than the {limit} that are read of one file; allow more (--pdf-pages), or split it"
    )]
    TooManyPages {
        /// The limit.
        limit: usize,
    },
    /// Larger than this tool reads.
    #[error("the file has {size} bytes, more than the {limit} this tool reads; split it")]
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
}
