//! What a document is called in a set: its key.
//!
//! ```text
//! key     ::= kind year? sender recipient? (number | date)? name?
//! sender  ::= the ministry's short name, else the name    hod, fjord-og-fjelldepartementet
//! number  ::= of a supplement, or of a proposition that is not Prop. 1 S
//! name    ::= the file's, where something above is not known that would tell the document from others
//! ```
//! `allocation_letter-2026-hod-helsedirektoratet-2026-01-12`, `allocation_letter-2026-hod-helsedirektoratet-1`.
//! Made of the document and the name of its file alone, so that the same bytes under the same name have
//! the same key, whatever else lies in the folder. What two different documents do that come to one
//! key all the same, a set settles ([`crate::same`]).

use super::diagnostic;
use crate::{
    grammar::Grammar,
    model::{Code, Diagnostic, Document, DocumentKind, Relation, Severity, slug},
};
use std::collections::BTreeSet;

/// Gives the documents of a file their keys; what stands in for something unknown is said.
pub fn assign(documents: &mut [Document], file: &str, grammar: &Grammar) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for document in documents.iter_mut() {
        let (mut parts, unknown) = parts(document, grammar);
        if !unknown.is_empty() {
            let name = file_name(file);
            said.push(diagnostic(
                Code::KeyIncomplete,
                Severity::Info,
                format!(
                    "not known of the document: {}; in its key «{name}», the name of the file, tells it from others",
                    unknown.join(", ")
                ),
                None,
                Vec::new(),
            ));
            parts.push(name);
        }
        document.key = parts.join("-");
    }
    unique(documents);
    said
}

/// The parts of a key, and what of it is not known that the file's name has to stand in for.
fn parts(document: &Document, grammar: &Grammar) -> (Vec<String>, Vec<&'static str>) {
    let mut unknown = Vec::new();
    let mut parts = vec![document.kind.name().to_string()];
    parts.extend(document.year.map(|year| year.to_string()));
    let mut party = |names: &[String], what: &'static str, needed: bool| match names.first() {
        Some(name) => parts.push(short(name, grammar)),
        None if needed => unknown.push(what),
        None => {}
    };
    // Parliament numbers the propositions of a session: such a number says whose it is.
    let numbered = proposition_number(document).is_some();
    party(&document.issuers, "the sender", !numbered);
    // Whom a report goes to tells it from no other, and a proposition goes to Parliament.
    let letter = document.kind.is_letter();
    if document.kind != DocumentKind::BudgetProposition {
        party(&document.recipients, "the recipient", letter);
    }
    let number = document
        .supplement
        .map(|number| number.to_string())
        .or_else(|| proposition_number(document).map(|number| number.to_string()));
    let date = document.date.as_deref();
    match (&number, document.year.is_none()) {
        (Some(number), false) => parts.push(number.clone()),
        // Without its year a number says little.
        (number, _) => {
            parts.extend(number.clone());
            parts.extend(date.map(str::to_string));
        }
    }
    match (number, date, document.relation) {
        (None, None, Relation::Supplement) => parts.push("supplement".into()),
        (None, None, Relation::Revision) => parts.push("revision".into()),
        _ => {}
    }
    if document.year.is_none() && date.is_none() {
        unknown.push("the year");
    }
    (parts, unknown)
}

/// The number of a proposition that is not the year's own, Prop. 1 S.
fn proposition_number(document: &Document) -> Option<u32> {
    document.proposition_number().filter(|number| *number != 1)
}

/// A name as it stands in a key: a ministry's short name, and of others the whole.
fn short(name: &str, grammar: &Grammar) -> String {
    let known = grammar.organisation(name).filter(|known| known.ministry);
    let short = known.and_then(|known| known.abbreviations.first());
    slug(short.map_or(name, String::as_str))
}

