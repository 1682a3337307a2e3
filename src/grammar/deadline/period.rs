//! Spans of time: a number and its unit, «tre måneder».
//!
//! ```text
//! span ::= word? number unit     tre måneder   10 arbeidsdager   minst to uker
//! ```

/// A unit of time: «uker», «arbeidsdager».
pub(super) fn is_unit(word: &str) -> bool {
    [
        "måned",
        "mnd",
        "månad",
        "uke",
        "veke",
        "dag",
        "døgn",
        "år",
        "time",
        "virkedag",
        "arbeidsdag",
    ]
    .iter()
    .any(|unit| word.starts_with(unit))
        && !word.starts_with("årl")
        && !word.starts_with("års")
}

/// A number in figures or, up to where letters use words for them, in words.
pub(super) fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty()
        || matches!(
            word,
            "en" | "én"
                | "éin"
                | "éi"
                | "ei"
                | "ein"
                | "et"
                | "ett"
                | "eit"
                | "to"
                | "tre"
                | "fire"
                | "fem"
                | "seks"
                | "sju"
                | "syv"
                | "åtte"
                | "ni"
                | "ti"
                | "tolv"
                | "fjorten"
                | "tjue"
                | "tretti"
        )
}

/// Whether a clause begins with a span of time, whatever stands right before it: `: senest 14 dager etter`.
pub(super) fn span_of_time(clause: &str) -> bool {
    let words = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    period_end(words).is_some()
}

/// Whether a clause begins with a span of time that is counted from something: `To uker før møtet`.
pub(super) fn span_counted(clause: &str) -> bool {
    let words = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(end) = period_end(words) else {
        return false;
    };
    ["etter", "før", "frå", "fra"].iter().any(|word| {
        words[end..]
            .trim_start_matches(['.', ' '])
            .starts_with(word)
    })
}

/// `tre måneder etter`: how many bytes a span of time at the start of a text takes.
pub fn period(after: &str) -> Option<usize> {
    period_end(after)
}

pub(super) fn period_end(after: &str) -> Option<usize> {
    let mut at = 0;
    let mut words = Vec::new();
    for word in after.split_whitespace().take(5) {
        let start = at + after[at..].find(word)?;
        at = start + word.len();
        words.push((word.trim_end_matches([',', '.']).to_lowercase(), at));
    }
    let unit = is_unit;
    match words.as_slice() {
        [(n, _), (u, end), ..] if is_number(n) && unit(u) => Some(*end),
        [(_, _), (n, _), (u, end), ..] if is_number(n) && unit(u) => Some(*end),
        _ => None,
    }
}
