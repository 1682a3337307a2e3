//! What each page can be asked for.

use super::{Address, Printer, bad, not, word_of};
use crate::model::{DeadlineKind, DeadlineStatus};
use crate::store::{Filter, Post, RequestState};
use crate::web::errors::Problem;
use axum::http::Uri;
use jiff::{ToSpan, civil::Date};
use std::fmt;
use std::str::FromStr;

/// As what a list is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::web) enum Format {
    /// A page.
    #[default]
    Page,
    /// A workbook.
    Xlsx,
    /// CSV for Excel in Norwegian.
    Csv,
    /// A calendar to subscribe to.
    Ics,
}

impl Format {
    /// The word in an address; a page has none.
    pub(in crate::web) fn name(self) -> Option<&'static str> {
        match self {
            Self::Page => None,
            Self::Xlsx => Some("xlsx"),
            Self::Csv => Some("csv"),
            Self::Ics => Some("ics"),
        }
    }

    fn take(address: &mut Address, calendar: bool) -> Result<Self, Problem> {
        match address.one("format")?.as_deref() {
            None => Ok(Self::Page),
            Some("xlsx") => Ok(Self::Xlsx),
            Some("csv") => Ok(Self::Csv),
            Some("ics") if calendar => Ok(Self::Ics),
            Some(other) => Err(not(
                "format",
                other,
                if calendar {
                    "xlsx, csv, ics"
                } else {
                    "xlsx, csv"
                },
            )),
        }
    }
}

/// What every list's address is: read from one, printed back to one.
pub(in crate::web) trait ListParams: Sized + Clone {
    /// Where the list is.
    const PATH: &'static str;

    /// Takes what it knows from an address.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where a value cannot be.
    fn take(address: &mut Address) -> Result<Self, Problem>;

    /// Prints what [`Self::take`] takes, in one order.
    fn put(&self, printer: &mut Printer);

    /// Goes to a page.
    fn at_page(self, page: usize) -> Self;

    /// Asks for a form.
    fn in_format(self, format: Format) -> Self;

    /// Reads an address.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] that says what is not understood.
    fn of(uri: &Uri) -> Result<Self, Problem> {
        let mut address = Address::of(uri)?;
        let read = Self::take(&mut address)?;
        address.done()?;
        Ok(read)
    }

    /// The address.
    fn address(&self) -> String {
        let mut printer = Printer::new(Self::PATH);
        self.put(&mut printer);
        printer.done()
    }
}

/// `/`: the search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct SearchParams {
    /// `q`.
    pub text: String,
    /// `type`, `year`, `kind`, `issuer`, `recipient`, `department`.
    pub filter: Filter,
    /// `page`, from 1.
    pub page: usize,
    /// `format`.
    pub format: Format,
}

impl ListParams for SearchParams {
    const PATH: &'static str = "/";

    fn take(address: &mut Address) -> Result<Self, Problem> {
        Ok(Self {
            text: address.one("q")?.unwrap_or_default(),
            filter: address.filter()?,
            page: address.page()?,
            format: Format::take(address, false)?,
        })
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("q", (!self.text.is_empty()).then_some(&self.text));
        printer.filter(&self.filter);
        printer.page(self.page);
        printer.some("format", self.format.name());
    }

    fn at_page(self, page: usize) -> Self {
        Self { page, ..self }
    }

    fn in_format(self, format: Format) -> Self {
        Self { format, ..self }
    }
}

/// A month: `2026-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web) struct Month {
    first: Date,
}

impl Month {
    /// The month of a day.
    pub(in crate::web) fn of(day: Date) -> Self {
        Self {
            first: day.first_of_month(),
        }
    }

    /// Its first day.
    pub(in crate::web) fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    pub(in crate::web) fn last(self) -> Date {
        self.first.last_of_month()
    }

    /// So many months later; itself at the end of time.
    pub(in crate::web) fn later(self, months: i32) -> Self {
        let first = self.first.checked_add(months.months());
        Self {
            first: first.unwrap_or(self.first),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl FromStr for Month {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let well = text.len() == 7 && text.is_ascii();
        let first: Date = format!("{text}-01").parse().map_err(|_| ())?;
        let printed = (1900..=2200).contains(&first.year()) && well;
        printed.then_some(Self { first }).ok_or(())
    }
}

/// Which of the deadlines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::web) enum DeadlineView {
    /// Those of a month, with its calendar.
    #[default]
    Month,
    /// All of an interval.
    All,
    /// Those whose day has passed, the latest first.
    Overdue,
    /// Tentative, to be agreed, or without a day.
    Unsettled,
}

impl DeadlineView {
    /// The word in an address; the first has none.
    pub(in crate::web) fn name(self) -> Option<&'static str> {
        match self {
            Self::Month => None,
            Self::All => Some("all"),
            Self::Overdue => Some("overdue"),
            Self::Unsettled => Some("unsettled"),
        }
    }
}

/// `/frister`: what falls due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct DeadlineParams {
    /// `view`: `all`, `overdue`, `unsettled`; none: a month.
    pub view: DeadlineView,
    /// `month`, where the view is a month; none: this one.
    pub month: Option<Month>,
    /// `from`: the first day, where the view is all.
    pub from: Option<Date>,
    /// `to`: the last day, where the view is all.
    pub to: Option<Date>,
    /// `type` … `department`; recipients are those who are to do it.
    pub filter: Filter,
    /// `what`: kinds of deadlines.
    pub kinds: Vec<DeadlineKind>,
    /// `status`: how settled they are.
    pub statuses: Vec<DeadlineStatus>,
    /// `page`, from 1.
    pub page: usize,
    /// `format`.
    pub format: Format,
}

