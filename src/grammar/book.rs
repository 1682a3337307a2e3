//! The grammar files: built in, and laid over by a folder of the user's own.
//!
//! Every file may hold any of the tables below; the entries of all files are put together, those of
//! the user's folder first, so that they are tried before the ones that are compiled in.

use super::{
    cue::{Cue, Cues, ExpressionEntry, check_expression},
    date::{CALENDAR, Calendar},
    deadline::{TERMS, Terms},
    identifier::{TemplateEntry, Templates, identifier_at},
    lexeme::lower_in_place,
    marker::{self, Marker},
    money::{Money, MoneyEntry},
    pattern::{Captures, Pattern, Patterns},
    phrases::{Hit, Phrases, Role, WordList},
    report::{ReportColumn, ReportColumnEntry, ReportHeading, ReportHeadingEntry},
    request::{RequestEntries, RequestForms},
};
use crate::model::{DocumentKind, Relation, sha256};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
};
use thiserror::Error;
use toml::Spanned;

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Innhold: titles that are no headings.
    Contents,
    /// Sektormål: wider goals that the letter quotes.
    SectorGoals,
    /// Mål.
    Goals,
    /// Kvalitative mål.
    QualitativeGoals,
    /// Indikatorer.
    Indicators,
    /// Styringsparametere.
    SteeringParameters,
    /// Nøkkeltall.
    KeyFigures,
    /// Nye oppdrag, in a supplement.
    NewAssignments,
    /// Endringer i oppdrag, in a supplement.
    ClarifiedAssignments,
    /// Oppdrag som utgår.
    WithdrawnAssignments,
    /// Oppdrag fra tidligere år.
    PreviousAssignments,
    /// Oppdrag.
    Assignments,
    /// Prioriteringer.
    Priorities,
    /// Fellesføringer.
    CommonDirectives,
    /// Budsjettildeling.
    Allocation,
    /// Fullmakter.
    Authorisations,
    /// Styringskalender.
    Calendar,
    /// Rapportering.
    Reporting,
    /// Vedlegg.
    Attachments,
}

/// What stands in a table column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// Nr.
    Number,
    /// Tittel.
    Title,
    /// Oppdrag.
    Body,
    /// Frist.
    Deadline,
    /// Avdeling.
    Department,
    /// Ansvarlig.
    Addressee,
    /// Dato.
    Date,
    /// Aktivitet.
    Activity,
    /// Merknad.
    Comment,
    /// Styringsparameter.
    Indicator,
    /// Krav.
    Target,
    /// Mål, that a measure beside it measures.
    Goal,
    /// Nasjonalt mål.
    SectorGoal,
    /// Kap.
    Chapter,
    /// Post.
    Post,
    /// Beløp.
    Amount,
    /// What of a sum is the reader's own: «Til disposisjon» beside «Bevilgning».
    Disposal,
    /// Benevnelse.
    Name,
    /// Postgruppe.
    PostGroup,
    /// Regnskap.
    Accounts,
    /// Saldert budsjett.
    Budget,
    /// Forslag.
    Proposal,
    /// Endring i prosent.
    Percent,
    /// Tidligere tildeling.
    Previous,
    /// Endring.
    Change,
    /// Ny tildeling.
    New,
}

/// A kind of document and the words that announce it, as a file writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentEntry {
    kind: DocumentKind,
    relation: Relation,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneEntry {
    name: Zone,
    headings: Vec<String>,
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    role: ColumnRole,
    titles: Vec<String>,
    examples: Vec<String>,
}

/// An organisation and its short names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The name in full.
    pub name: String,
    /// Its short names.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Its short name stands in identifiers (`HN25-01`).
    #[serde(default)]
    pub region: bool,
    /// It sends letters.
    #[serde(default)]
    pub ministry: bool,
    /// It stands for several.
    #[serde(default)]
    pub collective: bool,
    /// Bodies that it came after and answers for, by name.
    #[serde(default)]
    pub predecessors: Vec<String>,
    /// Texts in which one of its names is found.
    pub examples: Vec<String>,
}

/// One file, as it is written; an entry knows where it stands, so that what is wrong with it can be
/// said with a line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    document: Vec<Spanned<DocumentEntry>>,
    #[serde(default)]
    zone: Vec<Spanned<ZoneEntry>>,
    #[serde(default)]
    column: Vec<Spanned<ColumnEntry>>,
    #[serde(default)]
    report_column: Vec<Spanned<ReportColumnEntry>>,
    #[serde(default)]
    report_heading: Vec<Spanned<ReportHeadingEntry>>,
    #[serde(default)]
    organisation: Vec<Spanned<Organisation>>,
    #[serde(default)]
    identifier: Vec<Spanned<TemplateEntry>>,
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    not_letters: Vec<String>,
    #[serde(default)]
    words: Vec<Spanned<WordList>>,
    #[serde(default)]
    requests: RequestEntries,
    #[serde(default)]
    money: Vec<Spanned<MoneyEntry>>,
    #[serde(default)]
    cue: Vec<Spanned<WordList<Cue>>>,
    #[serde(default)]
    expression: Vec<Spanned<ExpressionEntry>>,
}

