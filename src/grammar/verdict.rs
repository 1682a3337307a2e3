//! What a ministry says became of a request (the verdict): `grammars/requests.toml`, `[[requests.outcome]]`.
//!
//! ```text
//! phrase ::= piece *("…" piece)            any words of the same sentence between pieces
//! piece  ::= 1*(words | "{" list "}")      one right after the other; «*» lets a word go on
//! ```
//! A match that holds one of the words of `without`, or has one close before it, is none. The last
//! sentence of an account that says so counts; one that is `weak` only where no other says anything.

use super::{lexeme::lower, place::after_last, sentence::sentences};
use crate::model::Outcome;
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

/// Ways to say one thing, as a grammar file writes them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeEntry {
    /// What became of it.
    pub value: Outcome,
    /// It counts only where nothing else is said, and no word of `without` is in its sentence.
    #[serde(default)]
    pub weak: bool,
    /// Ways to say so.
    pub phrases: Vec<String>,
    /// Words that take a phrase back.
    #[serde(default)]
    pub without: Vec<String>,
    /// Sentences that say so.
    pub examples: Vec<String>,
    /// Sentences that do not.
    #[serde(default)]
    pub refusals: Vec<String>,
}

/// All ways to say what became of a request.
#[derive(Debug, Clone)]
pub struct Verdicts {
    all: Vec<Verdict>,
    /// Finds all marks at once: most sentences hold none.
    marks: AhoCorasick,
}

impl Verdicts {
    /// Compiles the entries; `lists` has what stands in braces.
    pub fn new(
        entries: &[OutcomeEntry],
        lists: &BTreeMap<String, Vec<String>>,
    ) -> Result<Self, String> {
        let mut marks = Marks::default();
        let mut all = Vec::new();
        for entry in entries {
            for phrase in &entry.phrases {
                all.push(Verdict {
                    value: entry.value,
                    weak: entry.weak,
                    pieces: pieces(phrase, lists, &mut marks)?,
                    without: entry.without.clone(),
                });
            }
        }
        let marks = AhoCorasick::new(&marks.words).map_err(|error| error.to_string())?;
        Ok(Self { all, marks })
    }

    /// What a text last says became of the request, and where it says so.
    pub fn last(&self, text: &str) -> Option<(Outcome, Range<usize>)> {
        let (mut last, mut weak) = (None, None);
        for sentence in sentences(text) {
            let words = &text[sentence.clone()];
            let lower: String = words
                .chars()
                .map(|c| if c == '\u{a0}' { ' ' } else { lower(c) })
                .collect();
            let mut present = vec![false; self.marks.patterns_len()];
            let mut any = false;
            for found in self.marks.find_overlapping_iter(&lower) {
                present[found.pattern().as_usize()] = true;
                any = true;
            }
            if !any {
                continue;
            }
            for verdict in &self.all {
                if verdict.may_be_in(&present) && verdict.is_in(&lower) {
                    let own = if verdict.weak { &mut weak } else { &mut last };
                    *own = Some((verdict.value, sentence.clone()));
                    break;
                }
            }
        }
        last.or(weak)
    }
}

/// A way to say what became of a request.
#[derive(Debug, Clone)]
struct Verdict {
    value: Outcome,
    weak: bool,
    /// What it is made of, in order.
    pieces: Vec<Piece>,
    without: Vec<String>,
}

/// Some words of a verdict, or any of a list of them.
#[derive(Debug, Clone)]
struct Piece {
    /// Lower case, each with whether its last word may go on.
    words: Vec<(String, bool)>,
    /// Their marks: without any of these in a sentence, none of the words is in it.
    marks: Vec<usize>,
    /// It follows right after the piece before.
    close: bool,
}

/// The literal words that verdicts are looked for by, each once.
#[derive(Debug, Default)]
struct Marks {
    words: Vec<String>,
    known: HashMap<String, usize>,
}

impl Marks {
    /// The mark of words: the longest part that stands between their stars.
    fn of(&mut self, words: &str) -> usize {
        let mark = words
            .split('*')
            .map(str::trim)
            .max_by_key(|part| part.len())
            .unwrap_or_default();
        *self.known.entry(mark.to_string()).or_insert_with(|| {
            self.words.push(mark.to_string());
            self.words.len() - 1
        })
    }
}

impl Verdict {
    fn may_be_in(&self, present: &[bool]) -> bool {
        self.pieces
            .iter()
            .all(|piece| piece.marks.iter().any(|&mark| present[mark]))
    }

    fn is_in(&self, sentence: &str) -> bool {
        self.goes_on(&self.pieces, sentence, 0, None)
    }

