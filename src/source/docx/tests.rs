//! Documents made for it: small ones of one trait each, and those made to do harm.

use super::super::{Canonical, Source, SourceError, read};
use crate::model::Code;
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const SPACES: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
    xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' \
    xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
    xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:x='urn:else'";

/// A package of a body and other parts: kind, root element, content.
fn package(body: &str, parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut relations = String::new();
    let mut files = Vec::new();
    for (at, (kind, root, inner)) in parts.iter().enumerate() {
        let _ = write!(
            relations,
            "<Relationship Id='r{at}' Type='http://x/{kind}' Target='{kind}.xml'/>"
        );
        let text = if root.is_empty() {
            (*inner).to_owned()
        } else {
            format!("<w:{root} {SPACES}>{inner}</w:{root}>")
        };
        files.push((format!("word/{kind}.xml"), text));
    }
    let space = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related = |inner: &str| format!("<Relationships xmlns='{space}'>{inner}</Relationships>");
    files.push((
        "[Content_Types].xml".into(),
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>".into(),
    ));
    files.push((
        "_rels/.rels".into(),
        related(
            "<Relationship Id='a' Type='http://x/officeDocument' Target='/word/document.xml'/>",
        ),
    ));
    files.push(("word/_rels/document.xml.rels".into(), related(&relations)));
    let body = if body.starts_with("<?") {
        body.to_owned()
    } else {
        format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>")
    };
    files.push(("word/document.xml".into(), body));
    zipped(&files)
}

fn zipped(files: &[(String, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .expect("a file");
        zip.write_all(text.as_bytes()).expect("its bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

fn source(body: &str, parts: &[(&str, &str, &str)]) -> Source {
    read("x.docx", &package(body, parts)).expect("a document")
}

/// Every line on one: its heading, item, cell, how far that reaches, weight, words.
fn shown(text: &Canonical) -> String {
    let mut shown = String::new();
    for line in text.lines() {
        let style = &line.style;
        if let Some(level) = style.heading {
            let _ = write!(shown, "h{level} ");
        }
        if let Some(depth) = style.item {
            let _ = write!(shown, "i{depth} ");
        }
        if let Some(cell) = line.cell {
            let _ = write!(shown, "{}/{}/{} ", cell.table, cell.row, cell.column);
            if (line.reach.rows, line.reach.columns) != (1, 1) {
                let _ = write!(shown, "{}x{} ", line.reach.rows, line.reach.columns);
            }
            if line.reach.head {
                shown.push_str("head ");
            }
        }
        if style.bold {
            shown.push_str("b ");
        }
        if style.lead > 0 {
            let _ = write!(shown, "b{} ", style.lead);
        }
        shown.push_str(text.line_text(line));
        shown.push('\n');
    }
    shown
}

fn lines(body: &str) -> String {
    shown(&source(body, &[]).canonical)
}

fn codes(source: &Source) -> Vec<Code> {
    source.notes.iter().map(|note| note.code).collect()
}

/// A paragraph of a run, with properties of both.
fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text, ""))
}

fn r(text: &str, properties: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

fn cell(properties: &str, inner: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>")
}

fn row(properties: &str, cells: &[String]) -> String {
    format!(
        "<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>",
        cells.concat()
    )
}

fn table(widths: &[u32], rows: &[String]) -> String {
    let grid: String = widths
        .iter()
        .map(|width| format!("<w:gridCol w:w='{width}'/>"))
        .collect();
    format!(
        "<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>",
        rows.concat()
    )
}

#[test]
fn letters_and_what_stands_between_them() {
    let body = format!(
        "<w:p>{}{}{}</w:p><w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>\
         <w:r><w:tab/><w:t>Ref</w:t><w:tab/><w:t>Dato</w:t><w:br/><w:t>a</w:t><w:noBreakHyphen/>\
         <w:t>b</w:t><w:softHyphen/><w:t>c\u{ad}d  </w:t></w:r></w:p>\
         <w:p><w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t xml:space='preserve'> 3 &amp; 4</w:t></w:r>\
         <w:sdt><w:sdtPr><w:alias w:val='nei'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>\
         <x:wrap>{}</x:wrap><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>{}",
        r("Fet tittel. ", "<w:b/>"),
        r("Teksten 420", ""),
        r("2", "<w:vertAlign w:val='superscript'/>"),
        r(" fem", ""),
        r(" seks", ""),
        p("")
    );
    assert_eq!(
        lines(&body),
        "b11 Fet tittel. Teksten 420 2\nRef\tDato\na-bcd\n≥ 3 & 4 fem seksx\n"
    );
}

#[test]
fn bold_is_what_styles_and_runs_make_it() {
    let styles = "<w:style w:type='paragraph' w:styleId='F'><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:type='character' w:styleId='S'><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:type='paragraph' w:styleId='O'><w:name w:val='heading 2'/></w:style>";
    let of = |style: &str, run: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{}</w:p>",
            r("x", run)
        )
    };
    let body = of("F", "")
        + &of("F", "<w:b w:val='0'/>")
        + &of("F", "<w:rStyle w:val='S'/>")
        + &of("N", "<w:rStyle w:val='S'/>")
        + &of("O", "");
    let read = source(&body, &[("styles", "styles", styles)]);
    assert_eq!(shown(&read.canonical), "b x\nx\nx\nb x\nh2 x\n");
}

