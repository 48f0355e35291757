//! Building the CMS of a baseline signature (EN 319 142-1 §6.3, RFC 5652).

use super::ess;
use crate::asn1::{self, Element};
use crate::certificate::{Certificate, CertificateChain};
use crate::key::{Hash, SignatureAlgorithm};
use crate::oid;

/// The signed attributes: content-type id-data, message-digest, signing-certificate-v2. No signing-time: in PDF that
/// is `/M` (EN 319 142-1 table 1).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct SignedAttributes {
    encoded: Vec<Vec<u8>>,
    hash: Hash,
}

impl SignedAttributes {
    /// `message_digest` is over the file's signed bytes, by [`SignatureAlgorithm::hash`].
    pub(crate) fn new(algorithm: SignatureAlgorithm, message_digest: &[u8], signer: &Certificate) -> Self {
        let encoded = vec![
            attribute(&oid::CONTENT_TYPE, &asn1::encode_oid(&oid::DATA)),
            attribute(&oid::MESSAGE_DIGEST, &asn1::encode(asn1::OCTET_STRING, &[message_digest])),
            attribute(&oid::SIGNING_CERTIFICATE_V2, &ess::signing_certificate_v2(signer)),
        ];
        Self { encoded, hash: algorithm.hash() }
    }

    /// What the key signs: the digest of the attributes' encoding as SET OF (RFC 5652 §5.4), by
    /// [`SignatureAlgorithm::hash`].
    pub(crate) fn digest(&self) -> Vec<u8> {
        self.hash.digest(&[&asn1::encode_set_of(asn1::SET, self.encoded.clone())])
    }
}

/// The whole ContentInfo around `signature`.
pub(crate) fn assemble(
    attributes: &SignedAttributes,
    chain: &CertificateChain,
    algorithm: SignatureAlgorithm,
    signature: &[u8],
) -> Vec<u8> {
    let signer = chain.signer();
    let version = [0x02, 0x01, 0x01]; // both versions are 1: data inside, issuerAndSerialNumber (§5.1, §5.3)
    // No parameters (RFC 5754 §2).
    let digest_algorithm = asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&algorithm.hash().oid())]);
    let signer_info = asn1::encode(
        asn1::SEQUENCE,
        &[
            &version,
            &asn1::encode(asn1::SEQUENCE, &[signer.issuer_der(), signer.serial_der()]),
            &digest_algorithm,
            &asn1::encode_set_of(asn1::context(0), attributes.encoded.clone()),
            &algorithm.identifier(),
            &asn1::encode(asn1::OCTET_STRING, &[signature]),
        ],
    );
    let certificates = chain.certificates().iter().map(|certificate| certificate.der().to_vec()).collect();
    let signed_data = asn1::encode(
        asn1::SEQUENCE,
        &[
            &version,
            &asn1::encode(asn1::SET, &[&digest_algorithm]),
            &asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&oid::DATA)]), // detached: no content
            &asn1::encode_set_of(asn1::context(0), certificates),
            &asn1::encode(asn1::SET, &[&signer_info]),
        ],
    );
    content_info(&signed_data)
}

/// `cms` with `token` as unsigned attribute id-aa-timeStampToken of its only signer (RFC 3161 appendix A). Every other
/// element keeps its bytes. `None` if `cms` is not of that form.
pub(crate) fn with_timestamp(cms: &[u8], token: &[u8]) -> Option<Vec<u8>> {
    let content = Element::only(cms)?.children()?;
    let signed_data = Element::only(content.get(1)?.content)?.children()?;
    let (signer_infos, head) = signed_data.split_last()?;
    let signer_info = Element::only(signer_infos.content)?.children()?;
    let mut attributes = vec![attribute(&oid::TIME_STAMP_TOKEN, token)];
    let kept = match signer_info.split_last()? {
        (unsigned, kept) if unsigned.tag == asn1::context(1) => {
            attributes.extend(unsigned.children()?.iter().map(|attribute| attribute.raw.to_vec()));
            kept
        }
        _ => signer_info.as_slice(),
    };
    let unsigned = asn1::encode_set_of(asn1::context(1), attributes);
    let raw = |elements: &[Element<'_>]| elements.iter().flat_map(|element| element.raw).copied().collect::<Vec<_>>();
    let signer_info = asn1::encode(asn1::SEQUENCE, &[&raw(kept), &unsigned]);
    let signer_infos = asn1::encode(asn1::SET, &[&signer_info]);
    Some(content_info(&asn1::encode(asn1::SEQUENCE, &[&raw(head), &signer_infos])))
}

fn content_info(signed_data: &[u8]) -> Vec<u8> {
    let content = asn1::encode(asn1::context(0), &[signed_data]);
    asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(&oid::SIGNED_DATA), &content])
}

fn attribute(kind: &der::asn1::ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(kind), &asn1::encode(asn1::SET, &[value])])
}
