//! What extra factors are checked against, and what was shown.

use domain::digest::Digest;
use domain::factor::{FactorSecret, KnownDevice, OneTimeCode, Secret, SignIn};
use domain::ids::{EnvelopeId, OrganisationId, RecipientNumber};
use domain::mirror;
use jiff::Timestamp;

use super::Row;
use super::parts::IdentityRow;

mirror! {
    /// The `body` of `FACTOR#id#recipient`, `SECRET`.
    #[serde(tag = "type")]
    pub enum StoredSecret = FactorSecret {
        #[doc = "An access code, as a PHC string."]
        AccessCode {
            #[doc = "The PHC string."]
            phc: Secret,
        },
        #[doc = "An authenticator."]
        Totp {
            #[doc = "Its key in Base32."]
            key: Secret,
        },
    }
}

impl Row for FactorSecret {
    type Stored = StoredSecret;
}

mirror! {
    /// The `body` of `FACTOR#id#recipient`, `CODE`.
    pub struct StoredCode = OneTimeCode {
        digest: Digest,
        generation: u32,
        expires_at: Timestamp,
    }
}

impl Row for OneTimeCode {
    type Stored = StoredCode;
}

mirror! {
    /// The `body` of `SIGNIN#sha256`.
    pub struct StoredSignIn = SignIn {
        digest: Digest,
        envelope: EnvelopeId,
        recipient: RecipientNumber,
        generation: u32,
        identity: IdentityRow,
        expires_at: Timestamp,
    }
}

impl Row for SignIn {
    type Stored = StoredSignIn;
}

mirror! {
    /// The `body` of `DEVICE#sha256`, `DEVICE-2`.
    pub struct StoredDevice = KnownDevice {
        digest: Digest,
        address: Digest,
        envelope: EnvelopeId,
        organisation: OrganisationId,
        proved_at: Timestamp,
        expires_at: Timestamp,
    }
}

impl Row for KnownDevice {
    type Stored = StoredDevice;
}
