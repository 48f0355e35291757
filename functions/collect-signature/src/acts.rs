//! Signing or confirming, and what every act has in common.

use std::sync::Arc;

use api::problem::Problem;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::ports::{DecideError, decide};
use web::{Rejection, Visitor, same_origin};

use crate::Dependencies;
use crate::form::{Completion, Fields, Texts};
use crate::seal::{self, Chosen};
use crate::standing::Standing;
use crate::unsent::{Act, Unsent};
use crate::visit::Visit;
use crate::{pages, registered_seal};

/// Signs or confirms what the page showed.
pub(crate) async fn complete(
    State(deps): State<Arc<Dependencies>>,
    headers: HeaderMap,
    visit: Visit,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Rejection> {
    same_origin(&headers)?;
    let fields = Texts::of(fields)?;
    if visit.factor_wanted().is_some() {
        return Unsent::new(Act::Complete, fields, &visit).ask(&deps, &visit);
    }
    let form = Completion::of(fields, &visit.envelope, &visit.recipient)?;
    let Some(task) = visit.task() else {
        return if visit.standing == Standing::Waiting {
            Err(Problem::from(&Refusal::NotYourTurn).into())
        } else {
            visit.to_page()
        };
    };
    if let Some(refusal) = registered_seal::refusal(&deps, &visit).await? {
        return Err(registered_seal::problem(refusal).into());
    }
    let chosen = match Chosen::of(&*deps.documents, &visit, &form.seal).await? {
        Ok(chosen) => chosen,
        Err(unusable) => return seal::refusal(&deps, &visit, unusable).await,
    };
    if !form.is_confirmed {
        return pages::confirmation(&deps, &visit, task, &chosen, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let mark = chosen.into_mark(&*deps.documents, &visit).await?;
    let (recipient, generation, shown) = (visit.recipient.number, visit.generation, form.shown);
    let session = visit.session(visitor);
    act(&deps, &visit, Command::Approve { recipient, generation, shown, mark, session }).await
}

/// Commits an act; the link's page then shows what came of it. So it does to whoever presses twice, goes back or acts in a
/// second tab.
pub(crate) async fn act(deps: &Dependencies, visit: &Visit, command: Command) -> Result<Response, Rejection> {
    match decide(&deps.envelopes, &deps.clock, visit.envelope.id, None, |_| Ok(command.clone())).await {
        Ok(_) | Err(DecideError::Refused(Refusal::AlreadyActed | Refusal::FactorNeeded)) => visit.to_page(),
        Err(error) => Err(error.into()),
    }
}
