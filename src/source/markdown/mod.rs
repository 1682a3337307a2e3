//! Markdown, as converters of documents and OCR models leave it.
//!
//! Its markup is left out. Empty lines are markup, too: they become [`ends_paragraph`] of the line
//! before. Tables stand there in four forms (pipes, tabs, pandoc's grid, HTML); all give cells.
//!
//! [`ends_paragraph`]: super::Style::ends_paragraph

mod drawn;

use super::flow::Flow;
use super::inline::inline;
use super::{Canonical, Note};
use drawn::{Drawn, is_border};

/// Reads Markdown; its line ends are `\n`.
pub(super) fn read(text: &str) -> (Canonical, Vec<Note>) {
    let mut reader = Reader::default();
    let paged = text.contains('\u{c}');
    let mut pages = text.split('\u{c}').peekable();
    let mut first = true;
    while let Some(page) = pages.next() {
        // pdftotext and its kin put a form feed after the last page, too.
        if !first && pages.peek().is_none() && page.trim().is_empty() {
            break;
        }
        if paged {
            reader.flow.page();
        }
        let page = page.strip_suffix('\n').unwrap_or(page);
        let mut lines: Vec<&str> = page.split('\n').collect();
        if first {
            lines.drain(..front_matter(&lines));
        }
        first = false;
        reader.lines(&lines);
    }
    reader.flow.finish()
}

/// How many lines a block of `key: value` between `---` takes at the head of a file.
fn front_matter(lines: &[&str]) -> usize {
    if lines.first().is_none_or(|line| line.trim_end() != "---") {
        return 0;
    }
    let end = lines.iter().take(60).skip(1).position(|line| {
        let line = line.trim_end();
        line == "---" || line == "..."
    });
    match end {
        Some(end) if end > 0 && lines[1].contains(':') => end + 2,
        _ => 0,
    }
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    /// The lines of the paragraph at work.
    paragraph: String,
    /// The paragraph began with a number or letter of a list.
    numbered: bool,
    /// That number.
    count: Option<u32>,
    /// Indents of the list items that are open.
    indents: Vec<usize>,
    /// The marks that close a block of code.
    fence: Option<String>,
    /// Inside a block of code that holds the Markdown itself.
    wrapped: bool,
}

impl Reader {
    fn lines(&mut self, lines: &[&str]) {
        let mut at = 0;
        while at < lines.len() {
            at += self.block(&lines[at..]).max(1);
        }
        // A page may end in mid-paragraph.
        self.flush();
        self.flow.line_end();
    }

    /// Reads what begins with the first line; gives how many lines it took.
    fn block(&mut self, lines: &[&str]) -> usize {
        let line = lines[0];
        if let Some(fence) = &self.fence {
            let line = line.trim();
            if line.starts_with(fence.as_str()) && line.trim_start_matches(['`', '~']).is_empty() {
                self.fence = None;
                self.flow.paragraph_end();
            } else {
                self.flow.text(lines[0]);
                self.flow.line_end();
            }
            return 1;
        }
        let mut trimmed = line.trim_matches([' ', '\t']);
        if self.flow.in_table() {
            // A table that was left open ends before a heading.
            if heading(trimmed).is_none() {
                inline(trimmed, &mut self.flow);
                self.flow.text("\n");
                return 1;
            }
            self.flow.close_tables();
        }
        while let Some(rest) = quoted(trimmed) {
            trimmed = rest;
        }
        if trimmed.is_empty() {
            self.end();
            return 1;
        }
        if trimmed.starts_with("<!--") {
            return self.comment(lines);
        }
        if let Some(mark) = fence(trimmed) {
            self.end();
            // A model that wraps its whole answer means Markdown.
            let language = trimmed.trim_start_matches(['`', '~']).trim();
            if matches!(language, "markdown" | "md" | "html") {
                self.wrapped = true;
            } else if !(language.is_empty() && std::mem::take(&mut self.wrapped)) {
                self.fence = Some(mark);
            }
            return 1;
        }
        if let Some((level, title)) = heading(trimmed) {
            self.end();
            self.indents.clear();
            self.title(level, title);
            return 1;
        }
        if self.paragraph.is_empty()
            && lines.iter().take(2).any(|line| line.contains("--"))
            && let Some(drawn) = drawn::measured_table(lines)
        {
            return self.drawn(&drawn);
        }
        if let Some(level) = underline(trimmed)
            && is_title(&self.paragraph)
        {
            let title = std::mem::take(&mut self.paragraph);
            self.title(level, &title);
            return 1;
        }
        if let Some(taken) = self.page_mark(trimmed) {
            return taken;
        }
        if is_rule(trimmed) {
            self.end();
            self.flow.rule();
            return 1;
        }
        let taken = self.table(lines, trimmed);
        if taken > 0 {
            return taken;
        }
        if is_reference(trimmed) {
            return 1;
        }
        if trimmed.contains("<table") || trimmed.contains("<TABLE") {
            self.end();
            inline(trimmed, &mut self.flow);
            if self.flow.in_table() {
                self.flow.text("\n");
            } else {
                self.flow.paragraph_end();
            }
            return 1;
        }
        self.text(line, trimmed);
        1
    }

