//! Jobs as messages of the queues. Messages are on their way while a new version is deployed, so that every version reads
//! what the one before wrote.

use domain::digest::Digest;
use domain::ids::{DocumentNumber, EnvelopeId, OrganisationId, PersonId, SealId};
use domain::job::Job;
use domain::mirror;
use domain::mirror::Convert;
use domain::seal_expiry::ExpiryNotice;
use jiff::Timestamp;

use super::parts::{AddresseeRow, MailKindRow};

mirror! {
    #[serde(tag = "job")]
    enum Message = Job {
        Prepare { envelope: EnvelopeId, document: DocumentNumber },
        GiveBackSending { envelope: EnvelopeId, refusal: u64, refused_at: Timestamp },
        Seal { envelope: EnvelopeId },
        #[serde(rename = "stamp")]
        Timestamp {
            envelope: EnvelopeId,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            document: Option<DocumentNumber>,
        },
        Retain { envelope: EnvelopeId },
        KeepContacts { envelope: EnvelopeId },
        Invite { organisation: OrganisationId, person: PersonId, by_entry: u64 },
        AnnounceSealExpiry {
            organisation: OrganisationId,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            seal: Option<SealId>,
            person: PersonId,
            certificate: Digest,
            subject: String,
            valid_until: Timestamp,
            notice: ExpiryNoticeRow,
        },
        Mail {
            envelope: EnvelopeId,
            mail: MailKindRow,
            #[serde(rename = "party")]
            addressee: AddresseeRow,
            sequence: u64,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            generation: Option<u32>,
        },
    }
}

mirror! {
    enum ExpiryNoticeRow = ExpiryNotice { Within90Days, Within30Days, Within7Days, Ended }
}

/// A message's body.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct JobMessage(Message);

impl From<Job> for JobMessage {
    fn from(job: Job) -> Self {
        Self(job.convert())
    }
}

impl From<JobMessage> for Job {
    fn from(message: JobMessage) -> Self {
        message.0.convert()
    }
}
