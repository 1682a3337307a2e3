//! What a measure's own words want of it, and the unit of a number that stands alone.
//!
//! ```text
//! measure ::= words [wanted]
//! wanted  ::= "(" value-or-parts ")"                     Andel … (minst 70 pst.)   … (2024: 54 pst., mål 2026: 65 pst.)
//!           | (". " | "; " | ", " | dash) label ":" value    Antall …. Krav: høyst 6 per år
//!           | (": " | dash) target                       Antall …: minst 5 200
//! parts   ::= part ("," part)*,  part ::= [label | year] [":"] value
//! ```
//! The words of the measure end where what is wanted begins. What was (a result, an earlier year) is no target.
//! A sentence with its verb («skal være minst 90 pst.») is one text and stays whole.

use super::Letter;
use crate::{
    grammar::{
        phrases::Role,
        target::{is_unit, targets},
    },
    kinds::columns::is_year,
    layout::Text,
    model::{Comparator, Target, Unit},
};
use std::ops::Range;

/// How long a value is at most that a colon or a dash leads to, in bytes.
const VALUE: usize = 60;

impl Letter<'_> {
    /// A measure's words, and what is wanted of it where they end with that.
    pub(super) fn parted(&self, text: &Text) -> (Text, Option<Text>) {
        let words = text.as_str();
        let place = self
            .bracketed(words)
            .or_else(|| self.behind_label(words))
            .or_else(|| self.after_mark(words));
        match place {
            Some((end, wanted)) if !words[..end].trim().is_empty() => {
                let end = words[..end].trim_end().len();
                (text.slice(0..end), Some(text.slice(wanted)))
            }
            _ => (text.clone(), None),
        }
    }

    /// `… (minst 70 pst.)`: what stands in the brackets that close the words.
    fn bracketed(&self, words: &str) -> Option<(usize, Range<usize>)> {
        let bare = words
            .trim_end()
            .trim_end_matches(['.', ';', ','])
            .trim_end();
        let inside = bare.strip_suffix(')')?;
        let open = inside.rfind('(')?;
        let found = self.wanted_in(&inside[open + 1..])?;
        Some((open, open + 1 + found.start..open + 1 + found.end))
    }

    /// What a line wants of the measure above it: `Krav 2026: minst 350`.
    pub(super) fn wanted_alone(&self, text: &Text) -> Option<Text> {
        let words = text.as_str().trim_end();
        let from = self.label_of(words, Role::TargetLabel)?;
        let colon = words[..from].trim_end().ends_with(':');
        (colon && self.says_target(&words[from..])).then(|| text.slice(from..words.len()))
    }

    /// Whether words close with brackets that say what is wanted.
    pub(super) fn closes_with_target(&self, words: &str) -> bool {
        self.bracketed(words).is_some()
    }

    /// `…. Krav: høyst 6`, `… – resultatkrav 2026: 350`: what stands behind a label of targets.
    fn behind_label(&self, words: &str) -> Option<(usize, Range<usize>)> {
        // The end of a line is a blank: `Antall tilsyn` over `Krav 2026: 350`.
        let mut places: Vec<(usize, usize)> = [". ", "; ", ", ", " – ", " - ", " "]
            .into_iter()
            .flat_map(|mark| words.match_indices(mark))
            .map(|(at, mark)| (at, at + mark.len()))
            .collect();
        places.sort_unstable();
        places.into_iter().find_map(|(end, from)| {
            let rest = &words[from..];
            let label = self.label_of(rest, Role::TargetLabel)?;
            let value = rest[label..].trim_end();
            let colon = rest[..label].trim_end().ends_with(':');
            let anew = from > end + 1 || colon && rest.starts_with(char::is_uppercase);
            let says = anew && (colon && !value.is_empty() || self.says_target(value));
            says.then(|| (end, from + label..from + label + value.len()))
        })
    }

    /// `…: minst 5 200`, `… – under 20 dager`: a target and nothing else behind a mark.
    fn after_mark(&self, words: &str) -> Option<(usize, Range<usize>)> {
        let words = words.trim_end();
        // `BUP: 40 dager TSB: 40 dager`: what stands before the colons are subjects.
        if words.matches(": ").count() > 1 || targets(words).len() > 1 {
            return None;
        }
        [": ", " – ", " - "].iter().find_map(|mark| {
            let at = words.rfind(mark)?;
            let from = at + mark.len();
            let value = &words[from..];
            (value.len() <= VALUE && self.says_target(value)).then_some((at, from..words.len()))
        })
    }

    /// Where a bracket says what is wanted: the part that a label calls so, else all but the results.
    fn wanted_in(&self, inside: &str) -> Option<Range<usize>> {
        let mut from = 0;
        let mut parts: Vec<Range<usize>> = Vec::new();
        let marks = inside.match_indices([',', ';']);
        let marks = marks.filter(|(at, _)| inside[at + 1..].starts_with(' '));
        for end in marks.map(|(at, _)| at).chain([inside.len()]) {
            let part = &inside[from..end];
            let lead = part.len() - part.trim_start().len();
            parts.push(from + lead..from + part.trim_end().len());
            from = end + 1;
        }
        let own = |part: &Range<usize>| {
            let words = &inside[part.clone()];
            let from = self.label_of(words, Role::TargetLabel)?;
            (from < words.len()).then_some(part.start + from..part.end)
        };
        if let Some(wanted) = parts.iter().find_map(own) {
            return Some(wanted);
        }
        let was = |part: &&Range<usize>| self.is_result(&inside[(*part).clone()]);
        let left: Vec<&Range<usize>> = parts.iter().filter(|part| !was(part)).collect();
        let (first, last) = (left.first()?, left.last()?);
        let all = first.start..last.end;
        let words = &inside[all.clone()];
        // `(nivået frå i fjor skal haldast oppe)`: a demand, though no value.
        (self.says_target(words) || self.grammar.has(words, Role::Duty)).then_some(all)
    }

    /// How long a label is at the head of some words, with its year, its colon and the blanks: `mål 2026: `.
    fn label_of(&self, words: &str, role: Role) -> Option<usize> {
        let end = self.grammar.first_word(words, role)?.range.end;
        let mut rest = words[end..].trim_start();
        for word in ["for ", "i ", "("] {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        if let Some(year) = rest.get(..4).filter(|year| is_year(year)) {
            rest = rest[year.len()..].trim_start_matches([')', '-']);
        }
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("er ").unwrap_or(rest);
        let after = rest.strip_prefix(':').unwrap_or(rest).trim_start();
        let parted = words.len() - after.len() > end;
        parted.then_some(words.len() - after.len())
    }

    /// Whether a part tells a result: `2024: 54 pst.`, `i dag 61 pst.`
    fn is_result(&self, part: &str) -> bool {
        let year = part.get(..4).filter(|year| is_year(year));
        let before = year.and_then(|year| year.parse::<i32>().ok());
        let earlier = before.is_some_and(|year| self.announced_year().is_none_or(|own| year < own));
        earlier || self.label_of(part, Role::ResultLabel).is_some()
    }

    /// The targets that a measure without a cell of its own names: in its words, or in the verb that closes
    /// them (`Talet på besøk aukar`).
    pub(super) fn own_targets(&self, text: &Text) -> Vec<Target> {
        let words = text.as_str();
        let mut found = targets(words);
        if found.is_empty()
            && let Some(at) = words.trim_end_matches('.').rfind(' ')
            && let Some(mut change) = self.direction(words[at + 1..].trim_end_matches('.'))
        {
            change.raw = words[at + 1..].trim_end_matches('.').to_string();
            found.push(change);
        }
        if let [one] = &mut found[..]
            && one.unit.is_none()
            && one.value.is_some()
        {
            one.unit = self.unit_alone(words, one);
        }
        found
    }

    /// The unit of a number that names none, as the measure's words tell it: the unit in brackets that closes
    /// them, the one that they begin with, or the things that they count.
    pub(super) fn unit_alone(&self, measure: &str, target: &Target) -> Option<Unit> {
        let bare = measure.trim_end().trim_end_matches('.');
        let closing = bare.strip_suffix(')').and_then(|words| {
            let inside = &words[words.rfind('(')? + 1..];
            let counts = self.grammar.first_word(inside, Role::Counts);
            is_unit(inside).or_else(|| counts.map(|_| Unit::Count))
        });
        let first = uncoded(measure).split_whitespace().next().unwrap_or("");
        let first = first.trim_matches(|c: char| !c.is_alphanumeric());
        let whole = target.value.is_some_and(|value| value.fract() == 0.0);
        if closing.is_some() {
            return closing;
        }
        if let Some(Unit::Days) = is_unit(&first.to_lowercase()) {
            return Some(Unit::Days);
        }
        let plural = ["er", "ar"].iter().any(|end| first.ends_with(end))
            && !self.grammar.has(measure, Role::AsOf)
            && is_unit(&first.to_lowercase()).is_none();
        let counted = self.counts(measure) || whole && plural;
        (counted && !self.is_share(measure)).then_some(Unit::Count)
    }

    /// Whether words begin as those of a measure that counts something: `Antall tilsyn`, `Besøkstalet`,
    /// `SP2: Antall tilsyn`.
    pub(super) fn counts(&self, words: &str) -> bool {
        let words = uncoded(words);
        let first = words.split_whitespace().next().unwrap_or("");
        let suffix = || {
            let hits = self.grammar.words(first);
            hits.iter()
                .any(|hit| hit.role == Role::Counts && hit.range.end == first.len())
        };
        self.grammar.first_word(words, Role::Counts).is_some() || suffix()
    }

    /// Whether words begin as those of a share or an extent: `Andel tilsyn`, `Svartid på klager`.
    pub(super) fn is_share(&self, words: &str) -> bool {
        let words = uncoded(words);
        let first = words.split_whitespace().next().unwrap_or("");
        let hits = self.grammar.words(first);
        let extent = |hit: &crate::grammar::phrases::Hit| {
            hit.role == Role::MeasureNouns && hit.range.end == first.len()
        };
        self.grammar.first_word(words, Role::Shares).is_some() || hits.iter().any(extent)
    }

    /// `Nedgang frå 2025`, `Færre enn i 2025`, `auke`: which way, and what it is held against; a cell that names
    /// a value says more than that, and one that goes on otherwise (`Økt kvalitet`) is none.
    pub(super) fn direction(&self, words: &str) -> Option<Target> {
        let hits = self.grammar.words(words);
        let turned = |role: Role| matches!(role, Role::Rises | Role::Falls);
        let hit = hits
            .iter()
            .find(|hit| hit.range.start == 0 && turned(hit.role))?;
        let comparator = match hit.role {
            Role::Rises => Comparator::Increase,
            _ => Comparator::Decrease,
        };
        let rest = words[hit.range.end..].trim_start();
        let rest = rest.trim_end_matches('.').trim_end();
        let year = |figure: &str| figure.len() == 4 && figure.starts_with("20");
        let goes_on = rest.is_empty()
            || rest.starts_with('(')
            || year(rest)
            || self.grammar.first_word(rest, Role::Against).is_some();
        let figures: Vec<&str> = words
            .split(|c: char| !c.is_ascii_digit())
            .filter(|figure| !figure.is_empty())
            .collect();
        (goes_on && figures.iter().all(|figure| year(figure))).then(|| Target {
            subject: None,
            comparator,
            value: None,
            unit: None,
            period: None,
            baseline: figures.first().map(|year| (*year).to_string()),
            raw: words.trim().to_string(),
            spans: Vec::new(),
            period_spans: Vec::new(),
        })
    }
}

/// Words without the code or number of their own that they begin with: `SP2: `, `3.1.2 `, `a) `.
fn uncoded(words: &str) -> &str {
    let Some((first, rest)) = words.split_once(' ') else {
        return words;
    };
    let coded = super::rows::code(words).is_some()
        || first.contains(|c: char| c.is_ascii_digit())
            && first
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | ')'))
        || first.len() == 2 && first.ends_with(')');
    if coded { rest.trim_start() } else { words }
}
