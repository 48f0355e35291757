//! What follows from an event: the event row is the outbox row, and this is its routing table.

use jiff::Timestamp;

use crate::digest::Digest;
use crate::evidence::{Event, EventKind};
use crate::ids::{DocumentNumber, EnvelopeId, OrganisationId, PersonId, RecipientNumber, SealId};
use crate::mail::{Addressee, MailKind};
use crate::seal_expiry::ExpiryNotice;

/// Work for another function. Delivered at least once, in any order: each is safe to do twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// Prepare a document of an envelope that is being sent.
    Prepare {
        /// Which envelope.
        envelope: EnvelopeId,
        /// Which document.
        document: DocumentNumber,
    },
    /// Give back what was counted of the organisation's monthly limit for a sending that could not be done.
    GiveBackSending {
        /// Which envelope.
        envelope: EnvelopeId,
        /// The event that recorded it. What was counted later is for a later sending.
        refusal: u64,
        /// When that was.
        refused_at: Timestamp,
    },
    /// Put the seals that are due to this envelope's documents.
    Seal {
        /// Which envelope.
        envelope: EnvelopeId,
    },
    /// Get the timestamps that this envelope waits for.
    Timestamp {
        /// Which envelope.
        envelope: EnvelopeId,
        /// Which document. Without one all that wait, one after another: what got stuck, and jobs of earlier versions.
        document: Option<DocumentNumber>,
    },
    /// Set the retention lock on this envelope's finished documents, and remove from the store what is due to be removed.
    Retain {
        /// Which envelope.
        envelope: EnvelopeId,
    },
    /// Keep the recipients of this completed envelope as contacts.
    KeepContacts {
        /// Which envelope.
        envelope: EnvelopeId,
    },
    /// Write the mail that invites a person to an organisation.
    Invite {
        /// To which organisation.
        organisation: OrganisationId,
        /// Who is invited.
        person: PersonId,
        /// The entry that asked for it: a link of an earlier one is not good any more.
        by_entry: u64,
    },
    /// Tell an administrator that the certificate of a registered seal of the organisation ends.
    AnnounceSealExpiry {
        /// Of which organisation.
        organisation: OrganisationId,
        /// Which of its seals; nothing where it is the one that has the organisation's identifier.
        seal: Option<SealId>,
        /// Who is told.
        person: PersonId,
        /// SHA-256 of the certificate and its issuers, as they are stored: of one that was replaced since, nothing is told.
        certificate: Digest,
        /// The certificate's subject.
        subject: String,
        /// Until when it can be used.
        valid_until: Timestamp,
        /// What is told.
        notice: ExpiryNotice,
    },
    /// Write one mail to one addressee.
    Mail {
        /// Which envelope.
        envelope: EnvelopeId,
        /// Which mail.
        mail: MailKind,
        /// To whom.
        addressee: Addressee,
        /// The event that asked for it: one event, one mail to each addressee.
        sequence: u64,
        /// Generation of the link that it is about: once there is a newer one, it is not sent any more.
        generation: Option<u32>,
    },
}

