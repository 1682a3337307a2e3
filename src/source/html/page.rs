//! What on a page is the document, and what stands around it: menus, heads and feet of the site, forms,
//! banners, buttons to share it. The page's own marks tell (elements of [HTML] 4.3, roles of ARIA,
//! names of classes as templates of web sites have them); where there are none, all of it is the
//! document. A mark that would leave out more than such things are is not believed.
//!
//! [HTML]: https://html.spec.whatwg.org/multipage/sections.html

use super::tree::{DOCUMENT, Element, Id, Step, Tree, What};

/// What stands in a node, all in all.
#[derive(Debug, Clone, Copy, Default)]
struct Measure {
    /// Letters and digits.
    letters: u32,
    /// Of them in links and buttons.
    linked: u32,
    /// Elements that a document is made of: headings, tables, articles.
    weighty: bool,
    /// Paragraphs.
    paragraphs: u32,
    /// Menus and fields of forms.
    controls: u32,
}

/// Elements that hold no text to be read, shown or not.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "head"
            | "title"
            | "svg"
            | "textarea"
            | "select"
            | "option"
            | "datalist"
            | "input"
            | "nav"
            | "rp"
    )
}

/// Which nodes stand around the document; what stands in them does, too.
pub(super) fn aside(tree: &Tree) -> Vec<bool> {
    let measures = measures(tree);
    let whole = measures[DOCUMENT as usize].letters;
    let document = document(tree, &measures);
    let mut aside = vec![false; tree.len()];
    // How many elements are open that hold the document, or are it.
    let mut inside = 0u32;
    // Names of the elements that are open and give a head or foot an owner.
    let mut owners = 0u32;
    let mut titles = 0u32;
    let mut walk = tree.walk(DOCUMENT);
    while let Some(step) = walk.next() {
        match step {
            Step::Begin(node) => {
                let Some(element) = tree.element(node) else {
                    continue;
                };
                let name = element.name();
                if Some(node) == document {
                    inside += 1;
                }
                let own = measures[node as usize];
                let holds = document.is_some_and(|document| contains(tree, node, document));
                let place = Place {
                    outside: document.is_some() && inside == 0,
                    owned: owners > 0,
                    titled: titles > 0,
                };
                if !holds && stands_aside(element, own, whole, place) {
                    aside[node as usize] = true;
                    walk.pass(node);
                }
                owners += u32::from(is_owner(name));
                titles += u32::from(is_title(name));
            }
            Step::End(node) => {
                if let Some(element) = tree.element(node) {
                    inside -= u32::from(Some(node) == document);
                    owners -= u32::from(is_owner(element.name()));
                    titles -= u32::from(is_title(element.name()));
                }
            }
        }
    }
    aside
}

/// Where an element stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Beside the element that is the document.
    outside: bool,
    /// In an article or section, whose head or foot it is.
    owned: bool,
    /// In a title, which may be a button that opens what stands below.
    titled: bool,
}

fn is_owner(name: &str) -> bool {
    matches!(name, "article" | "section" | "main" | "td" | "blockquote")
}

fn is_title(name: &str) -> bool {
    matches!(
        name,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" | "th"
    )
}

/// Whether `node` is `other` or stands around it.
fn contains(tree: &Tree, node: Id, other: Id) -> bool {
    std::iter::successors(Some(other), |&at| tree.around(at)).any(|at| at == node)
}

