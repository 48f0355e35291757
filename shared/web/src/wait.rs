//! What an envelope waits for, in words for its sender: the mail and the page say the same.

use domain::document::Sealer;
use domain::envelope::Envelope;
use domain::ids::RecipientNumber;
use domain::recipient::Recipient;
use domain::waiting::{Awaited, CauseKind, Wait};

use super::{Language, local_time};

/// Documents that are written out; the others are counted.
const NAMED: usize = 5;

/// A wait, worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitReport {
    /// When it began.
    pub since: String,
    /// What is waited for, one line each. They hold names as people wrote them.
    pub pending: Vec<String>,
    /// Why, one sentence for each cause.
    pub causes: Vec<&'static str>,
    /// Whether it does not go on before the operator of the service has done something.
    pub needs_operator: bool,
}

/// Pieces of work of which the same is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingWork {
    /// A document is made ready to be sent.
    Preparation,
    /// A document is to be signed.
    Seal(Sealer),
    /// A signature is to get its timestamp.
    Timestamp(Sealer),
    /// A request mail is to be sent.
    Request(RecipientNumber),
}

impl PendingWork {
    /// What is waited for, with the names of the documents that it is about. `who` names a recipient.
    pub fn in_words(self, who: impl Fn(RecipientNumber) -> String, documents: Vec<&str>, language: Language) -> String {
        format!("{}{}", what(who, self, language), list(documents, language))
    }
}

impl WaitReport {
    /// Words this wait of this envelope.
    pub fn of(envelope: &Envelope, wait: &Wait, language: Language) -> Self {
        let who = |number| envelope.recipient(number).map(|r| person(r, language)).unwrap_or_default();
        let line = |(kind, documents): (PendingWork, _)| kind.in_words(who, documents, language);
        let cause = wait.cause.as_ref().map(|cause| cause.kind);
        let mut causes = Vec::new();
        if wait.awaited.iter().any(|awaited| !matches!(awaited, Awaited::Request { .. })) {
            causes.push(cause.map_or_else(|| unknown(language), |kind| cause_of_wait(kind, language)));
        }
        if wait.awaited.iter().any(|awaited| matches!(awaited, Awaited::Request { .. })) {
            causes.push(language.t(
                "依頼メールを、メール配信サービスに引き渡せていません。",
                "The email service has not accepted the request email yet.",
            ));
        }
        Self {
            since: local_time(wait.began, language),
            pending: grouped(envelope, wait).into_iter().map(line).collect(),
            causes,
            needs_operator: cause.is_some_and(needs_operator),
        }
    }
}

/// What is waited for, with the names of the documents of each kind.
fn grouped<'e>(envelope: &'e Envelope, wait: &Wait) -> Vec<(PendingWork, Vec<&'e str>)> {
    let mut groups: Vec<(PendingWork, Vec<&str>)> = Vec::new();
    for awaited in &wait.awaited {
        let (kind, document) = match *awaited {
            Awaited::Preparation { document } => (PendingWork::Preparation, Some(document)),
            Awaited::Seal { document, by } => (PendingWork::Seal(by), Some(document)),
            Awaited::Timestamp { document, by } => (PendingWork::Timestamp(by), Some(document)),
            Awaited::Request { recipient, .. } => (PendingWork::Request(recipient), None),
        };
        let name = document.and_then(|number| envelope.document(number)).map(|document| document.name.as_str());
        match groups.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, documents)) => documents.extend(name),
            None => groups.push((kind, name.into_iter().collect())),
        }
    }
    groups
}

/// `（契約書、仕様書）`, `: Contract, Annex and 3 more`; nothing for none.
fn list(mut documents: Vec<&str>, language: Language) -> String {
    let others = documents.len().saturating_sub(NAMED);
    documents.truncate(NAMED);
    match (documents.is_empty(), others, language) {
        (true, _, _) => String::new(),
        (false, 0, Language::Ja) => format!("（{}）", documents.join("、")),
        (false, _, Language::Ja) => format!("（{}ほか{others}件）", documents.join("、")),
        (false, 0, Language::En) => format!(": {}", documents.join(", ")),
        (false, _, Language::En) => format!(": {} and {others} more", documents.join(", ")),
    }
}

