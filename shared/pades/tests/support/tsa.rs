//! A timestamp authority that can be told to make each mistake that a checker must notice.

use der::asn1::{Any, BitString, GeneralizedTime, Int, ObjectIdentifier};
use der::{Decode, Encode, Sequence, Tag};
use pades::timestamp::TimeStampRequest;
use rsa::pkcs8::DecodePrivateKey;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use signature::SignatureEncoding;
use signature::hazmat::PrehashSigner;

use super::{certificate, pem, timestamp};

pub(crate) const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.99999.1.1");

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    RsaSha256,
    RsaPssSha256,
    EcdsaSha512,
}

/// The authority; its fields are what it puts into tokens.
#[derive(Clone)]
pub(crate) struct Tsa {
    pub(crate) status: u8,
    pub(crate) status_text: Option<&'static str>,
    pub(crate) certificate: &'static str,
    pub(crate) algorithm: Algorithm,
    pub(crate) omit_token: bool,
    pub(crate) omit_certificates: bool,
    pub(crate) more_certificates: Vec<&'static str>,
    pub(crate) wrong_imprint: bool,
    pub(crate) wrong_nonce: bool,
    pub(crate) omit_nonce: bool,
    pub(crate) wrong_message_digest: bool,
    pub(crate) wrong_signature: bool,
    pub(crate) ess: Ess,
    pub(crate) two_signers: bool,
    /// Seconds that genTime is off.
    pub(crate) skew: i64,
    pub(crate) fraction: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ess {
    V2,
    V1,
    None,
    OtherCertificate,
}

impl Default for Tsa {
    fn default() -> Self {
        Self {
            status: 0,
            status_text: None,
            certificate: "tsa-rsa",
            algorithm: Algorithm::RsaSha256,
            omit_token: false,
            omit_certificates: false,
            more_certificates: vec![],
            wrong_imprint: false,
            wrong_nonce: false,
            omit_nonce: false,
            wrong_message_digest: false,
            wrong_signature: false,
            ess: Ess::V2,
            two_signers: false,
            skew: 0,
            fraction: "",
        }
    }
}

impl Tsa {
    pub(crate) fn elliptic() -> Self {
        Self { certificate: "tsa-p384", algorithm: Algorithm::EcdsaSha512, ess: Ess::V1, ..Self::default() }
    }

    /// The TimeStampResp for a request.
    pub(crate) fn respond(&self, request: &TimeStampRequest) -> Vec<u8> {
        let text = self.status_text.map(|text| sequence(&[tlv(0x0C, text.as_bytes())])).unwrap_or_default();
        let failure = match self.status {
            2 => BitString::from_bytes(&[0x20]).unwrap().to_der().unwrap(),
            _ => vec![],
        };
        let status = sequence(&[tlv(0x02, &[self.status]), text, failure]);
        let token = if self.omit_token { vec![] } else { self.token(&request.to_der()) };
        sequence(&[status, token])
    }

    fn token(&self, request: &[u8]) -> Vec<u8> {
        let info = self.info(request);
        let signing = certificate(self.certificate);
        let hash = |data: &[u8]| match self.algorithm {
            Algorithm::EcdsaSha512 => Sha512::digest(data).to_vec(),
            Algorithm::RsaSha256 | Algorithm::RsaPssSha256 => Sha256::digest(data).to_vec(),
        };
        let mut digest = hash(&info);
        if self.wrong_message_digest {
            digest[0] ^= 1;
        }
        let mut attributes = vec![
            attribute("1.2.840.113549.1.9.3", &oid("1.2.840.113549.1.9.16.1.4")),
            attribute("1.2.840.113549.1.9.4", &tlv(0x04, &digest)),
        ];
        let meant = match self.ess {
            Ess::OtherCertificate => certificate("root"),
            Ess::V1 | Ess::V2 | Ess::None => signing.clone(),
        };
        match self.ess {
            Ess::None => {}
            Ess::V1 => {
                let id = sequence(&[tlv(0x04, &Sha1::digest(meant.der()))]);
                attributes.push(attribute("1.2.840.113549.1.9.16.2.12", &sequence(&[sequence(&[id])])));
            }
            Ess::V2 | Ess::OtherCertificate => {
                let id = sequence(&[tlv(0x04, &Sha256::digest(meant.der()))]);
                attributes.push(attribute("1.2.840.113549.1.9.16.2.47", &sequence(&[sequence(&[id])])));
            }
        }
        attributes.sort();
        let attributes = attributes.concat();
        let mut signature = self.sign(&hash(&tlv(0x31, &attributes)));
        if self.wrong_signature {
            let last = signature.len() - 1;
            signature[last] ^= 1;
        }
        let (digest_algorithm, signature_algorithm) = self.algorithms();
        let parsed = x509_cert::Certificate::from_der(signing.der()).unwrap();
        let tbs = parsed.tbs_certificate();
        let id = sequence(&[tbs.issuer().to_der().unwrap(), tbs.serial_number().to_der().unwrap()]);
        let signer_info = sequence(&[
            tlv(0x02, &[1]),
            id,
            digest_algorithm.clone(),
            tlv(0xA0, &attributes),
            signature_algorithm,
            tlv(0x04, &signature),
        ]);
        let mut certificates = Vec::new();
        if !self.omit_certificates {
            certificates.push(signing.der().to_vec());
            certificates.extend(self.more_certificates.iter().map(|name| certificate(name).der().to_vec()));
        }
        certificates.sort();
        let certificates = if certificates.is_empty() { vec![] } else { tlv(0xA0, &certificates.concat()) };
        let signers = if self.two_signers { [signer_info.clone(), signer_info].concat() } else { signer_info };
        let signed_data = sequence(&[
            tlv(0x02, &[3]),
            tlv(0x31, &digest_algorithm),
            sequence(&[oid("1.2.840.113549.1.9.16.1.4"), tlv(0xA0, &tlv(0x04, &info))]),
            certificates,
            tlv(0x31, &signers),
        ]);
        sequence(&[oid("1.2.840.113549.1.7.2"), tlv(0xA0, &signed_data)])
    }

