//! What the tool was unsure of in a file, and what nobody has looked at.

use crate::export::Cell;
use crate::model::{Code, Severity};
use crate::store::{Finding, Findings, Item};
use crate::web::doubts::doubt;
use crate::web::parts::{self, Tone};
use crate::web::query::{encoded, source_path};
use crate::web::words;
use maud::{Markup, html};
use std::cmp::Reverse;

/// How many findings of a document are shown.
const FINDINGS: usize = 150;
/// How many signals that nobody has looked at are shown.
const SIGNALS: usize = 50;

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
            @if diagnostics.len() > FINDINGS { p.quiet { "Og " (diagnostics.len() - FINDINGS) " til." } }
            h3 { "Dekning" }
            p {
                (Cell::Percent(share).shown()) " av tegnene hører til en post eller en overskrift. "
                (words::counted(coverage.unclaimed.len(), "sted", "steder")) " ser ut som en frist, et nummer, et beløp eller et vedtak uten å være lest som det."
            }
            @if !coverage.unclaimed.is_empty() {
                details {
                    summary { "Stedene" }
                    ul.rows { @for one in coverage.unclaimed.iter().take(SIGNALS) { li {
                        (parts::badge(Tone::Warn, words::word(one.signal))) " «" (parts::shortened(&one.raw, 160)) "»"
                        (at(&one.spans, key, pdf))
                    } } }
                    @if coverage.unclaimed.len() > SIGNALS { p.quiet { "Og " (coverage.unclaimed.len() - SIGNALS) " til." } }
                }
            }
        }
    }
}

fn at(spans: &[crate::model::Span], key: &str, pdf: bool) -> Markup {
    let Some(page) = crate::model::Span::first_page(spans) else {
        return html! {};
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
            @if found.quote.is_none() { (at(&one.spans, key, pdf)) }
        }
        // The messages are the program's own, in English; what they quote is the document's.
        details.tool { summary { "Verktøyets ord" } p { span lang="en" { (one.message) } " " code { (one.code) } } }
    }
}
