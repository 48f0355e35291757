//! Idempotency keys: reserved before anything runs, answered in the same transaction as the effect.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use domain::ids::OrganisationId;
use domain::ports::{IdempotentAnswers, IdempotentRequest, PortError, Reservation, StoredAnswer};
use jiff::Timestamp;

use super::{Item, Table, number, row, string, text};
use crate::stored::Row;

/// A reservation without an answer is taken over after this: longer than any request can run (the API's limit is 30 s).
const LEASE_SECONDS: i64 = 35;
/// An answer is given again for at least 24 hours.
const KEPT_SECONDS: i64 = 48 * 3600;
const SK: &str = "KEY";

#[async_trait]
impl IdempotentAnswers for Table {
    async fn reserve(&self, request: &IdempotentRequest, now: Timestamp) -> Result<Reservation, PortError> {
        const ACTION: &str = "reserve the idempotency key";
        let put = self.client.put_item().table_name(&self.name);
        let put = put.item("PK", text(key_of(&request.organisation, &request.key))).item("SK", text(SK));
        let put = put.item("fingerprint", text(request.fingerprint.to_string()));
        let put = put.item("envelope", text(request.id.to_string()));
        let put = put.item("leased_until", number(now.as_second() + LEASE_SECONDS));
        let put = put.item("ttl", number(now.as_second() + KEPT_SECONDS));
        let put = put.condition_expression("attribute_not_exists(PK)");
        let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let stood = match put.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => return Ok(Reservation::Run { id: request.id }),
            Err(PutItemError::ConditionalCheckFailedException(e)) => e.item,
            // At this moment the first try commits its answer.
            Err(PutItemError::TransactionConflictException(_)) => return Ok(Reservation::Running),
            Err(error) => return Err(PortError::new(ACTION, error)),
        };
        let stood = match stood {
            Some(item) => item,
            None => self.read(ACTION, key_of(&request.organisation, &request.key), SK).await?.unwrap_or_default(),
        };
        self.resume(request, &stood, now).await
    }

    async fn release(&self, request: &IdempotentRequest) -> Result<(), PortError> {
        let delete = self.client.update_item().table_name(&self.name);
        let delete = delete.key("PK", text(key_of(&request.organisation, &request.key))).key("SK", text(SK));
        let delete = delete.update_expression("SET leased_until = :now").condition_expression("attribute_exists(PK)");
        let delete = delete.expression_attribute_values(":now", number(0));
        match delete.send().await.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(PortError::new("give the idempotency key back", error)),
        }
    }
}

impl Table {
    /// What a key that was used before means for this request.
    async fn resume(
        &self,
        request: &IdempotentRequest,
        stood: &Item,
        now: Timestamp,
    ) -> Result<Reservation, PortError> {
        const ACTION: &str = "read the idempotency key";
        if string(stood, "fingerprint") != Some(request.fingerprint.to_string().as_str()) {
            return Ok(Reservation::OtherRequest);
        }
        if let Some(answer) = string(stood, "answer") {
            let answer = StoredAnswer::from_row(answer).map_err(|e| PortError::new(ACTION, e))?;
            return Ok(Reservation::Answered(answer));
        }
        let lease = stood.get("leased_until").and_then(|v| v.as_n().ok()).cloned().unwrap_or_default();
        if lease.parse::<i64>().is_ok_and(|until| now.as_second() < until) {
            return Ok(Reservation::Running);
        }
        let take = self.client.update_item().table_name(&self.name);
        let take = take.key("PK", text(key_of(&request.organisation, &request.key))).key("SK", text(SK));
        let take = take.update_expression("SET leased_until = :next");
        let take = take.condition_expression("leased_until = :lease AND attribute_not_exists(answer)");
        let take = take.expression_attribute_values(":next", number(now.as_second() + LEASE_SECONDS));
        let take = take.expression_attribute_values(":lease", number(lease));
        match take.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => {
                let id = string(stood, "envelope").unwrap_or_default();
                let id = id.parse().map_err(|e: uuid::Error| PortError::new(ACTION, e))?;
                Ok(Reservation::Run { id })
            }
            Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(Reservation::Running),
            Err(error) => Err(PortError::new(ACTION, error)),
        }
    }

    /// The answer, as a part of the transaction that the request came to.
    pub(super) fn put_answer(&self, answer: &StoredAnswer) -> Result<TransactWriteItem, PortError> {
        const ACTION: &str = "store the answer";
        let update = aws_sdk_dynamodb::types::Update::builder().table_name(&self.name);
        let update = update.key("PK", text(key_of(&answer.organisation, &answer.key))).key("SK", text(SK));
        let update = update.update_expression("SET answer = :answer");
        let update = update.expression_attribute_values(":answer", row(ACTION, answer)?);
        let update = update.condition_expression("attribute_exists(PK) AND attribute_not_exists(answer)");
        let update = update.build().map_err(|e| PortError::new(ACTION, e))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

fn key_of(organisation: &OrganisationId, key: &str) -> String {
    format!("IDEMPOTENCY#{organisation}#{key}")
}
