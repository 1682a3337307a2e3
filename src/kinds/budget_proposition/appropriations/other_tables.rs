//! Other tables.
use crate::kinds::budget_proposition::Proposition;
use std::ops::Range;
impl Proposition<'_> {
    pub(super) fn other_tables(&mut self, _taken: &[Range<usize>], _until: usize) {}
}
