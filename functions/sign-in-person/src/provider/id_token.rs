//! ID tokens (OpenID Connect Core 1.0 §2, §3.1.3.7).

use domain::organisation::{IdentityProvider, OidcIdentity};
use jiff::Timestamp;
use jsonwebtoken::{Validation, decode, decode_header};
use serde::{Deserialize, Deserializer};

use super::keys::{Keys, NoKey};
use super::second_factor::was_shown;
use super::signature::use_ring;

/// Providers put a page of claims into a token, not a book.
const MAX_LENGTH: usize = 32 << 10;
/// Characters of a subject at most (§2).
const MAX_SUBJECT: usize = 255;
/// So many seconds the clocks of both sides may differ.
const SKEW: f64 = 60.0;

/// What a token must say.
pub(crate) struct Expected<'e> {
    /// Who has issued it, and for whom.
    pub(crate) provider: &'e IdentityProvider,
    /// What was sent along when the sign-in began.
    pub(crate) nonce: &'e str,
    /// Now.
    pub(crate) now: Timestamp,
}

/// What is believed of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdToken {
    /// Who has signed in.
    pub(crate) identity: OidcIdentity,
    /// An address that the provider has made sure of.
    pub(crate) verified_email: Option<String>,
    /// Whether a second factor was shown.
    pub(crate) second_factor: bool,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no token, or lacks what every one has.
    #[error("it cannot be read")]
    Malformed,
    /// It is longer than any token.
    #[error("it is too long")]
    TooLong,
    /// It is signed in a way that is not taken.
    #[error("it is not signed by a key of the provider's, or in a way that is not taken")]
    Algorithm,
    /// It is signed by a key that is not known.
    #[error("it is signed by a key that is not known")]
    UnknownKey,
    /// It could be signed by more than one key.
    #[error("it does not say which of several keys it is signed by")]
    AmbiguousKey,
    /// Its signature is wrong.
    #[error("its signature is wrong")]
    Signature,
    /// It is somebody else's.
    #[error("another issuer has issued it")]
    Issuer,
    /// It is for somebody else.
    #[error("it is for another client")]
    Audience,
    /// Its time is over.
    #[error("its time is over")]
    Expired,
    /// Its time has not begun.
    #[error("its time has not begun")]
    FromTheFuture,
    /// It belongs to another sign-in.
    #[error("it belongs to another sign-in")]
    Nonce,
    /// It does not say who signed in, or in more than 255 characters.
    #[error("it names nobody")]
    Subject,
}

impl From<NoKey> for Fault {
    fn from(reason: NoKey) -> Self {
        match reason {
            NoKey::Algorithm => Self::Algorithm,
            NoKey::Unknown => Self::UnknownKey,
            NoKey::Ambiguous => Self::AmbiguousKey,
        }
    }
}

/// The claims that are looked at.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
    email: Option<String>,
    #[serde(default, deserialize_with = "true_or_text")]
    email_verified: bool,
    #[serde(default)]
    amr: Vec<String>,
    acr: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Some providers write it as a text.
fn true_or_text<'d, D: Deserializer<'d>>(from: D) -> Result<bool, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    Ok(value == true || value == "true")
}

impl IdToken {
    /// Reads a token that the token endpoint gave.
    pub(crate) fn read(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Self, Fault> {
        if token.len() > MAX_LENGTH {
            return Err(Fault::TooLong);
        }
        use_ring();
        let claims = signed_claims(token, keys)?;
        claims.judge(expected)?;
        let Claims { iss: issuer, sub: subject, email, email_verified, amr, acr, .. } = claims;
        let second_factor = was_shown(expected.provider.second_factor, &amr, acr.as_deref());
        let verified_email = email.filter(|_| email_verified);
        Ok(Self { identity: OidcIdentity { issuer, subject }, verified_email, second_factor })
    }
}

fn signed_claims(token: &str, keys: &Keys) -> Result<Claims, Fault> {
    use jsonwebtoken::errors::ErrorKind;
    // A header with an algorithm that has no name here, such as `none`, cannot be read.
    let header = decode_header(token).map_err(|error| match error.kind() {
        ErrorKind::InvalidAlgorithmName | ErrorKind::Json(_) => Fault::Algorithm,
        _ => Fault::Malformed,
    })?;
    let key = keys.key_of(&header)?;
    // Times and names are judged below, by the clock that is given.
    let mut validation = Validation::new(header.alg);
    validation.required_spec_claims.clear();
    (validation.validate_exp, validation.validate_nbf, validation.validate_aud) = (false, false, false);
    let read = decode::<Claims>(token, &key, &validation).map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => Fault::Signature,
        ErrorKind::InvalidAlgorithm => Fault::Algorithm,
        _ => Fault::Malformed,
    })?;
    Ok(read.claims)
}

impl Claims {
    fn judge(&self, expected: &Expected<'_>) -> Result<(), Fault> {
        let IdentityProvider { issuer, client_id, .. } = expected.provider;
        if self.iss != *issuer {
            return Err(Fault::Issuer);
        }
        // A token that others are meant to take as well is not for us alone, and none of them is trusted (step 3).
        let is_for_us = match &self.aud {
            Audience::One(one) => one == client_id,
            Audience::Many(many) => !many.is_empty() && many.iter().all(|one| one == client_id),
        };
        if !is_for_us || self.azp.as_ref().is_some_and(|party| party != client_id) {
            return Err(Fault::Audience);
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds of today are far below 2^52")]
        let now = expected.now.as_second() as f64;
        if self.exp <= now - SKEW {
            return Err(Fault::Expired);
        }
        if self.iat > now + SKEW || self.nbf.is_some_and(|from| from > now + SKEW) {
            return Err(Fault::FromTheFuture);
        }
        if self.nonce.as_deref() != Some(expected.nonce) {
            return Err(Fault::Nonce);
        }
        if self.sub.is_empty()
            || self.sub.len() > MAX_SUBJECT
            || !self.sub.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        {
            return Err(Fault::Subject);
        }
        Ok(())
    }
}
