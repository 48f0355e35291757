//! The adapters keep their contracts over MiniStack. All tests share one, which the first of them starts.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::{Arc, LazyLock};

use adapters::contracts::accounts::Accounts;
use adapters::contracts::certificates::CertificateStore;
use adapters::contracts::contacts::Kept;
use adapters::contracts::document_removal::Archive;
use adapters::contracts::envelope_list::Lists;
use adapters::contracts::idempotent_answers::Answering;
use adapters::contracts::known_providers::ProviderStore;
use adapters::contracts::known_seals::KnownSealStore;
use adapters::contracts::organisations::OrganisationStore;
use adapters::contracts::registry::Registered;
use adapters::contracts::seal_persons::Seals;
use adapters::contracts::seal_uses::UsedSeals;
use adapters::contracts::settings::SettingsStore;
use adapters::stage::{Rows, Stage};
use adapters::{contracts, fixtures, keeps};
use anyhow::Result;
use async_trait::async_trait;
use aws::table::{Setting, SettingsKey, Table, note_seal, put_provider_secret, put_setting, remove_setting};
use domain::digest::Digest;
use domain::ids::{EnvelopeNumber, OrganisationId};
use domain::oidc::ProviderSecret;
use domain::organisation::Organisation;
use domain::ports::{
    CallCounts, Documents, EnvelopeList, Envelopes, Factors, KnownProviders, KnownSeals, Links, ListQuery, MailError,
    MailLog, Numbers, Organisations, ProviderSecrets, Registry, SealHolder, SealLog, SealingCertificate,
    SealingCertificates, SendingQuota, SignInAttempts, SignIns, TimestampAuthorities, TimestampAuthority, TrustAnchors,
    UploadProgress,
};
use domain::registered_seal::RegisteredSeal;
use lambda::clock::MachineClock;
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;
use workspace::RunFolder;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static FOLDER: LazyLock<RunFolder> = LazyLock::new(|| RunFolder::create("adapters").expect("a folder"));
static STAGE: OnceCell<Stage> = OnceCell::const_new();

