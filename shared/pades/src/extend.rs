//! From B-T to B-LT and B-LTA, and renewal (EN 319 142-1 §6.3, annex A): validation data into the file's store, then a
//! document timestamp over it. No signing key is needed.
//!
//! What must be fetched lies between calls: [`missing`] says which certificates, OCSP responses and CRLs are needed, the
//! caller fetches them into a [`ValidationData`] and asks again until nothing is missing, [`append`] makes the revision.
//! The document timestamp is [`begin_document_timestamp`](crate::timestamping::begin_document_timestamp)'s.

use serde::{Deserialize, Serialize};

use crate::certificate::Certificate;
use crate::chain::ChainError;
use crate::dss::{self, List, Store};
use crate::field::AddFieldsError;
use crate::input::{self, InputError};
use crate::pdf::form;
use crate::pdf::increment::{Increment, NumbersUsedUp};
use crate::pdf::reader::Reader;
use crate::revocation::{self, Crl, Needed, OcspResponse, needed};
use crate::source::{Revision, Source};
use crate::verify::{Judged, Opened, Proofs, Settings, Trust};

/// What was fetched so far. It can be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidationData {
    store: Store,
}

/// What is still needed.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Missing {
    /// Certificates of which it is not known whether they were revoked.
    pub revocation: Vec<Needed>,
    /// Certificates whose issuer is not known but says where it is.
    pub issuers: Vec<MissingIssuer>,
    /// Signatures that cannot be proved by the given anchors, so that nothing is gathered for them.
    pub unproved: Vec<Unproved>,
}

/// A certificate whose issuer must be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingIssuer {
    /// The certificate's subject.
    pub subject: String,
    /// Where its issuer's certificate is (RFC 5280 §4.2.2.1, caIssuers).
    pub urls: Vec<String>,
}

/// A signature or timestamp that leads to no anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unproved {
    /// Its field.
    pub field: String,
    /// Whose certificate.
    pub subject: String,
    /// Why not.
    pub error: ChainError,
}

/// Why nothing can be extended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtendError {
    /// The file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// Nothing to extend.
    #[error("the PDF carries no signature; sign it first")]
    NoSignature,
    /// No object number is left.
    #[error(transparent)]
    NumbersUsedUp(#[from] NumbersUsedUp),
}

impl From<AddFieldsError> for ExtendError {
    fn from(error: AddFieldsError) -> Self {
        match error {
            AddFieldsError::Structure => Self::Input(InputError::NoPages),
            AddFieldsError::NumbersUsedUp(error) => Self::NumbersUsedUp(error),
        }
    }
}

impl Missing {
    /// Whether nothing is left to be fetched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revocation.is_empty() && self.issuers.is_empty()
    }
}

impl ValidationData {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a certificate.
    pub fn add_certificate(&mut self, certificate: &Certificate) {
        self.store.add(List::Certificates, certificate.der());
    }

    /// Adds an OCSP response that was checked.
    pub fn add_ocsp_response(&mut self, response: &OcspResponse) {
        self.store.add(List::OcspResponses, response.der());
    }

    /// Adds a CRL that was checked.
    pub fn add_crl(&mut self, crl: &Crl) {
        self.store.add(List::Crls, crl.der());
    }
}

/// What is needed to prove every signature and timestamp of the file later (EN 319 142-1 §5.4.2) and is neither in it nor in
/// `gathered`.
///
/// ```
/// use pades::extend::{self, ValidationData};
/// use pades::revocation::Crl;
/// use pades::verify::Settings;
/// use pades::{Certificate, CertificateChain, FieldName, SignatureRequest, sign};
/// # use p384::ecdsa::{Signature, SigningKey};
/// # use p384::{ecdsa::signature::hazmat::PrehashSigner, pkcs8::DecodePrivateKey};
/// # let key = SigningKey::from_pkcs8_pem(include_str!("../tests/fixtures/p384.key"))?;
/// # let leaf = Certificate::from_der(include_bytes!("../tests/fixtures/p384.der"))?;
/// # let issuing = Certificate::from_der(include_bytes!("../tests/fixtures/issuing.der"))?;
/// # let root = Certificate::from_der(include_bytes!("../tests/fixtures/root.der"))?;
/// # let chain = CertificateChain::new(vec![leaf, issuing])?;
/// # let signed_at = "2026-12-01T09:30:00+09:00[+09:00]".parse()?;
/// # let request = SignatureRequest::new(FieldName::new("Seller")?, &chain, signed_at);
/// # let prepared = sign::begin(&include_bytes!("../examples/agreement.pdf")[..], &request)?;
/// # let signature: Signature = key.sign_prehash(&prepared.digest_to_sign())?;
/// # let revision = prepared.attach(signature.to_der().as_bytes())?.revision().clone();
/// # let file = revision.apply(include_bytes!("../examples/agreement.pdf"));
/// # let get = |url: &str| (url == "http://crl.example/issuing.crl").then_some(include_bytes!("../tests/fixtures/crl-plain.der"));
///
/// let (anchors, now) = ([root], "2026-12-01T00:30:00Z".parse()?);
/// let settings = Settings::new(&anchors, now);
/// let mut gathered = ValidationData::new();
/// let missing = extend::missing(&file, &settings, &gathered)?;
/// assert_eq!(missing.revocation.len(), 2); // the signer's certificate and its issuer's
/// for needed in &missing.revocation {
///     for fetched in needed.crl_urls.iter().filter_map(|url| get(url)) {
///         let crl = Crl::from_der(fetched)?;
///         if crl.check(&needed.certificate, &needed.issuer, now).is_ok() {
///             gathered.add_crl(&crl);
///         }
///     }
/// }
/// assert_eq!(extend::missing(&file, &settings, &gathered)?.revocation.len(), 1);
///
/// // What was found is appended; what is still missing is not waited for.
/// let revision = extend::append(&file, &settings, &gathered)?.expect("something to add");
/// let extended = revision.apply(&file);
/// assert_eq!(extend::append(&extended, &settings, &gathered)?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ExtendError::Input`], [`ExtendError::NoSignature`].
pub fn missing(
    source: &(impl Source + ?Sized),
    settings: &Settings<'_>,
    gathered: &ValidationData,
) -> Result<Missing, ExtendError> {
    let reader = Reader::new(source);
    let missing = proofs(&reader, settings, gathered).map(|(_, proofs)| missing_in(&proofs));
    input::intact(&reader)?;
    missing
}

