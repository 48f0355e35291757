//! What the organisation is called, and how it counts days.

use api::routes::{self, Route};
use axum::response::Response;
use serde_json::{Value, json};
use web::{Language, local_time};

use super::entered::Entered;
use super::form::{Field, Group};
use super::request::Asked;
use super::section::{self, Section};
use super::view::Block;
use crate::answers::Organisation;
use crate::stop::Stop;

struct About;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    section::page::<About>(&asked).await
}

/// Saves it.
pub(super) async fn change(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    section::save::<About>(&asked, &entered).await
}

impl Section for About {
    fn route() -> &'static Route {
        &routes::CONSOLE_ORGANISATION
    }

    fn title(language: Language) -> &'static str {
        language.t("組織の情報", "About the organisation")
    }

    fn lead(_: Language) -> Option<&'static str> {
        None
    }

    fn above(organisation: &Organisation, language: Language) -> Vec<Block> {
        let quota = match (organisation.quota, language) {
            (None, _) => language.t("上限なし", "Without limit").to_owned(),
            (Some(quota), Language::Ja) => format!("1か月に{quota}通まで"),
            (Some(quota), Language::En) => format!("{quota} a month"),
        };
        let provider = organisation.provider.as_ref().map_or_else(
            || language.t("このサービスの標準", "The service’s own").to_owned(),
            |provider| provider.issuer.clone(),
        );
        let facts = [
            (language.t("組織ID", "Identifier"), organisation.id.clone()),
            (language.t("送信できる数", "Envelopes that may be sent"), quota),
            (language.t("ログインに使う認証サービス", "Identity provider"), provider),
            (language.t("登録日時", "Registered"), local_time(organisation.added_at, language)),
        ];
        let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        vec![
            Block::Facts(facts),
            Block::text(language.t("これらの変更は、サービス運営者にご依頼ください。", "The operator changes these.")),
        ]
    }

    fn groups(organisation: &Organisation, language: Language) -> Vec<Group> {
        vec![Group::of(vec![
            Field::text("name", language.t("組織の名称", "Name"), &organisation.name)
                .hint(language.t("相手の方に表示されます。", "Recipients read it.")),
            Field::text(
                "name_en",
                language.t("英語の名称（任意）", "Name in English (optional)"),
                organisation.name_en.as_deref().unwrap_or_default(),
            ),
            Field::text("time_zone", language.t("タイムゾーン", "Time zone"), &organisation.time_zone).hint(
                language.t(
                    "期限の日の終わりを決めます。例：Asia/Tokyo",
                    "It says when the day of a deadline ends, such as Asia/Tokyo.",
                ),
            ),
            Field::text(
                "fiscal_year_end",
                language.t("会計年度の末日（任意）", "Last day of the fiscal year (optional)"),
                organisation.fiscal_year_end.as_deref().unwrap_or_default(),
            )
            .hint(language.t(
                "月と日を2桁ずつ。例：03-31。保存期間は、この日から数えます。",
                "Month and day, such as 03-31. The time for which documents are kept is counted from it.",
            )),
        ])]
    }

    fn change(entered: &Entered) -> Value {
        json!({
            "name": entered.value("name"),
            "name_en": entered.given("name_en"),
            "time_zone": entered.value("time_zone"),
            "fiscal_year_end": entered.given("fiscal_year_end"),
        })
    }
}
