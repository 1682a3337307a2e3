//! What linking a set costs, and how it grows with the number of documents.
//!
//! `cargo bench --bench link` links invented sets of a hundred and of a thousand documents: letters of
//! many years to many bodies, and the reports that answer them.

use oppdrag::{Extraction, Grammar, link};
use std::time::{Duration, Instant};

/// Assignments in a letter, and answers in a report.
const ASSIGNMENTS: usize = 60;

/// Invented bodies; each gets a letter a year for twenty years.
const BODIES: [&str; 25] = [
    "Ask", "Bjerk", "Dal", "Eid", "Fjell", "Gran", "Hav", "Is", "Jord", "Kyst", "Lauv", "Myr",
    "Nes", "Os", "Pors", "Rogn", "Sand", "Tind", "Ur", "Vik", "Ytre", "Ære", "Øy", "Ås", "Elv",
];

fn main() {
    let grammar = Grammar::built_in();
    let mut small = set(100, &grammar);
    let mut large = set(1000, &grammar);
    let (one, links) = cost(&mut small, &grammar);
    println!("100 documents: {links} links, {} ms", one.as_millis());
    let (ten, links) = cost(&mut large, &grammar);
    println!(
        "1000 documents: {links} links, {} ms (target 10 000 ms)",
        ten.as_millis()
    );
    println!(
        "growth: {:.1} for ten times as many",
        ten.as_secs_f64() / one.as_secs_f64()
    );
}

/// The least time of several, and how many links were made.
fn cost(set: &mut [Extraction], grammar: &Grammar) -> (Duration, usize) {
    let mut least = Duration::MAX;
    let mut links = 0;
    for _ in 0..5 {
        let start = Instant::now();
        links = link::link(set, grammar).links;
        least = least.min(start.elapsed());
    }
    (least, links)
}

/// As many documents: half of them letters, each answered by a report.
fn set(documents: usize, grammar: &Grammar) -> Vec<Extraction> {
    let mut set = Vec::new();
    for n in 0..documents / 2 {
        let (body, year) = (BODIES[n / 20 % BODIES.len()], 2007 + n % 20);
        let short = year % 100;
        let mut letter = format!(
            "# Oppdragsdokument {year} for Helse {body} RHF\n\n# 1 Innledning\n\nFjorddepartementet gir oppdrag.\n\n# 2 Oppdrag\n\n| Nr. | Tittel | Oppdrag |\n|---|---|---|\n"
        );
        let mut report = format!(
            "# Årlig melding {year} for Helse {body} RHF\n\n# 1 Oppdrag\n\n| Nr. | Tittel | Krav til rapportering |\n|---|---|---|\n"
        );
        for k in 1..=ASSIGNMENTS {
            letter += &format!(
                "| HY{short:02}-{k:02} | Plan {k} for fjord {body} | Foretaket skal lage en plan. |\n"
            );
            report += &format!(
                "| HY{short:02}-{k:02} | Plan {k} for fjord {body} | Rapportering i årlig melding. |\n| Planen er sendt. | | |\n"
            );
        }
        for (name, text) in [("letter.md", letter), ("report.md", report)] {
            set.push(
                oppdrag::extract(&format!("{n}/{name}"), text.as_bytes(), grammar)
                    .unwrap_or_else(|error| panic!("{name}: {error}")),
            );
        }
    }
    set
}
