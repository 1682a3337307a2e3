//! The words by which deadlines are told, where the kind of word alone is not enough to go by: the verbs
//! after which a time is that of the act, the nouns that have a date of their own.
//!
//! They stand in `grammars/deadlines.toml`, one list a notion, with examples that a test holds them to.
//! Words that are looked for as whole words anywhere in a text stand in `grammars/words.toml`.

use serde::Deserialize;

/// The lists that are compiled in.
pub(in crate::grammar) const TERMS: &str = include_str!("../../../grammars/deadlines.toml");

/// One list of words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<String>,
}

impl List {
    /// Each of them, in order.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether a word, in lower case, is one of them.
    pub fn is(&self, word: &str) -> bool {
        self.words.iter().any(|one| one == word)
    }

    /// Whether a text in lower case begins with one of them.
    pub fn begin(&self, text: &str) -> bool {
        self.words.iter().any(|one| text.starts_with(one.as_str()))
    }

    /// Whether a text in lower case ends with one of them.
    pub fn end(&self, text: &str) -> bool {
        self.ending(text).is_some()
    }

    /// The one of them that a text in lower case ends with.
    pub fn ending(&self, text: &str) -> Option<&str> {
        let mut words = self.words.iter().map(String::as_str);
        words.find(|one| text.ends_with(one))
    }

    /// The one of them that a text in lower case begins with.
    pub fn starting(&self, text: &str) -> Option<&str> {
        let mut words = self.words.iter().map(String::as_str);
        words.find(|one| text.starts_with(one))
    }

    /// Where the first of them stands in a text in lower case.
    pub fn first_in(&self, text: &str) -> Option<usize> {
        let words = self.words.iter();
        words.filter_map(|one| text.find(one.as_str())).min()
    }

    /// Whether one of them stands in a text in lower case, also inside a word.
    pub fn stand_in(&self, text: &str) -> bool {
        self.words.iter().any(|one| text.contains(one.as_str()))
    }

    /// Whether a text in lower case ends with one of them as a whole word or phrase.
    pub fn close(&self, text: &str) -> bool {
        self.closing(text).is_some()
    }

    /// The one of them that a text in lower case ends with as a whole word or phrase.
    pub fn closing(&self, text: &str) -> Option<&str> {
        let mut words = self.words.iter().map(String::as_str);
        words.find(|one| {
            text.strip_suffix(one)
                .is_some_and(|lead| !lead.ends_with(char::is_alphanumeric))
        })
    }

