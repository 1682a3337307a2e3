//! PDF: glyphs with places to words, lines, tables and pages in reading order.
//!
//! A PDF says where each glyph stands and nothing about lines, columns or cells. So every glyph is
//! collected with its place (`glyphs`), from pages that are first made plain enough for
//! `pdf-extract` (`open`, `fonts`, `flatten`, `draw`), then put together: `words`, `lines`, tables
//! (`ruled`), the order of columns (`order`), the whole page (`page`), and over all pages the
//! tables that go on and the printed page numbers (`labels`).

mod aligned;
mod annotations;
mod aside;
mod content;
mod draw;
mod flatten;
mod fonts;
mod glyphs;
mod ink;
mod labels;
mod layers;
mod lines;
mod open;
mod order;
mod outline;
mod page;
mod paragraphs;
mod ruled;
mod seen;
mod shapes;
mod stacked;
mod table;
mod words;

pub(crate) use open::Sheet;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use crate::model::Code;
use crate::source::{Builder, Cell, MediaType, Note, Reach, Source, SourceError, is_hyphen};
use lines::TextLine;
use page::{PageTable, Piece};
use pdf_extract::Document;

/// Stack for the thread that a PDF is read on: its objects may be nested deeply.
const STACK: usize = 256 << 20;

/// What usually stands between a cell's text and its edge, in points.
const PADDING: f64 = 4.0;

/// How much of one PDF is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many pages it may have.
    pub pages: usize,
}

impl Default for Limits {
    /// Ten times the pages of the thickest budget proposition.
    fn default() -> Self {
        Self { pages: 5000 }
    }
}

/// Reads a PDF.
///
/// Runs on a thread of its own; nothing that the file holds makes it panic.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Source, SourceError> {
    apart(|| read_here(bytes, limits))
}

/// Works on a PDF's objects and its pages, as they were seen when it was read.
///
/// Runs on a thread of its own; nothing that the file holds makes it panic.
///
/// # Errors
/// Where the file cannot be opened, has no pages or too many, or `work` panics.
pub(crate) fn objects<T: Send>(
    bytes: &[u8],
    limits: Limits,
    work: impl FnOnce(Document, Vec<Sheet>) -> T + Send,
) -> Result<T, SourceError> {
    apart(|| {
        let document = open::open(bytes)?;
        let sheets = open::sheets(&document, limits.pages)?;
        Ok(work(document, sheets))
    })
}

/// Runs what reads strangers' objects where it may nest deeply, and may panic.
fn apart<T: Send>(work: impl FnOnce() -> Result<T, SourceError> + Send) -> Result<T, SourceError> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || draw::quietly(work))
            .map_err(|error| open::internal(&format!("(no thread to read it on: {error})")))?
            .join()
            .map_err(|_| open::internal("(the reader broke off)"))?
            .unwrap_or_else(|panic| Err(panic.error()))
    })
}

