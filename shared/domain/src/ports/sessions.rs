//! Sessions of people.

use async_trait::async_trait;
use jiff::Timestamp;

use super::PortError;
use crate::digest::Digest;
use crate::ids::{OrganisationId, PersonId};
use crate::organisation::Session;

/// Sessions of people who have signed in. Each is cleaned up some time after its end; whether it is good, [`Session::judge`] says.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Stores a session that begins.
    async fn begin(&self, organisation: &OrganisationId, session: &Session) -> Result<(), PortError>;

    /// The session with this secret.
    async fn find(
        &self,
        organisation: &OrganisationId,
        person: PersonId,
        digest: Digest,
    ) -> Result<Option<Session>, PortError>;

    /// A person's sessions, those that have ended too as long as they are there.
    async fn list(&self, organisation: &OrganisationId, person: PersonId) -> Result<Vec<Session>, PortError>;

    /// Notes that a session was used. One that is gone meanwhile stays gone.
    async fn note_use(&self, organisation: &OrganisationId, session: &Session, now: Timestamp)
    -> Result<(), PortError>;

    /// Ends a session.
    async fn end(&self, organisation: &OrganisationId, person: PersonId, digest: Digest) -> Result<(), PortError>;
}
