//! Sealing keys in KMS: only digests go there, only signatures come back.

use async_trait::async_trait;
use aws_sdk_kms::Client;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{MessageType, SigningAlgorithmSpec};
use aws_types::SdkConfig;
use domain::digest::Digest;
use domain::ports::{PortError, SealingAlgorithm, SealingKeys};

/// Keys in KMS.
#[derive(Clone, Debug)]
pub struct KmsKeys {
    client: Client,
}

impl KmsKeys {
    /// Uses the key service of this configuration.
    pub fn new(config: &SdkConfig) -> Self {
        Self { client: Client::new(config) }
    }
}

#[async_trait]
impl SealingKeys for KmsKeys {
    async fn sign(&self, key_id: &str, algorithm: SealingAlgorithm, digest: Digest) -> Result<Vec<u8>, PortError> {
        let algorithm = match algorithm {
            SealingAlgorithm::RsaPkcs1Sha256 => SigningAlgorithmSpec::RsassaPkcs1V15Sha256,
            SealingAlgorithm::EcdsaP256Sha256 => SigningAlgorithmSpec::EcdsaSha256,
        };
        let request = self.client.sign().key_id(key_id).message_type(MessageType::Digest).signing_algorithm(algorithm);
        let answer = request.message(Blob::new(digest.as_bytes())).send().await;
        let answer = answer.map_err(|e| PortError::new("sign the digest with the key service", e))?;
        let signature = answer.signature.map(Blob::into_inner);
        signature.ok_or_else(|| PortError::new("sign the digest with the key service", "the answer holds no signature"))
    }
}
