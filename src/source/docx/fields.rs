//! Fields (ISO/IEC 29500-1, 17.16): what they show is text, what they are made of is not.
//!
//! ```text
//! field ::= begin instruction (separate result)? end
//! ```
//! Both halves may hold fields. Only what stands in results alone is shown.

/// A field that is open.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Its result has begun.
    shown: bool,
    contents: bool,
    /// Whether a box to tick is ticked; none where it is no such box.
    ticked: Option<bool>,
    /// Its result is the number of a page, which this form does not know.
    page: bool,
    /// Characters that stood in it before its result.
    passed: usize,
}

/// The fields that are open, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// How many of them have no result yet.
    unshown: usize,
    /// How many of them are tables of contents, or numbers of pages.
    contents: usize,
    pages: usize,
    /// Characters that stood in fields that never came to a result nor to an end.
    pub lost: usize,
}

/// How much of an instruction is kept.
const MOST_INSTRUCTION: usize = 200;

impl Fields {
    /// A field begins.
    pub fn begin(&mut self) {
        self.open.push(Field::default());
        self.unshown += 1;
    }

    /// A field begins whose instruction is known and whose result follows.
    pub fn simple(&mut self, instruction: &str) {
        self.begin();
        self.instruction(instruction);
        self.separate();
    }

    /// Words of an instruction.
    pub fn instruction(&mut self, words: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.shown) {
            let room = MOST_INSTRUCTION.saturating_sub(field.instruction.len());
            field.instruction.extend(words.chars().take(room));
        }
    }

    /// Where the innermost field leads, by its instruction, if that is a heading of this document.
    pub fn leads_to_heading(&self) -> bool {
        self.open.last().is_some_and(|field| {
            field.instruction.trim_start().starts_with("PAGEREF")
                || field.instruction.contains("_Toc")
        })
    }

    /// A box to tick is in the innermost field.
    pub fn tick(&mut self, ticked: bool) {
        if let Some(field) = self.open.last_mut() {
            field.ticked = Some(ticked);
        }
    }

    /// The result of the innermost field begins.
    pub fn separate(&mut self) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.shown) {
            field.shown = true;
            field.passed = 0;
            self.unshown -= 1;
            let words = field.instruction.trim_start();
            let name = words.split_whitespace().next().unwrap_or_default();
            field.contents = name.eq_ignore_ascii_case("TOC");
            field.page = ["PAGE", "NUMPAGES", "SECTIONPAGES"]
                .iter()
                .any(|own| name.eq_ignore_ascii_case(own));
            self.contents += usize::from(field.contents);
            self.pages += usize::from(field.page);
        }
    }

    /// The innermost field ends; what it shows beside its result: a box, ticked or not.
    pub fn end(&mut self) -> Option<&'static str> {
        let field = self.open.pop()?;
        self.unshown -= usize::from(!field.shown);
        self.contents -= usize::from(field.contents);
        self.pages -= usize::from(field.page);
        let ticked = field.ticked.filter(|_| self.shown())?;
        Some(if ticked { "☒" } else { "☐" })
    }

    /// How many are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Ends those that were opened above a depth and never ended.
    pub fn cut(&mut self, depth: usize) {
        while self.open.len() > depth {
            let passed = self.open.last().map_or(0, |field| field.passed);
            self.lost += passed;
            self.end();
        }
    }

    /// So many characters stand where nothing is shown: part of an instruction.
    pub fn passed(&mut self, characters: usize) {
        if let Some(field) = self.open.iter_mut().rev().find(|field| !field.shown) {
            field.passed += characters;
        }
    }

    /// Whether text here is shown.
    pub fn shown(&self) -> bool {
        self.unshown == 0
    }

    /// Whether text here is of a table of contents.
    pub fn in_contents(&self) -> bool {
        self.contents > 0
    }

    /// Whether text here is the number of a page.
    pub fn in_page_number(&self) -> bool {
        self.pages > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_results_are_shown() {
        let mut fields = Fields::default();
        fields.begin();
        fields.instruction(" TOC \\o ");
        assert!(!fields.shown() && !fields.in_contents());
        fields.separate();
        assert!(fields.shown() && fields.in_contents());
        fields.begin();
        fields.instruction("PAGEREF _Toc1");
        assert!(!fields.shown() && fields.leads_to_heading());
        fields.separate();
        assert!(fields.shown());
        assert_eq!(fields.end(), None);
        fields.begin();
        fields.tick(true);
        assert_eq!(fields.end(), Some("☒"));
        fields.cut(0);
        assert!(fields.shown() && !fields.in_contents());
        assert_eq!(fields.end(), None);
    }
}
