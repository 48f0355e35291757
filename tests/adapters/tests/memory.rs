//! The ports in memory, by which functions are tested, keep the same contracts as the adapters.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use adapters::contracts::accounts::Accounts;
use adapters::contracts::certificates::CertificateStore;
use adapters::contracts::contacts::Kept;
use adapters::contracts::document_removal::Archive;
use adapters::contracts::envelope_list::Lists;
use adapters::contracts::idempotent_answers::Answering;
use adapters::contracts::known_providers::ProviderStore;
use adapters::contracts::known_seals::KnownSealStore;
use adapters::contracts::mailer::{Mailing, TakenMails};
use adapters::contracts::organisations::OrganisationStore;
use adapters::contracts::registry::Registered;
use adapters::contracts::seal_persons::Seals;
use adapters::contracts::seal_uses::UsedSeals;
use adapters::contracts::temporary_uploads::{Leaving, Somebody};
use adapters::contracts::text_messages::{TakenTexts, Texting};
use adapters::{contracts, fixtures, keeps};
use anyhow::Result;
use async_trait::async_trait;
use domain::digest::Digest;
use domain::email_address::EmailAddress;
use domain::factor::PhoneNumber;
use domain::ids::OrganisationId;
use domain::oidc::ProviderSecret;
use domain::organisation::Organisation;
use domain::ports::{
    CallCounts, DocumentRemoval, Documents, Envelopes, Factors, KnownProviders, KnownSeals, Links, MailLog, Numbers,
    Organisations, PresignedUpload, ProviderSecrets, Registry, RetentionLock, SealHolder, SealLog, SealingCertificate,
    SealingCertificates, SendingQuota, SignInAttempts, SignIns, UploadProgress,
};
use domain::registered_seal::RegisteredSeal;
use fakes::{
    CountingNumbers, MemoryAnswers, MemoryCertificates, MemoryEnvelopes, MemoryFactors, MemoryKnownSeals, MemoryLinks,
    MemoryMailLog, MemoryMailer, MemoryOidc, MemoryOrganisations, MemorySealLog, MemoryTemporaryUploads, MemoryTexts,
    MemoryUploadProgress, OneSender, PresignedDocuments, StoppedClock,
};

#[tokio::test]
async fn envelopes() {
    let envelopes: &dyn Envelopes = &MemoryEnvelopes::default();
    keeps(envelopes, contracts::envelopes::CONTRACT, &[]).await;
}

#[tokio::test]
async fn lists_of_envelopes() {
    let envelopes = Arc::new(MemoryEnvelopes::default());
    keeps(&Lists { lists: envelopes.clone(), envelopes }, contracts::envelope_list::CONTRACT, &[]).await;
}

#[tokio::test]
async fn answers_to_requests_that_come_again() {
    let answers = Arc::<MemoryAnswers>::default();
    let envelopes = Arc::new(MemoryEnvelopes::answering(answers.clone()));
    keeps(&Answering { answers, envelopes }, contracts::idempotent_answers::CONTRACT, &[]).await;
}

#[tokio::test]
async fn links() {
    let links: &dyn Links = &MemoryLinks::default();
    keeps(links, contracts::links::CONTRACT, &[]).await;
}

#[tokio::test]
async fn factors() {
    let factors: &dyn Factors = &MemoryFactors::default();
    keeps(factors, contracts::factors::CONTRACT, &[]).await;
}

#[tokio::test]
async fn sign_ins_and_devices() {
    let sign_ins: &dyn SignIns = &MemoryFactors::default();
    keeps(sign_ins, contracts::devices::CONTRACT, &[]).await;
}

#[tokio::test]
async fn the_log_of_mails() {
    let log: &dyn MailLog = &MemoryMailLog::default();
    keeps(log, contracts::mail_log::CONTRACT, &[]).await;
}

#[tokio::test]
async fn how_far_uploads_have_come() {
    let progress: &dyn UploadProgress = &MemoryUploadProgress::default();
    keeps(progress, contracts::upload_progress::CONTRACT, &[]).await;
}

#[tokio::test]
async fn the_log_of_seals() {
    let log: &dyn SealLog = &MemorySealLog::default();
    keeps(log, contracts::seal_log::CONTRACT, &[]).await;
}

#[tokio::test]
async fn uses_of_seals() {
    let log = Arc::new(MemorySealLog::default());
    keeps(&UsedSeals { log: log.clone(), uses: log }, contracts::seal_uses::CONTRACT, &[]).await;
}

struct SealsInMemory(Arc<MemoryOrganisations>);

