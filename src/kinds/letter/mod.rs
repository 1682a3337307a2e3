//! What the letters have in common: a head, an outline, goals and how they are measured,
//! assignments, requirements, deadlines and a calendar. One file a notion; `body` walks the blocks
//! once and tells chapters and assignments apart, the others read what it found.

mod assignments;
mod body;
mod broken;
mod calendar;
mod cells;
mod citations;
mod contents;
mod deadlines;
mod earlier;
mod evidence;
mod forms;
mod goals;
mod head;
mod indicators;
mod labels;
mod lead;
mod marks;
mod measures;
mod money;
mod names;
mod outline;
mod requirements;
mod rows;
mod run_in;
mod runs;
mod series;
mod stated;
mod title;
mod titled;
mod titles_above;
mod wanted;

use super::{Dismissed, recognise::Announced};
use crate::kinds::ids::Ids;
use crate::model::Code;
use crate::{
    grammar::{
        Grammar,
        deadline::{Context, Parties},
    },
    layout::{Block, Dictionary, Joint, Text, TextLine},
    model::{Diagnostic, Document, Severity, Span},
    source::Canonical,
};
use crate::{
    kinds::columns::Parted,
    structure::{head::Head, table::Table as Grid},
};
use body::Draft;
use outline::Chapter;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    rc::Rc,
};

pub use deadlines::{Owner, deadline};
pub use labels::{measure_label, opens_duty, opens_measures, titles_measures};
pub(crate) use money::heads_post;
pub(crate) use title::title_before_text;
pub use title::{HeadSign, dotted_title, heads_assignment};

/// Whether a line names the department and nothing else: `Avd. KFD: HAV`.
pub fn is_department_line(line: &str, grammar: &Grammar) -> bool {
    line.len() <= 80
        && title::department(line, grammar)
            .is_some_and(|(range, _)| range.start == 0 && range.end + 1 >= line.trim_end().len())
}

/// Whether a line begins a goal: `Mål 1: …`.
pub fn opens_goal(line: &str, grammar: &Grammar) -> bool {
    labels::goal_label(line, grammar).is_some_and(|label| label.number.is_some())
}

/// Whether a line begins a point with a code of its own: `R1: …`.
pub fn opens_point(line: &str) -> bool {
    rows::code(line).is_some_and(|code| line[code.len()..].starts_with(':'))
}

/// What the reading of one document gives.
#[derive(Debug)]
pub struct Read {
    /// The document.
    pub document: Document,
    /// What was found worth saying.
    pub diagnostics: Vec<Diagnostic>,
    /// What was judged otherwise.
    pub dismissed: Vec<Dismissed>,
    /// Where identifiers head assignments.
    pub heads: Vec<Range<usize>>,
    /// Where tables of money stand.
    pub tables: Vec<Range<usize>>,
}

/// A letter while it is read.
pub struct Letter<'a> {
    pub(super) source: &'a Canonical,
    pub(super) grammar: &'a Grammar,
    lines: &'a [TextLine<'a>],
    pub(super) dictionary: &'a Dictionary<'a>,
    pub(super) blocks: &'a [Block],
    pub(super) announced: Announced,
    pub(super) document: Document,
    context: Context,
    /// Whom the letter is to, and whom it names; known once its assignments are read.
    parties: Parties,
    /// Blocks of the letter head, the signatures and the like: no running text.
    pub(super) aside: Vec<bool>,
    /// Its tables whose cells the form tells apart, shared by those who read them.
    grids: Vec<Rc<Parted>>,
    /// Tables of money, and the blocks that are rows of them.
    tables: Vec<money::Table>,
    /// Its tables that divide a post.
    purposes: Vec<money::Purposes>,
    money_blocks: Vec<bool>,
    /// Rows of tables that limit what may be ordered or promised.
    ceiling_rows: Vec<money::Ceiling>,
    pub(super) chapters: Vec<Chapter>,
    drafts: Vec<Draft>,
    /// Heads of assignments that a series of labels shows, by the block that they begin.
    series: HashMap<usize, Head>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) dismissed: Vec<Dismissed>,
    /// How many records have an id that begins so: the next one is told apart by the next number.
    ordinals: HashMap<String, usize>,
    /// The ids of money and of measures.
    ids: Ids,
    /// A word that may label goals and measures («Resultatmål») labels measures.
    measures_labelled: bool,
}

