//! Who may sign with registered seals: rows apart from the certificates, which no function writes.

use domain::ids::OrganisationId;
use domain::ports::{PortError, SealPersons, SealingCertificate};

use super::Table;

pub(super) const SEAL_PERSONS: &str = "PERSONS";

pub(super) fn seal_persons_key(organisation: &OrganisationId) -> String {
    format!("SEALPERSONS#{organisation}")
}

impl Table {
    /// Who may sign, as far as that was said apart from a certificate.
    pub(super) async fn said_persons(&self, owner: &OrganisationId) -> Result<Option<SealPersons>, PortError> {
        self.read_row("look up who may sign with the seal", seal_persons_key(owner), SEAL_PERSONS).await
    }

    /// The certificate with who may sign with it. As long as nothing was said since, these are whom its own row names.
    pub(super) async fn with_persons(
        &self,
        owner: &OrganisationId,
        certificate: &SealingCertificate,
    ) -> Result<SealingCertificate, PortError> {
        let said = self.said_persons(owner).await?;
        let SealingCertificate { key_id, chain_pem, persons, organisations } = certificate.clone();
        let persons = said.map_or(persons, |said| said.persons);
        Ok(SealingCertificate { key_id, chain_pem, persons, organisations })
    }
}
