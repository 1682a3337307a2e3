//! Where letters that number no tasks give them: over the posts of the budget, under a heading that comes
//! again and again, after reasons, and in letters to several agencies. All is invented.

mod common;

use common::{all, text};
use serde_json::Value;

fn read(letter: &str) -> Value {
    read_as("brev.txt", letter)
}

/// The reading of a file, whose name tells its form.
fn read_as(name: &str, letter: &str) -> Value {
    let grammar = oppdrag::Grammar::built_in();
    let extraction = oppdrag::extract(name, letter.as_bytes(), &grammar)
        .unwrap_or_else(|error| panic!("{error}"));
    serde_json::to_value(&extraction).expect("JSON")
}

/// A letter to one agency.
fn letter(body: &str) -> String {
    format!(
        "Statens brygge- og kaikontor\nPostboks 12\n0030 OSLO\n\nDeres ref    Vår ref    Dato\n             26/1-7     \
         12. januar 2026\n\nStatsbudsjettet 2026 – tildelingsbrev til Statens brygge- og kaikontor\n\n\
         Kystdepartementet viser til Prop. 1 S (2025–2026).\n\n{body}\n\nMed hilsen\n\nEli Vik\nekspedisjonssjef\n"
    )
}

/// The id and the first three words of each assignment.
fn tasks(json: &Value) -> Vec<String> {
    let first = |words: &str| {
        let words: Vec<&str> = words.split_whitespace().take(3).collect();
        words.join(" ")
    };
    all(json, "assignments")
        .iter()
        .map(|one| format!("{} {}", text(one, "id"), first(text(one, "text"))))
        .collect()
}

/// The title of each assignment.
fn titles(json: &Value) -> Vec<String> {
    let title = |one: &Value| text(one, "title").to_string();
    all(json, "assignments").iter().map(title).collect()
}

#[test]
fn titles_between_the_posts_of_a_chapter_of_tasks() {
    let json = read(&letter(
        "1. Innledning\nBrevet gir rammene for kontoret.\n\n3. Tildelinger og oppdrag\n\n\
         Post 01 Driftsutgifter\nPosten dekker lønn og leie av lokaler.\n\nKart over brygger\n\
         Kontoret skal lage et kart over brygger som er eldre enn 1950. Kartet sendes departementet\n\
         innen 1. mai 2026.\n\nReglene for leie\nDet har vært tvil om hvem som kan leie. Vi ber kontoret foreslå \
         klarere\nregler.\n\nFrist: 1. september 2026\n\nPost 21 Spesielle driftsutgifter\nPosten dekker prøver av \
         treverk.\n\nPrøver av peler\nKontoret skal ta prøver av peler ved ti kaier.\n\n4. Fullmakter\n\nIngen.",
    ));
    assert_eq!(
        tasks(&json),
        [
            "3-1 Kontoret skal lage",
            "3-2 Det har vært",
            "3-3 Kontoret skal ta",
        ]
    );
    assert_eq!(
        titles(&json),
        ["Kart over brygger", "Reglene for leie", "Prøver av peler"]
    );
    let due = all(&json, "deadlines");
    let due = due.iter().find(|one| one["assignment"] == "3-2");
    assert_eq!(due.map(|one| text(one, "date")), Some("2026-09-01"));
}

#[test]
fn one_heading_over_each_task_is_no_section() {
    let json = read(&letter(
        "1. Innledning\n\nBrevet gir rammene for kontoret.\n\n2. Nærmere om postene\n\n2.1 Post 50 Tilskudd\n\n\
         Midlene går til brygger i drift.\n\nOppdrag\n\nKontoret skal legge om ordningen med tilskudd. Et notat \
         sendes innen\n1. april 2026.\n\n2.2 Post 72 Lån\n\nLån gis til nye brygger.\n\nOppdrag\n\nKontoret skal \
         lage en oversikt over alle lån.\n\n3. Rapportering\n\nÅrsrapporten sendes innen 1. mars 2027.",
    ));
    assert_eq!(
        tasks(&json),
        ["2.1-1 Kontoret skal legge", "2.2-1 Kontoret skal lage"]
    );
    // The chapters that they stand in are no tasks that were missed.
    let told: Vec<String> = all(&json, "diagnostics")
        .iter()
        .map(|one| text(one, "code").to_string())
        .collect();
    assert!(!told.contains(&"series_unread".to_string()), "{told:?}");
}

