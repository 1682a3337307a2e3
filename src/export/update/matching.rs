//! Which row of people's sheet is which record: by what it says first, by its id only then.
//!
//! A pair is within one document. Each step takes what the steps before left over:
//!
//! 1. the same id and the same words;
//! 2. the same words below the same parent, equals in their order;
//! 3. the same words and, in words, the same parent, where there is one such on either side: the parent
//!    may be counted too;
//! 4. the same id, and the words that outlast a change (what falls due, without its day);
//! 5. those words below the same parent, where there are as many on either side, in their order; then
//!    one on either side as in step 3;
//! 6. the same id alone. Where the id counts and no word is the same, this may be another record: see
//!    [`Pair::doubtful`].

use super::prints::{Print, place};
use crate::export::Column;
use crate::export::records::{COMMON, RecordType};
use std::collections::{BTreeMap, HashMap};

/// A row, old or new.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it says, or was written as.
    pub print: &'a Print,
    /// Whether its record was gone already: then its id is no ground.
    pub gone: bool,
}

/// The record that an old row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its place among the new rows.
    pub new: usize,
    /// Whether only a counted id speaks for it, and the words are others.
    pub doubtful: bool,
}

/// Pairs old rows with new ones; none, where a record is gone. Each new row is taken once.
pub(super) fn pairs(
    kind: RecordType,
    columns: &[Column],
    old: &[Known<'_>],
    new: &[Known<'_>],
) -> Vec<Option<Pair>> {
    // What every row tells: people take columns away, and not all rows were set down.
    let told = |title: &&str| {
        place(columns, title).filter(|at| {
            old.iter()
                .all(|row| row.print.get(*at).is_some_and(Option::is_some))
        })
    };
    let identity = kind.identity();
    let titles = |titles: &[&str]| titles.iter().filter_map(told).collect::<Vec<usize>>();
    let (all, parent) = (titles(identity.all), titles(identity.parent));
    // Half of what tells a record is not enough of it.
    let whole = |own: &[usize], titles: &[&str]| own.len() == titles.len() && !own.is_empty();
    let some = Some(titles(identity.some)).filter(|own| whole(own, identity.some));
    let mut pairing = Pairing {
        old,
        new,
        found: vec![None; old.len()],
        taken: vec![false; new.len()],
    };
    if !all.is_empty() {
        pairing.step(&all, Below::Id, Several::InOrder);
        pairing.step(&all, Below::Parent, Several::InOrder);
        if whole(&parent, identity.parent) || identity.parent.is_empty() {
            let both: Vec<usize> = all.iter().chain(&parent).copied().collect();
            pairing.step(&both, Below::Document, Several::Never);
        }
    }
    if let Some(some) = some {
        pairing.step(&some, Below::Id, Several::InOrder);
        pairing.step(&some, Below::Parent, Several::Even);
        if whole(&parent, identity.parent) {
            let both: Vec<usize> = some.iter().chain(&parent).copied().collect();
            pairing.step(&both, Below::Document, Several::Never);
        }
    }
    let printed = titles(identity.printed);
    let telling: Vec<usize> = identity
        .all
        .iter()
        .filter(|title| !COMMON.contains(title))
        .filter_map(told)
        .collect();
    pairing.by_id(|old, new| {
        let says = |at: &usize| old.print[*at].is_some_and(|word| word != empty());
        let same = |at: &usize| old.print[*at] == new.print[*at];
        let numbered = printed.iter().all(same) && printed.iter().any(says);
        !numbered && telling.iter().any(says) && !telling.iter().any(|at| says(at) && same(at))
    });
    pairing.found
}

/// How near two rows have to be.
#[derive(Clone, Copy, PartialEq)]
enum Below {
    Id,
    Parent,
    Document,
}

/// What is done where several rows say the same.
#[derive(Clone, Copy, PartialEq)]
enum Several {
    /// The first is the first, and so on; what is left over stays so.
    InOrder,
    /// The same, where there are as many on either side.
    Even,
    /// None of them is taken.
    Never,
}

/// What rows of a group have alike: what they are near to, and words.
type Key<'a> = (&'a str, Vec<Option<u32>>);

struct Pairing<'a> {
    old: &'a [Known<'a>],
    new: &'a [Known<'a>],
    found: Vec<Option<Pair>>,
    taken: Vec<bool>,
}

impl Pairing<'_> {
    fn step(&mut self, columns: &[usize], below: Below, several: Several) {
        let mut groups: BTreeMap<Key<'_>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        let key = |row: &Known<'_>| -> Option<Vec<Option<u32>>> {
            let words: Vec<Option<u32>> = columns
                .iter()
                .map(|at| row.print.get(*at).copied().flatten())
                .collect();
            // What says nothing says nothing of what it is.
            let says = |word: &Option<u32>| word.is_some_and(|word| word != empty());
            words.iter().any(says).then_some(words)
        };
        let near = |id| match below {
            Below::Id => id,
            Below::Parent => parent(id),
            Below::Document => document(id),
        };
        for (at, row) in self.old.iter().enumerate() {
            if self.found[at].is_none()
                && let Some(words) = key(row)
            {
                groups.entry((near(row.id), words)).or_default().0.push(at);
            }
        }
        for (at, row) in self.new.iter().enumerate() {
            if !self.taken[at]
                && let Some(words) = key(row)
                && let Some(group) = groups.get_mut(&(near(row.id), words))
            {
                group.1.push(at);
            }
        }
        for (old, new) in groups.into_values() {
            let wanted = match several {
                Several::InOrder => true,
                Several::Even => old.len() == new.len(),
                Several::Never => old.len() == 1 && new.len() == 1,
            };
            for (old, new) in old.into_iter().zip(new).filter(|_| wanted) {
                self.found[old] = Some(Pair {
                    new,
                    doubtful: false,
                });
                self.taken[new] = true;
            }
        }
    }

    fn by_id(&mut self, doubtful: impl Fn(&Known<'_>, &Known<'_>) -> bool) {
        let ids: HashMap<&str, usize> = (0..).zip(self.new).map(|(at, row)| (row.id, at)).collect();
        for (at, row) in self.old.iter().enumerate() {
            if self.found[at].is_some() || row.gone {
                continue;
            }
            if let Some(new) = ids.get(row.id).copied().filter(|new| !self.taken[*new]) {
                self.found[at] = Some(Pair {
                    new,
                    doubtful: doubtful(row, &self.new[new]),
                });
                self.taken[new] = true;
            }
        }
    }
}

