//! 署名者情報: each recipient with their address and how far they have come; of signers when they signed (F31).

use jiff::Timestamp;
use web::{Language, local_time};

use super::acts::Acts;
use crate::answers::{Document, Recipient, Sealer, Status};
use crate::words;

/// A recipient's line.
pub(super) struct RecipientRow {
    pub(super) class: &'static str,
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) company: Option<String>,
    pub(super) email: String,
    pub(super) state: &'static str,
    pub(super) since: Option<String>,
    pub(super) is_locked: bool,
    pub(super) signature: Option<Signature>,
    /// The number, where the person can be asked again.
    pub(super) again: Option<String>,
}

/// What the signature of a signer says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Signature {
    /// When they approved.
    pub(super) signing_time: String,
    /// As a reader of the PDF shows it.
    pub(super) reason: String,
    /// The authority that proves the time, and when it did last.
    pub(super) timestamp: Option<(String, String)>,
}

impl RecipientRow {
    pub(super) fn of(
        recipient: Recipient,
        documents: &[Document],
        status: Status,
        acts: &Acts,
        language: Language,
    ) -> Self {
        let (class, state, since) = words::progress(&recipient, status, language);
        let again = acts.request.as_ref().filter(|_| recipient.is_asked()).map(|_| recipient.number.to_string());
        Self {
            class,
            kind: words::kind(recipient.kind, language),
            state,
            since: since.map(|since| local_time(since, language)),
            is_locked: recipient.locked_at.is_some(),
            signature: Signature::of(&recipient, documents, language),
            again,
            name: recipient.name,
            company: recipient.company,
            email: recipient.email,
        }
    }
}

impl Signature {
    fn of(recipient: &Recipient, documents: &[Document], language: Language) -> Option<Self> {
        let signing_time = seconds(recipient.approved_at()?);
        let Recipient { name, email, number, .. } = recipient;
        let reason = match language {
            Language::Ja => format!("{name}様 {email} が{signing_time}に承認しました"),
            Language::En => format!("Approved by {name} {email} at {signing_time}"),
        };
        Some(Self { reason, timestamp: timestamp(documents, Sealer::Recipient(*number), language), signing_time })
    }
}

/// The newest timestamp on the seals of one, once each document has its own.
pub(super) fn timestamp(documents: &[Document], by: Sealer, language: Language) -> Option<(String, String)> {
    let seals = documents.iter().map(|document| document.seals.iter().rev().find(|seal| seal.by == by));
    let times: Option<Vec<(Timestamp, &str)>> = seals
        .map(|seal| seal.and_then(|seal| Some((seal.timestamped_at?, seal.authority.as_deref().unwrap_or_default()))))
        .collect();
    let (at, authority) = times?.into_iter().max()?;
    Some((authority.to_owned(), local_time(at, language)))
}

/// `2026-11-22 18:00:00 +09:00 JST`, as it stands in the signature.
fn seconds(at: Timestamp) -> String {
    let japan = jiff::tz::Offset::constant(9);
    format!("{} +09:00 JST", japan.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn recipient(state: &Value) -> Recipient {
        let recipient = json!({
            "number": 1, "kind": "signer", "order": 1, "name": "鈴木 太郎", "email": "suzuki@example.jp", "state": state,
        });
        serde_json::from_value(recipient).unwrap()
    }

    fn document(number: u16, timestamped_at: Option<&str>) -> Document {
        let seals = json!([
            {"by": "operator", "timestamped_at": "2026-11-21T09:00:00Z", "authority": "TSA"},
            {"by": {"recipient": 1}, "timestamped_at": timestamped_at, "authority": timestamped_at.map(|_| "TSA")},
        ]);
        let document =
            json!({"number": number, "name": "契約書", "state": "ready", "pages": 1, "size": 1, "seals": seals});
        serde_json::from_value(document).unwrap()
    }

    #[test]
    fn a_signature_is_told_as_a_reader_of_the_pdf_shows_it() {
        let signer =
            recipient(&json!({"name": "sealed", "approved_at": "2026-11-22T09:00:00Z", "at": "2026-11-22T09:00:03Z"}));
        let documents = [document(1, Some("2026-11-22T09:00:01Z")), document(2, Some("2026-11-22T09:01:02Z"))];
        let signature = Signature::of(&signer, &documents, Language::Ja).unwrap();
        assert_eq!(signature.signing_time, "2026-11-22 18:00:00 +09:00 JST");
        assert_eq!(signature.reason, "鈴木 太郎様 suzuki@example.jp が2026-11-22 18:00:00 +09:00 JSTに承認しました");
        assert_eq!(signature.timestamp, Some(("TSA".to_owned(), "2026年11月22日 18:01 (JST)".to_owned())));
    }

    #[test]
    fn no_timestamp_is_told_before_every_document_has_one_and_nobody_has_signed_who_was_only_asked() {
        let approved = recipient(&json!({"name": "approved", "at": "2026-11-22T09:00:00Z"}));
        let documents = [document(1, Some("2026-11-22T09:00:01Z")), document(2, None)];
        assert_eq!(Signature::of(&approved, &documents, Language::Ja).unwrap().timestamp, None);
        let asked = recipient(&json!({"name": "invited", "at": "2026-11-22T09:00:00Z"}));
        assert_eq!(Signature::of(&asked, &documents, Language::Ja), None);
    }
}
