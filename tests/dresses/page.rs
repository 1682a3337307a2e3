//! A letter as a word processor holds it: blocks, before any file is made of them.

/// Words of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub bold: bool,
    /// A footnote that is called after the words.
    pub note: Option<String>,
}

/// Words of several looks, one after the other.
pub type Runs = Vec<Run>;

/// Plain words.
pub fn plain(text: impl Into<String>) -> Runs {
    vec![Run {
        text: text.into(),
        bold: false,
        note: None,
    }]
}

/// Bold words.
pub fn bold(text: impl Into<String>) -> Runs {
    vec![Run {
        text: text.into(),
        bold: true,
        note: None,
    }]
}

/// The words alone.
pub fn words(runs: &Runs) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub paragraphs: Vec<Runs>,
    /// How many columns and rows it takes.
    pub columns: usize,
    pub rows: usize,
}

impl Cell {
    /// A cell of one place.
    pub fn of(paragraphs: Vec<Runs>) -> Self {
        Self {
            paragraphs,
            columns: 1,
            rows: 1,
        }
    }

    /// A cell of plain words; none of no words.
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::of(if text.is_empty() {
            Vec::new()
        } else {
            vec![plain(text)]
        })
    }

    /// A cell of bold words.
    pub fn bold(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::of(if text.is_empty() {
            Vec::new()
        } else {
            vec![bold(text)]
        })
    }

    /// Over so many columns.
    pub fn over(mut self, columns: usize) -> Self {
        self.columns = columns;
        self
    }

    /// Over so many rows.
    pub fn down(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }
}

/// A column: its share of the width, and whether it is set to the right.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub width: usize,
    pub right: bool,
}

/// A table; a place that a cell above or to the left takes has no cell of its own.
#[derive(Clone, Debug)]
pub struct Table {
    pub columns: Vec<Column>,
    pub head: Vec<Vec<Cell>>,
    pub rows: Vec<Vec<Cell>>,
}

/// A place of the grid: a cell's first, one that a cell reaches over, or nothing.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    Cell(&'a Cell),
    Right,
    Below,
}

impl Table {
    /// The head's rows and the rows, each with a place for each column.
    pub fn grid(&self) -> Vec<Vec<Place<'_>>> {
        let mut out: Vec<Vec<Place<'_>>> = Vec::new();
        let mut down = vec![0usize; self.columns.len()];
        for row in self.head.iter().chain(&self.rows) {
            let mut places = Vec::new();
            let mut cells = row.iter();
            while places.len() < self.columns.len() {
                let at = places.len();
                if down[at] > 0 {
                    down[at] -= 1;
                    places.push(Place::Below);
                    continue;
                }
                let Some(cell) = cells.next() else {
                    static EMPTY: Cell = Cell {
                        paragraphs: Vec::new(),
                        columns: 1,
                        rows: 1,
                    };
                    places.push(Place::Cell(&EMPTY));
                    continue;
                };
                places.push(Place::Cell(cell));
                down[at] = cell.rows - 1;
                for _ in 1..cell.columns {
                    places.push(Place::Right);
                }
            }
            out.push(places);
        }
        out
    }
}

/// A block of the page.
#[derive(Clone, Debug)]
pub enum Block {
    Letterhead(String),
    /// Lines that stand below each other.
    Lines(Vec<String>),
    /// The reference line: titles above, what they are below.
    References(Vec<(String, String)>),
    /// The ministry's own address: columns of lines.
    Address(Vec<Vec<String>>),
    Title(String),
    /// A heading of a level from 1.
    Heading(usize, String),
    Paragraph(Runs),
    /// Items by their printed marker; a bullet has «•».
    Items(Vec<(String, Runs)>),
    /// Field name and what it holds, set out to the right.
    Fields(Vec<(String, Runs)>),
    Table(Table),
    Caption(String),
    /// Two runs of blocks side by side.
    Beside(Vec<Block>, Vec<Block>),
    Signatures(Vec<(String, String)>),
    Small(String),
}

/// A letter.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub blocks: Vec<Block>,
    /// What stands at the foot of page 1.
    pub foot: Option<Vec<Vec<String>>>,
    /// What stands at the head of the pages from 2 on.
    pub running: Option<String>,
}
