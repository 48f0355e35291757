//! From proofs to the report: reasons, level, end of the proof.

use super::changes::{self, Change, ChangeKind, Detail, History, Verdict as ChangeVerdict};
use super::proof::{Proofs, evidence};
use super::proved::{Proof, TimestampProof};
use super::read::Opened;
use super::report::{
    EndsBy, Level, Modification, ProofEnd, Reason, Report, RevisionReport, SignatureReport, TimestampReport, Verdict,
};
use super::structure;
use super::trust::{Judged, all_good, strengths};
use crate::algorithms::{self, SecureUntil, Table};
use crate::chain::{self, Path, Purpose, UsageFault};
use crate::cms::SignedData;
use crate::dss::Store;
use crate::input::SignatureKind;
use crate::key::Hash;
use crate::revocation::Evidence;
use crate::signatures::{Coverage, Examined, Status};

/// What is in the file's store.
struct Stores {
    last: Evidence,
    /// With the index of each trusted document timestamp what it covers of it.
    archived: Vec<(usize, Evidence)>,
}

impl Proofs<'_> {
    /// The report on everything.
    pub(crate) fn report(&self, opened: &Opened<'_>) -> Report {
        let mut history = History::default();
        if !structure::is_too_complex(&opened.strict) {
            history = changes::history(opened.view(), &opened.signed, &|field| opened.standing(field));
        }
        if let Some(first) = opened.signatures.iter().filter_map(Examined::end).min() {
            structure::complete(&mut history, &opened.strict, first, opened.reader.len());
            structure::deny(&mut history, opened, first);
        }
        let stores = self.stores(opened);
        let signatures = opened.signatures.iter().enumerate().map(|(index, signature)| {
            let end = signature.end();
            let later = history.steps.iter().filter(|step| end.is_some_and(|end| step.start >= end));
            let modification = later.fold(Modification::None, |sum, step| {
                let has = |verdict| step.changes.iter().any(|change| change.verdict == verdict);
                let own = match (has(ChangeVerdict::Forbidden), has(ChangeVerdict::Unproved)) {
                    (true, _) => Modification::Forbidden,
                    (false, true) => Modification::Unproved,
                    (false, false) => Modification::Allowed,
                };
                sum.max(own)
            });
            self.signature(opened, index, modification, &stores)
        });
        let signatures = signatures.collect();
        let revisions = history
            .steps
            .iter()
            .map(|step| RevisionReport {
                start: step.start,
                end: step.end,
                changes: self.with_strangers(&step.changes),
                places: step.places.clone(),
            })
            .collect();
        Report {
            verified_at: self.trust.now,
            file_length: opened.reader.len() as u64,
            encrypted: opened.file.is_encrypted(),
            signatures,
            revisions,
        }
    }

    /// The changes of a revision, with a note where somebody whom no anchor vouches for has drawn on a page: whatever it
    /// shows, it is no more than that stranger's word.
    fn with_strangers(&self, changes: &[Change]) -> Vec<Change> {
        let is_stranger = |field: &str| {
            let mut proofs = self.fields.iter().zip(&self.proofs).filter(|(name, _)| name.as_str() == field);
            proofs.any(|(_, proof)| !proof.signer.as_ref().is_some_and(Judged::is_trusted))
        };
        let is_seen = |change: &&Change| {
            change.kind == ChangeKind::SignatureAdded && matches!(change.detail, Some(Detail::Rectangle { .. }))
        };
        let strangers =
            changes.iter().filter(is_seen).filter(|change| change.field.as_deref().is_some_and(is_stranger));
        let notes = strangers.map(|change| Change {
            kind: ChangeKind::UnsignedVisibleField,
            verdict: ChangeVerdict::Note,
            ..change.clone()
        });
        changes.iter().cloned().chain(notes).collect()
    }

    fn signature(
        &self,
        opened: &Opened<'_>,
        index: usize,
        modification: Modification,
        stores: &Stores,
    ) -> SignatureReport {
        let (signature, proof) = (&opened.signatures[index], &self.proofs[index]);
        let info = &signature.info;
        let mut reasons = reasons(signature, proof, self.trust.table);
        let own = signature.findings.iter().filter(|finding| finding.verdict == ChangeVerdict::Forbidden);
        reasons.extend(own.map(|finding| Reason::Structure { finding: finding.clone() }));
        if let Some(end) = signature.end() {
            let is_in_history = opened.signed.iter().any(|signed| signed.end == end && signed.field == info.field);
            let found = structure::findings(&opened.strict, end, is_in_history);
            reasons.extend(found.into_iter().map(|finding| Reason::Structure { finding }));
        }
        reasons.extend(structure::exhausted(opened).map(|finding| Reason::Structure { finding }));
        if !signature.is_listed {
            reasons.push(Reason::Unlisted);
        }
        match modification {
            Modification::Forbidden => reasons.push(Reason::Changed),
            Modification::Unproved => reasons.push(Reason::AddedUnproved),
            Modification::None | Modification::Allowed => {}
        }
        // Whatever else was said: a file that leaves the grammar anywhere proves nothing.
        let has_fault = !opened.strict.faults().is_empty();
        if has_fault && verdict(&reasons) != Verdict::Invalid {
            reasons.extend(structure::first_fault(&opened.strict).map(|finding| Reason::Structure { finding }));
        }
        let verdict = verdict(&reasons);
        let is_timestamp = info.kind == SignatureKind::DocumentTimestamp;
        let level = if verdict == Verdict::Invalid || is_timestamp { None } else { self.level(opened, index, stores) };
        SignatureReport {
            field: info.field.clone(),
            kind: info.kind,
            sub_filter: info.sub_filter.clone(),
            verdict,
            reasons,
            level,
            coverage: info.coverage,
            signer: proof.signer.as_ref().map(Judged::report),
            name: info.name.clone(),
            reason: info.reason.clone(),
            location: info.location.clone(),
            claimed_time: info.signed_at.clone().or_else(|| signing_time(signature)),
            evidence: info.evidence,
            proved_time: proof.proved.clone(),
            timestamps: proof.timestamps.iter().map(timestamp_report).collect(),
            hash: proof.hash,
            proof_until: if verdict == Verdict::Valid { self.proof_end(opened, index) } else { None },
            modification,
            notes: signature.findings.iter().filter(|one| one.verdict == ChangeVerdict::Note).cloned().collect(),
        }
    }

    /// The level reached (EN 319 142-1 §6.1).
    fn level(&self, opened: &Opened<'_>, index: usize, stores: &Stores) -> Option<Level> {
        let (signature, proof) = (&opened.signatures[index], &self.proofs[index]);
        let is_baseline = signature.info.sub_filter == "ETSI.CAdES.detached"
            && signature.info.signing_certificate == Status::Ok
            && signature.info.signature == Status::Ok;
        if !is_baseline {
            return None;
        }
        if proof.proved.is_none() {
            return Some(Level::BB);
        }
        if !self.is_long_term(index, &stores.last) {
            return Some(Level::BT);
        }
        // A document timestamp must be over the validation data as well.
        let mut later = stores.archived.iter().filter(|(timestamp, _)| *timestamp > index);
        let archived = later.any(|(_, evidence)| self.is_long_term(index, evidence));
        Some(if archived { Level::BLTA } else { Level::BLT })
    }

    /// The evidence in the file's store, now and as each trusted document timestamp covers it.
    fn stores(&self, opened: &Opened<'_>) -> Stores {
        let timestamps = opened.signatures.iter().zip(&self.proofs).enumerate();
        let timestamps = timestamps.filter(|(_, (signature, proof))| is_trusted_timestamp(signature, proof));
        let archived = timestamps.filter_map(|(index, (signature, _))| {
            let covered = opened.strict.revision_ending_at(signature.end()?)?;
            Some((index, evidence(&Store::in_view(opened.view().at(covered)))))
        });
        let last = opened.strict.revisions().len().checked_sub(1);
        let last = last.map_or_else(Store::default, |last| Store::in_view(opened.view().at(last)));
        Stores { last: evidence(&last), archived: archived.collect() }
    }

    /// Whether `evidence` alone shows that nothing in the signer's and its timestamps' chains was revoked.
    fn is_long_term(&self, index: usize, evidence: &Evidence) -> bool {
        let proof = &self.proofs[index];
        let timestamps = proof.timestamps.iter().filter_map(|timestamp| timestamp.authority.as_ref());
        let mut chains = proof.signer.iter().chain(timestamps);
        chains.all(|judged| {
            let statuses = judged.path.as_ref().map(|path| self.trust.revocation(path, judged.at, evidence));
            statuses.is_ok_and(|statuses| all_good(&statuses))
        })
    }

    /// When the outermost layer ends that the proof rests on: the last trusted timestamp over the signature, or the
    /// signature itself.
    fn proof_end(&self, opened: &Opened<'_>, index: usize) -> Option<ProofEnd> {
        let later = opened.signatures.iter().zip(&self.proofs).skip(index).rev();
        let mut archived = later.filter(|(signature, proof)| is_trusted_timestamp(signature, proof));
        let timestamp = match archived.next() {
            Some((_, proof)) => proof.timestamps.first(),
            None => self.proofs[index].timestamps.iter().find(|timestamp| timestamp.reason.is_none()),
        };
        let proof = &self.proofs[index];
        let (judged, hash, scheme) = match timestamp {
            Some(timestamp) => (timestamp.authority.as_ref()?, timestamp.hash, timestamp.scheme),
            None => (proof.signer.as_ref()?, proof.hash, proof.scheme),
        };
        let path = judged.path.as_ref().ok()?;
        let first = path.certificates().iter().min_by_key(|certificate| certificate.not_after())?;
        let certificate = ProofEnd { time: first.not_after(), by: EndsBy::Certificate { subject: first.subject() } };
        let algorithms = strengths(hash, scheme, &judged.certificate, self.trust.table).into_iter().filter_map(
            |(algorithm, until)| {
                let SecureUntil::Time(time) = until else { return None };
                Some(ProofEnd { time, by: EndsBy::Algorithm { algorithm } })
            },
        );
        algorithms.chain([certificate]).min_by_key(|end| end.time)
    }
}

