//! The functions' queues: what is in them comes at least once, in any order (Amazon SQS standard queues).

use std::sync::Mutex;

use domain::document::ObjectKey;
use domain::job::Job;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::chance::Chance;

/// What a message asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// A job of the domain.
    Job(Job),
    /// What the document store tells of an upload, as it writes it.
    Arrival(String),
    /// What the mail service tells of a mail, as it writes it.
    Notice(String),
}

/// A message that was handed out.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) work: Work,
    /// How often it was handed out, this time included.
    pub(crate) received: u32,
    visible_at: Timestamp,
}

/// All queues.
#[derive(Default)]
pub(crate) struct Queues(Mutex<State>);

#[derive(Default)]
struct State {
    messages: Vec<Message>,
    last: u64,
}

impl Work {
    /// An upload has arrived under this key.
    pub(crate) fn arrival(key: &ObjectKey) -> Self {
        let record = json!({
            "eventName": "ObjectCreated:Put", "eventSource": "aws:s3", "awsRegion": "ap-northeast-1",
            "s3": { "bucket": { "name": "documents" }, "object": { "key": key.0 } },
        });
        Self::Arrival(json!({ "Records": [record] }).to_string())
    }

    /// After this a message that was handed out and not finished comes again: as in the template.
    pub(crate) fn visibility(&self) -> SignedDuration {
        match self {
            Self::Job(Job::Mail { .. } | Job::Invite { .. } | Job::AnnounceSealExpiry { .. }) => {
                SignedDuration::from_secs(90)
            }
            Self::Job(_) | Self::Arrival(_) | Self::Notice(_) => SignedDuration::from_secs(720),
        }
    }

    /// So often at most it is handed out: as in the template.
    pub(crate) const fn most_received(&self) -> u32 {
        match self {
            Self::Job(Job::Mail { .. } | Job::Invite { .. } | Job::AnnounceSealExpiry { .. }) => 160,
            Self::Job(_) | Self::Arrival(_) | Self::Notice(_) => 20,
        }
    }
}

impl Queues {
    /// Puts a message in, to come from then on.
    pub(crate) fn put(&self, work: Work, visible_at: Timestamp) {
        let mut state = self.0.lock().unwrap();
        state.last += 1;
        let id = state.last;
        state.messages.push(Message { id, work, received: 0, visible_at });
    }

    /// Hands out one of the messages that may come now, any of them. One that was handed out too often is taken out for
    /// good and given as an error.
    pub(crate) fn receive(&self, now: Timestamp, chance: &Chance) -> Option<Result<Message, Message>> {
        let mut state = self.0.lock().unwrap();
        let visible: Vec<usize> =
            (0..state.messages.len()).filter(|at| state.messages[*at].visible_at <= now).collect();
        if visible.is_empty() {
            return None;
        }
        let at = *chance.one_of(&visible);
        let message = &mut state.messages[at];
        if message.received >= message.work.most_received() {
            return Some(Err(state.messages.remove(at)));
        }
        message.received += 1;
        message.visible_at = now + message.work.visibility();
        Some(Ok(message.clone()))
    }

    /// Takes a message out: its work is done.
    pub(crate) fn finish(&self, id: u64) {
        self.0.lock().unwrap().messages.retain(|message| message.id != id);
    }

    /// When the next message may come.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.0.lock().unwrap().messages.iter().map(|message| message.visible_at).min()
    }

    /// How many jobs for seals and timestamps are in them.
    pub(crate) fn count_of_seals(&self) -> usize {
        let is_seal = |message: &&Message| matches!(message.work, Work::Job(Job::Seal { .. } | Job::Timestamp { .. }));
        self.0.lock().unwrap().messages.iter().filter(is_seal).count()
    }

    /// Whether nothing is in them.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().unwrap().messages.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::EnvelopeId;

    use super::*;

    #[test]
    fn a_message_comes_again_until_it_is_finished_or_came_too_often() {
        let (queues, chance) = (Queues::default(), Chance::of(1));
        let mut now: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
        let job = Job::Seal { envelope: EnvelopeId::new(uuid::Uuid::from_u128(1)) };
        queues.put(Work::Job(job), now);
        for received in 1..=20 {
            let message = queues.receive(now, &chance).unwrap().unwrap();
            assert_eq!(message.received, received);
            assert!(queues.receive(now, &chance).is_none(), "it is somebody's now");
            now += SignedDuration::from_secs(720);
        }
        assert!(queues.receive(now, &chance).unwrap().is_err());
        assert!(queues.is_empty() && queues.next().is_none());
    }
}
