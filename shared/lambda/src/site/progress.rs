//! 「署名の進行状況」: each party, how far, and when.

use domain::envelope::Envelope;
use domain::ids::RecipientNumber;
use domain::recipient::{Recipient, RecipientState, Role};

use super::time::jst;

/// The progress of an envelope, in signing order. Displays as a piece of HTML.
#[derive(askama::Template)]
#[template(path = "progress.html")]
pub struct Progress<'a> {
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    name: &'a str,
    company: Option<&'a str>,
    role: &'static str,
    label: &'static str,
    stage: Stage,
    when: Option<String>,
    is_reader: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Done,
    Current,
    Waiting,
    Stopped,
}

impl<'a> Progress<'a> {
    /// The progress as `reader`, where it is a recipient, gets to see it.
    pub fn of(envelope: &'a Envelope, reader: Option<RecipientNumber>) -> Self {
        let mut recipients: Vec<&Recipient> = envelope.recipients.iter().collect();
        recipients.sort_by_key(|r| (!r.must_act(), r.order, r.number));
        let closed = envelope.state.status().is_terminal();
        Self { rows: recipients.into_iter().map(|r| Row::of(r, closed, Some(r.number) == reader)).collect() }
    }
}

impl<'a> Row<'a> {
    fn of(recipient: &'a Recipient, closed: bool, is_reader: bool) -> Self {
        let role = match recipient.role {
            Role::Signer { .. } => "署名者",
            Role::Viewer => "確認者",
            Role::Copy => "受領者",
        };
        let (label, stage, at) = match recipient.state {
            _ if !recipient.must_act() => ("完了後に文書を受領", Stage::Waiting, None),
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Opened { .. }
            | RecipientState::Bounced { .. }
                if closed =>
            {
                ("手続きは行われませんでした", Stage::Waiting, None)
            }
            RecipientState::Waiting => ("順番待ち", Stage::Waiting, None),
            RecipientState::Invited { at } => ("依頼済み", Stage::Current, Some(at)),
            RecipientState::Opened { at, .. } => ("文書を確認中", Stage::Current, Some(at)),
            RecipientState::Approved { at } | RecipientState::Sealed { approved_at: at, .. } => {
                ("署名済み", Stage::Done, Some(at))
            }
            RecipientState::Confirmed { at } => ("確認済み", Stage::Done, Some(at)),
            RecipientState::Declined { at } => ("辞退", Stage::Stopped, Some(at)),
            RecipientState::Delegated { at, .. } => ("転送済み", Stage::Done, Some(at)),
            RecipientState::Bounced { at, .. } => ("メール不達", Stage::Stopped, Some(at)),
        };
        let company = recipient.company.as_deref();
        Self { name: &recipient.name, company, role, label, stage, when: at.map(jst), is_reader }
    }

    const fn class(&self) -> &'static str {
        match self.stage {
            Stage::Done => "done",
            Stage::Current => "current",
            Stage::Waiting => "waiting",
            Stage::Stopped => "stopped",
        }
    }
}
