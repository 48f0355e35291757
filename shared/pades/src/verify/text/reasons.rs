//! Why a signature is not valid, in words.

use super::chain::chain;
use super::values::{person, time};
use super::{Words, words};
use crate::signatures::{Coverage, CoverageFault, Fault};
use crate::verify::report::{EndsBy, Level, ProvedBy, Reason, Verdict};

pub(super) fn verdict(verdict: Verdict) -> Words {
    match verdict {
        Verdict::Valid => words("有効", "valid"),
        Verdict::Invalid => words("無効", "INVALID"),
        Verdict::Indeterminate => words("確認できません", "NOT PROVED"),
    }
}

/// The level with what it is good for.
pub(super) fn level(level: Level) -> Words {
    match level {
        Level::BB => words("PAdES B-B: 署名のみ", "PAdES B-B: the signature alone"),
        Level::BT => words("PAdES B-T: 日時の証明付き", "PAdES B-T: with proof of its time"),
        Level::BLT => words("PAdES B-LT: 検証情報付き", "PAdES B-LT: with what proves it later"),
        Level::BLTA => words("PAdES B-LTA: 長期保管用", "PAdES B-LTA: for long-term keeping"),
    }
}

pub(super) fn reason(reason: &Reason) -> Words {
    match reason {
        Reason::Coverage { coverage } => coverage_of(*coverage),
        Reason::Digest { fault } => {
            with(&words("文書が署名されたものと一致しません", "the document is not what was signed"), *fault)
        }
        Reason::Signature { fault } => with(&words("署名値が正しくありません", "the signature value is wrong"), *fault),
        Reason::SigningCertificate { fault } => with(
            &words(
                "署名に使われた証明書が、署名時に指定されたものと確認できません",
                "the certificate is not shown to be the one that was signed with",
            ),
            *fault,
        ),
        Reason::Structure { finding } => super::changes::change(finding),
        Reason::Changed => words(
            "署名後に、認められない変更が加えられています",
            "the document was changed after signing in a way that is not allowed",
        ),
        Reason::AddedUnproved => words(
            "署名後に加えられた内容に、認められる変更かどうか確認できないものがあります",
            "something was added after signing of which it cannot be checked whether it is allowed",
        ),
        Reason::Unlisted => words(
            "文書の入力フォームに登録されていない署名です。表示するソフトと表示しないソフトがあります",
            "no form field leads to this signature: some programs show it, others do not",
        ),
        Reason::Chain { error } => {
            let why = chain(error);
            words(
                format!("署名者の証明書を信頼できません: {}", why.ja),
                format!("the signer's certificate is not trusted: {}", why.en),
            )
        }
        Reason::Revoked { subject, at } => {
            let (who, at) = (person(subject), time(*at));
            words(
                format!("{}の証明書は{}に失効しています", who.ja, at.ja),
                format!("the certificate of {} was revoked at {}", who.en, at.en),
            )
        }
        Reason::NotForSigning { subject } => {
            let who = person(subject);
            words(
                format!("{}の証明書は、文書への署名に使えるものではありません", who.ja),
                format!("the certificate of {} is not for signing documents", who.en),
            )
        }
        Reason::TimestampForged { fault: fault @ (Fault::Unsupported | Fault::NoCertificate) } => {
            let why = why(*fault);
            words(
                format!("タイムスタンプを証明に使えません({})", why.ja),
                format!("a timestamp does not count ({})", why.en),
            )
        }
        Reason::TimestampForged { fault } => {
            let why = why(*fault);
            words(
                format!("タイムスタンプが正しくありません({})", why.ja),
                format!("a timestamp is forged or broken ({})", why.en),
            )
        }
        Reason::TimestampNotTrusted => words(
            "タイムスタンプを発行した時刻認証局を信頼できません\
             (信頼する認証局につながらないか、証明書が失効または有効期間外です)",
            "a timestamp is not by a trusted authority: it leads to no trusted root, or was revoked or not valid then",
        ),
        Reason::TimestampTooNew { time: at } => {
            let at = time(*at);
            words(
                format!("タイムスタンプの日時({})が、検証の基準日時より後です", at.ja),
                format!("a timestamp is from {}, after the time of this verification", at.en),
            )
        }
        Reason::TimestampOrder { time: at, field, covered_at } => {
            let (at, covered_at) = (time(*at), time(*covered_at));
            words(
                format!(
                    "「{field}」のタイムスタンプ({})が、それより後の日時({})のタイムスタンプを対象に含んでいます。\
                     矛盾しているため、どちらの日時も証明になりません",
                    at.ja, covered_at.ja
                ),
                format!(
                    "the timestamp of {field:?} from {} covers one from {}, which is later: as they contradict each \
                     other, neither proves its time",
                    at.en, covered_at.en
                ),
            )
        }
        Reason::TimestampWeak { algorithm } => words(
            format!("タイムスタンプの暗号方式({algorithm})はすでに安全とされていないため、証明に使えません"),
            format!("a timestamp does not count: {algorithm} is no longer secure"),
        ),
        Reason::WeakAlgorithm { algorithm } => words(
            format!("署名時点で安全とされていない暗号方式です({algorithm})"),
            format!("{algorithm} was no longer secure at the time proved"),
        ),
    }
}

