//! Which places of a source which records claim.
//!
//! A signal is claimed only by a record of its own kind: a duty by what asks (an assignment, a requirement
//! …) and never by a deadline, whose assignment may have been lost; a time by a deadline, or by a record
//! whose own matter the time is (a target's period, a cited document's date).

use crate::{
    kinds::Reading,
    layout::Text,
    model::{CitationKind, Document, Requirement, RequirementKind, Span},
    source::Canonical,
};

/// Places in code points of the canonical text, in order, none touching another.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(usize, usize)>);

impl Places {
    /// Places in any order.
    pub(super) fn of(mut places: Vec<(usize, usize)>) -> Self {
        places.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(places.len());
        for (start, end) in places {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Self(merged)
    }

    /// Where texts stand.
    pub(super) fn of_texts(source: &Canonical, texts: &[Text]) -> Self {
        let spans: Vec<Span> = texts
            .iter()
            .flat_map(|text| source.spans(&text.places()))
            .collect();
        Self::of_spans(&spans)
    }

    fn of_spans<'a>(spans: impl IntoIterator<Item = &'a Span>) -> Self {
        Self::of(
            spans
                .into_iter()
                .map(|span| (span.start, span.end))
                .collect(),
        )
    }

    /// Whether one of the spans touches one of the places.
    pub(super) fn touch(&self, spans: &[Span]) -> bool {
        spans
            .iter()
            .any(|span| self.touch_range((span.start, span.end)))
    }

    /// Whether a stretch of code points touches one of the places.
    pub(super) fn touch_range(&self, (from, to): (usize, usize)) -> bool {
        let at = self.0.partition_point(|(_, end)| *end <= from);
        self.0.get(at).is_some_and(|(start, _)| *start < to)
    }

    /// How many of the code points of the text that are no white space stand in a place.
    pub(super) fn claimed(&self, text: &str) -> (usize, usize) {
        let (mut all, mut claimed, mut at) = (0, 0, 0);
        for (point, c) in text.chars().enumerate() {
            if c.is_whitespace() {
                continue;
            }
            all += 1;
            while self.0.get(at).is_some_and(|(_, end)| *end <= point) {
                at += 1;
            }
            claimed += usize::from(self.0.get(at).is_some_and(|(start, _)| *start <= point));
        }
        (all, claimed)
    }
}

/// What sort of record begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Begins {
    /// An assignment, or a part of one.
    Assignment,
    /// A demand outside the assignments.
    Requirement,
    /// Any other record that an item of a list may be.
    Other,
}

/// The places of all records of a reading, by what they may claim.
#[derive(Debug)]
pub(super) struct Claims {
    /// All records and headings.
    pub any: Places,
    /// Deadlines: their own words.
    pub deadlines: Places,
    /// Records that a time belongs to without being due: targets, citations, reports …
    pub timed: Places,
    /// Assignments, requirements and other records that ask.
    pub duties: Places,
    /// Goals and measures: they say what shall be, and ask nobody.
    pub aims: Places,
    /// Assignments alone.
    pub assignments: Places,
    /// Figures, earmarks, limits and cells.
    pub money: Places,
    /// Records that an amount may stand in: goals, measures, reports, citations.
    pub priced: Places,
    /// Identifiers that head an assignment, or are cited.
    pub identifiers: Places,
    /// Requests of Parliament and what cites them.
    pub requests: Places,
    /// Records that may have been a table's.
    pub tabled: Places,
    /// Where records begin, in order.
    pub begins: Vec<(usize, Begins)>,
}

impl Claims {
    /// The claims of all documents of a reading.
    pub(super) fn of(source: &Canonical, reading: &Reading) -> Self {
        let documents = &reading.documents;
        let all = |of: fn(&Document) -> Vec<&Span>| Places::of_spans(documents.iter().flat_map(of));
        let mut identifiers: Vec<(usize, usize)> = reading
            .heads
            .iter()
            .map(|place| (source.code_point(place.start), source.code_point(place.end)))
            .collect();
        for document in documents {
            let cited = document
                .citations
                .iter()
                .filter(|one| one.kind == CitationKind::Assignment);
            identifiers.extend(
                cited
                    .flat_map(|one| &one.spans)
                    .chain(document.withdrawals.iter().flat_map(|one| &one.spans))
                    .map(|span| (span.start, span.end)),
            );
        }
        let mut begins: Vec<(usize, Begins)> = documents.iter().flat_map(beginnings).collect();
        begins.extend(
            reading
                .heads
                .iter()
                .map(|place| (source.code_point(place.start), Begins::Assignment)),
        );
        begins.sort_unstable();
        Self {
            any: all(|document| {
                let mut spans = assignments(document);
                spans.extend(asking(document));
                spans.extend(aims(document));
                spans.extend(money(document));
                spans.extend(others(document));
                spans.extend(document.requirements.iter().flat_map(|one| &one.spans));
                spans.extend(
                    document
                        .deadlines
                        .iter()
                        .flat_map(|one| one.spans.iter().chain(&one.what_spans)),
                );
                spans.extend(document.sections.iter().flat_map(|one| &one.spans));
                spans
            }),
            deadlines: all(|document| {
                document
                    .deadlines
                    .iter()
                    .flat_map(|one| &one.spans)
                    .collect()
            }),
            timed: all(|document| {
                let mut spans = aims(document);
                spans.extend(others(document));
                spans.extend(money(document));
                spans.extend(document.withdrawals.iter().flat_map(|one| &one.spans));
                spans.extend(document.carry_over.iter().flat_map(|one| &one.spans));
                spans
            }),
            duties: all(|document| {
                let mut spans = assignments(document);
                spans.extend(asking(document));
                spans.extend(money(document));
                spans.extend(document.requests.iter().flat_map(|one| &one.spans));
                spans.extend(document.reports.iter().flat_map(|one| &one.spans));
                spans
            }),
            aims: all(aims),
            assignments: all(assignments),
            money: all(money),
            priced: all(|document| {
                let mut spans = aims(document);
                spans.extend(others(document));
                spans
            }),
            identifiers: Places::of(identifiers),
            requests: all(|document| {
                let cited = document
                    .citations
                    .iter()
                    .filter(|one| one.kind == CitationKind::Request);
                let own = document.requests.iter();
                cited
                    .flat_map(|one| &one.spans)
                    .chain(own.flat_map(|one| one.spans.iter().chain(&one.also_at)))
                    .collect()
            }),
            tabled: all(|document| {
                let mut spans = assignments(document);
                spans.extend(asking(document));
                spans.extend(aims(document));
                spans.extend(money(document));
                spans.extend(document.reports.iter().flat_map(|one| &one.spans));
                spans.extend(
                    document
                        .requests
                        .iter()
                        .flat_map(|one| one.spans.iter().chain(&one.also_at)),
                );
                spans.extend(document.tables.iter().flat_map(|one| &one.spans));
                spans.extend(
                    document
                        .deadlines
                        .iter()
                        .flat_map(|one| one.spans.iter().chain(&one.what_spans)),
                );
                spans
            }),
            begins,
        }
    }

