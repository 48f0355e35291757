//! The list of uses of registered seals.

use async_trait::async_trait;

use super::PortError;
use crate::registered_seal::RegisteredSeal;
use crate::seal_use::{SealUseEntry, SealUsePlace};

/// What registered seals were used for. An entry is written with the signature ([`SealLog::finish`](super::SealLog::finish)), and
/// never changed.
#[async_trait]
pub trait SealUses: Send + Sync {
    /// So many uses of a registered seal, the newest first, behind this place.
    async fn page(
        &self,
        seal: &RegisteredSeal,
        after: Option<SealUsePlace>,
        limit: u16,
    ) -> Result<Vec<SealUseEntry>, PortError>;
}
