//! A story (ISO/IEC 29500-1, 17.2): the body, a header, the notes; its elements one after the other.
//!
//! Nothing calls itself here, however deep the elements stand in each other: what is open is kept in
//! stacks. A text box is read where it stands and put after the paragraph that it is anchored in.

use super::Made;
use super::fields::Fields;
use super::found::Found;
use super::look::{Block, Ink, Letters};
use super::numbering::{Counters, LEVELS, Label, Numbering};
use super::paragraph::{Dressed, Paragraph, Seen};
use super::styles::{Style, Styles};
use super::symbols::glyph;
use super::tables::{CellSaid, Looks, Open, Tables};
use super::tags::Tag;
use super::xml::{Element, Next, Xml};

/// What a document defines for its paragraphs.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// Its styles.
    pub styles: Styles,
    /// Its numberings.
    pub numbering: Numbering,
    /// The colour of its pages.
    pub paper: Option<Ink>,
}

/// A call of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    /// An endnote.
    pub end: bool,
    /// The note's id.
    pub id: String,
    /// The mark that was typed in place of a number.
    pub mark: Option<String>,
}

/// The headers that the first section names, and whether its first page has one of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    /// Type and relationship.
    pub headers: Vec<(String, String)>,
    /// Its first page has a header of its own.
    pub title_page: bool,
    done: bool,
}

/// A run that is open.
#[derive(Debug, Default)]
struct Run {
    letters: Letters,
    seen: Option<Seen>,
    /// Its text is the mark of the note that it calls.
    marks_note: bool,
}

/// Where a text box begins: what has to be as it was when it ends.
#[derive(Debug)]
struct BoxMark {
    depth: usize,
    fields: usize,
    pending: Option<Paragraph>,
    /// The colour behind its text, where one is known; `Auto` within: there is one, whichever.
    fill: Option<Ink>,
    /// It is too small to show anything.
    tiny: bool,
}

/// The table that ended last, if nothing that is shown has come since.
#[derive(Debug, Clone, Copy)]
struct Ended {
    table: usize,
    /// How many tables were open around it.
    depth: usize,
    /// An empty paragraph has come since; and a break of the page.
    apart: bool,
    breaks: bool,
}

/// Text boxes within text boxes; Word allows none.
const MOST_BOXES: usize = 20;
/// Smallest size of type that is read without a glass, in half points.
const LEAST_SIZE: u32 = 4;
/// Narrowest letters, per cent.
const LEAST_SCALE: u32 = 10;
/// Lowest lines and rows that show their letters, in twentieths of a point.
const LEAST_HEIGHT: i64 = 40;
/// Largest indent, in twentieths of a point: what stands further in stands beside the paper.
const MOST_INDENT: i64 = 17_000;
/// Smallest box that shows anything, in English Metric Units: two points.
const LEAST_BOX: i64 = 25_400;
/// Word's size of type where nothing says one, in half points.
const USUAL_SIZE: u32 = 20;
/// How much further left an item of an outer list stands, in twentieths of a point.
const LEAST_INDENT: i64 = 60;

/// Reads stories one after the other.
pub(super) struct Stories<'d> {
    definitions: &'d Definitions,
    /// The tables of all of them.
    pub tables: Tables,
    /// What was met.
    pub found: Found,
    /// Notes that the body calls, in order.
    pub calls: Vec<Call>,
    /// The first section.
    pub section: Section,
    /// The story that is read is a header: the number of the page is not known.
    pub in_header: bool,
    state: State,
}

/// What is open in the story at work.
#[derive(Debug, Default)]
struct State {
    stack: Vec<Tag>,
    /// Elements are passed over until the stack is shorter than this.
    skip: Option<usize>,
    /// Lines made, the innermost text box last.
    sinks: Vec<Vec<Made>>,
    boxes: Vec<BoxMark>,
    open: Vec<Paragraph>,
    runs: Vec<Run>,
    tables: Vec<Open>,
    fields: Fields,
    /// A paragraph that goes on in the next one.
    pending: Option<Paragraph>,
    ended: Option<Ended>,
    counters: [Counters; 2],
    /// Left indents of the list items that are open.
    indents: Vec<i64>,
    paragraphs: usize,
    /// The text of a `w:t` at work, and whether its white space counts.
    text: Option<(String, bool)>,
    /// Notes of a part of notes, by their ids.
    notes: Vec<(String, Vec<Made>)>,
    /// The fill that the drawing at work gives its shape.
    shape: Option<Ink>,
    /// The drawing at work is too small to show anything.
    tiny: bool,
}

