//! Roman numerals, as lists and pages are counted with them.

/// A number in small roman numerals; nothing for nought.
pub(super) fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            roman.push_str(sign);
            number -= value;
        }
    }
    roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        for (number, expected) in [
            (0, ""),
            (4, "iv"),
            (9, "ix"),
            (14, "xiv"),
            (1994, "mcmxciv"),
        ] {
            assert_eq!(roman(number), expected);
        }
    }
}