#[test]
fn numbers_and_marks_of_lists_are_printed() {
    let level = |at: u32, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>\
             <w:lvlText w:val='{text}'/><w:pPr><w:ind w:left='{}'/></w:pPr></w:lvl>",
            720 * (at + 1)
        )
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId='0'>{}{}{}</w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
        level(0, "decimal", "%1."),
        level(1, "lowerLetter", "%2)"),
        level(2, "bullet", "•")
    );
    let styles = "<w:style w:type='paragraph' w:styleId='H'><w:name w:val='heading 1'/><w:pPr>\
        <w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>";
    let item = |level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>{}</w:p>",
            if text.is_empty() {
                String::new()
            } else {
                r(text, "")
            }
        )
    };
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr>{}</w:p>{}{}{}{}{}{}",
        r("Mål", "<w:b/>"),
        item(1, "en"),
        item(2, "punkt"),
        item(2, "– typet"),
        item(1, "to"),
        table(
            &[1, 2],
            &[row("", &[cell("", &item(0, "")), cell("", &p("Kart"))])]
        ),
        item(0, "tre")
    );
    let read = source(
        &body,
        &[
            ("styles", "styles", styles),
            ("numbering", "numbering", &numbering),
        ],
    );
    assert_eq!(
        shown(&read.canonical),
        "h1 b 1. Mål\ni0 a) en\ni1 - punkt\ni1 – typet\ni0 b) to\n0/0/0 2.\n0/0/1 Kart\ni0 3. tre\n"
    );
}

#[test]
fn cells_reach_as_far_as_they_are_merged() {
    let down = |begins: bool| {
        let value = if begins { " w:val='restart'" } else { "" };
        format!("<w:vMerge{value}/>")
    };
    let wide = "<w:gridSpan w:val='2'/>";
    let inner = table(&[1, 2], &[row("", &[cell("", &p("i")), cell("", &p("j"))])]);
    let body = table(
        &[1, 2, 3],
        &[
            row(
                "<w:tblHeader/>",
                &[cell("", &p("Nr.")), cell(wide, &p("Oppdrag"))],
            ),
            row(
                "",
                &[
                    cell(&down(true), &p("1")),
                    cell("", &p("")),
                    cell("", &(p("a") + &p("b"))),
                ],
            ),
            row(
                "<w:tblHeader/>",
                &[cell(&down(false), &p("")), cell(wide, &(inner + &p("k")))],
            ),
            row("<w:gridBefore w:val='2'/>", &[cell("", &p("sist"))]),
        ],
    );
    assert_eq!(
        lines(&body),
        "0/0/0 head Nr.\n0/0/1 1x2 head Oppdrag\n0/1/0 2x1 1\n0/1/2 a\n0/1/2 b\n\
         0/2/1 1x2 i\n0/2/1 1x2 j\n0/2/1 1x2 k\n0/3/2 sist\n"
    );
}