    /// Whether the pieces stand in a sentence from a place on; `first` is where the first began.
    fn goes_on(&self, pieces: &[Piece], sentence: &str, at: usize, first: Option<usize>) -> bool {
        let Some((piece, rest)) = pieces.split_first() else {
            let whole = 0..sentence.len();
            return first.is_some_and(|first| {
                self.permits(sentence, if self.weak { whole } else { first..at })
            });
        };
        // The first place of some words will do, unless what follows must follow closely.
        let again = rest.first().is_some_and(|next| next.close);
        piece.words.iter().any(|(words, open)| {
            let mut from = at;
            while let Some(found) = find_words(&sentence[from..], words, *open) {
                let (start, end) = (from + found.start, from + found.end);
                if piece.close && !sentence[at..start].trim().is_empty() {
                    return false;
                }
                if self.goes_on(rest, sentence, end, first.or(Some(start))) {
                    return true;
                }
                if !again || end <= from {
                    return false;
                }
                from = end;
            }
            false
        })
    }

    /// Whether no word in a match, or close before it, takes it back.
    fn permits(&self, sentence: &str, found: Range<usize>) -> bool {
        // Three words before count, too: `kan ikke anses som fulgt opp`.
        let mut from = found.start;
        for _ in 0..3 {
            let head = sentence[..from].trim_end();
            if head.ends_with([',', ':', ';']) {
                break;
            }
            from = after_last(head, char::is_whitespace);
        }
        !sentence[from..found.end]
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| self.without.iter().any(|other| other == word))
    }
}

/// The words of a piece in a text; `vedtak*` finds «anmodningsvedtaket», in the middle of a piece as
/// at its end.
fn find_words(text: &str, piece: &str, open: bool) -> Option<Range<usize>> {
    if let Some((word, rest)) = piece.split_once('*') {
        let mut from = 0;
        while let Some(place) = text[from..].find(word) {
            let start = from + place;
            let end = start
                + text[start..]
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(text.len() - start);
            if let Some(found) = find_words(&text[end..], rest.trim_start(), open)
                && text[end..end + found.start].trim().is_empty()
            {
                return Some(start..end + found.end);
            }
            from = start + word.len();
        }
        return None;
    }
    let mut from = 0;
    while let Some(place) = text[from..].find(piece) {
        let (start, end) = (from + place, from + place + piece.len());
        // A word that may go on may begin as a part of another: «anmodningsvedtaket».
        let starts = open || !text[..start].ends_with(char::is_alphanumeric);
        if starts && (open || !text[end..].starts_with(char::is_alphanumeric)) {
            let end = if open {
                end + text[end..]
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(text.len() - end)
            } else {
                end
            };
            return Some(start..end);
        }
        from = end;
    }
    None
}

