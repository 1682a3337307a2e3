//! HTML, as browsers read it: an agency's web page, what a word processor or a converter saves, a mail.
//!
//! The [`tree`] is that of the standard; the [`page`] tells the document from what stands around it; the
//! style sheets tell what is shown. What is not shown is left out, and told.

mod page;
mod tree;

use super::css::{self, Colour, Declaration, Declared, Display, Length, Sheets};
use super::flow::{Flow, Marks};
use super::unseen::Why;
use super::{Canonical, Note};
use std::collections::HashSet;
use tree::{DOCUMENT, Element, Id, Step, Tree, What};

/// Reads a page.
pub(super) fn read(text: &str) -> (Canonical, Vec<Note>) {
    let tree = tree::parse(text);
    let sheets = sheets(&tree);
    let aside = page::aside(&tree);
    let mut reader = Reader {
        linked: linked(&tree),
        tree: &tree,
        sheets,
        aside,
        frames: frames(&tree),
        flow: Flow::collapsing(),
        open: Vec::new(),
        tables: Vec::new(),
        marker: Marker::None,
    };
    reader.read();
    if let Some(swallowed) = &tree.swallowed {
        reader.flow.paragraph_end();
        reader.flow.unseen(Why::Hidden, swallowed);
    }
    reader.flow.finish()
}

/// The rules of the page's own sheets, as far as they are for a screen.
fn sheets(tree: &Tree) -> Sheets {
    let mut sheets = Sheets::default();
    for step in tree.walk(DOCUMENT) {
        if let Step::Begin(node) = step
            && let Some(element) = tree.element(node)
            && element.name() == "style"
        {
            let media = element.attribute("media").unwrap_or_default();
            let mut sheet: String = tree
                .children(node)
                .filter_map(|child| match tree.what(child) {
                    What::Text(text) => Some(&**text),
                    _ => None,
                })
                .collect();
            if !media.is_empty() {
                sheet = format!("@media {media} {{{sheet}}}");
            }
            sheets.add(&sheet);
        }
    }
    sheets
}

/// Whether the page asks for a sheet that does not come with it.
fn linked(tree: &Tree) -> bool {
    tree.walk(DOCUMENT).any(|step| match step {
        Step::Begin(node) => tree.element(node).is_some_and(|element| {
            element.name() == "link"
                && element.attribute("rel").is_some_and(|rel| {
                    rel.split_ascii_whitespace()
                        .any(|word| word.eq_ignore_ascii_case("stylesheet"))
                })
        }),
        Step::End(_) => false,
    })
}

/// An element and its place, for selectors.
#[derive(Clone, Copy)]
struct Placed<'a> {
    tree: &'a Tree,
    node: Id,
    element: &'a Element,
}

impl css::Selected for Placed<'_> {
    fn name(&self) -> &str {
        self.element.name()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.element.attribute(name)
    }

    fn around(&self) -> Option<Self> {
        let node = self.tree.around(self.node)?;
        Some(Self {
            tree: self.tree,
            node,
            element: self.tree.element(node)?,
        })
    }
}

/// How text is set where it stands.
#[derive(Debug, Clone, Copy)]
struct Look {
    /// An element around it is not shown at all.
    hidden: bool,
    /// `visibility`
    visible: bool,
    /// The size of its type in pixels.
    size: f32,
    /// Its colour and that of what lies behind, as far as they are stated.
    colour: Option<Colour>,
    behind: Option<Colour>,
    bold: bool,
    struck: bool,
    /// Its children are blocks whatever they are.
    flex: bool,
}

impl Look {
    /// Why its words are left out, if they are.
    fn unseen(self, canvas: Option<Colour>) -> Option<Why> {
        let faint = match (self.colour, self.behind.or(canvas)) {
            (Some(Colour::Transparent), _) => true,
            (Some(Colour::Plain(own)), Some(Colour::Plain(behind))) => css::alike(own, behind),
            _ => false,
        };
        if self.hidden || !self.visible || self.size < 2.0 || faint {
            Some(Why::Hidden)
        } else {
            self.struck.then_some(Why::Struck)
        }
    }
}

/// What the end of an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Nothing,
    Paragraph,
    Heading,
    List,
    Item,
    Table,
    Cell,
    Preformatted,
    Raised,
}

