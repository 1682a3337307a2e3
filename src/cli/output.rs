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
        .and_then(|()| temporary(folder, PROBE))
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
    write_by_way_of(file.parent().unwrap_or(Path::new(".")), file, bytes)
}

/// Writes a file in another folder of the same disk and moves it to its place. A process that is
/// killed leaves its unfinished file there, where the next one finds it ([`sweep`]).
pub(super) fn write_by_way_of(way: &Path, file: &Path, bytes: &[u8]) -> Result<(), String> {
    let write = || -> io::Result<()> {
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
        let mut beside = temporary(way, PREFIX)?;
        beside.write_all(bytes)?;
        beside.persist(file).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| format!("cannot write {}: {}", file.display(), messages::io(&error)))
}

/// Takes away what killed processes left in a folder of JSON: unfinished files of the folder `way`,
/// and files that were made to see whether the folder can be written to. For who has the sole right
/// to write there.
pub(super) fn sweep(folder: &Path, way: &Path) -> io::Result<()> {
    std::fs::create_dir_all(way)?;
    for (folder, prefix) in [(way, PREFIX), (folder, PROBE)] {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(prefix) {
                // A run that begins just now may have taken its own away meanwhile.
                match std::fs::remove_file(entry.path()) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
    }
    Ok(())
}

/// How the names of unfinished files begin.
const PREFIX: &str = ".oppdrag-";
/// How the names of files begin that only show that a folder can be written to.
const PROBE: &str = ".oppdrag-probe-";

/// A hidden file of a folder, gone when dropped; with the rights that a plain new file gets.
fn temporary(folder: &Path, prefix: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
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
