//! `oppdrag find`: full-text search.

use super::answer::{Answer, Part, Sheet, pieces, snippet};
use super::asked::{Asked, Narrowed};
use super::terms::{self, column};
use super::{Outcome, Usage};
use crate::export::records::Word;
use crate::findings::Remarks;
use crate::store::{
    Count, Filter, Matched, Query, RecordType, SearchQuery, SearchResult, Status, Store,
};
use clap::builder::PossibleValuesParser;

/// Search the texts of all records
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Searches the texts of all records in the store. All words must occur; \"words in quotation \
marks\" follow each other; a word of three letters or more is found inside longer words too (tid finds \
ventetid), numbers only whole (TB2026-14, 732.70). What is called so comes first, then what has the words \
in its title, then in its text; whole words before parts of words, newer years before older; sections and \
tables last. Without words, everything that it is narrowed to is found. Every row has the page to check it on and the reference that `oppdrag show` takes.",
    after_help = concat!(
        "\
Examples:
  oppdrag find ventetid psykisk --year 2026
  oppdrag find '\"kunstig intelligens\"' --type assignment --recipient \"helse nord\"
  oppdrag find beredskap --csv > beredskap.csv
  oppdrag find --type assignment --year 2026 --status withdrawn
  oppdrag find beredskap --json | jq .facets.recipients

",
        super::exit_codes!("nothing was found", "wrong usage: nothing to search for, no store there")
    )
)]
pub(super) struct Args {
    /// Words; quote a phrase twice: '"helse nord"'
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only records of this type (may be repeated)
    #[arg(long = "type", value_name = "TYPE", value_parser = types())]
    types: Vec<String>,
    /// Only records that stand so (may be repeated): assignments (new to lapsed), deadlines (fixed to
    /// invalid), requests (open to closed)
    #[arg(long, value_name = "STATUS", value_parser = PossibleValuesParser::new(Status::ALL.map(Status::name)))]
    status: Vec<String>,
    #[command(flatten)]
    narrowed: Narrowed,
    /// How many hits are shown
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How many hits are passed over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    #[command(flatten)]
    asked: Asked,
}

fn types() -> PossibleValuesParser {
    PossibleValuesParser::new(RecordType::ALL.map(RecordType::name))
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let text = args.words.join(" ");
    let mut filter = args.narrowed.filter();
    let types = args.types.iter();
    filter.types = types.filter_map(|name| RecordType::of_name(name)).collect();
    let statuses = args.status.iter();
    let statuses: Vec<Status> = statuses.filter_map(|name| Status::of_name(name)).collect();
    let nothing_to_find = !text.is_empty() || (filter == Filter::default() && statuses.is_empty());
    if nothing_to_find && Query::parse(&text).parts.is_empty() {
        return Err(Usage::new(
            format!("«{text}» holds no word to search for"),
            "name a word or number, or what to narrow everything to: oppdrag find ventetid, \
             oppdrag find --type assignment --status withdrawn",
        ));
    }
    let store = args.asked.open()?;
    let query = SearchQuery {
        text,
        filter,
        statuses,
        offset: args.offset,
        limit: args.limit,
    };
    match store.search(&query) {
        Ok(found) => {
            let nothing = match found.total {
                0 => nothing(&store, &query, &found),
                total => format!("Det er bare {total} treff."),
            };
            if found.total == 0 {
                args.asked.misspelt(&store, &query.filter);
            }
            args.asked.incomplete(&store, &query.filter);
            let last = found.offset + found.hits.len();
            args.asked.part_only(found.offset + 1, last, found.total);
            args.asked
                .answer(&found, &answer(&found), !found.hits.is_empty(), &nothing)
        }
        Err(error) => Ok(args.asked.failed(&error)),
    }
}

/// What is said where nothing was found, and what may help.
fn nothing(store: &Store, query: &SearchQuery, found: &SearchResult) -> String {
    let mut said = match query.text.as_str() {
        "" => "Ingen treff.".to_string(),
        text => format!("Ingen treff på «{text}»."),
    };
    if found.unfiltered > 0 {
        said += &format!(" Uten avgrensninger: {}.", found.unfiltered);
    } else if let Ok(Some(respelt)) = store.respelt(&query.text) {
        said += &format!(" Mente du «{respelt}»?");
    }
    said
}

fn answer(found: &SearchResult) -> Answer {
    let mut answer = Answer::default();
    let (first, last) = (found.offset + 1, found.offset + found.hits.len());
    answer.parts.push(Part::Lines(format!(
        "{} treff, her {first}–{last}",
        found.total
    )));
    for word in found
        .words
        .iter()
        .filter(|word| word.matched == Matched::TooCommon)
    {
        answer.parts.push(Part::Lines(format!(
            "«{}» står inne i svært mange ord; her er bare hele ord og ord som begynner slik.",
            word.word
        )));
    }
    let mut sheet = Sheet::new(&[
        column::TYPE,
        column::NUMBER,
        column::STATE,
        column::TITLE,
        column::HIT,
        column::DOCUMENT,
        column::PAGE,
        column::CHECK,
        column::REFERENCE,
    ]);
    for hit in &found.hits {
        sheet.rows.push(vec![
            terms::record(hit.place.record).to_string(),
            hit.number.clone().unwrap_or_default(),
            hit.status
                .map(terms::standing)
                .unwrap_or_default()
                .to_string(),
            pieces(&hit.title),
            hit.snippet.as_ref().map(snippet).unwrap_or_default(),
            terms::document_of(&hit.place.document),
            terms::page(hit.place.page.as_deref()),
            hit.place.findings.titles(),
            hit.place.reference.clone(),
        ]);
    }
    answer.sheet = sheet.clone();
    answer.parts.push(Part::Table(sheet));
    let facets = &found.facets;
    let lines = [
        counts("Typer", &facets.types, |one| {
            terms::record(*one).to_string()
        }),
        counts("År", &facets.years, ToString::to_string),
        counts("Dokumenter", &facets.kinds, |one| one.in_text()),
        counts("Mottakere", &facets.recipients, String::clone),
        counts("Avdelinger", &facets.departments, String::clone),
        counts("Status", &facets.statuses, |one| {
            terms::standing(*one).to_string()
        }),
    ];
    answer.parts.push(Part::Lines(
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n"),
    ));
    answer
}

/// `År: 2026 (12), 2025 (3)`; nothing where there is only one to choose.
fn counts<T>(name: &str, counts: &[Count<T>], called: impl Fn(&T) -> String) -> Option<String> {
    const SHOWN: usize = 8;
    if counts.len() < 2 {
        return None;
    }
    let mut listed: Vec<String> = counts
        .iter()
        .take(SHOWN)
        .map(|one| format!("{} ({})", called(&one.value), one.count))
        .collect();
    if counts.len() > SHOWN {
        listed.push(format!("og {} til", counts.len() - SHOWN));
    }
    Some(format!("{name}: {}", listed.join(", ")))
}
