//! An overview as a page for the browser: one file, no script, nothing fetched.

use super::Overview;
use html_escape::{encode_double_quoted_attribute, encode_text};
use std::fmt::Write;

/// Legible on a screen and on paper; the head of a table stays in sight.
const STYLE: &str = "\
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; color: #1e2b3c; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #bbb; padding: .4rem .6rem; text-align: left; vertical-align: top; white-space: pre-line; }
th { background: #eee; position: sticky; top: 0; }
td.figure { text-align: right; white-space: nowrap; }
@media print { body { margin: 0; font-size: 11px; } tr { break-inside: avoid-page; } th { position: static; } }
";

/// Writes an overview as a page.
pub fn html(overview: &Overview) -> String {
    let title = encode_text(&overview.title);
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"nb\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    for note in &overview.notes {
        let _ = writeln!(text, "<p>{}</p>", encode_text(note));
    }
    for part in &overview.parts {
        let heading = encode_text(&part.heading);
        let _ = writeln!(text, "<h2>{heading} ({})</h2>", part.rows.len());
        if part.rows.is_empty() {
            continue;
        }
        let _ = write!(
            text,
            "<table aria-label=\"{}\">\n<thead><tr>",
            encode_double_quoted_attribute(&part.heading)
        );
        for column in &part.columns {
            let _ = write!(text, "<th scope=\"col\">{}</th>", encode_text(column.title));
        }
        text += "</tr></thead>\n<tbody>\n";
        for row in &part.rows {
            text += "<tr>";
            for cell in row {
                let class = if cell.is_figure() {
                    " class=\"figure\""
                } else {
                    ""
                };
                let _ = write!(text, "<td{class}>{}</td>", encode_text(&cell.shown()));
            }
            text += "</tr>\n";
        }
        text += "</tbody>\n</table>\n";
    }
    text += "</body>\n</html>\n";
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::tricky;

    #[test]
    fn what_a_document_says_is_no_markup() {
        let text = html(&tricky());
        assert!(text.contains("<title>Prøve &amp; &lt;b&gt;</title>"));
        assert!(text.contains("<td>rad | en\n&lt;to&gt;</td>"));
        assert!(text.contains("<td class=\"figure\">−1\u{a0}234\u{a0}567</td>"));
        assert!(!text.contains("<b>"));
        assert_eq!(text.matches("<table").count(), 1);
    }
}
