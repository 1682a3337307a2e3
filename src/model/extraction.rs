//! What one file gives.

use super::{Coverage, Diagnostic, Document, Severity, sha256_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the contract that this crate writes.
pub const SCHEMA_VERSION: &str = "1";

/// The program that wrote the JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// "oppdrag".
    pub name: String,
    /// Its version.
    pub version: String,
    /// The commit that it was built from: 40 hexadecimal digits; where files that it is made of were
    /// changed since, `-dirty-` and a mark of what they held follow. `null` where it was built outside a
    /// checkout. Of two builds with one commit, the same input gives the same bytes.
    pub commit: Option<String>,
    /// SHA-256 of the grammar files that it read by: the built-in ones and those of `--grammars`, in the
    /// order in which they count.
    #[serde(default)]
    pub grammars_sha256: String,
}

impl Tool {
    /// This very program, reading by grammar files of a digest.
    pub fn running(grammars_sha256: &str) -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_string(),
            version: env!("CARGO_PKG_VERSION").to_string(),
            commit: option_env!("OPPDRAG_COMMIT").map(str::to_string),
            grammars_sha256: grammars_sha256.to_string(),
        }
    }
}

/// By what it can be seen that nothing was added, changed or taken away since it was written. Each is
/// the SHA-256 of JSON in the order of the Schema, without white space between its tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Digests {
    /// Of each document, with all its records.
    pub documents: Vec<String>,
    /// Of all else, as the list `[schema_version, source, diagnostics, coverage]`, in which this very
    /// digest is "".
    pub rest: String,
}

/// The file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceInfo {
    /// Its name, as given.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// "text/plain", "text/markdown", "text/html", "application/pdf", or, of a DOCX,
    /// "application/vnd.openxmlformats-officedocument.wordprocessingml.document".
    pub media_type: String,
    /// How many pages it has; `null` where the form has none.
    pub pages: Option<u32>,
    /// Code points of the canonical text.
    pub characters: usize,
    /// What read it.
    pub tool: Tool,
    /// Digests of what was read; `link` writes them anew.
    #[serde(default)]
    pub digests: Digests,
}

/// Everything read from one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extraction {
    /// The version of this contract.
    pub schema_version: String,
    /// The file.
    pub source: SourceInfo,
    /// One file can hold several letters.
    pub documents: Vec<Document>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
    /// What was claimed and what was not.
    pub coverage: Coverage,
}

impl Extraction {
    /// The digests of what it holds now.
    pub fn digests(&self) -> Digests {
        let documents: Vec<String> = self.documents.iter().map(sha256_of).collect();
        let source = SourceInfo {
            digests: Digests {
                documents,
                rest: String::new(),
            },
            ..self.source.clone()
        };
        let rest = sha256_of(&(
            &self.schema_version,
            &source,
            &self.diagnostics,
            &self.coverage,
        ));
        Digests {
            rest,
            ..source.digests
        }
    }

    /// Writes down the digests of what it holds now: whoever has changed it, does this last.
    pub fn seal(&mut self) {
        self.source.digests = self.digests();
    }

    /// How many of its diagnostics have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let all = self.diagnostics.iter();
        all.filter(|one| one.severity == severity).count()
    }
}
