//! The lines of the report.

use std::collections::HashMap;

use super::changes::{change, mark};
use super::reasons::{coverage_of, ends_by, level, proved_by, reason, verdict};
use super::values::{pdf_date, person, time};
use super::{Language, Words, words};
use crate::input::SignatureKind;
use crate::revocation::RevocationStatus;
use crate::signatures::Coverage;
use crate::verify::report::{CertificateReport, ProvedBy, Reason, Report, SignatureReport, Verdict};

pub(super) fn report(report: &Report, language: Language) -> String {
    let mut lines = Lines { text: String::new(), language };
    lines.say(0, sum(report));
    if let (Some(end), true) = (report.proof_until(), report.is_valid()) {
        let end = time(end);
        lines.say(
            0,
            words(
                format!("証明できる期限: {}。それまでに更新すれば延ばせます。", end.ja),
                format!("Provable until {}; longer if it is renewed before.", end.en),
            ),
        );
    }
    if report.encrypted {
        lines.say(
            0,
            words(
                "このPDFは暗号化されています。署名者が書いた理由や場所、欄の名前は読み取れません。",
                "This PDF is encrypted: what signers wrote of reasons and places, and the names of fields, cannot be read here.",
            ),
        );
    }
    for (index, signature) in report.signatures.iter().enumerate() {
        lines.signature(index + 1, signature);
    }
    for revision in &report.revisions {
        let bytes = revision.end - revision.start;
        lines.say(0, words(format!("署名後の追加({bytes}バイト):"), format!("Added after signing ({bytes} bytes):")));
        let changes = revision.changes.iter().map(|found| {
            let (mark, said) = (mark(found.verdict), change(found));
            words(format!("{} {}", mark.ja, said.ja), format!("{} {}", mark.en, said.en))
        });
        if revision.changes.is_empty() {
            lines.say(1, words("文書が使うものは何も変わっていません", "nothing that the document uses was changed"));
        }
        for (said, times) in merged(changes) {
            let (ja, en) =
                if times == 1 { Default::default() } else { (format!(" {times}件"), format!(" ({times} times)")) };
            lines.say(1, words(said.ja + &ja, said.en + &en));
        }
    }
    lines.text
}

fn sum(report: &Report) -> Words {
    let all = counted(report, |_| true);
    let bad = counted(report, |signature| signature.verdict == Verdict::Invalid);
    let open = counted(report, |signature| signature.verdict == Verdict::Indeterminate);
    match (all, bad, open) {
        (None, _, _) => words("このPDFには署名がありません。", "This PDF carries no signature."),
        (Some(all), None, None) => words(
            format!("{}は有効です。署名後に認められない変更はありません。", all.ja),
            format!("Valid: {}. Nothing was changed afterwards but what is allowed.", all.en),
        ),
        (_, None, Some(open)) => words(
            format!("{}を確認できません。有効とも無効とも言えません。", open.ja),
            format!("NOT PROVED: {}. This can be shown neither to be valid nor to be invalid.", open.en),
        ),
        (_, Some(bad), _) => words(format!("{}が無効です。", bad.ja), format!("INVALID: {}.", bad.en)),
    }
}

