//! Targets, results, citations, requests, and what a document says of itself.

use super::{Held, mantissa, mantissas, numbers};
use crate::check::held::order::word;
use crate::grammar::citation::citations;
use crate::grammar::date::{When, times};
use crate::grammar::identifier::identifiers;
use crate::grammar::phrases::Role;
use crate::grammar::request::session_of;
use crate::grammar::target::targets;
use crate::model::{
    Action, Citation, CitationKind, Indicator, Outcome, Relation, Report, Request, Unit,
};
use crate::source::Canonical;
use jiff::civil::Date;

/// What a document says of itself and its text does not.
pub(super) fn document(held: &mut Held<'_, '_>, source: &Canonical) {
    let document = held.document;
    let mut wrong: Vec<String> = Vec::new();
    if let Some(date) = &document.date {
        let day: Option<Date> = date.parse().ok();
        let printed = times(source.text(), &held.grammar.calendar);
        let prints = |day: Date| {
            printed.iter().any(|time| match time.when {
                When::Day { .. } => {
                    let year = time.year.unwrap_or_else(|| i32::from(day.year()));
                    time.interval(year) == Some((day, day))
                }
                _ => false,
            })
        };
        if day.is_some_and(|day| !prints(day)) {
            wrong.push(format!("its date {date} is printed nowhere"));
        }
    }
    if let Some(year) = document.year {
        if !source.text().contains(&year.to_string()) {
            wrong.push(format!("its year {year} is printed nowhere"));
        }
        if let Some(key) = document.key.split('-').find_map(four_digits)
            && key != year
        {
            wrong.push(format!("its key is of {key}, its year is {year}"));
        }
        let title = document.title.as_deref().unwrap_or("");
        let years: Vec<i32> = title
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(four_digits)
            .collect();
        if !years.is_empty() && !years.iter().any(|own| own.abs_diff(year) <= 1) {
            wrong.push(format!("«{title}» is of another year than {year}"));
        }
    }
    if let (Some(session), Some(year)) = (&document.session, document.year)
        && let Some(first) = session.get(..4).and_then(four_digits)
        && !(first..=first + 1).contains(&year)
    {
        wrong.push(format!("its year {year} is not of the session {session}"));
    }
    if document.supplement.is_some() && document.relation != Relation::Supplement {
        wrong.push("it has a supplement's number and is no supplement".into());
    }
    if let Some(title) = &document.title
        && let Some((form, _)) = held.grammar.title(title)
        && (form.kind != document.kind || form.relation != document.relation)
    {
        wrong.push(format!(
            "«{title}» announces a {} ({}), not a {} ({})",
            word(&form.kind),
            word(&form.relation),
            word(&document.kind),
            word(&document.relation)
        ));
    }
    for message in wrong {
        held.wrong(&document.key, &[], message);
    }
}

fn four_digits(word: &str) -> Option<i32> {
    (word.len() == 4).then(|| word.parse().ok()).flatten()
}

/// Values of records that their words do not say.
pub(super) fn records(held: &mut Held<'_, '_>) {
    let document = held.document;
    for r in &document.indicators {
        for message in of_indicator(r) {
            held.wrong(&r.id, &r.spans, message);
        }
    }
    for r in &document.citations {
        if let Some(message) = of_citation(held, r) {
            held.wrong(&r.id, &r.spans, message);
        }
    }
    for r in &document.requests {
        for message in of_request(held, r) {
            held.wrong(&r.id, &r.spans, message);
        }
    }
    for r in &document.reports {
        for message in of_report(held, r) {
            held.wrong(&r.id, &r.spans, message);
        }
    }
    for r in &document.assignments {
        if document.relation == Relation::Original && r.action != Action::New {
            let message = "a letter of the year gives it anew, and it says otherwise".to_string();
            held.wrong(&r.id, r.place(), message);
        }
        let own = [r.title.as_deref(), r.text.as_deref()];
        let mut own = own.into_iter().flatten();
        if r.withheld && !own.any(|text| held.grammar.has(text, Role::Withheld)) {
            let message = "nothing says that it is exempt from publication".to_string();
            held.wrong(&r.id, r.place(), message);
        }
        for part in r.parts.iter().filter(|part| part.label.trim().is_empty()) {
            held.wrong(&r.id, &part.spans, "a part has no label".to_string());
        }
    }
    for r in &document.carry_over {
        let missing = r
            .years
            .iter()
            .find(|year| !r.text.contains(&year.to_string()));
        if let Some(year) = missing {
            held.wrong(
                &document.key,
                &r.spans,
                format!("{year} is not in its text"),
            );
        }
    }
    for r in &document.withdrawals {
        if let Some(number) = &r.assignment {
            let bare =
                |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
            if !bare(&r.text).contains(&bare(number)) {
                held.wrong(number, &r.spans, format!("{number} is not in its text"));
            }
        }
    }
}