fn read_here(bytes: &[u8], limits: Limits) -> Result<Source, SourceError> {
    let mut document = open::open(bytes)?;
    let mut sheets = open::sheets(&document, limits.pages)?;
    // What the file itself says of its pages and headings is a hint: where it cannot be had, all
    // goes on without.
    let mut bookmarks =
        draw::quietly(|| outline::bookmarks(&document, &sheets)).unwrap_or_default();
    bookmarks.extend(draw::quietly(|| outline::title(&document)).unwrap_or_default());
    let own_labels = draw::quietly(|| outline::labels(&document, sheets.len())).unwrap_or_default();
    let mut drawings = draw::draw(&mut document, &mut sheets);
    if drawings.iter().all(Option::is_none) {
        let undrawn = || open::damaged("no page can be drawn");
        return Err(draw::own_fault().unwrap_or_else(undrawn));
    }
    let mut traces: Vec<Traces> = drawings
        .iter_mut()
        .map(|drawing| drawing.as_mut().map_or_else(Traces::default, Traces::of))
        .collect();
    let sorted: Vec<_> = drawings
        .iter()
        .map(|drawing| drawing.as_ref().map(page::sorted))
        .collect();
    let gutters: Vec<_> = sorted
        .iter()
        .zip(&sheets)
        .map(|(sorted, sheet)| sorted.as_ref().and_then(|own| own.gutter(sheet.height)))
        .collect();
    // Runs of type of one size on one line, with the height of their page.
    let runs = || {
        drawings.iter().zip(&sheets).flat_map(|(drawing, sheet)| {
            let glyphs = drawing.as_ref().map_or(&[][..], |drawing| &drawing.glyphs);
            let runs = glyphs.chunk_by(|a, b| a.size == b.size && a.base == b.base);
            runs.map(|run| (run[0], run.len(), sheet.height))
        })
    };
    let inner = runs()
        .filter(|(glyph, _, height)| glyph.base > 0.12 * height && glyph.base < 0.84 * height);
    let usual = order::Usual {
        gutter: order::usual_gutter(&gutters),
        body: aside::commonest_size(&aside::sizes(runs().map(|run| (run.0.size, run.1)))),
        inner: aside::sizes(inner.map(|run| (run.0.size, run.1)))
            .into_iter()
            .filter_map(|(size, count)| (count > 10).then_some(size))
            .collect(),
    };
    let mut before = Vec::new();
    let pages: Vec<Option<Vec<Piece>>> = sorted
        .into_iter()
        .zip(&sheets)
        .enumerate()
        .map(|(at, (sorted, sheet))| {
            let pieces = sorted.map(|sorted| {
                let (pieces, crowded) = page::page(sorted, &usual, sheet.height, at == 0, &before);
                traces[at].crowded = crowded;
                pieces
            });
            let open = pieces
                .as_deref()
                .map(|p| page::open_gutters(p, sheet.height));
            before = open.unwrap_or_default();
            pieces
        })
        .collect();
    let empty =
        |pieces: &Option<Vec<Piece>>| pieces.as_ref().is_none_or(|p| texts(p).next().is_none());
    if pages.iter().all(empty) {
        return Err(SourceError::NoTextLayer {
            pages: pages.len() as u32,
        });
    }
    let found: Vec<Vec<labels::Candidate>> = pages
        .iter()
        .zip(&sheets)
        .map(|(pieces, sheet)| {
            let lines = pieces.iter().flatten().flat_map(|piece| match piece {
                Piece::Text { lines, .. } | Piece::Aside(lines) => lines.as_slice(),
                Piece::Table(_) => &[],
            });
            labels::candidates(lines, sheet.height)
        })
        .collect();

    let mut writer = Writer::default();
    for ((pieces, sheet), traces) in pages.iter().zip(&sheets).zip(&traces) {
        writer.page(pieces.as_deref(), sheet.height, traces);
    }
    let mut canonical = writer.builder.finish();
    for (at, sheet) in sheets.iter().enumerate().filter(|(_, s)| s.turned > 0) {
        let size = (sheet.width as f32, sheet.height as f32);
        canonical.set_turn(at as u32 + 1, sheet.turned, size);
    }
    outline::mark(&mut canonical, &bookmarks);
    let printed = labels::labels(&found);
    for (at, label) in labels::settled(printed, own_labels).into_iter().enumerate() {
        if let Some(label) = label {
            canonical.set_label(at as u32 + 1, label);
        }
    }
    Ok(Source {
        media_type: MediaType::Pdf,
        canonical,
        notes: writer.notes,
    })
}

/// What else was drawn on a page.
#[derive(Debug, Clone, Default)]
struct Traces {
    /// A picture.
    pictured: bool,
    /// So many characters that a machine has read.
    hidden: usize,
    /// What is not seen, or may not be.
    unseen: Vec<seen::Unseen>,
    /// So much that tables are read as lines.
    crowded: bool,
}

impl Traces {
    fn of(drawing: &mut glyphs::Drawing) -> Self {
        Self {
            pictured: drawing.pictured,
            hidden: drawing.hidden(),
            unseen: std::mem::take(&mut drawing.unseen),
            crowded: false,
        }
    }
}

/// All lines of a page that say something.
fn texts(pieces: &[Piece]) -> impl Iterator<Item = String> {
    pieces
        .iter()
        .flat_map(|piece| match piece {
            Piece::Text { lines, .. } | Piece::Aside(lines) => lines.iter().collect::<Vec<_>>(),
            Piece::Table(table) => table.cells.iter().flat_map(|cell| &cell.lines).collect(),
        })
        .map(|line| line.text().0)
        .filter(|text| !text.is_empty())
}

/// Writes pages down, counting tables through the source.
#[derive(Default)]
struct Writer {
    builder: Builder,
    notes: Vec<Note>,
    page: u32,
    tables: u32,
    /// The table that ended the page before, if one did.
    open: Option<OpenTable>,
}

/// A table that may go on on the next page.
#[derive(Debug, Clone)]
struct OpenTable {
    table: u32,
    rows: u32,
    xs: Vec<f64>,
    gutters: Vec<(f64, f64)>,
    /// The cells of its first row: column and text.
    head: Vec<(u32, String)>,
    /// The last line of each cell in its last row.
    last: Vec<(u32, String)>,
}

