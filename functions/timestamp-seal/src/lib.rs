//! Timestamps seals by RFC 3161: the only function that calls timestamp authorities.
//!
//! The authorities are tried in order, and a token is taken only when everything about it is right (L16). When none gives
//! one, the envelope waits and the schedule asks again: no lesser source of time is used instead (F53). A job is about one
//! document, so that jobs side by side buy no token twice.

mod cause;
pub mod transport;

use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::digest::Digest;
use domain::document::{Document, Sealer, Step, StoredFile, Timestamped};
use domain::envelope::Envelope;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::job::Job;
use domain::ports::{
    Clock, DecideError, Documents, Envelopes, PortError, Randomness, TimestampAuthorities, TimestampAuthority,
    TimestampTransport, decide,
};
use jiff::Timestamp;
use lambda::delay::Delay;
use pades::field::FieldName;
use pades::timestamp::{TimeStampRequest, TimeStampToken, TimestampPolicy, check_response};
use pades::timestamping::{self, TimestampingError};

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Envelopes.
    pub envelopes: Arc<dyn Envelopes>,
    /// The document store.
    pub documents: Arc<dyn Documents>,
    /// The timestamp authorities, in their order.
    pub authorities: Arc<dyn TimestampAuthorities>,
    /// The way to the authorities.
    pub transport: Arc<dyn TimestampTransport>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// The machine's clock, which the authorities' clocks are compared with.
    pub machine_clock: Arc<dyn Clock>,
    /// For nonces.
    pub randomness: Arc<dyn Randomness>,
}

/// Why a seal was not timestamped. The schedule asks for it again; where that could not be noted, the job comes again by itself.
#[derive(Debug, thiserror::Error)]
pub enum TimestampJobError {
    /// The envelope is gone.
    #[error("there is no envelope {0}")]
    NoEnvelope(EnvelopeId),
    /// The file that is to be timestamped is gone or was changed.
    #[error("document {0} in the store is not the one that was recorded")]
    WrongFile(DocumentNumber),
    /// The document cannot be timestamped.
    #[error("document {document} could not be timestamped")]
    Timestamp {
        /// Which document.
        document: DocumentNumber,
        /// Why.
        #[source]
        source: TimestampingError,
    },
    /// The signature field's name is not one.
    #[error("the field's name cannot be written: {0}")]
    Field(String),
    /// No authority is configured.
    #[error("no timestamp authority is set up; add at least one")]
    NoAuthority,
    /// None gave a good token.
    #[error("no timestamp authority gave a valid token: {0}")]
    AllFailed(String),
    /// Seals were made anew again and again.
    #[error("the envelope kept changing while it was looked at")]
    OutOfStep,
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
    /// See [`DecideError`].
    #[error(transparent)]
    Decide(#[from] DecideError),
}

impl TimestampJobError {
    /// Whether it is a fault of this one document or its file.
    const fn is_of_document(&self) -> bool {
        matches!(self, Self::WrongFile(_) | Self::Timestamp { .. } | Self::Field(_))
    }
}

/// A timestamped file and whose token is in it.
struct Done {
    /// SHA-256 of the file before.
    over: Digest,
    bytes: Vec<u8>,
    token: TimeStampToken,
    accredited: bool,
}

/// What became of a job.
#[derive(Debug)]
pub enum Outcome {
    /// All is done that was due.
    Done,
    /// A document could not be timestamped. The envelope knows why, and the schedule asks for it again: the job is finished.
    Delayed(TimestampJobError),
}

/// Timestamps the job's document, or all that wait for it in its envelope.
pub async fn handle(dependencies: &Dependencies, job: Job) -> Result<Outcome, TimestampJobError> {
    let Job::Timestamp { envelope: id, document } = job else {
        tracing::warn!(?job, "this job is not for the timestamp function");
        return Ok(Outcome::Done);
    };
    let Some(envelope) = load_open(dependencies, id).await? else { return Ok(Outcome::Done) };
    let is_due = |step: &Step| matches!(step, Step::Timestamp(_) | Step::TimestampDocument);
    let waiting =
        envelope.next_steps().into_iter().filter(|(_, step)| is_due(step)).map(|(document, _)| document.number);
    let waiting: Vec<DocumentNumber> = waiting.filter(|number| document.is_none_or(|one| one == *number)).collect();
    let mut outcome = Outcome::Done;
    for number in waiting {
        let Outcome::Delayed(error) = timestamp_one(dependencies, id, number).await? else { continue };
        // What is wrong with one document is not wrong with the next; what is wrong with the authorities is.
        let is_of_document = error.is_of_document();
        outcome = Outcome::Delayed(error);
        if !is_of_document {
            break;
        }
    }
    Ok(outcome)
}

/// The newest version of the envelope; nothing once it is closed.
async fn load_open(dependencies: &Dependencies, id: EnvelopeId) -> Result<Option<Envelope>, TimestampJobError> {
    let envelope = dependencies.envelopes.load(id).await?.ok_or(TimestampJobError::NoEnvelope(id))?;
    if envelope.status_at(dependencies.clock.now()).is_terminal() {
        tracing::info!(envelope = %id, "the envelope is closed, nothing is timestamped");
        return Ok(None);
    }
    Ok(Some(envelope))
}

/// Looks at an envelope that changes all the while, before the job is given back to the queue.
const MAX_ROUNDS: usize = 8;

/// What came of timestamping a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// It is there, or not due any more.
    Done,
    /// What was timestamped is not due any more: what is has to be found out anew.
    OutOfStep,
}