impl<'d> Stories<'d> {
    /// Ready to read.
    pub fn new(definitions: &'d Definitions) -> Self {
        Self {
            definitions,
            tables: Tables::default(),
            found: Found::default(),
            calls: Vec::new(),
            section: Section::default(),
            in_header: false,
            state: State::default(),
        }
    }

    /// Reads a part that is one story; the error says what is wrong with it.
    pub fn read(&mut self, text: &str) -> Result<Vec<Made>, String> {
        self.walk(text)?;
        Ok(self.state.sinks.pop().unwrap_or_default())
    }

    /// Reads a part of notes: their ids and lines.
    pub fn read_notes(&mut self, text: &str) -> Result<Vec<(String, Vec<Made>)>, String> {
        self.walk(text)?;
        Ok(std::mem::take(&mut self.state.notes))
    }

    fn walk(&mut self, text: &str) -> Result<(), String> {
        self.state = State {
            sinks: vec![Vec::new()],
            ..State::default()
        };
        let mut xml = Xml::new(text);
        loop {
            match xml.next()? {
                Next::Start(tag, element) => {
                    self.state.stack.push(tag);
                    if self.state.skip.is_none() {
                        self.start(tag, &element, &xml);
                    }
                }
                Next::End => {
                    let Some(tag) = self.state.stack.pop() else {
                        continue;
                    };
                    match self.state.skip {
                        None => self.end(tag),
                        Some(depth) if self.state.stack.len() < depth => self.state.skip = None,
                        Some(_) => {}
                    }
                }
                Next::Text(words) => {
                    if self.state.skip.is_none() {
                        self.text(&words);
                    }
                }
                Next::Over => break,
            }
        }
        self.flush();
        self.state.fields.cut(0);
        self.found.lost += self.state.fields.lost;
        Ok(())
    }

    fn parent(&self) -> Option<Tag> {
        let stack = &self.state.stack;
        stack.len().checked_sub(2).map(|at| stack[at])
    }

    fn within(&self, tag: Tag) -> bool {
        self.state.stack.contains(&tag)
    }

    /// Passes over the element that began last.
    fn pass(&mut self) {
        self.state.skip = Some(self.state.stack.len());
    }

    fn start(&mut self, tag: Tag, element: &Element<'_>, xml: &Xml<'_>) {
        let parent = self.parent();
        match tag {
            // What a look was before it was changed, and the other way to say what was said.
            Tag::PPrChange
            | Tag::RPrChange
            | Tag::TblPrChange
            | Tag::TrPrChange
            | Tag::TcPrChange
            | Tag::SectPrChange
            | Tag::TblGridChange
            | Tag::TblPrExChange
            | Tag::NumberingChange
            | Tag::Fallback
            | Tag::RubyText
            | Tag::DelText
            | Tag::DelInstrText => {
                if tag == Tag::Fallback && !self.took_choice() {
                    return;
                }
                self.pass();
            }
            Tag::Choice => {
                let requires = element.attribute("Requires").unwrap_or_default();
                if self.took_choice()
                    || !requires.split_whitespace().all(|own| xml.understands(own))
                {
                    self.pass();
                } else {
                    // Kept in the name of the element around: the others are passed over.
                    let around = self.state.stack.len() - 2;
                    self.state.stack[around] = Tag::Choice;
                }
            }
            Tag::Ins | Tag::MoveTo | Tag::Del | Tag::MoveFrom => self.change(tag, parent),
            Tag::CellDel => self.cell_deleted(),
            Tag::Footnote | Tag::Endnote => self.note_begins(element),
            Tag::P => self.paragraph_begins(),
            Tag::Tbl => self.table_begins(),
            Tag::Tr => {
                if let Some(open) = self.state.tables.last_mut() {
                    self.tables.row(open);
                }
            }
            Tag::Tc => {
                if let Some(open) = self.state.tables.last_mut() {
                    open.in_cell = true;
                }
                self.state.indents.clear();
            }
            Tag::BoxContent => self.box_begins(),
            Tag::R | Tag::MathRun => self.state.runs.push(Run::default()),
            Tag::DrawingOf | Tag::Pict => {
                self.state.shape = None;
                self.state.tiny = false;
            }
            Tag::AltChunk => self.found.embedded += 1,
            Tag::Object | Tag::DiagramIds | Tag::ChartOf => self.found.objects += 1,
            Tag::Blip | Tag::ImageData => self.found.pictures += 1,
            _ if parent == Some(Tag::RPr) => self.letters(tag, element),
            _ if parent == Some(Tag::PPr) || parent == Some(Tag::NumPr) => {
                if let Some(paragraph) = self.state.open.last_mut() {
                    paragraph
                        .block
                        .read(tag, element, Some(&self.definitions.styles));
                }
            }
            _ if matches!(
                parent,
                Some(Tag::TblPr | Tag::TrPr | Tag::TcPr | Tag::TblPrEx)
            ) || tag == Tag::GridCol =>
            {
                self.table_property(tag, element);
            }
            Tag::HeaderReference | Tag::TitlePg if parent == Some(Tag::SectPr) => {
                self.section(tag, element);
            }
            Tag::Extent
            | Tag::SolidFill
            | Tag::NoFill
            | Tag::GradFill
            | Tag::BlipFill
            | Tag::PattFill
            | Tag::SrgbClr
            | Tag::VmlShape
            | Tag::VmlRect
            | Tag::VmlRound => self.drawing(tag, element, parent),
            _ => self.in_run(tag, element),
        }
    }

