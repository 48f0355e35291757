//! Extra factors (F10, L3): what a recipient shows besides the mailed link, so that the mailbox alone does not sign.
//!
//! What is secret about them lies in rows of its own, which only the functions that set and check it may read; the
//! envelope knows the kind, and counts the attempts.

mod phone;
mod secret;

use jiff::{SignedDuration, Timestamp};

use crate::digest::Digest;
use crate::identity::Identity;
use crate::ids::{EnvelopeId, OrganisationId, RecipientNumber};
pub use phone::{InvalidPhoneNumber, PHONE_DIGITS, PhoneNumber};
pub use secret::Secret;

/// Wrong tries after which a recipient is locked out until the sender asks anew.
pub const MAX_ATTEMPTS: u8 = 3;
/// One-time codes that are sent to one link.
pub const MAX_CODES: u8 = 5;
/// How long after one code another is sent: time for the first to arrive, and for a finger that pressed twice.
pub const CODE_PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// How long a one-time code is good.
pub const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// How long a try may be under way: longer than any function runs that answers a page.
pub const TRY_LIFETIME: SignedDuration = SignedDuration::from_secs(60);
/// How long an access code or an authenticator's key is kept from the making of the draft, and then cleaned up: as long as an
/// envelope can be open, which is the longest life of a draft ([`MAX_DRAFT_AGE`](crate::envelope::MAX_DRAFT_AGE)) and the
/// longest deadline after that, and a day.
pub const SECRET_LIFETIME: SignedDuration = SignedDuration::from_hours(91 * 24);
/// Digits of a one-time code.
pub const CODE_DIGITS: usize = 6;
/// How long a browser that has shown the factor need not show it again.
pub const SIGN_IN_LIFETIME: SignedDuration = SignedDuration::from_hours(2);
/// How long a device that proved an address is known for it.
pub const DEVICE_LIFETIME: SignedDuration = SignedDuration::from_hours(180 * 24);

/// What a recipient has to show besides the mailed link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Factor {
    /// A code that the sender told the recipient by another way; the system never sends it.
    AccessCode,
    /// The code of an authenticator whose secret both sides have (RFC 6238).
    Totp,
    /// A one-time code sent to this telephone.
    Sms {
        /// The telephone.
        phone: PhoneNumber,
    },
    /// A one-time code sent to the recipient's address, asked for on devices that have not proved that address before.
    EmailCode,
}

impl Factor {
    /// What has been shown once this factor was.
    pub const fn identity(&self) -> Identity {
        match self {
            Self::AccessCode => Identity::AccessCode,
            Self::Totp => Identity::Totp,
            Self::Sms { .. } => Identity::SmsCode,
            Self::EmailCode => Identity::EmailCode,
        }
    }

    /// Whether this shows it: the factor itself, or what stands for it.
    pub fn is_shown_by(&self, identity: Identity) -> bool {
        match identity {
            Identity::KnownDevice => *self == Self::EmailCode,
            Identity::MailLink | Identity::AccessCode | Identity::Totp | Identity::SmsCode | Identity::EmailCode => {
                identity == self.identity()
            }
        }
    }

    /// Whether it is checked against something that is stored apart from the envelope.
    pub const fn has_secret(&self) -> bool {
        match self {
            Self::AccessCode | Self::Totp => true,
            Self::Sms { .. } | Self::EmailCode => false,
        }
    }

    /// Whether it is a code that is sent when the recipient asks for it.
    pub const fn is_sent(&self) -> bool {
        matches!(self, Self::Sms { .. } | Self::EmailCode)
    }

    /// Whether it is a second factor: something that is not the mailbox (L3).
    pub const fn is_second(&self) -> bool {
        self.identity().is_second_factor()
    }

    /// Whether somebody else than the recipient can have it, so that the task may be forwarded.
    pub const fn can_be_passed_on(&self) -> bool {
        matches!(self, Self::AccessCode | Self::EmailCode)
    }
}

/// How a recipient fares with the factor, for the newest link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Tries that were begun and did not succeed.
    pub tries: u8,
    /// One-time codes that were asked for since one was right.
    pub codes: u8,
    /// When the last of them was begun.
    pub tried_at: Option<Timestamp>,
    /// Since when no try is taken any more.
    pub locked_at: Option<Timestamp>,
    /// The event that asked for the newest one-time code; 0 before the first.
    pub request_event: u64,
    /// When that was.
    pub asked_at: Option<Timestamp>,
    /// Whether the service that should carry that code refused it for good.
    pub refused: bool,
    /// Since when the sender knows that no more codes are sent.
    pub no_more_at: Option<Timestamp>,
}

/// What a factor is checked against, where that is set with the envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorSecret {
    /// An access code, as a PHC string of a slow salted hash.
    AccessCode {
        /// The PHC string.
        phc: Secret,
    },
    /// The key of an authenticator (RFC 6238), Base32 without padding.
    Totp {
        /// The key.
        key: Secret,
    },
}

/// By what an authenticator is known wherever its codes are used: envelopes that are checked against the same key share it.
pub fn authenticator_digest(key: &Secret) -> Digest {
    Digest::of(format!("authenticator/{}", key.reveal()).as_bytes())
}

/// A one-time code that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    /// SHA-256 over envelope, recipient and code: see [`OneTimeCode::digest_of`].
    pub digest: Digest,
    /// The link that it was asked for on; it is good for no other.
    pub generation: u32,
    /// From when on it is no good.
    pub expires_at: Timestamp,
}

impl OneTimeCode {
    /// What is kept of a code.
    pub fn digest_of(envelope: EnvelopeId, recipient: RecipientNumber, code: &str) -> Digest {
        Digest::of(format!("{envelope}/{recipient}/{code}").as_bytes())
    }

    /// Whether this is the code, and still good.
    pub fn is(&self, digest: Digest, generation: u32, now: Timestamp) -> bool {
        self.digest == digest && self.generation == generation && now < self.expires_at
    }
}

/// A browser that has shown the factor; its secret is a cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// SHA-256 of the cookie's token.
    pub digest: Digest,
    /// For which envelope.
    pub envelope: EnvelopeId,
    /// For which recipient.
    pub recipient: RecipientNumber,
    /// For which link.
    pub generation: u32,
    /// What was shown.
    pub identity: Identity,
    /// Until when.
    pub expires_at: Timestamp,
}

/// A device that has proved an address; its secret is a cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    /// SHA-256 of the cookie's token.
    pub digest: Digest,
    /// Which address: see [`crate::email_address::EmailAddress::mailbox_digest`].
    pub address: Digest,
    /// The envelope for which it proved the address.
    pub envelope: EnvelopeId,
    /// Whose envelope that was.
    pub organisation: OrganisationId,
    /// When it did.
    pub proved_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_is_printed() {
        let phone: PhoneNumber = "090-1234-5678".parse().expect("a number");
        assert!(!format!("{phone:?}").contains("1234"));
        assert!(!format!("{:?}", Secret::new("himitsu".into())).contains("himitsu"));
    }
}