#[test]
fn a_line_that_leads_to_a_list_is_no_section_either() {
    let json = read(&letter(
        "3. Områder\n\n3.1 Kaier\n\nKaiene er gamle.\n\nOppgaver i 2026:\n\n• Kontoret skal telle kaiene innen 1. mai.\n\
         • Kontoret skal måle dem.\n\n3.2 Brygger\n\nBryggene er lange.\n\nOppgaver i 2026:\n\n• Kontoret skal korte dem \
         inn.\n• Kontoret skal male dem.\n\n4. Rapportering\n\nÅrsrapporten sendes innen 1. mars 2027.",
    ));
    assert_eq!(
        tasks(&json),
        [
            "3.1-1 Kontoret skal telle",
            "3.1-2 Kontoret skal måle",
            "3.2-1 Kontoret skal korte",
            "3.2-2 Kontoret skal male",
        ]
    );
}

#[test]
fn a_list_that_goes_on_after_the_reasons_of_the_next_section() {
    let json = read(&letter(
        "3 Prioriteringer og oppdrag\n\n3.1 Gamle kaier\n\nMange kaier er gamle. Eierne har lite penger.\n\nPå denne \
         bakgrunn ber departementet kontoret om å:\n\n   1) telle kaier som er eldre enn 1950. Tallet sendes innen 1. \
         mai 2026.\n   2) foreslå hvilke som bør rives.\n\n3.2 Nye kaier\n\nNye kaier er dyre. Det bygges få.\n\n\
         Departementet ber derfor kontoret om å:\n\n   3) måle prisen på minst ti kaier.\n   4) utarbeide en plan for \
         rimeligere kaier.\n\n4 Rapportering\n\nÅrsrapporten sendes innen 1. mars 2027.",
    ));
    assert_eq!(
        tasks(&json),
        [
            "1 telle kaier som",
            "2 foreslå hvilke som",
            "3 måle prisen på",
            "4 utarbeide en plan",
        ]
    );
}

#[test]
fn what_another_was_asked_and_what_was_asked_before_are_no_tasks() {
    let json = read(&letter(
        "1 Innledning\n\nBrevet gir rammene for kontoret.\n\n2 Føringer\n\nKaiverket er bedt om å rive gamle kaier. Fyrverket har fått i oppdrag å slukke fyrene.\n\nNye \
         anbud stiller krav om rekkverk. I tildelingsbrevet ble kontoret bedt om å male kaiene.\n\nKomiteen mener at \
         «flertallet ber regjeringen senke prisen».\n\nVi ber kontoret om å senke prisen.\n\n\
         3 Rapportering\n\nÅrsrapporten sendes innen 1. mars 2027.",
    ));
    assert_eq!(tasks(&json), ["2-1 Vi ber kontoret"]);
}

