//! The tree of a page, as browsers build it ([HTML], 13.2): html5ever parses, an arena holds. Nothing
//! here recurses, whatever the depth.
//!
//! The standard lets a page of a few bytes become a tree that grows with their square: elements that
//! are never closed, marks of emphasis that every paragraph opens anew, thousands of attributes. A
//! [`Guard`] stands between the tokens and the tree and keeps all of these within bounds that no page
//! comes near; what it holds back is markup, never text.
//!
//! [HTML]: https://html.spec.whatwg.org/multipage/parsing.html

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A node's number in its tree.
pub(super) type Id = u32;

/// No node.
const NONE: Id = Id::MAX;
/// The document itself.
pub(super) const DOCUMENT: Id = 0;

/// A node.
#[derive(Debug)]
struct Node {
    around: Id,
    first: Id,
    last: Id,
    before: Id,
    after: Id,
    depth: u32,
    what: What,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum What {
    Element(Element),
    Text(StrTendril),
    /// The document, a comment, the contents of a template.
    Other,
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    name: Rc<QualName>,
    attributes: Vec<Attribute>,
    /// The contents of a template, which stand in no tree.
    contents: Id,
}

impl Element {
    /// Its name in small letters; that of another language's element (SVG, MathML) as it is there.
    pub fn name(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|own| &*own.name.local == name);
        found.map(|own| &*own.value)
    }
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// What stands in a tag, a comment or a raw element that nothing closes: it is not shown.
    pub swallowed: Option<String>,
}

impl Tree {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What a node is.
    pub fn what(&self, node: Id) -> &What {
        &self.nodes[node as usize].what
    }

    /// The element that a node is.
    pub fn element(&self, node: Id) -> Option<&Element> {
        match self.what(node) {
            What::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The node around one.
    pub fn around(&self, node: Id) -> Option<Id> {
        known(self.nodes[node as usize].around)
    }

    /// Its first child; the contents of a template are its children here.
    pub fn first(&self, node: Id) -> Option<Id> {
        let own = &self.nodes[node as usize];
        match &own.what {
            What::Element(element) if element.contents != NONE => {
                known(self.nodes[element.contents as usize].first)
            }
            _ => known(own.first),
        }
    }

    /// The child after one.
    pub fn after(&self, node: Id) -> Option<Id> {
        known(self.nodes[node as usize].after)
    }

    /// Its children.
    pub fn children(&self, node: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.first(node), |&child| self.after(child))
    }

    /// All that stands in a node, in reading order: every node as it begins, and as it ends.
    pub fn walk(&self, root: Id) -> Walk<'_> {
        Walk {
            tree: self,
            root,
            next: Some(Step::Begin(root)),
        }
    }
}

fn known(node: Id) -> Option<Id> {
    (node != NONE).then_some(node)
}

/// A step through a tree.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A node begins; [`Walk::pass`] leaves its children out.
    Begin(Id),
    /// It ends.
    End(Id),
}

/// Goes through a tree.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    tree: &'a Tree,
    root: Id,
    next: Option<Step>,
}

impl Walk<'_> {
    /// Leaves out the children of the node that began last; it ends next.
    pub fn pass(&mut self, node: Id) {
        self.next = Some(Step::End(node));
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.next = match step {
            Step::Begin(node) => match self.tree.first(node) {
                Some(child) => Some(Step::Begin(child)),
                None => Some(Step::End(node)),
            },
            Step::End(node) if node == self.root => None,
            Step::End(node) => match self.tree.after(node) {
                Some(next) => Some(Step::Begin(next)),
                None => {
                    // A template's contents have no node around them: the walk knows its way back.
                    let around = self.tree.nodes[node as usize].around;
                    let owner = match self.tree.what(around) {
                        What::Other if around != DOCUMENT => {
                            self.tree.nodes[around as usize].around
                        }
                        _ => around,
                    };
                    Some(Step::End(owner))
                }
            },
        };
        Some(step)
    }
}

