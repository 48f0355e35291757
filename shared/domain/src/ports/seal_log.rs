//! Signatures that were begun and made.

use async_trait::async_trait;

use super::PortError;
use crate::digest::Digest;
use crate::document::Sealer;
use crate::ids::{DocumentNumber, EnvelopeId};
use crate::seal_use::SealUseEntry;

/// Signatures that were begun and made, so that a crash in between neither signs twice nor loses one (L2).
///
/// Each intent is an entry of its own. Whoever computes a seal again finds what was noted; a seal that has to be another
/// one, over another file or by a renewed certificate, is not held up by what was noted before.
#[async_trait]
pub trait SealLog: Send + Sync {
    /// Notes what is about to be signed; tells the signature where it was made before.
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError>;

    /// Stores the signature, unless another was stored first; gives the one that stands. With a signature by a registered seal the
    /// entry of its use is stored in the same transaction, so that there is none without the other.
    async fn finish(
        &self,
        seal: &SealIntent,
        signature: &[u8],
        used: Option<&SealUseEntry>,
    ) -> Result<Vec<u8>, PortError>;
}

/// A seal that is about to be made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SealIntent {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// The document.
    pub document: DocumentNumber,
    /// Whose seal.
    pub by: Sealer,
    /// Bytes kept free for the timestamp: another size is another try, with a digest of its own.
    pub reserve: u32,
    /// SHA-256 of the file that is sealed.
    pub base: Digest,
    /// SHA-256 of what the key signs.
    pub digest: Digest,
    /// The key.
    pub key_id: String,
}

/// How far a seal has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealProgress {
    /// To be signed now.
    Begun,
    /// The key signed it before.
    Signed(Vec<u8>),
}
