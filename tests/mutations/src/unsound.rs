//! Signed files that must not hold, whatever is done to them: by whom or how they were signed, or because viewers read them
//! in two ways from the beginning. No picture shows that; a verifier has to know it.

use signing::document::{Increment, Layout};
use signing::evidence::Evidence;
use signing::foreign::Foreign;
use signing::pki::certificate::{Entity, Kind, Profile};
use signing::pki::{CertificateStatus, Key, PKI, now, week};
use signing::signer::{signed, with_fields};

use crate::base::{Base, SIGNATURE, Unsound};
use crate::document::{CONTENTS, FORM, PAGE, RESOURCES, Shape, UNUSED_CONTENTS, document};
use crate::tricks::Family;
use crate::update::{Form, Row, Update};

/// The one whose store is worth replacing.
const REVOKED: &str = "the authority says that it was revoked";

/// All of them.
pub(crate) fn bases() -> Vec<Base> {
    let shape = |layout, turn| Shape { layout, turn, is_tagged: true };
    let plain = document(shape(Layout::Table, 0));
    let packed = document(shape(Layout::Streams, 90));
    let all = [
        (REVOKED, Unsound::Signature, revoked(&plain)),
        ("a signature of SHA-1", Unsound::Signature, sha_1(&plain)),
        ("signed with the certificate of a server", Unsound::Signature, by(&server(), &plain)),
        ("one signature in two fields", Unsound::Signature, shared(&plain)),
        ("an object that is there twice", Unsound::File, by(&PKI.p256, &doubled(&plain))),
        ("an object stream with its count elsewhere", Unsound::File, by(&PKI.p256, &counted_elsewhere(&packed))),
    ];
    let base = |(name, unsound, bytes): (&str, Unsound, Vec<u8>)| Base {
        name: name.to_owned(),
        bytes,
        permission: None,
        foretold: None,
        likely: (name == REVOKED).then_some(Family::Store),
        unsound: Some(unsound),
    };
    all.into_iter().map(base).collect()
}

fn by(who: &Entity, pdf: &[u8]) -> Vec<u8> {
    Foreign::new(who, SIGNATURE).sign(&mut Increment::new(pdf))
}

fn revoked(pdf: &[u8]) -> Vec<u8> {
    let file = signed(&with_fields(pdf, &[SIGNATURE]), SIGNATURE, &PKI.rsa, None);
    let mut evidence = Evidence::of(&[]);
    evidence.certificates.push(PKI.rsa.certificate.clone());
    let before = now() - jiff::SignedDuration::from_hours(48);
    evidence.ocsp.push(PKI.ocsp(&PKI.rsa, CertificateStatus::Revoked(before), week(now())));
    evidence.appended(&file)
}

fn sha_1(pdf: &[u8]) -> Vec<u8> {
    Foreign { is_sha1: true, ..Foreign::new(&PKI.rsa, SIGNATURE) }.sign(&mut Increment::new(pdf))
}

fn server() -> Entity {
    PKI.intermediate.issue(&Profile::new("www.example.test", Kind::Server), Key::p256("www.example.test"))
}

/// The signature is the value of a second field as well.
fn shared(pdf: &[u8]) -> Vec<u8> {
    let mut increment = Increment::new(pdf);
    let field = increment.add("null");
    // The signature gets the next number.
    let twin = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Twin) /V {} 0 R /Rect [0 0 0 0] /F 132 /P {PAGE} 0 R >>",
        field + 1
    );
    increment.set(field, twin);
    signing::foreign::add_to_array(&mut increment, PAGE, "Annots", field);
    signing::foreign::add_to_array(&mut increment, FORM, "Fields", field);
    Foreign::new(&PKI.p256, SIGNATURE).sign(&mut increment)
}

/// Readers that rebuild the file take the object that comes last.
fn doubled(pdf: &[u8]) -> Vec<u8> {
    let mut update = Update::of(pdf).expect("a plain file");
    let drawn = update.body(UNUSED_CONTENTS);
    update.push(CONTENTS, drawn).row = Row::Missing;
    update.finish()
}

/// Readers that want a number there take nothing out of the stream.
fn counted_elsewhere(pdf: &[u8]) -> Vec<u8> {
    let mut update = Update::of(pdf).expect("a plain file");
    let count = update.add("1");
    let resources = update.body(RESOURCES);
    update.set(RESOURCES, resources);
    update.form = Form::Packed;
    update.oddities.packed_count = Some(format!("{count} 0 R"));
    // What the signature is added to stands by itself.
    let mut loose = Update::of(&update.finish()).expect("a plain file");
    for number in [PAGE, FORM] {
        let body = loose.body(number);
        loose.set(number, body);
    }
    loose.finish()
}