    fn info(&self, request: &[u8]) -> Vec<u8> {
        #[derive(Sequence)]
        struct Request {
            version: u8,
            imprint: Any,
            #[asn1(optional = "true")]
            policy: Option<ObjectIdentifier>,
            #[asn1(optional = "true")]
            nonce: Option<Int>,
            cert_req: bool,
        }
        let request = Request::from_der(request).unwrap();
        assert!(request.cert_req);
        let mut imprint = request.imprint.to_der().unwrap();
        if self.wrong_imprint {
            let last = imprint.len() - 1;
            imprint[last] ^= 1;
        }
        let mut nonce = request.nonce.unwrap().to_der().unwrap();
        if self.wrong_nonce {
            let last = nonce.len() - 1;
            nonce[last] ^= 1;
        }
        if self.omit_nonce {
            nonce.clear();
        }
        let seconds = u64::try_from(timestamp().as_second() + self.skew).unwrap();
        let time = GeneralizedTime::from_unix_duration(std::time::Duration::from_secs(seconds)).unwrap();
        let mut time = time.to_der().unwrap();
        if !self.fraction.is_empty() {
            let digits = String::from_utf8(time[2..16].to_vec()).unwrap();
            time = tlv(0x18, format!("{digits}.{}Z", self.fraction).as_bytes());
        }
        sequence(&[
            tlv(0x02, &[1]),
            request.policy.unwrap_or(POLICY).to_der().unwrap(),
            imprint,
            tlv(0x02, &[0x12, 0x34]),
            time,
            nonce,
        ])
    }

    fn sign(&self, digest: &[u8]) -> Vec<u8> {
        match self.algorithm {
            Algorithm::RsaSha256 => {
                // One certificate is issued by a signer's key, all others are for the authority's.
                let key = rsa::RsaPrivateKey::from_pkcs8_pem(&pem("tsa-rsa.key")).unwrap();
                rsa::pkcs1v15::SigningKey::<Sha256>::new(key).sign_prehash(digest).unwrap().to_vec()
            }
            Algorithm::RsaPssSha256 => {
                let key = rsa::RsaPrivateKey::from_pkcs8_pem(&pem("tsa-rsa.key")).unwrap();
                let key = rsa::pss::SigningKey::<Sha256>::new(key);
                use signature::hazmat::RandomizedPrehashSigner;
                key.sign_prehash_with_rng(&mut Counter(7), digest).unwrap().to_vec()
            }
            Algorithm::EcdsaSha512 => {
                let key = p384::ecdsa::SigningKey::from_pkcs8_pem(&pem("tsa-p384.key")).unwrap();
                let signature: p384::ecdsa::Signature = key.sign_prehash(digest).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
        }
    }

    fn algorithms(&self) -> (Vec<u8>, Vec<u8>) {
        let named = |text: &str| sequence(&[oid(text)]);
        match self.algorithm {
            Algorithm::RsaSha256 => {
                (named("2.16.840.1.101.3.4.2.1"), sequence(&[oid("1.2.840.113549.1.1.1"), tlv(0x05, &[])]))
            }
            Algorithm::RsaPssSha256 => {
                let sha_256 = named("2.16.840.1.101.3.4.2.1");
                let mask = sequence(&[oid("1.2.840.113549.1.1.8"), sha_256.clone()]);
                let parameters = sequence(&[tlv(0xA0, &sha_256), tlv(0xA1, &mask), tlv(0xA2, &tlv(0x02, &[32]))]);
                (sha_256, sequence(&[oid("1.2.840.113549.1.1.10"), parameters]))
            }
            Algorithm::EcdsaSha512 => (named("2.16.840.1.101.3.4.2.3"), named("1.2.840.10045.4.3.4")),
        }
    }
}

/// Not random: the salt of a test signature.
struct Counter(u8);

impl rsa::rand_core::TryRng for Counter {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.0 = self.0.wrapping_add(1);
        Ok(self.0.into())
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.try_next_u32().map(u64::from)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for byte in bytes {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
        Ok(())
    }
}

impl rsa::rand_core::TryCryptoRng for Counter {}

pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    Any::new(Tag::OctetString, content)
        .unwrap()
        .to_der()
        .map(|mut der| {
            der[0] = tag;
            der
        })
        .unwrap()
}

pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

fn oid(text: &str) -> Vec<u8> {
    ObjectIdentifier::new_unwrap(text).to_der().unwrap()
}

fn attribute(kind: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[oid(kind), tlv(0x31, value)])
}
