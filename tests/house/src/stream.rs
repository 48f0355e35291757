//! The table's stream: every event row that was committed, in the order of its envelope, at least once.

use std::collections::BTreeMap;
use std::sync::Mutex;

use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use domain::digest::Digest;
use domain::evidence::Event;
use domain::ids::EnvelopeId;
use serde_json::{Value, json};

use crate::chance::Chance;

/// What was committed, and how far it was routed.
#[derive(Default)]
pub(crate) struct Stream(Mutex<BTreeMap<EnvelopeId, Shard>>);

#[derive(Default)]
struct Shard {
    events: Vec<Event>,
    routed: usize,
    /// Whether a batch is being routed: the next one waits for it.
    is_busy: bool,
}

/// Some events in a row.
pub(crate) struct Batch {
    pub(crate) envelope: EnvelopeId,
    pub(crate) events: Vec<Event>,
}

impl Stream {
    /// Adds what was committed.
    pub(crate) fn push(&self, envelope: EnvelopeId, events: &[Event]) {
        self.0.lock().unwrap().entry(envelope).or_default().events.extend_from_slice(events);
    }

    /// The next events of an envelope of which no batch is on its way.
    pub(crate) fn take(&self, chance: &Chance) -> Option<Batch> {
        let mut shards = self.0.lock().unwrap();
        let waiting: Vec<EnvelopeId> = shards.iter().filter(|(_, s)| s.waits()).map(|(id, _)| *id).collect();
        if waiting.is_empty() {
            return None;
        }
        let envelope = *chance.one_of(&waiting);
        let shard = shards.get_mut(&envelope).expect("it waits");
        shard.is_busy = true;
        let upto = shard.routed + 1 + chance.below(shard.events.len() - shard.routed);
        Some(Batch { envelope, events: shard.events[shard.routed..upto].to_vec() })
    }

    /// Notes that the first events of a batch were routed; the others come again.
    pub(crate) fn finish(&self, batch: &Batch, routed: usize) {
        let mut shards = self.0.lock().unwrap();
        let shard = shards.get_mut(&batch.envelope).expect("it was taken");
        shard.is_busy = false;
        shard.routed += routed.min(batch.events.len());
    }

    /// Whether everything was routed.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().unwrap().values().all(|shard| shard.routed == shard.events.len())
    }
}

impl Shard {
    fn waits(&self) -> bool {
        !self.is_busy && self.routed < self.events.len()
    }
}

impl Batch {
    /// How many of its events come before the one with this sequence number; all of them where none is named.
    pub(crate) fn events_before(&self, failed: Option<u64>) -> usize {
        failed.map_or(self.events.len(), |failed| self.events.iter().filter(|event| event.sequence < failed).count())
    }

    /// As DynamoDB hands it to a function.
    pub(crate) fn to_event(&self) -> StreamEvent {
        let records: Vec<Value> = self.events.iter().map(record).collect();
        serde_json::from_value(json!({ "Records": records })).expect("a stream's batch")
    }
}

fn record(event: &Event) -> Value {
    let body = event.to_json().expect("JSON");
    let (pk, sk) = (format!("ENVELOPE#{}", event.envelope), format!("EVENT#{:08}", event.sequence));
    let digest = Digest::of(body.as_bytes()).to_string();
    json!({
        "eventID": sk,
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "awsRegion": "ap-northeast-1",
        "dynamodb": {
            "ApproximateCreationDateTime": event.at.as_second(),
            "Keys": { "PK": { "S": pk }, "SK": { "S": sk } },
            "NewImage": { "PK": { "S": pk }, "SK": { "S": sk }, "body": { "S": body }, "digest": { "S": digest } },
            "SequenceNumber": event.sequence.to_string(),
            "SizeBytes": 1,
            "StreamViewType": "NEW_IMAGE",
        },
    })
}
