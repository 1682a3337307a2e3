//! What the paths on the command line stand for: the files to read, in the order in which their
//! results are told.

use super::{Usage, messages};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Larger files are refused: no letter is, and reading one would take the machine's memory.
pub(super) const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The extensions that are tried in a folder. A file named directly is always tried.
const EXTENSIONS: [&str; 8] = [
    "txt", "text", "md", "markdown", "html", "htm", "docx", "pdf",
];

/// The name that standard input goes by.
pub(super) const STDIN: &str = "stdin";

/// Where the bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Something that the walk of a folder could not look at, and why.
    Unseen(String),
}

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    /// Where its bytes come from.
    pub origin: Origin,
    /// Its name in messages: the path as given.
    pub shown: String,
    /// Its path below the folder that was named; of a file named directly, its file name.
    pub relative: PathBuf,
    /// The folder that was named, absolute; none of a file named directly.
    pub root: Option<PathBuf>,
}

/// All that was asked for.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// To be read, in this order.
    pub inputs: Vec<Input>,
    /// Left alone, for their extension.
    pub skipped: Vec<String>,
    /// The folders that were walked, absolute.
    pub roots: Vec<PathBuf>,
}

impl Input {
    /// The name that the JSON gives the source: `relative` with `/` between its parts.
    pub(super) fn name(&self) -> String {
        let parts: Vec<_> = self
            .relative
            .components()
            .map(|part| readable(part.as_os_str()))
            .collect();
        parts.join("/")
    }

    /// Where it lies, absolute; `None` of standard input, and of a path that is no text.
    pub(super) fn absolute(&self) -> Option<String> {
        match &self.origin {
            Origin::File(file) => {
                let file = std::path::absolute(file).ok()?;
                file.to_str().map(str::to_string)
            }
            Origin::Stdin | Origin::Unseen(_) => None,
        }
    }

    /// The bytes, or why there are none.
    pub(super) fn read(&self) -> Result<Vec<u8>, String> {
        match &self.origin {
            Origin::Stdin => read_from(std::io::stdin().lock(), 0),
            Origin::File(path) => read_file(path),
            Origin::Unseen(reason) => Err(reason.clone()),
        }
    }
}

/// The bytes of a file, or why there are none.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| messages::io(&error))?;
    let size = file.metadata().map_or(0, |data| data.len());
    if size > MAX_BYTES {
        return Err(too_large(&format!("{size} bytes")));
    }
    read_from(file, size)
}

fn read_from(from: impl Read, expected: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    from.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| messages::io(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large("more than 268435456 bytes"));
    }
    Ok(bytes)
}

fn too_large(size: &str) -> String {
    format!("the file has {size}, and the limit is 256 MiB; split it, one letter a file")
}

/// Finds the files that `paths` stand for; `out` is a folder whose own files are not to be read.
pub(super) fn plan(paths: &[PathBuf], out: Option<&Path>) -> Result<Plan, Usage> {
    let out = out.and_then(|out| out.canonicalize().ok());
    let mut plan = Plan::default();
    for path in paths {
        if path.as_os_str() == "-" {
            if plan.inputs.iter().any(|i| i.origin == Origin::Stdin) {
                return Err(Usage::new(
                    "`-` is named twice, and standard input can be read only once",
                    "name it once",
                ));
            }
            plan.inputs.push(Input {
                origin: Origin::Stdin,
                shown: STDIN.into(),
                relative: STDIN.into(),
                root: None,
            });
            continue;
        }
        let kind = path.metadata().map_err(|error| missing(path, &error))?;
        if kind.is_dir() {
            walk(path, out.as_deref(), is_document, &mut plan);
        } else {
            plan.inputs.push(named(path));
        }
    }
    Ok(plan)
}

/// The usage error for a path that cannot be looked at.
pub(super) fn missing(path: &Path, error: &std::io::Error) -> Usage {
    Usage::new(
        format!("{}: {error}", path.display()),
        "see that the path is spelt as the file or folder is, relative to the folder you stand in",
    )
}

