//! Residue: what asks, dates, pays or numbers and stands in no record of the right kind.
//!
//! ```text
//! reading ── known ────▶ signals by the readers' own notions
//!         ── passage ──▶ sentences, items, rows ──▶ duties, times, amounts
//!         ── points ───▶ series that ask              ──▶ what no record claims ──▶ coverage, findings
//!         ── tables ───▶ tables
//! ```
//! The readers cannot say what they do not see. So a document that asks (a letter, or one of another kind
//! that gave nothing of what its kind is read for) is looked through again, by words and forms that are
//! general on purpose (`grammars/residue.toml`, [`crate::structure`]). An entry is the whole sentence, item
//! or row, told once: what stands in an unread series or table is not told again by its sentences.
//!
//! What a named rule judges otherwise is dismissed by the rule's name, and stays visible there:
//!
//! | rule | what |
//! |---|---|
//! | `duty_of_others` | «Kommunene skal …»: the subject is not whom the letter is to |
//! | `duty_of_nobody` | «Det skal …» without a time: nobody is named |
//! | `standing_duty` | «Etaten skal …» without a time, in a letter whose assignments stand in a series of their own that is read: what holds at all times |
//! | `dated` | the date of a document, of the letter itself, or of what was |
//! | `past` | a time before the letter |
//! | `passing` | a season or «årlig» where nothing is asked, delivered or due |
//! | `amount_of_assignment` | an amount in the text of an assignment |
//! | `amount_in_passing` | an amount in a sentence that gives nobody anything |

mod claims;
mod duty;
mod findings;
mod known;
mod passage;
mod points;
mod tables;
mod times;

use crate::{
    grammar::{
        Grammar,
        cue::{Cue, Cues, Expressed, Expression, Strength},
        phrases::Hit,
    },
    kinds::Reading,
    layout::{Joint, Text},
    model::{Coverage, Diagnostic, Dismissed, Document, DocumentKind, SignalKind, Unclaimed},
    source::{Canonical, Cell},
};
use claims::{Claims, Places};
use duty::{Duty, Names, Plainness};
use passage::{Passage, passages};
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};
use times::Written;

/// What no record took, and what is said of it aloud.
#[derive(Debug)]
pub struct Residue {
    /// Signals: claimed, dismissed, unclaimed.
    pub coverage: Coverage,
    /// `assignments_missing` and `series_unread`.
    pub diagnostics: Vec<Diagnostic>,
}

/// A document that asks, seen afresh.
struct Asking<'a> {
    document: &'a Document,
    cues: &'a Cues,
    blocks: Range<usize>,
    passages: Vec<Passage>,
    seen: Vec<Seen>,
    written: Written,
}

/// What a passage shows.
struct Seen {
    words: Vec<Hit<Cue>>,
    expressions: Vec<Expression>,
    duty: Option<Duty>,
}

/// The readers' rule for a period that a law sets.
const LAWFUL_PERIOD: &str = "lawful_period";

/// What need not be told again: it stands in a series or a table that is told whole, or a rule of the
/// readers has judged it.
struct Told<'a> {
    told: &'a Places,
    ruled: &'a Places,
    /// What the readers took for a period of law.
    law: &'a Places,
}

/// An entry before it is written.
struct Entry {
    signal: SignalKind,
    text: Text,
}

