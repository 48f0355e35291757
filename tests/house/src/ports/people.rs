//! Links, factors, accounts: how people are known.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::factor::{FactorSecret, KnownDevice, OneTimeCode, SignIn};
use domain::ids::{EnvelopeId, EnvelopeNumber, ManagementNumber, OrganisationId, RecipientNumber};
use domain::link::{AccessLink, Purpose};
use domain::mail::Addressee;
use domain::organisation::Organisation;
use domain::ports::{
    Account, ApiKeys, Factors, IdempotentAnswers, IdempotentRequest, Links, Numbers, Organisations, PortError,
    Reservation, SignIns,
};
use jiff::Timestamp;

use super::Ports;

#[async_trait]
impl Links for Ports {
    async fn find(&self, token: Digest) -> Result<Option<AccessLink>, PortError> {
        let found = self.call("look up the link", self.backend.links.find(token)).await?;
        Ok(found.map(|link| if self.backend.case.faults.links_never_replaced { self.as_newest(link) } else { link }))
    }

    async fn store(&self, link: &AccessLink) -> Result<(), PortError> {
        self.call("store the link", self.backend.links.store(link)).await
    }
}

impl Ports {
    /// The link as if none had been sent since.
    fn as_newest(&self, link: AccessLink) -> AccessLink {
        let envelope = self.backend.envelopes.envelope(link.envelope);
        let Addressee::Recipient(number) = link.addressee else { return link };
        let newest = envelope.recipient(number).map_or(0, |r| r.link_generation);
        let purpose = match link.purpose {
            Purpose::Act { .. } => Purpose::Act { generation: newest },
            other @ (Purpose::Download | Purpose::Status) => other,
        };
        AccessLink { purpose, ..link }
    }
}

#[async_trait]
impl Factors for Ports {
    async fn put_secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        secret: &FactorSecret,
        now: Timestamp,
    ) -> Result<(), PortError> {
        self.call("store the secret", self.backend.factors.put_secret(envelope, recipient, secret, now)).await
    }

    async fn secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
    ) -> Result<Option<FactorSecret>, PortError> {
        self.call("look up the secret", self.backend.factors.secret(envelope, recipient)).await
    }

    async fn put_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        code: &OneTimeCode,
    ) -> Result<(), PortError> {
        self.call("store the code", self.backend.factors.put_code(envelope, recipient, code)).await
    }

    async fn code(&self, envelope: EnvelopeId, recipient: RecipientNumber) -> Result<Option<OneTimeCode>, PortError> {
        self.call("look up the code", self.backend.factors.code(envelope, recipient)).await
    }

    async fn spend_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        digest: Digest,
        now: Timestamp,
    ) -> Result<bool, PortError> {
        self.call("note that the code was used", self.backend.factors.spend_code(envelope, recipient, digest, now))
            .await
    }

    async fn spend_step(&self, authenticator: Digest, step: i64, now: Timestamp) -> Result<bool, PortError> {
        self.call("note that the step was used", self.backend.factors.spend_step(authenticator, step, now)).await
    }
}

#[async_trait]
impl SignIns for Ports {
    async fn put_sign_in(&self, sign_in: &SignIn) -> Result<(), PortError> {
        self.call("store the sign-in", self.backend.factors.put_sign_in(sign_in)).await
    }

    async fn sign_in(&self, digest: Digest) -> Result<Option<SignIn>, PortError> {
        self.call("look up the sign-in", self.backend.factors.sign_in(digest)).await
    }

    async fn put_device(&self, device: &KnownDevice) -> Result<(), PortError> {
        self.call("store the device", self.backend.factors.put_device(device)).await
    }

    async fn device(&self, digest: Digest) -> Result<Option<KnownDevice>, PortError> {
        self.call("look up the device", self.backend.factors.device(digest)).await
    }
}

#[async_trait]
impl ApiKeys for Ports {
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError> {
        self.call("look up the API key", self.backend.accounts.find(key)).await
    }
}

#[async_trait]
impl Organisations for Ports {
    async fn find(&self, id: &OrganisationId) -> Result<Option<Organisation>, PortError> {
        self.call("look up the organisation", self.backend.organisations.find(id)).await
    }
}

#[async_trait]
impl IdempotentAnswers for Ports {
    async fn reserve(&self, request: &IdempotentRequest, now: Timestamp) -> Result<Reservation, PortError> {
        self.call("reserve the key", self.backend.answers.reserve(request, now)).await
    }

    async fn release(&self, request: &IdempotentRequest) -> Result<(), PortError> {
        self.call("release the key", self.backend.answers.release(request)).await
    }
}

#[async_trait]
impl Numbers for Ports {
    async fn next_envelope(&self) -> Result<EnvelopeNumber, PortError> {
        Err(PortError::new("take a number", "envelopes are not made by the API here"))
    }

    async fn next_management(&self, _: &OrganisationId, _: u64) -> Result<ManagementNumber, PortError> {
        Err(PortError::new("take a number", "envelopes are not made by the API here"))
    }
}
