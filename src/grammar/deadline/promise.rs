//! Times that nothing but a plan, a promise or a demand governs.
//!
//! ```text
//! planned  ::= plan-word … ["i" | within | from] time       tas sikte på fremleggelse våren 2026
//! promised ::= (promise | duty) … completion … ["i"] time   sluttrapporten vil foreligge i 2026
//! demanded ::= any of these in a decision of Parliament     «… komme tilbake i 2026»
//! ```
//! The year is printed, and a bare year stands after «i»: «Demensplan 2030» is a name, «kroner i 2026»
//! an amount's year. A letter only says so of itself with «sikte på»; in an account of its writer's own
//! work a plan and a promise set a time as well. What is planned is tentative.

use super::{Reader, Role, Terms, When, floor, last_word, wanted::day_or_season};
use crate::model::{DeadlineKind, DeadlineStatus};
use std::ops::Range;

/// How far before its time the word may stand that says what is completed, in bytes.
const CLOSE: usize = 120;

impl Reader<'_> {
    /// The times of a sentence that no other rule has taken.
    pub(super) fn promised(&mut self, sentence: &Range<usize>) {
        let plan = self
            .hits_in(sentence, Role::Planned)
            .find(|hit| self.context.account || self.is_aim(hit));
        let quoted = self.context.quoted;
        if plan.is_none() && !quoted && !self.context.account {
            return;
        }
        // From here on the sentence promises, or demands.
        let promise = [Role::Promise, Role::Duty, Role::Expected]
            .into_iter()
            .filter_map(|role| self.hits_in(sentence, role).next())
            .map(|hit| hit.end)
            .min();
        let first = self
            .times
            .partition_point(|time| time.range.start < sentence.start);
        for n in first..self.times.len() {
            let time = &self.times[n];
            if time.range.end > sentence.end {
                break;
            }
            if self.taken[n] || time.year.is_none() {
                continue;
            }
            let range = time.range.clone();
            let Some(start) = self.opening(sentence, n) else {
                continue;
            };
            let planned = plan.as_ref().is_some_and(|plan| plan.end <= start);
            if !(planned || quoted || self.completes(sentence, n, promise)) {
                continue;
            }
            let mut found = self.found_at(start..range.end, sentence, n);
            found.kind = self.planned_kind(sentence, n, start..range.end);
            if self.aside(&found, sentence) {
                self.taken[n] = true;
                continue;
            }
            self.taken[n] = true;
            self.found.push(found);
        }
        self.tentative_after(sentence, plan);
    }

    /// What follows «etter planen», «tas sikte på» or «ventes» is tentative, whatever rule found it.
    fn tentative_after(&mut self, sentence: &Range<usize>, plan: Option<Range<usize>>) {
        let expected = self
            .hits_in(sentence, Role::Expected)
            .next()
            .filter(|_| self.context.account);
        let Some(from) = [plan, expected]
            .into_iter()
            .flatten()
            .map(|hit| hit.end)
            .min()
        else {
            return;
        };
        let own = self
            .found
            .iter_mut()
            .rev()
            .take_while(|found| found.sentence == *sentence);
        for found in own.filter(|found| !found.labelled && found.raw.start >= from) {
            if found.status == DeadlineStatus::Fixed && found.kind != DeadlineKind::Parliament {
                found.status = DeadlineStatus::Tentative;
            }
        }
    }

    /// «sikte på»: what even a letter aims at itself.
    fn is_aim(&self, hit: &Range<usize>) -> bool {
        self.text[hit.clone()].to_lowercase().contains("sikt")
    }

    /// The rule by which a limit of a bare year is none of the writer's own, in an account: the goal of
    /// others («FNs bærekraftsmål … innen 2030»), or words that promise and demand nothing («arbeidet
    /// for å nå målene innen 2050»).
    pub(super) fn describes(
        &self,
        sentence: &Range<usize>,
        n: usize,
        governor: &Range<usize>,
    ) -> Option<&'static str> {
        let time = &self.times[n];
        let bare = matches!(time.when, When::Year) && !time.end_of;
        if !self.context.account || self.context.quoted || !bare {
            return None;
        }
        let role = |role| self.hits_in(sentence, role).next();
        // `Norge skal følge opp FNs mål innen 2030` promises; `FNs mål er at alle skal …` does not.
        if let Some(others) = role(Role::OthersGoal)
            && [Role::Promise, Role::Duty]
                .into_iter()
                .filter_map(role)
                .all(|own| own.start > others.start)
        {
            return Some("goal_of_others");
        }
        let promises = [Role::Promise, Role::Duty, Role::Aim, Role::Planned]
            .into_iter()
            .any(|one| role(one).is_some());
        // `byggene ferdigstilles før 2027`: the present passive promises.
        let passive = self.text[sentence.start..governor.start]
            .split_whitespace()
            .rev()
            .take(8)
            .any(|word| {
                word.len() > 5
                    && word.starts_with(char::is_lowercase)
                    && (word.ends_with("es") || word.ends_with("ast"))
            });
        (!promises && !passive).then_some("nothing_promised")
    }

    /// The last of the times that an expression covers: `i løpet av 2025 og 2026`.
    pub(super) fn goes_on_until(&self, sentence: &Range<usize>, n: usize) -> usize {
        let mut last = n;
        while let Some(next) = self.times.get(last + 1) {
            let (time, end) = (&self.times[last], self.times[last].range.end);
            let alike = time.precision() == next.precision()
                && next.range.end <= sentence.end
                && self
                    .grammar
                    .deadlines
                    .stretch_joint
                    .is(self.text[end..next.range.start].trim());
            if !alike {
                break;
            }
            last += 1;
        }
        last
    }

    /// Where the expression of a time begins, if the word before it lets it be one that something is
    /// done at.
    fn opening(&self, sentence: &Range<usize>, n: usize) -> Option<usize> {
        let time = &self.times[n];
        if let Some(governor) = self.governor(sentence, &time.range) {
            return match governor.role {
                Role::Within | Role::From => Some(governor.range.start),
                _ => None,
            };
        }
        let before = &self.text[sentence.start..time.range.start];
        let lead = before.trim_end();
        let word = last_word(lead);
        let start = sentence.start + lead.len() - word.len();
        let lower = word.to_lowercase();
        let terms = self.terms();
        match lower.as_str() {
            // `kroner i 2026`, `3 pst. i 2026`, `statsbudsjettet i 2026`: the year of an amount.
            "i" => (!of_an_amount(terms, before[..lead.len() - word.len()].trim_end()))
                .then_some(start),
            _ if terms.refused.is(lower.trim_start_matches('(')) => None,
            _ if day_or_season(time) => Some(time.range.start),
            // `2026–2027`, `planen 2030`: part of a name or of a span.
            _ => None,
        }
    }

    /// A promise to complete something close before the time: `vil foreligge i 2026`.
    fn completes(&self, sentence: &Range<usize>, n: usize, promise: Option<usize>) -> bool {
        let time = &self.times[n];
        if !self.context.account {
            return false;
        }
        let start = time.range.start;
        let close = self.close_before(sentence, n);
        let done = [Role::Completion, Role::Starting]
            .into_iter()
            .filter_map(|role| self.hits_in(&close, role).last())
            .max_by_key(|hit| hit.start);
        let Some(done) = done else { return false };
        let between = &self.text[done.end..start];
        // `…, dvs. i 2029` says the same time again; another comma ends the clause.
        let clause = between
            .rsplit_once(',')
            .is_none_or(|(_, rest)| self.grammar.deadlines.that_is.begin(rest.trim_start()));
        // The year that is under way is no promise: `gjennomføres i 2025`.
        let under_way = matches!(time.when, When::Year)
            && time
                .year
                .zip(self.context.date)
                .is_some_and(|(year, own)| year <= i32::from(own.year()));
        (promise.is_some_and(|promise| promise <= start) || self.announces(&done))
            && clause
            && !between.contains(';')
            && !under_way
    }

    /// `med oppstart høsten 2026`, `arbeidet starter i 2027`: said without a verb of promising.
    fn announces(&self, done: &Range<usize>) -> bool {
        let word = self.text[done.clone()].to_lowercase();
        self.grammar.deadlines.announces.is(&word)
            || self
                .grammar
                .deadlines
                .planned_with
                .is(last_word(self.text[..done.start].trim_end()))
                && word.ends_with("start")
    }

    /// What stands right before a time, back to the time before it.
    fn close_before(&self, sentence: &Range<usize>, n: usize) -> Range<usize> {
        let start = self.times[n].range.start;
        let since = n
            .checked_sub(1)
            .map_or(0, |last| self.times[last].range.end)
            .max(sentence.start);
        let from = start.saturating_sub(CLOSE).max(since).min(start);
        floor(self.text, from)..start
    }

    fn planned_kind(&self, sentence: &Range<usize>, n: usize, raw: Range<usize>) -> DeadlineKind {
        let aims = self
            .hits_in(&(sentence.start..raw.start), Role::Planned)
            .any(|hit| self.is_aim(&hit));
        if aims && !self.in_parliament(sentence, raw.start) {
            return DeadlineKind::Aim;
        }
        let close = self.close_before(sentence, n);
        let last = |role| self.hits_in(&close, role).last().map(|hit| hit.start);
        if last(Role::Starting) > last(Role::Completion) {
            return DeadlineKind::Start;
        }
        self.clause_kind(sentence, &raw, &raw)
    }
}

