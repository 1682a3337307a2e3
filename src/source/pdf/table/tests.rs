use super::*;
use crate::source::pdf::glyphs::Glyph;

const EM: f64 = 10.0;

/// A line of words, each at its place; a letter is five points wide.
fn line(base: f64, words: &[(f64, &str)]) -> TextLine {
    let glyph = |x0: f64, c: char| Glyph {
        c,
        x0,
        x1: x0 + 5.0,
        base,
        size: EM,
        spacing: 0.0,
        bold: false,
        hidden: false,
    };
    let words = words.iter().flat_map(|&(x, text)| {
        let mut at = x;
        text.split(' ')
            .map(|word| {
                let x0 = at;
                let glyphs: Vec<Glyph> = word
                    .chars()
                    .enumerate()
                    .map(|(n, c)| glyph(x0 + 5.0 * n as f64, c))
                    .collect();
                let x1 = x0 + 5.0 * glyphs.len() as f64;
                at = x1 + 2.5;
                Word {
                    glyphs,
                    x0,
                    x1,
                    base,
                    size: EM,
                    bold: false,
                    blank_before: true,
                    blank_after: true,
                }
            })
            .collect::<Vec<_>>()
    });
    lines(words.collect()).remove(0)
}

fn found(all: &[TextLine], marks: &Marks) -> Vec<(Range<usize>, PageTable)> {
    find(all, 0..all.len(), marks, 800.0, &mut Budget::new())
}

/// The cells of a table, one a line: row, column, text.
fn shown(table: &PageTable) -> Vec<String> {
    let column = |left: f64| table.xs.iter().position(|&x| x == left).unwrap_or(99);
    let cells = table.cells.iter();
    cells
        .map(|cell| {
            let text = cell.text().replace('\n', "/");
            format!("{}.{} {text}", cell.row, column(cell.edges.0))
        })
        .collect()
}

/// Lines drawn across to the right, each at a height and from a place.
fn ruled(lines: &[(f64, f64)]) -> Drawing {
    let rule = |&(at, from): &(f64, f64)| Rule {
        at,
        from,
        to: 340.0,
    };
    Drawing {
        lying: lines.iter().map(rule).collect(),
        ..Drawing::default()
    }
}

#[test]
fn a_narrow_gutter_that_every_line_keeps() {
    let all = [
        line(
            200.0,
            &[(50.0, "Nr."), (100.0, "Oppgave"), (300.0, "Frist")],
        ),
        line(
            216.0,
            &[
                (50.0, "A-1"),
                (100.0, "Skrive en plan for fyrene på en"),
                (300.0, "1. mai"),
            ],
        ),
        line(228.0, &[(100.0, "tidlig kyst.")]),
        line(
            244.0,
            &[
                (50.0, "A-2"),
                (100.0, "Telle alle fyr som har fast lys nå"),
                (300.0, "3. juni"),
            ],
        ),
        line(260.0, &[(50.0, "A-3"), (100.0, "Male dem")]),
    ];
    let tables = found(&all, &Marks::default());
    assert_eq!(tables.len(), 1);
    assert_eq!(
        shown(&tables[0].1),
        [
            "0.0 Nr.",
            "0.1 Oppgave",
            "0.2 Frist",
            "1.0 A-1",
            "1.1 Skrive en plan for fyrene på en/tidlig kyst.",
            "1.2 1. mai",
            "2.0 A-2",
            "2.1 Telle alle fyr som har fast lys nå",
            "2.2 3. juni",
            "3.0 A-3",
            "3.1 Male dem",
        ]
    );
}

#[test]
fn a_cell_goes_on_where_no_line_is_drawn_in_its_column() {
    let all = [
        line(200.0, &[(50.0, "Mål"), (150.0, "Tiltak"), (300.0, "Nivå")]),
        line(
            220.0,
            &[(50.0, "Trygg kyst"), (150.0, "Flere fyr"), (300.0, "14")],
        ),
        line(240.0, &[(150.0, "Bedre lys"), (300.0, "60")]),
        line(
            260.0,
            &[(50.0, "Ren kyst"), (150.0, "Mindre olje"), (300.0, "3")],
        ),
    ];
    let drawing = ruled(&[
        (190.0, 50.0),
        (206.0, 50.0),
        (226.0, 150.0),
        (246.0, 50.0),
        (266.0, 50.0),
    ]);
    let marks = Marks::of(&drawing, &[], 800.0);
    let tables = found(&all, &marks);
    let table = &tables[0].1;
    let reach = |row: u32| {
        let mut own = table.cells.iter().filter(|cell| cell.row == row);
        own.find(|cell| cell.edges.0 == table.xs[0])
            .map(|cell| cell.reach.rows)
    };
    assert_eq!([reach(1), reach(2), reach(3)], [Some(2), None, Some(1)]);
}

