//! What a certificate's key may be used for: keyUsage and extendedKeyUsage (RFC 5280 §4.2.1.3, §4.2.1.12).

use serde::Serialize;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage};

use crate::certificate::Certificate;
use crate::oid;

/// What a certificate is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Signing documents: digitalSignature or nonRepudiation. If there is an extended usage it must be one for documents,
    /// mail or any purpose, or at least none of servers and code (RFC 9336, RFC 5280 §4.2.1.12).
    DocumentSigning,
    /// Timestamps (RFC 3161 §2.3).
    TimeStamping,
    /// OCSP responses for the issuer (RFC 6960 §4.2.2.2).
    OcspSigning,
}

/// What is wrong with a certificate for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UsageFault {
    /// extendedKeyUsage is there and names nothing that documents are signed with.
    #[error("the certificate is for something else than signing documents")]
    NotForDocuments,
    /// keyUsage is there and has neither digitalSignature nor nonRepudiation.
    #[error("the key may not sign: its usage has neither digitalSignature nor nonRepudiation")]
    NotForSigning,
    /// extendedKeyUsage does not have timeStamping.
    #[error("the certificate is not for timestamping")]
    NotForTimestamping,
    /// extendedKeyUsage has more than timeStamping.
    #[error("the certificate is not for timestamping alone")]
    NotOnlyTimeStamping,
    /// extendedKeyUsage is timeStamping, but not critical. Old authorities' certificates are like that.
    #[error("the certificate does not mark its extended key usage as critical")]
    NotCritical,
    /// extendedKeyUsage does not have OCSPSigning.
    #[error("the certificate is not for OCSP responses")]
    NotForOcsp,
    /// An extension that cannot be read.
    #[error("the certificate's key usage cannot be read")]
    Unreadable,
}

impl UsageFault {
    /// Whether the fault is one of form, which a verifier of old timestamps only remarks on.
    #[must_use]
    pub fn is_remark(self) -> bool {
        matches!(self, Self::NotCritical)
    }
}

fn is_for_others(usage: &ExtendedKeyUsage) -> bool {
    let has = |wanted| usage.0.contains(&wanted);
    !oid::FOR_DOCUMENTS.into_iter().any(has) && oid::NOT_FOR_DOCUMENTS.into_iter().any(has)
}

/// Whether the extended key usage of an authority's certificate limits what it issues to something else than signing
/// documents. That limits all below it (CA/Browser Forum's Baseline Requirements §7.1.2.2; RFC 5280 says nothing of it);
/// what cannot be read limits as well.
#[must_use]
pub fn issues_for_others(authority: &Certificate) -> bool {
    match authority.parsed().tbs_certificate().get_extension::<ExtendedKeyUsage>() {
        Ok(usage) => usage.is_some_and(|(_, usage)| is_for_others(&usage)),
        Err(_) => true,
    }
}

/// Checks that a certificate is for a purpose. For [`Purpose::TimeStamping`] extended key usage must be timeStamping
/// alone and critical.
///
/// # Errors
/// The [`UsageFault`]; the gravest if there are several.
pub fn check_usage(certificate: &Certificate, purpose: Purpose) -> Result<(), UsageFault> {
    let tbs = certificate.parsed().tbs_certificate();
    let signs = match tbs.get_extension::<KeyUsage>() {
        Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
        Ok(None) => true,
        Err(_) => return Err(UsageFault::Unreadable),
    };
    let extended = tbs.get_extension::<ExtendedKeyUsage>().map_err(|_| UsageFault::Unreadable)?;
    let has = |wanted| extended.as_ref().is_some_and(|(_, usage)| usage.0.contains(&wanted));
    match purpose {
        Purpose::TimeStamping if !has(oid::TIME_STAMPING) => return Err(UsageFault::NotForTimestamping),
        Purpose::OcspSigning if !has(oid::OCSP_SIGNING) => return Err(UsageFault::NotForOcsp),
        Purpose::DocumentSigning if extended.as_ref().is_some_and(|(_, usage)| is_for_others(usage)) => {
            return Err(UsageFault::NotForDocuments);
        }
        _ => {}
    }
    if !signs {
        return Err(UsageFault::NotForSigning);
    }
    match (purpose, extended) {
        (Purpose::TimeStamping, Some((_, usage))) if usage.0.len() != 1 => Err(UsageFault::NotOnlyTimeStamping),
        (Purpose::TimeStamping, Some((false, _))) => Err(UsageFault::NotCritical),
        _ => Ok(()),
    }
}
