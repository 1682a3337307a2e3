//! Which prints are of one document, which of them counts, and what the document is called.

use super::Print;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// A print, and whether its source is there.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// The print.
    pub print: &'a Print,
    /// The source was not there any more when it was last looked for.
    pub gone: bool,
}

/// Why one of several files of a document counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "ground", rename_all = "snake_case")]
pub enum Ground {
    /// The source of this one is not there any more.
    Gone,
    /// More records were read from the one that counts.
    Records {
        /// From the one that counts.
        counting: usize,
        /// From this one.
        here: usize,
    },
    /// As many records, and fewer places in the one that counts that none of them took.
    Unclaimed {
        /// In the one that counts.
        counting: usize,
        /// In this one.
        here: usize,
    },
    /// As full, and the one that counts is the PDF: its pages are those on paper.
    Pages,
    /// As full and as good: the first by name counts.
    First,
}

impl Ground {
    /// The ground in words, for people at a terminal.
    pub fn words(&self) -> String {
        match self {
            Self::Gone => "the source of the other is gone".into(),
            Self::Records { counting, here } => {
                format!("{counting} records were read from it, {here} from the other")
            }
            Self::Unclaimed { counting, here } => {
                format!("as many records, and {counting} places unread in it, {here} in the other")
            }
            Self::Pages => "as many records, and it is the PDF".into(),
            Self::First => "as many records, and it is the first by name".into(),
        }
    }
}

/// What a print came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The place of the one that counts in the place of this one, and why; `None` where this one does.
    pub counts: Option<(usize, Ground)>,
    /// What its document is called: the same for all its files, and for no other document.
    pub key: String,
}

/// Settles the holders of a set, in the order in which folders are walked; one a holder, in their order.
/// Of several files of one document the fullest reading counts: of those whose source is there, the one
/// with the most records; of as many, the one with the fewest places that no record took; then the PDF;
/// then the first.
pub fn settle(holders: &[Holder<'_>]) -> Vec<Settled> {
    settle_among(holders, |_| false)
}

/// The same, where some keys are those of documents that are not among the holders.
pub fn settle_among(holders: &[Holder<'_>], taken: impl Fn(&str) -> bool) -> Vec<Settled> {
    let mut given: BTreeSet<String> = BTreeSet::new();
    // A key that a document has of its own is given to no other.
    let own: BTreeSet<&str> = holders.iter().map(|one| one.print.key.as_str()).collect();
    let mut settled: Vec<Option<Settled>> = vec![None; holders.len()];
    for members in in_place_of_gone(holders, groups(holders)) {
        let Some(counting) = counting(holders, &members) else {
            continue;
        };
        let print = holders[counting].print;
        let key = match given.contains(&print.key) {
            false => print.key.clone(),
            true => other_key(print, |key| {
                given.contains(key) || own.contains(key) || taken(key)
            }),
        };
        given.insert(key.clone());
        for member in members {
            let ground = (member != counting)
                .then(|| (counting, ground(&holders[counting], &holders[member])));
            settled[member] = Some(Settled {
                counts: ground,
                key: key.clone(),
            });
        }
    }
    settled.into_iter().flatten().collect()
}

/// The holders of each document, in order. One joins those of whom all agree with it, of several such the
/// surest, so that no two are brought together by a third.
fn groups(holders: &[Holder<'_>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // Of a whole archive, each is compared with the few that it could be one with.
    let mut met: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for (at, holder) in holders.iter().enumerate() {
        let words = holder.print.meetings();
        let near: BTreeSet<usize> = words
            .iter()
            .filter_map(|word| met.get(word))
            .flatten()
            .copied()
            .collect();
        let mut best: Option<(f64, usize)> = None;
        for n in near {
            let agreement = groups[n]
                .iter()
                .map(|member| holder.print.agreement(holders[*member].print))
                .try_fold(1.0_f64, |least, one| one.map(|one| least.min(one)));
            if let Some(agreement) = agreement
                && best.is_none_or(|(most, _)| agreement > most)
            {
                best = Some((agreement, n));
            }
        }
        let own = match best {
            Some((_, n)) => {
                groups[n].push(at);
                n
            }
            None => {
                groups.push(vec![at]);
                groups.len() - 1
            }
        };
        for word in words {
            met.entry(word).or_default().insert(own);
        }
    }
    groups
}

/// The groups with those of which every source is gone joined to the one that has their key and is there:
/// who takes a file away and lays a corrected one of the same letter in its place, means the new one.
fn in_place_of_gone(holders: &[Holder<'_>], groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let is_gone = |group: &Vec<usize>| group.iter().all(|at| holders[*at].gone);
    let (gone, mut there): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_gone);
    if gone.is_empty() {
        return there;
    }
    for group in gone {
        let keys: BTreeSet<&str> = group
            .iter()
            .map(|at| holders[*at].print.key.as_str())
            .collect();
        let of_key = |one: &Vec<usize>| {
            let mut keys_there = one.iter().map(|at| holders[*at].print.key.as_str());
            !is_gone(one) && keys_there.any(|key| keys.contains(key))
        };
        let mut own = there.iter_mut().filter(|one| of_key(one));
        match (own.next(), own.next()) {
            (Some(one), None) => one.extend(group),
            _ => there.push(group),
        }
    }
    there.sort_by_key(|group| group.iter().min().copied());
    there
}

fn rank(holder: &Holder<'_>) -> (bool, std::cmp::Reverse<usize>, usize, bool) {
    let print = holder.print;
    (
        holder.gone,
        std::cmp::Reverse(print.records),
        print.unclaimed,
        print.form != "application/pdf",
    )
}

fn counting(holders: &[Holder<'_>], members: &[usize]) -> Option<usize> {
    members
        .iter()
        .copied()
        .min_by_key(|at| (rank(&holders[*at]), *at))
}

fn ground(counting: &Holder<'_>, here: &Holder<'_>) -> Ground {
    let (one, other) = (counting.print, here.print);
    if here.gone != counting.gone {
        Ground::Gone
    } else if one.records != other.records {
        Ground::Records {
            counting: one.records,
            here: other.records,
        }
    } else if one.unclaimed != other.unclaimed {
        Ground::Unclaimed {
            counting: one.unclaimed,
            here: other.unclaimed,
        }
    } else if one.form != other.form && one.form == "application/pdf" {
        Ground::Pages
    } else {
        Ground::First
    }
}

/// What a document is called whose key another one has: by its day, else by its file's name.
fn other_key(print: &Print, taken: impl Fn(&str) -> bool) -> String {
    let named = |word: &str| Some(format!("{}-{word}", print.key)).filter(|key| !taken(key));
    let date = print
        .date
        .as_deref()
        .filter(|date| !print.key.contains(date));
    if let Some(key) = date.and_then(named) {
        return key;
    }
    let name = match crate::model::slug(&print.name) {
        name if name.is_empty() => "file".to_string(),
        name => name,
    };
    let mut ordinal = 1;
    loop {
        let word = match ordinal {
            1 => name.clone(),
            n => format!("{name}-{n}"),
        };
        if let Some(key) = named(&word) {
            return key;
        }
        ordinal += 1;
    }
}
