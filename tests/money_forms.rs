//! How other ministries and years word their money: each a short letter, with all posts, earmarks,
//! changes and authorisations that a person reads out of it, and no others. All is invented.

mod common;

use common::{all, text};
use serde_json::Value;

fn read(name: &str, body: &str) -> Value {
    let letter = match name.ends_with(".md") {
        true => format!(
            "# Tildelingsbrev 2026 – Fyrverket\n\nFyrdepartementet\n\nDato: 18.12.2025\n\n{body}\n"
        ),
        false => format!(
            "Fyrdepartementet\n\nFyrverket\nPostboks 12\n0030 OSLO\n\nDeres ref Vår ref Dato\n\
             25/1234-7 18. desember 2025\n\nTildelingsbrev 2026 – Fyrverket\n\n{body}\n\n\
             Med hilsen\n\nEli Vik (e.f.)\nekspedisjonssjef\n"
        ),
    };
    let found = oppdrag::extract(name, letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    serde_json::to_value(&found).expect("JSON")
}

fn key(record: &Value) -> String {
    let part = |name: &str| record[name].as_str().unwrap_or("-").to_string();
    format!("{}.{}", part("chapter"), part("post"))
}

/// `540.01 310200000`: a record and the last of its figures.
fn posts(json: &Value) -> Vec<String> {
    all(json, "appropriations")
        .iter()
        .filter_map(|one| {
            let figure = one["figures"].as_array()?.last()?;
            Some(format!("{} {}", key(one), figure["nok"]))
        })
        .collect()
}

/// `540.01 4000000 minimum, of 12000000`: an earmark, its limit and what it is a part of.
fn earmarks(json: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for post in all(json, "appropriations") {
        let list = post["earmarks"].as_array().expect("a list");
        for one in list {
            let mut line = format!("{} {}", key(&post), one["nok"]);
            for limit in ["minimum", "maximum"] {
                if one[limit] == true {
                    line += &format!(" {limit}");
                }
            }
            if let Some(whole) = list.iter().find(|whole| whole["id"] == one["parent"]) {
                line += &format!(", of {}", whole["nok"]);
            }
            if one["kind"] == "rate" {
                line += " rate";
            }
            found.push(line);
        }
    }
    found
}

fn authorisations(json: &Value) -> Vec<String> {
    all(json, "authorisations")
        .iter()
        .map(|one| {
            let list = |name: &str| {
                let list = one[name].as_array().expect("a list");
                let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                words.join("+")
            };
            format!(
                "{} {} {} {} {}",
                text(one, "kind"),
                text(one, "chapter"),
                list("posts"),
                list("income_posts"),
                one["limit_nok"]
            )
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
        })
        .collect()
}

#[test]
fn a_whole_post_in_a_sentence_and_what_is_part_of_it() {
    let json = read(
        "brev.txt",
        "1. Innledning\nBrevet gir rammene.\n\n3. Budsjett\n3.1 Bevilgning\n\
         Departementet tildeler Fyrverket 1 234 567 000 kroner over kap. 260 post 50 Statlige fyr.\n\n\
         Av dette er 12 mill. kroner øremerket fyrvoktere. Fyrverket får i tillegg 3,5 mill. kroner til \
         lykter over kap. 272 post 52 Lykter. Nabodirektoratet er tidligere tildelt 9 mill. kroner til \
         samme formål.",
    );
    assert_eq!(posts(&json), ["260.50 1234567000"]);
    assert_eq!(earmarks(&json), ["260.50 12000000", "272.52 3500000"]);
}

#[test]
fn headings_of_posts_below_a_table_that_tells_their_chapter() {
    let json = read(
        "brev.md",
        "## 1. Innledning\n\nBrevet gir rammene.\n\n## 5. Tildeling\n\n\
         Tabell 5.1 Tildelte midler (i 1000 kr)\n\n\
         | Kap. | Post | Betegnelse | Tildelt (i 1000 kr) |\n|---|---|---|---|\n\
         | 440 | 01 | Driftsutgifter | 2 345 600 |\n| 440 | 70 | Tilskudd, *kan overføres* | 38 200 |\n\
         |  |  | Sum kap. 440 | 2 383 800 |\n| 3440 | 01 | Gebyrer | 88 000 |\n\n\
         Post 01 Driftsutgifter\n\nAv bevilgningen på posten er:\n\n\
         - 30 mill. kroner satt av til ny radio, hvorav 4 mill. kroner til prosjektering\n\
         - inntil 12,5 mill. kroner til båter\n- kr 2 000 000 til kurs\n\n\
         Post 70 Tilskudd, kan overføres\n\nFyrlaget tildeles 8,2 mill. kroner, og Lykteringen tildeles \
         3 mill. kroner.",
    );
    assert_eq!(
        posts(&json),
        [
            "440.01 2345600000",
            "440.70 38200000",
            "440.- 2383800000",
            "3440.01 88000000"
        ]
    );
    assert_eq!(
        earmarks(&json),
        [
            "440.01 30000000",
            "440.01 4000000, of 30000000",
            "440.01 12500000 maximum",
            "440.01 2000000",
            "440.70 8200000",
            "440.70 3000000"
        ]
    );
}

#[test]
fn a_unit_at_the_end_of_a_sentence_and_a_row_of_a_part() {
    let json = read(
        "brev.txt",
        "1. INNLEDNING\nBrevet gir rammene.\n\n3. BUDSJETT\n3.1 Budsjettildeling\n\
         Fyrverket tildeles følgende bevilgninger for 2026. Beløp i tusen kroner.\n\n\
         Kap. Post Betegnelse Beløp\n1420 Fyrverket\n01 Driftsutgifter 812 345\n\
         21 Spesielle driftsutgifter 301 222\nherav overvåking av lykter 44 000\n\
         70 Tilskudd til lykter, kan overføres, kan nyttes\nunder post 21\n41 300\nSum kap. 1420 1 154 867\n\n\
         Kap. 1420 post 70\nInntil 20 mill. kroner kan brukes til besøk.",
    );
    assert_eq!(
        posts(&json),
        [
            "1420.01 812345000",
            "1420.21 301222000",
            "1420.70 41300000",
            "1420.- 1154867000"
        ]
    );
    assert_eq!(
        earmarks(&json),
        ["1420.21 44000000", "1420.70 20000000 maximum"]
    );
    let names: Vec<Value> = all(&json, "appropriations")
        .iter()
        .map(|one| one["name"].clone())
        .collect();
    assert_eq!(names[1], "Spesielle driftsutgifter");
}

#[test]
fn posts_without_a_head_of_the_chapter_in_the_text_above() {
    let json = read(
        "brev.txt",
        "1 Innledning\nBrevet gir rammene.\n\n2 Økonomiske rammer\n2.1 Tildeling\n\
         Stortinget har vedtatt følgende bevilgninger på kap. 329 Fyr:\n\n(i 1 000 kr)\n\
         Post 01 Driftsutgifter 431 250\nPost 45 Større utstyrsanskaffelser, kan overføres 22 500\n\
         Sum kap. 329 453 750\n\nPå kap. 3329 er det vedtatt følgende inntekter:\n(i 1 000 kr)\n\
         Post 01 Ymse inntekter 1 520\nSum kap. 3329 1 520\n\n\
         Av bevilgningen på post 01 er 3,4 mill. kroner avsatt til lydopptak. Herunder kan inntil \
         400 000 kroner nyttes til utstyr. Det er lagt inn 1,1 mill. kroner til husleie på post 01.",
    );
    assert_eq!(
        posts(&json),
        [
            "329.01 431250000",
            "329.45 22500000",
            "329.- 453750000",
            "3329.01 1520000",
            "3329.- 1520000"
        ]
    );
    assert_eq!(
        earmarks(&json),
        [
            "329.01 3400000",
            "329.01 400000 maximum, of 3400000",
            "329.01 1100000"
        ]
    );
}

#[test]
fn a_list_that_a_paragraph_about_a_post_opens() {
    let json = read(
        "brev.txt",
        "1 Innledning\nBrevet gir rammene.\n\n4 BUDSJETT\n4.1 Tildelte midler\n\
         Fyrverket blir tildelt 339,7 mill. kroner for 2026, jf. tabell 1.\n\n\
         Tabell 1. Tildelte midler (i tusen kroner)\nKap. Post Navn Sum i 1000 kr\n\
         540 01 Driftsutgifter 310 200\n541 22 Samordning av fyr 29 500\nSum 339 700\n\n\
         Post 01 Driftsutgifter under kap. 540 omfatter 4,5 mill. kroner til tilsyn og 2 mill. kroner til \
         rettleiing.\nTildelingen på kap. 541 post 22 omfatter:\n• 9,5 mill. kroner til EØS-saker\n\
         • 20 mill. kroner til lykter, hvorav inntil 3 mill. kroner til Sametinget.",
    );
    assert_eq!(
        posts(&json),
        ["540.01 310200000", "541.22 29500000", "-.- 339700000"]
    );
    assert_eq!(
        earmarks(&json),
        [
            "540.01 4500000",
            "540.01 2000000",
            "541.22 9500000",
            "541.22 20000000",
            "541.22 3000000 maximum, of 20000000"
        ]
    );
}

#[test]
fn authorisations_in_lists_sentences_and_tables() {
    let json = read(
        "brev.txt",
        "1 Innledning\nBrevet gir rammene.\n\n2.2 Budsjettfullmakter\n\
         Fyrverket gis for 2026 følgende budsjettfullmakter:\n\
         1. Merinntektsfullmakt: overskride bevilgningen under kap. 329 post 01 mot tilsvarende merinntekter \
         under kap. 3329 post 01.\n\
         2. Fullmakt til å overskride driftsbevilgninger til investeringsformål mot innsparing.\n\n\
         2.3 Andre fullmakter\nFyrverket kan pådra staten forpliktelser ut over budsjettåret innenfor en \
         samlet ramme på 40 mill. kroner. Det kan gis tilsagn om tilskudd på inntil 10 mill. kroner ut over \
         bevilgningen på kap. 329 post 70.",
    );
    assert_eq!(
        authorisations(&json),
        [
            "excess_income 329 01 3329.01 null",
            "overspending null",
            "commitment 40000000",
            "commitment 329 70 10000000"
        ]
    );
    assert_eq!(earmarks(&json), [""; 0]);
    let json = read(
        "brev.md",
        "## 1. Innledning\n\nBrevet gir rammene.\n\n## 5. Fullmakter\n\n\
         | Fullmakt | Kap./post | Beløp |\n|---|---|---|\n\
         | Merinntektsfullmakt | 855/01 mot 3855/02 | |\n| Tilsagnsfullmakt | 855/60 | 10 mill. kroner |",
    );
    let found = authorisations(&json);
    assert!(
        found.contains(&"commitment 855 60 10000000".to_string()),
        "{found:?}"
    );
}

#[test]
fn a_change_that_numbered_headings_and_a_table_tell() {
    let letter = "Fyrdepartementet\n\nFyrverket\nPostboks 77\n5501 HAUGESUND\n\nDeres ref Vår ref Dato\n\
        23/1441-44 2. juni 2026\n\nStatsbudsjettet 2026 – Tillegg til tildelingsbrev nr. 2 til Fyrverket\n\n\
        1. Innledning\nVi viser til tildelingsbrev av 20. desember 2025.\n\n2. Tillegg til tildeling\n\
        2.1 Kap. 1340, post 01 Driftsutgifter\nBevilgningen på posten økes med 5,5 mill. kroner, fra 120,0 mill. \
        kroner til 125,5 mill. kroner. Av økningen er 2 mill. kroner knyttet til lykter.\n\n\
        2.2 Kap. 1340, post 21 Spesielle driftsutgifter\nBevilgningen reduseres med 1 200 000 kroner fra \
        30 000 000 kroner til 28 800 000 kroner.\n\nSamlet gir dette følgende endringer:\n(i 1 000 kr)\n\
        Kap. Post Formål Tidligere tildelt Endring Ny tildeling\n1340 01 Driftsutgifter 120 000 5 500 125 500\n\
        1340 21 Spesielle driftsutgifter, kan overføres 30 000 -1 200 28 800\n\nMed hilsen\n\nJon Ås (e.f.)\n";
    let found = oppdrag::extract("brev.txt", letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    let json = serde_json::to_value(&found).expect("JSON");
    let changes: Vec<String> = all(&json, "appropriations")
        .iter()
        .map(|one| {
            let figures = one["figures"].as_array().expect("a list");
            let figures: Vec<String> = figures
                .iter()
                .map(|figure| format!("{} {}", text(figure, "role"), figure["nok"]))
                .collect();
            format!("{}: {}", key(one), figures.join(", "))
        })
        .collect();
    assert_eq!(
        changes,
        [
            "1340.01: previous 120000000, change 5500000, new 125500000",
            "1340.21: previous 30000000, change -1200000, new 28800000"
        ],
        "a sentence and its row are one record"
    );
    assert_eq!(earmarks(&json), ["1340.01 2000000"]);
}

#[test]
fn a_line_end_inside_a_number() {
    let json = read(
        "brev.txt",
        "1. Innledning\nBrevet gir rammene.\n\n2. Tildeling\n\nKap. 1320, post 21 Spesielle driftsutgifter\n\n\
         Det tildeles på posten til arbeidet med lykter i nord og i sør og øst kr 13 700\n000.\n\n\
         Det tildeles på posten til arbeidet med lykter i nord og i sør og øst kr 14 800\n\
         000. Midlene skal brukes til maling av alle lyktene i hele landet.\n\n\
         Det tildeles på posten til arbeidet med lykter i nord og i sør og øst kr 15\n900 000 til tau.",
    );
    let whole: Vec<Value> = all(&json, "appropriations")[0]["figures"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|figure| figure["nok"].clone())
        .collect();
    assert_eq!(whole, [13_700_000, 14_800_000]);
    assert_eq!(earmarks(&json), ["1320.21 15900000"]);
}

/// A supplementary letter, with the figures of its records: `315.70 change -1500000`.
fn changes(body: &str) -> (Vec<String>, Value) {
    let letter = format!(
        "Fyrdepartementet\n\nFyrverket\nPostboks 12\n0030 OSLO\n\nDeres ref Vår ref Dato\n\
         26/15-4 4. juni 2026\n\nSupplerende tildelingsbrev nr. 2 for 2026 – Fyrverket\n\n\
         1. Innledning\nDet vises til tildelingsbrev for 2026.\n\n2. Endringer i tildelingen\n{body}\n\n\
         3. Annet\nBrevet kunngjøres.\n\nMed hilsen\n\nEli Vik (e.f.)\nekspedisjonssjef\n"
    );
    let found = oppdrag::extract("brev.txt", letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    let json = serde_json::to_value(&found).expect("JSON");
    let mut all_figures = Vec::new();
    for one in all(&json, "appropriations") {
        for figure in one["figures"].as_array().expect("a list") {
            all_figures.push(format!(
                "{} {} {}",
                key(&one),
                text(figure, "role"),
                figure["nok"]
            ));
        }
    }
    (all_figures, json)
}

#[test]
fn changes_below_headings_without_empty_lines_between_them() {
    let (found, _) = changes(
        "Kap. 315 post 21 Spesielle driftsutgifter\nTildelingen økes med 3 mill. kroner.\n\
         Kap. 315 post 70 Tilskudd til lykter\n\
         Bevilgningen reduseres med 1,5 mill. kroner, fra 20 mill. kroner til 18,5 mill. kroner.\n\
         Kap. 315 post 71 Noter\nTildelingen økes med 2 mill. kroner.\n\
         Bevilgningen på kap. 316 post 01 settes ned med kr 400 000. Ny tildeling er kr 12 600 000.",
    );
    assert_eq!(
        found,
        [
            "315.21 change 3000000",
            "315.70 change -1500000",
            "315.70 previous 20000000",
            "315.70 new 18500000",
            "315.71 change 2000000",
            "316.01 change -400000",
            "316.01 new 12600000",
        ]
    );
}

#[test]
fn changes_whose_numbers_share_a_unit_or_lack_one_side() {
    let (found, json) = changes(
        "Kap. 315, post 21\n\nTildelingen økes med 3 mill. kroner, fra 10 til 13 mill. kroner.\n\n\
         Kap. 315, post 70\n\nTildelingen på posten økes med 2,5 mill. kroner til 14,5 mill. kroner.\n\n\
         Kap. 315, post 71\n\nTildelingen økes med 2 mill. kroner, fra 5 til 8 mill. kroner.\n\n\
         Kap. 3315, post 01 Gebyrer\n\nInntektskravet økes med 1 mill. kroner fra 4 til 5 mill. kroner.\n\n\
         Kap. 3315, post 02 Salg\n\nInntektskravet nedjusteres med 250 000 kroner til 750 000 kroner.\n\n\
         Kap. 315, post 72\n\nDet gis en tilleggsbevilgning på 6 mill. kroner.",
    );
    assert_eq!(
        found,
        [
            "315.21 change 3000000",
            "315.21 previous 10000000",
            "315.21 new 13000000",
            "315.70 change 2500000",
            "315.70 new 14500000",
            "315.71 change 2000000",
            "315.71 previous 5000000",
            "315.71 new 8000000",
            "3315.01 change 1000000",
            "3315.01 previous 4000000",
            "3315.01 new 5000000",
            "3315.02 change -250000",
            "3315.02 new 750000",
            "315.72 change 6000000",
        ]
    );
    let wrong: Vec<String> = json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["code"] == "change_mismatch")
        .map(|one| text(one, "item").to_string())
        .collect();
    assert_eq!(wrong, ["change-315.71"]);
}

#[test]
fn whole_posts_that_sentences_name() {
    let json = read(
        "brev.txt",
        "1. Innledning\nBrevet gir rammene.\n\n2. Budsjettildeling\n\n\
         Det stilles 45,3 mill. kroner til disposisjon for Fyrverket på kap. 1320 post 21.\n\n\
         Over kap. 1322 post 01 Driftsutgifter disponerer Fyrverket kr 12 640 000. Av dette er 6,4 mill. \
         kroner forutsatt brukt til oppsyn.\n\n\
         Fyrverket kan disponere 5 mill. kroner over kap. 1323 post 70.\n\n\
         Bevilgningen på kap. 1324 post 72 er på 12 mill. kroner i 2026, en økning på 1,5 mill. kroner fra \
         2025. Av dette skal 2 mill. kroner gå til tau.\n\n\
         For 2026 er det bevilget 7 mill. kroner på kap. 1325 post 71 til fester.\n\n\
         Tildelingen for 2026 er 310 500 000 kroner på kap. 1326 post 01.\n\n\
         Fyrverkets inntektskrav på kap. 4320 post 01 er 9,8 mill. kroner.\n\n\
         På inntektssiden er kravet på kap. 4321 post 01 Gebyr 1,8 mill. kroner.\n\n\
         Kap. 1327 post 21: 4 mill. kroner\n\nKap. 1328 post 01 Driftsutgifter 31 500 000 kroner",
    );
    assert_eq!(
        posts(&json),
        [
            "1320.21 45300000",
            "1322.01 12640000",
            "1323.70 5000000",
            "1324.72 12000000",
            "1325.71 7000000",
            "1326.01 310500000",
            "4320.01 9800000",
            "4321.01 1800000",
            "1327.21 4000000",
            "1328.01 31500000",
        ]
    );
    assert_eq!(earmarks(&json), ["1322.01 6400000", "1324.72 2000000"]);
}

#[test]
fn income_that_is_wanted() {
    let json = read(
        "brev.txt",
        "1. Innledning\nBrevet gir rammene.\n\n2. Budsjettildeling\n2.1 Inntekter\n(i 1 000 kroner)\n\n\
         Kap. Post Betegnelse Inntektskrav\n4320 01 Gebyrer 9 800\n4320 02 Salg 1 200\n\n\
         2.2 Andre inntekter\n(i 1 000 kroner)\n\nKap./post Betegnelse Krav 2026\n4321.01 Gebyrer 5 000\n\n\
         Inntektskravet på kap. 4322 post 01 er 3 mill. kroner.",
    );
    assert_eq!(
        posts(&json),
        [
            "4320.01 9800000",
            "4320.02 1200000",
            "4321.01 5000000",
            "4322.01 3000000"
        ]
    );
}

#[test]
fn an_amount_between_two_is_neither() {
    let json = read(
        "brev.txt",
        "1. Innledning\nBrevet gir rammene.\n\n2. Tildeling\n\nKap. 1320, post 21 Spesielle driftsutgifter\n\n\
         Det tildeles 2-3 mill. kroner til grus.\n\nDet tildeles 3,5 MNOK til asfalt.\n\n\
         Det tildeles NOK 900 000 til lys.\n\nDet tildeles 8 mill.\nkroner til koster.",
    );
    assert_eq!(
        earmarks(&json),
        [
            "1320.21 null",
            "1320.21 3500000",
            "1320.21 900000",
            "1320.21 8000000"
        ]
    );
    let codes: Vec<&str> = json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| text(one, "code"))
        .collect();
    assert_eq!(codes, ["amount_uncertain"]);
}

#[test]
fn authorisations_an_item_each() {
    let body = |intro: &str, marks: [&str; 4], gap: &str| {
        format!(
            "1. Innledning\n{gap}Brevet gir rammene.\n\n2. Budsjettfullmakter\n{gap}{intro}\n{gap}\
             {}overskride bevilgningen under kap. 1320 post 01 mot tilsvarende merinntekter under kap. 4320 \
             post 01,\n{gap}\
             {}foreta bestillinger utover gitt bevilgning under kap. 1320 post 30 innenfor en ramme på 150 \
             mill. kroner, og\n{gap}\
             {}gi tilsagn om tilskudd utover bevilgningen på kap. 1321 post 72 innenfor en ramme på 25 mill. \
             kroner, og\n{gap}\
             {}nettobudsjettere utgifter ved salg av maskiner med inntil 1 mill. kroner.\n{gap}\
             Fullmakten til å inngå leieavtaler utover budsjettåret delegeres til Fyrverket.\n{gap}\
             Fyrverket har ikke fullmakt til å overskride kap. 1320 post 31.",
            marks[0], marks[1], marks[2], marks[3]
        )
    };
    for intro in [
        "Fyrverket gis for 2026 fullmakt til å:",
        "Fyrverket gis følgende fullmakter:",
        "Departementet gir Fyrverket fullmakt til å",
        "Fyrverket har fullmakt til:",
    ] {
        for marks in [
            ["- ", "- ", "- ", "- "],
            ["• ", "• ", "• ", "• "],
            ["a) ", "b) ", "c) ", "d) "],
            ["1. ", "2. ", "3. ", "4. "],
        ] {
            for gap in ["", "\n"] {
                let json = read("brev.txt", &body(intro, marks, gap));
                assert_eq!(
                    authorisations(&json),
                    [
                        "excess_income 1320 01 4320.01 null",
                        "ordering 1320 30 150000000",
                        "commitment 1321 72 25000000",
                        "other 1000000",
                        "delegation null",
                    ],
                    "{intro} {marks:?} {gap:?}"
                );
                let told: Vec<&Value> = json["diagnostics"]
                    .as_array()
                    .expect("a list")
                    .iter()
                    .collect();
                assert!(
                    told.iter().all(|one| one["code"] != "quotation"),
                    "{told:?}"
                );
                let last = &all(&json, "authorisations")[3];
                assert!(text(last, "text").ends_with("kroner."), "{last}");
            }
        }
    }
}

#[test]
fn an_authorisation_with_what_says_which_and_to_whom() {
    let json = read(
        "brev.txt",
        "1. Innledning\nBrevet gir rammene.\n\n2. Fullmakter\n\n\
         Departementene er gitt adgang til å samtykke i leieavtaler. Fullmakten delegeres med dette til \
         Fyrverket.\n\n\
         Departementet gir følgende virksomheter fullmakt til å vedta erstatning på inntil kr 30 000 i \
         forbindelse med tjenesten:\n\n- Fyrverket\n\n- Lykteverket",
    );
    let texts: Vec<String> = all(&json, "authorisations")
        .iter()
        .map(|one| text(one, "text").to_string())
        .collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].starts_with("Departementene"), "{texts:?}");
    assert!(texts[1].ends_with("Lykteverket"), "{texts:?}");
}

