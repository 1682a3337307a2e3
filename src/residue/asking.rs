//! A document that asks, seen afresh: its passages, what each shows, and what became of it.

use super::{
    Entry,
    claims::{Begins, Claims, Places},
    dismissal,
    duty::{self, Duty, Names, Plainness},
    known,
    passage::{self, Passage, passages},
    times::{self, Written},
};
use crate::{
    grammar::{
        Grammar,
        cue::{Cue, Cues, Expressed, Expression, Strength},
        phrases::{Hit, Role},
    },
    kinds::Reading,
    layout::{Joint, Text},
    model::{Dismissed, Document, SignalKind, Span},
    source::Canonical,
};
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

/// A document that asks, seen afresh.
pub(super) struct Asking<'a> {
    pub(super) document: &'a Document,
    pub(super) grammar: &'a Grammar,
    pub(super) cues: &'a Cues,
    pub(super) blocks: Range<usize>,
    pub(super) passages: Vec<Passage>,
    pub(super) seen: Vec<Seen>,
    pub(super) written: Written,
    /// What the letter calls whom it is to.
    pub(super) names: Names,
}

/// What a passage shows.
pub(super) struct Seen {
    pub(super) words: Vec<Hit<Cue>>,
    pub(super) expressions: Vec<Expression>,
    pub(super) duty: Option<Duty>,
}

impl Seen {
    /// Whether a word of this role stands in it.
    pub(super) fn has(&self, role: Cue) -> bool {
        self.words.iter().any(|hit| hit.role == role)
    }

    /// How plainly it lays a duty on somebody, if it does.
    pub(super) fn plainness(&self) -> Option<Plainness> {
        self.duty.as_ref().map(|duty| duty.plainness)
    }

    /// Whether it says when, and not vaguely.
    pub(super) fn says_when(&self) -> bool {
        let mut own = self.expressions.iter();
        own.any(|one| one.what == Expressed::Time && one.strength > Strength::Vague)
    }
}

/// What need not be told again: it stands in a series or a table that is told whole, or a rule of the
/// readers has judged it.
pub(super) struct Told<'a> {
    pub(super) told: &'a Places,
    pub(super) ruled: &'a Places,
    /// What the readers took for a period of law.
    pub(super) law: &'a Places,
    /// What rules of the readers have judged of amounts.
    pub(super) money: &'a [(Places, &'static str)],
    /// What the readers took for duties of others.
    pub(super) others: &'a Places,
}

/// Within so many code points the item begins that a sentence before it opens.
pub(super) const NEXT: usize = 16;

impl<'a> Asking<'a> {
    pub(super) fn of(
        source: &Canonical,
        grammar: &'a Grammar,
        reading: &Reading,
        document: &'a Document,
        blocks: Range<usize>,
    ) -> Self {
        let cues = &grammar.cues;
        let passages = passages(source, &reading.blocks, blocks.clone());
        let mut words: Vec<Vec<Hit<Cue>>> = passages
            .iter()
            .map(|passage| cues.words(passage.text.as_str()))
            .collect();
        let recipients = document.recipients.iter().map(String::as_str);
        let called: Vec<&str> = match document.recipients.is_empty() {
            true => Vec::new(),
            false => recipients.chain(document.title.as_deref()).collect(),
        };
        let texts = passages.iter().map(|passage| passage.text.as_str());
        let is_kind = |word: &str| grammar.first_word(word, Role::Subject).is_some();
        Names::part_from_others(&called, is_kind, texts.zip(&mut words));
        let recipients = grammar.called(&document.recipients);
        let recipients: Vec<String> = recipients.map(str::to_string).collect();
        let names = Names::of(
            &recipients,
            document.title.as_deref(),
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
            grammar,
            cues,
            blocks,
            passages,
            seen,
            names,
        }
    }

    /// The passages that begin in a block, and what each shows.
    pub(super) fn of_block(&self, block: usize) -> impl Iterator<Item = (&Passage, &Seen)> {
        let first = self
            .passages
            .partition_point(|one| one.blocks.start < block);
        let own = self.passages[first..].iter().zip(&self.seen[first..]);
        own.take_while(move |(passage, _)| passage.blocks.start == block)
    }

