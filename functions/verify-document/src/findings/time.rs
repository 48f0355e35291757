//! When a signature was made, and how that is known.

use jiff::Timestamp;
use pades::SignatureKind;
use pades::verify::report::{ProvedBy, ProvedTime};
use pades::verify::{Report, SignatureReport, Verdict};
use web::Language;

use super::words::{plain, time, verifiers};

/// When a signature was made.
#[derive(Clone, Debug)]
pub struct Time {
    /// No later than this if it is proved; else what the signer claims.
    pub at: Option<Timestamp>,
    /// Whether a timestamp proves it.
    pub proved: bool,
    /// The authority whose timestamp does.
    pub authority: Option<String>,
    /// All of it in words.
    pub text: String,
}

impl Time {
    pub(super) fn of(report: &Report, signature: &SignatureReport, language: Language) -> Self {
        if let Some(proved) = &signature.proved_time {
            let authority = authority(report, signature, proved, language);
            let at = time(proved.time, language);
            let text = match (signature.kind, &authority, language) {
                (SignatureKind::DocumentTimestamp, ..) | (_, None, Language::Ja) => at,
                (_, Some(who), Language::Ja) => format!("{at}、{who}のタイムスタンプによる"),
                (_, None, Language::En) => format!("No later than {at}"),
                (_, Some(who), Language::En) => format!("No later than {at}, by a timestamp of {who}"),
            };
            return Self { at: Some(proved.time), proved: true, authority, text };
        }
        let at = signature.claimed_at();
        let text = match (at.map(|at| time(at, language)), language) {
            (Some(at), Language::Ja) => format!("{at}、署名した側の申告による（タイムスタンプはありません）"),
            (Some(at), Language::En) => format!("{at}, as the signer says; there is no timestamp"),
            (None, Language::Ja) => "日時の記載もタイムスタンプもありません".to_owned(),
            (None, Language::En) => "Neither a stated time nor a timestamp".to_owned(),
        };
        Self { at, proved: false, authority: None, text }
    }
}

/// Who issued the timestamp that proves a signature's time.
fn authority(report: &Report, signature: &SignatureReport, proved: &ProvedTime, language: Language) -> Option<String> {
    let timestamped = match &proved.by {
        ProvedBy::SignatureTimestamp => signature,
        ProvedBy::DocumentTimestamp { field } => report.signatures.iter().find(|other| other.field == *field)?,
    };
    let timestamp = timestamped.timestamps.iter().find(|timestamp| timestamp.verdict == Verdict::Valid)?;
    Some(plain(&timestamp.authority.as_ref()?.name(verifiers(language))))
}
