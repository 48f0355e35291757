//! Envelopes and their evidence: the next version and its events in one transaction, guarded by the version before.

use async_trait::async_trait;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use domain::command::Decision;
use domain::digest::Digest;
use domain::envelope::Envelope;
use domain::evidence::Event;
use domain::ids::EnvelopeId;
use domain::ports::{Agenda, CommitError, Due, EnvelopeLimits, Envelopes, PortError, StoredAnswer};
use jiff::Timestamp;

use super::agenda::{self, noted};
use super::envelope_list::listed;
use super::{Table, envelope_key, number, row, string, text};
use crate::stored::size;

#[async_trait]
impl Envelopes for Table {
    async fn load(&self, id: EnvelopeId) -> Result<Option<Envelope>, PortError> {
        self.read_row("load the envelope", envelope_key(id), "META").await
    }

    async fn commit(&self, decision: &Decision, answer: Option<&StoredAnswer>) -> Result<(), CommitError> {
        const ACTION: &str = "commit the envelope";
        let mut writes = vec![self.put_envelope(decision)?];
        for event in &decision.events {
            writes.push(self.put_event(event)?);
        }
        if let Some(answer) = answer {
            writes.push(self.put_answer(answer)?);
        }
        let request = self.client.transact_write_items().set_transact_items(Some(writes));
        match request.send().await.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
            Ok(_) => Ok(()),
            Err(TransactWriteItemsError::TransactionCanceledException(e)) if lost_a_race(&e) => {
                Err(CommitError::Conflict)
            }
            Err(TransactWriteItemsError::TransactionInProgressException(_)) => Err(CommitError::Conflict),
            Err(error) => Err(PortError::new(ACTION, error).into()),
        }
    }

    async fn events(&self, id: EnvelopeId) -> Result<Vec<String>, PortError> {
        const ACTION: &str = "read the envelope's events";
        let query = self.client.query().table_name(&self.name).consistent_read(true);
        let query = query.key_condition_expression("PK = :pk AND begins_with(SK, :prefix)");
        let query = query.expression_attribute_values(":pk", text(envelope_key(id)));
        let mut pages = query.expression_attribute_values(":prefix", text("EVENT#")).into_paginator().send();
        let mut events = Vec::new();
        while let Some(page) = pages.next().await {
            for item in page.map_err(|e| PortError::new(ACTION, e))?.items.unwrap_or_default() {
                let body = string(&item, "body").ok_or_else(|| PortError::new(ACTION, "an event has no body"))?;
                events.push(body.to_owned());
            }
        }
        Ok(events)
    }

    fn limits(&self) -> EnvelopeLimits {
        size::LIMITS
    }

    fn has_room_for(&self, envelope: &Envelope) -> bool {
        size::fits(envelope)
    }

    async fn due_dates(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.due(&agenda::DATES, now, after, limit).await
    }

    async fn due_work(&self, now: Timestamp, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, PortError> {
        self.due(&agenda::WORK, now, after, limit).await
    }

    async fn count_waiting(&self, since: Timestamp) -> Result<usize, PortError> {
        self.count_waiting_since(since).await
    }

    async fn schedule(&self, envelope: &Envelope, agenda: Agenda) -> Result<(), PortError> {
        self.set_agenda(envelope, agenda).await
    }

    async fn put_off(&self, due: &Due, until: Timestamp) -> Result<(), PortError> {
        self.move_due(due, until).await
    }
}

impl Table {
    fn put_envelope(&self, decision: &Decision) -> Result<TransactWriteItem, PortError> {
        const ACTION: &str = "write the envelope";
        let envelope = &decision.envelope;
        let put = Put::builder().table_name(&self.name);
        let put = put.item("PK", text(envelope_key(envelope.id))).item("SK", text("META"));
        let put = put.item("version", number(envelope.version)).item("body", row(ACTION, envelope)?);
        let at = decision.events.last().map_or(envelope.created_at, |event| event.at);
        let put = listed(noted(put, envelope, Agenda::of(envelope, at)), envelope)?;
        let put = if envelope.version == 1 {
            put.condition_expression("attribute_not_exists(PK)")
        } else {
            let before = number(envelope.version - 1);
            put.condition_expression("version = :before").expression_attribute_values(":before", before)
        };
        let put = put.build().map_err(|e| PortError::new(ACTION, e))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    fn put_event(&self, event: &Event) -> Result<TransactWriteItem, PortError> {
        const ACTION: &str = "write the event";
        let body = event.to_json().map_err(|e| PortError::new(ACTION, e))?;
        let put = Put::builder().table_name(&self.name);
        let put = put.item("PK", text(envelope_key(event.envelope)));
        let put = put.item("SK", text(format!("EVENT#{:08}", event.sequence)));
        let put = put.item("digest", text(Digest::of(body.as_bytes()).to_string())).item("body", text(body));
        let put = put.condition_expression("attribute_not_exists(PK)").build();
        Ok(TransactWriteItem::builder().put(put.map_err(|e| PortError::new(ACTION, e))?).build())
    }
}

/// Whether nothing was written because of others, not because it was wrong: somebody else wrote in between, or so many
/// write the same envelope at once that its partition takes no more for a moment. The client tries neither again by itself.
pub(super) fn lost_a_race(error: &TransactionCanceledException) -> bool {
    let codes = error.cancellation_reasons().iter().filter_map(|reason| reason.code());
    let mut real = codes.filter(|code| *code != "None").peekable();
    real.peek().is_some()
        && real.all(|code| {
            matches!(
                code,
                "ConditionalCheckFailed" | "TransactionConflict" | "ProvisionedThroughputExceeded" | "ThrottlingError"
            )
        })
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::CancellationReason;

    use super::*;

    #[test]
    fn what_others_caused_is_tried_again_and_what_is_wrong_is_not() {
        let cancelled = |codes: &[&str]| {
            let reasons = codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect();
            TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons)).build()
        };
        for others in [
            &["ConditionalCheckFailed", "None"][..],
            &["None", "TransactionConflict"],
            &["ThrottlingError", "ThrottlingError"],
            &["ProvisionedThroughputExceeded", "ConditionalCheckFailed"],
        ] {
            assert!(lost_a_race(&cancelled(others)), "{others:?}");
        }
        for wrong in
            [&[][..], &["None"], &["ValidationError"], &["ThrottlingError", "ValidationError"], &["AccessDenied"]]
        {
            assert!(!lost_a_race(&cancelled(wrong)), "{wrong:?}");
        }
    }
}
