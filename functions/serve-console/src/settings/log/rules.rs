//! What was changed of the organisation itself, and of its rules.

use domain::organisation::{AddressBoundLinks, Organisation};
use domain::policy::{DeadlineEnd, KeepContacts, Policy};
use domain::retention::Retention;
use domain::transaction::Tax;
use web::Language;

use super::difference::Differences;

/// Of an organisation.
pub(super) fn of_organisation(before: &Organisation, after: &Organisation, language: Language) -> Differences {
    let t = |ja: &'static str, en: &'static str| language.t(ja, en);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let links = |rule: AddressBoundLinks| match rule {
        AddressBoundLinks::None => t("制限しない", "no links"),
        AddressBoundLinks::OwnDomains => t("自組織のドメイン宛て", "own email domains"),
        AddressBoundLinks::All => t("すべて", "all"),
    };
    let yes = |yes: bool| if yes { t("はい", "yes") } else { t("いいえ", "no") };
    let provider = |of: &Organisation| of.provider.as_ref().map(|provider| provider.issuer.clone()).unwrap_or_default();
    let year_end = |of: &Organisation| of.fiscal_year_end.map(|end| end.to_string()).unwrap_or_default();
    let closed = |of: &Organisation| of.closed_at.map(|at| web::local_time(at, language)).unwrap_or_default();
    let differences = Differences::none()
        .texts(t("名称", "Name"), &before.name, &after.name)
        .texts(t("英語の名称", "Name in English"), text(&before.name_en), text(&after.name_en))
        .texts(
            t("利用者の多要素認証", "Second factor of people"),
            yes(before.members.second_factor_required),
            yes(after.members.second_factor_required),
        )
        .lists(t("招待できるドメイン", "Mail domains"), &before.members.mail_domains, &after.members.mail_domains)
        .lists(t("接続元", "Addresses"), &before.addresses, &after.addresses)
        .texts(
            t("メールのリンクの接続元", "Links bound to addresses"),
            links(before.address_bound_links),
            links(after.address_bound_links),
        )
        .texts(t("認証サービス", "Identity provider"), provider(before), provider(after))
        .texts(t("会計年度の末日", "End of the fiscal year"), year_end(before), year_end(after))
        .texts(t("利用の終了", "Closed"), closed(before), closed(after));
    of_policy(differences, &before.policy, &after.policy, language)
}

fn of_policy(differences: Differences, before: &Policy, after: &Policy, language: Language) -> Differences {
    let t = |ja: &'static str, en: &'static str| language.t(ja, en);
    let yes = |yes: bool| if yes { t("はい", "yes") } else { t("いいえ", "no") };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let retention = |of: &Policy| match of.retention {
        Retention::SevenYears => t("7年", "7 years"),
        Retention::TenYears => t("10年", "10 years"),
        Retention::Unlimited => t("期限なし", "without end"),
    };
    let end = |of: &Policy| match of.deadline_end {
        DeadlineEnd::TimeOfSending => t("送信した時刻", "time of sending"),
        DeadlineEnd::EndOfDay => t("その日の終わり", "end of day"),
    };
    let tax = |of: &Policy| match of.tax {
        None => "",
        Some(Tax::Included) => t("税込", "with tax"),
        Some(Tax::Excluded) => t("税抜", "without tax"),
    };
    let keep = |of: &Policy| match of.keep_contacts {
        KeepContacts::Own => t("送信者個人のアドレス帳", "sender’s book"),
        KeepContacts::Shared => t("組織のアドレス帳", "organisation’s book"),
        KeepContacts::Off => t("登録しない", "nowhere"),
    };
    let accent = |of: &Policy| of.brand.accent.map(|accent| accent.to_string()).unwrap_or_default();
    let quota = |of: &Policy| of.quota.map(|quota| quota.to_string()).unwrap_or_default();
    let labels = |of: &Policy| of.own_fields.iter().map(|field| field.label.clone()).collect::<Vec<_>>();
    let parts = |of: &Policy| of.required.iter().map(|part| part.as_str()).collect::<Vec<_>>();
    let differences = differences
        .texts(
            t("署名する方の認証", "Second factor of signers"),
            yes(before.two_factor_required),
            yes(after.two_factor_required),
        )
        .texts(t("転送の許可", "Forwarding"), yes(before.forwarding_allowed), yes(after.forwarding_allowed))
        .texts(t("保存期間", "Retention"), retention(before), retention(after))
        .texts(
            t("署名期限（日）", "Days to the deadline"),
            before.deadline_days.to_string(),
            after.deadline_days.to_string(),
        )
        .texts(t("期限の終わり", "End of the deadline"), end(before), end(after))
        .texts(t("タイムゾーン", "Time zone"), before.time_zone.to_string(), after.time_zone.to_string())
        .lists(t("必ず入力する項目", "Required data"), parts(before), parts(after))
        .texts(t("消費税", "Consumption tax"), tax(before), tax(after))
        .lists(t("独自の項目", "Fields of its own"), labels(before), labels(after))
        .texts(t("連絡先の登録", "Keeping contacts"), keep(before), keep(after))
        .texts(t("表示する名称", "Name at the head"), text(&before.brand.name), text(&after.brand.name))
        .texts(
            t("表示する英語の名称", "Name at the head in English"),
            text(&before.brand.name_en),
            text(&after.brand.name_en),
        )
        .texts(t("色", "Colour"), accent(before), accent(after))
        .texts(t("差出人名", "Sender name of emails"), text(&before.brand.mail_sender), text(&after.brand.mail_sender))
        .texts(t("送信数の上限", "Limit of sending"), quota(before), quota(after));
    // What is in a field of its own may differ though it is called the same.
    let is_told = labels(before) != labels(after);
    match before.own_fields == after.own_fields || is_told {
        true => differences,
        false => differences.texts(
            t("独自の項目", "Fields of its own"),
            t("変更前の内容", "as they were"),
            t("種類・選択肢・必須の変更", "another type, choices or whether it must be filled in"),
        ),
    }
}
