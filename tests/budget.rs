//! The money of propositions: the fixtures hold their facts, each arithmetic check finds a planted
//! error and is silent on its mended twin, and damage loses no more than it must.

#![allow(clippy::unwrap_used)]

use oppdrag::{Extraction, Grammar, check::quotation, model::Severity};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/propositions")
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(Grammar::built_in);

fn read(text: &str) -> Extraction {
    oppdrag::extract("prop.txt", text.as_bytes(), &GRAMMAR).unwrap()
}

fn figure(row: &Value, role: &str, key: &str) -> Value {
    row["figures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|figure| figure["role"] == role)
        .map_or(Value::Null, |figure| figure[key].clone())
}

/// A row as the facts write it: what is absent is left out.
fn row(row: &Value) -> Value {
    let mut fact = json!({});
    for key in ["id", "chapter", "post", "name", "side", "section"] {
        fact[key] = row[key].clone();
    }
    for role in ["accounts", "budget", "proposal", "change"] {
        let nok = figure(row, role, "nok");
        let growth = row["table"] == "text" && role == "accounts";
        if !nok.is_null() && !growth {
            fact[role] = nok;
        }
    }
    let percent = figure(row, "percent", "percent");
    if !percent.is_null() {
        fact["percent"] = percent;
    }
    if row["conditions"] != json!([]) {
        fact["conditions"] = row["conditions"].clone();
    }
    fact
}

fn pick(list: &Value, keys: &[&str]) -> Vec<Value> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| {
            keys.iter()
                .map(|key| ((*key).to_string(), one[key].clone()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        })
        .collect()
}

#[test]
fn fixtures_hold_their_facts() {
    for name in ["budget-table-forms", "budget-nynorsk"] {
        let facts: Value = serde_json::from_str(&fixture(&format!("{name}.facts.json"))).unwrap();
        let extraction = read(&fixture(&format!("{name}.txt")));
        let all = serde_json::to_value(&extraction).unwrap();
        let document = &all["documents"][0];
        assert_eq!(document["year"], facts["documents"][0]["year"], "{name}");
        let got: Vec<Value> = document["appropriations"]
            .as_array()
            .unwrap()
            .iter()
            .map(row)
            .collect();
        let wanted = facts["appropriations"].as_array().unwrap();
        for (got, wanted) in got.iter().zip(wanted) {
            assert_eq!(got, wanted, "{name}");
        }
        assert_eq!(got.len(), wanted.len(), "{name}");
        let keys = ["kind", "chapter", "posts", "income_posts", "limit_nok"];
        assert_eq!(
            Value::from(pick(&document["authorisations"], &keys)),
            facts["authorisations"],
            "{name}"
        );
        let refs: Vec<Value> = document["citations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["ref"].clone())
            .collect();
        for reference in facts["citations"].as_array().unwrap() {
            assert!(refs.contains(reference), "{name}: {reference}");
        }
        assert_eq!(
            Value::from(pick(&document["tables"], &["caption", "rows"])),
            facts["tables"],
            "{name}"
        );
        let sections: Vec<Value> = pick(&document["sections"], &["id"])
            .iter()
            .map(|s| s["id"].clone())
            .collect();
        assert_eq!(Value::from(sections), facts["sections"], "{name}");
        let found: Vec<Value> = extraction
            .diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Warning)
            .map(|one| json!([one.code, one.item]))
            .collect();
        assert_eq!(Value::from(found), facts["diagnostics"], "{name}");
        assert!(
            extraction
                .coverage
                .unclaimed
                .iter()
                .all(|one| one.signal != oppdrag::model::SignalKind::Amount),
            "{name}"
        );
    }
}

#[test]
fn the_titles_of_two_columns_go_on_with_the_sentence() {
    let titles = "overskride bevilgningen under mot tilsvarende merinntekter under";
    let sound = fixture("budget-table-forms.txt");
    let below = format!("kan:\n\nMerinntekt skal også dekke avgift.\n\n{titles}\n");
    let moved = sound.replacen(&format!("{titles}\n\n"), "", 1);
    for (text, words) in [
        (sound.clone(), titles),
        (
            // Under the sentence, as they are meant to stand, without an empty line.
            moved
                .replacen(
                    "kan:\n\nMerinntekt skal også dekke avgift.\n",
                    "kan:\nOverskride bevilgning\nmot tilsvarende merinntekt\nkap. 1850 post 01 kap. 4850 post 03\n",
                    1,
                )
                .replacen("kap. 1850 postene 01 og 45 kap. 4850 post 03\n", "", 1),
            "Overskride bevilgning mot tilsvarende merinntekt",
        ),
        (
            moved.replacen("kan:\n\nMerinntekt skal også dekke avgift.\n", &below, 1),
            "",
        ),
    ] {
        let read = read(&text);
        let found: Vec<&str> = read.documents[0]
            .authorisations
            .iter()
            .filter(|one| one.income_posts == ["4850.03"] && one.text.contains("kan:"))
            .map(|one| one.text.as_str())
            .collect();
        assert_eq!(found.len(), 2, "{text}");
        for one in found {
            let (lead, row) = one.split_once("kan:").unwrap();
            assert!(lead.starts_with("Stortinget samtykker"), "{one}");
            assert!(row.trim_start().starts_with(words), "{one}");
            assert!(row.contains("kap. 185"), "{one}");
        }
        let canonical = oppdrag::source::read("prop.txt", text.as_bytes()).unwrap();
        assert_eq!(quotation(&read, canonical.canonical.text()), []);
    }
}

#[test]
fn a_ceiling_names_its_chapter() {
    let text = fixture("budget-table-forms.txt").replacen(
        "Samlet ramme\n\n1850 Fyrdirektoratet\n45",
        "Samlet ramme\n\n1850 Fyrdirektoratet, med verv og \ntauverk\n45",
        1,
    );
    let read = read(&text);
    let rows: Vec<(&str, Option<i64>)> = read.documents[0]
        .authorisations
        .iter()
        .filter(|one| one.limit_nok.is_some())
        .map(|one| {
            (
                one.text.split_once("følgende beløp: ").unwrap().1,
                one.limit_nok,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (
                "1850 Fyrdirektoratet, med verv og tauverk 45 Større utstyr og vedlikehold, F-19 \
                 12,5 mill. kroner",
                Some(12_500_000)
            ),
            (
                "1850 70 Tilskudd til fyrvoktere 1\u{a0}075,0 mill. kroner",
                Some(1_075_000_000)
            ),
            (
                "1850 72 Tilskudd til utsmykking 4,0 mill. kroner",
                Some(4_000_000)
            ),
        ]
    );
}

/// The proposed decision of an invented ministry, from its second romertall on.
fn authorised(name: &str, romertall: &str) -> Vec<Value> {
    let text = format!(
        "# Prop. 1 S (2026–2027)\n\nProposisjon til Stortinget (forslag til stortingsvedtak)\n\n\
         For budsjettåret 2027\n\n# Forslag til vedtak\n\nI\n\nUtgifter:\n\n\
         | Kap. | Post | Formål | Kroner | Kroner |\n| --- | --- | --- | --- | --- |\n\
         | 1320 |  | Stivesenet |  |  |\n|  | 01 | Driftsutgifter | 100 000 | 100 000 |\n\n\
         {romertall}"
    );
    let read = oppdrag::extract(name, text.as_bytes(), &GRAMMAR).unwrap();
    let canonical = oppdrag::source::read(name, text.as_bytes()).unwrap();
    assert_eq!(quotation(&read, canonical.canonical.text()), []);
    let keys = ["kind", "chapter", "posts", "income_posts", "limit_nok"];
    let all = serde_json::to_value(&read.documents[0].authorisations).unwrap();
    pick(&all, &keys)
        .into_iter()
        .zip(all.as_array().unwrap())
        .map(|(mut one, whole)| {
            one["text"] = whole["text"].clone();
            one
        })
        .collect()
}

#[test]
fn a_row_of_excess_income_in_cells_is_a_record() {
    let lead = "Stortinget samtykker i at Stidepartementet i 2027 kan";
    for head in [
        "| Overskride bevilgningen under | Mot tilsvarende merinntekter under |\n",
        "| Utgifter | Inntekter |\n",
        "| | |\n",
    ] {
        for sentence in [
            format!("{lead}:\n"),
            format!("{lead} overskride bevilgninger mot merinntekter slik:\n"),
            format!("{lead} overskride bevilgninger mot tilsvarende merinntekter.\n\n"),
        ] {
            let text = format!(
                "II\n\nMerinntektsfullmakter\n\n{sentence}\n{head}| --- | --- |\n\
                 | kap. 1320 post 01 | kap. 4320 post 02 |\n\
                 | Kap.\u{a0}1320 Stivesenet, postene 22 og 30 | Kap.\u{a0}4320 Stivesenet, post 03 |\n\
                 | kap. 1321 post 01 | kap. 4321 postene 01 og 02 |\n"
            );
            let rows: Vec<Value> = authorised("prop.md", &text)
                .iter()
                .map(|one| {
                    json!([
                        one["kind"],
                        one["chapter"],
                        one["posts"],
                        one["income_posts"]
                    ])
                })
                .collect();
            assert_eq!(
                rows,
                [
                    json!(["excess_income", "1320", ["01"], ["4320.02"]]),
                    json!(["excess_income", "1320", ["22", "30"], ["4320.03"]]),
                    json!(["excess_income", "1321", ["01"], ["4321.01", "4321.02"]]),
                ],
                "{text}"
            );
        }
    }
}

#[test]
fn the_points_of_a_romertall_are_authorisations() {
    let lead = "Stortinget samtykker i at Stidepartementet i 2027 kan:";
    let over = "overskride bevilgningen under kap. 1320 Stivesenet, post 22 Drift, med inntil 50 mill. kroner";
    let order = "foreta bestillinger ut over gitte bevilgninger, men slik at samlet ramme for nye \
                 bestillinger og gammelt ansvar ikke overstiger følgende beløp:";
    let table = "| Kap. | Post | Betegnelse | Samlet ramme |\n| --- | --- | --- | --- |\n\
                 | 1320 |  | Stivesenet |  |\n|  | 22 | Drift | 90 mill. kroner |\n";
    let plain = "Kap. Post Betegnelse Samlet ramme\n1320 Stivesenet\n22 Drift 90 mill. kroner\n";
    let overspending = json!([
        "overspending",
        ["22"],
        50_000_000,
        format!("{lead} {over}.")
    ]);
    for (name, table, row) in [
        ("prop.md", table, "1320 Stivesenet 22 Drift 90 mill. kroner"),
        (
            "prop.txt",
            plain,
            "1320 Stivesenet 22 Drift 90 mill. kroner",
        ),
    ] {
        let ordering = json!([
            "ordering",
            ["22"],
            90_000_000,
            format!("{lead} {order} {row}")
        ]);
        for (one, two) in [("1.", "2."), ("a)", "b)")] {
            let head = format!("II\n\nFullmakter til å overskride og bestille\n\n{lead}\n\n");
            let brief = |text: &str| -> Vec<Value> {
                authorised(name, text)
                    .iter()
                    .map(|one| json!([one["kind"], one["posts"], one["limit_nok"], one["text"]]))
                    .collect()
            };
            let text = format!("{head}{one} {over}.\n{two} {order}\n\n{table}");
            assert_eq!(
                brief(&text),
                [overspending.clone(), ordering.clone()],
                "{text}"
            );
            // The table may part the points, and the next romertall has points of its own.
            let text = format!(
                "{head}{one} {order}\n\n{table}\n{two} {over}.\n\n{}",
                head.replacen("II", "III", 1) + &format!("{one} {over}.\n")
            );
            assert_eq!(
                brief(&text),
                [ordering.clone(), overspending.clone(), overspending.clone()],
                "{text}"
            );
        }
    }
    // Points that are terms authorise nothing of their own.
    let terms = format!(
        "II\n\nFullmakt til å overskride\n\n{}, på følgende vilkår:\n\n1. Rammen gjelder \
         samlet.\n2. Ubrukte midler trekkes inn.\n",
        lead.replacen("kan:", &format!("kan {over}"), 1)
    );
    let found = authorised("prop.txt", &terms);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0]["text"].as_str().unwrap().ends_with("trekkes inn."));
}

