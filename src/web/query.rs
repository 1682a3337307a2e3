//! The parameters of an address as types: read once, printed back to the same address.
//!
//! ```text
//! address ::= path ["?" pair *("&" pair)]
//! pair    ::= name "=" value          a name that takes several values is repeated
//! ```
//! Names and values are the English words of the contract (`kind=allocation_letter`). A name that a page
//! does not know, or a value that cannot be, is a 400 that says which: a filter that is passed over in
//! silence would show too much. Values that forms send empty are none.

mod deadlines;
mod kinds;
mod list;
mod month;
mod print;

pub(super) use deadlines::{DeadlineParams, DeadlineView};
pub(super) use kinds::{BudgetParams, DocumentParams, RequestParams, SearchParams};
pub(super) use list::{Format, ListParams};
pub(super) use month::Month;
pub(super) use print::{
    Printer, document_path, encoded, item_path, pairs as filter_pairs, source_path,
};

use super::errors::Problem;
use crate::model::DocumentKind;
use crate::store::{Filter, RecordType, Status};
use axum::extract::Query;
use axum::http::Uri;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::{IntoDeserializer, value::Error as NoSuchWord};
use std::fmt::Display;
use std::str::FromStr;

/// The longest value, in characters.
pub(super) const VALUE: usize = 300;
/// The most values that one address has.
pub(super) const VALUES: usize = 60;
/// The last page that can be asked for.
pub(super) const LAST_PAGE: usize = 10_000;

/// What an address asks for, not yet understood.
#[derive(Debug, Default)]
pub(super) struct Address {
    pairs: Vec<(String, String)>,
}

impl Address {
    /// Takes the part after `?` apart; values are trimmed, empty ones left out.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where a value is too long, or there are too many.
    pub(super) fn of(uri: &Uri) -> Result<Self, Problem> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| bad("Adressen kan ikke leses."))?;
        let pairs: Vec<(String, String)> = pairs
            .into_iter()
            .map(|(name, value)| (name, value.trim().to_string()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if pairs.len() > VALUES {
            return Err(bad(format!(
                "Adressen har {} verdier; høyst {VALUES} går an.",
                pairs.len()
            )));
        }
        if let Some((name, _)) = pairs
            .iter()
            // Where a list goes on is said by the server itself.
            .filter(|(name, _)| name != "cursor")
            .find(|(_, value)| value.chars().count() > VALUE)
        {
            return Err(bad(format!(
                "Verdien av «{name}» er lengre enn {VALUE} tegn."
            )));
        }
        Ok(Self { pairs })
    }

    /// All values of a name, each once, in the order given.
    pub(super) fn all(&mut self, name: &str) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        self.pairs.retain_mut(|(one, value)| {
            let taken = one == name;
            if taken && !values.contains(value) {
                values.push(std::mem::take(value));
            }
            !taken
        });
        values
    }

    /// The one value of a name.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where there are several.
    pub(super) fn one(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.all(name);
        match values.len() {
            0 | 1 => Ok(values.pop()),
            _ => Err(bad(format!("«{name}» kan bare ha én verdi."))),
        }
    }

    /// The one value of a name, read as a number, a day, ….
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where it is none; `like` shows one.
    pub(super) fn read<T: FromStr>(
        &mut self,
        name: &str,
        like: &str,
    ) -> Result<Option<T>, Problem> {
        self.one(name)?
            .map(|value| value.parse().map_err(|_| not(name, &value, like)))
            .transpose()
    }

    /// The values of a name, each a word of the contract.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where one is none; `like` lists them.
    pub(super) fn words<T: DeserializeOwned>(
        &mut self,
        name: &str,
        like: &str,
    ) -> Result<Vec<T>, Problem> {
        self.all(name)
            .into_iter()
            .map(|value| {
                T::deserialize(IntoDeserializer::<NoSuchWord>::into_deserializer(
                    value.as_str(),
                ))
                .map_err(|_| not(name, &value, like))
            })
            .collect()
    }

    /// The page, from 1.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where it is no number from 1 to [`LAST_PAGE`].
    pub(super) fn page(&mut self) -> Result<usize, Problem> {
        let page = self.read("page", "et tall fra 1")?.unwrap_or(1);
        if (1..=LAST_PAGE).contains(&page) {
            Ok(page)
        } else {
            Err(not("page", page, format!("et tall fra 1 til {LAST_PAGE}")))
        }
    }

    /// What the list is narrowed to: `type`, `year`, `kind`, `issuer`, `recipient`, `department`.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where a value cannot be.
    pub(super) fn filter(&mut self) -> Result<Filter, Problem> {
        let types = self.all("type").into_iter().map(|value| {
            RecordType::of_name(&value).ok_or_else(|| {
                let names = RecordType::ALL.map(RecordType::name).join(", ");
                not("type", &value, names)
            })
        });
        let types = types.collect::<Result<_, _>>()?;
        let years = self.all("year").into_iter().map(|value| {
            let year = value.parse().ok();
            year.filter(|year| (1800..=2200).contains(year))
                .ok_or_else(|| not("year", &value, "et år, som 2026"))
        });
        let years = years.collect::<Result<_, _>>()?;
        Ok(Filter {
            types,
            years,
            kinds: self.words::<DocumentKind>(
                "kind",
                "commissioning_document, allocation_letter, budget_proposition, annual_report, meeting_protocol, instruction, letter",
            )?,
            issuers: self.all("issuer"),
            recipients: self.all("recipient"),
            departments: self.all("department"),
        })
    }

    /// How the hits of a search must stand: `status`.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where a value is no status.
    pub(super) fn statuses(&mut self) -> Result<Vec<Status>, Problem> {
        let statuses = self.all("status").into_iter().map(|value| {
            Status::of_name(&value)
                .ok_or_else(|| not("status", &value, Status::ALL.map(Status::name).join(", ")))
        });
        statuses.collect()
    }

    /// Nothing must be left over.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] that names what nobody has asked for.
    pub(super) fn done(self) -> Result<(), Problem> {
        match self.pairs.first() {
            None => Ok(()),
            Some((name, _)) => Err(bad(format!(
                "Denne siden kjenner ikke «{name}» i adressen."
            ))),
        }
    }
}

/// Whether an address asks for a list in a form of its own: as a file, or as lines.
pub(super) fn asks_for_file(uri: &Uri) -> bool {
    let format = |query: &str| query.split('&').any(|pair| pair.starts_with("format="));
    uri.query().is_some_and(format)
}

/// A problem with an address.
pub(super) fn bad(why: impl Into<String>) -> Problem {
    Problem::BadRequest(why.into())
}

/// A value that cannot be.
pub(super) fn not(name: &str, value: impl Display, like: impl Display) -> Problem {
    bad(format!(
        "«{name}» kan ikke være «{value}». Det som går an: {like}."
    ))
}

/// A value's word in the contract: `to_be_agreed`.
pub(super) fn word_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
