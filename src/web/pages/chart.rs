//! A small bar chart: one row a figure, the amount beside the bar, so that the table says all that the
//! bars show.

use crate::export::grouped;
use crate::findings::TO_CHECK;
use crate::web::parts::{self, Tone};
use maud::{Markup, html};

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    /// The year that it stands for.
    pub year: Option<i32>,
    /// What it is: "Forslag".
    pub word: String,
    /// Where it stands, and the address of it.
    pub place: (String, String),
    /// Whole kroner.
    pub nok: i64,
    /// Whether the tool was unsure of the row that it is from.
    pub to_check: bool,
}

/// How wide the longest bar is, in the units of the drawing.
const WIDE: i64 = 1000;

/// How long the bar of an amount is, of [`WIDE`]; the smallest can be seen, nothing has none.
fn length(nok: i64, greatest: u64) -> i64 {
    if nok == 0 || greatest == 0 {
        return 0;
    }
    let share = nok.unsigned_abs() as f64 / greatest as f64;
    ((share * WIDE as f64).round() as i64).clamp(4, WIDE)
}

/// The chart; the bars are drawn for the eye, and are nothing to a screen reader.
pub(super) fn chart(caption: &str, bars: &[Bar]) -> Markup {
    let greatest = bars
        .iter()
        .map(|bar| bar.nok.unsigned_abs())
        .max()
        .unwrap_or_default();
    html! {
        table.chart {
            caption { (caption) }
            thead { tr {
                th scope="col" { "År" } th scope="col" { "Tall" }
                th scope="col" { "Dokument" }
                th.figure scope="col" { "Kroner" }
                td.bar aria-hidden="true" {}
            } }
            tbody {
                @for bar in bars {
                    tr {
                        th scope="row" { @if let Some(year) = bar.year { (year) } @else { "–" } }
                        td.word { (bar.word) @if bar.to_check { " " (parts::badge(Tone::Warn, TO_CHECK)) } }
                        td.from { a href=(bar.place.1) { (bar.place.0) } }
                        td.figure { (grouped(bar.nok)) }
                        td.bar aria-hidden="true" {
                            svg viewBox=(format!("0 0 {WIDE} 20")) preserveAspectRatio="none" focusable="false" {
                                rect.track x="0" y="0" width=(WIDE) height="20" {}
                                rect class=(if bar.nok < 0 { "value below" } else { "value" }) x="0" y="0" width=(length(bar.nok, greatest)) height="20" {}
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_amounts() {
        assert_eq!(length(500, 1000), 500);
        assert_eq!(length(-1000, 1000), 1000);
        assert_eq!(length(1, 1_000_000), 4);
        assert_eq!(length(0, 10), 0);
        assert_eq!(length(i64::MIN, i64::MIN.unsigned_abs()), WIDE);
    }
}