    /// A mark of a converter: a page, a picture, a division. It prints nothing.
    fn page_mark(&mut self, line: &str) -> Option<usize> {
        if is_page_mark(line) {
            // A page may end in mid-paragraph.
            self.flush();
            self.flow.line_end();
            return Some(1);
        }
        if is_picture_mark(line) || is_division(line) {
            self.end();
            return Some(1);
        }
        None
    }

    fn title(&mut self, level: u8, title: &str) {
        self.flow.heading(Some(level));
        inline(title, &mut self.flow);
        self.flow.heading(None);
    }

    /// A line of a paragraph or a list item.
    fn text(&mut self, line: &str, trimmed: &str) {
        // What defines the term above it: `:   words`.
        let trimmed = match trimmed.strip_prefix(':') {
            Some(words) if words.starts_with("  ") || words.starts_with('\t') => {
                self.end();
                words.trim_start()
            }
            _ => trimmed,
        };
        if let Some((mark, rest)) = bullet(trimmed) {
            self.end();
            let indent = indent(line);
            while self.indents.last().is_some_and(|&outer| outer >= indent) {
                self.indents.pop();
            }
            // An item indented by one blank less than the last stands beside it.
            self.flow.item(self.indents.len(), format!("{mark} "));
            self.indents.push(indent);
            self.paragraph.push_str(rest);
            return;
        }
        if is_numbered(trimmed)
            && (self.paragraph.is_empty() || self.numbered && self.counts(trimmed))
        {
            self.end();
            self.numbered = true;
            self.count = count(trimmed);
        } else if self.paragraph.is_empty() && indent(line) == 0 {
            self.indents.clear();
        }
        if !self.paragraph.is_empty() {
            self.paragraph.push('\n');
        }
        self.paragraph.push_str(trimmed);
    }

    /// Whether the number of a line goes on from that of the paragraph at work: a day at the start of a line does
    /// not (`15. mars` below `5. Reports`).
    fn counts(&self, line: &str) -> bool {
        let pair = self.count.zip(count(line));
        pair.is_none_or(|(last, own)| own == last || own == last + 1)
    }

    /// Ends the paragraph at work.
    fn end(&mut self) {
        self.flush();
        if !self.flow.in_table() {
            self.flow.paragraph_end();
            self.flow.plain();
        }
        self.numbered = false;
    }

    /// Sends on what was gathered of the paragraph at work.
    fn flush(&mut self) {
        inline(&self.paragraph, &mut self.flow);
        self.paragraph.clear();
    }

    /// A comment that begins a line; one that is never closed is text.
    fn comment(&mut self, lines: &[&str]) -> usize {
        for (n, line) in lines.iter().enumerate().take(500) {
            // One that was left open ends where the next begins.
            if n > 0 && line.trim_start().starts_with("<!--") {
                break;
            }
            if let Some(at) = line.find("-->") {
                self.end();
                self.paragraph.push_str(line[at + 3..].trim());
                return n + 1;
            }
        }
        self.text(lines[0], lines[0].trim());
        1
    }

