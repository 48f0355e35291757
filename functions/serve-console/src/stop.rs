//! Why somebody does not get the page that they asked for.

use api::problem::{Problem, kinds};
use api::routes::SIGN_IN_PAGE;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::field_error::FieldError;
use domain::language::Localized;
use domain::oidc::ReturnPath;
use domain::ports::PortError;
use serde::Deserialize;
use web::{Rejection, Site, redirect};

use crate::event::Answer;
use crate::visitor::Visitor;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nobody has signed in, or the session has ended: the page of the sign-in comes first.
    SignIn(String),
    /// See [`Rejection`].
    Rejected(Box<Rejection>),
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(url) => redirect(StatusCode::SEE_OTHER, &url).into_response(),
            Self::Rejected(rejection) => rejection.into_response(),
        }
    }
}

impl<R: Into<Rejection>> From<R> for Stop {
    fn from(reason: R) -> Self {
        Self::Rejected(Box::new(reason.into()))
    }
}

/// What a problem of the API says.
#[derive(Debug, Deserialize)]
struct ProblemAnswer {
    code: String,
    detail: String,
    #[serde(default)]
    errors: Vec<FieldAnswer>,
}

#[derive(Debug, Deserialize)]
struct FieldAnswer {
    pointer: String,
    code: String,
    detail: String,
}

impl Stop {
    /// What to show instead of any page of the console where the API tells this problem.
    pub(crate) fn of(problem: &Problem, visitor: &Visitor, site: &Site) -> Option<Self> {
        match problem.kind.code {
            "unauthorized" | "session-ended" => Some(Self::SignIn(sign_in_url(visitor, site, false))),
            "sign-in-factor-needed" => Some(Self::SignIn(sign_in_url(visitor, site, true))),
            // What is not there, or not for whoever visits, is the one page of wrong addresses.
            "unknown-envelope" | "not-found" => Some(Rejection::NotFound.into()),
            _ => None,
        }
    }
}

/// The problem that the API has told. One that this page does not know is told as a failure of the service.
pub(crate) fn problem_of(answer: &Answer) -> Problem {
    let read: Result<ProblemAnswer, _> = serde_json::from_slice(&answer.body);
    let known = read.ok().and_then(|problem| Some((kinds::find(&problem.code)?, problem)));
    let Some((kind, ProblemAnswer { detail, errors, .. })) = known else {
        let source = format!("status {}", answer.status);
        return PortError::new("read a problem of the API", source).into();
    };
    // The words are in the language that was asked for.
    let worded = |text: String| Localized::new(text.clone(), text);
    let errors = errors.into_iter().map(|error| FieldError::new(error.pointer, error.code, worded(error.detail)));
    Problem::of(kind).detail(worded(detail)).errors(errors.collect())
}

fn sign_in_url(visitor: &Visitor, site: &Site, second_factor: bool) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("lang", visitor.language.tag());
    if let Some(path) = ReturnPath::parse(&visitor.at) {
        query.append_pair("to", path.as_str());
    }
    if second_factor {
        query.append_pair("second_factor", "true");
    }
    format!("{}?{}", site.path(SIGN_IN_PAGE.path), query.finish())
}
