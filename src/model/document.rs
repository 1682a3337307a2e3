//! A document: one letter, proposition or report.

use super::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of a document.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Oppdragsdokument.
    CommissioningDocument,
    /// Tildelingsbrev.
    AllocationLetter,
    /// Prop. 1 S.
    BudgetProposition,
    /// Årlig melding, årsrapport.
    AnnualReport,
    /// Protokoll fra foretaksmøte.
    MeetingProtocol,
    /// Hovedinstruks, virksomhets- og økonomiinstruks.
    Instruction,
    /// A letter of no kind that is known, which asks.
    Letter,
}

impl DocumentKind {
    /// Whether it is a letter by which a ministry steers a body, or read as one.
    pub fn is_letter(self) -> bool {
        match self {
            Self::AllocationLetter
            | Self::CommissioningDocument
            | Self::MeetingProtocol
            | Self::Instruction
            | Self::Letter => true,
            Self::BudgetProposition | Self::AnnualReport => false,
        }
    }

    /// The name as the JSON spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CommissioningDocument => "commissioning_document",
            Self::AllocationLetter => "allocation_letter",
            Self::BudgetProposition => "budget_proposition",
            Self::AnnualReport => "annual_report",
            Self::MeetingProtocol => "meeting_protocol",
            Self::Instruction => "instruction",
            Self::Letter => "letter",
        }
    }
}

/// The written form of Norwegian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Bokmål.
    Nb,
    /// Nynorsk.
    Nn,
}

/// How a document stands to the year's letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The year's letter.
    Original,
    /// Supplerende tildelingsbrev, tilleggsdokument.
    Supplement,
    /// Revidert.
    Revision,
}

/// A person who signs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// The name, as printed.
    pub name: String,
    /// The title below it, as printed.
    pub title: Option<String>,
}

/// One letter, proposition or report and all that was read from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is called in a set, and no other document: kind, year, sender, recipient, number or date
    /// ("allocation_letter-2026-hod-helsedirektoratet-1"); where one of them is not known, the file's name.
    pub key: String,
    /// The kind.
    pub kind: DocumentKind,
    /// What its title calls it, as printed: "Oppdragsbrev", "Supplerende tildelingsbrev", "Disponeringsskriv";
    /// `null` where no title does. Letters of one kind have many names.
    pub form: Option<String>,
    /// The title, as printed.
    pub title: Option<String>,
    /// Bokmål or nynorsk.
    pub language: Language,
    /// The budget year that it is about.
    pub year: Option<i32>,
    /// Propositions: the parliamentary session, "2025–2026".
    pub session: Option<String>,
    /// A supplement's number.
    pub supplement: Option<u32>,
    /// How it stands to the year's letter.
    pub relation: Relation,
    /// Who sends it.
    pub issuers: Vec<String>,
    /// Whom it is sent to.
    pub recipients: Vec<String>,
    /// Its date, ISO 8601.
    pub date: Option<String>,
    /// The sender's reference (vår ref).
    pub reference: Option<String>,
    /// Who signed.
    pub signatories: Vec<Signatory>,
    /// Kopi til.
    pub copies_to: Vec<String>,
    /// Vedlegg.
    pub attachments: Vec<String>,
    /// The outline.
    pub sections: Vec<Section>,
    /// Goals.
    pub goals: Vec<Goal>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Assignments.
    pub assignments: Vec<Assignment>,
    /// Withdrawn assignments.
    pub withdrawals: Vec<Withdrawal>,
    /// Earlier years' assignments.
    pub carry_over: Vec<CarryOver>,
    /// Demands outside the assignments.
    pub requirements: Vec<Requirement>,
    /// Deadlines.
    pub deadlines: Vec<Deadline>,
    /// Parliamentary requests.
    pub requests: Vec<Request>,
    /// Money.
    pub appropriations: Vec<Appropriation>,
    /// Authorisations.
    pub authorisations: Vec<Authorisation>,
    /// Answers.
    pub reports: Vec<Report>,
    /// Other tables.
    pub tables: Vec<Table>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Links, where a set of documents is linked.
    pub links: Vec<Link>,
}

impl Document {
    /// Whom it is about: the recipients of a letter, the issuers of a report or a proposition.
    pub fn parties(&self) -> &[String] {
        if self.kind.is_letter() {
            &self.recipients
        } else {
            &self.issuers
        }
    }

    /// Gives it another key, also where its own links name it.
    pub fn rename(&mut self, key: String) {
        let before = std::mem::replace(&mut self.key, key);
        for link in &mut self.links {
            for end in [&mut link.from, &mut link.to] {
                if end.document == before {
                    end.document.clone_from(&self.key);
                }
            }
        }
    }

    /// The number of a proposition, as its title has it: `Prop. 118 S (2025–2026)`.
    pub fn proposition_number(&self) -> Option<u32> {
        let title = self.title.as_deref()?;
        let (_, rest) = title.split_once("Prop.")?;
        let number = rest
            .split(|c: char| !c.is_ascii_digit())
            .find(|word| !word.is_empty())?;
        number.parse().ok()
    }

    /// A document of `kind` with nothing in it.
    pub fn empty(kind: DocumentKind) -> Self {
        Self {
            key: String::new(),
            kind,
            form: None,
            title: None,
            language: Language::Nb,
            year: None,
            session: None,
            supplement: None,
            relation: Relation::Original,
            issuers: vec![],
            recipients: vec![],
            date: None,
            reference: None,
            signatories: vec![],
            copies_to: vec![],
            attachments: vec![],
            sections: vec![],
            goals: vec![],
            indicators: vec![],
            assignments: vec![],
            withdrawals: vec![],
            carry_over: vec![],
            requirements: vec![],
            deadlines: vec![],
            requests: vec![],
            appropriations: vec![],
            authorisations: vec![],
            reports: vec![],
            tables: vec![],
            citations: vec![],
            links: vec![],
        }
    }
}

/// A name as it may stand in a key: lower case letters, digits and hyphens.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'å' | 'á' | 'à' | 'ä' => "a",
            'ø' | 'ö' => "o",
            'æ' => "ae",
            'é' | 'è' => "e",
            c if c.is_ascii_alphanumeric() => {
                slug.push(c);
                continue;
            }
            _ => "-",
        };
        if plain != "-" || !slug.ends_with('-') {
            slug.push_str(plain);
        }
    }
    slug.trim_matches('-').to_string()
}
