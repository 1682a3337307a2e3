//! Where results go: files that are written whole or not at all, and standard output.

use super::{Usage, messages};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Makes sure that a folder is there and can be written to.
pub(super) fn prepare(folder: &Path) -> Result<(), Usage> {
    if folder.exists() && !folder.is_dir() {
        return Err(Usage::new(
            format!("{}: the output is not a folder", folder.display()),
            "name a folder after --out; it is made where it is missing (or `-` for standard output)",
        ));
    }
    std::fs::create_dir_all(folder)
        .and_then(|()| temporary(folder))
        .map(|_| ())
        .map_err(|error| {
            Usage::new(
                format!(
                    "{}: the output folder cannot be written: {error}",
                    folder.display()
                ),
                "choose a folder after --out that this user may write to",
            )
        })
}

/// Writes a file beside its place and moves it there, so that nobody sees half of one.
pub(super) fn write_whole(file: &Path, bytes: &[u8]) -> Result<(), String> {
    let write = || -> io::Result<()> {
        let folder = file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut beside = temporary(folder)?;
        beside.write_all(bytes)?;
        beside.persist(file).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| format!("cannot write {}: {}", file.display(), messages::io(&error)))
}

/// A hidden file of a folder, gone when dropped; with the rights that a plain new file gets.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".oppdrag-");
    #[cfg(unix)]
    let rights = {
        use std::os::unix::fs::PermissionsExt;
        std::fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(rights);
    builder.tempfile_in(folder)
}

/// Whether anybody still reads standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Yes.
    Listens,
    /// The pipe was closed (`| head`): no more is wanted, and that is no error.
    Left,
}

/// Writes to standard output.
pub(super) fn print(bytes: &[u8]) -> io::Result<Reader> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(Reader::Listens),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Reader::Left),
        Err(error) => Err(error),
    }
}