    /// The one of them that a text in lower case begins with as a whole word or phrase.
    pub fn opening(&self, text: &str) -> Option<&str> {
        let mut words = self.words.iter().map(String::as_str);
        words.find(|one| {
            text.strip_prefix(one)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }
}

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// All lists, by what they tell.
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Terms {
            $($(#[$doc])* pub(in crate::grammar) $name: List,)*
        }

        #[cfg(test)]
        impl Terms {
            fn all(&self) -> Vec<(&'static str, &List)> {
                vec![$((stringify!($name), &self.$name),)*]
            }
        }
    };
}

impl Terms {
    /// Whether what stands between two days makes them days of one thing: `20. april og 26. oktober`.
    pub fn joins_days(&self, between: &str) -> bool {
        self.of_one_limit.is(between)
    }
}

terms! {
    /// Bodies of the state, whatever each is called.
    all_bodies,
    /// Says that something is hoped for, or will come about.
    hoped,
    /// Verbs by which a ministry asks.
    asking,
    /// Verbs by which one asks another.
    bids,
    /// Ends of words for groups that are set down.
    groups,
    /// Verbs by which the subject is asked.
    bidden,
    /// Parts of nouns that have a date of their own.
    dated,
    /// Words before a time that make it part of a thing.
    of_a_thing,
    /// Words that begin a clause with a subject of its own.
    subordinates,
    /// «at».
    that,
    /// Joins a second time to the verb of the first.
    joins,
    /// Between two times that one limit governs.
    connectives,
    /// Between a time and a day that says it again.
    apposition,
    /// Before the first of several times.
    first_time,
    /// Parts of words that give an account.
    tells,
    /// Gives an account only with an overview.
    gives,
    /// An overview.
    overview,
    /// Without end, as an adverb.
    always,
    /// Small words that may follow an adverb.
    after_adverb,
    /// What follows is how it goes on.
    afterwards,
    /// Before a time that is over when something is due.
    after,
    /// A beginning, the time itself counted in.
    inclusive,
    /// The small words that lead to the time of an act.
    leads,
    /// Whose plans are not the recipient's, whatever an assignment opens with.
    senders,
    /// Makes a time the first that may be.
    earliest,
    /// Before «før»: of something that was.
    from_before,
    /// An aim only right before its time.
    towards,
    /// How points of a list are named.
    point,
    /// Ends of nouns of which one is known.
    definite,
    /// After these an adjective stands, no adverb.
    before_noun,
    /// Ends of nouns that are no names.
    common,
    /// The verb after somebody who does something himself.
    does,
    /// Verbs that may stand before their subject.
    shall,
    /// Actors that are not written to.
    actors,
    /// After «Departementet vil»: asks.
    wants,
    /// Asks for a thing, anywhere before its time.
    asks_for,
    /// Hands something over or has it ready, where a duty is told, too; anywhere close before the time.
    sends,
    /// The present passive that gives the duty itself: «presenteres i uke 46».
    is_given,
    /// What is done on a day, right before it or before a small word: «holdes i uke 20».
    held,
    /// Right before the day of a meeting: it is then.
    is_then,
    /// Before the date of a thing or the end of a stretch: nothing is due then.
    date_of,
    /// The small word that an expression of time begins with.
    led,
    /// After a time that closes what is said of a thing: the next one, or to whom.
    closed_by,
    /// Before the verb of what is done on a day.
    held_lead,
    /// They meet.
    meet,
    /// What joins a clause to the one before it.
    joints,
    /// What opens a clause about the noun before it.
    which,
    /// Says when meetings are held.
    meetings,
    /// Before the date of a letter or a decision.
    dated_by,
    /// An earlier deadline still stands: «gjelder den opprinnelige fristen».
    stands,
    /// Before a bare year that is the time of a label.
    year_led,
    /// Says that the deadline after it was so before.
    once,
    /// Between a label and the identifier of the assignment that it is of.
    of_assignment,
    /// All that may stand between two times that are joined.
    joint,
    /// Names what is agreed later, beside a deadline that is set.
    rest,
    /// Before a label and part of it: «Tentativ frist».
    adjective,
    /// Where what a label is for ends: «for å lage planen er 1.
    subject_ends,
    /// A label of accounts.
    accounts,
    /// Before a time that an account is about.
    about,
    /// A limit that is a beginning: «senest fra».
    beginning,
    /// Done by a limit, begun on a day: «i drift».
    running,
    /// What an account calls done: «i bruk».
    in_use,
    /// What somebody found out, right after the verb of reporting: what is asked for.
    found_out,
    /// Before a report that closes the work: it is what is asked for.
    closing,
    /// Something is handed over or made.
    delivers,
    /// To begin by a day is to start; to introduce something by a day is to deliver it.
    begins,
    /// How often, as an adverb.
    each,
    /// The end of adverbs that say how often: «tertialvis».
    wise,
    /// The verb of reporting.
    reports,
    /// How often, after several days that come again.
    yearly,
    /// Between days of one limit.
    of_one_limit,
    /// After «årlig»: it names a thing.
    yearly_thing,
    /// «ganger i året»: the number stands before it.
    times,
    /// Ends a sentence that introduces a list of things to hand over: «Etaten skal levere:».
    delivers_each,
    /// Somebody is said to have a deadline.
    has,
    /// Before the label of a deadline that something else has.
    elsewhere,
    /// Of these, the ones of what was.
    had,
    /// Of these, the ones that tell it only right after an identifier.
    beside,
    /// Begins a clause that tells of what stands before it.
    who,
    /// After a span of time in a decision: it is counted from what follows.
    counted_after,
    /// After a beginning: how far the stretch goes.
    until,
    /// All that may stand between the word that governs a time and the time.
    fillers,
    /// The time itself is too late.
    before,
    /// Leads to a report or an occasion, at the head of what a label says.
    occasion_leads,
    /// After an occasion, before the time that says which one.
    which_one,
    /// The shortest words that lead to an occasion.
    short_leads,
    /// Between such a lead and its occasion.
    occasion_fillers,
    /// Between the labels of points.
    point_joint,
    /// Words for points that are told only after a small word.
    point_of_thing,
    /// The small word between a thing and the point that it is of.
    point_in,
    /// Ends by which a noun is known again: «en oversikt», «Oversikten».
    known_again,
    /// The plural of a noun that is known again: «retningslinjer», «Retningslinjene».
    plural,
    /// Before the bare letter of a point.
    point_for,
    /// A clause that begins so names its points.
    point_leads,
    /// Before a clause that goes on with other points.
    clause_joint,
    /// Units of time.
    units,
    /// Words that begin so and are none.
    no_units,
    /// Numbers in words, as far as letters use them for spans of time.
    numbers,
    /// After a span of time: what it is counted from follows.
    counted_from,
    /// All that may stand between times that one expression covers: «i løpet av 2025 og 2026».
    stretch_joint,
    /// Says the same time again.
    that_is,
    /// A beginning that is told without a verb of promising.
    announces,
    /// Right before a beginning that is told so: «med oppstart».
    planned_with,
    /// The unit of an amount or a share, whose year follows.
    amount_units,
    /// Names of money, whose year follows.
    amounts,
    /// The same, also inside a word.
    budget,
    /// After these a time is what something is of, or how long it lasts.
    refused,
    /// The same after «i».
    in_each,
    /// Small words after how often; another word in small letters is a noun: «årlig plan».
    after_often,
    /// By the year: before a noun it is what the thing is called.
    by_the_year,
    /// After a span of time: counted from what the sentence before names.
    later,
    /// The verb of a clause that tells what somebody or something else does.
    of_others,
    /// After the name of another body: it has a task or a plan of its own.
    own_task,
    /// The verb between the two.
    own_task_verbs,
    /// Whose thing it is that a sentence goes on about: «departementets strategi».
    of_senders,
    /// The head of a sentence that tells what an earlier letter asked.
    was_asked,
    /// The verb of it.
    was,
    /// Things that are for something that begins later.
    plans,
    /// Right before the time of a label: it is not firm.
    provisional,
    /// Names a point of a list: «fyrste kulepunkt».
    bullet,
    /// The first part of a report that comes again or tells of the state of things.
    regular,
    /// A brief report is an account.
    brief,
    /// After a report that tells of a period or of the state of things.
    about_state,
    /// Before the name of a law.
    by,
    /// Laws.
    laws,
    /// By law.
    lawful,
    /// What is done to every case of a kind.
    handles,
    /// Cases of which there are many, from each of which a span is counted.
    cases,
    /// From each of many.
    of_many,
    /// Verbs and small words that a thing has as well.
    of_things,
    /// Before a label, after what somebody does: the deadline is his.
    beside_label,
    /// The label itself and the small words after it, before its time.
    label_words,
    /// Somebody got a deadline, or set one.
    was_given,
    /// Words for whom a letter is to, whatever it is called.
    written_to,
    /// Says what will come about without anybody being asked.
    foreseen,
    /// Before whoever does the thing.
    agent,
    /// After «skal»: by what it has itself agreed or planned.
    by_own_plan,
}

impl Terms {
    /// The words that are compiled in.
    ///
    /// # Panics
    /// Never: a test reads the file.
    pub fn built_in() -> Self {
        toml::from_str(TERMS).expect("grammars/deadlines.toml is read by a test")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_holds_a_word_of_its_list() {
        for (name, list) in Terms::built_in().all() {
            assert!(!list.words.is_empty(), "{name}");
            for word in &list.words {
                assert_eq!(word.to_lowercase(), *word, "{name}");
            }
            for example in &list.examples {
                assert!(list.stand_in(&example.to_lowercase()), "{name}: {example}");
            }
        }
    }
}
