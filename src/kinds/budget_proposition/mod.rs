//! The budget proposition (Prop. 1 S): its outline, Parliament's requests with the ministry's account
//! of them, and the money: chapter tables, category tables and the proposed decision.

mod appropriations;
mod citations;
mod lost_chapters;
mod outline;
mod repeals;
mod requests;
mod titles;

use super::{
    Dismissed,
    letter::{Letter, Read},
};
use crate::model::Code;
use crate::{
    grammar::Grammar,
    layout::{Block, Dictionary, Text, TextLine},
    model::{Diagnostic, Document, Severity, Span},
    source::Canonical,
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

/// A proposition while it is read.
pub(super) struct Proposition<'a> {
    source: &'a Canonical,
    grammar: &'a Grammar,
    /// The lines of the running text: tables are read from these.
    lines: &'a [TextLine<'a>],
    /// Its words, to close up those that are broken at line ends.
    dictionary: &'a Dictionary<'a>,
    /// What layout made of them; a block knows its lines.
    blocks: &'a [Block],
    document: Document,
    outline: outline::Outline,
    /// The words of rows and headings: how those that a line end breaks are written elsewhere.
    words: Dictionary<'a>,
    diagnostics: Vec<Diagnostic>,
    dismissed: Vec<Dismissed>,
    /// The lines that head requests.
    labels: Vec<Range<usize>>,
    /// The lines of captions under which no table was read.
    unread: Vec<usize>,
    /// The romertall that repeal requests.
    repeals: Vec<Text>,
    /// Where the texts begin whose deadlines are read.
    once: HashSet<usize>,
    /// How many deadlines each owner has.
    ordinals: HashMap<String, usize>,
    /// Where sections begin, in code points, and their ids.
    section_starts: Vec<(usize, String)>,
}

/// Reads a proposition.
pub fn read(
    source: &Canonical,
    grammar: &Grammar,
    lines: &[TextLine<'_>],
    dictionary: &Dictionary<'_>,
    blocks: &[Block],
    heads: &[&str],
    mut outline: Letter<'_>,
) -> Read {
    outline.outline_only();
    let read = outline.close();
    let mut proposition = Proposition {
        source,
        grammar,
        lines,
        dictionary,
        blocks,
        section_starts: Vec::new(),
        document: read.document,
        outline: outline::Outline::default(),
        words: Dictionary::of(
            lines
                .iter()
                .map(|line| line.text)
                .filter(|text| text.starts_with(|c: char| c.is_ascii_digit() || c == 'K')),
        ),
        diagnostics: read.diagnostics,
        dismissed: read.dismissed,
        labels: Vec::new(),
        repeals: Vec::new(),
        unread: Vec::new(),
        once: HashSet::new(),
        ordinals: HashMap::new(),
    };
    // Of an excerpt, what looks like a title may name another year's proposition; running heads do not.
    if let Some(session) = session_of(heads) {
        proposition.document.session = Some(session);
    }
    proposition.read_outline();
    // Tables tell the chapters of posts whose headings are lost, and name their sections anew.
    proposition.appropriations();
    proposition.section_starts = section_starts(&proposition.document);
    proposition.requests();
    proposition.join_repeals();
    proposition.unread_tables();
    proposition.other_deadlines();
    proposition.citations();
    Read {
        document: proposition.document,
        diagnostics: proposition.diagnostics,
        dismissed: proposition.dismissed,
        heads: read.heads,
        tables: read.tables,
    }
}

/// The session that the running heads name most often, whether the title page is lost or not:
/// `2025–2026 Prop. 1 S 43`.
fn session_of(heads: &[&str]) -> Option<String> {
    let mut counts: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    for head in heads {
        let years: Vec<i32> = head
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| part.len() == 4)
            .filter_map(|part| part.parse().ok())
            .collect();
        if let [first, second] = years[..]
            && second == first + 1
        {
            *counts.entry((first, second)).or_default() += 1;
        }
    }
    let ((first, second), count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= 3).then(|| format!("{first}–{second}"))
}

/// Where sections begin.
fn section_starts(document: &Document) -> Vec<(usize, String)> {
    let mut starts: Vec<(usize, String)> = document
        .sections
        .iter()
        .filter_map(|section| Some((section.spans.first()?.start, section.id.clone())))
        .collect();
    starts.sort();
    starts
}

impl Proposition<'_> {
    /// Reports the tables that are announced and not read.
    fn unread_tables(&mut self) {
        for at in std::mem::take(&mut self.unread) {
            let line = &self.lines[at];
            let place = line.at..line.at + line.text.len();
            self.say(
                Code::TableUnread,
                Severity::Info,
                format!("no rows of figures were read under «{}»", line.text),
                None,
                &[place],
            );
        }
    }

    fn say(
        &mut self,
        code: Code,
        severity: Severity,
        message: String,
        item: Option<&str>,
        places: &[Range<usize>],
    ) {
        let spans = self.spans(places);
        self.diagnostics.push(super::diagnostic(
            code,
            severity,
            message,
            item.map(str::to_string),
            spans,
        ));
    }

    fn spans(&self, places: &[Range<usize>]) -> Vec<Span> {
        self.source.spans(places)
    }
}