#[async_trait]
impl CertificateStore for SealsInMemory {
    fn certificates(&self) -> &dyn SealingCertificates {
        &*self.0
    }

    async fn put(&self, seal: Option<&RegisteredSeal>, certificate: Option<SealingCertificate>) -> Result<()> {
        match seal {
            Some(seal) => self.0.put_seal(seal, certificate.as_ref()),
            None => self.0.put_certificate(None, certificate.as_ref()),
        }
        Ok(())
    }

    async fn damage(&self, seal: &RegisteredSeal) -> Result<()> {
        self.0.damage_seal(seal);
        Ok(())
    }
}

#[tokio::test]
async fn certificates_of_organisations_in_memory() {
    let store: &dyn CertificateStore = &SealsInMemory(Arc::default());
    keeps(store, contracts::certificates::CONTRACT, &[]).await;
}

#[tokio::test]
async fn who_may_sign_with_seals() {
    let all = Arc::new(MemoryOrganisations::default());
    let registry = Registry {
        organisations: all.clone(),
        people: all.clone(),
        keys: all.clone(),
        directories: all.clone(),
        certificates: all.clone(),
        clock: Arc::new(StoppedClock::at("2026-04-01T00:00:00Z")),
    };
    let seals = Seals { store: Box::new(SealsInMemory(all.clone())), listed: all, registry };
    keeps(&seals, contracts::seal_persons::CONTRACT, &[]).await;
}

#[tokio::test]
async fn numbers() {
    let numbers: &dyn Numbers = &CountingNumbers::default();
    keeps(numbers, contracts::numbers::CONTRACT, &[]).await;
}

#[tokio::test]
async fn documents() {
    let documents: &dyn Documents = &PresignedDocuments::default();
    keeps(documents, contracts::documents::CONTRACT, &[]).await;
}

#[derive(Default)]
struct MemoryArchive(PresignedDocuments);

impl Archive for MemoryArchive {
    fn documents(&self) -> &dyn Documents {
        &self.0
    }

    fn removal(&self) -> &dyn DocumentRemoval {
        &self.0
    }

    fn lock(&self) -> &dyn RetentionLock {
        &self.0
    }
}

#[tokio::test]
async fn what_is_removed_from_the_documents() {
    let archive: &dyn Archive = &MemoryArchive::default();
    keeps(archive, contracts::document_removal::CONTRACT, &[]).await;
}

#[tokio::test]
async fn accounts() {
    let account = fixtures::account();
    let key = "keiin_0123".to_owned();
    let known = (Digest::of(key.as_bytes()), account.clone());
    let keys = Arc::new(OneSender {
        sender: account.sender,
        key,
        terms: account.terms,
        policy: account.policy,
        has_organisation: account.has_organisation,
    });
    keeps(&Accounts { keys, known }, contracts::accounts::CONTRACT, &[]).await;
}

#[tokio::test]
async fn counts_of_calls() {
    let counts: &dyn CallCounts = &MemoryOrganisations::default();
    keeps(counts, contracts::call_counts::CONTRACT, &[]).await;
}

#[tokio::test]
async fn quotas() {
    let quota: &dyn SendingQuota = &MemoryOrganisations::default();
    keeps(quota, contracts::sending_quota::CONTRACT, &[]).await;
}

#[tokio::test]
async fn registry() {
    let all = Arc::new(MemoryOrganisations::default());
    let clock = Arc::new(StoppedClock::at("2026-04-01T00:00:00Z"));
    let registry = Registry {
        organisations: all.clone(),
        people: all.clone(),
        keys: all.clone(),
        directories: all.clone(),
        certificates: all.clone(),
        clock,
    };
    let registered = Registered {
        registry,
        api_keys: all.clone(),
        sessions: all.clone(),
        invitations: all.clone(),
        link_rules: all,
    };
    keeps(&registered, contracts::registry::CONTRACT, &[]).await;
}

#[tokio::test]
async fn address_books() {
    let all = Arc::new(MemoryOrganisations::default());
    let clock = Arc::new(StoppedClock::at("2026-04-01T00:00:00Z"));
    let registry = Registry {
        organisations: all.clone(),
        people: all.clone(),
        keys: all.clone(),
        directories: all.clone(),
        certificates: all.clone(),
        clock,
    };
    keeps(&Kept::over(all, registry), contracts::contacts::CONTRACT, &[]).await;
}

struct OrganisationsInMemory(MemoryOrganisations);

#[async_trait]
impl OrganisationStore for OrganisationsInMemory {
    fn organisations(&self) -> &dyn Organisations {
        &self.0
    }

