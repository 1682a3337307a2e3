//! Who is asked, and how plainly.
//!
//! ```text
//! duty ::= subject demand | demand subject        Etaten skal …   I år skal etaten …
//!        | [asker] asking                          Departementet ber om …   Etaten får i oppgåve å …
//!        | infinitive                              Utarbeide …        at the start of an item or a cell
//! ```

use crate::grammar::{cue::Cue, lexeme::lower_in_place, phrases::Hit, short_name::is_short_form};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// How plainly a duty is the addressee's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Plainness {
    /// Somebody else's: «kommunene skal».
    Others,
    /// Nobody is named: «det skal vurderes».
    Nobodys,
    /// A task as an item: «Utarbeide …».
    Item,
    /// Who is written to is bound: «Etaten skal».
    Bound,
    /// Asked in so many words: «Departementet ber».
    Asked,
}

/// A duty in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Duty {
    /// How plainly it is the addressee's.
    pub plainness: Plainness,
    /// The word that says so, in bytes.
    pub range: Range<usize>,
}

/// How far before a demand its subject stands, and how far after it, in bytes.
const BEFORE: usize = 90;
const AFTER: usize = 40;
/// How many words its subject has at most.
const SUBJECT: usize = 4;

/// The names by which a letter calls whom it is to.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<String>);

impl Names {
    /// The names of the recipients, and what else stands before a demand again and again: what has a capital
    /// in the midst of sentences, too (`SFK skal`, `Losen skal` beside `ber Losen om`), and what the
    /// recipient or the letter's title has in it (`Arkivet skal` to Statens kystarkiv).
    pub(super) fn of<'a>(
        recipients: &[String],
        title: Option<&str>,
        texts: impl Iterator<Item = (&'a str, &'a [Hit<Cue>])> + Clone,
    ) -> Self {
        let mut bound: BTreeMap<&str, usize> = BTreeMap::new();
        let mut inside: BTreeSet<&str> = BTreeSet::new();
        let mut others: BTreeSet<&str> = BTreeSet::new();
        for (text, hits) in texts {
            // «BYV skal», «BYV bes om».
            let binds = |hit: &&Hit<Cue>| matches!(hit.role, Cue::Demands | Cue::Bidden);
            for hit in hits.iter().filter(binds) {
                let word = text[..hit.range.start].split_whitespace().next_back();
                if let Some(word) = word.filter(|word| is_name(word)) {
                    *bound.entry(word).or_default() += 1;
                }
            }
            let theirs = hits.iter().filter(|hit| hit.role == Cue::Others);
            others.extend(theirs.map(|hit| whole_word(text, hit)));
            let words: Vec<&str> = text.split_whitespace().collect();
            for pair in words.windows(2) {
                let name = pair[1].trim_end_matches([',', '.', ')']);
                if pair[0].starts_with(char::is_lowercase)
                    && pair[0].ends_with(char::is_alphanumeric)
                    && is_name(name)
                {
                    inside.insert(name);
                }
            }
        }
        let capitals = |word: &str| word.chars().filter(|c| c.is_uppercase()).count();
        let called: Vec<&str> = recipients.iter().map(String::as_str).chain(title).collect();
        let short = |word: &str| is_short_form(word, called.iter().copied());
        let again = bound.into_iter().filter(|(word, n)| {
            *n >= 2
                && !others.contains(word)
                && (capitals(word) >= 2 || inside.contains(word) || short(word))
        });
        let mut names: Vec<String> = recipients.iter().map(|name| lower_in_place(name)).collect();
        names.extend(again.map(|(word, _)| lower_in_place(word)));
        names.retain(|name| name.len() >= 2);
        Self(names)
    }

    /// Gives the words of a letter that name a body, by its own name, that the letter is not to (`Kartverket
    /// skal`, to another) their role: somebody else's. `called` is what the letter calls whom it is to, and
    /// `is_kind` tells what names no one body: «Helseforetaket».
    pub(super) fn part_from_others<'a>(
        called: &[&str],
        is_kind: impl Fn(&str) -> bool,
        passages: impl Iterator<Item = (&'a str, &'a mut Vec<Hit<Cue>>)>,
    ) {
        if called.is_empty() {
            return;
        }
        let mut known: HashMap<String, bool> = HashMap::new();
        for (text, hits) in passages {
            for hit in hits.iter_mut().filter(|hit| hit.role == Cue::Addressed) {
                let word = whole_word(text, hit);
                if word.len() == hit.range.len() || !word.starts_with(char::is_uppercase) {
                    continue;
                }
                let other = known.entry(word.to_string()).or_insert_with(|| {
                    let lower = lower_in_place(word);
                    let mut called = called.iter().copied();
                    !is_kind(word)
                        && !is_short_form(word, called.clone())
                        && !called.any(|name| lower_in_place(name).contains(&lower))
                });
                if *other {
                    hit.role = Cue::Others;
                }
            }
        }
    }

    /// Where the last of the names ends in a text of small letters.
    fn last_in(&self, lower: &str) -> Option<usize> {
        let ends = |name: &String| Some(words(lower, name).last()? + name.len());
        self.0.iter().filter_map(ends).max()
    }

    pub(super) fn any_in(&self, lower: &str) -> bool {
        let mut names = self.0.iter();
        names.any(|name| words(lower, name).next().is_some())
    }
}

