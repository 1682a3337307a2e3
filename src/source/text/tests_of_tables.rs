//! Tables of columns that blanks and tabs part.

use super::read;
use std::collections::BTreeMap;

/// The rows of all tables: `0=Nr. 1=Tiltak | 0=1 1=Måle bøyer/og lykter`; `;` parts tables.
fn tables(text: &str) -> String {
    let read = read(text);
    // The text itself is as it was.
    let same = text.trim_end_matches('\u{c}').replace("\n\u{c}", "\u{c}");
    assert_eq!(read.text(), same.strip_suffix('\n').unwrap_or(&same));
    let mut rows: BTreeMap<(u32, u32), BTreeMap<u32, Vec<&str>>> = BTreeMap::new();
    for line in read.lines() {
        let Some(cell) = line.cell else { continue };
        let row = rows.entry((cell.table, cell.row)).or_default();
        row.entry(cell.column)
            .or_default()
            .push(read.line_text(line));
    }
    let mut out = String::new();
    let mut last = 0;
    for ((table, row), cells) in rows {
        out += match (table == last, row) {
            (false, _) => " ; ",
            (true, 0) => "",
            _ => " | ",
        };
        last = table;
        let cells = cells
            .iter()
            .map(|(column, lines)| format!("{column}={}", lines.join("/")));
        out += &cells.collect::<Vec<_>>().join(" ");
    }
    out
}

#[test]
fn a_cell_goes_on_below_and_a_row_begins_with_its_number() {
    let text = "\
Etaten får disse oppdragene:

Nr.    Oppdrag                             Frist
B-1    Merke løypene over fjellet og       1. mai
       sette opp skilt ved hyttene.
B-2    Reparere brua.                      Blir avklart i
                                           dialog
B-3    Skrive en veileder om vardene.      3. juni

Frist er dagen da svaret skal være kommet.
";
    assert_eq!(
        tables(text),
        "0=Nr. 1=Oppdrag 2=Frist | 0=B-1 1=Merke løypene over fjellet og/sette opp skilt ved hyttene. \
         2=1. mai | 0=B-2 1=Reparere brua. 2=Blir avklart i/dialog | 0=B-3 1=Skrive en veileder om \
         vardene. 2=3. juni"
    );
}

#[test]
fn rows_that_empty_lines_part() {
    let text = "\
Oppdrag                                Frist

Varder på vidda                        1. mai
Bygge opp varder som har falt.

Klopper i myra                         Blir avklart
Legge nye klopper der det er           i dialog
bløtt.

Merking                                3. juni
";
    assert_eq!(
        tables(text),
        "0=Oppdrag 1=Frist | 0=Varder på vidda/Bygge opp varder som har falt. 1=1. mai | 0=Klopper i \
         myra/Legge nye klopper der det er/bløtt. 1=Blir avklart/i dialog | 0=Merking 1=3. juni"
    );
}

#[test]
fn figures_stand_at_the_right_and_names_may_run_into_them() {
    let text = "\
Kap.  Post  Navn                              Beløp
812   01    Drift av seterveiene             12 400
      21    Særskilt drift, kan overføres
            og nyttes neste år                  950
      70    Tilskudd til turfolk, overslagsbevilgning 1 250
Sum                                          14 600
";
    assert_eq!(
        tables(text),
        "0=Kap. 1=Post 2=Navn 3=Beløp | 0=812 1=01 2=Drift av seterveiene 3=12 400 | 1=21 2=Særskilt drift, \
         kan overføres/og nyttes neste år 3=950 | 1=70 2=Tilskudd til turfolk, overslagsbevilgning 3=1 250 | \
         0=Sum 3=14 600"
    );
}

