//! ID tokens with which a sign-in ends (OpenID Connect Core 1.0 §2, §3.1.3.7).

use domain::organisation::{IdentityProvider, OidcIdentity};
use jiff::Timestamp;

use crate::claims::{Claims, Fault, signed_claims};
use crate::keys::Keys;
use crate::second_factor::was_shown;

/// What a token must say.
pub struct Expected<'e> {
    /// Who has issued it, and for whom.
    pub provider: &'e IdentityProvider,
    /// What was sent along when the sign-in began.
    pub nonce: &'e str,
    /// Now.
    pub now: Timestamp,
}

/// What is believed of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdToken {
    /// Who has signed in.
    pub identity: OidcIdentity,
    /// An address that the provider has made sure of.
    pub verified_email: Option<String>,
    /// Whether a second factor was shown.
    pub second_factor: bool,
}

impl IdToken {
    /// Reads a token that the token endpoint gave.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn read(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Self, Fault> {
        let (_, claims) = signed_claims(token, keys)?;
        claims.judge(expected.provider, expected.now)?;
        if !claims.is_for(&expected.provider.client_id) {
            return Err(Fault::Audience);
        }
        if claims.nonce.as_deref() != Some(expected.nonce) {
            return Err(Fault::Nonce);
        }
        let Claims { iss: issuer, sub: subject, email, email_verified, amr, acr, .. } = claims;
        let second_factor = was_shown(expected.provider.second_factor, &amr, acr.as_deref());
        let verified_email = email.filter(|_| email_verified);
        Ok(Self { identity: OidcIdentity { issuer, subject }, verified_email, second_factor })
    }
}
