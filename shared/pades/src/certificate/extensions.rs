//! What a certificate's extensions say (RFC 5280 §4.2, RFC 6960 §4.2.2.2, ETSI EN 319 412-1 §5.2).

use der::asn1::ObjectIdentifier;
use x509_cert::ext::pkix::BasicConstraints;

use super::{Certificate, names};
use crate::asn1::{self, Element};
use crate::key::{Hash, KeyKind, Scheme};
use crate::oid;

/// The tag of `[6] uniformResourceIdentifier` in a GeneralName.
const URI: u8 = 0x86;

/// More answers than this are not kept; files with more certificates are slower to verify.
const MAX_REMEMBERED: usize = 4096;

impl Certificate {
    /// Where to ask for the certificate's status by OCSP: addresses with http or https, in their order.
    #[must_use]
    pub fn ocsp_urls(&self) -> Vec<String> {
        self.access_urls(&oid::ACCESS_OCSP)
    }

    /// Where the issuer's certificate can be fetched (caIssuers), http or https.
    #[must_use]
    pub fn issuer_urls(&self) -> Vec<String> {
        self.access_urls(&oid::ACCESS_ISSUERS)
    }

    /// Where the CRL that lists the certificate can be fetched, http or https.
    #[must_use]
    pub fn crl_urls(&self) -> Vec<String> {
        let points = self.extension(&oid::CRL_DISTRIBUTION_POINTS).map(|(_, value)| distribution_points(value));
        points.unwrap_or_default().iter().filter_map(|name| url(*name)).collect()
    }

    /// Whether the issuer says that the revocation of this OCSP responder need not be checked (id-pkix-ocsp-nocheck).
    #[must_use]
    pub fn is_ocsp_no_check(&self) -> bool {
        self.extension(&oid::OCSP_NO_CHECK).is_some()
    }

    /// Whether the certificate is so short-lived that it is never revoked (ext-etsi-valassured-ST-certs).
    #[must_use]
    pub fn is_validity_assured_short_term(&self) -> bool {
        self.extension(&oid::VALIDITY_ASSURED_SHORT_TERM).is_some()
    }

    /// Whether subject and issuer are the same name (RFC 5280 §3.2).
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        names::equal(self.issuer_der(), self.subject_der())
    }

    /// The kind of the public key; `None` if it is not one that this crate checks.
    #[must_use]
    pub fn key_kind(&self) -> Option<KeyKind> {
        self.public_key().ok().map(|key| key.kind())
    }

    /// The scheme by which the issuer has signed.
    pub(crate) fn signature_scheme(&self) -> Option<Scheme> {
        Scheme::from_algorithm(self.signed_parts()?.1, None)
    }

    /// Whether `issuer` has the name that the certificate gives for its issuer, and has signed it. `None` if the
    /// algorithm is not supported.
    pub(crate) fn is_issued_by(&self, issuer: &Self) -> Option<bool> {
        Some(names::equal(self.issuer_der(), issuer.subject_der()) && self.is_signed_by(issuer)?)
    }

    /// Whether `issuer`'s key has signed the certificate. `None` if the algorithm is not supported.
    pub(crate) fn is_signed_by(&self, issuer: &Self) -> Option<bool> {
        let (tbs, algorithm, signature) = self.signed_parts()?;
        // The algorithm inside must be the one outside (RFC 5280 §4.1.1.2).
        if self.field(1) != algorithm.raw {
            return Some(false);
        }
        issuer.has_signed(tbs, algorithm, signature)
    }

    /// Whether the certificate's key has signed `tbs`. `None` if the algorithm is not supported.
    pub(crate) fn has_signed(&self, tbs: &[u8], algorithm: Element<'_>, signature: &[u8]) -> Option<bool> {
        let scheme = Scheme::from_algorithm(algorithm, None)?;
        let parts = [tbs, algorithm.raw, signature].map(|part| Hash::Sha256.digest(&[part]));
        let question = Hash::Sha256.digest(&[&parts[0], &parts[1], &parts[2]]);
        let question = <[u8; 32]>::try_from(question).ok()?;
        let known = || self.checked.lock().ok()?.get(&question).copied();
        if let Some(known) = known() {
            return Some(known);
        }
        let key = self.public_key().ok().filter(|key| key.supports(scheme))?;
        let verifies = key.verifies(scheme, &scheme.hash().digest(&[tbs]), signature);
        if let Ok(mut checked) = self.checked.lock()
            && checked.len() < MAX_REMEMBERED
        {
            checked.insert(question, verifies);
        }
        Some(verifies)
    }

    /// The bits of the public key without the algorithm around them, which OCSP hashes (RFC 6960 §4.1.1).
    pub(crate) fn public_key_bits(&self) -> &[u8] {
        let parts = Element::only(self.spki()).and_then(Element::children).unwrap_or_default();
        parts.get(1).and_then(|bits| bits.content.get(1..)).unwrap_or_default()
    }

    /// Whether basicConstraints says that this is an authority's certificate.
    pub(crate) fn is_authority(&self) -> bool {
        let constraints = self.parsed().tbs_certificate().get_extension::<BasicConstraints>();
        constraints.ok().flatten().is_some_and(|(_, constraints)| constraints.ca)
    }

    /// An extension: whether it is critical, and its value.
    pub(crate) fn extension(&self, kind: &ObjectIdentifier) -> Option<(bool, &[u8])> {
        let mut extensions = self.parsed().tbs_certificate().extensions().into_iter().flatten();
        let extension = extensions.find(|extension| extension.extn_id == *kind)?;
        Some((extension.critical, extension.extn_value.as_bytes()))
    }

    /// The GeneralNames of subjectAltName.
    pub(crate) fn alternative_names(&self) -> Vec<Element<'_>> {
        let names = self.extension(&oid::SUBJECT_ALTERNATIVE_NAME);
        names.and_then(|(_, value)| Element::only(value)?.children()).unwrap_or_default()
    }

    /// The GeneralNames of the distribution points, and those names again that point to one.
    pub(crate) fn distribution_point_names(&self) -> Vec<Element<'_>> {
        self.extension(&oid::CRL_DISTRIBUTION_POINTS).map(|(_, value)| distribution_points(value)).unwrap_or_default()
    }

    fn access_urls(&self, method: &ObjectIdentifier) -> Vec<String> {
        let Some((_, value)) = self.extension(&oid::AUTHORITY_INFORMATION_ACCESS) else { return Vec::new() };
        let descriptions = Element::only(value).and_then(Element::children).unwrap_or_default();
        let locations = descriptions.iter().filter_map(|description| match description.children()?.as_slice() {
            [kind, location] if kind.oid()? == *method => url(*location),
            _ => None,
        });
        locations.collect()
    }
}

/// The full names in CRLDistributionPoints (RFC 5280 §4.2.1.13).
fn distribution_points(value: &[u8]) -> Vec<Element<'_>> {
    let points = Element::only(value).and_then(Element::children).unwrap_or_default();
    points.iter().filter_map(|point| point.children()?.first().and_then(|first| full_names(*first))).flatten().collect()
}

/// The GeneralNames of a `distributionPoint [0]` that has the form `fullName [0]`.
pub(crate) fn full_names(distribution_point: Element<'_>) -> Option<Vec<Element<'_>>> {
    let name = Element::only(distribution_point.tagged(asn1::context(0))?.content)?;
    name.tagged(asn1::context(0))?.children()
}

fn url(name: Element<'_>) -> Option<String> {
    let text = std::str::from_utf8(name.tagged(URI)?.content).ok()?.trim();
    let scheme = text.split_once("://")?.0;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (known && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| text.to_owned())
}