fn of_indicator(indicator: &Indicator) -> Vec<String> {
    let own = targets(&indicator.text);
    if own == indicator.targets {
        return Vec::new();
    }
    // In a table its words stand in cells of their own.
    (indicator.targets.iter())
        .filter(|target| {
            // The word that says how the value is held stands in a cell of its own.
            let digits = target
                .value
                .map(|value| value.abs().to_string().replace('.', ""));
            if targets(&target.raw).is_empty() {
                let printed = mantissas(&target.raw);
                return digits.is_some_and(|digits| !printed.contains(&mantissa(&digits)));
            }
            let raw = targets(&target.raw);
            !own.iter().chain(&raw).any(|again| {
                again.comparator == target.comparator
                    && again.value == target.value
                    && (again.unit == target.unit || told_elsewhere(again.unit, target.unit))
            })
        })
        .map(|target| format!("its target is not what «{}» says", target.raw))
        .collect()
}

/// What a number that names no unit of its own counts, the measure's words or the column's title tell.
fn told_elsewhere(printed: Option<Unit>, unit: Option<Unit>) -> bool {
    matches!(printed, None | Some(Unit::Other))
        && matches!(
            unit,
            Some(Unit::Count | Unit::Days | Unit::Percent | Unit::Other)
        )
}

fn of_citation(held: &Held<'_, '_>, citation: &Citation) -> Option<String> {
    let raw = citation.raw.as_str();
    let said = || {
        let kind = word(&citation.kind);
        Some(format!("«{raw}» is not {kind} {}", citation.reference))
    };
    let mut own: Vec<(CitationKind, String)> = citations(raw)
        .into_iter()
        .filter(|one| one.range == (0..raw.len()))
        .map(|one| (one.kind, one.reference))
        .collect();
    own.extend(
        identifiers(raw, &held.grammar.templates)
            .into_iter()
            .filter(|one| one.range == (0..raw.len()))
            .map(|one| (CitationKind::Assignment, one.number)),
    );
    // The session may stand after others of a list.
    let same = |(kind, reference): &(CitationKind, String)| {
        let rest = citation.reference.strip_prefix(reference.as_str());
        *kind == citation.kind && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
    };
    let bare = raw.chars().all(|c| c.is_ascii_digit());
    if !own.is_empty() && !bare {
        return if own.iter().any(same) { None } else { said() };
    }
    // One of a list («vedtak 12, 13 og 14 (2024–2025)»): its own number stands in its own words.
    let digits = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter(|word| !word.is_empty())
            .map(str::to_string)
            .collect()
    };
    let printed = digits(raw);
    let wanted = digits(&citation.reference);
    let some = wanted.iter().any(|number| printed.contains(number));
    (!wanted.is_empty() && !some).then(said).flatten()
}

fn of_request(held: &Held<'_, '_>, request: &Request) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut places = request.spans.clone();
    places.extend(request.also_at.iter().cloned());
    let words = held.words(&places);
    let number = request.number.to_string();
    let numbers = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit())
            .any(|own| own == number)
    };
    if !numbers(&words) {
        wrong.push(format!("its number {number} is not in its section"));
    }
    if let Some(date) = &request.date
        && let Ok(day) = date.parse::<Date>()
    {
        let printed = times(&words, &held.grammar.calendar);
        let prints = printed.iter().any(|time| {
            let year = time.year.unwrap_or_else(|| i32::from(day.year()));
            matches!(time.when, When::Day { .. }) && time.interval(year) == Some((day, day))
        });
        if !prints {
            wrong.push(format!("its day {date} is not in its section"));
        }
        if request
            .session
            .as_ref()
            .is_some_and(|own| *own != session_of(day))
        {
            wrong.push(format!("{date} is not of the session of its number"));
        }
    }
    if let Some(outcome) = request.outcome {
        let own = request
            .response
            .as_deref()
            .and_then(|text| held.grammar.requests.outcome(text));
        if own.as_ref().is_some_and(|(own, _)| *own != outcome) {
            wrong.push("its outcome is not what its account says".into());
        }
        if request.followed_up != Some(outcome == Outcome::FollowedUp) {
            wrong.push("whether it is followed up is not what its outcome says".into());
        }
    }
    // What it was made in connection with is brought to one form: its numbers stay.
    for text in &request.basis {
        let figures = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_ascii_digit());
            words
                .filter(|word| !word.is_empty())
                .map(str::to_string)
                .collect()
        };
        let printed = figures(&words);
        if figures(text).iter().any(|own| !printed.contains(own)) {
            wrong.push(format!("«{text}» is not in its section"));
        }
    }
    if let Some(ends) = request.reporting_ends {
        let word = if ends { "Ja" } else { "Nei" };
        if !words.contains(word) {
            wrong.push(format!("no «{word}» is printed of it"));
        }
    }
    wrong
}

fn of_report(held: &Held<'_, '_>, report: &Report) -> Vec<String> {
    let mut wrong = Vec::new();
    let words = held.words(&report.spans);
    if report.joint && !words.to_lowercase().contains("felles") {
        wrong.push("nothing says that its text is a joint one".to_string());
    }
    for result in &report.results {
        let printed = held.words(&result.spans);
        if let Some(value) = result.value {
            let text = value.abs().to_string();
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let minus = printed.contains(['-', '–', '−']);
            if !numbers(&printed).contains(&digits) || value < 0.0 && !minus {
                wrong.push(format!("its value {value} is not printed"));
            }
        }
        let percent = printed.contains('%');
        if percent && result.unit.as_deref().is_some_and(|unit| unit != "percent") {
            wrong.push("it is printed in per cent".to_string());
        }
    }
    wrong
}
