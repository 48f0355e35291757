//! A certificate request (PKCS#10, RFC 2986) by a key that is somewhere else: [`CertificationRequest::prepare`] →
//! digest → (the key signs) → [`CertificationRequest::attach`].

use der::pem::{self, LineEnding};

use crate::asn1;
use crate::certificate::name_text;
use crate::key::{KeyError, PublicKey, SignatureAlgorithm};
use crate::oid;

/// The subject to be certified; every part is a UTF8String, the country a PrintableString (RFC 5280 appendix A.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectName {
    /// C: two capital letters, ISO 3166.
    pub country: Option<String>,
    /// ST: prefecture.
    pub state: Option<String>,
    /// L: municipality.
    pub locality: Option<String>,
    /// O.
    pub organization: Option<String>,
    /// OU.
    pub organizational_unit: Option<String>,
    /// CN, always there.
    pub common_name: String,
}

/// Why a request cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The key is of an unsupported kind.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A part of the name is empty, too long or has control characters; the country is not two letters.
    #[error("{attribute} of the subject cannot be {value:?}; {rule}")]
    Name {
        /// The part.
        attribute: &'static str,
        /// What it was to be.
        value: String,
        /// What it may be.
        rule: &'static str,
    },
    /// The signature is not by the key over the digest.
    #[error("the signature does not fit the key and the digest; check which key has signed")]
    WrongSignature,
}

/// A request that lacks only its signature.
#[derive(Clone, Debug)]
pub struct CertificationRequest {
    info: Vec<u8>,
    key: PublicKey,
    algorithm: SignatureAlgorithm,
}

/// A signed request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRequest(Vec<u8>);

impl CertificationRequest {
    /// Puts the request together for a public key, a DER SubjectPublicKeyInfo such as AWS KMS gives out.
    ///
    /// # Errors
    /// [`RequestError::Key`], [`RequestError::Name`].
    pub fn prepare(public_key_spki_der: &[u8], subject: &SubjectName) -> Result<Self, RequestError> {
        let key = PublicKey::from_spki(public_key_spki_der)?;
        let algorithm = key.algorithm()?;
        let version = [0x02, 0x01, 0x00];
        let no_attributes = asn1::encode(asn1::context(0), &[]);
        let parts: [&[u8]; 4] = [&version, &subject.encode()?, public_key_spki_der, &no_attributes];
        Ok(Self { info: asn1::encode(asn1::SEQUENCE, &parts), key, algorithm })
    }

    /// The digest of the CertificationRequestInfo, by the algorithm's hash: what the key signs, already hashed.
    #[must_use]
    pub fn digest_to_sign(&self) -> Vec<u8> {
        self.algorithm.hash().digest(&[&self.info])
    }

    /// How the key must sign it.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Puts the signature in, RSA as the plain octets, ECDSA as DER.
    ///
    /// # Errors
    /// [`RequestError::WrongSignature`].
    pub fn attach(self, signature: &[u8]) -> Result<SignedRequest, RequestError> {
        if !self.key.verifies(self.algorithm.scheme(), &self.digest_to_sign(), signature) {
            return Err(RequestError::WrongSignature);
        }
        let bits = asn1::encode(0x03, &[&[0], signature]);
        Ok(SignedRequest(asn1::encode(asn1::SEQUENCE, &[&self.info, &self.algorithm.identifier(), &bits])))
    }
}

impl SignedRequest {
    /// The request in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// The request as PEM `CERTIFICATE REQUEST` (RFC 7468 §7).
    #[must_use]
    pub fn to_pem(&self) -> String {
        // The label is constant and memory unlimited, so encoding does not fail.
        pem::encode_string("CERTIFICATE REQUEST", LineEnding::LF, &self.0).unwrap_or_default()
    }
}

impl SubjectName {
    fn encode(&self) -> Result<Vec<u8>, RequestError> {
        const RULE: &str = "use 1 to 64 characters, none of them a control character";
        let parts = [
            ("ST", oid::STATE, self.state.as_deref()),
            ("L", oid::LOCALITY, self.locality.as_deref()),
            ("O", oid::ORGANIZATION, self.organization.as_deref()),
            ("OU", oid::ORGANIZATIONAL_UNIT, self.organizational_unit.as_deref()),
            ("CN", oid::COMMON_NAME, Some(self.common_name.as_str())),
        ];
        let mut names = Vec::new();
        if let Some(country) = &self.country {
            if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
                let rule = "use the two capital letters of ISO 3166";
                return Err(RequestError::Name { attribute: "C", value: country.clone(), rule });
            }
            names.push(relative_name(&oid::COUNTRY, 0x13, country));
        }
        for (attribute, kind, value) in parts {
            let Some(value) = value else { continue };
            if !(1..=64).contains(&value.chars().count()) || value.chars().any(char::is_control) {
                return Err(RequestError::Name { attribute, value: value.to_owned(), rule: RULE });
            }
            names.push(relative_name(&kind, 0x0C, value));
        }
        Ok(asn1::encode(asn1::SEQUENCE, &names.iter().map(Vec::as_slice).collect::<Vec<_>>()))
    }
}

impl std::fmt::Display for SubjectName {
    /// The name by RFC 4514, most specific part first.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.encode().ok().and_then(|name| name_text(&name)).unwrap_or_default())
    }
}

fn relative_name(kind: &der::asn1::ObjectIdentifier, tag: u8, value: &str) -> Vec<u8> {
    let pair = asn1::encode(asn1::SEQUENCE, &[&asn1::encode_oid(kind), &asn1::encode(tag, &[value.as_bytes()])]);
    asn1::encode(asn1::SET, &[&pair])
}
