//! Which kind of problem each refusal of the domain is, and what is said beyond the kind's own words.

use domain::command::Refusal;
use domain::envelope::Status;
use domain::field_error::FieldError;
use domain::language::Localized;
use domain::text::TextCause;

use super::Problem;
use super::kinds::{self, ProblemKind};

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        let problem = Self::of(kind(refusal));
        match refusal {
            Refusal::DocumentCount { documents, prepared } => problem.detail(Localized::new(
                format!("{documents}件のうち{prepared}件だけが準備できています。残りの文書をアップロードしてから、もう一度送信してください。"),
                format!("{prepared} of {documents} documents are ready. Upload the others, then send again."),
            )),
            Refusal::UnknownRecipient(number) => problem.detail(Localized::new(
                format!("この封筒に{number}番の宛先はありません。番号を確認してください。"),
                format!("This envelope has no recipient {number}. Check the number."),
            )),
            Refusal::UnknownDocument(number) => problem.detail(Localized::new(
                format!("この封筒に{number}番の文書はありません。番号を確認してください。"),
                format!("This envelope has no document {number}. Check the number."),
            )),
            Refusal::Fields(errors) => problem.errors(errors.clone()),
            Refusal::Overtaken { version } => problem.version(*version),
            Refusal::RemindedJustNow { seconds } => problem.retry_after(*seconds),
            Refusal::NoTelephone => {
                let omit = Localized::fixed(
                    "認証方法がSMSではないため、省略してください。",
                    "Leave it out: this recipient's factor is not sms.",
                );
                problem.errors(vec![FieldError::new("/phone", "not-allowed", omit)])
            }
            Refusal::Reason(fault) => problem.detail(fault.words()).errors(vec![fault.at("/reason")]),
            _ => problem,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::from(&refusal)
    }
}

/// The kind of a refusal.
fn kind(refusal: &Refusal) -> &'static ProblemKind {
    match refusal {
        Refusal::AlreadySent => &kinds::ALREADY_SENT,
        Refusal::DraftEnded => &kinds::DRAFT_ENDED,
        Refusal::Overtaken { .. } => &kinds::PRECONDITION_FAILED,
        Refusal::Fields(_) => &kinds::INVALID_FIELDS,
        Refusal::NoDocuments => &kinds::NO_DOCUMENTS,
        Refusal::TooManyDocuments => &kinds::TOO_MANY_DOCUMENTS,
        Refusal::NobodyToRemind => &kinds::NOBODY_TO_REMIND,
        Refusal::RemindedJustNow { .. } => &kinds::REMINDED_JUST_NOW,
        Refusal::TooManyReminders => &kinds::TOO_MANY_REMINDERS,
        Refusal::TooLarge => &kinds::ENVELOPE_TOO_LARGE,
        Refusal::DocumentCount { .. } => &kinds::DOCUMENT_COUNT,
        Refusal::WrongStatus { status } => kind_of_status(*status),
        Refusal::EverybodyHasActed => &kinds::EVERYBODY_HAS_ACTED,
        Refusal::NothingToRetry => &kinds::NOTHING_TO_RETRY,
        Refusal::RetriedJustNow => &kinds::RETRIED_JUST_NOW,
        Refusal::DeadlinePassed => &kinds::ENVELOPE_EXPIRED,
        Refusal::UnknownRecipient(_) => &kinds::UNKNOWN_RECIPIENT,
        Refusal::UnknownDocument(_) => &kinds::UNKNOWN_DOCUMENT,
        Refusal::NotYourTurn => &kinds::NOT_YOUR_TURN,
        Refusal::NotAskedYet => &kinds::NOT_ASKED_YET,
        Refusal::LinkRevoked => &kinds::LINK_REVOKED,
        Refusal::AlreadyActed => &kinds::ALREADY_ACTED,
        Refusal::TooManyDownloads => &kinds::TOO_MANY_DOWNLOADS,
        Refusal::NotAsked => &kinds::NOT_ASKED,
        Refusal::FactorNeeded => &kinds::FACTOR_NEEDED,
        Refusal::SecondFactorNeeded => &kinds::SECOND_FACTOR_NEEDED,
        Refusal::LockedOut => &kinds::LOCKED_OUT,
        Refusal::CodeJustSent => &kinds::CODE_JUST_SENT,
        Refusal::TooManyCodes => &kinds::TOO_MANY_CODES,
        Refusal::NoTelephone => &kinds::NO_TELEPHONE,
        Refusal::VisibleSealNotAllowed => &kinds::VISIBLE_SEAL_NOT_ALLOWED,
        Refusal::ForwardingNotAllowed => &kinds::FORWARDING_NOT_ALLOWED,
        Refusal::PersonInvalid => &kinds::PERSON_INVALID,
        Refusal::NotWhatWasShown => &kinds::DOCUMENTS_CHANGED,
        Refusal::Reason(fault) if matches!(fault.cause, TextCause::Missing) => &kinds::REASON_NEEDED,
        Refusal::Reason(_) => &kinds::REASON_REFUSED,
        Refusal::AlreadyRecorded => &kinds::ALREADY_RECORDED,
        Refusal::OutOfStep => &kinds::OUT_OF_STEP,
        Refusal::NotDue => &kinds::NOT_DUE,
        Refusal::Unwritable(_) => &kinds::UNWRITABLE,
    }
}

/// The kind of problem that an envelope's status is to what it does not allow.
const fn kind_of_status(status: Status) -> &'static ProblemKind {
    match status {
        Status::Draft => &kinds::ENVELOPE_NOT_SENT,
        Status::Sending | Status::Sent => &kinds::ENVELOPE_IN_PREPARATION,
        Status::InProgress => &kinds::ENVELOPE_IN_PROGRESS,
        Status::Completed => &kinds::ENVELOPE_COMPLETED,
        Status::Declined => &kinds::ENVELOPE_DECLINED,
        Status::Voided => &kinds::ENVELOPE_VOIDED,
        Status::Expired => &kinds::ENVELOPE_EXPIRED,
        Status::Failed => &kinds::ENVELOPE_FAILED,
        Status::Deleted => &kinds::UNKNOWN_ENVELOPE,
    }
}