/// Looks for what no record of a reading took.
pub fn residue(source: &Canonical, grammar: &Grammar, reading: &Reading) -> Residue {
    let claims = Claims::of(source, reading);
    let mut entries = Vec::new();
    let mut dismissed = Vec::new();
    let mut diagnostics = Vec::new();
    let mut told = Vec::new();
    let mut asking = Vec::new();
    for (document, blocks) in reading.documents.iter().zip(&reading.ranges) {
        if !asks(document) {
            continue;
        }
        let own = Asking::of(source, grammar, reading, document, blocks.clone());
        let unread = points::unread(source, &reading.blocks, &own, &claims);
        let points = unread.iter().flat_map(|one| &one.points);
        let points: Vec<Text> = points.map(|point| point.text.clone()).collect();
        let in_points = Places::of_texts(source, &points);
        let tables: Vec<Text> = tables::unread(source, &reading.blocks, &own, &claims)
            .into_iter()
            .filter(|table| !in_points.touch(&source.spans(&table.places())))
            .collect();
        told.extend(points.iter().chain(&tables).cloned());
        let entry = |signal| move |text| Entry { signal, text };
        entries.extend(points.into_iter().map(entry(SignalKind::Series)));
        entries.extend(tables.into_iter().map(entry(SignalKind::Table)));
        asking.push((own, unread));
    }
    let told = Places::of_texts(source, &told);
    let (ruled, law) = ruled_places(source, reading);
    let known = known::signals(source, grammar, reading);
    let mut known = settle(source, reading, known, &claims, &mut dismissed);
    for (own, unread) in &asking {
        let passages = own.judge(
            source,
            &claims,
            &Told {
                told: &told,
                ruled: &ruled,
                law: &law,
            },
            &mut known,
            &mut dismissed,
        );
        diagnostics.extend(findings::findings(
            source, reading, own, unread, &passages, &claims,
        ));
        entries.extend(passages);
    }
    // What the readers know of other kinds of document, and of what stands outside all passages.
    for signal in known.into_values().flatten() {
        if !told.touch(&source.spans(&signal.text.places())) {
            let text = signal.block.map_or_else(
                || signal.text.clone(),
                |block| whole(source, reading, block, &signal.text),
            );
            entries.push(Entry {
                signal: signal.kind,
                text,
            });
        }
    }
    entries.sort_by_key(|entry| {
        (
            entry.text.start(),
            std::cmp::Reverse(entry.text.len()),
            entry.signal,
        )
    });
    // What a paragraph tells, its sentences need not.
    entries.dedup_by(|next, one| one.text.holds(&next.text));
    let entries = joined(source, entries);
    let unclaimed = entries
        .into_iter()
        .map(|entry| Unclaimed {
            signal: entry.signal,
            raw: entry.text.as_str().to_string(),
            spans: source.spans(&entry.text.places()),
        })
        .collect();
    dismissed.sort_by_key(|one| one.spans.first().map(|span| (span.start, span.end)));
    let (characters, claimed) = claims.any.claimed(source.text());
    Residue {
        coverage: Coverage {
            characters,
            claimed,
            unclaimed,
            dismissed,
        },
        diagnostics,
    }
}

/// Whether a document is looked through: letters ask, and so may what was taken for another kind and
/// gave nothing of it.
fn asks(document: &Document) -> bool {
    match document.kind {
        DocumentKind::BudgetProposition => {
            document.requests.is_empty() && document.appropriations.is_empty()
        }
        DocumentKind::AnnualReport => document.reports.is_empty(),
        _ => true,
    }
}

/// The sentence, item or row that a signal of a block stands in.
fn whole(source: &Canonical, reading: &Reading, block: usize, signal: &Text) -> Text {
    let cell = reading.blocks[block].cell;
    let same = |at: usize| {
        let other = reading.blocks[at].cell;
        cell.zip(other)
            .is_some_and(|(own, other)| (own.table, own.row) == (other.table, other.row))
    };
    let first = (0..block)
        .rev()
        .take_while(|at| same(*at))
        .last()
        .unwrap_or(block);
    let last = (block + 1..reading.blocks.len())
        .take_while(|at| same(*at))
        .last()
        .unwrap_or(block);
    let at = signal.start().unwrap_or(0);
    passages(source, &reading.blocks, first..last + 1)
        .into_iter()
        .find(|passage| passage.holds(at))
        .map_or_else(|| signal.clone(), |passage| passage.text)
}

