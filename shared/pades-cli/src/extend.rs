//! `pades extend`: what proves signatures for the long term (B-LT, B-LTA), also after signing.

use std::collections::BTreeMap;

use pades::extend::{self, ExtendError, Missing, Unproved, ValidationData};
use pades::revocation::{Crl, Needed, OcspRequest};
use pades::verify::{self, Language, Settings, SignatureReport, Verdict, verify};
use pades::{Certificate, FieldName, Revision, SignatureKind, Source, certificates_from_file};

use crate::arguments::{Extend, Level};
use crate::errors::{Failure, FetchError};
use crate::fetch::{Web, nonce};
use crate::input::InputFile;
use crate::output::{self, Made, Target};
use crate::timestamp::{Authority, STEM, document_timestamp};
use crate::{keys, now};

/// Said where addresses gave something that is sound and does not prove what is to be proved.
const OF_ANOTHER_TIME: &str =
    "what its addresses give does not speak of the time that is to be proved; try again later";

/// Chains are followed upwards, responders' own certificates included, for this many rounds of fetching.
const MAX_ROUNDS: usize = 8;

pub(crate) fn run(arguments: &Extend) -> Result<(), Failure> {
    let level = arguments.level()?;
    let anchors = keys::certificates(&arguments.trust)?;
    let target = Target::new(&arguments.files)?;
    let web = Web::new();
    let authority = arguments.tsa.as_deref().map(|url| Authority { web: &web, url, anchors: Some(&anchors) });
    let input = InputFile::open(&arguments.files.input)?;
    output::write(&input, &target, || {
        let source: &dyn Source = &input;
        let revisions = revisions(&input, source, level, &web, &anchors, authority.as_ref(), None)?;
        let summary = match revisions.is_empty() {
            true => format!("is {} already; nothing was added", level.name()),
            false => format!("extended to {}", level.name()),
        };
        Ok(Made { revisions, summary })
    })
}

/// The revisions that raise the signatures in `source` to `level`, each over the one before. Where there are several
/// signatures and only some can be raised, the others are told of; it fails if none can, or if `own` cannot.
pub(crate) fn revisions(
    input: &InputFile,
    source: &dyn Source,
    level: Level,
    web: &Web,
    anchors: &[Certificate],
    authority: Option<&Authority<'_>>,
    own: Option<&FieldName>,
) -> Result<Vec<Revision>, Failure> {
    let mut work = Work {
        input,
        source,
        web,
        anchors,
        made: None,
        lists: BTreeMap::new(),
        dead: BTreeMap::new(),
        failures: Vec::new(),
    };
    if let Some(field) = work.without_timestamp()? {
        let authority = authority.ok_or_else(|| {
            Failure::Usage(format!(
                "no timestamp of a trusted authority proves the time of the signature in {field}; trust its authority \
                 with --trust or name one with --tsa"
            ))
        })?;
        work.timestamp(authority)?;
    }
    work.gather()?;
    if let (Level::BLta, Some(authority)) = (level, authority) {
        work.timestamp(authority)?;
        // The new timestamp's own chain, unless it is the one of a timestamp before.
        work.gather()?;
    }
    work.check(level, own)?;
    Ok(work.made.into_iter().collect())
}

/// A file under extension.
struct Work<'w> {
    input: &'w InputFile,
    source: &'w dyn Source,
    web: &'w Web,
    anchors: &'w [Certificate],
    /// What was made so far.
    made: Option<Revision>,
    /// CRLs that were fetched, by address.
    lists: BTreeMap<String, Crl>,
    /// Addresses from which nothing came, and why not; of a server that cannot be had, its name. None is waited for again.
    dead: BTreeMap<String, String>,
    /// What could not be had, which matters if a signature does not reach its level for it.
    failures: Vec<Failure>,
}

