//! What is answered about anybody's PDF, and of the API itself.

use anyhow::Result;
use api::routes;
use api::v1::{
    BegunUploadView, CertificateView, DetailView, FindingsView, Integrity, LaterChangeView, LaterChangesView, Level,
    Outcome, Permission, SignatureKind, SignatureState, SignatureTimeView, SignatureView, UploadView,
};
use domain::digest::Digest;
use jiff::SignedDuration;
use serde_json::json;

use super::story::{CHECKSUM, STORE, now};
use super::{AnswerExample, example};

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

fn findings() -> Result<FindingsView> {
    let until = "2036-03-31T14:59:59Z".parse()?;
    Ok(FindingsView {
        outcome: Outcome::Valid,
        summary: "すべての署名を確認しました。文書は変更されていません。".to_owned(),
        notes: Vec::new(),
        verified_at: now()?,
        proof_until: Some(until),
        size: 102_400,
        sha256: Digest::of(b"a signed document"),
        signatures: vec![SignatureView {
            number: 1,
            kind: SignatureKind::Approval,
            title: "署名 1".to_owned(),
            state: SignatureState::Valid,
            state_text: "有効です。".to_owned(),
            reasons: Vec::new(),
            integrity: Integrity::Intact,
            integrity_text: "署名後に変更されていません。".to_owned(),
            signer: Some("鈴木 太郎".to_owned()),
            signer_confirmed: true,
            issuer: Some("CN=Example CA,O=Example,C=JP".to_owned()),
            reason: None,
            name: None,
            location: None,
            time: SignatureTimeView {
                at: Some(now()? - SignedDuration::from_hours(24)),
                proved: true,
                authority: Some("CN=Example TSA,O=Example,C=JP".to_owned()),
                text: "2026年4月1日 10:00（タイムスタンプによる）".to_owned(),
            },
            level: Some(Level::BT),
            level_text: None,
            coverage_text: "文書全体".to_owned(),
            changes: LaterChangesView {
                listed: vec![LaterChangeView {
                    kind: "signature_added".to_owned(),
                    permission: Permission::Allowed,
                    text: "署名が追加されました。".to_owned(),
                    page: None,
                    field: None,
                    times: 1,
                }],
                omitted: 0,
            },
            changes_text: "許可された変更だけです。".to_owned(),
            proof_until: Some(until),
            proof_text: None,
            cautions: Vec::new(),
            certificate: Some(CertificateView {
                subject: "CN=鈴木 太郎,C=JP".to_owned(),
                issuer: "CN=Example CA,O=Example,C=JP".to_owned(),
                serial_number: "1a2b3c".to_owned(),
                key: Some("RSA 3072".to_owned()),
                chain: vec!["CN=Example CA,O=Example,C=JP".to_owned()],
            }),
            details: vec![DetailView { label: "形式".to_owned(), value: "ETSI.CAdES.detached".to_owned() }],
        }],
        signatures_omitted: 0,
    })
}