/// A kind of document, announced.
#[derive(Debug, Clone)]
pub struct DocumentForm {
    /// The kind.
    pub kind: DocumentKind,
    /// Original, supplement or revision.
    pub relation: Relation,
    phrases: Vec<String>,
    #[cfg(test)]
    examples: Vec<String>,
}

impl DocumentForm {
    /// Whether it announces a letter to a body.
    pub fn is_letter(&self) -> bool {
        self.kind.is_letter()
    }
}

/// All that the grammar files say.
#[derive(Debug, Clone)]
pub struct Grammar {
    sha256: String,
    documents: Vec<DocumentForm>,
    /// Titles, each with the place of its form in `documents`.
    titles: Patterns<usize>,
    zones: Patterns<Zone>,
    columns: Patterns<ColumnRole>,
    report_columns: Patterns<ReportColumn>,
    report_headings: Patterns<ReportHeading>,
    #[cfg(test)]
    examples: Examples,
    organisations: Vec<Organisation>,
    words: Vec<WordList>,
    phrases: Phrases,
    /// How a budget proposition words its money.
    pub money: Money,
    /// Templates of assignment identifiers.
    pub templates: Templates,
    /// Names of months, seasons and the like.
    pub calendar: Calendar,
    /// How times are tied to what is done at them.
    pub deadlines: Terms,
    /// How a proposition prints the requests of Parliament.
    pub requests: RequestForms,
    /// What the residue is found by.
    pub cues: Cues,
}

/// A grammar file that cannot be used.
#[derive(Debug, Error)]
pub enum GrammarError {
    /// The file or folder cannot be read.
    #[error("{path}: cannot be read ({reason}); --grammars wants a folder of .toml files", path = path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is no TOML, or an entry is not one that is known, or does not do what it says.
    #[error("{path}:{line}: {reason}", path = path.display())]
    Broken {
        /// Which.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

/// What stands for the folder of the files that are compiled in; no user folder is called so.
const BUILT_IN_FOLDER: &str = "(built in)";

/// The files that are compiled in.
const BUILT_IN: [(&str, &str); 10] = [
    (
        "documents.toml",
        include_str!("../../grammars/documents.toml"),
    ),
    ("zones.toml", include_str!("../../grammars/zones.toml")),
    ("columns.toml", include_str!("../../grammars/columns.toml")),
    (
        "organisations.toml",
        include_str!("../../grammars/organisations.toml"),
    ),
    (
        "identifiers.toml",
        include_str!("../../grammars/identifiers.toml"),
    ),
    ("words.toml", include_str!("../../grammars/words.toml")),
    (
        "requests.toml",
        include_str!("../../grammars/requests.toml"),
    ),
    ("money.toml", include_str!("../../grammars/money.toml")),
    ("reports.toml", include_str!("../../grammars/reports.toml")),
    ("residue.toml", include_str!("../../grammars/residue.toml")),
];

impl Grammar {
    /// The grammar that is compiled in.
    ///
    /// # Panics
    /// Never in a released build: a test holds the compiled-in files to be well-formed.
    pub fn built_in() -> Self {
        match Self::from_files(built_in_files()) {
            Ok(grammar) => grammar,
            Err(error) => panic!("the grammar that is compiled in is broken: {error}"),
        }
    }

    /// The grammar that is compiled in, with the `.toml` files of a folder over it.
    ///
    /// # Errors
    /// A folder that cannot be read or holds no `.toml` file; a file that is no TOML, holds an
    /// unknown entry, or whose own examples it does not take.
    pub fn with_folder(folder: &Path) -> Result<Self, GrammarError> {
        let mut files = Self::files_of(folder)?;
        files.extend(built_in_files());
        Self::from_files(files)
    }

    /// The `.toml` files of a folder and their texts, in the order of their names.
    ///
    /// # Errors
    /// A folder that cannot be read or holds no `.toml` file; a file that cannot be read.
    pub fn files_of(folder: &Path) -> Result<Vec<(PathBuf, String)>, GrammarError> {
        let unreadable = |path: &Path, error: std::io::Error| GrammarError::Unreadable {
            path: path.to_path_buf(),
            reason: error.to_string(),
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
            let path = entry.map_err(|error| unreadable(folder, error))?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                paths.push(path);
            }
        }
        paths.sort();
        if paths.is_empty() {
            return Err(GrammarError::Unreadable {
                path: folder.to_path_buf(),
                reason: "it holds no .toml file".to_string(),
            });
        }
        let mut files = Vec::new();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            files.push((path, text));
        }
        Ok(files)
    }

