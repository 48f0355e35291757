//! Locks finished documents until their retention ends (F36, L13): S3 Object Lock in compliance mode, which nobody can
//! shorten, the account's owner included; for as long as a trial says where the deployment is one. Nothing is deleted here.

use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::envelope::{Envelope, State};
use domain::ids::EnvelopeId;
use domain::job::Job;
use domain::ports::{Clock, DecideError, Due, Envelopes, PortError, RetentionLock, decide};
use domain::retention::RetentionMode;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Envelopes.
    pub envelopes: Arc<dyn Envelopes>,
    /// The document store's lock.
    pub lock: Arc<dyn RetentionLock>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// How this deployment locks; the document store's lock is of the same mode.
    pub mode: RetentionMode,
}

/// Why documents were not locked; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum RetainError {
    /// The envelope is gone.
    #[error("there is no envelope {0}")]
    NoEnvelope(EnvelopeId),
    /// Some could not be locked, the others are.
    #[error("{failed} of {due} envelopes could not be seen to")]
    Some {
        /// How many.
        failed: usize,
        /// Of how many that were looked at.
        due: usize,
    },
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
    /// See [`DecideError`].
    #[error(transparent)]
    Decide(#[from] DecideError),
}

/// Envelopes that are asked for at a time.
const PAGE: usize = 100;

/// Locks the documents of the job's envelope.
pub async fn handle(dependencies: &Dependencies, job: Job) -> Result<(), RetainError> {
    let Job::Retain { envelope: id } = job else {
        tracing::warn!(?job, "this job is not for the retention function");
        return Ok(());
    };
    let envelope = dependencies.envelopes.load(id).await?.ok_or(RetainError::NoEnvelope(id))?;
    retain(dependencies, &envelope).await
}

/// Once a day: completed envelopes whose documents nobody has locked yet.
pub async fn sweep(dependencies: &Dependencies) -> Result<(), RetainError> {
    let now = dependencies.clock.now();
    let (mut failed, mut due) = (0, 0);
    let mut last: Option<Due> = None;
    loop {
        let page = dependencies.envelopes.due_work(now, last.as_ref(), PAGE).await?;
        if page.is_empty() {
            break;
        }
        for one in &page {
            due += 1;
            if let Err(error) = look_at(dependencies, one.envelope).await {
                failed += 1;
                let reason = lambda::telemetry::chain(&error);
                tracing::error!(envelope = %one.envelope, reason, "the documents of an envelope could not be locked");
            }
        }
        last = page.last().copied();
    }
    if failed == 0 { Ok(()) } else { Err(RetainError::Some { failed, due }) }
}

async fn look_at(dependencies: &Dependencies, id: EnvelopeId) -> Result<(), RetainError> {
    match dependencies.envelopes.load(id).await? {
        Some(envelope) => retain(dependencies, &envelope).await,
        None => Ok(()),
    }
}

async fn retain(dependencies: &Dependencies, envelope: &Envelope) -> Result<(), RetainError> {
    let State::Completed { at } = envelope.state else { return Ok(()) };
    let until = dependencies.mode.until(envelope.retention, at);
    // Every stamped file: the finished document, and each step of how it came to be.
    let stamped = envelope.documents.iter().flat_map(|d| &d.revisions).filter_map(|r| r.stamped.as_ref());
    for stamp in stamped {
        dependencies.lock.retain(&stamp.file.object, until).await?;
    }
    let command = |_: &Envelope| Ok(Command::RecordRetention { until });
    match decide(&dependencies.envelopes, &dependencies.clock, envelope, None, command).await {
        Ok(_) => tracing::info!(envelope = %envelope.id, %until, "locked"),
        Err(DecideError::Refused(Refusal::AlreadyRecorded)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
