//! Tokens by which programs call the API: ID tokens (OpenID Connect Core 1.0 §2) and access tokens (RFC 9068) that the provider of an
//! organisation has issued for this service.

use std::collections::BTreeSet;

use domain::authorisation::Scope;
use domain::organisation::{IdentityProvider, OidcIdentity};
use jiff::{SignedDuration, Timestamp};

use crate::claims::{Claims, Fault, SKEW, signed_claims};
use crate::keys::Keys;
use crate::second_factor::was_shown;

/// Types of tokens that are taken. A logout token (OpenID Connect Back-Channel Logout 1.0 §2.4) names the same issuer, audience and
/// person, and lets nobody in.
const TYPES: [&str; 3] = ["jwt", "at+jwt", "application/at+jwt"];
/// A token is good for no longer than people's sessions are, whatever it says of its end.
const MAX_AGE: SignedDuration = SignedDuration::from_hours(24);

/// What is believed of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BearerToken {
    /// Whose it is.
    pub identity: OidcIdentity,
    /// Whether a second factor was shown for it.
    pub second_factor: bool,
    /// The scopes of ours that it names (RFC 9068 §2.2.3), perhaps none of them; nothing where it speaks of no more than OpenID
    /// Connect itself does, so that it is good for whatever the person may do.
    pub scopes: Option<BTreeSet<Scope>>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl BearerToken {
    /// Reads a token that somebody sent, of a provider with these keys.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn read(token: &str, keys: &Keys, provider: &IdentityProvider, now: Timestamp) -> Result<Self, Fault> {
        let (header, claims) = signed_claims(token, keys)?;
        if header.typ.is_some_and(|kind| !TYPES.contains(&kind.to_ascii_lowercase().as_str())) {
            return Err(Fault::Kind);
        }
        claims.judge(provider, now)?;
        if !claims.is_for(&provider.client_id) && !claims.is_cognitos_for(&provider.client_id) {
            return Err(Fault::Audience);
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds of today are far below 2^52")]
        let oldest = (now.as_second() - MAX_AGE.as_secs()) as f64;
        if claims.iat <= oldest - SKEW {
            return Err(Fault::Expired);
        }
        let Claims { iss: issuer, sub: subject, amr, acr, scope, scp, exp, .. } = claims;
        let named: Vec<String> = scope.into_iter().chain(scp).flat_map(|names| names.0).collect();
        Ok(Self {
            identity: OidcIdentity { issuer, subject },
            second_factor: was_shown(provider.second_factor, &amr, acr.as_deref()),
            scopes: scopes_of(&named),
            expires_at: moment(exp),
        })
    }
}

/// Scopes that say nothing of an API: of OpenID Connect Core 1.0 (§5.4, §11), and of Cognito's own user pools.
const OF_SIGN_IN: [&str; 7] =
    ["openid", "profile", "email", "phone", "address", "offline_access", "aws.cognito.signin.user.admin"];

/// Whoever was given a token for something is not given everything by it: where it names any scope of an API, it is good for those of
/// ours alone, be it none. Cognito writes them behind the identifier of the API, `keiin/envelopes:read`.
fn scopes_of(named: &[String]) -> Option<BTreeSet<Scope>> {
    let of_apis: Vec<&str> = named.iter().map(String::as_str).filter(|name| !OF_SIGN_IN.contains(name)).collect();
    let ours = |name: &&str| name.rsplit('/').next().and_then(|name| name.parse().ok());
    (!of_apis.is_empty()).then(|| of_apis.iter().filter_map(ours).collect())
}

/// Whole seconds since 1970; a number that no clock shows is far away.
fn moment(seconds: f64) -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "it ends within the range of times, or at its end")]
    let seconds = seconds as i64;
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}
