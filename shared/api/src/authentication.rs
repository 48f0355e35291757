//! Who calls: API keys, shown once and stored as their SHA-256. What a key is good for is asked here and once more of every
//! envelope that a call is about: [`domain::authorisation::may`].

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use domain::authorisation::{Action, Denied, NotAdmitted, Principal, Resource, Scope, may};
use domain::digest::Digest;
use domain::draft::Policy;
use domain::envelope::{Envelope, Sender};
use domain::language::Localized;
use domain::organisation::{NotInForce, in_force};
use domain::ports::{Account, ApiKeys, Clock, DecideError, Organisations};

use crate::client_ip::ClientIp;
use crate::problem::{Problem, kinds};

/// Who calls by an API key, and what for. There is one only where the key is good for the route's action. Keys are 256 random
/// bits and are looked up by their digest, so that nothing can be learnt from the time it takes.
#[derive(Clone, Debug)]
pub struct Caller {
    /// In whose name the key sends.
    pub sender: Sender,
    /// What the sender's organisation demands.
    pub policy: Policy,
    principal: Principal,
    action: Action,
}

impl Caller {
    /// Whether the key is good for this besides what the route is for: an answer holds no more than the key may have by itself.
    pub fn has(&self, scope: Scope) -> bool {
        self.principal.scopes.contains(&scope)
    }

    /// The envelope, if the caller may do with it what the route is for.
    ///
    /// # Errors
    /// Another organisation's envelope is as unknown as none.
    pub fn may(&self, envelope: Option<Envelope>) -> Result<Envelope, Problem> {
        let envelope = envelope.ok_or_else(|| Problem::from(DecideError::NotFound))?;
        may(&self.principal, self.action, Resource::Envelope(&envelope)).map_err(denied)?;
        Ok(envelope)
    }
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Arc<dyn ApiKeys>: FromRef<S>,
    Arc<dyn Organisations>: FromRef<S>,
    Arc<dyn Clock>: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let (scheme, key) = value.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") || key.trim().is_empty() {
            return Err(Problem::of(&kinds::UNAUTHORIZED));
        }
        let found = Arc::<dyn ApiKeys>::from_ref(state).find(Digest::of(key.trim().as_bytes())).await?;
        let account = found.ok_or_else(|| Problem::of(&kinds::UNAUTHORIZED))?;
        let terms = &account.terms;
        let address = parts.extensions.get::<ClientIp>().map(|ClientIp(address)| *address);
        if address.is_none() && !terms.addresses.is_empty() {
            tracing::error!("the client's address is not known, a key that is bound to addresses is refused");
            return Err(Problem::of(&kinds::NO_CLIENT_ADDRESS));
        }
        terms.admit(Arc::<dyn Clock>::from_ref(state).now(), address).map_err(not_admitted)?;
        let organisation = Arc::<dyn Organisations>::from_ref(state).find(&account.sender.organisation).await?;
        let account = in_force(account, organisation).map_err(not_in_force)?;
        let Some(action) = parts.extensions.get::<Action>().copied() else {
            tracing::error!(path = parts.uri.path(), "a handler asks who calls on a route that is not for callers");
            return Err(Problem::unavailable());
        };
        let Account { sender, terms, policy, .. } = account;
        let principal = Principal { organisation: sender.organisation.clone(), scopes: terms.scopes };
        may(&principal, action, Resource::Own).map_err(denied)?;
        Ok(Self { sender, policy, principal, action })
    }
}

fn not_admitted(reason: NotAdmitted) -> Problem {
    Problem::of(match reason {
        NotAdmitted::Expired => &kinds::API_KEY_EXPIRED,
        NotAdmitted::Address => &kinds::ADDRESS_NOT_ALLOWED,
    })
}

fn not_in_force(reason: NotInForce) -> Problem {
    match reason {
        NotInForce::Closed => Problem::of(&kinds::ORGANISATION_CLOSED),
        NotInForce::Missing => {
            tracing::error!("the row of an organisation is missing, none of its keys is taken");
            Problem::unavailable()
        }
    }
}

fn denied(denied: Denied) -> Problem {
    match denied {
        Denied::Unknown => DecideError::NotFound.into(),
        Denied::Scope(scope) => Problem::of(&kinds::SCOPE_MISSING).detail(Localized::new(
            format!(
                "このAPIキーには、この操作に必要な権限「{scope}」がありません。権限のあるAPIキーを使ってください。"
            ),
            format!("This API key lacks the scope \"{scope}\", which this call needs. Use a key that has it."),
        )),
    }
}