/// The words of `what`.
const KINDS: &str = "delivery, report, start, meeting, aim, parliament, other";
/// The words of `status`.
const STATUSES: &str =
    "fixed, tentative, to_be_agreed, recurring, ongoing, relative, invalid, other";
/// What a day looks like.
const DAY: &str = "en dag, som 2026-05-31";

impl ListParams for DeadlineParams {
    const PATH: &'static str = "/frister";

    fn take(address: &mut Address) -> Result<Self, Problem> {
        let view = match address.one("view")?.as_deref() {
            None | Some("month") => DeadlineView::Month,
            Some("all") => DeadlineView::All,
            Some("overdue") => DeadlineView::Overdue,
            Some("unsettled") => DeadlineView::Unsettled,
            Some(other) => return Err(not("view", other, "month, all, overdue, unsettled")),
        };
        let read = Self {
            view,
            month: address.read("month", "en måned, som 2026-05")?,
            from: address.read("from", DAY)?,
            to: address.read("to", DAY)?,
            filter: address.filter()?,
            kinds: address.words("what", KINDS)?,
            statuses: address.words("status", STATUSES)?,
            page: address.page()?,
            format: Format::take(address, true)?,
        };
        if read.from.zip(read.to).is_some_and(|(from, to)| to < from) {
            return Err(bad("«to» er før «from»."));
        }
        Ok(read)
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("view", self.view.name());
        printer.some("month", self.month.map(|one| one.to_string()));
        printer.some("from", self.from.map(|one| one.to_string()));
        printer.some("to", self.to.map(|one| one.to_string()));
        printer.filter(&self.filter);
        for kind in &self.kinds {
            printer.put("what", &word_of(kind));
        }
        for status in &self.statuses {
            printer.put("status", &word_of(status));
        }
        printer.page(self.page);
        printer.some("format", self.format.name());
    }

    fn at_page(self, page: usize) -> Self {
        Self { page, ..self }
    }

    fn in_format(self, format: Format) -> Self {
        Self { format, ..self }
    }
}

/// `/vedtak`: the requests of Parliament.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct RequestParams {
    /// `session`: "2024–2025".
    pub session: Option<String>,
    /// `state`: none: all.
    pub state: Option<RequestState>,
    /// `type` … `department`.
    pub filter: Filter,
    /// `page`, from 1.
    pub page: usize,
    /// `format`.
    pub format: Format,
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
            filter: address.filter()?,
            page: address.page()?,
            format: Format::take(address, false)?,
        })
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("session", self.session.as_ref());
        printer.some("state", self.state.map(|one| word_of(&one)));
        printer.filter(&self.filter);
        printer.page(self.page);
        printer.some("format", self.format.name());
    }

    fn at_page(self, page: usize) -> Self {
        Self { page, ..self }
    }

    fn in_format(self, format: Format) -> Self {
        Self { format, ..self }
    }
}

/// `/budsjett`: a post through the years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct BudgetParams {
    /// `post` as typed: "732.70", "kap. 732 post 70", "732".
    pub typed: String,
    /// `type` … `department`.
    pub filter: Filter,
    /// `page`, from 1.
    pub page: usize,
    /// `format`.
    pub format: Format,
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
            filter: address.filter()?,
            page: address.page()?,
            format: Format::take(address, false)?,
        })
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("post", (!self.typed.is_empty()).then_some(&self.typed));
        printer.filter(&self.filter);
        printer.page(self.page);
        printer.some("format", self.format.name());
    }

    fn at_page(self, page: usize) -> Self {
        Self { page, ..self }
    }

    fn in_format(self, format: Format) -> Self {
        Self { format, ..self }
    }
}

/// `/dokumenter`, and `/dokument/{key}` below it: what was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct DocumentParams {
    /// `doubtful=1`: only those that the tool was unsure of.
    pub doubtful: bool,
    /// `type` … `department`.
    pub filter: Filter,
    /// `page`, from 1.
    pub page: usize,
    /// `format`.
    pub format: Format,
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
            filter: address.filter()?,
            page: address.page()?,
            format: Format::take(address, false)?,
        })
    }

    fn put(&self, printer: &mut Printer) {
        printer.some("doubtful", self.doubtful.then_some("1"));
        printer.filter(&self.filter);
        printer.page(self.page);
        printer.some("format", self.format.name());
    }

    fn at_page(self, page: usize) -> Self {
        Self { page, ..self }
    }

    fn in_format(self, format: Format) -> Self {
        Self { format, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentKind;
    use crate::store::RecordType;
    use proptest::prelude::*;

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
            which in 0_usize..4,
        ) {
            let filter = || filter.clone();
            let format = [Format::Page, Format::Xlsx, Format::Csv, Format::Page][which];
            there_and_back(&SearchParams { text: typed.clone(), filter: filter(), page, format });
            there_and_back(&BudgetParams { typed: typed.clone(), filter: filter(), page, format });
            there_and_back(&DocumentParams { doubtful: which == 1, filter: filter(), page, format });
            there_and_back(&RequestParams {
                session: Some(typed.clone()),
                state: [None, Some(RequestState::Open), Some(RequestState::Unclear), Some(RequestState::Closed)][which],
                filter: filter(), page, format,
            });
            let day = |days: i32| Date::constant(2020, 1, 1).checked_add(days.days()).expect("a day");
            there_and_back(&DeadlineParams {
                view: [DeadlineView::Month, DeadlineView::All, DeadlineView::Overdue, DeadlineView::Unsettled][which],
                month: month.map(|(year, month)| Month::of(Date::constant(year, month, 9))),
                from: days.map(|(from, _)| day(from)),
                to: days.map(|(from, more)| day(from + more)),
                filter: filter(), kinds, statuses, page,
                format: [Format::Page, Format::Xlsx, Format::Csv, Format::Ics][which],
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
