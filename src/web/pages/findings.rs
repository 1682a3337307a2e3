//! What the tool was unsure of in a file, and what nobody has looked at.

use crate::export::Cell;
use crate::findings::doubt;
use crate::model::{Code, Coverage, Severity, Span, Unclaimed};
use crate::store::{Finding, Findings, Item};
use crate::web::parts::{self, Tone};
use crate::web::query::{encoded, source_path};
use crate::web::words;
use maud::{Markup, html};
use std::cmp::Reverse;

/// How many findings of a document are shown.
const FINDINGS: usize = 80;
/// How many signals that nobody has looked at are shown.
const SIGNALS: usize = 80;
/// So many are shown unfolded.
const FEW: usize = 12;
/// How many of the words of one are shown.
const SIGNAL: usize = 160;

/// That something was not read, at the head of the page, and the way to it; nothing where all was.
pub(super) fn residue_told(findings: &Findings) -> Markup {
    let count = findings.coverage.unclaimed.len();
    html! {
        @if count > 0 {
            p.note {
                a href="#ikke-lest" { (words::counted(count, "sted", "steder")) " i fila" }
                " ser ut som noe som skulle vært en post her, og er ikke lest som det."
            }
        }
    }
}

/// The findings of a file, and its coverage.
pub(super) fn of(findings: &Findings, item: &Item, pdf: bool) -> Markup {
    let key = &item.place.document.key;
    let coverage = &findings.coverage;
    let share = match coverage.characters {
        0 => 100.0,
        all => coverage.claimed as f64 * 100.0 / all as f64,
    };
    let mut diagnostics: Vec<&Finding> = findings.diagnostics.iter().collect();
    // Those of a code stand together, the gravest first: what it means is told once.
    diagnostics.sort_by_key(|one| {
        let own = &one.diagnostic;
        (Reverse(own.severity), own.code.clone())
    });
    let shown = &diagnostics[..diagnostics.len().min(FINDINGS)];
    html! {
        section #funn {
            h2 { "Det verktøyet var usikkert på" }
            @if findings.documents.len() > 1 {
                p.quiet { "Funnene gjelder hele fila, som har " (findings.documents.len()) " dokumenter." }
            }
            @if diagnostics.is_empty() { p { "Ingenting å melde." } }
            @for run in shown.chunk_by(|a, b| a.diagnostic.code == b.diagnostic.code) { (sort(run, key, pdf)) }
            @if diagnostics.len() > FINDINGS {
                p.quiet { "Og " (diagnostics.len() - FINDINGS) " til. «oppdrag export» gir alle, på arket «Merknader»." }
            }
            h3 { "Dekning" }
            p {
                (Cell::Percent(share).shown()) " av tegnene hører til en post eller en overskrift. "
            }
            (residue(coverage, key, pdf))
        }
    }
}

/// What looks like a record and was not read as one, by what it looks like, each with its words and place.
fn residue(coverage: &Coverage, key: &str, pdf: bool) -> Markup {
    let count = coverage.unclaimed.len();
    let mut all: Vec<&Unclaimed> = coverage.unclaimed.iter().collect();
    // Stable: those of a sort stay in the order printed.
    all.sort_by_key(|one| one.signal);
    let shown = &all[..count.min(SIGNALS)];
    html! {
        @if count > 0 {
            h3 #ikke-lest tabindex="-1" { "Ikke lest: " (words::counted(count, "sted", "steder")) }
            p { "Stedene ser ut som noe som skulle vært en post her. Les dem i kilden." }
            @for run in shown.chunk_by(|a, b| a.signal == b.signal) {
                @let sort = all.iter().filter(|one| one.signal == run[0].signal).count();
                details open[count <= FEW] {
                    summary { (words::word(run[0].signal)) " " span.count { "(" (sort) ")" } }
                    ul.rows { @for one in run { li {
                        "«" (parts::shortened(&one.raw, SIGNAL)) "»" (at(&one.spans, key, pdf))
                    } } }
                    @if sort > run.len() { p.quiet { "Og " (sort - run.len()) " til." } }
                }
            }
            @if count > shown.len() {
                p.quiet { (count - shown.len()) " steder står ikke her. «oppdrag export» gir alle, på arket «Signaler uten post»." }
            }
        }
    }
}

fn at(spans: &[Span], key: &str, pdf: bool) -> Markup {
    let Some(page) = Span::first_page(spans) else {
        // Where there are no pages, the place in the text is all that there is.
        let first = spans.first();
        return html! { @if let Some(span) = first { ", tegn " (span.start) "–" (span.end) } };
    };
    html! {
        @match parts::stretch(spans).filter(|_| pdf) {
            Some((counted, start, end)) => { ", " a href=(source_path(key, counted, start, end)) { "side " (page) } }
            None => { ", side " (page) }
        }
    }
}

/// The findings of one code.
fn sort(run: &[&Finding], key: &str, pdf: bool) -> Markup {
    let one = &run[0].diagnostic;
    let tone = match one.severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
        Severity::Info => Tone::Plain,
    };
    // What another version of the program found may have no words here.
    let doubt = Code::of_name(&one.code).map(doubt);
    html! {
        section.doubt {
            h3 {
                (doubt.map_or(one.code.as_str(), |doubt| doubt.title)) " "
                @if run.len() > 1 { span.count { "(" (run.len()) ")" } " " }
                (parts::badge(tone, words::word(one.severity)))
            }
            @if let Some(doubt) = doubt { p { (doubt.means) } }
            ul.rows.findings { @for one in run { li { (finding(one, key, pdf)) } } }
        }
    }
}

fn finding(found: &Finding, key: &str, pdf: bool) -> Markup {
    let one = &found.diagnostic;
    html! {
        @if let Some(quote) = &found.quote { p.snippet { "«" (parts::shortened(quote, 160)) "»" (at(&one.spans, key, pdf)) } }
        p.meta {
            @if let Some(id) = &one.item {
                "Gjelder "
                @match &found.document {
                    Some(key) => { a href=(format!("/post/{}/{}", encoded(key), encoded(id))) { (parts::shortened(id, 80)) } }
                    None => (parts::shortened(id, 80))
                }
                ". "
            }
            @if found.quote.is_none() && !one.spans.is_empty() { "I kilden" (at(&one.spans, key, pdf)) }
        }
        // The messages are the program's own, in English; what they quote is the document's.
        details.tool { summary { "Verktøyets ord" } p { span lang="en" { (one.message) } " " code { (one.code) } } }
    }
}
