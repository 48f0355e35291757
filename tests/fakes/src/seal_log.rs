//! What was signed for which seal, by the rules of the table.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use aws::stored::Row;
use domain::ports::{PortError, SealIntent, SealLog, SealProgress};

/// A seal log in memory: the first signature of an intent, which is kept as the table's JSON, stays.
#[derive(Debug, Default)]
pub struct MemorySealLog(Mutex<HashMap<String, Option<Vec<u8>>>>);

#[async_trait]
impl SealLog for MemorySealLog {
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError> {
        let mut rows = self.0.lock().unwrap();
        let signature = rows.entry(seal.to_row().unwrap()).or_default();
        Ok(signature.clone().map_or(SealProgress::Begun, SealProgress::Signed))
    }

    async fn finish(&self, seal: &SealIntent, signature: &[u8]) -> Result<Vec<u8>, PortError> {
        let mut rows = self.0.lock().unwrap();
        let noted = rows.entry(seal.to_row().unwrap()).or_default();
        Ok(noted.get_or_insert_with(|| signature.to_vec()).clone())
    }
}
