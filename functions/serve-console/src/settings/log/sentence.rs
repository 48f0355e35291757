//! What an entry says, as one sentence, and what was changed.

use domain::contact::ContactField;
use domain::organisation::{EntryKind, KeyHolder, LoggedCertificate, Profile};
use web::{Language, local_time};

use super::super::words;
use super::difference::{Difference, Differences};
use super::names::Names;
use super::rules::of_organisation;

/// The sentence, and what was changed.
pub(super) fn sentence(kind: &EntryKind, names: &Names) -> (String, Vec<Difference>) {
    let language = names.language;
    let say = |ja: String, en: String| if language.is_ja() { ja } else { en };
    let t = |ja: &'static str, en: &'static str| language.t(ja, en);
    let none = Differences::none;
    let (text, differences) = match kind {
        EntryKind::OrganisationAdded { .. } => {
            (t("組織を登録しました。", "The organisation was registered.").to_owned(), none())
        }
        EntryKind::OrganisationChanged { before, after } => (
            t("組織の設定を変更しました。", "The organisation’s settings were changed.").to_owned(),
            of_organisation(before, after, language),
        ),
        EntryKind::PersonInvited { after, .. } => (
            say(
                format!("{}様（{}）を招待しました。", after.name, after.email),
                format!("{} ({}) was invited.", after.name, after.email),
            ),
            none()
                .said(t("役割", "Roles"), roles(after, language))
                .said(t("グループ", "Groups"), names.groups(&after.groups)),
        ),
        EntryKind::InvitationRenewed { person } => {
            of_person(names, *person, "に招待メールを送り直しました。", "was invited again.")
        }
        EntryKind::InvitationAccepted { person, .. } => {
            of_person(names, *person, "が招待を受けてログインしました。", "accepted the invitation.")
        }
        EntryKind::PersonChanged { before, after, .. } => (
            say(
                format!("{}様の登録内容を変更しました。", after.name),
                format!("What is said of {} was changed.", after.name),
            ),
            of_profile(before, after, names),
        ),
        EntryKind::PersonDeactivated { person, .. } => {
            of_person(names, *person, "の利用を停止しました。", "was deactivated.")
        }
        EntryKind::PersonReactivated { person } => {
            of_person(names, *person, "の利用を再開しました。", "was reactivated.")
        }
        EntryKind::SessionsEnded { person } => {
            of_person(names, *person, "をすべての端末でログアウトさせました。", "was signed out everywhere.")
        }
        EntryKind::SessionEnded { person, .. } => {
            of_person(names, *person, "を1台の端末でログアウトさせました。", "was signed out of one session.")
        }
        EntryKind::GroupAdded { name, .. } => {
            (say(format!("グループ「{name}」を追加しました。"), format!("The group {name} was made.")), none())
        }
        EntryKind::GroupRenamed { before, after, .. } => (
            t("グループの名称を変更しました。", "A group was renamed.").to_owned(),
            none().texts(t("名称", "Name"), before, after),
        ),
        EntryKind::GroupRemoved { name, .. } => {
            (say(format!("グループ「{name}」を削除しました。"), format!("The group {name} was deleted.")), none())
        }
        EntryKind::FolderAdded { after } => (
            say(
                format!("フォルダー「{}」を追加しました。", after.name),
                format!("The folder {} was made.", after.name),
            ),
            none(),
        ),
        EntryKind::FolderChanged { before, after } => (
            say(
                format!("フォルダー「{}」を変更しました。", after.name),
                format!("The folder {} was changed.", after.name),
            ),
            none()
                .texts(t("名称", "Name"), &before.name, &after.name)
                .texts(
                    t("上位の権限の引き継ぎ", "Inherits"),
                    yes(before.inherits, language),
                    yes(after.inherits, language),
                )
                .texts(t("権限の数", "Rights"), before.grants.len().to_string(), after.grants.len().to_string()),
        ),
        EntryKind::FolderRemoved { before } => (
            say(
                format!("フォルダー「{}」を削除しました。", before.name),
                format!("The folder {} was deleted.", before.name),
            ),
            none(),
        ),
        EntryKind::KeyMade { holder, terms, .. } => {
            let end = terms
                .expires_at
                .map_or_else(|| t("期限なし", "without end").to_owned(), |end| local_time(end, language));
            let sender = match holder {
                KeyHolder::Person { .. } => String::new(),
                KeyHolder::Service { name, .. } => name.clone(),
            };
            let differences = none()
                .said(t("権限", "Good for"), words::scopes(&terms.scopes, language))
                .said(t("有効期限", "Good until"), end)
                .said(t("送信者名", "Sends as"), sender);
            let label = &terms.label;
            (say(format!("APIキー「{label}」を発行しました。"), format!("The API key {label} was made.")), differences)
        }
        EntryKind::KeyRevoked { label, .. } => {
            (say(format!("APIキー「{label}」を取り消しました。"), format!("The API key {label} was revoked.")), none())
        }
        EntryKind::SealPersonsChanged { before, after, .. } => (
            t("登録印章を使用できる方を変更しました。", "Who may sign with a registered seal was changed.").to_owned(),
            none().lists(t("使用できる方", "May sign"), before, after),
        ),
        EntryKind::SealCertificateImported { after, .. } => (
            t("登録印章の証明書を登録しました。", "A registered seal’s certificate was put to use.").to_owned(),
            none().said(t("証明書", "Certificate"), certificate(Some(after), language)),
        ),
        EntryKind::SealCertificateReplaced { before, after, .. } => (
            t("登録印章の証明書を交換しました。", "A registered seal’s certificate was replaced.").to_owned(),
            none().texts(
                t("証明書", "Certificate"),
                certificate(before.as_ref(), language),
                certificate(Some(after), language),
            ),
        ),
        EntryKind::SealCertificateRemoved { before, .. } => (
            t("登録印章の証明書を外しました。", "A registered seal’s certificate was taken out of use.").to_owned(),
            none().texts(t("証明書", "Certificate"), certificate(before.as_ref(), language), ""),
        ),
        EntryKind::SealNameChanged { before, after, .. } => {
            let name = |name: &Option<domain::registered_seal::SealName>| {
                name.as_ref().map(|name| name.ja.clone()).unwrap_or_default()
            };
            (
                t("登録印章の名称を変更しました。", "A registered seal was renamed.").to_owned(),
                none().texts(t("名称", "Name"), name(before), name(after)),
            )
        }
        EntryKind::SealAskersChanged { before, after, .. } => (
            t("登録印章の使用を依頼できる組織を変更しました。", "Who may ask for a registered seal was changed.")
                .to_owned(),
            none().lists(t("組織", "Organisations"), before, after),
        ),
        EntryKind::ContactAdded { .. } => {
            (t("組織のアドレス帳に連絡先を追加しました。", "A contact was added.").to_owned(), none())
        }
        EntryKind::ContactChanged { fields, .. } => (
            t("組織のアドレス帳の連絡先を変更しました。", "A contact was changed.").to_owned(),
            none().said(t("変更した項目", "Parts"), field_names(fields, language)),
        ),
        EntryKind::ContactRemoved { .. } => {
            (t("組織のアドレス帳から連絡先を削除しました。", "A contact was removed.").to_owned(), none())
        }
        EntryKind::ContactsImported { added, updated, unchanged, .. } => (
            say(
                format!(
                    "組織のアドレス帳にCSVファイルを取り込みました（追加{added}件、更新{updated}件、変更なし{unchanged}件）。"
                ),
                format!("A CSV file was imported ({added} added, {updated} changed, {unchanged} unchanged)."),
            ),
            none(),
        ),
        EntryKind::ContactsKept { contacts, left_out, .. } => (
            say(
                format!(
                    "締結した相手の方をアドレス帳に登録しました（{}件、登録できなかった方{left_out}件）。",
                    contacts.len()
                ),
                format!("Those who signed were kept as contacts ({}; {left_out} left out).", contacts.len()),
            ),
            none(),
        ),
    };
    (text, differences.0)
}

