//! What every token says, and why one is not believed.

use domain::organisation::IdentityProvider;
use jiff::Timestamp;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use serde::{Deserialize, Deserializer};

use crate::keys::{Keys, NoKey};
use crate::signature::use_ring;

/// Providers put a page of claims into a token, not a book.
const MAX_LENGTH: usize = 32 << 10;
/// Characters of a subject at most (OpenID Connect Core 1.0 §2).
const MAX_SUBJECT: usize = 255;
/// So many seconds the clocks of both sides may differ.
pub(crate) const SKEW: f64 = 60.0;

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no token, or lacks what every one has.
    #[error("it cannot be read")]
    Malformed,
    /// It is longer than any token.
    #[error("it is too long")]
    TooLong,
    /// It is a token for something else.
    #[error("it is a token of another kind")]
    Kind,
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
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) sub: String,
    aud: Option<Audience>,
    azp: Option<String>,
    pub(crate) exp: f64,
    pub(crate) iat: f64,
    nbf: Option<f64>,
    pub(crate) nonce: Option<String>,
    pub(crate) email: Option<String>,
    #[serde(default, deserialize_with = "true_or_text")]
    pub(crate) email_verified: bool,
    #[serde(default)]
    pub(crate) amr: Vec<String>,
    pub(crate) acr: Option<String>,
    pub(crate) scope: Option<Names>,
    /// As Entra ID and Okta call it.
    pub(crate) scp: Option<Names>,
    client_id: Option<String>,
    token_use: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Names with blanks between them (RFC 8693 §4.2), or a list of them.
pub(crate) struct Names(pub(crate) Vec<String>);

impl<'d> Deserialize<'d> for Names {
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            List(Vec<String>),
        }
        Ok(Self(match Written::deserialize(from)? {
            Written::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
            Written::List(names) => names,
        }))
    }
}

/// Some providers write it as a text.
fn true_or_text<'d, D: Deserializer<'d>>(from: D) -> Result<bool, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    Ok(value == true || value == "true")
}

/// What a token says that is signed by one of these keys. Whether it says so to us, and now, is judged afterwards.
pub(crate) fn signed_claims(token: &str, keys: &Keys) -> Result<(Header, Claims), Fault> {
    use jsonwebtoken::errors::ErrorKind;
    if token.len() > MAX_LENGTH {
        return Err(Fault::TooLong);
    }
    use_ring();
    // A header with an algorithm that has no name here, such as `none`, cannot be read.
    let header = decode_header(token).map_err(|error| match error.kind() {
        ErrorKind::InvalidAlgorithmName | ErrorKind::Json(_) => Fault::Algorithm,
        _ => Fault::Malformed,
    })?;
    let key = keys.key_of(&header)?;
    // Times and names are judged by the clock that is given.
    let mut validation = Validation::new(header.alg);
    validation.required_spec_claims.clear();
    (validation.validate_exp, validation.validate_nbf, validation.validate_aud) = (false, false, false);
    let read = decode::<Claims>(token, &key, &validation).map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => Fault::Signature,
        ErrorKind::InvalidAlgorithm => Fault::Algorithm,
        _ => Fault::Malformed,
    })?;
    Ok((header, read.claims))
}

impl Claims {
    /// Who has issued it, when, and for whom it stands.
    pub(crate) fn judge(&self, provider: &IdentityProvider, now: Timestamp) -> Result<(), Fault> {
        if self.iss != provider.issuer {
            return Err(Fault::Issuer);
        }
        if self.azp.as_ref().is_some_and(|party| *party != provider.client_id) {
            return Err(Fault::Audience);
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds of today are far below 2^52")]
        let now = now.as_second() as f64;
        if self.exp <= now - SKEW {
            return Err(Fault::Expired);
        }
        if self.iat > now + SKEW || self.nbf.is_some_and(|from| from > now + SKEW) {
            return Err(Fault::FromTheFuture);
        }
        if self.sub.is_empty()
            || self.sub.len() > MAX_SUBJECT
            || !self.sub.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        {
            return Err(Fault::Subject);
        }
        Ok(())
    }

    /// Whether it is meant for this client alone. A token that others are meant to take as well is not, and none of them is trusted
    /// (OpenID Connect Core 1.0 §3.1.3.7, step 3).
    pub(crate) fn is_for(&self, client_id: &str) -> bool {
        match &self.aud {
            Some(Audience::One(one)) => one == client_id,
            Some(Audience::Many(many)) => !many.is_empty() && many.iter().all(|one| one == client_id),
            None => false,
        }
    }

    /// Whether it is an access token of Amazon Cognito's for this client: these have no audience, and name the client for which they
    /// were issued instead.
    pub(crate) fn is_cognitos_for(&self, client_id: &str) -> bool {
        self.aud.is_none()
            && self.token_use.as_deref() == Some("access")
            && self.client_id.as_deref() == Some(client_id)
    }
}
