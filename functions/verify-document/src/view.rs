//! The findings as the API shows them.

use api::v1;
use pades::verify::Level;
use pades::verify::changes::ChangeKind;
use serde_json::Value;

use crate::findings::{
    Certificate, Detail, Findings, Integrity, Kind, LaterChange, LaterChanges, Outcome, Permission, Signature, State,
    StatedBy, Time,
};

impl From<Findings> for v1::FindingsView {
    fn from(findings: Findings) -> Self {
        let summary = findings.summary();
        let Findings { outcome, notes, verified_at, proof_until, size, sha256, signatures, .. } = findings;
        let signatures = signatures.into_iter().map(Into::into).collect();
        let (outcome, signatures_omitted) = (outcome.into(), findings.signatures_omitted);
        Self { outcome, summary, notes, verified_at, proof_until, size, sha256, signatures, signatures_omitted }
    }
}

impl From<Signature> for v1::SignatureView {
    fn from(signature: Signature) -> Self {
        Self {
            number: signature.number,
            kind: signature.kind.into(),
            title: signature.title,
            state: signature.state.into(),
            state_text: signature.state_text,
            reasons: signature.reasons,
            integrity: signature.integrity.into(),
            integrity_text: signature.integrity_text,
            signer: signature.signer,
            signer_confirmed: signature.signer_confirmed,
            issuer: signature.issuer,
            stated_by: signature.stated_by.into(),
            reason: signature.reason,
            name: signature.name,
            location: signature.location,
            time: signature.time.into(),
            level: signature.level.map(level),
            level_text: signature.level_text,
            coverage_text: signature.coverage_text,
            changes: signature.changes.into(),
            changes_text: signature.changes_text,
            proof_until: signature.proof_until,
            proof_text: signature.proof_text,
            cautions: signature.cautions,
            certificate: signature.certificate.map(Into::into),
            details: signature.details.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<LaterChanges> for v1::LaterChangesView {
    fn from(LaterChanges { listed, omitted }: LaterChanges) -> Self {
        Self { listed: listed.into_iter().map(Into::into).collect(), omitted }
    }
}

impl From<LaterChange> for v1::LaterChangeView {
    fn from(LaterChange { kind, permission, text, page, field, times }: LaterChange) -> Self {
        Self { kind: name_of(kind), permission: permission.into(), text, page, field, times }
    }
}

impl From<Certificate> for v1::CertificateView {
    fn from(Certificate { subject, issuer, serial_number, key, chain }: Certificate) -> Self {
        Self { subject, issuer, serial_number, key, chain }
    }
}

impl From<Detail> for v1::DetailView {
    fn from(Detail { label, value }: Detail) -> Self {
        Self { label, value }
    }
}

impl From<Time> for v1::SignatureTimeView {
    fn from(Time { at, proved, authority, text }: Time) -> Self {
        Self { at, proved, authority, text }
    }
}

/// The name that the verifier's own reports have for it.
fn name_of(kind: ChangeKind) -> String {
    match serde_json::to_value(kind) {
        Ok(Value::String(name)) => name,
        other => {
            tracing::error!(?kind, ?other, "a kind of change has no name");
            "unknown".to_owned()
        }
    }
}

const fn level(level: Level) -> v1::Level {
    match level {
        Level::BB => v1::Level::BB,
        Level::BT => v1::Level::BT,
        Level::BLT => v1::Level::BLT,
        Level::BLTA => v1::Level::BLTA,
    }
}

/// Values that have the same names on both sides.
macro_rules! same {
    ($($Found:ident => $View:ident { $($Variant:ident),* $(,)? })*) => {$(
        impl From<$Found> for v1::$View {
            fn from(found: $Found) -> Self {
                match found {
                    $($Found::$Variant => Self::$Variant),*
                }
            }
        }
    )*};
}

same! {
    Outcome => Outcome { Valid, Changed, Invalid, IssuerUnknown, Unproved, Unsigned }
    Kind => SignatureKind { Approval, Certification, DocumentTimestamp }
    State => SignatureState { Valid, Changed, Invalid, IssuerUnknown, Unproved }
    Integrity => Integrity { Intact, Ambiguous, Broken, Unknown }
    StatedBy => StatedBy { Signer, Operator, RegisteredSeal }
    Permission => Permission { Forbidden, Unproved, Note, Allowed }
}
