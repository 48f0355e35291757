//! What all evidence together says of a certificate (ETSI EN 319 102-1 §5.2.5, §5.4).

use jiff::{SignedDuration, Timestamp};

use super::ocsp::{OcspError, Responder};
use super::{CertificateStatus, Evidence, NotNeeded, RevocationReason, RevocationStatus, Source, UnknownReason};
use crate::certificate::Certificate;
use crate::chain::{Purpose, check_usage};

/// How far two clocks, say an authority's and a responder's, may be apart.
const CLOCK_DIFFERENCE: SignedDuration = SignedDuration::from_mins(1);

/// How many OCSP responses about one certificate are weighed, and how many CRLs: what is there beyond is no evidence but
/// an attack on the time that this takes.
const MAX_WEIGHED: usize = 32;

/// Which status is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The certificate.
    pub certificate: &'q Certificate,
    /// Its issuer's, from a checked [`Path`](crate::chain::Path).
    pub issuer: &'q Certificate,
    /// The time at which the status matters: the one at which the signature is proved to have existed, or now.
    pub at: Timestamp,
    /// No evidence may be newer than this: the time of the timestamp that covers it, or now.
    pub until: Timestamp,
}

/// What a piece of evidence says that may be believed.
struct Finding {
    source: Source,
    this_update: Timestamp,
    status: Believed,
}

#[derive(Clone, Copy)]
enum Believed {
    Good,
    Revoked { at: Timestamp, reason: RevocationReason },
}

/// An answer, and the responders whose own status would have to be known for another answer.
pub(super) struct Judgement {
    pub(super) status: RevocationStatus,
    pub(super) responders: Vec<Certificate>,
}

/// Weighs all evidence for one question.
///
/// - A revocation before the time asked for counts, whenever it was learned of; only a suspension that newer evidence
///   shows to be over does not.
/// - That there is no revocation is shown by evidence from the time asked for or later; by older evidence if its
///   nextUpdate is not before that time. Evidence from after the certificate's end shows it only if the issuer keeps
///   what has expired (archive cutoff, expiredCertsOnCRL).
/// - OCSP goes before CRLs, evidence from after the time asked for before older, then the earliest such.
#[must_use]
pub fn judge(question: &Question<'_>, evidence: &Evidence) -> RevocationStatus {
    weigh(question, evidence, true).status
}

/// `delegation`: whether a delegated responder may need evidence of its own. One level is followed, so that the work is
/// bounded and nobody vouches for himself.
pub(super) fn weigh(question: &Question<'_>, evidence: &Evidence, delegation: bool) -> Judgement {
    let mut judgement = Judgement { status: RevocationStatus::Unknown { reasons: Vec::new() }, responders: Vec::new() };
    let certificate = question.certificate;
    let not_needed = if certificate.is_validity_assured_short_term() {
        Some(NotNeeded::ShortTerm)
    } else if certificate.is_ocsp_no_check() && check_usage(certificate, Purpose::OcspSigning).is_ok() {
        Some(NotNeeded::NoCheck)
    } else {
        None
    };
    let responders = &mut judgement.responders;
    // Nobody is asked about what need not be checked; a list may say all the same that it is revoked.
    let asked = if not_needed.is_some() { 0 } else { evidence.ocsps.len() };
    let ocsps = (0..asked).filter_map(|index| ask_ocsp(question, evidence, index, delegation, responders));
    let mut weighed: Vec<_> = ocsps.take(MAX_WEIGHED).collect();
    let crls = (0..evidence.crls.len()).filter_map(|index| ask_crl(question, evidence, index));
    weighed.extend(crls.take(MAX_WEIGHED));
    let findings: Vec<&Finding> = weighed.iter().filter_map(|finding| finding.as_ref().ok()).collect();
    let mut reasons: Vec<UnknownReason> =
        weighed.iter().filter_map(|finding| finding.as_ref().err().copied()).collect();
    judgement.status = match (conclude(question.at, &findings), not_needed) {
        (Some(revoked @ RevocationStatus::Revoked { .. }), _) => revoked,
        (_, Some(why)) => RevocationStatus::NotNeeded { why },
        (Some(status), None) => status,
        (None, None) => {
            if reasons.is_empty() {
                reasons.push(UnknownReason::NoEvidence);
            }
            RevocationStatus::Unknown { reasons }
        }
    };
    judgement
}

