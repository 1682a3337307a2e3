//! The source PDF that `oppdrag serve` answers: its quotations marked, opened at them, whatever way the
//! pages lie, and only while it is the file that was read.

#![allow(clippy::unwrap_used)]

mod served;

use pdf_extract::{Document, Object};
use served::{Server, encoded, extract, is_guarded};
use std::path::Path;
use tempfile::TempDir;

/// The name of the place to open, as addresses have it.
const PLACE: &str = "!oppdrag";

fn store(sources: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    extract(folder.path(), sources);
    folder
}

/// The marks of a PDF: page from 1, and rectangle.
fn marks(bytes: &[u8]) -> Vec<(u32, [f32; 4])> {
    let document = Document::load_mem(bytes).unwrap();
    let mut found = Vec::new();
    for (number, id) in document.get_pages() {
        let page = document.get_dictionary(id).unwrap();
        let Ok(own) = page.get(b"Annots") else {
            continue;
        };
        for one in own.as_array().unwrap() {
            let one = document
                .get_dictionary(one.as_reference().unwrap())
                .unwrap();
            if one.get(b"Subtype").unwrap().as_name().unwrap() != b"Highlight" {
                continue;
            }
            // Every viewer shows it: it brings its own looks.
            let looks = one
                .get(b"AP")
                .unwrap()
                .as_dict()
                .unwrap()
                .get(b"N")
                .unwrap();
            let form = document.get_object(looks.as_reference().unwrap()).unwrap();
            let form = form.as_stream().unwrap();
            assert!(String::from_utf8_lossy(&form.content).contains(" re f"));
            assert!(
                document.get_dictionary(id).is_ok()
                    && one.get(b"P").unwrap().as_reference().unwrap() == id
            );
            let sides = one.get(b"Rect").unwrap().as_array().unwrap();
            let sides: Vec<f32> = sides.iter().map(|side| side.as_float().unwrap()).collect();
            found.push((number, sides.try_into().unwrap()));
        }
    }
    found
}

/// The place that an address asks for by name: its page, and how it is shown.
fn place(document: &Document) -> Option<(pdf_extract::ObjectId, String)> {
    let catalog = document.catalog().unwrap();
    let resolved = |object: &Object| document.dereference(object).unwrap().1.clone();
    let within =
        |dictionary: &pdf_extract::Dictionary, key: &[u8]| dictionary.get(key).ok().map(resolved);
    let list = match within(catalog, b"Names")
        .and_then(|names| within(names.as_dict().unwrap(), b"Dests"))
    {
        // A tree: what stands first in it.
        Some(tree) => {
            let mut tree = tree.as_dict().unwrap().clone();
            while let Some(kids) = within(&tree, b"Kids") {
                tree = resolved(&kids.as_array().unwrap()[0])
                    .as_dict()
                    .unwrap()
                    .clone();
                let limits = within(&tree, b"Limits").unwrap();
                assert_eq!(
                    limits.as_array().unwrap()[0].as_str().unwrap(),
                    PLACE.as_bytes()
                );
            }
            let pairs = within(&tree, b"Names").unwrap();
            let pairs = pairs.as_array().unwrap();
            assert_eq!(pairs[0].as_str().unwrap(), PLACE.as_bytes());
            pairs[1].as_array().unwrap().clone()
        }
        None => {
            let plain = within(catalog, b"Dests")?;
            let list = plain.as_dict().unwrap().get(PLACE.as_bytes()).unwrap();
            list.as_array().unwrap().clone()
        }
    };
    let looks = list[1].as_name().unwrap();
    Some((
        list[0].as_reference().unwrap(),
        String::from_utf8_lossy(looks).into_owned(),
    ))
}

/// What the button of an item's page opens, without the part that is the viewer's, which is looked at here.
fn button(server: &Server, reference: &str, path: &str) -> Option<String> {
    let (key, id) = reference.split_once('#').unwrap();
    let page = server.get(&format!("/{path}/{}/{}", encoded(key), encoded(id)));
    assert_eq!(page.status, 200, "{reference}");
    let page = page.text();
    let (_, rest) = page.split_once("class=\"button\" href=\"/kilde/")?;
    let (address, _) = rest.split_once('"').unwrap();
    let (address, place) = address.split_once('#').unwrap();
    assert_eq!(place, format!("nameddest={PLACE}"));
    Some(format!("/kilde/{}", address.replace("&amp;", "&")))
}

fn media_type(server: &Server, key: &str) -> String {
    let found = server.json(&format!("/api/v1/documents/{key}"));
    found["file"]["media_type"].as_str().unwrap().to_string()
}

