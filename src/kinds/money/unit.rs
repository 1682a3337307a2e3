//! The unit of a table's figures, where a line above it names it.

use crate::grammar::amount::{Scale, amounts, caption_scale};

/// `(i 1 000 kr)`, `Mill. kroner`: a line that names the unit of the tables below it and little else.
pub(in crate::kinds) fn unit_line(line: &str) -> Option<Scale> {
    let plain = line.trim_matches(['(', ')', ' ', ':']);
    // «kroner)» closes a bracket of the line before.
    if line.len() > 40 || plain.is_empty() || line.matches(')').count() > line.matches('(').count()
    {
        return None;
    }
    let bracketed = line.starts_with('(');
    // «kroner.» ends a sentence that the line end has cut.
    let ends = line.ends_with("kroner.") || line == "kroner" || line == "kr";
    let short = plain.split_whitespace().count() <= 5 && !ends;
    (bracketed || short && (plain.contains("kr") || plain.contains("Kr")) && plain.len() <= 24)
        .then(|| caption_scale(line))
        .flatten()
        // «(10,25 mill. kroner)» is an amount.
        .filter(|_| amounts(line).iter().all(|amount| amount.nok == Some(1000)))
}

/// A sentence that names the unit of the tables below it: `Alle beløp er oppgitt i hele kroner.`
pub(in crate::kinds) fn unit_sentence(line: &str) -> Option<Scale> {
    const BEFORE: [&str; 13] = [
        "oppgitt i ",
        "oppgjeve i ",
        "oppgjevne i ",
        "tall i ",
        "tal i ",
        "beløp i ",
        "beløpa i ",
        "beløpene er i ",
        "beløpa er i ",
        "beløp er i ",
        "tallene er i ",
        "tala er i ",
        "(i ",
    ];
    if line.len() > 160 || !(line.contains("kr") || line.contains("tusen")) {
        return None;
    }
    // It may open the sentence: «Beløp i tusen kroner.»
    let lower = line.to_ascii_lowercase();
    // «Tabell 1 Tildeling (1000 kroner)»: the bracket that closes a caption holds nothing else.
    let bracket = line
        .strip_suffix(')')
        .and_then(|own| own.rfind('(').map(|at| &own[at + 1..]))
        .filter(|own| {
            let plain = own.strip_prefix("1000").or(own.strip_prefix("1 000"));
            let plain = plain.or(own.strip_prefix("1\u{a0}000")).unwrap_or(own);
            own.len() <= 24 && !plain.contains(|c: char| c.is_ascii_digit())
        })
        .and_then(caption_scale);
    if bracket.is_some() {
        return bracket;
    }
    // «Tabell 4: Inntekter i 1000-kroner»
    let caption = line
        .strip_prefix("Tabell ")
        .and_then(|own| own.rfind(" i ").map(|at| &own[at + 1..]))
        .filter(|own| own.len() <= 24)
        .and_then(caption_scale);
    if caption.is_some() {
        return caption;
    }
    BEFORE
        .iter()
        .find_map(|word| lower.find(word).map(|at| &line[at + word.len() - 2..]))
        // Another sentence may follow it; «mill.» ends none.
        .map(|rest| {
            let mut stops = rest.match_indices(". ").map(|(at, _)| &rest[..at]);
            let end = stops.find(|own| !own.ends_with("mill") && !own.ends_with("mrd"));
            end.unwrap_or(rest)
        })
        .filter(|rest| rest.len() <= 60)
        .and_then(caption_scale)
        .or_else(|| closing(line))
}

