//! What a request gets that gets no answer: a page in bokmål, or `application/problem+json` (RFC 9457)
//! below `/api/`.

use super::html;
use super::log;
use crate::store::StoreError;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use maud::html as markup;
use schemars::JsonSchema;
use serde::Serialize;

/// Why a request gets no answer.
#[derive(Debug)]
pub(super) enum Problem {
    /// There is no such thing: its name.
    NotFound(String),
    /// The request cannot be understood: why, in bokmål.
    BadRequest(String),
    /// The source of a document cannot be shown: why, in bokmål.
    Gone(String),
    /// The list has more rows than a file from here takes: how many, and what to do, in bokmål.
    TooMany(String),
    /// The store cannot be asked.
    Store(StoreError),
    /// Too much is asked at once.
    Busy,
    /// It took too long.
    Slow,
    /// The address is longer than so many bytes.
    TooLong(usize),
    /// It is sent to a name that the server does not go by.
    OtherHost(String),
    /// It would change something.
    Method,
    /// A defect of the program.
    Internal,
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A problem as RFC 9457 has it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Details {
    /// `about:blank`: the status says which.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What to know of this case.
    detail: String,
}

impl Problem {
    /// The HTTP status.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Gone(_) => StatusCode::GONE,
            Self::TooMany(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Store(_) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Slow => StatusCode::GATEWAY_TIMEOUT,
            Self::TooLong(_) => StatusCode::URI_TOO_LONG,
            Self::OtherHost(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Its heading and what to know, in bokmål. Paths of the machine stay out of it.
    fn told(&self) -> (&'static str, String) {
        match self {
            Self::NotFound(what) => ("Finnes ikke", format!("Vi finner ikke «{what}».")),
            Self::BadRequest(why) => ("Ikke forstått", why.clone()),
            Self::Gone(why) => ("Kilden kan ikke vises", why.clone()),
            Self::TooMany(why) => ("For mange rader til en fil", why.clone()),
            Self::Store(_) => (
                "Lageret svarer ikke",
                "Lageret kan ikke leses akkurat nå. Det kan være i ferd med å bli laget på nytt; prøv igjen om litt.".into(),
            ),
            Self::Busy => ("For mye på en gang", "Prøv igjen om litt.".into()),
            Self::Slow => (
                "Det tok for lang tid",
                "Spør om mindre på en gang, eller prøv igjen om litt.".into(),
            ),
            Self::TooLong(most) => (
                "For lang adresse",
                format!("Adressen kan ha høyst {most} tegn."),
            ),
            Self::OtherHost(name) => (
                "Feil navn på tjeneren",
                format!("Tjeneren svarer ikke under navnet «{name}». Den som driver den, kan tillate navnet med --host."),
            ),
            Self::Method => (
                "Her kan en bare lese",
                "Tjeneren tar bare imot GET og HEAD.".into(),
            ),
            Self::Internal => ("Noe gikk galt", "Feilen er vår. Prøv igjen, eller meld fra.".into()),
        }
    }

    /// As a page.
    fn page(&self) -> Response {
        let (title, text) = self.told();
        let body = markup! {
            h1 { (title) }
            p { (text) }
            p { a href="/" { "Til søket" } }
        };
        (self.status(), html::page(title, html::Place::None, &body)).into_response()
    }

    /// As `application/problem+json`.
    fn json(&self) -> Response {
        let status = self.status();
        let details = Details {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: self.told().1,
        };
        let body = serde_json::to_vec(&details).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        (status, [(header::CONTENT_TYPE, kind)], body).into_response()
    }
}

/// Pages take problems as they are; the API turns them into [`ApiProblem`].
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.log();
        self.page()
    }
}

impl Problem {
    fn log(&self) {
        match self {
            Self::Store(error) => log::line(format!("error: {error}")),
            Self::Internal => log::line("error: a request ended in a panic".into()),
            _ => {}
        }
    }
}

/// A problem below `/api/`.
#[derive(Debug)]
pub(super) struct ApiProblem(pub(super) Problem);

impl<E: Into<Problem>> From<E> for ApiProblem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        self.0.log();
        self.0.json()
    }
}

/// An address that leads nowhere.
pub(super) async fn no_such_page(uri: Uri) -> Response {
    refused(Problem::NotFound(uri.path().to_string()), uri.path())
}

/// A problem in the form of the place that was asked.
pub(super) fn refused(problem: Problem, path: &str) -> Response {
    if path.starts_with("/api/") {
        ApiProblem(problem).into_response()
    } else {
        problem.into_response()
    }
}
