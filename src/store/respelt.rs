//! What a query that finds nothing may have meant: its words as the documents spell them.

use super::fold::words;
use super::query::{Query, QueryPart, quoted};
use super::{Store, StoreError};

/// How many words that share most with a misspelt one are looked at.
const CANDIDATES: usize = 100;

/// How like a word must be: 1 is the same, 0 nothing alike.
const ALIKE: f64 = 0.72;

/// The shortest word that is taken to be misspelt: shorter ones are like too many others.
const SHORTEST: usize = 4;

impl Store {
    /// The query with its misspelt words spelt as the documents spell the words most like them: «vetetid»
    /// as «ventetid». `None` where every word stands in some document, where nothing is alike, and where
    /// the new query finds nothing either. Numbers and phrases are left as they are.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn respelt(&self, text: &str) -> Result<Option<String>, StoreError> {
        self.at_once(|| {
            let mut new: Vec<(String, String)> = Vec::new();
            for part in Query::parse(text).parts {
                let QueryPart::Word(word) = &part else {
                    continue;
                };
                let known = !self.term(&part)?.compounds.is_empty() || self.is_word(word)?;
                if known || word.chars().count() < SHORTEST {
                    continue;
                }
                match self.most_like(word)? {
                    Some(other) => new.push((word.clone(), other)),
                    None => return Ok(None),
                }
            }
            if new.is_empty() {
                return Ok(None);
            }
            let chunks = text.split_whitespace().map(|chunk| {
                let own = words(chunk);
                let other = new.iter().find(|(word, _)| own == [word.as_str()]);
                other.map_or(chunk, |(_, other)| other)
            });
            let respelt = chunks.collect::<Vec<_>>().join(" ");
            let terms = Query::parse(&respelt).parts;
            let terms = terms.iter().map(|part| self.term(part));
            let terms: Vec<_> = terms.collect::<Result<_, _>>()?;
            Ok((!self.gather(&terms)?.is_empty()).then_some(respelt))
        })
    }

    /// Whether a word, folded, stands in some record.
    fn is_word(&self, word: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM vocabulary WHERE word = ?1";
        Ok(self.connection.prepare_cached(sql)?.exists([word])?)
    }

    /// The word of the documents that is most like another; of equals the first by letter.
    fn most_like(&self, word: &str) -> Result<Option<String>, StoreError> {
        let letters: Vec<char> = word.chars().collect();
        // A letter that is wrong spoils three of these; some are left in all but the shortest words.
        let threes: Vec<String> = letters
            .windows(3)
            .map(|three| quoted(&three.iter().collect::<String>()))
            .collect();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT word FROM compounds WHERE compounds MATCH ?1 ORDER BY rank, rowid LIMIT {CANDIDATES}"
        ))?;
        let candidates: Vec<String> = statement
            .query_map([threes.join(" OR ")], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let alike = candidates.into_iter().map(|other| {
            let alike = strsim::normalized_damerau_levenshtein(word, &other);
            (alike, other)
        });
        let best = alike
            .filter(|(alike, _)| *alike >= ALIKE)
            .max_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| other.cmp(one)));
        Ok(best.map(|(_, other)| other))
    }
}
