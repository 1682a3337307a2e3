//! The sections that account for requests, wherever in the proposition they stand.
//!
//! ```text
//! section  ::= [heading] 1*decision [lead] quote [basis] response
//! decision ::= "Vedtak nr. 46, 21. november 2024" [":"]     a line of its own, or the quote's; see grammar::request
//! quote    ::= "«" words "»"                                with quotes inside, over paragraphs
//! basis    ::= "Vedtaket ble truffet i forbindelse med …"   one sentence
//! ```
//! A section ends at the heading of the next, at a heading of the proposition, or, after the last of
//! its kind, with the paragraph that says what became of the request. A decision without a response
//! of its own shares the next one's, if that stands under the same heading or speaks of several.

use super::{
    flow::Flow,
    quote::{OPENING, quote},
};
use crate::{
    grammar::{
        Grammar,
        citation::citations,
        ministry::is_ministry,
        request::{Decision, DecisionNumber, HeadingRole, impossible_in, session_in, session_of},
        sentence::sentences,
    },
    layout::Text,
    model::CitationKind,
};
use std::{collections::HashSet, ops::Range};

/// The longest heading, in lines.
const LONGEST_HEADING: usize = 4;
/// The longest quoted decision, in lines.
const LONGEST_QUOTE: usize = 120;
/// How far after its verdict a response may go on before the next section, in lines.
const LONGEST_CODA: usize = 40;

/// A request as one place prints it.
#[derive(Debug, Clone)]
pub struct Printed {
    /// Its number.
    pub number: DecisionNumber,
    /// The session: printed with it, else of the section it stands in, else of its day.
    pub session: Option<String>,
    /// The session that its day tells, where the section says another.
    pub other_session: Option<String>,
    /// It stands under the heading of a session, or prints its own.
    pub sure: bool,
    /// The day, ISO 8601.
    pub date: Option<String>,
    /// The heading.
    pub heading: Option<Text>,
    /// The decision, without its outer quotation marks.
    pub text: Option<Text>,
    /// The quotation's closing mark is missing.
    pub unclosed: bool,
    /// The documents of its basis.
    pub basis: Vec<String>,
    /// The ministry's account.
    pub response: Option<Text>,
    /// The whole section, in the lines that it takes.
    pub whole: Vec<Range<usize>>,
    /// The line that heads it.
    pub label: Range<usize>,
}

/// A line, or two, that heads a decision.
struct Anchor {
    /// Its lines.
    lines: Range<usize>,
    /// Where its heading begins; the same as the lines' start where it has none.
    from: usize,
    decision: Decision,
    tail: Text,
    /// Its last line opens the quotation: where in that line.
    quoted: Option<usize>,
    session: Option<String>,
    sure: bool,
    other_session: Option<String>,
}

/// The headings of sessions that never were: the years, and where they stand.
pub fn impossible_sessions(flow: &Flow<'_>, grammar: &Grammar) -> Vec<(String, Range<usize>)> {
    let reader = Reader {
        flow,
        grammar,
        headings: &HashSet::new(),
    };
    (0..flow.len())
        .filter(|&at| flow.words(at).contains("esjon"))
        .filter(|&at| reader.role(at) == Some(HeadingRole::Session))
        .filter(|&at| session_in(flow.words(at)).is_none())
        .filter_map(|at| Some((impossible_in(flow.words(at))?, flow.place(at))))
        .collect()
}

