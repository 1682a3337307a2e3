//! HTML, as an agency's web page or a mail program leaves it.

use super::Canonical;
use super::flow::Flow;
use super::markup::{Angle, angle, decoded};

/// Reads HTML; markup that is broken is text.
pub(super) fn read(text: &str) -> Canonical {
    let mut flow = Flow::collapsing();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        flow.text(&decoded(&rest[..at]));
        rest = &rest[at..];
        let length = match angle(rest) {
            Some((Angle::Tag(tag), length)) => {
                flow.tag(&tag);
                length
            }
            Some((Angle::Nothing, length)) => length,
            None => {
                flow.text("<");
                1
            }
        };
        rest = &rest[length..];
    }
    flow.text(&decoded(rest));
    flow.finish()
}

#[cfg(test)]
mod tests {
    use super::super::markdown::tests::shown;
    use super::*;

    #[test]
    fn blocks_and_tables() {
        let html = "<!doctype html><html><head><title>Nei</title></head><body><nav>Meny</nav>\
            <h2>Mål &amp; krav</h2>\n<p>Frist   er\n<b>1.&nbsp;mai</b>.<br>Slutt</p>\
            <ul><li>en<ul><li>indre</ul></li><li>to</li></ul><ol><li>først<li>b) så</ol>\
            <table><caption>Tabell</caption><tr><th>Kap.<th>Sum</tr>\
            <tr><td rowspan=2>732<td>10</tr><tr><td><p>20</p><p>30</p></td></tr></table>";
        assert_eq!(
            shown(&read(html)),
            "h2 | Mål & krav .\n\
             | Frist er 1.\u{a0}mai.\n\
             | Slutt .\n\
             i0 | - en .\n\
             i1 | - indre .\n\
             i0 | - to .\n\
             i0 | 1. først .\n\
             i0 | b) så .\n\
             | Tabell .\n\
             0/0/0 b | Kap. .\n\
             0/0/1 b | Sum .\n\
             0/1/0 | 732 .\n\
             0/1/1 | 10 .\n\
             0/2/1 | 20 .\n\
             0/2/1 | 30 .\n"
        );
    }

    #[test]
    fn broken_markup_is_text() {
        for (html, expected) in [
            ("1 < 2 & 3", "| 1 < 2 & 3 .\n"),
            ("<p>a<td>b</table></li>c", "| a .\n| b .\n| c .\n"),
            ("<script>aldri lukket", "| aldri lukket .\n"),
            ("<table><td>a", "0/0/0 | a .\n"),
            ("", ""),
        ] {
            assert_eq!(shown(&read(html)), expected, "{html}");
        }
    }

    #[test]
    fn broad_cells_move_the_column_on() {
        let html = "<table><tr><td colspan=2 rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f</table>\
            <p></p><table><tr><td>g<td>h<td>i</table><hr><table><tr><td>j<td>k<td>l</table>";
        assert_eq!(
            shown(&read(html)),
            "0/0/0 | a .\n0/0/2 | b .\n0/1/2 | c .\n0/2/0 | d .\n0/2/1 | e .\n0/2/2 | f .\n\
             0/3/0 | g .\n0/3/1 | h .\n0/3/2 | i .\n1/0/0 | j .\n1/0/1 | k .\n1/0/2 | l .\n"
        );
    }
}
