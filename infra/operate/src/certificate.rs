//! What an issued certificate must be before a seal is made with it. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use pades::certificate::{Certificate, CertificateChain, CertificateError, certificates_from_pem};
use pades::chain::{Algorithms, ChainError, Purpose, Search, UsageFault, check_usage};

/// Why a chain is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainRefusal {
    /// Not certificates in PEM, or not in order.
    #[error(transparent)]
    Chain(#[from] CertificateError),
    /// The first certificate is another key's.
    #[error(
        "the certificate {subject} does not belong to the key; put the certificate that was issued for the key first"
    )]
    OtherKey {
        /// Its subject.
        subject: String,
    },
    /// No authority has issued it.
    #[error("the certificate {subject} is issued by itself; have a certification authority issue one")]
    SelfIssued {
        /// Its subject.
        subject: String,
    },
    /// Its key usage does not allow seals.
    #[error("the certificate {subject} cannot be used for seals: {fault}")]
    Usage {
        /// Its subject.
        subject: String,
        /// What is wrong.
        fault: UsageFault,
    },
    /// It, or one above it, is out of date.
    #[error("the certificate {subject} is valid from {from} to {until} only")]
    OutOfDate {
        /// Its subject.
        subject: String,
        /// The first second.
        from: Timestamp,
        /// The last second.
        until: Timestamp,
    },
    /// One is not issued by the next.
    #[error("the certificates do not form a chain: {0}")]
    NotIssued(ChainError),
    /// Only the certificate itself, without whoever issued it.
    #[error("the certificate of the issuer {issuer} is missing; put it behind the certificate")]
    NoIssuer {
        /// The issuer's name.
        issuer: String,
    },
}

/// A chain that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// PEM: the certificate, then its issuers without the root.
    pub chain_pem: String,
    /// The certificate's subject.
    pub subject: String,
    /// Its issuer.
    pub issuer: String,
    /// Until when every certificate of the chain is valid.
    pub valid_until: Timestamp,
}

/// Judges certificates in PEM for a key, a DER SubjectPublicKeyInfo, at a moment: the certificate, then its issuers. A root
/// at the end, and text between the certificates, are left out of what is given back.
///
/// # Errors
/// The first thing that is wrong, see [`ChainRefusal`].
pub fn judge(pem: &str, public_key: &[u8], now: Timestamp) -> Result<Issued, ChainRefusal> {
    let chain = read(pem, public_key)?;
    if let [alone] = chain.certificates() {
        let (subject, issuer) = (alone.subject(), alone.issuer());
        let refusal = if alone.is_self_issued() {
            ChainRefusal::SelfIssued { subject }
        } else {
            ChainRefusal::NoIssuer { issuer }
        };
        return Err(refusal);
    }
    judge_chain(&chain, now)
}

/// The same for a chain that is stored: its root was left out, which may have been the issuer itself.
///
/// # Errors
/// The first thing that is wrong, see [`ChainRefusal`].
pub fn judge_stored(pem: &str, public_key: &[u8], now: Timestamp) -> Result<Issued, ChainRefusal> {
    judge_chain(&read(pem, public_key)?, now)
}

fn read(pem: &str, public_key: &[u8]) -> Result<CertificateChain, ChainRefusal> {
    let certificates = certificates_from_pem(pem)?;
    match certificates.first() {
        Some(first) if first.is_for_key(public_key) => Ok(CertificateChain::new(certificates)?),
        Some(first) => Err(ChainRefusal::OtherKey { subject: first.subject() }),
        None => Err(CertificateError::Empty.into()),
    }
}

fn judge_chain(chain: &CertificateChain, now: Timestamp) -> Result<Issued, ChainRefusal> {
    let signer = chain.signer();
    let subject = signer.subject();
    check_usage(signer, Purpose::DocumentSigning)
        .map_err(|fault| ChainRefusal::Usage { subject: subject.clone(), fault })?;
    if let Some(other) = chain.certificates().iter().find(|c| now < c.not_before() || c.not_after() < now) {
        let (subject, from, until) = (other.subject(), other.not_before(), other.not_after());
        return Err(ChainRefusal::OutOfDate { subject, from, until });
    }
    // Whether the top is trusted is another question; that each is issued by the next is what is asked here.
    let anchors = chain.certificates().last().map(std::slice::from_ref).unwrap_or_default();
    let search = Search { pool: chain.certificates(), anchors, time: now, algorithms: Algorithms::Current };
    search.path(signer).map_err(ChainRefusal::NotIssued)?;
    let kept: Vec<&Certificate> = chain.certificates().iter().filter(|c| !c.is_self_issued()).collect();
    let valid_until = kept.iter().map(|c| c.not_after()).min().unwrap_or(signer.not_after());
    Ok(Issued { chain_pem: kept.iter().map(|c| to_pem(c)).collect(), subject, issuer: signer.issuer(), valid_until })
}

/// Whether a chain leads to one of these trust anchors, texts in PEM.
pub fn leads_to(chain_pem: &str, anchors: &[String], now: Timestamp) -> bool {
    let Ok(chain) = certificates_from_pem(chain_pem) else { return false };
    let anchors: Vec<Certificate> =
        anchors.iter().filter_map(|pem| certificates_from_pem(pem).ok()).flatten().collect();
    let search = Search { pool: &chain, anchors: &anchors, time: now, algorithms: Algorithms::Current };
    chain.first().is_some_and(|signer| search.path(signer).is_ok())
}

/// A certificate as a PEM block (RFC 7468).
pub fn to_pem(certificate: &Certificate) -> String {
    let base64 = BASE64.encode(certificate.der());
    let lines = base64.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned());
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests;
