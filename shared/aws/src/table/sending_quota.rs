//! How many envelopes organisations send within a month: a row for each month, which counts, and one for each envelope that was
//! counted in it, both written together. Of one that could not be sent the row says that it was given back, and of every one how far its
//! evidence went when it was counted, by which a refusal of before is known. They are cleaned up some months later.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use domain::ids::{EnvelopeId, OrganisationId};
use domain::ports::{PortError, SendingQuota};
use jiff::civil::Date;

use super::{Table, number, text};

const ACTION: &str = "count the sending";
const GIVE_BACK: &str = "take the sending out of the count";
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
        seen: u64,
    ) -> Result<bool, PortError> {
        if quota == 0 {
            return Ok(false);
        }
        let count = Count { organisation, envelope, day };
        for _ in 0..TRIES {
            let taken = match self.try_to_take(&count, quota, seen).await? {
                Some(Taken::Before) => self.note_seen(&count, seen).await?.then_some(true),
                Some(Taken::Now) => Some(true),
                Some(Taken::TooMany) => Some(false),
                None => None,
            };
            if let Some(may) = taken {
                return Ok(may);
            }
        }
        Err(PortError::new(ACTION, "others were faster each time"))
    }

    async fn give_back(
        &self,
        organisation: &OrganisationId,
        envelope: EnvelopeId,
        day: Date,
        refusal: u64,
    ) -> Result<(), PortError> {
        let count = Count { organisation, envelope, day };
        for _ in 0..TRIES {
            if self.try_to_give_back(&count, refusal).await? {
                return Ok(());
            }
        }
        Err(PortError::new(GIVE_BACK, "others were faster each time"))
    }
}

/// What is counted where.
struct Count<'a> {
    organisation: &'a OrganisationId,
    envelope: EnvelopeId,
    day: Date,
}

/// What became of a sending that was to be counted.
enum Taken {
    /// It is counted.
    Now,
    /// It was counted before.
    Before,
    /// As many are counted already as the organisation may send.
    TooMany,
}

impl Count<'_> {
    fn month(&self) -> String {
        format!("MONTH#{:04}-{:02}", self.day.year(), self.day.month())
    }

    fn envelope(&self) -> String {
        format!("{}#ENVELOPE#{}", self.month(), self.envelope)
    }

    fn ttl(&self) -> Result<i64, PortError> {
        let begins = self.day.first_of_month().to_zoned(jiff::tz::TimeZone::UTC);
        Ok(begins.map_err(|e| PortError::new(ACTION, e))?.timestamp().as_second() + KEPT_SECONDS)
    }

    fn key(&self) -> String {
        format!("QUOTA#{}", self.organisation)
    }
}

impl Table {
    /// Nothing where somebody else writes at the same time. An envelope that was given back is counted anew.
    async fn try_to_take(&self, of: &Count<'_>, quota: u32, seen: u64) -> Result<Option<Taken>, PortError> {
        let ttl = of.ttl()?;
        let update = |sk: String| {
            let update = Update::builder().table_name(&self.name).key("PK", text(of.key())).key("SK", text(sk));
            update.expression_attribute_names("#ttl", "ttl").expression_attribute_values(":ttl", number(ttl))
        };
        let counted = update(of.envelope()).update_expression("SET #ttl = :ttl, seen = :seen REMOVE given_back");
        let counted = counted.expression_attribute_values(":seen", number(seen));
        let counted = counted.condition_expression("attribute_not_exists(PK) OR attribute_exists(given_back)");
        let count = update(of.month()).update_expression("ADD sent :one SET #ttl = :ttl");
        let count = count.expression_attribute_values(":one", number(1));
        let count = count.condition_expression("attribute_not_exists(sent) OR sent < :quota");
        let count = count.expression_attribute_values(":quota", number(quota));
        Ok(match self.write_both(ACTION, counted, count).await? {
            Written::Both => Some(Taken::Now),
            // Counted before, whatever the month's count is by now.
            Written::NotTheEnvelope => Some(Taken::Before),
            Written::NotTheMonth => Some(Taken::TooMany),
            Written::Rivals => None,
        })
    }

