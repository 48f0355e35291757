//! `/v1/organisation`: what holds for the organisation.

use api::precondition::IfMatch;
use api::problem::Problem;
use api::v1::organisation::{OrganisationChangeRequest, OrganisationView};
use api::{Call, Caller, json};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::organisation::{Change, Organisation, Refusal};
use domain::ports::{About, ChangeError};

use crate::answers::{version_of, versioned};
use crate::{Dependencies, refusals};

pub(crate) async fn read(State(dependencies): State<Dependencies>, caller: Caller) -> Result<Response, Problem> {
    let found = dependencies.registry.organisations.find(&caller.sender.organisation).await?;
    let organisation = found.ok_or_else(|| refusals::problem(Refusal::UnknownOrganisation.into()))?;
    Ok(answer(organisation))
}

pub(crate) async fn change(State(dependencies): State<Dependencies>, call: Call) -> Result<Response, Problem> {
    let if_match = IfMatch::required(&call.headers)?;
    let request: OrganisationChangeRequest = json::read(&call.body)?;
    let caller = &call.caller;
    let decision = dependencies
        .registry
        .change(&caller.sender.organisation, &About::default(), &caller.principal.actor, None, |_, facts| {
            let before = facts.organisation.as_ref().ok_or(Refusal::UnknownOrganisation)?;
            let version = version_of(before);
            if !if_match.holds_for(version) {
                return Err(ChangeError::OtherVersion { version });
            }
            let after = request.accept(before).map_err(ChangeError::Fields)?;
            // Whoever changes it must still be able to take it back.
            let has_factor = caller.second_factor != Some(false) || !after.members.second_factor_required;
            if !after.admits(caller.address) || !has_factor {
                return Err(ChangeError::LocksOut);
            }
            Ok(Change::SetOrganisation(Box::new(after)))
        })
        .await;
    match decision {
        Ok(decision) => decision.organisation.map(|(_, after)| answer(after)).ok_or_else(Problem::unavailable),
        // Nothing to do is no mistake.
        Err(ChangeError::Refused(Refusal::Unchanged)) => read_again(&dependencies, &call).await,
        Err(error) => Err(refusals::problem(error)),
    }
}

async fn read_again(dependencies: &Dependencies, call: &Call) -> Result<Response, Problem> {
    let found = dependencies.registry.organisations.find(&call.caller.sender.organisation).await?;
    found.map(answer).ok_or_else(|| refusals::problem(Refusal::UnknownOrganisation.into()))
}

fn answer(organisation: Organisation) -> Response {
    let version = version_of(&organisation);
    versioned(StatusCode::OK, &OrganisationView::from(organisation), version, None)
}
