//! One signature or document timestamp in words.

use jiff::Timestamp;
use pades::SignatureKind;
use pades::chain::ChainError;
use pades::verify::{Level, Reason, Report, SignatureReport};
use web::Language;

use super::details::{Certificate, Detail, details};
use super::later::LaterChanges;
use super::particulars::{cautions, changes_text, coverage, level_text};
use super::state::{Integrity, State, integrity_text};
use super::stated::{Purpose, StatedBy};
use super::time::Time;
use super::words::{plain, sentence, time, verifiers};

/// What was found of one signature. Fields that end in `text` say in words what the one before says to programs.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Counted from 1 in the order of their making.
    pub number: usize,
    /// What it is for.
    pub kind: Kind,
    /// The same as people see it.
    pub purpose: Purpose,
    /// What it is called.
    pub title: String,
    /// The sum of it.
    pub state: State,
    /// The same in words.
    pub state_text: String,
    /// Why it is not valid; empty if it is.
    pub reasons: Vec<String>,
    /// Whether what was signed is still what was signed, whoever signed it.
    pub integrity: Integrity,
    /// The same in words.
    pub integrity_text: String,
    /// Whom the certificate names.
    pub signer: Option<String>,
    /// Whether that is proved.
    pub signer_confirmed: bool,
    /// Who vouches for that: the trust anchor; the issuer, if there is none.
    pub issuer: Option<String>,
    /// Whose word the next three are.
    pub stated_by: StatedBy,
    /// What stands in it as the reason.
    pub reason: Option<String>,
    /// What stands in it as the name.
    pub name: Option<String>,
    /// What stands in it as the place.
    pub location: Option<String>,
    /// When it was made.
    pub time: Time,
    /// The baseline level of EN 319 142-1, where it reaches one.
    pub level: Option<Level>,
    /// What that is good for.
    pub level_text: Option<String>,
    /// What of the file it covers.
    pub coverage_text: String,
    /// What was done to the document afterwards.
    pub changes: LaterChanges,
    /// The sum of that.
    pub changes_text: String,
    /// Until when it can be proved.
    pub proof_until: Option<Timestamp>,
    /// The same with what ends then.
    pub proof_text: Option<String>,
    /// What to know beside that.
    pub cautions: Vec<String>,
    /// The certificate.
    pub certificate: Option<Certificate>,
    /// For those who want to know exactly.
    pub details: Vec<Detail>,
}

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody approves the document.
    Approval,
    /// Its author vouches for it and says what may be changed.
    Certification,
    /// An authority vouches for its time.
    DocumentTimestamp,
}

/// What is known of a signature before it is looked at by itself.
pub(super) struct Summed {
    pub(super) number: usize,
    pub(super) purpose: Purpose,
    pub(super) title: String,
    pub(super) stated_by: StatedBy,
}

/// What the signatures are called: those for the same purpose are counted, if there are several.
pub(super) fn titles(purposes: &[Purpose], language: Language) -> Vec<String> {
    let of = |some: &[Purpose], wanted: Purpose| some.iter().filter(|purpose| **purpose == wanted).count();
    let title = |(index, purpose): (usize, &Purpose)| {
        let name = purpose.name(language);
        match (of(purposes, *purpose), of(&purposes[..=index], *purpose)) {
            (1, _) => name.to_owned(),
            (_, number) if language.is_ja() => format!("{name}{number}"),
            (_, number) => format!("{name} {number}"),
        }
    };
    purposes.iter().enumerate().map(title).collect()
}

