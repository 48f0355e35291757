//! A command to be pasted: a new envelope by curl.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};

use crate::sample;
use crate::state::{Home, Running};

/// What whoever signs with the registered seal shows besides the link.
const ACCESS_CODE: &str = "sakura-2026";

/// How to make an envelope of one's own; the script for it, and what it sends, are written beside the stack.
pub(super) fn text(home: &Home, running: &Running) -> Result<String> {
    fs::write(home.path().join("contract.pdf"), sample::contract(sample::PAGES)?)?;
    fs::write(home.path().join("envelope.json"), serde_json::to_vec_pretty(&request())?)?;
    let script = home.path().join("try.sh");
    fs::write(&script, TRY.replace("@API@", &running.public_url).replace("@KEY@", &running.api_key))?;
    Ok(format!(
        r#"封筒を作成、アップロード、送信するコマンド（PDFを指定できます） / A command that creates an envelope, uploads its PDF, which may be your own, and sends it:

sh "{script}" [契約書.pdf]

そのあとは、メールボックスの依頼メールから署名できます。 Then sign by the mails in the mailbox: {mailbox}
実印タイプの佐藤 花子様のアクセスコード The access code of Ms Sato, who signs with the registered seal: {ACCESS_CODE}"#,
        script = script.display(),
        mailbox = running.mailbox_url,
    ))
}

/// The calls that a program makes, by curl.
const TRY: &str = r#"#!/bin/sh
# Creates an envelope of one PDF, uploads it and sends it: try.sh [FILE]. Shows the calls of the API.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
file=${1:-"$here/contract.pdf"}
API=@API@ KEY=@KEY@
once="$(date +%s)-$$"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$file" "$here/envelope.json" "$work" <<'PYTHON'
import base64, hashlib, json, pathlib, sys
file, template, work = map(pathlib.Path, sys.argv[1:])
data, request = file.read_bytes(), json.loads(template.read_text(encoding="utf-8"))
digest = hashlib.sha256(data)
name = file.name[:-4] if file.name.lower().endswith(".pdf") else file.name
request["title"] = request["title"] if file.resolve().parent == template.resolve().parent else name
request["documents"] = [{"name": request["title"], "size": len(data), "sha256": digest.hexdigest()}]
(work / "request.json").write_text(json.dumps(request), encoding="utf-8")
(work / "checksum").write_text(base64.b64encode(digest.digest()).decode())
PYTHON

call() { curl -sS --fail-with-body -H "Authorization: Bearer $KEY" "$@"; }
call "$API/v1/envelopes" -H "Idempotency-Key: $once-create" -H 'Content-Type: application/json' \
  --data "@$work/request.json" -o "$work/created.json" || { cat "$work/created.json"; exit 1; }
value() {
  python3 -c 'import json, sys
it = json.load(open(sys.argv[1]))
for key in sys.argv[2:]: it = it[int(key) if key.isdigit() else key]
print(it)' "$work/created.json" "$@"
}
id=$(value id)
curl -sS --fail-with-body -X PUT "$(value documents 0 upload url)" -H 'Content-Type: application/pdf' \
  -H "x-amz-checksum-sha256: $(cat "$work/checksum")" --data-binary "@$file"
# Whether it can be sent is known as soon as it is checked.
for _ in $(seq 100); do
  call "$API/v1/envelopes/$id" -o "$work/created.json"
  case $(value documents 0 state) in checked) break ;; refused) value documents 0 refusal detail_ja; value documents 0 refusal detail; exit 1 ;; esac
  sleep 0.2
done
call -X POST "$API/v1/envelopes/$id/send" -H "Idempotency-Key: $once-send"
echo
"#;

/// An envelope whose document is still to be named.
fn request() -> Value {
    json!({
        "title": sample::TITLE,
        "documents": [],
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