fn run(body: impl AsyncFnOnce(&'static Stage)) {
    RUNTIME.block_on(async {
        let start = || Stage::ministack(FOLDER.path());
        body(STAGE.get_or_try_init(start).await.expect("MiniStack starts")).await;
    });
}

/// The same over a table of its own.
fn run_over_a_table(body: impl AsyncFnOnce(Table)) {
    run(async |stage| body(stage.table().await.expect("a table")).await);
}

#[test]
fn envelopes() {
    run_over_a_table(async |table| {
        let envelopes: &dyn Envelopes = &table;
        keeps(envelopes, contracts::envelopes::CONTRACT, &[]).await;
    });
}

/// Code that is newer may have written summaries that this cannot read: the list goes on without them, page by page.
#[test]
fn a_summary_that_cannot_be_read_stops_no_list() {
    run(async |stage| {
        let (table, rows) = stage.table_with_rows().await.expect("a table");
        let organisation = fixtures::organisation();
        let mut ids = Vec::new();
        for _ in 0..3 {
            let draft = fixtures::draft(&organisation);
            Envelopes::commit(&table, &draft, None).await.expect("committed");
            ids.push(draft.envelope.id);
        }
        let key = format!("ENVELOPE#{}", ids[1]);
        rows.set(&key, "META", "summary", r#"{"schema":99}"#).await.expect("a summary of another kind");
        let mut query =
            ListQuery { organisation, sender: None, folder: None, status: None, older_than: None, limit: 1 };
        let mut seen = Vec::new();
        for _ in 0..4 {
            let page = table.page(&query).await.expect("a page");
            seen.extend(page.envelopes.iter().map(|summary| summary.id));
            query.older_than = page.next;
            if page.next.is_none() {
                break;
            }
        }
        assert_eq!(seen, [ids[2], ids[0]]);
    });
}

#[test]
fn lists_of_envelopes() {
    run_over_a_table(async |table| {
        let table = Arc::new(table);
        keeps(&Lists { lists: table.clone(), envelopes: table }, contracts::envelope_list::CONTRACT, &[]).await;
    });
}

#[test]
fn answers_to_requests_with_a_key() {
    run_over_a_table(async |table| {
        let table = Arc::new(table);
        let answering = Answering { answers: table.clone(), envelopes: table };
        keeps(&answering, contracts::idempotent_answers::CONTRACT, &[]).await;
    });
}

#[test]
fn links() {
    run_over_a_table(async |table| {
        let links: &dyn Links = &table;
        keeps(links, contracts::links::CONTRACT, &[]).await;
    });
}

#[test]
fn factors() {
    run_over_a_table(async |table| {
        let factors: &dyn Factors = &table;
        keeps(factors, contracts::factors::CONTRACT, &[]).await;
    });
}

#[test]
fn sign_ins_and_devices() {
    run_over_a_table(async |table| {
        let sign_ins: &dyn SignIns = &table;
        keeps(sign_ins, contracts::devices::CONTRACT, &[]).await;
    });
}

#[test]
fn the_log_of_mails() {
    run_over_a_table(async |table| {
        let log: &dyn MailLog = &table;
        keeps(log, contracts::mail_log::CONTRACT, &[]).await;
    });
}

#[test]
fn how_far_uploads_have_come() {
    run_over_a_table(async |table| {
        let progress: &dyn UploadProgress = &table;
        keeps(progress, contracts::upload_progress::CONTRACT, &[]).await;
    });
}

#[test]
fn the_log_of_seals() {
    run_over_a_table(async |table| {
        let log: &dyn SealLog = &table;
        keeps(log, contracts::seal_log::CONTRACT, &[]).await;
    });
}

#[test]
fn uses_of_seals() {
    run_over_a_table(async |table| {
        let log = Arc::new(table);
        keeps(&UsedSeals { log: log.clone(), uses: log }, contracts::seal_uses::CONTRACT, &[]).await;
    });
}

#[test]
fn who_may_sign_with_seals() {
    run(async |stage| {
        let (table, rows) = stage.table_with_rows().await.expect("a table");
        let all = Arc::new(table.clone());
        let registry = Registry {
            organisations: all.clone(),
            people: all.clone(),
            keys: all.clone(),
            directories: all.clone(),
            certificates: all.clone(),
            clock: Arc::new(MachineClock),
        };
        let seals = Seals { store: Box::new(Settings(table, rows)), listed: all, registry };
        keeps(&seals, contracts::seal_persons::CONTRACT, &[]).await;
    });
}

#[test]
fn numbers() {
    run_over_a_table(async |table| {
        let numbers: &dyn Numbers = &table;
        keeps(numbers, contracts::numbers::CONTRACT, &[]).await;
    });
}

#[test]
fn numbers_go_on_from_the_one_counter_that_all_organisations_had_before() {
    run(async |stage| {
        let (table, rows) = stage.table_with_rows().await.expect("a table");
        rows.set_number("COUNTER#envelope", "COUNTER", "value", 41).await.unwrap();
        let (one, other) = (fixtures::organisation(), fixtures::organisation());
        for count in [42, 43] {
            assert_eq!(table.next_envelope(&one).await.unwrap(), EnvelopeNumber::of_count(count));
        }
        assert_eq!(table.next_envelope(&other).await.unwrap(), EnvelopeNumber::of_count(42));
    });
}

#[test]
fn a_counter_of_before_that_cannot_be_read_is_not_taken_for_one_that_has_not_begun() {
    run(async |stage| {
        let (table, rows) = stage.table_with_rows().await.expect("a table");
        let organisation = fixtures::organisation();
        rows.set("COUNTER#envelope", "COUNTER", "value", "41").await.unwrap();
        table.next_envelope(&organisation).await.unwrap_err();
        rows.set_number("COUNTER#envelope", "COUNTER", "value", 41).await.unwrap();
        assert_eq!(table.next_envelope(&organisation).await.unwrap(), EnvelopeNumber::of_count(42));
    });
}

#[test]
fn accounts() {
    run_over_a_table(async |table| {
        let account = fixtures::account();
        let known = (Digest::of(b"keiin_0123"), account);
        put_setting(&table, &Setting::ApiKey(known.0, known.1.clone())).await.expect("stored");
        keeps(&Accounts { keys: Arc::new(table), known }, contracts::accounts::CONTRACT, &[]).await;
    });
}

#[test]
fn counts_of_calls() {
    run_over_a_table(async |table| {
        let counts: &dyn CallCounts = &table;
        keeps(counts, contracts::call_counts::CONTRACT, &[]).await;
    });
}

#[test]
fn quotas() {
    run_over_a_table(async |table| {
        let quota: &dyn SendingQuota = &table;
        keeps(quota, contracts::sending_quota::CONTRACT, &[]).await;
    });
}

#[test]
fn registry() {
    run_over_a_table(async |table| {
        let all = Arc::new(table);
        let registry = Registry {
            organisations: all.clone(),
            people: all.clone(),
            keys: all.clone(),
            directories: all.clone(),
            certificates: all.clone(),
            clock: Arc::new(MachineClock),
        };
        let registered = Registered {
            registry,
            api_keys: all.clone(),
            sessions: all.clone(),
            invitations: all.clone(),
            link_rules: all,
        };

        keeps(&registered, contracts::registry::CONTRACT, &[]).await;
    });
}

#[test]
fn address_books() {
    run_over_a_table(async |table| {
        let all = Arc::new(table);
        let registry = Registry {
            organisations: all.clone(),
            people: all.clone(),
            keys: all.clone(),
            directories: all.clone(),
            certificates: all.clone(),
            clock: Arc::new(MachineClock),
        };
        let kept = Kept { answers: Some(all.clone()), ..Kept::over(all, registry) };
        keeps(&kept, contracts::contacts::CONTRACT, &[]).await;
    });
}

struct StoredOrganisations(Table);

#[async_trait]
impl OrganisationStore for StoredOrganisations {
    fn organisations(&self) -> &dyn Organisations {
        &self.0
    }

    async fn put(&self, organisation: Organisation) -> Result<()> {
        Ok(put_setting(&self.0, &Setting::Organisation(organisation)).await?)
    }
}

#[test]
fn organisations() {
    run_over_a_table(async |table| {
        let store: &dyn OrganisationStore = &StoredOrganisations(table);
        keeps(store, contracts::organisations::CONTRACT, &[]).await;
    });
}

#[test]
fn sign_in_attempts() {
    run_over_a_table(async |table| {
        let attempts: &dyn SignInAttempts = &table;
        keeps(attempts, contracts::sign_in_attempts::CONTRACT, &[]).await;
    });
}

struct StoredProviders(Table);

#[async_trait]
impl ProviderStore for StoredProviders {
    fn known(&self) -> &dyn KnownProviders {
        &self.0
    }

    fn secrets(&self) -> &dyn ProviderSecrets {
        &self.0
    }

    async fn put_secret(&self, organisation: &OrganisationId, secret: &ProviderSecret) -> Result<()> {
        Ok(put_provider_secret(&self.0, organisation, Some(secret)).await?)
    }
}

#[test]
fn known_providers() {
    run_over_a_table(async |table| {
        let store: &dyn ProviderStore = &StoredProviders(table);
        keeps(store, contracts::known_providers::CONTRACT, &[]).await;
    });
}

/// What an operator sets up, with the rows beneath.
struct Settings(Table, Rows);

#[async_trait]
impl CertificateStore for Settings {
    fn certificates(&self) -> &dyn SealingCertificates {
        &self.0
    }

    async fn put(&self, seal: Option<&RegisteredSeal>, certificate: Option<SealingCertificate>) -> Result<()> {
        let seal = seal.cloned();
        match certificate {
            Some(certificate) => put_setting(&self.0, &Setting::Certificate(seal, certificate)).await?,
            None => remove_setting(&self.0, &SettingsKey::Certificate(seal)).await.map(drop)?,
        }
        Ok(())
    }

    async fn damage(&self, seal: &RegisteredSeal) -> Result<()> {
        let sk = seal.further().map_or_else(|| "CERTIFICATE".to_owned(), |id| format!("CERTIFICATE#{id}"));
        self.1.set(&format!("CERTIFICATE#organisation#{}", seal.owner()), &sk, "body", "{").await
    }
}

#[async_trait]
impl SettingsStore for Settings {
    fn authorities(&self) -> &dyn TimestampAuthorities {
        &self.0
    }

    fn anchors(&self) -> &dyn TrustAnchors {
        &self.0
    }

    async fn put(&self, authorities: Vec<TimestampAuthority>, anchors: Vec<String>) -> Result<()> {
        put_setting(&self.0, &Setting::TimestampAuthorities(authorities)).await?;
        Ok(put_setting(&self.0, &Setting::TrustAnchors(anchors)).await?)
    }
}

#[test]
fn certificates() {
    run(async |stage| {
        let (table, rows) = stage.table_with_rows().await.expect("a table");
        let store: &dyn CertificateStore = &Settings(table, rows);
        keeps(store, contracts::certificates::CONTRACT, &[]).await;
    });
}

struct Noted(Table);

#[async_trait]
impl KnownSealStore for Noted {
    fn known(&self) -> &dyn KnownSeals {
        &self.0
    }

    async fn note(&self, certificate: Digest, holder: &SealHolder) -> Result<()> {
        Ok(note_seal(&self.0, certificate, holder).await?)
    }
}

#[test]
fn known_seals() {
    run_over_a_table(async |table| {
        let store: &dyn KnownSealStore = &Noted(table);
        keeps(store, contracts::known_seals::CONTRACT, &[]).await;
    });
}

#[test]
fn timestamp_authorities_and_trust_anchors() {
    run(async |stage| {
        let (table, rows) = stage.table_with_rows().await.expect("a table");
        let store: &dyn SettingsStore = &Settings(table, rows);
        keeps(store, contracts::settings::CONTRACT, &[]).await;
    });
}

#[test]
fn documents() {
    run(async |stage| {
        let documents: &dyn Documents = &stage.bucket().await.expect("a bucket").documents;
        keeps(documents, contracts::documents::CONTRACT, &[]).await;
    });
}

#[test]
fn what_is_removed_from_the_documents() {
    run(async |stage| {
        let archive: &dyn Archive = &stage.bucket().await.expect("a bucket");
        keeps(archive, contracts::document_removal::CONTRACT, &[]).await;
    });
}

#[test]
fn locks_on_documents() {
    run(async |stage| {
        keeps(&stage.bucket().await.expect("a bucket"), contracts::retention_lock::CONTRACT, &[]).await;
    });
}

#[test]
fn uploads_of_documents() {
    run(async |stage| {
        let uploading = stage.uploads_of_documents().await.expect("a bucket");
        keeps(&uploading, contracts::presigned_uploads::CONTRACT, &[]).await;
    });
}

#[test]
fn views_of_documents() {
    run(async |stage| {
        keeps(&stage.bucket().await.expect("a bucket"), contracts::presigned_views::CONTRACT, &[]).await;
    });
}

#[test]
fn temporary_uploads() {
    run(async |stage| {
        keeps(&stage.leaving().await.expect("a bucket"), contracts::temporary_uploads::CONTRACT, &[]).await;
        let uploading = stage.temporary_uploads().await.expect("a bucket");
        keeps(&uploading, contracts::presigned_uploads::CONTRACT, &[]).await;
    });
}

#[test]
fn sealing_keys() {
    run(async |stage| keeps(&stage.keys().await.expect("keys"), contracts::sealing_keys::CONTRACT, &[]).await);
}

#[test]
fn jobs() {
    run(async |stage| keeps(&stage.queueing().await.expect("queues"), contracts::jobs::CONTRACT, &[]).await);
}

#[test]
fn text_messages() {
    run(async |stage| {
        for sender_id in [None, Some("KEIIN")] {
            keeps(&stage.texting(sender_id), contracts::text_messages::CONTRACT, &[]).await;
        }
    });
}

#[test]
fn mails() {
    run(async |stage| keeps(&stage.mailing().await.expect("an identity"), contracts::mailer::CONTRACT, &[]).await);
}

#[test]
fn a_mail_from_an_address_that_is_not_verified_waits() {
    run(async |stage| {
        let mailing = stage.mailing().await.expect("an identity");
        let mail = contracts::mailer::mail_from("somebody@other.example").expect("a mail");
        let outcome = mailing.mailer.send(&mail).await;
        assert!(matches!(outcome, Err(MailError::NotTaken(_))), "{outcome:?}");
    });
}
