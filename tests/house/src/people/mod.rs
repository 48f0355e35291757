//! People: what they do when they get a mail, and what they do of themselves.

mod free;
mod willing;

use std::sync::Arc;

use domain::draft::EnvelopeRequest;
use domain::envelope::Envelope;
use domain::ports::OutgoingMail;
use futures::future::LocalBoxFuture;

pub(crate) use free::Free;
pub(crate) use willing::Willing;

use crate::backend::Backend;

/// Something that somebody is about to do.
pub(crate) type Doing = LocalBoxFuture<'static, ()>;

/// Those who take part in a case.
pub(crate) trait People {
    /// The envelopes that are sent, apart from their documents.
    fn envelopes(&self, backend: &Backend) -> Vec<EnvelopeRequest>;

    /// What is done besides reading mails, once an envelope is sent.
    fn begin(&mut self, backend: &Arc<Backend>, envelope: &Envelope) -> Vec<Doing>;

    /// What somebody does who gets this mail.
    fn read(&mut self, backend: &Arc<Backend>, mail: &OutgoingMail) -> Vec<Doing>;
}
