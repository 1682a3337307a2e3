//! Where the setting of lines shows that a paragraph ends.

use super::lines::TextLine;
use super::words::Word;

/// For every line whether the paragraph is seen to end with it. `right` is the edge that lines are
/// broken at.
pub fn ends(lines: &[TextLine], right: f64) -> Vec<bool> {
    let mut ends = vec![false; lines.len()];
    for at in 0..lines.len().saturating_sub(1) {
        let (line, next) = (&lines[at], &lines[at + 1]);
        let leading = usual_leading(lines, at);
        let step = next.base - line.base;
        let resized = (line.size - next.size).abs() > 0.08 * line.size.max(next.size);
        let lower = step > 1.25 * leading && step > 1.05 * line.size;
        // A first line that is set in, the next one being back at the edge.
        let set_in = marker(line).is_none()
            && (0.5..4.0).contains(&((next.x0 - line.x0) / line.size))
            && lines
                .get(at + 2)
                .is_some_and(|after| (after.x0 - line.x0).abs() < 1.0);
        ends[at] = resized || step < 0.0 || lower || set_in || starts_anew(line, next, right);
    }
    ends
}

/// Whether a paragraph is seen to end with a column, the next column starting with `next`.
pub fn ends_column(last: &TextLine, next: &TextLine, (left, right): (f64, f64)) -> bool {
    let hyphen = last
        .words
        .last()
        .and_then(|word| word.glyphs.last())
        .is_some_and(|g| crate::source::is_hyphen(g.c));
    !hyphen
        && (last.bold() != next.bold()
            || (last.size - next.size).abs() > 0.08 * last.size
            || right - last.x1 > 0.2 * (right - left))
}

/// The step from line to line that is usual for type of this size around here.
fn usual_leading(lines: &[TextLine], at: usize) -> f64 {
    let size = lines[at].size;
    let from = at.saturating_sub(40);
    let to = (at + 40).min(lines.len());
    let mut steps: Vec<f64> = lines[from..to]
        .windows(2)
        .filter(|pair| {
            (pair[0].size - size).abs() < 0.08 * size && (pair[1].size - size).abs() < 0.08 * size
        })
        .map(|pair| pair[1].base - pair[0].base)
        .filter(|&step| step > 0.8 * size && step < 2.2 * size)
        .collect();
    steps.sort_by(f64::total_cmp);
    // Between lines of a paragraph the steps are the smallest there are.
    match steps.get(steps.len() / 4) {
        Some(&step) => step.min(1.7 * size),
        None => 1.25 * size,
    }
}

/// Whether the next line begins a block although it stands no lower than usual.
fn starts_anew(line: &TextLine, next: &TextLine, right: f64) -> bool {
    let em = line.size;
    let Some(word) = next.words.first() else {
        return false;
    };
    let hyphen = line
        .words
        .last()
        .and_then(|word| word.glyphs.last())
        .is_some_and(|g| crate::source::is_hyphen(g.c));
    let room = right - line.x1;
    let fits = !hyphen && room > (word.x1 - word.x0) + 0.8 * em;
    if marker(next).is_some()
        && !inside_number(line, word)
        && (fits || next.x0 < body(line) - 1.0 || marker(line).is_some())
    {
        return !hyphen;
    }
    // Where this paragraph's next line would start.
    let own = body(line);
    let shifted = (next.x0 - own).abs() > 0.5 * em && (next.x0 - line.x0).abs() > 0.5 * em;
    fits && (shifted || room > 0.35 * (right - line.x0))
}

/// Whether the line end stands inside a number: `13 700 / 000.` is no list item.
fn inside_number(line: &TextLine, next: &Word) -> bool {
    let group = |text: &str| text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let stem = next.text();
    let stem = stem.trim_end_matches('.');
    let last = line.words.last().map(Word::text).unwrap_or_default();
    let last = last.rsplit(char::is_whitespace).next().unwrap_or("");
    stem.len() == 3 && group(stem) && !last.is_empty() && group(last)
}

/// Where the words of a line start, its marker left out.
fn body(line: &TextLine) -> f64 {
    marker(line).unwrap_or(line.x0)
}

/// Where the text of a list item's line starts, after its marker; `None` where there is no marker.
pub fn marker(line: &TextLine) -> Option<f64> {
    let first = line.words.first()?;
    // A no-break space may hold the marker and its text together.
    if let Some(at) = first.glyphs.iter().position(|g| g.c.is_whitespace()) {
        let text: String = first.glyphs[..at].iter().map(|g| g.c).collect();
        return is_marked(&text).then(|| first.glyphs.get(at + 1).map(|g| g.x0))?;
    }
    let second = line.words.get(1)?;
    let gap = second.x0 - first.x1;
    // A bare number counts only where a clear gap sets it apart.
    let bare = first.glyphs.iter().all(|g| g.c.is_ascii_digit());
    let apart = gap > if bare { 0.6 } else { 0.15 } * first.size;
    (apart && is_marker(first)).then_some(second.x0)
}

/// Whether a word is a list item's marker.
pub fn is_marker(word: &Word) -> bool {
    is_marked(&word.text())
}

/// Whether a text is a marker: a sign, or a number or letter with a point or bracket.
fn is_marked(text: &str) -> bool {
    let stem = text.trim_end_matches(['.', ')']);
    let mut chars = stem.chars();
    match (chars.next(), chars.next()) {
        (Some(first), _) if first.is_ascii_digit() => {
            stem.len() <= 8 && stem.chars().all(|c| c.is_ascii_digit() || c == '.')
        }
        (Some(only), None) if only.is_alphabetic() => stem.len() < text.len() || only == 'o',
        (Some(only), None) => is_bullet(only),
        _ => false,
    }
}

/// A sign on its own that does not belong to what follows it.
fn is_bullet(c: char) -> bool {
    const BELONG: &str = "«»\"'“”„‘’()[]{}§%‰&/.,;:!?…=+<>±$€£#@№†‡¹²³";
    !c.is_alphanumeric() && !c.is_whitespace() && !BELONG.contains(c)
}
