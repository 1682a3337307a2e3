//! Deadlines in running text.
//!
//! ```text
//! deadline ::= label subject? (":" | "er" | "settes til")? (time | agreed | recurrence | "løpende")
//!            | before time                                   innen 1. mai 2026, senest høsten 2026
//!            | duty … within time                            skal i løpet av 2026
//!            | starting … from time | from time starting     iverksettelse fra 2027
//!            | asking … delivery … time                      ber om en status: 1. august 2026
//!            | delivery ":" time                             Leveranse: 2026-09-15
//!            | "(" (time | "løpende") ")"                    after what falls due: Lag en plan. (1.6.2026)
//! label    ::= "Frist" | "Fristen" | …                       with «Tentativ», «Endelig» before it
//! subject  ::= ("for" words)? ("punkt" number (("," | "og") number)*)?
//! ```
//! What looks like a deadline and is none is dismissed by a named rule, never dropped.

mod act;
mod asked;
mod occasion;
mod promise;
mod subject;
mod words;

pub use super::date::When;
use super::{
    Grammar,
    cue::Cue,
    date::{Time, times},
    identifier::identifiers,
    phrases::{Hit, Role},
    sentence::{last_word, sentences},
};
use crate::model::Code;
use crate::model::{DeadlineKind, DeadlineStatus, Precision};
use jiff::civil::Date;
use std::ops::Range;
pub(super) use words::TERMS;
pub use {asked::tells, subject::Parties, words::Terms};

/// How far before a label the field may stand that says what is reported, in bytes.
const REPORT_FIELD: usize = 300;

/// What the letter says of itself, for times that are printed in part.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The year that the letter is about.
    pub year: Option<i32>,
    /// Its date.
    pub date: Option<Date>,
    /// It gives an account of what its writer did and will do: a day before its own is past, whatever
    /// the words, and «vil» is a promise.
    pub account: bool,
    /// It is a decision of Parliament: whatever it sets a time for is to be done then. With its day
    /// and `account`, what lay before that is past.
    pub quoted: bool,
    /// The text is the body of an assignment: what it sets a time for is asked for.
    pub asked: bool,
}

/// A deadline found in a text; ranges are bytes of that text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The time expression with its deadline word.
    pub raw: Range<usize>,
    /// The sentence that it stands in.
    pub sentence: Range<usize>,
    /// The sentence is only a label and a time (`Frist: 1.6.2026`): what falls due stands elsewhere.
    pub bare: bool,
    /// A label opens the sentence.
    pub labelled: bool,
    /// The points that a label names (`punkt 1 og 2`).
    pub points: Vec<String>,
    /// The other assignment that a label names (`Fristen for oppdrag 5/2024`).
    pub of: Option<String>,
    /// What a label says falls due (`for å fastsette strategien`).
    pub subject: Option<Range<usize>>,
    /// What happens then.
    pub kind: DeadlineKind,
    /// How firm it is.
    pub status: DeadlineStatus,
    /// The day.
    pub date: Option<Date>,
    /// First day of the interval.
    pub earliest: Option<Date>,
    /// Last day of the interval.
    pub latest: Option<Date>,
    /// How fine the time is.
    pub precision: Precision,
    /// The year is the document's.
    pub year_inferred: bool,
    /// The words of recurrence.
    pub recurrence: Option<Range<usize>>,
    /// Something that the reader of the record should know: a code and a sentence.
    pub remark: Option<(Code, String)>,
}

impl Found {
    /// A deadline of which nothing is known but where it stands and how firm it is.
    fn untimed(raw: Range<usize>, sentence: Range<usize>, status: DeadlineStatus) -> Self {
        Self {
            raw,
            sentence,
            bare: false,
            labelled: false,
            points: Vec::new(),
            of: None,
            subject: None,
            kind: DeadlineKind::Delivery,
            status,
            date: None,
            earliest: None,
            latest: None,
            precision: Precision::None,
            year_inferred: false,
            recurrence: None,
            remark: None,
        }
    }
}

/// Something that looks like a deadline and was judged to be none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissal {
    /// The words.
    pub range: Range<usize>,
    /// The rule.
    pub rule: &'static str,
}

/// Every deadline of a text, by place, and what was dismissed.
pub fn deadlines(text: &str, grammar: &Grammar, context: Context) -> (Vec<Found>, Vec<Dismissal>) {
    let mut reader = Reader::new(text, grammar, context);
    if reader.times.is_empty()
        && !context.asked
        && !reader.hits.iter().any(|hit| {
            matches!(
                hit.role,
                Role::DeadlineLabel | Role::Ongoing | Role::Recurrence | Role::Occasion
            )
        })
    {
        for sentence in sentences(text) {
            reader.periods(sentence);
        }
        return (reader.found, reader.dismissed);
    }
    let mut last: Option<Range<usize>> = None;
    for sentence in sentences(text) {
        if let Some(last) = &last {
            reader.goes_on_with_label(last, &sentence);
        }
        reader.previous = last.take();
        reader.listed &= opens_item(&text[sentence.clone()]);
        reader.sentence(sentence.clone());
        reader.listed |= reader.introduces(&sentence);
        last = Some(sentence);
    }
    reader.found.sort_by_key(|found| found.raw.start);
    (reader.found, reader.dismissed)
}

/// A cell of a column of dates: every time in it is a deadline, labelled by its column.
pub fn cell(text: &str, grammar: &Grammar, context: Context) -> (Vec<Found>, Vec<Dismissal>) {
    let mut reader = Reader::new(text, grammar, context);
    let whole = 0..text.len();
    let recurrence = reader.hits_in(&whole, Role::Recurrence).next();
    let finer = reader
        .times
        .iter()
        .any(|time| !matches!(time.when, When::Year));
    for n in 0..reader.times.len() {
        let time = &reader.times[n];
        if finer && matches!(time.when, When::Year) && !time.end_of && !time.loose {
            continue;
        }
        let time = reader.times[n].range.clone();
        // `To uker før møtet i mai`: counted from it.
        if span_counted(text) && reader.governor(&whole, &time).is_none() {
            continue;
        }
        // `Avtales i etatsstyringsmøtet i juni`: the time of the meeting, not of the delivery.
        if reader.agreed_before(&time) {
            continue;
        }
        // The year of `3 ganger i året` is any year.
        if recurrence
            .as_ref()
            .is_some_and(|again| within(&time, again))
        {
            continue;
        }
        let start = match reader.governor(&whole, &time) {
            Some(governor) => governor.range.start,
            None => reader
                .hits_in(&(0..time.start), Role::DeadlineLabel)
                .last()
                .map_or(time.start, |label| label.start),
        };
        let mut found = reader.found_at(start..time.end, &whole, n);
        found.bare = true;
        found.labelled = true;
        // `a) 15. mars b) 1. oktober`: each time has its own points, or all stand over the whole.
        let since = n.checked_sub(1).map_or(0, |n| reader.times[n].range.end);
        let own = points(&text[since..start.max(since)]);
        found.points = if own.is_empty() && n == 0 {
            points(text)
        } else {
            own
        };
        found.kind = reader.noted_kind(&(since..start.max(since)));
        let from = reader.governor(&whole, &time);
        if from.is_some_and(|hit| hit.role == Role::From) {
            found.kind = DeadlineKind::Start;
        }
        if reader.tentative(0, text.len()) {
            found.status = firm(found.status, DeadlineStatus::Tentative);
        }
        if let Some(recurrence) = &recurrence {
            found.status = firm(found.status, DeadlineStatus::Recurring);
            found.recurrence = Some(recurrence.clone());
            found.raw = recurrence.start.min(start)..time.end.max(recurrence.end);
        }
        reader.found.push(found);
    }
    if reader.found.is_empty() {
        let status = if reader.hits_in(&whole, Role::ToBeAgreed).next().is_some() {
            DeadlineStatus::ToBeAgreed
        } else if recurrence.is_some() {
            DeadlineStatus::Recurring
        } else if reader.hits_in(&whole, Role::Ongoing).next().is_some() {
            DeadlineStatus::Ongoing
        } else if span_of_time(text) || reader.with_occasion(text) {
            DeadlineStatus::Relative
        } else {
            return (Vec::new(), reader.dismissed);
        };
        reader.found.push(Found {
            bare: true,
            labelled: true,
            points: points(text),
            kind: if status == DeadlineStatus::Relative {
                DeadlineKind::Delivery
            } else {
                reader.noted_kind(&whole)
            },
            recurrence: recurrence.filter(|_| status == DeadlineStatus::Recurring),
            ..Found::untimed(whole.clone(), whole, status)
        });
    }
    (reader.found, reader.dismissed)
}

