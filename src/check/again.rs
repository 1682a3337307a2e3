//! What was written, held against what the same program reads out of the same source.
//!
//! Everything is compared but what `link` adds, which is known from a set of documents only: the links,
//! its sorts of diagnostics (and the key of a document that has another's, which one of them tells), and the digests, which hold all of it. Those are held by their own
//! checks ([`digests`](super::digests()), [`links`](super::links())).

use super::diagnostic;
use crate::link;
use crate::model::{Code, Diagnostic, Extraction, Severity, Tool};
use crate::same;
use serde_json::Value;
use std::fmt;

/// The first place at which two values differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The place, as a JSON pointer ("/documents/0/deadlines/3/date"); empty for the whole.
    pub path: String,
    /// What was written there, cut short; `None` where nothing was.
    pub written: Option<String>,
    /// What is read there, cut short; `None` where nothing is.
    pub read: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() {
            "/"
        } else {
            &self.path
        };
        let said = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".into());
        write!(
            to,
            "at {path} stands {}, and the source gives {}",
            said(&self.written),
            said(&self.read)
        )
    }
}

/// Whether another program than the running one wrote an extraction, in a diagnostic that names both
/// (`other_program`, a warning: it is no fault of the document).
pub fn other_program(extraction: &Extraction, running: &Tool) -> Option<Diagnostic> {
    let named = |tool: &Tool| {
        let commit = tool.commit.as_deref().unwrap_or("unknown");
        let grammars = tool.grammars_sha256.get(..12).unwrap_or("unknown");
        format!(
            "{} {} (commit {commit}, grammar files {grammars})",
            tool.name, tool.version
        )
    };
    let wrote = &extraction.source.tool;
    (wrote != running).then(|| {
        let message = format!(
            "written by {}, and this is {}; what another program reads proves nothing about it, so it was not read again",
            named(wrote),
            named(running)
        );
        diagnostic(Code::OtherProgram, Severity::Warning, message, None, &[])
    })
}

/// The first place where what was `written` is not what the source gives (`read_otherwise`, an error).
///
/// `bytes` are the file's own: what the values do not show (an order of fields, a field given twice)
/// shows in them.
pub fn read_otherwise(bytes: &[u8], written: &Extraction, read: &Extraction) -> Option<Diagnostic> {
    let said = |message: String| {
        let severity = Severity::Error;
        Some(diagnostic(
            Code::ReadOtherwise,
            severity,
            message,
            None,
            &[],
        ))
    };
    let value = |one: &Extraction| serde_json::to_value(unlinked(one));
    let (Ok(old), Ok(new)) = (value(&under_own_keys(written, read)), value(read)) else {
        return said("internal error: it cannot be written as JSON".into());
    };
    if let Some(difference) = first_difference(&old, &new) {
        return said(difference.to_string());
    }
    let forms = [
        serde_json::to_vec_pretty(written),
        serde_json::to_vec(written),
    ];
    let bare = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let own = forms.iter().flatten().any(|form| form == bare);
    if own {
        return None;
    }
    said("its values are what the source gives, and its bytes are not what extract writes for them (white space, the order of fields, or a field given twice)".into())
}

/// What was written, its documents under the keys that their file gives them: `link` calls one otherwise
/// that has another's, and says so in words that hold both keys.
fn under_own_keys(written: &Extraction, read: &Extraction) -> Extraction {
    let mut written = written.clone();
    for (old, new) in written.documents.iter_mut().zip(&read.documents) {
        let said = same::shared(&new.key, &old.key).message;
        if written.diagnostics.iter().any(|one| one.message == said) {
            old.key.clone_from(&new.key);
        }
    }
    written
}

/// An extraction without what `link` adds to it.
fn unlinked(one: &Extraction) -> Extraction {
    let mut one = one.clone();
    for document in &mut one.documents {
        document.links.clear();
    }
    let of_link = [
        link::UNRESOLVED,
        link::AMBIGUOUS,
        Code::NewerVersion,
        Code::KeyShared,
    ];
    one.diagnostics
        .retain(|one| !of_link.iter().any(|code| one.code == *code));
    one.source.digests = Default::default();
    one
}

/// The first place at which two values differ, in the order of the first.
pub fn first_difference(written: &Value, read: &Value) -> Option<Difference> {
    let mut path = String::new();
    let (written, read) = differ(Some(written), Some(read), &mut path)?;
    Some(Difference {
        path,
        written: written.map(brief),
        read: read.map(brief),
    })
}

type Sides<'a> = (Option<&'a Value>, Option<&'a Value>);

fn differ<'a>(
    written: Option<&'a Value>,
    read: Option<&'a Value>,
    path: &mut String,
) -> Option<Sides<'a>> {
    let here = path.len();
    let mut below = |name: &str, old: Option<&'a Value>, new: Option<&'a Value>| {
        path.push('/');
        path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let found = differ(old, new, path);
        if found.is_none() {
            path.truncate(here);
        }
        found
    };
    match (written, read) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            (old.keys().chain(added)).find_map(|name| below(name, old.get(name), new.get(name)))
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => (0..old.len().max(new.len()))
            .find_map(|n| below(&n.to_string(), old.get(n), new.get(n))),
        (old, new) => (old != new).then_some((old, new)),
    }
}

/// A value in one line, cut short.
fn brief(value: &Value) -> String {
    const WIDTH: usize = 80;
    let line = value.to_string();
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_difference_is_named_by_its_place() {
        let old = json!({"documents": [{"a/b": [1, 2], "day": "2026-05-01"}]});
        let mut new = old.clone();
        assert_eq!(first_difference(&old, &new), None);
        new["documents"][0]["day"] = json!("2026-06-01");
        let found = first_difference(&old, &new).expect("a difference");
        assert_eq!(
            found.to_string(),
            "at /documents/0/day stands \"2026-05-01\", and the source gives \"2026-06-01\""
        );
        new["documents"][0]["a/b"] = json!([1]);
        let found = first_difference(&old, &new).expect("a difference");
        assert_eq!(found.path, "/documents/0/a~1b/1");
        assert_eq!((found.written, found.read), (Some("2".into()), None));
    }
}
