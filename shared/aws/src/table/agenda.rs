//! When the schedule has to look at which envelope, in two sparse indexes of the envelopes' rows: one by their dates, one by the
//! work that got stuck, so that much of the one does not keep the other waiting. Both have the keys alone, and the second also
//! since when the envelope waits.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::builders::PutBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use domain::deadline;
use domain::envelope::Envelope;
use domain::ids::EnvelopeId;
use domain::ports::{Agenda, Due, DueKind, PortError};
use jiff::Timestamp;

use super::{Item, Table, envelope_key, envelope_of_key, number, string, text};

/// An index: its name, and its two attributes.
pub(super) struct Index {
    kind: DueKind,
    name: &'static str,
    queue: &'static str,
    at: &'static str,
}

pub(super) const DATES: Index = Index { kind: DueKind::Date, name: "due", queue: "due_queue", at: "due_at" };
pub(super) const WORK: Index = Index { kind: DueKind::Work, name: "waiting", queue: "waiting_queue", at: "try_at" };

/// The one value of the attribute by which an index is asked.
const QUEUE: &str = "ENVELOPES";
/// Since when the envelope has waited, in the row and in the index of work.
const SINCE: &str = "waiting_since";

impl Index {
    const fn of(kind: DueKind) -> &'static Self {
        match kind {
            DueKind::Date => &DATES,
            DueKind::Work => &WORK,
        }
    }
}

/// Adds what the indexes carry.
pub(super) fn noted(mut put: PutBuilder, envelope: &Envelope, agenda: Agenda) -> PutBuilder {
    for (index, at) in entries(agenda) {
        if let Some(at) = at {
            put = put.item(index.queue, text(QUEUE)).item(index.at, text(sortable(at)));
        }
    }
    match deadline::waiting_since(envelope) {
        Some(since) => put.item(SINCE, text(sortable(since))),
        None => put,
    }
}

fn entries(agenda: Agenda) -> [(&'static Index, Option<Timestamp>); 2] {
    [(&DATES, agenda.date), (&WORK, agenda.work)]
}

impl Table {
    pub(super) async fn due(
        &self,
        index: &Index,
        now: Timestamp,
        after: Option<&Due>,
        limit: usize,
    ) -> Result<Vec<Due>, PortError> {
        const ACTION: &str = "ask which envelopes are due";
        let query = self.client.query().table_name(&self.name).index_name(index.name);
        let query = query.key_condition_expression("#queue = :queue AND #at <= :now");
        let query = query.expression_attribute_names("#queue", index.queue).expression_attribute_names("#at", index.at);
        let query = query.expression_attribute_values(":queue", text(QUEUE));
        let query = query.expression_attribute_values(":now", text(sortable(now)));
        let query = query.limit(i32::try_from(limit).unwrap_or(i32::MAX));
        let query = query.set_exclusive_start_key(after.map(|after| position(index, after)));
        let answer = query.send().await.map_err(|e| PortError::new(ACTION, e))?;
        answer.items.unwrap_or_default().iter().map(|item| read_due(index, item)).collect()
    }

    pub(super) async fn count_waiting_since(&self, since: Timestamp) -> Result<usize, PortError> {
        const ACTION: &str = "count the envelopes that wait";
        let query = self.client.query().table_name(&self.name).index_name(WORK.name).select(Select::Count);
        let query = query.key_condition_expression("#queue = :queue").filter_expression("#since <= :since");
        let query = query.expression_attribute_names("#queue", WORK.queue).expression_attribute_names("#since", SINCE);
        let query = query.expression_attribute_values(":queue", text(QUEUE));
        let mut pages = query.expression_attribute_values(":since", text(sortable(since))).into_paginator().send();
        let mut count = 0;
        while let Some(page) = pages.next().await {
            let page = page.map_err(|e| PortError::new(ACTION, e))?;
            count += usize::try_from(page.count).unwrap_or_default();
        }
        Ok(count)
    }

    pub(super) async fn set_agenda(&self, envelope: &Envelope, agenda: Agenda) -> Result<(), PortError> {
        let (mut set, mut remove) = (Vec::new(), Vec::new());
        let mut request = self.update_of(envelope.id);
        for (index, at) in entries(agenda) {
            let Some(at) = at else {
                remove.extend([index.queue, index.at]);
                continue;
            };
            set.push(format!("{} = :queue, {} = :{}", index.queue, index.at, index.at));
            request = request.expression_attribute_values(":queue", text(QUEUE));
            request = request.expression_attribute_values(format!(":{}", index.at), text(sortable(at)));
        }
        match deadline::waiting_since(envelope) {
            Some(since) => {
                set.push(format!("{SINCE} = :since"));
                request = request.expression_attribute_values(":since", text(sortable(since)));
            }
            None => remove.push(SINCE),
        }
        let clause =
            |word: &str, parts: &str| if parts.is_empty() { String::new() } else { format!("{word} {parts} ") };
        let update = clause("SET", &set.join(", ")) + &clause("REMOVE", &remove.join(", "));
        let request = request.update_expression(update.trim_end()).condition_expression("version = :version");
        unless_changed(request.expression_attribute_values(":version", number(envelope.version))).await
    }

    pub(super) async fn move_due(&self, due: &Due, until: Timestamp) -> Result<(), PortError> {
        let request = self.update_of(due.envelope).update_expression("SET #at = :until");
        let request = request.condition_expression("#at = :seen");
        let request = request.expression_attribute_names("#at", Index::of(due.kind).at);
        let request = request.expression_attribute_values(":until", text(sortable(until)));
        unless_changed(request.expression_attribute_values(":seen", text(sortable(due.at)))).await
    }

    fn update_of(&self, id: EnvelopeId) -> UpdateItemFluentBuilder {
        let request = self.client.update_item().table_name(&self.name);
        request.key("PK", text(envelope_key(id))).key("SK", text("META"))
    }
}

/// Writes it, unless the row is not what the request says any more.
async fn unless_changed(request: UpdateItemFluentBuilder) -> Result<(), PortError> {
    match request.send().await.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
        Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
        // Its transaction writes a new time.
        Err(UpdateItemError::TransactionConflictException(_)) => Ok(()),
        Err(error) => Err(PortError::new("note when the envelope is due", error)),
    }
}

/// Where the next page of an index begins: behind this one.
fn position(index: &Index, due: &Due) -> Item {
    let keys: [(&str, AttributeValue); 4] = [
        ("PK", text(envelope_key(due.envelope))),
        ("SK", text("META")),
        (index.queue, text(QUEUE)),
        (index.at, text(sortable(due.at))),
    ];
    keys.map(|(name, value)| (name.to_owned(), value)).into()
}

fn read_due(index: &Index, item: &Item) -> Result<Due, PortError> {
    const ACTION: &str = "ask which envelopes are due";
    let envelope = string(item, "PK").and_then(envelope_of_key);
    let envelope = envelope.ok_or_else(|| PortError::new(ACTION, "an item of the index is not an envelope"))?;
    let at = string(item, index.at).ok_or_else(|| PortError::new(ACTION, "an item of the index has no time"))?;
    let at = at.parse().map_err(|e: jiff::Error| PortError::new(ACTION, e))?;
    Ok(Due { envelope, kind: index.kind, at })
}

/// RFC 3339 in UTC with whole seconds: sorts as text.
fn sortable(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