    /// Notes for which sending an envelope stays counted. Whether it is counted still.
    async fn note_seen(&self, of: &Count<'_>, seen: u64) -> Result<bool, PortError> {
        let update = self.client.update_item().table_name(&self.name);
        let update = update.key("PK", text(of.key())).key("SK", text(of.envelope()));
        let update = update.update_expression("SET seen = :seen").expression_attribute_values(":seen", number(seen));
        let update = update.condition_expression(
            "attribute_exists(PK) AND attribute_not_exists(given_back) AND (attribute_not_exists(seen) OR seen <= :seen)",
        );
        let update = update.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match update.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            // Counted for a later sending, unless it was given back a moment ago.
            Err(UpdateItemError::ConditionalCheckFailedException(e)) => {
                Ok(e.item().is_some_and(|item| !item.contains_key("given_back")))
            }
            Err(error) => Err(PortError::new(ACTION, error)),
        }
    }

    /// Whether it is done, or was before; not where somebody else writes at the same time.
    async fn try_to_give_back(&self, of: &Count<'_>, refusal: u64) -> Result<bool, PortError> {
        let update =
            |sk: String| Update::builder().table_name(&self.name).key("PK", text(of.key())).key("SK", text(sk));
        let counted = update(of.envelope()).update_expression("SET given_back = :refusal");
        let counted = counted.expression_attribute_values(":refusal", number(refusal));
        // Code of before noted for no sending in particular.
        let counted = counted.condition_expression(
            "attribute_exists(PK) AND attribute_not_exists(given_back) AND (attribute_not_exists(seen) OR seen < :refusal)",
        );
        let count = update(of.month()).update_expression("ADD sent :less");
        let count = count.expression_attribute_values(":less", less_one());
        let count = count.condition_expression("sent > :none").expression_attribute_values(":none", number(0));
        Ok(!matches!(self.write_both(GIVE_BACK, counted, count).await?, Written::Rivals))
    }

    /// Writes the row of an envelope and that of the month, or neither.
    async fn write_both(
        &self,
        action: &'static str,
        envelope: UpdateBuilder,
        month: UpdateBuilder,
    ) -> Result<Written, PortError> {
        let part = |update: UpdateBuilder| {
            let update = update.build().map_err(|e| PortError::new(action, e))?;
            Ok::<_, PortError>(TransactWriteItem::builder().update(update).build())
        };
        let writes = vec![part(envelope)?, part(month)?];
        let request = self.client.transact_write_items().set_transact_items(Some(writes));
        match request.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Written::Both),
            Err(TransactWriteItemsError::TransactionCanceledException(e)) => {
                let code = |at: usize| e.cancellation_reasons().get(at).and_then(CancellationReason::code);
                match (code(0), code(1)) {
                    (Some("ConditionalCheckFailed"), _) => Ok(Written::NotTheEnvelope),
                    (_, Some("ConditionalCheckFailed")) => Ok(Written::NotTheMonth),
                    (_, Some("TransactionConflict")) | (Some("TransactionConflict"), _) => Ok(Written::Rivals),
                    _ => Err(PortError::new(action, e)),
                }
            }
            Err(TransactWriteItemsError::TransactionInProgressException(_)) => Ok(Written::Rivals),
            Err(error) => Err(PortError::new(action, error)),
        }
    }
}

/// How the writing of both rows ended.
enum Written {
    /// Both are written.
    Both,
    /// The envelope's row is not as it was to be.
    NotTheEnvelope,
    /// The month's row is not as it was to be.
    NotTheMonth,
    /// Somebody else wrote at the same time.
    Rivals,
}

fn less_one() -> AttributeValue {
    AttributeValue::N("-1".to_owned())
}