struct Reader<'a> {
    text: &'a str,
    grammar: &'a Grammar,
    context: Context,
    hits: Vec<Hit>,
    times: Vec<Time>,
    /// The sentence before the one that is being read.
    previous: Option<Range<usize>>,
    /// Below a line `Frister:`, in its list.
    listed: bool,
    /// Times that a deadline has claimed.
    taken: Vec<bool>,
    found: Vec<Found>,
    dismissed: Vec<Dismissal>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, grammar: &'a Grammar, context: Context) -> Self {
        let times = times(text, &grammar.calendar);
        let mut hits = grammar.words(text);
        for hit in hits.iter_mut().filter(|hit| hit.role == Role::Recurrence) {
            hit.range.start = with_count(text, &hit.range);
        }
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        Self {
            text,
            grammar,
            context,
            hits,
            taken: vec![false; times.len()],
            times,
            previous: None,
            listed: false,
            found: Vec::new(),
            dismissed: Vec::new(),
        }
    }

    fn sentence(&mut self, sentence: Range<usize>) {
        self.periods(sentence.clone());
        self.agreed(&sentence);
        self.asked_occasions(&sentence);
        let labels: Vec<Range<usize>> = self.hits_in(&sentence, Role::DeadlineLabel).collect();
        for (n, label) in labels.iter().enumerate() {
            let until = labels.get(n + 1).map_or(sentence.end, |next| next.start);
            self.labelled(&sentence, label.clone(), until);
        }
        let times: Vec<usize> = (0..self.times.len())
            .filter(|&n| within(&self.times[n].range, &sentence))
            .collect();
        for n in times {
            if !self.taken[n] {
                self.unlabelled(&sentence, n);
            }
        }
        self.promised(&sentence);
        self.occasions(&sentence);
        self.ongoing_in_brackets(&sentence);
        self.relative(&sentence);
        self.recurring_report(&sentence);
        self.days_that_come_again(&sentence);
        self.recurring(&sentence);
        self.always(&sentence);
        self.said_again(&sentence);
        self.points_of_clauses(&sentence);
    }

    /// `før jul, senest 12. desember`: the second says the first again, as a day.
    fn said_again(&mut self, sentence: &Range<usize>) {
        let exact: Vec<usize> = self
            .found
            .iter()
            .filter(|found| found.sentence == *sentence && found.date.or(found.latest).is_some())
            .map(|found| found.raw.start)
            .collect();
        let terms = &self.grammar.deadlines;
        self.found.retain(|found| {
            let occasion = found.status == DeadlineStatus::Relative && found.remark.is_some();
            let again = exact.iter().any(|&start| {
                let between = self.text.get(found.raw.end..start).map(str::trim);
                between.is_some_and(|between| terms.apposition.is(between))
            });
            found.sentence != *sentence || !occasion || !again
        });
    }

    /// `Bokstav a og b leveres 15. mai, bokstav c 1. juni`: the points that the clause of a time begins with.
    fn points_of_clauses(&mut self, sentence: &Range<usize>) {
        let ends: Vec<usize> = self
            .found
            .iter()
            .filter(|found| found.sentence == *sentence)
            .map(|found| found.raw.end)
            .collect();
        for found in self.found.iter_mut() {
            if found.sentence != *sentence || !found.points.is_empty() || found.labelled {
                continue;
            }
            let start = found.raw.start;
            let since = ends.iter().filter(|end| **end <= start).max();
            let since = since.copied().unwrap_or(sentence.start);
            found.points = leading_points(&self.text[since..start]);
            if found.points.is_empty() {
                found.points = leading_points(&self.text[found.raw.clone()]);
            }
        }
    }

    /// `Følge opp planene. (Løpende)`: brackets that hold nothing else, after what is asked for.
    fn ongoing_in_brackets(&mut self, sentence: &Range<usize>) {
        // `… vern av skog (løpende gjennom året).`
        let words = self.text[sentence.clone()].trim_end_matches(['.', ';', ' ']);
        let open = words
            .rfind('(')
            .filter(|&at| at > 0 && words.ends_with(')') && words.len() - at <= 40);
        let hit = open.and_then(|open| {
            self.hits_in(sentence, Role::Ongoing)
                .find(|hit| hit.start == sentence.start + open + 1)
        });
        if let Some(hit) = hit {
            self.found.push(Found::untimed(
                hit,
                sentence.clone(),
                DeadlineStatus::Ongoing,
            ));
            return;
        }
        let (Some(before), true) = (self.previous.clone(), self.is_bracket(sentence)) else {
            return;
        };
        let Some(hit) = self.hits_in(sentence, Role::Ongoing).next() else {
            return;
        };
        let alone = self.text[sentence.start..hit.start].trim() == "("
            && self.text[hit.end..sentence.end]
                .trim()
                .trim_end_matches('.')
                == ")";
        if alone {
            self.found.push(Found::untimed(
                hit,
                before.start..sentence.end,
                DeadlineStatus::Ongoing,
            ));
        }
    }

    /// `Frister:`, and nothing else: each item of the list below has one.
    fn introduces(&self, sentence: &Range<usize>) -> bool {
        self.text[sentence.clone()].ends_with(':')
            && self.first_time(sentence).is_none()
            && self
                .hits_in(sentence, Role::DeadlineLabel)
                .any(|hit| hit.start == sentence.start && hit.end + 1 == sentence.end)
            || self.delivers_list(sentence)
    }

    /// `Etaten skal levere:`: each item of the list below says what, and when.
    fn delivers_list(&self, sentence: &Range<usize>) -> bool {
        let words = self.text[sentence.clone()].trim_end();
        let last = words.trim_end_matches(':');
        let verb = last_word(last).to_lowercase();
        let duty = self.hits_in(sentence, Role::Duty).next().is_some();
        let list = self.text[sentence.end..]
            .trim_start_matches(['\n', ' '])
            .starts_with(['-', '–', '•', 'a', '1']);
        duty && list
            && matches!(
                verb.as_str(),
                "levere" | "leveres" | "sende" | "sendes" | "oversende" | "oversendes" | "leverast"
            )
    }

    /// A sentence that is one pair of brackets.
    fn is_bracket(&self, sentence: &Range<usize>) -> bool {
        let words = self.text[sentence.clone()].trim().trim_end_matches('.');
        words.starts_with('(') && words.find(')').is_some_and(|at| at + 1 == words.len())
    }

    /// `Frist: Foreløpig rapport 30.11.25. Endelig rapport medio mai 2026.`: a short sentence on the
    /// line of a label goes on with what the label says.
    fn goes_on_with_label(&mut self, last: &Range<usize>, sentence: &Range<usize>) {
        let labelled = self.found.iter().any(|found| {
            found.labelled
                && found.sentence == *last
                && !self.text[last.end..sentence.start].contains('\n')
        });
        let short = self.words_between(sentence.start, sentence.end) <= 10;
        let duty = self.hits_in(sentence, Role::Duty).next().is_some();
        // `Frist punkt 1: 5.6.2026. Frist punkt 2: 1.12.2026.`: it has a label of its own.
        let own = self.hits_in(sentence, Role::DeadlineLabel).next().is_some();
        if !labelled || !short || duty || own {
            return;
        }
        for n in 0..self.times.len() {
            let range = self.times[n].range.clone();
            if self.taken[n]
                || !within(&range, sentence)
                || matches!(self.times[n].when, When::Year)
                || matches!(
                    last_word(self.text[sentence.start..range.start].trim_end()),
                    "av" | "datert" | "frå" | "fra"
                )
            {
                continue;
            }
            let start = self
                .governor(sentence, &range)
                .map_or(range.start, |hit| hit.range.start);
            let mut found = self.found_at(start..range.end, sentence, n);
            found.kind = self.label_kind(sentence, &(sentence.start..sentence.start), n);
            // `Frist: Avtale innen 1. mai. Verkstedet settes i drift 1. november.`
            let lead = sentence.start..range.start;
            if found.kind == DeadlineKind::Delivery
                && self.noted_kind(&lead) == DeadlineKind::Start
                && !self.delivers(&lead)
            {
                found.kind = DeadlineKind::Start;
            }
            found.labelled = true;
            found.points = points(&self.text[sentence.start..range.start]);
            if self.aside(&found, sentence) {
                continue;
            }
            self.taken[n] = true;
            self.found.push(found);
        }
    }

    /// `skal rapportere hvert tertial`, `rapporteres årlig`: a duty to report that comes again.
    ///
    /// «en årlig rapport» is a thing, no deadline.
    fn recurring_report(&mut self, sentence: &Range<usize>) {
        if self.context.asked
            || self.found.iter().any(|found| found.sentence == *sentence)
            || self.hits_in(sentence, Role::Duty).next().is_none()
        {
            return;
        }
        let again = self.hits_in(sentence, Role::Recurrence).find(|hit| {
            let words = self.text[hit.clone()].to_lowercase();
            let verb = self.text[sentence.start..hit.start]
                .trim_end()
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or("")
                .to_lowercase();
            let adverb = ["hver", "kvar", "annethvert"]
                .iter()
                .any(|stem| words.starts_with(stem))
                || words.ends_with("vis");
            let reported = verb.starts_with("rapporter");
            let noun = self.text[hit.end..sentence.end]
                .trim_start()
                .starts_with(|c: char| c.is_lowercase())
                && !adverb;
            adverb
                && self.text[sentence.start..hit.start]
                    .to_lowercase()
                    .contains("rapporter")
                || reported && !noun
        });
        let Some(again) = again else { return };
        self.found.push(Found {
            kind: DeadlineKind::Report,
            recurrence: Some(again.clone()),
            ..Found::untimed(again, sentence.clone(), DeadlineStatus::Recurring)
        });
    }

    /// `Frist punkt 1 og 2: 1.6.2026`
    fn labelled(&mut self, sentence: &Range<usize>, label: Range<usize>, until: usize) {
        let start = self.label_start(sentence, &label);
        let opens = self.text[sentence.start..start]
            .trim_matches(|c: char| !c.is_alphanumeric())
            .is_empty();
        let clause = label.end..until;
        let rule = if self.was_the_deadline(sentence, &label) {
            Some("earlier_deadline")
        } else {
            self.belongs_elsewhere(sentence, &label)
                .then_some("deadline_of_something_else")
        };
        if let Some(rule) = rule {
            let time = self.first_time(&clause);
            let end = time.map_or(label.end, |n| self.times[n].range.end);
            self.dismiss(label.start..end, rule, &clause);
            return;
        }
        let first = self.first_time(&clause).filter(|&n| {
            let between = self.times[n].range.start - label.end;
            opens
                || between <= 60 && !self.text[label.end..self.times[n].range.start].contains(". ")
        });
        // `Frist: Settes i dialog med etaten, men en skisse må foreligge innen 1. mai`: two deadlines.
        let agreed = first.and_then(|n| {
            let before = label.end..self.times[n].range.start;
            self.hits_in(&before, Role::ToBeAgreed).next()
        });
        let governed = first.is_some_and(|n| {
            let governor = self.governor(sentence, &self.times[n].range.clone());
            governor.is_some_and(|hit| hit.role == Role::Before)
        });
        let agreed_first = agreed
            .clone()
            .filter(|hit| governed && hit.start - label.end <= 30);
        if let (Some(agreed), Some(n)) = (agreed_first, first) {
            let rest = &self.text[agreed.end..self.times[n].range.start];
            let end = agreed.end + rest.find([',', ';']).unwrap_or(0);
            let raw = start..trimmed_end(self.text, end);
            self.found.push(Found {
                labelled: opens,
                ..Found::untimed(raw, sentence.clone(), DeadlineStatus::ToBeAgreed)
            });
            return;
        }
        // `Fristen fastsettes i etatsmøtet i mai`: the time of the meeting, not of the delivery.
        let agreed_at = first.filter(|&n| {
            agreed.is_some_and(|hit| {
                let between = hit.start..self.times[n].range.start;
                !governed && self.hits_in(&between, Role::Meeting).next().is_some()
            })
        });
        if let Some(n) = agreed_at {
            self.taken[n] = true;
            let end = start + self.text[start..until].trim_end_matches(['.', ' ']).len();
            self.found.push(Found {
                bare: opens && self.text[label.end..until].trim_start().starts_with(':'),
                labelled: opens,
                kind: self.label_kind(sentence, &label, n),
                ..Found::untimed(start..end, sentence.clone(), DeadlineStatus::ToBeAgreed)
            });
            return;
        }
        // `utsettes fra 1. juni til 1. november`: the second is the deadline.
        let first = first.map(|n| {
            let from = self
                .governor(sentence, &self.times[n].range.clone())
                .is_some_and(|hit| hit.role == Role::From);
            let next = n + 1;
            let moved = self.times.get(next).is_some_and(|time| {
                // `Fristen 1. september erstattes av 1. november`
                let between = self.times[n].range.end..time.range.start;
                time.range.end <= until
                    && (from && self.text[..time.range.start].trim_end().ends_with(" til")
                        || self.hits_in(&between, Role::MovedTo).next().is_some())
            });
            if moved {
                self.taken[n] = true;
                next
            } else {
                n
            }
        });
        let colon = self.text[label.end..until].trim_start().starts_with(':')
            || self.text[label.clone()].ends_with(':');
        let clause_start = self.text[label.end..until]
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .len();
        let refers = self
            .hits_in(&(until - clause_start..until), Role::RefersElsewhere)
            .any(|hit| hit.start == until - clause_start);
        if opens && colon && refers && first.is_none() {
            // `Frist: Som for rapportene`, `Frist: Se teksten`: the time stands elsewhere.
            self.dismissed.push(Dismissal {
                range: start..trimmed_end(self.text, until),
                rule: "refers_elsewhere",
            });
            return;
        }
        // `Frist: to uker før møtet i mai`: counted from it.
        let counted = span_counted(&self.text[clause.clone()]);
        let first = first.filter(|&n| {
            let beside = self.governor(sentence, &self.times[n].range.clone());
            let counted = counted && beside.is_none();
            self.taken[n] |= counted;
            !counted
        });
        // `Frist: så snart loven er vedtatt 2026`: a year among words that are not read is no deadline.
        let first = first.filter(|&n| {
            let lost = opens && colon && !self.year_is_read(sentence, &label, n);
            self.taken[n] |= lost;
            !lost
        });
        let mut points =
            points(&self.text[label.end..first.map_or(until, |n| self.times[n].range.start)]);
        // `For bokstav b blir fristen avtalt nærmere`
        if first.is_none() && points.is_empty() && !opens {
            points = points_of_lead(&self.text[sentence.start..label.start]);
        }
        let subject = subject(self.text, &clause);
        if let Some(n) = first {
            let end = self.times[n].range.end;
            let raw = start..end;
            let bare = opens
                && self.text[end..sentence.end]
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .is_empty()
                && self.words_between(label.end, self.times[n].range.start) <= 8;
            let mut found = self.found_at(raw, sentence, n);
            // `Frist: Departementet ønsker en vurdering innen 1.4.2027` says itself what falls due.
            found.bare = bare
                && (subject.is_none() || !points.is_empty())
                && self.words_between(label.end, self.times[n].range.start) <= 5;
            found.labelled = opens;
            found.kind = self.label_kind(sentence, &label, n);
            // `Frist: Oppstart januar 2026`, `Frist: fra 1. januar 2027`
            let lead = label.end..self.times[n].range.start;
            let starts = self.hits_in(&lead, Role::Starting).any(|hit| {
                begins(&self.text[hit.clone()]) && self.text[hit.end..lead.end].trim().is_empty()
            });
            let from = self
                .governor(sentence, &self.times[n].range.clone())
                .is_some_and(|hit| {
                    hit.role == Role::From
                        && !self.text[label.end..hit.range.start].contains(" til ")
                });
            if opens && found.kind == DeadlineKind::Delivery && (starts || from && colon) {
                found.kind = DeadlineKind::Start;
            }
            if self.tentative(start, end) {
                found.status = firm(found.status, DeadlineStatus::Tentative);
            }
            if let Some(recurrence) = self
                .recurrences(&(start..floor(self.text, (end + 40).min(sentence.end))))
                .next()
            {
                found.status = firm(found.status, DeadlineStatus::Recurring);
                found.recurrence = Some(recurrence);
            }
            found.points = if !points.is_empty() {
                points
            } else if opens {
                self.points_after(n, until)
            } else {
                // `For bokstav b gjelder fristen 1. desember`
                let lead = points_of_lead(&self.text[sentence.start..label.start]);
                if lead.is_empty() {
                    self.points_after(n, until)
                } else {
                    lead
                }
            };
            found.subject = subject;
            found.of = self.of(&(label.end..self.times[n].range.start));
            if self.aside(&found, sentence) {
                self.taken[n] = true;
                return;
            }
            self.taken[n] = true;
            self.found.push(found);
            self.siblings(sentence, n, until, opens);
            self.rest_to_be_agreed(sentence, end, until);
            return;
        }
        // No time: to be agreed, recurring, ongoing, counted from something else.
        let agreed = self.hits_in(&clause, Role::ToBeAgreed).next().is_some()
            || !opens && self.hits_in(sentence, Role::ToBeAgreed).next().is_some();
        let recurrence = self.recurrences(&clause).next();
        let ongoing = self.hits_in(&clause, Role::Ongoing).next().is_some();
        let relative = span_of_time(&self.text[clause.clone()])
            || self.with_occasion(&self.text[clause.clone()]);
        let status = if agreed {
            DeadlineStatus::ToBeAgreed
        } else if let (Some(_), true) = (&recurrence, opens) {
            DeadlineStatus::Recurring
        } else if ongoing && opens {
            DeadlineStatus::Ongoing
        } else if relative && opens && colon {
            DeadlineStatus::Relative
        } else if opens
            && colon
            && !self.text[clause.clone()]
                .trim_matches(|c: char| !c.is_alphanumeric())
                .is_empty()
        {
            DeadlineStatus::Other
        } else {
            self.dismissed.push(Dismissal {
                range: label,
                rule: "no_time_named",
            });
            return;
        };
        let raw = if opens {
            start..trimmed_end(self.text, until)
        } else {
            sentence.start..trimmed_end(self.text, sentence.end)
        };
        if self
            .found
            .iter()
            .any(|found| found.raw.start < raw.end && raw.start < found.raw.end)
        {
            return; // «Frister … og innbyrdes frist»: one printed deadline is one record
        }
        // `i forbindelse med årsrapporten` is when, not what.
        let account = status != DeadlineStatus::Relative && self.accounts(&clause).is_some();
        // `Etaten skal holde departementet orientert. Frist: hver måned`
        let told = status == DeadlineStatus::Recurring
            && self.context.asked
            && tells(&self.text[..label.start], self.grammar);
        let kind = if account || told || self.in_report_field(label.start) {
            DeadlineKind::Report
        } else {
            DeadlineKind::Delivery
        };
        self.found.push(Found {
            bare: opens && colon,
            labelled: opens,
            kind,
            points,
            subject,
            recurrence: recurrence.filter(|_| status == DeadlineStatus::Recurring),
            remark: (status == DeadlineStatus::Other).then(|| {
                (
                    Code::DeadlineNotUnderstood,
                    "a deadline label without a time that could be read".to_string(),
                )
            }),
            ..Found::untimed(raw, sentence.clone(), status)
        });
    }

    /// `opprinnelig frist 1. september`: what the deadline was before it was moved.
    fn was_the_deadline(&self, sentence: &Range<usize>, label: &Range<usize>) -> bool {
        // `gjelder den opprinnelige fristen`: it still does.
        let lead = &self.text[sentence.start..label.start];
        let stands = lead.split_whitespace().any(|word| {
            matches!(
                word,
                "gjelder" | "gjeld" | "beholdes" | "opprettholdes" | "står"
            )
        });
        !stands && self.once(lead)
    }

    /// Whether a time after a label is read as it is meant: a bare year only beside the label or a word
    /// that leads to it.
    fn year_is_read(&self, sentence: &Range<usize>, label: &Range<usize>, n: usize) -> bool {
        let time = &self.times[n];
        if !matches!(time.when, When::Year) || time.end_of || time.relative_year {
            return true;
        }
        let lead = self.text[label.end..time.range.start].trim_end();
        let word = last_word(lead).to_lowercase();
        let lead_range = label.end..time.range.start;
        lead.is_empty()
            || lead.ends_with(':')
            || matches!(
                word.as_str(),
                "i" | "til" | "av" | "er" | "for" | "og" | "–" | "-"
            )
            || self.governor(sentence, &time.range.clone()).is_some()
            || self
                .hits_in(&lead_range, Role::Tentative)
                .any(|hit| self.text[hit.end..time.range.start].trim().is_empty())
    }

    /// Whether the field before a label says that something is reported: `Rapporteres: Årsrapport Frist: …`.
    fn in_report_field(&self, label: usize) -> bool {
        let near = floor(self.text, label.saturating_sub(REPORT_FIELD))..label;
        self.hits_in(&near, Role::ReportField).next().is_some()
    }

    /// Whether what is agreed later stands before a time in a cell, and no limit of its own.
    fn agreed_before(&self, time: &Range<usize>) -> bool {
        let whole = 0..self.text.len();
        let limit = self.governor(&whole, time);
        let limited = limit.is_some_and(|hit| hit.role == Role::Before);
        let agreed = self.hits_in(&(0..time.start), Role::ToBeAgreed).last();
        !limited
            && agreed.is_some_and(|hit| !self.text[hit.end..time.start].contains([',', ';', '.']))
    }

    /// What the words beside a time in a cell say of it.
    fn noted_kind(&self, range: &Range<usize>) -> DeadlineKind {
        let start = self
            .hits_in(range, Role::Starting)
            .any(|hit| begins(&self.text[hit]));
        if start {
            DeadlineKind::Start
        } else if self.accounts(range).is_some() {
            DeadlineKind::Report
        } else {
            DeadlineKind::Delivery
        }
    }

    /// Whether words end with one that says that what follows was so earlier.
    fn once(&self, words: &str) -> bool {
        let word = last_word(words.trim_end()).to_lowercase();
        matches!(
            word.trim_start_matches('('),
            "tidligere"
                | "tidlegare"
                | "opprinnelig"
                | "opphavleg"
                | "forrige"
                | "gammel"
                | "opprinnelige"
        )
    }

    /// The identifier right after a label: `for oppdrag 5/2024`, `for TB2026-3`.
    fn of(&self, clause: &Range<usize>) -> Option<String> {
        let words = &self.text[clause.clone()];
        let first = identifiers(words, &self.grammar.templates)
            .into_iter()
            .next()?;
        let lead = words[..first.range.start].trim().to_lowercase();
        matches!(
            lead.as_str(),
            "for" | "på" | "for oppdrag" | "for oppdraget" | "for bestilling"
        )
        .then_some(first.number)
    }

    /// Further times of a labelled line, each a deadline of its own: `1. mars (utkast) og 1. juni`,
    /// `Statusrapport 1. oktober og sluttrapport 1. februar`, `1. mars for punkt 1, 1. juni for punkt 2`.
    fn siblings(&mut self, sentence: &Range<usize>, first: usize, until: usize, opens: bool) {
        let mut last = first;
        for n in first + 1..self.times.len() {
            let range = self.times[n].range.clone();
            if range.end > until {
                break;
            }
            let between = self.text[self.times[last].range.end..range.start]
                .trim_start_matches('.')
                .trim()
                .to_string();
            let joined = matches!(
                between.as_str(),
                "og" | "," | "samt" | "eller" | ", og" | "/"
            );
            let governor = self.governor(sentence, &range);
            let listed = opens
                && governor.as_ref().is_none_or(|hit| hit.role == Role::Before)
                && !matches!(self.times[n].when, When::Year)
                && between.split_whitespace().count() <= 8
                && !self.hits.iter().any(|hit| {
                    matches!(hit.role, Role::Starting | Role::Duty)
                        && hit.range.start >= self.times[last].range.end
                        && hit.range.end <= range.start
                });
            if self.once(&self.text[self.times[last].range.end..range.start]) {
                self.taken[n] = true;
                self.dismissed.push(Dismissal {
                    range,
                    rule: "earlier_deadline",
                });
                continue;
            }
            if self.taken[n]
                || !(joined || listed)
                || governor.as_ref().is_some_and(|hit| hit.role == Role::From)
            {
                continue;
            }
            let start = governor.as_ref().map_or(range.start, |hit| hit.range.start);
            let mut found = self.found_at(start..range.end, sentence, n);
            found.kind = self.label_kind(
                sentence,
                &(self.times[last].range.end..self.times[last].range.end),
                n,
            );
            if joined && let Some(last) = self.found.last() {
                found.kind = last.kind;
                // `tertialvis innen 15. mai og 15. september`
                if let Some(again) = &last.recurrence
                    && again.start < last.raw.end
                {
                    found.recurrence = Some(again.clone());
                    found.status = firm(found.status, DeadlineStatus::Recurring);
                }
            }
            found.labelled = opens;
            found.points = self.points_of(last, n, until);
            if self.aside(&found, sentence) {
                continue;
            }
            self.taken[n] = true;
            self.found.push(found);
            last = n;
        }
    }

    /// The points named before a time, else those named right after it (`for punkt 1`).
    fn points_of(&self, previous: usize, n: usize, until: usize) -> Vec<String> {
        let before = points(
            &self.text[self.times[previous]
                .range
                .end
                .min(self.times[n].range.start)..self.times[n].range.start],
        );
        let after_for = |at: usize| {
            self.text[self.times[at].range.end..until]
                .trim_start()
                .starts_with("for ")
        };
        if !before.is_empty() && !after_for(previous) {
            return before;
        }
        self.points_after(n, until)
    }

    fn points_after(&self, n: usize, until: usize) -> Vec<String> {
        let from = self.times[n].range.end;
        let to = self
            .times
            .get(n + 1)
            .map_or(until, |next| next.range.start.min(until));
        let after = &self.text[from..to.max(from)];
        if after.trim_start().starts_with("for ") {
            points(after)
        } else {
            Vec::new()
        }
    }

    /// `…, øvrige leveranser avklares i dialog med departementet`
    fn rest_to_be_agreed(&mut self, sentence: &Range<usize>, after: usize, until: usize) {
        let clause = after..until;
        let Some(agreed) = self.hits_in(&clause, Role::ToBeAgreed).next() else {
            return;
        };
        if self.first_time(&clause).is_some() {
            return;
        }
        let words = &self.text[after..agreed.start];
        let lower = words.to_lowercase();
        let names = [
            "leveranse",
            "frist",
            "øvrige",
            "resten",
            "andre",
            "dei andre",
            "endelig",
        ]
        .iter()
        .any(|word| lower.contains(word));
        if !names {
            return;
        }
        let start = after + words.len()
            - words
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .len();
        self.found.push(Found::untimed(
            start..trimmed_end(self.text, until),
            sentence.clone(),
            DeadlineStatus::ToBeAgreed,
        ));
    }

    /// A time without a label: by the word before it, or by what the sentence asks for.
    fn unlabelled(&mut self, sentence: &Range<usize>, n: usize) {
        let time = self.times[n].range.clone();
        if self.context.asked && self.of_another(sentence, time.start) {
            self.taken[n] = true;
            self.dismissed.push(Dismissal {
                range: time,
                rule: "deadline_of_something_else",
            });
            return;
        }
        let Some(governor) = self.governor(sentence, &time) else {
            if self.times[n].short {
                return;
            }
            self.asked_for(sentence, n);
            return;
        };
        match governor.role {
            Role::Before => {
                // `vedtak fra før 2020`
                let lead = &self.text[sentence.start..governor.range.start];
                let word = last_word(lead.trim_end()).to_lowercase();
                if self.grammar.deadlines.from_before.is(&word) {
                    self.taken[n] = true;
                    self.dismissed.push(Dismissal {
                        range: governor.range.start..time.end,
                        rule: "past_date",
                    });
                    return;
                }
                let start = self.tentative_start(sentence, governor.range.start);
                if let Some(rule) = self.describes(sentence, n, &governor.range) {
                    self.taken[n] = true;
                    self.dismissed.push(Dismissal {
                        range: start..time.end,
                        rule,
                    });
                    return;
                }
                let mut found = self.found_at(start..time.end, sentence, n);
                found.earliest = None;
                let words = self.text[governor.range.clone()].to_lowercase();
                let from =
                    words.ends_with("fra") || words.ends_with("frå") || words.ends_with("og med");
                found.kind = if from {
                    DeadlineKind::Start
                } else {
                    self.clause_kind(sentence, &governor.range, &time)
                };
                let since = self.times[..n]
                    .iter()
                    .map(|other| other.range.end)
                    .filter(|end| *end <= governor.range.start)
                    .max()
                    .unwrap_or(0)
                    .max(sentence.start);
                found.points = points(&self.text[since..governor.range.start]);
                if self.tentative(start.saturating_sub(24).max(sentence.start), time.end) {
                    found.status = firm(found.status, DeadlineStatus::Tentative);
                }
                if let Some(recurrence) = self
                    .recurrences(
                        &(governor.range.start.saturating_sub(30).max(sentence.start)
                            ..(time.end + 12).min(sentence.end)),
                    )
                    .next()
                {
                    found.status = firm(found.status, DeadlineStatus::Recurring);
                    found.recurrence = Some(recurrence);
                }
                if self.aside(&found, sentence) {
                    return;
                }
                self.taken[n] = true;
                self.found.push(found);
                // `innen 15. februar og 15. oktober`: one limit for both.
                self.siblings(sentence, n, sentence.end, false);
            }
            Role::Within => {
                let duty = self
                    .hits_in(&(sentence.start..governor.range.start), Role::Duty)
                    .next()
                    .is_some()
                    || self
                        .hits_in(&(time.end..(time.end + 30).min(sentence.end)), Role::Duty)
                        .next()
                        .is_some();
                let aim = self.aims(sentence, governor.range.start);
                let duty = duty || self.context.asked && self.asks(sentence);
                let promise = self.context.account
                    && (self
                        .hits_in(&(sentence.start..governor.range.start), Role::Promise)
                        .next()
                        .is_some()
                        || self
                            .hits_in(
                                &(time.end..floor(self.text, (time.end + 30).min(sentence.end))),
                                Role::Promise,
                            )
                            .next()
                            .is_some());
                if !duty && !aim && !promise {
                    return;
                }
                let mut found = self.found_at(governor.range.start..time.end, sentence, n);
                let last = self.goes_on_until(sentence, n);
                if last > n {
                    found.raw.end = self.times[last].range.end;
                    found.latest = self.found_at(found.raw.clone(), sentence, last).latest;
                }
                found.kind = self.clause_kind(sentence, &governor.range, &time);
                if self.aside(&found, sentence) {
                    return;
                }
                self.taken[n..=last].fill(true);
                self.found.push(found);
            }
            Role::From => {
                let near =
                    governor.range.start.saturating_sub(45).max(sentence.start)..governor.range.end;
                let after = time.end..floor(self.text, (time.end + 45).min(sentence.end));
                let near = floor(self.text, near.start)..near.end;
                let starts = self.hits_in(&near, Role::Starting).next().is_some()
                    || self.hits_in(&after, Role::Starting).next().is_some()
                    || self.holds_from(sentence, &governor.range, n);
                if !starts {
                    return;
                }
                let mut found = self.found_at(governor.range.start..time.end, sentence, n);
                found.kind = if self.aims(sentence, time.start) {
                    DeadlineKind::Aim
                } else {
                    DeadlineKind::Start
                };
                if self.aside(&found, sentence) {
                    return;
                }
                self.taken[n] = true;
                self.found.push(found);
            }
            Role::AsOf => {
                let short = sentence.len() <= 80 && self.times[n].precision() == Precision::Day;
                let lead = self
                    .hits_in(&(sentence.start..governor.range.start), Role::Reporting)
                    .next();
                // `Rapport per 31. august sendes innen 1. oktober`: what it is about, not when it is due.
                let limit = self.hits_in(&(time.end..sentence.end), Role::Before).next();
                // `Status rapporteres per 1. tertial og per 2. tertial`
                let short = short
                    || self.context.asked
                        && self.asks(sentence)
                        && matches!(
                            self.times[n].when,
                            When::Day { .. }
                                | When::Month(_)
                                | When::Tertial(_)
                                | When::Quarter(_)
                                | When::HalfYear(_)
                        );
                if !short || lead.is_none() || limit.is_some() {
                    return;
                }
                let mut found = self.found_at(governor.range.start..time.end, sentence, n);
                found.kind = DeadlineKind::Report;
                if self.aside(&found, sentence) {
                    return;
                }
                self.taken[n] = true;
                self.found.push(found);
            }
            _ => {}
        }
    }

    /// `opne samlinga på nett frå 15. juni 2026`: what is asked for holds from a day on. The day of a letter
    /// or of figures is none, nor is the beginning of a stretch.
    fn holds_from(&self, sentence: &Range<usize>, governor: &Range<usize>, n: usize) -> bool {
        let time = &self.times[n];
        if !self.context.asked
            || !self.asks(sentence)
            || matches!(time.when, When::Year)
            || matches!(time.when, When::Feast) && time.year.is_none()
            || self.relative_clause(sentence, governor.start).is_some()
        {
            return false;
        }
        let ends = self.text[time.range.end..sentence.end].trim_start();
        let stretch = ends.starts_with("til ") || ends.starts_with(['–', '-']);
        let word = last_word(self.text[sentence.start..governor.start].trim_end()).to_lowercase();
        let thing = [
            "brev",
            "instruks",
            "rapport",
            "vedtak",
            "dom",
            "tall",
            "tal",
            "data",
            "notat",
            "avtale",
            "protokoll",
            "erfaring",
            "skriv",
            "innspill",
            "innspel",
            "perioden",
        ]
        .iter()
        .any(|stem| word.contains(stem));
        let day = time.precision() == Precision::Day;
        let past = time
            .year
            .or(self.context.year)
            .and_then(|year| time.interval(year))
            .is_some_and(|(_, last)| self.is_past(last));
        // `fra og med uke 35`
        let words = self.text[governor.clone()].to_lowercase();
        let inclusive = self.grammar.deadlines.inclusive.stand_in(&words);
        !stretch && !thing && !past && (day || time.year.is_some() || inclusive)
    }

    /// `ber om en status for arbeidet: 1. august 2026`; `overtar ansvaret 1. mai 2026`
    fn asked_for(&mut self, sentence: &Range<usize>, n: usize) {
        let time = &self.times[n];
        let year = matches!(time.when, When::Year | When::YearEnd);
        let turn = matches!(time.when, When::YearEnd) || time.end_of;
        let part = time.loose || turn || self.is_year_of_act(sentence, n);
        if matches!(time.when, When::Feast) || year && !(self.context.asked && part) {
            return;
        }
        let act = self.is_time_of_act(sentence, n);
        let range = time.range.clone();
        let day = time.precision() == Precision::Day;
        let lead = floor(
            self.text,
            range.start.saturating_sub(70).max(sentence.start),
        )..range.start;
        let before = &self.text[lead.clone()];
        let asks = {
            let whole = self.text[sentence.start..range.start].to_lowercase();
            ["ber om ", "bes om ", "best om ", "bed om ", "bedt om "]
                .iter()
                .any(|word| whole.contains(word))
        };
        let delivers = self.hits_in(&lead, Role::Delivery).next().is_some();
        let sends = [
            "være klar",
            "vere klar",
            "være ferdig",
            "vere ferdig",
            "skal gis",
            "gis i",
            "være på plass",
            "legges frem",
            "legges fram",
            "leggjast fram",
            "oversendes",
            "oversendast",
            "leveres",
            "leverast",
            "rapporteres",
            "rapporterast",
            "sendes",
            "sendast",
            "foreligge",
            "presenteres",
            "levere",
            "rapportere",
            "publiseres",
        ];
        // `presenteres i uke 46`: the present passive gives the duty itself.
        let passive = [
            "presenteres",
            "presenterast",
            "gis i",
            "legges frem",
            "legges fram",
            "leggjast fram",
        ];
        let holds = |words: &[&str]| {
            words
                .iter()
                .any(|word| before.to_lowercase().contains(word))
        };
        let sent = day_or_season(time)
            && (holds(&passive)
                || holds(&sends)
                    && self
                        .hits_in(&(sentence.start..range.start), Role::Duty)
                        .next()
                        .is_some());
        let starting = self.hits_in(&lead, Role::Starting).last();
        let next_to = starting
            .as_ref()
            .is_some_and(|hit| range.start - hit.end <= 12)
            && self
                .hits_in(&(sentence.start..range.start), Role::Duty)
                .next()
                .is_some();
        let starts = time.year.is_some() && (day && starting.is_some() || next_to);
        let held = [
            "holdes",
            "haldast",
            "gjennomføres",
            "ferdigstilles",
            "avsluttes",
            "prøves ut",
            "være ferdig",
            "skal skje",
            "avholdes",
        ]
        .iter()
        .any(|verb| {
            let lead = before.to_lowercase();
            let lead = lead.trim_end();
            let lead = [" i", " den", " på"]
                .iter()
                .find_map(|word| lead.strip_suffix(word))
                .unwrap_or(lead);
            lead.ends_with(verb)
        });
        let fine = matches!(
            time.precision(),
            Precision::Day | Precision::Week | Precision::MonthThird
        );
        let duty = self
            .hits_in(&(sentence.start..range.start), Role::Duty)
            .next()
            .is_some()
            || self.context.asked && self.asks(sentence);
        let sent = sent
            || held
                && day_or_season(time)
                && (time.year.is_some() || self.context.asked && fine)
                && duty;
        let meets = (day || time.precision() == Precision::Week)
            && (self
                .hits_in(&(sentence.start..range.start), Role::Meeting)
                .next()
                .is_some()
                || self.text[sentence.start..range.start].contains("møtes"))
            && (self.holds_meeting(sentence)
                || matches!(last_word(before.trim_end()), "er" | "vert" | "blir"));
        // `… lage en plan (15. oktober 2026).`: a day in brackets that closes an item.
        let bracketed = day
            && self.text[..range.start].ends_with('(')
            && self.text[range.end..].starts_with(')')
            && self.text[range.end + 1..sentence.end]
                .trim_matches(['.', ' ', ';'])
                .is_empty()
            && self.text[sentence.start..range.start]
                .split_whitespace()
                .count()
                >= 3;
        // `Leveranse: 2026-09-15`
        let lead_words = self.text[sentence.start..range.start].trim_end();
        let announced =
            lead_words.ends_with(':') && lead_words.split_whitespace().count() <= 5 && delivers;
        // `Lag en plan. (1.6.2026)`: brackets alone, after what is asked for.
        let closing = self.previous.clone().filter(|_| {
            self.is_bracket(sentence)
                && lead_words == "("
                && self.text[range.end..sentence.end]
                    .trim_matches(['.', ' ', ')'])
                    .is_empty()
        });
        // `… (delrapport 1. juni, sluttrapport 1. desember 2026)`: brackets that close an item.
        let open = self.text[sentence.start..range.start]
            .rfind('(')
            .map(|at| sentence.start + at);
        let inside = open.is_some_and(|open| {
            let since = self.times[..n]
                .iter()
                .map(|other| other.range.end)
                .rfind(|&end| end > open)
                .unwrap_or(open);
            let rest = self.text[range.end..sentence.end].trim_end_matches(['.', ' ', ';']);
            !self.text[open..range.start].contains(')')
                && rest.find(')').is_some_and(|at| at + 1 == rest.len())
                && self
                    .hits_in(&(since..range.start), Role::Delivery)
                    .next()
                    .is_some()
        });
        let noted = self.noted(sentence, n);
        // `havner som åpner 1. juni`, `etter at den er sendt 1. mai`
        if self.context.asked && !act && self.in_side_clause(sentence, n) {
            return;
        }
        if !(asks && delivers
            || noted
            || sent
            || starts
            || meets
            || bracketed
            || announced
            || self.listed
            || inside
            || closing.is_some()
            || act)
            || time.year.is_none() && !fine && !act
        {
            return;
        }
        // `rapportere på plan av 1. november 2025`: the date of a thing, not of the sending.
        let word = last_word(before.trim_end());
        if matches!(
            word,
            "av" | "datert"
                | "fra"
                | "frå"
                | "mellom"
                | "siden"
                | "sidan"
                | "etter"
                | "for"
                | "ved"
        ) && !(word == "ved" && (turn || matches!(time.when, When::MonthTurn(_))))
            || word == "til" && !meets && !(act && self.may_run_to(sentence, n))
        {
            return;
        }
        let raw_start = match word.to_lowercase().as_str() {
            "i" | "den" | "på" | "om" | "ved" | "til" => {
                sentence.start + self.text[sentence.start..range.start].trim_end().len()
                    - word.len()
            }
            _ => range.start,
        };
        let raw_start = self.with_earliest(sentence, raw_start);
        let mut found = self.found_at(raw_start..range.end, sentence, n);
        if let Some(before) = closing {
            found.sentence.start = before.start;
        }
        found.kind = if meets {
            DeadlineKind::Meeting
        } else if starts && !(asks && delivers || sent) {
            if self.aims(sentence, range.start) {
                DeadlineKind::Aim
            } else {
                DeadlineKind::Start
            }
        } else {
            self.kind_of_last(sentence, n)
                .unwrap_or_else(|| self.clause_kind(sentence, &range, &range))
        };
        if self.aside(&found, sentence) {
            return;
        }
        self.taken[n] = true;
        self.found.push(found);
    }

    /// `tidligst til høsten`: the word that makes it a beginning is part of the expression.
    fn with_earliest(&self, sentence: &Range<usize>, start: usize) -> usize {
        let lead = self.text[sentence.start..start].trim_end();
        let word = last_word(lead);
        if self.grammar.deadlines.earliest.is(&word.to_lowercase()) {
            sentence.start + lead.len() - word.len()
        } else {
            start
        }
    }

    /// `Delrapport 15. mai og sluttrapport i 4. kvartal`, `… og levere et utkast medio oktober`: in what is
    /// asked for, a thing with its time after it, which closes the clause.
    fn noted(&self, sentence: &Range<usize>, n: usize) -> bool {
        if !self.context.asked {
            return false;
        }
        let range = self.times[n].range.clone();
        let after = self.text[range.end..sentence.end].trim_start();
        let closes = after.is_empty()
            || after.starts_with(['.', ',', ';', ')'])
            || ["og ", "samt ", "til departementet", "hvert ", "kvart "]
                .iter()
                .any(|word| after.starts_with(word));
        if !closes {
            return false;
        }
        let earlier = (0..n)
            .rev()
            .find(|&k| self.times[k].range.start >= sentence.start);
        let since = match earlier {
            Some(k) if !matches!(self.times[k].when, When::Year) => self.times[k].range.end,
            _ => sentence.start,
        };
        let segment = since..range.start;
        let follows = earlier.is_none_or(|k| self.taken[k]);
        // `…, og det endelige forslaget i 4. kvartal`: the clause that the time closes.
        let clause = self.text[segment.clone()]
            .trim_end()
            .rfind(", ")
            .map_or(segment.start, |at| segment.start + at + 1)..segment.end;
        let short = self.words_between(clause.start, clause.end) <= 5;
        let named = self.hits_in(&clause, Role::Delivery).next().is_some();
        if follows && short && named {
            return true;
        }
        let day = self.times[n].precision() == Precision::Day;
        let first = ["første gang", "fyrste gong", "første gong", "fyrste gang"]
            .iter()
            .any(|words| {
                self.text[segment.clone()]
                    .to_lowercase()
                    .trim_end()
                    .ends_with(words)
            });
        // A month, a season: only beside the words, or after «i».
        let reach = match last_word(self.text[segment.clone()].trim_end()) {
            _ if day => 50,
            "i" => 16,
            _ => 4,
        };
        // `… skal foreligge sammen med strategien, ved årsskiftet`: set off by a comma.
        let apart = clause.start > segment.start
            && self.words_between(clause.start, clause.end) <= 1
            && self.hands_over(sentence);
        self.asks(sentence) && (first || apart || self.hands_over_at(&segment, reach))
    }

    /// A sentence that says when meetings are held.
    fn holds_meeting(&self, sentence: &Range<usize>) -> bool {
        let words = self.text[sentence.clone()].to_lowercase();
        [
            "holdes",
            "avholdes",
            "møtes",
            "vert halde",
            "blir halde",
            "haldast",
            "blir holdt",
            "gjennomføres",
            "finner sted",
            "arrangeres",
            "er satt til",
            "legges til",
            "lagt til",
            "fastsatt til",
            "avtalt til",
        ]
        .iter()
        .any(|verb| words.contains(verb))
    }

    /// The word right before a time that says how it is meant.
    fn governor(&self, sentence: &Range<usize>, time: &Range<usize>) -> Option<Hit> {
        // It stands close by: a line of many deadlines is not gone through again for each.
        let close = sentence.start.max(time.start.saturating_sub(80));
        let first = self.hits.partition_point(|hit| hit.range.start < close);
        self.hits[first..]
            .iter()
            .take_while(|hit| hit.range.start < time.start)
            .filter(|hit| {
                matches!(
                    hit.role,
                    Role::Before | Role::Within | Role::From | Role::AsOf
                )
            })
            .filter(|hit| hit.range.end <= time.start && hit.range.start >= sentence.start)
            .filter(|hit| {
                let between = self.text[hit.range.end..time.start]
                    .trim_matches(|c: char| c.is_whitespace() || c == ':' || c == '\u{a0}');
                matches!(
                    between,
                    "" | "den"
                        | "dato"
                        | "i"
                        | "innen"
                        | "kl."
                        | "utgangen av"
                        | "og med"
                        | "til"
                        | "våren"
                        | "fredag"
                        | "mandag"
                        | "onsdag"
                        | "torsdag"
                        | "tirsdag"
                )
            })
            .max_by_key(|hit| (hit.range.end, hit.range.len()))
            .map(|hit| {
                // `senest innen 2028`: the expression begins with the first of the two.
                let mut hit = hit.clone();
                let mut before = self.hits[first..]
                    .iter()
                    .take_while(|other| other.range.start < time.start);
                if let Some(other) = before.find(|other| {
                    other.role == hit.role
                        && other.range.start < hit.range.start
                        && self.text[other.range.end.min(hit.range.start)..hit.range.start]
                            .trim()
                            .is_empty()
                        && other.range.start >= sentence.start
                }) {
                    hit.range.start = other.range.start;
                }
                hit
            })
    }

    /// A deadline with the time's values, fixed, its kind not yet told.
    fn found_at(&self, raw: Range<usize>, sentence: &Range<usize>, n: usize) -> Found {
        let time = &self.times[n];
        let mut found = Found {
            precision: time.precision(),
            ..Found::untimed(raw, sentence.clone(), DeadlineStatus::Fixed)
        };
        let year = match time.year {
            Some(year) => Some(year),
            None => {
                found.year_inferred = self.context.year.is_some();
                self.context.year.map(|year| year + time.year_offset)
            }
        };
        // `15. mai, 15. september og 15. januar`: days of a list come in order.
        let year = year.map(|year| year + i32::from(self.turns_year(n, year)));
        let Some(year) = year else {
            found.remark = Some((
                Code::YearUnknown,
                "no year is printed, and nothing tells which one is meant".to_string(),
            ));
            return found;
        };
        if matches!(time.when, When::Feast) {
            found.status = DeadlineStatus::Relative;
            found.year_inferred = false;
            found.remark = Some((
                Code::TimeOfAnOccasion,
                "the time is that of an occasion: no day is printed".to_string(),
            ));
            return found;
        }
        if time.loose {
            found.status = DeadlineStatus::Tentative;
        }
        let Some((first, last)) = time.interval(year) else {
            // 29 February is a day of some years.
            if found.year_inferred && (year..year + 4).any(|leap| time.interval(leap).is_some()) {
                found.year_inferred = false;
                found.remark = Some((
                    Code::YearNotInferred,
                    format!("no year is printed, and {year} has no such day"),
                ));
                return found;
            }
            if matches!(time.when, When::Day { .. } | When::Days { .. }) {
                found.status = DeadlineStatus::Invalid;
                found.year_inferred = false;
                found.remark = Some((
                    Code::ImpossibleDate,
                    format!(
                        "«{}» is no day of the calendar",
                        &self.text[time.range.clone()]
                    ),
                ));
            } else {
                found.year_inferred = false;
                found.remark = Some((
                    Code::TimeOfAnOccasion,
                    "which days are meant, the words do not tell".to_string(),
                ));
            }
            return found;
        };
        if found.year_inferred && !time.relative_year {
            let early = self.context.date.is_some_and(|date| last < date);
            if early || self.about_report_on(sentence, year) {
                found.year_inferred = false;
                found.remark = Some((
                    Code::YearNotInferred,
                    format!(
                        "no year is printed, and {year} would be {}",
                        if early {
                            "before the letter's own date"
                        } else {
                            "the year reported on"
                        }
                    ),
                ));
                return found;
            }
        }
        if found.precision == Precision::Day && first == last {
            found.date = Some(first);
        } else {
            found.earliest = Some(first);
            found.latest = Some(last);
            // `før sommeren 2026`: before it begins. «før utgangen av» means its end.
            let lead = self.text[found.raw.start..time.range.start]
                .trim_end()
                .to_lowercase();
            if !time.end_of
                && lead.ends_with("før")
                && matches!(time.when, When::Season(_) | When::Month(_) | When::Year)
                && !time.relative_year
            {
                found.latest = first.yesterday().ok();
            }
            let lead = &self.text[found.raw.start..time.range.start];
            // `etter sommeren 2026`: when at last, nobody says.
            if self
                .grammar
                .deadlines
                .after
                .close(lead.trim_end().to_lowercase().as_str())
            {
                found.earliest = last.tomorrow().ok();
                found.latest = None;
                found.status = DeadlineStatus::Tentative;
                return found;
            }
            // `tidligst til høsten`: not before it begins, and when at last, nobody says.
            if self
                .grammar
                .deadlines
                .earliest
                .stand_in(&lead.to_lowercase())
            {
                found.latest = None;
                found.status = DeadlineStatus::Tentative;
                return found;
            }
            if time.end_of
                || self
                    .grammar
                    .words(lead)
                    .iter()
                    .any(|hit| hit.role == Role::Before)
            {
                found.earliest = None;
            }
        }
        found
    }

    /// Whether a day without a year comes before the one that it is joined to, and so is of the year after.
    fn turns_year(&self, n: usize, year: i32) -> bool {
        let Some(last) = n.checked_sub(1).map(|last| &self.times[last]) else {
            return false;
        };
        let time = &self.times[n];
        let day = |time: &Time| match (time.when, time.year, time.relative_year) {
            (When::Day { .. }, None, false) => time.interval(year).map(|(day, _)| day),
            _ => None,
        };
        self.is_joined(last.range.end, time.range.start)
            && day(time)
                .zip(day(last))
                .is_some_and(|(own, last)| own < last)
    }

    /// `årsrapport for 2026 … 15. mars`: due in the year after.
    fn about_report_on(&self, sentence: &Range<usize>, year: i32) -> bool {
        let words = &self.text[sentence.clone()];
        let reports = self.hits_in(sentence, Role::AnnualReport).next().is_some();
        reports
            && [
                format!("for {year}"),
                format!(" {year} "),
                format!("{year}-rapport"),
            ]
            .iter()
            .any(|form| words.contains(form.as_str()))
    }

    /// Dismisses what is past, or is no deadline of this letter; sets aims apart. True: dismissed.
    fn aside(&mut self, found: &Found, sentence: &Range<usize>) -> bool {
        if found.status == DeadlineStatus::Invalid {
            return false;
        }
        let last = found.date.or(found.latest);
        let rule = if last.is_some_and(|last| self.is_past(last)) {
            let looks_back = self.context.account
                || self
                    .hits_in(&(sentence.start..found.raw.end), Role::Past)
                    .next()
                    .is_some()
                || self
                    .context
                    .year
                    .is_some_and(|year| last.is_some_and(|last| i32::from(last.year()) < year));
            // A delivery that falls due before the letter's own date is kept, and reported by a check.
            if !looks_back {
                return false;
            }
            "past_date"
        } else {
            return false;
        };
        self.dismissed.push(Dismissal {
            range: found.raw.clone(),
            rule,
        });
        true
    }

    fn is_past(&self, last: Date) -> bool {
        match (self.context.date, self.context.year) {
            (Some(date), _) => last < date,
            (None, Some(year)) => i32::from(last.year()) < year,
            (None, None) => false,
        }
    }

    /// `TB2025-103, som har frist 1.6.26`, `utredningen som hadde frist 31.12.2025`
    fn belongs_elsewhere(&self, sentence: &Range<usize>, label: &Range<usize>) -> bool {
        let lead = &self.text[sentence.start..label.start];
        let lower = lead.to_lowercase();
        let tail = lower.trim_end();
        let relative = [
            "som har",
            "som hadde",
            "hadde",
            "som har fått",
            "som fikk",
            "der",
            "med",
        ]
        .iter()
        .find(|words| tail.ends_with(*words));
        match relative {
            // `Ekspertgruppen har frist 1. desember`: somebody else is said to have it.
            None => tail.ends_with(" har") && self.others_begin(lead),
            Some(&"hadde" | &"som hadde" | &"som fikk") => true,
            Some(&"med") | Some(&"der") => {
                // `TB2024-5 med frist 1.4.`, `TB2026-2, der fristen er`: only right after an identifier.
                let words = lead.trim_end();
                let words = words[..words.len() - 3].trim_end_matches([',', ' ']);
                let found = identifiers(words, &self.grammar.templates);
                found
                    .last()
                    .is_some_and(|last| words[last.range.end..].trim().is_empty())
            }
            Some(_) => {
                let own = lead.trim_end();
                let own = own.strip_suffix("har").map_or(own, str::trim_end);
                let own = own.strip_suffix("som").unwrap_or(own);
                !identifiers(lead, &self.grammar.templates).is_empty() || self.is_another(own)
            }
        }
    }

    /// Whether a sentence begins with somebody or something that is not written to.
    fn others_begin(&self, words: &str) -> bool {
        let hits = self.grammar.cues.words(words);
        let start = words.len() - words.trim_start().len();
        hits.iter()
            .any(|hit| hit.role == Cue::Others && hit.range.start == start)
            && !hits.iter().any(|hit| hit.role == Cue::Addressed)
    }

    fn dismiss(&mut self, range: Range<usize>, rule: &'static str, clause: &Range<usize>) {
        if let Some(n) = self.first_time(clause) {
            self.taken[n] = true;
        }
        self.dismissed.push(Dismissal { range, rule });
    }

    /// `innen tre måneder etter at …` is a rule of law or a span of time, no day; in a decision of
    /// Parliament that asks for an evaluation it is when that falls due, counted from an event.
    fn periods(&mut self, sentence: Range<usize>) {
        let before: Vec<Range<usize>> = self.hits_in(&sentence, Role::Before).collect();
        for hit in before {
            if let Some(length) = period_end(&self.text[hit.end..sentence.end]) {
                let rest = &self.text[hit.end + length..sentence.end];
                if self.context.quoted
                    && rest.starts_with(" etter")
                    && self.text[sentence.start..hit.start]
                        .to_lowercase()
                        .contains("evaluering")
                {
                    let stop = rest.find([',', ';']).unwrap_or(rest.len());
                    let event = rest[..stop].trim_end_matches(['.', '»', '"', ' ', '\n']);
                    let raw = hit.start..hit.end + length + event.len();
                    let status = DeadlineStatus::Relative;
                    self.found
                        .push(Found::untimed(raw, sentence.clone(), status));
                    continue;
                }
                self.dismissed.push(Dismissal {
                    range: hit.start..hit.end + length,
                    rule: "lawful_period",
                });
            }
        }
    }

    /// What a labelled deadline is for: a report only where the label says so.
    fn label_kind(&self, sentence: &Range<usize>, label: &Range<usize>, n: usize) -> DeadlineKind {
        let between = label.start..self.times[n].range.start;
        if self.in_parliament(sentence, label.start) {
            DeadlineKind::Parliament
        } else if self.text[label.clone()]
            .to_lowercase()
            .starts_with("rapportering")
            || self.accounts(&between).is_some()
            || self.hits_in(&between, Role::AnnualReport).next().is_some()
            || self.in_report_field(label.start)
        {
            DeadlineKind::Report
        } else if self.hits_in(&between, Role::Starting).any(|hit| {
            // `Frist: Teamet skal være i drift fra 1. mars`
            begins(&self.text[hit.clone()])
                && !self.delivers(&(hit.end..between.end))
                && self
                    .hits_in(&(label.start..hit.start), Role::Duty)
                    .next()
                    .is_some()
        }) {
            DeadlineKind::Start
        } else {
            DeadlineKind::Delivery
        }
    }

    /// What falls due at a time in a sentence.
    fn clause_kind(
        &self,
        sentence: &Range<usize>,
        governor: &Range<usize>,
        time: &Range<usize>,
    ) -> DeadlineKind {
        if self.in_parliament(sentence, governor.start) {
            return DeadlineKind::Parliament;
        }
        if self.aims(sentence, governor.start) {
            return DeadlineKind::Aim;
        }
        // The clause: from the last deadline of the sentence on.
        let earlier = self
            .times
            .partition_point(|other| other.range.start < governor.start);
        // `rapportere 1. mai, 1. juni og 1. juli`: one verb has them all.
        let mut chain = governor.start;
        let from = self.times[..earlier]
            .iter()
            .rev()
            .take_while(|other| other.range.start >= sentence.start)
            .filter(|other| other.range.end <= governor.start)
            .find(|other| {
                if self.is_joined(other.range.end, chain) {
                    chain = other.range.start;
                    return false;
                }
                // `Rapport for 1. tertial sendes innen …`: what the report is about.
                let about = matches!(
                    last_word(self.text[..other.range.start].trim_end()),
                    "for" | "per" | "pr." | "pr" | "etter"
                );
                !matches!(other.when, When::Year)
                    && !about
                    && !self.is_subject(sentence, &other.range)
            })
            .map_or(sentence.start, |other| other.range.end);
        let before = from..governor.start;
        let after = time.end..floor(self.text, (time.end + 60).min(sentence.end));
        let close_after = time.end..floor(self.text, (time.end + 24).min(sentence.end));
        // `…, med oppstart i 2. kvartal` is another clause.
        let comma = self.text[close_after.clone()].find(',');
        let close_after = time.end..comma.map_or(close_after.end, |at| time.end + at);
        let reports = |range: &Range<usize>| self.accounts(range);
        // An account calls it done what is taken into use.
        let account = self.context.account;
        let limit = self.text[governor.clone()].to_lowercase();
        let by = !["fra", "frå", "og med"]
            .iter()
            .any(|from| limit.contains(from));
        let begins = |hit: &Range<usize>| {
            let words = &self.text[hit.clone()];
            // `skal være i drift innen 1. mai` is done by then; `fra 1. mai` it begins.
            let done = by && words.to_lowercase().contains("i drift");
            begins(words) && !done && !(account && words.to_lowercase().contains("i bruk"))
        };
        let starts =
            |range: &Range<usize>| self.hits_in(range, Role::Starting).filter(begins).last();
        // A report is due, however far off.
        if self.distant(time) && reports(&before).is_none() {
            return DeadlineKind::Aim;
        }
        match (reports(&before), starts(&before)) {
            (_, Some(start))
                if governor.start - start.start <= 120
                    && reports(&before).is_none_or(|report| report.start < start.start)
                    && !self.delivers(&(start.end..governor.start)) =>
            {
                DeadlineKind::Start
            }
            (Some(_), _) => DeadlineKind::Report,
            _ if starts(&close_after).is_some() => DeadlineKind::Start,
            _ if reports(&after).is_some() => DeadlineKind::Report,
            _ => DeadlineKind::Delivery,
        }
    }

    /// `rapportere 1. juni og 1. desember`: nothing but what joins them stands between two times.
    fn is_joined(&self, end: usize, start: usize) -> bool {
        let between = self.text.get(end..start).unwrap_or("-").trim();
        self.grammar.deadlines.connectives.is(between)
    }

    /// `Rapport per 2. tertial`: a time that says what the report is about.
    fn is_subject(&self, sentence: &Range<usize>, time: &Range<usize>) -> bool {
        self.governor(sentence, time)
            .is_some_and(|hit| hit.role == Role::AsOf)
    }

    fn delivers(&self, range: &Range<usize>) -> bool {
        let words = self.text[range.clone()].to_lowercase();
        [
            "lever",
            "foreligg",
            "oversend",
            "ferdig",
            "legge frem",
            "legge fram",
            "utarbeid",
            "utrede",
        ]
        .iter()
        .any(|word| words.contains(word))
    }

    fn aims(&self, sentence: &Range<usize>, before: usize) -> bool {
        let mut aims = self.hits_in(&(sentence.start..before), Role::Aim);
        aims.any(|hit| {
            let words = self.text[hit.clone()].to_lowercase();
            // `fram mot opninga` is no aim, `fram mot 2030` is.
            !self.grammar.deadlines.towards.is(&words)
                || self.text[hit.end..before].trim().is_empty()
        })
    }

    /// A bare year beyond the next one is a horizon: letters are for a year.
    fn distant(&self, time: &Range<usize>) -> bool {
        self.times.iter().any(|other| {
            other.range == *time
                && other.precision() == Precision::Year
                && self
                    .context
                    .year
                    .is_some_and(|year| other.year.is_some_and(|own| own > year + 1))
        })
    }

    /// Inside a decision of Parliament that is quoted.
    fn in_parliament(&self, sentence: &Range<usize>, at: usize) -> bool {
        self.hits_in(&(sentence.start..at), Role::Parliament)
            .next()
            .is_some()
    }

    fn tentative(&self, from: usize, to: usize) -> bool {
        self.hits_in(&(floor(self.text, from)..to), Role::Tentative)
            .next()
            .is_some()
    }

    /// The expression begins with «tentativt» where that stands right before it.
    fn tentative_start(&self, sentence: &Range<usize>, start: usize) -> usize {
        self.hits_in(&(sentence.start..start), Role::Tentative)
            .last()
            .filter(|hit| self.text[hit.end..start].trim().is_empty())
            .map_or(start, |hit| hit.start)
    }

    /// Where a label begins: with the adjective before it, if there is one.
    fn label_start(&self, sentence: &Range<usize>, label: &Range<usize>) -> usize {
        let lead = self.text[sentence.start..label.start].trim_end();
        let word = lead
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let adjective = matches!(
            word.to_lowercase().as_str(),
            "tentativ"
                | "endelig"
                | "endeleg"
                | "foreløpig"
                | "førebels"
                | "ny"
                | "intern"
                | "absolutt"
                | "veiledende"
                | "planlagt"
                | "forventet"
                | "siste"
                | "første"
                | "utsatt"
                | "revidert"
        );
        if adjective {
            sentence.start + lead.len() - word.len()
        } else {
            label.start
        }
    }

    fn first_time(&self, clause: &Range<usize>) -> Option<usize> {
        // A bare year in `Frist for ICD-11 i 2026 settes til 1.6.2026` gives way to a finer time.
        // `Frist for årsrapport for 2024` names the year reported on, no time at all.
        let reported = |n: usize| {
            matches!(self.times[n].when, When::Year)
                && self.text[..self.times[n].range.start]
                    .trim_end()
                    .ends_with(" for")
        };
        let inside: Vec<usize> = (0..self.times.len())
            .filter(|&n| {
                within(&self.times[n].range, clause)
                    && !self.taken.get(n).copied().unwrap_or(false)
                    && !reported(n)
            })
            .collect();
        inside
            .iter()
            .copied()
            .find(|&n| !matches!(self.times[n].when, When::Year) || self.times[n].end_of)
            .or(inside.first().copied())
    }

    fn words_between(&self, from: usize, to: usize) -> usize {
        self.text[from..to.max(from)].split_whitespace().count()
    }

    /// `i forbindelse med årsrapporten`, `rapporteres i halvårsrapporten`: the time is that of a report
    /// or a meeting, and of no day.
    fn with_occasion(&self, clause: &str) -> bool {
        let words = clause
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        let occasion = |hit: &Hit| {
            matches!(
                hit.role,
                Role::OccasionLead | Role::AnnualReport | Role::TertialReport | Role::Occasion
            )
        };
        let led = self
            .grammar
            .words(&words)
            .into_iter()
            .any(|hit| occasion(&hit) && hit.range.start == 0)
            || [
                "sammen med ",
                "saman med ",
                "rapporteres i ",
                "rapporterast i ",
                "ved årsrapport",
            ]
            .iter()
            .any(|lead| words.starts_with(lead));
        let named = self.grammar.words(&words).into_iter().any(|hit| {
            matches!(
                hit.role,
                Role::Reporting
                    | Role::AnnualReport
                    | Role::TertialReport
                    | Role::Meeting
                    | Role::Occasion
            )
        });
        led && named && words.split_whitespace().count() <= 8
    }

    /// `innen 15. februar og 15. oktober hvert år`: how often comes after the last of the days that one
    /// limit governs, and is said of all of them.
    fn days_that_come_again(&mut self, sentence: &Range<usize>) {
        let adverb = |words: &str| {
            ["hver", "kvar", "årlig", "årleg"]
                .iter()
                .any(|stem| words.starts_with(stem))
        };
        let again: Vec<Range<usize>> = self
            .hits_in(sentence, Role::Recurrence)
            .filter(|hit| adverb(&self.text[hit.clone()].to_lowercase()))
            .collect();
        for hit in again {
            let mut next = hit.start;
            for found in self.found.iter_mut().rev() {
                let between = self.text.get(found.raw.end..next).unwrap_or("-").trim();
                let joined = matches!(between, "" | "og" | "," | "eller");
                if found.sentence != *sentence || found.raw.end > hit.start || !joined {
                    break;
                }
                next = found.raw.start;
                if found.recurrence.is_none() {
                    found.status = firm(found.status, DeadlineStatus::Recurring);
                    found.recurrence = Some(hit.clone());
                }
            }
        }
    }

    /// Words of recurrence, «årlig melding» and «årlig rapport» left out: they name a thing.
    fn recurrences(&self, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        self.hits_in(range, Role::Recurrence).filter(|hit| {
            !["melding", "rapport", "plan", "oversikt"]
                .iter()
                .any(|thing| self.text[hit.end..].trim_start().starts_with(thing))
        })
    }

    fn hits_in(&self, range: &Range<usize>, role: Role) -> impl Iterator<Item = Range<usize>> + '_ {
        let range = range.clone();
        let first = self
            .hits
            .partition_point(|hit| hit.range.start < range.start);
        self.hits[first..]
            .iter()
            .take_while(move |hit| hit.range.start < range.end)
            .filter(move |hit| hit.role == role && hit.range.end <= range.end)
            .map(|hit| hit.range.clone())
    }
}

