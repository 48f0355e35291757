//! What became of each mail, as the evidence tells it. Pure.

use std::collections::BTreeMap;

use domain::evidence::{Event, EventKind};
use domain::ids::RecipientNumber;
use domain::mail::{Addressee, Bounce, MailKind};
use jiff::Timestamp;
use web::Language;

use crate::answers::Envelope;

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mail {
    /// When the mail service took it or refused it.
    pub(super) at: Timestamp,
    pub(super) kind: MailKind,
    /// To whom; nothing where it went to the sender.
    pub(super) recipient: Option<RecipientNumber>,
    /// The address at that time.
    pub(super) address: String,
    pub(super) fate: Fate,
    /// The event that asked for it, by which what is told later is known.
    asked_by: u64,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The mail service took it, and nobody has told of it since.
    Sent,
    /// The mail service did not take it, in its words.
    Refused(String),
    /// It came back, or was called unwanted.
    Returned { at: Timestamp, bounce: Bounce, detail: String },
}

impl Fate {
    /// The tone, and the words.
    pub(super) const fn in_words(&self, language: Language) -> (&'static str, &'static str) {
        match self {
            Self::Sent => ("good", language.t("送信済み", "Sent")),
            Self::Refused(_) => ("bad", language.t("送信できませんでした", "Not sent")),
            Self::Returned { bounce, .. } => ("bad", returned(*bounce, language)),
        }
    }
}

const fn returned(bounce: Bounce, language: Language) -> &'static str {
    match bounce {
        Bounce::Permanent => language.t("不達：宛先が見つかりません", "Came back: no such address"),
        Bounce::Transient => {
            language.t("不達：相手のメールサーバーが受け取れません", "Came back: the mailbox could not take it")
        }
        Bounce::Rejected => language.t("不達：内容を理由に拒否されました", "Came back: refused for its content"),
        Bounce::Unsent => language.t("不達：配信が中止されました", "Not delivered: stopped by the email service"),
        Bounce::Suppressed => {
            language.t("不達：以前に届かなかった宛先です", "Not delivered: earlier email there came back")
        }
        Bounce::Undetermined => language.t("不達：理由は不明です", "Came back for an unknown reason"),
        Bounce::Complaint => {
            language.t("届きましたが、迷惑メールとして報告されました", "Arrived, and was reported as unwanted")
        }
    }
}

/// All mails, the oldest first.
pub(super) fn mails(events: &[Event], envelope: &Envelope) -> Vec<Mail> {
    let mut addresses = first_addresses(events, envelope);
    let mut mails: Vec<Mail> = Vec::new();
    for event in events {
        let mut add = |kind, addressee, asked_by, fate| {
            let (recipient, address) = match addressee {
                Addressee::Sender => (None, envelope.sender.email.clone()),
                Addressee::Recipient(number) => (Some(number), addresses.get(&number).cloned().unwrap_or_default()),
            };
            mails.push(Mail { at: event.at, kind, recipient, address, fate, asked_by });
        };
        match &event.kind {
            EventKind::Mailed { mail, addressee, request_event, .. } => {
                add(*mail, *addressee, *request_event, Fate::Sent);
            }
            EventKind::MailRefused { mail, addressee, request_event, reason, .. } => {
                add(*mail, *addressee, *request_event, Fate::Refused(reason.clone()));
            }
            EventKind::Bounced { addressee, request_event, bounce, detail, .. } => {
                let of =
                    |mail: &&mut Mail| mail.asked_by == *request_event && mail.recipient == recipient_of(*addressee);
                if let Some(mail) = mails.iter_mut().rev().find(of) {
                    mail.fate = Fate::Returned { at: event.at, bounce: *bounce, detail: detail.clone() };
                }
            }
            EventKind::AddressCorrected { recipient, to, .. } => {
                addresses.insert(*recipient, to.to_string());
            }
            _ => {}
        }
    }
    mails
}

const fn recipient_of(addressee: Addressee) -> Option<RecipientNumber> {
    match addressee {
        Addressee::Sender => None,
        Addressee::Recipient(number) => Some(number),
    }
}

