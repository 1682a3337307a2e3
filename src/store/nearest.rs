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
        let length = asked.chars().count();
        let asked_letters = letters(&asked);
        let mut statement = self
            .connection
            .prepare_cached("SELECT name FROM names GROUP BY name")?;
        let mut rows = statement.query([])?;
        let mut found: Vec<(f64, bool, String)> = Vec::new();
        // A request of which the session is not known.
        let bare = asked.trim_start_matches(|c: char| !c.is_ascii_digit());
        let request = format!("/{bare}");
        while let Some(row) = rows.next()? {
            let other = row.get_ref(0)?.as_str().unwrap_or_default();
            let of_a_session = !bare.is_empty() && other.ends_with(&request);
            let alike = if of_a_session {
                1.0
            } else if other.len().abs_diff(asked.len()) > 3 + length / 4
                || f64::from(least_apart(&asked_letters, other))
                    > (1.0 - ALIKE) * longer(&asked, other)
            {
                continue;
            } else {
                strsim::normalized_damerau_levenshtein(&asked, other)
            };
            if alike >= ALIKE {
                found.push((alike, of_a_session, other.to_string()));
            }
        }
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
                [&folded],
            )?;
            let Some((record, _)) = rows.first().map_or(Ok(None), |row| self.record(*row))? else {
                continue;
            };
            let records = rows.len();
            let number = record.number().or(record.id()).map(str::to_string);
            suggestions.push(Suggestion {
                name: number.unwrap_or(folded),
                title: record.title().map(str::to_string),
                records,
            });
        }
        Ok(suggestions)
    }
}

/// The length of the longer of two names, in bytes: no less than in characters.
fn longer(one: &str, other: &str) -> f64 {
    u32::try_from(one.len().max(other.len())).map_or(f64::MAX, f64::from)
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
        /// What is passed over for its letters would not have been alike.
        #[test]
        fn no_more_changes_are_counted_than_there_are(one in "[ab-æø0-3]{0,8}", other in "[ab-æø0-3]{0,8}") {
            let apart = strsim::damerau_levenshtein(&one, &other);
            prop_assert!(usize::try_from(least_apart(&letters(&one), &other)).expect("a count") <= apart);
        }
    }
}