#[test]
fn a_frame_is_no_table_and_tables_part_where_the_page_shows_it() {
    let two = |a: &str| table(&[1, 2], &[row("", &[cell("", &p(a)), cell("", &p("x"))])]);
    let frame = table(
        &[9],
        &[row(
            "",
            &[cell("", &(p("ramme") + &two("inni") + &p("ut")))],
        )],
    );
    let page = "<w:p><w:r><w:br w:type='page'/></w:r></w:p>";
    let body =
        frame + &two("a") + &two("b") + &p("") + &two("c") + page + &two("d") + &p("t") + &two("e");
    assert_eq!(
        lines(&body),
        "ramme\n0/0/0 inni\n0/0/1 x\nut\n1/0/0 a\n1/0/1 x\n1/1/0 b\n1/1/1 x\n2/0/0 c\n2/0/1 x\n\
         2/1/0 d\n2/1/1 x\nt\n3/0/0 e\n3/0/1 x\n"
    );
}

#[test]
fn changes_count_as_accepted_and_are_told() {
    let mark = |change: &str| format!("<w:pPr><w:rPr><w:{change} w:id='1'/></w:rPr></w:pPr>");
    let del = |text: &str| format!("<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>");
    let body = format!(
        "{}<w:p>{}{}<w:ins>{}</w:ins></w:p><w:p>{}{}</w:p><w:p>{}{}</w:p><w:p>{}</w:p>\
         <w:moveFrom>{}</w:moveFrom>{}",
        p("står"),
        r("innen ", ""),
        del("1. mai"),
        r("1. juni", ""),
        mark("del"),
        del("borte"),
        mark("del"),
        r("to ", ""),
        r("blir ett", ""),
        p("flyttet"),
        table(
            &[1, 2],
            &[
                row("", &[cell("", &p("a")), cell("", &p("b"))]),
                row("<w:del/>", &[cell("", &p("c")), cell("", &p("d"))]),
                row("", &[cell("<w:cellDel/>", &p("e")), cell("", &p("f"))]),
            ]
        )
    );
    let read = source(&body, &[]);
    assert_eq!(
        shown(&read.canonical),
        "står\ninnen 1. juni\nto blir ett\n0/0/0 a\n0/0/1 b\n0/1/0 f\n"
    );
    assert_eq!(codes(&read), [Code::TrackedChanges]);
    let told = &read.notes[0].message;
    assert!(
        told.contains("1 insertion, 6 deletions, 1 move that") && told.contains("paragraphs 2, 3"),
        "{told}"
    );
    assert_eq!(codes(&source(&p("står"), &[])), []);
}

#[test]
fn what_no_reader_sees_is_told_and_left_out() {
    let white = "<w:color w:val='FEFEFE'/>";
    let dark = "<w:shd w:val='clear' w:color='auto' w:fill='003366'/>";
    for (run, shows) in [
        ("<w:vanish/>", false),
        ("<w:vanish w:val='0'/>", true),
        ("<w:webHidden/>", true),
        ("<w:sz w:val='2'/>", false),
        ("<w:sz w:val='12'/>", true),
        ("<w:w w:val='1'/>", false),
        (white, false),
        ("<w:color w:val='auto'/>", true),
        (&format!("{white}{dark}"), true),
        ("<w:color w:val='003366'/><w:shd w:fill='003366'/>", false),
    ] {
        let read = source(&format!("<w:p>{}{}</w:p>", r("vist", ""), r("x", run)), &[]);
        let expected = if shows { "vistx\n" } else { "vist\n" };
        assert_eq!(shown(&read.canonical), expected, "{run}");
        assert_eq!(codes(&read).is_empty(), shows, "{run}");
    }
    let far = "<w:pPr><w:ind w:left='20000'/></w:pPr>";
    let low = "<w:pPr><w:spacing w:line='2' w:lineRule='exact'/></w:pPr>";
    let body = p("vist")
        + &format!(
            "<w:p>{low}{}</w:p><w:p>{far}{}</w:p>",
            r("lav", ""),
            r("fjern", "")
        )
        + &table(
            &[1, 2],
            &[
                row(
                    "",
                    &[
                        cell(dark, &format!("<w:p>{}</w:p>", r("a", white))),
                        cell("", &p("b")),
                    ],
                ),
                row("<w:hidden/>", &[cell("", &p("c")), cell("", &p("d"))]),
            ],
        );
    let read = source(&body, &[]);
    assert_eq!(shown(&read.canonical), "vist\n0/0/0 a\n0/0/1 b\n");
    assert_eq!(codes(&read), [Code::HiddenText]);
    assert!(
        read.notes[0].message.contains("paragraphs 2, 3, 6 and 7"),
        "{:?}",
        read.notes
    );
    assert!(
        read.notes[0].message.contains("«lavfjerncd»"),
        "{:?}",
        read.notes
    );
}

