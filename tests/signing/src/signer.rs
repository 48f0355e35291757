//! What the product itself writes: with [`extender`](crate::extender) the only place that calls `pades` to do so.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pades::appearance::{Placement, Visible};
use pades::sign::{self, Prepared, SignatureRequest};
use pades::timestamp::{TimeStampRequest, TimeStampToken, TimestampPolicy, check_response};
use pades::{
    Certificate, CertificateChain, DocMdp, Document, DocumentId, FieldName, Preparation, SignatureAlgorithm,
    timestamping,
};

use crate::pki::{Entity, PKI, now, timestamp};

/// Room for a token of the test authority, in bytes.
const RESERVE: usize = 4096;

/// A signature to be made.
#[derive(Clone)]
pub struct Act<'a> {
    /// Who signs.
    pub who: &'a Entity,
    /// In which field.
    pub field: &'a str,
    /// How the key signs, if there is a choice.
    pub algorithm: Option<SignatureAlgorithm>,
    /// The permission to certify with.
    pub certify: Option<DocMdp>,
    /// How it is seen.
    pub visible: Option<Visible<'a>>,
    /// `/Name`.
    pub name: &'a str,
    /// `/Reason`.
    pub reason: &'a str,
}

impl<'a> Act<'a> {
    /// An invisible approval.
    #[must_use]
    pub fn new(who: &'a Entity, field: &'a str) -> Self {
        let (name, reason) = ("山田太郎", "I agree");
        Self { who, field, algorithm: None, certify: None, visible: None, name, reason }
    }

    /// The file with a signature that has room for a timestamp but none yet (B-B).
    #[must_use]
    pub fn sign(&self, pdf: &[u8]) -> Vec<u8> {
        let prepared = self.begin(pdf).unwrap();
        let signature = self.value(&prepared);
        prepared.attach(&signature).unwrap().revision().apply(pdf)
    }

    /// The file with a signature and its timestamp (B-T).
    #[must_use]
    pub fn sign_and_timestamp(&self, pdf: &[u8]) -> Vec<u8> {
        let prepared = self.begin(pdf).unwrap();
        let signature = self.value(&prepared);
        let signed = prepared.attach(&signature).unwrap();
        signed.timestamp(&token(&PKI.tsa, signed.imprint(), now())).unwrap().revision().apply(pdf)
    }

    /// The first phase.
    ///
    /// # Errors
    /// Why `pades` refuses to sign the file.
    pub fn begin(&self, pdf: &[u8]) -> Result<Prepared, sign::SignError> {
        let certificates = chain(self.who);
        let request = SignatureRequest::new(field(self.field), &certificates, now().to_zoned(TimeZone::UTC))
            .with_certification(self.certify)
            .with_reason(self.reason.to_owned())
            .with_location("日本".to_owned())
            .with_name(self.name.to_owned())
            .with_algorithm(self.algorithm)
            .with_reserve(RESERVE)
            .with_visible(self.visible.clone());
        sign::begin(pdf, &request)
    }

    fn value(&self, prepared: &Prepared) -> Vec<u8> {
        let digest = prepared.digest_to_sign();
        match prepared.algorithm() {
            SignatureAlgorithm::RsaPssSha256 => self.who.key.sign_digest_pss(&digest),
            _ => self.who.key.sign_digest(&digest),
        }
    }
}

/// Makes empty, invisible signature fields.
#[must_use]
pub fn with_fields(pdf: &[u8], names: &[&str]) -> Vec<u8> {
    let fields: Vec<FieldName> = names.iter().map(|name| field(name)).collect();
    prepare(pdf, &Preparation::new().with_fields(fields))
}

/// Makes empty signature fields that will be seen.
#[must_use]
pub fn with_visible_fields(pdf: &[u8], fields: &[(&str, Placement)]) -> Vec<u8> {
    let fields: Vec<(FieldName, Placement)> = fields.iter().map(|(name, place)| (field(name), *place)).collect();
    prepare(pdf, &Preparation::new().with_visible_fields(fields))
}

/// Puts a document ID on every page and makes empty signature fields of both kinds.
#[must_use]
pub fn prepared(pdf: &[u8], unseen: &[&str], seen: &[(&str, Placement)]) -> Vec<u8> {
    let fields: Vec<FieldName> = unseen.iter().map(|name| field(name)).collect();
    let visible_fields: Vec<(FieldName, Placement)> = seen.iter().map(|(name, place)| (field(name), *place)).collect();
    let document_id = Some(DocumentId::new("00112233445566778899aabbccddeeff").unwrap());
    let preparation = Preparation::new().with_document_id(document_id).with_fields(fields);
    prepare(pdf, &preparation.with_visible_fields(visible_fields))
}

/// Signs with a timestamp (B-T); certifies when a permission is given.
#[must_use]
pub fn signed(pdf: &[u8], name: &str, who: &Entity, certify: Option<DocMdp>) -> Vec<u8> {
    Act { certify, ..Act::new(who, name) }.sign_and_timestamp(pdf)
}

/// Timestamps the last signature, which has no timestamp yet, as somebody does who only has the file.
#[must_use]
pub fn timestamped(pdf: &[u8], name: &str) -> Vec<u8> {
    let pending = timestamping::pending(pdf, &field(name)).unwrap();
    let token = token(&PKI.tsa, pending.imprint(), now());
    pending.attach(&token).unwrap().apply(pdf)
}

/// Adds a document timestamp.
#[must_use]
pub fn document_timestamped(pdf: &[u8], name: &str) -> Vec<u8> {
    document_timestamped_by(&PKI.tsa, pdf, name, now())
}

/// Adds a document timestamp of an authority below the trusted root.
#[must_use]
pub fn document_timestamped_by(tsa: &Entity, pdf: &[u8], name: &str, at: Timestamp) -> Vec<u8> {
    let prepared = timestamping::begin_document_timestamp(pdf, &field(name), RESERVE).unwrap();
    let token = token(tsa, prepared.imprint(), at);
    prepared.attach(&token).unwrap().apply(pdf)
}

/// The chain of somebody below the trusted root.
#[must_use]
pub fn chain(of: &Entity) -> CertificateChain {
    let certificates = PKI.chain(of).iter().map(|der| Certificate::from_der(der).unwrap()).collect();
    CertificateChain::new(certificates).unwrap()
}

/// The root that is trusted.
#[must_use]
pub fn anchors() -> [Certificate; 1] {
    [Certificate::from_der(&PKI.root.certificate).unwrap()]
}

fn token(tsa: &Entity, imprint: [u8; 32], at: Timestamp) -> TimeStampToken {
    let request = TimeStampRequest::new(imprint, &[9; 8], None).unwrap();
    let response = timestamp::respond(tsa, &PKI.chain(tsa), &request.to_der(), at);
    check_response(&response, &request, &TimestampPolicy::new(&anchors(), at)).unwrap()
}

fn prepare(pdf: &[u8], preparation: &Preparation) -> Vec<u8> {
    Document::open(pdf).unwrap().prepare(preparation).unwrap().apply(pdf)
}

fn field(name: &str) -> FieldName {
    FieldName::new(name).unwrap()
}