/// Where a name stands in a text of small letters, as words of their own: not «etaten» in «etatens».
fn words<'a>(lower: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let places = lower.match_indices(name).map(|(at, _)| at);
    places.filter(move |at| {
        !goes_on(lower[..*at].chars().next_back())
            && !goes_on(lower[at + name.len()..].chars().next())
    })
}

/// The word that a cue is the end of: «Kartverket», of which a word of the grammar is «verket».
fn whole_word<'a>(text: &'a str, hit: &Hit<Cue>) -> &'a str {
    let before = text[..hit.range.start]
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric());
    let start = before.last().map_or(hit.range.start, |(at, _)| at);
    &text[start..hit.range.end]
}

/// Whether a word may be a name: letters alone, the first of them a capital.
fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric)
}

/// The plainest duty of a passage; `openings` are where an item or a cell begins.
pub(super) fn duty(
    text: &str,
    hits: &[Hit<Cue>],
    openings: &[usize],
    names: &Names,
) -> Option<Duty> {
    let lower = lower_in_place(text);
    let item = openings.iter().find_map(|opening| {
        let from = opening + text[*opening..].len() - text[*opening..].trim_start().len();
        let hit = hits
            .iter()
            .find(|hit| hit.role == Cue::Infinitive && hit.range.start == from)?;
        Some(Duty {
            plainness: Plainness::Item,
            range: hit.range.clone(),
        })
    });
    let said = hits.iter().filter_map(|hit| {
        let plainness = match hit.role {
            Cue::Asks | Cue::Bidden | Cue::AskedThen => asked(&lower, hits, hit),
            Cue::Demands => bound(&lower, hits, hit, names),
            Cue::Expects => named_after(&lower, hits, hit, names),
            _ => return None,
        };
        Some(Duty {
            plainness,
            range: hit.range.clone(),
        })
    });
    // Of two that are as plain, the first.
    said.chain(item)
        .fold(None, |best: Option<Duty>, next| match best {
            Some(best) if best.plainness >= next.plainness => Some(best),
            _ => Some(next),
        })
}

/// Somebody asks: the ministry, unless another asker stands before the word (`Stortinget ber`).
fn asked(lower: &str, hits: &[Hit<Cue>], asking: &Hit<Cue>) -> Plainness {
    let denied = hits
        .iter()
        .any(|hit| hit.role == Cue::Not && hit.range.start == asking.range.end + 1);
    if denied {
        return Plainness::Nobodys;
    }
    let asker = hits.iter().rfind(|hit| {
        matches!(hit.role, Cue::Others | Cue::Addressed)
            && hit.range.end <= asking.range.start
            && lower[hit.range.end..asking.range.start]
                .split_whitespace()
                .count()
                <= 2
    });
    match asker {
        Some(hit) if hit.role == Cue::Others && !lower[hit.range.clone()].starts_with("depart") => {
            Plainness::Others
        }
        _ => Plainness::Asked,
    }
}

/// Whose a demand is: the subject nearest before it, else the one after it.
fn bound(lower: &str, hits: &[Hit<Cue>], demand: &Hit<Cue>, names: &Names) -> Plainness {
    let mut from = demand.range.start.saturating_sub(BEFORE);
    while !lower.is_char_boundary(from) {
        from += 1;
    }
    // A subject stands in the clause of its verb.
    let clause = lower[from..demand.range.start]
        .rfind([';', ':'])
        .map_or(from, |at| from + at + 1);
    let before = &lower[clause..demand.range.start];
    // «vil vurdere om etaten skal …»
    let open = hits.iter().any(|hit| {
        hit.role == Cue::Whether && hit.range.start >= clause && {
            let between = lower.get(hit.range.end..demand.range.start);
            between.is_some_and(|words| words.split_whitespace().count() <= SUBJECT)
        }
    });
    if open {
        return Plainness::Nobodys;
    }
    let subject = hits.iter().rfind(|hit| {
        matches!(hit.role, Cue::Others | Cue::Addressed)
            && hit.range.start >= clause
            && hit.range.end <= demand.range.start
    });
    let named = names.last_in(before).map(|end| clause + end);
    match (subject, named) {
        (Some(hit), Some(named)) if hit.role == Cue::Others && hit.range.start >= named => {
            return Plainness::Others;
        }
        (_, Some(_)) => return Plainness::Bound,
        (Some(hit), None) if hit.role == Cue::Addressed => return Plainness::Bound,
        (Some(hit), None) if hit.range.end + 1 >= demand.range.start => return Plainness::Others,
        _ => {}
    }
    named_after(lower, hits, demand, names)
}

