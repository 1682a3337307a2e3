//! The file's own outline: its title, its bookmarks, and the labels that it gives its pages.
//!
//! Programs that write letters make bookmarks of headings. Where a bookmark's words stand on the page
//! that it leads to, they are a heading there; a bookmark whose words do not stand there is left
//! alone. The words are the proof, so a wrong outline does no harm.

use super::open::{Sheet, get, number, resolve};
use crate::source::{Canonical, roman::roman};
use pdf_extract::{Dictionary, Document, Object, ObjectId, decode_text_string};
use std::collections::{HashMap, HashSet};

/// How many bookmarks are read.
const BOOKMARKS: usize = 5000;

/// How deep they may stand in each other.
const DEPTH: usize = 16;

/// How many nodes of a tree of names or numbers are looked at: one may be its own branch.
const NODES: usize = 100_000;

/// How many lines a heading may take.
const LINES: usize = 5;

/// A bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// The page that it leads to, from 0.
    pub page: usize,
    /// The letters and digits of its title.
    pub key: String,
    /// Its depth, from 1, without a root that stands above all others; 0 for the document's title.
    pub level: u8,
}

/// The bookmarks of a file, in their order.
pub fn bookmarks(document: &Document, sheets: &[Sheet]) -> Vec<Bookmark> {
    let Some(catalog) = document.catalog().ok() else {
        return Vec::new();
    };
    let pages = sheets
        .iter()
        .enumerate()
        .map(|(at, s)| (s.id, at))
        .collect();
    let mut walk = Walk {
        document,
        catalog,
        pages,
        seen: HashSet::new(),
        nodes: NODES,
        found: Vec::new(),
    };
    if let Some(root) = get(document, catalog, b"Outlines").and_then(|o| o.as_dict().ok()) {
        walk.children(root, 1);
    }
    let mut found = walk.found;
    // One root above all others is the document's title.
    if found.len() > 1 && found[1..].iter().all(|bookmark| bookmark.level > 1) {
        found.remove(0);
        found.iter_mut().for_each(|bookmark| bookmark.level -= 1);
    }
    found
}

/// The file's own title, as a bookmark of its first page, of level 0: it heads no section. Programs also
/// put file names and the titles of old templates there: like a bookmark it counts only where its words
/// stand on the page, and then tells that its lines are one.
pub fn title(document: &Document) -> Option<Bookmark> {
    const WORDS: usize = 2;
    let info = get(document, &document.trailer, b"Info")?.as_dict().ok()?;
    let title = decode_text_string(get(document, info, b"Title")?).ok()?;
    (title.split_whitespace().count() >= WORDS).then(|| Bookmark {
        page: 0,
        key: key(&title),
        level: 0,
    })
}

struct Walk<'d> {
    document: &'d Document,
    catalog: &'d Dictionary,
    pages: HashMap<ObjectId, usize>,
    seen: HashSet<ObjectId>,
    nodes: usize,
    found: Vec<Bookmark>,
}

impl<'d> Walk<'d> {
    fn children(&mut self, parent: &'d Dictionary, level: usize) {
        let mut next = parent.get(b"First").ok();
        while let Some(id) = next.and_then(|next| next.as_reference().ok()) {
            if level > DEPTH || self.found.len() >= BOOKMARKS || !self.seen.insert(id) {
                return;
            }
            let Some(Object::Dictionary(item)) = self.document.objects.get(&id) else {
                return;
            };
            if let (Some(page), Some(key)) = (self.page(item), self.key(item)) {
                let level = level as u8;
                self.found.push(Bookmark { page, key, level });
            }
            self.children(item, level + 1);
            next = item.get(b"Next").ok();
        }
    }

    fn key(&self, item: &Dictionary) -> Option<String> {
        let title = decode_text_string(get(self.document, item, b"Title")?).ok()?;
        Some(key(&title)).filter(|key| key.chars().count() > 2)
    }

    /// The page that a bookmark leads to: `destination ::= [page ...] | name`, its own or its action's.
    fn page(&mut self, item: &'d Dictionary) -> Option<usize> {
        let own = get(self.document, item, b"Dest");
        let action = || {
            let action = get(self.document, item, b"A")?.as_dict().ok()?;
            get(self.document, action, b"D")
        };
        let mut place = own.or_else(action)?;
        if let Object::Name(name) | Object::String(name, _) = place {
            place = self.named(name)?;
        }
        if let Object::Dictionary(dict) = place {
            place = get(self.document, dict, b"D")?;
        }
        match place.as_array().ok()?.first()? {
            Object::Reference(id) => self.pages.get(id).copied(),
            other => number(other).map(|page| page as usize),
        }
    }

    fn named(&mut self, name: &[u8]) -> Option<&'d Object> {
        let nodes = &mut self.nodes;
        let old = || {
            let names = get(self.document, self.catalog, b"Dests")?.as_dict().ok()?;
            get(self.document, names, name)
        };
        let tree = || {
            let names = get(self.document, self.catalog, b"Names")?.as_dict().ok()?;
            let tree = get(self.document, names, b"Dests")?.as_dict().ok()?;
            in_tree(self.document, tree, name, DEPTH, nodes)
        };
        old().or_else(tree)
    }
}

