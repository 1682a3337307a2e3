//! What the tool was unsure of in a record or a document as a whole, at the head of its page.

use crate::findings::{Remark, Remarks, TO_CHECK};
use crate::model::Severity;
use crate::web::parts::{self, Tone};
use crate::web::words;
use maud::{Markup, html};

/// So many findings of one sort are told in the program's own words.
const TOLD: usize = 10;

/// The findings, the gravest first, each sort once; nothing where there are none.
pub(super) fn of(findings: &[Remark]) -> Markup {
    let mut sorts = findings.sorts();
    sorts.sort_by_key(|one| std::cmp::Reverse(one.severity));
    html! {
        @if !sorts.is_empty() {
            section.remarks aria-labelledby="kontroller" {
                h2 #kontroller { (TO_CHECK) }
                ul { @for one in sorts { li { (sort(one, findings)) } } }
            }
        }
    }
}

fn sort(one: &Remark, findings: &[Remark]) -> Markup {
    let tone = match one.severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
        Severity::Info => Tone::Plain,
    };
    let mut own: Vec<&str> = Vec::new();
    for message in findings.iter().filter(|other| other.code == one.code) {
        if !own.contains(&message.message.as_str()) {
            own.push(&message.message);
        }
    }
    html! {
        p { strong { (one.title()) "." } " " (parts::badge(tone, words::word(one.severity))) br; (one.means()) }
        // The messages are the program's own, in English; the figures and words in them are the document's.
        details.tool {
            summary { "Verktøyets ord" }
            @for message in own.iter().take(TOLD) { p lang="en" { (message) } }
            @if own.len() > TOLD { p { "Og " (own.len() - TOLD) " til." } }
        }
    }
}
