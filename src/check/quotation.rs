//! Quotation: every text of every record is the source at its spans.
//!
//! The rule: white space taken out of both, a text equals its spans' canonical text, joined in
//! order; a hyphen at a line end of the source may be left out, and nothing else may differ.
//!
//! Texts without spans of their own are held against what they were taken from: a target's words
//! against its indicator, the words of recurrence against their deadline, a part's title against
//! its part, a figure and a table's cell against the table. They must stand in it, word for word.

use super::diagnostic;
use crate::model::Code;
use crate::model::{Coverage, Diagnostic, Document, Extraction, Severity, Span};
use std::borrow::Cow;
use std::ops::Range;

/// What a text must be found in.
#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    /// It is the whole of these places.
    Is(&'a [Span]),
    /// It stands somewhere in these places.
    Within(&'a [Span]),
    /// It stands somewhere in one of these texts, which are themselves quoted.
    Inside([&'a str; 2]),
}

/// A text that claims to be a quotation.
#[derive(Debug, Clone, Copy)]
pub struct Quote<'a> {
    /// The record and the field, in the words of the contract ("assignment text").
    pub field: &'static str,
    /// Id of the record, where it has one.
    pub item: Option<&'a str>,
    /// The text.
    pub text: &'a str,
    place: Place<'a>,
}

impl<'a> Quote<'a> {
    /// The spans that it is the whole of; `None` where it stands somewhere in its place.
    pub fn whole(&self) -> Option<&'a [Span]> {
        match self.place {
            Place::Is(spans) => Some(spans),
            _ => None,
        }
    }
}

/// Every text that is not the source at its spans, as an error. The time is linear in the length of
/// the source and of the texts.
pub fn quotation(extraction: &Extraction, canonical: &str) -> Vec<Diagnostic> {
    let mut judge = Judge {
        index: Index::of(canonical),
        last: None,
    };
    let mut found: Vec<_> = quotes(extraction)
        .iter()
        .filter_map(|quote| judge.judge(quote))
        .collect();
    let index = judge.index;
    found.extend(extraction.diagnostics.iter().filter_map(|d| {
        let spans = d.spans.iter().find(|span| index.slice(span).is_none())?;
        Some(outside("diagnostic", d.item.as_deref(), spans, &index))
    }));
    found
}

/// Whether `text` is quoted from `source`, by the rule of this module.
///
/// ```
/// use oppdrag::check::quoted;
/// assert!(quoted("omsorgsdepartementets brev", "omsorgsdeparte-\nmentets  brev"));
/// assert!(quoted("Sør-Øst", "Sør-\nØst"));
/// assert!(!quoted("Sør Øst", "Sør-Øst"));
/// ```
pub fn quoted(text: &str, source: &str) -> bool {
    let mut wanted = text.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut rest = source.chars();
    while let Some(mark) = rest.next() {
        if mark.is_whitespace() {
            continue;
        }
        if !is_hyphen(mark) {
            if wanted.next_if_eq(&mark).is_none() {
                return false;
            }
            continue;
        }
        // Of hyphens that nothing parts, those at a line end may be left out, and nobody can tell which
        // of them stands in the text.
        let (mut most, mut least) = (1, usize::from(!at_line_end(rest.as_str())));
        while let Some(after) = rest.as_str().trim_start().strip_prefix(mark) {
            most += 1;
            least += usize::from(!at_line_end(after));
            rest = after.chars();
        }
        let mut taken = 0;
        while taken < most && wanted.next_if_eq(&mark).is_some() {
            taken += 1;
        }
        if taken < least {
            return false;
        }
    }
    wanted.next().is_none()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}')
}

/// Whether nothing but blanks parts this place from the end of its line.
fn at_line_end(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t', '\u{a0}'])
        .starts_with(['\n', '\u{c}'])
}

/// A text in which others are sought, by the same rule.
struct Ground {
    /// Every mark, and whether it is a hyphen that may be left out.
    marks: Vec<(char, bool)>,
    /// All marks.
    kept: String,
    /// Without the hyphens that may be left out.
    closed: String,
    /// Behind what was found last in `kept`: a table's cells are sought in its order, and so each
    /// begins where the one before it ended.
    from: usize,
}

impl Ground {
    fn of(source: &str) -> Self {
        let mut marks = Vec::new();
        let mut rest = source.chars();
        while let Some(mark) = rest.next() {
            if !mark.is_whitespace() {
                marks.push((mark, is_hyphen(mark) && at_line_end(rest.as_str())));
            }
        }
        Self {
            kept: marks.iter().map(|(mark, _)| mark).collect(),
            closed: marks
                .iter()
                .filter(|(_, may_go)| !may_go)
                .map(|(mark, _)| mark)
                .collect(),
            marks,
            from: 0,
        }
    }

    /// Whether `text` stands somewhere in the source.
    fn holds(&mut self, text: &str) -> bool {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(at) = self.kept[self.from..].find(&text) {
            self.from += at + text.len();
            return true;
        }
        self.kept.contains(&text) || self.closed.contains(&text) || self.holds_mixed(&text)
    }

