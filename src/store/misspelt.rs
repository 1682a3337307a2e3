//! Names that a filter asks for and nobody has, with those that are nearly so: a list that is empty for a
//! slip of the pen says so.

use super::filter::{Filter, whole};
use super::fold::folded;
use super::{Store, StoreError};
use std::collections::BTreeSet;

/// How many names are offered.
const OFFERED: usize = 5;

/// How like a name, or one of its words, must be: 1 is the same, 0 nothing alike.
const ALIKE: f64 = 0.75;

/// The longest abbreviation, in letters.
const ABBREVIATION: usize = 6;

/// Which names of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOf {
    /// A sender.
    Issuer,
    /// A recipient, or who else is to do something.
    Recipient,
    /// A unit of a ministry.
    Department,
}

/// A name that nobody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misspelt {
    /// Whose it would be.
    pub of: NameOf,
    /// As asked for.
    pub typed: String,
    /// What is called nearly so, the most alike first.
    pub nearest: Vec<String>,
}

impl Misspelt {
    /// What is the matter, in bokmål.
    pub fn told(&self) -> String {
        let what = match self.of {
            NameOf::Issuer => "avsender",
            NameOf::Recipient => "mottaker",
            NameOf::Department => "avdeling",
        };
        format!("Ingen {what} heter «{}».", self.typed)
    }

    /// The filter with another name in its place.
    pub fn mended(&self, filter: &Filter, name: &str) -> Filter {
        let mut filter = filter.clone();
        let names = match self.of {
            NameOf::Issuer => &mut filter.issuers,
            NameOf::Recipient => &mut filter.recipients,
            NameOf::Department => &mut filter.departments,
        };
        for one in names.iter_mut().filter(|one| **one == self.typed) {
            *one = name.to_string();
        }
        filter
    }
}

impl Store {
    /// The names of a filter that nobody in the store has. For lists that are empty: it looks at all.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn misspelt(&self, filter: &Filter) -> Result<Vec<Misspelt>, StoreError> {
        let mut found = Vec::new();
        for (of, asked) in [
            (NameOf::Issuer, &filter.issuers),
            (NameOf::Recipient, &filter.recipients),
            (NameOf::Department, &filter.departments),
        ] {
            if asked.is_empty() {
                continue;
            }
            let names = self.names_of(of)?;
            for typed in asked {
                let typed_name = typed.trim();
                let own = folded(whole(typed_name).unwrap_or(typed_name));
                let fits = |name: &String| match of {
                    NameOf::Department => folded(name) == own,
                    _ => folded(name).contains(&own),
                };
                if !names.iter().any(fits) {
                    found.push(Misspelt {
                        of,
                        typed: typed.clone(),
                        nearest: nearest(&own, &names),
                    });
                }
            }
        }
        Ok(found)
    }

    /// All names of that sort, each once.
    fn names_of(&self, of: NameOf) -> Result<BTreeSet<String>, StoreError> {
        let sql = match of {
            NameOf::Issuer => "SELECT DISTINCT name FROM parties WHERE role = 'issuer'",
            NameOf::Recipient => {
                "SELECT name FROM parties WHERE role = 'recipient'
                 UNION SELECT name FROM addressees
                 UNION SELECT responsible FROM deadlines WHERE responsible IS NOT NULL
                 UNION SELECT name FROM parties JOIN documents USING (document)
                   WHERE role = 'issuer' AND kind = 'annual_report'"
            }
            NameOf::Department => {
                "SELECT DISTINCT json ->> '$.department' FROM assignments
                 WHERE json ->> '$.department' IS NOT NULL"
            }
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }
}

/// The names that are most like what was typed, folded.
fn nearest(typed: &str, names: &BTreeSet<String>) -> Vec<String> {
    let mut found: Vec<(f64, &String)> = names
        .iter()
        .map(|name| (alike(typed, &folded(name)), name))
        .filter(|(alike, _)| *alike >= ALIKE)
        .collect();
    found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.cmp(other)));
    let found = found.into_iter().take(OFFERED);
    found.map(|(_, name)| name.clone()).collect()
}

/// How like a name what was typed is: the whole of it, one of its words, or what it is short for.
fn alike(typed: &str, name: &str) -> f64 {
    let like = |one: &str| strsim::normalized_damerau_levenshtein(typed, one);
    let words = name.split_whitespace().map(like);
    let best = words.fold(like(name), f64::max);
    // A name of which each word was typed, others between them or not.
    let mut asked = typed.split_whitespace().peekable();
    let all = asked.peek().is_some() && asked.all(|word| name.contains(word));
    // Of the three letters of a unit, one is a third.
    let slip = typed.chars().count() > 2 && strsim::damerau_levenshtein(typed, name) == 1;
    let whole = match all {
        true => 0.9,
        false if slip || is_short_for(typed, name) => ALIKE,
        false => 0.0,
    };
    best.max(whole)
}

/// Whether letters stand in a name in their order, from its first on: `hdir`, `hsø`, `kv`.
fn is_short_for(typed: &str, name: &str) -> bool {
    let length = typed.chars().count();
    if !(2..=ABBREVIATION).contains(&length) || typed.contains(' ') {
        return false;
    }
    let mut letters = name.chars();
    name.starts_with(typed.chars().next().unwrap_or_default())
        && typed.chars().all(|c| letters.any(|letter| letter == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(typed: &str) -> Vec<String> {
        let names = [
            "Kystetaten",
            "Kystvaktdirektoratet",
            "Helsedirektoratet",
            "Helse Sør-Øst RHF",
            "Helse Nord RHF",
            "HAV",
            "HAVN",
            "MIL",
        ];
        nearest(
            &folded(typed),
            &names.iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn slips_words_in_another_order_and_abbreviations_are_understood() {
        assert_eq!(near("Kystetatn")[0], "Kystetaten");
        assert_eq!(near("kysttetaten")[0], "Kystetaten");
        assert_eq!(near("RHF Nord Helse")[0], "Helse Nord RHF");
        assert_eq!(near("Hdir"), ["Helsedirektoratet"]);
        assert_eq!(near("HSØ"), ["Helse Sør-Øst RHF"]);
        assert_eq!(near("Helse Sør Øst RHF")[0], "Helse Sør-Øst RHF");
        assert!(near("HA").contains(&"HAV".to_string()));
        assert_eq!(near("HAVX")[0], "HAV");
        assert!(near("Riksantikvaren").is_empty());
        assert!(near("").is_empty());
    }
}
