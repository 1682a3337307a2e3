//! What labels a goal or a measure on a line of its own.
//!
//! ```text
//! goal    ::= word number (":" | "." | dash | blank) words      «Mål 1: …», «Delmål 1.2 – …», «Mål 2    …»
//!           | word letter (":" | "." | dash) words              «Mål A: …»
//!           | word ":" words                                    «Brukermål: …»
//! measure ::= word [number] ":" words                           «Styringsparameter: Andel …»
//! ```
//! The words that label stand in the grammar files. A year is no number: «Mål 2026: …» is a target.

use super::{Letter, indicators::measure};
use crate::{
    grammar::{ColumnRole, Grammar, phrases::Role, target::targets},
    model::{GoalKind, IndicatorKind},
};

/// The label of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalLabel {
    /// The goal's kind.
    pub kind: GoalKind,
    /// Its number or letter, if it has one.
    pub number: Option<String>,
    /// Where the goal's words begin.
    pub from: usize,
    /// A colon or a dash stands before them.
    pub marked: bool,
}

impl GoalLabel {
    /// Whether another goal is one of the same list, and no part of this one.
    pub fn beside(&self, other: &Self) -> bool {
        let depth = |label: &Self| label.number.as_deref().map(|own| own.split('.').count());
        self.kind == other.kind && self.number.is_some() && depth(self) == depth(other)
    }
}

/// The label that a line begins with, if it is a goal's.
pub fn goal_label(line: &str, grammar: &Grammar) -> Option<GoalLabel> {
    if !line.starts_with(char::is_uppercase) {
        return None;
    }
    let hit = |role| Some((grammar.first_word(line, role)?.range.end, role));
    let (end, role) = hit(Role::SectorGoalLabel).or_else(|| hit(Role::GoalLabel))?;
    let kind = match role {
        Role::SectorGoalLabel => GoalKind::Sector,
        _ => GoalKind::Main,
    };
    let rest = line[end..].trim_start();
    let (number, after) = counter(rest);
    let words = after.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '–' | '-' | '.' | ')')
    });
    let between = &after[..after.len() - words.len()];
    let marked = between.contains([':', '–', '-']);
    let labels = match &number {
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => !between.is_empty(),
        Some(_) => marked || between.starts_with('.'),
        // «Mål: Fleire bruker samlingane», but no value and nothing that is measured.
        None => {
            between.starts_with(':')
                && words.starts_with(char::is_uppercase)
                && words.split_whitespace().count() >= 3
                && targets(words).is_empty()
        }
    };
    // «Resultatmål 2: Andel …, minst 90 pst.» measures.
    let measures = grammar.zone(&line[..end]).and_then(measure).is_some()
        && (grammar.first_word(words, Role::Counts).is_some() || !targets(words).is_empty());
    (labels && !measures).then(|| GoalLabel {
        kind,
        number,
        from: line.len() - words.len(),
        marked,
    })
}

/// A goal's label on a line of its own, whose words stand on the next: `Hovedmål:`, `Mål 2`.
pub fn bare_goal_label(line: &str, grammar: &Grammar) -> Option<(GoalKind, Option<String>)> {
    let (kind, number) = exact_goal_label(line, grammar)?;
    let colon = line.trim_end().ends_with(':');
    (colon || number.is_some()).then_some((kind, number))
}

/// A goal's label and nothing else, as a cell has it: `Hovedmål`, `Delmål 2`.
pub fn exact_goal_label(line: &str, grammar: &Grammar) -> Option<(GoalKind, Option<String>)> {
    let words = line.trim_end().trim_end_matches(':');
    let hit = |role| Some((grammar.first_word(words, role)?.range.end, role));
    let (end, role) = hit(Role::SectorGoalLabel).or_else(|| hit(Role::GoalLabel))?;
    let (number, rest) = counter(words[end..].trim_start());
    let kind = match role {
        Role::SectorGoalLabel => GoalKind::Sector,
        _ => GoalKind::Main,
    };
    let measures = grammar.zone(&words[..end]).and_then(measure).is_some();
    (rest.trim().is_empty() && !measures).then_some((kind, number))
}

