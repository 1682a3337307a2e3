//! What each page can be asked for, that of deadlines apart.

use super::list::{ListParams, Listing};
use super::{Address, Printer, not, word_of};
use crate::store::{Filter, Post, RequestState, Status};
use crate::web::errors::Problem;

/// `/`: the search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct SearchParams {
    /// `q`.
    pub text: String,
    /// `status`: how the hits must stand.
    pub statuses: Vec<Status>,
    /// What all lists can be asked for.
    pub list: Listing,
}

impl SearchParams {
    /// Whether the hits are narrowed to something.
    pub(in crate::web) fn is_narrowed(&self) -> bool {
        self.list.filter != Filter::default() || !self.statuses.is_empty()
    }
}

impl ListParams for SearchParams {
    const PATH: &'static str = "/";

    fn take(address: &mut Address) -> Result<Self, Problem> {
        Ok(Self {
            text: address.one("q")?.unwrap_or_default(),
            statuses: address.statuses()?,
            list: Listing::take(address, false)?,
        })
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("q", (!self.text.is_empty()).then_some(&self.text));
        for status in &self.statuses {
            printer.put("status", status.name());
        }
        self.list.put(printer);
    }

    fn list(&mut self) -> &mut Listing {
        &mut self.list
    }
}

/// `/vedtak`: the requests of Parliament.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct RequestParams {
    /// `session`: "2024–2025".
    pub session: Option<String>,
    /// `state`: none: all.
    pub state: Option<RequestState>,
    /// What all lists can be asked for.
    pub list: Listing,
}

impl ListParams for RequestParams {
    const PATH: &'static str = "/vedtak";

    fn take(address: &mut Address) -> Result<Self, Problem> {
        let state = match address.one("state")?.as_deref() {
            None => None,
            Some("open") => Some(RequestState::Open),
            Some("unclear") => Some(RequestState::Unclear),
            Some("closed") => Some(RequestState::Closed),
            Some(other) => return Err(not("state", other, "open, unclear, closed")),
        };
        Ok(Self {
            session: address.one("session")?,
            state,
            list: Listing::take(address, false)?,
        })
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("session", self.session.as_ref());
        printer.some("state", self.state.map(|one| word_of(&one)));
        self.list.put(printer);
    }

    fn list(&mut self) -> &mut Listing {
        &mut self.list
    }
}

/// `/budsjett`: a post through the years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct BudgetParams {
    /// `post` as typed: "732.70", "kap. 732 post 70", "732".
    pub typed: String,
    /// What all lists can be asked for.
    pub list: Listing,
}

impl BudgetParams {
    /// The post; none where nothing was asked for, or what was typed is no post.
    pub(in crate::web) fn post(&self) -> Option<Post> {
        Post::parse(&self.typed)
    }
}

impl ListParams for BudgetParams {
    const PATH: &'static str = "/budsjett";

    fn take(address: &mut Address) -> Result<Self, Problem> {
        Ok(Self {
            typed: address.one("post")?.unwrap_or_default(),
            list: Listing::take(address, false)?,
        })
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("post", (!self.typed.is_empty()).then_some(&self.typed));
        self.list.put(printer);
    }

    fn list(&mut self) -> &mut Listing {
        &mut self.list
    }
}

/// `/dokumenter`, and `/dokument/{key}` below it: what was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct DocumentParams {
    /// `doubtful=1`: only those that the tool was unsure of.
    pub doubtful: bool,
    /// What all lists can be asked for.
    pub list: Listing,
}

impl ListParams for DocumentParams {
    const PATH: &'static str = "/dokumenter";

    fn take(address: &mut Address) -> Result<Self, Problem> {
        let doubtful = match address.one("doubtful")?.as_deref() {
            None | Some("0") => false,
            Some("1") => true,
            Some(other) => return Err(not("doubtful", other, "0, 1")),
        };
        Ok(Self {
            doubtful,
            list: Listing::take(address, false)?,
        })
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("doubtful", self.doubtful.then_some("1"));
        self.list.put(printer);
    }

    fn list(&mut self) -> &mut Listing {
        &mut self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DeadlineKind, DeadlineStatus, DocumentKind};
    use crate::store::{Filter, RecordType};
    use crate::web::query::{DeadlineParams, DeadlineView, Format, Month};
    use axum::http::Uri;
    use jiff::{ToSpan, civil::Date};
    use proptest::prelude::*;
    use std::fmt;

    fn there_and_back<P: ListParams + PartialEq + fmt::Debug>(one: &P) {
        let uri: Uri = one.address().parse().expect("an address");
        assert_eq!(&P::of(&uri).expect("understood"), one, "{uri}");
    }

    /// Anything that people type or documents print, but blanks at the ends.
    fn text() -> impl Strategy<Value = String> {
        "[ -~æøåÆØÅéß–«»/#?&%+=\\\\\"<>'\u{a0}🦆]{1,40}"
            .prop_map(|text| text.trim().to_string())
            .prop_filter("not blank", |text| !text.is_empty())
    }