/// The name of a file as it stands in a key: below the folder that was walked, its ending left out.
fn file_name(file: &str) -> String {
    let (folder, last) = file.rsplit_once('/').unwrap_or(("", file));
    let stem = match last.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => last,
    };
    match slug(&format!("{folder} {stem}")) {
        name if name.is_empty() => "file".into(),
        name => name,
    }
}

/// Two letters of one key in one file get their date, then an ordinal.
fn unique(documents: &mut [Document]) {
    let mut seen = BTreeSet::new();
    for document in documents {
        let mut key = document.key.clone();
        if seen.contains(&key)
            && let Some(date) = &document.date
            && !key.ends_with(date)
        {
            key = format!("{key}-{date}");
        }
        let mut n = 2;
        while !seen.insert(key.clone()) {
            key = format!("{}-{n}", document.key);
            n += 1;
        }
        document.key = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(issuer: Option<&str>, recipient: Option<&str>) -> Document {
        let mut document = Document::empty(DocumentKind::AllocationLetter);
        document.year = Some(2026);
        document.issuers.extend(issuer.map(str::to_string));
        document.recipients.extend(recipient.map(str::to_string));
        document
    }

    fn key(document: Document, file: &str) -> (String, usize) {
        let mut all = [document];
        let said = assign(&mut all, file, &Grammar::built_in());
        (all[0].key.clone(), said.len())
    }

    #[test]
    fn two_senders_to_one_agency_have_two_keys() {
        let of = |issuer| key(letter(Some(issuer), Some("Kystetaten")), "brev.pdf");
        let (one, said) = of("Helse- og omsorgsdepartementet");
        assert_eq!(
            (one.as_str(), said),
            ("allocation_letter-2026-hod-kystetaten", 0)
        );
        let (other, _) = of("Fjord- og fjelldepartementet");
        assert_eq!(
            other,
            "allocation_letter-2026-fjord-og-fjelldepartementet-kystetaten"
        );
    }

    #[test]
    fn what_is_not_known_the_files_name_stands_in_for_and_it_is_said() {
        let without = || letter(Some("Kunnskapsdepartementet"), None);
        let (one, said) = key(without(), "inn/Brev nr. 1.pdf");
        assert_eq!(
            (one.as_str(), said),
            ("allocation_letter-2026-kd-inn-brev-nr-1", 1)
        );
        // In another form under the same name it is the same.
        assert_eq!(key(without(), "inn/Brev nr. 1.txt").0, one);
        assert_ne!(key(without(), "inn/Brev nr. 2.pdf").0, one);
    }

    #[test]
    fn a_supplement_has_its_number_and_other_letters_their_date() {
        let mut document = letter(Some("KD"), Some("Kystetaten"));
        document.date = Some("2026-01-12".into());
        assert_eq!(
            key(document.clone(), "a").0,
            "allocation_letter-2026-kd-kystetaten-2026-01-12"
        );
        document.relation = Relation::Supplement;
        document.supplement = Some(2);
        assert_eq!(
            key(document.clone(), "a").0,
            "allocation_letter-2026-kd-kystetaten-2"
        );
        // A second supplement no. 2 whose year is not known is not that one.
        document.year = None;
        let (undated, said) = key(document, "a");
        assert_eq!(
            (undated.as_str(), said),
            ("allocation_letter-kd-kystetaten-2-2026-01-12", 0)
        );
    }

    #[test]
    fn a_proposition_that_changes_the_budget_has_its_number() {
        let mut document = Document::empty(DocumentKind::BudgetProposition);
        (document.year, document.issuers) = (Some(2026), vec!["Kunnskapsdepartementet".into()]);
        document.title = Some("Prop. 1 S (2025–2026)".into());
        assert_eq!(key(document.clone(), "a").0, "budget_proposition-2026-kd");
        document.title = Some("Prop. 118 S (2025–2026)".into());
        assert_eq!(key(document, "a").0, "budget_proposition-2026-kd-118");
    }
}