impl Signature {
    pub(super) fn of(summed: Summed, report: &Report, signature: &SignatureReport, language: Language) -> Self {
        let Summed { number, purpose, title, stated_by } = summed;
        let name = signature.name.as_deref().and_then(said);
        let title = match &name {
            Some(name) if purpose == Purpose::Sending && language.is_ja() => format!("{title}（{name}）"),
            Some(name) if purpose == Purpose::Sending => format!("{title} ({name})"),
            _ => title,
        };
        let kind = Kind::of(signature.kind);
        let (state, integrity) = (State::of(signature), Integrity::of(signature));
        let signer = signature.signer.as_ref();
        let level_text = match kind {
            Kind::DocumentTimestamp => None,
            Kind::Approval | Kind::Certification => level_text(signature, state, language),
        };
        let proof_text = signature.proof_until.as_ref().map(|end| {
            let (at, by) = (time(end.time, language), plain(&end.by.text(verifiers(language))));
            if language.is_ja() { format!("{at}まで（{by}）") } else { format!("{at} ({by})") }
        });
        let changes = LaterChanges::of(signature, &report.revisions, language);
        Self {
            number,
            kind,
            purpose,
            title,
            state,
            state_text: state.text(language).to_owned(),
            reasons: reasons(signature, language),
            integrity,
            integrity_text: integrity_text(integrity, signature.modification, language).to_owned(),
            signer: signer.map(|signer| plain(&signer.name(verifiers(language)))),
            signer_confirmed: signature
                .reasons
                .iter()
                .all(|reason| matches!(reason, Reason::Changed | Reason::AddedUnproved | Reason::Unlisted)),
            issuer: signer.map(|signer| plain(&signer.voucher(verifiers(language)))),
            stated_by,
            reason: signature.reason.as_deref().and_then(said),
            name,
            location: signature.location.as_deref().and_then(said),
            time: Time::of(report, signature, language),
            level: signature.level,
            level_text,
            coverage_text: coverage(signature.coverage, language).to_owned(),
            changes_text: changes_text(&changes, integrity, language).to_owned(),
            changes,
            proof_until: signature.proof_until.as_ref().map(|end| end.time),
            proof_text,
            cautions: cautions(signature, language),
            certificate: signer.map(Certificate::of),
            details: details(signature, language),
        }
    }
}

impl Signature {
    /// Who signed or sent, where this service states it: then the person comes before the certificate, which is this service's.
    pub fn stated_person(&self) -> Option<&str> {
        self.name.as_deref().filter(|_| self.stated_by == StatedBy::Operator)
    }

    /// Whose word it is what stands in it, for whoever wants to know.
    pub fn explanation(&self, language: Language) -> Option<&'static str> {
        match (self.stated_by, self.purpose) {
            (StatedBy::Operator, Purpose::Sending) => Some(language.t(
                "送信された時点の文書であることを、このサービスが証明するものです。だれかの署名ではありません。",
                "By this, the service proves the document as it was sent. It is nobody's signature.",
            )),
            (StatedBy::Operator, _) => Some(language.t(
                "このサービスが、署名した方の指示を受けて電子署名を付けています。氏名とメールアドレスは、送信者または転送した方が\
                 宛先に指定したもので、その宛先に届いたリンクから署名されたことを記録しています。",
                "This service signed on the signer's instruction. Name and address are those to which the sender, or whoever \
                 forwarded the request, addressed it; the record says that it was signed by the link mailed there.",
            )),
            (StatedBy::RegisteredSeal, _) => Some(language.t(
                "証明書に書かれた組織が、このサービスに登録した電子証明書による署名です。操作した方は、このサービスの記録によります。",
                "A signature by the certificate that the organisation named in it has registered with this service. Who made it \
                 is what this service recorded.",
            )),
            (StatedBy::Signer, _) if self.name.is_some() || self.reason.is_some() || self.location.is_some() => {
                Some(language.t(
                    "申告された内容は、署名した側が書いたもので、証明書の発行元が確認したものではありません。",
                    "What is claimed was written by whoever signed; the issuer of the certificate has not checked it.",
                ))
            }
            (StatedBy::Signer, _) => None,
        }
    }
}

impl Kind {
    const fn of(kind: SignatureKind) -> Self {
        match kind {
            SignatureKind::Approval => Self::Approval,
            SignatureKind::Certification { .. } => Self::Certification,
            SignatureKind::DocumentTimestamp => Self::DocumentTimestamp,
        }
    }
}

/// Why it is not valid, each reason once.
fn reasons(signature: &SignatureReport, language: Language) -> Vec<String> {
    let mut said = Vec::new();
    for reason in &signature.reasons {
        let reason = match reason {
            Reason::Chain { error: ChainError::NoAnchor { issuer } } => {
                let issuer = plain(&pades::verify::name(issuer, verifiers(language)));
                if language.is_ja() {
                    format!("証明書の発行元「{issuer}」は、このサービスで信頼する発行元として登録されていません")
                } else {
                    format!("the certificate's issuer, {issuer}, is none that this service trusts")
                }
            }
            other => plain(&other.text(verifiers(language))),
        };
        let reason = sentence(&reason);
        if !said.contains(&reason) {
            said.push(reason);
        }
    }
    said
}

/// What stands in a signature, if it is anything that can be read.
fn said(text: &str) -> Option<String> {
    Some(plain(text)).filter(|text| !text.is_empty())
}
