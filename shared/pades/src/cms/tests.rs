//! Reading what openssl has signed, by every algorithm, and what it writes in BER.

use proptest::prelude::*;

use super::{CmsError, SignedData};
use crate::ber::definite;
use crate::certificate::CertificateChain;
use crate::cms::{SignedAttributes, assemble, with_timestamp};
use crate::fixtures::{bytes, certificate, certificates};
use crate::key::{Hash, KeyKind, SignatureAlgorithm};
use crate::timestamp::Token;

const CONTENT: &[u8] = b"what is signed";

fn check(cms: &[u8]) -> Result<Hash, CmsError> {
    let cms = definite(cms).ok_or(CmsError::Malformed)?;
    let signed_data = SignedData::parse(&cms)?;
    let hash = signed_data.hash()?;
    let digest = hash.digest(&[signed_data.content.unwrap_or(CONTENT)]);
    signed_data.check_digest(&digest)?;
    signed_data.check_signature(&digest)?;
    if !signed_data.signer.signed_kinds().is_empty() {
        signed_data.check_signing_certificate()?;
    }
    Ok(hash)
}

#[test]
fn every_algorithm_is_checked() {
    for (name, hash) in [
        ("rsa-sha1", Hash::Sha1),
        ("rsa-sha224", Hash::Sha224),
        ("rsa-sha256", Hash::Sha256),
        ("rsa-sha384", Hash::Sha384),
        ("rsa-sha512", Hash::Sha512),
        ("rsa-sha3-224", Hash::Sha3_224),
        ("rsa-sha3-256", Hash::Sha3_256),
        ("rsa-sha3-384", Hash::Sha3_384),
        ("rsa-sha3-512", Hash::Sha3_512),
        ("rsa-pss-sha256", Hash::Sha256),
        ("rsa-pss-sha384", Hash::Sha384),
        ("pss-sha256", Hash::Sha256),
        ("pss512-sha512", Hash::Sha512),
        ("p256-sha1", Hash::Sha1),
        ("p256-sha512", Hash::Sha512),
        ("p384-sha384", Hash::Sha384),
        ("p521-sha256", Hash::Sha256),
        ("p521-sha512", Hash::Sha512),
        #[cfg(feature = "brainpool")]
        ("bp256-sha256", Hash::Sha256),
        #[cfg(feature = "brainpool")]
        ("bp384-sha384", Hash::Sha384),
        ("by-key-id", Hash::Sha256),
        ("no-attributes", Hash::Sha256),
        ("enveloping-ber", Hash::Sha256),
    ] {
        let cms = bytes(&format!("cms-{name}.der"));
        assert_eq!(check(&cms), Ok(hash), "{name}");
        // The signature is the last thing in each file: with another last bit it is another signature.
        let mut changed = definite(&cms).unwrap().into_owned();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(check(&changed), Err(CmsError::Signature), "{name}");
    }
    assert_eq!(check(&bytes("cms-rsa-pss-other-mask.der")), Err(CmsError::Algorithm));
}

#[cfg(not(feature = "brainpool"))]
#[test]
fn brainpool_keys_are_unsupported_without_their_feature() {
    use crate::signatures::{Fault, Status, status};

    for name in ["bp256", "bp384"] {
        assert_eq!(certificate(name).key_kind(), None);
        let hash = if name == "bp256" { "sha256" } else { "sha384" };
        assert_eq!(check(&bytes(&format!("cms-{name}-{hash}.der"))), Err(CmsError::Algorithm));
    }
    // What is unsupported is neither valid nor broken.
    assert_eq!(status(Err(CmsError::Algorithm)), Status::NotChecked(Fault::Unsupported));
}

#[test]
fn attributes_out_of_order_count_as_der_has_them() {
    let cms = bytes("cms-p256-sha512.der");
    let signed_data = SignedData::parse(&cms).unwrap();
    let kinds = signed_data.signer.signed_kinds();
    assert!(kinds.contains(&crate::oid::SIGNING_CERTIFICATE_V2));
    // Turns the order of the first two attributes around; the lengths stay as they are.
    let set = signed_data.signer.signed_attributes_raw().unwrap();
    let parts = crate::asn1::Element::only(set).unwrap().children().unwrap();
    let start = parts[0].raw.as_ptr().addr() - cms.as_ptr().addr();
    let turned = [parts[1].raw, parts[0].raw].concat();
    let mut changed = cms.clone();
    changed[start..start + turned.len()].copy_from_slice(&turned);
    assert_ne!(changed, cms);
    assert_eq!(check(&changed), Ok(Hash::Sha512));
}

