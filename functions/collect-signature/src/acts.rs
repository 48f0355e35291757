//! Signing or confirming.

use std::sync::Arc;

use api::problem::Problem;
use axum::extract::State;
use axum::response::Response;
use domain::command::{Command, Refusal};
use web::{ClientInfo, Rejection};

use crate::Dependencies;
use crate::commit::act;
use crate::confirm::{Asked, confirmation};
use crate::form::{Completion, Fields, Texts};
use crate::link_context::LinkContext;
use crate::page_state::PageState;
use crate::pending_action::{Act, PendingAction};
use crate::seal::{self, Chosen};
use crate::{factor_page, registered_seal};

/// Signs or confirms what the page showed.
pub(crate) async fn complete(
    State(deps): State<Arc<Dependencies>>,
    context: LinkContext,
    client: ClientInfo,
    fields: Fields,
) -> Result<Response, Rejection> {
    let fields = Texts::of(fields)?;
    if context.factor_wanted().is_some() {
        return factor_page::ask(&context, &PendingAction::new(Act::Complete, fields, &context));
    }
    let form = Completion::of(fields, &context.envelope, &context.recipient)?;
    let Some(task) = context.task() else {
        return if context.state == PageState::Waiting {
            Err(Problem::from(&Refusal::NotYourTurn).into())
        } else {
            context.to_page()
        };
    };
    let seal = registered_seal::judge(&deps, &context).await?;
    if let Some(refusal) = seal.refusal {
        return Err(registered_seal::problem(refusal).into());
    }
    let chosen = match Chosen::of(&*deps.documents, &context, &form.seal).await? {
        Ok(chosen) => chosen,
        Err(unusable) => return seal::refusal(&deps, &context, unusable).await,
    };
    let again = match (chosen.was_shown(&form.seal), form.is_confirmed) {
        (false, _) => Some(Asked::SealRedrawn),
        (true, false) => Some(Asked::Unticked),
        (true, true) => None,
    };
    if let Some(again) = again {
        return confirmation(&context, task, &chosen, seal.name.as_ref(), again);
    }
    let visible_seal = chosen.into_visible_seal(&*deps.documents, &context).await?;
    let (recipient, generation, shown) = (context.recipient.number, context.generation, form.shown);
    let session = context.session(client);
    act(&deps, &context, Command::Approve { recipient, generation, shown, visible_seal, session }).await
}
