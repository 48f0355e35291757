//! What registered seals were used for, seal by seal.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use domain::ports::{PortError, SealUses};
use domain::registered_seal::RegisteredSeal;
use domain::seal_use::{SealUseEntry, SealUsePlace};

use super::{Table, row, string, text};
use crate::stored::Row;

#[async_trait]
impl SealUses for Table {
    async fn page(
        &self,
        seal: &RegisteredSeal,
        after: Option<SealUsePlace>,
        limit: u16,
    ) -> Result<Vec<SealUseEntry>, PortError> {
        const ACTION: &str = "list the uses of the seal";
        let before = after.map_or_else(|| END.to_owned(), use_key);
        let query = self.client.query().table_name(&self.name).consistent_read(true).scan_index_forward(false);
        let query = query.key_condition_expression("PK = :pk AND SK BETWEEN :start AND :before");
        let query = query.expression_attribute_values(":pk", text(uses_key(seal)));
        let query = query.expression_attribute_values(":start", text(USE));
        let query = query.expression_attribute_values(":before", text(&before));
        // `BETWEEN` has both ends in it: the place itself is left out below.
        let mut items = query.limit(i32::from(limit) + 1).into_paginator().items().send();
        let mut uses = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|e| PortError::new(ACTION, e))?;
            if string(&item, "SK") == Some(before.as_str()) {
                continue;
            }
            let body = string(&item, "body").ok_or_else(|| PortError::new(ACTION, "a use has no body"))?;
            uses.push(SealUseEntry::from_row(body).map_err(|e| PortError::new(ACTION, e))?);
            if uses.len() == usize::from(limit) {
                break;
            }
        }
        Ok(uses)
    }
}

const USE: &str = "USE#";
/// Behind every use: places begin with a digit.
const END: &str = "USE#~";

/// No identifier has a `#` in it.
fn uses_key(seal: &RegisteredSeal) -> String {
    match seal.further() {
        None => format!("SEALUSE#{}", seal.owner()),
        Some(id) => format!("SEALUSE#{}#{id}", seal.owner()),
    }
}

fn use_key(place: SealUsePlace) -> String {
    format!("{USE}{place}")
}

impl Table {
    /// The entry as a part of the transaction that stores the signature.
    pub(super) fn put_use(&self, action: &'static str, used: &SealUseEntry) -> Result<TransactWriteItem, PortError> {
        let put = Put::builder().table_name(&self.name);
        let put = put.item("PK", text(uses_key(&used.registered_seal()))).item("SK", text(use_key(used.place())));
        let put = put.item("body", row(action, used)?).condition_expression("attribute_not_exists(PK)");
        let put = put.build().map_err(|e| PortError::new(action, e))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}
