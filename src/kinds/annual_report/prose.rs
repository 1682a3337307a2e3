//! Items in running text.
//!
//! ```text
//! measure  ::= title text{0,2} request                    where OCR lost the table of indicators
//! named    ::= identifier title                           HN25-24 Kompetanse
//! run      ::= identifier title request answer             HN25-24 Kompetanse Rapportering i årlig melding. …
//! case     ::= "Sak" number title                         under the heading of a meeting
//! request  ::= "Datakilde:" … | sentence that asks for a report in the annual report
//! ```
//! What is asked for goes on as long as the paragraphs ask for reports, and over the list that one of
//! them introduces.

use super::{
    item::{Form, Item, add},
    walk::Walk,
};
use crate::{
    grammar::{
        Grammar,
        identifier::identifier_at,
        phrases::Role,
        report::{ReportColumn, ReportHeading},
        sentence::sentences,
    },
    kinds::letter::heads_assignment,
    layout::{BlockKind, Text},
};

/// How many paragraphs may stand between a measure and the request to report on it.
const BETWEEN: usize = 2;

impl Walk<'_, '_> {
    /// Whether a block opens a case of a meeting: `Sak 3 Ventetider`.
    pub(super) fn opens_case(&self, at: usize) -> bool {
        let block = &self.blocks()[at];
        block.cell.is_none()
            && is_case(block.text.as_str())
            && (self.stands_under(ReportHeading::Meeting)
                || at > 0
                    && self
                        .grammar
                        .report_heading(self.blocks()[at - 1].text.as_str())
                        == Some(ReportHeading::Meeting))
    }

    pub(super) fn case(&mut self, at: usize) -> bool {
        if !self.opens_case(at) {
            return false;
        }
        let mut item = Item::new(Form::Prose);
        item.title = self.blocks()[at].text.clone();
        self.push(item);
        true
    }

    /// The identifier that heads a line or a heading, and where the title begins behind it.
    pub(super) fn identifier(&self, at: usize) -> Option<(String, usize)> {
        let block = &self.blocks()[at];
        let words = block.text.as_str();
        let heading = matches!(block.kind, BlockKind::Heading { .. });
        if !(heading || block.bold || block.title_like) || words.len() > 240 {
            return None;
        }
        // `Oppdrag TB2026-4: Plan`: the word that says what it is may stand before.
        let own = self
            .grammar
            .first_word(words, Role::AssignmentWord)
            .map_or(words, |hit| words[hit.range.end..].trim_start());
        let read = identifier_at(words, &self.grammar.templates)
            .or_else(|_| identifier_at(own, &self.grammar.templates));
        let (number, from) = match read {
            Ok((rest, identifier)) => (identifier.number, words.len() - rest.len()),
            Err(_) if heading => self.grammar.head_identifier(words)?,
            Err(_) => return None,
        };
        let rest = &words[from..];
        let titled = rest.trim().is_empty() || heads_assignment(rest, self.grammar).is_some();
        let known = self
            .items
            .iter()
            .rev()
            .take(400)
            .any(|item| item.reference.as_deref() == Some(number.as_str()));
        (titled && !known).then_some((number, from))
    }

