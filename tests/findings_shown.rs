//! What the tool was unsure of stands beside the record wherever it is shown: on its page, in lists, in files
//! of every form, in answers to programs, in a calendar, and beside a copied quotation. Each place is held
//! against a twin of the letter in which all agrees, and is silent there.

#![allow(clippy::unwrap_used)]

mod served;

use calamine::{Data, Reader, Xlsx};
use oppdrag::findings::TO_CHECK;
use serde_json::Value;
use served::{Server, encoded, extract, run};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A change that disagrees with its table in three ways, and a day that does not exist.
const DOUBTFUL: &str = "Kystdepartementet

# Supplerende tildelingsbrev nr. 1 2027 til Fyrvesenet

Dato: 4. mai 2027

# 1 Oppdrag

TB2027-9 Avd. KFD: HAV Plan for lyktene

Fyrvesenet skal lage en plan for lyktene.

Frist: 31.6.2027

TB2027-10 Avd. KFD: HAV Plan for lurene

Fyrvesenet skal lage en plan for tåkelurene.

Frist: 1.9.2027

# 2 Budsjett

Tabell 1 Endring i tildeling (i 1 000 kroner)

| Kap. | Post | Betegnelse | Tidligere tildelt | Endring | Ny tildeling |
|---|---|---|---|---|---|
| 910 | 01 | Driftsutgifter | 121 000 | -1 500 | 119 500 |
| 910 | 70 | Tilskudd til fyr | 7 000 | 250 | 7 350 |

Kap. 910, post 70 Tilskudd til fyr

Bevilgningen på posten økes med 350 000 kroner, fra 7 mill. kroner til 7,4 mill. kroner.
";

const CHANGE: &str = "Tekst og tabell oppgir ulik endring";
const SUM: &str = "Før, endring og etter stemmer ikke";
const DAY: &str = "Datoen finnes ikke i kalenderen";

/// The letter with all of it put right.
fn sound() -> String {
    DOUBTFUL
        .replace("31.6.2027", "30.6.2027")
        .replace("7 350 |", "7 250 |")
        .replace("350 000 kroner, fra", "250 000 kroner, fra")
        .replace("7,4 mill.", "7,25 mill.")
}

/// A folder with a letter read into it.
struct House {
    folder: TempDir,
    key: String,
}

impl House {
    fn of(letter: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("tillegg.md");
        std::fs::write(&source, letter).unwrap();
        extract(&folder.path().join("out"), &[source.to_str().unwrap()]);
        let json: Value = serde_json::from_slice(
            &std::fs::read(folder.path().join("out/tillegg.md.json")).unwrap(),
        )
        .unwrap();
        let key = json["documents"][0]["key"].as_str().unwrap().to_string();
        Self { folder, key }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// What a command that asks the store prints.
    fn asked(&self, args: &[&str]) -> String {
        let out = self.out();
        let (_, said) = run(&[args, &["--store", out.to_str().unwrap()]].concat());
        said
    }

    /// A file that `oppdrag export` writes.
    fn exported(&self, name: &str, more: &[&str]) -> Vec<u8> {
        let (out, file) = (self.out(), self.folder.path().join(name));
        let args = [
            &[
                "export",
                out.to_str().unwrap(),
                "--to",
                file.to_str().unwrap(),
            ],
            more,
        ]
        .concat();
        let (code, said) = run(&args);
        assert_eq!(code, 0, "{said}");
        std::fs::read(file).unwrap()
    }

    fn page(&self, id: &str) -> String {
        format!("/post/{}/{}", encoded(&self.key), encoded(id))
    }

    /// Adds findings of the document as a whole to the JSON, and makes the store anew.
    fn add(&self, findings: &[Value]) {
        let file = self.out().join("tillegg.md.json");
        let mut json: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let all = json["diagnostics"].as_array_mut().unwrap();
        all.extend(findings.iter().cloned());
        std::fs::write(&file, serde_json::to_vec_pretty(&json).unwrap()).unwrap();
        let (code, said) = run(&["index", self.out().to_str().unwrap()]);
        assert_eq!(code, 0, "{said}");
    }
}

/// The rows of a sheet as words, the titles first.
fn rows(book: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let words = |cell: &Data| cell.to_string();
    range
        .rows()
        .map(|row| row.iter().map(words).collect())
        .collect()
}

/// The cell of a column in the row whose first cell ends so.
fn cell(rows: &[Vec<String>], ends: &str, title: &str) -> String {
    let at = rows[0].iter().position(|one| one == title);
    let at = at.unwrap_or_else(|| panic!("no «{title}» in {:?}", rows[0]));
    let row = rows.iter().find(|row| row[0].ends_with(ends));
    row.unwrap_or_else(|| panic!("no row {ends}: {rows:?}"))[at].clone()
}

/// The same of CSV.
fn csv(bytes: &[u8], separator: u8) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let records = reader.records();
    records
        .map(|one| one.unwrap().iter().map(str::to_string).collect())
        .collect()
}

