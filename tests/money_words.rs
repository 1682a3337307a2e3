//! Money in the words and layouts of any ministry: each a short letter, with all that a person reads out of it
//! of posts, earmarks and changes, and no others. All is invented.

mod common;

use common::all;
use serde_json::Value;

/// What it shows, its title, the section of its money, and the facts: `701.01 12000000`; of a change what was,
/// what is added and what is new.
type Letter = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

fn read(title: &str, body: &str) -> Value {
    let letter = format!(
        "Havnedepartementet\n\nFyrverket\nPostboks 12\n1234 Vik\n\nDeres ref          Vår ref          Dato\n\
         \x20                  26/117-3         12. januar 2026\n\n{title}\n\n1 Innledning\n\nDepartementet \
         viser til Stortingets behandling av budsjettet for 2026.\n\n3 Budsjett og fullmakter\n\n{body}\n\n\
         4 Rapportering\n\nÅrsrapporten skal sendes departementet innen 15. mars 2027.\n\nMed hilsen\n\n\
         Kari Nordmann (e.f.)\nekspedisjonssjef\n"
    );
    let found = oppdrag::extract("brev.txt", letter.as_bytes(), &oppdrag::Grammar::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    serde_json::to_value(&found).expect("JSON")
}

fn key(record: &Value) -> String {
    let part = |name: &str| record[name].as_str().unwrap_or("-").to_string();
    format!("{}.{}", part("chapter"), part("post"))
}

fn nok(record: &Value, role: &str) -> Option<i64> {
    let figures = record["figures"].as_array()?;
    let own = figures.iter().find(|figure| figure["role"] == role)?;
    own["nok"].as_i64()
}

fn facts(json: &Value) -> [Vec<String>; 3] {
    let posts = all(json, "appropriations");
    let posts = posts
        .iter()
        .filter(|one| one["level"] == "post" || one["level"] == "other");
    let [mut given, mut aside, mut moved] = [const { Vec::new() }; 3];
    for one in posts {
        given.extend(nok(one, "allocation").map(|nok| format!("{} {nok}", key(one))));
        let own = ["previous", "change", "new"].map(|role| nok(one, role));
        if let [Some(was), Some(change), Some(new)] = own {
            moved.push(format!("{} {was} {change} {new}", key(one)));
        }
        for earmark in one["earmarks"].as_array().into_iter().flatten() {
            aside.push(format!("{} {}", key(one), earmark["nok"]));
        }
    }
    [given, aside, moved]
}

#[test]
fn money_of_many_forms() {
    for (what, title, body, given, aside, moved) in LETTERS {
        let found = facts(&read(title, body));
        let sorted = |list: &[String]| {
            let mut list = list.to_vec();
            list.sort();
            list
        };
        let wanted = [*given, *aside, *moved]
            .map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>());
        for (found, wanted) in found.iter().zip(&wanted) {
            assert_eq!(sorted(found), sorted(wanted), "{what}");
        }
    }
}

