//! What was signed for which seal: the intent before the key is used, the signature after (L2).

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, TransactWriteItem, Update};
use domain::document::Sealer;
use domain::ports::{PortError, SealIntent, SealLog, SealProgress};
use domain::seal_use::SealUseEntry;

use super::envelopes::lost_a_race;
use super::{Item, Table, envelope_key, row, text};

#[async_trait]
impl SealLog for Table {
    async fn begin(&self, seal: &SealIntent) -> Result<SealProgress, PortError> {
        const ACTION: &str = "note what is about to be signed";
        let request = self.client.update_item().table_name(&self.name);
        let request = request.key("PK", text(envelope_key(seal.envelope))).key("SK", text(seal_key(seal)));
        let request = request.update_expression("SET intent = if_not_exists(intent, :intent)");
        let request = request.expression_attribute_values(":intent", row(ACTION, seal)?);
        let answer = request.return_values(ReturnValue::AllNew).send().await.map_err(|e| PortError::new(ACTION, e))?;
        let item = answer.attributes.unwrap_or_default();
        Ok(signature_of(&item).map_or(SealProgress::Begun, SealProgress::Signed))
    }

    async fn finish(
        &self,
        seal: &SealIntent,
        signature: &[u8],
        used: Option<&SealUseEntry>,
    ) -> Result<Vec<u8>, PortError> {
        match used {
            None => self.store_signature(seal, signature).await,
            Some(used) => self.store_signature_and_use(seal, signature, used).await,
        }
    }
}

const STORE: &str = "store the signature";
/// Tries before the job comes again by itself.
const MAX_TRIES: u32 = 8;

impl Table {
    async fn store_signature(&self, seal: &SealIntent, signature: &[u8]) -> Result<Vec<u8>, PortError> {
        let request = self.client.update_item().table_name(&self.name);
        let request = request.key("PK", text(envelope_key(seal.envelope))).key("SK", text(seal_key(seal)));
        let request = request.update_expression("SET signature = if_not_exists(signature, :signature)");
        let request = request.expression_attribute_values(":signature", AttributeValue::B(Blob::new(signature)));
        let answer = request.return_values(ReturnValue::AllNew).send().await.map_err(|e| PortError::new(STORE, e))?;
        let stored = answer.attributes.as_ref().and_then(signature_of);
        stored.ok_or_else(|| PortError::new(STORE, "the signature was not stored"))
    }

    /// Both or nothing. Whoever comes second gets the first one's signature, whose use is noted.
    async fn store_signature_and_use(
        &self,
        seal: &SealIntent,
        signature: &[u8],
        used: &SealUseEntry,
    ) -> Result<Vec<u8>, PortError> {
        let (pk, sk) = (envelope_key(seal.envelope), seal_key(seal));
        let update = Update::builder().table_name(&self.name).key("PK", text(&pk)).key("SK", text(&sk));
        let update = update.update_expression("SET signature = :signature");
        let update = update.condition_expression("attribute_not_exists(signature)");
        let update = update.expression_attribute_values(":signature", AttributeValue::B(Blob::new(signature)));
        let update = update.build().map_err(|e| PortError::new(STORE, e))?;
        let writes = [TransactWriteItem::builder().update(update).build(), self.put_use(STORE, used)?];
        for _ in 0..MAX_TRIES {
            let request = self.client.transact_write_items().set_transact_items(Some(writes.to_vec()));
            match request.send().await.map_err(SdkError::into_service_error) {
                Ok(_) => return Ok(signature.to_vec()),
                Err(TransactWriteItemsError::TransactionCanceledException(e)) if lost_a_race(&e) => {
                    let item = self.read(STORE, pk.clone(), &sk).await?.unwrap_or_default();
                    if let Some(signature) = signature_of(&item) {
                        return Ok(signature);
                    }
                }
                Err(TransactWriteItemsError::TransactionInProgressException(_)) => {}
                Err(error) => return Err(PortError::new(STORE, error)),
            }
        }
        Err(PortError::new(STORE, "others kept writing the same rows"))
    }
}

fn signature_of(item: &Item) -> Option<Vec<u8>> {
    item.get("signature").and_then(|v| v.as_b().ok()).map(|blob| blob.as_ref().to_vec())
}

/// The digest covers the file, the field, the certificate and the room for the timestamp. The key is named beside it: one
/// that was set up wrongly signs the same digest.
fn seal_key(seal: &SealIntent) -> String {
    let SealIntent { document, by, reserve, digest, key_id, .. } = seal;
    let by = match by {
        Sealer::Operator => "operator".to_owned(),
        Sealer::Recipient(number) => format!("{:03}", number.0),
    };
    format!("SEAL#{:03}#{by}#{reserve}#{digest}#{key_id}", document.0)
}

#[cfg(test)]
mod tests {
    use domain::digest::Digest;
    use domain::ids::{DocumentNumber, RecipientNumber};

    use super::*;

    #[test]
    fn every_seal_that_is_another_one_has_a_row_of_its_own() {
        let envelope = "01900000-0000-7000-8000-000000000001".parse().expect("a UUID");
        let intent = |digest: &[u8], by, reserve, key: &str| SealIntent {
            envelope,
            document: DocumentNumber(1),
            by,
            reserve,
            base: Digest::of(b"the file"),
            digest: Digest::of(digest),
            key_id: key.to_owned(),
        };
        let (operator, first) = (Sealer::Operator, Sealer::Recipient(RecipientNumber(1)));
        let all = [
            intent(b"a", operator, 1, "key"),
            intent(b"b", operator, 1, "key"),
            intent(b"a", first, 1, "key"),
            intent(b"a", first, 2, "key"),
            intent(b"a", first, 2, "another key"),
        ];
        let keys: std::collections::BTreeSet<String> = all.iter().map(seal_key).collect();
        assert_eq!(keys.len(), all.len(), "{keys:?}");
        let digest = Digest::of(b"a");
        assert_eq!(seal_key(&all[2]), format!("SEAL#001#001#1#{digest}#key"));
    }
}