const AMOUNT: &str = "change-910.70";

#[test]
fn the_page_of_a_record_says_what_is_to_be_checked_and_so_does_its_quotation() {
    let (doubtful, sound) = (House::of(DOUBTFUL), House::of(&sound()));
    let server = Server::start(&doubtful.out(), &[]);
    let page = server.get(&doubtful.page(AMOUNT)).text();
    let (head, words) = page.split_once("class=\"words\"").unwrap();
    // Above the words, each sort once; the tool's own words have the figures.
    for told in [TO_CHECK, CHANGE, SUM, "350000", "7400000"] {
        assert!(head.contains(told), "{told}: {head}");
    }
    assert_eq!(head.matches(CHANGE).count(), 1, "{head}");
    let (_, cited) = words.split_once("id=\"sitat\"").unwrap();
    let (cited, _) = cited.split_once("</p>").unwrap();
    let remark = format!("{TO_CHECK}: {CHANGE}; {SUM}.");
    assert!(cited.contains(&remark), "{cited}");
    // The row beside it has no fault, and what a deadline is of has that of its deadline.
    assert!(
        !server
            .get(&doubtful.page("change-910.01"))
            .text()
            .contains(TO_CHECK)
    );
    let assignment = format!("/oppdrag/{}/TB2027-9", encoded(&doubtful.key));
    assert!(server.get(&assignment).text().contains(DAY));
    let other = format!("/oppdrag/{}/TB2027-10", encoded(&doubtful.key));
    assert!(!server.get(&other).text().contains(TO_CHECK));

    let server = Server::start(&sound.out(), &[]);
    for path in [sound.page(AMOUNT), sound.page("TB2027-9")] {
        let page = server.get(&path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text().contains(TO_CHECK), "{path}");
    }
}

const LISTS: [(&str, usize); 4] = [
    ("/?type=appropriation", 1),
    ("/?type=assignment", 1),
    ("/budsjett?post=910", 1),
    ("/frister?view=unsettled&year=2027", 1),
];

#[test]
fn rows_of_lists_carry_a_mark_that_opens_without_a_script() {
    let (doubtful, sound) = (House::of(DOUBTFUL), House::of(&sound()));
    let server = Server::start(&doubtful.out(), &[]);
    for (path, count) in LISTS {
        let page = server.get(path).text();
        // Told by a word, in an element that opens by itself and by the keyboard.
        let marks = page.matches("<details class=\"check\"><summary>").count();
        assert_eq!(marks, count, "{path}: {page}");
        assert!(page.contains(TO_CHECK), "{path}");
    }
    let server = Server::start(&sound.out(), &[]);
    for (path, _) in LISTS {
        assert!(
            !server.get(path).text().contains("class=\"check\""),
            "{path}"
        );
    }
}