#[test]
fn quotations_are_marked_where_they_stand() {
    let folder = store(&[
        "fixtures/letters/allocation-letter.pdf",
        "fixtures/propositions/two-columns.pdf",
    ]);
    let server = Server::start(folder.path(), &[]);
    let mut marked = 0;
    for list in ["assignments", "deadlines", "requests", "appropriations"] {
        let items = server.json(&format!("/api/v1/{list}?limit=3"));
        for item in items["items"].as_array().unwrap() {
            let (key, id) = item["reference"].as_str().unwrap().split_once('#').unwrap();
            assert_eq!(media_type(&server, key), "application/pdf");
            let path = format!("/kilde/{}/{}", encoded(key), encoded(id));
            let reply = server.get(&path);
            assert_eq!(reply.status, 200, "{path}");
            is_guarded(&reply, &path);
            assert_eq!(reply.header("content-type"), Some("application/pdf"));
            assert!(
                reply
                    .header("content-disposition")
                    .unwrap()
                    .starts_with("inline; ")
            );
            assert!(reply.header("cache-control").unwrap().contains("private"));
            // The file's own bytes stand first, untouched.
            let file = if list == "assignments" {
                "letters/allocation-letter.pdf"
            } else {
                ""
            };
            if !file.is_empty() && key.starts_with("allocation_letter") {
                let own = std::fs::read(Path::new("fixtures").join(file)).unwrap();
                assert_eq!(reply.body[..own.len()], own[..]);
            }
            let found = marks(&reply.body);
            assert!(!found.is_empty(), "{path}");
            let document = Document::load_mem(&reply.body).unwrap();
            let root = document.catalog().unwrap();
            let opened = root.get(b"OpenAction").unwrap().as_array().unwrap();
            let page = opened[0].as_reference().unwrap();
            // The viewers of browsers go there by its name, which the address has.
            assert_eq!(place(&document).map(|place| place.0), Some(page), "{path}");
            let first = item["record"]["spans"][0].clone();
            let number = u32::try_from(first["page"].as_u64().unwrap()).unwrap();
            assert_eq!(document.get_pages()[&number], page, "{path}");
            // The first place of the record lies within one of the marks: of a page of some height,
            // upright and with its corner at the origin, y counts from below.
            let sheet = document.get_dictionary(page).unwrap();
            let media = sheet.get(b"MediaBox").and_then(Object::as_array);
            let height = media.map_or(842.0, |media| media[3].as_float().unwrap());
            let bbox: Vec<f32> = first["bbox"]
                .as_array()
                .unwrap()
                .iter()
                .map(|side| side.as_f64().unwrap() as f32)
                .collect();
            let within = found.iter().any(|(on, [left, bottom, right, top])| {
                *on == number
                    && *left <= bbox[0]
                    && bbox[2] <= *right
                    && *bottom <= height - bbox[3]
                    && height - bbox[1] <= *top
            });
            assert!(within, "{path}: {bbox:?} {found:?}");
            let tag = reply.header("etag").unwrap().to_string();
            let again = server.ask("GET", &path, &[("If-None-Match", &tag)]);
            assert_eq!((again.status, again.body.len()), (304, 0));
            marked += 1;
            // The same by its place in the text.
            let (start, end) = (&first["start"], &first["end"]);
            let path = format!("/kilde/{key}?side={number}&start={start}&slutt={end}");
            assert!(!marks(&server.get(&path).body).is_empty(), "{path}");
        }
    }
    assert!(marked >= 6, "{marked}");
}