    /// A text that keeps one line-end hyphen and leaves out another.
    fn holds_mixed(&self, text: &str) -> bool {
        (0..self.marks.len()).any(|from| {
            let mut marks = self.marks[from..].iter();
            text.chars().all(|wanted| {
                marks
                    .find(|(mark, may_go)| *mark == wanted || !may_go)
                    .is_some_and(|(mark, _)| *mark == wanted)
            })
        })
    }
}

/// Finds code points of a text without counting from its start each time.
pub(super) struct Index<'a> {
    text: &'a str,
    /// The byte of every 64th code point, and last the length.
    marks: Vec<usize>,
    length: usize,
}

const STRIDE: usize = 64;

impl<'a> Index<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut length = 0;
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 2);
        for (at, _) in text.char_indices() {
            if length % STRIDE == 0 {
                marks.push(at);
            }
            length += 1;
        }
        Self {
            text,
            marks,
            length,
        }
    }

    /// The byte of a code point; that of the end is the length of the text.
    fn byte(&self, code_point: usize) -> Option<usize> {
        if code_point == self.length {
            return Some(self.text.len());
        }
        let from = *self.marks.get(code_point / STRIDE)?;
        let (at, _) = self.text[from..].char_indices().nth(code_point % STRIDE)?;
        Some(from + at)
    }

    /// The bytes of a span; `None` where there is no such place.
    pub(super) fn range(&self, span: &Span) -> Option<Range<usize>> {
        if span.start > span.end {
            return None;
        }
        Some(self.byte(span.start)?..self.byte(span.end)?)
    }

    /// The text at a span; `None` where there is no such place.
    pub(super) fn slice(&self, span: &Span) -> Option<&'a str> {
        self.text.get(self.range(span)?)
    }

    /// The text at several spans, a line end between them.
    fn joined<'s>(&self, spans: &'s [Span]) -> Result<Cow<'a, str>, &'s Span> {
        let mut pieces = Vec::with_capacity(spans.len());
        for span in spans {
            pieces.push(self.slice(span).ok_or(span)?);
        }
        Ok(match pieces.as_slice() {
            [one] => Cow::Borrowed(*one),
            several => Cow::Owned(several.join("\n")),
        })
    }
}

/// Holds quotes against the source, in their order.
struct Judge<'a> {
    index: Index<'a>,
    /// The spans that a quote was last sought within, and what stands there.
    last: Option<(&'a [Span], Ground)>,
}

impl<'a> Judge<'a> {
    fn judge(&mut self, quote: &Quote<'a>) -> Option<Diagnostic> {
        let (spans, whole) = match quote.place {
            Place::Is(spans) => (spans, true),
            Place::Within(spans) => (spans, false),
            Place::Inside(texts) => {
                let there = texts.iter().any(|text| Ground::of(text).holds(quote.text));
                let what = || format!("does not stand in {}", brief(texts[0]));
                return (!there).then(|| wrong(quote, &[], what()));
            }
        };
        if spans.is_empty() {
            return Some(wrong(quote, spans, "has no span".into()));
        }
        if whole {
            return match self.index.joined(spans) {
                Err(span) => Some(outside(quote.field, quote.item, span, &self.index)),
                Ok(source) if quoted(quote.text, &source) => None,
                Ok(source) => {
                    let what = format!("is not the source at its spans, {}", brief(&source));
                    Some(wrong(quote, spans, what))
                }
            };
        }
        // All cells of a table share its spans: what stands there is prepared once.
        let known = matches!(&self.last, Some((last, _)) if std::ptr::eq(*last, spans));
        if !known {
            match self.index.joined(spans) {
                Err(span) => return Some(outside(quote.field, quote.item, span, &self.index)),
                Ok(source) => self.last = Some((spans, Ground::of(&source))),
            }
        }
        let (_, ground) = self.last.as_mut()?;
        let what = "does not stand in the source at its spans";
        (!ground.holds(quote.text)).then(|| wrong(quote, spans, what.into()))
    }
}

fn wrong(quote: &Quote<'_>, spans: &[Span], what: String) -> Diagnostic {
    let message = format!("{} {} {what}", quote.field, brief(quote.text));
    diagnostic(Code::Quotation, Severity::Error, message, quote.item, spans)
}

fn outside(field: &str, item: Option<&str>, span: &Span, index: &Index<'_>) -> Diagnostic {
    let message = format!(
        "{field}: the span {}..{} is no place in a text of {} characters",
        span.start, span.end, index.length
    );
    diagnostic(Code::Quotation, Severity::Error, message, item, &[])
}

/// The first words of a text, on one line.
fn brief(text: &str) -> String {
    const WIDTH: usize = 60;
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("«{}…»", &line[..at]),
        None => format!("«{line}»"),
    }
}

/// Every text of an extraction that claims to be a quotation, in the order of the JSON.
pub fn quotes(extraction: &Extraction) -> Vec<Quote<'_>> {
    let mut all = Quotes::default();
    for document in &extraction.documents {
        all.document(document);
        all.money(document);
        all.answers(document);
    }
    all.coverage(&extraction.coverage);
    all.0
}

