//! The boxes, shapes and pictures of a page that may stand under its text, or over it.

use super::ink::Rgb;

/// How many corners one shape may have.
const EDGES: usize = 4096;

/// How many shapes of a page are kept; the smallest go first, since they can hide the least.
const SHAPES: usize = 4000;

/// What is thinner than this, in points, hides no text.
const THIN: f32 = 1.5;

/// A place, or an edge of a box, from the page's upper left corner.
pub type Box4 = [f32; 4];

/// How surely a shape fills what is inside it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outline {
    /// It fills its box.
    Box,
    /// It fills what these edges enclose; by the even-odd rule, if so.
    Edges(Vec<[f32; 4]>, bool),
    /// It stands somewhere within its box.
    Rough,
}

/// How surely nothing inside a clip's box is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Nothing is.
    Box,
    /// What stands outside of some edges is, by their number.
    Edges(usize),
    /// Something may be.
    Rough,
}

/// What is not cut off.
pub type Clip = (Box4, Cut);

/// How many clips of a page that are no boxes are kept.
const CUTS: usize = 500;

/// Something that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// How many shapes were drawn before it.
    pub order: u32,
    /// Left, upper, right and lower edge.
    pub around: Box4,
    /// What of that it fills.
    pub outline: Outline,
    /// Its colour, where it has one.
    pub colour: Option<Rgb>,
    /// How opaque it is, from 0 to 1.
    pub alpha: f32,
    /// It is a picture.
    pub picture: bool,
}

impl Shape {
    /// Whether it may cover a place.
    pub fn is_at(&self, (x, y): (f32, f32)) -> bool {
        let [x0, y0, x1, y1] = self.around;
        if !(x >= x0 && x <= x1 && y >= y0 && y <= y1) {
            return false;
        }
        match &self.outline {
            Outline::Edges(edges, even_odd) => encloses(edges, *even_odd, (x, y)),
            Outline::Box | Outline::Rough => true,
        }
    }

    /// Whether it covers all that it may cover.
    pub fn is_sure(&self) -> bool {
        self.outline != Outline::Rough
    }
}

/// Whether a place stands inside some edges (ISO 32000-1, 8.5.3.3).
fn encloses(edges: &[[f32; 4]], even_odd: bool, (x, y): (f32, f32)) -> bool {
    let (mut turns, mut crossings) = (0_i32, 0_u32);
    for &[x0, y0, x1, y1] in edges {
        if (y0 <= y) == (y1 <= y) {
            continue;
        }
        let at = x0 + (y - y0) / (y1 - y0) * (x1 - x0);
        if at > x {
            crossings += 1;
            turns += if y1 > y0 { 1 } else { -1 };
        }
    }
    if even_odd {
        crossings % 2 == 1
    } else {
        turns != 0
    }
}

/// A path while it is drawn, in places of the page.
#[derive(Debug, Clone)]
pub struct Outlined {
    around: Box4,
    edges: Vec<[f32; 4]>,
    start: (f32, f32),
    last: (f32, f32),
    /// It has more edges than are kept.
    rough: bool,
    /// All of it are boxes along the page's edges.
    boxes: bool,
    count: usize,
}

impl Default for Outlined {
    fn default() -> Self {
        Self {
            around: [f32::MAX, f32::MAX, f32::MIN, f32::MIN],
            edges: Vec::new(),
            start: (0.0, 0.0),
            last: (0.0, 0.0),
            rough: false,
            boxes: true,
            count: 0,
        }
    }
}

impl Outlined {
    /// Forgets what was drawn.
    pub fn clear(&mut self) {
        let mut edges = std::mem::take(&mut self.edges);
        edges.clear();
        *self = Self {
            edges,
            ..Self::default()
        };
    }

    fn reach(&mut self, (x, y): (f32, f32)) {
        let [x0, y0, x1, y1] = self.around;
        self.around = [x0.min(x), y0.min(y), x1.max(x), y1.max(y)];
    }

    fn edge(&mut self, from: (f32, f32), to: (f32, f32)) {
        if self.edges.len() < EDGES {
            self.edges.push([from.0, from.1, to.0, to.1]);
        } else {
            self.rough = true;
        }
    }

    /// Begins a new part.
    pub fn move_to(&mut self, to: (f32, f32)) {
        self.close();
        (self.start, self.last) = (to, to);
    }

    /// Draws a line, or what is nearly one.
    pub fn line_to(&mut self, to: (f32, f32)) {
        self.count += 1;
        self.boxes = false;
        self.reach(self.last);
        self.reach(to);
        self.edge(self.last, to);
        self.last = to;
    }

    /// Goes back to where the part began.
    pub fn close(&mut self) {
        if self.last != self.start {
            self.edge(self.last, self.start);
            self.last = self.start;
        }
    }