/// What rules of the readers have judged otherwise, and apart from it what they took for a period of law:
/// it may be one that the letter sets («fire uker før møtet»), and is looked at again. So is all of a
/// document whose kind is doubted.
fn ruled_places(source: &Canonical, reading: &Reading) -> (Places, Places) {
    let doubted = reading
        .documents
        .iter()
        .any(|document| !document.kind.is_letter() && asks(document));
    let texts = |law: bool| -> Vec<Text> {
        let of_law = |one: &&crate::kinds::Dismissed| (one.rule == LAWFUL_PERIOD) == law;
        let own = reading.dismissed.iter().filter(of_law).filter(|_| !doubted);
        own.flat_map(|one| &one.places)
            .map(|place| Text::at(source, place.clone()))
            .collect()
    };
    (
        Places::of_texts(source, &texts(false)),
        Places::of_texts(source, &texts(true)),
    )
}

/// What of the readers' own signals no record claims, by block; what a rule of theirs judged otherwise is
/// dismissed by its name.
fn settle(
    source: &Canonical,
    reading: &Reading,
    signals: Vec<known::Signal>,
    claims: &Claims,
    dismissed: &mut Vec<Dismissed>,
) -> HashMap<Option<usize>, Vec<known::Signal>> {
    let ruled: Vec<(Places, &str)> = reading
        .dismissed
        .iter()
        .map(|one| {
            let spans = source.spans(&one.places);
            (
                Places::of(spans.iter().map(|span| (span.start, span.end)).collect()),
                one.rule,
            )
        })
        .collect();
    let mut open: HashMap<Option<usize>, Vec<known::Signal>> = HashMap::new();
    for signal in signals {
        let spans = source.spans(&signal.text.places());
        let settled = match signal.kind {
            SignalKind::Deadline => claims.deadlines.touch(&spans),
            SignalKind::Identifier => claims.identifiers.touch(&spans),
            SignalKind::Request => claims.requests.touch(&spans),
            // In the line of a proposition's table a figure counts only as one of money.
            SignalKind::Amount if signal.block.is_none() => claims.money.touch(&spans),
            _ => claims.any.touch(&spans),
        };
        if settled {
            continue;
        }
        match ruled.iter().find(|(own, _)| own.touch(&spans)) {
            Some((_, rule)) if signal.block.is_some() => {
                dismissed.push(dismissal(source, signal.kind, &signal.text, rule));
            }
            _ => open.entry(signal.block).or_default().push(signal),
        }
    }
    open
}

fn dismissal(source: &Canonical, signal: SignalKind, text: &Text, rule: &str) -> Dismissed {
    Dismissed {
        signal,
        raw: text.as_str().to_string(),
        spans: source.spans(&text.places()),
        rule: rule.to_string(),
    }
}

impl<'a> Asking<'a> {
    fn of(
        source: &Canonical,
        grammar: &'a Grammar,
        reading: &Reading,
        document: &'a Document,
        blocks: Range<usize>,
    ) -> Self {
        let cues = &grammar.cues;
        let passages = passages(source, &reading.blocks, blocks.clone());
        let words: Vec<Vec<Hit<Cue>>> = passages
            .iter()
            .map(|passage| cues.words(passage.text.as_str()))
            .collect();
        let names = Names::of(
            &document.recipients,
            passages
                .iter()
                .zip(&words)
                .map(|(passage, words)| (passage.text.as_str(), words.as_slice())),
        );
        let seen: Vec<Seen> = passages
            .iter()
            .zip(words)
            .map(|(passage, words)| Seen {
                duty: duty::duty(passage.text.as_str(), &words, &passage.openings, &names),
                expressions: cues.expressions(passage.text.as_str()),
                words,
            })
            .collect();
        const HEAD: usize = 30;
        let first = passages
            .iter()
            .zip(&seen)
            .take(HEAD)
            .flat_map(|(passage, seen)| {
                let times = seen
                    .expressions
                    .iter()
                    .filter(|one| one.what == Expressed::Time);
                times.map(|one| &passage.text.as_str()[one.range.clone()])
            });
        Self {
            written: Written::of(document, first),
            document,
            cues,
            blocks,
            passages,
            seen,
        }
    }