fn day_or_season(time: &Time) -> bool {
    !matches!(time.when, When::Year | When::YearEnd)
}

/// Where `ganger i året` begins with the number before it: `3 ganger i året`, `to gonger per år`.
fn with_count(text: &str, words: &Range<usize>) -> usize {
    let lower = text[words.clone()].to_lowercase();
    if !lower.starts_with("gang") && !lower.starts_with("gong") {
        return words.start;
    }
    let before = text[..words.start].trim_end();
    let start = before.rfind(char::is_whitespace).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let number = before[start..].to_lowercase();
    if is_number(&number) || matches!(number.as_str(), "én" | "en" | "ein" | "éin") {
        start
    } else {
        words.start
    }
}

/// To introduce something by a day is to deliver it; to begin by a day is to start.
fn begins(words: &str) -> bool {
    [
        "start",
        "oppstart",
        "igangs",
        "iverks",
        "tre",
        "trå",
        "ta til",
        "set",
        "i gang",
        "i bruk",
        "i drift",
        "tas i bruk",
        "takast i bruk",
        "være i",
        "vere i",
        "begyn",
    ]
    .iter()
    .any(|stem| words.to_lowercase().starts_with(stem))
}

/// A unit of time: «uker», «arbeidsdager».
fn is_unit(word: &str) -> bool {
    [
        "måned",
        "mnd",
        "månad",
        "uke",
        "veke",
        "dag",
        "døgn",
        "år",
        "time",
        "virkedag",
        "arbeidsdag",
    ]
    .iter()
    .any(|unit| word.starts_with(unit))
        && !word.starts_with("årl")
        && !word.starts_with("års")
}

