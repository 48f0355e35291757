//! Who did what, seen from outside: what must never be is noted the moment it is seen.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};

use domain::command::Decision;
use domain::digest::Digest;
use domain::document::{Document, ObjectKey, StoredFile};
use domain::envelope::Envelope;
use domain::evidence::{Event, EventKind};
use domain::ids::{DocumentNumber, EnvelopeId, RecipientNumber};
use domain::mail::{Addressee, MailOrigin};
use fakes::PresignedDocuments;
use jiff::Timestamp;

use crate::invocation::Invocation;
use crate::timeline::Timeline;
use crate::violation::Violation;

/// Violations of a kind that are kept; a run that goes wrong goes wrong over and over.
const MAX_ALIKE: usize = 3;
/// Calls of ports that are remembered for whoever looks for a cause.
const REMEMBERED: usize = 60;
/// Errors that are remembered.
const ERRORS: usize = 4;

/// What was seen so far.
#[derive(Default)]
pub(crate) struct Watch(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    violations: Vec<Violation>,
    calls: u64,
    last: VecDeque<Call>,
    errors: VecDeque<String>,
    commits: u64,
    conflicts: u64,
    ends: HashMap<EnvelopeId, Timestamp>,
    mails: BTreeMap<(EnvelopeId, u64, Addressee), Vec<Arc<Invocation>>>,
    signed: HashMap<Digest, usize>,
    locked: BTreeSet<ObjectKey>,
    open: BTreeSet<EnvelopeId>,
}

/// A call of a port.
struct Call {
    at: Timestamp,
    who: Arc<Invocation>,
    action: &'static str,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (at, who, action) = (self.at.strftime("%H:%M:%S%.3f"), &self.who, self.action);
        let disturbed = if who.is_disturbed() { " (disturbed)" } else { "" };
        write!(f, "{at} {who}{disturbed}: {action}")
    }
}

impl Watch {
    /// Notes a violation.
    pub(crate) fn note(&self, violation: Violation) {
        self.0.lock().unwrap().note(violation);
    }

    /// What must never be seen, and was.
    pub(crate) fn violations(&self) -> Vec<Violation> {
        self.0.lock().unwrap().violations.clone()
    }

    /// A port is called.
    pub(crate) fn called(&self, time: &Timeline, who: &Arc<Invocation>, action: &'static str) {
        let mut seen = self.0.lock().unwrap();
        seen.calls += 1;
        if seen.last.len() == REMEMBERED {
            seen.last.pop_front();
        }
        seen.last.push_back(Call { at: time.now(), who: who.clone(), action });
    }

    /// How many calls of ports there were.
    pub(crate) fn calls(&self) -> u64 {
        self.0.lock().unwrap().calls
    }

    /// The last calls, as lines.
    pub(crate) fn last_calls(&self) -> Vec<String> {
        self.0.lock().unwrap().last.iter().map(ToString::to_string).collect()
    }

    /// How many commits there were.
    pub(crate) fn commits(&self) -> u64 {
        self.0.lock().unwrap().commits
    }

    /// An invocation ended with an error. Only one that nothing has disturbed is to blame.
    pub(crate) fn failed(&self, who: &Invocation, reason: String) {
        let mut seen = self.0.lock().unwrap();
        if seen.errors.len() == ERRORS {
            seen.errors.pop_front();
        }
        seen.errors.push_back(format!("{who}: {reason}"));
        if !who.is_disturbed() {
            seen.note(Violation::JobFailed { who: who.to_string(), reason });
        }
    }

    /// A commit was refused, since somebody else was first.
    pub(crate) fn refused(&self) {
        self.0.lock().unwrap().conflicts += 1;
    }

    /// How many were.
    pub(crate) fn conflicts(&self) -> u64 {
        self.0.lock().unwrap().conflicts
    }

    /// The last errors.
    pub(crate) fn errors(&self) -> Vec<String> {
        self.0.lock().unwrap().errors.iter().cloned().collect()
    }

    /// The mail service took a mail.
    pub(crate) fn mailed(&self, origin: MailOrigin, who: &Arc<Invocation>) {
        let MailOrigin { envelope, sequence, addressee } = origin;
        let mut seen = self.0.lock().unwrap();
        let senders = seen.mails.entry((envelope, sequence, addressee)).or_default();
        senders.push(who.clone());
        let times = senders.len();
        // Whoever died, or got no answer, may have left no note of the mail.
        if !senders[..times - 1].iter().all(|who| who.is_disturbed()) {
            seen.note(Violation::WrongMails { sequence, addressee, times });
        }
    }