    /// A grammar from file names and texts, the first ones over the later ones.
    pub(crate) fn from_files(files: Vec<(PathBuf, String)>) -> Result<Self, GrammarError> {
        let mut all = File::default();
        for (path, text) in &files {
            let written = Written { path, text };
            let file: File = toml::from_str(text).map_err(|error| written.no_entry(&error))?;
            // The files that are compiled in are held to this by a test.
            if !path.starts_with(BUILT_IN_FOLDER) || cfg!(test) {
                check_entries(&written, &file)?;
            }
            all.document.extend(file.document);
            all.zone.extend(file.zone);
            all.column.extend(file.column);
            all.report_column.extend(file.report_column);
            all.report_heading.extend(file.report_heading);
            all.organisation.extend(file.organisation);
            all.identifier.extend(file.identifier);
            all.regions.extend(file.regions);
            all.not_letters.extend(file.not_letters);
            all.words.extend(file.words);
            all.requests.extend(file.requests);
            all.money.extend(file.money);
            all.cue.extend(file.cue);
            all.expression.extend(file.expression);
        }
        let organisations = bare(std::mem::take(&mut all.organisation));
        let words = bare(std::mem::take(&mut all.words));
        let money = bare(std::mem::take(&mut all.money));
        // Each entry has been held to this by itself, in its own file and at its own line.
        let fail = |reason: String| GrammarError::Broken {
            path: PathBuf::from(BUILT_IN_FOLDER),
            line: 0,
            reason,
        };
        let pattern = |source: &String| Pattern::new(source).map_err(fail);
        let regions = organisations
            .iter()
            .filter(|organisation| organisation.region);
        let mut regions: Vec<String> = regions
            .flat_map(|organisation| organisation.abbreviations.clone())
            .collect();
        regions.append(&mut all.regions);
        regions.sort();
        regions.dedup();
        let templates = Templates::new(
            bare(std::mem::take(&mut all.identifier)),
            regions,
            std::mem::take(&mut all.not_letters),
        )
        .map_err(|error| fail(error.to_string()))?;
        // Each text ends with a mark that none holds, so that two never hash like one.
        let mut texts = Vec::new();
        for (_, text) in &files {
            texts.extend(text.as_bytes());
            texts.push(0);
        }
        texts.extend(CALENDAR.as_bytes());
        texts.extend(TERMS.as_bytes());
        Ok(Self {
            sha256: sha256(&texts),
            titles: Patterns::new(entries(
                all.document
                    .iter()
                    .enumerate()
                    .map(|(place, entry)| (place, &entry.get_ref().titles)),
                pattern,
            )?),
            zones: Patterns::new(entries(
                all.zone
                    .iter()
                    .map(Spanned::get_ref)
                    .map(|entry| (entry.name, &entry.headings)),
                pattern,
            )?),
            columns: Patterns::new(entries(
                all.column
                    .iter()
                    .map(Spanned::get_ref)
                    .map(|entry| (entry.role, &entry.titles)),
                pattern,
            )?),
            report_columns: Patterns::new(entries(
                all.report_column
                    .iter()
                    .map(Spanned::get_ref)
                    .map(|entry| (entry.role, &entry.titles)),
                pattern,
            )?),
            report_headings: Patterns::new(entries(
                all.report_heading
                    .iter()
                    .map(Spanned::get_ref)
                    .map(|entry| (entry.role, &entry.headings)),
                pattern,
            )?),
            #[cfg(test)]
            examples: Examples::of(&all),
            documents: all
                .document
                .iter()
                .map(Spanned::get_ref)
                .map(|entry| DocumentForm {
                    kind: entry.kind,
                    relation: entry.relation,
                    phrases: entry
                        .phrases
                        .iter()
                        .map(|phrase| phrase.to_lowercase())
                        .collect(),
                    #[cfg(test)]
                    examples: entry.examples.clone(),
                })
                .collect(),
            phrases: Phrases::new(&words).map_err(fail)?,
            money: Money::new(&money).map_err(fail)?,
            words,
            organisations,
            templates,
            calendar: Calendar::built_in(),
            deadlines: Terms::built_in(),
            requests: RequestForms::new(all.requests).map_err(fail)?,
            cues: Cues::new(
                all.cue.iter().map(Spanned::get_ref),
                &all.expression
                    .iter()
                    .map(Spanned::get_ref)
                    .collect::<Vec<_>>(),
            )
            .map_err(fail)?,
        })
    }

    /// The SHA-256 of all its files, those that are compiled in as well, in the order in which they count.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The form that a title announces, and the year and number in it.
    pub fn title(&self, text: &str) -> Option<(&DocumentForm, Captures)> {
        let (&place, captures) = self.titles.find(text)?;
        Some((&self.documents[place], captures))
    }

    /// The forms whose own words stand in a running text (lower case), with how many do: in its first
    /// `early` bytes, and in all of it.
    pub fn speaking(&self, lower: &str, early: usize) -> Vec<(&DocumentForm, usize, usize)> {
        let words = self
            .documents
            .iter()
            .enumerate()
            .flat_map(|(place, form)| form.phrases.iter().map(move |phrase| (place, phrase)));
        let (places, phrases): (Vec<usize>, Vec<&String>) = words.unzip();
        let mut counts = vec![(0, 0); self.documents.len()];
        let mut count = |phrase: usize, end: usize| {
            let (first, all) = &mut counts[places[phrase]];
            *first += usize::from(end <= early);
            *all += 1;
        };
        let finder = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(&phrases);
        match finder {
            Ok(finder) => {
                for hit in finder.find_overlapping_iter(lower) {
                    count(hit.pattern().as_usize(), hit.end());
                }
            }
            // A set too large to be compiled: phrase by phrase.
            Err(_) => {
                for (place, phrase) in phrases.iter().enumerate() {
                    for (at, _) in lower.match_indices(phrase.as_str()) {
                        count(place, at + phrase.len());
                    }
                }
            }
        }
        self.documents
            .iter()
            .zip(counts)
            .filter(|(_, (_, all))| *all > 0)
            .map(|(form, (first, all))| (form, first, all))
            .collect()
    }

