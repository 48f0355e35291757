//! Who is visiting, as far as HTTP tells.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use domain::evidence::{Identity, Session};

use api::ClientIp;
use api::problem::{Problem, kinds};

const MAX_USER_AGENT: usize = 256;

/// Somebody who came by a mailed link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientInfo(pub Session);

impl<S: Send + Sync> FromRequestParts<S> for ClientInfo {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(ClientIp(ip)) = parts.extensions.get().copied() else {
            tracing::error!("the request carries no client address");
            return Err(Problem::of(&kinds::NO_CLIENT_ADDRESS));
        };
        let user_agent = parts.headers.get(header::USER_AGENT).map(|value| {
            let text = String::from_utf8_lossy(value.as_bytes());
            text.chars().filter(|c| !c.is_control()).take(MAX_USER_AGENT).collect()
        });
        Ok(Self(Session { ip, user_agent, identity: Identity::MailLink, proof: None }))
    }
}
