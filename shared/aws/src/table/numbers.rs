//! Counters: a number is given once and never again, even when what it was for comes to nothing (欠番).

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::{UpdateItemError, UpdateItemOutput};
use aws_sdk_dynamodb::types::ReturnValue;
use domain::ids::{EnvelopeNumber, ManagementNumber, OrganisationId};
use domain::ports::{Numbers, PortError};

use super::{Item, Table, number, text};

const ACTION: &str = "take the next number";
/// The sort key of every counter.
const SORT_KEY: &str = "COUNTER";

#[async_trait]
impl Numbers for Table {
    async fn next_envelope(&self, organisation: &OrganisationId) -> Result<EnvelopeNumber, PortError> {
        let key = format!("COUNTER#envelope#{organisation}");
        let request =
            self.counter(&key, 1).update_expression("ADD #value :by").condition_expression("attribute_exists(PK)");
        let count = match request.send().await {
            Ok(answer) => new_value(&answer)?,
            Err(SdkError::ServiceError(e))
                if matches!(e.err(), UpdateItemError::ConditionalCheckFailedException(_)) =>
            {
                self.first_envelope(&key).await?
            }
            Err(error) => return Err(PortError::new(ACTION, error)),
        };
        Ok(EnvelopeNumber::of_count(count))
    }

    async fn next_management(&self, organisation: &OrganisationId, count: u64) -> Result<ManagementNumber, PortError> {
        let request = self.counter(&format!("COUNTER#organisation#{organisation}"), count);
        let request = request.update_expression("ADD #value :by");
        let last = new_value(&request.send().await.map_err(|e| PortError::new(ACTION, e))?)?;
        Ok(ManagementNumber(last.saturating_sub(count) + 1))
    }
}

impl Table {
    /// The first number that an organisation's own counter gives. It goes on from the one counter that all organisations of a
    /// deployment had before, so that none of their numbers comes again.
    async fn first_envelope(&self, key: &str) -> Result<u64, PortError> {
        let before = self.read(ACTION, "COUNTER#envelope".to_owned(), SORT_KEY).await?;
        // A counter without a value is refused, and not taken for one that has not begun: numbers would come again.
        let before = before.map_or(Ok(0), |item| value_of(Some(&item)))?;
        let request = self.counter(key, 1).expression_attribute_values(":before", number(before));
        // Somebody else may have been first in between.
        let request = request.update_expression("SET #value = if_not_exists(#value, :before) + :by");
        new_value(&request.send().await.map_err(|e| PortError::new(ACTION, e))?)
    }

    /// A change of a counter, which says itself what is done to `#value` by `:by`.
    fn counter(&self, key: &str, by: u64) -> UpdateItemFluentBuilder {
        let request = self.client.update_item().table_name(&self.name);
        let request = request.key("PK", text(key)).key("SK", text(SORT_KEY));
        let request = request.expression_attribute_names("#value", "value");
        request.expression_attribute_values(":by", number(by)).return_values(ReturnValue::UpdatedNew)
    }
}

/// The value that a counter has now.
fn new_value(answer: &UpdateItemOutput) -> Result<u64, PortError> {
    value_of(answer.attributes.as_ref())
}

fn value_of(counter: Option<&Item>) -> Result<u64, PortError> {
    let value = counter.and_then(|item| item.get("value")).and_then(|value| value.as_n().ok());
    let value = value.ok_or_else(|| PortError::new(ACTION, "the counter has no value"))?;
    value.parse().map_err(|e: std::num::ParseIntError| PortError::new(ACTION, e))
}