    /// The zone that a heading (its number left out) opens.
    pub fn zone(&self, heading: &str) -> Option<Zone> {
        let find = |words: &str| self.zones.find(words).map(|(zone, _)| *zone);
        find(heading).or_else(|| find(after_part(heading)?))
    }

    /// The role of a column with this title.
    pub fn column(&self, title: &str) -> Option<ColumnRole> {
        let role = |title: &str| self.columns.find(title).map(|(role, _)| *role);
        // `Ambisjonsnivå 2026`, `Krav for 2026`: the title of what is measured may name its year. After
        // one of money stands the number of a chapter.
        role(title)
            .or_else(|| {
                let (stem, year) = title.trim_end().rsplit_once(char::is_whitespace)?;
                let stem = [" for", " i"]
                    .iter()
                    .find_map(|word| stem.strip_suffix(word))
                    .unwrap_or(stem);
                is_year(year)
                    .then(|| role(stem))
                    .flatten()
                    .filter(|role| matches!(role, ColumnRole::Target | ColumnRole::Indicator))
            })
            .or_else(|| self.column_of_values(title))
            .or_else(|| self.column_of_two(title))
    }

    /// A title in two halves that say the same, or whose second says of what sort the first is: `Nummer / id`,
    /// `Frist (dato)`; and one that labels a deadline elsewhere: `Leveransedato`.
    fn column_of_two(&self, title: &str) -> Option<ColumnRole> {
        let role = |words: &str| self.columns.find(words.trim()).map(|(role, _)| *role);
        let title = title.trim();
        // `Ansvarlig i KFD`: the ministry by its abbreviation, which ends as «departementet» begins.
        if let Some(hit) = self.first_word(title, Role::DepartmentIn) {
            let mark = title[hit.range.end..].trim();
            let ministry = (2..=5).contains(&mark.len()) && mark.ends_with('D');
            return (ministry && mark.chars().all(char::is_uppercase))
                .then_some(ColumnRole::Department);
        }
        if let Some((one, other)) = title.split_once('/') {
            return role(one).filter(|own| role(other) == Some(*own));
        }
        if let Some((stem, inside)) = title.split_once('(') {
            let inside = inside.strip_suffix(')')?;
            return self.column(stem.trim()).filter(|_| role(inside).is_some());
        }
        let label = self.first_word(title, Role::DeadlineLabel)?;
        (label.range.end == title.len()).then_some(ColumnRole::Deadline)
    }

    /// A title of values that says of when they are: `Krav fra 2026`, `Nivå i dag`, `Mål ved utgangen av 2027`.
    ///
    /// title ::= (target-word | result-word) link* (year | result-word)
    fn column_of_values(&self, title: &str) -> Option<ColumnRole> {
        let title = title.trim().trim_end_matches([')', '*', '.']);
        let first = |role| self.first_word(title, role).map(|hit| hit.range.end);
        let (end, role) = match (first(Role::TargetLabel), first(Role::ResultLabel)) {
            (Some(end), other) if other.is_none_or(|other| other < end) => {
                (end, ColumnRole::Target)
            }
            (_, end) => (end?, ColumnRole::Comment),
        };
        let mut rest = title[end..].trim_start_matches([' ', '(', ',']);
        loop {
            // `i dag` begins with a link, too.
            let now = self.first_word(rest, Role::ResultLabel);
            if now.is_some_and(|hit| hit.range.end == rest.len()) {
                return Some(ColumnRole::Comment);
            }
            match self.first_word(rest, Role::TimeLink) {
                Some(hit) => rest = rest[hit.range.end..].trim_start(),
                None => return is_year(rest).then_some(role),
            }
        }
    }

    /// What stands in a report's column with this title, or behind it as a label.
    pub fn report_column(&self, title: &str) -> Option<ReportColumn> {
        self.report_columns.find(title).map(|(role, _)| *role)
    }

    /// What stands under a report's heading (its number left out).
    pub fn report_heading(&self, heading: &str) -> Option<ReportHeading> {
        self.report_headings.find(heading).map(|(role, _)| *role)
    }

    /// Whether a column's title may stand at the start of a text.
    pub fn may_begin_with_column(&self, text: &str) -> bool {
        self.columns.may_match(text)
    }

    /// The organisations that are known by name.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The organisation with this name or short name.
    pub fn organisation(&self, name: &str) -> Option<&Organisation> {
        self.organisations.iter().find(|known| {
            known.name == name || known.abbreviations.iter().any(|short| short == name)
        })
    }

    /// A body as names are compared: its full name where it is known by a short one, letters and digits alone.
    pub fn body(&self, name: &str) -> String {
        let known = self.organisation(name.trim());
        super::lexeme::folded(known.map_or(name, |known| &known.name))
    }

    /// Bodies that some came after, as names are compared, and those that these came after; none of the
    /// bodies themselves.
    pub fn predecessors(&self, bodies: &[String]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut ahead: Vec<String> = bodies.to_vec();
        while let Some(body) = ahead.pop() {
            let known = self.organisations.iter();
            for name in known
                .filter(|known| super::lexeme::folded(&known.name) == body)
                .flat_map(|known| &known.predecessors)
            {
                let before = self.body(name);
                if !bodies.contains(&before) && !found.contains(&before) {
                    found.push(before.clone());
                    ahead.push(before);
                }
            }
        }
        found
    }