struct Reader<'a> {
    tree: &'a Tree,
    sheets: Sheets,
    aside: Vec<bool>,
    /// The page asks for sheets that are not here.
    linked: bool,
    flow: Flow,
    /// The elements that are open.
    open: Vec<(Look, Ends)>,
    /// The tables that are open.
    tables: Vec<Open>,
    /// Tables that are none.
    frames: HashSet<Id>,
    marker: Marker,
}

/// A table that is open.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    /// It lays a page out, and is read as blocks.
    frame: bool,
    /// A row of it has had a cell that is no head's.
    data: bool,
    /// The row at work is one of its head.
    head: bool,
}

/// The mark of a list item of Word, which stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    None,
    /// It comes next, for an item of this depth.
    Awaited(u8),
    /// The blanks after it come next.
    Passed,
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        let mut walk = self.tree.walk(DOCUMENT);
        while let Some(step) = walk.next() {
            match step {
                Step::Begin(node) => match self.tree.what(node) {
                    What::Text(text) => self.text(text),
                    What::Element(element) => {
                        let shown = !self.aside[node as usize] && self.begin(node, element);
                        if !shown {
                            walk.pass(node);
                        }
                    }
                    What::Other => {}
                },
                Step::End(node) => {
                    if let Some(element) = self.tree.element(node)
                        && !self.aside[node as usize]
                        && !page::is_silent(element.name())
                    {
                        self.end();
                    }
                }
            }
        }
    }

    fn look(&self) -> Look {
        self.open.last().map_or(
            Look {
                hidden: false,
                visible: true,
                size: 16.0,
                colour: None,
                behind: None,
                bold: false,
                struck: false,
                flex: false,
            },
            |(look, _)| *look,
        )
    }

    /// What a page is printed on where nothing tells: white, unless its own sheets are missing.
    fn canvas(&self) -> Option<Colour> {
        let known = !self.linked && !self.sheets.paints_unknown;
        known.then_some(Colour::Plain([255; 3]))
    }

    fn text(&mut self, text: &str) {
        let look = self.look();
        if let Some(why) = look.unseen(self.canvas()) {
            self.flow.unseen(why, text);
            return;
        }
        if self.marker != Marker::None && self.mark(text) {
            return;
        }
        self.flow.set_bold(look.bold);
        // Marks within words that no reader sees: where a line may end, and where it may not.
        const UNSEEN: [char; 4] = ['\u{ad}', '\u{200b}', '\u{feff}', '\u{2060}'];
        if text.contains(UNSEEN) {
            self.flow.text(&text.replace(UNSEEN, ""));
        } else {
            self.flow.text(text);
        }
    }

    /// The mark of a list item of Word: signs of its fonts for signs are dots. Whether the text was no
    /// more than that.
    fn mark(&mut self, text: &str) -> bool {
        let words = text.trim();
        match self.marker {
            Marker::Awaited(_) if words.is_empty() => true,
            Marker::Passed if words.is_empty() => true,
            Marker::Awaited(depth) => {
                let sign = words.chars().count() == 1
                    && words.contains(['·', '§', 'o', 'Ø', 'ü', 'v', 'q', '●', '•', '▪', '-', '–']);
                let label = words.chars().count() <= 8 && words.ends_with(['.', ')', ':']);
                if sign {
                    self.flow.item(usize::from(depth), "- ".to_owned());
                } else if label {
                    self.flow.text(words);
                    self.flow.text(" ");
                }
                self.marker = match sign || label {
                    true => Marker::Passed,
                    false => Marker::None,
                };
                sign || label
            }
            _ => {
                self.marker = Marker::None;
                false
            }
        }
    }

    /// An element begins; whether there is anything to be read in it.
    fn begin(&mut self, node: Id, element: &'a Element) -> bool {
        let name = element.name();
        if page::is_silent(name) {
            return false;
        }
        let placed = Placed {
            tree: self.tree,
            node,
            element,
        };
        let declared = self.sheets.declared(&placed, &hints(element));
        let around = self.look();
        let mut look = look(element, &declared, around);
        // What frames a page, or a box of words, is no head of columns.
        if name == "th" && !self.in_table() {
            look.bold = declared.bold.unwrap_or(around.bold);
        }
        let display = declared.display.unwrap_or_else(|| display(name));
        if look.hidden || around.hidden {
            // Nothing of its form counts, only how much it says.
            self.open.push((look, Ends::Nothing));
            return true;
        }
        let ends = self.form(node, element, &declared, display, around.flex);
        self.open.push((look, ends));
        true
    }

    /// Tells the flow of an element that begins; what its end will end.
    fn form(
        &mut self,
        node: Id,
        element: &'a Element,
        declared: &Declared,
        display: Display,
        in_flex: bool,
    ) -> Ends {
        let name = element.name();
        let number = |name: &str| {
            let value = element.attribute(name)?.trim();
            // As browsers read it: what follows the figures is no matter.
            let end = value
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(value.len());
            value[..end].parse::<u32>().ok()
        };
        let block = !matches!(display, Display::Inline | Display::Contents) || in_flex;
        match name {
            "br" => {
                self.flow.line_end();
                return Ends::Nothing;
            }
            "hr" => {
                self.flow.rule();
                return Ends::Nothing;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flow.heading(Some(name.as_bytes()[1] - b'0'));
                return Ends::Heading;
            }
            "ul" | "menu" | "dir" => {
                let marks = declared.marks.unwrap_or(Marks::Bullet);
                // A list without marks by its tag may have numbers by its style.
                let numbered = !matches!(marks, Marks::Bullet | Marks::None);
                self.flow.list(numbered.then_some(1), marks);
                return Ends::List;
            }
            "ol" => {
                let own = Marks::of_type(element.attribute("type"));
                let marks = declared.marks.unwrap_or(own);
                self.flow.list(Some(number("start").unwrap_or(1)), marks);
                return Ends::List;
            }
            "li" => {
                let own = element.attribute("type").map(|kind| match kind {
                    "disc" | "circle" | "square" => Marks::Bullet,
                    kind => Marks::of_type(Some(kind)),
                });
                let own = declared.marks.or(own);
                self.flow.list_item(number("value"), own);
                return Ends::Item;
            }
            "table" => {
                let frame = self.frames.contains(&node);
                self.tables.push(Open {
                    frame,
                    ..Open::default()
                });
                if frame {
                    self.flow.paragraph_end();
                } else {
                    self.flow.table();
                }
                return Ends::Table;
            }
            "tr" if self.in_table() => {
                self.flow.row();
                self.row(node);
                return Ends::Nothing;
            }
            "td" | "th" if self.in_table() => {
                let head = self.tables.last().is_some_and(|table| table.head);
                self.flow.cell_start(
                    number("colspan").unwrap_or(1),
                    // As many as come, where it is nought.
                    match number("rowspan").unwrap_or(1) {
                        0 => u32::MAX,
                        rows => rows,
                    },
                    head && element.attribute("scope") != Some("row"),
                );
                return Ends::Cell;
            }
            "sup" => {
                self.flow.raised(true);
                return Ends::Raised;
            }
            "pre" | "listing" | "xmp" | "plaintext" => {
                self.flow.paragraph_end();
                self.flow.preformatted(true);
                return Ends::Preformatted;
            }
            _ => {}
        }
        if element.attribute("role") == Some("heading") {
            let level = number("aria-level").unwrap_or(2).clamp(1, 6);
            self.flow.heading(Some(level as u8));
            return Ends::Heading;
        }
        if let Some(depth) = word_list(element) {
            self.flow.item(usize::from(depth), String::new());
            self.marker = Marker::Awaited(depth);
            return Ends::Item;
        }
        if block && declared.preformatted == Some(true) {
            self.flow.paragraph_end();
            self.flow.preformatted(true);
            return Ends::Preformatted;
        }
        if block {
            self.flow.paragraph_end();
            return Ends::Paragraph;
        }
        Ends::Nothing
    }

    /// The element that began last and is not ended yet ends.
    fn end(&mut self) {
        let Some((_, ends)) = self.open.pop() else {
            return;
        };
        match ends {
            Ends::Nothing => {}
            Ends::Paragraph => self.flow.paragraph_end(),
            Ends::Heading => self.flow.heading(None),
            Ends::List => self.flow.list_end(),
            Ends::Item => {
                self.marker = Marker::None;
                self.flow.item_end();
            }
            Ends::Raised => self.flow.raised(false),
            Ends::Table => match self.tables.pop() {
                Some(table) if table.frame => self.flow.paragraph_end(),
                _ => self.flow.table_end(),
            },
            Ends::Cell => self.flow.cell_end(),
            Ends::Preformatted => {
                self.flow.paragraph_end();
                self.flow.preformatted(false);
            }
        }
    }

    /// Whether the innermost table is read as one.
    fn in_table(&self) -> bool {
        self.tables.last().is_some_and(|table| !table.frame)
    }

    /// A row begins: one of its table's head stands in `<thead>`, or comes first and has `<th>` alone.
    fn row(&mut self, row: Id) {
        let group = self
            .tree
            .around(row)
            .and_then(|group| self.tree.element(group));
        let first = group.is_some_and(|group| group.name() == "thead");
        let is = |cell: Id, name: &str| {
            let cell = self.tree.element(cell);
            cell.is_some_and(|cell| cell.name() == name)
        };
        let heads = self.tree.children(row).any(|cell| is(cell, "th"))
            && !self.tree.children(row).any(|cell| is(cell, "td"));
        if let Some(table) = self.tables.last_mut() {
            table.data |= !heads && !first;
            table.head = first || heads && !table.data;
        }
    }
}