#[test]
fn files_of_lists_have_a_column_of_it() {
    let (doubtful, sound) = (House::of(DOUBTFUL), House::of(&sound()));
    for (house, is) in [(&doubtful, true), (&sound, false)] {
        let server = Server::start(&house.out(), &[]);
        let told = |rows: Vec<Vec<String>>, ends: &str, what: &str| {
            assert_eq!(cell(&rows, ends, TO_CHECK).contains(what), is, "{rows:?}");
            assert_eq!(cell(&rows, ends, TO_CHECK).is_empty(), !is);
        };
        let file = |path: &str| server.get(path).body;
        told(
            csv(&file("/?type=appropriation&format=csv"), b';'),
            AMOUNT,
            CHANGE,
        );
        told(
            csv(&file("/budsjett?post=910.70&format=csv"), b';'),
            AMOUNT,
            SUM,
        );
        let book = file("/budsjett?post=910.70&format=xlsx");
        told(rows(&book, "Kap. 910, post 70"), AMOUNT, CHANGE);
        let path = "/frister?view=unsettled&year=2027&format=csv";
        let deadlines = csv(&file(path), b';');
        assert_eq!(deadlines.len() == 2, is, "{deadlines:?}");
        if is {
            told(deadlines, "TB2027-9-deadline-1", DAY);
        }
    }
}

#[test]
fn the_workbook_and_the_tables_of_export_have_a_column_of_it() {
    let (doubtful, sound) = (House::of(DOUBTFUL), House::of(&sound()));
    for (house, is) in [(&doubtful, true), (&sound, false)] {
        let book = house.exported("alt.xlsx", &[]);
        for (sheet, ends, what) in [
            ("Bevilgninger", AMOUNT, CHANGE),
            ("Beløp", "change-910.70-figure-2", SUM),
            ("Frister", "TB2027-9-deadline-1", DAY),
            ("Oppdrag", "#TB2027-9", DAY),
        ] {
            let rows = rows(&book, sheet);
            assert_eq!(cell(&rows, ends, TO_CHECK).contains(what), is, "{sheet}");
        }
        assert_eq!(cell(&rows(&book, "Oppdrag"), "#TB2027-10", TO_CHECK), "");
        let table = house.exported("b.csv", &["--record", "appropriation"]);
        let table = csv(&table, b',');
        assert_eq!(cell(&table, AMOUNT, TO_CHECK).contains(SUM), is);
        assert_eq!(cell(&table, "change-910.01", TO_CHECK), "");
    }
    // Every finding, in words, with the document that it is of.
    let findings = rows(&doubtful.exported("funn.xlsx", &[]), "Merknader");
    let ends = "#change_mismatch-change-910.70";
    assert!(cell(&findings, ends, "I klartekst").contains(SUM));
    assert!(cell(&findings, ends, "Dokument").contains("nr. 1 2027"));
}

