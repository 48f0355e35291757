use async_trait::async_trait;
use jiff::Timestamp;

use super::PortError;
use crate::digest::Digest;
use crate::factor::{FactorSecret, OneTimeCode};
use crate::ids::{EnvelopeId, RecipientNumber, SecretId};

/// Where the secrets of factors are kept.
#[async_trait]
pub trait Factors: Send + Sync {
    /// Stores what a factor is checked against: under an identifier where a draft is changed, so that a change that loses
    /// against another leaves the other's secret alone.
    async fn put_secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
        secret: &FactorSecret,
        now: Timestamp,
    ) -> Result<(), PortError>;

    /// What a factor is checked against.
    async fn secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
    ) -> Result<Option<FactorSecret>, PortError>;

    /// Stores the one-time code that was sent last; an earlier one is no good any more.
    async fn put_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        code: &OneTimeCode,
    ) -> Result<(), PortError>;

    /// The one-time code that was sent last.
    async fn code(&self, envelope: EnvelopeId, recipient: RecipientNumber) -> Result<Option<OneTimeCode>, PortError>;

    /// Notes that the one-time code of this digest was used; it is this recipient's alone. `false` where it was used
    /// before.
    async fn spend_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        digest: Digest,
        now: Timestamp,
    ) -> Result<bool, PortError>;

    /// Notes that the code of this time step was used of the authenticator whose key has this digest
    /// ([`crate::factor::authenticator_digest`]), in whatever envelope. `false` where the code of this step or of a later one was used
    /// before.
    ///
    /// A code is accepted once (RFC 6238 §5.2). Steps before it end with it, as the counters of RFC 4226 §7.2 do: whoever
    /// has the authenticator goes on with what it shows next, and a code that somebody else saw meanwhile and that its
    /// owner left unused is worth nothing.
    async fn spend_step(&self, authenticator: Digest, step: i64, now: Timestamp) -> Result<bool, PortError>;
}