const LETTERS: &[Letter] = &[
    (
        "posts below the line of their chapter, in kroner",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Budsjettramme

Departementet stiller med dette følgende budsjettramme til disposisjon for Fyrverket i 2026:

Utgifter
Kap. 331 Fyr- og merkeformål
post 01 Driftsutgifter, kan nyttes under post 45                     kr 58 250 000
post 45 Større utstyrsanskaffelser og vedlikehold, kan overføres     kr  6 400 000
post 74 Tilskudd til lokale samlinger                                kr  2 150 000

Inntekter
Kap. 3331 Fyr- og merkeformål
post 01 Ymse inntekter                                               kr  1 730 000

Av bevilgningen på post 01 skal 2,5 mill. kroner nyttes til ny visningstavle. På post 74 er kr 500 000 øremerket Vågen museum."#,
        &[
            "331.01 58250000",
            "331.45 6400000",
            "331.74 2150000",
            "3331.01 1730000",
        ],
        &["331.01 2500000", "331.74 500000"],
        &[],
    ),
    (
        "the chapter of rows in the sentence above them",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

Under kap. 1433 Hav og fjord stilles følgende til disposisjon for Fyrverket i 2026:

Post 01 Driftsutgifter: kr 120 400 000
Post 21 Spesielle driftsutgifter, kan overføres: kr 33 000 000

Av midlene på post 21 skal 8 mill. kroner gå til kartlegging av bunnforhold."#,
        &["1433.01 120400000", "1433.21 33000000"],
        &["1433.21 8000000"],
        &[],
    ),
    (
        "a year above figures with decimals",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildelte midler

Tabell 1: Tildeling til Fyrverket i 2026, i mill. kroner

Kap.  Post  Navn                                    2026
231   21    Spesielle driftsutgifter                14,6
231   66    Tilskudd til leirskoler                 3,25"#,
        &["231.21 14600000", "231.66 3250000"],
        &[],
        &[],
    ),
    (
        "notes below a table",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

(i 1000 kr)
Kap.  Post  Navn                                   Bevilgning
918   01    Driftsutgifter                             70 000
918   21    Spesielle driftsutgifter                   22 000
918   71    Tilskudd                                    9 000

Post 01: Innenfor rammen er det satt av 3 mill. kroner til nytt fagsystem.
Post 21: Av bevilgningen skal 4,5 mill. kroner nyttes til kartlegging og 1,2 mill. kroner til oppmåling.
Post 71: Midlene lyses ut av Fyrverket."#,
        &["918.01 70000000", "918.21 22000000", "918.71 9000000"],
        &["918.01 3000000", "918.21 4500000", "918.21 1200000"],
        &[],
    ),
    (
        "two posts in a sentence",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

Fyrverket tildeles 41 mill. kroner på kap. 542 post 01 Driftsutgifter og 6 mill. kroner på kap. 542 post 21 Spesielle driftsutgifter."#,
        &["542.01 41000000", "542.21 6000000"],
        &[],
        &[],
    ),
    (
        "amounts in the order of their posts",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

På kap. 542 post 01 og post 21 tildeles Fyrverket henholdsvis 41 mill. kroner og 6 mill. kroner."#,
        &["542.01 41000000", "542.21 6000000"],
        &[],
        &[],
    ),
    (
        "a list of posts, and the amounts before it",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

Departementet tildeler Fyrverket henholdsvis kr 33 150 000 og kr 2 200 000 på kap. 853, postene 01 og 45."#,
        &["853.01 33150000", "853.45 2200000"],
        &[],
        &[],
    ),
    (
        "rows of changes",
        "Supplerende tildelingsbrev nr. 2 til Fyrverket for 2026",
        r#"3.1 Endringer i tildelingen

Kap. 909 Fyrverket
Post 01 Driftsutgifter, forhøyes med kr 1 500 000, fra kr 21 000 000 til kr 22 500 000
Post 70 Tilskudd, nedsettes med kr 500 000, fra kr 4 000 000 til kr 3 500 000"#,
        &[],
        &[],
        &[
            "909.01 21000000 1500000 22500000",
            "909.70 4000000 -500000 3500000",
        ],
    ),
    (
        "the chapter of a table in the heading above it",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Kap. 410 Fyrdomstolene

Post   Benevnelse                                    Beløp i kroner
01     Driftsutgifter                                    88 000 000
45     Større utstyrsanskaffelser                         3 400 000"#,
        &["410.01 88000000", "410.45 3400000"],
        &[],
        &[],
    ),
    (
        "a list whose amounts come first",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

Fyrverket disponerer i 2026:

- 33 mill. kroner på kap. 490 post 01 Driftsutgifter
- 4 mill. kroner på kap. 490 post 21 Spesielle driftsutgifter"#,
        &["490.01 33000000", "490.21 4000000"],
        &[],
        &[],
    ),
    (
        "a heading, its sum and its list",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Kap. 821, post 21 Spesielle driftsutgifter

Bevilgningen er på 40 mill. kroner. Midlene fordeles slik:

- 15 mill. kroner til merking
- 10 mill. kroner til opplæring
- 5 mill. kroner til forskning"#,
        &["821.21 40000000"],
        &["821.21 15000000", "821.21 10000000", "821.21 5000000"],
        &[],
    ),
    (
        "names before their keys",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

Driftsutgifter, kap. 490 post 01: 33 mill. kroner
Spesielle driftsutgifter, kap. 490 post 21: 4 mill. kroner"#,
        &["490.01 33000000", "490.21 4000000"],
        &[],
        &[],
    ),
    (
        "changes in the order of their posts",
        "Supplerende tildelingsbrev nr. 1 for 2026 – Fyrverket",
        r#"3.1 Endring

Bevilgningene på kap. 223 post 01 og post 21 økes med henholdsvis 1 mill. kroner og 2 mill. kroner, fra henholdsvis 50 mill. kroner og 20 mill. kroner til 51 mill. kroner og 22 mill. kroner."#,
        &[],
        &[],
        &[
            "223.01 50000000 1000000 51000000",
            "223.21 20000000 2000000 22000000",
        ],
    ),
    (
        "a change in the infinitive",
        "Tillegg nr. 2 til tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Endring

Stortinget har vedtatt å øke bevilgningen på kap. 223 post 21 med 2 mill. kroner, fra 20 mill. kroner til 22 mill. kroner. Økningen skal gå til merking."#,
        &[],
        &[],
        &["223.21 20000000 2000000 22000000"],
    ),
    (
        "what keeps a post up is no earmark",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

Fyrverket tildeles 20 mill. kroner over kap. 601 post 01 Driftsutgifter. Bevilgningen er økt med 1,2 mill. kroner som følge av lønnsoppgjøret, og redusert med 0,3 mill. kroner som følge av effektivisering. Det er i tillegg lagt inn 0,5 mill. kroner i priskompensasjon."#,
        &["601.01 20000000"],
        &[],
        &[],
    ),
    (
        "a table that divides a post",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Kap. 571 post 21 Spesielle driftsutgifter

Posten er på 5 mill. kroner og fordeles slik (i 1000 kr):

Formål                        Beløp
Kurs                          1 000
Kart                          1 500
Lys                           2 500"#,
        &["571.21 5000000"],
        &["571.21 1000000", "571.21 1500000", "571.21 2500000"],
        &[],
    ),
    (
        "the chapter in the title of the section",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling på kap. 281

Post 01: 300 mill. kroner
Post 50: 20 mill. kroner

Av midlene på post 01 er 7 mill. kroner øremerket fyrlys."#,
        &["281.01 300000000", "281.50 20000000"],
        &["281.01 7000000"],
        &[],
    ),
    (
        "a list about the post of its paragraph",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

Fyrverket tildeles 20 mill. kroner på kap. 700 post 21. Midlene skal blant annet gå til:

a) 4 mill. kroner til lys
b) 3 mill. kroner til kart
c) inntil 2 mill. kroner til kurs"#,
        &["700.21 20000000"],
        &["700.21 4000000", "700.21 3000000", "700.21 2000000"],
        &[],
    ),
    (
        "figures that a gap does not part",
        "Tildelingsbrev til Fyrverket for 2026",
        r#"3.1 Tildeling

Midlene fordeles slik (i 1 000 kr):

  Kap. Post Formål                                                        2025     2026
  732      21       Spesielle driftsutgifter – standardisering av         14 200 14 910
                    sykehusbygg
  732      70       Særskilte tilskudd – felles register for medisinsk-   38 500 41 250
                    teknisk utstyr
  740      60       Beredskapslager for respiratorer                      22 000 18 700
           Sum                                                            74 700 74 860"#,
        &["732.21 14910000", "732.70 41250000", "740.60 18700000"],
        &[],
        &[],
    ),
    (
        "a caption between two tables",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

 Kap. 448 Nasjonalt register- og vandelskontor (i 1 000 kr)
 Post     Navn                                                  Saldert            Tildelt
                                                                2025               2026
 01       Driftsutgifter, kan nyttes under kap. 448, post       104 215            109 870
          21
 21       Spesielle driftsutgifter, kan overføres               8 000              12 400

 Kap. 3448 Nasjonalt register- og vandelskontor (i 1 000 kr)
 Post        Navn                               Saldert 2025             Tildelt 2026
 01          Gebyrer for utskrifter             2 600                    2 665"#,
        &["448.01 109870000", "448.21 12400000", "3448.01 2665000"],
        &[],
        &[],
    ),
    (
        "a section of a post",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Budsjettramme

Kap. 325 Allmenne formål
post 01 Driftsutgifter ............ kr 38 000 000
post 73 Tilskot til lokale miljø ............ kr 7 200 000

3.2 Tilskot under post 73

Tilskotet blir fordelt etter søknad. Av ramma skal minst 2 mill. kroner gå til opplæring."#,
        &["325.01 38000000", "325.73 7200000"],
        &["325.73 2000000"],
        &[],
    ),
    (
        "a label before a paragraph",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Tildeling

Kap.   Post   Betegnelse                        Mill. kroner
1146   01     Driftsutgifter                            84
1146   71     Tilskudd                                  41

Kap. 1146, post 01: Bevilgningen er økt med 2,1 mill. kroner fordi etaten fra 1. januar får ansvar for kart. 4,5 mill. kroner
er øremerket kartsystemet.

Kap. 1146, post 71: Tilskuddet forvaltes etter forskrift 4. februar 2004 nr. 447. Inntil 0,9 mill. kroner
kan brukes til evaluering av ordningen."#,
        &["1146.01 84000000", "1146.71 41000000"],
        &["1146.01 4500000", "1146.71 900000"],
        &[],
    ),
    (
        "what goes on about a post",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Løyving

                                                (i 1000 kr)
Kap. Post Nemning                              Budsjett 2025   Budsjett 2026
1354 01   Driftsutgifter                              43 000          47 000
          Sum kap. 1354                               43 000          47 000

4354 01   Gebyr                                       15 000          16 000
          Sum kap. 4354                               15 000          16 000

Auken på post 01 kjem i hovudsak av dei nye oppgåvene. Av løyvinga er 5,8
mill. kr sette av til heistilsyn, og minst 1,25 mill. kr skal nyttast til kompetanseheving."#,
        &["1354.01 47000000", "4354.01 16000000"],
        &["1354.01 5800000", "1354.01 1250000"],
        &[],
    ),
    (
        "what is new comes first",
        "Supplerende tildelingsbrev nr. 1 for 2026 – Fyrverket",
        r#"3.1 Endring

På kap. 700 post 21 er bevilgningen nå 21 mill. kroner, en økning på 1 mill. kroner fra 20 mill. kroner."#,
        &[],
        &[],
        &["700.21 20000000 1000000 21000000"],
    ),
    (
        "a post in brackets in a title",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Spesielle driftsutgifter (kap. 1400 post 21)

Det tildeles 12 mill. kroner. 3 mill. kroner av dette skal brukes til kart."#,
        &["1400.21 12000000"],
        &["1400.21 3000000"],
        &[],
    ),
    (
        "what a post was in the budget",
        "Supplerende tildelingsbrev nr. 1 for 2026 – Fyrverket",
        r#"3.1 Endringer som følge av revidert nasjonalbudsjett

Kap. 1352 post 01 Driftsutgifter
Bevilgningen på posten reduseres med 3,2 mill. kroner, fra 271,5 mill. kroner til 268,3 mill. kroner.

Kap. 1352 post 30 Nyanlegg
Bevilgningen på posten økes med 12 mill. kroner. Ny bevilgning på posten er 100 mill. kroner, mot 88 mill. kroner i saldert budsjett."#,
        &[],
        &[],
        &[
            "1352.01 271500000 -3200000 268300000",
            "1352.30 88000000 12000000 100000000",
        ],
    ),
    (
        "a column of frames of a year",
        "Iverksettingsbrev til Fyrverket for 2026",
        r#"3.1 Økonomiske rammer

Tabell 3.1 Bevilgninger til Fyrverket (i 1000 kroner)

Kapittel/post     Beskrivelse                              Ramme 2026     Endring fra 2025
1760/01           Driftsutgifter                              210 300               4 300
1760/45           Større utstyrsanskaffelser                1 400 000             120 000"#,
        &["1760.01 210300000", "1760.45 1400000000"],
        &[],
        &[],
    ),
    (
        "a frame, and income that is wanted",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Økonomisk ramme

Fyrverkets budsjettramme for 2026 er 61,2 mill. kroner over kap. 1820, post 01 Driftsutgifter. Av dette er 2,5 mill. kroner øremerket skredvarsling. Fyrverket har et inntektskrav på 14 mill. kroner over kap. 4820, post 01 Gebyr."#,
        &["1820.01 61200000", "4820.01 14000000"],
        &["1820.01 2500000"],
        &[],
    ),
    (
        "changes in millions, with signs",
        "Supplerende tildelingsbrev nr. 3 for 2026 til Fyrverket",
        r#"3.1 Endringer

                                                              (tall i mill. kroner)
Kap.  Post  Navn                           Saldert    Endring    Ny bevilgning
1820  01    Driftsutgifter                    61,0       -1,0             60,0
1820  21    Spesielle driftsutgifter           5,0       +1,0              6,0"#,
        &[],
        &[],
        &[
            "1820.01 61000000 -1000000 60000000",
            "1820.21 5000000 1000000 6000000",
        ],
    ),
    (
        "all of a post and a part of it",
        "Tildelingsbrev 2026 – Fyrverket",
        r#"3.1 Budsjett

Kap. 510 post 70 Tilskudd til lag

Fyrverket tildeles 6,5 mill. kroner, inkludert 0,7 mill. kroner til administrasjon."#,
        &["510.70 6500000"],
        &["510.70 700000"],
        &[],
    ),
];
