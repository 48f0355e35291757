//! Who calls: API keys, shown once and stored as their SHA-256.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use domain::digest::Digest;
use domain::draft::Policy;
use domain::envelope::Sender;
use domain::ports::ApiKeys;

use crate::problem::{Problem, kinds};

/// The sender whose API key the request carries, and the organisation's policy. Keys are 256 random bits and are looked up
/// by their digest, so that nothing can be learnt from the time it takes.
pub struct Caller(pub Sender, pub Policy);

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Arc<dyn ApiKeys>: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let (scheme, key) = value.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") || key.trim().is_empty() {
            return Err(unauthorized());
        }
        let found = Arc::<dyn ApiKeys>::from_ref(state).find(Digest::of(key.trim().as_bytes())).await?;
        found.map(|account| Self(account.sender, account.policy)).ok_or_else(unauthorized)
    }
}

fn unauthorized() -> Problem {
    Problem::of(&kinds::UNAUTHORIZED)
}