/// counter ::= digits ("." digits)* | capital, and what stands after it
fn counter(text: &str) -> (Option<String>, &str) {
    let digits = text.len()
        - text
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let number = text[..digits].trim_end_matches('.');
    let year = number.len() == 4 && number.starts_with("20");
    if !number.is_empty() && !year {
        return (Some(number.to_string()), &text[digits..]);
    }
    // «Delmål a: …», but «Mål i havna».
    let letter = text.starts_with(|c: char| c.is_ascii_uppercase())
        && !text[1..].starts_with(char::is_alphanumeric)
        || text.starts_with(|c: char| c.is_ascii_lowercase()) && text[1..].starts_with([':', ')']);
    match letter {
        true => (Some(text[..1].to_string()), &text[1..]),
        false => (None, text),
    }
}

/// The places in a line where goals begin that stand on it one after the other: `Delmål 1: A Delmål 2: B`.
///
/// Only a label with its number and a colon parts them: a sentence may speak of «delmål 2».
pub fn goals_in(line: &str, grammar: &Grammar) -> Vec<usize> {
    let mut found = vec![0];
    for (at, _) in line.match_indices(' ') {
        let rest = &line[at + 1..];
        if !rest.starts_with(char::is_uppercase) {
            continue;
        }
        let Some(label) = goal_label(rest, grammar) else {
            continue;
        };
        let colon = rest[..label.from].trim_end().ends_with(':');
        if colon && label.number.is_some() {
            found.push(at + 1);
        }
    }
    found
}

/// The kind of the measure that a line labels, and where its words begin.
pub fn measure_label(line: &str, grammar: &Grammar) -> Option<(IndicatorKind, usize)> {
    if !line.starts_with(char::is_uppercase) {
        return None;
    }
    let end = grammar.first_word(line, Role::MeasureLabel)?.range.end;
    let kind = grammar.zone(&line[..end]).and_then(measure);
    let from = measure_words(line, end)?;
    let named = goal_label(line, grammar).is_none();
    named.then(|| (kind.unwrap_or(IndicatorKind::Indicator), from))
}

/// Where the words of a labelled measure begin, the label's word ending at `end`: behind its number and its mark.
fn measure_words(line: &str, end: usize) -> Option<usize> {
    let digit = |c: char| c == ' ' || c.is_ascii_digit() || c == '.';
    let numbered = line[end..].trim_start_matches(digit);
    let counted = line.len() - numbered.len() > end + 1;
    let rest = match numbered.strip_prefix([':', '–', '-']) {
        Some(rest) if counted || numbered.starts_with(':') => rest,
        _ => return None,
    };
    let words = rest.trim_start();
    let says = words.starts_with(|c: char| c.is_uppercase() || c == '«')
        && words.split_whitespace().count() >= 2;
    says.then(|| line.len() - words.len())
}

impl Letter<'_> {
    /// The label of a goal that a line begins with. A word that labels goals and measures alike («Resultatmål»)
    /// labels measures throughout, where it does so of one of its sisters.
    pub(super) fn goal_label(&self, line: &str) -> Option<GoalLabel> {
        let label = goal_label(line, self.grammar)?;
        let measures = self.measures_labelled && self.names_both(line).is_some();
        (!measures).then_some(label)
    }

    /// The kind of the measure that a line labels, and where its words begin.
    pub(super) fn measure_label(&self, line: &str) -> Option<(IndicatorKind, usize)> {
        measure_label(line, self.grammar).or_else(|| {
            let (end, kind) = self.names_both(line).filter(|_| self.measures_labelled)?;
            Some((kind, measure_words(line, end)?))
        })
    }

    /// Where a word ends that labels goals and measures alike, and the kind of these.
    fn names_both(&self, line: &str) -> Option<(usize, IndicatorKind)> {
        let end = self.grammar.first_word(line, Role::GoalLabel)?.range.end;
        let kind = self.grammar.zone(&line[..end]).and_then(measure)?;
        Some((end, kind))
    }

    /// Takes note of whether such words label measures here.
    pub(super) fn know_labels(&mut self) {
        let own = &self.blocks[self.announced.blocks.clone()];
        self.measures_labelled = own.iter().any(|block| {
            let words = block.text.as_str();
            self.names_both(words).is_some() && measure_label(words, self.grammar).is_some()
        });
    }
}