/// Tables that are no tables but the frame of what stands in them: they say so, they have one cell, or
/// they hold the headings of the document.
fn frames(tree: &Tree) -> HashSet<Id> {
    let mut frames = HashSet::new();
    // Of every open table: its cells, and whether the document's headings stand in it.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for step in tree.walk(DOCUMENT) {
        let (Step::Begin(node) | Step::End(node)) = step;
        let Some(element) = tree.element(node) else {
            continue;
        };
        let begins = matches!(step, Step::Begin(_));
        match element.name() {
            "table" if begins => open.push((0, false)),
            "table" => {
                let Some((cells, holds)) = open.pop() else {
                    continue;
                };
                let says = matches!(element.attribute("role"), Some("presentation" | "none"));
                if says || holds || cells == 1 {
                    frames.insert(node);
                }
                if let Some(outer) = open.last_mut() {
                    outer.1 |= holds;
                }
            }
            "td" | "th" if begins => {
                if let Some(table) = open.last_mut() {
                    table.0 += 1;
                }
            }
            "h1" | "h2" | "main" | "article" if begins => {
                if let Some(table) = open.last_mut() {
                    table.1 = true;
                }
            }
            _ => {}
        }
    }
    frames
}

/// How text in an element is set.
fn look(element: &Element, declared: &Declared, around: Look) -> Look {
    let name = element.name();
    let size = match declared.size {
        None => around.size,
        Some(Length::Pixels(pixels)) => pixels,
        Some(Length::Em(ems)) => ems * around.size,
        Some(Length::Percent(share)) => share / 100.0 * around.size,
    };
    let display = declared.display.unwrap_or_else(|| display(name));
    let bold = declared.bold.unwrap_or(match name {
        "b" | "strong" | "th" => true,
        _ => around.bold,
    });
    let strikes = declared
        .struck
        .unwrap_or(matches!(name, "del" | "s" | "strike"));
    Look {
        hidden: around.hidden || display == Display::None || declared.hides(size),
        visible: declared.visible.unwrap_or(around.visible),
        size,
        colour: declared.colour.or(around.colour),
        behind: match declared.background {
            None | Some(Colour::Transparent) => around.behind,
            stated => stated,
        },
        bold,
        // A line through words goes through all that stands in them.
        struck: around.struck || strikes,
        flex: display == Display::Flex,
    }
}