/// Parses a page.
pub(super) fn parse(text: &str) -> Tree {
    let sink = Sink::new();
    let options = TreeBuilderOpts {
        // What stands in `<noscript>` is read as elements, and then left out.
        scripting_enabled: false,
        drop_doctype: true,
        ..TreeBuilderOpts::default()
    };
    let guard = Guard {
        builder: TreeBuilder::new(sink, options),
        held: RefCell::default(),
        open: RefCell::default(),
        renamed: RefCell::default(),
        starts: Cell::new(0),
        plain: Cell::new(false),
        raw: RefCell::default(),
        cut: Cell::new(None),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    let feed = |piece: &str| {
        // Tendrils count their bytes in 32 bits.
        let mut rest = piece;
        while !rest.is_empty() {
            let mut end = rest.len().min(1 << 20);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            input.push_back(StrTendril::from_slice(&rest[..end]));
            rest = &rest[end..];
            // A script is a step at which a browser would stop; nothing is run here.
            while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        }
    };
    let mut from = 0;
    for cut in overfull(text) {
        feed(&text[from..cut.start]);
        from = cut.end;
    }
    feed(&text[from..]);
    tokenizer.end();
    let guard = tokenizer.sink;
    let swallowed = guard.swallowed(text);
    let mut tree = guard.builder.sink.finish();
    tree.swallowed = swallowed;
    tree
}

/// Attributes that a tag may have; each is compared with all before it.
const MOST_ATTRIBUTES: usize = 500;

/// The parts of tags that hold attributes beyond the number that one may have.
fn overfull(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut cuts = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        at += found + 1;
        let name = at + usize::from(bytes.get(at) == Some(&b'/'));
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut count, mut value, mut quote) = (0, false, None);
        let mut space = false;
        let mut too_many = None;
        at = name;
        while let Some(&byte) = bytes.get(at) {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'>') => break,
                (None, b'"' | b'\'') if value => quote = Some(byte),
                // An attribute begins after a blank, a stroke or a value in quotation marks.
                (None, _) if !byte.is_ascii_whitespace() && byte != b'/' && space => {
                    count += 1;
                    if count > MOST_ATTRIBUTES && too_many.is_none() {
                        too_many = Some(at);
                    }
                }
                _ => {}
            }
            let blank = byte.is_ascii_whitespace();
            value = quote.is_none() && (byte == b'=' || value && blank);
            space = quote.is_none() && !value && (blank || matches!(byte, b'/' | b'"' | b'\''));
            at += 1;
        }
        cuts.extend(too_many.map(|from| from..at));
    }
    cuts
}

/// How deep elements may stand in each other: Chromium's limit.
const MOST_DEEP: u32 = 512;
/// Elements of emphasis that may be open at once.
const MOST_EMPHASIS: usize = 48;
/// Nodes of one page.
const MOST_NODES: usize = 6_000_000;

/// Stands between the tokens and the tree.
struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    /// Names of elements that were too deep to be opened, and are not closed yet.
    held: RefCell<Vec<LocalName>>,
    /// Names of the elements of emphasis that are open.
    open: RefCell<Vec<LocalName>>,
    /// Names of those that were made plain elements.
    renamed: RefCell<Vec<LocalName>>,
    /// Start tags so far.
    starts: Cell<usize>,
    /// Every element of emphasis is made a plain one from here on.
    plain: Cell<bool>,
    /// The element with raw text that is open.
    raw: RefCell<Option<LocalName>>,
    /// The text ended inside a tag or a comment.
    cut: Cell<Option<Cut>>,
}

/// Where a text may end too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Tag,
    Comment,
}

/// Elements whose marks the standard opens anew in every paragraph until they are closed.
fn emphasises(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// Elements whose content is text to their end tag.
fn is_raw(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("xmp")
            | local_name!("plaintext")
    )
}

impl Guard {
    /// The tag as it is to be built; none where it is held back.
    fn judged(&self, mut tag: Tag) -> Option<Tag> {
        let sink = &self.builder.sink;
        let span = || LocalName::from("span");
        if tag.kind == TagKind::EndTag {
            if self.held.borrow().last() == Some(&tag.name) {
                self.held.borrow_mut().pop();
                return None;
            }
            if emphasises(&tag.name) {
                let mut renamed = self.renamed.borrow_mut();
                if renamed.last() == Some(&tag.name) {
                    renamed.pop();
                    tag.name = span();
                } else {
                    let mut open = self.open.borrow_mut();
                    if let Some(at) = open.iter().rposition(|name| *name == tag.name) {
                        open.remove(at);
                    }
                }
            }
            return Some(tag);
        }
        self.starts.set(self.starts.get() + 1);
        if is_raw(&tag.name) {
            return Some(tag);
        }
        if sink.nodes.borrow().len() > MOST_NODES {
            return None;
        }
        // Elements without an end may stand at any depth.
        if sink.depth.get() >= MOST_DEEP {
            let void = matches!(
                &*tag.name,
                "br" | "hr" | "img" | "input" | "wbr" | "col" | "meta" | "link" | "area" | "embed"
            );
            if !void {
                self.held.borrow_mut().push(tag.name);
                return None;
            }
        }
        if emphasises(&tag.name) {
            let full = self.open.borrow().len() >= MOST_EMPHASIS || self.plain.get();
            if full {
                self.renamed.borrow_mut().push(tag.name.clone());
                tag.name = span();
            } else {
                self.open.borrow_mut().push(tag.name.clone());
            }
        }
        Some(tag)
    }

