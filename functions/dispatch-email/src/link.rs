//! The link in a mail.

use api::routes;
use domain::envelope::Envelope;
use domain::link::{AccessLink, DOWNLOAD_LIFETIME, Purpose, STATUS_LIFETIME, SecretToken};
use domain::mail::{Addressee, MailKind};
use jiff::Timestamp;

use crate::{Dependencies, Error, MailJob};

/// What a mail opens.
pub(crate) enum Access {
    /// Nothing: it only tells.
    None,
    /// This, until then.
    Link { purpose: Purpose, expires_at: Timestamp },
}

/// A link that was made for a mail.
pub(crate) struct OpenedLink {
    /// Its URL, with the token.
    pub(crate) url: String,
    /// Until when it opens.
    pub(crate) expires_at: Timestamp,
    /// Whether it opens only from the organisation's network.
    pub(crate) bound_to_network: bool,
}

impl Access {
    /// What this mail opens.
    pub(crate) fn of(job: MailJob, envelope: &Envelope, now: Timestamp) -> Self {
        match job.mail {
            MailKind::Request | MailKind::Reminder => {
                let Addressee::Recipient(number) = job.addressee else { return Self::None };
                let recipient = envelope.recipient(number);
                let Some((recipient, expires_at)) = recipient.zip(envelope.deadline()) else { return Self::None };
                let generation = job.generation.unwrap_or(recipient.link_generation);
                Self::Link { purpose: Purpose::Act { generation }, expires_at }
            }
            MailKind::Completed => {
                let expires_at = now.checked_add(DOWNLOAD_LIFETIME).unwrap_or(Timestamp::MAX);
                Self::Link { purpose: Purpose::Download, expires_at }
            }
            MailKind::Delayed => {
                let expires_at = now.checked_add(STATUS_LIFETIME).unwrap_or(Timestamp::MAX);
                Self::Link { purpose: Purpose::Status, expires_at }
            }
            MailKind::Declined
            | MailKind::Voided
            | MailKind::Expired
            | MailKind::NotSent
            | MailKind::Failed
            | MailKind::Delegated
            | MailKind::Bounced
            | MailKind::LockedOut
            | MailKind::Code => Self::None,
        }
    }

    /// Makes the link, stores its digest and gives its URL, which is nowhere but in the mail.
    pub(crate) async fn open(
        &self,
        deps: &Dependencies,
        job: MailJob,
        envelope: &Envelope,
    ) -> Result<Option<OpenedLink>, Error> {
        let &Self::Link { purpose, expires_at } = self else { return Ok(None) };
        let token = SecretToken::from_random(deps.randomness.bytes());
        let bound_to_network = is_bound(deps, job.addressee, envelope).await?;
        let (digest, envelope, addressee) = (token.digest(), job.envelope, job.addressee);
        deps.links.store(&AccessLink { digest, envelope, addressee, purpose, expires_at }).await?;
        let page = match purpose {
            Purpose::Act { .. } => &routes::SIGN_PAGE,
            Purpose::Download => &routes::DOWNLOAD_PAGE,
            Purpose::Status => &routes::STATUS_PAGE,
        };
        let url = deps.site.url(&page.path_of(&[token.reveal()]));
        Ok(Some(OpenedLink { url, expires_at, bound_to_network }))
    }
}

/// Whether the link opens only from addresses that the sender's organisation has named, as it has said by now (F50). The pages ask
/// again at every visit; the mail only says beforehand what its reader will meet.
async fn is_bound(deps: &Dependencies, addressee: Addressee, envelope: &Envelope) -> Result<bool, Error> {
    let mailbox = match addressee {
        Addressee::Sender => &envelope.sender.email,
        Addressee::Recipient(number) => &envelope.recipient(number).ok_or(Error::UnknownAddressee(addressee))?.email,
    };
    let organisation = deps.organisations.find(&envelope.sender.organisation).await?;
    Ok(organisation.is_some_and(|organisation| organisation.link_rule().binds(mailbox)))
}
