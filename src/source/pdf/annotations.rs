//! What annotations show on a page: filled-in fields, remarks, stamps. A reader sees their appearance
//! as part of the page.

use super::open::{get, number, resolve};
use pdf_extract::{Dictionary, Document, Object, ObjectId};

/// How many annotations of a page are looked at.
const MOST: usize = 10_000;

/// Flags that keep an annotation from being shown: hidden, no view (ISO 32000-1, 12.5.3).
const UNSHOWN: i64 = 1 << 1 | 1 << 5;

/// Something that is drawn over a page.
pub struct Appearance<'d> {
    /// The form that is drawn.
    pub form: &'d Object,
    /// What puts it at its place.
    pub matrix: [f64; 6],
    /// The layer that it belongs to, if it belongs to one.
    pub layer: Option<&'d Object>,
}

/// The appearances of a page's annotations, in the order in which they are drawn.
pub fn appearances(document: &Document, page: ObjectId) -> Vec<Appearance<'_>> {
    document
        .objects
        .get(&page)
        .and_then(|page| {
            get(document, page.as_dict().ok()?, b"Annots")?
                .as_array()
                .ok()
        })
        .into_iter()
        .flatten()
        .take(MOST)
        .filter_map(|one| appearance(document, resolve(document, one)?.as_dict().ok()?))
        .collect()
}

fn appearance<'d>(document: &'d Document, annotation: &'d Dictionary) -> Option<Appearance<'d>> {
    let flags = get(document, annotation, b"F").and_then(number);
    // A window that is opened by a click shows nothing of its own.
    let kind = get(document, annotation, b"Subtype").and_then(|kind| kind.as_name().ok());
    if flags.is_some_and(|flags| flags as i64 & UNSHOWN != 0) || kind == Some(b"Popup") {
        return None;
    }
    let states = get(document, annotation, b"AP")?.as_dict().ok()?;
    let mut form = states.get(b"N").ok()?;
    // A box to tick has one appearance a state.
    if let Some(Object::Dictionary(all)) = resolve(document, form) {
        form = all
            .get(get(document, annotation, b"AS")?.as_name().ok()?)
            .ok()?;
    }
    let dict = &resolve(document, form)?.as_stream().ok()?.dict;
    let numbers = |of: &Dictionary, key: &[u8]| -> Option<Vec<f64>> {
        let list = get(document, of, key)?.as_array().ok()?;
        Some(
            list.iter()
                .filter_map(|n| number(resolve(document, n)?))
                .collect(),
        )
    };
    let inner = numbers(dict, b"BBox")?;
    let place = numbers(annotation, b"Rect")?;
    let own = numbers(dict, b"Matrix").filter(|m| m.len() == 6);
    let own = own.unwrap_or_else(|| vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let (&[a0, b0, a1, b1], &[x0, y0, x1, y1]) = (inner.as_slice(), place.as_slice()) else {
        return None;
    };
    // The box around the form as its own matrix turns it, laid on the annotation's place (12.5.5).
    let corners = [(a0, b0), (a1, b0), (a1, b1), (a0, b1)].map(|(x, y)| {
        (
            own[0] * x + own[2] * y + own[4],
            own[1] * x + own[3] * y + own[5],
        )
    });
    let span = |of: fn(&(f64, f64)) -> f64| {
        let all = || corners.iter().map(of);
        (
            all().fold(f64::MAX, f64::min),
            all().fold(f64::MIN, f64::max),
        )
    };
    let ((left, right), (low, high)) = (span(|c| c.0), span(|c| c.1));
    let scale = |from: f64, to: f64, size: f64| {
        let own = to - from;
        if own > 0.0 { size / own } else { 1.0 }
    };
    let (sx, sy) = (
        scale(left, right, (x1 - x0).abs()),
        scale(low, high, (y1 - y0).abs()),
    );
    let matrix = [
        sx,
        0.0,
        0.0,
        sy,
        x0.min(x1) - left * sx,
        y0.min(y1) - low * sy,
    ];
    matrix.iter().all(|v| v.is_finite()).then_some(Appearance {
        form,
        matrix,
        layer: annotation.get(b"OC").ok(),
    })
}
