//! A line of the list: how an envelope stands, and what waits for whom since when.

use api::routes::CONSOLE_ENVELOPE;
use web::{Language, short_deadline, short_time};

use crate::Dependencies;
use crate::answers::{Awaited, Status, Summary};
use crate::words;

/// Whose turn it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum WaitsFor {
    /// People who were asked.
    Recipients {
        names: String,
        since: String,
        /// A mail to one of them came back.
        bounced: bool,
    },
    /// Whoever made the draft.
    Sender(&'static str),
    /// The service, with what it is about to do.
    Service(&'static str),
    /// It is at its end.
    Nobody,
}

impl WaitsFor {
    fn of(status: Status, awaited: Option<&Awaited>, language: Language) -> Self {
        match (status, awaited) {
            (Status::Draft, _) => Self::Sender(language.t("送信者（未送信）", "The sender, who has not sent it")),
            (Status::Sending, _) => Self::Service(language.t("文書の送信準備中", "Being prepared by the service")),
            (Status::Sent | Status::InProgress, Some(awaited)) => Self::Recipients {
                names: words::people(awaited, language),
                since: short_time(awaited.since, language),
                bounced: awaited.bounced,
            },
            // Nobody was asked who has not acted: the service makes seals, or is about to ask the next.
            (Status::Sent | Status::InProgress, None) => {
                Self::Service(language.t("封印待ち（自動で進みます）", "Being sealed by the service"))
            }
            (Status::Completed | Status::Declined | Status::Voided | Status::Expired | Status::Failed, _) => {
                Self::Nobody
            }
        }
    }
}

/// A line.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) status: &'static str,
    pub(super) tone: &'static str,
    pub(super) sender: String,
    pub(super) waits_for: WaitsFor,
    pub(super) created_at: String,
    pub(super) deadline: Option<String>,
}

impl Row {
    pub(super) fn of(deps: &Dependencies, summary: Summary, language: Language) -> Self {
        let Summary { id, number, title, status, sender, created_at, deadline, awaited } = summary;
        let id = id.to_string();
        Self {
            url: deps.site.path(&CONSOLE_ENVELOPE.path_of(&[&id])),
            id,
            number,
            title,
            status: words::status(status, language),
            tone: words::tone(status),
            sender: sender.name,
            waits_for: WaitsFor::of(status, awaited.as_ref(), language),
            created_at: short_time(created_at, language),
            deadline: deadline.map(|deadline| short_deadline(deadline, language)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_state_it_is_said_whom_it_waits_for() {
        let awaited = Awaited {
            names: vec!["鈴木 太郎".to_owned()],
            count: 2,
            since: "2026-11-22T09:00:00Z".parse().unwrap(),
            bounced: true,
        };
        let of = |status, awaited| WaitsFor::of(status, awaited, Language::Ja);
        let people = WaitsFor::Recipients {
            names: "鈴木 太郎ほか1名".to_owned(),
            since: "2026/11/22 18:00".to_owned(),
            bounced: true,
        };
        assert_eq!(of(Status::InProgress, Some(&awaited)), people);
        assert!(matches!(of(Status::InProgress, None), WaitsFor::Service(words) if words.contains("封印待ち")));
        for status in Status::ALL {
            let expected = match status {
                Status::Draft => matches!(of(status, None), WaitsFor::Sender(_)),
                _ if status.is_open() => matches!(of(status, None), WaitsFor::Service(_)),
                _ => of(status, Some(&awaited)) == WaitsFor::Nobody,
            };
            assert!(expected, "{status:?}");
        }
    }
}
