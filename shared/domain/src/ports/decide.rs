//! Carrying out a command on a stored envelope.

use std::sync::Arc;
use std::time::Duration;

use super::{Clock, CommitError, Envelopes, PortError, StoredAnswer};
use crate::actor::Actor;
use crate::command::{Command, Refusal};
use crate::digest::Digest;
use crate::envelope::Envelope;
use crate::evidence::Event;
use crate::ids::EnvelopeId;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// No such envelope.
    #[error("no such envelope")]
    NotFound,
    /// The domain refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Others kept changing the envelope.
    #[error("the envelope is being changed by many at once; try again")]
    Contention,
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
}

/// The version that a decision starts from.
#[derive(Clone, Copy, Debug)]
pub enum Start<'e> {
    /// One that was loaded just now.
    Loaded(&'e Envelope),
    /// The newest one, which is to be loaded.
    Newest(EnvelopeId),
}

impl<'e> From<&'e Envelope> for Start<'e> {
    fn from(envelope: &'e Envelope) -> Self {
        Self::Loaded(envelope)
    }
}

impl From<EnvelopeId> for Start<'_> {
    fn from(id: EnvelopeId) -> Self {
        Self::Newest(id)
    }
}

/// Apply, commit; again from the newest version when somebody else was first, after a pause. Where a command makes the
/// envelope grow, the store is asked before whether it has room.
///
/// A version that the caller has loaded saves one read: whoever starts from an old one loses the commit, and a refusal by
/// an old one is judged again by the newest. The clock is read on every try: what is committed happened at that moment, and
/// not when the request began. `command` sees the envelope as it is applied to. `answer` is committed with it.
pub async fn decide(
    envelopes: &Arc<dyn Envelopes>,
    clock: &Arc<dyn Clock>,
    start: impl Into<Start<'_>>,
    answer: Option<&StoredAnswer>,
    command: impl Fn(&Envelope) -> Result<Command, Refusal> + Send,
) -> Result<(Envelope, Vec<Event>), DecideError> {
    decide_by(None, envelopes, clock, start, answer, command).await
}

/// The same, for somebody of the sender's side: the evidence says who.
pub async fn decide_by(
    by: Option<&Actor>,
    envelopes: &Arc<dyn Envelopes>,
    clock: &Arc<dyn Clock>,
    start: impl Into<Start<'_>>,
    answer: Option<&StoredAnswer>,
    command: impl Fn(&Envelope) -> Result<Command, Refusal> + Send,
) -> Result<(Envelope, Vec<Event>), DecideError> {
    let load = async |id| envelopes.load(id).await?.ok_or(DecideError::NotFound);
    let try_on = |envelope: &Envelope| {
        let command = command(envelope)?;
        let without_room = command.without_room();
        let decision = envelope.apply_by(by, command, clock.now())?;
        match without_room.filter(|_| !envelopes.has_room_for(&decision.envelope)) {
            Some(refusal) => Err(refusal),
            None => Ok(decision),
        }
    };
    let (mut envelope, mut is_newest) = match start.into() {
        Start::Loaded(envelope) => (envelope.clone(), false),
        Start::Newest(id) => (load(id).await?, true),
    };
    let mut attempt = 0;
    while attempt < MAX_TRIES {
        let id = envelope.id;
        let decision = match try_on(&envelope) {
            Ok(decision) => decision,
            Err(refusal) if is_newest => return Err(refusal.into()),
            Err(refusal) => {
                let newest = load(id).await?;
                if newest.version == envelope.version {
                    return Err(refusal.into());
                }
                (envelope, is_newest) = (newest, true);
                continue;
            }
        };
        match envelopes.commit(&decision, answer).await {
            Ok(()) => return Ok((decision.envelope, decision.events)),
            Err(CommitError::Conflict) => clock.pause(pause_after(attempt, decision.envelope.evidence.digest)).await,
            Err(CommitError::Port(error)) => return Err(error.into()),
        }
        (envelope, is_newest) = (load(id).await?, true);
        attempt += 1;
    }
    Err(DecideError::Contention)
}

/// Tries of [`decide`]. Together with the longest pauses they take less than 20 s, which every function has but the one that
/// sends mails: its jobs come again, and do not send twice. Enough for 50 recipients who act at the same moment.
const MAX_TRIES: u32 = 50;
/// The longest pause after the first lost try. It doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
/// No pause is longer.
const MAX_PAUSE: Duration = Duration::from_millis(400);

/// How long to wait after a lost try, counted from 0: anything from nothing to a bound that grows with the tries ("full
/// jitter"), so that those who met once do not meet again. The digest of what was not committed decides: it differs
/// between any two who wanted different things, and no source of randomness is needed.
pub(super) fn pause_after(attempt: u32, lost: Digest) -> Duration {
    let bound = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(attempt)).min(MAX_PAUSE);
    let [a, b, c, d, ..] = *lost.as_bytes();
    bound.mul_f64(f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound_and_differ_between_rivals() {
        let most = |attempt| pause_after(attempt, Digest::new([0xff; 32]));
        assert_eq!(most(0), FIRST_PAUSE);
        assert_eq!(most(1), FIRST_PAUSE * 2);
        assert_eq!(most(49), MAX_PAUSE);
        assert_eq!(pause_after(49, Digest::ZERO), Duration::ZERO);
        let rivals: std::collections::BTreeSet<_> =
            (0..20).map(|n| pause_after(5, Digest::of(format!("event {n}").as_bytes()))).collect();
        assert_eq!(rivals.len(), 20);
    }

    #[test]
    fn all_tries_together_end_before_a_function_does() {
        let longest: Duration = (0..MAX_TRIES).map(|attempt| pause_after(attempt, Digest::new([0xff; 32]))).sum();
        assert!(longest < Duration::from_secs(20), "{longest:?}");
    }
}
