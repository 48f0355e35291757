//! Sealing certificates in memory, as the table's JSON, with who may use them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws::stored::{Row, Unreadable};
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::ports::{KnownSeals, PortError, SealHolder, SealingCertificate, SealingCertificates};
use domain::registered_seal::RegisteredSeal;

/// Certificates by their seals, `None` for the operator's. None at all in the beginning.
#[derive(Default)]
pub struct MemoryCertificates {
    rows: Mutex<BTreeMap<Option<RegisteredSeal>, String>>,
    of_organisations: Mutex<Option<Arc<dyn SealingCertificates>>>,
}

impl MemoryCertificates {
    /// From now on organisations' certificates are those that are kept there.
    pub fn read_from(&self, of_organisations: Arc<dyn SealingCertificates>) {
        *self.of_organisations.lock().unwrap() = Some(of_organisations);
    }

    /// Stores the operator's certificate, or that of the seal with an organisation's identifier, or takes it away.
    pub fn put(&self, owner: Option<&str>, certificate: Option<SealingCertificate>) {
        self.put_of(owner.map(|owner| RegisteredSeal::of(organisation(owner))), certificate);
    }

    /// Stores a registered seal's certificate, or takes it away.
    pub fn put_seal(&self, seal: &RegisteredSeal, certificate: Option<SealingCertificate>) {
        self.put_of(Some(seal.clone()), certificate);
    }

    /// Puts something into the row of a seal's certificate that cannot be read.
    pub fn damage(&self, seal: &RegisteredSeal) {
        self.rows.lock().unwrap().insert(Some(seal.clone()), "{".to_owned());
    }

    fn put_of(&self, seal: Option<RegisteredSeal>, certificate: Option<SealingCertificate>) {
        let mut all = self.rows.lock().unwrap();
        match certificate {
            Some(certificate) => drop(all.insert(seal, certificate.to_row().unwrap())),
            None => drop(all.remove(&seal)),
        }
    }

    /// Changes the certificate of the seal with an organisation's identifier.
    pub fn change(&self, owner: &str, change: impl FnOnce(&mut SealingCertificate)) {
        let mut all = self.rows.lock().unwrap();
        let row = all.get_mut(&Some(RegisteredSeal::of(organisation(owner)))).expect("a certificate");
        let mut certificate = SealingCertificate::from_row(row).unwrap();
        change(&mut certificate);
        *row = certificate.to_row().unwrap();
    }
}

/// Whose seals certificates make, by their SHA-256. With [`Self::break_down`] nobody can say.
#[derive(Default)]
pub struct MemoryKnownSeals {
    rows: Mutex<BTreeMap<Digest, String>>,
    is_down: AtomicBool,
}

impl MemoryKnownSeals {
    /// Notes it for good.
    pub fn note(&self, certificate: Digest, holder: &SealHolder) {
        self.rows.lock().unwrap().insert(certificate, holder.to_row().unwrap());
    }

    /// From now on every question fails.
    pub fn break_down(&self) {
        self.is_down.store(true, Ordering::Relaxed);
    }
}

#[async_trait]
impl KnownSeals for MemoryKnownSeals {
    async fn holder(&self, certificate: Digest) -> Result<Option<SealHolder>, PortError> {
        if self.is_down.load(Ordering::Relaxed) {
            return Err(PortError::new("look up whose certificate it is", "the table does not answer"));
        }
        let rows = self.rows.lock().unwrap();
        rows.get(&certificate).map(|row| SealHolder::from_row(row).map_err(unreadable)).transpose()
    }
}

/// A certificate that these persons may use, and that these organisations may ask for besides its owner.
pub fn certificate(persons: &[&str], organisations: &[&str]) -> SealingCertificate {
    SealingCertificate {
        name: None,
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

pub(crate) fn unreadable(error: Unreadable) -> PortError {
    PortError::new("look up the sealing certificate", error)
}

#[async_trait]
impl SealingCertificates for MemoryCertificates {
    async fn find(&self, seal: Option<&RegisteredSeal>) -> Result<Option<SealingCertificate>, PortError> {
        let elsewhere = seal.and_then(|_| self.of_organisations.lock().unwrap().clone());
        if let Some(elsewhere) = elsewhere {
            return elsewhere.find(seal).await;
        }
        let rows = self.rows.lock().unwrap();
        let read = |row: &String| SealingCertificate::from_row(row).map_err(unreadable);
        rows.get(&seal.cloned()).map(read).transpose()
    }

    async fn of_organisation(
        &self,
        owner: &OrganisationId,
    ) -> Result<Vec<(RegisteredSeal, SealingCertificate)>, PortError> {
        let elsewhere = self.of_organisations.lock().unwrap().clone();
        if let Some(elsewhere) = elsewhere {
            return elsewhere.of_organisation(owner).await;
        }
        let rows = self.rows.lock().unwrap();
        let of_owner = rows.iter().filter_map(|(seal, row)| {
            let seal = seal.as_ref().filter(|seal| seal.owner() == owner)?;
            Some((seal.clone(), SealingCertificate::from_row(row).ok()?))
        });
        Ok(of_owner.collect())
    }

    async fn persons(&self, owner: &OrganisationId) -> Result<Vec<(RegisteredSeal, Vec<EmailAddress>)>, PortError> {
        let seals = self.of_organisation(owner).await?;
        Ok(seals.into_iter().map(|(seal, certificate)| (seal, certificate.persons)).collect())
    }
}
