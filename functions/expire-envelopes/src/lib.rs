//! On schedule: deadlines, reminders, and work that got stuck.
//!
//! Nothing depends on when this runs: an envelope past its deadline is expired at every read. What is done here is to
//! record it and to tell everybody. A seal or stamp that waits (every authority was down, a message was lost) is asked
//! for again, so that the envelope goes on by itself.

use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::deadline::reminders_due;
use domain::document::Document;
use domain::envelope::{Envelope, State, Status};
use domain::ids::EnvelopeId;
use domain::job::Job;
use domain::ports::{Clock, DecideError, Envelopes, Jobs, PortError, decide};
use domain::preparation::PREPARATION_LEASE;
use jiff::Timestamp;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Envelopes.
    pub envelopes: Arc<dyn Envelopes>,
    /// The queues of the functions whose work may be stuck.
    pub jobs: Arc<dyn Jobs>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
}

/// Why something due was not done; the next run tries again.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
    /// See [`DecideError`].
    #[error(transparent)]
    Decide(#[from] DecideError),
    /// Some envelopes failed; the log says which and why.
    #[error("{failed} of {due} envelopes that were due could not be seen to")]
    Some {
        /// How many failed.
        failed: usize,
        /// How many were due.
        due: usize,
    },
}

/// Sees to every envelope that is due. One that fails does not keep the others waiting.
pub async fn handle(dependencies: &Dependencies) -> Result<(), SweepError> {
    let now = dependencies.clock.now();
    let due = dependencies.envelopes.due(now).await?;
    let (mut failed, mut waiting) = (0, 0);
    for id in &due {
        match see_to(dependencies, *id, now).await {
            Ok(Progress::Advancing) => {}
            Ok(Progress::Waiting) => waiting += 1,
            Err(error) => {
                failed += 1;
                let reason = lambda::telemetry::chain(&error);
                tracing::error!(envelope = %id, reason, "an envelope that is due could not be seen to");
            }
        }
    }
    // The operator's alarm counts these two: infra/template.yaml has the filter.
    tracing::info!(due = due.len(), failed, waiting, "looked at what is due");
    if failed == 0 { Ok(()) } else { Err(SweepError::Some { failed, due: due.len() }) }
}

/// How an envelope fares that was looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// As it should.
    Advancing,
    /// It waits for the service itself, for longer than that needs.
    Waiting,
}

async fn see_to(dependencies: &Dependencies, id: EnvelopeId, now: Timestamp) -> Result<Progress, SweepError> {
    let Some(envelope) = dependencies.envelopes.load(id).await? else { return Ok(Progress::Advancing) };
    if envelope.deadline().is_some() && envelope.status_at(now) == Status::Expired {
        commit(dependencies, &envelope, &Command::Expire).await?;
        return Ok(Progress::Advancing);
    }
    for recipient in reminders_due(&envelope, now) {
        commit(dependencies, &envelope, &Command::Remind { recipient: recipient.number }).await?;
    }
    // The one that fails does not keep the other back: where nothing can be asked for, the sender is told all the same.
    let asked = ask_again(dependencies, &envelope, now).await;
    let progress = report(dependencies, &envelope, now).await;
    asked?;
    progress
}

async fn ask_again(dependencies: &Dependencies, envelope: &Envelope, now: Timestamp) -> Result<(), SweepError> {
    for job in stuck(envelope, now) {
        dependencies.jobs.enqueue(&job).await?;
    }
    Ok(())
}

/// Tells the sender what waits too long, once.
async fn report(dependencies: &Dependencies, envelope: &Envelope, now: Timestamp) -> Result<Progress, SweepError> {
    let Some(wait) = envelope.wait() else { return Ok(Progress::Advancing) };
    if wait.is_report_due_at(now) {
        commit(dependencies, envelope, &Command::ReportWait).await?;
    }
    if !wait.is_overdue_at(now) {
        return Ok(Progress::Advancing);
    }
    let (since, cause) = (wait.began, wait.cause);
    tracing::warn!(envelope = %envelope.id, %since, ?cause, "the envelope waits for the service");
    Ok(Progress::Waiting)
}

/// What to ask for again.
fn stuck(envelope: &Envelope, now: Timestamp) -> Vec<Job> {
    let envelope_id = envelope.id;
    if envelope.has_seals_to_make() {
        return vec![Job::Seal { envelope: envelope_id }, Job::Stamp { envelope: envelope_id }];
    }
    let unlocked = envelope.documents.iter().any(|d| d.retained_until.is_none());
    match envelope.state {
        // Until then the jobs of the request are on their way.
        State::Sending { requested_at, .. } if requested_at + PREPARATION_LEASE <= now => {
            let job = |document: &Document| Job::Prepare { envelope: envelope_id, document: document.number };
            envelope.documents.iter().map(job).collect()
        }
        State::Completed { .. } if unlocked => vec![Job::Retain { envelope: envelope_id }],
        _ => Vec::new(),
    }
}

async fn commit(dependencies: &Dependencies, envelope: &Envelope, command: &Command) -> Result<(), SweepError> {
    let decide = decide(&dependencies.envelopes, &dependencies.clock, envelope, None, |_| Ok(command.clone()));
    match decide.await {
        // Somebody acted in between, or another run was faster: it is not due any more.
        Ok(_)
        | Err(DecideError::Refused(
            Refusal::NotDue
            | Refusal::AlreadyRecorded
            | Refusal::AlreadyActed
            | Refusal::DeadlinePassed
            | Refusal::WrongStatus { .. },
        )) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
