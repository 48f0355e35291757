//! What the functions need from outside, as traits: the adapters are in the crate `aws`, tests bring their own.

mod decide;
mod mail_log;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::command::Decision;
use crate::digest::Digest;
use crate::document::{ObjectKey, Sealer};
use crate::draft::Policy;
use crate::email_address::EmailAddress;
use crate::envelope::{Envelope, Sender};
use crate::factor::PhoneNumber;
use crate::ids::{DocumentNumber, EnvelopeId, EnvelopeNumber, ManagementNumber, OrganisationId};
use crate::job::Job;
use crate::link::AccessLink;
use crate::mail::MailOrigin;

pub use decide::{DecideError, Start, decide};
pub use mail_log::{MAIL_LEASE, MailLog, MailProgress, MailTrace, MailTry};

/// A port that did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("{action}")]
pub struct PortError {
    /// What was tried, e.g. `load envelope`.
    pub action: &'static str,
    /// What went wrong.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

impl PortError {
    /// Says what was tried when `source` went wrong.
    pub fn new(action: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { action, source: source.into() }
    }
}

/// The wall clock.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Now. The clocks of two environments disagree, and one may be set back between two calls.
    fn now(&self) -> Timestamp;

    /// Comes back after this time.
    async fn pause(&self, time: Duration);
}

/// A source of unpredictable bytes.
pub trait Randomness: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Where envelopes and their evidence are kept.
#[async_trait]
pub trait Envelopes: Send + Sync {
    /// The envelope as last committed.
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError>;

    /// Stores the next version and its events in one transaction, and with them the answer to an idempotent request.
    /// Refused over any other version than the one before.
    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError>;

    /// The stored JSON of every event, in order.
    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError>;

    /// Whether the store can hold the envelope to its end, with the seals and whatever else is to be noted of it. An envelope
    /// that the store cannot hold once people have signed could never be completed, and so it is refused before.
    fn has_room_for(&self, envelope: &Envelope) -> bool;

    /// Envelopes that the schedule has to look at by `now`, the longest due first.
    async fn due(&self, now: Timestamp) -> Result<Vec<EnvelopeId>, PortError>;
}

/// Why a commit did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else committed first: load and decide anew.
    #[error("the envelope was changed in between")]
    Conflict,
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Numbers that are given once.
#[async_trait]
pub trait Numbers: Send + Sync {
    /// The next envelope number.
    async fn next_envelope(&self) -> Result<EnvelopeNumber, PortError>;

    /// The first of `count` management numbers in a row.
    async fn next_management(&self, organisation: &OrganisationId, count: u64) -> Result<ManagementNumber, PortError>;
}

/// The document store.
#[async_trait]
pub trait Documents: Send + Sync {
    /// An object's bytes; `None` where there is none.
    async fn get(&self, key: &ObjectKey) -> Result<Option<Vec<u8>>, PortError>;

    /// An object's size; `None` where there is none.
    async fn size(&self, key: &ObjectKey) -> Result<Option<u64>, PortError>;

    /// Stores an object. Keys carry a digest of the content, so that storing twice changes nothing.
    async fn put(&self, key: &ObjectKey, bytes: Vec<u8>) -> Result<(), PortError>;

    /// A request by which a sender uploads exactly these bytes.
    async fn presign_upload(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError>;

    /// A URL that shows or downloads an object for a few minutes under a file name.
    async fn presign_view(&self, key: &ObjectKey, name: &str, disposition: Disposition) -> Result<String, PortError>;
}

/// A request to be made by the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresignedUpload {
    /// HTTP method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// Headers to send exactly so.
    pub headers: std::collections::BTreeMap<String, String>,
    /// How long the URL is good from now on.
    pub lifetime: Duration,
}

/// Files that anybody leaves to be looked at once: a store of their own, from which they are removed at once.
#[async_trait]
pub trait TemporaryUploads: Send + Sync {
    /// A URL of the store, of which only the origin counts.
    async fn address(&self) -> Result<String, PortError>;

    /// A request by which somebody leaves exactly these bytes.
    async fn presign(&self, key: &ObjectKey, sha256: Digest, size: u64) -> Result<PresignedUpload, PortError>;

