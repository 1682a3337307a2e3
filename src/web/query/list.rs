//! What lists have in common: narrowed to something, a page at a time, or as a file.

use super::{Address, Printer, not};
use crate::store::Filter;
use crate::web::errors::Problem;
use axum::http::Uri;

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

/// What every list can be asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct Listing {
    /// `type`, `year`, `kind`, `issuer`, `recipient`, `department`.
    pub filter: Filter,
    /// `page`, from 1.
    pub page: usize,
    /// `format`.
    pub format: Format,
}

impl Listing {
    /// Takes it from an address; `calendar`: whether the list can be had as one.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where a value cannot be.
    pub(super) fn take(address: &mut Address, calendar: bool) -> Result<Self, Problem> {
        Ok(Self {
            filter: address.filter()?,
            page: address.page()?,
            format: Format::take(address, calendar)?,
        })
    }

    /// Prints what [`Self::take`] takes.
    pub(super) fn put(&self, printer: &mut Printer) {
        printer.filter(&self.filter);
        printer.page(self.page);
        printer.some("format", self.format.name());
    }

    /// Which of so many rows its page shows, with so many to a page: from the first to before the last.
    pub(in crate::web) fn window(&self, rows: usize, total: usize) -> (usize, usize) {
        let start = (self.page.saturating_sub(1) * rows).min(total);
        (start, (start + rows).min(total))
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

    /// What it has in common with other lists.
    fn list(&mut self) -> &mut Listing;

    /// Goes to a page.
    fn at_page(mut self, page: usize) -> Self {
        self.list().page = page;
        self
    }

    /// Asks for a form.
    fn in_format(mut self, format: Format) -> Self {
        self.list().format = format;
        self
    }

    /// The address of the same list, narrowed otherwise, from its first page on.
    fn narrowed(&self, filter: Filter) -> String {
        let mut other = self.clone();
        other.list().filter = filter;
        other.at_page(1).address()
    }

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
