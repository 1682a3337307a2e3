//! The files that a letter comes in: those printed here, and those that other people's tools make of
//! them. The tools are called as commands; where one is missing, its files are missing.

use super::dress::Dress;
use super::page::Page;
use super::{markup, office, text, typst};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A form of file and how it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Typed,
    RunTogether,
    Markdown,
    Html,
    TypstPdf,
    WeasyPdf,
    OfficePdf,
    ChromiumPdf,
    OfficeDocx,
    PandocDocx,
    PandocHtml,
    PlainText,
    LayoutText,
    RawText,
    PandocMarkdown,
    Markitdown,
    PymuMarkdown,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 17] = [
        Form::Typed,
        Form::RunTogether,
        Form::Markdown,
        Form::Html,
        Form::TypstPdf,
        Form::WeasyPdf,
        Form::OfficePdf,
        Form::ChromiumPdf,
        Form::OfficeDocx,
        Form::PandocDocx,
        Form::PandocHtml,
        Form::PlainText,
        Form::LayoutText,
        Form::RawText,
        Form::PandocMarkdown,
        Form::Markitdown,
        Form::PymuMarkdown,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Form::Typed => "text",
            Form::RunTogether => "text-run",
            Form::Markdown => "md",
            Form::Html => "html",
            Form::TypstPdf => "pdf-typst",
            Form::WeasyPdf => "pdf-weasyprint",
            Form::OfficePdf => "pdf-libreoffice",
            Form::ChromiumPdf => "pdf-chromium",
            Form::OfficeDocx => "docx-libreoffice",
            Form::PandocDocx => "docx-pandoc",
            Form::PandocHtml => "html-pandoc",
            Form::PlainText => "text-pdftotext",
            Form::LayoutText => "text-pdftotext-layout",
            Form::RawText => "text-pdftotext-raw",
            Form::PandocMarkdown => "md-pandoc",
            Form::Markitdown => "md-markitdown",
            Form::PymuMarkdown => "md-pymupdf4llm",
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self.name().split('-').next() {
            Some("text") | None => "txt",
            Some(ending) => ending,
        }
    }

    /// Whether it is printed here.
    pub fn own(self) -> bool {
        self <= Form::Html
    }

    /// Whether it is pages that a tool has set, or made of such: they look as the fonts of the machine do.
    pub fn is_set(self) -> bool {
        self.ending() == "pdf" || self.name().contains("pdf")
    }

    /// Whether it keeps the cells of tables apart.
    pub fn keeps_cells(self) -> bool {
        !matches!(self, Form::RunTogether | Form::PlainText | Form::RawText)
    }

    /// Whether it keeps bold type.
    pub fn keeps_bold(self) -> bool {
        self.ending() != "txt"
    }

    /// Those that a list asks for: by name («text», «pdf-typst»), by the beginning of names where none
    /// is called so («pdf», «docx»), or «own» or «all».
    pub fn named(list: &str) -> Vec<Form> {
        let asks = |name: &str, form: Form| match name {
            "all" => true,
            "own" => form.own(),
            _ if Self::ALL.iter().any(|one| one.name() == name) => form.name() == name,
            _ => form.name().starts_with(name),
        };
        Self::ALL
            .into_iter()
            .filter(|form| list.split(',').map(str::trim).any(|name| asks(name, *form)))
            .collect()
    }
}

/// The fonts that letters are set in and that this machine has not; without `fc-list` all of them.
pub fn missing_fonts() -> Vec<&'static str> {
    let asked = Command::new("fc-list").arg(":").arg("family").output();
    let known = asked.map_or(String::new(), |ran| {
        String::from_utf8_lossy(&ran.stdout).into_owned()
    });
    let faces = [
        "Liberation Serif",
        "Liberation Sans",
        "Liberation Sans Narrow",
        "DejaVu Sans",
    ];
    let is_known = |face: &&str| {
        let mut families = known.lines().flat_map(|line| line.split(','));
        families.any(|family| family.trim() == *face)
    };
    faces.into_iter().filter(|face| !is_known(face)).collect()
}

/// A letter to be made files of: its number, its page and its dress.
pub struct Job<'a> {
    pub seed: u64,
    pub page: &'a Page,
    pub dress: &'a Dress,
}

/// What a form that is printed here holds.
pub fn own(form: Form, page: &Page, dress: &Dress) -> Option<String> {
    match form {
        Form::Typed => Some(text::print(page, dress, text::Manner::Typed)),
        Form::RunTogether => Some(text::print(page, dress, text::Manner::RunTogether)),
        Form::Markdown => Some(markup::markdown(page, dress)),
        Form::Html => Some(markup::html(page, dress, markup::For::Screen)),
        _ => None,
    }
}

/// The script that calls the tools of Python, once for many files: tool, then from and to in turn.
const PYTHON: &str = r#"
import sys, logging
logging.disable(logging.CRITICAL)
tool, pairs = sys.argv[1], list(zip(sys.argv[2::2], sys.argv[3::2]))
if tool == "typst":
    import typst
    one = lambda a, b: typst.compile(a, output=b)