    pub(super) fn identified(&mut self, at: usize) -> bool {
        let Some((number, from)) = self.identifier(at) else {
            return false;
        };
        let text = self.blocks()[at].text.clone();
        let rest = &text.as_str()[from..];
        let skip = rest.len()
            - rest
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ':' | '–' | '-' | '—' | '|')
                })
                .len();
        let mut item = Item::new(Form::Prose);
        item.label = text.slice(0..from);
        item.reference = Some(number);
        item.title = text.slice(from + skip..text.len());
        self.push(item);
        true
    }

    /// A row whose cells run together, as plain text has them: identifier, title, request, answer.
    ///
    /// Without a request behind the title an identifier that begins a paragraph is a reference.
    pub(super) fn run_together(&mut self, at: usize) -> bool {
        let block = &self.blocks()[at];
        let words = block.text.as_str();
        if block.cell.is_some()
            || !matches!(block.kind, BlockKind::Paragraph | BlockKind::Row { .. })
        {
            return false;
        }
        let Ok((rest, identifier)) = identifier_at(words, &self.grammar.templates) else {
            return false;
        };
        let from = words.len() - rest.len();
        let Some(request) = request_start(rest, self.grammar) else {
            return false;
        };
        let known = |item: &Item| item.reference.as_deref() == Some(identifier.number.as_str());
        if self.items.iter().rev().take(400).any(known) {
            return false;
        }
        let request = from + request;
        let end = sentences(&words[request..])
            .into_iter()
            .take_while(|range| is_request(&words[request..][range.clone()], self.grammar))
            .last()
            .map_or(request, |range| request + range.end);
        let mut item = Item::new(Form::Prose);
        item.label = block.text.slice(0..from);
        item.reference = Some(identifier.number);
        item.title = block.text.slice(from..request);
        item.requirement = block.text.slice(request..end);
        item.answer = block.text.slice(end..words.len());
        self.push(item);
        true
    }

    /// A measure whose row OCR set as paragraphs.
    pub(super) fn measure(&mut self, at: usize) -> bool {
        let Some(columns) = self.columns.as_ref() else {
            return false;
        };
        let Some((role, group)) = columns.measures.clone() else {
            return false;
        };
        if !columns.has(ReportColumn::Requirement) || !self.states_measure(at) {
            return false;
        }
        let asks =
            (at + 1..=at + 1 + BETWEEN).find(|&next| !self.is_paragraph(next) || self.asks(next));
        let Some(asks) = asks.filter(|&next| self.is_paragraph(next)) else {
            return false;
        };
        if (at + 1..asks).any(|between| self.states_measure(between)) {
            return false;
        }
        let mut item = Item::new(Form::Row);
        item.title = self.blocks()[at].text.clone();
        item.measure = Some(role);
        item.group = self.group.clone().or(Some(group));
        let dictionary = self.dictionary;
        for next in at + 1..=asks {
            add(&mut item.requirement, &self.blocks()[next].text, dictionary);
        }
        self.push(item);
        self.at = asks + 1;
        while self.is_paragraph(self.at)
            && (self.asks(self.at) || asks_on(self.blocks()[self.at].text.as_str()))
        {
            let more = self.blocks()[self.at].text.clone();
            if let Some(item) = self.item() {
                add(&mut item.requirement, &more, dictionary);
            }
            self.at += 1;
        }
        true
    }

    fn is_paragraph(&self, at: usize) -> bool {
        at < self.end
            && self.blocks()[at].cell.is_none()
            && matches!(self.blocks()[at].kind, BlockKind::Paragraph)
    }

    /// One sentence that says what shall be.
    fn states_measure(&self, at: usize) -> bool {
        if !self.is_paragraph(at) {
            return false;
        }
        let words = self.blocks()[at].text.as_str();
        words.len() <= 600
            && words.split_whitespace().any(|word| word == "skal")
            && !self.asks(at)
            && sentences(words).len() == 1
    }

    /// Whether a paragraph asks for a report.
    fn asks(&self, at: usize) -> bool {
        at < self.end && asks(self.blocks()[at].text.as_str(), self.grammar)
    }

    /// Whether the text below a heading asks for a report.
    pub(super) fn asked_below(&self, at: usize) -> bool {
        self.is_paragraph(at) && self.asks(at)
    }

    /// What stands below the title of an assignment and above the words that label its answer
    /// (`Rapportering: …`) is what was asked for.
    fn above_answer(&self, at: usize) -> bool {
        let referred = self
            .items
            .last()
            .is_some_and(|item| item.reference.is_some());
        referred
            && (at + 1..self.end.min(at + 5))
                .take_while(|&next| self.is_paragraph(next) && self.identifier(next).is_none())
                .any(|next| {
                    label(self.blocks()[next].text.as_str(), self.grammar)
                        == Some(ReportColumn::Answer)
                })
    }

    /// A paragraph or list item of what was asked for, before the answer of an item in running text.
    pub(super) fn required(&mut self, at: usize) -> bool {
        let block = &self.blocks()[at];
        let words = block.text.as_str();
        let asks = self.asks(at) || asks_on(words);
        let listed = matches!(block.kind, BlockKind::Item(_));
        let label = label(words, self.grammar);
        let text = self.whole(at);
        let above_answer = self.above_answer(at);
        let dictionary = self.dictionary;
        let Some(item) = self.item() else {
            return false;
        };
        if item.form != Form::Prose || item.answered() {
            return false;
        }
        let begun = !item.requirement.is_empty();
        let in_list = listed && begun;
        match label {
            Some(ReportColumn::Requirement | ReportColumn::Title | ReportColumn::Source) => {}
            Some(_) => return false,
            None if asks || in_list || above_answer => {}
            None => return false,
        }
        add(&mut item.requirement, &text, dictionary);
        true
    }
}

/// `Sak 3 Ventetider`, `Sak 4/2025: Lån`.
fn is_case(words: &str) -> bool {
    let Some(rest) = words.strip_prefix("Sak ") else {
        return false;
    };
    let title =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.'));
    title.len() < rest.len()
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && words.len() <= 200
        && !words.ends_with('.')
        && title
            .trim_start_matches([':', ' ', '–', '-'])
            .starts_with(char::is_uppercase)
}