/// Whether a clause begins with a span of time, whatever stands right before it: `: senest 14 dager etter`.
fn span_of_time(clause: &str) -> bool {
    let words = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    period_end(words).is_some()
}

/// Whether a clause begins with a span of time that is counted from something: `To uker før møtet`.
fn span_counted(clause: &str) -> bool {
    let words = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(end) = period_end(words) else {
        return false;
    };
    ["etter", "før", "frå", "fra"].iter().any(|word| {
        words[end..]
            .trim_start_matches(['.', ' '])
            .starts_with(word)
    })
}

/// The points that stand before a label in its sentence: `For bokstav b gjelder`.
fn points_of_lead(lead: &str) -> Vec<String> {
    let lower = lead.trim_start().to_lowercase();
    if lower.starts_with("for ") || lower.starts_with("punkt") || lower.starts_with("bokstav") {
        points(lead)
    } else {
        Vec::new()
    }
}

/// The points that a clause begins with: `Bokstav a og b leveres`, `, bokstav c`.
fn leading_points(clause: &str) -> Vec<String> {
    let mut lead = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    for joint in ["og ", "samt ", "mens ", "medan "] {
        lead = lead.strip_prefix(joint).unwrap_or(lead);
    }
    points_of_lead(lead)
}

/// A number in figures or, up to where letters use words for them, in words.
fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty()
        || matches!(
            word,
            "en" | "én"
                | "éin"
                | "éi"
                | "ei"
                | "ein"
                | "et"
                | "ett"
                | "eit"
                | "to"
                | "tre"
                | "fire"
                | "fem"
                | "seks"
                | "sju"
                | "syv"
                | "åtte"
                | "ni"
                | "ti"
                | "tolv"
                | "fjorten"
                | "tjue"
                | "tretti"
        )
}