    /// Draws a box by its corners, in order.
    pub fn corners(&mut self, corners: [(f32, f32); 4]) {
        self.close();
        self.count += 1;
        for at in 0..4 {
            self.reach(corners[at]);
            self.edge(corners[at], corners[(at + 1) % 4]);
        }
        let [a, b, c, _] = corners;
        let along =
            |p: (f32, f32), q: (f32, f32)| (p.0 - q.0).abs() < 0.01 || (p.1 - q.1).abs() < 0.01;
        self.boxes &= along(a, b) && along(b, c);
        (self.start, self.last) = (corners[0], corners[0]);
    }

    /// The box around all of it; none where there is nothing.
    pub fn around(&self) -> Option<Box4> {
        (self.count > 0).then_some(self.around)
    }

    /// Whether it is one box and nothing else.
    pub fn is_box(&self) -> bool {
        self.boxes && self.count == 1 || self.is_drawn_box()
    }

    /// Whether all its boxes are drawn in one direction, so that none is a hole in another.
    fn turns_alike(&self) -> bool {
        let turn = |box4: &[[f32; 4]]| {
            let ([x0, y0, x1, y1], [_, _, x2, y2]) = (box4[0], box4[1]);
            (x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1) > 0.0
        };
        let mut turns = self.edges.chunks_exact(4).map(turn);
        let first = turns.next();
        turns.all(|turn| Some(turn) == first)
    }

    /// Whether four lines along the page's edges make a box.
    fn is_drawn_box(&self) -> bool {
        let along = |[x0, y0, x1, y1]: &[f32; 4]| (x0 - x1).abs() < 0.01 || (y0 - y1).abs() < 0.01;
        let [x0, y0, x1, y1] = self.around;
        self.edges.len() == 4
            && self.edges.iter().all(along)
            && self.edges.iter().all(|e| {
                let at_edge = |v: f32, a: f32, b: f32| (v - a).abs() < 0.01 || (v - b).abs() < 0.01;
                at_edge(e[0], x0, x1) && at_edge(e[1], y0, y1)
            })
    }
}

/// The shapes of a page, in the order in which they are drawn.
#[derive(Debug, Clone, Default)]
pub struct Shapes {
    /// Those that are kept.
    pub kept: Vec<Shape>,
    /// How many were drawn.
    pub count: u32,
    /// The edges of clips that are no boxes.
    cuts: Vec<Vec<[f32; 4]>>,
}

impl Shapes {
    /// How surely a path cuts nothing off inside of its box, where this was so before.
    pub fn cut(&mut self, path: &Outlined, before: Cut) -> Cut {
        match before {
            _ if path.is_box() => before,
            Cut::Box if !path.rough && path.edges.len() < 300 && self.cuts.len() < CUTS => {
                let mut edges = path.edges.clone();
                if path.last != path.start {
                    edges.push([path.last.0, path.last.1, path.start.0, path.start.1]);
                }
                self.cuts.push(edges);
                Cut::Edges(self.cuts.len() - 1)
            }
            _ => Cut::Rough,
        }
    }

    /// Adds a shape within what is not cut off.
    pub fn add(&mut self, shape: Shape, clip: Option<Clip>) {
        let mut shape = shape;
        if let Some((clip, cut)) = clip {
            let [x0, y0, x1, y1] = shape.around;
            shape.around = [
                x0.max(clip[0]),
                y0.max(clip[1]),
                x1.min(clip[2]),
                y1.min(clip[3]),
            ];
            match (cut, &shape.outline) {
                (Cut::Box, _) => {}
                // A box is inside of the edges, or is cut off by them.
                (Cut::Edges(at), Outline::Box) => {
                    shape.outline = self
                        .cuts
                        .get(at)
                        .map_or(Outline::Rough, |edges| Outline::Edges(edges.clone(), false));
                }
                _ => shape.outline = Outline::Rough,
            }
        }
        let [x0, y0, x1, y1] = shape.around;
        // Also where a number is none.
        if !(x1 - x0 > THIN && y1 - y0 > THIN && shape.alpha > 0.01) {
            return;
        }
        shape.order = self.count;
        self.count += 1;
        if self.kept.len() >= 2 * SHAPES {
            let mut by_size: Vec<usize> = (0..self.kept.len()).collect();
            let area = |at: &usize| {
                let [x0, y0, x1, y1] = self.kept[*at].around;
                (x1 - x0) * (y1 - y0)
            };
            by_size.sort_by(|a, b| area(b).total_cmp(&area(a)));
            let mut keep = vec![false; self.kept.len()];
            by_size.iter().take(SHAPES).for_each(|&at| keep[at] = true);
            let mut keep = keep.into_iter();
            self.kept.retain(|_| keep.next().unwrap_or(false));
        }
        self.kept.push(shape);
    }