    /// Closes what is open of emphasis, where the standard opens it again and again.
    fn close_emphasis(&self, line: u64) {
        let made = self.builder.sink.made.get();
        if self.plain.get() || made < 10_000 + 4 * self.starts.get() {
            return;
        }
        self.plain.set(true);
        for name in self.open.take().into_iter().rev() {
            let tag = Tag {
                kind: TagKind::EndTag,
                name,
                self_closing: false,
                attrs: Vec::new(),
                had_duplicate_attributes: false,
            };
            let _ = self.builder.process_token(Token::TagToken(tag), line);
        }
    }

    /// What the end of the text swallowed.
    fn swallowed(&self, text: &str) -> Option<String> {
        let words = |from: usize| {
            let words: String = text[from..].chars().take(2000).collect();
            words.contains(char::is_alphanumeric).then_some(words)
        };
        match (self.cut.get(), &*self.raw.borrow()) {
            (Some(Cut::Comment), _) => words(text.rfind("<!--")? + 4),
            (Some(Cut::Tag), _) => words(tag_left_open(text)?),
            (None, Some(name)) => {
                // An open script is one that shows nothing of what follows it.
                let small = text.to_ascii_lowercase();
                words(small.rfind(&format!("<{name}"))?)
            }
            (None, None) => {
                // A declaration that nothing closes is a comment to the end.
                let tail = text.rfind('>').map_or(0, |at| at + 1);
                let open = text[tail..].find("<!").or_else(|| text[tail..].find("<?"));
                words(tail + open? + 2)
            }
        }
    }
}

/// Where the name of the tag ends in which a text ends.
fn tag_left_open(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let start = at + found + 1;
        at = start;
        let bytes = text.as_bytes();
        let name = start + usize::from(bytes.get(start) == Some(&b'/'));
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut value, mut quote) = (false, None);
        let mut end = name;
        loop {
            let Some(&byte) = bytes.get(end) else {
                return Some(start);
            };
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'>') => break,
                (None, b'"' | b'\'') if value => quote = Some(byte),
                _ => {}
            }
            value = quote.is_none() && (byte == b'=' || value && byte.is_ascii_whitespace());
            end += 1;
        }
        at = end;
    }
    None
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let token = match token {
            Token::TagToken(tag) => {
                let opens = tag.kind == TagKind::StartTag && is_raw(&tag.name);
                *self.raw.borrow_mut() = opens.then(|| tag.name.clone());
                match self.judged(tag) {
                    Some(tag) => Token::TagToken(tag),
                    None => return TokenSinkResult::Continue,
                }
            }
            Token::ParseError(message) => {
                if let Some(state) = message.strip_prefix("Saw EOF in state ") {
                    let tag = ["TagName", "Attribute", "SelfClosing"];
                    if state.starts_with("Comment") {
                        self.cut.set(Some(Cut::Comment));
                    } else if tag.iter().any(|name| state.contains(name)) {
                        self.cut.set(Some(Cut::Tag));
                    }
                }
                return TokenSinkResult::Continue;
            }
            token => token,
        };
        let result = self.builder.process_token(token, line);
        self.close_emphasis(line);
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// What the tree builder knows of a node.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// Builds the arena.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// The name of what has none.
    nameless: Rc<QualName>,
    /// How deep the element at work stands, as near as its events tell.
    depth: Cell<u32>,
    /// Elements made so far.
    made: Cell<usize>,
}

impl Sink {
    fn new() -> Self {
        let sink = Self {
            nodes: RefCell::default(),
            nameless: Rc::new(QualName::new(None, ns!(), LocalName::from(""))),
            depth: Cell::new(0),
            made: Cell::new(0),
        };
        sink.make(What::Other);
        sink
    }

