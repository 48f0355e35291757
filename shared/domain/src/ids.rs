//! Typed identifiers, so that no function can mistake one number for another. Each has one text or number that stands for it
//! everywhere, and so `serde` writes that in rows and answers alike.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::digest::Digest;

/// An envelope's internal identifier: a UUID version 7, so that it sorts by creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EnvelopeId(Uuid);

impl EnvelopeId {
    /// Wraps a UUID that the caller made (this crate has no randomness).
    pub const fn new(id: Uuid) -> Self {
        Self(id)
    }
}

impl From<EnvelopeId> for Uuid {
    fn from(id: EnvelopeId) -> Self {
        id.0
    }
}

impl From<Uuid> for EnvelopeId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for EnvelopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that is not a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an envelope id is a UUID")]
pub struct InvalidEnvelopeId;

impl FromStr for EnvelopeId {
    type Err = InvalidEnvelopeId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| InvalidEnvelopeId)
    }
}

/// A UUID of version 7 (RFC 9562 §5.7) of a moment, from random bytes that the caller made.
pub fn uuid_of(now: Timestamp, random: &[u8; 10]) -> Uuid {
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, random).into_uuid()
}

/// Declares an identifier that is a UUID.
macro_rules! uuid_id {
    ($(#[$doc:meta])* $Id:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Id(Uuid);

        impl $Id {
            /// Wraps a UUID that the caller made (this crate has no randomness).
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$Id> for Uuid {
            fn from(id: $Id) -> Self {
                id.0
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $Id {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self).map_err(|_| InvalidId)
            }
        }
    };
}

/// A text that is not a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the id is a UUID")]
pub struct InvalidId;

uuid_id! {
    /// A person of an organisation: a UUID version 7, so that people are listed in the order in which they were invited.
    PersonId
}

uuid_id! {
    /// A group of an organisation's people, such as a division (課).
    GroupId
}

uuid_id! {
    /// A folder of an organisation.
    FolderId
}

uuid_id! {
    /// An API key as it is listed and revoked. It says nothing about the key itself.
    KeyId
}

uuid_id! {
    /// A contact of an address book: a UUID of version 8, which follows from the book and the address.
    ContactId
}

impl ContactId {
    /// The identifier that follows from a digest (RFC 9562 §5.8).
    pub fn of_digest(digest: &Digest) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest.as_bytes()[..16]);
        Self(Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// An organisation that sends envelopes or owns a registered seal: 1 to 64 characters of `a-z 0-9 -`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationId(String);

impl OrganisationId {
    /// Characters of an identifier at most.
    pub const MAX_LENGTH: usize = 64;

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An organisation identifier with other characters than `a-z 0-9 -`, or longer than 64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an organisation id is 1 to 64 characters of a-z, 0-9 and -")]
pub struct InvalidOrganisationId;

impl TryFrom<String> for OrganisationId {
    type Error = InvalidOrganisationId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_written_id(&text) { Ok(Self(text)) } else { Err(InvalidOrganisationId) }
    }
}

/// Whether a text can be an identifier that people choose: of an organisation, or of a seal in it.
fn is_written_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=OrganisationId::MAX_LENGTH).contains(&text.len()) && text.bytes().all(allowed)
}

impl From<OrganisationId> for String {
    fn from(id: OrganisationId) -> Self {
        id.0
    }
}

impl fmt::Display for OrganisationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A registered seal among those of its organisation: 1 to 64 characters of `a-z 0-9 -`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SealId(String);

impl SealId {
    /// Characters of an identifier at most.
    pub const MAX_LENGTH: usize = OrganisationId::MAX_LENGTH;

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A seal identifier with other characters than `a-z 0-9 -`, or longer than 64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a seal id is 1 to 64 characters of a-z, 0-9 and -")]
pub struct InvalidSealId;

impl TryFrom<String> for SealId {
    type Error = InvalidSealId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_written_id(&text) { Ok(Self(text)) } else { Err(InvalidSealId) }
    }
}

/// The seal that is called as its organisation is.
impl From<&OrganisationId> for SealId {
    fn from(organisation: &OrganisationId) -> Self {
        Self(organisation.0.clone())
    }
}

impl From<SealId> for String {
    fn from(id: SealId) -> Self {
        id.0
    }
}

impl fmt::Display for SealId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A document's place in its envelope, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentNumber(pub u16);

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A recipient's place in its envelope's list, from 1. Not the signing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecipientNumber(pub u16);

impl fmt::Display for RecipientNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number that people see (封筒番号): ten digits, counted per organisation, never reused within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnvelopeNumber(u64);

impl EnvelopeNumber {
    const FIRST: u64 = 1_000_000_001;

    /// The number of an organisation's `count`th envelope, counted from 1.
    pub const fn of_count(count: u64) -> Self {
        Self(Self::FIRST + count.saturating_sub(1))
    }
}

impl fmt::Display for EnvelopeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}", self.0)
    }
}

impl TryFrom<String> for EnvelopeNumber {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl From<EnvelopeNumber> for String {
    fn from(number: EnvelopeNumber) -> Self {
        number.to_string()
    }
}

/// An organisation's running number for a document (管理番号): shown with at least seven digits, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ManagementNumber(pub u64);

impl fmt::Display for ManagementNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

/// The identifier printed at the lower left of every page and on the completion certificate (締結証明書ID):
/// 32 lower-case hexadecimal characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(#[serde(with = "hex::serde")] [u8; 16]);

impl DocumentId {
    /// Wraps 16 random bytes that the caller made.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// Which of the secrets that were set for a recipient of a draft counts: each change of the recipients sets its own, so that one
/// that loses against another leaves the other's alone. 32 lower-case hexadecimal characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretId(#[serde(with = "hex::serde")] [u8; 16]);

impl SecretId {
    /// Wraps 16 random bytes that the caller made.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for SecretId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// A key in the document store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObjectKey(pub String);

impl ObjectKey {
    /// Where the sender puts this document.
    pub fn of_upload(envelope: EnvelopeId, document: DocumentNumber) -> Self {
        Self(format!("uploads/{envelope}/{:03}.pdf", document.0))
    }

    /// Which document is put here; nothing where none is.
    pub fn upload(&self) -> Option<(EnvelopeId, DocumentNumber)> {
        let (envelope, document) = self.0.strip_prefix("uploads/")?.strip_suffix(".pdf")?.split_once('/')?;
        let upload = (envelope.parse().ok()?, DocumentNumber(document.parse().ok()?));
        (Self::of_upload(upload.0, upload.1) == *self).then_some(upload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_is_known_by_its_key_and_nothing_else_is() {
        let envelope: EnvelopeId = "01900000-0000-7000-8000-000000000001".parse().expect("a UUID");
        for number in [1, 12, 100] {
            let key = ObjectKey::of_upload(envelope, DocumentNumber(number));
            assert_eq!(key.upload(), Some((envelope, DocumentNumber(number))), "{key:?}");
        }
        let id = "01900000-0000-7000-8000-000000000001";
        for other in [
            format!("uploads/{id}/seal-ab.png"),
            format!("uploads/{id}/1.pdf"),
            format!("uploads/{id}/001.pdf/"),
            format!("uploads/{}/001.pdf", id.replace('-', "")),
            format!("uploads/{id}/+01.pdf"),
            format!("envelopes/{id}/001.pdf"),
            "uploads/001.pdf".to_owned(),
        ] {
            assert_eq!(ObjectKey(other.clone()).upload(), None, "{other}");
        }
    }
}
