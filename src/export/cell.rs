//! A cell of a table: what it holds, and how print shows it.

use jiff::civil::Date;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words; lines are parted by `\n`.
    Text(String),
    /// Whole kroner.
    Nok(i64),
    /// Per cent: `4.2` is 4,2 %.
    Percent(f64),
    /// A count or a measured value.
    Number(f64),
    /// A day.
    Date(Date),
    /// Words that lead to another row of the same workbook; elsewhere the words alone.
    Link {
        /// The words, on one line or several.
        text: String,
        /// Where they lead.
        to: Place,
    },
}

/// A row of another table of the same overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The heading of the part.
    pub part: String,
    /// What the first cell of the row says.
    pub row: String,
}

impl Cell {
    /// Words, or nothing where there are none.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() {
            Self::Empty
        } else {
            Self::Text(words)
        }
    }

    /// An amount, or nothing.
    pub fn nok(amount: Option<i64>) -> Self {
        amount.map_or(Self::Empty, Self::Nok)
    }

    /// A count.
    pub fn count(n: usize) -> Self {
        Self::Number(n as f64)
    }

    /// The day that ISO 8601 words name; other words stay words, so that none is lost.
    pub fn date(iso: Option<&str>) -> Self {
        iso.map_or(Self::Empty, |iso| {
            iso.parse().map_or_else(|_| Self::text(iso), Self::Date)
        })
    }

    /// A whole number where the words are one as people write it (`12`, not `012`), else words.
    pub fn number_or_text(words: Option<&str>) -> Self {
        let words = words.unwrap_or_default();
        match words.parse::<u32>() {
            Ok(number) if number.to_string() == words => Self::Number(f64::from(number)),
            _ => Self::text(words),
        }
    }

    /// Words that lead somewhere, or nothing where there are none.
    pub fn link(words: impl Into<String>, part: &str, row: String) -> Self {
        let text = words.into();
        if text.is_empty() {
            return Self::Empty;
        }
        Self::Link {
            text,
            to: Place {
                part: part.to_string(),
                row,
            },
        }
    }

    /// The words of a text or a link; none of other cells.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Text(words) | Self::Link { text: words, .. } => Some(words),
            _ => None,
        }
    }

    /// As it is read in running text: amounts in groups of three, per cent with one decimal, days
    /// as `4.5.2027`.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(words) | Self::Link { text: words, .. } => words.clone(),
            Self::Number(value) => value.to_string().replace('.', ",").replace('-', "−"),
            Self::Date(day) => printed(*day),
            Self::Nok(amount) => grouped(*amount),
            Self::Percent(value) => {
                let rounded = format!("{value:.1}").replace('.', ",").replace('-', "−");
                format!(
                    "{}\u{a0}%",
                    if rounded == "−0,0" { "0,0" } else { &rounded }
                )
            }
        }
    }

    pub(super) fn is_figure(&self) -> bool {
        matches!(self, Self::Nok(_) | Self::Percent(_) | Self::Number(_))
    }
}

/// A day as Norwegian print has it: `4.5.2027`.
pub(super) fn printed(day: Date) -> String {
    format!("{}.{}.{}", day.day(), day.month(), day.year())
}

/// `1 234 000`, with no-break spaces and a minus sign, as Norwegian print has it.
pub fn grouped(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::new();
    if amount < 0 {
        text.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_printed_as_norwegian_print_has_them() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(-1000), "−1\u{a0}000");
        assert_eq!(
            grouped(i64::MIN),
            "−9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775\u{a0}808"
        );
        assert_eq!(Cell::Percent(-4.26).shown(), "−4,3\u{a0}%");
        assert_eq!(Cell::Percent(-0.01).shown(), "0,0\u{a0}%");
        assert_eq!(Cell::text(""), Cell::Empty);
        assert_eq!(Cell::Number(-12.5).shown(), "−12,5");
        assert_eq!(Cell::count(3).shown(), "3");
    }

    #[test]
    fn days_and_numbers_are_read_where_they_are_ones() {
        assert_eq!(Cell::date(Some("2027-05-04")).shown(), "4.5.2027");
        assert_eq!(Cell::date(Some("2027-06-31")), Cell::text("2027-06-31"));
        assert_eq!(Cell::date(None), Cell::Empty);
        assert_eq!(Cell::number_or_text(Some("12")), Cell::Number(12.0));
        // A leading nought means something: post 01.
        assert_eq!(Cell::number_or_text(Some("01")), Cell::text("01"));
        assert_eq!(Cell::number_or_text(Some("iv")), Cell::text("iv"));
        assert_eq!(Cell::link("", "Frister", "x".into()), Cell::Empty);
    }
}
