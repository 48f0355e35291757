//! What is answered about anybody's PDF, and of the API itself.

use anyhow::Result;
use api::routes;
use api::v1::{
    BegunUploadView, CertificateView, DetailView, FindingsView, Integrity, LaterChangesView, Level, Outcome,
    SignatureKind, SignatureState, SignatureTimeView, SignatureView, StatedBy, UploadView,
};
use domain::digest::Digest;
use jiff::SignedDuration;
use serde_json::json;

use super::story::{CHECKSUM, STORE, now};
use super::{AnswerExample, example};

const SUBJECT: &str = "CN=鈴木 太郎,C=JP";
const ISSUER: &str = "CN=Example CA,O=Example,C=JP";
const ANCHOR: &str = "CN=Example Root,O=Example,C=JP";

pub(super) fn all() -> Result<Vec<AnswerExample>> {
    let put = UploadView {
        method: "PUT".to_owned(),
        url: format!("{STORE}/verify/5f1c.pdf?X-Amz-Signature=…"),
        headers: [
            ("content-length".to_owned(), "7340032".to_owned()),
            ("x-amz-checksum-sha256".to_owned(), CHECKSUM.to_owned()),
        ]
        .into(),
        expires_at: now()? + SignedDuration::from_mins(15),
    };
    let begun = BegunUploadView { upload: "AQEBAQEBAQEBexampleOfAnUploadsToken-xxxxxxx".to_owned(), put };
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Keiin", "version": env!("CARGO_PKG_VERSION")},
        "paths": {},
    });
    Ok(vec![
        example("BegunUpload", "Where to put a file of 7 MB", &[&routes::BEGIN_VERIFY_UPLOAD], &begun)?,
        example("Findings", "A document with one valid signature", &[&routes::VERIFY_DOCUMENT], &findings()?)?,
        example("OpenApiDocument", "The beginning of this document", &[&routes::GET_OPENAPI], &document)?,
    ])
}

/// Of a document with one signature, after which nothing was added. Nothing here verifies a file, so the texts stand here as the
/// function `verify-document` words them.
fn findings() -> Result<FindingsView> {
    let until = "2036-03-31T14:59:59Z".parse()?;
    Ok(FindingsView {
        outcome: Outcome::Valid,
        summary: "署名は有効です。署名した内容は変更されていません。".to_owned(),
        notes: Vec::new(),
        verified_at: now()?,
        proof_until: Some(until),
        size: 102_400,
        sha256: Digest::of(b"a signed document"),
        signatures: vec![SignatureView {
            number: 1,
            kind: SignatureKind::Approval,
            title: "署名".to_owned(),
            state: SignatureState::Valid,
            state_text: "有効".to_owned(),
            reasons: Vec::new(),
            integrity: Integrity::Intact,
            integrity_text: "署名した時点の内容は、改ざんされていません。".to_owned(),
            signer: Some("鈴木 太郎".to_owned()),
            signer_confirmed: true,
            issuer: Some("Example Root(Example)".to_owned()),
            stated_by: StatedBy::Signer,
            reason: None,
            name: None,
            location: None,
            time: SignatureTimeView {
                at: Some(now()? - SignedDuration::from_hours(24)),
                proved: true,
                authority: Some("Example TSA(Example)".to_owned()),
                text: "2026年4月1日 10:00 (JST)、Example TSA(Example)のタイムスタンプによる".to_owned(),
            },
            level: Some(Level::BT),
            level_text: Some("日時の証明付き".to_owned()),
            coverage_text: "このファイル全体".to_owned(),
            changes: LaterChangesView { listed: Vec::new(), omitted: 0 },
            changes_text: "ありません".to_owned(),
            proof_until: Some(until),
            proof_text: Some("2036年3月31日 23:59 (JST)まで（Example TSA(Example)の証明書の有効期限）".to_owned()),
            cautions: vec![
                "証明書の失効情報は、このファイルには入っていません。失効していないかは、証明書の発行元で確認できます。"
                    .to_owned(),
            ],
            certificate: Some(CertificateView {
                subject: SUBJECT.to_owned(),
                issuer: ISSUER.to_owned(),
                serial_number: "1a2b3c".to_owned(),
                key: Some("RSA 3072".to_owned()),
                chain: [SUBJECT, ISSUER, ANCHOR].map(str::to_owned).into(),
            }),
            details: details(),
        }],
        signatures_omitted: 0,
    })
}

fn details() -> Vec<DetailView> {
    let lines = [
        ("署名欄", "Signature1"),
        ("形式", "ETSI.CAdES.detached"),
        ("水準（EN 319 142-1）", "PAdES B-T"),
        ("要約の方式", "SHA-256"),
        ("証明書の名義", SUBJECT),
        ("発行者", ISSUER),
        ("証明書の番号", "1a2b3c"),
        ("鍵", "RSA 3072"),
        ("信頼の起点", ANCHOR),
        ("タイムスタンプの時刻（UTC）", "2026-04-01T01:00:00Z"),
        ("タイムスタンプの番号", "4d5e6f"),
        ("時刻認証局", "CN=Example TSA,O=Example,C=JP"),
    ];
    lines.map(|(label, value)| DetailView { label: label.to_owned(), value: value.to_owned() }).into()
}