/// phrase ::= piece *("…" piece); piece ::= 1*(words | "{" name "}")
fn pieces(
    phrase: &str,
    lists: &BTreeMap<String, Vec<String>>,
    marks: &mut Marks,
) -> Result<Vec<Piece>, String> {
    let mut found = Vec::new();
    for part in phrase.split('…') {
        let mut close = false;
        for words in part.split_inclusive('}').flat_map(|run| {
            let (words, name) = run.split_at(run.find('{').unwrap_or(run.len()));
            [words, name]
        }) {
            let words = words.trim();
            if words.is_empty() {
                continue;
            }
            let name = words
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'));
            let alternatives = match name {
                Some(name) => lists
                    .get(name)
                    .ok_or_else(|| format!("outcome «{phrase}»: no list «{name}»"))?
                    .clone(),
                None => vec![words.to_string()],
            };
            let words: Vec<(String, bool)> = alternatives
                .iter()
                .map(|words| words.to_lowercase())
                .map(|words| {
                    (
                        words.trim_end_matches('*').to_string(),
                        words.ends_with('*'),
                    )
                })
                .collect();
            found.push(Piece {
                marks: words.iter().map(|(words, _)| marks.of(words)).collect(),
                words,
                close,
            });
            close = true;
        }
        if !close {
            return Err(format!("outcome «{phrase}»: nothing beside a «…»"));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammar;

    fn wrong(texts: &[&str], value: Option<Outcome>) -> Vec<String> {
        let forms = Grammar::built_in().requests;
        let said = |text: &str| forms.outcome(text).map(|(value, _)| value);
        texts
            .iter()
            .filter(|text| said(text) != value)
            .map(|text| format!("{text} {:?}", said(text)))
            .collect()
    }

    #[test]
    fn the_last_verdict_counts() {
        let forms = Grammar::built_in().requests;
        let verdict = |text: &str| forms.outcome(text).map(|(value, _)| value);
        assert_eq!(
            verdict(
                "Regjeringen vil komme tilbake til Stortinget om dette. Anmodningsvedtaket anses som fulgt opp."
            ),
            Some(Outcome::FollowedUp)
        );
        assert_eq!(
            verdict(
                "Første del anses oppfylt. Regjeringen vil følge opp resten og komme tilbake til Stortinget på egnet måte."
            ),
            Some(Outcome::ReturnsToParliament)
        );
        assert_eq!(verdict("Departementet følger saken."), None);
        // That reporting ends says what became of it only where nothing else does.
        assert_eq!(
            verdict("Vedtaket foreslås opphevet. Rapporteringen avsluttes med dette."),
            Some(Outcome::ProposedRepealed)
        );
    }

    #[test]
    fn followed_up_in_many_words() {
        let texts = [
            "Anmodningsvedtaket anses som fulgt opp.",
            "Vedtaket anses fulgt opp.",
            "Vedtaket anses å være fulgt opp.",
            "Vedtaket anses dermed som fulgt opp.",
            "Vedtaket anses med dette som fulgt opp.",
            "Departementet anser med dette vedtaket som fulgt opp.",
            "Departementet anser vedtaket som fulgt opp.",
            "Regjeringen anser vedtaket for å være fulgt opp.",
            "Regjeringen anser derfor anmodningsvedtaket som fulgt opp.",
            "Departementet vurderer at vedtaket er fulgt opp.",
            "Vedtaket vurderes som fulgt opp.",
            "Vedtaket vurderes med dette som fulgt opp.",
            "Vedtaket er å anse som fulgt opp.",
            "Vedtaket er dermed fulgt opp.",
            "Vedtaket er derved fulgt opp.",
            "Vedtaket er således fulgt opp.",
            "Anmodningsvedtaket er fulgt opp.",
            "Anmodningsvedtaket er fulgt opp gjennom Prop. 5 L.",
            "Anmodningsvedtaket er svart ut.",
            "Vedtaket anses som svart ut.",
            "Vedtaket anses besvart.",
            "Vedtaket er besvart.",
            "Vedtaket er med dette besvart.",
            "Vedtaket er utkvittert.",
            "Vedtaket er kvittert ut.",
            "Vedtaket anses utkvittert.",
            "Vedtaket anses som ivaretatt.",
            "Vedtaket er ivaretatt.",
            "Vedtaket anses som gjennomført.",
            "Vedtaket er gjennomført.",
            "Vedtaket er iverksatt.",
            "Vedtaket anses som oppfylt.",
            "Vedtaket anses som innfridd.",
            "Vedtaket er innfridd.",
            "Vedtaket anses som imøtekommet.",
            "Vedtaket anses som fullført.",
            "Vedtaket regnes som fulgt opp.",
            "Vedtaket er å regne som fulgt opp.",
            "Departementet regner vedtaket som fulgt opp.",
            "Departementet mener vedtaket er fulgt opp.",
            "Departementet mener at anmodningsvedtaket med dette er fulgt opp.",
            "Regjeringen mener med dette at vedtaket er fulgt opp.",
            "Departementet legger til grunn at vedtaket er fulgt opp.",
            "Departementet betrakter vedtaket som fulgt opp.",
            "Anmodningsvedtaket er følgelig fulgt opp.",
            "Vedtaket er med dette å anse som fulgt opp.",
            "Anmodningsvedtakene anses som fulgt opp.",
            "Begge vedtakene anses som fulgt opp.",
            "Vedtakene er fulgt opp.",
            "Med dette anses vedtaket som fulgt opp.",
            "Regjeringen anser at vedtak nr. 46 (2024–2025) er fulgt opp.",
            "Anmodningen anses som fulgt opp.",
            "Anmodningen er fulgt opp.",
            "Anmodningsvedtaket anses med foreslått budsjettøkning som fulgt opp.",
            "Vedtaket er fulgt opp, og rapporteringen avsluttes.",
            "Oppfølgingen av vedtaket anses som avsluttet.",
            "Vedtaket anses som avsluttet.",
            "Saken anses som ferdig behandlet og vedtaket som fulgt opp.",
            "Vedtaket ansees å vere fulgt opp.",
            "Departementet ser på vedtaket som fulgt opp.",
            "Departementet anser dermed at anmodningsvedtaket er fulgt opp.",
            "Utredningsvedtaket anses som fulgt opp.",
            "Stortingets anmodning anses fulgt opp.",
            "Vedtaket er etter departementets vurdering fulgt opp.",
            "Vedtaket er etter regjeringens syn fulgt opp.",
            "Vedtaket er i all hovedsak fulgt opp.",
            "Departementet reknar vedtaket som følgt opp.",
            "Departementet meiner vedtaket er følgt opp.",
            "Departementet meiner at vedtaket er følgt opp.",
            "Vedtaket er følgt opp.",
            "Vedtaket er med dette følgt opp.",
            "Vedtaket er no følgt opp.",
            "Vedtaket blir rekna som følgt opp.",
            "Vedtaket vert rekna som følgt opp.",
            "Vedtaket kan reknast som følgt opp.",
            "Vedtaket er å rekne som følgt opp.",
            "Oppmodingsvedtaket er følgt opp.",
            "Oppmodingsvedtaket er såleis følgt opp.",
            "Departementet ser på vedtaket som følgt opp.",
            "Departementet vurderer vedtaket som følgt opp.",
            "Vedtaket blir vurdert som følgt opp.",
            "Vedtaket vert vurdert som følgt opp.",
            "Departementet legg til grunn at vedtaket er følgt opp.",
            "Vedtaket er svara ut.",
            "Vedtaket er kvittert ut.",
            "Vedtaket vert med dette sett på som følgt opp.",
            "Vedtaket er dermed oppfylt.",
            "Departementet ser vedtaket som følgt opp.",
            "Vedtaket blir med dette rekna som oppfylt.",
            "Vedtaket er oppfylgt.",
            "Vedtaka er følgde opp.",
            "Vedtaka vert rekna som følgde opp.",
            "Vedtaket er fylgt opp.",
            "Vedtaket blir sett som følgt opp.",
            "Vedtaket kan dermed anses som fulgt opp.",
            "Vedtaket kan anses som fulgt opp.",
            "Vedtaket må anses som fulgt opp.",
            "Vedtaket må derfor anses som fulgt opp.",
            "Vedtaket bør anses som fulgt opp.",
            "Etter departementets vurdering er vedtaket fulgt opp.",
            "Etter departementets vurdering er vedtaket nå fulgt opp.",
            "Etter departementets vurdering er anmodningsvedtak nr. 46 (2024–2025) fulgt opp.",
            "Etter Havdepartementets vurdering er vedtaket dermed fulgt opp.",
            "Etter regjeringens vurdering er anmodningen fulgt opp.",
            "Etter departementet si vurdering er vedtaket følgt opp.",
            "Etter departementets syn er begge vedtakene fulgt opp.",
            "Anmodningsvedtak nr. 46 (2024–2025) vurderes som fulgt opp.",
            "Vedtaket blir dermed vurdert som fulgt opp.",
            "Anmodningsvedtaket vurderes nå å være fulgt opp.",
            "Rapporteringen avsluttes med dette.",
            "Rapporteringen på vedtaket avsluttes med dette.",
            "Rapporteringen avsluttes.",
            "Med dette avsluttes rapporteringen på vedtaket.",
            "Rapporteringa blir med dette avslutta.",
            "Departementet avslutter med dette rapporteringen på anmodningsvedtaket.",
        ];
        assert_eq!(wrong(&texts, Some(Outcome::FollowedUp)), [""; 0]);
    }

    #[test]
    fn not_or_not_wholly_followed_up() {
        let texts = [
            "Vedtaket anses delvis fulgt opp.",
            "Vedtaket er delvis fulgt opp.",
            "Vedtaket anses som delvis fulgt opp.",
            "Vedtaket vil bli fulgt opp.",
            "Vedtaket er under oppfølging.",
            "Vedtaket er ikke fulgt opp.",
            "Vedtaket er ikkje følgt opp.",
            "Vedtaket er delvis følgt opp.",
            "Vedtaket vil verte følgt opp.",
            "Vedtaket anses ikke som fulgt opp.",
            "Vedtaket er ennå ikke fulgt opp.",
            "Vedtaket følges opp i arbeidet med fyrplanen.",
            "Vedtaket blir fulgt opp i styringsdialogen.",
            "Når loven trer i kraft, vil vedtaket anses som fulgt opp.",
            "Vedtaket skal følges opp.",
            "Vedtaket er foreløpig ikke fulgt opp.",
            "Anmodningsvedtaket anses å være under oppfølging.",
            "Vedtaket er til oppfølging.",
            "Regjeringen tar sikte på at vedtaket er fulgt opp i 2027.",
            "Første del av vedtaket er fulgt opp.",
            "Vedtakets første ledd er fulgt opp.",
            "Vedtaket vil anses som fulgt opp når planen er lagt frem.",
            "Vedtaket vil være fulgt opp når loven trer i kraft.",
            "Vedtaket er i ferd med å bli fulgt opp.",
            "Departementet anser ikke vedtaket som fulgt opp.",
            "Vedtaket vurderes som ikke fulgt opp.",
            "Vedtaket vurderes ikke som fulgt opp.",
            "Vedtaket vurderes som delvis fulgt opp.",
            "Etter departementets vurdering er vedtaket ikke fulgt opp.",
            "Etter departementets vurdering er vedtaket delvis fulgt opp.",
            "Etter departementets vurdering er planen gjennomført.",
            "Rapporteringen avsluttes ikke.",
            "Rapporteringen avsluttes når loven trer i kraft.",
            "Rapporteringen avsluttes først i 2027.",
            "Rapporteringen på vedtaket kan avsluttes når planen er lagt frem.",
            "Direktoratets rapportering til departementet avsluttes i 2026.",
        ];
        assert_eq!(wrong(&texts, None), [""; 0]);
    }

    #[test]
    fn returns_to_parliament_in_many_words() {
        let texts = [
            "Regjeringen vil komme tilbake til Stortinget på egnet måte.",
            "Departementet vil komme tilbake til saken i statsbudsjettet for 2027.",
            "Regjeringen vil komme tilbake til oppfølgingen av vedtaket.",
            "Departementet kommer tilbake til saken i Prop. 1 S (2026–2027).",
            "Regjeringa vil kome tilbake til Stortinget på eigna måte.",
            "Departementet vil orientere Stortinget på egnet måte.",
            "Regjeringen tar sikte på å legge frem en sak for Stortinget våren 2026.",
            "Stortinget vil bli orientert på egnet måte.",
            "Stortinget vil bli informert om arbeidet i Prop. 1 S (2026–2027).",
            "Regjeringen vil redegjøre for saken for Stortinget.",
            "Regjeringen tar sikte på å komme tilbake til Stortinget i løpet av 2026.",
            "Departementet vil gi Stortinget en orientering.",
            "Departementet vil rapportere om oppfølgingen i budsjettproposisjonen for 2027.",
            "Regjeringen vil legge fram lovforslag for Stortinget våren 2026.",
            "Departementet vil komme tilbake til Stortinget når utredningen foreligger.",
            "Departementet tek sikte på å leggje fram sak for Stortinget.",
            "Stortinget vil bli holdt orientert.",
            "Stortinget vil verte orientert på eigna måte.",
            "Regjeringen kommer tilbake til Stortinget på egnet måte.",
            "Departementet vil komme tilbake på egnet måte.",
            "Departementet vil komme tilbake til saken i Prop. 1 S (2026–2027).",
            "Departementet vil komme tilbake til vedtaket i Prop. 1 S (2026–2027).",
            "Departementet vil komme tilbake med en nærmere omtale i Prop. 1 S (2026–2027).",
            "Departementet vil omtale oppfølgingen i Prop. 1 S (2026–2027).",
            "Regjeringen tar sikte på å komme tilbake til saken i Prop. 1 S (2026–2027).",
            "Det tas sikte på å komme tilbake til saken i statsbudsjettet for 2027.",
            "Departementet vil rapportere på vedtaket i Prop. 1 S (2026–2027).",
            "Departementet vil gjøre rede for oppfølgingen i Prop. 1 S (2026–2027).",
            "Departementet vil kome tilbake til saka i Prop. 1 S (2026–2027).",
        ];
        assert_eq!(wrong(&texts, Some(Outcome::ReturnsToParliament)), [""; 0]);
    }

    #[test]
    fn proposed_repealed_in_many_words() {
        let texts = [
            "Vedtaket foreslås opphevet.",
            "Regjeringen foreslår at vedtaket oppheves.",
            "Departementet foreslår å oppheve vedtaket.",
            "Det foreslås at anmodningsvedtak nr. 46 (2024–2025) oppheves.",
            "Vedtaket blir foreslått oppheva.",
            "Departementet gjer framlegg om å oppheve vedtaket.",
            "Regjeringen ber Stortinget om å oppheve vedtaket.",
            "Regjeringen fremmer forslag om opphevelse av vedtaket.",
            "Det foreslås å oppheve anmodningsvedtaket, jf. romertallsvedtak X.",
            "Regjeringen foreslår opphevelse av vedtak nr. 46.",
            "Regjeringa føreslår at vedtaket vert oppheva.",
            "Departementet tilrår at vedtaket vert oppheva.",
            "Anmodningsvedtaket bør oppheves.",
            "Vedtaket vert føreslått oppheva.",
        ];
        assert_eq!(wrong(&texts, Some(Outcome::ProposedRepealed)), [""; 0]);
    }
}
