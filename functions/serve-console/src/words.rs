//! States in the words of those who read them.

use api::problem::{Problem, kinds};
use domain::authorisation::Role;
use domain::mail::MailKind;
use jiff::Timestamp;
use web::Language;

use crate::answers::{Awaited, DocumentState, Recipient, RecipientKind, RecipientState, Status, Waiting, Work};

/// How an envelope stands.
pub(crate) const fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Draft => language.t("下書き", "Draft"),
        Status::Sending => language.t("送信準備中", "Being prepared"),
        Status::Sent => language.t("封印中", "Being sealed"),
        Status::InProgress => language.t("署名手続き中", "Being signed"),
        Status::Completed => language.t("締結済み", "Completed"),
        Status::Declined => language.t("辞退", "Declined"),
        Status::Voided => language.t("取り下げ", "Withdrawn"),
        Status::Expired => language.t("期限切れ", "Expired"),
        Status::Failed => language.t("送信できません", "Could not be sent"),
    }
}

/// By which colour a state is shown beside its words.
pub(crate) const fn tone(status: Status) -> &'static str {
    match status {
        Status::Draft => "quiet",
        Status::Sending | Status::Sent | Status::InProgress => "open",
        Status::Completed => "good",
        Status::Declined | Status::Voided | Status::Expired | Status::Failed => "bad",
    }
}

/// What a recipient is to do.
pub(crate) const fn kind(kind: RecipientKind, language: Language) -> &'static str {
    match kind {
        RecipientKind::Signer => language.t("署名者", "Signer"),
        RecipientKind::Viewer => language.t("確認者", "Reviewer"),
        RecipientKind::Copy => language.t("受領者", "Recipient of a copy"),
    }
}

/// What a person of the organisation does.
pub(crate) const fn role(role: Role, language: Language) -> &'static str {
    match role {
        Role::Administrator => language.t("管理者", "Administrator"),
        Role::DocumentManager => language.t("文書管理者", "Document manager"),
        Role::DocumentViewer => language.t("文書閲覧者", "Document viewer"),
        Role::Sender => language.t("送信者", "Sender"),
        Role::Approver => language.t("承認者", "Approver"),
    }
}

/// How far a document has come on its way to being sent.
pub(crate) const fn document(state: DocumentState, language: Language) -> &'static str {
    match state {
        DocumentState::Awaited => language.t("アップロード待ち", "Not uploaded yet"),
        DocumentState::Uploaded => language.t("確認中", "Being checked"),
        DocumentState::Checked => language.t("送信できます", "Can be sent"),
        DocumentState::Ready => language.t("送信済み", "Sent"),
        DocumentState::Refused => language.t("送信できません", "Cannot be sent"),
    }
}

/// How far a recipient has come: the class of the row, the words, and since when.
pub(crate) fn progress(
    recipient: &Recipient,
    status: Status,
    language: Language,
) -> (&'static str, &'static str, Option<Timestamp>) {
    if recipient.kind == RecipientKind::Copy {
        return match status {
            Status::Completed => ("done", language.t("完了のお知らせを送信", "Completion email sent"), None),
            _ => ("waiting", language.t("完了後に文書を受領", "Gets the documents at the end"), None),
        };
    }
    match recipient.state {
        RecipientState::Waiting | RecipientState::Invited { .. } | RecipientState::Opened { .. }
            if !status.is_open() && status != Status::Draft =>
        {
            ("waiting", language.t("手続きは行われませんでした", "Did not act"), None)
        }
        RecipientState::Waiting if status == Status::Draft => ("waiting", language.t("未送信", "Not sent yet"), None),
        RecipientState::Waiting => ("waiting", language.t("順番待ち", "Not yet this person's turn"), None),
        RecipientState::Invited { at } => {
            ("current", language.t("依頼済み（未開封）", "Asked, has not opened it"), Some(at))
        }
        RecipientState::Opened { at } => ("current", language.t("文書を確認中", "Reading the documents"), Some(at)),
        RecipientState::Approved { at } => ("current", language.t("署名中", "Being sealed"), Some(at)),
        RecipientState::Sealed { approved_at } => ("done", language.t("署名済み", "Signed"), Some(approved_at)),
        RecipientState::Confirmed { at } => ("done", language.t("確認済み", "Confirmed"), Some(at)),
        RecipientState::Declined { at } => ("stopped", language.t("辞退", "Declined"), Some(at)),
        RecipientState::Delegated { at } => ("done", language.t("転送済み", "Forwarded"), Some(at)),
        RecipientState::NotNeeded { at } => (
            "done",
            language.t("手続き不要（同じグループの方が手続き済み）", "Not needed: another of the group acted"),
            Some(at),
        ),
        RecipientState::Bounced { at } => ("stopped", language.t("メール不達", "Mail did not arrive"), Some(at)),
    }
}

