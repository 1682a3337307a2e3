//! What the reader of a page does not see, or sees struck out, is no record, and it is told of
//! (`hidden_text`, `struck_out`).

#![allow(clippy::unwrap_used)]

use oppdrag::{Extraction, Grammar, model::Code};

/// A letter in HTML with something more at the end of its assignments.
fn page(style: &str, more: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=utf-8><style>{style}</style></head><body>
        <h1>Tildelingsbrev 2026 – Torvdirektoratet</h1>
        <p>Myr- og torvdepartementet</p>
        <h2>1 Innledning</h2><p>Departementet meddeler rammene for 2026.</p>
        <h2>2 Oppdrag</h2>
        <h3>TB2026-1 Kart over myrene</h3>
        <p>Torvdirektoratet skal kartlegge myrene.</p><p>Frist: 1. september 2026</p>
        {more}</body></html>"
    )
}

const MORE: &str = "<h3>TB2026-2 Grøfter</h3><p>Torvdirektoratet skal telle grøftene.</p>\
    <p>Frist: 5. oktober 2026</p>";

fn read(name: &str, text: &str) -> Extraction {
    oppdrag::extract(name, text.as_bytes(), &Grammar::built_in()).unwrap()
}

fn told(extraction: &Extraction, code: Code) -> Option<&str> {
    let mut found = extraction.diagnostics.iter();
    let found = found.find(|one| one.code == code);
    found.map(|one| one.message.as_str())
}

fn numbers(extraction: &Extraction) -> Vec<String> {
    let assignments = &extraction.documents[0].assignments;
    let numbers = assignments.iter().filter_map(|one| one.number.clone());
    numbers.collect()
}

#[test]
fn hidden_assignments_are_no_records_and_are_told() {
    for (style, around) in [
        ("", "<div hidden>{}</div>"),
        ("", "<div style='display:none'>{}</div>"),
        ("", "<div style='visibility: hidden'>{}</div>"),
        ("", "<div style='font-size:0'>{}</div>"),
        ("", "<div style='opacity:0'>{}</div>"),
        ("", "<div style='color:#fff;background:#fff'>{}</div>"),
        ("", "<div style='position:absolute;left:-9999px'>{}</div>"),
        ("", "<div style='text-indent:-9999px'>{}</div>"),
        ("", "<template>{}</template>"),
        ("", "<noscript>{}</noscript>"),
        (".x { display: none }", "<div class='a x'>{}</div>"),
        ("#x { visibility: hidden }", "<div id=x>{}</div>"),
        ("aside { opacity: 0 }", "<aside>{}</aside>"),
        (
            "body { background: white } .w { color: #ffffff }",
            "<div class=w>{}</div>",
        ),
        ("", "<script>{}"),
    ] {
        let text = page(style, &around.replace("{}", MORE));
        let extraction = read("brev.html", &text);
        assert_eq!(numbers(&extraction), ["TB2026-1"], "{style} {around}");
        let message = told(&extraction, Code::HiddenText);
        let message = message.unwrap_or_else(|| panic!("nothing is told of {style} {around}"));
        assert!(message.contains("Grøfter"), "{message}");
    }
    for (style, around) in [
        ("", "{}"),
        ("", "<div aria-hidden=true>{}</div>"),
        ("", "<details>{}</details>"),
        ("", "<form><div>{}</div></form>"),
        (".x { display: none }", "<div class=y>{}</div>"),
        ("@media print { div { display: none } }", "<div>{}</div>"),
        ("", "<div style='color:#fff;background:navy'>{}</div>"),
    ] {
        let text = page(style, &around.replace("{}", MORE));
        let extraction = read("brev.html", &text);
        assert_eq!(
            numbers(&extraction),
            ["TB2026-1", "TB2026-2"],
            "{style} {around}"
        );
        assert_eq!(
            told(&extraction, Code::HiddenText),
            None,
            "{style} {around}"
        );
    }
}