impl Work<'_> {
    fn settings(&self) -> Settings<'_> {
        Settings::new(self.anchors, now().timestamp())
    }

    /// Calls `with` for the file as it is by now.
    fn on_file<T>(&self, with: impl FnOnce(&dyn Source) -> T) -> T {
        match &self.made {
            Some(made) => with(&made.over(self.source)),
            None => with(self.source),
        }
    }

    fn add(&mut self, revision: &Revision) {
        self.made = Some(match &self.made {
            Some(made) => made.followed_by(revision),
            None => revision.clone(),
        });
    }

    /// What is to be thought of the signatures by now. A broken one is not worth extending.
    fn verified(&self) -> Result<Vec<SignatureReport>, Failure> {
        let report = self.on_file(|file| verify(file, &self.settings())).map_err(|error| self.input.refused(error))?;
        let broken = report.signatures.iter().find(|signature| signature.verdict == Verdict::Invalid);
        if let Some(broken) = broken {
            let reason = broken.reasons.iter().find(|reason| reason.verdict() == Verdict::Invalid);
            return Err(Failure::Broken {
                path: self.input.path().to_owned(),
                field: broken.field.clone(),
                reason: reason.map(|reason| reason.text(Language::English)).unwrap_or_default(),
            });
        }
        Ok(report.signatures)
    }

    /// The field of a signature whose time is not proved.
    fn without_timestamp(&self) -> Result<Option<String>, Failure> {
        let signatures = self.verified()?.into_iter();
        let mut signatures = signatures.filter(|signature| signature.kind != SignatureKind::DocumentTimestamp);
        Ok(signatures.find(|signature| signature.proved_time.is_none()).map(|signature| signature.field))
    }

    fn timestamp(&mut self, authority: &Authority<'_>) -> Result<(), Failure> {
        let revision = self.on_file(|file| {
            let field = FieldName::unused(file, STEM).map_err(|error| self.input.refused(error))?;
            document_timestamp(self.input, file, &field, authority)
        });
        self.add(&revision?.0);
        Ok(())
    }

    /// Fetches what is missing and adds it.
    fn gather(&mut self) -> Result<(), Failure> {
        let mut data = ValidationData::new();
        let mut said = Vec::new();
        for _ in 0..MAX_ROUNDS {
            let missing = self.missing(&data)?;
            said.clear();
            if !self.fetch(&missing, &mut data, &mut said)? {
                break;
            }
        }
        let missing = self.missing(&data)?;
        said.dedup();
        let why = |has_address: bool| match said.is_empty() {
            false => said.join("; "),
            true if has_address => OF_ANOTHER_TIME.to_owned(),
            true => "its certificate names no address for that".to_owned(),
        };
        self.failures.clear();
        for needed in &missing.revocation {
            let subject = needed.certificate.subject();
            let has_address = !needed.ocsp_urls.is_empty() || !needed.crl_urls.is_empty();
            self.failures.push(Failure::NoRevocationData { subject, said: why(has_address) });
        }
        for issuer in &missing.issuers {
            let said = why(!issuer.urls.is_empty());
            self.failures.push(Failure::NoIssuer { subject: issuer.subject.clone(), said });
        }
        for Unproved { subject, error, .. } in &missing.unproved {
            self.failures.push(Failure::Unproved { subject: subject.clone(), source: error.clone() });
        }
        let settings = self.settings();
        let appended = self.on_file(|file| extend::append(file, &settings, &data));
        if let Some(revision) = appended.map_err(|error| self.input.refused(error))? {
            self.add(&revision);
        }
        Ok(())
    }

    /// Whether the signatures are by now what they were to become: what is claimed is what a verifier will say.
    fn check(&mut self, level: Level, own: Option<&FieldName>) -> Result<(), Failure> {
        let mut signatures = self.verified()?;
        signatures.retain(|signature| signature.kind != SignatureKind::DocumentTimestamp);
        let wanted = match level {
            Level::BB => verify::Level::BB,
            Level::BT => verify::Level::BT,
            Level::BLt => verify::Level::BLT,
            Level::BLta => verify::Level::BLTA,
        };
        let (high, low): (Vec<_>, Vec<_>) =
            signatures.iter().partition(|signature| signature.level.is_some_and(|level| level >= wanted));
        let is_enough = match own {
            Some(own) => high.iter().any(|signature| signature.field == own.as_str()),
            None if signatures.is_empty() => self.failures.is_empty(),
            None => !high.is_empty(),
        };
        if !is_enough {
            if !self.failures.is_empty() {
                return Err(self.failures.swap_remove(0));
            }
            let own = low.iter().find(|signature| own.is_some_and(|own| signature.field == own.as_str()));
            return Err(match own.or(low.first()) {
                Some(signature) => Failure::NotReached {
                    path: self.input.path().to_owned(),
                    field: signature.field.clone(),
                    level: level.name(),
                    reason: why_low(signature),
                },
                None => self.input.refused(ExtendError::NoSignature),
            });
        }
        self.failures.iter().for_each(|failure| output::warn(&output::sentence(failure)));
        for signature in low {
            let (field, level, why) = (&signature.field, level.name(), why_low(signature));
            output::warn(&format!("the signature in {field} does not reach {level}: {why}"));
        }
        Ok(())
    }

    fn missing(&self, data: &ValidationData) -> Result<Missing, Failure> {
        let missing = self.on_file(|file| extend::missing(file, &self.settings(), data));
        missing.map_err(|error| self.input.refused(error))
    }

    /// Fetches one round; whether anything came. What failed goes to `said`.
    fn fetch(&mut self, missing: &Missing, data: &mut ValidationData, said: &mut Vec<String>) -> Result<bool, Failure> {
        let before = data.clone();
        for issuer in &missing.issuers {
            for url in &issuer.urls {
                match self.fetched(url, |web| web.issuers(url)) {
                    Ok(bytes) => {
                        certificates_from_file(&bytes).iter().for_each(|certificate| data.add_certificate(certificate));
                    }
                    Err(error) => said.push(format!("{url}: {error}")),
                }
            }
        }
        for needed in &missing.revocation {
            if !self.ask(needed, data, said)? {
                self.list(needed, data, said);
            }
        }
        Ok(*data != before)
    }

    /// What comes from an address.
    fn fetched(
        &mut self,
        url: &str,
        fetch: impl FnOnce(&Web) -> Result<Vec<u8>, FetchError>,
    ) -> Result<Vec<u8>, String> {
        let server = url.split('/').nth(2).unwrap_or(url);
        if let Some(why) = self.dead.get(url).or_else(|| self.dead.get(server)) {
            return Err(why.clone());
        }
        fetch(self.web).map_err(|error| {
            let is_gone = matches!(error, FetchError::Timeout(_) | FetchError::Unreachable(_));
            let (dead, why) = (if is_gone { server } else { url }, output::sentence(&error));
            self.dead.insert(dead.to_owned(), why.clone());
            why
        })
    }

    /// OCSP, which is smaller and fresher.
    fn ask(&mut self, needed: &Needed, data: &mut ValidationData, said: &mut Vec<String>) -> Result<bool, Failure> {
        for url in &needed.ocsp_urls {
            let request = OcspRequest::new(&needed.certificate, &needed.issuer, Some(&nonce()?));
            // Sixteen bytes are a length that every responder takes.
            let Ok(request) = request else { continue };
            let answer = self.fetched(url, |web| web.ocsp(url, &request.to_der()));
            let answer =
                answer.and_then(|answer| request.check(&answer, now().timestamp()).map_err(|error| error.to_string()));
            match answer {
                Ok(response) => {
                    data.add_ocsp_response(&response);
                    return Ok(true);
                }
                Err(error) => said.push(format!("{url}: {error}")),
            }
        }
        Ok(false)
    }

    fn list(&mut self, needed: &Needed, data: &mut ValidationData, said: &mut Vec<String>) {
        for url in &needed.crl_urls {
            let crl = match self.lists.get(url) {
                Some(crl) => Ok(crl.clone()),
                None => {
                    let bytes = self.fetched(url, |web| web.crl(url));
                    bytes.and_then(|bytes| Crl::from_der(&bytes).map_err(|error| error.to_string()))
                }
            };
            let checked = crl.and_then(|crl| {
                let checked = crl.check(&needed.certificate, &needed.issuer, now().timestamp());
                checked.map(|()| crl).map_err(|error| error.to_string())
            });
            match checked {
                Ok(crl) => {
                    data.add_crl(&crl);
                    self.lists.insert(url.clone(), crl);
                    return;
                }
                Err(error) => said.push(format!("{url}: {error}")),
            }
        }
    }
}

/// What keeps a signature from a higher level.
fn why_low(signature: &SignatureReport) -> String {
    match signature.reasons.first() {
        Some(reason) => reason.text(Language::English),
        None => "data that proves it later is missing".to_owned(),
    }
}