    /// Whether the letter's assignments bear printed identifiers and are read: then a duty in its prose is
    /// one that holds at all times, not an assignment. A few among many more duties are no sign of it.
    fn has_series(&self, source: &Canonical, claims: &Claims) -> bool {
        const LEAST: usize = 3;
        const MOST_DUTIES: usize = 3;
        let assignments = &self.document.assignments;
        let numbered = assignments
            .iter()
            .filter(|one| one.number.is_some())
            .count();
        let loose = self
            .passages
            .iter()
            .zip(&self.seen)
            .filter(|(passage, seen)| {
                seen.duty.as_ref().is_some_and(|duty| {
                    duty.plainness == Plainness::Bound
                        && !claims
                            .duties
                            .touch(&source.spans(&passage.text.places_of(duty.range.clone())))
                })
            });
        numbered >= LEAST
            && numbered * 2 > assignments.len()
            && loose.count() <= numbered * MOST_DUTIES
    }

    /// What no record took of each passage: one entry a passage, the gravest signal first.
    fn judge(
        &self,
        source: &Canonical,
        claims: &Claims,
        told: &Told<'_>,
        known: &mut HashMap<Option<usize>, Vec<known::Signal>>,
        dismissed: &mut Vec<Dismissed>,
    ) -> Vec<Entry> {
        let standing = self.has_series(source, claims);
        let again = self.asked_again(source);
        let mut entries: Vec<Entry> = Vec::new();
        for (at, (passage, seen)) in self.passages.iter().zip(&self.seen).enumerate() {
            let known: Vec<SignalKind> = passage
                .blocks
                .clone()
                .flat_map(|block| take_in(known, block, passage))
                .collect();
            let spans = source.spans(&passage.text.places());
            if spans.is_empty() || told.told.touch(&spans) || is_contents(passage.text.as_str()) {
                continue;
            }
            let mut found: Vec<SignalKind> = known;
            let mut dismiss = |signal, range: Range<usize>, rule| {
                dismissed.push(dismissal(source, signal, &passage.text.slice(range), rule));
            };
            if let Some(duty) = &seen.duty {
                let own = source.spans(&passage.text.places_of(duty.range.clone()));
                match self.duty_rule(
                    source,
                    passage,
                    seen,
                    duty,
                    &own,
                    claims,
                    Whole {
                        standing,
                        again: again.contains(&at),
                    },
                ) {
                    Verdict::Claimed => {}
                    Verdict::Dismissed(rule) => {
                        dismiss(SignalKind::Duty, 0..passage.text.len(), rule)
                    }
                    Verdict::Open => found.push(SignalKind::Duty),
                }
            }
            let spans_of =
                |range: &Range<usize>| source.spans(&passage.text.places_of(range.clone()));
            for one in &seen.expressions {
                let own = source.spans(&passage.text.places_of(one.range.clone()));
                if told.ruled.touch(&own) {
                    continue;
                }
                let (signal, verdict) = match one.what {
                    Expressed::Time => (
                        SignalKind::Deadline,
                        times::time(
                            &self.written,
                            passage,
                            spans_of,
                            seen,
                            one,
                            claims,
                            told.law,
                        ),
                    ),
                    Expressed::Amount => {
                        (SignalKind::Amount, amount(passage, seen, one, &own, claims))
                    }
                };
                match verdict {
                    Verdict::Claimed => {}
                    Verdict::Dismissed(rule) => dismiss(signal, one.range.clone(), rule),
                    Verdict::Open => found.push(signal),
                }
            }
            if times::unsettled(seen)
                && !told.ruled.touch(&spans)
                && !claims.deadlines.touch(&spans)
            {
                found.push(SignalKind::Deadline);
            }
            if let Some(signal) = found.into_iter().min_by_key(|signal| gravity(*signal)) {
                // Where no assignment is read the paragraph is what a person would point at: its reasons
                // stand before what is asked.
                let whole = signal == SignalKind::Duty && self.document.assignments.is_empty();
                let text = whole.then(|| self.paragraph(at)).flatten();
                entries.push(Entry {
                    signal,
                    text: text.unwrap_or_else(|| passage.text.clone()),
                });
            }
        }
        entries
    }