#[test]
fn a_letter_of_two_ministries_to_a_list_of_agencies() {
    let json = read(
        "Ifølge liste\n\nDeres ref    Vår ref    Dato\n             26/1-7     12. mars 2026\n\nBedre kart for alle\n\n\
         Innledning\n\nKystdepartementet (KYD) og Fjelldepartementet (FJD) sender med dette et felles oppdrag til \
         Losverket og\nVarddirektoratet.\n\n1 Oppdrag til alle etatene\n\n1.1 Veikart\n\nLosverket og \
         Varddirektoratet skal lage et felles veikart. Veikartet sendes departementene innen\n1. desember 2026.\n\n\
         1.2 Kontaktpunkt\n\nEtatene skal opprette et kontaktpunkt.\n\n2 Oppdrag til Losverket\n\n2.1 Adresser\n\n\
         Losverket skal måle kvaliteten i adressene.\n\nMed hilsen\n\nEli Vik\nekspedisjonssjef\n\nAdresseliste:\n\
         Losverket, Postboks 6, 3507 VIK\nVarddirektoratet, Postboks 8, 2201 ÅS\n",
    );
    assert_eq!(
        json["documents"][0]["recipients"],
        serde_json::json!(["Losverket", "Varddirektoratet"])
    );
    let whom: Vec<(String, usize)> = all(&json, "assignments")
        .iter()
        .map(|one| {
            let addressees = one["addressees"].as_array().map_or(0, Vec::len);
            (text(one, "id").to_string(), addressees)
        })
        .collect();
    assert_eq!(
        whom,
        [
            ("1.1-1".to_string(), 2),
            ("1.2-1".to_string(), 2),
            ("2.1-1".to_string(), 1)
        ]
    );
}

#[test]
fn a_letter_to_several_whose_names_stand_above_its_title() {
    let json = read(
        "Universitetet i Vik\nUniversitetet på Nes\nFjord universitet\n\nDeres ref    Vår ref    Dato\n             26/7-1     \
         21. desember 2025\n\nStatsbudsjettet 2026 – felles tildelingsbrev til kystuniversitetene\n\nHavdepartementet \
         viser til Prop. 1 S (2025–2026).\n\n3 Oppdrag til universitetene\n\n3.1 Lærere\n\nUniversitetene skal planlegge \
         et felles tilbud. Planen sendes innen 1. mai 2026.\n\n3.2 Sjøfolk\n\nUniversitetet på Nes skal lage et kurs.\n\n\
         4 Rapportering\n\nÅrsrapporten sendes innen 1. mars 2027.\n",
    );
    assert_eq!(
        json["documents"][0]["recipients"],
        serde_json::json!([
            "Universitetet i Vik",
            "Universitetet på Nes",
            "Fjord universitet"
        ])
    );
    assert_eq!(
        tasks(&json),
        [
            "3.1-1 Universitetene skal planlegge",
            "3.2-1 Universitetet på Nes"
        ]
    );
}

#[test]
fn an_assignment_that_is_withdrawn_below_its_title() {
    let json = read(
        "Losverket\nPostboks 6\n3507 VIK\n\nDeres ref    Vår ref    Dato\n             26/7-1     21. mai 2026\n\nSupplerende \
         tildelingsbrev nr. 2 for 2026 til Losverket\n\nKystdepartementet viser til tildelingsbrevet.\n\n2. Endringer i \
         gitte oppdrag\n\nOppdrag 1, 2 og 4 endres ikke.\n\nOppdrag 3 – Kart\n\nFristen forlenges til 1. desember 2026.\n\n\
         Oppdrag 5 – Portal\n\nOppdrag 5 utgår. Behovet vurderes på nytt.\n\n3. Nye oppdrag\n\nOppdrag 6 – Beredskap\n\n\
         Losverket skal øve på havari. Frist: 20. september 2026\n",
    );
    let ids: Vec<String> = all(&json, "assignments")
        .iter()
        .map(|one| text(one, "id").to_string())
        .collect();
    assert_eq!(ids, ["3", "6"]);
    assert_eq!(all(&json, "withdrawals").len(), 1);
}

