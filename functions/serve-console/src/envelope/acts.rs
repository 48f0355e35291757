//! What can be done to an envelope, by whoever visits.

use api::routes::CONSOLE_ACT;
use domain::authorisation::Action;

use crate::Dependencies;
use crate::act::Act;
use crate::answers::{Envelope, Me, Recipient, Status};

/// Where the forms go that may be sent; nothing where one may not.
#[derive(Default)]
pub(super) struct Acts {
    pub(super) send: Option<String>,
    pub(super) remind: Option<String>,
    pub(super) retry: Option<String>,
    pub(super) void: Option<String>,
    pub(super) copy: Option<String>,
    pub(super) movable: Option<String>,
    pub(super) delete: Option<String>,
    pub(super) request: Option<String>,
}

impl Acts {
    pub(super) fn of(deps: &Dependencies, envelope: &Envelope, me: &Me) -> Self {
        let id = envelope.id.to_string();
        let when = |is_possible: bool, action: Action, act: Act| {
            let is_possible = is_possible && me.may(action);
            is_possible.then(|| deps.site.path(&CONSOLE_ACT.path_of(&[&id, act.as_str()])))
        };
        let (is_draft, is_open) = (envelope.status == Status::Draft, envelope.status.is_open());
        let awaits_somebody = envelope.recipients.iter().any(Recipient::can_be_reminded);
        Self {
            send: when(is_draft, Action::SendEnvelope, Act::Send),
            remind: when(is_open && awaits_somebody, Action::SendReminders, Act::Remind),
            retry: when(envelope.waiting.is_some(), Action::RetryEnvelope, Act::Retry),
            void: when(is_open, Action::VoidEnvelope, Act::Void),
            copy: when(true, Action::CopyEnvelope, Act::Copy),
            movable: when(true, Action::MoveEnvelope, Act::Move),
            delete: when(is_draft, Action::DeleteDraft, Act::Delete),
            request: when(is_open, Action::RequestAgain, Act::Request),
        }
    }
}