    fn names() -> impl Strategy<Value = Vec<String>> {
        proptest::collection::btree_set(text(), 0..3).prop_map(|set| set.into_iter().collect())
    }

    prop_compose! {
        fn filter()(
            types in proptest::sample::subsequence(RecordType::ALL.to_vec(), 0..4),
            years in proptest::sample::subsequence(vec![2019, 2025, 2026], 0..3),
            kinds in proptest::sample::subsequence(
                vec![DocumentKind::AllocationLetter, DocumentKind::AnnualReport], 0..2),
            issuers in names(),
            recipients in names(),
            departments in names(),
        ) -> Filter {
            Filter { types, years, kinds, issuers, recipients, departments }
        }
    }

    proptest! {
        #[test]
        fn addresses_come_back(
            typed in text(),
            filter in filter(),
            page in 1_usize..10_000,
            month in proptest::option::of((1900_i16..2200, 1_i8..13)),
            days in proptest::option::of((0_i32..4000, 0_i32..4000)),
            kinds in proptest::sample::subsequence(
                vec![DeadlineKind::Delivery, DeadlineKind::Aim, DeadlineKind::Other], 0..3),
            statuses in proptest::sample::subsequence(
                vec![DeadlineStatus::Fixed, DeadlineStatus::ToBeAgreed], 0..2),
            standing in proptest::sample::subsequence(Status::ALL.to_vec(), 0..3),
            which in 0_usize..4,
        ) {
            let format = [Format::Page, Format::Xlsx, Format::Csv, Format::Page][which];
            let list = Listing { filter: filter.clone(), page, format };
            there_and_back(&SearchParams {
                text: typed.clone(),
                statuses: standing.clone(),
                list: list.clone(),
            });
            there_and_back(&BudgetParams { typed: typed.clone(), list: list.clone() });
            there_and_back(&DocumentParams { doubtful: which == 1, list: list.clone() });
            there_and_back(&RequestParams {
                session: Some(typed.clone()),
                state: [None, Some(RequestState::Open), Some(RequestState::Unclear), Some(RequestState::Closed)][which],
                list: list.clone(),
            });
            let day = |days: i32| Date::constant(2020, 1, 1).checked_add(days.days()).expect("a day");
            there_and_back(&DeadlineParams {
                view: [DeadlineView::Month, DeadlineView::All, DeadlineView::Overdue, DeadlineView::Unsettled][which],
                month: month.map(|(year, month)| Month::of(Date::constant(year, month, 9))),
                from: days.map(|(from, _)| day(from)),
                to: days.map(|(from, more)| day(from + more)),
                kinds, statuses,
                list: Listing { format: [Format::Page, Format::Xlsx, Format::Csv, Format::Ics][which], ..list },
            });
        }
    }

    fn refused<P: ListParams + fmt::Debug>(address: &str) -> String {
        match P::of(&address.parse().expect("an address")) {
            Err(Problem::BadRequest(why)) => why,
            other => panic!("{address}: {other:?}"),
        }
    }

    #[test]
    fn what_is_not_understood_is_told() {
        assert_eq!(
            refused::<SearchParams>("/?aar=2026"),
            "Denne siden kjenner ikke «aar» i adressen."
        );
        assert!(refused::<SearchParams>("/?kind=brev").starts_with("«kind» kan ikke være «brev»."));
        assert!(refused::<SearchParams>("/?type=oppdrag").contains("assignment"));
        assert!(refused::<SearchParams>("/?year=20266").contains("«20266»"));
        assert!(refused::<SearchParams>("/?page=0").contains("«page»"));
        assert!(refused::<SearchParams>("/?page=10001").contains("«page»"));
        assert!(refused::<SearchParams>("/?q=a&q=b").contains("én verdi"));
        assert!(refused::<SearchParams>("/?format=ics").contains("xlsx, csv"));
        assert!(refused::<DeadlineParams>("/frister?month=2026-13").contains("«month»"));
        assert!(refused::<DeadlineParams>("/frister?from=2026-02-30").contains("«from»"));
        assert!(
            refused::<DeadlineParams>("/frister?from=2026-02-02&to=2026-02-01").contains("før")
        );
        assert!(refused::<RequestParams>("/vedtak?state=lukket").contains("closed"));
        let long = format!("/?q={}", "a".repeat(301));
        assert!(refused::<SearchParams>(&long).contains("300"));
        let many = format!("/?{}", "year=2026&".repeat(61));
        assert!(refused::<SearchParams>(&many).contains("61"));
    }

    #[test]
    fn forms_send_empty_values_that_are_none() {
        let uri: Uri = "/?q=+x+&year=&recipient=".parse().expect("an address");
        let read = SearchParams::of(&uri).expect("understood");
        assert_eq!(read.address(), "/?q=x");
    }
}
