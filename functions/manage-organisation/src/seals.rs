//! `/v1/organisation/seals`: the organisation's registered seals (実印タイプ, F3).
//!
//! Keys and certificates are set up by whoever operates the service. The organisation says who may sign, and reads what was
//! signed. Its seal has the organisation's identifier, by which envelopes ask for it.

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
use domain::ids::OrganisationId;
use domain::language::Localized;
use domain::organisation::{Change, Refusal};
use domain::ports::{About, ChangeError, SealingCertificate};
use domain::seal_certificate::CertificateFacts;
use domain::seal_use::SealUseEntry;
use pades::certificate::CertificateChain;

use crate::answers::{json as answer_json, version_of, versioned};
use crate::{Dependencies, queries, refusals};

pub(crate) async fn list(State(dependencies): State<Dependencies>, caller: Caller) -> Result<Response, Problem> {
    let organisation = &caller.sender.organisation;
    let seals = match dependencies.registry.certificates.find(Some(organisation)).await? {
        Some(seal) => vec![view(&dependencies, &caller, &seal)],
        None => Vec::new(),
    };
    Ok(answer_json(StatusCode::OK, &RegisteredSealListView { seals }))
}

pub(crate) async fn read(
    State(dependencies): State<Dependencies>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let seal = seal(&dependencies, &caller, &id).await?;
    Ok(answer(&dependencies, &caller, &seal))
}

pub(crate) async fn change(
    State(dependencies): State<Dependencies>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (caller, if_match) = (&call.caller, IfMatch::required(&call.headers)?);
    let organisation = own(caller, &id)?;
    let request: SealChangeRequest = json::read(&call.body)?;
    let asked = request.accept().map_err(Problem::invalid_fields)?;
    let about = About { seal: true, ..About::default() };
    let decided = dependencies
        .registry
        .change(organisation, &about, &caller.principal.actor, None, |_, facts| {
            let before = facts.seal.as_ref().ok_or(Refusal::UnknownSeal)?;
            let version = version_of(before);
            if !if_match.holds_for(version) {
                return Err(ChangeError::OtherVersion { version });
            }
            Ok(Change::SetSealPersons(asked.clone().unwrap_or_else(|| before.persons.clone())))
        })
        .await;
    match decided {
        // Nothing to do is no mistake.
        Ok(_) | Err(ChangeError::Refused(Refusal::Unchanged)) => {
            let seal = seal(&dependencies, caller, &id).await?;
            Ok(answer(&dependencies, caller, &seal))
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
    let organisation = own(&caller, &id)?;
    let read = dependencies.seal_uses.page(organisation, query.after, query.to_read()).await?;
    let (uses, next_cursor) = query.page(read, SealUseEntry::place);
    let uses = uses.into_iter().map(SealUseView::from).collect();
    let next_cursor = next_cursor.map(|place| place.to_string());
    Ok(answer_json(StatusCode::OK, &SealUseListView { uses, next_cursor }))
}

/// Whose seal it is. What is no identifier, or another organisation's, is unknown, be there such a seal or not.
fn own<'c>(caller: &'c Caller, id: &str) -> Result<&'c OrganisationId, Problem> {
    let own = &caller.sender.organisation;
    if own.as_str() == id { Ok(own) } else { Err(Problem::of(&kinds::UNKNOWN_SEAL)) }
}

async fn seal(dependencies: &Dependencies, caller: &Caller, id: &str) -> Result<SealingCertificate, Problem> {
    let owner = own(caller, id)?;
    let found = dependencies.registry.certificates.find(Some(owner)).await?;
    found.ok_or_else(|| Problem::of(&kinds::UNKNOWN_SEAL))
}

fn answer(dependencies: &Dependencies, caller: &Caller, seal: &SealingCertificate) -> Response {
    versioned(StatusCode::OK, &view(dependencies, caller, seal), version_of(seal), None)
}

fn view(dependencies: &Dependencies, caller: &Caller, seal: &SealingCertificate) -> RegisteredSealView {
    let sender = &caller.sender;
    let organisation = (sender.organisation.clone(), sender.organisation_name.clone());
    RegisteredSealView::of(organisation, seal, facts(seal), dependencies.registry.clock.now())
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