impl OpenTable {
    fn new(number: u32, table: &PageTable) -> Self {
        Self {
            table: number,
            rows: 0,
            xs: table.xs.clone(),
            gutters: table.gutters.clone(),
            head: Vec::new(),
            last: Vec::new(),
        }
    }

    /// The cells of a row of a table: column and text.
    fn row(&self, table: &PageTable, row: u32) -> Vec<(u32, String)> {
        let own = table.cells.iter().filter(|cell| cell.row == row);
        own.map(|cell| (column_of(&self.xs, cell.edges.0), cell.text()))
            .collect()
    }

    /// Whether a row goes on with the last one: its first cell is empty, and a word or a sentence that the
    /// page cut goes on in every cell.
    fn cut(&self, row: &[(u32, String)]) -> bool {
        let goes_on = |(column, text): &(u32, String)| {
            let before = self.last.iter().find(|(own, _)| own == column);
            let Some((_, before)) = before else {
                return false;
            };
            let ends = before.chars().next_back();
            let open = ends.is_some_and(|c| is_hyphen(c) || !".:;!?".contains(c));
            open && text.starts_with(char::is_lowercase)
        };
        !row.is_empty() && row.iter().all(|(column, _)| *column > 0) && row.iter().all(goes_on)
    }
}

impl Writer {
    fn page(&mut self, pieces: Option<&[Piece]>, height: f64, traces: &Traces) {
        self.page += 1;
        self.builder.page();
        let Some(pieces) = pieces else {
            self.open = None;
            self.note(
                Code::PageUnreadable,
                format!("page {}: cannot be drawn, left out", self.page),
            );
            return;
        };
        let (mut characters, mut undecoded) = (0, 0);
        for c in texts(pieces).flat_map(|text| text.chars().collect::<Vec<_>>()) {
            characters += 1;
            undecoded += usize::from(is_undecoded(c));
        }
        // An empty page says nothing that could be missed.
        if characters == 0 && traces.pictured {
            self.note(
                Code::PageWithoutText,
                format!(
                    "page {}: no text layer, only a picture; run it through OCR",
                    self.page
                ),
            );
        }
        if traces.hidden > 0 {
            let share = 100.0 * traces.hidden.min(characters) as f64 / characters.max(1) as f64;
            self.note(
                Code::InvisibleText,
                format!(
                    "page {}: {} of {characters} characters ({share:.1} per cent) are not printed: an invisible layer, as OCR leaves it, with its mistakes",
                    self.page, traces.hidden
                ),
            );
        }
        if traces.crowded {
            let message = "so much is drawn or set on it that tables may be read as lines of text";
            self.note(
                Code::PartUnreadable,
                format!("page {}: {message}", self.page),
            );
        }
        for unseen in &traces.unseen {
            let (page, count, why) = (self.page, unseen.count, unseen.why.words());
            let (what, words) = match unseen.kept {
                true => ("may not be seen, and are read all the same", &unseen.words),
                false => ("are not seen by a reader, and are left out", &unseen.words),
            };
            self.note(
                Code::HiddenText,
                format!("page {page}: {count} characters {what} ({why}): «{words}»"),
            );
        }
        if undecoded > 0 {
            let share = 100.0 * undecoded as f64 / characters as f64;
            self.note(
                Code::UndecodedCharacters,
                format!("page {}: {undecoded} of {characters} characters ({share:.1} per cent) could not be decoded", self.page),
            );
        }
        let mut before = self.open.take();
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Text { lines, column } => {
                    let mut ends = paragraphs::ends(lines, column.1);
                    if let (Some(last), Some(Piece::Text { lines: next, .. })) =
                        (lines.last(), pieces.get(at + 1))
                        && let (Some(end), Some(next)) = (ends.last_mut(), next.first())
                    {
                        *end = paragraphs::ends_column(last, next, *column);
                    }
                    self.lines(lines, &ends, None, Reach::default());
                    if lines.iter().any(|line| !in_margin(line, height)) {
                        (before, self.open) = (None, None);
                    }
                }
                Piece::Table(table) => {
                    self.open = self.table(table, before.take());
                }
                // A table may go on after what stands aside of it.
                Piece::Aside(lines) => {
                    let right = lines.iter().map(|line| line.x1).fold(f64::MIN, f64::max);
                    let mut ends = paragraphs::ends(lines, right);
                    if let Some(end) = ends.last_mut() {
                        *end = true;
                    }
                    let from = self.builder.count();
                    self.lines(lines, &ends, None, Reach::default());
                    self.builder.set_aside(from);
                }
            }
        }
    }

    fn note(&mut self, code: Code, message: String) {
        self.notes.push(Note { code, message });
    }

    /// Writes a table, as the next rows of `before` where it goes on.
    fn table(&mut self, table: &PageTable, before: Option<OpenTable>) -> Option<OpenTable> {
        let mut open = match before.filter(|open| goes_on(open, table)) {
            Some(open) => open,
            None if table.is_frame() => {
                for cell in &table.cells {
                    let ends = paragraphs::ends(&cell.lines, cell.edges.1);
                    self.lines(&cell.lines, &ends, None, Reach::default());
                }
                return None;
            }
            None => {
                self.tables += 1;
                OpenTable::new(self.tables - 1, table)
            }
        };
        // The head that the next page repeats is told, and keeps a row of its own.
        let mut first = 0;
        let repeats = open.rows > 0 && open.row(table, 0) == open.head;
        if repeats {
            first = 1;
        }
        let heads = if repeats { 1 } else { table.heads() };
        let cut = open.rows > 0 && open.cut(&open.row(table, first));
        let row_of = |row: u32| match cut {
            true if row == first => open.rows - 1,
            true if row > first => open.rows + row - 1,
            _ => open.rows + row,
        };
        let mut rows = open.rows;
        for cell in &table.cells {
            let row = row_of(cell.row);
            rows = rows.max(row + 1);
            let at = Cell {
                table: open.table,
                row,
                column: column_of(&open.xs, cell.edges.0),
            };
            let ends = paragraphs::ends(&cell.lines, cell.edges.1 - PADDING);
            let reach = Reach {
                head: cell.row < heads && (open.rows == 0 || repeats),
                ..cell.reach
            };
            self.lines(&cell.lines, &ends, Some(at), reach);
        }
        if open.rows == 0 {
            open.head = open.row(table, 0);
        }
        let last = table.rows().saturating_sub(1);
        let ends = table.cells.iter().filter(|cell| cell.row == last);
        open.last = ends
            .filter_map(|cell| {
                let line = cell.lines.last()?;
                Some((column_of(&open.xs, cell.edges.0), line.text().0))
            })
            .collect();
        open.rows = rows;
        Some(open)
    }

    fn lines(&mut self, lines: &[TextLine], ends: &[bool], cell: Option<Cell>, reach: Reach) {
        for (line, &ends) in lines.iter().zip(ends) {
            let (text, edges) = line.text();
            if text.is_empty() {
                continue;
            }
            let written = self.builder.line(&text);
            written.cell = cell;
            written.reach = reach;
            written.bbox = Some(line.bbox());
            written.edges = edges;
            written.style.size = Some(line.size as f32);
            written.style.bold = line.bold();
            written.style.lead = line.lead();
            written.style.ends_paragraph = ends;
        }
    }
}

