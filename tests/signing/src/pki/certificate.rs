//! Issuing certificates (RFC 5280 §4) by hand, so that a test can also make what no authority would.

use jiff::Timestamp;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::Key;
use crate::der::{self, context, octets, oid, sequence, tlv};

/// Somebody with a key and a certificate.
pub struct Entity {
    /// The private key.
    pub key: Key,
    /// The certificate in DER.
    pub certificate: Vec<u8>,
    /// Its subject in DER.
    pub subject: Vec<u8>,
    /// Its issuer in DER.
    pub issuer: Vec<u8>,
    /// Its serial number.
    pub serial: u64,
    /// Part of the URLs in what it issues.
    slug: String,
}

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Issues certificates.
    Authority,
    /// Issues those of TLS servers: the only extended key usage.
    ServerAuthority,
    /// Signs documents.
    Signer,
    /// Issues timestamps: the only extended key usage, critical (RFC 3161 §2.3).
    TimestampAuthority,
    /// Is a TLS server: the only extended key usage.
    Server,
    /// Answers on revocation for its issuer, itself not to be asked about (RFC 6960 §4.2.2.2).
    OcspResponder,
}

/// What a certificate is to say.
#[derive(Clone, Debug)]
pub struct Profile {
    /// CN.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
    /// First moment of validity.
    pub from: Timestamp,
    /// Last moment of validity.
    pub until: Timestamp,
    /// Whether it says where to ask about revocation.
    pub urls: bool,
}

impl Profile {
    /// Valid from 2025 to 2034, with URLs unless it is a responder.
    #[must_use]
    pub fn new(name: &str, kind: Kind) -> Self {
        let (from, until) = ("2025-01-01T00:00:00Z".parse().unwrap(), "2034-12-31T23:59:59Z".parse().unwrap());
        Self { name: name.to_owned(), kind, from, until, urls: kind != Kind::OcspResponder }
    }
}

impl Entity {
    /// A self-signed root, valid from 2025 to 2060.
    #[must_use]
    pub fn root(name: &str, key: Key) -> Self {
        let until = "2060-12-31T23:59:59Z".parse().unwrap();
        let profile = Profile { until, urls: false, ..Profile::new(name, Kind::Authority) };
        let subject = subject(name);
        let certificate = certificate(&profile, &key, 1, &subject, (&key, &subject, ""), &[]);
        Self { key, certificate, issuer: subject.clone(), subject, serial: 1, slug: slug(name) }
    }

    /// Issues a certificate. The serial number follows from the name, the kind and the time.
    #[must_use]
    pub fn issue(&self, profile: &Profile, key: Key) -> Self {
        self.issue_with(profile, key, &[])
    }

    /// The same with further extensions.
    #[must_use]
    pub fn issue_with(&self, profile: &Profile, key: Key, extensions: &[Vec<u8>]) -> Self {
        let hash = Sha256::digest(format!("{profile:?}"));
        let serial = u64::from_be_bytes(hash[..8].try_into().unwrap()) >> 1;
        let subject = subject(&profile.name);
        let issuer = (&self.key, self.subject.as_slice(), self.slug.as_str());
        let certificate = certificate(profile, &key, serial, &subject, issuer, extensions);
        Self { key, certificate, subject, issuer: self.subject.clone(), serial, slug: slug(&profile.name) }
    }

    /// Where its OCSP responder would be.
    #[must_use]
    pub fn ocsp_url(&self) -> String {
        format!("http://ocsp.example.test/{}", self.slug)
    }