/// The proposition about requests, with a decision that repeals some.
fn repealing(words: &str) -> Extraction {
    let requests = fixture("requests.txt");
    let decision = "Forslag til vedtak\n\nI\nUtgifter:\n\nKap. Post Kroner Kroner\n\n\
        1850 Fyrdirektoratet\n\n01 Driftsutgifter 128 900 000 128 900 000\n\
        Sum Fyr 128 900 000\n\nII\n";
    read(&format!("{requests}\n{decision}{words}\n"))
}

#[test]
fn a_repeal_is_no_authorisation() {
    for words in [
        "Oppheving av anmodningsvedtak\n\nVedtak nr. 112, 4. desember 2024 oppheves.",
        "Anmodningsvedtak oppheves\n\nVedtak nr. 112 (2024–2025) oppheves.",
        "Oppheving av oppmodingsvedtak\n\nVedtak nr. 112 av 4. desember 2024 blir oppheva.",
        "Stortinget opphever vedtak nr. 112, 4. desember 2024.",
    ] {
        let read = repealing(words);
        let document = &read.documents[0];
        assert_eq!(document.authorisations, [], "{words}");
        let cited: Vec<&str> = document
            .citations
            .iter()
            .filter(|one| one.reference == "vedtak 112 (2024–2025)")
            .map(|one| one.raw.as_str())
            .collect();
        assert_eq!(cited.len(), 1, "{words}");
        assert!(
            read.diagnostics
                .iter()
                .any(|one| one.code == "repeal_without_request"),
            "{words}"
        );
        let unclaimed = &read.coverage.unclaimed;
        assert!(unclaimed.is_empty(), "{words}: {unclaimed:?}");
    }
    // A request of which a section says that it is proposed repealed is joined to its repeal.
    let known = "2021–2022/5";
    let forgotten = |read: &Extraction| {
        let found = read.diagnostics.iter();
        found
            .filter(|one| one.code == "repeal_missing")
            .map(|one| one.item.clone())
            .collect::<Vec<_>>()
    };
    let joined =
        repealing("Oppheving av anmodningsvedtak\n\nVedtak nr. 5, 5. oktober 2021 oppheves.");
    assert_eq!(forgotten(&joined), []);
    let document = &joined.documents[0];
    let request = document
        .requests
        .iter()
        .find(|one| one.id == known)
        .unwrap();
    let repeal = request.also_at.last().unwrap();
    let cited = document.citations.last().unwrap();
    assert_eq!(cited.within.as_deref(), Some(known));
    assert!(cited.spans[0].start >= repeal.start && cited.spans[0].end <= repeal.end);
    let other = repealing("Oppheving av anmodningsvedtak\n\nVedtak nr. 112 (2024–2025) oppheves.");
    assert_eq!(forgotten(&other), [Some(known.to_string())]);
    // What only mentions a request gives something else.
    let other = repealing(
        "Tilsagnsfullmakt\n\nStortinget samtykker i at departementet i 2027 kan gi tilsagn for \
         inntil 3 mill. kroner under kap. 1850 post 01, jf. anmodningsvedtak nr. 112 (2024–2025).",
    );
    assert_eq!(other.documents[0].authorisations.len(), 1);
    let nameless = repealing("Oppheving av anmodningsvedtak\n\nVedtaket om lykter oppheves.");
    assert!(
        nameless
            .diagnostics
            .iter()
            .any(|one| one.code == "repeal_unread")
    );
}

