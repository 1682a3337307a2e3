//! Words with a role: «innen» sets a limit, «Frist» labels a deadline, «tas sikte på» is an aim.
//!
//! All word lists of the grammar are looked for at once; a hit is a whole word or phrase. A `*` at
//! the start or end of a phrase lets the word go on there: `*rapport` finds «Sluttrapport».

use super::lexeme::lower_in_place;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use serde::Deserialize;
use std::{collections::HashSet, ops::Range};

/// What a word does in such a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Labels a deadline: «Frist», «Leveringsfrist».
    DeadlineLabel,
    /// Before the bare number of an assignment: «Oppdrag 1:».
    AssignmentWord,
    /// The agency by its kind, or the ministry that asks, where a sentence opens: «Etaten», «Vi».
    Subject,
    /// Points elsewhere, and says nothing of its own: «jf.».
    Compares,
    /// Labels a goal, before its number or a colon: «Delmål».
    GoalLabel,
    /// Labels a wider goal: «Samfunnsmål».
    SectorGoalLabel,
    /// Labels one measure on a line of its own: «Styringsparameter».
    MeasureLabel,
    /// Opens a caption, before its number: «Tabell».
    Caption,
    /// «Antall», at the start of a measure or of the title of its targets.
    Counts,
    /// «Økning», at the start of a target's cell.
    Rises,
    /// «Nedgang», at the start of a target's cell.
    Falls,
    /// Leads from a change to what it is held against: «sammenlignet med».
    Against,
    /// Names steering parameters: «styringsparametere».
    SteeringParameters,
    /// Names indicators: «indikatorar».
    Indicators,
    /// Says that what follows measures the goals: «Måloppnåelsen vurderes».
    MeasuredBy,
    /// Begins one that says what all goals are: «Målene for».
    GoalsOf,
    /// Heads what goes on with the assignment above it: «Konkretisering av oppdraget».
    OfTheAssignment,
    /// Begins a sentence that says a goal: «Hovedmålet».
    GoalSentence,
    /// Begins one that says the next of several: «Det andre».
    GoalOrdinal,
    /// Leads to a goal's words in such a sentence: «er at».
    GoalContent,
    /// Ends the first word of a sentence that says how a measure is to be: «Svartiden».
    MeasureNouns,
    /// Leads to the list that a sentence announces: «disse».
    These,
    /// Labels a target behind the words of its measure: «Krav».
    TargetLabel,
    /// Labels a result beside a target: «Resultat».
    ResultLabel,
    /// A verb by which a heading says how things are to be, and names no subject: «er», «skal».
    StateVerb,
    /// Stands between what a column holds and its year: «fra», «ved utgangen av».
    TimeLink,
    /// A share, at the start of a measure: «Andel».
    Shares,
    /// What a sentence says of the table that it opens: «viser».
    Shows,
    /// Begins the title of a letter that gives one assignment: «Oppdrag om».
    AssignmentLetter,
    /// Puts something first: «prioritere», «legge særlig vekt på».
    Priority,
    /// Sets a limit before a time: «innen», «senest».
    Before,
    /// Inside an interval: «i løpet av».
    Within,
    /// A start: «fra og med».
    From,
    /// A state at a time: «per».
    AsOf,
    /// To be agreed: «settes i dialog».
    ToBeAgreed,
    /// Tentative: «tentativ».
    Tentative,
    /// Comes again: «årlig».
    Recurrence,
    /// Without end: «løpende».
    Ongoing,
    /// An aim: «tas sikte på».
    Aim,
    /// A thing done: «ble levert», «mottatt».
    Past,
    /// A duty: «skal», «bes om».
    Duty,
    /// Reporting: «rapport», «status».
    Reporting,
    /// A start of something: «iverksette».
    Starting,
    /// A meeting: «møte».
    Meeting,
    /// Parliament's own decision: «Stortinget ber regjeringen».
    Parliament,
    /// Before the department's mark: «Avd. HOD:».
    Department,
    /// The same before the ministry's abbreviation: «Ansvarlig i KFD: HAV».
    DepartmentIn,
    /// Before the leader's name: «under ledelse av».
    LeadBefore,
    /// After the leader's name: «har en lederrolle».
    LeadAfter,
    /// After the leader's name in a clause about the work: «arbeidet, som Helse Vest RHF leder».
    Leads,
    /// What one who does not lead does: «delta i».
    TakesPart,
    /// Joins two words of a name: «og» in «Direktoratet for havner og fyr».
    JoinsNames,
    /// A name that goes on in small letters: «Vestland fylkeskommune».
    SmallName,
    /// What is led where the assignment's own work is: «arbeidet».
    Led,
    /// Exempt from publication: «unntatt offentlighet».
    Withheld,
    /// Behind a title, in brackets: the assignment is new. «nytt»
    MarkedNew,
    /// Behind a title, in brackets: the assignment is changed. «endret»
    MarkedChanged,
    /// Behind a title, in brackets: the assignment is printed again. «videreført»
    MarkedAgain,
    /// A word that points at a part of what is asked: «bokstav», «punkt».
    PartWord,
    /// Withdraws an assignment: «utgår».
    Withdrawn,
    /// Goes on from earlier years: «videreføres».
    Continued,
    /// Makes something public: «publiseres».
    Published,
    /// Says that it does not: «ikke».
    Not,
    /// Names assignments, in running text: «oppdrag», «bestillingen».
    EarlierAssignment,
    /// Says that they are of an earlier year, without its number: «i fjor».
    EarlierYear,
    /// Begins a sentence about the assignment of the one before it: «Oppdraget».
    GoesBack,
    /// Says which earlier assignment goes on in this one: «Videreføring av».
    Continues,
    /// Begins the body of an assignment: «Det vises til».
    Opening,
    /// Introduces main goals: «følgende hovedmål».
    MainGoals,
    /// Introduces quoted wider goals: «overordnede målene for».
    SectorGoals,
    /// An annual report: «årsrapport».
    AnnualReport,
    /// A report each third of the year: «tertial».
    TertialReport,
    /// A plan.
    Plan,
    /// What a document of a sort is called in its title: «Oppdragsbrev».
    Form,
    /// Labels a line of an address block or letter head: «Vår ref».
    LetterHead,
    /// Says that a letter is one between two: «Vår ref», «Deres dato».
    Reference,
    /// Before the sender of a message: «Fra:».
    SenderLabel,
    /// Before whom it is to: «Til», «Mottaker:».
    RecipientLabel,
    /// Before what it is about: «Emne:», «Sak:».
    SubjectLabel,
    /// Before the day on which it was sent or settled: «Sendt:», «Fastsatt».
    SentLabel,
    /// In the place of an address, where a letter goes to many: «Ifølge liste».
    ToMany,
    /// Heads the list of those whom a letter to many is to: «Adresseliste».
    RecipientList,
    /// By which a sender speaks of itself, after its name: «viser til», «ber».
    Speaks,
    /// Tells of another document, so that what it stands in is a sentence and no title: «viser til».
    Refers,
    /// Ends the name of a body of the state, or is part of it: «*tilsynet», «RHF».
    Body,
    /// Tells what kind of enterprise a body is, behind its name: «RHF», «SF».
    LegalForm,
    /// Is no name of a body but what it is called for short: «Direktoratet».
    GeneralBody,
    /// Ends the title of one who signs: «*direktør».
    Office,
    /// Stands below the names of those who sign: «Dokumentet er elektronisk signert».
    Signed,
    /// Ends the letter: «Med hilsen».
    Closing,
    /// Before the names of those who get a copy: «Kopi til».
    Copies,
    /// Before the list of attachments: «Vedlegg».
    Attachments,
    /// Words of nynorsk only.
    Nynorsk,
    /// Words of bokmål only.
    Bokmaal,
    /// A condition of the money: «forutsetter».
    Condition,
    /// A delivery asked for: «leveranse».
    Delivery,
    /// What a ministry says that it will do itself: «vil», «planlegges».
    Promise,
    /// Says that a time is planned: «tas sikte på», «etter planen».
    Planned,
    /// Says what is looked for, not what is promised: «ventes», «anslås».
    Expected,
    /// Names whose goal it is, where it is not the writer's: «FNs», «globale».
    OthersGoal,
    /// An occasion that stands for a time: «statsbudsjettet».
    Occasion,
    /// Before an occasion: «i forbindelse med».
    OccasionLead,
    /// Gives something from hand to hand, or tells of it: «gi», «oppdatere».
    HandsOver,
    /// Asked in what is told of a meeting: «ba om».
    AskedOf,
    /// What is agreed later, where no deadline is named: «Tidspunkt».
    TimeToAgree,
    /// Moves a deadline: «erstattes av».
    MovedTo,
    /// Points at a time that stands elsewhere: «Se teksten».
    RefersElsewhere,
    /// A field that says how something is reported: «Rapporteres:».
    ReportField,
    /// What is brought to an end or handed over: «foreligge», «legge frem».
    Completion,
    /// Begins an answer that several bodies give together: «Felles tekst».
    Joint,
}