    /// What was left, unless it is longer than `most` bytes.
    async fn get(&self, key: &ObjectKey, most: u64) -> Result<TemporaryUpload, PortError>;

    /// Removes it for good, whether it is there or not.
    async fn remove(&self, key: &ObjectKey) -> Result<(), PortError>;
}

/// What lies under a key.
#[derive(Clone, PartialEq, Eq)]
pub enum TemporaryUpload {
    /// Nothing: not left yet, or removed already.
    Missing,
    /// More than was asked for; nothing of it was read.
    TooLarge,
    /// The bytes.
    Bytes(Vec<u8>),
}

/// How a browser treats a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Shows it.
    Inline,
    /// Saves it.
    Attachment,
}

/// Refuses deletion of finished documents.
#[async_trait]
pub trait RetentionLock: Send + Sync {
    /// Locks an object until then; a longer lock stays.
    async fn retain(&self, key: &ObjectKey, until: Timestamp) -> Result<(), PortError>;
}

/// Access links.
#[async_trait]
pub trait Links: Send + Sync {
    /// The link of this token's digest.
    async fn find(&self, token: Digest) -> Result<Option<AccessLink>, PortError>;

    /// Stores a link.
    async fn store(&self, link: &AccessLink) -> Result<(), PortError>;
}

/// The mail service.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends one mail to one address.
    async fn send(&self, mail: &OutgoingMail) -> Result<String, MailError>;
}

/// A mail, ready to go.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Display name of the sender.
    pub from_name: String,
    /// Address of the sender.
    pub from_address: EmailAddress,
    /// The one address it goes to.
    pub to: EmailAddress,
    /// Whom an answer reaches, where somebody is to be reached.
    pub reply_to: Option<EmailAddress>,
    /// Subject, without line breaks.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// Which mail it is.
    pub origin: MailOrigin,
}

/// The text message service (SMS).
#[async_trait]
pub trait TextMessages: Send + Sync {
    /// Sends one text to one telephone and gives the service's identifier.
    async fn send(&self, to: &PhoneNumber, text: &str) -> Result<String, MailError>;
}

/// Why a mail or a text message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It never will be: the address, the number or the content is refused.
    #[error("the service refuses this message: {0}")]
    Refused(String),
    /// The service answered that it does not take the message now. It may, later.
    #[error(transparent)]
    NotTaken(PortError),
    /// Nobody knows whether the service took it: there was no answer.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// What seals are made with.
#[async_trait]
pub trait SealingCertificates: Send + Sync {
    /// The operator's (`None`) or an organisation's certificate.
    async fn find(&self, owner: Option<&OrganisationId>) -> Result<Option<SealingCertificate>, PortError>;
}

/// A certificate whose key lies in the key service. An organisation's says who may use it, as
/// [`SealUse`](crate::registered_seal::SealUse) decides; where it says nothing, nobody may. Of the operator's nothing of
/// that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealingCertificate {
    /// The key's identifier.
    pub key_id: String,
    /// PEM: the certificate, then its issuers without the root.
    pub chain_pem: String,
    /// The persons who may sign with it, by their addresses.
    pub persons: Vec<EmailAddress>,
    /// The organisations, besides its owner, that may ask for it in the envelopes that they send.
    pub organisations: Vec<OrganisationId>,
}

/// The key service. Held by the sealing function alone.
#[async_trait]
pub trait SealingKeys: Send + Sync {
    /// Signs a SHA-256 digest. The answer is RSASSA-PKCS1-v1_5, or ECDSA in DER, as the key is.
    async fn sign(&self, key_id: &str, algorithm: SealingAlgorithm, digest: Digest) -> Result<Vec<u8>, PortError>;
}

/// What a sealing key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealingAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2).
    RsaPkcs1Sha256,
    /// ECDSA with SHA-256 on P-256 (FIPS 186-5).
    EcdsaP256Sha256,
}

/// Signatures that were begun and made, so that a crash in between neither signs twice nor loses one (L2).
///
/// Each intent is an entry of its own. Whoever computes a seal again finds what was noted; a seal that has to be another
/// one, over another file or by a renewed certificate, is not held up by what was noted before.
#[async_trait]
pub trait SealLog: Send + Sync {
    /// Notes what is about to be signed; tells the signature where it was made before.
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError>;

