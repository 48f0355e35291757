//! What every act has in common.

use axum::response::Response;
use domain::command::{Command, Refusal};
use domain::ports::{DecideError, decide};
use web::Rejection;

use crate::Dependencies;
use crate::link_context::LinkContext;

/// Commits an act; the link's page then shows what came of it. So it does to whoever presses twice, goes back or acts in a
/// second tab.
pub(crate) async fn act(deps: &Dependencies, context: &LinkContext, command: Command) -> Result<Response, Rejection> {
    match decide(&deps.envelopes, &deps.clock, &context.envelope, None, |_| Ok(command.clone())).await {
        Ok(_) | Err(DecideError::Refused(Refusal::AlreadyActed | Refusal::FactorNeeded)) => context.to_page(),
        Err(error) => Err(error.into()),
    }
}
