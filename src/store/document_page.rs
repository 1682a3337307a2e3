//! Documents a page at a time, the newest first: counted from what is loaded of all, and only those that
//! are shown are read.

use super::documents::DocumentEntry;
use super::facets::{Count, counted};
use super::filter::{Filter, Sieve};
use super::{Store, StoreError};
use crate::model::DocumentKind;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// Some of the documents of a list, and what is counted of all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentPage {
    /// How many there are.
    pub total: usize,
    /// Those of the page.
    pub entries: Vec<DocumentEntry>,
    /// By budget year, the newest first.
    pub years: Vec<Count<i32>>,
    /// By kind.
    pub kinds: Vec<Count<DocumentKind>>,
    /// By recipient, the most first.
    pub recipients: Vec<Count<String>>,
}

impl Store {
    /// A page of the documents that pass a filter, the newest first: those of a range of its places;
    /// `doubtful`: only those of files with a warning or an error.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn document_page(
        &self,
        filter: &Filter,
        doubtful: bool,
        page: Range<usize>,
    ) -> Result<DocumentPage, StoreError> {
        self.at_once(|| {
            let shelf = self.shelf()?;
            let sieve = Sieve::new(filter);
            let doubted: Option<HashSet<i64>> = match doubtful {
                true => Some(self.doubted()?),
                false => None,
            };
            let mut passing: Vec<_> = shelf
                .documents
                .iter()
                .filter(|(document, one)| {
                    sieve.document(one) && doubted.as_ref().is_none_or(|all| all.contains(document))
                })
                .collect();
            passing.sort_unstable_by(|(_, a), (_, b)| {
                let day = |one: &super::shelf::Attributes| (one.brief.year, one.brief.date.clone());
                day(b).cmp(&day(a)).then_with(|| a.order.cmp(&b.order))
            });
            let mut years: BTreeMap<Reverse<i32>, usize> = BTreeMap::new();
            let mut kinds: BTreeMap<DocumentKind, usize> = BTreeMap::new();
            let mut recipients: HashMap<&str, usize> = HashMap::new();
            for (_, one) in &passing {
                if let Some(year) = one.brief.year {
                    *years.entry(Reverse(year)).or_default() += 1;
                }
                *kinds.entry(one.brief.kind).or_default() += 1;
                for name in &one.brief.recipients {
                    *recipients.entry(name).or_default() += 1;
                }
            }
            let recipients = recipients.into_iter();
            let recipients = recipients.map(|(name, count)| (name.to_string(), count));
            let end = page.end.min(passing.len());
            let entries = passing[page.start.min(end)..end]
                .iter()
                .map(|(document, _)| self.entry(**document));
            Ok(DocumentPage {
                total: passing.len(),
                entries: entries.collect::<Result<_, _>>()?,
                years: years
                    .into_iter()
                    .map(|(Reverse(value), count)| Count { value, count })
                    .collect(),
                kinds: kinds
                    .into_iter()
                    .map(|(value, count)| Count { value, count })
                    .collect(),
                recipients: counted(recipients),
            })
        })
    }

    /// The documents of files with a warning or an error.
    fn doubted(&self) -> Result<HashSet<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT document FROM documents JOIN files USING (file)
             WHERE counts AND errors + warnings > 0",
        )?;
        let all = statement.query_map([], |row| row.get(0))?;
        Ok(all.collect::<Result<_, _>>()?)
    }
}