#[test]
fn a_space_between_words_of_the_longest_cell_is_no_gutter() {
    let row = |base: f64, text: &'static str, place: f64, answer: &'static str| {
        line(base, &[(50.0, "31"), (100.0, text), (place, answer)])
    };
    let all = [
        row(200.0, "Tema", 350.0, "Avsluttes"),
        row(212.0, "Merking av fyr", 385.0, "Ja"),
        row(224.0, "Tau langs kaia", 380.0, "Nei"),
        line(
            236.0,
            &[
                (50.0, "33"),
                (100.0, "Kurs i bruk av tau og bøyer for alle"),
            ],
        ),
        line(248.0, &[(100.0, "som ror"), (380.0, "Nei")]),
    ];
    let tables = found(&all, &Marks::default());
    assert_eq!(tables[0].1.gutters.len(), 2);
    let cells = shown(&tables[0].1);
    let cell = "3.1 Kurs i bruk av tau og bøyer for alle/som ror";
    assert!(cells.iter().any(|own| own == cell), "{cells:#?}");
}

#[test]
fn prose_and_lists_are_no_tables() {
    let prose: Vec<TextLine> = (0..8)
        .map(|n| {
            let words = [
                "Kysten er lang og fyrene er",
                "Lyset skal kunne sees av alle",
                "som ferdes der og på land",
            ];
            line(
                200.0 + 12.0 * f64::from(n),
                &[(50.0, words[n as usize % 3])],
            )
        })
        .collect();
    assert!(found(&prose, &Marks::default()).is_empty());
    let list = [
        line(200.0, &[(50.0, "1."), (80.0, "Skrive en plan")]),
        line(212.0, &[(80.0, "for fyrene")]),
        line(224.0, &[(50.0, "2."), (80.0, "Telle fyrene")]),
        line(236.0, &[(50.0, "3."), (80.0, "Male dem")]),
    ];
    assert!(found(&list, &Marks::default()).is_empty());
}

#[test]
fn what_a_page_may_cost_is_bounded() {
    let places: Vec<(f64, &str)> = (0..2000)
        .map(|n| (50.0 + 20.0 * f64::from(n), "1"))
        .collect();
    let all: Vec<TextLine> = (0..300)
        .map(|n| line(100.0 + f64::from(n), &places))
        .collect();
    let clock = std::time::Instant::now();
    let mut budget = Budget::new();
    find(&all, 0..all.len(), &Marks::default(), 800.0, &mut budget);
    assert!(budget.is_spent());
    assert!(clock.elapsed().as_secs() < 20);
}

/// A line of cells in the columns at 50, 100 and 300.
fn row(base: f64, cells: [&str; 3]) -> TextLine {
    let places = [50.0, 100.0, 300.0].into_iter().zip(cells);
    let words: Vec<(f64, &str)> = places.filter(|(_, text)| !text.is_empty()).collect();
    line(base, &words)
}

#[test]
fn a_table_that_the_page_before_ended_in_goes_on_in_the_middle_of_a_cell() {
    let mut all: Vec<TextLine> = (0..6)
        .map(|n| {
            let text = "lyset skal sees fra land og sjø om";
            row(80.0 + 12.0 * f64::from(n), ["", text, ""])
        })
        .collect();
    all.push(row(158.0, ["A-3", "Male fyrene", "1. mai"]));
    all.push(line(
        190.0,
        &[(
            50.0,
            "Alle fyr skal ha fast lys om natten, og det skal virke",
        )],
    ));
    let rule = Rule {
        at: 146.0,
        from: 45.0,
        to: 340.0,
    };
    let drawing = Drawing {
        lying: vec![rule],
        ..Drawing::default()
    };
    let marks = Marks::of(&drawing, &[(70.0, 100.0), (275.0, 300.0)], 800.0);
    let tables = plain(&all, &marks, 800.0, &mut Budget::new());
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0].0, 0..7);
    let cells = shown(&tables[0].1);
    assert_eq!(cells[1..], ["1.0 A-3", "1.1 Male fyrene", "1.2 1. mai"]);
}

