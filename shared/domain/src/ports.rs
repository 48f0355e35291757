//! What the functions need from outside, as traits, one a file: the adapters are in the crate `aws`, tests bring their own.
//! Beside them [`decide`], which carries out a command by them.

mod address_books;
mod api_keys;
mod call_counts;
mod change;
mod clock;
mod contacts;
mod decide;
mod directories;
mod document_removal;
mod documents;
mod envelope_list;
mod envelopes;
mod factors;
mod folders;
mod functions;
mod idempotent_answers;
mod invitations;
mod jobs;
mod known_providers;
mod known_seals;
mod link_rules;
mod links;
mod listed_certificates;
mod listed_keys;
mod listed_organisations;
mod mail_log;
mod mailer;
mod numbers;
mod organisations;
mod people;
mod provider_secrets;
mod provider_transport;
mod randomness;
mod retention_lock;
mod seal_log;
mod seal_uses;
mod sealing_certificates;
mod sealing_keys;
mod sending_quota;
mod sessions;
mod sign_in_attempts;
mod sign_ins;
mod temporary_uploads;
mod text_messages;
mod timestamp_authorities;
mod timestamp_transport;
mod trust_anchors;
mod upload_progress;

pub use crate::envelope_limits::EnvelopeLimits;
pub use address_books::{AddressBooks, Asked, BookError, HoldsFor, ImportFile, Keeping, Kept};
pub use api_keys::{Account, ApiKeys};
pub use call_counts::CallCounts;
pub use change::{About, ChangeError, Registry};
pub use clock::Clock;
pub use contacts::Contacts;
pub use decide::{DecideError, Start, decide, decide_by};
pub use directories::Directories;
pub use document_removal::DocumentRemoval;
pub use documents::{Disposition, Documents, PresignedUpload, VIEW_LIFETIME};
pub use envelope_list::{EnvelopeList, ListPage, ListQuery};
pub use envelopes::{Agenda, CommitError, Due, DueKind, Envelopes};
pub use factors::Factors;
pub use folders::Folders;
pub use functions::Functions;
pub use idempotent_answers::{IdempotentAnswers, IdempotentRequest, Reservation, StoredAnswer};
pub use invitations::{Invitation, Invitations};
pub use jobs::Jobs;
pub use known_providers::KnownProviders;
pub use known_seals::{KnownSeals, SealHolder};
pub use link_rules::LinkRules;
pub use links::Links;
pub use listed_certificates::{CertificatePage, ListedCertificates};
pub use listed_keys::ListedKeys;
pub use listed_organisations::{ListedOrganisations, OrganisationPage};
pub use mail_log::{MAIL_LEASE, MailLog, MailProgress, MailTrace, MailTry};
pub use mailer::{MailError, Mailer, OutgoingMail};
pub use numbers::Numbers;
pub use organisations::Organisations;
pub use people::People;
pub use provider_secrets::ProviderSecrets;
pub use provider_transport::{ProviderTransport, TokenAnswer};
pub use randomness::Randomness;
pub use retention_lock::RetentionLock;
pub use seal_log::{SealIntent, SealLog, SealProgress};
pub use seal_uses::SealUses;
pub use sealing_certificates::{SealPersons, SealingCertificate, SealingCertificates};
pub use sealing_keys::{SealingAlgorithm, SealingKeys};
pub use sending_quota::{SendingQuota, days_of_refused_sending};
pub use sessions::Sessions;
pub use sign_in_attempts::SignInAttempts;
pub use sign_ins::SignIns;
pub use temporary_uploads::{TemporaryUpload, TemporaryUploads};
pub use text_messages::TextMessages;
pub use timestamp_authorities::{TimestampAuthorities, TimestampAuthority};
pub use timestamp_transport::TimestampTransport;
pub use trust_anchors::TrustAnchors;
pub use upload_progress::{Beginning, UploadProgress};

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