#[test]
fn rows_whose_cells_a_pipe_parts() {
    let json = read(
        "brev.txt",
        "1. Innledning\nBrevet gir rammene.\n\n2. Tildeling\n(i 1 000 kroner)\n\
         Kap. | Post | Navn | Beløp\n1320 | 01 | Driftsutgifter | 310 500\n\
         1320 | 30 | Nye lykter, kan overføres | 92 000\nSum kap. 1320 | | | 402 500\n\n\
         Kap./post | Inntektskrav 2026\nKap. 4320 post 01 Salg | 3 000",
    );
    assert_eq!(
        posts(&json),
        [
            "1320.01 310500000",
            "1320.30 92000000",
            "1320.- 402500000",
            "4320.01 3000000"
        ]
    );
    assert_eq!(all(&json, "appropriations")[1]["name"], "Nye lykter");
    // Short of its column, as a page may show it.
    let json = read(
        "brev.md",
        "## 1. Innledning\n\nBrevet gir rammene.\n\n## 2. Tildeling\n\n(i 1 000 kroner)\n\n\
         | Kap. | Post | Navn | Beløp |\n|---|---|---|---|\n| 1320 | 01 | Drift | 310 500 |\n\
         | Sum kap. 1320 | | 310 500 | |",
    );
    assert_eq!(posts(&json), ["1320.01 310500000", "1320.- 310500000"]);
}

