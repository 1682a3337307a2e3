//! The words by which deadlines are told, where the kind of word alone is not enough to go by: the verbs
//! after which a time is that of the act, the nouns that have a date of their own.
//!
//! They stand in `grammars/deadlines.toml`, one list a notion, with examples that a test holds them to.
//! Words that are looked for as whole words anywhere in a text stand in `grammars/words.toml`.

use serde::Deserialize;

/// The lists that are compiled in.
pub(in crate::grammar) const TERMS: &str = include_str!("../../../grammars/deadlines.toml");

/// One list of words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

impl List {
    /// Whether a word, in lower case, is one of them.
    pub fn is(&self, word: &str) -> bool {
        self.words.iter().any(|one| one == word)
    }

    /// Whether a text in lower case begins with one of them.
    pub fn begin(&self, text: &str) -> bool {
        self.words.iter().any(|one| text.starts_with(one.as_str()))
    }

    /// Whether a text in lower case ends with one of them.
    pub fn end(&self, text: &str) -> bool {
        self.ending(text).is_some()
    }

    /// The one of them that a text in lower case ends with.
    pub fn ending(&self, text: &str) -> Option<&str> {
        let mut words = self.words.iter().map(String::as_str);
        words.find(|one| text.ends_with(one))
    }

    /// Whether one of them stands in a text in lower case, also inside a word.
    pub fn stand_in(&self, text: &str) -> bool {
        self.words.iter().any(|one| text.contains(one.as_str()))
    }

    /// Whether a text in lower case ends with one of them as a whole word or phrase.
    pub fn close(&self, text: &str) -> bool {
        self.closing(text).is_some()
    }

    /// The one of them that a text in lower case ends with as a whole word or phrase.
    pub fn closing(&self, text: &str) -> Option<&str> {
        let mut words = self.words.iter().map(String::as_str);
        words.find(|one| {
            text.strip_suffix(one)
                .is_some_and(|lead| !lead.ends_with(char::is_alphanumeric))
        })
    }

    /// The one of them that a text in lower case begins with as a whole word or phrase.
    pub fn opening(&self, text: &str) -> Option<&str> {
        let mut words = self.words.iter().map(String::as_str);
        words.find(|one| {
            text.strip_prefix(one)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }
}

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// All lists, by what they tell.
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Terms {
            $($(#[$doc])* pub(in crate::grammar) $name: List,)*
        }

        #[cfg(test)]
        impl Terms {
            fn all(&self) -> Vec<(&'static str, &List)> {
                vec![$((stringify!($name), &self.$name),)*]
            }
        }
    };
}

terms! {
    /// Parts of nouns that have a date of their own.
    dated,
    /// Words before a time that make it part of a thing.
    of_a_thing,
    /// Words that begin a clause with a subject of its own.
    subordinates,
    /// «at».
    that,
    /// Joins a second time to the verb of the first.
    joins,
    /// Between two times that one limit governs.
    connectives,
    /// Between a time and a day that says it again.
    apposition,
    /// Before the first of several times.
    first_time,
    /// Parts of words that give an account.
    tells,
    /// Gives an account only with an overview.
    gives,
    /// An overview.
    overview,
    /// Without end, as an adverb.
    always,
    /// Small words that may follow an adverb.
    after_adverb,
    /// What follows is how it goes on.
    afterwards,
    /// Before a time that is over when something is due.
    after,
    /// A beginning, the time itself counted in.
    inclusive,
    /// The small words that lead to the time of an act.
    leads,
    /// Whose plans are not the recipient's, whatever an assignment opens with.
    senders,
    /// Makes a time the first that may be.
    earliest,
    /// Before «før»: of something that was.
    from_before,
    /// An aim only right before its time.
    towards,
    /// How points of a list are named.
    point,
    /// Ends of nouns of which one is known.
    definite,
    /// After these an adjective stands, no adverb.
    before_noun,
    /// Ends of nouns that are no names.
    common,
    /// The verb after somebody who does something himself.
    does,
    /// Verbs that may stand before their subject.
    shall,
    /// Actors that are not written to.
    actors,
    /// After «Departementet vil»: asks.
    wants,
    /// Verbs and small words that a thing has as well.
    of_things,
}

impl Terms {
    /// The words that are compiled in.
    ///
    /// # Panics
    /// Never: a test reads the file.
    pub fn built_in() -> Self {
        toml::from_str(TERMS).expect("grammars/deadlines.toml is read by a test")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_holds_a_word_of_its_list() {
        for (name, list) in Terms::built_in().all() {
            assert!(!list.words.is_empty(), "{name}");
            for word in &list.words {
                assert_eq!(word.to_lowercase(), *word, "{name}");
            }
            for example in &list.examples {
                assert!(list.stand_in(&example.to_lowercase()), "{name}: {example}");
            }
        }
    }
}
