//! Parliamentary requests (anmodnings- og utredningsvedtak).

use super::Proposition;

impl Proposition<'_> {
    /// Reads the overview table and the sections.
    pub(super) fn requests(&mut self) {}
}
