//! The grammar files: built in, and laid over by a folder of the user's own.

use std::path::{Path, PathBuf};
use thiserror::Error;

/// All that the grammar files say.
#[derive(Debug, Clone, Default)]
pub struct Grammar {}

/// A grammar file that cannot be used.
#[derive(Debug, Error)]
pub enum GrammarError {
    /// The file or folder cannot be read.
    #[error("{path}: cannot be read: {reason}", path = path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is no TOML, or an entry is not one that is known. `reason` names line and column.
    #[error("{path}: {reason}", path = path.display())]
    Broken {
        /// Which.
        path: PathBuf,
        /// What is wrong, and where.
        reason: String,
    },
}

impl Grammar {
    /// The grammar that is compiled in.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The grammar that is compiled in, with the files of a folder over it.
    pub fn with_folder(_folder: &Path) -> Result<Self, GrammarError> {
        Ok(Self::built_in())
    }
}