    /// Whether some of a text stands in an assignment.
    pub(super) fn in_assignment(&self, source: &Canonical, text: &Text) -> bool {
        self.assignments.touch(&source.spans(&text.places()))
    }

    /// The sort of record that begins in a stretch of code points, the first in the order of
    /// [`Begins`].
    pub(super) fn begin_in(&self, from: usize, to: usize) -> Option<Begins> {
        let first = self.begins.partition_point(|(at, _)| *at < from);
        self.begins[first..]
            .iter()
            .take_while(|(at, _)| *at < to)
            .map(|(_, begins)| *begins)
            .min()
    }
}

fn assignments(document: &Document) -> Vec<&Span> {
    document
        .assignments
        .iter()
        .flat_map(|one| one.spans.iter().chain(&one.title_spans))
        .collect()
}

/// Where a letter gave no assignment at all, what was taken for a priority or a directive may be one:
/// only a demand to report is certain.
fn asking(document: &Document) -> Vec<&Span> {
    let sure = |one: &&Requirement| {
        !document.assignments.is_empty() || one.kind == RequirementKind::Reporting
    };
    let requirements = document
        .requirements
        .iter()
        .filter(sure)
        .flat_map(|one| &one.spans);
    let withdrawals = document.withdrawals.iter().flat_map(|one| &one.spans);
    let carried = document.carry_over.iter().flat_map(|one| &one.spans);
    requirements.chain(withdrawals).chain(carried).collect()
}

fn aims(document: &Document) -> Vec<&Span> {
    let goals = document.goals.iter();
    goals
        .flat_map(|one| one.spans.iter().chain(&one.also_at))
        .chain(document.indicators.iter().flat_map(|one| &one.spans))
        .collect()
}

fn money(document: &Document) -> Vec<&Span> {
    let rows = document.appropriations.iter();
    let earmarks = rows.clone().flat_map(|row| &row.earmarks);
    rows.flat_map(|row| &row.spans)
        .chain(earmarks.flat_map(|earmark| &earmark.spans))
        .chain(document.authorisations.iter().flat_map(|one| &one.spans))
        .chain(document.tables.iter().flat_map(|table| &table.spans))
        .collect()
}

fn others(document: &Document) -> Vec<&Span> {
    let requests = document.requests.iter();
    requests
        .flat_map(|one| one.spans.iter().chain(&one.also_at))
        .chain(document.reports.iter().flat_map(|one| &one.spans))
        .chain(document.citations.iter().flat_map(|one| &one.spans))
        .collect()
}

/// Where the records of a document begin that an item of a list may be.
fn beginnings(document: &Document) -> Vec<(usize, Begins)> {
    let first = |spans: &[Span]| spans.first().map(|span| span.start);
    let mut all = Vec::new();
    for one in &document.assignments {
        let parts = one.parts.iter().filter_map(|part| first(&part.spans));
        // One that begins with its title begins nowhere else.
        let own = [first(&one.title_spans), first(&one.spans)];
        let own = own.into_iter().flatten().min();
        all.extend(
            own.into_iter()
                .chain(parts)
                .map(|at| (at, Begins::Assignment)),
        );
    }
    all.extend(
        document
            .withdrawals
            .iter()
            .filter_map(|one| first(&one.spans))
            .map(|at| (at, Begins::Assignment)),
    );
    all.extend(
        document
            .requirements
            .iter()
            .filter_map(|one| first(&one.spans))
            .map(|at| (at, Begins::Requirement)),
    );
    let aims = document
        .goals
        .iter()
        .filter_map(|one| first(&one.spans))
        .chain(
            document
                .indicators
                .iter()
                .filter_map(|one| first(&one.spans)),
        );
    let others = document
        .requests
        .iter()
        .filter_map(|one| first(&one.spans))
        .chain(document.reports.iter().filter_map(|one| first(&one.spans)))
        .chain(
            document
                .authorisations
                .iter()
                .filter_map(|one| first(&one.spans)),
        )
        .chain(document.tables.iter().filter_map(|one| first(&one.spans)))
        .chain(document.appropriations.iter().flat_map(|one| {
            one.spans.iter().map(|span| span.start).chain(
                one.earmarks
                    .iter()
                    .filter_map(|earmark| first(&earmark.spans)),
            )
        }));
    all.extend(aims.chain(others).map(|at| (at, Begins::Other)));
    all
}