#[test]
fn a_source_that_is_not_what_was_read_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (inbox, out) = (folder.path().join("inbox"), folder.path().join("out"));
    std::fs::create_dir(&inbox).unwrap();
    let pdf = inbox.join("brev.pdf");
    std::fs::copy("fixtures/letters/allocation-letter.pdf", &pdf).unwrap();
    extract(
        &out,
        &[inbox.to_str().unwrap(), "fixtures/series/letter-2026.md"],
    );
    let server = Server::start(&out, &[]);
    let items = server.json("/api/v1/assignments?limit=100");
    let items = items["items"].as_array().unwrap();
    let of = |kind: &str| {
        let found = items
            .iter()
            .map(|one| one["document"]["key"].as_str().unwrap());
        found
            .into_iter()
            .find(|key| media_type(&server, key) == kind)
            .unwrap()
            .to_string()
    };
    let (key, text) = (of("application/pdf"), of("text/markdown"));
    let gone = |path: &str, words: &str| {
        let reply = server.get(path);
        assert_eq!(reply.status, 410, "{path}: {}", reply.text());
        assert!(reply.text().contains(words), "{path}: {}", reply.text());
        assert!(!reply.text().contains(folder.path().to_str().unwrap()));
    };
    let path = format!("/kilde/{key}?side=2");
    assert_eq!(server.get(&path).status, 200);
    gone(&format!("/kilde/{text}"), "ikke en PDF");
    for (query, status) in [
        ("side=0", 400),
        ("side=x", 400),
        ("start=3", 400),
        ("start=9&slutt=3", 400),
        ("tull=1", 400),
        ("start=1&slutt=2", 404),
        ("side=9999", 200),
    ] {
        let reply = server.get(&format!("/kilde/{key}?{query}"));
        assert_eq!(reply.status, status, "{query}");
    }
    assert_eq!(server.get(&format!("/kilde/{key}/finnes-ikke")).status, 404);
    assert_eq!(server.get("/kilde/finnes-ikke").status, 404);
    let bytes = std::fs::read(&pdf).unwrap();
    std::fs::write(&pdf, [&bytes[..], b"\n%more\n"].concat()).unwrap();
    gone(&path, "endret");
    std::fs::remove_file(&pdf).unwrap();
    gone(&path, "ligger ikke lenger");
    std::fs::create_dir(&pdf).unwrap();
    gone(&path, "ligger ikke lenger");
    std::fs::remove_dir(&pdf).unwrap();
    std::fs::write(&pdf, bytes).unwrap();
    assert_eq!(server.get(&path).status, 200);
}

#[test]
fn every_button_opens_the_whole_quotation() {
    let folder = store(&[
        "fixtures/letters/allocation-letter.pdf",
        "fixtures/letters/commissioning-document.pdf",
        "fixtures/layout/aside.pdf",
        "fixtures/propositions/two-columns.pdf",
        "fixtures/reports/annual-report.pdf",
    ]);
    let server = Server::start(folder.path(), &[]);
    let (mut alone, mut several, mut pages) = (0, 0, 0);
    for list in [
        "assignments",
        "deadlines",
        "requests",
        "appropriations",
        "reports",
    ] {
        let items = server.json(&format!("/api/v1/{list}?limit=100"));
        for item in items["items"].as_array().unwrap() {
            let reference = item["reference"].as_str().unwrap();
            let path = if list == "assignments" {
                "oppdrag"
            } else {
                "post"
            };
            let Some(address) = button(&server, reference, path) else {
                panic!("no button: {reference}");
            };
            let reply = server.get(&address);
            assert_eq!(reply.status, 200, "{reference}: {address}");
            let found = marks(&reply.body);
            // Its words: of a request they are not all that the record covers.
            let record = &item["record"];
            let own = ["text_spans", "spans"].map(|name| record[name].as_array());
            let spans = own.into_iter().flatten().find(|own| !own.is_empty());
            for span in spans.unwrap() {
                assert!(
                    found.iter().any(|(page, _)| span["page"] == *page),
                    "{reference}: {address} {span} {found:?}"
                );
            }
            let on: std::collections::BTreeSet<_> = found.iter().map(|(page, _)| page).collect();
            match (found.len(), on.len()) {
                (1, _) => alone += 1,
                (_, 1) => several += 1,
                _ => pages += 1,
            }
        }
    }
    assert!(
        alone > 60 && several > 1 && pages > 3,
        "{alone} {several} {pages}"
    );
}

/// The letter with its pages laid otherwise.
fn laid(folder: &Path, name: &str, change: impl Fn(&mut pdf_extract::Dictionary)) -> String {
    let mut document = Document::load("fixtures/letters/allocation-letter.pdf").unwrap();
    let pages: Vec<_> = document.get_pages().into_values().collect();
    for id in pages {
        change(document.get_dictionary_mut(id).unwrap());
    }
    let path = folder.join(name);
    document.save(&path).unwrap();
    path.to_str().unwrap().to_string()
}

fn area(sides: [i64; 4]) -> Object {
    Object::Array(sides.map(Object::Integer).to_vec())
}

