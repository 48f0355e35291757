//! A call of the API: who makes it, and what is sent.

use axum::body::Bytes;
use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, Method};

use crate::authentication::{Authentication, Caller};
use crate::problem::Problem;

/// A call that changes something: by an API key, with an `Idempotency-Key` and a body.
pub struct Call {
    /// Who calls.
    pub caller: Caller,
    /// Method.
    pub method: Method,
    /// Path.
    pub path: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl<S> FromRequest<S> for Call
where
    S: Send + Sync,
    Authentication: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        // Whoever may not call is told so before anything is read.
        let caller = Caller::from_request_parts(&mut parts, state).await?;
        let (method, path, headers) = (parts.method.clone(), parts.uri.path().to_owned(), parts.headers.clone());
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let body = body.map_err(|rejection| Problem::of_status(rejection.status()))?;
        Ok(Self { caller, method, path, headers, body })
    }
}