/// A revision with everything that proves the signatures, in the file's document security store (ISO 32000-2 §12.8.4.3,
/// EN 319 142-1 §5.4.2); `None` if the file holds all of it. What is still [`missing`] is not waited for: there is an example.
///
/// # Errors
/// [`ExtendError`].
pub fn append(
    source: &(impl Source + ?Sized),
    settings: &Settings<'_>,
    gathered: &ValidationData,
) -> Result<Option<Revision>, ExtendError> {
    let reader = Reader::new(source);
    let appended = append_in(&reader, settings, gathered);
    input::intact(&reader)?;
    appended
}

fn append_in(
    reader: &Reader<'_>,
    settings: &Settings<'_>,
    gathered: &ValidationData,
) -> Result<Option<Revision>, ExtendError> {
    let (opened, proofs) = proofs(reader, settings, gathered)?;
    let mut store = gathered.store.clone();
    for (_, judged) in judged(&proofs) {
        collect(&mut store, judged, &proofs.trust);
    }
    // A number that a field refers to in vain is taken by nothing new; the fields are looked through to know them.
    form::signature_fields(&opened.file);
    let mut increment = Increment::new(&opened.file);
    if !dss::append(&mut increment, &store)? {
        return Ok(None);
    }
    Ok(Some(Revision::new(reader.len(), increment.write()?.bytes)))
}

fn proofs<'r, 's>(
    reader: &'r Reader<'r>,
    settings: &Settings<'s>,
    gathered: &ValidationData,
) -> Result<(Opened<'r>, Proofs<'s>), ExtendError> {
    input::open(reader)?; // a file that cannot be changed is refused as when signing
    let opened = Opened::open(reader)?;
    if opened.signatures.is_empty() {
        return Err(ExtendError::NoSignature);
    }
    let mut trust = Trust::of(&opened, settings);
    trust.learn(&gathered.store);
    let proofs = Proofs::judge(&opened, trust);
    Ok((opened, proofs))
}

/// Every certificate that something was signed with, and the index of the signature.
fn judged<'p>(proofs: &'p Proofs<'_>) -> impl Iterator<Item = (usize, &'p Judged)> {
    proofs.proofs.iter().enumerate().flat_map(|(index, proof)| {
        let timestamps = proof.timestamps.iter().filter_map(|timestamp| timestamp.authority.as_ref());
        proof.signer.iter().chain(timestamps).map(move |judged| (index, judged))
    })
}

fn missing_in(proofs: &Proofs<'_>) -> Missing {
    let trust = &proofs.trust;
    let mut missing = Missing::default();
    for (index, judged) in judged(proofs) {
        match &judged.path {
            Ok(path) => {
                for needed in needed(path, &trust.evidence, judged.at, trust.now) {
                    if !missing.revocation.iter().any(|known| known.certificate == needed.certificate) {
                        missing.revocation.push(needed);
                    }
                }
            }
            Err(ChainError::NoAnchor { issuer }) => missing_issuer(&mut missing, proofs, index, judged, issuer),
            Err(error) => missing.unproved.push(unproved(proofs, index, judged, error.clone())),
        }
    }
    missing
}

/// The certificates of the chain that is there whose issuer is not.
fn missing_issuer(missing: &mut Missing, proofs: &Proofs<'_>, index: usize, judged: &Judged, issuer: &str) {
    let pool = &proofs.trust.evidence.certificates;
    let last = pool.iter().chain([&judged.certificate]).find(|certificate| {
        certificate.issuer() == issuer && !certificate.issuer_urls().is_empty() && !certificate.is_self_issued()
    });
    match last.filter(|last| !pool.iter().any(|known| last.is_issued_by(known) == Some(true))) {
        Some(last) => {
            let issuer = MissingIssuer { subject: last.subject(), urls: last.issuer_urls() };
            if !missing.issuers.contains(&issuer) {
                missing.issuers.push(issuer);
            }
        }
        None => {
            let error = ChainError::NoAnchor { issuer: issuer.to_owned() };
            missing.unproved.push(unproved(proofs, index, judged, error));
        }
    }
}

fn unproved(proofs: &Proofs<'_>, index: usize, judged: &Judged, error: ChainError) -> Unproved {
    Unproved { field: proofs.fields[index].clone(), subject: judged.certificate.subject(), error }
}

/// Adds a chain and what shows that nothing in it was revoked.
fn collect(store: &mut Store, judged: &Judged, trust: &Trust<'_>) {
    let Ok(path) = &judged.path else { return };
    for certificate in path.certificates() {
        store.add(List::Certificates, certificate.der());
    }
    for status in &judged.revocation {
        match status.source() {
            Some(revocation::Source::Ocsp(index)) => {
                let response = trust.evidence.ocsps.get(index).map(OcspResponse::der);
                response.into_iter().for_each(|der| store.add(List::OcspResponses, der));
            }
            Some(revocation::Source::Crl(index)) => {
                let crl = trust.evidence.crls.get(index).map(Crl::der);
                crl.into_iter().for_each(|der| store.add(List::Crls, der));
            }
            None => {}
        }
    }
}