/// Whether words end with an amount, a share or the budget, whose year follows.
fn of_an_amount(terms: &Terms, words: &str) -> bool {
    let word = last_word(words).to_lowercase();
    let word = word.trim_end_matches(['.', ',', ')']);
    word.ends_with(|c: char| c.is_ascii_digit() || c == '%')
        || terms.amount_units.is(word)
        || terms.amounts.begin(word)
        || terms.budget.stand_in(word)
}

#[cfg(test)]
mod tests {
    use super::super::{Context, deadlines};
    use crate::grammar::Grammar;

    fn read(text: &str, context: Context) -> Vec<String> {
        let (found, dismissed) = deadlines(text, &Grammar::built_in(), context);
        let found = found.iter().map(|one| {
            let due = one.date.or(one.latest).map(|day| day.to_string());
            format!(
                "{} | {} | {:?} {:?}",
                &text[one.raw.clone()],
                due.unwrap_or_default(),
                one.kind,
                one.status
            )
        });
        let dismissed = dismissed
            .iter()
            .map(|one| format!("{}: {}", one.rule, &text[one.range.clone()]));
        found.chain(dismissed).collect()
    }

    fn account(text: &str) -> Vec<String> {
        let context = Context {
            date: "2025-10-01".parse().ok(),
            account: true,
            ..Context::default()
        };
        read(text, context)
    }

