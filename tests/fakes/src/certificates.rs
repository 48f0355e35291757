//! Sealing certificates in memory, as the table's JSON, with who may use them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws::stored::Row;
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::ports::{PortError, SealingCertificate, SealingCertificates};

/// Certificates by their owners, `None` for the operator. None at all in the beginning.
#[derive(Default)]
pub struct MemoryCertificates {
    rows: Mutex<HashMap<Option<OrganisationId>, String>>,
    of_organisations: Mutex<Option<Arc<dyn SealingCertificates>>>,
}

impl MemoryCertificates {
    /// From now on organisations' certificates are those that are kept there.
    pub fn read_from(&self, of_organisations: Arc<dyn SealingCertificates>) {
        *self.of_organisations.lock().unwrap() = Some(of_organisations);
    }

    /// Stores an owner's certificate, or takes it away.
    pub fn put(&self, owner: Option<&str>, certificate: Option<SealingCertificate>) {
        let owner = owner.map(organisation);
        let mut all = self.rows.lock().unwrap();
        match certificate {
            Some(certificate) => drop(all.insert(owner, certificate.to_row().unwrap())),
            None => drop(all.remove(&owner)),
        }
    }

    /// Changes an organisation's certificate.
    pub fn change(&self, owner: &str, change: impl FnOnce(&mut SealingCertificate)) {
        let mut all = self.rows.lock().unwrap();
        let row = all.get_mut(&Some(organisation(owner))).expect("a certificate");
        let mut certificate = SealingCertificate::from_row(row).unwrap();
        change(&mut certificate);
        *row = certificate.to_row().unwrap();
    }
}

/// A certificate that these persons may use, and that these organisations may ask for besides its owner.
pub fn certificate(persons: &[&str], organisations: &[&str]) -> SealingCertificate {
    SealingCertificate {
        key_id: "key".into(),
        chain_pem: String::new(),
        persons: persons.iter().map(|person| person.parse().expect("an address")).collect(),
        organisations: organisations.iter().map(|name| organisation(name)).collect(),
    }
}

/// The same with a certificate that can be read, which is valid until the last second of 2099 (UTC).
pub fn readable_certificate(persons: &[&str], organisations: &[&str]) -> SealingCertificate {
    let chain = [
        include_str!("../../../shared/pades/tests/keys/signer-p256.pem"),
        include_str!("../../../shared/pades/tests/keys/intermediate.pem"),
    ];
    SealingCertificate { chain_pem: chain.concat(), ..certificate(persons, organisations) }
}

fn organisation(name: &str) -> OrganisationId {
    name.to_owned().try_into().expect("an organisation id")
}

#[async_trait]
impl SealingCertificates for MemoryCertificates {
    async fn find(&self, owner: Option<&OrganisationId>) -> Result<Option<SealingCertificate>, PortError> {
        let elsewhere = owner.and_then(|_| self.of_organisations.lock().unwrap().clone());
        if let Some(elsewhere) = elsewhere {
            return elsewhere.find(owner).await;
        }
        Ok(self.rows.lock().unwrap().get(&owner.cloned()).map(|row| SealingCertificate::from_row(row).unwrap()))
    }

    async fn persons(&self, owner: &OrganisationId) -> Result<Vec<EmailAddress>, PortError> {
        Ok(self.find(Some(owner)).await?.map(|certificate| certificate.persons).unwrap_or_default())
    }
}