/// The print of no words.
fn empty() -> u32 {
    super::compare::print("")
}

/// The key of the document that a row id begins with.
fn document(id: &str) -> &str {
    id.split('#').next().unwrap_or(id)
}

/// What a row is counted below: its id without the last part.
fn parent(id: &str) -> &str {
    let id = id.split_once('~').map_or(id, |(id, _)| id);
    let after = id.find('#').map_or(0, |at| at + 1);
    id[after..]
        .rfind('-')
        .map_or(&id[..after], |at| &id[..after + at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::records::part;

    /// An id, the words of the time, and what falls due.
    type Said = (&'static str, &'static str, &'static str);

    fn deadlines(old: &[Said], new: &[Said]) -> Vec<Option<(usize, bool)>> {
        let columns = part(RecordType::Deadline, &[]).columns;
        let prints = |rows: &[Said]| -> Vec<Print> {
            let print = |(_, raw, what): &Said| {
                super::super::prints::print(&columns, |at| {
                    Some(match columns[at].title {
                        "Frist" => (*raw).to_string(),
                        "Hva" => (*what).to_string(),
                        _ => String::new(),
                    })
                })
            };
            rows.iter().map(print).collect()
        };
        let (before, after) = (prints(old), prints(new));
        let old: Vec<Known<'_>> = old
            .iter()
            .zip(&before)
            .map(|(row, print)| Known {
                id: row.0,
                print,
                gone: false,
            })
            .collect();
        let new: Vec<Known<'_>> = new
            .iter()
            .zip(&after)
            .map(|(row, print)| Known {
                id: row.0,
                print,
                gone: false,
            })
            .collect();
        pairs(RecordType::Deadline, &columns, &old, &new)
            .into_iter()
            .map(|pair| pair.map(|pair| (pair.new, pair.doubtful)))
            .collect()
    }

    #[test]
    fn a_deadline_put_in_before_others_moves_none_of_them() {
        let old = [
            ("b#1-deadline-1", "1.2.", "Skisse 1.2."),
            ("b#1-deadline-2", "1.3.", "Utkast 1.3."),
        ];
        let new = [
            ("b#1-deadline-1", "1.1.", "Plan 1.1."),
            ("b#1-deadline-2", "1.2.", "Skisse 1.2."),
            ("b#1-deadline-3", "2.3.", "Utkast 2.3."),
        ];
        assert_eq!(deadlines(&old, &new), [Some((1, false)), Some((2, false))]);
    }

    #[test]
    fn equals_are_paired_in_their_order_and_by_their_days_first() {
        let old = [
            ("b#1-deadline-1", "1.6.", "Rapport"),
            ("b#1-deadline-2", "1.10.", "Rapport"),
        ];
        let new = [
            ("b#1-deadline-1", "1.3.", "Rapport"),
            ("b#1-deadline-2", "1.6.", "Rapport"),
            ("b#1-deadline-3", "1.10.", "Rapport"),
        ];
        assert_eq!(deadlines(&old, &new), [Some((1, false)), Some((2, false))]);
        let moved = [
            ("b#1-deadline-1", "2.6.", "Rapport"),
            ("b#1-deadline-2", "2.10.", "Rapport"),
        ];
        assert_eq!(
            deadlines(&old, &moved),
            [Some((0, false)), Some((1, false))]
        );
    }

    #[test]
    fn an_id_alone_is_doubtful_and_another_document_is_another_record() {
        let old = [("b#1-deadline-1", "1.2.", "Skisse")];
        let other = [("b#1-deadline-1", "1.9.", "Noe helt annet")];
        assert_eq!(deadlines(&old, &other), [Some((0, true))]);
        let elsewhere = [("c#1-deadline-1", "1.2.", "Skisse")];
        assert_eq!(deadlines(&old, &elsewhere), [None]);
        // The parent is counted too: it says the same at another place.
        let moved = [
            ("b#krav-1-deadline-1", "1.9.", "Noe helt annet"),
            ("b#krav-2-deadline-1", "1.2.", "Skisse"),
        ];
        let old = [("b#krav-1-deadline-1", "1.2.", "Skisse")];
        assert_eq!(deadlines(&old, &moved), [Some((1, false))]);
    }

    #[test]
    fn a_parent_is_the_id_without_its_last_part() {
        assert_eq!(
            parent("brev-2026#TB2026-1-deadline-2"),
            "brev-2026#TB2026-1-deadline"
        );
        assert_eq!(
            parent("brev-2026#TB2026-1-deadline-2~b"),
            "brev-2026#TB2026-1-deadline"
        );
        assert_eq!(parent("brev-2026#67"), "brev-2026#");
        assert_eq!(parent("brev"), "");
    }
}
