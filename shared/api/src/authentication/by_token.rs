//! Tokens of identity providers: ID and access tokens that the provider of an organisation has issued for this service.
//!
//! The token names a person by issuer and subject, who may belong to several organisations of the same provider, so that the caller
//! says for which one the call is, by a header. Nothing is guessed: the provider is that organisation's, or the stack's where it has
//! none of its own, and the person is the one of that organisation. The keys are those that signing in has left in the table; no
//! function of the API calls a provider.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use domain::authorisation::{KeyTerms, Scope};
use domain::ids::OrganisationId;
use domain::language::Localized;
use domain::oidc::{Freshness, KnownProvider};
use domain::organisation::{IdentityProvider, Organisation, Person};
use domain::ports::KnownProviders;
use jiff::Timestamp;
use oidc::{BearerToken, Fault, Keys};

use super::{Authentication, Known, address_not_known};
use crate::problem::{Problem, kinds};

/// The header that says for which organisation a call by a token is.
pub const ORGANISATION_HEADER: &str = "keiin-organisation";

/// Whose tokens are taken.
#[derive(Clone)]
pub struct TokenIssuers {
    /// What signing in has left of providers.
    pub known: Arc<dyn KnownProviders>,
    /// The provider of organisations that have none of their own.
    pub stack: IdentityProvider,
}

/// Whether what is sent is a token and no API key: these hold no dots, and a signed token two (RFC 7515 §7.1).
pub(super) fn is_token(text: &str) -> bool {
    text.contains('.')
}

impl Authentication {
    pub(super) async fn by_token(
        &self,
        token: &str,
        headers: &HeaderMap,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Known, Problem> {
        let id = organisation_of(headers)?;
        let organisation = self.organisations.find(&id).await?.ok_or_else(nobody)?;
        let provider = organisation.provider_or(&self.issuers.stack);
        let keys = self.keys_of(provider, now).await?;
        let token = BearerToken::read(token, &keys, provider, now).map_err(refused)?;
        let person = self.person_of(&id, &token).await?;
        admit(&organisation, &token, address)?;

        // It makes no API keys, as no key does: what is left of a stolen token must end with it.
        let scopes = token.scopes.clone().unwrap_or_else(|| Scope::ALL.into());
        let expires_at = Some(token.expires_at);
        let terms = Some(KeyTerms { label: String::new(), scopes, expires_at, addresses: Vec::new() });
        Ok(Known { terms, ..Known::person(organisation, person, token.scopes, token.second_factor) })
    }

    /// The provider's keys as signing in has kept them. A provider changes its keys at any time: what was fetched more than a day ago is
    /// not used, as little as for signing in.
    async fn keys_of(&self, provider: &IdentityProvider, now: Timestamp) -> Result<Keys, Problem> {
        let issuers = &self.issuers;
        let known = issuers.known.find(&provider.issuer).await?;
        let is_good = |known: &KnownProvider| {
            known.issuer == provider.issuer && matches!(known.freshness(now), Freshness::Fresh | Freshness::Stale)
        };
        let known = known.filter(is_good).ok_or_else(|| Problem::of(&kinds::TOKEN_KEYS_UNKNOWN))?;
        Keys::read(known.keys.as_bytes()).map_err(|error| {
            tracing::error!(issuer = provider.issuer, %error, "the keys of the identity provider cannot be read");
            Problem::of(&kinds::TOKEN_KEYS_UNKNOWN)
        })
    }

    /// The person of this organisation for whom the token stands.
    async fn person_of(&self, organisation: &OrganisationId, token: &BearerToken) -> Result<Person, Problem> {
        let Some(id) = self.people.with_identity(organisation, &token.identity).await? else { return Err(nobody()) };
        let person = self.people.person(organisation, id).await?;
        // The row of the identity stays where somebody is deactivated.
        let is_it = |person: &Person| person.is_active() && person.state.identity() == Some(&token.identity);
        person.filter(is_it).ok_or_else(nobody)
    }
}

/// The organisation that the caller names, once.
fn organisation_of(headers: &HeaderMap) -> Result<OrganisationId, Problem> {
    let mut values = headers.get_all(ORGANISATION_HEADER).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Problem::of(&kinds::TOKEN_ORGANISATION_MISSING));
    };
    let text = value.to_str().unwrap_or_default().trim().to_owned();
    OrganisationId::try_from(text).map_err(|_| Problem::of(&kinds::TOKEN_ORGANISATION_MISSING))
}

/// What the organisation demands of its people.
fn admit(organisation: &Organisation, token: &BearerToken, address: Option<IpAddr>) -> Result<(), Problem> {
    if organisation.closed_at.is_some() {
        return Err(Problem::of(&kinds::ORGANISATION_CLOSED));
    }
    if address.is_none() && !organisation.addresses.is_empty() {
        return Err(address_not_known());
    }
    if !organisation.admits(address) {
        return Err(Problem::of(&kinds::ADDRESS_NOT_ALLOWED));
    }
    if organisation.members.second_factor_required && !token.second_factor {
        return Err(Problem::of(&kinds::SIGN_IN_FACTOR_NEEDED));
    }
    Ok(())
}

/// An organisation that is not there is the same as one to which the person does not belong.
fn nobody() -> Problem {
    Problem::of(&kinds::TOKEN_REFUSED).detail(Localized::fixed(
        "この組織に、このトークンの利用者として有効な方はいません。ヘッダー「Keiin-Organisation」の組織IDを確認してください。",
        "The organisation has no active person for whom this token stands. Check the organisation's id in the header \"Keiin-Organisation\".",
    ))
}

fn refused(fault: Fault) -> Problem {
    let detail = match fault {
        Fault::UnknownKey => return Problem::of(&kinds::TOKEN_KEYS_UNKNOWN),
        Fault::Expired => Localized::fixed("トークンの有効期限が切れています。", "The token has expired."),
        Fault::FromTheFuture => Localized::fixed("トークンはまだ有効ではありません。", "The token is not valid yet."),
        Fault::Issuer => Localized::fixed(
            "この組織の認証サービスが発行したトークンではありません。",
            "It was not issued by the organisation's identity provider.",
        ),
        Fault::Audience => Localized::fixed(
            "このサービス向けに発行されたトークンではありません（aud）。",
            "It was not issued for this service (aud).",
        ),
        Fault::Malformed
        | Fault::TooLong
        | Fault::Kind
        | Fault::Algorithm
        | Fault::AmbiguousKey
        | Fault::Signature
        | Fault::Nonce
        | Fault::Subject => Localized::fixed(
            "トークンの形式または署名が正しくありません。",
            "The token's form or signature is not right.",
        ),
    };
    tracing::info!(%fault, "a token is not believed");
    Problem::of(&kinds::TOKEN_REFUSED).detail(detail)
}
