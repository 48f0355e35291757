//! OCSP answers (RFC 6960 §4.2) and CRLs (RFC 5280 §5).

use jiff::Timestamp;
use sha1::Sha1;
use sha2::Digest;

use super::Entity;
use super::certificate::{extension, key_identifier, unknown_extension};
use crate::der::{self, context, octets, oid, sequence, tlv};

/// What an answer says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStatus {
    /// Not revoked.
    Good,
    /// Revoked at this time.
    Revoked(Timestamp),
    /// Nothing is known of it.
    Unknown,
}

/// The times of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// producedAt; a CRL has none.
    pub produced: Timestamp,
    /// thisUpdate.
    pub from: Timestamp,
    /// nextUpdate.
    pub until: Timestamp,
}

/// What an OCSP response says of one certificate.
#[derive(Clone, Copy, Debug)]
pub struct Single {
    /// The certificate's serial number.
    pub serial: u64,
    /// Its status.
    pub status: CertificateStatus,
    /// thisUpdate and nextUpdate.
    pub window: Window,
    /// Whether there is a critical extension that nobody knows.
    pub is_beyond_us: bool,
}

/// An entry of a CRL.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// The certificate's serial number.
    pub serial: u64,
    /// The date of its revocation.
    pub at: Timestamp,
    /// Whether there is a critical extension that nobody knows.
    pub is_beyond_us: bool,
}

fn unknown(is_there: bool, number: u8) -> Vec<u8> {
    if is_there { context(number, &sequence(&[unknown_extension()])) } else { vec![] }
}

/// An OCSPResponse on the certificate of `issuer` with this serial number, signed by its responder.
#[must_use]
pub fn ocsp(issuer: &Entity, responder: &Entity, serial: u64, status: CertificateStatus, window: Window) -> Vec<u8> {
    ocsp_of(issuer, responder, &[Single { serial, status, window, is_beyond_us: false }], false)
}

/// An OCSPResponse that says several things, all produced when the first of them was, with or without a critical extension
/// that nobody knows.
#[must_use]
pub fn ocsp_of(issuer: &Entity, responder: &Entity, singles: &[Single], is_beyond_us: bool) -> Vec<u8> {
    let produced = singles[0].window.produced;
    let singles: Vec<Vec<u8>> = singles.iter().map(|single| single.encode(issuer)).collect();
    let data = sequence(&[
        context(2, &octets(&key_identifier(&responder.key))),
        der::generalized(produced),
        sequence(&singles),
        unknown(is_beyond_us, 1),
    ]);
    let signature = der::bits(&responder.key.sign(&data));
    let certificates = context(0, &sequence(std::slice::from_ref(&responder.certificate)));
    let basic = sequence(&[data, responder.key.signature_algorithm(), signature, certificates]);
    let bytes = sequence(&[oid("1.3.6.1.5.5.7.48.1.1"), octets(&basic)]);
    sequence(&[tlv(0x0A, &[0]), context(0, &bytes)])
}

impl Single {
    fn encode(&self, issuer: &Entity) -> Vec<u8> {
        let Self { serial, status, window, is_beyond_us } = *self;
        let id = sequence(&[
            sequence(&[oid("1.3.14.3.2.26"), tlv(0x05, &[])]),
            octets(&Sha1::digest(&issuer.subject)),
            octets(&key_identifier(&issuer.key)),
            der::number(serial),
        ]);
        let status = match status {
            CertificateStatus::Good => tlv(0x80, &[]),
            CertificateStatus::Revoked(at) => context(1, &der::generalized(at)),
            CertificateStatus::Unknown => tlv(0x82, &[]),
        };
        let until = context(0, &der::generalized(window.until));
        sequence(&[id, status, der::generalized(window.from), until, unknown(is_beyond_us, 1)])
    }
}

/// A CertificateList of `issuer`.
#[must_use]
pub fn crl(issuer: &Entity, revoked: &[(u64, Timestamp)], window: Window) -> Vec<u8> {
    let listed: Vec<_> =
        revoked.iter().map(|(serial, at)| Listed { serial: *serial, at: *at, is_beyond_us: false }).collect();
    crl_of(issuer, &listed, window, false)
}

/// The same, with or without critical extensions that nobody knows.
#[must_use]
pub fn crl_of(issuer: &Entity, listed: &[Listed], window: Window, is_beyond_us: bool) -> Vec<u8> {
    let extensions = |is_there: bool| if is_there { sequence(&[unknown_extension()]) } else { vec![] };
    let entries =
        listed.iter().map(|one| sequence(&[der::number(one.serial), der::time(one.at), extensions(one.is_beyond_us)]));
    let entries: Vec<_> = entries.collect();
    let number = u64::try_from(window.from.as_second()).unwrap();
    let extensions = sequence(&[
        extension("2.5.29.35", false, &sequence(&[tlv(0x80, &key_identifier(&issuer.key))])),
        extension("2.5.29.20", false, &der::number(number)),
        if is_beyond_us { unknown_extension() } else { vec![] },
    ]);
    let algorithm = issuer.key.signature_algorithm();
    let list = sequence(&[
        der::number(1),
        algorithm.clone(),
        issuer.subject.clone(),
        der::time(window.from),
        der::time(window.until),
        if entries.is_empty() { vec![] } else { sequence(&entries) },
        context(0, &extensions),
    ]);
    let signature = issuer.key.sign(&list);
    sequence(&[list, algorithm, der::bits(&signature)])
}