#[test]
fn chapters_behind_a_list_of_contents_that_counts_their_sections() {
    let json = read(
        "Oppdragsdokument 2026\n    Helse Vik RHF\n  Helsedepartementet\n\n         10. januar 2026\n\n\u{c}Innhold\n\
         1. Overordnede føringer                     3\n2. Tildeling av midler                      3\n\
         3. Prioriterte områder                      4\n3.1 Ventetider og forløp                    4\n\
         3.2 Psykisk helsevern                       5\n4. Oppfølging og rapportering               6\n\n\u{c}\
         1. Overordnede føringer\nHelse Vik RHF skal sørge for at alle får hjelp, og at hjelpen er god.\n\n2. Tildeling av \
         midler\nFor 2026 stilles midler til disposisjon for foretaket, slik det går fram nedenfor.\n\n\u{c}3. Prioriterte \
         områder\n\n3.1 Ventetider og forløp\n\nVentetiden er lang, og den må ned i alle deler av regionen.\n\n3.2 Psykisk \
         helsevern\n\nTilbudet er for svakt i store deler av regionen, og det må styrkes.\n\n4. Oppfølging og \
         rapportering\nÅrlig melding sendes innen 15. mars 2027, og den følger malen fra departementet.\n",
    );
    let sections: Vec<String> = all(&json, "sections")
        .iter()
        .map(|one| text(one, "id").to_string())
        .collect();
    assert_eq!(sections, ["Innhold", "1", "2", "3", "3.1", "3.2", "4"]);
}

#[test]
fn titles_run_in_below_the_posts() {
    let json = read(&letter(
        "1 Ramme\nBrevet gir rammen for kontoret.\n\n2 Om postene\n\n2.1 Kap. 4970, post 01 Driftsutgifter\n\n\
         Posten dekker lønn og leie. Kaieierne skal betale gebyr.\n\nKart over brygger. Kontoret skal lage et kart over \
         brygger som er eldre enn 1950. Kartet sendes departementet innen 1. mai 2026.\n\n\
         Felles skilting. Kontoret skal foreslå like skilt. Frist: 1. september 2026.\n\n\
         2.2 Kap. 4970, post 21 Spesielle driftsutgifter\n\nPosten gjelder prøver.\n\nPrøver av peler. Kontoret skal \
         ta prøver av peler ved ti kaier.\n\nKommunene kan gi eget tilskudd.\n\n3 Rapportering\n\nÅrsrapporten sendes \
         innen 15. mars 2027.",
    ));
    assert_eq!(
        tasks(&json),
        [
            "2.1-1 Kontoret skal lage",
            "2.1-2 Kontoret skal foreslå",
            "2.2-1 Kontoret skal ta",
        ]
    );
    assert_eq!(
        titles(&json),
        ["Kart over brygger", "Felles skilting", "Prøver av peler"]
    );
}

#[test]
fn questions_that_a_heading_asks() {
    let json = read_as(
        "brev.md",
        &letter(
            "## 1 Innledning\n\nBrevet gjelder leie av kaier.\n\n## 2 Spørsmål departementet ber kontoret svare på\n\n\
         Svarene bør være korte.\n\n1) Hvor mange kaier er leid ut i mer enn ti år? Svar sendes innen 1. mars 2026.\n\n\
         2) Kan leien settes ned uten tap? Begrunnet svar gis i årsrapporten.\n\n3) Hva koster et felles register? \
         Anslag sendes innen 1. april 2026.\n\n## 3 Møter\n\nMøtet holdes 4. mai 2026.",
        ),
    );
    assert_eq!(
        tasks(&json),
        [
            "1 Hvor mange kaier",
            "2 Kan leien settes",
            "3 Hva koster et"
        ]
    );
}

#[test]
fn what_the_ministry_will_do_itself_is_no_task() {
    let json = read(&letter(
        "1 Innledning\nBrevet gir rammen.\n\n2 Oppgaver i 2026\n2.1 Register over kaier\nRegisteret er gammelt. Kontoret \
         skal lage et nytt register innen 1. mai 2026.\n\n2.2 Leie av brygger\nVi ber kontoret vurdere leien.\n\n\
         2.3 Saker som departementet følger opp\nDepartementet vil nedsette et utvalg om peler, som skal levere sin \
         rapport innen 1. februar 2027. Kontoret er ikke medlem.\n\n3 Rapportering\nÅrsrapporten sendes innen 15. \
         mars 2027.",
    ));
    assert_eq!(
        tasks(&json),
        ["2.1-1 Registeret er gammelt.", "2.2-1 Vi ber kontoret"]
    );
}

