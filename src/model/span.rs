//! Where a text stands in the source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place in the canonical text: a half-open range `start..end` of Unicode code points.
///
/// `page` counts from 1 and is `null` where the form has no pages; `page_label` is the number as
/// printed on the page, where one was seen. From PDF, `bbox` is `[x0, y0, x1, y1]` in points from
/// the upper left corner of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The page, from 1.
    pub page: Option<u32>,
    /// The page's own label, as printed.
    pub page_label: Option<String>,
    /// First code point of the quotation.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The box around the quotation on its page, in points; only from PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f64; 4]>,
}

impl Span {
    /// The page on which the first of some spans stands; see [`Span::printed_page`].
    pub fn first_page(spans: &[Self]) -> Option<String> {
        spans.first().and_then(Self::printed_page)
    }

    /// The page as a reader finds it: as printed, else counted; none where the form has no pages.
    pub fn printed_page(&self) -> Option<String> {
        self.page_label
            .clone()
            .or_else(|| self.page.map(|page| page.to_string()))
    }
}