#[derive(Default)]
struct Quotes<'a>(Vec<Quote<'a>>);

impl<'a> Quotes<'a> {
    fn add(
        &mut self,
        field: &'static str,
        item: impl Into<Option<&'a str>>,
        text: impl Into<Option<&'a str>>,
        place: Place<'a>,
    ) {
        // An empty text with no place says nothing; one with a place says that nothing is there.
        let Some(text) = text.into() else { return };
        if text.trim().is_empty() && !matches!(place, Place::Is([_, ..])) {
            return;
        }
        self.0.push(Quote {
            field,
            item: item.into(),
            text,
            place,
        });
    }

    fn document(&mut self, document: &'a Document) {
        use Place::{Inside, Is};
        for s in &document.sections {
            self.add("section title", &*s.id, &*s.title, Is(&s.spans));
        }
        for g in &document.goals {
            self.add("goal text", &*g.id, &*g.text, Is(&g.spans));
        }
        for i in &document.indicators {
            self.add("indicator text", &*i.id, &*i.text, Is(&i.spans));
            for t in &i.targets {
                let inside = Inside([&i.text, &t.raw]);
                // In a table it stands in a cell of its own, and its period in the column's title.
                let own =
                    |spans: &'a [Span], there| if spans.is_empty() { there } else { Is(spans) };
                let text = Inside([&i.text, ""]);
                self.add("target raw", &*i.id, &*t.raw, own(&t.spans, text));
                self.add("target subject", &*i.id, t.subject.as_deref(), inside);
                self.add(
                    "target period",
                    &*i.id,
                    t.period.as_deref(),
                    own(&t.period_spans, inside),
                );
                self.add("target baseline", &*i.id, t.baseline.as_deref(), inside);
            }
        }
        for a in &document.assignments {
            let text = a.text.as_deref();
            self.add(
                "assignment title",
                &*a.id,
                a.title.as_deref(),
                Is(&a.title_spans),
            );
            self.add("assignment text", &*a.id, text, Is(&a.spans));
            for p in &a.parts {
                let inside = Inside([&p.text, text.unwrap_or_default()]);
                self.add("part title", &*a.id, p.title.as_deref(), inside);
                self.add("part text", &*a.id, &*p.text, Is(&p.spans));
            }
        }
        for w in &document.withdrawals {
            self.add(
                "withdrawal text",
                w.assignment.as_deref(),
                &*w.text,
                Is(&w.spans),
            );
        }
        for c in &document.carry_over {
            self.add("carry_over text", None, &*c.text, Is(&c.spans));
        }
        for r in &document.requirements {
            self.add("requirement text", &*r.id, &*r.text, Is(&r.spans));
        }
        for d in &document.deadlines {
            let what = d.what.as_deref();
            self.add("deadline raw", &*d.id, &*d.raw, Is(&d.spans));
            self.add("deadline what", &*d.id, what, Is(&d.what_spans));
            let inside = Inside([&d.raw, what.unwrap_or_default()]);
            self.add(
                "deadline recurrence",
                &*d.id,
                d.recurrence.as_deref(),
                inside,
            );
        }
        for c in &document.citations {
            self.add("citation raw", &*c.id, &*c.raw, Is(&c.spans));
        }
    }

    fn money(&mut self, document: &'a Document) {
        use Place::{Inside, Is, Within};
        for a in &document.appropriations {
            for f in &a.figures {
                self.add("figure raw", &*a.id, &*f.raw, Within(&a.spans));
            }
            for e in &a.earmarks {
                self.add("earmark text", &*e.id, &*e.text, Is(&e.spans));
                let inside = Inside([&e.text, ""]);
                self.add("earmark purpose", &*e.id, e.purpose.as_deref(), inside);
            }
        }
        for a in &document.authorisations {
            self.add("authorisation text", &*a.id, &*a.text, Is(&a.spans));
        }
    }

    fn answers(&mut self, document: &'a Document) {
        use Place::{Is, Within};
        for r in &document.requests {
            self.add("request text", &*r.id, r.text.as_deref(), Is(&r.text_spans));
            let response = r.response.as_deref();
            self.add("request response", &*r.id, response, Is(&r.response_spans));
        }
        for r in &document.reports {
            let requirement = r.requirement.as_deref();
            self.add(
                "report requirement",
                &*r.id,
                requirement,
                Is(&r.requirement_spans),
            );
            self.add(
                "report answer",
                &*r.id,
                r.answer.as_deref(),
                Is(&r.answer_spans),
            );
        }
        for t in &document.tables {
            for cell in t.header.iter().chain(&t.rows).flatten() {
                self.add("table cell", &*t.id, &**cell, Within(&t.spans));
            }
        }
    }

    fn coverage(&mut self, coverage: &'a Coverage) {
        for u in &coverage.unclaimed {
            self.add("unclaimed raw", None, &*u.raw, Place::Is(&u.spans));
        }
        for d in &coverage.dismissed {
            self.add("dismissed raw", None, &*d.raw, Place::Is(&d.spans));
        }
    }
}
