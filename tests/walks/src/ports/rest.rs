//! Remembered answers, and what else the functions need.

use std::time::Duration;

use async_trait::async_trait;
use domain::digest::Digest;
use domain::factor::{FactorSecret, OneTimeCode};
use domain::ids::{EnvelopeId, EnvelopeNumber, ManagementNumber, OrganisationId, RecipientNumber, SecretId};
use domain::link::AccessLink;
use domain::ports::{
    CallCounts, Clock, Factors, IdempotentAnswers, IdempotentRequest, Links, Numbers, PortError, Randomness,
    Reservation, SealUses, SendingQuota, StoredAnswer,
};
use domain::registered_seal::RegisteredSeal;
use domain::seal_use::{SealUseEntry, SealUsePlace};
use jiff::Timestamp;
use jiff::civil::Date;

use super::Ports;
use crate::names::ORGANISATIONS;

impl Ports {
    /// Under which organisation and key an answer is remembered.
    fn remembered(&self, organisation: &OrganisationId, key: &str) -> (OrganisationId, String) {
        // What a person sends is kept as the person's identifier, a blank, and the key.
        let key = if self.faults.answers_of_all_people { key.rsplit(' ').next().unwrap_or(key) } else { key };
        let first = || ORGANISATIONS[0].to_owned().try_into().unwrap();
        let organisation = if self.faults.answers_of_all_organisations { first() } else { organisation.clone() };
        (organisation, key.to_owned())
    }

    fn as_request(&self, request: &IdempotentRequest) -> IdempotentRequest {
        let (organisation, key) = self.remembered(&request.organisation, &request.key);
        IdempotentRequest { organisation, key, ..request.clone() }
    }

    pub(super) fn as_remembered(&self, answer: Option<&StoredAnswer>) -> Option<StoredAnswer> {
        answer.map(|answer| {
            let (organisation, key) = self.remembered(&answer.organisation, &answer.key);
            StoredAnswer { organisation, key, ..answer.clone() }
        })
    }
}

#[async_trait]
impl IdempotentAnswers for Ports {
    async fn reserve(&self, request: &IdempotentRequest, now: Timestamp) -> Result<Reservation, PortError> {
        self.note("reserve a key");
        self.answers.reserve(&self.as_request(request), now).await
    }

    async fn release(&self, request: &IdempotentRequest) -> Result<(), PortError> {
        self.note("release a key");
        self.answers.release(&self.as_request(request)).await
    }
}

/// Nobody calls too often in a walk.
#[async_trait]
impl CallCounts for Ports {
    async fn count(&self, _: &OrganisationId, _: Option<&str>, _: i64) -> Result<u64, PortError> {
        self.note("count a call");
        Ok(1)
    }
}

#[async_trait]
impl Clock for Ports {
    fn now(&self) -> Timestamp {
        self.time()
    }

    async fn pause(&self, _: Duration) {}
}

impl Randomness for Ports {
    fn fill(&self, buffer: &mut [u8]) {
        self.chance.fill(buffer);
    }
}

#[async_trait]
impl Numbers for Ports {
    async fn next_envelope(&self, organisation: &OrganisationId) -> Result<EnvelopeNumber, PortError> {
        self.note("take a number");
        self.numbers.next_envelope(organisation).await
    }

    async fn next_management(&self, organisation: &OrganisationId, count: u64) -> Result<ManagementNumber, PortError> {
        self.note("take a number");
        self.numbers.next_management(organisation, count).await
    }
}

#[async_trait]
impl Links for Ports {
    async fn find(&self, token: Digest) -> Result<Option<AccessLink>, PortError> {
        self.note("look up a link");
        self.links.find(token).await
    }

    async fn store(&self, link: &AccessLink) -> Result<(), PortError> {
        self.note("store a link");
        self.links.store(link).await
    }
}

#[async_trait]
impl SendingQuota for Ports {
    async fn take(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        quota: u32,
        seen: u64,
    ) -> Result<bool, PortError> {
        self.note("count a sending");
        self.organisations.take(organisation, envelope, day, quota, seen).await
    }

    async fn count_recorded(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        request: u64,
    ) -> Result<(), PortError> {
        self.note("count a sending");
        self.organisations.count_recorded(organisation, envelope, day, request).await
    }

    async fn give_back(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        refusal: u64,
    ) -> Result<(), PortError> {
        self.note("give a sending back");
        self.organisations.give_back(organisation, envelope, day, refusal).await
    }
}

#[async_trait]
impl SealUses for Ports {
    async fn page(
        &self,
        seal: &RegisteredSeal,
        after: Option<SealUsePlace>,
        limit: u16,
    ) -> Result<Vec<SealUseEntry>, PortError> {
        self.note("list uses of a seal");
        self.seal_uses.page(seal, after, limit).await
    }
}

#[async_trait]
impl Factors for Ports {
    async fn put_secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
        secret: &FactorSecret,
        now: Timestamp,
    ) -> Result<(), PortError> {
        self.note("store a secret");
        self.factors.put_secret(envelope, recipient, id, secret, now).await
    }

    async fn secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
    ) -> Result<Option<FactorSecret>, PortError> {
        self.note("read a secret");
        self.factors.secret(envelope, recipient, id).await
    }

    async fn put_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        code: &OneTimeCode,
    ) -> Result<(), PortError> {
        self.note("store a code");
        self.factors.put_code(envelope, recipient, code).await
    }

    async fn code(&self, envelope: EnvelopeId, recipient: RecipientNumber) -> Result<Option<OneTimeCode>, PortError> {
        self.note("read a code");
        self.factors.code(envelope, recipient).await
    }

    async fn spend_code(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        digest: Digest,
        now: Timestamp,
    ) -> Result<bool, PortError> {
        self.note("spend a code");
        self.factors.spend_code(envelope, recipient, digest, now).await
    }

    async fn spend_step(&self, authenticator: Digest, step: i64, now: Timestamp) -> Result<bool, PortError> {
        self.note("spend a code");
        self.factors.spend_step(authenticator, step, now).await
    }
}