#[test]
fn a_correction_of_another_post_than_its_heading_names() {
    let (_, json) = changes(
        "Kap. 315, post 21 – Presisering\n\nTildelingen på 5 mill. kroner over kap. 315, post 70 skal lyde: \
         Det tildeles 5 mill. kroner over kap. 315, post 70 til maling.",
    );
    let told: Vec<&Value> = json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["code"] == "heading_names_other_post")
        .collect();
    assert!(!told.is_empty());
    let record = all(&json, "appropriations")
        .into_iter()
        .find(|one| one["id"] == told[0]["item"])
        .expect("the record");
    assert_eq!(key(&record), "315.70");
    assert_eq!(record["action"], "clarified");
    assert!(!record["spans"].as_array().expect("spans").is_empty());
}

#[test]
fn a_word_of_a_name_that_a_narrow_cell_has_broken() {
    let json = read(
        "brev.md",
        "## 1. Innledning\n\nBrevet gir rammene. Fyrkommisjonene møtes i mai.\n\n## 2. Tildeling\n\n\
         (i 1 000 kroner)\n\n| Kap. | Post | Navn | Beløp |\n|---|---|---|---|\n\
         | 1320 | 01 | Drift av fyrkommisjo nene | 310 500 |\n| 1320 | 21 | Drift av lykte husene | 500 |",
    );
    let names: Vec<Value> = all(&json, "appropriations")
        .iter()
        .map(|one| one["name"].clone())
        .collect();
    assert_eq!(names, ["Drift av fyrkommisjonene", "Drift av lykte husene"]);
}

