//! Private keys and certificates in PEM (RFC 7468). Reading them and signing a digest is all that is done with a key.

use std::path::Path;

use getrandom::SysRng;
use pades::certificate::{CertificateError, certificates_from_pem};
use pades::{Certificate, CertificateChain, SignatureAlgorithm};
use pkcs8::spki::EncodePublicKey;
use pkcs8::{DecodePrivateKey, EncryptedPrivateKeyInfoRef};
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::traits::PublicKeyParts;
use sha2::Sha256;
use signature::SignatureEncoding;
use signature::hazmat::{PrehashSigner, RandomizedPrehashSigner};

use crate::errors::{Failure, KeyError};
use crate::output;

/// Holds the password of an encrypted key.
const PASSWORD: &str = "PADES_KEY_PASSWORD";

/// A private key that signatures can be made with.
pub(crate) enum PrivateKey {
    Rsa(Box<rsa::RsaPrivateKey>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
}

impl PrivateKey {
    /// Reads a key.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let failed = |source| Failure::Key { path: path.to_owned(), source };
        Self::from_pem(&text(path)?, password().as_deref()).map_err(failed)
    }

    fn from_pem(pem: &str, password: Option<&str>) -> Result<Self, KeyError> {
        let (label, block) = private_block(pem).ok_or(KeyError::NotPem)?;
        if block.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(KeyError::OldEncryption);
        }
        let (_, der) = der::pem::decode_vec(block.as_bytes()).map_err(|_| KeyError::NotPem)?;
        match label {
            "PRIVATE KEY" => Self::from_pkcs8(&der),
            "ENCRYPTED PRIVATE KEY" => {
                let password = password.ok_or(KeyError::NoPassword)?;
                let sealed = EncryptedPrivateKeyInfoRef::try_from(der.as_slice()).map_err(|_| KeyError::NotPem)?;
                let opened = sealed.decrypt(password).map_err(|_| KeyError::WrongPassword)?;
                Self::from_pkcs8(opened.as_bytes())
            }
            "EC PRIVATE KEY" => {
                let p256 = p256::SecretKey::from_sec1_der(&der).map(|key| Self::P256(key.into()));
                let p384 = || p384::SecretKey::from_sec1_der(&der).map(|key| Self::P384(key.into()));
                p256.or_else(|_| p384()).map_err(|_| KeyError::Unsupported)
            }
            _ => rsa::RsaPrivateKey::from_pkcs1_der(&der).map_err(|_| KeyError::Unsupported).and_then(Self::rsa),
        }
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        if let Ok(key) = p256::ecdsa::SigningKey::from_pkcs8_der(der) {
            return Ok(Self::P256(key));
        }
        if let Ok(key) = p384::ecdsa::SigningKey::from_pkcs8_der(der) {
            return Ok(Self::P384(key));
        }
        rsa::RsaPrivateKey::from_pkcs8_der(der).map_err(|_| KeyError::Unsupported).and_then(Self::rsa)
    }

    fn rsa(key: rsa::RsaPrivateKey) -> Result<Self, KeyError> {
        let is_right = (2048..=4096).contains(&key.n().bits());
        if is_right { Ok(Self::Rsa(Box::new(key))) } else { Err(KeyError::Unsupported) }
    }

    pub(crate) fn is_rsa(&self) -> bool {
        matches!(self, Self::Rsa(_))
    }

    /// Fails unless the certificate is for this key.
    pub(crate) fn check(&self, certificate: &Certificate) -> Result<(), Failure> {
        let ours = match self {
            Self::Rsa(key) => key.to_public_key().to_public_key_der(),
            Self::P256(key) => key.verifying_key().to_public_key_der(),
            Self::P384(key) => key.verifying_key().to_public_key_der(),
        };
        if ours.is_ok_and(|ours| certificate.is_for_key(ours.as_bytes())) {
            Ok(())
        } else {
            Err(Failure::OtherKey { subject: certificate.subject() })
        }
    }

    /// Signs a digest: RSA as plain octets, ECDSA as DER. What does not fit the algorithm is refused by the library, which
    /// checks every signature.
    pub(crate) fn sign(&self, algorithm: SignatureAlgorithm, digest: &[u8]) -> Result<Vec<u8>, signature::Error> {
        match (self, algorithm) {
            (Self::Rsa(key), SignatureAlgorithm::RsaPkcs1Sha256) => {
                let key = rsa::pkcs1v15::SigningKey::<Sha256>::new((**key).clone());
                Ok(key.sign_prehash(digest)?.to_vec())
            }
            (Self::Rsa(key), _) => {
                let key = rsa::pss::SigningKey::<Sha256>::new((**key).clone());
                Ok(key.sign_prehash_with_rng(&mut SysRng, digest)?.to_vec())
            }
            (Self::P256(key), _) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(digest)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
            (Self::P384(key), _) => {
                let signature: p384::ecdsa::Signature = key.sign_prehash(digest)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }
}

/// The trust anchors named for checking a timestamp authority. That there are none is said.
pub(crate) fn anchors(path: Option<&Path>) -> Result<Option<Vec<Certificate>>, Failure> {
    if path.is_none() {
        output::warn("no --trust is given, so nobody vouches for the timestamp authority");
    }
    path.map(certificates).transpose()
}

/// The signer's certificate with its issuers', put in order. What is not on the way from the signer upwards is left out.
pub(crate) fn chain(certificate: &Path, issuers: Option<&Path>) -> Result<CertificateChain, Failure> {
    let mut given = certificates(certificate)?;
    if let Some(issuers) = issuers {
        given.extend(certificates(issuers)?);
    }
    CertificateChain::new(ordered(given)).map_err(Failure::Chain)
}

fn ordered(mut given: Vec<Certificate>) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = given.drain(..given.len().min(1)).collect();
    while let Some(last) = chain.last().filter(|last| last.subject() != last.issuer()) {
        let issuer = last.issuer();
        let Some(position) = given.iter().position(|candidate| candidate.subject() == issuer) else { break };
        chain.push(given.remove(position));
    }
    chain
}

