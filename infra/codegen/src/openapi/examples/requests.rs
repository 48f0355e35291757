//! Examples of what operations take. Each is read by the type that reads requests of its kind, when the document is written: one
//! that could not be sent cannot stand there.

use std::fmt::Debug;

use anyhow::{Result, anyhow, ensure};
use api::json::read;
use api::problem::Problem;
use api::routes::{self, Route};
use api::v1::contacts::{ContactChangeRequest, ContactRequest};
use api::v1::folders::{FolderChangeRequest, FolderRequest};
use api::v1::organisation::{
    GroupRequest, KeyRequest, OrganisationChangeRequest, OwnKeyRequest, PersonChangeRequest, PersonRequest,
    SealChangeRequest,
};
use api::v1::{
    ChangeRequest, CopyRequest, CorrectionRequest, DeclaredFile, DocumentRequest, EnvelopeRequest,
    EnvelopeWithFilesRequest, LeftFile, MoveRequest, RemindRequest, RetryRequest, VoidRequest,
};
use domain::contact::{Record, rows_of};
use domain::policy::Policy;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::NOW;
use super::names::{FOLDER, GROUP};

pub(crate) const JSON: &str = "application/json";
pub(crate) const FORM: &str = "multipart/form-data";
pub(crate) const CSV: &str = "text/csv";
pub(crate) const PDF: &str = "application/pdf";
pub(crate) const BYTES: &str = "application/octet-stream";

/// The beginning of a PDF, where a file has to be shown in a line.
const FILE: &str = "%PDF-1.7\n%…\n%%EOF\n";

/// What a request may look like.
pub(crate) struct RequestExample {
    pub(crate) route: &'static Route,
    /// The type of its content.
    pub(crate) kind: &'static str,
    pub(crate) value: Value,
}

/// All of them.
pub(crate) fn all() -> Result<Vec<RequestExample>> {
    let now = NOW.parse()?;
    Ok(vec![
        envelope()?,
        form(&routes::CREATE_ENVELOPE, with_files())?,
        json::<ChangeRequest>(&routes::CHANGE_DRAFT, change())?,
        json::<DocumentRequest>(&routes::ADD_DOCUMENT, add())?,
        json::<CopyRequest>(&routes::COPY_ENVELOPE, copy())?,
        json::<MoveRequest>(&routes::MOVE_ENVELOPE, moved())?,
        json::<VoidRequest>(&routes::VOID_ENVELOPE, void())?,
        json::<RetryRequest>(&routes::RETRY_ENVELOPE, nothing())?,
        json::<RemindRequest>(&routes::SEND_REMINDERS, nothing())?,
        json::<CorrectionRequest>(&routes::REQUEST_AGAIN, correct())?,
        accepted(&routes::ADD_FOLDER, folder(), |request: FolderRequest| {
            domain::folder::FolderRequest::try_from(request)
        })?,
        json::<FolderChangeRequest>(&routes::CHANGE_FOLDER, shared_folder())?,
        json::<PersonRequest>(&routes::INVITE_PERSON, invite())?,
        json::<PersonChangeRequest>(&routes::CHANGE_PERSON, promote())?,
        json::<GroupRequest>(&routes::ADD_GROUP, group())?,
        json::<GroupRequest>(&routes::RENAME_GROUP, group())?,
        accepted(&routes::CHANGE_SEAL, seal(), |request: SealChangeRequest| request.accept())?,
        accepted(&routes::MAKE_KEY, key(), |request: KeyRequest| request.accept(now))?,
        accepted(&routes::MAKE_OWN_KEY, own_key(), |request: OwnKeyRequest| request.accept(now))?,
        json::<OrganisationChangeRequest>(&routes::CHANGE_ORGANISATION, demand())?,
        accepted(&routes::ADD_CONTACT, contact(), |request: ContactRequest| {
            domain::contact::ContactRequest::from(request).accept()
        })?,
        json::<ContactChangeRequest>(&routes::CHANGE_CONTACT, contact_change())?,
        contacts(CSV)?,
        contacts(BYTES)?,
        json::<DeclaredFile>(&routes::BEGIN_VERIFY_UPLOAD, declare())?,
        RequestExample { route: &routes::VERIFY_DOCUMENT, kind: PDF, value: json!(FILE) },
        json::<LeftFile>(&routes::VERIFY_DOCUMENT, left())?,
    ])
}

/// What a type of requests reads.
fn json<T: DeserializeOwned>(route: &'static Route, value: Value) -> Result<RequestExample> {
    accepted::<T, _, ()>(route, value, |_| Ok::<_, ()>(()))
}

/// What it reads, and what is right in all its fields.
fn accepted<T: DeserializeOwned, A, E: Debug>(
    route: &'static Route,
    value: Value,
    accept: impl FnOnce(T) -> Result<A, E>,
) -> Result<RequestExample> {
    let wrong = |why: &dyn Debug| anyhow!("the example of {}: {why:?}", route.name);
    let request = read_value::<T>(&value).map_err(|problem| wrong(&problem))?;
    accept(request).map_err(|fault| wrong(&fault))?;
    Ok(RequestExample { route, kind: JSON, value })
}

/// The type that an example is read into.
pub(super) fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, Problem> {
    read(value.to_string().as_bytes())
}

