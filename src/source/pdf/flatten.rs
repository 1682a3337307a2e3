//! One page's drawing as one flat list of plain operators.
//!
//! `pdf-extract` stops on what it does not know (odd colours, pictures drawn as forms, text before a
//! font), drops what it does not know (`f*`, `'`), forgets where a form is placed, and follows a form
//! that draws itself for ever. So it is given pages on which forms are written out in place, with
//! every operator that it trips over left out or said in simpler words. What its `OutputDev`
//! never tells travels as rectangles that no page can hold: which page begins, which font is in use
//! and whether it prints at all, where a picture stands (see [`Pen::mark`]).

use super::content::{Number, Operands, Piece, Reader, Text};
use super::fonts::Shelf;
use super::open::{Sheet, get, number, resolve};
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use std::io::Write;

/// How many forms may stand inside each other.
const FORM_DEPTH: usize = 12;

/// How many operators one page may have; a drawing larger than this is cut.
const OPERATORS: usize = 2_000_000;

/// The x of the rectangle that tells a page begins; its y is the page's number.
pub const PAGE_MARK: f64 = -888_888.0;

/// The x of the rectangle that tells of a picture.
pub const PICTURE_MARK: f64 = -666_666.0;

/// The x of the rectangle that tells the font changes; its y is twice the font's number, and one more
/// where it is drawn invisibly.
pub const FONT_MARK: f64 = -777_777.0;

/// Writes out one page; `number` is told to the collector.
pub fn flatten(document: &Document, sheet: &Sheet, number: usize, shelf: &mut Shelf) -> Vec<u8> {
    let mut pen = Pen {
        document,
        shelf,
        out: Vec::new(),
        budget: OPERATORS,
        announced: None,
        open_forms: Vec::new(),
        pictured: false,
        path: None,
    };
    pen.mark(PAGE_MARK, number);
    pen.put(b"q");
    pen.numbers(b"cm", &sheet.upright);
    let content = page_content(document, sheet.id);
    pen.stream(&content, &sheet.resources, State::default());
    pen.put(b"Q");
    pen.out
}

/// The page's content streams, one after the other.
fn page_content(document: &Document, id: ObjectId) -> Vec<u8> {
    let mut content = Vec::new();
    let mut add = |object: &Object| {
        if let Some(stream) = resolve(document, object).and_then(|o| o.as_stream().ok()) {
            content.extend(plain(stream));
            content.push(b'\n');
        }
    };
    let Some(page) = document.objects.get(&id).and_then(|o| o.as_dict().ok()) else {
        return content;
    };
    match get(document, page, b"Contents") {
        Some(Object::Array(parts)) => parts.iter().for_each(add),
        Some(stream) => add(stream),
        None => {}
    }
    content
}

fn plain(stream: &pdf_extract::Stream) -> Vec<u8> {
    if stream.filters().is_ok_and(|filters| !filters.is_empty()) {
        stream.decompressed_content().unwrap_or_default()
    } else {
        stream.content.clone()
    }
}

/// The part of the graphics state that the writer itself must know.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    font: Option<usize>,
    /// The font and size that were written last.
    written: Option<(usize, f32)>,
    /// Text is drawn in a mode that puts nothing on the page, as text recognition draws what it
    /// has read over the picture that it read it from.
    hidden: bool,
}

/// A path that is being written.
#[derive(Debug, Clone, Copy)]
struct Path {
    /// Where in the output it begins.
    from: usize,
    /// It has a straight line.
    straight: bool,
}

struct Pen<'d, 's> {
    document: &'d Document,
    shelf: &'s mut Shelf,
    out: Vec<u8>,
    budget: usize,
    announced: Option<(usize, bool)>,
    open_forms: Vec<ObjectId>,
    /// A picture was told of.
    pictured: bool,
    path: Option<Path>,
}

impl Pen<'_, '_> {
    /// Writes an operator, its operands being written.
    fn put(&mut self, operator: &[u8]) {
        self.out.extend_from_slice(operator);
        self.out.push(b'\n');
    }

