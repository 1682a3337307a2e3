//! Money that the prose of a letter tells: which post a sentence is about, what an earlier year cost, what may be
//! ordered or promised, and what a supplement changes. Each is a short letter with all that a person reads out
//! of it. All is invented.

mod common;

use common::{all, text};
use serde_json::Value;

fn read(title: &str, body: &str) -> Value {
    let letter = format!(
        "Havnedepartementet\n\nBøyeverket\nPostboks 12\n1234 Vik\n\nDeres ref          Vår ref          Dato\n\
         \x20                  26/117-3         12. januar 2026\n\n{title}\n\n1 Innledning\n\nDepartementet \
         viser til Stortingets behandling av budsjettet for 2026.\n\n3 Budsjett\n\n{body}\n\n\
         4 Rapportering\n\nÅrsrapporten skal sendes departementet innen 15. mars 2027.\n\nMed hilsen\n\n\
         Kari Nordmann (e.f.)\nekspedisjonssjef\n"
    );
    let found = oppdrag::extract("brev.txt", letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    serde_json::to_value(&found).expect("JSON")
}

const LETTER: &str = "Tildelingsbrev 2026 – Bøyeverket";
const SUPPLEMENT: &str = "Supplerende tildelingsbrev nr. 2 for 2026 – Bøyeverket";

const TABLE: &str = "Tabell 1: Tildeling 2026 (i 1 000 kroner)\n\n\
    Kap.    Post    Navn                                    Tildeling 2026\n\
    1455    01      Driftsutgifter                                  84 300\n\
    1455    21      Spesielle driftsutgifter                        31 200\n\
    1455    63      Tilskudd til kommuner                           46 000\n\
    1455    72      Tilskudd til museer                              9 500\n";

fn key(record: &Value) -> String {
    let part = |name: &str| record[name].as_str().unwrap_or("-").to_string();
    format!("{}.{}", part("chapter"), part("post"))
}

/// `1455.21 9000000`: each earmark with its post.
fn earmarks(json: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for post in all(json, "appropriations") {
        for one in post["earmarks"].as_array().into_iter().flatten() {
            found.push(format!("{} {}", key(&post), one["nok"]));
        }
    }
    found.sort();
    found
}

/// `1455.21: was 3 change 2 new 5`: each post with a figure that changes it.
fn changes(json: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for post in all(json, "appropriations") {
        let mut line = key(&post);
        for role in ["previous", "change", "new"] {
            let figures = post["figures"].as_array().into_iter().flatten();
            for one in figures.filter(|one| one["role"] == role) {
                line += &format!(" {role} {}", one["nok"]);
            }
        }
        if line.contains(' ') {
            found.push(line);
        }
    }
    found.sort();
    found
}

/// `1455.21 allocation 5`: each post with what the text says that all of it is.
fn allocations(json: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for post in all(json, "appropriations") {
        let figures = post["figures"].as_array().into_iter().flatten();
        for one in figures.filter(|one| one["role"] == "allocation") {
            found.push(format!("{} allocation {}", key(&post), one["nok"]));
        }
    }
    found.sort();
    found
}

/// `commitment 1455.63 12000000`: each authorisation.
fn authorisations(json: &Value) -> Vec<String> {
    let list = all(json, "authorisations").into_iter().map(|one| {
        let posts: Vec<&str> = one["posts"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let chapter = one["chapter"].as_str().unwrap_or("-");
        format!(
            "{} {chapter}.{} {}",
            text(&one, "kind"),
            posts.join("+"),
            one["limit_nok"]
        )
    });
    list.collect()
}

/// What the coverage tells of amounts: `rule: words`; nobody's is `unclaimed: words`.
fn told(json: &Value) -> Vec<String> {
    let list = |name: &str| -> Vec<Value> {
        let own = json["coverage"][name]
            .as_array()
            .cloned()
            .unwrap_or_default();
        own.into_iter()
            .filter(|one| one["signal"] == "amount")
            .collect()
    };
    let mut found: Vec<String> = Vec::new();
    for one in list("dismissed") {
        found.push(format!("{}: {}", text(&one, "rule"), text(&one, "raw")));
    }
    for one in list("unclaimed") {
        found.push(format!("unclaimed: {}", text(&one, "raw")));
    }
    found.retain(|one| !one.ends_with(": 1 000 kroner"));
    found
}

/// What was read otherwise, all of it before the test fails.
#[derive(Default)]
struct Bad(Vec<String>);

impl Bad {
    fn same(&mut self, found: Vec<String>, wanted: &[&str], what: &str) {
        if found != wanted {
            self.0
                .push(format!("{what}\n    read {found:?}\n    want {wanted:?}"));
        }
    }

    fn none(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}

#[test]
fn a_post_that_leads_its_paragraph() {
    let mut bad = Bad::default();
    for paragraphs in [
        "Post 01 Driftsutgifter. Bevilgningen er redusert som følge av mindre reising. Innenfor bevilgningen er \
         det satt av 2,5 mill. kroner til oppgraderte lykter.\n\n\
         Post 21 Spesielle driftsutgifter. Av bevilgningen skal 9 mill. kroner nyttes til sjøkart og inntil \
         1,2 mill. kroner til prøver.\n\n\
         Post 63 Tilskudd til kommuner. Minst 30 mill. kroner skal gå til kommuner i Finnmark.",
        "Kap. 1455, post 01: Rammen er uendret. Av rammen er 2,5 mill. kroner satt av til lykter.\n\
         Kap. 1455, post 21: Posten dekker sjøkart. Av bevilgningen skal 9 mill. kroner nyttes til sjøkart og \
         inntil 1,2 mill. kroner til prøver.\n\
         Kap. 1455, post 63: Tilskuddet lyses ut av verket. Det er satt av minst 30 mill. kroner til Finnmark.",
        "Post 01\n\nInnenfor bevilgningen er det satt av 2,5 mill. kroner til lykter.\n\n\
         Post 21 Spesielle driftsutgifter. Midlene skal brukes til sjøkart. Av løyvingen er 9 mill. kroner \
         øremerket havnene i nord, og inntil 1,2 mill. kroner kan brukes til prøver.\n\n\
         Post 63 – Tilskudd til kommuner. Det vises til forskriften. Av bevilgningen skal 30 mill. kroner gå til \
         kommuner i Finnmark.",
    ] {
        let json = read(
            LETTER,
            &format!("3.1 Tildeling\n\n{TABLE}\n3.2 Om postene\n\n{paragraphs}"),
        );
        let wanted = [
            "1455.01 2500000",
            "1455.21 1200000",
            "1455.21 9000000",
            "1455.63 30000000",
        ];
        bad.same(earmarks(&json), &wanted, paragraphs);
    }
    bad.none();
}

#[test]
fn another_post_of_the_chapter_that_the_sentence_before_named() {
    let body = "3.1 Tildeling\n\nKap. 4455\n\nPost 01 Ymse inntekter\n\nAv bevilgningen på kap. 1455 post 01 er 3,2 mill. kroner \
                satt av til lykter. Av bevilgningen på post 72 skal 7,5 mill. kroner gå til museer.";
    let json = read(LETTER, body);
    assert_eq!(earmarks(&json), ["1455.01 3200000", "1455.72 7500000"]);
}

#[test]
fn what_an_earlier_year_cost_is_set_aside_for_nothing() {
    let mut bad = Bad::default();
    for sentence in [
        "I 2025 ble 27,4 mill. kroner brukt til dette formålet.",
        "I 2025 vart 27,4 mill. kr nytta til dette føremålet.",
        "I 2025 ble det gitt 27,4 mill. kroner til sjømerker over denne posten.",
        "Det ble i 2025 brukt 27,4 mill. kroner til flytting, og dette videreføres ikke.",
        "Verket brukte 27,4 mill. kroner på reiser i 2025.",
        "I 2024 og 2025 gikk 27,4 mill. kroner til slike tilskudd.",
        "I fjor ble det utbetalt 27,4 mill. kroner til kommunene.",
    ] {
        let json = read(
            LETTER,
            &format!(
                "3.1 Tildeling\n\n{TABLE}\n3.2 Om postene\n\nPost 63 Tilskudd til kommuner. Minst 30 mill. kroner skal gå til kommuner i sone 6. {sentence}"
            ),
        );
        bad.same(earmarks(&json), &["1455.63 30000000"], sentence);
        let told = told(&json);
        if !(told
            .iter()
            .any(|one| one.contains("earlier_year") && one.contains("27,4")))
        {
            bad.same(told, &["spending of an earlier year"], sentence);
        }
    }
    // What is given now is given, whatever year it comes from.
    for sentence in [
        "Av midlene som ble overført fra 2025, skal 4 mill. kroner brukes til lykter.",
        "Ordningen ble opprettet i 2024. Det er satt av 4 mill. kroner til den.",
        "Prosjektet som ble startet i 2025, tildeles 4 mill. kroner over kap. 1455, post 63.",
    ] {
        let json = read(
            LETTER,
            &format!(
                "3.1 Tildeling\n\n{TABLE}\n3.2 Om postene\n\nPost 63 Tilskudd til kommuner. {sentence}"
            ),
        );
        bad.same(earmarks(&json), &["1455.63 4000000"], sentence);
    }
    bad.none();
}

#[test]
fn what_may_be_ordered_or_promised() {
    let mut bad = Bad::default();
    for (sentence, wanted) in [
        (
            "Tilsagnsfullmakten på kap. 1455, post 63 økes fra 310,2 mill. kroner til 352 mill. kroner.",
            "commitment 1455.63 352000000",
        ),
        (
            "Tilsegnsfullmakta på kap. 1455, post 63 blir auka frå 310,2 mill. kroner til 352 mill. kroner.",
            "commitment 1455.63 352000000",
        ),
        (
            "Bestillingsfullmakten på kap. 1455 post 21 er 25 mill. kroner.",
            "ordering 1455.21 25000000",
        ),
        (
            "For kap. 1455, post 21 gjelder en bestillingsfullmakt på 25 mill. kroner.",
            "ordering 1455.21 25000000",
        ),
        (
            "Verket har en tilsagnsfullmakt på 40 mill. kroner under kap. 1455, post 63.",
            "commitment 1455.63 40000000",
        ),
        (
            "I tillegg til bevilgningen på kap. 1455, post 63 kommer en tilsagnsfullmakt på 40 mill. kroner.",
            "commitment 1455.63 40000000",
        ),
        (
            "Tilsagnsrammen på kap. 1455, post 63 er satt til 40 mill. kroner.",
            "commitment 1455.63 40000000",
        ),
        (
            "Verket får fullmakt til å inngå avtale om kjøp av satellittbilder ut over budsjettåret, med en øvre grense på 16 mill. kroner under kap. 1455, post 21.",
            "commitment 1455.21 16000000",
        ),
        (
            "Det kan gis tilsagn for inntil 40 mill. kroner ut over bevilgningen på kap. 1455, post 63.",
            "commitment 1455.63 40000000",
        ),
        (
            "Verket kan bestille materiell for inntil 25 mill. kroner ut over bevilgningen på kap. 1455, post 21.",
            "ordering 1455.21 25000000",
        ),
        (
            "Verket gis en bestillingsfullmakt på inntil 25 mill. kroner på kap. 1455, post 21.",
            "ordering 1455.21 25000000",
        ),
    ] {
        for (title, zone) in [
            (LETTER, "3.2 Om postene"),
            (LETTER, "3.3 Fullmakter"),
            (SUPPLEMENT, "3.2 Endringer"),
        ] {
            let json = read(
                title,
                &format!("3.1 Tildeling\n\n{TABLE}\n{zone}\n\nDette gjelder i 2026. {sentence}"),
            );
            bad.same(
                authorisations(&json),
                &[wanted],
                &format!("{zone}: {sentence}"),
            );
            bad.same(earmarks(&json), &[], &format!("{zone}: {sentence}"));
            let told = told(&json);
            if !told.is_empty() {
                bad.same(told, &[], &format!("{zone}: {sentence}"));
            }
        }
    }
    // What others may promise, or what was promised, is told and given to nobody.
    for sentence in [
        "Tilsagnsfullmakten til Kystfondet er i Prop. 1 S foreslått økt til 90 mill. kroner.",
        "I 2025 hadde verket en bestillingsfullmakt på 25 mill. kroner.",
    ] {
        let json = read(
            LETTER,
            &format!("3.1 Tildeling\n\n{TABLE}\n3.2 Om postene\n\n{sentence}"),
        );
        bad.same(authorisations(&json), &[], sentence);
        bad.same(earmarks(&json), &[], sentence);
        if told(&json).is_empty() {
            bad.same(told(&json), &["told"], sentence);
        }
    }
    bad.none();
}

#[test]
fn changes_whose_signs_and_posts_stand_in_cells_of_their_own() {
    let html = "<html><body><h1>Supplerende tildelingsbrev nr. 2 for 2026 – Bøyeverket</h1>\
        <p>Havnedepartementet</p><p>Dato: 12.06.2026</p><h2>2 Endringer</h2>\
        <table><caption>Tabell 1: Endringer i bevilgningene (i 1 000 kroner)</caption>\
        <thead><tr><th>Kap.</th><th>Post</th><th>Navn</th><th>Tildelt før</th><th>Endring</th><th>Ny bevilgning</th></tr></thead><tbody>\
        <tr><td>1455</td><td>1</td><td>Driftsutgifter</td><td>84 300</td><td>+ 3 150</td><td>87 450</td></tr>\
        <tr><td></td><td>21</td><td>Spesielle driftsutgifter</td><td>31 200</td><td>– 4 000</td><td>27 200</td></tr>\
        <tr><td>4455</td><td>4</td><td>Gebyrer</td><td>26 400</td><td>− 1 900</td><td>24 500</td></tr>\
        </tbody></table></body></html>";
    let found = oppdrag::extract("brev.html", html.as_bytes(), &oppdrag::Grammar::built_in());
    let json = serde_json::to_value(found.unwrap_or_else(|error| panic!("{error}"))).expect("JSON");
    assert_eq!(
        changes(&json),
        [
            "1455.01 previous 84300000 change 3150000 new 87450000",
            "1455.21 previous 31200000 change -4000000 new 27200000",
            "4455.04 previous 26400000 change -1900000 new 24500000",
        ]
    );
}

#[test]
fn what_the_storting_has_voted_is_all_of_the_post() {
    let mut bad = Bad::default();
    for (sentence, wanted) in [
        (
            "Stortinget har bevilget 31,2 mill. kroner på kap. 1455, post 21 Spesielle driftsutgifter.",
            "1455.21 allocation 31200000",
        ),
        (
            "Stortinget har på kap. 1455, post 21 Spesielle driftsutgifter bevilget 31 200 000 kroner.",
            "1455.21 allocation 31200000",
        ),
        (
            "Stortinget har for 2026 løyvt 31,2 mill. kr under kap. 1455, post 21 Spesielle driftsutgifter.",
            "1455.21 allocation 31200000",
        ),
        (
            "På kap. 4455, post 04 Gebyr er det budsjettert med inntekter på 2,6 mill. kr.",
            "4455.04 allocation 2600000",
        ),
    ] {
        let json = read(LETTER, &format!("3.1 Tildeling\n\n{sentence}"));
        bad.same(allocations(&json), &[wanted], sentence);
        bad.same(earmarks(&json), &[], sentence);
    }
    // What it has voted before, and what of it is for a purpose, is no whole post.
    for sentence in [
        "I 2025 har Stortinget bevilget 31,2 mill. kroner på kap. 1455, post 21 Spesielle driftsutgifter.",
        "Stortinget har bevilget 3 mill. kroner til lykter på kap. 1455, post 21 Spesielle driftsutgifter.",
    ] {
        let json = read(LETTER, &format!("3.1 Tildeling\n\n{sentence}"));
        bad.same(allocations(&json), &[], sentence);
    }
    bad.none();
}

#[test]
fn an_adjustment_for_prices_is_no_earmark() {
    let mut bad = Bad::default();
    for sentence in [
        "Posten er økt med 0,4 mill. kroner til prisjustering.",
        "Posten er økt med 0,4 mill. kroner til pris- og lønnsjustering.",
    ] {
        let body = format!(
            "3.1 Tildeling\n\n{TABLE}\n3.2 Om postene\n\nUnder post 21 er 9 mill. kroner knyttet til oppdrag 1. {sentence}"
        );
        bad.same(
            earmarks(&read(LETTER, &body)),
            &["1455.21 9000000"],
            sentence,
        );
    }
    bad.none();
}

#[test]
fn a_change_that_comes_to_an_amount() {
    let sentence = "Bevilgningen på kap. 1455, post 21 Spesielle driftsutgifter reduseres fra 31,2 mill. kroner til \
                    27,2 mill. kroner, tilsvarende 4 mill. kroner, som følge av forsinkelser.";
    assert_eq!(
        changes(&read(SUPPLEMENT, sentence)),
        ["1455.21 previous 31200000 change -4000000 new 27200000"]
    );
}

#[test]
fn a_new_frame_beside_what_was_allotted_is_no_limit() {
    let html = "<html><body><h1>Supplerende tildelingsbrev nr. 2 for 2026 – Bøyeverket</h1>\
        <p>Havnedepartementet</p><p>Dato: 12.06.2026</p><h2>2 Budsjett</h2>\
        <table><caption>Tabell 1: Nye rammer (i 1 000 kroner)</caption>\
        <thead><tr><th>Kap.</th><th>Post</th><th>Navn</th><th>Tildelt</th><th>Endring</th><th>Ny ramme</th></tr></thead><tbody>\
        <tr><td>1455</td><td>01</td><td>Driftsutgifter</td><td>84 300</td><td>+3 150</td><td>87 450</td></tr>\
        <tr><td>1455</td><td>21</td><td>Spesielle driftsutgifter</td><td>31 200</td><td>-4 000</td><td>27 200</td></tr>\
        </tbody></table></body></html>";
    let found = oppdrag::extract("brev.html", html.as_bytes(), &oppdrag::Grammar::built_in());
    let json = serde_json::to_value(found.unwrap_or_else(|error| panic!("{error}"))).expect("JSON");
    assert_eq!(authorisations(&json), [""; 0]);
    assert_eq!(
        changes(&json),
        [
            "1455.01 previous 84300000 change 3150000 new 87450000",
            "1455.21 previous 31200000 change -4000000 new 27200000",
        ]
    );
}

#[test]
fn a_frame_before_and_after_its_change_is_no_limit() {
    let json = read(
        SUPPLEMENT,
        "Tabellen viser endringene (i 1 000 kroner).\n\n\
         Kap./post    Betegnelse                  Gjeldende ramme    Endring    Ny ramme\n\
         1455/01      Driftsutgifter                       84 300        700      85 000\n\
         1455/21      Spesielle driftsutgifter             31 200     -1 200      30 000\n",
    );
    assert_eq!(authorisations(&json), [""; 0]);
    assert_eq!(
        changes(&json),
        [
            "1455.01 previous 84300000 change 700000 new 85000000",
            "1455.21 previous 31200000 change -1200000 new 30000000",
        ]
    );
}

#[test]
fn a_budget_before_and_after_its_change() {
    let json = read(
        SUPPLEMENT,
        "Endringene står i tabellen (i 1 000 kroner).\n\n\
         Kap.    Post    Navn                        Saldert budsjett 2026    Endring    Revidert budsjett 2026\n\
         1455    01      Driftsutgifter                             84 300        700                    85 000\n\
         1455    21      Spesielle driftsutgifter                   31 200     -1 200                    30 000\n",
    );
    assert_eq!(
        changes(&json),
        [
            "1455.01 previous 84300000 change 700000 new 85000000",
            "1455.21 previous 31200000 change -1200000 new 30000000",
        ]
    );
    for post in all(&json, "appropriations") {
        assert_eq!(text(&post, "table"), "change");
        assert_eq!(post["figures"].as_array().map(Vec::len), Some(3));
    }
}
