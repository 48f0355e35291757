//! What a provider publishes of itself, as a sign-in demands it to be.

use domain::ports::ProviderTransport;
use oidc::Keys;

use super::configuration::{Configuration, Untrusted};
use super::{ProviderError, Reach};

/// The documents of a provider: both can be read, and they lead only to where calls may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its configuration, in JSON.
    pub configuration: String,
    /// Its keys, in JSON.
    pub keys: String,
}

impl Published {
    /// Asks the provider. Its configuration is below `base`, which is its issuer except with an emulator.
    ///
    /// # Errors
    /// It does not answer, or what it answers is not believed.
    pub async fn ask(
        transport: &dyn ProviderTransport,
        base: &str,
        issuer: &str,
        reach: Reach,
    ) -> Result<Self, ProviderError> {
        if !reach.admits(base) {
            return Err(Untrusted::Address("the issuer").into());
        }
        // A slash at an issuer's end is a part of its name, but not of this address (Discovery 1.0 §4).
        let url = format!("{}/.well-known/openid-configuration", base.trim_end_matches('/'));
        let configuration = transport.get(&url).await.map_err(ProviderError::Unavailable)?;
        let keys_at = Configuration::read(&configuration, issuer, reach)?.jwks_uri;
        let keys = transport.get(&keys_at).await.map_err(ProviderError::Unavailable)?;
        Keys::read(&keys).map_err(Untrusted::from)?;
        Ok(Self { configuration: text(configuration)?, keys: text(keys)? })
    }
}

pub(super) fn text(json: Vec<u8>) -> Result<String, Untrusted> {
    String::from_utf8(json).map_err(|e| Untrusted::Unreadable(serde::de::Error::custom(e.utf8_error())))
}
