//! Roles, scopes and states in the words of those who read them.

use domain::authorisation::{Role, Scope};
use domain::language::Language;

use crate::answers::{Book, PersonState, SealState};
use crate::words::role;

/// A person's role with what it is good for.
pub(super) const fn role_explained(role: Role, language: Language) -> &'static str {
    match role {
        Role::Administrator => language.t(
            "管理者（利用者・設定を管理します。文書は見られません）",
            "Administrator (people and settings; sees no documents)",
        ),
        Role::DocumentManager => language.t(
            "文書管理者（組織のすべての文書を管理します）",
            "Document manager (sees to all documents of the organisation)",
        ),
        Role::DocumentViewer => language.t(
            "文書閲覧者（組織のすべての文書を閲覧します）",
            "Document viewer (reads all documents of the organisation)",
        ),
        Role::Sender => language.t("送信者（文書を送信します）", "Sender (sends documents)"),
        Role::Approver => language.t("承認者（送信前の承認をします）", "Approver (approves what is to be sent)"),
    }
}

/// Roles in one line.
pub(super) fn roles(of: &[Role], language: Language) -> String {
    let words: Vec<&str> = of.iter().map(|one| role(*one, language)).collect();
    words.join(language.t("、", ", "))
}

/// What a key is good for.
pub(super) const fn scope(scope: Scope, language: Language) -> &'static str {
    match scope {
        Scope::EnvelopesRead => language.t("文書を読む", "Read envelopes"),
        Scope::EnvelopesWrite => {
            language.t("下書きの作成・変更、取り下げ、アドレス帳", "Write drafts, withdraw, use address books")
        }
        Scope::EnvelopesSend => language.t("送信する", "Send"),
        Scope::OrganisationAdmin => language.t("組織の管理", "Administer the organisation"),
    }
}

/// Scopes in one line.
pub(super) fn scopes<'a>(of: impl IntoIterator<Item = &'a Scope>, language: Language) -> String {
    let words: Vec<&str> = of.into_iter().map(|one| scope(*one, language)).collect();
    words.join(language.t("、", ", "))
}

/// How a person stands: a tone and the words.
pub(super) const fn person(state: PersonState, language: Language) -> (&'static str, &'static str) {
    match state {
        PersonState::Invited { .. } => ("open", language.t("招待中", "Invited")),
        PersonState::Active => ("good", language.t("利用中", "Active")),
        PersonState::Deactivated { .. } => ("quiet", language.t("停止中", "Deactivated")),
    }
}

/// How a registered seal stands: a tone and the words.
pub(super) const fn seal(state: SealState, language: Language) -> (&'static str, &'static str) {
    match state {
        SealState::Valid => ("good", language.t("有効", "Valid")),
        SealState::Expiring => ("open", language.t("まもなく期限切れ", "About to expire")),
        SealState::Expired => ("bad", language.t("期限切れ", "Expired")),
        SealState::NotYetValid => ("open", language.t("有効期間前", "Not valid yet")),
        SealState::Unusable => ("bad", language.t("使用できません", "Cannot be used")),
    }
}

/// Which address book.
pub(super) const fn book(book: Book, language: Language) -> &'static str {
    match book {
        Book::Shared => language.t("組織のアドレス帳", "Organisation"),
        Book::Own => language.t("個人のアドレス帳", "Your own"),
    }
}

/// The languages in which people are written to, for a field.
pub(super) const LANGUAGES: [(&str, &str); 2] = [("ja", "日本語"), ("en", "English")];

/// What a page says in place of the API's words, where these speak of headers and fields of JSON that its readers do not see.
pub(super) fn of_problem(code: &str, language: Language) -> Option<&'static str> {
    Some(match code {
        "precondition-failed" => language.t(
            "何も変更していません。現在の内容を確認してから、もう一度操作してください。入力した内容と異なる項目には、現在保存されている内容を並べて表示しています。",
            "Nothing was changed. Look at what is saved now, and try again. Where you entered something else, what is saved stands beside it.",
        ),
        "invalid-csv" => language.t(
            "1件も取り込んでいません。次の行を直してください。",
            "Nothing was taken. Correct these lines.",
        ),
        "letters-not-in-encoding" => language.t(
            "次の文字は、Shift_JISで保存できません。UTF-8で保存してください。",
            "These letters cannot be written in Shift_JIS. Save the book in UTF-8.",
        ),
        "export-too-large" => language.t(
            "1回に保存できる大きさを超えています。サービス運営者にご相談ください。",
            "The book is larger than what can be saved at once. Ask the operator.",
        ),
        "import-unfinished" => language.t(
            "1回の処理では終わりませんでした。同じファイルをもう一度選んで取り込んでください。取り込み済みの連絡先は重複しません。",
            "It was too much for one time. Choose the same file and import it again: no contact is taken twice.",
        ),
        "locks-out-caller" => language.t(
            "IPアドレスの範囲には、あなたの今の接続元を含めてください。多要素認証を必須にするときは、先にご自身が多要素認証でログインしてください。",
            "The ranges must hold the address from which you connect. Before you demand a second factor, sign in with one yourself.",
        ),
        _ => return None,
    })
}

/// The same for what is wrong with a field.
pub(super) fn of_field(code: &str, language: Language) -> Option<&'static str> {
    Some(match code {
        "no-addresses" => language.t(
            "リンクの接続元を制限するには、IPアドレスの範囲が1件以上必要です。",
            "Links can only be bound to addresses where there is a range.",
        ),
        "no-mail-domains" => language.t(
            "自組織のドメイン宛てのリンクを制限するには、「利用のルール」で招待できるドメインを1件以上指定してください。",
            "Links to your own email domains can only be bound where the rules name one.",
        ),
        _ => return None,
    })
}
