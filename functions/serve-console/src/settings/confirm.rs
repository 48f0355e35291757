//! Asks whether a person is really to be deactivated, and says what that means. Withdrawing an invitation is the same to the API.

use api::routes;
use axum::extract::Path;
use axum::response::Response;
use serde_json::json;

use super::entered::Entered;
use super::form::{Button, Form, Tried};
use super::notice::Notice;
use super::person::id_of;
use super::request::Asked;
use super::view::{Block, View};
use crate::answers::{Person, PersonState};
use crate::client::Call;
use crate::stop::Stop;

/// The page.
pub(super) async fn page(asked: Asked, Path(id): Path<String>) -> Result<Response, Stop> {
    show(&asked, &id_of(&id)?, None).await
}

/// Deactivates the person.
pub(super) async fn deactivate(asked: Asked, Path(id): Path<String>, entered: Entered) -> Result<Response, Stop> {
    let id = id_of(&id)?;
    let call = Call::of(&routes::DEACTIVATE_PERSON, &[&id]).once_json(entered.key(), &json!({}));
    let notice = if entered.value("of") == "invitation" { Notice::InvitationWithdrawn } else { Notice::Deactivated };
    match asked.ask(call).await? {
        Ok(_) => asked.done(&asked.path(&routes::CONSOLE_PERSON, &[&id]), notice),
        Err(problem) => show(&asked, &id, Some(&Tried { entered: &entered, problem: &problem })).await,
    }
}

async fn show(asked: &Asked, id: &str, tried: Option<&Tried<'_>>) -> Result<Response, Stop> {
    let person: Person = asked.read(Call::of(&routes::GET_PERSON, &[id])).await?;
    let is_invited = matches!(person.state, PersonState::Invited { .. });
    let (title, consequence, button) = if is_invited {
        (
            asked.t("招待の取り消し", "Withdraw the invitation"),
            asked.t(
                "招待メールのリンクは使えなくなります。あとから利用を再開して、もう一度招待できます。",
                "The link of the invitation stops working. You can reactivate and invite the person later.",
            ),
            asked.t("招待を取り消す", "Withdraw the invitation"),
        )
    } else {
        (
            asked.t("利用の停止", "Deactivate"),
            asked.t(
                "すぐにログアウトされ、この方のAPIキーと、登録印章を使う権限もなくなります。送信済みの文書はそのまま残ります。",
                "The person is signed out at once; their API keys and the right to sign with registered seals go too. What they sent stays.",
            ),
            asked.t("利用を停止する", "Deactivate"),
        )
    };
    let form = Form::to(asked.path(&routes::CONSOLE_DEACTIVATE, &[id]), Vec::new())
        .hidden("key", asked.fresh_key())
        .hidden("of", if is_invited { "invitation" } else { "person" })
        .button(Button::stop(button));
    let facts = vec![
        (asked.t("氏名", "Name").to_owned(), person.name),
        (asked.t("メールアドレス", "Email address").to_owned(), person.email),
    ];
    let view = View::new(asked.language(), title)
        .below(asked.path(&routes::CONSOLE_PERSON, &[id]), asked.t("停止せずに戻る", "Back without doing so"))
        .with(Block::Facts(facts))
        .with(Block::Warning(consequence.to_owned()))
        .with(Block::Form(Box::new(form)))
        .tried(tried);
    Ok(asked.show(&view))
}