#[test]
fn programs_and_commands_are_told() {
    let (doubtful, sound) = (House::of(DOUBTFUL), House::of(&sound()));
    for (house, is) in [(&doubtful, true), (&sound, false)] {
        let server = Server::start(&house.out(), &[]);
        let list = server.json("/api/v1/appropriations?limit=10");
        let items = list["items"].as_array().unwrap();
        let own = items.iter().find(|one| one["record"]["id"] == AMOUNT);
        let found = own.unwrap()["findings"].as_array().unwrap();
        assert_eq!(found.len(), if is { 3 } else { 0 }, "{found:?}");
        if is {
            assert_eq!(found[0]["code"], "change_disagrees");
            assert_eq!(found[0]["severity"], "warning");
            let words = found[0]["message_nb"].as_str().unwrap();
            assert!(words.starts_with(CHANGE), "{words}");
        }
        let item = server.json(&format!(
            "/api/v1/items/{}",
            encoded(&format!("{}#{AMOUNT}", house.key))
        ));
        assert_eq!(
            item["items"][0]["findings"].as_array().unwrap().is_empty(),
            !is
        );
        let hits = server.json("/api/v1/search?q=Tilskudd&type=appropriation");
        assert_eq!(
            hits["hits"][0]["findings"].as_array().unwrap().is_empty(),
            !is
        );

        let reference = format!("{}#{AMOUNT}", house.key);
        for (args, what) in [
            (vec!["show", &reference], SUM),
            (vec!["find", "Tilskudd", "--type", "appropriation"], CHANGE),
            (
                vec!["find", "Tilskudd", "--type", "appropriation", "--csv"],
                CHANGE,
            ),
            (vec!["budget", "910.70"], SUM),
            (vec!["budget", "910.70", "--csv"], SUM),
            (vec!["deadlines"], DAY),
            (vec!["deadlines", "--csv"], DAY),
            (vec!["show", "TB2027-9"], DAY),
        ] {
            let said = house.asked(&args);
            assert_eq!(said.contains(what), is, "{args:?}: {said}");
        }
        let json: Value =
            serde_json::from_str(&house.asked(&["budget", "910.70", "--json"])).unwrap();
        assert_eq!(
            json["rows"][0]["findings"].as_array().unwrap().is_empty(),
            !is
        );
    }
}

/// A day that the letter itself is later than.
#[test]
fn an_event_of_a_calendar_says_it() {
    let late = sound().replace("30.6.2027", "1.2.2027");
    for (letter, is) in [(late, true), (sound(), false)] {
        let house = House::of(&letter);
        let server = Server::start(&house.out(), &[]);
        let feed = server.get("/frister?format=ics&view=all").body;
        for calendar in [
            feed,
            house.exported("frister.ics", &["--record", "deadline"]),
        ] {
            let text = String::from_utf8(calendar).unwrap().replace("\r\n ", "");
            assert_eq!(text.matches("BEGIN:VEVENT").count(), 2, "{text}");
            let told = text
                .matches(&format!("\\n{TO_CHECK}: Fristen er før brevets egen dato"))
                .count();
            assert_eq!(told, usize::from(is), "{text}");
        }
    }
}

#[test]
fn what_is_in_force_says_what_it_is_built_on() {
    for (letter, is) in [(DOUBTFUL.to_string(), true), (sound(), false)] {
        let house = House::of(&letter);
        let out = house.out();
        let out = out.to_str().unwrap();
        let (code, said) = run(&["state", out, "--format", "json"]);
        assert_eq!(code, 0, "{said}");
        let state: Value = serde_json::from_str(&said).unwrap();
        let lines = state["series"][0]["allocations"].as_array().unwrap();
        let of = |post: &str| lines.iter().find(|one| one["post"] == post).unwrap();
        assert_eq!(of("70")["disagrees"], is);
        assert_eq!(of("70")["findings"].as_array().unwrap().is_empty(), !is);
        assert_eq!(of("01")["disagrees"], false);
        assert!(of("01")["findings"].as_array().unwrap().is_empty());
        let assignments = &state["series"][0]["assignments"];
        assert_eq!(
            assignments[0]["findings"][0]["code"] == "impossible_date",
            is
        );
        let (_, said) = run(&["state", out]);
        assert_eq!(said.contains(CHANGE) && said.contains(DAY), is, "{said}");
        let again = house.folder.path().join("igjen");
        let letter = house.folder.path().join("tillegg.md");
        let (_, summary) = run(&[
            "extract",
            letter.to_str().unwrap(),
            "--out",
            again.to_str().unwrap(),
        ]);
        assert_eq!(summary.contains("1 row to be checked"), is, "{summary}");
    }
}

fn whole(code: &str, message: &str) -> Value {
    serde_json::json!({
        "code": code, "severity": "warning", "message": message, "item": null,
        "spans": [{ "page": null, "page_label": null, "start": 5, "end": 9 }],
    })
}