fn firm(now: DeadlineStatus, new: DeadlineStatus) -> DeadlineStatus {
    if now == DeadlineStatus::Invalid {
        now
    } else {
        new
    }
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    inner.start >= outer.start && inner.end <= outer.end
}

fn trimmed_end(text: &str, end: usize) -> usize {
    text[..end].trim_end().len()
}

/// Whether a sentence begins with a list's mark: `- Utkast: 1. mai`.
fn opens_item(words: &str) -> bool {
    let mut marks = words.split_whitespace();
    marks.next().is_some_and(|first| {
        matches!(first, "-" | "–" | "•" | "o" | "*")
            || first.len() <= 3 && first.ends_with([')', '.'])
    })
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `punkt 1 og 2`, `deloppdrag 3`: the labels named between a deadline's word and its time.
fn points(clause: &str) -> Vec<String> {
    let clause = clause.trim_start_matches([':', ' ', ',']);
    let head = &clause[..clause
        .find(':')
        .unwrap_or(clause.len().min(floor(clause, 60.min(clause.len()))))];
    let mut words = head.split_whitespace().peekable();
    let mut points = Vec::new();
    let keyword = |word: &str| {
        matches!(
            word.to_lowercase()
                .trim_matches(|c: char| !c.is_alphanumeric()),
            "punkt"
                | "pkt"
                | "punktene"
                | "punkta"
                | "deloppdrag"
                | "delpunkt"
                | "bokstav"
                | "deloppgave"
                | "deloppdragene"
        )
    };
    while let Some(word) = words.next() {
        // `a) 1. mars`: a bare letter with its bracket.
        if word.len() == 2
            && word.ends_with(')')
            && word.starts_with(|c: char| c.is_ascii_lowercase())
        {
            points.push(word[..1].to_string());
            continue;
        }
        // `Frist for a: 30. april`, `Frist for a og b:`
        let letter = |next: &&str| {
            let bare = next.trim_end_matches([':', ',', ')']);
            bare.len() == 1 && ('a'..='h').contains(&bare.chars().next().unwrap_or(' '))
        };
        let of_letter = word == "for" && words.peek().is_some_and(letter);
        if !keyword(word) && !of_letter {
            continue;
        }
        while let Some(next) = words.peek() {
            let bare = next.trim_matches(|c: char| !c.is_alphanumeric());
            let mut range = bare.split(['-', '–']);
            let label = |part: &str| {
                !part.is_empty()
                    && part.len() <= 3
                    && (part.chars().all(|c| c.is_ascii_digit())
                        || part.len() == 1
                        || part.chars().next().is_some_and(|c| c.is_ascii_digit()))
            };
            if matches!(bare, "og" | "samt" | "til") {
                words.next();
            } else if let (Some(from), Some(to), None) = (
                range.next().and_then(|n| n.parse::<u32>().ok()),
                range.next().and_then(|n| n.parse::<u32>().ok()),
                range.next(),
            ) {
                points.extend((from..=to.min(from + 30)).map(|n| n.to_string()));
                words.next();
            } else if label(bare) && !(next.contains('.') && bare.contains('.')) {
                points.push(bare.to_lowercase());
                words.next();
            } else {
                break;
            }
        }
    }
    points
}

/// `for å fastsette strategien` between a label and its verb.
fn subject(text: &str, clause: &Range<usize>) -> Option<Range<usize>> {
    let words = &text[clause.clone()];
    let trimmed = words.trim_start();
    let after = trimmed.strip_prefix("for ")?;
    let start = clause.end - after.len();
    let end = [" er ", " settes ", " setjast ", ": ", " innen "]
        .iter()
        .filter_map(|verb| after.find(verb))
        .min()?;
    Some(start..start + end)
}

/// `tre måneder etter`: how many bytes a span of time at the start of a text takes.
pub fn period(after: &str) -> Option<usize> {
    period_end(after)
}

fn period_end(after: &str) -> Option<usize> {
    let mut at = 0;
    let mut words = Vec::new();
    for word in after.split_whitespace().take(5) {
        let start = at + after[at..].find(word)?;
        at = start + word.len();
        words.push((word.trim_end_matches([',', '.']).to_lowercase(), at));
    }
    let unit = is_unit;
    match words.as_slice() {
        [(n, _), (u, end), ..] if is_number(n) && unit(u) => Some(*end),
        [(_, _), (n, _), (u, end), ..] if is_number(n) && unit(u) => Some(*end),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Running text or a cell.
    type Reading = fn(&str, &Grammar, Context) -> (Vec<Found>, Vec<Dismissal>);

    /// What is found: its words, its day or last day, its kind, its points, its recurrence.
    fn read(text: &str, of: Reading) -> String {
        let context = Context {
            year: Some(2026),
            ..Context::default()
        };
        let (found, _) = of(text, &Grammar::built_in(), context);
        let one = |one: &Found| {
            let due = one.date.or(one.latest).map(|date| date.to_string());
            let again = one.recurrence.clone().map_or("", |range| &text[range]);
            format!(
                "{} | {} | {:?} | {} | {again}",
                &text[one.raw.clone()],
                due.unwrap_or_default(),
                one.kind,
                one.points.join(",")
            )
        };
        found.iter().map(one).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_a_report_is_about_is_no_deadline() {
        assert_eq!(
            read(
                "Tertialrapport per 31. august skal sendes innen 1. oktober 2026.",
                deadlines
            ),
            "innen 1. oktober 2026 | 2026-10-01 | Report |  | "
        );
        assert_eq!(
            read(
                "Rapport per 2. tertial skal sendes innen 1. oktober 2026.",
                deadlines
            ),
            "innen 1. oktober 2026 | 2026-10-01 | Report |  | "
        );
        assert_eq!(
            read(
                "Styrets årlige melding skal sendes innen 15. mars 2027.",
                deadlines
            ),
            "innen 15. mars 2027 | 2027-03-15 | Report |  | "
        );
        assert_eq!(
            read("Statusrapportering per 1. juni.", deadlines),
            "per 1. juni | 2026-06-01 | Report |  | "
        );
    }

    #[test]
    fn each_label_of_a_line_names_its_points() {
        assert_eq!(
            read(
                "Frist punkt 1 og 2: 5.6.2026. Frist punkt 3: 1.12.2026.",
                deadlines
            ),
            "Frist punkt 1 og 2: 5.6.2026 | 2026-06-05 | Delivery | 1,2 | \n\
             Frist punkt 3: 1.12.2026 | 2026-12-01 | Delivery | 3 | "
        );
    }

    #[test]
    fn a_letter_alone_names_a_point() {
        assert_eq!(
            read(
                "Frist for a: 30. april 2026. Frist for b: desember 2026.",
                deadlines
            ),
            "Frist for a: 30. april 2026 | 2026-04-30 | Delivery | a | \n\
             Frist for b: desember 2026 | 2026-12-31 | Delivery | b | "
        );
    }

    #[test]
    fn how_often_belongs_to_what_comes_again() {
        assert_eq!(
            read("3 ganger i året", cell),
            "3 ganger i året |  | Delivery |  | 3 ganger i året"
        );
        assert_eq!(
            read("Etaten skal rapportere to gonger per år.", deadlines),
            "to gonger per år |  | Report |  | to gonger per år"
        );
    }

    #[test]
    fn days_of_one_limit_come_again_together() {
        let grammar = Grammar::built_in();
        let context = Context {
            year: Some(2027),
            ..Context::default()
        };
        let text = "Etaten skal sende tall innen 15. februar og 15. oktober hvert år.";
        let (found, _) = deadlines(text, &grammar, context);
        let all: Vec<_> = found.iter().map(|one| one.status).collect();
        assert_eq!(all, [DeadlineStatus::Recurring; 2]);
        let (found, _) = deadlines("Frist: i samband med årsrapporten.", &grammar, context);
        assert_eq!(found[0].status, DeadlineStatus::Relative);
    }

    #[test]
    fn a_limit_that_reaches_to_the_end_of_a_month_has_no_beginning() {
        assert_eq!(
            read("Arbeidet skal ta til seinast i oktober 2026.", deadlines),
            "seinast i oktober 2026 | 2026-10-31 | Start |  | "
        );
        let text = "Arbeidet skal starte senest i oktober 2026.";
        let context = Context::default();
        let (found, _) = deadlines(text, &Grammar::built_in(), context);
        assert_eq!(found[0].earliest, None);
    }
}