/// Letters turn their pages and cut them; the marks stay on the words, whatever the page's corner is.
#[test]
fn marks_stay_on_the_words_of_pages_that_are_turned_and_cut() {
    type Change = fn(&mut pdf_extract::Dictionary);
    let ways: [(&str, &str, Change); 8] = [
        ("plain.pdf", "XYZ", |_| {}),
        ("crop.pdf", "XYZ", |page| {
            page.set("CropBox", area([40, 50, 560, 800]))
        }),
        ("media.pdf", "XYZ", |page| {
            page.set("MediaBox", area([-100, -60, 600, 900]))
        }),
        ("quarter.pdf", "Fit", |page| page.set("Rotate", 90)),
        ("half.pdf", "Fit", |page| page.set("Rotate", 180)),
        ("three.pdf", "Fit", |page| page.set("Rotate", 270)),
        ("against.pdf", "Fit", |page| page.set("Rotate", -90)),
        ("all.pdf", "Fit", |page| {
            page.set("Rotate", 90);
            page.set("MediaBox", area([-100, -60, 600, 900]));
            page.set("CropBox", area([-20, 30, 580, 860]));
        }),
    ];
    let mut plain: Option<Vec<(u32, [f32; 4])>> = None;
    for (name, looks, change) in ways {
        let folder = tempfile::tempdir().unwrap();
        let source = laid(folder.path(), name, change);
        let out = folder.path().join("out");
        extract(&out, &[&source]);
        let server = Server::start(&out, &[]);
        let items = server.json("/api/v1/assignments?limit=100");
        let mut found = Vec::new();
        for item in items["items"].as_array().unwrap() {
            let address = button(&server, item["reference"].as_str().unwrap(), "oppdrag").unwrap();
            let reply = server.get(&address);
            found.extend(marks(&reply.body));
            let document = Document::load_mem(&reply.body).unwrap();
            let (page, shown) = place(&document).unwrap();
            assert_eq!(
                document.get_pages()[&found.last().unwrap().0],
                page,
                "{name}"
            );
            assert_eq!(shown, looks, "{name}");
        }
        let plain = plain.get_or_insert_with(|| found.clone());
        assert!(plain.len() > 3);
        assert_eq!(found.len(), plain.len(), "{name}");
        for ((page, one), (there, other)) in found.iter().zip(plain.iter()) {
            let near = one.iter().zip(other).all(|(a, b)| (a - b).abs() < 0.5);
            assert!(
                page == there && near,
                "{name}: {page} {one:?}, plain: {there} {other:?}"
            );
        }
    }
}

/// A file may have names of its own, in a tree or, in older ones, in a dictionary; they stay.
#[test]
fn names_of_the_file_stay_beside_that_of_the_place() {
    let to = |page: pdf_extract::ObjectId| vec![Object::Reference(page), "Fit".into()];
    for form in ["leaf", "kids", "plain"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("brev.pdf");
        let mut document = Document::load("fixtures/letters/allocation-letter.pdf").unwrap();
        let page = document.get_pages()[&1];
        let pair = vec![Object::string_literal("kapittel-1"), to(page).into()];
        let mut top = pdf_extract::Dictionary::new();
        match form {
            "leaf" => top.set("Names", pair),
            "kids" => {
                let mut leaf = pdf_extract::Dictionary::new();
                let own = Object::string_literal("kapittel-1");
                leaf.set("Limits", vec![own.clone(), own]);
                leaf.set("Names", pair);
                let leaf = document.add_object(leaf);
                top.set("Kids", vec![Object::Reference(leaf)]);
            }
            _ => top.set("kapittel-1", to(page)),
        }
        let top = document.add_object(top);
        let catalog = document.catalog_mut().unwrap();
        if form == "plain" {
            catalog.set("Dests", top);
        } else {
            let mut names = pdf_extract::Dictionary::new();
            names.set("Dests", top);
            catalog.set("Names", names);
        }
        document.save(&path).unwrap();
        let out = folder.path().join("out");
        extract(&out, &[path.to_str().unwrap()]);
        let server = Server::start(&out, &[]);
        let item = &server.json("/api/v1/assignments?limit=1")["items"][0];
        let address = button(&server, item["reference"].as_str().unwrap(), "oppdrag").unwrap();
        let body = server.get(&address).body;
        let document = Document::load_mem(&body).unwrap();
        let number = marks(&body)[0].0;
        assert_eq!(
            place(&document).unwrap().0,
            document.get_pages()[&number],
            "{form}"
        );
        let own = std::fs::read(&path).unwrap();
        let added = String::from_utf8_lossy(&body[own.len()..]).into_owned();
        let kept = match form {
            // The leaf with the file's own name is not written anew.
            "kids" => added.contains("/Kids["),
            _ => added.contains("kapittel-1"),
        };
        assert!(kept, "{form}: {added}");
    }
}