/// Whose a demand is by the subject after it.
fn named_after(lower: &str, hits: &[Hit<Cue>], demand: &Hit<Cue>, names: &Names) -> Plainness {
    let mut to = (demand.range.end + AFTER).min(lower.len());
    while !lower.is_char_boundary(to) {
        to -= 1;
    }
    let after = &lower[demand.range.end..to];
    let next = hits.iter().find(|hit| {
        matches!(hit.role, Cue::Others | Cue::Addressed)
            && hit.range.start >= demand.range.end
            && hit.range.end <= to
            && {
                // `skal sendes departementet`: what follows the verb is its object.
                let between = lower[demand.range.end..hit.range.start].split_whitespace();
                let most = if hit.role == Cue::Addressed { 2 } else { 0 };
                between.count() <= most
            }
    });
    match next {
        Some(hit) if hit.role == Cue::Addressed => Plainness::Bound,
        Some(_) => Plainness::Others,
        None if names.any_in(after) => Plainness::Bound,
        None => Plainness::Nobodys,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammar;

    fn plain(text: &str) -> Option<Plainness> {
        let hits = Grammar::built_in().cues.words(text);
        let names = Names(vec!["kystetaten".into(), "ske".into()]);
        duty(text, &hits, &[], &names).map(|duty| duty.plainness)
    }

    #[test]
    fn who_is_bound() {
        use Plainness::{Asked, Bound, Nobodys, Others};
        for (text, wanted) in [
            ("Kystetaten skal lage en plan.", Some(Bound)),
            ("I 2026 skal direktoratet lage en plan.", Some(Bound)),
            ("SKE må sørge for at kaiene er trygge.", Some(Bound)),
            ("Kommunene skal sende inn skjemaet.", Some(Others)),
            ("Det skal lages en plan.", Some(Nobodys)),
            ("Planen skal sendes departementet.", Some(Nobodys)),
            ("Departementet ber om en plan.", Some(Asked)),
            ("Etaten bes ikke vente på svaret.", Some(Nobodys)),
            (
                "Tilsynet får i oppgåve å leggje fram eit forslag.",
                Some(Asked),
            ),
            ("Stortinget ber regjeringen om en plan.", Some(Others)),
            ("Vi forventer at etaten prioriterer saken.", Some(Bound)),
            ("Vi forventer at prisene stiger.", Some(Nobodys)),
            (
                "Departementet vil vurdere om SKE skal få saken.",
                Some(Nobodys),
            ),
            (
                "Kystetaten skal vurdere om havnene har nok kaier.",
                Some(Bound),
            ),
            ("Planen er ferdig.", None),
        ] {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }

    #[test]
    fn an_item_that_begins_with_an_infinitive_is_a_task() {
        let text = "a) Utarbeide et forslag";
        let hits = Grammar::built_in().cues.words(text);
        let found = duty(text, &hits, &[2], &Names::default());
        assert_eq!(found.map(|duty| duty.plainness), Some(Plainness::Item));
        assert_eq!(duty(text, &hits, &[], &Names::default()), None);
    }

    #[test]
    fn a_body_of_another_name_is_somebody_else() {
        use Plainness::{Asked, Bound, Others};
        let told = |text: &str| {
            let mut hits = Grammar::built_in().cues.words(text);
            let called = ["Statens losvesen", "Tildelingsbrev til Losetaten"];
            let once = std::iter::once((text, &mut hits));
            Names::part_from_others(&called, |word| word == "Losverket", once);
            duty(text, &hits, &[], &Names::default()).map(|duty| duty.plainness)
        };
        assert_eq!(told("Fyrverket skal lage en plan."), Some(Others));
        assert_eq!(told("Fyrverket har fått i oppdrag å male."), Some(Others));
        assert_eq!(told("Losetaten skal lage en plan."), Some(Bound));
        assert_eq!(told("Losverket skal lage en plan."), Some(Bound));
        assert_eq!(told("Etaten får i oppdrag å male."), Some(Asked));
    }

    #[test]
    fn a_short_form_is_known_by_its_repetition() {
        let cues = Grammar::built_in().cues;
        let texts = ["SFK skal kartlegge.", "SFK skal foreslå.", "EU skal vedta."];
        let hits: Vec<_> = texts.iter().map(|text| cues.words(text)).collect();
        let names = Names::of(
            &[],
            None,
            texts.into_iter().zip(hits.iter().map(Vec::as_slice)),
        );
        assert_eq!(names.0, ["sfk"]);
        let texts = [
            "Losen skal male.",
            "Losen skal lære.",
            "Vi ber Losen om svar.",
            "Planen skal vise.",
            "Planen skal være kort.",
            "Send planen.",
        ];
        let hits: Vec<_> = texts.iter().map(|text| cues.words(text)).collect();
        let names = Names::of(
            &[],
            None,
            texts.into_iter().zip(hits.iter().map(Vec::as_slice)),
        );
        assert_eq!(names.0, ["losen"]);
        let texts = [
            "Arkivet skal måle.",
            "Arkivet skal melde.",
            "Planen skal vise.",
            "Planen må se.",
        ];
        let hits: Vec<_> = texts.iter().map(|text| cues.words(text)).collect();
        let words = texts.into_iter().zip(hits.iter().map(Vec::as_slice));
        let names = Names::of(&[], Some("Instruks for Statens kystarkiv"), words);
        assert_eq!(names.0, ["arkivet"]);
    }
}