fn envelope() -> Result<RequestExample> {
    accepted(&routes::CREATE_ENVELOPE, create(), |request: EnvelopeRequest| {
        let errors = domain::draft::EnvelopeRequest::from(request).errors(&Policy::default());
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    })
}

/// A form whose part `envelope` is JSON.
fn form(route: &'static Route, value: Value) -> Result<RequestExample> {
    let RequestExample { .. } = json::<EnvelopeWithFilesRequest>(route, value["envelope"].clone())?;
    Ok(RequestExample { route, kind: FORM, value })
}

/// A file of contacts without quoted cells.
fn contacts(kind: &'static str) -> Result<RequestExample> {
    let text = "氏名,フリガナ,メールアドレス,会社名,部署,役職,電話番号\r\n\
        鈴木 太郎,スズキ タロウ,suzuki@example.jp,株式会社〇〇,総務部,部長,090-1234-5678\r\n\
        高橋 一郎,タカハシ イチロウ,takahashi@example.jp,有限会社△△,,代表取締役,\r\n";
    ensure!(!text.contains('"'), "quoted cells are not read here");
    let records =
        (1..).zip(text.lines()).map(|(line, row)| Record { line, cells: row.split(',').map(str::to_owned).collect() });
    rows_of(records).map_err(|faults| anyhow!("the example of a file of contacts: {faults:?}"))?;
    Ok(RequestExample { route: &routes::IMPORT_CONTACTS, kind, value: json!(text) })
}

pub(super) fn create() -> Value {
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

pub(super) fn change() -> Value {
    json!({"title": "業務委託契約（変更後）", "message": null, "deadline_days": 7})
}

pub(super) fn add() -> Value {
    json!({
        "name": "業務委託契約書",
        "size": 48213,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    })
}

fn declare() -> Value {
    json!({"size": 7_340_032, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
}

fn with_files() -> Value {
    json!({
        "envelope": {
            "title": "物品売買契約",
            "documents": [{"name": "物品売買契約書"}],
            "recipients": [
                {"kind": "signer", "order": 1, "name": "鈴木 太郎", "company": "株式会社〇〇", "email": "suzuki@example.jp"},
            ],
            "send": true,
        },
        "document": [FILE],
    })
}

/// Where there is nothing to say.
fn nothing() -> Value {
    json!({})
}

fn left() -> Value {
    json!({"upload": "AQEBAQEBAQEBexampleOfAnUploadsToken-xxxxxxx"})
}

fn copy() -> Value {
    json!({"factors": [{"recipient": 2, "factor": {"type": "access_code", "code": "tanabata-77"}}]})
}

pub(super) fn void() -> Value {
    json!({"reason": "契約内容に誤りがありました。"})
}

pub(super) fn correct() -> Value {
    json!({"email": "suzuki@example.co.jp"})
}

pub(super) fn invite() -> Value {
    json!({"name": "佐藤 花子", "email": "sato@city.example.jp", "roles": ["sender", "document_viewer"]})
}

fn promote() -> Value {
    json!({"roles": ["administrator", "sender"]})
}

pub(super) fn group() -> Value {
    json!({"name": "総務部総務課"})
}

fn moved() -> Value {
    json!({"folder": FOLDER})
}

pub(super) fn folder() -> Value {
    json!({
        "name": "令和8年度 委託契約",
        "inherits": false,
        "grants": [
            {"to": "group", "group": GROUP, "level": "change"},
            {"to": "role", "role": "approver", "level": "see"},
        ],
    })
}

fn shared_folder() -> Value {
    json!({"grants": [{"to": "everybody", "level": "see"}]})
}

pub(super) fn seal() -> Value {
    json!({"persons": ["shicho@city.example.jp", "fuku-shicho@city.example.jp"]})
}

pub(super) fn key() -> Value {
    json!({
        "label": "会計システム",
        "scopes": ["envelopes:read", "envelopes:write", "envelopes:send"],
        "expires_at": "2099-03-31T15:00:00Z",
        "addresses": ["203.0.113.0/24", "2001:db8::/32"],
        "holder": {"type": "service", "name": "会計システム", "email": "kaikei@city.example.jp"},
    })
}

pub(super) fn own_key() -> Value {
    json!({"label": "集計用スクリプト", "scopes": ["envelopes:read"], "expires_at": "2099-03-31T15:00:00Z"})
}

pub(super) fn demand() -> Value {
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
            "keep_contacts": "shared",
        },
        "brand": {"name": "滝川市 電子契約", "accent": "#17407a"},
        "fiscal_year_end": "03-31",
        "members": {"mail_domains": ["city.example.jp"]},
    })
}

pub(super) fn contact() -> Value {
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

pub(super) fn contact_change() -> Value {
    json!({"job_title": "取締役", "note": ""})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_that_could_not_be_sent_is_refused() {
        assert!(json::<VoidRequest>(&routes::VOID_ENVELOPE, void()).is_ok());
        assert!(json::<VoidRequest>(&routes::VOID_ENVELOPE, json!({"because": "誤り"})).is_err());
        let nobody = json!({"label": "", "scopes": [], "holder": null});
        let accept = |request: KeyRequest| request.accept(NOW.parse().expect("a time"));
        assert!(accepted(&routes::MAKE_KEY, nobody, accept).is_err());
    }
}
