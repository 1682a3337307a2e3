//! Cues by which the residue is found: words of asking and duty, times, amounts, as
//! `grammars/residue.toml` has them.
//!
//! They share nothing with the word lists that the readers go by ([`super::phrases`]), nor with how those
//! read a date or an amount: what the readers do not know, they would not miss either.

use super::{
    lexeme::lower_in_place,
    phrases::{Hit, Phrases, WordList},
};
use regex::Regex;
use serde::Deserialize;
use std::ops::Range;

/// What a cue shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cue {
    /// Somebody asks: «ber om».
    Asks,
    /// Somebody is asked, as the sentence's subject: «bes om», «får i oppgåve».
    Bidden,
    /// Somebody was asked: «ba om».
    AskedThen,
    /// A meeting whose minutes say what it asked for: «foretaksmøtet».
    Meeting,
    /// A duty: «skal», «må».
    Demands,
    /// Something is expected of somebody who is named after it: «forventer at».
    Expects,
    /// What is asked holds only if something else does: «dersom».
    Conditional,
    /// What is asked is yet to be decided by somebody: «vurdere om», before whom it would bind.
    Whether,
    /// An earlier letter or meeting, of which is told: «ved forrige møte», «i tildelingsbrevet ble».
    Earlier,
    /// Something is handed over, brought to an end or begun: «leveres», «ferdig».
    Delivers,
    /// What was asked is to reach the one who asks: «få», «oversendes».
    Reaches,
    /// Before what is spoken of for the first time: «en», «eit».
    Indefinite,
    /// A label before a time: «Leveransedato».
    Term,
    /// A limit before a time: «innen».
    Limit,
    /// A law, whose periods are not the letter's.
    Law,
    /// The time is yet to be found: «avklares».
    Unsettled,
    /// The body that is written to, by what it is: «direktoratet».
    Addressed,
    /// Somebody or something else that a duty may be of: «kommunene», «ordningen».
    Others,
    /// The verb of a task given as a heading or an item: «Utarbeide».
    Infinitive,
    /// What a heading or a label of tasks is called: «Bestillinger».
    Tasks,
    /// Before the number of a section: «punkt 5.3.»
    Numbered,
    /// A report, before the period that it is about.
    Report,
    /// Before the day that figures are of: «per».
    AsOf,
    /// Money is given, or may be spent: «tildeles», «stilles til disposisjon».
    Gives,
    /// Money was given before: «tidligere tildelt».
    Gave,
    /// What is numbered and asks nothing: «Tabell».
    Caption,
    /// What stands before the date of a document or of something that was: «datert».
    Dated,
    /// What was asked before is changed: «utvides», «får ny frist».
    Changes,
    /// The letter itself, as the subject of a sentence: «Dette brevet».
    Letter,
    /// Before what a sentence is about: «Når det gjelder».
    Concerning,
    /// What a sentence says is not so, before its verb: «ikke endret».
    Negated,
    /// Where the sender is to be found: «Postadresse».
    Address,
    /// Behind the word that asks: what follows is not asked for.
    Not,
    /// What of an assignment is changed, before its name: «Fristen for».
    SideOf,
}

/// What an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expressed {
    /// A time, of any form.
    Time,
    /// An amount of money.
    Amount,
}

/// How sure it is that an expression is a time or an amount that somebody is bound by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Only right behind the label of a time, or in brackets by itself: «løpende».
    Vague,
    /// Where something is asked or delivered in the same sentence: «våren», «hvert halvår».
    Loose,
    /// By itself: «1. mai».
    Firm,
}

/// An expression as a grammar file writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpressionEntry {
    /// What it is.
    pub what: Expressed,
    /// How sure it is by itself.
    pub strength: Strength,
    /// A regular expression over the text in lower case.
    pub pattern: String,
    /// Texts in which it is found.
    pub examples: Vec<String>,
    /// Texts in which it is not.
    #[serde(default)]
    pub refusals: Vec<String>,
}

/// An expression found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub what: Expressed,
    /// How sure it is by itself.
    pub strength: Strength,
}

/// All cues, ready to be looked for.
#[derive(Debug, Clone)]
pub struct Cues {
    words: Phrases<Cue>,
    /// All expressions as one; which of them matched is asked of `expressions`.
    any: Regex,
    expressions: Vec<(Expressed, Strength, Regex)>,
}

