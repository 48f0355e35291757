//! Examples of what operations take, for whoever reads the document. A test holds each against the type that reads it.

use api::routes::{self, Route};
use serde_json::{Value, json};

/// What a request in JSON may look like.
pub(super) fn of(route: &Route) -> Option<Value> {
    let routes = [
        (&routes::CREATE_ENVELOPE, create as fn() -> Value),
        (&routes::CHANGE_DRAFT, change),
        (&routes::ADD_DOCUMENT, add),
        (&routes::COPY_ENVELOPE, copy),
        (&routes::MOVE_ENVELOPE, moved),
        (&routes::ADD_FOLDER, folder),
        (&routes::CHANGE_FOLDER, shared_folder),
        (&routes::VOID_ENVELOPE, void),
        (&routes::BEGIN_VERIFY_UPLOAD, declare),
        (&routes::REQUEST_AGAIN, correct),
        (&routes::INVITE_PERSON, invite),
        (&routes::CHANGE_PERSON, promote),
        (&routes::ADD_GROUP, group),
        (&routes::RENAME_GROUP, group),
        (&routes::CHANGE_SEAL, seal),
        (&routes::MAKE_KEY, key),
        (&routes::MAKE_OWN_KEY, own_key),
        (&routes::CHANGE_ORGANISATION, demand),
        (&routes::ADD_CONTACT, contact),
        (&routes::CHANGE_CONTACT, contact_change),
    ];
    routes.into_iter().find(|(described, _)| *described == route).map(|(_, example)| example())
}

fn create() -> Value {
    json!({
        "title": "業務委託契約",
        "message": "ご確認のうえ、ご署名をお願いいたします。",
        "documents": [add()],
        "recipients": [
            {"kind": "signer", "order": 1, "name": "鈴木 太郎", "company": "株式会社〇〇", "email": "suzuki@example.jp"},
            {
                "kind": "signer", "order": 2, "name": "佐藤 花子", "email": "sato@example.jp",
                "factor": {"type": "access_code", "code": "sakura-2026"},
            },
        ],
        "transaction": {
            "date": "2026-04-01",
            "counterparty": "株式会社〇〇",
            "amount": {"value": 1_100_000, "tax": "included"},
            "term": {"start": "2026-04-01", "end": "2027-03-31", "renews": false},
        },
        "retention": "7y",
        "deadline_days": 14,
    })
}

fn change() -> Value {
    json!({"title": "業務委託契約（変更後）", "message": null, "deadline_days": 7})
}

fn add() -> Value {
    json!({
        "name": "業務委託契約書",
        "size": 48213,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    })
}

