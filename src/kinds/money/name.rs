//! The name of a row, without the conditions and the note that stand after it.
//!
//! ```text
//! name      ::= words ("," condition)* [note]
//! condition ::= "kan overføres" | "kan nyttes under post" posts | "overslagsbevilgning" | …
//! posts     ::= 2DIGIT (("," | "og") 2DIGIT)*
//! ```

use crate::{
    grammar::{Grammar, money::MoneyRole, place::after_last},
    kinds::money::words,
};

/// A name, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::kinds) struct Name {
    pub(in crate::kinds) name: String,
    pub(in crate::kinds) conditions: Vec<String>,
    pub(in crate::kinds) note: Option<String>,
}

/// Takes the conditions off a name.
pub(in crate::kinds) fn condition_split(text: &str, grammar: &Grammar) -> Name {
    let all = words(text);
    let mut name = String::new();
    let mut conditions: Vec<String> = Vec::new();
    for segment in all.split(',') {
        let segment = segment.trim();
        if segment.is_empty() {
            continue;
        }
        // «…, kan nyttes under kap. 855, post 01»
        let chapter = conditions
            .last()
            .is_some_and(|last| last.ends_with(|c: char| c.is_ascii_digit()));
        let posts = segment.starts_with(|c: char| c.is_ascii_digit())
            || chapter && segment.starts_with("post");
        if let Some(last) = conditions.last_mut().filter(|_| posts) {
            // «kan nyttes under postene 72, 73 og 75»
            last.push_str(", ");
            last.push_str(segment);
        } else if grammar.money.find(segment, MoneyRole::Condition).is_some() {
            conditions.push(segment.to_string());
        } else {
            // A narrow cell may have broken its words: the condition is known all the same, and the
            // name stays as printed.
            conditions.extend(closed_up(segment, grammar));
            // A word between the conditions is the name's.
            if !name.is_empty() {
                name.push_str(", ");
            }
            name.push_str(segment);
        }
    }
    let mut note = None;
    let marked = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = name.len() - marked.len();
    if digits == 1 && marked.ends_with(char::is_lowercase) {
        note = Some(name[marked.len()..].to_string());
        name.truncate(marked.len());
    } else if let Some(stem) = name.strip_suffix(')')
        // One digit, with a word before it and no bracket that it could close: «(Bodø)» is a name's.
        && let (marked, mark) = stem.split_at(after_last(stem, |c| !c.is_ascii_digit()))
        && mark.len() == 1
        && !marked.is_empty()
        && !marked.contains('(')
    {
        note = Some(mark.to_string());
        let keep = marked.trim_end().len();
        name.truncate(keep);
    }
    Name {
        name,
        conditions,
        note,
    }
}

/// The condition that a text is when the blank inside one of its words is left out:
/// `overslagsbevilgni ng`.
fn closed_up(text: &str, grammar: &Grammar) -> Option<String> {
    if text.len() > 60 {
        return None;
    }
    text.match_indices(' ').find_map(|(at, _)| {
        let whole = format!("{}{}", &text[..at], &text[at + 1..]);
        grammar
            .money
            .find(&whole, MoneyRole::Condition)
            .map(|_| whole)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Name {
        condition_split(text, &Grammar::built_in())
    }

    #[test]
    fn conditions_leave_the_name() {
        let found =
            split("Særskilte tilskudd, kan\u{a0}overføres, kan nyttes under postene 72, 73 og 75");
        assert_eq!(found.name, "Særskilte tilskudd");
        assert_eq!(
            found.conditions,
            ["kan overføres", "kan nyttes under postene 72, 73 og 75"]
        );
        let found = split("Drift, kan nyttes under kap. 855, post 01");
        assert_eq!(found.name, "Drift");
        assert_eq!(found.conditions, ["kan nyttes under kap. 855, post 01"]);
        let found = split("Fyr, merker og lys , overslagsløyving");
        assert_eq!(
            (found.name.as_str(), found.conditions.len()),
            ("Fyr, merker og lys", 1)
        );
        assert_eq!(
            split("Tilskot, kan nyttast under post 21").conditions.len(),
            1
        );
    }

    #[test]
    fn a_condition_that_a_narrow_cell_broke() {
        let found = split("Tilskudd, overslagsbevilgni ng");
        assert_eq!(found.name, "Tilskudd, overslagsbevilgni ng");
        assert_eq!(found.conditions, ["overslagsbevilgning"]);
        assert_eq!(split("Lån, kan overf øres").conditions, ["kan overføres"]);
        assert_eq!(split("Drift, kan hende").conditions, [""; 0]);
    }

    #[test]
    fn a_mark_after_the_name_is_a_note() {
        assert_eq!(split("Avsetning til fond1").note.as_deref(), Some("1"));
        assert_eq!(split("Avsetning 2)").note.as_deref(), Some("2"));
        assert_eq!(split("Avdrag t.o.m. 2007").note, None);
        assert_eq!(split("Lån (del 2)").note, None);
    }

    #[test]
    fn a_bracket_that_ends_in_any_letter_is_no_note() {
        for name in [
            "Tilskudd til museum (Vadsø)",
            "Lån (HÅ)",
            "Drift (α)",
            "(å)",
            "(2)",
        ] {
            assert_eq!((split(name).name.as_str(), split(name).note), (name, None));
        }
        let found = split("Lån til Vadsø 3)");
        assert_eq!(
            (found.name.as_str(), found.note.as_deref()),
            ("Lån til Vadsø", Some("3"))
        );
    }
}
