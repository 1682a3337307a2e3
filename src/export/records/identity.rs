//! What tells a record from the others of its type, whatever number it got.
//!
//! Many ids count: `TB2026-1-deadline-2` is the second deadline of its assignment, and the third once
//! another is put in before it. So a row of a workbook and an event of a calendar are known by what
//! they say first, and by their id only then.

use super::RecordType;

/// The columns by which a row is known, as titles.
#[derive(Debug, Clone, Copy)]
pub(in crate::export) struct Identity {
    /// Its words: where all of them are the same, it is the same record.
    pub all: &'static [&'static str],
    /// Those of them that outlast a change, as a moved day.
    pub some: &'static [&'static str],
    /// What it belongs to, in words: the record that it is below may be counted as well.
    pub parent: &'static [&'static str],
    /// A printed number: where it is the same, the id is no count.
    pub printed: &'static [&'static str],
}

/// Stands in [`Identity::some`] for what falls due without the words of the time ([`gist`]).
pub(in crate::export) const GIST: &str = "≈";

/// Columns in which many rows say the same: that a row says it too tells little.
pub(in crate::export) const COMMON: [&str; 12] = [
    "Type",
    "Deler",
    "Nivå",
    "Tabell",
    "Hode",
    "Kode",
    "Enhet",
    "Virkning",
    "Gjelder år",
    "Område",
    "Periode",
    "Gruppe",
];

impl RecordType {
    /// By which columns a row of this type is known; none, where its id says what it is.
    pub(in crate::export) fn identity(self) -> Identity {
        let (all, some, parent, printed): (&[_], &[_], &[_], &[_]) = match self {
            Self::Document | Self::Link => (&[], &[], &[], &[]),
            Self::Assignment => (
                &["Nr.", "Oppdrag", "Oppdragstekst"],
                &["Nr.", "Oppdragstekst"],
                &[],
                &["Nr."],
            ),
            Self::Part => (&["Tittel", "Tekst"], &["Tekst"], &["Oppdrag"], &[]),
            Self::Deadline => (
                &["Frist", "Hva", "Deler"],
                &[GIST, "Type"],
                &["Gjelder"],
                &[],
            ),
            Self::Requirement => (&["Krav"], &["Krav"], &[], &[]),
            Self::Goal => (&["Type", "Nr.", "Mål"], &["Mål"], &[], &["Nr."]),
            Self::Indicator => (&["Type", "Indikator"], &["Indikator"], &["Mål"], &[]),
            Self::Target => (
                &["Hva", "Periode", "Ordlyd"],
                &["Ordlyd"],
                &["Indikator"],
                &[],
            ),
            Self::Request => (
                &["Vedtak nr.", "Sesjon", "Vedtak"],
                &["Vedtak nr.", "Sesjon"],
                &[],
                &["Vedtak nr."],
            ),
            Self::Appropriation => (
                &["Nivå", "Kap.", "Post", "Navn", "Tabell"],
                &["Kap.", "Post", "Navn", "Tabell"],
                &[],
                &["Kap.", "Post"],
            ),
            Self::Figure => (
                &["Kolonne", "Gjelder år", "Hva", "Som trykt"],
                &["Kolonne", "Gjelder år", "Hva"],
                &["Bevilgning", "Kap.", "Post"],
                &[],
            ),
            Self::Earmark => (
                &["Tekst"],
                &["Formål", "Type"],
                &["Bevilgning", "Kap.", "Post"],
                &[],
            ),
            Self::Authorisation => (
                &["Type", "Kap.", "Poster", "Fullmakt"],
                &["Fullmakt"],
                &[],
                &[],
            ),
            Self::Report => (
                &[
                    "Rapporterer på",
                    "Tittel",
                    "Gruppe",
                    "Mål",
                    "Indikator",
                    "Krav til rapportering",
                ],
                &["Rapporterer på", "Tittel", "Indikator"],
                &[],
                &["Rapporterer på"],
            ),
            Self::Result => (
                &["Hva", "Område", "Periode", "Verdi", "Enhet", "Type"],
                &["Hva", "Område", "Periode", "Type"],
                &["Rapportering"],
                &[],
            ),
            Self::Withdrawal => (&["Oppdrag", "Tekst"], &["Tekst"], &[], &["Oppdrag"]),
            Self::CarryOver => (
                &["Gjelder år", "Virkning", "Tekst"],
                &["Gjelder år", "Tekst"],
                &[],
                &[],
            ),
            Self::Citation => (
                &["Type", "Henvisning", "Som trykt"],
                &["Henvisning"],
                &["Står i"],
                &[],
            ),
            Self::Table => (
                &[
                    "Hode", "Celle 1", "Celle 2", "Celle 3", "Celle 4", "Celle 5", "Celle 6",
                ],
                &["Hode", "Celle 1"],
                &["Tabell"],
                &[],
            ),
            Self::Section => (&["Nr.", "Tittel"], &["Tittel"], &["Står i"], &["Nr."]),
            Self::Diagnostic => (&["Kode", "Merknad", "Gjelder"], &["Kode"], &[], &[]),
            Self::Signal => (&["Ligner på", "Ordlyd"], &["Ordlyd"], &[], &[]),
        };
        Identity {
            all,
            some,
            parent,
            printed,
        }
    }
}

/// What falls due without the words of some times, on one line: it stays while the day moves.
pub(in crate::export) fn gist<'a>(what: &str, times: impl Iterator<Item = &'a str>) -> String {
    let mut words = line(what);
    let mut times: Vec<String> = times.map(line).filter(|time| !time.is_empty()).collect();
    // «1. mai» may be a piece of «1. mai 2026».
    times.sort_by_key(|time| std::cmp::Reverse(time.len()));
    for time in times {
        words = words.replace(&time, " ");
    }
    line(&words)
}

fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::records::part;

    #[test]
    fn every_column_of_an_identity_is_one_of_the_table() {
        for kind in RecordType::ALL {
            let columns = part(kind, &[]).columns;
            let identity = kind.identity();
            let lists = [
                identity.all,
                identity.some,
                identity.parent,
                identity.printed,
            ];
            for title in lists.into_iter().flatten().filter(|title| **title != GIST) {
                let own = columns.iter().filter(|column| column.title == *title);
                assert_eq!(own.count(), 1, "{}: {title}", kind.name());
            }
        }
    }

    #[test]
    fn what_falls_due_stays_while_its_day_moves() {
        let of = |what, time| gist(what, [time].into_iter());
        assert_eq!(
            of(
                "Planen skal leveres innen\n1. mai 2026.",
                "innen 1. mai 2026"
            ),
            of(
                "Planen skal leveres innen 1. juni 2026.",
                "innen 1. juni 2026"
            ),
        );
        assert_eq!(of("Utkast 1.3.", "1.3."), "Utkast");
        assert_ne!(of("Utkast 1.3.", "1.3."), of("Skisse 1.2.", "1.2."));
    }
}
