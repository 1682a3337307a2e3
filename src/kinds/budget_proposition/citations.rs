//! Citations of documents and of other requests, each with the request that holds it.

use super::Proposition;
use crate::{
    kinds::citations::{Holders, citations_in},
    model::CitationKind,
};

impl Proposition<'_> {
    /// Reads the citations of the whole proposition.
    pub(super) fn citations(&mut self) {
        let requests = &self.document.requests;
        let holders = Holders::new(requests.iter().flat_map(|request| {
            [
                (&request.spans[..], request.id.as_str()),
                (&request.also_at[..], request.id.as_str()),
            ]
        }));
        // The line that heads a request cites nothing.
        let mut labels = self.labels.clone();
        labels.sort_by_key(|label| label.start);
        self.document.citations = citations_in(
            self.source,
            self.grammar,
            self.blocks,
            &holders,
            |kind, origin, _| {
                kind == CitationKind::Request
                    && origin.is_some_and(|origin| {
                        let at = labels.partition_point(|label| label.start <= origin);
                        at > 0 && origin < labels[at - 1].end
                    })
            },
        );
    }
}
