//! Appropriations: chapter tables, category tables and the proposed decision.

use super::Proposition;

impl Proposition<'_> {
    /// Reads the tables and the decision.
    pub(super) fn appropriations(&mut self) {}
}