/// Looks a name up in a tree of names, each node of which tells the first and last that it holds.
fn in_tree<'d>(
    document: &'d Document,
    node: &'d Dictionary,
    name: &[u8],
    depth: usize,
    nodes: &mut usize,
) -> Option<&'d Object> {
    *nodes = nodes.checked_sub(1)?;
    let list = |key: &[u8]| get(document, node, key).and_then(|list| list.as_array().ok());
    let text = |object: &'d Object| match resolve(document, object) {
        Some(Object::String(text, _)) => Some(text.as_slice()),
        _ => None,
    };
    if let Some(names) = list(b"Names") {
        let pair = names
            .chunks_exact(2)
            .find(|pair| text(&pair[0]) == Some(name))?;
        return resolve(document, &pair[1]);
    }
    let kids = list(b"Kids").filter(|_| depth > 0)?;
    kids.iter()
        .filter_map(|kid| resolve(document, kid)?.as_dict().ok())
        .filter(|kid| {
            let ends = get(document, kid, b"Limits").and_then(|ends| ends.as_array().ok());
            ends.is_none_or(|ends| match ends.as_slice() {
                [first, last] => text(first) <= Some(name) && Some(name) <= text(last),
                _ => true,
            })
        })
        .find_map(|kid| in_tree(document, kid, name, depth - 1, nodes))
}

/// Letters and digits, small: what a bookmark and its heading have in common.
fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Marks the headings that bookmarks lead to, and the title.
pub fn mark(canonical: &mut Canonical, bookmarks: &[Bookmark]) {
    if bookmarks.is_empty() {
        return;
    }
    let keys: Vec<String> = canonical
        .lines()
        .iter()
        .map(|line| key(canonical.line_text(line)))
        .collect();
    let lines = canonical.lines_mut();
    let mut taken = vec![false; lines.len()];
    for bookmark in bookmarks {
        let page = bookmark.page as u32 + 1;
        let first = lines.partition_point(|line| line.page < Some(page));
        let end = lines.partition_point(|line| line.page <= Some(page));
        let fits = (first..end).filter_map(|at| {
            let mut rest = bookmark.key.as_str();
            for next in at..end.min(at + LINES) {
                if taken[next] || lines[next].cell.is_some() || keys[next].is_empty() {
                    return None;
                }
                rest = rest.strip_prefix(keys[next].as_str())?;
                if rest.is_empty() {
                    return Some(at..next + 1);
                }
            }
            None
        });
        // A running head may have the same words; the heading is set larger.
        let size = |at: usize| lines[at].style.size.unwrap_or_default();
        let best = fits.reduce(|best, other| {
            if size(other.start) > size(best.start) {
                other
            } else {
                best
            }
        });
        let Some(heading) = best else { continue };
        let last = heading.end - 1;
        for at in heading {
            taken[at] = true;
            if bookmark.level > 0 {
                lines[at].style.heading = Some(bookmark.level);
            }
            lines[at].style.ends_paragraph = at == last;
        }
    }
}

/// The labels that the file itself gives its pages; `None` where it gives none.
///
/// `labels ::= (first range)*`, `range ::= style? prefix? start?`, in a tree of numbers.
pub fn labels(document: &Document, pages: usize) -> Vec<Option<String>> {
    let mut ranges: Vec<(usize, &Dictionary)> = Vec::new();
    if let Some(tree) = document
        .catalog()
        .ok()
        .and_then(|catalog| get(document, catalog, b"PageLabels")?.as_dict().ok())
    {
        let mut nodes = NODES;
        gather(document, tree, DEPTH, &mut nodes, &mut ranges);
    }
    ranges.sort_by_key(|range| range.0);
    let mut labels = vec![None; pages];
    for (n, (first, range)) in ranges.iter().enumerate() {
        let end = ranges.get(n + 1).map_or(pages, |next| next.0.min(pages));
        let style = get(document, range, b"S").and_then(|style| style.as_name().ok());
        let prefix = get(document, range, b"P")
            .and_then(|prefix| decode_text_string(prefix).ok())
            .unwrap_or_default();
        let start = get(document, range, b"St").and_then(number).unwrap_or(1.0) as usize;
        let count = end.saturating_sub(*first);
        for (nth, place) in labels.iter_mut().skip(*first).take(count).enumerate() {
            let value = start.saturating_add(nth);
            let value = match style {
                Some(b"D") => value.to_string(),
                Some(b"r") => numeral(value),
                Some(b"R") => numeral(value).to_uppercase(),
                _ => String::new(),
            };
            let label = format!("{prefix}{value}");
            *place = (!label.is_empty()).then_some(label);
        }
    }
    labels
}

fn gather<'d>(
    document: &'d Document,
    node: &'d Dictionary,
    depth: usize,
    nodes: &mut usize,
    ranges: &mut Vec<(usize, &'d Dictionary)>,
) {
    const RANGES: usize = 10_000;
    if *nodes == 0 {
        return;
    }
    *nodes -= 1;
    let list = |key: &[u8]| get(document, node, key).and_then(|list| list.as_array().ok());
    for pair in list(b"Nums").map_or(&[][..], Vec::as_slice).chunks_exact(2) {
        if let (Some(first), Some(range)) = (
            resolve(document, &pair[0]).and_then(number),
            resolve(document, &pair[1]).and_then(|range| range.as_dict().ok()),
        ) && ranges.len() < RANGES
        {
            ranges.push((first.max(0.0) as usize, range));
        }
    }
    for kid in list(b"Kids").map_or(&[][..], Vec::as_slice) {
        if let Some(kid) = resolve(document, kid).and_then(|kid| kid.as_dict().ok())
            && depth > 0
            && ranges.len() < RANGES
        {
            gather(document, kid, depth - 1, nodes, ranges);
        }
    }
}

/// Small roman numerals, below four thousand.
fn numeral(value: usize) -> String {
    let value = u32::try_from(value).ok().filter(|value| *value < 4000);
    value.map(roman).unwrap_or_default()
}
