//! Puts seals to documents: the only function that may use the keys, and only for a recorded act (L2).
//!
//! A job says which envelope to look at; what is due follows from the envelope alone. Whatever happens in between, a seal
//! is made once: the intent with its digest is stored, then the key signs, then the signature is stored, and everything
//! else can be computed again from these.

mod cause;
mod request;

use std::sync::Arc;

use domain::command::{Command, Refusal};
use domain::digest::Digest;
use domain::document::{Document, Sealer, Step, StoredFile};
use domain::envelope::Envelope;
use domain::ids::{DocumentNumber, EnvelopeId};
use domain::job::Job;
use domain::ports::{
    Clock, DecideError, Documents, Envelopes, PortError, SealIntent, SealLog, SealProgress, SealingAlgorithm,
    SealingCertificate, SealingCertificates, SealingKeys, decide,
};
use domain::registered_seal::SealRefusal;
use domain::seal_use::SealUseEntry;
use jiff::Timestamp;
use lambda::delay::Delay;
use pades::certificate::{CertificateChain, CertificateError};
use pades::key::{KeyError, SignatureAlgorithm};
use pades::rewrite::Ambiguity;
use pades::sign::SignError;

use crate::request::Wording;

/// What this function needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// Envelopes.
    pub envelopes: Arc<dyn Envelopes>,
    /// The document store.
    pub documents: Arc<dyn Documents>,
    /// What seals are made with.
    pub certificates: Arc<dyn SealingCertificates>,
    /// The key service.
    pub keys: Arc<dyn SealingKeys>,
    /// What was signed for which seal.
    pub seal_log: Arc<dyn SealLog>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
}

/// Why a seal was not made. The schedule asks for it again; where that could not be noted, the job comes again by itself.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The envelope is gone.
    #[error("there is no envelope {0}")]
    NoEnvelope(EnvelopeId),
    /// The file that is to be sealed is gone or was changed.
    #[error("document {0} in the store is not the one that was recorded")]
    WrongFile(DocumentNumber),
    /// Nobody has set the certificate up.
    #[error("no certificate is set up for the seal of {0:?}; import one")]
    NoCertificate(Sealer),
    /// The registered seal may not be used: by what its certificate's row says now, or by how the approval was given.
    #[error("the registered seal that is asked of {by:?} may not be used")]
    SealRefused {
        /// Whose seal.
        by: Sealer,
        /// Why.
        #[source]
        reason: SealRefusal,
    },
    /// The certificate cannot be used.
    #[error("the certificate for the seal of {by:?} cannot be used")]
    Certificate {
        /// Whose seal.
        by: Sealer,
        /// Why.
        #[source]
        source: CertificateError,
    },
    /// The certificate, or one above it, has expired or is not valid yet.
    #[error(
        "the certificate {subject} for the seal of {by:?} is valid from {from} to {until} only; import a valid one"
    )]
    CertificateOutOfDate {
        /// Whose seal.
        by: Sealer,
        /// The certificate's subject.
        subject: String,
        /// From when on.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    },
    /// The act that the seal stands for is not recorded.
    #[error("no act of {0:?} is recorded that a seal could stand for")]
    NoAct(Sealer),
    /// The document could not be signed.
    #[error("document {document} could not be signed")]
    Sign {
        /// Which document.
        document: DocumentNumber,
        /// Why.
        #[source]
        source: SignError,
    },
    /// Viewers could read the document in two ways: a seal would vouch for what not everybody sees.
    #[error(
        "document {document} does not keep to the grammar of PDF ({fault}) and is not sealed; send it in a new envelope"
    )]
    Ambiguous {
        /// Which document.
        document: DocumentNumber,
        /// What is wrong.
        fault: Ambiguity,
    },
    /// The field's name or the time cannot be written.
    #[error("the seal's wording cannot be written: {0}")]
    Wording(String),
    /// The key service did not sign.
    #[error("the key service did not sign")]
    Key(#[source] PortError),
    /// Other seals or certificates came first again and again.
    #[error("the envelope kept changing while it was looked at")]
    OutOfStep,
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
    /// See [`DecideError`].
    #[error(transparent)]
    Decide(#[from] DecideError),
}

/// What became of a job.
#[derive(Debug)]
pub enum Outcome {
    /// All is done that was due.
    Done,
    /// A seal could not be made. The envelope knows why, and the schedule asks for it again: the job is finished.
    Delayed(SealError),
}

/// Makes every seal that is due in the job's envelope.
pub async fn handle(dependencies: &Dependencies, job: Job) -> Result<Outcome, SealError> {
    let Job::Seal { envelope: id } = job else {
        tracing::warn!(?job, "this job is not for the sealing function");
        return Ok(Outcome::Done);
    };
    for _ in 0..MAX_ROUNDS {
        let envelope = dependencies.envelopes.load(id).await?.ok_or(SealError::NoEnvelope(id))?;
        if envelope.status_at(dependencies.clock.now()).is_terminal() {
            tracing::info!(envelope = %id, "the envelope is closed, nothing is sealed");
            return Ok(Outcome::Done);
        }
        match seal_all(dependencies, &envelope).await? {
            Look::Over(outcome) => return Ok(outcome),
            Look::OutOfStep => tracing::info!(envelope = %id, "something else came first, looking again what is due"),
        }
    }
    Err(SealError::OutOfStep)
}

/// Looks at an envelope that changes all the while, before the job is given back to the queue.
const MAX_ROUNDS: usize = 8;

/// What came of a look at the envelope.
enum Look {
    /// Nothing is left to do for this job.
    Over(Outcome),
    /// Another seal came first, or the certificate is another by now: what is due has to be found out anew.
    OutOfStep,
}

async fn seal_all(dependencies: &Dependencies, envelope: &Envelope) -> Result<Look, SealError> {
    for (document, step) in envelope.next_steps() {
        let Step::Seal(by) = step else { continue };
        match seal(dependencies, envelope, document, by).await {
            Ok(Made::Done) => {}
            Ok(Made::OutOfStep) => return Ok(Look::OutOfStep),
            Err(error) => {
                let kind = cause::kind_of(&error);
                let delay = Delay { envelope, document, by, kind, error: &error };
                let is_asked_again = delay.record(&dependencies.envelopes, &dependencies.clock).await;
                return if is_asked_again { Ok(Look::Over(Outcome::Delayed(error))) } else { Err(error) };
            }
        }
    }
    Ok(Look::Over(Outcome::Done))
}

/// What came of a seal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// It is there.
    Done,
    /// Another came first, or the certificate was replaced.
    OutOfStep,
}