fn declare() -> Value {
    json!({"size": 7_340_032, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
}

fn copy() -> Value {
    json!({"factors": [{"recipient": 2, "factor": {"type": "access_code", "code": "tanabata-77"}}]})
}

fn void() -> Value {
    json!({"reason": "契約内容に誤りがありました。"})
}

fn correct() -> Value {
    json!({"email": "suzuki@example.co.jp"})
}

fn invite() -> Value {
    json!({"name": "佐藤 花子", "email": "sato@city.example.jp", "roles": ["sender", "document_viewer"]})
}

fn promote() -> Value {
    json!({"roles": ["administrator", "sender"]})
}

fn group() -> Value {
    json!({"name": "総務部総務課"})
}

fn moved() -> Value {
    json!({"folder": "01900000-0000-7000-8000-000000000042"})
}

fn folder() -> Value {
    json!({
        "name": "令和8年度 委託契約",
        "inherits": false,
        "grants": [
            {"to": "group", "group": "01900000-0000-7000-8000-000000000017", "level": "change"},
            {"to": "role", "role": "approver", "level": "see"},
        ],
    })
}

fn shared_folder() -> Value {
    json!({"grants": [{"to": "everybody", "level": "see"}]})
}

fn seal() -> Value {
    json!({"persons": ["shicho@city.example.jp", "fuku-shicho@city.example.jp"]})
}

fn key() -> Value {
    json!({
        "label": "会計システム",
        "scopes": ["envelopes:read", "envelopes:write", "envelopes:send"],
        "expires_at": "2099-03-31T15:00:00Z",
        "addresses": ["203.0.113.0/24", "2001:db8::/32"],
        "holder": {"type": "service", "name": "会計システム", "email": "kaikei@city.example.jp"},
    })
}

fn own_key() -> Value {
    json!({"label": "集計用スクリプト", "scopes": ["envelopes:read"], "expires_at": "2099-03-31T15:00:00Z"})
}

fn demand() -> Value {
    json!({
        "two_factor_required": true,
        "envelopes": {
            "deadline_days": 14,
            "deadline_end": "end_of_day",
            "required": ["counterparty", "amount"],
            "own_fields": [
                {"key": "approval_number", "label": "決裁番号", "type": "text", "required": true},
                {"key": "contract_type", "label": "契約種別", "type": "choice", "choices": ["工事", "委託", "物品"]},
            ],
        },
        "brand": {"name": "滝川市 電子契約", "accent": "#17407a"},
        "fiscal_year_end": "03-31",
        "members": {"mail_domains": ["city.example.jp"]},
    })
}

fn contact() -> Value {
    json!({
        "scope": "shared",
        "name": "鈴木 太郎",
        "kana": "スズキ タロウ",
        "email": "suzuki@example.jp",
        "company": "株式会社〇〇",
        "department": "総務部",
        "job_title": "部長",
        "phone": "090-1234-5678",
    })
}

fn contact_change() -> Value {
    json!({"job_title": "取締役", "note": ""})
}

#[cfg(test)]
mod tests {
    use api::json::read;
    use api::v1::contacts::{ContactChangeRequest, ContactRequest};
    use api::v1::{
        ChangeRequest, CopyRequest, CorrectionRequest, DeclaredFile, DocumentRequest, EnvelopeRequest, MoveRequest,
        VoidRequest,
    };

    use api::v1::folders::{FolderChangeRequest, FolderRequest};
    use api::v1::organisation::{
        GroupRequest, KeyRequest, OrganisationChangeRequest, OwnKeyRequest, PersonChangeRequest, PersonRequest,
        SealChangeRequest,
    };

    use domain::policy::Policy;

    use super::*;

    #[test]
    fn what_is_shown_can_be_sent() {
        let bytes = |example: fn() -> Value| example().to_string().into_bytes();
        let envelope: domain::draft::EnvelopeRequest = read::<EnvelopeRequest>(&bytes(create)).expect("JSON").into();
        assert_eq!(envelope.errors(&Policy::default()), []);
        read::<MoveRequest>(&bytes(moved)).expect("a place");
        read::<FolderRequest>(&bytes(folder)).expect("a folder");
        read::<FolderChangeRequest>(&bytes(shared_folder)).expect("a change");
        read::<ChangeRequest>(&bytes(change)).expect("a change");
        read::<DocumentRequest>(&bytes(add)).expect("a document");
        read::<DeclaredFile>(&bytes(declare)).expect("a file");
        read::<CopyRequest>(&bytes(copy)).expect("a copy");
        read::<VoidRequest>(&bytes(void)).expect("a reason");
        read::<CorrectionRequest>(&bytes(correct)).expect("a correction");
        read::<PersonRequest>(&bytes(invite)).expect("a person");
        read::<PersonChangeRequest>(&bytes(promote)).expect("a change");
        read::<GroupRequest>(&bytes(group)).expect("a group");
        read::<SealChangeRequest>(&bytes(seal)).expect("a seal").accept().expect("all of it right");
        let key = read::<KeyRequest>(&bytes(key)).expect("a key");
        key.accept("2026-11-28T00:00:00Z".parse().expect("a time")).expect("all of it right");
        let own = read::<OwnKeyRequest>(&bytes(own_key)).expect("a key of one's own");
        own.accept("2026-11-28T00:00:00Z".parse().expect("a time")).expect("all of it right");
        read::<OrganisationChangeRequest>(&bytes(demand)).expect("a change");
        let contact = read::<ContactRequest>(&bytes(contact)).expect("a contact");
        domain::contact::ContactRequest::from(contact).accept().expect("all of it right");
        read::<ContactChangeRequest>(&bytes(contact_change)).expect("a change");
    }
}