    /// Every word with a role in `text`, by place.
    pub fn words(&self, text: &str) -> Vec<Hit> {
        self.phrases.find(text)
    }

    /// The role of the longest word that `text` begins with, where it is one of `roles`.
    pub fn first_role(&self, text: &str, roles: &[Role]) -> Option<Role> {
        roles
            .iter()
            .any(|role| self.phrases.may_start(text, *role))
            .then(|| self.phrases.at_start(text))?
            .first()
            .map(|hit| hit.role)
            .filter(|role| roles.contains(role))
    }

    /// The longest word of a role that `text` begins with.
    pub fn first_word(&self, text: &str, role: Role) -> Option<Hit> {
        self.phrases.starts_with(text, role)
    }

    /// The words at the head of `text` behind which one speaks for itself, up to five: `Kystdepartementet` of
    /// «Kystdepartementet viser til».
    pub fn speaker<'t>(&self, text: &'t str) -> Option<&'t str> {
        const NAME: usize = 5;
        let words = text.split_whitespace().skip(1).take(NAME);
        let mut starts = words.map(|word| word.as_ptr() as usize - text.as_ptr() as usize);
        let end = starts.find(|at| self.first_word(&text[*at..], Role::Speaks).is_some())?;
        Some(text[..end].trim())
    }

    /// Whether a sentence has for its first word whoever sends letters: «Departementet vil …».
    pub fn opens_with_sender(&self, sentence: &str) -> bool {
        let lower = lower_in_place(sentence);
        self.deadlines.senders.opening(&lower).is_some()
    }

    /// A body's name without the legal form behind it: `Fjordvarme` of «Fjordvarme SF».
    fn without_form<'n>(&self, name: &'n str) -> &'n str {
        let hits = self.words(name);
        let mut forms = hits.iter().filter(|hit| hit.role == Role::LegalForm);
        forms
            .find(|hit| hit.range.end == name.len())
            .map_or(name, |hit| name[..hit.range.start].trim_end())
    }

    /// What bodies of these names are called: each by its name, and without its legal form.
    pub fn called<'n>(&self, names: &'n [String]) -> impl Iterator<Item = &'n str> {
        names
            .iter()
            .flat_map(|name| [name.as_str(), self.without_form(name)])
    }

    /// Whether a word of this role stands in `text`.
    pub fn has(&self, text: &str, role: Role) -> bool {
        self.words(text).iter().any(|hit| hit.role == role)
    }

    /// The identifier that heads an assignment at the start of a line, and how many bytes it takes.
    ///
    /// `Oppdrag 1: Plan` (number `1`) is one only here, before a colon or a dash: elsewhere «oppdrag 1» is prose.
    pub fn head_identifier(&self, line: &str) -> Option<(String, usize)> {
        if let Ok((rest, identifier)) = identifier_at(line, &self.templates) {
            return Some((identifier.number, line.len() - rest.len()));
        }
        if !line.starts_with(char::is_uppercase) {
            return None;
        }
        self.counted_word(line).filter(|(_, end)| {
            let rest = &line[*end..];
            rest.trim_start().starts_with([':', '–', '-', '—']) && !rest.starts_with('-')
        })
    }

    /// The assignment that a text begins with the name of, and how many bytes that takes: `Oppdrag nr. 9 om …`,
    /// `TB2026-14 …`. What follows may be anything.
    pub fn named_assignment(&self, text: &str) -> Option<(String, usize)> {
        if let Ok((rest, identifier)) = identifier_at(text, &self.templates) {
            return Some((identifier.number, text.len() - rest.len()));
        }
        let goes_on = |c: char| c.is_alphanumeric() || c == '/';
        self.counted_word(text)
            .filter(|(_, end)| !text[*end..].starts_with(goes_on))
    }

    /// A word for an assignment at the start of a text, and its number: that, and how many bytes both take.
    pub fn counted_word(&self, text: &str) -> Option<(String, usize)> {
        let word = self.first_word(text, Role::AssignmentWord)?;
        let after = text[word.range.end..].trim_start();
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let end = text.len() - after.len() + digits;
        (1..=3)
            .contains(&digits)
            .then(|| (after[..digits].to_string(), end))
    }

    /// The list marker that a line begins with.
    pub fn marker(&self, line: &str) -> Option<Marker> {
        marker::marker(line, &self.calendar)
            .ok()
            .map(|(_, marker)| marker)
    }

    /// The words of a role, as written.
    pub fn list(&self, role: Role) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .filter(move |list| list.role == role)
            .flat_map(|list| list.words.iter().map(String::as_str))
    }
}

/// Four figures and nothing else.
fn is_year(words: &str) -> bool {
    words.len() == 4 && words.bytes().all(|byte| byte.is_ascii_digit())
}