    /// What stands in a run, or around runs.
    fn in_run(&mut self, tag: Tag, element: &Element<'_>) {
        match tag {
            Tag::T | Tag::MathText => {
                let keeps = element
                    .attribute("space")
                    .is_some_and(|value| value == "preserve");
                self.state.text = Some((String::new(), keeps || tag == Tag::MathText));
            }
            // A tab stop of a paragraph has the same name.
            Tag::Tab | Tag::PositionTab if self.parent() == Some(Tag::R) => self.words("\t"),
            Tag::NoBreakHyphen => self.words("-"),
            Tag::Denominator => self.words("/"),
            Tag::Br | Tag::Cr => {
                let page = element
                    .attribute("type")
                    .is_some_and(|value| value == "page");
                if self.state.fields.shown()
                    && let Some(paragraph) = self.state.open.last_mut()
                {
                    paragraph.breaks |= page;
                    paragraph.line_end();
                }
            }
            Tag::Sym => {
                let font = element.attribute("font").unwrap_or_default();
                let code = element
                    .attribute("char")
                    .and_then(|code| u32::from_str_radix(&code, 16).ok());
                match code.and_then(|code| glyph(&font, code)) {
                    Some(c) => self.words(c.encode_utf8(&mut [0; 4])),
                    None => self.undecoded(),
                }
            }
            Tag::InstrText => self.state.text = Some((String::new(), true)),
            Tag::FldChar => match element.attribute("fldCharType").as_deref() {
                Some("begin") => self.state.fields.begin(),
                Some("separate") => self.state.fields.separate(),
                Some("end") => {
                    if let Some(ticked) = self.state.fields.end() {
                        self.words(ticked);
                    }
                }
                _ => {}
            },
            Tag::FldSimple => {
                let instruction = element.attribute("instr").unwrap_or_default();
                self.state.fields.simple(&instruction);
                self.link(self.state.fields.leads_to_heading());
            }
            Tag::CheckBox => self.state.fields.tick(false),
            Tag::Checked | Tag::Default if self.parent() == Some(Tag::CheckBox) => {
                self.state.fields.tick(element.on());
            }
            Tag::Hyperlink => {
                let anchor = element.attribute("anchor").unwrap_or_default();
                self.link(anchor.starts_with("_Toc"));
            }
            Tag::FootnoteReference | Tag::EndnoteReference => {
                let id = element.attribute("id").unwrap_or_default().into_owned();
                let typed = element
                    .attribute("customMarkFollows")
                    .is_some_and(|value| !matches!(&*value, "0" | "false" | "off"));
                self.calls.push(Call {
                    end: tag == Tag::EndnoteReference,
                    id,
                    mark: typed.then(String::new),
                });
                if let Some(run) = self.state.runs.last_mut() {
                    run.marks_note = typed;
                }
            }
            Tag::CommentReference => {
                self.found.comments += 1;
                self.found.commented.insert(self.state.paragraphs);
            }
            _ => {}
        }
    }

