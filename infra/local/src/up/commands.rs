//! Commands to be pasted: a new envelope by curl.

use std::fs;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::client::declare;
use crate::sample;
use crate::state::{Home, Running};

/// What whoever signs with the registered seal shows besides the link.
const ACCESS_CODE: &str = "sakura-2026";

/// The commands; the files that they send are written beside the stack.
pub(super) fn text(home: &Home, running: &Running) -> Result<String> {
    let pdf = sample::contract(sample::PAGES)?;
    fs::write(home.path().join("contract.pdf"), &pdf)?;
    fs::write(home.path().join("envelope.json"), serde_json::to_vec_pretty(&request(&pdf))?)?;

    let dir = home.path().display();
    let api = &running.public_url;
    let key = &running.api_key;
    let checksum = STANDARD.encode(Sha256::digest(&pdf));
    Ok(format!(
        r#"封筒を作成、アップロード、送信するコマンド / Commands that create an envelope, upload its document and send it:

cd "{dir}"
API={api} KEY={key}
curl -sS "$API/v1/envelopes" -H "Authorization: Bearer $KEY" -H "Idempotency-Key: $(date +%s)-create" -H 'Content-Type: application/json' --data @envelope.json -o created.json
ID=$(python3 -c 'import json; print(json.load(open("created.json"))["id"])')
URL=$(python3 -c 'import json; print(json.load(open("created.json"))["documents"][0]["upload"]["url"])')
curl -sS -X PUT "$URL" -H 'Content-Type: application/pdf' -H 'x-amz-checksum-sha256: {checksum}' --data-binary @contract.pdf
curl -sS -X POST "$API/v1/envelopes/$ID/send" -H "Authorization: Bearer $KEY" -H "Idempotency-Key: $(date +%s)-send"

そのあとは、メールボックスの依頼メールから署名できます。 Then sign by the mails in the mailbox: {mailbox}
実印タイプの佐藤 花子様のアクセスコード The access code of Ms Sato, who signs with the registered seal: {ACCESS_CODE}"#,
        mailbox = running.mailbox_url,
    ))
}

fn request(pdf: &[u8]) -> Value {
    json!({
        "title": sample::TITLE,
        "documents": [declare(sample::TITLE, pdf)],
        "recipients": [
            {"kind": "signer", "order": 1, "company": "滝川市 総務課", "name": "佐藤 花子", "email": "sato@city.takikawa.example",
             "seal": {"type": "registered", "organisation": "takikawa"},
             "factor": {"type": "access_code", "code": ACCESS_CODE}},
            {"kind": "signer", "order": 2, "company": "株式会社〇〇", "name": "鈴木 太郎", "email": "suzuki@contractor.example",
             "seal": {"type": "contract"}},
        ],
        "transaction": {"date": "2026-11-22", "counterparty": "株式会社〇〇",
            "amount": {"value": 1_100_000, "currency": "JPY"}, "tags": []},
        "retention": "7y",
        "deadline_days": 30,
    })
}
