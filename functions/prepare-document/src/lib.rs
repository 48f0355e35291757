//! Checks each upload as it arrives, so that the sender hears at once which file cannot be sent and why, and prepares the
//! documents of what is being sent: each as a job of its own, off the sender's request. After the last one the envelope is
//! sent, or is a draft again if one of them cannot be; then the sending is given back to the organisation's monthly limit.
//!
//! A message may come twice, late, or side by side with itself: what is done is keyed by document and stage
//! ([`UploadProgress`]), and whoever comes last sends.

mod check;
mod message;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::digest::Digest;
use domain::document::{Document, Prepared, StoredFile};
use domain::envelope::{Envelope, State};
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::ports::{
    Beginning, Clock, DecideError, Documents, Envelopes, PortError, SendingQuota, UploadProgress,
    days_of_refused_sending, decide,
};
use domain::preparation::{CheckedUpload, MAX_BEGINNINGS, Preparedness, Progress, Stage, UploadTask};
use domain::unsendable::{Unsendable, UnsendableDocument};
use jiff::Timestamp;

use crate::check::Checked;
pub use crate::message::Message;
use crate::message::Task;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Envelopes.
    pub envelopes: Arc<dyn Envelopes>,
    /// The document store.
    pub documents: Arc<dyn Documents>,
    /// How far the work on uploads has come.
    pub progress: Arc<dyn UploadProgress>,
    /// How many envelopes organisations send.
    pub quota: Arc<dyn SendingQuota>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
}

/// Why a document was not worked on. The message comes again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The envelope is gone.
    #[error("there is no envelope {0}")]
    NoEnvelope(EnvelopeId),
    /// Another invocation has begun this document: it is at work on it, or has died.
    #[error("another invocation is at work on document {0}, or died over it")]
    Leased(DocumentNumber),
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
    /// See [`DecideError`].
    #[error(transparent)]
    Decide(#[from] DecideError),
}

/// Works on the documents of a message: on all of them, whether or not one of them has to wait.
///
/// # Errors
///
/// The first document's that was not worked on. The message comes again; what is done by then is not done again.
pub async fn handle(deps: &Dependencies, message: Message) -> Result<(), Error> {
    let mut outcome = Ok(());
    for task in message.into_tasks() {
        let done = match task {
            Task::Check { envelope, document } => check_upload(deps, envelope, document).await,
            Task::Prepare { envelope, document } => prepare(deps, envelope, document).await,
            Task::GiveBack { envelope, refusal, refused_at } => give_back(deps, envelope, refusal, refused_at).await,
        };
        outcome = outcome.and(done);
    }
    outcome
}

/// An upload of a draft has arrived. At sending it is checked again, whatever this says.
async fn check_upload(deps: &Dependencies, id: EnvelopeId, number: DocumentNumber) -> Result<(), Error> {
    let (envelope, document) = load(deps, id, number).await?;
    let Some(document) = document.filter(|_| envelope.state == State::Draft) else {
        tracing::info!(envelope = %id, document = %number, "an upload of what is no draft any more, or not in it, has arrived");
        return Ok(());
    };
    work_on(deps, &envelope, &document, Stage::Check).await.map(drop)
}

/// A document of an envelope that is being sent.
async fn prepare(deps: &Dependencies, id: EnvelopeId, number: DocumentNumber) -> Result<(), Error> {
    let (envelope, document) = load(deps, id, number).await?;
    let Some((request, document)) = envelope.sending_request().zip(document) else {
        tracing::info!(envelope = %id, document = %number, "the envelope is not being sent, or not with this document: nothing is prepared");
        return Ok(());
    };
    work_on(deps, &envelope, &document, Stage::Preparation { request }).await?;
    conclude(deps, &envelope, request).await
}

/// Documents of an envelope could not be sent: it counts no more among those that its organisation sends within a month. Where that is
/// not limited nothing was counted, and nothing is given back.
async fn give_back(deps: &Dependencies, id: EnvelopeId, refusal: u64, refused_at: Timestamp) -> Result<(), Error> {
    let envelope = deps.envelopes.load(id).await?.ok_or(Error::NoEnvelope(id))?;
    for day in days_of_refused_sending(refused_at) {
        deps.quota.give_back(&envelope.sender.organisation, id, day, refusal).await?;
    }
    Ok(())
}

/// The envelope, and its document unless that was removed from the draft.
async fn load(
    deps: &Dependencies,
    id: EnvelopeId,
    number: DocumentNumber,
) -> Result<(Envelope, Option<Document>), Error> {
    let envelope = deps.envelopes.load(id).await?.ok_or(Error::NoEnvelope(id))?;
    let document = envelope.document(number).cloned();
    Ok((envelope, document))
}

