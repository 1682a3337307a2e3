//! The Norwegian words of tables for people: titles of columns and lists, and what the words of the
//! contract are called.

use crate::export::DocumentName;
pub(super) use crate::export::passed_over;
use crate::model::{DeadlineKind, DeadlineStatus, FigureRole, Relation, Severity};
use crate::store::{DocumentBrief, EventKind, RecordType, RequestState, Status};

/// Titles of columns.
pub(super) mod column {
    pub const AMOUNT: &str = "Beløp";
    pub const BODY: &str = "Ansvarlig";
    pub const CHECK: &str = crate::findings::TO_CHECK;
    pub const COLUMN: &str = "Kolonne";
    pub const COUNT: &str = "Antall";
    pub const DEPARTMENT: &str = "Avd.";
    pub const DOCUMENT: &str = "Dokument";
    pub const DUE: &str = "Frist";
    pub const GROUP: &str = "Gruppe";
    pub const HIT: &str = "Treff";
    pub const INCOME: &str = "Inntekt";
    pub const LIST: &str = "Liste";
    pub const NAME: &str = "Betegnelse";
    pub const NOTE: &str = "Merknad";
    pub const NUMBER: &str = "Nr.";
    pub const PAGE: &str = "Side";
    pub const PERCENT: &str = "Prosent";
    pub const POST: &str = "Post";
    pub const PRINTED: &str = "Trykt";
    pub const REFERENCE: &str = "Referanse";
    pub const ROLE: &str = "Gjelder";
    pub const SESSION: &str = "Sesjon";
    pub const STATE: &str = "Status";
    pub const TEXT: &str = "Tekst";
    pub const TITLE: &str = "Tittel";
    pub const TYPE: &str = "Type";
    pub const VALUE: &str = "Verdi";
    pub const WHAT: &str = "Hva";
    pub const YEAR: &str = "År";
}

/// What a document is called.
pub(super) fn document(brief: &DocumentBrief) -> String {
    DocumentName::called_by(
        brief.kind,
        brief.relation,
        brief.supplement,
        brief.year,
        brief.date.as_deref(),
    )
}

/// What a document is called, and whom it is to or of.
pub(super) fn document_of(brief: &DocumentBrief) -> String {
    let parties = brief.parties().join(", ");
    match (parties.is_empty(), brief.kind.is_letter()) {
        (true, _) => document(brief),
        (false, true) => format!("{} til {parties}", document(brief)),
        (false, false) => format!("{}, {parties}", document(brief)),
    }
}

pub(super) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Original => "årets dokument",
        Relation::Supplement => "supplerende",
        Relation::Revision => "revidert",
    }
}

pub(super) fn record(kind: RecordType) -> &'static str {
    match kind {
        RecordType::Document => "dokument",
        RecordType::Section => "avsnitt",
        RecordType::Goal => "mål",
        RecordType::Indicator => "styringsparameter",
        RecordType::Assignment => "oppdrag",
        RecordType::Withdrawal => "utgår",
        RecordType::CarryOver => "tidligere oppdrag",
        RecordType::Requirement => "krav",
        RecordType::Deadline => "frist",
        RecordType::Request => "anmodningsvedtak",
        RecordType::Appropriation => "bevilgning",
        RecordType::Authorisation => "fullmakt",
        RecordType::Report => "rapportering",
        RecordType::Table => "tabell",
        RecordType::Citation => "henvisning",
        RecordType::Link => "kobling",
    }
}

/// How a record stands.
pub(super) fn standing(one: Status) -> &'static str {
    match one {
        Status::New => "gitt",
        Status::Clarified => event(EventKind::Clarified),
        Status::Withdrawn => event(EventKind::Withdrawn),
        Status::Lapsed => "bortfalt",
        Status::Fixed => status(DeadlineStatus::Fixed),
        Status::Tentative => status(DeadlineStatus::Tentative),
        Status::ToBeAgreed => status(DeadlineStatus::ToBeAgreed),
        Status::Recurring => status(DeadlineStatus::Recurring),
        Status::Ongoing => status(DeadlineStatus::Ongoing),
        Status::Relative => status(DeadlineStatus::Relative),
        Status::Invalid => status(DeadlineStatus::Invalid),
        Status::Open => state(RequestState::Open),
        Status::Unclear => state(RequestState::Unclear),
        Status::Closed => state(RequestState::Closed),
        Status::Other => status(DeadlineStatus::Other),
    }
}

pub(super) fn event(what: EventKind) -> &'static str {
    match what {
        EventKind::Given => "gitt",
        EventKind::Clarified => "presisert",
        EventKind::Withdrawn => "utgår",
        EventKind::CarriedOn => "tidligere års oppdrag videreføres",
        EventKind::Lapsed => "tidligere års oppdrag utgår",
        EventKind::Printed => "trykt",
    }
}

pub(super) fn deadline_kind(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Delivery => "leveranse",
        DeadlineKind::Report => "rapport",
        DeadlineKind::Start => "oppstart",
        DeadlineKind::Meeting => "møte",
        DeadlineKind::Aim => "sikte på",
        DeadlineKind::Parliament => "Stortingets frist",
        DeadlineKind::Other => "annet",
    }
}

pub(super) fn status(status: DeadlineStatus) -> &'static str {
    match status {
        DeadlineStatus::Fixed => "fast",
        DeadlineStatus::Tentative => "tentativ",
        DeadlineStatus::ToBeAgreed => "avtales",
        DeadlineStatus::Recurring => "gjentas",
        DeadlineStatus::Ongoing => "løpende",
        DeadlineStatus::Relative => "regnes fra noe annet",
        DeadlineStatus::Invalid => "ingen dag i kalenderen",
        DeadlineStatus::Other => "annet",
    }
}

pub(super) fn state(state: RequestState) -> &'static str {
    match state {
        RequestState::Open => "åpent",
        RequestState::Unclear => "dokumentet sier det ikke",
        RequestState::Closed => "avsluttet",
    }
}

pub(super) fn role(role: FigureRole) -> &'static str {
    match role {
        FigureRole::Accounts => "Regnskap",
        FigureRole::Budget => "Saldert budsjett",
        FigureRole::Proposal => "Forslag",
        FigureRole::Allocation => "Tildeling",
        FigureRole::Previous => "Tidligere",
        FigureRole::Change => "Endring",
        FigureRole::New => "Ny",
        FigureRole::Percent => "Prosent",
        FigureRole::Other => "Annet",
    }
}

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "valg",
        Severity::Warning => "merknad",
        Severity::Error => "feil",
    }
}

/// Why two records are a pair, or what ties them.
pub(super) fn link(kind: &str, outgoing: bool) -> String {
    match (kind, outgoing) {
        ("continues", true) => "viderefører",
        ("continues", false) => "videreføres av",
        ("clarifies", true) => "presiserer",
        ("clarifies", false) => "presiseres av",
        ("withdraws", true) => "tar bort",
        ("withdraws", false) => "tas bort av",
        ("supplements", true) => "supplerer",
        ("supplements", false) => "suppleres av",
        ("carried_out_by", true) => "følges opp av",
        ("carried_out_by", false) => "følger opp",
        ("cites", true) => "viser til",
        ("cites", false) => "vises til av",
        ("report_of", true) => "svarer på",
        ("report_of", false) => "besvares av",
        (other, _) => other,
    }
    .to_string()
}

/// A page, where there is one.
pub(super) fn page(page: Option<&str>) -> String {
    page.unwrap_or_default().to_string()
}