    /// Whether somebody is asked or bound by name in some blocks.
    pub(super) fn binds_in(&self, blocks: Range<usize>) -> bool {
        let mut seen = blocks.flat_map(|at| self.of_block(at));
        seen.any(|(_, seen)| seen.plainness() >= Some(Plainness::Bound))
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
    pub(super) fn judge(
        &self,
        source: &Canonical,
        claims: &Claims,
        told: &Told<'_>,
        known: &mut HashMap<Option<usize>, Vec<known::Signal>>,
        dismissed: &mut Vec<Dismissed>,
    ) -> Vec<Entry> {
        let standing = self.has_series(source, claims);
        let again = self.asked_again(source);
        let cut = self.cut_titles();
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
                    passage,
                    seen,
                    duty,
                    [&own, &spans],
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
                    Verdict::Open if told.others.touch(&own) => {
                        dismiss(SignalKind::Duty, 0..passage.text.len(), "duty_of_others");
                    }
                    Verdict::Open => found.push(SignalKind::Duty),
                }
            }
            let spans_of =
                |range: &Range<usize>| source.spans(&passage.text.places_of(range.clone()));
            for one in &seen.expressions {
                let own = spans_of(&one.range);
                if one.what == Expressed::Time && told.ruled.touch(&own) {
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
                        let ruled = told.money.iter().find(|(places, _)| places.touch(&own));
                        let verdict = match ruled {
                            Some((_, rule)) => Verdict::Dismissed(rule),
                            None => amount(passage, seen, one, &own, claims),
                        };
                        (SignalKind::Amount, verdict)
                    }
                };
                match verdict {
                    Verdict::Claimed => {}
                    Verdict::Dismissed(rule) => dismiss(signal, one.range.clone(), rule),
                    Verdict::Open => found.push(signal),
                }
            }
            // A title whose sentence goes on in the text: the record is cut at the wrong place.
            if cut.touch(&spans) {
                found.push(SignalKind::Duty);
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

    /// Where titles of assignments stand whose sentence their text goes on with: `… som Etaten for bygg-` and
    /// `kvalitet skal levere`. They were cut at the end of a line.
    fn cut_titles(&self) -> Places {
        let cut = self.document.assignments.iter().filter(|one| {
            let text = one.text.as_deref().unwrap_or_default();
            one.title.is_some() && text.starts_with(char::is_lowercase)
        });
        Places::of(
            cut.flat_map(|one| &one.title_spans)
                .map(|span| (span.start, span.end))
                .collect(),
        )
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
                match (seen.plainness(), asked) {
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
        passage: &Passage,
        seen: &Seen,
        duty: &Duty,
        [own, whole]: [&[Span]; 2],
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
        // `… skal i 2026:` opens a list whose items are read.
        let end = whole.last().map_or(0, |span| span.end);
        if passage.text.as_str().ends_with(':')
            && claims.begin_in(end, end + NEXT) == Some(Begins::Assignment)
        {
            return Verdict::Claimed;
        }
        // The row of a calendar says what is due that day.
        let due = duty.plainness == Plainness::Item && passage.sort == passage::Sort::Row;
        if due && claims.deadlines.touch(whole) {
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
            _ if standing && seen.has(Cue::Conditional) => Verdict::Dismissed("standing_duty"),
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
pub(super) enum Verdict {
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
    own: &[Span],
    claims: &Claims,
) -> Verdict {
    if claims.money.touch(own) || claims.priced.touch(own) {
        return Verdict::Claimed;
    }
    if claims.assignments.touch(own) {
        return Verdict::Dismissed("amount_of_assignment");
    }
    if seen.has(Cue::Gives) && !seen.has(Cue::Gave) && !is_unit(passage.text.as_str(), one) {
        Verdict::Open
    } else {
        Verdict::Dismissed("amount_in_passing")
    }
}

/// A line of a list of contents: dots lead to its page.
fn is_contents(text: &str) -> bool {
    text.contains(".....")
}

/// «(alle tall i 1 000 kroner)» names the unit of a table. «Tabell 1 (i 1 000 kroner)» does where it ends there: with
/// the figures of the table behind it, it is a table that nobody has read.
fn is_unit(text: &str, one: &Expression) -> bool {
    let digits = text[one.range.clone()].chars().filter(char::is_ascii_digit);
    let before = text[..one.range.start].trim_end();
    let ends = !text[one.range.end..].contains(|c: char| c.is_ascii_digit());
    digits.collect::<String>() == "1000"
        && (before.ends_with(" i") || before.ends_with("(i") && ends)
}
