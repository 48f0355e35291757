//! What the operator does to a registered seal, in the log of the organisation whose seal it is.

use anyhow::{Context as _, Result};
use aws::table::Table;
use domain::digest::Digest;
use domain::organisation::{Actor, Change, LoggedCertificate, SealAct};
use domain::ports::About;
use domain::registered_seal::RegisteredSeal;
use pades::certificate::CertificateChain;

use crate::registry::registry;

/// Records what is about to be done. The row of the certificate is written after it, so that nothing is done in silence. Only a
/// removal is recorded when it is done.
///
/// # Errors
/// It is not recorded, and is not to be done if it is still to be.
pub async fn record(table: &Table, seal: &RegisteredSeal, act: SealAct) -> Result<()> {
    let next = |_: &_, _: &_| Ok(Change::RecordSealAct { seal: seal.clone(), act: Box::new(act.clone()) });
    let recorded = registry(table).change(seal.owner(), &About::default(), &Actor::Operator, None, next).await;
    recorded.map(drop).context("the organisation's log cannot be written")
}

/// The certificate at the head of a chain in PEM; nothing of one that cannot be read.
pub fn logged(chain_pem: &str) -> Option<LoggedCertificate> {
    let chain = CertificateChain::from_pem(chain_pem).ok()?;
    let signer = chain.signer();
    let (fingerprint, serial_number) = (Digest::of(signer.der()), signer.serial_number());
    Some(LoggedCertificate { fingerprint, serial_number, not_after: signer.not_after() })
}
