//! The values of the contract in Norwegian, as tables show them. What is "other" is left empty: the
//! printed words stand beside it.

use crate::model::{
    Action, AppropriationLevel, AppropriationTable, AuthorisationKind, CarryOverEffect, Channel,
    CitationKind, Comparator, DeadlineKind, DeadlineStatus, DocumentKind, EarmarkKind, FigureRole,
    GoalKind, IndicatorKind, Language, Outcome, Precision, Relation, RequirementKind, ResultKind,
    Severity, Side, SignalKind, Unit,
};

/// A value's word.
pub trait Word {
    /// In Norwegian; empty for "other".
    fn word(self) -> &'static str;

    /// As it stands in running text: `fulgt opp`; "annet" for "other".
    fn in_text(self) -> String
    where
        Self: Sized,
    {
        let mut letters = self.word().chars();
        match letters.next() {
            Some(first) => first.to_lowercase().chain(letters).collect(),
            None => "annet".to_string(),
        }
    }
}

macro_rules! words {
    ($($of:ident { $($value:ident => $word:literal),* $(,)? })*) => {$(
        impl Word for $of {
            fn word(self) -> &'static str {
                match self { $(Self::$value => $word),* }
            }
        }
    )*};
}

words! {
    DocumentKind {
        CommissioningDocument => "Oppdragsdokument", AllocationLetter => "Tildelingsbrev",
        BudgetProposition => "Budsjettproposisjon", AnnualReport => "Årlig melding",
        MeetingProtocol => "Foretaksmøteprotokoll", Instruction => "Instruks", Letter => "Brev",
    }
    Relation { Original => "", Supplement => "Supplerende", Revision => "Revidert" }
    Language { Nb => "Bokmål", Nn => "Nynorsk" }
    Action { New => "Nytt", Clarified => "Presisert", Restated => "Gjentatt", Other => "" }
    DeadlineKind {
        Delivery => "Levering", Report => "Rapportering", Start => "Oppstart", Meeting => "Møte",
        Aim => "Mål eller sikte", Parliament => "Satt av Stortinget", Other => "",
    }
    DeadlineStatus {
        Fixed => "Fast", Tentative => "Tentativ", ToBeAgreed => "Avtales nærmere",
        Recurring => "Gjentas", Ongoing => "Løpende", Relative => "Regnes fra noe annet",
        Invalid => "Ingen dag i kalenderen", Other => "",
    }
    Precision {
        Day => "Dag", Week => "Uke", MonthThird => "Del av måned", Month => "Måned",
        Quarter => "Kvartal", Tertial => "Tertial", HalfYear => "Halvår", Season => "Årstid",
        Year => "År", None => "Ingen", Other => "",
    }
    GoalKind { Main => "Hovedmål", Sector => "Sektormål", Other => "" }
    IndicatorKind {
        QualitativeGoal => "Kvalitativt mål", Indicator => "Indikator",
        SteeringParameter => "Styringsparameter", KeyFigure => "Nøkkeltall", Other => "",
    }
    Comparator {
        Lt => "Under", Le => "Høyst", Eq => "Lik", Ge => "Minst", Gt => "Over",
        Increase => "Skal øke", Decrease => "Skal gå ned", Other => "",
    }
    Unit {
        Percent => "Prosent", Days => "Dager", Nok => "Kroner", Count => "Antall",
        Share => "Andel", Other => "",
    }
    RequirementKind {
        Priority => "Prioritering", CommonDirective => "Fellesføring",
        Reporting => "Rapportering", Condition => "Forutsetning", Other => "",
    }
    Channel {
        AnnualReport => "Årsrapport", TertialReport => "Tertialrapport", Plan => "Plan",
        Meeting => "Møte", Other => "",
    }
    Outcome {
        FollowedUp => "Fulgt opp", ReturnsToParliament => "Kommer tilbake til Stortinget",
        ProposedRepealed => "Foreslått opphevet", Other => "",
    }
    AppropriationLevel {
        Post => "Post", Chapter => "Kapittel", PostGroup => "Postgruppe",
        Category => "Kategori", Total => "Sum", Other => "",
    }
    Side { Expense => "Utgift", Income => "Inntekt", Other => "" }
    AppropriationTable {
        Chapter => "Kapitteltabell", Category => "Kategoritabell",
        Decision => "Forslag til vedtak", Allocation => "Tildeling", Change => "Endring",
        Text => "Løpende tekst", Other => "",
    }
    FigureRole {
        Accounts => "Regnskap", Budget => "Saldert budsjett", Proposal => "Forslag",
        Allocation => "Tildeling", Previous => "Tidligere tildeling", Change => "Endring",
        New => "Ny tildeling", Percent => "Prosent", Other => "",
    }
    EarmarkKind { Earmark => "Øremerket beløp", Rate => "Sats", Other => "" }
    AuthorisationKind {
        ExcessIncome => "Merinntekt", Ordering => "Bestilling", Commitment => "Tilsagn",
        Overspending => "Overskridelse", Delegation => "Delegering", Other => "",
    }
    ResultKind { Result => "Resultat", Target => "Mål", Change => "Endring", Other => "" }
    CarryOverEffect { Lapses => "Utgår", Continues => "Videreføres", Other => "" }
    CitationKind {
        Proposition => "Proposisjon", Recommendation => "Innstilling",
        WhitePaper => "Melding til Stortinget", ParliamentDocument => "Stortingsdokument",
        Nou => "NOU", Law => "Lov eller forskrift", Request => "Anmodningsvedtak",
        Assignment => "Oppdrag", Circular => "Rundskriv", Other => "",
    }
    Severity { Info => "Opplysning", Warning => "Advarsel", Error => "Feil" }
    SignalKind {
        Deadline => "Frist", Identifier => "Oppdragsnummer", Amount => "Beløp",
        Request => "Vedtak", Duty => "Plikt", Series => "Punkter", Table => "Tabell",
    }
}
