//! Layers of a file that are switched off (optional content, ISO 32000-1, 8.11): what stands in one is
//! not shown.

use super::open::{get, resolve};
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use std::collections::HashSet;

/// The groups of a file that its own default configuration does not show.
#[derive(Debug, Default)]
pub struct Layers {
    off: HashSet<ObjectId>,
}

impl Layers {
    /// Reads which layers are off.
    pub fn of(document: &Document) -> Self {
        let properties = document
            .catalog()
            .ok()
            .and_then(|root| get(document, root, b"OCProperties")?.as_dict().ok());
        let Some(properties) = properties else {
            return Self::default();
        };
        let ids = |dict: Option<&Dictionary>, key: &[u8]| -> Vec<ObjectId> {
            dict.and_then(|dict| get(document, dict, key)?.as_array().ok())
                .into_iter()
                .flatten()
                .filter_map(|one| one.as_reference().ok())
                .collect()
        };
        let default = get(document, properties, b"D").and_then(|d| d.as_dict().ok());
        let base = default.and_then(|d| get(document, d, b"BaseState")?.as_name().ok());
        let mut off = HashSet::new();
        if base == Some(b"OFF") {
            off.extend(ids(Some(properties), b"OCGs"));
            for id in ids(default, b"ON") {
                off.remove(&id);
            }
        }
        off.extend(ids(default, b"OFF"));
        Self { off }
    }

    /// Whether what belongs to this group, or to this combination of groups, is not shown.
    pub fn hides(&self, document: &Document, membership: &Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        let is_off = |object: &Object| object.as_reference().is_ok_and(|id| self.off.contains(&id));
        if is_off(membership) {
            return true;
        }
        let Some(dict) = resolve(document, membership).and_then(|o| o.as_dict().ok()) else {
            return false;
        };
        let Ok(groups) = dict.get(b"OCGs") else {
            return false;
        };
        let groups: Vec<&Object> = match resolve(document, groups) {
            Some(Object::Array(groups)) => groups.iter().collect(),
            _ => vec![groups],
        };
        if groups.is_empty() {
            return false;
        }
        let policy = get(document, dict, b"P").and_then(|p| p.as_name().ok());
        let shown = match policy {
            Some(b"AllOn") => groups.iter().all(|group| !is_off(group)),
            Some(b"AnyOff") => groups.iter().any(|group| is_off(group)),
            Some(b"AllOff") => groups.iter().all(|group| is_off(group)),
            _ => groups.iter().any(|group| !is_off(group)),
        };
        !shown
    }
}