impl<'a> Letter<'a> {
    /// A letter with nothing read yet.
    pub fn open(
        source: &'a Canonical,
        grammar: &'a Grammar,
        lines: &'a [TextLine<'a>],
        dictionary: &'a Dictionary<'a>,
        blocks: &'a [Block],
        announced: Announced,
        series: &[Head],
    ) -> Self {
        let own = |head: &&Head| announced.blocks.contains(&head.at.block);
        let series = series.iter().filter(own);
        Self {
            document: Document::empty(announced.kind),
            context: Context::default(),
            aside: vec![false; blocks.len()],
            grids: Vec::new(),
            tables: Vec::new(),
            purposes: Vec::new(),
            money_blocks: vec![false; blocks.len()],
            ceiling_rows: Vec::new(),
            parties: Parties::default(),
            lines,
            dictionary,
            chapters: Vec::new(),
            drafts: Vec::new(),
            series: series.map(|head| (head.at.block, head.clone())).collect(),
            diagnostics: Vec::new(),
            dismissed: Vec::new(),
            ordinals: HashMap::new(),
            ids: Ids::default(),
            measures_labelled: false,
            source,
            grammar,
            blocks,
            announced,
        }
    }

    /// How two stretches of one sentence are joined, whatever stood between them (the end of a page or
    /// a cell, a table head that is repeated): as two lines are.
    pub(super) fn joint(&self, before: &Text, after: &Text) -> Joint {
        self.dictionary.joint(before.as_str(), after.as_str())
    }

    /// Reads all of a letter.
    pub fn read(mut self) -> Read {
        self.head();
        self.gather();
        self.find_money();
        self.body();
        self.goals();
        self.indicators();
        self.assignments();
        self.earlier_assignments();
        self.requirements();
        self.calendar();
        self.money();
        self.deadlines();
        let heads = self.heads();
        self.citations(&heads);
        self.close()
    }

    /// Reads head and outline of a document of another kind.
    pub fn outline_only(&mut self) {
        self.head();
        self.gather();
        self.body();
        self.drafts.clear();
    }

    /// Gathers its tables.
    fn gather(&mut self) {
        let range = self.announced.blocks.clone();
        self.grids = Grid::all(self.source, self.dictionary, self.blocks, range)
            .into_iter()
            .map(|table| Rc::new(Parted::of(table, self.grammar)))
            .collect();
    }

    /// The table that the source gives a number.
    fn grid(&self, number: u32) -> Option<Rc<Parted>> {
        let own = |grid: &&Rc<Parted>| grid.table.number == number;
        self.grids.iter().find(own).cloned()
    }

    /// Where the identifiers begin that head assignments: they are no citations.
    fn heads(&self) -> HashSet<usize> {
        self.drafts
            .iter()
            .filter_map(|draft| draft.label.start())
            .collect()
    }

    /// The letter, read.
    pub fn close(mut self) -> Read {
        self.document.sections = self.sections();
        let heads = self
            .drafts
            .iter()
            .flat_map(|draft| draft.label.places())
            .collect();
        let tables = self
            .tables
            .iter()
            .filter_map(|table| {
                let (first, last) = (
                    self.lines.get(table.lines.start)?,
                    self.lines.get(table.lines.end.checked_sub(1)?)?,
                );
                Some(first.at..last.at + last.text.len())
            })
            .collect();
        Read {
            heads,
            tables,
            document: self.document,
            diagnostics: self.diagnostics,
            dismissed: self.dismissed,
        }
    }

    /// Opens what stands before the first heading.
    pub(super) fn preface(&mut self) {
        self.chapters.push(Chapter::preface());
    }

    /// The spans of a text.
    pub(super) fn spans(&self, text: &Text) -> Vec<Span> {
        self.source.spans(&text.places())
    }

    pub(super) fn say(
        &mut self,
        code: Code,
        severity: Severity,
        message: String,
        item: Option<&str>,
        places: &[Range<usize>],
    ) {
        let spans = self.source.spans(places);
        self.diagnostics.push(super::diagnostic(
            code,
            severity,
            message,
            item.map(str::to_string),
            spans,
        ));
    }
}
