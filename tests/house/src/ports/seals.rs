//! Seals and their timestamps.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::ids::OrganisationId;
use domain::ports::{
    PortError, SealIntent, SealLog, SealProgress, SealingAlgorithm, SealingCertificate, SealingCertificates,
    SealingKeys, TimestampAuthorities, TimestampAuthority, TimestampTransport,
};
use domain::registered_seal::RegisteredSeal;
use domain::seal_use::SealUseEntry;

use super::Ports;
use crate::authorities;

/// So many tokens are too large where a case has large ones.
const LARGE_TOKENS: u32 = 2;

#[async_trait]
impl SealLog for Ports {
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError> {
        let effect = async {
            self.backend.earlier.begin(seal)?;
            let progress = self.backend.seal_log.begin(seal).await?;
            if progress == SealProgress::Begun {
                self.invocation.to_sign.lock().unwrap().insert(seal.digest);
            }
            Ok(if self.backend.case.faults.signatures_forgotten { SealProgress::Begun } else { progress })
        };
        self.call("note what is about to be signed", effect).await
    }

    async fn finish(
        &self,
        seal: &SealIntent,
        signature: &[u8],
        used: Option<&SealUseEntry>,
    ) -> Result<Vec<u8>, PortError> {
        self.call("store the signature", self.backend.seal_log.finish(seal, signature, used)).await
    }
}

#[async_trait]
impl SealingCertificates for Ports {
    async fn find(&self, seal: Option<&RegisteredSeal>) -> Result<Option<SealingCertificate>, PortError> {
        self.call("look up the certificate", async { Ok(authorities::certificate(seal)) }).await
    }

    async fn of_organisation(
        &self,
        owner: &OrganisationId,
    ) -> Result<Vec<(RegisteredSeal, SealingCertificate)>, PortError> {
        let seal = RegisteredSeal::of(owner.clone());
        let found = authorities::certificate(Some(&seal)).map(|certificate| (seal, certificate));
        self.call("look up the certificates", async { Ok(found.into_iter().collect()) }).await
    }

    async fn persons(&self, owner: &OrganisationId) -> Result<Vec<(RegisteredSeal, Vec<EmailAddress>)>, PortError> {
        let seal = RegisteredSeal::of(owner.clone());
        let found = authorities::certificate(Some(&seal)).map(|certificate| (seal, certificate.persons));
        self.call("look up whom the certificates name", async { Ok(found.into_iter().collect()) }).await
    }
}

#[async_trait]
impl SealingKeys for Ports {
    async fn sign(&self, key_id: &str, algorithm: SealingAlgorithm, digest: Digest) -> Result<Vec<u8>, PortError> {
        const ACTION: &str = "sign the digest";
        let effect = async {
            if algorithm != SealingAlgorithm::EcdsaP256Sha256 {
                return Err(PortError::new(ACTION, "the key is one on P-256"));
            }
            self.backend.watch.signed(&self.invocation, digest);
            let signature = authorities::sign(key_id, digest, &self.backend.secrets);
            signature.ok_or_else(|| PortError::new(ACTION, "there is no such key"))
        };
        self.call(ACTION, effect).await
    }
}

#[async_trait]
impl TimestampAuthorities for Ports {
    async fn list(&self) -> Result<Vec<TimestampAuthority>, PortError> {
        self.call("look up the authorities", async { Ok(vec![authorities::authority()]) }).await
    }
}

#[async_trait]
impl TimestampTransport for Ports {
    async fn post(&self, _: &str, request: Vec<u8>) -> Result<Vec<u8>, PortError> {
        let effect = async {
            if !self.backend.outage.answers(self.backend.time.now()) {
                self.invocation.disturb();
                return Err(PortError::new("ask the authority", "503 Service Unavailable"));
            }
            let given = self.backend.tokens.fetch_add(1, Ordering::Relaxed);
            let is_large = self.backend.case.large_tokens && given < LARGE_TOKENS;
            Ok(authorities::timestamp(&request, self.backend.time.now(), is_large))
        };
        self.call("ask the authority", effect).await
    }
}
