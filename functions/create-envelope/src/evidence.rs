//! `GET /v1/envelopes/{id}/documents/{number}/evidence`: whether what a document's seals say is what the evidence says.
//!
//! Every seal names the chain as it was at the act, so that a chain that was written anew from end to end is found out by what
//! was signed. Once the documents are removed nothing can be compared, and the answer says so instead of that all is well.

use api::Caller;
use api::problem::{Problem, kinds};
use api::v1::{EvidenceView, SealEvidenceView};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::command::Refusal;
use domain::digest::Digest;
use domain::document::{Document, Origin, Sealer};
use domain::envelope::{ChainHead, Envelope};
use domain::evidence::verify_chain;
use domain::ids::DocumentNumber;
use domain::mirror::Convert;
use pades::SignatureInfo;
use pades::signatures::{Coverage, Status};

use crate::Dependencies;
use crate::events::texts;
use crate::read::{allowed, unknown_path};

pub(crate) async fn check(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path((id, number)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    let envelope = allowed(&dependencies, &caller, &id).await?;
    let number = DocumentNumber(number.parse().map_err(|_| unknown_path())?);
    let document = envelope.document(number).ok_or(Refusal::UnknownDocument(number))?;
    if envelope.is_removed() {
        return Err(Problem::of(&kinds::DOCUMENTS_REMOVED));
    }
    let texts = texts(&dependencies, &envelope).await?;
    let chain = verify_chain(texts.iter().map(String::as_str), envelope.evidence);
    let seals = seals_of(&dependencies, &envelope, document, &texts).await?;
    let unfit = seals.iter().find_map(|seal| seal.broken.clone());
    let broken = chain.err().map(|broken| broken.to_string()).or(unfit);
    if let Some(broken) = &broken {
        tracing::error!(envelope = %envelope.id, document = number.0, broken, "the evidence is broken");
    }
    let (head, intact) = (envelope.evidence.convert(), broken.is_none());
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(EvidenceView { document: number, head, intact, broken, seals })))
}

/// What the seals of a document say.
async fn seals_of(
    dependencies: &Dependencies,
    envelope: &Envelope,
    document: &Document,
    texts: &[String],
) -> Result<Vec<SealEvidenceView>, Problem> {
    let Some(latest) = document.latest() else { return Ok(Vec::new()) };
    let file = dependencies.documents.get(&latest.object).await?;
    let found =
        file.filter(|bytes| Digest::of(bytes) == latest.sha256).and_then(|bytes| pades::signatures(&bytes).ok());
    // A document that came with signatures has a timestamp of the whole in the place of the operator's seal.
    let came_signed = document.prepared.as_ref().is_some_and(|prepared| prepared.origin == Origin::Signed);
    let has_seal = |by: Sealer| document.is_timestamped_by(by) && !(came_signed && by == Sealer::Operator);
    let sealers = document.revisions.iter().map(|revision| revision.by).filter(|by| has_seal(*by));
    Ok(sealers.map(|by| seal_view(envelope, document, by, found.as_deref(), texts)).collect())
}

/// `file` are the signatures of the document's newest file, unless it is gone or is not that file any more.
fn seal_view(
    envelope: &Envelope,
    document: &Document,
    by: Sealer,
    file: Option<&[SignatureInfo]>,
    texts: &[String],
) -> SealEvidenceView {
    let field = envelope.field_name(document, by);
    let seal = file.and_then(|file| file.iter().find(|signature| signature.field == field));
    let evidence = seal
        .and_then(|seal| seal.evidence)
        .map(|anchor| ChainHead { sequence: anchor.sequence, digest: Digest::new(anchor.sha256) });
    let broken = match (file, seal) {
        (None, _) => Some("its newest file is not in the store as it was recorded".to_owned()),
        (Some(_), None) => Some("its newest file lacks the seal".to_owned()),
        // What a signature does not cover anybody may have written.
        (Some(_), Some(seal)) if !holds(seal) => Some("the seal's signature does not hold".to_owned()),
        (Some(_), Some(_)) => envelope.check_anchor(by, evidence, texts).err().map(|fault| fault.to_string()),
    };
    let (by, evidence, fits) = (by.convert(), evidence.convert(), broken.is_none());
    SealEvidenceView { document: document.number, by, evidence, fits, broken }
}

/// Whether the signature covers what it should and its mathematics agree. Whose it is, `/v1/verify` tells.
fn holds(seal: &SignatureInfo) -> bool {
    let is_covered = matches!(seal.coverage, Coverage::WholeFile | Coverage::Revision { .. });
    is_covered && [seal.digest, seal.signature, seal.signing_certificate].iter().all(|check| *check == Status::Ok)
}
