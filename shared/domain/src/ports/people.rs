//! The people of organisations.

use async_trait::async_trait;

use super::PortError;
use crate::email_address::EmailAddress;
use crate::ids::{OrganisationId, PersonId};
use crate::organisation::{OidcIdentity, Person};

/// The people of organisations.
#[async_trait]
pub trait People: Send + Sync {
    /// The person of this organisation.
    async fn person(&self, organisation: &OrganisationId, id: PersonId) -> Result<Option<Person>, PortError>;

    /// Who of the organisation has this address.
    async fn with_address(
        &self,
        organisation: &OrganisationId,
        address: &EmailAddress,
    ) -> Result<Option<PersonId>, PortError>;

    /// Who of the organisation signs in, or did, as this.
    async fn with_identity(
        &self,
        organisation: &OrganisationId,
        identity: &OidcIdentity,
    ) -> Result<Option<PersonId>, PortError>;

    /// A page of the organisation's people, in the order in which they were invited.
    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, PortError>;
}
