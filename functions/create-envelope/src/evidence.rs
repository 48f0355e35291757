//! `GET /v1/envelopes/{id}/events`: the evidence, and whether it is whole.
//!
//! With `?check=documents` the documents are read as well: every seal names the chain as it was at the act, so that a chain
//! that was written anew from end to end is found out by what was signed. Once the documents are removed nothing can be
//! compared, and the answer says so instead of that the evidence is whole.

use api::Caller;
use api::problem::{Problem, kinds};
use api::v1::{EventsView, SealEvidenceView};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::document::{Document, Origin, Sealer};
use domain::envelope::{ChainHead, Envelope};
use domain::evidence::verify_chain;
use domain::language::Localized;
use domain::mirror::Convert;
use pades::SignatureInfo;
use pades::signatures::{Coverage, Status};
use serde_json::value::RawValue;

use crate::Dependencies;
use crate::read::allowed;

pub(crate) async fn events(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let checks_documents = match query.as_deref() {
        None | Some("") => false,
        Some("check=documents") => true,
        Some(_) => return Err(unknown_query()),
    };
    let envelope = allowed(&dependencies, &caller, &id).await?;
    if checks_documents && envelope.is_removed() {
        return Err(Problem::of(&kinds::DOCUMENTS_REMOVED));
    }
    let mut texts = dependencies.envelopes.events(envelope.id).await?;
    // Events committed after the envelope was read are not part of what its head vouches for.
    texts.truncate(usize::try_from(envelope.evidence.sequence).unwrap_or(usize::MAX));
    let chain = verify_chain(texts.iter().map(String::as_str), envelope.evidence);
    let mut broken = chain.err().map(|broken| broken.to_string());
    let mut seals = None;
    if checks_documents {
        let found = seals_of(&dependencies, &envelope, &texts).await?;
        let unfit =
            found.iter().find_map(|seal| Some(format!("document {}: {}", seal.document.0, seal.broken.as_ref()?)));
        broken = broken.or(unfit);
        seals = Some(found);
    }
    if let Some(broken) = &broken {
        tracing::error!(envelope = %envelope.id, broken, "the evidence is broken");
    }
    let events: Result<Vec<Box<RawValue>>, _> = texts.into_iter().map(RawValue::from_string).collect();
    let events = events.map_err(|error| {
        tracing::error!(%error, "an event is not JSON");
        Problem::unavailable()
    })?;
    let (head, intact) = (envelope.evidence.convert(), broken.is_none());
    Ok(Json(EventsView { events, head, intact, broken, seals }).into_response())
}

/// What all seals say; one document after the other, so that memory holds one.
async fn seals_of(
    dependencies: &Dependencies,
    envelope: &Envelope,
    texts: &[String],
) -> Result<Vec<SealEvidenceView>, Problem> {
    let mut seals = Vec::new();
    for document in &envelope.documents {
        let Some(latest) = document.latest() else { continue };
        let file = dependencies.documents.get(&latest.object).await?;
        let found =
            file.filter(|bytes| Digest::of(bytes) == latest.sha256).and_then(|bytes| pades::signatures(&bytes).ok());
        // A document that came with signatures has a timestamp of the whole in the place of the operator's seal.
        let came_signed = document.prepared.as_ref().is_some_and(|prepared| prepared.origin == Origin::Signed);
        let has_seal = |by: Sealer| document.is_timestamped_by(by) && !(came_signed && by == Sealer::Operator);
        for by in document.revisions.iter().map(|revision| revision.by).filter(|by| has_seal(*by)) {
            seals.push(seal_view(envelope, document, by, found.as_deref(), texts));
        }
    }
    Ok(seals)
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

fn unknown_query() -> Problem {
    Problem::of(&kinds::UNKNOWN_QUERY)
        .detail(Localized::fixed("使えるクエリは check=documents だけです。", "The only query is check=documents."))
}