#[test]
fn white_letters_in_a_dark_head_are_seen() {
    let styles = "<w:style w:type='table' w:styleId='T'><w:tblStylePr w:type='firstRow'><w:rPr><w:b/>\
        <w:color w:val='FFFFFF'/></w:rPr><w:tcPr><w:shd w:val='clear' w:fill='000080'/></w:tcPr>\
        </w:tblStylePr></w:style>";
    let of = |look: &str| {
        let rows = [
            row("", &[cell("", &p("Nr.")), cell("", &p("Frist"))]),
            row(
                "",
                &[
                    cell("", &p("1")),
                    cell(
                        "",
                        &format!("<w:p>{}</w:p>", r("hvit", "<w:color w:val='FFFFFF'/>")),
                    ),
                ],
            ),
        ];
        let own = format!("<w:tblPr><w:tblStyle w:val='T'/><w:tblLook w:val='{look}'/></w:tblPr>");
        table(&[1, 2], &rows).replace("<w:tblPr/>", &own)
    };
    let read = |look: &str| {
        let read = source(&of(look), &[("styles", "styles", styles)]);
        shown(&read.canonical)
    };
    assert_eq!(read("0020"), "0/0/0 b Nr.\n0/0/1 b Frist\n0/1/0 1\n");
    assert_eq!(read("0000"), "0/0/0 Nr.\n0/0/1 Frist\n0/1/0 1\n");
}

#[test]
fn boxes_stand_aside_and_once() {
    let content = |inner: &str| format!("<w:txbxContent>{inner}</w:txbxContent>");
    let alternate = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires='x'>{}</mc:Choice><mc:Choice Requires='wps'>\
         <w:drawing>{}</w:drawing></mc:Choice><mc:Choice Requires='wps'>{}</mc:Choice>\
         <mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        content(&p("ukjent")),
        content(&(p("i boksen") + &p("to"))),
        content(&p("igjen")),
        content(&p("ennå en gang"))
    );
    let body = format!("<w:p>{}{alternate}{}</w:p>", r("før ", ""), r("etter", ""));
    assert_eq!(lines(&body), "før etter\ni boksen\nto\n");
    let fallback = alternate.replace("Requires='wps'", "Requires='x'");
    let body = format!("<w:p>{}{fallback}{}</w:p>", r("før ", ""), r("etter", ""));
    assert_eq!(lines(&body), "før etter\nennå en gang\n");
}

