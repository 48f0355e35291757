//! How a person was identified.

/// Identity level (L5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Had the link that was mailed to the recipient's address.
    MailLink,
    /// Had the link, and knew the access code that the sender told by another way.
    AccessCode,
    /// Had the link, and an authenticator (RFC 6238).
    Totp,
    /// Had the link, and read a code from the recipient's telephone.
    SmsCode,
    /// Had the link, and read a second code from the recipient's mailbox on this device.
    EmailCode,
    /// Had the link, on a device that had read such a code from the same mailbox before.
    KnownDevice,
}

impl Identity {
    /// Whether something was shown that is not the mailbox (L3).
    pub const fn is_second_factor(self) -> bool {
        match self {
            Self::AccessCode | Self::Totp | Self::SmsCode => true,
            Self::MailLink | Self::EmailCode | Self::KnownDevice => false,
        }
    }
}