/// A size as people read it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// What the API says against something: its title, its detail, and what is wrong with each field.
pub(crate) fn problem(problem: &Problem, language: Language) -> (String, String, Vec<String>) {
    let errors = problem.wrong_fields(language).into_iter().map(|error| error.detail.to_owned()).collect();
    (problem.kind.title.in_language(language).to_owned(), detail(problem, language).to_owned(), errors)
}

/// Its detail, in words for whoever filled in a form where the API's are for programs.
pub(crate) fn detail(problem: &Problem, language: Language) -> &str {
    match problem.kind.code {
        code if code == kinds::INVALID_FIELDS.code => {
            language.t("次の項目を直してから、もう一度送信してください。", "Correct these and send it again.")
        }
        code if code == kinds::UNSENDABLE_DOCUMENTS.code => language.t(
            "次の文書は、このままでは送信できません。直したPDFで新しい依頼を作り、この下書きは削除してください。",
            "These documents cannot be sent. Make a new request with corrected ones, and delete this draft.",
        ),
        code if code == kinds::PRECONDITION_FAILED.code => language.t(
            "開いている間に、ほかの人が内容を変更しました。現在の内容を確認してから、もう一度操作してください。",
            "Somebody else has changed it meanwhile. Look at how it stands now, and repeat it.",
        ),
        _ => problem.detail.in_language(language),
    }
}

/// Whom an envelope waits for, as far as there is room for their names.
pub(crate) fn people(awaited: &Awaited, language: Language) -> String {
    let names = awaited.names.join(language.t("、", ", "));
    match (language, awaited.count.saturating_sub(awaited.names.len())) {
        (_, 0) => names,
        (Language::Ja, others) => format!("{names}ほか{others}名"),
        (Language::En, others) => format!("{names} and {others} more"),
    }
}

/// What the service is about to do.
pub(crate) fn waiting(waiting: &Waiting, language: Language) -> &'static str {
    match waiting.work.first() {
        Some(Work::Preparation { .. }) => language.t("文書の送信準備中", "The documents are being prepared"),
        Some(Work::Seal { .. } | Work::Timestamp { .. }) => language.t("封印待ち", "Waiting to be sealed"),
        Some(Work::Request { .. }) => language.t("依頼メールの送信待ち", "The request email is about to be sent"),
        None => language.t("処理中", "Being processed"),
    }
}

/// What a mail is about.
pub(crate) const fn mail(mail: MailKind, language: Language) -> &'static str {
    match mail {
        MailKind::Request => language.t("依頼", "Request"),
        MailKind::Reminder => language.t("催促", "Reminder"),
        MailKind::Completed => language.t("完了のお知らせ", "Completion"),
        MailKind::Declined => language.t("辞退のお知らせ", "Declined"),
        MailKind::Voided => language.t("取り下げのお知らせ", "Withdrawn"),
        MailKind::Expired => language.t("期限切れのお知らせ", "Expired"),
        MailKind::NotSent => language.t("送信できなかったお知らせ", "Could not be sent"),
        MailKind::Failed => language.t("送信できなかったお知らせ", "Failed"),
        MailKind::Delegated => language.t("転送のお知らせ", "Forwarded"),
        MailKind::Bounced => language.t("メール不達のお知らせ", "Mail came back"),
        MailKind::LockedOut => language.t("ロックのお知らせ", "Locked out"),
        MailKind::Delayed => language.t("処理の遅れのお知らせ", "Delay"),
        MailKind::Code => language.t("認証コード", "One-time code"),
    }
}