#[test]
fn a_table_that_is_not_read_is_reported() {
    let read = read(&fixture("budget-table-forms.txt"));
    let unread: Vec<&str> = read
        .diagnostics
        .iter()
        .filter(|one| one.code == "table_unread")
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(
        unread,
        ["no rows of figures were read under «Tabell 2.8 Planer for fyrene»"]
    );
}

/// A sentence may hold both what is proposed and by how much it differs.
#[test]
fn a_proposal_and_its_change_in_one_sentence() {
    for (sentence, figures) in [
        (
            "Departementet gjer framlegg om å løyve 12,3 mill. kroner på posten, ein reduksjon på 1,2 mill.",
            "proposal 12300000 change -1200000",
        ),
        (
            "Departementet gjer framlegg om å løyve 12,3 mill. kroner på posten, ein reduksjon på 1,2 mill. kroner frå saldert budsjett 2026.",
            "proposal 12300000 change -1200000",
        ),
        (
            "Det blir gjort framlegg om å løyve 12,3 mill. kroner i 2027, ein auke på 1,2 mill. kroner frå 2026.",
            "proposal 12300000 change 1200000",
        ),
        (
            "Det foreslås en bevilgning på posten på 12,3 mill. kroner, en økning på 1,2 mill. kroner sammenlignet med saldert budsjett 2026.",
            "proposal 12300000 change 1200000",
        ),
        (
            // Not the year before: what is proposed is told all the same.
            "Det foreslås en bevilgning på posten på 12,3 mill. kroner, en økning på 1,2 mill. kroner fra 2020.",
            "proposal 12300000",
        ),
        (
            "Det foreslås å bevilge 12,3 mill. kroner til et program, en økning på 1,2 mill. kroner.",
            "",
        ),
        (
            "Det foreslås å bevilge 12,3 mill. kroner, hvorav 1,2 mill. kroner til et program.",
            "",
        ),
    ] {
        let text = format!(
            "Prop. 1 S (2026–2027)\n\nProposisjon til Stortinget (forslag til stortingsvedtak)\n\n\
             FOR BUDSJETTÅRET 2027\n\nProgramkategori 13.10 Vann\n\nKap. 1470 Bekkedirektoratet\n\n\
             Post 01 Driftsutgifter\n\n{sentence} Posten dekker lønn.\n\nPost 21 Spesielle driftsutgifter\n\n\
             Posten dekker bekker.\n"
        );
        let read = serde_json::to_value(read(&text)).unwrap();
        let rows = read["documents"][0]["appropriations"].as_array().unwrap();
        let found: Vec<String> = rows
            .iter()
            .flat_map(|row| row["figures"].as_array().unwrap())
            .map(|figure| format!("{} {}", figure["role"].as_str().unwrap(), figure["nok"]))
            .collect();
        assert_eq!(found.join(" "), figures, "{sentence}");
    }
}