const MISSING: &str = "Oppdrag kan mangle";
const SERIES: &str = "En rekke punkter er ikke lest";

#[test]
fn what_is_missing_from_a_document_is_told_with_the_document_and_beside_its_lists() {
    let house = House::of(&sound());
    let lists = [
        format!("/dokument/{}", encoded(&house.key)),
        format!("/dokument/{}?type=assignment", encoded(&house.key)),
    ];
    let narrowed = [
        "/?recipient=Fyrvesenet",
        "/frister?view=all&recipient=Fyrvesenet",
    ];
    let server = Server::start(&house.out(), &[]);
    for path in lists.iter().map(String::as_str).chain(narrowed) {
        let page = server.get(path).text();
        assert!(
            !page.contains(TO_CHECK) && !page.contains("ikke hel"),
            "{path}"
        );
    }
    house.add(&[
        whole(
            "assignments_missing",
            "the section «Sikring» asks and gave no assignment",
        ),
        whole(
            "series_unread",
            "9 points B-01 to B-09 on page 2 are in no record",
        ),
    ]);
    let server = Server::start(&house.out(), &[]);
    for path in &lists {
        let page = server.get(path).text();
        let (head, rest) = page.split_once("<nav class=\"contents\"").unwrap();
        for told in [TO_CHECK, MISSING, SERIES, "B-01 to B-09"] {
            assert!(head.contains(told), "{told}: {head}");
        }
        assert_eq!(
            rest.contains("Listen er ikke hel"),
            path.contains("type="),
            "{path}"
        );
    }
    for path in narrowed {
        assert!(
            server.get(path).text().contains("Listen er ikke hel"),
            "{path}"
        );
    }
    // What narrows to others, or to nothing, is another list.
    for path in [
        "/?recipient=Havvesenet",
        "/frister?view=all",
        "/?type=assignment",
    ] {
        assert!(
            !server.get(path).text().contains("Listen er ikke hel"),
            "{path}"
        );
    }
    let document = server.json(&format!("/api/v1/documents/{}", encoded(&house.key)));
    assert_eq!(document["findings"][1]["code"], "series_unread");
    let list = server.json(&format!(
        "/api/v1/deadlines?document={}",
        encoded(&house.key)
    ));
    assert_eq!(list["findings"][0]["code"], "assignments_missing");
    assert!(list["items"][0]["findings"].as_array().unwrap().is_empty());
    let all = server.json("/api/v1/deadlines");
    assert!(all["findings"].as_array().unwrap().is_empty());
    let documents = csv(&server.get("/dokumenter?format=csv").body, b';');
    assert!(cell(&documents, &house.key, TO_CHECK).contains(SERIES));
    let book = house.exported("alt.xlsx", &[]);
    assert!(cell(&rows(&book, "Dokumenter"), &house.key, TO_CHECK).contains(MISSING));
    assert!(
        house
            .asked(&["show", &house.key])
            .contains("9 points B-01 to B-09")
    );
    for command in [vec!["deadlines"], vec!["find", "plan"]] {
        let narrowed = [&command[..], &["--recipient", "Fyrvesenet"]].concat();
        assert!(
            house.asked(&narrowed).contains("Ikke alt er lest i"),
            "{command:?}"
        );
        assert!(!house.asked(&command).contains("Ikke alt er lest i"));
    }
    let (_, said) = run(&["state", house.out().to_str().unwrap()]);
    assert!(
        said.contains("OBS: Fyrvesenet: noe er ikke lest i"),
        "{said}"
    );
}

