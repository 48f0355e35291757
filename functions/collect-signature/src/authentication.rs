//! Whether a browser has shown what the recipient has to show besides the link (F10), by the cookies that it keeps.

use axum::http::HeaderMap;
use domain::envelope::Envelope;
use domain::evidence::{AddressProof, Identity};
use domain::factor::{Factor, KnownDevice, SignIn};
use domain::link::SecretToken;
use domain::ports::PortError;
use domain::recipient::Recipient;
use jiff::Timestamp;
use web::cookie_of;

use crate::Dependencies;

/// Says for one link that the factor was shown.
pub(crate) const SIGN_IN: &str = "keiin_sign_in";
/// Says for the whole site that the device has proved an address.
pub(crate) const DEVICE: &str = "keiin_device";

/// Whether the factor was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authentication {
    /// It was, or none is asked for.
    Done(Shown),
    /// It has to be shown first.
    Required,
}

/// What was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) identity: Identity,
    pub(crate) proof: Option<AddressProof>,
}

impl From<Identity> for Shown {
    fn from(identity: Identity) -> Self {
        Self { identity, proof: None }
    }
}

impl Authentication {
    /// How this browser finds it.
    pub(crate) async fn of(
        headers: &HeaderMap,
        deps: &Dependencies,
        envelope: &Envelope,
        recipient: &Recipient,
        generation: u32,
        now: Timestamp,
    ) -> Result<Self, PortError> {
        let Some(factor) = &recipient.factor else { return Ok(Self::Done(Identity::MailLink.into())) };
        let identity = factor.identity();
        if let Some(token) = token(headers, SIGN_IN) {
            let is_this = |s: &SignIn| {
                (s.envelope, s.recipient, s.generation, s.identity)
                    == (envelope.id, recipient.number, generation, identity)
                    && now < s.expires_at
            };
            if deps.sign_ins.sign_in(token.digest()).await?.is_some_and(|sign_in| is_this(&sign_in)) {
                return Ok(Self::Done(identity.into()));
            }
        }
        if let (Factor::EmailCode, Some(token)) = (factor, token(headers, DEVICE)) {
            let is_theirs = |d: &KnownDevice| d.address == recipient.email.mailbox_digest() && now < d.expires_at;
            if let Some(device) = deps.sign_ins.device(token.digest()).await?.filter(is_theirs) {
                let is_ours = device.organisation == envelope.sender.organisation;
                let proof = AddressProof { at: device.proved_at, envelope: is_ours.then_some(device.envelope) };
                return Ok(Self::Done(Shown { identity: Identity::KnownDevice, proof: Some(proof) }));
            }
        }
        Ok(Self::Required)
    }
}

fn token(headers: &HeaderMap, name: &str) -> Option<SecretToken> {
    cookie_of(headers, name).and_then(SecretToken::parse)
}