    /// A table that begins here: how many lines it takes, 0 if there is none.
    fn table(&mut self, lines: &[&str], trimmed: &str) -> usize {
        if is_border(trimmed) {
            return self.drawn(&drawn::grid(lines));
        }
        let verses = lines.iter().take_while(|line| is_verse(line)).count();
        if verses > 1 {
            self.end();
            for line in &lines[..verses] {
                let line = line.trim().trim_start_matches('|').trim();
                inline(line, &mut self.flow);
                self.flow.line_end();
            }
            self.end();
            return verses;
        }
        let pipes = trimmed.contains('|');
        let ruled = lines.get(1).is_some_and(|next| is_table_rule(next));
        if pipes && (is_pipe_row(trimmed) || ruled) {
            return self.pipes(lines);
        }
        if trimmed.contains('\t') || lines[0].starts_with('\t') || lines[0].ends_with('\t') {
            return self.tabs(lines);
        }
        0
    }

    fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>, head: bool) {
        self.flow.row();
        for cell in cells {
            self.flow.cell_start(1, 1, head);
            inline(cell, &mut self.flow);
        }
        self.flow.cell_end();
    }

    /// row ::= "|" cell ("|" cell)* "|"
    fn pipes(&mut self, lines: &[&str]) -> usize {
        self.end();
        self.flow.table();
        let mut at = 0;
        // What stands above the rule is the head of what follows it, if anything does.
        let ruled = lines.get(1).is_some_and(|next| is_table_rule(next))
            && lines.get(2).is_some_and(|next| next.contains('|'));
        while let Some(line) = lines.get(at) {
            let mut row = line.trim().trim_start_matches(['>', ' ']);
            if !row.contains('|') {
                break;
            }
            at += 1;
            if is_table_rule(row) {
                continue;
            }
            // A cell that was written over several lines.
            let joined;
            let more = open_row(row, &lines[at..]);
            if more > 0 {
                joined = std::iter::once(row)
                    .chain(lines[at..at + more].iter().map(|line| line.trim()))
                    .collect::<Vec<_>>()
                    .join("<br>");
                row = &joined;
                at += more;
            }
            let head = ruled && at == 1;
            let mut cells = cells(row);
            if head {
                name_nothing(&mut cells);
            }
            self.row(cells.into_iter(), head);
        }
        self.flow.table_end();
        at
    }

    /// row ::= cell (TAB cell)+, as some converters write tables.
    fn tabs(&mut self, lines: &[&str]) -> usize {
        let tabs = tab_count(lines[0]);
        let before = self.flow.columns_before();
        let goes_on = self.paragraph.is_empty() && before == Some(tabs as u32 + 1);
        let run = lines
            .iter()
            .take_while(|line| tab_count(line) == tabs && !line.trim().is_empty())
            .count();
        let rows = &lines[..run];
        if !goes_on {
            // Indented text, contents with their page numbers, numbers before their words.
            let indented = |line: &&str| {
                !line.trim_matches(' ').trim_start().contains('\t') && !line.ends_with('\t')
            };
            let no_row = |line: &&str| {
                tabs == 1
                    && line.split_once('\t').is_some_and(|(left, right)| {
                        is_contents(left, right) || is_label(left, right)
                    })
            };
            if rows.iter().all(|line| indented(line) || no_row(line)) {
                return 0;
            }
        }
        self.end();
        self.flow.table();
        let mut at = 0;
        for line in lines {
            let own = line.trim_matches(' ');
            if at < run {
                if !is_tab_rule(own) {
                    self.row(own.split('\t'), false);
                }
            } else if own.starts_with("<p>") && !own.contains('\t') {
                // An answer that fills its row.
                self.flow.row();
                self.flow.cell_start(tabs as u32 + 1, 1, false);
                inline(own, &mut self.flow);
                self.flow.cell_end();
            } else {
                break;
            }
            at += 1;
        }
        self.flow.table_end();
        at
    }

    /// A table drawn with signs.
    fn drawn(&mut self, drawn: &Drawn) -> usize {
        self.end();
        self.flow.table();
        for (n, row) in drawn.rows.iter().enumerate() {
            self.flow.row();
            for cell in row {
                self.flow
                    .cell_start(cell.columns, cell.rows, n < drawn.head);
                inline(&cell.text, &mut self.flow);
            }
            self.flow.cell_end();
        }
        self.flow.table_end();
        drawn.lines
    }
}

/// What a block quotation's mark stands before; `> 95 %` has a sign and no mark.
fn quoted(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('>')?.trim_start_matches([' ', '\t']);
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}