/// Whether a text asks for a report in the annual report, or names the source of the data.
pub(super) fn asks(text: &str, grammar: &Grammar) -> bool {
    if label(text, grammar) == Some(ReportColumn::Source) {
        return true;
    }
    sentences(text).into_iter().any(|range| {
        let sentence = &text[range];
        let hits = grammar.words(sentence);
        let duty = hits.iter().any(|hit| hit.role == Role::Duty)
            || sentence.split_whitespace().any(|word| matches!(word, "bedt" | "bedne" | "bede"));
        let named = hits.iter().any(|hit| hit.role == Role::AnnualReport);
        let reports = sentence
            .split_whitespace()
            .any(|word| stem(word) || word.to_lowercase().contains("rapportering"));
        named && reports && (duty || sentence.starts_with("Rapporter") || sentence.starts_with("Kvalitativ "))
            // `… skal rapportere i henhold til tabellen under` introduces the table.
            && !sentence.contains("tabell")
    })
}

/// Where a request begins behind a title: `Tittel Rapportering i årlig melding.`, `Tittel Frist: …`.
fn request_start(rest: &str, grammar: &Grammar) -> Option<usize> {
    let near = rest
        .char_indices()
        .nth(260)
        .map_or(rest.len(), |(end, _)| end);
    let mut at = 0;
    for word in rest[..near].split_inclusive(char::is_whitespace) {
        let start = at;
        at += word.len();
        let titled = rest[..start].chars().any(char::is_alphabetic);
        if titled && word.starts_with(char::is_uppercase) {
            let sentence = sentences(&rest[start..]).into_iter().next()?;
            if is_request(&rest[start..][sentence], grammar) {
                return Some(start);
            }
        }
    }
    None
}

/// Whether a sentence is one of those that ask: it begins with a report, a deadline or `Det bes`.
fn is_request(sentence: &str, grammar: &Grammar) -> bool {
    let asked = [
        "Det bes",
        "Det blir bedt",
        "Det skal",
        "Det må",
        "Det rapporteres",
        "Vi ber",
    ]
    .iter()
    .any(|begin| sentence.starts_with(begin));
    asked
        || sentence.starts_with("Rapportering ")
        || sentence.starts_with("Kvalitativ rapportering")
        || sentence.starts_with("Endelig rapportering")
        || grammar.first_word(sentence, Role::DeadlineLabel).is_some()
}

/// Whether a paragraph goes on asking: `Rapportering skal inkludere …`.
fn asks_on(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words
        .next()
        .is_some_and(|word| word.starts_with("Rapporter"))
        && words
            .next()
            .is_some_and(|word| matches!(word, "skal" | "må" | "bør" | "bes"))
}

fn stem(word: &str) -> bool {
    word.trim_start_matches(['«', '"', '('])
        .get(..9)
        .is_some_and(|stem| stem.eq_ignore_ascii_case("rapporter"))
}

/// The column title that a paragraph begins with, before a colon: `Datakilde: …`.
pub(super) fn label(text: &str, grammar: &Grammar) -> Option<ReportColumn> {
    let colon = text.bytes().take(60).position(|b| b == b':')?;
    grammar.report_column(text.get(..colon)?)
}

/// Whether a text begins with the words that several bodies' common answer begins with.
pub(super) fn is_joint(text: &Text, grammar: &Grammar) -> bool {
    let start = text
        .as_str()
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    grammar
        .first_word(start, Role::Joint)
        .is_some_and(|hit| start[hit.range.end..].starts_with([':', '\n', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_behind_titles() {
        let grammar = Grammar::built_in();
        let title =
            |rest: &str| request_start(rest, &grammar).map(|at| rest[..at].trim().to_string());
        assert_eq!(
            title(" Plan for Nordøya Rapportering i årlig melding. Planen er sendt.").as_deref(),
            Some("Plan for Nordøya")
        );
        assert_eq!(
            title(" Plan for Nordøya Frist: 1. mai 2026").as_deref(),
            Some("Plan for Nordøya")
        );
        assert_eq!(title(" og Nordøya hører sammen."), None);
    }

    #[test]
    fn texts_that_ask() {
        let grammar = Grammar::built_in();
        for text in [
            "Kvalitativ rapportering i årlig melding for 2027.",
            "Det skal rapporteres på tallene i årlig melding.",
            "Datakilde: egne tall",
        ] {
            assert!(asks(text, &grammar), "{text}");
        }
        for text in [
            "Helseforetaket har laget en plan.",
            "Foretaket skal rapportere i tabellen under.",
            "Vi viser til årlig melding for 2026.",
        ] {
            assert!(!asks(text, &grammar), "{text}");
        }
        assert!(is_case("Sak 3 Ferjer") && !is_case("Saken er løst") && !is_case("Sak 3 er løst."));
    }
}
