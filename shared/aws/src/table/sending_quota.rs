//! How many envelopes organisations send within a month: a row for each month, which counts, and one for each envelope that was
//! counted in it, both written together. They are cleaned up some months later.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem, Update};
use domain::ids::{EnvelopeId, OrganisationId};
use domain::ports::{PortError, SendingQuota};
use jiff::civil::Date;

use super::{Table, number, text};

const ACTION: &str = "count the sending";
/// Rows are cleaned up so many seconds after the month has begun.
const KEPT_SECONDS: i64 = 100 * 24 * 3600;
/// The row of the month is written by everybody of the organisation who sends: so often it is tried again at once.
const TRIES: u32 = 8;

#[async_trait]
impl SendingQuota for Table {
    async fn take(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        quota: u32,
    ) -> Result<bool, PortError> {
        for _ in 0..TRIES {
            if let Some(may) = self.try_to_take(organisation, envelope, day, quota).await? {
                return Ok(may);
            }
        }
        Err(PortError::new(ACTION, "others were faster each time"))
    }
}

impl Table {
    /// Nothing where somebody else writes at the same time.
    async fn try_to_take(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        quota: u32,
    ) -> Result<Option<bool>, PortError> {
        let failed = |error| PortError::new(ACTION, error);
        let month = format!("MONTH#{:04}-{:02}", day.year(), day.month());
        let begins = day.first_of_month().to_zoned(jiff::tz::TimeZone::UTC).map_err(|e| PortError::new(ACTION, e))?;
        let ttl = begins.timestamp().as_second() + KEPT_SECONDS;
        let update = |sk: String| {
            let update = Update::builder().table_name(&self.name);
            let update = update.key("PK", text(format!("QUOTA#{organisation}"))).key("SK", text(sk));
            update.expression_attribute_names("#ttl", "ttl").expression_attribute_values(":ttl", number(ttl))
        };
        let counted = update(format!("{month}#ENVELOPE#{envelope}")).update_expression("SET #ttl = :ttl");
        let counted = counted.condition_expression("attribute_not_exists(PK)").build();
        let count = update(month).update_expression("ADD sent :one SET #ttl = :ttl");
        let count = count.expression_attribute_values(":one", number(1));
        let count = count.condition_expression("attribute_not_exists(sent) OR sent < :quota");
        let count = count.expression_attribute_values(":quota", number(quota)).build();
        if quota == 0 {
            return Ok(Some(false));
        }
        let part = |update| TransactWriteItem::builder().update(update).build();
        let writes = vec![part(counted.map_err(failed)?), part(count.map_err(failed)?)];
        let request = self.client.transact_write_items().set_transact_items(Some(writes));
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Some(true)),
            Err(TransactWriteItemsError::TransactionCanceledException(e)) => {
                let code = |at: usize| e.cancellation_reasons().get(at).and_then(CancellationReason::code);
                match (code(0), code(1)) {
                    // Counted before, whatever the month's count is by now.
                    (Some("ConditionalCheckFailed"), _) => Ok(Some(true)),
                    (_, Some("ConditionalCheckFailed")) => Ok(Some(false)),
                    (_, Some("TransactionConflict")) | (Some("TransactionConflict"), _) => Ok(None),
                    _ => Err(PortError::new(ACTION, e)),
                }
            }
            Err(TransactWriteItemsError::TransactionInProgressException(_)) => Ok(None),
            Err(error) => Err(PortError::new(ACTION, error)),
        }
    }
}