/// A table of one chapter's posts, whose number stands in its caption, in the next one's, or in its sum.
#[test]
fn tables_of_posts_below_their_chapter() {
    let json = read(
        "captions.txt",
        "4. Budsjett\nKap. 540 Fyrverket (i 1000 kr)\nPost Betegnelse Beløp\n\
         01 Driftsutgifter 81 450\n70 Tilskudd, kan nyttes under postene 71 og 75 15 220\n\
         Sum kap. 540 96 670\n\nKap. 3540 Fyrverket (i 1000 kr)\n01 Gebyrer 1 240\n\n\
         5. Andre midler\nDet er vedtatt følgende bevilgninger (i tusen kroner):\n\n\
         Post Betegnelse Beløp\n21 Merker 3 500\nSum kap. 541 3 500",
    );
    assert_eq!(
        posts(&json),
        [
            "540.01 81450000",
            "540.70 15220000",
            "540.- 96670000",
            "3540.01 1240000",
            "541.21 3500000",
            "541.- 3500000",
        ]
    );
    let json = read(
        "captions.md",
        "## Budsjett\n\nKap. 540 Fyrverket\n\n| Post | Navn | 2026-budsjett (kroner) |\n|---|---|---|\n\
         | 01 | Driftsutgifter | 81 450 000 |\n\nKap. 3540 Fyrverket\n\n\
         | Post | Navn | 2026-budsjett (kroner) |\n|---|---|---|\n| 01 | Gebyrer | 1 240 000 |",
    );
    assert_eq!(posts(&json), ["540.01 81450000", "3540.01 1240000"]);
}

