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
//! What is found so of a letter's own form, a series of points that ask or sentences that ask, is also what
//! letters are read a second time by ([`Look::heads`]); the residue of that reading is what is told.
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
//! | `report_period` | the period that a report is about: «virksomhetsrapport per 2. tertial» |
//! | `passing` | a season or «årlig» where nothing is asked, delivered or due |
//! | `amount_of_assignment` | an amount in the text of an assignment |
//! | `change_of_an_earlier_year` | what a post was changed by before this letter's year |
//! | `spending_of_an_earlier_year` | «I fjor ble 4 mill. kroner brukt til dette» |
//! | `amount_in_passing` | an amount in a sentence that gives nobody anything |

mod asking;
mod changes;
mod claims;
mod duty;
mod findings;
mod known;
mod labelled;
mod listed;
mod passage;
mod points;
mod posted;
mod prose;
mod tables;
mod times;
mod titled;

use crate::{
    grammar::Grammar,
    kinds::{DUTY_OF_OTHERS, Reading},
    layout::{Block, Joint, Text},
    model::{Coverage, Diagnostic, Dismissed, Document, DocumentKind, SignalKind, Unclaimed},
    source::{Canonical, Cell},
    structure::head::Head,
};
use asking::{Asking, Told};
use claims::{Claims, Places};
use passage::passages;
use points::Unread;
pub(crate) use points::labels;
use std::collections::HashMap;

/// What no record took, and what is said of it aloud.
#[derive(Debug)]
pub struct Residue {
    /// Signals: claimed, dismissed, unclaimed.
    pub coverage: Coverage,
    /// `assignments_missing` and `series_unread`.
    pub diagnostics: Vec<Diagnostic>,
}

impl Residue {
    /// Whether something that no record took asks or sets a time.
    pub fn asks(&self) -> bool {
        self.coverage.unclaimed.iter().any(|one| {
            matches!(
                one.signal,
                SignalKind::Duty | SignalKind::Series | SignalKind::Table | SignalKind::Deadline
            )
        })
    }
}

/// The readers' rule for a period that a law sets.
const LAWFUL_PERIOD: &str = "lawful_period";

/// The rules of the readers that are about an amount; all others are about a time.
const OF_AMOUNTS: [&str; 2] = ["change_of_an_earlier_year", "spending_of_an_earlier_year"];

/// An entry before it is written.
struct Entry {
    signal: SignalKind,
    text: Text,
}

