//! Characters of symbol fonts (ISO/IEC 29500-1, 17.3.3.30): their codes mean nothing without the font.

/// What a code of a symbol font shows; none where that is not known here. Codes may stand in the
/// private area from U+F000 on.
pub(super) fn glyph(font: &str, code: u32) -> Option<char> {
    let low = match code {
        0xf000..=0xf0ff => code - 0xf000,
        code => code,
    };
    let font = font.to_ascii_lowercase();
    let found = if font.starts_with("symbol") {
        symbol(low)
    } else if font.starts_with("wingdings 2") {
        wingdings_two(low)
    } else if font.starts_with("wingdings") {
        wingdings(low)
    } else if font.starts_with("webdings") {
        None
    } else if code >= 0xf000 {
        // No font, or one that keeps to its own: the marks of lists are alike in all.
        symbol(low).filter(|c| !c.is_alphanumeric())
    } else {
        char::from_u32(code)
    };
    found.filter(|c| !c.is_control())
}

fn symbol(code: u32) -> Option<char> {
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    Some(match code {
        0x41..=0x5a => GREEK.chars().nth((code - 0x41) as usize)?,
        0x61..=0x7a => SMALL.chars().nth((code - 0x61) as usize)?,
        0x2d => '−',
        0xa3 => '≤',
        0xa5 => '∞',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb3 => '≥',
        0xb4 => '×',
        0xb7 => '•',
        0xb8 => '÷',
        0xb9 => '≠',
        0xbb => '≈',
        0xbc => '…',
        0xd7 => '⋅',
        0xe5 => '∑',
        0x20..=0x7e => char::from_u32(code)?,
        _ => return None,
    })
}

fn wingdings(code: u32) -> Option<char> {
    Some(match code {
        0x28 | 0x29 => '☎',
        0x2a => '✉',
        0x4a => '☺',
        0x6c => '●',
        0x6e => '■',
        0x6f | 0x70 | 0xa8 => '☐',
        0x71 | 0x72 => '❑',
        0x76 => '❖',
        0x9f => '•',
        0xa7 => '▪',
        0xd8 => '➢',
        0xdf => '←',
        0xe0 | 0xe8 | 0xf0 => '→',
        0xe1 => '↑',
        0xe2 => '↓',
        0xfb => '✗',
        0xfc => '✓',
        0xfd => '☒',
        0xfe => '☑',
        _ => return None,
    })
}

fn wingdings_two(code: u32) -> Option<char> {
    Some(match code {
        0x4f => '✗',
        0x50 => '✓',
        0x51 | 0x53 | 0x54 => '☒',
        0x52 => '☑',
        0x97 => '●',
        0xa3 => '☐',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_their_fonts() {
        for (font, code, expected) in [
            ("Symbol", 0xf0b3, Some('≥')),
            ("Symbol", 0xb7, Some('•')),
            ("Symbol", 0x61, Some('α')),
            ("Wingdings", 0xf0fc, Some('✓')),
            ("Wingdings 2", 0xf052, Some('☑')),
            ("Wingdings", 0xf041, None),
            ("Arial", 0x2265, Some('≥')),
            ("", 0xf0b7, Some('•')),
            ("", 0xf041, None),
            ("Arial", 0xd800, None),
            ("Arial", 7, None),
        ] {
            assert_eq!(glyph(font, code), expected, "{font} {code:x}");
        }
    }
}
