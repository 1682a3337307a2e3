//! The grammar files: built in, and laid over by a folder of the user's own.
//!
//! Every file may hold any of the tables below; the entries of all files are put together, those of
//! the user's folder first, so that they are tried before the ones that are compiled in.

use super::{
    date::Calendar,
    identifier::{TemplateEntry, Templates, identifier_at},
    marker::{self, Marker},
    money::{Money, MoneyEntry},
    pattern::{Captures, Pattern, Patterns},
    phrases::{Hit, Phrases, Role, WordList},
};
use crate::model::{DocumentKind, Relation};
use serde::Deserialize;
use std::{
    fmt,
    path::{Path, PathBuf},
};
use thiserror::Error;

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
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
    /// Kap.
    Chapter,
    /// Post.
    Post,
    /// Beløp.
    Amount,
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
    /// Texts in which one of its names is found.
    pub examples: Vec<String>,
}

/// One file, as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    document: Vec<DocumentEntry>,
    #[serde(default)]
    zone: Vec<ZoneEntry>,
    #[serde(default)]
    column: Vec<ColumnEntry>,
    #[serde(default)]
    organisation: Vec<Organisation>,
    #[serde(default)]
    identifier: Vec<TemplateEntry>,
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    not_letters: Vec<String>,
    #[serde(default)]
    words: Vec<WordList>,
    #[serde(default)]
    money: Vec<MoneyEntry>,
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

/// All that the grammar files say.
#[derive(Debug, Clone)]
pub struct Grammar {
    documents: Vec<DocumentForm>,
    /// Titles, each with the place of its form in `documents`.
    titles: Patterns<usize>,
    zones: Patterns<Zone>,
    columns: Patterns<ColumnRole>,
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
    /// The file is no TOML, or an entry is not one that is known. `reason` names line and column.
    #[error("{path}: {reason}\nhint: grammars/README.md shows every kind of entry", path = path.display())]
    Broken {
        /// Which.
        path: PathBuf,
        /// What is wrong, and where.
        reason: String,
    },
}

/// What stands for the folder of the files that are compiled in; no user folder is called so.
const BUILT_IN_FOLDER: &str = "(built in)";

