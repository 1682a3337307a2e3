//! The table as Markdown and as a page for the browser.

use super::{FollowUp, Later, Quoted, Row, State};
use std::fmt::Write;

/// The parts of the table, in order, with their headings.
const PARTS: [(State, &str); 3] = [
    (State::Unanswered, "Uten svar"),
    (State::Answered, "Besvart"),
    (State::Ungiven, "Rapportert, men ikke gitt i brevene her"),
];

/// The titles of the columns.
const COLUMNS: [&str; 7] = [
    "Nr.",
    "Oppdrag",
    "Oppdragstekst",
    "Krav til rapportering",
    "Frist",
    "Svar",
    "Grunnlag",
];

/// The table as Markdown.
pub fn markdown(table: &FollowUp) -> String {
    let mut text = String::from("# Oppfølging\n");
    let _ = writeln!(
        text,
        "\nBrev: {}\n\nRapport: {}",
        table.letters.join(", "),
        table.reports.join(", ")
    );
    for (state, heading) in PARTS {
        let rows: Vec<&Row> = table.rows.iter().filter(|row| row.state == state).collect();
        let _ = writeln!(text, "\n## {heading} ({})", rows.len());
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "\n| {} |\n|{}",
            COLUMNS.join(" | "),
            "---|".repeat(COLUMNS.len())
        );
        for row in rows {
            let cells: Vec<String> = cells(row).iter().map(|cell| bars(cell)).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

/// The table as a page.
pub fn html(table: &FollowUp) -> String {
    let mut text = String::from(
        "<!DOCTYPE html>\n<html lang=\"nb\">\n<head>\n<meta charset=\"utf-8\">\n<title>Oppfølging</title>\n<style>\nbody { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; }\ntable { border-collapse: collapse; width: 100%; }\nth, td { border: 1px solid #bbb; padding: .4rem .6rem; text-align: left; vertical-align: top; white-space: pre-line; }\nth { background: #eee; position: sticky; top: 0; }\n@media print { body { margin: 0; font-size: 11px; } tr { break-inside: avoid-page; } }\n</style>\n</head>\n<body>\n<h1>Oppfølging</h1>\n",
    );
    let _ = writeln!(
        text,
        "<p>Brev: {}<br>Rapport: {}</p>",
        escaped(&table.letters.join(", ")),
        escaped(&table.reports.join(", "))
    );
    for (state, heading) in PARTS {
        let rows: Vec<&Row> = table.rows.iter().filter(|row| row.state == state).collect();
        let _ = writeln!(text, "<h2>{heading} ({})</h2>", rows.len());
        if rows.is_empty() {
            continue;
        }
        text += "<table>\n<thead><tr>";
        for title in COLUMNS {
            let _ = write!(text, "<th scope=\"col\">{title}</th>");
        }
        text += "</tr></thead>\n<tbody>\n";
        for row in rows {
            text += "<tr>";
            for cell in cells(row) {
                let _ = write!(text, "<td>{}</td>", escaped(&cell));
            }
            text += "</tr>\n";
        }
        text += "</tbody>\n</table>\n";
    }
    text += "</body>\n</html>\n";
    text
}

/// The cells of a row.
fn cells(row: &Row) -> [String; 7] {
    let quoted = |one: &Option<Quoted>| {
        one.as_ref()
            .map_or_else(String::new, |one| match &one.page {
                Some(page) => format!("{} (s. {page})", one.text),
                None => one.text.clone(),
            })
    };
    let mut notes: Vec<String> = Vec::new();
    notes.extend(row.ground.as_deref().map(|ground| {
        match ground {
            "same identifier" => "samme nummer",
            "title" => "samme tittel",
            other => other,
        }
        .to_string()
    }));
    if row.joint {
        notes.push("felles tekst".to_string());
    }
    notes.extend(row.later.iter().map(|(what, letter)| match what {
        Later::Clarified => format!("presisert i {letter}"),
        Later::Withdrawn => format!("utgår, jf. {letter}"),
    }));
    [
        row.number.clone().unwrap_or_default(),
        row.title.clone().unwrap_or_default(),
        quoted(&row.assignment),
        row.requirement.clone().unwrap_or_default(),
        row.deadlines.join("\n"),
        quoted(&row.answer),
        notes.join("; "),
    ]
}

/// A cell of Markdown: on one line, its bars and marks of tags escaped.
fn bars(cell: &str) -> String {
    cell.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('\n', "<br>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
