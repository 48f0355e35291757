//! Links, factors, accounts: how people are known.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::factor::{FactorSecret, KnownDevice, OneTimeCode, SignIn};
use domain::folder::FolderTree;
use domain::ids::{
    EnvelopeId, EnvelopeNumber, KeyId, ManagementNumber, OrganisationId, PersonId, RecipientNumber, SecretId,
};
use domain::link::{AccessLink, Purpose};
use domain::mail::Addressee;
use domain::organisation::{LinkRule, ListedKey, OidcIdentity, Organisation, Person, Session};
use domain::ports::{
    Account, ApiKeys, CallCounts, Factors, Folders, IdempotentAnswers, IdempotentRequest, Invitation, Invitations,
    LinkRules, Links, ListedKeys, Numbers, Organisations, People, PortError, Reservation, SendingQuota, Sessions,
    SignIns,
};
use jiff::Timestamp;
use jiff::civil::Date;

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
        id: Option<SecretId>,
        secret: &FactorSecret,
        now: Timestamp,
    ) -> Result<(), PortError> {
        self.call("store the secret", self.backend.factors.put_secret(envelope, recipient, id, secret, now)).await
    }

    async fn secret(
        &self,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        id: Option<SecretId>,
    ) -> Result<Option<FactorSecret>, PortError> {
        self.call("look up the secret", self.backend.factors.secret(envelope, recipient, id)).await
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
        self.call("look up the organisation", Organisations::find(&self.backend.organisations, id)).await
    }
}

#[async_trait]
impl LinkRules for Ports {
    async fn find(&self, organisation: &OrganisationId) -> Result<LinkRule, PortError> {
        self.call("look up from where links open", LinkRules::find(&self.backend.organisations, organisation)).await
    }
}

#[async_trait]
impl People for Ports {
    async fn person(&self, organisation: &OrganisationId, id: PersonId) -> Result<Option<Person>, PortError> {
        self.call("look up the person", self.backend.organisations.person(organisation, id)).await
    }

    async fn with_address(
        &self,
        organisation: &OrganisationId,
        address: &EmailAddress,
    ) -> Result<Option<PersonId>, PortError> {
        self.call("look up the address", self.backend.organisations.with_address(organisation, address)).await
    }

    async fn with_identity(
        &self,
        organisation: &OrganisationId,
        identity: &OidcIdentity,
    ) -> Result<Option<PersonId>, PortError> {
        self.call("look up the identity", self.backend.organisations.with_identity(organisation, identity)).await
    }

    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, PortError> {
        self.call("list the people", People::page(&self.backend.organisations, organisation, after, limit)).await
    }
}

#[async_trait]
impl Sessions for Ports {
    async fn begin(&self, organisation: &OrganisationId, session: &Session) -> Result<(), PortError> {
        self.call("begin the session", self.backend.organisations.begin(organisation, session)).await
    }

    async fn find(
        &self,
        organisation: &OrganisationId,
        person: PersonId,
        digest: Digest,
    ) -> Result<Option<Session>, PortError> {
        let found = Sessions::find(&self.backend.organisations, organisation, person, digest);
        self.call("look up the session", found).await
    }

    async fn list(&self, organisation: &OrganisationId, person: PersonId) -> Result<Vec<Session>, PortError> {
        self.call("list the sessions", self.backend.organisations.list(organisation, person)).await
    }

    async fn note_use(
        &self,
        organisation: &OrganisationId,
        session: &Session,
        now: Timestamp,
    ) -> Result<(), PortError> {
        let noted = Sessions::note_use(&self.backend.organisations, organisation, session, now);
        self.call("note the session's use", noted).await
    }

    async fn end(&self, organisation: &OrganisationId, person: PersonId, digest: Digest) -> Result<(), PortError> {
        self.call("end the session", self.backend.organisations.end(organisation, person, digest)).await
    }
}

#[async_trait]
impl ListedKeys for Ports {
    async fn key(&self, organisation: &OrganisationId, id: KeyId) -> Result<Option<ListedKey>, PortError> {
        self.call("look up the key", self.backend.organisations.key(organisation, id)).await
    }

    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<KeyId>,
        limit: u16,
    ) -> Result<Vec<ListedKey>, PortError> {
        self.call("list the keys", ListedKeys::page(&self.backend.organisations, organisation, after, limit)).await
    }

    async fn note_use(&self, organisation: &OrganisationId, id: KeyId, now: Timestamp) -> Result<(), PortError> {
        self.call("note the key's use", ListedKeys::note_use(&self.backend.organisations, organisation, id, now)).await
    }
}

#[async_trait]
impl CallCounts for Ports {
    async fn count(&self, organisation: &OrganisationId, caller: Option<&str>, minute: i64) -> Result<u64, PortError> {
        self.call("count the call", self.backend.organisations.count(organisation, caller, minute)).await
    }
}

#[async_trait]
impl Folders for Ports {
    async fn all(&self, organisation: &OrganisationId) -> Result<FolderTree, PortError> {
        self.call("read the folders", self.backend.organisations.all(organisation)).await
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
        let taken = self.backend.organisations.take(organisation, envelope, day, quota, seen);
        self.call("count the sending", taken).await
    }

    async fn count_recorded(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        request: u64,
    ) -> Result<(), PortError> {
        let counted = self.backend.organisations.count_recorded(organisation, envelope, day, request);
        self.call("count the sending that is recorded", counted).await
    }

    async fn give_back(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        refusal: u64,
    ) -> Result<(), PortError> {
        let given_back = self.backend.organisations.give_back(organisation, envelope, day, refusal);
        self.call("give the sending back", given_back).await
    }
}

#[async_trait]
impl Invitations for Ports {
    async fn store(&self, invitation: &Invitation) -> Result<(), PortError> {
        self.call("store the invitation", Invitations::store(&self.backend.organisations, invitation)).await
    }

    async fn find(&self, token: Digest) -> Result<Option<Invitation>, PortError> {
        self.call("look up the invitation", Invitations::find(&self.backend.organisations, token)).await
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
    async fn next_envelope(&self, organisation: &OrganisationId) -> Result<EnvelopeNumber, PortError> {
        self.call("take a number", self.backend.numbers.next_envelope(organisation)).await
    }

    async fn next_management(&self, organisation: &OrganisationId, count: u64) -> Result<ManagementNumber, PortError> {
        self.call("take a number", self.backend.numbers.next_management(organisation, count)).await
    }
}
