//! Authorisations.
use crate::kinds::budget_proposition::Proposition;
impl Proposition<'_> {
    pub(super) fn authorisations(&mut self, _from: usize) {}
}
