//! Locks finished documents until their retention ends (F36, L13): S3 Object Lock in compliance mode, which nobody can
//! shorten, the account's owner included; for as long as a trial says where the deployment is one.
//!
//! And removes what need not be kept ([`domain::removal`]), as the one function that may: revisions that the finished file
//! holds, the files of envelopes that came to nothing, and finished files whose retention has ended, where the deployment says
//! so. `expire-envelopes` asks for it when its time has come.

mod removal;

use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::document::Document;
use domain::envelope::{Envelope, State};
use domain::ids::EnvelopeId;
use domain::job::Job;
use domain::ports::{Clock, DecideError, DocumentRemoval, Documents, Due, Envelopes, PortError, RetentionLock, decide};
use domain::retention::RetentionMode;
use jiff::Timestamp;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Envelopes.
    pub envelopes: Arc<dyn Envelopes>,
    /// The document store.
    pub documents: Arc<dyn Documents>,
    /// Its lock.
    pub lock: Arc<dyn RetentionLock>,
    /// What takes files away from it.
    pub removal: Arc<dyn DocumentRemoval>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// How this deployment locks; the document store's lock is of the same mode.
    pub mode: RetentionMode,
    /// Whether finished files are removed when their retention has ended. Otherwise it is said that it has.
    pub deletes_after_retention: bool,
}

/// Why documents were not locked, or files not removed; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum RetainError {
    /// The envelope is gone.
    #[error("there is no envelope {0}")]
    NoEnvelope(EnvelopeId),
    /// Some could not be seen to, the others were.
    #[error("{failed} of {due} envelopes could not be seen to")]
    Some {
        /// How many.
        failed: usize,
        /// Of how many that were looked at.
        due: usize,
    },
    /// The files of some documents stay: the evidence says why. The job is given up in the end, and the operator's alarm
    /// rings; nobody asks for it again but the operator.
    #[error("the earlier revisions of {documents} documents stay, since the finished files do not prove to hold them")]
    Unproven {
        /// Of how many.
        documents: usize,
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

/// Locks the documents of the job's envelope, and removes what is due to be removed.
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
                tracing::error!(envelope = %one.envelope, reason, "an envelope could not be seen to");
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
    let newest = match envelope.state {
        State::Completed { at } => Some(lock(dependencies, envelope, at).await?),
        _ => None,
    };
    removal::see_to(dependencies, newest.as_ref().unwrap_or(envelope)).await
}

/// Locks the finished files. Gives the envelope as it is then.
async fn lock(dependencies: &Dependencies, envelope: &Envelope, at: Timestamp) -> Result<Envelope, RetainError> {
    if envelope.documents.iter().all(|document| document.retained_until.is_some()) {
        return Ok(envelope.clone());
    }
    let until = dependencies.mode.until(envelope.retention, at);
    // The store takes no date that has passed.
    if dependencies.clock.now() < until {
        for file in envelope.documents.iter().filter_map(Document::latest) {
            dependencies.lock.retain(&file.object, until).await?;
        }
    }
    let command = |_: &Envelope| Ok(Command::RecordRetention { until });
    match decide(&dependencies.envelopes, &dependencies.clock, envelope, None, command).await {
        Ok((newest, _)) => {
            tracing::info!(envelope = %envelope.id, %until, "locked");
            Ok(newest)
        }
        Err(DecideError::Refused(Refusal::AlreadyRecorded)) => Ok(envelope.clone()),
        Err(error) => Err(error.into()),
    }
}