#[test]
fn what_is_signed_below_a_table_is_none_of_its_rows() {
    let all = [
        line(
            200.0,
            &[
                (54.0, "Kap."),
                (100.0, "Post"),
                (160.0, "Navn"),
                (300.0, "Sum"),
            ],
        ),
        line(215.0, &[(54.0, "700"), (160.0, "Fyr")]),
        line(230.0, &[(100.0, "01"), (160.0, "Drift"), (300.0, "118")]),
        line(245.0, &[(100.0, "21"), (160.0, "Maling"), (300.0, "226")]),
        line(260.0, &[(160.0, "Sum kap. 700"), (300.0, "344")]),
        line(284.0, &[(50.0, "Med hilsen")]),
        line(304.0, &[(50.0, "Tone Tindvik (e.f.)")]),
        line(318.0, &[(50.0, "ekspedisjonssjef")]),
    ];
    let tables = found(&all, &Marks::default());
    assert_eq!(tables[0].0, 0..5);
    assert_eq!(tables[0].1.gutters.len(), 3);
}

#[test]
fn rows_whose_cells_stand_at_their_foot() {
    let long = ["Skrive en plan for fyrene langs", "hele kysten"];
    let mut all = vec![row(200.0, ["Nr.", "Oppgave", "Frist"])];
    for n in 0..4 {
        let base = 216.0 + 28.0 * f64::from(n);
        all.push(row(base, ["", long[0], ""]));
        all.push(row(base + 12.0, ["A-1", long[1], "1. mai"]));
    }
    let tables = found(&all, &Marks::default());
    let cells = shown(&tables[0].1);
    assert_eq!(
        cells[3..5],
        ["1.0 A-1", "1.1 Skrive en plan for fyrene langs/hele kysten"]
    );
    assert_eq!(tables[0].1.rows(), 5);
}

#[test]
fn a_narrow_gutter_beside_figures_that_end_at_one_place() {
    let right = |figure: &str| 150.0 - 5.0 * figure.len() as f64;
    let figures = ["1200", "80", "31400", "7", "450", "9100"];
    let all: Vec<TextLine> = figures
        .iter()
        .zip(0..)
        .map(|(figure, n)| {
            let text = ["Fyr med fast lys", "Varder", "Lykter på kai"][n % 3];
            line(
                200.0 + 14.0 * n as f64,
                &[(50.0, "Kyst"), (right(figure), figure), (155.0, text)],
            )
        })
        .collect();
    let tables = found(&all, &Marks::default());
    assert_eq!(tables[0].1.gutters.len(), 2);
}

#[test]
fn a_table_of_very_many_rows_is_read_whole() {
    let all: Vec<TextLine> = (0..1200)
        .map(|n| {
            let text = [
                "Male fyret",
                "Telle alle varder og lykter",
                "Skrive en plan",
            ][n % 3];
            row(1500.0 + 12.0 * n as f64, ["A-1", text, "1. mai"])
        })
        .collect();
    let clock = std::time::Instant::now();
    let mut budget = Budget::new();
    let tables = find(&all, 0..all.len(), &Marks::default(), 18_000.0, &mut budget);
    assert!(!budget.is_spent());
    assert_eq!((tables.len(), tables[0].1.rows()), (1, 1200));
    assert!(clock.elapsed().as_secs() < 20);
}