impl Cues {
    /// Compiles the entries of the grammar files.
    ///
    /// # Errors
    /// In words: an empty word, or an expression that is no regular expression.
    pub fn new<'a>(
        words: impl IntoIterator<Item = &'a WordList<Cue>>,
        entries: &[&ExpressionEntry],
    ) -> Result<Self, String> {
        let compile =
            |pattern: &str| Regex::new(&plain(pattern)).map_err(|error| error.to_string());
        let expressions = entries
            .iter()
            .map(|entry| Ok((entry.what, entry.strength, compile(&entry.pattern)?)))
            .collect::<Result<Vec<_>, String>>()?;
        let all: Vec<String> = entries
            .iter()
            .map(|entry| format!("(?:{})", entry.pattern))
            .collect();
        Ok(Self {
            words: Phrases::new(words)?,
            any: compile(&all.join("|"))?,
            expressions,
        })
    }

    /// Every word in `text`, by place.
    pub fn words(&self, text: &str) -> Vec<Hit<Cue>> {
        self.words.find(text)
    }

    /// Every expression in `text`, by place; none overlap.
    pub fn expressions(&self, text: &str) -> Vec<Expression> {
        let lower = lower_in_place(text);
        let sort = |range: &Range<usize>| {
            self.expressions
                .iter()
                .find(|(.., own)| {
                    own.find_at(&lower, range.start)
                        .is_some_and(|hit| hit.start() == range.start)
                })
                .map_or((Expressed::Time, Strength::Firm), |(what, strength, _)| {
                    (*what, *strength)
                })
        };
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(hit) = self.any.find_at(&lower, at) {
            let words = hit.as_str().trim_end_matches([' ', ',']);
            let range = hit.start()..hit.start() + words.len();
            if is_whole(&lower, &range) {
                at = hit.end();
                let (what, strength) = sort(&range);
                found.push(Expression {
                    range,
                    what,
                    strength,
                });
            } else {
                let first = words.chars().next().map_or(1, char::len_utf8);
                at = hit.start() + first;
            }
        }
        found
    }
}

/// A pattern as it is searched for: word boundaries are looked at afterwards, and figures and blanks are
/// those that letters print. What asks for the boundaries of all scripts' words cannot be searched in one
/// pass over Norwegian text.
fn plain(pattern: &str) -> String {
    pattern
        .replace(r"\b", "")
        .replace(r"\d", "[0-9]")
        .replace(r"\s", "[ \\t\\n\u{a0}\u{2009}\u{202f}]")
        .replace(r"\w", "[a-zæøå]")
}

/// Whether no word or number goes on before or after a range.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let own = &text[range.clone()];
    let before = word(text[..range.start].chars().next_back()) && word(own.chars().next());
    let after = word(text[range.end..].chars().next()) && word(own.chars().next_back());
    !before && !after && !own.is_empty()
}

/// Holds an expression to its own examples and refusals.
///
/// # Errors
/// In words: which example it does not find, or which refusal it finds.
pub fn check_expression(entry: &ExpressionEntry) -> Result<(), (String, String)> {
    let regex = Regex::new(&plain(&entry.pattern))
        .map_err(|error| (entry.pattern.clone(), format!("[[expression]] {error}")))?;
    let finds = |text: &str| {
        let lower = lower_in_place(text);
        regex.find_iter(&lower).any(|hit| {
            let words = hit.as_str().trim_end_matches([' ', ',']);
            is_whole(&lower, &(hit.start()..hit.start() + words.len()))
        })
    };
    if let Some(example) = entry.examples.iter().find(|one| !finds(one)) {
        let reason = format!("[[expression]] is not found in its example «{example}»");
        return Err((example.clone(), reason));
    }
    match entry.refusals.iter().find(|one| finds(one)) {
        Some(refusal) => Err((
            refusal.clone(),
            format!("[[expression]] is found in its refusal «{refusal}»"),
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::grammar::Grammar;

    use super::*;

    #[test]
    fn times_that_no_reader_knows_are_times() {
        let grammar = Grammar::built_in();
        let found = |text: &str| -> Vec<(String, Expressed, Strength)> {
            grammar
                .cues
                .expressions(text)
                .into_iter()
                .map(|one| (text[one.range].to_string(), one.what, one.strength))
                .collect()
        };
        use Expressed::{Amount, Time};
        use Strength::{Firm, Loose};
        let one = |raw: &str, what, strength| vec![(raw.to_string(), what, strength)];
        assert_eq!(
            found("Svar 10. jan. 2027"),
            one("10. jan. 2027", Time, Firm)
        );
        assert_eq!(found("leveres Q3 2026."), one("Q3 2026", Time, Firm));
        assert_eq!(
            found("i hver tertialrapport"),
            one("hver tertialrapport", Time, Loose)
        );
        assert_eq!(found("månedsskiftet mai/juni").len(), 2);
        assert_eq!(
            found("på 3,5 mill. kroner til"),
            one("3,5 mill. kroner", Amount, Firm)
        );
        assert_eq!(
            found("Kr 74\u{a0}815\u{a0}000 går"),
            one("Kr 74\u{a0}815\u{a0}000", Amount, Firm)
        );
        assert!(found("Punkt 3.1 og vedtak 14/2025").is_empty());
    }

    #[test]
    fn a_cue_is_a_whole_word() {
        let cues = Grammar::built_in().cues;
        let roles =
            |text: &str| -> Vec<Cue> { cues.words(text).iter().map(|hit| hit.role).collect() };
        assert!(roles("Kystdirektoratet skal").contains(&Cue::Addressed));
        assert!(roles("Kystdirektoratet skal").contains(&Cue::Demands));
        assert!(!roles("skalering av bergverk").contains(&Cue::Demands));
        assert!(roles("Departementet ber om").contains(&Cue::Asks));
    }
}