/// A table whose cells stand a column at a time: reported, whatever is left of its head; the twin, row by
/// row, is read.
#[test]
fn a_table_dumped_column_by_column_is_reported() {
    let heads = [
        "Kap.",
        "Betegnelse",
        "Regnskap 2025",
        "Saldert budsjett 2026",
        "Forslag 2027",
    ];
    let rows = [
        ["1470", "Vanndepartementet", "105 230", "110 400", "112 700"],
        ["1471", "Bekkedirektoratet", "88 120", "90 000", "95 400"],
        ["", "Sum kategori 13.10", "193 350", "200 400", "208 100"],
    ];
    let column = |n: usize| -> String {
        let cells = rows
            .iter()
            .map(|row| row[n])
            .filter(|cell| !cell.is_empty());
        cells.map(|cell| format!("{cell}\n")).collect()
    };
    let apart: String = (0..5)
        .map(|n| format!("{}\n{}\n", heads[n], column(n)))
        .collect();
    let below = |head: &str| format!("{head}\n\n{}", (0..5).map(column).collect::<String>());
    let by_row: String = rows
        .iter()
        .map(|row| row.join(" ").trim().to_string() + "\n")
        .collect();
    for (table, reported) in [
        (apart, true),
        (below(&heads.join("\n")), true),
        (below(&heads.join(" ")), true),
        (format!("{}\n{by_row}", heads.join(" ")), false),
    ] {
        let text = format!(
            "Prop. 1 S (2026–2027)\n\nProposisjon til Stortinget (forslag til stortingsvedtak)\n\n\
             FOR BUDSJETTÅRET 2027\n\nProgramkategori 13.10 Vann\n\n\
             Utgifter under programkategori 13.10 fordelt på kapitler\n\n(i 1 000 kr)\n\n{table}\n\
             Departementet har ansvar for vann i hele landet. Det er et stort ansvar.\n"
        );
        let read = read(&text);
        let unread: Vec<_> = read
            .diagnostics
            .iter()
            .filter(|one| one.code == "table_unread")
            .map(|one| {
                (
                    one.spans.first().unwrap().start,
                    one.spans.last().unwrap().end,
                )
            })
            .collect();
        let rows = read.documents[0].appropriations.len();
        assert_eq!(
            (unread.len(), rows),
            if reported { (1, 0) } else { (0, 3) },
            "{text}"
        );
        for (start, end) in unread {
            let place: String = text.chars().take(end).skip(start).collect();
            assert!(
                place.contains("Kap.") && place.ends_with("208 100"),
                "{place}"
            );
        }
    }
}

/// Ids of the sections.
fn sections(text: &str) -> Vec<String> {
    read(text).documents[0]
        .sections
        .iter()
        .map(|section| section.id.clone())
        .collect()
}

#[test]
fn the_first_chapter_stands_under_the_title_of_its_part() {
    let sound = fixture("budget-table-forms.txt").replacen(
        "1 Hovedtrekk\n",
        &format!("1  Hovedtrekk\n\n{}", wrapped(2)),
        1,
    );
    for lead in [
        "1  Hovedtrekk\n",
        "Del I\nInnledende del\n1  Hovedtrekk\n",
        "Del I\n\nInnledende del\n\n1  Hovedtrekk\n",
        " Innledende del\n1  Hovedtrekk\n",
        "Innledende del\n 1  Hovedtrekk\n",
    ] {
        let found = sections(&sound.replacen("1  Hovedtrekk\n", lead, 1));
        assert!(found.contains(&"1".to_string()), "{lead:?}: {found:?}");
    }
}

/// Paragraphs whose lines end with a blank where they go on.
fn wrapped(times: usize) -> String {
    "Fyrene står der de står, og den som vil vite hvorfor \n\
     må spørre den som satte dem opp, om noen husker det. \n\
     Det er det ikke mange som gjør.\n\n\
     Tauverket blir kontrollert hver vår av den samme man-\n\
     nen som kontrollerte det i fjor, med de samme briller \n\
     og den samme lykten i den samme hånden.\n\n"
        .repeat(times)
}

#[test]
fn a_title_may_take_several_lines_and_a_sentence_is_none() {
    let body = wrapped(15);
    let text = fixture("budget-table-forms.txt").replacen(
        "Post 45 Større utstyr og vedlikehold\n",
        &format!(
            "{body}Opplæring i å lytte etter tåke og i å høre \nforskjell på to sorter\n\n{body}\
             Lykter og speil\nKravene til lykter er de samme som før, og det samme \n\
             gjelder for speil.\n\nAntall fyr som har tatt i bruk \nNattlys har økt med \n\
             to siden i fjor, og det er ventet flere.\n\n\
             Fyrvokternes landsforening (avdeling \nNord) holder møter hver torsdag i oktober og \n\
             november.\n\nDepartementet har ansvar for \ndisse to målene:\n\n\
             Bærekraftsmål 14: Bevare havet og de marine \nressursene.\n\n{body}\
             Bærekraftsmål 14: Bevare havet og de marine \nressursene\n\n\
             Delmål 14.a: Lære mer om havet, og dele det som er \nlært, med dem som bor ved det\n\n\
             {body}Lykter\n\n{body}Post 45 Større utstyr og vedlikehold\n"
        ),
        1,
    );
    let read = read(&text);
    let found: Vec<(&str, Option<&str>)> = read.documents[0]
        .sections
        .iter()
        .skip_while(|section| section.id != "1850.01")
        .skip(1)
        .take_while(|section| section.id != "1850.45")
        .map(|section| (section.id.as_str(), section.parent.as_deref()))
        .collect();
    let goal = "Bærekraftsmål 14: Bevare havet og de marine ressursene";
    let part = "Delmål 14.a: Lære mer om havet, og dele det som er lært, med dem som bor ved det";
    let post = Some("1850.01");
    assert_eq!(
        found,
        [
            (
                "Opplæring i å lytte etter tåke og i å høre forskjell på to sorter",
                post
            ),
            ("Lykter og speil", post),
            (goal, post),
            (part, Some(goal)),
            ("Lykter", Some(part)),
        ]
    );
    // Where the form marks nothing, what opens a bracket or ends in a colon is no title all the same.
    let plain = sections(&fixture("budget-table-forms.txt").replacen(
        "Tilsynet måler tau.\n",
        "Tilsynet måler tau.\n\nVerv og lenker (unntatt\nKjetting) blir målt av andre enn tilsynet.\n\n\
         Dette har tilsynet ansvar for:\nTauets lengde blir målt hver høst av den som er minst.\n",
        1,
    ));
    assert!(
        !plain
            .iter()
            .any(|id| id.contains("Verv og") || id.contains(':')),
        "{plain:?}"
    );
}

