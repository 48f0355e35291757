//! What a registered seal (実印タイプ, F3) was used for: an entry for each signature by its key, for its owner to read.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::digest::Digest;
use crate::document::Document;
use crate::email_address::EmailAddress;
use crate::envelope::Envelope;
use crate::identity::Identity;
use crate::ids::{DocumentNumber, EnvelopeId, EnvelopeNumber, OrganisationId, RecipientNumber, SealId};
use crate::recipient::Recipient;
use crate::registered_seal::{RegisteredSeal, SealUse};

/// A signature that was made with a registered seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealUseEntry {
    /// The organisation whose seal it is.
    pub owner: OrganisationId,
    /// Which of its seals; nothing where it is the one that has the organisation's identifier.
    pub seal: Option<SealId>,
    /// When the signature was stored, in whole milliseconds.
    pub at: Timestamp,
    /// The organisation that sent the envelope.
    pub sender: OrganisationId,
    /// Its name when it sent it.
    pub sender_name: String,
    /// The envelope.
    pub envelope: EnvelopeId,
    /// Its number.
    pub envelope_number: EnvelopeNumber,
    /// Its title.
    pub title: String,
    /// The document.
    pub document: DocumentNumber,
    /// Its name.
    pub document_name: String,
    /// Who signed, among the envelope's recipients.
    pub recipient: RecipientNumber,
    /// The signer's name.
    pub name: String,
    /// The signer's address.
    pub email: EmailAddress,
    /// How the signer was identified; `None` where that is not on record.
    pub identity: Option<Identity>,
    /// When the signer approved.
    pub approved_at: Option<Timestamp>,
    /// SHA-256 of what the key signed, by which the signature is found in the document.
    pub signed: Digest,
    /// The key.
    pub key_id: String,
}

impl SealUseEntry {
    /// The use that a recipient makes of a registered seal; `None` for whoever signs by another seal.
    pub fn of(
        envelope: &Envelope,
        document: &Document,
        recipient: &Recipient,
        (signed, key_id): (Digest, &str),
        now: Timestamp,
    ) -> Option<Self> {
        let identity = recipient.approval.and_then(|approval| approval.identity);
        let SealUse { seal, sender, email, identity } = SealUse::of(envelope, recipient, identity)?;
        Some(Self {
            owner: seal.owner().clone(),
            seal: seal.further().cloned(),
            at: in_milliseconds(now),
            sender: sender.clone(),
            sender_name: envelope.sender.organisation_name.clone(),
            envelope: envelope.id,
            envelope_number: envelope.number,
            title: envelope.title.clone(),
            document: document.number,
            document_name: document.name.clone(),
            recipient: recipient.number,
            name: recipient.name.clone(),
            email: email.clone(),
            identity,
            approved_at: recipient.approved_at(),
            signed,
            key_id: key_id.to_owned(),
        })
    }

    /// The seal that was used.
    pub fn registered_seal(&self) -> RegisteredSeal {
        RegisteredSeal::new(self.owner.clone(), self.seal.clone())
    }

    /// Where it stands in the list of its seal.
    pub fn place(&self) -> SealUsePlace {
        SealUsePlace { at: self.at, signed: self.signed }
    }
}

fn in_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// A place in a list of uses: by time, and of the same time by what was signed. Its text sorts in the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealUsePlace {
    /// When.
    pub at: Timestamp,
    /// SHA-256 of what was signed.
    pub signed: Digest,
}

/// A text that is no place in a list of uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in a list of uses")]
pub struct InvalidPlace;

impl fmt::Display for SealUsePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:014}-{}", self.at.as_millisecond(), self.signed)
    }
}

impl FromStr for SealUsePlace {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (at, signed) = text.split_once('-').ok_or(InvalidPlace)?;
        let at = at.parse().ok().and_then(|at| Timestamp::from_millisecond(at).ok()).ok_or(InvalidPlace)?;
        let place = Self { at, signed: signed.parse().map_err(|_| InvalidPlace)? };
        if place.to_string() == text { Ok(place) } else { Err(InvalidPlace) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_are_written_and_sort_by_time() {
        let place =
            |at: &str, signed: &[u8]| SealUsePlace { at: at.parse().expect("a time"), signed: Digest::of(signed) };
        let mut places = [
            place("2026-11-28T09:00:00.123Z", b"a"),
            place("2026-11-28T09:00:00.123Z", b"b"),
            place("2026-11-28T10:00:00Z", b"a"),
            place("2101-01-01T00:00:00Z", b"a"),
        ];
        places.sort();
        let texts = places.map(|place| place.to_string());
        assert!(texts.is_sorted(), "{texts:?}");
        for (place, text) in places.iter().zip(&texts) {
            assert_eq!(text.parse(), Ok(*place));
        }
        for wrong in ["", "-", "00000000000001", "1-00", &texts[0][1..], &format!("{}0", texts[0])] {
            assert_eq!(wrong.parse::<SealUsePlace>(), Err(InvalidPlace), "{wrong}");
        }
    }

    #[test]
    fn what_is_written_of_a_time_is_what_is_kept_of_it() {
        let now: Timestamp = "2026-11-28T09:00:00.123456Z".parse().expect("a time");
        assert_eq!(in_milliseconds(now), "2026-11-28T09:00:00.123Z".parse().expect("a time"));
    }
}