/// A word list as a grammar file writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList<R = Role> {
    /// What the words do.
    pub role: R,
    /// The words and phrases.
    pub words: Vec<String>,
    /// Texts in which at least one of them is found.
    pub examples: Vec<String>,
    /// Texts in which none of them is found.
    #[serde(default)]
    pub refusals: Vec<String>,
}

/// A word found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<R = Role> {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What it does.
    pub role: R,
}

/// The first two bytes of a set of words, in lower case.
#[derive(Debug, Clone, Default)]
struct Starts(HashSet<[u8; 2]>);

impl Starts {
    fn of(text: &str) -> Option<[u8; 2]> {
        // 0x20 makes ASCII letters small and the second bytes of Æ, Ø and Å; what else it throws
        // together costs a vain search.
        let bytes = text.as_bytes();
        Some([bytes.first()? | 0x20, bytes.get(1).unwrap_or(&0) | 0x20])
    }
}

/// All word lists of one sort of role, ready to be looked for.
#[derive(Debug, Clone)]
pub struct Phrases<R = Role> {
    finder: AhoCorasick,
    known: Vec<(R, bool, bool)>,
    /// The length of the longest word, in bytes.
    longest: usize,
    /// How the words of each role begin.
    starts: Vec<(R, Starts)>,
}

