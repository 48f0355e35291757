//! A PKI within the process: no network, no clock, no randomness. The same certificates in every run.

pub mod certificate;
pub mod cms;
pub mod key;
pub mod revocation;
pub mod timestamp;

use std::sync::LazyLock;

use jiff::{Timestamp, ToSpan};

pub use certificate::{Entity, Kind, Profile, unknown_extension};
pub use key::Key;
pub use revocation::{CertificateStatus, Window};

/// Two roots with what hangs below them.
pub struct Pki {
    /// The root that tests trust.
    pub root: Entity,
    /// Issues everything but itself.
    pub intermediate: Entity,
    /// A signer with RSA-2048.
    pub rsa: Entity,
    /// A signer on P-256.
    pub p256: Entity,
    /// A signer on P-384.
    pub p384: Entity,
    /// The timestamp authority.
    pub tsa: Entity,
    /// Answers for the intermediate's certificates.
    pub responder: Entity,
    /// A root that nobody trusts.
    pub other_root: Entity,
    /// A signer below it.
    pub stranger: Entity,
}

/// The PKI that all tests share.
pub static PKI: LazyLock<Pki> = LazyLock::new(Pki::new);

/// The time that the test files are signed at; everything is valid then.
#[must_use]
pub fn now() -> Timestamp {
    "2026-12-01T00:30:00Z".parse().unwrap()
}

impl Pki {
    fn new() -> Self {
        let root = Entity::root("Test Root", Key::p384("root"));
        let intermediate = root.issue(&Profile::new("Test Intermediate", Kind::Authority), Key::p256("intermediate"));
        let other_root = Entity::root("Other Root", Key::p256("other root"));
        Self {
            rsa: intermediate.issue(&Profile::new("RSA Signer", Kind::Signer), Key::rsa()),
            p256: intermediate.issue(&Profile::new("P-256 Signer", Kind::Signer), Key::p256("signer")),
            p384: intermediate.issue(&Profile::new("P-384 Signer", Kind::Signer), Key::p384("signer")),
            tsa: intermediate.issue(&Profile::new("Test TSA", Kind::TimestampAuthority), Key::p256("tsa")),
            responder: intermediate.issue(&Profile::new("Test Responder", Kind::OcspResponder), Key::p256("responder")),
            stranger: other_root.issue(&Profile::new("Stranger", Kind::Signer), Key::p256("stranger")),
            root,
            intermediate,
            other_root,
        }
    }

    /// One more signer on P-256; the same for the same number.
    #[must_use]
    pub fn signer(&self, number: usize) -> Entity {
        let name = format!("Signer {number}");
        self.intermediate.issue(&Profile::new(&name, Kind::Signer), Key::p256(&name))
    }

    /// The chain of an entity below the trusted root, itself first, without the root, in DER.
    #[must_use]
    pub fn chain(&self, of: &Entity) -> Vec<Vec<u8>> {
        let mut chain = vec![of.certificate.clone()];
        if of.issuer == self.intermediate.subject && of.serial != self.intermediate.serial {
            chain.push(self.intermediate.certificate.clone());
        }
        chain
    }

    /// The trusted authority's TimeStampResp for a TimeStampReq.
    #[must_use]
    pub fn timestamp(&self, request: &[u8], at: Timestamp) -> Vec<u8> {
        timestamp::respond(&self.tsa, &self.chain(&self.tsa), request, at)
    }

    /// The responder's OCSPResponse on a certificate of the intermediate.
    #[must_use]
    pub fn ocsp(&self, of: &Entity, status: CertificateStatus, window: Window) -> Vec<u8> {
        self.ocsp_on(of.serial, status, window)
    }

    /// The same by the certificate's serial number.
    #[must_use]
    pub fn ocsp_on(&self, serial: u64, status: CertificateStatus, window: Window) -> Vec<u8> {
        revocation::ocsp(&self.intermediate, &self.responder, serial, status, window)
    }

    /// The root's CRL, which is empty.
    #[must_use]
    pub fn root_crl(&self, window: Window) -> Vec<u8> {
        revocation::crl(&self.root, &[], window)
    }

    /// The intermediate's CRL with these serial numbers on it.
    #[must_use]
    pub fn crl(&self, revoked: &[(u64, Timestamp)], window: Window) -> Vec<u8> {
        revocation::crl(&self.intermediate, revoked, window)
    }
}

/// A week around `at`, as OCSP answers and CRLs have it.
#[must_use]
pub fn week(at: Timestamp) -> Window {
    Window { produced: at, from: at, until: at + (7 * 24).hours() }
}

/// A certificate as PEM.
#[must_use]
pub fn pem(der: &[u8]) -> String {
    ::der::pem::encode_string("CERTIFICATE", ::der::pem::LineEnding::LF, der).unwrap()
}
