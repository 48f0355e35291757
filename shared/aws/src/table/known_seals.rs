//! Whose seals certificates make.

use async_trait::async_trait;
use domain::digest::Digest;
use domain::ports::{KnownSeals, PortError, SealHolder};

use super::{Table, row, text};

const SEAL: &str = "SEAL";

#[async_trait]
impl KnownSeals for Table {
    async fn holder(&self, certificate: Digest) -> Result<Option<SealHolder>, PortError> {
        self.read_row("look up whose certificate it is", known_key(certificate), SEAL).await
    }
}

/// Notes whose seals the certificate of this SHA-256 makes. It stays noted when the certificate is replaced or removed. Only whoever
/// operates a deployment does so.
pub async fn note_seal(table: &Table, certificate: Digest, holder: &SealHolder) -> Result<(), PortError> {
    const ACTION: &str = "note whose certificate it is";
    let put = table.client.put_item().table_name(&table.name);
    let put = put.item("PK", text(known_key(certificate))).item("SK", text(SEAL)).item("body", row(ACTION, holder)?);
    put.send().await.map(drop).map_err(|e| PortError::new(ACTION, e))
}

/// Apart from the rows of the certificates in use: whoever may only ask for a fingerprint reads neither keys nor who may sign.
fn known_key(certificate: Digest) -> String {
    format!("CERTIFICATE#sha256#{certificate}")
}
