//! What is proved when: timestamps first, from the last to the first, then what they cover (EN 319 102-1 §5.6).
//!
//! A document timestamp that is trusted proves that everything it covers existed by its time. So each signature and
//! each older timestamp is judged at the time by which it is proved to have existed, not at today's.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::Settings;
use super::order::{self, Contradictions};
use super::proved::{Proof, TimestampProof};
use super::read::Opened;
use super::report::{ProvedBy, ProvedTime, Reason};
use super::trust::{Judged, Trust, strengths};
use crate::algorithms::Table;
use crate::ber;
use crate::certificate::Certificate;
use crate::chain::UsageFault;
use crate::cms::{CmsError, SignedData};
use crate::dss::Store;
use crate::input::SignatureKind;
use crate::key::Hash;
use crate::revocation::{Crl, Evidence, OcspResponse};
use crate::signatures::{Coverage, Examined, Fault, Status, imprint};
use crate::timestamp::Token;

/// More certificates than this are not taken into the pool.
const MAX_CERTIFICATES: usize = 2000;
/// How far an authority's clock may be ahead of that of the verification.
const CLOCK_DIFFERENCE: SignedDuration = SignedDuration::from_mins(1);
/// How often a file is judged again without the timestamps that contradict others.
const MAX_ROUNDS: usize = 4;
/// More timestamps in one signature than this are not looked at.
const MAX_TIMESTAMPS: usize = 32;

/// All proofs of a file, one for each signature, in its order.
pub(crate) struct Proofs<'t> {
    pub(crate) trust: Trust<'t>,
    pub(crate) proofs: Vec<Proof>,
    /// The fields' names.
    pub(crate) fields: Vec<String>,
}

impl<'t> Proofs<'t> {
    /// Judges everything in the file.
    pub(crate) fn gather(opened: &Opened<'_>, settings: &Settings<'t>) -> Self {
        Self::judge(opened, Trust::of(opened, settings))
    }

    /// Judges everything in the file by what `trust` knows.
    pub(crate) fn judge(opened: &Opened<'_>, trust: Trust<'t>) -> Self {
        let mut contradictions = Contradictions::new();
        let mut proofs = walk(opened, &trust, &contradictions);
        // What contradicts itself proves nothing else, so that the rest is judged again without it.
        for _ in 0..MAX_ROUNDS {
            // Where it was stopped there are fewer proofs than signatures.
            if opened.reader.stop().is_set() {
                break;
            }
            let found = order::contradictions(opened, &proofs);
            if found.is_empty() {
                break;
            }
            contradictions.extend(found);
            proofs = walk(opened, &trust, &contradictions);
        }
        if !opened.reader.stop().is_set() {
            let left = order::contradictions(opened, &proofs);
            order::refuse(&mut proofs, &left);
        }
        let fields = opened.signatures.iter().map(|signature| signature.info.field.clone()).collect();
        Self { trust, proofs, fields }
    }
}

/// Judges all signatures, the last first, without the timestamps that contradict others.
fn walk(opened: &Opened<'_>, trust: &Trust<'_>, contradictions: &Contradictions) -> Vec<Proof> {
    // The time and the field of the oldest trusted document timestamp that covers what is looked at.
    let mut covered: Option<(Timestamp, String)> = None;
    let mut proofs = Vec::new();
    for (index, signature) in opened.signatures.iter().enumerate().rev() {
        if opened.reader.stop().is_set() {
            break;
        }
        let exists_by = covered.as_ref().map_or(trust.now, |(time, _)| (*time).min(trust.now));
        let refused = |timestamps: &mut [TimestampProof]| order::refuse_timestamps(timestamps, index, contradictions);
        let proof = if signature.info.kind == SignatureKind::DocumentTimestamp {
            document_timestamp(signature, trust, exists_by, refused)
        } else {
            approval(signature, trust, exists_by, covered.as_ref(), refused)
        };
        if signature.info.kind == SignatureKind::DocumentTimestamp
            && !matches!(signature.info.coverage, Coverage::Improper { .. })
            && let [timestamp] = proof.timestamps.as_slice()
            && let Some(time) = timestamp.proves()
            && covered.as_ref().is_none_or(|(known, _)| time <= *known)
        {
            covered = Some((time, signature.info.field.clone()));
        }
        proofs.push(proof);
    }
    proofs.reverse();
    proofs
}

impl<'t> Trust<'t> {
    /// What a file itself gives to judge its certificates by.
    pub(crate) fn of(opened: &Opened<'_>, settings: &Settings<'t>) -> Self {
        let mut trust =
            Self { anchors: settings.anchors, evidence: Evidence::default(), now: settings.at, table: settings.table };
        for store in stores(opened) {
            trust.learn(&store);
        }
        for signature in &opened.signatures {
            trust.learn_from_cms(&signature.cms);
        }
        trust
    }