/// A file named directly.
pub(super) fn named(path: &Path) -> Input {
    Input {
        origin: Origin::File(path.to_path_buf()),
        shown: path.display().to_string(),
        relative: path.file_name().map_or_else(|| path.into(), PathBuf::from),
        root: None,
    }
}

/// A name as text. In one that is no UTF-8 (old archives have them in Latin-1), bytes that are no ASCII
/// are written `%E6`, so that two names stay two.
fn readable(name: &OsStr) -> Cow<'_, str> {
    match name.to_str() {
        Some(name) => name.into(),
        None => name
            .as_encoded_bytes()
            .iter()
            .map(|byte| match byte {
                b'%' | 0x80.. => format!("%{byte:02X}"),
                _ => char::from(*byte).to_string(),
            })
            .collect(),
    }
}

/// Adds the JSON files of a folder, in the order of their names.
pub(super) fn walk_json(root: &Path, plan: &mut Plan) {
    walk(root, None, |path| has_extension(path, &["json"]), plan);
}

fn is_document(path: &Path) -> bool {
    has_extension(path, &EXTENSIONS)
}

/// Whether a path ends in one of the extensions, in capitals or not.
pub(super) fn has_extension(path: &Path, known: &[&str]) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| known.iter().any(|k| extension.eq_ignore_ascii_case(k)))
}

/// Adds the files of a folder, in the order of their names. Hidden files and the folder `out` are
/// passed over; files that `wanted` declines are noted as skipped.
pub(super) fn walk(root: &Path, out: Option<&Path>, wanted: fn(&Path) -> bool, plan: &mut Plan) {
    let absolute = root.canonicalize().ok();
    plan.roots.extend(absolute.clone());
    let entries = WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let own = || {
                entry.file_type().is_dir()
                    && out.is_some()
                    && entry.path().canonicalize().ok().as_deref() == out
            };
            entry.depth() == 0 || !(hidden || own())
        });
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            // A pipe or a device in a folder could keep the batch waiting for ever.
            Ok(entry) if entry.file_type().is_file() && wanted(entry.path()) => {
                plan.inputs.push(Input {
                    origin: Origin::File(entry.path().to_path_buf()),
                    shown: entry.path().display().to_string(),
                    relative: below(root, entry.path()),
                    root: absolute.clone(),
                })
            }
            Ok(entry) => plan.skipped.push(entry.path().display().to_string()),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_path_buf();
                plan.inputs.push(Input {
                    origin: Origin::Unseen(unseen(&error)),
                    shown: path.display().to_string(),
                    relative: below(root, &path),
                    root: absolute.clone(),
                });
            }
        }
    }
}

fn below(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_path_buf()
}

fn unseen(error: &walkdir::Error) -> String {
    match error.io_error() {
        Some(error) => messages::io(error),
        None => "a link that leads back to a folder above it; take it away".into(),
    }
}

/// Refuses two inputs that would be written to the same file, and an output that is an input.
pub(super) fn apart(inputs: &[Input], target: impl Fn(&Input) -> PathBuf) -> Result<(), Usage> {
    let mut taken: HashMap<PathBuf, &Input> = HashMap::new();
    for input in inputs {
        let file = target(input);
        if let Some(other) = taken.get(&file) {
            return Err(Usage::new(
                format!(
                    "{} and {} would both be written to {}",
                    other.shown,
                    input.shown,
                    file.display()
                ),
                "name the folder above them, or read them into two output folders",
            ));
        }
        taken.insert(file, input);
    }
    for input in inputs {
        let Origin::File(path) = &input.origin else {
            continue;
        };
        // Outputs end in .json or .ndjson; no other input can be one.
        if !has_extension(path, &["json", "ndjson"]) {
            continue;
        }
        let own = path.canonicalize().ok();
        if let Some((file, other)) = taken
            .iter()
            .find(|(file, _)| own.is_some() && file.canonicalize().ok() == own)
        {
            return Err(Usage::new(
                format!(
                    "the JSON of {} would be written over the input {}",
                    other.shown,
                    file.display()
                ),
                "choose another output folder",
            ));
        }
    }
    Ok(())
}