#[test]
fn a_table_without_a_unit_gives_no_amount_unless_its_figures_show_it() {
    let table = "## Budsjett\n\n| Kap. | Post | Navn | Beløp |\n|---|---|---|---|\n| 540 | 01 | Drift | ONE |\n| 540 | 21 | Lykter | TWO |\n\nBELOW";
    let with = |one: &str, two: &str, below: &str| {
        let body = table.replace("ONE", one).replace("TWO", two);
        posts(&read("a.md", &body.replace("BELOW", below)))
    };
    assert_eq!(
        with("14 902 135", "91 250", ""),
        ["540.01 null", "540.21 null"]
    );
    assert_eq!(
        with("14 902 135", "91 250", "Alle tall i hele tusen."),
        ["540.01 14902135000", "540.21 91250000"]
    );
    assert_eq!(
        with("214 600 000", "91 250 000", ""),
        ["540.01 214600000", "540.21 91250000"]
    );
}

#[test]
fn cells_that_have_a_line_each() {
    let by_row = read(
        "a.txt",
        "2 Budsjett\n\nBevilgninger (i 1 000 kroner)\n\nKap.\n\nPost\n\nBenevnelse\n\nBeløp\n\n540\n\nFyr og leder\n\n01\n\nDrift\n\n310 200\n\n21\n\nLykter\n\n4 100\n\nTeksten går videre her.",
    );
    assert_eq!(posts(&by_row), ["540.01 310200000", "540.21 4100000"]);
    let by_column = read(
        "a.txt",
        "2 Budsjett\n\nBevilgninger (i 1 000 kroner)\n\nKap.\n540\n540\n\nPost\n01\n21\n\nBenevnelse\nDrift\nLykter\n\nBeløp\n310 200\n4 100\n\nTeksten går videre her.",
    );
    assert_eq!(posts(&by_column), ["540.01 310200000", "540.21 4100000"]);
    // A name more than there are figures: nothing shows which belong together.
    let uneven = read(
        "a.txt",
        "2 Budsjett\n\nBevilgninger (i 1 000 kroner)\n\nKap.\n540\n540\n\nPost\n01\n21\n\nBenevnelse\nDrift\nLykter\nSkilt\n\nBeløp\n310 200\n4 100\n\nTeksten går videre her.",
    );
    assert!(posts(&uneven).iter().all(|one| !one.contains("310200000")));
}

