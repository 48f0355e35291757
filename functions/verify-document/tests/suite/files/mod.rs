//! A file of each kind that there is a verdict for.

#![allow(dead_code, reason = "not every test needs all")]

pub(crate) mod ours;

use pades::DocMdp;
use signing::document::{Increment, Layout, contract, stream};
use signing::foreign::Foreign;
use signing::honest;
use signing::pki::PKI;
use signing::signer::{Act, document_timestamped, document_timestamped_by, signed, with_fields};

/// Two people, with proof of the times.
pub(crate) fn signed_by_two() -> Vec<u8> {
    signed(&honest::approved(Layout::Table), "Second", &PKI.rsa, None)
}

/// With everything that proves it later.
pub(crate) fn archived() -> Vec<u8> {
    honest::archived(Layout::Table)
}

/// Certified, then filled in as the certification permits.
pub(crate) fn filled_in() -> Vec<u8> {
    honest::ticked(&honest::remarked(&honest::certified(DocMdp::FormFilling)))
}

/// Another text was drawn on the first page after signing.
pub(crate) fn redrawn() -> Vec<u8> {
    let forged = stream("", b"BT /F1 24 Tf 72 760 Td (Sale) Tj ET");
    Increment::new(&honest::approved(Layout::Table)).set(contract::CONTENTS, forged).finish()
}

/// A byte among the signed ones is another.
pub(crate) fn altered() -> Vec<u8> {
    let mut bytes = honest::approved(Layout::Table);
    let text = b"(Lease) Tj";
    let at = bytes.windows(text.len()).position(|window| window == text).expect("the contract's title");
    bytes[at + 1] = b'P';
    bytes
}

/// The signature's own bytes are damaged.
pub(crate) fn broken() -> Vec<u8> {
    let mut bytes = honest::approved(Layout::Table);
    let start = bytes.windows(12).position(|window| window == b"/Contents <3").expect("a signature") + 11;
    bytes[start + 8] = b'F';
    bytes
}

/// Signed though an object stands there twice, of which programs take the one or the other.
pub(crate) fn ambiguous() -> Vec<u8> {
    let plain = contract::contract(Layout::Table);
    let twice = stream("", b"BT /F1 24 Tf 72 760 Td (Sale) Tj ET");
    let number = contract::CONTENTS;
    let object = [format!("{number} 0 obj\n").as_bytes(), &twice, b"\nendobj\n"].concat();
    Foreign::new(&PKI.p256, "Seal").sign(Increment::new(&plain).smuggle(&object))
}

/// Signed below a root that nobody trusts, with nothing that proves the time.
pub(crate) fn by_a_stranger() -> Vec<u8> {
    let empty = with_fields(&contract::contract(Layout::Table), &["Seal"]);
    Act::new(&PKI.stranger, "Seal").sign(&empty)
}

/// The signer says 1 December, though a timestamp over the signature is of a week before.
pub(crate) fn claimed_later() -> Vec<u8> {
    let signed = Foreign::new(&PKI.p256, "Seal").sign(&mut Increment::new(&contract::contract(Layout::Table)));
    let before = "2026-11-24T00:00:00Z".parse().expect("a time");
    document_timestamped_by(&PKI.tsa, &signed, "Archive", before)
}

/// Not signed, but timestamped.
pub(crate) fn timestamped_only() -> Vec<u8> {
    document_timestamped(&contract::contract(Layout::Table), "Archive")
}

/// Nothing of the kind.
pub(crate) fn unsigned() -> Vec<u8> {
    contract::contract(Layout::Table)
}