fn measures(tree: &Tree) -> Vec<Measure> {
    let mut measures = vec![Measure::default(); tree.len()];
    let mut links = 0u32;
    let mut walk = tree.walk(DOCUMENT);
    let linked = |element: &Element| matches!(element.name(), "a" | "button");
    while let Some(step) = walk.next() {
        match step {
            Step::Begin(node) => match tree.what(node) {
                What::Text(text) => {
                    let letters = text.chars().filter(|c| c.is_alphanumeric()).count() as u32;
                    measures[node as usize].letters = letters;
                    measures[node as usize].linked = letters * u32::from(links > 0);
                }
                What::Element(element) => {
                    links += u32::from(linked(element));
                    let name = element.name();
                    let own = &mut measures[node as usize];
                    own.weighty = matches!(
                        name,
                        "main" | "article" | "table" | "h1" | "h2" | "h3" | "h4"
                    );
                    own.paragraphs = u32::from(name == "p");
                    own.controls = u32::from(matches!(
                        name,
                        "nav" | "form" | "input" | "button" | "select" | "textarea"
                    ));
                    // What a menu holds is no measure of the page.
                    if is_silent(name) || name == "template" {
                        walk.pass(node);
                    }
                }
                What::Other => {}
            },
            Step::End(node) => {
                if let Some(element) = tree.element(node) {
                    links -= u32::from(linked(element));
                }
                let own = measures[node as usize];
                if node != DOCUMENT
                    && let Some(around) = tree.around(node)
                {
                    let around = &mut measures[around as usize];
                    around.letters += own.letters;
                    around.linked += own.linked;
                    around.weighty |= own.weighty;
                    around.paragraphs += own.paragraphs;
                    around.controls += own.controls;
                }
            }
        }
    }
    measures
}

/// The element that is the document: the main one, or the only article, if most of the page's text
/// stands there.
fn document(tree: &Tree, measures: &[Measure]) -> Option<Id> {
    let (mut main, mut article): (Vec<Id>, Vec<Id>) = Default::default();
    let mut walk = tree.walk(DOCUMENT);
    while let Some(step) = walk.next() {
        let Step::Begin(node) = step else { continue };
        let Some(element) = tree.element(node) else {
            continue;
        };
        if element.name() == "main" || element.attribute("role") == Some("main") {
            main.push(node);
            walk.pass(node);
        } else if element.name() == "article" {
            article.push(node);
            walk.pass(node);
        }
    }
    let whole = measures[DOCUMENT as usize].letters;
    let found = if main.is_empty() { article } else { main };
    match found[..] {
        [node] => (measures[node as usize].letters * 2 >= whole).then_some(node),
        _ => None,
    }
}

/// How many letters a banner, a menu or a row of buttons may have.
const SMALL: u32 = 2000;

fn stands_aside(element: &Element, own: Measure, whole: u32, place: Place) -> bool {
    let name = element.name();
    let role = element.attribute("role").unwrap_or_default();
    // Half of the page is no ornament.
    let little = own.letters * 2 <= whole && own.letters <= 4 * SMALL;
    let mostly_links = own.linked * 2 >= own.letters;
    match name {
        "html" | "body" | "main" | "article" => return false,
        "nav" => return true,
        "button" | "input" => return !place.titled,
        "label" => return element.attribute("for").is_some() && !place.titled,
        // The whole page may stand in one.
        "form" => return !own.weighty && own.paragraphs == 0 && little,
        "header" | "footer" => {
            let site = place.outside
                || !place.owned && (own.controls > 0 || mostly_links && own.letters > 0);
            if site && little {
                return true;
            }
        }
        "aside" if little && (place.outside || mostly_links) => return true,
        _ => {}
    }
    match role {
        "navigation" | "search" | "menu" | "menubar" | "toolbar" | "doc-backlink" => {
            return little;
        }
        "banner" | "contentinfo" | "complementary" if place.outside => return little,
        _ => {}
    }
    if own.letters > SMALL || !little || own.weighty {
        return false;
    }
    let named = |wanted: &[&str]| {
        [element.attribute("class"), element.attribute("id")]
            .into_iter()
            .flatten()
            .any(|names| {
                // Most names hold none of them, not even as a part.
                let small = names.to_ascii_lowercase();
                wanted.iter().any(|word| small.contains(word))
                    && words(names)
                        .iter()
                        .any(|word| wanted.contains(&word.as_str()))
            })
    };
    let links = mostly_links && own.linked > 0 || name == "a";
    links && named(MENUS) || named(CONSENT)
}

/// Names of what asks for consent.
const CONSENT: &[&str] = &["cookie", "cookies", "consent", "gdpr"];
/// Names of what leads elsewhere.
const MENUS: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "share",
    "sharing",
    "social",
    "addthis",
    "skip",
    "skiplink",
    "toolbar",
    "pagination",
];

/// The words of a class or id: `site-header__nav`, `siteHeader`.
fn words(names: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in names.chars().take(400) {
        let parts = !c.is_alphanumeric() || c.is_uppercase() && small;
        if parts {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(last) = words.last_mut()
        {
            last.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    words
}
