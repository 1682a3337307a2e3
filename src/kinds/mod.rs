//! One room a kind of document: blocks to records.

mod allocation_letter;
mod annual_report;
mod budget_proposition;
mod citations;
pub(crate) mod columns;
mod commissioning_document;
mod days;
mod ids;
pub mod key;
mod letter;
mod money;
mod parties;
mod recognise;
mod side_by_side;
mod unknown;

use crate::model::Code;
use crate::{
    Error,
    grammar::Grammar,
    layout::{
        Block, Dictionary, Furniture, TextLine, blocks, introduces_measures, letter_foot,
        text_lines,
    },
    model::{Diagnostic, Document, DocumentKind, Severity, Span},
    source::Canonical,
    structure::head::Head,
};
use std::ops::Range;

/// The rule by which what others shall do is no requirement.
pub const DUTY_OF_OTHERS: &str = "duty_of_others";

/// A place that was judged to be something else than it looks, by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissed {
    /// Where.
    pub places: Vec<Range<usize>>,
    /// The rule's name.
    pub rule: &'static str,
}

/// What a source says.
#[derive(Debug, Default)]
pub struct Reading {
    /// The documents in it.
    pub documents: Vec<Document>,
    /// What the readers found worth saying.
    pub diagnostics: Vec<Diagnostic>,
    /// What they judged otherwise.
    pub dismissed: Vec<Dismissed>,
    /// Where identifiers head assignments.
    pub heads: Vec<Range<usize>>,
    /// Where tables of money stand, in bytes of the canonical text.
    pub tables: Vec<Range<usize>>,
    /// The blocks that were read, for the residue.
    pub blocks: Vec<Block>,
    /// The blocks of each document.
    pub ranges: Vec<Range<usize>>,
    /// It is read for the form of a letter alone: nothing in it says what it is.
    pub untold: bool,
}

pub(crate) use days::Days;
pub(crate) use letter::{heads_post, title_before_text};
pub(crate) use recognise::beginning;
pub use side_by_side::as_read;

/// Reads the documents of a source that is laid out; its blocks go into the reading. `series` are heads of
/// assignments that the letters' own form shows ([`crate::residue::Look::heads`]), each beginning a block.
///
/// # Errors
/// [`Error::UnknownKind`] where nothing on the first pages announces a kind of document.
pub fn read(
    source: &Canonical,
    grammar: &Grammar,
    laid: &mut Laid<'_>,
    series: &[Head],
) -> Result<Reading, Error> {
    let blocks = std::mem::take(&mut laid.blocks);
    let (lines, dictionary) = (&laid.lines, &laid.dictionary);
    let heads = laid.heads(source);
    let letters = recognise::documents(source, &blocks, &heads, grammar)?;
    let mut reading = Reading {
        blocks,
        ..Reading::default()
    };
    for announced in letters {
        let kind = announced.kind;
        if !announced.told {
            reading.untold = true;
            let told = unknown::finding(source, &reading.blocks, announced.title, grammar);
            reading.diagnostics.push(told);
        }
        reading.ranges.push(announced.blocks.clone());
        let letter = letter::Letter::open(
            source,
            grammar,
            lines,
            dictionary,
            &reading.blocks,
            announced,
            series,
        );
        let read = match kind {
            DocumentKind::AllocationLetter
            | DocumentKind::MeetingProtocol
            | DocumentKind::Instruction
            | DocumentKind::Letter => allocation_letter::read(letter),
            DocumentKind::CommissioningDocument => commissioning_document::read(letter),
            DocumentKind::BudgetProposition => budget_proposition::read(
                source,
                grammar,
                lines,
                dictionary,
                &reading.blocks,
                &heads,
                letter,
            ),
            DocumentKind::AnnualReport => annual_report::read(letter),
        };
        reading.documents.push(read.document);
        reading.diagnostics.extend(read.diagnostics);
        reading.dismissed.extend(read.dismissed);
        reading.heads.extend(read.heads);
        reading.tables.extend(read.tables);
    }
    Ok(reading)
}

/// A source in blocks, and what they were made of.
#[derive(Debug)]
pub struct Laid<'s> {
    /// The lines of the running text.
    pub lines: Vec<TextLine<'s>>,
    /// The lines that are none of it, by their number in the source.
    pub furniture: Vec<(usize, Furniture)>,
    /// The words that tell how a word at a line end closes up.
    pub dictionary: Dictionary<'s>,
    /// The blocks.
    pub blocks: Vec<Block>,
}

