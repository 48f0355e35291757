//! Once a day: which certificates of seals end soon, or have ended (F52).
//!
//! The administrators of an organisation are told of each of their own seals' by mail. Each run asks for whatever is to be told by then, and the
//! log of mails knows what was told: so a mail that failed is tried again the next day, and nobody is told the same twice. The operator
//! has no address here: that the operator's certificate ends is logged, and told by `keiin check`.

use std::sync::Arc;

use domain::digest::Digest;
use domain::job::Job;
use domain::ports::{Clock, Directories, Jobs, ListedCertificates, PortError, SealingCertificate};
use domain::registered_seal::RegisteredSeal;
use domain::seal_expiry::ExpiryNotice;
use futures::StreamExt;
use futures::stream;
use jiff::Timestamp;
use pades::certificate::{CertificateChain, CertificateError};

/// Certificates that are looked at side by side.
const AT_ONCE: usize = 16;

/// What this task needs from outside.
#[derive(Clone)]
pub struct Dependencies {
    /// All certificates.
    pub certificates: Arc<dyn ListedCertificates>,
    /// Who administers an organisation.
    pub directories: Arc<dyn Directories>,
    /// The queue of mails.
    pub jobs: Arc<dyn Jobs>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
}

/// Why something was not announced; the next run tries again.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    /// See [`PortError`].
    #[error(transparent)]
    Port(#[from] PortError),
    /// See [`CertificateError`].
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// Some certificates failed; the log says which and why.
    #[error("{failed} of {all} certificates could not be looked at")]
    Some {
        /// How many failed.
        failed: usize,
        /// How many there are.
        all: usize,
    },
}

/// Asks for the announcements that are due. A certificate that fails does not keep the others back.
pub async fn handle(dependencies: &Dependencies) -> Result<(), AnnounceError> {
    let (mut all, mut failed) = (0, 0);
    let mut after: Option<String> = None;
    loop {
        let page = dependencies.certificates.page(after.as_deref()).await?;
        for reason in &page.unreadable {
            tracing::error!(reason, "a certificate's row cannot be read");
        }
        all += page.certificates.len() + page.unreadable.len();
        failed += page.unreadable.len();
        let mut seen = stream::iter(page.certificates)
            .map(|(seal, certificate)| see_to(dependencies, seal, certificate))
            .buffer_unordered(AT_ONCE);
        while let Some(is_well) = seen.next().await {
            failed += usize::from(!is_well);
        }
        drop(seen);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    tracing::info!(all, failed, "looked at the certificates of seals");
    if failed == 0 { Ok(()) } else { Err(AnnounceError::Some { failed, all }) }
}

/// Whether all went well.
async fn see_to(dependencies: &Dependencies, seal: Option<RegisteredSeal>, certificate: SealingCertificate) -> bool {
    match announce(dependencies, seal.as_ref(), &certificate).await {
        Ok(()) => true,
        Err(error) => {
            let reason = lambda::telemetry::chain(&error);
            tracing::error!(seal = name(seal.as_ref()), reason, "a certificate could not be looked at");
            false
        }
    }
}

async fn announce(
    dependencies: &Dependencies,
    seal: Option<&RegisteredSeal>,
    certificate: &SealingCertificate,
) -> Result<(), AnnounceError> {
    let chain = CertificateChain::from_pem(&certificate.chain_pem)?;
    let (_, valid_until) = chain.validity();
    let Some(notice) = ExpiryNotice::due(valid_until, dependencies.clock.now()) else { return Ok(()) };
    let subject = chain.signer().subject();
    let Some(seal) = seal else {
        tell_the_operator(None, &subject, valid_until, notice);
        return Ok(());
    };
    let administrators = dependencies.directories.load(seal.owner()).await?.administrators;
    if administrators.is_empty() {
        // Of an organisation that nobody administers the operator alone is left to hear of it.
        tell_the_operator(Some(seal), &subject, valid_until, notice);
    }
    let digest = Digest::of(certificate.chain_pem.as_bytes());
    for person in administrators {
        let job = Job::AnnounceSealExpiry {
            organisation: seal.owner().clone(),
            seal: seal.further().cloned(),
            person,
            certificate: digest,
            subject: subject.clone(),
            valid_until,
            notice,
        };
        dependencies.jobs.enqueue(&job).await?;
    }
    Ok(())
}

fn tell_the_operator(seal: Option<&RegisteredSeal>, subject: &str, valid_until: Timestamp, notice: ExpiryNotice) {
    let (seal, notice) = (name(seal), notice.as_str());
    tracing::warn!(seal, subject, %valid_until, notice, "the certificate of a seal ends: request a new one");
}

/// Whose seal: `(operator)`, `takikawa`, or `takikawa/water`.
fn name(seal: Option<&RegisteredSeal>) -> String {
    seal.map_or_else(|| "(operator)".to_owned(), ToString::to_string)
}
