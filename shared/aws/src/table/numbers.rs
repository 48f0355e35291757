//! Counters: a number is given once and never again, even when what it was for comes to nothing (欠番).

use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::ids::{EnvelopeNumber, ManagementNumber, OrganisationId};
use domain::ports::{Numbers, PortError};

use super::{Table, number, text};

#[async_trait]
impl Numbers for Table {
    async fn next_envelope(&self) -> Result<EnvelopeNumber, PortError> {
        self.count("envelope", 1).await.map(EnvelopeNumber::of_count)
    }

    async fn next_management(&self, organisation: &OrganisationId, count: u64) -> Result<ManagementNumber, PortError> {
        let last = self.count(&format!("organisation#{organisation}"), count).await?;
        Ok(ManagementNumber(last.saturating_sub(count) + 1))
    }
}

impl Table {
    /// Adds to a counter and gives its new value.
    async fn count(&self, what: &str, by: u64) -> Result<u64, PortError> {
        const ACTION: &str = "take the next number";
        let request = self.client.update_item().table_name(&self.name);
        let request = request.key("PK", text(format!("COUNTER#{what}"))).key("SK", text("COUNTER"));
        let request = request.update_expression("ADD #value :by").expression_attribute_names("#value", "value");
        let request = request.expression_attribute_values(":by", number(by)).return_values(ReturnValue::UpdatedNew);
        let answer = request.send().await.map_err(|e| PortError::new(ACTION, e))?;
        let value = answer.attributes.as_ref().and_then(|item| item.get("value")).and_then(|v| v.as_n().ok());
        let value = value.ok_or_else(|| PortError::new(ACTION, "the counter has no value"))?;
        value.parse().map_err(|e: std::num::ParseIntError| PortError::new(ACTION, e))
    }
}