/// Reads every section; `headings` are lines that layout takes for numbered headings.
pub fn sections(flow: &Flow<'_>, grammar: &Grammar, headings: &HashSet<usize>) -> Vec<Printed> {
    let reader = Reader {
        flow,
        grammar,
        headings,
    };
    let anchors = reader.anchors();
    let mut printed: Vec<Printed> = Vec::new();
    // Those that wait for the response of a section they are treated together with.
    let mut waiting: Vec<Printed> = Vec::new();
    for (n, anchor) in anchors.iter().enumerate() {
        let limit = anchors.get(n + 1).map_or(flow.len(), |next| next.from);
        let section = reader.section(anchor, limit, n + 1 < anchors.len());
        let shared = anchor.from == anchor.lines.start
            || section
                .response
                .as_ref()
                .is_some_and(|text| grammar.requests.is_shared(text.as_str()))
            || section.together;
        if !shared {
            printed.append(&mut waiting);
        }
        let mut own = section.printed(anchor);
        if section.response.is_none() && n + 1 < anchors.len() && !section.cut {
            waiting.append(&mut own);
            continue;
        }
        if let Some(last) = own.first() {
            for one in &mut waiting {
                one.response.clone_from(&last.response);
                if one.basis.is_empty() {
                    one.basis.clone_from(&last.basis);
                }
                if anchor.from == anchor.lines.start && one.whole != last.whole {
                    one.whole.extend(last.whole.iter().cloned());
                }
            }
            if anchor.from == anchor.lines.start
                && let Some(first) = waiting.first()
                && let Some(heading) = first.heading.clone()
            {
                for one in &mut own {
                    one.heading = Some(heading.clone());
                }
            }
        }
        printed.append(&mut waiting);
        printed.append(&mut own);
    }
    printed.append(&mut waiting);
    printed
}

struct Reader<'a> {
    flow: &'a Flow<'a>,
    grammar: &'a Grammar,
    headings: &'a HashSet<usize>,
}

/// What stands under a decision's line.
struct Section {
    heading: Option<Text>,
    texts: Vec<Text>,
    unclosed: bool,
    basis: Vec<String>,
    /// The basis speaks of several decisions.
    together: bool,
    response: Option<Text>,
    whole: Vec<Range<usize>>,
    label: Range<usize>,
    /// A heading of the proposition ends it.
    cut: bool,
}

impl Section {
    /// A record for each of the numbers; quotes in the same number are dealt out.
    fn printed(&self, anchor: &Anchor) -> Vec<Printed> {
        let numbers = &anchor.decision.numbers;
        let all = || {
            let mut whole = self.texts.first()?.clone();
            for text in &self.texts[1..] {
                whole.append(text, crate::layout::Joint::Paragraph);
            }
            Some(whole)
        };
        numbers
            .iter()
            .enumerate()
            .map(|(n, &number)| Printed {
                number,
                session: anchor.session.clone(),
                other_session: anchor.other_session.clone(),
                sure: anchor.sure,
                date: anchor.decision.date.map(|date| date.to_string()),
                heading: self.heading.clone(),
                text: if numbers.len() == self.texts.len() {
                    Some(self.texts[n].clone())
                } else {
                    all()
                },
                unclosed: self.unclosed,
                basis: self.basis.clone(),
                response: self.response.clone(),
                whole: self.whole.clone(),
                label: self.label.clone(),
            })
            .collect()
    }
}

