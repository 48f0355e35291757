//! Whose seals the certificates in a file make. Where that cannot be told, nobody's: then the certificate alone says who signed,
//! and everything else is verified as ever.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::digest::Digest;
use domain::ports::KnownSeals;
use pades::verify::Report;

use crate::findings::{Holders, may_be_ours};

/// More certificates than any document of ours has are not asked about.
const MOST: usize = 64;
/// The verdict does not wait longer for it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Those of the certificates behind what is proved in the report; of others it does not matter whose they are.
pub(crate) async fn holders(known: &dyn KnownSeals, report: &Report) -> Holders {
    let ours = report.signatures.iter().filter(|signature| may_be_ours(signature));
    let certificates: BTreeSet<&str> = ours.filter_map(|one| one.signer.as_ref()).map(|one| &*one.sha256).collect();
    let mut holders = Holders::new();
    let ask = async {
        for text in certificates.into_iter().take(MOST) {
            let Ok(certificate) = text.parse::<Digest>() else {
                tracing::error!("the verifier names a certificate by something that is no SHA-256");
                continue;
            };
            match known.holder(certificate).await {
                Ok(Some(holder)) => drop(holders.insert(text.to_owned(), holder)),
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "whose certificate it is cannot be told");
                }
            }
        }
    };
    if tokio::time::timeout(PATIENCE, ask).await.is_err() {
        tracing::error!("whose certificates they are could not be told in time");
    }
    holders
}