    /// How often the mail that an event asked for was sent to this addressee.
    pub(crate) fn times_mailed(&self, envelope: EnvelopeId, sequence: u64, addressee: Addressee) -> usize {
        self.0.lock().unwrap().mails.get(&(envelope, sequence, addressee)).map_or(0, Vec::len)
    }

    /// A key signed a digest.
    pub(crate) fn signed(&self, who: &Arc<Invocation>, digest: Digest) {
        let mut seen = self.0.lock().unwrap();
        if !who.to_sign.lock().unwrap().contains(&digest) {
            seen.note(Violation::KeyUsedUnasked { who: who.to_string() });
        }
        *seen.signed.entry(digest).or_default() += 1;
    }

    /// How often keys were used, and for how many digests.
    pub(crate) fn key_uses(&self) -> (usize, usize) {
        let seen = self.0.lock().unwrap();
        (seen.signed.values().sum(), seen.signed.len())
    }

    /// The store refuses from now on to delete a file.
    pub(crate) fn locked(&self, key: &ObjectKey, _: Timestamp) {
        self.0.lock().unwrap().locked.insert(key.clone());
    }

    /// Whether it does.
    pub(crate) fn is_locked(&self, key: &ObjectKey) -> bool {
        self.0.lock().unwrap().locked.contains(key)
    }

    /// Whether an envelope has not come to its end yet.
    pub(crate) fn has_open(&self) -> bool {
        !self.0.lock().unwrap().open.is_empty()
    }

    /// A decision was committed.
    pub(crate) fn committed(
        &self,
        documents: &PresignedDocuments,
        before: Option<&Envelope>,
        decision: &Decision,
        who: &Invocation,
    ) {
        let mut seen = self.0.lock().unwrap();
        seen.commits += 1;
        match decision.envelope.state.status().is_terminal() {
            true => seen.open.remove(&decision.envelope.id),
            false => seen.open.insert(decision.envelope.id),
        };
        for event in &decision.events {
            if let Some(end) = seen.ends.insert(event.envelope, event.at).filter(|end| *end > event.at) {
                let earlier = format!("{:#}", end.duration_since(event.at));
                seen.note(Violation::TimeRanBackwards { sequence: event.sequence, earlier });
            }
            let Some(before) = before else { continue };
            for violation in [after_the_end(before, event), by_old_link(before, event, who)].into_iter().flatten() {
                seen.note(violation);
            }
            if let Some(violation) = no_increment(documents, before, event) {
                seen.note(violation);
            }
        }
    }
}

impl Seen {
    fn note(&mut self, violation: Violation) {
        if self.violations.iter().filter(|earlier| earlier.is_like(&violation)).count() < MAX_ALIKE {
            self.violations.push(violation);
        }
    }
}

/// Whether something happened to an envelope that was closed, other than what is recorded of its mails and files.
fn after_the_end(before: &Envelope, event: &Event) -> Option<Violation> {
    let is_of_mails_or_files = matches!(
        event.kind,
        EventKind::Mailed { .. }
            | EventKind::MailRefused { .. }
            | EventKind::Bounced { .. }
            | EventKind::Downloaded { .. }
            | EventKind::Retained { .. }
            | EventKind::RevisionsRemoved { .. }
            | EventKind::RevisionsKept { .. }
            | EventKind::DocumentsRemoved { .. }
            | EventKind::RetentionEnded
    );
    let status = before.state.status();
    (status.is_terminal() && !is_of_mails_or_files)
        .then(|| Violation::ChangedAfterTheEnd { event: format!("{:?}", event.kind), status: format!("{status:?}") })
}

/// Whether somebody acted by a link that is not the newest of the recipient who acted.
fn by_old_link(before: &Envelope, event: &Event, who: &Invocation) -> Option<Violation> {
    let actor = actor(&event.kind)?;
    let newest = before.recipient(actor)?.link_generation;
    let link = who.link.as_ref()?;
    let is_newest = link.addressee == Addressee::Recipient(actor)
        && matches!(link.purpose, domain::link::Purpose::Act { generation } if generation == newest);
    let generation = match link.purpose {
        domain::link::Purpose::Act { generation } => generation,
        domain::link::Purpose::Download | domain::link::Purpose::Status => 0,
    };
    (!is_newest).then_some(Violation::ActedByAnOldLink { generation, newest })
}