/// What follows the mark of a part at the start of a heading: `DEL II – Oppgaver i 2026`, `II.2
/// Oppdrag`.
fn after_part(heading: &str) -> Option<&str> {
    let roman = |word: &str| !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let (first, rest) = heading.split_once(' ')?;
    let rest = if first.eq_ignore_ascii_case("del") {
        let (mark, rest) = rest.split_once(' ')?;
        let mark = mark.trim_end_matches([':', '.']);
        let one = roman(mark)
            || mark.chars().all(|c| c.is_ascii_digit())
            || mark.chars().count() == 1 && mark.starts_with(char::is_uppercase);
        one.then_some(rest)?
    } else {
        let (part, number) = first.trim_end_matches('.').split_once('.')?;
        let numbers = number.split('.').all(|one| one.parse::<u16>().is_ok());
        (roman(part) && numbers).then_some(rest)?
    };
    Some(rest.trim_start_matches([' ', '–', '-', ':']))
}

/// A name of the code as the files write it: `DeadlineLabel` is `deadline_label` there.
fn as_written(name: impl fmt::Debug) -> String {
    let mut written = String::new();
    for c in format!("{name:?}").chars() {
        if c.is_uppercase() && !written.is_empty() {
            written.push('_');
        }
        written.extend(c.to_lowercase());
    }
    written
}

/// The entries without their places.
fn bare<T>(entries: Vec<Spanned<T>>) -> Vec<T> {
    entries.into_iter().map(Spanned::into_inner).collect()
}

/// A file as it is written, for saying where in it something is wrong.
struct Written<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Written<'_> {
    fn broken(&self, at: usize, reason: String) -> GrammarError {
        let before = self.text.get(..at).unwrap_or_default();
        GrammarError::Broken {
            path: self.path.to_path_buf(),
            line: 1 + before.matches('\n').count(),
            reason,
        }
    }

    /// An entry that does not do what it says, at the line where `words` stand in quotes in it.
    fn wrong(&self, entry: &Range<usize>, words: &str, reason: String) -> GrammarError {
        let after = self.text.get(entry.start..).unwrap_or_default();
        let place = ['"', '\'']
            .iter()
            .find_map(|quote| after.find(&format!("{quote}{words}{quote}")))
            .unwrap_or(0);
        self.broken(entry.start + place, reason)
    }

    /// What is no entry at all, in the words of those who write such files.
    fn no_entry(&self, error: &toml::de::Error) -> GrammarError {
        let at = error.span().map_or(0, |span| span.start);
        let mut reason = error.message().to_string();
        for (of_the_code, of_the_file) in [
            ("unknown variant", "unknown name"),
            ("unknown field", "unknown key or kind of entry"),
            ("missing field", "the entry lacks the key"),
            ("invalid type: ", "wrong sort of value: "),
            ("expected a sequence", "expected a list in brackets"),
            ("expected a string", "expected words in quotes"),
            ("expected a boolean", "expected true or false"),
        ] {
            reason = reason.replace(of_the_code, of_the_file);
        }
        if let Some((before, _)) = reason.split_once("expected struct ") {
            reason = format!("{before}expected an entry");
        }
        let line = self.text[..at.min(self.text.len())]
            .rfind('\n')
            .map_or(0, |end| end + 1);
        let line = self.text[line..].lines().next().unwrap_or_default().trim();
        if !line.is_empty() {
            reason += &format!(" (in `{line}`)");
        }
        self.broken(at, reason)
    }
}

fn built_in_files() -> Vec<(PathBuf, String)> {
    BUILT_IN
        .iter()
        .map(|(name, text)| {
            (
                PathBuf::from(BUILT_IN_FOLDER).join(name),
                (*text).to_string(),
            )
        })
        .collect()
}

/// Every pattern of every entry, with what the entry stands for.
fn entries<'a, T: Copy>(
    entries: impl Iterator<Item = (T, &'a Vec<String>)>,
    pattern: impl Fn(&String) -> Result<Pattern, GrammarError>,
) -> Result<Vec<(T, Pattern)>, GrammarError> {
    entries
        .flat_map(|(value, sources)| sources.iter().map(move |source| (value, source)))
        .map(|(value, source)| Ok((value, pattern(source)?)))
        .collect()
}

/// The examples of zones and columns, for the test that holds each to its own entry.
#[cfg(test)]
#[derive(Debug, Clone)]
struct Examples {
    zones: Vec<(Zone, Vec<String>)>,
    columns: Vec<(ColumnRole, Vec<String>)>,
    report_columns: Vec<(ReportColumn, Vec<String>)>,
    report_headings: Vec<(ReportHeading, Vec<String>)>,
}

#[cfg(test)]
impl Examples {
    fn of(file: &File) -> Self {
        Self {
            zones: file
                .zone
                .iter()
                .map(Spanned::get_ref)
                .map(|entry| (entry.name, entry.examples.clone()))
                .collect(),
            columns: file
                .column
                .iter()
                .map(Spanned::get_ref)
                .map(|entry| (entry.role, entry.examples.clone()))
                .collect(),
            report_columns: file
                .report_column
                .iter()
                .map(Spanned::get_ref)
                .map(|entry| (entry.role, entry.examples.clone()))
                .collect(),
            report_headings: file
                .report_heading
                .iter()
                .map(Spanned::get_ref)
                .map(|entry| (entry.role, entry.examples.clone()))
                .collect(),
        }
    }
}

