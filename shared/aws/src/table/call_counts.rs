//! How often callers have called: a row for each minute of each caller and of each organisation, which is cleaned up soon after.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::ids::OrganisationId;
use domain::ports::{CallCounts, PortError};

use super::{Item, Table, number, text};

/// Rows are cleaned up after so many seconds.
const KEPT_SECONDS: i64 = 3600;

#[async_trait]
impl CallCounts for Table {
    async fn count(&self, organisation: &OrganisationId, caller: Option<&str>, minute: i64) -> Result<u64, PortError> {
        const ACTION: &str = "count the call";
        let of = caller.map(|caller| format!("#{caller}")).unwrap_or_default();
        let update = self.client.update_item().table_name(&self.name);
        let update = update.key("PK", text(format!("CALLS#{organisation}{of}")));
        let update = update.key("SK", text(format!("MINUTE#{minute}")));
        let update = update.update_expression("ADD calls :one SET #ttl = :ttl");
        let update = update.expression_attribute_names("#ttl", "ttl");
        let update = update.expression_attribute_values(":one", number(1));
        let update = update.expression_attribute_values(":ttl", number(minute * 60 + KEPT_SECONDS));
        let answer = update.return_values(ReturnValue::UpdatedNew).send().await;
        let counted = answer.map_err(|e| PortError::new(ACTION, e))?.attributes.unwrap_or_default();
        count_of(&counted, "calls").ok_or_else(|| PortError::new(ACTION, "no count came back"))
    }
}

fn count_of(item: &Item, name: &str) -> Option<u64> {
    item.get(name)?.as_n().ok()?.parse().ok()
}
