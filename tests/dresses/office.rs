//! A letter as a flat OpenDocument text (OASIS OpenDocument 1.3, part 3), which LibreOffice makes pages
//! and Word files of.

use super::dress::{Dress, Face, Furniture, Gutter, HeadingForm, Rules};
use super::markup::escaped;
use super::page::{Block, Cell, Page, Place, Runs, Table};
use std::fmt::Write;

const NAMESPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\"";

/// The letter as a flat OpenDocument text.
pub fn print(page: &Page, dress: &Dress) -> String {
    let mut body = String::new();
    let mut writer = Writer {
        dress,
        tables: 0,
        styles: String::new(),
        notes: 0,
    };
    for block in &page.blocks {
        writer.block(&mut body, block);
    }
    let mut foot = String::new();
    if let Some(columns) = &page.foot {
        writer.address(&mut foot, columns);
    }
    let number = match dress.furniture {
        Furniture::PageNumber | Furniture::RunningHead => {
            "<text:p text:style-name=\"Middle\"><text:page-number/></text:p>"
        }
        Furniture::SideAv => {
            "<text:p text:style-name=\"Right\">Side <text:page-number/> av <text:page-count/></text:p>"
        }
        Furniture::Plain => "<text:p/>",
    };
    let running = page.running.as_ref().map_or(String::new(), |text| {
        format!("<text:p>{}</text:p>", escaped(text))
    });
    let face = match dress.face {
        Face::Serif => "Liberation Serif",
        Face::Sans => "Liberation Sans",
        Face::Narrow => "Liberation Sans Narrow",
    };
    let size = f64::from(dress.size) / 10.0;
    let paragraph = if dress.justified {
        " fo:text-align=\"justify\""
    } else {
        ""
    };
    let hyphens = if dress.hyphens {
        " fo:hyphenate=\"true\" fo:hyphenation-remain-char-count=\"2\" fo:hyphenation-push-char-count=\"2\""
    } else {
        ""
    };
    let country = if dress.tongue == super::words::Tongue::Nynorsk {
        "nn"
    } else {
        "nb"
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document {NAMESPACES} office:version=\"1.2\" office:mimetype=\"application/vnd.oasis.opendocument.text\">\n\
<office:styles>\
<style:default-style style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0.18cm\"/><style:text-properties style:font-name=\"{face}\" fo:font-family=\"{face}\" fo:font-size=\"{size}pt\" fo:language=\"{country}\" fo:country=\"NO\"{hyphens}/></style:default-style>\
<style:style style:name=\"Standard\" style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0.18cm\"{paragraph}/></style:style>\
<style:style style:name=\"Cell\" style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0cm\"/></style:style>\
<style:style style:name=\"CellRight\" style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0cm\" fo:text-align=\"end\"/></style:style>\
<style:style style:name=\"Middle\" style:family=\"paragraph\"><style:paragraph-properties fo:text-align=\"center\"/></style:style>\
<style:style style:name=\"Right\" style:family=\"paragraph\"><style:paragraph-properties fo:text-align=\"end\"/></style:style>\
<style:style style:name=\"Tiny\" style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0cm\"/><style:text-properties fo:font-size=\"7.5pt\"/></style:style>\
<style:style style:name=\"Hanging\" style:family=\"paragraph\"><style:paragraph-properties fo:margin-left=\"0.9cm\" fo:text-indent=\"-0.6cm\"><style:tab-stops><style:tab-stop style:position=\"0cm\"/></style:tab-stops></style:paragraph-properties></style:style>\
<style:style style:name=\"Title\" style:family=\"paragraph\"><style:paragraph-properties fo:margin-top=\"0.5cm\" fo:margin-bottom=\"0.4cm\"/><style:text-properties fo:font-size=\"{}pt\" fo:font-weight=\"bold\"/></style:style>\
<style:style style:name=\"Heading_20_1\" style:display-name=\"Heading 1\" style:family=\"paragraph\" style:default-outline-level=\"1\"><style:paragraph-properties fo:margin-top=\"0.5cm\" fo:keep-with-next=\"always\"/><style:text-properties fo:font-size=\"{}pt\" fo:font-weight=\"bold\"/></style:style>\
<style:style style:name=\"Heading_20_2\" style:display-name=\"Heading 2\" style:family=\"paragraph\" style:default-outline-level=\"2\"><style:paragraph-properties fo:margin-top=\"0.35cm\" fo:keep-with-next=\"always\"/><style:text-properties fo:font-size=\"{}pt\" fo:font-weight=\"bold\"/></style:style>\
<style:style style:name=\"Strong\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
</office:styles>\n<office:automatic-styles>{}\
<style:style style:name=\"First\" style:family=\"paragraph\" style:parent-style-name=\"Standard\" style:master-page-name=\"First\"/>\
<style:page-layout style:name=\"layout\"><style:page-layout-properties fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin-top=\"1.6cm\" fo:margin-bottom=\"1.4cm\" fo:margin-left=\"2.4cm\" fo:margin-right=\"2.4cm\"/><style:header-style><style:header-footer-properties fo:min-height=\"0.8cm\" fo:margin-bottom=\"0.4cm\"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height=\"0.8cm\" fo:margin-top=\"0.4cm\"/></style:footer-style></style:page-layout>\
</office:automatic-styles>\n<office:master-styles>\
<style:master-page style:name=\"Standard\" style:page-layout-name=\"layout\"><style:header>{}</style:header><style:footer>{number}</style:footer></style:master-page>\
<style:master-page style:name=\"First\" style:page-layout-name=\"layout\" style:next-style-name=\"Standard\"><style:header><text:p/></style:header><style:footer>{}</style:footer></style:master-page>\
</office:master-styles>\n<office:body><office:text>{body}</office:text></office:body></office:document>\n",
        size + 4.0,
        size + 2.0,
        size + 0.5,
        writer.styles,
        if running.is_empty() {
            "<text:p/>"
        } else {
            &running
        },
        if foot.is_empty() { number } else { &foot },
    )
}

