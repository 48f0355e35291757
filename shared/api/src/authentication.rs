//! Who calls: by an API key or a token of an identity provider in the header `Authorization: Bearer`, or signed in, by the cookie of a
//! session. What somebody may do
//! is asked here, and once more of every envelope that a call is about: [`domain::authorisation::may`].

mod by_key;
mod by_session;
mod by_token;
mod key_use;
mod session_cookie;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, MatchedPath};
use axum::http::header;
use axum::http::request::Parts;
use domain::authorisation::{
    Action, CallLimit, Denied, KeyTerms, Member, Principal, Reach, Resource, Scope, may, minute_of,
};
use domain::envelope::{Envelope, Sender};
use domain::ids::FolderId;
use domain::language::Localized;
use domain::organisation::{Actor, Organisation, Person, Profile};
use domain::policy::Policy;
use domain::ports::{ApiKeys, CallCounts, Clock, DecideError, Folders, ListedKeys, Organisations, People, Sessions};
use jiff::Timestamp;

use crate::client_ip::ClientIp;
use crate::problem::{Problem, kinds};
pub use by_token::{ORGANISATION_HEADER, TokenIssuers};
pub use key_use::KeyUse;
pub use session_cookie::{SESSION_COOKIE, SessionCookie, only_cookie};

/// By what callers are known.
#[derive(Clone)]
pub struct Authentication {
    /// Who may use the API.
    pub api_keys: Arc<dyn ApiKeys>,
    /// What holds for whole organisations.
    pub organisations: Arc<dyn Organisations>,
    /// The people of organisations.
    pub people: Arc<dyn People>,
    /// The folders of organisations, by which people may see more than their own.
    pub folders: Arc<dyn Folders>,
    /// Who has signed in.
    pub sessions: Arc<dyn Sessions>,
    /// Whose tokens are taken.
    pub issuers: TokenIssuers,
    /// Where the use of keys is noted.
    pub listed_keys: Arc<dyn ListedKeys>,
    /// Which uses were noted already.
    pub key_use: Arc<KeyUse>,
    /// How often callers have called.
    pub call_counts: Arc<dyn CallCounts>,
    /// How many calls of one key or person are heard within a minute.
    pub call_limit: CallLimit,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
}

/// Who calls, and what for. There is one only where the caller may do what the route is for.
#[derive(Clone, Debug)]
pub struct Caller {
    /// In whose name an envelope is sent.
    pub sender: Sender,
    /// What the sender's organisation demands.
    pub policy: Policy,
    /// The caller with what counts for their rights.
    pub principal: Principal,
    /// How far the right to what the route is for goes.
    pub reach: Reach,
    /// From where the call comes, as far as that is known.
    pub address: Option<IpAddr>,
    /// The terms of the key or the token by which the call comes; nothing where the caller has signed in.
    pub terms: Option<KeyTerms>,
    /// Whether whoever has signed in showed a second factor; nothing where a key is used.
    pub second_factor: Option<bool>,
    action: Action,
}

/// Somebody who is known, whatever they want.
struct Known {
    /// By which calls are counted.
    caller: String,
    terms: Option<KeyTerms>,
    second_factor: Option<bool>,
    sender: Sender,
    policy: Policy,
    principal: Principal,
}

impl Known {
    /// A person of an organisation, with these scopes where what the person has shown has any. In which folders the person has rights
    /// is read later, where it counts.
    fn person(
        organisation: Organisation,
        person: Person,
        scopes: Option<BTreeSet<Scope>>,
        second_factor: bool,
    ) -> Self {
        let Profile { name, email, language, roles, groups } = person.profile;
        let Organisation { id, name: organisation_name, name_en: organisation_name_en, policy, .. } = organisation;
        let person = person.id;
        let member = Some(Member { id: person, roles, groups, folders: BTreeMap::new() });
        let actor = Actor::Person { person };
        let principal = Principal { organisation: id.clone(), actor, scopes, member };
        let sender = Sender {
            organisation: id,
            organisation_name,
            organisation_name_en,
            person: Some(person),
            name,
            email,
            language,
        };
        let second_factor = Some(second_factor);
        Self { caller: person.to_string(), terms: None, second_factor, sender, policy, principal }
    }
}

impl Caller {
    /// Whether a key is good for this besides what the route is for: an answer holds no more than the key may have by itself.
    /// Of somebody who has signed in roles decide, which give no part of an envelope without the others.
    pub fn has(&self, scope: Scope) -> bool {
        self.principal.scopes.as_ref().is_none_or(|scopes| scopes.contains(&scope))
    }

    /// Demands this besides what the route is for.
    ///
    /// # Errors
    /// Where the key is not good for it.
    pub fn must_have(&self, scope: Scope) -> Result<(), Problem> {
        if self.has(scope) { Ok(()) } else { Err(denied(Denied::Scope(scope))) }
    }

    /// Whether the caller may do this too with an envelope, besides what the route is for: an answer holds no more than somebody
    /// may have by itself.
    pub fn can(&self, action: Action, envelope: &Envelope) -> bool {
        may(&self.principal, action, Resource::Envelope(envelope)).is_ok()
    }