/// The unit that ends a line which announces figures: «Følgende midler stilles til disposisjon, i tusen kroner:»
fn closing(line: &str) -> Option<Scale> {
    const FIGURES: [&str; 13] = [
        "beløp",
        "tall",
        "tal ",
        "sum",
        "midl",
        "bevilg",
        "løyv",
        "tildel",
        "ramme",
        "tabell",
        "disposisjon",
        "rådvelde",
        "budsjett",
    ];
    let lower = line.to_lowercase();
    let words = line.trim_end_matches([':', '.', ')', ' ']);
    let at = words.rfind(" i ")?;
    let unit = &words[at + 3..];
    let unit = ["hele ", "heile ", "norske "]
        .iter()
        .find_map(|word| unit.strip_prefix(word))
        .unwrap_or(unit);
    let announces = FIGURES.iter().any(|stem| lower.contains(stem));
    if !announces || unit.len() > 16 {
        return None;
    }
    match unit {
        "tusen" | "1000" | "1 000" | "1\u{a0}000" => Some(Scale::Thousand),
        "millioner" | "millionar" | "mill" => Some(Scale::Million),
        _ => caption_scale(&words[at + 1..]).filter(|_| {
            let own = unit
                .replace("1 000", "")
                .replace("1\u{a0}000", "")
                .replace("1000", "");
            !own.contains(|c: char| c.is_ascii_digit())
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        assert_eq!(unit_line("(i 1\u{a0}000 kr)"), Some(Scale::Thousand));
        assert_eq!(unit_line("(i 1000 kroner)"), Some(Scale::Thousand));
        assert_eq!(unit_line("Mill. kroner"), Some(Scale::Million));
        assert_eq!(unit_line("kroner. Det er en økning"), None);
        assert_eq!(unit_line("Hav og kyst"), None);
        assert_eq!(unit_line("(10,25 mill. kroner)"), None);
        assert_eq!(unit_line("726 mill. kroner"), None);
        assert_eq!(unit_line("kroner)"), None);
        assert_eq!(unit_line("kroner."), None);
        assert_eq!(unit_line("mill. kroner."), None);
        assert_eq!(unit_line("(kroner)"), Some(Scale::Kroner));
        assert_eq!(
            unit_sentence("Alle beløp i mill. kroner. Tallene er avrundet."),
            Some(Scale::Million)
        );
    }

    #[test]
    fn sentences_that_name_a_unit() {
        assert_eq!(
            unit_sentence("Tabell 4: Inntekter i 1000-kroner"),
            Some(Scale::Thousand)
        );
        assert_eq!(
            unit_sentence("Tabell 3: Tildeling (tall i hele tusen)"),
            Some(Scale::Thousand)
        );
        assert_eq!(unit_sentence("Tabell 4: Fyr i 12 kommuner"), None);
        assert_eq!(
            unit_sentence("Beløpene er i 1 000 kroner. Tildelingen på post 21 fordeles slik:"),
            Some(Scale::Thousand)
        );
        assert_eq!(
            unit_sentence("Alle beløp er oppgitt i hele kroner."),
            Some(Scale::Kroner)
        );
        assert_eq!(
            unit_sentence("Tabell 2 Tildeling (alle tall i 1 000 kroner)"),
            Some(Scale::Thousand)
        );
        assert_eq!(
            unit_sentence("Løyving (tal i tusen kroner)"),
            Some(Scale::Thousand)
        );
        assert_eq!(
            unit_sentence("Etaten tildeles dette for 2026. Beløp i tusen kroner."),
            Some(Scale::Thousand)
        );
        assert_eq!(
            unit_sentence("Tabell 1: Endringer i budsjettet (1000 kroner)"),
            Some(Scale::Thousand)
        );
        assert_eq!(
            unit_sentence("Disse midlene stilles til disposisjon, i tusen kroner:"),
            Some(Scale::Thousand)
        );
        assert_eq!(
            unit_sentence("Løyvingane er desse (tala er i heile tusen)."),
            Some(Scale::Thousand)
        );
        assert_eq!(
            unit_sentence("Tabellen viser rammene i mill. kroner"),
            Some(Scale::Million)
        );
        assert_eq!(unit_sentence("Tildelingen ble økt i 14 kommuner."), None);
        assert_eq!(unit_sentence("Det settes av noe (3 mill. kroner)"), None);
        assert_eq!(unit_sentence("Tildelingen økes med 4 mill. kroner."), None);
    }
}