    fn make(&self, what: What) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            around: NONE,
            first: NONE,
            last: NONE,
            before: NONE,
            after: NONE,
            depth: 0,
            what,
        });
        (nodes.len() - 1) as Id
    }

    fn handle(&self, id: Id) -> Handle {
        Handle {
            id,
            name: self.nameless.clone(),
        }
    }

    /// Takes a node out of its place.
    fn detach(&self, node: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let own = &mut nodes[node as usize];
        let (around, before, after) = (own.around, own.before, own.after);
        (own.around, own.before, own.after) = (NONE, NONE, NONE);
        if before != NONE {
            nodes[before as usize].after = after;
        } else if around != NONE {
            nodes[around as usize].first = after;
        }
        if after != NONE {
            nodes[after as usize].before = before;
        } else if around != NONE {
            nodes[around as usize].last = before;
        }
    }

    /// Puts a node before another, or last in `around`.
    fn insert(&self, around: Id, node: Id, after: Id) {
        self.detach(node);
        let mut nodes = self.nodes.borrow_mut();
        let before = match after {
            NONE => nodes[around as usize].last,
            after => nodes[after as usize].before,
        };
        let depth = nodes[around as usize].depth + 1;
        let own = &mut nodes[node as usize];
        (own.around, own.before, own.after, own.depth) = (around, before, after, depth);
        match before {
            NONE => nodes[around as usize].first = node,
            before => nodes[before as usize].after = node,
        }
        match after {
            NONE => nodes[around as usize].last = node,
            after => nodes[after as usize].before = node,
        }
        if matches!(nodes[node as usize].what, What::Element(_)) {
            self.depth.set(depth);
        }
    }

    /// Puts text or a node before `after`, or last in `around`; text goes on with text.
    fn put(&self, around: Id, after: Id, child: NodeOrText<Handle>) {
        let text = match child {
            NodeOrText::AppendNode(node) => return self.insert(around, node.id, after),
            NodeOrText::AppendText(text) => text,
        };
        let before = {
            let nodes = self.nodes.borrow();
            match after {
                NONE => nodes[around as usize].last,
                after => nodes[after as usize].before,
            }
        };
        if before != NONE
            && let What::Text(words) = &mut self.nodes.borrow_mut()[before as usize].what
            // Tendrils count their bytes in 32 bits.
            && words.len() < 1 << 24
        {
            words.push_tendril(&text);
            return;
        }
        let node = self.make(What::Text(text));
        self.insert(around, node, after);
    }

    fn around(&self, node: Id) -> Id {
        self.nodes.borrow()[node as usize].around
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Tree {
        Tree {
            nodes: self.nodes.into_inner(),
            swallowed: None,
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.handle(DOCUMENT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> Handle {
        let name = Rc::new(name);
        let contents = if flags.template {
            self.make(What::Other)
        } else {
            NONE
        };
        let id = self.make(What::Element(Element {
            name: name.clone(),
            attributes,
            contents,
        }));
        if contents != NONE {
            self.nodes.borrow_mut()[contents as usize].around = id;
        }
        self.made.set(self.made.get() + 1);
        Handle { id, name }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.handle(self.make(What::Other))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.handle(self.make(What::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, NONE, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before: &Handle,
        child: NodeOrText<Handle>,
    ) {
        match self.around(element.id) {
            NONE => self.put(before.id, NONE, child),
            around => self.put(around, element.id, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Handle) {
        let depth = self.nodes.borrow()[node.id as usize].depth;
        self.depth.set(depth.saturating_sub(1));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        let own = &nodes[target.id as usize];
        let (contents, depth) = match &own.what {
            What::Element(element) if element.contents != NONE => (element.contents, own.depth),
            _ => (target.id, own.depth),
        };
        nodes[contents as usize].depth = depth;
        self.handle(contents)
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        match self.around(sibling.id) {
            NONE => {}
            around => self.put(around, sibling.id, child),
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        if let What::Element(element) = &mut self.nodes.borrow_mut()[target.id as usize].what {
            for attribute in attributes {
                if element.attributes.len() < MOST_ATTRIBUTES
                    && !element
                        .attributes
                        .iter()
                        .any(|own| own.name == attribute.name)
                {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        loop {
            let first = self.nodes.borrow()[node.id as usize].first;
            if first == NONE {
                return;
            }
            self.insert(parent.id, first, NONE);
        }
    }
}