/// The files that are compiled in.
const BUILT_IN: [(&str, &str); 7] = [
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
    ("money.toml", include_str!("../../grammars/money.toml")),
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
        files.extend(built_in_files());
        Self::from_files(files)
    }

    /// A grammar from file names and texts, the first ones over the later ones.
    pub(crate) fn from_files(files: Vec<(PathBuf, String)>) -> Result<Self, GrammarError> {
        let mut all = File::default();
        for (path, text) in &files {
            let file: File =
                toml::from_str(text).map_err(|error| broken(path, &error.to_string()))?;
            // The examples of the files that are compiled in are held by a test.
            if !path.starts_with(BUILT_IN_FOLDER) || cfg!(test) {
                check_examples(path, &file)?;
            }
            all.document.extend(file.document);
            all.zone.extend(file.zone);
            all.column.extend(file.column);
            all.organisation.extend(file.organisation);
            all.identifier.extend(file.identifier);
            all.regions.extend(file.regions);
            all.not_letters.extend(file.not_letters);
            all.words.extend(file.words);
            all.money.extend(file.money);
        }
        let path = files
            .first()
            .map(|(path, _)| path.clone())
            .unwrap_or_default();
        let fail = |reason: String| broken(&path, &reason);
        let pattern = |source: &String| Pattern::new(source).map_err(fail);
        let regions = all
            .organisation
            .iter()
            .filter(|organisation| organisation.region);
        let mut regions: Vec<String> = regions
            .flat_map(|organisation| organisation.abbreviations.clone())
            .collect();
        regions.append(&mut all.regions);
        regions.sort();
        regions.dedup();
        let templates = Templates::new(
            std::mem::take(&mut all.identifier),
            regions,
            std::mem::take(&mut all.not_letters),
        )
        .map_err(|error| fail(error.to_string()))?;
        Ok(Self {
            titles: Patterns::new(entries(
                all.document
                    .iter()
                    .enumerate()
                    .map(|(place, entry)| (place, &entry.titles)),
                pattern,
            )?),
            zones: Patterns::new(entries(
                all.zone.iter().map(|entry| (entry.name, &entry.headings)),
                pattern,
            )?),
            columns: Patterns::new(entries(
                all.column.iter().map(|entry| (entry.role, &entry.titles)),
                pattern,
            )?),
            #[cfg(test)]
            examples: Examples::of(&all),
            documents: all
                .document
                .iter()
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
            phrases: Phrases::new(&all.words).map_err(fail)?,
            money: Money::new(&all.money).map_err(fail)?,
            words: all.words,
            organisations: all.organisation,
            templates,
            calendar: Calendar::built_in(),
        })
    }

    /// The form that a title announces, and the year and number in it.
    pub fn title(&self, text: &str) -> Option<(&DocumentForm, Captures)> {
        let (&place, captures) = self.titles.find(text)?;
        Some((&self.documents[place], captures))
    }

    /// The forms whose own words stand in a running text (lower case), with how many do.
    pub fn speaking(&self, lower: &str) -> Vec<(&DocumentForm, usize)> {
        self.documents
            .iter()
            .map(|form| {
                let count = form
                    .phrases
                    .iter()
                    .map(|phrase| lower.matches(phrase.as_str()).count())
                    .sum();
                (form, count)
            })
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// The zone that a heading (its number left out) opens.
    pub fn zone(&self, heading: &str) -> Option<Zone> {
        self.zones.find(heading).map(|(zone, _)| *zone)
    }

    /// The role of a column with this title.
    pub fn column(&self, title: &str) -> Option<ColumnRole> {
        self.columns.find(title).map(|(role, _)| *role)
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

    /// Every word with a role in `text`, by place.
    pub fn words(&self, text: &str) -> Vec<Hit> {
        self.phrases.find(text)
    }

    /// Whether a word of this role stands in `text`.
    pub fn has(&self, text: &str, role: Role) -> bool {
        self.words(text).iter().any(|hit| hit.role == role)
    }

    /// The identifier that heads an assignment at the start of a line, and how many bytes it takes.
    ///
    /// `Oppdrag 1: Plan` is one only here, before a colon or a dash: elsewhere «oppdrag 1» is prose.
    pub fn head_identifier(&self, line: &str) -> Option<(String, usize)> {
        if let Ok((rest, identifier)) = identifier_at(line, &self.templates) {
            return Some((identifier.number, line.len() - rest.len()));
        }
        if !line.starts_with(char::is_uppercase) {
            return None;
        }
        let head: String = line.chars().take(40).collect();
        let hits = self.words(&head);
        let word = hits
            .iter()
            .filter(|hit| hit.role == Role::AssignmentWord && hit.range.start == 0)
            .max_by_key(|hit| hit.range.end)?;
        let after = line[word.range.end..].trim_start();
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let title = after[digits..].trim_start();
        let marked = title.starts_with([':', '–', '-', '—']) && !after[digits..].starts_with('-');
        let end = line.len() - after.len() + digits;
        ((1..=3).contains(&digits) && marked).then(|| {
            (
                line[..end].split_whitespace().collect::<Vec<_>>().join(" "),
                end,
            )
        })
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

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
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

fn broken(path: &Path, reason: &str) -> GrammarError {
    GrammarError::Broken {
        path: path.to_path_buf(),
        reason: reason.trim_end().to_string(),
    }
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
}

#[cfg(test)]
impl Examples {
    fn of(file: &File) -> Self {
        Self {
            zones: file
                .zone
                .iter()
                .map(|entry| (entry.name, entry.examples.clone()))
                .collect(),
            columns: file
                .column
                .iter()
                .map(|entry| (entry.role, entry.examples.clone()))
                .collect(),
        }
    }
}

/// Holds every entry of a file to its own examples: data that does not do what it says is an error
/// where it is written, not a letter misread later.
fn check_examples(path: &Path, file: &File) -> Result<(), GrammarError> {
    let any = |patterns: &[String], example: &str| -> Result<bool, GrammarError> {
        let example = super::heading_words(example);
        for source in patterns {
            let pattern = Pattern::new(source).map_err(|reason| broken(path, &reason))?;
            if pattern.matches(example).is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    };
    let none = |what: &str, example: &str| {
        broken(
            path,
            &format!("{what}: the example «{example}» is matched by none of its patterns"),
        )
    };
    for entry in &file.document {
        for example in &entry.examples {
            if !any(&entry.titles, example)? {
                return Err(none("[[document]]", example));
            }
        }
    }
    for entry in &file.zone {
        for example in &entry.examples {
            if !any(&entry.headings, example)? {
                return Err(none(&format!("[[zone]] {}", entry.name), example));
            }
        }
    }
    for entry in &file.column {
        for example in &entry.examples {
            if !any(&entry.titles, example)? {
                return Err(none("[[column]]", example));
            }
        }
    }
    for entry in &file.money {
        let own =
            Money::new(std::slice::from_ref(entry)).map_err(|reason| broken(path, &reason))?;
        for example in &entry.examples {
            if own.find(example, entry.role).is_none() {
                return Err(none(&format!("[[money]] {:?}", entry.role), example));
            }
        }
    }
    for entry in &file.words {
        let phrases = Phrases::new([entry]).map_err(|reason| broken(path, &reason))?;
        for example in &entry.examples {
            if phrases.find(example).is_empty() {
                return Err(none(&format!("[[words]] {:?}", entry.role), example));
            }
        }
        if let Some(refusal) = entry
            .refusals
            .iter()
            .find(|refusal| !phrases.find(refusal).is_empty())
        {
            let reason = format!(
                "[[words]] {:?}: a word of the list is found in the refusal «{refusal}»",
                entry.role
            );
            return Err(broken(path, &reason));
        }
    }
    for entry in &file.identifier {
        let templates = Templates::new(vec![entry.clone()], file.regions.clone(), Vec::new())
            .map_err(|error| broken(path, &error.to_string()))?;
        for example in entry
            .examples
            .iter()
            .filter(|_| !entry.template.contains("{region}"))
        {
            if !super::identifier::identifier_at(example, &templates)
                .is_ok_and(|(rest, _)| rest.is_empty())
            {
                return Err(none(&format!("[[identifier]] {}", entry.template), example));
            }
        }
    }
    for entry in &file.organisation {
        for example in &entry.examples {
            let named = std::iter::once(&entry.name)
                .chain(&entry.abbreviations)
                .any(|name| example.contains(name.as_str()));
            if !named {
                return Err(none(&format!("[[organisation]] {}", entry.name), example));
            }
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
    }

    #[test]
    fn a_broken_file_is_named_with_its_place() {
        let error = with("[[zone]]\nname = \"assignments\"\nheadings = 3\n")
            .expect_err("broken")
            .to_string();
        assert!(
            error.contains("own.toml") && error.contains("line 3"),
            "{error}"
        );
        let error = with("[[zones]]\nname = \"x\"\n")
            .expect_err("unknown table")
            .to_string();
        assert!(
            error.contains("own.toml") && error.contains("zones"),
            "{error}"
        );
        let error = with(
            "[[zone]]\nname = \"assignments\"\nheadings = [\"Ærend\"]\nexamples = [\"Oppgåver\"]\n",
        )
        .expect_err("example")
        .to_string();
        assert!(error.contains("Oppgåver"), "{error}");
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
