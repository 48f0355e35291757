//! What leaves the document store, and when: the revisions that a finished file holds, the files of envelopes that came to
//! nothing, and, where a deployment wants that, finished files whose retention has ended.

use jiff::{SignedDuration, Timestamp};

use crate::digest::Digest;
use crate::document::{KeptFiles, ObjectKey, StoredFile, Unproven};
use crate::envelope::{Envelope, State};
use crate::ids::DocumentNumber;
use crate::retention::Retention;
use crate::waits::after;

/// So long after completion the earlier revisions stay: every URL by which somebody reads one has ended by then, and so has
/// every function that began before.
pub const REVISIONS_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// So long after its end the files of an envelope that was declined, taken back, not finished in time or failed stay, for the
/// sender to fetch.
pub const ENDED_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// After so long files are looked at again whose retention has ended and which the deployment keeps all the same.
pub const NEXT_LOOK: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is to be removed next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// Of a completed envelope, whatever the finished files hold.
    Revisions,
    /// Everything of an envelope that came to nothing.
    Ended,
    /// Finished files whose retention has ended.
    PastRetention,
}

/// What was found or done in the document store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemovalReport {
    /// The earlier revisions of a document were removed.
    Revisions {
        /// Which document.
        document: DocumentNumber,
        /// SHA-256 of the finished file, which holds them.
        finished: Digest,
        /// What was removed.
        removed: Vec<StoredFile>,
        /// What stays, since the finished file does not hold it: a seal that was discarded before anybody saw it.
        left: Vec<ObjectKey>,
    },
    /// They stay.
    Unproven {
        /// Which document.
        document: DocumentNumber,
        /// Why.
        why: Unproven,
    },
    /// Every file of the envelope was removed.
    Documents {
        /// Which.
        objects: Vec<ObjectKey>,
    },
    /// The retention has ended, and the finished files stay.
    RetentionEnded,
}

impl Envelope {
    /// What is to be removed from the document store next, and from when on.
    pub fn next_removal(&self) -> Option<(Timestamp, Removal)> {
        let has = |kept: KeptFiles| self.documents.iter().any(|document| document.kept == kept);
        let of_removed = self.removed_documents.map(|removed| removed.kept);
        let mut kept = self.documents.iter().map(|document| document.kept).chain(of_removed);
        if kept.all(|kept| kept == KeptFiles::Nothing) {
            return None;
        }
        match self.state {
            State::Draft | State::Sending { .. } | State::Sent { .. } | State::InProgress { .. } => None,
            State::Completed { at } => {
                // What is not locked yet is not finished with.
                let until = self.documents.iter().map(|document| document.retained_until).min()??;
                if has(KeptFiles::All) {
                    return Some((after(at, REVISIONS_KEPT), Removal::Revisions));
                }
                // What cannot be proven stays, for somebody to look at, and its envelope with it.
                if self.retention == Retention::Unlimited || has(KeptFiles::Unproven) {
                    return None;
                }
                let told = self.last_event_at.filter(|_| has(KeptFiles::PastRetention));
                let due = told.map_or(until, |told| after(told, NEXT_LOOK).max(until));
                Some((due, Removal::PastRetention))
            }
            // Of a draft that nobody tried to send nothing was made: it was drafted, and ended.
            State::Declined { .. }
            | State::Voided { .. }
            | State::Expired { .. }
            | State::Failed { .. }
            | State::Deleted { .. }
                if self.evidence.sequence <= 2 =>
            {
                None
            }
            State::Declined { at } | State::Voided { at } | State::Expired { at } | State::Failed { at, .. } => {
                Some((after(at, ENDED_KEPT), Removal::Ended))
            }
            // Nobody can fetch it. By then every function has ended that began before.
            State::Deleted { at } => Some((after(at, REVISIONS_KEPT), Removal::Ended)),
        }
    }

    /// What is to be removed at `now`.
    pub fn removal_due(&self, now: Timestamp) -> Option<Removal> {
        self.next_removal().filter(|(due, _)| *due <= now).map(|(_, removal)| removal)
    }

    /// Whether its documents are not kept any more.
    pub fn is_removed(&self) -> bool {
        !self.documents.is_empty() && self.documents.iter().all(|document| document.kept == KeptFiles::Nothing)
    }
}

/// Whether a finished file holds an earlier one byte for byte: it begins with it, or differs from it only in the place of one
/// signature, into which the timestamp was put. What the signature covers is the same then.
pub fn holds(finished: &[u8], earlier: &[u8]) -> bool {
    let Some(beginning) = finished.get(..earlier.len()).filter(|beginning| !beginning.is_empty()) else { return false };
    let Some(first) = beginning.iter().zip(earlier).position(|(a, b)| a != b) else { return true };
    let last = beginning.iter().zip(earlier).rposition(|(a, b)| a != b).unwrap_or(first);
    // The place of a signature is one string of hexadecimal digits.
    let is_hexadecimal = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_hexdigit);
    let is_closed = || {
        let before = beginning[..first].iter().rev().find(|byte| !byte.is_ascii_hexdigit());
        let behind = beginning[last..].iter().find(|byte| !byte.is_ascii_hexdigit());
        before == Some(&b'<') && behind == Some(&b'>')
    };
    is_hexadecimal(&beginning[first..=last]) && is_hexadecimal(&earlier[first..=last]) && is_closed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_what_it_begins_with_and_what_differs_in_one_signature() {
        let finished = b"%PDF-1.7 /Contents<30aBcd> more";
        for held in [&b"%PDF-1.7"[..], finished, b"%PDF-1.7 /Contents<300000>", b"%PDF-1.7 /Contents<000000> more"] {
            assert!(holds(finished, held), "{}", String::from_utf8_lossy(held));
        }
        for other in [
            &b""[..],
            b"%PDF-1.6",
            b"%PDF-1.7 /Contents<30aBcd> more and more",
            b"%PDF-1.7 /Contents<30aBcx>",
            b"%PDF-1.7 /Contents<30aB0d",
            b"%PDF-1.6 /Contents<300000>",
            b"%PDF-1.7 /contents<30aBcd>",
            b"%PDF-1.7 /Contents<30aBcd] more",
        ] {
            assert!(!holds(finished, other), "{}", String::from_utf8_lossy(other));
        }
        assert!(!holds(b"1 a 2 <00>", b"1 b 2 <00>"), "a digit that stands in no string");
    }
}
