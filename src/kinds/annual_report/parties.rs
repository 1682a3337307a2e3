//! Who reports, and to whom.
//!
//! ```text
//! title ::= report year? "for"? body ("til" ministry)?      Årlig melding 2025 for Etaten til Departementet
//!         | body report year?                               Etaten Årsrapport 2025
//! ```

use crate::model::Code;
use crate::{kinds::letter::Letter, model::Severity};

/// Words of a title that name no body.
const NO_NAME: [&str; 22] = [
    "årlig",
    "årleg",
    "melding",
    "meldinga",
    "meldingen",
    "årsmelding",
    "årsrapport",
    "årsrapporten",
    "rapport",
    "for",
    "fra",
    "frå",
    "og",
    "til",
    "i",
    "året",
    "styrets",
    "styret",
    "sin",
    "endelig",
    "vedlegg",
    "del",
];

/// The body that reports is the issuer; the ministry that a letter's head would name as the sender
/// gets the report.
pub fn parties(letter: &mut Letter<'_>) {
    let ministries = std::mem::take(&mut letter.document.issuers);
    letter.document.recipients = ministries;
    letter
        .diagnostics
        .retain(|one| one.code != Code::RecipientInferred);
    let title = letter.document.title.clone().unwrap_or_default();
    if let Some(name) = named(&title) {
        letter.document.issuers.push(name);
    } else if let Some(name) = most_named(letter).or_else(|| on_title_page(letter)) {
        let message =
            format!("the title names no body; «{name}» is taken for the one that reports");
        letter.document.issuers.push(name);
        letter.say(Code::IssuerInferred, Severity::Info, message, None, &[]);
    }
}

/// The body that a title names.
fn named(title: &str) -> Option<String> {
    let lower = title.to_lowercase();
    let end = lower
        .find(" til ")
        .filter(|&end| lower.len() == title.len() && title.is_char_boundary(end))
        .unwrap_or(title.len());
    let none = |word: &str| {
        let word = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        word.is_empty()
            || word.bytes().all(|b| b.is_ascii_digit())
            || NO_NAME.contains(&word.as_str())
    };
    let words: Vec<&str> = title[..end].split_whitespace().collect();
    let first = words.iter().position(|word| !none(word))?;
    let last = words.iter().rposition(|word| !none(word))?;
    let mut name = &words[first..=last];
    // `Etaten – årsrapport`: a name ends where the kind of document begins.
    if let Some(report) = name.iter().position(|word| {
        let word = word.to_lowercase();
        word.starts_with("årsrapport") || word.starts_with("årlig") || word.starts_with("årleg")
    }) {
        name = &name[..report];
    }
    let name = name.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    (name.len() > 2 && name.len() <= 90 && name.starts_with(char::is_uppercase))
        .then(|| name.to_string())
}

/// The body known by name that the text speaks of most.
fn most_named(letter: &Letter<'_>) -> Option<String> {
    let text = letter.source.text();
    letter
        .grammar
        .organisations()
        .iter()
        .filter(|organisation| !organisation.collective && !organisation.ministry)
        .map(|organisation| {
            (
                text.matches(organisation.name.as_str()).count(),
                &organisation.name,
            )
        })
        .filter(|(count, _)| *count >= 5)
        .max_by_key(|(count, name)| (*count, std::cmp::Reverse(*name)))
        .map(|(_, name)| name.clone())
}

/// A short line beside the title.
fn on_title_page(letter: &Letter<'_>) -> Option<String> {
    let title = letter.announced.title?;
    let blocks = &letter.announced.blocks;
    [title.checked_sub(1).unwrap_or(title + 1), title + 1]
        .into_iter()
        .filter(|at| blocks.contains(at))
        .map(|at| &letter.blocks[at])
        .filter(|block| block.title_like && block.cell.is_none())
        .map(|block| block.text.as_str())
        .find(|words| {
            words.len() <= 60
                && !words.chars().any(|c| c.is_ascii_digit())
                && !words.contains("nnhold")
        })
        .map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_titles() {
        for (title, name) in [
            (
                "Årlig melding 2025 for Helse Nord RHF til Helse- og omsorgsdepartementet",
                Some("Helse Nord RHF"),
            ),
            ("Årleg melding 2024 Helse Vest RHF", Some("Helse Vest RHF")),
            (
                "Helse Sør-Øst RHF – Årlig melding 2023",
                Some("Helse Sør-Øst RHF"),
            ),
            (
                "Årsrapport 2025 for Direktoratet for fyr og merker",
                Some("Direktoratet for fyr og merker"),
            ),
            ("Årsrapport 2025", None),
            ("Årlig melding for 2025", None),
        ] {
            assert_eq!(named(title).as_deref(), name, "{title}");
        }
    }
}