/// Timestamps one document, if that is still due: a token costs money, so it is looked up right before.
async fn timestamp_one(
    dependencies: &Dependencies,
    id: EnvelopeId,
    number: DocumentNumber,
) -> Result<Outcome, TimestampJobError> {
    for _ in 0..MAX_ROUNDS {
        let Some(envelope) = load_open(dependencies, id).await? else { return Ok(Outcome::Done) };
        let step = envelope.next_steps().into_iter().find(|(document, _)| document.number == number);
        let Some((document, step)) = step else { return Ok(Outcome::Done) };
        let (by, timestamped) = match step {
            Step::Timestamp(by) => (by, timestamp_one_seal(dependencies, &envelope, document, by).await),
            Step::TimestampDocument => (Sealer::Operator, timestamp_document(dependencies, &envelope, document).await),
            Step::Seal(_) | Step::Wait => return Ok(Outcome::Done),
        };
        match timestamped {
            Ok(Made::Done) => return Ok(Outcome::Done),
            Ok(Made::OutOfStep) => tracing::info!(envelope = %id, "a seal was made anew, looking again what is due"),
            Err(error) => {
                let kind = cause::kind_of(&error);
                let delay = Delay { envelope: &envelope, document, by, kind, error: &error };
                let is_asked_again = delay.record(&dependencies.envelopes, &dependencies.clock).await;
                return if is_asked_again { Ok(Outcome::Delayed(error)) } else { Err(error) };
            }
        }
    }
    Err(TimestampJobError::OutOfStep)
}

/// Puts a signature timestamp into the room that the seal left for it (PAdES-B-T).
async fn timestamp_one_seal(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
) -> Result<Made, TimestampJobError> {
    let sealed = document.revision(by).and_then(|r| r.sealed.as_ref());
    let sealed = sealed.ok_or(TimestampJobError::WrongFile(document.number))?;
    let bytes = fetch(dependencies, document, sealed).await?;
    let failed = |source| TimestampJobError::Timestamp { document: document.number, source };
    let pending = timestamping::pending(&bytes, &field(envelope, document, by)?).map_err(failed)?;
    let (token, accredited) = obtain(dependencies, pending.imprint()).await?;
    match pending.attach(&token) {
        Ok(revision) => {
            let done = Done { over: sealed.sha256, bytes: revision.apply(&bytes), token, accredited };
            record(dependencies, envelope, document, by, done).await
        }
        Err(TimestampingError::GapTooSmall { needed, .. }) => {
            let needed = u32::try_from(needed).unwrap_or(u32::MAX).max(document.timestamp_reserve.saturating_add(1));
            tracing::warn!(envelope = %envelope.id, needed, "the token does not fit, the seal is made anew");
            let command = |_: &Envelope| Ok(Command::DiscardSeal { document: document.number, by, needed });
            commit(dependencies, envelope, command).await
        }
        Err(error) => Err(failed(error)),
    }
}

/// Fixes an upload that was signed already: a document timestamp over all of it, before anybody sees it (L6).
async fn timestamp_document(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
) -> Result<Made, TimestampJobError> {
    let base = document.base().ok_or(TimestampJobError::WrongFile(document.number))?;
    let bytes = fetch(dependencies, document, base).await?;
    let failed = |source| TimestampJobError::Timestamp { document: document.number, source };
    let field = field(envelope, document, Sealer::Operator)?;
    let mut reserve = document.timestamp_reserve as usize;
    loop {
        let prepared = timestamping::begin_document_timestamp(&bytes, &field, reserve).map_err(failed)?;
        let (token, accredited) = obtain(dependencies, prepared.imprint()).await?;
        match prepared.attach(&token) {
            Ok(revision) => {
                let done = Done { over: base.sha256, bytes: revision.apply(&bytes), token, accredited };
                return record(dependencies, envelope, document, Sealer::Operator, done).await;
            }
            Err(TimestampingError::GapTooSmall { needed, .. }) if needed > reserve => reserve = needed + needed / 4,
            Err(error) => return Err(failed(error)),
        }
    }
}