    /// Takes what a store holds; what cannot be read is left out.
    pub(crate) fn learn(&mut self, store: &Store) {
        self.learn_evidence(evidence(store));
    }

    fn learn_evidence(&mut self, evidence: Evidence) {
        let known = &mut self.evidence;
        for certificate in evidence.certificates {
            if known.certificates.len() < MAX_CERTIFICATES && !known.certificates.contains(&certificate) {
                known.certificates.push(certificate);
            }
        }
        known.ocsps.extend(evidence.ocsps);
        known.crls.extend(evidence.crls);
    }

    /// Takes the certificates and the revocation information in a CMS and in the timestamps inside it.
    fn learn_from_cms(&mut self, cms: &[u8]) {
        let Ok(signed_data) = SignedData::parse(cms) else { return };
        let tokens: Vec<_> =
            signed_data.timestamps().into_iter().take(MAX_TIMESTAMPS).filter_map(ber::definite).collect();
        let tokens = tokens.iter().filter_map(|token| SignedData::parse(token).ok());
        for signed_data in tokens.chain([signed_data.clone()]) {
            let ocsps =
                signed_data.revocation.ocsps.iter().filter_map(|der| OcspResponse::from_der(der).ok()).collect();
            let crls = signed_data.revocation.crls.iter().filter_map(|der| Crl::from_der(der).ok()).collect();
            self.learn_evidence(Evidence { ocsps, crls, certificates: signed_data.certificates.clone() });
        }
    }
}

/// What the security stores of all revisions hold, each item once. A later revision may drop an answer that says
/// "revoked"; what was known once stays known.
fn stores(opened: &Opened<'_>) -> Vec<Store> {
    let view = opened.view();
    let mut stores = Vec::new();
    // Of a file that leaves the grammar nothing is believed, but what its stores hold may be looked at.
    if !opened.strict.faults().is_empty() {
        stores.push(Store::of(&opened.file));
    }
    let mut last = None;
    for index in (0..opened.strict.revisions().len()).rev() {
        let places = Store::places(view.at(index));
        if !places.is_empty() && last.as_ref() != Some(&places) {
            stores.push(Store::in_view(view.at(index)));
        }
        last = Some(places);
    }
    let mut known: BTreeSet<Vec<u8>> = BTreeSet::new();
    for store in &mut stores {
        for list in [&mut store.certificates, &mut store.ocsp_responses, &mut store.crls] {
            list.retain(|der| known.insert(der.clone()));
        }
    }
    stores
}

/// What a store holds, as far as it can be read.
pub(crate) fn evidence(store: &Store) -> Evidence {
    Evidence {
        certificates: read(&store.certificates, |der| Certificate::from_der(der).ok()),
        ocsps: read(&store.ocsp_responses, |der| OcspResponse::from_der(der).ok()),
        crls: read(&store.crls, |der| Crl::from_der(der).ok()),
    }
}

fn read<T>(ders: &[Vec<u8>], read: impl Fn(&[u8]) -> Option<T>) -> Vec<T> {
    ders.iter().filter_map(|der| read(der)).collect()
}

fn approval(
    signature: &Examined,
    trust: &Trust<'_>,
    exists_by: Timestamp,
    covered: Option<&(Timestamp, String)>,
    refuse: impl Fn(&mut [TimestampProof]),
) -> Proof {
    let Ok(signed_data) = SignedData::parse(&signature.cms) else { return Proof::unreadable() };
    let value = signed_data.signer.signature;
    let tokens = signed_data.timestamps();
    let mut timestamps: Vec<TimestampProof> = tokens
        .into_iter()
        .take(MAX_TIMESTAMPS)
        .map(|token| {
            timestamp(&ber::definite(token).unwrap_or_default(), trust, exists_by, |hash| Some(hash.digest(&[value])))
        })
        .collect();
    refuse(&mut timestamps);
    let own = timestamps
        .iter()
        .filter_map(TimestampProof::proves)
        .min()
        .map(|time| ProvedTime { time, by: ProvedBy::SignatureTimestamp });
    let later = covered
        .map(|(time, field)| ProvedTime { time: *time, by: ProvedBy::DocumentTimestamp { field: field.clone() } });
    let proved = own.into_iter().chain(later).min_by_key(|proved| proved.time);
    let at = proved.as_ref().map_or(trust.now, |proved| proved.time.min(trust.now));
    let signer = signed_data.signer_certificate();
    Proof {
        signer: signer.map(|signer| trust.judge(signer, at)),
        timestamps,
        proved,
        hash: signed_data.hash().ok(),
        scheme: signed_data.scheme().ok(),
    }
}