    /// Where its CRL would be.
    #[must_use]
    pub fn crl_url(&self) -> String {
        format!("http://crl.example.test/{}.crl", self.slug)
    }
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn subject(name: &str) -> Vec<u8> {
    let part = |kind: &str, tag: u8, value: &str| tlv(0x31, &sequence(&[oid(kind), tlv(tag, value.as_bytes())]));
    sequence(&[part("2.5.4.6", 0x13, "JP"), part("2.5.4.10", 0x0C, "Tests"), part("2.5.4.3", 0x0C, name)])
}

/// SHA-1 of the public key bits, as key identifiers are made (RFC 5280 §4.2.1.2).
pub(super) fn key_identifier(key: &Key) -> Vec<u8> {
    let spki = key.spki();
    let parts = der::elements(der::elements(&spki)[0].2);
    Sha1::digest(&parts[1].2[1..]).to_vec()
}

fn certificate(
    profile: &Profile,
    key: &Key,
    serial: u64,
    subject: &[u8],
    (issuer_key, issuer, issuer_slug): (&Key, &[u8], &str),
    more: &[Vec<u8>],
) -> Vec<u8> {
    let extensions = [extensions(profile, key, issuer_key, issuer_slug), more.to_vec()].concat();
    let algorithm = issuer_key.signature_algorithm();
    let tbs = sequence(&[
        context(0, &der::number(2)),
        der::number(serial),
        algorithm.clone(),
        issuer.to_vec(),
        sequence(&[der::time(profile.from), der::time(profile.until)]),
        subject.to_vec(),
        key.spki(),
        context(3, &sequence(&extensions)),
    ]);
    let signature = issuer_key.sign(&tbs);
    sequence(&[tbs, algorithm, der::bits(&signature)])
}

fn extensions(profile: &Profile, key: &Key, issuer_key: &Key, issuer_slug: &str) -> Vec<Vec<u8>> {
    let usage = |unused: u8, bits: u8| extension("2.5.29.15", true, &tlv(0x03, &[unused, bits]));
    let purpose = |critical, purpose: &str| extension("2.5.29.37", critical, &sequence(&[oid(purpose)]));
    let mut extensions = vec![
        extension("2.5.29.14", false, &octets(&key_identifier(key))),
        extension("2.5.29.35", false, &sequence(&[tlv(0x80, &key_identifier(issuer_key))])),
    ];
    match profile.kind {
        Kind::Authority | Kind::ServerAuthority => {
            extensions.push(extension("2.5.29.19", true, &sequence(&[tlv(0x01, &[0xFF])])));
            extensions.push(usage(1, 0b0000_0110));
            if profile.kind == Kind::ServerAuthority {
                extensions.push(purpose(false, "1.3.6.1.5.5.7.3.1"));
            }
        }
        Kind::Signer => extensions.push(usage(6, 0b1100_0000)),
        Kind::TimestampAuthority => {
            extensions.push(usage(7, 0b1000_0000));
            extensions.push(purpose(true, "1.3.6.1.5.5.7.3.8"));
        }
        Kind::Server => {
            extensions.push(usage(7, 0b1000_0000));
            extensions.push(purpose(false, "1.3.6.1.5.5.7.3.1"));
        }
        Kind::OcspResponder => {
            extensions.push(usage(7, 0b1000_0000));
            extensions.push(purpose(false, "1.3.6.1.5.5.7.3.9"));
            extensions.push(extension("1.3.6.1.5.5.7.48.1.5", false, &tlv(0x05, &[])));
        }
    }
    if profile.urls {
        let access = |method: &str, url: String| sequence(&[oid(method), tlv(0x86, url.as_bytes())]);
        let access = sequence(&[
            access("1.3.6.1.5.5.7.48.1", format!("http://ocsp.example.test/{issuer_slug}")),
            access("1.3.6.1.5.5.7.48.2", format!("http://ca.example.test/{issuer_slug}.cer")),
        ]);
        extensions.push(extension("1.3.6.1.5.5.7.1.1", false, &access));
        let url = tlv(0x86, format!("http://crl.example.test/{issuer_slug}.crl").as_bytes());
        let point = sequence(&[context(0, &context(0, &url))]);
        extensions.push(extension("2.5.29.31", false, &sequence(&[point])));
    }
    extensions
}

/// A critical extension that nobody knows.
#[must_use]
pub fn unknown_extension() -> Vec<u8> {
    extension("1.3.6.1.4.1.99999.9.9", true, &tlv(0x05, &[]))
}

/// One extension; the value is wrapped as RFC 5280 §4.1 demands.
pub(super) fn extension(kind: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { tlv(0x01, &[0xFF]) } else { vec![] };
    sequence(&[oid(kind), critical, octets(value)])
}