/// What nobody has looked at stands on the page of its document, each with its words.
#[test]
fn the_residue_of_a_document_is_a_list_and_no_number() {
    let house = House::of(&sound());
    let file = house.out().join("tillegg.md.json");
    let mut json: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let span = serde_json::json!([{ "page": null, "page_label": null, "start": 5, "end": 9 }]);
    let entry = |signal: &str, raw: &str| serde_json::json!({ "signal": signal, "raw": raw, "spans": span });
    json["coverage"]["unclaimed"] = serde_json::json!([
        entry("duty", "Vesenet må også sikre lurene."),
        entry("series", "B-01, B-02, B-03"),
        entry("table", "Lykt | Farge"),
        entry("deadline", "innen jul"),
    ]);
    std::fs::write(&file, serde_json::to_vec_pretty(&json).unwrap()).unwrap();
    house.add(&[]);
    let server = Server::start(&house.out(), &[]);
    let page = server
        .get(&format!("/dokument/{}", encoded(&house.key)))
        .text();
    for told in [
        "4 steder",
        "Plikt",
        "Vesenet må også sikre lurene.",
        "Punkter",
        "B-01, B-02, B-03",
        "tegn 5–9",
        "Lykt | Farge",
        "innen jul",
    ] {
        assert!(page.contains(told), "{told}");
    }
}

/// A workbook that a version without the column wrote gets it; one that people took it from does not.
#[test]
fn a_workbook_of_before_gets_the_column_and_one_it_was_taken_from_stays_without() {
    let house = House::of(DOUBTFUL);
    let fresh = house.exported("frister.xlsx", &["--record", "deadline"]);
    let updated = |book: &[u8], name: &str| {
        let old = house.folder.path().join(format!("gammel-{name}"));
        std::fs::write(&old, book).unwrap();
        let bytes = house.exported(name, &["--update", old.to_str().unwrap()]);
        rows(&bytes, "Frister")
    };
    let ends = "TB2027-9-deadline-1";
    let same = updated(&fresh, "a.xlsx");
    assert!(cell(&same, ends, TO_CHECK).contains(DAY));
    assert_eq!(cell(&same, ends, "Endring"), "");
    let before = renamed(&fresh, true);
    let got = updated(&before, "b.xlsx");
    assert!(cell(&got, ends, TO_CHECK).contains(DAY));
    assert_eq!(
        cell(&got, ends, "Endring"),
        "",
        "the column is new, the deadline is not"
    );
    let taken = renamed(&fresh, false);
    let without = updated(&taken, "c.xlsx");
    assert!(!without[0].iter().any(|title| title == TO_CHECK));
}

/// A workbook as it is without the column; `unknown`: as a version wrote it that did not have it.
fn renamed(book: &[u8], unknown: bool) -> Vec<u8> {
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(book.to_vec())).unwrap();
    let mut made = rust_xlsxwriter::Workbook::new();
    for name in read.sheet_names() {
        let range = read.worksheet_range(&name).unwrap();
        let sheet = made.add_worksheet();
        sheet.set_name(&name).unwrap();
        let dropped = range.rows().next().and_then(|row| {
            row.iter()
                .position(|cell| matches!(cell, Data::String(title) if title == TO_CHECK))
        });
        for (at, row) in (0..).zip(range.rows()) {
            let kept = row
                .iter()
                .enumerate()
                .filter(|(column, _)| Some(*column) != dropped);
            for (column, (_, cell)) in (0..).zip(kept) {
                let mut words = cell.to_string();
                if unknown && name == "Avtrykk" {
                    words = words.replace(TO_CHECK, "En annen kolonne");
                }
                match cell {
                    Data::Float(value) => sheet.write_number(at, column, *value).unwrap(),
                    Data::DateTime(day) => sheet.write_number(at, column, day.as_f64()).unwrap(),
                    _ => sheet.write_string(at, column, words).unwrap(),
                };
            }
        }
    }
    made.save_to_buffer().unwrap()
}