#[test]
fn notes_stand_last_and_headers_first() {
    let body = format!(
        "<w:p>{}<w:r><w:footnoteReference w:id='4'/></w:r>{}<w:r><w:footnoteReference w:id='9' \
         w:customMarkFollows='1'/><w:t>*</w:t></w:r></w:p><w:p><w:r><w:endnoteReference w:id='2'/></w:r>\
         <w:r><w:commentReference w:id='1'/></w:r>{}</w:p>\
         <w:sectPr><w:headerReference w:type='default' r:id='r2'/></w:sectPr>",
        r("Setningen", ""),
        r(" går videre.", ""),
        r("slutt", "")
    );
    let notes = format!(
        "<w:footnote w:id='9'>{}</w:footnote><w:footnote w:id='4'>{}{}</w:footnote>\
         <w:footnote w:type='separator' w:id='0'>{}</w:footnote>",
        p("stjerne"),
        p("først"),
        p("mer"),
        p("strek")
    );
    let ends = format!("<w:endnote w:id='2'>{}</w:endnote>", p("helt til slutt"));
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let page = format!(
        "{}<w:r><w:instrText>PAGE</w:instrText></w:r>{}{}{}",
        field("begin"),
        field("separate"),
        r("7", ""),
        field("end")
    );
    let header = format!("<w:p>{}{page}</w:p>", r("Vår ref 26/1, side ", ""));
    let parts = [
        ("footnotes", "footnotes", notes.as_str()),
        ("endnotes", "endnotes", &ends),
        ("header", "hdr", &header),
    ];
    let read = source(&body, &parts);
    assert_eq!(
        shown(&read.canonical),
        "Vår ref 26/1, side\nSetningen går videre.\nslutt\n¹ først\nmer\n* stjerne\n¹ helt til slutt\n"
    );
    assert_eq!(codes(&read), [Code::CommentsLeftOut]);
    // A first page that has a header of its own has no other.
    let titled = body.replace("<w:sectPr>", "<w:sectPr><w:titlePg/>");
    assert!(!shown(&source(&titled, &parts).canonical).contains("Vår ref"));
}

#[test]
fn fields_show_their_results_and_contents_are_marked() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let says = |words: &str| format!("<w:r><w:instrText>{words}</w:instrText></w:r>");
    let page = format!(
        "{}{}{}{}{}",
        field("begin"),
        says("PAGEREF _Toc1"),
        field("separate"),
        r("3", ""),
        field("end")
    );
    let body = format!(
        "<w:p>{}{}{}{}<w:r><w:tab/></w:r>{page}</w:p><w:p>{}</w:p>\
         <w:p><w:fldSimple w:instr='REF a'>{}</w:fldSimple>{}{}{}{}{}</w:p>",
        field("begin"),
        says("TOC \\o"),
        field("separate"),
        r("1 Innledning", ""),
        field("end"),
        r("kap. 3", ""),
        field("begin"),
        says("IF x"),
        field("separate"),
        r(" vist", ""),
        field("end"),
    );
    let read = source(&body, &[]);
    assert_eq!(shown(&read.canonical), "1 Innledning\t3\nkap. 3 vist\n");
    let contents: Vec<bool> = read
        .canonical
        .lines()
        .iter()
        .map(|line| line.style.contents)
        .collect();
    assert_eq!(contents, [true, false]);
    // A field that never ends must not swallow the rest unseen.
    let body = format!(
        "<w:p>{}{}{}</w:p>{}",
        r("a", ""),
        field("begin"),
        r("borte", ""),
        p("også")
    );
    let read = source(&body, &[]);
    assert_eq!(codes(&read), [Code::HiddenText]);
}