    fn decision(text: &str) -> Vec<String> {
        let context = Context {
            date: "2024-06-01".parse().ok(),
            account: true,
            quoted: true,
            ..Context::default()
        };
        read(text, context)
    }

    #[test]
    fn what_is_planned_is_tentative() {
        for (text, due) in [
            (
                "Det tas sikte på fremleggelse av fyrplanen våren 2026.",
                "våren 2026 | 2026-06-30 | Aim Tentative",
            ),
            (
                "Direktoratet tar sikte på å sende et utkast på høring i løpet av første halvår 2027.",
                "i løpet av første halvår 2027 | 2027-06-30 | Aim Tentative",
            ),
            (
                "Det tas sikte på å legge frem Fyrplan 2030 første halvår i 2026.",
                "første halvår i 2026 | 2026-06-30 | Aim Tentative",
            ),
            (
                "Det blir teke sikte på at lykta er på plass frå 2027.",
                "frå 2027 | 2027-12-31 | Aim Tentative",
            ),
            (
                "Evalueringen er planlagt ferdig i løpet av 2025.",
                "i løpet av 2025 | 2025-12-31 | Delivery Tentative",
            ),
            (
                "Utprøvingen planlegges i løpet av høsten 2026.",
                "i løpet av høsten 2026 | 2026-12-31 | Delivery Tentative",
            ),
            (
                "Fyret skal etter planen tas i bruk i 2028.",
                "i 2028 | 2028-12-31 | Delivery Tentative",
            ),
            (
                "Det er venta at rapporten vil liggje føre hausten 2026.",
                "hausten 2026 | 2026-12-31 | Report Tentative",
            ),
        ] {
            assert_eq!(account(text), [due], "{text}");
        }
    }