    /// The paragraph at work leads to a heading.
    fn link(&mut self, leads: bool) {
        if leads && let Some(paragraph) = self.state.open.last_mut() {
            paragraph.linked = true;
        }
    }

    /// Whether a choice of the alternatives at work was taken already.
    fn took_choice(&self) -> bool {
        self.parent() == Some(Tag::Choice)
    }

    /// Whether the property that begins is one of a paragraph's mark.
    fn of_mark(&self) -> bool {
        let stack = &self.state.stack;
        stack.len() >= 3 && stack[stack.len() - 3] == Tag::PPr
    }

    /// A property of a run, or of a paragraph's mark.
    fn letters(&mut self, tag: Tag, element: &Element<'_>) {
        let styles = &self.definitions.styles;
        if self.of_mark() {
            if let Some(paragraph) = self.state.open.last_mut() {
                paragraph.mark.read(tag, element, Some(styles));
            }
        } else if let Some(run) = self.state.runs.last_mut() {
            run.letters.read(tag, element, Some(styles));
            run.seen = None;
        }
    }

    /// A change that was tracked: around runs, of a paragraph's mark, of a row, of a number.
    fn change(&mut self, tag: Tag, parent: Option<Tag>) {
        let gone = matches!(tag, Tag::Del | Tag::MoveFrom);
        match tag {
            Tag::Ins => self.found.insertions += 1,
            Tag::Del => self.found.deletions += 1,
            // A move has two ends, of which one may be lost.
            Tag::MoveTo => self.found.moved_here += 1,
            _ => self.found.moved_away += 1,
        }
        match parent {
            Some(Tag::RPr) => {
                let of_mark = self.of_mark();
                if let Some(paragraph) = self.state.open.last_mut().filter(|_| of_mark) {
                    paragraph.deleted |= gone;
                }
            }
            Some(Tag::TrPr) => {
                if gone && let Some(open) = self.state.tables.last_mut() {
                    self.tables.row_deleted(open);
                    // The whole row is passed over.
                    let row = self.state.stack.iter().rposition(|tag| *tag == Tag::Tr);
                    self.state.skip = row.map(|at| at + 1);
                }
            }
            Some(Tag::NumPr) => {}
            _ if gone => self.pass(),
            _ => {}
        }
        let at = self.state.paragraphs + usize::from(parent == Some(Tag::TrPr));
        self.found.changed.insert(at.max(1));
    }

    fn cell_deleted(&mut self) {
        self.found.deletions += 1;
        self.found.changed.insert(self.state.paragraphs + 1);
        if let Some(open) = self.state.tables.last_mut() {
            open.in_cell = false;
            open.said = CellSaid::default();
        }
        let cell = self.state.stack.iter().rposition(|tag| *tag == Tag::Tc);
        self.state.skip = cell.map(|at| at + 1);
    }

    /// A note of a part of notes; those that only part notes from text say nothing.
    fn note_begins(&mut self, element: &Element<'_>) {
        let kind = element.attribute("type").unwrap_or_default();
        if !matches!(&*kind, "" | "normal") {
            self.pass();
            return;
        }
        let id = element.attribute("id").unwrap_or_default().into_owned();
        self.state.notes.push((id, Vec::new()));
    }

    fn paragraph_begins(&mut self) {
        self.place_cell();
        self.state.paragraphs += 1;
        let paragraph = Paragraph::numbered(self.state.paragraphs);
        self.state.open.push(paragraph);
    }

    /// The cell at work gets its place, as soon as something stands in it.
    fn place_cell(&mut self) {
        if let Some((open, around)) = self.state.tables.split_last_mut() {
            let around = around.iter().rev().find_map(|open| open.cell);
            self.tables.place(open, around);
        }
    }

    fn table_begins(&mut self) {
        self.flush();
        self.place_cell();
        let depth = self.state.tables.len();
        let ended = self.state.ended.take().filter(|ended| ended.depth == depth);
        // Without a paragraph between them Word shows two tables as one; with an empty one that breaks
        // the page, one that goes on there.
        let goes_on = ended.filter(|ended| !ended.apart || ended.breaks);
        let goes_on = goes_on.map(|ended| (ended.table, ended.apart));
        let mut open = self.tables.begin(goes_on);
        open.style = self.definitions.styles.table(None);
        open.look = Looks::of_bits(0);
        self.state.tables.push(open);
        self.state.indents.clear();
    }

