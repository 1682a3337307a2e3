//! Quotation: every text of every record is the source at its spans.
//!
//! The rule: white space taken out of both, a text equals its spans' canonical text, joined in
//! order; a hyphen at a line end of the source may be left out, and nothing else may differ.
//!
//! Texts without spans of their own are held against what they were taken from: a target's words
//! against its indicator, the words of recurrence against their deadline, a part's title against
//! its part, a figure and a table's cell against the table. They must stand in it, word for word.

use super::diagnostic;
use crate::model::{Coverage, Diagnostic, Document, Extraction, Severity, Span};
use std::borrow::Cow;

/// What a text must be found in.
#[derive(Debug, Clone, Copy)]
enum Ground<'a> {
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
    ground: Ground<'a>,
}

/// Every text that is not the source at its spans, as an error. The time is linear in the length of
/// the source and of the texts.
pub fn quotation(extraction: &Extraction, canonical: &str) -> Vec<Diagnostic> {
    let index = Index::of(canonical);
    let mut found: Vec<_> = quotes(extraction)
        .iter()
        .filter_map(|quote| judge(quote, &index))
        .collect();
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
        if mark.is_whitespace() || wanted.next_if_eq(&mark).is_some() {
            continue;
        }
        if !(is_hyphen(mark) && at_line_end(rest.as_str())) {
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

/// Whether `text` stands somewhere in `source`, by the same rule.
fn stands_in(text: &str, source: &str) -> bool {
    let text = squeeze(text);
    if squeeze(source).contains(&text) {
        return true;
    }
    // Line-end hyphens left out; a text that keeps one and loses another is met by the last try.
    let marks: Vec<char> = source.chars().collect();
    let mut closed = String::with_capacity(source.len());
    let mut ends = vec![false; marks.len()];
    let mut line_end = false;
    for (at, &mark) in marks.iter().enumerate().rev() {
        match mark {
            '\n' | '\u{c}' => line_end = true,
            ' ' | '\t' | '\u{a0}' => {}
            _ => {
                ends[at] = line_end && is_hyphen(mark);
                line_end = false;
            }
        }
    }
    closed.extend(
        marks
            .iter()
            .zip(&ends)
            .filter(|(mark, end)| !mark.is_whitespace() && !**end)
            .map(|(mark, _)| *mark),
    );
    if closed.contains(&text) {
        return true;
    }
    let solid: Vec<(char, bool)> = marks
        .into_iter()
        .zip(ends)
        .filter(|(mark, _)| !mark.is_whitespace())
        .collect();
    (0..solid.len()).any(|from| {
        let mut marks = solid[from..].iter();
        text.chars().all(|wanted| {
            marks
                .by_ref()
                .find(|(mark, may_go)| *mark == wanted || !may_go)
                .is_some_and(|(mark, _)| *mark == wanted)
        })
    })
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Finds code points of a text without counting from its start each time.
struct Index<'a> {
    text: &'a str,
    /// The byte of every 64th code point, and last the length.
    marks: Vec<usize>,
    length: usize,
}

const STRIDE: usize = 64;

impl<'a> Index<'a> {
    fn of(text: &'a str) -> Self {
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

    /// The text at a span; `None` where there is no such place.
    fn slice(&self, span: &Span) -> Option<&'a str> {
        if span.start > span.end {
            return None;
        }
        self.text.get(self.byte(span.start)?..self.byte(span.end)?)
    }

    /// The text at several spans, a line end between them.
    fn joined(&self, spans: &[Span]) -> Result<Cow<'a, str>, usize> {
        let mut pieces = Vec::with_capacity(spans.len());
        for (at, span) in spans.iter().enumerate() {
            pieces.push(self.slice(span).ok_or(at)?);
        }
        Ok(match pieces.as_slice() {
            [one] => Cow::Borrowed(*one),
            several => Cow::Owned(several.join("\n")),
        })
    }
}

fn judge(quote: &Quote<'_>, index: &Index<'_>) -> Option<Diagnostic> {
    let (spans, whole) = match quote.ground {
        Ground::Is(spans) => (spans, true),
        Ground::Within(spans) => (spans, false),
        Ground::Inside(texts) => {
            let there = texts.iter().any(|text| stands_in(quote.text, text));
            return (!there)
                .then(|| wrong(quote, &[], format!("does not stand in {}", brief(texts[0]))));
        }
    };
    if spans.is_empty() {
        return Some(wrong(quote, spans, "has no span".into()));
    }
    let source = match index.joined(spans) {
        Ok(source) => source,
        Err(at) => return Some(outside(quote.field, quote.item, &spans[at], index)),
    };
    if whole {
        (!quoted(quote.text, &source)).then(|| {
            wrong(
                quote,
                spans,
                format!("is not the source at its spans, {}", brief(&source)),
            )
        })
    } else {
        (!stands_in(quote.text, &source)).then(|| {
            wrong(
                quote,
                spans,
                format!(
                    "does not stand in the source at its spans, {}",
                    brief(&source)
                ),
            )
        })
    }
}

fn wrong(quote: &Quote<'_>, spans: &[Span], what: String) -> Diagnostic {
    let message = format!("{} {} {what}", quote.field, brief(quote.text));
    diagnostic("quotation", Severity::Error, message, quote.item, spans)
}

fn outside(field: &str, item: Option<&str>, span: &Span, index: &Index<'_>) -> Diagnostic {
    let message = format!(
        "{field}: the span {}..{} is no place in a text of {} characters",
        span.start, span.end, index.length
    );
    diagnostic("quotation", Severity::Error, message, item, &[])
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
        ground: Ground<'a>,
    ) {
        // An empty text with no place says nothing; one with a place says that nothing is there.
        let Some(text) = text.into() else { return };
        if text.trim().is_empty() && !matches!(ground, Ground::Is([_, ..])) {
            return;
        }
        self.0.push(Quote {
            field,
            item: item.into(),
            text,
            ground,
        });
    }

    fn document(&mut self, document: &'a Document) {
        use Ground::{Inside, Is};
        for s in &document.sections {
            self.add("section title", &*s.id, &*s.title, Is(&s.spans));
        }
        for g in &document.goals {
            self.add("goal text", &*g.id, &*g.text, Is(&g.spans));
        }
        for i in &document.indicators {
            self.add("indicator text", &*i.id, &*i.text, Is(&i.spans));
            let inside = Inside([&i.text, ""]);
            for t in &i.targets {
                self.add("target raw", &*i.id, &*t.raw, inside);
                self.add("target subject", &*i.id, t.subject.as_deref(), inside);
                self.add("target period", &*i.id, t.period.as_deref(), inside);
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
        use Ground::{Inside, Is, Within};
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
        use Ground::{Is, Within};
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
            self.add("unclaimed raw", None, &*u.raw, Ground::Is(&u.spans));
        }
        for d in &coverage.dismissed {
            self.add("dismissed raw", None, &*d.raw, Ground::Is(&d.spans));
        }
    }
}