#[test]
fn a_head_of_two_rows_and_titles_between_rows() {
    let text = "\
Mål                  Resultat             Krav
                     2024      2025       2026
Mål 1: Folk finner fram til hytta si
Andel merkede stier  70 %      72 %       75 %
Antall varder        100       120        140
Mål 2: Ingen går seg vill i tåka om høsten
Antall leteaksjoner  9         8          Under 8
";
    assert_eq!(
        tables(text),
        "0=Mål 1=Resultat 3=Krav | 1=2024 2=2025 3=2026 | 0=Mål 1: Folk finner fram til hytta si | 0=Andel \
         merkede stier 1=70 % 2=72 % 3=75 % | 0=Antall varder 1=100 2=120 3=140 | 0=Mål 2: Ingen går seg \
         vill i tåka om høsten | 0=Antall leteaksjoner 1=9 2=8 3=Under 8"
    );
    let read = read(text);
    let above = read
        .lines()
        .iter()
        .find(|line| read.line_text(line) == "Resultat");
    assert_eq!(above.map(|line| line.reach.columns), Some(2));
}

#[test]
fn a_table_goes_on_overleaf() {
    let text = "\
Nr.    Oppdrag                             Frist
B-1    Merke løypene over fjellet og       1. mai
       sette opp skilt ved hyttene.

                       1
\u{c}Nr.    Oppdrag                             Frist
       Skiltene skal være av tre.
B-2    Reparere brua.                      3. juni

                       2
\u{c}";
    assert_eq!(
        tables(text),
        "0=Nr. 1=Oppdrag 2=Frist | 0=B-1 1=Merke løypene over fjellet og/sette opp skilt ved \
         hyttene./Skiltene skal være av tre. 2=1. mai | 0=Nr. 1=Oppdrag 2=Frist | 0=B-2 1=Reparere brua. \
         2=3. juni"
    );
}

#[test]
fn tabs_part_cells() {
    assert_eq!(
        tables("Nr.\tTiltak\tFrist\n1\tVarder\t1. mai\n2\tKlopper\t3. juni\n"),
        "0=Nr. 1=Tiltak 2=Frist | 0=1 1=Varder 2=1. mai | 0=2 1=Klopper 2=3. juni"
    );
}

#[test]
fn what_only_looks_like_columns_is_no_table() {
    for text in [
        // A list whose text hangs, its labels, a list of contents.
        "•   Merke løypene over\n    fjellet\n•   Reparere brua\n",
        "Mål 1   Folk finner fram\nMål 2   Ingen går seg vill\nMål 3   Brua holder\n",
        "1   Innledning          1\n2   Mål                 2\n3   Oppdrag             4\n",
        "1 Innledning ........ 1\n2 Mål ............... 2\n",
        // Signatures; prose in two columns; prose with double blanks.
        "Ola Fjell                 Kari Vidde\nleder                     rådgiver\n",
        "Det er langt over fjellet     og den som går der må\nog mange går seg vill når     ha med seg kart og kompass\ntåka kommer sigende inn       og helst en venn\n",
        "Det er  langt over fjellet og  mange går seg\nvill når tåka  kommer, og da er det\ngodt  at noen har  bygd varder for oss.\n",
        "4   Oppdrag\n\nEtaten skal merke løypene.\n\n5   Penger\n\nEtaten får litt.\n",
    ] {
        assert_eq!(tables(text), "", "{text}");
    }
}

#[test]
fn wide_and_long_texts_take_no_longer_than_their_length() {
    let row = "a    b    c\n";
    let cells = "x  ".repeat(10_000);
    for text in [
        format!("a{}b\nc  d\n", " ".repeat(1_000_000)),
        row.repeat(100_000),
        format!("{cells}\n").repeat(10),
        "a  b\n\n".repeat(50_000),
        format!("a  b\n{}", "tekst\n".repeat(100_000)),
        format!("a{}b\n{}", " ".repeat(100_000), "c  d e\n".repeat(50_000)),
        "a  b\u{c}".repeat(20_000),
        "nr  tekst  frist\n1  a  b\n\u{c}".repeat(5_000),
    ] {
        let clock = std::time::Instant::now();
        read(&text);
        let taken = clock.elapsed();
        // What grows with the square takes minutes; a busy machine takes its time.
        assert!(taken.as_secs() < 20, "{:?}: {taken:?}", &text[..20]);
    }
}

