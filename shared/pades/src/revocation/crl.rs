//! Certificate revocation lists (RFC 5280 §5, §6.3). The bytes are kept as they came, and a serial number is searched
//! in them without building anything, because a list may have hundreds of thousands of entries.

use std::ops::Range;
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use x509_cert::ext::pkix::KeyUsage;

use super::{CertificateStatus, RevocationReason, UnknownReason, extension, renewal};
use crate::asn1::{self, Element};
use crate::certificate::{Certificate, full_names, name_text, names};
use crate::chain::is_current;
use crate::key::Scheme;
use crate::oid;

/// How far a fresh list's thisUpdate may lie in the future, and its nextUpdate in the past.
const CLOCK_DIFFERENCE: SignedDuration = SignedDuration::from_mins(5);

/// Why a CRL cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CrlError {
    /// Not a CertificateList.
    #[error("the answer is no CRL in DER; check the address")]
    Malformed,
    /// The issuer is not the certificate's.
    #[error("the CRL is by another issuer than the certificate")]
    OtherIssuer,
    /// Not for this certificate.
    #[error("the CRL is not usable for the certificate")]
    Unusable(#[source] UnknownReason),
    /// Issued in the future, or expired.
    #[error("the CRL is not of now: issued {this_update}, {}", renewal(*next_update))]
    NotCurrent {
        /// When it was issued.
        this_update: Timestamp,
        /// When the next one is due.
        next_update: Option<Timestamp>,
    },
}

/// One list, as it came.
#[derive(Clone)]
pub struct Crl {
    der: Vec<u8>,
    issuer: Range<usize>,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    /// The content of revokedCertificates.
    entries: Range<usize>,
    /// Whether no entry has a critical extension that is not processed, or extensions that cannot be read.
    is_understood: bool,
    scope: Scope,
    expired_certificates_since: Option<Timestamp>,
    /// Whose signature was checked first, and whether it is right: a large list is hashed once.
    checked: OnceLock<(Vec<u8>, bool)>,
}

/// For which certificates a list is (issuingDistributionPoint, RFC 5280 §5.2.5).
#[derive(Clone, Debug)]
enum Scope {
    All,
    Point {
        /// GeneralName elements; `None` if the list is not bound to a point.
        names: Option<Vec<Vec<u8>>>,
        authorities: Option<bool>,
    },
    /// Attribute certificates, some reasons, indirect, delta, or a critical extension that is not known.
    Unsupported,
}

impl Crl {
    /// Reads a DER CertificateList; nothing may follow it.
    ///
    /// # Errors
    /// [`CrlError::Malformed`].
    pub fn from_der(der: &[u8]) -> Result<Self, CrlError> {
        Self::read(der).ok_or(CrlError::Malformed)
    }

    fn read(der: &[u8]) -> Option<Self> {
        let [tbs, ..] = parts(der)?;
        let fields = tbs.children()?;
        let mut fields = fields.into_iter().peekable();
        fields.next_if(|field| field.tag == asn1::INTEGER);
        fields.next()?.tagged(asn1::SEQUENCE)?;
        let issuer = fields.next()?.tagged(asn1::SEQUENCE)?;
        let this_update = fields.next()?.time()?;
        let is_time = |field: &Element<'_>| matches!(field.tag, asn1::UTC_TIME | asn1::GENERALIZED_TIME);
        let next_update = match fields.next_if(is_time) {
            Some(time) => Some(time.time()?),
            None => None,
        };
        let entries = fields.next_if(|field| field.tag == asn1::SEQUENCE);
        let mut scope = Scope::All;
        let mut expired_certificates_since = None;
        if let Some(extensions) = fields.next() {
            for element in Element::only(extensions.tagged(asn1::context(0))?.content)?.children()? {
                match extension(element)? {
                    (oid::ISSUING_DISTRIBUTION_POINT, _, value) if matches!(scope, Scope::All) => {
                        scope = Scope::read(value)?;
                    }
                    // Not a second scope.
                    (oid::ISSUING_DISTRIBUTION_POINT | oid::DELTA_CRL_INDICATOR, ..) => scope = Scope::Unsupported,
                    (oid::EXPIRED_CERTS_ON_CRL, _, value) => {
                        expired_certificates_since = Element::only(value).and_then(Element::time);
                    }
                    (kind, true, _) if kind != oid::CRL_NUMBER => scope = Scope::Unsupported,
                    _ => {}
                }
            }
        }
        let range = |part: &[u8]| {
            let start = part.as_ptr().addr() - der.as_ptr().addr();
            start..start + part.len()
        };
        Some(Self {
            issuer: range(issuer.raw),
            this_update,
            next_update,
            entries: entries.map_or(0..0, |entries| range(entries.content)),
            is_understood: entries.is_none_or(|entries| entries.each().all(|entry| is_understood(entry) == Some(true))),
            scope,
            expired_certificates_since,
            checked: OnceLock::new(),
            der: der.to_vec(),
        })
    }

