//! Whether the times of a file's timestamps can be true together: what a timestamp covers is older than itself
//! (EN 319 102-1 §5.6.3, TIMESTAMP_ORDER_FAILURE).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::proved::{Proof, TimestampProof, USUAL_ACCURACY};
use super::read::Opened;
use super::report::Reason;
use crate::signatures::{Coverage, Examined, Status};

/// The reason against each timestamp that contradicts another, by the index of its signature and its own in there.
pub(crate) type Contradictions = BTreeMap<(usize, usize), Reason>;

/// A trusted timestamp.
#[derive(Clone, Copy)]
struct Timestamped<'p> {
    signature: usize,
    index: usize,
    field: &'p str,
    time: Timestamp,
    accuracy: SignedDuration,
}

impl Timestamped<'_> {
    fn earliest(self) -> Timestamp {
        self.time.saturating_sub(self.accuracy).unwrap_or(Timestamp::MIN)
    }

    fn latest(self) -> Timestamp {
        self.time.saturating_add(self.accuracy).unwrap_or(Timestamp::MAX)
    }

    /// Whether this one and an older one that it covers cannot both be right, whatever their accuracies allow for.
    fn contradicts(self, covered: Self) -> bool {
        self.latest() < covered.earliest()
    }

    fn key(self) -> (usize, usize) {
        (self.signature, self.index)
    }
}

fn reason(covering: Timestamped<'_>, covered: Timestamped<'_>) -> Reason {
    Reason::TimestampOrder { time: covering.time, field: covering.field.to_owned(), covered_at: covered.time }
}

/// The timestamps that contradict others, of those that are trusted so far. A signature covers all those before it; its
/// own timestamps are over its value, and so over all that it covers.
pub(crate) fn contradictions(opened: &Opened<'_>, proofs: &[Proof]) -> Contradictions {
    let each: Vec<Vec<Timestamped<'_>>> = opened
        .signatures
        .iter()
        .zip(proofs)
        .enumerate()
        .map(|(at, (one, proof))| timestamped(at, one, proof))
        .collect();
    let mut found = Contradictions::new();
    let mut newest: Option<Timestamped<'_>> = None;
    for own in &each {
        for covering in own {
            if let Some(covered) = newest.filter(|covered| covering.contradicts(*covered)) {
                found.insert(covering.key(), reason(*covering, covered));
            }
        }
        newest = own.iter().copied().chain(newest).max_by_key(|one| one.earliest());
    }
    let mut oldest: Option<Timestamped<'_>> = None;
    for own in each.iter().rev() {
        for covered in own {
            if let Some(covering) = oldest.filter(|covering| covering.contradicts(*covered)) {
                found.entry(covered.key()).or_insert_with(|| reason(covering, *covered));
            }
        }
        oldest = own.iter().copied().chain(oldest).min_by_key(|one| one.latest());
    }
    found
}

/// The trusted timestamps of a signature that covers a revision and is over it.
fn timestamped<'p>(signature: usize, examined: &'p Examined, proof: &Proof) -> Vec<Timestamped<'p>> {
    let info = &examined.info;
    let is_whole = !matches!(info.coverage, Coverage::Improper { .. })
        && info.digest == Status::Ok
        && info.signature == Status::Ok;
    let trusted = proof.timestamps.iter().enumerate().filter(|(_, timestamp)| is_whole && timestamp.reason.is_none());
    let timestamped = trusted.filter_map(|(index, timestamp)| {
        let accuracy = timestamp.accuracy.unwrap_or(USUAL_ACCURACY);
        Some(Timestamped { signature, index, field: &info.field, time: timestamp.time?, accuracy })
    });
    timestamped.collect()
}

/// Sets the reason of each timestamp of a signature that contradicts another.
pub(crate) fn refuse_timestamps(timestamps: &mut [TimestampProof], signature: usize, contradictions: &Contradictions) {
    for (index, timestamp) in timestamps.iter_mut().enumerate() {
        if let Some(reason) = contradictions.get(&(signature, index)) {
            timestamp.reason.get_or_insert_with(|| reason.clone());
        }
    }
}

/// The same in all signatures, which are then proved by nothing.
pub(crate) fn refuse(proofs: &mut [Proof], contradictions: &Contradictions) {
    for (signature, proof) in proofs.iter_mut().enumerate() {
        refuse_timestamps(&mut proof.timestamps, signature, contradictions);
        if contradictions.range((signature, 0)..=(signature, usize::MAX)).next().is_some() {
            proof.proved = None;
        }
    }
}