/// Each once, in order of the first, with how often it is there.
fn merged(all: impl Iterator<Item = Words>) -> Vec<(Words, usize)> {
    let mut merged: Vec<(Words, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for said in all {
        match places.get(&said.en) {
            Some(&place) => merged[place].1 += 1,
            None => {
                places.insert(said.en.clone(), merged.len());
                merged.push((said, 1));
            }
        }
    }
    merged
}

/// How many signatures and how many document timestamps; `None` if there are none.
fn counted(report: &Report, which: impl Fn(&SignatureReport) -> bool) -> Option<Words> {
    let (timestamps, signatures): (Vec<_>, Vec<_>) = report
        .signatures
        .iter()
        .filter(|signature| which(signature))
        .partition(|signature| signature.kind == SignatureKind::DocumentTimestamp);
    let kinds =
        [(signatures.len(), "署名", "signature"), (timestamps.len(), "文書タイムスタンプ", "document timestamp")];
    let counted = kinds.into_iter().filter(|(count, ..)| *count > 0).map(|(count, ja, en)| {
        let plural = if count == 1 { "" } else { "s" };
        words(format!("{ja}{count}件"), format!("{count} {en}{plural}"))
    });
    counted.reduce(|one, two| words(format!("{}と{}", one.ja, two.ja), format!("{} and {}", one.en, two.en)))
}

struct Lines {
    text: String,
    language: Language,
}

impl Lines {
    fn say(&mut self, depth: usize, said: Words) {
        self.text.push_str(&"   ".repeat(depth));
        // Whatever a file says of itself must not look like a line of ours.
        let said = said.in_language(self.language).replace(char::is_control, " ");
        self.text.push_str(&said);
        self.text.push('\n');
    }

    fn signature(&mut self, number: usize, signature: &SignatureReport) {
        let is_timestamp = signature.kind == SignatureKind::DocumentTimestamp;
        let kind = match signature.kind {
            SignatureKind::Approval => words("署名", "Signature"),
            SignatureKind::Certification { .. } => words("認証署名", "Certification"),
            SignatureKind::DocumentTimestamp => words("文書タイムスタンプ", "Document timestamp"),
        };
        let state = verdict(signature.verdict);
        let reached = signature.level.filter(|_| signature.verdict == Verdict::Valid).map(level);
        let reached =
            reached.map_or_else(|| words("", ""), |level| words(format!("({})", level.ja), format!(" ({})", level.en)));
        let field = &signature.field;
        self.say(
            0,
            words(
                format!("{number}. {}「{field}」: {}{}", kind.ja, state.ja, reached.ja),
                format!("{number}. {} {field:?}: {}{}", kind.en, state.en, reached.en),
            ),
        );
        for (said, _) in merged(signature.reasons.iter().map(reason)) {
            self.say(1, words(format!("× {}", said.ja), format!("! {}", said.en)));
        }
        for note in signature.notes.iter().map(change) {
            self.say(1, words(format!("・ {}", note.ja), format!("note: {}", note.en)));
        }
        if let Some(signer) = &signature.signer {
            let is_confirmed = signature
                .reasons
                .iter()
                .all(|reason| matches!(reason, Reason::Changed | Reason::AddedUnproved | Reason::Unlisted));
            self.certificate(signer, is_timestamp, is_confirmed);
        }
        let claims = [
            ("理由", "reason", &signature.reason),
            ("場所", "location", &signature.location),
            ("氏名", "name", &signature.name),
        ];
        for (ja, en, claim) in claims {
            if let Some(claim) = claim {
                self.say(
                    1,
                    words(format!("{ja}(署名者の申告): {claim}"), format!("{en}, as the signer says: {claim}")),
                );
            }
        }
        self.times(signature, is_timestamp);
        // That it is improper is among the reasons.
        if !matches!(signature.coverage, Coverage::Improper { .. }) {
            let covered = coverage_of(signature.coverage);
            self.say(1, words(format!("対象: {}", covered.ja), format!("covers: {}", covered.en)));
        }
    }

    fn certificate(&mut self, certificate: &CertificateReport, is_authority: bool, is_confirmed: bool) {
        let who = if is_authority { words("時刻認証局", "authority") } else { words("署名者", "signer") };
        let doubt = if is_confirmed { words("", "") } else { words("(未確認)", ", not confirmed") };
        let subject = person(&certificate.subject);
        self.say(
            1,
            words(format!("{}{}: {}", who.ja, doubt.ja, subject.ja), format!("{}{}: {}", who.en, doubt.en, subject.en)),
        );
        if let Some(anchor) = certificate.chain.last() {
            let anchor = person(anchor);
            self.say(1, words(format!("信頼の起点: {}", anchor.ja), format!("vouched for by: {}", anchor.en)));
        }
        let unknown = certificate.revocation.iter().any(|status| matches!(status, RevocationStatus::Unknown { .. }));
        if unknown {
            self.say(
                1,
                words(
                    "注意: 証明書が失効していないことを示す情報は、このファイルに入っていません",
                    "note: nothing in the file shows that the certificates were not revoked",
                ),
            );
        }
        let revoked_later = certificate.revocation.iter().find_map(|status| match status {
            RevocationStatus::Good { revoked_later, .. } => *revoked_later,
            _ => None,
        });
        if let Some(since) = revoked_later.map(time) {
            self.say(
                1,
                words(
                    format!("注意: 証明書はその後、{}に失効しました。それ以前の署名の効力は変わりません", since.ja),
                    format!(
                        "note: a certificate was revoked afterwards, at {}; what was signed before stays valid",
                        since.en
                    ),
                ),
            );
        }
    }

    fn times(&mut self, signature: &SignatureReport, is_timestamp: bool) {
        match &signature.proved_time {
            Some(proved) if is_timestamp => {
                let at = time(proved.time);
                // An authority whose clock may be further off proves no more than the latest time.
                let is_exact = signature.timestamps.iter().any(|timestamp| timestamp.time == Some(proved.time));
                let (ja, en) = if is_exact { ("", "") } else { ("以前", "no later than ") };
                self.say(1, words(format!("証明する日時: {}{ja}", at.ja), format!("proves the time: {en}{}", at.en)));
            }
            Some(proved) => {
                let (at, by) = (time(proved.time), proved_by(&proved.by));
                let authority = authority_of(signature, &proved.by);
                self.say(
                    1,
                    words(
                        format!("署名日時: {}以前({}{}が証明)", at.ja, by.ja, authority.ja),
                        format!("signed: no later than {}, proved by {}{}", at.en, by.en, authority.en),
                    ),
                );
                if let Some(claimed) = signature.contradicting_claim().map(time) {
                    self.say(
                        1,
                        words(
                            format!("注意: 署名者の申告する日時は、証明された日時より後の{}です", claimed.ja),
                            format!("note: the signer says {}, which is after the time that is proved", claimed.en),
                        ),
                    );
                }
            }
            None if !is_timestamp => {
                let claimed = signature.claimed_time.as_deref().map_or_else(|| words("なし", "none"), pdf_date);
                self.say(
                    1,
                    words(
                        format!("署名日時: 証明されていません(署名者の申告: {})", claimed.ja),
                        format!("signed: when is not proved; as the signer says: {}", claimed.en),
                    ),
                );
            }
            None => {}
        }
        if let Some(end) = &signature.proof_until {
            let (at, by) = (time(end.time), ends_by(&end.by));
            self.say(
                1,
                words(format!("証明の期限: {}、{}", at.ja, by.ja), format!("provable until: {}; {}", at.en, by.en)),
            );
        }
    }
}

/// Who issued the timestamp that proves a signature's time, where it lies in the signature.
fn authority_of(signature: &SignatureReport, by: &ProvedBy) -> Words {
    let timestamp = match by {
        ProvedBy::SignatureTimestamp => {
            signature.timestamps.iter().find(|timestamp| timestamp.verdict == Verdict::Valid)
        }
        ProvedBy::DocumentTimestamp { .. } => None,
    };
    let authority = timestamp.and_then(|timestamp| timestamp.authority.as_ref());
    authority.map_or_else(
        || words("", ""),
        |authority| {
            let who = person(&authority.subject);
            words(format!("、{}", who.ja), format!(", {}", who.en))
        },
    )
}