/// heading ::= "#"{1,6} blank words "#"*
fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let title = rest.trim();
    let bare = title.trim_end_matches('#');
    let title = if bare.is_empty() || bare.ends_with(' ') {
        bare.trim_end()
    } else {
        title
    };
    Some((level as u8, title))
}

/// `===` or `---` under a line makes it a heading.
fn underline(line: &str) -> Option<u8> {
    if line.len() < 3 {
        return None;
    }
    match line.as_bytes()[0] {
        b'=' if line.bytes().all(|b| b == b'=') => Some(1),
        b'-' if line.bytes().all(|b| b == b'-') => Some(2),
        _ => None,
    }
}

/// One short line that ends no sentence: a rule under any other is a rule.
fn is_title(paragraph: &str) -> bool {
    !paragraph.is_empty()
        && paragraph.len() <= 150
        && !paragraph.contains('\n')
        && !paragraph.ends_with(['.', ':', ',', ';'])
}

/// `---`, `* * *`, `___`, and the rule of a table that has no rows.
fn is_rule(line: &str) -> bool {
    let Some(mark @ (b'-' | b'*' | b'_')) = line.bytes().next() else {
        return false;
    };
    let marks = line.bytes().filter(|&b| b == mark).count();
    // A line of `_` alone is one to write on, unless it is as short as a rule.
    marks >= 3 && line.bytes().all(|b| b == mark || b == b' ') && (mark != b'_' || line.len() <= 5)
}

/// `{3}-----------`, as Marker writes it, or `--- end of page=3 ---`, as pymupdf4llm does.
fn is_page_mark(line: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let marker = line.strip_prefix('{').and_then(|rest| {
        let (page, rule) = rest.split_once('}')?;
        Some(number(page) && rule.len() >= 10 && rule.bytes().all(|b| b == b'-'))
    });
    let named = line
        .strip_prefix("--- end of page=")
        .and_then(|rest| rest.strip_suffix(" ---"))
        .or_else(|| {
            line.strip_prefix("--- end of page.page_number=")?
                .strip_suffix(" ---")
        });
    marker == Some(true) || named.is_some_and(number)
}

/// `==> picture [100 x 50] intentionally omitted <==`, and the rules around a picture's words, as
/// pymupdf4llm writes them.
fn is_picture_mark(line: &str) -> bool {
    let bare = line.trim_end_matches("<br>").trim_matches('*').trim();
    bare.starts_with("==> picture [") && bare.ends_with("<==")
        || matches!(
            bare,
            "----- Start of picture text -----" | "----- End of picture text -----"
        )
}

/// `::: {.note}`, as pandoc parts a division off.
fn is_division(line: &str) -> bool {
    let rest = line.trim_start_matches(':');
    line.len() - rest.len() >= 3
        && (rest.is_empty()
            || rest.trim_start().starts_with('{') && rest.ends_with('}')
            || rest.starts_with(' ') && !rest.trim().contains(' '))
}

/// Three ticks or tildes, at the least; the language behind them has none.
fn fence(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let length = line.len() - rest.len();
    (length >= 3 && !rest.contains(mark)).then(|| line[..length].to_owned())
}

/// `[name]: address`, which prints nothing; a footnote (`[^1]: words`) does.
fn is_reference(line: &str) -> bool {
    line.starts_with('[')
        && !line.starts_with("[^")
        && line.split_once("]: ").is_some_and(|(name, address)| {
            !name.contains(']') && !address.trim().contains(' ') && address.contains("://")
        })
}

/// bullet ::= ("-" | "*" | "+" | "•") blank
fn bullet(line: &str) -> Option<(char, &str)> {
    let mark = line
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '*' | '+' | '•' | '▪' | '◦' | '‣'))?;
    let rest = &line[mark.len_utf8()..];
    (rest.starts_with([' ', '\t', '\u{a0}'])).then(|| (mark, rest.trim_start()))
}

/// `1.` or `b)` before words.
fn is_numbered(line: &str) -> bool {
    let label = line.split([' ', '\t']).next().unwrap_or_default();
    let bare = label.trim_end_matches(['.', ')']);
    label.len() == bare.len() + 1
        && label.len() < line.len()
        && ((bare.len() <= 3 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()))
            || (bare.chars().count() == 1 && bare.contains(char::is_alphabetic)))
}