fn is_trusted_timestamp(signature: &Examined, proof: &Proof) -> bool {
    signature.info.kind == SignatureKind::DocumentTimestamp
        && !matches!(signature.info.coverage, Coverage::Improper { .. })
        && proof.timestamps.iter().all(|timestamp| timestamp.reason.is_none())
}

fn verdict(reasons: &[Reason]) -> Verdict {
    let worst = |sum, reason: &Reason| match (sum, reason.verdict()) {
        (Verdict::Invalid, _) | (_, Verdict::Invalid) => Verdict::Invalid,
        (_, verdict) => verdict,
    };
    reasons.iter().fold(Verdict::Valid, worst)
}

/// What speaks against the signature itself.
fn reasons(signature: &Examined, proof: &Proof, table: Table) -> Vec<Reason> {
    let info = &signature.info;
    let mut reasons = Vec::new();
    if matches!(info.coverage, Coverage::Improper { .. }) {
        reasons.push(Reason::Coverage { coverage: info.coverage });
    }
    if let Some(fault) = info.digest.fault() {
        reasons.push(Reason::Digest { fault });
    }
    if let Some(fault) = info.signature.fault() {
        reasons.push(Reason::Signature { fault });
    }
    let is_required = info.sub_filter.starts_with("ETSI.");
    if let (Some(fault), true) = (info.signing_certificate.fault(), is_required) {
        reasons.push(Reason::SigningCertificate { fault });
    }
    reasons.extend(proof.timestamps.iter().filter_map(|timestamp| timestamp.reason.clone()));
    if info.kind == SignatureKind::DocumentTimestamp {
        return reasons;
    }
    if let Some(signer) = &proof.signer {
        if let Err(error) = &signer.path {
            reasons.push(Reason::Chain { error: error.clone() });
        }
        if let Some((subject, at)) = signer.revoked() {
            reasons.push(Reason::Revoked { subject, at });
        }
        reasons.extend(weak(proof, signer, table));
        // The older format signs a SHA-1 digest of the document, whatever hash the signature itself is over.
        let is_sha1 = info.sub_filter == "adbe.pkcs7.sha1";
        if is_sha1 && !algorithms::secure_until_hash(Hash::Sha1, table).holds_at(signer.at) {
            reasons.push(Reason::WeakAlgorithm { algorithm: Hash::Sha1.to_string() });
        }
        if chain::check_usage(&signer.certificate, Purpose::DocumentSigning).is_err() {
            reasons.push(Reason::NotForSigning { subject: signer.certificate.subject() });
        }
        // The anchor is trusted for what it is trusted for.
        let path = signer.path.as_ref().map(Path::certificates).unwrap_or_default();
        let between = path.split_last().and_then(|(_, path)| path.split_first()).map_or(&[][..], |(_, path)| path);
        let others = between.iter().filter(|authority| chain::issues_for_others(authority));
        reasons.extend(others.map(|authority| Reason::NotForSigning { subject: authority.subject() }));
    }
    reasons
}

