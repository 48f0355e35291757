//! 封印待ち: what the service has not been able to do yet, since when and why. The same words stand in the mail to the sender.

use domain::waiting::CauseKind;
use web::{Language, PendingWork, cause_of_wait, local_time, needs_operator};

use crate::answers::{Document, Recipient, Waiting, Work};
use crate::words;

/// A wait, worded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WaitNotice {
    pub(super) title: &'static str,
    /// What is waited for, one line each.
    pub(super) pending: Vec<String>,
    pub(super) since: String,
    /// Why the last try failed; nothing where none has, as far as is known.
    pub(super) cause: Option<&'static str>,
    /// Whether it does not go on before the operator of the service has done something.
    pub(super) needs_operator: bool,
    pub(super) overdue: bool,
    pub(super) retried_at: Option<String>,
}

impl WaitNotice {
    pub(super) fn of(waiting: &Waiting, recipients: &[Recipient], documents: &[Document], language: Language) -> Self {
        let who = |number| {
            let found = recipients.iter().find(|recipient| recipient.number == number);
            found.map(|recipient| recipient.name.clone()).unwrap_or_default()
        };
        let mut groups: Vec<(PendingWork, Vec<&str>)> = Vec::new();
        for work in &waiting.work {
            let (kind, document) = match *work {
                Work::Preparation { document } => (PendingWork::Preparation, Some(document)),
                Work::Seal { document, by } => (PendingWork::Seal(by.into()), Some(document)),
                Work::Timestamp { document, by } => (PendingWork::Timestamp(by.into()), Some(document)),
                Work::Request { recipient } => (PendingWork::Request(recipient), None),
            };
            let name = documents.iter().find(|each| Some(each.number) == document).map(|each| each.name.as_str());
            match groups.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, names)) => names.extend(name),
                None => groups.push((kind, name.into_iter().collect())),
            }
        }
        let cause = waiting.cause.as_ref().and_then(|cause| cause_of(&cause.code));
        Self {
            title: words::waiting(waiting, language),
            pending: groups.into_iter().map(|(kind, names)| kind.in_words(who, names, language)).collect(),
            since: local_time(waiting.since, language),
            cause: cause.map(|cause| cause_of_wait(cause, language)),
            needs_operator: cause.is_some_and(needs_operator),
            overdue: waiting.overdue,
            retried_at: waiting.retried_at.map(|at| local_time(at, language)),
        }
    }
}

impl WaitNotice {
    /// Whether it is as every envelope waits for some seconds.
    pub(super) const fn is_usual(&self) -> bool {
        !self.overdue && self.cause.is_none() && self.retried_at.is_none()
    }
}

/// The cause of this code. A later service may know more, of which nothing is said here.
fn cause_of(code: &str) -> Option<CauseKind> {
    Some(match code {
        "no_certificate" => CauseKind::NoCertificate,
        "certificate_unusable" => CauseKind::CertificateUnusable,
        "seal_not_allowed" => CauseKind::SealNotAllowed,
        "key_service" => CauseKind::KeyService,
        "no_timestamp_authority" => CauseKind::NoTimestampAuthority,
        "timestamp_authorities" => CauseKind::TimestampAuthorities,
        "document_store" => CauseKind::DocumentStore,
        "document" => CauseKind::Document,
        "service" => CauseKind::Service,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn notice(cause: &str) -> WaitNotice {
        let waiting = json!({
            "since": "2026-11-22T09:00:00Z",
            "for": [
                {"kind": "timestamp", "document": 1, "by": "operator"},
                {"kind": "timestamp", "document": 2, "by": "operator"},
                {"kind": "seal", "document": 2, "by": {"recipient": 1}},
            ],
            "cause": {"code": cause, "detail": "for the operator"},
            "overdue": true,
            "reported": true,
            "retried_at": null,
        });
        let document = |number: u16, name: &str| {
            let document =
                json!({"number": number, "name": name, "state": "ready", "pages": 1, "size": 1, "seals": []});
            serde_json::from_value::<Document>(document).unwrap()
        };
        let recipient = json!({
            "number": 1, "kind": "signer", "order": 1, "name": "鈴木 太郎", "email": "suzuki@example.jp",
            "state": {"name": "approved", "at": "2026-11-22T08:00:00Z"},
        });
        let documents = [document(1, "契約書"), document(2, "仕様書")];
        let waiting: Waiting = serde_json::from_value(waiting).unwrap();
        WaitNotice::of(&waiting, &[serde_json::from_value(recipient).unwrap()], &documents, Language::Ja)
    }

    #[test]
    fn a_wait_says_what_is_waited_for_and_why() {
        let notice = notice("timestamp_authorities");
        assert_eq!(notice.title, "封印待ち");
        assert_eq!(
            notice.pending,
            ["送信時にシステムが付けるタイムスタンプ（契約書、仕様書）", "鈴木 太郎様の電子署名（仕様書）"]
        );
        assert!(notice.cause.unwrap().contains("時刻認証局") && !notice.needs_operator, "{notice:?}");
        assert!(!notice.is_usual());
    }

    #[test]
    fn who_operates_the_service_is_named_where_only_they_can_mend_it() {
        assert!(notice("no_certificate").needs_operator);
        let later = notice("a_cause_of_a_later_service");
        assert!(later.cause.is_none() && !later.needs_operator, "{later:?}");
        assert!(!later.is_usual(), "it takes long all the same");
    }
}