/// Holds every entry of a file to its own examples: data that does not do what it says is an error
/// where it is written, not a letter misread later.
fn check_entries(written: &Written, file: &File) -> Result<(), GrammarError> {
    for entry in &file.document {
        let one = entry.get_ref();
        let what = "[[document]]";
        check_patterns(written, &entry.span(), what, &one.titles, &one.examples)?;
    }
    for entry in &file.zone {
        let one = entry.get_ref();
        let what = format!("[[zone]] {}", as_written(one.name));
        check_patterns(written, &entry.span(), &what, &one.headings, &one.examples)?;
    }
    for entry in &file.column {
        let one = entry.get_ref();
        let what = format!("[[column]] {}", as_written(one.role));
        check_patterns(written, &entry.span(), &what, &one.titles, &one.examples)?;
    }
    for entry in &file.money {
        let one = entry.get_ref();
        let what = format!("[[money]] {}", as_written(one.role));
        check_patterns(written, &entry.span(), &what, &one.patterns, &one.examples)?;
    }
    for entry in &file.report_column {
        let one = entry.get_ref();
        let what = format!("[[report_column]] {}", as_written(one.role));
        check_patterns(written, &entry.span(), &what, &one.titles, &one.examples)?;
    }
    for entry in &file.report_heading {
        let one = entry.get_ref();
        let what = format!("[[report_heading]] {}", as_written(one.role));
        check_patterns(written, &entry.span(), &what, &one.headings, &one.examples)?;
    }
    for entry in &file.words {
        let one = entry.get_ref();
        let what = format!("[[words]] {}", as_written(one.role));
        check_words(written, &entry.span(), &what, one)?;
    }
    for entry in &file.cue {
        let one = entry.get_ref();
        let what = format!("[[cue]] {}", as_written(one.role));
        check_words(written, &entry.span(), &what, one)?;
    }
    for entry in &file.expression {
        check_expression(entry.get_ref())
            .map_err(|(words, reason)| written.wrong(&entry.span(), &words, reason))?;
    }
    file.requests
        .check()
        .map_err(|reason| written.broken(0, reason))?;
    for entry in &file.identifier {
        check_template(written, &entry.span(), entry.get_ref(), &file.regions)?;
    }
    for entry in &file.organisation {
        let one = entry.get_ref();
        for example in &one.examples {
            let named = std::iter::once(&one.name)
                .chain(&one.abbreviations)
                .any(|name| example.contains(name.as_str()));
            if !named {
                let reason = format!(
                    "[[organisation]] {}: neither the name nor a short name stands in the example «{example}»",
                    one.name
                );
                return Err(written.wrong(&entry.span(), example, reason));
            }
        }
    }
    Ok(())
}

/// Each example is taken whole by one of the patterns.
fn check_patterns(
    written: &Written,
    span: &Range<usize>,
    what: &str,
    sources: &[String],
    examples: &[String],
) -> Result<(), GrammarError> {
    let mut patterns = Vec::new();
    for source in sources {
        patterns.push(
            Pattern::new(source)
                .map_err(|reason| written.wrong(span, source, format!("{what}: {reason}")))?,
        );
    }
    for example in examples {
        let words = super::heading_words(example);
        if !patterns
            .iter()
            .any(|pattern| pattern.matches(words).is_some())
        {
            let reason =
                format!("{what}: the example «{example}» is matched by none of its patterns");
            return Err(written.wrong(span, example, reason));
        }
    }
    Ok(())
}

/// Each example holds one of the words, and no refusal any.
fn check_words<R: Copy + PartialEq>(
    written: &Written,
    span: &Range<usize>,
    what: &str,
    list: &WordList<R>,
) -> Result<(), GrammarError> {
    let phrases = Phrases::new([list])
        .map_err(|reason| written.wrong(span, "", format!("{what}: {reason}")))?;
    for example in &list.examples {
        if phrases.find(example).is_empty() {
            let reason = format!("{what}: the example «{example}» holds none of its words");
            return Err(written.wrong(span, example, reason));
        }
    }
    for refusal in &list.refusals {
        if !phrases.find(refusal).is_empty() {
            let reason = format!("{what}: a word of the list is found in the refusal «{refusal}»");
            return Err(written.wrong(span, refusal, reason));
        }
    }
    Ok(())
}