/// The jobs that an event gives rise to.
pub fn jobs_of(event: &Event) -> Vec<Job> {
    let envelope = event.envelope;
    let sequence = event.sequence;
    let prepare = |document: &DocumentNumber| Job::Prepare { envelope, document: *document };
    let mail = |mail, addressee| Job::Mail { envelope, mail, addressee, sequence, generation: None };
    let timestamp = |document| Job::Timestamp { envelope, document: Some(document) };
    let of_link = |mail, recipient: RecipientNumber, sequence, generation| {
        let (addressee, generation) = (Addressee::Recipient(recipient), Some(generation));
        Job::Mail { envelope, mail, addressee, sequence, generation }
    };
    let mail_all = |kind, addressees: &[Addressee]| addressees.iter().map(|to| mail(kind, *to)).collect();
    let prepare_all = |documents: &[DocumentNumber]| documents.iter().map(prepare).collect();
    match &event.kind {
        EventKind::SendingRequested { documents } => prepare_all(documents),
        EventKind::SendingRefused { notify, .. } => {
            let mut jobs: Vec<Job> = mail_all(MailKind::NotSent, notify);
            jobs.push(Job::GiveBackSending { envelope, refusal: sequence, refused_at: event.at });
            jobs
        }
        // A document that was signed before is timestamped without a seal; for the others there is nothing to timestamp yet.
        EventKind::Sent { documents, .. } => {
            let timestamps = documents.iter().map(|sent| timestamp(sent.document));
            std::iter::once(Job::Seal { envelope }).chain(timestamps).collect()
        }
        EventKind::Approved { .. } | EventKind::DocumentTimestamped { .. } | EventKind::SealDiscarded { .. } => {
            vec![Job::Seal { envelope }]
        }
        EventKind::DocumentSealed { document, .. } => vec![timestamp(*document)],
        EventKind::Invited { recipient, generation } => {
            vec![of_link(MailKind::Request, *recipient, sequence, *generation)]
        }
        EventKind::Reminded { recipient, generation, .. } => {
            vec![of_link(MailKind::Reminder, *recipient, sequence, *generation)]
        }
        EventKind::RemindedBySender { recipient, generation } => {
            vec![of_link(MailKind::Reminder, *recipient, sequence, *generation)]
        }
        EventKind::Retried { requests, documents } if documents.is_empty() => {
            let mut jobs = vec![Job::Seal { envelope }, Job::Timestamp { envelope, document: None }];
            jobs.extend(
                requests.iter().map(|r| of_link(MailKind::Request, r.recipient, r.request_event, r.generation)),
            );
            jobs
        }
        EventKind::Retried { documents, .. } => prepare_all(documents),
        EventKind::WaitReported { notify, .. } => mail_all(MailKind::Delayed, notify),
        EventKind::Completed { notify } => {
            let mut jobs: Vec<Job> = mail_all(MailKind::Completed, notify);
            jobs.extend([Job::Retain { envelope }, Job::KeepContacts { envelope }]);
            jobs
        }
        EventKind::Declined { notify, .. } => mail_all(MailKind::Declined, notify),
        EventKind::Voided { notify, .. } => mail_all(MailKind::Voided, notify),
        EventKind::Expired { notify } => mail_all(MailKind::Expired, notify),
        EventKind::Failed { notify, .. } => mail_all(MailKind::Failed, notify),
        EventKind::Delegated { notify, .. } => mail_all(MailKind::Delegated, notify),
        EventKind::Bounced { notify, .. } | EventKind::MailRefused { notify, .. } => {
            mail_all(MailKind::Bounced, notify)
        }
        EventKind::LockedOut { notify, .. } | EventKind::CodesUsedUp { notify, .. } => {
            mail_all(MailKind::LockedOut, notify)
        }
        EventKind::CodeRequested { recipient, generation, .. } => {
            vec![of_link(MailKind::Code, *recipient, sequence, *generation)]
        }
        EventKind::Drafted
        | EventKind::DraftChanged { .. }
        | EventKind::DocumentAdded { .. }
        | EventKind::DocumentRemoved { .. }
        | EventKind::Moved { .. }
        | EventKind::NotNeeded { .. }
        | EventKind::DraftDeleted
        | EventKind::Delayed { .. }
        | EventKind::OriginalsFixed
        | EventKind::Opened { .. }
        | EventKind::FactorTried { .. }
        | EventKind::Authenticated { .. }
        | EventKind::AddressCorrected { .. }
        | EventKind::TelephoneCorrected { .. }
        | EventKind::Confirmed { .. }
        | EventKind::Sealed { .. }
        | EventKind::Mailed { .. }
        | EventKind::Downloaded { .. }
        | EventKind::Retained { .. }
        | EventKind::RevisionsRemoved { .. }
        | EventKind::RevisionsKept { .. }
        | EventKind::DocumentsRemoved { .. }
        | EventKind::RetentionEnded => Vec::new(),
    }
}
