//! The key service.

use std::sync::Arc;

use anyhow::{Result, ensure};
use domain::ports::{SealingAlgorithm, SealingKeys};
use p256::ecdsa;
use p256::pkcs8::DecodePublicKey as _;
use rsa::{RsaPublicKey, pkcs1v15};
use sha2::Sha256;
use signature::hazmat::PrehashVerifier as _;

use crate::contract::contract;
use crate::fixtures::digest;

/// Keys with their public parts.
pub struct Keys {
    /// The service.
    pub service: Arc<dyn SealingKeys>,
    /// An RSA key: what it is called, and its public part as SubjectPublicKeyInfo.
    pub rsa: (String, Vec<u8>),
    /// The same of one on P-256.
    pub p256: (String, Vec<u8>),
}

contract!(
    Keys: an_rsa_key_signs_the_digest_itself, an_elliptic_key_signs_the_digest_itself_in_der,
    a_key_does_not_sign_by_the_algorithm_of_another_kind, a_key_that_is_not_there_is_an_error,
    a_signature_is_of_one_digest,
);

async fn an_rsa_key_signs_the_digest_itself(keys: &Keys) -> Result<()> {
    let (digest, (id, public)) = (digest(), &keys.rsa);
    let signature = keys.service.sign(id, SealingAlgorithm::RsaPkcs1Sha256, digest).await?;
    let verifier = pkcs1v15::VerifyingKey::<Sha256>::new(RsaPublicKey::from_public_key_der(public)?);
    verifier.verify_prehash(digest.as_bytes(), &signature.as_slice().try_into()?)?;
    let again = keys.service.sign(id, SealingAlgorithm::RsaPkcs1Sha256, digest).await?;
    ensure!(again == signature, "RSASSA-PKCS1-v1_5 has no randomness");
    Ok(())
}

async fn an_elliptic_key_signs_the_digest_itself_in_der(keys: &Keys) -> Result<()> {
    let (digest, (id, public)) = (digest(), &keys.p256);
    let signature = keys.service.sign(id, SealingAlgorithm::EcdsaP256Sha256, digest).await?;
    let verifier = ecdsa::VerifyingKey::from_public_key_der(public)?;
    verifier.verify_prehash(digest.as_bytes(), &ecdsa::Signature::from_der(&signature)?)?;
    Ok(())
}

async fn a_key_does_not_sign_by_the_algorithm_of_another_kind(keys: &Keys) -> Result<()> {
    let wrong = [(&keys.rsa.0, SealingAlgorithm::EcdsaP256Sha256), (&keys.p256.0, SealingAlgorithm::RsaPkcs1Sha256)];
    for (id, algorithm) in wrong {
        ensure!(keys.service.sign(id, algorithm, digest()).await.is_err(), "{algorithm:?}");
    }
    Ok(())
}

async fn a_key_that_is_not_there_is_an_error(keys: &Keys) -> Result<()> {
    let missing = "arn:aws:kms:ap-northeast-1:000000000000:key/00000000-0000-4000-8000-000000000000";
    for id in [missing, "no key at all"] {
        ensure!(keys.service.sign(id, SealingAlgorithm::RsaPkcs1Sha256, digest()).await.is_err(), "{id}");
    }
    Ok(())
}

async fn a_signature_is_of_one_digest(keys: &Keys) -> Result<()> {
    let digests = [digest(), digest()];
    let signature = keys.service.sign(&keys.p256.0, SealingAlgorithm::EcdsaP256Sha256, digests[0]).await?;
    let verifier = ecdsa::VerifyingKey::from_public_key_der(&keys.p256.1)?;
    let other = verifier.verify_prehash(digests[1].as_bytes(), &ecdsa::Signature::from_der(&signature)?);
    ensure!(other.is_err(), "it is a signature of any digest");
    Ok(())
}