/// The column that starts at a place.
fn column_of(xs: &[f64], left: f64) -> u32 {
    xs.iter()
        .enumerate()
        .min_by(|a, b| (a.1 - left).abs().total_cmp(&(b.1 - left).abs()))
        .map_or(0, |(at, _)| at as u32)
}

/// Whether a table has the columns of one that ended the page before.
fn goes_on(open: &OpenTable, table: &PageTable) -> bool {
    const NEAR: f64 = 4.0;
    // Where nothing is drawn, the text's edges vary from page to page, the white does not.
    if !open.gutters.is_empty() && !table.gutters.is_empty() {
        let meet = |a: &(f64, f64), b: &(f64, f64)| a.1.min(b.1) - a.0.max(b.0) > 1.0;
        let known = |gutter| open.gutters.iter().any(|other| meet(other, gutter));
        let beyond = open.xs[0] - 12.0;
        return table.xs[0] > beyond && table.gutters.iter().all(known);
    }
    let near = |a: &f64, b: &f64| (a - b).abs() < NEAR;
    let ends = |xs: &[f64]| xs.first().copied().zip(xs.last().copied());
    let Some(((a0, a1), (b0, b1))) = ends(&open.xs).zip(ends(&table.xs)) else {
        return false;
    };
    near(&a0, &b0) && near(&a1, &b1) && table.xs.iter().all(|x| open.xs.iter().any(|y| near(x, y)))
}

/// Whether a line stands where running heads and page numbers stand.
fn in_margin(line: &TextLine, height: f64) -> bool {
    line.base < 0.1 * height || line.base > 0.9 * height
}

/// Whether a character tells that the file does not say what it is.
fn is_undecoded(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}