async fn seal(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
) -> Result<Made, SealError> {
    let base = document.base().cloned().ok_or(SealError::WrongFile(document.number))?;
    let SealingCertificate { key_id, chain_pem, .. } = certificate(dependencies, envelope, by).await?;
    let bytes = fetch(dependencies, document, &base).await?;
    let chain = CertificateChain::from_pem(&chain_pem).map_err(|source| SealError::Certificate { by, source })?;
    let now = dependencies.clock.now();
    if let Some(other) = chain.certificates().iter().find(|c| now < c.not_before() || c.not_after() < now) {
        let (subject, from, until) = (other.subject(), other.not_before(), other.not_after());
        return Err(SealError::CertificateOutOfDate { by, subject, from, until });
    }
    let failed = |source| SealError::Sign { document: document.number, source };

    let wording = Wording::of(envelope, document, by)?;
    let image = match request::image(envelope, document, by) {
        Some(file) => Some(fetch(dependencies, document, file).await?),
        None => None,
    };
    let prepared = pades::sign::begin(&bytes, &wording.request(&chain, image.as_deref())).map_err(failed)?;
    if let Some(fault) = pades::rewrite::fault(&prepared.revision().over(&bytes)) {
        return Err(SealError::Ambiguous { document: document.number, fault });
    }
    // The log and the port for keys know SHA-256 only, which is what RSA and P-256 keys sign.
    let digest = prepared.digest_to_sign().try_into().map_err(|_| failed(KeyError::NotForSigning.into()))?;
    let digest = Digest::new(digest);
    let reserve = document.timestamp_reserve;
    let intent = SealIntent {
        envelope: envelope.id,
        document: document.number,
        by,
        reserve,
        base: base.sha256,
        digest,
        key_id: key_id.clone(),
    };
    let signature = match dependencies.seal_log.begin(&intent).await? {
        SealProgress::Signed(signature) => signature,
        SealProgress::Begun => {
            let algorithm = match prepared.algorithm() {
                SignatureAlgorithm::RsaPkcs1Sha256 => SealingAlgorithm::RsaPkcs1Sha256,
                SignatureAlgorithm::EcdsaP256Sha256 => SealingAlgorithm::EcdsaP256Sha256,
                SignatureAlgorithm::RsaPssSha256 | SignatureAlgorithm::EcdsaP384Sha384 => {
                    return Err(failed(KeyError::NotForSigning.into()));
                }
            };
            // Reading and preparing take their time with a large document, and whoever has lost the right meanwhile gets no signature.
            let last = certificate(dependencies, envelope, by).await?;
            if (&last.key_id, &last.chain_pem) != (&key_id, &chain_pem) {
                return Ok(Made::OutOfStep);
            }
            let signature = dependencies.keys.sign(&key_id, algorithm, digest).await.map_err(SealError::Key)?;
            // Noted only once it is checked: another key's signature would stand in the way of the right one for ever.
            prepared.clone().attach(&signature).map_err(failed)?;
            let used = used(envelope, document, by, (digest, &key_id), dependencies.clock.now());
            dependencies.seal_log.finish(&intent, &signature, used.as_ref()).await?
        }
    };
    // What another invocation noted is checked against the certificate's public key as well.
    let signed = prepared.attach(&signature).map_err(failed)?.revision().apply(&bytes);
    let sha256 = Digest::of(&signed);
    let object = document.object_key(envelope.id, document.revisions.len() + 1, sha256);
    dependencies.documents.put(&object, signed).await?;

    let file = StoredFile { object, sha256 };
    let command = |_: &Envelope| {
        let (base, key, file) = (base.sha256, key_id.clone(), file.clone());
        Ok(Command::RecordSealed { document: document.number, by, base, signed: digest, key, file })
    };
    match decide(&dependencies.envelopes, &dependencies.clock, envelope, None, command).await {
        Ok(_) => tracing::info!(envelope = %envelope.id, document = %document.number, ?by, "sealed"),
        Err(DecideError::Refused(Refusal::OutOfStep)) => return Ok(Made::OutOfStep),
        Err(DecideError::Refused(
            reason @ (Refusal::AlreadyRecorded | Refusal::DeadlinePassed | Refusal::WrongStatus { .. }),
        )) => {
            tracing::info!(envelope = %envelope.id, document = %document.number, ?by, %reason, "nothing left to seal");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Made::Done)
}

/// What the owner of a registered seal is told of its use; nothing where the operator's certificate is used.
fn used(
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
    signed_by: (Digest, &str),
    now: Timestamp,
) -> Option<SealUseEntry> {
    let Sealer::Recipient(number) = by else { return None };
    SealUseEntry::of(envelope, document, envelope.recipient(number)?, signed_by, now)
}

async fn fetch(dependencies: &Dependencies, document: &Document, file: &StoredFile) -> Result<Vec<u8>, SealError> {
    let bytes = dependencies.documents.get(&file.object).await?;
    bytes.filter(|bytes| Digest::of(bytes) == file.sha256).ok_or(SealError::WrongFile(document.number))
}

/// What the seal is made with. A registered seal's certificate is given out for nothing but what it may be used for.
async fn certificate(
    dependencies: &Dependencies,
    envelope: &Envelope,
    by: Sealer,
) -> Result<SealingCertificate, SealError> {
    let registered = request::registered_seal(envelope, by)?;
    let found = dependencies.certificates.find(registered.as_ref().map(|wanted| &wanted.seal)).await?;
    match registered {
        None => found.ok_or(SealError::NoCertificate(by)),
        Some(wanted) => wanted.permit(found).map_err(|reason| match reason {
            SealRefusal::NoCertificate => SealError::NoCertificate(by),
            SealRefusal::OrganisationNotAllowed | SealRefusal::PersonNotNamed | SealRefusal::NoSecondFactor => {
                SealError::SealRefused { by, reason }
            }
        }),
    }
}