impl Reader<'_> {
    /// The lines that head decisions, with the headings above them.
    fn anchors(&self) -> Vec<Anchor> {
        let mut found: Vec<Anchor> = Vec::new();
        let mut session: Option<String> = None;
        let mut at = 0;
        while at < self.flow.len() {
            match self.role(at) {
                Some(HeadingRole::Session) => session = session_in(self.flow.words(at)),
                Some(HeadingRole::Chapter | HeadingRole::Boundary) => session = None,
                None => {}
            }
            let Some((count, decision, tail, quoted)) = self.decision(at) else {
                at += 1;
                continue;
            };
            let before = found.last().map_or(0, |last| last.lines.end);
            let from = self.heading_start(at, before);
            let of_day = decision.date.map(session_of);
            let printed = decision.session.clone().or_else(|| session.clone());
            found.push(Anchor {
                lines: at..at + count,
                from,
                sure: printed.is_some(),
                other_session: of_day
                    .clone()
                    .filter(|day| printed.as_ref().is_some_and(|own| own != day)),
                session: printed.or(of_day),
                decision,
                tail,
                quoted,
            });
            at += count;
        }
        found
    }

    /// What a line means as a heading.
    fn role(&self, at: usize) -> Option<HeadingRole> {
        let words = self.flow.words(at);
        if words.len() > 120 || !words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        {
            return None;
        }
        let opens = self.flow.opens(at);
        if !opens && !words.contains("esjon") {
            return None;
        }
        if self.flow.line(at).style.heading.is_some() && is_ministry(words) {
            return Some(HeadingRole::Boundary);
        }
        // A session's heading is like nothing else; the others are words of sentences, too.
        let role = self.grammar.requests.heading(words)?;
        (opens || role == HeadingRole::Session).then_some(role)
    }

    /// The decision that a line heads, with how many lines it takes, its tail, and where in its last
    /// line the quotation opens.
    fn decision(&self, at: usize) -> Option<(usize, Decision, Text, Option<usize>)> {
        let words = self.flow.words(at);
        if words.len() > 200
            || !words.starts_with(|c: char| c.is_ascii_uppercase())
            || !words.contains("edtak")
        {
            return None;
        }
        let calendar = &self.grammar.calendar;
        let most = (1..4)
            .take_while(|n| at + n < self.flow.len() && self.flow.same_paragraph(at + n))
            .take_while(|n| {
                !self.quote_opens(at + n) && !self.flow.words(at + n).starts_with("Stortinget ")
            })
            .last()
            .map_or(1, |n| n + 1);
        // `Vedtak nr. 46, 21. november 2024: «Stortinget ber …`
        let run_in = (0..most).find_map(|n| Some((n + 1, self.opened_within(at + n)?)));
        if let Some((count, quoted)) = run_in {
            let text = self.flow.text(at..at + count);
            let cut = text.len() - (self.flow.words(at + count - 1).len() - quoted);
            if let Some(decision) = text
                .as_str()
                .get(..cut)
                .and_then(|head| self.grammar.requests.decision(head.trim_end(), calendar))
                && decision.date.is_some()
            {
                let tail = text.slice(decision.tail.start..cut);
                return Some((count, decision, tail, Some(quoted)));
            }
        }
        // The longest that is one: a date or a title may go on over the line end.
        for count in (1..=most).rev() {
            let text = self.flow.text(at..at + count);
            let Some(decision) = self.grammar.requests.decision(text.as_str(), calendar) else {
                continue;
            };
            let next = at + count;
            let quoted = (next..self.flow.len().min(next + 3)).any(|next| {
                self.quote_opens(next) || self.flow.words(next).starts_with("Stortinget ")
            });
            // Without a decision after it, only a line that stands alone heads one.
            let alone = || {
                (decision.date.is_some() || decision.session.is_some())
                    && self.flow.opens(at)
                    && (next >= self.flow.len()
                        || self.flow.opens(next)
                        || self.flow.gap(next)
                        || self.decision_line(next))
            };
            if quoted || alone() {
                let tail = text.slice(decision.tail.clone());
                return Some((count, decision, tail, None));
            }
        }
        None
    }

    fn decision_line(&self, at: usize) -> bool {
        self.grammar
            .requests
            .decision(self.flow.words(at), &self.grammar.calendar)
            .is_some()
    }

    /// Where a quoted decision opens within a line, after a colon.
    fn opened_within(&self, at: usize) -> Option<usize> {
        let words = self.flow.words(at);
        words.match_indices(OPENING).map(|(at, _)| at).find(|&at| {
            let inside = words[at..].trim_start_matches(OPENING);
            words[..at].trim_end().ends_with(':')
                && (inside.starts_with("Stortinget") || inside.is_empty())
        })
    }

    fn quote_opens(&self, at: usize) -> bool {
        self.flow.words(at).starts_with(OPENING)
    }

    /// Where the heading above a decision begins: lines that no gap parts and no sentence ends.
    fn heading_start(&self, at: usize, before: usize) -> usize {
        let mut from = at;
        while from > before && at - from < LONGEST_HEADING {
            let above = from - 1;
            let words = self.flow.words(above);
            if self.role(above).is_some()
                || is_ministry(words)
                || self.headings.contains(&self.flow.place(above).start)
                    && self.session_or_number(above)
            {
                break;
            }
            // `… loven mv.` and `… vedr.` end no heading, nor does a quoted word.
            let goes_on = self
                .flow
                .words(from)
                .starts_with(|c: char| !c.is_uppercase());
            let ends = self.flow.free(from) && !(ends_short(words) && goes_on);
            if from < at && (self.flow.gap(from) || self.flow.line(above).style.ends_paragraph) {
                break;
            }
            if ends || row_of_figures(words) {
                break;
            }
            from = above;
        }
        // Lines that begin inside a sentence, or are too many, are the text before.
        let whole = at - from;
        if whole == 0 || whole == LONGEST_HEADING && !self.flow.opens(from) {
            return at;
        }
        let starts = self.flow.words(from).chars().next();
        if starts.is_some_and(char::is_lowercase) && !self.flow.gap(from) {
            return at;
        }
        from
    }

    /// A numbered heading that is no request's: `4 Nærmere omtale`.
    fn session_or_number(&self, at: usize) -> bool {
        self.grammar.requests.heading(self.flow.words(at)).is_some()
    }

    /// Reads what stands between a decision's line and `limit`.
    fn section(&self, anchor: &Anchor, limit: usize, followed: bool) -> Section {
        let flow = self.flow;
        let first = match anchor.quoted {
            Some(_) => anchor.lines.end - 1,
            None => anchor.lines.end,
        };
        let heading = (anchor.from < anchor.lines.start)
            .then(|| flow.text(anchor.from..anchor.lines.start))
            .or_else(|| Some(flow.text(anchor.lines.clone())));
        let quote_end = self.quote_end(first, limit);
        let (end, cut) = self.end(quote_end, limit, followed);
        let mut body = flow.text(first..end);
        if let Some(at) = anchor.quoted {
            body = body.slice(at.min(body.len())..body.len());
        }
        let words = body.as_str();
        let mut section = Section {
            heading,
            texts: Vec::new(),
            unclosed: false,
            basis: documents(anchor.tail.as_str()),
            together: false,
            response: None,
            whole: (anchor.from..end).map(|at| flow.place(at)).collect(),
            label: flow.place(anchor.lines.start),
            cut,
        };
        let basis = self.basis(words);
        let quote = quote(words, basis.as_ref().map(|range| range.start));
        let mut rest = quote.end;
        section.unclosed = quote.unclosed;
        section.texts = quote
            .parts
            .iter()
            .map(|range| body.slice(range.clone()))
            .filter(|text| !text.is_empty())
            .collect();
        if quote.lead > 0 {
            section.basis.extend(documents(&words[..quote.lead]));
        }
        if let Some(basis) = &basis
            && words[rest.min(basis.start)..basis.start].trim().is_empty()
        {
            section.together = self.grammar.requests.is_shared(&words[basis.start..]);
            section.basis.extend(documents(&words[basis.clone()]));
            rest = basis.end;
        }
        let mut seen = HashSet::new();
        section.basis.retain(|one| seen.insert(one.clone()));
        let response = body.slice(rest..words.len());
        section.response = (!response.is_empty()).then_some(response);
        section
    }

    /// The line after the quoted decision, roughly: where its level comes to none, or a basis begins.
    fn quote_end(&self, first: usize, limit: usize) -> usize {
        let mut level = 0i32;
        let mut opened = false;
        for at in first..limit.min(first + LONGEST_QUOTE) {
            let words = self.flow.words(at);
            if at > first && self.grammar.requests.opens_basis(words) {
                return at;
            }
            if !opened && self.flow.opens(at) && at > first && self.role(at).is_some() {
                return at;
            }
            for c in words.chars() {
                match c {
                    '«' | '“' | '„' => (level, opened) = (level + 1, true),
                    '»' | '”' => level -= 1,
                    _ => {}
                }
            }
            if opened && level <= 0 {
                return at + 1;
            }
        }
        (first + 1).min(limit)
    }

    /// Where the section ends, and whether a heading of the proposition ends it.
    ///
    /// Up to `limit`, where the next section begins; but what comes between the verdict and another
    /// heading belongs to that one's chapter.
    fn end(&self, from: usize, limit: usize, followed: bool) -> (usize, bool) {
        let flow = self.flow;
        let mut verdict: Option<usize> = None;
        let mut paragraph = from;
        for at in from + 1..limit {
            if verdict.is_some_and(|end| at - end > LONGEST_CODA) {
                break;
            }
            if !flow.opens(at) {
                continue;
            }
            if self.role(at).is_some() || self.headings.contains(&flow.place(at).start) {
                return (verdict.unwrap_or(at), true);
            }
            let (last, line) = (flow.line(at - 1), flow.line(at));
            // No empty line stands between two pages.
            let parted = flow.gap(at)
                || line.first_on_page
                || last.style.ends_paragraph
                || line.style.bold != last.style.bold;
            if !parted || !flow.free(at) {
                continue;
            }
            let text = flow.text(paragraph..at);
            if self.grammar.requests.outcome(text.as_str()).is_some() {
                verdict = Some(at);
            }
            paragraph = at;
            if let Some(end) = verdict
                && self.is_title(at, limit)
            {
                return (end, true);
            }
        }
        match verdict {
            Some(end) if !followed || limit - end > LONGEST_CODA => (end, true),
            _ => (limit, false),
        }
    }

    /// A line or two between gaps that end no sentence.
    fn is_title(&self, at: usize, limit: usize) -> bool {
        (at + 1..limit.min(at + 3))
            .find(|&next| self.flow.gap(next) || self.flow.line(next - 1).style.ends_paragraph)
            .is_some_and(|next| {
                !self.flow.free(next) && !self.flow.words(next).starts_with(char::is_lowercase)
            })
    }

    /// The first sentence that says where the decision was made.
    fn basis(&self, words: &str) -> Option<Range<usize>> {
        let start = words
            .match_indices(|c: char| c.is_ascii_uppercase())
            .map(|(at, _)| at)
            .find(|&at| {
                let before = words[..at].trim_end();
                (before.is_empty()
                    || before.ends_with(['.', '»', '"', '”', '!', '?', ')'])
                    || words[..at].ends_with('\n')
                    || at > 0 && !words[..at].ends_with(char::is_whitespace))
                    && self.grammar.requests.opens_basis(&words[at..])
            })?;
        let mut end = start;
        for sentence in sentences(&words[start..]) {
            // `… barnevernsloven mv. (kvalitetsløftet), jf. …` and `… . Jf. Innst. …` go on.
            let text = &words[start + sentence.start..start + sentence.end];
            let goes_on = end > start
                && (text.starts_with('(')
                    || ["Jf.", "Jfr.", "Jf "]
                        .iter()
                        .any(|word| text.starts_with(word)));
            if end > start && !goes_on {
                break;
            }
            end = start + sentence.end;
        }
        Some(start..end)
    }
}

/// A row of a table that stands above a heading: two figures or more end it, `Sum kap. 77 110 120`.
fn row_of_figures(words: &str) -> bool {
    let figure = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    words.split_whitespace().rev().take_while(figure).count() >= 3
}

/// `mv.` ends a title, too.
fn ends_short(words: &str) -> bool {
    ["mv.", "m.v.", "m.m.", "mm.", "o.l.", "osv."]
        .iter()
        .any(|short| words.ends_with(short))
}

/// The documents that a text cites.
fn documents(text: &str) -> Vec<String> {
    citations(text)
        .into_iter()
        .filter(|one| {
            !matches!(
                one.kind,
                CitationKind::Request | CitationKind::Law | CitationKind::Assignment
            )
        })
        .map(|one| one.reference)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_tables_are_no_headings() {
        assert!(row_of_figures("Sum kap. 1620 46 492 51 459 59 817"));
        assert!(row_of_figures(
            "70 Tilskudd, kan overføres 10\u{a0}132 15\u{a0}204 13 447"
        ));
        assert!(!row_of_figures("Oppfølging av Meld. St. 28"));
        assert!(!row_of_figures("Mål for breene i 2025 og 2026"));
    }
}
