//! What is asked of drafts beside making them.

use domain::draft;
use domain::ids::{FolderId, RecipientNumber};
use domain::mirror::Convert;
use serde::{Deserialize, Deserializer};

#[cfg(feature = "schema")]
use super::limits;
use super::request::{FactorRequest, RecipientRequest, TransactionRequest};
use super::values::Retention;

/// What is changed of a draft: `PATCH /v1/envelopes/{id}`. What is left out stays; null is what a new envelope has where nothing
/// is said.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ChangeRequest {
    /// The subject.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "String", length(min = 1, max = limits::TITLE)))]
    title: Option<String>,
    /// Words to the recipients.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", length(max = limits::MESSAGE)))]
    message: Option<Option<String>>,
    /// All recipients: they take the place of those before, and codes and keys have to be given again.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Vec<RecipientRequest>", length(min = 1, max = limits::RECIPIENTS))
    )]
    recipients: Option<Vec<RecipientRequest>>,
    /// Data for the archive: all of it.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<TransactionRequest>"))]
    transaction: Option<Option<TransactionRequest>>,
    /// How long to keep the finished documents.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Retention>"))]
    retention: Option<Option<Retention>>,
    /// Days to the deadline.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<u64>", range(min = 1, max = limits::DEADLINE_DAYS))
    )]
    deadline_days: Option<Option<u64>>,
    /// Whether recipients may forward their task to somebody else.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    may_forward: Option<Option<bool>>,
}

/// Tells what is null from what is left out, which has no reader.
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl From<ChangeRequest> for draft::ChangeRequest {
    fn from(request: ChangeRequest) -> Self {
        let ChangeRequest { title, message, recipients, transaction, retention, deadline_days, may_forward } = request;
        Self {
            title,
            message,
            recipients: recipients.map(|all| all.into_iter().map(Into::into).collect()),
            transaction: transaction.map(|transaction| transaction.unwrap_or_default().into()),
            retention: retention.map(|retention| retention.map(Convert::convert)),
            deadline_days,
            may_forward,
        }
    }
}

/// A copy: `POST /v1/envelopes/{id}/copy`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CopyRequest {
    /// Access codes and authenticators' keys are not copied: for each recipient that has one the factor is given again, or
    /// another in its place.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::RECIPIENTS)))]
    factors: Vec<FactorAgainRequest>,
}

/// A recipient's factor in a copy.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FactorAgainRequest {
    /// The recipient's `number` in the envelope that is copied.
    recipient: RecipientNumber,
    factor: FactorRequest,
}

impl From<CopyRequest> for Vec<draft::FactorAgain> {
    fn from(CopyRequest { factors }: CopyRequest) -> Self {
        let again = |FactorAgainRequest { recipient, factor }| draft::FactorAgain { recipient, factor: factor.into() };
        factors.into_iter().map(again).collect()
    }
}

/// Whom to remind: `POST /v1/envelopes/{id}/remind`. There is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemindRequest {}

/// A new envelope whose files come with the request: the part `envelope` of a form for `POST /v1/envelopes`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["title", "recipients"])))]
#[serde(default, deny_unknown_fields)]
pub struct EnvelopeWithFilesRequest {
    /// The subject.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::TITLE)))]
    title: String,
    /// Words to the recipients.
    #[cfg_attr(feature = "schema", schemars(length(max = limits::MESSAGE)))]
    message: Option<String>,
    /// One for each part `document`, in their order. Where it is left out, the documents are named by the parts' file names.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::DOCUMENTS)))]
    documents: Option<Vec<FileRequest>>,
    /// The recipients, among them at least one signer.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::RECIPIENTS)))]
    recipients: Vec<RecipientRequest>,
    /// In which folder it is to be; in none where nothing is said. It takes the right to change what is in there.
    folder: Option<FolderId>,
    /// Data for the archive.
    transaction: TransactionRequest,
    /// How long to keep the finished documents; as the organisation has set where nothing is said.
    retention: Option<Retention>,
    /// Days to the deadline; as the organisation has set where nothing is said.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = limits::DEADLINE_DAYS)))]
    deadline_days: Option<u64>,
    /// Whether recipients may forward their task to somebody else; where nothing is said they may if the organisation lets them.
    may_forward: Option<bool>,
    /// Whether it is sent at once, which takes the scope envelopes:send as well.
    send: bool,
}

/// A document whose file comes with the request.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = ["name"])))]
#[serde(default, deny_unknown_fields)]
struct FileRequest {
    /// Its name (文書名), without a path; `.pdf` at its end is left out.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limits::DOCUMENT_NAME)))]
    name: String,
    /// Its size in bytes, to be compared with the file's.
    size: Option<u64>,
    /// SHA-256 of the file, 64 hexadecimal characters, to be compared with the file's.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9A-Fa-f]{64}$")))]
    sha256: Option<String>,
}

impl EnvelopeWithFilesRequest {
    /// The envelope but for its documents, what is said of these, and whether it is to be sent.
    pub(crate) fn into_parts(self) -> (draft::EnvelopeRequest, Option<Vec<draft::FileRequest>>, bool) {
        let Self {
            title,
            message,
            documents,
            recipients,
            folder,
            transaction,
            retention,
            deadline_days,
            may_forward,
            send,
        } = self;
        let file = |FileRequest { name, size, sha256 }| draft::FileRequest { name, size, sha256 };
        let envelope = draft::EnvelopeRequest {
            title,
            message,
            documents: Vec::new(),
            recipients: recipients.into_iter().map(Into::into).collect(),
            folder,
            transaction: transaction.into(),
            retention: retention.convert(),
            deadline_days,
            may_forward,
        };
        (envelope, documents.map(|all| all.into_iter().map(file).collect()), send)
    }
}
