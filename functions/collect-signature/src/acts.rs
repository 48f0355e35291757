//! The two acts: approving and declining.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::command::Command;
use domain::ports::decide;
use lambda::site::{Rejection, Visitor, redirect};

use crate::Dependencies;
use crate::form::{Fields, reason, same_origin, shown};
use crate::visit::Visit;

/// Signs or confirms what the page showed.
pub(crate) async fn complete(
    State(deps): State<Arc<Dependencies>>,
    headers: HeaderMap,
    visit: Visit,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Rejection> {
    same_origin(&headers)?;
    let shown = shown(fields, &visit.envelope)?;
    let (recipient, session) = (visit.recipient.number, visitor.0);
    let command = Command::Approve { recipient, generation: visit.generation, shown, mark: None, session };
    act(&deps, &visit, command).await
}

/// Declines with a reason.
pub(crate) async fn decline(
    State(deps): State<Arc<Dependencies>>,
    headers: HeaderMap,
    visit: Visit,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Rejection> {
    same_origin(&headers)?;
    let reason = reason(fields)?;
    let (recipient, session) = (visit.recipient.number, visitor.0);
    let command = Command::Decline { recipient, generation: visit.generation, reason, session };
    act(&deps, &visit, command).await
}

async fn act(deps: &Dependencies, visit: &Visit, command: Command) -> Result<Response, Rejection> {
    decide(&deps.envelopes, visit.envelope.id, deps.clock.now(), None, |_| Ok(command.clone())).await?;
    Ok(redirect(StatusCode::SEE_OTHER, &visit.path)?)
}