/// What is wrong, with the fault behind it. Where nothing could be checked, the fault is all there is to say.
fn with(said: &Words, fault: Fault) -> Words {
    let why = why(fault);
    match fault {
        Fault::Malformed | Fault::SignerCount | Fault::NoByteRange | Fault::NoCertificate | Fault::Unsupported => why,
        Fault::Attribute | Fault::Content | Fault::Digest | Fault::Signature | Fault::Imprint => {
            words(format!("{}({})", said.ja, why.ja), format!("{} ({})", said.en, why.en))
        }
    }
}

fn why(fault: Fault) -> Words {
    match fault {
        Fault::NoByteRange => words("署名の対象範囲が示されていません", "the signature has no usable byte range"),
        Fault::Malformed => words("署名データを読めません", "the signature data cannot be read"),
        Fault::SignerCount => words("署名者が一人ではありません", "there is not exactly one signer"),
        Fault::NoCertificate => words(
            "署名者の証明書が入っていないため、確認できません",
            "the signer's certificate is missing, so it cannot be checked",
        ),
        Fault::Unsupported => words(
            "対応していない方式のため、確認できません",
            "it is made in a way that is not supported, so it cannot be checked",
        ),
        Fault::Attribute => words("署名属性が合いません", "a signed attribute is missing or wrong"),
        Fault::Content => {
            words("署名データの中に別の内容が入っています", "the signature data holds a content of its own instead")
        }
        Fault::Digest => words("内容が変わっています", "the content differs"),
        Fault::Signature => words("署名値が合いません", "the value does not fit"),
        Fault::Imprint => words("別のものへのタイムスタンプです", "it is a timestamp of something else"),
    }
}

pub(super) fn coverage_of(coverage: Coverage) -> Words {
    match coverage {
        Coverage::WholeFile => words("ファイル全体", "the whole file"),
        Coverage::Revision { end } => words(
            format!("その時点の文書全体(先頭から{end}バイト)"),
            format!("the whole document as it was then (the first {end} bytes)"),
        ),
        Coverage::Improper { reason } => match reason {
            CoverageFault::NoByteRange => why(Fault::NoByteRange),
            CoverageFault::StartsLate => words(
                "署名の対象範囲がファイルの先頭から始まっていません",
                "the signature does not cover the file from its start",
            ),
            CoverageFault::Gap => words(
                "署名の対象範囲から外された、守られていない部分があります",
                "the signature leaves parts of the file unprotected",
            ),
            CoverageFault::EndsWithin => words(
                "署名の対象範囲が文書の途中で終わっています",
                "the signature covers only part of the document as it was then",
            ),
        },
    }
}

pub(super) fn proved_by(by: &ProvedBy) -> Words {
    match by {
        ProvedBy::SignatureTimestamp => words("署名のタイムスタンプ", "the signature's timestamp"),
        ProvedBy::DocumentTimestamp { field } => {
            words(format!("文書タイムスタンプ「{field}」"), format!("the document timestamp {field:?}"))
        }
    }
}

pub(super) fn ends_by(by: &EndsBy) -> Words {
    match by {
        EndsBy::Certificate { subject } => {
            let who = person(subject);
            words(format!("{}の証明書の有効期限", who.ja), format!("the certificate of {} ends then", who.en))
        }
        EndsBy::Algorithm { algorithm } => words(
            format!("暗号方式 {algorithm} を安全とみなせる期限"),
            format!("{algorithm} is expected to be secure until then"),
        ),
    }
}