    /// Whether a role gives the caller a right to this, if only to their own.
    pub fn has_role_for(&self, action: Action) -> bool {
        let has_role = |member: &Member| member.roles.iter().any(|role| role.reach(action).is_some());
        self.principal.member.as_ref().is_none_or(has_role)
    }

    /// Whether the caller may see the envelopes in a folder of the organisation.
    pub fn sees_folder(&self, id: FolderId) -> bool {
        may(&self.principal, Action::ListEnvelopes, Resource::Folder(Some(id))).is_ok()
    }

    /// The envelope, if the caller may do with it what the route is for.
    ///
    /// # Errors
    /// Another organisation's envelope is as unknown as none.
    pub fn may(&self, envelope: Option<Envelope>) -> Result<Envelope, Problem> {
        // A draft that was deleted is as unknown as none.
        let envelope = envelope.filter(|envelope| !envelope.is_deleted());
        let envelope = envelope.ok_or_else(|| Problem::from(DecideError::NotFound))?;
        may(&self.principal, self.action, Resource::Envelope(&envelope)).map_err(denied)?;
        Ok(envelope)
    }
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Authentication: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let authentication = Authentication::from_ref(state);
        let address = parts.extensions.get::<ClientIp>().map(|ClientIp(address)| *address);
        let now = authentication.clock.now();
        let Some(action) = parts.extensions.get::<Action>().copied() else {
            let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
            tracing::error!(route, "a handler asks who calls on a route that is not for callers");
            return Err(Problem::unavailable());
        };
        let mut known = authentication.known(parts, address, now).await?;
        authentication.count(&known, now).await?;
        authentication.add_folders(&mut known.principal, action).await?;
        let Known { sender, policy, principal, terms, second_factor, .. } = known;
        let reach = may(&principal, action, Resource::Organisation).map_err(denied)?;
        Ok(Self { sender, policy, principal, reach, address, terms, second_factor, action })
    }
}

impl Authentication {
    async fn known(&self, parts: &Parts, address: Option<IpAddr>, now: Timestamp) -> Result<Known, Problem> {
        if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
            let (scheme, key) = value.to_str().unwrap_or_default().split_once(' ').unwrap_or_default();
            if !scheme.eq_ignore_ascii_case("bearer") || key.trim().is_empty() {
                return Err(Problem::of(&kinds::UNAUTHORIZED));
            }
            return match key.trim() {
                token if by_token::is_token(token) => self.by_token(token, &parts.headers, address, now).await,
                key => self.by_key(key, address, now).await,
            };
        }
        match SessionCookie::sent(&parts.headers) {
            Some(cookie) => self.by_session(&cookie, parts, address, now).await,
            None => Err(Problem::of(&kinds::UNAUTHORIZED)),
        }
    }
}

impl Authentication {
    /// What folders give, where it counts for what is asked, and no role gives everything of the kind already.
    async fn add_folders(&self, principal: &mut Principal, action: Action) -> Result<(), Problem> {
        let Principal { organisation, member: Some(member), .. } = principal else { return Ok(()) };
        let has_all = member.roles.iter().any(|role| role.reach(action) == Some(Reach::All));
        if action.asks_folders() && !has_all {
            let folders = self.folders.all(organisation).await?;
            member.folders = folders.levels(member.id, &member.roles, &member.groups);
        }
        Ok(())
    }

    /// Counts a call of somebody who is known, be it allowed or not.
    async fn count(&self, known: &Known, now: Timestamp) -> Result<(), Problem> {
        let (organisation, minute) = (&known.principal.organisation, minute_of(now));
        let refused = |seconds| Problem::of(&kinds::TOO_MANY_CALLS).retry_after(seconds);
        let calls = self.call_counts.count(organisation, Some(&known.caller), minute).await?;
        self.call_limit.judge_caller(calls, now).map_err(refused)?;
        // What is refused above is not counted here: one that runs wild takes its own share alone.
        let calls = self.call_counts.count(organisation, None, minute).await?;
        self.call_limit.judge_organisation(calls, now).map_err(refused)
    }
}

/// Where the wiring does not say from where a call comes, nobody who is bound to addresses is heard.
fn address_not_known() -> Problem {
    tracing::error!("the client's address is not known, a caller who is bound to addresses is refused");
    Problem::of(&kinds::NO_CLIENT_ADDRESS)
}

fn denied(denied: Denied) -> Problem {
    match denied {
        Denied::Unknown => DecideError::NotFound.into(),
        Denied::Role => Problem::of(&kinds::ROLE_MISSING),
        Denied::Scope(scope) => Problem::of(&kinds::SCOPE_MISSING).detail(Localized::new(
            format!(
                "このAPIキーには、この操作に必要な権限「{scope}」がありません。権限のあるAPIキーを使ってください。"
            ),
            format!("This API key lacks the scope \"{scope}\", which this call needs. Use a key that has it."),
        )),
    }
}
