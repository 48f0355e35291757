//! Who may sign with registered seals: rows apart from the certificates, which no function writes.

use domain::ids::OrganisationId;
use domain::ports::{PortError, SealPersons, SealingCertificate};

use super::Table;

pub(super) const SEAL_PERSONS: &str = "PERSONS";

pub(super) fn seal_persons_key(organisation: &OrganisationId) -> String {
    format!("SEALPERSONS#{organisation}")
}

impl Table {
    /// The certificate with who may sign with it. As long as nothing was said since, these are whom its own row names.
    pub(super) async fn with_persons(
        &self,
        owner: &OrganisationId,
        certificate: &SealingCertificate,
    ) -> Result<SealingCertificate, PortError> {
        const ACTION: &str = "look up who may sign with the seal";
        let said: Option<SealPersons> = self.read_row(ACTION, seal_persons_key(owner), SEAL_PERSONS).await?;
        let SealingCertificate { key_id, chain_pem, persons, organisations } = certificate.clone();
        let persons = said.map_or(persons, |said| said.persons);
        Ok(SealingCertificate { key_id, chain_pem, persons, organisations })
    }
}