    /// The passages that ask anew inside an assignment that no number tells from the next one: after what
    /// was asked stands a paragraph of reasons, and after it the ministry asks again.
    fn asked_again(&self, source: &Canonical) -> BTreeSet<usize> {
        let mut again = BTreeSet::new();
        let unnumbered = self
            .document
            .assignments
            .iter()
            .filter(|one| one.number.is_none());
        for assignment in unnumbered {
            let inside = |at: usize| {
                assignment
                    .spans
                    .iter()
                    .any(|span| (span.start..span.end).contains(&at))
            };
            let (mut asked, mut reasons) = (None, false);
            for (at, (passage, seen)) in self.passages.iter().zip(&self.seen).enumerate() {
                let start = passage.text.start().map(|byte| source.code_point(byte));
                if passage.sort != passage::Sort::Sentence || !start.is_some_and(inside) {
                    continue;
                }
                let block = passage.blocks.start;
                let plain = seen.duty.as_ref().map(|duty| duty.plainness);
                match (plain, asked) {
                    (Some(Plainness::Asked), Some(before)) if reasons && block != before => {
                        again.insert(at);
                        (asked, reasons) = (Some(block), false);
                    }
                    (Some(_), _) => {
                        (asked, reasons) = (asked.max(Some(block)), reasons && asked == Some(block))
                    }
                    (None, Some(before)) if block != before => reasons = true,
                    (None, _) => {}
                }
            }
        }
        again
    }

    /// The paragraph that a passage stands in, unless it is too long to be one.
    fn paragraph(&self, at: usize) -> Option<Text> {
        const LONGEST: usize = 1500;
        let own = &self.passages[at].blocks;
        let first = self.passages[..at]
            .iter()
            .rposition(|one| one.blocks != *own)
            .map_or(0, |n| n + 1);
        let mut text = Text::default();
        for passage in self.passages[first..]
            .iter()
            .take_while(|one| one.blocks == *own)
        {
            text.append(&passage.text, Joint::Blank);
        }
        (text.len() <= LONGEST).then_some(text)
    }

    fn duty_rule(
        &self,
        source: &Canonical,
        passage: &Passage,
        seen: &Seen,
        duty: &Duty,
        own: &[crate::model::Span],
        claims: &Claims,
        Whole { standing, again }: Whole,
    ) -> Verdict {
        // A goal or a measure says what shall be; one that asks somebody by name is none.
        let plain = matches!(duty.plainness, Plainness::Bound | Plainness::Asked);
        if again {
            return Verdict::Open;
        }
        if claims.duties.touch(own) || claims.aims.touch(own) && !plain {
            return Verdict::Claimed;
        }
        // The row of a calendar says what is due that day.
        let due = duty.plainness == Plainness::Item && passage.sort == passage::Sort::Row;
        if due
            && claims
                .deadlines
                .touch(&source.spans(&passage.text.places()))
        {
            return Verdict::Claimed;
        }
        let timed = seen.expressions.iter().any(|one| {
            let raw = &passage.text.as_str()[one.range.clone()];
            one.what == Expressed::Time
                && one.strength > Strength::Vague
                && !self.written.is_after(raw)
        });
        match duty.plainness {
            Plainness::Others => Verdict::Dismissed("duty_of_others"),
            Plainness::Nobodys if !timed || standing => Verdict::Dismissed("duty_of_nobody"),
            Plainness::Bound | Plainness::Item if standing && !timed => {
                Verdict::Dismissed("standing_duty")
            }
            _ if standing && seen.words.iter().any(|hit| hit.role == Cue::Conditional) => {
                Verdict::Dismissed("standing_duty")
            }
            // `… skal:` opens the list that says what.
            _ if passage.text.as_str().ends_with(':') && standing => {
                Verdict::Dismissed("standing_duty")
            }
            _ => Verdict::Open,
        }
    }
}