    /// The DER as given.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// When the list was issued.
    #[must_use]
    pub fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// When the next one is due at the latest.
    #[must_use]
    pub fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// The issuer's distinguished name (RFC 4514).
    #[must_use]
    pub fn issuer(&self) -> String {
        name_text(self.issuer_der()).unwrap_or_default()
    }

    /// Checks a list that was fetched just now for `certificate`: issuer, signature, scope, times, algorithms.
    ///
    /// # Errors
    /// The rule broken.
    pub fn check(&self, certificate: &Certificate, issuer: &Certificate, now: Timestamp) -> Result<(), CrlError> {
        if !names::equal(self.issuer_der(), certificate.issuer_der()) {
            return Err(CrlError::OtherIssuer);
        }
        self.status(certificate, issuer).map_err(CrlError::Unusable)?;
        let (scheme, kind) = (self.scheme(), issuer.key_kind());
        if !matches!((scheme, kind), (Some(scheme), Some(kind)) if is_current(scheme, kind)) {
            return Err(CrlError::Unusable(UnknownReason::Signature));
        }
        let expired = self.next_update.is_some_and(|next| next < now.saturating_sub(CLOCK_DIFFERENCE).unwrap_or(now));
        if self.this_update > now.saturating_add(CLOCK_DIFFERENCE).unwrap_or(now) || expired {
            return Err(CrlError::NotCurrent { this_update: self.this_update, next_update: self.next_update });
        }
        Ok(())
    }

    /// Whether the list is by the certificate's issuer, going by the name.
    pub(crate) fn is_about(&self, certificate: &Certificate) -> bool {
        names::equal(self.issuer_der(), certificate.issuer_der())
    }

    /// Since when certificates that have expired stay on the list (X.509 §9.5.2.8).
    pub(crate) fn expired_certificates_since(&self) -> Option<Timestamp> {
        self.expired_certificates_since
    }

    /// The scheme of the signature.
    pub(crate) fn scheme(&self) -> Option<Scheme> {
        Scheme::from_algorithm(parts(&self.der)?[1], None)
    }

    /// What the list says of a certificate by `issuer`, after the signature and the scope are checked.
    pub(crate) fn status(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<CertificateStatus, UnknownReason> {
        let may_sign = match issuer.parsed().tbs_certificate().get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.crl_sign(),
            Ok(None) => true,
            Err(_) => false,
        };
        if !may_sign {
            return Err(UnknownReason::NotAuthorised);
        }
        if !self.is_signed_by(issuer) {
            return Err(UnknownReason::Signature);
        }
        let found = self.find(certificate.serial_der());
        match (self.scope.check(certificate), found) {
            // A list for some reasons, some certificates or some changes shows of no certificate that it is good; whom it
            // lists the issuer has revoked all the same.
            (Err(_), Some(listed @ CertificateStatus::Revoked { .. })) if self.is_understood => Ok(listed),
            (Err(reason), _) => Err(reason),
            (Ok(()), found) => found.ok_or(UnknownReason::Unsupported),
        }
    }

    fn is_signed_by(&self, issuer: &Certificate) -> bool {
        let (key, signed) = self.checked.get_or_init(|| (issuer.spki().to_vec(), self.verify(issuer) == Some(true)));
        if key == issuer.spki() { *signed } else { self.verify(issuer) == Some(true) }
    }

    fn verify(&self, issuer: &Certificate) -> Option<bool> {
        let [tbs, algorithm, signature] = parts(&self.der)?;
        let fields = tbs.each().take(2).collect::<Option<Vec<_>>>()?;
        let inside = fields.iter().find(|field| field.tag == asn1::SEQUENCE)?;
        if inside.raw != algorithm.raw {
            return Some(false); // RFC 5280 §5.1.1.2
        }
        issuer.has_signed(tbs.raw, algorithm, signature.content.strip_prefix(&[0])?)
    }