/// What its attributes declare for an element, below all sheets ([HTML], 15.2).
///
/// [HTML]: https://html.spec.whatwg.org/multipage/rendering.html#presentational-hints
fn hints(element: &Element) -> Vec<Declaration> {
    let mut hints = Vec::new();
    let colour = |name: &str| {
        let value = element.attribute(name)?.trim().to_ascii_lowercase();
        let bare = value.trim_start_matches('#');
        css::hex_colour(bare).or_else(|| css::colour(&value))
    };
    let closed = element.name() == "dialog" && element.attribute("open").is_none();
    if element.attribute("hidden").is_some() || closed {
        hints.push(Declaration::Display(Display::None));
    }
    hints.extend(colour("bgcolor").map(Declaration::Background));
    match element.name() {
        "font" => hints.extend(colour("color").map(Declaration::Colour)),
        "body" => hints.extend(colour("text").map(Declaration::Colour)),
        _ => {}
    }
    if element.attribute("background").is_some() {
        hints.push(Declaration::Background(Colour::Unknown));
    }
    hints
}

/// What box an element makes by the standard's own sheet ([HTML], 15.3), scripts being run.
///
/// [HTML]: https://html.spec.whatwg.org/multipage/rendering.html#non-replaced-elements
fn display(name: &str) -> Display {
    match name {
        "template" | "noscript" | "iframe" | "noembed" | "noframes" | "canvas" | "video"
        | "audio" => Display::None,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd"
        | "details" | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption"
        | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header"
        | "hgroup" | "hr" | "html" | "legend" | "li" | "listing" | "main" | "menu" | "nav"
        | "ol" | "optgroup" | "p" | "plaintext" | "pre" | "search" | "section" | "summary"
        | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" | "ul" | "xmp" => {
            Display::Block
        }
        _ => Display::Inline,
    }
}

