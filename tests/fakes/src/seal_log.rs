//! What was signed for which seal, by the rules of the table.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use async_trait::async_trait;
use aws::stored::Row;
use domain::ports::{PortError, SealIntent, SealLog, SealProgress, SealUses};
use domain::registered_seal::RegisteredSeal;
use domain::seal_use::{SealUseEntry, SealUsePlace};

/// A seal log in memory: the first signature of an intent, which is kept as the table's JSON, stays, and with it the entry of its
/// use.
#[derive(Debug, Default)]
pub struct MemorySealLog(Mutex<Rows>);

#[derive(Debug, Default)]
struct Rows {
    seals: HashMap<String, Option<Vec<u8>>>,
    uses: BTreeMap<(RegisteredSeal, SealUsePlace), String>,
}

#[async_trait]
impl SealLog for MemorySealLog {
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError> {
        let mut rows = self.0.lock().unwrap();
        let signature = rows.seals.entry(seal.to_row().unwrap()).or_default();
        Ok(signature.clone().map_or(SealProgress::Begun, SealProgress::Signed))
    }

    async fn finish(
        &self,
        seal: &SealIntent,
        signature: &[u8],
        used: Option<&SealUseEntry>,
    ) -> Result<Vec<u8>, PortError> {
        let mut rows = self.0.lock().unwrap();
        let noted = rows.seals.entry(seal.to_row().unwrap()).or_default();
        if let Some(noted) = noted {
            return Ok(noted.clone());
        }
        *noted = Some(signature.to_vec());
        if let Some(used) = used {
            rows.uses.insert((used.registered_seal(), used.place()), used.to_row().unwrap());
        }
        Ok(signature.to_vec())
    }
}

#[async_trait]
impl SealUses for MemorySealLog {
    async fn page(
        &self,
        seal: &RegisteredSeal,
        after: Option<SealUsePlace>,
        limit: u16,
    ) -> Result<Vec<SealUseEntry>, PortError> {
        let rows = self.0.lock().unwrap();
        let own = rows.uses.iter().rev().filter(|((of, place), _)| of == seal && after.is_none_or(|a| *place < a));
        Ok(own.take(usize::from(limit)).map(|(_, row)| SealUseEntry::from_row(row).unwrap()).collect())
    }
}