/// What the whole of a letter says of a duty in it.
#[derive(Debug, Clone, Copy)]
struct Whole {
    /// Its assignments stand in a series that is read.
    standing: bool,
    /// The assignment that it stands in has asked for something else before.
    again: bool,
}

/// What became of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// A record of its kind has it.
    Claimed,
    /// A rule judged otherwise.
    Dismissed(&'static str),
    /// Nobody has looked at it.
    Open,
}

/// Which of several signals of one passage is told.
fn gravity(signal: SignalKind) -> u8 {
    match signal {
        SignalKind::Series => 0,
        SignalKind::Table => 1,
        SignalKind::Identifier => 2,
        SignalKind::Request => 3,
        SignalKind::Duty => 4,
        SignalKind::Deadline => 5,
        SignalKind::Amount => 6,
    }
}

/// Takes out of the readers' open signals of a block those that stand in a passage.
fn take_in(
    known: &mut HashMap<Option<usize>, Vec<known::Signal>>,
    block: usize,
    passage: &Passage,
) -> Vec<SignalKind> {
    let Some(open) = known.get_mut(&Some(block)) else {
        return Vec::new();
    };
    let (own, rest): (Vec<_>, Vec<_>) = std::mem::take(open)
        .into_iter()
        .partition(|signal| signal.text.start().is_some_and(|at| passage.holds(at)));
    *open = rest;
    own.into_iter().map(|signal| signal.kind).collect()
}

/// An amount is a figure's, an earmark's, a limit's or a cell's; in an assignment it says what that costs.
fn amount(
    passage: &Passage,
    seen: &Seen,
    one: &Expression,
    own: &[crate::model::Span],
    claims: &Claims,
) -> Verdict {
    if claims.money.touch(own) || claims.priced.touch(own) {
        return Verdict::Claimed;
    }
    if claims.assignments.touch(own) {
        return Verdict::Dismissed("amount_of_assignment");
    }
    let has = |role: Cue| seen.words.iter().any(|hit| hit.role == role);
    if has(Cue::Gives) && !has(Cue::Gave) && !is_unit(passage.text.as_str(), one) {
        Verdict::Open
    } else {
        Verdict::Dismissed("amount_in_passing")
    }
}

/// Rows of one table that follow each other and show the same are told as one.
fn joined(source: &Canonical, entries: Vec<Entry>) -> Vec<Entry> {
    let cells = |text: &Text| -> Option<(Cell, Cell)> {
        let cell = |byte: usize| source.lines()[source.line_of(byte)].cell;
        let last = text.places().last()?.end - 1;
        cell(text.start()?).zip(cell(last))
    };
    let mut all: Vec<Entry> = Vec::with_capacity(entries.len());
    for next in entries {
        if let Some(one) = all.last_mut()
            && one.signal == next.signal
            && let (Some((_, before)), Some((after, _))) = (cells(&one.text), cells(&next.text))
            && before.table == after.table
            && after.row == before.row + 1
        {
            one.text.append(&next.text, Joint::Paragraph);
        } else {
            all.push(next);
        }
    }
    all
}

/// A line of a list of contents: dots lead to its page.
fn is_contents(text: &str) -> bool {
    text.contains(".....")
}

/// «(alle tall i 1 000 kroner)» names the unit of a table.
fn is_unit(text: &str, one: &Expression) -> bool {
    let digits = text[one.range.clone()].chars().filter(char::is_ascii_digit);
    digits.collect::<String>() == "1000" && text[..one.range.start].trim_end().ends_with(" i")
}