    /// Stores the signature, unless another was stored first; gives the one that stands.
    async fn finish(&self, seal: &SealIntent, signature: &[u8]) -> Result<Vec<u8>, PortError>;
}

/// A seal that is about to be made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SealIntent {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// The document.
    pub document: DocumentNumber,
    /// Whose seal.
    pub by: Sealer,
    /// Bytes kept free for the timestamp: another size is another try, with a digest of its own.
    pub reserve: u32,
    /// SHA-256 of the file that is sealed.
    pub base: Digest,
    /// SHA-256 of what the key signs.
    pub digest: Digest,
    /// The key.
    pub key_id: String,
}

/// How far a seal has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealProgress {
    /// To be signed now.
    Begun,
    /// The key signed it before.
    Signed(Vec<u8>),
}

/// The timestamp authorities of this deployment.
#[async_trait]
pub trait TimestampAuthorities: Send + Sync {
    /// In the order in which they are to be tried.
    async fn list(&self) -> Result<Vec<TimestampAuthority>, PortError>;
}

/// Whom this deployment trusts when it verifies what others have signed.
#[async_trait]
pub trait TrustAnchors: Send + Sync {
    /// Texts in PEM, each with one root certificate or more; none where nothing is set up.
    async fn list(&self) -> Result<Vec<String>, PortError>;
}

/// A timestamp authority (RFC 3161 over HTTP).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampAuthority {
    /// Where requests are posted.
    pub url: String,
    /// The policy that tokens must name (dotted decimal), if any.
    pub policy: Option<String>,
    /// Whether the minister accredited it (総務大臣認定).
    pub accredited: bool,
    /// PEM of the roots that its certificate must chain to.
    pub anchors_pem: String,
}

/// Sends a request to a timestamp authority. Held by the timestamp function alone.
#[async_trait]
pub trait TimestampTransport: Send + Sync {
    /// Posts a DER request and gives the DER response.
    async fn post(&self, url: &str, request: Vec<u8>) -> Result<Vec<u8>, PortError>;
}

/// Queues of the other functions.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Hands a job to the function whose it is.
    async fn enqueue(&self, job: &Job) -> Result<(), PortError>;
}

/// Who may use the API.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// The account whose key has this SHA-256.
    async fn find(&self, key: Digest) -> Result<Option<Account>, PortError>;
}

/// Who sends by an API key, and what that organisation demands of envelopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The sender.
    pub sender: Sender,
    /// The organisation's policy.
    pub policy: Policy,
}

/// Answers to requests that carry an `Idempotency-Key`.
#[async_trait]
pub trait IdempotentAnswers: Send + Sync {
    /// Reserves the key for a request of this body, before anything runs. `id` is what a new envelope would be called;
    /// a retry after a crash gets the first one's back.
    async fn reserve(&self, request: &IdempotentRequest, now: Timestamp) -> Result<Reservation, PortError>;

    /// Gives the key back after a refusal that changed nothing, so that a corrected world can be tried again.
    async fn release(&self, request: &IdempotentRequest) -> Result<(), PortError>;
}

/// A request that must not happen twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotentRequest {
    /// Whose key.
    pub organisation: OrganisationId,
    /// The `Idempotency-Key`.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub fingerprint: Digest,
    /// The identifier that a new envelope would get.
    pub id: EnvelopeId,
}

/// What is known of an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// Free, or left behind by a crash: run the request; a new envelope is called so.
    Run {
        /// The identifier for a new envelope: the same on every try.
        id: EnvelopeId,
    },
    /// The request was answered before.
    Answered(StoredAnswer),
    /// The first try is still running.
    Running,
    /// The key was used for another request.
    OtherRequest,
}

/// An answer to be given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Whose key.
    pub organisation: OrganisationId,
    /// The `Idempotency-Key`.
    pub key: String,
    /// HTTP status.
    pub status: u16,
    /// The envelope that the answer describes: it is read anew, so that no presigned URL is kept.
    pub envelope: EnvelopeId,
}
