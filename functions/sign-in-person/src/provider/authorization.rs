//! The request with which a browser is sent to a provider (OpenID Connect Core 1.0 §3.1.2.1).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use url::Url;
use web::Language;

use super::configuration::Configuration;
use oidc::SECOND_FACTOR_ACR;

/// What a provider is asked.
pub(crate) struct AuthorizationRequest<'r> {
    /// As whom.
    pub(crate) client_id: &'r str,
    /// Where the browser is to be sent back.
    pub(crate) redirect_uri: &'r str,
    /// What the answer is recognised by.
    pub(crate) state: &'r str,
    /// What the ID token is recognised by.
    pub(crate) nonce: &'r str,
    /// Of the secret that redeems the code.
    pub(crate) challenge: &'r str,
    /// The language of the provider's pages.
    pub(crate) language: Language,
    /// Whether the token must tell of a second factor.
    pub(crate) wants_second_factor: bool,
}

impl AuthorizationRequest<'_> {
    /// The URL. `None` where the configuration has none, which it was read with.
    pub(crate) fn url(&self, configuration: &Configuration) -> Option<Url> {
        let mut url = Url::parse(&configuration.authorization_endpoint).ok()?;
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("response_type", "code").append_pair("client_id", self.client_id);
            query.append_pair("redirect_uri", self.redirect_uri).append_pair("scope", "openid email profile");
            query.append_pair("state", self.state).append_pair("nonce", self.nonce);
            query.append_pair("code_challenge", self.challenge).append_pair("code_challenge_method", "S256");
            query.append_pair("ui_locales", self.language.tag());
            if configuration.claims_parameter_supported {
                // Providers that follow the standard to the letter say how somebody signed in only where that is asked for.
                query.append_pair("claims", r#"{"id_token":{"amr":null}}"#);
            }
            if self.wants_second_factor {
                // A session at the provider may have begun with a password alone. Values that it does not know are not asked
                // for: some answer them with an error.
                query.append_pair("prompt", "login");
                let supported = &configuration.acr_values_supported;
                let known: Vec<&str> =
                    SECOND_FACTOR_ACR.into_iter().filter(|acr| supported.iter().any(|one| one == acr)).collect();
                if !known.is_empty() {
                    query.append_pair("acr_values", &known.join(" "));
                }
            }
        }
        Some(url)
    }
}

/// The challenge of a verifier, by `S256` (RFC 7636 §4.2).
pub(crate) fn challenge_of(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_one_of_rfc_7636() {
        let challenge = challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
