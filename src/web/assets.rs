//! What is compiled in: the style sheet, the script and the icon.

use super::errors::Problem;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("assets/app.css");
const SCRIPT: &str = include_str!("assets/app.js");
const ICON: &str = include_str!("assets/icon.svg");

/// The address of the style sheet; the version in it lets browsers keep it.
pub(super) const STYLE_ADDRESS: &str = concat!("/static/app.css?v=", env!("OPPDRAG_BUILD"));
/// The address of the script.
pub(super) const SCRIPT_ADDRESS: &str = concat!("/static/app.js?v=", env!("OPPDRAG_BUILD"));

/// The address of the icon.
pub(super) const ICON_ADDRESS: &str = concat!("/static/icon.svg?v=", env!("OPPDRAG_BUILD"));

/// The type of the icon.
const SVG: &str = "image/svg+xml";

/// `/favicon.ico`: what browsers ask for unasked, as where a file is shown that names no icon.
pub(super) async fn favicon() -> Response {
    let kept = "public, max-age=86400";
    (
        [(header::CONTENT_TYPE, SVG), (header::CACHE_CONTROL, kept)],
        ICON,
    )
        .into_response()
}

/// `/static/{name}`.
pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let (kind, text) = match name.as_str() {
        "app.css" => ("text/css; charset=utf-8", STYLE),
        "app.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "icon.svg" => (SVG, ICON),
        _ => return Err(Problem::NotFound(name)),
    };
    let kept = "public, max-age=31536000, immutable";
    Ok((
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)],
        text,
    )
        .into_response())
}