/// Algorithms that were broken when the signature is proved to have existed.
fn weak(proof: &Proof, signer: &Judged, table: Table) -> Vec<Reason> {
    let strengths = strengths(proof.hash, proof.scheme, &signer.certificate, table).into_iter();
    let broken = strengths.filter(|(_, until)| !until.holds_at(signer.at)).map(|(algorithm, _)| algorithm);
    let mut weak: Vec<String> = broken.chain(signer.weak_links(table)).collect();
    weak.dedup();
    weak.into_iter().map(|algorithm| Reason::WeakAlgorithm { algorithm }).collect()
}

/// The signed attribute signing-time as a date of PDF (ISO 32000-2 §7.9.4).
fn signing_time(signature: &Examined) -> Option<String> {
    let time = SignedData::parse(&signature.cms).ok()?.signing_time()?;
    Some(time.strftime("D:%Y%m%d%H%M%SZ").to_string())
}

fn timestamp_report(timestamp: &TimestampProof) -> TimestampReport {
    TimestampReport {
        time: timestamp.time,
        accuracy: timestamp.accuracy,
        policy: timestamp.policy.map(|policy| policy.to_string()),
        serial_number: timestamp.serial_number.clone(),
        authority: timestamp.authority.as_ref().map(Judged::report),
        verdict: timestamp.reason.as_ref().map_or(Verdict::Valid, Reason::verdict),
        usage_critical: timestamp.usage != Err(UsageFault::NotCritical),
    }
}