/// Each example is read whole by the template.
fn check_template(
    written: &Written,
    span: &Range<usize>,
    entry: &TemplateEntry,
    regions: &[String],
) -> Result<(), GrammarError> {
    let templates = Templates::new(vec![entry.clone()], regions.to_vec(), Vec::new())
        .map_err(|error| written.wrong(span, &entry.template, format!("[[identifier]] {error}")))?;
    // The regions may stand in another file.
    if entry.template.contains("{region}") {
        return Ok(());
    }
    for example in &entry.examples {
        let whole = super::identifier::identifier_at(example, &templates)
            .is_ok_and(|(rest, _)| rest.is_empty());
        if !whole {
            let reason = format!(
                "[[identifier]] {}: the example «{example}» is not read whole by the template",
                entry.template
            );
            return Err(written.wrong(span, example, reason));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<Grammar, GrammarError> {
        let mut files = vec![(PathBuf::from("own.toml"), text.to_string())];
        files.extend(built_in_files());
        Grammar::from_files(files)
    }

    #[test]
    fn every_example_goes_to_its_own_entry() {
        let grammar = Grammar::built_in();
        for form in &grammar.documents {
            for example in &form.examples {
                let (found, _) = grammar.title(example).expect("a form");
                assert_eq!(
                    (found.kind, found.relation),
                    (form.kind, form.relation),
                    "{example}"
                );
            }
        }
        for (zone, examples) in &grammar.examples.zones {
            for example in examples {
                assert_eq!(
                    grammar.zone(super::super::heading_words(example)),
                    Some(*zone),
                    "{example}"
                );
            }
        }
        for (role, examples) in &grammar.examples.columns {
            for example in examples {
                assert_eq!(grammar.column(example), Some(*role), "{example}");
            }
        }
        for (role, examples) in &grammar.examples.report_columns {
            for example in examples {
                assert_eq!(grammar.report_column(example), Some(*role), "{example}");
            }
        }
        for (role, examples) in &grammar.examples.report_headings {
            for example in examples {
                assert_eq!(grammar.report_heading(example), Some(*role), "{example}");
            }
        }
    }

    #[test]
    fn a_broken_file_is_named_with_its_place() {
        let error = with("[[zone]]\nname = \"assignments\"\nheadings = 3\n")
            .expect_err("broken")
            .to_string();
        assert!(error.starts_with("own.toml:3: "), "{error}");
        assert!(error.contains("a list in brackets"), "{error}");
        let error = with("[[zones]]\nname = \"x\"\n")
            .expect_err("unknown table")
            .to_string();
        assert!(error.starts_with("own.toml:1: "), "{error}");
        assert!(
            error.contains("unknown key or kind of entry `zones`"),
            "{error}"
        );
    }

    /// What is wrong with an entry is said at its line, and in the words of the file.
    #[test]
    fn an_entry_that_does_not_do_what_it_says_is_told_by_line() {
        let zone = "# ours\n\n[[zone]]\nname = \"new_assignments\"\n";
        let words = "[[words]]\nrole = \"deadline_label\"\nwords = [\"Leveres\"]\n";
        for (text, place, says) in [
            (
                format!("{zone}headings = [\n  \"Ærend\",\n]\nexamples = [\"Oppgåver\"]\n"),
                "own.toml:8: ",
                "[[zone]] new_assignments: the example «Oppgåver»",
            ),
            (
                format!("{zone}headings = [\n  \"Ærend\",\n  \"Del {{x}}\",\n]\nexamples = []\n"),
                "own.toml:7: ",
                "«Del {x}»",
            ),
            (
                format!("{words}examples = [\"Frist: 1. juni\"]\n"),
                "own.toml:4: ",
                "[[words]] deadline_label: the example «Frist: 1. juni» holds none",
            ),
            (
                format!("{words}examples = []\nrefusals = [\"Leveres nå\"]\n"),
                "own.toml:5: ",
                "the refusal «Leveres nå»",
            ),
            (
                "[[words]]\nrole = \"frist\"\nwords = [\"x\"]\nexamples = []\n".to_string(),
                "own.toml:2: ",
                "unknown name `frist`",
            ),
            (
                "[[words]]\nrole = \"plan\"\nwords = [\"\"]\nexamples = []\n".to_string(),
                "own.toml:3: ",
                "empty",
            ),
            (
                "\n[[identifier]]\ntemplate = \"B {m}\"\nexamples = []\n".to_string(),
                "own.toml:3: ",
                "{m} is not one of",
            ),
            (
                "[[organisation]]\nname = \"Fyrtilsynet\"\nexamples = [\"Tilsynet\"]\n".to_string(),
                "own.toml:3: ",
                "«Tilsynet»",
            ),
            (
                "[[zone]]\nname = \"goals\"\nheadings = []\n".to_string(),
                "own.toml:1: ",
                "lacks the key `examples`",
            ),
            (
                "zone = 3\n".to_string(),
                "own.toml:1: ",
                "a list in brackets",
            ),
            (
                "zone = [3]\n".to_string(),
                "own.toml:1: ",
                "expected an entry",
            ),
            ("[broken\n".to_string(), "own.toml:1: ", "in `[broken`"),
        ] {
            let error = with(&text).expect_err(&text).to_string();
            assert!(error.starts_with(place), "{place}{says}: {error}");
            assert!(error.contains(says), "{says}: {error}");
        }
    }

    #[test]
    fn titles_of_values_say_of_when_they_are() {
        let grammar = Grammar::built_in();
        for (title, role) in [
            ("Krav fra 2026", Some(ColumnRole::Target)),
            ("Nivå ved utgangen av 2027", Some(ColumnRole::Target)),
            ("Forventet resultat i 2026", Some(ColumnRole::Target)),
            ("Status per 2025", Some(ColumnRole::Comment)),
            ("Nivå i dag", Some(ColumnRole::Comment)),
            ("Nivå på kaiene", None),
            ("Kart fra 2026", None),
        ] {
            assert_eq!(grammar.column(title), role, "{title}");
        }
    }

    #[test]
    fn a_users_entry_comes_before_the_built_in_ones() {
        let grammar = with(
            "[[zone]]\nname = \"priorities\"\nheadings = [\"Oppdrag\"]\nexamples = [\"Oppdrag\"]\n",
        )
        .expect("grammar");
        assert_eq!(grammar.zone("Oppdrag"), Some(Zone::Priorities));
    }
}
