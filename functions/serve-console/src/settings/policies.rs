//! The rules for envelopes and for the organisation's people.

use api::routes::{self, Route};
use axum::response::Response;
use serde_json::{Value, json};
use web::Language;

use super::entered::Entered;
use super::form::{Field, Group, TextKind};
use super::request::Asked;
use super::section::{self, Section};
use crate::answers::Organisation;
use crate::stop::Stop;

struct Policies;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    section::page::<Policies>(&asked).await
}

/// Saves them.
pub(super) async fn change(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    section::save::<Policies>(&asked, &entered).await
}

impl Section for Policies {
    fn route() -> &'static Route {
        &routes::CONSOLE_POLICIES
    }

    fn title(language: Language) -> &'static str {
        language.t("利用のルール", "Rules")
    }

    fn lead(_: Language) -> Option<&'static str> {
        None
    }

    fn groups(organisation: &Organisation, language: Language) -> Vec<Group> {
        vec![
            Group::called(language.t("署名する方", "Signers"), signers(organisation, language)),
            Group::called(language.t("依頼の初期値", "Where a request says nothing"), defaults(organisation, language)),
            Group::called(language.t("組織の利用者", "Your people"), members(organisation, language)),
        ]
    }

    fn change(entered: &Entered) -> Value {
        let days = entered.value("deadline_days").trim();
        // What is no number goes as it is: the API says what is wrong with it.
        let days = days.parse::<u64>().map_or_else(|_| days.into(), Value::from);
        json!({
            "two_factor_required": entered.has("two_factor_required"),
            "envelopes": {
                "forwarding_allowed": entered.has("forwarding_allowed"),
                "retention": entered.value("retention"),
                "deadline_days": days,
                "deadline_end": entered.value("deadline_end"),
                "tax": entered.given("tax"),
                "keep_contacts": entered.value("keep_contacts"),
            },
            "members": {
                "second_factor_required": entered.has("second_factor_required"),
                "mail_domains": entered.lines("mail_domains"),
            },
        })
    }
}

fn signers(organisation: &Organisation, language: Language) -> Vec<Field> {
    vec![
        Field::check(
            "two_factor_required",
            language.t("署名する方に、メール以外の認証を必ず求める", "Everybody who signs shows a second factor"),
            organisation.two_factor_required,
        )
        .hint(language.t(
            "アクセスコード、SMS、認証アプリのいずれかを、依頼ごとに指定します。",
            "An access code, a text message or an authenticator app, as each request says.",
        )),
        Field::check(
            "forwarding_allowed",
            language.t("相手の方による転送を許可する", "Recipients may forward their task"),
            organisation.envelopes.forwarding_allowed,
        )
        .at("/envelopes/forwarding_allowed"),
    ]
}

fn defaults(organisation: &Organisation, language: Language) -> Vec<Field> {
    let rules = &organisation.envelopes;
    let retention = [
        ("7y", language.t("7年", "7 years")),
        ("10y", language.t("10年", "10 years")),
        ("unlimited", language.t("期限なし", "Without end")),
    ];
    let deadline_end = [
        ("time_of_sending", language.t("送信した時刻", "At the time of sending")),
        ("end_of_day", language.t("その日の23時59分", "At 23:59 of that day")),
    ];
    let tax = [
        ("", language.t("金額ごとに指定する", "Each amount says it")),
        ("included", language.t("すべて税込", "All with consumption tax")),
        ("excluded", language.t("すべて税抜", "All without consumption tax")),
    ];
    let keep_contacts = [
        ("own", language.t("送信者個人のアドレス帳に登録する", "In the sender’s own book")),
        ("shared", language.t("組織のアドレス帳に登録する", "In the organisation’s book")),
        ("off", language.t("登録しない", "Nowhere")),
    ];
    vec![
        Field::line(
            "deadline_days",
            language.t("署名期限（送信からの日数、1～30）", "Days to the deadline, 1 to 30"),
            &rules.deadline_days.to_string(),
            TextKind::Number,
        )
        .at("/envelopes/deadline_days"),
        Field::select(
            "deadline_end",
            language.t("期限の日の終わり", "When that day ends"),
            &rules.deadline_end,
            &deadline_end,
        )
        .at("/envelopes/deadline_end"),
        Field::select("retention", language.t("文書の保存期間", "Documents are kept"), &rules.retention, &retention)
            .at("/envelopes/retention"),
        Field::select(
            "tax",
            language.t("取引金額の消費税", "Consumption tax in amounts"),
            rules.tax.as_deref().unwrap_or_default(),
            &tax,
        )
        .at("/envelopes/tax"),
        Field::select(
            "keep_contacts",
            language.t("締結した相手の方の連絡先", "Contacts of those who signed"),
            &rules.keep_contacts,
            &keep_contacts,
        )
        .at("/envelopes/keep_contacts"),
    ]
}

fn members(organisation: &Organisation, language: Language) -> Vec<Field> {
    vec![
        Field::check(
            "second_factor_required",
            language.t("利用者に、多要素認証でのログインを必ず求める", "People sign in with a second factor"),
            organisation.members.second_factor_required,
        )
        .at("/members/second_factor_required"),
        Field::area(
            "mail_domains",
            language.t("招待できるメールアドレスのドメイン", "Mail domains of people who may be invited"),
            &organisation.members.mail_domains.join("\n"),
        )
        .at("/members/mail_domains")
        .hint(language.t(
            "1行に1件。例：city.example.lg.jp。空欄なら、どのドメインでも招待できます。",
            "One a line, such as city.example.lg.jp. Without any, people of any domain may be invited.",
        )),
    ]
}
