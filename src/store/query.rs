//! What is searched for.
//!
//! ```text
//! query  ::= *(phrase | word)            all must occur
//! phrase ::= '"' words '"'               also “ ” „ « »; its words follow each other
//! word   ::= what stands between blanks  «TB2026-14» and «732.70» are phrases of their parts
//! ```

use super::fold::words;
use super::{Store, StoreError};
use schemars::JsonSchema;
use serde::Serialize;

/// The shortest word of which parts of compounds are found.
const PART: usize = 3;

/// In how many words a part may stand before only words that begin so are looked up.
const COMPOUNDS: usize = 600;

/// A query taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What must occur; empty where nothing was asked for.
    pub parts: Vec<QueryPart>,
}

/// One thing that must occur.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryPart {
    /// A word, folded; parts of compounds count.
    Word(String),
    /// Words, folded, that follow each other; each whole.
    Phrase(Vec<String>),
}

/// How a word of the query was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QueryWord {
    /// The word, or the words of a phrase, folded.
    pub word: String,
    /// How.
    pub matched: Matched,
}

/// How a word of the query was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// As it stands: numbers and phrases.
    Whole,
    /// At the beginning of words: very short ones.
    Beginning,
    /// In any word: parts of compounds too.
    Inside,
    /// Only whole and at the beginning of words, for too many words have it inside.
    TooCommon,
}

/// A part of a query with the words that it stands for.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) part: QueryPart,
    pub(super) matched: Matched,
    /// Words that contain it, itself left out.
    pub(super) compounds: Vec<String>,
}

impl Query {
    /// Takes a query apart. Any text is a query.
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let quote = |c: char| matches!(c, '"' | '«' | '»' | '“' | '”' | '„' | '‟');
        for (at, stretch) in text.split(quote).enumerate() {
            if at % 2 == 1 {
                Self::put(&mut parts, words(stretch), true);
                continue;
            }
            for chunk in stretch.split_whitespace() {
                Self::put(&mut parts, words(chunk), false);
            }
        }
        Self { parts }
    }

    fn put(parts: &mut Vec<QueryPart>, mut words: Vec<String>, quoted: bool) {
        let part = match words.len() {
            0 => return,
            1 if !quoted && !words[0].starts_with(char::is_numeric) => {
                QueryPart::Word(words.remove(0))
            }
            _ => QueryPart::Phrase(words),
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
}

impl QueryPart {
    /// Its words, for the index: never anything that the index takes for its own syntax.
    pub(super) fn quoted(&self) -> String {
        match self {
            Self::Word(word) => quoted(word),
            Self::Phrase(words) => quoted(&words.join(" ")),
        }
    }
}

/// A word for the index: words are letters and digits only, so that nothing needs escaping.
pub(super) fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}

impl Term {
    pub(super) fn told(&self) -> QueryWord {
        QueryWord {
            word: match &self.part {
                QueryPart::Word(word) => word.clone(),
                QueryPart::Phrase(words) => words.join(" "),
            },
            matched: self.matched,
        }
    }

    /// How a word of a text, folded, stands to it: itself, one of its compounds, or neither.
    pub(super) fn fits(&self, word: &str) -> bool {
        match (&self.part, self.matched) {
            (QueryPart::Word(asked), Matched::Inside) => word.contains(asked.as_str()),
            (QueryPart::Word(asked), Matched::Beginning | Matched::TooCommon) => {
                word.starts_with(asked.as_str())
            }
            (QueryPart::Word(asked), Matched::Whole) => word == asked,
            (QueryPart::Phrase(_), _) => false,
        }
    }
}

impl Store {
    /// The words that a part of a query stands for.
    pub(super) fn term(&self, part: &QueryPart) -> Result<Term, StoreError> {
        let term = |matched, compounds| Term {
            part: part.clone(),
            matched,
            compounds,
        };
        let QueryPart::Word(word) = part else {
            return Ok(term(Matched::Whole, Vec::new()));
        };
        if word.chars().count() < PART {
            return Ok(term(Matched::Beginning, Vec::new()));
        }
        // A limit that is a parameter would have SQLite plan the statement anew each time.
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT word FROM compounds WHERE compounds MATCH ?1 LIMIT {}",
            COMPOUNDS + 1
        ))?;
        let compounds: Vec<String> = statement
            .query_map([quoted(word)], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if compounds.len() > COMPOUNDS {
            return Ok(term(Matched::TooCommon, Vec::new()));
        }
        let compounds = compounds.into_iter().filter(|one| one != word).collect();
        Ok(term(Matched::Inside, compounds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_words_and_phrases() {
        let word = |word: &str| QueryPart::Word(word.into());
        let phrase =
            |words: &str| QueryPart::Phrase(words.split(' ').map(str::to_string).collect());
        assert_eq!(
            Query::parse("Ventetid «Helse Nord» TB2026–14 732.70 2026 - fyr \"fyr\"").parts,
            [
                word("ventetid"),
                phrase("helse nord"),
                phrase("tb2026 14"),
                phrase("732 70"),
                phrase("2026"),
                word("fyr"),
                phrase("fyr"),
            ]
        );
        assert_eq!(Query::parse(" – \" « * ( ").parts, []);
        assert_eq!(Query::parse("\"open quote").parts, [phrase("open quote")]);
    }
}