/// All certificates of a PEM file.
pub(crate) fn certificates(path: &Path) -> Result<Vec<Certificate>, Failure> {
    let failed = |source: CertificateError| Failure::Certificates { path: path.to_owned(), source };
    certificates_from_pem(&text(path)?).map_err(failed)
}

fn text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|source| Failure::Read { path: path.to_owned(), source })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[expect(clippy::disallowed_methods, reason = "on the command line others would see the password")]
fn password() -> Option<String> {
    std::env::var(PASSWORD).ok()
}

/// The first PEM block that is a private key, and its label; openssl puts EC PARAMETERS in front.
fn private_block(pem: &str) -> Option<(&str, &str)> {
    const LABELS: [&str; 4] = ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"];
    let found = |label: &'static str| {
        let start = pem.find(&format!("-----BEGIN {label}-----"))?;
        let last = format!("-----END {label}-----");
        let end = start + pem[start..].find(&last)? + last.len();
        Some((label, &pem[start..end]))
    };
    LABELS.into_iter().find_map(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(name: &str) -> String {
        std::fs::read_to_string(format!("{}/../pades/tests/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    fn certificate(name: &str) -> Certificate {
        certificates_from_pem(&pem(name)).unwrap().remove(0)
    }

    #[test]
    fn a_key_knows_its_certificate() {
        for (key, own, other) in [
            ("signer-rsa.key", "signer-rsa.pem", "signer-p256.pem"),
            ("signer-p256.key", "signer-p256.pem", "intermediate.pem"),
        ] {
            let key = PrivateKey::from_pem(&pem(key), None).unwrap();
            assert!(key.check(&certificate(own)).is_ok());
            let failure = key.check(&certificate(other)).unwrap_err();
            assert!(failure.to_string().contains("does not belong"), "{failure}");
        }
    }

    #[test]
    fn every_usual_encoding_is_read() {
        use p256::pkcs8::{EncodePrivateKey, LineEnding};
        use rsa::pkcs1::EncodeRsaPrivateKey;

        let ec = p256::SecretKey::from_pkcs8_pem(&pem("signer-p256.key")).unwrap();
        let sec1 = ec.to_sec1_pem(LineEnding::LF).unwrap();
        let sec1 = format!("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{}", *sec1);
        assert!(matches!(PrivateKey::from_pem(&sec1, None), Ok(PrivateKey::P256(_))));
        let rsa = rsa::RsaPrivateKey::from_pkcs8_pem(&pem("signer-rsa.key")).unwrap();
        let pkcs1 = rsa.to_pkcs1_pem(LineEnding::CRLF).unwrap();
        assert!(matches!(PrivateKey::from_pem(&pkcs1, None), Ok(PrivateKey::Rsa(_))));
        let p384 = p384::SecretKey::from_slice(&[7; 48]).unwrap();
        let pkcs8 = p384.to_pkcs8_pem(LineEnding::LF).unwrap();
        assert!(matches!(PrivateKey::from_pem(&pkcs8, None), Ok(PrivateKey::P384(_))));
    }

    #[test]
    fn what_is_no_usable_key_is_named() {
        let fault = |pem: &str| PrivateKey::from_pem(pem, Some("x")).err();
        assert!(matches!(fault("hello"), Some(KeyError::NotPem)));
        assert!(matches!(fault(&pem("signer-p256.pem")), Some(KeyError::NotPem)));
        let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
        assert!(matches!(fault(old), Some(KeyError::OldEncryption)));
        // Ed25519
        let other = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
                     -----END PRIVATE KEY-----\n";
        assert!(matches!(fault(other), Some(KeyError::Unsupported)));
    }

    #[test]
    fn an_encrypted_key_opens_with_its_password_only() {
        // PBES2 with AES-256-CBC, as openssl makes it
        let sealed = pem("signer-p256-encrypted.key");
        assert!(matches!(PrivateKey::from_pem(&sealed, Some("secret")), Ok(PrivateKey::P256(_))));
        assert!(matches!(PrivateKey::from_pem(&sealed, Some("other")), Err(KeyError::WrongPassword)));
        assert!(matches!(PrivateKey::from_pem(&sealed, None), Err(KeyError::NoPassword)));
    }

    #[test]
    fn issuers_may_come_in_any_order() {
        let chain =
            ordered(vec![certificate("signer-p256.pem"), certificate("root.pem"), certificate("intermediate.pem")]);
        let subjects: Vec<String> = chain.iter().map(Certificate::subject).collect();
        assert_eq!(subjects.len(), 3);
        assert!(CertificateChain::new(chain).is_ok());
        let other = ordered(vec![certificate("signer-p256.pem"), certificate("other-root.pem")]);
        assert_eq!(other.len(), 1);
    }
}