/// The depth of a paragraph that Word shows as an item of a list: its style names the list's level, or
/// its class is that of such paragraphs.
fn word_list(element: &Element) -> Option<u8> {
    let style = element.attribute("style")?;
    if let Some((_, list)) = style.split_once("mso-list:") {
        let list = list.split(';').next().unwrap_or_default();
        let (_, level) = list.split_once("level")?;
        let level: u8 = level.chars().next()?.to_digit(10)? as u8;
        return Some(level.saturating_sub(1));
    }
    let class = element.attribute("class").unwrap_or_default();
    (class.starts_with("MsoListParagraph") && style.contains("text-indent:-")).then(|| {
        let margin = style
            .split_once("margin-left:")
            .and_then(|(_, margin)| margin.split(['.', 'p', 'c']).next()?.trim().parse().ok())
            .unwrap_or(36u32);
        (margin / 36).saturating_sub(1).min(8) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::markdown::tests::shown;

    #[test]
    fn blocks_and_tables() {
        let html = "<!doctype html><html><head><title>Nei</title></head><body><nav>Meny</nav>\
            <h2>Mål &amp; krav</h2>\n<p>Frist   er\n<b>1.&nbsp;mai</b>.<br>Slutt</p>\
            <ul><li>en<ul><li>indre</ul></li><li>to</li></ul><ol><li>først<li>b) så</ol>\
            <table><caption>Tabell</caption><tr><th>Kap.<th>Sum</tr>\
            <tr><td rowspan=2>732<td>10</tr><tr><td><p>20</p><p>30</p></td></tr></table>";
        assert_eq!(
            shown(&read(html).0),
            "h2 | Mål & krav .\n\
             | Frist er 1.\u{a0}mai.\n\
             | Slutt .\n\
             i0 | - en .\n\
             i1 | - indre .\n\
             i0 | - to .\n\
             i0 | 1. først .\n\
             i0 | b) så .\n\
             | Tabell .\n\
             0/0/0 b | Kap. .\n\
             0/0/1 b | Sum .\n\
             0/1/0 | 732 .\n\
             0/1/1 | 10 .\n\
             0/2/1 | 20 .\n\
             0/2/1 | 30 .\n"
        );
    }

    #[test]
    fn broken_markup_is_text() {
        for (html, expected) in [
            ("1 < 2 & 3", "| 1 < 2 & 3 .\n"),
            ("<p>a<td>b</table></li>c", "| abc .\n"),
            ("<table><td>a<td>b", "0/0/0 | a .\n0/0/1 | b .\n"),
            ("", ""),
        ] {
            assert_eq!(shown(&read(html).0), expected, "{html}");
        }
    }

    #[test]
    fn broad_cells_move_the_column_on() {
        let html = "<table><tr><td colspan=2 rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f</table>\
            <p></p><table><tr><td>g<td>h<td>i</table><hr><table><tr><td>j<td>k<td>l</table>";
        assert_eq!(
            shown(&read(html).0),
            "0/0/0 | a .\n0/0/2 | b .\n0/1/2 | c .\n0/2/0 | d .\n0/2/1 | e .\n0/2/2 | f .\n\
             0/3/0 | g .\n0/3/1 | h .\n0/3/2 | i .\n1/0/0 | j .\n1/0/1 | k .\n1/0/2 | l .\n"
        );
    }
}
