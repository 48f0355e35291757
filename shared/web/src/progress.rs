//! 「署名の進行状況」: each recipient, how far, and when.

use domain::envelope::{Envelope, Status};
use domain::ids::RecipientNumber;
use domain::recipient::{Recipient, RecipientState, Role};

use super::{Language, local_time};

/// The progress of an envelope, in signing order. Displays as a piece of HTML.
#[derive(askama::Template)]
#[template(path = "progress.html")]
pub struct Progress<'a> {
    language: Language,
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
    pub fn of(envelope: &'a Envelope, reader: Option<RecipientNumber>, language: Language) -> Self {
        let mut recipients: Vec<&Recipient> = envelope.recipients.iter().collect();
        recipients.sort_by_key(|r| (!r.must_act(), r.order, r.number));
        let status = envelope.state.status();
        let row = |r: &'a Recipient| Row::of(r, status, Some(r.number) == reader, language);
        Self { language, rows: recipients.into_iter().map(row).collect() }
    }
}

impl<'a> Row<'a> {
    fn of(recipient: &'a Recipient, status: Status, is_reader: bool, language: Language) -> Self {
        let role = match recipient.role {
            Role::Signer { .. } => language.t("署名者", "Signer"),
            Role::Viewer => language.t("確認者", "Reviewer"),
            Role::Copy => language.t("受領者", "Recipient of a copy"),
        };
        let (label, stage, at) = match recipient.state {
            _ if !recipient.must_act() && status == Status::Completed => {
                (language.t("完了のお知らせを送信", "Completion email sent"), Stage::Done, None)
            }
            _ if !recipient.must_act() => {
                (language.t("完了後に文書を受領", "Gets the documents at the end"), Stage::Waiting, None)
            }
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Opened { .. }
            | RecipientState::Bounced { .. }
                if status.is_terminal() =>
            {
                (language.t("手続きは行われませんでした", "Did not act"), Stage::Waiting, None)
            }
            RecipientState::Waiting => (language.t("順番待ち", "Not yet this person's turn"), Stage::Waiting, None),
            RecipientState::Invited { at } => (language.t("依頼済み", "Asked"), Stage::Current, Some(at)),
            RecipientState::Opened { at, .. } => {
                (language.t("文書を確認中", "Reading the documents"), Stage::Current, Some(at))
            }
            RecipientState::Approved { .. } if status.is_terminal() => {
                (language.t("署名は完了しませんでした", "The signature was not made"), Stage::Stopped, None)
            }
            RecipientState::Approved { at } => (language.t("署名中", "Being signed"), Stage::Current, Some(at)),
            RecipientState::Sealed { approved_at: at, .. } => (language.t("署名済み", "Signed"), Stage::Done, Some(at)),
            RecipientState::Confirmed { at } => (language.t("確認済み", "Confirmed"), Stage::Done, Some(at)),
            RecipientState::Declined { at } => (language.t("辞退", "Declined"), Stage::Stopped, Some(at)),
            RecipientState::Delegated { at, .. } => (language.t("転送済み", "Forwarded"), Stage::Done, Some(at)),
            RecipientState::NotNeeded { at, .. } => (
                language.t("手続き不要（同じグループの方が手続き済み）", "Not needed: another of the group acted"),
                Stage::Done,
                Some(at),
            ),
            RecipientState::Bounced { at, .. } => {
                (language.t("メール不達", "Email not delivered"), Stage::Stopped, Some(at))
            }
        };
        let company = recipient.company.as_deref();
        Self {
            name: &recipient.name,
            company,
            role,
            label,
            stage,
            when: at.map(|at| local_time(at, language)),
            is_reader,
        }
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