#[test]
fn a_part_that_is_not_needed_may_be_damaged() {
    let body = "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>x</w:t>\
        <w:footnoteReference w:id='1'/></w:r></w:p>";
    for kind in ["numbering", "styles", "footnotes"] {
        for bad in ["<w:a><b>", "<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>"] {
            let read = source(body, &[(kind, "", bad)]);
            assert_eq!(read.canonical.text(), "x");
            assert!(codes(&read).contains(&Code::PartUnreadable), "{kind}");
            assert!(read.notes[0].message.contains(kind), "{:?}", read.notes);
        }
    }
    assert_eq!(codes(&source(&p("x"), &[])), []);
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    let refused = |bytes: &[u8]| read("x.docx", bytes).expect_err("refused").to_string();
    let broken = format!("<?xml version='1.0'?><w:document xmlns:w='{WORD}'><w:body><w:p>");
    assert!(refused(&package(&broken, &[])).contains("word/document.xml: its XML breaks off"));
    let doctype = "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>";
    assert!(refused(&package(doctype, &[])).contains("document type"));
    let whole = package(&p("x"), &[]);
    for cut in [whole.len() / 3, whole.len() - 5] {
        assert!(refused(&whole[..cut]).contains("damaged"), "{cut}");
    }
    let picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    let told = read("x.docx", &package(picture, &[])).expect_err("refused");
    assert_eq!(told, SourceError::OnlyPictures { pictures: 1 });
    let missing = zipped(&[(
        "[Content_Types].xml".into(),
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override \
         PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>".into(),
    )]);
    assert!(
        refused(&missing).contains("no Word document"),
        "{}",
        refused(&missing)
    );
    for (name, inner, word) in [
        (
            "mimetype",
            "application/vnd.oasis.opendocument.text",
            ".odt",
        ),
        ("a.txt", "x", "ZIP"),
        ("Index/Document.iwa", "x", "Pages"),
    ] {
        let told = refused(&zipped(&[(name.into(), inner.into())]));
        assert!(told.contains(word), "{told}");
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let huge = " ".repeat(129 << 20);
    let bytes = package(&format!("<?xml version='1.0'?>{huge}<a/>"), &[]);
    assert!(bytes.len() < 1 << 20);
    match read("x.docx", &bytes).expect_err("refused") {
        SourceError::Unpacks { part, limit } => {
            assert_eq!((part.as_str(), limit), ("word/document.xml", 128 << 20));
        }
        other => panic!("{other}"),
    }
}

#[test]
fn large_and_deep_documents_end() {
    let clock = std::time::Instant::now();
    // A table of ten thousand columns, one of many rows, a cell of a megabyte.
    let cells: Vec<String> = (0..10_000).map(|n| cell("", &p(&n.to_string()))).collect();
    let wide = source(&table(&[1], &[row("", &cells)]), &[]);
    assert_eq!(wide.canonical.lines().len(), 10_000);
    let rows = row("", &[cell("<w:vMerge/>", &p("a")), cell("", &p("b"))]).repeat(20_000);
    let long = source(&table(&[1, 2], &[rows]), &[]);
    // What is merged into the cell above is not printed.
    assert_eq!(long.canonical.lines().len(), 20_001);
    let big = "ord ".repeat(250_000);
    let one = source(
        &table(
            &[1, 2],
            &[row("", &[cell("", &p(&big)), cell("", &p("b"))])],
        ),
        &[],
    );
    assert_eq!(one.canonical.lines().len(), 2);
    // Tables in tables, boxes in boxes, fields in fields.
    let nested = |open: &str, close: &str, times: usize| {
        format!("{}{}{}", open.repeat(times), p("x"), close.repeat(times))
    };
    let tables = nested(
        "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>",
        "</w:tc></w:tr></w:tbl>",
        400,
    );
    let read = source(&tables, &[]);
    assert_eq!(shown(&read.canonical), "0/0/1 x\n");
    let boxes = nested(
        "<w:p><w:r><w:pict><w:txbxContent>",
        "</w:txbxContent></w:pict></w:r></w:p>",
        300,
    );
    assert_eq!(codes(&source(&boxes, &[])), [Code::PartUnreadable]);
    let begin = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>".repeat(20_000);
    assert_eq!(codes(&source(&(begin + &p("x")), &[])), [Code::HiddenText]);
    let too_deep = nested("<x:a>", "</x:a>", 3000);
    let told = super::super::read("x.docx", &package(&too_deep, &[])).expect_err("refused");
    assert!(told.to_string().contains("nested"), "{told}");
    assert!(clock.elapsed().as_secs() < 60, "{:?}", clock.elapsed());
}

/// Pieces that documents are made of, put together in every way that chance finds.
const PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "ord ",
    "1.",
    "\u{ad}",
    "\u{f0b7}",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr>",
    "</w:tcPr>",
    "<w:gridSpan w:val='4294967295'/>",
    "<w:vMerge/>",
    "<w:vMerge w:val='restart'/>",
    "<w:hMerge/>",
    "<w:gridBefore w:val='-7'/>",
    "<w:trPr>",
    "</w:trPr>",
    "<w:del/>",
    "<w:cellDel/>",
    "<w:pPr>",
    "</w:pPr>",
    "<w:rPr>",
    "</w:rPr>",
    "<w:numPr>",
    "</w:numPr>",
    "<w:numId w:val='1'/>",
    "<w:numId w:val='-99999999999999999999'/>",
    "<w:ilvl w:val='8'/>",
    "<w:ilvl w:val='255'/>",
    "<w:outlineLvl w:val='3'/>",
    "<w:vanish/>",
    "<w:b/>",
    "<w:framePr w:dropCap='drop'/>",
    "<w:del>",
    "</w:del>",
    "<w:ins>",
    "</w:ins>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<mc:AlternateContent>",
    "</mc:AlternateContent>",
    "<mc:Choice Requires='wps'>",
    "</mc:Choice>",
    "<mc:Fallback>",
    "</mc:Fallback>",
    "<w:fldChar w:fldCharType='begin'/>",
    "<w:fldChar w:fldCharType='separate'/>",
    "<w:fldChar w:fldCharType='end'/>",
    "<w:instrText>",
    "</w:instrText>",
    "TOC",
    "<w:tab/>",
    "<w:br/>",
    "<w:sym w:font='Symbol' w:char='FFFFFFFF'/>",
    "<w:footnoteReference w:id='1'/>",
    "<w:footnote w:id='1'>",
    "</w:footnote>",
    "<w:sectPr>",
    "</w:sectPr>",
    "<w:titlePg/>",
    "<w:headerReference w:type='first' r:id='r1'/>",
    "<w:abstractNum w:abstractNumId='0'>",
    "</w:abstractNum>",
    "<w:lvl w:ilvl='0'>",
    "</w:lvl>",
    "<w:lvlText w:val='%1.%9%'/>",
    "<w:numFmt w:val='lowerRoman'/>",
    "<w:start w:val='9223372036854775807'/>",
    "<w:num w:numId='1'>",
    "</w:num>",
    "<w:abstractNumId w:val='0'/>",
    "<w:lvlOverride w:ilvl='0'>",
    "</w:lvlOverride>",
    "<w:startOverride w:val='-3'/>",
    "<w:style w:type='paragraph' w:styleId='1' w:default='1'>",
    "</w:style>",
    "<w:basedOn w:val='1'/>",
    "<w:name w:val='heading 9'/>",
    "&amp;",
    "&#7;",
    "<!-- x -->",
];