    async fn put(&self, organisation: Organisation) -> Result<()> {
        self.0.put(&organisation);
        Ok(())
    }
}

#[tokio::test]
async fn organisations() {
    let store: &dyn OrganisationStore = &OrganisationsInMemory(MemoryOrganisations::default());
    keeps(store, contracts::organisations::CONTRACT, &[]).await;
}

#[tokio::test]
async fn sign_in_attempts() {
    let attempts: &dyn SignInAttempts = &MemoryOidc::default();
    keeps(attempts, contracts::sign_in_attempts::CONTRACT, &[]).await;
}

struct ProvidersInMemory(MemoryOidc);

#[async_trait]
impl ProviderStore for ProvidersInMemory {
    fn known(&self) -> &dyn KnownProviders {
        &self.0
    }

    fn secrets(&self) -> &dyn ProviderSecrets {
        &self.0
    }

    async fn put_secret(&self, organisation: &OrganisationId, secret: &ProviderSecret) -> Result<()> {
        self.0.put_secret(organisation, secret);
        Ok(())
    }
}

#[tokio::test]
async fn known_providers() {
    let store: &dyn ProviderStore = &ProvidersInMemory(MemoryOidc::default());
    keeps(store, contracts::known_providers::CONTRACT, &[]).await;
}

struct Certificates(MemoryCertificates);

#[async_trait]
impl CertificateStore for Certificates {
    fn certificates(&self) -> &dyn SealingCertificates {
        &self.0
    }

    async fn put(&self, seal: Option<&RegisteredSeal>, certificate: Option<SealingCertificate>) -> Result<()> {
        match seal {
            Some(seal) => self.0.put_seal(seal, certificate),
            None => self.0.put(None, certificate),
        }
        Ok(())
    }

    async fn damage(&self, seal: &RegisteredSeal) -> Result<()> {
        self.0.damage(seal);
        Ok(())
    }
}

#[tokio::test]
async fn certificates() {
    let store: &dyn CertificateStore = &Certificates(MemoryCertificates::default());
    keeps(store, contracts::certificates::CONTRACT, &[]).await;
}

struct Noted(MemoryKnownSeals);

#[async_trait]
impl KnownSealStore for Noted {
    fn known(&self) -> &dyn KnownSeals {
        &self.0
    }

    async fn note(&self, certificate: Digest, holder: &SealHolder) -> Result<()> {
        self.0.note(certificate, holder);
        Ok(())
    }
}

#[tokio::test]
async fn known_seals() {
    let store: &dyn KnownSealStore = &Noted(MemoryKnownSeals::default());
    keeps(store, contracts::known_seals::CONTRACT, &[]).await;
}

struct Visitor(Arc<MemoryTemporaryUploads>);

#[async_trait]
impl Somebody for Visitor {
    async fn leave(&self, upload: &PresignedUpload, bytes: &[u8]) -> Result<()> {
        self.0.put(&upload.url, bytes.to_vec());
        Ok(())
    }
}

#[tokio::test]
async fn temporary_uploads() {
    let uploads = Arc::new(MemoryTemporaryUploads::default());
    let leaving = Leaving { somebody: Box::new(Visitor(uploads.clone())), uploads };
    keeps(&leaving, contracts::temporary_uploads::CONTRACT, &[]).await;
}

struct Texts(Arc<MemoryTexts>);

#[async_trait]
impl TakenTexts for Texts {
    async fn to(&self, number: &PhoneNumber) -> Result<Vec<String>> {
        let taken = self.0.taken().into_iter();
        Ok(taken.filter(|(to, _)| to == number.as_str()).map(|(_, text)| text).collect())
    }
}

#[tokio::test]
async fn text_messages() {
    let texts = Arc::new(MemoryTexts::default());
    let texting = Texting { taken: Box::new(Texts(texts.clone())), texts };
    keeps(&texting, contracts::text_messages::CONTRACT, &[]).await;
}

struct Mails(Arc<MemoryMailer>);

#[async_trait]
impl TakenMails for Mails {
    async fn to(&self, address: &EmailAddress) -> Result<Vec<[String; 3]>> {
        let ours = self.0.taken().into_iter().filter(|mail| mail.to == *address);
        Ok(ours.map(|mail| [mail.subject, mail.text, mail.html]).collect())
    }
}

#[tokio::test]
async fn mails() {
    let mailer = Arc::new(MemoryMailer::default());
    let mailing = Mailing { taken: Box::new(Mails(mailer.clone())), mailer };
    keeps(&mailing, contracts::mailer::CONTRACT, &[]).await;
}