#[test]
fn what_is_struck_out_is_no_deadline_and_is_told() {
    let html = page(
        "",
        "<p><del>Frist: 1. mars 2026</del> <ins>Frist: 2. mars 2026</ins></p>",
    );
    let css = page(
        ".s { text-decoration: line-through }",
        "<p><span class=s>Frist: 1. mars 2026</span> Frist: 2. mars 2026</p>",
    );
    let markdown = "# Tildelingsbrev 2026 – Torvdirektoratet\n\nMyr- og torvdepartementet\n\n\
        ## 2 Oppdrag\n\n### TB2026-1 Kart over myrene\n\nTorvdirektoratet skal kartlegge myrene.\n\n\
        ~~Frist: 1. mars 2026~~ Frist: 2. mars 2026\n";
    for (name, text) in [("a.html", &html[..]), ("b.html", &css), ("c.md", markdown)] {
        let extraction = read(name, text);
        let deadlines = &extraction.documents[0].deadlines;
        let days: Vec<String> = deadlines.iter().map(|one| one.raw.clone()).collect();
        assert!(
            days.iter().any(|day| day.contains("2. mars")),
            "{name}: {days:?}"
        );
        assert!(
            !days.iter().any(|day| day.contains("1. mars")),
            "{name}: {days:?}"
        );
        let message = told(&extraction, Code::StruckOut).unwrap();
        assert!(
            message.contains("«Frist: 1. mars 2026»"),
            "{name}: {message}"
        );
        // The same letter without the line through it.
        let twin = text
            .replace("~~", "")
            .replace("del>", "b>")
            .replace("line-through", "none");
        assert_eq!(told(&read(name, &twin), Code::StruckOut), None, "{name}");
    }
}

#[test]
fn what_stands_around_the_document_is_none_of_it() {
    let around = |document: &str| {
        format!(
            "<!doctype html><html><body><a class=skip-link href=#m>Til innholdet</a>
            <div id=cookie-banner><p>Vi bruker informasjonskapsler.</p><button>Greit</button></div>
            <header class=top><a href=/>torv.no</a><form><input><button>Søk</button></form></header>
            <nav><ul><li><a href=/a>Frist: 1. april 2026</a></ul></nav>
            {document}
            <aside><p>Siste nytt: Torvdirektoratet skal flytte.</p></aside>
            <footer><p>Torvdirektoratet skal svare på telefon 22 22 22 22.</p></footer></body></html>"
        )
    };
    let text = page("", MORE);
    let body = text
        .split_once("<body>")
        .unwrap()
        .1
        .split_once("</body>")
        .unwrap()
        .0;
    for document in [
        format!("<main id=m>{body}<div class=share-buttons><a href=/x>Del</a></div></main>"),
        format!("<div role=main><article>{body}</article></div>"),
        format!("<article>{body}</article>"),
    ] {
        let extraction = read("brev.html", &around(&document));
        assert_eq!(numbers(&extraction), ["TB2026-1", "TB2026-2"]);
        assert_eq!(extraction.documents[0].deadlines.len(), 2);
        let source = oppdrag::source::read("brev.html", around(&document).as_bytes()).unwrap();
        let text = source.canonical.text();
        for word in [
            "kapsler",
            "torv.no",
            "Søk",
            "april",
            "nytt",
            "telefon",
            "Til innholdet",
        ] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    // Without any mark of what the document is, all of it is; only the menu is known to be one.
    let source = oppdrag::source::read("brev.html", around(body).as_bytes()).unwrap();
    assert!(source.canonical.text().contains("telefon"));
    assert!(source.canonical.text().contains("TB2026-2"));
    // An article that is a small part of the page is not the document.
    let text = format!("{body}<article><p>Kort.</p></article><footer>Med hilsen Eli Vik</footer>");
    let source = oppdrag::source::read("brev.html", around(&text).as_bytes()).unwrap();
    assert!(source.canonical.text().contains("TB2026-2"));
    assert!(source.canonical.text().contains("Eli Vik"));
}
