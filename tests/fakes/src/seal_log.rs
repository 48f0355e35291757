//! What was signed for which seal, by the rules of the table.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::ports::{PortError, SealEntry, SealIntent, SealLog, SealProgress};

/// A seal log in memory: the first intent and the first signature of a row stay.
#[derive(Debug, Default)]
pub struct MemorySealLog(Mutex<HashMap<SealEntry, (SealIntent, Option<Vec<u8>>)>>);

#[async_trait]
impl SealLog for MemorySealLog {
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError> {
        const ACTION: &str = "note what is about to be signed";
        let mut rows = self.0.lock().unwrap();
        let (noted, signature) = rows.entry(seal.entry()).or_insert_with(|| (seal.clone(), None));
        if noted != seal {
            return Err(PortError::new(ACTION, format!("another digest was noted for this seal: {}", noted.digest)));
        }
        Ok(signature.clone().map_or(SealProgress::Begun, SealProgress::Signed))
    }

    async fn finish(&self, seal: &SealIntent, signature: &[u8]) -> Result<Vec<u8>, PortError> {
        let mut rows = self.0.lock().unwrap();
        let (_, stored) = rows.entry(seal.entry()).or_insert_with(|| (seal.clone(), None));
        Ok(stored.get_or_insert_with(|| signature.to_vec()).clone())
    }
}
