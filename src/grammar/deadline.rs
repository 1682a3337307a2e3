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
mod again;
mod aside;
mod asked;
mod cell;
mod days;
mod kind;
mod label;
mod limit;
mod occasion;
mod period;
mod points;
mod promise;
mod subject;
mod wanted;
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
pub use {
    asked::tells,
    cell::cell,
    period::period_end as period,
    points::{names_thing, thing_of},
    subject::{Parties, responsible},
    words::Terms,
};

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
    reader.moved();
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
    /// The words by which times are tied to what is done at them.
    fn terms(&self) -> &'a Terms {
        &self.grammar.deadlines
    }

    fn new(text: &'a str, grammar: &'a Grammar, context: Context) -> Self {
        let times = times(text, &grammar.calendar);
        let mut hits = grammar.words(text);
        for hit in hits.iter_mut().filter(|hit| hit.role == Role::Recurrence) {
            hit.range.start = again::with_count(text, &hit.range, &grammar.deadlines);
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
        duty && list && self.grammar.deadlines.delivers_each.is(&verb)
    }

    /// A sentence that is one pair of brackets.
    fn is_bracket(&self, sentence: &Range<usize>) -> bool {
        let words = self.text[sentence.clone()].trim().trim_end_matches('.');
        words.starts_with('(') && words.find(')').is_some_and(|at| at + 1 == words.len())
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
