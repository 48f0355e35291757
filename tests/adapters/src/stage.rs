//! An emulator with what the adapters need in it: the template's table, buckets, queues, keys.

mod bucket;
mod table;
mod taken;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use async_trait::async_trait;
use aws::documents::S3Documents;
use aws::jobs::{QueueUrls, SqsJobs};
use aws::keys::KmsKeys;
use aws::mailer::SesMailer;
use aws::stored::job::JobMessage;
use aws::table::Table;
use aws::temporary_uploads::S3TemporaryUploads;
use aws::texts::SnsTexts;
use aws_config::SdkConfig;
use aws_sdk_kms::types::{KeySpec, KeyUsageType};
use aws_sdk_sesv2::operation::create_email_identity::CreateEmailIdentityError;
use domain::job::Job;
use domain::ports::PresignedUpload;
use local::deploy;
use local::emulator::Emulator;

pub use bucket::Bucket;
pub use table::Rows;
use taken::{Mails, Texts};

use crate::contracts::jobs::{Queueing, Readers};
use crate::contracts::mailer::Mailing;
use crate::contracts::presigned_uploads::Uploading;
use crate::contracts::sealing_keys::Keys;
use crate::contracts::temporary_uploads::{Leaving, Somebody};
use crate::contracts::text_messages::Texting;
use crate::fixtures::fresh;
use crate::http;

/// An emulator that is set up piece by piece, by the tests that need a piece.
#[derive(Debug)]
pub struct Stage {
    emulator: Arc<Emulator>,
    config: SdkConfig,
}

impl Stage {
    /// Starts MiniStack, its files in this folder.
    pub async fn ministack(dir: &Path) -> Result<Self> {
        let tools = local::stack::tools(|_| {})?;
        // It checks signatures, and with them presigned URLs.
        let env = [("AUTH".to_owned(), "true".to_owned())];
        Self::over(Emulator::start(&tools, dir, &env).await?).await
    }

    /// Starts LocalStack with these tools ([`local::emulator::localstack_tools`]), its files in this folder.
    pub async fn localstack(tools: &venv::Venv, dir: &Path) -> Result<Self> {
        Self::over(Emulator::start_localstack(tools, dir).await?).await
    }

    async fn over(emulator: Emulator) -> Result<Self> {
        let config = deploy::config(emulator.endpoint()).await;
        Ok(Self { emulator: Arc::new(emulator), config })
    }

    /// The template's table, empty.
    pub async fn table(&self) -> Result<Table> {
        Ok(self.table_with_rows().await?.0)
    }

    /// The same, with a way to its rows as they are.
    pub async fn table_with_rows(&self) -> Result<(Table, Rows)> {
        let name = format!("table-{}", fresh());
        table::create(&self.config, &name).await?;
        let rows = Rows { client: aws_sdk_dynamodb::Client::new(&self.config), name: name.clone() };
        Ok((Table::new(&self.config, name), rows))
    }

    /// A bucket for documents, empty: with versions and Object Lock, as the template has it.
    pub async fn bucket(&self) -> Result<Bucket> {
        let (client, name) = (deploy::s3(&self.config), format!("documents-{}", fresh()));
        bucket::create(&client, &name, true).await?;
        Ok(Bucket { documents: S3Documents::new(&self.config, name.clone()), client, name })
    }

    /// A bucket for temporary uploads, empty: without versions.
    pub async fn leaving(&self) -> Result<Leaving> {
        let name = format!("uploads-{}", fresh());
        bucket::create(&deploy::s3(&self.config), &name, false).await?;
        let uploads = Arc::new(S3TemporaryUploads::new(&self.config, name));
        Ok(Leaving { uploads, somebody: Box::new(Browser) })
    }

    /// Uploads to a bucket for documents.
    pub async fn uploads_of_documents(&self) -> Result<Uploading> {
        let bucket = self.bucket().await?;
        Ok(Uploading { signer: Arc::new(bucket.documents.clone()), bucket })
    }

    /// Uploads to a bucket for temporary ones.
    pub async fn temporary_uploads(&self) -> Result<Uploading> {
        let bucket = self.bucket().await?;
        Ok(Uploading { signer: Arc::new(S3TemporaryUploads::new(&self.config, bucket.name.clone())), bucket })
    }