/// Finds the heads of tasks in one form.
type Form = fn(&Canonical, &[Block], &Asking<'_>, &Claims) -> Vec<Head>;

/// A reading, looked through.
pub struct Look<'a> {
    source: &'a Canonical,
    grammar: &'a Grammar,
    reading: &'a Reading,
    claims: Claims,
    /// Its documents that ask, each with the series that no record took.
    asking: Vec<(Asking<'a>, Vec<Unread>)>,
}

impl<'a> Look<'a> {
    /// Looks a reading through.
    pub fn at(source: &'a Canonical, grammar: &'a Grammar, reading: &'a Reading) -> Self {
        let claims = Claims::of(source, reading);
        let documents = reading.documents.iter().zip(&reading.ranges);
        let asking = documents
            .filter(|(document, _)| asks(document))
            .map(|(document, blocks)| {
                let own = Asking::of(source, grammar, reading, document, blocks.clone());
                let unread = points::unread(source, &reading.blocks, &own, &claims);
                (own, unread)
            })
            .collect();
        Self {
            source,
            grammar,
            reading,
            claims,
            asking,
        }
    }

    /// The heads of assignments that the reading missed and that the letters' own series or sentences show, in
    /// order: what the letters are to be read again by.
    pub fn heads(&self) -> Vec<Head> {
        let letters = self.asking.iter();
        let mut found: Vec<Head> = letters
            .filter(|(own, _)| own.document.kind.is_letter())
            .flat_map(|(own, unread)| {
                let series = unread.iter().flat_map(|one| one.heads.iter().cloned());
                let series: Vec<Head> = series.collect();
                let blocks = &self.reading.blocks;
                let mut found = series;
                // The first of the forms that gives any is how the letter gives its tasks.
                let forms: [Form; 4] = [
                    titled::heads,
                    posted::heads,
                    labelled::heads,
                    labelled::headed,
                ];
                for form in forms {
                    if found.is_empty() {
                        found = form(self.source, blocks, own, &self.claims);
                    }
                }
                if found.is_empty() {
                    found = listed::heads(self.source, blocks, own, &self.claims);
                    // One section gives its tasks in a list, the next in prose.
                    let prose = prose::heads(self.source, blocks, own, &self.claims);
                    add_free(&mut found, prose);
                }
                let changes = changes::heads(self.source, self.grammar, blocks, own, &self.claims);
                add_free(&mut found, changes);
                found
            })
            .collect();
        found.sort_by_key(|head| head.at);
        found.dedup_by_key(|head| head.at);
        found
    }

    /// What no record of the reading took.
    pub fn residue(self) -> Residue {
        let Self {
            source,
            grammar,
            reading,
            claims,
            asking,
        } = self;
        let mut entries = Vec::new();
        let mut dismissed = Vec::new();
        let mut diagnostics = Vec::new();
        let mut told = Vec::new();
        for (own, unread) in &asking {
            let points = unread.iter().flat_map(|one| &one.points);
            let points: Vec<Text> = points.map(|point| point.text.clone()).collect();
            let in_points = Places::of_texts(source, &points);
            let tables: Vec<Text> = tables::unread(source, &reading.blocks, own, &claims)
                .into_iter()
                .filter(|table| !in_points.touch(&source.spans(&table.places())))
                .collect();
            told.extend(points.iter().chain(&tables).cloned());
            let entry = |signal| move |text| Entry { signal, text };
            entries.extend(points.into_iter().map(entry(SignalKind::Series)));
            entries.extend(tables.into_iter().map(entry(SignalKind::Table)));
        }
        let told = Places::of_texts(source, &told);
        let (ruled, law) = ruled_places(source, reading);
        let money = ruled_amounts(source, reading);
        let others = ruled_duties(source, reading);
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
                    money: &money,
                    others: &others,
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
}

/// Adds the heads that share nothing with those that are found.
fn add_free(found: &mut Vec<Head>, more: Vec<Head>) {
    let shares = |head: &Head| {
        let mut own = found.iter();
        own.any(|one| one.at < head.end && head.at < one.end)
    };
    let free: Vec<Head> = more.into_iter().filter(|head| !shares(head)).collect();
    found.extend(free);
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
        own.filter(|one| !OF_AMOUNTS.contains(&one.rule) && one.rule != DUTY_OF_OTHERS)
            .flat_map(|one| judged(source, one))
            .collect()
    };
    (
        Places::of_texts(source, &texts(false)),
        Places::of_texts(source, &texts(true)),
    )
}

/// What the readers took for duties of others.
fn ruled_duties(source: &Canonical, reading: &Reading) -> Places {
    let own = reading.dismissed.iter();
    let own = own.filter(|one| one.rule == DUTY_OF_OTHERS);
    let texts: Vec<Text> = own.flat_map(|one| judged(source, one)).collect();
    Places::of_texts(source, &texts)
}

/// What a rule of the readers has judged, place by place.
fn judged<'a>(
    source: &'a Canonical,
    one: &'a crate::kinds::Dismissed,
) -> impl Iterator<Item = Text> + 'a {
    let places = one.places.iter();
    places.map(|place| Text::at(source, place.clone()))
}

/// What rules of the readers have judged of amounts, each with its name.
fn ruled_amounts(source: &Canonical, reading: &Reading) -> Vec<(Places, &'static str)> {
    let own = reading.dismissed.iter();
    own.filter(|one| OF_AMOUNTS.contains(&one.rule))
        .map(|one| {
            let texts: Vec<Text> = judged(source, one).collect();
            (Places::of_texts(source, &texts), one.rule)
        })
        .collect()
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