struct Writer<'a> {
    dress: &'a Dress,
    tables: usize,
    styles: String,
    notes: usize,
}

impl Writer<'_> {
    fn inline(&mut self, runs: &Runs) -> String {
        let mut out = String::new();
        for run in runs {
            if run.bold {
                let _ = write!(
                    out,
                    "<text:span text:style-name=\"Strong\">{}</text:span>",
                    spaced(&run.text)
                );
            } else {
                out.push_str(&spaced(&run.text));
            }
            if let Some(note) = &run.note {
                self.notes += 1;
                let _ = write!(
                    out,
                    "<text:note text:id=\"ftn{0}\" text:note-class=\"footnote\"><text:note-citation>{0}</text:note-citation><text:note-body><text:p>{1}</text:p></text:note-body></text:note>",
                    self.notes,
                    escaped(note)
                );
            }
        }
        out
    }

    fn block(&mut self, out: &mut String, block: &Block) {
        match block {
            Block::Letterhead(text) => {
                let _ = writeln!(
                    out,
                    "<text:p text:style-name=\"First\">{}</text:p>",
                    escaped(text)
                );
            }
            Block::Lines(all) => {
                let lines: Vec<String> = all.iter().map(|line| escaped(line)).collect();
                let _ = writeln!(
                    out,
                    "<text:p text:style-name=\"Cell\">{}</text:p><text:p/>",
                    lines.join("<text:line-break/>")
                );
            }
            Block::References(fields) => {
                let columns: Vec<Vec<String>> = fields
                    .iter()
                    .map(|(title, value)| vec![title.clone(), value.clone()])
                    .collect();
                self.bare(out, &columns, "Cell");
            }
            Block::Address(columns) => self.address(out, columns),
            Block::Title(text) => {
                let _ = writeln!(
                    out,
                    "<text:p text:style-name=\"Title\">{}</text:p>",
                    escaped(text)
                );
            }
            Block::Heading(level, text) => {
                if self.dress.heading == HeadingForm::Bold && self.dress.hyphens {
                    let _ = writeln!(
                        out,
                        "<text:p><text:span text:style-name=\"Strong\">{}</text:span></text:p>",
                        escaped(text)
                    );
                } else {
                    let _ = writeln!(
                        out,
                        "<text:h text:style-name=\"Heading_20_{level}\" text:outline-level=\"{level}\">{}</text:h>",
                        escaped(text)
                    );
                }
            }
            Block::Paragraph(runs) => {
                let _ = writeln!(
                    out,
                    "<text:p text:style-name=\"Standard\">{}</text:p>",
                    self.inline(runs)
                );
            }
            Block::Items(items) => {
                for (marker, runs) in items {
                    let _ = writeln!(
                        out,
                        "<text:p text:style-name=\"Hanging\">{}<text:tab/>{}</text:p>",
                        escaped(marker),
                        self.inline(runs)
                    );
                }
            }
            Block::Fields(fields) => {
                for (name, runs) in fields {
                    let _ = writeln!(
                        out,
                        "<text:p text:style-name=\"Standard\">{}{}{}</text:p>",
                        escaped(name),
                        if name.is_empty() {
                            ""
                        } else if self.dress.colon {
                            "<text:tab/>"
                        } else {
                            " "
                        },
                        self.inline(runs)
                    );
                }
            }
            Block::Table(table) => self.table(out, table),
            Block::Beside(left, right) => {
                self.tables += 1;
                let _ = write!(
                    out,
                    "<table:table table:name=\"t{}\"><table:table-column table:number-columns-repeated=\"2\"/><table:table-row>",
                    self.tables
                );
                for side in [left, right] {
                    out.push_str("<table:table-cell office:value-type=\"string\">");
                    for block in side {
                        self.block(out, block);
                    }
                    out.push_str("</table:table-cell>");
                }
                out.push_str("</table:table-row></table:table>\n");
            }
            Block::Caption(text) | Block::Small(text) => {
                let _ = writeln!(
                    out,
                    "<text:p text:style-name=\"Standard\">{}</text:p>",
                    escaped(text)
                );
            }
            Block::Signatures(people) => {
                let columns: Vec<Vec<String>> = people
                    .iter()
                    .map(|(name, title)| vec![name.clone(), title.clone()])
                    .collect();
                if self.dress.signatures_side_by_side {
                    self.bare(out, &columns, "Cell");
                } else {
                    for lines in columns {
                        self.block(out, &Block::Lines(lines));
                    }
                }
            }
        }
    }

    fn address(&mut self, out: &mut String, columns: &[Vec<String>]) {
        self.bare(out, columns, "Tiny");
    }

    /// A table without rules that only sets columns of lines side by side.
    fn bare(&mut self, out: &mut String, columns: &[Vec<String>], style: &str) {
        self.tables += 1;
        let _ = write!(
            out,
            "<table:table table:name=\"t{}\"><table:table-column table:number-columns-repeated=\"{}\"/><table:table-row>",
            self.tables,
            columns.len()
        );
        for column in columns {
            out.push_str("<table:table-cell office:value-type=\"string\">");
            for line in column {
                let _ = write!(
                    out,
                    "<text:p text:style-name=\"{style}\">{}</text:p>",
                    escaped(line)
                );
            }
            out.push_str("</table:table-cell>");
        }
        out.push_str("</table:table-row></table:table>\n");
    }

    fn table(&mut self, out: &mut String, table: &Table) {
        self.tables += 1;
        let name = format!("T{}", self.tables);
        let total: usize = table.columns.iter().map(|column| column.width).sum();
        let _ = write!(
            self.styles,
            "<style:style style:name=\"{name}\" style:family=\"table\"><style:table-properties style:width=\"16.2cm\" table:align=\"left\" fo:margin-top=\"0.15cm\" fo:margin-bottom=\"0.3cm\"/></style:style>"
        );
        let padding = match self.dress.gutter {
            Gutter::Narrow => "0.03cm",
            Gutter::Medium => "0.1cm",
            Gutter::Wide => "0.2cm",
        };
        for (head, suffix) in [(true, "h"), (false, "c"), (false, "e")] {
            let border = match (self.dress.rules, head) {
                (Rules::Ruled, _) => "fo:border=\"0.5pt solid #333333\"",
                (Rules::Horizontal, _) => {
                    "fo:border-top=\"0.5pt solid #333333\" fo:border-bottom=\"0.5pt solid #333333\""
                }
                (Rules::HeadOnly, true) => "fo:border-bottom=\"0.8pt solid #000000\"",
                (Rules::Shaded, true) => "fo:background-color=\"#d0dcea\"",
                (Rules::Shaded, false) if suffix == "e" => "fo:background-color=\"#eef2f7\"",
                _ => "fo:border=\"none\"",
            };
            let _ = write!(
                self.styles,
                "<style:style style:name=\"{name}{suffix}\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"{padding}\" {border}/></style:style>"
            );
        }
        let _ = write!(
            out,
            "<table:table table:name=\"{name}\" table:style-name=\"{name}\">"
        );
        for (n, column) in table.columns.iter().enumerate() {
            let width = 16.2 * column.width as f64 / total as f64;
            let _ = write!(
                self.styles,
                "<style:style style:name=\"{name}w{n}\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"{width:.2}cm\"/></style:style>"
            );
            let _ = write!(out, "<table:table-column table:style-name=\"{name}w{n}\"/>");
        }
        let heads = table.head.len();
        for (n, places) in table.grid().iter().enumerate() {
            if n == 0 && heads > 0 && self.dress.repeated_head {
                out.push_str("<table:table-header-rows>");
            }
            out.push_str("<table:table-row>");
            for (at, place) in places.iter().enumerate() {
                match place {
                    Place::Cell(cell) => {
                        let style = if n < heads {
                            "h"
                        } else if n % 2 == 0 {
                            "e"
                        } else {
                            "c"
                        };
                        self.cell(
                            out,
                            cell,
                            &format!("{name}{style}"),
                            table.columns[at].right,
                        );
                    }
                    _ => out.push_str("<table:covered-table-cell/>"),
                }
            }
            out.push_str("</table:table-row>");
            if n + 1 == heads && self.dress.repeated_head {
                out.push_str("</table:table-header-rows>");
            }
        }
        out.push_str("</table:table>\n");
    }

    fn cell(&mut self, out: &mut String, cell: &Cell, style: &str, right: bool) {
        let _ = write!(
            out,
            "<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\" table:number-columns-spanned=\"{}\" table:number-rows-spanned=\"{}\">",
            cell.columns, cell.rows
        );
        let paragraph = if right { "CellRight" } else { "Cell" };
        if cell.paragraphs.is_empty() {
            let _ = write!(out, "<text:p text:style-name=\"{paragraph}\"/>");
        }
        for runs in &cell.paragraphs {
            let _ = write!(
                out,
                "<text:p text:style-name=\"{paragraph}\">{}</text:p>",
                self.inline(runs)
            );
        }
        out.push_str("</table:table-cell>");
    }
}

/// Text whose outer blanks hold.
fn spaced(text: &str) -> String {
    let inner = escaped(text);
    match inner.strip_prefix(' ') {
        Some(rest) => format!("<text:s/>{rest}"),
        None => inner,
    }
}
