//! What seals are made with.

use async_trait::async_trait;

use super::PortError;
use crate::email_address::EmailAddress;
use crate::ids::OrganisationId;
use crate::registered_seal::{RegisteredSeal, SealName};

/// What seals are made with.
#[async_trait]
pub trait SealingCertificates: Send + Sync {
    /// The operator's (`None`) or a registered seal's certificate. Who may sign with a registered seal is what its organisation has
    /// said itself ([`SealPersons`]); as long as it has said nothing, what the operator said with the certificate.
    async fn find(&self, seal: Option<&RegisteredSeal>) -> Result<Option<SealingCertificate>, PortError>;

    /// The certificates of all registered seals of an organisation, in the order of the seals.
    async fn of_organisation(
        &self,
        owner: &OrganisationId,
    ) -> Result<Vec<(RegisteredSeal, SealingCertificate)>, PortError>;

    /// Who may sign with each registered seal of an organisation, in the order of the seals: also what was said before there is a
    /// certificate, since it holds as soon as there is one. A seal without a certificate with which nobody may sign is left out.
    async fn persons(&self, owner: &OrganisationId) -> Result<Vec<(RegisteredSeal, Vec<EmailAddress>)>, PortError>;
}

/// A certificate whose key lies in the key service. An organisation's says who may use it, as
/// [`SealUse`](crate::registered_seal::SealUse) decides; where it says nothing, nobody may. Of the operator's nothing of
/// that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealingCertificate {
    /// What the seal is called. One that was set up before seals had names has none.
    pub name: Option<SealName>,
    /// The key's identifier.
    pub key_id: String,
    /// PEM: the certificate, then its issuers without the root.
    pub chain_pem: String,
    /// The persons who may sign with it, by their addresses.
    pub persons: Vec<EmailAddress>,
    /// The organisations, besides its owner, that may ask for it in the envelopes that they send.
    pub organisations: Vec<OrganisationId>,
}

/// Who may sign with a registered seal, as was said last: by one of its administrators or by the operator. It stands
/// apart from the certificate, which is the operator's alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealPersons {
    /// The persons, by their addresses.
    pub persons: Vec<EmailAddress>,
}
