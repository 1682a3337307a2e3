//! How a budget proposition words its money: sums, conditions, authorisations and the headings of its outline.

use super::pattern::{Captures, Pattern, Patterns};
use serde::Deserialize;

/// What a line of a proposition, or the words of a table's row, stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyRole {
    /// Heads a part: «Del II».
    Part,
    /// Heads a programme area: «Programområde 10».
    Area,
    /// Heads a programme category: «Programkategori 10.00».
    Category,
    /// Heads a chapter: «Kap. 701».
    Chapter,
    /// Heads a post: «Post 21».
    Post,
    /// Heads the account of a goal, before its colon: «Bærekraftsmål 3».
    Goal,
    /// Stands above a table: «Utgifter under programkategori 10.00 fordelt på kapitler».
    Caption,
    /// Sums a chapter: «Sum kap. 701».
    SumChapter,
    /// Sums a category: «Sum kategori 10.00».
    SumCategory,
    /// A grand total: «Sum departementets utgifter».
    SumTotal,
    /// A condition after a post's name: «kan overføres».
    Condition,
    /// «Utgifter:» of a decision.
    Expenses,
    /// «Inntekter:» of a decision.
    Income,
    /// Merinntektsfullmakt.
    ExcessIncome,
    /// Bestillingsfullmakt.
    Ordering,
    /// Tilsagnsfullmakt.
    Commitment,
    /// Overskridelse.
    Overspending,
    /// Delegering.
    Delegation,
    /// Oppheving av anmodningsvedtak.
    Repeal,
    /// Heads the proposed decision: «Forslag til vedtak».
    Decision,
    /// Stands before the amount that a text proposes: «Regjeringen foreslår å bevilge».
    Proposes,
    /// Stands before what figures rise by: «en økning på».
    Rise,
    /// Stands before what they fall by: «en reduksjon på».
    Cut,
    /// Names the budget that a change is measured against: «saldert budsjett».
    ThanBudget,
    /// Gives money to the reader of a letter: «tildeles».
    Allots,
    /// Sets money of a post aside: «settes av», «øremerket».
    SetsAside,
    /// Stands before an amount that has been named already: «For tildelingen på».
    Recalls,
    /// Says what the Storting has voted: «Stortinget har bevilget».
    VotedSentence,
    /// Says what a whole post is: «Det budsjetteres med».
    WholePost,
    /// Says what a post is that the sentence names: «Bevilgningen på kap. 701 post 21 er».
    WholeOfNamed,
    /// Adds to a post: «økes med».
    Raises,
    /// Takes from a post: «reduseres med».
    Lowers,
    /// Grants a new post in a revised budget: «bevilges med».
    GrantsAnew,
    /// Ends with a verb that raises, whatever words follow: «forhøyes», «settes opp».
    Rises,
    /// Ends with a verb that lowers: «settes ned».
    Falls,
    /// Moves money from one post to another: «omdisponeres».
    Moves,
    /// Opens a sentence about what the one before it named: «Økningen», «Den nye bevilgningen».
    Refers,
    /// A word, or two, that the name of a post does not go on with: «er», «til disposisjon».
    AfterName,
    /// Tells of another year than the letter's: «i fjor».
    Earlier,
    /// Tells of money that was used or given: «ble brukt».
    Spent,
    /// Gives now, whatever was given before: «skal», «tildeles».
    GivesNow,
    /// Says what a post is after a change: «skal være».
    Becomes,
    /// Heads the column of what is voted: «Bevilgning».
    Voted,
    /// Says what money is for: «Samlet tildeling til leirskoler».
    ForPurpose,
    /// Says whose money it is: «Samlet tildeling til direktoratet».
    ForBody,
    /// Stands before an amount that is part of the one before: «hvorav».
    PartOf,
    /// Opens a sentence about a part of what was named before: «Av dette».
    OfThis,
    /// Opens a sentence about a part of the post or its change: «Av bevilgningen», «Av økningen».
    OfPost,
    /// Goes on with the post of the sentence before: «I tillegg tildeles».
    Further,
    /// Stands before what is paid or expected, and allots nothing: «a-kontoutbetalingen».
    Estimate,
    /// Stands before the least amount: «minst».
    Least,
    /// Stands before the highest amount: «inntil».
    Most,
    /// Names a price or a rate: «enhetsprisen».
    Rate,
    /// Says that the list below is the whole of a post: «Det tildeles:».
    WholeList,
    /// Says that an amount is what the next ones add up to: «totalt».
    Subtotal,
    /// Speaks of when money is paid: «utbetales».
    Payment,
    /// Gives an authorisation: «gis fullmakt til».
    Authorises,
    /// Names a ceiling for orders or promises, without a verb that authorises: «Tilsagnsfullmakten på post 70 er».
    Ceiling,
    /// Tells of authorisations that others have: «gir Kongen fullmakt».
    Background,
    /// Sums a table: «Sum», «Totalt».
    SumRow,
    /// Opens a sentence about the post that its paragraph has named: «Bevilgningen».
    Subject,
    /// Opens a list of what the reader gets: «Tildelingen for 2026 består av:»
    GivesList,
    /// Gives several posts their amounts in one go: «henholdsvis».
    Respectively,
    /// Follows an amount that only keeps a post up, or tells why it moved: «i priskompensasjon».
    Adjusts,
    /// Names posts before their numbers: one word, «postene».
    PostWord,
    /// A preposition before what a post was: «fra».
    Was,
    /// A preposition before what it becomes, or what money is for: «til».
    Until,
    /// A preposition before what it rises or falls by: «med».
    By,
    /// A preposition before what it is held against: «mot».
    Against,
    /// A word that may stand between a preposition and its amount: «om», «lag», «netto».
    BeforeAmount,
    /// A word of the verbs between an amount and what it is for: «skal», «nyttes», «satt», «av».
    AsideVerb,
    /// One word that opens a part of the amount before it: «hvorav».
    PartWord,
    /// Joins what is said of one post to what is said of the next: «og», «mens».
    Joint,
}

