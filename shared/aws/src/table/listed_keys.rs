//! API keys as organisations list them.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use domain::ids::{KeyId, OrganisationId};
use domain::organisation::ListedKey;
use domain::ports::{ListedKeys, PortError};
use jiff::Timestamp;

use super::{Item, Table, organisation_key, string, text};
use crate::stored::Row as _;

const PREFIX: &str = "KEY#";
/// When a key was used last, beside its row's body.
const USED_AT: &str = "used_at";

#[async_trait]
impl ListedKeys for Table {
    async fn key(&self, organisation: &OrganisationId, id: KeyId) -> Result<Option<ListedKey>, PortError> {
        const ACTION: &str = "look up the listed API key";
        let item = self.read(ACTION, organisation_key(organisation), &key_key(id)).await?;
        item.map(|item| listed(ACTION, &item)).transpose()
    }

    async fn page(
        &self,
        organisation: &OrganisationId,
        after: Option<KeyId>,
        limit: u16,
    ) -> Result<Vec<ListedKey>, PortError> {
        const ACTION: &str = "list the API keys";
        let items = self.page_of(ACTION, organisation_key(organisation), PREFIX, after.map(key_key), limit).await?;
        items.iter().map(|item| listed(ACTION, item)).collect()
    }

    async fn note_use(&self, organisation: &OrganisationId, id: KeyId, now: Timestamp) -> Result<(), PortError> {
        self.note(organisation_key(organisation), &key_key(id), USED_AT, now).await
    }
}

fn listed(action: &'static str, item: &Item) -> Result<ListedKey, PortError> {
    let body = string(item, "body").ok_or_else(|| PortError::new(action, "the key's row has no body"))?;
    let key = ListedKey::from_row(body).map_err(|e| PortError::new(action, e))?;
    Ok(ListedKey { last_used_at: string(item, USED_AT).and_then(|at| at.parse().ok()), ..key })
}

/// UUIDs of version 7, so that the rows stand in the order in which keys were made.
pub(super) fn key_key(id: KeyId) -> String {
    format!("{PREFIX}{id}")
}

impl Table {
    /// Writes a moment beside a row, unless the row is gone.
    pub(super) async fn note(&self, pk: String, sk: &str, attribute: &str, now: Timestamp) -> Result<(), PortError> {
        let update = self.client.update_item().table_name(&self.name);
        let update = update.key("PK", text(pk)).key("SK", text(sk));
        let update = update.update_expression("SET #at = :now").condition_expression("attribute_exists(PK)");
        let update = update.expression_attribute_names("#at", attribute);
        let update = update.expression_attribute_values(":now", text(now.to_string()));
        match update.send().await.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(PortError::new("note the use", error)),
        }
    }
}
