//! `/v1/organisation/seals`: the organisation's registered seals (実印タイプ, F3).
//!
//! Keys, certificates and names are set up by whoever operates the service. The organisation says who may sign, and reads what was
//! signed. Envelopes ask for a seal by the organisation's identifier and the seal's.

use api::precondition::IfMatch;
use api::problem::{Problem, kinds};
use api::v1::organisation::{
    RegisteredSealListView, RegisteredSealView, SealChangeRequest, SealUseListView, SealUseView,
};
use api::{Call, Caller, json};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::email_address::EmailAddress;
use domain::field_error::FieldError;
use domain::ids::SealId;
use domain::language::Localized;
use domain::organisation::{Change, Refusal};
use domain::ports::{About, ChangeError, SealingCertificate};
use domain::registered_seal::RegisteredSeal;
use domain::seal_certificate::CertificateFacts;
use domain::seal_use::SealUseEntry;
use pades::certificate::CertificateChain;

use crate::answers::{json as answer_json, version_of, versioned};
use crate::{Dependencies, queries, refusals};

pub(crate) async fn list(State(dependencies): State<Dependencies>, caller: Caller) -> Result<Response, Problem> {
    let organisation = &caller.sender.organisation;
    let seals = dependencies.registry.certificates.of_organisation(organisation).await?;
    let seals = seals.iter().map(|(seal, certificate)| view(&dependencies, &caller, seal, certificate)).collect();
    Ok(answer_json(StatusCode::OK, &RegisteredSealListView { seals }))
}

pub(crate) async fn read(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (seal, certificate) = find(&dependencies, &caller, id).await?;
    Ok(answer(&dependencies, &caller, &seal, &certificate))
}

pub(crate) async fn change(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (caller, if_match) = (&call.caller, IfMatch::required(&call.headers)?);
    let seal = own(caller, id)?;
    let request: SealChangeRequest = json::read(&call.body)?;
    let asked = request.accept().map_err(Problem::invalid_fields)?;
    let about = About { seal: Some(seal.clone()), ..About::default() };
    let decided = dependencies
        .registry
        .change(seal.owner(), &about, &caller.principal.actor, None, |_, facts| {
            let before = facts.seal.as_ref().ok_or(Refusal::UnknownSeal)?;
            let version = version_of(before);
            if !if_match.holds_for(version) {
                return Err(ChangeError::OtherVersion { version });
            }
            let persons = asked.clone().unwrap_or_else(|| before.persons.clone());
            Ok(Change::SetSealPersons { seal: seal.clone(), persons })
        })
        .await;
    match decided {
        // Nothing to do is no mistake.
        Ok(_) | Err(ChangeError::Refused(Refusal::Unchanged)) => {
            let certificate = certificate(&dependencies, &seal).await?;
            Ok(answer(&dependencies, caller, &seal, &certificate))
        }
        Err(ChangeError::Refused(Refusal::NamesDeactivated(refused))) => {
            Err(Problem::invalid_fields(deactivated(asked.as_deref().unwrap_or_default(), &refused)))
        }
        Err(error) => Err(refusals::problem(error)),
    }
}

/// The places in the list of those who are named though they were deactivated.
fn deactivated(asked: &[EmailAddress], refused: &[EmailAddress]) -> Vec<FieldError> {
    let wrong = asked.iter().enumerate().filter(|(_, address)| refused.contains(address));
    let error = |(place, address): (usize, &EmailAddress)| {
        let message = Localized::new(
            format!(
                "「{address}」は利用を停止されている方のメールアドレスのため、電子証明書を使用できる方として登録できません。利用を再開してから登録してください。"
            ),
            format!(
                "{address} belongs to a person who was deactivated. Reactivate the person before adding the address."
            ),
        );
        FieldError::new(format!("/persons/{place}"), "deactivated", message)
    };
    wrong.map(error).collect()
}

pub(crate) async fn uses(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
    query: RawQuery,
) -> Result<Response, Problem> {
    let query = queries::page(query)?;
    // Also of a seal that is out of use by now: what was signed with it stays signed.
    let seal = own(&caller, id)?;
    let read = dependencies.seal_uses.page(&seal, query.after, query.to_read()).await?;
    if read.is_empty() && seal.further().is_some() {
        // Neither is there such a seal, nor was there one that was ever used.
        certificate(&dependencies, &seal).await?;
    }
    let (uses, next_cursor) = query.page(read, SealUseEntry::place);
    let uses = uses.into_iter().map(SealUseView::from).collect();
    let next_cursor = next_cursor.map(|place| place.to_string());
    Ok(answer_json(StatusCode::OK, &SealUseListView { uses, next_cursor }))
}

/// The seal of the caller's organisation that has this identifier. What is no identifier is unknown like one that no seal has.
fn own(caller: &Caller, id: String) -> Result<RegisteredSeal, Problem> {
    let id = SealId::try_from(id).map_err(|_| Problem::of(&kinds::UNKNOWN_SEAL))?;
    Ok(RegisteredSeal::new(caller.sender.organisation.clone(), Some(id)))
}

async fn find(
    dependencies: &Dependencies,
    caller: &Caller,
    id: String,
) -> Result<(RegisteredSeal, SealingCertificate), Problem> {
    let seal = own(caller, id)?;
    let certificate = certificate(dependencies, &seal).await?;
    Ok((seal, certificate))
}

async fn certificate(dependencies: &Dependencies, seal: &RegisteredSeal) -> Result<SealingCertificate, Problem> {
    let found = dependencies.registry.certificates.find(Some(seal)).await?;
    found.ok_or_else(|| Problem::of(&kinds::UNKNOWN_SEAL))
}

fn answer(
    dependencies: &Dependencies,
    caller: &Caller,
    seal: &RegisteredSeal,
    certificate: &SealingCertificate,
) -> Response {
    let view = view(dependencies, caller, seal, certificate);
    versioned(StatusCode::OK, &view, version_of(certificate), None)
}

fn view(
    dependencies: &Dependencies,
    caller: &Caller,
    seal: &RegisteredSeal,
    certificate: &SealingCertificate,
) -> RegisteredSealView {
    let named = (seal, &*caller.sender.organisation_name);
    RegisteredSealView::of(named, certificate, facts(certificate), dependencies.registry.clock.now())
}

fn facts(seal: &SealingCertificate) -> Option<CertificateFacts> {
    let chain = match CertificateChain::from_pem(&seal.chain_pem) {
        Ok(chain) => chain,
        Err(error) => {
            tracing::error!(key = seal.key_id, %error, "the certificate of a registered seal cannot be read");
            return None;
        }
    };
    let (signer, (valid_from, valid_until)) = (chain.signer(), chain.validity());
    let (subject, issuer, serial_number) = (signer.subject(), signer.issuer(), signer.serial_number());
    Some(CertificateFacts { subject, issuer, serial_number, valid_from, valid_until })
}