#[test]
fn a_name_without_its_legal_form() {
    let json = read(
        &letter(
            "1 Innledning\nBrevet gir rammen.\n\n2 Oppdrag for 2026\n2.1 Svar til eierne\nTelefonen tok imot 400 spørsmål \
             i fjor. Bryggedrift skal holde den åpen alle hverdager.\n\n2.2 Register\nVi ber Bryggedrift lage et register \
             innen 1. mai 2026.",
        )
        .replace("Statens brygge- og kaikontor", "Bryggedrift SF"),
    );
    assert_eq!(
        tasks(&json),
        ["2.1-1 Telefonen tok imot", "2.2-1 Vi ber Bryggedrift"]
    );
}

#[test]
fn what_binds_and_is_due_is_a_task_where_nothing_else_is() {
    let json = read_as(
        "brev.md",
        &letter(
            "## 1 Innledning\n\nBrevet gir rammen.\n\n## 2 Utviklingen på kaiene\n\nMange brygger er gamle. Kommunene skal melde sine behov til \
         fylket innen 1. mars 2026.\n\nKontoret skal sammen med fylket lage en plan for peler. Planen oversendes \
         departementet innen 1. september 2026.\n\n## 3 Krav\n\nKontoret skal ha oppdaterte planer for beredskap. \
         Kontoret skal sende departementet rapport om avvik innen 1. oktober 2026.",
        ),
    );
    assert_eq!(tasks(&json), ["2-1 Kontoret skal sammen"]);
}

#[test]
fn a_section_of_tasks_that_binds_by_several_paragraphs() {
    let several = letter(
        "## 1 Innledning\n\nBrevet gir rammen.\n\n## 3 Oppgaver under områdene\n\n### 3.1 Leie\n\nMange har leid lenge. \
         Kontoret skal skrive en oversikt over leierne innen 1. juni 2026.\n\nKommunene har egne kaier.\n\nKontoret skal \
         lage et felles kart over kaier.\n\n### 3.2 Lys\n\nDepartementet vil vurdere om kontoret skal få lyktene.\n\n\
         Kontoret skal telle lyktene.\n\n## 4 Andre krav\n\nKontoret skal ta inn lærlinger.",
    );
    assert_eq!(
        tasks(&read_as("brev.md", &several)),
        [
            "3.1-1 Kontoret skal skrive",
            "3.1-2 Kontoret skal lage",
            "3.2-1 Kontoret skal telle",
        ]
    );
}

#[test]
fn points_of_an_earlier_letter_that_are_changed_and_new_ones() {
    let json = read_as(
        "brev.md",
        "Havnedepartementet\n\nKystkontoret\n\nDato: 12. mai 2026\n\n# Iverksettingsbrev for 2026 til Kystkontoret – \
         presisering, endring og tillegg (PET) nr. 2\n\n## 1 Endringer\n\n### Punkt 4.1.1 Kart over kaier\n\nKontoret skal \
         tegne alle kaier.\n\n### Punkt 4.1.2 Lykter\n\nPunkt 4.1.2 utgår.\n\n## 2 Tillegg\n\n### Nytt punkt 4.2.1 \
         Bøyer\n\nKontoret skal male bøyene innen 1. juli 2026.\n\n### Nytt punkt 4.2.2 Tau\n\nKontoret skal skifte tauene.\n\n\
         ## 3 Møter\n\nMøtet holdes 4. november 2026.\n",
    );
    let document = &json["documents"][0];
    assert_eq!(document["supplement"], 2);
    let found = all(&json, "assignments");
    let found = found.iter().map(|one| {
        format!(
            "{} {} {}",
            text(one, "id"),
            text(one, "action"),
            text(one, "title")
        )
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "4.1.1 clarified Kart over kaier",
            "4.2.1 new Bøyer",
            "4.2.2 new Tau",
        ]
    );
    assert_eq!(document["withdrawals"][0]["assignment"], "4.1.2");
}