#[test]
fn a_row_whose_label_goes_on_is_one_though_its_cells_stand_elsewhere() {
    let text = "\
Nr.      Oppdrag                                        Frist                 Avd.
FY-1     Nye lamper i fyret på Skarholmen               1. mai                KYS
         Lampene skal tåle salt og vind, og lyse
         i tretti år.
FY-2     Maling                                   Uke 19                KYS
         Fyret skal males rødt og hvitt.
";
    assert_eq!(
        tables(text),
        "0=Nr. 1=Oppdrag 2=Frist 3=Avd. | 0=FY-1 1=Nye lamper i fyret på Skarholmen/Lampene skal tåle salt \
         og vind, og lyse/i tretti år. 2=1. mai 3=KYS | 0=FY-2 1=Maling/Fyret skal males rødt og hvitt. \
         2=Uke 19 3=KYS"
    );
}

#[test]
fn a_table_goes_on_overleaf_where_all_columns_are_moved_by_one_share() {
    let text = "\
Nr.    Oppdrag                                                        Frist              Avd.
1      Male fyret rødt og hvitt, og sette inn nye ruter i             15.03.2026         KYS
       tårnet.
2      Kjøre ut sand til moloen.                                      1. juni 2026       KYS
\u{c}3     Bytte lampene på holmen og føre tilsyn med at de                  Høst 2026                FYR
      lyser.
4     Måle dybden i leia.                                               Løpende                  KYS
";
    assert_eq!(
        tables(text),
        "0=Nr. 1=Oppdrag 2=Frist 3=Avd. | 0=1 1=Male fyret rødt og hvitt, og sette inn nye ruter i/tårnet. \
         2=15.03.2026 3=KYS | 0=2 1=Kjøre ut sand til moloen. 2=1. juni 2026 3=KYS | 0=3 1=Bytte lampene på \
         holmen og føre tilsyn med at de/lyser. 2=Høst 2026 3=FYR | 0=4 1=Måle dybden i leia. 2=Løpende 3=KYS"
    );
}

#[test]
fn a_sentence_that_fills_its_column_has_no_word_in_the_next() {
    let text = "\
Nr.       Oppdrag                                                      Frist                             Avd.
FY-1      Lamper på alle skjær                                    1. oktober 2026                        KYS
          Direktoratet skal foreslå lamper som tåler både salt av
          havet og is om vinteren.
FY-2      Nye ruter i tårnet                                         Innen utgangen av 2026 KYS
          Direktoratet skal sette inn ruter.
FY-3      Maling                                                     a) 2. mars 2026                   KYS
          Direktoratet skal male fyret rødt.
FY-4      Trapper                                        Hvert kvartal                               KYS
          Direktoratet skal rette trappene.
";
    let read = tables(text);
    assert!(
        read.contains("både salt av/havet og is om vinteren."),
        "{read}"
    );
}

#[test]
fn a_chapter_amid_the_posts_is_a_row_and_a_number_is_whole() {
    let text = "\
Kap. 812 Statens seterverk                                        Beløp
Post 01 Drift av seterveiene                                     12 400
Post 21 Særskilt drift av kvier og fjøs, kan overføres          950 000
Sum kap. 812                                                    962 400
Kap. 815 Fellestiltak
Post 70 Tilskudd til turfolk                                    877 000
";
    assert_eq!(
        tables(text),
        "0=Kap. 812 Statens seterverk 1=Beløp | 0=Post 01 Drift av seterveiene 1=12 400 | 0=Post 21 Særskilt \
         drift av kvier og fjøs, kan overføres 1=950 000 | 0=Sum kap. 812 1=962 400 | 0=Kap. 815 Fellestiltak | \
         0=Post 70 Tilskudd til turfolk 1=877 000"
    );
}

#[test]
fn figures_end_about_one_place() {
    let text = "\
Kap.   Post   Navn                           Før            Endring          Ny tildeling
812    01     Drift av seterveiene                           +555 739           555 739
812    45     Nye kvier, kan                   11 212           +353              11 565
              overføres
812    74     Tilskudd til fjøs                 1 343            +32               1 375
815    45     Nye grinder, kan               126 488         +12 512             139 000
              overføres
3812   02     Salg av ost                      297 160         +25 840             323 000
3812   03     Leie av seter                    452 927         +34 073             487 000
";
    let cells = tables(text);
    assert!(
        cells.contains("| 0=815 1=45 2=Nye grinder, kan/overføres 3=126 488 4=+12 512 5=139 000 |"),
        "{cells}"
    );
}
