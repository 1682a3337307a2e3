//! One page's drawing as one flat list of plain operators.
//!
//! `pdf-extract` stops on what it does not know (odd colours, pictures drawn as forms, text before a
//! font), drops what it does not know (`f*`, `'`), forgets where a form is placed, and follows a form
//! that draws itself for ever. So it is given pages on which forms are written out in place, with
//! every operator that it trips over left out or said in simpler words. What its `OutputDev`
//! never tells travels as rectangles that no page can hold: which page begins, which ink is in use
//! (see [`Pen::mark`]; a page's own rectangles out there are left out). Colours, what is cut off and
//! the shapes under and over the text are noted beside, for [`super::seen`].

use super::annotations::appearances;
use super::content::{Number, Operands, Piece, Reader, Text};
use super::fonts::Shelf;
use super::ink::{Ink, Space, Tone};
use super::layers::Layers;
use super::open::{Sheet, get, number, resolve};
use super::seen::Surface;
use super::shapes::{Box4, Clip, Cut, Outline, Outlined, Shape};
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use std::io::Write;

/// How many forms may stand inside each other.
const FORM_DEPTH: usize = 12;

/// How many operators one page may have; a drawing larger than this is cut.
const OPERATORS: usize = 2_000_000;

/// The x of the rectangle that tells a page begins; its y is the page's number.
pub const PAGE_MARK: f64 = -888_888.0;

/// The x of the rectangle that tells the ink changes; its y is the ink's number on this page.
pub const INK_MARK: f64 = -777_777.0;

/// No page reaches so far; what a file draws beyond is not written, so that it cannot pass for a mark.
const BEYOND: f64 = 500_000.0;

/// The clip of what nothing cuts off.
const EVERYWHERE: Box4 = [f32::MIN, f32::MIN, f32::MAX, f32::MAX];

/// A page, ready to be run.
#[derive(Debug)]
pub struct Flat {
    /// Its operators.
    pub content: Vec<u8>,
    /// What its text is drawn with, and what else is drawn.
    pub surface: Surface,
    /// A picture is drawn.
    pub pictured: bool,
}

