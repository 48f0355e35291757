//! What was signed for which seal, by the rules of the table.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::ports::{PortError, SealEntry, SealIntent, SealLog, SealProgress};

/// What was noted, and the signature once it was made.
#[derive(Debug)]
struct Row {
    intent: SealIntent,
    signature: Option<Vec<u8>>,
}

/// A seal log in memory: the first intent and the first signature of a row stay.
#[derive(Debug, Default)]
pub struct MemorySealLog(Mutex<HashMap<SealEntry, Row>>);

#[async_trait]
impl SealLog for MemorySealLog {
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError> {
        const ACTION: &str = "note what is about to be signed";
        let mut rows = self.0.lock().unwrap();
        let Row { intent, signature } = rows.entry(seal.entry()).or_insert_with(|| Row::of(seal));
        if intent != seal {
            return Err(PortError::new(ACTION, format!("another digest was noted for this seal: {}", intent.digest)));
        }
        Ok(signature.clone().map_or(SealProgress::Begun, SealProgress::Signed))
    }

    async fn finish(&self, seal: &SealIntent, signature: &[u8]) -> Result<Vec<u8>, PortError> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.entry(seal.entry()).or_insert_with(|| Row::of(seal));
        Ok(row.signature.get_or_insert_with(|| signature.to_vec()).clone())
    }
}

impl Row {
    fn of(seal: &SealIntent) -> Self {
        Self { intent: seal.clone(), signature: None }
    }
}