/// The number that a line begins with.
fn count(line: &str) -> Option<u32> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line[..digits].parse().ok()
}

/// The columns before a line's first character.
fn indent(line: &str) -> usize {
    line.chars()
        .map_while(|c| match c {
            ' ' => Some(1),
            '\t' => Some(4),
            _ => None,
        })
        .sum()
}

/// `| words`: a line of a block whose lines stand as they are, no row of a table.
fn is_verse(line: &str) -> bool {
    let line = line.trim();
    line.strip_prefix('|')
        .is_some_and(|rest| (rest.is_empty() || rest.starts_with(' ')) && !rest.contains('|'))
}

fn is_pipe_row(line: &str) -> bool {
    line.starts_with('|') && line.len() > 1 && line[1..].contains('|')
}

/// `|---|:--:|`, with or without pipes at its ends.
fn is_table_rule(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.bytes().all(|b| b"|-:+= \t>".contains(&b))
}

/// `---<TAB>---`
fn is_tab_rule(line: &str) -> bool {
    line.contains("--") && line.bytes().all(|b| b"-: \t".contains(&b))
}

/// How many further lines a row needs whose last cell is not closed: the lines up to one that
/// closes it.
fn open_row(row: &str, next: &[&str]) -> usize {
    if row.ends_with('|') || !row.starts_with('|') {
        return 0;
    }
    for (n, line) in next.iter().enumerate().take(20) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('|') {
            return 0;
        }
        if line.ends_with('|') {
            return n + 1;
        }
    }
    0
}

/// Cuts a row at its pipes; an escaped one, or one in code, is a character.
fn cells(row: &str) -> Vec<&str> {
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, byte) in row.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(&row[start..at]);
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if start < row.len() {
        cells.push(&row[start..]);
    }
    cells
}

/// Takes out the titles that a converter invents for columns without one: `Col1`, `Col2` by their
/// place, as pymupdf4llm does, `Unnamed: 0`, as the table library of markitdown does.
fn name_nothing(cells: &mut [&str]) {
    for (n, cell) in cells.iter_mut().enumerate() {
        let bare = cell.trim().trim_matches('*');
        let counted = |name: &str, from: usize| {
            bare.strip_prefix(name)
                .is_some_and(|number| number == (n + from).to_string())
        };
        if counted("Col", 1) || counted("Unnamed: ", 0) {
            *cell = "";
        }
    }
}

fn tab_count(line: &str) -> usize {
    line.bytes().filter(|&b| b == b'\t').count()
}

/// `1.2 Title .....<TAB>6`
fn is_contents(left: &str, right: &str) -> bool {
    let left = left.trim_end();
    (left.ends_with("..") || left.ends_with('…') || left.ends_with(". ."))
        && right.trim().bytes().all(|b| b.is_ascii_digit())
}