    fn numbers(&mut self, operator: &[u8], values: &[f64]) {
        for &value in values {
            // Nothing that a vector takes fails.
            let _ = write!(self.out, "{} ", value as f32);
        }
        self.put(operator);
    }

    fn same(&mut self, operator: &[u8], values: &[Number<'_>]) {
        for value in values {
            self.out.extend_from_slice(value.0);
            self.out.push(b' ');
        }
        self.put(operator);
    }

    fn mark(&mut self, kind: f64, value: usize) {
        self.put(b"n");
        self.numbers(b"re", &[kind, value as f64, 0.0, 0.0]);
        self.put(b"S");
    }

    /// Writes a part of a path.
    fn draw(&mut self, operator: &[u8], values: &[Number<'_>]) {
        let from = self.out.len();
        let path = self.path.get_or_insert(Path {
            from,
            straight: false,
        });
        path.straight |= matches!(operator, b"l" | b"re");
        self.same(operator, values);
    }

    /// Ends a path; one without a straight line holds no ruling line, and need not be written.
    fn paint(&mut self, path: Option<Path>, operators: &[&[u8]]) {
        match path {
            Some(path) if !path.straight || operators == [b"n"] => self.out.truncate(path.from),
            _ => operators.iter().for_each(|operator| self.put(operator)),
        }
    }

    fn stream(&mut self, content: &[u8], resources: &Dictionary, start: State) {
        let mut reader = Reader::new(content);
        let mut state = start;
        let mut stack: Vec<State> = Vec::new();
        while let Some(operator) = reader.operator() {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            match operator {
                b"q" => {
                    stack.push(state);
                    self.path = None;
                    self.put(b"q");
                }
                b"Q" => {
                    self.path = None;
                    if let Some(saved) = stack.pop() {
                        state = saved;
                        self.put(b"Q");
                    }
                }
                _ => self.operation(operator, &reader.operands, resources, &mut state),
            }
        }
        for _ in stack {
            self.put(b"Q");
        }
    }

    fn operation(
        &mut self,
        operator: &[u8],
        operands: &Operands<'_>,
        resources: &Dictionary,
        state: &mut State,
    ) {
        let values = operands.numbers.as_slice();
        // Only a path's own operators go on with it; to clip by it changes nothing.
        let path = self.path.take();
        match (operator, values.len()) {
            (b"m" | b"l", 2) | (b"re", 4) | (b"h", 0) => {
                self.path = path;
                self.draw(operator, values);
            }
            // A curve is no ruling line: only its end is kept, for what follows.
            (b"c", 6) | (b"v" | b"y", 4) => {
                self.path = path;
                self.draw(b"m", &values[values.len() - 2..]);
            }
            (b"W" | b"W*", 0) => self.path = path,
            (b"n", 0) => self.paint(path, &[b"n"]),
            (b"S" | b"B" | b"B*", 0) => self.paint(path, &[b"S"]),
            (b"s" | b"b" | b"b*", 0) => self.paint(path, &[b"h", b"S"]),
            (b"f" | b"F" | b"f*", 0) => self.paint(path, &[b"f"]),
            (b"cm" | b"Tm", 6)
            | (b"Td" | b"TD", 2)
            | (b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts", 1)
            | (b"BT" | b"ET" | b"T*", 0) => self.same(operator, values),
            (b"Tr", 1) => state.hidden = matches!(values[0].value() as i64, 3 | 7),
            (b"BI", _) => self.picture(),
            (b"Tf", _) => {
                let font = operands.name.as_deref().and_then(|name| {
                    let fonts = get(self.document, resources, b"Font")?.as_dict().ok()?;
                    fonts.get(name).ok()
                });
                self.font(font, values.first().map(|size| size.value()), state);
            }
            (b"gs", _) => {
                let setting = operands.name.as_deref().and_then(|name| {
                    let states = get(self.document, resources, b"ExtGState")?
                        .as_dict()
                        .ok()?;
                    let chosen = get(self.document, states, name)?.as_dict().ok()?;
                    get(self.document, chosen, b"Font")?.as_array().ok()
                });
                if let Some([font, size]) = setting.map(Vec::as_slice) {
                    self.font(Some(font), number(size), state);
                }
            }
            (b"Tj", _) => self.show(operands.text, state),
            (b"'", _) => {
                self.put(b"T*");
                self.show(operands.text, state);
            }
            (b"\"", _) => {
                if let [word, character] = values {
                    self.same(b"Tw", &[*word]);
                    self.same(b"Tc", &[*character]);
                }
                self.put(b"T*");
                self.show(operands.text, state);
            }
            (b"TJ", _) => {
                if !operands.list.is_empty() && self.announce(state) {
                    self.out.push(b'[');
                    for piece in &operands.list {
                        match piece {
                            Piece::Text(text) => text.write(&mut self.out),
                            Piece::Number(number) => {
                                self.out.extend_from_slice(number.0);
                                self.out.push(b' ');
                            }
                        }
                    }
                    self.put(b"]TJ");
                }
            }
            (b"Do", _) => {
                if let Some(name) = operands.name.as_deref() {
                    self.form(name, resources, state);
                }
            }
            _ => self.path = path,
        }
    }

    fn font(&mut self, font: Option<&Object>, size: Option<f64>, state: &mut State) {
        let (Some(font), Some(size)) = (font, size) else {
            return;
        };
        state.font = self.shelf.number(self.document, font);
        if let Some(font) = state.font {
            let size = size as f32;
            if state.written != Some((font, size)) {
                state.written = Some((font, size));
                let _ = writeln!(self.out, "/{} {size} Tf", Shelf::name(font));
            }
        }
    }

    fn show(&mut self, text: Option<Text<'_>>, state: &State) {
        if let Some(text) = text
            && self.announce(state)
        {
            text.write(&mut self.out);
            self.put(b"Tj");
        }
    }

    /// Tells the collector the font, if it does not know it; false where there is none.
    fn announce(&mut self, state: &State) -> bool {
        let now = state.font.map(|font| (font, state.hidden));
        if let Some((font, hidden)) = now
            && now != self.announced
        {
            self.announced = now;
            self.mark(FONT_MARK, 2 * font + usize::from(hidden));
        }
        now.is_some()
    }

    fn picture(&mut self) {
        if !self.pictured {
            self.pictured = true;
            self.mark(PICTURE_MARK, 0);
        }
    }

    /// Writes out a form where it is drawn.
    fn form(&mut self, name: &[u8], resources: &Dictionary, state: &State) {
        let document = self.document;
        let Some(entry) = get(document, resources, b"XObject")
            .and_then(|forms| forms.as_dict().ok())
            .and_then(|forms| forms.get(name).ok())
        else {
            return;
        };
        let id = entry.as_reference().ok();
        let Some(stream) = resolve(document, entry).and_then(|o| o.as_stream().ok()) else {
            return;
        };
        let kind = get(document, &stream.dict, b"Subtype").and_then(|kind| kind.as_name().ok());
        let is_form = kind == Some(b"Form");
        if kind == Some(b"Image") {
            self.picture();
        }
        let open = self.open_forms.len() >= FORM_DEPTH
            || id.is_some_and(|id| self.open_forms.contains(&id));
        if !is_form || open {
            return;
        }
        let matrix: Vec<f64> = get(document, &stream.dict, b"Matrix")
            .and_then(|matrix| matrix.as_array().ok())
            .map(|matrix| matrix.iter().filter_map(number).collect())
            .unwrap_or_default();
        let own = get(document, &stream.dict, b"Resources").and_then(|o| o.as_dict().ok());
        self.open_forms.push(id.unwrap_or_default());
        self.put(b"q");
        if matrix.len() == 6 {
            self.numbers(b"cm", &matrix);
        }
        self.stream(&plain(stream), own.unwrap_or(resources), *state);
        self.put(b"Q");
        self.open_forms.pop();
    }
}
