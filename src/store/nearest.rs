//! What is called nearly as an identifier that was not found.

use super::fold::name;
use super::{Store, StoreError};
use schemars::JsonSchema;
use serde::Serialize;

/// How many are offered.
const OFFERED: usize = 5;

/// How like a name must be: 1 is the same, 0 nothing alike.
const ALIKE: f64 = 0.7;

/// What is called nearly so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// As it is printed; of a document its key.
    pub name: String,
    /// Its title, verbatim, where it has one.
    pub title: Option<String>,
    /// How many records have that name.
    pub records: usize,
}

impl Store {
    /// The printed numbers, requests and documents that are called nearly so, the most alike first.
    pub(super) fn nearest(&self, id: &str) -> Result<Vec<Suggestion>, StoreError> {
        let (key, within) = match id.split_once('#') {
            Some((key, within)) => (name(key), Some(name(within))),
            None => (name(id), None),
        };
        let asked = match within {
            Some(within) if self.document_of(&key)?.is_some() => within,
            _ => key,
        };
        // Whatever is called by a name has a number or a year in it; a word is not looked for among them.
        if !asked.contains(|c: char| c.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let names = self.names()?;
        let mut found: Vec<(f64, bool, &str)> = Vec::new();
        // A request of which the session is not known.
        let bare = asked.trim_start_matches(|c: char| !c.is_ascii_digit());
        let request = format!("/{bare}");
        let requests = names.requests.iter().map(|at| &*names.all[*at].name);
        let of_a_session = requests.filter(|name| name.ends_with(&request));
        found.extend(of_a_session.map(|name| (1.0, true, name)));
        let alike = names.alike(&asked);
        found.extend(
            alike
                .filter(|(_, name)| !name.ends_with(&request))
                .map(|(alike, name)| (alike, false, name)),
        );
        // Requests of one number by their sessions, the newest first; others by their names.
        found.sort_by(
            |(alike, session, name), (other, other_session, other_name)| {
                let best = other.total_cmp(alike).then(other_session.cmp(session));
                best.then_with(|| match session {
                    true => other_name.cmp(name),
                    false => name.cmp(other_name),
                })
            },
        );
        let mut suggestions = Vec::new();
        for (.., folded) in found {
            if suggestions.len() == OFFERED {
                break;
            }
            let rows = self.rows(
                "SELECT n.row FROM names n JOIN documents d ON d.document = n.row >> 24
                 WHERE n.name = ?1 AND d.counts ORDER BY n.row",
                [folded],
            )?;
            let Some((record, _)) = rows.first().map_or(Ok(None), |row| self.record(*row))? else {
                continue;
            };
            let records = rows.len();
            let number = record.number().or(record.id()).map(str::to_string);
            suggestions.push(Suggestion {
                name: number.unwrap_or_else(|| folded.to_string()),
                title: record.title().map(str::to_string),
                records,
            });
        }
        Ok(suggestions)
    }
}

/// What everything is called, so that what is alike is soon found.
#[derive(Debug)]
pub(super) struct Names {
    /// Each once, the short ones first.
    all: Vec<Name>,
    /// The places of those of requests: `2024-2025/46`.
    requests: Vec<usize>,
}

#[derive(Debug)]
struct Name {
    /// In characters.
    length: usize,
    /// Which ASCII characters stand in it, a bit each but that some share one.
    letters: u64,
    name: Box<str>,
}

impl Names {
    fn new(names: impl Iterator<Item = String>) -> Self {
        let mut all: Vec<Name> = names
            .map(|name| Name {
                length: name.chars().count(),
                letters: bits(&name),
                name: name.into(),
            })
            .collect();
        all.sort_unstable_by(|a, b| (a.length, &a.name).cmp(&(b.length, &b.name)));
        let requests = (0..all.len()).filter(|at| all[*at].name.contains('/'));
        Self {
            requests: requests.collect(),
            all,
        }
    }

    /// The names that are like another, and how much.
    fn alike(&self, asked: &str) -> impl Iterator<Item = (f64, &str)> {
        let length = asked.chars().count();
        let (own_bits, own_letters) = (bits(asked), letters(asked));
        let asked = asked.to_string();
        // As many changes as a name of that length may be apart.
        let most = move |other: usize| (1.0 - ALIKE) * as_f64(length.max(other)) + 1e-9;
        let near = self
            .all
            .iter()
            .skip_while(move |one| as_f64(length.saturating_sub(one.length)) > most(one.length))
            .take_while(move |one| as_f64(one.length.saturating_sub(length)) <= most(one.length));
        near.filter_map(move |one| {
            let most = most(one.length);
            // A change takes one letter away and brings another.
            let differing = (own_bits ^ one.letters).count_ones();
            if f64::from(differing) > 2.0 * most
                || f64::from(least_apart(&own_letters, &one.name)) > most
            {
                return None;
            }
            let alike = strsim::normalized_damerau_levenshtein(&asked, &one.name);
            (alike >= ALIKE).then_some((alike, &*one.name))
        })
    }
}

impl Store {
    /// Loads what everything is called.
    pub(super) fn load_names(&self) -> Result<Names, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name FROM names GROUP BY name")?;
        let names = statement.query_map([], |row| row.get(0))?;
        let names: Vec<String> = names.collect::<Result<_, _>>()?;
        Ok(Names::new(names.into_iter()))
    }
}

fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// Which ASCII characters stand in a name, in 64 bits.
fn bits(name: &str) -> u64 {
    let ascii = name.bytes().filter(u8::is_ascii);
    ascii.fold(0, |bits, byte| bits | 1 << (byte % 64))
}

/// How often each ASCII character stands in a name; others are passed over.
type Letters = [i32; 128];

fn letters(name: &str) -> Letters {
    let mut letters = [0; 128];
    for byte in name.bytes().filter(u8::is_ascii) {
        letters[usize::from(byte)] += 1;
    }
    letters
}

/// How many changes of a letter at least lie between two names, in whatever order their letters stand:
/// much sooner told than how many do.
fn least_apart(asked: &Letters, other: &str) -> i32 {
    let mut left = *asked;
    let mut more = 0;
    for byte in other.bytes().filter(u8::is_ascii) {
        let one = &mut left[usize::from(byte)];
        more += i32::from(*one <= 0);
        *one -= 1;
    }
    let less: i32 = left.iter().filter(|one| **one > 0).sum();
    more.max(less)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is passed over for its length or its letters would not have been alike.
        #[test]
        fn all_that_are_alike_are_found(
            names in proptest::collection::btree_set("[ab-æø0-3/]{0,8}", 0..12),
            asked in "[ab-æø0-3]{1,8}",
        ) {
            let alike = |name: &String| strsim::normalized_damerau_levenshtein(&asked, name) >= ALIKE;
            let mut wanted: Vec<&str> = names.iter().filter(|name| alike(name)).map(String::as_str).collect();
            let all = Names::new(names.iter().cloned());
            let mut found: Vec<&str> = all.alike(&asked).map(|(_, name)| name).collect();
            wanted.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, wanted);
        }
    }
}
