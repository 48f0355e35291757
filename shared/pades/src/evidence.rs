//! What a signature says about a record that is kept elsewhere.
//!
//! A service that keeps a chain of what happened to a document (each record carries the digest of the one before) lets
//! every signature name the chain's head at that time. The signature covers it, so that whoever writes the chain anew
//! cannot make it agree with the signed files.
//!
//! It stands in the signature dictionary as `/KEII_Evidence << /Sequence 7 /SHA256 <…> >>`: a second-class name
//! (ISO 32000-2 annex E), which readers that do not know it leave alone.

use serde::Serialize;

use crate::pdf::file::PdfFile;
use crate::pdf::value::{Dictionary, Value};
use crate::strict;
use crate::strict::view::View;

/// The entry of the signature dictionary.
const KEY: &str = "KEII_Evidence";

/// A chain's head: how many records it had, and the digest of the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceAnchor {
    /// The place of the last record in the chain, from 1.
    pub sequence: u64,
    /// SHA-256 of the last record, which carries the digest of the one before.
    #[serde(serialize_with = "hex::serialize")]
    pub sha256: [u8; 32],
}

impl EvidenceAnchor {
    /// The entry as it is written.
    pub(crate) fn entry(&self) -> String {
        format!("/{KEY} << /Sequence {} /SHA256 <{}> >>", self.sequence, hex::encode(self.sha256))
    }

    /// The anchor in a signature dictionary. `None` if there is none, or if it is anything but what is written here.
    pub(crate) fn read<'r>(file: &PdfFile<'r>, signature: Dictionary<'r>) -> Option<Self> {
        let anchor = file.entry(signature, KEY.as_bytes())?.dictionary()?;
        let sequence = file.entry(anchor, b"Sequence").and_then(Value::integer)?;
        let sha256 = file.entry(anchor, b"SHA256").and_then(Value::string)?;
        Some(Self { sequence: u64::try_from(sequence).ok()?, sha256: sha256.try_into().ok()? })
    }

    /// The same in a file that was read strictly.
    pub(crate) fn in_view<'d>(view: View<'d>, signature: strict::Value<'d>) -> Option<Self> {
        let anchor = view.entry(signature, KEY.as_bytes())?.dictionary()?;
        let sequence = view.entry(anchor, b"Sequence")?.unsigned()?;
        let sha256 = view.entry(anchor, b"SHA256")?.string()?;
        Some(Self { sequence: u64::try_from(sequence).ok()?, sha256: sha256.try_into().ok()? })
    }
}