/// `3.1<TAB>Title`: the number of a heading or an item.
fn is_label(left: &str, right: &str) -> bool {
    let left = left.trim();
    let numbers = !left.is_empty() && left.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (numbers && (left.contains('.') || left.len() <= 2) || is_numbered(&format!("{left} x")))
        && right.contains(char::is_alphabetic)
        || bullet(&format!("{left} ")).is_some()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::fmt::Write;

    /// Every line on one: its heading, item, cell, weight, words, and a dot where a paragraph ends.
    pub fn shown(text: &Canonical) -> String {
        let mut shown = String::new();
        for line in text.lines() {
            let style = &line.style;
            if let Some(level) = style.heading {
                let _ = write!(shown, "h{level} ");
            }
            if let Some(depth) = style.item {
                let _ = write!(shown, "i{depth} ");
            }
            if let Some(cell) = line.cell {
                let _ = write!(shown, "{}/{}/{} ", cell.table, cell.row, cell.column);
            }
            if style.bold {
                shown.push_str("b ");
            }
            let _ = write!(shown, "| {}", text.line_text(line));
            shown.push_str(if style.ends_paragraph { " .\n" } else { "\n" });
        }
        shown
    }

    fn assert_shown(cases: &[(&str, &str)]) {
        for (markdown, expected) in cases {
            assert_eq!(shown(&read(markdown).0), *expected, "{markdown}");
        }
    }

    #[test]
    fn headings_and_rules() {
        assert_shown(&[
            ("# 1 Mål #\n", "h1 | 1 Mål .\n"),
            ("###### **Krav** {#krav .x}", "h6 b | Krav .\n"),
            ("#Nei\n#1\n####### sju", "| #Nei\n| #1\n| ####### sju .\n"),
            ("Mål\n===\nKrav\n---", "h1 | Mål .\nh2 | Krav .\n"),
            ("En setning.\n---\nEn til", "| En setning. .\n| En til .\n"),
            ("a\n\n---\n* * *\n\nb", "| a .\n| b .\n"),
            ("Dato: ________", "| Dato: ________ .\n"),
            ("---\ntitle: x\n---\na", "| a .\n"),
            ("## []{#_Toc1}Mål<a id=\"x\"></a>", "h2 | Mål .\n"),
        ]);
    }

    #[test]
    fn emphasis() {
        assert_shown(&[
            (
                "**Frist:**\n***a** b*\n__c__",
                "b | Frist:\n| a b\nb | c .\n",
            ),
            ("**over\nto linjer**", "b | over\nb | to linjer .\n"),
            ("**Frist:** 1. mai", "| Frist: 1. mai .\n"),
            ("**delt **ord", "| delt ord .\n"),
            (
                "2*3*4 og en*\nto_ord_her",
                "| 2*3*4 og en*\n| to_ord_her .\n",
            ),
            ("**åpen\n\nneste", "| **åpen .\n| neste .\n"),
            ("<b>åpen\n\nneste", "b | åpen .\n| neste .\n"),
            (
                r"1\. \*ikke\* \[lenke\] C:\Temp",
                "| 1. *ikke* [lenke] C:\\Temp .\n",
            ),
            ("2025--2026 -- så --- x-y", "| 2025–2026 – så — x-y .\n"),
            (
                "`kap. 732 *x*` og Nord`s og Vest`s",
                "| kap. 732 *x* og Nord`s og Vest`s .\n",
            ),
            ("*kursiv _og_ **fet***", "| kursiv og fet .\n"),
        ]);
    }

    #[test]
    fn links_and_references() {
        assert_shown(&[
            (
                "se [loven](https://x.no/a_(b)_c \"t\") nå",
                "| se loven nå .\n",
            ),
            (
                "[utheva]{.underline} og ![logo](data:x){width=3} slutt",
                "| utheva og  slutt .\n",
            ),
            (
                "[tekst](se vedlegg 1) [x] [1]: y",
                "| [tekst](se vedlegg 1) [x] [1]: y .\n",
            ),
            (
                "<https://x.no> <a@b.no> < 18 år",
                "| https://x.no a@b.no < 18 år .\n",
            ),
            (
                "ord[^1] og<sup>2</sup>\n\n[^1]: note",
                "| ord[^1] og2 .\n| [^1]: note .\n",
            ),
            (
                "a\n[1]: https://x.no\nb &amp; c&nbsp;d",
                "| a\n| b & c\u{a0}d .\n",
            ),
            ("a <!-- b --> c\n\n<!-- d\ne -->\nf", "| a  c .\n| f .\n"),
        ]);
    }

    #[test]
    fn lists() {
        assert_shown(&[
            (
                "- en\n  går videre\n- to\n    - indre\n  * mellom\n+ tre\n\ntekst",
                "i0 | - en\n| går videre .\ni0 | - to .\ni1 | - indre .\ni1 | * mellom .\n\
                 i0 | + tre .\n| tekst .\n",
            ),
            ("1. en\n2. to\na) tre", "| 1. en .\n| 2. to .\n| a) tre .\n"),
            ("Frist er\n1. mai", "| Frist er\n| 1. mai .\n"),
            ("- 1) x\n• y\n-z", "i0 | 1) x .\ni0 | • y\n| -z .\n"),
            ("> sitat\n> mer\n\n> 95 %", "| sitat\n| mer .\n| > 95 % .\n"),
            ("```\n# kode\n```\n# Mål", "| # kode .\nh1 | Mål .\n"),
            ("```markdown\n# Mål\n```\na", "h1 | Mål .\n| a .\n"),
        ]);
    }

    #[test]
    fn pipe_tables() {
        assert_shown(&[
            (
                "| Kap. | **Sum** |\n|:---|--:|\n| 732 \\| 70 |      1\u{a0}000     kr |\n|  | x |\n\n\
                 | Kap. | Sum |\n|---|---|\n| 733 | 2 |",
                "0/0/0 | Kap. .\n0/0/1 b | Sum .\n0/1/0 | 732 | 70 .\n0/1/1 | 1\u{a0}000 kr .\n\
                 0/2/1 | x .\n0/3/0 | Kap. .\n0/3/1 | Sum .\n0/4/0 | 733 .\n0/4/1 | 2 .\n",
            ),
            (
                "a | b\n---|---\nc | d\n\ntekst | her",
                "0/0/0 | a .\n0/0/1 | b .\n0/1/0 | c .\n0/1/1 | d .\n| tekst | her .\n",
            ),
            (
                "| a<br>b<br><br>c | <p>d</p><ul><li>e</li><li>- f</ul> |\n| g | h\ni |",
                "0/0/0 | a\n0/0/0 | b\n0/0/0 | c .\n0/0/1 | d .\ni0 0/0/1 | - e .\ni0 0/0/1 | - f .\n\
                 0/1/0 | g .\n0/1/1 | h\n0/1/1 | i .\n",
            ),
            (
                "| a | b |\n\n---\n\n| c | d |\n\n| e |f|g|",
                "0/0/0 | a .\n0/0/1 | b .\n1/0/0 | c .\n1/0/1 | d .\n\
                 2/0/0 | e .\n2/0/1 | f .\n2/0/2 | g .\n",
            ),
            ("| alene", "| | alene .\n"),
        ]);
    }

    #[test]
    fn tab_tables() {
        assert_shown(&[
            (
                "Nr.\tKrav\n1\tx\n<p>a</p> <p>b</p>\t\n---\t---\n\n\ty\n<p>c</p>\n\nd",
                "0/0/0 | Nr. .\n0/0/1 | Krav .\n0/1/0 | 1 .\n0/1/1 | x .\n0/2/0 | a .\n0/2/0 | b .\n\
                 0/3/1 | y .\n0/4/0 | c .\n| d .\n",
            ),
            (
                "1. Mål.....\t3\n2. Krav .....\t6",
                "| 1. Mål.....\t3 .\n| 2. Krav .....\t6 .\n",
            ),
            ("3.1\tMål\n\ntekst", "| 3.1\tMål .\n| tekst .\n"),
            ("\trykket inn", "| rykket inn .\n"),
            ("-\tpunkt", "i0 | - punkt .\n"),
            (
                "732\t15\n733\t16",
                "0/0/0 | 732 .\n0/0/1 | 15 .\n0/1/0 | 733 .\n0/1/1 | 16 .\n",
            ),
        ]);
    }

    #[test]
    fn other_tables() {
        assert_shown(&[
            (
                "+---+-----+\n| a | b   |\n|   | c   |\n+===+=====+\n| d | e   |\n+---+-----+\n\nf",
                "0/0/0 | a .\n0/0/1 | b\n0/0/1 | c .\n0/1/0 | d .\n0/1/1 | e .\n| f .\n",
            ),
            (
                "før\n<table>\n<tr><td rowspan=\"2\">a</td><td>**b**</td></tr>\n\n\
                 <tr><td>- c</td></tr>\n</table>\netter",
                "| før .\n0/0/0 | a .\n0/0/1 b | b .\n0/1/1 | - c .\n| etter .\n",
            ),
            ("<table><tr><td>a\n# Mål", "0/0/0 | a .\nh1 | Mål .\n"),
        ]);
    }

    #[test]
    fn what_is_struck_out_is_left_out_and_told() {
        let (text, notes) =
            read("~~Frist: 1. mai~~ Frist: 2. mai\n\n~~ 5 mill. ~~ og ~~åpen\n\nH~2~O^1)^");
        assert_eq!(
            shown(&text),
            "| Frist: 2. mai .\n| ~~ 5 mill. ~~ og ~~åpen .\n| H2O1) .\n"
        );
        assert_eq!(notes.len(), 1);
        assert!(
            notes[0]
                .message
                .starts_with("11 character(s) in 1 place(s), «Frist: 1. mai»")
        );
        for hidden in [
            "a <del>b</del> c",
            "a <s>b</s> c",
            "a <span style=\"display:none\">b</span> c",
            "a\n\n<div hidden>\n\n# b\n\n</div>\n\nc",
        ] {
            let (text, notes) = read(hidden);
            assert!(!text.text().contains('b'), "{hidden}: {}", text.text());
            assert!(text.text().contains('c'), "{hidden}: {}", text.text());
            assert_eq!(notes.len(), 1, "{hidden}");
        }
        // What is never closed ends with its paragraph.
        let (text, _) = read("a <s>b\n\nc");
        assert_eq!(text.text(), "a\nc");
    }

    #[test]
    fn a_day_at_the_start_of_a_line_is_no_item() {
        let source = read(
            "5. Rapport\nFristen for rapporten er\n15. mars. Den er kort.\n\n1. a\n2. b\n3. c\n",
        );
        let ends = source.0.lines().iter();
        let ends: Vec<bool> = ends.map(|line| line.style.ends_paragraph).collect();
        assert_eq!(ends, [false, false, true, true, true, true]);
    }

    #[test]
    fn formulas_that_are_numbers() {
        assert_shown(&[
            ("Minst $95\\,\\%$ i år", "| Minst 95 % i år .\n"),
            ("$\\geq 1\\,000$ kroner", "| ≥ 1 000 kroner .\n"),
            ("$1 0 2 \\, 7 0 0$ og $9 5 \\%$", "| 102 700 og 95 % .\n"),
            ("$\\geq 9 5 \\, \\%$", "| ≥ 95 % .\n"),
            ("$102\\ 700^{1)}$", "| 102 700¹) .\n"),
            ("$\\mathrm{CO}_2$", "| CO2 .\n"),
            ("5 $ og 6 $ til", "| 5 $ og 6 $ til .\n"),
            ("$\\sum_i x_i$", "| $\\sum_i x_i$ .\n"),
            ("95 \\% og kap.\\ 5", "| 95 % og kap.\\ 5 .\n"),
        ]);
    }

    #[test]
    fn marks_of_converters_print_nothing() {
        assert_shown(&[
            (
                "a\n\n{1}------------------------------------------------\n\nb",
                "| a .\n| b .\n",
            ),
            (
                "en setning\n\n--- end of page=0 ---\n\nb",
                "| en setning .\n| b .\n",
            ),
            (
                "**==> picture [80 x 20] intentionally omitted <==**\n\n**----- Start of picture text -----**<br>\nord<br>\n**----- End of picture text -----**<br>\n\nb",
                "| ord .\n| b .\n",
            ),
            ("a\n<!-- image -->\nb", "| a .\n| b .\n"),
            (
                "::: {.note}\na\n:::\n\n:::: note\nb\n::::",
                "| a .\n| b .\n",
            ),
            (
                "Ord\n\n:   Forklaring\n\n| Gata 1\n| 0000 By\n\nc",
                "| Ord .\n| Forklaring .\n| Gata 1\n| 0000 By .\n| c .\n",
            ),
            (
                "|Kap.|Col2|Unnamed: 2|\n|---|---|---|\n|700|x|y|",
                "0/0/0 | Kap. .\n0/1/0 | 700 .\n0/1/1 | x .\n0/1/2 | y .\n",
            ),
        ]);
    }

    #[test]
    fn heads_of_tables_are_marked() {
        let heads = |text: &str| -> Vec<bool> {
            let (text, _) = read(text);
            text.lines().iter().map(|line| line.reach.head).collect()
        };
        assert_eq!(
            heads("| a |b|\n|---|---|\n| c |d|\n"),
            [true, true, false, false]
        );
        assert_eq!(heads("| a |b|\n| c |d|\n"), [false; 4]);
        assert_eq!(heads("a  b\n-- --\nc  d\n"), [true, true, false, false]);
        assert_eq!(heads("+---+\n| a |\n+===+\n| b |\n+---+"), [true, false]);
        assert_eq!(
            heads("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>"),
            [true, false]
        );
    }

    #[test]
    fn form_feeds_part_pages() {
        let (text, _) = read("# a\n\nb\n\u{c}c\n\n\u{c}\n");
        assert_eq!(text.text(), "a\nb\u{c}c");
        assert_eq!(shown(&text), "h1 | a .\n| b\n| c .\n");
        assert_eq!(text.page_count(), Some(2));
        assert_eq!(read("a").0.page_count(), None);
    }
}