/// The kind of measures that some words name: a heading's, or those of the sentence before a list.
pub fn kind_named(words: &str, grammar: &Grammar) -> Option<IndicatorKind> {
    let kind = |role: Role| match role {
        Role::SteeringParameters => Some(IndicatorKind::SteeringParameter),
        Role::Indicators => Some(IndicatorKind::Indicator),
        _ => None,
    };
    grammar
        .words(words)
        .into_iter()
        .find_map(|hit| kind(hit.role))
}

/// The kind of the measures that a paragraph's last sentence leads to: `… vurderes ut fra disse
/// styringsparameterne:`. None within where it names none: `… ut frå desse opplysningane:`.
pub fn leads_to_measures(words: &str, grammar: &Grammar) -> Option<Option<IndicatorKind>> {
    let words = words.trim_end().strip_suffix(':')?;
    let start = words.rfind(['.', '\n']).map_or(0, |at| at + 1);
    let last = &words[start..];
    let kind = kind_named(last, grammar);
    let measured = grammar.has(last, Role::MeasuredBy);
    let listed = kind.is_some() && grammar.has(last, Role::These);
    (measured || listed).then_some(kind)
}

/// Whether a line opens what a goal's words do not go on with: the sentence that leads to its measures, a
/// table's caption, or one that speaks of a table.
pub fn opens_measures(line: &str, grammar: &Grammar) -> bool {
    let table = || {
        let hit = grammar.first_word(line, Role::Caption)?;
        let rest = line[hit.range.end..].strip_prefix(' ')?;
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = after.len() < rest.len();
        let after = after.trim_start_matches(['.', ':']).trim_start();
        let shows = grammar.first_word(after, Role::Shows).is_some();
        Some(numbered && (shows || after.starts_with(char::is_uppercase)))
    };
    line.starts_with(char::is_uppercase)
        && (grammar.first_word(line, Role::MeasuredBy).is_some() || table().unwrap_or_default())
}

