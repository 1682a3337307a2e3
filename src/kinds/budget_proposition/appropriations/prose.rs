//! Prose.
use super::Known;
use crate::kinds::budget_proposition::Proposition;
impl Proposition<'_> {
    pub(super) fn prose(&mut self, _known: &mut Known) {}
}