    /// Looks for a serial number, an encoded INTEGER. `None` if the list cannot be read, or has anywhere a critical entry
    /// extension that is not processed: such a list shows of no certificate that it is good (RFC 5280 §5.3). What it
    /// lists is revoked at the least (ITU-T X.509 on critical CRL entry extensions).
    pub(super) fn find(&self, serial: &[u8]) -> Option<CertificateStatus> {
        let entries = Element { tag: asn1::SEQUENCE, content: &self.der[self.entries.clone()], raw: &[] };
        for entry in entries.each() {
            let entry = entry?;
            if !entry.content.starts_with(serial) {
                continue;
            }
            match revoked(entry)? {
                CertificateStatus::Good => {}
                listed => return Some(listed),
            }
        }
        self.is_understood.then_some(CertificateStatus::Good)
    }

    fn issuer_der(&self) -> &[u8] {
        &self.der[self.issuer.clone()]
    }
}

impl PartialEq for Crl {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Crl {}

impl std::fmt::Debug for Crl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Crl").field("issuer", &self.issuer()).field("this_update", &self.this_update).finish()
    }
}

impl Scope {
    fn read(value: &[u8]) -> Option<Self> {
        let (mut point, mut authorities) = (None, None);
        for part in Element::only(value)?.tagged(asn1::SEQUENCE)?.children()? {
            let is_set = part.content.iter().any(|&byte| byte != 0);
            match part.tag {
                0xA0 => match full_names(part) {
                    Some(names) => point = Some(names.iter().map(|name| name.raw.to_vec()).collect()),
                    None => return Some(Self::Unsupported), // relative to the issuer's name
                },
                0x81 if is_set => authorities = Some(false),
                0x82 if is_set => authorities = Some(true),
                0x81 | 0x82 => {}
                0x84 | 0x85 if !is_set => {}
                _ => return Some(Self::Unsupported),
            }
        }
        Some(Self::Point { names: point, authorities })
    }

    fn check(&self, certificate: &Certificate) -> Result<(), UnknownReason> {
        match self {
            Self::All => Ok(()),
            Self::Unsupported => Err(UnknownReason::Unsupported),
            Self::Point { names, authorities } => {
                let own = certificate.distribution_point_names();
                let at_point =
                    names.as_ref().is_none_or(|names| own.iter().any(|own| names.iter().any(|name| name == own.raw)));
                let in_class = authorities.is_none_or(|authorities| authorities == certificate.is_authority());
                if at_point && in_class { Ok(()) } else { Err(UnknownReason::Scope) }
            }
        }
    }
}

/// TBSCertList, signature algorithm, signature.
fn parts(der: &[u8]) -> Option<[Element<'_>; 3]> {
    let parts = Element::only(der)?.tagged(asn1::SEQUENCE)?.children()?;
    let [tbs, algorithm, signature]: [Element<'_>; 3] = parts.try_into().ok()?;
    Some([tbs.tagged(asn1::SEQUENCE)?, algorithm.tagged(asn1::SEQUENCE)?, signature.tagged(asn1::BIT_STRING)?])
}

/// Whether an entry of revokedCertificates has no critical extension but those that are processed; `None` if it cannot be
/// read. certificateIssuer is none of them: it is for indirect lists.
fn is_understood(entry: Option<Element<'_>>) -> Option<bool> {
    let Some(extensions) = entry?.each().nth(2) else { return Some(true) };
    for element in extensions?.tagged(asn1::SEQUENCE)?.each() {
        let (kind, is_critical, _) = extension(element?)?;
        if is_critical && ![oid::CRL_REASON, oid::CRL_INVALIDITY_DATE].contains(&kind) {
            return Some(false);
        }
    }
    Some(true)
}

/// What an entry of revokedCertificates says; `None` if it is about another issuer's certificate.
fn revoked(entry: Element<'_>) -> Option<CertificateStatus> {
    let parts = entry.children()?;
    let mut at = parts.get(1)?.time()?;
    let mut reason = RevocationReason::Unspecified;
    for element in parts.get(2).and_then(|extensions| extensions.children()).unwrap_or_default() {
        match extension(element) {
            Some((oid::CRL_REASON, _, value)) => reason = RevocationReason::from_element(Element::only(value)?),
            // From when on the key may have been in other hands (RFC 5280 §5.3.2).
            Some((oid::CRL_INVALIDITY_DATE, _, value)) => at = at.min(Element::only(value)?.time()?),
            Some((oid::CRL_CERTIFICATE_ISSUER, ..)) => return None,
            _ => {}
        }
    }
    // removeFromCRL belongs into delta CRLs; what is taken off is not revoked.
    Some(match reason {
        RevocationReason::RemoveFromCrl => CertificateStatus::Good,
        _ => CertificateStatus::Revoked { at, reason },
    })
}