#[test]
fn a_title_is_one_whatever_stands_around_it() {
    let body = wrapped(15);
    let text = fixture("budget-table-forms.txt").replacen(
        "Post 45 Større utstyr og vedlikehold\n",
        &format!(
            "{body}Reform av fyrlyktene\n\nDepartementet la i mars 2024 frem Meld. St. 5 \n\
             (2023–2024) om lykter, og venter ikke at noen leser den.\n\n\
             Sikre og gode lys for alle som er på sjøen \nom natten\n\nVentetid på lys\n\n{body}\
             Budsjett for fyrved\n\nFyrvokterne bruker ved når det er kaldt, og det er det ofte i \n\
             de fyrene som vender mot nord.\n\nFN\n\n{body}\
             Fyrene har ved nok til våren og til den våren som \nkommer etter den\n\n\
             Båter i opplag\n\n{body}Årsrapport for hunder\n\n\
             1 Hunder som bare er på besøk, er ikke regnet med her.\n\n{body}\
             Tilsynet har sagt sitt om dette og mye annet som \ngjelder tåke.\n Tåke og lyd\n\n{body}\
             Anmodningsvedtak\n\nTåkelur\n\nVedtak nr. 9, 5. juni 2025\n\n{body}\
             Lønn og ved 120 130\n\nSted 2024 2025\n\nBrenn-\nstoff\n\nAntall fyr i bruk ved årets slutt 2024\n\n\
             Post 45 Større utstyr og vedlikehold t.o.m. \n2007\n"
        ),
        1,
    );
    let read = read(&text);
    let found: Vec<&str> = read.documents[0]
        .sections
        .iter()
        .skip_while(|section| section.id != "1850.01")
        .skip(1)
        .take_while(|section| section.number.as_deref() != Some("70"))
        .map(|section| section.title.as_str())
        .collect();
    assert_eq!(
        found,
        [
            "Reform av fyrlyktene",
            "Sikre og gode lys for alle som er på sjøen om natten",
            "Ventetid på lys",
            "Budsjett for fyrved",
            "FN",
            "Båter i opplag",
            "Årsrapport for hunder",
            "Tåke og lyd",
            "Anmodningsvedtak",
            "Større utstyr og vedlikehold t.o.m. 2007",
        ]
    );
}

#[test]
fn a_table_belongs_to_the_one_section_that_refers_to_it() {
    let table = "Tabell 9.1 Lykter i drift\n\nSted 2025 2026\nNord 12,5 13,5\nSør 14,5 15,5\nVest 1,5 2,5\n\n";
    let place = |lead: &str, other: &str| {
        let text = fixture("budget-table-forms.txt")
            .replacen(
                "Post 01 Driftsutgifter\n",
                &format!("Post 01 Driftsutgifter\n{lead}\n\n"),
                1,
            )
            .replacen(
                "Post 45 Større utstyr og vedlikehold\n",
                &format!("Post 45 Større utstyr og vedlikehold\n{other}\n\n{table}"),
                1,
            );
        let read = read(&text);
        let tables = &read.documents[0].tables;
        let found = tables
            .iter()
            .find(|table| {
                table
                    .caption
                    .as_deref()
                    .is_some_and(|it| it.contains("9.1"))
            })
            .unwrap();
        (found.id.clone(), found.section.clone().unwrap_or_default())
    };
    let of = |section: &str| (format!("table-{section}-1"), section.to_string());
    assert_eq!(
        place("Lyktene står i tabell 9.1.", "Utstyret er nytt."),
        of("1850.01")
    );
    assert_eq!(
        place("Lyktene står der.", "Utstyret er nytt."),
        of("1850.45")
    );
    // Two sections refer to it: the layout's place stands.
    assert_eq!(
        place("Lyktene står i tabell 9.1.", "Speilene står i tabell 9.1."),
        of("1850.45")
    );
}