elif tool == "weasyprint":
    import weasyprint
    one = lambda a, b: weasyprint.HTML(filename=a).write_pdf(b)
elif tool == "markitdown":
    import markitdown
    made = markitdown.MarkItDown()
    def one(a, b):
        text = made.convert(a).text_content
        open(b, "w", encoding="utf-8").write(text)
elif tool == "pymupdf4llm":
    import pymupdf4llm
    def one(a, b):
        text = pymupdf4llm.to_markdown(a, show_progress=False)
        open(b, "w", encoding="utf-8").write(text)
for a, b in pairs:
    try:
        one(a, b)
    except Exception as error:
        print(f"{tool}: {a}: {error}", file=sys.stderr)
"#;

/// Makes files of letters in a folder; what could not be made is not there, and why is printed.
pub struct Maker {
    folder: PathBuf,
    notices: BTreeSet<String>,
}

impl Maker {
    /// In this folder.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            notices: BTreeSet::new(),
        }
    }

    /// What was missing.
    pub fn notices(&self) -> impl Iterator<Item = &String> {
        self.notices.iter()
    }

    fn path(&self, seed: u64, form: Form) -> PathBuf {
        self.folder
            .join(format!("d{seed:06}-{}.{}", form.name(), form.ending()))
    }

    fn source(&self, seed: u64, ending: &str) -> PathBuf {
        self.folder
            .join("source")
            .join(format!("d{seed:06}.{ending}"))
    }

    /// The files of these letters in these forms.
    pub fn make(&mut self, jobs: &[Job<'_>], forms: &[Form]) -> BTreeMap<(u64, Form), PathBuf> {
        let _ = fs::create_dir_all(self.folder.join("source"));
        let mut wanted: BTreeSet<Form> = forms.iter().copied().collect();
        // What others are made of.
        if wanted.iter().any(|form| {
            matches!(
                form,
                Form::PlainText | Form::LayoutText | Form::RawText | Form::PymuMarkdown
            )
        }) {
            wanted.extend([Form::TypstPdf, Form::OfficePdf]);
        }
        if wanted.iter().any(|form| {
            matches!(
                form,
                Form::PandocHtml | Form::PandocMarkdown | Form::Markitdown
            )
        }) {
            wanted.insert(Form::OfficeDocx);
        }
        for job in jobs {
            for form in &wanted {
                if let Some(text) = own(*form, job.page, job.dress) {
                    self.write(&self.path(job.seed, *form), &text);
                }
            }
            if wanted.contains(&Form::TypstPdf) {
                self.write(
                    &self.source(job.seed, "typ"),
                    &typst::print(job.page, job.dress),
                );
            }
            if wanted.contains(&Form::WeasyPdf) || wanted.contains(&Form::ChromiumPdf) {
                self.write(
                    &self.source(job.seed, "html"),
                    &markup::html(job.page, job.dress, markup::For::Paper),
                );
            }
            if wanted.contains(&Form::OfficePdf) || wanted.contains(&Form::OfficeDocx) {
                self.write(
                    &self.source(job.seed, "fodt"),
                    &office::print(job.page, job.dress),
                );
            }
            if wanted.contains(&Form::PandocDocx) || wanted.contains(&Form::PandocMarkdown) {
                self.write(
                    &self.source(job.seed, "word.html"),
                    &markup::html(job.page, job.dress, markup::For::Word),
                );
            }
        }
        let seeds: Vec<u64> = jobs.iter().map(|job| job.seed).collect();
        for form in &wanted {
            self.run(*form, &seeds);
        }
        let mut out = BTreeMap::new();
        for seed in seeds {
            for form in forms {
                let path = self.path(seed, *form);
                if path.exists() {
                    out.insert((seed, *form), path);
                }
            }
        }
        for form in forms {
            if !form.own() && !jobs.is_empty() && !out.keys().any(|(_, made)| made == form) {
                self.notices.insert(format!(
                    "{} is skipped: its tool is not there, or made nothing",
                    form.name()
                ));
            }
        }
        out
    }

    fn write(&self, path: &Path, text: &str) {
        fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// A PDF that others are made of: one by Typst, the next by LibreOffice.
    fn pdf(&self, seed: u64) -> PathBuf {
        let office = self.path(seed, Form::OfficePdf);
        if seed % 2 == 1 && office.exists() {
            office
        } else {
            self.path(seed, Form::TypstPdf)
        }
    }

    fn run(&mut self, form: Form, seeds: &[u64]) {
        match form {
            Form::TypstPdf => self.python(
                "typst",
                seeds
                    .iter()
                    .map(|seed| (self.source(*seed, "typ"), self.path(*seed, form)))
                    .collect(),
            ),
            Form::WeasyPdf => self.python(
                "weasyprint",
                seeds
                    .iter()
                    .map(|seed| (self.source(*seed, "html"), self.path(*seed, form)))
                    .collect(),
            ),
            Form::Markitdown => self.python(
                "markitdown",
                seeds
                    .iter()
                    .map(|seed| (self.path(*seed, Form::OfficeDocx), self.path(*seed, form)))
                    .collect(),
            ),
            Form::PymuMarkdown => self.python(
                "pymupdf4llm",
                seeds
                    .iter()
                    .map(|seed| (self.pdf(*seed), self.path(*seed, form)))
                    .collect(),
            ),
            Form::OfficePdf | Form::OfficeDocx => self.office(form, seeds),
            Form::ChromiumPdf => {
                for seed in seeds {
                    let to = format!("--print-to-pdf={}", self.path(*seed, form).display());
                    let from = format!("file://{}", self.source(*seed, "html").display());
                    let profile = format!(
                        "--user-data-dir={}",
                        self.folder.join("source/chromium").display()
                    );
                    self.command(
                        "chromium",
                        &[
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            &profile,
                            "--no-pdf-header-footer",
                            &to,
                            &from,
                        ],
                    );
                }
            }
            Form::PandocDocx => {
                for seed in seeds {
                    self.pandoc(
                        &["-f", "html", "-t", "docx"],
                        &self.source(*seed, "word.html"),
                        &self.path(*seed, form),
                    );
                }
            }
            Form::PandocHtml => {
                for seed in seeds {
                    self.pandoc(
                        &["-f", "docx", "-t", "html", "-s", "--metadata", "title=Brev"],
                        &self.path(*seed, Form::OfficeDocx),
                        &self.path(*seed, form),
                    );
                }
            }
            Form::PandocMarkdown => {
                for seed in seeds {
                    let docx = self.path(*seed, Form::OfficeDocx);
                    let html = self.source(*seed, "word.html");
                    let to = self.path(*seed, form);
                    match seed % 4 {
                        0 => self.pandoc(&["-f", "docx", "-t", "gfm"], &docx, &to),
                        1 => self.pandoc(&["-f", "docx", "-t", "markdown"], &docx, &to),
                        2 => self.pandoc(&["-f", "html", "-t", "markdown"], &html, &to),
                        _ => self.pandoc(&["-f", "html", "-t", "gfm", "--wrap=none"], &html, &to),
                    }
                }
            }
            Form::PlainText | Form::LayoutText | Form::RawText => {
                let how: &[&str] = match form {
                    Form::LayoutText => &["-layout"],
                    Form::RawText => &["-raw"],
                    _ => &[],
                };
                for seed in seeds {
                    let (from, to) = (self.pdf(*seed), self.path(*seed, form));
                    let (from, to) = (from.display().to_string(), to.display().to_string());
                    let mut all = how.to_vec();
                    all.extend([from.as_str(), to.as_str()]);
                    self.command("pdftotext", &all);
                }
            }
            _ => {}
        }
    }

    fn pandoc(&mut self, how: &[&str], from: &Path, to: &Path) {
        let (from, to) = (from.display().to_string(), to.display().to_string());
        let mut all = how.to_vec();
        all.extend([from.as_str(), "-o", to.as_str()]);
        self.command("pandoc", &all);
    }

    fn python(&mut self, tool: &str, pairs: Vec<(PathBuf, PathBuf)>) {
        for some in pairs.chunks(100) {
            let mut all = vec!["-c".to_string(), PYTHON.to_string(), tool.to_string()];
            all.extend(
                some.iter()
                    .filter(|(from, _)| from.exists())
                    .flat_map(|(from, to)| [from.display().to_string(), to.display().to_string()]),
            );
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            self.command("python3", &all);
        }
    }

    /// LibreOffice names its files itself.
    fn office(&mut self, form: Form, seeds: &[u64]) {
        let to = if form == Form::OfficePdf {
            "pdf"
        } else {
            "docx:MS Word 2007 XML"
        };
        let out = self.folder.join("source");
        let profile = format!(
            "-env:UserInstallation=file://{}",
            self.folder.join("source/office").display()
        );
        for some in seeds.chunks(40) {
            let files: Vec<String> = some
                .iter()
                .map(|seed| self.source(*seed, "fodt").display().to_string())
                .collect();
            let out_text = out.display().to_string();
            let mut all = vec![
                "--headless",
                profile.as_str(),
                "--convert-to",
                to,
                "--outdir",
                out_text.as_str(),
            ];
            all.extend(files.iter().map(String::as_str));
            self.command("soffice", &all);
            for seed in some {
                let _ = fs::rename(self.source(*seed, form.ending()), self.path(*seed, form));
            }
        }
    }

    fn command(&mut self, program: &str, arguments: &[&str]) {
        let ran = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .output();
        match ran {
            Err(error) => {
                self.notices
                    .insert(format!("{program} cannot be run: {error}"));
            }
            Ok(ran)
                if !ran.status.success() || (program == "python3" && !ran.stderr.is_empty()) =>
            {
                let said = String::from_utf8_lossy(&ran.stderr);
                let last = said
                    .lines()
                    .rfind(|line| !line.trim().is_empty())
                    .unwrap_or("")
                    .to_string();
                self.notices.insert(format!(
                    "{program}: {}",
                    last.chars().take(160).collect::<String>()
                ));
            }
            Ok(_) => {}
        }
    }
}