/// Pieces with every element closed that is open.
fn balanced(pieces: &[usize]) -> String {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    for &at in pieces {
        let piece = PIECES[at];
        if let Some(name) = piece.strip_prefix("</") {
            let name = name.trim_end_matches('>');
            if open.last() == Some(&name) {
                open.pop();
                text.push_str(piece);
            }
            continue;
        }
        text.push_str(piece);
        if piece.starts_with('<') && !piece.ends_with("/>") && !piece.ends_with("-->") {
            let inner = piece.trim_matches(['<', '>']);
            open.push(inner.split(' ').next().unwrap_or(inner));
        }
    }
    for name in open.iter().rev() {
        let _ = write!(text, "</{name}>");
    }
    text
}

proptest! {
    #[test]
    fn any_pieces_are_read(
        body in vec(0..PIECES.len(), 0..80),
        other in vec(0..PIECES.len(), 0..40),
    ) {
        let other = balanced(&other);
        let bytes = package(
            &balanced(&body),
            &[
                ("styles", "styles", &other),
                ("numbering", "numbering", &other),
                ("footnotes", "footnotes", &other),
                ("header", "hdr", &other),
            ],
        );
        match read("x.docx", &bytes) {
            Ok(read) => {
                for line in read.canonical.lines() {
                    let words = read.canonical.line_text(line);
                    prop_assert!(!words.contains(['\n', '\r', '\u{c}']), "{words:?}");
                }
            }
            Err(error) => prop_assert!(!error.to_string().contains("its XML"), "{error}"),
        }
    }

    #[test]
    fn any_cut_or_spoilt_file_is_read_or_refused(at in 0usize..2000, byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = package(&p("ord"), &[("styles", "styles", ""), ("numbering", "numbering", "")]);
        let at = at % bytes.len();
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        let _ = read("x.docx", &bytes);
    }
}