/// Whether a line is the title of a column of measures or of their numbers, or the code of one, and nothing
/// else: a tool that knows no cells leaves it so, right below a goal.
pub fn titles_measures(line: &str, grammar: &Grammar) -> bool {
    const TITLE: usize = 40;
    let alone = line.trim();
    let coded = || {
        let digits = alone.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = alone.len() - digits.len();
        (2..=3).contains(&letters)
            && (1..=2).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let titled = || {
        let role = grammar.column(alone);
        matches!(role, Some(ColumnRole::Indicator | ColumnRole::Number))
    };
    alone.len() <= TITLE && (titled() || coded())
}

/// Whether a line begins a point with a number of three parts at least, and a duty: `1.1.2 Sykehuset skal …`.
pub fn opens_duty(line: &str, grammar: &Grammar) -> bool {
    let Some((number, rest)) = line.split_once(' ') else {
        return false;
    };
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let counted = |part: &&str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.len() >= 3
        && parts.iter().all(counted)
        && rest.starts_with(char::is_uppercase)
        && grammar.has(rest, Role::Duty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(line: &str) -> Option<(GoalKind, Option<String>, String)> {
        let found = goal_label(line, &Grammar::built_in())?;
        Some((found.kind, found.number, line[found.from..].to_string()))
    }

    #[test]
    fn labels_of_goals() {
        let main = |number: Option<&str>, words: &str| {
            let number = number.map(str::to_string);
            Some((GoalKind::Main, number, words.to_string()))
        };
        assert_eq!(label("Mål 1: Tørre kaier"), main(Some("1"), "Tørre kaier"));
        assert_eq!(
            label("Delmål 1.2 – Tørre kaier"),
            main(Some("1.2"), "Tørre kaier")
        );
        assert_eq!(
            label("Mål 2    Tørre kaier"),
            main(Some("2"), "Tørre kaier")
        );
        assert_eq!(label("Mål A: Tørre kaier"), main(Some("A"), "Tørre kaier"));
        assert_eq!(
            label("Brukermål: Alle finner kaien"),
            main(None, "Alle finner kaien")
        );
        assert_eq!(
            label("Samfunnsmål 1: Trygg kyst").map(|found| found.0),
            Some(GoalKind::Sector)
        );
        for line in [
            "Mål 2026: 90 pst. av kaiene",
            "Mål: Minst 90 pst. av kaiene",
            "Mål: 12 kaier",
            "Mål I havna",
            "Målene er: Tørre kaier og hus",
            "Resultatmål 2: Antall tørre kaier",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn goals_on_one_line() {
        let line = "Hovedmål: Tørre kaier i hele landet Delmål 1: Flere kaier Delmål 2: Færre hull";
        let parts = goals_in(line, &Grammar::built_in());
        assert_eq!(parts.len(), 3);
        assert!(line[parts[2]..].starts_with("Delmål 2"));
    }

    #[test]
    fn labels_of_measures() {
        let grammar = Grammar::built_in();
        let kind = |line: &str| measure_label(line, &grammar).map(|(kind, _)| kind);
        assert_eq!(
            kind("Styringsparameter: Andel tørre kaier"),
            Some(IndicatorKind::SteeringParameter)
        );
        assert_eq!(
            kind("Indikator 2: Antall tørre kaier"),
            Some(IndicatorKind::Indicator)
        );
        assert_eq!(kind("Styringsparameter:"), None);
        assert_eq!(kind("Indikator Krav 2026"), None);
    }

    #[test]
    fn labels_whose_words_stand_below() {
        let grammar = Grammar::built_in();
        let bare = |line: &str| bare_goal_label(line, &grammar).map(|(_, number)| number);
        assert_eq!(bare("Hovedmål:"), Some(None));
        assert_eq!(bare("Virksomhetsmål 1"), Some(Some("1".to_string())));
        assert_eq!(bare("Hovedmål"), None);
        assert_eq!(bare("Mål 1: Tørre kaier"), None);
    }

    #[test]
    fn labels_that_are_a_whole_cell() {
        let grammar = Grammar::built_in();
        let exact = |line: &str| exact_goal_label(line, &grammar).map(|(_, number)| number);
        assert_eq!(exact("Hovedmål"), Some(None));
        assert_eq!(exact("Delmål 1.2"), Some(Some("1.2".to_string())));
        assert_eq!(exact("Delmål 1.2 Tørre kaier"), None);
        assert_eq!(exact("Målgruppe"), None);
    }

    #[test]
    fn what_opens_measures() {
        let grammar = Grammar::built_in();
        for line in [
            "Måloppnåelsen vurderes ut fra antall kaier",
            "Tabell 1 viser målene",
            "Tabell 2. Måltall",
        ] {
            assert!(opens_measures(line, &grammar), "{line}");
        }
        assert!(!opens_measures("Tabell og kart over kaiene", &grammar));
        let named = |line: &str| leads_to_measures(line, &grammar);
        assert_eq!(
            named("Målet vurderes ut fra disse indikatorene:"),
            Some(Some(IndicatorKind::Indicator))
        );
        assert_eq!(named("Måla blir følgde opp slik:"), Some(None));
        assert_eq!(named("Tilsynet skal vurdere indikatorene og:"), None);
        assert!(titles_measures("Styringsparameter", &grammar));
        assert!(titles_measures("SP1", &grammar));
        assert!(!titles_measures("Andel kaier", &grammar));
    }
}