/// Writes out one page; `number` is told to the collector.
pub fn flatten(
    document: &Document,
    layers: &Layers,
    sheet: &Sheet,
    number: usize,
    shelf: &mut Shelf,
) -> Flat {
    let mut pen = Pen {
        document,
        layers,
        shelf,
        height: sheet.height,
        out: Vec::new(),
        surface: Surface::default(),
        budget: OPERATORS,
        announced: None,
        open_forms: Vec::new(),
        pictured: false,
        off: 0,
        path: None,
        outlined: Outlined::default(),
        clips: false,
    };
    pen.mark(PAGE_MARK, number);
    pen.put(b"q");
    pen.numbers(b"cm", &sheet.upright);
    let content = page_content(document, sheet.id);
    let start = State::new(sheet.upright);
    pen.stream(&content, &sheet.resources, start);
    for one in appearances(document, sheet.id) {
        let off = one.layer.is_some_and(|layer| layers.hides(document, layer));
        pen.off += usize::from(off);
        pen.drawn(one.form, &one.matrix, &sheet.resources, &start);
        pen.off -= usize::from(off);
    }
    pen.put(b"Q");
    Flat {
        content: pen.out,
        surface: pen.surface,
        pictured: pen.pictured,
    }
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

/// What a stream holds, decompressed.
pub fn plain(stream: &pdf_extract::Stream) -> Vec<u8> {
    if stream.filters().is_ok_and(|filters| !filters.is_empty()) {
        stream.decompressed_content().unwrap_or_default()
    } else {
        stream.content.clone()
    }
}

/// The part of the graphics state that the writer itself must know.
#[derive(Debug, Clone, Copy)]
struct State {
    font: Option<usize>,
    /// The font and size that were written last.
    written: Option<(usize, f32)>,
    /// How text is drawn: filled, outlined, both, or not at all, as text recognition draws what it has
    /// read over the picture that it read it from.
    mode: u8,
    fill: Tone,
    stroke: Tone,
    fill_space: Space,
    stroke_space: Space,
    /// How opaque what is filled and what is outlined is, whatever its colour.
    alphas: (f32, f32),
    /// What is drawn is mixed with what is under it.
    blends: bool,
    masked: bool,
    line_width: f32,
    /// From the units of the content to the page's own.
    matrix: [f64; 6],
    /// What is not cut off.
    clip: Option<Clip>,
}

impl State {
    fn new(matrix: [f64; 6]) -> Self {
        let black = Space::Grey.first();
        Self {
            font: None,
            written: None,
            mode: 0,
            fill: black,
            stroke: black,
            fill_space: Space::Grey,
            stroke_space: Space::Grey,
            alphas: (1.0, 1.0),
            blends: false,
            masked: false,
            line_width: 1.0,
            matrix,
            clip: None,
        }
    }

    /// Puts another matrix before the one there is.
    fn place(&mut self, own: &[f64; 6]) {
        let [a, b, c, d, e, f] = *own;
        let [m0, m1, m2, m3, m4, m5] = self.matrix;
        self.matrix = [
            a * m0 + b * m2,
            a * m1 + b * m3,
            c * m0 + d * m2,
            c * m1 + d * m3,
            e * m0 + f * m2 + m4,
            e * m1 + f * m3 + m5,
        ];
    }

    /// How much larger the page's units are than the content's.
    fn scale(&self) -> f64 {
        let [a, b, c, d, ..] = self.matrix;
        (a * d - b * c).abs().sqrt()
    }

    /// The colour and opacity of what is filled, as a shape has them.
    fn filling(&self) -> (Option<super::ink::Rgb>, f32) {
        (
            self.fill.colour,
            self.fill.alpha * self.alphas.0 * self.opacity(),
        )
    }

    fn outlining(&self) -> (Option<super::ink::Rgb>, f32) {
        (
            self.stroke.colour,
            self.stroke.alpha * self.alphas.1 * self.opacity(),
        )
    }

    /// What is mixed with what is under it, or masked, lets it through.
    fn opacity(&self) -> f32 {
        if self.blends || self.masked { 0.5 } else { 1.0 }
    }
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
    layers: &'s Layers,
    shelf: &'s mut Shelf,
    /// The page's height.
    height: f64,
    out: Vec<u8>,
    surface: Surface,
    budget: usize,
    announced: Option<Ink>,
    open_forms: Vec<ObjectId>,
    /// A picture is drawn.
    pictured: bool,
    /// How many of the layers that are open are off.
    off: usize,
    path: Option<Path>,
    /// The same path, by its places on the page.
    outlined: Outlined,
    /// The path cuts off what is drawn later.
    clips: bool,
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

    /// Where a point of the content stands on the page, from its upper left corner.
    fn at(&self, state: &State, x: f64, y: f64) -> (f32, f32) {
        let [a, b, c, d, e, f] = state.matrix;
        (
            (a * x + c * y + e) as f32,
            (self.height - (b * x + d * y + f)) as f32,
        )
    }

    /// Begins a path, if none is open.
    fn begin(&mut self) {
        if self.path.is_none() {
            self.outlined.clear();
            self.clips = false;
            self.path = Some(Path {
                from: self.out.len(),
                straight: false,
            });
        }
    }

    /// Writes a part of a path.
    fn draw(&mut self, operator: &[u8], values: &[Number<'_>], state: &State) {
        self.begin();
        let value = |at: usize| values[at].value();
        match operator {
            b"m" => {
                let to = self.at(state, value(0), value(1));
                self.outlined.move_to(to);
            }
            b"l" => {
                let to = self.at(state, value(0), value(1));
                self.outlined.line_to(to);
            }
            b"re" => {
                let (x, y, w, h) = (value(0), value(1), value(2), value(3));
                let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
                let corners = corners.map(|(x, y)| self.at(state, x, y));
                self.outlined.corners(corners);
                if x.abs() > BEYOND {
                    return;
                }
            }
            _ => self.outlined.close(),
        }
        self.written(operator, values);
    }

    fn written(&mut self, operator: &[u8], values: &[Number<'_>]) {
        if let Some(path) = &mut self.path {
            path.straight |= matches!(operator, b"l" | b"re");
        }
        self.same(operator, values);
    }

    /// A curve is no ruling line: only its end is written, for what follows. Its corners go around
    /// what it encloses.
    fn curve(&mut self, values: &[Number<'_>], state: &State) {
        self.begin();
        for pair in values.chunks_exact(2) {
            let to = self.at(state, pair[0].value(), pair[1].value());
            self.outlined.line_to(to);
        }
        self.written(b"m", &values[values.len() - 2..]);
    }

    /// Ends a path; one without a straight line holds no ruling line, and need not be written, and
    /// what is not shown holds none either.
    fn paint(&mut self, path: Option<Path>, operators: &[&[u8]]) {
        match path {
            Some(path) if !path.straight || operators == [b"n"] || self.off > 0 => {
                self.out.truncate(path.from);
            }
            _ => operators.iter().for_each(|operator| self.put(operator)),
        }
    }

    /// Notes what a path fills or outlines, and what it cuts off.
    fn note(&mut self, path: Option<Path>, operator: &[u8], state: &mut State) {
        if path.is_none() {
            return;
        }
        let fills = matches!(operator, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*");
        let outlines = matches!(operator, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
        if matches!(operator, b"s" | b"b" | b"b*") {
            self.outlined.close();
        }
        if self.off == 0 {
            let even_odd = operator.ends_with(b"*");
            let shapes = &mut self.surface.shapes;
            if fills {
                // A pattern may leave much of what it fills free.
                let clip = match state.fill_space {
                    Space::Pattern => {
                        Some((state.clip.map_or(EVERYWHERE, |clip| clip.0), Cut::Rough))
                    }
                    _ => state.clip,
                };
                shapes.fill(&self.outlined, even_odd, state.filling(), clip);
            }
            if outlines {
                let width = state.line_width * state.scale() as f32;
                shapes.stroke(&self.outlined, width, state.outlining(), state.clip);
            }
        }
        if std::mem::take(&mut self.clips) {
            // A path without any place cuts off everything; so does one box outside of another.
            let around = self.outlined.around().unwrap_or([0.0; 4]);
            let (old, cut) = state.clip.unwrap_or((EVERYWHERE, Cut::Box));
            let clip = [
                around[0].max(old[0]),
                around[1].max(old[1]),
                around[2].min(old[2]),
                around[3].min(old[3]),
            ];
            let cut = self.surface.shapes.cut(&self.outlined, cut);
            state.clip = Some((clip, cut));
        }
    }

    fn stream(&mut self, content: &[u8], resources: &Dictionary, start: State) {
        let mut reader = Reader::new(content);
        let mut state = start;
        let mut stack: Vec<State> = Vec::new();
        // Marked stretches of content, and whether each belongs to a layer that is off.
        let mut marked: Vec<bool> = Vec::new();
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
                b"BMC" | b"BDC" => {
                    let off = operator == b"BDC" && self.is_off(&reader.operands, resources);
                    marked.push(off);
                    self.off += usize::from(off);
                }
                b"EMC" => {
                    if marked.pop() == Some(true) {
                        self.off -= 1;
                    }
                }
                _ => self.operation(operator, &reader.operands, resources, &mut state),
            }
        }
        self.off -= marked.iter().filter(|off| **off).count();
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
        let numbers = || -> Vec<f64> { values.iter().map(|value| value.value()).collect() };
        // Only a path's own operators go on with it.
        let path = self.path.take();
        if let b"n" | b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" = operator {
            self.note(path, operator, state);
        }
        match (operator, values.len()) {
            (b"m" | b"l", 2) | (b"re", 4) | (b"h", 0) => {
                self.path = path;
                self.draw(operator, values, state);
            }
            (b"c", 6) | (b"v" | b"y", 4) => {
                self.path = path;
                self.curve(values, state);
            }
            (b"W" | b"W*", 0) => {
                self.path = path;
                self.clips = true;
            }
            (b"n", 0) => self.paint(path, &[b"n"]),
            (b"S" | b"B" | b"B*", 0) => self.paint(path, &[b"S"]),
            (b"s" | b"b" | b"b*", 0) => self.paint(path, &[b"h", b"S"]),
            (b"f" | b"F" | b"f*", 0) => self.paint(path, &[b"f"]),
            (b"cm", 6) => {
                if let Ok(own) = <[f64; 6]>::try_from(numbers()) {
                    state.place(&own);
                }
                self.same(operator, values);
            }
            (b"Tm", 6)
            | (b"Td" | b"TD", 2)
            | (b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts", 1)
            | (b"BT" | b"ET" | b"T*", 0) => self.same(operator, values),
            (b"Tr", 1) => state.mode = (values[0].value() as i64 & 7) as u8,
            (b"g", 1) | (b"rg", 3) | (b"k", 4) => {
                state.fill_space = device(values.len());
                state.fill = state.fill_space.colour(&numbers());
            }
            (b"G", 1) | (b"RG", 3) | (b"K", 4) => {
                state.stroke_space = device(values.len());
                state.stroke = state.stroke_space.colour(&numbers());
            }
            (b"cs", _) => {
                let name = operands.name.as_deref().unwrap_or_default();
                state.fill_space = Space::named(self.document, resources, name);
                state.fill = state.fill_space.first();
            }
            (b"CS", _) => {
                let name = operands.name.as_deref().unwrap_or_default();
                state.stroke_space = Space::named(self.document, resources, name);
                state.stroke = state.stroke_space.first();
            }
            (b"sc" | b"scn", _) => state.fill = state.fill_space.colour(&numbers()),
            (b"SC" | b"SCN", _) => state.stroke = state.stroke_space.colour(&numbers()),
            (b"w", 1) => state.line_width = values[0].value() as f32,
            (b"BI", _) => self.picture(!operands.stencil, state),
            // A shading goes as far as nothing cuts it off.
            (b"sh", _) => {
                if let Some((clip, _)) = state.clip {
                    self.shape(clip, Outline::Rough, (None, 1.0), false, state);
                }
            }
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
                    get(self.document, states, name)?.as_dict().ok()
                });
                if let Some(setting) = setting {
                    self.setting(setting, state);
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
            (b"TJ", _) => self.show_list(&operands.list, state),
            (b"Do", _) => {
                if let Some(name) = operands.name.as_deref() {
                    self.form(name, resources, state);
                }
            }
            _ => self.path = path,
        }
    }

    /// Takes on what a dictionary of settings says (ISO 32000-1, 8.4.5).
    fn setting(&mut self, setting: &Dictionary, state: &mut State) {
        let document = self.document;
        let value = |key: &[u8]| get(document, setting, key);
        if let Some([font, size]) = value(b"Font")
            .and_then(|f| f.as_array().ok())
            .map(Vec::as_slice)
        {
            self.font(Some(font), number(size), state);
        }
        if let Some(alpha) = value(b"ca").and_then(number) {
            state.alphas.0 = alpha.clamp(0.0, 1.0) as f32;
        }
        if let Some(alpha) = value(b"CA").and_then(number) {
            state.alphas.1 = alpha.clamp(0.0, 1.0) as f32;
        }
        if let Some(width) = value(b"LW").and_then(number) {
            state.line_width = width as f32;
        }
        match value(b"SMask") {
            Some(Object::Name(_)) => state.masked = false,
            Some(_) => state.masked = true,
            None => {}
        }
        // Of several modes the first that is known counts; all know the plain one.
        let mode = match value(b"BM") {
            Some(Object::Array(modes)) => modes.first(),
            other => other,
        };
        if let Some(mode) = mode.and_then(|mode| mode.as_name().ok()) {
            state.blends = !matches!(mode, b"Normal" | b"Compatible");
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
        let Some(text) = text else { return };
        if self.has_blanks(state) {
            self.show_parted(text, state);
        } else if self.announce(state, false) {
            text.write(&mut self.out);
            self.put(b"Tj");
        }
    }

    fn show_list(&mut self, list: &[Piece<'_>], state: &State) {
        if list.is_empty() {
            return;
        }
        if self.has_blanks(state) {
            for piece in list {
                match piece {
                    Piece::Text(text) => self.show_parted(*text, state),
                    Piece::Number(number) => {
                        self.out.push(b'[');
                        self.out.extend_from_slice(number.0);
                        self.put(b"]TJ");
                    }
                }
            }
        } else if self.announce(state, false) {
            self.out.push(b'[');
            for piece in list {
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

    /// Whether the font draws nothing for some of its codes.
    fn has_blanks(&self, state: &State) -> bool {
        let font = state.font.and_then(|font| self.shelf.fonts().get(font));
        font.is_some_and(|font| font.blank.is_some())
    }

    /// Shows a text whose characters are not all drawn, those that are told apart from those that are
    /// not.
    fn show_parted(&mut self, text: Text<'_>, state: &State) {
        let bytes = text.bytes();
        let blank = |pen: &Self, byte: u8| {
            let font = state.font.and_then(|font| pen.shelf.fonts().get(font));
            font.and_then(|font| font.blank.as_ref())
                .is_some_and(|blank| blank[usize::from(byte)])
        };
        let mut rest = bytes.as_slice();
        while let Some(&first) = rest.first() {
            let own = blank(self, first);
            let end = rest.iter().position(|&byte| blank(self, byte) != own);
            let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
            if !self.announce(state, own) {
                return;
            }
            self.out.push(b'<');
            for byte in run {
                let _ = write!(self.out, "{byte:02x}");
            }
            self.put(b">Tj");
            rest = after;
        }
    }

    /// Tells the collector the ink, if it does not know it; false where there is no font.
    fn announce(&mut self, state: &State, blank: bool) -> bool {
        let Some(font) = state.font else {
            return false;
        };
        let tone = |tone: Tone, alpha: f32| Tone {
            alpha: tone.alpha * alpha,
            ..tone
        };
        let ink = Ink {
            font,
            fill: matches!(state.mode, 0 | 2 | 4 | 6).then(|| tone(state.fill, state.alphas.0)),
            stroke: matches!(state.mode, 1 | 2 | 5 | 6).then(|| tone(state.stroke, state.alphas.1)),
            after: self.surface.shapes.count,
            clip: state.clip.map(|(clip, _)| clip),
            off: self.off > 0,
            blank,
            masked: state.masked,
        };
        if self.announced != Some(ink) {
            self.announced = Some(ink);
            self.mark(INK_MARK, self.surface.inks.len());
            self.surface.inks.push(ink);
        }
        true
    }

    /// Whether marked content belongs to a layer that is off.
    fn is_off(&self, operands: &Operands<'_>, resources: &Dictionary) -> bool {
        let (Some(b"OC"), Some(name)) = (operands.name.as_deref(), operands.second.as_deref())
        else {
            return false;
        };
        get(self.document, resources, b"Properties")
            .and_then(|all| all.as_dict().ok()?.get(name).ok())
            .is_some_and(|group| self.layers.hides(self.document, group))
    }

    fn shape(
        &mut self,
        around: Box4,
        outline: Outline,
        (colour, alpha): (Option<super::ink::Rgb>, f32),
        picture: bool,
        state: &State,
    ) {
        let shape = Shape {
            order: 0,
            around,
            outline,
            colour,
            alpha,
            picture,
        };
        self.surface.shapes.add(shape, state.clip);
    }

    /// Notes a picture, which fills a unit of the content; what does not let through all of itself may
    /// not be told from what is under it.
    fn picture(&mut self, opaque: bool, state: &State) {
        if self.off > 0 {
            return;
        }
        self.pictured = true;
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        let mut path = Outlined::default();
        path.corners(corners.map(|(x, y)| self.at(state, x, y)));
        let Some(around) = path.around() else { return };
        let outline = if opaque && path.is_box() {
            Outline::Box
        } else {
            Outline::Rough
        };
        let alpha = state.alphas.0 * state.opacity();
        self.shape(around, outline, (None, alpha), true, state);
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
        let Some(stream) = resolve(document, entry).and_then(|o| o.as_stream().ok()) else {
            return;
        };
        let entry_of = |key: &[u8]| get(document, &stream.dict, key);
        let hides = |layer: &Object| self.layers.hides(document, layer);
        if stream.dict.get(b"OC").is_ok_and(hides) {
            return self.unshown(entry, resources, state);
        }
        match entry_of(b"Subtype").and_then(|kind| kind.as_name().ok()) {
            Some(b"Image") => {
                let stencil = matches!(entry_of(b"ImageMask"), Some(Object::Boolean(true)));
                let masked = entry_of(b"SMask").is_some() || entry_of(b"Mask").is_some();
                self.picture(!stencil && !masked, state);
            }
            Some(b"Form") => self.drawn(entry, &[1.0, 0.0, 0.0, 1.0, 0.0, 0.0], resources, state),
            _ => {}
        }
    }

    /// Writes out what is not shown, so that it can be told.
    fn unshown(&mut self, entry: &Object, resources: &Dictionary, state: &State) {
        let kind = resolve(self.document, entry).and_then(|o| {
            get(self.document, &o.as_stream().ok()?.dict, b"Subtype")?
                .as_name()
                .ok()
        });
        if kind == Some(b"Form") {
            self.off += 1;
            self.drawn(entry, &[1.0, 0.0, 0.0, 1.0, 0.0, 0.0], resources, state);
            self.off -= 1;
        }
    }

    /// Writes out a form, put somewhere by a matrix.
    fn drawn(&mut self, entry: &Object, at: &[f64; 6], resources: &Dictionary, state: &State) {
        let document = self.document;
        let id = entry.as_reference().ok();
        let Some(stream) = resolve(document, entry).and_then(|o| o.as_stream().ok()) else {
            return;
        };
        if self.open_forms.len() >= FORM_DEPTH || id.is_some_and(|id| self.open_forms.contains(&id))
        {
            return;
        }
        let numbers = |key: &[u8]| -> Vec<f64> {
            get(document, &stream.dict, key)
                .and_then(|list| list.as_array().ok())
                .map(|list| list.iter().filter_map(number).collect())
                .unwrap_or_default()
        };
        let own = get(document, &stream.dict, b"Resources").and_then(|o| o.as_dict().ok());
        self.open_forms.push(id.unwrap_or_default());
        self.put(b"q");
        let mut inner = *state;
        for matrix in [Some(*at), <[f64; 6]>::try_from(numbers(b"Matrix")).ok()] {
            if let Some(matrix) = matrix.filter(|m| *m != [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]) {
                inner.place(&matrix);
                self.numbers(b"cm", &matrix);
            }
        }
        if let &[x0, y0, x1, y1] = numbers(b"BBox").as_slice() {
            let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
            self.outlined.clear();
            self.outlined
                .corners(corners.map(|(x, y)| self.at(&inner, x, y)));
            self.clips = true;
            let path = Path {
                from: self.out.len(),
                straight: false,
            };
            self.note(Some(path), b"n", &mut inner);
        }
        self.stream(&plain(stream), own.unwrap_or(resources), inner);
        self.put(b"Q");
        self.open_forms.pop();
    }
}

/// The space of so many numbers without a name.
fn device(count: usize) -> Space {
    match count {
        1 => Space::Grey,
        3 => Space::Rgb,
        _ => Space::Cmyk,
    }
}