/// An entry as a grammar file writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyEntry {
    /// What it stands for.
    pub role: MoneyRole,
    /// Patterns of the whole of a line's words.
    pub patterns: Vec<String>,
    /// Lines that go to this entry.
    pub examples: Vec<String>,
}

/// All entries, by role.
#[derive(Debug, Clone, Default)]
pub struct Money(Vec<(MoneyRole, Patterns<()>)>);

impl Money {
    /// Compiles the entries of all files, the first before the later ones.
    pub fn new(entries: &[MoneyEntry]) -> Result<Self, String> {
        let mut roles: Vec<(MoneyRole, Vec<((), Pattern)>)> = Vec::new();
        for entry in entries {
            let at = roles
                .iter()
                .position(|(role, _)| *role == entry.role)
                .unwrap_or_else(|| {
                    roles.push((entry.role, Vec::new()));
                    roles.len() - 1
                });
            for source in &entry.patterns {
                roles[at].1.push(((), Pattern::new(source)?));
            }
        }
        Ok(Self(
            roles
                .into_iter()
                .map(|(role, patterns)| (role, Patterns::new(patterns)))
                .collect(),
        ))
    }

    /// Whether words stand for `role`, and the number in them.
    pub fn find(&self, words: &str, role: MoneyRole) -> Option<Captures> {
        self.0
            .iter()
            .find(|(own, _)| *own == role)
            .and_then(|(_, patterns)| patterns.find(words))
            .map(|(_, captures)| captures)
    }

    /// The first of these roles that words stand for.
    pub fn first(&self, words: &str, roles: &[MoneyRole]) -> Option<MoneyRole> {
        roles
            .iter()
            .copied()
            .find(|role| self.find(words, *role).is_some())
    }
}