/// Does what is to be done to a document, once. An error where somebody else is at it, who may have died: the message must
/// come again, since that one's may be the same, delivered twice.
async fn work_on(
    deps: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    stage: Stage,
) -> Result<Progress, Error> {
    let task = UploadTask { envelope: envelope.id, document: document.number, stage };
    let times = match deps.progress.begin(&task, deps.clock.now()).await? {
        Beginning::Begun { times } => times,
        Beginning::Known(progress) => return Ok(progress),
        Beginning::Leased => return Err(Error::Leased(document.number)),
    };
    let result = if times > MAX_BEGINNINGS {
        tracing::error!(?task, times, "functions died over this document, which is refused");
        Ok(Progress::Refused(Unsendable::not_checkable()))
    } else {
        result_of(deps, envelope, document, stage).await
    };
    match result {
        Ok(progress) => {
            deps.progress.finish(&task, &progress).await?;
            Ok(progress)
        }
        Err(error) => {
            // At worst it is counted, and the file gets a try less.
            if let Err(failure) = deps.progress.give_up(&task).await {
                let reason = lambda::telemetry::chain(&failure);
                tracing::error!(?task, reason, "a try cannot be taken back");
            }
            Err(error.into())
        }
    }
}

async fn result_of(
    deps: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    stage: Stage,
) -> Result<Progress, PortError> {
    let key = &document.upload.object;
    if let Some(why) = Unsendable::of_size(deps.documents.size(key).await?) {
        return Ok(Progress::Refused(why));
    }
    let Some(upload) = deps.documents.get(key).await? else {
        return Ok(Progress::Refused(Unsendable::not_uploaded()));
    };
    let Checked { bytes, pages, sizes, origin, rewriting } = match check::check(envelope, document, upload) {
        Ok(checked) => checked,
        Err(unsendable) => return Ok(Progress::Refused(unsendable)),
    };
    if stage == Stage::Check {
        return Ok(Progress::Checked(CheckedUpload { pages, origin, rewriting }));
    }
    let sha256 = Digest::of(&bytes);
    let object = document.object_key(envelope.id, 0, sha256);
    deps.documents.put(&object, bytes).await?;
    let file = StoredFile { object, sha256 };
    Ok(Progress::Prepared(Prepared { file, pages, sizes, origin, rewriting }))
}

/// Sends the envelope when its last document is prepared, or makes it a draft again when one cannot be sent.
async fn conclude(deps: &Dependencies, envelope: &Envelope, request: u64) -> Result<(), Error> {
    let known = deps.progress.all(envelope.id, Stage::Preparation { request }).await?;
    let mut all: BTreeMap<_, _> = known.iter().cloned().collect();
    let documents = match Preparedness::of(envelope, |number| all.remove(&number)) {
        Preparedness::Incomplete => return Ok(()),
        Preparedness::Refused(documents) => documents,
        Preparedness::Ready(prepared) => match commit(deps, envelope, Command::Send { request, prepared }).await {
            // What was noted of the documents is more than the store keeps of one envelope.
            Err(DecideError::Refused(Refusal::TooLarge)) => {
                let first = envelope.documents.first().map(|document| document.number);
                let why = Unsendable::envelope_too_large();
                first.map(|document| UnsendableDocument { document, why }).into_iter().collect()
            }
            done => return Ok(done?),
        },
    };
    // Another invocation may have been faster: what is a draft again may have got other files by now.
    let current = deps.envelopes.load(envelope.id).await?.and_then(|envelope| envelope.sending_request());
    if current != Some(request) {
        return Ok(());
    }
    // The draft shows from then on what was found: events of uploads that arrived while it was being sent were passed over.
    // Before it is a draft, so that nothing newer is written over.
    for (document, check) in known.iter().filter_map(|(number, progress)| Some((*number, progress.as_check()?))) {
        let task = UploadTask { envelope: envelope.id, document, stage: Stage::Check };
        deps.progress.finish(&task, &check).await?;
    }
    Ok(commit(deps, envelope, Command::RefuseSending { request, documents }).await?)
}

async fn commit(deps: &Dependencies, envelope: &Envelope, command: Command) -> Result<(), DecideError> {
    match decide(&deps.envelopes, &deps.clock, envelope, None, |_| Ok(command.clone())).await {
        Ok(_) => Ok(()),
        // Another invocation was faster, or the sender took it back.
        Err(DecideError::Refused(reason @ (Refusal::OutOfStep | Refusal::WrongStatus { .. }))) => {
            tracing::info!(envelope = %envelope.id, %reason, "the envelope is not being sent any more");
            Ok(())
        }
        Err(error) => Err(error),
    }
}
