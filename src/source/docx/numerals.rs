//! How a number is printed (ISO/IEC 29500-1, 17.18.59).

/// A form of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Numerals {
    /// 1, 2, 3; with zeros before it up to so many digits.
    Decimal(usize),
    /// 1., 2., 3., as ordinals are written in Norwegian.
    #[default]
    Plain,
    /// First, second.
    Ordinal,
    /// a … z, aa, bb.
    Letter {
        /// In capitals.
        capital: bool,
    },
    /// i, ii, iii.
    Roman {
        /// In capitals.
        capital: bool,
    },
    /// (1)
    Enclosed,
    /// - 1 -
    Dashed,
    /// *, †, ‡, §, **
    Chicago,
    /// 1F
    Hexadecimal,
    /// A mark that counts nothing.
    Bullet,
    /// Nothing is printed.
    None,
}

impl Numerals {
    /// The form of a name; `custom` is the pattern of one that Word calls `custom`: `001, 002, …`.
    pub fn of(name: &str, custom: Option<&str>) -> Self {
        match name {
            "decimalZero" => Self::Decimal(2),
            "custom" => {
                let first = custom.unwrap_or_default();
                let first = first.split(',').next().unwrap_or_default().trim();
                let digits = first.bytes().all(|b| b.is_ascii_digit());
                match (digits, first.len()) {
                    (true, 2..=5) => Self::Decimal(first.len()),
                    _ => Self::Plain,
                }
            }
            "lowerLetter" => Self::Letter { capital: false },
            "upperLetter" => Self::Letter { capital: true },
            "lowerRoman" => Self::Roman { capital: false },
            "upperRoman" => Self::Roman { capital: true },
            "ordinal" => Self::Ordinal,
            "decimalEnclosedParen" => Self::Enclosed,
            "decimalEnclosedFullstop" => Self::Ordinal,
            "numberInDash" => Self::Dashed,
            "chicago" => Self::Chicago,
            "hex" => Self::Hexadecimal,
            "bullet" => Self::Bullet,
            "none" => Self::None,
            // Numbers in words and in other scripts are printed in figures here: they count alike.
            _ => Self::Plain,
        }
    }

    /// A number in this form.
    pub fn print(self, n: i64) -> String {
        match self {
            Self::Plain => n.to_string(),
            Self::Decimal(width) => format!("{n:0width$}"),
            Self::Ordinal => format!("{n}."),
            Self::Letter { capital } => letter(n, capital),
            Self::Roman { capital } => roman(n, capital),
            Self::Enclosed => format!("({n})"),
            Self::Dashed => format!("- {n} -"),
            Self::Chicago => chicago(n),
            Self::Hexadecimal => format!("{n:X}"),
            Self::Bullet | Self::None => String::new(),
        }
    }
}

/// Letters that one number takes at most: more are a slip.
const MOST_LETTERS: usize = 30;

/// a … z, then each letter twice, then thrice.
fn letter(n: i64, capital: bool) -> String {
    let Some(n) = usize::try_from(n).ok().and_then(|n| n.checked_sub(1)) else {
        return n.to_string();
    };
    let first = if capital { b'A' } else { b'a' };
    let letter = char::from(first + (n % 26) as u8);
    std::iter::repeat_n(letter, (n / 26 + 1).min(MOST_LETTERS)).collect()
}

fn roman(n: i64, capital: bool) -> String {
    let small = u32::try_from(n).ok().filter(|n| (1..5000).contains(n));
    match small.map(crate::source::roman::roman) {
        Some(numeral) if capital => numeral.to_ascii_uppercase(),
        Some(numeral) => numeral,
        None => n.to_string(),
    }
}

fn chicago(n: i64) -> String {
    let Some(n) = usize::try_from(n).ok().and_then(|n| n.checked_sub(1)) else {
        return n.to_string();
    };
    let sign = ["*", "†", "‡", "§"][n % 4];
    sign.repeat((n / 4 + 1).min(MOST_LETTERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (name, n, printed) in [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("decimalZero", 112, "112"),
            ("lowerLetter", 26, "z"),
            ("lowerLetter", 28, "bb"),
            ("upperLetter", 53, "AAA"),
            ("lowerRoman", 14, "xiv"),
            ("upperRoman", 1999, "MCMXCIX"),
            ("upperRoman", 0, "0"),
            ("lowerLetter", 0, "0"),
            (
                "lowerLetter",
                i64::MAX,
                "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuu".get(..30).expect("30"),
            ),
            ("ordinal", 3, "3."),
            ("none", 3, ""),
            ("chicago", 6, "††"),
            ("russianLower", 3, "3"),
        ] {
            let got = Numerals::of(name, None).print(n);
            if n == i64::MAX {
                assert_eq!(got.len(), printed.len());
            } else {
                assert_eq!(got, printed, "{name} {n}");
            }
        }
        assert_eq!(
            Numerals::of("custom", Some("001, 002, 003, ...")).print(5),
            "005"
        );
    }
}