    /// Adds what a path fills.
    pub fn fill(
        &mut self,
        path: &Outlined,
        even_odd: bool,
        (colour, alpha): (Option<Rgb>, f32),
        clip: Option<Clip>,
    ) {
        let Some(around) = path.around() else { return };
        let shape = |around: Box4, outline: Outline| Shape {
            order: 0,
            around,
            outline,
            colour,
            alpha,
            picture: false,
        };
        // Boxes one by one, since most of them are cells of a table.
        if path.boxes && !path.rough && (path.count == 1 || !even_odd && path.turns_alike()) {
            for corners in path.edges.chunks_exact(4) {
                let [a, b] = [corners[0], corners[2]];
                let around = [
                    a[0].min(b[0]),
                    a[1].min(b[1]),
                    a[0].max(b[0]),
                    a[1].max(b[1]),
                ];
                self.add(shape(around, Outline::Box), clip);
            }
            return;
        }
        let outline = if path.rough {
            Outline::Rough
        } else if path.is_box() {
            Outline::Box
        } else {
            let mut edges = path.edges.clone();
            if path.last != path.start {
                edges.push([path.last.0, path.last.1, path.start.0, path.start.1]);
            }
            Outline::Edges(edges, even_odd)
        };
        self.add(shape(around, outline), clip);
    }

    /// Adds the thick lines of a path as the boxes that they are.
    pub fn stroke(
        &mut self,
        path: &Outlined,
        width: f32,
        (colour, alpha): (Option<Rgb>, f32),
        clip: Option<Clip>,
    ) {
        const THICK: f32 = 3.0;
        if width.is_nan() || width <= THICK || path.edges.len() > 64 {
            return;
        }
        for &[x0, y0, x1, y1] in &path.edges {
            let half = width / 2.0;
            let (lying, standing) = ((y0 - y1).abs() < 0.01, (x0 - x1).abs() < 0.01);
            let (h, v) = if lying { (0.0, half) } else { (half, 0.0) };
            if lying == standing {
                continue;
            }
            let around = [
                x0.min(x1) - h,
                y0.min(y1) - v,
                x0.max(x1) + h,
                y0.max(y1) + v,
            ];
            let shape = Shape {
                order: 0,
                around,
                outline: Outline::Box,
                colour,
                alpha,
                picture: false,
            };
            self.add(shape, clip);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(points: &[(f32, f32)]) -> Outlined {
        let mut path = Outlined::default();
        path.move_to(points[0]);
        points[1..].iter().for_each(|&to| path.line_to(to));
        path.close();
        path
    }

    fn filled(path: &Outlined, even_odd: bool) -> Shape {
        let mut shapes = Shapes::default();
        shapes.fill(path, even_odd, (Some([0.0; 3]), 1.0), None);
        shapes.kept.remove(0)
    }

    #[test]
    fn a_shape_covers_what_it_encloses() {
        let triangle = filled(&path(&[(0.0, 0.0), (100.0, 0.0), (0.0, 100.0)]), false);
        assert!(triangle.is_at((20.0, 20.0)) && !triangle.is_at((80.0, 80.0)));
        let square = filled(
            &path(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]),
            false,
        );
        assert_eq!(square.outline, Outline::Box);
    }

    #[test]
    fn a_frame_has_a_hole() {
        let mut frame = Outlined::default();
        frame.corners([(0.0, 0.0), (90.0, 0.0), (90.0, 90.0), (0.0, 90.0)]);
        frame.corners([(30.0, 30.0), (60.0, 30.0), (60.0, 60.0), (30.0, 60.0)]);
        let shape = filled(&frame, true);
        assert!(shape.is_at((10.0, 10.0)) && !shape.is_at((45.0, 45.0)));
    }

    #[test]
    fn the_largest_of_too_many_are_kept() {
        let mut shapes = Shapes::default();
        for n in 0..3 * SHAPES {
            let size = if n == 5 { 500.0 } else { 2.0 };
            let mut path = Outlined::default();
            path.corners([(0.0, 0.0), (size, 0.0), (size, size), (0.0, size)]);
            shapes.fill(&path, false, (None, 1.0), None);
        }
        assert!(shapes.kept.len() <= 2 * SHAPES);
        assert!(shapes.kept.iter().any(|shape| shape.order == 5));
        assert_eq!(shapes.count as usize, 3 * SHAPES);
        // What has no place has no shape.
        let mut path = Outlined::default();
        path.corners([(f32::NAN, 0.0); 4]);
        shapes.fill(&path, false, (None, 1.0), None);
        assert_eq!(shapes.count as usize, 3 * SHAPES);
    }
}
