//! One writer at a time in a folder of JSON: the batch, the linker and the indexer wait for each other.

use super::messages::say;
use super::{Usage, output};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The folder of what oppdrag keeps for itself beside the JSON. It is hidden, so that nobody who
/// walks the JSON meets it.
pub(super) fn own_folder(out: &Path) -> PathBuf {
    out.join(".oppdrag")
}

/// The right to write to a folder; given back when dropped, and by the system when the process dies.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Where the files of a folder are written before they are moved to their place.
pub(super) fn workshop(out: &Path) -> PathBuf {
    own_folder(out).join("unfinished")
}

/// Takes the right to write to a folder; where another process has it, says so and waits.
pub(super) fn hold(out: &Path) -> Result<Lock, Usage> {
    let path = own_folder(out).join("lock");
    let unwritten = |error: std::io::Error| {
        Usage::new(
            format!("{}: cannot be written: {error}", path.display()),
            "see that this user may write to the folder",
        )
    };
    std::fs::create_dir_all(own_folder(out)).map_err(unwritten)?;
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(unwritten)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let holder = match holder.trim() {
                "" => String::new(),
                holder => format!(" (process {holder})"),
            };
            say(&format!(
                "{}: another oppdrag is writing here{holder}; waiting for it to end",
                out.display()
            ));
            file.lock().map_err(unwritten)?;
        }
        Err(TryLockError::Error(error)) => return Err(unwritten(error)),
    }
    // Only for the message above: the lock itself is the system's.
    let noted = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| write!(file, "{}", std::process::id()));
    noted.map_err(unwritten)?;
    output::sweep(out, &workshop(out)).map_err(unwritten)?;
    Ok(Lock { _file: file })
}
