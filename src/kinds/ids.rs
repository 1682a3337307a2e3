//! The ids of records: unique within a list, and the same as long as what they are made of is.

use std::collections::{HashMap, HashSet};

/// The ids that are given.
///
/// A base that is asked for again gets a number, and one that a number has made of another base (the
/// second record of section 3.2 is `text-3.2-2`, and so would be the first of the second section 3.2)
/// gets the next that is free.
#[derive(Debug, Clone, Default)]
pub(in crate::kinds) struct Ids {
    asked: HashMap<String, usize>,
    given: HashSet<String>,
}

impl Ids {
    /// `base`, `base-2`, `base-3`; and how often that base was asked for.
    pub(in crate::kinds) fn next(&mut self, base: String) -> (String, usize) {
        let count = self.count(&base);
        let id = match count {
            1 => base.clone(),
            n => format!("{base}-{n}"),
        };
        (self.free(id, &base, count), count)
    }

    /// `base-1`, `base-2`.
    pub(in crate::kinds) fn counted(&mut self, base: String) -> String {
        let count = self.count(&base);
        self.free(format!("{base}-{count}"), &base, count)
    }

    fn count(&mut self, base: &str) -> usize {
        let count = self.asked.entry(base.to_owned()).or_default();
        *count += 1;
        *count
    }

    fn free(&mut self, mut id: String, base: &str, mut count: usize) -> String {
        while !self.given.insert(id.clone()) {
            count += 1;
            id = format!("{base}-{count}");
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_that_another_base_has_is_passed_over() {
        let mut ids = Ids::default();
        let mut next = |base: &str| ids.next(base.to_owned());
        assert_eq!(next("3.2"), ("3.2".to_owned(), 1));
        assert_eq!(next("3.2"), ("3.2-2".to_owned(), 2));
        assert_eq!(next("3.2-2"), ("3.2-2-2".to_owned(), 1));
        assert_eq!(next("3.2"), ("3.2-3".to_owned(), 3));
        assert_eq!(next("3.2-2"), ("3.2-2-3".to_owned(), 2));
    }

    proptest! {
        #[test]
        fn no_id_is_given_twice(bases in proptest::collection::vec("(a|a-1|a-2|a-1-2|a-2-1)", 0..24)) {
            let mut ids = Ids::default();
            let mut given = HashSet::new();
            for (n, base) in bases.into_iter().enumerate() {
                let id = if n % 2 == 0 { ids.next(base).0 } else { ids.counted(base) };
                prop_assert!(given.insert(id));
            }
        }
    }
}