    fn table_ends(&mut self) {
        self.flush();
        let Some(open) = self.state.tables.pop() else {
            return;
        };
        self.state.ended = Some(Ended {
            table: open.table,
            depth: self.state.tables.len(),
            apart: false,
            breaks: false,
        });
        self.state.indents.clear();
    }

    fn table_property(&mut self, tag: Tag, element: &Element<'_>) {
        let styles = &self.definitions.styles;
        let of_cell = self.parent() == Some(Tag::TcPr);
        let Some(open) = self.state.tables.last_mut() else {
            return;
        };
        match tag {
            Tag::TblStyle => {
                open.style = element.val().and_then(|id| styles.table(Some(&id)));
            }
            Tag::TblLook => {
                let bits = element
                    .val()
                    .and_then(|bits| u32::from_str_radix(&bits, 16).ok());
                open.look = Looks::of_bits(bits.unwrap_or(0));
                let said = |name: &str, bit: bool| match element.attribute(name).as_deref() {
                    Some("1" | "true" | "on") => true,
                    Some(_) => false,
                    None => bit,
                };
                let look = open.look;
                open.look = Looks {
                    first_row: said("firstRow", look.first_row),
                    last_row: said("lastRow", look.last_row),
                    first_column: said("firstColumn", look.first_column),
                    last_column: said("lastColumn", look.last_column),
                    bands: look.bands,
                };
            }
            Tag::GridCol => {
                let width = element.number("w").unwrap_or(0);
                self.tables.grid_column(open, width);
            }
            Tag::TblHeader if element.on() => self.tables.row_is_head(open),
            Tag::Hidden if element.on() => open.row_hidden = true,
            Tag::TrHeight => {
                let exact = element
                    .attribute("hRule")
                    .is_some_and(|rule| rule == "exact");
                if exact && element.number("val").is_some_and(|n| n < LEAST_HEIGHT) {
                    open.row_hidden = true;
                }
            }
            Tag::GridBefore => Tables::skip(open, element.number("val").unwrap_or(0)),
            Tag::GridSpan => {
                let span = element.number("val").unwrap_or(1);
                open.said.span = u32::try_from(span).unwrap_or(1);
            }
            Tag::VMerge | Tag::HMerge => {
                let begins = element.val().is_some_and(|value| value == "restart");
                if tag == Tag::VMerge {
                    open.said.down = Some(begins);
                } else {
                    open.said.across = Some(begins);
                }
            }
            Tag::Shd if of_cell => open.said.fill = super::look::fill(element),
            _ => {}
        }
    }

    fn section(&mut self, tag: Tag, element: &Element<'_>) {
        if self.section.done {
            return;
        }
        match tag {
            Tag::TitlePg => self.section.title_page = element.on(),
            _ => {
                let kind = element.attribute("type").unwrap_or_default().into_owned();
                let id = element.attribute("id").unwrap_or_default().into_owned();
                self.section.headers.push((kind, id));
            }
        }
    }

    /// What a drawing says of the shape around a text box.
    fn drawing(&mut self, tag: Tag, element: &Element<'_>, parent: Option<Tag>) {
        match (tag, parent) {
            (Tag::Extent, _) => {
                let small = |name| element.number(name).is_some_and(|n| n < LEAST_BOX);
                self.state.tiny = small("cx") || small("cy");
            }
            (Tag::VmlShape | Tag::VmlRect | Tag::VmlRound, _) => {
                self.state.shape = element.attribute("fillcolor").map(|_| Ink::Auto);
            }
            (
                Tag::SolidFill | Tag::GradFill | Tag::BlipFill | Tag::PattFill,
                Some(Tag::ShapeProperties),
            ) => {
                self.state.shape = Some(Ink::Auto);
            }
            (Tag::NoFill, Some(Tag::ShapeProperties)) => self.state.shape = None,
            (Tag::SrgbClr, Some(Tag::SolidFill)) if !self.within(Tag::LineOfShape) => {
                if let (Some(_), Some(value)) = (self.state.shape, element.val()) {
                    self.state.shape = Some(Ink::of(&value));
                }
            }
            _ => {}
        }
    }

