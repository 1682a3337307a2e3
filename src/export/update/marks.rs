//! The words of «Endring».

/// What «Endring» says of a row: parts in a row, `; ` between them. People's own words are kept.
pub(super) struct Marks(Vec<String>);

const GONE: &str = "Utgått";
const ABSENT: &str = "Ikke i grunnlaget";
const DOUBTFUL: &str = "Kan være en annen post";

impl Marks {
    /// What the cell says now.
    pub(super) fn read(words: &str) -> Self {
        Self(
            words
                .split("; ")
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(String::from)
                .collect(),
        )
    }

    /// The record is gone; `known` is whether its document was read.
    pub(super) fn gone(&mut self, known: bool) {
        let mark = if known { GONE } else { ABSENT };
        if self.0.iter().any(|part| part == mark) {
            return;
        }
        self.0
            .retain(|part| ![GONE, ABSENT, "Tilbake"].contains(&part.as_str()));
        self.0.push(mark.to_string());
    }

    /// The record is there, perhaps again.
    pub(super) fn back(&mut self) {
        let before = self.0.len();
        self.0.retain(|part| part != GONE && part != ABSENT);
        if self.0.len() < before {
            self.0.push("Tilbake".into());
        }
    }

    /// Whether the record was gone already.
    pub(super) fn is_gone(&self) -> bool {
        self.0.iter().any(|part| part == GONE)
    }

    /// The document says another thing in a column.
    pub(super) fn changed(&mut self, title: &str) {
        self.gather("Endret: ", title);
    }

    /// A person wrote another thing into a column.
    pub(super) fn edited(&mut self, title: &str) {
        self.gather("Rettet her: ", title);
    }

    /// A column says another thing than the document, and who changed it is not known.
    pub(super) fn differs(&mut self, title: &str) {
        self.gather("Ulikt: ", title);
    }

    /// Only a counted id says that it is the same record.
    pub(super) fn doubtful(&mut self) {
        if !self.0.iter().any(|part| part == DOUBTFUL) {
            self.0.push(DOUBTFUL.to_string());
        }
    }

    fn gather(&mut self, what: &str, title: &str) {
        match self.0.iter_mut().find(|part| part.starts_with(what)) {
            Some(part) => {
                if !part[what.len()..].split(", ").any(|one| one == title) {
                    *part += &format!(", {title}");
                }
            }
            None => self.0.push(format!("{what}{title}")),
        }
    }

    /// What the cell is to say.
    pub(super) fn written(&self) -> String {
        self.0.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_gather_and_stay() {
        let mut marks = Marks::read("Ny; sett av KN");
        marks.changed("Frist");
        marks.changed("Hva");
        marks.changed("Frist");
        assert_eq!(marks.written(), "Ny; sett av KN; Endret: Frist, Hva");
        assert!(!marks.is_gone());
        marks.gone(true);
        marks.gone(true);
        assert!(marks.written().ends_with("; Utgått"));
        marks.gone(false);
        assert!(marks.written().ends_with("Hva; Ikke i grunnlaget"));
        marks.back();
        assert!(marks.written().ends_with("Hva; Tilbake"));
    }
}
