//! People: what they do when they get a mail, and what they do of themselves.

mod free;
mod willing;

use std::sync::Arc;

use domain::draft::{EnvelopeRequest, FactorRequest, RecipientRequest};
use domain::envelope::Envelope;
use domain::mail::{MailId, MailOrigin};
use domain::ports::OutgoingMail;
use futures::future::LocalBoxFuture;

pub(crate) use free::Free;
pub(crate) use willing::Willing;

use crate::authorities::registered;
use crate::backend::Backend;
use crate::registered::{registered_address, telephone};

/// Which mail about an envelope it is: nobody is invited here, and no certificate ends.
fn origin_of(mail: &OutgoingMail) -> MailOrigin {
    match &mail.id {
        MailId::Envelope(origin) => *origin,
        MailId::Invitation { .. } | MailId::SealExpiry { .. } => panic!("nobody asked for it: {}", mail.subject),
    }
}

/// Something that somebody is about to do.
pub(crate) type Doing = LocalBoxFuture<'static, ()>;

/// The `n`th signer of an envelope, by the contract seal or by the registered one.
fn signer(order: u16, n: usize, envelope: usize, is_registered: bool) -> RecipientRequest {
    if !is_registered {
        return fakes::signer(order, None, &format!("署名者{n}"), &format!("signer{n}-{envelope}"));
    }
    let email = registered_address(n, envelope);
    let factor = telephone(&email).map(|phone| FactorRequest::Sms { phone });
    let signer = fakes::signer(order, None, &format!("押印者{n}"), "");
    RecipientRequest { email, seal: Some(registered()), factor, ..signer }
}

/// Those who take part in a case.
pub(crate) trait People {
    /// The envelopes that are sent, apart from their documents.
    fn envelopes(&self, backend: &Backend) -> Vec<EnvelopeRequest>;

    /// Whether the sender sends a draft by the API, sooner or later, or not at all.
    fn sends_drafts(&self, backend: &Backend) -> bool;

    /// What is done besides reading mails, once there is an envelope.
    fn begin(&mut self, backend: &Arc<Backend>, envelope: &Envelope) -> Vec<Doing>;

    /// What somebody does who gets this mail.
    fn read(&mut self, backend: &Arc<Backend>, mail: &OutgoingMail) -> Vec<Doing>;
}
