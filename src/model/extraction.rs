//! What one file gives.

use super::{Coverage, Diagnostic, Document, Severity};
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
}

/// The file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceInfo {
    /// Its name, as given.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// "text/plain", "text/markdown", "text/html" or "application/pdf".
    pub media_type: String,
    /// How many pages it has; `null` where the form has none.
    pub pages: Option<u32>,
    /// Code points of the canonical text.
    pub characters: usize,
    /// What read it.
    pub tool: Tool,
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
    /// How many of its diagnostics have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let all = self.diagnostics.iter();
        all.filter(|one| one.severity == severity).count()
    }
}