#[test]
fn rows_in_words() {
    let json = read(
        "a.txt",
        "2 Budsjett\n\nOver kap. 540 Fyr og leder stilles følgende til disposisjon:\n\n- Post 01 Drift: 310,2 mill. kroner\n- Post 21 Lykter, kan overføres: 40 mill. kroner\n\nAv midlene på post 21 er det satt av:\n\n- 4 mill. kroner til vraksøk\n- inntil 2,5 mill. kroner til dykking",
    );
    assert_eq!(posts(&json), ["540.01 310200000", "540.21 40000000"]);
    assert_eq!(
        earmarks(&json),
        ["540.21 4000000", "540.21 2500000 maximum"]
    );
    let json = read(
        "a.txt",
        "2 Budsjett\n\nMed dette stiller departementet 40 mill. kroner på kap. 540 post 72 Tilskudd til havner, kan overføres, til disposisjon for Fyrverket. Av summen skal minst 5 mill. kroner gå til kaier. Tilskuddet ble i fjor økt med 14 mill. kroner.",
    );
    assert_eq!(posts(&json), ["540.72 40000000"]);
    assert_eq!(earmarks(&json), ["540.72 5000000 minimum"]);
}

#[test]
fn years_beside_each_other_are_no_change() {
    let json = read(
        "a.md",
        "## Budsjett\n\n| Kap. | Post | Tekst | Løyving 2025 | Løyving 2026 | Endring |\n|---|---|---|---|---|---|\n| 540 | 01 | Drift | 300,2 | 310,2 | 10,0 |\n\nBeløp i mill. kroner.",
    );
    let tables: Vec<String> = all(&json, "appropriations")
        .iter()
        .map(|one| one["table"].to_string())
        .collect();
    assert_eq!(tables, ["\"allocation\""]);
}

