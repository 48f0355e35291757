//! How often callers have called: one row for each organisation and minute, which is cleaned up soon after.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::authorisation::Calls;
use domain::ids::OrganisationId;
use domain::ports::{CallCounts, PortError};

use super::{Item, Table, number, text};

/// Rows are cleaned up after so many seconds.
const KEPT_SECONDS: i64 = 3600;

#[async_trait]
impl CallCounts for Table {
    async fn count(&self, organisation: &OrganisationId, caller: &str, minute: i64) -> Result<Calls, PortError> {
        const ACTION: &str = "count the call";
        let update = self.client.update_item().table_name(&self.name);
        let update =
            update.key("PK", text(format!("CALLS#{organisation}"))).key("SK", text(format!("MINUTE#{minute}")));
        let update = update.update_expression("ADD #all :one, #caller :one SET #ttl = :ttl");
        let update = update.expression_attribute_names("#all", "calls");
        let update = update.expression_attribute_names("#caller", format!("calls-{caller}"));
        let update = update.expression_attribute_names("#ttl", "ttl");
        let update = update.expression_attribute_values(":one", number(1));
        let update = update.expression_attribute_values(":ttl", number(minute * 60 + KEPT_SECONDS));
        let answer = update.return_values(ReturnValue::UpdatedNew).send().await;
        let counted = answer.map_err(|e| PortError::new(ACTION, e))?.attributes.unwrap_or_default();
        let of = |name: &str| count_of(&counted, name).ok_or_else(|| PortError::new(ACTION, "no count came back"));
        Ok(Calls { caller: of(&format!("calls-{caller}"))?, organisation: of("calls")? })
    }
}

fn count_of(item: &Item, name: &str) -> Option<u64> {
    item.get(name)?.as_n().ok()?.parse().ok()
}
