//! A sentence by which a supplement changes an assignment that an earlier letter gave.
//!
//! ```text
//! change    ::= [concerning | side-of] reference … changes …    Oppdrag 4 om varsling utvides til …
//!             | concerning reference … asks …         Når det gjelder oppdrag 7, ber vi om …
//!             | reference ":" … changes …             Bestilling 2: Fristen forlenges …
//! reference ::= identifier | word number              TB2026-14   Oppdrag nr. 4
//! ```
//! What withdraws one is no change.

use super::{Grammar, cue::Cue, phrases::Role};

/// What a sentence changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The number of the assignment.
    pub number: String,
    /// Where the words begin that say how: behind a reference that a mark closes, else with the sentence.
    pub from: usize,
}

/// The change that a sentence says.
pub fn change(sentence: &str, grammar: &Grammar) -> Option<Change> {
    let hits = grammar.cues.words(sentence);
    let has = |role: Cue| hits.iter().any(|hit| hit.role == role);
    let opening = |role: Cue| {
        let own = hits
            .iter()
            .filter(|hit| hit.role == role && hit.range.start == 0);
        own.map(|hit| hit.range.end).max()
    };
    let lead = opening(Cue::Concerning);
    let blanks = |at: usize| sentence.len() - sentence[at..].trim_start().len();
    let begin = lead.or_else(|| opening(Cue::SideOf)).map_or(0, blanks);
    let (number, end) = grammar.named_assignment(&sentence[begin..])?;
    let end = begin + end;
    let changed = has(Cue::Changes) || lead.is_some() && has(Cue::Asks);
    // «Oppdrag 12 til 15 blir ikkje endra»
    if !changed || has(Cue::Negated) || grammar.has(sentence, Role::Withdrawn) {
        return None;
    }
    let rest = &sentence[end..];
    let closed = rest.trim_start().starts_with([':', '–', '—']);
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '–' | '—');
    let from = if closed {
        sentence.len() - rest.trim_start_matches(marks).len()
    } else {
        0
    };
    Some(Change { number, from })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_changed() {
        let grammar = Grammar::built_in();
        for (text, wanted) in [
            (
                "Oppdrag 4 om varsling utvides til kommunene.",
                Some(("4", 0)),
            ),
            (
                "Bestilling 2: Fristen forlenges til 1. oktober.",
                Some(("2", 14)),
            ),
            (
                "Når det gjelder oppdrag 7, ber vi om et utkast.",
                Some(("7", 0)),
            ),
            ("TB2026-14 utsettes til 1. mai.", Some(("TB2026-14", 0))),
            (
                "Fristen for oppdrag 6 om maler forlenges fra 1. mai til 1. juli.",
                Some(("6", 0)),
            ),
            ("Oppdrag 12 til 15 blir ikkje endra.", None),
            ("Oppdrag 9 utgår.", None),
            ("Oppdrag 4 om varsling er levert.", None),
            ("Fristen utvides.", None),
        ] {
            let found = change(text, &grammar);
            let found = found.as_ref().map(|one| (one.number.as_str(), one.from));
            assert_eq!(found, wanted, "{text}");
        }
    }
}