/// Three rows of cells of one, three and two lines, set at the top, in the middle, or at the foot of their rows.
fn set(share: f64) -> Vec<TextLine> {
    let long = [
        "Skrive en plan for fyrene langs",
        "hele kysten og for alle som",
        "skal male dem om sommeren",
    ];
    let mut places: Vec<(f64, f64, &str)> = vec![
        (200.0, 50.0, "Nr."),
        (200.0, 100.0, "Oppgave"),
        (200.0, 300.0, "Frist"),
    ];
    let mut top = 216.0;
    for (count, days) in [(3, 1), (2, 1), (3, 2), (1, 1)] {
        let at = |own: usize| top + share * 12.0 * (count - own) as f64;
        places.push((at(1), 50.0, "A-1"));
        let first = at(days);
        let days = ["1. mai og", "2. juni"].into_iter().take(days).zip(0..);
        places.extend(days.map(|(day, n)| (first + 12.0 * f64::from(n), 300.0, day)));
        let lines = long.into_iter().take(count).zip(0..);
        places.extend(lines.map(|(text, n)| (top + 12.0 * f64::from(n), 100.0, text)));
        top += 12.0 * count as f64 + 3.0;
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut all: Vec<(f64, Vec<(f64, &str)>)> = Vec::new();
    for (base, x, text) in places {
        match all.last_mut().filter(|last| last.0 == base) {
            Some(last) => last.1.push((x, text)),
            None => all.push((base, vec![(x, text)])),
        }
    }
    all.iter().map(|(base, words)| line(*base, words)).collect()
}

#[test]
fn rows_are_found_however_their_cells_are_set() {
    let rows = [
        "1.0 A-1",
        "1.1 Skrive en plan for fyrene langs/hele kysten og for alle som/skal male dem om sommeren",
        "1.2 1. mai og",
        "2.0 A-1",
        "2.1 Skrive en plan for fyrene langs/hele kysten og for alle som",
        "2.2 1. mai og",
        "3.0 A-1",
        "3.1 Skrive en plan for fyrene langs/hele kysten og for alle som/skal male dem om sommeren",
        "3.2 1. mai og/2. juni",
        "4.0 A-1",
        "4.1 Skrive en plan for fyrene langs",
        "4.2 1. mai og",
    ];
    for share in [0.0, 0.5, 1.0] {
        let tables = found(&set(share), &Marks::default());
        assert_eq!(tables.len(), 1, "{share}");
        assert_eq!(shown(&tables[0].1)[3..], rows, "{share}");
        assert!(tables[0].1.parted, "{share}");
    }
}

#[test]
fn a_column_that_is_not_shaded_has_its_own_cells() {
    let all = [
        row(200.0, ["Nr.", "Oppgave", "Frist"]),
        row(220.0, ["A-1", "Male fyr", "1. mai"]),
        row(240.0, ["A-2", "Telle fyr", "1. juni"]),
        row(260.0, ["A-3", "Tenne lys", "1. juli"]),
    ];
    let box_at = |n: i32, x: f64| {
        let y = 190.0 + 20.0 * f64::from(n);
        [x - 4.0, y, x + 40.0, y + 20.0]
    };
    let fills = (0..4).flat_map(|n| [box_at(n, 50.0), box_at(n, 300.0)]);
    let drawing = Drawing {
        fills: fills.collect(),
        ..Drawing::default()
    };
    let tables = found(&all, &Marks::of(&drawing, &[], 800.0));
    let reach = tables[0].1.cells.iter().map(|cell| cell.reach.rows);
    assert!(reach.into_iter().all(|rows| rows == 1));
    assert_eq!(tables[0].1.cells.len(), 12);
}

#[test]
fn white_without_a_blank_parts_cells_where_words_have_blanks() {
    // Amounts end where the names beside them begin, but for a gutter as wide as a word space.
    let amounts = ["1200 kr", "80 kr", "31400 kr", "7 kr", "450 kr"];
    let all: Vec<TextLine> = amounts
        .iter()
        .zip(0..)
        .map(|(amount, n)| {
            let text = [
                "Fyr med fast lys på nes",
                "Varder av stein",
                "Lykter på kai",
            ][n % 3];
            let end = 150.0 - 5.0 * (amount.len() - 1) as f64 - 2.5;
            let mut line = line(
                200.0 + 14.0 * n as f64,
                &[(50.0, "Kyst"), (end, amount), (153.0, text)],
            );
            line.words[2].blank_after = false;
            line.words[3].blank_before = false;
            line
        })
        .collect();
    let tables = found(&all, &Marks::default());
    assert_eq!(tables[0].1.gutters.len(), 2);
}

/// Rows of a key, a place, a day of one width and a text, with gutters of some width between the columns; a letter
/// is five points wide, a word space two and a half.
fn narrow(gutter: f64) -> Vec<TextLine> {
    let places = ["KA", "HAV", "LOS", "KA", "FYR", "HAV"];
    let (second, third) = (50.0 + 15.0 + gutter, 50.0 + 15.0 + 15.0 + 2.0 * gutter);
    let fourth = third + 25.0 + gutter;
    places
        .iter()
        .zip(0..)
        .map(|(place, n)| {
            let text = [
                "Male fyr med fast lys på alle nes",
                "Telle varder av stein langs hele",
                "Skrive en plan for lykter på kai",
            ][n % 3];
            let cells = [
                (50.0, "K-1"),
                (second, *place),
                (third, "1.mai"),
                (fourth, text),
            ];
            let mut line = line(200.0 + 14.0 * n as f64, &cells);
            for at in 0..3 {
                line.words[at].blank_after = false;
                line.words[at + 1].blank_before = false;
            }
            line
        })
        .collect()
}

#[test]
fn gutters_as_narrow_as_word_spaces_part_columns_that_end_unevenly() {
    // Wider than a word space, and as narrow as one: only what stands in the second column ends unevenly.
    for (gutter, count) in [(3.0, 3), (2.2, 3), (2.5, 1)] {
        let mut all = narrow(gutter);
        // A wide gap shows that there is a table.
        all.insert(0, line(186.0, &[(50.0, "N"), (50.0 + 15.0 + gutter, "A")]));
        let tables = found(&all, &Marks::default());
        assert_eq!(tables.len(), 1, "{gutter}");
        let gutters = tables[0].1.gutters.len();
        assert!(gutters >= count, "{gutter}: {gutters}");
    }
}

#[test]
fn a_last_row_of_its_first_cell_alone_is_a_row() {
    let row = |base: f64, key: &'static str, text: &'static str, day: &'static str| {
        line(base, &[(50.0, key), (100.0, text), (300.0, day)])
    };
    let all = [
        row(200.0, "Nr.", "Oppgave", "Frist"),
        row(214.0, "A-1", "Male fyr", "1. mai"),
        row(228.0, "A-2", "Telle alle varder og lykter", "3. juni"),
        row(242.0, "A-3", "Skrive en plan", "9. juli"),
        line(256.0, &[(50.0, "I alt")]),
        line(
            280.0,
            &[(50.0, "Etaten skal svare på det som står i tabellen.")],
        ),
        line(
            292.0,
            &[(50.0, "Svaret skal være kort, og sendes før sommeren.")],
        ),
    ];
    let tables = found(&all, &Marks::default());
    assert_eq!(tables.len(), 1);
    let cells = shown(&tables[0].1);
    assert_eq!(cells.last().map(String::as_str), Some("4.0 I alt"));
}