impl<R: Copy + PartialEq> Phrases<R> {
    /// Compiles word lists.
    pub fn new<'a>(lists: impl IntoIterator<Item = &'a WordList<R>>) -> Result<Self, String>
    where
        R: 'a,
    {
        let mut words = Vec::new();
        let mut known = Vec::new();
        let mut starts: Vec<(R, Starts)> = Vec::new();
        for list in lists {
            for word in &list.words {
                let bare = word.trim_matches('*').to_lowercase();
                if bare.trim().is_empty() {
                    return Err("one of the words is empty".to_string());
                }
                let at = starts
                    .iter()
                    .position(|(role, _)| *role == list.role)
                    .unwrap_or_else(|| {
                        starts.push((list.role, Starts::default()));
                        starts.len() - 1
                    });
                starts[at].1.0.extend(Starts::of(&bare));
                words.push(bare);
                known.push((list.role, word.starts_with('*'), word.ends_with('*')));
            }
        }
        let finder = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            // Three times as fast; that pays for building it from the second letter on.
            .kind(Some(AhoCorasickKind::DFA))
            .build(&words)
            .map_err(|error| error.to_string())?;
        let longest = words.iter().map(String::len).max().unwrap_or(0);
        Ok(Self {
            finder,
            known,
            longest,
            starts,
        })
    }

    /// A quick *no* for most texts: whether one may begin with a word of a role.
    pub fn may_start(&self, text: &str, role: R) -> bool {
        self.starts.iter().any(|(own, starts)| {
            *own == role && Starts::of(text).is_some_and(|start| starts.0.contains(&start))
        })
    }

    /// The longest word of a role that `text` begins with.
    pub fn starts_with(&self, text: &str, role: R) -> Option<Hit<R>> {
        self.may_start(text, role)
            .then(|| self.at_start(text))?
            .into_iter()
            .find(|hit| hit.role == role)
    }

    /// The words at the head of `text`: all that [`Phrases::find`] finds there, looking no further.
    pub fn at_start(&self, text: &str) -> Vec<Hit<R>> {
        // One character more shows whether the longest word ends there.
        let mut until = text.len().min(self.longest + 1);
        while !text.is_char_boundary(until) {
            until += 1;
        }
        let mut hits = self.find(&text[..until]);
        hits.retain(|hit| hit.range.start == 0);
        hits
    }

    /// Every hit in `text`, by place. Hits may overlap; of one role, the longest at a place counts.
    pub fn find(&self, text: &str) -> Vec<Hit<R>> {
        let lower = lower_in_place(text);
        let mut hits: Vec<Hit<R>> = Vec::new();
        for found in self.finder.find_overlapping_iter(&lower) {
            let (role, open_left, open_right) = self.known[found.pattern().as_usize()];
            let starts = open_left || !lower[..found.start()].ends_with(char::is_alphanumeric);
            let ends = open_right
                || !lower[found.end()..].starts_with(char::is_alphanumeric)
                || !lower[..found.end()].ends_with(char::is_alphanumeric);
            if starts && ends {
                hits.push(Hit {
                    range: found.start()..found.end(),
                    role,
                });
            }
        }
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        let mut kept: Vec<Hit<R>> = Vec::with_capacity(hits.len());
        for hit in hits {
            let inside = kept.iter().rev().take(8).any(|other| {
                other.role == hit.role
                    && other.range.start <= hit.range.start
                    && hit.range.end <= other.range.end
            });
            if !inside {
                kept.push(hit);
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases() -> Phrases {
        let lists = [
            WordList {
                role: Role::Reporting,
                words: vec!["*rapport".into(), "status".into()],
                examples: vec![],
                refusals: vec![],
            },
            WordList {
                role: Role::Before,
                words: vec!["innen".into(), "innen utgangen av".into()],
                examples: vec![],
                refusals: vec![],
            },
        ];
        Phrases::new(&lists).expect("word lists")
    }

    #[test]
    fn whole_words_only() {
        let found: Vec<_> = phrases()
            .find(
                "Sluttrapport og Årsrapport innen utgangen av mai; rapportering, innenfor, STATUS",
            )
            .into_iter()
            .map(|hit| (hit.role, hit.range))
            .collect();
        assert_eq!(
            found,
            [
                (Role::Reporting, 5..12),
                (Role::Reporting, 20..27),
                (Role::Before, 28..45),
                (Role::Reporting, 75..81),
            ]
        );
    }
}
