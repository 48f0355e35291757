//! Where somebody goes on whose act had to wait for the factor.

use axum::http::StatusCode;
use axum::response::Response;
use web::{Rejection, redirect};

use crate::decline::{self, DeclineForm};
use crate::form::Texts;
use crate::forward::{self, ForwardForm};
use crate::link_context::LinkContext;
use crate::pending_action::{Act, PendingAction};

/// The page from which it can be sent again, for whoever has shown the factor.
pub(crate) fn resume(pending: PendingAction, context: &LinkContext) -> Result<Response, Rejection> {
    let Some(task) = context.task() else { return context.to_page() };
    match pending.act {
        Act::Complete => Ok(redirect(StatusCode::SEE_OTHER, &context.url_with("/confirm", &pending.fields))?),
        Act::Decline => {
            let reason = Texts(pending.fields).take("reason");
            Ok(decline::show(context, task, &DeclineForm { reason, is_pending: true, errors: Vec::new() }))
        }
        Act::Forward if context.may_forward() => {
            let form = ForwardForm { is_pending: true, ..ForwardForm::read(Texts(pending.fields), context) };
            Ok(forward::show(context, &form))
        }
        Act::Forward => context.to_page(),
    }
}
