//! Object identifiers.

use der::asn1::ObjectIdentifier;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

// CMS content types and attributes: RFC 5652, RFC 5035, RFC 3161
pub(crate) const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
pub(crate) const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
pub(crate) const TST_INFO: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.4");
pub(crate) const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
pub(crate) const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
pub(crate) const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
pub(crate) const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
pub(crate) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
pub(crate) const REVOCATION_VALUES: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.24");
pub(crate) const ADBE_REVOCATION: ObjectIdentifier = oid("1.2.840.113583.1.1.8");
pub(crate) const OCSP_IN_CMS: ObjectIdentifier = oid("1.3.6.1.5.5.7.16.2"); // RFC 5940
pub(crate) const TIME_STAMP_TOKEN: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.14");

// Algorithms: RFC 4055, RFC 5754, RFC 5758, RFC 5480, RFC 5639, BSI TR-03111, NIST CSOR (2.16.840.1.101.3.4)
pub(crate) const SHA_1: ObjectIdentifier = oid("1.3.14.3.2.26");
pub(crate) const SHA_224: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.4");
pub(crate) const SHA_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
pub(crate) const SHA_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
pub(crate) const SHA_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
pub(crate) const SHA3_224: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.7");
pub(crate) const SHA3_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.8");
pub(crate) const SHA3_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.9");
pub(crate) const SHA3_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.10");
pub(crate) const RSA_ENCRYPTION: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
pub(crate) const MGF1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
pub(crate) const RSASSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
pub(crate) const SHA_1_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.5");
pub(crate) const SHA_224_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.14");
pub(crate) const SHA_256_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
pub(crate) const SHA_384_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
pub(crate) const SHA_512_WITH_RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
pub(crate) const SHA3_224_WITH_RSA: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.13");
pub(crate) const SHA3_256_WITH_RSA: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.14");
pub(crate) const SHA3_384_WITH_RSA: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.15");
pub(crate) const SHA3_512_WITH_RSA: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.16");
pub(crate) const ECDSA_WITH_SHA_1: ObjectIdentifier = oid("1.2.840.10045.4.1");
pub(crate) const ECDSA_WITH_SHA_224: ObjectIdentifier = oid("1.2.840.10045.4.3.1");
pub(crate) const ECDSA_WITH_SHA_256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
pub(crate) const ECDSA_WITH_SHA_384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
pub(crate) const ECDSA_WITH_SHA_512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
pub(crate) const ECDSA_WITH_SHA3_224: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.9");
pub(crate) const ECDSA_WITH_SHA3_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.10");
pub(crate) const ECDSA_WITH_SHA3_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.11");
pub(crate) const ECDSA_WITH_SHA3_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.3.12");
pub(crate) const ECDSA_PLAIN_SHA_224: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.2");
pub(crate) const ECDSA_PLAIN_SHA_256: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.3");
pub(crate) const ECDSA_PLAIN_SHA_384: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.4");
pub(crate) const ECDSA_PLAIN_SHA_512: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.5");
pub(crate) const EC_PUBLIC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");
pub(crate) const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
pub(crate) const P384: ObjectIdentifier = oid("1.3.132.0.34");
pub(crate) const P521: ObjectIdentifier = oid("1.3.132.0.35");
#[cfg(feature = "brainpool")]
pub(crate) const BRAINPOOL_P256R1: ObjectIdentifier = oid("1.3.36.3.3.2.8.1.1.7");
#[cfg(feature = "brainpool")]
pub(crate) const BRAINPOOL_P384R1: ObjectIdentifier = oid("1.3.36.3.3.2.8.1.1.11");

// Certificates: RFC 5280
pub(crate) const TIME_STAMPING: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.8");
/// Extended key usages of certificates by which documents are signed: emailProtection, documentSigning (RFC 9336),
/// Microsoft's and Adobe's own for documents, and any usage.
pub(crate) const FOR_DOCUMENTS: [ObjectIdentifier; 5] = [
    oid("1.3.6.1.5.5.7.3.4"),
    oid("1.3.6.1.5.5.7.3.36"),
    oid("1.3.6.1.4.1.311.10.3.12"),
    oid("1.2.840.113583.1.1.5"),
    oid("2.5.29.37.0"),
];
/// Extended key usages of certificates that are for something else: serverAuth, codeSigning, timestamps, OCSP.
pub(crate) const NOT_FOR_DOCUMENTS: [ObjectIdentifier; 4] =
    [oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.3"), TIME_STAMPING, OCSP_SIGNING];
pub(crate) const EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37");
pub(crate) const KEY_USAGE: ObjectIdentifier = oid("2.5.29.15");
pub(crate) const BASIC_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.19");
pub(crate) const CERTIFICATE_POLICIES: ObjectIdentifier = oid("2.5.29.32");
pub(crate) const OCSP_SIGNING: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.9");
pub(crate) const ANY_POLICY: ObjectIdentifier = oid("2.5.29.32.0");
pub(crate) const SUBJECT_ALTERNATIVE_NAME: ObjectIdentifier = oid("2.5.29.17");
pub(crate) const NAME_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.30");
pub(crate) const CRL_DISTRIBUTION_POINTS: ObjectIdentifier = oid("2.5.29.31");
pub(crate) const POLICY_MAPPINGS: ObjectIdentifier = oid("2.5.29.33");
pub(crate) const POLICY_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.36");
pub(crate) const INHIBIT_ANY_POLICY: ObjectIdentifier = oid("2.5.29.54");
pub(crate) const AUTHORITY_INFORMATION_ACCESS: ObjectIdentifier = oid("1.3.6.1.5.5.7.1.1");
pub(crate) const ACCESS_OCSP: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1");
pub(crate) const ACCESS_ISSUERS: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.2");

// Revocation: RFC 5280 §5, RFC 6960, ETSI EN 319 412-1
pub(crate) const OCSP_BASIC: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.1");
pub(crate) const OCSP_NONCE: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.2");
pub(crate) const OCSP_NO_CHECK: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.5");
pub(crate) const OCSP_ARCHIVE_CUTOFF: ObjectIdentifier = oid("1.3.6.1.5.5.7.48.1.6");
pub(crate) const VALIDITY_ASSURED_SHORT_TERM: ObjectIdentifier = oid("0.4.0.194121.2.1");
pub(crate) const CRL_NUMBER: ObjectIdentifier = oid("2.5.29.20");
pub(crate) const CRL_REASON: ObjectIdentifier = oid("2.5.29.21");
pub(crate) const CRL_INVALIDITY_DATE: ObjectIdentifier = oid("2.5.29.24");
pub(crate) const CRL_CERTIFICATE_ISSUER: ObjectIdentifier = oid("2.5.29.29");
pub(crate) const DELTA_CRL_INDICATOR: ObjectIdentifier = oid("2.5.29.27");
pub(crate) const ISSUING_DISTRIBUTION_POINT: ObjectIdentifier = oid("2.5.29.28");
pub(crate) const EXPIRED_CERTS_ON_CRL: ObjectIdentifier = oid("2.5.29.60");

// Names: X.520
pub(crate) const COUNTRY: ObjectIdentifier = oid("2.5.4.6");
pub(crate) const STATE: ObjectIdentifier = oid("2.5.4.8");
pub(crate) const LOCALITY: ObjectIdentifier = oid("2.5.4.7");
pub(crate) const ORGANIZATION: ObjectIdentifier = oid("2.5.4.10");
pub(crate) const ORGANIZATIONAL_UNIT: ObjectIdentifier = oid("2.5.4.11");
pub(crate) const COMMON_NAME: ObjectIdentifier = oid("2.5.4.3");