#[test]
fn a_cell_over_two_rows_goes_on_beside_what_begins_there() {
    let all = [
        line(200.0, &[(50.0, "Mål"), (150.0, "Tiltak"), (300.0, "Nivå")]),
        line(
            212.0,
            &[
                (50.0, "Trygg ferdsel langs"),
                (150.0, "Flere fyr"),
                (300.0, "14"),
            ],
        ),
        line(
            224.0,
            &[(50.0, "hele kysten"), (150.0, "Bedre lys"), (300.0, "60")],
        ),
        line(
            236.0,
            &[
                (50.0, "Ren kyst med mye"),
                (150.0, "Mindre olje"),
                (300.0, "3"),
            ],
        ),
        line(
            248.0,
            &[(50.0, "fisk"), (150.0, "Færre garn"), (300.0, "5")],
        ),
    ];
    let drawing = ruled(&[
        (190.0, 50.0),
        (203.0, 50.0),
        (215.0, 150.0),
        (227.0, 50.0),
        (239.0, 150.0),
        (251.0, 50.0),
    ]);
    let marks = Marks::of(&drawing, &[], 800.0);
    let tables = found(&all, &marks);
    let cells = shown(&tables[0].1);
    assert!(
        cells.contains(&"1.0 Trygg ferdsel langs/hele kysten".to_string()),
        "{cells:?}"
    );
}
