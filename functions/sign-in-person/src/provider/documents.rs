//! A provider's documents: from the table while they are fresh, else from the provider.

use domain::oidc::{Freshness, KnownProvider};
use domain::organisation::IdentityProvider;
use domain::ports::PortError;
use jiff::Timestamp;
use oidc::{Fault, Keys};

use super::configuration::{Configuration, Untrusted};
use super::published::{Published, text};
use super::{Expected, IdToken, ProviderError};
use crate::Dependencies;

/// What a provider says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Documents {
    /// Where it is asked.
    pub(crate) configuration: Configuration,
    key_set: Keys,
    known: KnownProvider,
}

/// The provider's documents.
pub(crate) async fn for_provider(
    deps: &Dependencies,
    provider: &IdentityProvider,
    now: Timestamp,
) -> Result<Documents, Failed> {
    let known = deps.known_providers.find(&provider.issuer).await.map_err(Failed::Table)?;
    // What cannot be read any more, because the rules have changed, is fetched again.
    let read = known.and_then(|known| Some((known.freshness(now), Documents::read(deps, provider, known).ok()?)));
    let stale = match read {
        Some((Freshness::Fresh, documents)) => return Ok(documents),
        Some((Freshness::Stale, documents)) => Some(documents),
        Some((Freshness::Old, _)) | None => None,
    };
    match (fetch(deps, provider, now).await, stale) {
        (Ok(documents), _) => {
            deps.known_providers.store(&documents.known).await.map_err(Failed::Table)?;
            Ok(documents)
        }
        (Err(error), Some(stale)) => {
            let (error, issuer) = (&error as &dyn std::error::Error, &provider.issuer);
            tracing::warn!(error, issuer, "the provider's documents could not be renewed, those of today are used");
            Ok(stale)
        }
        (Err(error), None) => Err(Failed::Provider(error)),
    }
}

/// Fetches the provider's documents anew, however old those are that are kept.
pub(crate) async fn renew(deps: &Dependencies, provider: &IdentityProvider, now: Timestamp) -> Result<(), Failed> {
    let documents = fetch(deps, provider, now).await?;
    deps.known_providers.store(&documents.known).await.map_err(Failed::Table)
}

/// Why there are none.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The table failed.
    Table(PortError),
    /// The provider did.
    Provider(ProviderError),
}

impl From<ProviderError> for Failed {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error)
    }
}

async fn fetch(deps: &Dependencies, provider: &IdentityProvider, now: Timestamp) -> Result<Documents, ProviderError> {
    let (issuer, settings) = (provider.issuer.clone(), &deps.settings);
    let published = Published::ask(&*deps.transport, settings.published_at(&issuer), &issuer, settings.reach).await?;
    let Published { configuration, keys } = published;
    let known = KnownProvider { issuer, configuration, keys, fetched_at: now, keys_fetched_at: now };
    Ok(Documents::read(deps, provider, known)?)
}

impl Documents {
    fn read(deps: &Dependencies, provider: &IdentityProvider, known: KnownProvider) -> Result<Self, Untrusted> {
        let configuration = Configuration::read(known.configuration.as_bytes(), &provider.issuer, deps.settings.reach)?;
        let key_set = Keys::read(known.keys.as_bytes())?;
        Ok(Self { configuration, key_set, known })
    }

    /// Reads an ID token; where it is by a key that is not known, once more by the keys as they are now. Providers change them at
    /// any time.
    pub(crate) async fn id_token(
        &self,
        deps: &Dependencies,
        token: &str,
        expected: &Expected<'_>,
    ) -> Result<IdToken, Failed> {
        let may_ask = self.known.may_ask_for_keys(expected.now);
        match IdToken::read(token, &self.key_set, expected) {
            Err(Fault::UnknownKey) if may_ask => {}
            read => return read.map_err(|fault| Failed::Provider(fault.into())),
        }
        let keys = deps.transport.get(&self.configuration.jwks_uri).await.map_err(ProviderError::Unavailable)?;
        let keys = text(keys).map_err(ProviderError::from)?;
        let read = Keys::read(keys.as_bytes()).map_err(Untrusted::from).map_err(ProviderError::from)?;
        let known = KnownProvider { keys, keys_fetched_at: expected.now, ..self.known.clone() };
        deps.known_providers.store(&known).await.map_err(Failed::Table)?;
        IdToken::read(token, &read, expected).map_err(|fault| Failed::Provider(fault.into()))
    }
}
