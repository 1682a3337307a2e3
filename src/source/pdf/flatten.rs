//! One page's drawing as one flat list of plain operators.
//!
//! `pdf-extract` stops on what it does not know (odd colours, pictures drawn as forms, text before a
//! font), drops what it does not know (`f*`, `'`), forgets where a form is placed, and follows a form
//! that draws itself for ever. So it is given pages on which forms are written out in place, with
//! every operator that it trips over left out or said in simpler words. What its `OutputDev`
//! never tells travels as rectangles that no page can hold: which page begins, which font is in use
//! and whether it prints at all, where a picture stands (see [`Pen::mark`]).

use super::fonts::Shelf;
use super::open::{Sheet, get, number, resolve};
use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, StringFormat};

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
pub fn flatten(
    document: &Document,
    sheet: &Sheet,
    number: usize,
    shelf: &mut Shelf,
) -> Vec<Operation> {
    let mut pen = Pen {
        document,
        shelf,
        out: Vec::new(),
        budget: OPERATORS,
        announced: None,
        open_forms: Vec::new(),
        pictured: false,
    };
    pen.mark(PAGE_MARK, number);
    pen.put("q", Vec::new());
    pen.numbers("cm", &sheet.upright);
    let content = page_content(document, sheet.id);
    pen.stream(&content, &sheet.resources, State::default());
    pen.put("Q", Vec::new());
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
#[derive(Debug, Clone, Default)]
struct State {
    font: Option<usize>,
    /// Text is drawn in a mode that puts nothing on the page, as text recognition draws what it
    /// has read over the picture that it read it from.
    hidden: bool,
}

struct Pen<'d, 's> {
    document: &'d Document,
    shelf: &'s mut Shelf,
    out: Vec<Operation>,
    budget: usize,
    announced: Option<(usize, bool)>,
    open_forms: Vec<ObjectId>,
    /// A picture was told of.
    pictured: bool,
}

impl Pen<'_, '_> {
    fn put(&mut self, operator: &str, operands: Vec<Object>) {
        self.out.push(Operation::new(operator, operands));
    }

    fn numbers(&mut self, operator: &str, values: &[f64]) {
        let operands = values.iter().map(|&v| Object::Real(v as f32)).collect();
        self.put(operator, operands);
    }

    fn mark(&mut self, kind: f64, value: usize) {
        self.put("n", Vec::new());
        self.numbers("re", &[kind, value as f64, 0.0, 0.0]);
        self.put("S", Vec::new());
    }

    fn stream(&mut self, content: &[u8], resources: &Dictionary, start: State) {
        let Ok(content) = Content::decode(content) else {
            return;
        };
        let mut state = start;
        let mut stack: Vec<State> = Vec::new();
        for operation in &content.operations {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            match operation.operator.as_str() {
                "q" => {
                    stack.push(state.clone());
                    self.put("q", Vec::new());
                }
                "Q" => {
                    if let Some(saved) = stack.pop() {
                        state = saved;
                        self.put("Q", Vec::new());
                    }
                }
                _ => self.operation(operation, resources, &mut state),
            }
        }
        for _ in stack {
            self.put("Q", Vec::new());
        }
    }

    fn operation(&mut self, operation: &Operation, resources: &Dictionary, state: &mut State) {
        let operator = operation.operator.as_str();
        let operands = operation.operands.as_slice();
        let values: Vec<f64> = operands.iter().filter_map(number).collect();
        match (operator, values.len()) {
            ("cm" | "Tm", 6) | ("Td" | "TD" | "m" | "l", 2) | ("re", 4) => {
                self.numbers(operator, &values);
            }
            ("Tc" | "Tw" | "Tz" | "TL" | "Ts", 1) => self.numbers(operator, &values),
            ("BT" | "ET" | "T*" | "h" | "n", 0) => self.put(operator, Vec::new()),
            // A curve is no ruling line: only its end is kept, for what follows.
            ("c", 6) => self.numbers("m", &values[4..]),
            ("v" | "y", 4) => self.numbers("m", &values[2..]),
            ("S" | "B" | "B*", 0) => self.put("S", Vec::new()),
            ("s" | "b" | "b*", 0) => {
                self.put("h", Vec::new());
                self.put("S", Vec::new());
            }
            ("f" | "F" | "f*", 0) => self.put("f", Vec::new()),
            ("Tr", 1) => state.hidden = matches!(values[0] as i64, 3 | 7),
            ("BI", _) => self.picture(),
            ("Tf", _) => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                let font = name.and_then(|name| {
                    let fonts = get(self.document, resources, b"Font")?.as_dict().ok()?;
                    fonts.get(name).ok()
                });
                self.font(font, values.first().copied(), state);
            }
            ("gs", _) => {
                let setting = operands
                    .first()
                    .and_then(|name| name.as_name().ok())
                    .and_then(|name| {
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
            ("Tj", _) => self.show(operands.first(), state),
            ("'", _) => {
                self.put("T*", Vec::new());
                self.show(operands.first(), state);
            }
            ("\"", _) => {
                if let &[word, character] = values.as_slice() {
                    self.numbers("Tw", &[word]);
                    self.numbers("Tc", &[character]);
                }
                self.put("T*", Vec::new());
                self.show(operands.last(), state);
            }
            ("TJ", _) => {
                if let Some(Ok(pieces)) = operands.first().map(Object::as_array) {
                    let pieces: Vec<Object> = pieces
                        .iter()
                        .filter_map(|piece| match piece {
                            Object::String(s, _) => Some(string(s)),
                            other => number(other).map(|n| Object::Real(n as f32)),
                        })
                        .collect();
                    if self.announce(state) {
                        self.put("TJ", vec![Object::Array(pieces)]);
                    }
                }
            }
            ("Do", _) => {
                if let Some(Ok(name)) = operands.first().map(Object::as_name) {
                    self.form(name, resources, state);
                }
            }
            _ => {}
        }
    }

    fn font(&mut self, font: Option<&Object>, size: Option<f64>, state: &mut State) {
        let (Some(font), Some(size)) = (font, size) else {
            return;
        };
        state.font = self.shelf.number(self.document, font);
        if let Some(font) = state.font {
            let name = Object::Name(Shelf::name(font));
            self.put("Tf", vec![name, Object::Real(size as f32)]);
        }
    }

    fn show(&mut self, text: Option<&Object>, state: &State) {
        if let Some(Object::String(text, _)) = text
            && self.announce(state)
        {
            self.put("Tj", vec![string(text)]);
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
        self.put("q", Vec::new());
        if matrix.len() == 6 {
            self.numbers("cm", &matrix);
        }
        self.stream(&plain(stream), own.unwrap_or(resources), state.clone());
        self.put("Q", Vec::new());
        self.open_forms.pop();
    }
}

fn string(text: &[u8]) -> Object {
    Object::String(text.to_vec(), StringFormat::Hexadecimal)
}
