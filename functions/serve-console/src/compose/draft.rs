//! The form of a new request in the API's words.

use domain::digest::Digest;
use domain::text::half_width;
use serde_json::{Map, Value, json};

use super::form::{Entered, File, Upload};

/// Where the files come with the request: the type and the bytes of a form (RFC 7578).
pub(crate) fn with_files(entered: &Entered, files: &[File], send: bool, key: &str) -> (String, Vec<u8>) {
    let mut envelope = envelope(entered);
    envelope.insert("send".into(), send.into());
    if !files.is_empty() {
        envelope.insert("documents".into(), files.iter().map(|file| json!({ "name": file.name })).collect());
    }
    let envelope = Value::Object(envelope).to_string();
    // Nobody who chooses the files knows the digest beforehand, so that none of them can hold the boundary.
    let seed: Vec<u8> = files.iter().flat_map(|file| &file.bytes).copied().chain(key.bytes()).collect();
    let boundary = Digest::of(&seed).to_string();
    let mut body = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        body.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"envelope\"\r\nContent-Type: application/json", envelope.as_bytes());
    for file in files {
        part("name=\"document\"; filename=\"document.pdf\"\r\nContent-Type: application/pdf", &file.bytes);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// Where the files are put into the store afterwards.
pub(crate) fn with_uploads(entered: &Entered, uploads: &[Upload]) -> Value {
    let mut envelope = envelope(entered);
    let document = |Upload { name, size, sha256 }: &Upload| json!({ "name": name, "size": size.parse::<u64>().unwrap_or_default(), "sha256": sha256 });
    envelope.insert("documents".into(), uploads.iter().map(document).collect());
    Value::Object(envelope)
}

/// What holds for both. What was left empty is left out, so that the organisation's settings hold.
fn envelope(entered: &Entered) -> Map<String, Value> {
    let mut envelope = Map::new();
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    envelope.insert("title".into(), entered.title.trim().into());
    envelope.extend(text(&entered.message).map(|message| ("message".into(), message.into())));
    envelope.extend(text(&entered.deadline_days).map(|days| ("deadline_days".into(), number(&days))));
    let recipients = entered.recipients.iter().enumerate().map(|(at, person)| {
        let order = if entered.parallel { 1 } else { at + 1 };
        let mut recipient = Map::new();
        recipient.insert("kind".into(), if person.kind.is_empty() { "signer" } else { &*person.kind }.into());
        recipient.insert("order".into(), order.into());
        recipient.insert("name".into(), person.name.trim().into());
        recipient.insert("email".into(), person.email.trim().into());
        recipient.extend(text(&person.company).map(|company| ("company".into(), company.into())));
        Value::Object(recipient)
    });
    envelope.insert("recipients".into(), recipients.collect());
    let mut transaction = Map::new();
    transaction.extend(text(&entered.date).map(|date| ("date".into(), date.into())));
    transaction.extend(text(&entered.counterparty).map(|name| ("counterparty".into(), name.into())));
    transaction
        .extend(text(&entered.amount).map(|amount| ("amount".into(), json!({ "value": number(&plain(&amount)) }))));
    if !transaction.is_empty() {
        envelope.insert("transaction".into(), transaction.into());
    }
    envelope
}

/// A number, or the text that is none: the API says what is wrong with it.
fn number(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| text.into(), Value::from)
}

/// An amount as people type it, `￥１，２３４，０００円`, in plain digits.
fn plain(amount: &str) -> String {
    let figure = |letter: char| match half_width(letter) {
        ',' | '￥' | '¥' | '円' | ' ' | '　' => None,
        '−' => Some('-'),
        other => Some(other),
    };
    amount.chars().filter_map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::super::form::Person;
    use super::*;

    fn entered() -> Entered {
        let person = |name: &str, kind: &str| Person {
            name: format!(" {name} "),
            email: format!("{name}@example.jp"),
            kind: kind.into(),
            ..Person::default()
        };
        Entered {
            title: "契約書".into(),
            amount: "￥１，２３４，０００円".into(),
            deadline_days: "10".into(),
            recipients: vec![person("a", "viewer"), person("b", "")],
            ..Entered::default()
        }
    }

    #[test]
    fn what_is_left_empty_is_left_out_and_numbers_are_numbers() {
        let uploads = [Upload { name: "契約書.pdf".into(), size: "12".into(), sha256: "ab".into() }];
        assert_eq!(
            with_uploads(&entered(), &uploads),
            json!({
                "title": "契約書",
                "deadline_days": 10,
                "recipients": [
                    {"kind": "viewer", "order": 1, "name": "a", "email": "a@example.jp"},
                    {"kind": "signer", "order": 2, "name": "b", "email": "b@example.jp"},
                ],
                "transaction": {"amount": {"value": 1_234_000}},
                "documents": [{"name": "契約書.pdf", "size": 12, "sha256": "ab"}],
            })
        );
        let together = Entered { parallel: true, amount: "百万".into(), ..entered() };
        let draft = with_uploads(&together, &uploads);
        assert_eq!(
            (&draft["recipients"][1]["order"], &draft["transaction"]["amount"]["value"]),
            (&json!(1), &json!("百万"))
        );
    }

    #[test]
    fn no_file_ends_its_part_by_itself() {
        let file = File { name: "契約書.pdf".into(), bytes: b"%PDF-1.7\r\n--x--\r\n".to_vec() };
        let (content_type, body) = with_files(&entered(), &[file], true, "key");
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
        let body = String::from_utf8(body).expect("text");
        assert_eq!(body.matches(boundary).count(), 3, "{body}");
        assert!(body.contains("\"send\":true") && body.contains("%PDF-1.7\r\n--x--\r\n\r\n--"), "{body}");
    }
}