/// `None` if the response is not about the certificate.
fn ask_ocsp(
    question: &Question<'_>,
    evidence: &Evidence,
    index: usize,
    delegation: bool,
    responders: &mut Vec<Certificate>,
) -> Option<Result<Finding, UnknownReason>> {
    let response = &evidence.ocsps[index];
    let single = response.single(question.certificate, question.issuer)?;
    let mut ask = || {
        let status = believable(single.status, single.this_update)?;
        // Of such a response only the bad news is taken.
        if !single.is_understood && matches!(status, Believed::Good) {
            return Err(UnknownReason::Unsupported);
        }
        let produced_at = response.produced_at();
        if produced_at > later(question.until) || single.this_update > later(question.until) {
            return Err(UnknownReason::TooNew);
        }
        let covers = Coverage {
            this_update: single.this_update,
            next_update: single.next_update,
            keeps_expired_since: single.archive_cutoff,
        };
        covers.check(status, question)?;
        let responder = response.responder(question.issuer, &evidence.certificates).map_err(|error| match error {
            OcspError::Signature => UnknownReason::Signature,
            _ => UnknownReason::NotAuthorised,
        })?;
        if let Responder::Delegated(responder) = responder {
            let asked = Question { certificate: &responder, issuer: question.issuer, at: produced_at, ..*question };
            let known = check_responder(&asked, evidence, delegation);
            if !known {
                responders.push(*responder);
                return Err(UnknownReason::Responder);
            }
        }
        Ok(Finding { source: Source::Ocsp(index), this_update: single.this_update, status })
    };
    Some(ask())
}

fn check_responder(question: &Question<'_>, evidence: &Evidence, delegation: bool) -> bool {
    if !delegation && !question.certificate.is_ocsp_no_check() {
        return false;
    }
    match weigh(question, evidence, false).status {
        RevocationStatus::Good { .. } | RevocationStatus::NotNeeded { .. } => true,
        RevocationStatus::Revoked { .. } | RevocationStatus::Unknown { .. } => false,
    }
}

/// `None` if the list is by another issuer.
fn ask_crl(question: &Question<'_>, evidence: &Evidence, index: usize) -> Option<Result<Finding, UnknownReason>> {
    let crl = &evidence.crls[index];
    if !crl.is_about(question.certificate) {
        return None;
    }
    let ask = || {
        let this_update = crl.this_update();
        if this_update > later(question.until) {
            return Err(UnknownReason::TooNew);
        }
        let status = believable(crl.status(question.certificate, question.issuer)?, this_update)?;
        let covers = Coverage {
            this_update,
            next_update: crl.next_update(),
            keeps_expired_since: crl.expired_certificates_since(),
        };
        covers.check(status, question)?;
        Ok(Finding { source: Source::Crl(index), this_update, status })
    };
    Some(ask())
}

/// What may be believed of a status that was known at `this_update`. A certificate that is revoked already then is so from
/// then on at the latest, whatever later date is named.
fn believable(status: CertificateStatus, this_update: Timestamp) -> Result<Believed, UnknownReason> {
    match status {
        CertificateStatus::Good => Ok(Believed::Good),
        CertificateStatus::Revoked { at, reason } => Ok(Believed::Revoked { at: at.min(this_update), reason }),
        CertificateStatus::Unknown => Err(UnknownReason::UnknownToResponder),
    }
}

/// The time for which a piece of evidence speaks.
struct Coverage {
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    keeps_expired_since: Option<Timestamp>,
}

impl Coverage {
    fn check(&self, status: Believed, question: &Question<'_>) -> Result<(), UnknownReason> {
        if let Believed::Revoked { .. } = status {
            return Ok(()); // it does not go away
        }
        let until = self.next_update.unwrap_or(self.this_update).max(self.this_update);
        if later(until) < question.at {
            return Err(UnknownReason::Outdated);
        }
        let end = question.certificate.not_after();
        if self.this_update > end && self.keeps_expired_since.is_none_or(|since| since > end) {
            return Err(UnknownReason::AfterExpiry);
        }
        Ok(())
    }
}

impl Finding {
    /// Whether this one, newer than `held`, shows that a suspension is over at `at`.
    fn ends(&self, held: &Self, at: Timestamp) -> bool {
        matches!(self.status, Believed::Good) && self.this_update > held.this_update && self.this_update >= at
    }
}

fn conclude(at: Timestamp, findings: &[&Finding]) -> Option<RevocationStatus> {
    let mut revoked_later: Option<Timestamp> = None;
    let mut revoked: Option<(Timestamp, RevocationReason, Source)> = None;
    for finding in findings {
        let Believed::Revoked { at: since, reason } = finding.status else { continue };
        let is_over =
            reason == RevocationReason::CertificateHold && findings.iter().any(|other| other.ends(finding, at));
        if since > at {
            revoked_later = Some(revoked_later.map_or(since, |known| known.min(since)));
        } else if !is_over && revoked.is_none_or(|(known, ..)| since < known) {
            revoked = Some((since, reason, finding.source));
        }
    }
    if let Some((since, reason, by)) = revoked {
        return Some(RevocationStatus::Revoked { at: since, reason, by });
    }
    // A revocation after the time asked for shows as well that there was none before it.
    let show = findings.iter().filter(|finding| match finding.status {
        Believed::Good => true,
        Believed::Revoked { at: since, .. } => since > at,
    });
    let best = show.min_by_key(|finding| {
        let is_older = finding.this_update < at;
        let is_crl = matches!(finding.source, Source::Crl(_));
        let distance = finding.this_update.duration_since(at).abs();
        (is_crl, is_older, distance)
    })?;
    Some(RevocationStatus::Good { by: best.source, this_update: best.this_update, revoked_later })
}

fn later(time: Timestamp) -> Timestamp {
    time.saturating_add(CLOCK_DIFFERENCE).unwrap_or(time)
}