fn document_timestamp(
    signature: &Examined,
    trust: &Trust<'_>,
    exists_by: Timestamp,
    refuse: impl Fn(&mut [TimestampProof]),
) -> Proof {
    let (digest, info) = (signature.info.digest, signature.info.timestamp.as_ref());
    let mut timestamp = timestamp(&signature.cms, trust, exists_by, |_| None);
    // The imprint was compared with the covered bytes when the file was read.
    if timestamp.reason.is_none() && (digest != Status::Ok || info.is_none()) {
        let fault = match digest {
            Status::Failed(fault) | Status::NotChecked(fault) => fault,
            Status::Ok => Fault::Malformed,
        };
        timestamp.reason = Some(Reason::TimestampForged { fault });
    }
    refuse(std::slice::from_mut(&mut timestamp));
    let proved = timestamp.proves();
    let proved =
        proved.map(|time| ProvedTime { time, by: ProvedBy::DocumentTimestamp { field: signature.info.field.clone() } });
    Proof {
        signer: timestamp.authority.clone(),
        hash: timestamp.hash,
        scheme: timestamp.scheme,
        timestamps: vec![timestamp],
        proved,
    }
}

/// Judges a token. `timestamped` gives the digest that it should timestamp; `None` if that is compared elsewhere.
fn timestamp(
    token: &[u8],
    trust: &Trust<'_>,
    exists_by: Timestamp,
    timestamped: impl Fn(Hash) -> Option<Vec<u8>>,
) -> TimestampProof {
    let token = match Token::read(token) {
        Ok(token) => token,
        Err(error) => return TimestampProof::unreadable(error.into()),
    };
    let signer = token.certificate(&trust.evidence.certificates);
    let authority = signer.map(|signer| trust.judge(signer, exists_by));
    let usage = signer.map_or(Ok(()), Token::check_usage);
    let genuine = signer.map_or(Err(CmsError::NoCertificate), |signer| {
        token.check_signature(signer)?;
        token.check_signing_certificate(signer)
    });
    let time = token.info.time();
    let reason = match (imprint(&token.info, timestamped), genuine) {
        (Status::Failed(fault), _) => Some(Reason::TimestampForged { fault }),
        // Without a byte range it is compared elsewhere.
        (Status::NotChecked(fault), _) if fault != Fault::NoByteRange => Some(Reason::TimestampForged { fault }),
        (_, Err(error)) => Some(Reason::TimestampForged { fault: error.into() }),
        (_, Ok(())) => {
            let is_authority = usage.is_ok_and(|()| true) || usage == Err(UsageFault::NotCritical);
            let is_trusted = authority.as_ref().is_some_and(Judged::is_trusted);
            let too_new = time.filter(|time| *time > later(trust.now));
            let not_trusted = !is_authority || !is_trusted || time.is_none();
            let too_new = too_new.map(|time| Reason::TimestampTooNew { time });
            let weak = authority.as_ref().and_then(|authority| weak(&token, authority, trust.table));
            let weak = weak.map(|algorithm| Reason::TimestampWeak { algorithm });
            if not_trusted { Some(Reason::TimestampNotTrusted) } else { too_new.or(weak) }
        }
    };
    TimestampProof {
        time,
        accuracy: token.info.accuracy(),
        policy: Some(token.info.policy()),
        serial_number: token.info.serial_number(),
        authority,
        reason,
        usage,
        hash: token.info.imprint().map(|(hash, _)| hash),
        scheme: token.signed_data.scheme().ok(),
    }
}

/// The first algorithm of a token that was broken by the time up to which the token is proved to have existed: of its
/// imprint, its signature or its authority's chain.
fn weak(token: &Token<'_>, authority: &Judged, table: Table) -> Option<String> {
    let hashes = [token.info.imprint().map(|(hash, _)| hash), token.signed_data.hash().ok()];
    let scheme = token.signed_data.scheme().ok();
    let own = hashes.into_iter().flat_map(|hash| strengths(hash, scheme, &authority.certificate, table));
    let broken = own.filter(|(_, until)| !until.holds_at(authority.at)).map(|(algorithm, _)| algorithm);
    broken.chain(authority.weak_links(table)).next()
}

/// The latest time that another clock may show.
fn later(time: Timestamp) -> Timestamp {
    time.saturating_add(CLOCK_DIFFERENCE).unwrap_or(time)
}