#[test]
fn the_signer_may_be_known_from_elsewhere() {
    let cms = bytes("cms-p384-sha384.der");
    let signed_data = SignedData::parse(&cms).unwrap();
    let pool = certificates(&["rsa", "p384", "issuing"]);
    assert_eq!(signed_data.signer_among(&pool), Some(&pool[1]));
    assert_eq!(signed_data.signer_among(&pool[..1]), None);
    assert_eq!(signed_data.check_signing_certificate_of(&pool[0]), Err(CmsError::SigningCertificate));
}

#[test]
fn what_keys_may_sign_by() {
    use SignatureAlgorithm::{EcdsaP256Sha256, EcdsaP384Sha384, RsaPkcs1Sha256, RsaPssSha256};
    assert_eq!(certificate("rsa").algorithms(), [RsaPkcs1Sha256, RsaPssSha256]);
    assert_eq!(certificate("pss").algorithms(), [RsaPssSha256]);
    assert_eq!(certificate("p256").algorithms(), [EcdsaP256Sha256]);
    assert_eq!(certificate("p384").algorithms(), [EcdsaP384Sha384]);
    for not_for_signing in ["pss512", "p521", "bp256", "bp384", "weak"] {
        assert!(certificate(not_for_signing).algorithms().is_empty(), "{not_for_signing}");
    }
    assert_eq!(certificate("pss").key_kind(), Some(KeyKind::Rsa { bits: 2048, pss_only: true }));
    assert_eq!(certificate("weak").key_kind(), Some(KeyKind::Rsa { bits: 1024, pss_only: false }));
}

#[test]
fn what_is_built_can_be_read_and_timestamped() {
    use p384::pkcs8::DecodePrivateKey;
    use signature::hazmat::PrehashSigner;

    let chain = CertificateChain::new(certificates(&["p384", "issuing"])).unwrap();
    let algorithm = SignatureAlgorithm::EcdsaP384Sha384;
    let digest = algorithm.hash().digest(&[CONTENT]);
    let attributes = SignedAttributes::new(algorithm, &digest, chain.signer());
    let pem = String::from_utf8(bytes("p384.key")).unwrap();
    let key = p384::ecdsa::SigningKey::from_pkcs8_pem(&pem).unwrap();
    let signature: p384::ecdsa::Signature = key.sign_prehash(&attributes.digest()).unwrap();
    let cms = assemble(&attributes, &chain, algorithm, signature.to_der().as_bytes());
    assert_eq!(check(&cms), Ok(Hash::Sha384));
    let token = bytes("token.der");
    let twice = with_timestamp(&with_timestamp(&cms, &token).unwrap(), &token).unwrap();
    assert_eq!(SignedData::parse(&twice).unwrap().timestamps(), [&token[..], &token[..]]);
    assert_eq!(check(&twice), Ok(Hash::Sha384));
}

#[test]
fn pss_parameters_are_those_that_openssl_writes() {
    let cms = bytes("cms-rsa-pss-sha256.der");
    let identifier = SignatureAlgorithm::RsaPssSha256.identifier();
    // openssl leaves the NULL out of the hash's identifier, RFC 4055 §2.1 puts it in.
    let named = crate::asn1::Element::only(&identifier).unwrap();
    let own = crate::key::Scheme::from_algorithm(named, None).unwrap();
    assert_eq!(SignedData::parse(&cms).unwrap().scheme(), Ok(own));
    assert_eq!(identifier.len(), 67);
}

#[test]
fn tokens_are_taken_apart() {
    let token = bytes("token.der");
    let token = Token::read(&token).unwrap();
    let authority = token.certificate(&[]).unwrap();
    assert_eq!(authority, &certificate("tsa"));
    assert_eq!(token.timestamps(&[CONTENT]), Some(true));
    assert_eq!(token.timestamps(&[b"something else"]), Some(false));
    assert_eq!(token.check_signature(authority), Ok(()));
    assert_eq!(token.check_signing_certificate(authority), Ok(()));
    assert_eq!(token.check_signing_certificate(&certificate("p256")), Err(CmsError::SigningCertificate));
    assert_eq!(Token::check_usage(authority), Ok(()));
    assert!(Token::check_usage(&certificate("p256")).is_err());
    assert_eq!(token.info.accuracy().unwrap(), jiff::SignedDuration::from_micros(1_500_100));
    assert!(token.info.time().is_some());
    assert_eq!(token.info.serial_number(), "1001");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_are_never_the_end(
        which in prop::sample::select(vec!["cms-enveloping-ber.der", "cms-rsa-pss-sha256.der", "token.der"]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
    ) {
        let mut cms = bytes(which);
        for (at, byte) in flips {
            let at = at.index(cms.len());
            cms[at] = byte;
        }
        let _ = check(&cms);
        if let Some(cms) = definite(&cms) && let Ok(token) = Token::read(&cms) {
            let _ = token.certificate(&[]).map(|authority| token.check_signature(authority));
            let _ = (token.info.time(), token.info.accuracy(), token.timestamps(&[CONTENT]));
        }
    }
}