impl Laid<'_> {
    /// The running heads.
    fn heads<'s>(&self, source: &'s Canonical) -> Vec<&'s str> {
        self.furniture
            .iter()
            .filter(|(_, kind)| *kind == Furniture::Running)
            .map(|(line, _)| source.line_text(&source.lines()[*line]).trim())
            .collect()
    }
}

/// Lays a source out in blocks; a line that opens something that any kind knows opens one.
pub fn laid<'s>(source: &'s Canonical, grammar: &Grammar) -> Laid<'s> {
    let (mut lines, mut furniture) = text_lines(source);
    if let Some(foot) = letter_foot(&lines, grammar) {
        let number = |line: &TextLine<'_>| {
            let own = source.lines();
            own.partition_point(|one| one.range.start <= line.at) - 1
        };
        let address = |line: TextLine<'_>| (number(&line), Furniture::Address);
        furniture.extend(lines.drain(foot).map(address));
        furniture.sort_unstable_by_key(|(number, _)| *number);
    }
    let starts = |line: &str, free: bool| {
        // What opens something is a number, a label or a name; most lines go on with a sentence.
        if line.starts_with(char::is_lowercase) {
            return false;
        }
        opens_assignment(line, free, grammar)
            || opens_deadline(line, grammar)
            || opens_letter_head(line, grammar)
            || letter::opens_goal(line, grammar)
            || letter::measure_label(line, grammar).is_some()
            || letter::opens_measures(line, grammar)
            || letter::titles_measures(line, grammar)
            || free && letter::opens_duty(line, grammar)
            || letter::opens_point(line)
            || introduces_measures(line, grammar)
            || letter::is_department_line(line, grammar)
            || free && annual_report::opens_answer(line, grammar)
    };
    let dictionary = Dictionary::of(lines.iter().map(|line| line.text));
    let blocks = blocks(source, &lines, &dictionary, grammar, &starts);
    Laid {
        lines,
        furniture,
        dictionary,
        blocks,
    }
}

/// Whether a line begins with an assignment's identifier and a title or a department after it. Where
/// the line before is not `free` (it ends no sentence and no paragraph), only a department will do.
fn opens_assignment(line: &str, free: bool, grammar: &Grammar) -> bool {
    let Some((number, end)) = grammar.head_identifier(line) else {
        return false;
    };
    letter::heads_assignment(&line[end..], grammar)
        .or_else(|| letter::dotted_title(&number, &line[end..], grammar))
        .is_some_and(|sign| free || sign == letter::HeadSign::Department)
}

/// Whether a line begins with a deadline label and what follows one.
fn opens_deadline(line: &str, grammar: &Grammar) -> bool {
    use crate::grammar::phrases::Role;
    // The label itself, or «Tentativ» or «Endelig» before it.
    let may =
        line.starts_with(['T', 'E']) || grammar.first_word(line, Role::DeadlineLabel).is_some();
    if !line.starts_with(char::is_uppercase) || !may {
        return false;
    }
    let head: String = line.chars().take(60).collect();
    grammar.words(&head).iter().any(|hit| {
        hit.role == Role::DeadlineLabel
            && matches!(
                head[..hit.range.start].trim().to_lowercase().as_str(),
                "" | "tentativ" | "endelig" | "endeleg"
            )
            && {
                let after = head[hit.range.end..].trim_start();
                after.starts_with(':')
                    || head[hit.range.clone()].ends_with(':')
                    || after.starts_with(|c: char| c.is_ascii_digit())
                    || ["er ", "punkt", "pkt", "for "]
                        .iter()
                        .any(|word| after.starts_with(word))
            }
    })
}

/// Whether a short line begins with a label of a letter head.
fn opens_letter_head(line: &str, grammar: &Grammar) -> bool {
    use crate::grammar::phrases::Role;
    line.len() <= 60
        && line.starts_with(char::is_uppercase)
        && grammar
            .first_role(line, &[Role::LetterHead, Role::Closing])
            .is_some()
}

/// A diagnostic about a place.
pub(crate) fn diagnostic(
    code: Code,
    severity: Severity,
    message: String,
    item: Option<String>,
    spans: Vec<Span>,
) -> Diagnostic {
    Diagnostic {
        code: code.to_string(),
        severity,
        message,
        item,
        spans,
    }
}