#[test]
fn what_was_spent_is_told_from_a_rate_and_may_take_two_sentences() {
    let told = |words: &str| {
        let text = fixture("budget-table-forms.txt").replacen(
            "Post 45 Større utstyr og vedlikehold\n",
            &format!("Post 45 Større utstyr og vedlikehold\n{words}\n\n"),
            1,
        );
        let read = serde_json::to_value(read(&text)).unwrap();
        let rows = read["documents"][0]["appropriations"]
            .as_array()
            .unwrap()
            .clone();
        let own = |row: &&Value| row["table"] == "text" && row["post"] == "45";
        let accounts = |figure: &&Value| figure["role"] == "accounts";
        rows.iter()
            .filter(own)
            .flat_map(|row| row["figures"].as_array().unwrap().clone())
            .filter(|figure| accounts(&figure))
            .map(|figure| (figure["year"].clone(), figure["nok"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(
            "Satsen er 3 450 kroner i 2026 og økes til 3 574 kroner i 2027, som er en økning på 3,6 pst."
        ),
        []
    );
    assert_eq!(
        told(
            "Utgiftene i 2024 var 87,2 mill. kroner, mot 94,6 mill. kroner i 2025. \
             Dette er en økning på 8,5 pst."
        ),
        [
            (json!(2024), json!(87_200_000)),
            (json!(2025), json!(94_600_000))
        ]
    );
}

#[test]
fn the_parts_of_the_decision_have_a_place_of_their_own() {
    let text = format!(
        "{}\n\nAndre fullmakter\n\nXI\nFullmakt til å låne ut tåkelurer i \nferien\n\
         Stortinget samtykker i at departementet i 2027 kan låne ut tåkelurer.\n\n\
         XII\nStortinget samtykker i at departementet i 2027 kan la være.\n",
        fixture("budget-table-forms.txt").trim_end()
    );
    let read = read(&text);
    let found: Vec<(&str, &str, Option<&str>)> = read.documents[0]
        .sections
        .iter()
        .skip_while(|section| !section.id.starts_with("Andre fullmakter"))
        .map(|one| (one.id.as_str(), one.title.as_str(), one.parent.as_deref()))
        .collect();
    let group = Some("Andre fullmakter");
    let title = "Fullmakt til å låne ut tåkelurer i ferien";
    assert_eq!(found[0].0, "Andre fullmakter");
    assert_eq!(
        found[1..],
        [("Forslag XI", title, group), ("Forslag XII", "XII", group)]
    );
    assert!(
        found[0]
            .2
            .is_some_and(|parent| parent.starts_with("Forslag"))
    );
}

#[test]
fn what_stands_under_a_lost_heading_belongs_to_its_chapter() {
    let sound = fixture("budget-table-forms.txt");
    let title = "Tau og knuter\n\nTilsynet skiller mellom tau som holder og tau som ikke holder.\n";
    let text = sound
        .replacen(
            "Kap. 1851 Tilsynet for tau og verv\n\nTilsynet måler tau.\n",
            "",
            1,
        )
        .replacen(
            "Post 01 Driftsutgifter\nDet foreslås bevilget",
            &format!("{title}\nPost 01 Driftsutgifter\nDet foreslås bevilget"),
            1,
        );
    let read = read(&text);
    let of = |id: &str| {
        let sections = &read.documents[0].sections;
        let found = sections.iter().find(|section| section.id == id);
        found.map(|section| (section.parent.as_deref(), section.level))
    };
    // Beside the chapters that have their headings, not under the last post of the one before.
    assert_eq!(of("1850"), Some((Some("40.10"), 4)));
    assert_eq!(of("1851.01"), Some((Some("40.10"), 4)));
    assert_eq!(of("Tau og knuter"), Some((Some("40.10"), 4)));
    assert_eq!(of("1850.70"), Some((Some("1850"), 5)));
    let told: Vec<Option<&str>> = read
        .diagnostics
        .iter()
        .filter(|one| one.code == "chapter_heading_lost")
        .map(|one| one.item.as_deref())
        .collect();
    assert_eq!(told, [Some("1851.01")]);
}

#[test]
fn posts_that_go_on_by_chance_are_those_of_the_chapter_whose_heading_is_lost() {
    // Post 72 of chapter 1851 alone: its number goes on after 70 of chapter 1850.
    let text = fixture("budget-table-forms.txt")
        .replacen(
            "Kap. 1851 Tilsynet for tau og verv\n\nTilsynet måler tau.\n",
            "",
            1,
        )
        .replacen(
            "Post 01 Driftsutgifter\nDet foreslås bevilget 35,65 mill. kroner i 2027.\n\n",
            "",
            1,
        );
    let found = sections(&text);
    assert!(found.contains(&"1851.72".to_string()), "{found:?}");
    assert!(found.contains(&"1850.70".to_string()), "{found:?}");
}

/// The warnings about money: code and item.
fn warnings(text: &str) -> Vec<(String, String)> {
    read(text)
        .diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Warning)
        .map(|one| (one.code.clone(), one.item.clone().unwrap_or_default()))
        .collect()
}

#[test]
fn each_check_finds_its_planted_error_and_the_twin_is_silent() {
    let sound = fixture("budget-table-forms.txt");
    assert_eq!(warnings(&sound), [], "the mended twin");
    let n = "\u{a0}";
    for (planted, instead, code, item) in [
        // The posts of a chapter and its sum; the chapter in two tables.
        (
            "Sum kap. 4850 500 610 655".to_string(),
            "Sum kap. 4850 500 610 656".to_string(),
            "sum_mismatch",
            "chapter-4850",
        ),
        // The chapters of a category.
        (
            format!("Sum kategori 40.10 1{n}261 538 1{n}392 493 1{n}569 398 12,7\n\n(i"),
            format!("Sum kategori 40.10 1{n}261 548 1{n}392 493 1{n}569 398 12,7\n\n(i"),
            "sum_mismatch",
            "category-40.10",
        ),
        // The groups of posts of a category.
        (
            format!("30–49 Nybygg og anlegg 12{n}000 15{n}500"),
            format!("30–49 Nybygg og anlegg 12{n}000 15{n}600"),
            "sum_mismatch",
            "category-40.10-2",
        ),
        // The posts of a chapter in the decision.
        (
            format!("655{n}000 655{n}000\nSum Diverse"),
            format!("655{n}000 665{n}000\nSum Diverse"),
            "sum_mismatch",
            "decision-4850",
        ),
        // The chapters of the decision's category, and its categories' total.
        (
            format!("Sum Fyr 1{n}569{n}398{n}000"),
            format!("Sum Fyr 1{n}569{n}389{n}000"),
            "sum_mismatch",
            "decision-category-1",
        ),
        (
            format!("departementets utgifter 1{n}569{n}398{n}000"),
            format!("departementets utgifter 1{n}569{n}398{n}001"),
            "sum_mismatch",
            "decision-total-1",
        ),
        // Thousands in the table, kroner in the decision.
        (
            format!("01 Driftsutgifter 128{n}900{n}000"),
            format!("01 Driftsutgifter 128{n}901{n}000"),
            "tables_disagree",
            "decision-1850.01",
        ),
        // A chapter's sum in its table and in the category's.
        (
            format!("1850 Fyrdirektoratet 1{n}139 218 1{n}358 393"),
            format!("1850 Fyrdirektoratet 1{n}139 218 1{n}358 394"),
            "tables_disagree",
            "category-1850",
        ),
        // A post that only one of the chapter's table and the decision proposes.
        (
            "45 Større utstyr og vedlikehold, \n".to_string(),
            "46 Større utstyr og vedlikehold, \n".to_string(),
            "tables_disagree",
            "chapter-1850.45",
        ),
        (
            "45 Større utstyr og vedlikehold, \n".to_string(),
            "46 Større utstyr og vedlikehold, \n".to_string(),
            "tables_disagree",
            "decision-1850.46",
        ),
        // A post's figures once more, in another table.
        (
            format!("1{n}215,2 1{n}380,3"),
            format!("1{n}215,2 1{n}390,3"),
            "tables_disagree",
            "table-1852-2",
        ),
        // Per cent of change.
        (
            format!("44{n}650 30,9"),
            format!("44{n}650 30,7"),
            "percent_mismatch",
            "category-1851",
        ),
        (
            format!("økning på 12,8{n}pst"),
            format!("økning på 14,8{n}pst"),
            "percent_mismatch",
            "text-1850.70",
        ),
        // The text and the table.
        (
            format!("på posten på 15,5{n}mill"),
            format!("på posten på 15,6{n}mill"),
            "text_disagrees",
            "text-1850.45",
        ),
        (
            format!("reduksjon på 2,3{n}mill"),
            format!("reduksjon på 3,2{n}mill"),
            "text_disagrees",
            "text-1850.01",
        ),
        (
            "dette en reduksjon på 2,3".to_string(),
            "dette en økning på 2,3".to_string(),
            "direction_mismatch",
            "text-1850.01",
        ),
        (
            "2025, en økning på".to_string(),
            "2025, en reduksjon på".to_string(),
            "direction_mismatch",
            "text-1850.70",
        ),
    ] {
        assert!(sound.contains(&planted), "{planted}");
        let found = warnings(&sound.replacen(&planted, &instead, 1));
        assert!(
            found.contains(&(code.to_string(), item.to_string())),
            "{instead}: {code} about {item} expected, found {found:?}"
        );
    }
}

/// What was, the changes and what will be: in the decision of a revised budget, its tables and its text.
#[test]
fn a_change_that_does_not_lead_to_the_new_figure_is_found() {
    for (name, planted, instead, item) in [
        (
            "revised-2024.txt",
            "fra kr 11 208 000 000 til kr 11 358 000 000",
            "fra kr 11 208 000 000 til kr 11 385 000 000",
            "decision-5312.90",
        ),
        (
            "changes-2024.md",
            "fra kr 9 250 300 000 til",
            "fra kr 9 250 900 000 til",
            "decision-1320.22",
        ),
        (
            "changes-2024.md",
            "| 310 000 | 9 560 300 |",
            "| 310 000 | 9 650 300 |",
            "chapter-1320.22",
        ),
        (
            "changes-2024.md",
            "| 25 000 | -12 500 |",
            "| 25 000 | -13 500 |",
            "chapter-1320.01",
        ),
        (
            "changes-2024.md",
            "til 440 mill. kroner",
            "til 450 mill. kroner",
            "text-4320.02",
        ),
    ] {
        let sound = fixture(name);
        let found = |text: &str| -> Vec<String> {
            let read = oppdrag::extract(name, text.as_bytes(), &GRAMMAR).unwrap();
            let all = read.diagnostics.iter();
            all.filter(|one| one.code == "change_mismatch")
                .map(|one| one.item.clone().unwrap_or_default())
                .collect()
        };
        assert_eq!(found(&sound), [""; 0], "{name}: the mended twin");
        assert!(sound.contains(planted), "{planted}");
        assert_eq!(
            found(&sound.replacen(planted, instead, 1)),
            [item],
            "{instead}"
        );
    }
    // What the text rounds agrees.
    let rounded = fixture("changes-2024.md").replacen(
        "med 18,5 mill. kroner, fra 421,5 mill",
        "med 18,6 mill. kroner, fra 421,4 mill",
        1,
    );
    let read = oppdrag::extract("changes.md", rounded.as_bytes(), &GRAMMAR).unwrap();
    assert!(
        read.diagnostics
            .iter()
            .all(|one| one.code != "change_mismatch")
    );
}

#[test]
fn a_sum_that_is_missing_is_reported() {
    let sound = fixture("budget-table-forms.txt");
    let without = sound.replacen("Sum kap. 4850 500 610 655\n", "", 1);
    // It stands under the heading of a chapter whose sum is in another table: it is not that one's,
    // and nothing says whose it is. Its posts are kept all the same.
    let extraction = read(&without);
    assert!(
        extraction
            .diagnostics
            .iter()
            .any(|one| one.code == "sum_missing")
    );
    let rows = &extraction.documents[0].appropriations;
    assert!(
        rows.iter()
            .any(|row| row.name.as_deref() == Some("Salg av avlagte lykter")
                && row.figures.len() == 3)
    );
}

#[test]
fn what_the_sums_do_not_decide_stays_open() {
    let sound = fixture("budget-table-forms.txt");
    let n = "\u{a0}";
    // Nothing else tells of chapter 1852 either: no column, but the figures are kept.
    let open = sound
        .replacen(&format!("1852 Tåkelur 89{n}320 0,0\n\n"), "", 1)
        .replacen("Sum kap. 1852", "Sum kap. 1853", 1);
    let extraction = read(&open);
    let row = extraction.documents[0]
        .appropriations
        .iter()
        .find(|row| row.id == "chapter-1853.70")
        .unwrap();
    assert_eq!(
        (row.figures[0].label.as_deref(), row.figures[0].nok),
        (None, Some(88_120_000))
    );
    assert!(
        extraction
            .diagnostics
            .iter()
            .any(|one| one.code == "figures_undecided")
    );
}

const FIXTURES: [&str; 2] = ["budget-table-forms.txt", "budget-nynorsk.txt"];

/// Reads a damaged text, if it is still known for a proposition. The reading is sound: every text is
/// quoted, ids are unique, and every reference leads somewhere.
fn sound(text: &str) -> Option<Extraction> {
    let extraction = oppdrag::extract("prop.txt", text.as_bytes(), &GRAMMAR).ok()?;
    let canonical = oppdrag::source::read("prop.txt", text.as_bytes()).unwrap();
    assert_eq!(quotation(&extraction, canonical.canonical.text()), []);
    let errors: Vec<_> = extraction
        .diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let all = serde_json::to_value(&extraction).unwrap();
    for document in all["documents"].as_array().unwrap() {
        let mut ids: Vec<(&str, &str)> = Vec::new();
        for kind in [
            "sections",
            "appropriations",
            "authorisations",
            "tables",
            "requests",
        ] {
            let records = document[kind].as_array().unwrap().iter();
            ids.extend(records.map(|record| (kind, record["id"].as_str().unwrap())));
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "ids given twice");
        let known = |id: &str| ids.binary_search(&("sections", id)).is_ok();
        for kind in ["sections", "appropriations", "tables"] {
            for record in document[kind].as_array().unwrap() {
                let key = if kind == "sections" {
                    "parent"
                } else {
                    "section"
                };
                let section = record[key].as_str();
                assert!(section.is_none_or(known), "{kind}: {section:?}");
            }
        }
    }
    Some(extraction)
}

/// A hundred places in each, some of them inside words.
fn cuts(text: &str) -> impl Iterator<Item = usize> {
    let step = text.len() / 100;
    (1..100).filter_map(move |n| (n * step..).find(|&at| text.is_char_boundary(at)))
}

/// Chapter tables that are whole before the cut are read as they are in the whole.
#[test]
fn cut_anywhere_what_stands_before_is_read() {
    for name in FIXTURES {
        let text = fixture(name);
        let whole = read(&text);
        let rows = |extraction: &Extraction| {
            let rows = extraction
                .documents
                .iter()
                .flat_map(|one| &one.appropriations);
            rows.filter(|row| row.table == oppdrag::model::AppropriationTable::Chapter)
                .map(|row| {
                    let end = row.spans.iter().map(|span| span.end).max().unwrap();
                    let figures: Vec<_> = row.figures.iter().map(|figure| figure.nok).collect();
                    (end, row.chapter.clone(), row.post.clone(), figures)
                })
                .collect::<Vec<_>>()
        };
        let known = rows(&whole);
        for cut in cuts(&text) {
            let Some(part) = sound(&text[..cut]) else {
                continue;
            };
            let left = rows(&part);
            let points = text[..cut].chars().count();
            // Of a full row no sum has to tell the columns, but the table must have its sum.
            let sums = known
                .iter()
                .filter(|(end, _, post, _)| post.is_none() && *end < points);
            for (sum_end, chapter, ..) in sums {
                let full = known.iter().filter(|(end, own, _, figures)| {
                    own == chapter && figures.len() == 3 && end <= sum_end
                });
                for row in full {
                    assert!(left.contains(row), "{name} at {cut}: {row:?}");
                }
            }
        }
    }
}

#[test]
fn lines_taken_out_anywhere_break_nothing() {
    for name in FIXTURES {
        let text = fixture(name);
        let places: Vec<usize> = cuts(&text).collect();
        for pair in places.windows(7).step_by(3) {
            sound(&format!("{}{}", &text[..pair[0]], &text[pair[6]..]));
        }
    }
}

/// A few places of the real one: it is large. The end of it holds the decision.
#[test]
fn the_real_proposition_may_be_damaged() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/prop-1-s-2025-2026-hod.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return;
    };
    let at = |share: usize| {
        let from = text.len() / 1000 * share;
        (from..).find(|&at| text.is_char_boundary(at)).unwrap()
    };
    let part = |from: usize, to: usize| &text[at(from)..at(to)];
    let decision = &text[at(955)..];
    let parts: Vec<String> = vec![
        part(150, 200).to_string(),
        part(477, 523).to_string(),
        // The decision alone, cut, twice, and before the chapters that it decides on.
        decision.to_string(),
        decision[..decision.floor_char_boundary(decision.len() * 2 / 3)].to_string(),
        format!("{decision}\n{decision}"),
        format!("{decision}\n{}", part(300, 340)),
        // A page twice, and pages in the wrong order.
        format!("{}{}{}", part(500, 520), part(505, 520), part(520, 530)),
        format!("{}{}{}", part(820, 840), part(800, 820), part(780, 800)),
    ];
    std::thread::scope(|scope| {
        for one in &parts {
            scope.spawn(move || sound(one));
        }
    });
    // The decision is read without what stands before it.
    let head =
        "Prop. 1 S\n(2025–2026)\nProposisjon til Stortinget (forslag til stortingsvedtak)\n\n";
    let read = sound(&format!("{head}{decision}")).expect("a proposition");
    let document = &read.documents[0];
    assert!(document.authorisations.len() > 20);
    let rows = document.appropriations.iter();
    let decided = rows.filter(|row| row.table == oppdrag::model::AppropriationTable::Decision);
    assert!(decided.count() > 100);
}

#[test]
fn pages_out_of_order_and_doubled() {
    for name in FIXTURES {
        turned_and_doubled(&fixture(name));
    }
}

fn turned_and_doubled(text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    let (first, rest) = lines.split_at(12);
    let pages: Vec<&[&str]> = rest.chunks(40).collect();
    let mut turned = first.to_vec();
    turned.extend(pages.iter().rev().flat_map(|page| page.iter().copied()));
    sound(&turned.join("\n"));
    let mut doubled = first.to_vec();
    doubled.extend(
        pages
            .iter()
            .flat_map(|page| page.iter().chain(page.iter()).copied()),
    );
    sound(&doubled.join("\n"));
    // A doubled page gives its rows twice, and the first keep their ids.
    let again = read(&doubled.join("\n"));
    let ids: Vec<&str> = again.documents[0]
        .appropriations
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    let first = &read(text).documents[0].appropriations;
    for row in first {
        assert!(ids.contains(&row.id.as_str()), "{}", row.id);
    }
}