/// A text of more characters than a cell of Excel takes: where it is parted, the cell says where it goes
/// on, and bringing the workbook up to date changes nothing.
#[test]
fn a_text_too_long_for_a_cell_goes_on_and_says_where() {
    let sentence = "Fyrvesenet skal holde lykta ved like og melde fra om hvert avvik. ";
    let long = sentence.repeat(640);
    assert!(long.chars().count() > 42_000);
    let house =
        House::of(&sound().replace("Fyrvesenet skal lage en plan for lyktene.", long.trim()));
    let book = house.exported("oppdrag.xlsx", &["--record", "assignment"]);
    let server = Server::start(&house.out(), &[]);
    let page = server.get(&format!(
        "/dokument/{}?type=assignment&format=xlsx",
        encoded(&house.key)
    ));
    for (rows, title) in [
        (rows(&book, "Oppdrag"), "Oppdragstekst"),
        (rows(&page.body, "Oppdrag 4.5.2027"), "Tekst"),
    ] {
        let (first, second) = (
            cell(&rows, "#TB2027-9", title),
            cell(&rows, "#TB2027-9~2", title),
        );
        let tail = format!(" […] [fortsetter i raden med ID {}#TB2027-9~2]", house.key);
        let first = first
            .strip_suffix(&tail)
            .unwrap_or_else(|| panic!("{:?}", &first[first.len() - 90..]));
        let second = second.strip_prefix("[fortsatt] ").unwrap();
        let joined = format!("{first}{second}");
        assert!(joined.starts_with(long.trim()), "{}", joined.len());
        // Between words, not in one.
        assert!(second.starts_with(' '), "{second:.20}");
    }
    let old = house.folder.path().join("oppdrag.xlsx");
    let again = house.exported("nytt.xlsx", &["--update", old.to_str().unwrap()]);
    let rows = rows(&again, "Oppdrag");
    assert!(rows.len() > 3);
    for row in ["#TB2027-9", "#TB2027-9~2", "#TB2027-10"] {
        assert_eq!(cell(&rows, row, "Endring"), "", "{row}");
    }
}

#[test]
fn a_store_of_the_layout_before_is_made_anew() {
    let house = House::of(DOUBTFUL);
    let store = house.out().join("oppdrag.db");
    let layout = |path: &Path| {
        let connection = rusqlite::Connection::open(path).unwrap();
        let version: i64 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        (version, connection)
    };
    let (version, connection) = layout(&store);
    connection.execute_batch("DROP TABLE findings").unwrap();
    connection
        .pragma_update(None, "user_version", version - 1)
        .unwrap();
    drop(connection);
    assert!(
        house.asked(&["find", "plan"]).contains("layout"),
        "an old store is refused"
    );
    let (code, said) = run(&["index", house.out().to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert!(house.asked(&["budget", "910.70"]).contains(SUM));
}

/// However much was found and left unread, no page is large, and what is not shown is told.
#[test]
fn a_document_of_many_findings_has_a_page_of_the_usual_size() {
    let house = House::of(&sound());
    let file = house.out().join("tillegg.md.json");
    let mut json: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let raw = "Vesenet må også sikre alle lurene på skjærene. ".repeat(9);
    let span = serde_json::json!([{ "page": 3, "page_label": "3", "start": 5, "end": 9 }]);
    let entry = serde_json::json!({ "signal": "duty", "raw": raw, "spans": span });
    json["coverage"]["unclaimed"] = vec![entry; 900].into();
    std::fs::write(&file, serde_json::to_vec(&json).unwrap()).unwrap();
    let many: Vec<Value> = (0..900)
        .map(|n| {
            whole(
                "series_unread",
                &format!("9 points B-01 to B-09 on page {n} are in no record"),
            )
        })
        .collect();
    house.add(&many);
    let server = Server::start(&house.out(), &[]);
    let page = server.get(&format!(
        "/dokument/{}?type=assignment",
        encoded(&house.key)
    ));
    assert!(page.body.len() < 100_000, "{}", page.body.len());
    let page = page.text();
    for told in [
        "Ikke lest: 900 steder",
        "820 steder står ikke her",
        "Og 820 til.",
    ] {
        assert!(page.contains(told), "{told}");
    }
}