    /// A key of each kind.
    pub async fn keys(&self) -> Result<Keys> {
        let client = aws_sdk_kms::Client::new(&self.config);
        let create = async |spec: KeySpec| {
            let request = client.create_key().key_usage(KeyUsageType::SignVerify).key_spec(spec);
            let id = request.send().await?.key_metadata.and_then(|key| key.arn).context("the key has no ARN")?;
            let public = client.get_public_key().key_id(&id).send().await?.public_key.context("no public part")?;
            anyhow::Ok((id, public.into_inner()))
        };
        let (rsa, p256) = (create(KeySpec::Rsa3072).await?, create(KeySpec::EccNistP256).await?);
        Ok(Keys { service: Arc::new(KmsKeys::new(&self.config)), rsa, p256 })
    }

    /// A queue for each kind of job, all empty.
    pub async fn queueing(&self) -> Result<Queueing> {
        let client = aws_sdk_sqs::Client::new(&self.config);
        let create = async || {
            let answer = client.create_queue().queue_name(format!("queue-{}", fresh())).send().await?;
            anyhow::Ok(answer.queue_url)
        };
        let urls = QueueUrls {
            prepare: create().await?,
            seal: create().await?,
            timestamp: create().await?,
            mail: create().await?,
            retain: create().await?,
            contacts: create().await?,
        };
        let missing = urls.seal.as_ref().map(|url| format!("{url}-that-is-not-there"));
        let incomplete = QueueUrls { mail: None, seal: missing, ..urls.clone() };
        Ok(Queueing {
            jobs: Arc::new(SqsJobs::new(&self.config, urls.clone())),
            incomplete: Arc::new(SqsJobs::new(&self.config, incomplete)),
            readers: Box::new(Queues { client, urls }),
        })
    }

    /// The text message service, with a sender ID or without.
    pub fn texting(&self, sender_id: Option<&str>) -> Texting {
        let texts = SnsTexts::new(&self.config, sender_id.map(str::to_owned));
        Texting { texts: Arc::new(texts), taken: Box::new(Texts(self.emulator.clone())) }
    }

    /// The mail service, which takes mails from the domain that the contract sends from and from no other.
    pub async fn mailing(&self) -> Result<Mailing> {
        let client = aws_sdk_sesv2::Client::new(&self.config);
        let created = client.create_email_identity().email_identity("keiin.example").send().await;
        match created.map_err(aws_sdk_sesv2::error::SdkError::into_service_error) {
            Ok(_) | Err(CreateEmailIdentityError::AlreadyExistsException(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let mailer = SesMailer::new(&self.config, None);
        Ok(Mailing { mailer: Arc::new(mailer), taken: Box::new(Mails(self.emulator.clone())) })
    }
}

/// Whoever makes presigned requests.
struct Browser;

#[async_trait]
impl Somebody for Browser {
    async fn leave(&self, upload: &PresignedUpload, bytes: &[u8]) -> Result<()> {
        let status = http::send(upload, bytes).await?;
        anyhow::ensure!(status.is_success(), "the upload is answered by {status}");
        Ok(())
    }
}

struct Queues {
    client: aws_sdk_sqs::Client,
    urls: QueueUrls,
}

#[async_trait]
impl Readers for Queues {
    async fn next_like(&self, job: &Job) -> Result<Option<Job>> {
        let QueueUrls { prepare, seal, timestamp, mail, retain, contacts } = &self.urls;
        let url = match job {
            Job::Prepare { .. } | Job::GiveBackSending { .. } => prepare,
            Job::Seal { .. } => seal,
            Job::Timestamp { .. } => timestamp,
            Job::Mail { .. } | Job::Invite { .. } | Job::AnnounceSealExpiry { .. } => mail,
            Job::Retain { .. } => retain,
            Job::KeepContacts { .. } => contacts,
        };
        let request = self.client.receive_message().set_queue_url(url.clone()).max_number_of_messages(1);
        let Some(message) = request.send().await?.messages.unwrap_or_default().pop() else { return Ok(None) };
        let job: JobMessage = serde_json::from_str(&message.body.context("the message has no body")?)?;
        Ok(Some(job.into()))
    }
}