/// Whose act it is.
const fn actor(kind: &EventKind) -> Option<RecipientNumber> {
    match kind {
        EventKind::Opened { recipient, .. }
        | EventKind::Approved { recipient, .. }
        | EventKind::Confirmed { recipient, .. }
        | EventKind::Declined { recipient, .. }
        | EventKind::Delegated { recipient, .. } => Some(*recipient),
        _ => None,
    }
}

/// Whether a new file does not begin with the one before it, byte for byte.
fn no_increment(documents: &PresignedDocuments, before: &Envelope, event: &Event) -> Option<Violation> {
    let (document, file, what, base) = match &event.kind {
        EventKind::DocumentSealed { document, by, file, base, .. } => {
            (*document, file, format!("the file sealed by {by:?}"), Some(*base))
        }
        EventKind::DocumentTimestamped { document, by, timestamp } => {
            (*document, &timestamp.file, format!("the file timestamped for {by:?}"), None)
        }
        _ => return None,
    };
    let earlier = newest(before, document)?;
    let is_increment = documents.with_files(&earlier.object, &file.object, |earlier, later| {
        later.starts_with(earlier) && Digest::of(later) == file.sha256
    });
    let is_on_it = base.is_none_or(|base| base == earlier.sha256);
    (is_increment != Some(true) || !is_on_it).then_some(Violation::NotAnIncrement { document, what })
}

/// The newest timestamped file, or the one that was prepared.
fn newest(envelope: &Envelope, number: DocumentNumber) -> Option<&StoredFile> {
    let document: &Document = envelope.document(number)?;
    document.latest().or(document.prepared.as_ref().map(|p| &p.file))
}

#[cfg(test)]
mod tests {
    use domain::command::Command;
    use domain::recipient::RecipientState;
    use fakes::{Story, session, signer};
    use jiff::SignedDuration;

    use super::*;
    use crate::backend::Backend;
    use crate::case::Case;
    use crate::invocation::Clock;

    const SENT: &str = "2026-12-01T00:30:00Z";

    fn story() -> (Story, Backend) {
        let story = Story::draft(vec![signer(1, None, "鈴木", "suzuki")], SENT);
        story.start(SENT);
        (story, Backend::new(Case::of(1)))
    }

    fn somebody(backend: &Backend) -> Invocation {
        let (timeline, chance) = (backend.time.clone(), backend.chance.clone());
        let clock = Clock { timeline, chance, offset: SignedDuration::ZERO, jitter: 0 };
        Invocation::new(1, "collect-signature", None, clock)
    }

    fn decline(envelope: &Envelope) -> Decision {
        let (recipient, generation, reason) = (RecipientNumber(1), 1, "no".to_owned());
        let command = Command::Decline { recipient, generation, reason, session: session() };
        envelope.apply(command, SENT.parse().unwrap()).unwrap()
    }

    fn is_seen(backend: &Backend, is_it: fn(&Violation) -> bool) -> bool {
        backend.watch.violations().iter().any(is_it)
    }

    #[test]
    fn an_event_that_is_earlier_than_the_one_before_it_is_seen() {
        let (story, backend) = story();
        let before = story.envelope();
        let mut decision = decline(&before);
        backend.committed(Some(&before), &decision, &somebody(&backend));
        assert!(backend.watch.violations().is_empty());
        decision.events[0].at -= SignedDuration::from_secs(1);
        backend.committed(Some(&before), &decision, &somebody(&backend));
        assert!(is_seen(&backend, |v| matches!(v, Violation::TimeRanBackwards { .. })));
    }

    #[test]
    fn an_act_in_an_envelope_that_is_closed_is_seen() {
        let (story, backend) = story();
        let open = story.envelope();
        let mut closed = decline(&open).envelope;
        closed.recipients[0].state = RecipientState::Invited { at: open.created_at };
        backend.committed(Some(&closed), &decline(&open), &somebody(&backend));
        assert!(is_seen(&backend, |v| matches!(v, Violation::ChangedAfterTheEnd { .. })));
    }
}