    fn box_begins(&mut self) {
        if self.state.boxes.len() >= MOST_BOXES {
            self.found.objects += 1;
            self.pass();
            return;
        }
        self.state.boxes.push(BoxMark {
            depth: self.state.open.len(),
            fields: self.state.fields.depth(),
            pending: self.state.pending.take(),
            fill: self.state.shape.take(),
            tiny: std::mem::take(&mut self.state.tiny),
        });
        self.state.sinks.push(Vec::new());
        self.state.ended = None;
    }

    fn box_ends(&mut self) {
        self.flush();
        let Some(mark) = self.state.boxes.pop() else {
            return;
        };
        self.state.fields.cut(mark.fields);
        self.state.open.truncate(mark.depth);
        self.state.pending = mark.pending;
        self.state.ended = None;
        let made = self.state.sinks.pop().unwrap_or_default();
        match self.state.open.last_mut() {
            Some(paragraph) => paragraph.aside.extend(made),
            None => self.sink().extend(made),
        }
    }

    fn sink(&mut self) -> &mut Vec<Made> {
        if self.state.sinks.is_empty() {
            self.state.sinks.push(Vec::new());
        }
        let last = self.state.sinks.len() - 1;
        &mut self.state.sinks[last]
    }

    fn end(&mut self, tag: Tag) {
        match tag {
            Tag::T | Tag::MathText => {
                if let Some((text, keeps)) = self.state.text.take() {
                    let text = if keeps { &text } else { text.trim() };
                    self.words(text);
                }
            }
            Tag::InstrText => {
                if let Some((text, _)) = self.state.text.take() {
                    self.state.fields.instruction(&text);
                    self.link(self.state.fields.leads_to_heading());
                }
            }
            Tag::R | Tag::MathRun => {
                self.state.runs.pop();
            }
            Tag::FldSimple => {
                self.state.fields.end();
            }
            Tag::P => self.paragraph_ends(),
            Tag::Tc => {
                self.flush();
                if let Some((open, around)) = self.state.tables.split_last_mut() {
                    let around = around.iter().rev().find_map(|open| open.cell);
                    if open.in_cell {
                        self.tables.cell_end(open, around);
                    }
                }
                self.state.ended = None;
                self.state.indents.clear();
            }
            Tag::Tr => {
                if let Some(open) = self.state.tables.last_mut() {
                    self.tables.row_end(open);
                }
            }
            Tag::Tbl => self.table_ends(),
            Tag::BoxContent => self.box_ends(),
            Tag::SectPr => self.section.done = true,
            Tag::Footnote | Tag::Endnote => {
                self.flush();
                self.state.fields.cut(0);
                let made = std::mem::take(self.sink());
                if let Some(last) = self.state.notes.last_mut() {
                    last.1 = made;
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, words: &str) {
        if let Some((text, _)) = &mut self.state.text {
            text.push_str(words);
        }
    }

    /// Letters that are shown, if they are.
    fn words(&mut self, text: &str) {
        if !self.state.fields.shown() {
            let count = text.chars().filter(|c| c.is_alphanumeric()).count();
            self.state.fields.passed(count);
            return;
        }
        if self.in_header && self.state.fields.in_page_number() {
            return;
        }
        if self.state.runs.last().is_some_and(|run| run.marks_note) {
            if let Some(mark) = self.calls.last_mut().and_then(|call| call.mark.as_mut()) {
                mark.push_str(text);
            }
            return;
        }
        let seen = self.seen();
        let in_contents = self.state.fields.in_contents();
        let Some(paragraph) = self.state.open.last_mut() else {
            // Letters outside of any paragraph: Word shows none, and they are no one's.
            self.found.lost += text.chars().filter(|c| c.is_alphanumeric()).count();
            return;
        };
        if seen.hidden {
            if !text.trim().is_empty() {
                self.found.hide(text, paragraph.number);
            }
            return;
        }
        paragraph.contents |= in_contents;
        // Codes of symbol fonts stand in the private area also outside of `w:sym`.
        if text.contains(|c: char| ('\u{f000}'..='\u{f0ff}').contains(&c)) {
            let mut spelt = String::new();
            let mut undecoded = 0;
            for c in text.chars() {
                match c {
                    '\u{f000}'..='\u{f0ff}' => match glyph("", c as u32) {
                        Some(c) => spelt.push(c),
                        None => {
                            undecoded += 1;
                            spelt.push('\u{fffd}');
                        }
                    },
                    c => spelt.push(c),
                }
            }
            paragraph.push(&spelt, seen);
            self.found.undecoded += undecoded;
        } else {
            paragraph.push(text, seen);
        }
    }

    fn undecoded(&mut self) {
        self.found.undecoded += 1;
        self.words("\u{fffd}");
    }

    /// What letters look like at this place: what the run says, its style, the paragraph's, the table's
    /// and what holds for all (17.7.2).
    fn seen(&mut self) -> Seen {
        if let Some(seen) = self.state.runs.last().and_then(|run| run.seen) {
            return seen;
        }
        let run = self
            .state
            .runs
            .last()
            .map_or_else(Letters::default, |run| run.letters);
        let own = self
            .state
            .open
            .last()
            .map_or_else(Block::default, |p| p.block);
        let seen = self.look(run, &own);
        if let Some(run) = self.state.runs.last_mut() {
            run.seen = Some(seen);
        }
        seen
    }

    fn look(&self, run: Letters, own: &Block) -> Seen {
        let styles = &self.definitions.styles;
        let plain = Style::default();
        let paragraph = styles.of_paragraph(own.style).unwrap_or(&plain);
        let character = run
            .style
            .and_then(|at| styles.style(at))
            .map(|style| style.letters);
        let character = character.unwrap_or_default();
        let mut table = Letters::default();
        if let Some(open) = self.state.tables.last().filter(|open| open.style.is_some()) {
            for dress in self.tables.dresses(open, styles) {
                table = table.over(dress.letters);
            }
            let whole = open.style.and_then(|at| styles.style(at));
            table = table.over(whole.map_or_else(Letters::default, |style| style.letters));
        }
        // Styles turn bold and hidden on and off again (17.7.3); a run says it as it is.
        let toggled = |said: Option<bool>, of: fn(&Letters) -> Option<bool>| {
            said.unwrap_or_else(|| {
                let styled = [&paragraph.letters, &character, &table]
                    .into_iter()
                    .filter(|letters| of(letters) == Some(true))
                    .count();
                styled % 2 == 1 || of(&styles.letters) == Some(true)
            })
        };
        let whole = run
            .over(character)
            .over(paragraph.letters)
            .over(table)
            .over(styles.letters);
        let size = whole.size.unwrap_or(USUAL_SIZE);
        let left = own.left.or(paragraph.block.left).unwrap_or(0);
        let low = own.line.or(paragraph.block.line).or(styles.block.line);
        let hidden = toggled(run.vanish, |letters| letters.vanish)
            || size < LEAST_SIZE
            || whole.scale.is_some_and(|scale| scale < LEAST_SCALE)
            || left.abs() > MOST_INDENT
            || low.flatten().is_some_and(|height| height < LEAST_HEIGHT)
            || self
                .state
                .tables
                .iter()
                .any(|open| open.row_hidden || open.merged_away)
            || self.state.boxes.iter().any(|mark| mark.tiny)
            || whole.color.is_some_and(|color| {
                let letters = run.over(character).over(paragraph.letters);
                color.lost_on(self.behind(&letters, own, paragraph))
            });
        Seen {
            bold: toggled(run.bold, |letters| letters.bold),
            size,
            raised: whole.raised.unwrap_or(false),
            hidden,
        }
    }

    /// The colour behind letters: the nearest that is said.
    fn behind(&self, letters: &Letters, own: &Block, paragraph: &Style) -> Ink {
        let said = |ink: Option<Ink>| ink.filter(|ink| *ink != Ink::Auto);
        let near = said(letters.fill)
            .or_else(|| said(own.fill))
            .or_else(|| said(paragraph.block.fill));
        if let Some(ink) = near {
            return ink;
        }
        for open in self.state.tables.iter().rev() {
            let dressed = || {
                self.tables
                    .dresses(open, &self.definitions.styles)
                    .find_map(|dress| said(dress.fill))
            };
            if let Some(ink) = said(open.said.fill).or_else(dressed) {
                return ink;
            }
        }
        let boxed = self.state.boxes.iter().rev().find_map(|mark| mark.fill);
        boxed.or(self.definitions.paper).unwrap_or(Ink::PAPER)
    }

    fn paragraph_ends(&mut self) {
        let Some(mut paragraph) = self.state.open.pop() else {
            return;
        };
        if let Some(before) = self.state.pending.take() {
            paragraph.go_on_from(before);
        }
        let hidden_mark = paragraph.mark.vanish == Some(true) && !paragraph.mark.run_in;
        let gone = paragraph.deleted || hidden_mark;
        if gone || paragraph.block.drop_cap && !paragraph.is_empty() {
            // What has no mark of its own ends with the next paragraph; all of it gone, nothing is left.
            self.state.pending = Some(paragraph);
            return;
        }
        self.make(paragraph);
    }

    /// Ends a paragraph that waits for one to go on in, where none comes.
    fn flush(&mut self) {
        if let Some(paragraph) = self.state.pending.take()
            && !(paragraph.is_empty() && paragraph.aside.is_empty())
        {
            self.make(paragraph);
        }
    }

    /// Makes lines of a paragraph.
    fn make(&mut self, paragraph: Paragraph) {
        let definitions = self.definitions;
        let plain = Style::default();
        let style = definitions
            .styles
            .of_paragraph(paragraph.block.style)
            .unwrap_or(&plain);
        let whole = paragraph
            .block
            .over(style.block)
            .over(definitions.styles.block);
        let contents = (paragraph.contents || style.contents)
            && (paragraph.linked || paragraph.ends_in_page());
        let mut dressed = Dressed {
            heading: match paragraph.block.outline {
                Some(level) if level < 9 => Some(level + 1),
                Some(_) => None,
                None => style.heading,
            },
            contents,
            cell: self.state.tables.iter().rev().find_map(|open| open.cell),
            ..Dressed::default()
        };
        let merged_away = self
            .state
            .tables
            .iter()
            .any(|open| open.merged_away || open.row_hidden);
        let num = whole.num.filter(|num| *num != 0 && !merged_away);
        let mut indent = None;
        if let Some(num) = num {
            let level = self.level(&paragraph, style, num);
            let counters = &mut self.state.counters[usize::from(!self.state.boxes.is_empty())];
            dressed.label = counters.next(&definitions.numbering, num, level);
            let own = paragraph.block.left;
            let of_list = definitions.numbering.left(num, level);
            let left = match paragraph.block.num {
                Some(_) => own.or(of_list).or(style.block.left),
                None => own.or(style.block.left).or(of_list),
            };
            if dressed.label.is_some() && dressed.heading.is_none() && !paragraph.is_empty() {
                indent = Some(left.unwrap_or(720 * (level as i64 + 1)));
            }
        }
        match indent {
            Some(left) => {
                let indents = &mut self.state.indents;
                while indents
                    .last()
                    .is_some_and(|outer| *outer + LEAST_INDENT > left)
                {
                    indents.pop();
                }
                dressed.item = Some(indents.len().min(usize::from(u8::MAX)) as u8);
                if indents.len() < LEVELS * 2 {
                    indents.push(left);
                }
            }
            None if !paragraph.is_empty() && whole.left.unwrap_or(0) == 0 => {
                self.state.indents.clear();
            }
            None => {}
        }
        let empty = paragraph.is_empty() && paragraph.aside.is_empty();
        let breaks = paragraph.breaks || whole.new_page;
        if let Some(ended) = &mut self.state.ended {
            ended.apart = true;
            ended.breaks |= breaks;
        }
        if !empty || matches!(dressed.label, Some(Label::Number(_))) {
            self.state.ended = None;
        }
        paragraph.lines(&dressed, self.sink());
    }

    /// The level of a numbered paragraph: its own, or the one that stands for its style.
    fn level(&self, paragraph: &Paragraph, style: &Style, num: i64) -> usize {
        let said = paragraph.block.level.or_else(|| {
            if paragraph.block.num.is_some() {
                return None;
            }
            let by_style = style
                .numbered_by
                .and_then(|at| self.definitions.styles.id(at))
                .and_then(|id| self.definitions.numbering.level_of_style(num, id));
            let own = paragraph
                .block
                .style
                .and_then(|at| self.definitions.styles.id(at))
                .and_then(|id| self.definitions.numbering.level_of_style(num, id));
            own.or(by_style)
                .map(|level| level as u8)
                .or(style.block.level)
        });
        usize::from(said.unwrap_or(0)).min(LEVELS - 1)
    }
}