    #[test]
    fn what_is_promised_has_its_time() {
        for (text, due) in [
            (
                "Resultatene vil publiseres i 2027.",
                "i 2027 | 2027-12-31 | Delivery Fixed",
            ),
            (
                "Det innføres et losprogram med oppstart høsten 2026.",
                "høsten 2026 | 2026-12-31 | Start Fixed",
            ),
            (
                "Regjeringen vil følge opp vedtaket om lys når loven har virket i fire år, dvs. i 2029.",
                "i 2029 | 2029-12-31 | Delivery Fixed",
            ),
            (
                "Prøvene vil gå i løpet av 2025 og 2026.",
                "i løpet av 2025 og 2026 | 2026-12-31 | Delivery Fixed",
            ),
        ] {
            assert_eq!(account(text), [due], "{text}");
        }
        // The year of an amount, of a name, of what is under way or done.
        for text in [
            "Det foreslås 20 mill. kroner i 2026 til planlagt vedlikehold.",
            "Tiltaket ventes å spare 34 mill. kroner i 2026.",
            "Etter planen varer prøven ut 2026.",
            "Fyrplan 2030 skal være ferdig.",
            "Prøvene som gjennomføres i 2025, skal gi svar.",
            "Volumet ventes å øke i 2026.",
            "I 2026 vil etaten arbeide videre.",
            "Det er planlagt for perioden 2026–2029.",
        ] {
            assert_eq!(account(text), [""; 0], "{text}");
        }
        // A letter's own plans have a word for it.
        assert_eq!(
            read("Etter planen skal fyret åpne i 2028.", Context::default()),
            [""; 0]
        );
    }

    #[test]
    fn a_decision_sets_every_time_that_it_names() {
        assert_eq!(
            decision("Stortinget ber regjeringen komme tilbake med en sak våren 2025."),
            ["våren 2025 | 2025-06-30 | Parliament Fixed"]
        );
        assert_eq!(
            decision("Stortinget ber regjeringen endre loven fra 1. januar 2025."),
            ["fra 1. januar 2025 | 2025-01-01 | Parliament Fixed"]
        );
        assert_eq!(
            decision("Stortinget ber regjeringen følge opp planen fra 2019."),
            ["past_date: fra 2019"]
        );
    }

    #[test]
    fn the_goals_of_others_and_descriptions_promise_nothing() {
        assert_eq!(
            account("FNs bærekraftsmål skal utrydde mørket innen 2030."),
            ["goal_of_others: innen 2030"]
        );
        assert_eq!(
            account("Delmål 3.1: Innen 2030 halvere mørket i verden."),
            ["nothing_promised: Innen 2030"]
        );
        assert_eq!(
            account("Regjeringen skal redusere utslippene innen 2030."),
            ["innen 2030 | 2030-12-31 | Delivery Fixed"]
        );
        assert_eq!(
            account("Tårnene ferdigstilles før 2027."),
            ["før 2027 | 2026-12-31 | Delivery Fixed"]
        );
    }
}