#[test]
fn authorisations_outside_their_chapter() {
    let json = read(
        "a.txt",
        "2 Budsjett\n\nFyrverket kan overskride bevilgningen på kap. 540 post 01 mot tilsvarende merinntekter på kap. 3540 post 02. Fyrverket gis videre fullmakt til å belaste kap. 500 post 21 med inntil 7,5 mill. kroner. Fyrverket kan gi tilsagn om tilskudd for inntil 20 mill. kroner ut over bevilgningen på kap. 540 post 72.",
    );
    let kinds: Vec<String> = authorisations(&json);
    assert_eq!(kinds.len(), 3, "{kinds:?}");
    assert!(kinds[0].starts_with("excess_income 540 01"), "{kinds:?}");
    assert!(kinds[1].starts_with("delegation 500 21"), "{kinds:?}");
    assert!(kinds[2].starts_with("commitment 540 72"), "{kinds:?}");
}

#[test]
fn figures_of_a_change_in_any_order_and_of_two_posts_in_a_sentence() {
    let (found, _) = changes(
        "Kap. 315 post 72 Tilskudd til havner heves med 3 mill. kroner, mens post 73 Tilskudd til lykter senkes med 1,5 mill. kroner.\n\n\
         Inntektskravet på kap. 3315 post 02 forhøyes fra 402 mill. kroner til 418,5 mill. kroner, det vil si med 16,5 mill. kroner.\n\n\
         Det omdisponeres 2 mill. kroner fra kap. 315 post 21 til kap. 315 post 45.",
    );
    assert_eq!(
        found,
        [
            "315.72 change 3000000",
            "315.73 change -1500000",
            "3315.02 previous 402000000",
            "3315.02 new 418500000",
            "3315.02 change 16500000",
            "315.21 change -2000000",
            "315.45 change 2000000",
        ]
    );
}
