//! From where the organisation is used (F50).

use api::routes::{self, Route};
use axum::response::Response;
use serde_json::{Value, json};
use web::Language;

use super::entered::Entered;
use super::form::{Field, Group};
use super::request::Asked;
use super::section::{self, Section};
use super::view::{Block, View};
use crate::answers::Organisation;
use crate::stop::Stop;

struct Network;

/// The page.
pub(super) async fn page(asked: Asked) -> Result<Response, Stop> {
    let (organisation, version) = section::read(&asked).await?;
    let view = section::view::<Network>(&asked, &organisation, version, None);
    Ok(asked.show(&with_own_address(&asked, view)))
}

/// Saves it.
pub(super) async fn change(asked: Asked, entered: Entered) -> Result<Response, Stop> {
    section::save::<Network>(&asked, &entered).await
}

/// Whoever names ranges must not lock themselves out: so they are told where they are.
fn with_own_address(asked: &Asked, mut view: View) -> View {
    if let Some(address) = asked.visitor.address {
        let facts = vec![(asked.t("あなたの今の接続元", "Where you are now").to_owned(), address.to_string())];
        view.blocks.insert(0, Block::Facts(facts));
    }
    view
}

impl Section for Network {
    fn route() -> &'static Route {
        &routes::CONSOLE_NETWORK
    }

    fn title(language: Language) -> &'static str {
        language.t("接続元の制限", "Networks")
    }

    fn lead(language: Language) -> Option<&'static str> {
        Some(language.t(
            "組織の利用者とAPIキーが接続できるIPアドレスを、ここにある範囲だけに制限します。空欄なら、どこからでも接続できます。",
            "People and API keys of the organisation connect from these ranges alone. Without any, they connect from everywhere.",
        ))
    }

    fn groups(organisation: &Organisation, language: Language) -> Vec<Group> {
        let bound = [
            ("none", language.t("制限しない", "No links")),
            ("own_domains", language.t("自組織のドメイン宛てのリンクだけ", "Links sent to your own email domains")),
            (
                "all",
                language.t("すべてのリンク（相手の方のリンクを含む）", "All links, those of recipients among them"),
            ),
        ];
        vec![Group::of(vec![
            Field::area(
                "addresses",
                language.t("IPアドレスの範囲", "Ranges of addresses"),
                &organisation.addresses.join("\n"),
            )
            .hint(language.t(
                "1行に1件。例：203.0.113.7、203.0.113.0/24、2001:db8::/32。今の接続元を含めてください。",
                "One a line, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32. Yours must be among them.",
            )),
            Field::select(
                "address_bound_links",
                language.t(
                    "メールのリンクも、この範囲からだけ開けるようにする",
                    "Links in emails that open from there alone",
                ),
                &organisation.address_bound_links,
                &bound,
            ),
        ])]
    }

    fn change(entered: &Entered) -> Value {
        json!({
            "addresses": entered.lines("addresses"),
            "address_bound_links": entered.value("address_bound_links"),
        })
    }
}