async fn fetch(
    dependencies: &Dependencies,
    document: &Document,
    file: &StoredFile,
) -> Result<Vec<u8>, TimestampJobError> {
    let bytes = dependencies.documents.get(&file.object).await?;
    let sound = bytes.filter(|bytes| Digest::of(bytes) == file.sha256);
    sound.ok_or(TimestampJobError::WrongFile(document.number))
}

fn field(envelope: &Envelope, document: &Document, by: Sealer) -> Result<FieldName, TimestampJobError> {
    FieldName::new(envelope.field_name(document, by)).map_err(|e| TimestampJobError::Field(e.to_string()))
}

/// A checked token from the first authority that gives one.
async fn obtain(dependencies: &Dependencies, imprint: [u8; 32]) -> Result<(TimeStampToken, bool), TimestampJobError> {
    let authorities = dependencies.authorities.list().await?;
    if authorities.is_empty() {
        return Err(TimestampJobError::NoAuthority);
    }
    let mut failures = Vec::new();
    for authority in &authorities {
        let now = dependencies.machine_clock.now();
        match ask(authority, imprint, &*dependencies.transport, &*dependencies.randomness, now).await {
            Ok(token) => return Ok((token, authority.accredited)),
            Err(reason) => {
                let host = host_of(&authority.url);
                tracing::warn!(authority = host, reason, "this timestamp authority gave no valid token");
                failures.push(format!("{host}: {reason}"));
            }
        }
    }
    Err(TimestampJobError::AllFailed(failures.join("; ")))
}

/// What an authority is called in logs and in the evidence: its URL may hold a password or a key.
fn host_of(url: &str) -> String {
    let host = reqwest::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| "an authority without a host".to_owned())
}

/// Asks one authority to timestamp a SHA-256 digest. The token is checked with the authority's own anchors and policy against
/// `now`, the machine's time; otherwise the words for what was wrong are given.
pub async fn ask(
    authority: &TimestampAuthority,
    imprint: [u8; 32],
    transport: &dyn TimestampTransport,
    randomness: &dyn Randomness,
    now: Timestamp,
) -> Result<TimeStampToken, String> {
    let words = |error: &(dyn std::error::Error + 'static)| lambda::telemetry::chain(error);
    let policy = authority.policy.as_deref().map(str::parse).transpose();
    let policy = policy.map_err(|e| format!("the configured policy is not an object identifier: {e}"))?;
    let anchors = pades::certificate::certificates_from_pem(&authority.anchors_pem).map_err(|e| words(&e))?;
    let nonce = randomness.bytes::<16>();
    let request = TimeStampRequest::new(imprint, &nonce, policy).map_err(|e| words(&e))?;
    let response = transport.post(&authority.url, request.to_der()).await;
    let response = response.map_err(|e| words(&e))?;
    let policy = TimestampPolicy::new(&anchors, now).with_policy(policy);
    check_response(&response, &request, &policy).map_err(|e| words(&e))
}

async fn record(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
    done: Done,
) -> Result<Made, TimestampJobError> {
    let sha256 = Digest::of(&done.bytes);
    let revision = match document.revision(by) {
        Some(_) => document.revisions.len(),
        None => document.revisions.len() + 1,
    };
    let object = document.object_key(envelope.id, revision, sha256);
    dependencies.documents.put(&object, done.bytes).await?;
    let timestamp = Timestamped {
        file: StoredFile { object, sha256 },
        time: done.token.time(),
        authority: done.token.authority().to_owned(),
        serial: done.token.serial_number().to_owned(),
        accredited: done.accredited,
    };
    let (document, over) = (document.number, done.over);
    let command = |_: &Envelope| Ok(Command::RecordTimestamped { document, by, over, timestamp: timestamp.clone() });
    commit(dependencies, envelope, command).await
}

/// Commits what was done; somebody who did the same before is no fault.
async fn commit(
    dependencies: &Dependencies,
    envelope: &Envelope,
    command: impl Fn(&Envelope) -> Result<Command, Refusal> + Send,
) -> Result<Made, TimestampJobError> {
    match decide(&dependencies.envelopes, &dependencies.clock, envelope, None, command).await {
        Ok((_, events)) => {
            tracing::info!(envelope = %envelope.id, events = events.len(), "timestamped");
            Ok(Made::Done)
        }
        Err(DecideError::Refused(Refusal::OutOfStep)) => Ok(Made::OutOfStep),
        Err(DecideError::Refused(
            reason @ (Refusal::AlreadyRecorded | Refusal::DeadlinePassed | Refusal::WrongStatus { .. }),
        )) => {
            tracing::info!(envelope = %envelope.id, %reason, "nothing left to timestamp");
            Ok(Made::Done)
        }
        Err(error) => Err(error.into()),
    }
}