/// The address of each before anybody corrected it: the envelope tells the newest.
fn first_addresses(events: &[Event], envelope: &Envelope) -> BTreeMap<RecipientNumber, String> {
    let newest = envelope.recipients.iter().map(|recipient| (recipient.number, recipient.email.clone()));
    let mut addresses: BTreeMap<_, _> = newest.collect();
    for event in events.iter().rev() {
        if let EventKind::AddressCorrected { recipient, from, .. } = &event.kind {
            addresses.insert(*recipient, from.to_string());
        }
    }
    addresses
}

#[cfg(test)]
mod tests {
    use domain::digest::Digest;
    use serde_json::json;

    use super::*;

    fn envelope() -> Envelope {
        let envelope = json!({
            "id": "01935f2e-7c00-7a11-8b22-9c33ad44be55", "number": "E-1", "title": "契約", "status": "in_progress",
            "sender": {"organisation_name": "滝川市", "name": "佐藤 花子", "email": "sato@city.example"},
            "created_at": "2026-11-22T09:00:00Z", "documents": [], "version": 1,
            "recipients": [{
                "number": 1, "kind": "signer", "order": 1, "name": "鈴木 太郎", "email": "new@example.jp",
                "state": {"name": "invited", "at": "2026-11-22T09:00:00Z"},
            }],
        });
        serde_json::from_value(envelope).unwrap()
    }

    fn events(kinds: Vec<EventKind>) -> Vec<Event> {
        let at: Timestamp = "2026-11-22T09:00:00Z".parse().unwrap();
        let event = |(sequence, kind): (u64, EventKind)| Event {
            envelope: "01935f2e-7c00-7a11-8b22-9c33ad44be55".parse().unwrap(),
            sequence,
            previous: Digest::ZERO,
            at,
            by: None,
            kind,
        };
        (1..).zip(kinds).map(event).collect()
    }

    fn mailed(mail: MailKind, addressee: Addressee, request_event: u64) -> EventKind {
        EventKind::Mailed { mail, addressee, request_event, message_id: "m".to_owned() }
    }

    fn bounced(addressee: Addressee, request_event: u64) -> EventKind {
        let (bounce, detail) = (Bounce::Permanent, "550 no such user".to_owned());
        EventKind::Bounced { addressee, request_event, bounce, detail, notify: Vec::new() }
    }

    #[test]
    fn what_came_back_is_told_of_the_mail_that_it_was_and_with_the_address_of_that_time() {
        let suzuki = Addressee::Recipient(RecipientNumber(1));
        let corrected = EventKind::AddressCorrected {
            recipient: RecipientNumber(1),
            from: "old@example.jp".parse().unwrap(),
            to: "new@example.jp".parse().unwrap(),
        };
        let told = mails(
            &events(vec![
                mailed(MailKind::Request, suzuki, 5),
                bounced(suzuki, 5),
                mailed(MailKind::Bounced, Addressee::Sender, 5),
                corrected,
                mailed(MailKind::Request, suzuki, 9),
            ]),
            &envelope(),
        );
        let told: Vec<_> = told.iter().map(|mail| (mail.kind, &*mail.address, mail.fate == Fate::Sent)).collect();
        assert_eq!(
            told,
            [
                (MailKind::Request, "old@example.jp", false),
                (MailKind::Bounced, "sato@city.example", true),
                (MailKind::Request, "new@example.jp", true),
            ]
        );
    }

    #[test]
    fn a_mail_that_was_refused_keeps_the_words_of_the_service() {
        let refused = EventKind::MailRefused {
            mail: MailKind::Reminder,
            addressee: Addressee::Recipient(RecipientNumber(1)),
            request_event: 7,
            reason: "not verified".to_owned(),
            notify: Vec::new(),
        };
        let told = mails(&events(vec![refused]), &envelope());
        assert_eq!(told[0].fate, Fate::Refused("not verified".to_owned()));
    }
}
