//! What the tests need: keys and certificates made for them, a timestamp authority, PDFs.

#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

pub(crate) mod pdf;
pub(crate) mod tsa;

use jiff::{Timestamp, Zoned};
use pades::certificate::certificates_from_pem;
use pades::prepare::PrepareError;
use pades::sign::{self, Prepared, SignatureRequest};
use pades::timestamp::{TimeStampRequest, TimeStampToken, TimestampPolicy, check_response};
use pades::{
    Certificate, CertificateChain, DocMdp, Document, FieldName, InputError, Inspection, Preparation, Revision,
    SignatureAlgorithm, Source, timestamping,
};
use rsa::pkcs8::DecodePrivateKey;
use signature::SignatureEncoding;
use signature::hazmat::PrehashSigner;

pub(crate) fn certificate(name: &str) -> Certificate {
    certificates_from_pem(&pem(&format!("{name}.pem"))).unwrap().remove(0)
}

pub(crate) fn pem(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The time that all tests sign at.
pub(crate) fn now() -> Zoned {
    "2026-12-01T09:30:00+09:00[Asia/Tokyo]".parse().unwrap()
}

pub(crate) fn timestamp() -> Timestamp {
    now().timestamp()
}

/// A key with its chain.
pub(crate) struct Signer {
    pub(crate) chain: CertificateChain,
    key: Key,
}

enum Key {
    Rsa(Box<rsa::pkcs1v15::SigningKey<sha2::Sha256>>),
    P256(p256::ecdsa::SigningKey),
}

impl Signer {
    pub(crate) fn rsa() -> Self {
        let key = rsa::RsaPrivateKey::from_pkcs8_pem(&pem("signer-rsa.key")).unwrap();
        let key = Key::Rsa(Box::new(rsa::pkcs1v15::SigningKey::new(key)));
        Self { chain: chain("signer-rsa"), key }
    }

    pub(crate) fn p256() -> Self {
        let key = p256::ecdsa::SigningKey::from_pkcs8_pem(&pem("signer-p256.key")).unwrap();
        Self { chain: chain("signer-p256"), key: Key::P256(key) }
    }

    /// What an HSM does: signs a digest.
    pub(crate) fn sign_digest(&self, digest: &[u8]) -> Vec<u8> {
        match &self.key {
            Key::Rsa(key) => key.sign_prehash(digest).unwrap().to_vec(),
            Key::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(digest).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
        }
    }

    pub(crate) fn request(&self, field: &str) -> SignatureRequest<'_> {
        let reason = "山田太郎様 yamada@example.jp が2026-12-01 09:30:00 +09:00 JSTに承認しました";
        SignatureRequest::new(FieldName::new(field).unwrap(), &self.chain, now())
            .with_reason(reason.to_owned())
            .with_location("日本".to_owned())
            .with_name("山田太郎".to_owned())
            .with_reserve(4096)
    }

    /// Signs without a timestamp.
    pub(crate) fn sign(&self, file: &[u8], field: &str) -> Vec<u8> {
        self.finish(file, sign::begin(file, &self.request(field)).unwrap())
    }

    pub(crate) fn certify(&self, file: &[u8], field: &str) -> Vec<u8> {
        let request = self.request(field).with_certification(DocMdp::FormFilling);
        self.finish(file, sign::begin(file, &request).unwrap())
    }

    pub(crate) fn finish(&self, file: &[u8], prepared: Prepared) -> Vec<u8> {
        let signature = self.sign_digest(&prepared.digest_to_sign());
        prepared.attach(&signature).unwrap().revision().apply(file)
    }

    pub(crate) fn algorithm(&self) -> SignatureAlgorithm {
        match self.key {
            Key::Rsa(_) => SignatureAlgorithm::RsaPkcs1Sha256,
            Key::P256(_) => SignatureAlgorithm::EcdsaP256Sha256,
        }
    }
}

fn chain(name: &str) -> CertificateChain {
    CertificateChain::from_pem(&(pem(&format!("{name}.pem")) + &pem("intermediate.pem"))).unwrap()
}

/// A checked token for `imprint` from the test authority.
pub(crate) fn token(imprint: [u8; 32]) -> TimeStampToken {
    let request = TimeStampRequest::new(imprint, &[9; 8], None).unwrap();
    let response = tsa::Tsa::default().respond(&request);
    let anchors = [certificate("root")];
    check_response(&response, &request, &TimestampPolicy::new(&anchors, timestamp())).unwrap()
}

/// Puts a signature timestamp in.
pub(crate) fn timestamped(file: &[u8], field: &str) -> Vec<u8> {
    let pending = timestamping::pending(file, &FieldName::new(field).unwrap()).unwrap();
    let token = token(pending.imprint());
    pending.attach(&token).unwrap().apply(file)
}

/// Adds a document timestamp.
pub(crate) fn document_timestamped(file: &[u8], field: &str) -> Vec<u8> {
    let prepared = timestamping::begin_document_timestamp(file, &FieldName::new(field).unwrap(), 4096).unwrap();
    let token = token(prepared.imprint());
    prepared.attach(&token).unwrap().apply(file)
}

/// What is in a file, if it can be signed.
pub(crate) fn inspect(source: impl Source) -> Result<Inspection, InputError> {
    Document::open(source)?.inspect()
}

/// The revision that prepares a file.
pub(crate) fn prepare(source: impl Source, preparation: &Preparation) -> Result<Revision, PrepareError> {
    Document::open(source)?.prepare(preparation)
}

pub(crate) fn names(names: &[&str]) -> Vec<FieldName> {
    names.iter().map(|name| FieldName::new(*name).unwrap()).collect()
}