fn what(who: impl Fn(RecipientNumber) -> String, kind: PendingWork, language: Language) -> String {
    match (kind, language) {
        (PendingWork::Preparation, _) => {
            language.t("送信前の文書の確認", "The check of the documents before they are sent").to_owned()
        }
        (PendingWork::Seal(Sealer::Operator), _) => {
            language.t("送信時にシステムが付ける電子署名", "The signature that the system adds at sending").to_owned()
        }
        (PendingWork::Timestamp(Sealer::Operator), _) => language
            .t("送信時にシステムが付けるタイムスタンプ", "The timestamp that the system adds at sending")
            .to_owned(),
        (PendingWork::Seal(Sealer::Recipient(number)), Language::Ja) => format!("{}様の電子署名", who(number)),
        (PendingWork::Seal(Sealer::Recipient(number)), Language::En) => format!("The signature of {}", who(number)),
        (PendingWork::Timestamp(Sealer::Recipient(number)), Language::Ja) => {
            format!("{}様の電子署名に付けるタイムスタンプ", who(number))
        }
        (PendingWork::Timestamp(Sealer::Recipient(number)), Language::En) => {
            format!("The timestamp on the signature of {}", who(number))
        }
        (PendingWork::Request(number), Language::Ja) => format!("{}様への依頼メール", who(number)),
        (PendingWork::Request(number), Language::En) => format!("The request email to {}", who(number)),
    }
}

fn person(recipient: &Recipient, language: Language) -> String {
    let name = &recipient.name;
    match (&recipient.company, language) {
        (None, _) => name.clone(),
        (Some(company), Language::Ja) => format!("{company} {name}"),
        (Some(company), Language::En) => format!("{name} ({company})"),
    }
}

const fn unknown(language: Language) -> &'static str {
    language.t("まだ分かっていません。", "Not known yet.")
}

/// Why it was not done at the last try, in one sentence.
pub const fn cause_of_wait(kind: CauseKind, language: Language) -> &'static str {
    match kind {
        CauseKind::NoCertificate => language.t(
            "電子署名に使う電子証明書が、システムに登録されていません。",
            "The certificate for the signature is not set up in the system.",
        ),
        CauseKind::CertificateUnusable => language.t(
            "電子署名に使う電子証明書の有効期限が切れているか、登録内容に誤りがあります。",
            "The certificate for the signature has expired, or is not set up correctly.",
        ),
        CauseKind::SealNotAllowed => language.t(
            "実印タイプの電子証明書を、この署名に使うことが認められなくなっています。使用が再び認められれば、署名は自動的に行われます。認められない場合は、この封筒を取り下げ、電子証明書を使用できる別の方を署名者とする新しい封筒を送信してください。",
            "The registered seal may not be used for this signature any more. The signature is made once its use is allowed again. Otherwise withdraw this envelope, and send a new one to somebody else who may sign with the seal.",
        ),
        CauseKind::KeyService => language.t(
            "署名鍵を管理するサービスで、電子署名を作成できていません。",
            "The service that keeps the signing key is not making the signature.",
        ),
        CauseKind::NoTimestampAuthority => language
            .t("時刻認証局が、システムに登録されていません。", "No timestamp authority is set up in the system."),
        CauseKind::TimestampAuthorities => language.t(
            "時刻認証局から、有効なタイムスタンプを取得できていません。",
            "No timestamp authority gives a valid timestamp at the moment.",
        ),
        CauseKind::DocumentStore => language.t(
            "保管している文書ファイルが見つからないか、記録された内容と一致しません。",
            "The file of the document is missing from the store, or is not the one that was recorded.",
        ),
        CauseKind::Document => language.t(
            "この文書に、電子署名またはタイムスタンプを付けることができません。",
            "The signature or the timestamp cannot be added to this document.",
        ),
        CauseKind::Service => language.t("システム内部の処理が滞っています。", "Work inside the system is held up."),
    }
}

/// Whether it goes on only after the operator of the service has done something: what mends itself is tried again until it works.
pub const fn needs_operator(kind: CauseKind) -> bool {
    match kind {
        CauseKind::NoCertificate
        | CauseKind::CertificateUnusable
        | CauseKind::SealNotAllowed
        | CauseKind::NoTimestampAuthority
        | CauseKind::DocumentStore
        | CauseKind::Document => true,
        CauseKind::KeyService | CauseKind::TimestampAuthorities | CauseKind::Service => false,
    }
}