fn of_person(names: &Names, person: domain::ids::PersonId, ja: &str, en: &str) -> (String, Differences) {
    let name = names.person(person);
    let text = if names.language.is_ja() { format!("{name}{ja}") } else { format!("{name} {en}") };
    (text, Differences::none())
}

fn of_profile(before: &Profile, after: &Profile, names: &Names) -> Differences {
    let language = names.language;
    let t = |ja: &'static str, en: &'static str| language.t(ja, en);
    Differences::none()
        .texts(t("氏名", "Name"), &before.name, &after.name)
        .texts(t("メールアドレス", "Email address"), before.email.to_string(), after.email.to_string())
        .texts(t("言語", "Language"), before.language.tag(), after.language.tag())
        .texts(t("役割", "Roles"), roles(before, language), roles(after, language))
        .texts(t("グループ", "Groups"), names.groups(&before.groups), names.groups(&after.groups))
}

fn roles(of: &Profile, language: Language) -> String {
    words::roles(&of.roles.iter().copied().collect::<Vec<_>>(), language)
}

const fn yes(yes: bool, language: Language) -> &'static str {
    if yes { language.t("はい", "yes") } else { language.t("いいえ", "no") }
}

fn certificate(of: Option<&LoggedCertificate>, language: Language) -> String {
    let Some(LoggedCertificate { serial_number, not_after, .. }) = of else {
        return language.t("（読み取れません）", "(unreadable)").to_owned();
    };
    let until = local_time(*not_after, language);
    match language {
        Language::Ja => format!("シリアル番号{serial_number}、期限{until}"),
        Language::En => format!("serial number {serial_number}, valid until {until}"),
    }
}

fn field_names(fields: &[ContactField], language: Language) -> String {
    fields.iter().map(|one| field(*one, language)).collect::<Vec<_>>().join(language.t("、", ", "))
}

const fn field(field: ContactField, language: Language) -> &'static str {
    match field {
        ContactField::Name => language.t("氏名", "name"),
        ContactField::Kana => language.t("フリガナ", "how it is read"),
        ContactField::Email => language.t("メールアドレス", "address"),
        ContactField::Company => language.t("会社名", "company"),
        ContactField::Department => language.t("部署", "department"),
        ContactField::JobTitle => language.t("役職", "job title"),
        ContactField::Phone => language.t("電話番号", "telephone"),
        ContactField::Language => language.t("言語", "language"),
        ContactField::Note => language.t("備考", "note"),
    }
}
