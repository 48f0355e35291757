//! The list of certificates, for whoever looks after their ends.

use async_trait::async_trait;

use super::{PortError, SealingCertificate};
use crate::registered_seal::RegisteredSeal;

/// All certificates that are set up.
#[async_trait]
pub trait ListedCertificates: Send + Sync {
    /// The page behind this place of the list. What was changed in the last moment may be missing, or stand there as it was.
    async fn page(&self, after: Option<&str>) -> Result<CertificatePage, PortError>;
}

/// Some certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificatePage {
    /// With the registered seals that they are for, `None` for the operator's.
    pub certificates: Vec<(Option<RegisteredSeal>, SealingCertificate)>,
    /// Rows that cannot be read, and why not.
    pub unreadable: Vec<String>,
    /// Where the next page begins; nothing behind the last one.
    pub next: Option<String>,
}
