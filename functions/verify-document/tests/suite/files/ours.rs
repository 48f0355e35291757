//! Files as this service seals them, and as somebody seals who would like to be taken for it. In these tests the operator's
//! certificate is that of `PKI.p256`, and an organisation's registered seal that of `PKI.rsa`.

use pades::DocMdp;
use signing::document::{Layout, contract};
use signing::pki::{Entity, PKI};
use signing::signer::{Act, with_fields};

/// What the operator states of a sending.
pub(crate) const SENT: (&str, &str) =
    ("滝川市", "滝川市 佐藤 花子様が2026-11-30 09:00:00 +09:00 JSTに送信した文書の原本性の証明");
/// What the operator states of a signer.
pub(crate) const SIGNED: (&str, &str) =
    ("株式会社山田組 山田 太郎", "山田 太郎様 yamada@example.jp が2026-12-01 09:25:23 +09:00 JSTに承認しました");
/// What the operator states of whoever signed with the registered seal.
pub(crate) const SEALED: (&str, &str) =
    ("滝川市 前田 康吉", "前田 康吉様 mayor@city.example が2026-12-01 09:20:00 +09:00 JSTに承認しました");

/// The fields that this service makes: for the sending and for two signers.
pub(crate) const FIELDS: [&str; 3] = ["keiin-0123abcd-operator", "keiin-0123abcd-001", "keiin-0123abcd-002"];

/// The contract with these fields.
pub(crate) fn prepared() -> Vec<u8> {
    with_fields(&contract::contract(Layout::Table), &FIELDS)
}

/// Signs with this statement.
pub(crate) fn act<'a>(who: &'a Entity, field: &'a str, (name, reason): (&'a str, &'a str)) -> Act<'a> {
    Act { name, reason, ..Act::new(who, field) }
}

/// Sealed at the sending by somebody.
pub(crate) fn sent_by(who: &Entity) -> Vec<u8> {
    Act { certify: Some(DocMdp::FormFilling), ..act(who, FIELDS[0], SENT) }.sign_and_timestamp(&prepared())
}

/// Sent, and signed by nobody yet.
pub(crate) fn sent() -> Vec<u8> {
    sent_by(&PKI.p256)
}

/// Sent so that signers may choose where their seals are seen: the proof of the sending does not certify.
pub(crate) fn sent_without_certification() -> Vec<u8> {
    act(&PKI.p256, FIELDS[0], SENT).sign_and_timestamp(&prepared())
}

/// The whole contract: sent, and signed for two people by the operator's certificate.
pub(crate) fn signed() -> Vec<u8> {
    let first = act(&PKI.p256, FIELDS[1], SIGNED).sign_and_timestamp(&sent());
    act(&PKI.p256, FIELDS[2], ("田中 一郎", "田中 一郎様 tanaka@example.jp が承認しました")).sign_and_timestamp(&first)
}

/// Sent, and signed by an organisation's registered seal.
pub(crate) fn sealed() -> Vec<u8> {
    act(&PKI.rsa, FIELDS[1], SEALED).sign_and_timestamp(&sent())
}
