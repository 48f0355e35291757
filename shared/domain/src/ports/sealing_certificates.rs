//! What seals are made with.

use async_trait::async_trait;

use super::PortError;
use crate::email_address::EmailAddress;
use crate::ids::OrganisationId;

/// What seals are made with.
#[async_trait]
pub trait SealingCertificates: Send + Sync {
    /// The operator's (`None`) or an organisation's certificate.
    async fn find(&self, owner: Option<&OrganisationId>) -> Result<Option<SealingCertificate>, PortError>;
}

/// A certificate whose key lies in the key service. An organisation's says who may use it, as
/// [`SealUse`](crate::registered_seal::SealUse) decides; where it says nothing, nobody may. Of the operator's nothing of
/// that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealingCertificate {
    /// The key's identifier.
    pub key_id: String,
    /// PEM: the certificate, then its issuers without the root.
    pub chain_pem: String,
    /// The persons who may sign with it, by their addresses.
    pub persons: Vec<EmailAddress>,
    /// The organisations, besides its owner, that may ask for it in the envelopes that they send.
    pub organisations: Vec<OrganisationId>,
}
